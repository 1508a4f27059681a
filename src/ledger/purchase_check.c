/* What a purchase has come to: invoice, acceptance, contract and the places of its lots side by side; and what verify
 * recounts. */
#include "ledger/purchase_priv.h"
#include "ledger/purchase_sql.h"

/* ---- items and lots ---- */

struct sn_err purchase_items(struct ctx *c, const struct purchase *of, struct purchase_item **out,
			     size_t *count)
{
	struct purchase_item *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &purchase_sql_items,
				     PARAMS(p_int(of->shard), p_uuid(of->purchase_id)));
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct purchase_item){
				.item_no = store_int(r, "item_no"),
				.contracted = store_is_null(r, "contracted")
						      ? -1
						      : store_int(r, "contracted"),
				.accepted = store_int(r, "accepted"),
				.refused = store_int(r, "refused"),
				.stocked = store_int(r, "stocked")};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* What is on an account of this class adds to the lot's places; what the supplier and the conversion owe is the other
 * side of the entry, and what became kits is on neither. */
static void add_place(struct purchase_lot *lot, enum account_class class, int64_t quantity,
		      struct money value)
{
	switch (class) {
	case ACCOUNT_STOCK:
		lot->stock += quantity;
		break;
	case ACCOUNT_CUSTODY:
		lot->custody += quantity;
		break;
	case ACCOUNT_RECIPIENT:
	case ACCOUNT_OVER_ISSUE:
		lot->given += quantity;
		break;
	case ACCOUNT_CONVERT:
		lot->in_kits += quantity;
		break;
	case ACCOUNT_WRITTEN_OFF:
		lot->lost += quantity;
		break;
	case ACCOUNT_IN_TRANSIT:
		lot->transit += quantity;
		break;
	case ACCOUNT_SOURCE:
	case ACCOUNT_FUND:
	case ACCOUNT_PAYABLE:
	case ACCOUNT_CLASSES_COUNT:
		return;
	case ACCOUNT_SUPPLY: /* what he has delivered, below zero: less than was bought, since some went back */
		lot->sent_back = lot->bought + quantity;
		lot->there_value = MONEY_FEN(money_fen(lot->there_value) +
					     money_fen(lot->bought_value) + money_fen(value));
		return;
	}
	lot->there_value = MONEY_FEN(money_fen(lot->there_value) + money_fen(value));
}

struct sn_err purchase_places_read(struct ctx *c, int64_t cycle_no, struct purchase_lot *lots,
				   size_t count)
{
	struct rows *r = store_query(c->store, &purchase_sql_lot_places, PARAMS(p_int(cycle_no)));
	while (store_next(r)) {
		const int64_t lot_no = store_int(r, "lot_no");
		for (size_t i = 0; i < count; i++)
			if (lots[i].lot_no == lot_no)
				add_place(&lots[i], (enum account_class)store_int(r, "class"),
					  store_int(r, "quantity"), store_money(r, "value_fen"));
	}
	return store_done(r);
}

struct sn_err purchase_lots(struct ctx *c, const struct purchase *of, struct purchase_lot **out,
			    size_t *count)
{
	struct purchase_lot *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &purchase_sql_lots,
				     PARAMS(p_int(of->shard), p_uuid(of->purchase_id)));
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (!memory)
			break;
		const int64_t quantity = store_int(r, "quantity");
		const struct money value = store_money(r, "value_fen");
		list[n++] = (struct purchase_lot){
			.lot_no = store_int(r, "lot_no"),
			.item_no = store_int(r, "item_no"),
			.document_id = store_uuid(r, "document_id"),
			.unit_cost = MONEY_FEN(quantity > 0 ? money_fen(value) / quantity : 0),
			.bought = quantity,
			.bought_value = value};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	return n > 0 ? purchase_places_read(c, of->cycle_no, list, n) : SN_SUCCESS;
}

/* ---- findings ---- */

struct finding_to {
	struct ctx *c;
	const struct purchase *of;
	purchase_each_finding *each;
	void *self;
};

static struct sn_err tell_if(bool is, const struct finding_to *to, struct purchase_finding f)
{
	f.purchase_id = to->of->purchase_id;
	return is ? to->each(to->self, &f) : SN_SUCCESS;
}
#define FINDING(word, of, want, is)                                                                \
	(struct purchase_finding)                                                                  \
	{                                                                                          \
		.kind = PURCHASE_FINDING_##word, .text = (of), .expected = (want), .found = (is)   \
	}

