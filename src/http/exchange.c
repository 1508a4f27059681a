/* One request: its head, its body, who asks, the work where its class belongs, its reply. libmicrohttpd calls
 * http_exchange_handle() at the head, for each piece of the body, at its end, and again after a suspension; the stage says what
 * is to be done. */
#include "base/text.h"
#include "http/http_priv.h"
#include "http/job.h"
#include "rights/audit.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum { FREE_KEPT = 64 };

static struct http_connection *connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

/* ---- begin and end ---- */

static struct http_exchange *take_free(struct http_loop *loop)
{
	struct http_exchange *x = loop->free;
	if (x) {
		loop->free = x->next;
		loop->free_count--;
		return x;
	}
	x = calloc(1, sizeof *x);
	if (x)
		x->mem = arena_new(REQUEST_ARENA_BYTES);
	if (x && !x->mem) {
		free(x);
		x = NULL;
	}
	return x;
}

void *http_exchange_begin(void *loop, const char *target, struct MHD_Connection *mhd)
{
	struct http_loop *l = loop;
	struct http_connection *n = connection_of(mhd);
	struct http_exchange *x = n ? take_free(l) : NULL;
	if (!x)
		return NULL;
	struct arena *mem = x->mem;
	*x = (struct http_exchange){.connection = n, .loop = l, .mem = mem};
	x->c = l->server->config.base;
	x->c.mem = mem;
	x->c.store = l->store;
	x->c.ids = &l->ids;
	x->number = atomic_fetch_add_explicit(&l->server->requests, 1, memory_order_relaxed);
	x->started_us = now_us(&x->c);
	x->target = arena_str(mem, str_of(target));
	n->exchange = x;
	l->in_flight++;
	http_connection_state(n, CONNECTION_HEAD, HTTP_HEADER_MS);
	return x;
}

void http_exchange_free(struct http_exchange *x)
{
	struct http_loop *loop = x->loop;
	x->connection->exchange = NULL;
	http_live_end(x);
	api_end(x->call);
	if (x->body && x->call && api_route(x->call)->secret) /* a password, perhaps */
		crypto_wipe((void *)(uintptr_t)buf_str(x->body).at, buf_str(x->body).bytes);
	buf_free(x->body);
	spool_free(x->upload);
	arena_reset(x->mem);
	loop->in_flight--;
	if (loop->free_count >= FREE_KEPT) {
		arena_free(x->mem);
		free(x);
		return;
	}
	x->next = loop->free;
	loop->free = x;
	loop->free_count++;
}

/* ---- the journal and the figures ---- */

static const int64_t buckets_us[METRIC_BUCKETS] = {
	1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 2500000, 5000000, 10000000};

int64_t http_metric_bucket_us(int i)
{
	return buckets_us[i];
}

static void count(struct http_exchange *x, int64_t took_us)
{
	struct http_metrics *m = &x->loop->metrics;
	int bucket = 0;
	while (bucket < METRIC_BUCKETS && took_us > buckets_us[bucket])
		bucket++;
	atomic_fetch_add_explicit(&m->took[bucket], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&m->took_us, took_us, memory_order_relaxed);
	atomic_fetch_add_explicit(&m->by_status[x->reply.status / 100 % 6], 1,
				  memory_order_relaxed);
	atomic_fetch_add_explicit(&m->bytes_in, x->body_bytes, memory_order_relaxed);
	atomic_fetch_add_explicit(&m->bytes_out, (int64_t)x->reply.body.bytes,
				  memory_order_relaxed);
}

void http_exchange_id(const struct http_exchange *x, char out[REQUEST_ID_BYTES])
{
	const uint32_t words[2] = {htonl(x->loop->server->boot), htonl(x->number)};
	crypto_hex(&words[0], sizeof words[0], out);
	out[8] = '-';
	crypto_hex(&words[1], sizeof words[1], out + 9);
}

static void journal(struct http_exchange *x)
{
	char id[REQUEST_ID_BYTES];
	const struct route *route = x->route;
	const int64_t took_us = now_us(&x->c) - x->started_us;
	const char *shown = route ? route->path : x->route_shown ? x->route_shown : "-";
	http_exchange_id(x, id);
	count(x, took_us);
	LOG(&x->loop->journal, LOG_INFO, "request", LOG_STR("id", str_of(id)),
	    LOG_STR("user", uuid_is_null(x->who.user_id) ? STR("-") : x->session.user.login),
	    LOG_STR("method", route ? str_of(route->method) : STR("-")),
	    LOG_STR("route", str_of(shown)), LOG_INT("status", x->reply.status),
	    LOG_STR("reason",
		    str_of(x->reply.why.reason == SN_R_NONE ? "-"
							    : sn_reason_word(x->reply.why.reason))),
	    LOG_INT("us", took_us));
}

