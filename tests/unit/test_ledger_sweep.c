/* Every act of the ledger with a store that fails at each of its calls in turn: refused whole, then done, and the books
 * are right. Donors in it are synthetic. */
#include "books_world.h"
#include "fault_sweep.h"

enum { TOTAL = 100000000, CYCLE = 0 };

/* A paragraph: what it is hashed from grows while it is put together. */
#define PARAGRAPH "慰问一线职工，逐人登记，逐件清点，账实相符。"
static const char long_words[] =
	PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH
		PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH;

static void sweep(struct books *b, enum who who, store_work *work, void *arg, const char *what)
{
	fault_sweep(&(const struct sweep){.f = &b->w.f,
					  .actor_id = b->w.people[who],
					  .work = work,
					  .arg = arg,
					  .what = what});
}
/* What says something else the second time. */
static void sweep_again(struct books *b, enum who who, store_work *work, void *arg,
			const char *again, const char *what)
{
	fault_sweep(&(const struct sweep){.f = &b->w.f,
					  .actor_id = b->w.people[who],
					  .work = work,
					  .arg = arg,
					  .again = again,
					  .what = what});
}

static void tell_nobody(void *self, const struct ledger_finding *f)
{
	(void)self;
	(void)f;
}
static void books_are_right(struct books *b, const char *after)
{
	char what[128];
	(void)snprintf(what, sizeof what, "%s: the books are right", after);
	EQ_I64(books_findings(b), 0, what);
}

/* ---- rules and items ---- */

struct file {
	struct sn_err (*load)(struct ctx *c, struct str json, bool *changed);
	const char *json;
};
static struct sn_err load_work(struct ctx *c, void *arg)
{
	const struct file *f = arg;
	bool changed = false;
	return f->load(c, str_of(f->json), &changed);
}
static struct sn_err item_work(struct ctx *c, void *arg)
{
	const struct world *w = arg;
	const struct item_part parts[] = {{w->rice, 2}, {w->coat, 3}};
	struct item out;
	return goods_item_add(c,
			      &(const struct item){.code = STR("sack"),
						   .name = STR("米袋"),
						   .size = STR("L"),
						   .unit = UNIT_SET,
						   .kit = true},
			      parts, 2, &out);
}
static void rules(struct books *b)
{
	struct file matrix = {
		fund_matrix_load,
		"{\"schema\":1,\"version\":3,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],\"rules\":["
		"{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true}]}"};
	struct file thresholds = {
		purchase_rules_load,
		"{\"schema\":1,\"version\":2,\"from\":\"2015-01-01\",\"source\":\"test\",\"tiers\":"
		"["
		"{\"from_fen\":0,\"meeting\":false,\"quotes\":0,\"contract\":false},"
		"{\"from_fen\":100000,\"meeting\":true,\"quotes\":3,\"contract\":true}]}"};
	sweep(b, MAKER, load_work, &matrix, "a matrix is loaded");
	sweep(b, CHECKER, load_work, &thresholds, "thresholds are loaded");
	sweep(b, MAKER, item_work, &b->w, "a kit is added");
}

/* ---- money ---- */

