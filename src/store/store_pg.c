/* The PostgreSQL engine: libpq, binary values, always in pipeline mode.
 *
 * A round trip is: what was put off (BEGIN, SAVEPOINT, RELEASE, PREPARE), the command in all its sets, and a sync.
 * So a request's savepoints cost no round trips of their own. After an error the server skips everything up to the
 * sync; `syncs` counts the one that is to be read before the next round. */
#include "base/limits.h"
#include "store/store_priv.h"

#include <assert.h>
#include <endian.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Object ids of the types we use (pg_type.dat; they never change). */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };
enum { OID_UUID = 2950 };

enum { SETS_PER_SYNC = 512, PUT_OFF_MAX = 64 };

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

static struct pg_store *pg_of(struct store *s)
{
	return (struct pg_store *)(void *)s;
}

/* ---- errors ---- */

static struct sn_err down(const char *words)
{
	const size_t line = strcspn(words, "\n");
	return sn_err_with_text(SN_FAIL(STORE_DOWN), "%.*s", (int)line, words);
}

static bool is_state(const char *state, const char *list)
{
	const char *at = strstr(list, state);
	return at && strlen(state) == 5;
}

/* A message may quote values, so only the SQLSTATE goes on; those of class 42 are about our own SQL and name
 * tables and columns alone. */
static struct sn_err fold(struct pg_store *s, const char *where, const PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	if (PQstatus(s->conn) != CONNECTION_OK || !state)
		return down(PQerrorMessage(s->conn));
	if (is_state(state, "23505"))
		return sn_err_with_text(SN_FAIL(STORE_UNIQUE), "%s", where);
	/* CHECK, NOT NULL, foreign key, number out of range, text too long or with a NUL */
	if (is_state(state, "23514 23502 23503 22003 22001 22021"))
		return sn_err_with_text(SN_FAIL(STORE_CHECK), "%s", where);
	if (is_state(state, "40001 40P01 55P03"))
		return SN_FAIL(STORE_AGAIN);
	if (is_state(state, "53100"))
		return SN_FAIL(STORE_FULL);
	if (is_state(state, "53200"))
		return SN_FAIL(OUT_OF_MEMORY);
	if (is_state(state, "25P03 57P01 57P02 57P03 53300"))
		return down(state);
	return store_error(SN_FAIL(STORE_IO), where,
			   strncmp(state, "42", 2) == 0
				   ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY)
				   : state);
}

/* ---- the connection ---- */

static void no_notice(void *self, const char *message)
{
	(void)self;
	(void)message;
}

/* A writer that stands still inside a transaction (SIGSTOP) loses it, so that whoever took the lease over can go on;
 * a lock that is not to be had counts as "again".
 * It looks up by keys alone; a plan made while a table was empty would scan it for ever as it grows (measured: 3 to 5 times
 * slower after 10,000 transfers, until the server's next ANALYZE). */
static const char writer_options[] =
	"-c idle_in_transaction_session_timeout=10000 -c lock_timeout=5000 -c enable_seqscan=off";
static const char reader_options[] = "-c default_transaction_read_only=on";

static struct sn_err connect_now(struct pg_store *s)
{
	const char *const keys[] = {"dbname",          "client_encoding", "application_name",
				    "connect_timeout", "options",         NULL};
	const char *const values[] = {s->base.config.url.at,
				      "UTF8",
				      "songnuan",
				      "5",
				      s->use == STORE_USE_READ ? reader_options : writer_options,
				      NULL};
	PQfinish(s->conn);
	s->conn = PQconnectdbParams(keys, values, 1);
	s->connection_no++;
	s->begun = s->sync_due = false;
	s->put_off_count = 0;
	if (!s->conn)
		return SN_FAIL(OUT_OF_MEMORY);
	if (PQstatus(s->conn) != CONNECTION_OK)
		return down(PQerrorMessage(s->conn));
	(void)PQsetNoticeProcessor(s->conn, no_notice, NULL);
	return PQenterPipelineMode(s->conn) ? SN_SUCCESS : down("pipeline mode");
}

