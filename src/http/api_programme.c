/* Programmes (项目方案): what rules there are, in which versions, and a new version. The document is the file's own form
 * (data/schema/programme.schema.json): it is checked here by its shape, then by the domain's closed schema. */
#include "care/care.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>

#define KIND_WORDS                                                                                 \
	"campaign|fund|hardship|schooling|medical|exam|recuperation|contest|service|training|"     \
	"event|rating|selection|survey"
#define SOURCE_WORDS "FISCAL|UPPER|OWN|DONATION|ADMIN|OTHER"
enum { LIST_MAX = 64, PLACES_MAX = 512, CODE_MAX = 64, WORDS_MAX = 2000 };

/* ---- the document ---- */

#define SOURCE_FIELDS                                                                              \
	{"set_by",                                                                                 \
	 FIELD_TEXT,                                                                               \
	 FIELD_NULLABLE,                                                                           \
	 .max = WORDS_MAX,                                                                         \
	 .example = "自治区总工会",                                                                \
	 .zh = "尚未确定时：由谁确定",                                                             \
	 .en = "who sets what is null yet"},                                                       \
		{"source",                                                                         \
		 FIELD_TEXT,                                                                       \
		 FIELD_NEEDED,                                                                     \
		 .max = WORDS_MAX,                                                                 \
		 .example = "内工办发〔2024〕1 号",                                                \
		 .zh = "依据",                                                                     \
		 .en = "where it is decided"},