static void papers(struct books *b, enum who who, struct act *a, const char *what)
{
	sweep(b, who, act_work, a, what);
}
static void signed_by_all(struct books *b, struct document *d, const char *what)
{
	static const enum who whose[HANDS_COUNT] = {MAKER, CHECKER, APPROVER, CASHIER};
	for (unsigned h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (d->needed & 1U << h) {
			struct act a = {.what = DO_SIGN, .hand = (enum hand)h, .document = d};
			papers(b, whose[h], &a, what);
		}
}
static void money(struct books *b)
{
	struct document in, down, back, cancelled;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, TOTAL),
			.money = {{0, MONEY_FEN(TOTAL)}},
			.document = &in};
	a.plan.plan.document.words = str_of(long_words);
	papers(b, MAKER, &a, "money comes in");
	signed_by_all(b, &in, "and is signed for");
	struct act allot = {.what = DO_ALLOT,
			    .plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 600000),
			    .money = {{COUNTY, MONEY_FEN(600000)}},
			    .count = 1,
			    .document = &down};
	allot.plan.plan.refuse_twin = true;
	papers(b, MAKER, &allot, "money goes down");
	signed_by_all(b, &down, "and is signed for");
	struct act give_back = {.what = DO_RETURN,
				.plan = plan_of(DOCUMENT_RETURN, COUNTY, 1, 1000),
				.money = {{0, MONEY_FEN(1000)}},
				.document = &back};
	give_back.plan.plan.source = FUND_UPPER;
	papers(b, MAKER, &give_back, "and back");
	signed_by_all(b, &back, "and is signed for");
	struct act reverse = {.what = DO_REVERSE,
			      .reversal_id = uuid_random(),
			      .why = STR("退错了"),
			      .document = &back};
	papers(b, APPROVER, &reverse, "which is taken back");
	allot.plan.plan.document.document_id = uuid_random();
	allot.plan.plan.refuse_twin = false;
	allot.document = &cancelled;
	fixture_must(act(&b->w, MAKER, &allot), "a draft");
	struct act cancel = {.what = DO_CANCEL, .document = &cancelled};
	papers(b, MAKER, &cancel, "a draft is cancelled");
	books_are_right(b, "money");
}

/* ---- budget ---- */

struct entering {
	struct budget_entry entry, out;
	struct uuid id;
};
static struct sn_err enter_work(struct ctx *c, void *arg)
{
	struct entering *e = arg;
	return budget_enter(c, &e->entry, &e->out);
}
static struct sn_err approve_work(struct ctx *c, void *arg)
{
	struct entering *e = arg;
	return budget_approve(c, e->entry.entry_id, &e->out);
}
static void budget(struct books *b)
{
	struct uuid spender = b->w.people[MAKER];
	struct entering e = {.entry = {.entry_id = uuid_random(),
				       .org_no = REGION,
				       .cycle_no = CYCLE,
				       .kind = BUDGET_ADD,
				       .code = STR("b1"),
				       .words = str_of(long_words),
				       .source = FUND_OWN,
				       .delta = MONEY_FEN(50000000),
				       .roles = 1U << ROLE_KEEPER,
				       .users = &spender,
				       .users_count = 1}};
	sweep(b, MAKER, enter_work, &e, "a budget line is entered");
	sweep(b, APPROVER, approve_work, &e, "and approved");
	struct entering more = {.entry = {.entry_id = uuid_random(),
					  .org_no = REGION,
					  .kind = BUDGET_CHANGE,
					  .code = STR("b1"),
					  .words = STR("追加"),
					  .delta = MONEY_FEN(100)}};
	sweep(b, MAKER, enter_work, &more, "a change is entered");
	sweep(b, APPROVER, approve_work, &more, "and approved");
	struct entering list = {.entry = {.entry_id = uuid_random(),
					  .org_no = REGION,
					  .kind = BUDGET_CLOSED_LIST,
					  .words = STR("全部列支")}};
	sweep(b, MAKER, enter_work, &list, "a closed list is entered");
	sweep(b, APPROVER, approve_work, &list, "and approved");
	struct document d, back;
	struct act issue = {.what = DO_GOODS,
			    .plan = plan_of(DOCUMENT_ISSUE, REGION, 20000, 20000),
			    .goods = {{0, 20000, MONEY_FEN(0)}},
			    .count = 1,
			    .document = &d};
	issue.plan.receiver_id = b->w.people[DISTRIBUTOR];
	issue.plan.plan.budget = STR("b1");
	issue.plan.plan.document.declared_count = 1;
	papers(b, MAKER, &issue, "cash is drawn from the line");
	signed_by_all(b, &d, "and signed for");
	struct act accept = {.what = DO_ACCEPT, .document = &d};
	papers(b, DISTRIBUTOR, &accept, "and taken");
	struct act give_back = {.what = DO_GOODS,
				.plan = plan_of(DOCUMENT_GIVEBACK, REGION, 1, 5000),
				.goods = {{0, 5000, MONEY_FEN(0)}},
				.count = 1,
				.document = &back};
	give_back.plan.holder_id = b->w.people[DISTRIBUTOR];
	give_back.plan.plan.budget = STR("b1");
	papers(b, DISTRIBUTOR, &give_back, "a part of it comes back");
	struct act take = {.what = DO_ACCEPT, .document = &back};
	papers(b, CASHIER, &take, "and is taken in");
	struct document never;
	issue.plan.plan.document.document_id = uuid_random();
	issue.document = &never;
	fixture_must(act(&b->w, MAKER, &issue), "a draft");
	struct act cancel = {.what = DO_CANCEL, .document = &never};
	papers(b, MAKER, &cancel, "what is cancelled goes back to its line");
	books_are_right(b, "budget");
}

