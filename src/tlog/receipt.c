#include "tlog/receipt.h"

#include "tlog/tlog_priv.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { SHORT_VERSION = 1, NUMBER_BYTES = 6, LENGTH_BYTES = 2 };
#define FULL_START  "SNR1"
#define PROOF_START "c2sp.org/tlog-proof@v1\n"

/* ---- opening ---- */

struct crypto_key tlog_salt_of(const uint8_t seed[TLOG_SEED_BYTES])
{
	static const char label[] = "songnuan/salt/v1\n";
	char salted[sizeof label - 1 + TLOG_SEED_BYTES];
	struct crypto_key salt;
	memcpy(salted, label, sizeof label - 1);
	memcpy(salted + sizeof label - 1, seed, TLOG_SEED_BYTES);
	const struct sha256 digest = crypto_sha256((struct str){salted, sizeof salted});
	memcpy(salt.bytes, digest.bytes, sizeof salt.bytes);
	crypto_wipe(salted, sizeof salted);
	return salt;
}

static struct str or_dash(struct str s)
{
	return s.bytes > 0 ? s : STR("-");
}

bool tlog_commitment_of(const struct crypto_key *salt, const struct tlog_opening *opening,
			uint8_t out[TLOG_HASH_BYTES])
{
	char rec[TLOG_NAME_BYTES_MAX + TLOG_LEAF_BYTES_MAX + 128];
	const struct str id = or_dash(opening->id);
	if (opening->name.bytes > TLOG_NAME_BYTES_MAX)
		return false;
	const int n = snprintf(rec, sizeof rec,
			       "songnuan-rec/v1\nname " STR_FMT "\nid " STR_FMT "\ncamp " STR_FMT
			       "\nitem " STR_FMT "\nqty " STR_FMT "\nfen " STR_FMT "\n",
			       STR_ARG(opening->name), STR_ARG(id), STR_ARG(opening->cycle),
			       STR_ARG(opening->item), STR_ARG(opening->quantity),
			       STR_ARG(opening->value));
	const bool fits = n > 0 && (size_t)n < sizeof rec;
	if (fits) {
		const struct sha256 cm = crypto_hmac_sha256(salt, (struct str){rec, (size_t)n});
		memcpy(out, cm.bytes, TLOG_HASH_BYTES);
	}
	crypto_wipe(rec, sizeof rec);
	return fits;
}

struct str tlog_record_line(struct str record, const char *key)
{
	struct str line, word;
	while (str_split(&record, '\n', &line)) {
		struct str value = line;
		if (str_split(&value, ' ', &word) && str_is(word, key))
			return str_is(value, "-") ? STR_NULL : value;
	}
	return STR_NULL;
}

/* ---- numbers ---- */

static void put_number(uint8_t *out, int64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		out[i] = (uint8_t)((uint64_t)value >> 8 * (bytes - 1 - i));
}

static int64_t number_of(const uint8_t *at, size_t bytes)
{
	uint64_t value = 0;
	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return (int64_t)value;
}

/* ---- the short one ---- */

void tlog_short_text(const struct tlog_short *what, char out[TLOG_SHORT_TEXT_BYTES])
{
	uint8_t bytes[TLOG_SHORT_BYTES] = {SHORT_VERSION};
	assert(what->index >= 0 && what->index <= TLOG_INDEX_MAX);
	put_number(bytes + 1, what->index, NUMBER_BYTES);
	memcpy(bytes + 1 + NUMBER_BYTES, what->seed, TLOG_SEED_BYTES);
	crypto_base64url(bytes, sizeof bytes, out);
}

/* What stands behind the # of an address, or the text itself. */
static struct str bare(struct str text)
{
	text = str_trim(text);
	const char *hash = text.bytes ? memchr(text.at, '#', text.bytes) : NULL;
	return hash ? (struct str){hash + 1, text.bytes - (size_t)(hash + 1 - text.at)} : text;
}

struct sn_err tlog_short_parse(struct str text, struct tlog_short *out)
{
	uint8_t bytes[TLOG_SHORT_BYTES];
	if (!crypto_from_base64url(bare(text), bytes, sizeof bytes) || bytes[0] != SHORT_VERSION)
		return SN_FAIL(NOT_A_RECEIPT);
	out->index = number_of(bytes + 1, NUMBER_BYTES);
	memcpy(out->seed, bytes + 1 + NUMBER_BYTES, TLOG_SEED_BYTES);
	crypto_wipe(bytes, sizeof bytes);
	return SN_SUCCESS;
}

