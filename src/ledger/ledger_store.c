/* Rows of the ledger as structs, the words of leaves, and reading. */
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"

#include <assert.h>

/* ---- the index over a batch ---- */

bool ledger_index_make(struct arena *mem, struct ledger_index *ix, size_t values_max)
{
	size_t slots = 16;
	while (slots < 2 * values_max)
		slots *= 2;
	ix->slots = ARENA_ARRAY(mem, struct ledger_slot, slots);
	ix->mask = slots - 1;
	return ix->slots != NULL;
}

void ledger_index_add(struct ledger_index *ix, uint64_t hash, uint32_t value)
{
	size_t i = hash & ix->mask;
	while (ix->slots[i].value_and_1)
		i = (i + 1) & ix->mask;
	ix->slots[i] = (struct ledger_slot){hash, value + 1};
}

bool ledger_index_next(const struct ledger_index *ix, uint64_t hash, size_t *at, uint32_t *value)
{
	for (;;) {
		const struct ledger_slot *slot = &ix->slots[(hash + (*at)++) & ix->mask];
		if (!slot->value_and_1)
			return false;
		if (slot->hash == hash) {
			*value = slot->value_and_1 - 1;
			return true;
		}
	}
}

/* A multiplication and a fold a number: keys are few and not an attacker's, the caller compares anyway. */
uint64_t ledger_hash_numbers(const int64_t *numbers, size_t count)
{
	uint64_t h = 0x9E3779B97F4A7C15U;
	for (size_t i = 0; i < count; i++) {
		h = (h ^ (uint64_t)numbers[i]) * 0xBF58476D1CE4E5B9U;
		h ^= h >> 31;
	}
	return h;
}

uint64_t ledger_hash_uuid(struct uuid id)
{
	int64_t halves[2];
	memcpy(halves, id.bytes, sizeof halves);
	return ledger_hash_numbers(halves, 2);
}

uint64_t ledger_hash_key(const struct account_key *key)
{
	int64_t numbers[7] = {key->org_no,
			      (int64_t)key->class << 16 | (int64_t)key->source << 8 |
				      (int64_t)key->level,
			      key->cycle_no, key->item_no, key->lot_no};
	memcpy(&numbers[5], key->holder_id.bytes, sizeof key->holder_id.bytes);
	return ledger_hash_numbers(numbers, 7);
}

/* ---- rows ---- */

struct str ledger_text(struct arena *mem, const struct rows *r, const char *column, bool *kept)
{
	const struct str text = store_text(r, column);
	const struct str copy = arena_str(mem, text);
	*kept = *kept && str_is_null(text) == str_is_null(copy);
	return copy;
}

void *ledger_grow(struct arena *mem, void *list, size_t count, size_t each_bytes)
{
	if (count > 0 && (count & (count - 1)) != 0) /* room doubles at each power of two */
		return list;
	void *grown = arena_alloc(mem, (count > 0 ? count * 2 : 1) * each_bytes);
	if (grown && count > 0)
		memcpy(grown, list, count * each_bytes);
	return grown;
}

struct account ledger_account_from_row(const struct rows *r)
{
	return (struct account){
		.shard = store_int(r, "shard"),
		.account_no = store_int(r, "account_no"),
		.key = {.org_no = store_int(r, "org_no"),
			.class = (enum account_class)store_int(r, "class"),
			.cycle_no = store_int(r, "cycle_no"),
			.source = (enum fund_source)store_int(r, "source"),
			.item_no = store_int(r, "item_no"),
			.lot_no = store_int(r, "lot_no"),
			.holder_id = store_uuid(r, "holder_id"),
			.level = (enum evidence)store_int(r, "level")},
		.quantity = store_int(r, "quantity"),
		.value = store_money(r, "value_fen"),
		.held_quantity = store_int(r, "held_quantity"),
		.held_value = store_money(r, "held_value_fen"),
	};
}

