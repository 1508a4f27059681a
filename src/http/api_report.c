/* Reports (报表): figures of a cycle with how exact they are and what proves them, their rows, and what was reported. */
#include "http/reply_care.h"
#include "http/routes.h"
#include "report/report_json.h"

#include <inttypes.h>

#define IS_WORDS      "exact|more_than|about|unknown"
#define MEANING_WORDS "unknown|given|raised|mixed"

/* ---- shapes: what report_json() writes ---- */

/* clang-format off */
static const struct field figure_fields[] = {
	{"value", FIELD_INT, FIELD_NULLABLE, .example = "16066", .zh = "值；空为不详", .en = "the value; null: not known"},
	{"is", FIELD_WORD, FIELD_NEEDED, .words = IS_WORDS, .example = "more_than", .zh = "准确程度：准确、余、近、不详", .en = "how exact it is"},
	{"unknown_parts", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其中不详的部分数", .en = "how many parts of it are not known"},
	{0},
};
static const struct shape shape_figure = {"Figure", figure_fields};
static const struct field named_fields[] = {
	{"A", FIELD_INT, FIELD_NEEDED, .example = "100", .zh = "本人确认（人）", .en = "own code, people"},
	{"B", FIELD_INT, FIELD_NEEDED, .example = "20", .zh = "签名影像（人）", .en = "signature or picture, people"},
	{"C", FIELD_INT, FIELD_NEEDED, .example = "8", .zh = "发放人记录（人）", .en = "distributor's word, people"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "2547200", .zh = "实名发放金额（分）", .en = "value by name"},
	{0},
};
static const struct shape shape_named = {"ReportNamed", named_fields};
static const struct field units_fields[] = {
	{"person", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "人", .en = "people"},
	{"person_time", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "人次", .en = "person-times"},
	{"household", FIELD_INT, FIELD_NEEDED, .example = "120", .zh = "户", .en = "households"},
	{"piece", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "件", .en = "pieces"},
	{0},
};
static const struct shape shape_units = {"ReportUnits", units_fields};
static const struct field coverage_fields[] = {
	{"named", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "实名人数", .en = "people by name"},
	{"of", FIELD_INT, FIELD_NULLABLE, .example = "16066", .zh = "占多少人", .en = "of how many"},
	{0},
};
static const struct shape shape_coverage = {"ReportCoverage", coverage_fields};
static const struct field row_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .example = "150300", .zh = "工会代码", .en = "code of the union"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "乌海市总工会", .zh = "工会", .en = "union"},
	{"level", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "级次", .en = "level"},
	{"recipients", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "人数", .en = "people"},
	{"amount_fen", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "金额（分）", .en = "amount in fen"},
	{"meaning", FIELD_WORD, FIELD_NEEDED, .words = MEANING_WORDS, .example = "given", .zh = "金额含义", .en = "what the amount means"},
	{"given_fen", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "发放（分）", .en = "given"},
	{"raised_fen", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "筹集（分）", .en = "raised"},
	{"named", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_named, .zh = "实名发放，按证据级别", .en = "by name, by evidence"},
	{"units", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_units, .zh = "各计量单位", .en = "units of counting"},
	{"coverage", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_coverage, .zh = "实名占比", .en = "share by name"},
	{"detail", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已含在上级数字内", .en = "inside the figure above, not added"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问1.6万余名环卫工人", .zh = "原文", .en = "the source's own words"},
	{0},
};
static const struct shape shape_row = {"ReportRow", row_fields};
static const struct field other_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .example = "150300", .zh = "所在工会代码", .en = "the union beside which it stands"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "某环卫公司", .zh = "合作单位或联合活动", .en = "partner or joint activity"},
	{"partner", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "合作单位", .en = "a partner's"},
	{"reported_by", FIELD_WORD, FIELD_NEEDED, .words = "partner|union", .example = "union", .zh = "报送方", .en = "who said it"},
	{"joint_with", FIELD_TEXT, FIELD_NULLABLE, .example = "150000", .zh = "牵头工会代码", .en = "the union that leads the joint activity"},
	{"evidence", FIELD_WORD, FIELD_NEEDED, .words = "R", .example = "R", .zh = "证据级别", .en = "evidence"},
	{"recipients", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "人数", .en = "people"},
	{"amount_fen", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "金额（分）", .en = "amount in fen"},
	{"meaning", FIELD_WORD, FIELD_NEEDED, .words = MEANING_WORDS, .example = "given", .zh = "金额含义", .en = "what the amount means"},
	{"added", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "已计入", .en = "in the union's figures"},
	{"detail", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已含在上级数字内", .en = "inside the figure above"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问本公司职工", .zh = "原文", .en = "the source's own words"},
	{0},
};
static const struct shape shape_other = {"ReportOther", other_fields};
static const struct field silent_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .example = "150303", .zh = "工会代码", .en = "code of the union"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "海南区总工会", .zh = "工会", .en = "union"},
	{0},
};
static const struct shape shape_silent = {"ReportSilent", silent_fields};
static const struct field stated_fields[] = {
	{"recipients", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "人数", .en = "people"},
	{"amount_fen", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "金额（分）", .en = "amount in fen"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "近4.7万名环卫工人", .zh = "通报原文", .en = "in its own words"},
	{0},
};
static const struct shape shape_stated = {"ReportStated", stated_fields};
static const struct field portion_fields[] = {
	{"unit", FIELD_TEXT, FIELD_NEEDED, .example = "portion", .zh = "单位", .en = "unit"},
	{"evidence", FIELD_WORD, FIELD_NEEDED, .words = "C|R", .example = "C", .zh = "证据级别", .en = "evidence"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "300", .zh = "数量", .en = "quantity"},
	{"times", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "次数", .en = "occasions"},
	{"person_times", FIELD_INT, FIELD_NULLABLE, .example = "280", .zh = "人次；空为不详", .en = "person-times; null: not known"},
	{"person_times_unknown", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "人次不详的次数", .en = "occasions whose person-times are not known"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "90000", .zh = "物品值（分）", .en = "value"},
	{0},
};
static const struct shape shape_portion_total = {"ReportPortions", portion_fields};
static const struct field letters_fields[] = {
	{"unit", FIELD_TEXT, FIELD_NEEDED, .example = "letter", .zh = "单位", .en = "unit"},
	{"printed", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "慰问信（封）", .en = "letters printed"},
	{"again", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "重印", .en = "reprints"},
	{0},
};
static const struct shape shape_letters = {"ReportLetters", letters_fields};
static const struct field visits_fields[] = {
	{"sessions", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "走访（场）", .en = "visits"},
	{"met_person_times", FIELD_INT, FIELD_NULLABLE, .example = "120", .zh = "见到人次", .en = "people met"},
	{"met_is", FIELD_WORD, FIELD_NEEDED, .words = IS_WORDS, .example = "about", .zh = "准确程度", .en = "how exact it is"},
	{"sessions_untold", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未报人数的场次", .en = "visits of which nobody said how many were met"},
	{"needs", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "听到诉求", .en = "needs heard"},
	{"needs_open", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "未办结", .en = "open"},
	{0},
};
static const struct shape shape_visits = {"ReportVisits", visits_fields};
static const struct field finding_fields[] = {
	{"what", FIELD_TEXT, FIELD_NEEDED, .example = "named_exceeds_reported", .zh = "代码", .en = "code"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .example = "150300", .zh = "工会代码", .en = "code of the union"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "乌海市总工会", .zh = "工会", .en = "union"},
	{"stated", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "上报", .en = "stated"},
	{"found", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_figure, .zh = "核到", .en = "found"},
	{"difference", FIELD_INT, FIELD_NEEDED, .example = "-3", .zh = "相差", .en = "difference"},
	{"message", FIELD_TEXT, FIELD_NEEDED, .example = "实名发放人数多于上报人数", .zh = "说明", .en = "in words"},
	{0},
};
static const struct shape shape_finding = {"ReportFinding", finding_fields};
static const struct field report_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .example = "150000", .zh = "工会代码", .en = "code of the union"},
	{"as_of", FIELD_DAY, FIELD_NEEDED, .example = "2024-12-01", .zh = "截至", .en = "as of"},
	{"rows", FIELD_LIST, FIELD_NEEDED, .of = &shape_row, .zh = "下级工会", .en = "the unions below"},
	{"others", FIELD_LIST, FIELD_NEEDED, .of = &shape_other, .zh = "合作单位与联合活动", .en = "partners and joint activities"},
	{"total", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_row, .zh = "自下而上合计", .en = "the sum from below"},
	{"silent", FIELD_LIST, FIELD_NEEDED, .of = &shape_silent, .zh = "未报数字的工会", .en = "unions that said nothing"},
	{"stated", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_stated, .zh = "上级通报", .en = "stated from above"},
	{"portions", FIELD_LIST, FIELD_NEEDED, .of = &shape_portion_total, .zh = "不记名发放", .en = "given without names"},
	{"letters", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_letters, .zh = "慰问信", .en = "letters"},
	{"visits", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_visits, .zh = "走访", .en = "visits"},
	{"findings", FIELD_LIST, FIELD_NEEDED, .of = &shape_finding, .zh = "需要核对", .en = "to be looked at"},
	{0},
};
static const struct shape shape_report = {"Report", report_fields};
static const struct query_field report_query[] = {
	{"org", FIELD_TEXT, NULL, "150000", "工会（含下级）", "the union, with those below it"},
	{"depth", FIELD_INT, NULL, "1", "往下几级（默认 1）", "rows down to so many levels below (1 where it is not said)"},
	{"day", FIELD_DAY, NULL, "2024-12-01", "按哪一天的组织", "on the tree of this day"},
	{0},
};
/* clang-format on */