static const struct field name_fields[] = {
	{"zh", FIELD_TEXT, FIELD_NEEDED, .max = WORDS_MAX, .example = "集中慰问", .zh = "中文",
	 .en = "in Chinese"},
	{"en", FIELD_TEXT, FIELD_NEEDED, .max = WORDS_MAX, .example = "Condolence campaign",
	 .zh = "英文", .en = "in English"},
	{0},
};
static const struct shape shape_name = {"ProgrammeName", name_fields};
static const struct field period_fields[] = {
	{"from", FIELD_DAY, FIELD_NEEDED, .example = "2025-01-01", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-12-31",
	 .zh = "至（当天不算；空：长期）", .en = "until, not included; null: open"},
	{0},
};
static const struct shape shape_period = {"ProgrammePeriod", period_fields};
static const struct field places_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150300",
	 .zh = "工会代码", .en = "code of a union"},
	{"places", FIELD_INT, FIELD_NULLABLE, .min = 0, .max = INT64_MAX, .example = "1200",
	 .zh = "名额", .en = "places"},
	{0},
};
static const struct shape shape_places = {"ProgrammePlaces", places_fields};
static const struct field rule_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = "age_range|gap|quota", .example = "gap",
	 .zh = "规则", .en = "kind of rule"},
	{"from_years", FIELD_INT, FIELD_NULLABLE, .min = 1, .max = 150, .example = "18",
	 .zh = "年龄下限", .en = "age from"},
	{"until_years", FIELD_INT, FIELD_NULLABLE, .min = 1, .max = 150, .example = "60",
	 .zh = "年龄上限（不含）", .en = "the first age that is outside"},
	{"days", FIELD_INT, FIELD_NULLABLE, .min = 1, .max = 36500, .example = "365",
	 .zh = "两次之间至少几天", .en = "days between two gifts"},
	{"places", FIELD_LIST, FIELD_NULLABLE, .of = &shape_places, .max = PLACES_MAX,
	 .zh = "名额分配", .en = "places by union"},
	SOURCE_FIELDS{0},
};
static const struct shape shape_rule = {"ProgrammeRule", rule_fields};
static const struct field eligibility_fields[] = {
	{"categories", FIELD_LIST, FIELD_NEEDED, .max = LIST_MAX, .example = "环卫工",
	 .zh = "对象类别；空：名册上所有人", .en = "any of these; none: everybody on the roster"},
	{"rules", FIELD_LIST, FIELD_NEEDED, .of = &shape_rule, .max = LIST_MAX, .zh = "规则",
	 .en = "rules"},
	{0},
};
static const struct shape shape_eligibility = {"ProgrammeEligibility", eligibility_fields};
static const struct field benefit_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "gift", .zh = "代码",
	 .en = "code"},
	{"items", FIELD_LIST, FIELD_NEEDED, .max = LIST_MAX, .example = "kit:2025-hw",
	 .zh = "可发物品的代码，或 cash（现金）", .en = "codes of items, or cash"},
	{"quantity", FIELD_INT, 0, .min = 1, .max = 1000000, .example = "1", .zh = "每人数量",
	 .en = "pieces a head"},
	{"standard_fen", FIELD_FEN, FIELD_NULLABLE, .min = 1, .max = INT64_MAX, .example = "20000",
	 .zh = "每人标准（分）", .en = "the standard a head, in fen"},
	SOURCE_FIELDS{0},
};
static const struct shape shape_benefit = {"ProgrammeBenefit", benefit_fields};
static const struct field cap_fields[] = {
	{"rule", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "campaign.person-year",
	 .zh = "限额代码：同一代码的项目共用",
	 .en = "programmes that share the word share the cap"},
	{"period", FIELD_WORD, FIELD_NEEDED, .words = "time|day|cycle|year", .example = "year",
	 .zh = "期间", .en = "period"},
	{"max_fen", FIELD_FEN, FIELD_NULLABLE, .min = 1, .max = INT64_MAX, .example = "600000",
	 .zh = "每人最多（分）", .en = "at most for a person, in fen"},
	SOURCE_FIELDS{0},
};
static const struct shape shape_cap = {"ProgrammeCap", cap_fields};
static const struct field document_fields[] = {
	{"schema", FIELD_INT, FIELD_NEEDED, .min = 1, .max = 1, .example = "1", .zh = "格式",
	 .en = "form"},
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "condolence-campaign",
	 .zh = "代码", .en = "code"},
	{"version", FIELD_INT, FIELD_NEEDED, .min = 1, .max = INT64_MAX, .example = "2",
	 .zh = "版本", .en = "version"},
	{"name", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_name, .zh = "名称", .en = "name"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "campaign", .zh = "类型",
	 .en = "kind"},
	{"effective", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_period, .zh = "有效期",
	 .en = "effective period"},
	{"source", FIELD_TEXT, FIELD_NEEDED, .max = WORDS_MAX, .example = "内工办发〔2024〕1 号",
	 .zh = "依据", .en = "source"},
	{"source_zh", FIELD_TEXT, 0, .max = WORDS_MAX, .example = "内工办发〔2024〕1 号",
	 .zh = "依据（中文）", .en = "source in Chinese"},
	{"eligibility", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_eligibility, .zh = "谁可以领",
	 .en = "who is eligible"},
	{"benefits", FIELD_LIST, FIELD_NEEDED, .of = &shape_benefit, .max = LIST_MAX,
	 .zh = "发什么", .en = "what is given"},
	{"caps", FIELD_LIST, FIELD_NEEDED, .of = &shape_cap, .max = LIST_MAX, .zh = "限额",
	 .en = "caps"},
	{"sources", FIELD_LIST, FIELD_NEEDED, .max = LIST_MAX, .example = "UPPER",
	 .zh = "可用资金：" SOURCE_WORDS "；空：不限", .en = "whose money may pay; none: any"},
	{0},
};
const struct shape shape_programme_document = {"ProgrammeDocument", document_fields};

/* ---- versions ---- */

static const struct field row_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "condolence-campaign",
	 .zh = "代码", .en = "code"},
	{"version", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "版本", .en = "version"},
	{"name_zh", FIELD_TEXT, FIELD_NEEDED, .example = "集中慰问", .zh = "名称",
	 .en = "name in Chinese"},
	{"name_en", FIELD_TEXT, FIELD_NEEDED, .example = "Condolence campaign", .zh = "英文名称",
	 .en = "name in English"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "campaign", .zh = "类型",
	 .en = "kind"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2024-01-01", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-01-01", .zh = "至", .en = "until"},
	{"in_force", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "现行版本",
	 .en = "in force today"},
	{"source", FIELD_TEXT, FIELD_NULLABLE, .example = "内工办发〔2024〕1 号", .zh = "依据",
	 .en = "source"},
	{"unset", FIELD_TEXT, FIELD_NULLABLE, .example = "$.caps[0].max_fen",
	 .zh = "第一个尚未确定的值", .en = "the first value that nobody has set yet"},
	{"unset_by", FIELD_TEXT, FIELD_NULLABLE, .example = "自治区总工会", .zh = "由谁确定",
	 .en = "who sets it"},
	{0},
};
static const struct shape shape_row = {"Programme", row_fields};
static const struct field one_fields[] = {
	{"programme", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_row, .zh = "概况", .en = "in short"},
	{"document", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_programme_document, .zh = "全文",
	 .en = "the whole document"},
	{0},
};
static const struct shape shape_one = {"ProgrammeVersion", one_fields};

