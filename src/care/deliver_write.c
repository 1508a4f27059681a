/* Deliveries, the writing: transfers with their commitments, records, cases, awards and coverage, as sets. */
#include "care/care_priv.h"
#include "care/care_sql.h"
#include "tlog/receipt.h"

#include <stdio.h>

/* The records that are written, with what their commitments need. */
struct writing {
	struct handover **handovers;
	size_t count, overs;
	struct seal_item *seals;
	struct id_number *ids;
	bool *has_id;
	uint8_t (*seeds)[TLOG_SEED_BYTES];
};

static struct sn_err pick_written(struct ctx *c, struct delivery_batch *b, struct writing *x)
{
	*x = (struct writing){.handovers = ARENA_ARRAY(c->mem, struct handover *, b->count + 1)};
	if (!x->handovers)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		if (h->outcome == DELIVERY_REPLAYED && !h->known)
			h->case_id = b->handovers[h->same].case_id;
		if (h->outcome != DELIVERY_AWARDED && h->outcome != DELIVERY_OVER_ISSUE)
			continue;
		h->case_id = h->over ? new_id(c) : UUID_NULL;
		x->overs += h->over;
		x->handovers[x->count++] = h;
	}
	return SN_SUCCESS;
}

/* Random seeds, sealed under each person's key: who forgets a person forgets the seed (trust.md 3.2, 3.3). */
static struct sn_err make_seeds(struct ctx *c, const struct delivery_batch *b, struct writing *x)
{
	x->seals = ARENA_ARRAY(c->mem, struct seal_item, x->count + 1);
	x->ids = ARENA_ARRAY(c->mem, struct id_number, x->count + 1);
	x->has_id = ARENA_ARRAY(c->mem, bool, x->count + 1);
	x->seeds = arena_alloc_n(c->mem, TLOG_SEED_BYTES, x->count + 1);
	if (!x->seals || !x->ids || !x->has_id || !x->seeds)
		return SN_FAIL(OUT_OF_MEMORY);
	crypto_random(x->seeds, TLOG_SEED_BYTES * x->count);
	for (size_t i = 0; i < x->count; i++) {
		const struct handover *h = x->handovers[i];
		const struct person *p = &b->takers[h->taker].person;
		x->seals[i] =
			(struct seal_item){.who = {p->shard, p->person_id},
					   .place = {"delivery", "seed", h->item->record_id},
					   .plain = {(const char *)x->seeds[i], TLOG_SEED_BYTES}};
	}
	return people_seal_many(c, x->seals, x->count, x->ids, x->has_id);
}

/* cm of trust.md 3.2: what the leaf says, bound to the person, opened by whoever holds the seed (tlog/receipt.h). */
static struct sn_err commit_to(const struct delivery_batch *b, const struct writing *x, size_t at,
			       struct transfer *t)
{
	const struct handover *h = x->handovers[at];
	char quantity[24], fen[24];
	struct crypto_key salt = tlog_salt_of(x->seeds[at]);
	(void)snprintf(quantity, sizeof quantity, "%lld", (long long)t->quantity);
	(void)snprintf(fen, sizeof fen, "%lld", (long long)money_fen(t->value));
	const struct tlog_opening opening = {
		.name = b->takers[h->taker].person.name,
		.id = x->has_id[at] ? str_of(x->ids[at].digits) : STR_NULL,
		.cycle = b->cycle->code,
		.item = str_is_null(h->item_code) ? STR("cny") : h->item_code,
		.quantity = str_of(quantity),
		.value = str_of(fen)};
	t->has_commitment = tlog_commitment_of(&salt, &opening, t->commitment);
	crypto_wipe(&salt, sizeof salt);
	return t->has_commitment ? SN_SUCCESS
				 : SN_FAIL(TOO_LONG, .field = "name", .arg = {TLOG_NAME_BYTES_MAX});
}

static struct transfer transfer_of(const struct delivery_batch *b, const struct handover *h,
				   size_t share)
{
	const struct share *s = &b->shares[h->shares_first + share];
	struct transfer t = {.transfer_id = care_share_id(h->item->record_id, share),
			     .kind = TRANSFER_HANDOVER,
			     .day = day_of(h->key_us),
			     .at_us = h->key_us,
			     .reported = true,
			     .from = s->from,
			     .quantity = s->quantity,
			     .value = s->value};
	t.to = (struct account_key){.org_no = care_org_of(b, h),
				    .class = h->over ? ACCOUNT_OVER_ISSUE : ACCOUNT_RECIPIENT,
				    .cycle_no = b->cycle->cycle_no,
				    .source = s->from.source,
				    .item_no = s->from.item_no,
				    .lot_no = s->from.lot_no,
				    .level = h->over ? EVIDENCE_NONE : h->item->level};
	return t;
}

static struct sn_err post_transfers(struct ctx *c, const struct delivery_batch *b,
				    struct writing *x)
{
	struct transfer *transfers = ARENA_ARRAY(c->mem, struct transfer, b->shares_count + 1);
	struct posting *postings = ARENA_ARRAY(c->mem, struct posting, b->shares_count + 1);
	size_t n = 0;
	if (!transfers || !postings)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->count; i++) {
		for (size_t share = 0; share < x->handovers[i]->shares_count; share++) {
			transfers[n] = transfer_of(b, x->handovers[i], share);
			SN_TRY(commit_to(b, x, i, &transfers[n]));
			n++;
		}
	}
	SN_TRY(ledger_post(c, transfers, n, postings));
	for (size_t i = 0; i < n; i++) {
		SN_TRY(postings[i].outcome);
		if (postings[i].replayed) /* posted, but by no delivery: somebody else's */
			return SN_FAIL(RECORD_DIFFERS, .field = "delivery_id");
	}
	return SN_SUCCESS;
}

