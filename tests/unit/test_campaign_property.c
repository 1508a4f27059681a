/* Random campaigns by the commands' own functions. Money is received, donated, allotted, budgeted, spent, returned; goods
 * are quoted, contracted, accepted by two, bought in several lots and prices, put together, issued (to a foreman, too),
 * moved between shards, handed out (asked for and reported, twice, through proxies), given in portions, exchanged, broken,
 * lost and taken back; papers wait, are signed later, cancelled or taken back; months are closed; everything may be said
 * again. After every step all of it is there: see campaign_books.h.
 *   SONGNUAN_PROPERTY_RUNS   how many campaigns (make torture: 10,000)
 *   SONGNUAN_PROPERTY_SEED   repeats the run that printed it; WORLD campaigns share a database and a seed
 * Source: issue 3, "Shown, not said". */
#include "base/crypto.h"
#include "campaign_books.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum {
	RUNS = 10
}; /* a sanitizer looks at the code; how often chance gets its turn is the plain build's matter */
#else
enum { RUNS = 48 };
#endif
enum { STEPS = 24, WORLD = 20, PG_SHARE = 4 };
enum { LAST_DAY = 20250120 };

/* ---- what is drawn ---- */

static struct act *any_act(struct campaign *k)
{
	return k->acts_count == 0 ? NULL : &k->acts[below(k, (int64_t)k->acts_count)];
}
/* One that was of this sort, and with documents of this kind; NULL: there is none. */
static struct act *act_of(struct campaign *k, enum act_what what, enum document_kind kind)
{
	const size_t first = k->acts_count ? (size_t)below(k, (int64_t)k->acts_count) : 0;
	for (size_t i = 0; i < k->acts_count; i++) {
		struct act *act = &k->acts[(first + i) % k->acts_count];
		if (act->what == what &&
		    (what != ACT_DOCUMENT || act->plan.plan.document.kind == kind))
			return act;
	}
	return NULL;
}

static int64_t org_of(struct campaign *k, enum fund_source source)
{
	if (source != FUND_UPPER && (source != FUND_DONATION || below(k, 2)))
		return k->w.orgs[REGION].org_no;
	return k->w.orgs[below(k, 3) ? COUNTY : OTHER_COUNTY].org_no;
}
static int hand(struct campaign *k)
{
	static const int hands[] = {FIRST_HAND, FIRST_HAND, SECOND_HAND, FOREMAN};
	return hands[below(k, 4)];
}
static enum fund_source spender(struct campaign *k)
{
	static const enum fund_source sources[] = {FUND_OWN,   FUND_FISCAL, FUND_DONATION,
						   FUND_UPPER, FUND_UPPER,  FUND_UPPER};
	return sources[below(k, 6)];
}
static struct str purpose(struct campaign *k)
{
	return below(k, 3) ? STR("gift") : STR("school");
}
static void total_is(struct act *act, int64_t fen)
{
	act->amount = MONEY_FEN(fen);
	act->plan.plan.document.declared_total = act->amount;
}
static void goods_drawn(struct campaign *k, struct act *act, int things, int64_t most)
{
	act->count = 1 + (size_t)below(k, 2);
	act->plan.plan.document.declared_count = (int64_t)act->count;
	for (size_t i = 0; i < act->count; i++)
		act->lines[i] = (struct goods_line){.item_no = k->things[below(k, things)],
						    .quantity = 1 + below(k, most),
						    .total = MONEY_FEN(0)};
}
static int thing_of(const struct campaign *k, int64_t item_no)
{
	for (int t = 0; t < THINGS; t++)
		if (k->things[t] == item_no)
			return t;
	return THING_KIT;
}
/* A line of its union's money pays, now and then. */
static void budget_drawn(struct campaign *k, struct act *act)
{
	for (int b = 0; b < BUDGETS; b++) {
		const struct budget_entry line = budget_line_of(k, b);
		if (line.org_no != act->plan.plan.document.org_no ||
		    line.source != act->plan.plan.source || below(k, 2))
			continue;
		act->budget = b;
		act->plan.plan.budget = line.code;
	}
}

