#ifndef SN_TESTS_STORE_FIXTURE_H
#define SN_TESTS_STORE_FIXTURE_H
/* store_fixture: a real database for a test, made fresh and thrown away: a temporary directory for SQLite, a
 * database of its own on the server named by SONGNUAN_TEST_PG (tools/with-postgres.sh) for PostgreSQL.
 *
 *   shape   f.c is a request's world: reads go through f.c.store, writes through store_write(&f.c, …).  f.c.mem
 *           lives as long as the fixture.  Time stands still until fixture_set_time().
 *   errors  what the test cannot do without ends it: "Bail out!" and why.
 *   start   static const struct store_domain *const domains[] = {&org_domain, &ledger_domain};
 *           FOR_EACH_ENGINE(engine) {
 *                   struct fixture f;
 *                   fixture_open(&f, engine, domains, 2);
 *                   …
 *                   fixture_close(&f);
 *           } */
#include "store/writer.h"
#include "tap.h"

#include <stdlib.h>

enum fixture_engine { FIXTURE_SQLITE, FIXTURE_PG };

struct fixture {
	enum fixture_engine engine;
	char url[256]; /* a directory or postgres://… */
	struct store_config config;
	struct writer_config writer_config;
	int64_t at_us; /* the clock: fixture_set_time() */
	int64_t tick_us; /* how far it goes on at each reading: 0, unless a test wants a clock that runs */
	struct uuid_maker ids;
	struct writer *writer;
	struct ctx c;
};

/* 2024-10-26 09:30 in China */
#define FIXTURE_AT_US INT64_C(1729906200000000)

/* A database with the domains' newest schema, a reader and a running writer. */
void fixture_open(struct fixture *f, enum fixture_engine engine,
		  const struct store_domain *const *domains, size_t domains_count);
void fixture_close(struct fixture *f);

/* The same in parts, for a test that hands hooks (a log) or keys to the writer: create, then change
 * f->writer_config and f->c, then start. fixture_close() stops what was started. */
void fixture_create(struct fixture *f, enum fixture_engine engine,
		    const struct store_domain *const *domains, size_t domains_count);
/* The place without a database in it: for a restore. */
void fixture_create_empty(struct fixture *f, enum fixture_engine engine,
			  const struct store_domain *const *domains, size_t domains_count);
void fixture_start(struct fixture *f);
/* Stops the writer and closes the reader; fixture_start() goes on with the same database. */
void fixture_stop(struct fixture *f);

void fixture_set_time(struct fixture *f, int64_t at_us);

/* Ends the test when the error is one. */
void fixture_must(struct sn_err e, const char *what);

static inline int fixture_has(enum fixture_engine engine)
{
	if (engine == FIXTURE_SQLITE || getenv("SONGNUAN_TEST_PG"))
		return 1;
	printf("ok %d # skip PostgreSQL: no server, run under tools/with-postgres.sh\n",
	       ++tap_count);
	return 0;
}
#define FOR_EACH_ENGINE(engine)                                                                    \
	for (enum fixture_engine engine = FIXTURE_SQLITE; engine <= FIXTURE_PG;                    \
	     engine = (enum fixture_engine)(engine + 1))                                           \
		if (fixture_has(engine))
#endif
