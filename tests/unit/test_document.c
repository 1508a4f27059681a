/* Documents from draft to posting, with what may not happen, on both engines. */
#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[] = {&org_domain, &rights_domain, &tlog_domain,
						     &ledger_domain, &goods_domain};
#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { REGION = 1, COUNTY, UNIONS = 2 };
enum who { MAKER, CHECKER, APPROVER, CASHIER, KEEPER, KEEPER_2, DISTRIBUTOR, PEOPLE };
static const enum rights_role role_of[PEOPLE] = {ROLE_MAKER,      ROLE_CHECKER, ROLE_APPROVER,
						 ROLE_CASHIER,    ROLE_KEEPER,  ROLE_KEEPER,
						 ROLE_DISTRIBUTOR};
static const char *const logins[PEOPLE] = {"maker",  "checker",  "approver",   "cashier",
					   "keeper", "keeper-2", "distributor"};

struct world {
	struct fixture f;
	struct tlog *tlog;
	struct store_group_hook hook;
	struct uuid people[PEOPLE];
	int64_t coat, rice, kit;
};

/* ---- the pure rules ---- */

static void states(void)
{
	static const char *const want[DOCUMENT_STATES_COUNT] = {"CADDX", "-ADDX", "--DDX", "-----",
								"-----"};
	int wrong = 0;
	for (int s = 0; s < DOCUMENT_STATES_COUNT; s++)
		for (int e = 0; e < DOCUMENT_EVENTS_COUNT; e++) {
			enum document_state now = (enum document_state)s;
			const struct sn_err r =
				document_step(&now, (enum document_event)e,
					      e == DOCUMENT_TREASURE || e == DOCUMENT_ACCEPT);
			const char got = sn_failed(r) ? '-' : "MCADX"[now];
			wrong += got != want[s][e];
		}
	EQ_I64(wrong, 0, "every state and every step go by the table");
	enum document_state s = DOCUMENT_APPROVED;
	REASON(document_step(&s, DOCUMENT_TREASURE, false), "ok", "cash is paid out");
	EQ_I64(s, DOCUMENT_APPROVED, "and waits for its receiver");
	struct document d = {.declared_count = 2, .declared_total = MONEY_FEN(100)};
	REASON(document_envelope(&d, 3, MONEY_FEN(100), true), "envelope_count", "one line more");
	REASON(document_envelope(&d, 2, MONEY_FEN(101), true), "envelope_total", "one fen more");
	REASON(document_envelope(&d, 2, MONEY_FEN(101), false), "envelope_total",
	       "a total that is declared is checked");
	d.declared_total = MONEY_FEN(0);
	REASON(document_envelope(&d, 2, MONEY_FEN(101), false), "ok", "goods need not declare one");
	REASON(document_envelope(&d, 2, MONEY_FEN(101), true), "envelope_total", "money must");
}

/* ---- the world ---- */

static struct sn_err settle(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const struct org_new orgs[UNIONS] = {{.code = STR("15"),
					      .name = STR("区总工会"),
					      .kind = ORG_GENERAL,
					      .level = 1,
					      .from_day = 20140101},
					     {.code = STR("1501"),
					      .parent_code = STR("15"),
					      .name = STR("县总工会"),
					      .kind = ORG_GENERAL,
					      .level = 3,
					      .from_day = 20140101}};
	struct org_added added[UNIONS];
	SN_TRY(org_add_many(c, orgs, UNIONS, added));
	for (int i = 0; i < PEOPLE; i++) {
		struct user u;
		SN_TRY(rights_user_add(c,
				       &(struct user){.login = str_of(logins[i]),
						      .name = str_of(logins[i]),
						      .org_no = REGION},
				       &u));
		w->people[i] = u.user_id;
		SN_TRY(rights_grant_add(c, &(struct rights_grant){.user_id = u.user_id,
								  .role = role_of[i],
								  .org_no = REGION}));
	}
	struct item item;
	SN_TRY(goods_item_add(
		c, &(struct item){.code = STR("coat"), .name = STR("防寒服"), .unit = UNIT_PIECE},
		NULL, 0, &item));
	w->coat = item.item_no;
	SN_TRY(goods_item_add(
		c, &(struct item){.code = STR("rice"), .name = STR("大米"), .unit = UNIT_PIECE},
		NULL, 0, &item));
	w->rice = item.item_no;
	const struct item_part parts[] = {{w->coat, 1}, {w->rice, 2}};
	SN_TRY(goods_item_add(c,
			      &(struct item){.code = STR("kit:2024"),
					     .name = STR("慰问包"),
					     .unit = UNIT_SET,
					     .kit = true},
			      parts, 2, &item));
	w->kit = item.item_no;
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"fun\",\"zh\":\"活动\",\"en\":\"fun\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"OWN\",\"purpose\":\"fun\",\"allowed\":false}]}";
	bool changed = false;
	return fund_matrix_load(c, str_of(matrix), &changed);
}

