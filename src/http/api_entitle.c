/* Entitlements (名额, 应领): who may get what of a cycle; made from rosters, listed, taken back. */
#include "care/register.h"
#include "http/reply_care.h"
#include "http/routes.h"

#include <inttypes.h>

/* ---- making ---- */

/* clang-format off */
static const struct field make_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150302", .zh = "工会代码（含下级）", .en = "code of the union, with those below it"},
	{0},
};
static const struct shape shape_make = {"EntitleAsk", make_fields};
static const struct field refusal_fields[] = {
	{"person", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ac", .zh = "人员编号", .en = "the person's id"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王**", .zh = "姓名（脱敏）", .en = "name, masked"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组", .en = "team"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "名册所在工会", .en = "the roster's union"},
	{"benefit", FIELD_TEXT, FIELD_NEEDED, .example = "gift", .zh = "慰问项", .en = "benefit"},
	REPLY_WHY_FIELDS,
	{0},
};
static const struct shape shape_refusal = {"EntitleRefusal", refusal_fields};
static const struct field made_fields[] = {
	{"made", FIELD_INT, FIELD_NEEDED, .example = "240", .zh = "新增名额", .en = "made"},
	{"existing", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "已有", .en = "there already"},
	{"refused", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "未给", .en = "refused"},
	{"without_id", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "无证件号（不能查重）", .en = "made for people without an ID number: no cap could be held"},
	{"refusals", FIELD_LIST, FIELD_NEEDED, .of = &shape_refusal, .zh = "未给的人及原因，最多 1000 人", .en = "who was refused and why, 1,000 at most"},
	{0},
};
static const struct shape shape_made = {"EntitleResult", made_fields};
/* clang-format on */

struct making {
	struct entitle_ask ask;
	struct entitle_result made;
	const struct call *call;
};

static struct sn_err tell_looked(void *self, int64_t looked, int64_t total)
{
	const struct making *m = self;
	return call_progress(m->call, looked, total);
}

/* A region takes seconds: piece by piece, between other people's requests. */

static struct sn_err make_prepare(struct ctx *c, struct call *q, struct json_out *unused)
{
	struct making *m = ARENA_NEW(c->mem, struct making);
	(void)unused;
	q->prepared = m;
	if (!m)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(care_cycle_by_code(c, q->args[0], &m->ask.cycle));
	SN_TRY(body_org(c, q->body, "org", &m->ask.org));
	SN_TRY(call_tree(c, q, &m->ask.tree));
	m->call = q;
	const struct sn_err e = care_entitle_on(c, &m->ask, tell_looked, m, &m->made);
	return e.reason == SN_R_JOB_CANCELLED
		       ? SN_FAIL(ENTITLE_STOPPED, .arg = {m->made.looked, m->made.made})
		       : e;
}

static void refusal_out(struct ctx *c, const struct call *q, struct json_out *o,
			const struct entitle_refusal *x)
{
	json_out_object(o, NULL);
	json_out_uuid(o, "person", x->person.person_id);
	reply_name(o, "name", x->person.name);
	json_out_text(o, "team", x->person.team.bytes ? x->person.team : STR_NULL);
	reply_org(c, o, "org", x->person.org_no);
	json_out_text(o, "benefit", x->benefit);
	reply_why(o, q, x->why);
	json_out_end(o);
}

static struct sn_err make(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct making *m = q->prepared;
	const struct entitle_result made = m->made;
	SN_TRY(care_entitle_end(c, &m->ask));
	json_out_object(o, NULL);
	json_out_int(o, "made", made.made);
	json_out_int(o, "existing", made.existing);
	json_out_int(o, "refused", made.refused);
	json_out_int(o, "without_id", made.without_id);
	json_out_array(o, "refusals");
	for (size_t i = 0; i < made.refusals_count; i++)
		refusal_out(c, q, o, &made.refusals[i]);
	json_out_end(o);
	json_out_end(o);
	q->status = made.refused > 0 ? 207 : 200;
	return SN_SUCCESS;
}

/* ---- what is half way ---- */

/* Its pieces come several a second: after so long without one, whoever did them is gone. */
enum { ALIVE_US = 20 * 1000 * 1000 };

/* clang-format off */
static const struct field open_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会（含下级）", .en = "the union, with those below it"},
	{"done", FIELD_INT, FIELD_NEEDED, .example = "12000", .zh = "已核对人数", .en = "people looked at"},
	{"total", FIELD_INT, FIELD_NEEDED, .example = "47000", .zh = "名册人数", .en = "people on its rosters"},
	{"made", FIELD_INT, FIELD_NEEDED, .example = "11800", .zh = "已新增名额", .en = "entitlements made"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "办理人", .en = "who is doing it"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "最近办到的时间", .en = "of its last piece"},
	{"alive", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "还在办；否：中断了，再核定一次即继续", .en = "it is going on; false: it was cut off, entitling again goes on"},
	{0},
};
static const struct shape shape_open = {"EntitleOpen", open_fields};
static const struct query_field open_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{0},
};
/* clang-format on */

