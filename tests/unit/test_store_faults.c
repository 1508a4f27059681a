/* What the world does to a store: power, disks, limits, stopped processes, lost connections.
 *   SONGNUAN_KILLS   how many processes are killed (make torture: 300)
 * Source: trust.md R1, R4, R5. */
#include "store_fixture.h"
#include "testdb/testdb_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct store_domain *const domains[] = {&testdb_domain};
static atomic_bool syncs_fail, fatal_called;

/* SQLite's syncs come through here: the disk that fails them on demand. */
int fdatasync(int fd)
{
	if (!atomic_load(&syncs_fail))
		return (int)syscall(SYS_fdatasync, fd);
	errno = EIO;
	return -1;
}
int fsync(int fd)
{
	return fdatasync(fd);
}

static struct sn_err add_fact(struct ctx *c, void *arg)
{
	const struct uuid *id = arg;
	return store_run(c->store, &testdb_sql_fact_add, PARAMS(p_uuid(*id), p_text(STR("fact"))),
			 NULL);
}

static int64_t found(struct fixture *f, struct uuid id)
{
	int64_t n = 0;
	struct rows *r = store_query(f->c.store, &testdb_sql_facts, NO_PARAMS);
	while (store_next(r))
		n += uuid_eq(store_uuid(r, "id"), id);
	fixture_must(store_done(r), "facts");
	return n;
}

static void nap_ms(long ms)
{
	const struct timespec nap = {.tv_nsec = ms * 1000000};
	(void)nanosleep(&nap, NULL);
}

/* ---- kill -9 ---- */

enum { KILLS = 50, ACKED_MAX = 1000000 };

static void write_until_killed(struct fixture *f, int out)
{
	fixture_start(f);
	for (;;) {
		struct uuid id = uuid_random();
		if (sn_failed(store_write(&f->c, add_fact, &id)) ||
		    write(out, &id, sizeof id) != (ssize_t)sizeof id)
			_exit(1);
	}
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct uuid));
}

static void kills(int times)
{
	struct fixture f;
	struct uuid *acked = calloc(ACKED_MAX, sizeof *acked);
	size_t n = 0, there = 0;
	int began = 0;
	fixture_create(&f, FIXTURE_SQLITE, domains, 1);
	for (int i = 0; i < times; i++) {
		int ends[2];
		if (pipe(ends) != 0)
			break;
		const pid_t child = fork();
		if (child == 0)
			write_until_killed(&f, ends[1]);
		(void)close(ends[1]);
		/* at least one acknowledgement, then a few moments */
		if (read(ends[0], &acked[n], sizeof *acked) == (ssize_t)sizeof *acked) {
			began++;
			n++;
		}
		nap_ms(i % 7);
		(void)kill(child, SIGKILL);
		(void)waitpid(child, NULL, 0);
		while (n < ACKED_MAX &&
		       read(ends[0], &acked[n], sizeof *acked) == (ssize_t)sizeof *acked)
			n++;
		(void)close(ends[0]);
	}
	fixture_start(&f);
	qsort(acked, n, sizeof *acked, compare_ids);
	struct rows *r = store_query(f.c.store, &testdb_sql_facts, NO_PARAMS);
	while (store_next(r)) {
		const struct uuid id = store_uuid(r, "id");
		there += bsearch(&id, acked, n, sizeof *acked, compare_ids) != NULL;
	}
	fixture_must(store_done(r), "facts");
	printf("# %d kills: %zu acknowledged\n", times, n);
	EQ_I64(began, times,
	       "each writer was killed after an acknowledgement, the next one began at once");
	EQ_I64((int64_t)there, (int64_t)n, "nothing acknowledged is lost or doubled");
	fixture_close(&f);
	free(acked);
}

/* ---- a full disk ---- */

/* Writes until it is refused; the id of what was refused. */
static struct uuid write_until_refused(struct fixture *f, int *written, struct sn_err *why)
{
	struct uuid id = uuid_random();
	*written = 0;
	while (*written < 10000 && !sn_failed(*why = store_write(&f->c, add_fact, &id))) {
		++*written;
		id = uuid_random();
	}
	return id;
}

