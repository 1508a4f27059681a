#ifndef SN_RIGHTS_OIDC_ANSWER_H
#define SN_RIGHTS_OIDC_ANSWER_H
/* oidc_answer: what a provider publishes and answers besides its tokens, and where a browser is sent. Pure.
 *
 *   shapes  The discovery document is taken for what we need of it: three addresses, and that code, PKCE by S256, one of our
 *           algorithms and one of our ways to show the secret are there (where the document says anything of them).
 *   rule    issuer is the configured one, byte for byte.  Each address stands at the issuer's own host, or at one that the
 *           configuration names: so neither document nor keys can come from where nobody meant.
 *   errors  oidc_misconfigured (text: which part, in the document's own names), oidc_code_refused.
 *   source  OpenID Connect Discovery 1.0; RFC 8414; RFC 6749; RFC 7636 (PKCE); RFC 9207 (iss in the answer).
 *   start   oidc_discovery_parse(), oidc_authorize_url(), oidc_exchange_body(), oidc_exchange_parse(). */
#include "base/arena.h"
#include "base/err.h"
#include "rights/oidc.h"

struct oidc_discovery {
	struct str authorize, token, keys; /* addresses; in the arena */
	bool secret_by_post;               /* client_secret_post; else basic */
	bool tells_issuer;                 /* the answer to the browser carries iss */
};
struct sn_err oidc_discovery_parse(struct arena *mem, struct str json,
				   const struct oidc_provider *provider,
				   struct oidc_discovery *out) SN_MUST_USE;
/* issuer/.well-known/openid-configuration; in the arena, at nothing where there is no memory. */
struct str oidc_discovery_url(struct arena *mem, const struct oidc_provider *provider);

/* One sign-in's own words, each 256 random bits. */
enum { OIDC_WORD_BYTES = 44 };
struct oidc_words {
	char state[OIDC_WORD_BYTES], nonce[OIDC_WORD_BYTES], verifier[OIDC_WORD_BYTES];
};
/* Where the browser goes. */
struct str oidc_authorize_url(struct arena *mem, const struct oidc_provider *provider,
			      const struct oidc_discovery *at, const struct oidc_words *words,
			      struct str redirect_uri);
/* What the token's address is sent; secret STR_NULL: it goes another way, or there is none. */
struct oidc_exchange {
	struct str code, verifier, redirect_uri, secret;
};
struct str oidc_exchange_body(struct arena *mem, const struct oidc_provider *provider,
			      const struct oidc_exchange *x);
/* user:password of HTTP Basic, each written as a form's value first (RFC 6749 2.3.1). */
struct str oidc_exchange_basic(struct arena *mem, const struct oidc_provider *provider,
			       struct str secret);
/* The ID token of the answer. */
struct sn_err oidc_exchange_parse(struct arena *mem, int status, struct str json,
				  struct str *id_token) SN_MUST_USE;
#endif
