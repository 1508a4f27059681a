#ifndef SN_BASE_CRYPTO_H
#define SN_BASE_CRYPTO_H
/* crypto: the few primitives that Songnuan uses, typed, so that no layer above includes a crypto library.
 *
 *   shapes  a digest is 32 bytes by value; a key is a struct of its own, so that it does not mix with a digest.
 *   errors  false from crypto_open(): the text, its AAD or its key is not what was sealed.  crypto_start() must have
 *           returned true once before anything else is called (main, and each test).
 *   source  SHA-256: FIPS 180-4.  HMAC: RFC 2104.  Sealing: XChaCha20-Poly1305, draft-irtf-cfrg-xchacha.
 *           Passwords: RFC 9106.  HMAC-SHA-1: RFC 2104, for RFC 6238 alone.
 *           Signatures: FIPS 186-5, RFC 8032, RFC 8017.
 *           Sub-keys: libsodium crypto_kdf (BLAKE2b).  Base64: RFC 4648.
 *   start   crypto_start(), crypto_sha256(), crypto_seal(), crypto_open(). */
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

bool crypto_start(void) SN_MUST_USE;

enum { SHA256_BYTES = 32, CRYPTO_KEY_BYTES = 32 };
struct sha256 {
	uint8_t bytes[SHA256_BYTES];
};
struct crypto_key {
	uint8_t bytes[CRYPTO_KEY_BYTES];
};

struct sha256 crypto_sha256(struct str bytes);
struct sha256 crypto_hmac_sha256(const struct crypto_key *key, struct str bytes);
/* Keyed BLAKE2b (RFC 7693) of 16 bytes: a third of HMAC's time, for what is checked by ourselves alone. */
enum { CRYPTO_MAC_BYTES = 16 };
void crypto_mac(const struct crypto_key *key, struct str bytes, uint8_t out[CRYPTO_MAC_BYTES]);

/* SHA-256 of what comes in pieces. */
struct sha256_stream;
struct sha256_stream *sha256_stream_new(void); /* NULL: out of memory */
void sha256_stream_free(struct sha256_stream *s);
void sha256_stream_add(struct sha256_stream *s, struct str bytes);
/* The stream then starts anew. */
struct sha256 sha256_stream_end(struct sha256_stream *s);

static inline bool sha256_eq(struct sha256 a, struct sha256 b)
{
	return memcmp(a.bytes, b.bytes, SHA256_BYTES) ==
	       0; /* of public digests; secrets: crypto_eq() */
}

void crypto_random(void *out, size_t bytes);
struct crypto_key crypto_key_random(void);
/* A sub-key of the root for a purpose: the context names it (exactly 8 characters), the number counts (epochs). */
struct crypto_key crypto_kdf(const struct crypto_key *root, const char context[9], uint64_t number);
/* In a time that does not depend on where they differ. */
bool crypto_eq(const void *a, const void *b, size_t bytes);
/* Not optimised away. */
void crypto_wipe(void *secret, size_t bytes);

enum { CRYPTO_NONCE_BYTES = 24, CRYPTO_TAG_BYTES = 16, CRYPTO_SEAL_EXTRA_BYTES = 40 };
/* out: nonce (24 random bytes), the sealed bytes, tag (16): plain.bytes + CRYPTO_SEAL_EXTRA_BYTES. The AAD is not in
 * it, and the same one is needed to open it: it says where the field stands, so that a swap of rows is seen. */
void crypto_seal(const struct crypto_key *key, struct str aad, struct str plain, uint8_t *out);
/* out: sealed.bytes - CRYPTO_SEAL_EXTRA_BYTES; untouched but wiped when false. */
bool crypto_open(const struct crypto_key *key, struct str aad, struct str sealed,
		 uint8_t *out) SN_MUST_USE;

/* RFC 2104 with SHA-1, which RFC 6238 builds on: authenticators know nothing else. For nothing else here. */
enum { SHA1_BYTES = 20 };
void crypto_hmac_sha1(struct str key, struct str bytes, uint8_t out[SHA1_BYTES]);

/* Passwords: Argon2id (RFC 9106), version 1.3, one lane; the text form names cost and salt, so that it can be verified
 * whatever the costs are now. Takes the time and the memory that it says. */
