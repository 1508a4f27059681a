/* People (职工名册): lists, finding, a person's page; who leaves and comes back; teams and sites. */
#include "care/card.h"
#include "care/history.h"
#include "care/honour.h"
#include "http/people_out.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "people/team.h"

#include <inttypes.h>

/* ---- lists ---- */

static struct sn_err after_parse(struct str after, struct people_listing *what)
{
	struct str rest = after, org;
	if (str_is_null(after))
		return SN_SUCCESS;
	if (!str_split(&rest, '/', &org) || !str_to_int(org, &what->after_org_no) ||
	    what->after_org_no <= 0 || sn_failed(uuid_parse(&what->after_id, rest, NULL)))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	return SN_SUCCESS;
}

static enum people_here here_of(struct str word)
{
	return str_is(word, "left") ? PEOPLE_LEFT : str_is(word, "all") ? PEOPLE_BOTH : PEOPLE_HERE;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct people_listing what = {.name = call_query(q, "name"),
				      .team = call_query(q, "team"),
				      .employer = call_query(q, "employer"),
				      .category = call_query(q, "category"),
				      .here = here_of(call_query(q, "here"))};
	struct people_found *found = NULL;
	size_t count = 0;
	struct page page;
	struct org org;
	char id[UUID_TEXT_BYTES];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(call_tree(c, q, &what.tree));
	SN_TRY(after_parse(page.after, &what));
	what.org_no = org.org_no;
	what.rows_max = (size_t)page.rows_max + 1; /* one more says that there is a next page */
	SN_TRY(people_list(c, &what, &found, &count));
	const size_t shown = count < what.rows_max ? count : count - 1;
	SN_TRY(trail_people(c, q, org.org_no, shown));
	for (size_t i = 0; i < shown; i++)
		person_out(c, o, NULL, &found[i]);
	struct str next = STR_NULL;
	if (shown < count) {
		const struct person *last = &found[shown - 1].person;
		uuid_text(last->person_id, id);
		next = str_of(arena_printf(c->mem, "%" PRId64 "/%s", last->org_no, id));
	}
	page_end(c, q, o, next);
	return SN_SUCCESS;
}

/* ---- finding ---- */

enum { FOUND_ROWS_MAX = PAGE_ROWS_MAX };

static const struct field find_fields[] = {
	{"org", FIELD_TEXT, 0, .max = ORG_CODE_BYTES_MAX, .example = "150300",
	 .zh = "在哪个工会及其下级中找；不填：本工会",
	 .en = "in which union and those below it; own"},
	{"id_number", FIELD_TEXT, 0, .max = 64, .example = "",
	 .zh = "完整身份证号（与其余各项择一）", .en = "the whole ID number, alone"},
	{"phone", FIELD_TEXT, 0, .max = 64, .example = "", .zh = "电话（与其余各项择一）",
	 .en = "a phone number, alone"},
	{"last4", FIELD_TEXT, 0, .max = 32, .example = "0021",
	 .zh = "身份证号末四位，可与姓名一起用",
	 .en = "last four of the ID number, also with a name"},
	{"name", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "王", .zh = "姓名的开头",
	 .en = "beginning of the name"},
	{0},
};
static const struct shape shape_find = {"PeopleQuery", find_fields};
static const struct field found_fields[] = {
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_person, .zh = "找到的人", .en = "found"},
	{"more", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "还有更多没有列出；请再加条件",
	 .en = "there are more; ask more precisely"},
	{0},
};
static const struct shape shape_found = {"PeopleFound", found_fields};

static struct sn_err find_org(struct ctx *c, struct call *q, struct org *out)
{
	const struct json_value code = json_find(q->body, "org");
	if (json_kind(&code) != JSON_KIND_TEXT)
		return call_org(c, q, out);
	SN_TRY(body_org(c, q->body, "org", out));
	return call_may(c, q, out->org_no);
}

