/* Lists from companies: a maker makes a link and a code; a clerk without an account uploads, corrects and sends his list.
 * Link and code stand in bodies alone, so no address and no journal has them. */
#include "base/crypto.h"
#include "http/import_out.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "people/clerk.h"

#include <inttypes.h>

/* ---- the makers' side ---- */

static const struct field link_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000006",
	 .zh = "链接编号", .en = "id"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"employer", FIELD_TEXT, FIELD_NEEDED, .example = "示例环卫公司（合成数据）",
	 .zh = "用人单位", .en = "employer"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = "open|ended|expired|locked", .example = "open",
	 .zh = "有效、已停用、已过期、因连续输错已停用",
	 .en = "open, ended, expired, dead after wrong codes"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-20T02:15:00.000000Z", .zh = "生成时间",
	 .en = "made at"},
	{"expires", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-27T02:15:00.000000Z",
	 .zh = "有效期至", .en = "holds until"},
	{"used", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-21T02:15:00.000000Z",
	 .zh = "企业最近一次打开", .en = "when the company last came"},
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"},
	{0},
};
static const struct shape shape_link = {"ClerkLink", link_fields};

static const char *link_state(struct ctx *c, const struct clerk_link *k)
{
	if (k->ended_us != 0)
		return "ended";
	if (k->expires_us <= now_us(c))
		return "expired";
	return k->tries >= CLERK_TRIES_MAX ? "locked" : "open";
}

static void link_out(struct ctx *c, struct json_out *o, const char *key, const struct clerk_link *k)
{
	json_out_object(o, key);
	json_out_uuid(o, "id", k->link_id);
	reply_org(c, o, "org", k->org_no);
	json_out_text(o, "employer", k->employer);
	json_out_text(o, "state", str_of(link_state(c, k)));
	reply_time(o, "at", k->at_us);
	reply_time(o, "expires", k->expires_us);
	reply_time(o, "used", k->used_us);
	reply_user(c, o, "maker", k->maker_id);
	json_out_end(o);
}

static struct sn_err links(struct ctx *c, struct call *q, struct json_out *o)
{
	struct clerk_link *found = NULL;
	size_t count = 0;
	struct page page;
	struct org org;
	struct uuid before = UUID_NULL;
	char id[UUID_TEXT_BYTES];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(page_id(&page, &before));
	SN_TRY(clerk_links(c, &org, before, (size_t)page.rows_max + 1, &found, &count));
	const bool more = count > (size_t)page.rows_max;
	count -= more;
	for (size_t i = 0; i < count; i++)
		link_out(c, o, NULL, &found[i]);
	if (more)
		uuid_text(found[count - 1].link_id, id);
	page_end(c, q, o, more ? str_of(id) : STR_NULL);
	return SN_SUCCESS;
}

static const struct field make_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150302",
	 .zh = "工会代码", .en = "code of the union"},
	{"employer", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX,
	 .example = "示例环卫公司（合成数据）", .zh = "用人单位，与名册中的写法一致",
	 .en = "employer, written as on the roster"},
	{"categories", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "环卫工",
	 .zh = "给全体加上的类别", .en = "categories given to everybody"},
	{"days", FIELD_INT, FIELD_NEEDED, .min = 1, .max = CLERK_DAYS_MAX, .example = "7",
	 .zh = "有效天数", .en = "days that it holds"},
	{0},
};
static const struct shape shape_make = {"ClerkLinkNew", make_fields};
static const struct field told_fields[] = {
	{"link", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_link, .zh = "链接", .en = "the link"},
	{"secret", FIELD_TEXT, FIELD_NEEDED, .example = "mS3v0p1Qx8yT2aB4cD5eFg",
	 .zh = "链接的密文，只告诉这一次", .en = "the link's secret, told this once"},
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "40718263",
	 .zh = "验证码，只告诉这一次；另用电话告诉企业",
	 .en = "the code, told this once; tell it by telephone"},
	{0},
};
static const struct shape shape_told = {"ClerkLinkTold", told_fields};

