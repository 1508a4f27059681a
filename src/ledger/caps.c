#include "ledger/caps.h"

#include "ledger/goods_sql.h"
#include "ledger/ledger_priv.h"

#include <assert.h>
#include <stdlib.h>

/* What one person has used of one rule in one period: a row of cap_use, while a batch is decided. */
struct slot {
	const struct cap_rule *rule;
	const uint8_t *id_hash;
	int64_t period_no;
	bool there;        /* the row is there */
	struct money used; /* with what this batch adds */
	struct money added;
	const struct cap_ask *latest; /* the last ask of this batch that took from it */
};

struct batch {
	const struct cap_rule *rules; /* TIME first is not needed: they have no slot */
	size_t rules_count;
	const struct cap_ask *asks;
	size_t count;
	struct slot *slots;
	size_t slots_count;
	size_t *slot_of; /* [ask × rules_count + rule] */
	struct sn_err *out;
	bool *held; /* held already */
};

static int64_t period_no(enum cap_period period, const struct cap_ask *ask)
{
	switch (period) {
	case CAP_DAY:
		return ask->day;
	case CAP_CYCLE:
		return ask->cycle_no;
	case CAP_YEAR:
		return ask->day / 10000;
	case CAP_TIME:
	case CAP_PERIODS_COUNT:
		break;
	}
	return 0;
}

/* ---- the batch's slots ---- */

struct slot_ref {
	const uint8_t *id_hash;
	size_t ask, rule;
	int64_t period_no;
};

static int ref_compare(const void *a, const void *b)
{
	const struct slot_ref *x = a, *y = b;
	const int by_hash = memcmp(x->id_hash, y->id_hash, 16);
	if (by_hash != 0)
		return by_hash;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return (x->period_no > y->period_no) - (x->period_no < y->period_no);
}

static struct sn_err slots_make(struct arena *mem, struct batch *b)
{
	const size_t all = b->count * b->rules_count;
	struct slot_ref *refs = ARENA_ARRAY(mem, struct slot_ref, all + 1);
	b->slots = ARENA_ARRAY(mem, struct slot, all + 1);
	b->slot_of = ARENA_ARRAY(mem, size_t, all + 1);
	if (!refs || !b->slots || !b->slot_of)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < b->count; i++)
		for (size_t j = 0; j < b->rules_count; j++)
			if (b->rules[j].period != CAP_TIME)
				refs[n++] = (struct slot_ref){
					b->asks[i].id_hash, i, j,
					period_no(b->rules[j].period, &b->asks[i])};
	qsort(refs, n, sizeof *refs, ref_compare);
	for (size_t k = 0; k < n; k++) {
		if (k == 0 || ref_compare(&refs[k - 1], &refs[k]) != 0)
			b->slots[b->slots_count++] = (struct slot){.rule = &b->rules[refs[k].rule],
								   .id_hash = refs[k].id_hash,
								   .period_no = refs[k].period_no};
		b->slot_of[refs[k].ask * b->rules_count + refs[k].rule] = b->slots_count - 1;
	}
	return SN_SUCCESS;
}

enum { SLOT_KEYS = 4 };

static void slot_key(const struct slot *s, struct param key[SLOT_KEYS])
{
	key[0] = p_bytes(s->id_hash, 16);
	key[1] = p_text(s->rule->rule);
	key[2] = p_int(s->rule->period);
	key[3] = p_int(s->period_no);
}

static struct sn_err slots_read(struct ctx *c, struct batch *b)
{
	struct param *keys = ARENA_ARRAY(c->mem, struct param, SLOT_KEYS * b->slots_count + 1);
	if (!keys)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t k = 0; k < b->slots_count; k++)
		slot_key(&b->slots[k], &keys[SLOT_KEYS * k]);
	if (b->slots_count == 0)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &goods_sql_cap_use_read, keys, b->slots_count);
	while (store_next(r)) {
		struct slot *s = &b->slots[store_set(r)];
		s->there = true;
		s->used = store_money(r, "used_fen");
	}
	return store_done(r);
}

/* An entitlement that is held stays held; with another amount it is not the same one. */
static struct sn_err held_read(struct ctx *c, struct batch *b)
{
	struct param *keys = ARENA_ARRAY(c->mem, struct param, 2 * b->count + 1);
	b->held = ARENA_ARRAY(c->mem, bool, b->count + 1);
	if (!keys || !b->held)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		keys[2 * i] = p_bytes(b->asks[i].id_hash, 16);
		keys[2 * i + 1] = p_uuid(b->asks[i].entitlement_id);
	}
	struct rows *r = store_query_many(c->store, &goods_sql_cap_holds, keys, b->count);
	while (store_next(r)) {
		const size_t i = store_set(r);
		const int64_t there_fen = store_int(r, "amount_fen");
		b->held[i] = true;
		if (there_fen != money_fen(b->asks[i].amount))
			b->out[i] = SN_FAIL(CAP_HOLD_DIFFERS, .arg = {there_fen});
	}
	return store_done(r);
}