/* ---- the purchase chain ---- */

struct step {
	struct purchase purchase;
	struct purchase_meeting meeting;
	struct purchase_step step;
	struct purchase_line lines[2];
	bool complete;
};
static struct sn_err open_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct purchase out;
	return purchase_open(c, &s->purchase, &s->meeting, &out);
}
static struct sn_err quote_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return purchase_quote(c, &s->step);
}
static struct sn_err contract_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return purchase_contract(c, &s->step);
}
static struct sn_err acceptance_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	return purchase_accept(c, &s->step, &s->complete);
}
static struct sn_err findings_work(struct ctx *c, void *arg);
static void purchase(struct books *b, struct document *bought)
{
	struct step s = {.purchase = {.purchase_id = uuid_random(),
				      .org_no = REGION,
				      .words = str_of(long_words),
				      .ceiling = MONEY_FEN(200000)},
			 .meeting = {STR("纪要 1"), STR("示例")}};
	sweep(b, MAKER, open_work, &s, "a purchase is opened");
	s.step = (struct purchase_step){.purchase_id = s.purchase.purchase_id};
	for (int i = 0; i < 3; i++) {
		s.step.step_id = uuid_random();
		s.step.partner_no = b->partner_no[i];
		s.step.amount = MONEY_FEN(120000 + i);
		sweep(b, MAKER, quote_work, &s, "a quote comes");
	}
	s.lines[0] = (struct purchase_line){b->w.coat, 10, 0, MONEY_FEN(100000)};
	s.lines[1] = (struct purchase_line){b->w.rice, 20, 0, MONEY_FEN(20000)};
	s.step = (struct purchase_step){.step_id = uuid_random(),
					.purchase_id = s.purchase.purchase_id,
					.number = STR("合同 1"),
					.partner_no = b->partner_no[0],
					.amount = MONEY_FEN(120000),
					.lines = s.lines,
					.lines_count = 2};
	sweep(b, MAKER, contract_work, &s, "a contract is made");
	s.step.step_id = uuid_random();
	s.step.number = STR("验收 1");
	s.step.partner_no = 0;
	s.lines[0].refused = 1;
	s.step.words = STR("一件开线");
	sweep(b, KEEPER, acceptance_work, &s, "one counts what came");
	s.step.step_id = uuid_random();
	sweep(b, KEEPER_2, acceptance_work, &s, "a second counts the same");
	struct act buy = {
		.what = DO_PURCHASE,
		.plan = plan_of(DOCUMENT_PURCHASE, REGION, 2, 120000),
		.goods = {{b->w.coat, 10, MONEY_FEN(100000)}, {b->w.rice, 20, MONEY_FEN(20000)}},
		.count = 2,
		.document = bought};
	buy.plan.plan.document.reference = STR("150024000001");
	buy.plan.plan.purchase_id = s.purchase.purchase_id;
	buy.plan.plan.budget = STR("b1");
	papers(b, MAKER, &buy, "goods are bought");
	struct act not_bought = {.what = DO_CANCEL, .document = bought};
	papers(b, MAKER, &not_bought, "and are not, its invoice free again");
	buy.plan.plan.document.document_id = uuid_random();
	fixture_must(act(&b->w, MAKER, &buy), "bought after all");
	signed_by_all(b, bought, "and signed for");
	fault_sweep(&(const struct sweep){.f = &b->w.f,
					  .work = findings_work,
					  .arg = &s.purchase.purchase_id,
					  .reads = true,
					  .what = "what the purchase has come to"});
	books_are_right(b, "purchase");
}

