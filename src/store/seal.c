/* Seals of rows: made beside whatever writes a sealed table, and added up once a group. */
#include "store/seal_priv.h"
#include "store/store_sql.h"

#include <assert.h>
#include <stdlib.h>

/* A row that was written. Its key is a place in store_seals.keys, which moves as it grows. */
struct sealed_row {
	size_t key_at, key_bytes;
	size_t nth; /* of those that the statement wrote */
	struct seal now, was;
	bool was_sealed;
};

/* What a group does to a table's sum. */
struct change {
	const struct store_sealed *table;
	int64_t rows;
	struct seal combined;
};

struct store_seals {
	struct crypto_key key;
	struct room keys;    /* of the statement's rows, one behind the other */
	struct room text;    /* what is hashed of one row */
	struct room rows;    /* struct sealed_row */
	struct room params;  /* struct param: what the seals' own statements are given */
	struct room changes; /* struct change: of the group so far */
};

void seal_combine(struct seal *sum, const struct seal *s)
{
	for (size_t i = 0; i < sizeof sum->bytes; i++)
		sum->bytes[i] ^= s->bytes[i];
}

/* ---- memory that is kept from one statement to the next ---- */

/* Room for so many bytes more; NULL: out of memory. */
static void *more(struct room *r, size_t bytes)
{
	if (r->size - r->bytes < bytes) {
		const size_t size = 2 * (r->bytes + bytes);
		char *at = realloc(r->at, size);
		if (!at)
			return NULL;
		*r = (struct room){at, r->bytes, size};
	}
	r->bytes += bytes;
	return r->at + r->bytes - bytes;
}

static bool put(struct room *r, const void *bytes, size_t count)
{
	void *at = more(r, count);
	if (at && count > 0)
		memcpy(at, bytes, count);
	return at != NULL;
}

static size_t rows_count(const struct store_seals *s)
{
	return s->rows.bytes / sizeof(struct sealed_row);
}
static struct sealed_row *row_at(const struct store_seals *s, size_t i)
{
	return (struct sealed_row *)(void *)s->rows.at + i;
}
static struct str key_of(const struct store_seals *s, const struct sealed_row *row)
{
	return (struct str){s->keys.at + row->key_at, row->key_bytes};
}

struct store_seals *store_seals_new(const struct store_key *key)
{
	struct store_seals *s = calloc(1, sizeof *s);
	if (s)
		memcpy(s->key.bytes, key->bytes, sizeof s->key.bytes);
	return s;
}

void store_seals_free(struct store_seals *s)
{
	if (!s)
		return;
	free(s->keys.at);
	free(s->text.at);
	free(s->rows.at);
	free(s->params.at);
	free(s->changes.at);
	crypto_wipe(&s->key, sizeof s->key);
	free(s);
}

/* ---- one row as bytes ---- */

static struct cell cell_of_param(const struct param *p)
{
	switch (p->kind) {
	case PARAM_INT:
		return (struct cell){.integer = p->as.integer};
	case PARAM_TEXT:
	case PARAM_BYTES:
		return (struct cell){.bytes = p->as.text};
	case PARAM_UUID:
		return (struct cell){
			.bytes = {(const char *)p->as.id.bytes, sizeof p->as.id.bytes}};
	case PARAM_NULL:
		break;
	}
	return (struct cell){.is_null = true};
}

struct cell seal_cell(const struct rows *r, size_t column, char letter)
{
	const struct store_engine *engine = r->store->engine;
	if (engine->is_null(r, column))
		return (struct cell){.is_null = true};
	if (letter == 'i')
		return (struct cell){.integer = engine->integer(r, column)};
	return (struct cell){.bytes = engine->bytes(r, column)};
}

static void big_endian(uint64_t v, uint8_t *out, size_t bytes)
{
	for (size_t i = bytes; i-- > 0; v >>= 8)
		out[i] = (uint8_t)v;
}

/* The bytes of keys sort as the keys do in the database: verification goes through both side by side. */
bool seal_put_key(struct room *out, const struct cell *cell, char letter)
{
	uint8_t number[8];
	if (letter == 'i') {
		big_endian((uint64_t)cell->integer ^ (UINT64_C(1) << 63), number, sizeof number);
		return put(out, number, sizeof number);
	}
	return put(out, cell->bytes.at, cell->bytes.bytes) && (letter == 'u' || put(out, "", 1));
}

static bool put_column(struct room *out, const char *name, const struct cell *cell, char letter)
{
	uint8_t length[4], number[8];
	struct str value = cell->bytes;
	if (letter == 'i') {
		big_endian((uint64_t)cell->integer, number, sizeof number);
		value = (struct str){(const char *)number, sizeof number};
	}
	big_endian(value.bytes, length, sizeof length);
	return put(out, name, strlen(name) + 1) && put(out, length, sizeof length) &&
	       put(out, value.at, value.bytes);
}