static void file_size_limit(void)
{
	struct fixture f;
	struct rlimit before, tight;
	struct sn_err e = SN_SUCCESS;
	struct stat st;
	char wal[300];
	int written = 0;
	fixture_open(&f, FIXTURE_SQLITE, domains, 1);
	(void)snprintf(wal, sizeof wal, "%s/songnuan.db-wal", f.url);
	(void)getrlimit(RLIMIT_FSIZE, &before);
	OK(stat(wal, &st) == 0, "there is a log to fill");
	tight = before;
	tight.rlim_cur = (rlim_t)st.st_size + 100000;
	(void)setrlimit(RLIMIT_FSIZE, &tight);
	struct uuid id = write_until_refused(&f, &written, &e);
	EQ_STR(sn_reason_word(e.reason), "store_full", "a limit of file sizes refuses clearly");
	OK(written > 0 && found(&f, id) == 0, "the refused row is not there; reads are served");
	id = uuid_random();
	EQ_STR(sn_reason_word(store_write(&f.c, add_fact, &id).reason), "store_full",
	       "as long as it is full");
	(void)setrlimit(RLIMIT_FSIZE, &before);
	OK(!sn_failed(store_write(&f.c, add_fact, &id)) && found(&f, id) == 1,
	   "with space again it goes on without a restart");
	fixture_close(&f);
}

static void say(const char *path, const char *text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		(void)!write(fd, text, strlen(text));
		(void)close(fd);
	}
}

/* A disk of a few megabytes that only this process sees: in a mount namespace of its own, so that nothing is left
 * behind however it ends. An ordinary user needs a user namespace for it, which some machines forbid. */
static bool small_disk(const char *dir)
{
	const uid_t uid = getuid();
	const gid_t gid = getgid();
	if (unshare(CLONE_NEWNS) != 0) {
		char map[64];
		if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
			return false;
		say("/proc/self/setgroups", "deny");
		(void)snprintf(map, sizeof map, "0 %u 1", gid);
		say("/proc/self/gid_map", map);
		(void)snprintf(map, sizeof map, "0 %u 1", uid);
		say("/proc/self/uid_map", map);
	}
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("tmpfs", dir, "tmpfs", 0, "size=4m") == 0;
}

/* Something else that fills the disk but for a little. */
static void fill_disk(const char *path)
{
	enum { LITTLE = 200000 };
	static const char block[4096];
	struct stat st = {.st_size = 0};
	const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	while (write(fd, block, sizeof block) == (ssize_t)sizeof block)
		;
	if (fstat(fd, &st) == 0)
		(void)!ftruncate(fd, st.st_size - LITTLE);
	(void)close(fd);
}

static void full_disk_with(const char *dir, int round)
{
	struct fixture f;
	struct sn_err e = SN_SUCCESS;
	char ballast[100];
	int written = 0;
	(void)snprintf(ballast, sizeof ballast, "%s/ballast", dir);
	fixture_open(&f, FIXTURE_SQLITE, domains, 1);
	for (int i = 0; i < round; i++) {
		fill_disk(ballast);
		struct uuid id = write_until_refused(&f, &written, &e);
		EQ_STR(sn_reason_word(e.reason), "store_full", "a full disk refuses clearly");
		OK(written > 0 && found(&f, id) == 0, "nothing of it is there; reads are served");
		EQ_STR(sn_reason_word(store_write(&f.c, add_fact, &id).reason), "store_full",
		       "as long as it is full");
		(void)unlink(ballast);
		OK(!sn_failed(store_write(&f.c, add_fact, &id)) && found(&f, id) == 1,
		   "with space again it goes on without a restart");
	}
	fixture_stop(&f);
	fixture_start(&f);
	struct uuid id = uuid_random();
	OK(!sn_failed(store_write(&f.c, add_fact, &id)), "and opens again");
	fixture_close(&f);
}

static void full_disk(void)
{
	char dir[] = "/tmp/songnuan-disk-XXXXXX";
	const char *tmp = getenv("TMPDIR");
	if (!mkdtemp(dir))
		fixture_must(SN_FAIL(STORE_IO), "a place for a small disk");
	if (small_disk(dir)) {
		char before[256];
		(void)snprintf(before, sizeof before, "%s", tmp ? tmp : "");
		(void)setenv("TMPDIR", dir, 1);
		full_disk_with(dir, 3);
		(void)(tmp ? setenv("TMPDIR", before, 1) : unsetenv("TMPDIR"));
		(void)umount2(dir, MNT_DETACH);
	} else {
		printf("ok %d # skip a full disk: this user may not mount one\n", ++tap_count);
	}
	(void)rmdir(dir);
}

/* ---- an I/O error at COMMIT ---- */

static void note_fatal(void *self, struct sn_err e)
{
	(void)self;
	atomic_store(&fatal_called, e.reason == SN_R_STORE_IO);
}

