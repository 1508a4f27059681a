/* Groups that are still open, and decisions about them. */
#include "people/duplicate.h"

#include "people/people_priv.h"
#include "people/people_sql.h"

#include <stdlib.h>

/* ---- what was decided ---- */

struct pair {
	struct uuid first, second;
};
struct pairs {
	struct pair *at; /* in order */
	size_t count, room;
};

static int uuid_order(struct uuid a, struct uuid b)
{
	return memcmp(a.bytes, b.bytes, sizeof a.bytes);
}
static struct pair pair_of(struct uuid a, struct uuid b)
{
	return uuid_order(a, b) < 0 ? (struct pair){a, b} : (struct pair){b, a};
}
static int by_pair(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct pair));
}

static bool pairs_add(struct arena *mem, struct pairs *p, struct pair one)
{
	enum { FIRST = 64 };
	if (p->count == p->room) {
		const size_t room = p->room == 0 ? FIRST : 2 * p->room;
		struct pair *more = ARENA_ARRAY(mem, struct pair, room);
		if (!more)
			return false;
		if (p->count > 0)
			memcpy(more, p->at, p->count * sizeof *more);
		p->at = more;
		p->room = room;
	}
	p->at[p->count++] = one;
	return true;
}

/* Ids are unique across shards, so one list serves all of them. */
static struct sn_err read_decided(struct ctx *c, const struct duplicate_listing *what,
				  struct pairs *out)
{
	struct people_union *unions = NULL;
	int64_t *shards = NULL;
	size_t count = 0, shards_count = 0;
	bool memory = true;
	SN_TRY(people_unions_below(c, what->tree, what->org_no, &unions, &count));
	SN_TRY(people_shards_of(c, unions, count, &shards, &shards_count));
	struct param *params = ARENA_ARRAY(c->mem, struct param, shards_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < shards_count; i++)
		params[i] = p_int(shards[i]);
	struct rows *r = store_query_many(c->store, &people_sql_decided, params, shards_count);
	while (memory && store_next(r))
		memory = pairs_add(
			c->mem, out,
			(struct pair){store_uuid(r, "first_id"), store_uuid(r, "second_id")});
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	if (out->count > 0)
		qsort(out->at, out->count, sizeof *out->at, by_pair);
	return SN_SUCCESS;
}

static bool is_open(const struct pairs *decided, struct uuid a, struct uuid b)
{
	const struct pair one = pair_of(a, b);
	return decided->count == 0 ||
	       !bsearch(&one, decided->at, decided->count, sizeof one, by_pair);
}

/* ---- the groups ---- */

struct group {
	enum people_finding_kind kind;
	struct person_ref *people;
	size_t count;
};
struct gathering {
	struct arena *mem;
	const struct pairs *decided;
	struct group *groups;
	size_t count, room;
	bool ran_short;
};

/* Is a pair of him and anybody else open? */
static bool person_open(const struct gathering *g, const struct people_finding *f, size_t i)
{
	for (size_t k = 0; k < f->count; k++)
		if (k != i && is_open(g->decided, f->people[i].person_id, f->people[k].person_id))
			return true;
	return false;
}

static bool make_room(struct gathering *g)
{
	enum { FIRST = 64 };
	if (g->count < g->room)
		return true;
	const size_t room = g->room == 0 ? FIRST : 2 * g->room;
	struct group *more = ARENA_ARRAY(g->mem, struct group, room);
	if (!more)
		return false;
	if (g->count > 0)
		memcpy(more, g->groups, g->count * sizeof *more);
	g->groups = more;
	g->room = room;
	return true;
}

static int by_id(const void *a, const void *b)
{
	return uuid_order(((const struct person_ref *)a)->person_id,
			  ((const struct person_ref *)b)->person_id);
}

static void gather(void *self, const struct people_finding *f)
{
	struct gathering *g = self;
	struct group one = {.kind = f->kind,
			    .people = ARENA_ARRAY(g->mem, struct person_ref, f->count)};
	if (!one.people || !make_room(g)) {
		g->ran_short = true;
		return;
	}
	for (size_t i = 0; i < f->count; i++)
		if (person_open(g, f, i))
			one.people[one.count++] =
				(struct person_ref){f->people[i].shard, f->people[i].person_id};
	if (one.count < 2)
		return;
	qsort(one.people, one.count, sizeof *one.people, by_id);
	g->groups[g->count++] = one;
}

static int group_order(const struct group *g, enum people_finding_kind kind, struct uuid first)
{
	return g->kind != kind ? (g->kind > kind ? 1 : -1)
			       : uuid_order(g->people[0].person_id, first);
}
static int by_group(const void *a, const void *b)
{
	const struct group *r = b;
	return group_order(a, r->kind, r->people[0].person_id);
}

static struct sn_err show_group(struct ctx *c, const struct group *g, struct duplicate *out)
{
	struct people_found *people = ARENA_ARRAY(c->mem, struct people_found, g->count);
	if (!people)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = (struct duplicate){.kind = g->kind, .people = people, .count = g->count};
	return people_masked(c, g->people, g->count, people);
}

