/* The audit trail (审计日志): read, checked, and asked who looked at a person. Reading it is written into it. */
#include "http/api.h"
#include "http/people_out.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

#include <inttypes.h>

enum { FINDINGS_SHOWN_MAX = 100 };
#define AUDIT_ACT_EXAMPLE "unmask"

/* ---- a row ---- */

static const struct field row_fields[] = {
	{"no", FIELD_INT, FIELD_NEEDED, .example = "4711", .zh = "序号（不跳号）",
	 .en = "number, without gaps"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.123456Z", .zh = "时间",
	 .en = "when"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref,
	 .zh = "谁；空：程序本身，或没有查明的人",
	 .en = "who; null: the program, or nobody that was known"},
	{"act", FIELD_TEXT, FIELD_NEEDED, .max = AUDIT_KIND_BYTES_MAX, .example = AUDIT_ACT_EXAMPLE,
	 .zh = "做了什么", .en = "what was done"},
	{"outcome", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "ok",
	 .zh = "结果：ok 办成；其余为拒绝的原因代码",
	 .en = "ok: done; else the code of its refusal"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "涉及工会",
	 .en = "the union that it concerns"},
	{"kind", FIELD_TEXT, FIELD_NULLABLE, .max = AUDIT_KIND_BYTES_MAX, .example = "person",
	 .zh = "对象类别", .en = "kind of object"},
	{"object", FIELD_TEXT, FIELD_NULLABLE, .max = AUDIT_ID_BYTES_MAX,
	 .example = "01930000-0000-7000-8000-000000000001", .zh = "对象编号",
	 .en = "the object's id or code"},
	{"about", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref,
	 .zh = "对象是用户时：哪个用户", .en = "where the object is a user: which"},
	{"rows", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "名单或导出的行数",
	 .en = "rows of a list or export"},
	{"purpose", FIELD_WORD, FIELD_NEEDED,
	 .words = "none|delivery|payment|correction|complaint|own|inspection|law",
	 .example = "inspection", .zh = "事由", .en = "purpose"},
	{"reference", FIELD_TEXT, FIELD_NULLABLE, .max = AUDIT_ID_BYTES_MAX,
	 .example = "乌工审〔2024〕3号", .zh = "依据", .en = "the case or paper that it was for"},
	{"address", FIELD_TEXT, FIELD_NULLABLE, .max = AUDIT_ADDRESS_BYTES_MAX,
	 .example = "203.0.113.7", .zh = "来自哪里；空：本机命令行",
	 .en = "from where; null: the machine itself"},
	{"check", FIELD_WORD, FIELD_NEEDED, .words = "good|changed|missing", .example = "good",
	 .zh = "与前一条连着校验：good 完好；changed 这条或前一条被改动；missing 前一条不在",
	 .en = "checked with the row before: as it was written, changed, or the one before is "
	       "missing"},
	{0},
};
static const struct shape shape_row = {"AuditRow", row_fields};

static void text_or_null(struct json_out *o, const char *key, struct str text)
{
	json_out_text(o, key, text.bytes > 0 ? text : STR_NULL);
}
static void row_out(struct ctx *c, struct json_out *o, const struct audit_entry *e,
		    enum audit_sound sound)
{
	struct uuid user_id = UUID_NULL;
	json_out_object(o, NULL);
	json_out_int(o, "no", e->audit_no);
	reply_time(o, "at", e->at_us);
	reply_user(c, o, "by", e->user_id);
	json_out_text(o, "act", str_of(audit_act_words(e->act)->word));
	json_out_text(o, "outcome", e->outcome_word);
	reply_org(c, o, "org", e->org_no);
	text_or_null(o, "kind", e->object_kind);
	text_or_null(o, "object", e->object_id);
	if (str_is(e->object_kind, "user") && sn_failed(uuid_parse(&user_id, e->object_id, "user")))
		user_id = UUID_NULL;
	reply_user(c, o, "about", user_id);
	json_out_int(o, "rows", e->rows);
	json_out_text(o, "purpose", str_of(audit_purpose_words(e->purpose)->word));
	text_or_null(o, "reference", e->reference);
	text_or_null(o, "address", e->address);
	json_out_text(o, "check", str_of(audit_sound_word(sound)));
	json_out_end(o);
}
/* The rows of a page, and where the next one begins. `rows` may hold one more than the page. */
static struct sn_err rows_out(struct ctx *c, struct call *q, struct json_out *o,
			      const struct page *page, struct audit_entry *rows, size_t count)
{
	enum audit_sound *sounds = NULL;
	char next[24];
	const size_t shown = count > (size_t)page->rows_max ? (size_t)page->rows_max : count;
	SN_TRY(audit_sound(c, rows, shown, &sounds));
	for (size_t i = 0; i < shown; i++)
		row_out(c, o, &rows[i], sounds[i]);
	if (shown > 0)
		(void)snprintf(next, sizeof next, "%" PRId64, rows[shown - 1].audit_no);
	page_end(c, q, o, count > shown ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- the list ---- */

static struct sn_err acts_read(const struct call *q, unsigned *acts)
{
	struct str words = call_query(q, "act"), word;
	*acts = 0;
	while (words.bytes > 0 && str_split(&words, ',', &word)) {
		unsigned a = 0;
		while (a < AUDIT_ACTS_COUNT &&
		       !str_is(word, audit_act_words((enum audit_act)a)->word))
			a++;
		if (a == AUDIT_ACTS_COUNT)
			return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "act"), "%s",
						AUDIT_ACT_EXAMPLE);
		*acts |= 1U << a;
	}
	return SN_SUCCESS;
}

