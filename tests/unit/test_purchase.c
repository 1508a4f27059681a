/* How goods come into the stock: what an amount needs, what each step refuses, what the findings say, and that verify
 * sees an edit of any of it; on both engines. */
#include "books_world.h"
#include "ledger/purchase_priv.h"

/* ---- thresholds: pure ---- */

#define HEAD        "{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\",\"tiers\":"
#define TIERS(list) HEAD "[" list "]}"
#define TIER        "{\"from_fen\":0,\"meeting\":false,\"quotes\":0,\"contract\":false}"

static const struct {
	const char *json, *reason, *text, *what;
} bad_rules[] = {
	{"{", "bad_json", "", "what is no JSON"},
	{"{\"schema\":2,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"t\",\"tiers\":[]}",
	 "thresholds_value", "$.schema", "another schema"},
	{"{\"schema\":1,\"version\":0,\"from\":\"2014-01-01\",\"source\":\"t\",\"tiers\":[]}",
	 "thresholds_value", "$.version", "no version"},
	{"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"until\":\"2014-01-01\","
	 "\"source\":\"t\",\"tiers\":[" TIER "]}",
	 "thresholds_value", "$.until", "an end that is no end"},
	{"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"until\":\"2014-13-01\","
	 "\"source\":\"t\",\"tiers\":[" TIER "]}",
	 "bad_day", "2014-13-01", "an end that is no day"},
	{"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"\",\"tiers\":[" TIER
	 "]}",
	 "thresholds_value", "$.source", "nobody's rule"},
	{TIERS(""), "thresholds_value", "$.tiers.tiers", "no tier"},
	{TIERS("{\"from_fen\":-1}"), "thresholds_value", "$.tiers[0].from_fen",
	 "less than nothing"},
	{TIERS("{\"from_fen\":0,\"quotes\":2}"), "thresholds_value", "$.tiers[0].quotes",
	 "two, which is no comparison"},
	{TIERS("{\"from_fen\":0,\"quotes\":51}"), "thresholds_value", "$.tiers[0].quotes",
	 "more than anybody asks"},
	{TIERS("{\"from_fen\":0,\"quotes\":3,\"contract\":false}"), "thresholds_value",
	 "$.tiers[0].contract", "quotes of which nobody says which was chosen"},
	{TIERS(TIER "," TIER), "thresholds_value", "$.tiers[1].from_fen", "the same amount twice"},
};

static const char *parse(struct arena *mem, const char *json, struct purchase_rules *out,
			 char text[96])
{
	const struct sn_err e = purchase_rules_parse(mem, str_of(json), out);
	memcpy(text, e.text, 96);
	return sn_reason_word(e.reason);
}

static void thresholds_are_read(void)
{
	struct arena *mem = arena_new(1 << 20);
	struct purchase_rules r;
	char text[96], many[2048] = HEAD "[";
	for (size_t i = 0; i < sizeof bad_rules / sizeof *bad_rules; i++) {
		EQ_STR(parse(mem, bad_rules[i].json, &r, text), bad_rules[i].reason,
		       bad_rules[i].what);
		if (bad_rules[i].text[0])
			EQ_STR(text, bad_rules[i].text, "… told where");
	}
	for (int i = 0; i <= PURCHASE_TIERS_MAX; i++) {
		const size_t used = strlen(many);
		(void)snprintf(many + used, sizeof many - used, "%s{\"from_fen\":%d}", i ? "," : "",
			       i);
	}
	(void)snprintf(many + strlen(many), sizeof many - strlen(many), "]}");
	EQ_STR(parse(mem, many, &r, text), "thresholds_value", "more tiers than anybody has");
	EQ_STR(parse(mem,
		     "{\"schema\":1,\"version\":7,\"from\":\"2014-01-01\",\"until\":\"2020-01-01\","
		     "\"source\":\"t\",\"tiers\":[{\"from_fen\":100,\"meeting\":false,\"quotes\":0,"
		     "\"contract\":false,\"source\":\"own\"},{\"from_fen\":200,\"meeting\":true,"
		     "\"quotes\":3,\"contract\":true},{\"from_fen\":300,\"meeting\":null,"
		     "\"quotes\":null,\"contract\":null}]}",
		     &r, text),
	       "ok", "rules of three tiers");
	EQ_I64(r.until_day, 20200101, "… with an end");
	EQ_STR(r.tiers[0].source.at, "own", "… and a source of a tier's own");
	const struct purchase_needs below = purchase_needs_of(&r, MONEY_FEN(99)),
				    small = purchase_needs_of(&r, MONEY_FEN(199)),
				    large = purchase_needs_of(&r, MONEY_FEN(200)),
				    unset = purchase_needs_of(&r, MONEY_FEN(300));
	OK(below.meeting && below.contract && below.quotes == PURCHASE_QUOTES_DEFAULT &&
		   below.unset,
	   "below the first tier nobody set anything: the whole chain");
	OK(!small.meeting && !small.contract && small.quotes == 0 && !small.unset,
	   "a small amount needs nothing");
	OK(large.meeting && large.contract && large.quotes == 3 && !large.unset,
	   "a larger one what is set");
	OK(unset.meeting && unset.contract && unset.quotes == PURCHASE_QUOTES_DEFAULT &&
		   unset.unset,
	   "what is unset is asked for");
	EQ_STR(parse(mem, TIERS("{\"from_fen\":0,\"meeting\":false,\"quotes\":0}"), &r, text), "ok",
	       "a contract that nobody decided about");
	OK(purchase_needs_of(&r, MONEY_FEN(5)).unset, "… is told as unset");
	EQ_STR(parse(mem, TIERS("{\"from_fen\":0,\"meeting\":false,\"contract\":false}"), &r, text),
	       "ok", "quotes that nobody decided about");
	OK(purchase_needs_of(&r, MONEY_FEN(5)).contract,
	   "… are asked for, and with them the contract that chooses");
	arena_free(mem);
}

