/* Actions over years: what is added, what stands beside, in any order; on both engines. */
#include "care/cooperation.h"
#include "care_world.h"
#include "report/action_priv.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- the pure rule ---- */

enum { PARTS = 12, ROUNDS = 2000 };

static struct action_part part(int32_t from, int32_t until, int64_t value, const char *cycle)
{
	return (struct action_part){.measure = ACTION_REACHED,
				    .unit = UNIT_PERSON,
				    .from_year = from,
				    .until_year = until,
				    .said = report_figure(value, QUALIFIER_EXACT),
				    .code = cycle ? str_of(cycle) : STR_NULL};
}

static struct action_row sum(const struct action_part *parts, size_t count, int32_t from,
			     int32_t until, struct action_place *places)
{
	struct action_row row = {.measure = ACTION_REACHED,
				 .unit = UNIT_PERSON,
				 .from_year = from,
				 .until_year = until,
				 .places = places};
	fixture_must(action_sum(&row, parts, count), "sum");
	return row;
}

static void test_rule(void)
{
	struct action_place places[PARTS];
	struct action_part parts[] = {
		part(2015, 2023, 1000, NULL),     part(2024, 2024, 500, "hw-2024"),
		part(2024, 2024, 70, "other"),    part(2020, 2024, 900, NULL),
		part(2024, 2024, 9, "elsewhere"), part(2016, 2016, 30, NULL)};
	const size_t count = sizeof parts / sizeof parts[0];
	parts[1].said = report_figure(500, QUALIFIER_ABOUT);
	parts[4].led_elsewhere = true;
	struct action_row row = sum(parts, count, 2015, 0, places);
	EQ_I64(row.total.value, 1570, "opening figures and members are added");
	EQ_I64(row.opening.value, 1000, "the opening part stands for itself");
	EQ_I64(row.total.is, QUALIFIER_ABOUT, "the weakest qualifier is kept");
	EQ_STR(action_finding_words(places[3].finding)->word, "overlaps",
	       "a span that overlaps a counted cycle is beside");
	EQ_STR(action_finding_words(places[5].finding)->word, "overlaps",
	       "so is one inside a wider opening figure");
	EQ_STR(action_finding_words(places[4].finding)->word, "led_elsewhere",
	       "a cycle that another union leads is not added");
	row = sum(parts, count, 2024, 2024, places);
	EQ_I64(row.total.value, 570, "a target of one year counts what lies in it");
	EQ_I64(places[3].here && places[3].finding == ACTION_FINDING_OVERLAPS, 1,
	       "a span that reaches out of the target's years is shown, not added");
	row = sum(parts, count, 2015, 2020, places);
	EQ_I64(row.total.value, 30, "without the wider one the year inside counts");
	parts[0].said = report_figure_unknown();
	row = sum(parts, count, 2015, 0, places);
	EQ_I64(row.total.value, 600, "what is unknown adds nothing and covers nothing");
	EQ_I64(row.total.unknown_parts, 1, "… and is counted as unknown");
	parts[1].unit = UNIT_PERSON_TIME;
	row = sum(parts, count, 2015, 0, places);
	EQ_I64(row.total.value, 100, "units are never added to each other");
	parts[2].measure = ACTION_SERVED;
	row = sum(parts, count, 2015, 0, places);
	EQ_I64(row.total.value, 930, "with no counted cycle in its years the span is added");
}

/* A plain generator, so that a round can be told again by its number. */
static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 8;
}

static bool same(struct figure a, struct figure b)
{
	return a.value == b.value && a.is == b.is && a.known_parts == b.known_parts &&
	       a.unknown_parts == b.unknown_parts;
}

/* Opening figures have different years: those of the same years are one figure. */
static size_t random_parts(uint32_t *state, struct action_part *parts)
{
	size_t count = 0;
	const size_t wanted = 1 + next(state) % PARTS;
	while (count < wanted) {
		const int32_t from = (int32_t)(2015 + next(state) % 8),
			      until = from + (int32_t)(next(state) % 4);
		const bool cycle = next(state) % 3 == 0;
		bool there = false;
		for (size_t i = 0; i < count; i++)
			there |= !cycle && str_is_null(parts[i].code) &&
				 parts[i].from_year == from && parts[i].until_year == until;
		if (there)
			continue;
		parts[count] = part(from, cycle ? from : until, next(state) % 1000,
				    cycle ? "cycle" : NULL);
		parts[count].unit = next(state) % 4 == 0 ? UNIT_PERSON_TIME : UNIT_PERSON;
		parts[count].led_elsewhere = cycle && next(state) % 4 == 0;
		parts[count].said.is = (enum qualifier)(next(state) % QUALIFIERS_COUNT);
		if (next(state) % 5 == 0)
			parts[count].said = report_figure_unknown();
		count++;
	}
	return count;
}