/* ---- the report ---- */

struct reporting {
	struct report_ask ask;
	const struct org_tree *tree; /* of that day */
	int32_t as_of;
};

/* The cycle, the union, the right at it, and the tree of the day. */
static struct sn_err begin(struct ctx *c, struct call *q, struct reporting *out)
{
	struct org org;
	int64_t depth = 1;
	*out = (struct reporting){.as_of = 0};
	SN_TRY(reply_cycle_org(c, q, &out->ask.cycle, &org));
	SN_TRY(call_query_int(q, "depth", &depth));
	if (depth < 0 || depth > ORG_DEPTH_MAX)
		return SN_FAIL(OUT_OF_RANGE, .field = "depth", .arg = {0, ORG_DEPTH_MAX});
	out->as_of = report_as_of(c, &out->ask.cycle);
	SN_TRY(call_query_day(q, "day", &out->as_of));
	SN_TRY(call_tree_of(c, q, out->as_of, &out->tree));
	out->ask.tree = out->tree;
	out->ask.depth = (int)depth;
	out->ask.org_at = org_tree_at(out->tree, org.org_no);
	return out->ask.org_at == ORG_NOWHERE ? SN_FAIL(NOT_IN_TREE, .field = "org") : SN_SUCCESS;
}

/* All that the report depends on beside what is stored. */
static struct str kept_key(struct ctx *c, const struct call *q, const struct reporting *x)
{
	const struct org *org = org_tree_org(x->tree, x->ask.org_at);
	return str_of(arena_printf(c->mem, "report %" PRId64 " %" PRId64 " %d %d %d %d",
				   x->ask.cycle.cycle_no, org->org_no, x->ask.depth, (int)x->as_of,
				   (int)day_of(now_us(c)), (int)q->lang));
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct reporting x;
	struct report report;
	bool found = false;
	SN_TRY(begin(c, q, &x));
	SN_TRY(call_kept(c, q, kept_key(c, q, &x), &found));
	if (found)
		return SN_SUCCESS;
	SN_TRY(report_build(c, &x.ask, &report));
	return report_json(c, o, &(const struct report_view){x.tree, &report, x.as_of, q->lang});
}

