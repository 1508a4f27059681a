/* The one-shot and EVP forms of OpenSSL 3 look the algorithm up at every call, which costs several times what hashing
 * a leaf of 200 bytes does (performance.md counts on 133 ns); the plain functions are marked as deprecated, not wrong. */
#define OPENSSL_API_COMPAT 0x10101000L
#include "base/crypto.h"

#include <assert.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <stdlib.h>

bool crypto_start(void)
{
	return sodium_init() >= 0;
}

static void add(SHA256_CTX *c, const void *bytes, size_t count)
{
	if (count > 0) /* {NULL, 0} is an empty text too */
		(void)SHA256_Update(c, bytes, count);
}

struct sha256 crypto_sha256(struct str bytes)
{
	struct sha256 digest;
	SHA256_CTX c;
	(void)SHA256_Init(&c);
	add(&c, bytes.at, bytes.bytes);
	(void)SHA256_Final(digest.bytes, &c);
	return digest;
}

/* RFC 2104 for a key that is shorter than a block. */
struct sha256 crypto_hmac_sha256(const struct crypto_key *key, struct str bytes)
{
	struct sha256 inner, outer;
	uint8_t pad[SHA256_CBLOCK];
	SHA256_CTX c;
	memset(pad, 0x36, sizeof pad);
	for (size_t i = 0; i < CRYPTO_KEY_BYTES; i++)
		pad[i] ^= key->bytes[i];
	(void)SHA256_Init(&c);
	add(&c, pad, sizeof pad);
	add(&c, bytes.at, bytes.bytes);
	(void)SHA256_Final(inner.bytes, &c);
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= 0x36U ^ 0x5CU;
	(void)SHA256_Init(&c);
	add(&c, pad, sizeof pad);
	add(&c, inner.bytes, sizeof inner.bytes);
	(void)SHA256_Final(outer.bytes, &c);
	crypto_wipe(pad, sizeof pad);
	crypto_wipe(&c, sizeof c);
	return outer;
}

void crypto_mac(const struct crypto_key *key, struct str bytes, uint8_t out[CRYPTO_MAC_BYTES])
{
	(void)crypto_generichash(out, CRYPTO_MAC_BYTES, (const uint8_t *)bytes.at, bytes.bytes,
				 key->bytes, sizeof key->bytes);
}

struct sha256_stream {
	SHA256_CTX context;
};

struct sha256_stream *sha256_stream_new(void)
{
	struct sha256_stream *s = malloc(sizeof *s);
	if (s)
		(void)SHA256_Init(&s->context);
	return s;
}

void sha256_stream_free(struct sha256_stream *s)
{
	free(s);
}

void sha256_stream_add(struct sha256_stream *s, struct str bytes)
{
	add(&s->context, bytes.at, bytes.bytes);
}

struct sha256 sha256_stream_end(struct sha256_stream *s)
{
	struct sha256 digest;
	(void)SHA256_Final(digest.bytes, &s->context);
	(void)SHA256_Init(&s->context);
	return digest;
}

void crypto_random(void *out, size_t bytes)
{
	randombytes_buf(out, bytes);
}

struct crypto_key crypto_key_random(void)
{
	struct crypto_key key;
	randombytes_buf(key.bytes, sizeof key.bytes);
	return key;
}

struct crypto_key crypto_kdf(const struct crypto_key *root, const char context[9], uint64_t number)
{
	struct crypto_key key;
	_Static_assert(sizeof key.bytes == crypto_kdf_KEYBYTES, "a root key is a kdf key");
	assert(strlen(context) == crypto_kdf_CONTEXTBYTES);
	(void)crypto_kdf_derive_from_key(key.bytes, sizeof key.bytes, number, context, root->bytes);
	return key;
}

bool crypto_eq(const void *a, const void *b, size_t bytes)
{
	return sodium_memcmp(a, b, bytes) == 0;
}

void crypto_wipe(void *secret, size_t bytes)
{
	sodium_memzero(secret, bytes);
}

_Static_assert(CRYPTO_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(CRYPTO_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
_Static_assert(CRYPTO_SEAL_EXTRA_BYTES == CRYPTO_NONCE_BYTES + CRYPTO_TAG_BYTES, "extra");

static const unsigned char *bytes_of(struct str s)
{
	return (const unsigned char *)s.at;
}

void crypto_seal(const struct crypto_key *key, struct str aad, struct str plain, uint8_t *out)
{
	randombytes_buf(out, CRYPTO_NONCE_BYTES);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(
		out + CRYPTO_NONCE_BYTES, NULL, bytes_of(plain), plain.bytes, bytes_of(aad),
		aad.bytes, NULL, out, key->bytes);
}

bool crypto_open(const struct crypto_key *key, struct str aad, struct str sealed, uint8_t *out)
{
	if (sealed.bytes < CRYPTO_SEAL_EXTRA_BYTES)
		return false;
	const unsigned char *nonce = bytes_of(sealed);
	return crypto_aead_xchacha20poly1305_ietf_decrypt(
		       out, NULL, NULL, nonce + CRYPTO_NONCE_BYTES,
		       sealed.bytes - CRYPTO_NONCE_BYTES, bytes_of(aad), aad.bytes, nonce,
		       key->bytes) == 0;
}

void crypto_hex(const void *from, size_t bytes, char *out)
{
	(void)sodium_bin2hex(out, bytes * 2 + 1, from, bytes);
}

bool crypto_from_hex(struct str text, void *out, size_t bytes)
{
	size_t found = 0;
	return text.bytes == bytes * 2 &&
	       sodium_hex2bin(out, bytes, text.at, text.bytes, NULL, &found, NULL) == 0 &&
	       found == bytes;
}

void crypto_base64(const void *from, size_t bytes, char *out)
{
	(void)sodium_bin2base64(out, crypto_base64_bytes(bytes), from, bytes,
				sodium_base64_VARIANT_ORIGINAL);
}

/* libsodium 1.0.18 takes 0xAF for a slash: it compares signed characters. */
static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.bytes; i++)
		if ((uint8_t)text.at[i] >= 0x80)
			return false;
	return true;
}

bool crypto_from_base64(struct str text, void *out, size_t room, size_t *bytes)
{
	*bytes = 0;
	return is_ascii(text) && sodium_base642bin(out, room, str_at(text), text.bytes, NULL, bytes,
						   NULL, sodium_base64_VARIANT_ORIGINAL) == 0;
}

enum { BASE64URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

void crypto_base64url(const void *from, size_t bytes, char *out)
{
	(void)sodium_bin2base64(out, crypto_base64url_bytes(bytes), from, bytes, BASE64URL);
}

bool crypto_from_base64url(struct str text, void *out, size_t bytes)
{
	size_t found = 0;
	return text.bytes == crypto_base64url_bytes(bytes) - 1 && is_ascii(text) &&
	       sodium_base642bin(out, bytes, text.at, text.bytes, NULL, &found, NULL, BASE64URL) ==
		       0 &&
	       found == bytes;
}
