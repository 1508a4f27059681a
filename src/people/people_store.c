/* Reads: each is one set read, so a page costs a few round trips however many people stand on it. */
#include "people/people_priv.h"
#include "people/people_sql.h"

struct sn_err people_need_keys(const struct ctx *c)
{
	return c->keys ? SN_SUCCESS : SN_FAIL(KEYS_NEEDED);
}

static struct str keep(struct arena *mem, struct str s)
{
	return s.bytes == 0 ? STR_NULL : arena_str(mem, s);
}

static struct person_state state_of_row(struct ctx *c, const struct rows *r)
{
	struct person_state s = {
		.survivor = {store_int(r, "survivor_shard"), store_uuid(r, "survivor_id")},
		.household = keep(c->mem, store_text(r, "household")),
		.has_phone = !store_is_null(r, "phone_hash"),
		.kek_epoch = store_int(r, "kek_epoch"),
		.alias_depth = store_int(r, "alias_depth"),
		.dek = keep(c->mem, store_bytes(r, "dek")),
		.id_sealed = keep(c->mem, store_bytes(r, "id_sealed")),
		.phone_sealed = keep(c->mem, store_bytes(r, "phone_sealed")),
		.person = {.shard = store_int(r, "shard"),
			   .person_id = store_uuid(r, "person_id"),
			   .org_no = store_int(r, "org_no"),
			   .batch_id = store_uuid(r, "batch_id"),
			   .household_id = store_uuid(r, "household_id"),
			   .team_id = store_uuid(r, "team_id"),
			   .has_id = !store_is_null(r, "id_hash"),
			   .name = keep(c->mem, store_text(r, "name")),
			   .team = keep(c->mem, store_text(r, "team")),
			   .site = keep(c->mem, store_text(r, "site")),
			   .employer = keep(c->mem, store_text(r, "employer")),
			   .workplace = keep(c->mem, store_text(r, "workplace")),
			   .post = keep(c->mem, store_text(r, "post")),
			   .size = keep(c->mem, store_text(r, "size")),
			   .left = !store_is_null(r, "left_us")}};
	const struct str id_hash = store_bytes(r, "id_hash");
	if (id_hash.bytes == sizeof s.person.id_hash.bytes)
		memcpy(s.person.id_hash.bytes, id_hash.at, id_hash.bytes);
	const struct str phone_hash = store_bytes(r, "phone_hash");
	if (phone_hash.bytes == sizeof s.phone_hash.bytes)
		memcpy(s.phone_hash.bytes, phone_hash.at, phone_hash.bytes);
	return s;
}

/* One round: states[where[i]] for refs[i]. */
static struct sn_err load_states(struct ctx *c, const struct person_ref *refs, const size_t *where,
				 size_t count, struct person_state *states)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(refs[i].shard);
		params[2 * i + 1] = p_uuid(refs[i].person_id);
	}
	struct rows *r = store_query_many(c->store, &people_sql_person, params, count);
	while (store_next(r))
		states[where[store_set(r)]] = state_of_row(c, r);
	return store_done(r);
}

struct sn_err people_states(struct ctx *c, const struct person_ref *refs, size_t count,
			    struct person_state *states)
{
	if (count == 0)
		return SN_SUCCESS;
	memset(states, 0, count * sizeof *states);
	struct person_ref *wanted = ARENA_ARRAY(c->mem, struct person_ref, count);
	size_t *where = ARENA_ARRAY(c->mem, size_t, count);
	if (!wanted || !where)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		wanted[i] = refs[i];
		where[i] = i;
	}
	size_t left = count;
	for (int hop = 0; left > 0 && hop <= PEOPLE_ALIAS_HOPS_MAX; hop++) {
		SN_TRY(load_states(c, wanted, where, left, states));
		size_t more = 0;
		for (size_t i = 0; i < left; i++) {
			const struct person_ref survivor = states[where[i]].survivor;
			if (uuid_is_null(survivor.person_id))
				continue;
			wanted[more] = survivor;
			where[more++] = where[i];
		}
		left = more;
	}
	/* Only survivors are joined and no chain is made longer than this, so none is left. */
	return left == 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_PERSON);
}

