/* Documents on money: received, allotted, spent on goods, returned. */
#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"
#include "ledger/purchase.h"

/* ---- receive ---- */

static struct sn_err amount_good(struct money amount, int64_t row)
{
	if (!money_less(MONEY_FEN(0), amount))
		return SN_FAIL(QUANTITY_BAD, .field = "amount_fen", .row = row);
	return SN_SUCCESS;
}

static struct sn_err money_begin(struct ctx *c, const struct document_plan *plan,
				 struct money amount, struct document_draft *draft, bool *done)
{
	SN_TRY(document_source_good(plan->source));
	SN_TRY(amount_good(amount, 0));
	struct buf *b = document_ask_begin(plan);
	if (b)
		document_ask_line(b, 0, 0, amount);
	SN_TRY(document_draft_begin(c, plan, b, draft, done));
	draft->asks = 1;
	draft->total_needed = draft->cash = true;
	return SN_SUCCESS;
}

struct sn_err document_make_receive(struct ctx *c, const struct document_plan *given,
				    struct money amount, struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_RECEIVE);
	struct document_draft draft;
	bool done = false;
	/* Whose it was and for what is donation_make()'s to say. */
	if (plan.source == FUND_DONATION && !plan.of_donor)
		return SN_FAIL(DONATION_DONOR_NEEDED, .field = "source");
	SN_TRY(money_begin(c, &plan, amount, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(document_draft_room(c, &draft, 1));
	struct transfer *t = document_draft_add(c, &draft, 1, true);
	t->kind = TRANSFER_RECEIVE;
	t->from = document_key_of(&plan, ACCOUNT_SOURCE);
	t->to = document_key_of(&plan, ACCOUNT_FUND);
	t->value = amount;
	return document_finish(c, &draft, out);
}

/* ---- allot ---- */

/* Is the union somewhere below the other one today? */
static struct sn_err below(struct ctx *c, int64_t org_no, int64_t upper_no)
{
	struct org org;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	const struct str code = org.code;
	for (int depth = 0; depth < ORG_DEPTH_MAX && org.parent_no != 0; depth++) {
		if (org.parent_no == upper_no)
			return SN_SUCCESS;
		SN_TRY(org_by_no(c, org.parent_no, 0, &org));
	}
	return sn_err_with_text(SN_FAIL(ALLOT_NOT_BELOW, .field = "org"), STR_FMT, STR_ARG(code));
}

struct sn_err document_make_allot(struct ctx *c, const struct document_plan *given,
				  const struct money_line *lines, size_t count,
				  struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_ALLOT);
	struct document_draft draft;
	bool done = false;
	SN_TRY(document_lines_good(count));
	struct buf *b = document_ask_begin(&plan);
	for (size_t i = 0; b && i < count; i++)
		document_ask_line(b, lines[i].org_no, 0, lines[i].amount);
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(document_spendable(c, &plan));
	SN_TRY(document_draft_room(c, &draft, count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(amount_good(lines[i].amount, (int64_t)i + 1));
		SN_TRY(below(c, lines[i].org_no, plan.document.org_no));
		struct transfer *t = document_draft_add(c, &draft, (int64_t)i + 1, true);
		t->kind = TRANSFER_ALLOT;
		t->from = t->to = document_key_of(&plan, ACCOUNT_FUND);
		t->to.org_no = lines[i].org_no;
		t->to.source = plan.source == FUND_DONATION ? FUND_DONATION : FUND_UPPER;
		t->value = lines[i].amount;
	}
	draft.asks = (int64_t)count;
	draft.total_needed = draft.cash = true;
	return document_finish(c, &draft, out);
}

/* ---- purchase: money out, goods in ---- */

static struct sn_err bought_lots(struct ctx *c, const struct document *d,
				 const struct goods_line *lines, size_t count, struct lot **out)
{
	struct lot *lots = ARENA_ARRAY(c->mem, struct lot, count);
	if (!lots)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		struct item item;
		SN_TRY(goods_item_by_no(c, lines[i].item_no, &item));
		lots[i] = (struct lot){.shard = d->shard,
				       .org_no = d->org_no,
				       .item_no = item.item_no,
				       .day = d->day,
				       .document_id = d->document_id};
		struct sn_err e =
			goods_unit_cost(lines[i].total, lines[i].quantity, &lots[i].unit_cost);
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
	}
	*out = lots;
	return goods_lots_add(c, lots, count);
}