static void draw_receive(struct campaign *k, struct act *act)
{
	const int64_t fen = 20000 + below(k, 80000);
	act->plan.plan.source = below(k, 3) ? FUND_OWN : FUND_FISCAL;
	act->plan.plan.document.org_no = k->w.orgs[REGION].org_no;
	total_is(act, fen);
	act->by.raised[act->plan.plan.source] = fen;
}
static void draw_allot(struct campaign *k, struct act *act)
{
	static const enum fund_source sources[] = {FUND_OWN, FUND_OWN, FUND_FISCAL, FUND_DONATION};
	int64_t fen = 0;
	act->plan.plan.source = sources[below(k, 4)];
	act->plan.plan.document.org_no = k->w.orgs[REGION].org_no;
	act->count = 1 + (size_t)below(k, 2);
	for (size_t i = 0; i < act->count; i++) {
		const int64_t part = 10000 + below(k, 40000);
		act->allot[i] = (struct money_line){
			k->w.orgs[i == 0 ? COUNTY : OTHER_COUNTY].org_no, MONEY_FEN(part)};
		fen += part;
	}
	act->plan.plan.document.declared_count = (int64_t)act->count;
	total_is(act, fen);
	budget_drawn(k, act);
	if (act->plan.plan.source == FUND_DONATION) {
		act->plan.plan.purpose = purpose(k); /* goes with the money */
		return;
	}
	act->by.passed[act->plan.plan.source] -= fen;
	act->by.passed[FUND_UPPER] += fen;
}
/* Where it goes back to is chosen by the program and learnt from the paper's lines. */
static void draw_return(struct campaign *k, struct act *act)
{
	act->plan.plan.source = spender(k);
	act->plan.plan.document.org_no = org_of(k, act->plan.plan.source);
	if (act->plan.plan.source == FUND_DONATION)
		act->plan.plan.purpose = purpose(k);
	total_is(act, 1000 + below(k, 30000));
}
static void draw_purchase(struct campaign *k, struct act *act)
{
	int64_t fen = 0;
	act->plan.plan.source = spender(k);
	act->plan.plan.document.org_no = org_of(k, act->plan.plan.source);
	goods_drawn(k, act, THING_SET, 9);
	for (size_t i = 0; i < act->count; i++) {
		struct goods_line *line = &act->lines[i];
		line->total = MONEY_FEN(line->quantity * (1000 + below(k, 3000)));
		fen += money_fen(line->total);
		act->by.came_in[thing_of(k, line->item_no)] += line->quantity;
	}
	total_is(act, fen);
	budget_drawn(k, act);
	act->by.spent[act->plan.plan.source] = fen;
	(void)snprintf(act->number, sizeof act->number, "1500-%lld", (long long)++k->invoice);
	act->plan.plan.document.reference = str_of(act->number);
}
static void draw_kits(struct campaign *k, struct act *act)
{
	act->actor = KEEPER;
	act->plan.plan.document.org_no = org_of(k, spender(k));
	act->plan.plan.source = FUND_NONE;
	act->plan.plan.purpose = STR_NULL;
	act->lines[0] = (struct goods_line){k->things[THING_SET], 1 + below(k, 2), MONEY_FEN(0)};
}
/* Cash into somebody's hands, back, or out of them and gone. One of the hands has donated cash alone: then we know whose it was. */
static enum fund_source cash_source(const struct campaign *k, struct uuid who)
{
	return uuid_eq(who, k->actors[SECOND_HAND]) ? FUND_DONATION : FUND_UPPER;
}
static void draw_cash(struct campaign *k, struct act *act)
{
	const int64_t fen = 10000 * (1 + below(k, 4));
	const enum document_kind kind = act->plan.plan.document.kind;
	const struct uuid who =
		kind == DOCUMENT_ISSUE ? act->plan.receiver_id : act->plan.holder_id;
	const enum fund_source source = cash_source(k, who);
	act->plan.plan.source = source;
	act->plan.plan.document.org_no = org_of(k, source);
	act->lines[0] = (struct goods_line){0, fen, MONEY_FEN(0)};
	act->count = 1;
	total_is(act, fen);
	if (kind == DOCUMENT_ISSUE)
		act->actor = MAKER;
	if (kind == DOCUMENT_LOSS)
		act->by.lost[source] = fen;
	else
		budget_drawn(k, act);
}
static void draw_goods(struct campaign *k, struct act *act)
{
	const enum document_kind kind = act->plan.plan.document.kind;
	/* What was issued just now is what is given back, or lost, more often than chance would have it. */
	const struct act *issued = below(k, 4) ? act_of(k, ACT_DOCUMENT, DOCUMENT_ISSUE) : NULL;
	int who = hand(k);
	for (int i = 0; i < ACTORS && issued; i++)
		who = uuid_eq(k->actors[i], issued->plan.receiver_id) ? i : who;
	const bool held = kind == DOCUMENT_GIVEBACK || (kind == DOCUMENT_LOSS && below(k, 2));
	act->actor = kind == DOCUMENT_GIVEBACK ? who : KEEPER;
	if (kind == DOCUMENT_ISSUE)
		act->plan.receiver_id = k->actors[who];
	if (held)
		act->plan.holder_id = k->actors[who];
	if (kind != DOCUMENT_MOVE && (held || kind == DOCUMENT_ISSUE) && below(k, 4) == 0) {
		draw_cash(k, act);
		return;
	}
	act->plan.plan.source = FUND_NONE;
	act->plan.plan.purpose = STR_NULL;
	act->plan.plan.document.org_no = org_of(k, below(k, 3) ? FUND_UPPER : FUND_OWN);
	goods_drawn(k, act, THINGS, 3);
	const struct act *from = held ? issued : act_of(k, ACT_DOCUMENT, DOCUMENT_PURCHASE);
	if (from && from->lines[0].item_no != 0 && below(k, 4)) {
		act->plan.plan.document.org_no = from->plan.plan.document.org_no;
		act->lines[0].item_no = from->lines[0].item_no;
		act->plan.plan.document.declared_count = (int64_t)(act->count = 1);
	}
	if (kind == DOCUMENT_MOVE)
		act->plan.to_org_no = org_of(k, below(k, 3) ? FUND_UPPER : FUND_OWN);
	for (size_t i = 0; i < act->count && kind == DOCUMENT_LOSS; i++)
		act->by.broken[thing_of(k, act->lines[i].item_no)] += act->lines[i].quantity;
}
static void draw_donation(struct campaign *k, struct act *act)
{
	int64_t fen = 20000 + below(k, 80000);
	act->plan.plan.source = FUND_DONATION;
	act->plan.plan.purpose = purpose(k);
	act->plan.plan.document.org_no = k->w.orgs[REGION].org_no;
	act->donor.kind = (enum donor_kind)below(k, DONOR_KINDS_COUNT);
	if (act->donor.kind == DONOR_PARTNER)
		act->donor.partner_no = k->partners[below(k, SUPPLIERS)];
	if (act->donor.kind == DONOR_PERSON)
		act->donor.name = STR("合成善");
	if (below(k, 3)) {
		total_is(act, fen);
		act->by.raised[FUND_DONATION] = fen;
		return;
	}
	fen = 0;
	act->plan.plan.document.org_no = org_of(k, spender(k));
	goods_drawn(k, act, THING_SET, 4);
	for (size_t i = 0; i < act->count; i++) {
		struct goods_line *line = &act->lines[i];
		line->total = MONEY_FEN(line->quantity * (500 + below(k, 2000)));
		fen += money_fen(line->total);
		act->by.came_in[thing_of(k, line->item_no)] += line->quantity;
	}
	total_is(act, fen);
}

