/* 采购: the chain of a purchase: its steps, its papers, what holds against it, and who does the next step. */
#include "ledger/purchase.h"

#include "care/care.h"
#include "http/money.h"
#include "http/purchase_out.h"
#include "http/routes.h"
#include "http/shapes.h"

/* clang-format off */
#define PURCHASE_ID_FIELD {"purchase_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b0", .zh = "编号", .en = "id"}
#define PURCHASE_FIELDS \
	PURCHASE_ID_FIELD, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"}, \
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"}, \
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问品采购", .zh = "买什么、为什么", .en = "what is bought, what for"}, \
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-08", .zh = "日期", .en = "day"}, \
	{"ceiling_fen", FIELD_FEN, FIELD_NEEDED, .example = "10000000", .zh = "会议决定的上限（分）", .en = "what the meeting allowed"}, \
	{"limit_fen", FIELD_FEN, FIELD_NEEDED, .example = "9600000", .zh = "合同价；没有合同为上限（分）", .en = "the contract's total, else the ceiling"}, \
	{"invoiced_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "已开票入库（分）", .en = "invoiced"}, \
	{"needs_meeting", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "要会议决定", .en = "it needs a meeting"}, \
	{"needs_quotes", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "要几家询价", .en = "how many quotes it needs"}, \
	{"needs_contract", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "要合同", .en = "it needs a contract"}, \
	{"rules_unset", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "限额没有定全，按全部步骤办", .en = "thresholds are not all set, so the whole chain is asked for"}, \
	{"supplier", FIELD_TEXT, FIELD_NULLABLE, .example = "乌海某商贸公司（合成数据）", .zh = "供应商", .en = "supplier"}, \
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"}, \
	{"next", FIELD_LIST, FIELD_NEEDED, .example = "accept", .zh = "下一步：quote、contract、accept、second、stock、credit", .en = "what comes next: quote, contract, accept, second, stock, credit"}, \
	{"my_next", FIELD_LIST, FIELD_NEEDED, .example = "accept", .zh = "其中等您办的", .en = "of these, what you may do now"}
