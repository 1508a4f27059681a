/* Documents of money and goods are drafted here: each kind has its row, its shape, and one function of the domain. */
#include "care/care.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"

/* ---- what every draft says ---- */

/* clang-format off */
#define ID_FIELDS \
	{"document_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "编号，由您生成；同一编号重交不会重复", .en = "the caller's id; handed in again it is not done twice"}, \
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150000", .zh = "工会代码", .en = "code of the union"}, \
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "活动代码", .en = "code of the cycle"}, \
	{"day", FIELD_DAY, 0, .example = "2024-10-20", .zh = "日期；不写为今天", .en = "day; today where it is not said"}, \
	{"words", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "2024年慰问资金", .zh = "说明", .en = "what for"}, \
	{"reference", FIELD_TEXT, 0, .max = 200, .example = "内工发〔2024〕12号", .zh = "文号；采购为发票号", .en = "number of the paper; of the invoice for a purchase"}
#define SOURCE_FIELD(flag) \
	{"source", FIELD_WORD, flag, .words = SOURCE_WORDS, .example = "UPPER", .zh = "资金来源", .en = "whose money"}
#define SPEND_FIELDS \
	{"purpose", FIELD_TEXT, 0, .max = 64, .example = "condolence", .zh = "用途", .en = "purpose"}, \
	{"budget", FIELD_TEXT, 0, .max = 64, .example = "gift", .zh = "预算科目", .en = "budget line"}
#define COUNT_FIELD(flag) \
	{"count", FIELD_INT, flag, .min = 1, .max = DOCUMENT_LINES_MAX, .example = "1", .zh = "申报笔数，与明细相符", .en = "how many lines, as declared; it must be so many"}
#define TOTAL_FIELD(flag) \
	{"total_fen", FIELD_FEN, flag, .min = 0, .max = INT64_C(1000000000000000), .example = "20000000", .zh = "申报合计（分），与明细相符", .en = "their sum in fen, as declared; it must be so"}

static const struct field one_fields[] = {
	ID_FIELDS, SOURCE_FIELD(FIELD_NEEDED), SPEND_FIELDS, TOTAL_FIELD(FIELD_NEEDED),
	{0},
};
static const struct shape shape_one = {"MoneyDraft", one_fields};

static const struct field share_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150300", .zh = "下级工会代码", .en = "code of a union below"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .min = 1, .max = INT64_C(1000000000000000), .example = "20000000", .zh = "金额（分）", .en = "amount in fen"},
	{0},
};
static const struct shape shape_share = {"AllotmentLine", share_fields};
static const struct field allot_fields[] = {
	ID_FIELDS, SOURCE_FIELD(FIELD_NEEDED), SPEND_FIELDS, COUNT_FIELD(FIELD_NEEDED), TOTAL_FIELD(FIELD_NEEDED),
	{"lines", FIELD_LIST, FIELD_NEEDED, .max = ALLOT_LINES_MAX, .of = &shape_share, .zh = "下拨到哪里", .en = "to whom"},
	{0},
};
static const struct shape shape_allot = {"AllotmentDraft", allot_fields};

static const struct field goods_line_fields[] = {
	{"item", FIELD_TEXT, 0, .max = 128, .example = "kit:2024-hw/L", .zh = "物品代码；不写为现金，件数为分", .en = "code of the item; none is cash, its quantity in fen"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .min = 0, .max = INT64_C(1000000000000000), .example = "30", .zh = "件数", .en = "pieces"},
	{"total_fen", FIELD_FEN, 0, .min = 0, .max = INT64_C(1000000000000000), .example = "450000", .zh = "采购：这一行的价款（分）", .en = "purchase: what the line cost, in fen"},
	{0},
};
static const struct shape shape_goods_line = {"GoodsLine", goods_line_fields};
#define LINES_FIELD \
	{"lines", FIELD_LIST, FIELD_NEEDED, .max = DOCUMENT_LINES_MAX, .of = &shape_goods_line, .zh = "物品", .en = "goods"}
