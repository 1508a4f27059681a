#ifndef SN_HTTP_ROUTE_H
#define SN_HTTP_ROUTE_H
/* route: one row of the API. The same rows serve requests, print OpenAPI and drive the tests' role matrix, so a route
 * cannot be without right, limit, schema, example or words.
 *
 *   shapes   struct route is a row; struct shape describes a JSON object by its fields (kind, limits, example, words).
 *            A request's body is checked against its shape before anything else sees it: unknown keys, wrong kinds,
 *            missing ones are refused with their path.  Replies are checked against theirs by the tests.
 *   classes  ROUTE_POINT reads by key, within a millisecond, in the loop; ROUTE_READ (lists, reports) in the pool;
 *            ROUTE_WRITE: prepare() in the pool (parsing, files: no transaction; Argon2 in a pool of two), then answer() in the writer,
 *            inside the request's savepoint, where it also renders the reply: reply, posting and idempotency row are
 *            one commit.
 *   rights   The door: the actor has the route's permission at some union, else 403 before the handler runs.  At which
 *            union is the handler's to ask: each business route calls call_may() (or, for writes, a domain function that
 *            asks by itself), and a business read that succeeds without having asked is our fault (asserted).
 *   errors   a handler returns struct sn_err; the server makes the problem document (RFC 9457) of it, with the reason's
 *            word as stable code, its words in the asker's language, and the field's path.
 *   units    as JSON: *_fen whole fen; days "2024-10-26"; times RFC 3339 with Z; ids UUIDs; union, cycle, item, programme by
 *            their codes; enumerations by their words; unknown is null.
 *   source   architecture.md, API; settled.md 4, 5, 12 to 14; how-our-code-reads.md, habit 12.
 *   start    docs/adding-a-route.md; api_*.c holds the rows, a file a subject; routes.c the list of files. */
#include "base/byte_source.h"
#include "base/json.h"
#include "base/table_out.h"
#include "org/org.h"
#include "rights/permission.h"
#include "store/ctx.h"
#include "store/writer.h"

/* ---- what a body looks like ---- */

enum field_kind {
	FIELD_TEXT, /* max: bytes */
	FIELD_INT,  /* min to max */
	FIELD_FEN,  /* whole fen, min to max */
	FIELD_BOOL,
	FIELD_UUID,
	FIELD_DAY,    /* "2024-10-26" */
	FIELD_TIME,   /* "2024-10-26T02:15:00.123456Z" */
	FIELD_WORD,   /* one of `words`, "a|b|c" */
	FIELD_OBJECT, /* of */
	FIELD_LIST,   /* of `of`, or of texts where `of` is NULL; max: items */
	FIELD_ANY     /* a JSON document that another schema rules, such as a programme's */
};
enum { FIELD_NEEDED = 1, FIELD_NULLABLE = 2 };
struct field {
	const char *name; /* NULL ends the list */
	enum field_kind kind;
	unsigned flags;
	int64_t min, max;
	const char *words;      /* FIELD_WORD */
	const struct shape *of; /* FIELD_OBJECT, FIELD_LIST */
	const char *
		example; /* as text; numbers and "true" are printed bare; OBJECT and LIST take theirs from `of` */
	const char *zh, *en; /* what it is */
};
struct shape {
	const char *name; /* of the component in OpenAPI: "Cycle" */
	const struct field *fields;
};

/* ---- a request ---- */

struct api;
struct audit_entry;
struct query;
struct session;
struct route;
struct spool;

enum { CALL_ARGS_MAX = 4 };
struct call {
	const struct route *route;
	struct str args[CALL_ARGS_MAX]; /* {…} of the path in their order, decoded */
	const struct json_value
		*body;             /* checked against route->request; NULL: the route takes none */
	struct byte_source upload; /* BODY_FILE: what was sent; bytes 0 otherwise */
	struct str upload_name;    /* the file's own name, STR_NULL: not said */
	enum lang lang;
	struct str from;        /* the asker's address, for the audit trail */
	struct uuid job_id;     /* as the asker calls this piece of work; null: not at all */
	struct str agent;       /* his browser in a few words: "Chrome 109 · Windows" */
	struct uuid session_id; /* null: nobody is signed in */
	const struct session
		*session;     /* of session_id; NULL there, and in tests without sessions */
	unsigned permissions; /* of the signed-in user: 1 << PERMISSION_x */
	bool asked;           /* call_may() or call_org() has decided at a union */
	int64_t asked_org_no; /* where call_may() last said yes; 0: nowhere in particular */
	struct audit_entry
		*trail; /* call_trail(): the reply waits until this line is durable; NULL: none */
	void *prepared; /* what prepare() leaves for answer(); in c->mem */
	struct spool *download; /* NULL: JSON */
	int status;             /* a handler may set the row's other_status; 0: the row's status */
	struct str
		token; /* a handler began a session or stepped it up: the server makes the cookie of it; STR_NULL: none */
	bool token_gone; /* a handler ended the session: the cookie is taken away */
	struct str
		browser; /* the cookie of who is on his way to a sign-in service and back; STR_NULL: none */
	struct str browser_new;    /* a handler sends him there with this one; STR_NULL: none */
	struct api *api;           /* what the server shares among calls (api.h) */
	const struct query *query; /* call_query() reads it */
};

