/* Verification: everything that is derived is computed anew from the transfers and the open holds. Accounts are held
 * in memory, transfers and leaves are read side by side, page by page, in the order of their ids. */
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"

#include <stdlib.h>

enum { PAGE_ROWS = 4096 };

struct tally { /* an account and what its transfers and holds add up to */
	struct account account;
	struct ledger_move sum, held;
};
struct leg_end { /* a transfer's leg that passes in-transit */
	struct uuid id;
	int64_t shard, other_shard, quantity, value_fen;
};
struct verification {
	struct ctx *c;
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t findings;
	struct tally *tallies; /* by shard and number */
	size_t tallies_count, tallies_room;
	struct leg_end *legs;
	size_t legs_count, legs_room;
	struct ledger_named *words;
	size_t words_count, words_room;
	/* the page */
	struct ledger_row *rows;
	int64_t *reverses;
	size_t rows_count, compared;
	struct str shard_code;
};

static void found(struct verification *v, struct ledger_finding f)
{
	v->findings++;
	if (v->each)
		v->each(v->self, &f);
}

static bool grow(void **at, size_t *room, size_t count, size_t each_bytes)
{
	if (count < *room)
		return true;
	const size_t more = *room ? 2 * *room : 1024;
	void *moved = reallocarray(*at, more, each_bytes);
	if (!moved)
		return false;
	*at = moved;
	*room = more;
	return true;
}

/* ---- accounts ---- */

/* What has a word for each of its parts: an edited row need not. */
static bool is_sound(const struct account_key *key)
{
	return key->class < ACCOUNT_CLASSES_COUNT && key->source < FUND_SOURCES_COUNT &&
	       key->level < EVIDENCE_COUNT;
}

static void check_key(struct verification *v, const struct account *a, struct str key)
{
	char text[LEDGER_KEY_BYTES_MAX];
	if (!is_sound(&a->key) || !str_eq(key, ledger_key_text(&a->key, text)) ||
	    a->account_no >> LEDGER_ORG_BITS != a->key.org_no)
		found(v, (struct ledger_finding){
				 .what = "key", .shard = a->shard, .account_no = a->account_no});
}

