/* Who runs a cycle together with its union: roles of partners and other unions; and of a partner, the cycles in which he has
 * one and what he gave. */
#include "care/cooperation.h"
#include "http/names.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "ledger/donation.h"
#include "report/report.h"

#include <inttypes.h>

#define ROLE_WORDS      "lead|joint|host|co-builder|reporter"
#define QUALIFIER_WORDS "exact|about|more_than"
enum { CODE_MAX = 64 };

/* clang-format off */
static const struct field partner_ref_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "nm-zjt", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "内蒙古自治区住房和城乡建设厅", .zh = "名称", .en = "name"},
	{0},
};
static const struct shape shape_partner_ref = {"PartnerRef", partner_ref_fields};
static const struct field role_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .max = CODE_MAX, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"role", FIELD_WORD, FIELD_NEEDED, .words = ROLE_WORDS, .example = "joint", .zh = "主办、联合、承办、共建、报送", .en = "lead, joint, host, co-builder, reporter"},
	{"partner", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_partner_ref, .zh = "合作单位", .en = "the partner; null: a union"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "the union; null: a partner"},
	{0},
};
static const struct shape shape_role = {"CycleRole", role_fields};
static const struct field roles_fields[] = {
	{"roles", FIELD_LIST, FIELD_NEEDED, .of = &shape_role, .zh = "分工，主办在前", .en = "roles, the lead first"},
	{"may_change", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "您可以增减", .en = "you may add and end them"},
	{0},
};
static const struct shape shape_roles = {"CycleRoles", roles_fields};
static const struct field change_fields[] = {
	{"role", FIELD_WORD, FIELD_NEEDED, .words = ROLE_WORDS, .example = "joint", .zh = "分工", .en = "the role"},
	{"partner", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "nm-zjt", .zh = "合作单位代码；或写工会", .en = "code of the partner; or a union"},
	{"org", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "150300", .zh = "工会代码；或写合作单位", .en = "code of the union; or a partner"},
	{0},
};
static const struct shape shape_change = {"CycleRoleChange", change_fields};
/* clang-format on */

