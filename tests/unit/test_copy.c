/* A copy of last year's cycle: what goes into the draft, what may not, what is named; on both engines. */
#include "care_world.h"
#include "report/copy_priv.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { PEOPLE = 7, LATE = 2, LINES_MAX = 8 };
static const char next_programme[] =
	"{\"schema\":1,\"code\":\"campaign\",\"version\":2,\"name\":{\"zh\":\"慰问\",\"en\":"
	"\"Campaign\"},\"kind\":\"campaign\",\"effective\":{\"from\":\"2025-01-01\",\"until\":null}"
	",\"source\":\"a "
	"test\",\"eligibility\":{\"categories\":[\"环卫工\",\"快递员\"],\"rules\":[{"
	"\"kind\":\"quota\",\"places\":[{\"org\":\"150302\",\"places\":500}],\"source\":\"a test\"}"
	"]},\"benefits\":[{\"code\":\"gift\",\"items\":[\"kit:2025-hw\"],\"standard_fen\":26000,"
	"\"source\":\"a test\"}],\"caps\":[],\"sources\":[]}";

struct seen_rows {
	struct copy_row rows[64];
	size_t count;
};
static struct sn_err keep_row(void *self, const struct copy_row *row)
{
	struct seen_rows *s = self;
	if (s->count < sizeof s->rows / sizeof s->rows[0])
		s->rows[s->count++] = *row;
	return SN_SUCCESS;
}
static const struct copy_row *row_of(const struct seen_rows *s, enum copy_fact fact,
				     const char *code)
{
	static const struct copy_row none = {.change = COPY_CHANGES_COUNT};
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].fact == fact &&
		    (!code || str_is(s->rows[i].code, code) || str_is(s->rows[i].name, code)))
			return &s->rows[i];
	return &none;
}

/* ---- what there was last year ---- */

struct last_year {
	struct world *w;
	struct person people[PEOPLE], late[LATE];
	int64_t partner_no, closed_no;
	struct uuid gone_id;
	struct sn_err e;
};

static struct sn_err line_work(struct ctx *c, struct world *w, const struct budget_entry *what)
{
	struct budget_entry e = *what, out;
	e.entry_id = new_id(c);
	e.org_no = w->orgs[COUNTY].org_no;
	e.cycle_no = w->cycle.cycle_no;
	e.source = FUND_OWN;
	e.words = STR("慰问品");
	c->actor_id = w->users[MAKER].user_id;
	SN_TRY(budget_enter(c, &e, &out));
	c->actor_id = w->users[APPROVER].user_id;
	return budget_approve(c, e.entry_id, &out);
}

static struct sn_err budget_work(struct ctx *c, struct last_year *y)
{
	struct uuid both[] = {y->gone_id, y->w->users[FIRST_HAND].user_id};
	SN_TRY(line_work(c, y->w,
			 &(const struct budget_entry){.code = STR("kits"),
						      .delta = MONEY_FEN(500000),
						      .roles = 1U << ROLE_MAKER}));
	SN_TRY(line_work(c, y->w,
			 &(const struct budget_entry){.code = STR("kits"),
						      .kind = BUDGET_CHANGE,
						      .delta = MONEY_FEN(100000)}));
	SN_TRY(line_work(c, y->w,
			 &(const struct budget_entry){.code = STR("his-own"),
						      .delta = MONEY_FEN(700),
						      .users = both,
						      .users_count = 1}));
	SN_TRY(line_work(c, y->w,
			 &(const struct budget_entry){.code = STR("theirs"),
						      .delta = MONEY_FEN(900),
						      .users = both,
						      .users_count = 2}));
	return line_work(c, y->w, &(const struct budget_entry){.kind = BUDGET_CLOSED_LIST});
}

