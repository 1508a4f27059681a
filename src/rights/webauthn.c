/* What a security key signs and a browser carries: read strictly, judged, nothing kept. */
#include "rights/webauthn.h"

#include "base/json.h"

#include <assert.h>

#define WRONG SN_FAIL(KEY_WRONG, .field = "key")

/* ---- the site ---- */

static bool is_name_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-';
}
/* Labels of small letters, digits and dashes; the last one begins with a letter, so it is no number. */
static bool is_host_name(struct str host)
{
	struct str rest = host, label = STR_NULL;
	if (host.bytes == 0 || host.bytes > 253 || host.at[host.bytes - 1] == '.')
		return false;
	while (!str_is_null(rest) && str_split(&rest, '.', &label)) {
		if (label.bytes == 0 || label.bytes > 63 || label.at[0] == '-' ||
		    label.at[label.bytes - 1] == '-')
			return false;
		for (size_t i = 0; i < label.bytes; i++)
			if (!is_name_letter(label.at[i]))
				return false;
	}
	return label.bytes > 0 && label.at[0] >= 'a' && label.at[0] <= 'z';
}
/* ":8443", and not the scheme's own, which browsers leave out. */
static bool is_port(struct str text, const char *usual)
{
	int64_t port = 0;
	return text.bytes > 0 && text.at[0] != '0' && !str_is(text, usual) &&
	       str_to_int(text, &port) && port > 0 && port < 65536;
}
struct sn_err webauthn_site_parse(struct str address, struct webauthn_site *out)
{
	const bool secure = str_starts(address, STR("https://"));
	struct str rest = address, host;
	*out = (struct webauthn_site){STR_NULL, STR_NULL};
	if (!secure && !str_starts(address, STR("http://")))
		return SN_FAIL(BAD_SITE, .field = "--site");
	const size_t scheme = secure ? 8 : 7;
	rest = (struct str){address.at + scheme, address.bytes - scheme};
	const bool port = memchr(str_at(rest), ':', rest.bytes) != NULL;
	if (rest.bytes == 0 || !str_split(&rest, ':', &host) || !is_host_name(host) ||
	    (port && !is_port(rest, secure ? "443" : "80")) ||
	    (!secure && !str_is(host, "localhost")))
		return SN_FAIL(BAD_SITE, .field = "--site");
	*out = (struct webauthn_site){address, host};
	return SN_SUCCESS;
}

/* ---- CBOR ---- */

enum cbor_major {
	CBOR_UNSIGNED,
	CBOR_NEGATIVE,
	CBOR_BYTES,
	CBOR_TEXT,
	CBOR_ARRAY,
	CBOR_MAP,
	CBOR_TAG,
	CBOR_SIMPLE
};
enum { CBOR_DEPTH_MAX = 4, CBOR_BYTE_FOLLOWS = 24, CBOR_EIGHT_FOLLOW = 27 };
struct cbor {
	const uint8_t *at, *end;
};
static size_t left(const struct cbor *c)
{
	return (size_t)(c->end - c->at);
}
static bool take(struct cbor *c, uint64_t bytes, struct str *out)
{
	if (bytes > left(c))
		return false;
	*out = (struct str){(const char *)c->at, (size_t)bytes};
	c->at += bytes;
	return true;
}
/* A head: what it is and its number, which stands in the shortest form there is. */
static bool head(struct cbor *c, enum cbor_major *major, uint64_t *value)
{
	struct str more;
	if (left(c) == 0)
		return false;
	*major = (enum cbor_major)(*c->at >> 5);
	const unsigned info = *c->at++ & 31U;
	*value = info;
	if (info < CBOR_BYTE_FOLLOWS)
		return true;
	if (info > CBOR_EIGHT_FOLLOW || !take(c, UINT64_C(1) << (info - CBOR_BYTE_FOLLOWS), &more))
		return false;
	*value = 0;
	for (size_t i = 0; i < more.bytes; i++)
		*value = *value << 8 | (uint8_t)more.at[i];
	if (*major == CBOR_SIMPLE)
		return info !=
		       CBOR_BYTE_FOLLOWS; /* floats; simple values of two bytes are none that we know */
	return more.bytes == 1 ? *value >= CBOR_BYTE_FOLLOWS : *value >> (more.bytes * 4) != 0;
}
static bool skip(struct cbor *c, int depth)
{
	enum cbor_major major;
	uint64_t value;
	struct str passed;
	if (depth > CBOR_DEPTH_MAX || !head(c, &major, &value) || major == CBOR_TAG)
		return false;
	if (major == CBOR_BYTES || major == CBOR_TEXT)
		return take(c, value, &passed);
	if (major != CBOR_ARRAY && major != CBOR_MAP)
		return true;
	if (value > left(c)) /* each item has a byte at least */
		return false;
	for (uint64_t i = 0; i < (major == CBOR_MAP ? 2 * value : value); i++)
		if (!skip(c, depth + 1))
			return false;
	return true;
}
static bool map_begin(struct cbor *c, uint64_t items_max, uint64_t *items)
{
	enum cbor_major major;
	return head(c, &major, items) && major == CBOR_MAP && *items <= items_max;
}
static bool sized(struct cbor *c, enum cbor_major what, struct str *out)
{
	enum cbor_major major;
	uint64_t value;
	return head(c, &major, &value) && major == what && take(c, value, out);
}
static bool number(struct cbor *c, int64_t *out)
{
	enum cbor_major major;
	uint64_t value;
	if (!head(c, &major, &value) || major > CBOR_NEGATIVE || value > INT32_MAX)
		return false;
	*out = major == CBOR_UNSIGNED ? (int64_t)value : -1 - (int64_t)value;
	return true;
}

