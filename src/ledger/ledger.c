/* Posting: load as sets, decide in order, write as sets. */
#include "base/limits.h"
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"

#include <assert.h>

enum {
	POST_AT_ONCE = 2048
}; /* of an array that may be refused in parts: bounds the memory of one round */

/* ---- load: what is stored under the same ids, and what reversals take back ---- */

enum {
	LEGS_A_QUESTION = 4
}; /* a union with fewer transfers in the batch is not worth the question */

/* Ids begin with their time (UUID v7), so that most of a batch are later than all that is stored, and need no look-up. */
static struct sn_err read_last(struct ledger_batch *b)
{
	struct param *params = ARENA_ARRAY(b->c->mem, struct param, 2 * b->places_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t legs = 0;
	for (size_t i = 0; i < b->count; i++) {
		const struct ledger_item *item = &b->items[i];
		legs += item->legs_count;
		for (size_t j = 0; j < item->legs_count; j++) {
			struct param *p = &params[2 * (item->legs[j].place - b->places)];
			if (p[1].kind == PARAM_NULL ||
			    uuid_compare(item->transfer->transfer_id, p[1].as.id) < 0)
				p[1] = p_uuid(item->transfer->transfer_id);
		}
	}
	if (legs < LEGS_A_QUESTION * b->places_count)
		return SN_SUCCESS;
	for (size_t i = 0; i < b->places_count; i++) {
		params[2 * i] = p_int(b->places[i].shard);
		b->places[i].last_known = true;
	}
	struct rows *r =
		store_query_many(b->c->store, &ledger_sql_transfer_last, params, b->places_count);
	while (store_next(r))
		b->places[store_set(r)].last_id = store_uuid(r, "transfer_id");
	return store_done(r);
}

static bool may_be_stored(const struct ledger_leg *leg, struct uuid transfer_id)
{
	return !leg->place->last_known || uuid_compare(transfer_id, leg->place->last_id) <= 0;
}

static struct sn_err read_rows(struct ledger_batch *b, bool originals)
{
	struct arena *mem = b->c->mem;
	struct param *params = ARENA_ARRAY(mem, struct param, 4 * b->count + 1);
	struct ledger_leg **legs = ARENA_ARRAY(mem, struct ledger_leg *, 2 * b->count + 1);
	if (!params || !legs)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < b->count; i++) {
		struct ledger_item *item = &b->items[i];
		const struct transfer *t = item->transfer;
		if (originals && t->kind != TRANSFER_REVERSE)
			continue;
		for (size_t j = 0; j < item->legs_count; j++) {
			if (!originals && !may_be_stored(&item->legs[j], t->transfer_id))
				continue;
			legs[n] = &item->legs[j];
			params[2 * n] = p_int(item->legs[j].place->shard);
			params[2 * n + 1] = p_uuid(originals ? t->reverses_id : t->transfer_id);
			n++;
		}
	}
	bool kept = true;
	struct rows *r = store_query_many(b->c->store, &ledger_sql_transfer_by_id, params, n);
	while (kept && store_next(r)) {
		struct ledger_row *row = ARENA_NEW(mem, struct ledger_row);
		kept = row != NULL;
		if (kept)
			*row = ledger_row_from(r);
		if (originals)
			legs[store_set(r)]->original = row;
		else
			legs[store_set(r)]->stored = row;
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	if (!originals)
		return SN_SUCCESS;
	r = store_query_many(b->c->store, &ledger_sql_reversal_of, params, n);
	while (store_next(r))
		legs[store_set(r)]->reversed = true;
	return store_done(r);
}

/* The leaves of the originals that are stored; one that this batch posts has no leaf yet. */
static struct sn_err read_leaves(struct ledger_batch *b)
{
	struct tlog_ref *refs = ARENA_ARRAY(b->c->mem, struct tlog_ref, 2 * b->count + 1);
	int64_t *indices = ARENA_ARRAY(b->c->mem, int64_t, 2 * b->count + 1);
	struct ledger_leg **legs = ARENA_ARRAY(b->c->mem, struct ledger_leg *, 2 * b->count + 1);
	if (!refs || !indices || !legs)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < b->count; i++) {
		struct ledger_item *item = &b->items[i];
		for (size_t j = 0; j < item->legs_count; j++) {
			if (!item->legs[j].original)
				continue;
			legs[n] = &item->legs[j];
			refs[n++] = (struct tlog_ref){item->legs[j].place->shard,
						      item->transfer->reverses_id};
		}
	}
	SN_TRY(tlog_indices_of(b->c, refs, n, indices));
	for (size_t i = 0; i < n; i++)
		legs[i]->reverses_index = indices[i];
	return SN_SUCCESS;
}

