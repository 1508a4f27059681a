/* Two phases: what is held cannot be spent otherwise until it is posted, voided or has run out. */
#include "base/limits.h"
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"

#include <assert.h>
#include <stdlib.h>

enum { EXPIRE_AT_ONCE = 4096 };

struct hold_row {
	struct transfer transfer;                          /* from, to are not filled */
	int64_t shard, from_no, to_shard, to_no, until_us; /* until_us 0: no end */
	enum hold_state state;
};

static struct hold_row hold_from_row(const struct rows *r)
{
	struct hold_row h = {
		.transfer = {.transfer_id = store_uuid(r, "hold_id"),
			     .kind = (enum transfer_kind)store_int(r, "kind"),
			     .day = (int32_t)store_int(r, "day"),
			     .at_us = store_int(r, "at_us"),
			     .quantity = store_int(r, "quantity"),
			     .value = store_money(r, "value_fen"),
			     .document_id = store_uuid(r, "document_id")},
		.shard = store_int(r, "shard"),
		.from_no = store_int(r, "from_no"),
		.to_shard = store_int(r, "to_shard"),
		.to_no = store_int(r, "to_no"),
		.until_us = store_int(r, "until_us"),
		.state = (enum hold_state)store_int(r, "state"),
	};
	const struct str commitment = store_bytes(r, "commitment");
	h.transfer.reported =
		true; /* what it reserved has happened since: booked late if need be */
	h.transfer.has_commitment = commitment.bytes == sizeof h.transfer.commitment;
	if (h.transfer.has_commitment)
		memcpy(h.transfer.commitment, commitment.at, sizeof h.transfer.commitment);
	return h;
}