void http_exchange_completed(void *loop, struct MHD_Connection *mhd, void **exchange,
			     enum MHD_RequestTerminationCode how)
{
	struct http_exchange *x = *exchange;
	(void)loop;
	(void)mhd;
	(void)how;
	if (!x)
		return;
	struct http_connection *n = x->connection;
	*exchange = NULL;
	if (x->stage == EXCHANGE_SENT || x->reply.why.reason != SN_R_NONE)
		journal(x);
	http_exchange_free(x);
	http_connection_state(n, CONNECTION_IDLE, HTTP_IDLE_MS);
}

/* ---- replies ---- */

/* On any thread: it renders, and reads nothing. */
static void finish(struct http_exchange *x, struct sn_err outcome)
{
	if (x->call)
		api_reply(&x->c, x->call, outcome, &x->reply);
	else
		x->reply = (struct api_reply){
			.status = problem_status(outcome),
			.why = outcome,
			.type = "application/problem+json; charset=utf-8",
			.body = api_problem(x->mem, outcome, x->request.lang, STR_NULL)};
	http_answer_shrink(x);
	if (outcome.reason == SN_R_STORE_FENCED)
		atomic_store(&x->loop->server->fenced, true);
	x->stage = EXCHANGE_READY;
}

/* An answer that is no body but a stream of events. */
static struct sn_err begin_stream(struct http_exchange *x)
{
	SN_TRY(http_live_begin(x));
	x->reply = (struct api_reply){.status = 200, .type = "text/event-stream"};
	return SN_SUCCESS;
}

/* A stream lasts for minutes and needs nothing of what it was asked with; the journal wants to know whose it was. */
static void let_go(struct http_exchange *x)
{
	api_end(x->call);
	x->call = NULL;
	arena_reset(x->mem);
	x->session.user.login = http_live_login(x);
}

static enum MHD_Result send_reply(struct http_exchange *x)
{
	const int64_t bytes =
		x->reply.download ? spool_bytes(x->reply.download) : (int64_t)x->reply.body.bytes;
	const int64_t more_ms = bytes * 1000 / HTTP_DOWNLOAD_PER_S_MIN;
	if (x->stage == EXCHANGE_SENT)
		return MHD_YES;
	if (x->call && x->reply.status == 200 && api_route(x->call)->stream) {
		const struct sn_err e = begin_stream(x);
		if (sn_failed(e))
			finish(x, e);
	}
	x->stage = EXCHANGE_SENT;
	http_connection_state(x->connection, CONNECTION_REPLY,
			      x->stream ? 0 : HTTP_REPLY_MS + more_ms);
	const enum MHD_Result queued = http_answer(x);
	if (x->stream)
		let_go(x);
	return queued;
}

static enum MHD_Result refuse(struct http_exchange *x, struct sn_err why)
{
	finish(x, why);
	return send_reply(x);
}

/* ---- the work ---- */

static void job_starts(struct http_exchange *x)
{
	struct str path = x->target, rest = x->target;
	if (!str_split(&rest, '?', &path))
		path = x->target;
	job_begin(x->loop->server->config.api.jobs, x->request.job_id, x->who.user_id, path);
}
static void job_ends(struct http_exchange *x, struct sn_err outcome)
{
	job_end(x->loop->server->config.api.jobs, x->request.job_id, x->who.user_id, outcome);
}

/* The writer's thread has the outcome, of a write or of the line of what is read; the loop renders it. */
static void written(void *self, struct sn_err outcome)
{
	struct http_exchange *x = self;
	x->outcome = outcome;
	job_ends(x, outcome);
	http_exchange_back(x);
}

static struct sn_err read_body(struct http_exchange *x)
{
	if (x->upload) {
		SN_TRY(spool_end(x->upload));
		api_upload(x->call, spool_source(x->upload), spool_digest(x->upload));
		return SN_SUCCESS;
	}
	return api_body(x->call, x->body ? buf_str(x->body) : STR(""));
}

/* What is only read is of one state, and locked once; over a network that would cost a round trip more. */
static struct sn_err answer(struct http_exchange *x)
{
	if (!x->loop->server->inline_store || !str_is(x->request.method, "GET"))
		return api_answer(&x->c, x->call);
	struct store *store = x->c.store;
	SN_TRY(store_snapshot(store));
	const struct sn_err e = api_answer(&x->c, x->call);
	store_release(store);
	return e;
}