static struct sn_err find(struct ctx *c, struct call *q, struct json_out *o)
{
	struct people_query what = {.rows_max = FOUND_ROWS_MAX + 1};
	struct people_found *found = NULL;
	size_t count = 0;
	struct org org;
	SN_TRY(find_org(c, q, &org));
	SN_TRY(json_get_text_or(q->body, "id_number", &what.id_number));
	SN_TRY(json_get_text_or(q->body, "phone", &what.phone));
	SN_TRY(json_get_text_or(q->body, "last4", &what.last4));
	SN_TRY(json_get_text_or(q->body, "name", &what.name));
	SN_TRY(call_tree(c, q, &what.tree));
	what.org_no = org.org_no;
	SN_TRY(people_find(c, &what, &found, &count));
	const size_t shown = count > FOUND_ROWS_MAX ? FOUND_ROWS_MAX : count;
	SN_TRY(trail_people(c, q, org.org_no, shown));
	json_out_object(o, NULL);
	json_out_array(o, "items");
	for (size_t i = 0; i < shown; i++)
		person_out(c, o, NULL, &found[i]);
	json_out_end(o);
	json_out_bool(o, "more", count > shown);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- a person's page ---- */

static const struct field cycle_ref_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2024年环卫工人节慰问", .zh = "活动",
	 .en = "cycle"},
	{0},
};
static const struct shape shape_cycle_ref = {"CycleRef", cycle_ref_fields};
static const struct field received_fields[] = {
	{"record", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000002",
	 .zh = "发放记录编号", .en = "id of the record"},
	{"cycle", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_cycle_ref, .zh = "活动",
	 .en = "cycle"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "当时所在工会",
	 .en = "on whose roster he was then"},
	{"item", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问礼包", .zh = "物品；空：现金",
	 .en = "what; null: cash"},
	{"quantity", FIELD_INT, FIELD_NULLABLE, .example = "1", .zh = "数量；现金为空",
	 .en = "pieces; null for cash"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "19900", .zh = "价值（分）",
	 .en = "value in fen"},
	{"level", FIELD_WORD, FIELD_NEEDED, .words = "A|B|C|R", .example = "B", .zh = "凭证级别",
	 .en = "level of evidence"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.000000Z", .zh = "时间",
	 .en = "when"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "发放人",
	 .en = "by whom"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = "given|over-issue|reversed",
	 .example = "given", .zh = "已领、重复或超发、已红字更正",
	 .en = "given, given beyond what was due, taken back"},
	{0},
};
static const struct shape shape_received = {"Received", received_fields};
static const struct field waiting_fields[] = {
	{"cycle", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_cycle_ref, .zh = "活动",
	 .en = "cycle"},
	{"benefit", FIELD_TEXT, FIELD_NEEDED, .example = "gift", .zh = "慰问项", .en = "benefit"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "数量", .en = "pieces"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000", .zh = "标准（分）",
	 .en = "standard in fen"},
	{"since", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-20", .zh = "核定日期",
	 .en = "since"},
	{0},
};
static const struct shape shape_waiting = {"Waiting", waiting_fields};
static const struct field honour_fields[] = {
	{"award", FIELD_TEXT, FIELD_NEEDED, .example = "最美环卫工人", .zh = "荣誉", .en = "award"},
	{"giver", FIELD_TEXT, FIELD_NULLABLE, .example = "自治区总工会", .zh = "授予单位",
	 .en = "given by"},
	{"year", FIELD_INT, FIELD_NULLABLE, .example = "2023", .zh = "年度", .en = "year"},
	{0},
};
static const struct shape shape_honour = {"PersonHonour", honour_fields};
static const struct field card_fields[] = {
	{"number", FIELD_TEXT, FIELD_NEEDED, .example = "**** 1234", .zh = "卡号（脱敏）",
	 .en = "number, masked"},
	{"bank", FIELD_TEXT, FIELD_NULLABLE, .example = "示例银行", .zh = "开户行", .en = "bank"},
	{"bad", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "银行退回过",
	 .en = "the bank sent money back"},
	{0},
};
static const struct shape shape_card = {"PersonCard", card_fields};
static const struct field page_fields[] = {
	{"person", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_person, .zh = "本人",
	 .en = "the person"},
	{"added", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-01T02:15:00.000000Z",
	 .zh = "登记时间", .en = "since when he is known"},
	{"left", FIELD_TIME, FIELD_NULLABLE, .example = "2024-12-01T02:15:00.000000Z",
	 .zh = "离岗时间；空：在岗", .en = "left at; null: on the roster"},
	{"household", FIELD_TEXT, FIELD_NULLABLE, .example = "H-102", .zh = "户号",
	 .en = "household"},
	{"household_members", FIELD_LIST, FIELD_NEEDED, .of = &shape_person, .zh = "同户的人",
	 .en = "others of the household"},
	{"merged", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "合并或转来的登记数",
	 .en = "records that were merged into this one or came with him"},
	{"card", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_card, .zh = "银行卡；空：没有登记",
	 .en = "bank card; null: none is known"},
	{"honours", FIELD_LIST, FIELD_NEEDED, .of = &shape_honour, .zh = "荣誉", .en = "honours"},
	{"received", FIELD_LIST, FIELD_NEEDED, .of = &shape_received,
	 .zh = "历次领取，跨活动、跨工会，最近的在前",
	 .en = "everything he received, of all cycles and unions, the latest first"},
	{"waiting", FIELD_LIST, FIELD_NEEDED, .of = &shape_waiting, .zh = "待领",
	 .en = "what waits for him"},
	{0},
};
static const struct shape shape_page = {"PersonPage", page_fields};

