/* What a batch needs to know, each kind of thing read as one set. */
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"

#include <assert.h>

enum { ENTRIES_AN_ITEM = 4, WORDS_AN_ITEM = 4 };

/* ---- unions ---- */

static uint64_t number_hash(int64_t a, int64_t b)
{
	return ledger_hash_numbers((const int64_t[]){a, b}, 2);
}

static struct ledger_place *place_of(const struct ledger_batch *b, int64_t org_no)
{
	uint32_t value = 0;
	for (size_t at = 0;
	     ledger_index_next(&b->place_index, number_hash(org_no, 0), &at, &value);) {
		if (b->places[value].org_no == org_no)
			return &b->places[value];
	}
	return NULL;
}

static void note_place(struct ledger_batch *b, int64_t org_no)
{
	if (place_of(b, org_no))
		return;
	b->places[b->places_count] = (struct ledger_place){.org_no = org_no};
	ledger_index_add(&b->place_index, number_hash(org_no, 0), (uint32_t)b->places_count++);
}

static struct sn_err read_places(struct ledger_batch *b)
{
	struct arena *mem = b->c->mem;
	struct param *params = ARENA_ARRAY(mem, struct param, b->places_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->places_count; i++)
		params[i] = p_int(b->places[i].org_no);
	struct rows *r = store_query_many(b->c->store, &ledger_sql_shards, params, b->places_count);
	bool kept = true;
	while (kept && store_next(r)) {
		struct ledger_place *p = &b->places[store_set(r)];
		p->shard = store_int(r, "shard");
		p->open_day = (int32_t)store_int(r, "open_day"); /* NULL reads as 0: any day */
		p->shard_code = arena_str(mem, store_text(r, "shard_code"));
		kept = !str_is_null(p->shard_code);
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

/* ---- words ---- */

static struct ledger_named *named(const struct ledger_batch *b, int64_t kind, int64_t no)
{
	uint32_t value = 0;
	for (size_t at = 0;
	     ledger_index_next(&b->word_index, number_hash(kind, no), &at, &value);) {
		if (b->words[value].kind == kind && b->words[value].no == no)
			return &b->words[value];
	}
	return NULL;
}

static void note_word(struct ledger_batch *b, enum ledger_word_kind kind, int64_t no)
{
	if (no == 0 || named(b, kind, no))
		return;
	b->words[b->words_count] = (struct ledger_named){.kind = kind, .no = no};
	ledger_index_add(&b->word_index, number_hash(kind, no), (uint32_t)b->words_count++);
}

struct str ledger_batch_word(const struct ledger_batch *b, enum ledger_word_kind kind, int64_t no)
{
	if (no == 0)
		return kind == LEDGER_WORD_ITEM ? STR("cny") : STR_NULL;
	const struct ledger_named *w = named(b, kind, no);
	assert(w); /* the batch noted the words of all its transfers */
	return w->word;
}

static struct sn_err read_words(struct ledger_batch *b)
{
	struct arena *mem = b->c->mem;
	struct param *params = ARENA_ARRAY(mem, struct param, 2 * b->words_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->words_count; i++) {
		params[2 * i] = p_int(b->words[i].kind);
		params[2 * i + 1] = p_int(b->words[i].no);
	}
	struct rows *r = store_query_many(b->c->store, &ledger_sql_word, params, b->words_count);
	bool kept = true;
	while (kept && store_next(r)) {
		struct ledger_named *w = &b->words[store_set(r)];
		w->word = arena_str(mem, store_text(r, "word"));
		kept = !str_is_null(w->word);
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

/* ---- accounts ---- */

/* NULL: out of memory. */
static struct ledger_entry *entry_of(struct ledger_batch *b, int64_t shard,
				     const struct account_key *key)
{
	const uint64_t hash = ledger_hash_key(key);
	uint32_t value = 0;
	for (size_t at = 0; ledger_index_next(&b->entry_index, hash, &at, &value);) {
		if (ledger_key_eq(&b->entries[value]->was.key, key))
			return b->entries[value];
	}
	char text[LEDGER_KEY_BYTES_MAX];
	struct ledger_entry *e = ARENA_NEW(b->c->mem, struct ledger_entry);
	if (!e)
		return NULL;
	*e = (struct ledger_entry){.was = {.shard = shard, .key = *key},
				   .key_text = arena_str(b->c->mem, ledger_key_text(key, text))};
	if (str_is_null(e->key_text))
		return NULL;
	b->entries[b->entries_count] = e;
	ledger_index_add(&b->entry_index, hash, (uint32_t)b->entries_count++);
	return e;
}

static struct sn_err read_entries(struct ledger_batch *b)
{
	struct param *params = ARENA_ARRAY(b->c->mem, struct param, 2 * b->entries_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->entries_count; i++) {
		params[2 * i] = p_int(b->entries[i]->was.shard);
		params[2 * i + 1] = p_text(b->entries[i]->key_text);
	}
	struct rows *r =
		store_query_many(b->c->store, &ledger_sql_account_by_key, params, b->entries_count);
	while (store_next(r)) {
		struct account *a = &b->entries[store_set(r)]->was;
		a->account_no = store_int(r, "account_no");
		a->quantity = store_int(r, "quantity");
		a->value = store_money(r, "value_fen");
		a->held_quantity = store_int(r, "held_quantity");
		a->held_value = store_money(r, "held_value_fen");
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < b->entries_count; i++)
		b->entries[i]->now = b->entries[i]->was;
	return SN_SUCCESS;
}

/* ---- items ---- */

static struct sn_err make_legs(struct ledger_batch *b, struct ledger_item *item)
{
	const struct transfer *t = item->transfer;
	const struct ledger_place *from = item->from_place, *to = item->to_place;
	if (from->shard == 0 || to->shard == 0) {
		const int64_t org_no = from->shard == 0 ? from->org_no : to->org_no;
		item->outcome = sn_err_with_text(SN_FAIL(NO_SUCH_ORG, .field = "org_no"), "%lld",
						 (long long)org_no);
		return SN_SUCCESS;
	}
	item->from = entry_of(b, from->shard, &t->from);
	item->to = entry_of(b, to->shard, &t->to);
	if (!item->from || !item->to)
		return SN_FAIL(OUT_OF_MEMORY);
	item->legs[0] = (struct ledger_leg){
		.place = from, .from = item->from, .to = item->to, .reverses_index = -1};
	item->legs_count = 1;
	if (from->shard == to->shard)
		return SN_SUCCESS;

	/* Every shard's books balance alone: out of one into in-transit there, out of in-transit here. */
	const struct account_key leaving = ledger_in_transit(&t->from);
	const struct account_key arriving = ledger_in_transit(&t->to);
	item->legs[1] = item->legs[0];
	item->legs[1].place = to;
	item->legs[0].other_shard = to->shard;
	item->legs[1].other_shard = from->shard;
	item->legs[0].to = entry_of(b, from->shard, &leaving);
	item->legs[1].from = entry_of(b, to->shard, &arriving);
	item->legs_count = 2;
	return item->legs[0].to && item->legs[1].from ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- closed periods ---- */

/* The first day on which both unions' books are open; 0: any day. */
static int32_t open_day(const struct ledger_item *item)
{
	const int32_t from = item->from_place->open_day, to = item->to_place->open_day;
	return from > to ? from : to;
}

struct sn_err ledger_batch_day_check(const struct ledger_item *item)
{
	return ledger_day_check(item->transfer->day, open_day(item));
}

/* A fact that is told late is booked on the first open day; its own time stays in at_us. */
static struct sn_err book_late(struct ledger_batch *b, struct ledger_item *item)
{
	const int32_t first = open_day(item);
	if (!item->transfer->reported || item->transfer->day >= first)
		return SN_SUCCESS;
	struct transfer *t = ARENA_NEW(b->c->mem, struct transfer);
	if (!t)
		return SN_FAIL(OUT_OF_MEMORY);
	*t = *item->transfer;
	t->day = first;
	item->transfer = t;
	return SN_SUCCESS;
}

static bool make_room(struct ledger_batch *b)
{
	struct arena *mem = b->c->mem;
	b->places = ARENA_ARRAY(mem, struct ledger_place, 2 * b->count + 1);
	b->words = ARENA_ARRAY(mem, struct ledger_named, WORDS_AN_ITEM * b->count + 1);
	b->entries = ARENA_ARRAY(mem, struct ledger_entry *, ENTRIES_AN_ITEM * b->count + 1);
	return b->places && b->words && b->entries &&
	       ledger_index_make(mem, &b->place_index, 2 * b->count) &&
	       ledger_index_make(mem, &b->word_index, WORDS_AN_ITEM * b->count) &&
	       ledger_index_make(mem, &b->entry_index, ENTRIES_AN_ITEM * b->count) &&
	       ledger_index_make(mem, &b->id_index, b->count) &&
	       ledger_index_make(mem, &b->reverses_index, b->count);
}

struct sn_err ledger_batch_open(struct ledger_batch *b)
{
	if (!make_room(b))
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		struct ledger_item *item = &b->items[i];
		const struct transfer *t = item->transfer;
		item->outcome = ledger_transfer_check(t);
		if (sn_failed(item->outcome))
			continue;
		note_place(b, t->from.org_no);
		note_place(b, t->to.org_no);
		note_word(b, LEDGER_WORD_CYCLE, t->from.cycle_no);
		note_word(b, LEDGER_WORD_CYCLE, t->to.cycle_no);
		note_word(b, LEDGER_WORD_ITEM, t->to.item_no);
	}
	SN_TRY(read_places(b));
	SN_TRY(read_words(b));
	for (size_t i = 0; i < b->count; i++) {
		struct ledger_item *item = &b->items[i];
		if (sn_failed(item->outcome))
			continue;
		item->from_place = place_of(b, item->transfer->from.org_no);
		item->to_place = place_of(b, item->transfer->to.org_no);
		SN_TRY(book_late(b, item));
		SN_TRY(make_legs(b, item));
	}
	return read_entries(b);
}

const struct ledger_item *ledger_batch_earlier(const struct ledger_batch *b, struct uuid id)
{
	uint32_t value = 0;
	for (size_t at = 0; ledger_index_next(&b->id_index, ledger_hash_uuid(id), &at, &value);) {
		if (uuid_eq(b->items[value].transfer->transfer_id, id))
			return &b->items[value];
	}
	return NULL;
}

bool ledger_same_content(const struct transfer *a, const struct transfer *b)
{
	return a->kind == b->kind && a->day == b->day && a->at_us == b->at_us &&
	       a->quantity == b->quantity && money_fen(a->value) == money_fen(b->value) &&
	       uuid_eq(a->document_id, b->document_id) && uuid_eq(a->reverses_id, b->reverses_id) &&
	       a->has_commitment == b->has_commitment &&
	       (!a->has_commitment ||
		memcmp(a->commitment, b->commitment, sizeof a->commitment) == 0);
}

/* ---- writing accounts ---- */

/* The unions that get new accounts, each once, and the last number that each has given. */
static struct sn_err last_numbers(struct ledger_batch *b, int64_t *last_no)
{
	struct param *params = ARENA_ARRAY(b->c->mem, struct param, 3 * b->places_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->places_count; i++) {
		const struct ledger_place *p = &b->places[i];
		params[3 * i] = p_int(p->shard);
		params[3 * i + 1] = p_int(p->org_no << LEDGER_ORG_BITS);
		params[3 * i + 2] = p_int((p->org_no + 1) << LEDGER_ORG_BITS);
		last_no[i] = p->org_no << LEDGER_ORG_BITS;
	}
	struct rows *r =
		store_query_many(b->c->store, &ledger_sql_account_last_no, params, b->places_count);
	while (store_next(r)) {
		if (!store_is_null(r, "account_no"))
			last_no[store_set(r)] = store_int(r, "account_no");
	}
	return store_done(r);
}

static struct sn_err number_new(struct ledger_batch *b)
{
	bool any = false;
	for (size_t i = 0; i < b->entries_count; i++)
		any = any || (b->entries[i]->touched && b->entries[i]->was.account_no == 0);
	if (!any)
		return SN_SUCCESS;
	int64_t *last_no = ARENA_ARRAY(b->c->mem, int64_t, b->places_count + 1);
	if (!last_no)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(last_numbers(b, last_no));
	for (size_t i = 0; i < b->entries_count; i++) {
		struct ledger_entry *e = b->entries[i];
		if (!e->touched || e->was.account_no != 0)
			continue;
		const struct ledger_place *p = place_of(b, e->now.key.org_no);
		assert(p); /* an account is touched after its union was found */
		e->now.account_no = ++last_no[p - b->places];
		if (e->now.account_no >> LEDGER_ORG_BITS != p->org_no)
			return SN_FAIL(ACCOUNTS_USED_UP, .arg = {1 << LEDGER_ORG_BITS});
	}
	return SN_SUCCESS;
}

enum { ADD_PARAMS = 15, MOVE_PARAMS = 6 };

static void add_params(const struct ledger_entry *e, struct param out[ADD_PARAMS])
{
	const struct account *a = &e->now;
	const struct param params[ADD_PARAMS] = {
		p_int(a->shard),        p_int(a->account_no),
		p_text(e->key_text),    p_int(a->key.org_no),
		p_int(a->key.class),    p_int(a->key.cycle_no),
		p_int(a->key.source),   p_int(a->key.item_no),
		p_int(a->key.lot_no),   p_uuid_or_null(a->key.holder_id),
		p_int(a->key.level),    p_int(a->quantity),
		p_money(a->value),      p_int(a->held_quantity),
		p_money(a->held_value),
	};
	memcpy(out, params, sizeof params);
}

static bool move_params(const struct ledger_entry *e, struct param out[MOVE_PARAMS])
{
	/* both ends are in range, so the way between them may not be: a sum of two's complement is right */
	const int64_t quantity = (int64_t)((uint64_t)e->now.quantity - (uint64_t)e->was.quantity);
	const int64_t fen =
		(int64_t)((uint64_t)money_fen(e->now.value) - (uint64_t)money_fen(e->was.value));
	const int64_t held_quantity = e->now.held_quantity - e->was.held_quantity;
	const int64_t held_fen = money_fen(e->now.held_value) - money_fen(e->was.held_value);
	const struct param params[MOVE_PARAMS] = {
		p_int(e->now.shard), p_int(e->now.account_no), p_int(quantity),
		p_int(fen),          p_int(held_quantity),     p_int(held_fen),
	};
	memcpy(out, params, sizeof params);
	return quantity || fen || held_quantity || held_fen;
}

struct sn_err ledger_batch_write_accounts(struct ledger_batch *b)
{
	struct arena *mem = b->c->mem;
	SN_TRY(number_new(b));
	size_t added = 0, moved = 0;
	for (size_t i = 0; i < b->entries_count; i++) {
		added += b->entries[i]->touched && b->entries[i]->was.account_no == 0;
		moved += b->entries[i]->touched && b->entries[i]->was.account_no != 0;
	}
	struct param *adds = ARENA_ARRAY(mem, struct param, ADD_PARAMS * added + 1);
	struct param *moves = ARENA_ARRAY(mem, struct param, MOVE_PARAMS * moved + 1);
	int64_t *changed = ARENA_ARRAY(mem, int64_t, moved + 1);
	if (!adds || !moves || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	added = moved = 0;
	for (size_t i = 0; i < b->entries_count; i++) {
		const struct ledger_entry *e = b->entries[i];
		if (!e->touched)
			continue;
		if (e->was.account_no == 0)
			add_params(e, adds + ADD_PARAMS * added++);
		else if (move_params(e, moves + MOVE_PARAMS * moved))
			moved++;
	}
	SN_TRY(store_many(b->c->store, &ledger_sql_account_add, adds, added, NULL));
	SN_TRY(store_many(b->c->store, &ledger_sql_account_move, moves, moved, changed));
	for (size_t i = 0; i < moved; i++) {
		if (changed[i] != 1)
			return SN_FAIL(STORE_AGAIN);
	}
	return SN_SUCCESS;
}
