/* Every list of the books, and the acts that take back and refuse, with a store and a memory that fail at each of their
 * calls in turn: the fault is told, no list is shorter than it is. Donors in it are synthetic. */
#include "books_world.h"
#include "fault_sweep.h"

enum { TOTAL = 100000000, ROWS = 20 };

/* What is read. */
struct seen {
	struct books b;
	struct str path; /* of the region */
	struct account fund;
	struct purchase purchase, waiting;
	struct donation money, goods;
	struct document issued, refused, reversed, draft;
	struct budget_line line;
	struct uuid entry_id;
	struct closing month, year;
};

static void reads(struct seen *s, store_work *work, const char *what)
{
	fault_sweep(&(const struct sweep){.f = &s->b.w.f,
					  .actor_id = s->b.w.people[APPROVER],
					  .work = work,
					  .arg = s,
					  .reads = true,
					  .what = what});
}
static void acts(struct seen *s, enum who who, store_work *work, void *arg, const char *what)
{
	fault_sweep(&(const struct sweep){.f = &s->b.w.f,
					  .actor_id = s->b.w.people[who],
					  .work = work,
					  .arg = arg,
					  .what = what});
}
static void must(struct seen *s, enum who who, store_work *work, void *arg, const char *what)
{
	fixture_must(books_as(&s->b, who, work, arg), what);
}

/* ---- what there is ---- */

static void money_there_is(struct seen *s)
{
	struct world *w = &s->b.w;
	struct document in, down;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, TOTAL),
			.money = {{0, MONEY_FEN(TOTAL)}},
			.document = &in};
	fixture_must(act(w, MAKER, &a), "money");
	sign_all(w, &in);
	struct act allot = {.what = DO_ALLOT,
			    .plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 5000),
			    .money = {{COUNTY, MONEY_FEN(5000)}},
			    .count = 1,
			    .document = &down};
	fixture_must(act(w, MAKER, &allot), "allotment");
	sign_all(w, &down);
	const struct account_key key = {
		.org_no = REGION, .class = ACCOUNT_FUND, .source = FUND_OWN};
	fixture_must(ledger_balance(&w->f.c, REGION, &key, &s->fund), "fund");
	struct org org;
	fixture_must(org_by_no(&w->f.c, REGION, 0, &org), "region");
	s->path = org.path;
}

