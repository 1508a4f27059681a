/* Who may be entitled: gaps between gifts and places of unions, on both engines. */
#include "care/care_priv.h"
#include "care/care_sql.h"
#include "care_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

#define PROGRAMME(code, version, from, rules, cap)                                                 \
	"{\"schema\":1,\"code\":\"" code "\",\"version\":" version                                 \
	",\"name\":{\"zh\":\"慰问\",\"en\":\"Care\"},\"kind\":\"campaign\",\"effective\":{"      \
	"\"from\":\"" from "\"},\"source\":\"a test\",\"eligibility\":{\"categories\":[],"         \
	"\"rules\":[" rules "]},\"benefits\":[{\"code\":\"gift\",\"items\":[\"cash\"],"            \
	"\"standard_fen\":20000,\"source\":\"a test\"},{\"code\":\"coat\",\"items\":[\"coat\"],"   \
	"\"standard_fen\":100,\"source\":\"a test\"}],\"caps\":[" cap "],\"sources\":[]}"

/* ---- pure ---- */

static void test_days(void)
{
	EQ_I64(care_days_between(20240301, 20240228), 2, "a leap year's February has a 29th");
	EQ_I64(care_days_between(20240101, 20250101), 366,
	       "… and it does not matter which is first");
	const struct earlier_gift g = {20241026, STR("2024")};
	OK(care_gap_decide(365, 20251025, &g).reason == SN_R_GIFT_TOO_SOON,
	   "364 days after is too soon for 365");
	OK(!sn_failed(care_gap_decide(365, 20251026, &g)), "365 days after is not");
	OK(care_gap_decide(365, 20231028, &g).reason == SN_R_GIFT_TOO_SOON &&
		   !sn_failed(care_gap_decide(365, 20231027, &g)),
	   "a cycle that begins before the gift is as near as one that begins after it");
}

/* ---- in a region ---- */

struct campaign {
	struct world *w;
	const char *json, *code, *programme;
	int32_t from_day;
};
static struct sn_err campaign_work(struct ctx *c, void *arg)
{
	const struct campaign *k = arg;
	struct programme programme;
	bool changed;
	if (k->json)
		SN_TRY(care_programme_load(c, str_of(k->json), &programme, &changed));
	const struct cycle what = {.code = str_of(k->code),
				   .name = str_of(k->code),
				   .programme = str_of(k->programme),
				   .org_no = k->w->orgs[REGION].org_no,
				   .from_day = k->from_day};
	SN_TRY(care_cycle_create(c, &what, &k->w->cycle));
	k->w->cycle.code = what.code;
	k->w->cycle.name = what.name;
	return SN_SUCCESS;
}
/* From here on the world's cycle is this one. */
static void begin(struct world *w, struct campaign k)
{
	k.w = w;
	fixture_must(world_as(w, MAKER, campaign_work, &k), k.code);
	fixture_must(world_advance(w, CHECKER, CYCLE_CHECKED), "checked");
	fixture_must(world_advance(w, APPROVER, CYCLE_APPROVED), "approved");
}

static bool is_refused(struct sn_err e, enum sn_reason reason, int64_t first, int64_t second,
		       const char *words)
{
	char text[512];
	sn_err_words(e, LANG_EN, text, sizeof text);
	const bool right = e.reason == reason && e.arg[0] == first && e.arg[1] == second &&
			   strstr(text, words);
	if (!right)
		printf("# %s\n", text);
	return right;
}

struct voiding {
	int64_t shard;
	struct uuid entitlement_id;
};
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct voiding *v = arg;
	return care_entitlement_void(c, v->shard, v->entitlement_id, STR("离职"));
}
/* All that the person may get of the world's cycle. */
static void void_all(struct world *w, const struct person *p)
{
	struct care_entitlement *of;
	size_t count;
	fixture_must(care_entitlements_of(&w->f.c, w->cycle.cycle_no,
					  (struct person_ref){p->shard, p->person_id}, &of, &count),
		     "entitlements");
	for (size_t i = 0; i < count; i++) {
		struct voiding v = {of[i].shard, of[i].entitlement_id};
		fixture_must(world_as(w, CHECKER, void_work, &v), "void");
	}
}

#define GAP "{\"kind\":\"gap\",\"days\":365,\"source\":\"a test\"}"
enum { GIVEN, PROMISED, TAKEN_BACK, NEW, WITHOUT_ID, GAP_PEOPLE };

