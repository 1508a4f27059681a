/* Kits: parts leave the stock, kits come into it. */
#include "ledger/document_priv.h"

struct kit_work {
	struct kit_part parts[KIT_PARTS_MAX];
	size_t parts_count, shares_count;
	enum fund_source source; /* of all parts, NONE where they differ */
};

static struct sn_err kit_take(struct ctx *c, const struct document_plan *plan,
			      const struct goods_line *line, struct kit_work *w)
{
	struct item_part *bill;
	struct goods_shelf shelf;
	const struct account_key place = document_key_of(plan, ACCOUNT_STOCK);
	SN_TRY(goods_parts(c, line->item_no, &bill, &w->parts_count));
	SN_TRY(goods_shelf_read(c, &place, &shelf));
	for (size_t i = 0; i < w->parts_count; i++) {
		struct lot_share *shares = ARENA_ARRAY(c->mem, struct lot_share, shelf.count + 1);
		struct goods_shelf_take take = {.item_no = bill[i].part_no, .source = plan->source};
		if (!shares)
			return SN_FAIL(OUT_OF_MEMORY);
		if (__builtin_mul_overflow(bill[i].quantity, line->quantity, &take.quantity))
			return SN_FAIL(QUANTITY_BAD, .field = "quantity");
		SN_TRY(goods_name_short(
			c, goods_shelf_take(&shelf, &take, shares, &w->parts[i].lots_count)));
		w->parts[i].part = bill[i];
		w->parts[i].lots = shares;
		w->shares_count += w->parts[i].lots_count;
		for (size_t k = 0; k < w->parts[i].lots_count; k++) {
			const bool first = i == 0 && k == 0;
			if (first)
				w->source = shares[k].key.source;
			else if (w->source != shares[k].key.source)
				w->source = FUND_NONE;
		}
	}
	return SN_SUCCESS;
}

/* Parts leave the stock, kits come into it, both through convert: there the values meet (settled.md 16). */
static struct sn_err kit_lines(struct ctx *c, struct document_draft *draft,
			       const struct goods_line *line, const struct kit_work *w)
{
	const struct document *d = &draft->row.document;
	struct kit_lot *made = ARENA_ARRAY(c->mem, struct kit_lot, 2 * w->shares_count + 1);
	size_t made_count = 0;
	if (!made)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(goods_kits_plan(w->parts, w->parts_count, line->quantity, made, &made_count));
	SN_TRY(document_draft_room(c, draft, w->shares_count + made_count));
	for (size_t i = 0; i < w->parts_count; i++)
		for (size_t k = 0; k < w->parts[i].lots_count; k++) {
			const struct lot_share *share = &w->parts[i].lots[k];
			struct transfer *t = document_draft_add(c, draft, 1, false);
			t->kind = TRANSFER_CONVERT;
			t->from = t->to = share->key;
			t->to.class = ACCOUNT_CONVERT;
			t->quantity = share->quantity;
			t->value = share->value;
		}
	for (size_t i = 0; i < made_count; i++) {
		struct lot lot = {.shard = d->shard,
				  .org_no = d->org_no,
				  .item_no = line->item_no,
				  .unit_cost = made[i].unit_cost,
				  .day = d->day,
				  .document_id = d->document_id};
		SN_TRY(goods_lots_add(c, &lot, 1));
		struct transfer *t = document_draft_add(c, draft, 1, true);
		t->kind = TRANSFER_CONVERT;
		t->from = (struct account_key){.org_no = d->org_no,
					       .class = ACCOUNT_CONVERT,
					       .cycle_no = d->cycle_no,
					       .source = w->source,
					       .item_no = line->item_no,
					       .lot_no = lot.lot_no};
		t->to = t->from;
		t->to.class = ACCOUNT_STOCK;
		t->quantity = made[i].kits;
		if (!money_times(&t->value, made[i].unit_cost, made[i].kits))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "quantity");
	}
	return SN_SUCCESS;
}

struct sn_err document_make_kits(struct ctx *c, const struct document_plan *given,
				 const struct goods_line *line, struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_KIT);
	struct document_draft draft;
	bool done = false;
	struct buf *b = document_ask_begin(&plan);
	if (b)
		document_ask_line(b, line->item_no, line->quantity, MONEY_FEN(0));
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	struct item kit;
	SN_TRY(goods_item_by_no(c, line->item_no, &kit));
	if (!kit.kit)
		return sn_err_with_text(SN_FAIL(NOT_A_KIT, .field = "item"), STR_FMT,
					STR_ARG(kit.code));
	if (line->quantity <= 0)
		return SN_FAIL(QUANTITY_BAD, .field = "quantity");
	struct kit_work *w = ARENA_NEW(c->mem, struct kit_work);
	if (!w)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(kit_take(c, &plan, line, w));
	SN_TRY(kit_lines(c, &draft, line, w));
	draft.asks = 1;
	return document_finish(c, &draft, out);
}