void http_exchange_work(struct http_exchange *x)
{
	if (!x->call) { /* what is not the API and waits for the database */
		http_log_answer(x);
		http_exchange_back(x);
		return;
	}
	const struct route *route = api_route(x->call);
	struct sn_err e = SN_SUCCESS;
	if (x->stage == EXCHANGE_DOOR) {
		x->outcome = http_gate(x);
		if (sn_failed(x->outcome) || route->body != BODY_NONE ||
		    route->threads == ROUTE_OUTWARD) {
			http_exchange_back(x);
			return;
		}
		x->stage = EXCHANGE_WORK;
	}
	job_starts(x);
	e = read_body(x);
	if (route->class == ROUTE_WRITE && !sn_failed(e)) {
		e = api_prepare(&x->c, x->call);
		if (!sn_failed(e)) {
			store_submit(&x->c, api_write, x->call, written, x);
			return;
		}
	} else if (!sn_failed(e)) {
		e = answer(x);
		if (!sn_failed(e) && api_trail(x->call)) {
			store_submit(&x->c, audit_work, api_trail(x->call), written, x);
			return;
		}
	}
	job_ends(x, e);
	finish(x, e);
	http_exchange_back(x);
}

static enum http_pool_kind pool_of(const struct route *route)
{
	static const enum http_pool_kind kinds[] = {[ROUTE_SHARED] = HTTP_POOL_WORK,
						    [ROUTE_HASHES] = HTTP_POOL_HASHING,
						    [ROUTE_OUTWARD] = HTTP_POOL_OUTWARD,
						    [ROUTE_SLOW] = HTTP_POOL_SLOW};
	return kinds[route->threads];
}

/* Suspended until http_exchange_back(). */
static enum MHD_Result to_pool(struct http_exchange *x, enum exchange_stage stage)
{
	enum { SOON_S = 1, HASHED_S = 5 }; /* a full queue of passwords is four seconds of work */
	struct http_server *s = x->loop->server;
	const struct route *route = stage == EXCHANGE_WORK && x->call ? api_route(x->call) : NULL;
	const enum http_pool_kind kind = route ? pool_of(route) : HTTP_POOL_WORK;
	x->stage = stage;
	http_connection_state(x->connection, CONNECTION_WORK, 0);
	MHD_suspend_connection(x->connection->mhd);
	if (http_pool_add(s->pools[kind], x))
		return MHD_YES;
	finish(x, SN_FAIL(SERVER_BUSY, .arg = {kind == HTTP_POOL_HASHING ? HASHED_S : SOON_S}));
	MHD_resume_connection(x->connection->mhd);
	return MHD_YES;
}

/* The whole request is there and may be answered. */
static enum MHD_Result start_work(struct http_exchange *x)
{
	if (!x->loop->server->inline_store || !api_is_short(x->call))
		return to_pool(x, EXCHANGE_WORK);
	struct sn_err e = read_body(x);
	if (!sn_failed(e))
		e = api_answer(&x->c, x->call);
	finish(x, e);
	return send_reply(x);
}

/* ---- the head ---- */

struct known_header {
	const char *name;
	size_t at;   /* in struct http_headers */
	bool single; /* two of them would let two readers see two requests */
};
#define HEADER(field) offsetof(struct http_headers, field)
/* clang-format off */
static const struct known_header known_headers[] = {
	{"Authorization",       HEADER(authorization),     true},
	{"Cookie",              HEADER(cookie),            false},
	{"X-Songnuan-CSRF",     HEADER(csrf),              true},
	{"X-Songnuan-File-Name",HEADER(file_name),         true},
	{"Idempotency-Key",     HEADER(idempotency_key),   true},
	{"Accept-Language",     HEADER(accept_language),   false},
	{"Accept-Encoding",     HEADER(accept_encoding),   false},
	{"If-None-Match",       HEADER(if_none_match),     false},
	{"Origin",              HEADER(origin),            true},
	{"Sec-Fetch-Site",      HEADER(fetch_site),        true},
	{"Host",                HEADER(host),              true},
	{"User-Agent",          HEADER(user_agent),        false},
	{"Content-Type",        HEADER(content_type),      true},
	{"Content-Length",      HEADER(content_length),    true},
	{"Transfer-Encoding",   HEADER(transfer_encoding), true},
	{"X-Songnuan-Job",      HEADER(job),               true},
	{"Last-Event-ID",       HEADER(last_event_id),     true},
};
/* clang-format on */