/* Outside a transaction a lost connection is made anew: nothing can have been lost with it. */
static struct sn_err connected(struct pg_store *s)
{
	/* The first look takes the server's farewell in, the second sees that it has hung up. */
	if (PQstatus(s->conn) == CONNECTION_OK && PQconsumeInput(s->conn) &&
	    PQconsumeInput(s->conn) && PQstatus(s->conn) == CONNECTION_OK)
		return SN_SUCCESS;
	return connect_now(s);
}

/* ---- rounds ---- */

/* To be sent before the next command. A savepoint that nothing happened in is not sent at all. */
static struct sn_err put_off(struct pg_store *s, const char *command)
{
	assert(s->put_off_count < PUT_OFF_MAX);
	s->put_off[s->put_off_count++] = command;
	return SN_SUCCESS;
}

/* Reads what is left of a round, up to its sync. */
static void drain(struct pg_store *s)
{
	while (s->sync_due && PQstatus(s->conn) == CONNECTION_OK) {
		PGresult *r = PQgetResult(s->conn);
		if (r && PQresultStatus(r) == PGRES_PIPELINE_SYNC)
			s->sync_due = false;
		PQclear(r);
	}
	s->sync_due = false;
}

/* The result of one command, whose NULL is read too. */
static PGresult *read_one(struct pg_store *s)
{
	PGresult *r = PQgetResult(s->conn), *more = r;
	while (more && (more = PQgetResult(s->conn)))
		PQclear(more);
	return r;
}

static bool is_fine(const PGresult *r)
{
	const ExecStatusType status = PQresultStatus(r);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool send_prepare(struct pg_store *s, struct prepared *p)
{
	Oid types[STATEMENT_PARAMS_MAX];
	const size_t n = strlen(p->which->params);
	for (size_t i = 0; i < n; i++) {
		const char letter = p->which->params[i];
		types[i] = letter == 'i'   ? OID_INT8
			   : letter == 't' ? OID_TEXT
			   : letter == 'b' ? OID_BYTEA
					   : OID_UUID;
	}
	p->connection_no = s->connection_no;
	return PQsendPrepare(s->conn, p->name, p->which->sql, (int)n, types);
}

/* Sends what was put off and, where it is new, the statement. *sent: how many results come before its own. */
static bool send_head(struct pg_store *s, struct prepared *p, size_t *sent)
{
	bool fine = true;
	*sent = 0;
	for (size_t i = 0; i < s->put_off_count && fine; i++, ++*sent) {
		fine = PQsendQueryParams(s->conn, s->put_off[i], 0, NULL, NULL, NULL, NULL, 1);
		s->begun = s->begun || strncmp(s->put_off[i], "BEGIN", 5) == 0;
	}
	s->put_off_count = 0;
	if (fine && p && p->connection_no != s->connection_no) {
		fine = send_prepare(s, p);
		++*sent;
	}
	return fine;
}

static struct sn_err read_head(struct pg_store *s, struct prepared *p, size_t sent)
{
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < sent; i++) {
		PGresult *r = read_one(s);
		if (!is_fine(r) && !sn_failed(e)) {
			e = fold(s, p ? p->which->name : "transaction", r);
			if (p)
				p->connection_no = 0; /* perhaps it was the PREPARE */
		}
		PQclear(r);
	}
	return e;
}

/* Values in PostgreSQL's binary form; integers need room of their own. */
static bool send_set(struct pg_store *s, const struct prepared *p, const struct param *set)
{
	const char *values[STATEMENT_PARAMS_MAX];
	int bytes[STATEMENT_PARAMS_MAX], binary[STATEMENT_PARAMS_MAX];
	uint64_t integers[STATEMENT_PARAMS_MAX];
	const size_t n = strlen(p->which->params);
	for (size_t i = 0; i < n; i++) {
		values[i] = NULL;
		bytes[i] = 0;
		binary[i] = 1;
		switch (set[i].kind) {
		case PARAM_NULL:
			break;
		case PARAM_INT:
			integers[i] = htobe64((uint64_t)set[i].as.integer);
			values[i] = (const char *)&integers[i];
			bytes[i] = sizeof integers[i];
			break;
		case PARAM_TEXT:
		case PARAM_BYTES:
			values[i] = set[i].as.text.at;
			bytes[i] = (int)set[i].as.text.bytes;
			break;
		case PARAM_UUID:
			values[i] = (const char *)set[i].as.id.bytes;
			bytes[i] = sizeof set[i].as.id.bytes;
			break;
		}
	}
	return PQsendQueryPrepared(s->conn, p->name, (int)n, values, bytes, binary, 1);
}

