#include "ledger/goods.h"

#include "base/crypto.h"
#include "base/text.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_priv.h"

#include <assert.h>
#include <stdlib.h>

/* ---- items ---- */

/* *kept becomes false when there was no memory for its texts. */
static struct item item_from_row(struct arena *mem, const struct rows *r, bool *kept)
{
	return (struct item){.item_no = store_int(r, "item_no"),
			     .code = ledger_text(mem, r, "code", kept),
			     .name = ledger_text(mem, r, "name", kept),
			     .size = ledger_text(mem, r, "size", kept),
			     .unit = (enum unit)store_int(r, "unit"),
			     .kit = store_int(r, "kit") != 0};
}

static struct sn_err item_read(struct ctx *c, const struct sn_statement *which, struct param key,
			       struct item *out)
{
	*out = (struct item){0};
	struct rows *r = store_query(c->store, which, &key);
	bool kept = true;
	if (store_next(r))
		*out = item_from_row(c->mem, r, &kept);
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err goods_item_by_code(struct ctx *c, struct str code, struct item *out)
{
	SN_TRY(item_read(c, &goods_sql_item_by_code, p_text(code), out));
	if (out->item_no == 0)
		return text_shape_in(SN_FAIL(ITEM_UNKNOWN, .field = "item"), code);
	return SN_SUCCESS;
}

struct sn_err goods_item_by_no(struct ctx *c, int64_t item_no, struct item *out)
{
	SN_TRY(item_read(c, &goods_sql_item_by_no, p_int(item_no), out));
	if (out->item_no == 0)
		return sn_err_with_text(SN_FAIL(ITEM_UNKNOWN, .field = "item"), "%lld",
					(long long)item_no);
	return SN_SUCCESS;
}

struct sn_err goods_items(struct ctx *c, struct item **out, size_t *count)
{
	struct item *list = NULL;
	size_t n = 0;
	bool kept = true;
	struct rows *r = store_query(c->store, &goods_sql_items, NO_PARAMS);
	while (kept && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		kept = list != NULL;
		if (kept)
			list[n++] = item_from_row(c->mem, r, &kept);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err goods_parts(struct ctx *c, int64_t kit_no, struct item_part **out, size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct item_part, KIT_PARTS_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &goods_sql_item_parts, PARAMS(p_int(kit_no)));
	while (*count < KIT_PARTS_MAX && store_next(r))
		(*out)[(*count)++] = (struct item_part){.part_no = store_int(r, "part_no"),
							.quantity = store_int(r, "quantity")};
	return store_done(r);
}

/* A code stands in the log's leaves, which are ASCII without blanks. */
static bool code_is_good(struct str code)
{
	if (code.bytes == 0 || code.bytes > ITEM_CODE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < code.bytes; i++) {
		const char ch = code.at[i];
		const bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
		const bool digit = ch >= '0' && ch <= '9';
		if (!letter && !digit && (ch == '\0' || !strchr(":/-._", ch)))
			return false;
	}
	return true;
}

static int part_compare(const void *a, const void *b)
{
	const int64_t x = ((const struct item_part *)a)->part_no,
		      y = ((const struct item_part *)b)->part_no;
	return (x > y) - (x < y);
}

static struct sn_err item_decide(const struct item *what, const struct item_part *sorted,
				 size_t count)
{
	if (!code_is_good(what->code))
		return SN_FAIL(ITEM_BAD, .field = "code", .arg = {ITEM_CODE_BYTES_MAX});
	if (what->name.bytes == 0 || what->name.bytes > NAME_BYTES_MAX)
		return SN_FAIL(ITEM_BAD, .field = "name", .arg = {ITEM_CODE_BYTES_MAX});
	if (what->unit != UNIT_PIECE && what->unit != UNIT_SET && what->unit != UNIT_PORTION)
		return SN_FAIL(ITEM_BAD, .field = "unit", .arg = {ITEM_CODE_BYTES_MAX});
	if (what->kit != (count > 0) || count > KIT_PARTS_MAX)
		return SN_FAIL(KIT_PARTS, .field = "parts", .arg = {KIT_PARTS_MAX});
	for (size_t i = 0; i < count; i++)
		if (sorted[i].quantity <= 0 ||
		    (i > 0 && sorted[i - 1].part_no == sorted[i].part_no))
			return SN_FAIL(KIT_PARTS, .field = "parts", .row = (int64_t)i + 1,
				       .arg = {KIT_PARTS_MAX});
	return SN_SUCCESS;
}

static struct sn_err parts_are_items(struct ctx *c, const struct item_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct item part;
		SN_TRY(goods_item_by_no(c, parts[i].part_no, &part));
		if (part.kit)
			return sn_err_with_text(SN_FAIL(KIT_INSIDE_KIT, .field = "parts"), STR_FMT,
						STR_ARG(part.code));
	}
	return SN_SUCCESS;
}

static struct sn_err item_same(struct ctx *c, const struct item *there, const struct item *what,
			       const struct item_part *sorted, size_t count)
{
	struct item_part *parts;
	size_t parts_count;
	SN_TRY(goods_parts(c, there->item_no, &parts, &parts_count));
	bool same = str_eq(there->name, what->name) && str_eq(there->size, what->size) &&
		    there->unit == what->unit && there->kit == what->kit && parts_count == count;
	for (size_t i = 0; same && i < count; i++)
		same = parts[i].part_no == sorted[i].part_no &&
		       parts[i].quantity == sorted[i].quantity;
	if (!same)
		return sn_err_with_text(SN_FAIL(ITEM_CODE_TAKEN, .field = "code"), STR_FMT,
					STR_ARG(there->code));
	return SN_SUCCESS;
}

static struct sn_err item_write(struct ctx *c, const struct item *what,
				const struct item_part *parts, size_t count)
{
	SN_TRY(store_run(c->store, &goods_sql_item_add,
			 PARAMS(p_int(what->item_no), p_text(what->code), p_text(what->name),
				p_text(what->size), p_int(what->unit), p_int(what->kit)),
			 NULL));
	for (size_t i = 0; i < count; i++)
		SN_TRY(store_run(c->store, &goods_sql_item_part_add,
				 PARAMS(p_int(what->item_no), p_int(parts[i].part_no),
					p_int(parts[i].quantity)),
				 NULL));
	return ledger_word_set(c, LEDGER_WORD_ITEM, what->item_no, what->code);
}

struct sn_err goods_item_add(struct ctx *c, const struct item *what, const struct item_part *parts,
			     size_t parts_count, struct item *out)
{
	struct item_part sorted[KIT_PARTS_MAX + 1];
	const size_t count = parts_count <= KIT_PARTS_MAX ? parts_count : KIT_PARTS_MAX;
	if (count) {
		memcpy(sorted, parts, count * sizeof *sorted);
		qsort(sorted, count, sizeof *sorted, part_compare);
	}
	SN_TRY(item_decide(what, sorted, parts_count <= KIT_PARTS_MAX ? count : parts_count));
	SN_TRY(item_read(c, &goods_sql_item_by_code, p_text(what->code), out));
	if (out->item_no != 0)
		return item_same(c, out, what, sorted, count);
	SN_TRY(parts_are_items(c, sorted, count));
	struct rows *r = store_query(c->store, &goods_sql_item_last_no, NO_PARAMS);
	const int64_t last = store_next(r) ? store_int(r, "item_no") : 0;
	SN_TRY(store_done(r));
	*out = *what;
	out->item_no = last + 1;
	return item_write(c, out, sorted, count);
}

/* ---- lots ---- */

enum { LOT_BITS = 20 };

struct sn_err goods_lots_add(struct ctx *c, struct lot *lots, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const int64_t from_no = lots[i].org_no << LOT_BITS;
		struct rows *r = store_query(c->store, &goods_sql_lot_last_no,
					     PARAMS(p_int(lots[i].shard), p_int(from_no),
						    p_int(from_no + LOTS_PER_ORG_MAX + 1)));
		const bool any = store_next(r) && !store_is_null(r, "lot_no");
		lots[i].lot_no = any ? store_int(r, "lot_no") + 1 : from_no + 1;
		SN_TRY(store_done(r));
		if (lots[i].lot_no > from_no + LOTS_PER_ORG_MAX)
			return SN_FAIL(LOTS_FULL, .arg = {LOTS_PER_ORG_MAX});
		SN_TRY(store_run(c->store, &goods_sql_lot_add,
				 PARAMS(p_int(lots[i].shard), p_int(lots[i].lot_no),
					p_int(lots[i].org_no), p_int(lots[i].item_no),
					p_money(lots[i].unit_cost), p_int(lots[i].day),
					p_uuid(lots[i].document_id)),
				 NULL));
	}
	return SN_SUCCESS;
}