static struct sn_err make(struct ctx *c, struct call *q, struct json_out *o)
{
	struct clerk_new what = {.days = 0};
	struct clerk_link k;
	struct clerk_told told;
	SN_TRY(body_org(c, q->body, "org", &what.org));
	SN_TRY(call_may(c, q, what.org.org_no));
	SN_TRY(json_get_text(q->body, "employer", &what.employer));
	SN_TRY(json_get_text_or(q->body, "categories", &what.categories));
	SN_TRY(json_get_int(q->body, "days", &what.days));
	SN_TRY(clerk_link_add(c, &what, &k, &told));
	json_out_object(o, NULL);
	link_out(c, o, "link", &k);
	json_out_text(o, "secret", str_of(told.secret));
	json_out_text(o, "code", str_of(told.code));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err finish(struct ctx *c, struct call *q, struct json_out *o)
{
	struct clerk_link k;
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "link"));
	SN_TRY(clerk_link_by_id(c, id, &k));
	SN_TRY(call_may(c, q, k.org_no));
	SN_TRY(clerk_link_end(c, &k));
	SN_TRY(clerk_link_by_id(c, id, &k));
	link_out(c, o, NULL, &k);
	return SN_SUCCESS;
}

/* ---- the clerk's side: nobody is signed in ---- */

/* clang-format off */
#define KEY_FIELDS \
	{"link", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "mS3v0p1Qx8yT2aB4cD5eFg", .zh = "链接的密文", .en = "the link's secret"}, \
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 16, .example = "40718263", .zh = "验证码", .en = "the code"}
/* clang-format on */

static const struct field view_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"employer", FIELD_TEXT, FIELD_NEEDED, .example = "示例环卫公司（合成数据）",
	 .zh = "用人单位", .en = "employer"},
	{"expires", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-27T02:15:00.000000Z",
	 .zh = "有效期至", .en = "holds until"},
	{"state", FIELD_WORD, FIELD_NEEDED,
	 .words = "none|uploaded|checked|taken|undone|sent|returned|taking|undoing",
	 .example = "checked", .zh = "名单到了哪一步；none：还没有上传",
	 .en = "where the list stands; none: no list yet"},
	{"name", FIELD_TEXT, FIELD_NULLABLE, .example = "名单.xlsx", .zh = "文件名",
	 .en = "name of the file"},
	{"at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-21T02:15:00.000000Z",
	 .zh = "上传时间", .en = "uploaded at"},
	{"counts", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_import_counts, .zh = "核对结果",
	 .en = "what the check said"},
	{0},
};
static const struct shape shape_view = {"ClerkView", view_fields};

struct visit {
	struct clerk_key key;
	struct clerk_link link;
	struct intake list; /* null intake_id: none */
};

static struct sn_err key_of(const struct json_value *body, struct clerk_key *out)
{
	SN_TRY(json_get_text(body, "link", &out->secret));
	return json_get_text(body, "code", &out->code);
}

static struct sn_err enter(struct ctx *c, const struct call *q, struct visit *v)
{
	SN_TRY(key_of(q->body, &v->key));
	SN_TRY(clerk_enter(c, &v->key, &v->link));
	return intake_of_link(c, v->link.shard, v->link.link_id, &v->list);
}

static void view_out(struct ctx *c, struct json_out *o, const struct visit *v)
{
	const bool none = uuid_is_null(v->list.intake_id);
	json_out_object(o, NULL);
	reply_org(c, o, "org", v->link.org_no);
	json_out_text(o, "employer", v->link.employer);
	reply_time(o, "expires", v->link.expires_us);
	json_out_text(o, "state", str_of(none ? "none" : intake_state_word(v->list.state)));
	json_out_text(o, "name", v->list.name);
	reply_time(o, "at", v->list.at_us);
	/* How many are new and how many are known would tell of the roster. */
	if (none || v->list.checked_us == 0)
		json_out_null(o, "counts");
	else
		import_counts_out(o,
				  &(const struct intake){.checked_us = v->list.checked_us,
							 .read = v->list.read,
							 .taken = v->list.read - v->list.rejected,
							 .rejected = v->list.rejected,
							 .totals = v->list.totals,
							 .blank = v->list.blank,
							 .without_id = v->list.without_id});
	json_out_end(o);
}

static const struct field enter_fields[] = {KEY_FIELDS, {0}};
static const struct shape shape_enter = {"ClerkKey", enter_fields};

static struct sn_err look(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit v;
	SN_TRY(enter(c, q, &v));
	view_out(c, o, &v);
	return SN_SUCCESS;
}

