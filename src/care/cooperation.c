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

/* ---- leaves ---- */

struct stored {
	struct uuid cooperation_id, actor_id, removed_id;
	struct cooperation is;
	int64_t at_us, removed_us; /* 0: it holds */
};
static struct stored stored_from_row(const struct rows *r)
{
	return (struct stored){.cooperation_id = store_uuid(r, "cooperation_id"),
			       .actor_id = store_uuid(r, "actor_id"),
			       .removed_id = store_uuid(r, "removed_id"),
			       .is = {.cycle_no = store_int(r, "cycle_no"),
				      .role = (enum cooperation_role)store_int(r, "role"),
				      .partner_no = store_int(r, "partner_no"),
				      .org_no = store_int(r, "org_no")},
			       .at_us = store_int(r, "at_us"),
			       .removed_us = store_int(r, "removed_us")};
}

/* What was removed has a leaf of its own: its id follows from the role's. */
static struct uuid leaf_id(const struct stored *s, bool removed)
{
	return care_share_id(s->cooperation_id, removed);
}

/* cm: the role's random id is in it, so that no digest can be guessed. */
static struct sn_err leaf_of(struct ctx *c, const struct cycle *cycle, const struct stored *s,
			     bool removed, struct sha256 *digest, struct tlog_leaf *out)
{
	char id[UUID_TEXT_BYTES], by[UUID_TEXT_BYTES];
	const int64_t at_us = removed ? s->removed_us : s->at_us;
	const struct arena_mark mark = arena_mark(c->mem);
	uuid_text(s->cooperation_id, id);
	uuid_text(removed ? s->removed_id : s->actor_id, by);
	const char *text =
		arena_printf(c->mem,
			     "songnuan-cooperation/v1\nid %s\ncamp " STR_FMT
			     "\nrole %s\npartner %lld\norg %lld\n%s %s\nat %lld\n",
			     id, STR_ARG(cycle->code), cooperation_role_words(s->is.role)->word,
			     (long long)s->is.partner_no, (long long)s->is.org_no,
			     removed ? "removed-by" : "added-by", by, (long long)at_us);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*digest = crypto_sha256(str_of(text));
	arena_rewind(c->mem, mark);
	*out = (struct tlog_leaf){.kind = TLOG_CYCLE,
				  .day = day_of(at_us),
				  .cycle = cycle->code,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
	return SN_SUCCESS;
}

static struct sn_err append(struct ctx *c, const struct cycle *cycle, const struct stored *s,
			    bool removed)
{
	struct tlog_leaf leaf;
	struct sha256 digest;
	int64_t shard = 0;
	SN_TRY(ledger_shard_of(c, cycle->org_no, &shard));
	SN_TRY(leaf_of(c, cycle, s, removed, &digest, &leaf));
	return tlog_append(c, &leaf, shard, leaf_id(s, removed));
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
		return care_cycle_wrong_state(cycle, CYCLE_OPEN);
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
	const struct stored s = {.cooperation_id = new_id(c),
				 .actor_id = c->actor_id,
				 .is = *what,
				 .at_us = now_us(c)};
	SN_TRY(store_run(c->store, &cooperation_sql_add,
			 PARAMS(p_uuid(s.cooperation_id), p_int(what->cycle_no), p_int(what->role),
				what->partner_no == 0 ? p_null() : p_int(what->partner_no),
				what->org_no == 0 ? p_null() : p_int(what->org_no),
				p_uuid_or_null(s.actor_id), p_int(s.at_us)),
			 NULL));
	return append(c, &cycle, &s, false);
}

/* The role as it holds; false: it does not. */
static struct sn_err find_held(struct ctx *c, const struct cooperation *what, struct stored *out,
			       bool *there)
{
	struct rows *r = store_query(c->store, &cooperation_sql_held,
				     PARAMS(p_int(what->cycle_no), p_int(what->role),
					    p_int(what->partner_no), p_int(what->org_no)));
	*there = store_next(r);
	if (*there)
		*out = stored_from_row(r);
	return store_done(r);
}

struct sn_err cooperation_remove(struct ctx *c, const struct cooperation *what)
{
	struct cycle cycle;
	struct stored s;
	bool there = false;
	SN_TRY(cycle_check(c, what->cycle_no, &cycle));
	SN_TRY(find_held(c, what, &s, &there));
	if (!there)
		return SN_FAIL(COOPERATION_GONE, .field = "role");
	s.removed_id = c->actor_id;
	s.removed_us = now_us(c);
	SN_TRY(store_run(c->store, &cooperation_sql_remove,
			 PARAMS(p_int(what->cycle_no), p_int(what->role), p_int(what->partner_no),
				p_int(what->org_no), p_uuid_or_null(s.removed_id),
				p_int(s.removed_us)),
			 NULL));
	return append(c, &cycle, &s, true);
}

/* ---- verifying ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t count, leaves;
};
static void report(struct verifying *v, struct ledger_finding f)
{
	f.what = "cooperation";
	v->count++;
	v->each(v->self, &f);
}

static struct sn_err stands(struct ctx *c, const struct cycle *cycle, const struct stored *s,
			    bool removed, bool *out)
{
	struct tlog_leaf leaf;
	struct sha256 digest;
	int64_t shard = 0;
	*out = false;
	const struct sn_err e = ledger_shard_of(c, cycle->org_no, &shard);
	if (sn_failed(e)) /* of no union that there is: the cycle's own finding */
		return sn_err_code(e) == SN_NOT_FOUND ? SN_SUCCESS : e;
	SN_TRY(leaf_of(c, cycle, s, removed, &digest, &leaf));
	return care_leaf_stands(c, shard, leaf_id(s, removed), &leaf, out);
}

