#include "tlog/note.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { ED25519 = 1, KEY_BYTES = 1 + CRYPTO_PUBLIC_BYTES, KEY_HEX = 2 * TLOG_KEY_ID_BYTES };
enum { SIGNED_BYTES = TLOG_KEY_ID_BYTES + CRYPTO_SIGNATURE_BYTES };
enum { SIGNATURE_BYTES_MAX = 4096 }; /* of others' kinds: ML-DSA-44 has 2,420 */
#define SECRET_START "PRIVATE+KEY+"
#define LINE_START   "\xe2\x80\x94 " /* an em dash and a blank */

_Static_assert((int)CRYPTO_SEED_BYTES == (int)CRYPTO_PUBLIC_BYTES, "both texts have one size");
_Static_assert(2 * TLOG_ORIGIN_BYTES_MAX + 19 + 44 + 96 + 10 <= TLOG_CHECKPOINT_BYTES,
	       "a checkpoint of ours fits");
_Static_assert(sizeof SECRET_START + TLOG_ORIGIN_BYTES_MAX + 1 + KEY_HEX + 1 + 44 <=
		       TLOG_KEY_TEXT_BYTES,
	       "a key's text fits");

/* ---- keys ---- */

static void key_id(struct str name, const uint8_t *public_key, uint8_t out[TLOG_KEY_ID_BYTES])
{
	uint8_t text[TLOG_ORIGIN_BYTES_MAX + 2 + CRYPTO_PUBLIC_BYTES];
	assert(name.bytes > 0 && name.bytes <= TLOG_ORIGIN_BYTES_MAX);
	memcpy(text, name.at, name.bytes);
	text[name.bytes] = '\n';
	text[name.bytes + 1] = ED25519;
	memcpy(text + name.bytes + 2, public_key, CRYPTO_PUBLIC_BYTES);
	const struct sha256 digest = crypto_sha256(
		(struct str){(const char *)text, name.bytes + 2 + CRYPTO_PUBLIC_BYTES});
	memcpy(out, digest.bytes, TLOG_KEY_ID_BYTES);
}

void tlog_vkey_of(struct str name, const struct crypto_signing_key *key, struct tlog_vkey *out)
{
	out->name = name;
	memcpy(out->public_key, crypto_signing_public(key).at, CRYPTO_PUBLIC_BYTES);
	key_id(name, out->public_key, out->id);
}

/* Of a key: UTF-8 without blanks and plus signs. We name ASCII alone. */
static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.bytes; i++)
		if (s.at[i] <= ' ' || s.at[i] > '~' || s.at[i] == '+')
			return false;
	return s.bytes > 0 && s.bytes <= TLOG_ORIGIN_BYTES_MAX;
}

/* NAME+hex+base64(kind ‖ 32 bytes): both kinds of key text. */
static bool parse_key(struct str text, struct str *name, uint8_t id[TLOG_KEY_ID_BYTES],
		      uint8_t key[CRYPTO_PUBLIC_BYTES])
{
	struct str rest = text, hex;
	uint8_t bytes[KEY_BYTES + 2]; /* room to see that there is too much */
	size_t count = 0;
	const bool whole = str_split(&rest, '+', name) && is_name(*name) &&
			   str_split(&rest, '+', &hex) && hex.bytes == KEY_HEX &&
			   crypto_from_hex(hex, id, TLOG_KEY_ID_BYTES) &&
			   crypto_from_base64(rest, bytes, sizeof bytes, &count) &&
			   count == KEY_BYTES && bytes[0] == ED25519;
	if (whole)
		memcpy(key, bytes + 1, CRYPTO_PUBLIC_BYTES);
	crypto_wipe(bytes, sizeof bytes);
	return whole;
}

static bool same_id(const uint8_t a[TLOG_KEY_ID_BYTES], const uint8_t b[TLOG_KEY_ID_BYTES])
{
	return memcmp(a, b, TLOG_KEY_ID_BYTES) == 0;
}

struct sn_err tlog_vkey_parse(struct str text, struct tlog_vkey *out)
{
	uint8_t id[TLOG_KEY_ID_BYTES];
	if (!parse_key(str_trim(text), &out->name, id, out->public_key))
		return SN_FAIL(BAD_VKEY);
	key_id(out->name, out->public_key, out->id);
	return same_id(id, out->id) ? SN_SUCCESS : SN_FAIL(BAD_VKEY);
}

