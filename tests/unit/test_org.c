/* Unions: adding, finding, moving, merging and splitting, on both engines. */
#include "base/limits.h"
#include "org/org.h"
#include "org/org_sql.h"
#include "store_fixture.h"

#include <time.h>

static const struct store_domain *const domains[] = {&org_domain};

/* ---- one act in one work ---- */

struct step {
	const struct org_new *add;
	size_t add_count;
	struct org_added *added;
	struct str alias, name;
	int64_t org_no, other_no;
	int32_t day;
	const struct org_split *split;
	struct org out;
	enum { DO_ADD, DO_ALIAS, DO_RENAME, DO_MOVE, DO_MERGE, DO_SPLIT } what;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	switch (s->what) {
	case DO_ADD:
		return org_add_many(c, s->add, s->add_count, s->added);
	case DO_ALIAS:
		return org_add_alias(c, s->org_no, s->alias);
	case DO_RENAME:
		return org_rename(c, s->org_no, s->name, s->day);
	case DO_MOVE:
		return org_move(c, s->org_no, s->other_no, s->day);
	case DO_MERGE:
		return org_merge(c, s->org_no, s->other_no, s->day);
	case DO_SPLIT:
		return org_split(c, s->split, &s->out);
	}
	return SN_SUCCESS;
}
static struct sn_err run(struct fixture *f, struct step s)
{
	return store_write(&f->c, step_work, &s);
}

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- a small region ---- */

enum { REGION = 1, EAST, WEST, EAST_1, EAST_2, WEST_1, CREW, TEAM };
#define UNION(c, p, n, k, l, o)                                                                    \
	{                                                                                          \
		.code = STR(c), .parent_code = STR(p), .name = STR(n), .kind = (k), .level = (l),  \
		.official_order = (o), .from_day = 20150101                                        \
	}
static const struct org_new small[] = {
	UNION("15", "", "大区总工会", ORG_GENERAL, 1, 1),
	UNION("1501", "15", "东盟工会", ORG_GENERAL, 2, 2),
	UNION("1502", "15", "西市总工会", ORG_GENERAL, 2, 1),
	UNION("150101", "1501", "东一旗总工会", ORG_GENERAL, 3, 10),
	UNION("150102", "1501", "东二旗总工会", ORG_GENERAL, 3, 20),
	UNION("150201", "1502", "西一县总工会", ORG_GENERAL, 3, 10),
	UNION("E1", "150101", "环卫公司工会", ORG_GRASSROOTS, 4, 10),
	UNION("E1-T1", "E1", "一队工会小组", ORG_GRASSROOTS, 5, 10),
};
enum { SMALL = sizeof small / sizeof small[0] };

static void small_region(struct fixture *f, enum fixture_engine engine)
{
	struct org_added added[SMALL];
	fixture_open(f, engine, domains, 1);
	fixture_must(run(f,
			 (struct step){
				 .what = DO_ADD, .add = small, .add_count = SMALL, .added = added}),
		     "small region");
	for (size_t i = 0; i < SMALL; i++)
		fixture_must(added[i].why, "small union");
}
static const char *found(struct fixture *f, const char *text, int32_t day)
{
	struct org org;
	const struct sn_err e = org_find(&f->c, str_of(text), day, &org);
	return sn_failed(e) ? sn_reason_word(e.reason) : org.code.at;
}
static void check_tree(struct fixture *f, int32_t day, const char *want, const char *what)
{
	struct org_tree *t = NULL;
	char text[512] = "";
	fixture_must(org_tree_load(&f->c, day, &t), what);
	for (int32_t at = 0; at < org_tree_count(t); at++) {
		size_t n = strlen(text);
		(void)snprintf(text + n, sizeof text - n, "%s%.*s" STR_FMT, at ? " " : "",
			       org_tree_depth(t, at), "......", STR_ARG(org_tree_org(t, at)->code));
	}
	EQ_STR(text, want, what);
	org_tree_free(t);
}

