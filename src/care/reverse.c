/* Taking a hand-over back (红字更正): new entries that point at the old ones; nothing is edited away. */
#include "care/care_priv.h"
#include "care/care_sql.h"
#include "care/payout.h"

/* A stored delivery, and the award it would be. */
struct stored {
	struct award as;
	int64_t cycle_no;
	size_t transfers;
	bool over;    /* its goods lie in over-issue */
	bool settled; /* they lay there, and have moved on to the recipients */
	struct uuid reversal_id;
	struct uuid by_id, actor_id; /* who handed it over, who recorded that */
};

static struct sn_err read_stored(struct ctx *c, int64_t shard, struct uuid record_id,
				 struct stored *out)
{
	*out = (struct stored){.cycle_no = 0};
	struct rows *r = store_query(c->store, &care_sql_delivery_full,
				     PARAMS(p_int(shard), p_uuid(record_id)));
	while (store_next(r)) {
		out->as = (struct award){.there = true,
					 .shard = shard,
					 .org_no = store_int(r, "org_no"),
					 .key_us = store_int(r, "key_us"),
					 .quantity = store_int(r, "quantity"),
					 .person_id = store_uuid(r, "person_id"),
					 .household_id = store_uuid(r, "household_id"),
					 .record_id = record_id,
					 .benefit = arena_str(c->mem, store_text(r, "benefit")),
					 .level = (enum evidence)store_int(r, "level"),
					 .value = store_money(r, "value_fen"),
					 .cash = store_int(r, "item_no") == 0};
		out->cycle_no = store_int(r, "cycle_no");
		out->transfers = (size_t)store_int(r, "transfers");
		out->over = store_int(r, "state") == 1;
		out->settled = !out->over && !store_is_null(r, "case_id");
		out->reversal_id = store_uuid(r, "reversal_id");
		out->by_id = store_uuid(r, "by_id");
		out->actor_id = store_uuid(r, "actor_id");
	}
	SN_TRY(store_done(r));
	return out->cycle_no > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_DELIVERY);
}

/* The earliest double that is left, and whether one of them lies with the recipients. */
static struct sn_err read_doubles(struct ctx *c, const struct stored *gone, struct uuid *first,
				  bool *one_received)
{
	*first = UUID_NULL;
	*one_received = false;
	if (str_is_null(gone->as.benefit))
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &care_sql_doubles_of,
				     PARAMS(p_int(gone->as.shard), p_int(gone->cycle_no),
					    p_uuid(gone->as.person_id), p_text(gone->as.benefit)));
	while (store_next(r)) {
		if (uuid_is_null(*first))
			*first = store_uuid(r, "record_id");
		if (store_int(r, "state") == 0)
			*one_received = true;
	}
	return store_done(r);
}

/* ---- its goods go from over-issue to the recipients ---- */

/* A double's goods move share by share, so that each lot arrives where it would have gone. The transfers' ids follow
 * from the record's, behind those of its hand-over: a later reversal finds them. */
enum { SETTLING_SHARE = 0x8000 };
static struct sn_err settle_goods(struct ctx *c, const struct stored *s)
{
	for (size_t i = 0; i < s->transfers; i++) {
		struct transfer t;
		SN_TRY(ledger_transfer_by_id(c, s->as.shard, care_share_id(s->as.record_id, i),
					     &t));
		t.transfer_id = care_share_id(s->as.record_id, SETTLING_SHARE + i);
		t.at_us = now_us(c);
		t.day = day_of(t.at_us);
		t.from = t.to;
		t.to.class = ACCOUNT_RECIPIENT;
		t.to.level = s->as.level;
		SN_TRY(ledger_post_all(c, &t, 1));
	}
	return store_run(c->store, &care_sql_delivery_settled,
			 PARAMS(p_int(s->as.shard), p_uuid(s->as.record_id)), NULL);
}

/* The newest first, so that no account goes below zero on the way. */
static struct sn_err take_goods_back(struct ctx *c, const struct stored *s, struct uuid reversal_id)
{
	const int32_t today = day_of(now_us(c));
	for (size_t i = 0; s->settled && i < s->transfers; i++)
		SN_TRY(ledger_reverse(c, s->as.shard,
				      care_share_id(s->as.record_id, SETTLING_SHARE + i),
				      care_share_id(reversal_id, SETTLING_SHARE + i), today));
	for (size_t i = 0; i < s->transfers; i++)
		SN_TRY(ledger_reverse(c, s->as.shard, care_share_id(s->as.record_id, i),
				      care_share_id(reversal_id, i), today));
	return SN_SUCCESS;
}

/* ---- awards ---- */

