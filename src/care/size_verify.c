/* What is stored of sizes, looked at again. */
#include "care/size_priv.h"
#include "care/size_sql.h"

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t count;
};

static void report(struct verifying *v, const char *what, int64_t shard, struct uuid id)
{
	v->count++;
	v->each(v->self, &(const struct ledger_finding){.what = what, .shard = shard, .id = id});
}

static struct sn_err verify_rows(struct ctx *c, struct verifying *v,
				 const struct sn_statement *which, const char *what,
				 const char *id_column)
{
	struct rows *r = store_query(c->store, which, NO_PARAMS);
	while (store_next(r))
		report(v, what, store_int(r, "shard"), store_uuid(r, id_column));
	return store_done(r);
}

static struct sn_err verify_order(struct ctx *c, struct verifying *v, struct size_order *o)
{
	struct sha256 digest;
	struct cycle cycle;
	bool stands = false;
	SN_TRY(size_order_lines(c, o));
	const struct sn_err e = care_cycle_by_no(c, o->cycle_no, &cycle);
	if (sn_failed(e) && sn_err_code(e) != SN_NOT_FOUND)
		return e;
	if (!sn_failed(e)) {
		SN_TRY(size_order_digest(c, o, &digest));
		const struct tlog_leaf leaf = size_order_leaf(cycle.code, o, &digest);
		SN_TRY(care_leaf_stands(c, o->shard, o->order_id, &leaf, &stands));
	}
	if (!stands)
		report(v, "size-order", o->shard, o->order_id);
	return SN_SUCCESS;
}

/* Every checked order has its leaf, and every leaf its order. */
static struct sn_err verify_orders(struct ctx *c, struct verifying *v)
{
	struct size_order *list = NULL;
	bool memory = true;
	size_t count = 0;
	int64_t leaves = 0;
	struct rows *r = store_query(c->store, &size_sql_orders_checked, NO_PARAMS);
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, count, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[count++] = size_order_from_row(c->mem, r, &memory);
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_order(c, v, &list[i]));
	SN_TRY(tlog_count_kind(c, TLOG_SIZES, &leaves));
	if (leaves != (int64_t)count)
		report(v, "size-order", 0, UUID_NULL);
	return SN_SUCCESS;
}

struct sn_err size_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings)
{
	struct verifying v = {.each = each, .self = self};
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(verify_rows(c, &v, &size_sql_picks_wrong, "size", "person_id"));
	SN_TRY(verify_rows(c, &v, &size_sql_changes_wrong, "size-change", "person_id"));
	SN_TRY(verify_rows(c, &v, &size_sql_late_wrong, "size-late", "person_id"));
	SN_TRY(verify_rows(c, &v, &size_sql_lines_wrong, "size-line", "order_id"));
	SN_TRY(verify_orders(c, &v));
	arena_rewind(c->mem, mark);
	*findings += v.count;
	return SN_SUCCESS;
}
