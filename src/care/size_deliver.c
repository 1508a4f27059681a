/* Sizes at the hand-over: the collected one is found, another one is told, an exchange changes it. */
#include "care/size_priv.h"
#include "care/size_sql.h"

/* ---- the size that was collected ---- */

/* The right that the record names by its benefit; NOWHERE: none. */
static int64_t right_named(const struct delivery_batch *b, const struct handover *h)
{
	if (h->taker == NOWHERE)
		return NOWHERE;
	const struct taker *t = &b->takers[h->taker];
	for (size_t i = t->rights_first; i < t->rights_first + t->rights_count; i++)
		if (str_eq(b->rights[i].benefit->code, h->item->benefit))
			return (int64_t)i;
	return NOWHERE;
}

/* What was collected under some rights of the batch. */
struct asking {
	struct param *params;
	struct handover **of;
	size_t count;
};
static struct sn_err ask_new(struct ctx *c, const struct delivery_batch *b, struct asking *out)
{
	*out = (struct asking){.params = ARENA_ARRAY(c->mem, struct param, b->count * 4 + 1),
			       .of = ARENA_ARRAY(c->mem, struct handover *, b->count + 1)};
	return out->params && out->of ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static void ask_add(struct asking *a, const struct delivery_batch *b, struct handover *h,
		    const struct right *right)
{
	struct param *p = &a->params[a->count * 4];
	p[0] = p_int(right->shard);
	p[1] = p_int(b->cycle->cycle_no);
	p[2] = p_uuid(right->person_id);
	p[3] = p_text(right->benefit->code);
	a->of[a->count++] = h;
}

static struct sn_err set_item(struct ctx *c, struct handover *h, int64_t item_no)
{
	struct delivery_item *item = ARENA_NEW(c->mem, struct delivery_item);
	if (!item)
		return SN_FAIL(OUT_OF_MEMORY);
	*item = *h->item;
	item->item_no = item_no;
	h->item = item;
	h->fault = SN_SUCCESS;
	return SN_SUCCESS;
}

struct sn_err size_deliver_resolve(struct ctx *c, struct delivery_batch *b)
{
	struct asking a;
	struct sn_err e = SN_SUCCESS;
	bool asked = false;
	for (size_t i = 0; i < b->count; i++)
		asked = asked || b->handovers[i].item->collected_size;
	if (!asked)
		return SN_SUCCESS;
	SN_TRY(ask_new(c, b, &a));
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		if (!h->item->collected_size || h->taker == NOWHERE)
			continue;
		const int64_t right = right_named(b, h);
		h->fault = SN_FAIL(SIZE_NOT_COLLECTED, .field = "item");
		if (right != NOWHERE)
			ask_add(&a, b, h, &b->rights[right]);
	}
	if (a.count == 0)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &size_sql_pick, a.params, a.count);
	while (!sn_failed(e) && store_next(r))
		e = set_item(c, a.of[store_set(r)], store_int(r, "item_no"));
	SN_TRY(store_done(r));
	return e;
}

/* ---- another size ---- */

struct sn_err size_deliver_compare(struct ctx *c, struct delivery_batch *b)
{
	struct asking a;
	bool sized = false;
	for (size_t i = 0; i < b->count; i++)
		sized = sized || b->handovers[i].sized;
	if (!sized)
		return SN_SUCCESS;
	SN_TRY(ask_new(c, b, &a));
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		if (h->sized && h->outcome == DELIVERY_AWARDED && h->right != NOWHERE &&
		    !h->item->collected_size)
			ask_add(&a, b, h, &b->rights[h->right]);
	}
	if (a.count == 0)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &size_sql_pick, a.params, a.count);
	while (store_next(r)) {
		struct handover *h = a.of[store_set(r)];
		h->other_size = store_int(r, "item_no") != h->item->item_no;
	}
	return store_done(r);
}

/* ---- exchange ---- */

struct sn_err size_exchanged(struct ctx *c, const struct size_exchange *what)
{
	struct size_move m = {.shard = what->shard,
			      .cycle_no = what->cycle_no,
			      .person_id = what->person_id,
			      .benefit = what->benefit,
			      .item_no = what->item_no,
			      .how = SIZE_EXCHANGED,
			      .words = what->words};
	const struct person_ref who = {what->shard, what->person_id};
	struct person p;
	struct item item;
	SN_TRY(goods_item_by_no(c, what->item_no, &item));
	if (item.size.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(people_by_refs(c, &who, 1, &p));
	SN_TRY(people_sizes_set(c, &(const struct person_ref){p.shard, p.person_id}, &item.size,
				1));
	struct rows *r = store_query(c->store, &size_sql_entitled,
				     PARAMS(p_int(what->shard), p_int(what->cycle_no),
					    p_uuid(what->person_id), p_text(what->benefit)));
	while (store_next(r)) {
		m.org_no = store_int(r, "org_no");
		m.was_item_no = store_int(r, "item_no"); /* NULL: 0, none was collected */
		m.was_order_item_no = store_int(r, "order_item_no");
		m.was_changes = store_int(r, "changes");
	}
	SN_TRY(store_done(r));
	m.order_item_no = m.was_order_item_no;
	/* Where no size was collected there is none to change: the roster has it now. */
	return m.was_changes == 0 || m.was_item_no == m.item_no ? SN_SUCCESS
								: size_moves_write(c, &m, 1);
}
