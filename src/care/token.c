/* Tokens for the letters: each is told once, and only its hash is kept (trust.md T2). */
#include "care/care_priv.h"
#include "care/care_sql.h"

struct open_right {
	size_t person;
	int64_t shard;
	struct uuid entitlement_id;
	struct str benefit;
	bool wanted;
	int64_t told_count;
	char token[CARE_TOKEN_BYTES];
};
struct token_page {
	struct person *people;
	size_t people_count;
	struct param *of_people; /* shard, cycle, person: what both reads ask for */
	struct open_right *rights;
	size_t count;
};

/* ---- what is read ---- */

struct sn_err care_entitlements_of(struct ctx *c, int64_t cycle_no, struct person_ref who,
				   struct care_entitlement **out, size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r =
		store_query(c->store, &care_sql_entitlement_of,
			    PARAMS(p_int(who.shard), p_int(cycle_no), p_uuid(who.person_id)));
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] = (struct care_entitlement){
				.shard = store_int(r, "shard"),
				.org_no = store_int(r, "org_no"),
				.quantity = store_int(r, "quantity"),
				.entitlement_id = store_uuid(r, "entitlement_id"),
				.benefit = arena_str(c->mem, store_text(r, "benefit")),
				.value = store_money(r, "value_fen"),
				.voided = !store_is_null(r, "void_us"),
				.told_us = store_int(r, "told_us")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_rights(struct ctx *c, const struct token_ask *ask, struct token_page *p)
{
	bool memory = true;
	struct rows *r =
		store_query_many(c->store, &care_sql_entitlement_of, p->of_people, p->people_count);
	while (memory && store_next(r)) {
		p->rights = care_grow(c->mem, p->rights, p->count, sizeof *p->rights);
		memory = p->rights != NULL;
		if (memory)
			p->rights[p->count++] = (struct open_right){
				.person = store_set(r),
				.shard = store_int(r, "shard"),
				.entitlement_id = store_uuid(r, "entitlement_id"),
				.benefit = arena_str(c->mem, store_text(r, "benefit")),
				.told_count = store_int(r, "told_count"),
				.wanted = store_is_null(r, "void_us") &&
					  (ask->again || store_is_null(r, "told_us"))};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* Who has had the gift needs no letter for it. */
static struct sn_err leave_delivered_out(struct ctx *c, struct token_page *p)
{
	struct rows *r =
		store_query_many(c->store, &care_sql_award_of, p->of_people, p->people_count);
	while (store_next(r))
		for (size_t i = 0; i < p->count; i++)
			if (p->rights[i].person == store_set(r) &&
			    str_eq(p->rights[i].benefit, store_text(r, "benefit")))
				p->rights[i].wanted = false;
	return store_done(r);
}

/* ---- a page ---- */

static struct sn_err load_page(struct ctx *c, const struct token_ask *ask, struct token_page *p)
{
	p->of_people = ARENA_ARRAY(c->mem, struct param, p->people_count * 3);
	if (!p->of_people)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->people_count; i++) {
		p->of_people[i * 3] = p_int(p->people[i].shard);
		p->of_people[i * 3 + 1] = p_int(ask->cycle.cycle_no);
		p->of_people[i * 3 + 2] = p_uuid(p->people[i].person_id);
	}
	SN_TRY(read_rights(c, ask, p));
	return leave_delivered_out(c, p);
}

static struct sn_err tell_page(struct ctx *c, const struct token_ask *ask, struct token_page *p,
			       int64_t *told)
{
	enum { PARAMS_EACH = 5 };
	SN_TRY(load_page(c, ask, p));
	struct param *rows = ARENA_ARRAY(c->mem, struct param, p->count * PARAMS_EACH + 1);
	struct sha256 *hashes = ARENA_ARRAY(c->mem, struct sha256, p->count + 1);
	size_t n = 0;
	const int64_t at_us =
		now_us(c); /* the row's and its leaf's: asked twice, a clock says two times */
	if (!rows || !hashes)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->count; i++) {
		struct open_right *right = &p->rights[i];
		if (!right->wanted)
			continue;
		care_token_make(right->token);
		hashes[n] = care_token_hash(right->entitlement_id, right->token);
		struct param *row = &rows[n * PARAMS_EACH];
		row[0] = p_int(right->shard);
		row[1] = p_uuid(right->entitlement_id);
		row[2] = p_bytes(hashes[n].bytes, SHA256_BYTES);
		row[3] = p_int(at_us);
		row[4] = p_int(right->told_count + 1);
		SN_TRY(care_token_append(
			c, &(const struct token_mark){.shard = right->shard,
						      .at_us = at_us,
						      .number = right->told_count + 1,
						      .entitlement_id = right->entitlement_id,
						      .cycle = ask->cycle.code,
						      .hash = hashes[n].bytes}));
		n++;
	}
	SN_TRY(store_many(c->store, &care_sql_entitlement_token, rows, n, NULL));
	for (size_t i = 0; i < p->count; i++) {
		struct open_right *right = &p->rights[i];
		if (right->wanted)
			ask->each(ask->self, &p->people[right->person], right->benefit,
				  right->token);
		crypto_wipe(right->token, sizeof right->token);
	}
	*told += (int64_t)n;
	return SN_SUCCESS;
}

/* ---- the whole of it ---- */

static struct sn_err tell_one(struct ctx *c, const struct token_ask *ask, const struct org *org,
			      int64_t *told)
{
	struct person person;
	const struct person_ref who = {org->shard, ask->person_id};
	SN_TRY(people_by_refs(c, &who, 1, &person));
	if (uuid_is_null(person.person_id) || person.org_no != org->org_no)
		return SN_SUCCESS;
	return tell_page(c, ask, &(struct token_page){.people = &person, .people_count = 1}, told);
}

static struct sn_err tell_union(struct ctx *c, const struct token_ask *ask, const struct org *org,
				int64_t *told)
{
	struct roster_page roster = {
		.shard = org->shard, .org_no = org->org_no, .rows_max = ENTITLE_PAGE_ROWS};
	if (!uuid_is_null(ask->person_id))
		return tell_one(c, ask, org, told);
	for (;;) {
		const struct arena_mark mark = arena_mark(c->mem);
		struct token_page p = {
			.people = ARENA_ARRAY(c->mem, struct person, ENTITLE_PAGE_ROWS)};
		if (!p.people)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(people_roster(c, &roster, p.people, &p.people_count));
		if (p.people_count > 0) {
			SN_TRY(tell_page(c, ask, &p, told));
			roster.after = p.people[p.people_count - 1].person_id;
		}
		const bool last = p.people_count < ENTITLE_PAGE_ROWS;
		arena_rewind(c->mem, mark);
		if (last)
			return SN_SUCCESS;
	}
}

struct sn_err care_tokens(struct ctx *c, const struct token_ask *given, int64_t *told)
{
	struct token_ask ask = *given;
	*told = 0;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, ask.org.org_no));
	SN_TRY(care_cycle_by_no(c, given->cycle.cycle_no, &ask.cycle));
	if (ask.cycle.state != CYCLE_APPROVED && ask.cycle.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&ask.cycle, CYCLE_APPROVED_OR_OPEN);
	const int32_t at = org_tree_at(ask.tree, ask.org.org_no);
	if (at == ORG_NOWHERE)
		return SN_FAIL(NOT_IN_TREE, .field = "org");
	struct ctx paged = *c;
	paged.mem = arena_child(c->mem, REQUEST_ARENA_BYTES);
	if (!paged.mem)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = SN_SUCCESS;
	for (int32_t i = at; i < org_tree_end(ask.tree, at) && !sn_failed(e); i++)
		e = tell_union(&paged, &ask, org_tree_org(ask.tree, i), told);
	arena_free(paged.mem);
	return e;
}
