/* Places of a cycle, counted anew. The tree may have changed since, so what was entitled on a day is counted in that day's. */
#include "care/care_priv.h"
#include "care/care_sql.h"

#include <stdlib.h>

/* A person's place: the entitlement that took it and still stands. */
struct place {
	int64_t shard, org_no;
	struct uuid entitlement_id;
	int32_t day;
};
/* Of one person, while his rows are read: until when an earlier gift of the cycle held a place for him. */
struct holder {
	int64_t shard;
	struct uuid person_id;
	int64_t until_us; /* INT64_MAX: it stands */
};

/* A gift beside one that stands takes no second place, wherever its bearer works by then. */
static bool takes_place(struct holder *h, const struct rows *r)
{
	const int64_t void_us = store_is_null(r, "void_us") ? INT64_MAX : store_int(r, "void_us");
	if (h->shard != store_int(r, "shard") || !uuid_eq(h->person_id, store_uuid(r, "person_id")))
		*h = (struct holder){store_int(r, "shard"), store_uuid(r, "person_id"), 0};
	const bool takes = h->until_us <= store_int(r, "at_us");
	if (void_us > h->until_us)
		h->until_us = void_us;
	return takes && void_us == INT64_MAX;
}

static struct sn_err read_places(struct ctx *c, int64_t cycle_no, struct place **out, size_t *count)
{
	struct holder h = {.shard = 0};
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_places_all, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		if (!takes_place(&h, r))
			continue;
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] =
				(struct place){.shard = store_int(r, "shard"),
					       .org_no = store_int(r, "org_no"),
					       .entitlement_id = store_uuid(r, "entitlement_id"),
					       .day = (int32_t)store_int(r, "day")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static int by_day_and_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	const int day = (x->day > y->day) - (x->day < y->day);
	return day ? day : uuid_compare(x->entitlement_id, y->entitlement_id);
}

/* ---- a day ---- */

/* Takes one place; where there was none left, the nearest union whose places they are is told once, and its limit lifted so
 * that those above it are asked, too. */
static void take(struct place_limits *limits, const struct place *p,
		 const struct marks_verifying *v)
{
	for (;;) {
		const struct sn_err e = care_place_decide(limits, p->org_no);
		if (!sn_failed(e))
			break;
		v->report(v->self, &(const struct ledger_finding){.what = "places",
								  .shard = p->shard,
								  .account_no = e.arg[2],
								  .id = p->entitlement_id,
								  .expected = e.arg[1],
								  .found = e.arg[0] + 1});
		for (size_t i = 0; i < limits->count; i++)
			if (limits->of[i].org_no == e.arg[2])
				limits->of[i].places = INT64_MAX;
	}
	care_place_take(limits, p->org_no, 1);
}

/* places[0 … until): up to the end of the day; from first on they were taken on it. */
static struct sn_err verify_day(struct ctx *c, const struct programme *programme,
				const struct place *places, size_t first, size_t until,
				const struct marks_verifying *v)
{
	struct org_tree *tree;
	SN_TRY(org_tree_load(c, places[first].day, &tree));
	struct place_limits limits = {.tree = tree};
	const struct sn_err e = care_places_find(c, programme, &limits);
	for (size_t i = 0; i < until && !sn_failed(e); i++) {
		if (i < first)
			care_place_take(&limits, places[i].org_no, 1);
		else
			take(&limits, &places[i], v);
	}
	org_tree_free(tree);
	if (sn_failed(e) && sn_err_code(e) == SN_NOT_FOUND) {
		v->report(v->self, &(const struct ledger_finding){.what = "places"});
		return SN_SUCCESS;
	}
	return e;
}

struct sn_err care_places_verify(struct ctx *c, const struct cycle *cycle,
				 const struct programme *programme, const struct marks_verifying *v)
{
	struct place *places = NULL;
	size_t count = 0;
	if (programme->quotas_count == 0)
		return SN_SUCCESS;
	SN_TRY(read_places(c, cycle->cycle_no, &places, &count));
	if (count > 0)
		qsort(places, count, sizeof *places, by_day_and_id);
	for (size_t first = 0, until = 0; first < count; first = until) {
		while (until < count && places[until].day == places[first].day)
			until++;
		SN_TRY(verify_day(c, programme, places, first, until, v));
	}
	return SN_SUCCESS;
}