enum { DELIVERY_PARAMS = 23, CASE_PARAMS = 9, TRIED_PARAMS = 3 };

static void delivery_params(struct ctx *c, const struct delivery_batch *b, const struct handover *h,
			    struct str seed, struct param *out)
{
	const struct right *right = h->right == NOWHERE ? NULL : &b->rights[h->right];
	const struct delivery_item *item = h->item;
	const struct param params[DELIVERY_PARAMS] = {
		p_int(care_shard_of(b, h)),
		p_uuid(item->record_id),
		p_int(b->cycle->cycle_no),
		p_uuid(care_person_of(b, h)),
		p_uuid_or_null(b->takers[h->taker].person.household_id),
		p_int(care_giver_of(b, h)),
		right ? p_text(right->benefit->code) : p_null(),
		right ? p_uuid(right->entitlement_id) : p_null(),
		p_int(item->item_no),
		p_int(item->quantity),
		p_money(h->value),
		p_int(item->level),
		p_int(item->at_us),
		p_int(h->key_us),
		p_int(b->received_us),
		p_uuid_or_null(item->by_id),
		p_uuid_or_null(c->actor_id),
		p_int(item->asked),
		p_int(h->over),
		p_int((int64_t)h->shares_count),
		p_uuid_or_null(h->case_id),
		p_bytes(h->content, SHA256_BYTES),
		p_bytes(seed.at, seed.bytes)};
	memcpy(out, params, sizeof params);
}

static struct sn_err write_deliveries(struct ctx *c, const struct delivery_batch *b,
				      const struct writing *x)
{
	struct param *rows = ARENA_ARRAY(c->mem, struct param, x->count * DELIVERY_PARAMS + 1);
	struct param *cases = ARENA_ARRAY(c->mem, struct param, x->overs * CASE_PARAMS + 1);
	size_t n = 0;
	if (!rows || !cases)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->count; i++) {
		const struct handover *h = x->handovers[i];
		delivery_params(c, b, h, x->seals[i].sealed, &rows[i * DELIVERY_PARAMS]);
		if (!h->over)
			continue;
		const struct param params[CASE_PARAMS] = {p_int(care_shard_of(b, h)),
							  p_uuid(h->case_id),
							  p_int(h->kind),
							  p_int(b->cycle->cycle_no),
							  p_int(care_org_of(b, h)),
							  p_uuid(h->loser_id),
							  p_uuid(h->item->record_id),
							  p_uuid(care_person_of(b, h)),
							  p_int(b->received_us)};
		memcpy(&cases[n++ * CASE_PARAMS], params, sizeof params);
	}
	SN_TRY(store_many(c->store, &care_sql_delivery_add, rows, x->count, NULL));
	return n == 0 ? SN_SUCCESS : store_many(c->store, &care_sql_case_add, cases, n, NULL);
}

static bool award_changed(const struct award_slot *s)
{
	return s->was.there != s->now.there ||
	       (s->now.there && !uuid_eq(s->was.record_id, s->now.record_id));
}

struct sn_err care_awards_write(struct ctx *c, int64_t cycle_no, const struct award_slot *slots,
				size_t count)
{
	struct param *add = ARENA_ARRAY(c->mem, struct param, count * AWARD_PARAMS + 1);
	struct param *move = ARENA_ARRAY(c->mem, struct param, count * AWARD_PARAMS + 1);
	struct coverage_move *moves = NULL;
	size_t added = 0, moved = 0, n = 0;
	if (!add || !move)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct award_slot *s = &slots[i];
		if (!award_changed(s))
			continue;
		if (!s->now.there)
			SN_TRY(store_run(c->store, &care_sql_award_remove,
					 PARAMS(p_int(s->was.shard), p_int(cycle_no),
						p_text(s->was.benefit), p_uuid(s->was.person_id)),
					 NULL));
		else if (s->was.there)
			care_award_params(&s->now, cycle_no, &move[moved++ * AWARD_PARAMS]);
		else
			care_award_params(&s->now, cycle_no, &add[added++ * AWARD_PARAMS]);
	}
	SN_TRY(store_many(c->store, &care_sql_award_add, add, added, NULL));
	SN_TRY(store_many(c->store, &care_sql_award_move, move, moved, NULL));
	SN_TRY(care_coverage_moves(c->mem, slots, count, &moves, &n));
	return care_coverage_write(c, cycle_no, moves, n);
}

static struct sn_err write_tries(struct ctx *c, const struct delivery_batch *b)
{
	for (size_t i = 0; i < b->rights_count; i++) {
		const struct right *right = &b->rights[i];
		if (right->tries == right->tries_before)
			continue;
		SN_TRY(store_run(c->store, &care_sql_entitlement_tried,
				 PARAMS(p_int(right->shard), p_uuid(right->entitlement_id),
					p_int(right->tries)),
				 NULL));
	}
	return SN_SUCCESS;
}

struct sn_err care_deliver_write(struct ctx *c, struct delivery_batch *b)
{
	struct writing x;
	SN_TRY(write_tries(c, b));
	SN_TRY(pick_written(c, b, &x));
	if (x.count == 0)
		return SN_SUCCESS;
	SN_TRY(make_seeds(c, b, &x));
	SN_TRY(post_transfers(c, b, &x));
	SN_TRY(write_deliveries(c, b, &x));
	SN_TRY(handover_how_write(c, b, x.handovers, x.count));
	return care_awards_write(c, b->cycle->cycle_no, b->slots, b->slots_count);
}