static struct sn_err load(struct ledger_batch *b)
{
	bool reversals = false;
	SN_TRY(ledger_batch_open(b));
	for (size_t i = 0; i < b->count; i++)
		reversals = reversals || b->items[i].transfer->kind == TRANSFER_REVERSE;
	SN_TRY(read_last(b));
	SN_TRY(read_rows(b, false));
	if (!reversals)
		return SN_SUCCESS;
	SN_TRY(read_rows(b, true));
	return read_leaves(b);
}

/* ---- decide ---- */

static bool is_stored_same(const struct ledger_item *item)
{
	for (size_t i = 0; i < item->legs_count; i++) {
		const struct ledger_leg *leg = &item->legs[i];
		const struct ledger_row *row = leg->stored;
		if (!row || !ledger_same_content(&row->transfer, item->transfer) ||
		    row->from_no != leg->from->was.account_no ||
		    row->to_no != leg->to->was.account_no || row->other_shard != leg->other_shard)
			return false;
	}
	return true;
}

static bool is_stored(const struct ledger_item *item)
{
	for (size_t i = 0; i < item->legs_count; i++) {
		if (item->legs[i].stored)
			return true;
	}
	return false;
}

static struct sn_err words_check(const struct ledger_batch *b, const struct transfer *t)
{
	const int64_t cycle_nos[] = {t->from.cycle_no, t->to.cycle_no};
	for (size_t i = 0; i < 2; i++) {
		if (cycle_nos[i] &&
		    str_is_null(ledger_batch_word(b, LEDGER_WORD_CYCLE, cycle_nos[i])))
			return SN_FAIL(CYCLE_UNKNOWN, .field = "cycle_no", .arg = {cycle_nos[i]});
	}
	if (str_is_null(ledger_batch_word(b, LEDGER_WORD_ITEM, t->to.item_no)))
		return sn_err_with_text(SN_FAIL(ITEM_UNKNOWN, .field = "item_no"), "%lld",
					(long long)t->to.item_no);
	return SN_SUCCESS;
}

static bool is_opposite(const struct transfer *t, const struct transfer *original)
{
	return t->quantity == original->quantity &&
	       money_fen(t->value) == money_fen(original->value);
}

static struct sn_err stored_original_check(const struct ledger_item *item)
{
	for (size_t i = 0; i < item->legs_count; i++) {
		const struct ledger_leg *leg = &item->legs[i];
		const struct ledger_row *row = leg->original;
		if (!row)
			return SN_FAIL(NO_SUCH_TRANSFER);
		if (row->transfer.kind == TRANSFER_REVERSE)
			return SN_FAIL(REVERSAL_FINAL);
		if (leg->reversed)
			return SN_FAIL(REVERSED_ALREADY);
		if (!is_opposite(item->transfer, &row->transfer) ||
		    row->from_no != leg->to->was.account_no ||
		    row->to_no != leg->from->was.account_no || row->other_shard != leg->other_shard)
			return SN_FAIL(TRANSFER_SHAPE, .field = "reverses_id");
	}
	return SN_SUCCESS;
}

