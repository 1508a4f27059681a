/* Lines as a cadre says them become transfers: accounts, lots and costs are chosen here. */
#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"

#include <assert.h>
#include <inttypes.h>

/* ---- what was asked: its hash settles whether a repeated id is the same paper ---- */

enum { ASKED_BYTES_MAX = 1 << 20 }; /* DOCUMENT_LINES_MAX lines of 200 characters, and words */

static void ask_text(struct buf *b, struct str s)
{
	buf_printf(b, "%zu:", s.bytes);
	buf_add(b, s);
}

static struct buf *ask_begin(const struct document_plan *plan)
{
	const struct document *d = &plan->document;
	struct buf *b = buf_new(ASKED_BYTES_MAX);
	if (!b)
		return NULL;
	buf_printf(b, "%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d %d\n", (int)d->kind,
		   d->org_no, d->cycle_no, d->declared_count, money_fen(d->declared_total), d->day,
		   (int)plan->source);
	ask_text(b, plan->purpose);
	ask_text(b, d->words);
	ask_text(b, d->reference);
	return b;
}

static void ask_id(struct buf *b, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	buf_printf(b, " %s", text);
}

static void ask_line(struct buf *b, int64_t what, int64_t quantity, struct money amount)
{
	buf_printf(b, "\n%" PRId64 " %" PRId64 " %" PRId64, what, quantity, money_fen(amount));
}

static void ask_key(struct buf *b, const struct account_key *k)
{
	buf_printf(b, " %" PRId64 "/%d/%" PRId64 "/%d/%" PRId64 "/%" PRId64, k->org_no,
		   (int)k->class, k->cycle_no, (int)k->source, k->item_no, k->lot_no);
	ask_id(b, k->holder_id);
}

