/* What is not the API: does the process live, can it serve, how is it. */
#include "http/http_priv.h"

#include <inttypes.h>
#include <unistd.h>

static void text_reply(struct http_exchange *x, int status, struct str body, const char *type)
{
	x->reply = (struct api_reply){.status = status, .type = type, .body = body};
	x->stage = EXCHANGE_READY;
}

static void refuse(struct http_exchange *x, struct sn_err why)
{
	text_reply(x, problem_status(why), api_problem(x->mem, why, x->request.lang, STR_NULL),
		   "application/problem+json; charset=utf-8");
	x->reply.why = why;
}

static void ready(struct http_exchange *x)
{
	int64_t commit_seq;
	const struct sn_err e = store_commit_seq(x->c.store, &commit_seq);
	struct http_server *s = x->loop->server;
	if (sn_failed(e) || atomic_load(&s->fenced))
		refuse(x, SN_FAIL(STORE_NOT_READY));
	else if (atomic_load(&s->stopping))
		refuse(x, SN_FAIL(SERVER_STOPS));
	else
		text_reply(x, 200, STR("ok\n"), "text/plain; charset=utf-8");
}

/* ---- figures ---- */

static int64_t resident_bytes(void)
{
	long long size = 0, pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (!f)
		return 0;
	if (fscanf(f, "%lld %lld", &size, &pages) != 2)
		pages = 0;
	(void)fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

static void head(struct buf *b, const char *name, const char *type, const char *words)
{
	buf_printf(b, "# HELP songnuan_%s %s\n# TYPE songnuan_%s %s\n", name, words, name, type);
}
static void one(struct buf *b, const char *name, const char *type, const char *words, int64_t value)
{
	head(b, name, type, words);
	buf_printf(b, "songnuan_%s %" PRId64 "\n", name, value);
}

static int64_t sum(const struct http_server *s, size_t offset)
{
	int64_t all = 0;
	for (int i = 0; i < s->loops_count; i++) {
		const char *metrics = (const char *)&s->loops[i].metrics;
		all += atomic_load_explicit((const atomic_llong *)(const void *)(metrics + offset),
					    memory_order_relaxed);
	}
	return all;
}
#define SUM(s, field) sum((s), offsetof(struct http_metrics, field))

static void requests(struct buf *b, const struct http_server *s)
{
	int64_t below = 0;
	head(b, "http_requests_total", "counter",
	     "Requests answered, by the hundreds of their status.");
	for (size_t i = 1; i < 6; i++)
		buf_printf(b, "songnuan_http_requests_total{status=\"%zuxx\"} %" PRId64 "\n", i,
			   sum(s, offsetof(struct http_metrics, by_status) +
					  i * sizeof(atomic_llong)));
	head(b, "http_request_seconds", "histogram",
	     "From the request's line to the end of its reply.");
	for (int i = 0; i <= METRIC_BUCKETS; i++) {
		below += sum(s, offsetof(struct http_metrics, took) +
					(size_t)i * sizeof(atomic_llong));
		if (i < METRIC_BUCKETS)
			buf_printf(b,
				   "songnuan_http_request_seconds_bucket{le=\"%g\"} %" PRId64 "\n",
				   (double)http_metric_bucket_us(i) / 1e6, below);
	}
	buf_printf(b,
		   "songnuan_http_request_seconds_bucket{le=\"+Inf\"} %" PRId64
		   "\nsongnuan_http_request_seconds_sum %.6f\nsongnuan_http_request_seconds_count "
		   "%" PRId64 "\n",
		   below, (double)SUM(s, took_us) / 1e6, below);
}

static void metrics(struct http_exchange *x)
{
	const struct http_server *s = x->loop->server;
	int64_t commit_seq = 0;
	struct buf *b = x->body = buf_new(PROBLEM_BYTES_MAX);
	if (!b) {
		refuse(x, SN_FAIL(OUT_OF_MEMORY));
		return;
	}
	const bool up = !sn_failed(store_commit_seq(x->c.store, &commit_seq));
	head(b, "build_info", "gauge", "The program.");
	buf_printf(b, "songnuan_build_info{version=\"" SN_VERSION "\"} 1\n");
	one(b, "up", "gauge", "1: the database answers.", up);
	one(b, "uptime_seconds", "gauge", "Since the start.",
	    (now_us(&x->c) - s->started_us) / 1000000);
	one(b, "resident_bytes", "gauge", "Memory of the process.", resident_bytes());
	one(b, "commits_total", "counter", "The database's last commit.", commit_seq);
	one(b, "http_connections", "gauge", "Open connections.", SUM(s, connections));
	one(b, "http_connections_refused_total", "counter", "Connections over a cap.",
	    SUM(s, refused_connections));
	one(b, "http_connections_late_total", "counter", "Connections cut at a deadline.",
	    SUM(s, late_connections));
	one(b, "http_pool_waiting", "gauge", "Requests that wait for a thread.",
	    (int64_t)http_pool_waiting(s->pools[HTTP_POOL_WORK]));
	one(b, "http_received_bytes_total", "counter", "Bytes of bodies.", SUM(s, bytes_in));
	one(b, "http_sent_bytes_total", "counter", "Bytes of replies.", SUM(s, bytes_out));
	requests(b, s);
	text_reply(x, 200, buf_str(b), "text/plain; version=0.0.4; charset=utf-8");
}

static bool is_this_machine(const struct http_exchange *x)
{
	const struct str from = x->request.from;
	return str_starts(from, STR("127.")) || str_is(from, "::1");
}

/* ---- which ---- */

static bool is_get(const struct http_exchange *x)
{
	return str_is(x->request.method, "GET");
}

bool http_plain(struct http_exchange *x)
{
	struct str rest = x->target, path = STR_NULL;
	(void)str_split(&rest, '?', &path);
	x->route_shown = "plain";
	if (http_texts_answer(x, path, rest))
		return true;
	if (str_starts(path, STR("/api/"))) {
		x->route_shown = NULL;
		return false;
	}
	if (!is_get(x)) {
		refuse(x, SN_FAIL(METHOD_NOT_ALLOWED));
		x->reply.allow = "GET, HEAD";
	} else if (str_is(path, "/healthz")) {
		text_reply(x, 200, STR("ok\n"), "text/plain; charset=utf-8");
	} else if (str_is(path, "/readyz")) {
		ready(x);
	} else if (str_is(path, "/metrics") && is_this_machine(x)) {
		metrics(x);
	} else if (http_log_is(path)) {
		if (x->loop->server->inline_store)
			http_log_answer(x);
	} else if (!http_file(x, path)) {
		refuse(x, SN_FAIL(NO_SUCH_ROUTE));
	}
	return true;
}
