/* Employers, places of work, sites, teams, households of a page's rows: found or made, each once. */
#include "people/people_priv.h"
#include "people/people_sql.h"

struct need {
	enum people_group_kind kind;
	int64_t org_no;
	struct str name, uscc;
	struct uuid group_id;
	bool known, uscc_known;
};
struct needs {
	struct need *at;
	size_t count;
	int32_t *slots; /* hash table of places in `at`, -1: free */
	size_t slots_count;
};

static enum people_group_kind kind_of(enum row_group g)
{
	static const enum people_group_kind kinds[ROW_GROUPS_COUNT] = {
		[ROW_TEAM] = GROUP_TEAM,           [ROW_SITE] = GROUP_SITE,
		[ROW_EMPLOYER] = GROUP_EMPLOYER,   [ROW_WORKPLACE] = GROUP_EMPLOYER,
		[ROW_HOUSEHOLD] = GROUP_HOUSEHOLD,
	};
	return kinds[g];
}

static bool is_written(const struct roster_row *row)
{
	return row->fate == ROW_NEW || row->fate == ROW_CHANGED;
}

static struct sn_err needs_new(struct arena *mem, size_t most, struct needs *n)
{
	*n = (struct needs){.slots_count = 16};
	while (n->slots_count < 2 * most)
		n->slots_count *= 2;
	n->at = ARENA_ARRAY(mem, struct need, most);
	n->slots = ARENA_ARRAY(mem, int32_t, n->slots_count);
	if (!n->slots || (most > 0 && !n->at))
		return SN_FAIL(OUT_OF_MEMORY);
	memset(n->slots, 0xFF, n->slots_count * sizeof *n->slots);
	return SN_SUCCESS;
}

static size_t hash_of(enum people_group_kind kind, struct str name)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325) + kind; /* FNV-1a */
	for (size_t i = 0; i < name.bytes; i++)
		h = (h ^ (unsigned char)name.at[i]) * UINT64_C(0x100000001B3);
	return (size_t)(h ^ (h >> 32));
}

static struct need *need_of(struct needs *n, enum people_group_kind kind, struct str name)
{
	size_t i = hash_of(kind, name) & (n->slots_count - 1);
	for (; n->slots[i] >= 0; i = (i + 1) & (n->slots_count - 1)) {
		struct need *at = &n->at[n->slots[i]];
		if (at->kind == kind && str_eq(at->name, name))
			return at;
	}
	struct need *at = &n->at[n->count];
	*at = (struct need){.kind = kind, .name = name};
	n->slots[i] = (int32_t)n->count++;
	return at;
}

static void collect(const struct people_page *page, struct needs *n)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct roster_row *row = &page->rows[i];
		for (unsigned g = 0; is_written(row) && g < ROW_GROUPS_COUNT; g++) {
			const enum people_group_kind kind = kind_of((enum row_group)g);
			if (row->groups[g].bytes == 0)
				continue;
			struct need *need = need_of(n, kind, row->groups[g]);
			need->org_no = kind == GROUP_EMPLOYER ? 0 : page->org_no;
			if (g == ROW_EMPLOYER && row->uscc.bytes > 0)
				need->uscc = row->uscc;
		}
	}
}

static struct sn_err read_known(struct ctx *c, const struct people_page *page, struct needs *n)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, n->count * 4);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n->count; i++) {
		params[4 * i] = p_int(page->shard);
		params[4 * i + 1] = p_int(n->at[i].kind);
		params[4 * i + 2] = p_int(n->at[i].org_no);
		params[4 * i + 3] = p_text(n->at[i].name);
	}
	struct rows *r = store_query_many(c->store, &people_sql_group, params, n->count);
	while (store_next(r)) {
		struct need *at = &n->at[store_set(r)];
		at->group_id = store_uuid(r, "group_id");
		at->uscc_known = !store_is_null(r, "uscc");
		at->known = true;
	}
	return store_done(r);
}

static struct sn_err add_unknown(struct ctx *c, const struct people_page *page, struct needs *n)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, n->count * 6);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t added = 0;
	for (size_t i = 0; i < n->count; i++) {
		struct need *at = &n->at[i];
		if (at->known)
			continue;
		at->group_id = new_id(c);
		const struct param set[6] = {p_int(page->shard), p_uuid(at->group_id),
					     p_int(at->kind),    p_int(at->org_no),
					     p_text(at->name),   p_text(at->uscc)};
		memcpy(params + 6 * added++, set, sizeof set);
	}
	return added == 0 ? SN_SUCCESS
			  : store_many(c->store, &people_sql_group_add, params, added, NULL);
}

/* A list may name the code of an employer that was known by name only. */
static struct sn_err add_codes(struct ctx *c, const struct people_page *page, const struct needs *n)
{
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < n->count && !sn_failed(e); i++) {
		const struct need *at = &n->at[i];
		if (at->known && !at->uscc_known && at->uscc.bytes > 0)
			e = store_run(
				c->store, &people_sql_group_code,
				PARAMS(p_int(page->shard), p_uuid(at->group_id), p_text(at->uscc)),
				NULL);
	}
	return e;
}

struct sn_err people_groups_resolve(struct ctx *c, struct people_page *page)
{
	struct needs n;
	SN_TRY(needs_new(c->mem, page->count * ROW_GROUPS_COUNT, &n));
	collect(page, &n);
	if (n.count == 0)
		return SN_SUCCESS;
	SN_TRY(read_known(c, page, &n));
	SN_TRY(add_unknown(c, page, &n));
	SN_TRY(add_codes(c, page, &n));
	for (size_t i = 0; i < page->count; i++) {
		struct roster_row *row = &page->rows[i];
		for (unsigned g = 0; is_written(row) && g < ROW_GROUPS_COUNT; g++) {
			if (row->groups[g].bytes > 0)
				row->group_ids[g] =
					need_of(&n, kind_of((enum row_group)g), row->groups[g])
						->group_id;
		}
	}
	return SN_SUCCESS;
}
