/* Entitlements: from rosters, union by union and page by page; each page's memory is given back before the next. */
#include "care/care_priv.h"
#include "care/care_sql.h"
#include "store/pace.h"

#include <assert.h>

struct entitling {
	const struct entitle_ask *ask;
	const struct programme *programme;
	struct entitle_result *out;
	struct arena *keep; /* where refusals live */
	struct uuid run_id;
	struct money total;
	struct sha256_stream *list; /* the digest of what is made */
	int64_t looked_at, made;    /* by this run */
	struct place_limits places;
	struct people_open *opens; /* rosters that are half way */
	size_t opens_count;
};
/* One person who may get one benefit. */
struct candidate {
	const struct person *person;
	const struct benefit *benefit;
	struct uuid entitlement_id;
	struct sn_err why; /* refused */
	bool has_place;    /* entitled in this cycle already, to something else */
	char token[CARE_TOKEN_BYTES];
};
/* One page of a roster. */
struct page {
	struct person *people;
	size_t people_count;
	int64_t *ages;       /* NOWHERE: not known; NULL: nobody asks */
	struct sn_err *gaps; /* gift_too_soon; NULL: nobody asks */
	struct candidate *candidates;
	size_t count;
};

/* ---- who ---- */

static struct sn_err load_ages(struct ctx *c, const struct entitling *e, struct page *p)
{
	if (e->programme->age_from == 0 && e->programme->age_until == 0)
		return SN_SUCCESS;
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, p->people_count);
	struct id_number *ids = ARENA_ARRAY(c->mem, struct id_number, p->people_count);
	bool *has = ARENA_ARRAY(c->mem, bool, p->people_count);
	p->ages = ARENA_ARRAY(c->mem, int64_t, p->people_count);
	if (!who || !ids || !has || !p->ages)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->people_count; i++)
		who[i] = (struct person_ref){p->people[i].shard, p->people[i].person_id};
	SN_TRY(people_open_ids(c, who, p->people_count, ids, has));
	for (size_t i = 0; i < p->people_count; i++)
		p->ages[i] =
			has[i] ? care_age_on(ids[i].birth_day, e->ask->cycle.from_day) : NOWHERE;
	return SN_SUCCESS;
}

static struct sn_err load_gaps(struct ctx *c, const struct entitling *e, struct page *p)
{
	if (e->programme->gap_days == 0)
		return SN_SUCCESS;
	p->gaps = ARENA_ARRAY(c->mem, struct sn_err, p->people_count);
	if (!p->gaps)
		return SN_FAIL(OUT_OF_MEMORY);
	return care_gaps_check(c, e->programme, &e->ask->cycle, p->people, p->people_count,
			       p->gaps);
}

/* What a page's people have of this cycle already: a row for each benefit. */
struct existing {
	size_t person;
	struct str benefit;
	bool voided;
};
static struct sn_err load_existing(struct ctx *c, const struct entitling *e, const struct page *p,
				   struct existing **out, size_t *count)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, p->people_count * 3);
	bool memory = params != NULL;
	*out = NULL;
	*count = 0;
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->people_count; i++) {
		params[i * 3] = p_int(p->people[i].shard);
		params[i * 3 + 1] = p_int(e->ask->cycle.cycle_no);
		params[i * 3 + 2] = p_uuid(p->people[i].person_id);
	}
	struct rows *r =
		store_query_many(c->store, &care_sql_entitlement_of, params, p->people_count);
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] = (struct existing){
				store_set(r), arena_str(c->mem, store_text(r, "benefit")),
				!store_is_null(r, "void_us")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* By the person alone; pins, caps and places come later. Who came with a list that may still be taken back is not
 * entitled yet. */
static struct sn_err decide_person(const struct entitling *entitling, const struct page *p,
				   size_t person)
{
	for (size_t i = 0; i < entitling->opens_count; i++)
		if (uuid_eq(p->people[person].batch_id, entitling->opens[i].batch_id))
			return SN_FAIL(ROSTER_OPEN);
	const struct sn_err e =
		care_age_decide(entitling->programme, p->ages ? p->ages[person] : NOWHERE);
	return sn_failed(e) || !p->gaps ? e : p->gaps[person];
}

/* Candidates are the people × benefits that are not there yet. Rows of `existing` come in the order of people. */
static struct sn_err find_candidates(struct ctx *c, struct entitling *e, struct page *p)
{
	const struct programme *programme = e->programme;
	struct existing *existing;
	size_t existing_count, at = 0;
	SN_TRY(load_existing(c, e, p, &existing, &existing_count));
	p->candidates =
		ARENA_ARRAY(c->mem, struct candidate, p->people_count * programme->benefits_count);
	if (!p->candidates)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->people_count; i++) {
		const size_t first = at;
		while (at < existing_count && existing[at].person == i)
			at++;
		for (size_t j = 0; j < programme->benefits_count; j++) {
			struct candidate k = {.person = &p->people[i],
					      .benefit = &programme->benefits[j]};
			const struct existing *have = NULL;
			for (size_t n = first; n < at; n++) {
				k.has_place = k.has_place || !existing[n].voided;
				if (str_eq(existing[n].benefit, k.benefit->code))
					have = &existing[n];
			}
			if (have && !have->voided) {
				e->out->existing++;
				continue;
			}
			k.entitlement_id = new_id(c);
			k.why = have ? SN_FAIL(ENTITLEMENT_VOID) : decide_person(e, p, i);
			p->candidates[p->count++] = k;
		}
	}
	return SN_SUCCESS;
}