/* ---- the same as a table, for files ---- */

/* clang-format off */
static const struct field table_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .example = "150300", .zh = "工会代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "乌海市总工会", .zh = "工会", .en = "union"},
	{"depth", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "往下第几级", .en = "levels below"},
	{"recipients", FIELD_INT, FIELD_NULLABLE, .example = "16066", .zh = "人数", .en = "people"},
	{"recipients_is", FIELD_WORD, FIELD_NEEDED, .words = IS_WORDS, .example = "more_than", .zh = "人数性质", .en = "people are"},
	{"amount_fen", FIELD_FEN, FIELD_NULLABLE, .example = "320000000", .zh = "金额（分）", .en = "amount in fen"},
	{"amount_is", FIELD_WORD, FIELD_NEEDED, .words = IS_WORDS, .example = "exact", .zh = "金额性质", .en = "amount is"},
	{"meaning", FIELD_WORD, FIELD_NEEDED, .words = MEANING_WORDS, .example = "given", .zh = "金额含义", .en = "meaning"},
	{"amounts_unknown", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未报金额", .en = "amounts not known"},
	{"A", FIELD_INT, FIELD_NEEDED, .example = "100", .zh = "本人确认（人）", .en = "own code"},
	{"B", FIELD_INT, FIELD_NEEDED, .example = "20", .zh = "签名影像（人）", .en = "signature or picture"},
	{"C", FIELD_INT, FIELD_NEEDED, .example = "8", .zh = "发放人记录（人）", .en = "distributor's word"},
	{"named_fen", FIELD_FEN, FIELD_NEEDED, .example = "2547200", .zh = "实名发放金额（分）", .en = "value by name"},
	{"detail", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已含在上级数字内", .en = "inside the figure above"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问1.6万余名环卫工人", .zh = "原文", .en = "words"},
	{0},
};
static const struct shape shape_table = {"ReportLine", table_fields};
/* clang-format on */

