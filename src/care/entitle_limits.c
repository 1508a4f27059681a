/* What gaps and quotas are decided by: gifts of a programme's other cycles, and places that are taken. */
#include "care/care_priv.h"
#include "care/care_sql.h"

#include <stdlib.h>

/* ---- gaps ---- */

/* The gifts of a page's people, in no order. */
struct gifts {
	struct earlier_gift *gifts;
	size_t *whose;
	size_t count;
};

static struct sn_err add_gifts(struct ctx *c, struct gifts *g, struct rows *r, const size_t *people)
{
	bool memory = true;
	while (memory && store_next(r)) {
		g->gifts = care_grow(c->mem, g->gifts, g->count, sizeof *g->gifts);
		g->whose = care_grow(c->mem, g->whose, g->count, sizeof *g->whose);
		memory = g->gifts && g->whose;
		if (!memory)
			break;
		const bool given = !store_is_null(r, "key_us");
		g->whose[g->count] = people[store_set(r)];
		g->gifts[g->count++] = (struct earlier_gift){
			given ? day_of(store_int(r, "key_us")) : (int32_t)store_int(r, "from_day"),
			arena_str(c->mem, store_text(r, "name"))};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* By the person, and by the number wherever its bearer then was: who moved to another shard is another person there. */
static struct sn_err read_gifts(struct ctx *c, const struct programme *programme,
				const struct cycle *cycle, const struct person *people,
				size_t count, struct gifts *out)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 4);
	size_t *who = ARENA_ARRAY(c->mem, size_t, count), n = 0;
	if (!params || !who)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		who[i] = i;
		params[i * 4] = p_text(programme->code);
		params[i * 4 + 1] = p_int(cycle->cycle_no);
		params[i * 4 + 2] = p_int(people[i].shard);
		params[i * 4 + 3] = p_uuid(people[i].person_id);
	}
	SN_TRY(add_gifts(
		c, out, store_query_many(c->store, &care_sql_gifts_of_person, params, count), who));
	for (size_t i = 0; i < count; i++) {
		if (!people[i].has_id)
			continue;
		who[n] = i;
		params[n * 3] = p_text(programme->code);
		params[n * 3 + 1] = p_int(cycle->cycle_no);
		params[n * 3 + 2] =
			p_bytes(people[i].id_hash.bytes, sizeof people[i].id_hash.bytes);
		n++;
	}
	return add_gifts(c, out, store_query_many(c->store, &care_sql_gifts_of_hash, params, n),
			 who);
}

struct sn_err care_gaps_check(struct ctx *c, const struct programme *programme,
			      const struct cycle *cycle, const struct person *people, size_t count,
			      struct sn_err *out)
{
	struct gifts g = {.count = 0};
	for (size_t i = 0; i < count; i++)
		out[i] = SN_SUCCESS;
	SN_TRY(read_gifts(c, programme, cycle, people, count, &g));
	for (size_t i = 0; i < g.count; i++) {
		const struct sn_err e =
			care_gap_decide(programme->gap_days, cycle->from_day, &g.gifts[i]);
		if (sn_failed(e))
			out[g.whose[i]] = e;
	}
	return SN_SUCCESS;
}

/* ---- places ---- */

static int by_position(const void *a, const void *b)
{
	const struct place_limit *x = a, *y = b;
	return (x->at > y->at) - (x->at < y->at);
}

struct sn_err care_places_find(struct ctx *c, const struct programme *programme,
			       struct place_limits *out)
{
	out->of = ARENA_ARRAY(c->mem, struct place_limit, programme->quotas_count + 1);
	if (!out->of)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < programme->quotas_count; i++) {
		const struct quota *q = &programme->quotas[i];
		const int32_t at = org_tree_by_code(out->tree, q->org_code);
		if (at == ORG_NOWHERE)
			return sn_err_with_text(SN_FAIL(NO_SUCH_ORG), STR_FMT,
						STR_ARG(q->org_code));
		out->of[i] =
			(struct place_limit){at, org_tree_org(out->tree, at)->org_no, q->places, 0};
	}
	out->count = programme->quotas_count;
	if (out->count > 0)
		qsort(out->of, out->count, sizeof *out->of, by_position);
	return SN_SUCCESS;
}

/* The shards of all unions that have a limit, each once. In pre-order a shard's unions mostly stand together. */
static struct sn_err find_shards(struct ctx *c, const struct place_limits *limits,
				 struct param **out, size_t *count, int64_t cycle_no)
{
	int64_t last = 0;
	int32_t from = 0;
	*out = NULL;
	*count = 0;
	for (size_t i = 0; i < limits->count; i++) {
		const int32_t end = org_tree_end(limits->tree, limits->of[i].at);
		if (limits->of[i].at > from)
			from = limits->of[i].at;
		for (; from < end; from++) {
			const int64_t shard = org_tree_org(limits->tree, from)->shard;
			bool there = shard == last;
			for (size_t n = 0; !there && n < *count; n++)
				there = (*out)[n * 2].as.integer == shard;
			last = shard;
			if (there)
				continue;
			*out = care_grow(c->mem, *out, *count, 2 * sizeof **out);
			if (!*out)
				return SN_FAIL(OUT_OF_MEMORY);
			(*out)[*count * 2] = p_int(shard);
			(*out)[(*count)++ * 2 + 1] = p_int(cycle_no);
		}
	}
	return SN_SUCCESS;
}

struct sn_err care_places_read(struct ctx *c, const struct programme *programme,
			       const struct cycle *cycle, struct place_limits *out)
{
	struct param *shards;
	size_t count;
	if (programme->quotas_count == 0)
		return SN_SUCCESS;
	SN_TRY(care_places_find(c, programme, out));
	SN_TRY(find_shards(c, out, &shards, &count, cycle->cycle_no));
	struct rows *r = store_query_many(c->store, &care_sql_places_taken, shards, count);
	while (store_next(r))
		care_place_take(out, store_int(r, "org_no"), store_int(r, "people"));
	return store_done(r);
}
