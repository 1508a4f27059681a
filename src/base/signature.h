#ifndef SN_BASE_SIGNATURE_H
#define SN_BASE_SIGNATURE_H
/* signature: was a text signed by the owner of a public key? Verifying only; nothing here has a private key.
 *
 *   shapes  ES256: ECDSA on P-256 with SHA-256, the signature as r ‖ s, 64 bytes (RFC 7518 3.4).  RS256: RSASSA-PKCS1-v1_5
 *           with SHA-256 (RFC 7518 3.3).  Numbers of keys are big-endian bytes.
 *   limits  RSA from 2,048 to 8,192 bits, an odd exponent from 3 to 2^32 - 1; a point that is not on the curve is no key.
 *   errors  false: it was not, or the key is none.
 *   source  RFC 7518; FIPS 186-4; by OpenSSL's libcrypto.
 *   start   signature_es256(), signature_rs256(). */
#include "base/str.h"

enum { P256_BYTES = 32, RSA_BYTES_MIN = 256, RSA_BYTES_MAX = 1024 };
struct p256_key {
	uint8_t x[P256_BYTES], y[P256_BYTES];
};
struct rsa_key {
	uint8_t modulus[RSA_BYTES_MAX];
	size_t modulus_bytes; /* without leading zeros */
	uint32_t exponent;
};
/* Can it be used at all? */
bool signature_p256_is_key(const struct p256_key *key) __attribute__((warn_unused_result));
bool signature_rsa_is_key(const struct rsa_key *key) __attribute__((warn_unused_result));

bool signature_es256(const struct p256_key *key, struct str text, struct str signature)
	__attribute__((warn_unused_result));
bool signature_rs256(const struct rsa_key *key, struct str text, struct str signature)
	__attribute__((warn_unused_result));
#endif
