#include "base/limits.h"
#include "store/store_priv.h"
#include "store/store_sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct store_engine *store_engine_of(struct str url)
{
	return str_starts(url, STR("postgres://")) || str_starts(url, STR("postgresql://"))
		       ? &store_pg
		       : &store_sqlite;
}

struct sn_err store_init(struct store *s, const struct store_engine *engine,
			 const struct store_config *config)
{
	char *url = malloc(config->url.bytes + 1);
	if (!url)
		return SN_FAIL(OUT_OF_MEMORY);
	memcpy(url, config->url.at, config->url.bytes);
	url[config->url.bytes] = '\0';
	*s = (struct store){.engine = engine, .config = *config};
	s->config.url.at = url;
	s->rows.store = s;
	return SN_SUCCESS;
}

void store_deinit(struct store *s)
{
	free((void *)(uintptr_t)s->config.url.at);
}

struct sn_err store_error(struct sn_err e, const char *where, const char *words)
{
	return sn_err_with_text(e, "%s: %s", where, words);
}

struct sn_err store_open_raw(struct store **out, const struct store_config *config,
			     enum store_use use)
{
	*out = NULL;
	return store_engine_of(config->url)->open(out, config, use);
}

struct sn_err store_open(struct store **out, const struct store_config *config)
{
	SN_TRY(store_open_raw(out, config, STORE_USE_READ));
	const struct sn_err e = store_check_schema(*out);
	if (sn_failed(e)) {
		store_close(*out);
		*out = NULL;
	}
	return e;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	assert(!s->rows.open);
	assert(!s->writing);
	s->engine->close(s);
}

/* ---- transactions ---- */

/* An error of the engine inside a transaction: what was written since the savepoint can only be undone, and
 * where the storage itself failed, all of the transaction. Both engines then refuse whatever comes next with
 * the same error (PostgreSQL cannot go on; SQLite could, and must not differ). */
static struct sn_err noted(struct store *s, struct sn_err e)
{
	if (!sn_failed(e) || !s->writing)
		return e;
	if (!sn_failed(s->failed))
		s->failed = e;
	if (e.reason != SN_R_STORE_UNIQUE && e.reason != SN_R_STORE_CHECK && !sn_failed(s->doom))
		s->doom = e;
	return e;
}

struct sn_err store_begin(struct store *s)
{
	assert(!s->writing && !s->rows.open && s->snapshots == 0);
	s->failed = s->doom = SN_SUCCESS;
	SN_TRY(s->engine->begin(s, STORE_TXN_WRITE));
	s->writing = true;
	return SN_SUCCESS;
}

struct sn_err store_commit(struct store *s)
{
	assert(s->writing && !s->rows.open);
	if (sn_failed(s->failed)) {
		const struct sn_err e = s->failed;
		store_rollback(s);
		return e;
	}
	const struct sn_err e = s->engine->commit(s);
	if (sn_failed(e) && e.reason != SN_R_STORE_UNKNOWN)
		s->engine->rollback(s);
	s->writing = false;
	return e;
}

void store_rollback(struct store *s)
{
	assert(!s->rows.open);
	if (s->writing)
		s->engine->rollback(s);
	s->writing = false;
}

struct sn_err store_savepoint(struct store *s, enum store_savepoint what)
{
	assert(s->writing && !s->rows.open);
	if (sn_failed(s->doom))
		return s->doom;
	if (what == STORE_SP_UNDO)
		s->failed = SN_SUCCESS;
	return noted(s, s->engine->savepoint(s, what));
}

struct sn_err store_snapshot(struct store *s)
{
	assert(!s->rows.open);
	if (!s->writing && s->snapshots == 0)
		SN_TRY(s->engine->begin(s, STORE_TXN_SNAPSHOT));
	s->snapshots++;
	return SN_SUCCESS;
}

void store_release(struct store *s)
{
	assert(!s->rows.open && s->snapshots > 0);
	if (--s->snapshots == 0 && !s->writing)
		s->engine->rollback(s);
}

struct sn_err store_commit_seq(struct store *s, int64_t *commit_seq)
{
	struct rows *r = store_query(s, &store_sql_commit_seq, NO_PARAMS);
	if (store_next(r))
		*commit_seq = store_int(r, "commit_seq");
	return store_done(r);
}

/* ---- statements ---- */

static bool fits(char letter, enum param_kind kind)
{
	switch (kind) {
	case PARAM_NULL:
		return true;
	case PARAM_INT:
		return letter == 'i';
	case PARAM_TEXT:
		return letter == 't';
	case PARAM_BYTES:
		return letter == 'b';
	case PARAM_UUID:
		return letter == 'u';
	}
	return false;
}

