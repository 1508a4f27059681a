/* Coverage: what awards count, kept beside them. */
#include "care/care_priv.h"
#include "care/care_sql.h"

#include <assert.h>
#include <stdlib.h>

/* ---- awards as rows ---- */

struct award care_award_from_row(struct arena *mem, const struct rows *r)
{
	return (struct award){.there = true,
			      .shard = store_int(r, "shard"),
			      .org_no = store_int(r, "org_no"),
			      .key_us = store_int(r, "key_us"),
			      .quantity = store_int(r, "quantity"),
			      .person_id = store_uuid(r, "person_id"),
			      .household_id = store_uuid(r, "household_id"),
			      .record_id = store_uuid(r, "record_id"),
			      .benefit = arena_str(mem, store_text(r, "benefit")),
			      .level = (enum evidence)store_int(r, "level"),
			      .value = store_money(r, "value_fen"),
			      .cash = store_int(r, "cash") != 0};
}

void care_award_params(const struct award *a, int64_t cycle_no, struct param out[AWARD_PARAMS])
{
	const struct param params[AWARD_PARAMS] = {p_int(a->shard),
						   p_int(cycle_no),
						   p_text(a->benefit),
						   p_uuid(a->person_id),
						   p_uuid_or_null(a->household_id),
						   p_int(a->org_no),
						   p_uuid(a->record_id),
						   p_int(a->key_us),
						   p_int(a->level),
						   p_int(a->quantity),
						   p_money(a->value),
						   p_int(a->cash)};
	memcpy(out, params, sizeof params);
}

/* ---- what they count: pure ---- */

/* By person or household, and within it the award first that counts the head. */
static int by_person(const void *a, const void *b)
{
	const struct award *x = *(const struct award *const *)a;
	const struct award *y = *(const struct award *const *)b;
	if (x->shard != y->shard)
		return x->shard < y->shard ? -1 : 1;
	const int who = uuid_compare(x->person_id, y->person_id);
	return who ? who : care_award_compare(x, y);
}
static int by_household(const void *a, const void *b)
{
	const struct award *x = *(const struct award *const *)a;
	const struct award *y = *(const struct award *const *)b;
	if (x->shard != y->shard)
		return x->shard < y->shard ? -1 : 1;
	const int who = uuid_compare(x->household_id, y->household_id);
	return who ? who : care_award_compare(x, y);
}
static int by_union(const void *a, const void *b)
{
	const struct coverage_move *x = a, *y = b;
	if (x->shard != y->shard)
		return x->shard < y->shard ? -1 : 1;
	if (x->by.org_no != y->by.org_no)
		return x->by.org_no < y->by.org_no ? -1 : 1;
	return (x->by.level > y->by.level) - (x->by.level < y->by.level);
}

/* Counting one side, before (sign -1) or after (1). */
struct counting {
	const struct award **awards;
	size_t count;
	struct coverage_move *moves;
	size_t moves_count;
	int64_t sign;
};

static struct coverage_move *emit(struct counting *k, const struct award *a)
{
	struct coverage_move *m = &k->moves[k->moves_count++];
	*m = (struct coverage_move){.shard = a->shard,
				    .by = {.org_no = a->org_no, .level = a->level}};
	return m;
}

static void count_side(struct counting *k)
{
	for (size_t i = 0; i < k->count; i++) {
		const struct award *a = k->awards[i];
		struct coverage_move *m = emit(k, a);
		m->by.person_times = k->sign;
		m->by.pieces = a->cash ? 0 : k->sign * a->quantity;
		m->by.value = MONEY_FEN(k->sign * money_fen(a->value));
	}
	qsort(k->awards, k->count, sizeof(const struct award *), by_person);
	for (size_t i = 0; i < k->count; i++)
		if (i == 0 || k->awards[i - 1]->shard != k->awards[i]->shard ||
		    !uuid_eq(k->awards[i - 1]->person_id, k->awards[i]->person_id))
			emit(k, k->awards[i])->by.people = k->sign;
	qsort(k->awards, k->count, sizeof(const struct award *), by_household);
	for (size_t i = 0; i < k->count; i++)
		if (!uuid_is_null(k->awards[i]->household_id) &&
		    (i == 0 || k->awards[i - 1]->shard != k->awards[i]->shard ||
		     !uuid_eq(k->awards[i - 1]->household_id, k->awards[i]->household_id)))
			emit(k, k->awards[i])->by.households = k->sign;
}

