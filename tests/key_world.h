#ifndef SN_TESTS_KEY_WORLD_H
#define SN_TESTS_KEY_WORLD_H
/* key_world: a security key and a browser in software, by libcrypto: what they say can be bent in every place.
 *
 *   shape   struct soft_key is the key; struct soft_say what the browser and the key say: start with soft_honest() and change what the
 *           test is about.  Bytes that come out live in the soft_out.
 *   start   struct soft_key k = soft_key_new(CRYPTO_ES256); struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, challenge);
 *           soft_create(&k, &say, &out); … soft_key_free(&k). */
#include "rights/webauthn.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

enum { SOFT_ID_BYTES = 24, SOFT_ROOM = 4096 };
struct soft_key {
	enum crypto_signature kind;
	EVP_PKEY *pair;
	uint8_t id[SOFT_ID_BYTES];
};
struct soft_bytes {
	uint8_t at[SOFT_ROOM];
	size_t count;
};
struct soft_out {
	struct soft_bytes cose, data, attestation, client, signature;
};
enum soft_flag { SOFT_UP = 1, SOFT_UV = 4, SOFT_BE = 8, SOFT_BS = 16, SOFT_AT = 64, SOFT_ED = 128 };
struct soft_say {
	const char *type, *origin, *rp_id,
		*more;    /* more: further members of the client data, ",\"a\":1" */
	const char *form; /* "none", "packed", whatever else */
	const uint8_t *challenge;
	unsigned flags;
	uint32_t counter;
	bool cross;
	int64_t said_algorithm; /* of a packed statement; 0: the key's own */
};

static inline struct str soft_str(const struct soft_bytes *b)
{
	return (struct str){(const char *)b->at, b->count};
}
static inline void soft_add(struct soft_bytes *b, const void *from, size_t bytes)
{
	if (b->count + bytes <= sizeof b->at)
		memcpy(b->at + b->count, from, bytes);
	b->count += bytes;
}
static inline void soft_byte(struct soft_bytes *b, unsigned byte)
{
	const uint8_t one = (uint8_t)byte;
	soft_add(b, &one, 1);
}
/* A CBOR head in its shortest form. */
static inline void soft_head(struct soft_bytes *b, unsigned major, uint64_t value)
{
	const unsigned more = value < 24 ? 0 : value < 256 ? 1 : value < 65536 ? 2 : 4;
	soft_byte(b, major << 5 | (more == 0   ? (unsigned)value
				   : more == 1 ? 24U
				   : more == 2 ? 25U
					       : 26U));
	for (unsigned i = more; i > 0; i--)
		soft_byte(b, (unsigned)(value >> (8 * (i - 1)) & 0xFFU));
}
static inline void soft_number(struct soft_bytes *b, int64_t n)
{
	soft_head(b, n < 0 ? 1 : 0, (uint64_t)(n < 0 ? -1 - n : n));
}
static inline void soft_text(struct soft_bytes *b, const char *text)
{
	soft_head(b, 3, strlen(text));
	soft_add(b, text, strlen(text));
}
static inline void soft_string(struct soft_bytes *b, const void *from, size_t bytes)
{
	soft_head(b, 2, bytes);
	soft_add(b, from, bytes);
}

/* ---- the key ---- */

static inline struct soft_key soft_key_new(enum crypto_signature kind)
{
	struct soft_key k = {.kind = kind};
	k.pair = kind == CRYPTO_EDDSA   ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
		 : kind == CRYPTO_ES256 ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
					: EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	crypto_random(k.id, sizeof k.id);
	return k;
}
static inline void soft_key_free(struct soft_key *k)
{
	EVP_PKEY_free(k->pair);
	k->pair = NULL;
}
static inline size_t soft_number_of(const struct soft_key *k, const char *name, uint8_t *out,
				    size_t room)
{
	BIGNUM *n = NULL;
	size_t bytes = 0;
	if (EVP_PKEY_get_bn_param(k->pair, name, &n) == 1) {
		bytes = room == 32 ? 32 : (size_t)BN_num_bytes(n);
		if (BN_bn2binpad(n, out, (int)bytes) < 0)
			bytes = 0;
	}
	BN_free(n);
	return bytes;
}
static inline void soft_cose(const struct soft_key *k, struct soft_bytes *b)
{
	uint8_t one[512], two[32];
	size_t bytes = sizeof one;
	b->count = 0;
	soft_head(b, 5, k->kind == CRYPTO_ES256 ? 5 : 4);
	soft_number(b, 1);
	soft_number(b, k->kind == CRYPTO_EDDSA ? 1 : k->kind == CRYPTO_ES256 ? 2 : 3);
	soft_number(b, 3);
	soft_number(b, k->kind);
	soft_number(b, -1);
	if (k->kind == CRYPTO_RS256) {
		bytes = soft_number_of(k, OSSL_PKEY_PARAM_RSA_N, one, sizeof one);
		soft_string(b, one, bytes);
		soft_number(b, -2);
		bytes = soft_number_of(k, OSSL_PKEY_PARAM_RSA_E, one, sizeof one);
		soft_string(b, one, bytes);
		return;
	}
	soft_number(b, k->kind == CRYPTO_EDDSA ? 6 : 1);
	soft_number(b, -2);
	if (k->kind == CRYPTO_EDDSA) {
		(void)EVP_PKEY_get_raw_public_key(k->pair, one, &bytes);
		soft_string(b, one, bytes);
		return;
	}
	(void)soft_number_of(k, OSSL_PKEY_PARAM_EC_PUB_X, one, 32);
	soft_string(b, one, 32);
	soft_number(b, -3);
	(void)soft_number_of(k, OSSL_PKEY_PARAM_EC_PUB_Y, two, sizeof two);
	soft_string(b, two, sizeof two);
}
static inline void soft_sign(const struct soft_key *k, struct soft_out *o)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	struct soft_bytes message = {.count = 0};
	const struct sha256 digest = crypto_sha256(soft_str(&o->client));
	soft_add(&message, o->data.at, o->data.count);
	soft_add(&message, digest.bytes, sizeof digest.bytes);
	o->signature.count = sizeof o->signature.at;
	if (EVP_DigestSignInit(c, NULL, k->kind == CRYPTO_EDDSA ? NULL : EVP_sha256(), NULL,
			       k->pair) != 1 ||
	    EVP_DigestSign(c, o->signature.at, &o->signature.count, message.at, message.count) != 1)
		o->signature.count = 0;
	EVP_MD_CTX_free(c);
}

