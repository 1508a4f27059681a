#ifndef SN_RIGHTS_OIDC_H
#define SN_RIGHTS_OIDC_H
/* oidc: signing in by another service (OpenID Connect, code flow with PKCE): a province's portal, a bridge to 企业微信.
 *
 *   shapes  A provider is what the system administrator enters: issuer, client id and secret, the words on the button, which
 *           claim names an account.  A link says which account of a provider is which user of ours; the account itself is
 *           kept as a keyed hash only.  The secret is sealed by the keyring and never shown again.
 *   rule    No account makes a user, and no claim gives a role: who is not linked stays outside.  A user links himself, signed
 *           in and stepped up; the security administrator links somebody who has no password yet, as he may set a first
 *           password (one person alone takes over nobody's account).  One account is one user's; a user has one account of
 *           a provider.
 *   second  The second factor stays ours, unless the provider's settings name an acr or amr that counts.  What counted is
 *           noted with the session as a second factor that was given.
 *   reset   Getting back in by two people cuts all links (session.h): one of them may have been a thief's.
 *   change  A provider's settings do not change: links stand and fall with its issuer and claim.  Removing one cuts its links.
 *   same    Not linked, user closed: the same words.  Why a token was refused stands in the trail; the browser is told
 *           oidc_refused.
 *   errors  oidc_* of base/reasons_oidc.h; step_up_needed; not_granted; user_closed, no_such_user.
 *   source  trust.md 5; OpenID Connect Core 1.0; decision 0027.
 *   start   oidc_provider_add_work(), oidc_providers(); oidc_signin_work(), oidc_link_work(); http/oidc_flow.h talks to the
 *           provider. */
#include "rights/session.h"

enum {
	OIDC_CODE_BYTES_MAX = 32,
	OIDC_CLIENT_BYTES_MAX = 255,
	OIDC_SECRET_BYTES_MAX = 512,
	OIDC_SCOPE_BYTES_MAX = 200,
	OIDC_CLAIM_BYTES_MAX = 64,
	OIDC_HOSTS_BYTES_MAX = 500,
	OIDC_CA_BYTES_MAX = 32 << 10 /* a chain of some certificates */
};

/* ---- providers ---- */

struct oidc_provider {
	struct uuid provider_id;
	struct str code;   /* "portal" */
	struct str name;   /* 自治区政务统一登录: on the button */
	struct str issuer; /* https://id.example.org/oidc */
	struct str client_id, scope;
	struct str claim; /* which names the account: "sub" */
	struct str hosts; /* besides the issuer's, separated by blanks; STR_NULL: none */
	struct str
		ca_pem; /* who vouches for its certificate; STR_NULL: those that the machine trusts */
	struct str factor_acr,
		factor_amr; /* what counts as a second factor; STR_NULL: nothing does */
	bool has_secret;
	bool private_network; /* it may have an address of an own network (10.…, 192.168.…) */
	int64_t added_at_us;
	struct uuid added_by;
};
struct oidc_provider_new {
	struct oidc_provider provider; /* scope, claim: STR_NULL takes "openid", "sub" */
	struct str secret;             /* STR_NULL: a client without one */
	struct session_from from;
};
/* By who configures the system. provider_id is made here. */
struct sn_err oidc_provider_add_work(struct ctx *c, void *provider_new) SN_MUST_USE;
struct oidc_provider_gone {
	struct str code;
	struct session_from from;
	int64_t links; /* answered: how many were cut */
};
struct sn_err oidc_provider_remove_work(struct ctx *c, void *provider_gone) SN_MUST_USE;
/* Those in use, by code. In c->mem. */
struct sn_err oidc_providers(struct ctx *c, struct oidc_provider **out, size_t *count) SN_MUST_USE;
struct sn_err oidc_provider_by_code(struct ctx *c, struct str code,
				    struct oidc_provider *out) SN_MUST_USE;
struct sn_err oidc_provider_by_id(struct ctx *c, struct uuid provider_id,
				  struct oidc_provider *out) SN_MUST_USE;
/* Opened, in c->mem: wipe it. STR_NULL: it has none. */
struct sn_err oidc_provider_secret(struct ctx *c, const struct oidc_provider *provider,
				   struct str *out) SN_MUST_USE;

/* ---- signing in ---- */

struct oidc_signin {
	struct uuid provider_id;
	enum sn_reason outcome; /* of the checks; SN_R_NONE: what stands below is proved */
	struct str subject;
	bool second; /* a second factor, in the words that count */
	struct session_from from;
	struct session_begun begun; /* answered */
};
struct sn_err oidc_signin_work(struct ctx *c, void *signin) SN_MUST_USE;

/* ---- links ---- */

struct oidc_link {
	struct uuid provider_id;
	struct str code, name;            /* of the provider */
	int64_t linked_at_us, used_at_us; /* used 0: not yet */
	struct uuid linked_by;
};
/* Of oneself, or of another by who manages users there; by the provider's code. In c->mem. */
struct sn_err oidc_links(struct ctx *c, struct uuid user_id, struct oidc_link **out,
			 size_t *count) SN_MUST_USE;
/* Oneself: what the provider has just told, in a session that is stepped up. */
struct oidc_linking {
	struct uuid provider_id, session_id;
	enum sn_reason outcome;
	struct str subject;
	struct session_from from;
};
struct sn_err oidc_link_work(struct ctx *c, void *linking) SN_MUST_USE;
/* May a link begin in this session? step_up_needed; oidc_linked_already. */
struct sn_err oidc_link_check(struct ctx *c, struct uuid session_id,
			      struct uuid provider_id) SN_MUST_USE;
/* Another, by who manages users there. */
struct oidc_linking_for {
	struct uuid provider_id, user_id;
	struct str subject;
	struct session_from from;
};
struct sn_err oidc_link_for_work(struct ctx *c, void *linking_for) SN_MUST_USE;
/* Oneself, or another by who manages users there: then all his sessions end. */
struct oidc_cut {
	struct uuid provider_id, user_id;
	struct session_from from;
};
struct sn_err oidc_cut_work(struct ctx *c, void *cut) SN_MUST_USE;
/* All of a user's, inside a work: who comes back in by two people finds no door open that somebody else has made. */
struct sn_err oidc_cut_all(struct ctx *c, struct uuid user_id) SN_MUST_USE;
#endif
