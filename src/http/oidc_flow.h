#ifndef SN_HTTP_OIDC_FLOW_H
#define SN_HTTP_OIDC_FLOW_H
/* oidc_flow: the way to a provider and back: where the browser goes, what it brings, what the provider says of it.
 *
 *   shape   The desk keeps sign-ins under way (in memory: once used, ten minutes old, or pushed out by many others, it is
 *           begun again) and what each provider has published.  Whoever comes back must bring the state that was given out and
 *           the cookie of the browser that it was given to; both together open one attempt, once (again only where the
 *           provider did not answer).
 *   threads Asking a provider takes seconds where it is slow, so the routes that do are ROUTE_OUTWARD (route.h): they have
 *           threads and a queue of their own.  A provider that did not answer is not asked for some seconds: another one
 *           does not wait behind it.
 *   cache   Discovery and keys are read again after an hour; keys also for a key that is not among them, at most once a
 *           minute.  Only what could be understood takes the place of what there was.
 *   errors  oidc_no_origin, oidc_down, oidc_misconfigured, oidc_attempt_gone, oidc_cancelled, server_stops.
 *   source  OpenID Connect Core 1.0, 3.1; RFC 7636; RFC 9207; RFC 9700; decision 0027.
 *   start   oidc_desk_new(); oidc_flow_start(), oidc_flow_back(). */
#include "rights/oidc_answer.h"
#include "rights/oidc_token.h"

struct oidc_desk;
struct sn_err oidc_desk_new(struct oidc_desk **out) SN_MUST_USE;
void oidc_desk_stop(struct oidc_desk *d); /* what is being asked ends; NULL is fine */
void oidc_desk_free(struct oidc_desk *d); /* NULL is fine */

#define OIDC_RETURN_PATH                                                                           \
	"/admin/sign-in/return" /* of the console: where the provider sends the browser */

struct oidc_start {
	struct oidc_provider provider;
	struct uuid session_id; /* whose account is to be linked; null: to sign in */
	struct str origin;      /* ours; STR_NULL: unknown */
	/* answered, in c->mem */
	struct str url;
	struct str browser; /* goes into the cookie */
};
struct sn_err oidc_flow_start(struct ctx *c, struct oidc_desk *d, struct oidc_start *s) SN_MUST_USE;

struct oidc_back {
	struct str state, code, error,
		issuer;         /* as the browser was given them; STR_NULL: not there */
	struct str browser;     /* of the cookie; STR_NULL: none */
	struct uuid session_id; /* as at the start */
	struct str origin;
	/* answered */
	struct uuid provider_id;
	enum sn_reason outcome; /* of the checks; SN_R_NONE: passed */
	struct oidc_identity identity;
};
struct sn_err oidc_flow_back(struct ctx *c, struct oidc_desk *d, struct oidc_back *b) SN_MUST_USE;

/* Asks the provider for what it publishes, past the cache: where its parts are, how many keys we can use. */
struct oidc_checked {
	struct oidc_discovery discovery;
	size_t keys;
};
struct sn_err oidc_flow_check(struct ctx *c, struct oidc_desk *d,
			      const struct oidc_provider *provider,
			      struct oidc_checked *out) SN_MUST_USE;
#endif