/* ---- the order of the steps: pure ---- */

static const char *may(struct purchase_needs needs, const enum purchase_step_kind *before,
		       size_t count, enum purchase_step_kind next)
{
	struct purchase_step steps[4] = {{.kind = PURCHASE_OPEN}};
	for (size_t i = 0; i < count; i++)
		steps[i].kind = before[i];
	return sn_reason_word(purchase_may(&needs, steps, count, next).reason);
}
static void steps_follow_each_other(void)
{
	const struct purchase_needs none = {.quotes = 0}, all = {true, true, 3, false};
	const enum purchase_step_kind contracted[] = {PURCHASE_OPEN, PURCHASE_CONTRACT},
				      accepted[] = {PURCHASE_OPEN, PURCHASE_ACCEPTANCE},
				      quoted[] = {PURCHASE_OPEN, PURCHASE_QUOTE};
	EQ_STR(may(none, contracted, 2, PURCHASE_OPEN), "ok", "opening is asked by nobody");
	EQ_STR(may(none, contracted, 2, PURCHASE_QUOTE), "purchase_order",
	       "no quote after the contract");
	EQ_STR(may(none, accepted, 2, PURCHASE_QUOTE), "purchase_order",
	       "nor after the goods came");
	EQ_STR(may(none, contracted, 2, PURCHASE_CONTRACT), "purchase_order", "one contract");
	EQ_STR(may(none, accepted, 2, PURCHASE_CONTRACT), "purchase_order",
	       "none for what has come already");
	EQ_STR(may(all, quoted, 2, PURCHASE_CONTRACT), "purchase_few_quotes", "three quotes first");
	EQ_STR(may(all, quoted, 2, PURCHASE_ACCEPTANCE), "purchase_order",
	       "nothing comes before them");
	EQ_STR(may(none, quoted, 2, PURCHASE_ACCEPTANCE), "purchase_order",
	       "who has a quote records which was chosen");
	EQ_STR(may((struct purchase_needs){.contract = true}, quoted, 1, PURCHASE_ACCEPTANCE),
	       "purchase_order", "who needs a contract makes it");
	EQ_STR(may(none, quoted, 1, PURCHASE_ACCEPTANCE), "ok",
	       "who needs nothing takes the goods");
	EQ_STR(may(all, contracted, 2, PURCHASE_ACCEPTANCE), "ok", "and who has a contract");
}

static void two_counts_are_compared(void)
{
	struct purchase_line one[] = {{1, 5, 1, MONEY_FEN(0)}, {2, 3, 0, MONEY_FEN(0)}},
			     two[] = {{1, 5, 1, MONEY_FEN(0)}, {2, 3, 0, MONEY_FEN(0)}};
	struct purchase_step first = {.lines = one, .lines_count = 2},
			     second = {.lines = two, .lines_count = 2};
	int64_t args[2];
	EQ_I64(purchase_count_apart(&first, &second, args), 0, "the same");
	two[1].quantity = 4;
	EQ_I64(purchase_count_apart(&first, &second, args), 2, "another number of pieces");
	EQ_I64(args[0] * 10 + args[1], 34, "… both are told");
	two[1] = one[1];
	two[0].refused = 2;
	EQ_I64(purchase_count_apart(&first, &second, args), 1, "another number of refused ones");
	EQ_I64(args[0] * 10 + args[1], 12, "… both are told");
	two[0] = one[0];
	second.lines_count = 1;
	EQ_I64(purchase_count_apart(&first, &second, args), 2, "something that the second has not");
	second.lines_count = 2;
	first.lines_count = 1;
	EQ_I64(purchase_count_apart(&first, &second, args), 2, "something that the first has not");
	EQ_I64(args[0] * 10 + args[1], 3, "… none of three");
}

/* ---- acting ---- */