/* ---- pins and caps ---- */

static size_t fill_asks(const struct entitling *e, struct page *p, struct cap_ask *asks,
			size_t *whose)
{
	size_t n = 0;
	for (size_t i = 0; i < p->count; i++) {
		const struct candidate *k = &p->candidates[i];
		if (sn_failed(k->why) || !k->person->has_id)
			continue;
		asks[n] = (struct cap_ask){.entitlement_id = k->entitlement_id,
					   .shard = k->person->shard,
					   .org_no = k->person->org_no,
					   .cycle_no = e->ask->cycle.cycle_no,
					   .amount = k->benefit->value,
					   .day = e->ask->cycle.from_day,
					   .gift = e->ask->cycle.code};
		memcpy(asks[n].id_hash, k->person->id_hash.bytes, sizeof asks[n].id_hash);
		whose[n++] = i;
	}
	return n;
}

/* Which shard counts the person in this cycle, and whether the caps have room (settled.md 6, 10). */
static struct sn_err hold_caps(struct ctx *c, const struct entitling *e, struct page *p)
{
	struct cap_ask *asks = ARENA_ARRAY(c->mem, struct cap_ask, p->count + 1);
	size_t *whose = ARENA_ARRAY(c->mem, size_t, p->count + 1);
	int64_t *shards = ARENA_ARRAY(c->mem, int64_t, p->count + 1);
	struct sn_err *held = ARENA_ARRAY(c->mem, struct sn_err, p->count + 1);
	if (!asks || !whose || !shards || !held)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = fill_asks(e, p, asks, whose);
	if (n == 0)
		return SN_SUCCESS;
	SN_TRY(caps_pin(c, asks, n, shards));
	for (size_t i = 0; i < n; i++)
		if (shards[i] != asks[i].shard)
			p->candidates[whose[i]].why = SN_FAIL(PINNED_ELSEWHERE, .arg = {shards[i]});
	n = fill_asks(e, p, asks, whose);
	if (n == 0 || e->programme->caps_count == 0)
		return SN_SUCCESS;
	SN_TRY(caps_hold(c, e->programme->caps, e->programme->caps_count, asks, n, held));
	for (size_t i = 0; i < n; i++)
		p->candidates[whose[i]].why = held[i];
	return SN_SUCCESS;
}

/* ---- places ---- */

/* Before caps are held: who finds no place at all. */
static void refuse_without_place(const struct entitling *e, struct page *p)
{
	for (size_t i = 0; i < p->count && e->places.count > 0; i++) {
		struct candidate *k = &p->candidates[i];
		if (!sn_failed(k->why) && !k->has_place)
			k->why = care_place_decide(&e->places, k->person->org_no);
	}
}

