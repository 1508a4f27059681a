/* Every seal recomputed, beside the rows and their sum. */
#include "store/seal_priv.h"
#include "store/store_sql.h"

#include <inttypes.h>
#include <stdlib.h>

struct stored_seal {
	struct str key;
	struct seal seal;
	bool fits; /* it has the size of a seal */
};

struct verifying {
	struct ctx *c;
	struct crypto_key key;
	void (*each)(void *self, const struct seal_finding *f);
	void *self;
	struct room text, row_key;
	struct stored_seal *seals; /* of one table, by key */
	size_t count;
};

static void tell(const struct verifying *v, enum seal_fault fault, const char *row)
{
	v->each(v->self, &(const struct seal_finding){.fault = fault, .row = row});
}

static struct sn_err read_seals(struct verifying *v, const struct store_sealed *table)
{
	size_t room = 0;
	v->seals = NULL;
	v->count = 0;
	bool memory = true;
	struct rows *r =
		store_query(v->c->store, &store_sql_seals, PARAMS(p_text(str_of(table->table))));
	while (memory && store_next(r)) {
		if (v->count == room) {
			struct stored_seal *wider =
				ARENA_ARRAY(v->c->mem, struct stored_seal, 2 * room + 64);
			memory = wider != NULL;
			if (!memory)
				break;
			if (v->count > 0)
				memcpy(wider, v->seals, v->count * sizeof *wider);
			v->seals = wider;
			room = 2 * room + 64;
		}
		struct stored_seal *s = &v->seals[v->count++];
		s->key = arena_str(v->c->mem, store_bytes(r, "row_key"));
		s->fits = seal_read(r, "seal", &s->seal);
		memory = !str_is_null(s->key);
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* "cycle_step cycle_no=3 state=2" */
static const char *name_of_key(struct arena *mem, const struct store_sealed *table,
			       const struct cell *cells)
{
	const char *out = table->table;
	for (size_t i = 0; i < table->key_count && out; i++) {
		const struct str bytes = cells[i].bytes;
		char id[UUID_TEXT_BYTES];
		if (table->letters[i] == 'i') {
			out = arena_printf(mem, "%s %s=%" PRId64, out, table->columns[i],
					   cells[i].integer);
		} else if (table->letters[i] == 't') {
			out = arena_printf(mem, "%s %s=" STR_FMT, out, table->columns[i],
					   STR_ARG(bytes));
		} else if (bytes.bytes == sizeof(struct uuid)) {
			struct uuid u;
			memcpy(u.bytes, bytes.at, sizeof u.bytes);
			uuid_text(u, id);
			out = arena_printf(mem, "%s %s=%s", out, table->columns[i], id);
		} else { /* keyed hashes say nothing to a reader */
			out = arena_printf(mem, "%s %s=(%zu bytes)", out, table->columns[i],
					   bytes.bytes);
		}
	}
	return out ? out : table->table;
}

/* The same out of the bytes of a key whose row is gone. */
static const char *name_of_lost(struct arena *mem, const struct store_sealed *table, struct str key)
{
	struct cell cells[STORE_COLUMNS_MAX] = {{.is_null = false}};
	for (size_t i = 0; i < table->key_count; i++) {
		const char letter = table->letters[i];
		const char *end = key.bytes > 0 ? memchr(key.at, '\0', key.bytes) : NULL;
		const size_t bytes = letter == 'i'   ? 8
				     : letter == 'u' ? sizeof(struct uuid)
				     : end           ? (size_t)(end - key.at)
						     : key.bytes;
		if (bytes > key.bytes)
			return table->table;
		cells[i].bytes = (struct str){key.at, bytes};
		uint64_t number = 0;
		for (size_t k = 0; letter == 'i' && k < bytes; k++)
			number = number << 8 | (uint8_t)key.at[k];
		cells[i].integer = (int64_t)(number ^ (UINT64_C(1) << 63));
		const size_t used = bytes + (letter == 'i' || letter == 'u' || !end ? 0 : 1);
		key = (struct str){key.at + used, key.bytes - used};
	}
	return name_of_key(mem, table, cells);
}

/* One row beside the seals, which are ordered as the rows are; *at moves past those whose rows are gone. */
static bool compare_row(struct verifying *v, const struct store_sealed *table, const struct rows *r,
			size_t *at)
{
	struct cell cells[STORE_COLUMNS_MAX];
	struct seal right;
	bool fits = true;
	v->row_key.bytes = 0;
	for (size_t i = 0; table->letters[i]; i++)
		cells[i] = seal_cell(r, i, table->letters[i]);
	for (size_t i = 0; i < table->key_count && fits; i++)
		fits = seal_put_key(&v->row_key, &cells[i], table->letters[i]);
	if (!fits || !seal_of_cells(&v->key, &v->text, table, cells, &right))
		return false;
	const struct str key = {v->row_key.at, v->row_key.bytes};
	for (; *at < v->count && str_compare(v->seals[*at].key, key) < 0; ++*at)
		tell(v, SEAL_MISSING, name_of_lost(v->c->mem, table, v->seals[*at].key));
	if (*at == v->count || !str_eq(v->seals[*at].key, key)) {
		tell(v, SEAL_ADDED, name_of_key(v->c->mem, table, cells));
		return true;
	}
	const struct stored_seal *stored = &v->seals[(*at)++];
	if (!stored->fits || !crypto_eq(stored->seal.bytes, right.bytes, sizeof right.bytes))
		tell(v, SEAL_EDITED, name_of_key(v->c->mem, table, cells));
	return true;
}

static struct sn_err verify_rows(struct verifying *v, const struct store_sealed *table)
{
	size_t at = 0;
	bool fits = true;
	struct rows *r = store_query(v->c->store, table->all, NO_PARAMS);
	while (fits && store_next(r))
		fits = compare_row(v, table, r, &at);
	SN_TRY(store_done(r));
	if (!fits)
		return SN_FAIL(OUT_OF_MEMORY);
	for (; at < v->count; at++)
		tell(v, SEAL_MISSING, name_of_lost(v->c->mem, table, v->seals[at].key));
	return SN_SUCCESS;
}

static struct sn_err verify_sum(const struct verifying *v, const struct store_sealed *table)
{
	struct sum sum;
	struct seal combined = {{0}};
	for (size_t i = 0; i < v->count; i++)
		seal_combine(&combined, &v->seals[i].seal);
	SN_TRY(seal_read_sum(v->c->store, &v->key, table->table, &sum));
	if (!sum.there)
		tell(v, SEAL_NOT_BEGUN, table->table);
	else if (!sum.fits || sum.rows != (int64_t)v->count ||
		 !crypto_eq(sum.combined.bytes, combined.bytes, sizeof combined.bytes))
		v->each(v->self, &(const struct seal_finding){.fault = SEAL_SUM,
							      .row = table->table,
							      .expected = sum.rows,
							      .found = (int64_t)v->count});
	return SN_SUCCESS;
}

static struct sn_err verify_table(void *self, const struct store_sealed *table)
{
	struct verifying *v = self;
	const struct arena_mark before = arena_mark(v->c->mem);
	SN_TRY(store_snapshot(v->c->store)); /* seals and rows of one moment */
	struct sn_err e = read_seals(v, table);
	if (!sn_failed(e))
		e = verify_sum(v, table);
	if (!sn_failed(e))
		e = verify_rows(v, table);
	store_release(v->c->store);
	arena_rewind(v->c->mem, before);
	return e;
}

struct sn_err seal_verify(struct ctx *c, const struct store_key *key,
			  void (*each)(void *self, const struct seal_finding *f), void *self)
{
	struct verifying v = {.c = c, .each = each, .self = self};
	memcpy(v.key.bytes, key->bytes, sizeof v.key.bytes);
	const struct sn_err e = seal_each_table(c->store, verify_table, &v);
	free(v.text.at);
	free(v.row_key.at);
	crypto_wipe(&v.key, sizeof v.key);
	return e;
}