/* ---- papers: the same words make the same paper again ---- */

struct making {
	struct campaign *k;
	struct act *act;
};
/* Quotes of three, a contract with the cheapest, two who accept all of it; the purchase's id is kept. */
static struct sn_err chain(struct ctx *c, struct making *m)
{
	struct act *act = m->act;
	struct purchase_line lines[LINES];
	struct purchase_step step = {.number = STR("1"), .lines = lines};
	struct purchase p;
	bool complete = false;
	SN_TRY(purchase_open(c,
			     &(const struct purchase){.purchase_id = new_id(c),
						      .org_no = act->plan.plan.document.org_no,
						      .cycle_no = m->k->w.cycle.cycle_no,
						      .words = STR("慰问品"),
						      .ceiling = act->amount},
			     &(const struct purchase_meeting){STR("纪要1"), STR("合成甲")}, &p));
	step.purchase_id = p.purchase_id;
	for (int i = 0; i < SUPPLIERS; i++) {
		step.step_id = new_id(c);
		step.partner_no = m->k->partners[i];
		step.amount = MONEY_FEN(money_fen(act->amount) + i);
		SN_TRY(purchase_quote(c, &step));
	}
	step.step_id = new_id(c);
	step.partner_no = m->k->partners[0];
	step.amount = act->amount;
	for (size_t i = 0; i < act->count; i++) {
		size_t j = 0;
		while (j < step.lines_count && lines[j].item_no != act->lines[i].item_no)
			j++;
		if (j == step.lines_count)
			lines[step.lines_count++] = (struct purchase_line){
				.item_no = act->lines[i].item_no, .value = MONEY_FEN(0)};
		lines[j].quantity += act->lines[i].quantity;
		lines[j].value =
			MONEY_FEN(money_fen(lines[j].value) + money_fen(act->lines[i].total));
	}
	SN_TRY(purchase_contract(c, &step));
	const struct uuid maker_id = c->actor_id;
	for (int i = KEEPER; i <= KEEPER_2; i++) {
		c->actor_id = m->k->actors[i];
		step.step_id = new_id(c);
		for (size_t j = 0; j < step.lines_count; j++)
			lines[j].value = MONEY_FEN(0);
		SN_TRY(purchase_accept(c, &step, &complete));
	}
	c->actor_id = maker_id;
	act->plan.plan.purchase_id = p.purchase_id;
	return complete ? SN_SUCCESS : SN_FAIL(NOT_ACCEPTED);
}
static struct sn_err accepted(struct ctx *c, struct making *m)
{
	const struct act *act = m->act;
	if (act->count > 1)
		return chain(c, m);
	return accepted_goods(c,
			      &(const struct accepting){.org_no = act->plan.plan.document.org_no,
							.cycle_no = m->k->w.cycle.cycle_no,
							.maker_id = c->actor_id,
							.first_id = m->k->actors[KEEPER],
							.second_id = m->k->actors[KEEPER_2],
							.lines = act->lines,
							.count = act->count},
			      &m->act->plan.plan.purchase_id);
}
static struct sn_err make_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct act *act = m->act;
	const struct document_plan *plan = &act->plan.plan;
	const enum document_kind kind = plan->document.kind;
	if (act->what == ACT_DONATION)
		return donation_make(c,
				     &(const struct donation_new){.plan = *plan,
								  .donor = act->donor,
								  .amount = act->amount,
								  .lines = act->lines,
								  .count = act->count,
								  .basis = STR("市场价")},
				     &act->document);
	if (act->what == ACT_DONATION_BACK)
		return donation_return(c, act->donation_id, plan, act->amount, &act->document);
	if (act->what == ACT_DAMAGE) {
		SN_TRY(handover_attempt(c, &m->k->w.cycle, &act->attempt));
		return document_read(c, act->attempt.document_id, &act->document);
	}
	if (kind == DOCUMENT_RECEIVE)
		return document_make_receive(c, plan, act->amount, &act->document);
	if (kind == DOCUMENT_ALLOT)
		return document_make_allot(c, plan, act->allot, act->count, &act->document);
	if (kind == DOCUMENT_RETURN)
		return document_make_return(c, plan, act->amount, &act->document);
	if (kind == DOCUMENT_KIT)
		return document_make_kits(c, plan, &act->lines[0], &act->document);
	if (kind != DOCUMENT_PURCHASE)
		return document_make_goods(c, &act->plan, act->lines, act->count, &act->document);
	if (uuid_is_null(plan->purchase_id)) /* said again, it is the same purchase */
		SN_TRY(accepted(c, m));
	return document_make_purchase(c, plan, act->lines, act->count, &act->document);
}