static void failing_sync(void)
{
	struct fixture f;
	struct uuid id = uuid_random();
	fixture_create(&f, FIXTURE_SQLITE, domains, 1);
	f.writer_config.fatal = note_fatal;
	fixture_start(&f);
	atomic_store(&syncs_fail, true);
	EQ_STR(sn_reason_word(store_write(&f.c, add_fact, &id).reason), "store_unknown",
	       "after an I/O error at COMMIT the outcome is unknown");
	OK(atomic_load(&fatal_called), "and the process is told to end");
	atomic_store(&syncs_fail, false);
	struct uuid other = uuid_random();
	EQ_STR(sn_reason_word(store_write(&f.c, add_fact, &other).reason), "store_io",
	       "this writer writes no more");
	fixture_stop(&f);
	fixture_start(&f);
	const struct sn_err e = store_write(&f.c, add_fact, &id);
	OK(!sn_failed(e) || e.reason == SN_R_STORE_UNIQUE, "the same id sent again");
	EQ_I64(found(&f, id), 1, "is there exactly once");
	fixture_close(&f);
}

/* ---- a stopped writer that was replaced ---- */

static void write_when_told(struct fixture *f, int in, int out)
{
	struct uuid id;
	fixture_start(f);
	while (read(in, &id, sizeof id) == (ssize_t)sizeof id) {
		const struct sn_err e = store_write(&f->c, add_fact, &id);
		if (write(out, &e.reason, sizeof e.reason) < 0)
			break;
	}
	_exit(0);
}

static enum sn_reason tell(int in, int out, struct uuid id)
{
	enum sn_reason reason = SN_R_NONE;
	if (write(in, &id, sizeof id) < 0 || read(out, &reason, sizeof reason) < 0)
		return SN_R_STORE_IO;
	return reason;
}

static void stopped(enum fixture_engine engine)
{
	struct fixture f;
	int in[2], out[2];
	const struct uuid first = uuid_random(), late = uuid_random();
	fixture_create(&f, engine, domains, 1);
	f.config.clock = f.writer_config.store.clock = clock_system();
	f.writer_config.lease_us = 300000;
	f.writer_config.wait_us = 20 * INT64_C(1000000);
	if (pipe(in) != 0 || pipe(out) != 0)
		return;
	const pid_t child = fork();
	if (child == 0)
		write_when_told(&f, in[0], out[1]);
	EQ_I64(tell(in[1], out[0], first), SN_R_NONE, "the first writes");
	(void)kill(child, SIGSTOP);
	fixture_start(&f);
	struct uuid second = uuid_random();
	OK(!sn_failed(store_write(&f.c, add_fact, &second)), "it is stopped; a second takes over");
	(void)kill(child, SIGCONT);
	EQ_STR(sn_reason_word(tell(in[1], out[0], late)), "store_fenced",
	       "gone on, the first is fenced off");
	OK(!sn_failed(store_write(&f.c, add_fact, (void *)(uintptr_t)&late)) &&
		   found(&f, late) == 1,
	   "its row is written by the second, once");
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
	fixture_close(&f);
}

/* ---- a lost connection ---- */

/* Waits until they are gone, and so until their farewell has come. */
static void end_backends(const struct fixture *f)
{
	PGconn *conn = PQconnectdb(f->url);
	PGresult *r =
		PQexec(conn, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
			     " WHERE datname = current_database() AND pid <> pg_backend_pid()");
	PQclear(r);
	PQfinish(conn);
}

static struct sn_err work_that_loses_the_server(struct ctx *c, void *arg)
{
	struct uuid before = new_id(c), after = new_id(c);
	SN_TRY(add_fact(c, &before));
	end_backends(arg);
	return add_fact(c, &after);
}

static void lost_connection(void)
{
	struct fixture f;
	struct uuid id = uuid_random();
	fixture_open(&f, FIXTURE_PG, domains, 1);
	EQ_STR(sn_reason_word(store_write(&f.c, work_that_loses_the_server, &f).reason),
	       "store_down", "a connection lost inside a work: nothing happened");
	OK(!sn_failed(store_write(&f.c, add_fact, &id)), "the next write connects anew");
	EQ_I64(found(&f, id), 1, "as does the next read");
	end_backends(&f);
	id = uuid_random();
	OK(!sn_failed(store_write(&f.c, add_fact, &id)), "lost while idle it is not even noticed");
	fixture_close(&f);
}

/* ---- a connection lost during COMMIT ---- */

/* Stands between the writer and the server. Once told, it lets one COMMIT pass to the server, waits for the answer
 * and hangs up instead of handing it on. */
struct cutter {
	int listening;
	atomic_bool armed, cut;
	char port[8], server_port[8];
	pthread_t thread;
};

