/* What the books refuse, each for its reason: donations, papers that are taken back, budget lines where they do not belong,
 * invoices and items; who may choose and accept; and what a filter leaves out. Donors in it are synthetic. */
#include "books_world.h"
#include "ledger/ledger_priv.h"
#include "ledger/purchase_priv.h"

/* ---- donations ---- */

struct giving {
	struct donation_new donation;
	struct uuid donation_id;
	struct str why;
	struct document out;
};
static struct sn_err give_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_make(c, &g->donation, &g->out);
}
static struct sn_err keyless_work(struct ctx *c, void *arg)
{
	struct ctx without = *c;
	without.keys = NULL;
	return give_work(&without, arg);
}
static struct sn_err give_back_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_return(c, g->donation_id, &g->donation.plan, g->donation.amount, &g->out);
}
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct giving *g = arg;
	return donation_receipt_void(c, g->donation_id, g->why);
}
static struct sn_err close_seller(struct ctx *c, void *arg)
{
	const struct books *b = arg;
	return partner_close(c, b->partner_no[2], 20240901);
}
static struct giving giving_of(int64_t org_no, struct donor donor, int64_t fen)
{
	return (struct giving){.donation = {.plan = plan_of(DOCUMENT_RECEIVE, org_no, 1, fen).plan,
					    .donor = donor,
					    .amount = MONEY_FEN(fen)}};
}
static const char *gives(struct books *b, struct giving *g)
{
	return sn_reason_word(books_as(b, MAKER, give_work, g).reason);
}
static const struct donor anonymous = {.kind = DONOR_ANONYMOUS};

static void donations(struct books *b)
{
	char long_words[NAME_BYTES_MAX + 2] = {0};
	memset(long_words, 'a', sizeof long_words - 1);
	struct giving g = giving_of(REGION, (struct donor){.kind = DONOR_PERSON}, 100);
	EQ_STR(gives(b, &g), "donation_no_donor", "a person has a name");
	g = giving_of(REGION, (struct donor){.kind = DONOR_KINDS_COUNT}, 100);
	EQ_STR(gives(b, &g), "donation_no_donor", "and a donor is of some kind");
	b->w.f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&b->w.f.c, close_seller, b), "closed");
	g = giving_of(REGION, (struct donor){.kind = DONOR_PARTNER, .partner_no = b->partner_no[2]},
		      100);
	EQ_STR(gives(b, &g), "partner_closed", "who is no more gives nothing");
	g = giving_of(REGION, (struct donor){.kind = DONOR_PERSON, .name = STR("甲某某")}, 100);
	REASON(books_as(b, MAKER, keyless_work, &g), "key_missing", "without keys no name is kept");
	const struct goods_line coats[] = {{b->w.coat, 10, MONEY_FEN(200000)}};
	g = giving_of(REGION, (struct donor){.kind = DONOR_PARTNER, .partner_no = b->partner_no[0]},
		      200000);
	g.donation.lines = coats;
	g.donation.count = 1;
	g.donation.basis = str_of(long_words);
	EQ_STR(gives(b, &g), "too_long", "a basis is some words");
	g.donation.basis = STR("发票");
	EQ_STR(gives(b, &g), "ok", "goods in kind");
	EQ_STR(gives(b, &g), "ok", "said again");
	struct giving other = g;
	other.donation.donor.partner_no = b->partner_no[1];
	EQ_STR(gives(b, &other), "document_differs", "not of another company");
	other = g;
	other.donation.basis = STR("询价");
	EQ_STR(gives(b, &other), "document_differs", "nor valued otherwise");
	struct document d;
	struct act plain = {.what = DO_RECEIVE,
			    .plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 700),
			    .money = {{0, MONEY_FEN(700)}},
			    .document = &d};
	plain.plan.plan.source = FUND_DONATION;
	REASON(act(&b->w, MAKER, &plain), "donation_donor_needed",
	       "donated money has a donor and a purpose");
	plain.plan.plan.source = FUND_OWN;
	fixture_must(act(&b->w, MAKER, &plain), "money");
	sign_all(&b->w, &d);
	g = giving_of(REGION, anonymous, 700);
	g.donation.plan.document.document_id = d.document_id;
	EQ_STR(gives(b, &g), "document_differs",
	       "what came in as other money is no donation afterwards");
}