/* ---- the full one: bytes ---- */

struct reader {
	const uint8_t *at;
	size_t left;
	bool short_of; /* something was to be there and is not */
};

static const uint8_t *take(struct reader *r, size_t bytes)
{
	static const uint8_t nothing[TLOG_LEAF_BYTES_MAX];
	assert(bytes <= sizeof nothing);
	if (r->left < bytes) {
		r->short_of = true;
		r->left = 0;
		return nothing;
	}
	const uint8_t *at = r->at;
	r->at += bytes;
	r->left -= bytes;
	return at;
}

static bool parse_bytes(struct str bytes, struct tlog_receipt *out)
{
	struct reader r = {(const uint8_t *)bytes.at, bytes.bytes, false};
	if (memcmp(take(&r, 4), FULL_START, 4) != 0)
		return false;
	out->proof_count = *take(&r, 1);
	out->index = number_of(take(&r, NUMBER_BYTES), NUMBER_BYTES);
	out->size = number_of(take(&r, NUMBER_BYTES), NUMBER_BYTES);
	memcpy(out->salt.bytes, take(&r, CRYPTO_KEY_BYTES), CRYPTO_KEY_BYTES);
	if (out->proof_count > TLOG_PROOF_HASHES_MAX)
		return false;
	for (size_t i = 0; i < out->proof_count; i++)
		memcpy(out->proof[i].bytes, take(&r, TLOG_HASH_BYTES), TLOG_HASH_BYTES);
	memcpy(out->key_id, take(&r, TLOG_KEY_ID_BYTES), TLOG_KEY_ID_BYTES);
	memcpy(out->signature, take(&r, CRYPTO_SIGNATURE_BYTES), CRYPTO_SIGNATURE_BYTES);
	out->record_bytes = (size_t)number_of(take(&r, LENGTH_BYTES), LENGTH_BYTES);
	if (out->record_bytes == 0 || out->record_bytes > TLOG_LEAF_BYTES_MAX)
		return false;
	memcpy(out->record, take(&r, out->record_bytes), out->record_bytes);
	out->cosignatures_count = r.left / TLOG_COSIGNATURE_BYTES;
	if (r.short_of || r.left % TLOG_COSIGNATURE_BYTES != 0 ||
	    out->cosignatures_count > TLOG_COSIGNATURES_MAX)
		return false;
	for (size_t i = 0; i < out->cosignatures_count; i++)
		memcpy(out->cosignatures[i], take(&r, TLOG_COSIGNATURE_BYTES),
		       TLOG_COSIGNATURE_BYTES);
	return true;
}

size_t tlog_receipt_bytes(const struct tlog_receipt *r, uint8_t out[TLOG_RECEIPT_BYTES_MAX])
{
	uint8_t *at = out;
	assert(r->proof_count <= TLOG_PROOF_HASHES_MAX && r->record_bytes <= TLOG_LEAF_BYTES_MAX);
	memcpy(at, FULL_START, 4);
	at[4] = (uint8_t)r->proof_count;
	put_number(at + 5, r->index, NUMBER_BYTES);
	put_number(at + 5 + NUMBER_BYTES, r->size, NUMBER_BYTES);
	at += 5 + 2 * NUMBER_BYTES;
	memcpy(at, r->salt.bytes, CRYPTO_KEY_BYTES);
	at += CRYPTO_KEY_BYTES;
	for (size_t i = 0; i < r->proof_count; i++, at += TLOG_HASH_BYTES)
		memcpy(at, r->proof[i].bytes, TLOG_HASH_BYTES);
	memcpy(at, r->key_id, TLOG_KEY_ID_BYTES);
	memcpy(at + TLOG_KEY_ID_BYTES, r->signature, CRYPTO_SIGNATURE_BYTES);
	at += TLOG_KEY_ID_BYTES + CRYPTO_SIGNATURE_BYTES;
	put_number(at, (int64_t)r->record_bytes, LENGTH_BYTES);
	memcpy(at + LENGTH_BYTES, r->record, r->record_bytes);
	at += LENGTH_BYTES + r->record_bytes;
	for (size_t i = 0; i < r->cosignatures_count; i++, at += TLOG_COSIGNATURE_BYTES)
		memcpy(at, r->cosignatures[i], TLOG_COSIGNATURE_BYTES);
	return (size_t)(at - out);
}

/* ---- the full one: text ---- */

