/* 物资: items and kits with their bills of materials, what is in stock and in whose custody. */
#include "base/quantity.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/holders.h"

#include <inttypes.h>

/* ---- items ---- */

/* clang-format off */
static const struct field part_fields[] = {
	{"item", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "rice", .zh = "物品代码", .en = "code of the item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .min = 1, .max = 1000000, .example = "2", .zh = "每套件数", .en = "pieces in one kit"},
	{0},
};
static const struct shape shape_part = {"ItemPart", part_fields};
#define ITEM_FIELDS \
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "kit:2024-hw/L", .zh = "代码", .en = "code"}, \
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "慰问礼包 L", .zh = "品名", .en = "name"}, \
	{"size", FIELD_TEXT, FIELD_NULLABLE, .max = 64, .example = "L", .zh = "尺码", .en = "size"}, \
	{"unit", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = "piece", .zh = "单位", .en = "unit"}
static const struct field item_fields[] = {
	ITEM_FIELDS,
	{"kit", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "是礼包", .en = "it is a kit"},
	{0},
};
static const struct shape shape_item = {"Item", item_fields};
static const struct field item_whole_fields[] = {
	ITEM_FIELDS,
	{"kit", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "是礼包", .en = "it is a kit"},
	{"parts", FIELD_LIST, FIELD_NEEDED, .of = &shape_part, .zh = "礼包清单", .en = "bill of materials"},
	{0},
};
static const struct shape shape_item_whole = {"ItemWhole", item_whole_fields};
/* clang-format on */

static void item_keys(struct json_out *o, const struct item *item)
{
	json_out_text(o, "code", item->code);
	json_out_text(o, "name", item->name);
	json_out_text(o, "size", item->size);
	json_out_text(o, "unit", str_of(unit_word(item->unit)));
	json_out_bool(o, "kit", item->kit);
}

static struct sn_err items(struct ctx *c, struct call *q, struct json_out *o)
{
	struct item *list = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24] = "";
	q->asked = true; /* what things are called is no union's own */
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(goods_items(c, &list, &count));
	for (size_t i = at < 0 ? count : (size_t)at; i < count && shown < page.rows_max; i++) {
		json_out_object(o, NULL);
		item_keys(o, &list[i]);
		json_out_end(o);
		shown++;
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at + shown);
	page_end(c, q, o, at + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err item_out(struct ctx *c, struct json_out *o, const struct item *item)
{
	struct item_part *parts = NULL;
	size_t count = 0;
	SN_TRY(goods_parts(c, item->item_no, &parts, &count));
	json_out_object(o, NULL);
	item_keys(o, item);
	json_out_array(o, "parts");
	for (size_t i = 0; i < count; i++) {
		struct item part;
		SN_TRY(goods_item_by_no(c, parts[i].part_no, &part));
		json_out_object(o, NULL);
		json_out_text(o, "item", part.code);
		json_out_int(o, "quantity", parts[i].quantity);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err item_show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct item item;
	q->asked = true;
	SN_TRY(goods_item_by_code(c, q->args[0], &item));
	return item_out(c, o, &item);
}

/* ---- a new item or kit ---- */

/* clang-format off */
static const struct field new_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 128, .example = "kit:2025-hw/L", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "慰问礼包 L", .zh = "品名", .en = "name"},
	{"size", FIELD_TEXT, 0, .max = 64, .example = "L", .zh = "尺码", .en = "size"},
	{"unit", FIELD_TEXT, 0, .max = 32, .example = "piece", .zh = "单位；不写为件", .en = "unit; pieces where it is not said"},
	{"parts", FIELD_LIST, 0, .max = ITEM_PARTS_MAX, .of = &shape_part, .zh = "礼包清单；没有就不是礼包", .en = "bill of materials; none: it is no kit"},
	{0},
};
static const struct shape shape_new = {"ItemNew", new_fields};
/* clang-format on */

static struct sn_err item_add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct item item = {.unit = UNIT_PIECE}, made;
	struct item_part parts[ITEM_PARTS_MAX];
	struct str unit = STR_NULL;
	const struct json_value list = json_find(q->body, "parts");
	const size_t count = json_count(&list);
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER,
			      0)); /* items are everybody's: cmd_stock.c asks the same */
	SN_TRY(json_get_text(q->body, "code", &item.code));
	SN_TRY(json_get_text(q->body, "name", &item.name));
	SN_TRY(json_get_text_or(q->body, "size", &item.size));
	SN_TRY(json_get_text_or(q->body, "unit", &unit));
	if (!str_is_null(unit))
		SN_TRY(unit_parse(&item.unit, unit, "unit"));
	for (size_t i = 0; i < count; i++) {
		const struct json_value at = json_at(&list, i);
		struct str code;
		struct item part;
		SN_TRY(json_get_text(&at, "item", &code));
		SN_TRY(goods_item_by_code(c, code, &part));
		parts[i].part_no = part.item_no;
		SN_TRY(json_get_int(&at, "quantity", &parts[i].quantity));
	}
	item.kit = count > 0;
	SN_TRY(goods_item_add(c, &item, parts, count, &made));
	made.code = item.code;
	made.name = item.name;
	made.size = item.size;
	return item_out(c, o, &made);
}

