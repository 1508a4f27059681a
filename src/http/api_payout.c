/* 银行批次: cash gifts paid by the bank: listed, opened, made, signed, cancelled. Cards are shown by their last four. */
#include "care/payout.h"

#include "base/name.h"
#include "care/payout_file.h"
#include "http/money.h"
#include "http/payout_out.h"
#include "http/people_out.h"
#include "http/reply_care.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>

/* clang-format off */
#define PAYOUT_STATE_WORDS "made|approved|exported|done|cancelled"
#define PAYOUT_LINE_WORDS  "waiting|paid|bounced|sent-back|dropped"
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
static const struct field sum_fields[] = {
	{"state", FIELD_WORD, FIELD_NEEDED, .words = PAYOUT_LINE_WORDS, .example = "paid", .zh = "结果", .en = "what became of them"},
	{"lines_count", FIELD_INT, FIELD_NEEDED, .example = "119", .zh = "笔数", .en = "how many"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "2380000", .zh = "金额（分）", .en = "amount in fen"},
	{0},
};
static const struct shape shape_sum = {"PayoutSum", sum_fields};
static const struct field whole_fields[] = {
	BATCH_FIELDS,
	{"purpose", FIELD_TEXT, FIELD_NULLABLE, .example = "condolence", .zh = "用途", .en = "purpose"},
	{"budget", FIELD_TEXT, FIELD_NULLABLE, .example = "gift", .zh = "预算科目", .en = "budget line"},
	{"sums", FIELD_LIST, FIELD_NEEDED, .of = &shape_sum, .zh = "各结果的笔数和金额", .en = "how many payments and how much, by what became of them"},
	{"doubled", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "付讫但已另行发放的笔数（已立事项）", .en = "paid though given meanwhile: cases"},
	{"exported_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "导出人", .en = "who exported it"},
	{"exported_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-11-05T06:15:00.000000Z", .zh = "导出时间", .en = "when it was exported"},
	{"file_sha256", FIELD_TEXT, FIELD_NULLABLE, .max = 64, .example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", .zh = "银行文件的校验码", .en = "digest of the bank's file"},
	{"file_kept", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "银行文件加密存着，出纳可以再下载", .en = "the bank's file is kept, sealed; a cashier may fetch it again"},
	{"may_cancel", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以撤销", .en = "you may cancel it"},
	{"may_fetch", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以下载银行文件", .en = "you may fetch the bank's file"},
	{"acts", FIELD_LIST, FIELD_NEEDED, .of = &shape_act, .zh = "办理过程", .en = "what happened"},
	{"my_step", FIELD_WORD, FIELD_NULLABLE, .words = "checker|approver|treasurer|export|return", .example = "approver", .zh = "等您办什么", .en = "what waits for you"},
	{0},
};
const struct shape shape_payout_whole = {"PayoutWhole", whole_fields};
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

static struct sn_err sums_out(struct ctx *c, struct json_out *o, const struct payout *b)
{
	struct payout_sums sums;
	SN_TRY(payout_sums(c, b, &sums));
	json_out_array(o, "sums");
	for (int i = 0; i < PAYOUT_LINE_STATES_COUNT; i++) {
		if (sums.lines[i] == 0)
			continue;
		json_out_object(o, NULL);
		json_out_text(o, "state",
			      str_of(payout_line_state_words((enum payout_line_state)i)->word));
		json_out_int(o, "lines_count", sums.lines[i]);
		json_out_money(o, "total_fen", sums.value[i]);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_int(o, "doubled", sums.doubled);
	return SN_SUCCESS;
}

static struct sn_err file_out(struct ctx *c, struct names *n, struct json_out *o,
			      const struct payout *b)
{
	char hex[2 * SHA256_BYTES + 1];
	bool kept = false;
	SN_TRY(payout_file_kept(c, b, &kept));
	crypto_hex(b->file_sha256.bytes, SHA256_BYTES, hex);
	names_user(n, o, "exported_by", b->exporter_id);
	reply_time(o, "exported_at", b->exported_us);
	json_out_text(o, "file_sha256", b->exported_us != 0 ? str_of(hex) : STR_NULL);
	json_out_bool(o, "file_kept", kept);
	json_out_bool(o, "may_cancel", payout_may_cancel(c, b));
	json_out_bool(o, "may_fetch",
		      kept && !sn_failed(RIGHTS_REQUIRE(c, ROLE_CASHIER, b->org_no)));
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

struct sn_err payout_whole_out(struct ctx *c, struct json_out *o, const char *key,
			       const struct payout *b)
{
	struct names *n = names_new(c);
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	json_out_object(o, key);
	batch_keys(n, o, b);
	json_out_text(o, "purpose", b->purpose);
	json_out_text(o, "budget", b->budget);
	SN_TRY(sums_out(c, o, b));
	SN_TRY(file_out(c, n, o, b));
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
	return payout_whole_out(c, o, NULL, &b);
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
	{"person", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000001", .zh = "人员编号", .en = "whom"},
	REPLY_WHY_FIELDS,
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

static void left_out(const struct call *q, struct names *n, struct json_out *o,
		     const struct payout_left *l)
{
	char masked[NAME_MASK_BYTES];
	name_mask(l->name, masked);
	json_out_object(o, NULL);
	names_org(n, o, "org", l->org_no);
	json_out_text(o, "name", str_of(masked));
	json_out_money(o, "amount_fen", l->value);
	json_out_uuid(o, "person", l->person_id);
	reply_why(o, q, l->why);
	json_out_end(o);
}

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
	for (size_t i = 0; i < made.left_count; i++)
		left_out(q, n, o, &made.left[i]);
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
	return payout_whole_out(c, o, NULL, &after);
}

static struct sn_err cancel(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout b, after;
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(payout_cancel(c, b.batch_id, &after));
	return payout_whole_out(c, o, NULL, &after);
}

/* ---- whom a batch would take ---- */

/* clang-format off */
static const struct field look_fields[] = {
	{"lines_count", FIELD_INT, FIELD_NEEDED, .example = "118", .zh = "可以列入的人数", .en = "how many people it would take"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "2360000", .zh = "合计（分）", .en = "their sum in fen"},
	{"free_fen", FIELD_FEN, FIELD_NEEDED, .example = "3000000", .zh = "可用来付的经费（分）", .en = "what the funds that may pay have free"},
	{"hands", FIELD_LIST, FIELD_NEEDED, .example = "approver", .zh = "这个金额要哪些人签：checker、approver、treasurer", .en = "who has to sign for this amount: checker, approver, treasurer"},
	{"left", FIELD_LIST, FIELD_NEEDED, .of = &shape_left, .zh = "列不进的人及原因，最多 1000 人", .en = "who cannot be taken, and why; 1,000 at most"},
	{"left_count", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "列不进的人数", .en = "how many cannot be taken"},
	{0},
};
static const struct shape shape_look = {"PayoutPreview", look_fields};
static const struct query_field look_query[] = {
	{"org", FIELD_TEXT, NULL, "150802", "付款工会代码", "code of the union that pays"},
	{"benefit", FIELD_TEXT, NULL, "gift", "项目；不写为全部可发现金的", "benefit; none: all that may be cash"},
	{"source", FIELD_WORD, SOURCE_WORDS, "OWN", "资金来源", "whose money"},
	{"budget", FIELD_TEXT, NULL, "gift", "预算科目", "budget line"},
	{0},
};
/* clang-format on */

static struct sn_err look(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout_ask ask = {.purpose = STR("condolence"),
				 .benefit = call_query(q, "benefit"),
				 .budget = call_query(q, "budget"),
				 .source = names_source_of(call_query(q, "source"))};
	struct payout_preview p;
	struct names *n = names_new(c);
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_org(c, q, &ask.org));
	SN_TRY(care_cycle_by_code(c, q->args[0], &ask.cycle));
	SN_TRY(payout_look(c, &ask, &p));
	json_out_object(o, NULL);
	json_out_int(o, "lines_count", p.lines_count);
	json_out_money(o, "total_fen", p.total);
	json_out_money(o, "free_fen", p.free);
	json_out_array(o, "hands");
	for (int hand = HAND_CHECKER; hand < HANDS_COUNT; hand++)
		if (p.needed & 1U << hand)
			json_out_text(o, NULL, str_of(money_hand_word((enum hand)hand)));
	json_out_end(o);
	json_out_array(o, "left");
	for (size_t i = 0; i < p.left_count && i < IMPORT_REJECTS_SHOWN_MAX; i++)
		left_out(q, n, o, &p.left[i]);
	json_out_end(o);
	json_out_int(o, "left_count", (int64_t)p.left_count);
	json_out_end(o);
	return trail_people(c, q, ask.org.org_no, p.left_count);
}

/* ---- its payments ---- */

/* clang-format off */
static const struct field payment_fields[] = {
	{"serial", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "序号", .en = "serial"},
	{"person", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000001", .zh = "人员编号", .en = "whom"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王**", .zh = "姓名（脱敏）", .en = "name, masked"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"card", FIELD_TEXT, FIELD_NEEDED, .max = 16, .example = "**** 1234", .zh = "卡号末四位", .en = "last four of the card"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000", .zh = "金额（分）", .en = "amount in fen"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = PAYOUT_LINE_WORDS, .example = "paid", .zh = "结果", .en = "what became of it"},
	{"why", FIELD_TEXT, FIELD_NULLABLE, .max = 32, .example = "closed", .zh = "退回、撤出的原因", .en = "why it bounced or was dropped"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "户名不符", .zh = "银行的话", .en = "the bank's words"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-11-06", .zh = "银行日期", .en = "the bank's day"},
	{"bank_ref", FIELD_TEXT, FIELD_NULLABLE, .example = "20241106000123", .zh = "银行流水号", .en = "the bank's number"},
	{"doubled", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "重复：已另行发放", .en = "it was a second gift"},
	{"delivery", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放编号", .en = "the hand-over in the books"},
	{"card_good", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "现在的卡可以付", .en = "his card of today can be paid to"},
	{0},
};
static const struct shape shape_payment = {"PayoutLine", payment_fields};
static const struct query_field payment_query[] = {
	{"state", FIELD_WORD, PAYOUT_LINE_WORDS, "bounced", "只看这种结果", "only what has become this"},
	{0},
};
/* clang-format on */

struct payee {
	struct str name;
	bool card_good;
};
static void payment_out(struct names *n, struct json_out *o, const struct payout_line *l,
			const struct payee *who)
{
	const bool was_paid = l->state == PAYOUT_LINE_PAID || l->state == PAYOUT_LINE_BACK;
	char card[16], masked[NAME_MASK_BYTES];
	(void)snprintf(card, sizeof card, "**** %s", l->last4);
	name_mask(who->name, masked);
	json_out_object(o, NULL);
	json_out_int(o, "serial", l->serial);
	json_out_uuid(o, "person", l->person_id);
	json_out_text(o, "name", str_of(masked));
	names_org(n, o, "org", l->org_no);
	json_out_text(o, "card", str_of(card));
	json_out_money(o, "amount_fen", l->value);
	json_out_text(o, "state", str_of(payout_line_state_words(l->state)->word));
	json_out_text(o, "why",
		      l->why == PAYOUT_WHY_NONE ? STR_NULL
						: str_of(payout_why_words(l->why)->word));
	json_out_text(o, "words", l->state == PAYOUT_LINE_BACK ? l->back_words : l->words);
	reply_day(o, "day", l->state == PAYOUT_LINE_BACK ? l->back_day : l->day);
	json_out_text(o, "bank_ref", l->bank_ref);
	json_out_bool(o, "doubled", l->doubled);
	if (was_paid)
		json_out_uuid(o, "delivery", l->line_id);
	else
		json_out_null(o, "delivery");
	json_out_bool(o, "card_good", who->card_good);
	json_out_end(o);
}

static struct sn_err payees_read(struct ctx *c, const struct payout_line *lines, size_t count,
				 struct payee *out)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, count + 1);
	struct card *cards = ARENA_ARRAY(c->mem, struct card, count + 1);
	if (!refs || !people || !cards)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		refs[i] = (struct person_ref){lines[i].shard, lines[i].person_id};
	SN_TRY(people_by_refs(c, refs, count, people));
	for (size_t i = 0; i < count; i++) /* merged since: his card stands with who he is now */
		refs[i] = (struct person_ref){people[i].shard, people[i].person_id};
	SN_TRY(card_current(c, refs, count, cards));
	for (size_t i = 0; i < count; i++)
		out[i] = (struct payee){people[i].name,
					!uuid_is_null(cards[i].card_id) && !cards[i].bad};
	return SN_SUCCESS;
}

static int line_state_of(struct str word)
{
	for (int i = 0; i < PAYOUT_LINE_STATES_COUNT; i++)
		if (str_is(word, payout_line_state_words((enum payout_line_state)i)->word))
			return i;
	return -1;
}

static struct sn_err lines(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout_lines_page at = {.state = line_state_of(call_query(q, "state"))};
	struct payout_line *list = NULL;
	struct names *n = names_new(c);
	struct payout b;
	struct page page;
	char next[24];
	size_t count = 0;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(call_may(c, q, b.org_no));
	SN_TRY(page_number(&page, &at.after));
	at.batch_id = b.batch_id;
	at.rows_max = page.rows_max + 1;
	SN_TRY(payout_lines_from(c, &at, &list, &count));
	const bool more = count > (size_t)page.rows_max;
	count -= more;
	struct payee *who = ARENA_ARRAY(c->mem, struct payee, count + 1);
	if (!n || !who)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(payees_read(c, list, count, who));
	for (size_t i = 0; i < count; i++)
		payment_out(n, o, &list[i], &who[i]);
	if (more)
		(void)snprintf(next, sizeof next, "%" PRId64, list[count - 1].serial);
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
	return trail_people(c, q, b.org_no, count);
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
	{"GET", "/api/v1/payouts/{batch}", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_payout_whole,
	 .answer = show, .zh = "一个批次：明细、办理过程", .en = "one batch: its payments and what happened"},
	{"POST", "/api/v1/payouts/{batch}/sign", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, BODY_JSON, .request = &shape_sign,
	 .reply = &shape_payout_whole, .answer = sign, .zh = "签批", .en = "sign it"},
	{"POST", "/api/v1/payouts/{batch}/cancel", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_payout_whole,
	 .answer = cancel, .zh = "导出前撤销", .en = "cancel it before the export"},
	{"GET", "/api/v1/payouts/{batch}/lines", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_payment, .reply_page = true,
	 .query = payment_query, .answer = lines, .zh = "一个批次的各笔：姓名、卡号遮盖", .en = "a batch's payments, names and cards masked"},
	{"GET", "/api/v1/cycles/{cycle}/payout-preview", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_MAKE, .reply = &shape_look,
	 .query = look_query, .answer = look, .zh = "制单前看：能列入谁、谁列不进、钱够不够", .en = "before a batch is made: whom it would take and not, and whether the money reaches"},
	{0},
};
/* clang-format on */