/* A user is asked for by his login, as he is written elsewhere; the trail knows his id. */
static struct sn_err object_read(struct ctx *c, const struct call *q, struct audit_filter *f)
{
	struct user user;
	struct uuid id;
	char text[UUID_TEXT_BYTES];
	f->object_kind = call_query(q, "kind");
	f->object_id = call_query(q, "object");
	if (f->object_id.bytes == 0)
		return SN_SUCCESS;
	if (f->object_kind.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "kind");
	if (!str_is(f->object_kind, "user") || !sn_failed(uuid_parse(&id, f->object_id, "object")))
		return SN_SUCCESS;
	SN_TRY(rights_user_by_login(c, f->object_id, &user));
	uuid_text(user.user_id, text);
	f->object_id = arena_str(c->mem, str_of(text));
	return f->object_id.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ?org=, else all where he may, else his own union. */
static struct sn_err reach_read(struct ctx *c, struct call *q, int64_t *org_no)
{
	struct org org;
	*org_no = 0;
	if (str_is_null(call_query(q, "org")) && !sn_failed(call_may(c, q, 0)))
		return SN_SUCCESS;
	SN_TRY(call_org(c, q, &org));
	*org_no = org.org_no;
	return SN_SUCCESS;
}

static struct sn_err filter_read(struct ctx *c, struct call *q, struct audit_filter *f)
{
	const struct str login = call_query(q, "user"), outcome = call_query(q, "outcome");
	int32_t from = 0, to = 0;
	struct user user;
	SN_TRY(acts_read(q, &f->acts));
	SN_TRY(object_read(c, q, f));
	if (!str_is_null(login)) {
		SN_TRY(rights_user_by_login(c, login, &user));
		f->user_id = user.user_id;
	}
	if (!str_is_null(outcome))
		f->outcome = str_is(outcome, "refused") ? AUDIT_REFUSED : AUDIT_DONE;
	SN_TRY(call_query_day(q, "from", &from));
	SN_TRY(call_query_day(q, "to", &to));
	f->from_us = from == 0 ? 0 : day_start_us(from);
	f->to_us = to == 0 ? 0 : day_start_us(day_add(to, 1));
	return reach_read(c, q, &f->org_no);
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct audit_filter f = {.acts = 0};
	struct audit_entry *rows = NULL;
	struct page page;
	size_t count = 0;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &f.before_no));
	SN_TRY(filter_read(c, q, &f));
	f.rows_max = (size_t)page.rows_max + 1;
	SN_TRY(audit_list(c, &f, &rows, &count));
	if (q->api->audit)
		SN_TRY(audit_note(c, q->api->audit,
				  &(const struct audit_entry){.act = AUDIT_AUDIT_READ,
							      .session_id = q->session_id,
							      .org_no = f.org_no,
							      .object_kind = STR("audit"),
							      .address = q->from,
							      .rows = (int64_t)count}));
	return rows_out(c, q, o, &page, rows, count);
}

/* ---- who looked at a person ---- */

static struct sn_err views(struct ctx *c, struct call *q, struct json_out *o)
{
	struct person_ref ref;
	struct person person;
	struct audit_entry *rows = NULL;
	struct page page;
	size_t count = 0;
	int64_t before_no = 0;
	char id[UUID_TEXT_BYTES];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &before_no));
	SN_TRY(call_person(c, q, q->args[0], &ref));
	SN_TRY(people_by_refs(c, &ref, 1, &person));
	SN_TRY(audit_of_person(c, person.person_id, person.org_no, before_no, &rows, &count));
	uuid_text(person.person_id, id);
	SN_TRY(call_trail(c, q,
			  &(const struct audit_entry){.act = AUDIT_AUDIT_READ,
						      .session_id = q->session_id,
						      .org_no = person.org_no,
						      .object_kind = STR("person"),
						      .object_id = str_of(id),
						      .address = q->from,
						      .rows = (int64_t)count}));
	return rows_out(c, q, o, &page, rows, count);
}

/* ---- the whole of it, checked ---- */

