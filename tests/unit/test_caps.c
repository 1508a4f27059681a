/* Caps and pins, on both engines. */
#include "ledger/caps.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "org/org_sql.h"
#include "store_fixture.h"

#include <pthread.h>

static const struct store_domain *const domains[] = {&org_domain, &ledger_domain, &goods_domain};
#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

static const struct cap_rule rules[] = {
	{{"campaign.time", 13}, CAP_TIME, MONEY_FEN(300000)},
	{{"campaign.year", 13}, CAP_YEAR, MONEY_FEN(600000)},
};
enum { RULES = 2 };

static struct sn_err add_union(struct ctx *c, void *arg)
{
	(void)arg;
	static const struct org_new orgs[] = {{.code = {"15", 2},
					       .name = {"某区总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .from_day = 20140101},
					      {.code = {"1501", 4},
					       .parent_code = {"15", 2},
					       .name = {"某县总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 3,
					       .from_day = 20140101}};
	struct org_added added[2];
	return org_add_many(c, orgs, 2, added);
}

struct work {
	struct cap_ask asks[8];
	size_t count;
	const struct cap_rule *rules;
	size_t rules_count;
	struct sn_err out[8];
	int64_t shards[8];
};
static struct sn_err hold_work(struct ctx *c, void *arg)
{
	struct work *w = arg;
	return caps_hold(c, w->rules ? w->rules : rules, w->rules_count ? w->rules_count : RULES,
			 w->asks, w->count, w->out);
}
static struct sn_err release_work(struct ctx *c, void *arg)
{
	struct work *w = arg;
	return caps_release(c, w->asks, w->count);
}
static struct sn_err pin_work(struct ctx *c, void *arg)
{
	struct work *w = arg;
	return caps_pin(c, w->asks, w->count, w->shards);
}

static struct cap_ask ask(unsigned person, int64_t fen)
{
	return (struct cap_ask){.id_hash = {(uint8_t)person},
				.entitlement_id = uuid_random(),
				.shard = 1,
				.org_no = 1,
				.cycle_no = 7,
				.amount = MONEY_FEN(fen),
				.day = 20241026,
				.gift = {"hw-2024", 7}};
}
static struct sn_err hold_one(struct fixture *f, struct cap_ask a)
{
	struct work w = {.asks = {a}, .count = 1};
	fixture_must(store_write(&f->c, hold_work, &w), "hold");
	return w.out[0];
}
static void count_one(void *self, const struct ledger_finding *f)
{
	(void)self;
	(void)f;
}
static int64_t findings(struct fixture *f)
{
	int64_t n = 0;
	fixture_must(caps_verify(&f->c, count_one, NULL, &n), "verify");
	return n;
}

static void a_cap_is_reached_exactly(struct fixture *f)
{
	REASON(hold_one(f, ask(1, 300001)), "cap_reached", "one fen over the single amount");
	REASON(hold_one(f, ask(1, 300000)), "ok", "exactly the single amount");
	const struct cap_ask second = ask(1, 300000);
	REASON(hold_one(f, second), "ok", "exactly the year's cap");
	REASON(hold_one(f, second), "ok", "the same entitlement again is held once");
	struct cap_ask other = second;
	other.amount = MONEY_FEN(1);
	REASON(hold_one(f, other), "cap_hold_differs", "with another amount it is not the same");
	const struct sn_err e = hold_one(f, ask(1, 1));
	REASON(e, "cap_reached", "one fen over the year's cap");
	EQ_I64(e.arg[0], 600000, "it says what is used");
	EQ_I64(e.arg[2], 600000, "and the cap");
	EQ_STR(e.text, "hw-2024 3,000.00 某区总工会", "and names the earlier gift");
	struct cap_ask next_year = ask(1, 1);
	next_year.day = 20250101;
	REASON(hold_one(f, next_year), "ok", "another year is another period");
	struct work w = {.asks = {second}, .count = 1};
	fixture_must(store_write(&f->c, release_work, &w), "release");
	fixture_must(store_write(&f->c, release_work, &w), "release again");
	REASON(hold_one(f, ask(1, 300000)), "ok", "what was released can be held again, once");
	REASON(hold_one(f, ask(1, 1)), "cap_reached", "and no more");
	EQ_I64(findings(f), 0, "what is used is what is held");
}

static void a_batch_is_decided_in_order(struct fixture *f)
{
	struct work w = {.asks = {ask(2, 300000), ask(2, 200000), ask(2, 200000), ask(2, 100000),
				  ask(3, 300000)},
			 .count = 5};
	fixture_must(store_write(&f->c, hold_work, &w), "hold");
	REASON(w.out[0], "ok", "the first");
	REASON(w.out[1], "ok", "the second");
	REASON(w.out[2], "cap_reached", "the third is refused alone");
	EQ_STR(w.out[2].text, "hw-2024 2,000.00 某区总工会", "and names the one before it");
	REASON(w.out[3], "ok", "a smaller one still fits");
	REASON(w.out[4], "ok", "another person is not touched");
	struct work twice = {.asks = {ask(4, 200000)}, .count = 2};
	twice.asks[1] = twice.asks[0];
	fixture_must(store_write(&f->c, hold_work, &twice), "hold");
	REASON(hold_one(f, ask(4, 300000)), "ok", "twice in one batch is held once");
	static const struct cap_rule raised[] = {
		{{"campaign.time", 13}, CAP_TIME, MONEY_FEN(300000)},
		{{"campaign.year", 13}, CAP_YEAR, MONEY_FEN(700000)}};
	struct work more = {.asks = {ask(2, 100000)}, .count = 1, .rules = raised};
	fixture_must(store_write(&f->c, hold_work, &more), "hold");
	REASON(more.out[0], "ok", "a cap that is raised later lets more through");
	EQ_I64(findings(f), 0, "what is used is what is held");
}

/* Holds one ask under rules of its own. */
static struct sn_err hold_under(struct fixture *f, const struct cap_rule *own, size_t count,
				struct cap_ask a)
{
	struct work w = {.asks = {a}, .count = 1, .rules = own, .rules_count = count};
	fixture_must(store_write(&f->c, hold_work, &w), "hold");
	return w.out[0];
}

static void a_day_and_a_cycle_have_their_own_caps(struct fixture *f)
{
	static const struct cap_rule both[] = {
		{{"visit.day", 9}, CAP_DAY, MONEY_FEN(1000)},
		{{"visit.cycle", 11}, CAP_CYCLE, MONEY_FEN(2500)},
	};
	struct cap_ask a = ask(20, 1000);
	REASON(hold_under(f, both, 2, a), "ok", "a day's worth");
	struct sn_err e = hold_under(f, both, 2, ask(20, 1));
	REASON(e, "cap_reached", "and no more that day");
	EQ_I64(e.arg[2], 1000, "the day's cap is named");
	struct cap_ask tomorrow = ask(20, 1000), later = ask(20, 501);
	tomorrow.day = 20241027;
	later.day = 20241028;
	REASON(hold_under(f, both, 2, tomorrow), "ok", "the next day another");
	e = hold_under(f, both, 2, later);
	REASON(e, "cap_reached", "until the cycle's cap");
	EQ_I64(e.arg[0], 2000, "which sums over its days");
	EQ_I64(e.arg[2], 2500, "and is named");
	later.cycle_no = 8;
	REASON(hold_under(f, both, 2, later), "ok", "another cycle has its own");
	struct work w = {.asks = {tomorrow}, .count = 1};
	fixture_must(store_write(&f->c, release_work, &w), "release");
	later = ask(20, 1000);
	later.day = 20241029;
	REASON(hold_under(f, both, 2, later), "ok", "what is released is free in both again");
	EQ_I64(findings(f), 0, "what is used is what is held");
}

/* Two programmes of two unions share a word, and so the cap; the refusal names the other's gift. */
static void a_cap_holds_across_programmes_and_unions(struct fixture *f)
{
	static const struct cap_rule of_one[] = {{{"shared.year", 11}, CAP_YEAR, MONEY_FEN(1000)}};
	static const struct cap_rule of_other[] = {
		{{"other.cycle", 11}, CAP_CYCLE, MONEY_FEN(9000)},
		{{"shared.year", 11}, CAP_YEAR, MONEY_FEN(1000)}};
	struct cap_ask first = ask(21, 800), second = ask(21, 300);
	first.org_no = 2;
	first.gift = STR("summer-2024");
	second.cycle_no = 9;
	REASON(hold_under(f, of_one, 1, first), "ok", "the county gives in summer");
	const struct sn_err e = hold_under(f, of_other, 2, second);
	REASON(e, "cap_reached", "the region's other programme may not");
	EQ_STR(e.text, "summer-2024 8.00 某县总工会", "since the county's gift was earlier");
	struct cap_ask nameless = ask(22, 1000);
	nameless.gift = STR_NULL;
	REASON(hold_under(f, of_one, 1, nameless), "ok", "a gift without a name");
	EQ_STR(hold_under(f, of_one, 1, ask(22, 1)).text, "7 10.00 某区总工会",
	       "is called by its cycle's number");
	REASON(hold_under(f, of_one, 1, ask(23, 1001)), "cap_reached", "too much at once");
	EQ_STR(hold_under(f, of_one, 1, ask(23, 1001)).text, "",
	       "names no gift, for there is none");
	REASON(hold_under(f, of_one, 1, ask(23, INT64_MAX)), "cap_reached", "however much");
	REASON(hold_under(f, of_one, 1, ask(23, 1)), "ok", "and nothing was taken by it");
	REASON(hold_under(f, of_one, 1, ask(23, INT64_MAX)), "amount_overflow",
	       "a sum past all numbers is no sum");
	struct work none = {.rules = of_one, .rules_count = 1};
	REASON(store_write(&f->c, hold_work, &none), "ok", "nobody asks for nothing");
	REASON(store_write(&f->c, pin_work, &none), "ok", "nor is pinned");
	REASON(hold_under(f, rules, 1, ask(24, 300000)), "ok",
	       "a single amount alone sums nothing");
}

/* Many rules at once, each released with the entitlement alone. */
static void caps_are_released_one_at_a_time(struct fixture *f)
{
	static const char *const words[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
	struct cap_rule ten[10];
	for (size_t i = 0; i < 10; i++)
		ten[i] = (struct cap_rule){str_of(words[i]), CAP_YEAR, MONEY_FEN(200)};
	struct work w = {
		.asks = {ask(25, 100), ask(25, 100)}, .count = 2, .rules = ten, .rules_count = 10};
	fixture_must(store_write(&f->c, hold_work, &w), "hold");
	REASON(hold_under(f, ten, 10, ask(25, 1)), "cap_reached", "two gifts fill ten caps");
	struct work one = {.asks = {w.asks[0]}, .count = 1};
	fixture_must(store_write(&f->c, release_work, &one), "release");
	REASON(hold_under(f, ten, 10, ask(25, 101)), "cap_reached", "one is released, one stays");
	REASON(hold_under(f, ten, 10, ask(25, 100)), "ok", "and its room is free in all ten");
	one.asks[0] = ask(25, 1);
	fixture_must(store_write(&f->c, release_work, &one), "release nothing");
	EQ_I64(findings(f), 0, "what is used is what is held");
}

static const struct sn_statement use_up = {
	.name = "test.use_up",
	.sql = "UPDATE cap_use SET used_fen = used_fen - 1 WHERE id_hash = $1",
	.params = "b"};
static const struct sn_statement use_gone = {
	.name = "test.use_gone", .sql = "DELETE FROM cap_use WHERE id_hash = $1", .params = "b"};
static struct sn_err tamper_work(struct ctx *c, void *arg)
{
	static const uint8_t person[16] = {25};
	return store_run(c->store, arg, PARAMS(p_bytes(person, sizeof person)), NULL);
}
/* Each edit of the holds, how to take it back, and what is found for each of ten caps. */
#define HOLD_SET(name_, text)                                                                      \
	{                                                                                          \
		.name = name_, .sql = "UPDATE cap_hold SET " text " WHERE id_hash = $1",           \
		.params = "b"                                                                      \
	}
static const struct {
	struct sn_statement edit, back;
	int64_t each;
	const char *what;
} hold_edits[] = {
	{HOLD_SET("test.more", "amount_fen = amount_fen + 1"),
	 HOLD_SET("test.less", "amount_fen = amount_fen - 1"), 1, "more held than is used"},
	{HOLD_SET("test.other_rule", "rule = rule || 'x'"),
	 HOLD_SET("test.own_rule", "rule = substr(rule, 1, length(rule) - 1)"), 2,
	 "a use without its hold, and a hold of a rule that nobody has"},
	{HOLD_SET("test.next_period", "period_no = period_no + 100000000"),
	 HOLD_SET("test.own_period", "period_no = period_no - 100000000"), 2,
	 "a hold moved to another period"},
};

static void an_edited_hold_is_found(struct fixture *f)
{
	for (size_t i = 0; i < sizeof hold_edits / sizeof hold_edits[0]; i++) {
		fixture_must(
			store_write(&f->c, tamper_work, (void *)(uintptr_t)&hold_edits[i].edit),
			"edit");
		EQ_I64(findings(f), 10 * hold_edits[i].each, hold_edits[i].what);
		fixture_must(
			store_write(&f->c, tamper_work, (void *)(uintptr_t)&hold_edits[i].back),
			"take back");
		EQ_I64(findings(f), 0, "taken back, all is right");
	}
}

static void an_edited_cap_is_found(struct fixture *f)
{
	an_edited_hold_is_found(f);
	fixture_must(store_write(&f->c, tamper_work, (void *)(uintptr_t)&use_up), "edit");
	EQ_I64(findings(f), 10, "each cap that says less than is held is found");
	fixture_must(store_write(&f->c, tamper_work, (void *)(uintptr_t)&use_gone), "delete");
	EQ_I64(findings(f), 10, "and each that is gone");
}

static void a_pin_stays(struct fixture *f)
{
	struct work w = {.asks = {ask(5, 1), ask(5, 1), ask(6, 1)}, .count = 3};
	w.asks[1].shard = 2;
	fixture_must(store_write(&f->c, pin_work, &w), "pin");
	EQ_I64(w.shards[0], 1, "the first pins");
	EQ_I64(w.shards[1], 1, "the second of the batch learns where");
	w.asks[2].shard = 9;
	fixture_must(store_write(&f->c, pin_work, &w), "pin again");
	EQ_I64(w.shards[2], 1, "a later move does not change it");
}

struct racer {
	struct fixture *f;
	pthread_t thread;
	struct sn_err out;
};
static void *race(void *arg)
{
	struct racer *r = arg;
	struct uuid_maker ids = {0};
	struct ctx c = r->f->c;
	c.mem = arena_new(1 << 20);
	c.store = NULL;
	c.ids = &ids;
	struct work w = {.asks = {ask(8, 100000)}, .count = 1};
	const struct sn_err e = store_write(&c, hold_work, &w);
	r->out = sn_failed(e) ? e : w.out[0];
	arena_free(c.mem);
	return NULL;
}
static void threads_never_pass_the_cap(struct fixture *f)
{
	enum { THREADS = 64 };
	static struct racer racers[THREADS];
	int held = 0, refused = 0;
	for (int i = 0; i < THREADS; i++) {
		racers[i].f = f;
		if (pthread_create(&racers[i].thread, NULL, race, &racers[i]) != 0)
			fixture_must(SN_FAIL(OUT_OF_MEMORY), "thread");
	}
	for (int i = 0; i < THREADS; i++) {
		(void)pthread_join(racers[i].thread, NULL);
		held += !sn_failed(racers[i].out);
		refused += racers[i].out.reason == SN_R_CAP_REACHED;
	}
	EQ_I64(held, 6, "of 64 threads six fit under the cap");
	EQ_I64(refused, 58, "and 58 are refused politely");
	EQ_I64(findings(f), 0, "what is used is what is held");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		fixture_open(&f, engine, domains, 3);
		fixture_must(store_write(&f.c, add_union, NULL), "union");
		a_cap_is_reached_exactly(&f);
		a_batch_is_decided_in_order(&f);
		a_pin_stays(&f);
		a_day_and_a_cycle_have_their_own_caps(&f);
		a_cap_holds_across_programmes_and_unions(&f);
		caps_are_released_one_at_a_time(&f);
		threads_never_pass_the_cap(&f);
		an_edited_cap_is_found(&f);
		fixture_close(&f);
	}
	return tap_done();
}
