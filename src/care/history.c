/* Read, put in order, nothing decided. */
#include "care/history.h"

#include "care/care_sql.h"

#include <stdlib.h>

static struct param *params_of(struct ctx *c, const struct person_ref *rows, size_t rows_count)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * rows_count + 1);
	for (size_t i = 0; params && i < rows_count; i++) {
		params[2 * i] = p_int(rows[i].shard);
		params[2 * i + 1] = p_uuid(rows[i].person_id);
	}
	return params;
}

/* Room for one more element; what there is moves. */
static bool more_room(struct arena *mem, void **at, size_t count, size_t *room, size_t bytes)
{
	enum { FIRST = 16 };
	if (count < *room)
		return true;
	*room = *room == 0 ? FIRST : 2 * *room;
	void *more = arena_alloc(mem, *room * bytes);
	if (more && count > 0)
		memcpy(more, *at, count * bytes);
	*at = more;
	return more != NULL;
}

static int latest_first(const void *a, const void *b)
{
	const struct care_received *l = a, *r = b;
	return l->at_us != r->at_us
		       ? (l->at_us < r->at_us ? 1 : -1)
		       : memcmp(l->record_id.bytes, r->record_id.bytes, sizeof l->record_id.bytes);
}

struct sn_err care_received(struct ctx *c, const struct person_ref *rows, size_t rows_count,
			    struct care_received **out, size_t *count)
{
	struct param *params = params_of(c, rows, rows_count);
	struct care_received *list = NULL;
	size_t n = 0, room = 0;
	bool memory = true;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query_many(c->store, &care_sql_received_by, params, rows_count);
	while (memory && store_next(r)) {
		void *at = list;
		memory = more_room(c->mem, &at, n, &room, sizeof *list);
		list = at;
		if (!memory)
			break;
		list[n++] = (struct care_received){
			.shard = rows[store_set(r)].shard,
			.cycle_no = store_int(r, "cycle_no"),
			.org_no = store_int(r, "org_no"),
			.record_id = store_uuid(r, "record_id"),
			.by_id = store_uuid(r, "by_id"),
			.benefit = arena_str(c->mem, store_text(r, "benefit")),
			.item_no = store_int(r, "item_no"),
			.quantity = store_int(r, "quantity"),
			.value = store_money(r, "value_fen"),
			.level = (enum evidence)store_int(r, "level"),
			.at_us = store_int(r, "at_us"),
			.reversed_us =
				store_is_null(r, "reversed_us") ? 0 : store_int(r, "reversed_us"),
			.award = !store_is_null(r, "award_id"),
			.over_issue = store_int(r, "state") == 1};
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	if (n > 0)
		qsort(list, n, sizeof *list, latest_first);
	*out = list;
	*count = n;
	return SN_SUCCESS;
}

/* Only of cycles that still give. */
static struct sn_err keep_giving(struct ctx *c, struct care_waiting *list, size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		struct cycle cycle;
		SN_TRY(care_cycle_by_no(c, list[i].cycle_no, &cycle));
		if (cycle.state == CYCLE_APPROVED || cycle.state == CYCLE_OPEN)
			list[kept++] = list[i];
	}
	*count = kept;
	return SN_SUCCESS;
}

struct sn_err care_waiting(struct ctx *c, const struct person_ref *rows, size_t rows_count,
			   struct care_waiting **out, size_t *count)
{
	struct param *params = params_of(c, rows, rows_count);
	struct care_waiting *list = NULL;
	size_t n = 0, room = 0;
	bool memory = true;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query_many(c->store, &care_sql_waiting_for, params, rows_count);
	while (memory && store_next(r)) {
		void *at = list;
		memory = more_room(c->mem, &at, n, &room, sizeof *list);
		list = at;
		if (!memory)
			break;
		list[n++] = (struct care_waiting){
			.shard = rows[store_set(r)].shard,
			.cycle_no = store_int(r, "cycle_no"),
			.org_no = store_int(r, "org_no"),
			.quantity = store_int(r, "quantity"),
			.entitlement_id = store_uuid(r, "entitlement_id"),
			.benefit = arena_str(c->mem, store_text(r, "benefit")),
			.value = store_money(r, "value_fen"),
			.day = (int32_t)store_int(r, "day")};
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = list;
	*count = n;
	return keep_giving(c, list, count);
}
