#include "tlog/files.h"

#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

_Static_assert((int)TLOG_FILE_WIDTH == (int)TLOG_TILE_WIDTH, "kept roots are tiles' hashes");

/* ---- paths ---- */

/* One to `digits` decimal digits, no zero before others. */
static bool parse_plain(struct str s, size_t digits, int64_t *value)
{
	return s.bytes >= 1 && s.bytes <= digits && s.at[0] != '-' &&
	       (s.bytes == 1 || s.at[0] != '0') && str_to_int(s, value);
}

static bool parse_three(struct str s, int64_t *value)
{
	return s.bytes == 3 && s.at[0] != '-' && str_to_int(s, value);
}

/* x001/x234/067: the parts, then what stands behind the last. */
static bool parse_number(struct str *rest, struct tlog_file *out)
{
	enum { PARTS_MAX = 6 }; /* 10^18: more than any log has */
	struct str part;
	int64_t three = 0;
	out->number = 0;
	out->width = TLOG_FILE_WIDTH;
	for (int i = 0; i < PARTS_MAX && str_split(rest, '/', &part); i++) {
		const bool more = part.bytes > 0 && part.at[0] == 'x';
		const bool partial = part.bytes == 5 && part.at[3] == '.' && part.at[4] == 'p';
		if (more)
			part = (struct str){part.at + 1, part.bytes - 1};
		else if (partial)
			part.bytes = 3;
		if (!parse_three(part, &three) || (more && i == 0 && three == 0))
			return false;
		out->number = out->number * 1000 + three;
		if (partial)
			out->width = 0; /* it is still to come */
		if (!more)
			return partial == !str_is_null(*rest);
	}
	return false;
}

bool tlog_file_parse(struct str path, struct tlog_file *out)
{
	struct str rest = path, word, level;
	int64_t number = 0;
	*out = (struct tlog_file){.kind = TLOG_FILE_CHECKPOINT};
	if (str_is(path, "checkpoint"))
		return true;
	if (!str_split(&rest, '/', &word) || !str_is(word, "tile") ||
	    !str_split(&rest, '/', &level))
		return false;
	if (str_is(level, "entries")) {
		out->kind = TLOG_FILE_ENTRIES;
	} else {
		out->kind = TLOG_FILE_HASHES;
		if (!parse_plain(level, 2, &number))
			return false;
		out->level = (int)number;
	}
	if (!parse_number(&rest, out))
		return false;
	if (out->width == TLOG_FILE_WIDTH)
		return true;
	if (!parse_plain(rest, 3, &number) || number < 1 || number >= TLOG_FILE_WIDTH)
		return false;
	out->width = (int)number;
	return true;
}

void tlog_file_path(const struct tlog_file *file, char out[TLOG_FILE_PATH_BYTES])
{
	char level[16] = "entries", number[32] = "";
	if (file->kind == TLOG_FILE_CHECKPOINT) {
		(void)snprintf(out, TLOG_FILE_PATH_BYTES, "checkpoint");
		return;
	}
	if (file->kind == TLOG_FILE_HASHES)
		(void)snprintf(level, sizeof level, "%d", file->level);
	int64_t parts[8];
	size_t count = 0;
	for (int64_t n = file->number; count == 0 || n > 0; n /= 1000)
		parts[count++] = n % 1000;
	size_t used = 0;
	while (count-- > 0)
		used += (size_t)snprintf(number + used, sizeof number - used, "%s%03" PRId64 "%s",
					 count > 0 ? "x" : "", parts[count], count > 0 ? "/" : "");
	if (file->width == TLOG_FILE_WIDTH)
		(void)snprintf(out, TLOG_FILE_PATH_BYTES, "tile/%s/%s", level, number);
	else
		(void)snprintf(out, TLOG_FILE_PATH_BYTES, "tile/%s/%s.p/%d", level, number,
			       file->width);
}

/* ---- which there are ---- */