static struct sn_err state_error(const struct visit *v)
{
	return sn_err_with_text(SN_FAIL(CLERK_STATE), "%s",
				uuid_is_null(v->list.intake_id) ? "none"
								: intake_state_word(v->list.state));
}
static bool may_change(const struct visit *v)
{
	return v->list.state != INTAKE_SENT && v->list.state != INTAKE_TAKEN &&
	       !intake_is_open(v->list.state);
}

/* ---- uploading ---- */

enum { FILE_TEXT_BYTES_MAX = CLERK_FILE_BYTES_MAX / 3 * 4 + 4 };
static const struct field upload_fields[] = {
	KEY_FIELDS,
	{"name", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "名单.xlsx", .zh = "文件名",
	 .en = "name of the file"},
	{"file", FIELD_TEXT, FIELD_NEEDED, .max = FILE_TEXT_BYTES_MAX, .example = "5aeT5ZCN",
	 .zh = "文件内容，base64url，不带填充",
	 .en = "the file's bytes in base64url without padding"},
	{0},
};
static const struct shape shape_upload = {"ClerkUpload", upload_fields};

static struct sn_err decode(struct ctx *c, const struct json_value *body, struct str *out)
{
	struct str text;
	SN_TRY(json_get_text(body, "file", &text));
	const size_t bytes = text.bytes / 4 * 3 + (text.bytes % 4 > 0 ? text.bytes % 4 - 1 : 0);
	char *raw = arena_alloc(c->mem, bytes + 1);
	if (!raw)
		return SN_FAIL(OUT_OF_MEMORY);
	if (bytes == 0 || text.bytes % 4 == 1 || !crypto_from_base64url(text, raw, bytes))
		return sn_err_with_text(SN_FAIL(UNREADABLE_FILE, .field = "file"), "base64url");
	*out = (struct str){raw, bytes};
	return SN_SUCCESS;
}

static struct sn_err upload(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit v;
	struct str bytes;
	SN_TRY(enter(c, q, &v));
	if (!uuid_is_null(v.list.intake_id) && v.list.state == INTAKE_SENT)
		return state_error(&v);
	SN_TRY(decode(c, q->body, &bytes));
	const struct byte_source source = byte_source_memory(&bytes);
	struct intake_new what = {.link_id = v.link.link_id,
				  .employer = v.link.employer,
				  .categories = v.link.categories,
				  .source = &source};
	SN_TRY(org_by_no(c, v.link.org_no, 0, &what.org));
	SN_TRY(json_get_text_or(q->body, "name", &what.name));
	SN_TRY(intake_add(c, &what, &v.list));
	view_out(c, o, &v);
	return SN_SUCCESS;
}

/* ---- checking ---- */

static const struct field check_fields[] = {
	KEY_FIELDS,
	{"fixes", FIELD_LIST, 0, .max = INTAKE_FIXES_MAX, .of = &shape_import_fix, .zh = "更正的格",
	 .en = "corrected cells"},
	{0},
};
static const struct shape shape_check = {"ClerkCheck", check_fields};

struct checking {
	struct uuid intake_id;
	struct intake_checked checked;
};

/* A wrong code is left to check(), which counts it. */
static struct sn_err check_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit v;
	struct intake_fix *fixes = NULL;
	size_t count = 0;
	struct checking *k = ARENA_NEW(c->mem, struct checking);
	(void)o;
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(key_of(q->body, &v.key));
	if (sn_failed(clerk_peek(c, &v.key, &v.link)))
		return SN_SUCCESS;
	SN_TRY(intake_of_link(c, v.link.shard, v.link.link_id, &v.list));
	if (uuid_is_null(v.list.intake_id) || !may_change(&v))
		return SN_SUCCESS;
	SN_TRY(import_fixes_of(c, q->body, &fixes, &count));
	SN_TRY(intake_check(c, &v.list,
			    &(const struct intake_check){.more = fixes, .more_count = count},
			    &k->checked));
	k->intake_id = v.list.intake_id;
	q->prepared = k;
	return SN_SUCCESS;
}

static struct sn_err check(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct checking *k = q->prepared;
	struct visit v;
	SN_TRY(enter(c, q, &v));
	if (!k || !uuid_eq(k->intake_id, v.list.intake_id) || !may_change(&v))
		return state_error(&v);
	SN_TRY(intake_keep(c, &v.list, &k->checked, &v.list));
	view_out(c, o, &v);
	return SN_SUCCESS;
}