/* ---- what is where ---- */

/* clang-format off */
static const struct field stock_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"place", FIELD_WORD, FIELD_NEEDED, .words = "stock|custody", .example = "custody", .zh = "库存或保管", .en = "in stock or in custody"},
	{"holder", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "保管人", .en = "holder"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品；空为现金", .en = "item; null: cash"},
	{"lots", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "批次数", .en = "how many lots"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "件数", .en = "pieces"},
	{"held_quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其中已占用件数", .en = "of it reserved"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "597000", .zh = "金额（分）", .en = "value in fen"},
	{0},
};
/* clang-format on */
static const struct shape shape_stock = {"StockRow", stock_fields};

struct shelf_row {
	struct account_key key; /* of the first account of it */
	int64_t lots, quantity, held;
	struct money value;
};
static bool same_place(const struct account_key *a, const struct account_key *b)
{
	return a->org_no == b->org_no && a->class == b->class && a->cycle_no == b->cycle_no &&
	       a->item_no == b->item_no && uuid_eq(a->holder_id, b->holder_id);
}

/* Accounts come by union, so a row looks back only as far as its union. */
static struct sn_err gather(struct shelf_row *rows, size_t *count, const struct account *list,
			    size_t accounts)
{
	size_t union_from = 0;
	for (size_t i = 0; i < accounts; i++) {
		const struct account *a = &list[i];
		size_t at = union_from;
		if (a->key.class != ACCOUNT_STOCK && a->key.class != ACCOUNT_CUSTODY)
			continue;
		if (*count > 0 && rows[*count - 1].key.org_no != a->key.org_no)
			at = union_from = *count;
		while (at < *count && !same_place(&rows[at].key, &a->key))
			at++;
		if (at == *count)
			rows[(*count)++] = (struct shelf_row){.key = a->key};
		rows[at].lots++;
		rows[at].quantity += a->quantity;
		rows[at].held += a->held_quantity;
		if (!money_add(&rows[at].value, rows[at].value, a->value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
	}
	return SN_SUCCESS;
}

static void shelf_out(struct names *n, struct json_out *o, const struct shelf_row *row)
{
	json_out_object(o, NULL);
	names_org(n, o, "org", row->key.org_no);
	json_out_text(o, "place", str_of(ledger_class_words(row->key.class)->word));
	names_user(n, o, "holder", row->key.holder_id);
	names_cycle(n, o, "cycle", row->key.cycle_no);
	names_item(n, o, "item", row->key.item_no);
	json_out_int(o, "lots", row->lots);
	json_out_int(o, "quantity", row->quantity);
	json_out_int(o, "held_quantity", row->held);
	json_out_money(o, "value_fen", row->value);
	json_out_end(o);
}

struct held_list {
	struct arena *mem;
	struct account *list;
	size_t count, room;
};
static struct sn_err hold(void *self, const struct account *a)
{
	struct held_list *h = self;
	if (h->count == h->room) {
		const size_t room = h->room == 0 ? 64 : h->room * 2;
		struct account *more = ARENA_ARRAY(h->mem, struct account, room);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (h->count > 0)
			memcpy(more, h->list, h->count * sizeof *more);
		h->list = more;
		h->room = room;
	}
	h->list[h->count++] = *a;
	return SN_SUCCESS;
}

static size_t own_only(struct account *list, size_t count, int64_t org_no)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (list[i].key.org_no == org_no)
			list[kept++] = list[i];
	return kept;
}

static struct sn_err stock(struct ctx *c, struct call *q, struct json_out *o)
{
	struct subtree_filter filter = {.class = names_class_of(call_query(q, "place"))};
	struct account *list = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t accounts = 0, count = 0;
	int64_t at = 0, shown = 0;
	char next[24] = "";
	SN_TRY(call_org(c, q, &org));
	filter.path = org.path;
	SN_TRY(money_query_cycle(c, q, &filter.cycle_no));
	SN_TRY(money_query_item(c, q, &filter.item_no));
	SN_TRY(money_query_holder(c, q, &filter.holder_id));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(ledger_accounts_of_subtree(c, &filter, &list, &accounts));
	if (str_is(call_query(q, "own"), "true"))
		accounts = own_only(list, accounts, org.org_no);
	struct shelf_row *rows = ARENA_ARRAY(c->mem, struct shelf_row, accounts + 1);
	if (!rows || !n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(gather(rows, &count, list, accounts));
	for (; at + shown < (int64_t)count && shown < page.rows_max; shown++)
		shelf_out(n, o, &rows[at + shown]);
	(void)snprintf(next, sizeof next, "%" PRId64, at + shown);
	page_end(c, q, o, at + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* What the actor himself has in his hands: he sees it without seeing any union's stock. */
static struct sn_err mine(struct ctx *c, struct call *q, struct json_out *o)
{
	struct held_list held = {.mem = c->mem};
	struct names *n = names_new(c);
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24] = "";
	q->asked = true; /* his own custody */
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(ledger_accounts(
		c,
		&(const struct account_filter){.class = ACCOUNT_CUSTODY, .holder_id = c->actor_id},
		hold, &held));
	struct shelf_row *rows = ARENA_ARRAY(c->mem, struct shelf_row, held.count + 1);
	if (!rows || !n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(gather(rows, &count, held.list, held.count));
	for (; at + shown < (int64_t)count && shown < page.rows_max; shown++)
		shelf_out(n, o, &rows[at + shown]);
	(void)snprintf(next, sizeof next, "%" PRId64, at + shown);
	page_end(c, q, o, at + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- to whom something may be issued ---- */

static struct sn_err holders(struct ctx *c, struct call *q, struct json_out *o)
{
	static const enum rights_role roles[] = {ROLE_DISTRIBUTOR, ROLE_KEEPER};
	struct user *list = NULL;
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24] = "";
	SN_TRY(call_org(c, q, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(rights_holders(c, roles, sizeof roles / sizeof roles[0], org.path, &list, &count));
	for (; at + shown < (int64_t)count && shown < page.rows_max; shown++) {
		const struct user *u = &list[at + shown];
		json_out_object(o, NULL);
		json_out_text(o, "login", u->login);
		json_out_text(o, "name", u->name);
		reply_org(c, o, "org", u->org_no);
		json_out_end(o);
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at + shown);
	page_end(c, q, o, at + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct field holder_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "f-150802", .zh = "用户名", .en = "login"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王发放", .zh = "姓名", .en = "name"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "所在工会", .en = "of which union he is"},
	{0},
};
static const struct shape shape_holder = {"StockHolder", holder_fields};
static const struct query_field org_query[] = {{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of the union"}, {0}};
static const struct query_field stock_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of a union; those below it too"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{"place", FIELD_WORD, "stock|custody", "custody", "库存或保管", "in stock or in custody"},
	{"item", FIELD_TEXT, NULL, "kit:2024-hw/L", "物品代码；money 为现金", "code of an item; money: cash"},
	{"holder", FIELD_TEXT, NULL, "fafang", "保管人用户名", "login of the holder"},
	{"own", FIELD_WORD, "true|false", "true", "只看本工会，不含下级", "of the union alone, without those below it"},
	{0},
};
const struct route api_stock_routes[] = {
	{"GET", "/api/v1/items", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_item, .reply_page = true,
	 .answer = items, .zh = "物品与礼包", .en = "items and kits"},
	{"POST", "/api/v1/items", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_MAKE, BODY_JSON, .request = &shape_new,
	 .reply = &shape_item_whole, .status = 201, .answer = item_add, .zh = "增加物品或礼包", .en = "add an item or a kit"},
	{"GET", "/api/v1/items/{item}", ROUTE_POINT, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_item_whole,
	 .answer = item_show, .zh = "一种物品；礼包带清单", .en = "one item; a kit with its bill of materials"},
	{"GET", "/api/v1/stock", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_stock, .reply_page = true,
	 .query = stock_query, .answer = stock, .zh = "库存与保管：哪里、谁手里、什么、多少",
	 .en = "stock and custody: where, with whom, what, how much"},
	{"GET", "/api/v1/stock/mine", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_stock, .reply_page = true,
	 .answer = mine, .zh = "我自己保管的物品和现金", .en = "the goods and the cash that one holds oneself"},
	{"GET", "/api/v1/stock/holders", ROUTE_READ, WHO_PERMITTED, PERMISSION_DELIVER, .reply = &shape_holder, .reply_page = true,
	 .query = org_query, .answer = holders, .zh = "可以领用的人：本工会及上下级的发放员、仓管",
	 .en = "to whom something may be issued: distributors and keepers of the union, over and under it"},
	{0},
};
/* clang-format on */