/* What is taken back may stand earlier in the same batch, and so may another reversal of it. */
static struct sn_err reversal_check(const struct ledger_batch *b, const struct ledger_item *item)
{
	const struct transfer *t = item->transfer;
	const uint64_t hash = ledger_hash_uuid(t->reverses_id);
	uint32_t value = 0;
	for (size_t at = 0; ledger_index_next(&b->reverses_index, hash, &at, &value);) {
		if (uuid_eq(b->items[value].transfer->reverses_id, t->reverses_id))
			return SN_FAIL(REVERSED_ALREADY);
	}
	const struct ledger_item *earlier = ledger_batch_earlier(b, t->reverses_id);
	if (!earlier || earlier->verdict == LEDGER_REPLAYED)
		return stored_original_check(item);
	if (earlier->transfer->kind == TRANSFER_REVERSE)
		return SN_FAIL(REVERSAL_FINAL);
	if (earlier->from != item->to || earlier->to != item->from ||
	    !is_opposite(t, earlier->transfer))
		return SN_FAIL(TRANSFER_SHAPE, .field = "reverses_id");
	return SN_SUCCESS;
}

/* Moves the balances of all legs, or none. */
static struct sn_err move(struct ledger_item *item)
{
	const struct ledger_move move = {item->transfer->quantity, item->transfer->value};
	struct account before[4];
	size_t n = 0;
	struct sn_err e = SN_SUCCESS;
	if (!item->releases) /* what was held is there */
		e = ledger_take_check(&item->from->now, move);
	for (size_t i = 0; !sn_failed(e) && i < item->legs_count; i++) {
		const struct ledger_leg *leg = &item->legs[i];
		before[n++] = leg->from->now;
		before[n++] = leg->to->now;
		e = ledger_account_take(&leg->from->now, move);
		if (!sn_failed(e))
			e = ledger_account_add(&leg->to->now, move);
	}
	if (sn_failed(e)) {
		for (; n > 0; n -= 2) {
			item->legs[n / 2 - 1].from->now = before[n - 2];
			item->legs[n / 2 - 1].to->now = before[n - 1];
		}
		return e;
	}
	for (size_t i = 0; i < item->legs_count; i++)
		item->legs[i].from->touched = item->legs[i].to->touched = true;
	return SN_SUCCESS;
}

static void release(struct ledger_item *item)
{
	ledger_account_release(&item->from->now, (struct ledger_move){item->transfer->quantity,
								      item->transfer->value});
	item->from->touched = true;
}

static struct sn_err decide(struct ledger_batch *b, struct ledger_item *item)
{
	SN_TRY(item->outcome);
	const struct ledger_item *earlier = ledger_batch_earlier(b, item->transfer->transfer_id);
	if (earlier) {
		if (earlier->from != item->from || earlier->to != item->to ||
		    !ledger_same_content(earlier->transfer, item->transfer))
			return SN_FAIL(TRANSFER_DIFFERS);
		item->verdict = LEDGER_REPLAYED;
		return SN_SUCCESS;
	}
	if (is_stored(item)) {
		if (!is_stored_same(item))
			return SN_FAIL(TRANSFER_DIFFERS);
		item->verdict = LEDGER_REPLAYED;
		if (item->releases)
			release(item);
		return SN_SUCCESS;
	}
	SN_TRY(ledger_batch_day_check(item));
	SN_TRY(words_check(b, item->transfer));
	if (item->transfer->kind == TRANSFER_REVERSE)
		SN_TRY(reversal_check(b, item));
	SN_TRY(move(item));
	if (item->releases)
		release(item);
	item->verdict = LEDGER_ACCEPTED;
	return SN_SUCCESS;
}

static void decide_all(struct ledger_batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct ledger_item *item = &b->items[i];
		item->outcome = decide(b, item);
		if (sn_failed(item->outcome))
			continue;
		ledger_index_add(&b->id_index, ledger_hash_uuid(item->transfer->transfer_id),
				 (uint32_t)i);
		if (item->verdict == LEDGER_ACCEPTED && item->transfer->kind == TRANSFER_REVERSE)
			ledger_index_add(&b->reverses_index,
					 ledger_hash_uuid(item->transfer->reverses_id),
					 (uint32_t)i);
	}
}

/* ---- write ---- */

