#ifndef SN_HTTP_API_H
#define SN_HTTP_API_H
/* api: one request of the API from its bytes to its reply, without sockets: the server calls the stages on the threads
 * that suit them, the tests call api_run().
 *
 *   stages  api_begin()    which route, its arguments and query            (loop)
 *           api_door()     who asks, may he                                (loop)
 *           api_body()     JSON, checked against the route's shape         (pool)
 *           api_prepare()  the route's prepare()                           (pool; ROUTE_WRITE)
 *           api_answer()   the route's answer()                            (loop or pool; reads)
 *           api_write()    idempotency, answer(), the kept reply: a store_work  (writer; ROUTE_WRITE)
 *           api_reply()    status, type, bytes: also of a refusal          (anywhere)
 *           api_end()      gives everything back
 *   idem    A write carries Idempotency-Key (1 to 64 visible ASCII characters).  The same key with the same bytes gives
 *           the same reply for 90 days; with others 422 idempotency_differs.  Only successes are kept.  The key belongs
 *           to (actor, key); replies of routes with secrets are not kept (route.secret), a repeat then does the work's
 *           own repeat.
 *   errors  no_such_route (404), method_not_allowed (405), unknown_field, missing_field, … with their path; sign_in_first
 *           (401), second_factor_first (403), not_granted (403), idempotency_key_missing (400), idempotency_differs (422).
 *   source  architecture.md, API; settled.md 12 to 14; RFC 9457; RFC 9110.
 *   start   api_run(). */
#include "base/crypto.h"
#include "http/route.h"
#include "org/org_cache.h"
#include "rights/webauthn.h"

/* Shared among all calls of a process; owned by the server or a test. */
struct api {
	bool demo;                 /* the demo's passwords are public: every page says so */
	struct job_desk *jobs;     /* long work and how far it is; NULL: nobody looks (tests) */
	struct session_desk *desk; /* passwords and last uses; NULL: nobody can sign in (tests) */
	struct webauthn_site
		site; /* where browsers find us; STR_NULL: not told, so neither security keys nor sign-ins by other services */
	struct oidc_desk *oidc; /* sign-ins by other services; NULL: none (tests) */
	struct str
		spool_directory; /* where uploads and downloads wait; STR_NULL: where temporary files lie */
	struct audit_buffer
		*audit; /* masked lists on their way into the trail; NULL: not kept (tests) */
	struct org_cache *trees; /* trees of unions for all calls; NULL: each call loads its own */
	struct shelf *shelf;     /* where backups are kept (store/shelf.h); NULL: nowhere */
	struct cache *cache;     /* cache.h; NULL: everything is read afresh (tests) */
	struct kept *kept;       /* kept.h; NULL: likewise */
};

struct api_request {
	struct str method, target; /* "GET", "/api/v1/cycles?limit=5" */
	struct str body;           /* BODY_JSON */
	struct byte_source upload; /* BODY_FILE; closed by the caller */
	struct str upload_name;
	struct str idempotency_key; /* STR_NULL: none was sent */
	struct str if_none_match;
	enum lang lang;
	struct str from;    /* the asker's address */
	struct str agent;   /* his browser in a few words */
	struct uuid job_id; /* as he calls a long piece of work; null: not at all */
	struct str browser; /* the cookie of a sign-in under way; STR_NULL: none */
};
/* Who asks, as the server has found out from the session; all null: nobody. */
struct api_who {
	struct uuid user_id, session_id;
	bool factor_due; /* the second factor is still to be given, or enrolled, or a password chosen */
	const struct session
		*session; /* with its need; NULL: only what stands above is known (tests) */
};
struct api_reply {
	int status;
	const char *type; /* NULL: no body */
	struct str body;  /* in the call's memory */
	struct spool *download;
	const char *allow; /* 405: the methods that there are */
	char etag[24];     /* "": none */
	struct sn_err why; /* of a refusal, for the journal */
	struct str token;  /* of a session that has begun: goes into the cookie; STR_NULL: none */
	bool token_gone;   /* signed out: the cookie is taken away */
	struct str
		browser; /* a sign-in by another service begins: goes into its cookie; STR_NULL: none */
};

struct api_call;
/* *out is there also where it is refused, so that api_reply() can say so; NULL: out of memory. c->mem is the call's. */
struct sn_err api_begin(struct api *a, struct ctx *c, const struct api_request *q,
			struct api_call **out) SN_MUST_USE;
/* NULL before api_begin() has found one. */
const struct route *api_route(const struct api_call *k);
/* Is it answered within a loop, from one key? A list as a file is not, whatever its page is. */
bool api_is_short(const struct api_call *k);
/* After api_answer(): the reply may go out when this line is in the trail (audit_work()); NULL: at once. */
struct audit_entry *api_trail(const struct api_call *k);
struct sn_err api_door(struct ctx *c, struct api_call *k, const struct api_who *who) SN_MUST_USE;
struct sn_err api_body(struct api_call *k, struct str body) SN_MUST_USE;
/* BODY_FILE: what was sent. The digest of its bytes stands for the body where a repeat is recognised. */
void api_upload(struct api_call *k, struct byte_source upload, struct sha256 digest);
struct sn_err api_prepare(struct ctx *c, struct api_call *k) SN_MUST_USE;
struct sn_err api_answer(struct ctx *c, struct api_call *k) SN_MUST_USE;
struct sn_err api_write(struct ctx *c, void *api_call); /* a store_work */
void api_reply(struct ctx *c, struct api_call *k, struct sn_err outcome, struct api_reply *out);
void api_end(struct api_call *k);

/* Forgets kept replies that are too old; swept: int64_t, how many. A store_work. */
struct sn_err api_sweep(struct ctx *c, void *swept);

/* All stages one after the other, the write through store_write(). The reply's bytes live in c->mem. */
void api_run(struct api *a, struct ctx *c, const struct api_request *q, const struct api_who *who,
	     struct api_reply *out);

/* A problem document outside any call: refusals of the server itself (too large, too slow, busy). */
struct str api_problem(struct arena *mem, struct sn_err why, enum lang lang, struct str instance);
/* The API's description (OpenAPI 3.1, JSON) from the rows. */
struct sn_err api_openapi(struct json_out *o) SN_MUST_USE;
#endif