static void key_text(const struct tlog_vkey *key, const char *start, const uint8_t *bytes,
		     char out[TLOG_KEY_TEXT_BYTES])
{
	uint8_t both[KEY_BYTES] = {ED25519};
	char hex[KEY_HEX + 1], base64[48];
	memcpy(both + 1, bytes, CRYPTO_PUBLIC_BYTES);
	crypto_hex(key->id, sizeof key->id, hex);
	crypto_base64(both, sizeof both, base64);
	(void)snprintf(out, TLOG_KEY_TEXT_BYTES, "%s" STR_FMT "+%s+%s", start, STR_ARG(key->name),
		       hex, base64);
	crypto_wipe(both, sizeof both);
	crypto_wipe(base64, sizeof base64);
}

void tlog_vkey_text(const struct tlog_vkey *key, char out[TLOG_KEY_TEXT_BYTES])
{
	key_text(key, "", key->public_key, out);
}

bool tlog_skey_parse(struct str text, struct str *name, struct crypto_signing_key *key)
{
	const struct str start = STR(SECRET_START);
	uint8_t id[TLOG_KEY_ID_BYTES], seed[CRYPTO_SEED_BYTES] = {0};
	struct tlog_vkey vkey;
	bool good = str_starts(text, start) &&
		    parse_key((struct str){text.at + start.bytes, text.bytes - start.bytes}, name,
			      id, seed);
	if (good) {
		*key = crypto_signing_key(seed);
		tlog_vkey_of(*name, key, &vkey);
		good = same_id(vkey.id, id);
	}
	crypto_wipe(seed, sizeof seed);
	return good;
}

void tlog_skey_text(struct str name, const struct crypto_signing_key *key,
		    char out[TLOG_KEY_TEXT_BYTES])
{
	struct tlog_vkey vkey;
	tlog_vkey_of(name, key, &vkey);
	key_text(&vkey, SECRET_START, key->bytes, out);
}

/* ---- origins ---- */

static bool is_part(struct str s, bool host)
{
	for (size_t i = 0; i < s.bytes; i++) {
		const char c = s.at[i];
		const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
				   (c >= 'A' && c <= 'Z') || c == '-';
		if (!plain && !(host && (c == '.' || c == ':')))
			return false;
	}
	return s.bytes > 0;
}

struct sn_err tlog_origin_path(struct str origin, struct str *path)
{
	struct str rest = origin, host, word;
	if (origin.bytes > TLOG_ORIGIN_BYTES_MAX || !str_split(&rest, '/', &host) ||
	    !is_part(host, true))
		return SN_FAIL(BAD_ORIGIN);
	*path = rest;
	if (!str_split(&rest, '/', &word) || !str_is(word, "tlog") || !is_part(rest, false))
		return SN_FAIL(BAD_ORIGIN);
	return SN_SUCCESS;
}

/* ---- checkpoints ---- */

size_t tlog_checkpoint_sign(const struct tlog_checkpoint *what,
			    const struct crypto_signing_key *key, char out[TLOG_CHECKPOINT_BYTES])
{
	struct tlog_vkey vkey;
	uint8_t bytes[SIGNED_BYTES];
	char root[48], signature[100];
	assert(what->origin.bytes <= TLOG_ORIGIN_BYTES_MAX);
	crypto_base64(what->head.root.bytes, TLOG_HASH_BYTES, root);
	const int text = snprintf(out, TLOG_CHECKPOINT_BYTES, STR_FMT "\n%" PRId64 "\n%s\n",
				  STR_ARG(what->origin), what->head.size, root);
	tlog_vkey_of(what->origin, key, &vkey);
	memcpy(bytes, vkey.id, TLOG_KEY_ID_BYTES);
	crypto_signature_make(key, (struct str){out, (size_t)text}, bytes + TLOG_KEY_ID_BYTES);
	crypto_base64(bytes, sizeof bytes, signature);
	const int line =
		snprintf(out + text, TLOG_CHECKPOINT_BYTES - (size_t)text,
			 "\n" LINE_START STR_FMT " %s\n", STR_ARG(what->origin), signature);
	return (size_t)text + (size_t)line;
}

/* Takes the next line off the rest, which ends with LF; false: there is none. */
static bool next_line(struct str *rest, struct str *line)
{
	const char *end = rest->bytes ? memchr(rest->at, '\n', rest->bytes) : NULL;
	if (!end)
		return false;
	*line = (struct str){rest->at, (size_t)(end - rest->at)};
	*rest = (struct str){end + 1, rest->bytes - line->bytes - 1};
	return true;
}