/* ---- deciding ---- */

static struct sn_err rule_decide(const struct cap_rule *rule, struct money used, struct money asked)
{
	struct money sum;
	if (!money_add(&sum, used, asked))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "amount_fen");
	if (money_less(rule->max, sum))
		return SN_FAIL(CAP_REACHED, .field = "amount_fen",
			       .arg = {money_fen(used), money_fen(asked), money_fen(rule->max)});
	return SN_SUCCESS;
}

/* The first rule that refuses; *which is its slot, or NULL where the single amount is too large. */
static struct sn_err ask_decide(const struct batch *b, size_t i, const struct slot **which)
{
	*which = NULL;
	for (size_t j = 0; j < b->rules_count; j++) {
		const bool single = b->rules[j].period == CAP_TIME;
		const struct slot *s =
			single ? NULL : &b->slots[b->slot_of[i * b->rules_count + j]];
		const struct sn_err e =
			rule_decide(&b->rules[j], s ? s->used : MONEY_FEN(0), b->asks[i].amount);
		*which = s;
		if (sn_failed(e))
			return e;
	}
	return SN_SUCCESS;
}

static struct sn_err ask_take(struct batch *b, size_t i)
{
	for (size_t j = 0; j < b->rules_count; j++) {
		if (b->rules[j].period == CAP_TIME)
			continue;
		struct slot *s = &b->slots[b->slot_of[i * b->rules_count + j]];
		if (!money_add(&s->used, s->used, b->asks[i].amount) ||
		    !money_add(&s->added, s->added, b->asks[i].amount))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "amount_fen");
		s->latest = &b->asks[i];
	}
	return SN_SUCCESS;
}

/* Names the gift that used the cap: its cycle, union and amount; the newest, of this batch or of before. */
static struct sn_err name_gift(struct ctx *c, struct sn_err refusal, const struct slot *s,
			       struct sn_err *out)
{
	struct cap_ask gift = {0};
	if (s->latest) {
		gift = *s->latest;
	} else {
		struct param key[SLOT_KEYS];
		slot_key(s, key);
		bool kept = true;
		struct rows *r = store_query(c->store, &goods_sql_cap_hold_latest, key);
		if (store_next(r))
			gift = (struct cap_ask){.org_no = store_int(r, "org_no"),
						.cycle_no = store_int(r, "cycle_no"),
						.gift = ledger_text(c->mem, r, "gift", &kept),
						.amount = store_money(r, "amount_fen")};
		SN_TRY(store_done(r));
		if (!kept)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	*out = refusal;
	if (gift.org_no == 0)
		return SN_SUCCESS;
	struct org org;
	char yuan[32];
	SN_TRY(org_by_no(c, gift.org_no, 0, &org));
	money_text(gift.amount, yuan, sizeof yuan);
	*out = str_is_null(gift.gift)
		       ? sn_err_with_text(refusal, "%lld %s " STR_FMT, (long long)gift.cycle_no,
					  yuan, STR_ARG(org.name))
		       : sn_err_with_text(refusal, STR_FMT " %s " STR_FMT, STR_ARG(gift.gift), yuan,
					  STR_ARG(org.name));
	return SN_SUCCESS;
}

static struct sn_err batch_decide(struct ctx *c, struct batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct slot *which;
		if (b->held[i])
			continue;
		/* The same entitlement twice in one batch is one. */
		for (size_t k = 0; k < b->rules_count && !b->held[i]; k++) {
			const struct slot *s =
				b->rules[k].period == CAP_TIME
					? NULL
					: &b->slots[b->slot_of[i * b->rules_count + k]];
			b->held[i] = s && s->latest &&
				     uuid_eq(s->latest->entitlement_id, b->asks[i].entitlement_id);
		}
		if (b->held[i])
			continue;
		const struct sn_err e = ask_decide(b, i, &which);
		b->out[i] = e;
		if (!sn_failed(e))
			SN_TRY(ask_take(b, i));
		else if (which)
			SN_TRY(name_gift(c, e, which, &b->out[i]));
	}
	return SN_SUCCESS;
}

/* ---- writing ---- */

enum { USE_PARAMS = 6, HOLD_PARAMS = 12 };

