/* The sum of report.h over small trees, among them the thirteen rows of the 2024 campaign. */
#include "report/report_priv.h"
#include "tap.h"

enum { FINDINGS_MAX = 8 };

struct found {
	struct report_finding list[FINDINGS_MAX];
	int count;
};

static void collect(void *self, const struct report_finding *f)
{
	struct found *found = self;
	if (found->count < FINDINGS_MAX)
		found->list[found->count] = *f;
	found->count++;
}

static struct figure exact(int64_t value)
{
	return report_figure(value, QUALIFIER_EXACT);
}
static struct figure more(int64_t value)
{
	return report_figure(value, QUALIFIER_MORE_THAN);
}
static struct figure unknown(void)
{
	return report_figure_unknown();
}

static bool is(struct figure f, struct figure want)
{
	const bool same = f.value == want.value && f.is == want.is &&
			  f.known_parts == want.known_parts &&
			  f.unknown_parts == want.unknown_parts;
	if (!same)
		printf("# got %" PRId64 " is %d known %d unknown %d\n", f.value, (int)f.is,
		       f.known_parts, f.unknown_parts);
	return same;
}

static struct figure parts(struct figure f, int32_t known, int32_t unknown_parts)
{
	f.known_parts = known;
	f.unknown_parts = unknown_parts;
	return f;
}

static void sum(struct report_row *rows, int32_t count, struct found *found)
{
	found->count = 0;
	for (int32_t at = 0; at < count; at++)
		rows[at].at = at;
	OK(!sn_failed(report_sum(rows, count, collect, found)), "the sum can be made");
}

/* region, then per league its counties, with the figures of campaign-2024.csv. */
static void campaign_2024(void)
{
	const struct reported hulunbuir[] = {
		{.recipients = exact(545), .amount = unknown()}, /* 150721 */
		{.recipients = exact(617),
		 .amount = more(15000000),
		 .meaning = MEANING_GIVEN},                      /* 150782 */
		{.recipients = exact(387), .amount = unknown()}, /* 150784 */
	};
	const struct reported tongliao[] = {
		{.recipients = exact(320),
		 .amount = exact(6400000),
		 .meaning = MEANING_RAISED},                     /* 150521 */
		{.recipients = exact(382), .amount = unknown()}, /* 150526 */
	};
	const struct reported chifeng[] = {
		{.recipients = exact(312),
		 .amount = exact(6240000),
		 .meaning = MEANING_GIVEN},                     /* 150423 */
		{.recipients = more(400), .amount = unknown()}, /* 150428 */
	};
	const struct reported xilingol = {
		.recipients = exact(2895), .amount = exact(57900000), .meaning = MEANING_GIVEN};
	const struct reported qianqi = {
		.recipients = exact(50), .amount = exact(1000000), .meaning = MEANING_GIVEN};
	const struct reported ordos = {
		.recipients = exact(5472), .amount = exact(105000000), .meaning = MEANING_RAISED};
	const struct reported bayannur = {
		.recipients = more(2389), .amount = exact(47780000), .meaning = MEANING_RAISED};
	const struct reported wuhai = {
		.recipients = exact(2297), .amount = exact(45940000), .meaning = MEANING_GIVEN};
	const struct reported wuda = {
		.recipients = exact(615), .amount = more(6000000), .meaning = MEANING_GIVEN};
	struct report_row n[] = {
		{.parent = ORG_NOWHERE}, /* 0 the region */
		{.parent = 0},           /* 1 呼和浩特: silent */
		{.parent = 0},           /* 2 呼伦贝尔 */
		{.parent = 2, .own = &hulunbuir[0]},
		{.parent = 2, .own = &hulunbuir[1]},
		{.parent = 2, .own = &hulunbuir[2]},
		{.parent = 0}, /* 6 通辽 */
		{.parent = 6, .own = &tongliao[0]},
		{.parent = 6, .own = &tongliao[1]},
		{.parent = 0}, /* 9 赤峰 */
		{.parent = 9, .own = &chifeng[0]},
		{.parent = 9, .own = &chifeng[1]},
		{.parent = 0, .subtree = &xilingol}, /* 12 */
		{.parent = 0},                       /* 13 乌兰察布 */
		{.parent = 13, .own = &qianqi},
		{.parent = 0, .subtree = &ordos},    /* 15 */
		{.parent = 0, .subtree = &bayannur}, /* 16 */
		{.parent = 16, .named = {[EVIDENCE_B] = 2389}, .named_value = MONEY_FEN(47780000)},
		{.parent = 0, .subtree = &wuhai}, /* 18 */
		{.parent = 18, .named = {[EVIDENCE_C] = 1682}, .named_value = MONEY_FEN(33640000)},
		{.parent = 18,
		 .own = &wuda,
		 .named = {[EVIDENCE_B] = 615},
		 .named_value = MONEY_FEN(12300000)},
	};
	struct found found;
	sum(n, sizeof n / sizeof n[0], &found);
	OK(is(n[0].recipients, parts(more(16066), 12, 0)),
	   "16,066 and more people: 乌达 lies inside 乌海 and is not added");
	OK(is(n[0].amount, parts(more(285260000), 8, 4)),
	   "2,852,600 yuan and more, four amounts unknown");
	OK(is(n[0].given, parts(more(126080000), 5, 0)), "given apart");
	OK(is(n[0].raised, parts(exact(159180000), 3, 0)), "raised apart");
	EQ_I64(n[0].meaning, MEANING_MIXED, "and said to be mixed");
	EQ_I64(n[16].meaning, MEANING_RAISED, "巴彦淖尔 raised");
	OK(is(n[2].recipients, parts(exact(1549), 3, 0)),
	   "a league that said nothing itself is the sum of its counties");
	OK(is(n[18].recipients, exact(2297)), "乌海 is what it said with its subtree");
	OK(n[20].detail && n[17].detail && !n[18].detail && !n[3].detail,
	   "what lies inside a subtree figure is detail");
	EQ_I64(n[0].named[EVIDENCE_B], 3004, "named deliveries are summed beside the figures");
	EQ_I64(n[18].named[EVIDENCE_C], 1682, "and shown as coverage of 乌海's");
	OK(!n[1].has_words && n[2].has_words, "呼和浩特 is silent");
	EQ_I64(found.count, 0,
	       "no contradiction: 巴彦淖尔's 2,389余 has no upper bound, and its named ones are "
	       "not above it");
}