/* Donations of two unions, a cycle and goods lie beside each other: each fund spends its own. */
static void each_fund_its_own(struct books *b)
{
	struct giving here = giving_of(REGION, anonymous, 5000),
		      there = giving_of(COUNTY, anonymous, 3000),
		      later = giving_of(REGION, anonymous, 4000);
	struct document d;
	struct donation *list;
	size_t count = 0;
	int64_t left = 0;
	EQ_STR(gives(b, &here), "ok", "to the region");
	sign_all(&b->w, &here.out);
	EQ_STR(gives(b, &there), "ok", "to the county");
	sign_all(&b->w, &there.out);
	later.donation.plan.document.cycle_no = 7;
	EQ_STR(gives(b, &later), "ok", "for a cycle");
	sign_all(&b->w, &later.out);
	struct act a = {.what = DO_ALLOT,
			.plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 2000),
			.money = {{COUNTY, MONEY_FEN(2000)}},
			.count = 1,
			.document = &d};
	a.plan.plan.source = FUND_DONATION;
	fixture_must(act(&b->w, MAKER, &a), "spend");
	sign_all(&b->w, &d);
	fixture_must(donation_list(&b->w.f.c, &(const struct donation_filter){.org_no = 0}, &list,
				   &count),
		     "list");
	for (size_t i = 0; i < count; i++)
		left += list[i].goods ? 0 : money_fen(list[i].left);
	EQ_I64(left, 5000 + 3000 + 4000 - 2000, "one fund has less, the others all of theirs");
	struct giving back = {.donation_id = here.out.document_id,
			      .donation = {.plan = plan_of(DOCUMENT_RETURN, REGION, 1, 100).plan,
					   .amount = MONEY_FEN(100)}};
	REASON(books_as(b, MAKER, give_back_work, &back), "ok", "a part goes back");
	back.donation_id = later.out.document_id;
	REASON(books_as(b, MAKER, give_back_work, &back), "document_differs",
	       "one paper gives back one donation");
	char long_words[NAME_BYTES_MAX + 2] = {0};
	memset(long_words, 'a', sizeof long_words - 1);
	struct giving receipt = {.donation_id = uuid_random(), .why = STR("x")};
	REASON(books_as(b, CASHIER, void_work, &receipt), "donation_gone", "no receipt of nothing");
	receipt.donation_id = here.out.document_id;
	receipt.why = str_of(long_words);
	REASON(books_as(b, CASHIER, void_work, &receipt), "too_long", "a reason is some words");
}

/* ---- papers ---- */

static struct sn_err also_approver(struct ctx *c, void *arg)
{
	const struct books *b = arg;
	static const enum who whose[] = {MAKER, DISTRIBUTOR, KEEPER};
	for (size_t i = 0; i < 3; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = b->w.people[whose[i]],
							.role = ROLE_APPROVER,
							.org_no = REGION}));
	return SN_SUCCESS;
}
static void taking_back(struct books *b)
{
	struct document d, draft, back;
	struct act a = {.what = DO_GOODS,
			.plan = plan_of(DOCUMENT_ISSUE, REGION, 1, 500),
			.goods = {{0, 500, MONEY_FEN(0)}},
			.count = 1,
			.document = &d};
	a.plan.receiver_id = b->w.people[DISTRIBUTOR];
	fixture_must(act(&b->w, MAKER, &a), "issue");
	draft = d;
	b->w.f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&b->w.f.c, also_approver, b), "approvers");
	struct act reverse = {.what = DO_REVERSE,
			      .reversal_id = uuid_random(),
			      .why = STR("发错了"),
			      .document = &draft};
	REASON(act(&b->w, APPROVER, &reverse), "document_not_done",
	       "a draft is cancelled, not taken back");
	sign_all(&b->w, &d);
	fixture_must(act(&b->w, DISTRIBUTOR, &(struct act){.what = DO_ACCEPT, .document = &d}),
		     "accept");
	struct act give = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_GIVEBACK, REGION, 1, 200),
			   .goods = {{0, 200, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &back};
	give.plan.holder_id = b->w.people[DISTRIBUTOR];
	fixture_must(act(&b->w, DISTRIBUTOR, &give), "give back");
	fixture_must(act(&b->w, CASHIER, &(struct act){.what = DO_ACCEPT, .document = &back}),
		     "take in");
	reverse.document = &d;
	reverse.why = STR("  ");
	REASON(act(&b->w, APPROVER, &reverse), "missing_field", "it is said why");
	reverse.why = STR("发错了");
	REASON(act(&b->w, MAKER, &reverse), "same_hand", "not by its maker");
	REASON(act(&b->w, DISTRIBUTOR, &reverse), "same_hand", "nor by who has got it");
	struct document copy = back;
	reverse.document = &copy;
	REASON(act(&b->w, DISTRIBUTOR, &reverse), "same_hand", "nor by who gave it back");
	REASON(act(&b->w, KEEPER, &reverse), "ok", "by an approver who had no part in it");
	REASON(act(&b->w, KEEPER, &reverse), "ok", "said again");
	reverse.reversal_id = uuid_random();
	REASON(act(&b->w, KEEPER, &reverse), "reversed_already", "once");
	REASON(act(&b->w, KEEPER,
		   &(struct act){.what = DO_SIGN, .hand = HAND_CHECKER, .document = &copy}),
	       "document_state", "what is done is not signed");
}