static struct sn_err use_write(struct ctx *c, const struct batch *b, bool there)
{
	struct param *p = ARENA_ARRAY(c->mem, struct param, USE_PARAMS * b->slots_count + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, b->slots_count + 1);
	if (!p || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t k = 0; k < b->slots_count; k++) {
		const struct slot *s = &b->slots[k];
		if (!s->latest || s->there != there)
			continue;
		slot_key(s, &p[USE_PARAMS * n]);
		p[USE_PARAMS * n + 4] = p_money(s->added);
		p[USE_PARAMS * n + 5] = p_money(s->rule->max);
		n++;
	}
	if (n == 0)
		return SN_SUCCESS;
	SN_TRY(store_many(c->store, there ? &goods_sql_cap_use_more : &goods_sql_cap_use_add, p, n,
			  changed));
	for (size_t k = 0; k < n; k++)
		if (changed[k] != 1)
			return SN_FAIL(STORE_UNIQUE, .arg = {(int64_t)k});
	return SN_SUCCESS;
}

static struct sn_err holds_write(struct ctx *c, const struct batch *b)
{
	struct param *p =
		ARENA_ARRAY(c->mem, struct param, HOLD_PARAMS * b->count * b->rules_count + 1);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < b->count; i++) {
		if (b->held[i] || sn_failed(b->out[i]))
			continue;
		for (size_t j = 0; j < b->rules_count; j++) {
			const struct cap_ask *a = &b->asks[i];
			if (b->rules[j].period == CAP_TIME)
				continue;
			struct param *at = &p[HOLD_PARAMS * n++];
			slot_key(&b->slots[b->slot_of[i * b->rules_count + j]], at);
			at[4] = p_uuid(a->entitlement_id);
			at[5] = p_int(a->shard);
			at[6] = p_int(a->org_no);
			at[7] = p_int(a->cycle_no);
			at[8] = p_text(a->gift);
			at[9] = p_money(a->amount);
			at[10] = p_int(a->day);
			at[11] = p_int(now_us(c));
		}
	}
	return n ? store_many(c->store, &goods_sql_cap_hold_add, p, n, NULL) : SN_SUCCESS;
}

static struct sn_err hold_batch(struct ctx *c, void *arg)
{
	struct batch *b = arg;
	b->slots_count = 0;
	for (size_t i = 0; i < b->count; i++)
		b->out[i] = SN_SUCCESS;
	SN_TRY(slots_make(c->mem, b));
	SN_TRY(slots_read(c, b));
	SN_TRY(held_read(c, b));
	SN_TRY(batch_decide(c, b));
	SN_TRY(use_write(c, b, true));
	SN_TRY(use_write(c, b, false));
	return holds_write(c, b);
}

static bool another_was_first(struct sn_err e)
{
	return e.reason == SN_R_STORE_UNIQUE || e.reason == SN_R_STORE_CHECK;
}

struct sn_err caps_hold(struct ctx *c, const struct cap_rule *rules, size_t rules_count,
			const struct cap_ask *asks, size_t count, struct sn_err *out)
{
	struct batch b = {.rules = rules,
			  .rules_count = rules_count,
			  .asks = asks,
			  .count = count,
			  .out = out};
	if (count == 0)
		return SN_SUCCESS;
	struct sn_err e = store_attempt(c, hold_batch, &b);
	if (!another_was_first(e))
		return e;
	/* The writer of another region took from the same cap meanwhile: again one by one, each reading anew. */
	for (size_t i = 0; i < count; i++) {
		struct batch one = b;
		one.asks = &asks[i];
		one.out = &out[i];
		one.count = 1;
		e = store_attempt(c, hold_batch, &one);
		if (sn_failed(e) && !another_was_first(e))
			return e;
		if (sn_failed(e))
			out[i] = SN_FAIL(STORE_AGAIN);
	}
	return SN_SUCCESS;
}

/* ---- release ---- */

struct held_row {
	size_t ask;
	struct str rule;
	int64_t period_kind, period_no;
	struct money amount;
};

static struct sn_err holds_of(struct ctx *c, const struct cap_ask *ask, struct held_row **rows,
			      size_t *count)
{
	size_t room = 8;
	*count = 0;
	*rows = ARENA_ARRAY(c->mem, struct held_row, room);
	if (!*rows)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &goods_sql_cap_holds,
			    PARAMS(p_bytes(ask->id_hash, 16), p_uuid(ask->entitlement_id)));
	bool kept = true;
	while (kept && store_next(r)) {
		if (*count == room) {
			struct held_row *grown = ARENA_ARRAY(c->mem, struct held_row, room * 2);
			kept = grown != NULL;
			if (!kept)
				break;
			memcpy(grown, *rows, room * sizeof *grown);
			*rows = grown;
			room *= 2;
		}
		(*rows)[(*count)++] =
			(struct held_row){.rule = ledger_text(c->mem, r, "rule", &kept),
					  .period_kind = store_int(r, "period_kind"),
					  .period_no = store_int(r, "period_no"),
					  .amount = store_money(r, "amount_fen")};
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err caps_release(struct ctx *c, const struct cap_ask *asks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct held_row *rows;
		size_t rows_count;
		SN_TRY(holds_of(c, &asks[i], &rows, &rows_count));
		if (rows_count == 0)
			continue;
		SN_TRY(store_run(
			c->store, &goods_sql_cap_hold_drop,
			PARAMS(p_bytes(asks[i].id_hash, 16), p_uuid(asks[i].entitlement_id)),
			NULL));
		for (size_t k = 0; k < rows_count; k++)
			SN_TRY(store_run(c->store, &goods_sql_cap_use_less,
					 PARAMS(p_bytes(asks[i].id_hash, 16), p_text(rows[k].rule),
						p_int(rows[k].period_kind),
						p_int(rows[k].period_no), p_money(rows[k].amount)),
					 NULL));
	}
	return SN_SUCCESS;
}

