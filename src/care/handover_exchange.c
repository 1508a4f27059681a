/* Another piece instead of the one that was handed over: the old record is taken back, a new one gives. */
#include "care/handover_priv.h"
#include "care/handover_sql.h"
#include "care/payout.h"
#include "care/size_priv.h"

/* The reversal's id follows from the exchange's, far behind the ids that the new record's shares may have. */
enum { REVERSAL_SHARE = 0x4000 };

struct delivered {
	int64_t shard, cycle_no, org_no, item_no, quantity;
	struct uuid person_id, by_id, reversal_id;
	struct str benefit; /* STR_NULL: nobody was entitled to it */
	struct money value;
	bool there, over;
};

static struct sn_err read_delivered(struct ctx *c, struct uuid record_id, struct delivered *out)
{
	*out = (struct delivered){.there = false};
	struct rows *r = store_query(c->store, &handover_sql_delivered, PARAMS(p_uuid(record_id)));
	while (store_next(r)) {
		*out = (struct delivered){.shard = store_int(r, "shard"),
					  .cycle_no = store_int(r, "cycle_no"),
					  .org_no = store_int(r, "org_no"),
					  .item_no = store_int(r, "item_no"),
					  .quantity = store_int(r, "quantity"),
					  .person_id = store_uuid(r, "person_id"),
					  .by_id = store_uuid(r, "by_id"),
					  .reversal_id = store_uuid(r, "reversal_id"),
					  .value = store_money(r, "value_fen"),
					  .there = true,
					  .over = store_int(r, "state") == 1};
		if (!store_is_null(r, "benefit"))
			out->benefit = arena_str(c->mem, store_text(r, "benefit"));
	}
	return store_done(r);
}

static struct sn_err find_replay(struct ctx *c, const struct handover_exchange *what,
				 struct handover_exchanged *out)
{
	bool same = false, there = false;
	struct rows *r = store_query(c->store, &handover_sql_exchange_by_id,
				     PARAMS(p_uuid(what->exchange_id)));
	while (store_next(r)) {
		there = true;
		same = uuid_eq(store_uuid(r, "record_id"), what->record_id) &&
		       store_int(r, "item_no") == what->item_no;
		*out = (struct handover_exchanged){.record_id = what->exchange_id,
						   .was = store_money(r, "was_fen"),
						   .now = store_money(r, "now_fen"),
						   .replayed = true};
	}
	SN_TRY(store_done(r));
	return there && !same ? SN_FAIL(EXCHANGE_DIFFERS, .field = "id") : SN_SUCCESS;
}

/* Who took the record's place; null: nothing did. */
static struct sn_err find_successor(struct ctx *c, const struct delivered *was,
				    struct uuid record_id, struct uuid *out)
{
	*out = UUID_NULL;
	struct rows *r = store_query(c->store, &handover_sql_exchange_of,
				     PARAMS(p_int(was->shard), p_uuid(record_id)));
	while (store_next(r))
		*out = store_uuid(r, "exchange_id");
	return store_done(r);
}

static struct sn_err check(struct ctx *c, const struct handover_exchange *what,
			   const struct delivered *was)
{
	static const enum rights_role roles[] = {ROLE_DISTRIBUTOR, ROLE_MAKER, ROLE_KEEPER};
	const struct person_ref who = {was->shard, was->person_id};
	struct delivered taken;
	struct uuid successor;
	struct person p;
	SN_TRY(rights_require(c, roles, 3, was->org_no));
	SN_TRY(people_by_refs(c, &who, 1, &p));
	SN_TRY(handover_foreman_of(c, &p));
	SN_TRY(find_successor(c, was, what->record_id, &successor));
	if (!uuid_is_null(successor)) {
		char id[UUID_TEXT_BYTES];
		uuid_text(successor, id);
		return sn_err_with_text(SN_FAIL(EXCHANGED_ALREADY, .field = "record"), "%s", id);
	}
	if (!uuid_is_null(was->reversal_id))
		return SN_FAIL(DELIVERY_REVERSED, .field = "record");
	if (was->over || str_is_null(was->benefit))
		return SN_FAIL(NOT_ENTITLED, .field = "record");
	if (was->item_no == what->item_no)
		return SN_FAIL(EXCHANGE_SAME, .field = "item");
	SN_TRY(read_delivered(c, what->exchange_id, &taken));
	return taken.there ? SN_FAIL(EXCHANGE_DIFFERS, .field = "id") : SN_SUCCESS;
}