/* ---- goods ---- */

static struct act of_kits(const struct books *b, enum document_kind kind, int64_t quantity,
			  struct document *d)
{
	return (struct act){.what = DO_GOODS,
			    .plan = plan_of(kind, REGION, 1, 0),
			    .goods = {{b->w.kit, quantity, MONEY_FEN(0)}},
			    .count = 1,
			    .document = d};
}
static void goods(struct books *b)
{
	struct document kits, issued, moved, back, lost, none;
	struct act put = {.what = DO_KITS,
			  .plan = plan_of(DOCUMENT_KIT, REGION, 1, 0),
			  .goods = {{b->w.kit, 8, MONEY_FEN(0)}},
			  .document = &kits};
	papers(b, KEEPER, &put, "kits are put together");
	struct act counted = {.what = DO_SIGN, .hand = HAND_CHECKER, .document = &kits};
	papers(b, KEEPER_2, &counted, "and counted by a second keeper");
	struct act issue = of_kits(b, DOCUMENT_ISSUE, 4, &issued);
	issue.plan.receiver_id = b->w.people[DISTRIBUTOR];
	papers(b, KEEPER, &issue, "kits are issued");
	struct act accept = {.what = DO_ACCEPT, .document = &issued};
	papers(b, DISTRIBUTOR, &accept, "and taken");
	struct act give_back = of_kits(b, DOCUMENT_GIVEBACK, 1, &back);
	give_back.plan.holder_id = b->w.people[DISTRIBUTOR];
	papers(b, DISTRIBUTOR, &give_back, "one is given back");
	accept.document = &back;
	papers(b, KEEPER, &accept, "and taken in");
	struct act move = of_kits(b, DOCUMENT_MOVE, 2, &moved);
	move.plan.to_org_no = COUNTY;
	papers(b, KEEPER, &move, "kits go to the county");
	accept.document = &moved;
	papers(b, KEEPER_2, &accept, "and are taken in there");
	struct act loss = of_kits(b, DOCUMENT_LOSS, 1, &lost);
	papers(b, KEEPER, &loss, "a kit is lost");
	signed_by_all(b, &lost, "and written off");
	struct act count = {.what = DO_COUNT,
			    .plan = plan_of(DOCUMENT_LOSS, REGION, 0, 0),
			    .goods = {{b->w.kit, 0, MONEY_FEN(0)}, {b->w.rice, 4, MONEY_FEN(0)}},
			    .count = 2,
			    .document = &none};
	papers(b, KEEPER, &count, "the stock is counted");
	struct act reverse = {.what = DO_REVERSE,
			      .reversal_id = uuid_random(),
			      .why = STR("发错了"),
			      .document = &moved};
	papers(b, APPROVER, &reverse, "a move is taken back");
	books_are_right(b, "goods");
}

/* ---- donations ---- */

struct giving {
	struct donation_new donation;
	struct uuid donation_id;
	struct document out;
	struct receipt receipt;
};
static struct sn_err give_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_make(c, &g->donation, &g->out);
}
static struct sn_err give_back_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_return(c, g->donation_id, &g->donation.plan, g->donation.amount, &g->out);
}
static struct sn_err receipt_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_receipt(c, g->donation_id, &g->receipt);
}
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct giving *g = arg;
	return donation_receipt_void(c, g->donation_id, STR("抬头写错"));
}
static void donations(struct books *b)
{
	struct giving g = {.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 10000).plan,
					.donor = {.kind = DONOR_PERSON, .name = STR("甲某某")},
					.amount = MONEY_FEN(10000)}};
	sweep(b, MAKER, give_work, &g, "somebody gives money");
	signed_by_all(b, &g.out, "which is signed for");
	g.donation_id = g.out.document_id;
	sweep(b, CASHIER, receipt_work, &g, "he gets a receipt");
	sweep_again(b, CASHIER, void_work, &g, "receipt_gone", "which is made void");
	struct giving back = {.donation_id = g.donation_id,
			      .donation = {.plan = plan_of(DOCUMENT_RETURN, REGION, 1, 4000).plan,
					   .amount = MONEY_FEN(4000)}};
	sweep(b, MAKER, give_back_work, &back, "a part goes back to him");
	signed_by_all(b, &back.out, "which is signed for");
	const struct goods_line lines[] = {{b->w.coat, 10, MONEY_FEN(200000)}};
	struct giving kind = {
		.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 200000).plan,
			     .donor = {.kind = DONOR_PARTNER, .partner_no = b->partner_no[0]},
			     .lines = lines,
			     .count = 1,
			     .basis = STR("发票")}};
	sweep(b, MAKER, give_work, &kind, "a company gives coats");
	signed_by_all(b, &kind.out, "their value is accepted");
	struct act accept = {.what = DO_ACCEPT, .document = &kind.out};
	papers(b, KEEPER, &accept, "and so are they");
	books_are_right(b, "donations");
}

