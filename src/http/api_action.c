/* Umbrella actions (行动、计划): what was promised over years, what their cycles report, progress. */
#include "http/routes.h"
#include "http/shapes.h"
#include "report/action.h"

#include <inttypes.h>

#define MEASURE_WORDS "given|raised|invested|reached|built|held|served"
#define UNIT_WORDS                                                                                 \
	"piece|set|person|person_time|household|session|portion|fen|kilogram|litre|volume|"        \
	"station|letter"
#define QUALIFIER_WORDS "exact|about|more_than"
#define FINDING_WORDS   "overlaps|led_elsewhere"
enum { CODE_MAX = 64, WORDS_MAX = 500, ROWS_MAX = 10000 };

/* ---- shapes ---- */

static const struct field action_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "care-hw", .zh = "代码",
	 .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "环卫工人关爱行动",
	 .zh = "名称", .en = "name"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "牵头工会",
	 .en = "led by"},
	{"first_year", FIELD_INT, FIELD_NEEDED, .min = 1900, .max = 2199, .example = "2015",
	 .zh = "自哪一年起", .en = "since which year"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .max = WORDS_MAX, .example = "“六个一”", .zh = "原文",
	 .en = "the source's own words"},
	{0},
};
static const struct shape shape_action = {"Action", action_fields};
static const struct field figure_fields[] = {
	{"known", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "有数",
	 .en = "something is known"},
	{"value", FIELD_INT, FIELD_NULLABLE, .example = "42000000", .zh = "数（金额为分）",
	 .en = "the figure; money in fen"},
	{"is", FIELD_WORD, FIELD_NULLABLE, .words = QUALIFIER_WORDS, .example = "more_than",
	 .zh = "整、近、余", .en = "exact, about, more than"},
	{"unknown_parts", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未报的部分",
	 .en = "parts that are unknown"},
	{0},
};
static const struct shape shape_figure = {"ActionFigure", figure_fields};
static const struct field row_fields[] = {
	{"measure", FIELD_WORD, FIELD_NEEDED, .words = MEASURE_WORDS, .example = "given",
	 .zh = "指标", .en = "measure"},
	{"unit", FIELD_WORD, FIELD_NEEDED, .words = UNIT_WORDS, .example = "fen", .zh = "单位",
	 .en = "unit"},
	{"from_year", FIELD_INT, FIELD_NEEDED, .example = "2015", .zh = "自", .en = "from"},
	{"until_year", FIELD_INT, FIELD_NULLABLE, .example = "2024", .zh = "至（空：至今）",
	 .en = "until; null: open"},
	{"promised", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "目标",
	 .en = "promised"},
	{"opening", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "系统之前的数",
	 .en = "opening figures"},
	{"cycles", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "各活动的数",
	 .en = "what its cycles report"},
	{"total", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "合计", .en = "total"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "到 2024 年底不少于 3000 座",
	 .zh = "目标原文", .en = "the promise's own words"},
	{0},
};
static const struct shape shape_row = {"ActionRow", row_fields};
static const struct field member_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2024年环卫工人节慰问", .zh = "活动",
	 .en = "cycle"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-01", .zh = "自", .en = "from"},
	{0},
};
static const struct shape shape_member = {"ActionMember", member_fields};
static const struct field finding_fields[] = {
	{"finding", FIELD_WORD, FIELD_NEEDED, .words = FINDING_WORDS, .example = "overlaps",
	 .zh = "为什么没有加", .en = "why it was not added"},
	{"words", FIELD_TEXT, FIELD_NEEDED, .example = "与已计入的年份重叠，只列不加", .zh = "说明",
	 .en = "in words"},
	{"measure", FIELD_WORD, FIELD_NEEDED, .words = MEASURE_WORDS, .example = "given",
	 .zh = "指标", .en = "measure"},
	{"unit", FIELD_WORD, FIELD_NEEDED, .words = UNIT_WORDS, .example = "fen", .zh = "单位",
	 .en = "unit"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动",
	 .en = "the cycle; null: an opening figure"},
	{"figure", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "数", .en = "the figure"},
	{0},
};
static const struct shape shape_finding = {"ActionFinding", finding_fields};
static const struct field progress_fields[] = {
	{"action", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_action, .zh = "行动", .en = "action"},
	{"cycles", FIELD_LIST, FIELD_NEEDED, .of = &shape_member, .max = ROWS_MAX, .zh = "所属活动",
	 .en = "its cycles"},
	{"rows", FIELD_LIST, FIELD_NEEDED, .of = &shape_row, .max = ROWS_MAX, .zh = "目标与进度",
	 .en = "targets and progress"},
	{"findings", FIELD_LIST, FIELD_NEEDED, .of = &shape_finding, .max = ROWS_MAX,
	 .zh = "列而不加的", .en = "shown, not added"},
	{0},
};
static const struct shape shape_progress = {"ActionProgress", progress_fields};