/* The text, with its last LF, and the lines of signatures behind the last empty line. */
static bool split_note(struct str note, struct str *text, struct str *signatures)
{
	if (note.bytes < 2 || note.bytes > TLOG_NOTE_BYTES_MAX || note.at[note.bytes - 1] != '\n')
		return false;
	for (size_t i = 0; i < note.bytes; i++)
		if ((uint8_t)note.at[i] < ' ' && note.at[i] != '\n')
			return false;
	if (!text_is_utf8(note))
		return false;
	for (size_t i = note.bytes - 1; i-- > 0;) {
		if (note.at[i] != '\n' || note.at[i + 1] != '\n')
			continue;
		*text = (struct str){note.at, i + 1};
		*signatures = (struct str){note.at + i + 2, note.bytes - i - 2};
		return signatures->bytes > 0;
	}
	return false;
}

struct signature {
	struct str name;
	uint8_t bytes[SIGNATURE_BYTES_MAX];
	size_t count;
};

static bool parse_signature(struct str line, struct signature *out)
{
	const struct str start = STR(LINE_START);
	if (!str_starts(line, start))
		return false;
	struct str rest = {line.at + start.bytes, line.bytes - start.bytes};
	return str_split(&rest, ' ', &out->name) && out->name.bytes > 0 && rest.bytes > 0 &&
	       crypto_from_base64(rest, out->bytes, sizeof out->bytes, &out->count) &&
	       out->count > TLOG_KEY_ID_BYTES;
}

static bool is_of(const struct signature *s, const struct tlog_vkey *vkey)
{
	return str_eq(s->name, vkey->name) && same_id(s->bytes, vkey->id);
}

static bool holds(const struct signature *s, const struct tlog_vkey *vkey, struct str text)
{
	const struct crypto_public_key key = {
		.kind = CRYPTO_EDDSA, .a = {(const char *)vkey->public_key, CRYPTO_PUBLIC_BYTES}};
	return s->count == SIGNED_BYTES &&
	       crypto_signature_holds(&key, text,
				      (struct str){(const char *)s->bytes + TLOG_KEY_ID_BYTES,
						   CRYPTO_SIGNATURE_BYTES});
}

/* Each line must be a signature; of the asked key there must be one, and none that is false. */
static struct sn_err check_signatures(struct str text, struct str lines,
				      const struct tlog_vkey *vkey)
{
	struct signature s;
	struct str line;
	bool found = false;
	for (int count = 0; next_line(&lines, &line); count++) {
		if (count == TLOG_SIGNATURES_MAX || !parse_signature(line, &s))
			return SN_FAIL(NOT_A_CHECKPOINT);
		if (!vkey || !is_of(&s, vkey))
			continue;
		if (!holds(&s, vkey, text))
			return SN_FAIL(NOT_SIGNED);
		found = true;
	}
	return found || !vkey ? SN_SUCCESS : SN_FAIL(NOT_SIGNED);
}

static bool parse_size(struct str text, int64_t *size)
{
	const bool zeros = text.bytes > 1 && text.at[0] == '0';
	return !zeros && str_to_int(text, size) && *size >= 0 && text.at[0] != '-';
}

static bool parse_text(struct str text, struct tlog_checkpoint *out)
{
	struct str size, root, more;
	uint8_t bytes[TLOG_HASH_BYTES + 1];
	size_t count = 0;
	if (!next_line(&text, &out->origin) || out->origin.bytes == 0 || !next_line(&text, &size) ||
	    !next_line(&text, &root) || !parse_size(size, &out->head.size) ||
	    !crypto_from_base64(root, bytes, sizeof bytes, &count) || count != TLOG_HASH_BYTES)
		return false;
	memcpy(out->head.root.bytes, bytes, TLOG_HASH_BYTES);
	while (next_line(&text, &more))
		if (more.bytes == 0)
			return false;
	return true;
}

struct sn_err tlog_checkpoint_open(struct str note, const struct tlog_vkey *vkey,
				   struct tlog_checkpoint *out)
{
	struct str text, signatures;
	if (!split_note(note, &text, &signatures))
		return SN_FAIL(NOT_A_CHECKPOINT);
	SN_TRY(check_signatures(text, signatures, vkey));
	return parse_text(text, out) ? SN_SUCCESS : SN_FAIL(NOT_A_CHECKPOINT);
}

bool tlog_note_signature(struct str note, struct str name, uint8_t id[TLOG_KEY_ID_BYTES],
			 uint8_t signature[CRYPTO_SIGNATURE_BYTES])
{
	struct str text, lines, line;
	struct signature s;
	if (!split_note(note, &text, &lines))
		return false;
	while (next_line(&lines, &line)) {
		if (!parse_signature(line, &s) || !str_eq(s.name, name) || s.count != SIGNED_BYTES)
			continue;
		memcpy(id, s.bytes, TLOG_KEY_ID_BYTES);
		memcpy(signature, s.bytes + TLOG_KEY_ID_BYTES, CRYPTO_SIGNATURE_BYTES);
		return true;
	}
	return false;
}