/* How many hashes a level has; entries are as many as hashes of level 0. */
static int64_t things_at(int level, int64_t size)
{
	return level < TLOG_TILE_LEVELS ? size >> (level * TLOG_TILE_BITS) : 0;
}

bool tlog_file_exists(const struct tlog_file *file, int64_t size)
{
	const int64_t things = things_at(file->level, size);
	return file->kind == TLOG_FILE_CHECKPOINT ||
	       (file->number < INT64_MAX / TLOG_FILE_WIDTH - 1 &&
		file->number * TLOG_FILE_WIDTH + file->width <= things);
}

bool tlog_files_next(struct tlog_files_cursor *cursor, int64_t size)
{
	for (; cursor->stage <= TLOG_TILE_LEVELS; cursor->stage++, cursor->at = 0) {
		const int level = cursor->stage == 0 ? 0 : cursor->stage - 1;
		const int64_t left = things_at(level, size) - cursor->at * TLOG_FILE_WIDTH;
		if (left <= 0)
			continue;
		cursor->file = (struct tlog_file){
			.kind = cursor->stage == 0 ? TLOG_FILE_ENTRIES : TLOG_FILE_HASHES,
			.level = level,
			.number = cursor->at++,
			.width = left < TLOG_FILE_WIDTH ? (int)left : TLOG_FILE_WIDTH};
		return true;
	}
	return false;
}

/* ---- what they hold ---- */

/* Rows come in their order; how many there are is counted by the caller. */
static struct sn_err add_hashes(struct rows *r, struct buf *out, int64_t *count)
{
	struct tlog_hash hash;
	bool right = true;
	while (right && store_next(r)) {
		right = tlog_hash_from(store_bytes(r, "hash"), &hash);
		buf_add(out, (struct str){(const char *)hash.bytes, TLOG_HASH_BYTES});
		*count += right;
	}
	return store_done(r);
}

static struct sn_err add_entries(struct rows *r, struct buf *out, int64_t first, int64_t *count)
{
	bool right = true;
	while (right && store_next(r)) {
		const struct str body = store_bytes(r, "body");
		right = store_int(r, "leaf_index") == first + *count &&
			body.bytes <= TLOG_LEAF_BYTES_MAX;
		const char length[2] = {(char)(body.bytes >> 8), (char)(body.bytes & 0xff)};
		buf_add(out, (struct str){length, sizeof length});
		buf_add(out, body);
		*count += right;
	}
	return store_done(r);
}

struct sn_err tlog_file_read(struct ctx *c, const struct tlog_file *file, int64_t size,
			     struct buf *out)
{
	assert(file->kind != TLOG_FILE_CHECKPOINT);
	const int64_t first = file->number * TLOG_FILE_WIDTH;
	int64_t count = 0;
	if (!tlog_file_exists(file, size))
		return SN_FAIL(NO_SUCH_LEAF, .arg = {first + file->width - 1, size});
	const struct param leaves[] = {p_int(TLOG_NO), p_int(first), p_int(first + file->width)};
	const struct param nodes[] = {p_int(TLOG_NO), p_int(file->level), p_int(first),
				      p_int(first + file->width)};
	if (file->kind == TLOG_FILE_ENTRIES)
		SN_TRY(add_entries(store_query(c->store, &tlog_sql_bodies, leaves), out, first,
				   &count));
	else if (file->level == 0)
		SN_TRY(add_hashes(store_query(c->store, &tlog_sql_hashes, leaves), out, &count));
	else
		SN_TRY(add_hashes(store_query(c->store, &tlog_sql_nodes, nodes), out, &count));
	if (buf_full(out))
		return SN_FAIL(OUT_OF_MEMORY);
	return count == file->width
		       ? SN_SUCCESS
		       : SN_FAIL(LEAF_DAMAGED,
				 .arg = {(first + count) << (file->level * TLOG_TILE_BITS)});
}