static enum MHD_Result one_header(void *self, enum MHD_ValueKind kind, const char *key,
				  size_t key_bytes, const char *value, size_t value_bytes)
{
	struct http_headers *h = self;
	(void)kind;
	h->count++;
	h->bytes += key_bytes + value_bytes;
	h->odd = h->odd || !header_is_name((struct str){key, key_bytes}) ||
		 !header_is_value((struct str){value, value_bytes});
	for (size_t i = 0; i < sizeof known_headers / sizeof known_headers[0]; i++) {
		struct str *to = (struct str *)(void *)((char *)h + known_headers[i].at);
		if (strcasecmp(key, known_headers[i].name) != 0)
			continue;
		h->twice = h->twice || (known_headers[i].single && !str_is_null(*to));
		*to = value ? (struct str){value, value_bytes} : STR("");
		break;
	}
	return h->count > HTTP_HEADERS_MAX ? MHD_NO : MHD_YES;
}

/* A head that two readers could read as two requests, or that no program of good faith sends. */
static struct sn_err check_framing(const struct http_exchange *x)
{
	const struct http_headers *h = &x->headers;
	const char *what = NULL;
	if (h->odd)
		what = "a header's name or value";
	else if (h->twice)
		what = "a header is given twice";
	else if (!x->old_version && str_is_null(h->host))
		what = "Host";
	else if (!header_is_target(x->target))
		what = "the target";
	else if (str_is_null(h->transfer_encoding))
		return SN_SUCCESS;
	else if (!str_is_null(h->content_length))
		what = "Content-Length and Transfer-Encoding";
	else if (x->old_version || !header_is_chunked(h->transfer_encoding))
		what = "Transfer-Encoding: chunked";
	return what ? sn_err_with_text(SN_FAIL(BAD_REQUEST), "%s", what) : SN_SUCCESS;
}

static struct sn_err check_head(struct http_exchange *x)
{
	const struct http_headers *h = &x->headers;
	if (x->target.bytes > HTTP_TARGET_BYTES_MAX)
		return SN_FAIL(TARGET_TOO_LONG, .arg = {HTTP_TARGET_BYTES_MAX});
	if (h->count > HTTP_HEADERS_MAX || h->bytes > HTTP_HEADERS_BYTES_MAX)
		return SN_FAIL(HEADERS_TOO_LARGE,
			       .arg = {HTTP_HEADERS_MAX, HTTP_HEADERS_BYTES_MAX});
	const struct sn_err e = check_framing(x);
	x->last = sn_failed(e);
	return e;
}

