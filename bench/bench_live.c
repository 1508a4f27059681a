/* Live streams: 5,000 browsers look on; each joins, and each is told of a commit. What it costs is their joining and telling (one
 * thread of the server and one of the clients, CPU of both), and memory: all of the process beside what it has before them. */
#include "care_world.h"
#include "client.h"
#include "http/http.h"
#include "http/job.h"
#include "rights/session.h"
#include "rights/session_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { STREAMS = 5000, STREAMS_A_SESSION = 8, STREAM_KIB_MAX = 10, EVENTS = 512 };

struct watchers {
	struct world world;
	struct http_server *server;
	char tokens[STREAMS / STREAMS_A_SESSION + 1][SESSION_TOKEN_BYTES];
	int fds[STREAMS], epoll;
	int64_t bytes_before_kib;
};

struct begin {
	struct watchers *all;
	struct session_begun begun;
};
static struct sn_err begin_work(struct ctx *c, void *arg)
{
	struct begin *b = arg;
	for (size_t i = 0; i < sizeof b->all->tokens / sizeof b->all->tokens[0]; i++) {
		SN_TRY(session_begin(c, &b->all->world.users[MAKER],
				     &(const struct session_from){STR("127.0.0.1"), STR("bench")},
				     &b->begun));
		memcpy(b->all->tokens[i], b->begun.token, SESSION_TOKEN_BYTES);
	}
	return SN_SUCCESS;
}
static struct sn_err nothing_new(struct ctx *c, void *arg)
{
	const struct watchers *all = arg;
	return org_add_alias(c, all->world.orgs[COUNTY].org_no, STR("模拟简称"));
}

static void join(struct watchers *all, int i)
{
	char request[256];
	const struct sockaddr_in at = client_loopback(http_port(all->server));
	struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u32 = (uint32_t)i};
	const int fd = all->fds[i] = socket(AF_INET, SOCK_STREAM, 0);
	const int bytes = snprintf(request, sizeof request,
				   "GET /api/v1/live HTTP/1.1\r\nHost: a\r\n"
				   "Authorization: Bearer %s\r\n\r\n",
				   all->tokens[i / STREAMS_A_SESSION]);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof at) != 0 ||
	    write(fd, request, (size_t)bytes) != bytes ||
	    epoll_ctl(all->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		bench_die("a stream", "cannot join");
}

/* Until every stream has said that so often. */
static void hear(struct watchers *all, const char *what, int64_t times)
{
	struct epoll_event events[EVENTS];
	char text[4096];
	int64_t heard = 0;
	while (heard < times) {
		const int n = epoll_wait(all->epoll, events, EVENTS, 20000);
		if (n <= 0)
			bench_die(what, "was not heard");
		for (int i = 0; i < n; i++) {
			const ssize_t got = recv(all->fds[events[i].data.u32], text,
						 sizeof text - 1, MSG_DONTWAIT);
			if (got <= 0)
				bench_die("a stream", "ended");
			text[got] = '\0';
			if (text[9] == '4' && strncmp(text, "HTTP/1.1 4", 10) == 0)
				bench_die("a stream", text);
			for (const char *at = text; (at = strstr(at, what)); at++)
				heard++;
		}
	}
}

static void open_all(struct watchers *all)
{
	struct begin begin = {.all = all};
	struct http_config config = {.listen = STR("127.0.0.1:0"),
				     .listen_fd = -1,
				     .threads = 1,
				     .session_per_minute = 1000000000,
				     .store = all->world.f.config,
				     .base = all->world.f.c};
	all->epoll = epoll_create1(EPOLL_CLOEXEC);
	fixture_must(store_write(&all->world.f.c, begin_work, &begin), "session_begin");
	fixture_must(job_desk_new(&config.api.jobs, config.base.clock), "job_desk_new");
	fixture_must(http_start(&all->server, &config), "http_start");
}

static void look_on(void *self, int64_t count, struct watch *w)
{
	struct watchers *all = self;
	watch_start(w);
	for (int i = 0; i < count; i++) {
		join(all, i);
		if (i % 64 == 63)
			hear(all, "retry:", 64);
	}
	hear(all, "retry:", count % 64);
	fixture_must(store_write(&all->world.f.c, nothing_new, all), "a commit");
	hear(all, "event: commit", count);
	watch_stop(w);
}

int main(void)
{
	struct watchers *all = calloc(1, sizeof *all);
	struct rlimit files = {0};
	(void)getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &files);
	if (!all || files.rlim_max < 2 * STREAMS + 100)
		bench_die("live", "memory or descriptors for so many streams are missing");
	care_world_open(&all->world, FIXTURE_SQLITE);
	all->world.f.tick_us = 0; /* the clock stands still, so that all threads may ask it */
	open_all(all);
	bench_rss_reset();
	const int64_t before_mib = bench_rss_peak_kib() / 1024;
	bench_run_job(&(struct bench_job){
		.job = arena_printf(all->world.f.c.mem,
				    "live: join and hear of a commit (%lld MiB before)",
				    (long long)before_mib),
		.engine = "sqlite",
		.unit = "stream",
		.reference = "none",
		.ours = look_on,
		.self = all,
		.judged_by = BENCH_BY_CPU,
		.goal = BENCH_TOLD,
		.rss_max_mib = before_mib + STREAMS * STREAM_KIB_MAX / 1024,
		.fixed_cost = true,
		.sizes = {{.count = STREAMS, .runs = 1}},
		.sizes_count = 1});
	if (!http_stop(all->server))
		bench_die("live", "the server does not stop");
	care_world_close(&all->world);
	free(all);
	return 0;
}