static void pick_side(struct counting *k, const struct award_slot *slots, size_t count)
{
	k->count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct award *a = k->sign < 0 ? &slots[i].was : &slots[i].now;
		if (a->there)
			k->awards[k->count++] = a;
	}
}

static bool is_still(const struct coverage *by)
{
	return by->people == 0 && by->person_times == 0 && by->households == 0 && by->pieces == 0 &&
	       money_is_zero(by->value);
}

/* Adds up what concerns one union and level, and leaves out what comes to nothing. */
static bool merge(struct coverage_move *moves, size_t *count)
{
	size_t n = 0;
	qsort(moves, *count, sizeof *moves, by_union);
	for (size_t i = 0; i < *count;) {
		struct coverage_move sum = moves[i++];
		for (; i < *count && by_union(&sum, &moves[i]) == 0; i++) {
			const struct coverage *more = &moves[i].by;
			sum.by.people += more->people;
			sum.by.person_times += more->person_times;
			sum.by.households += more->households;
			sum.by.pieces += more->pieces;
			if (!money_add(&sum.by.value, sum.by.value, more->value))
				return false;
		}
		if (!is_still(&sum.by))
			moves[n++] = sum;
	}
	*count = n;
	return true;
}

struct sn_err care_coverage_moves(struct arena *mem, const struct award_slot *slots, size_t count,
				  struct coverage_move **out, size_t *moves)
{
	/* an award gives at most three moves a side: itself, its person, its household */
	struct counting k = {.awards = ARENA_ARRAY(mem, const struct award *, count + 1),
			     .moves = ARENA_ARRAY(mem, struct coverage_move, count * 6 + 1)};
	if (!k.awards || !k.moves)
		return SN_FAIL(OUT_OF_MEMORY);
	for (k.sign = -1; k.sign <= 1; k.sign += 2) {
		pick_side(&k, slots, count);
		count_side(&k);
	}
	*out = k.moves;
	*moves = k.moves_count;
	return merge(k.moves, moves) ? SN_SUCCESS : SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
}

/* ---- rows ---- */

enum { KEY_PARAMS = 4, MOVE_PARAMS = 9 };

static void key_params(const struct coverage_move *m, int64_t cycle_no, struct param *out)
{
	out[0] = p_int(m->shard);
	out[1] = p_int(m->by.org_no);
	out[2] = p_int(cycle_no);
	out[3] = p_int(m->by.level);
}

static void move_params(const struct coverage_move *m, int64_t cycle_no, struct param *out)
{
	key_params(m, cycle_no, out);
	out[4] = p_int(m->by.people);
	out[5] = p_int(m->by.person_times);
	out[6] = p_int(m->by.households);
	out[7] = p_int(m->by.pieces);
	out[8] = p_money(m->by.value);
}

struct sn_err care_coverage_write(struct ctx *c, int64_t cycle_no,
				  const struct coverage_move *moves, size_t count)
{
	struct param *keys = ARENA_ARRAY(c->mem, struct param, count * KEY_PARAMS + 1);
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * MOVE_PARAMS + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, count + 1);
	if (!keys || !params || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		move_params(&moves[i], cycle_no, &params[i * MOVE_PARAMS]);
	SN_TRY(store_many(c->store, &care_sql_coverage_move, params, count, changed));
	/* The first of a union and level has no row to move yet. */
	size_t fresh = 0;
	for (size_t i = 0; i < count; i++) {
		if (changed[i] != 0)
			continue;
		key_params(&moves[i], cycle_no, &keys[fresh * KEY_PARAMS]);
		move_params(&moves[i], cycle_no, &params[fresh * MOVE_PARAMS]);
		fresh++;
	}
	if (fresh == 0)
		return SN_SUCCESS;
	SN_TRY(store_many(c->store, &care_sql_coverage_add, keys, fresh, NULL));
	return store_many(c->store, &care_sql_coverage_move, params, fresh, NULL);
}

struct sn_err care_coverage(struct ctx *c, int64_t cycle_no, care_each_coverage *each, void *self)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &care_sql_coverage_of, PARAMS(p_int(cycle_no)));
	while (!sn_failed(e) && store_next(r)) {
		const struct coverage row = {.org_no = store_int(r, "org_no"),
					     .level = (enum evidence)store_int(r, "level"),
					     .people = store_int(r, "people"),
					     .person_times = store_int(r, "person_times"),
					     .households = store_int(r, "households"),
					     .pieces = store_int(r, "pieces"),
					     .value = store_money(r, "value_fen")};
		e = each(self, &row);
	}
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}