static struct sn_err role_out(struct ctx *c, struct names *n, struct json_out *o,
			      const struct cooperation *k)
{
	struct partner p;
	json_out_object(o, NULL);
	names_cycle(n, o, "cycle", k->cycle_no);
	json_out_text(o, "role", str_of(cooperation_role_words(k->role)->word));
	if (k->partner_no != 0) {
		SN_TRY(partner_by_no(c, k->partner_no, 0, &p));
		json_out_object(o, "partner");
		json_out_text(o, "code", p.code);
		json_out_text(o, "name", p.name);
		json_out_end(o);
	} else {
		json_out_null(o, "partner");
	}
	names_org(n, o, "org", k->org_no);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err roles_out(struct ctx *c, struct json_out *o, const struct cycle *cycle)
{
	struct cooperation *list = NULL;
	struct names *n = names_new(c);
	size_t count = 0;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(cooperation_list(c, cycle->cycle_no, &list, &count));
	json_out_object(o, NULL);
	json_out_array(o, "roles");
	for (size_t i = 0; i < count; i++)
		SN_TRY(role_out(c, n, o, &list[i]));
	json_out_end(o);
	json_out_bool(o, "may_change", cooperation_may(c, cycle));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err of_cycle(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	return roles_out(c, o, &cycle);
}

/* ---- changes: the domain asks ---- */

static struct sn_err change_read(struct ctx *c, const struct call *q, struct cycle *cycle,
				 struct cooperation *out)
{
	struct str role, partner = STR_NULL, org = STR_NULL;
	struct partner p;
	struct org u;
	SN_TRY(care_cycle_by_code(c, q->args[0], cycle));
	*out = (struct cooperation){.cycle_no = cycle->cycle_no};
	SN_TRY(json_get_text(q->body, "role", &role));
	SN_TRY(json_get_text_or(q->body, "partner", &partner));
	SN_TRY(json_get_text_or(q->body, "org", &org));
	if (!cooperation_role_parse(&out->role, role))
		return SN_FAIL(COOPERATION_UNKNOWN_ROLE, .field = "role");
	if (str_is_null(partner) == str_is_null(org))
		return SN_FAIL(MISSING_FIELD, .field = "partner");
	if (!str_is_null(partner)) {
		SN_TRY(partner_find(c, partner, 0, &p));
		out->partner_no = p.partner_no;
	} else {
		SN_TRY(org_find(c, org, 0, &u));
		out->org_no = u.org_no;
	}
	return SN_SUCCESS;
}
static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cooperation what;
	struct cycle cycle;
	bool changed = false;
	SN_TRY(change_read(c, q, &cycle, &what));
	SN_TRY(cooperation_add(c, &what, &changed));
	return roles_out(c, o, &cycle);
}
static struct sn_err end(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cooperation what;
	struct cycle cycle;
	SN_TRY(change_read(c, q, &cycle, &what));
	SN_TRY(cooperation_remove(c, &what));
	return roles_out(c, o, &cycle);
}

/* ---- of one partner ---- */

static struct sn_err of_partner(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cooperation *list = NULL;
	struct names *n = names_new(c);
	struct partner p;
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24] = "";
	q->asked = true; /* who runs a cycle together is public, as partners are */
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(partner_find(c, q->args[0], 0, &p));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(cooperation_of_partner(c, p.partner_no, &list, &count));
	for (; at + shown < (int64_t)count && shown < page.rows_max; shown++)
		SN_TRY(role_out(c, n, o, &list[at + shown]));
	(void)snprintf(next, sizeof next, "%" PRId64, at + shown);
	page_end(c, q, o, at + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct field giving_fields[] = {
	{"how", FIELD_WORD, FIELD_NEEDED, .words = "donation|reported", .example = "donation", .zh = "捐赠（入工会账）或自行发放（上报数）", .en = "donated (in the union's books), or given by itself (as reported)"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .max = CODE_MAX, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-20", .zh = "日期", .en = "day"},
	{"amount_fen", FIELD_FEN, FIELD_NULLABLE, .example = "20000000", .zh = "金额或价值（分）；空为未报", .en = "amount or value in fen; null: not reported"},
	{"amount_is", FIELD_WORD, FIELD_NULLABLE, .words = QUALIFIER_WORDS, .example = "more_than", .zh = "整、近、余", .en = "exact, about, more than"},
	{"people", FIELD_INT, FIELD_NULLABLE, .example = "600", .zh = "上报人数", .en = "people, as reported"},
	{"people_is", FIELD_WORD, FIELD_NULLABLE, .words = QUALIFIER_WORDS, .example = "about", .zh = "整、近、余", .en = "exact, about, more than"},
	{"goods", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "捐的是实物", .en = "goods were donated"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "环卫工人慰问", .zh = "用途或原文", .en = "what for, or the source's own words"},
	{"document_id", FIELD_UUID, FIELD_NULLABLE, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "捐赠的收入单", .en = "the donation's document"},
	{0},
};
/* clang-format on */
static const struct shape shape_giving = {"PartnerGiving", giving_fields};

static void figure_out(struct json_out *o, const char *key, const char *is, struct figure f)
{
	const bool known = f.known_parts > 0;
	if (known)
		json_out_int(o, key, f.value);
	else
		json_out_null(o, key);
	json_out_text(o, is, known ? str_of(report_qualifier_words(f.is)->word) : STR_NULL);
}
static void reported_out(struct names *n, struct json_out *o, const struct report_giving *g)
{
	json_out_object(o, NULL);
	json_out_text(o, "how", STR("reported"));
	names_cycle(n, o, "cycle", g->cycle_no);
	names_org(n, o, "org", g->said.org_no);
	reply_day(o, "day", 0);
	figure_out(o, "amount_fen", "amount_is", g->said.amount);
	figure_out(o, "people", "people_is", g->said.recipients);
	json_out_bool(o, "goods", false);
	json_out_text(o, "words", g->said.words);
	json_out_null(o, "document_id");
	json_out_end(o);
}
static void donation_out(struct names *n, struct json_out *o, const struct donation *d)
{
	json_out_object(o, NULL);
	json_out_text(o, "how", STR("donation"));
	names_cycle(n, o, "cycle", d->cycle_no);
	names_org(n, o, "org", d->org_no);
	reply_day(o, "day", d->day);
	json_out_money(o, "amount_fen", d->amount);
	json_out_text(o, "amount_is", STR("exact"));
	json_out_null(o, "people");
	json_out_null(o, "people_is");
	json_out_bool(o, "goods", d->goods);
	json_out_text(o, "words", d->purpose);
	json_out_uuid(o, "document_id", d->donation_id);
	json_out_end(o);
}

/* What stands at unions whose figures, or whose money, the asker may see; what was not posted or was taken back was not
 * given. The two are never added: one is in the books, the other is what somebody said. */
static struct sn_err giving(struct ctx *c, struct call *q, struct json_out *o)
{
	struct report_giving *said = NULL;
	struct donation *gifts = NULL;
	struct names *n = names_new(c);
	struct partner p;
	struct page page;
	size_t said_count = 0, gifts_count = 0;
	q->asked = true; /* each row is asked about */
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(partner_find(c, q->args[0], 0, &p));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(donation_list(c, &(const struct donation_filter){.org_no = 0}, &gifts,
			     &gifts_count));
	SN_TRY(report_giving_of(c, p.partner_no, &said, &said_count));
	for (size_t i = 0; i < gifts_count; i++)
		if (gifts[i].donor.partner_no == p.partner_no && !gifts[i].reversed &&
		    gifts[i].state == DOCUMENT_DONE &&
		    !sn_failed(rights_may(c, PERMISSION_MONEY_READ, gifts[i].org_no)))
			donation_out(n, o, &gifts[i]);
	for (size_t i = 0; i < said_count; i++)
		if (!sn_failed(rights_may(c, PERMISSION_FIGURES_READ, said[i].said.org_no)))
			reported_out(n, o, &said[i]);
	page_end(c, q, o, STR_NULL); /* some a year */
	return SN_SUCCESS;
}

/* clang-format off */
const struct route api_cooperation_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/partners", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_roles,
	 .answer = of_cycle, .zh = "一个活动里合作单位和其他工会的分工", .en = "the roles of partners and other unions in a cycle"},
	{"POST", "/api/v1/cycles/{cycle}/partners", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CYCLE_MAKE, BODY_JSON, .request = &shape_change,
	 .reply = &shape_roles, .answer = add, .zh = "登记分工", .en = "give a body a role in a cycle"},
	{"POST", "/api/v1/cycles/{cycle}/partners/end", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CYCLE_MAKE, BODY_JSON, .request = &shape_change,
	 .reply = &shape_roles, .answer = end, .zh = "取消分工", .en = "end a role in a cycle"},
	{"GET", "/api/v1/partners/{partner}/roles", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_role, .reply_page = true,
	 .answer = of_partner, .zh = "一个合作单位参加的活动", .en = "the cycles in which a partner has a role"},
	{"GET", "/api/v1/partners/{partner}/giving", ROUTE_READ, WHO_PERMITTED, PERMISSION_FIGURES_READ, .reply = &shape_giving, .reply_page = true,
	 .answer = giving, .zh = "一个合作单位捐的、发的", .en = "what a partner donated, and gave by itself"},
	{0},
};
/* clang-format on */