/* ---- signing ---- */

struct signing {
	struct document *d;
	enum hand hand; /* HANDS_COUNT: accepts */
};
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	const struct signing *s = arg;
	return s->hand == HANDS_COUNT
		       ? document_accept(c, s->d->shard, s->d->document_id, s->d)
		       : document_sign(c, s->d->shard, s->d->document_id, s->hand, s->d);
}
static int receiver(const struct campaign *k, const struct act *act)
{
	for (int i = 0; i < ACTORS; i++)
		if (uuid_eq(k->actors[i], act->document.receiver_id))
			return i;
	return act->count > 0 && act->lines[0].item_no == 0 ? CASHIER : KEEPER_2;
}
static void sign_all(struct campaign *k, struct act *act)
{
	static const int whose[HANDS_COUNT] = {
		[HAND_CHECKER] = CHECKER, [HAND_APPROVER] = APPROVER, [HAND_TREASURER] = CASHIER};
	struct document *d = &act->document;
	for (int h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (d->needed & 1U << h && d->state != DOCUMENT_DONE)
			note(k,
			     as_actor(k, whose[h], sign_work, &(struct signing){d, (enum hand)h}));
	if (d->state != DOCUMENT_DONE && d->needed & DOCUMENT_NEEDS_RECEIVER)
		note(k,
		     as_actor(k, receiver(k, act), sign_work, &(struct signing){d, HANDS_COUNT}));
}

/* ---- counting ---- */

static void lot_add(struct campaign *k, const struct own_lot *lot, int64_t sign)
{
	size_t i = 0;
	while (i < k->lots_count && k->lots[i].lot_no != lot->lot_no)
		i++;
	if (i == LOTS_MAX)
		return;
	if (i == k->lots_count)
		k->lots[k->lots_count++] =
			(struct own_lot){.lot_no = lot->lot_no, .item_no = lot->item_no};
	k->lots[i].quantity += sign * lot->quantity;
	k->lots[i].fen += sign * lot->fen;
}
/* What came in is what was asked for, line by line; lots are numbered by the program. Money goes back where the lines of
 * its paper say. */
static void lines_counted(struct campaign *k, struct act *act, int64_t sign)
{
	struct transfer *lines;
	size_t count = 0, asked = 0;
	const enum document_kind kind = act->document.kind;
	fixture_must(document_lines(&k->w.f.c, &act->document, &lines, &count), "lines");
	for (size_t i = 0; i < count; i++) {
		const struct transfer *t = &lines[i];
		const struct own_lot lot = {t->to.lot_no, t->to.item_no, t->quantity,
					    money_fen(t->value)};
		if (t->kind == TRANSFER_SUPPLY) {
			const struct goods_line *line = &act->lines[asked++];
			if (asked > act->count || line->item_no != lot.item_no ||
			    line->quantity != lot.quantity || money_fen(line->total) != lot.fen)
				differs(k, "a lot is not what was bought or given");
		}
		if (t->kind == TRANSFER_SUPPLY ||
		    (t->kind == TRANSFER_CONVERT && t->to.class == ACCOUNT_STOCK))
			lot_add(k, &lot, sign);
		if (kind != DOCUMENT_RETURN || sign < 0)
			continue;
		if (t->to.class == ACCOUNT_FUND && t->to.source == FUND_OWN)
			act->came_back_fen += lot.fen;
		if (t->to.class == ACCOUNT_SOURCE) {
			act->by.returned[t->from.source] += lot.fen;
		} else {
			act->by.passed[t->from.source] -= lot.fen;
			act->by.passed[t->to.source] += lot.fen;
		}
	}
}
static void budget_counted(struct campaign *k, const struct act *act, bool taken, int64_t sign)
{
	const bool back = act->document.kind == DOCUMENT_GIVEBACK;
	if (act->budget != NO_BUDGET && taken != back)
		k->budget_used[act->budget] += (back ? -sign : sign) * money_fen(act->amount);
}
static void counted(struct campaign *k, struct act *act, int64_t sign)
{
	if (act->what == ACT_DELIVERY || act->what == ACT_PORTION) {
		tally_add(&k->all, &act->by, sign);
		return;
	}
	lines_counted(k, act, sign);
	tally_add(&k->all, &act->by, sign);
	k->came_back_fen += act->came_back_fen;
	budget_counted(k, act, false, sign);
	if (sign < 0)
		budget_counted(k, act, true, sign);
}

/* ---- steps: papers ---- */

/* Places for one act; its words are drawn there and stay. */
static struct act *act_new(struct campaign *k, enum act_what what)
{
	struct act *act = &k->acts[k->acts_count];
	*act = (struct act){.what = what, .actor = MAKER, .budget = NO_BUDGET};
	act->plan.plan.document.document_id = new_id(&k->w.f.c);
	act->plan.plan.document.cycle_no = k->w.cycle.cycle_no;
	act->plan.plan.document.declared_count = 1;
	act->plan.plan.purpose = STR("gift");
	return act;
}
/* Most papers are signed at once; some wait. */
static void paper(struct campaign *k, struct act *act)
{
	const struct sn_err e = as_actor(k, act->actor, make_work, &(struct making){k, act});
	note(k, e);
	if (sn_failed(e))
		return;
	k->acts_count++;
	budget_counted(k, act, true, 1);
	if (below(k, 8))
		sign_all(k, act);
	if (act->document.state != DOCUMENT_DONE)
		return;
	act->state = ACT_DONE;
	counted(k, act, 1);
	k->happened[act->document.kind]++;
	k->donated += act->what == ACT_DONATION;
	k->damaged += act->what == ACT_DAMAGE;
}
static void document_step(struct campaign *k)
{
	static const struct {
		enum document_kind kind;
		void (*draw)(struct campaign *k, struct act *act);
	} rows[] = {{DOCUMENT_RECEIVE, draw_receive},   {DOCUMENT_RECEIVE, draw_receive},
		    {DOCUMENT_ALLOT, draw_allot},       {DOCUMENT_ALLOT, draw_allot},
		    {DOCUMENT_ALLOT, draw_allot},       {DOCUMENT_RETURN, draw_return},
		    {DOCUMENT_KIT, draw_kits},          {DOCUMENT_PURCHASE, draw_purchase},
		    {DOCUMENT_PURCHASE, draw_purchase}, {DOCUMENT_PURCHASE, draw_purchase},
		    {DOCUMENT_ISSUE, draw_goods},       {DOCUMENT_ISSUE, draw_goods},
		    {DOCUMENT_ISSUE, draw_goods},       {DOCUMENT_MOVE, draw_goods},
		    {DOCUMENT_LOSS, draw_goods},        {DOCUMENT_GIVEBACK, draw_goods},
		    {DOCUMENT_GIVEBACK, draw_goods}};
	const int64_t row = below(k, sizeof rows / sizeof rows[0]);
	struct act *act = act_new(k, ACT_DOCUMENT);
	act->plan.plan.document.kind = rows[row].kind;
	rows[row].draw(k, act);
	paper(k, act);
}
static void donation_step(struct campaign *k)
{
	struct act *act = act_new(k, ACT_DONATION);
	draw_donation(k, act);
	paper(k, act);
}
static void donation_back_step(struct campaign *k)
{
	const struct act *given = act_of(k, ACT_DONATION, DOCUMENT_RECEIVE);
	if (!given)
		return;
	struct act *act = act_new(k, ACT_DONATION_BACK);
	act->donation_id = given->plan.plan.document.document_id;
	total_is(act, 1 + below(k, 60000));
	paper(k, act);
}

struct receipting {
	struct act *act;
	struct receipt out;
};
static struct sn_err receipt_work(struct ctx *c, void *arg)
{
	struct receipting *r = arg;
	return donation_receipt(c, r->act->plan.plan.document.document_id, &r->out);
}
static struct sn_err receipt_void_work(struct ctx *c, void *arg)
{
	const struct receipting *r = arg;
	return donation_receipt_void(c, r->act->plan.plan.document.document_id, STR("抬头写错"));
}
/* Numbers of a union and year follow each other; a void one is not used again. */
static void receipt_step(struct campaign *k)
{
	struct receipting r = {.act = act_of(k, ACT_DONATION, DOCUMENT_RECEIVE)};
	if (!r.act)
		return;
	const bool voids = r.act->receipt_no != 0 && below(k, 2);
	const struct sn_err e = as_actor(k, CASHIER, voids ? receipt_void_work : receipt_work, &r);
	note(k, e);
	if (sn_failed(e))
		return;
	k->receipted++;
	if (voids) {
		r.act->receipt_no = 0;
		return;
	}
	for (int o = 0; o < WORLD_ORGS; o++) {
		if (k->w.orgs[o].org_no != r.out.org_no)
			continue;
		int64_t *last = &k->receipts[o][r.out.year - 2024];
		const int64_t want = r.act->receipt_no ? r.act->receipt_no : ++*last;
		if (r.out.receipt_no != want)
			differs(k, "a receipt's number does not follow the one before");
		r.act->receipt_no = r.out.receipt_no;
	}
}

static struct sn_err cancel_work(struct ctx *c, void *arg)
{
	struct act *act = arg;
	return document_cancel(c, act->document.shard, act->document.document_id, &act->document);
}
/* What waited is signed after all, or withdrawn by whoever made it. */
static void wait_is_over(struct campaign *k, struct act *act, bool withdrawn)
{
	if (act->what == ACT_DELIVERY || act->what == ACT_PORTION || act->state != ACT_OPEN)
		return;
	if (!withdrawn) {
		sign_all(k, act);
		if (act->document.state != DOCUMENT_DONE)
			return;
		act->state = ACT_DONE;
		counted(k, act, 1);
		k->happened[act->document.kind]++;
		return;
	}
	const struct sn_err e = as_actor(k, act->actor, cancel_work, act);
	note(k, e);
	if (sn_failed(e)) {
		differs(k, "a paper that waits was not to be withdrawn by its maker");
		return;
	}
	act->state = ACT_GONE;
	budget_counted(k, act, true, -1);
	k->cancelled++;
}

/* ---- steps: handing over ---- */

static struct sn_err deliver_work(struct ctx *c, void *arg)
{
	struct world_delivery *d = arg;
	return care_deliver(c, &d->w->cycle, d->items, d->count, d->out);
}
static void deliver(struct campaign *k, struct act *act, struct delivery_result *out)
{
	struct world_delivery d = {&k->w, &act->item, 1, out};
	fixture_must(as_actor(k, act->actor, deliver_work, &d), "deliver");
}
static void delivery_step(struct campaign *k)
{
	static const char *const proxies[] = {"合成乙", "合成丙", "foreman"};
	static const int things[] = {THING_KIT, THING_KIT, THING_LARGE, THING_SET};
	struct delivery_result out;
	struct act *act = act_new(k, ACT_DELIVERY);
	const struct act *issued = below(k, 6) ? act_of(k, ACT_DOCUMENT, DOCUMENT_ISSUE) : NULL;
	const bool cash = below(k, 4) == 0, stock = !issued && below(k, cash ? 2 : 4) == 0;
	int which = things[below(k, 4)];
	if (issued && issued->lines[0].item_no != 0)
		which = thing_of(k, issued->lines[0].item_no);
	act->item = world_item(&k->w, &k->takers[below(k, TAKERS)]);
	act->item.at_us -= below(k, 40) * INT64_C(86400000000) * (below(k, 4) == 0);
	act->item.asked = below(k, 4) == 0;
	act->item.item_no = cash ? 0 : k->things[which];
	act->item.quantity = cash ? 20000 : 1;
	act->actor = stock ? MAKER : hand(k);
	for (int i = 0; i < ACTORS && issued; i++)
		act->actor = uuid_eq(k->actors[i], issued->plan.receiver_id) ? i : act->actor;
	if (act->actor == FOREMAN && below(k, 3))
		act->item.who = (struct person_ref){k->takers[0].shard, k->takers[0].person_id};
	act->item.by_id = stock ? UUID_NULL : k->actors[act->actor];
	if (below(k, 5) == 0) {
		act->how = (struct handover_how){.place = HANDOVER_AT_HOME,
						 .relation = HANDOVER_BY_NEIGHBOUR,
						 .proxy = str_of(proxies[below(k, 3)]),
						 .mandate = STR("委托书1号")};
		act->item.how = &act->how;
	}
	act->by.given[cash_source(k, act->item.by_id)] = cash ? 20000 : 0;
	act->by.handed[which] = cash ? 0 : 1;
	deliver(k, act, &out);
	if (out.outcome != DELIVERY_AWARDED && out.outcome != DELIVERY_OVER_ISSUE) {
		note(k, out.why);
		return;
	}
	act->state = ACT_DONE;
	counted(k, act, 1);
	k->acts_count++;
	k->delivered++;
	k->doubles += out.outcome == DELIVERY_OVER_ISSUE;
	k->by_proxy += act->item.how != NULL;
}
static struct sn_err exchange_work(struct ctx *c, void *arg)
{
	struct act *act = arg;
	struct handover_exchanged out;
	return handover_exchange(c, &act->exchange, &out);
}
static void exchange_step(struct campaign *k)
{
	struct act *act = act_of(k, ACT_DELIVERY, DOCUMENT_ISSUE);
	const int to = act && act->item.item_no == k->things[THING_KIT] ? THING_LARGE : THING_KIT;
	if (!act || act->item.item_no == 0 || !uuid_is_null(act->exchange.exchange_id))
		return;
	act->exchange = (struct handover_exchange){.exchange_id = new_id(&k->w.f.c),
						   .record_id = act->item.record_id,
						   .item_no = k->things[to],
						   .level = EVIDENCE_C};
	const struct sn_err e = as_actor(k, act->actor, exchange_work, act);
	note(k, e);
	if (sn_failed(e)) {
		act->exchange.exchange_id = UUID_NULL;
		return;
	}
	counted(k, act, -1);
	act->by = (struct tally){.handed = {[0] = 0}};
	act->by.handed[to] = 1;
	counted(k, act, 1);
	k->exchanged++;
}
static void damage_step(struct campaign *k)
{
	const struct person *who = &k->takers[below(k, TAKERS)];
	const int which = below(k, 2) ? THING_KIT : THING_LARGE;
	struct act *act = act_new(k, ACT_DAMAGE);
	const struct act *issued = act_of(k, ACT_DOCUMENT, DOCUMENT_ISSUE);
	act->actor = hand(k);
	for (int i = 0; i < ACTORS && issued; i++)
		act->actor = uuid_eq(k->actors[i], issued->plan.receiver_id) ? i : act->actor;
	act->plan.plan.document.kind = DOCUMENT_LOSS;
	act->attempt = (struct handover_attempt){.attempt_id = new_id(&k->w.f.c),
						 .who = {who->shard, who->person_id},
						 .outcome = HANDOVER_DAMAGED,
						 .item_no = k->things[which],
						 .by_id = k->actors[act->actor]};
	if (issued && issued->lines[0].item_no != 0)
		act->attempt.item_no = issued->lines[0].item_no;
	act->by.broken[thing_of(k, act->attempt.item_no)] = 1;
	paper(k, act);
}
static struct sn_err portion_work(struct ctx *c, void *arg)
{
	struct act *act = arg;
	const struct portion what = act->portion;
	struct portion out;
	return portion_add(c, &what, &out);
}
static void portion_step(struct campaign *k)
{
	const int which = (int)below(k, THINGS);
	const int32_t today = day_of(now_us(&k->w.f.c));
	struct act *act = act_new(k, ACT_PORTION);
	const bool stock = below(k, 2);
	act->actor = stock ? MAKER : hand(k);
	act->portion = (struct portion){.portion_id = new_id(&k->w.f.c),
					.org_no = org_of(k, below(k, 3) ? FUND_UPPER : FUND_OWN),
					.cycle_no = k->w.cycle.cycle_no,
					.day = today < 20241201 ? today : 20241201,
					.site = STR("解放街 驿站"),
					.item_no = k->things[which],
					.quantity = 1 + below(k, 2),
					.person_times = below(k, 3),
					.level = below(k, 2) ? EVIDENCE_C : EVIDENCE_R,
					.by_id = stock ? UUID_NULL : k->actors[act->actor]};
	act->by.handed[which] = act->portion.quantity;
	const struct sn_err e = as_actor(k, act->actor, portion_work, act);
	note(k, e);
	if (sn_failed(e))
		return;
	act->state = ACT_DONE;
	counted(k, act, 1);
	k->acts_count++;
	k->portions++;
}

/* ---- steps: taking back, saying again ---- */

struct reversing {
	struct act *act;
	struct uuid reversal_id;
	int64_t shard;
};
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	struct reversing *r = arg;
	struct act *act = r->act;
	const bool exchanged = !uuid_is_null(act->exchange.exchange_id);
	if (act->what == ACT_DELIVERY)
		return care_delivery_reverse(c, act->item.who.shard,
					     exchanged ? act->exchange.exchange_id
						       : act->item.record_id,
					     r->reversal_id, STR("录错"));
	if (act->what == ACT_PORTION)
		return portion_reverse(c, act->portion.portion_id, r->reversal_id, STR("录错"));
	return document_reverse(c, &act->document, r->reversal_id, STR("录错"), &act->document);
}
static void reverse_step(struct campaign *k)
{
	struct reversing r = {any_act(k), new_id(&k->w.f.c), 0};
	if (!r.act || r.act->state != ACT_DONE || r.act->reversed)
		return;
	const int who = r.act->what == ACT_PORTION ? CHECKER : APPROVER;
	struct sn_err e = as_actor(k, who, reverse_work, &r);
	note(k, e);
	if (sn_failed(e))
		return;
	r.act->reversed = true;
	counted(k, r.act, -1);
	k->reversed++;
	e = as_actor(k, who, reverse_work, &r); /* the same again is the same answer */
	if (sn_failed(e))
		differs(k, "a reversal said again was refused");
}
static struct sn_err say_again_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	if (m->act->what == ACT_PORTION)
		return portion_work(c, m->act);
	return make_work(c, m);
}
static void replay_step(struct campaign *k)
{
	const struct act *act = any_act(k);
	struct delivery_result out;
	if (!act || act->state != ACT_DONE)
		return;
	struct act again = *act;
	again.item.how = act->item.how ? &again.how : NULL;
	k->replayed++;
	if (act->what == ACT_DELIVERY) {
		deliver(k, &again, &out);
		if (out.outcome != DELIVERY_REPLAYED)
			differs(k, "a delivery said again was not the same answer");
		if (!uuid_is_null(act->exchange.exchange_id) &&
		    sn_failed(as_actor(k, act->actor, exchange_work, &again)))
			differs(k, "an exchange said again was refused");
		return;
	}
	if (act->number[0])
		again.plan.plan.document.reference = str_of(again.number);
	if (sn_failed(as_actor(k, act->actor, say_again_work, &(struct making){k, &again})))
		differs(k, "what was said again was not the same answer");
	if (act->document.needed & 1U << HAND_APPROVER &&
	    sn_failed(as_actor(k, APPROVER, sign_work,
			       &(struct signing){&again.document, HAND_APPROVER})))
		differs(k, "a signature given again was refused");
}