static void own_parts(void)
{
	const struct reported asked = {
		.recipients = unknown(), .amount = exact(500), .meaning = MEANING_GIVEN};
	struct report_row n[] = {
		{.parent = ORG_NOWHERE,
		 .named = {[EVIDENCE_A] = 2},
		 .named_value = MONEY_FEN(40000)},
		{.parent = 0, .own = &asked},
		{.parent = 0, .named = {[EVIDENCE_C] = 3}, .named_value = MONEY_FEN(60000)},
	};
	struct found found;
	sum(n, 3, &found);
	OK(is(n[2].recipients, exact(3)),
	   "named deliveries are the own part where nothing was reported");
	OK(is(n[1].recipients, unknown()), "an empty cell is an unknown part");
	OK(is(n[0].recipients, parts(exact(5), 2, 1)), "and is carried up, never as zero");
	OK(is(n[0].amount, parts(exact(100500), 3, 0)),
	   "amounts of named deliveries are what was given");
}

static void contradictions(void)
{
	const struct reported own = {
		.recipients = exact(10), .amount = exact(1000), .meaning = MEANING_GIVEN};
	const struct reported top = {
		.recipients = exact(15), .amount = exact(900), .meaning = MEANING_GIVEN};
	const struct reported loose = {.recipients = more(5), .amount = unknown()};
	struct report_row n[] = {
		{.parent = ORG_NOWHERE, .subtree = &top},
		{.parent = 0,
		 .own = &own,
		 .named = {[EVIDENCE_B] = 11},
		 .named_value = MONEY_FEN(1001)},
		{.parent = 0, .own = &loose, .named = {[EVIDENCE_B] = 9}},
	};
	struct found found;
	sum(n, 3, &found);
	EQ_I64(found.count, 4, "four findings");
	EQ_STR(found.list[0].what, "named_exceeds_reported", "more named people than reported");
	EQ_I64(found.list[0].at, 1, "at the union that said it");
	EQ_STR(found.list[1].what, "named_value_exceeds_reported",
	       "more value by name than reported");
	EQ_STR(found.list[2].what, "named_exceeds_reported", "20 named below a subtree of 15");
	EQ_STR(found.list[3].what, "children_amount_exceeds_subtree",
	       "children's amounts exceed the subtree figure");
	OK(is(n[0].recipients, exact(15)), "the subtree figure stands, its parts do not add to it");
	OK(!n[0].detail && n[1].detail, "its children are detail");
}

static void limits(void)
{
	const struct reported huge = {.recipients = exact(INT64_MAX), .amount = unknown()};
	struct report_row n[] = {{.parent = ORG_NOWHERE, .own = &huge},
				 {.parent = 0, .own = &huge}};
	struct found found = {0};
	OK(report_sum(n, 2, collect, &found).reason == SN_R_AMOUNT_OVERFLOW,
	   "a sum that does not fit is refused");
	struct figure f = report_figure(1, QUALIFIER_MORE_THAN);
	OK(!sn_failed(report_figure_add(&f, report_figure(2, QUALIFIER_ABOUT))) &&
		   f.is == QUALIFIER_ABOUT,
	   "about is weaker than more_than");
	OK(!sn_failed(report_figure_add(&f, exact(4))) && f.is == QUALIFIER_ABOUT && f.value == 7,
	   "and stays");
}

int main(void)
{
	campaign_2024();
	own_parts();
	contradictions();
	limits();
	return tap_done();
}
