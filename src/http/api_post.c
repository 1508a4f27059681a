/* Posts handed over by a signed list (岗位交接). Who is named on a paper sees and signs it; the domain asks. */
#include "http/routes.h"
#include "http/shapes.h"
#include "report/post.h"
#include "rights/audit.h"

#include <inttypes.h>

enum { ITEMS_MAX = 100000, REASON_BYTES_MAX = 500, WORDS_BYTES_MAX = 2000 };
#define POST_EXAMPLE "01928c5e-8a3b-7c4d-9e5f-0123456789ab"
#define AT_EXAMPLE   "2024-10-26T02:15:00.123456Z"

/* ---- a paper ---- */

static const struct field part_fields[] = {
	{"part", FIELD_WORD, FIELD_NEEDED, .words = "giver|receiver|witness", .example = "giver",
	 .zh = "移交人、接收人、监交人", .en = "who gives, takes, witnesses"},
	{"user", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁",
	 .en = "who it is"},
	{"signed", FIELD_TIME, FIELD_NULLABLE, .example = AT_EXAMPLE, .zh = "何时签字；空：还没签",
	 .en = "signed at; null: not yet"},
	{0},
};
static const struct shape shape_part = {"PostPart", part_fields};
static const struct field role_fields[] = {
	{"role", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = "maker", .zh = "岗位",
	 .en = "role"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-12-31", .zh = "到哪天为止；空：长期",
	 .en = "until; null: open"},
	{0},
};
static const struct shape shape_role = {"PostRole", role_fields};
static const struct field item_fields[] = {
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = WORDS_BYTES_MAX, .example = "采购：大米",
	 .zh = "内容", .en = "what it is"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = "paper|draft|cycle|goods|cash|case|import|link",
	 .example = "paper", .zh = "类别", .en = "kind"},
	{"object", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = POST_EXAMPLE, .zh = "编号或代码",
	 .en = "its id or code"},
	{"quantity", FIELD_INT, FIELD_NULLABLE, .example = "30", .zh = "数量；空：不计数",
	 .en = "how many; null: not counted"},
	{"value_fen", FIELD_FEN, FIELD_NULLABLE, .example = "60000", .zh = "金额（分）；空：没有",
	 .en = "value; null: none"},
	{0},
};
static const struct shape shape_item = {"PostItem", item_fields};

#define LINE_FIELDS                                                                                \
	{"id", FIELD_UUID, FIELD_NEEDED, .example = POST_EXAMPLE, .zh = "编号", .en = "id"},       \
		{"org",                                                                            \
		 FIELD_OBJECT,                                                                     \
		 FIELD_NULLABLE,                                                                   \
		 .of = &shape_org_ref,                                                             \
		 .zh = "哪个工会的岗位",                                                           \
		 .en = "post at which union"},                                                     \
		{"state",           FIELD_WORD,                                                    \
		 FIELD_NEEDED,      .words = "open|done|void",                                     \
		 .example = "open", .zh = "open 办理中，done 已交接，void 已作废",                 \
		 .en = "state"},                                                                   \
		{"parts",                                                                          \
		 FIELD_LIST,                                                                       \
		 FIELD_NEEDED,                                                                     \
		 .of = &shape_part,                                                                \
		 .max = POST_PARTS_COUNT,                                                          \
		 .zh = "三方",                                                                     \
		 .en = "the three"},                                                               \
		{"reason",                                                                         \
		 FIELD_TEXT,                                                                       \
		 FIELD_NULLABLE,                                                                   \
		 .max = REASON_BYTES_MAX,                                                          \
		 .example = "已调离",                                                              \
		 .zh = "移交人不能签字的原因；空：本人签字",                                       \
		 .en = "why another signs for the giver; null: he signs himself"},                 \
		{"made_by",      FIELD_OBJECT,       FIELD_NULLABLE, .of = &shape_user_ref,        \
		 .zh = "谁拟的", .en = "drawn up by"},                                             \
		{"made",           FIELD_TIME,         FIELD_NEEDED, .example = AT_EXAMPLE,        \
		 .zh = "何时拟的", .en = "drawn up at"},                                           \
		{"done",                                                                           \
		 FIELD_TIME,                                                                       \
		 FIELD_NULLABLE,                                                                   \
		 .example = AT_EXAMPLE,                                                            \
		 .zh = "何时交接完毕",                                                             \
		 .en = "done at"},                                                                 \
		{"void_by",        FIELD_OBJECT,        FIELD_NULLABLE, .of = &shape_user_ref,     \
		 .zh = "谁作废的", .en = "made void by"},                                          \
		{"void_at",        FIELD_TIME,        FIELD_NULLABLE, .example = AT_EXAMPLE,       \
		 .zh = "何时作废", .en = "void since"},                                            \
		{"void_why",                                                                       \
		 FIELD_TEXT,                                                                       \
		 FIELD_NULLABLE,                                                                   \
		 .max = REASON_BYTES_MAX,                                                          \
		 .example = "清单已变动",                                                          \
		 .zh = "作废的原因",                                                               \
		 .en = "why it is void"},                                                          \
	{                                                                                          \
		"my_turn", FIELD_WORD, FIELD_NULLABLE,                                             \
			.words = "giver|receiver|witness", .example = "giver",                     \
			.zh = "等我作为哪一方签字；空：没有",                                      \
			.en = "as whom I may sign now; null: not at all"                           \
	}