/* Everything but the accounts, which a leg knows by number only. */
static struct transfer transfer_from_row(const struct rows *r)
{
	struct transfer t = {
		.transfer_id = store_uuid(r, "transfer_id"),
		.kind = (enum transfer_kind)store_int(r, "kind"),
		.day = (int32_t)store_int(r, "day"),
		.at_us = store_int(r, "at_us"),
		.quantity = store_int(r, "quantity"),
		.value = store_money(r, "value_fen"),
		.document_id = store_uuid(r, "document_id"),
		.reverses_id = store_uuid(r, "reverses_id"),
	};
	const struct str commitment = store_bytes(r, "commitment");
	t.has_commitment = commitment.bytes == sizeof t.commitment;
	if (t.has_commitment)
		memcpy(t.commitment, commitment.at, sizeof t.commitment);
	return t;
}

struct transfer ledger_transfer_with_accounts(const struct rows *r)
{
	struct transfer t = transfer_from_row(r);
#define SIDE(side)                                                                                 \
	(struct account_key){                                                                      \
		.org_no = store_int(r, side "_org_no"),                                            \
		.class = (enum account_class)store_int(r, side "_class"),                          \
		.cycle_no = store_int(r, side "_cycle_no"),                                        \
		.source = (enum fund_source)store_int(r, side "_source"),                          \
		.item_no = store_int(r, side "_item_no"),                                          \
		.lot_no = store_int(r, side "_lot_no"),                                            \
		.holder_id = store_uuid(r, side "_holder_id"),                                     \
		.level = (enum evidence)store_int(r, side "_level"),                               \
	}
	t.from = SIDE("from");
	t.to = SIDE("to");
#undef SIDE
	return t;
}

struct ledger_row ledger_row_from(const struct rows *r)
{
	return (struct ledger_row){.transfer = transfer_from_row(r),
				   .shard = store_int(r, "shard"),
				   .from_no = store_int(r, "from_no"),
				   .to_no = store_int(r, "to_no"),
				   .other_shard = store_int(r, "other_shard")};
}

struct sn_err ledger_row_read(struct ctx *c, int64_t shard, struct uuid transfer_id,
			      struct ledger_row *out)
{
	struct rows *r = store_query(c->store, &ledger_sql_transfer_by_id,
				     PARAMS(p_int(shard), p_uuid(transfer_id)));
	const bool found = store_next(r);
	if (found)
		*out = ledger_row_from(r);
	SN_TRY(store_done(r));
	return found ? SN_SUCCESS : SN_FAIL(NO_SUCH_TRANSFER);
}

struct sn_err ledger_accounts_by_no(struct ctx *c, const int64_t (*shards_and_numbers)[2],
				    size_t count, struct account *out)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2 + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(shards_and_numbers[i][0]);
		params[2 * i + 1] = p_int(shards_and_numbers[i][1]);
	}
	size_t found = 0;
	struct rows *r = store_query_many(c->store, &ledger_sql_account_by_no, params, count);
	for (; store_next(r); found++)
		out[store_set(r)] = ledger_account_from_row(r);
	SN_TRY(store_done(r));
	return found == count ? SN_SUCCESS : SN_FAIL(NO_SUCH_TRANSFER);
}

/* ---- words ---- */

struct sn_err ledger_word_set(struct ctx *c, enum ledger_word_kind kind, int64_t no,
			      struct str word)
{
	char text[TLOG_LEAF_BYTES_MAX];
	size_t bytes = 0;
	/* what a leaf can carry is asked of the leaf itself */
	const struct tlog_leaf trial = {.kind = TLOG_TRANSFER,
					.cycle = word,
					.item = word,
					.debit = STR("a"),
					.credit = STR("b"),
					.quantity = 1,
					.level = '-',
					.reverses_index = -1};
	SN_TRY(tlog_leaf_text(&trial, text, &bytes));
	bool there = false, same = false;
	struct rows *r = store_query(c->store, &ledger_sql_word, PARAMS(p_int(kind), p_int(no)));
	if (store_next(r)) {
		there = true;
		same = str_eq(store_text(r, "word"), word);
	}
	SN_TRY(store_done(r));
	if (there)
		return same ? SN_SUCCESS : SN_FAIL(WORD_FIXED);
	return store_run(c->store, &ledger_sql_word_add,
			 PARAMS(p_int(kind), p_int(no), p_text(word)), NULL);
}

