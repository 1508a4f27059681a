#include "raw.h"

#include "base/limits.h"
#include "bench.h"

#include <endian.h>
#include <libpq-fe.h>
#include <sqlite3.h>

enum {
	STATEMENTS_MAX = 16,
	IN_FLIGHT_MAX =
		512, /* answers that wait: they fit the socket's buffer, so nobody blocks for ever */
};
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, OID_UUID = 2950 };

struct raw_statement {
	const struct sn_statement *which;
	size_t params_count;
	sqlite3_stmt *stmt;
	int index[STATEMENT_PARAMS_MAX];
	char name[8];
};

struct raw {
	sqlite3 *db;
	PGconn *conn;
	size_t in_flight;
	struct raw_statement statements[STATEMENTS_MAX];
	size_t statements_count;
};

/* ---- PostgreSQL's pipeline ---- */

static void pg_read_answers(struct raw *r)
{
	if (PQpipelineSync(r->conn) != 1)
		bench_die("PQpipelineSync", PQerrorMessage(r->conn));
	for (;;) {
		PGresult *answer = PQgetResult(r->conn);
		if (!answer)
			continue; /* between two statements */
		const ExecStatusType status = PQresultStatus(answer);
		PQclear(answer);
		if (status == PGRES_PIPELINE_SYNC)
			break;
		if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
			bench_die("PostgreSQL", PQerrorMessage(r->conn));
	}
	r->in_flight = 0;
}

static void pg_sent(struct raw *r, int rc)
{
	if (rc != 1)
		bench_die("PostgreSQL", PQerrorMessage(r->conn));
	if (++r->in_flight == IN_FLIGHT_MAX) {
		/* inside a transaction a sync commits nothing: it stands in an explicit block */
		pg_read_answers(r);
	}
}

static void pg_command(struct raw *r, const char *sql)
{
	pg_sent(r, PQsendQueryParams(r->conn, sql, 0, NULL, NULL, NULL, NULL, 1));
}

struct pg_values {
	uint64_t integers[STATEMENT_PARAMS_MAX];
	const char *at[STATEMENT_PARAMS_MAX];
	int bytes[STATEMENT_PARAMS_MAX], binary[STATEMENT_PARAMS_MAX];
};

static void pg_value(struct pg_values *v, size_t i, const struct param *p)
{
	v->binary[i] = 1;
	switch (p->kind) {
	case PARAM_NULL:
		v->at[i] = NULL;
		v->bytes[i] = 0;
		break;
	case PARAM_INT:
		v->integers[i] = htobe64((uint64_t)p->as.integer);
		v->at[i] = (const char *)&v->integers[i];
		v->bytes[i] = 8;
		break;
	case PARAM_TEXT:
	case PARAM_BYTES:
		v->at[i] = p->as.text.at;
		v->bytes[i] = (int)p->as.text.bytes;
		break;
	case PARAM_UUID:
		v->at[i] = (const char *)p->as.id.bytes;
		v->bytes[i] = 16;
		break;
	}
}

static void pg_run(struct raw *r, const struct raw_statement *s, const struct param *params)
{
	struct pg_values v;
	for (size_t i = 0; i < s->params_count; i++)
		pg_value(&v, i, &params[i]);
	pg_sent(r, PQsendQueryPrepared(r->conn, s->name, (int)s->params_count, v.at, v.bytes,
				       v.binary, 1));
}

static void pg_prepare(struct raw *r, struct raw_statement *s)
{
	Oid types[STATEMENT_PARAMS_MAX];
	for (size_t i = 0; i < s->params_count; i++) {
		const char letter = s->which->params[i];
		types[i] = letter == 'i'   ? OID_INT8
			   : letter == 't' ? OID_TEXT
			   : letter == 'b' ? OID_BYTEA
					   : OID_UUID;
	}
	pg_sent(r, PQsendPrepare(r->conn, s->name, s->which->sql, (int)s->params_count, types));
	pg_read_answers(r);
}

static int64_t pg_read(struct raw *r, const char *sql, int64_t *sum)
{
	int64_t rows = 0;
	if (PQexitPipelineMode(r->conn) != 1)
		bench_die(sql, "answers are still on their way");
	if (PQsendQueryParams(r->conn, sql, 0, NULL, NULL, NULL, NULL, 1) != 1 ||
	    PQsetSingleRowMode(r->conn) != 1)
		bench_die(sql, PQerrorMessage(r->conn));
	for (PGresult *answer; (answer = PQgetResult(r->conn)); PQclear(answer)) {
		if (PQresultStatus(answer) == PGRES_TUPLES_OK)
			continue;
		if (PQresultStatus(answer) != PGRES_SINGLE_TUPLE)
			bench_die(sql, PQerrorMessage(r->conn));
		rows++;
		for (int i = 0; i < PQnfields(answer); i++) {
			uint64_t value = 0;
			if (PQgetlength(answer, 0, i) != 8)
				continue;
			memcpy(&value, PQgetvalue(answer, 0, i), 8);
			*sum += (int64_t)be64toh(value);
		}
	}
	if (PQenterPipelineMode(r->conn) != 1)
		bench_die(sql, PQerrorMessage(r->conn));
	return rows;
}

/* ---- SQLite ---- */