bool seal_of_cells(const struct crypto_key *key, struct room *text,
		   const struct store_sealed *table, const struct cell *cells, struct seal *out)
{
	text->bytes = 0;
	bool fits = put(text, table->table, strlen(table->table) + 1);
	for (size_t i = 0; table->letters[i] && fits; i++)
		fits = cells[i].is_null ||
		       put_column(text, table->columns[i], &cells[i], table->letters[i]);
	crypto_mac(key, (struct str){text->at, fits ? text->bytes : 0}, out->bytes);
	return fits;
}

static bool add_row(struct store_seals *s, const struct store_sealed *table,
		    const struct cell *cells)
{
	struct sealed_row row = {.key_at = s->keys.bytes, .nth = rows_count(s)};
	bool fits = seal_of_cells(&s->key, &s->text, table, cells, &row.now);
	for (size_t i = 0; i < table->key_count && fits; i++) {
		assert(!cells[i].is_null);
		fits = seal_put_key(&s->keys, &cells[i], table->letters[i]);
	}
	row.key_bytes = s->keys.bytes - row.key_at;
	return fits && put(&s->rows, &row, sizeof row);
}

/* ---- a statement's rows ---- */

/* What struct sn_statement.row says where it is no parameter; else it is 0 (tools/sqlgen.sh). */
enum { ROW_NULL = -1 };

static struct sn_err rows_of_params(struct store_seals *s, const struct sn_statement *which,
				    const struct param *params, size_t sets)
{
	const struct store_sealed *table = which->sealed;
	const size_t n = strlen(which->params), columns = strlen(table->letters);
	struct cell cells[STORE_COLUMNS_MAX];
	for (size_t set = 0; set < sets; set++, params += n) {
		for (size_t i = 0; i < columns; i++)
			cells[i] = which->row[i] >= 0
					   ? cell_of_param(&params[which->row[i]])
					   : (struct cell){.is_null = which->row[i] == ROW_NULL};
		if (!add_row(s, table, cells))
			return SN_FAIL(OUT_OF_MEMORY);
	}
	return SN_SUCCESS;
}

static bool add_answered(struct store_seals *s, const struct store_sealed *table,
			 const struct rows *r)
{
	struct cell cells[STORE_COLUMNS_MAX];
	for (size_t i = 0; table->letters[i]; i++)
		cells[i] = seal_cell(r, i, table->letters[i]);
	return add_row(s, table, cells);
}

/* Runs the statement by its twin. */
static struct sn_err rows_answered(struct store *store, const struct sn_statement *which,
				   const struct param *params, size_t sets, int64_t *changed)
{
	bool fits = true;
	size_t set = 0;
	if (changed)
		memset(changed, 0, sets * sizeof *changed);
	struct rows *r = store_query_many(store, which->back, params, sets);
	while (fits && store_next(r)) {
		set = store_set(r);
		if (changed)
			changed[set]++;
		fits = add_answered(store->seals, which->sealed, r);
	}
	set = r->set;
	struct sn_err e = store_done(r);
	if (sn_failed(e))
		e.arg[0] = (int64_t)set;
	else if (!fits)
		e = SN_FAIL(OUT_OF_MEMORY);
	return e;
}

/* A row that a statement wrote twice has the seal of the last time. */
static int by_key_and_turn(const void *a, const void *b, void *self)
{
	const struct sealed_row *x = a, *y = b;
	const int order = str_compare(key_of(self, x), key_of(self, y));
	return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}
static void keep_last(struct store_seals *s)
{
	const size_t count = rows_count(s);
	size_t kept = 0;
	if (count < 2)
		return;
	qsort_r(s->rows.at, count, sizeof(struct sealed_row), by_key_and_turn, s);
	for (size_t i = 0; i < count; i++) {
		if (i + 1 == count || !str_eq(key_of(s, row_at(s, i)), key_of(s, row_at(s, i + 1))))
			*row_at(s, kept++) = *row_at(s, i);
	}
	s->rows.bytes = kept * sizeof(struct sealed_row);
}

/* ---- their seals ---- */

enum { SEAL_PARAMS = 3 };

static struct param *seal_params(struct store_seals *s, const struct store_sealed *table,
				 size_t each)
{
	const size_t count = rows_count(s);
	s->params.bytes = 0;
	struct param *params = more(&s->params, (count * each + 1) * sizeof *params);
	for (size_t i = 0; params && i < count; i++) {
		const struct sealed_row *row = row_at(s, i);
		const struct str key = key_of(s, row);
		params[i * each] = p_text(str_of(table->table));
		params[i * each + 1] = p_bytes(key.at, key.bytes);
		if (each == SEAL_PARAMS)
			params[i * each + 2] = p_bytes(row->now.bytes, sizeof row->now.bytes);
	}
	return params;
}

