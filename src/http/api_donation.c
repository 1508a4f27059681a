/* 捐赠: money and goods that were given, bound to a purpose; what became of them; receipts; what goes back to the donor. */
#include "ledger/donation.h"

#include "care/care.h"
#include "http/money.h"
#include "http/purchase_out.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

#include <inttypes.h>

/* clang-format off */
#define DONATION_FIELDS \
	{"donation_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b2", .zh = "编号，也是收入单的编号", .en = "id, also of its document"}, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "受赠工会", .en = "who got it"}, \
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"}, \
	{"donor_kind", FIELD_WORD, FIELD_NEEDED, .words = "partner|person|anonymous", .example = "partner", .zh = "捐赠人类别", .en = "kind of donor"}, \
	{"donor", FIELD_TEXT, FIELD_NULLABLE, .example = "乌海某公司（合成数据）", .zh = "捐赠人；个人已脱敏", .en = "donor; a person's name is masked"}, \
	{"goods", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "捐的是物资", .en = "goods, not money"}, \
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "5000000", .zh = "金额或作价（分）", .en = "amount, or value of the goods"}, \
	{"returned_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "已退还（分）", .en = "given back"}, \
	{"left_fen", FIELD_FEN, FIELD_NEEDED, .example = "1200000", .zh = "结余（分）", .en = "left"}, \
	{"purpose", FIELD_TEXT, FIELD_NULLABLE, .example = "condolence", .zh = "指定用途", .en = "what the donor binds it to"}, \
	{"basis", FIELD_TEXT, FIELD_NULLABLE, .example = "发票", .zh = "作价依据", .en = "how goods were valued"}, \
	{"state", FIELD_WORD, FIELD_NEEDED, .words = DOCUMENT_STATE_WORDS, .example = "done", .zh = "状态", .en = "state"}, \
	{"reversed", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已红字更正", .en = "it was taken back"}, \
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-12", .zh = "日期", .en = "day"}, \
	{"receipt", FIELD_TEXT, FIELD_NULLABLE, .example = "2024-3", .zh = "收据号；空为没有有效收据", .en = "number of the receipt in force; null: none"}
static const struct field donation_fields[] = {DONATION_FIELDS, {0}};
/* clang-format on */
static const struct shape shape_donation = {"Donation", donation_fields};

/* A partner by its name, a person masked by the domain (whole in a receipt), nobody: null. */
static struct str donor_name(struct ctx *c, const struct donor *donor)
{
	struct partner partner;
	if (donor->kind == DONOR_PERSON)
		return donor->name;
	return donor->kind == DONOR_PARTNER &&
			       !sn_failed(partner_by_no(c, donor->partner_no, 0, &partner))
		       ? partner.name
		       : STR_NULL;
}

static void donor_out(struct ctx *c, struct json_out *o, const struct donor *donor)
{
	static const char *const kinds[DONOR_KINDS_COUNT] = {"partner", "person", "anonymous"};
	json_out_text(o, "donor_kind", str_of(kinds[donor->kind]));
	json_out_text(o, "donor", donor_name(c, donor));
}