enum { TRANSFER_PARAMS = 15, WRITE_AT_ONCE = 512 };

static void transfer_params(const struct ctx *c, const struct transfer *t,
			    const struct ledger_leg *leg, struct param out[TRANSFER_PARAMS])
{
	const struct param params[TRANSFER_PARAMS] = {
		p_int(leg->place->shard),
		p_uuid(t->transfer_id),
		p_int(t->kind),
		p_int(t->day),
		p_int(t->at_us),
		p_int(now_us(c)),
		p_int(leg->from->now.account_no),
		p_int(leg->to->now.account_no),
		p_int(t->quantity),
		p_money(t->value),
		p_uuid_or_null(t->document_id),
		p_uuid_or_null(t->reverses_id),
		p_bytes(t->has_commitment ? t->commitment : NULL, sizeof t->commitment),
		p_uuid_or_null(c->actor_id),
		leg->other_shard ? p_int(leg->other_shard) : p_null(),
	};
	memcpy(out, params, sizeof params);
}

static struct sn_err append_leaf(const struct ledger_batch *b, const struct transfer *t,
				 const struct ledger_leg *leg)
{
	int64_t reverses_index = leg->reverses_index;
	if (t->kind == TRANSFER_REVERSE && reverses_index < 0)
		SN_TRY(tlog_index_of(b->c, leg->place->shard, t->reverses_id, &reverses_index));
	struct ledger_leaf_room room;
	const struct ledger_leaf_of of = {
		.kind = t->kind,
		.day = t->day,
		.from = &leg->from->now.key,
		.to = &leg->to->now.key,
		.move = {t->quantity, t->value},
		.reverses_index = reverses_index,
		.commitment = t->has_commitment ? t->commitment : NULL,
		.shard_code = leg->place->shard_code,
		.cycle_word = ledger_batch_word(b, LEDGER_WORD_CYCLE,
						ledger_leaf_cycle_no(&t->from, &t->to)),
		.item_word = ledger_batch_word(b, LEDGER_WORD_ITEM, t->to.item_no),
	};
	const struct tlog_leaf leaf = ledger_leaf(&of, &room);
	return tlog_append(b->c, &leaf, leg->place->shard, t->transfer_id);
}

/* Some at a time: their parameters are then still near when the store takes them. */
static struct sn_err write_transfers(const struct ledger_batch *b)
{
	const size_t room = 2 * b->count < WRITE_AT_ONCE ? 2 * b->count : WRITE_AT_ONCE;
	/* the last item may have a second leg */
	struct param *params = ARENA_ARRAY(b->c->mem, struct param, TRANSFER_PARAMS * (room + 1));
	size_t n = 0;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		const struct ledger_item *item = &b->items[i];
		if (item->verdict != LEDGER_ACCEPTED)
			continue;
		for (size_t j = 0; j < item->legs_count; j++)
			transfer_params(b->c, item->transfer, &item->legs[j],
					params + TRANSFER_PARAMS * n++);
		if (n < WRITE_AT_ONCE)
			continue;
		SN_TRY(store_many(b->c->store, &ledger_sql_transfer_add, params, n, NULL));
		n = 0;
	}
	return store_many(b->c->store, &ledger_sql_transfer_add, params, n, NULL);
}

static struct sn_err write_all(struct ledger_batch *b)
{
	SN_TRY(ledger_batch_write_accounts(b));
	SN_TRY(write_transfers(b));
	for (size_t i = 0; i < b->count; i++) {
		const struct ledger_item *item = &b->items[i];
		if (item->verdict != LEDGER_ACCEPTED)
			continue;
		for (size_t j = 0; j < item->legs_count; j++)
			SN_TRY(append_leaf(b, item->transfer, &item->legs[j]));
	}
	return SN_SUCCESS;
}

struct sn_err ledger_batch_post(struct ledger_batch *b, bool all_or_nothing)
{
	assert(b->c->tlog); /* only inside a work */
	SN_TRY(load(b));
	decide_all(b);
	for (size_t i = 0; all_or_nothing && i < b->count; i++)
		SN_TRY(b->items[i].outcome);
	return write_all(b);
}