/* ---- reading ---- */

static void action_out(struct ctx *c, struct json_out *o, const char *key, const struct action *a)
{
	json_out_object(o, key);
	json_out_text(o, "code", a->code);
	json_out_text(o, "name", a->name);
	reply_org(c, o, "org", a->org_no);
	json_out_int(o, "first_year", a->first_year);
	json_out_text(o, "words", a->words);
	json_out_end(o);
}
static void figure_out(struct json_out *o, const char *key, struct figure f)
{
	const bool known = f.known_parts > 0;
	json_out_object(o, key);
	json_out_bool(o, "known", known);
	if (known) {
		json_out_int(o, "value", f.value);
		json_out_text(o, "is", str_of(report_qualifier_words(f.is)->word));
	} else {
		json_out_null(o, "value");
		json_out_null(o, "is");
	}
	json_out_int(o, "unknown_parts", f.unknown_parts);
	json_out_end(o);
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct action *all = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(action_list(c, &all, &count));
	q->asked = true; /* each of them is asked about */
	for (; at < (int64_t)count && shown < page.rows_max; at++) {
		if (sn_failed(call_may_near(c, q, all[at].org_no)))
			continue;
		action_out(c, o, NULL, &all[at]);
		shown++;
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static void row_out(struct json_out *o, const struct action_row *row)
{
	json_out_object(o, NULL);
	json_out_text(o, "measure", str_of(action_measure_words(row->measure)->word));
	json_out_text(o, "unit", str_of(unit_word(row->unit)));
	json_out_int(o, "from_year", row->from_year);
	if (row->until_year == 0)
		json_out_null(o, "until_year");
	else
		json_out_int(o, "until_year", row->until_year);
	figure_out(o, "promised", row->promised);
	figure_out(o, "opening", row->opening);
	figure_out(o, "cycles", row->cycles);
	figure_out(o, "total", row->total);
	json_out_text(o, "words", row->words);
	json_out_end(o);
}
/* Parts that no row has added, each with its reason, once. */
static void findings_out(const struct call *q, struct json_out *o, const struct action_progress *p)
{
	json_out_array(o, "findings");
	for (size_t i = 0; i < p->parts_count; i++) {
		enum action_finding why = ACTION_FINDING_NONE;
		for (size_t r = 0; r < p->rows_count; r++)
			if (p->rows[r].places[i].here)
				why = p->rows[r].places[i].finding;
		if (why == ACTION_FINDING_NONE)
			continue;
		const struct report_words *w = action_finding_words(why);
		json_out_object(o, NULL);
		json_out_text(o, "finding", str_of(w->word));
		json_out_text(o, "words", str_of(q->lang == LANG_ZH ? w->zh : w->en));
		json_out_text(o, "measure",
			      str_of(action_measure_words(p->parts[i].measure)->word));
		json_out_text(o, "unit", str_of(unit_word(p->parts[i].unit)));
		json_out_text(o, "cycle", p->parts[i].code);
		figure_out(o, "figure", p->parts[i].said);
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err named(struct ctx *c, struct call *q, struct action *out)
{
	SN_TRY(action_by_code(c, q->args[0], out));
	return call_may_near(c, q, out->org_no);
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct action a;
	struct action_progress p;
	SN_TRY(named(c, q, &a));
	SN_TRY(action_progress(c, &a, &p));
	json_out_object(o, NULL);
	action_out(c, o, "action", &p.action);
	json_out_array(o, "cycles");
	for (size_t i = 0; i < p.cycles_count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "code", p.cycles[i].code);
		json_out_text(o, "name", p.cycles[i].name);
		reply_day(o, "from", p.cycles[i].from_day);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_array(o, "rows");
	for (size_t i = 0; i < p.rows_count; i++)
		row_out(o, &p.rows[i]);
	json_out_end(o);
	findings_out(q, o, &p);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- changes: the domain asks ---- */

static const struct field create_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "care-hw", .zh = "代码",
	 .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "环卫工人关爱行动",
	 .zh = "名称", .en = "name"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "150000",
	 .zh = "牵头工会", .en = "led by"},
	{"first_year", FIELD_INT, FIELD_NEEDED, .min = 1900, .max = 2199, .example = "2015",
	 .zh = "自哪一年起", .en = "since which year"},
	{"words", FIELD_TEXT, 0, .max = WORDS_MAX, .example = "“六个一”", .zh = "原文",
	 .en = "the source's own words"},
	{0},
};
static const struct shape shape_create = {"ActionNew", create_fields};
static const struct field join_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "hw-2024", .zh = "活动",
	 .en = "cycle"},
	{0},
};
static const struct shape shape_join = {"ActionJoin", join_fields};

static struct sn_err create(struct ctx *c, struct call *q, struct json_out *o)
{
	struct action what = {.org_no = 0}, made;
	struct org org;
	int64_t year = 0;
	bool changed = false;
	SN_TRY(json_get_text(q->body, "code", &what.code));
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(json_get_text_or(q->body, "words", &what.words));
	SN_TRY(json_get_int(q->body, "first_year", &year));
	SN_TRY(body_org(c, q->body, "org", &org));
	what.org_no = org.org_no;
	what.first_year = (int32_t)year;
	SN_TRY(action_create(c, &what, &made, &changed));
	q->status = changed ? 201 : 200;
	action_out(c, o, NULL, &made);
	return SN_SUCCESS;
}
static struct sn_err join(struct ctx *c, struct call *q, struct json_out *o)
{
	struct action a;
	struct cycle cycle;
	struct str code;
	bool changed = false;
	SN_TRY(action_by_code(c, q->args[0], &a));
	SN_TRY(json_get_text(q->body, "cycle", &code));
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	SN_TRY(action_cycle_add(c, &a, &cycle, &changed));
	action_out(c, o, NULL, &a);
	return SN_SUCCESS;
}
static struct sn_err leave(struct ctx *c, struct call *q, struct json_out *o)
{
	struct action a;
	struct cycle cycle;
	SN_TRY(action_by_code(c, q->args[0], &a));
	SN_TRY(care_cycle_by_code(c, q->args[1], &cycle));
	SN_TRY(action_cycle_remove(c, &a, &cycle));
	action_out(c, o, NULL, &a);
	return SN_SUCCESS;
}

static const struct field say_fields[] = {
	{"role", FIELD_WORD, FIELD_NEEDED, .words = "target|opening", .example = "target",
	 .zh = "目标，或系统之前的数", .en = "a target, or a figure from before the system"},
	{"measure", FIELD_WORD, FIELD_NEEDED, .words = MEASURE_WORDS, .example = "built",
	 .zh = "指标", .en = "measure"},
	{"unit", FIELD_WORD, FIELD_NEEDED, .words = UNIT_WORDS, .example = "station", .zh = "单位",
	 .en = "unit"},
	{"from_year", FIELD_INT, 0, .min = 0, .max = 2199, .example = "2015",
	 .zh = "自（目标不写：整个行动）", .en = "from; a target without: the whole action"},
	{"until_year", FIELD_INT, 0, .min = 0, .max = 2199, .example = "2024", .zh = "至",
	 .en = "until"},
	{"value", FIELD_INT, 0, .min = 0, .max = INT64_MAX, .example = "3000",
	 .zh = "数（金额为分）；系统之前的数可以不写：未报",
	 .en = "the figure; an opening figure may be unknown"},
	{"is", FIELD_WORD, 0, .words = QUALIFIER_WORDS, .example = "about", .zh = "整、近、余",
	 .en = "exact, about, more than"},
	{"words", FIELD_TEXT, 0, .max = WORDS_MAX, .example = "近3000家", .zh = "原文",
	 .en = "the source's own words"},
	{"id", FIELD_UUID, 0, .example = "01926a3e-8c00-7000-8000-000000000001", .zh = "编号",
	 .en = "its id"},
	{0},
};
static const struct shape shape_say = {"ActionFigureNew", say_fields};

static struct sn_err figure_take(const struct call *q, struct action_figure *f)
{
	struct str role, measure, unit, is = STR_NULL;
	enum qualifier how = QUALIFIER_EXACT;
	int64_t from = 0, until = 0, value = -1;
	SN_TRY(json_get_text(q->body, "role", &role));
	SN_TRY(json_get_text(q->body, "measure", &measure));
	SN_TRY(json_get_text(q->body, "unit", &unit));
	SN_TRY(json_get_int_or(q->body, "from_year", &from));
	SN_TRY(json_get_int_or(q->body, "until_year", &until));
	SN_TRY(json_get_int_or(q->body, "value", &value));
	SN_TRY(json_get_text_or(q->body, "is", &is));
	SN_TRY(json_get_text_or(q->body, "words", &f->words));
	f->role = str_is(role, "target") ? ACTION_TARGET : ACTION_OPENING;
	f->from_year = (int32_t)from;
	f->until_year = until == 0 ? f->from_year : (int32_t)until;
	if (!action_measure_parse(&f->measure, measure))
		return SN_FAIL(ACTION_BAD_MEASURE, .field = "measure");
	SN_TRY(unit_parse(&f->unit, unit, "unit"));
	for (int i = 0; i < QUALIFIERS_COUNT; i++)
		if (str_is(is, report_qualifier_words((enum qualifier)i)->word))
			how = (enum qualifier)i;
	f->said = value < 0 ? report_figure_unknown() : report_figure(value, how);
	return SN_SUCCESS;
}
static struct sn_err say(struct ctx *c, struct call *q, struct json_out *o)
{
	struct action a;
	struct action_figure f = {.role = ACTION_TARGET};
	const struct json_value id = json_find(q->body, "id");
	bool changed = false;
	SN_TRY(action_by_code(c, q->args[0], &a));
	SN_TRY(figure_take(q, &f));
	if (json_kind(&id) == JSON_KIND_TEXT)
		SN_TRY(json_get_uuid(q->body, "id", &f.figure_id));
	SN_TRY(action_figure_add(c, &a, &f, &changed));
	action_out(c, o, NULL, &a);
	return SN_SUCCESS;
}

const struct route api_action_routes[] = {
	{"GET", "/api/v1/actions", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_action, .reply_page = true, .answer = list, .zh = "行动、计划",
	 .en = "umbrella actions"},
	{"POST", "/api/v1/actions", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CYCLE_MAKE, BODY_JSON,
	 .request = &shape_create, .reply = &shape_action, .status = 201, .other_status = 200,
	 .answer = create, .zh = "建立行动", .en = "create an action"},
	{"GET", "/api/v1/actions/{action}", ROUTE_READ, WHO_PERMITTED, PERMISSION_FIGURES_READ,
	 .reply = &shape_progress, .answer = show, .zh = "一个行动的目标与进度",
	 .en = "an action's targets and progress"},
	{"POST", "/api/v1/actions/{action}/cycles", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_MAKE, BODY_JSON, .request = &shape_join, .reply = &shape_action,
	 .answer = join, .zh = "把活动列入行动", .en = "make a cycle a member"},
	{"DELETE", "/api/v1/actions/{action}/cycles/{cycle}", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_MAKE, .reply = &shape_action, .answer = leave, .zh = "把活动移出行动",
	 .en = "take a cycle out"},
	{"POST", "/api/v1/actions/{action}/figures", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_MAKE, BODY_JSON, .request = &shape_say, .reply = &shape_action,
	 .answer = say, .zh = "登记目标或系统之前的数",
	 .en = "enter a target or an opening figure"},
	{0},
};