/* found[i] NULL: there is no such hold. */
static struct sn_err read_holds(struct ctx *c, const struct hold_ref *refs, size_t count,
				struct hold_row ***found)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count + 1);
	*found = ARENA_ARRAY(c->mem, struct hold_row *, count + 1);
	if (!params || !*found)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(refs[i].shard);
		params[2 * i + 1] = p_uuid(refs[i].hold_id);
	}
	bool kept = true;
	struct rows *r = store_query_many(c->store, &ledger_sql_hold_by_id, params, count);
	while (kept && store_next(r)) {
		struct hold_row *row = ARENA_NEW(c->mem, struct hold_row);
		kept = row != NULL;
		if (kept)
			*row = hold_from_row(r);
		(*found)[store_set(r)] = row;
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

/* ---- hold ---- */

static struct sn_err decide_hold(const struct ledger_batch *b, struct ledger_item *item,
				 const struct hold_row *stored)
{
	const struct transfer *t = item->transfer;
	SN_TRY(item->outcome);
	if (t->kind == TRANSFER_REVERSE)
		return SN_FAIL(TRANSFER_SHAPE, .field = "kind");
	const struct ledger_item *earlier = ledger_batch_earlier(b, t->transfer_id);
	if (earlier) {
		if (earlier->from != item->from || earlier->to != item->to ||
		    !ledger_same_content(earlier->transfer, t))
			return SN_FAIL(TRANSFER_DIFFERS);
		item->verdict = LEDGER_REPLAYED;
		return SN_SUCCESS;
	}
	if (stored) {
		if (!ledger_same_content(&stored->transfer, t) ||
		    stored->from_no != item->from->was.account_no ||
		    stored->to_shard != item->to->was.shard ||
		    stored->to_no != item->to->was.account_no)
			return SN_FAIL(TRANSFER_DIFFERS);
		if (stored->state == HOLD_VOID || stored->state == HOLD_EXPIRED)
			return SN_FAIL(HOLD_GONE);
		item->verdict = LEDGER_REPLAYED;
		return SN_SUCCESS;
	}
	const struct ledger_move move = {t->quantity, t->value};
	SN_TRY(ledger_batch_day_check(item));
	SN_TRY(ledger_take_check(&item->from->now, move));
	SN_TRY(ledger_account_hold(&item->from->now, move));
	item->from->touched = item->to->touched = true;
	item->verdict = LEDGER_ACCEPTED;
	return SN_SUCCESS;
}

enum { HOLD_PARAMS = 15 };

static struct sn_err write_holds(struct ledger_batch *b, const struct hold *holds)
{
	struct param *params = ARENA_ARRAY(b->c->mem, struct param, HOLD_PARAMS * b->count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(ledger_batch_write_accounts(b));
	size_t n = 0;
	for (size_t i = 0; i < b->count; i++) {
		const struct ledger_item *item = &b->items[i];
		const struct transfer *t = item->transfer;
		if (item->verdict != LEDGER_ACCEPTED)
			continue;
		const struct param row[HOLD_PARAMS] = {
			p_int(item->from->now.shard),
			p_uuid(t->transfer_id),
			p_int(t->kind),
			p_int(t->day),
			p_int(t->at_us),
			p_int(now_us(b->c)),
			p_int(item->from->now.account_no),
			p_int(item->to->now.shard),
			p_int(item->to->now.account_no),
			p_int(t->quantity),
			p_money(t->value),
			p_uuid_or_null(t->document_id),
			p_bytes(t->has_commitment ? t->commitment : NULL, sizeof t->commitment),
			p_uuid_or_null(b->c->actor_id),
			holds[i].until_us ? p_int(holds[i].until_us) : p_null(),
		};
		memcpy(params + HOLD_PARAMS * n++, row, sizeof row);
	}
	return store_many(b->c->store, &ledger_sql_hold_add, params, n, NULL);
}

static struct sn_err hold_all(struct ctx *c, const struct hold *holds, size_t count,
			      struct posting *out)
{
	struct ledger_batch b = {.c = c, .count = count};
	struct hold_ref *refs = ARENA_ARRAY(c->mem, struct hold_ref, count + 1);
	struct hold_row **stored = NULL;
	b.items = ARENA_ARRAY(c->mem, struct ledger_item, count + 1);
	if (!b.items || !refs)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		b.items[i].transfer = &holds[i].transfer;
	SN_TRY(ledger_batch_open(&b));
	for (size_t i = 0; i < count; i++)
		refs[i] = (struct hold_ref){b.items[i].from ? b.items[i].from->was.shard : 0,
					    holds[i].transfer.transfer_id};
	SN_TRY(read_holds(c, refs, count, &stored));
	for (size_t i = 0; i < count; i++) {
		struct ledger_item *item = &b.items[i];
		item->outcome = decide_hold(&b, item, stored[i]);
		out[i] = (struct posting){.outcome = item->outcome,
					  .replayed = item->verdict == LEDGER_REPLAYED};
		if (!sn_failed(item->outcome))
			ledger_index_add(&b.id_index, ledger_hash_uuid(refs[i].hold_id),
					 (uint32_t)i);
	}
	return write_holds(&b, holds);
}

struct sn_err ledger_hold(struct ctx *c, const struct hold *holds, size_t count,
			  struct posting *out)
{
	assert(c->tlog); /* only inside a work */
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = hold_all(c, holds, count, out);
	arena_rewind(c->mem, mark);
	return e;
}

/* ---- the end of a hold ---- */

/* Open holds become `state`; changed says which were open. */
static struct sn_err end_holds(struct ctx *c, const struct hold_row *const *holds, size_t count,
			       enum hold_state state, int64_t *changed)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 3 * count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[3 * i] = p_int(holds[i]->shard);
		params[3 * i + 1] = p_uuid(holds[i]->transfer.transfer_id);
		params[3 * i + 2] = p_int(state);
	}
	return store_many(c->store, &ledger_sql_hold_end, params, count, changed);
}

/* What ending holds gives back to one account. */
struct giving_back {
	int64_t shard, account_no, quantity, value_fen;
};
static int by_account(const void *a, const void *b)
{
	const struct giving_back *x = a, *y = b;
	if (x->shard != y->shard)
		return x->shard < y->shard ? -1 : 1;
	return (x->account_no > y->account_no) - (x->account_no < y->account_no);
}

/* One row an account, however many holds it had. */
static size_t sum_by_account(struct giving_back *list, size_t count)
{
	size_t n = 0;
	if (count > 0)
		qsort(list, count, sizeof *list, by_account);
	for (size_t i = 0; i < count; i++) {
		if (n > 0 && by_account(&list[n - 1], &list[i]) == 0) {
			list[n - 1].quantity += list[i].quantity;
			list[n - 1].value_fen += list[i].value_fen;
		} else {
			list[n++] = list[i];
		}
	}
	return n;
}

static struct sn_err give_back(struct ctx *c, struct giving_back *list, size_t count)
{
	const size_t n = sum_by_account(list, count);
	struct param *params = ARENA_ARRAY(c->mem, struct param, 6 * n + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, n + 1);
	if (!params || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++) {
		const struct param row[6] = {
			p_int(list[i].shard),     p_int(list[i].account_no), p_int(0), p_int(0),
			p_int(-list[i].quantity), p_int(-list[i].value_fen)};
		memcpy(params + 6 * i, row, sizeof row);
	}
	SN_TRY(store_many(c->store, &ledger_sql_account_move, params, n, changed));
	for (size_t i = 0; i < n; i++) {
		if (changed[i] != 1)
			return SN_FAIL(STORE_AGAIN);
	}
	return SN_SUCCESS;
}