static const struct field line_fields[] = {LINE_FIELDS, {0}};
static const struct shape shape_line = {"PostLine", line_fields};
static const struct field paper_fields[] = {
	LINE_FIELDS,
	{"roles", FIELD_LIST, FIELD_NEEDED, .of = &shape_role, .max = RIGHTS_ROLES_COUNT,
	 .zh = "交接的岗位", .en = "the roles that are handed over"},
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_item, .max = ITEMS_MAX,
	 .zh = "交接清单：拟单时手里有什么", .en = "the list: what was in hand as it was drawn up"},
	{0},
};
static const struct shape shape_paper = {"Post", paper_fields};

static void line_out(struct ctx *c, struct json_out *o, const struct post_paper *p)
{
	const enum post_part turn = post_turn(p, c->actor_id);
	json_out_uuid(o, "id", p->paper_id);
	reply_org(c, o, "org", p->org_no);
	json_out_text(o, "state", str_of(post_state_word(post_state_of(p))));
	json_out_array(o, "parts");
	for (unsigned part = 0; part < POST_PARTS_COUNT; part++) {
		json_out_object(o, NULL);
		json_out_text(o, "part", str_of(post_part_word((enum post_part)part)));
		reply_user(c, o, "user", p->who[part]);
		reply_time(o, "signed", p->signed_us[part]);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_text(o, "reason", p->reason.bytes > 0 ? p->reason : STR_NULL);
	reply_user(c, o, "made_by", p->made_by);
	reply_time(o, "made", p->made_at_us);
	reply_time(o, "done", p->done_at_us);
	reply_user(c, o, "void_by", p->void_by);
	reply_time(o, "void_at", p->void_at_us);
	json_out_text(o, "void_why", p->void_why.bytes > 0 ? p->void_why : STR_NULL);
	json_out_text(o, "my_turn",
		      turn == POST_PARTS_COUNT ? STR_NULL : str_of(post_part_word(turn)));
}
static void item_out(struct json_out *o, const struct post_item *item)
{
	json_out_object(o, NULL);
	json_out_text(o, "words", item->words);
	json_out_text(o, "kind", str_of(post_item_words(item->kind)->word));
	json_out_text(o, "object", item->object_id);
	if (item->quantity < 0)
		json_out_null(o, "quantity");
	else
		json_out_int(o, "quantity", item->quantity);
	if (item->has_value)
		json_out_money(o, "value_fen", item->value);
	else
		json_out_null(o, "value_fen");
	json_out_end(o);
}
static struct sn_err paper_out(struct ctx *c, struct json_out *o, const struct post_paper *p)
{
	struct rights_grant *roles = NULL;
	struct post_item *items = NULL;
	size_t roles_count = 0, items_count = 0;
	SN_TRY(post_roles(c, p, &roles, &roles_count));
	SN_TRY(post_items(c, p, &items, &items_count));
	json_out_object(o, NULL);
	line_out(c, o, p);
	json_out_array(o, "roles");
	for (size_t i = 0; i < roles_count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "role", str_of(rights_role_word(roles[i].role)));
		reply_day(o, "until", roles[i].until_day);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_array(o, "items");
	for (size_t i = 0; i < items_count; i++)
		item_out(o, &items[i]);
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- reading ---- */

/* A page's key: "made_us id". */
static struct sn_err place_read(const struct page *page, struct post_page *out)
{
	struct str rest = page->after, made = STR_NULL;
	if (str_is_null(page->after))
		return SN_SUCCESS;
	if (!str_split(&rest, ' ', &made) || !str_to_int(made, &out->before_us) ||
	    sn_failed(uuid_parse(&out->before_id, rest, "after")))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	return SN_SUCCESS;
}
static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct str code = call_query(q, "org");
	struct post_page place = {.before_us = 0};
	struct post_paper *papers = NULL;
	struct org org;
	struct page page;
	char id[UUID_TEXT_BYTES], next[64];
	size_t count = 0;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(place_read(&page, &place));
	place.rows_max = (size_t)page.rows_max + 1;
	if (!str_is_null(code))
		SN_TRY(org_find(c, code, 0, &org));
	SN_TRY(post_list(c, str_is_null(code) ? NULL : &org, &place, &papers, &count));
	q->asked = true; /* his own, or post_list() has asked at the union */
	const size_t shown = count > (size_t)page.rows_max ? (size_t)page.rows_max : count;
	for (size_t i = 0; i < shown; i++) {
		json_out_object(o, NULL);
		line_out(c, o, &papers[i]);
		json_out_end(o);
	}
	if (shown > 0) {
		uuid_text(papers[shown - 1].paper_id, id);
		(void)snprintf(next, sizeof next, "%" PRId64 " %s", papers[shown - 1].made_at_us,
			       id);
	}
	page_end(c, q, o, count > shown ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}
static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct post_paper p;
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "post"));
	SN_TRY(post_read(c, id, &p));
	q->asked = true; /* post_read() has */
	return paper_out(c, o, &p);
}