static void donation_keys(struct ctx *c, struct names *n, struct json_out *o,
			  const struct donation *d)
{
	const char *receipt =
		d->receipt_no != 0 ? arena_printf(c->mem, "%lld-%lld", (long long)d->receipt_year,
						  (long long)d->receipt_no)
				   : NULL;
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
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct donation *given = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t cycle_no;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(money_query_cycle(c, q, &cycle_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(donation_list(
		c, &(const struct donation_filter){.path = org.path, .cycle_no = cycle_no}, &given,
		&count));
	for (size_t i = 0; n && i < count; i++) {
		json_out_object(o, NULL);
		donation_keys(c, n, o, &given[count - 1 - i]); /* the newest first */
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL); /* a year's: some hundred at most */
	return SN_SUCCESS;
}

/* ---- one, with where it went ---- */

/* clang-format off */
static const struct field use_fields[] = {
	{"document", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_document, .zh = "单据", .en = "the paper"},
	{"in_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "进来（分）", .en = "what it brought in"},
	{"out_fen", FIELD_FEN, FIELD_NEEDED, .example = "3000000", .zh = "出去（分）", .en = "what it took out"},
	{0},
};
static const struct shape shape_use = {"DonationUse", use_fields};
static const struct field whole_fields[] = {
	DONATION_FIELDS,
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问环卫工人", .zh = "说明", .en = "in words"},
	{"purpose_name", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问", .zh = "用途名称", .en = "the purpose's name"},
	{"document", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_document_whole, .zh = "收入单", .en = "its document"},
	{"uses", FIELD_LIST, FIELD_NEEDED, .of = &shape_use, .zh = "捐款：同一工会、活动、用途的钱去了哪里，按单据（合在一起算，先到先用）", .en = "money: where that of this union, cycle and purpose went, by paper; it is one heap, the oldest is used first"},
	{"lots", FIELD_LIST, FIELD_NEEDED, .of = &shape_lot, .zh = "捐物：各批现在在哪里", .en = "goods: where the pieces are now"},
	{"may_receipt", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以开具或作废收据", .en = "you may issue or void its receipt"},
	{"may_return", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以拟退回捐赠人的单据", .en = "you may draft what goes back to the donor"},
	{0},
};
static const struct shape shape_whole = {"DonationWhole", whole_fields};
/* clang-format on */

static struct sn_err purpose_name(struct ctx *c, enum lang lang, struct str word, struct str *out)
{
	struct fund_matrix m;
	*out = STR_NULL;
	SN_TRY(fund_matrix_read(c, 0, &m));
	for (size_t i = 0; i < m.purposes_count; i++)
		if (str_eq(m.purposes[i].word, word))
			*out = lang == LANG_ZH ? m.purposes[i].zh : m.purposes[i].en;
	return SN_SUCCESS;
}

static struct sn_err went_out(struct ctx *c, struct names *n, struct json_out *o,
			      const struct donation *d)
{
	struct donation_use *uses = NULL;
	struct purchase_lot *lots = NULL;
	size_t uses_count = 0, lots_count = 0;
	if (d->goods)
		SN_TRY(donation_lots(c, d, &lots, &lots_count));
	else
		SN_TRY(donation_uses(c, d, &uses, &uses_count));
	json_out_array(o, "uses");
	for (size_t i = 0; i < uses_count; i++) {
		json_out_object(o, NULL);
		money_document_out(n, o, "document", &uses[i].document);
		json_out_money(o, "in_fen", uses[i].in);
		json_out_money(o, "out_fen", uses[i].out);
		json_out_end(o);
	}
	json_out_end(o);
	purchase_lots_out(n, o, lots, lots_count);
	return SN_SUCCESS;
}

static struct sn_err whole_out(struct ctx *c, const struct call *q, struct json_out *o,
			       struct uuid donation_id)
{
	const enum rights_role books[] = {ROLE_ACCOUNTANT, ROLE_CASHIER};
	struct names *n = names_new(c);
	struct document paper;
	struct donation d;
	struct str purpose;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(donation_read(c, donation_id, &d));
	SN_TRY(document_read(c, donation_id, &paper));
	SN_TRY(purpose_name(c, q->lang, d.purpose, &purpose));
	json_out_object(o, NULL);
	donation_keys(c, n, o, &d);
	json_out_text(o, "words", paper.words);
	json_out_text(o, "purpose_name", purpose);
	SN_TRY(money_document_whole_out(c, o, "document", &paper));
	SN_TRY(went_out(c, n, o, &d));
	const bool in = d.state == DOCUMENT_DONE && !d.reversed;
	json_out_bool(o, "may_receipt", in && !sn_failed(rights_require(c, books, 2, d.org_no)));
	json_out_bool(o, "may_return",
		      in && !d.goods && money_less(MONEY_FEN(0), d.left) &&
			      !sn_failed(RIGHTS_REQUIRE(c, ROLE_MAKER, d.org_no)));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err id_arg(const struct call *q, struct uuid *out)
{
	return uuid_parse(out, q->args[0], "donation");
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct donation d;
	struct uuid id;
	SN_TRY(id_arg(q, &id));
	SN_TRY(donation_read(c, id, &d));
	SN_TRY(call_may(c, q, d.org_no));
	return whole_out(c, q, o, id);
}

/* ---- receiving ---- */

/* clang-format off */
static const struct field goods_fields[] = {
	{"item", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "rice", .zh = "物品代码", .en = "code of the item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .min = 1, .max = INT64_C(100000000), .example = "50", .zh = "件数", .en = "pieces"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .min = 1, .max = INT64_C(9007199254740991), .example = "500000", .zh = "这一行作价（分）", .en = "what the line is worth"},
	{0},
};
static const struct shape shape_goods = {"DonationGoods", goods_fields};
static const struct field new_fields[] = {
	{"donation_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b2", .zh = "编号，由您生成", .en = "the caller's id"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150802", .zh = "受赠工会代码", .en = "code of the union that gets it"},
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "活动代码", .en = "code of the cycle"},
	{"donor_kind", FIELD_WORD, FIELD_NEEDED, .words = "partner|person|anonymous", .example = "partner", .zh = "捐赠人类别：单位、个人、不留名", .en = "kind of donor"},
	{"partner", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "demo-s1", .zh = "捐赠单位：合作单位代码或名称", .en = "the partner's code or name"},
	{"person", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "合成丁", .zh = "捐赠人姓名：密封保存，各处遮盖", .en = "a private person's name: sealed, masked everywhere"},
	{"purpose", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "condolence", .zh = "指定用途", .en = "what the donor binds it to"},
	{"amount_fen", FIELD_FEN, 0, .min = 1, .max = INT64_C(9007199254740991), .example = "5000000", .zh = "捐款金额（分）；捐物不写", .en = "money; none where goods are given"},
	{"lines", FIELD_LIST, 0, .max = DOCUMENT_LINES_MAX, .of = &shape_goods, .zh = "捐物明细", .en = "goods"},
	{"basis", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "发票", .zh = "作价依据（捐物必写）", .en = "how goods were valued; needed for goods"},
	{"words", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "慰问环卫工人", .zh = "说明", .en = "in words"},
	{"day", FIELD_DAY, 0, .example = "2024-10-12", .zh = "日期；不写为今天", .en = "day; none: today"},
	{0},
};
static const struct shape shape_new = {"DonationNew", new_fields};
static const struct field return_fields[] = {
	{"document_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789b3", .zh = "退回单的编号，由您生成", .en = "the caller's id of the paper"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .min = 1, .max = INT64_C(9007199254740991), .example = "1200000", .zh = "退回金额（分），最多为结余", .en = "amount, at most what is left"},
	{"words", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "活动结束，余款退回", .zh = "说明", .en = "in words"},
	{"day", FIELD_DAY, 0, .example = "2024-12-20", .zh = "日期；不写为今天", .en = "day; none: today"},
	{0},
};
static const struct shape shape_return = {"DonationReturn", return_fields};
static const struct field void_fields[] = {
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "抬头写错", .zh = "作废原因", .en = "why"},
	{0},
};
static const struct shape shape_void = {"ReceiptVoid", void_fields};
static const struct field receipt_fields[] = {
	{"number", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "150802-2024-000003", .zh = "票据号：工会、年度、顺序号", .en = "union, year, number"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "接受单位", .en = "received by"},
	{"donor", FIELD_TEXT, FIELD_NULLABLE, .example = "乌海某公司（合成数据）", .zh = "捐赠人全名；空为爱心人士", .en = "the donor's whole name; null: anonymous"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-12", .zh = "日期", .en = "day"},
	{"goods", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "捐的是物资", .en = "goods, not money"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "5000000", .zh = "金额或作价（分）", .en = "amount or value"},
	{"basis", FIELD_TEXT, FIELD_NULLABLE, .example = "发票", .zh = "作价依据", .en = "how it was valued"},
	{"purpose_name", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问", .zh = "指定用途", .en = "purpose"},
	{0},
};
static const struct shape shape_receipt = {"DonationReceipt", receipt_fields};
/* clang-format on */

static struct sn_err donor_of(struct ctx *c, const struct call *q, struct donor *out)
{
	struct str kind, partner = STR_NULL, person = STR_NULL;
	struct partner found;
	*out = (struct donor){.kind = DONOR_ANONYMOUS, .name = STR_NULL};
	SN_TRY(json_get_text(q->body, "donor_kind", &kind));
	SN_TRY(json_get_text_or(q->body, "partner", &partner));
	SN_TRY(json_get_text_or(q->body, "person", &person));
	if (str_is(kind, "person")) {
		out->kind = DONOR_PERSON;
		out->name = person;
	}
	if (!str_is(kind, "partner"))
		return SN_SUCCESS;
	out->kind = DONOR_PARTNER;
	if (str_is_null(partner))
		return SN_SUCCESS; /* donation_no_donor */
	SN_TRY(partner_find(c, partner, 0, &found));
	out->partner_no = found.partner_no;
	return SN_SUCCESS;
}

static struct sn_err goods_of(struct ctx *c, const struct call *q, struct donation_new *what)
{
	const struct json_value list = json_find(q->body, "lines");
	const size_t count = json_kind(&list) == JSON_KIND_ARRAY ? json_count(&list) : 0;
	struct goods_line *lines = ARENA_ARRAY(c->mem, struct goods_line, count + 1);
	struct money total = MONEY_FEN(0);
	if (!lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct json_value line = json_at(&list, i);
		struct str code;
		struct item item;
		SN_TRY(json_get_text(&line, "item", &code));
		struct sn_err e = goods_item_by_code(c, code, &item);
		e.row = sn_failed(e) ? (int64_t)i + 1 : 0;
		SN_TRY(e);
		lines[i] = (struct goods_line){.item_no = item.item_no};
		SN_TRY(json_get_int(&line, "quantity", &lines[i].quantity));
		SN_TRY(json_get_money(&line, "total_fen", &lines[i].total));
		if (!money_add(&total, total, lines[i].total))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "items");
	}
	what->lines = lines;
	what->count = count;
	what->plan.document.declared_count = count > 0 ? (int64_t)count : 1;
	what->plan.document.declared_total = count > 0 ? total : what->amount;
	return SN_SUCCESS;
}

static struct sn_err receive(struct ctx *c, struct call *q, struct json_out *o)
{
	struct donation_new what = {.amount = MONEY_FEN(0), .basis = STR("")};
	struct document *d = &what.plan.document, made;
	struct cycle cycle;
	struct org org;
	struct str code;
	SN_TRY(json_get_uuid(q->body, "donation_id", &d->document_id));
	SN_TRY(body_org(c, q->body, "org", &org));
	SN_TRY(json_get_text(q->body, "cycle", &code));
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	d->shard = org.shard;
	d->org_no = org.org_no;
	d->cycle_no = cycle.cycle_no;
	d->day = day_of(now_us(c));
	SN_TRY(body_day(q->body, "day", &d->day));
	SN_TRY(json_get_text_or(q->body, "words", &d->words));
	SN_TRY(json_get_text(q->body, "purpose", &what.plan.purpose));
	SN_TRY(json_get_text_or(q->body, "basis", &what.basis));
	SN_TRY(json_get_money_or(q->body, "amount_fen", &what.amount));
	SN_TRY(donor_of(c, q, &what.donor));
	SN_TRY(goods_of(c, q, &what));
	if (what.count > 0 && !money_is_zero(what.amount))
		return SN_FAIL(DONATION_BOTH, .field = "amount_fen");
	if (what.count == 0 && money_is_zero(what.amount))
		return SN_FAIL(MISSING_FIELD, .field = "amount_fen");
	SN_TRY(donation_make(c, &what, &made));
	return whole_out(c, q, o, made.document_id);
}

/* ---- back to the donor, receipts ---- */

static struct sn_err give_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_plan plan = {.budget = STR_NULL};
	struct document *d = &plan.document, made;
	struct money amount;
	struct uuid id;
	SN_TRY(id_arg(q, &id));
	SN_TRY(json_get_uuid(q->body, "document_id", &d->document_id));
	SN_TRY(json_get_money(q->body, "amount_fen", &amount));
	SN_TRY(json_get_text_or(q->body, "words", &d->words));
	d->day = day_of(now_us(c));
	SN_TRY(body_day(q->body, "day", &d->day));
	d->declared_count = 1;
	d->declared_total = amount;
	SN_TRY(donation_return(c, id, &plan, amount, &made));
	return money_document_whole_out(c, o, NULL, &made);
}

/* A private donor's whole name is shown: it stands in the trail, in the commit of the receipt. */
static struct sn_err trail(struct ctx *c, const struct call *q, const struct donation *d)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(d->donation_id, id);
	return audit_write(c, &(const struct audit_entry){.act = AUDIT_UNMASK,
							  .session_id = q->session_id,
							  .org_no = d->org_no,
							  .object_kind = STR("donation"),
							  .object_id = str_of(id),
							  .purpose = AUDIT_FOR_PAYMENT,
							  .address = q->from,
							  .rows = 1});
}

static struct sn_err receipt(struct ctx *c, struct call *q, struct json_out *o)
{
	struct receipt r;
	struct uuid id;
	struct org org;
	struct str purpose;
	SN_TRY(id_arg(q, &id));
	SN_TRY(donation_receipt(c, id, &r));
	if (r.donation.donor.kind == DONOR_PERSON)
		SN_TRY(trail(c, q, &r.donation));
	SN_TRY(org_by_no(c, r.org_no, 0, &org));
	SN_TRY(purpose_name(c, q->lang, r.donation.purpose, &purpose));
	const char *number = arena_printf(c->mem, STR_FMT "-%" PRId64 "-%06" PRId64,
					  STR_ARG(org.code), r.year, r.receipt_no);
	if (!number)
		return SN_FAIL(OUT_OF_MEMORY);
	json_out_object(o, NULL);
	json_out_text(o, "number", str_of(number));
	reply_org(c, o, "org", r.org_no);
	json_out_text(o, "donor", donor_name(c, &r.donation.donor));
	reply_day(o, "day", r.donation.day);
	json_out_bool(o, "goods", r.donation.goods);
	json_out_money(o, "amount_fen", r.donation.amount);
	json_out_text(o, "basis", r.donation.basis);
	json_out_text(o, "purpose_name", purpose);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err receipt_void(struct ctx *c, struct call *q, struct json_out *o)
{
	struct uuid id;
	struct str words;
	SN_TRY(id_arg(q, &id));
	SN_TRY(json_get_text(q->body, "words", &words));
	SN_TRY(donation_receipt_void(c, id, words));
	return whole_out(c, q, o, id);
}

/* clang-format off */
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码，含下级", "code of the union, with those below it"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{0},
};
const struct route api_donation_routes[] = {
	{"GET", "/api/v1/donations", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_donation, .reply_page = true,
	 .query = list_query, .answer = list, .zh = "捐赠与结余，新的在前", .en = "donations and what is left of them, the newest first"},
	{"POST", "/api/v1/donations", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_MAKE, BODY_JSON, .request = &shape_new,
	 .reply = &shape_whole, .status = 201, .answer = receive, .zh = "登记捐款或捐物：签批后入账", .en = "enter money or goods that were given; signed, then in the books"},
	{"GET", "/api/v1/donations/{donation}", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_whole,
	 .answer = show, .zh = "一笔捐赠：单据、去向、收据", .en = "one donation: its paper, where it went, its receipt"},
	{"POST", "/api/v1/donations/{donation}/return", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_MAKE, BODY_JSON, .request = &shape_return,
	 .reply = &shape_document_whole, .status = 201, .answer = give_back, .zh = "拟退回单：结余退回捐赠人", .en = "draft what goes back to the donor"},
	{"POST", "/api/v1/donations/{donation}/receipt", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, BODY_JSON, .request = &shape_nothing,
	 .reply = &shape_receipt, .secret = true, .answer = receipt, .zh = "开具收据（会计、出纳）；已开的是同一张", .en = "issue the receipt (accountant, cashier); again it is the same one"},
	{"POST", "/api/v1/donations/{donation}/receipt/void", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, BODY_JSON, .request = &shape_void,
	 .reply = &shape_whole, .answer = receipt_void, .zh = "作废收据：号码保留", .en = "void its receipt; the number stays used"},
	{0},
};
/* clang-format on */
