/* What comes next of a purchase and for whom, what a finding says, and what a credit note is paid out of where a purchase
 * was paid for more than one thing; on both engines. Donors in it are synthetic. */
#include "books_world.h"
#include "ledger/purchase_priv.h"

/* ---- what comes next: pure ---- */

#define NEXT(word) (1U << PURCHASE_NEXT_##word)

enum { A_MAKER = 1, A_FIRST, A_SECOND, STRANGER };
static struct uuid id_of(uint8_t n)
{
	struct uuid id = UUID_NULL;
	id.bytes[15] = n;
	return id;
}
struct scene {
	struct purchase purchase;
	struct purchase_step steps[6];
	struct purchase_item items[2];
	struct purchase_state state;
};
static void step_add(struct scene *s, enum purchase_step_kind kind, uint8_t first, uint8_t second)
{
	s->steps[s->state.steps_count++] = (struct purchase_step){.kind = kind,
								  .number = STR("验收 1"),
								  .first_id = id_of(first),
								  .second_id = id_of(second)};
}
static struct scene scene_of(bool contract, int64_t quotes)
{
	struct scene s = {.purchase = {.needs = {.contract = contract, .quotes = quotes},
				       .maker_id = id_of(A_MAKER)}};
	step_add(&s, PURCHASE_OPEN, A_MAKER, 0);
	return s;
}
static struct purchase_turn turn_of(struct scene *s, uint8_t user, bool makes, bool counts)
{
	struct purchase_turn turn;
	s->state.purchase = &s->purchase;
	s->state.steps = s->steps;
	s->state.items = s->items;
	purchase_turn_of(&s->state,
			 &(const struct purchase_who){
				 .user_id = id_of(user), .makes = makes, .counts = counts},
			 &turn);
	return turn;
}
static unsigned open_of(struct scene *s)
{
	return turn_of(s, STRANGER, false, false).open;
}

static void papers_come_first(void)
{
	struct scene s = scene_of(true, 1);
	EQ_I64(open_of(&s), NEXT(QUOTE), "a quote is wanted");
	EQ_I64(turn_of(&s, A_MAKER, true, false).mine, NEXT(QUOTE), "by who makes papers");
	EQ_I64(turn_of(&s, STRANGER, false, true).mine, 0, "not by who counts goods");
	step_add(&s, PURCHASE_QUOTE, A_MAKER, 0);
	EQ_I64(open_of(&s), NEXT(CONTRACT), "then the contract");
	EQ_I64(turn_of(&s, A_MAKER, true, false).mine, NEXT(CONTRACT), "by who makes papers");
	step_add(&s, PURCHASE_CONTRACT, A_MAKER, 0);
	EQ_I64(open_of(&s), NEXT(ACCEPT), "then the goods");
}

static void goods_come_then(void)
{
	struct scene s = scene_of(false, 0);
	EQ_I64(open_of(&s), NEXT(ACCEPT), "without a contract the first lorry is waited for");
	EQ_I64(turn_of(&s, A_MAKER, true, true).mine, 0, "not by who opened it");
	EQ_I64(turn_of(&s, A_FIRST, false, true).mine, NEXT(ACCEPT), "by who counts goods");
	step_add(&s, PURCHASE_ACCEPTANCE, A_FIRST, 0);
	struct purchase_turn half = turn_of(&s, A_FIRST, false, true);
	EQ_I64(half.open, NEXT(SECOND), "what one has counted waits for a second");
	OK(str_is(half.sheet, "验收 1"), "… and its sheet is named");
	EQ_I64(half.mine, 0, "the first does not count twice");
	EQ_I64(turn_of(&s, A_SECOND, false, true).mine, NEXT(SECOND), "another does");
	EQ_I64(turn_of(&s, A_SECOND, true, false).mine, 0, "if he may count");
	s.steps[1].second_id = id_of(A_SECOND);
	s.items[0] = (struct purchase_item){.contracted = -1, .accepted = 5, .stocked = 2};
	s.state.items_count = 1;
	EQ_I64(open_of(&s), NEXT(STOCK), "what was accepted is paid for");
	EQ_I64(turn_of(&s, A_MAKER, true, false).mine, NEXT(STOCK), "by who makes papers");
	EQ_I64(turn_of(&s, A_FIRST, true, false).mine, 0, "unless he counted the goods");
	EQ_I64(turn_of(&s, A_SECOND, true, false).mine, 0, "first or second");
	s.items[0].stocked = 5;
	EQ_I64(open_of(&s), 0, "then it is whole");
	s.state.sent = MONEY_FEN(100);
	EQ_I64(open_of(&s), NEXT(CREDIT), "until goods go back: their credit note is owed");
	EQ_I64(turn_of(&s, A_MAKER, true, false).mine, NEXT(CREDIT), "by who makes papers");
	s.state.credited = MONEY_FEN(100);
	EQ_I64(open_of(&s), 0, "and nothing once it is here");
}