/* ---- drawing up, signing, voiding ---- */

static const struct field new_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = 200, .example = "150302", .zh = "哪个工会的岗位",
	 .en = "post at which union"},
	{"giver", FIELD_TEXT, 0, .max = 64, .example = "li", .zh = "移交人（缺省：本人）",
	 .en = "who gives; none: oneself"},
	{"receiver", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "wang", .zh = "接收人",
	 .en = "who takes"},
	{"witness", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "zhao",
	 .zh = "监交人：本工会或上级的审核、批准、经审、上级监督",
	 .en = "who witnesses: a checker, approver, auditor or supervisor of the union or above"},
	{"reason", FIELD_TEXT, 0, .max = REASON_BYTES_MAX, .example = "已调离",
	 .zh = "移交人不能签字时：原因（由上级或安全管理员代签）",
	 .en = "where the giver cannot sign: why"},
	{0},
};
static const struct shape shape_new = {"PostNew", new_fields};
static const struct field void_fields[] = {
	{"why", FIELD_TEXT, FIELD_NEEDED, .max = REASON_BYTES_MAX, .example = "清单已变动",
	 .zh = "原因", .en = "why"},
	{0},
};
static const struct shape shape_void = {"PostVoid", void_fields};

/* Who may do what changes by these papers: each step is in the trail. */
static struct sn_err told(struct ctx *c, const struct call *q, const struct post_paper *p)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(p->paper_id, id);
	const struct audit_entry entry = {.act = AUDIT_USER,
					  .org_no = p->org_no,
					  .session_id = q->session_id,
					  .object_kind = STR("handover"),
					  .object_id = str_of(id),
					  .address = q->from};
	return audit_write(c, &entry);
}
static struct sn_err user_of(struct ctx *c, const struct call *q, const char *key,
			     struct uuid *user_id)
{
	struct str login = STR_NULL;
	struct user user;
	SN_TRY(json_get_text_or(q->body, key, &login));
	if (str_is_null(login))
		return SN_SUCCESS;
	struct sn_err e = rights_user_by_login(c, login, &user);
	if (sn_failed(e))
		e.field = key;
	else
		*user_id = user.user_id;
	return e;
}
static struct sn_err draw_up(struct ctx *c, struct call *q, struct json_out *o)
{
	struct post_new what = {.who = {[POST_PART_GIVER] = c->actor_id}};
	struct post_paper p;
	struct org org;
	SN_TRY(body_org(c, q->body, "org", &org));
	what.org_no = org.org_no;
	for (unsigned part = 0; part < POST_PARTS_COUNT; part++)
		SN_TRY(user_of(c, q, post_part_word((enum post_part)part), &what.who[part]));
	SN_TRY(json_get_text_or(q->body, "reason", &what.reason));
	SN_TRY(post_draw_up(c, &what, &p));
	SN_TRY(told(c, q, &p));
	return paper_out(c, o, &p);
}
static struct sn_err sign(struct ctx *c, struct call *q, struct json_out *o)
{
	struct post_paper p;
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "post"));
	SN_TRY(post_sign(c, id, &p));
	SN_TRY(told(c, q, &p));
	return paper_out(c, o, &p);
}
static struct sn_err make_void(struct ctx *c, struct call *q, struct json_out *o)
{
	struct post_paper p;
	struct uuid id;
	struct str why;
	SN_TRY(uuid_parse(&id, q->args[0], "post"));
	SN_TRY(json_get_text(q->body, "why", &why));
	SN_TRY(post_void(c, id, why, &p));
	SN_TRY(told(c, q, &p));
	return paper_out(c, o, &p);
}

