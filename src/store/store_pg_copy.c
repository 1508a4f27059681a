/* A whole table into PostgreSQL: how a backup becomes a database there. */
#include "store/store_pg_priv.h"

#include <assert.h>
#include <stdlib.h>

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
		return store_pg_down(PQerrorMessage(c->conn));
	struct sn_err e = SN_SUCCESS;
	PGresult *r = PQgetResult(c->conn);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		e = store_pg_fold(s, t->name.at, r);
	else if (strtoll(PQcmdTuples(r), NULL, 10) != rows)
		e = store_error(SN_FAIL(STORE_IO), t->name.at, "COPY lost rows");
	PQclear(r);
	PQclear(PQgetResult(c->conn)); /* the NULL that ends it */
	return e;
}

struct sn_err store_pg_copy_in(struct store *to, const struct store_table *table, struct rows *from)
{
	struct pg_store *s = store_pg_of(to);
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
		e = store_pg_down(PQerrorMessage(s->conn));
	buf_free(c.out);
	return e;
}