static const struct field finding_fields[] = {
	{"no", FIELD_INT, FIELD_NEEDED, .example = "4711", .zh = "序号", .en = "number"},
	{"what", FIELD_WORD, FIELD_NEEDED, .words = "changed|missing", .example = "changed",
	 .zh = "被改动，还是不见了", .en = "changed, or missing"},
	{0},
};
static const struct shape shape_finding = {"AuditFinding", finding_fields};
static const struct field check_fields[] = {
	{"last", FIELD_INT, FIELD_NEEDED, .example = "4711",
	 .zh = "最后一条的序号：与另外记下的对照，可知末尾有没有被截去",
	 .en = "the highest number: beside one noted elsewhere it tells whether the end was cut "
	       "off"},
	{"findings", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "查出几处问题",
	 .en = "how much was found wrong"},
	{"first", FIELD_LIST, FIELD_NEEDED, .of = &shape_finding, .max = FINDINGS_SHOWN_MAX,
	 .zh = "其中最前的一些", .en = "the first of it"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.123456Z", .zh = "校验于",
	 .en = "checked at"},
	{0},
};
static const struct shape shape_check = {"AuditCheck", check_fields};

struct checking {
	const struct call *q;
	struct audit_finding first[FINDINGS_SHOWN_MAX];
	size_t kept;
};
static void keep(void *self, const struct audit_finding *f)
{
	struct checking *k = self;
	if (k->kept < FINDINGS_SHOWN_MAX)
		k->first[k->kept++] = *f;
}
static struct sn_err far(void *self, int64_t done, int64_t total)
{
	const struct checking *k = self;
	return call_progress(k->q, done, total);
}

/* Numbers alone, of no union and of nobody: whoever reads the trail may know that it is whole. */
static struct sn_err check(struct ctx *c, struct call *q, struct json_out *o)
{
	struct checking *k = ARENA_NEW(c->mem, struct checking);
	int64_t findings = 0, last = 0;
	q->asked = true;
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	*k = (struct checking){.q = q};
	SN_TRY(audit_verify(c, &(const struct audit_watch){.each = keep, .far = far, .self = k},
			    &findings, &last));
	json_out_object(o, NULL);
	json_out_int(o, "last", last);
	json_out_int(o, "findings", findings);
	json_out_array(o, "first");
	for (size_t i = 0; i < k->kept; i++) {
		json_out_object(o, NULL);
		json_out_int(o, "no", k->first[i].audit_no);
		json_out_text(o, "what", str_of(k->first[i].what));
		json_out_end(o);
	}
	json_out_end(o);
	reply_time(o, "at", now_us(c));
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct query_field list_query[] = {
	{"user", FIELD_TEXT, NULL, "wang", "谁做的（登录名）", "by whom (login)"},
	{"act", FIELD_TEXT, NULL, "unmask,export", "做了什么；几个用逗号分开", "which acts, several with commas"},
	{"kind", FIELD_TEXT, NULL, "user", "什么对象：person、user、list…", "objects of which kind: person, user, list, …"},
	{"object", FIELD_TEXT, NULL, "li", "哪一个对象（同时写 kind）：编号；用户可写登录名", "which one (with kind): its id; a user by login, too"},
	{"org", FIELD_TEXT, NULL, "150300", "涉及这个工会及其下级的", "about this union and below"},
	{"outcome", FIELD_WORD, "done|refused", "refused", "办成的，还是被拒绝的", "what was done, or what was refused"},
	{"from", FIELD_DAY, NULL, "2024-10-01", "从哪一天", "from which day on"},
	{"to", FIELD_DAY, NULL, "2024-10-31", "到哪一天（含）", "up to which day, inclusive"},
	{0},
};
const struct route api_audit_routes[] = {
	{"GET", "/api/v1/audit", ROUTE_READ, WHO_PERMITTED, PERMISSION_AUDIT_READ, .reply = &shape_row, .reply_page = true,
	 .query = list_query, .answer = list,
	 .zh = "审计日志，新的在前；审计管理员看全部，经审和上级监督看本工会及下级的业务记录。查看本身也记一条",
	 .en = "the audit trail, newest first; the audit administrator reads all of it, auditors and supervisors the business of their unions. Reading it is written into it"},
	{"GET", "/api/v1/audit/check", ROUTE_READ, WHO_PERMITTED, PERMISSION_AUDIT_READ, .reply = &shape_check, .threads = ROUTE_SLOW, .answer = check,
	 .zh = "从头校验审计日志：有没有改动、缺失", .en = "check the whole trail: is anything changed or missing"},
	{"GET", "/api/v1/people/{person}/views", ROUTE_READ, WHO_PERMITTED, PERMISSION_AUDIT_READ, .reply = &shape_row,
	 .reply_page = true, .answer = views, .zh = "谁看过这个人（页面、完整号码）；名单和导出按整批记录，不在此列",
	 .en = "who looked at this person (page, whole numbers); lists and exports are on record as wholes and not in here"},
	{0},
};
/* clang-format on */