static const struct field rejects_fields[] = {
	KEY_FIELDS,
	{"after", FIELD_INT, 0, .min = 0, .max = IMPORT_REJECTS_SHOWN_MAX, .example = "0",
	 .zh = "上一页最后的序号", .en = "number of the last one of the page before"},
	{0},
};
static const struct shape shape_rejects = {"ClerkRejectsQuery", rejects_fields};
static const struct field found_fields[] = {
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_import_reject, .zh = "没有通过的行",
	 .en = "refused rows"},
	{"more", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "还有",
	 .en = "there are more"},
	{0},
};
static const struct shape shape_found = {"ClerkRejects", found_fields};

static struct sn_err rejects(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit v;
	struct intake_reject *found = NULL;
	size_t count = 0;
	int64_t after = 0;
	SN_TRY(enter(c, q, &v));
	SN_TRY(json_get_int_or(q->body, "after", &after));
	if (!uuid_is_null(v.list.intake_id))
		SN_TRY(intake_rejects(c, &v.list, after, PAGE_ROWS_DEFAULT + 1, &found, &count));
	json_out_object(o, NULL);
	json_out_array(o, "items");
	for (size_t i = 0; i < count && i < PAGE_ROWS_DEFAULT; i++)
		import_reject_out(o, q, &found[i], true);
	json_out_end(o);
	json_out_bool(o, "more", count > PAGE_ROWS_DEFAULT);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err send(struct ctx *c, struct call *q, struct json_out *o)
{
	struct visit v;
	SN_TRY(enter(c, q, &v));
	if (uuid_is_null(v.list.intake_id) || v.list.state != INTAKE_CHECKED)
		return state_error(&v);
	SN_TRY(intake_move(c, &v.list, INTAKE_SENT, &v.list));
	view_out(c, o, &v);
	return SN_SUCCESS;
}

/* ---- the rows ---- */

static const struct query_field org_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码；不填：本工会",
	 "code of the union; one's own where it is not given"},
	{0},
};

const struct route api_clerk_routes[] = {
	{"GET", "/api/v1/clerk-links", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_WRITE,
	 .reply = &shape_link, .reply_page = true, .query = org_query, .answer = links,
	 .zh = "给企业的链接，新的在前", .en = "links for companies, the newest first"},
	{"POST", "/api/v1/clerk-links", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ROSTER_WRITE,
	 BODY_JSON, .request = &shape_make, .reply = &shape_told, .status = 201, .secret = true,
	 .answer = make, .zh = "生成给企业的链接和验证码（只显示一次）",
	 .en = "make a link and a code for a company (told once)"},
	{"POST", "/api/v1/clerk-links/{link}/end", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_nothing, .reply = &shape_link,
	 .answer = finish, .zh = "停用链接", .en = "end a link"},
	{"POST", "/api/v1/clerk/look", ROUTE_WRITE, WHO_ANYBODY, 0, BODY_JSON,
	 .request = &shape_enter, .reply = &shape_view, .secret = true, .answer = look,
	 .zh = "企业：凭链接和验证码查看名单到了哪一步",
	 .en = "a company: where its list stands, by link and code"},
	{"POST", "/api/v1/clerk/upload", ROUTE_WRITE, WHO_ANYBODY, 0, BODY_JSON,
	 .body_bytes_max = FILE_TEXT_BYTES_MAX + 1024, .request = &shape_upload,
	 .reply = &shape_view, .secret = true, .answer = upload, .zh = "企业：上传名单",
	 .en = "a company: upload its list"},
	{"POST", "/api/v1/clerk/check", ROUTE_WRITE, WHO_ANYBODY, 0, BODY_JSON,
	 .request = &shape_check, .reply = &shape_view, .secret = true, .prepare = check_prepare,
	 .answer = check, .zh = "企业：核对名单，可带更正",
	 .en = "a company: check its list, with corrections"},
	{"POST", "/api/v1/clerk/rejects", ROUTE_WRITE, WHO_ANYBODY, 0, BODY_JSON,
	 .request = &shape_rejects, .reply = &shape_found, .secret = true, .answer = rejects,
	 .zh = "企业：没有通过的行", .en = "a company: rows that the check refused"},
	{"POST", "/api/v1/clerk/send", ROUTE_WRITE, WHO_ANYBODY, 0, BODY_JSON,
	 .request = &shape_enter, .reply = &shape_view, .secret = true, .answer = send,
	 .zh = "企业：提交给工会", .en = "a company: send it to the union"},
	{0},
};
