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

enum { TRANSFERS_PARAMS = 10 };
static void shard_params(struct param *p, int64_t shard, const struct transfers_filter *f,
			 int64_t rows)
{
	p[0] = p_int(shard);
	p[1] = p_text(f->path);
	p[2] = p_int(f->kind);
	p[3] = p_int(f->cycle_no);
	p[4] = p_int(f->goods);
	p[5] = p_int(f->from_day);
	p[6] = p_int(f->until_day != 0 ? f->until_day : INT32_MAX);
	p[7] = p_int(f->before_day != 0 ? f->before_day : INT32_MAX);
	p[8] = p_uuid(f->before_id);
	p[9] = p_int(rows);
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
	row.place = (struct statement_place){row.transfer.day, store_int(r, "posted_us"),
					     row.transfer.transfer_id};
	row.in = ledger_key_eq(&row.transfer.to, &a->key);
	return row;
}

/* What the account held once the page's first (latest) row was in it: what it holds now less what came later. */
static struct sn_err held_at(struct ctx *c, const struct statement_page *page,
			     const struct account *now, struct statement_row *first)
{
	struct money later = MONEY_FEN(0);
	int64_t later_pieces = 0;
	const struct statement_place *at = &first->place;
	struct rows *r =
		store_query(c->store, &ledger_sql_statement_since,
			    PARAMS(p_int(page->shard), p_int(page->account_no), p_int(at->day),
				   p_int(at->posted_us), p_uuid(at->transfer_id)));
	if (store_next(r)) {
		later_pieces = store_int(r, "quantity");
		later = store_money(r, "value_fen");
	}
	SN_TRY(store_done(r));
	first->quantity = now->quantity - later_pieces;
	return money_subtract(&first->value, now->value, later)
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
}

/* From the latest to the earliest: each holds what the one after it held, less that one's own movement. */
static struct sn_err run_down(struct statement_row *rows, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct statement_row *later = &rows[i - 1];
		const struct transfer *t = &later->transfer;
		rows[i].quantity = later->quantity + (later->in ? -t->quantity : t->quantity);
		const bool fits = later->in ? money_subtract(&rows[i].value, later->value, t->value)
					    : money_add(&rows[i].value, later->value, t->value);
		if (!fits)
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
	}
	return SN_SUCCESS;
}

static void turn_round(struct statement_row *rows, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		const struct statement_row kept = rows[i];
		rows[i] = rows[count - 1 - i];
		rows[count - 1 - i] = kept;
	}
}

struct sn_err ledger_statement_page(struct ctx *c, const struct statement_page *page,
				    struct account *account, struct statement_row **out,
				    size_t *count)
{
	struct statement_row *rows =
		ARENA_ARRAY(c->mem, struct statement_row, (size_t)page->rows_max + 1);
	size_t n = 0;
	*out = rows;
	*count = 0;
	if (!rows)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(ledger_accounts_by_no(c, (const int64_t[1][2]){{page->shard, page->account_no}}, 1,
				     account));
	const bool begins = page->at.day == 0 && !page->earliest_first;
	struct rows *r = store_query(
		c->store,
		page->earliest_first ? &ledger_sql_statement_page_up : &ledger_sql_statement_page,
		PARAMS(p_int(page->shard), p_int(page->account_no), p_int(page->from_day),
		       p_int(page->until_day != 0 ? page->until_day : INT32_MAX),
		       p_int(begins ? INT32_MAX : page->at.day),
		       p_int(begins ? INT64_MAX : page->at.posted_us), p_uuid(page->at.transfer_id),
		       p_int(page->rows_max)));
	while (store_next(r))
		rows[n++] = row_of(account, r);
	SN_TRY(store_done(r));
	*count = n;
	if (n == 0)
		return SN_SUCCESS;
	if (page->earliest_first)
		turn_round(rows, n);
	SN_TRY(held_at(c, page, account, &rows[0]));
	SN_TRY(run_down(rows, n));
	if (page->earliest_first)
		turn_round(rows, n);
	return SN_SUCCESS;
}
