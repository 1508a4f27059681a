/* Giving without names: outside give-once and caps, through the books, counted apart from people; on both engines. */
#include "care/portion.h"
#include "care_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct portion *p = arg;
	const struct portion what = *p;
	return portion_add(c, &what, p);
}
static struct sn_err add(struct world *w, enum world_user who, struct portion p)
{
	return world_as(w, who, add_work, &p);
}
static struct portion one(struct world *w)
{
	return (struct portion){.portion_id = new_id(&w->f.c),
				.org_no = w->orgs[COUNTY].org_no,
				.cycle_no = w->cycle.cycle_no,
				.day = 20241026,
				.site = STR("解放街 驿站"),
				.item_no = w->kit.item_no,
				.quantity = 3,
				.level = EVIDENCE_C};
}
struct back {
	struct uuid portion_id, reversal_id;
	struct str why;
};
static struct sn_err back_work(struct ctx *c, void *arg)
{
	const struct back *b = arg;
	return portion_reverse(c, b->portion_id, b->reversal_id, b->why);
}
static struct sn_err back(struct world *w, enum world_user who, struct back b)
{
	return world_as(w, who, back_work, &b);
}
static int64_t findings(struct world *w)
{
	int64_t portion = 0;
	fixture_must(portion_verify(&w->f.c, world_print_finding, NULL, &portion), "verify");
	return world_findings(w) + portion;
}
static void open_world(struct world *w, enum fixture_engine engine)
{
	care_world_open(w, engine);
	world_goods(
		w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no, .lot = 1, .quantity = 4});
	world_goods(
		w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no, .lot = 2, .quantity = 6});
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 3,
					    .quantity = 5,
					    .holder_id = w->users[FIRST_HAND].user_id});
}

static void test_given(enum fixture_engine engine)
{
	struct world w;
	struct portion_total *totals = NULL;
	struct portion *list = NULL;
	size_t count = 0;
	open_world(&w, engine);
	struct portion p = one(&w), told = p;
	fixture_must(world_as(&w, MAKER, add_work, &told), "add");
	EQ_I64(money_fen(told.value), INT64_C(3) * KIT_VALUE_FEN,
	       "its value follows from the lots");
	EQ_I64(world_pieces(&w, ACCOUNT_STOCK), 7, "it left the stock");
	EQ_I64(world_pieces(&w, ACCOUNT_RECIPIENT), 3, "and is handed over in the books");
	EQ_I64(sn_failed(add(&w, MAKER, p)), 0, "the same again is the same answer");
	EQ_I64(world_pieces(&w, ACCOUNT_RECIPIENT), 3, "… and moves nothing");
	struct portion other = p;
	other.quantity = 4;
	REASON(add(&w, MAKER, other), "portion_differs", "the same id with another content");
	EQ_STR(add(&w, MAKER, other).field, "quantity", "… and says what differs");
	p = one(&w);
	p.quantity = 5;
	p.person_times = 40;
	fixture_must(add(&w, MAKER, p), "out of two lots");
	EQ_I64(world_pieces(&w, ACCOUNT_STOCK), 2, "the oldest lot first, then the next");
	p = one(&w);
	p.level = EVIDENCE_R;
	p.by_id = w.users[FIRST_HAND].user_id;
	fixture_must(add(&w, FIRST_HAND, p), "out of his own custody");
	EQ_I64(world_pieces(&w, ACCOUNT_CUSTODY), 2, "it left his custody");
	const struct coverage people = world_coverage(&w);
	EQ_I64(people.people + people.person_times + people.pieces, 0,
	       "nobody is counted by it among people");
	fixture_must(portion_totals(&w.f.c, w.cycle.cycle_no, w.orgs[REGION].path, &totals, &count),
		     "totals");
	EQ_I64((int64_t)count, 2, "totals by level");
	EQ_I64(totals[1].quantity, 8, "pieces of level C");
	EQ_I64(totals[1].person_times, 40, "person-times that are known");
	EQ_I64(totals[1].unknown_times, 1,
	       "and on how many occasions they are not, which is not zero");
	EQ_I64(totals[0].quantity, 3, "pieces of level R apart");
	fixture_must(portion_totals(&w.f.c, w.cycle.cycle_no, w.orgs[OTHER_COUNTY].path, &totals,
				    &count),
		     "totals");
	EQ_I64((int64_t)count, 0, "nothing of another county's");
	fixture_must(portion_list(&w.f.c, w.cycle.cycle_no, w.orgs[LEAGUE].path, &list, &count),
		     "list");
	EQ_I64((int64_t)count, 3, "listed below the union");
	EQ_I64(list[0].person_times, 0, "unknown person-times stay unknown");
	EQ_I64(findings(&w), 0, "the books hold");
	care_world_close(&w);
}