#define USER_FIELD(key, flag, z, e) \
	{key, FIELD_TEXT, flag, .max = 64, .example = "fafang", .zh = z, .en = e}
#define PURCHASE_FIELD \
	{"purchase_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ad", .zh = "哪一次采购", .en = "whose accepted goods"}

static const struct field purchase_fields[] = {
	ID_FIELDS, SOURCE_FIELD(FIELD_NEEDED), SPEND_FIELDS, COUNT_FIELD(FIELD_NEEDED), TOTAL_FIELD(FIELD_NEEDED), PURCHASE_FIELD, LINES_FIELD,
	{0},
};
static const struct shape shape_purchase = {"PurchaseDraft", purchase_fields};
static const struct field sendback_fields[] = {ID_FIELDS, COUNT_FIELD(FIELD_NEEDED), PURCHASE_FIELD, LINES_FIELD, {0}};
static const struct shape shape_sendback = {"SendbackDraft", sendback_fields};
static const struct field credit_fields[] = {
	ID_FIELDS, SOURCE_FIELD(FIELD_NEEDED), SPEND_FIELDS, TOTAL_FIELD(FIELD_NEEDED), PURCHASE_FIELD,
	{0},
};
static const struct shape shape_credit = {"CreditDraft", credit_fields};
static const struct field kit_fields[] = {
	ID_FIELDS,
	{"item", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "kit:2024-hw/L", .zh = "礼包代码", .en = "code of the kit"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .min = 1, .max = INT64_C(100000000), .example = "30", .zh = "套数", .en = "how many"},
	{0},
};
static const struct shape shape_kit = {"KitDraft", kit_fields};
static const struct field issue_fields[] = {
	ID_FIELDS, SOURCE_FIELD(0), SPEND_FIELDS, COUNT_FIELD(FIELD_NEEDED), TOTAL_FIELD(0), USER_FIELD("to", FIELD_NEEDED, "领用人用户名", "login of who gets it"), LINES_FIELD,
	{0},
};
static const struct shape shape_issue = {"IssueDraft", issue_fields};
static const struct field giveback_fields[] = {ID_FIELDS, SOURCE_FIELD(0), SPEND_FIELDS, COUNT_FIELD(FIELD_NEEDED), TOTAL_FIELD(0), LINES_FIELD, {0}};
static const struct shape shape_giveback = {"GivebackDraft", giveback_fields};
static const struct field move_fields[] = {
	ID_FIELDS, COUNT_FIELD(FIELD_NEEDED), TOTAL_FIELD(0),
	{"to", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150300", .zh = "调入工会代码", .en = "code of the union that gets it"},
	LINES_FIELD,
	{0},
};
static const struct shape shape_move = {"MoveDraft", move_fields};
static const struct field loss_fields[] = {
	ID_FIELDS, SOURCE_FIELD(0), COUNT_FIELD(FIELD_NEEDED), TOTAL_FIELD(0), USER_FIELD("holder", 0, "保管人用户名；不写为库存", "login of the holder; none: the stock"), LINES_FIELD,
	{0},
};
static const struct shape shape_loss = {"LossDraft", loss_fields};
static const struct field count_fields[] = {ID_FIELDS, USER_FIELD("holder", 0, "保管人用户名；不写为库存", "login of the holder; none: the stock"), LINES_FIELD, {0}};
static const struct shape shape_count = {"StockCount", count_fields};
/* clang-format on */

/* ---- a body into a plan ---- */

static struct sn_err plan_read(struct ctx *c, const struct call *q, struct document_plan *plan)
{
	struct document *d = &plan->document;
	struct str code, source = STR_NULL;
	struct cycle cycle;
	struct org org;
	SN_TRY(json_get_uuid(q->body, "document_id", &d->document_id));
	SN_TRY(body_org(c, q->body, "org", &org));
	d->shard = org.shard;
	d->org_no = org.org_no;
	SN_TRY(json_get_text(q->body, "cycle", &code));
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	d->cycle_no = cycle.cycle_no;
	d->day = day_of(now_us(c));
	SN_TRY(body_day(q->body, "day", &d->day));
	SN_TRY(json_get_text_or(q->body, "words", &d->words));
	SN_TRY(json_get_text_or(q->body, "reference", &d->reference));
	SN_TRY(json_get_text_or(q->body, "purpose", &plan->purpose));
	SN_TRY(json_get_text_or(q->body, "budget", &plan->budget));
	SN_TRY(json_get_text_or(q->body, "source", &source));
	plan->source = names_source_of(source);
	d->declared_count = 1;
	SN_TRY(json_get_int_or(q->body, "count", &d->declared_count));
	SN_TRY(json_get_money_or(q->body, "total_fen", &d->declared_total));
	const struct json_value purchase = json_find(q->body, "purchase_id");
	return json_kind(&purchase) == JSON_ABSENT
		       ? SN_SUCCESS
		       : json_get_uuid(q->body, "purchase_id", &plan->purchase_id);
}

static struct sn_err user_of(struct ctx *c, const struct call *q, const char *key, struct uuid *out)
{
	struct str login = STR_NULL;
	struct user user;
	*out = UUID_NULL;
	SN_TRY(json_get_text_or(q->body, key, &login));
	if (str_is_null(login))
		return SN_SUCCESS;
	SN_TRY(rights_user_by_login(c, login, &user));
	*out = user.user_id;
	return SN_SUCCESS;
}

static struct sn_err item_of(struct ctx *c, const struct json_value *line, int64_t *item_no)
{
	struct str code = STR_NULL;
	struct item item;
	*item_no = 0;
	SN_TRY(json_get_text_or(line, "item", &code));
	if (str_is_null(code))
		return SN_SUCCESS;
	SN_TRY(goods_item_by_code(c, code, &item));
	*item_no = item.item_no;
	return SN_SUCCESS;
}

static struct sn_err goods_lines(struct ctx *c, const struct call *q, struct goods_line **out,
				 size_t *count)
{
	struct json_value lines;
	SN_TRY(json_get_array(q->body, "lines", &lines));
	*count = json_count(&lines);
	*out = ARENA_ARRAY(c->mem, struct goods_line, *count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < *count; i++) {
		const struct json_value line = json_at(&lines, i);
		struct goods_line *l = &(*out)[i];
		*l = (struct goods_line){.total = MONEY_FEN(0)};
		struct sn_err e = item_of(c, &line, &l->item_no);
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
		SN_TRY(json_get_int(&line, "quantity", &l->quantity));
		SN_TRY(json_get_money_or(&line, "total_fen", &l->total));
	}
	return SN_SUCCESS;
}

/* ---- one handler a way of drafting ---- */

static struct sn_err receive(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(document_make_receive(c, &plan, plan.document.declared_total, &made));
	return money_document_whole_out(c, o, NULL, &made);
}
static struct sn_err give_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(document_make_return(c, &plan, plan.document.declared_total, &made));
	return money_document_whole_out(c, o, NULL, &made);
}
static struct sn_err credit(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(document_make_credit(c, &plan, plan.document.declared_total, &made));
	return money_document_whole_out(c, o, NULL, &made);
}

