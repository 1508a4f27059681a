/* Last year's cycle as this year's draft: what would be, the draft itself, and what differs between the two. */
#include "http/routes.h"
#include "http/shapes.h"
#include "report/copy.h"

#define PART_WORDS   "cycle|programme|goods|people|bodies|budget|actions|papers"
#define CHANGE_WORDS "same|changed|new|gone|proposed|anew|unset|ask"
#define UNIT_WORDS   "fen|piece|person|days|years|day|count"
#define STATE_WORDS  "draft|checked|approved|open|closed|audited"
enum { KITS_MAX = 32, ROWS_MAX = 100000 };

/* ---- what is compared ---- */

static const struct field row_fields[] = {
	{"part", FIELD_WORD, FIELD_NEEDED, .words = PART_WORDS, .example = "programme",
	 .zh = "部分", .en = "part"},
	{"fact", FIELD_TEXT, FIELD_NEEDED, .example = "standard", .zh = "内容", .en = "what"},
	{"fact_words", FIELD_TEXT, FIELD_NEEDED, .example = "标准", .zh = "内容（文字）",
	 .en = "what, in words"},
	{"of", FIELD_TEXT, FIELD_NULLABLE, .example = "joint", .zh = "哪一个", .en = "which one"},
	{"of_words", FIELD_TEXT, FIELD_NULLABLE, .example = "联合", .zh = "哪一个（文字）",
	 .en = "which one, in words"},
	{"code", FIELD_TEXT, FIELD_NULLABLE, .example = "gift", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问礼包", .zh = "名称", .en = "name"},
	{"unit", FIELD_WORD, FIELD_NULLABLE, .words = UNIT_WORDS, .example = "fen",
	 .zh = "单位；day 的值为 yyyymmdd", .en = "unit; a day stands as yyyymmdd"},
	{"was", FIELD_INT, FIELD_NULLABLE, .example = "20000", .zh = "去年", .en = "before"},
	{"now", FIELD_INT, FIELD_NULLABLE, .example = "22000", .zh = "今年", .en = "now"},
	{"change", FIELD_WORD, FIELD_NEEDED, .words = CHANGE_WORDS, .example = "changed",
	 .zh = "变化", .en = "change"},
	{"why", FIELD_TEXT, FIELD_NULLABLE, .example = "合作单位已停用", .zh = "为什么没有带过来",
	 .en = "why it was left out"},
	{0},
};
static const struct shape shape_row = {"CopyRow", row_fields};
static const struct field comparison_fields[] = {
	{"from", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "复制自",
	 .en = "copied from"},
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2025", .zh = "新活动的代码",
	 .en = "code of the new cycle"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2025年环卫工人节慰问", .zh = "新活动",
	 .en = "the new cycle"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "draft", .zh = "状态",
	 .en = "state"},
	{"rows", FIELD_LIST, FIELD_NEEDED, .of = &shape_row, .max = ROWS_MAX, .zh = "逐项对照",
	 .en = "item by item"},
	{0},
};
static const struct shape shape_comparison = {"CopyComparison", comparison_fields};

struct comparing {
	struct ctx *c;
	struct json_out *o;
	enum lang lang;
};

static const char *unit_word_of(enum copy_unit unit)
{
	switch (unit) {
	case COPY_UNIT_FEN:
		return "fen";
	case COPY_UNIT_PIECE:
		return "piece";
	case COPY_UNIT_PERSON:
		return "person";
	case COPY_UNIT_DAYS:
		return "days";
	case COPY_UNIT_YEARS:
		return "years";
	case COPY_UNIT_DAY:
		return "day";
	case COPY_UNIT_COUNT:
		return "count";
	case COPY_UNIT_NONE:
	case COPY_UNITS_COUNT:
		break;
	}
	return NULL;
}
static void side_out(struct json_out *o, const char *key, const struct copy_row *row,
		     struct copy_side side)
{
	if (row->unit == COPY_UNIT_NONE || !side.known)
		json_out_null(o, key);
	else
		json_out_int(o, key, side.value);
}
static void words_out(const struct comparing *x, const char *key, struct copy_words w)
{
	json_out_text(x->o, key, str_of(x->lang == LANG_ZH ? w.zh : w.en));
}