/* ---- reading ---- */

struct sn_err ledger_shard_of(struct ctx *c, int64_t org_no, int64_t *shard)
{
	struct rows *r = store_query(c->store, &ledger_sql_shards, PARAMS(p_int(org_no)));
	const bool found = store_next(r);
	if (found)
		*shard = store_int(r, "shard");
	SN_TRY(store_done(r));
	return found ? SN_SUCCESS
		     : sn_err_with_text(SN_FAIL(NO_SUCH_ORG, .field = "org_no"), "%lld",
					(long long)org_no);
}

static bool is_wanted(const struct account_filter *f, const struct account *a)
{
	return (f->shard == 0 || a->shard == f->shard) &&
	       (f->org_no == 0 || a->key.org_no == f->org_no) &&
	       (f->cycle_no == 0 || a->key.cycle_no == f->cycle_no) &&
	       (f->class < 0 || (int)a->key.class == f->class) &&
	       (uuid_is_null(f->holder_id) || uuid_eq(a->key.holder_id, f->holder_id)) &&
	       (f->with_zero || a->quantity != 0 || a->held_quantity != 0 ||
		!money_is_zero(a->value) || !money_is_zero(a->held_value));
}

/* The narrowest of the statements; what it leaves open is_wanted() asks. */
static struct rows *query_accounts(struct ctx *c, const struct account_filter *f, int64_t shard)
{
	if (f->org_no)
		return store_query(c->store, &ledger_sql_accounts_between,
				   PARAMS(p_int(shard), p_int(f->org_no << LEDGER_ORG_BITS),
					  p_int((f->org_no + 1) << LEDGER_ORG_BITS)));
	if (shard && !uuid_is_null(f->holder_id))
		return store_query(c->store, &ledger_sql_accounts_of_holder,
				   PARAMS(p_int(shard), p_uuid(f->holder_id)));
	if (shard)
		return store_query(c->store, &ledger_sql_accounts_between,
				   PARAMS(p_int(shard), p_int(0), p_int(INT64_MAX)));
	if (f->cycle_no)
		return store_query(c->store, &ledger_sql_accounts_of_cycle,
				   PARAMS(p_int(f->cycle_no)));
	return store_query(c->store, &ledger_sql_accounts, NO_PARAMS);
}

struct sn_err ledger_accounts(struct ctx *c, const struct account_filter *filter,
			      ledger_each_account *each, void *self)
{
	int64_t shard = filter->shard;
	if (filter->org_no && !shard)
		SN_TRY(ledger_shard_of(c, filter->org_no, &shard));
	struct sn_err e = SN_SUCCESS;
	struct rows *r = query_accounts(c, filter, shard);
	while (!sn_failed(e) && store_next(r)) {
		const struct account a = ledger_account_from_row(r);
		if (is_wanted(filter, &a))
			e = each(self, &a);
	}
	const struct sn_err stored = store_done(r);
	SN_TRY(e);
	return stored;
}

struct sn_err ledger_balance(struct ctx *c, int64_t shard, const struct account_key *key,
			     struct account *out)
{
	char text[LEDGER_KEY_BYTES_MAX];
	*out = (struct account){.shard = shard, .key = *key};
	struct rows *r = store_query(c->store, &ledger_sql_account_by_key,
				     PARAMS(p_int(shard), p_text(ledger_key_text(key, text))));
	if (store_next(r))
		*out = ledger_account_from_row(r);
	return store_done(r);
}