static struct sn_err allot(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	struct json_value lines;
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(json_get_array(q->body, "lines", &lines));
	const size_t count = json_count(&lines);
	struct money_line *list = ARENA_ARRAY(c->mem, struct money_line, count + 1);
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct json_value line = json_at(&lines, i);
		struct org to;
		struct sn_err e = body_org(c, &line, "org", &to);
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
		list[i].org_no = to.org_no;
		SN_TRY(json_get_money(&line, "amount_fen", &list[i].amount));
	}
	SN_TRY(document_make_allot(c, &plan, list, count, &made));
	return money_document_whole_out(c, o, NULL, &made);
}

static struct sn_err purchase(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	struct goods_line *lines;
	size_t count;
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(goods_lines(c, q, &lines, &count));
	SN_TRY(document_make_purchase(c, &plan, lines, count, &made));
	return money_document_whole_out(c, o, NULL, &made);
}
static struct sn_err sendback(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	struct goods_line *lines;
	size_t count;
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(goods_lines(c, q, &lines, &count));
	SN_TRY(document_make_sendback(c, &plan, lines, count, &made));
	return money_document_whole_out(c, o, NULL, &made);
}
static struct sn_err kit(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document made;
	struct goods_line line = {.total = MONEY_FEN(0)};
	SN_TRY(plan_read(c, q, &plan));
	SN_TRY(item_of(c, q->body, &line.item_no));
	SN_TRY(json_get_int(q->body, "quantity", &line.quantity));
	SN_TRY(document_make_kits(c, &plan, &line, &made));
	return money_document_whole_out(c, o, NULL, &made);
}

