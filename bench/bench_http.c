/* The server: small replies, figures, people, files, many connections; beside a bare epoll loop of one thread that answers each
 * request with ready bytes of the same length. Both are processes of their own, asked by the same client; CPU time is that of the
 * server's process. */
#include "base/arena.h"
#include "base/str.h"
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256 };
#define PASSWORD "orange-coat-warm-hands" /* of `serve --demo` */

extern char **environ;

/* ---- the reference: ready bytes ---- */

static void bare_read(int epoll, int fd, struct str reply)
{
	char request[4096];
	const ssize_t n = read(fd, request, sizeof request);
	size_t sent = 0;
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			(void)close(fd);
		return;
	}
	(void)epoll;
	while (sent < reply.bytes) {
		const ssize_t w = send(fd, reply.at + sent, reply.bytes - sent, MSG_NOSIGNAL);
		if (w < 0 && errno == EAGAIN)
			continue; /* a large one: its reader is at it */
		if (w <= 0)
			return;
		sent += (size_t)w;
	}
}

static void bare_loop(int listening, struct str reply)
{
	struct epoll_event events[EVENTS], event = {.events = EPOLLIN, .data.fd = listening};
	const int epoll = epoll_create1(0), on = 1;
	(void)epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
	for (;;) {
		const int n = epoll_wait(epoll, events, EVENTS, -1);
		for (int i = 0; i < n; i++) {
			const int fd = events[i].data.fd;
			if (fd != listening) {
				bare_read(epoll, fd, reply);
				continue;
			}
			event.data.fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
			(void)setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
			(void)epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
		}
	}
}

struct server {
	pid_t pid;
	int port;
};

static struct server bare_start(struct str reply)
{
	struct sockaddr_in at = client_loopback(0);
	socklen_t bytes = sizeof at;
	struct server s = {0};
	const int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 1024) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &bytes) != 0)
		bench_die("bare server", "no port");
	s.port = ntohs(at.sin_port);
	s.pid = fork();
	if (s.pid == 0)
		bare_loop(fd, reply);
	(void)close(fd);
	return s;
}

static void server_stop(struct server *s)
{
	if (s->pid > 0) {
		(void)kill(s->pid, SIGTERM);
		(void)waitpid(s->pid, NULL, 0);
	}
	s->pid = 0;
}

/* ---- ours ---- */

static void run_program(const char *const *words)
{
	pid_t pid;
	int status = 0;
	posix_spawn_file_actions_t files;
	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, words[0], &files, NULL, (char *const *)(uintptr_t)words, environ) !=
		    0 ||
	    waitpid(pid, &status, 0) != pid || status != 0)
		bench_die(words[0], words[1]);
	(void)posix_spawn_file_actions_destroy(&files);
}

static struct server ours_start(const char *program, const char *data)
{
	const char *const words[] = {program, "serve",    "--demo",      "--data",
				     data,    "--listen", "127.0.0.1:0", "--threads",
				     "1",     "--rate",   "1000000000",  NULL};
	char line[256] = "";
	int pipes[2];
	struct server s = {0};
	posix_spawn_file_actions_t files;
	(void)posix_spawn_file_actions_init(&files);
	if (pipe(pipes) != 0)
		bench_die("serve", "no pipe");
	(void)posix_spawn_file_actions_adddup2(&files, pipes[1], STDOUT_FILENO);
	(void)posix_spawn_file_actions_addclose(&files, pipes[0]);
	(void)posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&s.pid, program, &files, NULL, (char *const *)(uintptr_t)words, environ) !=
	    0)
		bench_die("serve", program);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)close(pipes[1]);
	FILE *out = fdopen(pipes[0], "r");
	const char *said = out ? fgets(line, sizeof line, out) : NULL;
	const char *port = said ? strrchr(said, ':') : NULL;
	int64_t number = 0;
	if (!port || !str_to_int((struct str){port + 1, strcspn(port + 1, "\n")}, &number))
		bench_die("serve", "did not say its port");
	s.port = (int)number;
	return s; /* the pipe stays: who writes into a closed one gets a signal */
}

static const char *token(struct arena *mem, int port, const char *login)
{
	const char *body =
		arena_printf(mem, "{\"login\":\"%s\",\"password\":\"" PASSWORD "\"}", login);
	const struct str reply = client_fetch(
		mem, port,
		str_of(arena_printf(mem,
				    "POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: "
				    "application/json\r\nContent-Length: %zu\r\n\r\n%s",
				    strlen(body), body)));
	const char *at = strstr(reply.at, "__Host-sid=");
	if (!at)
		bench_die("sign in", reply.at);
	at += strlen("__Host-sid=");
	return arena_printf(mem, "%.*s", (int)strcspn(at, ";"), at);
}

