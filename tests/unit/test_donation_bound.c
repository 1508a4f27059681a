/* What donated money is bound to where it went to several, where a paper claims otherwise and where rows were made to say
 * what no books hold; on both engines. Donors in it are synthetic. */
#include "books_world.h"

enum { CYCLE = 7 };

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
static struct sn_err receipt_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_receipt(c, g->donation_id, &g->receipt);
}
static struct sn_err return_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_return(c, g->donation_id, &g->donation.plan, g->donation.amount, &g->out);
}
static struct sn_err matrix_work(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":3,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"school\",\"zh\":\"助学\",\"en\":\"school\"}],\"rules\":["
		"{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"school\",\"allowed\":true}]}";
	bool changed = false;
	(void)arg;
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, CYCLE, STR("hw-2024")));
	return fund_matrix_load(c, str_of(matrix), &changed);
}
static struct giving money_of(struct donor donor, const char *purpose, int64_t fen)
{
	struct giving g = {.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, fen).plan,
					.donor = donor,
					.amount = MONEY_FEN(fen)}};
	g.donation.plan.purpose = str_of(purpose);
	return g;
}
static const struct donor anonymous = {.kind = DONOR_ANONYMOUS};
static struct giving in(struct books *b, struct giving g)
{
	fixture_set_time(&b->w.f, b->w.f.at_us + 1000000); /* oldest first wants an order */
	fixture_must(books_as(b, MAKER, give_work, &g), "give");
	sign_all(&b->w, &g.out);
	g.donation_id = g.out.document_id;
	return g;
}
static int64_t left(struct books *b, const struct giving *g)
{
	struct donation d;
	fixture_must(donation_read(&b->w.f.c, g->donation_id, &d), "read");
	return money_fen(d.left);
}
static struct act cash(struct books *b, const char *purpose, int64_t fen, struct document *d)
{
	struct act a = {.what = DO_GOODS,
			.plan = plan_of(DOCUMENT_ISSUE, REGION, 1, fen),
			.goods = {{0, fen, MONEY_FEN(0)}},
			.count = 1,
			.document = d};
	a.plan.plan.source = FUND_DONATION;
	a.plan.plan.purpose = str_of(purpose);
	a.plan.receiver_id = b->w.people[DISTRIBUTOR];
	return a;
}
static void issue(struct books *b, const char *purpose, int64_t fen)
{
	struct document d = {0};
	struct act a = cash(b, purpose, fen, &d);
	fixture_must(act(&b->w, MAKER, &a), "cash");
	sign_all(&b->w, &d);
	fixture_must(act(&b->w, DISTRIBUTOR, &(struct act){.what = DO_ACCEPT, .document = &d}),
		     "taken");
}
static struct act give_back(struct books *b, const char *purpose, int64_t fen, struct document *d)
{
	struct act a = cash(b, purpose, fen, d);
	a.plan.plan.document.kind = DOCUMENT_GIVEBACK;
	a.plan.receiver_id = UUID_NULL;
	a.plan.holder_id = b->w.people[DISTRIBUTOR];
	return a;
}

static void cash_for_two_purposes(struct books *b)
{
	const struct giving gift = in(b, money_of(anonymous, "gift", 5000)),
			    school = in(b, money_of(anonymous, "school", 5000));
	struct document d = {0};
	issue(b, "gift", 2000);
	issue(b, "school", 3000);
	struct act a = give_back(b, "", 1000, &d);
	REASON(act(&b->w, DISTRIBUTOR, &a), "donation_purpose",
	       "cash for two purposes comes back as one of them");
	a = give_back(b, "fun", 1000, &d);
	REASON(act(&b->w, DISTRIBUTOR, &a), "donation_purpose", "as nothing else");
	a = give_back(b, "school", 1000, &d);
	REASON(act(&b->w, DISTRIBUTOR, &a), "ok", "as the one that is named");
	fixture_must(act(&b->w, CASHIER, &(struct act){.what = DO_ACCEPT, .document = &d}), "back");
	EQ_I64(left(b, &school), 3000, "there it is left again");
	EQ_I64(left(b, &gift), 3000, "the other is as it was");
	struct str purpose;
	REASON(donation_purpose_of(&b->w.f.c, REGION, 0, &purpose), "donation_purpose",
	       "what is left is bound to two purposes");
	fixture_must(donation_purpose_of(&b->w.f.c, COUNTY, 0, &purpose), "none");
	OK(str_is_null(purpose), "where there is none, to none");
}