static struct sn_err partners_work(struct ctx *c, struct last_year *y)
{
	struct partner p;
	struct partner_new what = {.kind = PARTNER_GOVERNMENT, .from_day = 20200101};
	bool changed = false;
	struct cooperation role = {.cycle_no = y->w->cycle.cycle_no, .role = COOPERATION_JOINT};
	const char *const codes[] = {"zjt", "old"};
	c->actor_id = y->w->users[MAKER].user_id;
	for (size_t i = 0; i < 2; i++) {
		what.code = what.name = str_of(codes[i]);
		SN_TRY(partner_add(c, &what, &p, &changed));
		role.partner_no = *(i == 0 ? &y->partner_no : &y->closed_no) = p.partner_no;
		SN_TRY(cooperation_add(c, &role, &changed));
	}
	return SN_SUCCESS;
}

static struct sn_err past_work(struct ctx *c, void *arg)
{
	struct last_year *y = arg;
	struct world *w = y->w;
	const struct user gone = {
		.login = STR("gone"), .name = STR("gone"), .org_no = w->orgs[COUNTY].org_no};
	const struct item_part parts[] = {{w->coat.item_no, 1}};
	struct item kit = {.code = STR("kit:2024-box"),
			   .name = STR("2024年礼包"),
			   .unit = UNIT_SET,
			   .kit = true};
	const char *const sizes[] = {"kit:2024-box/L", "kit:2024-box"};
	struct user u;
	c->actor_id = UUID_NULL;
	SN_TRY(rights_user_add(c, &gone, &u));
	SN_TRY(rights_grant_add(c, &(const struct rights_grant){.user_id = w->users[MAKER].user_id,
								.role = ROLE_MAKER}));
	y->gone_id = u.user_id;
	for (size_t i = 0; i < 2; i++) {
		struct item out;
		kit.code = str_of(sizes[i]);
		kit.size = i == 0 ? STR("L") : STR_NULL;
		SN_TRY(goods_item_add(c, &kit, parts, 1, &out));
	}
	SN_TRY(budget_work(c, y));
	SN_TRY(partners_work(c, y));
	c->actor_id = UUID_NULL;
	SN_TRY(rights_user_close(c, y->gone_id, UUID_NULL));
	return partner_close(c, y->closed_no, 20241026);
}

static struct sn_err programme_work(struct ctx *c, void *arg)
{
	struct programme p;
	bool changed;
	(void)arg;
	return care_programme_load(c, str_of(next_programme), &p, &changed);
}

/* One of each fate: 0 stays, 1 left, 2 moves, 3 was voided, 4 is 5, 6 goes to another region. */
static struct sn_err fates_work(struct ctx *c, void *arg)
{
	struct last_year *y = arg;
	struct care_entitlement *list;
	const struct person *p = y->people;
	size_t count;
	const int gone[] = {1, 2, 6};
	for (size_t i = 0; i < 3; i++)
		SN_TRY(people_leave(c,
				    (struct person_ref){p[gone[i]].shard, p[gone[i]].person_id}));
	SN_TRY(people_merge(c, (struct person_ref){p[4].shard, p[4].person_id},
			    (struct person_ref){p[5].shard, p[5].person_id}));
	SN_TRY(care_entitlements_of(c, y->w->cycle.cycle_no,
				    (struct person_ref){p[3].shard, p[3].person_id}, &list,
				    &count));
	return care_entitlement_void(c, list[0].shard, list[0].entitlement_id, STR("已离岗"));
}

static struct sn_err elsewhere_work(struct ctx *c, void *arg)
{
	struct last_year *y = arg;
	const struct id_number id = world_id(6);
	const struct str category = STR("环卫工");
	struct org org;
	bool changed;
	struct person out;
	SN_TRY(org_add(c,
		       &(const struct org_new){.code = STR("640000"),
					       .name = STR("宁夏回族自治区总工会"),
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .official_order = 9,
					       .name_confirmed = true,
					       .from_day = 20000101},
		       &org, &changed));
	(void)y;
	return people_add(c,
			  &(const struct person_new){.shard = org.shard,
						     .org_no = org.org_no,
						     .id = &id,
						     .name = STR("合成"),
						     .categories = &category,
						     .categories_count = 1},
			  &out);
}