/* Ends holds without posting: what they held is free again, each once. */
static struct sn_err free_holds(struct ctx *c, const struct hold_row *const *holds, size_t count,
				enum hold_state state, int64_t *freed)
{
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, count + 1);
	struct giving_back *list = ARENA_ARRAY(c->mem, struct giving_back, count + 1);
	if (!changed || !list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(end_holds(c, holds, count, state, changed));
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		if (changed[i] == 1)
			list[n++] = (struct giving_back){holds[i]->shard, holds[i]->from_no,
							 holds[i]->transfer.quantity,
							 money_fen(holds[i]->transfer.value)};
	}
	*freed = (int64_t)n;
	return give_back(c, list, n);
}

static struct sn_err void_all(struct ctx *c, const struct hold_ref *refs, size_t count)
{
	struct hold_row **rows = NULL;
	int64_t freed = 0;
	SN_TRY(read_holds(c, refs, count, &rows));
	const struct hold_row **holds = ARENA_ARRAY(c->mem, const struct hold_row *, count + 1);
	if (!holds)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		if (!rows[i] || rows[i]->state == HOLD_POSTED)
			return SN_FAIL(HOLD_GONE);
		holds[i] = rows[i];
	}
	return free_holds(c, holds, count, HOLD_VOID, &freed);
}

struct sn_err ledger_hold_void(struct ctx *c, const struct hold_ref *refs, size_t count)
{
	assert(c->tlog); /* only inside a work */
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = void_all(c, refs, count);
	arena_rewind(c->mem, mark);
	return e;
}

/* ---- posting ---- */

/* Accounts by number, each run of equal ones asked for once: the holds of one paper mostly leave one account. */
struct numbered {
	int64_t (*numbers)[2];
	size_t *at; /* of each hold */
	size_t count;
};
static void number_add(struct numbered *n, size_t hold, int64_t shard, int64_t account_no)
{
	const size_t last = n->count;
	if (last == 0 || n->numbers[last - 1][0] != shard ||
	    n->numbers[last - 1][1] != account_no) {
		n->numbers[last][0] = shard;
		n->numbers[last][1] = account_no;
		n->count++;
	}
	n->at[hold] = n->count - 1;
}

static struct sn_err read_numbered(struct ctx *c, const struct hold_row *const *holds, size_t count,
				   bool from, struct transfer *transfers)
{
	struct numbered n = {arena_alloc_n(c->mem, sizeof *n.numbers, count + 1),
			     ARENA_ARRAY(c->mem, size_t, count + 1), 0};
	if (!n.numbers || !n.at)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		number_add(&n, i, from ? holds[i]->shard : holds[i]->to_shard,
			   from ? holds[i]->from_no : holds[i]->to_no);
	struct account *accounts = ARENA_ARRAY(c->mem, struct account, n.count + 1);
	if (!accounts)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(ledger_accounts_by_no(c, (const int64_t(*)[2])n.numbers, n.count, accounts));
	for (size_t i = 0; i < count; i++)
		*(from ? &transfers[i].from : &transfers[i].to) = accounts[n.at[i]].key;
	return SN_SUCCESS;
}

/* Its accounts by name: the batch looks them up as it does for any transfer. */
static struct sn_err fill_keys(struct ctx *c, const struct hold_row *const *holds, size_t count,
			       struct transfer *transfers)
{
	for (size_t i = 0; i < count; i++)
		transfers[i] = holds[i]->transfer;
	SN_TRY(read_numbered(c, holds, count, true, transfers));
	return read_numbered(c, holds, count, false, transfers);
}

static struct sn_err open_holds(struct ctx *c, const struct hold_ref *refs, size_t count,
				struct hold_row ***rows)
{
	SN_TRY(read_holds(c, refs, count, rows));
	for (size_t i = 0; i < count; i++)
		if (!(*rows)[i] || (*rows)[i]->state != HOLD_OPEN)
			return SN_FAIL(HOLD_GONE);
	return SN_SUCCESS;
}

static struct sn_err read_open(struct ctx *c, const struct hold_ref *refs, size_t count,
			       struct transfer *out)
{
	struct hold_row **rows = NULL;
	SN_TRY(open_holds(c, refs, count, &rows));
	return fill_keys(c, (const struct hold_row *const *)rows, count, out);
}