/* Afterwards, when everything else has been decided: in the order of the roster, a person takes one place whatever the
 * number of gifts. Who comes too late gives his caps back. */
static struct sn_err take_places(struct ctx *c, struct entitling *e, struct page *p)
{
	if (e->places.count == 0)
		return SN_SUCCESS;
	struct cap_ask *late = ARENA_ARRAY(c->mem, struct cap_ask, p->count + 1);
	const struct person *last = NULL;
	size_t n = 0;
	if (!late)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->count; i++) {
		struct candidate *k = &p->candidates[i];
		if (sn_failed(k->why) || k->has_place || k->person == last)
			continue;
		k->why = care_place_decide(&e->places, k->person->org_no);
		if (!sn_failed(k->why)) {
			care_place_take(&e->places, k->person->org_no, 1);
			last = k->person;
		} else if (k->person->has_id) {
			late[n] = (struct cap_ask){.entitlement_id = k->entitlement_id};
			memcpy(late[n++].id_hash, k->person->id_hash.bytes, sizeof late[n].id_hash);
		}
	}
	return n > 0 ? caps_release(c, late, n) : SN_SUCCESS;
}

/* ---- writing ---- */

static struct sn_err refuse(struct ctx *c, struct entitling *e, const struct candidate *k)
{
	struct entitle_result *out = e->out;
	struct sn_err why = k->why;
	out->refused++;
	if (out->refusals_count == ENTITLE_REFUSALS_MAX)
		return SN_SUCCESS;
	if (why.reason == SN_R_PINNED_ELSEWHERE || why.reason == SN_R_PLACES_FULL) {
		struct org org;
		const size_t which = why.reason == SN_R_PLACES_FULL ? 2 : 0;
		SN_TRY(org_by_no(c, why.arg[which], 0, &org));
		why = sn_err_with_text(why, STR_FMT, STR_ARG(org.name));
	}
	struct entitle_refusal *r = &out->refusals[out->refusals_count++];
	*r = (struct entitle_refusal){
		.person = *k->person, .benefit = arena_str(e->keep, k->benefit->code), .why = why};
	r->person.name = arena_str(e->keep, r->person.name);
	r->person.team = arena_str(e->keep, r->person.team);
	r->person.site = r->person.employer = r->person.workplace = r->person.post = STR_NULL;
	return SN_SUCCESS;
}

enum { ENTITLEMENT_PARAMS = 12 };

static void entitlement_params(const struct entitling *e, struct candidate *k, int32_t today,
			       struct sha256 *hash, struct param *out)
{
	const struct person *p = k->person;
	care_token_make(k->token);
	*hash = care_token_hash(k->entitlement_id, k->token);
	const struct param params[ENTITLEMENT_PARAMS] = {
		p_int(p->shard),
		p_uuid(k->entitlement_id),
		p_int(e->ask->cycle.cycle_no),
		p_text(k->benefit->code),
		p_uuid(p->person_id),
		p_int(p->org_no),
		p_int(k->benefit->quantity),
		p_money(k->benefit->value),
		p_int(today),
		p->has_id ? p_bytes(p->id_hash.bytes, sizeof p->id_hash.bytes) : p_null(),
		p_bytes(hash->bytes, SHA256_BYTES),
		p_uuid(e->run_id)};
	memcpy(out, params, sizeof params);
}

static void add_to_list(const struct entitling *e, const struct candidate *k,
			const struct sha256 *token_hash)
{
	care_list_add(e->list, &(const struct list_line){.shard = k->person->shard,
							 .org_no = k->person->org_no,
							 .quantity = k->benefit->quantity,
							 .entitlement_id = k->entitlement_id,
							 .person_id = k->person->person_id,
							 .id_hash = k->person->id_hash,
							 .has_id = k->person->has_id,
							 .token_hash = token_hash->bytes,
							 .benefit = k->benefit->code,
							 .value = k->benefit->value});
}