static bool next_line(struct str *rest, struct str *line)
{
	const char *end = rest->bytes ? memchr(rest->at, '\n', rest->bytes) : NULL;
	if (!end)
		return false;
	*line = (struct str){rest->at, (size_t)(end - rest->at)};
	*rest = (struct str){end + 1, rest->bytes - line->bytes - 1};
	return true;
}

static bool behind(struct str line, struct str start, struct str *out)
{
	*out = (struct str){line.at + start.bytes, line.bytes - start.bytes};
	return str_starts(line, start);
}

static bool parse_extra(struct str base64, struct tlog_receipt *out)
{
	uint8_t bytes[CRYPTO_KEY_BYTES + TLOG_LEAF_BYTES_MAX];
	size_t count = 0;
	const bool whole =
		crypto_from_base64(base64, bytes, sizeof bytes, &count) && count > CRYPTO_KEY_BYTES;
	if (whole) {
		memcpy(out->salt.bytes, bytes, CRYPTO_KEY_BYTES);
		out->record_bytes = count - CRYPTO_KEY_BYTES;
		memcpy(out->record, bytes + CRYPTO_KEY_BYTES, out->record_bytes);
	}
	crypto_wipe(bytes, sizeof bytes);
	return whole;
}

static bool parse_index(struct str text, int64_t *index)
{
	const bool zeros = text.bytes > 1 && text.at[0] == '0';
	return !zeros && text.bytes > 0 && text.at[0] != '-' && str_to_int(text, index) &&
	       *index <= TLOG_INDEX_MAX;
}

static bool parse_proof(struct str text, struct tlog_receipt *out)
{
	struct str rest, line, value;
	uint8_t hash[TLOG_HASH_BYTES + 1];
	size_t bytes = 0;
	if (!behind(text, STR(PROOF_START), &rest) || !next_line(&rest, &line) ||
	    !behind(line, STR("extra "), &value) || !parse_extra(value, out) ||
	    !next_line(&rest, &line) || !behind(line, STR("index "), &value) ||
	    !parse_index(value, &out->index))
		return false;
	while (next_line(&rest, &line)) {
		if (line.bytes == 0) {
			out->note = rest;
			return rest.bytes > 0;
		}
		if (out->proof_count == TLOG_PROOF_HASHES_MAX ||
		    !crypto_from_base64(line, hash, sizeof hash, &bytes) ||
		    bytes != TLOG_HASH_BYTES)
			return false;
		memcpy(out->proof[out->proof_count++].bytes, hash, TLOG_HASH_BYTES);
	}
	return false;
}

void tlog_receipt_text(const struct tlog_receipt *r, struct buf *out)
{
	uint8_t extra[CRYPTO_KEY_BYTES + TLOG_LEAF_BYTES_MAX];
	char base64[(CRYPTO_KEY_BYTES + TLOG_LEAF_BYTES_MAX + 2) / 3 * 4 + 1];
	assert(!str_is_null(r->note) && r->record_bytes <= TLOG_LEAF_BYTES_MAX);
	memcpy(extra, r->salt.bytes, CRYPTO_KEY_BYTES);
	memcpy(extra + CRYPTO_KEY_BYTES, r->record, r->record_bytes);
	crypto_base64(extra, CRYPTO_KEY_BYTES + r->record_bytes, base64);
	buf_printf(out, PROOF_START "extra %s\nindex %" PRId64 "\n", base64, r->index);
	for (size_t i = 0; i < r->proof_count; i++) {
		crypto_base64(r->proof[i].bytes, TLOG_HASH_BYTES, base64);
		buf_printf(out, "%s\n", base64);
	}
	buf_add_char(out, '\n');
	buf_add(out, r->note);
	crypto_wipe(extra, sizeof extra);
}

struct sn_err tlog_receipt_parse(struct str text, struct tlog_receipt *out)
{
	uint8_t bytes[TLOG_RECEIPT_BYTES_MAX];
	*out = (struct tlog_receipt){.note = STR_NULL};
	if (str_starts(text, STR("c2sp.org/")))
		return parse_proof(text, out) ? SN_SUCCESS : SN_FAIL(NOT_A_RECEIPT);
	if (str_starts(text, STR(FULL_START)))
		return parse_bytes(text, out) ? SN_SUCCESS : SN_FAIL(NOT_A_RECEIPT);
	const struct str coded = bare(text);
	const size_t count = coded.bytes / 4 * 3 + (coded.bytes % 4 ? coded.bytes % 4 - 1 : 0);
	if (count > sizeof bytes || !crypto_from_base64url(coded, bytes, count))
		return SN_FAIL(NOT_A_RECEIPT);
	const bool whole = parse_bytes((struct str){(const char *)bytes, count}, out);
	crypto_wipe(bytes, sizeof bytes);
	return whole ? SN_SUCCESS : SN_FAIL(NOT_A_RECEIPT);
}

