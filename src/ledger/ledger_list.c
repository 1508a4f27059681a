/* The ledger as lists: accounts and transfers of a union and all below it, an account's statement. */
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"

#include <stdlib.h>

/* ---- accounts ---- */

/* Where the page begins: at the union of the account behind which it is. */
static struct sn_err after_path(struct ctx *c, const struct subtree_filter *f, struct str *path)
{
	struct org org;
	*path = f->path;
	if (f->after_no == 0)
		return SN_SUCCESS;
	SN_TRY(org_by_no(c, f->after_no >> LEDGER_ORG_BITS, 0, &org));
	*path = org.path;
	return str_starts(org.path, f->path) ? SN_SUCCESS : SN_FAIL(BAD_CURSOR, .field = "after");
}

struct sn_err ledger_accounts_of_subtree(struct ctx *c, const struct subtree_filter *f,
					 struct account **out, size_t *count)
{
	struct account *list = NULL;
	struct str after;
	size_t n = 0;
	SN_TRY(after_path(c, f, &after));
	struct rows *r = store_query(c->store, &ledger_sql_accounts_of_subtree,
				     PARAMS(p_text(f->path), p_text(after), p_int(f->after_no),
					    p_int(f->class), p_int(f->cycle_no), p_int(f->item_no),
					    p_uuid_or_null(f->holder_id),
					    p_int(f->rows_max != 0 ? f->rows_max : INT64_MAX)));
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		if (!list)
			break;
		list[n++] = ledger_account_from_row(r);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

struct sn_err ledger_sums_of_subtree(struct ctx *c, struct str path, int64_t cycle_no,
				     struct ledger_sum **out, size_t *count)
{
	struct ledger_sum *list = NULL;
	size_t n = 0;
	struct rows *r = store_query(c->store, &ledger_sql_sums_of_subtree,
				     PARAMS(p_text(path), p_int(cycle_no)));
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		if (!list)
			break;
		list[n++] = (struct ledger_sum){
			.key = {.class = (enum account_class)store_int(r, "class"),
				.cycle_no = store_int(r, "cycle_no"),
				.source = (enum fund_source)store_int(r, "source"),
				.item_no = store_int(r, "item_no")},
			.quantity = store_int(r, "quantity"),
			.held_quantity = store_int(r, "held_quantity"),
			.accounts = store_int(r, "accounts"),
			.value = store_money(r, "value_fen"),
			.held_value = store_money(r, "held_value_fen")};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

/* ---- transfers: a page of each shard, merged ---- */

static int latest_first(const void *a, const void *b)
{
	const struct transfer_place *x = a, *y = b;
	if (x->transfer.day != y->transfer.day)
		return x->transfer.day > y->transfer.day ? -1 : 1;
	const int ids = memcmp(y->transfer.transfer_id.bytes, x->transfer.transfer_id.bytes,
			       sizeof x->transfer.transfer_id.bytes);
	if (ids != 0)
		return ids;
	/* The leg that leaves comes first. */
	return (x->transfer.from.class == ACCOUNT_IN_TRANSIT) -
	       (y->transfer.from.class == ACCOUNT_IN_TRANSIT);
}

/* Two legs of one transfer become one. */
static size_t join_legs(struct transfer_place *list, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		struct transfer *before = kept > 0 ? &list[kept - 1].transfer : NULL;
		const struct transfer *t = &list[i].transfer;
		if (before && uuid_eq(before->transfer_id, t->transfer_id) &&
		    before->to.class == ACCOUNT_IN_TRANSIT && t->from.class == ACCOUNT_IN_TRANSIT)
			before->to = t->to;
		else
			list[kept++] = list[i];
	}
	return kept;
}

struct shards {
	int64_t *list;
	size_t count;
};
static struct sn_err shards_read(struct ctx *c, struct str path, struct shards *out)
{
	*out = (struct shards){NULL, 0};
	struct rows *r = store_query(c->store, &ledger_sql_shards_of_subtree, PARAMS(p_text(path)));
	while (store_next(r)) {
		out->list = ledger_grow(c->mem, out->list, out->count, sizeof *out->list);
		if (!out->list)
			break;
		out->list[out->count++] = store_int(r, "shard");
	}
	SN_TRY(store_done(r));
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

enum { TRANSFERS_PARAMS = 9 };
/* Behind every id of a day. */
static struct uuid last_id(void)
{
	struct uuid id;
	memset(id.bytes, 0xff, sizeof id.bytes);
	return id;
}
static void shard_params(struct param *p, int64_t shard, const struct transfers_filter *f,
			 int64_t rows)
{
	p[0] = p_int(shard);
	p[1] = p_text(f->path);
	p[2] = p_int(f->kind);
	p[3] = p_int(f->cycle_no);
	p[4] = p_int(f->goods);
	p[5] = p_int(f->from_day);
	/* One bound alone, so that an index can take it: the end of the days, or the place of the page before. */
	const bool behind =
		f->before_day != 0 && (f->until_day == 0 || f->before_day < f->until_day);
	p[6] = p_int(behind ? f->before_day : f->until_day != 0 ? f->until_day : INT32_MAX);
	p[7] = p_uuid(behind ? f->before_id : UUID_NULL);
	p[8] = p_int(rows);
}

struct sn_err ledger_transfers(struct ctx *c, const struct transfers_filter *f,
			       struct transfer_place **out, size_t *count)
{
	struct transfer_place *list = NULL;
	struct shards shards;
	size_t n = 0;
	SN_TRY(shards_read(c, f->path, &shards));
	struct param *p = ARENA_ARRAY(c->mem, struct param, TRANSFERS_PARAMS * shards.count + 1);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	/* Two legs may make one row, so each shard gives one row more than is asked for. */
	for (size_t i = 0; i < shards.count; i++)
		shard_params(&p[TRANSFERS_PARAMS * i], shards.list[i], f, f->rows_max + 1);
	struct rows *r =
		store_query_many(c->store, &ledger_sql_transfers_of_shard, p, shards.count);
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		if (!list)
			break;
		list[n++] = (struct transfer_place){ledger_transfer_with_accounts(r),
						    store_int(r, "shard")};
	}
	SN_TRY(store_done(r));
	if (arena_ran_short(c->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	if (n > 0)
		qsort(list, n, sizeof *list, latest_first);
	n = join_legs(list, n);
	*out = list;
	*count = n > (size_t)f->rows_max ? (size_t)f->rows_max : n;
	return SN_SUCCESS;
}

/* ---- an account's statement ---- */

static struct statement_row row_of(const struct account *a, const struct rows *r)
{
	struct statement_row row = {.transfer = ledger_transfer_with_accounts(r)};
	row.in = ledger_key_eq(&row.transfer.to, &a->key);
	return row;
}

/* What it holds, and what a movement makes of that. */
struct held {
	int64_t quantity;
	struct money value;
};
static bool held_move(struct held *h, const struct transfer *t, bool in)
{
	h->quantity += in ? t->quantity : -t->quantity;
	return in ? money_add(&h->value, h->value, t->value)
		  : money_subtract(&h->value, h->value, t->value);
}

/* What the account held behind a place: what it holds now less what came later. */
static struct sn_err held_at(struct ctx *c, const struct account *now, int32_t day,
			     struct uuid transfer_id, struct held *out)
{
	struct money later = MONEY_FEN(0);
	int64_t later_pieces = 0;
	struct rows *r = store_query(
		c->store, &ledger_sql_statement_since,
		PARAMS(p_int(now->shard), p_int(now->account_no), p_int(day), p_uuid(transfer_id)));
	if (store_next(r)) {
		later_pieces = store_int(r, "quantity");
		later = store_money(r, "value_fen");
	}
	SN_TRY(store_done(r));
	out->quantity = now->quantity - later_pieces;
	return money_subtract(&out->value, now->value, later)
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
}

/* What it held where the page begins; mostly somebody has said so already. */
static struct sn_err held_first(struct ctx *c, const struct statement_page *page,
				const struct account *now, const struct transfer *first,
				struct held *out)
{
	const struct statement_place *at = &page->at;
	if (at->known && at->all_quantity == now->quantity &&
	    money_fen(at->all_value) == money_fen(now->value)) {
		*out = (struct held){at->quantity, at->value};
		return SN_SUCCESS;
	}
	if (at->day == 0 && page->earliest_first && page->from_day == 0) {
		*out = (struct held){0, MONEY_FEN(0)};
		return SN_SUCCESS;
	}
	if (at->day == 0 && !page->earliest_first && page->until_day == 0) {
		*out = (struct held){now->quantity, now->value};
		return SN_SUCCESS;
	}
	SN_TRY(held_at(c, now, first->day, first->transfer_id, out));
	if (!page->earliest_first)
		return SN_SUCCESS;
	return held_move(out, first, !ledger_key_eq(&first->to, &now->key))
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
}

/* Latest first: a row holds what the place before it says, and the place behind it that less its own movement. Earliest
 * first: that and its own movement, and so does the place. */
static struct sn_err run(struct statement_row *rows, size_t count, struct held at,
			 const struct statement_page *page, const struct account *now)
{
	for (size_t i = 0; i < count; i++) {
		struct statement_row *row = &rows[i];
		const struct held before = at;
		if (!held_move(&at, &row->transfer, page->earliest_first ? row->in : !row->in))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
		const struct held *after = page->earliest_first ? &at : &before;
		row->quantity = after->quantity;
		row->value = after->value;
		row->place = (struct statement_place){.day = row->transfer.day,
						      .transfer_id = row->transfer.transfer_id,
						      .known = true,
						      .quantity = at.quantity,
						      .value = at.value,
						      .all_quantity = now->quantity,
						      .all_value = now->value};
	}
	return SN_SUCCESS;
}

static struct rows *statement_rows(struct ctx *c, const struct statement_page *page)
{
	const int32_t until = page->until_day != 0 ? page->until_day : INT32_MAX;
	const struct statement_place *at = &page->at;
	if (page->earliest_first) {
		const bool behind = at->day >= page->from_day && at->day != 0;
		return store_query(c->store, &ledger_sql_statement_page_up,
				   PARAMS(p_int(page->shard), p_int(page->account_no), p_int(until),
					  p_int(behind ? at->day : page->from_day - 1),
					  p_uuid(behind ? at->transfer_id : last_id()),
					  p_int(page->rows_max)));
	}
	const bool behind = at->day != 0 && at->day < until;
	return store_query(c->store, &ledger_sql_statement_page,
			   PARAMS(p_int(page->shard), p_int(page->account_no),
				  p_int(page->from_day), p_int(behind ? at->day : until),
				  p_uuid(behind ? at->transfer_id : UUID_NULL),
				  p_int(page->rows_max)));
}

struct sn_err ledger_statement_page(struct ctx *c, const struct statement_page *page,
				    struct statement_row **out, size_t *count)
{
	struct statement_row *rows =
		ARENA_ARRAY(c->mem, struct statement_row, (size_t)page->rows_max + 1);
	struct account now;
	struct held at;
	size_t n = 0;
	*out = rows;
	*count = 0;
	if (!rows)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(ledger_accounts_by_no(c, (const int64_t[1][2]){{page->shard, page->account_no}}, 1,
				     &now));
	struct rows *r = statement_rows(c, page);
	while (store_next(r))
		rows[n++] = row_of(&now, r);
	SN_TRY(store_done(r));
	*count = n;
	if (n == 0)
		return SN_SUCCESS;
	SN_TRY(held_first(c, page, &now, &rows[0].transfer, &at));
	return run(rows, n, at, page, &now);
}