/* ---- transfers, holds, caps ---- */

struct raw {
	struct transfer transfer;
	struct hold_ref ref;
	struct uuid reversal_id;
	struct cap_ask ask;
};
static const struct cap_rule cap_rules[] = {{STR("year"), CAP_YEAR, MONEY_FEN(1000)},
					    {STR("day"), CAP_DAY, MONEY_FEN(1000)}};
static struct sn_err post_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	struct posting out;
	SN_TRY(ledger_post(c, &r->transfer, 1, &out));
	return out.outcome;
}
static struct sn_err take_back_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	return ledger_reverse(c, r->ref.shard, r->transfer.transfer_id, r->reversal_id, 20241026);
}
static struct sn_err hold_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	const struct hold h = {.transfer = r->transfer, .until_us = FIXTURE_AT_US + 1};
	struct posting out;
	SN_TRY(ledger_hold(c, &h, 1, &out));
	return out.outcome;
}
static struct sn_err hold_post_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	return ledger_hold_post(c, &r->ref, 1);
}
static struct sn_err hold_void_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	return ledger_hold_void(c, &r->ref, 1);
}
static struct sn_err expire_work(struct ctx *c, void *arg)
{
	int64_t voided = 0;
	(void)arg;
	return ledger_hold_expire(c, &voided);
}
static struct sn_err cap_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	struct sn_err out;
	SN_TRY(caps_hold(c, cap_rules, 2, &r->ask, 1, &out));
	return out;
}
static struct sn_err pin_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	int64_t shard = 0;
	return caps_pin(c, &r->ask, 1, &shard);
}
static struct sn_err release_work(struct ctx *c, void *arg)
{
	const struct raw *r = arg;
	return caps_release(c, &r->ask, 1);
}
static struct sn_err word_work(struct ctx *c, void *arg)
{
	(void)arg;
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, 8, STR("hw-2025")));
	return ledger_word_set(c, LEDGER_WORD_CYCLE, 7, STR("hw-2024"));
}
static struct raw raw_of(enum transfer_kind kind)
{
	const bool in = kind == TRANSFER_RECEIVE;
	struct raw r = {.transfer = {.transfer_id = uuid_random(),
				     .kind = kind,
				     .day = 20241026,
				     .at_us = FIXTURE_AT_US,
				     .from = {.org_no = REGION,
					      .class = in ? ACCOUNT_SOURCE : ACCOUNT_FUND,
					      .cycle_no = 7,
					      .source = FUND_OWN},
				     .to = {.org_no = in ? REGION : COUNTY,
					    .class = ACCOUNT_FUND,
					    .cycle_no = 7,
					    .source = FUND_OWN},
				     .value = MONEY_FEN(in ? 5000 : 700)},
			.reversal_id = uuid_random(),
			.ask = {.entitlement_id = uuid_random(),
				.shard = REGION,
				.org_no = REGION,
				.cycle_no = 7,
				.amount = MONEY_FEN(600),
				.day = 20241026}};
	r.ref = (struct hold_ref){REGION, r.transfer.transfer_id};
	return r;
}
static void transfers(struct books *b)
{
	struct raw in = raw_of(TRANSFER_RECEIVE), down = raw_of(TRANSFER_ALLOT);
	sweep(b, MAKER, word_work, NULL, "a cycle gets its word");
	sweep(b, MAKER, post_work, &in, "money comes in");
	sweep(b, MAKER, post_work, &down, "and goes to another shard");
	sweep(b, MAKER, take_back_work, &down, "and is taken back");
	struct raw held = raw_of(TRANSFER_ALLOT), dropped = raw_of(TRANSFER_ALLOT),
		   late = raw_of(TRANSFER_ALLOT);
	sweep(b, MAKER, hold_work, &held, "money is held");
	sweep(b, MAKER, hold_post_work, &held, "and posted");
	sweep(b, MAKER, hold_work, &dropped, "money is held");
	sweep(b, MAKER, hold_void_work, &dropped, "and let go");
	sweep(b, MAKER, hold_work, &late, "money is held for a while");
	fixture_set_time(&b->w.f, FIXTURE_AT_US + 1000000);
	sweep(b, MAKER, expire_work, &late, "which is over");
	fault_sweep_race(&(const struct sweep){
		.f = &b->w.f, .work = cap_work, .arg = &in, .what = "a cap is held"});
	fault_sweep_race(&(const struct sweep){
		.f = &b->w.f, .work = pin_work, .arg = &in, .what = "a person is pinned"});
	sweep(b, MAKER, cap_work, &in, "a cap is held");
	sweep(b, MAKER, pin_work, &in, "a person is pinned");
	struct raw above = raw_of(TRANSFER_RECEIVE);
	char what[32];
	above.transfer.transfer_id = uuid_random();
	(void)snprintf(what, sizeof what, "%s",
		       sn_reason_word(store_write(&b->w.f.c, cap_work, &above).reason));
	EQ_STR(what, "cap_reached", "what is above a cap is refused");
	sweep(b, MAKER, release_work, &in, "and given back");
	books_are_right(b, "transfers");
}