/* What holds has one leaf, what was removed two; that it was never removed is told by the number of leaves. */
static struct sn_err verify_role(struct ctx *c, struct verifying *v, const struct stored *s)
{
	struct cycle cycle;
	bool added = false, removed = s->removed_us == 0;
	const struct sn_err e = care_cycle_by_no(c, s->is.cycle_no, &cycle);
	if (sn_failed(e) && sn_err_code(e) != SN_NOT_FOUND)
		return e;
	if (!sn_failed(e)) {
		SN_TRY(stands(c, &cycle, s, false, &added));
		if (s->removed_us != 0)
			SN_TRY(stands(c, &cycle, s, true, &removed));
	}
	v->leaves += s->removed_us != 0 ? 2 : 1;
	if (!added || !removed)
		report(v,
		       (struct ledger_finding){.id = s->cooperation_id, .found = s->is.cycle_no});
	return SN_SUCCESS;
}

static struct sn_err verify_roles(struct ctx *c, struct verifying *v)
{
	struct stored *list = NULL;
	size_t count = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &cooperation_sql_all, NO_PARAMS);
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, count, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[count++] = stored_from_row(r);
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_role(c, v, &list[i]));
	return SN_SUCCESS;
}

static struct sn_err verify_number(struct ctx *c, struct verifying *v)
{
	int64_t leaves = 0;
	struct rows *r = store_query(c->store, &cooperation_sql_steps, NO_PARAMS);
	if (store_next(r))
		v->leaves += store_int(r, "steps");
	SN_TRY(store_done(r));
	SN_TRY(tlog_count_kind(c, TLOG_CYCLE, &leaves));
	if (leaves != v->leaves)
		report(v, (struct ledger_finding){.expected = leaves, .found = v->leaves});
	return SN_SUCCESS;
}

struct sn_err cooperation_verify(struct ctx *c,
				 void (*each)(void *self, const struct ledger_finding *f),
				 void *self, int64_t *findings)
{
	struct verifying v = {.each = each, .self = self};
	SN_TRY(verify_roles(c, &v));
	SN_TRY(verify_number(c, &v));
	struct rows *r = store_query(c->store, &cooperation_sql_findings, NO_PARAMS);
	while (store_next(r)) {
		const int64_t closed = store_int(r, "closed_day");
		if (closed < day_of(store_int(r, "at_us")))
			report(&v, (struct ledger_finding){.id = store_uuid(r, "cooperation_id"),
							   .found = store_int(r, "cycle_no")});
	}
	SN_TRY(store_done(r));
	*findings += v.count;
	return SN_SUCCESS;
}