static void contracts_are_filled(void)
{
	struct scene s = scene_of(true, 0);
	step_add(&s, PURCHASE_CONTRACT, A_MAKER, 0);
	s.items[0] = (struct purchase_item){.contracted = 10, .accepted = 10, .stocked = 10};
	s.items[1] = (struct purchase_item){.contracted = 4, .accepted = 3, .stocked = 3};
	s.state.items_count = 2;
	EQ_I64(open_of(&s), NEXT(ACCEPT), "one of a contract's things is missing still");
	s.items[1].accepted = 4;
	EQ_I64(open_of(&s), NEXT(STOCK), "it came: into the stock");
	s.items[1].stocked = 4;
	EQ_I64(open_of(&s), 0, "all of it is there");
	EQ_STR(purchase_next_words(PURCHASE_NEXT_SECOND)->word, "second", "each has its word");
}

static void findings_are_said(void)
{
	struct arena *mem = arena_new(1 << 16);
	const struct purchase_finding pieces = {.kind = PURCHASE_FINDING_LOT_PIECES,
						.text = STR("coat"),
						.expected = 10,
						.found = 9},
				      invoices = {.kind = PURCHASE_FINDING_INVOICES_ABOVE,
						  .expected = 20000,
						  .found = 20001};
	EQ_STR(purchase_finding_say(mem, LANG_ZH, &pieces).at,
	       "coat：入库 10，现有、已发、在途、报损合计 9，对不上", "pieces, by their thing");
	EQ_STR(purchase_finding_say(mem, LANG_ZH, &invoices).at,
	       "各发票合计 200.01 元，超过合同（或决定）的 200.00 元", "money in yuan");
	const struct str en = purchase_finding_say(mem, LANG_EN, &pieces);
	OK(str_starts(en, STR("coat: 10 came in")), "in English");
	arena_free(mem);
}

/* ---- paid for two things ---- */