static struct sn_err goods(struct ctx *c, struct call *q, struct json_out *o,
			   struct goods_plan *plan)
{
	struct document made;
	struct goods_line *lines;
	size_t count;
	SN_TRY(plan_read(c, q, &plan->plan));
	SN_TRY(goods_lines(c, q, &lines, &count));
	SN_TRY(document_make_goods(c, plan, lines, count, &made));
	return money_document_whole_out(c, o, NULL, &made);
}
static struct sn_err issue(struct ctx *c, struct call *q, struct json_out *o)
{
	struct goods_plan plan = {.plan = {.document = {.kind = DOCUMENT_ISSUE}}};
	SN_TRY(user_of(c, q, "to", &plan.receiver_id));
	return goods(c, q, o, &plan);
}
/* By the holder himself: nobody gives back for another. */
static struct sn_err giveback(struct ctx *c, struct call *q, struct json_out *o)
{
	struct goods_plan plan = {.plan = {.document = {.kind = DOCUMENT_GIVEBACK}},
				  .holder_id = c->actor_id};
	return goods(c, q, o, &plan);
}
static struct sn_err move(struct ctx *c, struct call *q, struct json_out *o)
{
	struct goods_plan plan = {.plan = {.document = {.kind = DOCUMENT_MOVE}}};
	struct org to;
	SN_TRY(body_org(c, q->body, "to", &to));
	plan.to_org_no = to.org_no;
	return goods(c, q, o, &plan);
}
static struct sn_err loss(struct ctx *c, struct call *q, struct json_out *o)
{
	struct goods_plan plan = {.plan = {.document = {.kind = DOCUMENT_LOSS}}};
	SN_TRY(user_of(c, q, "holder", &plan.holder_id));
	return goods(c, q, o, &plan);
}

/* ---- a count of the stock ---- */

static const struct field difference_fields[] = {
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品",
	 .en = "item"},
	{"expected", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "账上", .en = "in the books"},
	{"counted", FIELD_INT, FIELD_NEEDED, .example = "29", .zh = "实点", .en = "counted"},
	{"surplus", FIELD_BOOL, FIELD_NEEDED, .example = "false",
	 .zh = "多出来：物品不会凭空出现，请查漏登的采购或交回",
	 .en = "more than the books say: a purchase or giveback is missing in them"},
	{0},
};
static const struct shape shape_difference = {"CountDifference", difference_fields};
static const struct field counted_fields[] = {
	{"differences", FIELD_LIST, FIELD_NEEDED, .of = &shape_difference, .zh = "盘点差异",
	 .en = "what differs"},
	{"loss", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_document,
	 .zh = "为短少做的核销单；空为没有短少",
	 .en = "the loss drafted for what is missing; null: none"},
	{0},
};
static const struct shape shape_counted = {"CountResult", counted_fields};

