#include "tlog/lookup.h"

#include "tlog/tlog_priv.h"

#include <assert.h>

struct lookup {
	const struct tlog_source *source;
	int64_t size;
	struct buf *bytes;
};

/* The file with this number of this kind and level, as wide as a log of this size has it. */
static struct sn_err read_part(const struct lookup *k, struct tlog_file file)
{
	char path[TLOG_FILE_PATH_BYTES];
	const int64_t first = file.number * TLOG_FILE_WIDTH;
	const int64_t things = k->size >> (file.level * TLOG_TILE_BITS);
	file.width = things - first < TLOG_FILE_WIDTH ? (int)(things - first) : TLOG_FILE_WIDTH;
	tlog_file_path(&file, path);
	buf_reset(k->bytes);
	SN_TRY(k->source->read(k->source->self, path, k->bytes));
	const bool shaped = !buf_full(k->bytes) &&
			    (file.kind != TLOG_FILE_HASHES ||
			     buf_str(k->bytes).bytes == (size_t)file.width * TLOG_HASH_BYTES);
	return shaped ? SN_SUCCESS
		      : sn_err_with_text(SN_FAIL(LOG_FILE_SHAPE,
						 .arg = {first << (file.level * TLOG_TILE_BITS)}),
					 "%s", path);
}

static struct sn_err read_hashes(const struct lookup *k, int level, int64_t first, size_t count,
				 struct tlog_hash *out)
{
	const int64_t number = first / TLOG_FILE_WIDTH;
	SN_TRY(read_part(
		k, (struct tlog_file){.kind = TLOG_FILE_HASHES, .level = level, .number = number}));
	const char *at = buf_str(k->bytes).at;
	for (size_t i = 0; i < count; i++)
		memcpy(out[i].bytes, at + ((size_t)(first % TLOG_FILE_WIDTH) + i) * TLOG_HASH_BYTES,
		       TLOG_HASH_BYTES);
	return SN_SUCCESS;
}

/* The root of 2^bits records from `from` on, a multiple of 2^bits: of hashes of one tile. */
static struct sn_err complete_root(const struct lookup *k, int64_t from, int bits,
				   struct tlog_hash *root)
{
	const int level = bits / TLOG_TILE_BITS;
	struct tlog_hash hashes[TLOG_TILE_WIDTH];
	size_t count = (size_t)1 << bits % TLOG_TILE_BITS;
	SN_TRY(read_hashes(k, level, from >> (level * TLOG_TILE_BITS), count, hashes));
	for (; count > 1; count /= 2)
		for (size_t i = 0; i < count / 2; i++)
			hashes[i] = tlog_node_hash(hashes[2 * i], hashes[2 * i + 1]);
	*root = hashes[0];
	return SN_SUCCESS;
}

static struct sn_err range_root(const struct lookup *k, int64_t from, int64_t until,
				struct tlog_hash *root)
{
	struct tlog_hash parts[TLOG_EDGE_MAX];
	size_t count = 0;
	while (from < until) {
		const int bits = 63 - __builtin_clzll((unsigned long long)(until - from));
		SN_TRY(complete_root(k, from, bits, &parts[count++]));
		from += INT64_C(1) << bits;
	}
	assert(count > 0);
	*root = parts[--count];
	while (count > 0)
		*root = tlog_node_hash(parts[--count], *root);
	return SN_SUCCESS;
}

/* RFC 6962 §2.1.1, walked from the root down; the proof goes up. */
static struct sn_err read_proof(const struct lookup *k, struct tlog_receipt *out)
{
	int64_t from = 0, until = k->size;
	while (until - from > 1) {
		const int64_t middle =
			from + (INT64_C(1)
				<< (63 - __builtin_clzll((unsigned long long)(until - from) - 1)));
		const bool left = out->index < middle;
		SN_TRY(range_root(k, left ? middle : from, left ? until : middle,
				  &out->proof[out->proof_count++]));
		if (left)
			until = middle;
		else
			from = middle;
	}
	for (size_t i = 0; i < out->proof_count / 2; i++) {
		const struct tlog_hash h = out->proof[i];
		out->proof[i] = out->proof[out->proof_count - 1 - i];
		out->proof[out->proof_count - 1 - i] = h;
	}
	return SN_SUCCESS;
}

static struct sn_err read_record(const struct lookup *k, struct tlog_receipt *out)
{
	struct tlog_hash stored;
	const int64_t number = out->index / TLOG_FILE_WIDTH;
	SN_TRY(read_part(k, (struct tlog_file){.kind = TLOG_FILE_ENTRIES, .number = number}));
	struct str rest = buf_str(k->bytes);
	for (int64_t i = number * TLOG_FILE_WIDTH;; i++) {
		const size_t bytes =
			rest.bytes < 2 ? 0 : (size_t)(uint8_t)rest.at[0] << 8 | (uint8_t)rest.at[1];
		if (bytes == 0 || bytes > TLOG_LEAF_BYTES_MAX || rest.bytes - 2 < bytes)
			return sn_err_with_text(SN_FAIL(LOG_FILE_SHAPE, .arg = {i}),
						"tile/entries");
		if (i == out->index) {
			memcpy(out->record, rest.at + 2, bytes);
			out->record_bytes = bytes;
			break;
		}
		rest = (struct str){rest.at + 2 + bytes, rest.bytes - 2 - bytes};
	}
	SN_TRY(read_hashes(k, 0, out->index, 1, &stored));
	return tlog_hash_eq(stored, tlog_leaf_hash(tlog_receipt_record(out)))
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(LOG_ENTRY_DIFFERS, .arg = {out->index}),
					  "tile/0");
}

static struct sn_err lookup(struct arena *mem, struct lookup *k, const struct tlog_vkey *vkey,
			    struct tlog_receipt *out)
{
	struct tlog_checkpoint c;
	SN_TRY(k->source->read(k->source->self, "checkpoint", k->bytes));
	if (buf_full(k->bytes))
		return SN_FAIL(NOT_A_CHECKPOINT);
	out->note = arena_str(mem, buf_str(k->bytes));
	if (str_is_null(out->note))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(tlog_checkpoint_open(out->note, vkey, &c));
	k->size = out->size = c.head.size;
	if (out->index >= k->size)
		return SN_FAIL(NO_SUCH_LEAF, .arg = {out->index, k->size});
	SN_TRY(read_record(k, out));
	return read_proof(k, out);
}

struct sn_err tlog_lookup(struct arena *mem, const struct tlog_source *source,
			  const struct tlog_vkey *vkey, int64_t index, struct tlog_receipt *out)
{
	struct lookup k = {.source = source, .bytes = buf_new(TLOG_FILE_ENTRIES_BYTES + 1)};
	*out = (struct tlog_receipt){.index = index};
	if (!k.bytes)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = lookup(mem, &k, vkey, out);
	buf_free(k.bytes);
	return e;
}
