#ifndef SN_BENCH_WORLD_H
#define SN_BENCH_WORLD_H
/* world: a whole Songnuan database for a bench: every domain, the log, keys, a clock that runs, and a region.
 *
 *   shape   The region is 1 + 12 + 117 unions as Inner Mongolia's, and below the 117 counties as many grassroots
 *           unions as are asked for.  Codes are a letter and a number of seven digits from 0 (R0000000, L0000011, C…,
 *           G…); all names begin with 模拟.
 *   start   world_open(), world_region(), world_close(). */
#include "bench.h"
#include "org/org.h"
#include "raw.h"
#include "tlog/tlog.h"

enum { WORLD_LEAGUES = 12, WORLD_COUNTIES = 117 };

struct world {
	struct fixture f; /* f.c is the ctx */
	struct tlog *tlog;
	struct keyring *keys;
	struct store_seals *seals;
	struct store_group_hook hooks[2];
};
void world_open(struct world *w, enum fixture_engine engine);
void world_close(struct world *w);
/* unions: how many grassroots unions. The tables' statistics are as a used database has them (ANALYZE). */
void world_region(struct world *w, int64_t unions);
/* The union with this code. */
struct org world_org(struct world *w, const char *code);

static inline const char *world_engine(enum fixture_engine engine)
{
	return engine == FIXTURE_PG ? "postgres" : "sqlite";
}
/* SQLite works in this process; PostgreSQL's work is not in our CPU time. */
static inline enum bench_time world_judged_by(enum fixture_engine engine)
{
	return engine == FIXTURE_PG ? BENCH_BY_WALL : BENCH_BY_CPU;
}
#endif