static struct sn_err cycle_out(struct ctx *c, struct json_out *o, int64_t cycle_no)
{
	struct cycle cycle;
	SN_TRY(care_cycle_by_no(c, cycle_no, &cycle));
	json_out_object(o, "cycle");
	json_out_text(o, "code", cycle.code);
	json_out_text(o, "name", cycle.name);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err received_row(struct ctx *c, struct json_out *o, const struct care_received *r)
{
	struct item item = {.name = STR_NULL};
	const char level[2] = {ledger_evidence_letter(r->level), '\0'};
	if (r->item_no != 0)
		SN_TRY(goods_item_by_no(c, r->item_no, &item));
	json_out_object(o, NULL);
	json_out_uuid(o, "record", r->record_id);
	SN_TRY(cycle_out(c, o, r->cycle_no));
	reply_org(c, o, "org", r->org_no);
	json_out_text(o, "item", item.name);
	if (r->item_no != 0)
		json_out_int(o, "quantity", r->quantity);
	else
		json_out_null(o, "quantity");
	json_out_money(o, "value_fen", r->value);
	json_out_text(o, "level", str_of(level));
	reply_time(o, "at", r->at_us);
	reply_user(c, o, "by", r->by_id);
	json_out_text(o, "state",
		      str_of(r->reversed_us != 0 ? "reversed"
			     : r->over_issue     ? "over-issue"
						 : "given"));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err gifts_out(struct ctx *c, struct json_out *o, const struct people_profile *p)
{
	struct care_received *received = NULL;
	struct care_waiting *waiting = NULL;
	size_t count = 0, waiting_count = 0;
	SN_TRY(care_received(c, p->rows, p->rows_count, &received, &count));
	SN_TRY(care_waiting(c, p->rows, p->rows_count, &waiting, &waiting_count));
	json_out_array(o, "received");
	for (size_t i = 0; i < count; i++)
		SN_TRY(received_row(c, o, &received[i]));
	json_out_end(o);
	json_out_array(o, "waiting");
	for (size_t i = 0; i < waiting_count; i++) {
		json_out_object(o, NULL);
		SN_TRY(cycle_out(c, o, waiting[i].cycle_no));
		json_out_text(o, "benefit", waiting[i].benefit);
		json_out_int(o, "quantity", waiting[i].quantity);
		json_out_money(o, "value_fen", waiting[i].value);
		reply_day(o, "since", waiting[i].day);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err card_out(struct ctx *c, struct json_out *o, const struct people_profile *p)
{
	struct card card;
	SN_TRY(card_current(c, p->rows, 1, &card)); /* rows[0] is he himself */
	if (uuid_is_null(card.card_id)) {
		json_out_null(o, "card");
		return SN_SUCCESS;
	}
	json_out_object(o, "card");
	json_out_text(o, "number", str_of(arena_printf(c->mem, "**** %s", card.last4)));
	json_out_text(o, "bank", card.bank);
	json_out_bool(o, "bad", card.bad);
	json_out_end(o);
	return SN_SUCCESS;
}

/* An honour is kept by whatever union entered it: those kept anywhere in the tree are his. */
static struct sn_err honours_out(struct ctx *c, struct json_out *o, struct call *q,
				 const struct people_profile *p)
{
	const struct org_tree *tree;
	struct honour_row *rows = NULL;
	size_t count = 0;
	SN_TRY(call_tree(c, q, &tree));
	const struct org root = *org_tree_org(tree, 0);
	const struct honour_filter filter = {.org_path = root.path,
					     .one_kind = true,
					     .kind = HONOUR_PERSON,
					     .person_id = p->found.person.person_id};
	SN_TRY(honour_list(c, &filter, &rows, &count));
	json_out_array(o, "honours");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "award", rows[i].is.award);
		json_out_text(o, "giver", rows[i].is.giver);
		if (rows[i].is.year != 0)
			json_out_int(o, "year", rows[i].is.year);
		else
			json_out_null(o, "year");
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct person_ref who;
	struct people_profile p;
	SN_TRY(call_person(c, q, q->args[0], &who));
	SN_TRY(people_profile(c, who, &p));
	SN_TRY(trail_person(c, q, &p.found.person));
	json_out_object(o, NULL);
	person_out(c, o, "person", &p.found);
	reply_time(o, "added", p.added_us);
	reply_time(o, "left", p.left_us);
	json_out_text(o, "household", p.household);
	json_out_array(o, "household_members");
	for (size_t i = 0; i < p.household_count; i++)
		person_out(c, o, NULL, &p.household_members[i]);
	json_out_end(o);
	json_out_int(o, "merged", (int64_t)p.rows_count - 1);
	SN_TRY(card_out(c, o, &p));
	SN_TRY(honours_out(c, o, q, &p));
	SN_TRY(gifts_out(c, o, &p));
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- who leaves, who comes back ---- */

static const struct field here_fields[] = {
	{"here", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "是否在岗",
	 .en = "is he on the roster"},
	{0},
};
static const struct shape shape_here = {"PersonHere", here_fields};

static struct sn_err here(struct ctx *c, struct call *q, struct json_out *o)
{
	struct person_ref who;
	struct people_found found;
	bool is_here;
	SN_TRY(call_person(c, q, q->args[0], &who));
	SN_TRY(json_get_bool(q->body, "here", &is_here));
	SN_TRY(is_here ? people_return(c, who) : people_leave(c, who));
	SN_TRY(people_masked(c, &who, 1, &found));
	SN_TRY(trail_change(c, q, &found.person));
	person_out(c, o, NULL, &found);
	return SN_SUCCESS;
}

/* ---- teams and sites ---- */

static const struct field team_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000003",
	 .zh = "编号", .en = "id"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "一班", .zh = "班组", .en = "team"},
	{"site", FIELD_TEXT, FIELD_NULLABLE, .example = "团结路", .zh = "作业点", .en = "site"},
	{"foreman", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "班组长",
	 .en = "foreman"},
	{"members", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "在岗人数",
	 .en = "people on the roster"},
	{0},
};
static const struct shape shape_team = {"Team", team_fields};
static const struct field site_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000004",
	 .zh = "编号", .en = "id"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "团结路", .zh = "作业点", .en = "site"},
	{"kind", FIELD_WORD, FIELD_NULLABLE, .words = "other|sweeping|transfer|plant",
	 .example = "sweeping", .zh = "种类；空：没有登记", .en = "kind; null: nobody has said"},
	{"address", FIELD_TEXT, FIELD_NULLABLE, .example = "团结路 1 号", .zh = "地址",
	 .en = "address"},
	{0},
};
static const struct shape shape_site = {"Site", site_fields};