static void test_adding(enum fixture_engine engine)
{
	struct fixture f;
	struct org org;
	small_region(&f, engine);
	fixture_must(org_find(&f.c, STR("E1-T1"), 0, &org), "team");
	EQ_I64(org.shard, EAST_1, "a team lives in the shard of its county");
	EQ_I64(org.parent_no, CREW, "and stands below its company");
	EQ_STR(org.path.at, "000001000002000004000007000008", "its path names all above it");
	fixture_must(org_find(&f.c, STR("150101"), 0, &org), "county");
	EQ_I64(org.shard, org.org_no, "a county has a shard of its own");

	struct org_added added[SMALL];
	fixture_must(run(&f,
			 (struct step){
				 .what = DO_ADD, .add = small, .add_count = SMALL, .added = added}),
		     "again");
	int64_t changed = 0;
	for (size_t i = 0; i < SMALL; i++)
		changed += added[i].changed || sn_failed(added[i].why);
	EQ_I64(changed, 0, "the same unions again change nothing");

	static const struct org_new mixed[] = {
		UNION("C3", "C2", "三", ORG_JOINT, 5, 0),
		UNION("C2", "C1", "二", ORG_JOINT, 4, 0),
		UNION("C1", "1501", "一", ORG_ZONE, 3, 0),
		UNION("L1", "L2", "圈一", ORG_JOINT, 4, 0),
		UNION("L2", "L1", "圈二", ORG_JOINT, 4, 0),
		UNION("N1", "999999", "无", ORG_JOINT, 4, 0),
		UNION("N2", "N1", "无下", ORG_JOINT, 5, 0),
		UNION("15", "", "别的总工会", ORG_GENERAL, 1, 1),
		UNION("", "15", "没代码", ORG_GENERAL, 2, 0),
		UNION("X1", "15", "层", ORG_GENERAL, 0, 0),
		UNION("I1", "15", "产业工会", ORG_INDUSTRY, 2, 0),
		UNION("I2", "I1", "下属", ORG_GENERAL, 4, 0),
	};
	struct org_added out[sizeof mixed / sizeof mixed[0]];
	fixture_must(run(&f, (struct step){.what = DO_ADD,
					   .add = mixed,
					   .add_count = sizeof mixed / sizeof mixed[0],
					   .added = out}),
		     "mixed");
	OK(out[0].changed && out[1].changed && out[2].changed,
	   "children may stand before their parents");
	REASON(out[3].why, "org_loop", "two unions that stand below each other are refused");
	REASON(out[4].why, "org_loop", "both of them");
	REASON(out[5].why, "no_such_org", "a parent that is nowhere is refused");
	EQ_STR(out[5].why.text, "999999", "and named");
	REASON(out[6].why, "org_parent_refused", "what stands below a refused one is told so");
	REASON(out[7].why, "org_code_taken", "another union under a code that is there is refused");
	EQ_STR(out[7].why.field, "name", "and the field that differs is named");
	REASON(out[8].why, "missing_field", "a union without a code is refused");
	REASON(out[9].why, "org_bad_level", "a level below 1 is refused");
	fixture_must(org_find(&f.c, STR("I2"), 0, &org), "I2");
	EQ_I64(org.shard, out[10].org_no,
	       "what stands below an industrial union lives in its shard");
	fixture_close(&f);
}