struct shelf_build {
	const struct account_key *place;
	struct arena *mem;
	struct lot_share *lots;
	size_t count;
};

static struct sn_err shelf_add(void *self, const struct account *a)
{
	struct shelf_build *b = self;
	const struct account_key *p = b->place;
	if (a->key.cycle_no != p->cycle_no || a->key.class != p->class ||
	    a->key.org_no != p->org_no || !uuid_eq(a->key.holder_id, p->holder_id))
		return SN_SUCCESS;
	b->lots = ledger_grow(b->mem, b->lots, b->count, sizeof *b->lots);
	if (!b->lots)
		return SN_FAIL(OUT_OF_MEMORY);
	b->lots[b->count++] = (struct lot_share){
		.key = a->key,
		.quantity = a->quantity - a->held_quantity,
		.value = MONEY_FEN(money_fen(a->value) - money_fen(a->held_value))};
	return SN_SUCCESS;
}

struct aged_lot {
	int32_t day;
	struct lot_share share;
};

static int by_age(const void *a, const void *b)
{
	const struct aged_lot *x = a, *y = b;
	const int day = (x->day > y->day) - (x->day < y->day);
	const int lot = (x->share.key.lot_no > y->share.key.lot_no) -
			(x->share.key.lot_no < y->share.key.lot_no);
	const int source = (int)x->share.key.source - (int)y->share.key.source;
	return day ? day : lot ? lot : source;
}