static void last_year(struct world *w, struct last_year *y)
{
	*y = (struct last_year){.w = w};
	fixture_must(store_write(&w->f.c, past_work, y), "last year");
	world_people(w, (struct world_people){.org = COUNTY, .count = PEOPLE, .out = y->people});
	(void)world_entitle(w, COUNTY);
	fixture_must(store_write(&w->f.c, programme_work, NULL), "the next version");
	fixture_must(world_as(w, CHECKER, fates_work, y), "fates");
	world_people(w, (struct world_people){
				.org = OTHER_COUNTY, .first = 2, .count = 1, .out = y->late});
	world_people(w, (struct world_people){
				.org = COUNTY, .first = 100, .count = LATE, .out = y->late});
	fixture_must(world_as(w, MAKER, elsewhere_work, y), "elsewhere");
	org_tree_free(w->tree);
	fixture_must(org_tree_load(&w->f.c, 0, &w->tree), "tree");
}

/* ---- copying ---- */

struct copying {
	struct world *w;
	struct copy_ask ask;
	struct cycle out;
	bool changed;
};
static struct sn_err copy_work(struct ctx *c, void *arg)
{
	struct copying *x = arg;
	return copy_make(c, &x->ask, &x->out, &x->changed);
}
static const struct copy_kit box = {{"kit:2024-box", 12}, {"kit:2025-hw", 11}};
static struct copying next_year(struct world *w)
{
	return (struct copying){.w = w,
				.ask = {.from_no = w->cycle.cycle_no,
					.code = STR("hw-2025"),
					.from_day = 20251001,
					.until_day = 20251201,
					.kits = &box,
					.kits_count = 1}};
}
static int64_t entries_of(struct world *w, int64_t cycle_no, int64_t *approved)
{
	struct budget_entry *list;
	size_t count;
	*approved = 0;
	fixture_must(budget_entries(&w->f.c, &(const struct budget_filter){.cycle_no = cycle_no},
				    &list, &count),
		     "entries");
	for (size_t i = 0; i < count; i++)
		*approved += list[i].approved_us != 0;
	return (int64_t)count;
}
static int64_t roles_of(struct world *w, int64_t cycle_no)
{
	struct cooperation *list;
	size_t count;
	fixture_must(cooperation_list(&w->f.c, cycle_no, &list, &count), "roles");
	return (int64_t)count;
}
static int64_t findings_of(struct world *w)
{
	int64_t copy = 0, budget = 0;
	fixture_must(copy_verify(&w->f.c, world_print_finding, NULL, &copy), "verify");
	fixture_must(budget_verify(&w->f.c, world_print_finding, NULL, &budget), "verify");
	return copy + budget;
}

static struct sn_err create_work(struct ctx *c, void *arg)
{
	struct cycle *x = arg;
	const struct cycle what = *x;
	return care_cycle_create(c, &what, x);
}

static void test_refused(struct world *w)
{
	struct copying x = next_year(w);
	const struct copy_plan *plan = NULL;
	REASON(world_as(w, CHECKER, copy_work, &x), "not_granted", "a checker makes no cycle");
	x.ask.from_day = 20241001;
	REASON(world_as(w, MAKER, copy_work, &x), "copy_not_later", "this year is after last year");
	x = next_year(w);
	x.ask.code = w->cycle.code;
	REASON(world_as(w, MAKER, copy_work, &x), "cycle_code_taken", "a code has one cycle");
	x = next_year(w);
	struct cycle yearless = {.code = STR("hw"),
				 .name = STR("环卫工人节慰问"),
				 .programme = STR("campaign"),
				 .org_no = w->orgs[REGION].org_no,
				 .from_day = 20241001};
	fixture_must(world_as(w, MAKER, create_work, &yearless), "a cycle");
	x.ask.from_no = yearless.cycle_no;
	REASON(world_as(w, MAKER, copy_work, &x), "copy_name_needed", "a name without a year");
	x = next_year(w);
	x.ask.kits = &(const struct copy_kit){STR("kit:2023"), STR("kit:2025")};
	REASON(world_as(w, MAKER, copy_work, &x), "copy_kit_unknown", "a kit that there is not");
	w->f.c.actor_id = w->users[CHECKER].user_id;
	REASON(copy_plan(&w->f.c, &x.ask, &plan), "not_granted",
	       "nor is a plan shown that he could not carry out");
	w->f.c.actor_id = UUID_NULL;
	struct cycle from;
	REASON(copy_origin(&w->f.c, &w->cycle, &from), "copy_none",
	       "what was not copied has no origin");
}