static struct sn_err ask_end(struct buf *b, struct sha256 *out)
{
	const bool full = !b || buf_full(b);
	if (!full)
		*out = crypto_sha256(buf_str(b));
	buf_free(b);
	return full ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

/* ---- drafting ---- */

static struct sn_err draft_begin(struct ctx *c, const struct document_plan *plan, struct buf *asked,
				 struct document_draft *draft, bool *done)
{
	struct sha256 hash;
	SN_TRY(ask_end(asked, &hash));
	*draft = (struct document_draft){.row = {.document = plan->document}};
	draft->row.document.purpose = plan->purpose;
	return document_begin(c, draft, &hash, done);
}

static struct sn_err draft_room(struct ctx *c, struct document_draft *draft, size_t lines)
{
	draft->lines = ARENA_ARRAY(c->mem, struct document_line, lines + 1);
	return draft->lines ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct transfer *draft_add(struct ctx *c, struct document_draft *draft, int64_t ask_no,
				  bool counted)
{
	struct document_line *line = &draft->lines[draft->count++];
	*line = (struct document_line){.ask_no = ask_no, .counted = counted};
	line->transfer.transfer_id = new_id(c);
	return &line->transfer;
}

static struct document_plan as_kind(const struct document_plan *plan, enum document_kind kind)
{
	struct document_plan p = *plan;
	p.document.kind = kind;
	return p;
}

static struct account_key key_of(const struct document_plan *p, enum account_class class)
{
	return (struct account_key){.org_no = p->document.org_no,
				    .class = class,
				    .cycle_no = p->document.cycle_no,
				    .source = p->source};
}

static struct sn_err amount_good(struct money amount, int64_t row)
{
	if (!money_less(MONEY_FEN(0), amount))
		return SN_FAIL(QUANTITY_BAD, .field = "amount_fen", .row = row);
	return SN_SUCCESS;
}

static struct sn_err lines_good(size_t count)
{
	if (count == 0 || count > DOCUMENT_LINES_MAX)
		return SN_FAIL(DOCUMENT_EMPTY, .arg = {DOCUMENT_LINES_MAX});
	return SN_SUCCESS;
}

static struct sn_err source_good(enum fund_source source)
{
	if (source <= FUND_NONE || source >= FUND_SOURCES_COUNT)
		return SN_FAIL(SOURCE_MISSING, .field = "source");
	return SN_SUCCESS;
}

struct sn_err document_make(struct ctx *c, const struct document *what,
			    const struct transfer *lines, size_t count, struct document *out)
{
	const struct document_plan plan = {.document = *what, .purpose = what->purpose};
	struct document_draft draft;
	bool done = false;
	SN_TRY(lines_good(count));
	struct buf *b = ask_begin(&plan);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		ask_line(b, lines[i].kind, lines[i].quantity, lines[i].value);
		ask_id(b, lines[i].transfer_id);
		ask_key(b, &lines[i].from);
		ask_key(b, &lines[i].to);
	}
	SN_TRY(draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(draft_room(c, &draft, count));
	for (size_t i = 0; i < count; i++)
		*draft_add(c, &draft, (int64_t)i + 1, true) = lines[i];
	draft.asks = (int64_t)count;
	draft.total_needed = true;
	draft.cash = lines[0].from.item_no == 0;
	draft.row.holder_id = lines[0].from.holder_id;
	return document_finish(c, &draft, out);
}

/* ---- money ---- */

static struct sn_err money_begin(struct ctx *c, const struct document_plan *plan,
				 struct money amount, struct document_draft *draft, bool *done)
{
	SN_TRY(source_good(plan->source));
	SN_TRY(amount_good(amount, 0));
	struct buf *b = ask_begin(plan);
	if (b)
		ask_line(b, 0, 0, amount);
	SN_TRY(draft_begin(c, plan, b, draft, done));
	draft->asks = 1;
	draft->total_needed = draft->cash = true;
	return SN_SUCCESS;
}

struct sn_err document_make_receive(struct ctx *c, const struct document_plan *given,
				    struct money amount, struct document *out)
{
	const struct document_plan plan = as_kind(given, DOCUMENT_RECEIVE);
	struct document_draft draft;
	bool done = false;
	SN_TRY(money_begin(c, &plan, amount, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(draft_room(c, &draft, 1));
	struct transfer *t = draft_add(c, &draft, 1, true);
	t->kind = TRANSFER_RECEIVE;
	t->from = key_of(&plan, ACCOUNT_SOURCE);
	t->to = key_of(&plan, ACCOUNT_FUND);
	t->value = amount;
	return document_finish(c, &draft, out);
}

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

static struct sn_err spendable(struct ctx *c, const struct document_plan *p)
{
	SN_TRY(source_good(p->source));
	return fund_require(c, p->source, p->purpose, p->document.day);
}

struct sn_err document_make_allot(struct ctx *c, const struct document_plan *given,
				  const struct money_line *lines, size_t count,
				  struct document *out)
{
	const struct document_plan plan = as_kind(given, DOCUMENT_ALLOT);
	struct document_draft draft;
	bool done = false;
	SN_TRY(lines_good(count));
	struct buf *b = ask_begin(&plan);
	for (size_t i = 0; b && i < count; i++)
		ask_line(b, lines[i].org_no, 0, lines[i].amount);
	SN_TRY(draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(spendable(c, &plan));
	SN_TRY(draft_room(c, &draft, count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(amount_good(lines[i].amount, (int64_t)i + 1));
		SN_TRY(below(c, lines[i].org_no, plan.document.org_no));
		struct transfer *t = draft_add(c, &draft, (int64_t)i + 1, true);
		t->kind = TRANSFER_ALLOT;
		t->from = t->to = key_of(&plan, ACCOUNT_FUND);
		t->to.org_no = lines[i].org_no;
		t->to.source = FUND_UPPER;
		t->value = lines[i].amount;
	}
	draft.asks = (int64_t)count;
	draft.total_needed = draft.cash = true;
	return document_finish(c, &draft, out);
}

/* ---- goods that are bought ---- */

static struct sn_err purchase_lots(struct ctx *c, const struct document *d,
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

static struct sn_err purchase_lines(struct ctx *c, const struct document_plan *plan,
				    struct document_draft *draft, const struct goods_line *lines,
				    size_t count)
{
	struct lot *lots;
	struct money total = MONEY_FEN(0);
	SN_TRY(purchase_lots(c, &draft->row.document, lines, count, &lots));
	SN_TRY(draft_room(c, draft, count + 1));
	struct transfer *paid = draft_add(c, draft, 0, false);
	for (size_t i = 0; i < count; i++) {
		struct transfer *t = draft_add(c, draft, (int64_t)i + 1, true);
		t->kind = TRANSFER_SUPPLY;
		t->from = key_of(plan, ACCOUNT_SUPPLY);
		t->from.item_no = lines[i].item_no;
		t->from.lot_no = lots[i].lot_no;
		t->to = t->from;
		t->to.class = ACCOUNT_STOCK;
		t->quantity = lines[i].quantity;
		t->value = lines[i].total;
		if (!money_add(&total, total, lines[i].total))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	}
	paid->kind = TRANSFER_PURCHASE;
	paid->from = key_of(plan, ACCOUNT_FUND);
	paid->to = key_of(plan, ACCOUNT_PAYABLE);
	paid->value = total;
	return SN_SUCCESS;
}

struct sn_err document_make_purchase(struct ctx *c, const struct document_plan *given,
				     const struct goods_line *lines, size_t count,
				     struct document *out)
{
	const struct document_plan plan = as_kind(given, DOCUMENT_PURCHASE);
	struct document_draft draft;
	bool done = false;
	SN_TRY(lines_good(count));
	struct buf *b = ask_begin(&plan);
	for (size_t i = 0; b && i < count; i++)
		ask_line(b, lines[i].item_no, lines[i].quantity, lines[i].total);
	SN_TRY(draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	const struct document *d = &draft.row.document;
	SN_TRY(spendable(c, &plan));
	SN_TRY(goods_invoice_use(c, &(struct invoice){.number = d->reference,
						      .org_no = d->org_no,
						      .document_id = d->document_id,
						      .day = d->day}));
	SN_TRY(purchase_lines(c, &plan, &draft, lines, count));
	draft.asks = (int64_t)count;
	draft.total_needed = true;
	return document_finish(c, &draft, out);
}

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
	SN_TRY(lines_good(count));
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
	if (kind == DOCUMENT_LOSS && cash && uuid_is_null(p->holder_id))
		return SN_FAIL(MISSING_FIELD, .field = "holder");
	return SN_SUCCESS;
}

static struct account_key place_of(const struct goods_plan *p, bool cash)
{
	struct account_key place = key_of(&p->plan, ACCOUNT_STOCK);
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
	SN_TRY(draft_room(c, draft, shelf.count + count));
	if (!shares)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		size_t taken = 0;
		struct sn_err e =
			goods_shelf_take(&shelf,
					 &(struct goods_shelf_take){.item_no = lines[i].item_no,
								    .source = p->plan.source,
								    .quantity = lines[i].quantity},
					 shares, &taken);
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
		for (size_t k = 0; k < taken; k++) {
			struct transfer *t = draft_add(c, draft, (int64_t)i + 1, true);
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

struct sn_err document_make_goods(struct ctx *c, const struct goods_plan *plan,
				  const struct goods_line *lines, size_t count,
				  struct document *out)
{
	struct document_draft draft;
	bool done = false;
	SN_TRY(goods_good(plan, lines, count));
	struct buf *b = ask_begin(&plan->plan);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	ask_id(b, plan->holder_id);
	ask_id(b, plan->receiver_id);
	ask_line(b, plan->to_org_no, 0, MONEY_FEN(0));
	for (size_t i = 0; i < count; i++)
		ask_line(b, lines[i].item_no, lines[i].quantity, lines[i].total);
	SN_TRY(draft_begin(c, &plan->plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	struct document *d = &draft.row.document;
	draft.cash = lines[0].item_no == 0;
	if (draft.cash && d->kind == DOCUMENT_ISSUE)
		SN_TRY(spendable(c, &plan->plan));
	draft.total_needed = draft.cash;
	draft.asks = (int64_t)count;
	draft.row.holder_id = place_of(plan, draft.cash).holder_id;
	d->receiver_id = d->kind == DOCUMENT_LOSS ? UUID_NULL : plan->receiver_id;
	d->receiver_org_no = d->kind == DOCUMENT_MOVE ? plan->to_org_no : d->org_no;
	SN_TRY(goods_lines(c, plan, &draft, lines, count));
	return document_finish(c, &draft, out);
}

/* ---- money goes back where it came from ---- */

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
	struct rows *r =
		store_query(c->store, &goods_sql_fund_origins,
			    PARAMS(p_int(d->org_no), p_int(d->cycle_no), p_int(p->source)));
	while (out->count < ORIGINS_MAX && store_next(r))
		out->list[out->count++] = (struct origin){
			.key = {.org_no = store_int(r, "from_org_no"),
				.class = (enum account_class)store_int(r, "from_class"),
				.cycle_no = store_int(r, "from_cycle_no"),
				.source = (enum fund_source)store_int(r, "from_source")},
			.left = store_money(r, "value_fen")};
	SN_TRY(store_done(r));
	r = store_query(
		c->store, &goods_sql_fund_returned,
		PARAMS(p_int(shard), p_int(d->org_no), p_int(d->cycle_no), p_int(p->source)));
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
	const struct document_plan plan = as_kind(given, DOCUMENT_RETURN);
	struct document_draft draft;
	struct origins origins;
	bool done = false;
	SN_TRY(money_begin(c, &plan, amount, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(origins_read(c, &plan, draft.row.document.shard, &origins));
	SN_TRY(draft_room(c, &draft, origins.count));
	int64_t left_fen = money_fen(amount);
	for (size_t i = 0; i < origins.count && left_fen > 0; i++) {
		const int64_t there_fen = money_fen(origins.list[i].left);
		if (there_fen <= 0)
			continue;
		const int64_t fen = there_fen < left_fen ? there_fen : left_fen;
		struct transfer *t = draft_add(c, &draft, 1, true);
		t->kind = TRANSFER_RETURN;
		t->from = key_of(&plan, ACCOUNT_FUND);
		t->to = origins.list[i].key;
		t->value = MONEY_FEN(fen);
		left_fen -= fen;
	}
	if (left_fen > 0)
		return SN_FAIL(RETURN_TOO_MUCH, .field = "amount_fen",
			       .arg = {money_fen(amount) - left_fen, money_fen(amount)});
	return document_finish(c, &draft, out);
}

/* ---- kits ---- */

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
	const struct account_key place = key_of(plan, ACCOUNT_STOCK);
	SN_TRY(goods_parts(c, line->item_no, &bill, &w->parts_count));
	SN_TRY(goods_shelf_read(c, &place, &shelf));
	for (size_t i = 0; i < w->parts_count; i++) {
		struct lot_share *shares = ARENA_ARRAY(c->mem, struct lot_share, shelf.count + 1);
		struct goods_shelf_take take = {.item_no = bill[i].part_no, .source = plan->source};
		if (!shares)
			return SN_FAIL(OUT_OF_MEMORY);
		if (__builtin_mul_overflow(bill[i].quantity, line->quantity, &take.quantity))
			return SN_FAIL(QUANTITY_BAD, .field = "quantity");
		SN_TRY(goods_shelf_take(&shelf, &take, shares, &w->parts[i].lots_count));
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
	SN_TRY(draft_room(c, draft, w->shares_count + made_count));
	for (size_t i = 0; i < w->parts_count; i++)
		for (size_t k = 0; k < w->parts[i].lots_count; k++) {
			const struct lot_share *share = &w->parts[i].lots[k];
			struct transfer *t = draft_add(c, draft, 1, false);
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
		struct transfer *t = draft_add(c, draft, 1, true);
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
	const struct document_plan plan = as_kind(given, DOCUMENT_KIT);
	struct document_draft draft;
	bool done = false;
	struct buf *b = ask_begin(&plan);
	if (b)
		ask_line(b, line->item_no, line->quantity, MONEY_FEN(0));
	SN_TRY(draft_begin(c, &plan, b, &draft, &done));
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
	SN_TRY(lines_good(count));
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