/* clang-format off */
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "这个工会及其下级的（缺省：与本人有关的）", "of this union and below; none: those that name oneself"},
	{0},
};
#define POSTS "/api/v1/posts"
const struct route api_post_routes[] = {
	{"GET", POSTS, ROUTE_READ, WHO_PERMITTED, PERMISSION_ORG_READ, .reply = &shape_line, .reply_page = true, .query = list_query,
	 .answer = list, .zh = "岗位交接单，新的在前", .en = "handovers of posts, newest first"},
	{"POST", POSTS, ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ORG_READ, BODY_JSON, .request = &shape_new, .reply = &shape_paper,
	 .status = 201, .answer = draw_up, .zh = "拟交接单：列出移交人在这个工会手里的全部事项",
	 .en = "draw up a handover: everything that the giver has in hand at the union"},
	{"GET", POSTS "/{post}", ROUTE_READ, WHO_PERMITTED, PERMISSION_ORG_READ, .reply = &shape_paper, .answer = show,
	 .zh = "一份交接单和它的清单", .en = "one handover with its list"},
	{"POST", POSTS "/{post}/sign", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ORG_READ, .reply = &shape_paper, .answer = sign,
	 .zh = "签字；三方签齐，岗位即转给接收人", .en = "sign; with the third signature the roles pass to the receiver"},
	{"POST", POSTS "/{post}/void", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ORG_READ, BODY_JSON, .request = &shape_void,
	 .reply = &shape_paper, .answer = make_void, .zh = "作废交接单", .en = "make a handover void"},
	{0},
};
/* clang-format on */