struct entering {
	struct budget_entry entry, out;
	struct str why;
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
static struct sn_err refuse_work(struct ctx *c, void *arg)
{
	struct entering *e = arg;
	return budget_refuse(c, e->entry.entry_id, e->why, &e->out);
}
static void budget_there_is(struct seen *s)
{
	struct uuid spender = s->b.w.people[MAKER];
	struct entering e = {.entry = {.entry_id = uuid_random(),
				       .org_no = REGION,
				       .kind = BUDGET_ADD,
				       .code = STR("b1"),
				       .words = STR("慰问品"),
				       .source = FUND_OWN,
				       .delta = MONEY_FEN(50000000),
				       .users = &spender,
				       .users_count = 1},
			     .why = STR("金额不对")};
	must(s, MAKER, enter_work, &e, "a line");
	must(s, APPROVER, approve_work, &e, "approved");
	s->line = (struct budget_line){.shard = REGION, .org_no = REGION, .code = STR("b1")};
	e.entry.kind = BUDGET_CHANGE;
	e.entry.entry_id = uuid_random();
	must(s, MAKER, enter_work, &e, "a change");
	acts(s, APPROVER, refuse_work, &e, "an entry of the budget is refused");
	e.entry.entry_id = s->entry_id = uuid_random();
	must(s, MAKER, enter_work, &e, "a change that waits");
}

/* ---- purchases, and what goes back ---- */

struct going_back {
	struct document_plan plan;
	struct goods_line line;
	struct money amount;
	struct document out;
};
static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct going_back *b = arg;
	return b->line.quantity > 0 ? document_make_sendback(c, &b->plan, &b->line, 1, &b->out)
				    : document_make_credit(c, &b->plan, b->amount, &b->out);
}
static struct sn_err half_work(struct ctx *c, void *arg)
{
	struct seen *s = arg;
	struct purchase_line line = {.item_no = s->b.w.rice, .quantity = 5, .value = MONEY_FEN(0)};
	bool complete = false;
	SN_TRY(purchase_open(c,
			     &(const struct purchase){.purchase_id = uuid_random(),
						      .org_no = REGION,
						      .words = STR("大米"),
						      .ceiling = MONEY_FEN(90000)},
			     &(const struct purchase_meeting){.number = STR_NULL}, &s->waiting));
	c->actor_id = s->b.w.people[KEEPER];
	return purchase_accept(c,
			       &(const struct purchase_step){.step_id = uuid_random(),
							     .purchase_id = s->waiting.purchase_id,
							     .number = STR("验收 2"),
							     .lines = &line,
							     .lines_count = 1},
			       &complete);
}
static void purchases_there_are(struct seen *s)
{
	struct world *w = &s->b.w;
	struct document d = {0};
	struct act buy = {.what = DO_PURCHASE,
			  .plan = plan_of(DOCUMENT_PURCHASE, REGION, 1, 200000),
			  .goods = {{w->coat, 10, MONEY_FEN(200000)}},
			  .count = 1,
			  .document = &d};
	buy.plan.plan.document.reference = STR("I-1");
	buy.plan.plan.budget = STR("b1");
	fixture_must(act(w, MAKER, &buy), "buy");
	sign_all(w, &d);
	struct going_back b = {.plan = plan_of(DOCUMENT_SENDBACK, REGION, 1, 0).plan,
			       .line = {w->coat, 3, MONEY_FEN(0)}};
	b.plan.purchase_id = buy.plan.plan.purchase_id;
	b.plan.document.words = STR("开线");
	acts(s, KEEPER, back_work, &b, "goods go back to their supplier");
	sign_all(w, &b.out);
	struct going_back credit = {.plan = plan_of(DOCUMENT_SENDBACK, REGION, 1, 60000).plan,
				    .amount = MONEY_FEN(60000)};
	credit.plan.purchase_id = b.plan.purchase_id;
	credit.plan.document.reference = STR("R-1");
	acts(s, MAKER, back_work, &credit, "a credit note comes");
	static const enum who whose[HANDS_COUNT] = {MAKER, CHECKER, APPROVER, CASHIER};
	for (unsigned h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (credit.out.needed & 1U << h) {
			struct act a = {
				.what = DO_SIGN, .hand = (enum hand)h, .document = &credit.out};
			acts(s, whose[h], act_work, &a, "and is signed for");
		}
	struct act reverse = {.what = DO_REVERSE,
			      .reversal_id = uuid_random(),
			      .why = STR("登记错误"),
			      .document = &credit.out};
	acts(s, APPROVER, act_work, &reverse, "and is taken back");
	s->reversed = credit.out;
	must(s, MAKER, half_work, s, "a sheet of one");
	fixture_must(purchase_read(&w->f.c, b.plan.purchase_id, &s->purchase), "purchase");
}

/* ---- papers ---- */

struct saying {
	const struct document *of;
	struct str words;
	struct document out;
};
static struct sn_err send_back_work(struct ctx *c, void *arg)
{
	struct saying *s = arg;
	return document_send_back(c, s->of, s->words, &s->out);
}
static struct sn_err say_work(struct ctx *c, void *arg)
{
	struct saying *s = arg;
	SN_TRY(document_sign(c, s->of->shard, s->of->document_id, HAND_APPROVER, &s->out));
	return document_say(c, &s->out, HAND_APPROVER, s->words);
}
static void papers_there_are(struct seen *s)
{
	struct world *w = &s->b.w;
	struct act issue = {.what = DO_GOODS,
			    .plan = plan_of(DOCUMENT_ISSUE, REGION, 20000, 20000),
			    .goods = {{0, 20000, MONEY_FEN(0)}},
			    .count = 1,
			    .document = &s->issued};
	issue.plan.receiver_id = w->people[DISTRIBUTOR];
	issue.plan.plan.budget = STR("b1");
	issue.plan.plan.document.declared_count = 1;
	fixture_must(act(w, MAKER, &issue), "cash");
	struct saying said = {.of = &s->issued, .words = STR("已核对名单")};
	acts(s, APPROVER, say_work, &said, "who approves says something");
	fixture_must(sign(w, CASHIER, HAND_TREASURER, &s->issued), "sign");
	struct act accept = {.what = DO_ACCEPT, .document = &s->issued};
	fixture_must(act(w, DISTRIBUTOR, &accept), "accept");
	issue.plan.plan.document.document_id = uuid_random();
	issue.document = &s->refused;
	fixture_must(act(w, MAKER, &issue), "a draft");
	struct saying no = {.of = &s->refused, .words = STR("名单有误")};
	acts(s, APPROVER, send_back_work, &no, "a paper is sent back");
	issue.plan.plan.document.document_id = uuid_random();
	issue.document = &s->draft;
	fixture_must(act(w, MAKER, &issue), "a draft");
}

struct giving {
	struct donation_new donation;
	struct document out;
};
static struct sn_err give_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_make(c, &g->donation, &g->out);
}
static void donations_there_are(struct seen *s)
{
	struct world *w = &s->b.w;
	struct giving g = {.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 10000).plan,
					.donor = {.kind = DONOR_PERSON, .name = STR("甲某某")},
					.amount = MONEY_FEN(10000)}};
	must(s, MAKER, give_work, &g, "somebody gives money");
	sign_all(w, &g.out);
	const struct goods_line lines[] = {{w->coat, 10, MONEY_FEN(200000)}};
	struct giving kind = {
		.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 200000).plan,
			     .donor = {.kind = DONOR_PARTNER, .partner_no = s->b.partner_no[0]},
			     .lines = lines,
			     .count = 1,
			     .basis = STR("发票")}};
	must(s, MAKER, give_work, &kind, "a company gives coats");
	sign_all(w, &kind.out);
	struct act accept = {.what = DO_ACCEPT, .document = &kind.out};
	fixture_must(act(w, KEEPER, &accept), "accept");
	struct document d;
	struct act allot = {.what = DO_ALLOT,
			    .plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 4000),
			    .money = {{COUNTY, MONEY_FEN(4000)}},
			    .count = 1,
			    .document = &d};
	allot.plan.plan.source = FUND_DONATION;
	fixture_must(act(w, MAKER, &allot), "a part of it goes down");
	sign_all(w, &d);
	fixture_must(donation_read(&w->f.c, g.out.document_id, &s->money), "money");
	fixture_must(donation_read(&w->f.c, kind.out.document_id, &s->goods), "goods");
}