static struct sn_err add_slots(struct ctx *c, struct rows *r, struct award_slot **slots,
			       size_t *count)
{
	bool memory = true;
	while (memory && store_next(r)) {
		const struct award a = care_award_from_row(c->mem, r);
		bool there = false;
		for (size_t i = 0; i < *count; i++)
			there = there || (uuid_eq((*slots)[i].was.person_id, a.person_id) &&
					  str_eq((*slots)[i].was.benefit, a.benefit));
		if (there)
			continue;
		*slots = care_grow(c->mem, *slots, *count, sizeof **slots);
		memory = *slots != NULL;
		if (memory)
			(*slots)[(*count)++] = (struct award_slot){a, a};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* The person's and the household's awards as they stand. */
static struct sn_err load_slots(struct ctx *c, const struct stored *gone, struct award_slot **slots,
				size_t *count)
{
	struct uuid household_id = UUID_NULL;
	SN_TRY(add_slots(c,
			 store_query(c->store, &care_sql_award_of,
				     PARAMS(p_int(gone->as.shard), p_int(gone->cycle_no),
					    p_uuid(gone->as.person_id))),
			 slots, count));
	for (size_t i = 0; i < *count; i++)
		if (!uuid_is_null((*slots)[i].was.household_id))
			household_id = (*slots)[i].was.household_id;
	if (uuid_is_null(household_id))
		return SN_SUCCESS;
	return add_slots(c,
			 store_query(c->store, &care_sql_award_of_household,
				     PARAMS(p_int(gone->as.shard), p_int(gone->cycle_no),
					    p_uuid(household_id))),
			 slots, count);
}

/* The award is the earliest double that is left, or none. */
static struct sn_err pass_award(struct ctx *c, const struct stored *gone, const struct stored *next)
{
	struct award_slot *slots = NULL;
	size_t count = 0;
	SN_TRY(load_slots(c, gone, &slots, &count));
	for (size_t i = 0; i < count; i++) {
		struct award *now = &slots[i].now;
		if (!uuid_eq(now->record_id, gone->as.record_id))
			continue;
		const struct uuid household_id = now->household_id;
		now->there = next->as.there;
		if (next->as.there)
			*now = next->as;
		now->household_id = household_id;
	}
	return care_awards_write(c, gone->cycle_no, slots, count);
}

/* ---- the whole of it ---- */

static struct sn_err check_reversal(struct ctx *c, const struct stored *gone, struct str why)
{
	struct cycle cycle;
	if (str_trim(why).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	SN_TRY(rights_require(c, (const enum rights_role[]){ROLE_CHECKER, ROLE_APPROVER}, 2,
			      gone->as.org_no));
	if (!uuid_is_null(c->actor_id) &&
	    (uuid_eq(c->actor_id, gone->by_id) || uuid_eq(c->actor_id, gone->actor_id)))
		return SN_FAIL(REVERSED_BY_GIVER);
	SN_TRY(care_cycle_by_no(c, gone->cycle_no, &cycle));
	return cycle.state == CYCLE_OPEN ? SN_SUCCESS : care_cycle_wrong_state(&cycle, CYCLE_OPEN);
}

struct sn_err care_delivery_reverse(struct ctx *c, int64_t shard, struct uuid record_id,
				    struct uuid reversal_id, struct str why)
{
	struct stored gone;
	SN_TRY(read_stored(c, shard, record_id, &gone));
	SN_TRY(check_reversal(c, &gone, why));
	SN_TRY(payout_not_by_bank(c, shard, record_id));
	return care_delivery_take_back(c, shard, record_id, reversal_id, why);
}

struct sn_err care_delivery_take_back(struct ctx *c, int64_t shard, struct uuid record_id,
				      struct uuid reversal_id, struct str why)
{
	struct stored gone, next = {.cycle_no = 0};
	struct uuid first;
	bool one_received;
	SN_TRY(read_stored(c, shard, record_id, &gone));
	if (!uuid_is_null(gone.reversal_id))
		return uuid_eq(gone.reversal_id, reversal_id) ? SN_SUCCESS
							      : SN_FAIL(DELIVERY_REVERSED);
	SN_TRY(take_goods_back(c, &gone, reversal_id));
	SN_TRY(store_run(c->store, &care_sql_delivery_reversed,
			 PARAMS(p_int(shard), p_uuid(record_id), p_uuid(reversal_id),
				p_int(now_us(c)), p_uuid_or_null(c->actor_id), p_text(why)),
			 NULL));
	SN_TRY(care_case_shut(c, shard, record_id, why));
	SN_TRY(read_doubles(c, &gone, &first, &one_received));
	if (!uuid_is_null(first)) {
		SN_TRY(read_stored(c, shard, first, &next));
		SN_TRY(care_case_shut(c, shard, first, why));
		if (!one_received)
			SN_TRY(settle_goods(c, &next));
	}
	return pass_award(c, &gone, &next);
}

struct sn_err care_record_by_id(struct ctx *c, struct uuid record_id, struct care_record *out)
{
	*out = (struct care_record){.record_id = record_id};
	struct rows *r =
		store_query(c->store, &care_sql_delivery_anywhere, PARAMS(p_uuid(record_id)));
	while (store_next(r)) {
		out->shard = store_int(r, "shard");
		out->cycle_no = store_int(r, "cycle_no");
		out->org_no = store_int(r, "org_no");
	}
	SN_TRY(store_done(r));
	return out->cycle_no > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_DELIVERY);
}

/* ---- cases ---- */

struct sn_err care_case_close(struct ctx *c, const struct care_case *which, struct str why)
{
	if (str_trim(why).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	SN_TRY(rights_require(c, (const enum rights_role[]){ROLE_CHECKER, ROLE_APPROVER}, 2,
			      which->org_no));
	return care_case_shut(c, which->shard, which->record_id, why);
}

struct sn_err care_cases(struct ctx *c, int64_t cycle_no, struct care_case **out, size_t *count)
{
	static const char *const kinds[] = {
		[CASE_OVER_ISSUE] = "over_issue", [CASE_NOT_ENTITLED] = "not_entitled"};
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &care_sql_cases_of, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		(*out)[(*count)++] = (struct care_case){
			.case_id = store_uuid(r, "case_id"),
			.shard = store_int(r, "shard"),
			.org_no = store_int(r, "org_no"),
			.cycle_no = store_int(r, "cycle_no"),
			.kind = str_of(kinds[store_int(r, "kind") == CASE_NOT_ENTITLED]),
			.record_id = store_uuid(r, "record_id"),
			.who = {store_int(r, "shard"), store_uuid(r, "person_id")},
			.opened_us = store_int(r, "opened_us"),
			.open = store_is_null(r, "closed_us")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