/* Lots stand in the shard of the union that bought them, which their number names. */
static struct sn_err lots_aged(struct ctx *c, const struct shelf_build *b, struct aged_lot *aged)
{
	struct param *key = ARENA_ARRAY(c->mem, struct param, 2 * b->count);
	if (!key)
		return SN_FAIL(OUT_OF_MEMORY);
	int64_t org_no = 0, shard = 0;
	for (size_t i = 0; i < b->count; i++) {
		const int64_t lot_no = b->lots[i].key.lot_no;
		aged[i].share = b->lots[i];
		if (lot_no != 0 && lot_no >> LOT_BITS != org_no) {
			org_no = lot_no >> LOT_BITS;
			SN_TRY(ledger_shard_of(c, org_no, &shard));
		}
		key[2 * i] = p_int(shard);
		key[2 * i + 1] = p_int(lot_no);
	}
	struct rows *r = store_query_many(c->store, &goods_sql_lot_by_no, key, b->count);
	while (store_next(r))
		aged[store_set(r)].day = (int32_t)store_int(r, "day");
	return store_done(r);
}

struct sn_err goods_shelf_read(struct ctx *c, const struct account_key *place,
			       struct goods_shelf *out)
{
	*out = (struct goods_shelf){0};
	struct shelf_build b = {.place = place, .mem = c->mem};
	struct account_filter filter = {.org_no = place->org_no,
					.cycle_no = place->cycle_no,
					.class = (int)place->class,
					.holder_id = place->holder_id};
	SN_TRY(ledger_shard_of(c, place->org_no, &filter.shard));
	SN_TRY(ledger_accounts(c, &filter, shelf_add, &b));
	if (b.count == 0)
		return SN_SUCCESS;
	struct aged_lot *aged = ARENA_ARRAY(c->mem, struct aged_lot, b.count);
	if (!aged)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(lots_aged(c, &b, aged));
	qsort(aged, b.count, sizeof *aged, by_age);
	for (size_t i = 0; i < b.count; i++)
		b.lots[i] = aged[i].share;
	*out = (struct goods_shelf){.lots = b.lots, .count = b.count};
	return SN_SUCCESS;
}

