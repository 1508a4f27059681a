/* 台账 of money and goods: balances, accounts, statements, transfers with their vouchers, the trial balance. */
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>

/* clang-format off */
#define BALANCE_FIELDS \
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"}, \
	{"source", FIELD_WORD, FIELD_NULLABLE, .words = SOURCE_WORDS, .example = "UPPER", .zh = "资金来源", .en = "whose money"}, \
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品；空为现金", .en = "item; null: money"}, \
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "件数", .en = "pieces"}, \
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "金额（分）", .en = "value in fen"}, \
	{"held_quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其中已占用件数", .en = "of it reserved, pieces"}, \
	{"held_fen", FIELD_FEN, FIELD_NEEDED, .example = "0", .zh = "其中已占用金额（分）", .en = "of it reserved, fen"}
static const struct field sum_fields[] = {
	{"class", FIELD_WORD, FIELD_NEEDED, .words = CLASS_WORDS, .example = "fund", .zh = "类别", .en = "class"},
	BALANCE_FIELDS,
	{"accounts", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "账户数", .en = "how many accounts"},
	{0},
};
static const struct shape shape_sum = {"LedgerSum", sum_fields};
static const struct field account_fields[] = {
	{"shard", FIELD_TEXT, FIELD_NEEDED, .max = 24, .example = "3", .zh = "账套", .en = "shard"},
	{"account", FIELD_TEXT, FIELD_NEEDED, .max = 24, .example = "3145729", .zh = "账号", .en = "number of the account"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"class", FIELD_WORD, FIELD_NEEDED, .words = CLASS_WORDS, .example = "fund", .zh = "类别", .en = "class"},
	BALANCE_FIELDS,
	{"lot", FIELD_INT, FIELD_NULLABLE, .example = "3145729", .zh = "批次", .en = "lot"},
	{"holder", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "保管人", .en = "holder"},
	{"level", FIELD_WORD, FIELD_NULLABLE, .words = "A|B|C|R", .example = "B", .zh = "证据级别", .en = "evidence level"},
	{0},
};
static const struct shape shape_account = {"Account", account_fields};
#define MOVE_FIELDS \
	{"shard", FIELD_TEXT, FIELD_NEEDED, .max = 24, .example = "3", .zh = "账套", .en = "shard"}, \
	{"transfer_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "编号", .en = "id"}, \
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = TRANSFER_WORDS, .example = "allot", .zh = "事项", .en = "what it does"}, \
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-26", .zh = "记账日", .en = "day"}, \
	{"at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-26T02:15:00.000000Z", .zh = "发生时间", .en = "when it happened"}, \
	{"from", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_account_ref, .zh = "自", .en = "from"}, \
	{"to", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_account_ref, .zh = "至", .en = "to"}, \
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "件数", .en = "pieces"}, \
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "金额（分）", .en = "value in fen"}, \
	{"voucher", FIELD_WORD, FIELD_NEEDED, .words = "document|delivery|reversal|none", .example = "document", .zh = "凭证是什么", .en = "what its voucher is"}, \
	{"voucher_id", FIELD_UUID, FIELD_NULLABLE, .example = "0192d0e6-7c00-7abc-8def-0123456789ac", .zh = "凭证编号", .en = "id of the voucher"}, \
	{"reverses_id", FIELD_UUID, FIELD_NULLABLE, .example = "0192d0e6-7c00-7abc-8def-0123456789ad", .zh = "更正哪一笔", .en = "which transfer it takes back"}
static const struct field transfer_fields[] = {MOVE_FIELDS, {0}};
static const struct shape shape_transfer = {"Transfer", transfer_fields};
static const struct field statement_fields[] = {
	MOVE_FIELDS,
	{"in", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "收入", .en = "into the account"},
	{"balance_quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其后件数", .en = "pieces after it"},
	{"balance_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "其后余额（分）", .en = "balance after it, in fen"},
	{0},
};
static const struct shape shape_statement = {"StatementRow", statement_fields};
/* clang-format on */

/* ---- balances ---- */

static void number_text(struct json_out *o, const char *key, int64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof text, "%" PRId64, number);
	json_out_text(o, key, str_of(text));
}

