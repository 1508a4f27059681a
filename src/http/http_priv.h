#ifndef SN_HTTP_HTTP_PRIV_H
#define SN_HTTP_HTTP_PRIV_H
/* What the files of the server share: the server, its loops, connections and exchanges.
 *
 *   server      server.c     sockets, threads, start and stop
 *   loop        loop.c       a thread: libmicrohttpd's daemon, what is done elsewhere and comes back, deadlines
 *   connection  connection.c a socket, counted against its address
 *   exchange    exchange.c   one request and its reply
 *   pool        pool.c       threads with reading handles
 *   answer      answer.c     a reply's headers and bytes as libmicrohttpd takes them
 *   gate        gate.c       who asks
 *   guard       guard.c      counts by address and session
 *   plain       plain.c      /healthz, /readyz, /metrics
 *   log         log_files.c  /tlog/…; log_sign.c what the keeper signs; verify_page.c the page that checks receipts
 *   tls         tls.c        certificate and key, exchanged while it runs */
#include "base/limits.h"
#include "base/log.h"
#include "http/api_priv.h"
#include "http/headers.h"
#include "http/http.h"
#include "http/spool.h"
#include "rights/session.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

struct http_guard;
struct http_keeper;
struct http_pool;
struct http_stream;
struct http_texts;
struct http_tls;

/* ---- figures ---- */

enum { METRIC_BUCKETS = 12 };
/* Of one loop: written by it alone, read by /metrics. */
struct http_metrics {
	atomic_llong by_status[6]; /* by its hundreds */
	atomic_llong took[METRIC_BUCKETS + 1], took_us;
	atomic_llong connections, refused_connections, late_connections;
	atomic_llong bytes_in, bytes_out;
};

struct http_loop {
	struct http_server *server;
	struct MHD_Daemon *mhd;
	pthread_t thread;
	struct store *store;
	struct uuid_maker ids;
	struct log journal;
	bool started; /* its thread runs */
	int wake_fd;  /* an eventfd: something is done, or it is to stop */
	struct http_connection *connections;
	struct http_stream *streams;
	struct http_exchange *free; /* with their memory, for the next ones */
	size_t free_count;
	int64_t ticked_ms;
	int in_flight; /* exchanges between their head and the end of their reply */
	struct http_metrics metrics;

	pthread_mutex_t lock; /* for what stands below */
	struct http_exchange *done;
};

/* Where requests wait for a thread that may block, as enum route_threads says.  Short queues hold people who wait before a page: one
 * more does not come sooner by waiting in a longer one. */
enum http_pool_kind {
	HTTP_POOL_WORK,
	HTTP_POOL_HASHING,
	HTTP_POOL_OUTWARD,
	HTTP_POOL_SLOW,
	HTTP_POOLS
};
enum { HTTP_OUTWARD_THREADS = 2, HTTP_OUTWARD_WAITING_MAX = 16 };
struct http_server {
	struct http_config config;
	struct http_loop *loops;
	int loops_count;
	struct http_pool *pools[HTTP_POOLS];
	struct http_guard *guard;
	struct http_tls *tls; /* NULL: HTTP */
	bool inline_store;    /* the database answers a point read within the loop: SQLite */
	int port;
	char site[32]; /* where browsers find a server of this machine alone */
	int64_t started_us;
	uint32_t boot; /* begins every request's id */
	atomic_uint requests;
	atomic_bool stopping, fenced, keeper_stops;
	atomic_llong commit_seq; /* the last commit, as the keeper saw it */
	struct http_texts *texts;
	struct http_keeper *keeper;
	bool keeper_runs;
	atomic_bool log_refused; /* set once, behind log_why: the database is not what was signed */
	struct sn_err log_why;
};

/* ---- connections ---- */

enum connection_state {
	CONNECTION_NEW,  /* nothing has been asked yet */
	CONNECTION_IDLE, /* between requests */
	CONNECTION_HEAD, /* the request's line is there, its headers are coming */
	CONNECTION_BODY,
	CONNECTION_WORK, /* ours: no deadline */
	CONNECTION_REPLY
};
enum { ADDRESS_BYTES = 48 };
struct http_connection {
	struct http_connection *next, *before;
	struct http_loop *loop;
	struct MHD_Connection *mhd;
	struct http_exchange *exchange;
	int fd;
	enum connection_state state;
	int64_t due_ms; /* of the state; 0: none */
	bool counted;   /* against its address: until somebody is signed in */
	bool cut;       /* it was told its last words */
	char address[ADDRESS_BYTES];
};
void http_connection_event(void *loop, struct MHD_Connection *mhd, void **connection,
			   enum MHD_ConnectionNotificationCode what);