/* The new piece, asked for: it is refused where the person has had the benefit otherwise. */
static struct sn_err give(struct ctx *c, const struct handover_exchange *what,
			  const struct delivered *was, struct money *value)
{
	const struct delivery_item item = {.record_id = what->exchange_id,
					   .who = {was->shard, was->person_id},
					   .benefit = was->benefit,
					   .item_no = what->item_no,
					   .quantity = was->quantity,
					   .level = what->level,
					   .at_us = now_us(c),
					   .by_id = was->by_id,
					   .asked = true};
	struct delivery_result result;
	struct delivered now;
	struct cycle cycle;
	SN_TRY(care_cycle_by_no(c, was->cycle_no, &cycle));
	SN_TRY(care_deliver(c, &cycle, &item, 1, &result));
	if (result.outcome == DELIVERY_REFUSED)
		return result.why;
	SN_TRY(read_delivered(c, what->exchange_id, &now));
	*value = now.value;
	return SN_SUCCESS;
}

static struct sn_err write(struct ctx *c, const struct exchange_row *x)
{
	struct bound_change bound = {.kind = BOUND_EXCHANGE, .shard = x->shard};
	SN_TRY(handover_exchange_value(c, x, &bound.now));
	SN_TRY(store_run(c->store, &handover_sql_exchange_add,
			 PARAMS(p_int(x->shard), p_uuid(x->is.record_id), p_uuid(x->is.exchange_id),
				p_int(x->new_shard), p_int(x->cycle_no), p_int(x->is.item_no),
				p_money(x->out.was), p_money(x->out.now), p_text(x->is.words),
				p_uuid_or_null(x->actor_id), p_int(x->at_us), p_bound(&bound.now)),
			 NULL));
	return bound_put(c, &bound);
}

struct sn_err handover_exchange(struct ctx *c, const struct handover_exchange *what,
				struct handover_exchanged *out)
{
	struct delivered was;
	*out = (struct handover_exchanged){.record_id = what->exchange_id};
	if (uuid_is_null(what->exchange_id) || uuid_eq(what->exchange_id, what->record_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (what->words.bytes > HANDOVER_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {HANDOVER_WORDS_BYTES_MAX});
	if (what->level != EVIDENCE_B && what->level != EVIDENCE_C)
		return SN_FAIL(BAD_LEVEL, .field = "level");
	SN_TRY(find_replay(c, what, out));
	if (out->replayed)
		return SN_SUCCESS;
	SN_TRY(read_delivered(c, what->record_id, &was));
	if (!was.there)
		return SN_FAIL(NO_SUCH_DELIVERY, .field = "record");
	SN_TRY(check(c, what, &was));
	out->was = was.value;
	SN_TRY(payout_not_by_bank(c, was.shard, what->record_id));
	SN_TRY(care_delivery_take_back(c, was.shard, what->record_id,
				       care_share_id(what->exchange_id, REVERSAL_SHARE),
				       what->words.bytes > 0 ? what->words : STR("exchange")));
	SN_TRY(give(c, what, &was, &out->now));
	SN_TRY(size_exchanged(c, &(const struct size_exchange){.shard = was.shard,
							       .cycle_no = was.cycle_no,
							       .item_no = what->item_no,
							       .person_id = was.person_id,
							       .benefit = was.benefit,
							       .words = what->words}));
	return write(c, &(const struct exchange_row){.is = *what,
						     .out = *out,
						     .shard = was.shard,
						     .new_shard = was.shard,
						     .cycle_no = was.cycle_no,
						     .at_us = now_us(c),
						     .actor_id = c->actor_id});
}
