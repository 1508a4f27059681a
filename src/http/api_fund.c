/* 名额分配 and 资金下拨: what the unions below should get of a cycle, and what they have got; what money may buy. */
#include "care/allotment.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "ledger/fund.h"

/* clang-format off */
#define ALLOTMENT_SUMS \
	{"should_fen", FIELD_FEN, FIELD_NULLABLE, .example = "30000000", .zh = "应分（分）；标准未定则空", .en = "what it should get; null while the standard is not set"}, \
	{"allotted_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "已拨（分）", .en = "allotted"}, \
	{"drafted_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "在批（分）", .en = "drafted, not approved yet"}, \
	{"returned_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "已退回（分）", .en = "come back"}
static const struct field row_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "下级工会", .en = "union below"},
	{"people", FIELD_INT, FIELD_NEEDED, .example = "1500", .zh = "人数", .en = "people that count"},
	{"rostered", FIELD_INT, FIELD_NEEDED, .example = "1500", .zh = "名册人数（本项目的类别，含下级）", .en = "people of its rosters, of the programme's categories, with those below"},
	{"quota", FIELD_INT, FIELD_NULLABLE, .example = "1500", .zh = "项目规定的名额；空为没有规定", .en = "the programme's quota; null: none"},
	ALLOTMENT_SUMS,
	{"lacking_fen", FIELD_FEN, FIELD_NULLABLE, .example = "10000000", .zh = "差额（分）：应分减已拨和在批；负数为超拨", .en = "what is lacking; below zero: too much"},
	{0},
};
static const struct shape shape_row = {"AllotmentRow", row_fields};
static const struct field table_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "下拨的工会", .en = "the union that allots"},
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"standard_fen", FIELD_FEN, FIELD_NULLABLE, .example = "20000", .zh = "每人标准（分）；空为未定", .en = "standard a head; null: not set yet"},
	{"available_fen", FIELD_FEN, FIELD_NEEDED, .example = "500000000", .zh = "本级本活动经费可用余额（分），不含已占用", .en = "what this union's funds of the cycle have free"},
	{"left_fen", FIELD_FEN, FIELD_NULLABLE, .example = "1240000", .zh = "未分（分）：可用余额减全部差额；负数为钱不够", .en = "available less all that is lacking; below zero: the money does not reach"},
	ALLOTMENT_SUMS,
	{"rows", FIELD_LIST, FIELD_NEEDED, .of = &shape_row, .zh = "下级工会", .en = "unions below"},
	{0},
};
static const struct shape shape_table = {"AllotmentTable", table_fields};
/* clang-format on */

/* Unknown is null, never zero. */
static void known(struct json_out *o, const char *key, bool is_known, struct money amount)
{
	if (is_known)
		json_out_money(o, key, amount);
	else
		json_out_null(o, key);
}

static void row_out(struct names *n, struct json_out *o, const struct allotment_row *row,
		    bool standard_known)
{
	json_out_object(o, NULL);
	names_org(n, o, "org", row->org_no);
	json_out_int(o, "people", row->people);
	json_out_int(o, "rostered", row->rostered);
	if (row->quota >= 0)
		json_out_int(o, "quota", row->quota);
	else
		json_out_null(o, "quota");
	known(o, "should_fen", standard_known, row->should);
	json_out_money(o, "allotted_fen", row->allotted);
	json_out_money(o, "drafted_fen", row->drafted);
	json_out_money(o, "returned_fen", row->returned);
	known(o, "lacking_fen", standard_known, row->lacking);
	json_out_end(o);
}

static struct sn_err table(struct ctx *c, struct call *q, struct json_out *o)
{
	struct allotment_table t;
	struct names *n = names_new(c);
	const struct str code = call_query(q, "cycle");
	struct cycle cycle;
	struct org org;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_org(c, q, &org));
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	SN_TRY(care_allotment_table(c, &cycle, &org, &t));
	json_out_object(o, NULL);
	names_org(n, o, "org", org.org_no);
	json_out_text(o, "cycle", cycle.code);
	known(o, "standard_fen", t.standard_known, t.standard);
	json_out_money(o, "available_fen", t.available);
	known(o, "left_fen", t.standard_known, t.left);
	known(o, "should_fen", t.standard_known, t.should);
	json_out_money(o, "allotted_fen", t.allotted);
	json_out_money(o, "drafted_fen", t.drafted);
	json_out_money(o, "returned_fen", t.returned);
	json_out_array(o, "rows");
	for (size_t i = 0; i < t.count; i++)
		row_out(n, o, &t.rows[i], t.standard_known);
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- what money may buy ---- */

/* clang-format off */
static const struct field matrix_fields[] = {
	{"source", FIELD_WORD, FIELD_NEEDED, .words = SOURCE_WORDS, .example = "UPPER", .zh = "资金来源", .en = "whose money"},
	{"source_name", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "上级补助", .zh = "来源名称", .en = "its name"},
	{"purpose", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "condolence", .zh = "用途", .en = "purpose"},
	{"purpose_name", FIELD_TEXT, FIELD_NEEDED, .max = 200, .example = "慰问", .zh = "用途名称", .en = "its name"},
	{"verdict", FIELD_WORD, FIELD_NEEDED, .words = "allowed|forbidden|unset", .example = "allowed", .zh = "可用、不可用、未定", .en = "may it be spent so"},
	{0},
};
/* clang-format on */
static const struct shape shape_matrix = {"FundRule", matrix_fields};

static struct sn_err matrix(struct ctx *c, struct call *q, struct json_out *o)
{
	static const char *const verdicts[] = {
		[FUND_UNSET] = "unset", [FUND_ALLOWED] = "allowed", [FUND_FORBIDDEN] = "forbidden"};
	const bool zh = q->lang == LANG_ZH;
	struct fund_matrix m;
	struct page page;
	q->asked = true; /* a rule for all unions */
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(fund_matrix_read(c, 0, &m));
	for (size_t i = 0; i < m.purposes_count; i++)
		for (int s = FUND_NONE + 1; s < FUND_SOURCES_COUNT; s++) {
			const struct fund_purpose *p = &m.purposes[i];
			const struct ledger_words *words = ledger_source_words((enum fund_source)s);
			json_out_object(o, NULL);
			json_out_text(o, "source", str_of(words->word));
			json_out_text(o, "source_name", str_of(zh ? words->zh : words->en));
			json_out_text(o, "purpose", p->word);
			json_out_text(o, "purpose_name", zh ? p->zh : p->en);
			json_out_text(o, "verdict", str_of(verdicts[p->verdict[s]]));
			json_out_end(o);
		}
	page_end(c, q, o, STR_NULL);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct query_field table_query[] = {
	{"org", FIELD_TEXT, NULL, "150000", "下拨的工会代码", "code of the union that allots"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of the cycle", true},
	{0},
};
const struct route api_fund_routes[] = {
	{"GET", "/api/v1/funds/allotments/table", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_table,
	 .query = table_query, .answer = table, .zh = "资金下拨、名额分配：人数×标准、已拨、差额、未分",
	 .en = "allotments to the unions below: people × standard, allotted, lacking, left"},
	{"GET", "/api/v1/funds/matrix", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_matrix, .reply_page = true,
	 .answer = matrix, .zh = "资金来源能用在什么用途", .en = "what money of which source may buy"},
	{0},
};
/* clang-format on */