static void check_params(const struct sn_statement *which, const struct param *params,
			 size_t params_count, size_t sets)
{
	assert(params_count <= STATEMENT_PARAMS_MAX);
	for (size_t set = 0; set < sets; set++, params += params_count)
		for (size_t i = 0; i < params_count; i++)
			assert(fits(which->params[i], params[i].kind));
}

struct rows *store_query_many(struct store *s, const struct sn_statement *which,
			      const struct param *params, size_t sets)
{
	struct rows *r = &s->rows;
	assert(!r->open);
	*r = (struct rows){.store = s,
			   .which = which,
			   .params = params,
			   .params_count = strlen(which->params),
			   .sets = sets,
			   .open = true};
	check_params(which, params, r->params_count, sets);
	s->column_hint = s->asked_known = 0;
	if (s->writing && sn_failed(s->failed))
		r->e = s->failed;
	else if (sets > 0)
		s->engine->query(r);
	return r;
}

struct rows *store_query(struct store *s, const struct sn_statement *which,
			 const struct param *params)
{
	return store_query_many(s, which, params, 1);
}

bool store_next(struct rows *rows)
{
	assert(rows->open);
	rows->on_row =
		!sn_failed(rows->e) && rows->set < rows->sets && rows->store->engine->next(rows);
	rows->store->column_hint = 0;
	return rows->on_row;
}

struct sn_err store_done(struct rows *rows)
{
	if (!rows)
		return SN_SUCCESS;
	assert(rows->open);
	if (rows->prepared)
		rows->store->engine->finish(rows);
	rows->open = rows->on_row = false;
	return noted(rows->store, rows->e);
}

size_t store_set(const struct rows *rows)
{
	assert(rows->on_row);
	return rows->set;
}

/* Who asked for column i by this very literal before has it again without a comparison: a report asks for the same
 * few columns of a hundred thousand rows. */
static bool is_column(const struct rows *rows, size_t i, const char *column)
{
	struct store *s = rows->store;
	if (i < s->asked_known && s->asked[i] == column)
		return true;
	if (strcmp(rows->columns[i], column) != 0)
		return false;
	if (i < STORE_COLUMNS_MAX) {
		while (s->asked_known <= i)
			s->asked[s->asked_known++] = NULL;
		s->asked[i] = column;
	}
	return true;
}

static size_t column_of(const struct rows *rows, const char *column)
{
	assert(rows->on_row);
	size_t i = rows->store->column_hint;
	for (size_t tried = 0; tried < rows->columns_count; tried++) {
		if (i >= rows->columns_count)
			i = 0;
		if (is_column(rows, i, column)) {
			rows->store->column_hint = i + 1;
			return i;
		}
		i++;
	}
	assert(!"the statement has such a column");
	return 0;
}

bool store_is_null(const struct rows *rows, const char *column)
{
	const size_t i = column_of(rows, column);
	rows->store->column_hint = i; /* it is asked first and read next */
	return rows->store->engine->is_null(rows, i);
}
int64_t store_int(const struct rows *rows, const char *column)
{
	const size_t i = column_of(rows, column);
	return rows->store->engine->integer(rows, i);
}
struct money store_money(const struct rows *rows, const char *column)
{
	return MONEY_FEN(store_int(rows, column));
}
struct str store_bytes(const struct rows *rows, const char *column)
{
	const size_t i = column_of(rows, column);
	return rows->store->engine->bytes(rows, i);
}
struct str store_text(const struct rows *rows, const char *column)
{
	return store_bytes(rows, column);
}
struct uuid store_uuid(const struct rows *rows, const char *column)
{
	const struct str bytes = store_bytes(rows, column);
	struct uuid u = UUID_NULL;
	if (str_is_null(bytes))
		return u;
	assert(bytes.bytes == sizeof u.bytes);
	memcpy(u.bytes, bytes.at, sizeof u.bytes);
	return u;
}

struct sn_err store_many(struct store *s, const struct sn_statement *which,
			 const struct param *params, size_t sets, int64_t *changed)
{
	assert(s->writing); /* only inside a writer's work */
	assert(!s->rows.open);
	check_params(which, params, strlen(which->params), sets);
	if (sn_failed(s->failed))
		return s->failed;
	if (sets == 0)
		return SN_SUCCESS;
	s->writes += sets;
	return noted(s, which->sealed && s->seals
				? store_seal_many(s, which, params, sets, changed)
				: s->engine->many(s, which, params, sets, changed));
}

struct sn_err store_run(struct store *s, const struct sn_statement *which,
			const struct param *params, int64_t *changed)
{
	return store_many(s, which, params, 1, changed);
}

struct sn_err store_state(struct store *s, struct store_state *out)
{
	return s->engine->state(s, out);
}
