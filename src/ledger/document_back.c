/* Back to the supplier: goods that were accepted and then sent back, and the credit note that comes for them. */
#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"
#include "ledger/purchase.h"

/* ---- what both need of the purchase ---- */

static struct sn_err purchase_of(struct ctx *c, const struct document_plan *plan,
				 struct purchase *out)
{
	if (uuid_is_null(plan->purchase_id))
		return SN_FAIL(MISSING_FIELD, .field = "purchase");
	SN_TRY(purchase_read(c, plan->purchase_id, out));
	if (out->org_no != plan->document.org_no || out->cycle_no != plan->document.cycle_no)
		return SN_FAIL(PURCHASE_ELSEWHERE, .field = "purchase");
	return SN_SUCCESS;
}

/* ---- goods ---- */

/* Only what this purchase brought: the shelf keeps its lots alone. */
static struct sn_err its_shelf(struct ctx *c, const struct document_plan *plan,
			       const struct purchase *p, struct goods_shelf *shelf)
{
	const struct account_key place = document_key_of(plan, ACCOUNT_STOCK);
	struct purchase_lot *lots = NULL;
	size_t count = 0, kept = 0;
	SN_TRY(purchase_lots(c, p, &lots, &count));
	SN_TRY(goods_shelf_read(c, &place, shelf));
	for (size_t i = 0; i < shelf->count; i++) {
		bool its = false;
		for (size_t k = 0; k < count; k++)
			its = its || lots[k].lot_no == shelf->lots[i].key.lot_no;
		if (its)
			shelf->lots[kept++] = shelf->lots[i];
	}
	shelf->count = kept;
	return SN_SUCCESS;
}

static struct sn_err back_lines(struct ctx *c, const struct document_plan *plan,
				struct document_draft *draft, const struct goods_line *lines,
				size_t count)
{
	struct goods_shelf shelf;
	struct purchase p;
	SN_TRY(purchase_of(c, plan, &p));
	SN_TRY(its_shelf(c, plan, &p, &shelf));
	struct lot_share *shares = ARENA_ARRAY(c->mem, struct lot_share, shelf.count + 1);
	SN_TRY(document_draft_room(c, draft, shelf.count + count));
	if (!shares)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct goods_shelf_take what = {.item_no = lines[i].item_no,
						      .quantity = lines[i].quantity};
		size_t taken = 0;
		struct sn_err e =
			goods_name_short(c, goods_shelf_take(&shelf, &what, shares, &taken));
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
		for (size_t k = 0; k < taken; k++) {
			struct transfer *t = document_draft_add(c, draft, (int64_t)i + 1, true);
			t->kind = TRANSFER_SUPPLY;
			t->from = t->to = shares[k].key;
			t->to.class = ACCOUNT_SUPPLY;
			t->quantity = shares[k].quantity;
			t->value = shares[k].value;
		}
	}
	return SN_SUCCESS;
}

static struct sn_err back_add(struct ctx *c, const struct document_plan *plan,
			      const struct document_draft *draft)
{
	for (size_t i = 0; i < draft->count; i++) {
		const struct transfer *t = &draft->lines[i].transfer;
		SN_TRY(purchase_back_add(c, &(const struct purchase_back){
						    .shard = draft->row.document.shard,
						    .document_id = draft->row.document.document_id,
						    .purchase_id = plan->purchase_id,
						    .line_no = (int64_t)i + 1,
						    .item_no = t->from.item_no,
						    .source = t->from.source,
						    .quantity = t->quantity,
						    .value = t->value}));
	}
	return SN_SUCCESS;
}

struct sn_err document_make_sendback(struct ctx *c, const struct document_plan *given,
				     const struct goods_line *lines, size_t count,
				     struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_SENDBACK);
	struct document_draft draft;
	bool done = false;
	SN_TRY(document_lines_good(count));
	if (plan.document.words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	for (size_t i = 0; i < count; i++)
		if (lines[i].item_no == 0 || lines[i].quantity <= 0)
			return SN_FAIL(QUANTITY_BAD, .field = "items", .row = (int64_t)i + 1);
	struct buf *b = document_ask_begin(&plan);
	for (size_t i = 0; b && i < count; i++)
		document_ask_line(b, lines[i].item_no, lines[i].quantity, MONEY_FEN(0));
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(back_lines(c, &plan, &draft, lines, count));
	draft.asks = (int64_t)count;
	SN_TRY(document_finish(c, &draft, out));
	return back_add(c, &plan, &draft);
}

/* ---- money ---- */

/* The credit comes back as what was paid: for its purpose, to its budget line. Where the purchase was paid for several,
 * the plan says for which. */
static struct sn_err paid_as(struct ctx *c, const struct document_plan *plan,
			     const struct purchase *p, struct document_draft *draft)
{
	struct purchase_paid paid;
	struct document *d = &draft->row.document;
	SN_TRY(purchase_paid_for(c, p, plan->source, &paid));
	if (paid.purposes_count == 1)
		d->purpose = paid.purpose;
	else if (plan->source == FUND_DONATION)
		return SN_FAIL(DONATION_PURPOSE, .field = "purpose");
	if (draft->budget.bytes > 0 || paid.budgets_count == 0)
		return SN_SUCCESS;
	if (paid.budgets_count > 1)
		return SN_FAIL(BUDGET_LINE_MISSING, .field = "budget");
	draft->budget = paid.budget;
	return SN_SUCCESS;
}

static struct sn_err credit_good(struct ctx *c, const struct document_plan *plan,
				 const struct purchase *p, struct money amount)
{
	struct money sent, credited, left;
	SN_TRY(purchase_back_sums(c, p, plan->source, &sent, &credited));
	if (!money_subtract(&left, sent, credited) || money_less(left, MONEY_FEN(0)))
		left = MONEY_FEN(0);
	if (!money_less(MONEY_FEN(0), amount))
		return SN_FAIL(QUANTITY_BAD, .field = "amount_fen");
	return money_less(left, amount) ? SN_FAIL(CREDIT_ABOVE_SENT, .field = "amount",
						  .arg = {money_fen(left), money_fen(amount)})
					: SN_SUCCESS;
}

struct sn_err document_make_credit(struct ctx *c, const struct document_plan *given,
				   struct money amount, struct document *out)
{
	const struct document_plan plan = document_plan_as(given, DOCUMENT_SENDBACK);
	struct document_draft draft;
	struct purchase p;
	bool done = false;
	SN_TRY(document_source_good(plan.source));
	if (plan.document.reference.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "reference");
	struct buf *b = document_ask_begin(&plan);
	if (b)
		document_ask_line(b, 0, 0, amount);
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	const struct document *d = &draft.row.document;
	SN_TRY(purchase_of(c, &plan, &p));
	SN_TRY(credit_good(c, &plan, &p, amount));
	SN_TRY(goods_invoice_use(c, &(struct invoice){.number = d->reference,
						      .org_no = d->org_no,
						      .document_id = d->document_id,
						      .day = d->day}));
	SN_TRY(document_draft_room(c, &draft, 1));
	struct transfer *t = document_draft_add(c, &draft, 1, true);
	t->kind = TRANSFER_PURCHASE;
	t->from = document_key_of(&plan, ACCOUNT_PAYABLE);
	t->to = document_key_of(&plan, ACCOUNT_FUND);
	t->value = amount;
	draft.asks = 1;
	draft.total_needed = draft.cash = true;
	SN_TRY(paid_as(c, &plan, &p, &draft));
	SN_TRY(document_finish(c, &draft, out));
	return back_add(c, &plan, &draft);
}
