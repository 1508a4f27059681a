#ifndef SN_RIGHTS_OIDC_TOKEN_H
#define SN_RIGHTS_OIDC_TOKEN_H
/* oidc_token: is this ID token what the provider signed, for us, now, for this very sign-in? Pure: no clock, no network.
 *
 *   keys    A set of keys (JWKS): RSA and P-256 keys for signatures are taken, whatever else stands there is left out.  A key
 *           belongs to one algorithm by its kind (and by its "alg", where it says one), so a token cannot choose how it is
 *           checked: HS256 with a public key as the secret, or none, is no algorithm here.
 *   token   Three parts, header and claims JSON without a key twice.  alg is ES256 or RS256; crit is refused; jwk, jku, x5u
 *           are not looked at.  kid names exactly one key; without a kid there must be one key of that algorithm only.
 *   claims  iss is the issuer, byte for byte; aud names our client id, and with several audiences azp must be ours (azp is
 *           ours wherever it is given); exp has not come, iat and nbf have, iat is no older than a sign-in may take, each with
 *           two minutes for the clocks; nonce is the one of this sign-in.  Whole seconds only.
 *   errors  oidc_token_form, _algorithm, _key (the one that a fresh set of keys may mend), _signature, _issuer, _audience,
 *           _time, _nonce, _subject; oidc_misconfigured (the set of keys cannot be read).
 *   source  OpenID Connect Core 1.0, 3.1.3.7; RFC 7515, 7517, 7518, 7519; RFC 8725.
 *   start   oidc_keys_parse(), oidc_token_check(). */
#include "base/arena.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/limits.h"

struct oidc_key {
	struct str kid;               /* STR_NULL: it has none */
	struct crypto_public_key key; /* CRYPTO_ES256 or CRYPTO_RS256; its numbers in the arena */
};
struct oidc_keys {
	struct oidc_key *list; /* at most OIDC_KEYS_MAX; in the arena */
	size_t count;
};
struct sn_err oidc_keys_parse(struct arena *mem, struct str json,
			      struct oidc_keys *out) SN_MUST_USE;

struct oidc_expect {
	struct str issuer, client_id, nonce;
	struct str claim;                  /* which names the account: "sub" */
	struct str factor_acr, factor_amr; /* what counts as a second factor; STR_NULL: nothing */
	int64_t at_us;
};
struct oidc_identity {
	struct str subject; /* the claim's value, 1 to OIDC_SUBJECT_BYTES_MAX; in the arena */
	bool second; /* the provider says that a second factor was given, in the words that count */
};
enum { OIDC_SUBJECT_BYTES_MAX = 255, OIDC_TOKEN_AGE_S = 15 * 60, OIDC_SKEW_S = 120 };
struct sn_err oidc_token_check(struct arena *mem, struct str token, const struct oidc_keys *keys,
			       const struct oidc_expect *expect,
			       struct oidc_identity *out) SN_MUST_USE;
#endif