static void check_rows(const struct seen_rows *s, bool there)
{
	const struct copy_row *r = row_of(s, COPY_FACT_STANDARD, "gift");
	EQ_I64(r->change, COPY_CHANGED, "the standard has changed");
	OK(r->was.value == 20000 && r->now.value == 26000, "… from 200 to 260 yuan");
	EQ_I64(row_of(s, COPY_FACT_VERSION, NULL)->now.value, 2, "by version 2");
	EQ_I64(row_of(s, COPY_FACT_CATEGORY, "快递员")->change, COPY_NEW, "couriers are new");
	EQ_I64(row_of(s, COPY_FACT_CATEGORY, "环卫工")->change, COPY_SAME, "sweepers stay");
	EQ_I64(row_of(s, COPY_FACT_PLACES, "150302")->change, COPY_NEW, "a quota is new");
	EQ_I64(row_of(s, COPY_FACT_CAP, "campaign.person-year")->change, COPY_GONE,
	       "the cap is no more");
	EQ_I64(row_of(s, COPY_FACT_ITEM, "cash")->change, COPY_GONE, "no cash any more");
	EQ_I64(row_of(s, COPY_FACT_ROLE, "zjt")->change, COPY_SAME, "a partner goes on");
	r = row_of(s, COPY_FACT_ROLE, "old");
	EQ_I64(r->change, COPY_GONE, "one that was closed does not");
	REASON(r->why, "partner_closed", "… and it is said why");
	r = row_of(s, COPY_FACT_LINE, "kits");
	EQ_I64(r->change, COPY_PROPOSED, "a budget line is a proposal");
	OK(r->was.value == 600000 && r->now.value == 600000, "… of what it had come to");
	r = row_of(s, COPY_FACT_LINE, "his-own");
	EQ_I64(r->change, COPY_GONE, "a line whose only spender is gone is not copied");
	REASON(r->why, "copy_no_spender", "… and it is said why");
	EQ_I64(row_of(s, COPY_FACT_LINE, "theirs")->change, COPY_PROPOSED,
	       "one that another may spend is");
	EQ_I64(row_of(s, COPY_FACT_CLOSED_LIST, NULL)->change, COPY_PROPOSED,
	       "so is the closed list");
	r = row_of(s, COPY_FACT_SIGNED, NULL);
	OK(r->change == COPY_ANEW && r->was.value == 2 && r->now.value == 0,
	   "two signatures to be had anew");
	EQ_I64(row_of(s, COPY_FACT_LIST, NULL)->change, COPY_ANEW, "and the list");
	EQ_I64(row_of(s, COPY_FACT_ITEM, "kit:2025-hw")->change, COPY_NEW, "the new kit");
	OK(!sn_failed(row_of(s, COPY_FACT_NEW_KIT, "kit:2024-box")->why),
	   "… which the programme names");
	if (there)
		EQ_I64(row_of(s, COPY_FACT_KIT_PART, "coat")->now.value, 1,
		       "… with the same parts");
	else
		OK(s->count > 0, "a plan is told");
}