struct sn_err duplicate_list(struct ctx *c, const struct duplicate_listing *what,
			     struct duplicate **out, size_t *count)
{
	struct pairs decided = {.count = 0};
	/* people_duplicates() gives its memory back: what is kept of it lies elsewhere. */
	struct gathering g = {.mem = arena_child(c->mem, REQUEST_ARENA_BYTES), .decided = &decided};
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct duplicate, what->rows_max);
	if (!g.mem || (what->rows_max > 0 && !*out)) {
		arena_free(g.mem);
		return SN_FAIL(OUT_OF_MEMORY);
	}
	struct sn_err e = read_decided(c, what, &decided);
	if (!sn_failed(e))
		e = people_duplicates(c, what->tree, what->org_no, gather, &g);
	if (!sn_failed(e) && g.ran_short)
		e = SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e) && g.count > 0)
		qsort(g.groups, g.count, sizeof *g.groups, by_group);
	for (size_t i = 0; i < g.count && *count < what->rows_max && !sn_failed(e); i++) {
		if (!uuid_is_null(what->after_id) &&
		    group_order(&g.groups[i], what->after_kind, what->after_id) <= 0)
			continue;
		e = show_group(c, &g.groups[i], &(*out)[(*count)++]);
	}
	arena_free(g.mem);
	return e;
}

/* ---- deciding ---- */

static struct sn_err pair_verdict(struct ctx *c, int64_t shard, struct pair pair,
				  enum duplicate_verdict *out)
{
	struct rows *r = store_query(c->store, &people_sql_decided_pair,
				     PARAMS(p_int(shard), p_uuid(pair.first), p_uuid(pair.second)));
	*out = DUPLICATE_NONE;
	if (store_next(r))
		*out = (enum duplicate_verdict)store_int(r, "verdict");
	return store_done(r);
}

static struct sn_err keep_pair(struct ctx *c, int64_t shard, struct pair pair,
			       enum duplicate_verdict verdict)
{
	enum duplicate_verdict before;
	SN_TRY(pair_verdict(c, shard, pair, &before));
	if (before == verdict)
		return SN_SUCCESS;
	if (before == DUPLICATE_SAME)
		return SN_FAIL(SAME_PERSON);
	return store_run(
		c->store, before == DUPLICATE_NONE ? &people_sql_decide : &people_sql_decide_again,
		PARAMS(p_int(shard), p_uuid(pair.first), p_uuid(pair.second),
		       p_int((int64_t)verdict), p_uuid_or_null(c->actor_id), p_int(now_us(c))),
		NULL);
}

/* What was said of who is gone holds for who stays. */
static struct sn_err take_over(struct ctx *c, int64_t shard, struct uuid gone, struct uuid stays)
{
	struct pairs with = {.count = 0};
	bool memory = true;
	struct rows *r =
		store_query(c->store, &people_sql_decided_with, PARAMS(p_int(shard), p_uuid(gone)));
	while (memory && store_next(r))
		memory = pairs_add(
			c->mem, &with,
			(struct pair){store_uuid(r, "first_id"), store_uuid(r, "second_id")});
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < with.count; i++) {
		const struct uuid other =
			uuid_eq(with.at[i].first, gone) ? with.at[i].second : with.at[i].first;
		enum duplicate_verdict before;
		if (uuid_eq(other, stays))
			continue;
		SN_TRY(pair_verdict(c, shard, pair_of(stays, other), &before));
		if (before == DUPLICATE_NONE)
			SN_TRY(keep_pair(c, shard, pair_of(stays, other), DUPLICATE_DIFFERENT));
	}
	return SN_SUCCESS;
}

static struct sn_err join(struct ctx *c, const struct duplicate_decision *what)
{
	const struct person_ref into = {what->people[0].shard, what->stays_id};
	for (size_t i = 0; i < what->count; i++) {
		const struct person_ref from = what->people[i];
		if (uuid_eq(from.person_id, what->stays_id))
			continue;
		const struct pair pair = pair_of(from.person_id, what->stays_id);
		enum duplicate_verdict before;
		SN_TRY(pair_verdict(c, from.shard, pair, &before));
		const struct sn_err e = before == DUPLICATE_SAME ? SN_FAIL(SAME_PERSON)
								 : people_merge(c, from, into);
		if (e.reason == SN_R_SAME_PERSON)
			continue;
		SN_TRY(e);
		SN_TRY(keep_pair(c, from.shard, pair, DUPLICATE_SAME));
		SN_TRY(take_over(c, from.shard, from.person_id, what->stays_id));
	}
	return SN_SUCCESS;
}

static struct sn_err check(struct ctx *c, const struct duplicate_decision *what)
{
	bool stays = what->verdict == DUPLICATE_DIFFERENT;
	struct person *people = ARENA_ARRAY(c->mem, struct person, what->count);
	if (!people)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_by_refs(c, what->people, what->count, people));
	for (size_t i = 0; i < what->count; i++) {
		if (uuid_is_null(people[i].person_id))
			return SN_FAIL(NO_SUCH_PERSON, .field = "people");
		if (what->people[i].shard != what->people[0].shard)
			return SN_FAIL(DUPLICATE_SHARDS, .field = "people");
		stays = stays || uuid_eq(what->people[i].person_id, what->stays_id);
	}
	return stays ? SN_SUCCESS : SN_FAIL(NO_SUCH_PERSON, .field = "stays");
}

struct sn_err duplicate_decide(struct ctx *c, const struct duplicate_decision *what)
{
	if (what->count < 2 || what->count > DUPLICATE_PEOPLE_MAX)
		return SN_FAIL(OUT_OF_RANGE, .field = "people", .arg = {2, DUPLICATE_PEOPLE_MAX});
	SN_TRY(check(c, what));
	if (what->verdict == DUPLICATE_SAME)
		return join(c, what);
	for (size_t i = 0; i < what->count; i++)
		for (size_t k = i + 1; k < what->count; k++) {
			const struct pair pair =
				pair_of(what->people[i].person_id, what->people[k].person_id);
			if (!uuid_eq(pair.first, pair.second))
				SN_TRY(keep_pair(c, what->people[0].shard, pair,
						 DUPLICATE_DIFFERENT));
		}
	return SN_SUCCESS;
}