static struct sn_err count_stock(struct ctx *c, struct call *q, struct json_out *o)
{
	struct goods_plan plan = {.receiver_id = UUID_NULL};
	struct count_result result = {.count = 0};
	struct goods_line *lines;
	struct names *n = names_new(c);
	size_t count;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(plan_read(c, q, &plan.plan));
	SN_TRY(user_of(c, q, "holder", &plan.holder_id));
	SN_TRY(goods_lines(c, q, &lines, &count));
	plan.plan.document.declared_count = (int64_t)count;
	SN_TRY(document_make_count(c, &plan, lines, count, &result));
	json_out_object(o, NULL);
	json_out_array(o, "differences");
	for (size_t i = 0; i < result.count; i++) {
		const struct count_difference *d = &result.differences[i];
		json_out_object(o, NULL);
		names_item(n, o, "item", d->item_no);
		json_out_int(o, "expected", d->expected);
		json_out_int(o, "counted", d->counted);
		json_out_bool(o, "surplus", d->counted > d->expected);
		json_out_end(o);
	}
	json_out_end(o);
	if (uuid_is_null(result.loss.document_id))
		json_out_null(o, "loss");
	else
		money_document_out(n, o, "loss", &result.loss);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- the rows ---- */

/* clang-format off */
#define DRAFT(path, permission, shape, fn, z, e) \
	{"POST", "/api/v1/documents/" path, ROUTE_WRITE, WHO_PERMITTED, permission, BODY_JSON, .request = &shape, \
	 .reply = &shape_document_whole, .status = 201, .answer = fn, .zh = z, .en = e}
const struct route api_document_draft_routes[] = {
	DRAFT("receive",  PERMISSION_MONEY_MAKE, shape_one,      receive,   "拟收入单：钱进来", "draft money that comes in"),
	DRAFT("allot",    PERMISSION_MONEY_MAKE, shape_allot,    allot,     "拟下拨单：拨给下级工会", "draft an allotment to unions below"),
	DRAFT("purchase", PERMISSION_MONEY_MAKE, shape_purchase, purchase,  "拟采购入库单：凭发票，只收两人验收过的", "draft a purchase into the stock: by invoice, only what two have accepted"),
	DRAFT("return",   PERMISSION_MONEY_MAKE, shape_one,      give_back, "拟退回单：钱退给上级或来源", "draft money that goes back"),
	DRAFT("sendback", PERMISSION_DELIVER,    shape_sendback, sendback,  "拟退货单：退给供应商", "draft goods that go back to the supplier"),
	DRAFT("credit",   PERMISSION_MONEY_MAKE, shape_credit,   credit,    "拟红字发票入账单：供应商退款", "draft the supplier's credit note"),
	DRAFT("kit",      PERMISSION_MONEY_MAKE, shape_kit,      kit,       "拟组装单：按清单装成礼包", "draft kits put together by their bill of materials"),
	DRAFT("issue",    PERMISSION_DELIVER,    shape_issue,    issue,     "拟领用单：交给发放员保管", "draft an issue into somebody's custody"),
	DRAFT("giveback", PERMISSION_CARE_READ,  shape_giveback, giveback,  "拟交回单：保管人本人交回", "draft what a holder gives back himself"),
	DRAFT("move",     PERMISSION_DELIVER,    shape_move,     move,      "拟调拨单：调给另一工会的库存", "draft goods that move to another union's stock"),
	DRAFT("loss",     PERMISSION_DELIVER,    shape_loss,     loss,      "拟核销单：丢失、损坏", "draft a loss"),
	{"POST", "/api/v1/stock/counts", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_DELIVER, BODY_JSON, .request = &shape_count,
	 .reply = &shape_counted, .status = 201, .answer = count_stock,
	 .zh = "报盘点：列出差异，短少的拟核销单", .en = "hand in a count: what differs, and a loss drafted for what is missing"},
	{0},
};
/* clang-format on */