static struct sn_err opens(struct ctx *c, struct call *q, struct json_out *o)
{
	struct entitle_open *list = NULL;
	struct cycle cycle;
	struct org org, whose;
	struct page page;
	size_t count = 0;
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(care_entitle_opens(c, cycle.cycle_no, &list, &count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(org_by_no(c, list[i].org_no, 0, &whose));
		if (!str_starts(whose.path, org.path))
			continue;
		json_out_object(o, NULL);
		reply_org(c, o, "org", list[i].org_no);
		json_out_int(o, "done", list[i].looked);
		json_out_int(o, "total", list[i].total);
		json_out_int(o, "made", list[i].made);
		reply_user(c, o, "by", list[i].by_id);
		reply_time(o, "at", list[i].step_us);
		json_out_bool(o, "alive", now_us(c) - list[i].step_us < ALIVE_US);
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err leave_it(struct ctx *c, struct call *q, struct json_out *o)
{
	struct entitle_ask ask = {0};
	(void)o;
	SN_TRY(care_cycle_by_code(c, q->args[0], &ask.cycle));
	SN_TRY(org_find(c, q->args[1], 0, &ask.org));
	return care_entitle_end(c, &ask);
}

/* ---- the list ---- */

/* clang-format off */
#define STATE_WORDS "open|given|void"
static const struct field right_fields[] = {
	{"entitlement", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789af", .zh = "名额编号", .en = "the entitlement's id"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "名册所在工会", .en = "the roster's union"},
	{"person", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ac", .zh = "人员编号", .en = "the person's id"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王**", .zh = "姓名（脱敏）", .en = "name, masked"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组", .en = "team"},
	{"benefit", FIELD_TEXT, FIELD_NEEDED, .example = "gift", .zh = "慰问项", .en = "benefit"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000", .zh = "标准（分）", .en = "standard in fen"},
	{"day", FIELD_DAY, FIELD_NEEDED, .example = "2024-10-26", .zh = "核定日", .en = "made on"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "open", .zh = "状态", .en = "state"},
	{"void_why", FIELD_TEXT, FIELD_NULLABLE, .example = "已调离", .zh = "作废原因", .en = "why it is void"},
	{"delivery", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放记录", .en = "the hand-over"},
	{"level", FIELD_WORD, FIELD_NULLABLE, .words = "A|B|C", .example = "C", .zh = "证据级别", .en = "evidence"},
	{"given", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-26T09:30:00+08:00", .zh = "领取时间", .en = "handed over"},
	{0},
};
static const struct shape shape_right = {"Entitlement", right_fields};
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{"state", FIELD_WORD, "all|" STATE_WORDS, "open", "状态", "state"},
	{0},
};
/* clang-format on */

static void right_out(struct ctx *c, struct json_out *o, const struct register_right *r)
{
	json_out_object(o, NULL);
	json_out_uuid(o, "entitlement", r->key.entitlement_id);
	reply_org(c, o, "org", r->org_no);
	json_out_uuid(o, "person", r->person_id);
	reply_name(o, "name", r->name);
	json_out_text(o, "team", r->team.bytes ? r->team : STR_NULL);
	json_out_text(o, "benefit", r->benefit);
	json_out_int(o, "quantity", r->quantity);
	json_out_money(o, "value_fen", r->value);
	reply_day(o, "day", r->day);
	json_out_text(o, "state", str_of(register_right_word(r->state)));
	json_out_text(o, "void_why", r->void_words.bytes ? r->void_words : STR_NULL);
	reply_id(o, "delivery", r->record_id);
	reply_level(o, "level", r->level);
	reply_time(o, "given", r->given_us);
	json_out_end(o);
}

/* "shard run entitlement" */
static struct sn_err key_parse(struct str text, struct register_key *out)
{
	struct str part;
	if (!str_split(&text, ' ', &part) || !str_to_int(part, &out->shard) ||
	    !str_split(&text, ' ', &part) || sn_failed(uuid_parse(&out->run_id, part, "after")) ||
	    sn_failed(uuid_parse(&out->entitlement_id, text, "after")))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct register_right_filter filter = {.state = REGISTER_ALL};
	struct register_right *rows = NULL;
	struct cycle cycle;
	struct org org;
	struct page page;
	size_t count = 0;
	const struct str state = call_query(q, "state");
	char run[UUID_TEXT_BYTES], id[UUID_TEXT_BYTES], next[120];
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	filter.cycle_no = cycle.cycle_no;
	filter.path = org.path;
	filter.rows_max = (size_t)page.rows_max + 1;
	if (!str_is_null(state) && !register_right_parse(&filter.state, state))
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "state"), "all|" STATE_WORDS);
	if (!str_is_null(page.after))
		SN_TRY(key_parse(page.after, &filter.after));
	SN_TRY(register_entitlements(c, &filter, &rows, &count));
	const bool more = count > (size_t)page.rows_max;
	for (size_t i = 0; i < count - more; i++)
		right_out(c, o, &rows[i]);
	if (more) {
		const struct register_key *key = &rows[count - 2].key;
		uuid_text(key->run_id, run);
		uuid_text(key->entitlement_id, id);
		(void)snprintf(next, sizeof next, "%" PRId64 " %s %s", key->shard, run, id);
	}
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- taking back ---- */

/* clang-format off */
static const struct field void_fields[] = {
	{"why", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX, .example = "已调离", .zh = "原因", .en = "why"},
	{0},
};
static const struct shape shape_void = {"EntitlementVoid", void_fields};
/* clang-format on */

static struct sn_err make_void(struct ctx *c, struct call *q, struct json_out *o)
{
	struct uuid id;
	struct cycle cycle;
	struct str why;
	int64_t shard;
	(void)o;
	SN_TRY(care_cycle_by_code(c, q->args[0], &cycle));
	SN_TRY(uuid_parse(&id, q->args[1], "entitlement"));
	SN_TRY(json_get_text(q->body, "why", &why));
	SN_TRY(register_entitlement_shard(c, &cycle, id, &shard));
	return care_entitlement_void(c, shard, id, why);
}

const struct route api_entitle_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/entitlements", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_CARE_READ, .reply = &shape_right, .reply_page = true, .query = list_query,
	 .answer = list, .zh = "应领名单（含下级）",
	 .en = "who may get what, with the unions below"},
	{"POST", "/api/v1/cycles/{cycle}/entitlements", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ENTITLE, BODY_JSON, .request = &shape_make, .reply = &shape_made,
	 .other_status = 207, .threads = ROUTE_SLOW, .prepare = make_prepare, .answer = make,
	 .zh = "按名册核定名额；有未给的答 207；中断后再调用一次即继续",
	 .en = "make entitlements from the rosters; 207 where some were refused; called again "
	       "after a cut it goes on"},
	{"GET", "/api/v1/cycles/{cycle}/entitling", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_open, .reply_page = true, .query = open_query, .answer = opens,
	 .zh = "核定到一半的名额：办到哪里", .en = "entitlings that are half way: how far"},
	{"DELETE", "/api/v1/cycles/{cycle}/entitling/{org}", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ENTITLE, .answer = leave_it, .zh = "核定到一半的不再继续；已核定的名额仍有效",
	 .en = "an entitling that is half way does not go on; what it made holds"},
	{"POST", "/api/v1/cycles/{cycle}/entitlements/{entitlement}/void", ROUTE_WRITE,
	 WHO_PERMITTED, PERMISSION_REVERSE, BODY_JSON, .request = &shape_void, .answer = make_void,
	 .zh = "作废一个名额", .en = "take an entitlement back"},
	{0},
};