static void supply_line(struct transfer *t, const struct document_plan *plan,
			const struct goods_line *line, const struct lot *lot)
{
	t->kind = TRANSFER_SUPPLY;
	t->from = document_key_of(plan, ACCOUNT_SUPPLY);
	t->from.item_no = line->item_no;
	t->from.lot_no = lot->lot_no;
	t->to = t->from;
	t->to.class = ACCOUNT_STOCK;
	t->quantity = line->quantity;
	t->value = line->total;
}

static struct sn_err bought_lines(struct ctx *c, const struct document_plan *plan,
				  struct document_draft *draft, const struct goods_line *lines,
				  size_t count)
{
	struct lot *lots;
	struct money total = MONEY_FEN(0);
	SN_TRY(bought_lots(c, &draft->row.document, lines, count, &lots));
	SN_TRY(document_draft_room(c, draft, count + 1));
	struct transfer *paid = document_draft_add(c, draft, 0, false);
	for (size_t i = 0; i < count; i++) {
		supply_line(document_draft_add(c, draft, (int64_t)i + 1, true), plan, &lines[i],
			    &lots[i]);
		if (!money_add(&total, total, lines[i].total))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	}
	paid->kind = TRANSFER_PURCHASE;
	paid->from = document_key_of(plan, ACCOUNT_FUND);
	paid->to = document_key_of(plan, ACCOUNT_PAYABLE);
	paid->value = total;
	return SN_SUCCESS;
}

struct sn_err document_make_purchase(struct ctx *c, const struct document_plan *given,
				     const struct goods_line *lines, size_t count,
				     struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_PURCHASE);
	struct document_draft draft;
	bool done = false;
	SN_TRY(document_lines_good(count));
	struct buf *b = document_ask_begin(&plan);
	for (size_t i = 0; b && i < count; i++)
		document_ask_line(b, lines[i].item_no, lines[i].quantity, lines[i].total);
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	const struct document *d = &draft.row.document;
	SN_TRY(document_spendable(c, &plan));
	SN_TRY(goods_invoice_use(c, &(struct invoice){.number = d->reference,
						      .org_no = d->org_no,
						      .document_id = d->document_id,
						      .day = d->day}));
	SN_TRY(bought_lines(c, &plan, &draft, lines, count));
	SN_TRY(purchase_stock(c,
			      &(const struct purchase_stocking){.purchase_id = plan.purchase_id,
								.document_id = d->document_id,
								.shard = d->shard,
								.org_no = d->org_no,
								.cycle_no = d->cycle_no,
								.total = d->declared_total},
			      lines, count));
	draft.asks = (int64_t)count;
	draft.total_needed = true;
	return document_finish(c, &draft, out);
}

/* ---- gift: goods in, against no money ---- */

struct sn_err document_make_gift(struct ctx *c, const struct document_plan *given,
				 const struct goods_line *lines, size_t count, struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_RECEIVE);
	struct document_draft draft;
	struct lot *lots;
	bool done = false;
	SN_TRY(document_lines_good(count));
	SN_TRY(document_source_good(plan.source));
	struct buf *b = document_ask_begin(&plan);
	for (size_t i = 0; b && i < count; i++)
		document_ask_line(b, lines[i].item_no, lines[i].quantity, lines[i].total);
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	draft.row.document.receiver_org_no = plan.document.org_no;
	SN_TRY(bought_lots(c, &draft.row.document, lines, count, &lots));
	SN_TRY(document_draft_room(c, &draft, count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(amount_good(lines[i].total, (int64_t)i + 1));
		supply_line(document_draft_add(c, &draft, (int64_t)i + 1, true), &plan, &lines[i],
			    &lots[i]);
	}
	draft.asks = (int64_t)count;
	draft.total_needed = true;
	return document_finish(c, &draft, out);
}

