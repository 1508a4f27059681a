/* Roles of partners and unions in a cycle. */
#include "care/cooperation.h"

#include "care/care_priv.h"
#include "care/cooperation_sql.h"

#include <assert.h>

static const struct org_words roles[] = {
#define X(name, word, zh, en) [COOPERATION_##name] = {word, zh, en},
	COOPERATION_ROLES(X)
#undef X
};

const struct org_words *cooperation_role_words(enum cooperation_role role)
{
	assert(role < COOPERATION_ROLES_COUNT);
	return &roles[role];
}

bool cooperation_role_parse(enum cooperation_role *out, struct str text)
{
	for (size_t i = 0; i < COOPERATION_ROLES_COUNT; i++) {
		if (str_is(text, roles[i].word) || str_is(text, roles[i].zh)) {
			*out = (enum cooperation_role)i;
			return true;
		}
	}
	return false;
}

/* ---- reading ---- */

static struct sn_err list_read(struct ctx *c, struct rows *r, struct cooperation **out,
			       size_t *count)
{
	struct cooperation *list = NULL;
	size_t n = 0;
	bool memory = true;
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory) /* the one that it is not is NULL, which reads as 0 */
			list[n++] = (struct cooperation){
				.cycle_no = store_int(r, "cycle_no"),
				.role = (enum cooperation_role)store_int(r, "role"),
				.partner_no = store_int(r, "partner_no"),
				.org_no = store_int(r, "org_no")};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err cooperation_list(struct ctx *c, int64_t cycle_no, struct cooperation **out,
			       size_t *count)
{
	return list_read(c,
			 store_query(c->store, &cooperation_sql_of_cycle, PARAMS(p_int(cycle_no))),
			 out, count);
}

struct sn_err cooperation_of_partner(struct ctx *c, int64_t partner_no, struct cooperation **out,
				     size_t *count)
{
	return list_read(
		c, store_query(c->store, &cooperation_sql_of_partner, PARAMS(p_int(partner_no))),
		out, count);
}

struct sn_err cooperation_lead(struct ctx *c, const struct cycle *cycle, struct cooperation *out)
{
	struct cooperation *list = NULL;
	size_t count = 0;
	SN_TRY(cooperation_list(c, cycle->cycle_no, &list, &count));
	*out = count > 0 && list[0].role == COOPERATION_LEAD
		       ? list[0]
		       : (struct cooperation){.cycle_no = cycle->cycle_no,
					      .role = COOPERATION_LEAD,
					      .org_no = cycle->org_no};
	return SN_SUCCESS;
}

/* ---- writing ---- */

static bool same(const struct cooperation *a, const struct cooperation *b)
{
	return a->role == b->role && a->partner_no == b->partner_no && a->org_no == b->org_no;
}

static struct sn_err lead_taken(struct ctx *c, const struct cooperation *lead)
{
	const struct sn_err e = SN_FAIL(COOPERATION_LEAD_TAKEN, .field = "role");
	struct partner partner;
	struct org org;
	if (lead->partner_no != 0) {
		SN_TRY(partner_by_no(c, lead->partner_no, 0, &partner));
		return sn_err_with_text(e, STR_FMT " " STR_FMT, STR_ARG(partner.code),
					STR_ARG(partner.name));
	}
	SN_TRY(org_by_no(c, lead->org_no, 0, &org));
	return sn_err_with_text(e, STR_FMT " " STR_FMT, STR_ARG(org.code), STR_ARG(org.name));
}

/* Who did what is settled when the cycle closes. */
static struct sn_err cycle_check(struct ctx *c, int64_t cycle_no, struct cycle *cycle)
{
	SN_TRY(care_cycle_by_no(c, cycle_no, cycle));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, cycle->org_no));
	if (cycle->state == CYCLE_CLOSED || cycle->state == CYCLE_AUDITED)
		return care_cycle_wrong_state(cycle, care_cycle_state_word(CYCLE_OPEN));
	return SN_SUCCESS;
}

bool cooperation_may(struct ctx *c, const struct cycle *cycle)
{
	struct cycle now;
	return !sn_failed(cycle_check(c, cycle->cycle_no, &now));
}

struct sn_err cooperation_add(struct ctx *c, const struct cooperation *what, bool *changed)
{
	struct cooperation *list = NULL;
	struct cycle cycle;
	size_t count = 0;
	assert((what->partner_no == 0) != (what->org_no == 0));
	assert(what->role < COOPERATION_ROLES_COUNT);
	*changed = false;
	SN_TRY(cycle_check(c, what->cycle_no, &cycle));
	if (what->org_no == cycle.org_no)
		return SN_FAIL(COOPERATION_OWN, .field = "role");
	SN_TRY(cooperation_list(c, what->cycle_no, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (same(&list[i], what))
			return SN_SUCCESS;
	if (what->role == COOPERATION_LEAD && count > 0 && list[0].role == COOPERATION_LEAD)
		return lead_taken(c, &list[0]);
	*changed = true;
	return store_run(c->store, &cooperation_sql_add,
			 PARAMS(p_uuid(new_id(c)), p_int(what->cycle_no), p_int(what->role),
				what->partner_no == 0 ? p_null() : p_int(what->partner_no),
				what->org_no == 0 ? p_null() : p_int(what->org_no),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err cooperation_remove(struct ctx *c, const struct cooperation *what)
{
	struct cycle cycle;
	int64_t changed = 0;
	SN_TRY(cycle_check(c, what->cycle_no, &cycle));
	SN_TRY(store_run(c->store, &cooperation_sql_remove,
			 PARAMS(p_int(what->cycle_no), p_int(what->role), p_int(what->partner_no),
				p_int(what->org_no), p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(COOPERATION_GONE, .field = "role");
}

struct sn_err cooperation_verify(struct ctx *c,
				 void (*each)(void *self, const struct ledger_finding *f),
				 void *self, int64_t *findings)
{
	struct rows *r = store_query(c->store, &cooperation_sql_findings, NO_PARAMS);
	while (store_next(r)) {
		const int64_t closed = store_int(r, "closed_day");
		if (store_int(r, "no_cycle") == 0 && closed >= day_of(store_int(r, "at_us")))
			continue;
		(*findings)++;
		each(self, &(const struct ledger_finding){.what = "cooperation",
							  .id = store_uuid(r, "cooperation_id"),
							  .found = store_int(r, "cycle_no")});
	}
	return store_done(r);
}