static void test_order(void)
{
	struct action_part parts[PARTS];
	struct action_place places[PARTS];
	uint32_t state = 7;
	int64_t differ = 0, twice = 0;
	for (int round = 0; round < ROUNDS; round++) {
		const size_t count = random_parts(&state, parts);
		const struct action_row before = sum(parts, count, 2015, 0, places);
		for (size_t i = 0; i < count; i++)
			for (size_t j = 0; j < count; j++)
				twice += i != j && str_is_null(parts[i].code) && places[i].here &&
					 parts[i].said.known_parts > 0 &&
					 parts[j].said.known_parts > 0 && places[j].here &&
					 places[i].finding == ACTION_FINDING_NONE &&
					 places[j].finding == ACTION_FINDING_NONE &&
					 action_spans_meet(parts[i].from_year, parts[i].until_year,
							   parts[j].from_year, parts[j].until_year);
		for (size_t i = count; i > 1; i--) {
			const size_t j = next(&state) % i;
			const struct action_part kept = parts[i - 1];
			parts[i - 1] = parts[j];
			parts[j] = kept;
		}
		const struct action_row after = sum(parts, count, 2015, 0, places);
		differ += !same(before.total, after.total) || !same(before.opening, after.opening);
	}
	EQ_I64(differ, 0, "the order of members and figures makes no difference");
	EQ_I64(twice, 0, "no year of an added opening figure is counted a second time");
}

/* ---- stored ---- */

struct step {
	enum { DO_CREATE, DO_CYCLE, DO_REMOVE, DO_FIGURE, DO_MAKE_CYCLE, DO_LEAD, DO_SPOIL } what;
	struct action action;
	struct cycle cycle;
	struct action_figure figure;
	bool changed;
};

static struct sn_err step_work(struct ctx *c, void *arg)
{
	/* Past every check of the program: a member that is no cycle. */
	static const struct sn_statement spoil = {
		.name = "test.spoil",
		.sql = "INSERT INTO action_cycle (member_id, action_no, cycle_no, at_us) "
		       "VALUES ($1, $2, 999, 1)",
		.params = "ui"};
	struct step *s = arg;
	const struct action what = s->action;
	const struct cycle cycle = s->cycle;
	switch (s->what) {
	case DO_CREATE:
		return action_create(c, &what, &s->action, &s->changed);
	case DO_CYCLE:
		return action_cycle_add(c, &s->action, &s->cycle, &s->changed);
	case DO_REMOVE:
		return action_cycle_remove(c, &s->action, &s->cycle);
	case DO_FIGURE:
		return action_figure_add(c, &s->action, &s->figure, &s->changed);
	case DO_MAKE_CYCLE:
		return care_cycle_create(c, &cycle, &s->cycle);
	case DO_LEAD:
		return cooperation_add(c,
				       &(const struct cooperation){.cycle_no = s->cycle.cycle_no,
								   .role = COOPERATION_LEAD,
								   .org_no = s->action.org_no},
				       &s->changed);
	case DO_SPOIL:
		return store_run(c->store, &spoil,
				 PARAMS(p_uuid(new_id(c)), p_int(s->action.action_no)), NULL);
	}
	return SN_SUCCESS;
}

static struct action make(struct world *w)
{
	struct step s = {.what = DO_CREATE,
			 .action = {.code = STR("hw-care"),
				    .name = STR("环卫工人关爱行动"),
				    .org_no = w->orgs[REGION].org_no,
				    .first_year = 2015}};
	struct step again = s;
	fixture_must(world_as(w, MAKER, step_work, &s), "create");
	EQ_I64(s.changed, 1, "an action is made");
	fixture_must(world_as(w, MAKER, step_work, &again), "again");
	EQ_I64(again.changed, 0, "the same again changes nothing");
	again.what = DO_CREATE;
	again.action.name = STR("另一名称");
	REASON(world_as(w, MAKER, step_work, &again), "action_code_taken",
	       "other content under its code is refused");
	again.action.code = STR("other");
	REASON(world_as(w, CHECKER, step_work, &again), "not_granted", "a maker makes it");
	return s.action;
}