static void world_open(struct world *w, enum fixture_engine engine)
{
	fixture_create(&w->f, engine, domains, 5);
	w->tlog = tlog_new();
	w->hook = tlog_hook(w->tlog);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->tlog;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, settle, w), "settle");
}

/* ---- one act, as somebody ---- */

struct act {
	enum {
		DO_RECEIVE,
		DO_ALLOT,
		DO_RETURN,
		DO_PURCHASE,
		DO_KITS,
		DO_GOODS,
		DO_COUNT,
		DO_SIGN,
		DO_ACCEPT,
		DO_CANCEL
	} what;
	struct goods_plan plan;
	struct goods_line goods[2];
	struct money_line money[2];
	size_t count;
	enum hand hand;
	struct document *document;
	struct count_result counted;
};
static struct sn_err act_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct document *d = a->document;
	switch (a->what) {
	case DO_RECEIVE:
		return document_make_receive(c, &a->plan.plan, a->money[0].amount, d);
	case DO_ALLOT:
		return document_make_allot(c, &a->plan.plan, a->money, a->count, d);
	case DO_RETURN:
		return document_make_return(c, &a->plan.plan, a->money[0].amount, d);
	case DO_PURCHASE:
		return document_make_purchase(c, &a->plan.plan, a->goods, a->count, d);
	case DO_KITS:
		return document_make_kits(c, &a->plan.plan, a->goods, d);
	case DO_GOODS:
		return document_make_goods(c, &a->plan, a->goods, a->count, d);
	case DO_COUNT:
		SN_TRY(document_make_count(c, &a->plan, a->goods, a->count, &a->counted));
		*d = a->counted.loss;
		return SN_SUCCESS;
	case DO_SIGN:
		return document_sign(c, d->shard, d->document_id, a->hand, d);
	case DO_ACCEPT:
		return document_accept(c, d->shard, d->document_id, d);
	case DO_CANCEL:
		return document_cancel(c, d->shard, d->document_id, d);
	}
	return SN_SUCCESS;
}
static struct sn_err act(struct world *w, enum who who, struct act *a)
{
	w->f.c.actor_id = w->people[who];
	return store_write(&w->f.c, act_work, a);
}
static struct sn_err sign(struct world *w, enum who who, enum hand hand, struct document *d)
{
	return act(w, who, &(struct act){.what = DO_SIGN, .hand = hand, .document = d});
}
static struct goods_plan plan_of(enum document_kind kind, int64_t org_no, int64_t count,
				 int64_t fen)
{
	return (struct goods_plan){.plan = {.document = {.document_id = uuid_random(),
							 .kind = kind,
							 .org_no = org_no,
							 .declared_count = count,
							 .declared_total = MONEY_FEN(fen)},
					    .source = FUND_OWN,
					    .purpose = STR("gift")}};
}
static void sign_all(struct world *w, struct document *d)
{
	static const enum who whose[HANDS_COUNT] = {MAKER, CHECKER, APPROVER, CASHIER};
	for (unsigned h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (d->needed & 1U << h)
			fixture_must(sign(w, whose[h], (enum hand)h, d), "sign");
}

struct sums {
	int64_t org_no, item_no, quantity, fen;
	int class;
	enum fund_source source;
};
static struct sn_err sum_account(void *self, const struct account *a)
{
	struct sums *s = self;
	if (a->key.org_no == s->org_no && (int)a->key.class == s->class &&
	    a->key.item_no == s->item_no &&
	    (s->source == FUND_NONE || a->key.source == s->source)) {
		s->quantity += a->quantity;
		s->fen += money_fen(a->value);
	}
	return SN_SUCCESS;
}
static struct sums total(struct world *w, int64_t org_no, enum account_class class, int64_t item_no,
			 enum fund_source source)
{
	struct sums s = {
		.org_no = org_no, .item_no = item_no, .class = (int)class, .source = source};
	fixture_must(
		ledger_accounts(&w->f.c, &(struct account_filter){.class = -1}, sum_account, &s),
		"accounts");
	return s;
}

/* ---- chains ---- */

static void money_needs_hands(struct world *w)
{
	struct document d;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 1000000),
			.money = {{0, MONEY_FEN(1000001)}},
			.document = &d};
	REASON(act(w, MAKER, &a), "envelope_total", "a total wrong by one fen");
	a.money[0].amount = MONEY_FEN(1000000);
	a.plan.plan.document.declared_count = 2;
	REASON(act(w, MAKER, &a), "envelope_count", "a count wrong by one");
	a.plan.plan.document.declared_count = 1;
	REASON(act(w, CHECKER, &a), "not_granted", "not by one who is no maker");
	REASON(act(w, MAKER, &a), "ok", "ten thousand yuan come in");
	REASON(act(w, MAKER, &a), "ok", "the same again is the same answer");
	a.plan.plan.document.words = STR("另一份");
	REASON(act(w, MAKER, &a), "document_differs", "other words under the same id");
	REASON(sign(w, APPROVER, HAND_APPROVER, &d), "out_of_turn", "the approver waits");
	REASON(sign(w, MAKER, HAND_CHECKER, &d), "same_hand", "the maker does not check");
	REASON(sign(w, KEEPER, HAND_CHECKER, &d), "not_granted", "a keeper does not check money");
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, 0, "nothing moved yet");
	sign_all(w, &d);
	EQ_I64(d.state, DOCUMENT_DONE, "the last signature makes it done");
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, 1000000, "and posts");
	REASON(sign(w, CASHIER, HAND_TREASURER, &d), "ok", "signing again is the same answer");
	REASON(act(w, MAKER, &(struct act){.what = DO_CANCEL, .document = &d}), "document_state",
	       "what is done is not cancelled");
}