static void test_finding(enum fixture_engine engine)
{
	struct fixture f;
	small_region(&f, engine);
	EQ_STR(found(&f, "东一旗总工会", 0), "150101", "a union is found by its official name");
	EQ_STR(found(&f, " １５０１０１ ", 0), "150101",
	       "full-width digits and blanks do not matter");
	EQ_STR(found(&f, "东 一旗 总工会", 0), "150101", "nor do blanks inside a name");
	EQ_STR(found(&f, "150101", 20140101), "no_such_org",
	       "before its first day it is not there");
	EQ_STR(found(&f, "nobody", 0), "no_such_org", "an unknown name is refused");
	fixture_must(
		run(&f, (struct step){.what = DO_ALIAS, .org_no = EAST_1, .alias = STR("东一")}),
		"alias");
	fixture_must(
		run(&f, (struct step){.what = DO_ALIAS, .org_no = EAST_1, .alias = STR("东一")}),
		"the same alias again is fine");
	EQ_STR(found(&f, "东一", 0), "150101", "a union is found by its alias");
	REASON(run(&f, (struct step){.what = DO_ALIAS, .org_no = EAST_2, .alias = STR("东一")}),
	       "alias_taken", "an alias stands for one union");
	REASON(run(&f, (struct step){.what = DO_ALIAS, .org_no = EAST_2, .alias = STR("150201")}),
	       "alias_taken", "another union's code is no alias");

	const struct org_new twins[] = {UNION("T1", "150101", "机关工会", ORG_GRASSROOTS, 4, 0),
					UNION("T2", "150102", "机关工会", ORG_GRASSROOTS, 4, 0)};
	struct org_added added[2];
	fixture_must(
		run(&f,
		    (struct step){.what = DO_ADD, .add = twins, .add_count = 2, .added = added}),
		"twins");
	EQ_STR(found(&f, "机关工会", 0), "org_ambiguous",
	       "a name that two unions have finds neither");
	fixture_must(run(&f, (struct step){.what = DO_RENAME,
					   .org_no = EAST_2,
					   .name = STR("新东二旗总工会"),
					   .day = 20200101}),
		     "rename");
	EQ_STR(found(&f, "新东二旗总工会", 0), "150102",
	       "a renamed union is found by its new name");
	EQ_STR(found(&f, "东二旗总工会", 0), "150102", "and by its former one");
	struct org org;
	fixture_must(org_by_no(&f.c, EAST_2, 20191231, &org), "before");
	EQ_STR(org.name.at, "东二旗总工会", "the day before it had its old name");
	fixture_must(org_by_no(&f.c, EAST_2, 20200101, &org), "after");
	EQ_STR(org.name.at, "新东二旗总工会", "on the day itself it has the new one");
	struct org_added again[SMALL];
	fixture_must(run(&f,
			 (struct step){
				 .what = DO_ADD, .add = small, .add_count = SMALL, .added = again}),
		     "again");
	OK(!sn_failed(again[4].why) && !again[4].changed,
	   "the file of old still changes nothing after a renaming");
	OK(!org.shard || org.name_confirmed, "a name given by decision is a confirmed one");
	fixture_close(&f);
}

static void test_moving(enum fixture_engine engine)
{
	struct fixture f;
	small_region(&f, engine);
	check_tree(&f, 0, "15 .1502 ..150201 .1501 ..150101 ...E1 ....E1-T1 ..150102",
		   "siblings stand in official order, subtrees together");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MOVE, .org_no = EAST, .other_no = CREW, .day = 20200101}),
	       "org_loop", "nothing moves below itself");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MOVE, .org_no = EAST, .other_no = EAST, .day = 20200101}),
	       "org_loop", "nor to itself");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MOVE, .org_no = CREW, .other_no = WEST_1, .day = 20991231}),
	       "org_day_ahead", "a day to come is refused");
	fixture_must(run(&f, (struct step){.what = DO_MOVE,
					   .org_no = CREW,
					   .other_no = WEST_1,
					   .day = 20200101}),
		     "move");
	check_tree(&f, 20191231, "15 .1502 ..150201 .1501 ..150101 ...E1 ....E1-T1 ..150102",
		   "the day before a move has the old tree");
	check_tree(&f, 20200101, "15 .1502 ..150201 ...E1 ....E1-T1 .1501 ..150101 ..150102",
		   "the day of the move has the new one");
	struct org org;
	fixture_must(org_by_no(&f.c, TEAM, 0, &org), "team");
	EQ_STR(org.path.at, "000001000003000006000007000008", "paths below follow");
	EQ_I64(org.shard, EAST_1, "the shard stays");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MOVE, .org_no = CREW, .other_no = EAST_2, .day = 20190101}),
	       "org_day_order", "a move before the last one is refused");
	/* 150102 below 150201 today; entered late: 150201 below 150102 for the time before. */
	fixture_must(run(&f, (struct step){.what = DO_MOVE,
					   .org_no = WEST_1,
					   .other_no = EAST,
					   .day = 20230101}),
		     "later");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MOVE, .org_no = WEST, .other_no = WEST_1, .day = 20220101}),
	       "org_loop", "an act entered late may not make a loop on a day in between");
	check_tree(&f, 0, "15 .1502 .1501 ..150101 ..150201 ...E1 ....E1-T1 ..150102",
		   "and leaves nothing behind");
	fixture_close(&f);
}