struct work {
	struct books *b;
	struct purchase purchase;
	struct purchase_line line;
	struct document_plan plan;
	struct goods_line back;
	struct money amount;
	struct document *out;
};
static struct sn_err matrix_work(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":3,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"school\",\"zh\":\"助学\",\"en\":\"school\"}],\"rules\":["
		"{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"OWN\",\"purpose\":\"school\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"school\",\"allowed\":true}]}";
	bool changed = false;
	(void)arg;
	return fund_matrix_load(c, str_of(matrix), &changed);
}
static struct sn_err line_work(struct ctx *c, void *arg)
{
	static const char *const codes[] = {"b1", "b2"};
	struct books *b = arg;
	for (size_t i = 0; i < 2; i++) {
		const struct budget_entry e = {.entry_id = new_id(c),
					       .org_no = REGION,
					       .code = str_of(codes[i]),
					       .words = STR("防寒服"),
					       .source = FUND_OWN,
					       .delta = MONEY_FEN(500000)};
		struct budget_entry out;
		c->actor_id = b->w.people[MAKER];
		SN_TRY(budget_enter(c, &e, &out));
		c->actor_id = b->w.people[APPROVER];
		SN_TRY(budget_approve(c, e.entry_id, &out));
	}
	return SN_SUCCESS;
}
/* So many coats, that two people accept. */
static struct sn_err accept_work_of(struct ctx *c, void *arg)
{
	static const enum who both[] = {KEEPER, KEEPER_2};
	struct work *x = arg;
	bool complete = false;
	for (size_t i = 0; i < 2; i++) {
		c->actor_id = x->b->w.people[both[i]];
		SN_TRY(purchase_accept(
			c,
			&(const struct purchase_step){.step_id = uuid_random(),
						      .purchase_id = x->purchase.purchase_id,
						      .number = x->purchase.words,
						      .lines = &x->line,
						      .lines_count = 1},
			&complete));
	}
	return SN_SUCCESS;
}
static struct sn_err open_work(struct ctx *c, void *arg)
{
	struct work *x = arg;
	x->purchase = (struct purchase){.purchase_id = uuid_random(),
					.org_no = REGION,
					.words = STR("1"),
					.ceiling = MONEY_FEN(200000)};
	struct purchase out;
	c->actor_id = x->b->w.people[MAKER];
	SN_TRY(purchase_open(c, &x->purchase, &(const struct purchase_meeting){.number = STR_NULL},
			     &out));
	return accept_work_of(c, arg);
}
static struct work opened(struct books *b, int64_t coats)
{
	struct work x = {.b = b, .line = {b->w.coat, coats, 0, MONEY_FEN(0)}};
	fixture_must(store_write(&b->w.f.c, open_work, &x), "a purchase");
	return x;
}
static const char *buys(struct work *x, const char *invoice, int64_t coats, const char *purpose,
			const char *budget, enum fund_source source)
{
	struct document d = {0};
	struct act a = {.what = DO_PURCHASE,
			.plan = plan_of(DOCUMENT_PURCHASE, REGION, 1, coats * 20000),
			.goods = {{x->b->w.coat, coats, MONEY_FEN(coats * 20000)}},
			.count = 1,
			.document = &d};
	a.plan.plan.purchase_id = x->purchase.purchase_id;
	a.plan.plan.document.reference = str_of(invoice);
	a.plan.plan.purpose = str_of(purpose);
	a.plan.plan.budget = str_of(budget);
	a.plan.plan.source = source;
	const struct sn_err e = act(&x->b->w, MAKER, &a);
	if (!sn_failed(e))
		sign_all(&x->b->w, &d);
	return sn_reason_word(e.reason);
}
static struct sn_err back_work(struct ctx *c, void *arg)
{
	const struct work *x = arg;
	return x->back.quantity > 0 || x->amount.fen == 0
		       ? document_make_sendback(c, &x->plan, &x->back, 1, x->out)
		       : document_make_credit(c, &x->plan, x->amount, x->out);
}
static const char *goes_back(struct work *x, enum fund_source source, int64_t coats,
			     struct document *out)
{
	x->plan = plan_of(DOCUMENT_SENDBACK, REGION, 1, 0).plan;
	x->plan.purchase_id = x->purchase.purchase_id;
	x->plan.document.words = STR("开线");
	x->plan.source = source;
	x->back = (struct goods_line){x->b->w.coat, coats, MONEY_FEN(0)};
	x->out = out;
	const struct sn_err e = books_as(x->b, KEEPER, back_work, x);
	if (!sn_failed(e))
		sign_all(&x->b->w, out);
	return sn_reason_word(e.reason);
}
static struct work note(const struct work *of, const char *number, int64_t fen,
			struct document *out)
{
	struct work x = *of;
	x.plan = plan_of(DOCUMENT_SENDBACK, REGION, 1, fen).plan;
	x.plan.purchase_id = of->purchase.purchase_id;
	x.plan.document.reference = str_of(number);
	x.back.quantity = 0;
	x.amount = MONEY_FEN(fen);
	x.out = out;
	return x;
}
static const char *credits(struct work *x)
{
	return sn_reason_word(books_as(x->b, MAKER, back_work, x).reason);
}
static int64_t used_of(struct books *b, const char *code)
{
	const struct budget_line at = {.shard = REGION, .org_no = REGION, .code = str_of(code)};
	struct budget_line line;
	fixture_must(budget_line_read(&b->w.f.c, &at, &line), code);
	return money_fen(line.used);
}
static const char *takes_back(struct books *b, struct document *d)
{
	struct act a = {.what = DO_REVERSE,
			.document = d,
			.reversal_id = uuid_random(),
			.why = STR("录错")};
	return sn_reason_word(act(&b->w, APPROVER, &a).reason);
}