/* ---- the public face ---- */

static struct sn_err post(struct ctx *c, const struct transfer *transfers, size_t count,
			  struct posting *out)
{
	struct ledger_batch b = {.c = c, .count = count};
	b.items = ARENA_ARRAY(c->mem, struct ledger_item, count + 1);
	if (!b.items)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		b.items[i].transfer = &transfers[i];
	SN_TRY(ledger_batch_post(&b, out == NULL));
	for (size_t i = 0; out && i < count; i++)
		out[i] = (struct posting){.outcome = b.items[i].outcome,
					  .replayed = b.items[i].verdict == LEDGER_REPLAYED};
	return SN_SUCCESS;
}

struct sn_err ledger_post(struct ctx *c, const struct transfer *transfers, size_t count,
			  struct posting *out)
{
	struct sn_err e = SN_SUCCESS;
	for (size_t from = 0; !sn_failed(e) && from < count; from += POST_AT_ONCE) {
		const size_t left = count - from;
		const struct arena_mark mark = arena_mark(c->mem);
		e = post(c, transfers + from, left < POST_AT_ONCE ? left : POST_AT_ONCE,
			 out + from);
		arena_rewind(c->mem, mark);
	}
	return e;
}

struct sn_err ledger_post_all(struct ctx *c, const struct transfer *transfers, size_t count)
{
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = post(c, transfers, count, NULL);
	arena_rewind(c->mem, mark);
	return e;
}

/* The transfer whose opposite is asked for, with its accounts; of two legs the ends of both. */
struct sn_err ledger_transfer_by_id(struct ctx *c, int64_t shard, struct uuid transfer_id,
				    struct transfer *out)
{
	struct ledger_row row, other;
	SN_TRY(ledger_row_read(c, shard, transfer_id, &row));
	other = row;
	if (row.other_shard)
		SN_TRY(ledger_row_read(c, row.other_shard, transfer_id, &other));
	const int64_t numbers[][2] = {
		{row.shard, row.from_no},
		{row.shard, row.to_no},
		{other.shard, other.from_no},
		{other.shard, other.to_no},
	};
	struct account accounts[4];
	SN_TRY(ledger_accounts_by_no(c, numbers, 4, accounts));
	const bool leaves_here = accounts[1].key.class == ACCOUNT_IN_TRANSIT;
	*out = row.transfer;
	out->from = accounts[row.other_shard && !leaves_here ? 2 : 0].key;
	out->to = accounts[leaves_here ? 3 : 1].key;
	return SN_SUCCESS;
}

static struct sn_err reverse(struct ctx *c, int64_t shard, struct uuid transfer_id,
			     struct uuid reversal_id, int32_t day)
{
	struct ledger_row before;
	struct transfer t;
	SN_TRY(ledger_transfer_by_id(c, shard, transfer_id, &t));
	if (t.kind == TRANSFER_REVERSE)
		return SN_FAIL(REVERSAL_FINAL);
	struct transfer reversal = {.transfer_id = reversal_id,
				    .kind = TRANSFER_REVERSE,
				    .day = day,
				    .at_us = now_us(c),
				    .from = t.to,
				    .to = t.from,
				    .quantity = t.quantity,
				    .value = t.value,
				    .reverses_id = transfer_id};
	/* The time is ours, so that a retry has another: it is the same act all the same. */
	const struct sn_err e = ledger_row_read(c, shard, reversal_id, &before);
	if (!sn_failed(e))
		reversal.at_us = before.transfer.at_us;
	else if (e.reason != SN_R_NO_SUCH_TRANSFER)
		return e;
	return ledger_post_all(c, &reversal, 1);
}

struct sn_err ledger_reverse(struct ctx *c, int64_t shard, struct uuid transfer_id,
			     struct uuid reversal_id, int32_t day)
{
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = reverse(c, shard, transfer_id, reversal_id, day);
	arena_rewind(c->mem, mark);
	return e;
}