static int connect_to(const char *port)
{
	const struct sockaddr_in at = {.sin_family = AF_INET,
				       .sin_port = htons((uint16_t)strtol(port, NULL, 10)),
				       .sin_addr = {htonl(INADDR_LOOPBACK)}};
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&at, sizeof at) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

/* False: one side has hung up, or the answer to a COMMIT came and is kept. */
static bool pass_on(struct cutter *t, int from, int to, bool from_client, bool *committing)
{
	char bytes[65536];
	const ssize_t n = read(from, bytes, sizeof bytes);
	if (n <= 0 || (!from_client && *committing))
		return false;
	if (from_client && atomic_load(&t->armed) && memmem(bytes, (size_t)n, "COMMIT", 7))
		*committing = true;
	return write(to, bytes, (size_t)n) == n;
}

static void serve(struct cutter *t, int client)
{
	const int server = connect_to(t->server_port);
	struct pollfd ends[] = {{.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};
	bool more = server >= 0, committing = false;
	while (more && poll(ends, 2, -1) > 0) {
		if (ends[0].revents)
			more = pass_on(t, client, server, true, &committing);
		if (more && ends[1].revents)
			more = pass_on(t, server, client, false, &committing);
	}
	if (committing) {
		atomic_store(&t->armed, false);
		atomic_store(&t->cut, true);
	}
	(void)close(server);
	(void)close(client);
}

static void *cutter_main(void *arg)
{
	struct cutter *t = arg;
	for (int client; (client = accept(t->listening, NULL, NULL)) >= 0;)
		serve(t, client);
	return NULL;
}

/* The writer's URL leads through the cutter. */
static void cutter_start(struct cutter *t, const struct fixture *f, char *url, size_t url_bytes)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t bytes = sizeof at;
	const char *host = strrchr(f->url, '@'), *name = strrchr(f->url, '/');
	const char *colon = host ? strchr(host, ':') : NULL;
	*t = (struct cutter){.listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	if (!colon || bind(t->listening, (struct sockaddr *)&at, bytes) != 0 ||
	    listen(t->listening, 4) != 0 ||
	    getsockname(t->listening, (struct sockaddr *)&at, &bytes) != 0)
		fixture_must(SN_FAIL(STORE_DOWN), "a place between writer and server");
	(void)snprintf(t->server_port, sizeof t->server_port, "%.*s", (int)(name - colon - 1),
		       colon + 1);
	(void)snprintf(t->port, sizeof t->port, "%d", ntohs(at.sin_port));
	(void)snprintf(url, url_bytes, "%.*s:%s%s", (int)(colon - f->url), f->url, t->port, name);
	(void)pthread_create(&t->thread, NULL, cutter_main, t);
}

static void cutter_stop(struct cutter *t)
{
	(void)shutdown(t->listening, SHUT_RDWR);
	(void)pthread_join(t->thread, NULL);
	(void)close(t->listening);
}

static void lost_during_commit(void)
{
	struct fixture f;
	struct cutter cutter;
	char url[300];
	struct uuid id = uuid_random();
	fixture_create(&f, FIXTURE_PG, domains, 1);
	cutter_start(&cutter, &f, url, sizeof url);
	f.writer_config.store.url = str_of(url);
	fixture_start(&f);
	struct uuid before = uuid_random();
	OK(!sn_failed(store_write(&f.c, add_fact, &before)), "a write through the way that is cut");
	atomic_store(&cutter.armed, true);
	EQ_STR(sn_reason_word(store_write(&f.c, add_fact, &id).reason), "store_unknown",
	       "a connection lost during COMMIT: the outcome is unknown");
	OK(atomic_load(&cutter.cut), "the server had done it and its answer was lost");
	EQ_I64(found(&f, id), 1, "the row is there");
	EQ_STR(sn_reason_word(store_write(&f.c, add_fact, &id).reason), "store_unique",
	       "the same id sent again is told so, by a connection made anew");
	EQ_I64(found(&f, id), 1, "and stands there exactly once");
	struct uuid after = uuid_random();
	OK(!sn_failed(store_write(&f.c, add_fact, &after)), "the writer goes on");
	fixture_close(&f); /* its writer hangs up, so the cutter comes back to where it listens */
	cutter_stop(&cutter);
}

int main(void)
{
	const char *text = getenv("SONGNUAN_KILLS");
	kills(text && *text ? (int)strtol(text, NULL, 10) : KILLS);
	file_size_limit();
	full_disk();
	failing_sync();
	FOR_EACH_ENGINE(engine)
	{
		stopped(engine);
		if (engine == FIXTURE_PG) {
			lost_connection();
			lost_during_commit();
		}
	}
	return tap_done();
}
