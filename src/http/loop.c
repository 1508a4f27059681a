/* A loop: libmicrohttpd's daemon is run when its descriptor is ready, and what was done elsewhere is handed back to it.
 * Its own thread would stall whenever a multiple of 128 sockets is ready (performance.md). */
#include "http/http_priv.h"

#include <errno.h>
#include <poll.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { JOURNAL_BYTES = 64 << 10, JOURNAL_FULL = 48 << 10 };

int64_t http_now_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void http_loop_wake(struct http_loop *loop)
{
	const uint64_t one = 1;
	(void)!write(loop->wake_fd, &one, sizeof one);
}

void http_exchange_back(struct http_exchange *x)
{
	struct http_loop *loop = x->loop;
	pthread_mutex_lock(&loop->lock);
	const bool first = !loop->done;
	x->next = loop->done;
	loop->done = x;
	pthread_mutex_unlock(&loop->lock);
	if (first)
		http_loop_wake(loop);
}

static void resume_done(struct http_loop *loop)
{
	uint64_t count;
	(void)!read(loop->wake_fd, &count, sizeof count);
	pthread_mutex_lock(&loop->lock);
	struct http_exchange *x = loop->done;
	loop->done = NULL;
	pthread_mutex_unlock(&loop->lock);
	while (x) {
		struct http_exchange *next = x->next;
		x->next = NULL;
		MHD_resume_connection(x->connection->mhd);
		x = next;
	}
}

/* Whole lines in few writes: a tick late at most. */
static void flush_journal(struct http_loop *loop, size_t fuller_than)
{
	if (loop->journal.to && __fpending(loop->journal.to) > fuller_than)
		(void)fflush(loop->journal.to);
}

static void wait(struct http_loop *loop)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(loop->mhd, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd fds[2] = {{.fd = info->epoll_fd, .events = POLLIN},
				{.fd = loop->wake_fd, .events = POLLIN}};
	MHD_UNSIGNED_LONG_LONG ms = HTTP_TICK_MS;
	int wait_ms = HTTP_TICK_MS;
	if (MHD_get_timeout(loop->mhd, &ms) == MHD_YES && ms < HTTP_TICK_MS)
		wait_ms = (int)ms;
	(void)poll(fds, 2, wait_ms);
	if (fds[1].revents)
		resume_done(loop);
}

/* ---- the end ---- */

static void cut_all(struct http_loop *loop, bool waiting_only)
{
	for (struct http_connection *n = loop->connections; n; n = n->next) {
		const bool waits = n->state == CONNECTION_NEW || n->state == CONNECTION_IDLE;
		if (n->cut || n->state == CONNECTION_WORK || (waiting_only && !waits))
			continue;
		if (n->state == CONNECTION_HEAD || n->state == CONNECTION_BODY)
			http_connection_cut(n, SN_FAIL(SERVER_STOPS));
		n->cut = true;
		(void)shutdown(n->fd, SHUT_RDWR);
	}
}

/* Has everything that was asked been answered, or is the time over? */
static bool is_over(struct http_loop *loop, int64_t *since_ms)
{
	const int64_t now_ms = http_now_ms();
	if (*since_ms == 0) {
		*since_ms = now_ms;
		const MHD_socket fd = MHD_quiesce_daemon(loop->mhd);
		if (fd != MHD_INVALID_SOCKET)
			(void)close(fd);
	}
	http_live_tick(loop, now_ms);
	cut_all(loop, now_ms - *since_ms < HTTP_STOP_MS / 2);
	return loop->in_flight == 0 || now_ms - *since_ms > HTTP_STOP_MS;
}

static void *loop_main(void *arg)
{
	struct http_loop *loop = arg;
	int64_t stopping_since_ms = 0;
	for (;;) {
		wait(loop);
		(void)MHD_run(loop->mhd);
		const int64_t now_ms = http_now_ms();
		flush_journal(loop, JOURNAL_FULL);
		if (now_ms - loop->ticked_ms >= HTTP_TICK_MS) {
			loop->ticked_ms = now_ms;
			http_connections_tick(loop, now_ms);
			http_live_tick(loop, now_ms);
			flush_journal(loop, 0);
		}
		if (atomic_load_explicit(&loop->server->stopping, memory_order_relaxed) &&
		    is_over(loop, &stopping_since_ms))
			break;
	}
	flush_journal(loop, 0);
	return NULL;
}

/* ---- the beginning ---- */

static struct sn_err start_daemon(struct http_loop *loop, int listen_fd)
{
	const bool tls = loop->server->tls != NULL;
	char priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
	/* clang-format off */
	const struct MHD_OptionItem tls_options[] = {
		{MHD_OPTION_HTTPS_CERT_CALLBACK, 0, tls ? http_tls_callback() : NULL},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
		{MHD_OPTION_END, 0, NULL},
	};
	/* clang-format on */
	const struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
	loop->mhd = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0), 0,
		http_connection_accept, loop, http_exchange_handle, loop, MHD_OPTION_LISTEN_SOCKET,
		listen_fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_READ_BYTES,
		MHD_OPTION_URI_LOG_CALLBACK, http_exchange_begin, loop, MHD_OPTION_NOTIFY_COMPLETED,
		http_exchange_completed, loop, MHD_OPTION_NOTIFY_CONNECTION, http_connection_event,
		loop, MHD_OPTION_ARRAY, tls ? tls_options : none, MHD_OPTION_END);
	return loop->mhd ? SN_SUCCESS : SN_FAIL(CANNOT_LISTEN);
}

struct sn_err http_loop_start(struct http_loop *loop, int listen_fd)
{
	FILE *journal = loop->server->config.journal;
	(void)pthread_mutex_init(&loop->lock, NULL);
	loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (loop->wake_fd < 0)
		return SN_FAIL(OUT_OF_MEMORY);
	loop->journal = (struct log){.clock = loop->server->config.base.clock, .lazy = true};
	if (journal) {
		const int fd = dup(fileno(journal));
		loop->journal.to = fd < 0 ? NULL : fdopen(fd, "a");
		if (loop->journal.to)
			(void)setvbuf(loop->journal.to, NULL, _IOFBF, JOURNAL_BYTES);
	}
	SN_TRY(store_open(&loop->store, &loop->server->config.store));
	SN_TRY(start_daemon(loop, listen_fd));
	if (pthread_create(&loop->thread, NULL, loop_main, loop) != 0)
		return SN_FAIL(OUT_OF_MEMORY);
	loop->started = true;
	return SN_SUCCESS;
}

void http_loop_free(struct http_loop *loop)
{
	if (loop->mhd)
		MHD_stop_daemon(loop->mhd);
	while (loop->free) {
		struct http_exchange *x = loop->free;
		loop->free = x->next;
		arena_free(x->mem);
		free(x);
	}
	store_close(loop->store);
	if (loop->journal.to)
		(void)fclose(loop->journal.to);
	if (loop->wake_fd > 0)
		(void)close(loop->wake_fd);
	(void)pthread_mutex_destroy(&loop->lock);
}