static void test_merging(enum fixture_engine engine)
{
	struct fixture f;
	small_region(&f, engine);
	fixture_must(run(&f, (struct step){.what = DO_MERGE,
					   .org_no = EAST_1,
					   .other_no = EAST_2,
					   .day = 20210701}),
		     "merge");
	EQ_STR(found(&f, "150101", 0), "150102",
	       "the code of a merged union finds the one that took it in");
	EQ_STR(found(&f, "东一旗总工会", 0), "150102", "so does its name");
	EQ_STR(found(&f, "150101", 20210630), "150101",
	       "on an earlier day it finds the union itself");
	check_tree(&f, 20210630, "15 .1502 ..150201 .1501 ..150101 ...E1 ....E1-T1 ..150102",
		   "as of before: two unions");
	check_tree(&f, 0, "15 .1502 ..150201 .1501 ..150102 ...E1 ....E1-T1",
		   "as of now: one, with the children");
	struct org_tree *t = NULL;
	fixture_must(org_tree_load(&f.c, 0, &t), "tree");
	EQ_I64(org_tree_at(t, EAST_1), org_tree_at(t, EAST_2),
	       "its number leads to the one that took it in");
	EQ_I64(org_tree_by_code(t, STR("150101")), org_tree_at(t, EAST_2), "its code too");
	org_tree_free(t);
	struct org org, into;
	fixture_must(org_by_no(&f.c, EAST_1, 0, &org), "closed");
	fixture_must(org_by_no(&f.c, EAST_2, 0, &into), "into");
	OK(org.until_day == 20210701 && org.became_no == EAST_2,
	   "the closed union tells its last day and what it became");
	OK(str_starts(org.path, into.path),
	   "its rows are found in the subtree of the one that took it in");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MOVE, .org_no = EAST_1, .other_no = WEST, .day = 20220101}),
	       "org_closed", "a closed union does not move");
	REASON(run(&f,
		   (struct step){
			   .what = DO_MERGE, .org_no = EAST, .other_no = EAST_2, .day = 20220101}),
	       "org_loop", "nothing becomes part of its own subtree");
	fixture_must(run(&f, (struct step){.what = DO_MERGE,
					   .org_no = EAST_2,
					   .other_no = WEST_1,
					   .day = 20220101}),
		     "again");
	EQ_STR(found(&f, "150101", 0), "150201", "a chain of mergers is followed");
	EQ_STR(found(&f, "150101", 20211231), "150102", "as far as the day goes");

	struct org_event *events = NULL;
	size_t count = 0;
	fixture_must(org_events(&f.c, EAST_1, &events, &count), "events");
	int64_t merged = 0;
	for (size_t i = 0; i < count; i++)
		merged += events[i].kind == ORG_EVENT_MERGE && events[i].day == 20210701;
	EQ_I64(merged, 1, "the merger stands in the history once");
	fixture_close(&f);
}

