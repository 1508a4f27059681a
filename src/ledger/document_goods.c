/* Documents on goods, and cash in hand, between places: issued, given back, moved, lost; and what a count of them
 * comes to. Lots are chosen here, the oldest first. */
#include "ledger/document_priv.h"
#include "ledger/donation.h"

#include <assert.h>

/* ---- goods between places ---- */

struct route {
	enum transfer_kind kind;
	enum account_class to;
	int64_t to_org_no;
	struct uuid to_holder_id;
};

static struct route route_of(const struct goods_plan *p, bool cash)
{
	const int64_t org_no = p->plan.document.org_no;
	switch (p->plan.document.kind) {
	case DOCUMENT_ISSUE:
		return (struct route){TRANSFER_ISSUE, ACCOUNT_CUSTODY, org_no, p->receiver_id};
	case DOCUMENT_GIVEBACK:
		return (struct route){TRANSFER_GIVEBACK, cash ? ACCOUNT_FUND : ACCOUNT_STOCK,
				      org_no, UUID_NULL};
	case DOCUMENT_MOVE:
		return (struct route){TRANSFER_MOVE, ACCOUNT_STOCK, p->to_org_no, UUID_NULL};
	case DOCUMENT_LOSS:
	case DOCUMENT_RECEIVE:
	case DOCUMENT_ALLOT:
	case DOCUMENT_PURCHASE:
	case DOCUMENT_RETURN:
	case DOCUMENT_KIT:
	case DOCUMENT_KINDS_COUNT:
		break;
	}
	return (struct route){TRANSFER_LOSS, ACCOUNT_WRITTEN_OFF, org_no, UUID_NULL};
}

static struct sn_err goods_good(const struct goods_plan *p, const struct goods_line *lines,
				size_t count)
{
	const enum document_kind kind = p->plan.document.kind;
	assert(kind >= DOCUMENT_ISSUE && kind <= DOCUMENT_LOSS);
	SN_TRY(document_lines_good(count));
	for (size_t i = 1; i < count; i++)
		if ((lines[i].item_no == 0) != (lines[0].item_no == 0))
			return SN_FAIL(DOCUMENT_MIXED, .row = (int64_t)i + 1);
	const bool cash = lines[0].item_no == 0;
	if (kind == DOCUMENT_ISSUE && uuid_is_null(p->receiver_id))
		return SN_FAIL(MISSING_FIELD, .field = "receiver");
	if (kind == DOCUMENT_GIVEBACK && uuid_is_null(p->holder_id))
		return SN_FAIL(MISSING_FIELD, .field = "holder");
	if (kind == DOCUMENT_MOVE && (p->to_org_no == 0 || cash))
		return SN_FAIL(MISSING_FIELD, .field = cash ? "item" : "to");
	if (kind == DOCUMENT_MOVE && p->to_org_no == p->plan.document.org_no)
		return SN_FAIL(MOVE_ITSELF, .field = "to");
	if (kind == DOCUMENT_LOSS && cash && uuid_is_null(p->holder_id))
		return SN_FAIL(MISSING_FIELD, .field = "holder");
	return SN_SUCCESS;
}

static struct account_key place_of(const struct goods_plan *p, bool cash)
{
	struct account_key place = document_key_of(&p->plan, ACCOUNT_STOCK);
	if (cash && p->plan.document.kind == DOCUMENT_ISSUE)
		place.class = ACCOUNT_FUND;
	if (!uuid_is_null(p->holder_id) && p->plan.document.kind >= DOCUMENT_GIVEBACK &&
	    p->plan.document.kind != DOCUMENT_MOVE) {
		place.class = ACCOUNT_CUSTODY;
		place.holder_id = p->holder_id;
	}
	return place;
}

/* Takes every line off the shelf, the oldest lots first. A line may need as many transfers as there are lots. */
static struct sn_err goods_lines(struct ctx *c, const struct goods_plan *p,
				 struct document_draft *draft, const struct goods_line *lines,
				 size_t count)
{
	struct goods_shelf shelf;
	const struct account_key place = place_of(p, draft->cash);
	const struct route route = route_of(p, draft->cash);
	SN_TRY(goods_shelf_read(c, &place, &shelf));
	struct lot_share *shares = ARENA_ARRAY(c->mem, struct lot_share, shelf.count + 1);
	/* A lot is emptied once; each line but the last may leave one lot begun. */
	SN_TRY(document_draft_room(c, draft, shelf.count + count));
	if (!shares)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		size_t taken = 0;
		struct sn_err e = goods_name_short(
			c,
			goods_shelf_take(&shelf,
					 &(struct goods_shelf_take){.item_no = lines[i].item_no,
								    .source = p->plan.source,
								    .quantity = lines[i].quantity},
					 shares, &taken));
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
		for (size_t k = 0; k < taken; k++) {
			struct transfer *t = document_draft_add(c, draft, (int64_t)i + 1, true);
			t->kind = route.kind;
			t->from = t->to = shares[k].key;
			t->to.class = route.to;
			t->to.org_no = route.to_org_no;
			t->to.holder_id = route.to_holder_id;
			t->quantity = shares[k].quantity;
			t->value = shares[k].value;
		}
	}
	return SN_SUCCESS;
}

