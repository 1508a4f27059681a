#include "base/signature.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

/* ---- keys as OpenSSL takes them ---- */

static EVP_PKEY *key_of(const char *algorithm, OSSL_PARAM *params)
{
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, algorithm, NULL);
	/* fromdata checks that a point lies on its curve. */
	if (ctx && EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static EVP_PKEY *p256_key(const struct p256_key *key)
{
	char group[] = "prime256v1";
	uint8_t point[1 + 2 * P256_BYTES] = {4}; /* uncompressed */
	memcpy(point + 1, key->x, P256_BYTES);
	memcpy(point + 1 + P256_BYTES, key->y, P256_BYTES);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
		OSSL_PARAM_construct_end()};
	return key_of("EC", params);
}

static bool rsa_fits(const struct rsa_key *key)
{
	return key->modulus_bytes >= RSA_BYTES_MIN && key->modulus_bytes <= RSA_BYTES_MAX &&
	       key->modulus[0] != 0 && key->modulus[key->modulus_bytes - 1] % 2 == 1 &&
	       (key->modulus_bytes > RSA_BYTES_MIN || key->modulus[0] >= 0x80) &&
	       key->exponent >= 3 && key->exponent % 2 == 1;
}

static EVP_PKEY *rsa_key(const struct rsa_key *key)
{
	EVP_PKEY *made = NULL;
	if (!rsa_fits(key))
		return NULL;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *n = BN_bin2bn(key->modulus, (int)key->modulus_bytes, NULL);
	OSSL_PARAM *params = NULL;
	if (build && n && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_uint32(build, OSSL_PKEY_PARAM_RSA_E, key->exponent) == 1)
		params = OSSL_PARAM_BLD_to_param(build);
	if (params)
		made = key_of("RSA", params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(n);
	return made;
}

bool signature_p256_is_key(const struct p256_key *key)
{
	EVP_PKEY *made = p256_key(key);
	EVP_PKEY_free(made);
	return made != NULL;
}
bool signature_rsa_is_key(const struct rsa_key *key)
{
	return rsa_fits(key);
}

/* ---- verifying ---- */

static bool verify(EVP_PKEY *key, struct str text, const void *signature, size_t bytes)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	const bool good = ctx && key &&
			  EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
			  EVP_DigestVerify(ctx, signature, bytes, (const uint8_t *)str_at(text),
					   text.bytes) == 1;
	EVP_MD_CTX_free(ctx);
	return good;
}

bool signature_es256(const struct p256_key *key, struct str text, struct str signature)
{
	bool good = false;
	uint8_t *der = NULL;
	if (signature.bytes != (size_t)2 * P256_BYTES)
		return false;
	const uint8_t *at = (const uint8_t *)signature.at;
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(at, P256_BYTES, NULL),
	       *s = BN_bin2bn(at + P256_BYTES, P256_BYTES, NULL);
	if (sig && r && s && ECDSA_SIG_set0(sig, r, s) == 1) {
		r = s = NULL; /* they are its own now */
		const int bytes = i2d_ECDSA_SIG(sig, &der);
		EVP_PKEY *made = p256_key(key);
		good = bytes > 0 && verify(made, text, der, (size_t)bytes);
		EVP_PKEY_free(made);
	}
	OPENSSL_free(der);
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(sig);
	return good;
}

bool signature_rs256(const struct rsa_key *key, struct str text, struct str signature)
{
	EVP_PKEY *made = rsa_key(key);
	const bool good = made && signature.bytes == key->modulus_bytes &&
			  verify(made, text, signature.at, signature.bytes);
	EVP_PKEY_free(made);
	return good;
}