/* A round of `sets` sets; what comes before them is read, their results are not. */
static struct sn_err start_round(struct pg_store *s, struct prepared *p, const struct param *params,
				 size_t sets)
{
	const size_t n = strlen(p->which->params);
	size_t head = 0;
	bool fine = send_head(s, p, &head);
	for (size_t i = 0; i < sets && fine; i++)
		fine = send_set(s, p, params + i * n);
	s->sync_due = fine && PQpipelineSync(s->conn);
	if (!s->sync_due)
		return down(PQerrorMessage(s->conn));
	const struct sn_err e = read_head(s, p, head);
	if (sn_failed(e))
		drain(s);
	return e;
}

/* What was put off, then this command, in one round. */
static struct sn_err command(struct pg_store *s, const char *sql, const char *tag)
{
	size_t head = 0;
	const bool sent = send_head(s, NULL, &head) &&
			  PQsendQueryParams(s->conn, sql, 0, NULL, NULL, NULL, NULL, 1) &&
			  PQpipelineSync(s->conn);
	if (!sent)
		return down(PQerrorMessage(s->conn));
	s->sync_due = true;
	struct sn_err e = read_head(s, NULL, head);
	PGresult *r = read_one(s);
	if (!sn_failed(e) && (!is_fine(r) || strcmp(PQcmdStatus(r), tag) != 0))
		e = fold(s, sql, r);
	PQclear(r);
	drain(s);
	if (PQstatus(s->conn) != CONNECTION_OK && !sn_failed(e))
		e = down(PQerrorMessage(s->conn));
	return e;
}

/* ---- statements ---- */

static struct sn_err prepared_of(struct pg_store *s, const struct sn_statement *which,
				 struct prepared **out)
{
	*out = store_cache_get(&s->cache, which);
	if (*out)
		return SN_SUCCESS;
	struct prepared *p = calloc(1, sizeof *p);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	p->which = which;
	(void)snprintf(p->name, sizeof p->name, "s%zu", s->cache.used);
	if (!store_cache_add(&s->cache, which, p)) {
		free(p);
		return SN_FAIL(OUT_OF_MEMORY);
	}
	*out = p;
	return SN_SUCCESS;
}

static void free_prepared(struct prepared *p)
{
	if (!p)
		return;
	for (size_t i = 0; p->columns && i < p->columns_count; i++)
		free((void *)(uintptr_t)p->columns[i]);
	free(p->columns);
	free(p);
}

static bool copy_columns(struct prepared *p, const PGresult *r)
{
	if (p->columns)
		return true;
	const size_t n = (size_t)PQnfields(r);
	p->columns = calloc(n + 1, sizeof *p->columns);
	for (p->columns_count = 0; p->columns && p->columns_count < n; p->columns_count++) {
		const char *copy = strdup(PQfname(r, (int)p->columns_count));
		if (!copy)
			return false;
		p->columns[p->columns_count] = copy;
	}
	return p->columns != NULL;
}

static struct sn_err pg_prepare(struct store *base, const struct sn_statement *which)
{
	struct pg_store *s = pg_of(base);
	struct prepared *p = NULL;
	SN_TRY(prepared_of(s, which, &p));
	const struct sn_err e = start_round(s, p, NULL, 0);
	drain(s);
	return e;
}

/* ---- rows ---- */

