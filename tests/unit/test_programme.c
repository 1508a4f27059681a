/* Programme files: what is taken, and that everything else is refused with its place. */
#include "care/care_priv.h"
#include "tap.h"

#include <stdlib.h>

static char *read_file(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "re");
	if (!f)
		return NULL;
	const size_t n = fread(text, 1, sizeof text - 1, f);
	text[n] = 0;
	(void)fclose(f);
	return text;
}

static const char whole[] =
	"{\"schema\":1,\"code\":\"campaign\",\"version\":2,\"name\":{\"zh\":\"慰问\",\"en\":"
	"\"Campaign\"},"
	"\"kind\":\"campaign\",\"effective\":{\"from\":\"2024-01-01\",\"until\":\"2025-01-01\"},"
	"\"source\":\"a test\",\"eligibility\":{\"categories\":[\"环卫工\",\"外卖员\"],"
	"\"rules\":[{\"kind\":\"age_range\",\"from_years\":18,\"until_years\":70,\"source\":\"a "
	"test\"},{\"kind\":\"gap\",\"days\":365,\"source\":\"a test\"},"
	"{\"kind\":\"quota\",\"places\":[{\"org\":\"150302\",\"places\":100},{\"org\":\"150303\","
	"\"places\":0}],"
	"\"source\":\"a test\"}]},"
	"\"benefits\":[{\"code\":\"gift\",\"items\":[\"kit:x\",\"cash\"],\"quantity\":2,\"standard_"
	"fen\":20000,"
	"\"source\":\"a "
	"test\"}],\"caps\":[{\"rule\":\"campaign.year\",\"period\":\"year\",\"max_fen\":600000,"
	"\"source\":\"a test\"}],\"sources\":[\"FISCAL\",\"OWN\"]}";

/* The whole document with `from` replaced by `to`. */
static struct sn_err parse_with(struct arena *mem, const char *from, const char *to,
				struct programme *p)
{
	const char *at = strstr(whole, from);
	if (!at) {
		printf("# the test's own text is not there: %s\n", from);
		return SN_FAIL(BAD_USAGE);
	}
	const char *text =
		arena_printf(mem, "%.*s%s%s", (int)(at - whole), whole, to, at + strlen(from));
	return care_programme_parse(mem, str_of(text), p);
}

static void test_whole(struct arena *mem)
{
	struct programme p;
	const struct sn_err e = care_programme_parse(mem, str_of(whole), &p);
	OK(!sn_failed(e), "a whole document is read");
	if (sn_failed(e)) {
		printf("# %s %s\n", sn_reason_word(e.reason), e.text);
		return;
	}
	OK(str_is(p.code, "campaign") && p.version == 2 && str_is(p.kind, "campaign"),
	   "… its name");
	OK(p.from_day == 20240101 && p.until_day == 20250101, "… its period");
	OK(p.categories_count == 2 && str_is(p.categories[1], "外卖员"), "… for whom");
	OK(p.gap_days == 365, "… how long after the last");
	OK(p.quotas_count == 2 && str_is(p.quotas[0].org_code, "150302") &&
		   p.quotas[0].places == 100 && p.quotas[1].places == 0,
	   "… how many of which union");
	OK(p.age_from == 18 && p.age_until == 70, "… of what age");
	OK(p.benefits_count == 1 && p.benefits[0].quantity == 2 &&
		   money_fen(p.benefits[0].value) == 20000 && p.benefits[0].value_known,
	   "… what");
	OK(str_is(p.benefits[0].item_code, "kit:x") && p.benefits[0].items_count == 2 &&
		   str_is_null(p.benefits[0].items[1]),
	   "… in which forms");
	OK(p.caps_count == 1 && p.caps[0].period == CAP_YEAR && money_fen(p.caps[0].max) == 600000,
	   "… up to what");
	OK(p.sources == (1U << FUND_FISCAL | 1U << FUND_OWN), "… from whose money");
	OK(str_is_null(p.unset) && str_eq(p.json, str_of(whole)), "… and nothing is unset");
}

