/* A list of a part of the tree, page by page; and all that is known of one person. */
#include "people/people_priv.h"
#include "people/people_sql.h"

/* ---- a list ---- */

struct listing {
	const struct people_listing *what;
	struct str key_from, key_to; /* of names; STR_NULL: any */
	struct person_ref *refs;     /* rows_max */
	size_t count;
};

static struct sn_err parse_beginning(struct ctx *c, struct listing *l)
{
	if (l->what->name.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(name_key(c->mem, l->what->name, &l->key_from));
	if (l->key_from.bytes == 0)
		return SN_FAIL(MISSING_NAME, .field = "name");
	/* U+10FFFF is no character: it stands behind all that can follow. */
	l->key_to = str_of(arena_printf(c->mem, STR_FMT "\xF4\x8F\xBF\xBF", STR_ARG(l->key_from)));
	return l->key_to.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* The unions in one set read; `after` counts for the first of them alone. */
static struct sn_err list_unions(struct ctx *c, struct listing *l,
				 const struct people_union *unions, size_t count, struct uuid after)
{
	enum { WIDTH = 10 };
	const struct people_listing *w = l->what;
	struct param *params = ARENA_ARRAY(c->mem, struct param, WIDTH * count);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct param set[WIDTH] = {p_int(unions[i].shard),
						 p_int(unions[i].org_no),
						 p_uuid(i == 0 ? after : UUID_NULL),
						 p_int((int64_t)(w->rows_max - l->count)),
						 p_text(l->key_from),
						 p_text(l->key_to),
						 p_text(w->team),
						 p_text(w->employer),
						 p_text(w->category),
						 p_int((int64_t)w->here)};
		memcpy(params + WIDTH * i, set, sizeof set);
	}
	struct rows *r = store_query_many(c->store, &people_sql_list, params, count);
	while (l->count < w->rows_max && store_next(r))
		l->refs[l->count++] =
			(struct person_ref){unions[store_set(r)].shard, store_uuid(r, "person_id")};
	return store_done(r);
}

/* Most pages lie in one union or in a few small ones: more unions are asked at once the longer it takes. */
static struct sn_err list_from(struct ctx *c, struct listing *l, const struct people_union *unions,
			       size_t count, size_t at)
{
	struct uuid after = l->what->after_id;
	for (size_t some = 1; at < count && l->count < l->what->rows_max; at += some) {
		if (at > 0 && some < PEOPLE_PAGE_UNIONS)
			some *= 4;
		if (some > count - at)
			some = count - at;
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(list_unions(c, l, unions + at, some, after));
		arena_rewind(c->mem, mark);
		after = UUID_NULL;
	}
	return SN_SUCCESS;
}

struct sn_err people_list(struct ctx *c, const struct people_listing *what,
			  struct people_found **out, size_t *count)
{
	struct listing l = {.what = what};
	struct people_union *unions = NULL;
	size_t unions_count = 0, at = 0;
	*out = NULL;
	*count = 0;
	l.refs = ARENA_ARRAY(c->mem, struct person_ref, what->rows_max);
	if (what->rows_max > 0 && !l.refs)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(parse_beginning(c, &l));
	SN_TRY(people_unions_below(c, what->tree, what->org_no, &unions, &unions_count));
	if (what->after_org_no != 0) {
		while (at < unions_count && unions[at].org_no != what->after_org_no)
			at++;
		if (at == unions_count)
			return SN_FAIL(BAD_CURSOR, .field = "after");
	}
	SN_TRY(list_from(c, &l, unions, unions_count, at));
	if (l.count == 0)
		return SN_SUCCESS;
	*out = ARENA_ARRAY(c->mem, struct people_found, l.count);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	*count = l.count;
	return people_masked(c, l.refs, l.count, *out);
}

/* ---- one person ---- */

struct sn_err people_by_id(struct ctx *c, struct uuid person_id, struct person_ref *out)
{
	*out = (struct person_ref){0, person_id};
	struct rows *r = store_query(c->store, &people_sql_person_shard, PARAMS(p_uuid(person_id)));
	const bool there = store_next(r);
	if (there)
		out->shard = store_int(r, "shard");
	SN_TRY(store_done(r));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_PERSON);
}

/* He and whoever was merged into him, into those, and so on. */
static struct sn_err rows_of(struct ctx *c, struct people_profile *out)
{
	const struct person *p = &out->found.person;
	struct person_ref *rows = ARENA_ARRAY(c->mem, struct person_ref, PEOPLE_ALIAS_HOPS_MAX);
	size_t count = 0;
	if (!rows)
		return SN_FAIL(OUT_OF_MEMORY);
	rows[count++] = (struct person_ref){p->shard, p->person_id};
	for (size_t at = 0; at < count; at++) {
		struct rows *r =
			store_query(c->store, &people_sql_aliases_of,
				    PARAMS(p_int(rows[at].shard), p_uuid(rows[at].person_id)));
		bool room = true;
		while (store_next(r)) {
			room = count < PEOPLE_ALIAS_HOPS_MAX;
			if (!room)
				break;
			rows[count++] = (struct person_ref){store_int(r, "shard"),
							    store_uuid(r, "person_id")};
		}
		SN_TRY(store_done(r));
		if (!room)
			return SN_FAIL(MERGED_TOO_OFTEN, .arg = {PEOPLE_ALIAS_HOPS_MAX});
	}
	out->rows = rows;
	out->rows_count = count;
	return SN_SUCCESS;
}

static struct sn_err household_of(struct ctx *c, struct people_profile *out)
{
	enum { MEMBERS_MAX = 200 }; /* as the statement says */
	const struct person *p = &out->found.person;
	struct person_ref members[MEMBERS_MAX];
	size_t count = 0;
	if (uuid_is_null(p->household_id))
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &people_sql_household_of,
				     PARAMS(p_int(p->shard), p_uuid(p->household_id)));
	while (count < MEMBERS_MAX && store_next(r)) {
		members[count] = (struct person_ref){p->shard, store_uuid(r, "person_id")};
		count += !uuid_eq(members[count].person_id, p->person_id);
	}
	SN_TRY(store_done(r));
	struct people_found *found = ARENA_ARRAY(c->mem, struct people_found, count);
	if (count > 0 && !found)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_masked(c, members, count, found));
	out->household_members = found;
	out->household_count = count;
	return SN_SUCCESS;
}

struct sn_err people_profile(struct ctx *c, struct person_ref who, struct people_profile *out)
{
	struct person_state state;
	*out = (struct people_profile){.household = STR_NULL};
	SN_TRY(people_masked(c, &who, 1, &out->found));
	const struct person *p = &out->found.person;
	if (uuid_is_null(p->person_id))
		return SN_FAIL(NO_SUCH_PERSON);
	SN_TRY(people_states(c, &who, 1, &state));
	out->household = state.household;
	struct rows *r = store_query(c->store, &people_sql_person_times,
				     PARAMS(p_int(p->shard), p_uuid(p->person_id)));
	if (store_next(r)) {
		out->added_us = store_int(r, "added_us");
		out->left_us = store_is_null(r, "left_us") ? 0 : store_int(r, "left_us");
	}
	SN_TRY(store_done(r));
	SN_TRY(rows_of(c, out));
	return household_of(c, out);
}