static void test_splitting(enum fixture_engine engine)
{
	struct fixture f;
	small_region(&f, engine);
	const struct org_new what = UNION("150103", "", "东三区总工会", ORG_GENERAL, 3, 15);
	const int64_t children[] = {CREW};
	const struct org_split split = {.from_no = EAST_1,
					.what = &what,
					.children = children,
					.children_count = 1,
					.day = 20220101};
	fixture_must(run(&f, (struct step){.what = DO_SPLIT, .split = &split}), "split");
	check_tree(&f, 0, "15 .1502 ..150201 .1501 ..150101 ..150103 ...E1 ....E1-T1 ..150102",
		   "the new union stands beside the old one and has the child");
	check_tree(&f, 20211231, "15 .1502 ..150201 .1501 ..150101 ...E1 ....E1-T1 ..150102",
		   "before it was not there");
	const int64_t stranger[] = {WEST_1};
	const struct org_new more = UNION("150104", "", "东四区总工会", ORG_GENERAL, 3, 16);
	REASON(run(&f, (struct step){.what = DO_SPLIT,
				     .split = &(const struct org_split){.from_no = EAST_1,
									.what = &more,
									.children = stranger,
									.children_count = 1,
									.day = 20220101}}),
	       "org_not_child", "only its own children go to the new union");
	EQ_STR(found(&f, "150104", 0), "no_such_org", "and a refused split leaves nothing behind");
	fixture_close(&f);
}

static void test_depth(enum fixture_engine engine)
{
	struct fixture f;
	struct org_new chain[ORG_DEPTH_MAX + 1];
	struct org_added added[ORG_DEPTH_MAX + 1];
	char codes[ORG_DEPTH_MAX + 1][8];
	fixture_open(&f, engine, domains, 1);
	for (int i = 0; i <= ORG_DEPTH_MAX; i++) {
		(void)snprintf(codes[i], sizeof codes[i], "D%d", i);
		chain[i] = (struct org_new){.code = str_of(codes[i]),
					    .parent_code = i ? str_of(codes[i - 1]) : STR_NULL,
					    .name = STR("层"),
					    .kind = ORG_JOINT,
					    .level = i < ORG_DEPTH_MAX ? i + 1 : ORG_DEPTH_MAX,
					    .from_day = 20150101};
	}
	fixture_must(run(&f, (struct step){.what = DO_ADD,
					   .add = chain,
					   .add_count = ORG_DEPTH_MAX + 1,
					   .added = added}),
		     "chain");
	OK(!sn_failed(added[ORG_DEPTH_MAX - 1].why), "a tree of twelve levels is taken");
	REASON(added[ORG_DEPTH_MAX].why, "org_too_deep", "a thirteenth is refused");
	const struct org_new side[] = {UNION("S1", "D0", "旁", ORG_JOINT, 2, 0),
				       UNION("S2", "S1", "旁下", ORG_JOINT, 3, 0)};
	fixture_must(
		run(&f, (struct step){.what = DO_ADD, .add = side, .add_count = 2, .added = added}),
		"side");
	struct org deep, moved;
	fixture_must(org_find(&f.c, STR("D10"), 0, &deep), "D10");
	fixture_must(org_find(&f.c, STR("S1"), 0, &moved), "S1");
	REASON(run(&f,
		   (struct step){.what = DO_MOVE, .org_no = moved.org_no, .other_no = deep.org_no}),
	       "org_too_deep", "a subtree does not move to where it would be too deep");
	fixture_close(&f);
}

/* ---- the floor: what the tables themselves refuse, whoever writes ---- */

