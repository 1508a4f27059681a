/* Deliveries: an array of records is read as a set, decided in order, written as sets (settled.md 1). */
#include "care/size_priv.h"

#include <assert.h>

/* ---- answering ---- */

/* given_already names union and level, stock_short who is short of what. */
static struct sn_err name_refusal(struct ctx *c, const struct delivery_batch *b,
				  const struct handover *h, struct sn_err *why)
{
	struct org org;
	struct user user;
	if (why->reason == SN_R_GIVEN_ALREADY) {
		SN_TRY(org_by_no(c, why->arg[1], 0, &org));
		*why = sn_err_with_text(*why, STR_FMT ", %c", STR_ARG(org.name),
					ledger_evidence_letter((enum evidence)why->arg[2]));
		return SN_SUCCESS;
	}
	if (why->reason != SN_R_STOCK_SHORT)
		return SN_SUCCESS;
	const struct str item = str_is_null(h->item_code) ? STR("cny") : h->item_code;
	struct str holder = STR("?");
	if (uuid_is_null(h->item->by_id)) {
		SN_TRY(org_by_no(c, care_org_of(b, h), 0, &org));
		holder = org.name;
	} else if (!sn_failed(rights_user_by_id(c, h->item->by_id, &user))) {
		holder = user.login;
	}
	*why = sn_err_with_text(*why, STR_FMT " · " STR_FMT, STR_ARG(holder), STR_ARG(item));
	return SN_SUCCESS;
}

static struct sn_err answer(struct ctx *c, const struct delivery_batch *b,
			    struct delivery_result *results)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct handover *h = &b->handovers[i];
		struct delivery_result *out = &results[i];
		*out = (struct delivery_result){
			.outcome = h->outcome, .why = h->why, .other_size = h->other_size};
		SN_TRY(name_refusal(c, b, h, &out->why));
		if (h->outcome == DELIVERY_REFUSED)
			continue;
		out->case_id = h->case_id;
		out->transfer_id = h->item->record_id;
	}
	return SN_SUCCESS;
}

struct deliver_ask {
	const struct cycle *cycle;
	const struct programme *programme;
	const struct delivery_item *items;
	size_t count;
	struct delivery_result *out;
};

static struct sn_err deliver_batch(struct ctx *c, void *arg)
{
	const struct deliver_ask *ask = arg;
	struct delivery_batch b = {.cycle = ask->cycle,
				   .received_us = now_us(c),
				   .sources = ask->programme->sources,
				   .handovers =
					   ARENA_ARRAY(c->mem, struct handover, ask->count + 1),
				   .count = ask->count};
	if (!b.handovers)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < ask->count; i++)
		b.handovers[i].item = &ask->items[i];
	SN_TRY(care_deliver_read(c, ask->programme, &b));
	b.shares = ARENA_ARRAY(c->mem, struct share, ask->count + b.holdings_count + 1);
	if (!b.shares)
		return SN_FAIL(OUT_OF_MEMORY);
	care_deliver_decide(&b);
	SN_TRY(size_deliver_compare(c, &b));
	SN_TRY(care_deliver_write(c, &b));
	return answer(c, &b, ask->out);
}

/* A refusal, not a fault of machine or memory: what one record may cause and others need not suffer from. */
static bool is_refusal(struct sn_err e)
{
	const int code = (int)sn_err_code(e);
	return code == SN_INVALID || code == SN_DENIED || code == SN_NOT_FOUND ||
	       code == SN_CONFLICT || code == SN_LIMIT;
}

static struct sn_err deliver_each(struct ctx *c, const struct deliver_ask *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct deliver_ask one = *all;
		one.items = &all->items[i];
		one.out = &all->out[i];
		one.count = 1;
		const struct sn_err e = store_attempt(c, deliver_batch, &one);
		if (sn_failed(e) && !is_refusal(e))
			return e;
		if (sn_failed(e))
			all->out[i] =
				(struct delivery_result){.outcome = DELIVERY_REFUSED, .why = e};
	}
	return SN_SUCCESS;
}

struct sn_err care_deliver(struct ctx *c, const struct cycle *cycle,
			   const struct delivery_item *items, size_t count,
			   struct delivery_result *out)
{
	struct cycle now;
	struct programme programme;
	assert(count <= BATCH_ITEMS_MAX);
	if (count == 0)
		return SN_SUCCESS;
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(care_cycle_by_no(c, cycle->cycle_no, &now));
	if (now.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&now, CYCLE_OPEN);
	SN_TRY(care_programme_read(c, now.programme, now.programme_version, 0, &programme));
	struct deliver_ask ask = {&now, &programme, items, count, out};
	struct sn_err e = store_attempt(c, deliver_batch, &ask);
	if (sn_failed(e) && is_refusal(e))
		e = deliver_each(c, &ask);
	arena_rewind(c->mem, mark);
	return e;
}