static struct sn_err write_page(struct ctx *c, struct entitling *e, struct page *p)
{
	struct param *rows = ARENA_ARRAY(c->mem, struct param, p->count * ENTITLEMENT_PARAMS + 1);
	struct sha256 *hashes = ARENA_ARRAY(c->mem, struct sha256, p->count + 1);
	const int32_t today = day_of(now_us(c));
	size_t n = 0;
	if (!rows || !hashes)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->count; i++) {
		struct candidate *k = &p->candidates[i];
		if (sn_failed(k->why)) {
			SN_TRY(refuse(c, e, k));
			continue;
		}
		entitlement_params(e, k, today, &hashes[n], &rows[n * ENTITLEMENT_PARAMS]);
		add_to_list(e, k, &hashes[n]);
		n++;
		e->out->made++;
		e->made++;
		e->out->without_id += !k->person->has_id;
		if (!money_add(&e->total, e->total, k->benefit->value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "standard_fen");
	}
	SN_TRY(store_many(c->store, &care_sql_entitlement_add, rows, n, NULL));
	for (size_t i = 0; i < p->count; i++) {
		struct candidate *k = &p->candidates[i];
		if (e->ask->each_token && !sn_failed(k->why))
			e->ask->each_token(e->ask->each_token_self, k->person, k->benefit->code,
					   k->token);
		crypto_wipe(k->token, sizeof k->token);
	}
	return SN_SUCCESS;
}

/* ---- the whole of it ---- */

/* What is still to be looked at: from this union of the tree, after this person of its roster. */
struct entitle_place {
	int32_t at;
	struct uuid after;
};

/* ask->after moves on; *last: the union has no more people. */
static struct sn_err entitle_page(struct ctx *c, struct entitling *e, struct roster_page *ask,
				  bool *last)
{
	const struct arena_mark mark = arena_mark(c->mem);
	struct page p = {.people = ARENA_ARRAY(c->mem, struct person, ENTITLE_PAGE_ROWS)};
	if (!p.people)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_roster(c, ask, p.people, &p.people_count));
	*last = p.people_count < ask->rows_max;
	if (p.people_count > 0) {
		SN_TRY(load_ages(c, e, &p));
		SN_TRY(load_gaps(c, e, &p));
		SN_TRY(find_candidates(c, e, &p));
		refuse_without_place(e, &p);
		SN_TRY(hold_caps(c, e, &p));
		SN_TRY(take_places(c, e, &p));
		SN_TRY(write_page(c, e, &p));
		e->looked_at += (int64_t)p.people_count;
		ask->after = p.people[p.people_count - 1].person_id;
	}
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

/* From `place` on until so many people have been looked at, or so many unions. */
static struct sn_err entitle_some(struct ctx *c, struct entitling *e, struct entitle_place *place,
				  int64_t people_max, int32_t unions_max)
{
	const struct org_tree *tree = e->ask->tree;
	const struct programme *programme = e->programme;
	const int32_t end = org_tree_end(tree, org_tree_at(tree, e->ask->org.org_no));
	while (place->at < end && e->looked_at < people_max && unions_max > 0) {
		const struct org *org = org_tree_org(tree, place->at);
		const int64_t left = people_max - e->looked_at;
		struct roster_page ask = {
			.shard = org->shard,
			.org_no = org->org_no,
			.categories =
				programme->categories_count > 0 ? programme->categories : NULL,
			.categories_count = programme->categories_count,
			.after = place->after,
			.rows_max = left < ENTITLE_PAGE_ROWS ? (size_t)left : ENTITLE_PAGE_ROWS};
		bool last = false;
		SN_TRY(entitle_page(c, e, &ask, &last));
		if (e->ask->progress)
			e->ask->progress(e->ask->progress_self, e->looked_at);
		place->after = last ? UUID_NULL : ask.after;
		place->at += last;
		unions_max -= last;
	}
	return SN_SUCCESS;
}

/* The list as it stood is bound in public before anything is handed over: how many, worth what, and the digest of who
 * (trust.md T3). Whoever adds, removes or swaps somebody in it later is found (care_verify). */