/* People of hw-2024, then a second campaign of the same programme that asks for a year between two. */
static void test_gap(struct world *w, struct person *people)
{
	struct delivery_result given;
	const int64_t county = w->orgs[COUNTY].org_no;
	world_people(w, (struct world_people){.org = COUNTY, .count = NEW, .out = people});
	world_people(w, (struct world_people){.org = COUNTY,
					      .first = WITHOUT_ID,
					      .count = 1,
					      .without_id = true,
					      .out = people + WITHOUT_ID});
	EQ_I64(world_entitle(w, COUNTY).made, 4, "four are entitled in 2024");
	world_people(w, (struct world_people){
				.org = COUNTY, .first = NEW, .count = 1, .out = people + NEW});
	world_goods(w, (struct world_goods){.org_no = county,
					    .lot = 1,
					    .quantity = 1,
					    .holder_id = w->users[FIRST_HAND].user_id});
	const struct delivery_item item = world_item(w, &people[GIVEN]);
	world_deliver(w, &item, 1, &given);
	EQ_I64(given.outcome, DELIVERY_AWARDED, "one of them has the gift");
	void_all(w, &people[TAKEN_BACK]);

	begin(w, (struct campaign){.json = PROGRAMME("campaign", "2", "2025-01-01", GAP, ""),
				   .code = "hw-2025",
				   .programme = "campaign",
				   .from_day = 20250701});
	struct entitle_result out = world_entitle(w, COUNTY);
	EQ_I64(out.refused, 6,
	       "who was given or promised one less than a year ago gets neither gift");
	EQ_I64(out.made, 4, "… who is new or whose entitlement was taken back gets both");
	for (size_t i = 0; i < out.refusals_count; i++) {
		const struct uuid who = out.refusals[i].person.person_id;
		const bool has = uuid_eq(who, people[GIVEN].person_id);
		OK(is_refused(out.refusals[i].why, SN_R_GIFT_TOO_SOON, has ? 20241026 : 20241001,
			      365, "2024年环卫工人节慰问"),
		   has ? "the refusal names the day of the gift and its campaign"
		       : "… or the first day of the campaign that promised one");
	}
	out = world_entitle(w, COUNTY);
	OK(out.made == 0 && out.existing == 4 && out.refused == 6,
	   "a campaign's own entitlements are no earlier gifts of it");

	begin(w,
	      (struct campaign){.code = "hw-2026", .programme = "campaign", .from_day = 20261026});
	EQ_I64(world_entitle(w, COUNTY).made, 2 * GAP_PEOPLE, "after the gap everybody may again");
}

/* Who moved to another shard is another person there; the number is the same. */
static struct sn_err leave_work(struct ctx *c, void *arg)
{
	const struct person *p = arg;
	return people_leave(c, (struct person_ref){p->shard, p->person_id});
}
static void test_gap_across_shards(struct world *w, struct person *moves)
{
	struct person there[1];
	fixture_must(world_as(w, MAKER, leave_work, moves), "leave");
	world_people(w, (struct world_people){
				.org = OTHER_COUNTY, .first = GIVEN, .count = 1, .out = there});
	begin(w,
	      (struct campaign){.code = "hw-2027", .programme = "campaign", .from_day = 20270101});
	const struct entitle_result out = world_entitle(w, OTHER_COUNTY);
	OK(out.made == 0 && out.refused == 2 &&
		   is_refused(out.refusals[0].why, SN_R_GIFT_TOO_SOON, 20261026, 365, "hw-2026"),
	   "a gift in another shard counts by the number");
}

#define QUOTA                                                                                      \
	"{\"kind\":\"quota\",\"places\":[{\"org\":\"150302\",\"places\":3},{\"org\":\"150303\","   \
	"\"places\":4},{\"org\":\"150300\",\"places\":5}],\"source\":\"a test\"}"
#define CAP                                                                                        \
	"{\"rule\":\"rest.person-cycle\",\"period\":\"cycle\",\"max_fen\":600000,\"source\":\"a "  \
	"test\"}"

static void test_quota(struct world *w)
{
	struct person people[12];
	world_people(w,
		     (struct world_people){.org = COUNTY, .first = 100, .count = 2, .out = people});
	begin(w, (struct campaign){.json = PROGRAMME("rest", "1", "2024-01-01", QUOTA, CAP),
				   .code = "rest-2028",
				   .programme = "rest",
				   .from_day = 20280101});
	/* test_gap() left GAP_PEOPLE on these rosters, one of them in the other county. */
	struct entitle_result out = world_entitle(w, COUNTY);
	EQ_I64(out.made, 2 * 3,
	       "a county's three places are taken, each by a person for both gifts");
	EQ_I64(out.refused, 2 * (GAP_PEOPLE - 1 + 2 - 3), "… and everybody else is refused");
	OK(is_refused(out.refusals[0].why, SN_R_PLACES_FULL, 3, 3, "海勃湾区总工会"),
	   "the refusal names the union, its places and how many are taken");
	out = world_entitle(w, COUNTY);
	OK(out.made == 0 && out.existing == 6, "again takes no place a second time");

	world_people(w, (struct world_people){
				.org = OTHER_COUNTY, .first = 200, .count = 3, .out = people + 2});
	out = world_entitle(w, LEAGUE);
	EQ_I64(out.made, 2 * 2,
	       "the other county has places, but the league above it only two more");
	OK(is_refused(out.refusals[out.refusals_count - 1].why, SN_R_PLACES_FULL, 5, 5,
		      "乌海市总工会"),
	   "… and the refusal names the league");
	EQ_I64(world_findings(w), 0, "who came too late holds no cap");
}

