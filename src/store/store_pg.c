/* The PostgreSQL engine: statements, rows, transactions, opening (store_pg_priv.h says how it talks to the server). */
#include "store/store_pg_priv.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SETS_PER_SYNC = 512 };

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
	struct pg_store *s = store_pg_of(base);
	struct prepared *p = NULL;
	SN_TRY(prepared_of(s, which, &p));
	const struct sn_err e = store_pg_start_round(s, p, NULL, 0);
	store_pg_drain(s);
	return e;
}

/* ---- rows ---- */

/* The next sets, once those that were sent are all answered. */
static void send_more(struct rows *r)
{
	struct pg_store *s = store_pg_of(r->store);
	const size_t left = r->sets - s->sets_sent;
	const size_t now = left < SETS_PER_SYNC ? left : SETS_PER_SYNC;
	r->e = store_pg_start_round(s, r->prepared, r->params + s->sets_sent * r->params_count,
				    now);
	s->sets_sent += now;
	/* One row after the other: a large read is never all in memory. */
	if (!sn_failed(r->e) && r->sets == 1)
		(void)PQsetSingleRowMode(s->conn);
}

static void pg_query(struct rows *r)
{
	struct pg_store *s = store_pg_of(r->store);
	struct prepared *p = NULL;
	if (!r->store->writing && r->store->snapshots == 0)
		r->e = store_pg_connected(s);
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
	struct pg_store *s = store_pg_of(r->store);
	struct prepared *p = r->prepared;
	PQclear(s->result);
	s->result = PQgetResult(s->conn);
	s->row = 0;
	if (!s->result) { /* the end of a set */
		if (PQstatus(s->conn) != CONNECTION_OK)
			r->e = store_pg_down(PQerrorMessage(s->conn));
		else if (++r->set == s->sets_sent) {
			store_pg_drain(s);
			if (s->sets_sent < r->sets)
				send_more(r);
		}
		return false;
	}
	const ExecStatusType status = PQresultStatus(s->result);
	if (status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE)
		r->e = store_pg_fold(s, r->which->name, s->result);
	else if (!copy_columns(p, s->result))
		r->e = SN_FAIL(OUT_OF_MEMORY);
	r->columns = p->columns;
	r->columns_count = p->columns_count;
	return !sn_failed(r->e) && PQntuples(s->result) > 0;
}

static bool pg_next(struct rows *r)
{
	struct pg_store *s = store_pg_of(r->store);
	if (s->result && ++s->row < PQntuples(s->result))
		return true;
	while (!sn_failed(r->e) && r->set < r->sets)
		if (fetch(r))
			return true;
	return false;
}

static void pg_finish(struct rows *r)
{
	struct pg_store *s = store_pg_of(r->store);
	PQclear(s->result);
	s->result = NULL;
	store_pg_drain(s);
}

static bool pg_is_null(const struct rows *r, size_t column)
{
	const struct pg_store *s = store_pg_of(r->store);
	return PQgetisnull(s->result, s->row, (int)column);
}

static struct str pg_bytes(const struct rows *r, size_t column)
{
	const struct pg_store *s = store_pg_of(r->store);
	if (PQgetisnull(s->result, s->row, (int)column))
		return STR_NULL;
	return (struct str){PQgetvalue(s->result, s->row, (int)column),
			    (size_t)PQgetlength(s->result, s->row, (int)column)};
}

static int64_t pg_integer(const struct rows *r, size_t column)
{
	const struct pg_store *s = store_pg_of(r->store);
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
		PGresult *r = store_pg_read_one(s);
		if (PQresultStatus(r) == PGRES_TUPLES_OK)
			assert(!"a statement that answers rows is a query");
		if (PQresultStatus(r) != PGRES_COMMAND_OK) {
			e = store_pg_fold(s, p->which->name, r);
			e.arg[0] = (int64_t)i;
		} else if (changed) {
			changed[i] = strtoll(PQcmdTuples(r), NULL, 10);
		}
		PQclear(r);
	}
	store_pg_drain(s);
	return e;
}

static struct sn_err pg_many(struct store *base, const struct sn_statement *which,
			     const struct param *params, size_t sets, int64_t *changed)
{
	struct pg_store *s = store_pg_of(base);
	struct prepared *p = NULL;
	SN_TRY(prepared_of(s, which, &p));
	const size_t n = strlen(which->params);
	for (size_t at = 0; at < sets; at += SETS_PER_SYNC) {
		const size_t now = sets - at < SETS_PER_SYNC ? sets - at : SETS_PER_SYNC;
		SN_TRY(store_pg_start_round(s, p, n ? params + at * n : NULL, now));
		struct sn_err e = read_sets(s, p, now, changed ? changed + at : NULL);
		e.arg[0] += (int64_t)at;
		if (sn_failed(e))
			return e;
	}
	return SN_SUCCESS;
}