static struct sn_err record_run(struct ctx *c, const struct entitling *e)
{
	const struct entitle_ask *ask = e->ask;
	const int64_t at_us = now_us(c);
	SN_TRY(store_run(c->store, &care_sql_run_add,
			 PARAMS(p_uuid(e->run_id), p_int(ask->cycle.cycle_no),
				p_int(ask->org.org_no), p_int(ask->org.shard), p_int(e->made),
				p_money(e->total), p_int(at_us), p_uuid_or_null(c->actor_id)),
			 NULL));
	const struct list_leaf of = {.at_us = at_us,
				     .made = e->made,
				     .cycle = ask->cycle.code,
				     .value = e->total,
				     .digest = sha256_stream_end(e->list)};
	const struct tlog_leaf leaf = care_list_leaf(&of);
	return tlog_append(c, &leaf, ask->org.shard, e->run_id);
}

/* A value that nobody has set is not guessed (settled.md 30). */
static struct sn_err check_set(const struct programme *p)
{
	if (str_is_null(p->unset))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(VALUE_UNSET), STR_FMT " (" STR_FMT ")", STR_ARG(p->unset),
				STR_ARG(p->unset_by));
}

/* Asked afresh by each piece: the cycle may have been closed, the maker's post handed over. */
static struct sn_err may_entitle(struct ctx *c, struct entitle_ask *ask, struct programme *out)
{
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, ask->org.org_no));
	SN_TRY(care_cycle_by_no(c, ask->cycle.cycle_no, &ask->cycle));
	if (ask->cycle.state != CYCLE_APPROVED && ask->cycle.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&ask->cycle, CYCLE_APPROVED_OR_OPEN);
	SN_TRY(care_programme_read(c, ask->cycle.programme, ask->cycle.programme_version, 0, out));
	SN_TRY(check_set(out));
	const int32_t at = org_tree_at(ask->tree, ask->org.org_no);
	const int32_t top = org_tree_at(ask->tree, ask->cycle.org_no);
	if (at == ORG_NOWHERE || top == ORG_NOWHERE || !org_tree_contains(ask->tree, top, at))
		return sn_err_with_text(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "org"), STR_FMT,
					STR_ARG(ask->org.name));
	return SN_SUCCESS;
}

/* How much of it one work does. */
struct portion {
	int64_t people_max;
	int32_t unions_max;
};

/* One run, and its list: all of it, or a piece. `out` goes on from what it holds. */
static struct sn_err entitle_run(struct ctx *c, const struct entitle_ask *given,
				 struct portion portion, struct entitle_place *place,
				 struct entitle_result *out)
{
	struct entitle_ask ask = *given;
	struct programme programme;
	struct ctx paged = *c;
	SN_TRY(may_entitle(c, &ask, &programme));
	struct entitling e = {.ask = &ask,
			      .programme = &programme,
			      .out = out,
			      .keep = c->mem,
			      .run_id = new_id(c),
			      .total = MONEY_FEN(0),
			      .list = sha256_stream_new(),
			      .places = {.tree = ask.tree}};
	struct sn_err failed = SN_FAIL(OUT_OF_MEMORY);
	paged.mem = arena_child(c->mem, REQUEST_ARENA_BYTES);
	if (paged.mem && e.list)
		failed = care_places_read(&paged, &programme, &ask.cycle, &e.places);
	if (!sn_failed(failed))
		failed = people_opens(&paged, &e.opens, &e.opens_count);
	if (!sn_failed(failed)) {
		care_list_begin(e.list);
		failed = entitle_some(&paged, &e, place, portion.people_max, portion.unions_max);
	}
	if (!sn_failed(failed) && e.made > 0)
		failed = record_run(&paged, &e);
	out->looked += e.looked_at;
	arena_free(paged.mem);
	sha256_stream_free(e.list);
	return failed;
}

static struct sn_err begin(struct ctx *c, const struct entitle_ask *ask,
			   struct entitle_place *place, struct entitle_result *out)
{
	*out = (struct entitle_result){
		.refusals = ARENA_ARRAY(c->mem, struct entitle_refusal, ENTITLE_REFUSALS_MAX)};
	*place = (struct entitle_place){.at = org_tree_at(ask->tree, ask->org.org_no)};
	if (!out->refusals)
		return SN_FAIL(OUT_OF_MEMORY);
	return place->at == ORG_NOWHERE
		       ? sn_err_with_text(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "org"), STR_FMT,
					  STR_ARG(ask->org.name))
		       : SN_SUCCESS;
}