static void flat_figure(struct json_out *o, const char *value, const char *is, struct figure f)
{
	const bool known = f.known_parts > 0;
	if (known)
		json_out_int(o, value, f.value);
	else
		json_out_null(o, value);
	json_out_text(o, is, str_of(known ? report_qualifier_words(f.is)->word : "unknown"));
}

static void line_out(struct json_out *o, const struct org_tree *tree, const struct report_row *row)
{
	const struct org *org = org_tree_org(tree, row->at);
	const struct str words = row->subtree ? row->subtree->words
				 : row->own   ? row->own->words
					      : STR_NULL;
	json_out_object(o, NULL);
	json_out_text(o, "org", org->code);
	json_out_text(o, "name", org->name);
	json_out_int(o, "depth", row->depth);
	flat_figure(o, "recipients", "recipients_is", row->recipients);
	flat_figure(o, "amount_fen", "amount_is", row->amount);
	json_out_text(o, "meaning", str_of(report_meaning_words(row->meaning)->word));
	json_out_int(o, "amounts_unknown", row->amount.unknown_parts);
	json_out_int(o, "A", row->named[EVIDENCE_A]);
	json_out_int(o, "B", row->named[EVIDENCE_B]);
	json_out_int(o, "C", row->named[EVIDENCE_C]);
	json_out_money(o, "named_fen", row->named_value);
	json_out_bool(o, "detail", row->detail);
	json_out_text(o, "words", words.bytes ? words : STR_NULL);
	json_out_end(o);
}

