/* Goods that went back to their supplier, and the credit note for them; on both engines, with every refusal. */
#include "document_world.h"
#include "ledger/budget.h"
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

struct back {
	struct document_plan plan;
	struct goods_line line;
	struct money amount; /* of a credit note */
	struct document *out;
};
static struct sn_err back_work(struct ctx *c, void *arg)
{
	const struct back *b = arg;
	return b->line.quantity > 0 ? document_make_sendback(c, &b->plan, &b->line, 1, b->out)
				    : document_make_credit(c, &b->plan, b->amount, b->out);
}
static struct sn_err back(struct world *w, enum who who, const struct back *b)
{
	struct back one = *b;
	w->f.c.actor_id = w->people[who];
	return store_write(&w->f.c, back_work, &one);
}

static struct sn_err line_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	struct budget_entry out;
	const struct budget_entry e = {.entry_id = new_id(c),
				       .org_no = REGION,
				       .code = STR("coats"),
				       .words = STR("防寒服"),
				       .source = FUND_OWN,
				       .delta = MONEY_FEN(500000)};
	c->actor_id = w->people[MAKER];
	SN_TRY(budget_enter(c, &e, &out));
	c->actor_id = w->people[APPROVER];
	return budget_approve(c, e.entry_id, &out);
}
static int64_t used(struct world *w)
{
	struct budget_line *list;
	size_t count;
	fixture_must(budget_lines(&w->f.c, &(const struct budget_filter){0}, &list, &count),
		     "lines");
	return count == 1 ? money_fen(list[0].used) : -1;
}

/* Ten coats at 200 yuan, paid out of the line; whose purchase it was comes back. */
static struct uuid bought(struct world *w, const char *invoice)
{
	struct document d = {0};
	struct act a = {.what = DO_PURCHASE,
			.plan = plan_of(DOCUMENT_PURCHASE, REGION, 1, 200000),
			.goods = {{w->coat, 10, MONEY_FEN(200000)}},
			.count = 1,
			.document = &d};
	a.plan.plan.document.reference = str_of(invoice);
	a.plan.plan.budget = STR("coats");
	fixture_must(act(w, MAKER, &a), "buy");
	sign_all(w, &d);
	return a.plan.plan.purchase_id;
}
static struct back send(struct world *w, struct uuid purchase_id, int64_t quantity,
			struct document *out)
{
	struct back b = {.plan = plan_of(DOCUMENT_SENDBACK, REGION, 1, 0).plan,
			 .line = {w->coat, quantity, MONEY_FEN(0)},
			 .out = out};
	b.plan.purchase_id = purchase_id;
	b.plan.document.words = STR("开线");
	return b;
}
static struct back credit(struct uuid purchase_id, int64_t fen, const char *note,
			  struct document *out)
{
	struct back b = {.plan = plan_of(DOCUMENT_SENDBACK, REGION, 1, fen).plan,
			 .amount = MONEY_FEN(fen),
			 .out = out};
	b.plan.purchase_id = purchase_id;
	b.plan.document.reference = str_of(note);
	return b;
}

struct told {
	int64_t count[PURCHASE_FINDINGS_COUNT];
};
static struct sn_err tell(void *self, const struct purchase_finding *f)
{
	((struct told *)self)->count[f->kind]++;
	return SN_SUCCESS;
}
static struct told findings_of(struct world *w, struct uuid purchase_id)
{
	struct told told = {{0}};
	struct purchase p;
	fixture_must(purchase_read(&w->f.c, purchase_id, &p), "purchase");
	fixture_must(purchase_findings(&w->f.c, &p, tell, &told), "findings");
	return told;
}
static int64_t invoiced(struct world *w, struct uuid purchase_id)
{
	struct purchase p;
	fixture_must(purchase_read(&w->f.c, purchase_id, &p), "purchase");
	return money_fen(p.invoiced);
}
static void print_finding(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s: expected %lld, found %lld\n", f->what, (long long)f->expected,
	       (long long)f->found);
}
static int64_t verified(struct world *w)
{
	int64_t n[4] = {0};
	fixture_must(ledger_verify(&w->f.c, print_finding, NULL, &n[0]), "verify");
	fixture_must(document_verify(&w->f.c, print_finding, NULL, &n[1]), "verify");
	fixture_must(purchase_verify(&w->f.c, print_finding, NULL, &n[2]), "verify");
	fixture_must(budget_verify(&w->f.c, print_finding, NULL, &n[3]), "verify");
	return n[0] + n[1] + n[2] + n[3];
}

