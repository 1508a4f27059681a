/* Cycles (慰问活动): what runs, from draft to audit. The pattern for other subjects' files. */
#include "care/care.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>

#define STATE_WORDS "draft|checked|approved|open|closed|audited"

static const struct field cycle_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "代码",
	 .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "2024年环卫工人节慰问",
	 .zh = "活动", .en = "cycle"},
	{"programme", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "condolence-campaign",
	 .zh = "项目", .en = "programme"},
	{"programme_version", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "项目版本",
	 .en = "version of the programme"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "主办工会",
	 .en = "run by"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "open", .zh = "状态",
	 .en = "state"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-01", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2024-12-31", .zh = "至", .en = "until"},
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"},
	{"checker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "审核",
	 .en = "checker"},
	{"approver", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "批准",
	 .en = "approver"},
	{"auditor", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经审",
	 .en = "auditor"},
	{"sent_back", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-21T02:15:00.000000Z",
	 .zh = "何时被退回，还没有重新提交；空：没有",
	 .en = "when it was sent back and not handed in again since; null: it was not"},
	{0},
};
const struct shape shape_cycle = {"Cycle", cycle_fields};

static void cycle_out(struct ctx *c, struct json_out *o, const struct cycle *cycle)
{
	json_out_object(o, NULL);
	json_out_text(o, "code", cycle->code);
	json_out_text(o, "name", cycle->name);
	json_out_text(o, "programme", cycle->programme);
	json_out_int(o, "programme_version", cycle->programme_version);
	reply_org(c, o, "org", cycle->org_no);
	json_out_text(o, "state", str_of(care_cycle_state_word(cycle->state)));
	reply_day(o, "from", cycle->from_day);
	reply_day(o, "until", cycle->until_day);
	reply_user(c, o, "maker", cycle->signatures.by[HAND_MAKER]);
	reply_user(c, o, "checker", cycle->signatures.by[HAND_CHECKER]);
	reply_user(c, o, "approver", cycle->signatures.by[HAND_APPROVER]);
	reply_user(c, o, "auditor", cycle->auditor_id);
	reply_time(o, "sent_back", cycle->back_us);
	json_out_end(o);
}

/* ---- reading ---- */

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle *cycles = NULL;
	size_t count = 0;
	struct page page;
	int64_t at = 0, shown = 0;
	const struct str state = call_query(q, "state");
	char next[24] = "";
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(care_cycles(c, &cycles, &count));
	for (size_t i = 0; i < count; i++) {
		const struct cycle *cycle = &cycles[i];
		const char *word = care_cycle_state_word(cycle->state);
		if (cycle->cycle_no <= at || (!str_is_null(state) && !str_is(state, word)) ||
		    sn_failed(call_may_near(c, q, cycle->org_no)))
			continue;
		if (shown++ == page.rows_max)
			break;
		(void)snprintf(next, sizeof next, "%" PRId64, cycle->cycle_no);
		cycle_out(c, o, cycle);
	}
	q->asked = true; /* each of them was asked about */
	page_end(c, q, o, shown > page.rows_max ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	cycle_out(c, o, &cycle);
	return SN_SUCCESS;
}

/* ---- drafting and stepping on ---- */

static const struct field create_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2025", .zh = "代码",
	 .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "2025年环卫工人节慰问",
	 .zh = "活动", .en = "cycle"},
	{"programme", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "condolence-campaign",
	 .zh = "项目", .en = "programme"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150000",
	 .zh = "主办工会代码", .en = "code of the union that runs it"},
	{"from", FIELD_DAY, FIELD_NEEDED, .example = "2025-10-01", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, 0, .example = "2025-12-31", .zh = "至", .en = "until"},
	{0},
};
static const struct shape shape_create = {"CycleDraft", create_fields};

static struct sn_err create(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle what = {0}, made;
	struct org org;
	SN_TRY(json_get_text(q->body, "code", &what.code));
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(json_get_text(q->body, "programme", &what.programme));
	SN_TRY(body_org(c, q->body, "org", &org));
	what.org_no = org.org_no;
	SN_TRY(body_day(q->body, "from", &what.from_day));
	SN_TRY(body_day(q->body, "until", &what.until_day));
	SN_TRY(care_cycle_create(c, &what, &made));
	cycle_out(c, o, &made);
	return SN_SUCCESS;
}

static const struct field advance_fields[] = {
	{"to", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "checked", .zh = "新状态",
	 .en = "the state that it takes"},
	{0},
};
static const struct shape shape_advance = {"CycleStep", advance_fields};

static struct sn_err advance(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle, made;
	struct str word;
	enum cycle_state to;
	SN_TRY(care_cycle_by_code(c, q->args[0], &cycle));
	SN_TRY(json_get_text(q->body, "to", &word));
	if (!care_cycle_state_parse(&to, word))
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "to"), STATE_WORDS);
	SN_TRY(care_cycle_advance(c, cycle.cycle_no, to, &made));
	cycle_out(c, o, &made);
	return SN_SUCCESS;
}

/* ---- sending back, handing in again ---- */

static const struct field back_fields[] = {
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX,
	 .example = "起止日期与会议纪要不符", .zh = "退回理由", .en = "why"},
	{0},
};
static const struct shape shape_back = {"CycleSendBack", back_fields};
static const struct field hand_in_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "2025年环卫工人节慰问",
	 .zh = "活动", .en = "cycle"},
	{"from", FIELD_DAY, FIELD_NEEDED, .example = "2025-10-08", .zh = "自", .en = "from"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-12-31", .zh = "至；空：先不定",
	 .en = "until; null: left open"},
	{0},
};
static const struct shape shape_hand_in = {"CycleHandIn", hand_in_fields};

