/* 银行批次: cash gifts paid by the bank: listed, opened, made, signed, cancelled. Cards are shown by their last four. */
#include "care/payout.h"

#include "base/name.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"

/* clang-format off */
#define PAYOUT_STATE_WORDS "made|approved|exported|done|cancelled"
#define BATCH_FIELDS \
	{"batch_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789af", .zh = "编号", .en = "id"}, \
	{"number", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "150802-20241105-1", .zh = "批号", .en = "number"}, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "付款工会", .en = "who pays"}, \
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"}, \
	{"benefit", FIELD_TEXT, FIELD_NULLABLE, .example = "gift", .zh = "项目", .en = "benefit"}, \
	{"source", FIELD_WORD, FIELD_NULLABLE, .words = SOURCE_WORDS, .example = "OWN", .zh = "资金来源", .en = "whose money"}, \
	{"state", FIELD_WORD, FIELD_NEEDED, .words = PAYOUT_STATE_WORDS, .example = "made", .zh = "状态", .en = "state"}, \
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-11-05", .zh = "日期", .en = "day"}, \
	{"lines_count", FIELD_INT, FIELD_NEEDED, .example = "120", .zh = "笔数", .en = "how many payments"}, \
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "2400000", .zh = "合计（分）", .en = "their sum in fen"}, \
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "环卫节慰问金", .zh = "说明", .en = "what for"}, \
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "制单", .en = "maker"}, \
	{"made_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-11-05T02:15:00.000000Z", .zh = "制单时间", .en = "when it was made"}, \
	{"waits_for", FIELD_LIST, FIELD_NEEDED, .zh = "待谁签", .en = "who has still to sign"}