/* ---- the public key ---- */

/* RFC 9052 7; RFC 9053 7.1, 7.2; RFC 8230 4: kty 1, alg 3, and by kind crv -1, x -2, y -3, or n -1, e -2. */
enum {
	KEY_OKP = 1,
	KEY_EC2 = 2,
	KEY_RSA = 3,
	CURVE_P256 = 1,
	CURVE_ED25519 = 6,
	COSE_ITEMS_MAX = 5
};
struct cose {
	unsigned seen; /* 1 << (label + 3) */
	int64_t kind, algorithm, curve;
	struct str minus1, minus2, minus3;
};
static unsigned label_bit(int64_t label)
{
	return label >= -3 && label <= 3 && label != 0 && label != 2 ? 1U << (label + 3) : 0;
}
static bool cose_item(struct cbor *c, struct cose *k)
{
	int64_t label = 0;
	const bool named = number(c, &label);
	const unsigned bit = named ? label_bit(label) : 0;
	if (bit == 0 || k->seen & bit)
		return false;
	k->seen |= bit;
	switch (label) {
	case 1:
		return number(c, &k->kind);
	case 3:
		return number(c, &k->algorithm);
	case -1:
		return k->kind == KEY_RSA ? sized(c, CBOR_BYTES, &k->minus1) : number(c, &k->curve);
	case -2:
		return sized(c, CBOR_BYTES, &k->minus2);
	default:
		return sized(c, CBOR_BYTES, &k->minus3);
	}
}
static bool cose_read(struct cbor *c, struct cose *k)
{
	uint64_t items = 0;
	*k = (struct cose){.seen = 0};
	if (!map_begin(c, COSE_ITEMS_MAX, &items))
		return false;
	for (uint64_t i = 0; i < items; i++)
		if (!cose_item(c, k))
			return false;
	return true;
}
/* Is it of a kind that we take, with all its parts and no other's? */
static bool cose_fits(const struct cose *k, struct crypto_public_key *out)
{
	const unsigned okp = label_bit(1) | label_bit(3) | label_bit(-1) | label_bit(-2);
	if (k->algorithm == CRYPTO_EDDSA) {
		*out = (struct crypto_public_key){CRYPTO_EDDSA, k->minus2, STR_NULL};
		return k->kind == KEY_OKP && k->curve == CURVE_ED25519 && k->seen == okp;
	}
	if (k->algorithm == CRYPTO_ES256) {
		*out = (struct crypto_public_key){CRYPTO_ES256, k->minus2, k->minus3};
		return k->kind == KEY_EC2 && k->curve == CURVE_P256 &&
		       k->seen == (okp | label_bit(-3));
	}
	*out = (struct crypto_public_key){CRYPTO_RS256, k->minus1, k->minus2};
	return k->algorithm == CRYPTO_RS256 && k->kind == KEY_RSA && k->seen == okp;
}
struct sn_err webauthn_public_key(struct str cose, struct crypto_public_key *out)
{
	struct cbor c = {(const uint8_t *)str_at(cose), (const uint8_t *)str_at(cose) + cose.bytes};
	struct cose k;
	if (!cose_read(&c, &k) || left(&c) > 0)
		return WRONG;
	return cose_fits(&k, out) && crypto_public_key_is_sound(out)
		       ? SN_SUCCESS
		       : SN_FAIL(KEY_UNFIT, .field = "key");
}

/* ---- authenticator data ---- */