/* Donated cash that comes back is bound as it was: the paper says to what. */
static struct sn_err bound_again(struct ctx *c, struct document_draft *draft)
{
	struct document *d = &draft->row.document;
	for (size_t i = 0; i < draft->count; i++) {
		const struct account_key *fund = &draft->lines[i].transfer.to;
		if (fund->source == FUND_DONATION)
			return donation_giveback(c, fund, d->shard, draft->row.holder_id,
						 &d->purpose);
	}
	return SN_SUCCESS;
}

struct sn_err document_make_goods(struct ctx *c, const struct goods_plan *plan,
				  const struct goods_line *lines, size_t count,
				  struct document *out)
{
	struct document_draft draft;
	bool done = false;
	SN_TRY(goods_good(plan, lines, count));
	struct buf *b = document_ask_begin(&plan->plan);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	document_ask_id(b, plan->holder_id);
	document_ask_id(b, plan->receiver_id);
	document_ask_line(b, plan->to_org_no, 0, MONEY_FEN(0));
	for (size_t i = 0; i < count; i++)
		document_ask_line(b, lines[i].item_no, lines[i].quantity, lines[i].total);
	SN_TRY(document_draft_begin(c, &plan->plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	struct document *d = &draft.row.document;
	draft.cash = lines[0].item_no == 0;
	if (draft.cash && d->kind == DOCUMENT_ISSUE)
		SN_TRY(document_spendable(c, &plan->plan));
	draft.total_needed = draft.cash;
	draft.asks = (int64_t)count;
	draft.row.holder_id = place_of(plan, draft.cash).holder_id;
	d->receiver_id = d->kind == DOCUMENT_LOSS ? UUID_NULL : plan->receiver_id;
	d->receiver_org_no = d->kind == DOCUMENT_MOVE ? plan->to_org_no : d->org_no;
	SN_TRY(goods_lines(c, plan, &draft, lines, count));
	if (draft.cash && d->kind == DOCUMENT_GIVEBACK)
		SN_TRY(bound_again(c, &draft));
	return document_finish(c, &draft, out);
}

/* ---- stock taking ---- */

struct counting {
	const struct account_key *place;
	const struct goods_line *counted;
	size_t count;
	int64_t *expected;
};

static struct sn_err count_account(void *self, const struct account *a)
{
	const struct counting *w = self;
	const struct account_key *p = w->place;
	if (a->key.cycle_no != p->cycle_no || a->key.class != p->class ||
	    a->key.org_no != p->org_no || !uuid_eq(a->key.holder_id, p->holder_id))
		return SN_SUCCESS;
	for (size_t i = 0; i < w->count; i++)
		if (w->counted[i].item_no == a->key.item_no)
			w->expected[i] += a->quantity;
	return SN_SUCCESS;
}

static struct sn_err count_good(struct ctx *c, const struct goods_line *counted, size_t count)
{
	SN_TRY(document_lines_good(count));
	for (size_t i = 0; i < count; i++) {
		struct item item;
		SN_TRY(goods_item_by_no(c, counted[i].item_no, &item));
		if (counted[i].quantity < 0)
			return SN_FAIL(QUANTITY_BAD, .field = "quantity", .row = (int64_t)i + 1);
		for (size_t k = 0; k < i; k++)
			if (counted[k].item_no == counted[i].item_no)
				return sn_err_with_text(SN_FAIL(COUNT_TWICE, .row = (int64_t)i + 1),
							STR_FMT, STR_ARG(item.code));
	}
	return SN_SUCCESS;
}

struct sn_err document_make_count(struct ctx *c, const struct goods_plan *given,
				  const struct goods_line *counted, size_t count,
				  struct count_result *out)
{
	struct goods_plan plan = *given;
	plan.plan.document.kind = DOCUMENT_LOSS;
	const struct account_key place = place_of(&plan, false);
	*out = (struct count_result){
		.differences = ARENA_ARRAY(c->mem, struct count_difference, count + 1)};
	struct goods_line *missing = ARENA_ARRAY(c->mem, struct goods_line, count + 1);
	struct counting w = {&place, counted, count, ARENA_ARRAY(c->mem, int64_t, count + 1)};
	if (!out->differences || !missing || !w.expected)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(count_good(c, counted, count));
	struct account_filter filter = {.org_no = place.org_no,
					.cycle_no = place.cycle_no,
					.class = (int)place.class,
					.holder_id = place.holder_id};
	SN_TRY(ledger_shard_of(c, place.org_no, &filter.shard));
	SN_TRY(ledger_accounts(c, &filter, count_account, &w));
	size_t lost = 0;
	for (size_t i = 0; i < count; i++) {
		const int64_t less = w.expected[i] - counted[i].quantity;
		if (less == 0)
			continue;
		const struct sn_err why =
			less > 0 ? SN_FAIL(COUNT_SHORTFALL) : SN_FAIL(COUNT_SURPLUS);
		struct count_difference *d = &out->differences[out->count++];
		*d = (struct count_difference){counted[i].item_no, w.expected[i],
					       counted[i].quantity, why};
		d->why.arg[0] = d->expected;
		d->why.arg[1] = d->counted;
		if (less > 0)
			missing[lost++] = (struct goods_line){.item_no = counted[i].item_no,
							      .quantity = less};
	}
	if (lost == 0)
		return SN_SUCCESS;
	/* Nobody declares what is missing before it was counted: the count is the envelope. */
	plan.plan.document.declared_count = (int64_t)lost;
	plan.plan.document.declared_total = MONEY_FEN(0);
	return document_make_goods(c, &plan, missing, lost, &out->loss);
}