/* The next sets, once those that were sent are all answered. */
static void send_more(struct rows *r)
{
	struct pg_store *s = pg_of(r->store);
	const size_t left = r->sets - s->sets_sent;
	const size_t now = left < SETS_PER_SYNC ? left : SETS_PER_SYNC;
	r->e = start_round(s, r->prepared, r->params + s->sets_sent * r->params_count, now);
	s->sets_sent += now;
	/* One row after the other: a large read is never all in memory. */
	if (!sn_failed(r->e) && r->sets == 1)
		(void)PQsetSingleRowMode(s->conn);
}

static void pg_query(struct rows *r)
{
	struct pg_store *s = pg_of(r->store);
	struct prepared *p = NULL;
	if (!r->store->writing && r->store->snapshots == 0)
		r->e = connected(s);
	if (!sn_failed(r->e))
		r->e = prepared_of(s, r->which, &p);
	if (sn_failed(r->e))
		return;
	r->prepared = p;
	s->sets_sent = 0;
	s->result = NULL;
	send_more(r);
}

static bool fetch(struct rows *r)
{
	struct pg_store *s = pg_of(r->store);
	struct prepared *p = r->prepared;
	PQclear(s->result);
	s->result = PQgetResult(s->conn);
	s->row = 0;
	if (!s->result) { /* the end of a set */
		if (PQstatus(s->conn) != CONNECTION_OK)
			r->e = down(PQerrorMessage(s->conn));
		else if (++r->set == s->sets_sent) {
			drain(s);
			if (s->sets_sent < r->sets)
				send_more(r);
		}
		return false;
	}
	const ExecStatusType status = PQresultStatus(s->result);
	if (status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE)
		r->e = fold(s, r->which->name, s->result);
	else if (!copy_columns(p, s->result))
		r->e = SN_FAIL(OUT_OF_MEMORY);
	r->columns = p->columns;
	r->columns_count = p->columns_count;
	return !sn_failed(r->e) && PQntuples(s->result) > 0;
}

static bool pg_next(struct rows *r)
{
	struct pg_store *s = pg_of(r->store);
	if (s->result && ++s->row < PQntuples(s->result))
		return true;
	while (!sn_failed(r->e) && r->set < r->sets)
		if (fetch(r))
			return true;
	return false;
}

static void pg_finish(struct rows *r)
{
	struct pg_store *s = pg_of(r->store);
	PQclear(s->result);
	s->result = NULL;
	drain(s);
}

static bool pg_is_null(const struct rows *r, size_t column)
{
	const struct pg_store *s = pg_of(r->store);
	return PQgetisnull(s->result, s->row, (int)column);
}

static struct str pg_bytes(const struct rows *r, size_t column)
{
	const struct pg_store *s = pg_of(r->store);
	if (PQgetisnull(s->result, s->row, (int)column))
		return STR_NULL;
	return (struct str){PQgetvalue(s->result, s->row, (int)column),
			    (size_t)PQgetlength(s->result, s->row, (int)column)};
}

static int64_t pg_integer(const struct rows *r, size_t column)
{
	const struct pg_store *s = pg_of(r->store);
	const struct str v = pg_bytes(r, column);
	uint64_t value = 0;
	if (str_is_null(v))
		return 0;
	switch (PQftype(s->result, (int)column)) {
	case OID_BOOL:
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
		break;
	default:
		assert(!"SUM(bigint) is numeric here: CAST(… AS BIGINT)");
	}
	for (size_t i = 0; i < v.bytes; i++)
		value = value << 8 | (unsigned char)v.at[i];
	const unsigned unused = 64 - 8 * (unsigned)v.bytes;
	return (int64_t)(value << unused) >> unused;
}

/* ---- writing ---- */

static struct sn_err read_sets(struct pg_store *s, const struct prepared *p, size_t sets,
			       int64_t *changed)
{
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < sets && !sn_failed(e); i++) {
		PGresult *r = read_one(s);
		if (PQresultStatus(r) == PGRES_TUPLES_OK)
			assert(!"a statement that answers rows is a query");
		if (PQresultStatus(r) != PGRES_COMMAND_OK) {
			e = fold(s, p->which->name, r);
			e.arg[0] = (int64_t)i;
		} else if (changed) {
			changed[i] = strtoll(PQcmdTuples(r), NULL, 10);
		}
		PQclear(r);
	}
	drain(s);
	return e;
}

