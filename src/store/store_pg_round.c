/* Errors, the connection and round trips of the PostgreSQL engine. */
#include "store/store_pg_priv.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

/* ---- errors ---- */

struct sn_err store_pg_down(const char *words)
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
struct sn_err store_pg_fold(struct pg_store *s, const char *where, const PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	if (PQstatus(s->conn) != CONNECTION_OK || !state)
		return store_pg_down(PQerrorMessage(s->conn));
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
		return store_pg_down(state);
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

struct sn_err store_pg_connect_now(struct pg_store *s)
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
		return store_pg_down(PQerrorMessage(s->conn));
	(void)PQsetNoticeProcessor(s->conn, no_notice, NULL);
	return PQenterPipelineMode(s->conn) ? SN_SUCCESS : store_pg_down("pipeline mode");
}

struct sn_err store_pg_connected(struct pg_store *s)
{
	/* The first look takes the server's farewell in, the second sees that it has hung up. */
	if (PQstatus(s->conn) == CONNECTION_OK && PQconsumeInput(s->conn) &&
	    PQconsumeInput(s->conn) && PQstatus(s->conn) == CONNECTION_OK)
		return SN_SUCCESS;
	return store_pg_connect_now(s);
}

/* ---- rounds ---- */

struct sn_err store_pg_put_off(struct pg_store *s, const char *command)
{
	assert(s->put_off_count < PUT_OFF_MAX);
	s->put_off[s->put_off_count++] = command;
	return SN_SUCCESS;
}

void store_pg_drain(struct pg_store *s)
{
	while (s->sync_due && PQstatus(s->conn) == CONNECTION_OK) {
		PGresult *r = PQgetResult(s->conn);
		if (r && PQresultStatus(r) == PGRES_PIPELINE_SYNC)
			s->sync_due = false;
		PQclear(r);
	}
	s->sync_due = false;
}

PGresult *store_pg_read_one(struct pg_store *s)
{
	PGresult *r = PQgetResult(s->conn), *more = r;
	while (more && (more = PQgetResult(s->conn)))
		PQclear(more);
	return r;
}

bool store_pg_is_fine(const PGresult *r)
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

bool store_pg_send_head(struct pg_store *s, struct prepared *p, size_t *sent)
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

struct sn_err store_pg_read_head(struct pg_store *s, struct prepared *p, size_t sent)
{
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < sent; i++) {
		PGresult *r = store_pg_read_one(s);
		if (!store_pg_is_fine(r) && !sn_failed(e)) {
			e = store_pg_fold(s, p ? p->which->name : "transaction", r);
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

struct sn_err store_pg_start_round(struct pg_store *s, struct prepared *p,
				   const struct param *params, size_t sets)
{
	const size_t n = strlen(p->which->params);
	size_t head = 0;
	bool fine = store_pg_send_head(s, p, &head);
	for (size_t i = 0; i < sets && fine; i++)
		fine = send_set(s, p, params + i * n);
	s->sync_due = fine && PQpipelineSync(s->conn);
	if (!s->sync_due)
		return store_pg_down(PQerrorMessage(s->conn));
	const struct sn_err e = store_pg_read_head(s, p, head);
	if (sn_failed(e))
		store_pg_drain(s);
	return e;
}

struct sn_err store_pg_command(struct pg_store *s, const char *sql, const char *tag)
{
	size_t head = 0;
	const bool sent = store_pg_send_head(s, NULL, &head) &&
			  PQsendQueryParams(s->conn, sql, 0, NULL, NULL, NULL, NULL, 1) &&
			  PQpipelineSync(s->conn);
	if (!sent)
		return store_pg_down(PQerrorMessage(s->conn));
	s->sync_due = true;
	struct sn_err e = store_pg_read_head(s, NULL, head);
	PGresult *r = store_pg_read_one(s);
	if (!sn_failed(e) && (!store_pg_is_fine(r) || strcmp(PQcmdStatus(r), tag) != 0))
		e = store_pg_fold(s, sql, r);
	PQclear(r);
	store_pg_drain(s);
	if (PQstatus(s->conn) != CONNECTION_OK && !sn_failed(e))
		e = store_pg_down(PQerrorMessage(s->conn));
	return e;
}