enum MHD_Result http_connection_accept(void *loop, const struct sockaddr *address, socklen_t bytes);
void http_connection_state(struct http_connection *n, enum connection_state state,
			   int64_t due_in_ms);
/* Those whose time is over. */
void http_connections_tick(struct http_loop *loop, int64_t now_ms);
/* A refusal written past libmicrohttpd, which takes no answer in the middle of a body; then the end. */
void http_connection_cut(struct http_connection *n, struct sn_err why);

/* ---- exchanges ---- */

enum exchange_stage {
	EXCHANGE_LINE,  /* its line is there */
	EXCHANGE_HEAD,  /* its headers are, and no body will come */
	EXCHANGE_DOOR,  /* the pool looks who asks */
	EXCHANGE_BODY,  /* open for it */
	EXCHANGE_WORK,  /* in the pool or at the writer */
	EXCHANGE_READY, /* `reply` is there */
	EXCHANGE_SENT
};
struct http_headers {
	struct str authorization, cookie, csrf, idempotency_key, accept_language, accept_encoding,
		if_none_match, origin, fetch_site, host, user_agent, content_type, content_length,
		transfer_encoding, last_event_id, file_name, job;
	size_t count, bytes;
	bool twice; /* one that decides how a request is read stands there twice */
	bool odd;   /* a name or a value that no header may have */
};
#define HTTP_BROWSER_COOKIE "__Host-oidc"
struct http_exchange {
	struct http_exchange *next; /* in the pool's queue, of what is done, of the free ones */
	struct http_connection *connection;
	struct http_loop *loop;
	struct arena *mem;
	struct ctx c;
	enum exchange_stage stage;
	unsigned number;
	int64_t started_us, body_bytes, body_bytes_max;
	int64_t paced_bytes; /* of the body, when its deadline was last put off */
	struct str target, method;
	struct http_headers headers;
	struct api_request request;
	struct api_who who;
	struct session session;
	struct api_call *call;      /* NULL: none yet, or a stream has let it go */
	const struct route *route;  /* of the call, for the journal */
	struct http_stream *stream; /* NULL: it is no stream */
	struct buf *body;           /* BODY_JSON */
	struct spool *upload;       /* BODY_FILE */
	struct sn_err outcome;
	struct api_reply reply;
	const char *coding;      /* of the reply's body: "gzip", NULL: as it is */
	const char *cache;       /* Cache-Control; NULL: no-store */
	const char *policy;      /* Content-Security-Policy; NULL: that of its type */
	const char *location;    /* of a reply that sends on; NULL: none */
	const char *route_shown; /* for the journal where there is no route: "assets" */
	char agent[HEADER_AGENT_BYTES];
	bool head_only;
	bool old_version; /* HTTP/1.0, which knows no Host */
	bool last; /* where its body ends is not to be relied on: the connection ends with the reply */
};
/* libmicrohttpd's callbacks. */
void *http_exchange_begin(void *loop, const char *target, struct MHD_Connection *mhd);
enum MHD_Result http_exchange_handle(void *loop, struct MHD_Connection *mhd, const char *url,
				     const char *method, const char *version, const char *upload,
				     size_t *upload_bytes, void **exchange);
void http_exchange_completed(void *loop, struct MHD_Connection *mhd, void **exchange,
			     enum MHD_RequestTerminationCode how);
/* A part of it in the pool, by what stage it is in. */
void http_exchange_work(struct http_exchange *x);
/* Back to its loop, from any thread. */
void http_exchange_back(struct http_exchange *x);
void http_exchange_free(struct http_exchange *x);
enum { REQUEST_ID_BYTES = 18 };
void http_exchange_id(const struct http_exchange *x, char out[REQUEST_ID_BYTES]);
int64_t http_metric_bucket_us(int i); /* the upper end of the i-th of METRIC_BUCKETS */

