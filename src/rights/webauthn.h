#ifndef SN_RIGHTS_WEBAUTHN_H
#define SN_RIGHTS_WEBAUTHN_H
/* webauthn: what a browser brings back from a security key or a passkey, read strictly and judged; pure, for any bytes.
 *
 *   shapes  Three layers of bytes.  Client data is JSON of the browser: what was asked (type), our challenge, the page's origin.
 *           Authenticator data is binary, of the key: for which site it signs (SHA-256 of the RP id), flags, a counter, and at
 *           registration the credential id and the public key (COSE, CBOR).  The attestation is a CBOR map around it.
 *           A signature is over authenticator data and the digest of the client data.
 *   rules   Type, challenge, origin and RP id are exactly those expected; no page of another site around ours (crossOrigin); somebody
 *           touched the key (user present); a backup state that a key cannot have is refused.  CBOR is the canonical form of
 *           CTAP2: shortest lengths, nothing indefinite, no tags, no key twice, nothing behind the end.
 *   trust   We ask for no attestation: who made a key does not matter to us.  `none` is taken with its empty statement, `packed`
 *           where the key has signed for itself; every other form is refused, since nobody has asked for it.
 *   errors  key_wrong (malformed, signature, flags), key_origin, key_unfit (an algorithm or a key that we do not take).
 *   source  W3C Web Authentication Level 2, 5.8.1, 6.1, 6.5, 7.1, 7.2, 8.2, 8.7; CTAP 2.1, 8 (canonical CBOR); RFC 9052.
 *   start   webauthn_site_parse(); webauthn_created(), webauthn_asserted(). */
#include "base/crypto.h"

/* ---- where keys are used ---- */

/* A browser binds each key to a host's name; texts point into what was parsed. STR_NULL: the server has not been told its address. */
struct webauthn_site {
	struct str
		origin; /* "https://care.example.cn", "http://localhost:8080": as browsers say it */
	struct str rp_id; /* its host: "care.example.cn", "localhost" */
};
/* An address of https, or of http at localhost, without a path; a name, since browsers take no numbers here. bad_site. */
struct sn_err webauthn_site_parse(struct str address, struct webauthn_site *out) SN_MUST_USE;

/* ---- what comes back ---- */

enum {
	WEBAUTHN_CHALLENGE_BYTES = 32,
	WEBAUTHN_ID_BYTES_MAX = 1023, /* 6.5.1 */
	WEBAUTHN_KEY_BYTES_MAX = 640, /* RSA of 4,096 bits in COSE has about 530 */
	WEBAUTHN_PART_BYTES_MAX = 8192
};
enum webauthn_type { WEBAUTHN_CREATE, WEBAUTHN_GET };
struct webauthn_asked {
	enum webauthn_type type;
	struct webauthn_site site;
	const uint8_t *challenge; /* WEBAUTHN_CHALLENGE_BYTES */
};

/* What a key says of itself; texts point into the bytes that were read. */
struct webauthn_said {
	uint8_t rp_hash[SHA256_BYTES];
	bool present, verified; /* touched; and by a finger, face or PIN that the key knows */
	uint32_t counter;       /* of its signatures; 0: it counts none */
	struct str credential_id, public_key; /* at registration; STR_NULL otherwise */
};

/* The parts, each alone: for the two below, and for whoever throws bytes at them. */
struct sn_err webauthn_client_data(struct str json, const struct webauthn_asked *asked) SN_MUST_USE;
struct sn_err webauthn_authenticator_data(struct str bytes, struct webauthn_said *out) SN_MUST_USE;
struct sn_err webauthn_public_key(struct str cose, struct crypto_public_key *out) SN_MUST_USE;

/* A new key: the attestation object and the client data. */
struct sn_err webauthn_created(struct str attestation, struct str client_data,
			       const struct webauthn_asked *asked,
			       struct webauthn_said *out) SN_MUST_USE;

struct webauthn_answer {
	struct str client_data, authenticator_data, signature;
};
/* A key that we know signs the challenge. */
struct sn_err webauthn_asserted(const struct webauthn_answer *answer, struct str public_key,
				const struct webauthn_asked *asked,
				struct webauthn_said *out) SN_MUST_USE;
#endif