/* ---- closing ---- */

struct month {
	int64_t org_no;
	int32_t period;
	struct carry carry;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct month *m = arg;
	struct closing out;
	return closing_close(c, m->org_no, m->period, &out);
}
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	const struct month *m = arg;
	struct closing out;
	return closing_confirm(c, m->org_no, m->period, &out);
}
static struct sn_err carry_work(struct ctx *c, void *arg)
{
	const struct month *m = arg;
	struct carry out;
	return closing_carry(c, &m->carry, &out);
}
static void closing(struct books *b)
{
	fixture_set_time(&b->w.f, day_start_us(20250105));
	struct month m = {.org_no = COUNTY};
	for (m.period = 202410; m.period <= 202412; m.period++) {
		sweep(b, CHECKER, close_work, &m, "a month is closed");
		sweep(b, APPROVER, confirm_work, &m, "by two");
	}
	static const struct {
		int64_t cycle_no;
		enum fund_source source;
		enum carry_decision decision;
	} left[] = {{0, FUND_UPPER, CARRY_RETURN}, {7, FUND_OWN, CARRY_CYCLE}};
	for (size_t i = 0; i < 2; i++) {
		m.carry = (struct carry){.org_no = COUNTY,
					 .year = 2024,
					 .cycle_no = left[i].cycle_no,
					 .source = left[i].source,
					 .decision = left[i].decision,
					 .to_cycle_no = left[i].decision == CARRY_CYCLE ? 8 : 0,
					 .words = STR("纪要 2"),
					 .document_id = uuid_random()};
		sweep(b, MAKER, carry_work, &m, "a remainder is decided about");
	}
	m.period = 2024;
	sweep(b, CHECKER, close_work, &m, "a year is closed");
	sweep(b, APPROVER, confirm_work, &m, "by two");
	books_are_right(b, "closing");
}

/* ---- reading ---- */