static struct sn_err lines_out(struct ctx *c, struct call *q, const struct reporting *x,
			       struct json_out *o)
{
	struct report report;
	struct page page;
	int64_t at = 0, end;
	char next[24];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(report_build(c, &x->ask, &report));
	end = at + page.rows_max;
	for (int64_t i = at; i < end && i < (int64_t)report.rows_count; i++)
		line_out(o, x->tree, &report.rows[i]);
	(void)snprintf(next, sizeof next, "%" PRId64, end);
	page_end(c, q, o, end < (int64_t)report.rows_count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err lines(struct ctx *c, struct call *q, struct json_out *o)
{
	struct reporting x;
	SN_TRY(begin(c, q, &x));
	return lines_out(c, q, &x, o);
}

/* ---- what was reported, word for word ---- */

/* clang-format off */
static const struct field said_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"scope", FIELD_WORD, FIELD_NEEDED, .words = "own|subtree|stated", .example = "subtree", .zh = "范围：本级、含下级、上级通报", .en = "scope"},
	{"recipients", FIELD_INT, FIELD_NULLABLE, .example = "16066", .zh = "人数", .en = "people"},
	{"recipients_is", FIELD_WORD, FIELD_NEEDED, .words = IS_WORDS, .example = "more_than", .zh = "人数性质", .en = "people are"},
	{"amount_fen", FIELD_FEN, FIELD_NULLABLE, .example = "320000000", .zh = "金额（分）", .en = "amount in fen"},
	{"amount_is", FIELD_WORD, FIELD_NEEDED, .words = IS_WORDS, .example = "exact", .zh = "金额性质", .en = "amount is"},
	{"meaning", FIELD_WORD, FIELD_NEEDED, .words = MEANING_WORDS, .example = "given", .zh = "金额含义", .en = "meaning"},
	{"by", FIELD_WORD, FIELD_NEEDED, .words = "union|partner|union_for_partner|joint", .example = "union", .zh = "报送方", .en = "who said it"},
	{"row", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "原表行号", .en = "row of its file"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问1.6万余名环卫工人", .zh = "原文", .en = "words"},
	{0},
};
static const struct shape shape_said = {"Reported", said_fields};
static const struct query_field org_query[] = {
	{"org", FIELD_TEXT, NULL, "150000", "工会（含下级）", "the union, with those below it"},
	{0},
};
/* clang-format on */

static const char *by_word(const struct reported *said)
{
	if (said->joint_no != 0)
		return "joint";
	if (said->partner_no == 0)
		return "union";
	return said->by_partner ? "partner" : "union_for_partner";
}

static void said_out(struct ctx *c, struct json_out *o, const struct reported *said)
{
	static const char *const scopes[] = {
#define X(name, word) [SCOPE_##name] = (word),
		REPORT_SCOPES(X)
#undef X
	};
	json_out_object(o, NULL);
	reply_org(c, o, "org", said->org_no);
	json_out_text(o, "scope", str_of(scopes[said->scope]));
	flat_figure(o, "recipients", "recipients_is", said->recipients);
	flat_figure(o, "amount_fen", "amount_is", said->amount);
	json_out_text(o, "meaning", str_of(report_meaning_words(said->meaning)->word));
	json_out_text(o, "by", str_of(by_word(said)));
	json_out_int(o, "row", said->row);
	json_out_text(o, "words", said->words.bytes ? said->words : STR_NULL);
	json_out_end(o);
}

static struct sn_err sources_out(struct ctx *c, struct call *q, const struct reporting *x,
				 struct json_out *o)
{
	struct reported *rows = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0, end;
	char next[24];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(report_sources(c, &x->ask, &rows, &count));
	end = at + page.rows_max;
	for (int64_t i = at; i < end && i < (int64_t)count; i++)
		said_out(c, o, &rows[i]);
	(void)snprintf(next, sizeof next, "%" PRId64, end);
	page_end(c, q, o, end < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err sources(struct ctx *c, struct call *q, struct json_out *o)
{
	struct reporting x;
	SN_TRY(begin(c, q, &x));
	return sources_out(c, q, &x, o);
}

/* ---- reporting ---- */

/* clang-format off */
static const struct field reject_fields[] = {
	{"row", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "行号", .en = "row as the spreadsheet shows it"},
	{"sheet", FIELD_TEXT, FIELD_NULLABLE, .example = "Sheet1", .zh = "工作表", .en = "sheet"},
	REPLY_WHY_FIELDS,
	{0},
};
static const struct shape shape_reject = {"ReportedReject", reject_fields};
static const struct field taken_fields[] = {
	{"read", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "读入", .en = "rows read"},
	{"taken", FIELD_INT, FIELD_NEEDED, .example = "11", .zh = "收下", .en = "taken"},
	{"corrected", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "更正", .en = "corrected"},
	{"unchanged", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未变", .en = "unchanged"},
	{"rejected", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "退回", .en = "rejected"},
	{"totals", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "合计行", .en = "rows that only add up others"},
	{"rejects", FIELD_LIST, FIELD_NEEDED, .of = &shape_reject, .zh = "退回的行及原因", .en = "the rows that were rejected"},
	{0},
};
static const struct shape shape_taken = {"ReportedTaken", taken_fields};
static const struct field state_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150000", .zh = "工会代码", .en = "code of the union"},
	{"people", FIELD_INT, FIELD_NULLABLE, .max = INT64_C(100000000), .example = "47000", .zh = "人数；空为未说", .en = "people; null: not said"},
	{"people_is", FIELD_WORD, 0, .words = "exact|more_than|about", .example = "about", .zh = "人数性质", .en = "people are"},
	{"amount_fen", FIELD_FEN, FIELD_NULLABLE, .max = LEDGER_FEN_MAX, .example = "920000000", .zh = "金额（分）；空为未说", .en = "amount in fen; null: not said"},
	{"amount_is", FIELD_WORD, 0, .words = "exact|more_than|about", .example = "more_than", .zh = "金额性质", .en = "amount is"},
	{"meaning", FIELD_WORD, 0, .words = "unknown|given|raised", .example = "raised", .zh = "金额含义", .en = "meaning"},
	{"partner", FIELD_TEXT, 0, .max = 64, .example = "gs-001", .zh = "合作单位代码；不填为上级通报", .en = "code of a partner whose figure it is; not said: stated from above"},
	{"by", FIELD_WORD, 0, .words = "partner|union", .example = "union", .zh = "合作单位的数字由谁报", .en = "who said a partner's figure"},
	{"words", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "近4.7万名环卫工人", .zh = "原文", .en = "in its own words"},
	{0},
};
static const struct shape shape_state = {"ReportedState", state_fields};
/* clang-format on */

static struct sn_err file_prepare(struct ctx *c, struct call *q, struct json_out *unused)
{
	struct reported_import_result *out = ARENA_NEW(c->mem, struct reported_import_result);
	struct reported_import what = {.source = &q->upload};
	(void)unused;
	q->prepared = out;
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(care_cycle_by_code(c, q->args[0], &what.cycle));
	SN_TRY(call_may(c, q, what.cycle.org_no));
	SN_TRY(call_tree_of(c, q, report_as_of(c, &what.cycle), &what.tree));
	return report_import(c, &what, out);
}

static struct sn_err file_answer(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct reported_import_result *r = q->prepared;
	(void)c;
	json_out_object(o, NULL);
	json_out_int(o, "read", r->read);
	json_out_int(o, "taken", r->taken);
	json_out_int(o, "corrected", r->corrected);
	json_out_int(o, "unchanged", r->unchanged);
	json_out_int(o, "rejected", r->rejected);
	json_out_int(o, "totals", r->totals_rows);
	json_out_array(o, "rejects");
	for (size_t i = 0; i < r->rejects_count; i++) {
		json_out_object(o, NULL);
		json_out_int(o, "row", r->rejects[i].row);
		json_out_text(o, "sheet",
			      r->rejects[i].sheet.bytes ? r->rejects[i].sheet : STR_NULL);
		reply_why(o, q, r->rejects[i].why);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	q->status = r->rejected > 0 ? 207 : 200;
	return SN_SUCCESS;
}

static struct sn_err body_figure(const struct json_value *body, const char *value, const char *is,
				 struct figure *out)
{
	const struct json_value at = json_find(body, value);
	struct str word = STR_NULL;
	enum qualifier qualifier = QUALIFIER_EXACT;
	int64_t number = 0;
	*out = report_figure_unknown();
	if (json_kind(&at) == JSON_ABSENT || json_kind(&at) == JSON_KIND_NULL)
		return SN_SUCCESS;
	SN_TRY(json_as_int(&at, &number));
	SN_TRY(json_get_text_or(body, is, &word));
	for (int i = 0; i < QUALIFIERS_COUNT; i++)
		if (str_is(word, report_qualifier_words((enum qualifier)i)->word))
			qualifier = (enum qualifier)i;
	*out = report_figure(number, qualifier);
	return SN_SUCCESS;
}

static struct sn_err read_state(struct ctx *c, struct call *q, struct reported *said)
{
	struct str partner = STR_NULL, by = STR_NULL, meaning = STR_NULL;
	SN_TRY(json_get_text_or(q->body, "words", &said->words));
	SN_TRY(json_get_text_or(q->body, "partner", &partner));
	SN_TRY(json_get_text_or(q->body, "by", &by));
	SN_TRY(json_get_text_or(q->body, "meaning", &meaning));
	said->scope = partner.bytes == 0 ? SCOPE_STATED : SCOPE_OWN;
	if (!report_by_parse(by, &said->by_partner) || (said->by_partner && partner.bytes == 0))
		return SN_FAIL(BAD_REPORTED_BY, .field = "by");
	for (int i = 0; i < MEANING_MIXED; i++)
		if (str_is(meaning, report_meaning_words((enum meaning)i)->word))
			said->meaning = (enum meaning)i;
	SN_TRY(body_figure(q->body, "people", "people_is", &said->recipients));
	SN_TRY(body_figure(q->body, "amount_fen", "amount_is", &said->amount));
	return partner.bytes == 0 ? SN_SUCCESS : report_partner_check(c, partner, said);
}

static struct sn_err state(struct ctx *c, struct call *q, struct json_out *o)
{
	struct reported said = {.meaning = MEANING_UNKNOWN};
	struct cycle cycle;
	struct org org;
	(void)o;
	SN_TRY(care_cycle_by_code(c, q->args[0], &cycle));
	SN_TRY(body_org(c, q->body, "org", &org));
	SN_TRY(call_may(c, q, org.org_no));
	said.org_no = org.org_no;
	SN_TRY(read_state(c, q, &said));
	return report_state(c, &cycle, &said);
}

const struct route api_report_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/report", ROUTE_READ, WHO_PERMITTED, PERMISSION_FIGURES_READ,
	 .reply = &shape_report, .query = report_query, .answer = show,
	 .zh = "统计报表：每份慰问只计一次，数字带性质和证据级别",
	 .en = "the report: each gift once, figures with how exact they are and their evidence"},
	{"GET", "/api/v1/cycles/{cycle}/report/lines", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_FIGURES_READ, .reply = &shape_table, .reply_page = true, .query = report_query,
	 .answer = lines, .zh = "报表的行，供导出", .en = "the report as a table, for files"},
	{"GET", "/api/v1/cycles/{cycle}/reported", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_FIGURES_READ, .reply = &shape_said, .reply_page = true, .query = org_query,
	 .answer = sources, .zh = "数字的来源：各级上报的原文",
	 .en = "what a figure is made of: the reported rows, word for word"},
	{"POST", "/api/v1/cycles/{cycle}/reported", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_MAKE, BODY_JSON, .request = &shape_state, .answer = state,
	 .zh = "登记上级通报或合作单位的数字",
	 .en = "enter what was stated from above, or a partner's figure"},
	{"POST", "/api/v1/cycles/{cycle}/reported/file", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_MAKE, BODY_FILE, .body_bytes_max = HTTP_BODY_BYTES_MAX * 16,
	 .reply = &shape_taken, .other_status = 207, .prepare = file_prepare, .answer = file_answer,
	 .zh = "上传各级上报表（CSV、xlsx）", .en = "upload reported figures (CSV, xlsx)"},
	{0},
};