static void test_copied(struct world *w)
{
	struct copying x = next_year(w), again;
	const struct copy_plan *plan = NULL;
	struct seen_rows rows = {.count = 0};
	int64_t approved = 0;
	w->f.c.actor_id = w->users[MAKER].user_id;
	fixture_must(copy_plan(&w->f.c, &x.ask, &plan), "plan");
	const struct copy_pair planned = copy_pair_of(plan);
	fixture_must(copy_compare(&w->f.c, &planned, keep_row, &rows), "compare");
	check_rows(&rows, false);
	REASON(care_cycle_by_code(&w->f.c, x.ask.code, &x.out), "no_such_cycle",
	       "a plan writes nothing");
	w->f.c.actor_id = UUID_NULL;

	fixture_must(world_as(w, MAKER, copy_work, &x), "copy");
	OK(x.changed, "copied");
	EQ_I64(x.out.state, CYCLE_DRAFT, "as a draft");
	OK(uuid_is_null(x.out.signatures.by[HAND_CHECKER]) &&
		   uuid_is_null(x.out.signatures.by[HAND_APPROVER]),
	   "that nobody has signed");
	EQ_I64(x.out.programme_version, 2, "of the version in force then");
	OK(str_is(x.out.name, "2025年环卫工人节慰问"), "under this year's name");
	EQ_I64(entries_of(w, x.out.cycle_no, &approved), 3, "two lines and a closed list");
	EQ_I64(approved, 0, "… none of which counts yet");
	EQ_I64(roles_of(w, x.out.cycle_no), 1, "one body");
	struct item kit;
	fixture_must(goods_item_by_code(&w->f.c, STR("kit:2025-hw/L"), &kit), "the kit in L");
	OK(str_is(kit.name, "2025年礼包"), "… under this year's name");
	w->cycle = x.out;
	struct world_entitle list = {.w = w, .org = COUNTY};
	REASON(world_as(w, MAKER, world_entitle_work, &list), "cycle_state",
	       "nobody is entitled by a copy");
	fixture_must(care_cycle_by_no(&w->f.c, x.ask.from_no, &w->cycle), "last year");
	rows.count = 0;
	const struct copy_pair pair = {.was = w->cycle, .now = x.out};
	fixture_must(copy_compare(&w->f.c, &pair, keep_row, &rows), "compare");
	check_rows(&rows, true);

	again = next_year(w);
	fixture_must(world_as(w, MAKER, copy_work, &again), "again");
	OK(!again.changed && again.out.cycle_no == x.out.cycle_no, "the same answer");
	EQ_I64(entries_of(w, x.out.cycle_no, &approved), 3, "… and nothing twice");
	again.ask.until_day = 20251130;
	REASON(world_as(w, MAKER, copy_work, &again), "copy_differs", "other content is refused");
	again = next_year(w);
	again.ask.kits_count = 0;
	REASON(world_as(w, MAKER, copy_work, &again), "copy_differs", "… other kits, too");
	EQ_I64(findings_of(w), 0, "verify finds nothing");
}

/* ---- what was changed by hand stays ---- */

static struct sn_err remove_work(struct ctx *c, void *arg)
{
	const struct cooperation *x = arg;
	return cooperation_remove(c, x);
}
static void test_changed_by_hand(struct world *w, const struct last_year *y)
{
	struct copying x = next_year(w);
	fixture_must(world_as(w, MAKER, copy_work, &x), "copied");
	struct cooperation role = {x.out.cycle_no, COOPERATION_JOINT, y->partner_no, 0};
	fixture_must(world_as(w, MAKER, remove_work, &role), "removed");
	fixture_must(world_as(w, MAKER, copy_work, &x), "copied again");
	EQ_I64(roles_of(w, x.out.cycle_no), 0, "a body that was taken out does not come back");
}

/* ---- people ---- */

