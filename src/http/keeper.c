/* The server's own thread: what comes back with time, and what each commit means for who listens. */
#include "http/http_priv.h"
#include "rights/audit.h"

#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { TURN_MS = 250, AUDIT_MS = 1000, FLUSH_MS = 300 * 1000, SWEEP_MS = 86400 * 1000 };
enum { TRIM_MS = 30 * 1000, CROWD = 256 };
enum { SIGN_MS = 1000, SIGN_AGAIN_MS = 10 * 1000 }; /* trust.md 3.7; after a failure less often */

struct http_keeper {
	struct http_server *server;
	pthread_t thread;
	struct store *store;
	struct uuid_maker ids;
	struct ctx c;
	struct log log;
	int wake_fd; /* an eventfd: something was committed */
	int64_t audited_ms, flushed_ms, swept_ms, trimmed_ms, signed_ms;
	struct http_signing *signing; /* NULL: nothing is signed */
	bool unsigned_yet;            /* something was committed since it was signed */
	bool sign_failed;             /* the last time */
	long long most;               /* connections since memory was last given back */
};

static void note(const struct http_keeper *k, const char *event, struct sn_err e)
{
	if (sn_failed(e))
		LOG(&k->log, LOG_ERROR, event, LOG_STR("reason", str_of(sn_reason_word(e.reason))));
}

/* The commit's number, once for all streams; loops look at it at their ticks. */
static void look(struct http_keeper *k)
{
	uint64_t count;
	int64_t seq = 0;
	(void)!read(k->wake_fd, &count, sizeof count);
	const struct sn_err e = store_commit_seq(k->store, &seq);
	note(k, "commit_seq", e);
	if (sn_failed(e))
		return;
	const int64_t before =
		atomic_exchange_explicit(&k->server->commit_seq, seq, memory_order_relaxed);
	k->unsigned_yet = k->unsigned_yet || seq != before;
}

/* A database that is not what was signed must not go on being served: who looks at http_health() ends the process. */
static void sign(struct http_keeper *k)
{
	const struct sn_err e = http_sign(k->signing, &k->c);
	k->sign_failed = sn_failed(e);
	k->unsigned_yet = k->sign_failed;
	note(k, "log_sign", e);
	if (k->sign_failed && sn_err_code(e) == SN_REFUSES &&
	    !atomic_load(&k->server->log_refused)) {
		k->server->log_why = e;
		atomic_store(&k->server->log_refused, true);
	}
}

static bool is_due(int64_t *last_ms, int64_t now_ms, int64_t every_ms)
{
	if (now_ms - *last_ms < every_ms)
		return false;
	*last_ms = now_ms;
	return true;
}

/* What a crowd's connections took (32 KB each and more) stays with malloc when they have gone; then it goes back to the machine.
 * It takes some milliseconds, so not for every few that come and go. */
static void give_back(struct http_keeper *k, int64_t now_ms)
{
	long long now = 0;
	for (int i = 0; i < k->server->loops_count; i++)
		now += atomic_load_explicit(&k->server->loops[i].metrics.connections,
					    memory_order_relaxed);
	if (now > k->most)
		k->most = now;
	if (!is_due(&k->trimmed_ms, now_ms, TRIM_MS) || k->most - now < CROWD)
		return;
	(void)malloc_trim(0);
	k->most = now;
}

static void turn(struct http_keeper *k, int64_t now_ms)
{
	int64_t swept = 0;
	const struct api *api = &k->server->config.api;
	if (api->audit && is_due(&k->audited_ms, now_ms, AUDIT_MS))
		note(k, "audit_flush", audit_flush(&k->c, api->audit));
	if (is_due(&k->flushed_ms, now_ms, FLUSH_MS))
		note(k, "session_flush", http_gate_flush(k->server, &k->c));
	if (is_due(&k->swept_ms, now_ms, SWEEP_MS))
		note(k, "sweep", store_write(&k->c, api_sweep, &swept));
	if (k->signing && k->unsigned_yet &&
	    is_due(&k->signed_ms, now_ms, k->sign_failed ? SIGN_AGAIN_MS : SIGN_MS))
		sign(k);
	give_back(k, now_ms);
	arena_reset(k->c.mem);
}

static void *keeper_main(void *arg)
{
	struct http_keeper *k = arg;
	struct pollfd fd = {.fd = k->wake_fd, .events = POLLIN};
	look(k);
	while (!atomic_load_explicit(&k->server->keeper_stops, memory_order_relaxed)) {
		if (poll(&fd, 1, TURN_MS) > 0) {
			look(k);
			/* Many commits, one look: streams hear of them once a second anyway. */
			(void)poll(NULL, 0, TURN_MS);
		}
		turn(k, http_now_ms());
	}
	if (k->server->config.api.audit)
		note(k, "audit_flush", audit_flush(&k->c, k->server->config.api.audit));
	note(k, "session_flush", http_gate_flush(k->server, &k->c));
	if (k->signing)
		sign(k);
	return NULL;
}

struct sn_err http_keeper_start(struct http_keeper **out, struct http_server *s)
{
	struct http_keeper *k = *out = calloc(1, sizeof *k);
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	k->server = s;
	k->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	k->c = s->config.base;
	k->c.mem = arena_new(REQUEST_ARENA_BYTES);
	k->c.ids = &k->ids;
	k->flushed_ms = k->audited_ms = http_now_ms();
	k->swept_ms = http_now_ms() - SWEEP_MS;
	k->unsigned_yet = true;
	if (!str_is_null(s->config.log_key_path) && !(k->signing = http_signing_new(s)))
		return SN_FAIL(OUT_OF_MEMORY);
	k->log = (struct log){.to = s->config.journal, .clock = k->c.clock, .least = LOG_INFO};
	SN_TRY(k->wake_fd >= 0 && k->c.mem ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY));
	SN_TRY(store_open(&k->store, &s->config.store));
	k->c.store = k->store;
	if (pthread_create(&k->thread, NULL, keeper_main, k) != 0)
		return SN_FAIL(OUT_OF_MEMORY);
	s->keeper_runs = true;
	store_after_commit(k->c.writer, k->wake_fd);
	return SN_SUCCESS;
}

void http_keeper_stop(struct http_keeper *k)
{
	if (!k)
		return;
	if (k->server->keeper_runs) {
		store_after_commit_end(k->c.writer, k->wake_fd);
		atomic_store(&k->server->keeper_stops, true);
		(void)pthread_join(k->thread, NULL);
	}
	http_signing_free(k->signing);
	store_close(k->store);
	arena_free(k->c.mem);
	if (k->wake_fd >= 0)
		(void)close(k->wake_fd);
	free(k);
}