struct sn_err ledger_hold_read(struct ctx *c, const struct hold_ref *refs, size_t count,
			       struct transfer *out)
{
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = read_open(c, refs, count, out);
	arena_rewind(c->mem, mark);
	return e;
}

static struct sn_err take_all(struct ctx *c, const struct hold_ref *refs, size_t count,
			      struct transfer *out)
{
	struct hold_row **rows = NULL;
	int64_t freed = 0;
	SN_TRY(open_holds(c, refs, count, &rows));
	const struct hold_row *const *holds = (const struct hold_row *const *)rows;
	SN_TRY(fill_keys(c, holds, count, out));
	SN_TRY(free_holds(c, holds, count, HOLD_VOID, &freed));
	return freed == (int64_t)count ? SN_SUCCESS : SN_FAIL(HOLD_GONE);
}

struct sn_err ledger_hold_take(struct ctx *c, const struct hold_ref *refs, size_t count,
			       struct transfer *out)
{
	assert(c->tlog); /* only inside a work */
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = take_all(c, refs, count, out);
	arena_rewind(c->mem, mark);
	return e;
}

/* The holds that are still open, each once; one that was posted before is the same answer. */
static struct sn_err open_ones(struct ctx *c, struct hold_row *const *rows, size_t count,
			       const struct hold_row **open, size_t *open_count)
{
	*open_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct hold_row *h = rows[i];
		if (!h || h->state == HOLD_VOID || h->state == HOLD_EXPIRED)
			return SN_FAIL(HOLD_GONE);
		if (h->state == HOLD_POSTED)
			continue;
		if (h->until_us && h->until_us <= now_us(c))
			return SN_FAIL(HOLD_GONE);
		open[(*open_count)++] = h;
	}
	return SN_SUCCESS;
}

static struct sn_err post_all(struct ctx *c, const struct hold_ref *refs, size_t count)
{
	struct hold_row **rows = NULL;
	SN_TRY(read_holds(c, refs, count, &rows));
	const struct hold_row **open = ARENA_ARRAY(c->mem, const struct hold_row *, count + 1);
	struct transfer *transfers = ARENA_ARRAY(c->mem, struct transfer, count + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, count + 1);
	struct ledger_batch b = {.c = c};
	b.items = ARENA_ARRAY(c->mem, struct ledger_item, count + 1);
	if (!open || !transfers || !changed || !b.items)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(open_ones(c, rows, count, open, &b.count));
	SN_TRY(fill_keys(c, open, b.count, transfers));
	for (size_t i = 0; i < b.count; i++)
		b.items[i] = (struct ledger_item){.transfer = &transfers[i], .releases = true};
	SN_TRY(ledger_batch_post(&b, true));
	/* of a hold that is named twice the second finds it ended */
	return end_holds(c, open, b.count, HOLD_POSTED, changed);
}

struct sn_err ledger_hold_post(struct ctx *c, const struct hold_ref *refs, size_t count)
{
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = post_all(c, refs, count);
	arena_rewind(c->mem, mark);
	return e;
}

/* ---- time ---- */

static struct sn_err expire_some(struct ctx *c, int64_t *freed, size_t *found)
{
	struct hold_ref *refs = ARENA_ARRAY(c->mem, struct hold_ref, EXPIRE_AT_ONCE);
	struct hold_row **rows = NULL;
	*found = 0;
	if (!refs)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &ledger_sql_holds_over,
				     PARAMS(p_int(now_us(c)), p_int(EXPIRE_AT_ONCE)));
	while (store_next(r)) /* the statement has the limit */
		refs[(*found)++] =
			(struct hold_ref){store_int(r, "shard"), store_uuid(r, "hold_id")};
	SN_TRY(store_done(r));
	SN_TRY(read_holds(c, refs, *found, &rows));
	const struct hold_row **holds = ARENA_ARRAY(c->mem, const struct hold_row *, *found + 1);
	if (!holds)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < *found; i++)
		holds[i] = rows[i];
	return free_holds(c, holds, *found, HOLD_EXPIRED, freed);
}

struct sn_err ledger_hold_expire(struct ctx *c, int64_t *voided)
{
	assert(c->tlog); /* only inside a work */
	size_t found = 0;
	*voided = 0;
	do {
		int64_t freed = 0;
		const struct arena_mark mark = arena_mark(c->mem);
		const struct sn_err e = expire_some(c, &freed, &found);
		arena_rewind(c->mem, mark);
		SN_TRY(e);
		*voided += freed;
	} while (found == EXPIRE_AT_ONCE);
	return SN_SUCCESS;
}