static struct sn_err row_out(void *self, const struct copy_row *row)
{
	struct comparing *x = self;
	char why[512] = "";
	if (sn_failed(row->why))
		sn_err_words(row->why, x->lang, why, sizeof why);
	json_out_object(x->o, NULL);
	json_out_text(x->o, "part", str_of(copy_part_words(row->fact).word));
	json_out_text(x->o, "fact", str_of(copy_fact_words(row->fact).word));
	words_out(x, "fact_words", copy_fact_words(row->fact));
	json_out_text(x->o, "of", str_of(row->of.word));
	words_out(x, "of_words", row->of);
	json_out_text(x->o, "code", row->code);
	json_out_text(x->o, "name", row->name);
	json_out_text(x->o, "unit", str_of(unit_word_of(row->unit)));
	side_out(x->o, "was", row, row->was);
	side_out(x->o, "now", row, row->now);
	json_out_text(x->o, "change", str_of(copy_change_words(row->change).word));
	json_out_text(x->o, "why", why[0] ? str_of(why) : STR_NULL);
	json_out_end(x->o);
	return SN_SUCCESS;
}

/* People are counted by what becomes of them: whom the new list would not have has gone. */
static struct sn_err people_out(struct comparing *x, const int64_t counts[COPY_FATES_COUNT])
{
	for (int f = 0; f < COPY_FATES_COUNT; f++) {
		const enum copy_fate fate = (enum copy_fate)f;
		const bool was = fate != COPY_FATE_NEW, now = copy_fate_goes_on(fate);
		struct copy_row row = {.fact = COPY_FACT_PERSON,
				       .change = now ? COPY_NEW : COPY_GONE,
				       .of = copy_fate_words(fate),
				       .unit = COPY_UNIT_PERSON,
				       .was = {was, counts[f]},
				       .now = {now, counts[f]}};
		if (counts[f] == 0)
			continue;
		if (was && now)
			row.change = fate == COPY_FATE_SAME ? COPY_SAME : COPY_CHANGED;
		SN_TRY(row_out(x, &row));
	}
	return SN_SUCCESS;
}

static struct sn_err compare(struct ctx *c, struct call *q, struct json_out *o,
			     const struct copy_pair *pair)
{
	int64_t counts[COPY_FATES_COUNT];
	struct comparing x = {c, o, q->lang};
	struct copy_people_ask people = {.was = pair->was, .now = pair->now};
	SN_TRY(call_tree(c, q, &people.tree));
	SN_TRY(copy_people(c, &people, counts));
	json_out_object(o, NULL);
	json_out_text(o, "from", pair->was.code);
	json_out_text(o, "cycle", pair->now.code);
	json_out_text(o, "name", pair->now.name);
	json_out_text(o, "state", str_of(care_cycle_state_word(pair->now.state)));
	json_out_array(o, "rows");
	SN_TRY(copy_compare(c, pair, row_out, &x));
	SN_TRY(people_out(&x, counts));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- before: what would be ---- */

/* "kit:2024-hw=kit:2025-hw,…" */
static struct sn_err kits_query(struct ctx *c, const struct call *q, struct copy_ask *ask)
{
	struct str rest = call_query(q, "kit"), pair, was;
	struct copy_kit *kits = ARENA_ARRAY(c->mem, struct copy_kit, KITS_MAX);
	if (!kits)
		return SN_FAIL(OUT_OF_MEMORY);
	ask->kits = kits;
	while (rest.bytes > 0 && str_split(&rest, ',', &pair)) {
		if (ask->kits_count == KITS_MAX)
			return SN_FAIL(OUT_OF_RANGE, .field = "kit", .arg = {0, KITS_MAX});
		if (!str_split(&pair, '=', &was) || was.bytes == 0 || pair.bytes == 0)
			return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "kit"), "OLD=NEW,…");
		kits[ask->kits_count++] = (struct copy_kit){was, pair};
	}
	return SN_SUCCESS;
}

static struct sn_err preview(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct copy_plan *plan = NULL;
	struct cycle from;
	struct copy_ask ask = {.code = call_query(q, "code"), .name = call_query(q, "name")};
	SN_TRY(care_cycle_by_code(c, q->args[0], &from));
	SN_TRY(call_may(c, q, from.org_no));
	ask.from_no = from.cycle_no;
	SN_TRY(call_query_day(q, "from", &ask.from_day));
	SN_TRY(call_query_day(q, "until", &ask.until_day));
	SN_TRY(kits_query(c, q, &ask));
	SN_TRY(copy_plan(c, &ask, &plan));
	const struct copy_pair pair = copy_pair_of(plan);
	return compare(c, q, o, &pair);
}

/* ---- the draft ---- */

