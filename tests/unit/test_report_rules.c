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

/* ---- own parts, by a table ---- */

/* What a union with one child said and handed over, and what then is its figure. */
static void own_part_table(void)
{
	static const struct {
		int64_t own, subtree, named, child_own, child_named; /* -1: did not say */
		int64_t figure;
		bool child_is_detail;
		const char *finding, *what;
	} rows[] = {
		{-1, -1, 0, -1, 0, 0, false, NULL, "nobody says anything: nothing"},
		{10, -1, 0, -1, 0, 10, false, NULL, "its own part is what it reported"},
		{-1, -1, 7, -1, 0, 7, false, NULL, "… or else what it handed over by name"},
		{10, -1, 7, -1, 0, 10, false, NULL, "… and not both"},
		{10, -1, 12, -1, 0, 10, false, "named_exceeds_reported",
		 "… also where more is named, which is told"},
		{10, -1, 7, 5, 3, 15, false, NULL, "children's figures are added to it"},
		{-1, -1, 7, -1, 3, 10, false, NULL, "… also where all is by name"},
		{-1, 20, 7, 5, 3, 20, true, NULL, "a subtree figure holds all below it"},
		{4, 20, 7, 5, 3, 20, true, "named_exceeds_reported",
		 "… and its own figure too, above which nobody may be named"},
		{-1, 20, 15, -1, 6, 20, true, "named_exceeds_reported",
		 "more named below than it says is told"},
		{-1, 20, 0, 21, 0, 20, true, "children_exceed_subtree",
		 "children that say more than it are told"},
		{0, -1, 0, -1, 4, 4, false, NULL, "zero is something said, and adds nothing"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct reported own = {.recipients = exact(rows[i].own)},
				      subtree = {.recipients = exact(rows[i].subtree)},
				      child = {.recipients = exact(rows[i].child_own)};
		struct report_row n[] = {
			{.parent = ORG_NOWHERE,
			 .own = rows[i].own >= 0 ? &own : NULL,
			 .subtree = rows[i].subtree >= 0 ? &subtree : NULL,
			 .named = {[EVIDENCE_C] = rows[i].named}},
			{.at = 1,
			 .parent = 0,
			 .own = rows[i].child_own >= 0 ? &child : NULL,
			 .named = {[EVIDENCE_B] = rows[i].child_named}},
		};
		struct found found = {.count = 0};
		const bool summed = !sn_failed(report_sum(n, 2, collect, &found));
		const bool told = rows[i].finding ? found.count > 0 && strcmp(found.list[0].what,
									      rows[i].finding) == 0
						  : found.count == 0;
		OK(summed && n[0].recipients.value == rows[i].figure &&
			   n[1].detail == rows[i].child_is_detail && told,
		   rows[i].what);
	}
}

/* ---- random trees ---- */

enum { TREES = 400, NODES_MAX = 60 };

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 8;
}

struct random_tree {
	struct reported own[NODES_MAX], subtree[NODES_MAX];
	struct report_row nodes[NODES_MAX];
	int64_t named[NODES_MAX]; /* people by name, before those below are added */
	int32_t count;
};

static struct reported random_row(uint32_t *seed)
{
	static const enum meaning meanings[] = {MEANING_UNKNOWN, MEANING_GIVEN, MEANING_RAISED};
	struct reported said = {.recipients = unknown(), .amount = unknown()};
	if (next_random(seed) % 4)
		said.recipients = report_figure(next_random(seed) % 1000,
						(enum qualifier)(next_random(seed) % 3));
	if (next_random(seed) % 3)
		said.amount = report_figure(next_random(seed) % 100000,
					    (enum qualifier)(next_random(seed) % 3));
	said.meaning = meanings[next_random(seed) % 3];
	return said;
}

/* In pre-order: a node's parent is the node before it, or one of that one's ancestors. */
static void make_tree(struct random_tree *t, uint32_t *seed)
{
	memset(t, 0, sizeof *t);
	t->count = 1 + (int32_t)(next_random(seed) % NODES_MAX);
	for (int32_t i = 0; i < t->count; i++) {
		struct report_row *n = &t->nodes[i];
		n->at = i;
		n->parent = i - 1;
		for (uint32_t up = next_random(seed) % 4; up > 0 && n->parent > 0; up--)
			n->parent = t->nodes[n->parent].parent;
		if (i == 0)
			n->parent = ORG_NOWHERE;
		t->own[i] = random_row(seed);
		t->subtree[i] = random_row(seed);
		if (next_random(seed) % 3 == 0)
			n->own = &t->own[i];
		if (next_random(seed) % 5 == 0)
			n->subtree = &t->subtree[i];
		if (next_random(seed) % 2 == 0) {
			n->named[EVIDENCE_A] = next_random(seed) % 50;
			n->named[EVIDENCE_C] = next_random(seed) % 50;
			n->person_times = t->named[i] = n->named[EVIDENCE_A] + n->named[EVIDENCE_C];
			n->named_value = MONEY_FEN(n->person_times * 20000);
		}
	}
}