static void test_refusals(struct arena *mem)
{
	static const struct {
		const char *from, *to;
		enum sn_reason reason;
		const char *place, *what;
	} rows[] = {
		{"\"schema\":1", "\"schema\":2", SN_R_PROGRAMME_SCHEMA, "", "another schema"},
		{"\"schema\":1", "\"colour\":1,\"schema\":1", SN_R_UNKNOWN_FIELD, "$.colour",
		 "an unknown key"},
		{"\"zh\":", "\"mn\":\"x\",\"zh\":", SN_R_UNKNOWN_FIELD, "$.name.mn",
		 "a name in no known language"},
		{"\"campaign\",\"version\"", "\"Campaign 1\",\"version\"", SN_R_PROGRAMME_VALUE,
		 "$.code", "a code with blanks"},
		{"\"version\":2", "\"version\":0", SN_R_PROGRAMME_VALUE, "$.version", "version 0"},
		{"\"zh\":\"慰问\"", "\"zh\":\" \"", SN_R_PROGRAMME_VALUE, "$.name.zh",
		 "a blank name"},
		{"\"kind\":\"campaign\"", "\"kind\":\"gift\"", SN_R_PROGRAMME_VALUE, "$.kind",
		 "a kind that is none of the fourteen"},
		{"2024-01-01", "2024-02-30", SN_R_PROGRAMME_VALUE, "$.effective.from",
		 "a day that does not exist"},
		{"2025-01-01", "tomorrow", SN_R_PROGRAMME_VALUE, "$.effective.until",
		 "a word for a day"},
		{"2025-01-01", "2024-01-01", SN_R_PROGRAMME_VALUE, "$.effective.until",
		 "an end that is no later than the beginning"},
		{"\"from\":\"2024-01-01\"", "\"from\":\"2024-01-01\",\"to\":1", SN_R_UNKNOWN_FIELD,
		 "$.effective.to", "an unknown key of the period"},
		{"\"source\":\"a test\",\"eligibility\"", "\"eligibility\"", SN_R_MISSING_FIELD,
		 "($)", "a document without its source"},
		{"\"外卖员\"", "\" \"", SN_R_PROGRAMME_VALUE, "$.eligibility.categories[1]",
		 "a blank category"},
		{"\"外卖员\"", "7", SN_R_WRONG_KIND, "$.eligibility.categories[1]",
		 "a category that is a number"},
		{"\"rules\":[", "\"rule\":1,\"rules\":[", SN_R_UNKNOWN_FIELD, "$.eligibility.rule",
		 "an unknown key of eligibility"},
		{"age_range", "moon_phase", SN_R_PROGRAMME_RULE_UNKNOWN, "$.eligibility.rules[0]",
		 "a kind of rule that is not known"},
		{"{\"kind\":\"age_range\"", "7,{\"kind\":\"age_range\"", SN_R_WRONG_KIND,
		 "$.eligibility.rules[0]", "a rule that is a number"},
		{"\"from_years\":18", "\"from_years\":-1", SN_R_PROGRAMME_VALUE, "from_years",
		 "an age below zero"},
		{"\"from_years\":18", "\"from_years\":151", SN_R_PROGRAMME_VALUE, "from_years",
		 "an age of 151"},
		{"\"until_years\":70", "\"until_years\":-1", SN_R_PROGRAMME_VALUE, "until_years",
		 "an end below zero"},
		{"\"until_years\":70", "\"until_years\":151", SN_R_PROGRAMME_VALUE, "until_years",
		 "an end of 151"},
		{"\"until_years\":70", "\"until_years\":18", SN_R_PROGRAMME_VALUE, "until_years",
		 "a range without anybody"},
		{"\"until_years\"", "\"years\"", SN_R_UNKNOWN_FIELD, "$.eligibility.rules[0].years",
		 "an unknown key of a rule"},
		{"70,\"source\":\"a test\"", "70", SN_R_MISSING_FIELD, "($.eligibility.rules[0])",
		 "a rule without its source"},
		{"\"kind\":\"gap\"", "\"kind\":\"age_range\"", SN_R_PROGRAMME_VALUE,
		 "$.eligibility.rules[1].kind", "two rules of a kind"},
		{"\"days\":365", "\"days\":0", SN_R_PROGRAMME_VALUE, "$.eligibility.rules[1].days",
		 "a gap of no days"},
		{"\"days\":365", "\"days\":36501", SN_R_PROGRAMME_VALUE,
		 "$.eligibility.rules[1].days", "a gap of more than a century"},
		{"\"days\":365", "\"days\":null", SN_R_MISSING_FIELD, "$.eligibility.rules[1]",
		 "a gap that nobody is to set"},
		{"\"days\":365", "\"years\":1,\"days\":365", SN_R_UNKNOWN_FIELD,
		 "$.eligibility.rules[1].years", "an unknown key of a gap"},
		{"\"org\":\"150303\"", "\"org\":\"150302\"", SN_R_PROGRAMME_VALUE,
		 "$.eligibility.rules[2].places[1].org", "places of one union twice"},
		{"\"places\":100", "\"places\":-1", SN_R_PROGRAMME_VALUE,
		 "$.eligibility.rules[2].places[0].places", "places below zero"},
		{"\"places\":100", "\"places\":null", SN_R_MISSING_FIELD, "$.eligibility.rules[2]",
		 "places that nobody is to set"},
		{"\"org\":\"150303\"", "\"to\":1,\"org\":\"150303\"", SN_R_UNKNOWN_FIELD,
		 "$.eligibility.rules[2].places[1].to", "an unknown key of places"},
		{"{\"org\":\"150303\"", "7,{\"org\":\"150303\"", SN_R_WRONG_KIND,
		 "$.eligibility.rules[2].places[1]", "places that are a number"},
		{"[{\"org\":\"150302\",\"places\":100},{\"org\":\"150303\",\"places\":0}]", "[]",
		 SN_R_PROGRAMME_VALUE, "$.eligibility.rules[2].places", "a quota of no union"},
		{"\"kind\":\"quota\"", "\"each\":1,\"kind\":\"quota\"", SN_R_UNKNOWN_FIELD,
		 "$.eligibility.rules[2].each", "an unknown key of a quota"},
		{"\"source\":\"a test\",\"eligibility\"",
		 "\"source\":\"a test\",\"source_zh\":\" \",\"eligibility\"", SN_R_PROGRAMME_VALUE,
		 "$.source_zh", "a blank source in Chinese"},
		{"\"source\":\"a test\",\"eligibility\"",
		 "\"source\":\"a test\",\"source_zh\":7,\"eligibility\"", SN_R_WRONG_KIND,
		 "$.source_zh", "a source in Chinese that is a number"},
		{"\"code\":\"gift\"", "\"code\":\"Gift\"", SN_R_PROGRAMME_VALUE,
		 "$.benefits[0].code", "a benefit's code in capitals"},
		{"\"code\":\"gift\"", "\"size\":1,\"code\":\"gift\"", SN_R_UNKNOWN_FIELD,
		 "$.benefits[0].size", "an unknown key of a benefit"},
		{"{\"code\":\"gift\",\"items\":[\"kit:x\",\"cash\"],\"quantity\":2,\"standard_"
		 "fen\":"
		 "20000,\"source\":\"a test\"}",
		 "", SN_R_PROGRAMME_VALUE, "$.benefits", "a programme that gives nothing"},
		{"[\"kit:x\",\"cash\"]", "[]", SN_R_PROGRAMME_VALUE, "$.benefits[0].items",
		 "a benefit of nothing"},
		{"\"kit:x\"", "\"\"", SN_R_PROGRAMME_VALUE, "$.benefits[0].items[0]",
		 "an item without a code"},
		{"\"kit:x\"", "{}", SN_R_WRONG_KIND, "$.benefits[0].items[0]",
		 "an item that is an object"},
		{"\"quantity\":2", "\"quantity\":0", SN_R_PROGRAMME_VALUE, "$.benefits[0].quantity",
		 "no pieces"},
		{"\"quantity\":2", "\"quantity\":1001", SN_R_PROGRAMME_VALUE,
		 "$.benefits[0].quantity", "1,001 pieces a head"},
		{"\"standard_fen\":20000", "\"standard_fen\":0", SN_R_PROGRAMME_VALUE,
		 "$.benefits[0].standard_fen", "a standard of nothing"},
		{"\"standard_fen\":20000", "\"standard_fen\":200.5", SN_R_BAD_NUMBER,
		 "$.benefits[0].standard_fen", "half a fen"},
		{"\"standard_fen\":20000", "\"standard_fen\":null", SN_R_MISSING_FIELD,
		 "($.benefits[0])", "an unset value that nobody is to set"},
		{"\"standard_fen\":20000,\"source\":\"a test\"", "\"standard_fen\":20000",
		 SN_R_MISSING_FIELD, "($.benefits[0])", "a value without its source"},
		{"\"benefits\":[",
		 "\"benefits\":[{\"code\":\"gift\",\"items\":[\"cash\"],\"standard_fen\":1,"
		 "\"source\":\"x\"},",
		 SN_R_PROGRAMME_VALUE, "$.benefits[1].code", "two benefits of one code"},
		{"\"rule\":\"campaign.year\"", "\"rule\":\"\"", SN_R_PROGRAMME_VALUE,
		 "$.caps[0].rule", "a cap without a name"},
		{"\"caps\":[",
		 "\"caps\":[{\"rule\":\"campaign.year\",\"period\":\"day\",\"max_fen\":1,"
		 "\"source\":\"x\"},",
		 SN_R_PROGRAMME_VALUE, "$.caps[1].rule", "one cap twice"},
		{"\"period\":\"year\"", "\"period\":\"moon\"", SN_R_PROGRAMME_VALUE,
		 "$.caps[0].period", "a period that is none"},
		{"\"max_fen\":600000", "\"max_fen\":-1", SN_R_PROGRAMME_VALUE, "$.caps[0].max_fen",
		 "a cap below zero"},
		{"\"max_fen\"", "\"most\":1,\"max_fen\"", SN_R_UNKNOWN_FIELD, "$.caps[0].most",
		 "an unknown key of a cap"},
		{"\"OWN\"", "\"MINE\"", SN_R_PROGRAMME_VALUE, "$.sources[1]",
		 "a source of money that is none"},
		{"\"OWN\"", "\"-\"", SN_R_PROGRAMME_VALUE, "$.sources[1]", "no source as a source"},
		{"\"OWN\"", "1", SN_R_WRONG_KIND, "$.sources[1]", "a source that is a number"},
		{"\"schema\":1,", "", SN_R_MISSING_FIELD, "($)", "a document without its schema"},
		{"{\"schema\"", "{{\"schema\"", SN_R_BAD_JSON, "", "what is no JSON"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct programme p;
		const struct sn_err e = parse_with(mem, rows[i].from, rows[i].to, &p);
		if (!OK(e.reason == rows[i].reason && strstr(e.text, rows[i].place), rows[i].what))
			printf("# %s at %s, wanted %s at %s\n", sn_reason_word(e.reason), e.text,
			       sn_reason_word(rows[i].reason), rows[i].place);
	}
}

/* The value that begins here ends before… */
static const char *value_end(const char *at)
{
	int open = 0;
	bool quoted = false;
	for (;; at++) {
		if (*at == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (open == 0 && (*at == ',' || *at == '}' || *at == ']'))
			return at;
		open += *at == '{' || *at == '[';
		open -= *at == '}' || *at == ']';
	}
}

/* No key is a switch, and all but these must be there. */
static void test_every_key(struct arena *mem)
{
	static const char *const optional[] = {"until", "from_years", "until_years", "quantity"};
	int keys = 0, kinds = 0, missing = 0, wrong = 0;
	for (const char *colon = strstr(whole, "\":"); colon; colon = strstr(colon + 1, "\":")) {
		struct programme p;
		const char *key = colon;
		while (key[-1] != '"')
			key--;
		const struct str name = {key, (size_t)(colon - key)};
		const char *end = value_end(colon + 2);
		const struct sn_err as_switch = care_programme_parse(
			mem,
			str_of(arena_printf(mem, "%.*s%s%s", (int)(colon + 2 - whole), whole,
					    "true", end)),
			&p);
		keys++;
		kinds += as_switch.reason == SN_R_WRONG_KIND || as_switch.reason == SN_R_BAD_NUMBER;
		/* without it: the comma goes too, the one behind or the one before */
		const char *from = key - 1, *until = end;
		if (*until == ',')
			until++;
		else if (from[-1] == ',')
			from--;
		const struct sn_err without = care_programme_parse(
			mem, str_of(arena_printf(mem, "%.*s%s", (int)(from - whole), whole, until)),
			&p);
		bool may = false;
		for (size_t i = 0; i < sizeof optional / sizeof optional[0]; i++)
			may = may || str_is(name, optional[i]);
		missing += without.reason == SN_R_MISSING_FIELD;
		wrong += may ? sn_failed(without) : without.reason != SN_R_MISSING_FIELD;
	}
	EQ_I64(kinds, keys, "no key of a programme takes true for a value");
	EQ_I64(wrong, 0, "each key is asked for, but those that have a meaning when they are left");
	OK(missing > 20, "… and most are asked for");
}

static void test_too_many(struct arena *mem)
{
	struct programme p;
	char items[1024] = "[";
	for (int i = 0; i < 65; i++)
		(void)snprintf(items + strlen(items), sizeof items - strlen(items), "%s\"i%d\"",
			       i ? "," : "", i);
	(void)snprintf(items + strlen(items), sizeof items - strlen(items), "]");
	OK(parse_with(mem, "[\"kit:x\",\"cash\"]", items, &p).reason == SN_R_PROGRAMME_VALUE,
	   "65 forms of one gift are too many");
	char places[32 * 520] = "[";
	for (int i = 0; i < 513; i++)
		(void)snprintf(places + strlen(places), sizeof places - strlen(places),
			       "%s{\"org\":\"%d\",\"places\":1}", i ? "," : "", i);
	(void)snprintf(places + strlen(places), sizeof places - strlen(places), "]");
	OK(parse_with(mem,
		      "[{\"org\":\"150302\",\"places\":100},{\"org\":\"150303\",\"places\":0}]",
		      places, &p)
			   .reason == SN_R_PROGRAMME_VALUE,
	   "513 unions with places are too many");
	OK(parse_with(mem, "[\"环卫工\",\"外卖员\"]", items, &p).reason == SN_R_PROGRAMME_VALUE,
	   "65 categories are too many");
	OK(parse_with(mem, "[\"FISCAL\",\"OWN\"]", items, &p).reason == SN_R_PROGRAMME_VALUE,
	   "65 sources are too many");
}

static void test_unset(struct arena *mem)
{
	struct programme p;
	struct sn_err e = parse_with(mem, "\"standard_fen\":20000",
				     "\"standard_fen\":null,\"set_by\":\"旗县总工会\"", &p);
	OK(!sn_failed(e) && str_is(p.unset, "$.benefits[0].standard_fen") &&
		   str_is(p.unset_by, "旗县总工会") && !p.benefits[0].value_known,
	   "an unset value is read, with its place and who sets it");
	e = parse_with(mem, "\"max_fen\":600000", "\"max_fen\":null,\"set_by\":\"省总工会\"", &p);
	OK(!sn_failed(e) && str_is(p.unset, "$.caps[0].max_fen") && p.caps_count == 0,
	   "an unset cap too");
	e = parse_with(mem, "20000,\"source\":\"a test\"}],\"caps\":[",
		       "null,\"set_by\":\"旗县总工会\",\"source\":\"a test\"}],\"caps\":[{"
		       "\"rule\":\"x\",\"period\":\"day\",\"max_fen\":null,\"set_by\":\"省总工会\","
		       "\"source\":\"a test\"},",
		       &p);
	OK(!sn_failed(e) && str_is(p.unset, "$.benefits[0].standard_fen") &&
		   str_is(p.unset_by, "旗县总工会") && p.caps_count == 1,
	   "of several the first is named");
	e = parse_with(mem, "\"benefits\":[{",
		       "\"benefits\":[{\"code\":\"coat\",\"items\":[\"coat\"],\"standard_fen\":1,"
		       "\"source\":\"x\"},{",
		       &p);
	OK(!sn_failed(e) && p.benefits_count == 2 && p.benefits[0].quantity == 1,
	   "two benefits stand side by side; a quantity that is left is one");
	e = parse_with(mem, "\"until_years\":70", "\"until_years\":null", &p);
	OK(!sn_failed(e) && p.age_until == 0, "a range may be open");
	e = parse_with(mem, "\"source\":\"a test\",\"eligibility\"",
		       "\"source\":\"a test\",\"source_zh\":\"测试\",\"eligibility\"", &p);
	OK(!sn_failed(e) && str_is(p.source_zh, "测试") && str_is(p.source, "a test"),
	   "a source may be told in Chinese too");
	e = parse_with(mem, "\"days\":365", "\"days\":null,\"set_by\":\"区总工会\"", &p);
	OK(!sn_failed(e) && str_is(p.unset, "$.eligibility.rules[1].days") &&
		   str_is(p.unset_by, "区总工会"),
	   "a gap may wait for its days");
	e = parse_with(mem, "\"places\":100},{\"org\":\"150303\",\"places\":0}],",
		       "\"places\":null}],\"set_by\":\"区总工会\",", &p);
	OK(!sn_failed(e) && str_is(p.unset, "$.eligibility.rules[2].places[0].places"),
	   "places may wait for their number");
	e = parse_with(mem, "\"until\":\"2025-01-01\"", "\"until\":null", &p);
	OK(!sn_failed(e) && p.until_day == 0, "a period may be open");
}

static void test_codes(void)
{
	char long_code[80];
	memset(long_code, 'a', sizeof long_code);
	OK(care_code_is_good((struct str){long_code, 64}), "64 letters are a code");
	OK(!care_code_is_good((struct str){long_code, 65}), "65 are not");
	OK(!care_code_is_good(STR("")), "nor none");
	OK(care_code_is_good(STR("az-09.")), "hyphens and dots are taken");
	OK(!care_code_is_good(STR("a{")) && !care_code_is_good(STR("a:")) &&
		   !care_code_is_good(STR("a/")) && !care_code_is_good(STR("a,")),
	   "what stands beside letters, digits, dots and hyphens is not");
	OK(!care_code_is_good(STR("hw_2024")) && !care_code_is_good(STR("hw 2024")) &&
		   !care_code_is_good(STR("HW")),
	   "nor other signs");
}

static void test_shipped(struct arena *mem)
{
	struct programme p;
	const char *text = read_file(TEST_FILES "/../../data/programmes/condolence-campaign.json");
	OK(text && !sn_failed(care_programme_parse(mem, str_of(text), &p)),
	   "the shipped campaign is read");
	OK(str_is(p.code, "condolence-campaign") && money_fen(p.benefits[0].value) == 20000 &&
		   p.caps_count == 2 && money_fen(p.caps[0].max) == 300000 &&
		   p.caps[0].period == CAP_TIME && money_fen(p.caps[1].max) == 600000 &&
		   p.caps[1].period == CAP_YEAR,
	   "… with the seed's figures");
}

static void test_memory(void)
{
	int refused = 0, other = 0;
	for (size_t bytes = 64; bytes < 8192; bytes += 64) {
		struct arena *small = arena_new(bytes);
		struct programme p;
		const struct sn_err e = care_programme_parse(small, str_of(whole), &p);
		refused += e.reason == SN_R_OUT_OF_MEMORY;
		other += sn_failed(e) && e.reason != SN_R_OUT_OF_MEMORY;
		arena_free(small);
	}
	OK(refused > 0 && other == 0, "too little memory is said, at whatever point");
}

int main(void)
{
	struct arena *mem = arena_new(16 << 20);
	test_whole(mem);
	test_refusals(mem);
	test_every_key(mem);
	test_too_many(mem);
	test_unset(mem);
	test_codes();
	test_shipped(mem);
	test_memory();
	arena_free(mem);
	return tap_done();
}
