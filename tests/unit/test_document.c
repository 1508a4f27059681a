/* Documents from draft to posting, with what may not happen, on both engines. */
#include "document_world.h"
#include "ledger/budget_sql.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[WORLD_DOMAINS] = {
	&org_domain,    &rights_domain, &tlog_domain,    &ledger_domain,
	&budget_domain, &goods_domain,  &purchase_domain};

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
	a.plan.plan.document.org_no = COUNTY;
	a.document = &(struct document){.org_no = 0};
	REASON(act(w, MAKER, &a), "document_differs", "nor in another shard");
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
		world_open(&w, engine, domains);
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