struct direct {
	const struct sn_statement *which;
	const struct param *params;
};
static struct sn_err direct_work(struct ctx *c, void *arg)
{
	const struct direct *d = arg;
	return store_run(c->store, d->which, d->params, NULL);
}
static const char *direct(struct fixture *f, const struct sn_statement *which,
			  const struct param *params)
{
	struct direct d = {which, params};
	return sn_reason_word(store_write(&f->c, direct_work, &d).reason);
}
#define BARE(no, code, kind, level)                                                                \
	PARAMS(p_int(no), p_int(1), p_text(STR(code)), p_null(), p_text(STR(kind)), p_int(level),  \
	       p_int(0), p_text(STR("000001")), p_int(20150101))

static void test_floor(enum fixture_engine engine)
{
	struct fixture f;
	small_region(&f, engine);
	EQ_STR(direct(&f, &org_sql_add, BARE(99, "1501", "zone", 3)), "store_unique",
	       "the table has a code once");
	EQ_STR(direct(&f, &org_sql_add, BARE(REGION, "99", "zone", 3)), "store_unique",
	       "and a number once");
	EQ_STR(direct(&f, &org_sql_add, BARE(ORG_NO_MAX + 1, "99", "zone", 3)), "store_check",
	       "no number that an account's cannot hold");
	EQ_STR(direct(&f, &org_sql_add, BARE(99, "99", "party", 3)), "store_check",
	       "no kind that is not one");
	EQ_STR(direct(&f, &org_sql_add, BARE(99, "99", "zone", ORG_DEPTH_MAX + 1)), "store_check",
	       "no level too deep");
	EQ_STR(direct(&f, &org_sql_add_place, PARAMS(p_int(EAST), p_int(20160101), p_int(REGION))),
	       "store_unique", "a union stands in one place at a time");
	EQ_STR(direct(&f, &org_sql_add_name,
		      PARAMS(p_int(EAST), p_int(20160101), p_text(STR("别名")), p_text(STR("别名")),
			     p_int(1))),
	       "store_unique", "and has one name at a time");
	EQ_STR(direct(&f, &org_sql_replace_place,
		      PARAMS(p_int(EAST), p_int(20150101), p_int(EAST))),
	       "store_check", "it does not stand below itself");
	EQ_STR(direct(&f, &org_sql_replace_place,
		      PARAMS(p_int(EAST), p_int(20150101), p_int(4711))),
	       "store_check", "nor below a union that is not there");
	EQ_STR(direct(&f, &org_sql_close_place, PARAMS(p_int(EAST), p_int(20150101))),
	       "store_check", "a place lasts a day at least");
	EQ_STR(direct(&f, &org_sql_close_name, PARAMS(p_int(EAST), p_int(20150101))), "store_check",
	       "as does a name");
	EQ_STR(direct(&f, &org_sql_close, PARAMS(p_int(EAST), p_int(20200101), p_null())),
	       "store_check", "who is closed became something");
	EQ_STR(direct(&f, &org_sql_close, PARAMS(p_int(EAST), p_int(20140101), p_int(WEST))),
	       "store_check", "and not before he began");
	EQ_STR(direct(&f, &org_sql_add_alias,
		      PARAMS(p_text(STR("k")), p_text(STR("K")), p_int(4711))),
	       "store_check", "an alias is somebody's");
	check_tree(&f, 0, "15 .1502 ..150201 .1501 ..150101 ...E1 ....E1-T1 ..150102",
		   "nothing of it stays");
	fixture_close(&f);
}