static struct sn_err add_figure(struct world *w, const struct action *a, struct action_figure f,
				bool *changed)
{
	struct step s = {.what = DO_FIGURE, .action = *a, .figure = f};
	const struct sn_err e = world_as(w, MAKER, step_work, &s);
	*changed = s.changed;
	return e;
}

static struct action_figure invested(void)
{
	return (struct action_figure){.role = ACTION_OPENING,
				      .measure = ACTION_INVESTED,
				      .unit = UNIT_FEN,
				      .from_year = 2015,
				      .until_year = 2024,
				      .said = report_figure(4200000000, QUALIFIER_MORE_THAN),
				      .words = STR("自2015年以来至今已投入4200万余元")};
}

static void count_finding(void *self, const struct ledger_finding *f)
{
	*(int *)self += str_is(STR("action"), f->what);
}

/* An empty one where there is none. */
static struct action_row row_of(const struct action_progress *p, enum action_measure measure,
				enum unit unit)
{
	for (size_t i = 0; i < p->rows_count; i++)
		if (p->rows[i].measure == measure && p->rows[i].unit == unit)
			return p->rows[i];
	return (struct action_row){.places = NULL};
}

static void report_people(struct world *w, int64_t people)
{
	char path[] = "/tmp/actionXXXXXX";
	struct reported_import_result r;
	struct ctx c = w->f.c;
	c.actor_id = w->users[MAKER].user_id;
	FILE *f = fdopen(mkstemp(path), "w");
	(void)fprintf(f,
		      "org_code,scope,recipients,amount_fen,amount_meaning\n"
		      "150000,subtree,%lld,500000,given\n",
		      (long long)people);
	(void)fclose(f);
	fixture_must(report_import(&c,
				   &(const struct reported_import){.cycle = w->cycle,
								   .tree = w->tree,
								   .path = str_of(path)},
				   &r),
		     "import");
	(void)unlink(path);
}

static void test_figures(enum fixture_engine engine)
{
	struct world w;
	bool changed;
	care_world_open(&w, engine);
	const struct action a = make(&w);
	struct action_figure f = invested(), *list = NULL;
	size_t n = 0;
	f.figure_id = new_id(&w.f.c);
	const struct uuid id = f.figure_id;
	fixture_must(add_figure(&w, &a, f, &changed), "opening");
	EQ_I64(changed, 1, "an opening figure");
	fixture_must(add_figure(&w, &a, f, &changed), "again");
	EQ_I64(changed, 0, "the same id and content is the same answer");
	f.said.value++;
	REASON(add_figure(&w, &a, f, &changed), "action_id_taken", "other content is not");
	f.figure_id = UUID_NULL;
	fixture_must(add_figure(&w, &a, f, &changed), "correct");
	fixture_must(action_figures(&w.f.c, a.action_no, &list, &n), "figures");
	EQ_I64((int64_t)n, 1, "a correction takes its place");
	EQ_I64(list[0].said.value, 4200000001, "… with its value");
	f = invested();
	f.figure_id = id;
	fixture_must(add_figure(&w, &a, f, &changed), "late copy of the first");
	EQ_I64(changed, 0, "a late copy of the first does not undo the correction");
	f = invested();
	f.unit = UNIT_PERSON;
	REASON(add_figure(&w, &a, f, &changed), "action_bad_unit",
	       "money is not counted in people");
	f = invested();
	f.from_year = 2014;
	REASON(add_figure(&w, &a, f, &changed), "action_bad_years", "no year before the action");
	f = invested();
	f.words = STR_NULL;
	REASON(add_figure(&w, &a, f, &changed), "missing_field", "no figure without its words");
	f = invested();
	f.role = ACTION_TARGET;
	f.said = report_figure_unknown();
	REASON(add_figure(&w, &a, f, &changed), "action_value_needed", "a target has a value");
	care_world_close(&w);
}