static struct sn_err send_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle, after;
	struct str words;
	SN_TRY(json_get_text(q->body, "words", &words));
	SN_TRY(care_cycle_by_code(c, q->args[0], &cycle));
	SN_TRY(care_cycle_send_back(c, cycle.cycle_no, words, &after));
	cycle_out(c, o, &after);
	return SN_SUCCESS;
}

static struct sn_err hand_in(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle_amended what = {0};
	struct cycle cycle, after;
	SN_TRY(care_cycle_by_code(c, q->args[0], &cycle));
	what.cycle_no = cycle.cycle_no;
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(body_day(q->body, "from", &what.from_day));
	SN_TRY(body_day(q->body, "until", &what.until_day));
	SN_TRY(care_cycle_hand_in(c, &what, &after));
	cycle_out(c, o, &after);
	return SN_SUCCESS;
}

/* ---- what happened to it ---- */

static const struct field was_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "2024年环卫工人节慰问",
	 .zh = "当时的名称", .en = "its name then"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-01", .zh = "当时的开始日期",
	 .en = "from, then"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2024-12-31", .zh = "当时的结束日期",
	 .en = "until, then"},
	{"programme_version", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "当时的项目版本",
	 .en = "version of the programme then"},
	{0},
};
static const struct shape shape_was = {"CycleWas", was_fields};
static const struct field step_fields[] = {
	{"act", FIELD_WORD, FIELD_NEEDED, .words = "step|send_back|hand_in", .example = "step",
	 .zh = "办理、退回、重新提交", .en = "a step, sent back, handed in again"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "checked",
	 .zh = "到了什么状态；draft 为拟定", .en = "the state that it reached; draft: it was made"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁", .en = "by whom"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-20T02:15:00.000000Z", .zh = "何时",
	 .en = "when"},
	{"void", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "因退回而作废",
	 .en = "made void by sending back"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "起止日期与会议纪要不符", .zh = "退回理由",
	 .en = "why it was sent back"},
	{"was", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_was, .zh = "退回时提交的内容",
	 .en = "what had been handed in when it was sent back"},
	{0},
};
static const struct shape shape_step = {"CycleStepTaken", step_fields};

static void act_out(struct ctx *c, struct json_out *o, const struct cycle_act *a)
{
	static const char *const words[] = {[CYCLE_ACT_STEP] = "step",
					    [CYCLE_ACT_SEND_BACK] = "send_back",
					    [CYCLE_ACT_HAND_IN] = "hand_in"};
	const bool back = a->kind == CYCLE_ACT_SEND_BACK;
	json_out_object(o, NULL);
	json_out_text(o, "act", str_of(words[a->kind]));
	json_out_text(o, "state", str_of(care_cycle_state_word(a->state)));
	reply_user(c, o, "by", a->by_id);
	reply_time(o, "at", a->at_us);
	json_out_bool(o, "void", a->is_void);
	json_out_text(o, "words", back ? a->words : STR_NULL);
	if (back) {
		json_out_object(o, "was");
		json_out_text(o, "name", a->name);
		reply_day(o, "from", a->from_day);
		reply_day(o, "until", a->until_day);
		json_out_int(o, "programme_version", a->programme_version);
		json_out_end(o);
	} else {
		json_out_null(o, "was");
	}
	json_out_end(o);
}

static struct sn_err steps(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle_act *list = NULL;
	struct cycle cycle;
	struct page page;
	size_t count = 0;
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(care_cycle_acts(c, &cycle, &list, &count));
	for (size_t i = 0; i < count; i++)
		act_out(c, o, &list[i]);
	page_end(c, q, o, STR_NULL); /* six in all, and three for each sending back */
	return SN_SUCCESS;
}

static const struct query_field list_query[] = {
	{"state", FIELD_WORD, STATE_WORDS, "open", "状态", "state"},
	{0},
};

const struct route api_cycle_routes[] = {
	{"GET", "/api/v1/cycles", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_cycle, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "与本人有关的活动", .en = "the cycles of unions over and under one's own"},
	{"POST", "/api/v1/cycles", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CYCLE_MAKE, BODY_JSON,
	 .request = &shape_create, .reply = &shape_cycle, .status = 201, .answer = create,
	 .zh = "拟定活动", .en = "draft a cycle"},
	{"GET", "/api/v1/cycles/{cycle}", ROUTE_POINT, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_cycle, .answer = show, .zh = "一个活动", .en = "one cycle"},
	{"POST", "/api/v1/cycles/{cycle}/state", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_CARE_READ,
	 BODY_JSON, .request = &shape_advance, .reply = &shape_cycle, .answer = advance,
	 .zh = "审核、批准、开启、结束或审计活动",
	 .en = "check, approve, open, close or audit a cycle"},
	{"GET", "/api/v1/cycles/{cycle}/steps", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_step, .reply_page = true, .answer = steps, .zh = "活动的办理过程，含退回",
	 .en = "what happened to a cycle, by whom and when, sending back included"},
	{"POST", "/api/v1/cycles/{cycle}/send-back", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_SIGN, BODY_JSON, .request = &shape_back, .reply = &shape_cycle,
	 .answer = send_back, .zh = "退回待审核、待批准的活动，写明理由",
	 .en = "send a cycle back that is to be checked or approved, saying why"},
	{"POST", "/api/v1/cycles/{cycle}/hand-in", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CYCLE_MAKE, BODY_JSON, .request = &shape_hand_in, .reply = &shape_cycle,
	 .answer = hand_in, .zh = "把退回的活动改好，重新提交审核",
	 .en = "amend a cycle that was sent back, and hand it in again"},
	{0},
};