/* A quota that is made smaller by hand, as somebody would who wants others to look generous: places are counted anew. */
struct lowering {
	struct ledger_finding found;
	int64_t places;
};
static void note_places(void *self, const struct ledger_finding *f)
{
	struct lowering *l = self;
	if (strcmp(f->what, "places") == 0) {
		l->found = *f;
		l->places++;
	}
}
static struct sn_err lower_work(struct ctx *c, void *arg)
{
	static const struct sn_statement lower = {
		.name = "test.lower",
		.params = "",
		.sql = "UPDATE programme SET document = REPLACE(REPLACE(document, '\"places\":3', "
		       "'\"places\":2'), '150303', '999999') WHERE code = 'rest'"};
	static const struct sn_statement low = {
		.name = "test.low",
		.params = "",
		.sql = "UPDATE programme SET document = REPLACE(document, '\"places\":3', "
		       "'\"places\":2') WHERE code = 'rest'"};
	struct lowering *l = arg;
	const bool gone = l->places < 0;
	int64_t findings = 0;
	l->places = 0;
	SN_TRY(store_run(c->store, gone ? &lower : &low, NO_PARAMS, NULL));
	SN_TRY(care_verify(c, note_places, l, &findings));
	return SN_FAIL(BAD_USAGE); /* nothing stays edited */
}
static void test_recount(struct world *w)
{
	struct lowering l = {.places = 0};
	REASON(world_as(w, MAKER, lower_work, &l), "bad_usage", "lowered, verified, undone");
	EQ_I64(l.places, 1, "one union has more people entitled than places");
	EQ_I64(l.found.account_no, w->orgs[COUNTY].org_no, "… and is named");
	EQ_I64(l.found.expected, 2, "… with its places");
	EQ_I64(l.found.found, 3, "… and who has one");
	OK(!uuid_is_null(l.found.id), "… and the entitlement beyond them");
	l = (struct lowering){.places = -1};
	REASON(world_as(w, MAKER, lower_work, &l), "bad_usage", "a quota of a union that is none");
	EQ_I64(l.places, 1, "is found as well");
	EQ_I64(world_findings(w), 0, "nothing is found of what was entitled by the rules");
}

/* What is taken back is free for the next; a cycle's places are its own. */
static void test_places_again(struct world *w)
{
	struct person one[2];
	struct entitle_result out;
	begin(w, (struct campaign){.code = "rest-2029", .programme = "rest", .from_day = 20290101});
	world_people(w, (struct world_people){.org = LEAGUE, .first = 300, .count = 2, .out = one});
	out = world_entitle(w, LEAGUE);
	EQ_I64(out.made, 2 * 5, "the next cycle has all its places again");
	void_all(w, &one[0]);
	out = world_entitle(w, OTHER_COUNTY);
	EQ_I64(out.made, 2, "a place that was given back is taken by the next");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

static struct sn_err entitle_error(struct world *w)
{
	struct world_entitle e = {.w = w, .org = REGION};
	return world_as(w, MAKER, world_entitle_work, &e);
}
static void test_unset(struct world *w)
{
	begin(w, (struct campaign){
			 .json = PROGRAMME("nowhere", "1", "2024-01-01",
					   "{\"kind\":\"quota\",\"places\":[{\"org\":\"999999\","
					   "\"places\":3}],\"source\":\"a test\"}",
					   ""),
			 .code = "nowhere",
			 .programme = "nowhere",
			 .from_day = 20280101});
	OK(is_refused(entitle_error(w), SN_R_NO_SUCH_ORG, 0, 0, "999999"),
	   "places of a union that is not there entitle nobody");
	begin(w, (struct campaign){
			 .json = PROGRAMME("later", "1", "2024-01-01",
					   "{\"kind\":\"quota\",\"places\":[{\"org\":\"150300\","
					   "\"places\":null}],\"set_by\":\"市总工会\","
					   "\"source\":\"a test\"}",
					   ""),
			 .code = "later",
			 .programme = "later",
			 .from_day = 20280101});
	OK(is_refused(entitle_error(w), SN_R_VALUE_UNSET, 0, 0, "places[0].places"),
	   "nor places that nobody has set yet");
}

int main(void)
{
	if (!crypto_start())
		return 2;
	test_days();
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		static struct person people[GAP_PEOPLE];
		care_world_open(&w, engine);
		test_gap(&w, people);
		test_gap_across_shards(&w, &people[GIVEN]);
		test_quota(&w);
		test_recount(&w);
		test_places_again(&w);
		test_unset(&w);
		care_world_close(&w);
	}
	return tap_done();
}
