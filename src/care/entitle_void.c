/* An entitlement is taken back; and what stands in the way of taking back a person. */
#include "care/card_sql.h"
#include "care/care_priv.h"
#include "care/care_sql.h"
#include "care/honour_sql.h"
#include "care/payout.h"

static struct sn_err no_payout(struct ctx *c, int64_t shard, struct uuid entitlement_id)
{
	struct str number;
	SN_TRY(payout_waiting(c, &(const struct payout_asked){shard, entitlement_id}, 1, &number));
	return str_is_null(number)
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(PAYOUT_VOID_WAITS), STR_FMT, STR_ARG(number));
}

struct sn_err care_entitlement_void(struct ctx *c, int64_t shard, struct uuid entitlement_id,
				    struct str why)
{
	struct cap_ask ask = {.entitlement_id = entitlement_id, .shard = shard};
	struct void_mark mark = {.shard = shard,
				 .at_us = now_us(c),
				 .entitlement_id = entitlement_id,
				 .by_id = c->actor_id,
				 .words = why};
	struct uuid person_id = UUID_NULL;
	struct str benefit = STR_NULL;
	bool has_id = false, voided = false;
	if (str_trim(why).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	struct rows *r = store_query(c->store, &care_sql_entitlement_by_id,
				     PARAMS(p_int(shard), p_uuid(entitlement_id)));
	while (store_next(r)) {
		const struct str hash = store_bytes(r, "id_hash");
		has_id = hash.bytes == sizeof ask.id_hash;
		if (has_id)
			memcpy(ask.id_hash, hash.at, sizeof ask.id_hash);
		person_id = store_uuid(r, "person_id");
		benefit = arena_str(c->mem, store_text(r, "benefit"));
		voided = !store_is_null(r, "void_us");
		ask.org_no = store_int(r, "org_no");
		ask.cycle_no = store_int(r, "cycle_no");
		ask.amount = store_money(r, "value_fen");
		mark.run_id = store_uuid(r, "run_id");
		mark.list_shard = store_int(r, "list_shard");
	}
	SN_TRY(store_done(r));
	if (uuid_is_null(person_id))
		return SN_FAIL(NO_SUCH_ENTITLEMENT);
	SN_TRY(rights_require(c, (const enum rights_role[]){ROLE_CHECKER, ROLE_APPROVER}, 2,
			      ask.org_no));
	if (voided)
		return SN_SUCCESS;
	struct cycle cycle;
	struct sn_err given = SN_SUCCESS;
	SN_TRY(care_cycle_by_no(c, ask.cycle_no, &cycle));
	ask.day = cycle.from_day;
	r = store_query(c->store, &care_sql_award_of,
			PARAMS(p_int(shard), p_int(ask.cycle_no), p_uuid(person_id)));
	while (store_next(r))
		if (str_eq(store_text(r, "benefit"), benefit))
			given = SN_FAIL(GIVEN_ALREADY, .arg = {day_of(store_int(r, "key_us"))});
	SN_TRY(store_done(r));
	if (sn_failed(given))
		return sn_err_with_text(given, STR_FMT, STR_ARG(cycle.name));
	SN_TRY(no_payout(c, shard, entitlement_id));
	SN_TRY(store_run(c->store, &care_sql_entitlement_void,
			 PARAMS(p_int(shard), p_uuid(entitlement_id), p_int(mark.at_us),
				p_uuid_or_null(c->actor_id), p_text(why)),
			 NULL));
	mark.cycle = cycle.code;
	SN_TRY(care_void_append(c, &mark));
	return has_id ? caps_release(c, &ask, 1) : SN_SUCCESS;
}

struct sn_err care_undo_guard(struct ctx *c, const struct person_ref *who, size_t count)
{
	const struct sn_statement *const counts[] = {
		&care_sql_entitlement_of_person, &care_sql_delivery_of_person,
		&card_sql_count_of_person, &honour_sql_of_person};
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2 + 1);
	int64_t found = 0;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[i * 2] = p_int(who[i].shard);
		params[i * 2 + 1] = p_uuid(who[i].person_id);
	}
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		struct rows *r = store_query_many(c->store, counts[i], params, count);
		while (store_next(r))
			found += store_int(r, "count");
		SN_TRY(store_done(r));
	}
	return found > 0 ? SN_FAIL(PERSON_IN_USE) : SN_SUCCESS;
}