static struct figure plus(struct figure a, struct figure b)
{
	a.value += b.value;
	a.is = b.is > a.is ? b.is : a.is;
	a.known_parts += b.known_parts;
	a.unknown_parts += b.unknown_parts;
	return a;
}

/* The rule again, from above: the topmost subtree figures, and the own parts that none of them holds. */
static struct figure expected(const struct random_tree *t, int32_t top)
{
	struct figure sum = {0};
	bool below[NODES_MAX] = {false}, held[NODES_MAX] = {false};
	for (int32_t i = top; i < t->count; i++) {
		const struct report_row *n = &t->nodes[i];
		const int32_t up = n->parent;
		below[i] = i == top || (up >= top && below[up]);
		if (!below[i])
			continue;
		held[i] = i != top && (held[up] || t->nodes[up].subtree);
		if (held[i])
			continue;
		if (n->subtree)
			sum = plus(sum, n->subtree->recipients);
		else if (n->own)
			sum = plus(sum, n->own->recipients);
		else if (t->named[i] > 0)
			sum = plus(sum, exact(t->named[i]));
	}
	return sum;
}

static bool tree_is_right(const struct random_tree *t)
{
	for (int32_t i = 0; i < t->count; i++) {
		const struct report_row *n = &t->nodes[i];
		bool inside = false;
		for (int32_t up = n->parent; up != ORG_NOWHERE; up = t->nodes[up].parent)
			inside = inside || t->nodes[up].subtree;
		if (n->detail != inside || !is(n->recipients, expected(t, i)))
			return false;
		if (n->given.value + n->raised.value > n->amount.value)
			return false;
	}
	return true;
}

static void random_trees(void)
{
	uint32_t seed = 20241026;
	int wrong = 0, named = 0;
	for (int i = 0; i < TREES; i++) {
		static struct random_tree t;
		struct found found = {.count = 0};
		int64_t people = 0;
		make_tree(&t, &seed);
		wrong += sn_failed(report_sum(t.nodes, t.count, collect, &found)) ||
			 !tree_is_right(&t);
		for (int32_t at = 0; at < t.count; at++)
			people += t.named[at];
		named += people != report_named_people(&t.nodes[0]) ||
			 people != t.nodes[0].person_times;
	}
	EQ_I64(wrong, 0,
	       "over random trees each figure is the sum of the topmost subtree figures and of the "
	       "own parts outside them; detail is never added");
	EQ_I64(named, 0, "… and who is named stands beside it once, whatever was reported");
}

/* Each column that is summed refuses where it does not fit, at the union and above it. */
static void overflows(void)
{
	const struct reported fits = {.recipients = exact(1),
				      .amount = exact(INT64_MAX),
				      .meaning = MEANING_GIVEN},
			      none = {.recipients = unknown(), .amount = unknown()},
			      raised = {.recipients = exact(1),
					.amount = exact(INT64_MAX),
					.meaning = MEANING_RAISED},
			      many = {.recipients = exact(INT64_MAX), .amount = unknown()};
	const struct report_row two[][2] = {
		{{.parent = ORG_NOWHERE, .own = &fits}, {.at = 1, .parent = 0, .own = &fits}},
		{{.parent = ORG_NOWHERE, .own = &raised}, {.at = 1, .parent = 0, .own = &raised}},
		{{.parent = ORG_NOWHERE, .own = &raised}, {.at = 1, .parent = 0, .own = &fits}},
		{{.parent = ORG_NOWHERE, .own = &many}, {.at = 1, .parent = 0, .own = &fits}},
		{{.parent = ORG_NOWHERE, .person_times = 1, .named_value = MONEY_FEN(INT64_MAX)},
		 {.at = 1, .parent = 0, .person_times = 1, .named_value = MONEY_FEN(1)}},
		{{.parent = ORG_NOWHERE, .own = &none, .named_value = MONEY_FEN(INT64_MAX)},
		 {.at = 1, .parent = 0, .own = &none, .named_value = MONEY_FEN(1)}},
	};
	int refused = 0;
	for (size_t i = 0; i < sizeof two / sizeof two[0]; i++) {
		struct report_row n[2];
		struct found found = {.count = 0};
		memcpy(n, two[i], sizeof n);
		refused += report_sum(n, 2, collect, &found).reason == SN_R_AMOUNT_OVERFLOW;
	}
	EQ_I64(refused, sizeof two / sizeof two[0], "no sum wraps around");
}

int main(void)
{
	campaign_2024();
	own_parts();
	contradictions();
	limits();
	own_part_table();
	random_trees();
	overflows();
	return tap_done();
}