static struct sn_err findings_each(void *self, const struct purchase_finding *f)
{
	(void)self;
	(void)f;
	return SN_SUCCESS;
}
static struct sn_err findings_work(struct ctx *c, void *arg)
{
	const struct uuid *id = arg;
	struct purchase p;
	SN_TRY(purchase_read(c, *id, &p));
	return purchase_findings(c, &p, findings_each, NULL);
}
static struct sn_err each_account(void *self, const struct account *a)
{
	(void)self;
	(void)a;
	return SN_SUCCESS;
}
static struct sn_err each_transfer(void *self, const struct transfer *t, int64_t shard)
{
	(void)self;
	(void)t;
	(void)shard;
	return SN_SUCCESS;
}
static struct sn_err lists_work(struct ctx *c, void *arg)
{
	struct document *papers_list;
	struct transfer *lines, whole;
	struct item *items;
	struct trial_row *rows;
	struct account_filter every = {.class = -1};
	const struct account_key fund = {
		.org_no = COUNTY, .class = ACCOUNT_FUND, .cycle_no = 7, .source = FUND_OWN};
	struct account account;
	size_t count = 0;
	bool balanced = false;
	(void)arg;
	SN_TRY(document_list(c, &(const struct document_filter){.state = -1}, &papers_list,
			     &count));
	for (size_t i = 0, n = 0; i < count; i++) {
		struct document read;
		SN_TRY(document_read(c, papers_list[i].document_id, &read));
		SN_TRY(document_lines(c, &papers_list[i], &lines, &n));
		SN_TRY(papers_list[i].state == DOCUMENT_DONE && n > 0
			       ? ledger_transfer_by_id(c, papers_list[i].shard,
						       lines[0].transfer_id, &whole)
			       : SN_SUCCESS);
	}
	SN_TRY(goods_items(c, &items, &count));
	SN_TRY(ledger_trial(c, &rows, &count, &balanced));
	SN_TRY(ledger_accounts(c, &every, each_account, NULL));
	SN_TRY(ledger_balance(c, COUNTY, &fund, &account));
	return ledger_statement(c,
				&(const struct statement_filter){.shard = account.shard,
								 .account_no = account.account_no},
				each_transfer, NULL);
}
static struct sn_err more_lists_work(struct ctx *c, void *arg)
{
	struct donation *donations_list;
	struct budget_line *lines;
	struct budget_entry *entries;
	struct purchase *purchases;
	struct closing *closings;
	struct closing_row *rows;
	struct carry *carries;
	struct fund_matrix matrix;
	struct purchase_rules thresholds;
	size_t count = 0, n = 0;
	(void)arg;
	SN_TRY(donation_list(c, &(const struct donation_filter){.org_no = 0}, &donations_list,
			     &count));
	SN_TRY(budget_lines(c, &(const struct budget_filter){.shard = 0}, &lines, &count));
	SN_TRY(budget_entries(c, &(const struct budget_filter){.shard = 0}, &entries, &count));
	SN_TRY(purchase_list(c, &(const struct purchase_filter){.shard = 0}, &purchases, &count));
	SN_TRY(closing_list(c, COUNTY, &closings, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(closing_rows(c, &closings[i], &rows, &n));
	SN_TRY(closing_carries(c, COUNTY, 2024, &carries, &n));
	SN_TRY(fund_matrix_read(c, 0, &matrix));
	return purchase_rules_read(c, 20241026, &thresholds);
}
static void readings(struct books *b)
{
	static const struct {
		store_work *work;
		const char *what;
	} all[] = {{lists_work, "documents, items and accounts are listed"},
		   {more_lists_work, "donations, budgets, purchases and closings are listed"},
		   {books_verify, "the books are verified"}};
	struct books_verifying v = {.each = tell_nobody};
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		fault_sweep(&(const struct sweep){.f = &b->w.f,
						  .work = all[i].work,
						  .arg = &v,
						  .reads = true,
						  .what = all[i].what});
}

int main(void)
{
	static struct books b;
	struct document bought;
	/* the faults are struck above the engine: which of them it is makes no difference */
	books_open(&b, FIXTURE_SQLITE);
	rules(&b);
	money(&b);
	budget(&b);
	purchase(&b, &bought);
	goods(&b);
	donations(&b);
	transfers(&b);
	closing(&b);
	readings(&b);
	books_close(&b);
	return tap_done();
}
