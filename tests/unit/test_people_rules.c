/* Decisions about a roster's row, by tables. */
#include "people/people_priv.h"
#include "tap.h"

#include <stdio.h>

static struct person_state known(void)
{
	static const struct str categories[] = {STR("环卫工"), STR("司机")};
	return (struct person_state){.person = {.person_id = {{1}},
						.org_no = 5,
						.name = STR("合成甲"),
						.team = STR("一班"),
						.site = STR("东街"),
						.employer = STR("甲厂"),
						.workplace = STR("乙厂"),
						.post = STR("扫路"),
						.size = STR("175")},
				     .household = STR("户一"),
				     .has_phone = true,
				     .phone_hash = {{7}},
				     .categories = categories,
				     .categories_count = 2};
}

static void changes(void)
{
	const struct person_state state = known();
	const struct str digits = STR("13800138000");
	const struct {
		const char *what;
		struct roster_row row;
		unsigned want;
	} cases[] = {
		{"a row that says nothing changes nothing", {.row = 2}, 0},
		{"the same name", {.name = STR("合成甲")}, 0},
		{"another name", {.name = STR("合成乙")}, CHANGE_NAME},
		{"the same phone", {.phone = digits, .phone_hash = {{7}}}, 0},
		{"another phone", {.phone = digits, .phone_hash = {{8}}}, CHANGE_PHONE},
		{"the same post and size", {.post = STR("扫路"), .size = STR("175")}, 0},
		{"another post", {.post = STR("开车")}, CHANGE_WORDS},
		{"another size", {.post = STR("扫路"), .size = STR("180")}, CHANGE_WORDS},
		{"the same team", {.groups = {[ROW_TEAM] = STR("一班")}}, 0},
		{"another team", {.groups = {[ROW_TEAM] = STR("二班")}}, CHANGE_GROUP << ROW_TEAM},
		{"another site", {.groups = {[ROW_SITE] = STR("西街")}}, CHANGE_GROUP << ROW_SITE},
		{"another employer",
		 {.groups = {[ROW_EMPLOYER] = STR("乙厂")}},
		 CHANGE_GROUP << ROW_EMPLOYER},
		{"another place of work",
		 {.groups = {[ROW_WORKPLACE] = STR("甲厂")}},
		 CHANGE_GROUP << ROW_WORKPLACE},
		{"another household",
		 {.groups = {[ROW_HOUSEHOLD] = STR("户二")}},
		 CHANGE_GROUP << ROW_HOUSEHOLD},
		{"a category he has", {.categories = {STR("司机")}, .categories_count = 1}, 0},
		{"one more category",
		 {.categories = {STR("司机"), STR("外卖员")}, .categories_count = 2},
		 CHANGE_CATEGORIES},
		{"name and team at once",
		 {.name = STR("合成乙"), .groups = {[ROW_TEAM] = STR("二班")}},
		 CHANGE_NAME | CHANGE_GROUP << ROW_TEAM},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		EQ_I64(people_row_changes(&cases[i].row, &state), cases[i].want, cases[i].what);
	struct person_state other = known();
	other.has_phone = false;
	other.person.left = true;
	EQ_I64(people_row_changes(&cases[3].row, &other), CHANGE_PHONE | CHANGE_RETURNS,
	       "a first phone of somebody who comes back");
}

static void decisions(void)
{
	const struct {
		const char *what;
		int64_t org_no, alias_depth;
		bool left;
		struct str name;
		enum row_fate fate;
		bool arrives;
		enum sn_reason why;
	} cases[] = {
		{"as it is known", 5, 0, false, STR("合成甲"), ROW_UNCHANGED, false,
		 SN_SUCCESS.reason},
		{"brought up to date", 5, 0, false, STR("合成乙"), ROW_CHANGED, false,
		 SN_SUCCESS.reason},
		{"back on the roster", 5, 0, true, STR("合成甲"), ROW_CHANGED, false,
		 SN_SUCCESS.reason},
		{"on another union's roster", 6, 0, false, STR("合成甲"), ROW_REJECTED, false,
		 SN_R_DUPLICATE_EXISTING},
		{"left another union", 6, 0, true, STR("合成甲"), ROW_NEW, true, SN_SUCCESS.reason},
		{"the last move that is kept apart", 6, PEOPLE_ALIAS_HOPS_MAX - 1, true,
		 STR("合成甲"), ROW_NEW, true, SN_SUCCESS.reason},
		{"moved too often", 6, PEOPLE_ALIAS_HOPS_MAX, true, STR("合成甲"), ROW_REJECTED,
		 false, SN_R_MERGED_TOO_OFTEN},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct person_state state = known();
		struct roster_row row = {.name = cases[i].name};
		state.person.left = cases[i].left;
		state.alias_depth = cases[i].alias_depth;
		people_row_decide(&row, &state, cases[i].org_no);
		OK(row.fate == cases[i].fate && row.arrives == cases[i].arrives &&
			   row.why.reason == cases[i].why && row.state == &state,
		   cases[i].what);
	}
}

static void merges(void)
{
	const struct {
		const char *what, *why;
		uint8_t gone, stays;
		bool gone_has_id, stays_has_id;
		int64_t gone_depth, stays_depth, depth;
	} cases[] = {
		{"two become one", NULL, 1, 2, false, false, 0, 0, 1},
		{"who has a number stays", NULL, 1, 2, false, true, 0, 0, 1},
		{"two numbers of one person", NULL, 1, 2, true, true, 0, 0, 1},
		{"a chain grows by one", NULL, 1, 2, true, true, 4, 2, 5},
		{"a longer one stays", NULL, 1, 2, true, true, 1, 9, 9},
		{"one is one already", "same_person", 1, 1, true, true, 0, 0, 0},
		{"the number would be lost", "merge_loses_id", 1, 2, true, false, 0, 0, 0},
		{"the longest chain", NULL, 1, 2, true, true, PEOPLE_ALIAS_HOPS_MAX - 1, 0,
		 PEOPLE_ALIAS_HOPS_MAX},
		{"and one more", "merged_too_often", 1, 2, true, true, PEOPLE_ALIAS_HOPS_MAX, 0, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct person_state gone = known(), stays = known();
		int64_t depth = 0;
		gone.person.person_id.bytes[0] = cases[i].gone;
		stays.person.person_id.bytes[0] = cases[i].stays;
		gone.person.has_id = cases[i].gone_has_id;
		stays.person.has_id = cases[i].stays_has_id;
		gone.alias_depth = cases[i].gone_depth;
		stays.alias_depth = cases[i].stays_depth;
		const struct sn_err e = people_merge_decide(&gone, &stays, &depth);
		if (cases[i].why)
			EQ_STR(sn_reason_word(e.reason), cases[i].why, cases[i].what);
		else
			OK(!sn_failed(e) && depth == cases[i].depth, cases[i].what);
	}
}

static void agreements(void)
{
	const struct id_number man = id_number_make(150000, 19010203, 1),
			       woman = id_number_make(150000, 19010203, 2);
	const struct {
		struct str sex;
		bool man, woman;
	} sexes[] = {{STR("男"), true, false}, {STR("男性"), true, false},
		     {STR("女"), false, true}, {STR("女性"), false, true},
		     {STR("—"), true, true},   {STR_NULL, true, true}};
	for (size_t i = 0; i < sizeof sexes / sizeof sexes[0]; i++)
		OK(people_sex_agrees(sexes[i].sex, &man) == sexes[i].man &&
			   people_sex_agrees(sexes[i].sex, &woman) == sexes[i].woman,
		   "a sex that contradicts the number, and only that, is seen");
	OK(people_birth_agrees(STR("1901-02-03"), &man), "the same day agrees");
	OK(!people_birth_agrees(STR("1901-02-04"), &man), "another does not");
	OK(people_birth_agrees(STR("春天"), &man), "what is no day says nothing");
}

static void masks(void)
{
	static const struct {
		struct str value;
		const char *want;
	} cases[] = {
		{STR("150102199003070011"), "150***********0011"},
		{STR("1.52103E+17"), "1.5****E+17"},
		{STR("12345678"), "123*5678"},
		{STR("1234567"), "*******"},
		{STR("张三"), "**"},
		{STR(""), ""},
		{STR("\xFF"), "*"},
	};
	struct arena *mem = arena_new(1 << 16), *none = arena_new(1);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char got[128];
		const struct str masked = people_mask(mem, cases[i].value);
		(void)snprintf(got, sizeof got, STR_FMT, STR_ARG(masked));
		EQ_STR(got, cases[i].want, "of a refused value only the ends are shown");
	}
	OK(str_is_null(people_mask(none, STR("150102199003070011"))),
	   "without memory nothing is shown");
	arena_free(mem);
	arena_free(none);
}

/* ---- categories in one cell ---- */

static const char *categories(const char *cell, struct roster_row *row)
{
	static struct arena *mem;
	mem = mem ? mem : arena_new(1 << 20);
	*row = (struct roster_row){0};
	return sn_reason_word(people_add_categories(mem, str_of(cell), row).reason);
}

static void words_and_categories(void)
{
	struct roster_row row;
	char cell[4096] = "";
	EQ_STR(categories("环卫工、快递员,网约车司机;保安/护工|骑手 家政", &row), "ok",
	       "every separator parts two categories");
	EQ_I64((int64_t)row.categories_count, 7, "seven of them");
	EQ_STR(categories("、环卫工、、环卫工 ", &row), "ok", "nothing and the same twice");
	EQ_I64((int64_t)row.categories_count, 1, "are one category");
	EQ_STR(categories("  ", &row), "ok", "blanks");
	EQ_I64((int64_t)row.categories_count, 0, "are none");
	for (int i = 0; i <= PEOPLE_CATEGORIES_MAX; i++)
		(void)snprintf(cell + strlen(cell), sizeof cell - strlen(cell), "c%d,", i);
	EQ_STR(categories(cell, &row), "too_many_categories", "one more than a person may have");
	cell[strlen(cell) - 1] = '\0';
	EQ_STR(categories(cell, &row), "too_many_categories", "also where it comes last");
	memset(cell, 'x', sizeof cell - 1);
	cell[sizeof cell - 1] = '\0';
	EQ_STR(categories(cell, &row), "too_long", "no category is as long as a page");
	EQ_STR(categories("\xC3(", &row), "bad_encoding", "and none that is no text");
}

int main(void)
{
	words_and_categories();
	changes();
	decisions();
	merges();
	agreements();
	masks();
	return tap_done();
}