static struct sn_err pg_script(struct store *base, const char *sql)
{
	struct pg_store *s = store_pg_of(base);
	size_t head = 0;
	const bool sent = store_pg_send_head(s, NULL, &head) && PQpipelineSync(s->conn);
	if (!sent)
		return store_pg_down(PQerrorMessage(s->conn));
	s->sync_due = true;
	struct sn_err e = store_pg_read_head(s, NULL, head);
	store_pg_drain(s);
	if (sn_failed(e))
		return e;
	/* Several statements in one text are possible outside pipeline mode only. */
	if (!PQexitPipelineMode(s->conn))
		return store_pg_down(PQerrorMessage(s->conn));
	PGresult *r = PQexec(s->conn, sql);
	if (!store_pg_is_fine(r) && PQresultStatus(r) != PGRES_EMPTY_QUERY)
		e = store_pg_fold(s, "migration", r);
	PQclear(r);
	if (!PQenterPipelineMode(s->conn) && !sn_failed(e))
		e = store_pg_down(PQerrorMessage(s->conn));
	return e;
}

/* ---- transactions ---- */

static struct sn_err pg_begin(struct store *base, enum store_txn which)
{
	struct pg_store *s = store_pg_of(base);
	SN_TRY(store_pg_connected(s));
	return store_pg_put_off(s, which == STORE_TXN_WRITE
					   ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
					   : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

static struct sn_err pg_commit(struct store *base)
{
	struct pg_store *s = store_pg_of(base);
	if (PQstatus(s->conn) != CONNECTION_OK)
		return store_pg_down(
			PQerrorMessage(s->conn)); /* lost before: nothing was committed */
	const struct sn_err e = store_pg_command(s, "COMMIT", "COMMIT");
	s->begun = false;
	/* Lost after COMMIT was sent: the server may have done it. */
	return PQstatus(s->conn) == CONNECTION_OK ? e : SN_FAIL(STORE_UNKNOWN);
}

static void pg_rollback(struct store *base)
{
	struct pg_store *s = store_pg_of(base);
	s->put_off_count = 0;
	if (s->begun && PQstatus(s->conn) == CONNECTION_OK) {
		store_pg_drain(s);
		const struct sn_err e = store_pg_command(s, "ROLLBACK", "ROLLBACK");
		if (sn_failed(e))
			(void)store_pg_connect_now(s);
	}
	s->begun = false;
}

static const char savepoint_open[] = "SAVEPOINT w", savepoint_keep[] = "RELEASE w",
		  savepoint_undo[] = "ROLLBACK TO w";

static struct sn_err pg_savepoint(struct store *base, enum store_savepoint what)
{
	struct pg_store *s = store_pg_of(base);
	const bool unsent =
		s->put_off_count > 0 && s->put_off[s->put_off_count - 1] == savepoint_open;
	switch (what) {
	case STORE_SP_OPEN:
		return store_pg_put_off(s, savepoint_open);
	case STORE_SP_KEEP:
		if (unsent)
			s->put_off_count--; /* nothing happened in it: it is not sent at all */
		else
			return store_pg_put_off(s, savepoint_keep);
		return SN_SUCCESS;
	case STORE_SP_UNDO:
		return unsent ? SN_SUCCESS : store_pg_put_off(s, savepoint_undo);
	}
	return SN_SUCCESS;
}

/* ---- opening ---- */

static void pg_close(struct store *base)
{
	struct pg_store *s = store_pg_of(base);
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

static const struct sn_statement database_size = {
	.name = "pg.database_size",
	.sql = "SELECT CAST(pg_database_size(current_database()) AS BIGINT) AS n",
	.params = "",
};
static struct sn_err pg_state(struct store *base, struct store_state *out)
{
	*out = (struct store_state){.kind = STORE_POSTGRESQL, .free_bytes = -1};
	return count(base, &database_size, NO_PARAMS, &out->bytes);
}

static struct sn_err refuse_existing(struct store *s)
{
	bool has = false;
	SN_TRY(pg_has_schema(s, &has));
	return has ? sn_err_with_text(SN_FAIL(STORE_EXISTS), "%s", PQdb(store_pg_of(s)->conn))
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
		e = store_pg_connect_now(s);
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
	return PQbackendPID(store_pg_of(base)->conn);
}

static bool pg_session_ended(struct store *base, int64_t session_no)
{
	int64_t n = 1;
	return session_no > 0 &&
	       !sn_failed(count(base, &find_session, PARAMS(p_int(session_no)), &n)) && n == 0;
}

const struct store_engine store_pg = {
	.open = pg_open,
	.close = pg_close,
	.has_schema = pg_has_schema,
	.state = pg_state,
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