struct step {
	enum { OPEN, QUOTE, CONTRACT, ACCEPT, LOAD } what;
	struct purchase purchase, out;
	struct purchase_meeting meeting;
	struct purchase_step step;
	struct purchase_line lines[2];
	const char *json;
	bool complete, changed;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	s->step.lines = s->lines;
	switch (s->what) {
	case OPEN:
		return purchase_open(c, &s->purchase, &s->meeting, &s->out);
	case QUOTE:
		return purchase_quote(c, &s->step);
	case CONTRACT:
		return purchase_contract(c, &s->step);
	case ACCEPT:
		return purchase_accept(c, &s->step, &s->complete);
	case LOAD:
		return purchase_rules_load(c, str_of(s->json), &s->changed);
	}
	return SN_SUCCESS;
}
static const char *does(struct books *b, enum who who, struct step *s)
{
	return sn_reason_word(books_as(b, who, step_work, s).reason);
}

static struct step opening(int64_t ceiling_fen)
{
	return (struct step){.what = OPEN,
			     .purchase = {.purchase_id = uuid_random(),
					  .org_no = REGION,
					  .words = STR("防寒服"),
					  .day = 20241026,
					  .ceiling = MONEY_FEN(ceiling_fen)},
			     .meeting = {STR("纪要 1"), STR("示例")}};
}
static struct step quote(const struct step *of, int64_t partner_no, int64_t fen)
{
	return (struct step){.what = QUOTE,
			     .step = {.step_id = uuid_random(),
				      .purchase_id = of->purchase.purchase_id,
				      .partner_no = partner_no,
				      .amount = MONEY_FEN(fen)}};
}
static struct step contract(const struct step *of, int64_t partner_no, struct purchase_line line)
{
	return (struct step){.what = CONTRACT,
			     .step = {.step_id = uuid_random(),
				      .purchase_id = of->purchase.purchase_id,
				      .number = STR("合同 1"),
				      .partner_no = partner_no,
				      .amount = line.value,
				      .lines_count = 1},
			     .lines = {line}};
}
static struct step acceptance(const struct step *of, const char *sheet, struct purchase_line line)
{
	return (struct step){.what = ACCEPT,
			     .step = {.step_id = uuid_random(),
				      .purchase_id = of->purchase.purchase_id,
				      .number = str_of(sheet),
				      .lines_count = 1},
			     .lines = {line}};
}

/* ---- what the opening refuses ---- */

static void the_opening(struct books *b)
{
	char long_words[PURCHASE_WORDS_BYTES_MAX + 2] = {0};
	memset(long_words, 'a', sizeof long_words - 1);
	struct step s = opening(50000);
	s.purchase.purchase_id = UUID_NULL;
	EQ_STR(does(b, MAKER, &s), "missing_field", "a purchase has an id");
	s = opening(50000);
	s.purchase.words = STR_NULL;
	EQ_STR(does(b, MAKER, &s), "missing_field", "and says what is bought");
	s.purchase.words = str_of(long_words);
	EQ_STR(does(b, MAKER, &s), "too_long", "in a paragraph");
	s = opening(0);
	EQ_STR(does(b, MAKER, &s), "quantity_bad", "it has a ceiling");
	s = opening(LEDGER_FEN_MAX + 1);
	EQ_STR(does(b, MAKER, &s), "quantity_bad", "that the books can hold");
	s = opening(50000);
	EQ_STR(does(b, KEEPER, &s), "not_granted", "a maker opens it");
	EQ_STR(does(b, MAKER, &s), "ok", "opened");
	EQ_STR(does(b, MAKER, &s), "ok", "said again");
	s.purchase.org_no = COUNTY;
	EQ_STR(does(b, MAKER, &s), "purchase_differs", "not for another union");
	s.purchase.org_no = REGION;
	s.purchase.words = STR("鞋");
	EQ_STR(does(b, MAKER, &s), "purchase_differs", "nor for shoes");
	s = opening(100000);
	s.purchase.day = 0;
	s.meeting.number = STR_NULL;
	EQ_STR(does(b, MAKER, &s), "purchase_meeting_needed", "a large one needs a meeting");
	s.meeting = (struct purchase_meeting){STR("纪要 2"), STR_NULL};
	EQ_STR(does(b, MAKER, &s), "purchase_meeting_needed", "and who was there");
	s.meeting.present = STR("示例");
	EQ_STR(does(b, MAKER, &s), "ok", "decided");
	EQ_I64(s.out.day, 20241026, "today, unless another day is said");
	struct purchase nothing;
	REASON(purchase_read(&b->w.f.c, uuid_random(), &nothing), "purchase_gone",
	       "what nobody opened is not there");
}