/* A declared parameter of the query, decoded; STR_NULL where it was not given. Undeclared ones are refused before. */
struct str call_query(const struct call *q, const char *name);
/* Typed; where it is absent *out stays as it was. */
struct sn_err call_query_int(const struct call *q, const char *name, int64_t *out) SN_MUST_USE;
struct sn_err call_query_day(const struct call *q, const char *name, int32_t *out) SN_MUST_USE;
/* ?org=CODE, else the union that the user belongs to, else the highest at which he has the permission. Asks call_may(). */
struct sn_err call_org(struct ctx *c, struct call *q, struct org *out) SN_MUST_USE;
/* Has the actor the route's permission at this union? The reads' one question. */
struct sn_err call_may(struct ctx *c, struct call *q, int64_t org_no) SN_MUST_USE;
/* A cycle by the code in args[i]; may be seen where the actor has the permission at a union over or under the cycle's. */
struct cycle;
struct sn_err call_cycle(struct ctx *c, struct call *q, struct str code,
			 struct cycle *out) SN_MUST_USE;
/* The user may see something of a union that lies over or under one where he has the permission. */
struct sn_err call_may_near(struct ctx *c, struct call *q, int64_t org_no) SN_MUST_USE;

/* The tree of unions as of today; lives until the call ends. */
struct sn_err call_tree(struct ctx *c, struct call *q, const struct org_tree **out) SN_MUST_USE;
/* Likewise of another day; one call asks for one day. */
struct sn_err call_tree_of(struct ctx *c, struct call *q, int32_t day,
			   const struct org_tree **out) SN_MUST_USE;

/* After the asker's right: was this reply made for somebody at this commit? Then it is the reply, and the handler is done;
 * else what the handler makes is kept for others. The key says all that the reply depends on but the stored data. */
struct sn_err call_kept(struct ctx *c, struct call *q, struct str key, bool *found) SN_MUST_USE;

/* Of what reads, in the pool: what it shows is named in the audit trail, and the reply goes out when that line is durable. No thread waits
 * for it: many lines are one commit. One line a call. */
struct sn_err call_trail(struct ctx *c, struct call *q,
			 const struct audit_entry *entry) SN_MUST_USE;

/* The body's own bytes, checked against the route's shape: for documents that are kept as they came. */
struct str call_body_text(const struct call *q);

/* Fields of a checked body that JSON has no kind for. */
struct sn_err body_day(const struct json_value *body, const char *key,
		       int32_t *out) SN_MUST_USE; /* absent: stays */
struct sn_err body_time(const struct json_value *body, const char *key, int64_t *at_us) SN_MUST_USE;
struct sn_err body_org(struct ctx *c, const struct json_value *body, const char *key,
		       struct org *out) SN_MUST_USE;

/* ---- a reply ---- */

void reply_day(struct json_out *o, const char *key, int32_t day);    /* 0: null */
void reply_time(struct json_out *o, const char *key, int64_t at_us); /* 0: null */
/* {"code","name"} of a union; a number that there is no union for: null. */
void reply_org(struct ctx *c, struct json_out *o, const char *key, int64_t org_no);
/* {"login","name"} of a user; null id: null. */
void reply_user(struct ctx *c, struct json_out *o, const char *key, struct uuid user_id);
/* A stored document of a shape, field by field as the shape lists them; what it does not list stays out. */
void reply_shape(struct json_out *o, const char *key, const struct shape *shape,
		 const struct json_value *v);