bool seal_read(const struct rows *r, const char *column, struct seal *out)
{
	const struct str bytes = store_bytes(r, column);
	if (bytes.bytes != sizeof out->bytes)
		return false;
	memcpy(out->bytes, bytes.at, sizeof out->bytes);
	return true;
}

/* Only rows that had a seal keep one: what somebody put in past us does not become ours by being written again. */
static struct sn_err read_old(struct store *store, const struct store_sealed *table)
{
	struct store_seals *s = store->seals;
	size_t kept = 0;
	const struct param *params = seal_params(s, table, 2);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query_many(store, &store_sql_seal_of, params, rows_count(s));
	while (store_next(r)) {
		struct sealed_row *row = row_at(s, store_set(r));
		row->was_sealed = seal_read(r, "seal", &row->was);
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < rows_count(s); i++) {
		if (row_at(s, i)->was_sealed)
			*row_at(s, kept++) = *row_at(s, i);
	}
	s->rows.bytes = kept * sizeof(struct sealed_row);
	return SN_SUCCESS;
}

static struct sn_err note_change(struct store_seals *s, const struct sn_statement *which)
{
	struct change change = {.table = which->sealed};
	for (size_t i = 0; i < rows_count(s); i++) {
		const struct sealed_row *row = row_at(s, i);
		if (row->was_sealed)
			seal_combine(&change.combined, &row->was);
		if (which->verb != 'D')
			seal_combine(&change.combined, &row->now);
		change.rows += (which->verb == 'I') - (which->verb == 'D');
	}
	return put(&s->changes, &change, sizeof change) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err write_seals(struct store *store, const struct sn_statement *which)
{
	struct store_seals *s = store->seals;
	const bool drops = which->verb == 'D';
	if (which->verb != 'I') {
		keep_last(s);
		SN_TRY(read_old(store, which->sealed));
	}
	const struct param *params = seal_params(s, which->sealed, drops ? 2 : SEAL_PARAMS);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = store_many(store,
					   drops                ? &store_sql_seal_drop
					   : which->verb == 'I' ? &store_sql_seal_add
								: &store_sql_seal_put,
					   params, rows_count(s), NULL);
	/* That is not "the row is there already", on which callers build: the row was taken out past us, its seal was not. */
	if (e.reason == SN_R_STORE_UNIQUE)
		return sn_err_with_text(SN_FAIL(ROW_DAMAGED), "%s", which->sealed->table);
	SN_TRY(e);
	return note_change(s, which);
}

struct sn_err store_seal_many(struct store *store, const struct sn_statement *which,
			      const struct param *params, size_t sets, int64_t *changed)
{
	struct store_seals *s = store->seals;
	s->keys.bytes = s->rows.bytes = 0;
	if (which->row) {
		SN_TRY(store->engine->many(store, which, params, sets, changed));
		SN_TRY(rows_of_params(s, which, params, sets));
	} else {
		SN_TRY(rows_answered(store, which, params, sets, changed));
	}
	return rows_count(s) > 0 ? write_seals(store, which) : SN_SUCCESS;
}

/* ---- sums, once a group ---- */

static struct seal mac_of(const struct crypto_key *key, const char *table, const struct sum *sum)
{
	char text[TABLE_NAME_BYTES_MAX + 8 + ROW_SEAL_BYTES];
	const size_t name = strlen(table) + 1;
	struct seal out;
	assert(name <= TABLE_NAME_BYTES_MAX);
	memcpy(text, table, name);
	big_endian((uint64_t)sum->rows, (uint8_t *)text + name, 8);
	memcpy(text + name + 8, sum->combined.bytes, ROW_SEAL_BYTES);
	crypto_mac(key, (struct str){text, name + 8 + ROW_SEAL_BYTES}, out.bytes);
	return out;
}

struct sn_err seal_read_sum(struct store *store, const struct crypto_key *key, const char *table,
			    struct sum *out)
{
	*out = (struct sum){.there = false};
	struct rows *r = store_query(store, &store_sql_seal_sum, PARAMS(p_text(str_of(table))));
	while (store_next(r)) {
		out->there = true;
		out->rows = store_int(r, "rows_count");
		out->fits =
			seal_read(r, "combined", &out->combined) && seal_read(r, "mac", &out->mac);
	}
	SN_TRY(store_done(r));
	const struct seal right = mac_of(key, table, out);
	out->fits = out->fits && crypto_eq(right.bytes, out->mac.bytes, sizeof right.bytes);
	return SN_SUCCESS;
}

static struct sn_err write_sum(struct store *store, const char *table, const struct sum *sum)
{
	return store_run(store, sum->there ? &store_sql_seal_sum_put : &store_sql_seal_sum_add,
			 PARAMS(p_text(str_of(table)), p_int(sum->rows),
				p_bytes(sum->combined.bytes, ROW_SEAL_BYTES),
				p_bytes(sum->mac.bytes, ROW_SEAL_BYTES)),
			 NULL);
}

/* A sum that did not fit before does not fit afterwards either. */
static struct sn_err move_sum(struct store *store, const struct change *change)
{
	const struct store_seals *s = store->seals;
	const char *table = change->table->table;
	struct sum sum;
	SN_TRY(seal_read_sum(store, &s->key, table, &sum));
	if (!sum.there || sum.rows + change->rows < 0)
		return SN_SUCCESS;
	sum.rows += change->rows;
	seal_combine(&sum.combined, &change->combined);
	if (sum.fits)
		sum.mac = mac_of(&s->key, table, &sum);
	return write_sum(store, table, &sum);
}

static struct change *changes_of(const struct store_seals *s, size_t *count)
{
	*count = s->changes.bytes / sizeof(struct change);
	return (struct change *)(void *)s->changes.at;
}

/* Each table once: its later changes go into its first. */
static struct sn_err seal_group(void *self, struct ctx *c)
{
	size_t count = 0;
	struct change *changes = changes_of(self, &count);
	for (size_t i = 0; i < count; i++) {
		struct change all = changes[i];
		if (!all.table)
			continue;
		for (size_t k = i + 1; k < count; k++) {
			if (changes[k].table != all.table)
				continue;
			all.rows += changes[k].rows;
			seal_combine(&all.combined, &changes[k].combined);
			changes[k].table = NULL;
		}
		SN_TRY(move_sum(c->store, &all));
	}
	return SN_SUCCESS;
}

static size_t mark(void *self)
{
	return ((struct store_seals *)self)->changes.bytes;
}
static void go_back(void *self, size_t to)
{
	((struct store_seals *)self)->changes.bytes = to;
}
static void end_group(void *self, bool committed)
{
	(void)committed;
	go_back(self, 0);
}

struct store_group_hook store_seals_hook(struct store_seals *s)
{
	return (struct store_group_hook){
		.self = s, .mark = mark, .rewind = go_back, .seal = seal_group, .end = end_group};
}

/* ---- to begin with ---- */

struct sn_err seal_each_table(const struct store *store, seal_table *f, void *self)
{
	for (size_t i = 0; i < store->config.domains_count; i++) {
		const struct store_sealed *const *table = store->config.domains[i]->sealed;
		for (; table && *table; table++)
			SN_TRY(f(self, *table));
	}
	return SN_SUCCESS;
}

struct renewing {
	struct store *store;
	struct str table;
	int64_t rows;
	bool found;
};

static struct sn_err seal_as_found(struct store *store, const struct store_sealed *table,
				   struct sum *sum)
{
	struct store_seals *s = store->seals;
	bool fits = true;
	s->keys.bytes = s->rows.bytes = 0;
	struct rows *r = store_query(store, table->all, NO_PARAMS);
	while (fits && store_next(r))
		fits = add_answered(s, table, r);
	SN_TRY(store_done(r));
	const struct param *params = fits ? seal_params(s, table, SEAL_PARAMS) : NULL;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	sum->rows = (int64_t)rows_count(s);
	sum->combined = (struct seal){{0}};
	for (size_t i = 0; i < rows_count(s); i++)
		seal_combine(&sum->combined, &row_at(s, i)->now);
	return store_many(store, &store_sql_seal_add, params, rows_count(s), NULL);
}

static struct sn_err renew_table(void *self, const struct store_sealed *table)
{
	struct renewing *n = self;
	struct store_seals *s = n->store->seals;
	size_t count = 0;
	struct change *changes = changes_of(s, &count);
	struct sum sum;
	SN_TRY(seal_read_sum(n->store, &s->key, table->table, &sum));
	if (str_is_null(n->table) ? sum.there : !str_is(n->table, table->table))
		return SN_SUCCESS;
	SN_TRY(store_run(n->store, &store_sql_seal_drop_all, PARAMS(p_text(str_of(table->table))),
			 NULL));
	SN_TRY(seal_as_found(n->store, table, &sum));
	for (size_t i = 0; i < count; i++) /* they are in what was found */
		if (changes[i].table == table)
			changes[i].table = NULL;
	sum.mac = mac_of(&s->key, table->table, &sum);
	n->found = true;
	n->rows += sum.rows;
	return write_sum(n->store, table->table, &sum);
}

struct sn_err seal_anew(struct ctx *c, struct str table, int64_t *rows)
{
	assert(c->store->seals);
	struct renewing n = {.store = c->store, .table = table};
	SN_TRY(seal_each_table(c->store, renew_table, &n));
	*rows = n.rows;
	return str_is_null(table) || n.found
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(NO_SUCH_TABLE), STR_FMT, STR_ARG(table));
}