static void quotes_and_contract(struct books *b, struct step *s)
{
	struct step q = quote(s, b->partner_no[0], 0);
	EQ_STR(does(b, MAKER, &q), "quantity_bad", "a quote is an amount");
	q = quote(s, 4711, 5);
	EQ_STR(does(b, MAKER, &q), "no_such_partner", "of somebody who is known");
	q = quote(s, b->partner_no[0], 120000);
	q.step.step_id = UUID_NULL;
	EQ_STR(does(b, MAKER, &q), "missing_field", "with an id");
	q = quote(s, b->partner_no[0], 120000);
	EQ_STR(does(b, KEEPER, &q), "not_granted", "by a maker");
	EQ_STR(does(b, MAKER, &q), "ok", "a quote");
	EQ_STR(does(b, MAKER, &q), "ok", "said again");
	q.step.amount = MONEY_FEN(1);
	EQ_STR(does(b, MAKER, &q), "purchase_differs", "not with another amount");
	q = quote(s, b->partner_no[0], 1);
	EQ_STR(does(b, MAKER, &q), "purchase_quote_twice", "one a seller");
	const struct purchase_line coats = {b->w.coat, 10, 0, MONEY_FEN(110000)};
	struct step c = contract(s, b->partner_no[1], coats);
	EQ_STR(does(b, MAKER, &c), "purchase_few_quotes", "three before a contract");
	q = quote(s, b->partner_no[1], 130000);
	EQ_STR(does(b, MAKER, &q), "ok", "a second");
	EQ_STR(does(b, MAKER, &c), "purchase_few_quotes", "two are too few");
	q = quote(s, b->partner_no[2], 110000);
	EQ_STR(does(b, MAKER, &q), "ok", "a third");
	c.step.number = STR_NULL;
	EQ_STR(does(b, MAKER, &c), "missing_field", "a contract has a number");
	c = contract(s, b->partner_no[1], coats);
	c.step.lines_count = 0;
	EQ_STR(does(b, MAKER, &c), "document_empty", "and lines");
	c.step.lines_count = PURCHASE_LINES_MAX + 1;
	EQ_STR(does(b, MAKER, &c), "document_empty", "not more than anybody reads");
	c.step.lines_count = 2;
	c.lines[1] = coats;
	EQ_STR(does(b, MAKER, &c), "purchase_item_twice", "each item once");
	c.lines[1].item_no = 4711;
	EQ_STR(does(b, MAKER, &c), "item_unknown", "of what is known");
	static const struct purchase_line bad[] = {{0, -1, 0, MONEY_FEN(1)},
						   {0, 1, -1, MONEY_FEN(1)},
						   {0, LEDGER_QUANTITY_MAX + 1, 0, MONEY_FEN(1)},
						   {0, 1, LEDGER_QUANTITY_MAX + 1, MONEY_FEN(1)},
						   {0, 0, 0, MONEY_FEN(1)},
						   {0, 1, 1, MONEY_FEN(1)}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct purchase_line line = bad[i];
		line.item_no = b->w.coat;
		c = contract(s, b->partner_no[1], line);
		EQ_STR(does(b, MAKER, &c), "quantity_bad", "in numbers that are some");
	}
	c = contract(s, b->partner_no[1], coats);
	c.step.lines_count = 2;
	c.lines[1] = (struct purchase_line){b->w.rice, 1, 0, MONEY_FEN(-1)};
	EQ_STR(does(b, MAKER, &c), "amount_overflow", "nothing costs less than nothing");
	c.lines[0].value = c.lines[1].value = MONEY_FEN(INT64_MAX);
	EQ_STR(does(b, MAKER, &c), "amount_overflow", "nor more than there is");
	c = contract(s, b->partner_no[1], coats);
	c.step.amount = MONEY_FEN(109999);
	EQ_STR(does(b, MAKER, &c), "envelope_total", "the lines add up to the total");
	c.step.amount = MONEY_FEN(0);
	EQ_STR(does(b, MAKER, &c), "quantity_bad", "which is something");
	c = contract(s, b->partner_no[1], coats);
	EQ_STR(does(b, MAKER, &c), "purchase_why", "the dearer one wants a reason");
	c = contract(s, b->partner_no[2],
		     (struct purchase_line){b->w.coat, 10, 0, MONEY_FEN(110001)});
	EQ_STR(does(b, MAKER, &c), "purchase_above_quote", "not above its own quote");
	c = contract(s, b->partner_no[0],
		     (struct purchase_line){b->w.coat, 10, 0, MONEY_FEN(120000)});
	c.step.words = STR("现货");
	EQ_STR(does(b, MAKER, &c), "purchase_above_ceiling", "nor above what the meeting decided");
	c = contract(s, b->partner_no[2], coats);
	EQ_STR(does(b, MAKER, &c), "ok", "a contract with the cheapest");
	EQ_STR(does(b, MAKER, &c), "ok", "said again");
	q = quote(s, b->partner_no[1], 130000);
	EQ_STR(does(b, MAKER, &q), "purchase_order", "no quote after it");
}

