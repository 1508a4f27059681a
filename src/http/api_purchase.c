/* 采购与捐赠: the chain of a purchase with its steps and what holds against it; donations, what is left of them, receipts. */
#include "ledger/purchase.h"

#include "care/care.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "ledger/donation.h"

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
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"}
static const struct field purchase_fields[] = {PURCHASE_FIELDS, {0}};
static const struct shape shape_purchase = {"Purchase", purchase_fields};
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
	{0},
};
static const struct shape shape_finding = {"PurchaseFinding", finding_fields};
static const struct field whole_fields[] = {
	PURCHASE_FIELDS,
	{"steps", FIELD_LIST, FIELD_NEEDED, .of = &shape_step, .zh = "各步", .en = "its steps"},
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_have, .zh = "各物品", .en = "what its items have come to"},
	{"findings", FIELD_LIST, FIELD_NEEDED, .of = &shape_finding, .zh = "发现的问题", .en = "what does not hold"},
	{0},
};
static const struct shape shape_whole = {"PurchaseWhole", whole_fields};
/* clang-format on */

static void purchase_keys(struct names *n, struct json_out *o, const struct purchase *p)
{
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
	names_user(n, o, "maker", p->maker_id);
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
	SN_TRY(purchase_list(c,
			     &(const struct purchase_filter){.shard = org.shard,
							     .org_no = org.org_no,
							     .cycle_no = cycle_no},
			     &list, &count));
	for (size_t i = 0; n && i < count; i++) {
		json_out_object(o, NULL);
		purchase_keys(n, o, &list[i]);
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL); /* the domain lists the newest PURCHASE_LIST_MAX */
	return SN_SUCCESS;
}

