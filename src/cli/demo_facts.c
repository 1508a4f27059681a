/* The other figures of the same report, each with its source's own words: umbrellas over years, level R. */
#include "cli/demo_facts.h"

#include "cli/demo.h"

#include <inttypes.h>

/* One line of programme-facts.csv: key,value,unit,is,period,org_code,quote. */
bool demo_fact(const char *key, struct figure *value, struct str *quote)
{
	struct str rest = {(const char *)demo_facts, DEMO_FACTS_BYTES}, line, cells[7];
	while (str_split(&rest, '\n', &line)) {
		int n = 0;
		while (n < 7 && str_split(&line, n < 6 ? ',' : '\n', &cells[n]))
			n++;
		int64_t number = 0;
		if (n < 7 || !str_is(cells[0], key) || !str_to_int(cells[1], &number))
			continue;
		*value = report_figure(number, str_is(cells[3], "exact")   ? QUALIFIER_EXACT
					       : str_is(cells[3], "about") ? QUALIFIER_ABOUT
									   : QUALIFIER_MORE_THAN);
		*quote = str_trim(cells[6]);
		return true;
	}
	return false;
}

/* Codes and names are the demo's own; figures and words are the file's. */
static const struct {
	const char *key, *code, *name, *org, *measure, *unit;
} told[] = {
	{"haircuts_alxa_left", "alxa-hair", "免费洗头理发", "152921", "served", "person_time"},
	{"households_in_assistance", "alxa-aid", "纳入帮扶系统", "152921", "reached", "household"},
	{"mutual_aid_claims", "alxa-mutual", "医疗互助报销", "152921", "reached", "person"},
	{"medical_exams", "alxa-exam", "免费体检", "152921", "served", "person"},
	{"recuperation_sep", "rest-09", "疗休养（9月）", "150000", "served", "person"},
	{"recuperation_oct", "rest-10", "疗休养（10月）", "150925", "served", "person"},
	{"outing_dragon_boat", "boats-06", "赛龙舟", "152224", "reached", "person"},
	{"contest_saihan_people", "contest", "技能比武", "150105", "reached", "person"},
};

struct sn_err demo_facts_told(struct demo *d)
{
	struct figure value;
	struct str words;
	demo_chapter(d, "报道里的其他数字：历年数字（R 级），原文照录，不与活动人数相加",
		     "the report's other figures: level R, word for word, never added to people");
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		d->shown = i == 0;
		if (!demo_fact(told[i].key, &value, &words))
			return SN_FAIL(MISSING_FIELD, .field = "programme-facts.csv");
		SN_TRY(demo_step(d, "action", "create", told[i].code, "--name", told[i].name,
				 "--org", told[i].org, "--first-year", "2024", "--as", "r-maker",
				 NULL));
		SN_TRY(demo_step(d, "action", "opening", told[i].code, "--measure", told[i].measure,
				 "--unit", told[i].unit, "--years", "2024", "--value",
				 demo_text(d, "%" PRId64, value.value), "--is",
				 report_qualifier_words(value.is)->word, "--words",
				 demo_text(d, STR_FMT, STR_ARG(words)), "--as", "r-maker", NULL));
	}
	d->shown = true;
	return demo_step(d, "action", "figures", NULL);
}