/* ---- closings ---- */

struct month {
	int64_t org_no;
	int32_t period;
	struct closing out;
	struct carry carry;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_close(c, m->org_no, m->period, &m->out);
}
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_confirm(c, m->org_no, m->period, &m->out);
}
static struct sn_err no_close_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_send_back(c, m->org_no, m->period, STR("附件不全"), &m->out);
}
static struct sn_err keep_work(struct ctx *c, void *arg)
{
	const struct month *m = arg;
	struct carry out;
	return closing_carry(c, &m->carry, &out);
}
static void closings_there_are(struct seen *s)
{
	struct month m = {.org_no = COUNTY, .period = 202410};
	fixture_set_time(&s->b.w.f, day_start_us(20250105));
	must(s, (enum who)BOOKKEEPER, close_work, &m, "a month is closed");
	fault_sweep(&(const struct sweep){.f = &s->b.w.f,
					  .actor_id = s->b.w.people[APPROVER],
					  .work = no_close_work,
					  .arg = &m,
					  .again = "closing_sent_back",
					  .what = "a closing is sent back"});
	for (m.period = 202410; m.period <= 202412; m.period++) {
		must(s, (enum who)BOOKKEEPER, close_work, &m, "a month is closed");
		must(s, APPROVER, confirm_work, &m, "by two");
		if (m.period == 202410)
			s->month = m.out;
	}
	m.carry = (struct carry){.org_no = COUNTY,
				 .year = 2024,
				 .source = FUND_UPPER,
				 .decision = CARRY_KEEP,
				 .words = STR("纪要 2")};
	must(s, MAKER, keep_work, &m, "what is left stays");
	m.carry.source = FUND_DONATION;
	must(s, MAKER, keep_work, &m, "and what is left of a donation");
	m.period = 2024;
	must(s, (enum who)BOOKKEEPER, close_work, &m, "the year is closed");
	s->year = m.out;
}

/* ---- lists ---- */