/* 6.1. Bits that are reserved are whatever a later edition makes of them. */
enum {
	FLAG_PRESENT = 1,
	FLAG_VERIFIED = 4,
	FLAG_MAY_BACKUP = 8,
	FLAG_BACKED_UP = 16,
	FLAG_CREDENTIAL = 64,
	FLAG_EXTENSIONS = 128,
	FIXED_BYTES = 37,
	MODEL_BYTES = 16
};
static bool credential(struct cbor *c, struct webauthn_said *out)
{
	struct str model, length;
	struct cose k;
	if (!take(c, MODEL_BYTES, &model) || !take(c, 2, &length))
		return false;
	const uint64_t bytes = (uint64_t)(uint8_t)length.at[0] << 8 | (uint8_t)length.at[1];
	if (bytes == 0 || bytes > WEBAUTHN_ID_BYTES_MAX || !take(c, bytes, &out->credential_id))
		return false;
	const uint8_t *key = c->at;
	if (!cose_read(c, &k))
		return false;
	out->public_key = (struct str){(const char *)key, (size_t)(c->at - key)};
	return out->public_key.bytes <= WEBAUTHN_KEY_BYTES_MAX;
}
/* What follows is a map that we have not asked for: it is whole, and passed over. */
static bool extensions(struct cbor *c)
{
	struct cbor peek = *c;
	enum cbor_major major;
	uint64_t value;
	return head(&peek, &major, &value) && major == CBOR_MAP && skip(c, 1);
}
struct sn_err webauthn_authenticator_data(struct str bytes, struct webauthn_said *out)
{
	*out = (struct webauthn_said){.present = false};
	if (bytes.bytes < FIXED_BYTES || bytes.bytes > WEBAUTHN_PART_BYTES_MAX)
		return WRONG;
	const uint8_t *at = (const uint8_t *)bytes.at;
	const unsigned flags = at[SHA256_BYTES];
	struct cbor c = {at + FIXED_BYTES, at + bytes.bytes};
	memcpy(out->rp_hash, at, SHA256_BYTES);
	out->present = (flags & FLAG_PRESENT) != 0;
	out->verified = (flags & FLAG_VERIFIED) != 0;
	for (size_t i = SHA256_BYTES + 1; i < FIXED_BYTES; i++)
		out->counter = out->counter << 8 | at[i];
	if ((flags & FLAG_BACKED_UP) && !(flags & FLAG_MAY_BACKUP))
		return WRONG;
	if ((flags & FLAG_CREDENTIAL) && !credential(&c, out))
		return WRONG;
	if ((flags & FLAG_EXTENSIONS) && !extensions(&c))
		return WRONG;
	return left(&c) == 0 ? SN_SUCCESS : WRONG;
}

/* ---- client data ---- */

static struct sn_err client_data_judge(const struct json_value *root,
				       const struct webauthn_asked *asked)
{
	struct str type = STR_NULL, challenge = STR_NULL, origin = STR_NULL;
	char ours[(WEBAUTHN_CHALLENGE_BYTES * 4 + 2) / 3 + 1];
	bool cross = false;
	if (sn_failed(json_get_text(root, "type", &type)) ||
	    sn_failed(json_get_text(root, "challenge", &challenge)) ||
	    sn_failed(json_get_text(root, "origin", &origin)) ||
	    sn_failed(json_get_bool_or(root, "crossOrigin", &cross)))
		return WRONG;
	crypto_base64url(asked->challenge, WEBAUTHN_CHALLENGE_BYTES, ours);
	if (!str_is(type, asked->type == WEBAUTHN_CREATE ? "webauthn.create" : "webauthn.get") ||
	    challenge.bytes != sizeof ours - 1 || !crypto_eq(challenge.at, ours, sizeof ours - 1))
		return WRONG;
	if (cross || !str_eq(origin, asked->site.origin))
		return sn_err_with_text(SN_FAIL(KEY_ORIGIN, .field = "key"), STR_FMT,
					STR_ARG(asked->site.origin));
	return SN_SUCCESS;
}
struct sn_err webauthn_client_data(struct str json, const struct webauthn_asked *asked)
{
	struct json_doc *doc = NULL;
	if (json.bytes > WEBAUTHN_PART_BYTES_MAX)
		return WRONG;
	const struct sn_err e = json_read(&doc, json);
	if (sn_failed(e))
		return e.reason == SN_R_OUT_OF_MEMORY ? e : WRONG;
	const struct json_value root = json_root(doc);
	const struct sn_err judged = client_data_judge(&root, asked);
	json_free(doc);
	return judged;
}

/* ---- together ---- */