static void test_goods_go_back(struct world *w, struct uuid first, struct uuid second)
{
	struct document d = {0};
	struct back b = send(w, first, 3, &d);
	REASON(back(w, MAKER, &b), "not_granted", "a keeper's paper");
	b.plan.document.words = STR_NULL;
	REASON(back(w, KEEPER, &b), "missing_field", "with why they go back");
	b = send(w, first, 11, &d);
	REASON(back(w, KEEPER, &b), "goods_short", "no more than this purchase brought");
	b = send(w, UUID_NULL, 1, &d);
	REASON(back(w, KEEPER, &b), "missing_field", "of a purchase");
	b = send(w, uuid_random(), 1, &d);
	REASON(back(w, KEEPER, &b), "purchase_gone", "that there is");
	b = send(w, first, 1, &d);
	b.plan.document.org_no = COUNTY;
	REASON(back(w, KEEPER, &b), "purchase_elsewhere", "of this union");
	b = send(w, first, 0, &d);
	b.amount = MONEY_FEN(100);
	REASON(back(w, MAKER, &b), "missing_field", "money wants the note's number");
	b = credit(first, 100, "R1", &d);
	REASON(back(w, MAKER, &b), "credit_above_sent", "and goods that went back before");

	b = send(w, first, 3, &d);
	REASON(back(w, KEEPER, &b), "ok", "three go back");
	REASON(back(w, KEEPER, &b), "ok", "the same again is the same answer");
	b.line.quantity = 4;
	REASON(back(w, KEEPER, &b), "document_differs", "with other pieces it is not");
	REASON(sign(w, KEEPER, HAND_APPROVER, &d), "same_hand", "not approved by who made it");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->coat, FUND_OWN).quantity, 20,
	       "there until it is approved");
	b = send(w, first, 8, &d);
	struct document other = {0};
	b.out = &other;
	REASON(back(w, KEEPER, &b), "goods_short", "and held for this paper");
	REASON(sign(w, APPROVER, HAND_APPROVER, &d), "ok", "approved by another");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->coat, FUND_OWN).quantity, 17,
	       "then they are gone");
	const struct told told = findings_of(w, first);
	EQ_I64(told.count[PURCHASE_FINDING_SENT_BACK], 1, "what went back is told");
	EQ_I64(told.count[PURCHASE_FINDING_NOT_CREDITED], 1, "and that no money has come for it");
	EQ_I64(told.count[PURCHASE_FINDING_LOT_PIECES] + told.count[PURCHASE_FINDING_LOT_VALUE], 0,
	       "the lot is whole with it");
	EQ_I64(findings_of(w, second).count[PURCHASE_FINDING_SENT_BACK], 0,
	       "the other purchase is as it was");
	EQ_I64(verified(w), 0, "verify finds nothing");
}

static void test_money_comes_back(struct world *w, struct uuid first)
{
	struct document d = {0}, again = {0};
	const int64_t fund = total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen;
	struct back b = credit(first, 60001, "R1", &d);
	REASON(back(w, MAKER, &b), "credit_above_sent", "no more than what went back is worth");
	b = credit(first, 60000, "R1", &d);
	b.plan.source = FUND_UPPER;
	REASON(back(w, MAKER, &b), "credit_above_sent", "to the money that paid");
	b = credit(first, 60000, "I-1", &d);
	REASON(back(w, MAKER, &b), "invoice_used", "a number is used once");
	b = credit(first, 60000, "R1", &d);
	REASON(back(w, KEEPER, &b), "not_granted", "money is a maker's paper");
	REASON(back(w, MAKER, &b), "ok", "600 yuan");
	b = credit(first, 1, "R2", &again);
	REASON(back(w, MAKER, &b), "credit_above_sent", "a draft counts");
	EQ_I64(used(w), 400000, "nothing is back before it is signed");
	sign_all(w, &d);
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, fund + 60000, "the fund has it");
	EQ_STR(d.purpose.at, "gift", "for the purpose that had paid");
	EQ_I64(used(w), 340000, "so has the budget line");
	EQ_I64(invoiced(w, first), 140000, "and what is delivered instead can be invoiced");
	EQ_I64(findings_of(w, first).count[PURCHASE_FINDING_NOT_CREDITED], 0, "nothing is owed");
	EQ_I64(verified(w), 0, "verify finds nothing");
	struct act reverse = {.what = DO_REVERSE,
			      .reversal_id = uuid_random(),
			      .why = STR("登记错误"),
			      .document = &d};
	REASON(act(w, APPROVER, &reverse), "ok", "taken back");
	EQ_I64(invoiced(w, first), 200000, "what was invoiced is as before");
	EQ_I64(used(w), 400000, "so is the line");
	EQ_I64(verified(w), 0, "verify finds nothing");
	b = credit(first, 50000, "R1", &again);
	REASON(back(w, MAKER, &b), "ok", "and the note's number is free");
	REASON(act(w, MAKER, &(struct act){.what = DO_CANCEL, .document = &again}), "ok",
	       "a draft is cancelled");
	b = credit(first, 60000, "R1", &d);
	REASON(back(w, MAKER, &b), "ok", "and counts no more");
	EQ_I64(verified(w), 0, "verify finds nothing");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct world w;
		struct document d = {0};
		world_open(&w, engine, domains);
		w.f.tick_us = 1;
		struct act in = {.what = DO_RECEIVE,
				 .plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 900000),
				 .money = {{0, MONEY_FEN(900000)}},
				 .document = &d};
		fixture_must(act(&w, MAKER, &in), "money");
		sign_all(&w, &d);
		fixture_must(store_write(&w.f.c, line_work, &w), "line");
		const struct uuid first = bought(&w, "I-1"), second = bought(&w, "I-2");
		test_goods_go_back(&w, first, second);
		test_money_comes_back(&w, first);
		fixture_close(&w.f);
		tlog_free(w.tlog);
	}
	return tap_done();
}