/* ---- steps: time ---- */

struct shutting {
	int64_t org_no;
	int32_t period;
	struct closing out;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	struct shutting *s = arg;
	return closing_close(c, s->org_no, s->period, &s->out);
}
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	struct shutting *s = arg;
	return closing_confirm(c, s->org_no, s->period, &s->out);
}
static void closing_step(struct campaign *k)
{
	static const int32_t periods[] = {202410, 202411, 202412};
	static const enum world_org orgs[] = {REGION, COUNTY, OTHER_COUNTY};
	struct shutting s = {.org_no = k->w.orgs[orgs[below(k, 3)]].org_no,
			     .period = periods[below(k, 3)]};
	struct sn_err e = as_actor(k, BOOKKEEPER, close_work, &s);
	if (!sn_failed(e))
		e = as_actor(k, APPROVER, confirm_work, &s);
	note(k, e);
	k->closed += !sn_failed(e);
}
static void day_step(struct campaign *k)
{
	const int64_t at_us = k->w.f.at_us + (1 + below(k, 4)) * INT64_C(86400000000);
	if (day_of(at_us) <= LAST_DAY)
		fixture_set_time(&k->w.f, at_us);
}
static void budget_change_step(struct campaign *k)
{
	budget_step(k, (int)below(k, BUDGETS), BUDGET_CHANGE, below(k, 90000) - 30000);
}