enum { CRYPTO_PASSWORD_BYTES = 128 };
struct crypto_cost {
	size_t memory_bytes; /* at least 8 KiB */
	unsigned passes;
};
/* false: there is not so much memory. */
bool crypto_password_hash(struct str password, struct crypto_cost cost,
			  char out[CRYPTO_PASSWORD_BYTES]) SN_MUST_USE;
bool crypto_password_verify(struct str password, const char *hash) SN_MUST_USE;
/* Was it made at another cost? */
bool crypto_password_is_stale(const char *hash, struct crypto_cost cost);

/* Signatures of others' keys, by the numbers that COSE gives the algorithms (RFC 9053, RFC 8812): ECDSA on P-256 with SHA-256
 * (the signature in DER), Ed25519, RSA with SHA-256 by PKCS #1 v1.5. */
enum crypto_signature { CRYPTO_ES256 = -7, CRYPTO_EDDSA = -8, CRYPTO_RS256 = -257 };
struct crypto_public_key {
	enum crypto_signature kind;
	struct str a,
		b; /* ES256: x and y, 32 bytes each; EdDSA: the key, 32 bytes; RS256: modulus and exponent */
};
enum { CRYPTO_P256_BYTES = 32, CRYPTO_RSA_BYTES_MAX = 1024, CRYPTO_ES256_DER_BYTES_MAX = 72 };
/* On its curve, of the right size; RSA has 2,048 to 8,192 bits and an odd exponent below 2^32. */
bool crypto_public_key_is_sound(const struct crypto_public_key *k);
bool crypto_signature_holds(const struct crypto_public_key *k, struct str message,
			    struct str signature) SN_MUST_USE;
/* Signatures of our own: Ed25519 (RFC 8032). The key is made of 32 random bytes, which are all that is to be kept of it. */
enum { CRYPTO_SEED_BYTES = 32, CRYPTO_PUBLIC_BYTES = 32, CRYPTO_SIGNATURE_BYTES = 64 };
struct crypto_signing_key {
	uint8_t bytes[CRYPTO_SEED_BYTES +
		      CRYPTO_PUBLIC_BYTES]; /* wipe it (crypto_wipe) when done */
};
struct crypto_signing_key crypto_signing_key(const uint8_t seed[CRYPTO_SEED_BYTES]);
/* Of its two halves the second is public. */
static inline struct str crypto_signing_public(const struct crypto_signing_key *k)
{
	return (struct str){(const char *)k->bytes + CRYPTO_SEED_BYTES, CRYPTO_PUBLIC_BYTES};
}
void crypto_signature_make(const struct crypto_signing_key *k, struct str message,
			   uint8_t out[CRYPTO_SIGNATURE_BYTES]);
/* r and s side by side, as JSON Web Signatures have them (RFC 7518 3.4), in DER; 0: it is not 64 bytes. */
size_t crypto_es256_der(struct str raw, uint8_t out[CRYPTO_ES256_DER_BYTES_MAX]);

/* Text forms. The room is 2 × bytes + 1 for hex; crypto_base64url_bytes() for base64url; both NUL-terminated. */
void crypto_hex(const void *from, size_t bytes, char *out);
/* Exactly so many bytes; small and capital letters. */
bool crypto_from_hex(struct str text, void *out, size_t bytes) SN_MUST_USE;
static inline size_t crypto_base64url_bytes(size_t bytes)
{
	return (bytes * 4 + 2) / 3 + 1;
}
void crypto_base64url(const void *from, size_t bytes, char *out);
/* RFC 4648 §4 with its padding, as the formats of transparency logs have it. Room: base64_bytes, NUL-terminated. */
static inline size_t crypto_base64_bytes(size_t bytes)
{
	return (bytes + 2) / 3 * 4 + 1;
}
void crypto_base64(const void *from, size_t bytes, char *out);
/* At most `room` bytes; how many there are is in *bytes. A form that another text would also give is refused. */
bool crypto_from_base64(struct str text, void *out, size_t room, size_t *bytes) SN_MUST_USE;
/* RFC 4648 §6 without padding: what authenticators take. Room: base32_bytes. */
static inline size_t crypto_base32_bytes(size_t bytes)
{
	return (bytes * 8 + 4) / 5 + 1;
}
void crypto_base32(const void *from, size_t bytes, char *out);
/* Exactly so many bytes, no padding; a form that another text would also give is refused. */
bool crypto_from_base64url(struct str text, void *out, size_t bytes) SN_MUST_USE;
#endif