static struct sn_err at_least(size_t count, size_t wanted)
{
	return count >= wanted ? SN_SUCCESS : SN_FAIL(NO_SUCH_TRANSFER);
}
static struct sn_err subtree_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct subtree_filter f = {.path = s->path, .class = -1, .item_no = -1, .rows_max = 2};
	struct account *list;
	size_t count;
	SN_TRY(ledger_accounts_of_subtree(c, &f, &list, &count));
	SN_TRY(at_least(count, 2));
	f.after_no = list[1].account_no;
	SN_TRY(ledger_accounts_of_subtree(c, &f, &list, &count));
	return at_least(count, 1);
}
static struct sn_err sums_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct ledger_sum *list;
	size_t count;
	SN_TRY(ledger_sums_of_subtree(c, s->path, 0, &list, &count));
	return at_least(count, 4);
}
static struct sn_err transfers_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct transfers_filter f = {.path = s->path, .kind = -1, .goods = -1, .rows_max = 3};
	struct transfer_place *list;
	size_t count;
	SN_TRY(ledger_transfers(c, &f, &list, &count));
	return at_least(count, 3);
}
static struct sn_err statement_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct statement_page page = {
		.shard = REGION, .account_no = s->fund.account_no, .rows_max = 2};
	struct statement_row *rows;
	size_t count;
	SN_TRY(ledger_statement_page(c, &page, &rows, &count));
	SN_TRY(at_least(count, 2));
	page.at = rows[1].place;
	page.at.known = false; /* added up anew */
	SN_TRY(ledger_statement_page(c, &page, &rows, &count));
	return at_least(count, 1);
}
static struct sn_err papers_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	const struct document_page page = {.rows_max = ROWS};
	const struct document_subtree all = {.path = s->path, .state = -1, .kind = -1};
	struct document *list;
	size_t count;
	SN_TRY(document_of_subtree(c, &all, &page, &list, &count));
	return at_least(count, 5);
}
static struct sn_err own_papers_work(struct ctx *c, void *arg)
{
	const struct document_page page = {.rows_max = ROWS};
	struct document *list;
	size_t count;
	(void)arg;
	SN_TRY(document_of_hand(c, &page, &list, &count));
	return at_least(count, 3);
}
static struct sn_err waiting_work(struct ctx *c, void *arg)
{
	struct document_turn *list;
	size_t count;
	(void)arg;
	SN_TRY(document_waiting(c, &list, &count));
	return at_least(count, 1);
}
static struct sn_err mine_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct document_mine mine;
	SN_TRY(document_mine_read(c, &s->draft, &mine));
	return at_least(mine.hands, 1U << HAND_APPROVER);
}
static struct sn_err acts_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	const struct document *papers[] = {&s->issued, &s->refused, &s->reversed};
	struct document_act list[DOCUMENT_ACTS_COUNT];
	size_t count;
	for (size_t i = 0; i < 3; i++) {
		SN_TRY(document_acts(c, papers[i], list, &count));
		SN_TRY(at_least(count, 2));
	}
	return SN_SUCCESS;
}
static struct sn_err snapshot_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct sha256 digest;
	return document_snapshot(c, &s->issued, &digest);
}

static struct sn_err purchase_papers_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct document *list;
	size_t count;
	SN_TRY(purchase_documents(c, &s->purchase, &list, &count));
	return at_least(count, 3);
}
static struct sn_err turn_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct purchase_turn turn;
	SN_TRY(purchase_turn(c, &s->waiting, &turn));
	return at_least(turn.sheet.bytes, 1);
}
static struct sn_err lots_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct purchase_lot *list;
	size_t count;
	SN_TRY(purchase_lots(c, &s->purchase, &list, &count));
	return at_least(count, 1);
}
static struct sn_err paid_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct purchase_paid paid;
	SN_TRY(purchase_paid_for(c, &s->purchase, FUND_OWN, &paid));
	return at_least(paid.purposes_count * paid.budgets_count, 1);
}

static struct sn_err gifts_work(struct ctx *c, void *arg)
{
	struct donation *list;
	size_t count;
	(void)arg;
	SN_TRY(donation_list(c, &(const struct donation_filter){.org_no = REGION}, &list, &count));
	return at_least(count, 2);
}
static struct sn_err gift_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct donation d;
	SN_TRY(donation_read(c, s->money.donation_id, &d));
	return money_fen(d.left) == 6000 ? SN_SUCCESS : SN_FAIL(DONATION_GONE);
}
static struct sn_err uses_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct donation_use *list;
	size_t count;
	SN_TRY(donation_uses(c, &s->money, &list, &count));
	return at_least(count, 2);
}
static struct sn_err gift_lots_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct purchase_lot *list;
	size_t count;
	SN_TRY(donation_lots(c, &s->goods, &list, &count));
	return at_least(count, 1);
}
static struct sn_err purpose_work(struct ctx *c, void *arg)
{
	struct str purpose;
	(void)arg;
	SN_TRY(donation_purpose_of(c, REGION, 0, &purpose));
	return str_eq(purpose, STR("gift")) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err lines_work(struct ctx *c, void *arg)
{
	const struct budget_filter all = {.shard = 0};
	struct budget_line *list;
	size_t count;
	(void)arg;
	SN_TRY(budget_lines(c, &all, &list, &count));
	return at_least(count, 1);
}
static struct sn_err entries_work(struct ctx *c, void *arg)
{
	struct seen *s = arg;
	struct budget_entry *list, one;
	struct budget_mine mine;
	size_t count;
	SN_TRY(budget_entries_waiting(c, &list, &count));
	SN_TRY(at_least(count, 1));
	SN_TRY(budget_entries_of(c, s->b.w.people[MAKER], &list, &count));
	SN_TRY(at_least(count, 3));
	SN_TRY(budget_entry_by_id(c, s->entry_id, &one));
	return budget_mine_read(c, &one, &mine);
}
static struct sn_err line_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct budget_line line;
	SN_TRY(budget_line_read(c, &s->line, &line));
	return at_least((size_t)line.users_count, 1);
}
static struct sn_err line_uses_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct budget_used *used;
	struct uuid *users;
	size_t count;
	SN_TRY(budget_uses(c, &s->line, &used, &count));
	SN_TRY(at_least(count, 3));
	SN_TRY(budget_spenders(c, &s->line, &users, &count));
	return at_least(count, 1);
}