static struct sn_err pg_many(struct store *base, const struct sn_statement *which,
			     const struct param *params, size_t sets, int64_t *changed)
{
	struct pg_store *s = pg_of(base);
	struct prepared *p = NULL;
	SN_TRY(prepared_of(s, which, &p));
	const size_t n = strlen(which->params);
	for (size_t at = 0; at < sets; at += SETS_PER_SYNC) {
		const size_t now = sets - at < SETS_PER_SYNC ? sets - at : SETS_PER_SYNC;
		SN_TRY(start_round(s, p, n ? params + at * n : NULL, now));
		struct sn_err e = read_sets(s, p, now, changed ? changed + at : NULL);
		e.arg[0] += (int64_t)at;
		if (sn_failed(e))
			return e;
	}
	return SN_SUCCESS;
}

static struct sn_err pg_script(struct store *base, const char *sql)
{
	struct pg_store *s = pg_of(base);
	size_t head = 0;
	const bool sent = send_head(s, NULL, &head) && PQpipelineSync(s->conn);
	if (!sent)
		return down(PQerrorMessage(s->conn));
	s->sync_due = true;
	struct sn_err e = read_head(s, NULL, head);
	drain(s);
	if (sn_failed(e))
		return e;
	/* Several statements in one text are possible outside pipeline mode only. */
	if (!PQexitPipelineMode(s->conn))
		return down(PQerrorMessage(s->conn));
	PGresult *r = PQexec(s->conn, sql);
	if (!is_fine(r) && PQresultStatus(r) != PGRES_EMPTY_QUERY)
		e = fold(s, "migration", r);
	PQclear(r);
	if (!PQenterPipelineMode(s->conn) && !sn_failed(e))
		e = down(PQerrorMessage(s->conn));
	return e;
}

/* ---- transactions ---- */