static void what_does_not_belong(struct books *b)
{
	struct document d;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 100),
			.money = {{0, MONEY_FEN(100)}},
			.document = &d};
	a.plan.plan.budget = STR("b1");
	REASON(act(&b->w, MAKER, &a), "budget_not_here", "money that comes in takes from no line");
	struct act give = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_ISSUE, REGION, 2, 100),
			   .goods = {{0, 100, MONEY_FEN(0)}, {b->w.coat, 1, MONEY_FEN(0)}},
			   .count = 2,
			   .document = &d};
	give.plan.receiver_id = b->w.people[DISTRIBUTOR];
	REASON(act(&b->w, MAKER, &give), "document_mixed", "cash and goods stand on two papers");
	struct act up = {.what = DO_ALLOT,
			 .plan = plan_of(DOCUMENT_ALLOT, COUNTY, 1, 100),
			 .money = {{REGION, MONEY_FEN(100)}},
			 .count = 1,
			 .document = &d};
	REASON(act(&b->w, MAKER, &up), "allot_not_below", "money is allotted downwards");
}

/* ---- invoices, items ---- */

struct number {
	const char *text;
	struct uuid document_id;
	struct item item;
};
static struct sn_err invoice_work(struct ctx *c, void *arg)
{
	const struct number *n = arg;
	return goods_invoice_use(c, &(const struct invoice){.number = str_of(n->text),
							    .org_no = REGION,
							    .document_id = n->document_id,
							    .day = 20241026});
}
static struct sn_err item_work(struct ctx *c, void *arg)
{
	struct number *n = arg;
	struct item out;
	return goods_item_add(c, &n->item, NULL, 0, &out);
}
static void one_number_one_purchase(struct books *b)
{
	static const char *const same[] = {"abz-12/3_4", "ABZ 1234", "Abz1234", "ＡＢＺ１２３４"};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		struct number n = {.text = same[i], .document_id = uuid_random()};
		REASON(books_as(b, MAKER, invoice_work, &n), i ? "invoice_used" : "ok",
		       "an invoice, however it is written");
	}
	struct number odd = {.text = "{ABZ}~1", .document_id = uuid_random()};
	(void)books_as(b, MAKER, invoice_work, &odd);
	static const char *const codes[] = {"Zz9:a/b-c.d_e", "{", "@", "`"};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct number n = {.item = {.code = str_of(codes[i]),
					    .name = STR("碗"),
					    .unit = UNIT_PORTION}};
		REASON(books_as(b, MAKER, item_work, &n), i ? "item_bad" : "ok", "a code");
	}
}

/* ---- who may choose and accept: pure ---- */