static void test_names(enum fixture_engine engine)
{
	struct fixture f;
	struct org org;
	struct str *aliases = NULL;
	size_t count = 0;
	small_region(&f, engine);
	fixture_must(org_by_no(&f.c, EAST_1, 0, &org), "county");
	OK(!org.name_confirmed, "an imported name is the usual form");
	for (int i = 0; i < 2; i++)
		fixture_must(run(&f, (struct step){.what = DO_RENAME,
						   .org_no = EAST_1,
						   .name = STR("东一旗总工会"),
						   .day = 20200101}),
			     "same name");
	fixture_must(org_by_no(&f.c, EAST_1, 0, &org), "county");
	OK(org.name_confirmed, "the same name given by decision confirms it");
	fixture_must(org_by_no(&f.c, EAST_1, 20191231, &org), "before");
	EQ_STR(org.name.at, "东一旗总工会", "it was its name before, too");
	struct org_event *events = NULL;
	int64_t confirmed = 0;
	fixture_must(org_events(&f.c, EAST_1, &events, &count), "events");
	for (size_t i = 0; i < count; i++)
		confirmed += events[i].kind == ORG_EVENT_CONFIRM;
	EQ_I64(confirmed, 1, "which is told once");

	fixture_must(org_aliases(&f.c, EAST_1, &aliases, &count), "none");
	EQ_I64((int64_t)count, 0, "a union without aliases has none");
	static const char *const given[] = {"东一旗", "ＤＹ", "东一"};
	for (size_t i = 0; i < 3; i++)
		fixture_must(run(&f, (struct step){.what = DO_ALIAS,
						   .org_no = EAST_1,
						   .alias = str_of(given[i])}),
			     given[i]);
	fixture_must(org_aliases(&f.c, EAST_1, &aliases, &count), "aliases");
	OK(count == 3 && str_is(aliases[0], "DY") && str_is(aliases[1], "东一") &&
		   str_is(aliases[2], "东一旗"),
	   "its aliases are listed in order, as they are written");
	EQ_STR(found(&f, "dy", 0), "150101", "and found however they are typed");
	REASON(run(&f, (struct step){.what = DO_ALIAS, .org_no = EAST_1, .alias = STR("  ")}),
	       "missing_field", "blanks are no alias");
	fixture_close(&f);
}

/* ---- a tree of the nation's size ---- */

enum {
	GREAT = 500000,
	GREAT_FULL = 265720, /* 3^0 + … + 3^11: three below each, twelve levels */
	GREAT_UPPER = 88573, /* those above the twelfth level: the rest stands below them */
	GREAT_PAGE = 4096,
	GREAT_PATH = ORG_DEPTH_MAX * ORG_PATH_SEGMENT_BYTES + 1,
};
static int great_parent(int i)
{
	return i < GREAT_FULL ? (i - 1) / 3 : (i - GREAT_FULL) % GREAT_UPPER;
}

struct great_page {
	struct param org[GREAT_PAGE][9], name[GREAT_PAGE][5], place[GREAT_PAGE][3];
	char code[GREAT_PAGE][8];
};
static void great_row(struct great_page *p, int at, int i, char (*path)[GREAT_PATH])
{
	const char *above = i ? path[great_parent(i)] : "";
	(void)snprintf(path[i], GREAT_PATH, "%s%06x", above, (unsigned)i + 1);
	(void)snprintf(p->code[at], sizeof p->code[at], "U%06d", i);
	const struct str code = str_of(p->code[at]);
	const int level = (int)(strlen(path[i]) / ORG_PATH_SEGMENT_BYTES);
	const struct param org[] = {p_int(i + 1),
				    p_int(1),
				    p_text(code),
				    p_null(),
				    p_text(STR("grassroots")),
				    p_int(level),
				    p_int(i * INT64_C(7919) % 1000),
				    p_text(str_of(path[i])),
				    p_int(20150101)};
	const struct param name[] = {p_int(i + 1), p_int(20150101), p_text(code), p_text(code),
				     p_int(0)};
	const struct param place[] = {p_int(i + 1), p_int(20150101),
				      i ? p_int(great_parent(i) + 1) : p_null()};
	memcpy(p->org[at], org, sizeof org);
	memcpy(p->name[at], name, sizeof name);
	memcpy(p->place[at], place, sizeof place);
}
static struct sn_err great_work(struct ctx *c, void *arg)
{
	char(*path)[GREAT_PATH] = arg;
	struct great_page *p = ARENA_NEW(c->mem, struct great_page);
	for (int from = 0; from < GREAT; from += GREAT_PAGE) {
		const int rows = GREAT - from < GREAT_PAGE ? GREAT - from : GREAT_PAGE;
		for (int at = 0; at < rows; at++)
			great_row(p, at, from + at, path);
		SN_TRY(store_many(c->store, &org_sql_add, p->org[0], (size_t)rows, NULL));
		SN_TRY(store_many(c->store, &org_sql_add_name, p->name[0], (size_t)rows, NULL));
		SN_TRY(store_many(c->store, &org_sql_add_place, p->place[0], (size_t)rows, NULL));
	}
	return SN_SUCCESS;
}