struct sn_err ledger_statement(struct ctx *c, const struct statement_filter *filter,
			       ledger_each_transfer *each, void *self)
{
	const int32_t until = filter->until_day ? filter->until_day : INT32_MAX;
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &ledger_sql_statement,
				     PARAMS(p_int(filter->shard), p_int(filter->account_no),
					    p_int(filter->from_day), p_int(until)));
	while (!sn_failed(e) && store_next(r)) {
		const int64_t shard = store_int(r, "shard");
		const struct transfer t = ledger_transfer_with_accounts(r);
		e = each(self, &t, shard);
	}
	const struct sn_err stored = store_done(r);
	SN_TRY(e);
	return stored;
}

/* Rows come by shard and item, so each sum is complete when the next begins. */
static bool sums_to_zero(const struct trial_row *rows, size_t count)
{
	int64_t quantity = 0, fen = 0;
	for (size_t i = 0; i < count; i++) {
		const bool same_shard = i > 0 && rows[i].shard == rows[i - 1].shard;
		const bool same_item = same_shard && rows[i].item_no == rows[i - 1].item_no;
		if ((!same_shard && fen != 0) || (!same_item && quantity != 0))
			return false;
		if (__builtin_add_overflow(quantity, rows[i].quantity, &quantity) ||
		    __builtin_add_overflow(fen, money_fen(rows[i].value), &fen))
			return false;
	}
	return quantity == 0 && fen == 0;
}

static struct sn_err trial_from(struct ctx *c, struct rows *r, struct trial_row **rows,
				size_t *count, bool *balanced)
{
	struct trial_row *all = NULL;
	size_t n = 0;
	while (store_next(r)) {
		all = ledger_grow(c->mem, all, n, sizeof *all);
		if (!all)
			break;
		all[n++] = (struct trial_row){.shard = store_int(r, "shard"),
					      .class = (enum account_class)store_int(r, "class"),
					      .item_no = store_int(r, "item_no"),
					      .quantity = store_int(r, "quantity"),
					      .value = store_money(r, "value_fen")};
	}
	SN_TRY(store_done(r));
	if (arena_ran_short(c->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	*rows = all;
	*count = n;
	*balanced = sums_to_zero(all, n);
	return SN_SUCCESS;
}

struct sn_err ledger_trial(struct ctx *c, struct trial_row **rows, size_t *count, bool *balanced)
{
	return trial_from(c, store_query(c->store, &ledger_sql_trial, NO_PARAMS), rows, count,
			  balanced);
}
struct sn_err ledger_trial_of_subtree(struct ctx *c, struct str path, struct trial_row **rows,
				      size_t *count, bool *balanced)
{
	return trial_from(c,
			  store_query(c->store, &ledger_sql_trial_of_subtree, PARAMS(p_text(path))),
			  rows, count, balanced);
}

/* ---- closed periods ---- */

struct sn_err ledger_books_open(struct ctx *c, int64_t org_no, int32_t *day)
{
	*day = 0;
	struct rows *r = store_query(c->store, &ledger_sql_books_open, PARAMS(p_int(org_no)));
	if (store_next(r))
		*day = (int32_t)store_int(r, "day");
	return store_done(r);
}

struct sn_err ledger_day_open(struct ctx *c, int64_t org_no, int32_t day)
{
	int32_t first = 0;
	SN_TRY(ledger_books_open(c, org_no, &first));
	return ledger_day_check(day, first);
}

struct sn_err ledger_books_close(struct ctx *c, int64_t org_no, int32_t day)
{
	int32_t now = 0;
	SN_TRY(ledger_books_open(c, org_no, &now));
	return store_run(c->store, now ? &ledger_sql_books_open_move : &ledger_sql_books_open_add,
			 PARAMS(p_int(org_no), p_int(day)), NULL);
}