static struct sn_err also_keeper(struct ctx *c, void *arg)
{
	const struct books *b = arg;
	return rights_grant_add(c, &(const struct rights_grant){.user_id = b->w.people[MAKER],
								.role = ROLE_KEEPER,
								.org_no = REGION});
}
static void two_accept(struct books *b, struct step *s)
{
	const struct purchase_line coats = {b->w.coat, 8, 2, MONEY_FEN(0)};
	struct step a = acceptance(s, "", coats);
	EQ_STR(does(b, KEEPER, &a), "missing_field", "a sheet has a number");
	a = acceptance(s, "验收 1", coats);
	EQ_STR(does(b, CASHIER, &a), "not_granted", "a keeper, a checker or a distributor counts");
	b->w.f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&b->w.f.c, also_keeper, b), "keeper");
	EQ_STR(does(b, MAKER, &a), "purchase_accepts_own", "not who bought them");
	a = acceptance(s, "验收 1", (struct purchase_line){b->w.rice, 8, 0, MONEY_FEN(0)});
	EQ_STR(does(b, KEEPER, &a), "purchase_not_contracted",
	       "what nobody ordered is not accepted");
	a = acceptance(s, "验收 1", coats);
	EQ_STR(does(b, KEEPER, &a), "purchase_refused_why", "what is refused has a reason");
	a.step.words = STR("两件开线");
	EQ_STR(does(b, KEEPER, &a), "ok", "one has counted");
	OK(!a.complete, "which is not yet accepted");
	EQ_STR(does(b, KEEPER, &a), "ok", "said again");
	struct step own = a;
	own.step.step_id = uuid_random();
	EQ_STR(does(b, KEEPER, &own), "purchase_accepts_own", "one is not two");
	struct step second = own;
	second.lines[0].quantity = 9;
	EQ_STR(does(b, KEEPER_2, &second), "purchase_count_differs", "the second counts otherwise");
	second = own;
	second.step.step_id = uuid_random();
	EQ_STR(does(b, KEEPER_2, &second), "ok", "or the same");
	OK(second.complete, "which completes it");
	EQ_STR(does(b, KEEPER_2, &second), "ok", "said again by him");
	OK(second.complete, "… is the same answer");
	struct step third = own;
	third.step.step_id = uuid_random();
	EQ_STR(does(b, CHECKER, &third), "purchase_number_taken", "a sheet's number is used once");
	third.lines[0].quantity = 7;
	third.step.step_id = uuid_random();
	EQ_STR(does(b, KEEPER_2, &third), "purchase_number_taken",
	       "also by the second, for another count");
}

/* ---- into the stock ---- */

static struct act buying(const struct books *b, struct uuid purchase_id, int64_t quantity,
			 int64_t fen, struct document *d)
{
	static int invoices;
	static char numbers[16][24];
	struct act a = {.what = DO_PURCHASE,
			.plan = plan_of(DOCUMENT_PURCHASE, REGION, 1, fen),
			.goods = {{b->w.coat, quantity, MONEY_FEN(fen)}},
			.count = 1,
			.document = d};
	(void)snprintf(numbers[invoices % 16], sizeof numbers[0], "15002400%04d", invoices);
	a.plan.plan.document.reference = str_of(numbers[invoices++ % 16]);
	a.plan.plan.purchase_id = purchase_id;
	return a;
}
static const char *buys(struct books *b, enum who who, struct act *a)
{
	b->w.f.c.actor_id = b->w.people[who];
	return sn_reason_word(store_write(&b->w.f.c, act_work, a).reason);
}
static void into_the_stock(struct books *b, const struct step *s, struct document *bought)
{
	const struct uuid id = s->purchase.purchase_id;
	struct document d;
	struct act a = buying(b, UUID_NULL, 5, 50000, &d);
	EQ_STR(buys(b, MAKER, &a), "not_accepted", "goods of no purchase do not enter");
	a = buying(b, uuid_random(), 5, 50000, &d);
	EQ_STR(buys(b, MAKER, &a), "purchase_gone", "nor of one that nobody opened");
	a = buying(b, id, 5, 50000, &d);
	a.plan.plan.document.org_no = COUNTY;
	EQ_STR(buys(b, MAKER, &a), "purchase_elsewhere", "nor into another union's stock");
	a = buying(b, id, 5, 50000, &d);
	a.plan.plan.document.cycle_no = 7;
	EQ_STR(buys(b, MAKER, &a), "purchase_elsewhere", "nor for another cycle");
	a = buying(b, id, 5, 50000, &d);
	a.goods[0].item_no = b->w.rice;
	EQ_STR(buys(b, MAKER, &a), "not_accepted", "nor what was not accepted");
	a = buying(b, id, 9, 90000, &d);
	EQ_STR(buys(b, MAKER, &a), "invoice_above_accepted", "nor more of it");
	a = buying(b, id, 8, 120000, &d);
	EQ_STR(buys(b, MAKER, &a), "invoice_above_contract", "nor for more money");
	a = buying(b, id, 5, 50000, bought);
	EQ_STR(buys(b, MAKER, &a), "ok", "five are bought");
	sign_all(&b->w, bought);
	a = buying(b, id, 4, 40000, &d);
	EQ_STR(buys(b, MAKER, &a), "invoice_above_accepted", "three are left");
}

/* ---- what it has come to ---- */