struct sn_err care_entitle(struct ctx *c, const struct entitle_ask *ask, struct entitle_result *out)
{
	struct entitle_place place;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, ask->org.org_no));
	SN_TRY(begin(c, ask, &place, out));
	return entitle_run(c, ask, (struct portion){INT64_MAX, INT32_MAX}, &place, out);
}

/* ---- in pieces ---- */

struct piece {
	const struct entitle_ask *ask;
	int64_t total;
	struct pace pace;
	struct entitle_place place,
		next_place; /* next_: as the piece that is being written leaves it */
	struct entitle_result sum, next_sum;
};

static struct sn_err note_open(struct ctx *c, const struct piece *p)
{
	int64_t changed = 0;
	const struct entitle_ask *ask = p->ask;
	SN_TRY(store_run(c->store, &care_sql_entitle_open_step,
			 PARAMS(p_int(ask->cycle.cycle_no), p_int(ask->org.org_no),
				p_int(p->next_sum.looked), p_int(p->total), p_int(p->next_sum.made),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 &changed));
	return changed > 0 ? SN_SUCCESS
			   : store_run(c->store, &care_sql_entitle_open_add,
				       PARAMS(p_int(ask->cycle.cycle_no), p_int(ask->org.org_no),
					      p_int(p->next_sum.looked), p_int(p->total),
					      p_int(p->next_sum.made), p_uuid_or_null(c->actor_id),
					      p_int(now_us(c))),
				       NULL);
}

static struct sn_err piece_work(struct ctx *c, void *arg)
{
	struct piece *p = arg;
	/* Unions without people cost a question each. */
	const struct portion portion = {p->pace.rows, ENTITLE_PIECE_UNIONS};
	p->next_place = p->place;
	p->next_sum = p->sum;
	SN_TRY(entitle_run(c, p->ask, portion, &p->next_place, &p->next_sum));
	return note_open(c, p);
}

static struct sn_err count_rosters(struct ctx *c, const struct entitle_ask *ask, int64_t *out)
{
	struct programme programme = {.categories_count = 0};
	struct entitle_ask looked = *ask;
	SN_TRY(may_entitle(c, &looked, &programme));
	return people_roster_count(c, &ask->org, programme.categories, programme.categories_count,
				   out);
}

struct sn_err care_entitle_on(struct ctx *c, const struct entitle_ask *ask,
			      struct sn_err (*step)(void *self, int64_t looked, int64_t total),
			      void *self, struct entitle_result *out)
{
	struct piece p = {.ask = ask, .pace = pace_begin()};
	const int32_t end = org_tree_end(ask->tree, org_tree_at(ask->tree, ask->org.org_no));
	struct sn_err e = count_rosters(c, ask, &p.total);
	if (!sn_failed(e))
		e = begin(c, ask, &p.place, &p.sum);
	while (!sn_failed(e) && p.place.at < end) {
		const int64_t began_us = now_us(c);
		e = store_write(c, piece_work, &p);
		if (sn_failed(e))
			break;
		pace_next(&p.pace, now_us(c) - began_us);
		p.place = p.next_place;
		p.sum = p.next_sum;
		e = step(self, p.sum.looked, p.total);
	}
	*out = p.sum;
	return e;
}

struct sn_err care_entitle_end(struct ctx *c, const struct entitle_ask *ask)
{
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, ask->org.org_no));
	return store_run(c->store, &care_sql_entitle_open_remove,
			 PARAMS(p_int(ask->cycle.cycle_no), p_int(ask->org.org_no)), NULL);
}

struct sn_err care_entitle_opens(struct ctx *c, int64_t cycle_no, struct entitle_open **out,
				 size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &care_sql_entitle_opens, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] =
				(struct entitle_open){.cycle_no = cycle_no,
						      .org_no = store_int(r, "org_no"),
						      .looked = store_int(r, "looked"),
						      .total = store_int(r, "total"),
						      .made = store_int(r, "made"),
						      .by_id = store_uuid(r, "by_id"),
						      .begun_us = store_int(r, "begun_us"),
						      .step_us = store_int(r, "step_us")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