/* Who asks, and may he, at the loop's or a pool's handle (x->c.store). */
struct sn_err http_gate(struct http_exchange *x) SN_MUST_USE;
/* Writes sessions' last uses. */
struct sn_err http_gate_flush(struct http_server *s, struct ctx *c) SN_MUST_USE;
enum MHD_Result http_answer(struct http_exchange *x);
/* The reply's body smaller, where the client takes it and it is worth it. */
void http_answer_shrink(struct http_exchange *x);
/* STR_NULL: it would not be smaller. */
struct str http_answer_gzip(struct arena *mem, struct str text);
/* openapi.json, /api/docs: true, and x->reply is there. */
bool http_texts_answer(struct http_exchange *x, struct str path, struct str query);
struct sn_err http_texts_new(struct http_texts **out) SN_MUST_USE;
void http_texts_free(struct http_texts *t);
/* What is not the API: true, and x->reply is there, or (stage still EXCHANGE_HEAD) the pool makes it. */
bool http_plain(struct http_exchange *x);
/* A file of the console, where there is one of that path. */
bool http_file(struct http_exchange *x, struct str path);
/* The page that checks receipts; *path: where it lies below a log's own address. */
#define HTTP_VERIFY_PAGE "verify.html"
void http_verify_page(struct http_exchange *x);

/* ---- the pool ---- */

struct http_pool_size {
	int threads;
	size_t waiting_max;
	bool aside; /* its threads give way to all others */
};
struct sn_err http_pool_start(struct http_pool **out, struct http_server *s,
			      struct http_pool_size size) SN_MUST_USE;
/* false: too many wait. */
bool http_pool_add(struct http_pool *p, struct http_exchange *x);
size_t http_pool_waiting(struct http_pool *p);
/* false: some threads are still at work when the time is over. */
bool http_pool_stop(struct http_pool *p, int64_t wait_ms);
void http_pool_free(struct http_pool *p);

/* ---- streams ---- */

struct sn_err http_live_begin(struct http_exchange *x) SN_MUST_USE;
struct MHD_Response *http_live_response(struct http_exchange *x);
/* Of the stream: who looks on, for the journal; lives as long as it does. */
struct str http_live_login(const struct http_exchange *x);
/* Wakes those that have something to say. */
void http_live_tick(struct http_loop *loop, int64_t now_ms);
void http_live_end(struct http_exchange *x);

/* ---- the keeper ---- */

struct sn_err http_keeper_start(struct http_keeper **out, struct http_server *s) SN_MUST_USE;
void http_keeper_stop(struct http_keeper *k); /* NULL is fine */

/* ---- the log ---- */

struct http_signing;
/* Of the keeper: the key, once there is one. */
struct http_signing *http_signing_new(struct http_server *s); /* NULL: out of memory */
void http_signing_free(struct http_signing *g);               /* NULL is fine */
/* Signs what is committed and not signed yet; the key is made where the log has its first leaf. */
struct sn_err http_sign(struct http_signing *g, struct ctx *c) SN_MUST_USE;
/* Is it below /tlog/, or a way to the page that checks receipts (/r, /verify.html)? Then http_log_answer() has the reply, where the database may be waited for. */
bool http_log_is(struct str path);
void http_log_answer(struct http_exchange *x);

/* ---- loops ---- */

struct sn_err http_loop_start(struct http_loop *loop, int listen_fd) SN_MUST_USE;
void http_loop_wake(struct http_loop *loop);
void http_loop_free(struct http_loop *loop); /* its thread has ended */
int64_t http_now_ms(void);                   /* of a clock that is never set */

/* ---- counts ---- */

struct sn_err http_guard_new(struct http_guard **out) SN_MUST_USE;
void http_guard_free(struct http_guard *g);
bool http_guard_connect(struct http_guard *g, const char *address);
/* One of at most `max` things of this name; http_guard_signed_in() gives it back. */
bool http_guard_hold(struct http_guard *g, const char *who, int max);
/* It counts no longer against its address: many people may be behind one. */
void http_guard_signed_in(struct http_guard *g, const char *address);
void http_guard_disconnect(struct http_guard *g, const char *address); /* NULL: signed in since */
/* Takes one of `per_minute` that come back evenly; otherwise says in how many seconds there is one again. */
int http_guard_take(struct http_guard *g, struct str who, int per_minute);

/* ---- TLS ---- */

struct sn_err http_tls_new(struct http_tls **out, struct str cert_path,
			   struct str key_path) SN_MUST_USE;
struct sn_err http_tls_reload(struct http_tls *t) SN_MUST_USE;
void http_tls_free(struct http_tls *t);
/* libmicrohttpd's callback for the certificate (gnutls_certificate_retrieve_function2). */
void *http_tls_callback(void);
void http_tls_begin(struct http_tls *t, struct MHD_Connection *mhd);
/* Bytes past libmicrohttpd. */
void http_tls_send(struct MHD_Connection *mhd, struct str bytes);
#endif
