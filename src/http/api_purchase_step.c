/* 采购的各步: opened, quoted, contracted, accepted; and what the thresholds ask of an amount. The papers that follow (入库单,
 * 退货单, 红字发票) are documents (api_document_draft.c). */
#include "care/care.h"
#include "http/names.h"
#include "http/purchase_out.h"
#include "http/routes.h"
#include "http/shapes.h"

/* clang-format off */
#define STEP_ID_FIELD {"step_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b1", .zh = "编号，由您生成", .en = "the caller's id"}
#define DAY_FIELD {"day", FIELD_DAY, 0, .example = "2024-10-10", .zh = "日期；不写为今天", .en = "day; none: today"}
#define SUPPLIER_FIELD {"supplier", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "demo-s1", .zh = "供应商：合作单位代码或名称", .en = "supplier: a partner's code or name"}
#define WORDS_FIELD(flags, z, e) {"words", FIELD_TEXT, flags, .max = PURCHASE_WORDS_BYTES_MAX, .example = "最低价", .zh = z, .en = e}
static const struct field open_fields[] = {
	{"purchase_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b0", .zh = "编号，由您生成", .en = "the caller's id"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150802", .zh = "采购的工会代码", .en = "code of the union that buys"},
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "活动代码", .en = "code of the cycle"},
	WORDS_FIELD(FIELD_NEEDED, "买什么、为什么", "what is bought, what for"),
	{"ceiling_fen", FIELD_FEN, FIELD_NEEDED, .min = 1, .max = INT64_C(9007199254740991), .example = "10000000", .zh = "决定的上限（分）", .en = "what is allowed"},
	{"meeting", FIELD_TEXT, 0, .max = PURCHASE_WORDS_BYTES_MAX, .example = "会议纪要 2024-10", .zh = "会议纪要文号", .en = "number of the minutes"},
	{"present", FIELD_TEXT, 0, .max = PURCHASE_WORDS_BYTES_MAX, .example = "王主席、李委员（示例）", .zh = "到会", .en = "who was there"},
	DAY_FIELD,
	{0},
};
static const struct shape shape_open = {"PurchaseNew", open_fields};
static const struct field quote_fields[] = {
	STEP_ID_FIELD, SUPPLIER_FIELD,
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .min = 1, .max = INT64_C(9007199254740991), .example = "9600000", .zh = "报价（分）", .en = "what it asks"},
	{"number", FIELD_TEXT, 0, .max = PURCHASE_WORDS_BYTES_MAX, .example = "报价单 3", .zh = "报价单号", .en = "number of the quote"},
	WORDS_FIELD(0, "说明", "in words"), DAY_FIELD,
	{0},
};
static const struct shape shape_quote = {"PurchaseQuote", quote_fields};
static const struct field contract_line_fields[] = {
	{"item", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "rice", .zh = "物品代码", .en = "code of the item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .min = 1, .max = INT64_C(100000000), .example = "480", .zh = "件数", .en = "pieces"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .min = 0, .max = INT64_C(9007199254740991), .example = "9600000", .zh = "这一行的金额（分）", .en = "what the line costs"},
	{0},
};
static const struct shape shape_contract_line = {"PurchaseContractLine", contract_line_fields};
static const struct field contract_fields[] = {
	STEP_ID_FIELD, SUPPLIER_FIELD,
	{"number", FIELD_TEXT, FIELD_NEEDED, .max = PURCHASE_WORDS_BYTES_MAX, .example = "合同 2024-8", .zh = "合同号", .en = "number of the contract"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .min = 1, .max = INT64_C(9007199254740991), .example = "9600000", .zh = "合同总价（分），等于各行之和", .en = "the total, which is the sum of its lines"},
	WORDS_FIELD(0, "为什么选这家（不是最低价时必写）", "why this supplier; needed where it is not the cheapest"), DAY_FIELD,
	{"lines", FIELD_LIST, FIELD_NEEDED, .max = PURCHASE_LINES_MAX, .of = &shape_contract_line, .zh = "明细", .en = "lines"},
	{0},
};
static const struct shape shape_contract = {"PurchaseContract", contract_fields};
static const struct field count_line_fields[] = {
	{"item", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "rice", .zh = "物品代码", .en = "code of the item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .min = 0, .max = INT64_C(100000000), .example = "478", .zh = "收下的件数", .en = "pieces that are taken"},
	{"refused", FIELD_INT, 0, .min = 0, .max = INT64_C(100000000), .example = "2", .zh = "拒收的件数", .en = "pieces that are refused"},
	{0},
};
static const struct shape shape_count_line = {"PurchaseCountLine", count_line_fields};
static const struct field accept_fields[] = {
	STEP_ID_FIELD,
	{"number", FIELD_TEXT, FIELD_NEEDED, .max = PURCHASE_WORDS_BYTES_MAX, .example = "验收-1", .zh = "验收单号；两人写同一个号，各自清点", .en = "number of the sheet: both give the same and count by themselves"},
	WORDS_FIELD(0, "为什么拒收（有拒收时必写）", "why refused; needed where something is"), DAY_FIELD,
	{"lines", FIELD_LIST, FIELD_NEEDED, .max = PURCHASE_LINES_MAX, .of = &shape_count_line, .zh = "清点", .en = "what was counted"},
	{0},
};
static const struct shape shape_accept = {"PurchaseAcceptance", accept_fields};
static const struct field accepted_fields[] = {
	{"complete", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "两人都清点了、数字一致，可以入库", .en = "two have counted the same: it may enter the stock"},
	{"purchase", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_purchase_whole, .zh = "采购", .en = "the purchase"},
	{0},
};
static const struct shape shape_accepted = {"PurchaseAccepted", accepted_fields};
/* clang-format on */

/* ---- opening ---- */

static struct sn_err open_purchase(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase_meeting meeting = {.number = STR_NULL, .present = STR_NULL};
	struct purchase what = {.day = 0}, made;
	struct cycle cycle;
	struct org org;
	struct str code;
	SN_TRY(json_get_uuid(q->body, "purchase_id", &what.purchase_id));
	SN_TRY(body_org(c, q->body, "org", &org));
	SN_TRY(json_get_text(q->body, "cycle", &code));
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	SN_TRY(json_get_text(q->body, "words", &what.words));
	SN_TRY(json_get_money(q->body, "ceiling_fen", &what.ceiling));
	SN_TRY(json_get_text_or(q->body, "meeting", &meeting.number));
	SN_TRY(json_get_text_or(q->body, "present", &meeting.present));
	SN_TRY(body_day(q->body, "day", &what.day));
	what.org_no = org.org_no;
	what.cycle_no = cycle.cycle_no;
	SN_TRY(purchase_open(c, &what, &meeting, &made));
	return purchase_whole_out(c, q, o, NULL, what.purchase_id);
}

/* ---- steps ---- */

static struct sn_err step_of(struct ctx *c, const struct call *q, struct purchase_step *out)
{
	struct str supplier = STR_NULL;
	struct partner partner;
	*out = (struct purchase_step){.number = STR_NULL, .words = STR_NULL};
	SN_TRY(uuid_parse(&out->purchase_id, q->args[0], "purchase"));
	SN_TRY(json_get_uuid(q->body, "step_id", &out->step_id));
	SN_TRY(json_get_text_or(q->body, "number", &out->number));
	SN_TRY(json_get_text_or(q->body, "words", &out->words));
	out->day = day_of(now_us(c));
	SN_TRY(body_day(q->body, "day", &out->day));
	SN_TRY(json_get_text_or(q->body, "supplier", &supplier));
	if (str_is_null(supplier))
		return SN_SUCCESS;
	SN_TRY(partner_find(c, supplier, out->day, &partner));
	out->partner_no = partner.partner_no;
	return SN_SUCCESS;
}

static struct sn_err line_of(struct ctx *c, const struct json_value *line,
			     struct purchase_line *out)
{
	struct str code;
	struct item item;
	*out = (struct purchase_line){.value = MONEY_FEN(0)};
	SN_TRY(json_get_text(line, "item", &code));
	SN_TRY(goods_item_by_code(c, code, &item));
	out->item_no = item.item_no;
	SN_TRY(json_get_int(line, "quantity", &out->quantity));
	SN_TRY(json_get_int_or(line, "refused", &out->refused));
	return json_get_money_or(line, "total_fen", &out->value);
}

static struct sn_err lines_of(struct ctx *c, const struct call *q, struct purchase_step *step)
{
	struct json_value lines;
	SN_TRY(json_get_array(q->body, "lines", &lines));
	step->lines_count = json_count(&lines);
	step->lines = ARENA_ARRAY(c->mem, struct purchase_line, step->lines_count + 1);
	if (!step->lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < step->lines_count; i++) {
		const struct json_value line = json_at(&lines, i);
		struct sn_err e = line_of(c, &line, &step->lines[i]);
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
	}
	return SN_SUCCESS;
}

static struct sn_err quote(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase_step step;
	SN_TRY(step_of(c, q, &step));
	SN_TRY(json_get_money(q->body, "amount_fen", &step.amount));
	SN_TRY(purchase_quote(c, &step));
	return purchase_whole_out(c, q, o, NULL, step.purchase_id);
}

static struct sn_err contract(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase_step step;
	SN_TRY(step_of(c, q, &step));
	SN_TRY(json_get_money(q->body, "total_fen", &step.amount));
	SN_TRY(lines_of(c, q, &step));
	SN_TRY(purchase_contract(c, &step));
	return purchase_whole_out(c, q, o, NULL, step.purchase_id);
}

static struct sn_err accept(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase_step step;
	bool complete = false;
	SN_TRY(step_of(c, q, &step));
	SN_TRY(lines_of(c, q, &step));
	SN_TRY(purchase_accept(c, &step, &complete));
	json_out_object(o, NULL);
	json_out_bool(o, "complete", complete);
	SN_TRY(purchase_whole_out(c, q, o, "purchase", step.purchase_id));
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- what an amount needs ---- */

/* clang-format off */
static const struct field tier_fields[] = {
	{"from_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "自这个金额起（分）", .en = "from this amount on"},
	{"meeting", FIELD_WORD, FIELD_NEEDED, .words = "unset|needed|not_needed", .example = "needed", .zh = "会议决定", .en = "a meeting"},
	{"quotes", FIELD_INT, FIELD_NULLABLE, .example = "3", .zh = "询价几家；空为没有定", .en = "how many quotes; null: not set"},
	{"contract", FIELD_WORD, FIELD_NEEDED, .words = "unset|needed|not_needed", .example = "needed", .zh = "合同", .en = "a contract"},
	{"source", FIELD_TEXT, FIELD_NULLABLE, .example = "三家询价", .zh = "依据", .en = "where it is written"},
	{0},
};
static const struct shape shape_tier = {"PurchaseTier", tier_fields};
static const struct field rules_fields[] = {
	{"version", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "版本；0 为没有载入过", .en = "version; 0: none was ever loaded"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2014-01-01", .zh = "自", .en = "from"},
	{"source", FIELD_TEXT, FIELD_NULLABLE, .example = "本级工会采购办法（示例）", .zh = "依据", .en = "where they are written"},
	{"tiers", FIELD_LIST, FIELD_NEEDED, .of = &shape_tier, .zh = "各档", .en = "by amount"},
	{"needs_meeting", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "这个金额要会议决定", .en = "the asked amount needs a meeting"},
	{"needs_quotes", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "这个金额要几家询价", .en = "how many quotes it needs"},
	{"needs_contract", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "这个金额要合同", .en = "it needs a contract"},
	{"unset", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "有没定的，按全部步骤办", .en = "something is not set, so the whole chain is asked for"},
	{0},
};
static const struct shape shape_rules = {"PurchaseRules", rules_fields};
static const struct query_field rules_query[] = {
	{"amount_fen", FIELD_FEN, NULL, "1000000", "金额（分）；不写为 0", "amount in fen; none: 0"},
	{0},
};
/* clang-format on */

static const char *want_word(enum purchase_want want)
{
	return want == PURCHASE_NEEDED ? "needed" : want == PURCHASE_UNSET ? "unset" : "not_needed";
}

static struct sn_err rules(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase_rules r;
	int64_t fen = 0;
	q->asked = true; /* a rule for all unions */
	SN_TRY(call_query_int(q, "amount_fen", &fen));
	SN_TRY(purchase_rules_read(c, day_of(now_us(c)), &r));
	const struct purchase_needs needs = purchase_needs_of(&r, MONEY_FEN(fen));
	json_out_object(o, NULL);
	json_out_int(o, "version", r.version);
	reply_day(o, "from", r.from_day);
	json_out_text(o, "source", r.source);
	json_out_array(o, "tiers");
	for (size_t i = 0; i < r.tiers_count; i++) {
		json_out_object(o, NULL);
		json_out_money(o, "from_fen", r.tiers[i].from);
		json_out_text(o, "meeting", str_of(want_word(r.tiers[i].meeting)));
		if (r.tiers[i].quotes >= 0)
			json_out_int(o, "quotes", r.tiers[i].quotes);
		else
			json_out_null(o, "quotes");
		json_out_text(o, "contract", str_of(want_word(r.tiers[i].contract)));
		json_out_text(o, "source", r.tiers[i].source);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_bool(o, "needs_meeting", needs.meeting);
	json_out_int(o, "needs_quotes", needs.quotes);
	json_out_bool(o, "needs_contract", needs.contract);
	json_out_bool(o, "unset", needs.unset);
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
#define STEP(path, perm, shape, answers, fn, z, e) \
	{"POST", "/api/v1/purchases" path, ROUTE_WRITE, WHO_PERMITTED, perm, BODY_JSON, .request = &shape, \
	 .reply = &answers, .status = 201, .answer = fn, .zh = z, .en = e}
const struct route api_purchase_step_routes[] = {
	STEP("", PERMISSION_MONEY_MAKE, shape_open, shape_purchase_whole, open_purchase, "立项：会议决定买什么、上限多少", "open a purchase: what the meeting decided"),
	STEP("/{purchase}/quotes", PERMISSION_MONEY_MAKE, shape_quote, shape_purchase_whole, quote, "登记一家报价", "enter a supplier's quote"),
	STEP("/{purchase}/contract", PERMISSION_MONEY_MAKE, shape_contract, shape_purchase_whole, contract, "登记合同", "enter the contract"),
	STEP("/{purchase}/acceptances", PERMISSION_CARE_READ, shape_accept, shape_accepted, accept, "验收清点：两人各自清点，一致才算", "count what came: two count by themselves, and it counts where they agree"),
	{"GET", "/api/v1/purchase-rules", ROUTE_POINT, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_rules,
	 .query = rules_query, .answer = rules, .zh = "采购限额：多少钱要会议、询价、合同", .en = "what an amount needs: a meeting, quotes, a contract"},
	{0},
};
/* clang-format on */