struct sn_err goods_name_short(struct ctx *c, struct sn_err e)
{
	struct item item;
	if (e.reason != SN_R_GOODS_SHORT)
		return e;
	SN_TRY(goods_item_by_no(c, e.arg[2], &item));
	return sn_err_with_text(e, STR_FMT " (" STR_FMT ")", STR_ARG(item.name),
				STR_ARG(item.code));
}

struct sn_err goods_lots_take(struct ctx *c, const struct account_key *place, int64_t quantity,
			      struct lot_share *out, size_t out_max, size_t *count)
{
	struct goods_shelf shelf;
	*count = 0;
	SN_TRY(goods_shelf_read(c, place, &shelf));
	struct lot_share *shares = ARENA_ARRAY(c->mem, struct lot_share, shelf.count + 1);
	if (!shares)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t taken = 0;
	SN_TRY(goods_name_short(
		c, goods_shelf_take(&shelf,
				    &(struct goods_shelf_take){.item_no = place->item_no,
							       .source = place->source,
							       .quantity = quantity},
				    shares, &taken)));
	if (taken > out_max)
		return SN_FAIL(TOO_MANY_LOTS, .arg = {(int64_t)out_max});
	memcpy(out, shares, taken * sizeof *out);
	*count = taken;
	return SN_SUCCESS;
}

/* ---- invoices ---- */

/* Blanks, hyphens and strokes are how people group the digits; letters are read by eye, so their case is not trusted. */
static struct sn_err number_hash(struct ctx *c, struct str number, struct sha256 *out)
{
	struct str normal;
	SN_TRY(text_normalise(c->mem, number, &normal));
	char *kept = arena_alloc(c->mem, normal.bytes + 1);
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < normal.bytes; i++) {
		const char ch = normal.at[i];
		if (ch == ' ' || ch == '-' || ch == '/' || ch == '_')
			continue;
		kept[n++] = (char)(ch >= 'a' && ch <= 'z' ? ch - 'a' + 'A' : ch);
	}
	if (n == 0)
		return SN_FAIL(MISSING_FIELD, .field = "invoice");
	*out = crypto_sha256((struct str){kept, n});
	return SN_SUCCESS;
}

enum { NUMBER_HASH_BYTES = 16 };

struct sn_err goods_invoice_use(struct ctx *c, const struct invoice *what)
{
	struct sha256 hash;
	SN_TRY(number_hash(c, what->number, &hash));
	struct rows *r = store_query(c->store, &goods_sql_invoice_by_hash,
				     PARAMS(p_bytes(hash.bytes, NUMBER_HASH_BYTES)));
	struct invoice there = {0};
	if (store_next(r))
		there = (struct invoice){.org_no = store_int(r, "org_no"),
					 .document_id = store_uuid(r, "document_id"),
					 .day = (int32_t)store_int(r, "day")};
	SN_TRY(store_done(r));
	if (there.org_no != 0) {
		struct org org;
		char day[DAY_TEXT_BYTES];
		SN_TRY(org_by_no(c, there.org_no, 0, &org));
		day_text(there.day, day);
		return sn_err_with_text(
			SN_FAIL(INVOICE_USED, .field = "invoice", .arg = {there.org_no, there.day}),
			"%s " STR_FMT " " STR_FMT, day, STR_ARG(org.code), STR_ARG(org.name));
	}
	return store_run(c->store, &goods_sql_invoice_use,
			 PARAMS(p_bytes(hash.bytes, NUMBER_HASH_BYTES), p_int(what->org_no),
				p_uuid(what->document_id), p_int(what->day)),
			 NULL);
}

struct sn_err goods_invoice_free(struct ctx *c, const struct invoice *what)
{
	struct sha256 hash;
	SN_TRY(number_hash(c, what->number, &hash));
	return store_run(c->store, &goods_sql_invoice_free,
			 PARAMS(p_bytes(hash.bytes, NUMBER_HASH_BYTES), p_uuid(what->document_id)),
			 NULL);
}