/* Two donations of the same union, one for a cycle: what one cycle spends is not taken from the other's. */
static void each_fund_is_its_own(struct books *b)
{
	struct giving g = money_of(anonymous, "gift", 700);
	g.donation.plan.document.cycle_no = CYCLE;
	g = in(b, g);
	struct giving below = money_of(anonymous, "gift", 900);
	below.donation.plan.document.org_no = COUNTY;
	below = in(b, below);
	const struct goods_line lines[] = {{b->w.coat, 1, MONEY_FEN(5000)}};
	struct giving coat = money_of(anonymous, "gift", 5000);
	coat.donation.lines = lines;
	coat.donation.count = 1;
	coat.donation.basis = STR("发票");
	coat = in(b, coat);
	fixture_must(act(&b->w, KEEPER, &(struct act){.what = DO_ACCEPT, .document = &coat.out}),
		     "accepted");
	struct donation *list;
	size_t count;
	fixture_must(donation_list(&b->w.f.c, &(const struct donation_filter){0}, &list, &count),
		     "all");
	EQ_I64((int64_t)count, 5, "all of them");
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(list[i].donation_id, g.donation_id) ||
		    uuid_eq(list[i].donation_id, below.donation_id))
			EQ_I64(money_fen(list[i].left), money_fen(list[i].amount),
			       "another cycle's, another union's: nothing is spent of it");
	issue(b, "gift", 3000);
	EQ_I64(left(b, &g), 700, "nor what was spent since");
}

/* ---- papers that claim otherwise ---- */

static struct sn_err forget_work(struct ctx *c, void *arg)
{
	static const struct sn_statement forget = {
		.name = "test.forget",
		.sql = "DELETE FROM donation WHERE donation_id = $1",
		.params = "u"};
	struct giving *g = arg;
	SN_TRY(store_run(c->store, &forget, PARAMS(p_uuid(g->out.document_id)), NULL));
	const struct sn_err e = donation_make(c, &g->donation, &g->out);
	return sn_failed(e) ? e : SN_FAIL(OUT_OF_TURN);
}
static struct document papers_that_claim_otherwise(struct books *b)
{
	char basis[300] = {0};
	memset(basis, 'a', sizeof basis - 1);
	struct giving g = money_of((struct donor){.kind = DONOR_PERSON}, "gift", 100);
	REASON(books_as(b, MAKER, give_work, &g), "donation_no_donor", "a person has a name");
	const struct goods_line lines[] = {{b->w.coat, 1, MONEY_FEN(100)}};
	g = money_of(anonymous, "gift", 100);
	g.donation.lines = lines;
	g.donation.count = 1;
	g.donation.basis = str_of(basis);
	REASON(books_as(b, MAKER, give_work, &g), "too_long", "how goods are valued is a line");
	g = in(b, money_of(anonymous, "gift", 100));
	struct giving other = in(b, money_of(anonymous, "gift", 100));
	struct giving back = {.donation_id = g.donation_id,
			      .donation = {.plan = plan_of(DOCUMENT_RETURN, REGION, 1, 40).plan,
					   .amount = MONEY_FEN(40)}};
	REASON(books_as(b, MAKER, return_work, &back), "ok", "a part goes back");
	back.donation_id = other.donation_id;
	REASON(books_as(b, MAKER, return_work, &back), "document_differs",
	       "the same paper is not another donation's return");
	REASON(books_as(b, MAKER, forget_work, &g), "document_differs",
	       "what is in the books as other money does not become a donation");
	EQ_I64(left(b, &g), 60, "… and is what it was");
	const struct donor closed = {.kind = DONOR_PARTNER, .partner_no = 424242};
	g = money_of(closed, "gift", 100);
	OK(sn_failed(books_as(b, MAKER, give_work, &g)), "nobody gives who is not registered");
	return other.out;
}

/* A server without its keys knows no donor's name: it says so, and makes nothing up. */
static void names_need_their_key(struct books *b)
{
	struct giving g =
		in(b, money_of((struct donor){.kind = DONOR_PERSON, .name = STR("甲某某")}, "gift",
			       100));
	fixture_stop(&b->w.f);
	b->w.f.writer_config.base.keys = NULL;
	fixture_start(&b->w.f);
	REASON(books_as(b, CASHIER, receipt_work, &g), "key_missing",
	       "no receipt without his name");
	REASON(books_as(b, MAKER, give_work, &g), "key_missing",
	       "nor is the same donation known again");
	struct giving next = money_of(g.donation.donor, "gift", 1);
	OK(sn_failed(books_as(b, MAKER, give_work, &next)), "nor another taken");
	fixture_stop(&b->w.f);
	b->w.f.writer_config.base.keys = b->keys;
	fixture_start(&b->w.f);
	REASON(books_as(b, CASHIER, receipt_work, &g), "ok", "with them there is one");
	EQ_I64(g.receipt.receipt_no, 1, "… the first: no number was lost");
}