static void paid_for_two_things(struct books *b)
{
	struct document d = {0}, back = {0};
	struct work x = opened(b, 10);
	EQ_STR(buys(&x, "I-1", 2, "gift", "b1", FUND_OWN), "ok", "gifts, out of a line");
	EQ_STR(buys(&x, "I-2", 2, "gift", NULL, FUND_OWN), "ok", "gifts, out of none");
	EQ_STR(buys(&x, "I-3", 2, "school", "b1", FUND_OWN), "ok", "schooling, out of the first");
	EQ_STR(buys(&x, "I-4", 4, "school", "b2", FUND_OWN), "ok", "and out of another");
	struct work cash = x;
	EQ_STR(goes_back(&cash, FUND_OWN, 0, &back), "quantity_bad", "no piece does not go back");
	cash.back = (struct goods_line){0, 100, MONEY_FEN(0)};
	EQ_STR(sn_reason_word(books_as(b, KEEPER, back_work, &cash).reason), "quantity_bad",
	       "nor does money, as goods");
	cash.back = (struct goods_line){b->w.coat, 1, MONEY_FEN(0)};
	cash.plan.document.cycle_no = 7;
	EQ_STR(sn_reason_word(books_as(b, KEEPER, back_work, &cash).reason), "purchase_elsewhere",
	       "nor goods of another cycle");
	EQ_STR(goes_back(&x, FUND_OWN, 3, &back), "ok", "three coats, the oldest first");
	struct work n = note(&x, "R-1", 60000, &d);
	EQ_STR(credits(&n), "budget_line_missing", "paid out of two lines: the paper says which");
	n.amount = MONEY_FEN(-1);
	EQ_STR(credits(&n), "quantity_bad", "less than nothing is no credit");
	n = note(&x, "R-1", 60000, &d);
	n.plan.budget = STR("b2");
	EQ_STR(credits(&n), "ok", "said, it comes back there");
	EQ_STR(credits(&n), "ok", "the same again is the same answer");
	n.amount = MONEY_FEN(59999);
	EQ_STR(credits(&n), "document_differs", "with another amount it is not");
	sign_all(&b->w, &d);
	EQ_STR(d.purpose.at, "gift", "for two purposes: the one that the paper names");
	EQ_I64(used_of(b, "b2"), 20000, "the named line has its money back");
	EQ_I64(used_of(b, "b1"), 80000, "the other has not");

	EQ_STR(takes_back(b, &back), "ok", "the coats did not go back after all");
	struct document more = {0};
	n = note(&x, "R-2", 1, &more);
	n.plan.budget = STR("b2");
	EQ_STR(credits(&n), "credit_above_sent", "then more was credited than went back");
	x.line.quantity = 3;
	x.purchase.words = STR("2");
	fixture_must(store_write(&b->w.f.c, accept_work_of, &x), "three more came");
	EQ_STR(buys(&x, "I-5", 3, "gift", NULL, FUND_OWN), "ok", "the money is spent again");
	EQ_STR(takes_back(b, &d), "invoice_above_contract",
	       "so the note is not taken back: more would be invoiced than was decided");
	EQ_I64(used_of(b, "b2"), 20000, "… and nothing has changed");
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
static void donated_money_stays_bound(struct books *b)
{
	static const char *const purposes[] = {"gift", "school"};
	for (size_t i = 0; i < 2; i++) {
		struct giving g = {
			.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 40000).plan,
				     .donor = {.kind = DONOR_ANONYMOUS},
				     .amount = MONEY_FEN(40000)}};
		g.donation.plan.purpose = str_of(purposes[i]);
		fixture_must(books_as(b, MAKER, give_work, &g), "give");
		sign_all(&b->w, &g.out);
	}
	struct document back = {0}, d = {0};
	struct work x = opened(b, 3);
	EQ_STR(buys(&x, "D-1", 1, "gift", NULL, FUND_DONATION), "ok", "a gift");
	EQ_STR(buys(&x, "D-2", 1, "school", NULL, FUND_DONATION), "ok", "for a school");
	EQ_STR(goes_back(&x, FUND_DONATION, 2, &back), "ok", "both go back");
	struct work n = note(&x, "R-9", 40000, &d);
	n.plan.source = FUND_DONATION;
	EQ_STR(credits(&n), "donation_purpose",
	       "of donated money that was spent on two purposes nobody knows which it is now");
	EQ_I64(total(&b->w, REGION, ACCOUNT_FUND, 0, FUND_DONATION).fen, 40000,
	       "… and nothing has moved");
}

static void run(enum fixture_engine engine)
{
	static struct books b;
	struct document d = {0};
	books_open(&b, engine);
	b.w.f.tick_us = 1;
	fixture_must(store_write(&b.w.f.c, matrix_work, &b), "matrix");
	struct act in = {.what = DO_RECEIVE,
			 .plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 900000),
			 .money = {{0, MONEY_FEN(900000)}},
			 .document = &d};
	fixture_must(act(&b.w, MAKER, &in), "money");
	sign_all(&b.w, &d);
	fixture_must(store_write(&b.w.f.c, line_work, &b), "lines");
	paid_for_two_things(&b);
	donated_money_stays_bound(&b);
	EQ_I64(books_findings(&b), 0, "verify finds nothing");
	books_close(&b);
}

int main(void)
{
	papers_come_first();
	goods_come_then();
	contracts_are_filled();
	findings_are_said();
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