/* ---- return: money goes back where it came from ---- */

struct origin {
	struct account_key key;
	struct money left; /* came from there and has not gone back */
};
struct origins {
	struct origin *list;
	size_t count;
};

enum { ORIGINS_MAX = 256 }; /* unions above and sources outside: a handful */

static struct sn_err origins_read(struct ctx *c, const struct document_plan *p, int64_t shard,
				  struct origins *out)
{
	const struct document *d = &p->document;
	*out = (struct origins){.list = ARENA_ARRAY(c->mem, struct origin, ORIGINS_MAX)};
	if (!out->list)
		return SN_FAIL(OUT_OF_MEMORY);
	const bool donated = p->source == FUND_DONATION;
	const struct str purpose = donated ? p->purpose : STR_NULL;
	struct rows *r = store_query(
		c->store, &goods_sql_fund_origins,
		PARAMS(p_int(d->org_no), p_int(d->cycle_no), p_int(p->source), p_text(purpose)));
	while (out->count < ORIGINS_MAX && store_next(r)) {
		const enum account_class class = (enum account_class)store_int(r, "from_class");
		/* A donor's money goes to its donor, an allotment's to who allotted it. */
		if (donated && (class == ACCOUNT_SOURCE) != p->to_donor)
			continue;
		out->list[out->count++] = (struct origin){
			.key = {.org_no = store_int(r, "from_org_no"),
				.class = (enum account_class)store_int(r, "from_class"),
				.cycle_no = store_int(r, "from_cycle_no"),
				.source = (enum fund_source)store_int(r, "from_source")},
			.left = store_money(r, "value_fen")};
	}
	SN_TRY(store_done(r));
	r = store_query(c->store, &goods_sql_fund_returned,
			PARAMS(p_int(shard), p_int(d->org_no), p_int(d->cycle_no), p_int(p->source),
			       p_text(purpose)));
	while (store_next(r))
		for (size_t i = 0; i < out->count; i++) {
			struct origin *o = &out->list[i];
			if (o->key.org_no == store_int(r, "to_org_no") &&
			    o->key.class == (enum account_class)store_int(r, "to_class") &&
			    o->key.source == (enum fund_source)store_int(r, "to_source") &&
			    !money_subtract(&o->left, o->left, store_money(r, "value_fen")))
				o->left = MONEY_FEN(0);
		}
	return store_done(r);
}

struct sn_err document_make_return(struct ctx *c, const struct document_plan *given,
				   struct money amount, struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_RETURN);
	struct document_draft draft;
	struct origins origins;
	bool done = false;
	SN_TRY(money_begin(c, &plan, amount, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	if (plan.source == FUND_DONATION && plan.purpose.bytes == 0)
		return SN_FAIL(DONATION_PURPOSE, .field = "purpose");
	SN_TRY(origins_read(c, &plan, draft.row.document.shard, &origins));
	SN_TRY(document_draft_room(c, &draft, origins.count));
	int64_t left_fen = money_fen(amount);
	for (size_t i = 0; i < origins.count && left_fen > 0; i++) {
		const int64_t there_fen = money_fen(origins.list[i].left);
		if (there_fen <= 0)
			continue;
		const int64_t fen = there_fen < left_fen ? there_fen : left_fen;
		struct transfer *t = document_draft_add(c, &draft, 1, true);
		t->kind = TRANSFER_RETURN;
		t->from = document_key_of(&plan, ACCOUNT_FUND);
		t->to = origins.list[i].key;
		t->value = MONEY_FEN(fen);
		left_fen -= fen;
	}
	if (left_fen > 0 && plan.source == FUND_DONATION && !plan.to_donor && draft.count == 0)
		return SN_FAIL(DONATION_TO_DONOR, .field = "source");
	if (left_fen > 0)
		return SN_FAIL(RETURN_TOO_MUCH, .field = "amount_fen",
			       .arg = {money_fen(amount) - left_fen, money_fen(amount)});
	return document_finish(c, &draft, out);
}