static void allotted_money_goes_back(struct world *w)
{
	struct document d, over, back;
	struct act a = {.what = DO_ALLOT,
			.plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 600000),
			.money = {{COUNTY, MONEY_FEN(600000)}},
			.count = 1,
			.document = &d};
	a.plan.plan.purpose = STR("fun");
	REASON(act(w, MAKER, &a), "source_forbids", "not for what is forbidden");
	a.plan.plan.purpose = STR("gfit");
	REASON(act(w, MAKER, &a), "purpose_unknown", "nor for what nobody knows");
	a.plan.plan.purpose = STR("gift");
	a.plan.plan.source = FUND_FISCAL;
	REASON(act(w, MAKER, &a), "source_unset", "nor what nobody has set");
	a.plan.plan.source = FUND_OWN;
	a.money[0].org_no = REGION;
	REASON(act(w, MAKER, &a), "allot_not_below", "nor to oneself");
	a.money[0].org_no = COUNTY;
	REASON(act(w, MAKER, &a), "ok", "to the county below");
	struct act b = a;
	b.plan.plan.document.document_id = uuid_random();
	b.document = &over;
	REASON(act(w, MAKER, &b), "balance_short", "a second draft cannot spend what is held");
	sign_all(w, &d);
	EQ_I64(total(w, COUNTY, ACCOUNT_FUND, 0, FUND_UPPER).fen, 600000, "there it is UPPER");
	struct act r = {.what = DO_RETURN,
			.plan = plan_of(DOCUMENT_RETURN, COUNTY, 1, 600001),
			.money = {{0, MONEY_FEN(600001)}},
			.document = &back};
	r.plan.plan.source = FUND_UPPER;
	REASON(act(w, MAKER, &r), "return_too_much", "more than came does not go back");
	r.plan.plan.document.declared_total = r.money[0].amount = MONEY_FEN(200000);
	REASON(act(w, MAKER, &r), "ok", "what is left goes back");
	sign_all(w, &back);
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, 600000, "to the fund it left");
	EQ_I64(total(w, COUNTY, ACCOUNT_FUND, 0, FUND_UPPER).fen, 400000, "the rest stays");
}