/* For our site, and touched. */
static struct sn_err said_judge(const struct webauthn_said *said,
				const struct webauthn_asked *asked)
{
	const struct sha256 ours = crypto_sha256(asked->site.rp_id);
	if (!crypto_eq(said->rp_hash, ours.bytes, SHA256_BYTES))
		return sn_err_with_text(SN_FAIL(KEY_ORIGIN, .field = "key"), STR_FMT,
					STR_ARG(asked->site.origin));
	return said->present ? SN_SUCCESS : WRONG;
}
/* What a key signs: the authenticator data, then the digest of the client data. */
static bool signed_by(const struct crypto_public_key *key, const struct webauthn_answer *answer)
{
	char message[WEBAUTHN_PART_BYTES_MAX + SHA256_BYTES];
	const size_t bytes = answer->authenticator_data.bytes;
	const struct sha256 digest = crypto_sha256(answer->client_data);
	assert(bytes <= WEBAUTHN_PART_BYTES_MAX);
	memcpy(message, answer->authenticator_data.at, bytes);
	memcpy(message + bytes, digest.bytes, SHA256_BYTES);
	return crypto_signature_holds(key, (struct str){message, bytes + SHA256_BYTES},
				      answer->signature);
}

/* 6.5.4, 8.2, 8.7: {"fmt", "attStmt", "authData"}, and of the statement what the two forms may have. */
struct attestation {
	struct str form, data, signature;
	bool statement, algorithm_there;
	uint64_t statement_items;
	int64_t algorithm;
};
static bool statement_read(struct cbor *c, struct attestation *a)
{
	struct str name;
	if (!map_begin(c, 2, &a->statement_items))
		return false;
	for (uint64_t i = 0; i < a->statement_items; i++) {
		if (!sized(c, CBOR_TEXT, &name))
			return false;
		bool good = false;
		if (str_is(name, "alg") && !a->algorithm_there)
			good = a->algorithm_there = number(c, &a->algorithm);
		else if (str_is(name, "sig") && !a->signature.at)
			good = sized(c, CBOR_BYTES, &a->signature);
		if (!good)
			return false;
	}
	return true;
}
static bool attestation_read(struct str bytes, struct attestation *a)
{
	struct cbor c = {(const uint8_t *)str_at(bytes),
			 (const uint8_t *)str_at(bytes) + bytes.bytes};
	uint64_t items = 0;
	struct str name;
	*a = (struct attestation){.statement = false};
	if (bytes.bytes > WEBAUTHN_PART_BYTES_MAX || !map_begin(&c, 3, &items) || items != 3)
		return false;
	for (uint64_t i = 0; i < items; i++) {
		bool good = sized(&c, CBOR_TEXT, &name);
		if (good && str_is(name, "fmt") && !a->form.at)
			good = sized(&c, CBOR_TEXT, &a->form);
		else if (good && str_is(name, "authData") && !a->data.at)
			good = sized(&c, CBOR_BYTES, &a->data);
		else if (good && str_is(name, "attStmt") && !a->statement)
			good = a->statement = statement_read(&c, a);
		else
			good = false;
		if (!good)
			return false;
	}
	return left(&c) == 0;
}
static bool attestation_holds(const struct attestation *a, const struct crypto_public_key *key,
			      struct str client_data)
{
	const struct webauthn_answer answer = {client_data, a->data, a->signature};
	if (str_is(a->form, "none"))
		return a->statement_items == 0;
	return str_is(a->form, "packed") && a->algorithm_there && a->signature.at &&
	       a->algorithm == (int64_t)key->kind && signed_by(key, &answer);
}
struct sn_err webauthn_created(struct str attestation, struct str client_data,
			       const struct webauthn_asked *asked, struct webauthn_said *out)
{
	struct attestation a;
	struct crypto_public_key key;
	assert(asked->type == WEBAUTHN_CREATE);
	SN_TRY(webauthn_client_data(client_data, asked));
	if (!attestation_read(attestation, &a))
		return WRONG;
	SN_TRY(webauthn_authenticator_data(a.data, out));
	SN_TRY(said_judge(out, asked));
	if (!out->public_key.at)
		return WRONG;
	SN_TRY(webauthn_public_key(out->public_key, &key));
	return attestation_holds(&a, &key, client_data) ? SN_SUCCESS : WRONG;
}
struct sn_err webauthn_asserted(const struct webauthn_answer *answer, struct str public_key,
				const struct webauthn_asked *asked, struct webauthn_said *out)
{
	struct crypto_public_key key;
	assert(asked->type == WEBAUTHN_GET);
	SN_TRY(webauthn_client_data(answer->client_data, asked));
	SN_TRY(webauthn_authenticator_data(answer->authenticator_data, out));
	SN_TRY(said_judge(out, asked));
	if (out->public_key.at) /* 6.1: only a new key shows itself */
		return WRONG;
	SN_TRY(webauthn_public_key(public_key, &key));
	return signed_by(&key, answer) ? SN_SUCCESS : WRONG;
}