static const char *choice(struct purchase_step *contract, const struct purchase_step *quotes,
			  size_t count)
{
	const struct purchase p = {.ceiling = MONEY_FEN(1000)};
	return sn_reason_word(purchase_choice(&p, quotes, count, contract).reason);
}
static void who_is_chosen(void)
{
	const struct purchase_step quotes[] = {
		{.kind = PURCHASE_OPEN},
		{.kind = PURCHASE_QUOTE, .partner_no = 1, .amount = MONEY_FEN(900)},
		{.kind = PURCHASE_QUOTE, .partner_no = 2, .amount = MONEY_FEN(700)},
		{.kind = PURCHASE_QUOTE, .partner_no = 3, .amount = MONEY_FEN(800)}};
	struct purchase_step c = {.partner_no = 4, .amount = MONEY_FEN(700)};
	EQ_STR(choice(&c, quotes, 4), "purchase_no_quote", "who has quoted nothing is not chosen");
	EQ_STR(choice(&c, quotes, 1), "ok", "unless nobody has");
	c.amount = MONEY_FEN(1001);
	EQ_STR(choice(&c, quotes, 1), "purchase_above_ceiling", "within the decision");
	c = (struct purchase_step){.partner_no = 3, .amount = MONEY_FEN(800)};
	EQ_STR(choice(&c, quotes, 4), "purchase_why", "the dearer one wants a reason");
	c.words = STR("现货");
	EQ_STR(choice(&c, quotes, 4), "ok", "and has one");
	c.amount = MONEY_FEN(801);
	EQ_STR(choice(&c, quotes, 4), "purchase_above_quote", "at its price");
}
static void who_accepts(void)
{
	const struct uuid maker = {{1}}, quoter = {{2}}, keeper = {{3}};
	const struct purchase p = {.maker_id = maker};
	const struct purchase_step steps[] = {{.kind = PURCHASE_OPEN, .first_id = maker},
					      {.kind = PURCHASE_QUOTE, .first_id = quoter},
					      {.kind = PURCHASE_ACCEPTANCE, .first_id = keeper}};
	REASON(purchase_acceptor(&p, steps, 3, UUID_NULL), "purchase_accepts_own", "nobody");
	REASON(purchase_acceptor(&p, steps, 3, maker), "purchase_accepts_own", "not who opened it");
	REASON(purchase_acceptor(&p, steps, 3, quoter), "purchase_accepts_own",
	       "nor who entered a quote");
	REASON(purchase_acceptor(&p, steps, 3, keeper), "ok", "who counted before may count again");
}

/* ---- filters ---- */

static struct sn_err count_account(void *self, const struct account *a)
{
	(void)a;
	++*(int64_t *)self;
	return SN_SUCCESS;
}
static struct sn_err stop_at_once(void *self, const struct account *a)
{
	(void)self;
	(void)a;
	return SN_FAIL(CANNOT_WRITE_FILE);
}
static int64_t accounts(struct books *b, struct account_filter f)
{
	int64_t count = 0;
	fixture_must(ledger_accounts(&b->w.f.c, &f, count_account, &count), "accounts");
	return count;
}
static void filters_leave_out(struct books *b)
{
	const struct account_filter every = {.class = -1};
	const int64_t all = accounts(b, every);
	struct account_filter f = every;
	f.with_zero = true;
	OK(accounts(b, f) >= all, "empty accounts are left out");
	f = every;
	f.shard = COUNTY;
	const int64_t county = accounts(b, f);
	OK(county > 0 && county < all, "another shard is");
	f.org_no = REGION;
	EQ_I64(accounts(b, f), 0, "and a union that is not in it");
	f = every;
	f.cycle_no = 7;
	OK(accounts(b, f) > 0 && accounts(b, f) < all, "another cycle is");
	f.org_no = REGION;
	f.shard = REGION;
	f.class = ACCOUNT_FUND;
	EQ_I64(accounts(b, f), 1, "one fund of one union in one cycle");
	f = every;
	f.holder_id = b->w.people[DISTRIBUTOR];
	EQ_I64(accounts(b, f), 1, "what one person holds");
	f.shard = REGION;
	EQ_I64(accounts(b, f), 1, "in one shard");
	REASON(ledger_accounts(&b->w.f.c, &every, stop_at_once, NULL), "cannot_write_file",
	       "who cannot be told ends it");
}

static struct sn_err words_work(struct ctx *c, void *arg)
{
	(void)arg;
	return ledger_word_set(c, LEDGER_WORD_CYCLE, 7, STR("hw-2024"));
}
static void run(enum fixture_engine engine)
{
	static struct books b;
	struct document money;
	books_open(&b, engine);
	fixture_must(store_write(&b.w.f.c, words_work, NULL), "words");
	struct act receive = {.what = DO_RECEIVE,
			      .plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 10000000),
			      .money = {{0, MONEY_FEN(10000000)}},
			      .document = &money};
	fixture_must(act(&b.w, MAKER, &receive), "money");
	sign_all(&b.w, &money);
	donations(&b);
	each_fund_its_own(&b);
	what_does_not_belong(&b);
	one_number_one_purchase(&b);
	taking_back(&b);
	filters_leave_out(&b);
	EQ_I64(books_findings(&b), 0, "the books are right");
	books_close(&b);
}

int main(void)
{
	who_is_chosen();
	who_accepts();
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
