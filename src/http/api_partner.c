/* Partners (合作单位): bodies outside the union tree that unions work with. Official names, which are public. */
#include "http/routes.h"
#include "http/shapes.h"
#include "org/partner.h"

#include <inttypes.h>

#define KIND_WORDS "government|institution|hospital|company|national|social|other"
enum { CODE_MAX = 64, NAMES_MAX = 1000 };

#define PARTNER_FIELDS                                                                             \
	{"code",       FIELD_TEXT,  FIELD_NEEDED, .max = CODE_MAX, .example = "nm-zjt",            \
	 .zh = "代码", .en = "code"},                                                              \
		{"name",                                                                           \
		 FIELD_TEXT,                                                                       \
		 FIELD_NEEDED,                                                                     \
		 .max = NAME_BYTES_MAX,                                                            \
		 .example = "内蒙古自治区住房和城乡建设厅",                                        \
		 .zh = "名称",                                                                     \
		 .en = "name"},                                                                    \
		{"kind",                                                                           \
		 FIELD_WORD,                                                                       \
		 FIELD_NEEDED,                                                                     \
		 .words = KIND_WORDS,                                                              \
		 .example = "government",                                                          \
		 .zh = "类型",                                                                     \
		 .en = "kind"},                                                                    \
		{"uscc",                                                                           \
		 FIELD_TEXT,                                                                       \
		 FIELD_NULLABLE,                                                                   \
		 .max = 18,                                                                        \
		 .example = "11150000011512345X",                                                  \
		 .zh = "统一社会信用代码",                                                         \
		 .en = "unified social credit code"},                                              \
		{"org",                                                                            \
		 FIELD_OBJECT,                                                                     \
		 FIELD_NULLABLE,                                                                   \
		 .of = &shape_org_ref,                                                             \
		 .zh = "对应的工会",                                                               \
		 .en = "the union beside which it stands"},                                        \
		{"from",     FIELD_DAY,   FIELD_NULLABLE, .example = "2024-01-01",                 \
		 .zh = "自", .en = "from"},                                                        \
		{"closed",         FIELD_DAY,          FIELD_NULLABLE, .example = "2025-01-01",    \
		 .zh = "停用之日", .en = "closed from"},
static const struct field partner_fields[] = {PARTNER_FIELDS{0}};
static const struct shape shape_partner = {"Partner", partner_fields};
static const struct field name_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "建设厅", .zh = "名称", .en = "name"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2024-01-01", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-01-01", .zh = "至", .en = "until"},
	{0},
};
static const struct shape shape_name = {"PartnerName", name_fields};
static const struct field detail_fields[] = {
	PARTNER_FIELDS{"aliases", FIELD_LIST, FIELD_NEEDED, .max = NAMES_MAX, .example = "住建厅",
		       .zh = "简称", .en = "aliases"},
	{"names", FIELD_LIST, FIELD_NEEDED, .of = &shape_name, .max = NAMES_MAX, .zh = "历次名称",
	 .en = "what it was called"},
	{0},
};
static const struct shape shape_detail = {"PartnerDetail", detail_fields};

static void fields_out(struct ctx *c, struct json_out *o, const struct partner *p)
{
	json_out_text(o, "code", p->code);
	json_out_text(o, "name", p->name);
	json_out_text(o, "kind", str_of(partner_kind_words(p->kind)->word));
	json_out_text(o, "uscc", p->uscc);
	reply_org(c, o, "org", p->org_no);
	reply_day(o, "from", p->from_day);
	reply_day(o, "closed", p->closed_day);
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct partner *all = NULL;
	struct partner_filter filter = {.closed_too = str_is(call_query(q, "closed"), "true")};
	enum partner_kind kind;
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t at = 0;
	char next[24];
	q->asked =
		true; /* names of bodies are public; who has the permission anywhere may read them */
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	if (partner_kind_parse(&kind, call_query(q, "kind")))
		filter.kind = &kind;
	if (!str_is_null(call_query(q, "org"))) {
		SN_TRY(org_find(c, call_query(q, "org"), 0, &org));
		filter.org_no = org.org_no;
	}
	SN_TRY(partner_list(c, &filter, &all, &count));
	for (int64_t shown = 0; at < (int64_t)count && shown < page.rows_max; at++, shown++) {
		json_out_object(o, NULL);
		fields_out(c, o, &all[at]);
		json_out_end(o);
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err detail_out(struct ctx *c, struct json_out *o, int64_t partner_no)
{
	struct partner p;
	struct partner_name *names = NULL;
	struct str *aliases = NULL;
	size_t names_count = 0, aliases_count = 0;
	SN_TRY(partner_by_no(c, partner_no, 0, &p));
	SN_TRY(partner_names(c, partner_no, &names, &names_count));
	SN_TRY(partner_aliases(c, partner_no, &aliases, &aliases_count));
	json_out_object(o, NULL);
	fields_out(c, o, &p);
	json_out_array(o, "aliases");
	for (size_t i = 0; i < aliases_count; i++)
		json_out_text(o, NULL, aliases[i]);
	json_out_end(o);
	json_out_array(o, "names");
	for (size_t i = 0; i < names_count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "name", names[i].name);
		reply_day(o, "from", names[i].from_day);
		reply_day(o, "until", names[i].until_day);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct partner p;
	q->asked = true;
	SN_TRY(partner_find(c, q->args[0], 0, &p));
	return detail_out(c, o, p.partner_no);
}

/* ---- changes: a maker at the union beside which the partner stands, as on the command line ---- */

static const struct field add_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "nm-zjt", .zh = "代码",
	 .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX,
	 .example = "内蒙古自治区住房和城乡建设厅", .zh = "全称", .en = "official name"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "government",
	 .zh = "类型", .en = "kind"},
	{"uscc", FIELD_TEXT, 0, .max = 18, .example = "11150000011512345X",
	 .zh = "统一社会信用代码", .en = "unified social credit code"},
	{"org", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "150000",
	 .zh = "对应的工会（缺省：全部）", .en = "the union beside which it stands; none: all"},
	{"from", FIELD_DAY, 0, .example = "2024-01-01", .zh = "自", .en = "from"},
	{0},
};
static const struct shape shape_add = {"PartnerNew", add_fields};

