/* What stands beside deliveries: visits (慰问走访), giving without names (不记名发放), letters (慰问信). */
#include "care/letter.h"
#include "care/portion.h"
#include "care/visit.h"
#include "http/reply_care.h"
#include "http/routes.h"

#include <inttypes.h>

/* Lists of some hundred rows, cut into pages by their place. */
struct places {
	int64_t at, end;
};
static struct sn_err places_begin(const struct page *page, struct places *out)
{
	out->at = 0;
	SN_TRY(page_number(page, &out->at));
	out->end = out->at + page->rows_max;
	return SN_SUCCESS;
}
static void places_end(struct ctx *c, struct call *q, struct json_out *o, const struct places *p,
		       size_t count)
{
	char next[24];
	(void)snprintf(next, sizeof next, "%" PRId64, p->end);
	page_end(c, q, o, p->end < (int64_t)count ? str_of(next) : STR_NULL);
}

/* clang-format off */
static const struct query_field org_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{0},
};

/* ---- visits ---- */

#define VISIT_FIELDS \
	{"visit_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "编号", .en = "its id"}, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "登记工会", .en = "the union that entered it"}, \
	{"day", FIELD_DAY, FIELD_NEEDED, .example = "2024-10-26", .zh = "日期", .en = "day"}, \
	{"leader", FIELD_TEXT, FIELD_NULLABLE, .example = "张主席（合成数据）", .zh = "带队", .en = "who led it"}, \
	{"post", FIELD_TEXT, FIELD_NULLABLE, .example = "主席", .zh = "职务", .en = "post"}, \
	{"site", FIELD_TEXT, FIELD_NEEDED, .example = "胜利街清扫现场", .zh = "地点", .en = "where"}, \
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组", .en = "team"}, \
	{"met", FIELD_INT, FIELD_NULLABLE, .example = "120", .zh = "见到人数；空为不详", .en = "people met; null: not known"}, \
	{"met_is", FIELD_WORD, FIELD_NEEDED, .words = "exact|more_than|about|unknown", .example = "about", .zh = "准确程度", .en = "how exact it is"}, \
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "送上防寒服，听取诉求", .zh = "说明", .en = "words"}
static const struct field visit_fields[] = {VISIT_FIELDS, {0}};
static const struct shape shape_visit = {"Visit", visit_fields};
static const struct field given_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = "portion|delivery|document", .example = "document", .zh = "类型", .en = "kind"},
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ac", .zh = "编号", .en = "its id"},
	{0},
};
static const struct shape shape_given = {"VisitGiven", given_fields};
static const struct field visit_whole_fields[] = {
	VISIT_FIELDS,
	{"given", FIELD_LIST, FIELD_NEEDED, .max = VISIT_PARTS_MAX, .of = &shape_given, .zh = "带去的，账上已有", .en = "what was given, as it stands in the books"},
	{0},
};
static const struct shape shape_visit_whole = {"VisitWhole", visit_whole_fields};
/* clang-format on */

static struct str or_null(struct str s)
{
	return s.bytes > 0 ? s : STR_NULL;
}

/* Its fields, in an object that is open. */
static void visit_out(struct ctx *c, struct json_out *o, const struct visit *v)
{
	json_out_uuid(o, "visit_id", v->visit_id);
	reply_org(c, o, "org", v->org_no);
	reply_day(o, "day", v->day);
	json_out_text(o, "leader", or_null(v->leader));
	json_out_text(o, "post", or_null(v->post));
	json_out_text(o, "site", v->site);
	json_out_text(o, "team", or_null(v->team));
	if (v->met == 0)
		json_out_null(o, "met");
	else
		json_out_int(o, "met", v->met);
	json_out_text(o, "met_is",
		      v->met == 0 ? STR("unknown")
				  : str_of(visit_qualifier_words(v->met_is)->word));
	json_out_text(o, "words", or_null(v->words));
}

static struct sn_err visit_one(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit v;
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "visit"));
	SN_TRY(visit_by_id(c, id, &v));
	SN_TRY(call_may(c, q, v.org_no));
	json_out_object(o, NULL);
	visit_out(c, o, &v);
	json_out_array(o, "given");
	for (size_t i = 0; i < v.given_count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "kind", str_of(visit_given_word(v.given[i].kind)));
		json_out_uuid(o, "id", v.given[i].id);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err visits(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit *list = NULL;
	struct cycle cycle;
	struct org org;
	struct page page;
	struct places at;
	size_t count = 0;
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(places_begin(&page, &at));
	SN_TRY(visit_list(c, org.path, cycle.cycle_no, &list, &count));
	for (int64_t i = at.at; i < at.end && i < (int64_t)count; i++) {
		json_out_object(o, NULL);
		visit_out(c, o, &list[i]);
		json_out_end(o);
	}
	places_end(c, q, o, &at, count);
	return SN_SUCCESS;
}

/* ---- giving without names ---- */