static const struct field batch_fields[] = {BATCH_FIELDS, {0}};
static const struct shape shape_batch = {"PayoutBatch", batch_fields};
static const struct field payment_fields[] = {
	{"serial", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "序号", .en = "serial"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"card", FIELD_TEXT, FIELD_NEEDED, .max = 16, .example = "**** 1234", .zh = "卡号末四位", .en = "last four of the card"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000", .zh = "金额（分）", .en = "amount in fen"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = "waiting|paid|bounced|sent-back|dropped", .example = "paid", .zh = "结果", .en = "what became of it"},
	{"why", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = "-", .zh = "退回原因", .en = "why it bounced or was dropped"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "户名不符", .zh = "银行的话", .en = "the bank's words"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-11-06", .zh = "银行日期", .en = "the bank's day"},
	{"doubled", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "重复", .en = "it was a second gift"},
	{0},
};
static const struct shape shape_payment = {"PayoutLine", payment_fields};
static const struct field act_fields[] = {
	{"act", FIELD_WORD, FIELD_NEEDED, .words = "make|sign|export|return|cancel|drop", .example = "sign", .zh = "办理", .en = "what was done"},
	{"hand", FIELD_WORD, FIELD_NULLABLE, .words = "maker|checker|approver|treasurer", .example = "approver", .zh = "身份", .en = "as what"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁", .en = "by whom"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-11-05T02:15:00.000000Z", .zh = "何时", .en = "when"},
	{"lines_count", FIELD_INT, FIELD_NEEDED, .example = "120", .zh = "笔数", .en = "how many payments"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "2400000", .zh = "金额（分）", .en = "amount in fen"},
	{0},
};
static const struct shape shape_act = {"PayoutAct", act_fields};
static const struct field whole_fields[] = {
	BATCH_FIELDS,
	{"lines", FIELD_LIST, FIELD_NEEDED, .of = &shape_payment, .zh = "明细", .en = "payments"},
	{"acts", FIELD_LIST, FIELD_NEEDED, .of = &shape_act, .zh = "办理过程", .en = "what happened"},
	{"my_step", FIELD_WORD, FIELD_NULLABLE, .words = "checker|approver|treasurer|export|return", .example = "approver", .zh = "等您办什么", .en = "what waits for you"},
	{0},
};
static const struct shape shape_whole = {"PayoutWhole", whole_fields};
/* clang-format on */

static void batch_keys(struct names *n, struct json_out *o, const struct payout *b)
{
	json_out_uuid(o, "batch_id", b->batch_id);
	json_out_text(o, "number", b->number);
	names_org(n, o, "org", b->org_no);
	names_cycle(n, o, "cycle", b->cycle_no);
	json_out_text(o, "benefit", b->benefit);
	json_out_text(o, "source",
		      b->source == FUND_NONE ? STR_NULL
					     : str_of(ledger_source_words(b->source)->word));
	json_out_text(o, "state", str_of(payout_state_words(b->state)->word));
	reply_day(o, "day", b->day);
	json_out_int(o, "lines_count", b->lines_count);
	json_out_money(o, "total_fen", b->total);
	json_out_text(o, "words", b->words);
	names_user(n, o, "maker", b->signatures.by[HAND_MAKER]);
	reply_time(o, "made_at", b->made_us);
	json_out_array(o, "waits_for");
	for (int hand = HAND_CHECKER; hand < HANDS_COUNT && b->state == PAYOUT_MADE; hand++)
		if ((b->needed & 1U << hand) && uuid_is_null(b->signatures.by[hand]))
			json_out_text(o, NULL, str_of(money_hand_word((enum hand)hand)));
	json_out_end(o);
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout *batches = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t cycle_no;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(money_query_cycle(c, q, &cycle_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(payout_list(c, org.path, cycle_no, &batches, &count));
	for (size_t i = 0; n && i < count; i++) {
		json_out_object(o, NULL);
		batch_keys(n, o, &batches[i]);
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL); /* the domain lists the newest PAYOUT_LIST_MAX */
	return SN_SUCCESS;
}

static struct sn_err payments_out(struct ctx *c, struct names *n, struct json_out *o,
				  const struct payout *b)
{
	struct payout_line *lines = NULL;
	size_t count = 0;
	SN_TRY(payout_lines(c, b->batch_id, &lines, &count));
	json_out_array(o, "lines");
	for (size_t i = 0; i < count; i++) {
		const struct payout_line *l = &lines[i];
		char card[16];
		(void)snprintf(card, sizeof card, "**** %s", l->last4);
		json_out_object(o, NULL);
		json_out_int(o, "serial", l->serial);
		names_org(n, o, "org", l->org_no);
		json_out_text(o, "card", str_of(card));
		json_out_money(o, "amount_fen", l->value);
		json_out_text(o, "state", str_of(payout_line_state_words(l->state)->word));
		json_out_text(o, "why", str_of(payout_why_words(l->why)->word));
		json_out_text(o, "words", l->words);
		reply_day(o, "day", l->day);
		json_out_bool(o, "doubled", l->doubled);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err acts_out(struct ctx *c, struct names *n, struct json_out *o,
			      const struct payout *b)
{
	struct payout_act *acts = NULL;
	size_t count = 0;
	SN_TRY(payout_acts(c, b, &acts, &count));
	json_out_array(o, "acts");
	for (size_t i = 0; i < count; i++) {
		const bool signs = acts[i].kind == PAYOUT_ACT_SIGN;
		json_out_object(o, NULL);
		json_out_text(o, "act", str_of(payout_act_words(acts[i].kind)->word));
		json_out_text(o, "hand", signs ? str_of(money_hand_word(acts[i].hand)) : STR_NULL);
		names_user(n, o, "by", acts[i].by_id);
		reply_time(o, "at", acts[i].at_us);
		json_out_int(o, "lines_count", acts[i].lines_count);
		json_out_money(o, "total_fen", acts[i].value);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err my_step_out(struct ctx *c, struct json_out *o, const struct payout *b)
{
	static const char *const next[] = {
		[PAYOUT_NEXT_EXPORT] = "export", [PAYOUT_NEXT_RETURN] = "return"};
	const struct rights_held *held;
	struct payout_turn turn;
	struct org org;
	SN_TRY(rights_held_read(c, &held));
	SN_TRY(org_by_no(c, b->org_no, 0, &org));
	const bool mine = !sn_failed(
		payout_turn(b, held, (struct rights_at){org.org_no, org.path}, c->actor_id, &turn));
	json_out_text(o, "my_step",
		      !mine ? STR_NULL
			    : str_of(turn.next == PAYOUT_NEXT_SIGN ? money_hand_word(turn.hand)
								   : next[turn.next]));
	return SN_SUCCESS;
}

static struct sn_err whole_out(struct ctx *c, struct json_out *o, const struct payout *b)
{
	struct names *n = names_new(c);
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	json_out_object(o, NULL);
	batch_keys(n, o, b);
	SN_TRY(payments_out(c, n, o, b));
	SN_TRY(acts_out(c, n, o, b));
	SN_TRY(my_step_out(c, o, b));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout b;
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(call_may(c, q, b.org_no));
	return whole_out(c, o, &b);
}

/* ---- making, signing, cancelling ---- */

/* clang-format off */
static const struct field new_fields[] = {
	{"batch_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789af", .zh = "编号，由您生成", .en = "the caller's id"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150802", .zh = "付款工会代码", .en = "code of the union that pays"},
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "活动代码", .en = "code of the cycle"},
	{"benefit", FIELD_TEXT, 0, .max = 64, .example = "gift", .zh = "项目；不写为全部可发现金的", .en = "benefit; none: all that may be cash"},
	{"source", FIELD_WORD, 0, .words = SOURCE_WORDS, .example = "OWN", .zh = "资金来源", .en = "whose money"},
	{"purpose", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "condolence", .zh = "用途", .en = "purpose"},
	{"budget", FIELD_TEXT, 0, .max = 64, .example = "gift", .zh = "预算科目", .en = "budget line"},
	{"words", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "环卫节慰问金", .zh = "说明", .en = "what for"},
	{0},
};
static const struct shape shape_new = {"PayoutNew", new_fields};
static const struct field sign_fields[] = {
	{"hand", FIELD_WORD, FIELD_NEEDED, .words = "checker|approver|treasurer", .example = "approver", .zh = "以什么身份", .en = "as what"},
	{0},
};
static const struct shape shape_sign = {"PayoutSign", sign_fields};
static const struct field left_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "王**", .zh = "姓名（脱敏）", .en = "name, masked"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000", .zh = "金额（分）", .en = "amount in fen"},
	{"reason", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "no_card", .zh = "为什么没进批次", .en = "why he could not be taken"},
	{0},
};
static const struct shape shape_left = {"PayoutLeft", left_fields};
static const struct field made_fields[] = {
	{"batch", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_batch, .zh = "批次", .en = "the batch"},
	{"left", FIELD_LIST, FIELD_NEEDED, .of = &shape_left, .zh = "没进批次的人", .en = "who could not be taken"},
	{0},
};
static const struct shape shape_made = {"PayoutMade", made_fields};
/* clang-format on */

static struct sn_err create(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout_ask ask = {.benefit = STR_NULL};
	struct payout_made made;
	struct names *n = names_new(c);
	struct str code, source = STR_NULL;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(json_get_uuid(q->body, "batch_id", &ask.batch_id));
	SN_TRY(body_org(c, q->body, "org", &ask.org));
	SN_TRY(json_get_text(q->body, "cycle", &code));
	SN_TRY(care_cycle_by_code(c, code, &ask.cycle));
	SN_TRY(json_get_text_or(q->body, "benefit", &ask.benefit));
	SN_TRY(json_get_text_or(q->body, "source", &source));
	ask.source = names_source_of(source);
	SN_TRY(json_get_text(q->body, "purpose", &ask.purpose));
	SN_TRY(json_get_text_or(q->body, "budget", &ask.budget));
	SN_TRY(json_get_text_or(q->body, "words", &ask.words));
	SN_TRY(payout_create(c, &ask, &made));
	json_out_object(o, NULL);
	json_out_object(o, "batch");
	batch_keys(n, o, &made.batch);
	json_out_end(o);
	json_out_array(o, "left");
	for (size_t i = 0; i < made.left_count; i++) {
		char masked[NAME_MASK_BYTES];
		name_mask(made.left[i].name, masked);
		json_out_object(o, NULL);
		names_org(n, o, "org", made.left[i].org_no);
		json_out_text(o, "name", str_of(masked));
		json_out_money(o, "amount_fen", made.left[i].value);
		json_out_text(o, "reason", str_of(sn_reason_word(made.left[i].why.reason)));
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err sign(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout b, after;
	struct str word;
	int hand = HAND_CHECKER;
	SN_TRY(json_get_text(q->body, "hand", &word));
	while (!str_is(word, money_hand_word((enum hand)hand)))
		hand++; /* its shape knows no other word */
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(payout_sign(c, b.batch_id, (enum hand)hand, &after));
	return whole_out(c, o, &after);
}

static struct sn_err cancel(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout b, after;
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(payout_cancel(c, b.batch_id, &after));
	return whole_out(c, o, &after);
}

/* clang-format off */
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of a union; those below it too"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{0},
};
const struct route api_payout_routes[] = {
	{"GET", "/api/v1/payouts", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_batch, .reply_page = true,
	 .query = list_query, .answer = list, .zh = "银行批次，新的在前", .en = "bank batches, the newest first"},
	{"POST", "/api/v1/payouts", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_MAKE, BODY_JSON, .request = &shape_new,
	 .reply = &shape_made, .status = 201, .answer = create, .zh = "制单：把应领现金的人列入批次", .en = "make a batch of who is entitled to cash"},
	{"GET", "/api/v1/payouts/{batch}", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_whole,
	 .answer = show, .zh = "一个批次：明细、办理过程", .en = "one batch: its payments and what happened"},
	{"POST", "/api/v1/payouts/{batch}/sign", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, BODY_JSON, .request = &shape_sign,
	 .reply = &shape_whole, .answer = sign, .zh = "签批", .en = "sign it"},
	{"POST", "/api/v1/payouts/{batch}/cancel", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_whole,
	 .answer = cancel, .zh = "导出前撤销", .en = "cancel it before the export"},
	{0},
};
/* clang-format on */