/* ---- pins ---- */

struct pin_batch {
	const struct cap_ask *asks;
	size_t count;
	int64_t *shard;
};

static struct sn_err pins_read(struct ctx *c, struct pin_batch *b)
{
	struct param *keys = ARENA_ARRAY(c->mem, struct param, 2 * b->count + 1);
	if (!keys)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		b->shard[i] = 0;
		keys[2 * i] = p_bytes(b->asks[i].id_hash, 16);
		keys[2 * i + 1] = p_int(b->asks[i].cycle_no);
	}
	struct rows *r = store_query_many(c->store, &goods_sql_cycle_pin_read, keys, b->count);
	while (store_next(r))
		b->shard[store_set(r)] = store_int(r, "pinned_shard");
	return store_done(r);
}

struct pin_ref {
	const struct cap_ask *ask;
	size_t at;
};

static int pin_same_person(const struct cap_ask *a, const struct cap_ask *b)
{
	const int by_hash = memcmp(a->id_hash, b->id_hash, 16);
	return by_hash ? by_hash : (a->cycle_no > b->cycle_no) - (a->cycle_no < b->cycle_no);
}

static int pin_compare(const void *a, const void *b)
{
	const struct pin_ref *x = a, *y = b;
	const int by_person = pin_same_person(x->ask, y->ask);
	return by_person ? by_person : (x->at > y->at) - (x->at < y->at);
}

static struct sn_err pin_batch(struct ctx *c, void *arg)
{
	struct pin_batch *b = arg;
	SN_TRY(pins_read(c, b));
	struct pin_ref *refs = ARENA_ARRAY(c->mem, struct pin_ref, b->count);
	struct param *rows = ARENA_ARRAY(c->mem, struct param, 3 * b->count);
	if (!refs || !rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++)
		refs[i] = (struct pin_ref){&b->asks[i], i};
	qsort(refs, b->count, sizeof *refs, pin_compare);
	size_t n = 0;
	for (size_t k = 0; k < b->count; k++) {
		const size_t at = refs[k].at;
		const bool again = k > 0 && pin_same_person(refs[k - 1].ask, refs[k].ask) == 0;
		if (again)
			b->shard[at] = b->shard[refs[k - 1].at];
		if (b->shard[at] != 0)
			continue;
		b->shard[at] = b->asks[at].shard;
		rows[3 * n] = p_bytes(b->asks[at].id_hash, 16);
		rows[3 * n + 1] = p_int(b->asks[at].cycle_no);
		rows[3 * n + 2] = p_int(b->asks[at].shard);
		n++;
	}
	return n ? store_many(c->store, &goods_sql_cycle_pin_add, rows, n, NULL) : SN_SUCCESS;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): it is written through struct pin_batch */
struct sn_err caps_pin(struct ctx *c, const struct cap_ask *asks, size_t count, int64_t *out_shard)
{
	if (count == 0)
		return SN_SUCCESS;
	struct pin_batch b = {asks, count, out_shard};
	const struct sn_err e = store_attempt(c, pin_batch, &b);
	if (!another_was_first(e))
		return e;
	/* Another region's writer pinned one of them first: its word is read, and holds. */
	return store_attempt(c, pin_batch, &b);
}

/* ---- verification ---- */

struct sn_err caps_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings)
{
	struct rows *r = store_query(c->store, &goods_sql_caps_wrong, NO_PARAMS);
	while (store_next(r)) {
		struct ledger_finding f = {.what = "cap",
					   .expected = store_int(r, "held_fen"),
					   .found = store_int(r, "used_fen")};
		const struct str hash = store_bytes(r, "id_hash");
		assert(hash.bytes == sizeof f.id.bytes);
		memcpy(f.id.bytes, hash.at, sizeof f.id.bytes);
		each(self, &f);
		++*findings;
	}
	return store_done(r);
}