/* clang-format off */
static const struct field portion_fields[] = {
	{"portion_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "编号", .en = "its id"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "发放工会", .en = "the union that gave"},
	{"day", FIELD_DAY, FIELD_NEEDED, .example = "2024-12-05", .zh = "日期", .en = "day"},
	{"site", FIELD_TEXT, FIELD_NEEDED, .example = "正阳工会驿站", .zh = "地点", .en = "where"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_ref, .zh = "物品", .en = "item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "300", .zh = "数量", .en = "quantity"},
	{"person_times", FIELD_INT, FIELD_NULLABLE, .example = "280", .zh = "人次；空为不详", .en = "person-times; null: not known"},
	{"level", FIELD_WORD, FIELD_NEEDED, .words = "C|R", .example = "C", .zh = "证据级别", .en = "evidence"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "90000", .zh = "物品值（分）", .en = "value"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "发放人", .en = "out of whose custody"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "腊八粥", .zh = "说明", .en = "words"},
	{"reversed_why", FIELD_TEXT, FIELD_NULLABLE, .example = "录入错误", .zh = "红字更正原因；空为有效", .en = "why it was taken back; null: it stands"},
	{0},
};
static const struct shape shape_portion = {"Portion", portion_fields};
/* clang-format on */

static void portion_out(struct ctx *c, struct json_out *o, const struct reply_items *items,
			const struct portion *p)
{
	json_out_object(o, NULL);
	json_out_uuid(o, "portion_id", p->portion_id);
	reply_org(c, o, "org", p->org_no);
	reply_day(o, "day", p->day);
	json_out_text(o, "site", p->site);
	reply_item(o, "item", items, p->item_no);
	json_out_int(o, "quantity", p->quantity);
	if (p->person_times == 0)
		json_out_null(o, "person_times");
	else
		json_out_int(o, "person_times", p->person_times);
	reply_level(o, "level", p->level);
	json_out_money(o, "value_fen", p->value);
	reply_user(c, o, "by", p->by_id);
	json_out_text(o, "words", or_null(p->words));
	json_out_text(o, "reversed_why", or_null(p->why));
	json_out_end(o);
}

static struct sn_err portions(struct ctx *c, struct call *q, struct json_out *o)
{
	struct portion *list = NULL;
	struct reply_items items;
	struct cycle cycle;
	struct org org;
	struct page page;
	struct places at;
	size_t count = 0;
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(places_begin(&page, &at));
	SN_TRY(portion_list(c, cycle.cycle_no, org.path, &list, &count));
	SN_TRY(reply_items_read(c, &items));
	for (int64_t i = at.at; i < at.end && i < (int64_t)count; i++)
		portion_out(c, o, &items, &list[i]);
	places_end(c, q, o, &at, count);
	return SN_SUCCESS;
}

static struct sn_err portion_one(struct ctx *c, struct call *q, struct json_out *o)
{
	struct reply_items items;
	struct portion p;
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "portion"));
	SN_TRY(portion_by_id(c, id, &p));
	SN_TRY(call_may(c, q, p.org_no));
	SN_TRY(reply_items_read(c, &items));
	portion_out(c, o, &items, &p);
	return SN_SUCCESS;
}

/* ---- letters ---- */

/* clang-format off */
static const struct field letter_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组；空为未编班组", .en = "team; null: in none"},
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "region", .zh = "信函代码", .en = "code of the letter"},
	{"lang", FIELD_WORD, FIELD_NEEDED, .words = "zh|mn|en", .example = "zh", .zh = "文字", .en = "language"},
	{"letters", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "印制（封）", .en = "printed"},
	{"again", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "重印（封）", .en = "reprints"},
	{"reached", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "首次收到（份名额）", .en = "rights that got their first"},
	{0},
};
static const struct shape shape_letter = {"LetterCount", letter_fields};
/* clang-format on */

static struct sn_err letters(struct ctx *c, struct call *q, struct json_out *o)
{
	struct letter_count *list = NULL;
	struct cycle cycle;
	struct org org;
	struct page page;
	struct places at;
	size_t count = 0;
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(places_begin(&page, &at));
	SN_TRY(letter_counts(c, cycle.cycle_no, org.path, &list, &count));
	for (int64_t i = at.at; i < at.end && i < (int64_t)count; i++) {
		json_out_object(o, NULL);
		reply_org(c, o, "org", list[i].org_no);
		json_out_text(o, "team", or_null(list[i].team));
		json_out_text(o, "code", list[i].code);
		json_out_text(o, "lang", str_of(letter_lang_words(list[i].lang)->word));
		json_out_int(o, "letters", list[i].letters);
		json_out_int(o, "again", list[i].again);
		json_out_int(o, "reached", list[i].reached);
		json_out_end(o);
	}
	places_end(c, q, o, &at, count);
	return SN_SUCCESS;
}

const struct route api_visit_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/visits", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_visit, .reply_page = true, .query = org_query, .answer = visits,
	 .zh = "走访慰问（含下级）", .en = "visits, with the unions below"},
	{"GET", "/api/v1/cycles/{cycle}/portions", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_portion, .reply_page = true, .query = org_query, .answer = portions,
	 .zh = "不记名发放（含下级）", .en = "given without names, with the unions below"},
	{"GET", "/api/v1/cycles/{cycle}/letters", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_letter, .reply_page = true, .query = org_query, .answer = letters,
	 .zh = "慰问信印制情况，按工会和班组", .en = "letters printed, by union and team"},
	{"GET", "/api/v1/visits/{visit}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_visit_whole, .answer = visit_one, .zh = "一次走访慰问", .en = "one visit"},
	{"GET", "/api/v1/portions/{portion}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_portion, .answer = portion_one, .zh = "一次不记名发放",
	 .en = "one giving without names"},
	{0},
};