static const struct field kit_fields[] = {
	{"was", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "kit:2024-hw", .zh = "去年的礼包",
	 .en = "the kit of the old year"},
	{"now", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "kit:2025-hw", .zh = "今年的代码",
	 .en = "its code this year"},
	{0},
};
static const struct shape shape_kit = {"CopyKit", kit_fields};
static const struct field copy_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2025", .zh = "新活动的代码",
	 .en = "code of the new cycle"},
	{"name", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "2025年环卫工人节慰问",
	 .zh = "名称（缺省：原名称，年份改为今年）",
	 .en = "its name; none: the old one with its year moved on"},
	{"from", FIELD_DAY, FIELD_NEEDED, .example = "2025-10-01", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, 0, .example = "2025-12-01", .zh = "至（当天不算）",
	 .en = "until, not included"},
	{"kits", FIELD_LIST, 0, .of = &shape_kit, .max = KITS_MAX, .zh = "礼包换用新代码",
	 .en = "kits under new codes"},
	{0},
};
static const struct shape shape_copy = {"CycleCopy", copy_fields};
static const struct field copied_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2025", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2025年环卫工人节慰问", .zh = "活动",
	 .en = "cycle"},
	{"changed", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "本次新建（否：早已复制过）",
	 .en = "made now; false: it was copied before"},
	{0},
};
static const struct shape shape_copied = {"CycleCopied", copied_fields};

static struct sn_err copy_kits(struct ctx *c, const struct call *q, struct copy_ask *ask)
{
	const struct json_value list = json_find(q->body, "kits");
	struct copy_kit *kits = ARENA_ARRAY(c->mem, struct copy_kit, KITS_MAX);
	if (!kits)
		return SN_FAIL(OUT_OF_MEMORY);
	ask->kits = kits;
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value one = json_at(&list, i);
		SN_TRY(json_get_text(&one, "was", &kits[i].was));
		SN_TRY(json_get_text(&one, "now", &kits[i].now));
		ask->kits_count++;
	}
	return SN_SUCCESS;
}

static struct sn_err make(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle from, made;
	struct copy_ask ask = {.name = STR_NULL};
	bool changed = false;
	SN_TRY(care_cycle_by_code(c, q->args[0], &from));
	ask.from_no = from.cycle_no;
	SN_TRY(json_get_text(q->body, "code", &ask.code));
	SN_TRY(json_get_text_or(q->body, "name", &ask.name));
	SN_TRY(body_day(q->body, "from", &ask.from_day));
	SN_TRY(body_day(q->body, "until", &ask.until_day));
	SN_TRY(copy_kits(c, q, &ask));
	SN_TRY(copy_make(c, &ask, &made, &changed));
	q->status = changed ? 201 : 200;
	json_out_object(o, NULL);
	json_out_text(o, "code", made.code);
	json_out_text(o, "name", made.name);
	json_out_bool(o, "changed", changed);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- after: what differs ---- */

static struct sn_err changes(struct ctx *c, struct call *q, struct json_out *o)
{
	struct copy_pair pair = {.plan = NULL};
	SN_TRY(call_cycle(c, q, q->args[0], &pair.now));
	SN_TRY(copy_origin(c, &pair.now, &pair.was));
	return compare(c, q, o, &pair);
}

static const struct query_field preview_query[] = {
	{"code", FIELD_TEXT, NULL, "hw-2025", "新活动的代码", "code of the new cycle", true},
	{"name", FIELD_TEXT, NULL, "2025年环卫工人节慰问", "名称", "its name"},
	{"from", FIELD_DAY, NULL, "2025-10-01", "自", "from", true},
	{"until", FIELD_DAY, NULL, "2025-12-01", "至", "until"},
	{"kit", FIELD_TEXT, NULL, "kit:2024-hw=kit:2025-hw", "礼包换用新代码，用逗号隔开几个",
	 "kits under new codes, parted by commas"},
	{0},
};

const struct route api_copy_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/copy", ROUTE_READ, WHO_PERMITTED, PERMISSION_CYCLE_MAKE,
	 .reply = &shape_comparison, .query = preview_query, .answer = preview,
	 .zh = "预览：照这个活动复制会得到什么",
	 .en = "preview: what copying this cycle would give"},
	{"POST", "/api/v1/cycles/{cycle}/copy", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CYCLE_MAKE,
	 BODY_JSON, .request = &shape_copy, .reply = &shape_copied, .status = 201,
	 .other_status = 200, .answer = make, .zh = "照这个活动建立今年的草稿",
	 .en = "make this year's draft out of this cycle"},
	{"GET", "/api/v1/cycles/{cycle}/changes", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_comparison, .answer = changes, .zh = "与所复制的活动相比有什么变化",
	 .en = "what differs from the cycle that it was copied from"},
	{0},
};