static struct str get(struct arena *mem, const char *target, const char *bearer)
{
	return str_of(arena_printf(mem, "GET %s HTTP/1.1\r\nHost: a\r\n%s%s%s\r\n", target,
				   bearer ? "Authorization: Bearer " : "", bearer ? bearer : "",
				   bearer ? "\r\n" : ""));
}

/* ---- jobs ---- */

struct pair {
	struct client_load load;
	struct server ours, bare;
	int connections, reference_connections;
	struct str request; /* the same again and again */
};

static struct str same_request(void *self, int64_t no)
{
	(void)no;
	return ((struct pair *)self)->request;
}

/* CPU time of another process. */
static int64_t cpu_ns(pid_t pid)
{
	clockid_t clock;
	struct timespec t = {0};
	if (clock_getcpuclockid(pid, &clock) == 0)
		(void)clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void side(struct pair *p, const struct server *s, int connections, int64_t count,
		 struct watch *w)
{
	const int64_t before_ns = cpu_ns(s->pid), so_far_ns = w->cpu_ns;
	p->load.next = same_request;
	p->load.self = p;
	p->load.port = s->port;
	p->load.connections = connections;
	watch_start(w);
	client_run(&p->load, count);
	watch_stop(w);
	w->cpu_ns = so_far_ns + cpu_ns(s->pid) - before_ns;
}
static void ours(void *self, int64_t count, struct watch *w)
{
	struct pair *p = self;
	side(p, &p->ours, p->connections, count, w);
}
static void theirs(void *self, int64_t count, struct watch *w)
{
	struct pair *p = self;
	side(p, p->bare.pid ? &p->bare : &p->ours, p->reference_connections, count, w);
}

struct job {
	const char *name, *target;
	int connections;
	enum bench_time by;
	enum bench_goal goal;
	double target_ratio;
	int64_t count;
};

static void beside_bare(struct arena *mem, struct pair *p, const struct job *j, const char *bearer)
{
	p->request = get(mem, j->target, bearer);
	const struct str reply = client_fetch(mem, p->ours.port, p->request);
	p->bare = bare_start(reply);
	p->connections = p->reference_connections = j->connections;
	bench_run_job(&(struct bench_job){.job = j->name,
					  .engine = "sqlite",
					  .unit = "request",
					  .reference = "bare epoll loop, the same bytes",
					  .ours = ours,
					  .theirs = theirs,
					  .self = p,
					  .judged_by = j->by,
					  .goal = j->goal,
					  .target = j->target_ratio,
					  .fixed_cost = true,
					  .sizes = {{.count = j->count}},
					  .sizes_count = 1});
	server_stop(&p->bare);
}

/* Many connections must not be slower than fewer: libmicrohttpd's own loop stalls at multiples of 128. */
static void crowds(struct arena *mem, struct pair *p)
{
	static const int crowd[] = {128, 256, 384};
	p->request = get(mem, "/healthz", NULL);
	p->reference_connections = 127;
	for (size_t i = 0; i < sizeof crowd / sizeof crowd[0]; i++) {
		p->connections = crowd[i];
		bench_run_job(&(struct bench_job){
			.job = arena_printf(mem, "GET, %d connections", crowd[i]),
			.engine = "sqlite",
			.unit = "request",
			.reference = "the same server at 127",
			.ours = ours,
			.theirs = theirs,
			.self = p,
			.judged_by = BENCH_BY_WALL,
			.goal = BENCH_SPEED_AT_LEAST,
			.target = 0.7,
			.fixed_cost = true,
			.sizes = {{.count = 20000}},
			.sizes_count = 1});
	}
}

int main(void)
{
	const char *program = getenv("SONGNUAN");
	char data[BENCH_PATH_BYTES];
	struct arena *mem = arena_new((size_t)256 << 20);
	struct pair *p = calloc(1, sizeof *p);
	struct rlimit files = {0};
	if (!program || !mem || !p)
		bench_die("http", "SONGNUAN names the program");
	(void)getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &files);
	bench_path("http", data);
	run_program((const char *const[]){program, "demo", "--data", data, NULL});
	p->ours = ours_start(program, data);
	const char *bearer = token(mem, p->ours.port, "r-maker");
	/* clang-format off */
	const struct job jobs[] = {
		{"GET without the database, CPU", "/healthz", 32, BENCH_BY_CPU, BENCH_TIME_AT_MOST, 1.3, 100000},
		{"GET without the database, 32 connections", "/healthz", 32, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.85, 100000},
		{"GET one's session", "/api/v1/session", 32, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 20000},
		{"GET a cycle", "/api/v1/cycles/hw-2024", 32, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 20000},
		{"GET the region's report", "/api/v1/cycles/hw-2024/report", 32, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 5000},
		{"GET the console's page", "/", 32, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.85, 50000},
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof jobs / sizeof jobs[0]; i++)
		beside_bare(mem, p, &jobs[i], bearer);
	crowds(mem, p);
	server_stop(&p->ours);
	free(p);
	arena_free(mem);
	return 0;
}