struct seen {
	bool is[PURCHASE_FINDINGS_COUNT];
};
static struct sn_err see(void *self, const struct purchase_finding *f)
{
	((struct seen *)self)->is[f->kind] = true;
	return SN_SUCCESS;
}
static struct sn_err stop(void *self, const struct purchase_finding *f)
{
	(void)self;
	(void)f;
	return SN_FAIL(CANNOT_WRITE_FILE);
}
static struct seen findings_of(struct books *b, struct uuid id)
{
	struct purchase p;
	struct seen seen = {.is = {false}};
	fixture_must(purchase_read(&b->w.f.c, id, &p), "read");
	fixture_must(purchase_findings(&b->w.f.c, &p, see, &seen), "findings");
	return seen;
}
/* An edit, the findings, and back. */
struct finding_trial {
	struct books_edit edit;
	struct uuid id;
	struct seen seen;
};
static struct sn_err finding_work(struct ctx *c, void *arg)
{
	struct finding_trial *t = arg;
	struct purchase p;
	SN_TRY(books_edit_work(c, &t->edit));
	SN_TRY(purchase_read(c, t->id, &p));
	SN_TRY(purchase_findings(c, &p, see, &t->seen));
	return SN_FAIL(OUT_OF_TURN);
}
static void findings_are_told(struct books *b, const struct step *s)
{
	static const struct {
		struct sn_statement statement;
		enum purchase_finding_kind kind;
		const char *what;
	} edits[] = {
		{BOOKS_EDIT("UPDATE purchase_item SET contracted = 7 WHERE shard = $1 AND "
			    "purchase_id = $2"),
		 PURCHASE_FINDING_OVER_CONTRACT, "more than was ordered"},
		{BOOKS_EDIT(
			 "UPDATE purchase_item SET accepted = 5, stocked = 5 WHERE shard = $1 AND "
			 "purchase_id = $2"),
		 PURCHASE_FINDING_SHORT, "less than was ordered"},
	};
	const struct seen seen = findings_of(b, s->purchase.purchase_id);
	OK(seen.is[PURCHASE_FINDING_SHORT], "eight of ten came");
	OK(seen.is[PURCHASE_FINDING_REFUSED], "two went back");
	OK(seen.is[PURCHASE_FINDING_NOT_INVOICED], "three are not paid for");
	OK(!seen.is[PURCHASE_FINDING_OVER_CONTRACT] && !seen.is[PURCHASE_FINDING_LOT_PIECES] &&
		   !seen.is[PURCHASE_FINDING_LOT_VALUE] && !seen.is[PURCHASE_FINDING_HALF_ACCEPTED],
	   "nothing else is amiss");
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct finding_trial t = {.edit = {.statement = &edits[i].statement,
						   .shard = REGION,
						   .id = s->purchase.purchase_id},
					  .id = s->purchase.purchase_id};
		REASON(store_write(&b->w.f.c, finding_work, &t), "out_of_turn", edits[i].what);
		OK(t.seen.is[edits[i].kind], "… is told");
	}
	static const struct sn_statement nowhere =
		BOOKS_EDIT("UPDATE account SET quantity = quantity - 1, value_fen = value_fen - 1 "
			   "WHERE shard = $1 AND item_no > 0 AND quantity > 0 AND $2 = $2");
	struct finding_trial lost = {
		.edit = {.statement = &nowhere, .shard = REGION, .id = s->purchase.purchase_id},
		.id = s->purchase.purchase_id};
	REASON(store_write(&b->w.f.c, finding_work, &lost), "out_of_turn",
	       "a coat and a fen that are nowhere");
	OK(lost.seen.is[PURCHASE_FINDING_LOT_PIECES] && lost.seen.is[PURCHASE_FINDING_LOT_VALUE],
	   "… are missed");
	struct purchase p;
	fixture_must(purchase_read(&b->w.f.c, s->purchase.purchase_id, &p), "read");
	REASON(purchase_findings(&b->w.f.c, &p, stop, NULL), "cannot_write_file",
	       "who cannot be told ends it");
	p.invoiced = MONEY_FEN(money_fen(p.limit) + 1);
	struct seen above = {.is = {false}};
	fixture_must(purchase_findings(&b->w.f.c, &p, see, &above), "findings");
	OK(above.is[PURCHASE_FINDING_INVOICES_ABOVE], "invoices above the contract are told");
	EQ_STR(purchase_finding_words(PURCHASE_FINDING_SHORT)->word, "accepted_below_contract",
	       "by their word");
	struct step half =
		acceptance(s, "验收 9", (struct purchase_line){b->w.coat, 1, 0, MONEY_FEN(0)});
	EQ_STR(does(b, KEEPER, &half), "ok", "one more is counted by one");
	OK(findings_of(b, s->purchase.purchase_id).is[PURCHASE_FINDING_HALF_ACCEPTED],
	   "which counts for nothing");
}