static void partner_out(struct ctx *c, struct json_out *o, int64_t partner_no)
{
	struct partner partner;
	const bool known = partner_no != 0 && !sn_failed(partner_by_no(c, partner_no, 0, &partner));
	json_out_text(o, "partner", known ? partner.name : STR_NULL);
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
		partner_out(c, o, s->partner_no);
		json_out_money(o, "amount_fen", s->amount);
		reply_day(o, "day", s->day);
		names_user(n, o, "first", s->first_id);
		names_user(n, o, "second", s->second_id);
		reply_time(o, "at", s->at_us);
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

static struct sn_err finding_out(void *self, const struct purchase_finding *f)
{
	struct json_out *o = self;
	json_out_object(o, NULL);
	json_out_text(o, "code", str_of(purchase_finding_words(f->kind)->word));
	json_out_text(o, "words", f->text);
	json_out_int(o, "expected", f->expected);
	json_out_int(o, "found", f->found);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err purchase_show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct names *n = names_new(c);
	struct purchase p;
	struct uuid id;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(uuid_parse(&id, q->args[0], "purchase"));
	SN_TRY(purchase_read(c, id, &p));
	SN_TRY(call_may(c, q, p.org_no));
	json_out_object(o, NULL);
	purchase_keys(n, o, &p);
	SN_TRY(steps_out(c, n, o, &p));
	SN_TRY(items_out(c, n, o, &p));
	json_out_array(o, "findings");
	SN_TRY(purchase_findings(c, &p, finding_out, o));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- donations ---- */

/* clang-format off */
static const struct field donation_fields[] = {
	{"donation_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b2", .zh = "编号，也是收入单的编号", .en = "id, also of its document"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "受赠工会", .en = "who got it"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"donor_kind", FIELD_WORD, FIELD_NEEDED, .words = "partner|person|anonymous", .example = "partner", .zh = "捐赠人类别", .en = "kind of donor"},
	{"donor", FIELD_TEXT, FIELD_NULLABLE, .example = "乌海某公司（合成数据）", .zh = "捐赠人；个人已脱敏", .en = "donor; a person's name is masked"},
	{"goods", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "捐的是物资", .en = "goods, not money"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "5000000", .zh = "金额或作价（分）", .en = "amount, or value of the goods"},
	{"returned_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "已退还（分）", .en = "given back"},
	{"left_fen", FIELD_FEN, FIELD_NEEDED, .example = "1200000", .zh = "结余（分）", .en = "left"},
	{"purpose", FIELD_TEXT, FIELD_NULLABLE, .example = "condolence", .zh = "指定用途", .en = "what the donor binds it to"},
	{"basis", FIELD_TEXT, FIELD_NULLABLE, .example = "发票", .zh = "作价依据", .en = "how goods were valued"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = DOCUMENT_STATE_WORDS, .example = "done", .zh = "状态", .en = "state"},
	{"reversed", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已红字更正", .en = "it was taken back"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-12", .zh = "日期", .en = "day"},
	{"receipt", FIELD_TEXT, FIELD_NULLABLE, .example = "2024-3", .zh = "收据号；空为没有有效收据", .en = "number of the receipt in force; null: none"},
	{0},
};
/* clang-format on */
static const struct shape shape_donation = {"Donation", donation_fields};

static void donor_out(struct ctx *c, struct json_out *o, const struct donor *donor)
{
	static const char *const kinds[DONOR_KINDS_COUNT] = {"partner", "person", "anonymous"};
	struct partner partner;
	struct str name =
		donor->kind == DONOR_PERSON ? donor->name : STR_NULL; /* masked by its domain */
	if (donor->kind == DONOR_PARTNER &&
	    !sn_failed(partner_by_no(c, donor->partner_no, 0, &partner)))
		name = partner.name;
	json_out_text(o, "donor_kind", str_of(kinds[donor->kind]));
	json_out_text(o, "donor", name);
}

static void donation_out(struct ctx *c, struct names *n, struct json_out *o,
			 const struct donation *d)
{
	const char *receipt =
		d->receipt_no != 0 ? arena_printf(c->mem, "%lld-%lld", (long long)d->receipt_year,
						  (long long)d->receipt_no)
				   : NULL;
	json_out_object(o, NULL);
	json_out_uuid(o, "donation_id", d->donation_id);
	names_org(n, o, "org", d->org_no);
	names_cycle(n, o, "cycle", d->cycle_no);
	donor_out(c, o, &d->donor);
	json_out_bool(o, "goods", d->goods);
	json_out_money(o, "amount_fen", d->amount);
	json_out_money(o, "returned_fen", d->returned);
	json_out_money(o, "left_fen", d->left);
	json_out_text(o, "purpose", d->purpose);
	json_out_text(o, "basis", d->basis);
	json_out_text(o, "state", str_of(document_state_words(d->state)->word));
	json_out_bool(o, "reversed", d->reversed);
	reply_day(o, "day", d->day);
	json_out_text(o, "receipt", receipt ? str_of(receipt) : STR_NULL);
	json_out_end(o);
}

static struct sn_err donations(struct ctx *c, struct call *q, struct json_out *o)
{
	struct donation *list = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t cycle_no;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(money_query_cycle(c, q, &cycle_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(donation_list(
		c, &(const struct donation_filter){.org_no = org.org_no, .cycle_no = cycle_no},
		&list, &count));
	for (size_t i = 0; n && i < count; i++)
		donation_out(c, n, o, &list[i]);
	page_end(c, q, o, STR_NULL); /* a union's own: some hundred at most */
	return SN_SUCCESS;
}

/* clang-format off */
static const struct query_field place_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of the union"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{0},
};
const struct route api_purchase_routes[] = {
	{"GET", "/api/v1/purchases", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_purchase, .reply_page = true,
	 .query = place_query, .answer = purchases, .zh = "采购，新的在前", .en = "purchases, the newest first"},
	{"GET", "/api/v1/purchases/{purchase}", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_whole,
	 .answer = purchase_show, .zh = "一次采购：会议、询价、合同、验收、入库与问题",
	 .en = "one purchase: its steps, what came in, what does not hold"},
	{"GET", "/api/v1/donations", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_donation, .reply_page = true,
	 .query = place_query, .answer = donations, .zh = "捐赠与结余", .en = "donations and what is left of them"},
	{0},
};
/* clang-format on */