static void source_out(struct json_out *o, enum fund_source source)
{
	json_out_text(o, "source",
		      source == FUND_NONE ? STR_NULL : str_of(ledger_source_words(source)->word));
}

static struct sn_err sums(struct ctx *c, struct call *q, struct json_out *o)
{
	struct ledger_sum *list = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t cycle_no;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(money_query_cycle(c, q, &cycle_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(ledger_sums_of_subtree(c, org.path, cycle_no, &list, &count));
	for (size_t i = 0; n && i < count; i++) {
		const struct ledger_sum *s = &list[i];
		json_out_object(o, NULL);
		json_out_text(o, "class", str_of(ledger_class_words(s->key.class)->word));
		names_cycle(n, o, "cycle", s->key.cycle_no);
		source_out(o, s->key.source);
		names_item(n, o, "item", s->key.item_no);
		json_out_int(o, "quantity", s->quantity);
		json_out_money(o, "value_fen", s->value);
		json_out_int(o, "held_quantity", s->held_quantity);
		json_out_money(o, "held_fen", s->held_value);
		json_out_int(o, "accounts", s->accounts);
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL); /* classes × sources × items: some dozen */
	return SN_SUCCESS;
}

/* ---- accounts ---- */

static void account_out(struct names *n, struct json_out *o, const struct account *a)
{
	const char level = ledger_evidence_letter(a->key.level);
	json_out_object(o, NULL);
	number_text(o, "shard", a->shard);
	number_text(o, "account", a->account_no);
	names_org(n, o, "org", a->key.org_no);
	json_out_text(o, "class", str_of(ledger_class_words(a->key.class)->word));
	names_cycle(n, o, "cycle", a->key.cycle_no);
	source_out(o, a->key.source);
	names_item(n, o, "item", a->key.item_no);
	json_out_int(o, "quantity", a->quantity);
	json_out_money(o, "value_fen", a->value);
	json_out_int(o, "held_quantity", a->held_quantity);
	json_out_money(o, "held_fen", a->held_value);
	if (a->key.lot_no != 0)
		json_out_int(o, "lot", a->key.lot_no);
	else
		json_out_null(o, "lot");
	names_user(n, o, "holder", a->key.holder_id);
	json_out_text(o, "level",
		      a->key.level == EVIDENCE_NONE ? STR_NULL : (struct str){&level, 1});
	json_out_end(o);
}

struct sn_err money_query_holder(struct ctx *c, const struct call *q, struct uuid *out)
{
	const struct str login = call_query(q, "holder");
	struct user user;
	*out = UUID_NULL;
	if (str_is_null(login))
		return SN_SUCCESS;
	SN_TRY(rights_user_by_login(c, login, &user));
	*out = user.user_id;
	return SN_SUCCESS;
}
struct sn_err money_query_item(struct ctx *c, const struct call *q, int64_t *item_no)
{
	const struct str code = call_query(q, "item");
	struct item item;
	*item_no = -1;
	if (str_is_null(code))
		return SN_SUCCESS;
	if (str_is(code, "money")) {
		*item_no = 0;
		return SN_SUCCESS;
	}
	SN_TRY(goods_item_by_code(c, code, &item));
	*item_no = item.item_no;
	return SN_SUCCESS;
}

static struct sn_err accounts(struct ctx *c, struct call *q, struct json_out *o)
{
	struct subtree_filter filter = {.class = names_class_of(call_query(q, "class"))};
	struct account *list = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	char next[24] = "";
	SN_TRY(call_org(c, q, &org));
	filter.path = org.path;
	SN_TRY(money_query_cycle(c, q, &filter.cycle_no));
	SN_TRY(money_query_item(c, q, &filter.item_no));
	SN_TRY(money_query_holder(c, q, &filter.holder_id));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &filter.after_no));
	filter.rows_max = page.rows_max + 1;
	SN_TRY(ledger_accounts_of_subtree(c, &filter, &list, &count));
	const bool more = count > (size_t)page.rows_max;
	const size_t shown = more ? (size_t)page.rows_max : count;
	for (size_t i = 0; n && i < shown; i++)
		account_out(n, o, &list[i]);
	if (more)
		(void)snprintf(next, sizeof next, "%" PRId64, list[shown - 1].account_no);
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- transfers ---- */

/* What opens behind a row: the paper that moved it, or the hand-over; a taking back is opened by what it takes back. */
static void move_out(struct names *n, struct json_out *o, const struct transfer *t, int64_t shard)
{
	const bool document = !uuid_is_null(t->document_id);
	const bool delivery = t->kind == TRANSFER_HANDOVER;
	const bool reversal = t->kind == TRANSFER_REVERSE;
	number_text(o, "shard", shard);
	reply_day(o, "day", t->day);
	reply_time(o, "at", t->at_us);
	money_line_out(n, o, t);
	json_out_text(o, "voucher",
		      document   ? STR("document")
		      : delivery ? STR("delivery")
		      : reversal ? STR("reversal")
				 : STR("none"));
	if (document)
		json_out_uuid(o, "voucher_id", t->document_id);
	else if (delivery)
		json_out_uuid(o, "voucher_id", t->transfer_id);
	else if (reversal)
		json_out_uuid(o, "voucher_id", t->reverses_id);
	else
		json_out_null(o, "voucher_id");
	if (reversal)
		json_out_uuid(o, "reverses_id", t->reverses_id);
	else
		json_out_null(o, "reverses_id");
}

/* "20241026 UUID" of the last row. */
static struct sn_err place_read(struct str after, int32_t *day, struct uuid *id)
{
	struct str rest = after, part;
	int64_t number = 0;
	if (str_is_null(after))
		return SN_SUCCESS;
	if (!str_split(&rest, ' ', &part) || !str_to_int(part, &number) || number < 1 ||
	    number > INT32_MAX || sn_failed(uuid_parse(id, rest, "after")))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	*day = (int32_t)number;
	return SN_SUCCESS;
}

static struct sn_err transfers(struct ctx *c, struct call *q, struct json_out *o)
{
	struct transfers_filter filter = {.kind = names_transfer_kind_of(call_query(q, "kind")),
					  .goods = -1};
	struct transfer_place *list = NULL;
	struct names *n = names_new(c);
	const struct str what = call_query(q, "what");
	struct page page;
	struct org org;
	size_t count = 0;
	char next[64] = "", id[UUID_TEXT_BYTES];
	SN_TRY(call_org(c, q, &org));
	filter.path = org.path;
	if (!str_is_null(what))
		filter.goods = str_is(what, "goods");
	SN_TRY(money_query_cycle(c, q, &filter.cycle_no));
	SN_TRY(call_query_day(q, "from", &filter.from_day));
	SN_TRY(money_query_until(q, &filter.until_day));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(place_read(page.after, &filter.before_day, &filter.before_id));
	filter.rows_max = page.rows_max + 1;
	SN_TRY(ledger_transfers(c, &filter, &list, &count));
	const bool more = count > (size_t)page.rows_max;
	const size_t shown = more ? (size_t)page.rows_max : count;
	for (size_t i = 0; n && i < shown; i++) {
		json_out_object(o, NULL);
		move_out(n, o, &list[i].transfer, list[i].shard);
		json_out_end(o);
	}
	if (more) {
		uuid_text(list[shown - 1].transfer.transfer_id, id);
		(void)snprintf(next, sizeof next, "%d %s", (int)list[shown - 1].transfer.day, id);
	}
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- one account's statement ---- */

/* "20241026 UUID 0 60000 0 940000": the place, what the account held there, and in all. */
static struct sn_err statement_at(struct str after, struct statement_place *out)
{
	struct str rest = after, part[6];
	int64_t day, fen, all_fen;
	if (str_is_null(after))
		return SN_SUCCESS;
	for (int i = 0; i < 6; i++)
		if (!str_split(&rest, ' ', &part[i]))
			return SN_FAIL(BAD_CURSOR, .field = "after");
	if (!str_to_int(part[0], &day) || day < 1 || day > INT32_MAX ||
	    sn_failed(uuid_parse(&out->transfer_id, part[1], "after")) ||
	    !str_to_int(part[2], &out->quantity) || !str_to_int(part[3], &fen) ||
	    !str_to_int(part[4], &out->all_quantity) || !str_to_int(part[5], &all_fen))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	out->day = (int32_t)day;
	out->value = MONEY_FEN(fen);
	out->all_value = MONEY_FEN(all_fen);
	out->known = true;
	return SN_SUCCESS;
}
static const char *statement_next(struct ctx *c, const struct statement_place *p)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(p->transfer_id, id);
	return arena_printf(c->mem, "%d %s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
			    (int)p->day, id, p->quantity, money_fen(p->value), p->all_quantity,
			    money_fen(p->all_value));
}

static struct sn_err account_arg(struct ctx *c, struct call *q, struct statement_page *out)
{
	if (!str_to_int(q->args[0], &out->shard) || !str_to_int(q->args[1], &out->account_no) ||
	    out->shard < 1 || out->account_no < 1)
		return SN_FAIL(BAD_NUMBER, .field = "account");
	return call_may(c, q, out->account_no >> ACCOUNT_ORG_BITS);
}

static struct sn_err statement(struct ctx *c, struct call *q, struct json_out *o)
{
	struct statement_page what = {.earliest_first = str_is(call_query(q, "order"), "earliest")};
	struct statement_row *rows = NULL;
	struct names *n = names_new(c);
	struct page page;
	size_t count = 0;
	SN_TRY(account_arg(c, q, &what));
	SN_TRY(call_query_day(q, "from", &what.from_day));
	SN_TRY(money_query_until(q, &what.until_day));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(statement_at(page.after, &what.at));
	what.rows_max = page.rows_max + 1;
	SN_TRY(ledger_statement_page(c, &what, &rows, &count));
	const bool more = count > (size_t)page.rows_max;
	const size_t shown = more ? (size_t)page.rows_max : count;
	for (size_t i = 0; n && i < shown; i++) {
		json_out_object(o, NULL);
		move_out(n, o, &rows[i].transfer, what.shard);
		json_out_bool(o, "in", rows[i].in);
		json_out_int(o, "balance_quantity", rows[i].quantity);
		json_out_money(o, "balance_fen", rows[i].value);
		json_out_end(o);
	}
	const char *next = more ? statement_next(c, &rows[shown - 1].place) : NULL;
	page_end(c, q, o, next ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- the trial balance ---- */

static const struct field trial_row_fields[] = {
	{"shard", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "账套",
	 .en = "whose books"},
	{"class", FIELD_WORD, FIELD_NEEDED, .words = CLASS_WORDS, .example = "fund", .zh = "类别",
	 .en = "class"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品；空为现金",
	 .en = "item; null: money"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "金额（分）",
	 .en = "value in fen"},
	{0},
};
static const struct shape shape_trial_row = {"TrialRow", trial_row_fields};
static const struct field trial_fields[] = {
	{"balanced", FIELD_BOOL, FIELD_NEEDED, .example = "true",
	 .zh = "每个账套借贷相等、每种物品收发相等",
	 .en = "every book's values and every item's pieces sum to zero"},
	{"rows", FIELD_LIST, FIELD_NEEDED, .of = &shape_trial_row, .zh = "试算表",
	 .en = "the rows"},
	{0},
};
static const struct shape shape_trial = {"TrialBalance", trial_fields};

static struct sn_err trial(struct ctx *c, struct call *q, struct json_out *o)
{
	struct trial_row *rows = NULL;
	struct names *n = names_new(c);
	struct org org;
	size_t count = 0;
	bool balanced = false;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(ledger_trial_of_subtree(c, org.path, &rows, &count, &balanced));
	json_out_object(o, NULL);
	json_out_bool(o, "balanced", balanced);
	json_out_array(o, "rows");
	for (size_t i = 0; n && i < count; i++) {
		json_out_object(o, NULL);
		names_org(n, o, "shard", rows[i].shard);
		json_out_text(o, "class", str_of(ledger_class_words(rows[i].class)->word));
		names_item(n, o, "item", rows[i].item_no);
		json_out_int(o, "quantity", rows[i].quantity);
		json_out_money(o, "value_fen", rows[i].value);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
#define ORG_QUERY {"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of a union; those below it too"}
#define CYCLE_QUERY {"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"}
#define DAYS_QUERY \
	{"from", FIELD_DAY, NULL, "2024-10-01", "自", "from this day on"}, \
	{"until", FIELD_DAY, NULL, "2024-10-31", "至（含）", "until this day, with it"}
static const struct query_field sums_query[] = {ORG_QUERY, CYCLE_QUERY, {0}};
static const struct query_field trial_query[] = {ORG_QUERY, {0}};
static const struct query_field accounts_query[] = {
	ORG_QUERY, CYCLE_QUERY,
	{"class", FIELD_WORD, CLASS_WORDS, "fund", "类别", "class"},
	{"item", FIELD_TEXT, NULL, "kit:2024-hw/L", "物品代码；money 为现金", "code of an item; money"},
	{"holder", FIELD_TEXT, NULL, "fafang", "保管人用户名", "login of the holder"},
	{0},
};
static const struct query_field transfers_query[] = {
	ORG_QUERY, CYCLE_QUERY,
	{"kind", FIELD_WORD, TRANSFER_WORDS, "allot", "事项", "what it does"},
	{"what", FIELD_WORD, "money|goods", "money", "资金或物资", "money or goods"},
	DAYS_QUERY,
	{0},
};
static const struct query_field statement_query[] = {
	DAYS_QUERY,
	{"order", FIELD_WORD, "latest|earliest", "latest", "新的在前、旧的在前", "which comes first"},
	{0},
};
const struct route api_ledger_routes[] = {
	{"GET", "/api/v1/ledger/sums", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_sum, .reply_page = true,
	 .query = sums_query, .answer = sums, .zh = "余额汇总：按类别、活动、来源、物品", .en = "balances added up by class, cycle, source and item"},
	{"GET", "/api/v1/ledger/accounts", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_account, .reply_page = true,
	 .query = accounts_query, .answer = accounts, .zh = "账户与余额；在途用 class=in-transit", .en = "accounts and balances; what is on the way: class=in-transit"},
	{"GET", "/api/v1/ledger/accounts/{shard}/{account}/statement", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ,
	 .reply = &shape_statement, .reply_page = true, .query = statement_query, .answer = statement,
	 .zh = "一个账户的明细账，逐笔余额", .en = "one account's statement with its running balance"},
	{"GET", "/api/v1/ledger/transfers", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_transfer, .reply_page = true,
	 .query = transfers_query, .answer = transfers, .zh = "台账：每一笔收付与收发，新的在前，可打开凭证",
	 .en = "every transfer of money and goods, the latest first, each with its voucher"},
	{"GET", "/api/v1/ledger/trial", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_trial, .query = trial_query,
	 .answer = trial, .zh = "试算平衡", .en = "the trial balance"},
	{0},
};
/* clang-format on */