/* What went back is not there: it was not too much, and it is to come still. */
static int64_t sent_back(const struct purchase_lot *lots, size_t count, int64_t item_no)
{
	int64_t pieces = 0;
	for (size_t i = 0; i < count; i++)
		pieces += lots[i].item_no == item_no ? lots[i].sent_back : 0;
	return pieces;
}

static struct sn_err item_findings(const struct finding_to *to, const struct purchase_item *i,
				   int64_t back)
{
	struct item known;
	SN_TRY(goods_item_by_no(to->c, i->item_no, &known));
	const bool contracted = i->contracted >= 0;
	const int64_t kept = i->accepted - back;
	SN_TRY(tell_if(contracted && kept > i->contracted, to,
		       FINDING(OVER_CONTRACT, known.code, i->contracted, kept)));
	SN_TRY(tell_if(contracted && kept < i->contracted, to,
		       FINDING(SHORT, known.code, i->contracted, kept)));
	SN_TRY(tell_if(i->refused > 0, to, FINDING(REFUSED, known.code, i->refused, i->accepted)));
	SN_TRY(tell_if(i->stocked < i->accepted, to,
		       FINDING(NOT_INVOICED, known.code, i->accepted, i->stocked)));
	SN_TRY(tell_if(i->stocked > i->accepted, to,
		       FINDING(INVOICE_ABOVE, known.code, i->accepted, i->stocked)));
	return SN_SUCCESS;
}

static struct sn_err lot_findings(const struct finding_to *to, const struct purchase_lot *l)
{
	struct item known;
	SN_TRY(goods_item_by_no(to->c, l->item_no, &known));
	const int64_t there =
		l->stock + l->custody + l->given + l->in_kits + l->lost + l->transit + l->sent_back;
	SN_TRY(tell_if(l->sent_back > 0, to,
		       FINDING(SENT_BACK, known.code, l->sent_back, l->bought)));
	SN_TRY(tell_if(there != l->bought, to, FINDING(LOT_PIECES, known.code, l->bought, there)));
	SN_TRY(tell_if(money_fen(l->there_value) != money_fen(l->bought_value), to,
		       FINDING(LOT_VALUE, known.code, money_fen(l->bought_value),
			       money_fen(l->there_value))));
	return SN_SUCCESS;
}

struct sn_err purchase_findings(struct ctx *c, const struct purchase *of,
				purchase_each_finding *each, void *self)
{
	const struct finding_to to = {c, of, each, self};
	struct purchase_step *steps;
	struct purchase_item *items;
	struct purchase_lot *lots;
	struct money sent, credited;
	size_t count, lots_count;
	SN_TRY(purchase_steps(c, of, &steps, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(tell_if(steps[i].kind == PURCHASE_ACCEPTANCE &&
				       uuid_is_null(steps[i].second_id),
			       &to, FINDING(HALF_ACCEPTED, steps[i].number, 2, 1)));
	SN_TRY(purchase_lots(c, of, &lots, &lots_count));
	SN_TRY(purchase_items(c, of, &items, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(item_findings(&to, &items[i],
				     sent_back(lots, lots_count, items[i].item_no)));
	SN_TRY(tell_if(
		money_less(of->limit, of->invoiced), &to,
		FINDING(INVOICES_ABOVE, STR_NULL, money_fen(of->limit), money_fen(of->invoiced))));
	SN_TRY(purchase_back_sums(c, of, FUND_NONE, &sent, &credited));
	SN_TRY(tell_if(money_less(credited, sent), &to,
		       FINDING(NOT_CREDITED, STR_NULL, money_fen(sent), money_fen(credited))));
	for (size_t i = 0; i < lots_count; i++)
		SN_TRY(lot_findings(&to, &lots[i]));
	return SN_SUCCESS;
}

/* ---- verify ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
};

static void report(const struct verifying *v, const struct ledger_finding *f)
{
	(*v->findings)++;
	v->each(v->self, f);
}

/* The first of these that differs is told. */
enum { LAST_SUM = 3 };
static struct sn_err verify_sums(struct ctx *c, const struct verifying *v)
{
	static const char *const sums[LAST_SUM + 1][2] = {{"steps_accepted", "accepted"},
							  {"steps_refused", "refused"},
							  {"steps_contracted", "contracted"},
							  {"documents_stocked", "stocked"}};
	struct rows *r = store_query(c->store, &purchase_sql_items_wrong, NO_PARAMS);
	while (store_next(r)) {
		size_t k = 0;
		while (k < LAST_SUM && store_int(r, sums[k][0]) == store_int(r, sums[k][1]))
			k++;
		report(v, &(const struct ledger_finding){.what = "purchase-sum",
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "purchase_id"),
							 .expected = store_int(r, sums[k][0]),
							 .found = store_int(r, sums[k][1])});
	}
	SN_TRY(store_done(r));
	r = store_query(c->store, &purchase_sql_invoiced_wrong, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "purchase-sum",
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "purchase_id"),
							 .expected = store_int(r, "found_fen"),
							 .found = store_int(r, "invoiced_fen")});
	SN_TRY(store_done(r));
	r = store_query(c->store, &purchase_sql_lots_wrong, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "purchase-lot",
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "document_id"),
							 .found = store_int(r, "lot_no")});
	return store_done(r);
}