/* ---- checking ---- */

struct sn_err tlog_receipt_sign(struct tlog_receipt *r, struct str note)
{
	struct tlog_checkpoint c;
	SN_TRY(tlog_checkpoint_open(note, NULL, &c));
	r->size = c.head.size;
	r->note = note;
	return tlog_note_signature(note, c.origin, r->key_id, r->signature) ? SN_SUCCESS
									    : SN_FAIL(NOT_SIGNED);
}

static bool computed_root(const struct tlog_receipt *r, struct tlog_hash *root)
{
	const struct tlog_inclusion_claim claim = {(uint64_t)r->index, (uint64_t)r->size,
						   tlog_leaf_hash(tlog_receipt_record(r))};
	return tlog_inclusion_root(&claim, r->proof, r->proof_count, root);
}

/* The checkpoint is in the text: its signature first, then the proof against its root. */
static struct sn_err check_note(const struct tlog_receipt *r, const struct tlog_vkey *vkey,
				struct tlog_head *head)
{
	struct tlog_checkpoint c;
	struct tlog_receipt sized = *r;
	struct tlog_hash root;
	SN_TRY(tlog_checkpoint_open(r->note, vkey, &c));
	if (!str_eq(c.origin, vkey->name))
		return sn_err_with_text(SN_FAIL(OTHER_LOG), STR_FMT, STR_ARG(c.origin));
	sized.size = c.head.size;
	*head = c.head;
	return computed_root(&sized, &root) && tlog_hash_eq(root, c.head.root)
		       ? SN_SUCCESS
		       : SN_FAIL(RECEIPT_PROOF, .arg = {r->index});
}

struct sn_err tlog_receipt_check(const struct tlog_receipt *r, const struct tlog_vkey *vkey,
				 struct tlog_head *head)
{
	char root[48], text[TLOG_CHECKPOINT_BYTES];
	if (!str_is_null(r->note))
		return check_note(r, vkey, head);
	if (memcmp(r->key_id, vkey->id, TLOG_KEY_ID_BYTES) != 0)
		return SN_FAIL(RECEIPT_OTHER_KEY);
	head->size = r->size;
	if (!computed_root(r, &head->root))
		return SN_FAIL(RECEIPT_PROOF, .arg = {r->index});
	/* The root is what the record leads to: the signature holds over no other. */
	crypto_base64(head->root.bytes, TLOG_HASH_BYTES, root);
	const int n = snprintf(text, sizeof text, STR_FMT "\n%" PRId64 "\n%s\n",
			       STR_ARG(vkey->name), r->size, root);
	const struct crypto_public_key key = {
		.kind = CRYPTO_EDDSA, .a = {(const char *)vkey->public_key, CRYPTO_PUBLIC_BYTES}};
	return crypto_signature_holds(
		       &key, (struct str){text, (size_t)n},
		       (struct str){(const char *)r->signature, CRYPTO_SIGNATURE_BYTES})
		       ? SN_SUCCESS
		       : SN_FAIL(RECEIPT_PROOF, .arg = {r->index});
}

struct sn_err tlog_receipt_opens(const struct tlog_receipt *r, struct str name, struct str id)
{
	const struct str record = tlog_receipt_record(r);
	const struct str bound = tlog_record_line(record, "cm");
	const struct tlog_opening opening = {.name = name,
					     .id = id,
					     .cycle = tlog_record_line(record, "camp"),
					     .item = tlog_record_line(record, "item"),
					     .quantity = tlog_record_line(record, "qty"),
					     .value = tlog_record_line(record, "fen")};
	uint8_t cm[TLOG_HASH_BYTES];
	char base64[48];
	if (str_is_null(bound))
		return SN_FAIL(RECEIPT_NO_PERSON, .arg = {r->index});
	if (!tlog_commitment_of(&r->salt, &opening, cm))
		return SN_FAIL(RECEIPT_NOT_HIS, .arg = {r->index});
	crypto_base64(cm, sizeof cm, base64);
	return str_is(bound, base64) ? SN_SUCCESS : SN_FAIL(RECEIPT_NOT_HIS, .arg = {r->index});
}