/* Where the pieces of a lot are: each place is one of its own. */
static void lots_are_somewhere(struct books *b, const struct step *s)
{
	struct purchase p;
	struct purchase_lot *lots;
	struct document d;
	size_t count = 0;
	struct act issue = {.what = DO_GOODS,
			    .plan = plan_of(DOCUMENT_ISSUE, REGION, 1, 0),
			    .goods = {{b->w.coat, 2, MONEY_FEN(0)}},
			    .count = 1,
			    .document = &d};
	issue.plan.receiver_id = b->w.people[DISTRIBUTOR];
	fixture_must(act(&b->w, KEEPER, &issue), "issue");
	fixture_must(act(&b->w, DISTRIBUTOR, &(struct act){.what = DO_ACCEPT, .document = &d}),
		     "accept");
	struct act move = issue;
	move.plan = plan_of(DOCUMENT_MOVE, REGION, 1, 0);
	move.plan.to_org_no = COUNTY;
	move.goods[0].quantity = 1;
	fixture_must(act(&b->w, KEEPER, &move), "move");
	fixture_must(act(&b->w, KEEPER_2, &(struct act){.what = DO_ACCEPT, .document = &d}),
		     "accept");
	struct act loss = issue;
	loss.plan = plan_of(DOCUMENT_LOSS, REGION, 1, 0);
	loss.goods[0].quantity = 1;
	fixture_must(act(&b->w, KEEPER, &loss), "loss");
	sign_all(&b->w, &d);
	fixture_must(purchase_read(&b->w.f.c, s->purchase.purchase_id, &p), "read");
	fixture_must(purchase_lots(&b->w.f.c, &p, &lots, &count), "lots");
	EQ_I64((int64_t)count, 1, "one lot");
	EQ_I64(lots[0].bought, 5, "of five");
	EQ_I64(lots[0].stock * 100 + lots[0].custody * 10 + lots[0].lost, 221,
	       "two in stock, here and there, two in custody, one lost");
	EQ_I64(money_fen(lots[0].there_value), 50000, "and all their value");
	OK(!findings_of(b, s->purchase.purchase_id).is[PURCHASE_FINDING_LOT_PIECES],
	   "nothing is missed");
}

/* ---- edits past every check ---- */