/* The row of a purchase repeats what its opening says, whose leaf binds it. */
static bool opening_is_right(const struct purchase *p, const struct purchase_step *s)
{
	return money_fen(s->amount) == money_fen(p->ceiling) && s->day == p->day &&
	       uuid_eq(s->first_id, p->maker_id) && str_eq(s->words, p->words);
}

/* By its digest a step that comes again is known: with another one, other content would be taken for the same. */
static struct sn_err verify_digest(struct ctx *c, const struct verifying *v,
				   const struct purchase *p, const struct purchase_step *s,
				   struct sha256 digest)
{
	bool there = false;
	const struct sn_err e = purchase_step_there(c, p, s, digest, &there);
	if (e.reason != SN_R_PURCHASE_DIFFERS)
		return e;
	report(v, &(const struct ledger_finding){
			  .what = "purchase-digest", .shard = p->shard, .id = s->step_id});
	return SN_SUCCESS;
}

/* A purchase has its opening, its contract is the one of its step, and each step that counts has its leaf. */
static struct sn_err verify_steps(struct ctx *c, const struct verifying *v,
				  const struct purchase *p)
{
	struct purchase_step *steps;
	size_t count;
	bool opened = false;
	int64_t partner_no = 0, limit_fen = money_fen(p->ceiling);
	SN_TRY(purchase_steps(c, p, &steps, &count));
	for (size_t i = 0; i < count; i++) {
		const struct purchase_step *s = &steps[i];
		struct sha256 digest;
		bool stands = false;
		opened = opened || (s->kind == PURCHASE_OPEN && opening_is_right(p, s));
		if (s->kind == PURCHASE_CONTRACT) {
			partner_no = s->partner_no;
			limit_fen = money_fen(s->amount);
		}
		SN_TRY(purchase_step_digest(p, s, &digest));
		SN_TRY(verify_digest(c, v, p, s, digest));
		if (s->kind == PURCHASE_ACCEPTANCE && uuid_is_null(s->second_id))
			continue;
		const struct ledger_act act = purchase_act(p, s, digest);
		SN_TRY(ledger_act_stands(c, &act, &stands));
		if (!stands)
			report(v, &(const struct ledger_finding){.what = "purchase-leaf",
								 .shard = p->shard,
								 .id = s->step_id});
	}
	if (!opened || partner_no != p->partner_no || limit_fen != money_fen(p->limit))
		report(v, &(const struct ledger_finding){.what = "purchase-sum",
							 .shard = p->shard,
							 .id = p->purchase_id,
							 .expected = limit_fen,
							 .found = money_fen(p->limit)});
	return SN_SUCCESS;
}

struct sn_err purchase_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings)
{
	const struct verifying v = {each, self, findings};
	struct purchase *all;
	size_t count;
	SN_TRY(verify_sums(c, &v));
	SN_TRY(purchase_all(c, &all, &count));
	for (size_t i = 0; i < count; i++) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(verify_steps(c, &v, &all[i]));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}