/* ---- what is said ---- */

static inline struct soft_say soft_honest(enum webauthn_type type, struct webauthn_site site,
					  const uint8_t *challenge)
{
	return (struct soft_say){
		.type = type == WEBAUTHN_CREATE ? "webauthn.create" : "webauthn.get",
		.origin = site.origin.at,
		.rp_id = site.rp_id.at,
		.more = "",
		.form = "none",
		.challenge = challenge,
		.flags = SOFT_UP | SOFT_UV | (type == WEBAUTHN_CREATE ? SOFT_AT : 0U),
		.counter = 1};
}
static inline void soft_client(const struct soft_say *say, struct soft_bytes *b)
{
	char challenge[48];
	crypto_base64url(say->challenge, WEBAUTHN_CHALLENGE_BYTES, challenge);
	b->count = (size_t)snprintf(
		(char *)b->at, sizeof b->at,
		"{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":%s%s}",
		say->type, challenge, say->origin, say->cross ? "true" : "false", say->more);
}
static inline void soft_data(const struct soft_key *k, const struct soft_say *say,
			     struct soft_out *o)
{
	static const uint8_t model[16] = {0};
	const struct sha256 rp = crypto_sha256(str_of(say->rp_id));
	struct soft_bytes *b = &o->data;
	b->count = 0;
	soft_add(b, rp.bytes, sizeof rp.bytes);
	soft_byte(b, say->flags);
	for (unsigned i = 0; i < 4; i++)
		soft_byte(b, say->counter >> (24 - 8 * i) & 0xFFU);
	if (say->flags & SOFT_AT) {
		soft_cose(k, &o->cose);
		soft_add(b, model, sizeof model);
		soft_byte(b, 0);
		soft_byte(b, sizeof k->id);
		soft_add(b, k->id, sizeof k->id);
		soft_add(b, o->cose.at, o->cose.count);
	}
	if (say->flags & SOFT_ED) {
		soft_head(b, 5, 1);
		soft_text(b, "credProtect");
		soft_number(b, 2);
	}
}
static inline void soft_create(const struct soft_key *k, const struct soft_say *say,
			       struct soft_out *o)
{
	struct soft_bytes *b = &o->attestation;
	soft_client(say, &o->client);
	soft_data(k, say, o);
	soft_sign(k, o);
	b->count = 0;
	soft_head(b, 5, 3);
	soft_text(b, "fmt");
	soft_text(b, say->form);
	soft_text(b, "attStmt");
	if (strcmp(say->form, "packed") == 0) {
		soft_head(b, 5, 2);
		soft_text(b, "alg");
		soft_number(b, say->said_algorithm != 0 ? say->said_algorithm : k->kind);
		soft_text(b, "sig");
		soft_string(b, o->signature.at, o->signature.count);
	} else {
		soft_head(b, 5, 0);
	}
	soft_text(b, "authData");
	soft_string(b, o->data.at, o->data.count);
}
static inline void soft_assert(const struct soft_key *k, const struct soft_say *say,
			       struct soft_out *o)
{
	soft_client(say, &o->client);
	soft_data(k, say, o);
	soft_sign(k, o);
}
static inline struct webauthn_answer soft_answer(const struct soft_out *o)
{
	return (struct webauthn_answer){soft_str(&o->client), soft_str(&o->data),
					soft_str(&o->signature)};
}
#endif