static struct sn_err read_accounts(struct verification *v)
{
	bool kept = true;
	struct rows *r = store_query(v->c->store, &ledger_sql_accounts, NO_PARAMS);
	while (kept && store_next(r)) {
		kept = grow((void **)&v->tallies, &v->tallies_room, v->tallies_count,
			    sizeof *v->tallies);
		if (!kept)
			break;
		const struct account a = ledger_account_from_row(r);
		check_key(v, &a, store_text(r, "key"));
		v->tallies[v->tallies_count++] = (struct tally){.account = a};
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

static struct tally *tally_of(const struct verification *v, int64_t shard, int64_t account_no)
{
	size_t low = 0, high = v->tallies_count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		struct tally *t = &v->tallies[middle];
		if (t->account.shard == shard && t->account.account_no == account_no)
			return t;
		if (t->account.shard < shard ||
		    (t->account.shard == shard && t->account.account_no < account_no))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Sums of what may have been tampered with: they wrap, and then differ. */
static int64_t sum_of(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static void add_to(struct ledger_move *sum, const struct transfer *t, int64_t sign)
{
	sum->quantity = sum_of(sum->quantity, sign * t->quantity);
	sum->value = MONEY_FEN(sum_of(money_fen(sum->value), sign * money_fen(t->value)));
}

static void compare(struct verification *v, const struct tally *t, const char *what,
		    struct ledger_move computed, struct ledger_move stored)
{
	struct ledger_finding f = {
		.what = what, .shard = t->account.shard, .account_no = t->account.account_no};
	if (computed.quantity != stored.quantity) {
		f.expected = computed.quantity;
		f.found = stored.quantity;
		found(v, f);
	}
	if (money_fen(computed.value) != money_fen(stored.value)) {
		f.expected = money_fen(computed.value);
		f.found = money_fen(stored.value);
		found(v, f);
	}
}

static struct sn_err compare_balances(struct verification *v)
{
	struct rows *r = store_query(v->c->store, &ledger_sql_holds_open, NO_PARAMS);
	while (store_next(r)) {
		const int64_t shard = store_int(r, "shard"), no = store_int(r, "from_no");
		struct tally *t = tally_of(v, shard, no);
		if (t)
			t->held = (struct ledger_move){store_int(r, "quantity"),
						       store_money(r, "value_fen")};
		else
			found(v, (struct ledger_finding){
					 .what = "held", .shard = shard, .account_no = no});
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < v->tallies_count; i++) {
		const struct tally *t = &v->tallies[i];
		const struct account *a = &t->account;
		compare(v, t, "balance", t->sum, (struct ledger_move){a->quantity, a->value});
		compare(v, t, "held", t->held,
			(struct ledger_move){a->held_quantity, a->held_value});
	}
	return SN_SUCCESS;
}

/* ---- legs ---- */

static int by_id_and_shard(const void *a, const void *b)
{
	const struct leg_end *x = a, *y = b;
	const int order = uuid_compare(x->id, y->id);
	return order ? order : (x->shard > y->shard) - (x->shard < y->shard);
}

static void compare_legs(struct verification *v)
{
	if (v->legs_count > 0)
		qsort(v->legs, v->legs_count, sizeof *v->legs, by_id_and_shard);
	for (size_t i = 0; i < v->legs_count;) {
		const struct leg_end *a = &v->legs[i], *b = a + 1;
		const bool paired = i + 1 < v->legs_count && uuid_eq(a->id, b->id) &&
				    a->shard == b->other_shard && b->shard == a->other_shard &&
				    a->quantity == b->quantity && a->value_fen == b->value_fen;
		if (!paired)
			found(v, (struct ledger_finding){
					 .what = "in-transit", .shard = a->shard, .id = a->id});
		i += paired ? 2 : 1;
	}
}

/* ---- what passes through comes out again ---- */

struct through {
	int64_t kind, no; /* in-transit: 0 and the item; convert: 1 and the union */
	struct ledger_move sum;
};

static int by_kind_and_no(const void *a, const void *b)
{
	const struct through *x = a, *y = b;
	const int order = (x->kind > y->kind) - (x->kind < y->kind);
	return order ? order : (x->no > y->no) - (x->no < y->no);
}

/* All in-transit accounts of an item come to zero over all shards; what a union puts together is worth what it took. */
static struct sn_err compare_through(struct verification *v)
{
	struct through *all =
		ARENA_ARRAY(v->c->mem, struct through, v->tallies_count + 1); /* most are others */
	if (!all)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < v->tallies_count; i++) {
		const struct account *a = &v->tallies[i].account;
		if (a->key.class == ACCOUNT_IN_TRANSIT)
			all[n++] = (struct through){0, a->key.item_no, {a->quantity, a->value}};
		else if (a->key.class == ACCOUNT_CONVERT)
			all[n++] = (struct through){1, a->key.org_no, {0, a->value}};
	}
	if (n > 0)
		qsort(all, n, sizeof *all, by_kind_and_no);
	for (size_t i = 0; i < n;) {
		const struct through *first = &all[i];
		int64_t quantity = 0, fen = 0;
		for (; i < n && by_kind_and_no(first, &all[i]) == 0; i++) {
			quantity = sum_of(quantity, all[i].sum.quantity);
			fen = sum_of(fen, money_fen(all[i].sum.value));
		}
		if (quantity != 0 || fen != 0)
			found(v,
			      (struct ledger_finding){
				      .what = first->kind ? "convert" : "in-transit",
				      .account_no = first->kind ? first->no << LEDGER_ORG_BITS : 0,
				      .found = fen ? fen : quantity});
	}
	return SN_SUCCESS;
}

/* ---- leaves ---- */

/* Words come by kind and number: every transfer asks for two. */
static struct str word_of(const struct verification *v, enum ledger_word_kind kind, int64_t no)
{
	size_t low = 0, high = v->words_count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct ledger_named *w = &v->words[middle];
		if (w->kind == (int64_t)kind && w->no == no)
			return w->word;
		if (w->kind < (int64_t)kind || (w->kind == (int64_t)kind && w->no < no))
			low = middle + 1;
		else
			high = middle;
	}
	return no == 0 && kind == LEDGER_WORD_ITEM ? STR("cny") : STR_NULL;
}

static struct sn_err read_words(struct verification *v)
{
	bool kept = true;
	struct rows *r = store_query(v->c->store, &ledger_sql_words, NO_PARAMS);
	while (kept && store_next(r)) {
		kept = grow((void **)&v->words, &v->words_room, v->words_count, sizeof *v->words);
		if (!kept)
			break;
		v->words[v->words_count++] =
			(struct ledger_named){.kind = store_int(r, "kind"),
					      .no = store_int(r, "word_no"),
					      .word = arena_str(v->c->mem, store_text(r, "word"))};
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

static void leaf_finding(struct verification *v, int64_t shard, struct uuid id, int64_t index)
{
	found(v,
	      (struct ledger_finding){.what = "leaf", .shard = shard, .id = id, .expected = index});
}

static bool leaf_is_right(const struct verification *v, size_t at, const struct tlog_stored *leaf)
{
	const struct ledger_row *row = &v->rows[at];
	const struct transfer *t = &row->transfer;
	const struct tally *from = tally_of(v, row->shard, row->from_no);
	const struct tally *to = tally_of(v, row->shard, row->to_no);
	if (!from || !to || t->kind >= TRANSFER_KINDS_COUNT ||
	    leaf->kind != (int64_t)ledger_leaf_kind(t->kind))
		return false;
	const struct account_key *from_key = &from->account.key, *to_key = &to->account.key;
	struct ledger_leaf_room room;
	if (!is_sound(from_key) || !is_sound(to_key))
		return false;
	const struct ledger_leaf_of of = {
		.kind = t->kind,
		.day = t->day,
		.from = from_key,
		.to = to_key,
		.move = {t->quantity, t->value},
		.reverses_index = v->reverses[at],
		.commitment = t->has_commitment ? t->commitment : NULL,
		.shard_code = v->shard_code,
		.cycle_word = word_of(v, LEDGER_WORD_CYCLE, ledger_leaf_cycle_no(from_key, to_key)),
		.item_word = word_of(v, LEDGER_WORD_ITEM, to_key->item_no),
	};
	const struct tlog_leaf right = ledger_leaf(&of, &room);
	char text[TLOG_LEAF_BYTES_MAX];
	size_t bytes = 0;
	return !sn_failed(tlog_leaf_text(&right, text, &bytes)) &&
	       str_eq(leaf->body, (struct str){text, bytes});
}

/* Leaves come in the order of the page's rows: a row that is passed over has none. Acts move nothing. */
static struct sn_err compare_leaf(void *self, const struct tlog_stored *leaf)
{
	struct verification *v = self;
	if (!tlog_kind_moves(leaf->kind))
		return SN_SUCCESS;
	while (v->compared < v->rows_count &&
	       uuid_compare(v->rows[v->compared].transfer.transfer_id, leaf->ref_id) < 0) {
		const struct ledger_row *row = &v->rows[v->compared++];
		leaf_finding(v, row->shard, row->transfer.transfer_id, -1);
	}
	const bool there = v->compared < v->rows_count &&
			   uuid_eq(v->rows[v->compared].transfer.transfer_id, leaf->ref_id);
	if (!there || !leaf_is_right(v, v->compared, leaf))
		leaf_finding(v, v->rows_count ? v->rows[0].shard : 0, leaf->ref_id, leaf->index);
	v->compared += there;
	return SN_SUCCESS;
}

/* ---- transfers ---- */

static bool count_row(struct verification *v, const struct ledger_row *row)
{
	const struct transfer *t = &row->transfer;
	struct tally *from = tally_of(v, row->shard, row->from_no);
	struct tally *to = tally_of(v, row->shard, row->to_no);
	if (from)
		add_to(&from->sum, t, -1);
	if (to)
		add_to(&to->sum, t, 1);
	if (!from || !to || from->account.key.item_no != to->account.key.item_no ||
	    from->account.key.lot_no != to->account.key.lot_no)
		found(v, (struct ledger_finding){
				 .what = "key", .shard = row->shard, .id = t->transfer_id});
	const bool passes = (from && from->account.key.class == ACCOUNT_IN_TRANSIT) ||
			    (to && to->account.key.class == ACCOUNT_IN_TRANSIT);
	if (!passes && row->other_shard == 0)
		return true;
	if (!grow((void **)&v->legs, &v->legs_room, v->legs_count, sizeof *v->legs))
		return false;
	v->legs[v->legs_count++] = (struct leg_end){t->transfer_id, row->shard, row->other_shard,
						    t->quantity, money_fen(t->value)};
	return true;
}

static struct sn_err read_page(struct verification *v, int64_t shard, struct uuid after)
{
	struct arena *mem = v->c->mem;
	v->rows_count = v->compared = 0;
	v->rows = ARENA_ARRAY(mem, struct ledger_row, PAGE_ROWS);
	v->reverses = ARENA_ARRAY(mem, int64_t, PAGE_ROWS);
	struct tlog_ref *refs = ARENA_ARRAY(mem, struct tlog_ref, PAGE_ROWS);
	int64_t *indices = ARENA_ARRAY(mem, int64_t, PAGE_ROWS);
	if (!v->rows || !v->reverses || !refs || !indices)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(v->c->store, &ledger_sql_transfers_after,
				     PARAMS(p_int(shard), p_uuid(after), p_int(PAGE_ROWS)));
	bool kept = true;
	size_t refs_count = 0;
	while (kept && v->rows_count < PAGE_ROWS && store_next(r)) {
		struct ledger_row *row = &v->rows[v->rows_count];
		*row = ledger_row_from(r);
		if (!uuid_is_null(row->transfer.reverses_id))
			refs[refs_count++] = (struct tlog_ref){shard, row->transfer.reverses_id};
		v->rows_count++;
		kept = count_row(v, row);
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(tlog_indices_of(v->c, refs, refs_count, indices));
	for (size_t i = 0, n = 0; i < v->rows_count; i++)
		v->reverses[i] = uuid_is_null(v->rows[i].transfer.reverses_id) ? -1 : indices[n++];
	return SN_SUCCESS;
}

/* One page; *after moves to its last row. The last page takes all leaves that are left. */
static struct sn_err verify_page(struct verification *v, int64_t shard, struct uuid *after,
				 bool *more)
{
	SN_TRY(read_page(v, shard, *after));
	*more = v->rows_count == PAGE_ROWS;
	struct tlog_range range = {.shard = shard, .after_id = *after};
	memset(range.until_id.bytes, 0xff, sizeof range.until_id.bytes);
	if (*more)
		*after = range.until_id = v->rows[v->rows_count - 1].transfer.transfer_id;
	SN_TRY(tlog_leaves(v->c, &range, compare_leaf, v));
	for (; v->compared < v->rows_count; v->compared++)
		leaf_finding(v, shard, v->rows[v->compared].transfer.transfer_id, -1);
	return SN_SUCCESS;
}

static struct sn_err verify_shard(struct verification *v, int64_t shard)
{
	struct uuid after = UUID_NULL;
	struct rows *r = store_query(v->c->store, &ledger_sql_shards, PARAMS(p_int(shard)));
	v->shard_code =
		store_next(r) ? arena_str(v->c->mem, store_text(r, "shard_code")) : STR_NULL;
	SN_TRY(store_done(r));
	for (bool more = true; more;) {
		const struct arena_mark mark = arena_mark(v->c->mem);
		const struct sn_err e = verify_page(v, shard, &after, &more);
		arena_rewind(v->c->mem, mark);
		SN_TRY(e);
	}
	return SN_SUCCESS;
}

static struct sn_err verify_transfers(struct verification *v)
{
	size_t count = 0, room = 0;
	int64_t *shards = NULL, transfers = 0, leaves = 0;
	bool kept = true;
	struct rows *r = store_query(v->c->store, &ledger_sql_transfer_shards, NO_PARAMS);
	while (kept && store_next(r)) {
		kept = grow((void **)&shards, &room, count, sizeof *shards);
		if (!kept)
			break;
		shards[count++] = store_int(r, "shard");
		transfers += store_int(r, "transfers");
	}
	struct sn_err e = store_done(r);
	if (!kept)
		e = SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; !sn_failed(e) && i < count; i++)
		e = verify_shard(v, shards[i]);
	free(shards);
	SN_TRY(e);
	/* leaves of a shard that has no transfers at all */
	SN_TRY(tlog_count_moves(v->c, &leaves));
	if (leaves != transfers)
		found(v, (struct ledger_finding){
				 .what = "leaf", .expected = transfers, .found = leaves});
	return SN_SUCCESS;
}

static struct sn_err verify_log(struct verification *v)
{
	int64_t leaves = 0;
	const struct sn_err e = tlog_verify(v->c, &leaves);
	if (e.reason != SN_R_LEAF_DAMAGED)
		return e;
	found(v, (struct ledger_finding){.what = "leaf", .expected = e.arg[0], .found = -1});
	return SN_SUCCESS;
}

static struct sn_err verify_all(struct verification *v)
{
	SN_TRY(read_accounts(v));
	SN_TRY(read_words(v));
	SN_TRY(verify_transfers(v));
	SN_TRY(compare_balances(v));
	compare_legs(v);
	SN_TRY(compare_through(v));
	return verify_log(v);
}

struct sn_err ledger_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings)
{
	struct verification v = {.c = c, .each = each, .self = self};
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(store_snapshot(c->store));
	const struct sn_err e = verify_all(&v);
	store_release(c->store);
	arena_rewind(c->mem, mark);
	free(v.tallies);
	free(v.legs);
	free(v.words);
	*findings = v.findings;
	return e;
}
