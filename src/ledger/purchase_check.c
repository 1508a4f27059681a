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

static struct sn_err places_read(struct ctx *c, int64_t cycle_no, struct purchase_lot *lots,
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
	while (memory && store_next(r)) {
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
	return n > 0 ? places_read(c, of->cycle_no, list, n) : SN_SUCCESS;
}

/* ---- findings ---- */

struct finding_to {
	struct ctx *c;
	const struct purchase *of;
	purchase_each_finding *each;
	void *self;
};

static struct sn_err tell(const struct finding_to *to, enum purchase_finding_kind kind,
			  struct str text, const int64_t args[2])
{
	return to->each(to->self,
			&(const struct purchase_finding){.purchase_id = to->of->purchase_id,
							 .kind = kind,
							 .text = text,
							 .expected = args[0],
							 .found = args[1]});
}

#define TELL_IF(is, to, kind, text, expected, found)                                               \
	do {                                                                                       \
		if (is)                                                                            \
			SN_TRY(tell((to), PURCHASE_FINDING_##kind, (text),                         \
				    (const int64_t[2]){(expected), (found)}));                     \
	} while (0)

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
	const struct str code = purchase_item_code(to->c, i->item_no);
	const bool contracted = i->contracted >= 0;
	const int64_t kept = i->accepted - back;
	TELL_IF(contracted && kept > i->contracted, to, OVER_CONTRACT, code, i->contracted, kept);
	TELL_IF(contracted && kept < i->contracted, to, SHORT, code, i->contracted, kept);
	TELL_IF(i->refused > 0, to, REFUSED, code, i->refused, i->accepted);
	TELL_IF(i->stocked < i->accepted, to, NOT_INVOICED, code, i->accepted, i->stocked);
	TELL_IF(i->stocked > i->accepted, to, INVOICE_ABOVE, code, i->accepted, i->stocked);
	return SN_SUCCESS;
}

static struct sn_err lot_findings(const struct finding_to *to, const struct purchase_lot *l)
{
	const struct str code = purchase_item_code(to->c, l->item_no);
	const int64_t there =
		l->stock + l->custody + l->given + l->in_kits + l->lost + l->transit + l->sent_back;
	TELL_IF(l->sent_back > 0, to, SENT_BACK, code, l->sent_back, l->bought);
	TELL_IF(there != l->bought, to, LOT_PIECES, code, l->bought, there);
	TELL_IF(money_fen(l->there_value) != money_fen(l->bought_value), to, LOT_VALUE, code,
		money_fen(l->bought_value), money_fen(l->there_value));
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
		TELL_IF(steps[i].kind == PURCHASE_ACCEPTANCE && uuid_is_null(steps[i].second_id),
			&to, HALF_ACCEPTED, steps[i].number, 2, 1);
	SN_TRY(purchase_lots(c, of, &lots, &lots_count));
	SN_TRY(purchase_items(c, of, &items, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(item_findings(&to, &items[i],
				     sent_back(lots, lots_count, items[i].item_no)));
	TELL_IF(money_less(of->limit, of->invoiced), &to, INVOICES_ABOVE, STR_NULL,
		money_fen(of->limit), money_fen(of->invoiced));
	SN_TRY(purchase_back_sums(c, of, FUND_NONE, &sent, &credited));
	TELL_IF(money_less(credited, sent), &to, NOT_CREDITED, STR_NULL, money_fen(sent),
		money_fen(credited));
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

static struct sn_err verify_sums(struct ctx *c, const struct verifying *v)
{
	struct rows *r = store_query(c->store, &purchase_sql_items_wrong, NO_PARAMS);
	while (store_next(r)) {
		const bool accepted = store_int(r, "accepted") != store_int(r, "steps_accepted");
		report(v, &(const struct ledger_finding){
				  .what = "purchase-sum",
				  .shard = store_int(r, "shard"),
				  .id = store_uuid(r, "purchase_id"),
				  .expected = store_int(r, accepted ? "steps_accepted"
								    : "documents_stocked"),
				  .found = store_int(r, accepted ? "accepted" : "stocked")});
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
		opened = opened || (s->kind == PURCHASE_OPEN &&
				    money_fen(s->amount) == money_fen(p->ceiling));
		if (s->kind == PURCHASE_CONTRACT) {
			partner_no = s->partner_no;
			limit_fen = money_fen(s->amount);
		}
		if (s->kind == PURCHASE_ACCEPTANCE && uuid_is_null(s->second_id))
			continue;
		SN_TRY(purchase_step_digest(p, s, &digest));
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