static bool in_force(struct ctx *c, const struct programme *p)
{
	struct programme now;
	return !sn_failed(care_programme_read(c, p->code, 0, 0, &now)) && now.version == p->version;
}
static void row_out(struct ctx *c, const struct call *q, struct json_out *o, const char *key,
		    const struct programme *p)
{
	json_out_object(o, key);
	json_out_text(o, "code", p->code);
	json_out_int(o, "version", p->version);
	json_out_text(o, "name_zh", p->name_zh);
	json_out_text(o, "name_en", p->name_en);
	json_out_text(o, "kind", p->kind);
	reply_day(o, "from", p->from_day);
	reply_day(o, "until", p->until_day);
	json_out_bool(o, "in_force", in_force(c, p));
	json_out_text(o, "source", q->lang == LANG_ZH ? p->source_zh : p->source);
	json_out_text(o, "unset", p->unset);
	json_out_text(o, "unset_by", p->unset_by);
	json_out_end(o);
}

/* Programmes are every union's: who may see cycles anywhere may read the rules. */
static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct programme *all = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0;
	char next[24];
	q->asked = true;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(care_programmes(c, &all, &count));
	for (int64_t shown = 0; at < (int64_t)count && shown < page.rows_max; at++, shown++)
		row_out(c, q, o, NULL, &all[at]);
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err one_out(struct ctx *c, const struct call *q, struct json_out *o,
			     const struct programme *p)
{
	struct json_doc *doc = NULL;
	SN_TRY(json_read(&doc, p->json));
	const struct json_value root = json_root(doc);
	json_out_object(o, NULL);
	row_out(c, q, o, "programme", p);
	reply_shape(o, "document", &shape_programme_document, &root);
	json_out_end(o);
	json_free(doc);
	return SN_SUCCESS;
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct programme p;
	int64_t version = 0;
	int32_t day = 0;
	q->asked = true;
	SN_TRY(call_query_int(q, "version", &version));
	SN_TRY(call_query_day(q, "day", &day));
	SN_TRY(care_programme_read(c, q->args[0], version, day, &p));
	return one_out(c, q, o, &p);
}

/* A programme's rules hold for all unions, so who sets them is a maker everywhere, as on the command line. */
static struct sn_err load(struct ctx *c, struct call *q, struct json_out *o)
{
	struct programme p;
	bool changed = false;
	SN_TRY(call_may(c, q, 0));
	SN_TRY(care_programme_load(c, call_body_text(q), &p, &changed));
	q->status = changed ? 201 : 200;
	return one_out(c, q, o, &p);
}

static const struct query_field show_query[] = {
	{"version", FIELD_INT, NULL, "1", "哪一版；不写：现行版本",
	 "which version; none: the one in force"},
	{"day", FIELD_DAY, NULL, "2025-10-01", "在哪一天有效", "in force on which day"},
	{0},
};

const struct route api_programme_routes[] = {
	{"GET", "/api/v1/programmes", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_row, .reply_page = true, .answer = list, .zh = "项目方案的全部版本",
	 .en = "all versions of all programmes"},
	{"POST", "/api/v1/programmes", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CYCLE_MAKE, BODY_JSON,
	 .request = &shape_programme_document, .reply = &shape_one, .status = 201,
	 .other_status = 200, .answer = load, .zh = "载入项目方案的新版本",
	 .en = "load a new version of a programme"},
	{"GET", "/api/v1/programmes/{programme}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_one, .query = show_query, .answer = show, .zh = "一个项目方案",
	 .en = "one version of a programme"},
	{0},
};
