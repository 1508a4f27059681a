#ifndef SN_BENCH_RAW_H
#define SN_BENCH_RAW_H
/* raw: the bare client library of an engine, as somebody without us would use it: the reference of a job.
 *
 *   shape   one connection to the fixture's database, with the same durability as the store's (WAL, synchronous=FULL;
 *           PostgreSQL as its server is set).  Statements keep their texts and parameters from the caller's table.
 *           On PostgreSQL raw_run() only sends (pipeline mode); raw_commit() and raw_sync() wait for all answers.
 *   errors  end the program.
 *   start   raw_open(), raw_prepare(), raw_begin(), raw_run() …, raw_commit(), raw_close(). */
#include "store_fixture.h"

struct raw;
struct raw_statement;

struct raw *raw_open(const struct fixture *f);
void raw_close(struct raw *r);
void raw_script(struct raw *r, const char *sql);
/* The statement lives as long as the connection. */
struct raw_statement *raw_prepare(struct raw *r, const struct sn_statement *which);

void raw_begin(struct raw *r);
void raw_commit(struct raw *r);
void raw_run(struct raw *r, struct raw_statement *s, const struct param *params);
/* PostgreSQL: reads what waits. SQLite: nothing. */
void raw_sync(struct raw *r);

/* Runs a query, walks its rows and adds up every column of whole numbers, so that each is really read. */
int64_t raw_read(struct raw *r, const char *sql, int64_t *sum);
#endif
