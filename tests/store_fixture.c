#include "store_fixture.h"

#include <dirent.h>
#include <errno.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void bail_out(const char *what, const char *why)
{
	printf("Bail out! %s: %s\n", what, why);
	(void)fflush(stdout);
	_exit(1);
}

void fixture_must(struct sn_err e, const char *what)
{
	char words[512];
	if (!sn_failed(e))
		return;
	sn_err_words(e, LANG_EN, words, sizeof words);
	bail_out(what, words);
}

static int64_t fixture_now_us(void *self)
{
	struct fixture *f = self;
	return __atomic_fetch_add(&f->at_us, f->tick_us, __ATOMIC_RELAXED);
}
void fixture_set_time(struct fixture *f, int64_t at_us)
{
	__atomic_store_n(&f->at_us, at_us, __ATOMIC_RELAXED);
}

static void fatal(void *self, struct sn_err e)
{
	(void)self;
	fixture_must(e, "the writer's storage");
}

/* ---- the database itself ---- */

static void server_does(const char *sql)
{
	PGconn *conn = PQconnectdb(getenv("SONGNUAN_TEST_PG"));
	if (PQstatus(conn) != CONNECTION_OK)
		bail_out("SONGNUAN_TEST_PG", PQerrorMessage(conn));
	PGresult *r = PQexec(conn, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		bail_out(sql, PQerrorMessage(conn));
	PQclear(r);
	PQfinish(conn);
}

/* The server's URL with another database's name: postgres://user@host:port/NAME */
static void name_database(struct fixture *f)
{
	const char *server = getenv("SONGNUAN_TEST_PG");
	const char *authority = strstr(server, "://");
	const char *slash = authority ? strchr(authority + 3, '/') : NULL;
	if (!slash)
		bail_out("SONGNUAN_TEST_PG", "is to be postgres://user@host:port/database");
	const struct uuid id = uuid_random();
	char name[2 * sizeof id.bytes + 1];
	sodium_bin2hex(name, sizeof name, id.bytes, sizeof id.bytes);
	(void)snprintf(f->url, sizeof f->url, "%.*s/sn_%s", (int)(slash - server), server, name);
}

static void make_place(struct fixture *f)
{
	char sql[128];
	if (f->engine == FIXTURE_PG) {
		name_database(f);
		(void)snprintf(sql, sizeof sql,
			       "CREATE DATABASE %s TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
			       strrchr(f->url, '/') + 1);
		server_does(sql);
		return;
	}
	const char *tmp = getenv("TMPDIR");
	(void)snprintf(f->url, sizeof f->url, "%s/songnuan-test-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(f->url))
		bail_out(f->url, strerrorname_np(errno));
}

static void remove_place(struct fixture *f)
{
	char sql[128];
	if (f->engine == FIXTURE_PG) {
		(void)snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)",
			       strrchr(f->url, '/') + 1);
		server_does(sql);
		return;
	}
	DIR *dir = opendir(f->url);
	for (struct dirent *d; dir && (d = readdir(dir));) {
		char path[sizeof f->url + sizeof d->d_name];
		(void)snprintf(path, sizeof path, "%s/%s", f->url, d->d_name);
		(void)unlink(path);
	}
	if (dir)
		(void)closedir(dir);
	(void)rmdir(f->url);
}

/* ---- the fixture ---- */

void fixture_create(struct fixture *f, enum fixture_engine engine,
		    const struct store_domain *const *domains, size_t domains_count)
{
	fixture_create_empty(f, engine, domains, domains_count);
	fixture_must(store_create(&f->config), "store_create");
}

void fixture_create_empty(struct fixture *f, enum fixture_engine engine,
			  const struct store_domain *const *domains, size_t domains_count)
{
	*f = (struct fixture){.engine = engine, .at_us = FIXTURE_AT_US};
	if (sodium_init() < 0)
		bail_out("libsodium", "does not start");
	make_place(f);
	f->config = (struct store_config){.url = str_of(f->url),
					  .domains = domains,
					  .domains_count = domains_count,
					  .clock = {fixture_now_us, f}};
	f->c = (struct ctx){
		.mem = arena_new(SIZE_MAX / 2), .clock = f->config.clock, .ids = &f->ids};
	f->writer_config =
		(struct writer_config){.store = f->config, .holder = "test", .fatal = fatal};
}

void fixture_start(struct fixture *f)
{
	fixture_must(writer_start(&f->writer, &f->writer_config), "writer_start");
	fixture_must(store_open(&f->c.store, &f->config), "store_open");
	f->c.writer = f->writer;
}

void fixture_stop(struct fixture *f)
{
	writer_stop(f->writer);
	store_close(f->c.store);
	f->writer = f->c.writer = NULL;
	f->c.store = NULL;
}

void fixture_open(struct fixture *f, enum fixture_engine engine,
		  const struct store_domain *const *domains, size_t domains_count)
{
	fixture_create(f, engine, domains, domains_count);
	fixture_start(f);
}

void fixture_close(struct fixture *f)
{
	fixture_stop(f);
	arena_free(f->c.mem);
	remove_place(f);
}