static void goods_are_bought_and_made_up(struct world *w)
{
	struct document d, twice, kits;
	struct act a = {
		.what = DO_PURCHASE,
		.plan = plan_of(DOCUMENT_PURCHASE, REGION, 2, 120000),
		.goods = {{w->coat, 10, MONEY_FEN(100000)}, {w->rice, 20, MONEY_FEN(20001)}},
		.count = 2,
		.document = &d};
	a.plan.plan.document.reference = STR("1500-24 000001");
	REASON(act(w, MAKER, &a), "lot_uneven", "a total that is not whole a piece");
	a.goods[1].total = MONEY_FEN(20000);
	REASON(act(w, MAKER, &a), "ok", "coats and rice, the invoice still free");
	struct act b = a;
	b.plan.plan.document.document_id = uuid_random();
	b.plan.plan.document.reference = STR("150024000001");
	b.document = &twice;
	REASON(act(w, MAKER, &b), "invoice_used", "an invoice is used once, however it is written");
	REASON(act(w, MAKER, &(struct act){.what = DO_CANCEL, .document = &d}), "ok", "cancelled");
	REASON(act(w, MAKER, &b), "ok", "then its number is free again");
	sign_all(w, &twice);
	EQ_I64(total(w, REGION, ACCOUNT_PAYABLE, 0, FUND_OWN).fen, 120000, "the money is paid");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->coat, FUND_OWN).quantity, 10, "coats are there");
	struct act k = {.what = DO_KITS,
			.plan = plan_of(DOCUMENT_KIT, REGION, 1, 0),
			.goods = {{w->kit, 11, MONEY_FEN(0)}},
			.document = &kits};
	REASON(act(w, KEEPER, &k), "goods_short", "eleven kits need eleven coats");
	k.goods[0].quantity = 10;
	REASON(act(w, KEEPER, &k), "ok", "ten kits");
	REASON(sign(w, KEEPER, HAND_CHECKER, &kits), "same_hand", "not counted by their maker");
	REASON(sign(w, KEEPER_2, HAND_CHECKER, &kits), "ok", "counted by a second keeper");
	const struct sums made = total(w, REGION, ACCOUNT_STOCK, w->kit, FUND_OWN);
	EQ_I64(made.quantity, 10, "are in stock");
	EQ_I64(made.fen, 120000, "and are worth what their parts were");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->rice, FUND_OWN).quantity, 0,
	       "the parts are gone");
}

