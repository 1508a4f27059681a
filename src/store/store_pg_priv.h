#ifndef SN_STORE_STORE_PG_PRIV_H
#define SN_STORE_STORE_PG_PRIV_H
/* store_pg_priv: what the files of the PostgreSQL engine share: libpq, binary values, always in pipeline mode.
 *
 *   shapes  A round trip is: what was put off (BEGIN, SAVEPOINT, RELEASE, PREPARE), the command in all its sets, and a
 *           sync.  So a request's savepoints cost no round trips of their own.  After an error the server skips
 *           everything up to the sync; `sync_due` says that one is to be read before the next round.
 *   files   store_pg_round.c: errors, the connection, rounds.  store_pg.c: statements, rows, transactions, the engine.
 *           store_pg_copy.c: tables taken in whole, for a restored backup.
 *   start   store_pg_start_round(), store_pg_command(). */
#include "base/limits.h"
#include "store/store_priv.h"

#include <libpq-fe.h>

/* Object ids of the types we use (pg_type.dat; they never change). */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };
enum { OID_UUID = 2950 };

enum { PUT_OFF_MAX = 64 };

struct prepared {
	const struct sn_statement *which;
	char name[16];
	int connection_no; /* of the connection that it is prepared on */
	size_t columns_count;
	const char **columns; /* NULL before the first result */
};

struct pg_store {
	struct store base;
	enum store_use use;
	PGconn *conn;
	int connection_no; /* raised by each reconnection: prepared statements are gone then */
	bool begun;        /* the server has the BEGIN */
	bool sync_due;     /* a sync was sent and not read yet */
	const char *put_off[PUT_OFF_MAX]; /* sent before the next command */
	size_t put_off_count;
	struct store_cache cache;
	/* the running query */
	PGresult *result;
	int row;
	size_t sets_sent;
};

static inline struct pg_store *store_pg_of(struct store *s)
{
	return (struct pg_store *)(void *)s;
}

/* ---- errors ---- */

struct sn_err store_pg_down(const char *words) SN_MUST_USE;
/* What the server says of a failed command, as one of the store's few kinds; `where` has no values in it. */
struct sn_err store_pg_fold(struct pg_store *s, const char *where, const PGresult *r) SN_MUST_USE;

/* ---- the connection ---- */

/* A failure may be left: the next use of the connection tells it again. */
struct sn_err store_pg_connect_now(struct pg_store *s);
/* Outside a transaction a lost connection is made anew: nothing can have been lost with it. */
struct sn_err store_pg_connected(struct pg_store *s) SN_MUST_USE;

/* ---- rounds ---- */

/* To be sent before the next command. */
struct sn_err store_pg_put_off(struct pg_store *s, const char *command) SN_MUST_USE;
/* Sends what was put off and, where it is new, the statement (p may be NULL). *sent: how many results come before its
 * own, which store_pg_read_head() reads. */
bool store_pg_send_head(struct pg_store *s, struct prepared *p, size_t *sent) SN_MUST_USE;
struct sn_err store_pg_read_head(struct pg_store *s, struct prepared *p, size_t sent) SN_MUST_USE;
/* A round of `sets` sets; what comes before them is read, their results are not. */
struct sn_err store_pg_start_round(struct pg_store *s, struct prepared *p,
				   const struct param *params, size_t sets) SN_MUST_USE;
/* What was put off, then this command, in one round; tag: what the server answers to it. */
struct sn_err store_pg_command(struct pg_store *s, const char *sql, const char *tag) SN_MUST_USE;
/* The result of one command, whose NULL is read too. */
PGresult *store_pg_read_one(struct pg_store *s);
bool store_pg_is_fine(const PGresult *r);
/* Reads what is left of a round, up to its sync. */
void store_pg_drain(struct pg_store *s);
#endif