static const struct field purchase_fields[] = {PURCHASE_FIELDS, {0}};
static const struct shape shape_purchase = {"Purchase", purchase_fields};
static const struct field step_line_fields[] = {
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品", .en = "item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "480", .zh = "合同件数、验收件数", .en = "ordered, or accepted"},
	{"refused", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "拒收件数", .en = "refused"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "9600000", .zh = "合同金额（分）", .en = "what the contract's line costs"},
	{0},
};
static const struct shape shape_step_line = {"PurchaseStepLine", step_line_fields};
static const struct field step_fields[] = {
	{"step_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b1", .zh = "编号", .en = "id"},
	{"step", FIELD_WORD, FIELD_NEEDED, .words = "open|quote|contract|acceptance", .example = "quote", .zh = "哪一步", .en = "which step"},
	{"number", FIELD_TEXT, FIELD_NULLABLE, .example = "会议纪要 2024-10", .zh = "文号", .en = "number"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "最低价", .zh = "说明", .en = "words"},
	{"partner", FIELD_TEXT, FIELD_NULLABLE, .example = "乌海某商贸公司（合成数据）", .zh = "供应商", .en = "supplier"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "9600000", .zh = "金额（分）", .en = "amount"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-10", .zh = "日期", .en = "day"},
	{"first", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "登记人；验收第一人", .en = "who entered it"},
	{"second", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "验收第二人；空为还没有", .en = "who counted too; null: nobody yet"},
	{"at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-10T02:15:00.000000Z", .zh = "登记时间", .en = "when"},
	{"second_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-10T03:15:00.000000Z", .zh = "第二人验收时间", .en = "when the second counted"},
	{"present", FIELD_TEXT, FIELD_NULLABLE, .example = "王主席、李委员（示例）", .zh = "到会", .en = "who was there"},
	{"lines", FIELD_LIST, FIELD_NEEDED, .of = &shape_step_line, .zh = "合同、验收的明细；只有一人验收的不给看数，第二人自己清点", .en = "lines of a contract or acceptance; of a count by one alone none are shown, since the second counts by himself"},
	{0},
};
static const struct shape shape_step = {"PurchaseStep", step_fields};
static const struct field have_fields[] = {
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品", .en = "item"},
	{"contracted", FIELD_INT, FIELD_NULLABLE, .example = "480", .zh = "合同件数；空为合同没写", .en = "contracted; null: no contract names it"},
	{"accepted", FIELD_INT, FIELD_NEEDED, .example = "480", .zh = "验收件数", .en = "accepted"},
	{"refused", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "拒收件数", .en = "refused"},
	{"stocked", FIELD_INT, FIELD_NEEDED, .example = "480", .zh = "已入库件数", .en = "in the stock by invoice"},
	{0},
};
static const struct shape shape_have = {"PurchaseItem", have_fields};
static const struct field finding_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "accepted_not_invoiced", .zh = "代码", .en = "code"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "rice", .zh = "说的是什么", .en = "of what"},
	{"expected", FIELD_INT, FIELD_NEEDED, .example = "480", .zh = "应有", .en = "expected"},
	{"found", FIELD_INT, FIELD_NEEDED, .example = "470", .zh = "实有", .en = "found"},
	{"message", FIELD_TEXT, FIELD_NULLABLE, .example = "rice：验收 480，凭发票入库 470，其余尚未入库", .zh = "问题", .en = "what it says"},
	{0},
};
static const struct shape shape_finding = {"PurchaseFinding", finding_fields};
static const struct field lot_fields[] = {LOT_FIELDS, {0}};
const struct shape shape_lot = {"Lot", lot_fields};
static const struct field whole_fields[] = {
	PURCHASE_FIELDS,
	{"steps", FIELD_LIST, FIELD_NEEDED, .of = &shape_step, .zh = "各步", .en = "its steps"},
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_have, .zh = "各物品", .en = "what its items have come to"},
	{"findings", FIELD_LIST, FIELD_NEEDED, .of = &shape_finding, .zh = "发现的问题", .en = "what does not hold"},
	{"lots", FIELD_LIST, FIELD_NEEDED, .of = &shape_lot, .zh = "入库的各批现在在哪里", .en = "where the pieces that came in are now"},
	{"documents", FIELD_LIST, FIELD_NEEDED, .of = &shape_document, .zh = "入库、退货、红字发票的单据", .en = "its papers: into the stock, back, credited"},
	{"half_sheet", FIELD_TEXT, FIELD_NULLABLE, .example = "验收-1", .zh = "等第二人清点的验收单号", .en = "number of the acceptance sheet that waits for its second"},
	{"sent_back_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "已退货（分）", .en = "sent back"},
	{"credited_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "已收红字发票（分）", .en = "credited"},
	{0},
};
const struct shape shape_purchase_whole = {"PurchaseWhole", whole_fields};
/* clang-format on */

static struct str partner_name(struct ctx *c, int64_t partner_no)
{
	struct partner partner;
	return partner_no != 0 && !sn_failed(partner_by_no(c, partner_no, 0, &partner))
		       ? partner.name
		       : STR_NULL;
}

static void nexts_out(struct json_out *o, const char *key, unsigned bits)
{
	json_out_array(o, key);
	for (int i = 0; i < PURCHASE_NEXTS_COUNT; i++)
		if (bits & 1U << i)
			json_out_text(o, NULL,
				      str_of(purchase_next_words((enum purchase_next)i)->word));
	json_out_end(o);
}

static struct sn_err purchase_keys(struct ctx *c, struct names *n, struct json_out *o,
				   const struct purchase *p, struct purchase_turn *turn)
{
	SN_TRY(purchase_turn(c, p, turn));
	json_out_uuid(o, "purchase_id", p->purchase_id);
	names_org(n, o, "org", p->org_no);
	names_cycle(n, o, "cycle", p->cycle_no);
	json_out_text(o, "words", p->words);
	reply_day(o, "day", p->day);
	json_out_money(o, "ceiling_fen", p->ceiling);
	json_out_money(o, "limit_fen", p->limit);
	json_out_money(o, "invoiced_fen", p->invoiced);
	json_out_bool(o, "needs_meeting", p->needs.meeting);
	json_out_int(o, "needs_quotes", p->needs.quotes);
	json_out_bool(o, "needs_contract", p->needs.contract);
	json_out_bool(o, "rules_unset", p->needs.unset);
	json_out_text(o, "supplier", partner_name(c, p->partner_no));
	names_user(n, o, "maker", p->maker_id);
	nexts_out(o, "next", turn->open);
	nexts_out(o, "my_next", turn->mine);
	return SN_SUCCESS;
}

static struct sn_err purchases(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase *list = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t cycle_no;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(money_query_cycle(c, q, &cycle_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(purchase_list(
		c, &(const struct purchase_filter){.path = org.path, .cycle_no = cycle_no}, &list,
		&count));
	for (size_t i = 0; n && i < count; i++) {
		struct purchase_turn turn;
		json_out_object(o, NULL);
		SN_TRY(purchase_keys(c, n, o, &list[i], &turn));
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL); /* the domain lists the newest PURCHASE_LIST_MAX */
	return SN_SUCCESS;
}

/* What the first of two counted is not shown: the second counts by himself. */
static void step_lines_out(struct names *n, struct json_out *o, const struct purchase_step *s)
{
	const bool half = s->kind == PURCHASE_ACCEPTANCE && uuid_is_null(s->second_id);
	json_out_array(o, "lines");
	for (size_t i = 0; !half && i < s->lines_count; i++) {
		json_out_object(o, NULL);
		names_item(n, o, "item", s->lines[i].item_no);
		json_out_int(o, "quantity", s->lines[i].quantity);
		json_out_int(o, "refused", s->lines[i].refused);
		json_out_money(o, "total_fen", s->lines[i].value);
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err steps_out(struct ctx *c, struct names *n, struct json_out *o,
			       const struct purchase *p)
{
	struct purchase_step *steps = NULL;
	size_t count = 0;
	SN_TRY(purchase_steps(c, p, &steps, &count));
	json_out_array(o, "steps");
	for (size_t i = 0; i < count; i++) {
		const struct purchase_step *s = &steps[i];
		json_out_object(o, NULL);
		json_out_uuid(o, "step_id", s->step_id);
		json_out_text(o, "step", str_of(purchase_step_words(s->kind)->word));
		json_out_text(o, "number", s->number);
		json_out_text(o, "words", s->words);
		json_out_text(o, "partner", partner_name(c, s->partner_no));
		json_out_money(o, "amount_fen", s->amount);
		reply_day(o, "day", s->day);
		names_user(n, o, "first", s->first_id);
		names_user(n, o, "second", s->second_id);
		reply_time(o, "at", s->at_us);
		reply_time(o, "second_at", s->second_us);
		json_out_text(o, "present", s->present);
		step_lines_out(n, o, s);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err items_out(struct ctx *c, struct names *n, struct json_out *o,
			       const struct purchase *p)
{
	struct purchase_item *items = NULL;
	size_t count = 0;
	SN_TRY(purchase_items(c, p, &items, &count));
	json_out_array(o, "items");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		names_item(n, o, "item", items[i].item_no);
		if (items[i].contracted >= 0)
			json_out_int(o, "contracted", items[i].contracted);
		else
			json_out_null(o, "contracted");
		json_out_int(o, "accepted", items[i].accepted);
		json_out_int(o, "refused", items[i].refused);
		json_out_int(o, "stocked", items[i].stocked);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

struct finding_to {
	struct arena *mem;
	enum lang lang;
	struct json_out *out;
};
static struct sn_err finding_out(void *self, const struct purchase_finding *f)
{
	const struct finding_to *to = self;
	struct json_out *o = to->out;
	json_out_object(o, NULL);
	json_out_text(o, "code", str_of(purchase_finding_words(f->kind)->word));
	json_out_text(o, "words", f->text);
	json_out_int(o, "expected", f->expected);
	json_out_int(o, "found", f->found);
	json_out_text(o, "message", purchase_finding_say(to->mem, to->lang, f));
	json_out_end(o);
	return SN_SUCCESS;
}

void purchase_lots_out(struct names *n, struct json_out *o, const struct purchase_lot *lots,
		       size_t count)
{
	json_out_array(o, "lots");
	for (size_t i = 0; i < count; i++) {
		const struct purchase_lot *l = &lots[i];
		json_out_object(o, NULL);
		json_out_int(o, "lot", l->lot_no);
		names_item(n, o, "item", l->item_no);
		json_out_int(o, "came", l->bought);
		json_out_money(o, "value_fen", l->bought_value);
		json_out_int(o, "stock", l->stock);
		json_out_int(o, "custody", l->custody);
		json_out_int(o, "given", l->given);
		json_out_int(o, "in_kits", l->in_kits);
		json_out_int(o, "lost", l->lost);
		json_out_int(o, "transit", l->transit);
		json_out_int(o, "sent_back", l->sent_back);
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err rest_out(struct ctx *c, struct names *n, struct json_out *o,
			      const struct purchase *p)
{
	struct purchase_lot *lots = NULL;
	struct document *papers = NULL;
	struct money sent, credited;
	size_t lots_count = 0, papers_count = 0;
	SN_TRY(purchase_lots(c, p, &lots, &lots_count));
	purchase_lots_out(n, o, lots, lots_count);
	SN_TRY(purchase_documents(c, p, &papers, &papers_count));
	json_out_array(o, "documents");
	for (size_t i = 0; i < papers_count; i++)
		money_document_out(n, o, NULL, &papers[i]);
	json_out_end(o);
	SN_TRY(purchase_back_sums(c, p, FUND_NONE, &sent, &credited));
	json_out_money(o, "sent_back_fen", sent);
	json_out_money(o, "credited_fen", credited);
	return SN_SUCCESS;
}

struct sn_err purchase_whole_out(struct ctx *c, const struct call *q, struct json_out *o,
				 const char *key, struct uuid purchase_id)
{
	struct names *n = names_new(c);
	struct finding_to to = {c->mem, q->lang, o};
	struct purchase_turn turn;
	struct purchase p;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(purchase_read(c, purchase_id, &p));
	json_out_object(o, key);
	SN_TRY(purchase_keys(c, n, o, &p, &turn));
	SN_TRY(steps_out(c, n, o, &p));
	SN_TRY(items_out(c, n, o, &p));
	json_out_array(o, "findings");
	SN_TRY(purchase_findings(c, &p, finding_out, &to));
	json_out_end(o);
	SN_TRY(rest_out(c, n, o, &p));
	json_out_text(o, "half_sheet", turn.sheet);
	json_out_end(o);
	return SN_SUCCESS;
}

/* Who sees the union's money; and who is asked to count what came, which may be a distributor. */
static struct sn_err may_see(struct ctx *c, struct call *q, const struct purchase *p)
{
	struct purchase_turn turn;
	q->asked = true;
	const struct sn_err e = rights_may(c, PERMISSION_MONEY_READ, p->org_no);
	if (!sn_failed(e))
		return SN_SUCCESS;
	SN_TRY(purchase_turn(c, p, &turn));
	return turn.mine & (1U << PURCHASE_NEXT_ACCEPT | 1U << PURCHASE_NEXT_SECOND) ? SN_SUCCESS
										     : e;
}

static struct sn_err purchase_show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct purchase p;
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "purchase"));
	SN_TRY(purchase_read(c, id, &p));
	SN_TRY(may_see(c, q, &p));
	return purchase_whole_out(c, q, o, NULL, id);
}

/* clang-format off */
static const struct query_field place_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码，含下级", "code of the union, with those below it"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{0},
};
const struct route api_purchase_routes[] = {
	{"GET", "/api/v1/purchases", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_purchase, .reply_page = true,
	 .query = place_query, .answer = purchases, .zh = "采购，新的在前", .en = "purchases, the newest first"},
	{"GET", "/api/v1/purchases/{purchase}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_purchase_whole,
	 .answer = purchase_show, .zh = "一次采购：会议、询价、合同、验收、入库与问题",
	 .en = "one purchase: its steps, what came in, what does not hold"},
	{0},
};
/* clang-format on */