static struct sn_err pg_begin(struct store *base, enum store_txn which)
{
	struct pg_store *s = pg_of(base);
	SN_TRY(connected(s));
	return put_off(s, which == STORE_TXN_WRITE
				  ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
				  : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

static struct sn_err pg_commit(struct store *base)
{
	struct pg_store *s = pg_of(base);
	if (PQstatus(s->conn) != CONNECTION_OK)
		return down(PQerrorMessage(s->conn)); /* lost before: nothing was committed */
	const struct sn_err e = command(s, "COMMIT", "COMMIT");
	s->begun = false;
	/* Lost after COMMIT was sent: the server may have done it. */
	return PQstatus(s->conn) == CONNECTION_OK ? e : SN_FAIL(STORE_UNKNOWN);
}

static void pg_rollback(struct store *base)
{
	struct pg_store *s = pg_of(base);
	s->put_off_count = 0;
	if (s->begun && PQstatus(s->conn) == CONNECTION_OK) {
		drain(s);
		const struct sn_err e = command(s, "ROLLBACK", "ROLLBACK");
		if (sn_failed(e))
			(void)connect_now(s);
	}
	s->begun = false;
}

static const char savepoint_open[] = "SAVEPOINT w", savepoint_keep[] = "RELEASE w",
		  savepoint_undo[] = "ROLLBACK TO w";

static struct sn_err pg_savepoint(struct store *base, enum store_savepoint what)
{
	struct pg_store *s = pg_of(base);
	const bool unsent =
		s->put_off_count > 0 && s->put_off[s->put_off_count - 1] == savepoint_open;
	switch (what) {
	case STORE_SP_OPEN:
		return put_off(s, savepoint_open);
	case STORE_SP_KEEP:
		if (unsent)
			s->put_off_count--; /* nothing happened in it */
		else
			return put_off(s, savepoint_keep);
		return SN_SUCCESS;
	case STORE_SP_UNDO:
		return unsent ? SN_SUCCESS : put_off(s, savepoint_undo);
	}
	return SN_SUCCESS;
}

/* ---- opening ---- */

static void pg_close(struct store *base)
{
	struct pg_store *s = pg_of(base);
	for (size_t i = 0; i < s->cache.size; i++)
		free_prepared(s->cache.slots[i].prepared);
	free(s->cache.slots);
	PQfinish(s->conn);
	store_deinit(base);
	free(s);
}

static const struct sn_statement find_schema = {
	.name = "pg.find_schema",
	.sql = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM pg_catalog.pg_class"
	       " WHERE relname = 'schema_version' AND pg_catalog.pg_table_is_visible(oid)",
	.params = "",
};
static const struct sn_statement find_session = {
	.name = "pg.find_session",
	.sql = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM pg_catalog.pg_stat_activity WHERE pid = "
	       "$1",
	.params = "i",
};

static struct sn_err count(struct store *s, const struct sn_statement *which,
			   const struct param *params, int64_t *n)
{
	struct rows *r = store_query(s, which, params);
	if (store_next(r))
		*n = store_int(r, "n");
	return store_done(r);
}

static struct sn_err pg_has_schema(struct store *base, bool *has)
{
	int64_t n = 0;
	SN_TRY(count(base, &find_schema, NO_PARAMS, &n));
	*has = n > 0;
	return SN_SUCCESS;
}

static struct sn_err refuse_existing(struct store *s)
{
	bool has = false;
	SN_TRY(pg_has_schema(s, &has));
	return has ? sn_err_with_text(SN_FAIL(STORE_EXISTS), "%s", PQdb(pg_of(s)->conn))
		   : SN_SUCCESS;
}

static struct sn_err pg_open(struct store **out, const struct store_config *config,
			     enum store_use use)
{
	struct pg_store *s = calloc(1, sizeof *s);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	s->use = use;
	struct sn_err e = store_init(&s->base, &store_pg, config);
	if (!sn_failed(e))
		e = connect_now(s);
	if (!sn_failed(e) && use == STORE_USE_CREATE)
		e = refuse_existing(&s->base);
	if (sn_failed(e))
		pg_close(&s->base);
	else
		*out = &s->base;
	return e;
}

static int64_t pg_session_no(struct store *base)
{
	return PQbackendPID(pg_of(base)->conn);
}

static bool pg_session_ended(struct store *base, int64_t session_no)
{
	int64_t n = 1;
	return session_no > 0 &&
	       !sn_failed(count(base, &find_session, PARAMS(p_int(session_no)), &n)) && n == 0;
}

/* ---- copies: COPY in PostgreSQL's binary form ---- */

enum { COPY_BYTES = 64 * 1024, COPY_BYTES_MAX = 1 << 30 };

struct copy {
	PGconn *conn;
	struct buf *out;
	Oid type[STORE_COLUMNS_MAX];
};

static void add_be(struct buf *b, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		buf_add_char(b, (char)(unsigned char)(value >> (8 * i)));
}

static bool flush_copy(struct copy *c)
{
	const struct str all = buf_str(c->out);
	const bool fine = !buf_full(c->out) && PQputCopyData(c->conn, all.at, (int)all.bytes) == 1;
	buf_reset(c->out);
	return fine;
}

static void add_integer(struct copy *c, Oid type, int64_t value)
{
	const int bytes = type == OID_INT2 ? 2 : type == OID_INT4 ? 4 : 8;
	add_be(c->out, (uint64_t)bytes, 4);
	add_be(c->out, (uint64_t)value, bytes);
}

static void add_row(struct copy *c, const struct store_table *t, const struct rows *r)
{
	add_be(c->out, t->columns_count, 2);
	for (size_t i = 0; i < t->columns_count; i++) {
		const char *column = t->column[i].at;
		if (store_is_null(r, column)) {
			add_be(c->out, UINT64_MAX, 4);
		} else if (t->letter[i] == 'i') {
			add_integer(c, c->type[i], store_int(r, column));
		} else {
			const struct str bytes = store_bytes(r, column);
			add_be(c->out, bytes.bytes, 4);
			buf_add(c->out, bytes);
		}
	}
}

/* Names come from our own schema. */
static void add_columns(struct buf *b, const struct store_table *t)
{
	for (size_t i = 0; i < t->columns_count; i++)
		buf_printf(b, "%s\"" STR_FMT "\"", i ? ", " : "", STR_ARG(t->column[i]));
}

/* The columns' types: an empty answer tells them. */
static bool find_types(struct copy *c, const struct store_table *t)
{
	buf_add(c->out, STR("SELECT "));
	add_columns(c->out, t);
	buf_printf(c->out, " FROM \"" STR_FMT "\" LIMIT 0", STR_ARG(t->name));
	PGresult *r = PQexec(c->conn, buf_str(c->out).at);
	buf_reset(c->out);
	const bool fine = PQresultStatus(r) == PGRES_TUPLES_OK;
	for (size_t i = 0; fine && i < t->columns_count; i++)
		c->type[i] = PQftype(r, (int)i);
	PQclear(r);
	return fine;
}

static bool start_copy(struct copy *c, const struct store_table *t)
{
	buf_printf(c->out, "COPY \"" STR_FMT "\" (", STR_ARG(t->name));
	add_columns(c->out, t);
	buf_add(c->out, STR(") FROM STDIN (FORMAT binary)"));
	PGresult *r = PQexec(c->conn, buf_str(c->out).at);
	buf_reset(c->out);
	const bool fine = PQresultStatus(r) == PGRES_COPY_IN;
	PQclear(r);
	buf_add(c->out, (struct str){"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19});
	return fine;
}

static struct sn_err end_copy(struct pg_store *s, struct copy *c, const struct store_table *t,
			      int64_t rows)
{
	add_be(c->out, UINT64_MAX, 2);
	if (!flush_copy(c) || PQputCopyEnd(c->conn, NULL) != 1)
		return down(PQerrorMessage(c->conn));
	struct sn_err e = SN_SUCCESS;
	PGresult *r = PQgetResult(c->conn);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		e = fold(s, t->name.at, r);
	else if (strtoll(PQcmdTuples(r), NULL, 10) != rows)
		e = store_error(SN_FAIL(STORE_IO), t->name.at, "COPY lost rows");
	PQclear(r);
	PQclear(PQgetResult(c->conn)); /* the NULL that ends it */
	return e;
}

struct sn_err store_pg_copy_in(struct store *to, const struct store_table *table, struct rows *from)
{
	struct pg_store *s = pg_of(to);
	struct copy c = {.conn = s->conn, .out = buf_new(COPY_BYTES_MAX)};
	int64_t rows = 0;
	if (!c.out)
		return SN_FAIL(OUT_OF_MEMORY);
	assert(s->begun && s->put_off_count == 0);
	bool fine = PQexitPipelineMode(s->conn) && find_types(&c, table) && start_copy(&c, table);
	for (; fine && store_next(from); rows++) {
		add_row(&c, table, from);
		if (buf_str(c.out).bytes > COPY_BYTES)
			fine = flush_copy(&c);
	}
	struct sn_err e =
		fine ? end_copy(s, &c, table, rows)
		     : store_error(SN_FAIL(STORE_DOWN), table->name.at, PQerrorMessage(s->conn));
	if (!PQenterPipelineMode(s->conn) && !sn_failed(e))
		e = down(PQerrorMessage(s->conn));
	buf_free(c.out);
	return e;
}

const struct store_engine store_pg = {
	.open = pg_open,
	.close = pg_close,
	.has_schema = pg_has_schema,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.savepoint = pg_savepoint,
	.script = pg_script,
	.query = pg_query,
	.next = pg_next,
	.finish = pg_finish,
	.is_null = pg_is_null,
	.integer = pg_integer,
	.bytes = pg_bytes,
	.many = pg_many,
	.prepare = pg_prepare,
	.session_no = pg_session_no,
	.session_ended = pg_session_ended,
	.session_moves = true,
};