static void test_refused(enum fixture_engine engine)
{
	struct world w;
	open_world(&w, engine);
	struct portion p = one(&w);
	p.level = EVIDENCE_B;
	REASON(add(&w, MAKER, p), "portion_level", "a picture raises nothing");
	p = one(&w);
	p.level = EVIDENCE_A;
	REASON(add(&w, MAKER, p), "portion_level", "there is no secret of nobody");
	p = one(&w);
	p.quantity = 0;
	REASON(add(&w, MAKER, p), "portion_none", "nothing was given");
	p = one(&w);
	p.person_times = -1;
	REASON(add(&w, MAKER, p), "portion_none", "person-times below zero");
	p = one(&w);
	p.day = 20240930;
	REASON(add(&w, MAKER, p), "portion_day", "before the cycle");
	p = one(&w);
	p.day = 20241027;
	REASON(add(&w, MAKER, p), "portion_day", "a day that is ahead");
	p = one(&w);
	p.site = STR("  ");
	REASON(add(&w, MAKER, p), "missing_field", "nowhere");
	p = one(&w);
	p.item_no = 999;
	REASON(add(&w, MAKER, p), "item_unknown", "an item that there is not");
	p = one(&w);
	p.quantity = 11;
	REASON(add(&w, MAKER, p), "goods_short", "more than the stock has");
	p = one(&w);
	REASON(add(&w, FIRST_HAND, p), "not_granted",
	       "a distributor does not hand out of the stock");
	p.by_id = w.users[FIRST_HAND].user_id;
	REASON(add(&w, SECOND_HAND, p), "not_granted", "nor out of another's custody");
	REASON(add(&w, AUDITOR, p), "not_granted", "an auditor hands out nothing");
	p.quantity = 6;
	REASON(add(&w, FIRST_HAND, p), "goods_short", "more than he holds");
	EQ_I64(world_pieces(&w, ACCOUNT_RECIPIENT), 0, "what is refused leaves nothing");
	p = one(&w);
	p.quantity = 10;
	fixture_must(add(&w, MAKER, p), "all of the stock");
	p = one(&w);
	p.org_no = w.orgs[COUNTY].org_no;
	p.by_id = w.users[FIRST_HAND].user_id;
	p.quantity = 5;
	fixture_must(add(&w, MAKER, p), "a maker writes down for others");
	EQ_I64(findings(&w), 0, "the books hold");
	care_world_close(&w);
}

static void test_taken_back(enum fixture_engine engine)
{
	struct world w;
	struct portion told;
	struct portion_total *totals = NULL;
	size_t count = 0;
	open_world(&w, engine);
	struct portion p = one(&w);
	p.quantity = 7;
	fixture_must(add(&w, MAKER, p), "out of two lots");
	struct back b = {p.portion_id, new_id(&w.f.c), STR("多登记")};
	REASON(back(&w, MAKER, b), "not_granted", "who made it does not take it back");
	struct back silent = b;
	silent.why = STR("");
	REASON(back(&w, CHECKER, silent), "missing_field", "not without saying why");
	fixture_must(back(&w, CHECKER, b), "back");
	EQ_I64(world_pieces(&w, ACCOUNT_STOCK), 10, "the goods are where they were");
	EQ_I64(sn_failed(back(&w, CHECKER, b)), 0, "the same again is the same answer");
	b.reversal_id = new_id(&w.f.c);
	REASON(back(&w, CHECKER, b), "portion_reversed", "not twice");
	fixture_must(portion_by_id(&w.f.c, p.portion_id, &told), "read");
	EQ_STR(told.why.at, "多登记", "it stays, with why");
	fixture_must(portion_totals(&w.f.c, w.cycle.cycle_no, w.orgs[REGION].path, &totals, &count),
		     "totals");
	EQ_I64((int64_t)count, 0, "and counts no more");
	b.portion_id = new_id(&w.f.c);
	REASON(back(&w, CHECKER, b), "no_such_portion", "one that is not there");
	EQ_I64(findings(&w), 0, "the books hold");
	care_world_close(&w);
}

static struct sn_err spoil_work(struct ctx *c, void *arg)
{
	static const struct sn_statement spoil = {
		.name = "test.spoil", .sql = "UPDATE portion SET value_fen = 1", .params = ""};
	(void)arg;
	return store_run(c->store, &spoil, NO_PARAMS, NULL);
}
static void test_tampered(enum fixture_engine engine)
{
	struct world w;
	open_world(&w, engine);
	fixture_must(add(&w, MAKER, one(&w)), "add");
	fixture_must(world_as(&w, MAKER, spoil_work, NULL), "spoil");
	EQ_I64(findings(&w), 2,
	       "a value changed in the database is found: by itself, and by what "
	       "the recipients' accounts hold");
	care_world_close(&w);
}

int main(void)
{
	if (!crypto_start())
		return 1;
	FOR_EACH_ENGINE(engine)
	{
		test_given(engine);
		test_refused(engine);
		test_taken_back(engine);
		test_tampered(engine);
	}
	return tap_done();
}