static void goods_go_from_hand_to_hand(struct world *w)
{
	struct document d, late, lost, back, counted;
	struct act a = {.what = DO_GOODS,
			.plan = plan_of(DOCUMENT_ISSUE, REGION, 1, 0),
			.goods = {{w->kit, 6, MONEY_FEN(0)}},
			.count = 1,
			.document = &d};
	a.plan.receiver_id = w->people[KEEPER];
	REASON(act(w, KEEPER, &a), "same_hand", "nobody issues to himself");
	a.plan.receiver_id = w->people[DISTRIBUTOR];
	REASON(act(w, KEEPER, &a), "ok", "six kits for the distributor");
	struct act b = a;
	b.plan.plan.document.document_id = uuid_random();
	b.document = &late;
	REASON(act(w, KEEPER, &b), "goods_short", "what is issued is held");
	struct act accept = {.what = DO_ACCEPT, .document = &d};
	struct act take = accept;
	REASON(act(w, KEEPER_2, &take), "not_the_receiver", "another user does not accept");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->kit, FUND_OWN).quantity, 10,
	       "not accepted, they are still in stock");
	REASON(act(w, DISTRIBUTOR, &take), "ok", "the receiver accepts");
	REASON(act(w, DISTRIBUTOR, &take), "ok", "accepting again is the same answer");
	EQ_I64(total(w, REGION, ACCOUNT_CUSTODY, w->kit, FUND_OWN).quantity, 6, "in his custody");

	struct act loss = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_LOSS, REGION, 1, 0),
			   .goods = {{w->kit, 1, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &lost};
	loss.plan.holder_id = w->people[DISTRIBUTOR];
	REASON(act(w, KEEPER, &loss), "ok", "one is lost");
	REASON(sign(w, KEEPER_2, HAND_APPROVER, &lost), "not_granted", "a keeper does not approve");
	REASON(sign(w, DISTRIBUTOR, HAND_APPROVER, &lost), "same_hand", "nor he who lost it");
	EQ_I64(total(w, REGION, ACCOUNT_WRITTEN_OFF, w->kit, FUND_OWN).quantity, 0,
	       "no loss without an approver");
	REASON(sign(w, APPROVER, HAND_APPROVER, &lost), "ok", "the approver does");

	struct act give = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_GIVEBACK, REGION, 1, 0),
			   .goods = {{w->kit, 5, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &back};
	give.plan.holder_id = w->people[DISTRIBUTOR];
	REASON(act(w, KEEPER, &give), "not_the_holder", "a giveback is the holder's own");
	REASON(act(w, DISTRIBUTOR, &give), "ok", "the rest goes back");
	take.document = &back;
	REASON(act(w, KEEPER_2, &take), "ok", "any keeper takes it in");

	struct act count = {.what = DO_COUNT,
			    .plan = plan_of(DOCUMENT_LOSS, REGION, 0, 0),
			    .goods = {{w->kit, 8, MONEY_FEN(0)}, {w->coat, 1, MONEY_FEN(0)}},
			    .count = 2,
			    .document = &counted};
	REASON(act(w, KEEPER, &count), "ok", "the stock is counted");
	EQ_I64((int64_t)count.counted.count, 2, "two differences");
	REASON(count.counted.differences[0].why, "count_shortfall", "a kit is missing");
	REASON(count.counted.differences[1].why, "count_surplus", "a coat cannot appear");
	REASON(sign(w, APPROVER, HAND_APPROVER, &counted), "ok", "the loss is approved");
	EQ_I64(total(w, REGION, ACCOUNT_WRITTEN_OFF, w->kit, FUND_OWN).quantity, 2, "two are lost");

	struct act move = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_MOVE, REGION, 1, 0),
			   .goods = {{w->kit, 8, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &d};
	move.plan.to_org_no = COUNTY;
	REASON(act(w, KEEPER, &move), "ok", "eight move to the county");
	REASON(act(w, KEEPER_2, &accept), "ok", "and are taken in there");
	EQ_I64(total(w, COUNTY, ACCOUNT_STOCK, w->kit, FUND_OWN).quantity, 8, "another shard's");
}

static void one_finding(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s expected %lld found %lld\n", f->what, (long long)f->expected,
	       (long long)f->found);
}
static void books_are_right(struct world *w)
{
	int64_t n = 0;
	struct trial_row *rows;
	size_t count;
	bool balanced = false;
	fixture_must(document_verify(&w->f.c, one_finding, NULL, &n), "documents");
	fixture_must(ledger_verify(&w->f.c, one_finding, NULL, &n), "ledger");
	EQ_I64(n, 0, "envelopes, balances, holds and leaves are right");
	fixture_must(ledger_trial(&w->f.c, &rows, &count, &balanced), "trial");
	OK(balanced, "every shard's books balance");
}

int main(void)
{
	states();
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		world_open(&w, engine);
		money_needs_hands(&w);
		allotted_money_goes_back(&w);
		goods_are_bought_and_made_up(&w);
		goods_go_from_hand_to_hand(&w);
		books_are_right(&w);
		fixture_close(&w.f);
		tlog_free(w.tlog);
	}
	return tap_done();
}
