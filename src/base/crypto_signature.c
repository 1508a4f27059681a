/* Signatures: by keys of others (a security key, a phone, a sign-in service), and our own. */
#include "base/crypto.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

enum { RSA_BYTES_MIN = 256, RSA_EXPONENT_BYTES_MAX = 4 };

static EVP_PKEY *key_of(const char *kind, OSSL_PARAM_BLD *parts)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params = parts ? OSSL_PARAM_BLD_to_param(parts) : NULL;
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
	if (!params || !c || EVP_PKEY_fromdata_init(c) != 1 ||
	    EVP_PKEY_fromdata(c, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(c);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(parts);
	return key;
}
/* A point that is not on the curve makes no key. */
static EVP_PKEY *p256_of(const struct crypto_public_key *k)
{
	uint8_t point[1 + 2 * CRYPTO_P256_BYTES] = {4}; /* SEC 1, 2.3.3: uncompressed */
	if (k->a.bytes != CRYPTO_P256_BYTES || k->b.bytes != CRYPTO_P256_BYTES)
		return NULL;
	memcpy(point + 1, k->a.at, CRYPTO_P256_BYTES);
	memcpy(point + 1 + CRYPTO_P256_BYTES, k->b.at, CRYPTO_P256_BYTES);
	OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();
	const bool built = parts &&
			   OSSL_PARAM_BLD_push_utf8_string(parts, OSSL_PKEY_PARAM_GROUP_NAME,
							   "P-256", 0) == 1 &&
			   OSSL_PARAM_BLD_push_octet_string(parts, OSSL_PKEY_PARAM_PUB_KEY, point,
							    sizeof point) == 1;
	if (built)
		return key_of("EC", parts);
	OSSL_PARAM_BLD_free(parts);
	return NULL;
}
static EVP_PKEY *rsa_of(const struct crypto_public_key *k)
{
	EVP_PKEY *key = NULL;
	const bool short_of_2048 = k->a.bytes < RSA_BYTES_MIN ||
				   (k->a.bytes == RSA_BYTES_MIN && (uint8_t)k->a.at[0] < 0x80);
	if (short_of_2048 || k->a.bytes > CRYPTO_RSA_BYTES_MAX || k->a.at[0] == 0 ||
	    k->b.bytes == 0 || k->b.bytes > RSA_EXPONENT_BYTES_MAX)
		return NULL;
	BIGNUM *n = BN_bin2bn((const uint8_t *)k->a.at, (int)k->a.bytes, NULL);
	BIGNUM *e = BN_bin2bn((const uint8_t *)k->b.at, (int)k->b.bytes, NULL);
	OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();
	const bool sound = n && e && BN_is_odd(n) && BN_is_odd(e) && !BN_is_one(e);
	if (sound && parts && OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_E, e) == 1)
		key = key_of("RSA", parts);
	else
		OSSL_PARAM_BLD_free(parts);
	BN_free(n);
	BN_free(e);
	return key;
}
static EVP_PKEY *evp_of(const struct crypto_public_key *k)
{
	return k->kind == CRYPTO_ES256 ? p256_of(k) : rsa_of(k);
}

bool crypto_public_key_is_sound(const struct crypto_public_key *k)
{
	if (k->kind == CRYPTO_EDDSA)
		return k->a.bytes == crypto_sign_ed25519_PUBLICKEYBYTES && k->b.bytes == 0 &&
		       crypto_core_ed25519_is_valid_point((const uint8_t *)k->a.at) == 1;
	EVP_PKEY *key = evp_of(k);
	const bool sound = key != NULL;
	EVP_PKEY_free(key);
	return sound;
}

bool crypto_signature_holds(const struct crypto_public_key *k, struct str message,
			    struct str signature)
{
	const uint8_t *at = (const uint8_t *)str_at(signature);
	const uint8_t *said = (const uint8_t *)str_at(message);
	if (!crypto_public_key_is_sound(k))
		return false;
	if (k->kind == CRYPTO_EDDSA)
		return signature.bytes == crypto_sign_ed25519_BYTES &&
		       crypto_sign_ed25519_verify_detached(at, said, message.bytes,
							   (const uint8_t *)k->a.at) == 0;
	EVP_PKEY *key = evp_of(k);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	const bool holds = key && c &&
			   EVP_DigestVerifyInit(c, NULL, EVP_sha256(), NULL, key) == 1 &&
			   EVP_DigestVerify(c, at, signature.bytes, said, message.bytes) == 1;
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(key);
	return holds;
}

struct crypto_signing_key crypto_signing_key(const uint8_t seed[CRYPTO_SEED_BYTES])
{
	struct crypto_signing_key k;
	uint8_t public_half[CRYPTO_PUBLIC_BYTES];
	_Static_assert(sizeof k.bytes == crypto_sign_ed25519_SECRETKEYBYTES, "libsodium's key");
	(void)crypto_sign_ed25519_seed_keypair(public_half, k.bytes, seed);
	return k;
}

void crypto_signature_make(const struct crypto_signing_key *k, struct str message,
			   uint8_t out[CRYPTO_SIGNATURE_BYTES])
{
	_Static_assert(CRYPTO_SIGNATURE_BYTES == crypto_sign_ed25519_BYTES, "libsodium's size");
	(void)crypto_sign_ed25519_detached(out, NULL, (const uint8_t *)str_at(message),
					   message.bytes, k->bytes);
}

size_t crypto_es256_der(struct str raw, uint8_t out[CRYPTO_ES256_DER_BYTES_MAX])
{
	size_t bytes = 0;
	if (raw.bytes != (size_t)2 * CRYPTO_P256_BYTES)
		return 0;
	const uint8_t *at = (const uint8_t *)raw.at;
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(at, CRYPTO_P256_BYTES, NULL);
	BIGNUM *s = BN_bin2bn(at + CRYPTO_P256_BYTES, CRYPTO_P256_BYTES, NULL);
	if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1) {
		r = s = NULL; /* they are its own now */
		const int length = i2d_ECDSA_SIG(pair, NULL);
		if (length > 0 && length <= CRYPTO_ES256_DER_BYTES_MAX)
			bytes = (size_t)i2d_ECDSA_SIG(pair, &out);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(pair);
	return bytes;
}
