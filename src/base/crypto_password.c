/* Passwords and what authenticators need: Argon2id, HMAC-SHA-1, base32. */
#include "base/crypto.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

_Static_assert(CRYPTO_PASSWORD_BYTES == crypto_pwhash_argon2id_STRBYTES, "the text form's room");

bool crypto_password_hash(struct str password, struct crypto_cost cost,
			  char out[CRYPTO_PASSWORD_BYTES])
{
	assert(cost.memory_bytes >= crypto_pwhash_argon2id_MEMLIMIT_MIN && cost.passes > 0);
	return crypto_pwhash_argon2id_str(out, str_at(password), password.bytes, cost.passes,
					  cost.memory_bytes) == 0;
}

bool crypto_password_verify(struct str password, const char *hash)
{
	return crypto_pwhash_argon2id_str_verify(hash, str_at(password), password.bytes) == 0;
}

bool crypto_password_is_stale(const char *hash, struct crypto_cost cost)
{
	return crypto_pwhash_argon2id_str_needs_rehash(hash, cost.passes, cost.memory_bytes) != 0;
}

void crypto_hmac_sha1(struct str key, struct str bytes, uint8_t out[SHA1_BYTES])
{
	unsigned length = 0;
	assert(key.bytes > 0 && key.bytes <= INT32_MAX);
	(void)HMAC(EVP_sha1(), key.at, (int)key.bytes, (const unsigned char *)str_at(bytes),
		   bytes.bytes, out, &length);
	assert(length == SHA1_BYTES);
}

void crypto_base32(const void *from, size_t bytes, char *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const uint8_t *at = from;
	uint32_t bits = 0;
	unsigned held = 0;
	for (size_t i = 0; i < bytes; i++) {
		bits = bits << 8 | at[i];
		held += 8;
		for (; held >= 5; held -= 5)
			*out++ = letters[bits >> (held - 5) & 31U];
	}
	if (held > 0)
		*out++ = letters[bits << (5 - held) & 31U];
	*out = '\0';
}