/* clang-format off */
static const struct {
	struct sn_statement statement;
	const char *found, *what;
} edits[] = {
#define ROW(sql, found, what) {BOOKS_EDIT(sql), found, what}
#define PURCHASE_ROW " WHERE shard = $1 AND purchase_id = $2"
	ROW("UPDATE purchase SET words = 'x'" PURCHASE_ROW, "purchase-sum", "what was bought"),
	ROW("UPDATE purchase SET day = day + 1" PURCHASE_ROW, "purchase-sum", "when"),
	ROW("UPDATE purchase SET maker_id = $2" PURCHASE_ROW, "purchase-sum", "by whom"),
	ROW("UPDATE purchase SET org_no = org_no + 1" PURCHASE_ROW, "purchase-leaf", "for whom"),
	ROW("UPDATE purchase SET cycle_no = 7" PURCHASE_ROW, "purchase-leaf", "for which cycle"),
	ROW("UPDATE purchase SET ceiling_fen = ceiling_fen + 1" PURCHASE_ROW, "purchase-sum", "what the meeting allowed"),
	ROW("UPDATE purchase SET limit_fen = limit_fen + 1" PURCHASE_ROW, "purchase-sum", "what the contract allows"),
	ROW("UPDATE purchase SET invoiced_fen = invoiced_fen + 1" PURCHASE_ROW, "purchase-sum", "what was invoiced"),
	ROW("UPDATE purchase SET meeting_needed = 1 - meeting_needed" PURCHASE_ROW, "purchase-leaf", "whether a meeting was needed"),
	ROW("UPDATE purchase SET quotes_needed = quotes_needed + 1" PURCHASE_ROW, "purchase-leaf", "how many quotes were"),
	ROW("UPDATE purchase SET rules_unset = 1 - rules_unset" PURCHASE_ROW, "purchase-leaf", "whether rules were set"),
	ROW("UPDATE purchase SET rules_version = 9" PURCHASE_ROW, "purchase-leaf", "which rules"),
	ROW("UPDATE purchase SET partner_no = 1 + COALESCE(partner_no, 0)" PURCHASE_ROW, "purchase-sum", "whose contract it is"),
	ROW("UPDATE purchase_step SET digest = (SELECT hash FROM tlog_leaf WHERE leaf_index = 0)" PURCHASE_ROW " AND kind = 2", "purchase-digest", "by what a step that comes again is known"),
	ROW("UPDATE purchase_step SET number = 'x'" PURCHASE_ROW " AND kind = 2", "purchase-leaf", "a contract's number"),
	ROW("UPDATE purchase_step SET words = 'x'" PURCHASE_ROW " AND kind = 0", "purchase-leaf", "the words of a decision"),
	ROW("UPDATE purchase_step SET present = 'x'" PURCHASE_ROW " AND kind = 0", "purchase-leaf", "who was there"),
	ROW("UPDATE purchase_step SET amount_fen = amount_fen + 1" PURCHASE_ROW " AND kind = 1", "purchase-leaf", "a quote"),
	ROW("UPDATE purchase_step SET first_id = $2" PURCHASE_ROW " AND kind = 3", "purchase-leaf", "who counted first"),
	ROW("UPDATE purchase_step SET second_id = $2" PURCHASE_ROW " AND kind = 3 AND second_id IS NOT NULL", "purchase-leaf", "who counted second"),
	ROW("UPDATE purchase_step SET day = day + 1" PURCHASE_ROW " AND kind = 3", "purchase-leaf", "when it was counted"),
	ROW("DELETE FROM purchase_step" PURCHASE_ROW " AND kind = 0", "purchase-sum", "a decision that is gone"),
	ROW("DELETE FROM purchase_step" PURCHASE_ROW " AND kind = 3", "purchase-sum", "an acceptance that is gone"),
	ROW("UPDATE purchase_line SET quantity = quantity + 1 WHERE shard = $1 AND ($2 = $2)", "purchase-sum", "what was counted"),
	ROW("UPDATE purchase_item SET accepted = accepted + 1" PURCHASE_ROW, "purchase-sum", "what was accepted"),
	ROW("UPDATE purchase_item SET refused = refused + 1" PURCHASE_ROW, "purchase-sum", "what was refused"),
	ROW("UPDATE purchase_item SET contracted = contracted + 1" PURCHASE_ROW, "purchase-sum", "what was ordered"),
	ROW("UPDATE purchase_item SET stocked = stocked + 1" PURCHASE_ROW, "purchase-sum", "what came into the stock"),
	ROW("DELETE FROM purchase_item" PURCHASE_ROW, "purchase-sum", "sums that are gone"),
	ROW("UPDATE purchase_stock SET quantity = quantity + 1" PURCHASE_ROW, "purchase-sum", "what a document brought"),
	ROW("UPDATE purchase_stock SET value_fen = value_fen + 1" PURCHASE_ROW, "purchase-sum", "for how much"),
	ROW("DELETE FROM purchase_stock" PURCHASE_ROW, "purchase-sum", "what brought the goods in"),
	ROW("UPDATE purchase_stock SET item_no = item_no + 1" PURCHASE_ROW, "purchase-sum", "what the goods are"),
	ROW("UPDATE lot SET document_id = $2 WHERE shard = $1", "purchase-lot", "a lot that no purchase brought"),
};
/* clang-format on */
static void edits_are_found(struct books *b, const struct step *s)
{
	EQ_I64(books_findings(b), 0, "before it nothing is to be found");
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct books_trial t = {.edit = {.statement = &edits[i].statement,
						 .shard = REGION,
						 .id = s->purchase.purchase_id}};
		OK(strstr(books_found(b, &t), edits[i].found), edits[i].what);
	}
}

static void run(enum fixture_engine engine)
{
	static struct books b;
	struct document money, bought;
	books_open(&b, engine);
	struct step rules = {.what = LOAD,
			     .json = "{\"schema\":1,\"version\":2,\"from\":\"2015-01-01\","
				     "\"source\":\"test\",\"tiers\":[" TIER
				     ",{\"from_fen\":100000,\"meeting\":true,\"quotes\":3,"
				     "\"contract\":true}]}"};
	EQ_STR(does(&b, MAKER, &rules), "not_granted_to_all", "an accountant loads thresholds");
	EQ_STR(does(&b, (enum who)BOOKKEEPER, &rules), "ok", "thresholds");
	OK(rules.changed, "which are new");
	EQ_STR(does(&b, (enum who)BOOKKEEPER, &rules), "ok", "the same again");
	OK(!rules.changed, "changes nothing");
	rules.json = "{\"schema\":1,\"version\":2,\"from\":\"2015-01-01\",\"until\":\"2016-01-01\","
		     "\"source\":\"test\",\"tiers\":[" TIER "]}";
	EQ_STR(does(&b, (enum who)BOOKKEEPER, &rules), "thresholds_version_taken",
	       "a version is never edited");
	struct act receive = {.what = DO_RECEIVE,
			      .plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 10000000),
			      .money = {{0, MONEY_FEN(10000000)}},
			      .document = &money};
	fixture_must(act(&b.w, MAKER, &receive), "money");
	sign_all(&b.w, &money);
	the_opening(&b);
	struct step s = opening(115000);
	EQ_STR(does(&b, MAKER, &s), "ok", "a purchase");
	quotes_and_contract(&b, &s);
	two_accept(&b, &s);
	into_the_stock(&b, &s, &bought);
	findings_are_told(&b, &s);
	lots_are_somewhere(&b, &s);
	edits_are_found(&b, &s);
	books_close(&b);
}

int main(void)
{
	thresholds_are_read();
	steps_follow_each_other();
	two_counts_are_compared();
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