struct told {
	enum copy_fate fate[PEOPLE + 2 * LATE];
	size_t count;
};
static struct sn_err keep_person(void *self, const struct copy_person *p)
{
	struct told *t = self;
	if (t->count < sizeof t->fate / sizeof t->fate[0])
		t->fate[t->count++] = p->fate;
	return SN_SUCCESS;
}
static void test_people(struct world *w)
{
	struct copying x = next_year(w);
	struct told told = {.count = 0};
	int64_t counts[COPY_FATES_COUNT];
	fixture_must(world_as(w, MAKER, copy_work, &x), "copied");
	const struct copy_people_ask ask = {
		.was = w->cycle, .now = x.out, .tree = w->tree, .each = keep_person, .self = &told};
	fixture_must(copy_people(&w->f.c, &ask, counts), "people");
	EQ_I64(counts[COPY_FATE_SAME], 2, "one stays, and one of two who were one");
	EQ_I64(counts[COPY_FATE_LEFT], 1, "one has left");
	EQ_I64(counts[COPY_FATE_MOVED], 1, "one has moved to another county");
	EQ_I64(counts[COPY_FATE_VOIDED], 1, "one's was voided");
	EQ_I64(counts[COPY_FATE_MERGED], 1, "one was another all along");
	EQ_I64(counts[COPY_FATE_OUTSIDE], 1, "one is in another region");
	EQ_I64(counts[COPY_FATE_NEW], LATE, "two are new");
	EQ_I64((int64_t)told.count, PEOPLE + LATE, "each of them is told once");
	struct copy_people_ask other = ask;
	other.was = x.out;
	fixture_must(copy_people(&w->f.c, &other, counts), "people");
	EQ_I64(counts[COPY_FATE_NEW], 6, "without a list everybody is new, each once");
	EQ_I64(counts[COPY_FATE_SAME], 0, "… and nobody of it");
}

/* ---- damage ---- */

static struct sn_err spoil_work(struct ctx *c, void *arg)
{
	static const struct sn_statement spoil = {
		.name = "test.spoil",
		.sql = "UPDATE cycle SET until_day = until_day + 1 WHERE cycle_no = $1",
		.params = "i"};
	const struct copying *x = arg;
	return store_run(c->store, &spoil, PARAMS(p_int(x->out.cycle_no)), NULL);
}
static void test_tampered(struct world *w)
{
	struct copying x = next_year(w);
	int64_t found = 0;
	fixture_must(world_as(w, MAKER, copy_work, &x), "copied");
	fixture_must(store_write(&w->f.c, spoil_work, &x), "spoilt");
	fixture_must(copy_verify(&w->f.c, world_print_finding, NULL, &found), "verify");
	EQ_I64(found, 1, "a copied cycle that was edited is found");
}

/* ---- pure ---- */

static void test_rules(void)
{
	struct arena *mem = arena_new(1 << 16);
	OK(str_is(copy_title(mem, STR("2024年慰问，2024"), 2024, 2025), "2025年慰问，2025"),
	   "every year in a name moves on");
	OK(str_is_null(copy_title(mem, STR("环卫工人节"), 2024, 2025)), "no year, no name");
	OK(str_is_null(copy_title(mem, STR("202"), 2024, 2025)), "nor in a short one");
	OK(str_is_null(copy_title(mem, STR("2023年慰问"), 2024, 2025)), "another year is none");
	const struct copy_person_is there = {.inside = true, .fits = true};
	struct copy_person_is x = there;
	EQ_I64(copy_fate_of(&x), COPY_FATE_SAME, "still there");
	x.fits = false;
	EQ_I64(copy_fate_of(&x), COPY_FATE_CATEGORY, "another category");
	x.left = true;
	EQ_I64(copy_fate_of(&x), COPY_FATE_LEFT, "who left is asked for nothing else");
	const struct copy_side none = {false, 0}, one = copy_known(1), two = copy_known(2);
	EQ_I64(copy_change_of(one, two), COPY_CHANGED, "changed");
	EQ_I64(copy_change_of(none, two), COPY_NEW, "new");
	EQ_I64(copy_change_of(one, none), COPY_GONE, "gone");
	EQ_I64(copy_change_of(none, none), COPY_UNSET, "unset");
	arena_free(mem);
}

int main(void)
{
	test_rules();
	FOR_EACH_ENGINE(engine)
	{
		struct world w;
		struct last_year y;
		care_world_open(&w, engine);
		last_year(&w, &y);
		test_refused(&w);
		test_copied(&w);
		test_people(&w);
		test_changed_by_hand(&w, &y);
		test_tampered(&w);
		care_world_close(&w);
	}
	return tap_done();
}