static void lite_command(struct raw *r, const char *sql)
{
	if (sqlite3_exec(r->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		bench_die(sql, sqlite3_errmsg(r->db));
}

static void lite_bind(sqlite3_stmt *stmt, int at, const struct param *p)
{
	switch (p->kind) {
	case PARAM_NULL:
		sqlite3_bind_null(stmt, at);
		break;
	case PARAM_INT:
		sqlite3_bind_int64(stmt, at, p->as.integer);
		break;
	case PARAM_TEXT:
		sqlite3_bind_text64(stmt, at, p->as.text.at, p->as.text.bytes, SQLITE_STATIC,
				    SQLITE_UTF8);
		break;
	case PARAM_BYTES:
		sqlite3_bind_blob64(stmt, at, p->as.text.at, p->as.text.bytes, SQLITE_STATIC);
		break;
	case PARAM_UUID:
		sqlite3_bind_blob(stmt, at, p->as.id.bytes, 16, SQLITE_STATIC);
		break;
	}
}

static void lite_run(struct raw *r, const struct raw_statement *s, const struct param *params)
{
	for (size_t i = 0; i < s->params_count; i++)
		lite_bind(s->stmt, s->index[i], &params[i]);
	if (sqlite3_step(s->stmt) != SQLITE_DONE)
		bench_die(s->which->name, sqlite3_errmsg(r->db));
	sqlite3_reset(s->stmt);
}

static void lite_prepare(struct raw *r, struct raw_statement *s)
{
	if (sqlite3_prepare_v3(r->db, s->which->sql, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt,
			       NULL) != SQLITE_OK)
		bench_die(s->which->name, sqlite3_errmsg(r->db));
	for (size_t i = 0; i < s->params_count; i++) {
		char name[24];
		(void)snprintf(name, sizeof name, "$%zu", i + 1);
		s->index[i] = sqlite3_bind_parameter_index(s->stmt, name);
	}
}

static int64_t lite_read(struct raw *r, const char *sql, int64_t *sum)
{
	sqlite3_stmt *stmt = NULL;
	int64_t rows = 0;
	if (sqlite3_prepare_v2(r->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		bench_die(sql, sqlite3_errmsg(r->db));
	const int columns = sqlite3_column_count(stmt);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		rows++;
		for (int i = 0; i < columns; i++) {
			if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER)
				*sum += sqlite3_column_int64(stmt, i);
			else
				(void)sqlite3_column_blob(stmt, i);
		}
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		bench_die(sql, sqlite3_errmsg(r->db));
	return rows;
}

/* ---- both ---- */

struct raw *raw_open(const struct fixture *f)
{
	struct raw *r = calloc(1, sizeof *r);
	if (!r)
		bench_die("raw_open", "no memory");
	if (f->engine == FIXTURE_PG) {
		r->conn = PQconnectdb(f->url);
		if (PQstatus(r->conn) != CONNECTION_OK || PQenterPipelineMode(r->conn) != 1)
			bench_die(f->url, PQerrorMessage(r->conn));
		return r;
	}
	char path[sizeof f->url + 16];
	(void)snprintf(path, sizeof path, "%s/songnuan.db", f->url);
	if (sqlite3_open_v2(path, &r->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		bench_die(path, r->db ? sqlite3_errmsg(r->db) : "no memory");
	/* As the store sets them: durability, the writer's cache and checkpoints are the same on both sides. */
	lite_command(r,
		     "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
		     "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000");
	sqlite3_busy_timeout(r->db, STORE_BUSY_MS);
	return r;
}

void raw_close(struct raw *r)
{
	for (size_t i = 0; i < r->statements_count; i++)
		sqlite3_finalize(r->statements[i].stmt);
	sqlite3_close(r->db);
	if (r->conn)
		PQfinish(r->conn);
	free(r);
}

void raw_script(struct raw *r, const char *sql)
{
	if (!r->conn) {
		lite_command(r, sql);
		return;
	}
	pg_command(r, sql);
	pg_read_answers(r);
}

struct raw_statement *raw_prepare(struct raw *r, const struct sn_statement *which)
{
	if (r->statements_count == STATEMENTS_MAX)
		bench_die(which->name, "too many statements");
	struct raw_statement *s = &r->statements[r->statements_count++];
	s->which = which;
	s->params_count = strlen(which->params);
	(void)snprintf(s->name, sizeof s->name, "s%zu", r->statements_count);
	if (r->conn)
		pg_prepare(r, s);
	else
		lite_prepare(r, s);
	return s;
}

void raw_begin(struct raw *r)
{
	if (r->conn)
		pg_command(r, "BEGIN");
	else
		lite_command(r, "BEGIN IMMEDIATE");
}

void raw_commit(struct raw *r)
{
	if (!r->conn) {
		lite_command(r, "COMMIT");
		return;
	}
	pg_command(r, "COMMIT");
	pg_read_answers(r);
}

void raw_run(struct raw *r, struct raw_statement *s, const struct param *params)
{
	if (r->conn)
		pg_run(r, s, params);
	else
		lite_run(r, s, params);
}

void raw_sync(struct raw *r)
{
	if (r->conn)
		pg_read_answers(r);
}

int64_t raw_read(struct raw *r, const char *sql, int64_t *sum)
{
	return r->conn ? pg_read(r, sql, sum) : lite_read(r, sql, sum);
}