/* This thread's own: other programs of the machine do not count. */
static int64_t cpu_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void test_great_tree(void)
{
	struct fixture f;
	struct org_tree *t = NULL;
	int32_t wrong = 0, deepest = 0;
	fixture_open(&f, FIXTURE_SQLITE, domains, 1);
	char(*path)[GREAT_PATH] = malloc(GREAT * sizeof *path);
	fixture_must(store_write(&f.c, great_work, path), "500,000 unions");
	const int64_t from_ms = cpu_ms();
	fixture_must(org_tree_load(&f.c, 0, &t), "great tree");
	printf("# 500,000 unions in 12 levels, loaded from SQLite in %" PRId64 " ms of CPU\n",
	       cpu_ms() - from_ms);
	EQ_I64(org_tree_count(t), GREAT, "a tree of 500,000 unions is loaded");
	for (int i = 0; i < GREAT; i++) {
		const int32_t at = org_tree_at(t, i + 1), up = org_tree_parent(t, at);
		const int64_t parent_no = up == ORG_NOWHERE ? 0 : org_tree_org(t, up)->org_no;
		deepest = org_tree_depth(t, at) > deepest ? org_tree_depth(t, at) : deepest;
		wrong += parent_no != (i ? great_parent(i) + 1 : 0) || org_tree_end(t, at) <= at ||
			 (up != ORG_NOWHERE && !org_tree_contains(t, up, at)) ||
			 !str_is(org_tree_org(t, at)->path, path[i]);
	}
	EQ_I64(wrong, 0, "each stands below its own parent");
	EQ_I64(deepest, ORG_DEPTH_MAX - 1, "down to the twelfth level");
	EQ_I64(org_tree_by_code(t, STR("U499999")), org_tree_at(t, GREAT),
	       "and is found by its code");
	org_tree_free(t);
	free(path);
	fixture_close(&f);
}

static void test_undated(enum fixture_engine engine)
{
	struct fixture f;
	static const struct org_new first[] = {
		{.code = STR("15"), .name = STR("大区总工会"), .level = 1},
		{.code = STR("1501"),
		 .parent_code = STR("15"),
		 .name = STR("东盟工会"),
		 .level = 2},
	};
	static const struct org_new later = {.code = STR("1502"),
					     .parent_code = STR("15"),
					     .name = STR("西市总工会"),
					     .level = 2};
	struct org_added added[2];
	fixture_open(&f, engine, domains, 1);
	fixture_must(
		run(&f,
		    (struct step){.what = DO_ADD, .add = first, .add_count = 2, .added = added}),
		"first list");
	fixture_must(
		run(&f,
		    (struct step){.what = DO_ADD, .add = &later, .add_count = 1, .added = added}),
		"later list");
	check_tree(&f, 20100101, "15 .1501",
		   "the first list's unions were there before the books, a later one was not");
	check_tree(&f, 0, "15 .1501 .1502", "today it is there");
	fixture_close(&f);
}

int main(void)
{
	test_great_tree();
	FOR_EACH_ENGINE(engine)
	{
		test_floor(engine);
		test_names(engine);
		test_adding(engine);
		test_undated(engine);
		test_finding(engine);
		test_moving(engine);
		test_merging(engine);
		test_splitting(engine);
		test_depth(engine);
	}
	return tap_done();
}
