/* The server: small replies, figures, people, files, many connections; beside a bare epoll loop of one thread that answers each
 * request with ready bytes of the same length, and beside nginx with one process (its `return 200`, its static file). All are
 * processes of their own, asked by the same client; CPU time is that of the server's process. */
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
#include <sys/stat.h>
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

/* One process of nginx: /return answers at once, /file is what our own page has. */
static struct server nginx_start(const char *folder, struct str page)
{
	char path[BENCH_PATH_BYTES + 16];
	struct sockaddr_in at = client_loopback(0);
	socklen_t bytes = sizeof at;
	struct server s = {0};
	const int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &bytes) != 0)
		bench_die("nginx", "no port");
	(void)close(fd);
	s.port = ntohs(at.sin_port);
	if (mkdir(folder, 0755) != 0)
		bench_die("nginx", folder);
	(void)snprintf(path, sizeof path, "%s/file", folder);
	FILE *file = fopen(path, "w");
	if (!file || fwrite(page.at, 1, page.bytes, file) != page.bytes || fclose(file) != 0)
		bench_die("nginx", path);
	(void)snprintf(path, sizeof path, "%s/conf", folder);
	file = fopen(path, "w");
	if (!file)
		bench_die("nginx", path);
	(void)fprintf(file,
		      "daemon off; master_process off; pid %s/pid; error_log %s/log;\n"
		      "events { worker_connections 2048; }\n"
		      "http { access_log off; keepalive_requests 1000000000; sendfile on; "
		      "tcp_nopush on;\n"
		      "  open_file_cache max=16;\n"
		      "  server { listen 127.0.0.1:%d; root %s;\n"
		      "    location = /return { default_type application/json; return 200 "
		      "'{\"ok\":true}'; } } }\n",
		      folder, folder, s.port, folder);
	(void)fclose(file);
	const char *const words[] = {"nginx", "-p", folder, "-c", path, NULL};
	if (posix_spawnp(&s.pid, words[0], NULL, NULL, (char *const *)(uintptr_t)words, environ) !=
	    0)
		bench_die("nginx", "is not installed");
	for (int i = 0; i < 100; i++) {
		const int probe = socket(AF_INET, SOCK_STREAM, 0);
		const bool up = connect(probe, (struct sockaddr *)&at, sizeof at) == 0;
		(void)close(probe);
		if (up)
			return s;
		(void)nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	}
	bench_die("nginx", "does not start");
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

/* The body of our first page. */
static struct str page_of(struct arena *mem, int port)
{
	const struct str reply = client_fetch(mem, port, get(mem, "/", NULL));
	const char *body = strstr(reply.at, "\r\n\r\n");
	if (!body)
		bench_die("the console's page", "has no body");
	body += 4;
	return (struct str){body, reply.bytes - (size_t)(body - reply.at)};
}

/* Somebody of the demo's rosters. */
static const char *person_of(struct arena *mem, int port, const char *bearer)
{
	const struct str reply =
		client_fetch(mem, port, get(mem, "/api/v1/people?limit=1", bearer));
	const char *id = strstr(reply.at, "\"id\":\"");
	if (!id)
		bench_die("people", reply.at);
	return arena_printf(mem, "/api/v1/people/%.36s", id + strlen("\"id\":\""));
}

/* ---- jobs ---- */

struct pair {
	struct client_load load;
	struct server ours, bare, nginx;
	const struct server *reference;
	int connections, reference_connections;
	struct str request, reference_request; /* the same again and again */
	struct str asked;                      /* the one of the two whose turn it is */
};

static struct str same_request(void *self, int64_t no)
{
	(void)no;
	return ((struct pair *)self)->asked;
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

static void side(struct pair *p, const struct server *s, int64_t count, struct watch *w)
{
	const int64_t before_ns = cpu_ns(s->pid), so_far_ns = w->cpu_ns;
	p->load.next = same_request;
	p->load.self = p;
	p->load.port = s->port;
	watch_start(w);
	client_run(&p->load, count);
	watch_stop(w);
	w->cpu_ns = so_far_ns + cpu_ns(s->pid) - before_ns;
}
static void ours(void *self, int64_t count, struct watch *w)
{
	struct pair *p = self;
	p->asked = p->request;
	p->load.connections = p->connections;
	side(p, &p->ours, count, w);
}
static void theirs(void *self, int64_t count, struct watch *w)
{
	struct pair *p = self;
	p->asked = p->reference_request;
	p->load.connections = p->reference_connections;
	side(p, p->reference, count, w);
}

enum beside { BESIDE_BARE, BESIDE_NGINX, BESIDE_NGINX_FILE };
struct job {
	const char *name, *target;
	enum beside beside;
	enum bench_time by;
	enum bench_goal goal;
	double target_ratio;
	int64_t count;
};

static void run_job(struct arena *mem, struct pair *p, const struct job *j, const char *bearer)
{
	static const char *const words[] = {[BESIDE_BARE] = "bare epoll loop, the same bytes",
					    [BESIDE_NGINX] = "nginx, return 200",
					    [BESIDE_NGINX_FILE] = "nginx, static file"};
	const bool bare = j->beside == BESIDE_BARE;
	p->request = get(mem, j->target, bearer);
	p->reference_request =
		bare ? p->request : get(mem, j->beside == BESIDE_NGINX ? "/return" : "/file", NULL);
	if (bare)
		p->bare = bare_start(client_fetch(mem, p->ours.port, p->request));
	p->reference = bare ? &p->bare : &p->nginx;
	p->connections = p->reference_connections = 32;
	bench_run_job(&(struct bench_job){.job = j->name,
					  .engine = "sqlite",
					  .unit = "request",
					  .reference = words[j->beside],
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
	p->request = p->reference_request = get(mem, "/healthz", NULL);
	p->reference = &p->ours;
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
	char *folder = arena_printf(mem, "%s-nginx", data);
	p->nginx = nginx_start(folder, page_of(mem, p->ours.port));
	/* clang-format off */
	const struct job jobs[] = {
		{"GET without the database, CPU", "/healthz", BESIDE_BARE, BENCH_BY_CPU, BENCH_TIME_AT_MOST, 1.3, 100000},
		{"GET without the database", "/healthz", BESIDE_NGINX, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.85, 100000},
		{"GET one's session", "/api/v1/session", BESIDE_NGINX, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 20000},
		{"GET a cycle", "/api/v1/cycles/hw-2024", BESIDE_NGINX, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 20000},
		{"GET the region's report", "/api/v1/cycles/hw-2024/report", BESIDE_NGINX, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 20000},
		{"GET a person's page, with its line in the trail", person_of(mem, p->ours.port, bearer), BESIDE_NGINX, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 0.4, 5000},
		{"GET the console's page", "/", BESIDE_NGINX_FILE, BENCH_BY_WALL, BENCH_SPEED_AT_LEAST, 1.2, 50000},
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof jobs / sizeof jobs[0]; i++)
		run_job(mem, p, &jobs[i], bearer);
	crowds(mem, p);
	server_stop(&p->nginx);
	server_stop(&p->ours);
	free(p);
	arena_free(mem);
	return 0;
}