/* Pages: {"items":[…],"next":"…"|null}; how fresh it is, the header Date says. A cursor is opaque to clients: the last row's key as the route
 * packs it, bound to the route by a check value that only the server makes. */
struct page {
	int64_t rows_max; /* ?limit=, 1 to PAGE_ROWS_MAX, else PAGE_ROWS_DEFAULT */
	struct str after; /* what page_end() was given for the page before; STR_NULL: the first */
};
struct sn_err page_begin(struct ctx *c, struct call *q, struct json_out *o,
			 struct page *out) SN_MUST_USE;
/* The key as a place in a list or as an id; the first page leaves *out as it is. bad_cursor: a number is 0 to 2^53, whatever a
 * client has made of it. */
struct sn_err page_number(const struct page *page, int64_t *out) SN_MUST_USE;
struct sn_err page_id(const struct page *page, struct uuid *out) SN_MUST_USE;
/* next: the key of the last row that was printed, STR_NULL where the list has ended. */
void page_end(struct ctx *c, struct call *q, struct json_out *o, struct str next);

/* How far a long piece of work is; total 0: nobody knows. The asker sees it by GET /api/v1/live where his request named it
 * (header X-Songnuan-Job, a UUID), and may have ended it: then job_cancelled, which the handler hands up. */
struct sn_err call_progress(const struct call *q, int64_t done, int64_t total) SN_MUST_USE;

/* Any page route is also an export: with ?format=csv|xlsx the server asks it for page after page and makes columns of
 * the reply's shape (page_export.c). */

/* A file instead of JSON, spooled where nobody else can read it; call_download_path() gives the name that a writer by
 * path needs (xlsx). The name is ASCII. */
struct sn_err call_download(struct ctx *c, struct call *q, const char *type, const char *name,
			    FILE **out) SN_MUST_USE;
struct sn_err call_download_path(struct ctx *c, struct call *q, const char *type, const char *name,
				 const char **path) SN_MUST_USE;

/* ---- a row ---- */

enum route_class { ROUTE_POINT, ROUTE_READ, ROUTE_WRITE };
enum route_who {
	WHO_ANYBODY,   /* signed in or not: health, sign-in, set-up */
	WHO_SIGNED_IN, /* one's own things; a second factor may be due still */
	WHO_PERMITTED  /* route->permission, second factor done */
};
enum route_body { BODY_NONE, BODY_JSON, BODY_FILE };

typedef struct sn_err route_fn(struct ctx *c, struct call *q, struct json_out *reply);

/* Whose threads a request may block. */
enum route_threads {
	ROUTE_SHARED,  /* everybody's, for some milliseconds */
	ROUTE_HASHES,  /* prepare() hashes a password; it has a body */
	ROUTE_OUTWARD, /* prepare() or answer() asks another server */
	ROUTE_SLOW /* prepare() takes seconds, such as by writing piece by piece; it is not begun again for a repeat */
};
struct query_field {
	const char *name; /* NULL ends the list */
	enum field_kind kind;
	const char *words, *example, *zh, *en;
	bool needed;      /* refused without it */
	int64_t min, max; /* FIELD_INT, FIELD_FEN; max 0: any number */
};
struct route {
	const char *method, *path; /* "POST", "/api/v1/cycles/{cycle}/advance" */
	enum route_class class;
	enum route_who who;
	enum permission permission;
	enum route_body body;
	int64_t body_bytes_max;      /* 0: HTTP_BODY_BYTES_MAX */
	const struct shape *request; /* BODY_JSON */
	const struct shape *reply;   /* NULL: 204, nothing */
	const char *file; /* the reply is a file of this type instead (call_download()) */
	bool reply_page;  /* the reply is a page of `reply` */
	int status;       /* of success; 0: 200, or 204 without a reply */
	int other_status; /* another success that call.status may be: 207 done in part, 200 it was there already; 0: none */
	const struct query_field *query;
	bool stream; /* server-sent events, each of them a `reply` */
	bool secret; /* the reply holds what is told once: it is not kept for a repeat */
	enum route_threads threads; /* where it waits if it blocks */
	route_fn *prepare;          /* ROUTE_WRITE: outside the writer, reply NULL; may be NULL */
	route_fn *answer;
	const char *zh, *en; /* what it does, a line */
};

/* Tables of rows, one a subject; each ends with a row without a path. */
extern const struct route *const http_route_tables[]; /* ends with NULL */
#endif