/* ---- rows that say what no books hold ---- */

struct trial {
	struct sn_statement edit;
	struct books *b;
	struct document reverse; /* is taken back with it */
	struct uuid goods_id;
	int64_t bought, unit_fen;
	struct sn_err list, bound, lots;
};
static struct sn_err trial_work(struct ctx *c, void *arg)
{
	struct trial *t = arg;
	struct donation *list;
	struct purchase_lot *lots = NULL;
	struct str purpose;
	size_t count = 0;
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &t->edit, NO_PARAMS, &changed));
	if (changed == 0)
		return SN_SUCCESS;
	t->list = donation_list(c, &(const struct donation_filter){0}, &list, &count);
	t->bound = donation_purpose_of(c, REGION, 0, &purpose);
	struct act a;
	if (!uuid_is_null(t->reverse.document_id)) {
		a = (struct act){.what = DO_REVERSE,
				 .document = &t->reverse,
				 .reversal_id = uuid_random(),
				 .why = STR("录错")};
		c->actor_id = t->b->w.people[APPROVER];
		t->bound = act_work(c, &a);
	}
	const struct donation of = {.shard = REGION, .donation_id = t->goods_id};
	t->lots = donation_lots(c, &of, &lots, &count);
	t->bought = count > 0 ? lots[0].bought : -1;
	t->unit_fen = count > 0 ? money_fen(lots[0].unit_cost) : -1;
	return SN_FAIL(OUT_OF_TURN); /* undoes it */
}
#define LINES "UPDATE document_line SET value_fen = 9223372036854775807 WHERE "
static void what_no_books_hold(struct books *b, struct uuid goods_id,
			       const struct document *donation)
{
	static struct trial in_twice = {
		.edit = {.name = "test.in",
			 .params = "",
			 .sql = LINES "to_source = 4 AND to_class = 1 AND document_id IN (SELECT "
				      "document_id FROM document WHERE purpose = 'school')"}};
	static struct trial each = {
		.edit = {.name = "test.each",
			 .params = "",
			 .sql = "UPDATE document_line SET value_fen = 9000000000000000000 WHERE "
				"value_fen = 5000 AND to_class = 1 AND from_class = 0"}};
	static struct trial none = {
		.edit = {.name = "test.none",
			 .params = "",
			 .sql = "UPDATE document_line SET quantity = 0 WHERE quantity > 0"}};
	in_twice.b = none.b = each.b = b;
	each.reverse = *donation;
	in_twice.goods_id = none.goods_id = goods_id;
	REASON(store_write(&b->w.f.c, trial_work, &in_twice), "out_of_turn", "an edit by hand");
	REASON(in_twice.list, "amount_overflow", "more than there is money is told, not added up");
	REASON(in_twice.bound, "amount_overflow", "nor is anything bound by it");
	REASON(store_write(&b->w.f.c, trial_work, &each), "out_of_turn", "an edit by hand");
	REASON(each.bound, "amount_overflow",
	       "two purposes that hold more than there is: nothing is taken back by them");
	REASON(store_write(&b->w.f.c, trial_work, &none), "out_of_turn", "an edit by hand");
	REASON(none.lots, "ok", "a lot without pieces is shown");
	EQ_I64(none.bought, 0, "as it is");
	EQ_I64(none.unit_fen, 0, "a piece of it costs nothing");
}

static void run(enum fixture_engine engine)
{
	static struct books b;
	books_open(&b, engine);
	b.w.f.tick_us = 1;
	fixture_must(store_write(&b.w.f.c, matrix_work, NULL), "matrix");
	cash_for_two_purposes(&b);
	each_fund_is_its_own(&b);
	const struct document other = papers_that_claim_otherwise(&b);
	names_need_their_key(&b);
	struct donation *list;
	size_t count;
	struct uuid goods_id = UUID_NULL;
	fixture_must(donation_list(&b.w.f.c, &(const struct donation_filter){0}, &list, &count),
		     "all");
	for (size_t i = 0; i < count; i++)
		if (list[i].goods)
			goods_id = list[i].donation_id;
	EQ_I64(books_findings(&b), 0, "nothing to be found");
	what_no_books_hold(&b, goods_id, &other);
	books_close(&b);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