static struct sn_err closings_work(struct ctx *c, void *arg)
{
	struct seen *s = arg;
	struct closing *list;
	struct closing_back *backs;
	size_t count;
	SN_TRY(closing_waiting(c, &list, &count));
	SN_TRY(at_least(count, 1));
	SN_TRY(closing_of_user(c, s->b.w.people[BOOKKEEPER], &list, &count));
	SN_TRY(at_least(count, 4));
	SN_TRY(closing_backs(c, &s->month, &backs, &count));
	return at_least(count, 1);
}
static struct sn_err now_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct closing_row *rows;
	struct closing now;
	size_t count;
	SN_TRY(closing_now(c, &s->month, &now, &rows, &count));
	SN_TRY(at_least(count, 1));
	SN_TRY(closing_now(c, &s->year, &now, &rows, &count));
	return at_least(count, 1);
}
static struct sn_err blocks_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	const struct closing next = {.shard = REGION,
				     .org_no = REGION,
				     .period = 202501,
				     .from_day = 20250101,
				     .until_day = 20250201};
	struct closing_block *list;
	int32_t month, year;
	size_t count;
	SN_TRY(closing_blocks(c, &s->year, &list, &count));
	SN_TRY(closing_blocks(c, &next, &list, &count));
	SN_TRY(at_least(count, 3)); /* it is not over, months come first, a draft is open */
	SN_TRY(closing_next(c, REGION, &month, &year));
	SN_TRY(closing_next(c, COUNTY, &month, &year));
	return at_least((size_t)month, 202501);
}
static struct sn_err remainders_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct remainder *list;
	size_t count;
	SN_TRY(closing_remainders(c, &s->year, &list, &count));
	return at_least(count, 1);
}
static struct sn_err month_mine_work(struct ctx *c, void *arg)
{
	const struct seen *s = arg;
	struct closing_mine mine;
	SN_TRY(closing_mine_read(c, &s->year, &mine));
	return mine.confirm ? SN_SUCCESS : mine.why_confirm;
}

static const struct {
	store_work *work;
	const char *what;
} lists[] = {{subtree_work, "accounts of a union and below"},
	     {sums_work, "sums of a union and below"},
	     {transfers_work, "transfers of a union and below"},
	     {statement_work, "pages of a statement"},
	     {papers_work, "papers of a union and below"},
	     {own_papers_work, "papers that somebody has signed"},
	     {waiting_work, "papers that wait for him"},
	     {mine_work, "what he could do with one"},
	     {acts_work, "what happened to it"},
	     {snapshot_work, "what is signed"},
	     {purchase_papers_work, "papers of a purchase"},
	     {turn_work, "whose turn it is"},
	     {lots_work, "lots of a purchase"},
	     {paid_work, "what it was paid out of"},
	     {gifts_work, "donations"},
	     {gift_work, "one of them"},
	     {uses_work, "where its money went"},
	     {gift_lots_work, "where its goods are"},
	     {purpose_work, "what donated money is bound to"},
	     {lines_work, "budget lines"},
	     {entries_work, "budget entries"},
	     {line_work, "one line"},
	     {line_uses_work, "what took from it"},
	     {closings_work, "closings"},
	     {now_work, "what a period comes to"},
	     {blocks_work, "what stands in its way"},
	     {remainders_work, "what is left of a year"},
	     {month_mine_work, "what he may do with it"}};

int main(void)
{
	static struct seen s;
	/* the faults are struck above the engine: which of them it is makes no difference */
	books_open(&s.b, FIXTURE_SQLITE);
	money_there_is(&s);
	budget_there_is(&s);
	purchases_there_are(&s);
	papers_there_are(&s);
	donations_there_are(&s);
	closings_there_are(&s);
	EQ_I64(books_findings(&s.b), 0, "the books are right");
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		reads(&s, lists[i].work, lists[i].what);
	books_close(&s.b);
	return tap_done();
}