static void test_progress(enum fixture_engine engine)
{
	struct world w;
	struct action_progress p;
	bool changed;
	int found = 0;
	int64_t findings = 0;
	care_world_open(&w, engine);
	const struct action a = make(&w);
	struct step s = {.what = DO_CYCLE, .action = a, .cycle = w.cycle};
	fixture_must(world_as(&w, MAKER, step_work, &s), "member");
	fixture_must(add_figure(&w, &a, invested(), &changed), "opening");
	fixture_must(add_figure(&w, &a,
				(struct action_figure){.role = ACTION_OPENING,
						       .measure = ACTION_REACHED,
						       .unit = UNIT_PERSON,
						       .from_year = 2020,
						       .until_year = 2024,
						       .said = report_figure(9000, QUALIFIER_ABOUT),
						       .words = STR("近9000人")},
				&changed),
		     "span");
	fixture_must(add_figure(&w, &a,
				(struct action_figure){.role = ACTION_TARGET,
						       .measure = ACTION_REACHED,
						       .unit = UNIT_PERSON,
						       .said = report_figure(2000, QUALIFIER_EXACT),
						       .words = STR("惠及2000人")},
				&changed),
		     "target");
	report_people(&w, 1500);
	fixture_must(action_progress(&w.f.c, &a, &p), "progress");
	const struct action_row row = row_of(&p, ACTION_REACHED, UNIT_PERSON);
	EQ_I64(row.total.value, 1500, "the report of a member counts");
	EQ_I64(row.promised.value, 2000, "against what was promised");
	EQ_I64(row.opening.known_parts, 0, "the span that overlaps it does not");
	EQ_I64(row_of(&p, ACTION_GIVEN, UNIT_FEN).total.value, 500000, "money that was given");
	EQ_I64(row_of(&p, ACTION_RAISED, UNIT_FEN).places == NULL, 1,
	       "nobody spoke of money raised");
	EQ_I64(row_of(&p, ACTION_INVESTED, UNIT_FEN).total.value, 4200000000,
	       "what was invested stands for itself");
	s = (struct step){.what = DO_LEAD, .cycle = w.cycle};
	s.action.org_no = w.orgs[LEAGUE].org_no;
	fixture_must(world_as(&w, MAKER, step_work, &s), "another union leads");
	fixture_must(action_progress(&w.f.c, &a, &p), "progress");
	EQ_I64(row_of(&p, ACTION_REACHED, UNIT_PERSON).total.value, 9000,
	       "a cycle that another union leads counts there: the opening figure counts here");
	fixture_must(action_verify(&w.f.c, count_finding, &found, &findings), "verify");
	EQ_I64(findings, 0, "nothing to be found");
	s = (struct step){.what = DO_SPOIL, .action = a};
	fixture_must(world_as(&w, MAKER, step_work, &s), "spoil");
	fixture_must(action_verify(&w.f.c, count_finding, &found, &findings), "verify");
	EQ_I64(findings, 1, "a member that is no cycle is found");
	EQ_I64(found, 1, "… and told");
	care_world_close(&w);
}

static void test_members(enum fixture_engine engine)
{
	struct world w;
	care_world_open(&w, engine);
	struct action a = make(&w);
	struct step s = {.what = DO_CYCLE, .action = a, .cycle = w.cycle};
	fixture_must(world_as(&w, MAKER, step_work, &s), "add");
	fixture_must(world_as(&w, MAKER, step_work, &s), "again");
	EQ_I64(s.changed, 0, "a member twice is a member once");
	REASON(world_as(&w, CHECKER, step_work, &s), "not_granted", "a maker adds it");
	s.what = DO_REMOVE;
	fixture_must(world_as(&w, MAKER, step_work, &s), "remove");
	REASON(world_as(&w, MAKER, step_work, &s), "action_not_member",
	       "what was taken out is out");
	s.what = DO_CYCLE;
	fixture_must(world_as(&w, MAKER, step_work, &s), "back");
	EQ_I64(s.changed, 1, "and may come back");
	s.action = (struct action){.code = STR("county"),
				   .name = STR("旗县行动"),
				   .org_no = w.orgs[COUNTY].org_no,
				   .first_year = 2020};
	s.what = DO_CREATE;
	fixture_must(world_as(&w, MAKER, step_work, &s), "county");
	s.what = DO_CYCLE;
	REASON(world_as(&w, MAKER, step_work, &s), "action_cycle_outside",
	       "a cycle of the union above is no member");
	s.action.code = STR("late");
	s.action.org_no = w.orgs[REGION].org_no;
	s.action.first_year = 2025;
	s.what = DO_CREATE;
	fixture_must(world_as(&w, MAKER, step_work, &s), "late");
	s.what = DO_CYCLE;
	REASON(world_as(&w, MAKER, step_work, &s), "action_bad_years",
	       "nor one from before the action");
	care_world_close(&w);
}

int main(void)
{
	test_rule();
	test_order();
	FOR_EACH_ENGINE(engine)
	{
		test_figures(engine);
		test_members(engine);
		test_progress(engine);
	}
	return tap_done();
}