/* What the route takes of a body, before any of it is read. */
static struct sn_err check_body(struct http_exchange *x)
{
	const struct http_headers *h = &x->headers;
	const struct route *route = api_route(x->call);
	int64_t bytes = 0;
	const bool chunked = !str_is_null(h->transfer_encoding);
	if (!str_is_null(h->content_length) &&
	    (!str_to_int(h->content_length, &bytes) || bytes < 0))
		return sn_err_with_text(SN_FAIL(BAD_REQUEST), "Content-Length");
	if (route->body == BODY_NONE)
		return bytes > 0 || chunked ? SN_FAIL(BODY_UNWANTED) : SN_SUCCESS;
	x->body_bytes_max =
		route->body_bytes_max != 0 ? route->body_bytes_max : HTTP_BODY_BYTES_MAX;
	if (bytes > x->body_bytes_max)
		return SN_FAIL(BODY_TOO_LARGE, .arg = {x->body_bytes_max});
	if (route->body == BODY_JSON && !str_is_null(h->content_type) &&
	    !str_starts(h->content_type, STR("application/json")))
		return sn_err_with_text(SN_FAIL(BAD_REQUEST), "Content-Type: application/json");
	if (route->body == BODY_FILE)
		return spool_new(&x->upload, x->loop->server->config.api.spool_directory);
	x->body = buf_new((size_t)x->body_bytes_max + 1);
	return x->body ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* A header holds ASCII, so the name comes in %xx. */
static struct str file_name(const struct http_exchange *x)
{
	struct str name = x->headers.file_name;
	if (str_is_null(name) || sn_failed(query_decode(x->mem, name, &name)))
		return STR_NULL;
	return name;
}

static void fill_request(struct http_exchange *x)
{
	const struct http_headers *h = &x->headers;
	header_agent(h->user_agent, x->agent);
	x->request = (struct api_request){
		.method = str_is(x->method, "HEAD") ? STR("GET") : x->method,
		.target = x->target,
		.idempotency_key = h->idempotency_key,
		.if_none_match = h->if_none_match,
		.lang = header_lang(h->accept_language),
		.from = str_of(x->connection->address),
		.agent = str_of(x->agent),
		.upload_name = file_name(x),
		.browser = header_cookie(h->cookie, HTTP_BROWSER_COOKIE),
	};
	if (!str_is_null(h->job) && sn_failed(uuid_parse(&x->request.job_id, h->job, "job")))
		x->request.job_id = UUID_NULL;
}

/* Somebody who may ask; the body comes next, or the work. */
static enum MHD_Result let_in(struct http_exchange *x)
{
	if (sn_failed(x->outcome))
		return refuse(x, x->outcome);
	if (api_route(x->call)->body == BODY_NONE)
		return start_work(x);
	x->stage = EXCHANGE_BODY;
	http_connection_state(x->connection, CONNECTION_BODY, HTTP_BODY_MS);
	return MHD_YES;
}

/* Who asks, what he may and what he reads are of one state; and it is locked once, not for each statement. */
static enum MHD_Result gate_here(struct http_exchange *x)
{
	struct store *store = x->loop->store;
	const struct sn_err e = store_snapshot(store);
	if (sn_failed(e))
		return refuse(x, e);
	x->outcome = http_gate(x);
	const enum MHD_Result done = let_in(x);
	store_release(store);
	return done;
}

static enum MHD_Result head(struct http_exchange *x)
{
	struct http_server *s = x->loop->server;
	const struct sn_err bad = check_head(x);
	if (sn_failed(bad))
		return refuse(x, bad);
	if (http_plain(x))
		return x->stage == EXCHANGE_READY ? send_reply(x) : to_pool(x, EXCHANGE_WORK);
	struct sn_err e = api_begin(&s->config.api, &x->c, &x->request, &x->call);
	x->route = x->call ? api_route(x->call) : NULL;
	if (!sn_failed(e))
		e = check_body(x);
	if (sn_failed(e))
		return refuse(x, e);
	return s->inline_store ? gate_here(x) : to_pool(x, EXCHANGE_DOOR);
}

/* An answer at the first call ends the connection, since a body may follow: right for what is refused before it, and
 * waste where none comes; those are answered at the second call. */
static enum MHD_Result line(struct http_exchange *x, struct MHD_Connection *mhd, const char *method)
{
	x->method = arena_str(x->mem, str_of(method));
	(void)MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, one_header, &x->headers);
	fill_request(x);
	x->stage = EXCHANGE_HEAD;
	const bool body =
		!str_is_null(x->headers.transfer_encoding) ||
		!(str_is_null(x->headers.content_length) || str_is(x->headers.content_length, "0"));
	return body ? head(x) : MHD_YES;
}

/* ---- the body ---- */

static enum MHD_Result take_body(struct http_exchange *x, const char *upload, size_t *upload_bytes)
{
	x->body_bytes += (int64_t)*upload_bytes;
	/* Whoever sends more than the slowest of lines would has another while. */
	if (x->body_bytes - x->paced_bytes >= HTTP_BODY_MS / 1000 * HTTP_BYTES_PER_S_MIN) {
		x->paced_bytes = x->body_bytes;
		http_connection_state(x->connection, CONNECTION_BODY, HTTP_BODY_MS);
	}
	if (x->body_bytes > x->body_bytes_max) {
		http_connection_cut(x->connection,
				    SN_FAIL(BODY_TOO_LARGE, .arg = {x->body_bytes_max}));
		*upload_bytes = 0;
		return MHD_YES;
	}
	const struct str part = {upload, *upload_bytes};
	const struct sn_err e = x->upload ? spool_add(x->upload, part) : SN_SUCCESS;
	*upload_bytes = 0;
	if (sn_failed(e))
		http_connection_cut(x->connection, e);
	else if (x->body)
		buf_add(x->body, part);
	return MHD_YES;
}

enum MHD_Result http_exchange_handle(void *loop, struct MHD_Connection *mhd, const char *url,
				     const char *method, const char *version, const char *upload,
				     size_t *upload_bytes, void **exchange)
{
	struct http_exchange *x = *exchange;
	(void)loop;
	(void)url;
	if (!x || !x->target.at)
		return MHD_NO; /* no memory for it: the connection ends */
	x->old_version = strcmp(version, "HTTP/1.0") == 0;
	switch (x->stage) {
	case EXCHANGE_LINE:
		return line(x, mhd, method);
	case EXCHANGE_HEAD:
		return head(x);
	case EXCHANGE_DOOR:
		return let_in(x);
	case EXCHANGE_BODY:
		if (*upload_bytes > 0)
			return take_body(x, upload, upload_bytes);
		return start_work(x);
	case EXCHANGE_WORK: /* the writer has answered */
		finish(x, x->outcome);
		return send_reply(x);
	case EXCHANGE_READY:
	case EXCHANGE_SENT:
		*upload_bytes = 0;
		return send_reply(x);
	}
	return MHD_NO;
}