static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct partner_new what = {.org_no = 0};
	struct partner made;
	struct org org;
	struct str kind, text = STR_NULL;
	bool changed = false;
	SN_TRY(json_get_text(q->body, "code", &what.code));
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(json_get_text(q->body, "kind", &kind));
	SN_TRY(json_get_text_or(q->body, "uscc", &what.uscc));
	SN_TRY(json_get_text_or(q->body, "org", &text));
	SN_TRY(body_day(q->body, "from", &what.from_day));
	if (!partner_kind_parse(&what.kind, kind))
		return SN_FAIL(PARTNER_BAD_KIND, .field = "kind");
	if (!str_is_null(text)) {
		SN_TRY(org_find(c, text, 0, &org));
		what.org_no = org.org_no;
	}
	SN_TRY(call_may(c, q, what.org_no));
	SN_TRY(partner_add(c, &what, &made, &changed));
	q->status = changed ? 201 : 200;
	return detail_out(c, o, made.partner_no);
}

static const struct field name_change_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "住房城乡建设厅",
	 .zh = "新名称", .en = "the new name"},
	{"day", FIELD_DAY, 0, .example = "2024-10-26", .zh = "自哪一天起",
	 .en = "from which day on"},
	{0},
};
static const struct shape shape_name_change = {"PartnerRename", name_change_fields};
static const struct field alias_fields[] = {
	{"alias", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "住建厅",
	 .zh = "简称", .en = "alias"},
	{0},
};
static const struct shape shape_alias = {"PartnerAlias", alias_fields};
static const struct field close_fields[] = {
	{"day", FIELD_DAY, 0, .example = "2024-10-26", .zh = "自哪一天起停用（缺省：今天）",
	 .en = "closed from which day on; none: today"},
	{0},
};
static const struct shape shape_close = {"PartnerClose", close_fields};

static struct sn_err named(struct ctx *c, struct call *q, struct partner *out)
{
	SN_TRY(partner_find(c, q->args[0], 0, out));
	return call_may(c, q, out->org_no);
}
static struct sn_err change_name(struct ctx *c, struct call *q, struct json_out *o)
{
	struct partner p;
	struct str name;
	int32_t day = 0;
	SN_TRY(named(c, q, &p));
	SN_TRY(json_get_text(q->body, "name", &name));
	SN_TRY(body_day(q->body, "day", &day));
	SN_TRY(partner_rename(c, p.partner_no, name, day));
	return detail_out(c, o, p.partner_no);
}
static struct sn_err add_alias(struct ctx *c, struct call *q, struct json_out *o)
{
	struct partner p;
	struct str alias;
	SN_TRY(named(c, q, &p));
	SN_TRY(json_get_text(q->body, "alias", &alias));
	SN_TRY(partner_add_alias(c, p.partner_no, alias));
	return detail_out(c, o, p.partner_no);
}
static struct sn_err close_one(struct ctx *c, struct call *q, struct json_out *o)
{
	struct partner p;
	int32_t day = 0;
	SN_TRY(named(c, q, &p));
	SN_TRY(body_day(q->body, "day", &day));
	SN_TRY(partner_close(c, p.partner_no, day));
	return detail_out(c, o, p.partner_no);
}

static const struct query_field list_query[] = {
	{"kind", FIELD_WORD, KIND_WORDS, "government", "类型", "kind"},
	{"org", FIELD_TEXT, NULL, "150000", "对应的工会及其下级",
	 "beside this union or one below it"},
	{"closed", FIELD_WORD, "true|false", "true", "已停用的也列出", "closed ones too"},
	{0},
};

const struct route api_partner_routes[] = {
	{"GET", "/api/v1/partners", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_partner, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "合作单位", .en = "partners"},
	{"POST", "/api/v1/partners", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ORG_WRITE, BODY_JSON,
	 .request = &shape_add, .reply = &shape_detail, .status = 201, .other_status = 200,
	 .answer = add, .zh = "登记合作单位", .en = "register a partner"},
	{"GET", "/api/v1/partners/{partner}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_detail, .answer = show, .zh = "一个合作单位", .en = "one partner"},
	{"POST", "/api/v1/partners/{partner}/name", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ORG_WRITE, BODY_JSON, .request = &shape_name_change, .reply = &shape_detail,
	 .answer = change_name, .zh = "合作单位改名", .en = "rename a partner"},
	{"POST", "/api/v1/partners/{partner}/aliases", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ORG_WRITE, BODY_JSON, .request = &shape_alias, .reply = &shape_detail,
	 .answer = add_alias, .zh = "增加合作单位的简称", .en = "add an alias of a partner"},
	{"POST", "/api/v1/partners/{partner}/close", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ORG_WRITE, BODY_JSON, .request = &shape_close, .reply = &shape_detail,
	 .answer = close_one, .zh = "停用合作单位", .en = "close a partner"},
	{0},
};