/* ---- a campaign ---- */

static void step(struct campaign *k)
{
	const int64_t chance = below(k, 100);
	static const struct {
		int64_t until;
		void (*step)(struct campaign *k);
	} rows[] = {{44, document_step},      {48, donation_step}, {50, donation_back_step},
		    {54, receipt_step},       {70, delivery_step}, {75, exchange_step},
		    {77, damage_step},        {80, portion_step},  {85, reverse_step},
		    {91, replay_step},        {94, day_step},      {97, closing_step},
		    {98, budget_change_step}, {99, check_verified}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (chance < rows[i].until) {
			rows[i].step(k);
			break;
		}
	struct act *waits = any_act(k);
	if (waits && below(k, 4) == 0)
		wait_is_over(k, waits, below(k, 2));
	check_books(k);
}
/* A world's campaigns; false: something was wrong. */
static void campaigns(struct campaign *k, int64_t count)
{
	for (int64_t i = 0; i < count && !k->wrong[0]; i++) {
		const struct arena_mark mark = arena_mark(k->w.f.c.mem);
		campaign_begin(k);
		for (int j = 0; j < STEPS && !k->wrong[0]; j++)
			step(k);
		for (size_t j = 0; j < k->acts_count; j++) /* what still waits is withdrawn */
			wait_is_over(k, &k->acts[j], true);
		if (!k->wrong[0])
			check_books(k);
		arena_rewind(k->w.f.c.mem, mark);
	}
	if (!k->wrong[0])
		check_verified(k);
}

struct happened {
	int64_t documents[DOCUMENT_KINDS_COUNT];
	int64_t rest[13];
};
static void happened_add(struct happened *h, const struct campaign *k)
{
	const int64_t rest[13] = {k->delivered, k->doubles,   k->by_proxy, k->portions,
				  k->damaged,   k->exchanged, k->donated,  k->receipted,
				  k->closed,    k->cancelled, k->reversed, k->replayed,
				  k->refused};
	for (int i = 0; i < DOCUMENT_KINDS_COUNT; i++)
		h->documents[i] += k->happened[i];
	for (int i = 0; i < 13; i++)
		h->rest[i] += rest[i];
}
/* Tells how often each thing happened; a thing that never did is not tested. */
static void tell(const struct happened *h, bool enough)
{
	static const char *const names[13] = {"deliveries", "doubles",   "by proxy",  "portions",
					      "damaged",    "exchanged", "donations", "receipts",
					      "closings",   "withdrawn", "reversed",  "said again",
					      "refused"};
	int64_t least = h->rest[0];
	printf("#");
	for (int i = 0; i < DOCUMENT_KINDS_COUNT; i++) {
		printf(" %s %lld", document_kind_words((enum document_kind)i)->word,
		       (long long)h->documents[i]);
		/* goods go back along a chain of purchase, which a campaign here has not: test_sendback */
		if (i != DOCUMENT_SENDBACK && h->documents[i] < least)
			least = h->documents[i];
	}
	for (int i = 0; i < 13; i++) {
		printf(", %s %lld", names[i], (long long)h->rest[i]);
		least = h->rest[i] < least ? h->rest[i] : least;
	}
	printf("\n");
	if (enough)
		OK(least > 0, "everything that may happen in a campaign has happened");
}
static void run(struct campaign *k, enum fixture_engine engine, uint64_t first, int64_t count)
{
	struct happened h = {.rest = {0}};
	const char *name = engine == FIXTURE_PG ? "PostgreSQL" : "SQLite";
	bool right = true;
	printf("# %lld campaigns on %s\n", (long long)count, name);
	for (int64_t done = 0; done < count && right; done += WORLD) {
		const uint64_t seed = first + (uint64_t)(done / WORLD);
		campaign_open(k, engine, seed);
		campaigns(k, count - done < WORLD ? count - done : WORLD);
		right = !k->wrong[0];
		if (!right)
			printf("# %s: repeat with SONGNUAN_PROPERTY_SEED=%llu "
			       "SONGNUAN_PROPERTY_RUNS=%d\n",
			       name, (unsigned long long)seed, WORLD * PG_SHARE);
		happened_add(&h, k);
		campaign_close(k);
	}
	OK(right,
	   right ? "money and goods are all there after every step, and verified" : k->wrong);
	if (right)
		tell(&h, count >= 400); /* in a short run the rarest may be missing */
}

int main(void)
{
	static struct campaign k;
	const char *seed = getenv("SONGNUAN_PROPERTY_SEED"),
		   *runs = getenv("SONGNUAN_PROPERTY_RUNS");
	const struct uuid random = uuid_random();
	uint64_t first = 0;
	if (!crypto_start())
		return 2;
	memcpy(&first, random.bytes, 4);
	if (seed && *seed)
		first = strtoull(seed, NULL, 10);
	const int64_t count = runs && *runs ? strtoll(runs, NULL, 10) : RUNS;
	if (access("/dev/shm", W_OK) == 0) /* it is not about disks */
		(void)setenv("TMPDIR", "/dev/shm", 1);
	printf("# SONGNUAN_PROPERTY_SEED=%llu\n", (unsigned long long)first);
	FOR_EACH_ENGINE(engine)
	{
		run(&k, engine, first,
		    engine == FIXTURE_PG ? (count + PG_SHARE - 1) / PG_SHARE : count);
	}
	return tap_done();
}
