/* Who may be one person twice: read, grouped, told. */
#include "people/people_priv.h"
#include "people/people_sql.h"

/* People in groups: those of one group stand together. */
struct grouped {
	struct person_ref who;
	bool first; /* of its group */
};
struct groups {
	struct grouped *at;
	size_t count, room, start; /* start: of the last group */
};

static bool groups_add(struct arena *mem, struct groups *g, struct grouped one)
{
	enum { FIRST = 64 };
	if (g->count == g->room) {
		const size_t room = g->room == 0 ? FIRST : 2 * g->room;
		struct grouped *more = ARENA_ARRAY(mem, struct grouped, room);
		if (!more)
			return false;
		if (g->count > 0)
			memcpy(more, g->at, g->count * sizeof *more);
		g->at = more;
		g->room = room;
	}
	if (one.first)
		g->start = g->count;
	g->at[g->count++] = one;
	return true;
}

/* A last group of fewer people than this is none. */
static void groups_close(struct groups *g, size_t people_min)
{
	if (g->count - g->start < people_min)
		g->count = g->start;
	g->start = g->count;
}

struct telling {
	enum people_finding_kind kind;
	const struct org_tree *tree;
	int64_t org_no;
	people_finding_fn *each;
	void *self;
};

static size_t group_end(const struct groups *g, size_t at)
{
	do
		at++;
	while (at < g->count && !g->at[at].first);
	return at;
}

/* The people of whole groups, from `from` until `end`. */
static struct sn_err tell_part(struct ctx *c, const struct groups *g, size_t from, size_t end,
			       const struct telling *t)
{
	const size_t count = end - from;
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, count);
	struct person *people = ARENA_ARRAY(c->mem, struct person, count);
	if (!refs || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		refs[i] = g->at[from + i].who;
	SN_TRY(people_by_refs(c, refs, count, people));
	for (size_t at = from, next = 0; at < end; at = next) {
		next = group_end(g, at);
		t->each(t->self, &(struct people_finding){.kind = t->kind,
							  .people = people + (at - from),
							  .count = next - at});
	}
	return SN_SUCCESS;
}

/* Whole groups at a time, about a page of people. */
static struct sn_err tell(struct ctx *c, const struct groups *g, const struct telling *t)
{
	const struct arena_mark mark = arena_mark(c->mem);
	for (size_t from = 0, end = 0; from < g->count; from = end) {
		end = group_end(g, from);
		while (end < g->count && group_end(g, end) - from <= IMPORT_PAGE_ROWS)
			end = group_end(g, end);
		SN_TRY(tell_part(c, g, from, end, t));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}

/* ---- equal name and team ---- */

static struct sn_err same_names(struct ctx *c, const struct people_union *unions, size_t count,
				const struct telling *t)
{
	struct groups g = {.count = 0};
	struct str name = STR_NULL;
	struct uuid team = UUID_NULL;
	size_t of = 0;
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count);
	bool memory = params != NULL;
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(unions[i].shard);
		params[2 * i + 1] = p_int(unions[i].org_no);
	}
	struct rows *r = store_query_many(c->store, &people_sql_same_name_and_team, params, count);
	while (memory && store_next(r)) {
		const struct uuid team_id = store_uuid(r, "team_id");
		const bool first = g.count == 0 || of != store_set(r) || !uuid_eq(team, team_id) ||
				   !str_eq(name, store_text(r, "name_key"));
		if (first) {
			groups_close(&g, 2);
			name = arena_str(c->mem, store_text(r, "name_key"));
			team = team_id;
			of = store_set(r);
		}
		memory = name.at &&
			 groups_add(c->mem, &g,
				    (struct grouped){{unions[of].shard, store_uuid(r, "person_id")},
						     first});
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	groups_close(&g, 2);
	return tell(c, &g, t);
}

/* ---- one phone of many ---- */

static struct sn_err same_phones(struct ctx *c, int64_t shard, const struct telling *t)
{
	struct groups g = {.count = 0};
	struct blind_index phone = {{0}};
	bool memory = true;
	struct rows *r = store_query(c->store, &people_sql_same_phone,
				     PARAMS(p_int(shard), p_int(PEOPLE_PHONE_SHARED_MIN)));
	while (memory && store_next(r)) {
		const struct person at = {.org_no = store_int(r, "org_no")};
		const struct str hash = store_bytes(r, "phone_hash");
		if (!people_is_below(t->tree, t->org_no, &at) || hash.bytes != sizeof phone.bytes)
			continue;
		const bool first =
			g.count == g.start || memcmp(phone.bytes, hash.at, hash.bytes) != 0;
		if (first) {
			groups_close(&g, PEOPLE_PHONE_SHARED_MIN);
			memcpy(phone.bytes, hash.at, hash.bytes);
		}
		memory = groups_add(c->mem, &g,
				    (struct grouped){{shard, store_uuid(r, "person_id")}, first});
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	groups_close(&g, PEOPLE_PHONE_SHARED_MIN);
	return tell(c, &g, t);
}

struct sn_err people_duplicates(struct ctx *c, const struct org_tree *tree, int64_t org_no,
				people_finding_fn *each, void *self)
{
	struct telling t = {.tree = tree, .org_no = org_no, .each = each, .self = self};
	struct people_union *unions = NULL;
	int64_t *shards = NULL;
	size_t count = 0, shards_count = 0;
	SN_TRY(people_unions_below(c, tree, org_no, &unions, &count));
	SN_TRY(people_shards_of(c, unions, count, &shards, &shards_count));
	const struct arena_mark mark = arena_mark(c->mem);
	t.kind = PEOPLE_SAME_NAME_AND_TEAM;
	for (size_t at = 0; at < count; at += PEOPLE_PAGE_UNIONS) {
		const size_t left = count - at;
		SN_TRY(same_names(c, unions + at,
				  left < PEOPLE_PAGE_UNIONS ? left : PEOPLE_PAGE_UNIONS, &t));
		arena_rewind(c->mem, mark);
	}
	t.kind = PEOPLE_SAME_PHONE;
	for (size_t i = 0; i < shards_count; i++) {
		SN_TRY(same_phones(c, shards[i], &t));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}