/* Rows come by name; the cursor is the last one's. */
static struct sn_err teams(struct ctx *c, struct call *q, struct json_out *o)
{
	struct team *list = NULL;
	size_t count = 0, at = 0, shown = 0;
	struct page page;
	struct org org;
	struct str last = STR_NULL;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(team_list(c, &org, &list, &count));
	while (!str_is_null(page.after) && at < count &&
	       str_compare(list[at].name, page.after) <= 0)
		at++;
	for (; at < count && shown < (size_t)page.rows_max; at++, shown++) {
		json_out_object(o, NULL);
		json_out_uuid(o, "id", list[at].team_id);
		json_out_text(o, "name", list[at].name);
		json_out_text(o, "site", list[at].site);
		reply_user(c, o, "foreman", list[at].foreman_id);
		json_out_int(o, "members", list[at].members);
		json_out_end(o);
		last = list[at].name;
	}
	page_end(c, q, o, at < count ? last : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err sites(struct ctx *c, struct call *q, struct json_out *o)
{
	struct team_site *list = NULL;
	size_t count = 0, at = 0, shown = 0;
	struct page page;
	struct org org;
	struct str last = STR_NULL;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(team_sites(c, &org, &list, &count));
	while (!str_is_null(page.after) && at < count &&
	       str_compare(list[at].name, page.after) <= 0)
		at++;
	for (; at < count && shown < (size_t)page.rows_max; at++, shown++) {
		const struct team_site *s = &list[at];
		json_out_object(o, NULL);
		json_out_uuid(o, "id", s->site_id);
		json_out_text(o, "name", s->name);
		json_out_text(o, "kind",
			      s->kind_known ? str_of(team_site_kind_words(s->kind)->word)
					    : STR_NULL);
		json_out_text(o, "address", s->address);
		json_out_end(o);
		last = s->name;
	}
	page_end(c, q, o, at < count ? last : STR_NULL);
	return SN_SUCCESS;
}

/* ---- the rows ---- */

#define QUERY_ORG                                                                                  \
	{                                                                                          \
		"org", FIELD_TEXT, NULL, "150300", "工会代码；不填：本工会",                       \
			"code of the union; one's own where it is not given"                       \
	}
static const struct query_field list_query[] = {
	QUERY_ORG,
	{"name", FIELD_TEXT, NULL, "王", "姓名的开头", "beginning of the name"},
	{"team", FIELD_TEXT, NULL, "一班", "班组", "team"},
	{"employer", FIELD_TEXT, NULL, "示例环卫公司（合成数据）", "用人单位", "employer"},
	{"category", FIELD_TEXT, NULL, "环卫工", "类别", "category"},
	{"here", FIELD_WORD, "here|left|all", "here", "在岗、离岗或全部；不填：在岗",
	 "on the roster, left, or both; on the roster where it is not given"},
	{0},
};
static const struct query_field org_query[] = {QUERY_ORG, {0}};

const struct route api_people_routes[] = {
	{"GET", "/api/v1/people", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_person, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "工会及其下级的名册（脱敏）", .en = "rosters of a union and those below it, masked"},
	{"POST", "/api/v1/people/find", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 BODY_JSON, .request = &shape_find, .reply = &shape_found, .answer = find,
	 .zh = "按身份证号、电话、末四位或姓名找人（脱敏）",
	 .en = "find people by ID number, phone, last four or name; masked"},
	{"GET", "/api/v1/people/{person}", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_page, .answer = show,
	 .zh = "一个人：身份（脱敏）、家庭、荣誉、历次领取、待领",
	 .en = "one person: identity (masked), household, honours, what he received, what waits"},
	{"POST", "/api/v1/people/{person}/here", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_here, .reply = &shape_person,
	 .answer = here, .zh = "登记离岗或返岗",
	 .en = "say that somebody left the roster or is on it again"},
	{"GET", "/api/v1/teams", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_team, .reply_page = true, .query = org_query, .answer = teams,
	 .zh = "一个工会的班组", .en = "teams of a union"},
	{"GET", "/api/v1/sites", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_site, .reply_page = true, .query = org_query, .answer = sites,
	 .zh = "一个工会的作业点", .en = "work sites of a union"},
	{0},
};