struct sn_err people_state_categories(struct ctx *c, struct person_state *states, size_t count)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2);
	if (count > 0 && !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(states[i].person.shard);
		params[2 * i + 1] = p_uuid(states[i].person.person_id);
	}
	/* More than a row may say: each list may add some. */
	enum { KNOWN_MAX = 4 * PEOPLE_CATEGORIES_MAX };
	struct str known[KNOWN_MAX];
	struct person_state *at = NULL;
	struct rows *r = store_query_many(c->store, &people_sql_categories, params, count);
	while (store_next(r)) {
		struct person_state *s = &states[store_set(r)];
		if (s != at)
			s->categories_count = 0;
		at = s;
		if (s->categories_count == KNOWN_MAX)
			continue;
		known[s->categories_count++] = keep(c->mem, store_text(r, "category"));
		struct str *copy = ARENA_ARRAY(c->mem, struct str, s->categories_count);
		if (!copy)
			continue;
		memcpy(copy, known, s->categories_count * sizeof *copy);
		s->categories = copy;
	}
	return store_done(r);
}

struct sn_err people_registered(struct ctx *c, const struct id_hash *hashes, size_t count,
				struct person_ref *refs)
{
	memset(refs, 0, count * sizeof *refs);
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2);
	if (count > 0 && !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(REGISTRY_ID_NUMBER);
		params[2 * i + 1] = p_bytes(hashes[i].bytes, sizeof hashes[i].bytes);
	}
	struct rows *r = store_query_many(c->store, &people_sql_registered, params, count);
	while (store_next(r))
		refs[store_set(r)] =
			(struct person_ref){store_int(r, "shard"), store_uuid(r, "ref_id")};
	return store_done(r);
}

/* ---- the public set reads ---- */

struct sn_err people_by_refs(struct ctx *c, const struct person_ref *refs, size_t count,
			     struct person *out)
{
	struct person_state *states = ARENA_ARRAY(c->mem, struct person_state, count);
	if (count > 0 && !states)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_states(c, refs, count, states));
	for (size_t i = 0; i < count; i++)
		out[i] = states[i].person;
	return SN_SUCCESS;
}

struct sn_err people_by_hashes(struct ctx *c, const struct id_hash *hashes, size_t count,
			       struct person *out)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, count);
	if (count > 0 && !refs)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_registered(c, hashes, count, refs));
	return people_by_refs(c, refs, count, out);
}

static struct rows *query_roster(struct ctx *c, const struct roster_page *page)
{
	struct param params[4 + PEOPLE_CATEGORIES_MAX] = {p_int(page->shard), p_int(page->org_no),
							  p_uuid(page->after),
							  p_int((int64_t)page->rows_max)};
	for (size_t i = 0; i < PEOPLE_CATEGORIES_MAX; i++)
		params[4 + i] = i < page->categories_count ? p_text(page->categories[i]) : p_null();
	return store_query(c->store,
			   page->categories_count > 0 ? &people_sql_roster_in : &people_sql_roster,
			   params);
}

struct sn_err people_roster(struct ctx *c, const struct roster_page *page, struct person *out,
			    size_t *count)
{
	*count = 0;
	if (page->categories_count > PEOPLE_CATEGORIES_MAX)
		return SN_FAIL(TOO_MANY_CATEGORIES, .arg = {PEOPLE_CATEGORIES_MAX});
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, page->rows_max);
	if (page->rows_max > 0 && !refs)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t found = 0;
	struct rows *r = query_roster(c, page);
	while (store_next(r))
		refs[found++] = (struct person_ref){page->shard, store_uuid(r, "person_id")};
	SN_TRY(store_done(r));
	SN_TRY(people_by_refs(c, refs, found, out));
	*count = found;
	return SN_SUCCESS;
}

struct sn_err people_roster_count(struct ctx *c, const struct org *org,
				  const struct str *categories, size_t categories_count,
				  int64_t *out)
{
	const char *to = arena_printf(c->mem, STR_FMT "g", STR_ARG(org->path));
	struct param params[2 + PEOPLE_CATEGORIES_MAX] = {p_text(org->path)};
	*out = 0;
	if (!to)
		return SN_FAIL(OUT_OF_MEMORY);
	params[1] = p_text(str_of(to));
	for (size_t i = 0; i < PEOPLE_CATEGORIES_MAX; i++)
		params[2 + i] = i < categories_count ? p_text(categories[i]) : p_null();
	struct rows *r = store_query(c->store, &people_sql_roster_count, params);
	if (store_next(r))
		*out = store_int(r, "people");
	return store_done(r);
}
