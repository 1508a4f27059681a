/* Finding people: by what is indexed blindly, by a name's beginning, or by opening every ID number of some unions. */
#include "base/phone.h"
#include "base/text.h"
#include "people/people_priv.h"
#include "people/people_sql.h"

#include <stdlib.h>

enum { LAST4 = 4 };

/* ---- a part of the tree ---- */

struct sn_err people_unions_below(struct ctx *c, const struct org_tree *tree, int64_t org_no,
				  struct people_union **out, size_t *count)
{
	enum { FIRST = 64 };
	struct str from = STR("0"), to = STR("g"); /* segments are hexadecimal digits */
	*count = 0;
	if (org_no != 0) {
		const int32_t at = org_tree_at(tree, org_no);
		if (at == ORG_NOWHERE)
			return SN_FAIL(NO_SUCH_ORG);
		from = org_tree_org(tree, at)->path;
		to = str_of(arena_printf(c->mem, STR_FMT "g", STR_ARG(from)));
	}
	size_t room = FIRST;
	*out = ARENA_ARRAY(c->mem, struct people_union, room);
	bool memory = *out && to.at;
	struct rows *r =
		store_query(c->store, &people_sql_unions_below, PARAMS(p_text(from), p_text(to)));
	while (memory && store_next(r)) {
		if (*count == room) {
			struct people_union *more =
				ARENA_ARRAY(c->mem, struct people_union, 2 * room);
			memory = more != NULL;
			if (!memory)
				break;
			memcpy(more, *out, room * sizeof *more);
			*out = more;
			room *= 2;
		}
		(*out)[(*count)++] =
			(struct people_union){store_int(r, "org_no"), store_int(r, "shard")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

bool people_is_below(const struct org_tree *tree, int64_t org_no, const struct person *person)
{
	if (org_no == 0)
		return true;
	const int32_t of = org_tree_at(tree, org_no), at = org_tree_at(tree, person->org_no);
	return of != ORG_NOWHERE && at != ORG_NOWHERE && org_tree_contains(tree, of, at);
}

static int by_value(const void *a, const void *b)
{
	const int64_t l = *(const int64_t *)a, r = *(const int64_t *)b;
	return (l > r) - (l < r);
}

struct sn_err people_shards_of(struct ctx *c, const struct people_union *unions, size_t count,
			       int64_t **out, size_t *shards_count)
{
	int64_t *shards = ARENA_ARRAY(c->mem, int64_t, count);
	*out = shards;
	*shards_count = 0;
	if (count == 0)
		return SN_SUCCESS;
	if (!shards)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		shards[i] = unions[i].shard;
	qsort(shards, count, sizeof *shards, by_value);
	for (size_t i = 0; i < count; i++) {
		if (*shards_count == 0 || shards[*shards_count - 1] != shards[i])
			shards[(*shards_count)++] = shards[i];
	}
	return SN_SUCCESS;
}

/* ---- who it may be ---- */

struct search {
	const struct people_query *query;
	struct str key_from, key_to; /* of names; STR_NULL: any */
	char last4[LAST4];
	struct person_ref *refs; /* rows_max */
	size_t count;
};

static bool search_full(const struct search *s)
{
	return s->count == s->query->rows_max;
}

static struct sn_err by_id_number(struct ctx *c, struct search *s)
{
	struct id_number id;
	SN_TRY(id_number_parse(&id, s->query->id_number, day_of(now_us(c))));
	const struct id_hash hash = people_id_hash(c->keys, &id);
	SN_TRY(people_registered(c, &hash, 1, s->refs));
	s->count = uuid_is_null(s->refs[0].person_id) ? 0 : 1;
	return SN_SUCCESS;
}

static struct sn_err by_phone(struct ctx *c, struct search *s)
{
	struct phone phone;
	struct people_union *unions = NULL;
	int64_t *shards = NULL;
	size_t count = 0, shards_count = 0;
	SN_TRY(phone_parse(&phone, s->query->phone));
	const struct blind_index index = people_phone_index(c->keys, str_of(phone.digits));
	SN_TRY(people_unions_below(c, s->query->tree, s->query->org_no, &unions, &count));
	SN_TRY(people_shards_of(c, unions, count, &shards, &shards_count));
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * shards_count);
	if (shards_count > 0 && !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < shards_count; i++) {
		params[2 * i] = p_int(shards[i]);
		params[2 * i + 1] = p_bytes(index.bytes, sizeof index.bytes);
	}
	struct rows *r = store_query_many(c->store, &people_sql_find_phone, params, shards_count);
	while (!search_full(s) && store_next(r)) {
		const struct person at = {.org_no = store_int(r, "org_no")};
		if (people_is_below(s->query->tree, s->query->org_no, &at))
			s->refs[s->count++] = (struct person_ref){shards[store_set(r)],
								  store_uuid(r, "person_id")};
	}
	return store_done(r);
}

typedef struct sn_err find_in_unions(struct ctx *c, struct search *s,
				     const struct people_union *unions, size_t count);

static struct sn_err by_unions(struct ctx *c, struct search *s, find_in_unions *find)
{
	struct people_union *unions = NULL;
	size_t count = 0;
	SN_TRY(people_unions_below(c, s->query->tree, s->query->org_no, &unions, &count));
	const struct arena_mark mark = arena_mark(c->mem);
	for (size_t at = 0; at < count && !search_full(s); at += PEOPLE_PAGE_UNIONS) {
		const size_t left = count - at;
		SN_TRY(find(c, s, unions + at,
			    left < PEOPLE_PAGE_UNIONS ? left : PEOPLE_PAGE_UNIONS));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}

static struct sn_err by_name(struct ctx *c, struct search *s, const struct people_union *unions,
			     size_t count)
{
	enum { WIDTH = 5 };
	struct param *params = ARENA_ARRAY(c->mem, struct param, WIDTH * count);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct param set[WIDTH] = {p_int(unions[i].shard), p_int(unions[i].org_no),
						 p_text(s->key_from), p_text(s->key_to),
						 p_int((int64_t)(s->query->rows_max - s->count))};
		memcpy(params + WIDTH * i, set, sizeof set);
	}
	struct rows *r = store_query_many(c->store, &people_sql_find_name, params, count);
	while (!search_full(s) && store_next(r))
		s->refs[s->count++] =
			(struct person_ref){unions[store_set(r)].shard, store_uuid(r, "person_id")};
	return store_done(r);
}

/* Opens one row's ID number and looks at its end. */
static struct sn_err ends_so(struct ctx *c, const struct search *s, const struct rows *r,
			     bool *same)
{
	const struct arena_mark mark = arena_mark(c->mem);
	struct str digits = STR_NULL;
	const struct person_state state = {.person = {.person_id = store_uuid(r, "person_id")},
					   .kek_epoch = store_int(r, "kek_epoch"),
					   .dek = store_bytes(r, "dek")};
	SN_TRY(people_state_open(c, &state, store_bytes(r, "id_sealed"), "id", &digits));
	*same = digits.bytes == ID_NUMBER_DIGITS &&
		memcmp(digits.at + ID_NUMBER_DIGITS - LAST4, s->last4, LAST4) == 0;
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static bool name_fits(const struct search *s, struct str key)
{
	return str_is_null(s->key_from) || str_starts(key, s->key_from);
}

static struct sn_err by_last4(struct ctx *c, struct search *s, const struct people_union *unions,
			      size_t count)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(unions[i].shard);
		params[2 * i + 1] = p_int(unions[i].org_no);
	}
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &people_sql_find_sealed, params, count);
	while (!sn_failed(e) && !search_full(s) && store_next(r)) {
		bool same = false;
		if (name_fits(s, store_text(r, "name_key")))
			e = ends_so(c, s, r, &same);
		if (same)
			s->refs[s->count++] = (struct person_ref){unions[store_set(r)].shard,
								  store_uuid(r, "person_id")};
	}
	const struct sn_err done = store_done(r);
	SN_TRY(done);
	return e;
}

/* ---- what is asked for ---- */

static struct sn_err parse_name(struct ctx *c, struct search *s)
{
	if (s->query->name.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(name_key(c->mem, s->query->name, &s->key_from));
	if (s->key_from.bytes == 0)
		return SN_FAIL(MISSING_NAME, .field = "name");
	/* U+10FFFF is no character: it stands behind all that can follow. */
	s->key_to = str_of(arena_printf(c->mem, STR_FMT "\xF4\x8F\xBF\xBF", STR_ARG(s->key_from)));
	return s->key_to.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err parse_last4(struct ctx *c, struct search *s)
{
	struct str text = STR_NULL;
	if (s->query->last4.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(text_normalise(c->mem, s->query->last4, &text));
	if (text.bytes != LAST4)
		return SN_FAIL(BAD_LAST4);
	for (size_t i = 0; i < LAST4; i++) {
		const bool x = i == LAST4 - 1 && (text.at[i] == 'x' || text.at[i] == 'X');
		if (!x && (text.at[i] < '0' || text.at[i] > '9'))
			return SN_FAIL(BAD_LAST4);
		s->last4[i] = text.at[i];
		if (x)
			s->last4[i] = 'X';
	}
	return SN_SUCCESS;
}

static struct sn_err search_run(struct ctx *c, struct search *s)
{
	const struct people_query *q = s->query;
	const bool part = q->last4.bytes > 0 || q->name.bytes > 0;
	if ((q->id_number.bytes > 0) + (q->phone.bytes > 0) + part != 1)
		return SN_FAIL(FIND_BY_ONE);
	SN_TRY(parse_name(c, s));
	SN_TRY(parse_last4(c, s));
	if (q->id_number.bytes > 0)
		return by_id_number(c, s);
	if (q->phone.bytes > 0)
		return by_phone(c, s);
	return by_unions(c, s, q->last4.bytes > 0 ? by_last4 : by_name);
}

/* ---- what is answered ---- */

static struct sn_err mask_id(struct ctx *c, const struct person_state *state,
			     struct people_found *out)
{
	struct id_number id;
	struct str digits = STR_NULL;
	SN_TRY(people_state_open(c, state, state->id_sealed, "id", &digits));
	if (digits.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(id_number_parse(&id, digits, day_of(now_us(c))));
	id_number_mask(&id, out->id_masked);
	return SN_SUCCESS;
}

static struct sn_err mask_phone(struct ctx *c, const struct person_state *state,
				struct people_found *out)
{
	struct phone phone;
	struct str digits = STR_NULL;
	SN_TRY(people_state_open(c, state, state->phone_sealed, "phone", &digits));
	if (digits.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(phone_parse(&phone, digits));
	phone_mask(&phone, out->phone_masked);
	return SN_SUCCESS;
}

static struct sn_err mask(struct ctx *c, const struct person_state *state, struct people_found *out)
{
	*out = (struct people_found){.person = state->person,
				     .categories = state->categories,
				     .categories_count = state->categories_count};
	name_mask(state->person.name, out->name_masked);
	SN_TRY(mask_id(c, state, out));
	return mask_phone(c, state, out);
}

struct sn_err people_masked(struct ctx *c, const struct person_ref *who, size_t count,
			    struct people_found *out)
{
	SN_TRY(people_need_keys(c));
	struct person_state *states = ARENA_ARRAY(c->mem, struct person_state, count);
	if (count > 0 && !states)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_states(c, who, count, states));
	SN_TRY(people_state_categories(c, states, count));
	for (size_t i = 0; i < count; i++) {
		if (uuid_is_null(states[i].person.person_id))
			out[i] = (struct people_found){.person = {.shard = 0}};
		else
			SN_TRY(mask(c, &states[i], &out[i]));
	}
	return SN_SUCCESS;
}

struct sn_err people_find(struct ctx *c, const struct people_query *query,
			  struct people_found **out, size_t *count)
{
	struct search s = {.query = query};
	*count = 0;
	*out = NULL;
	SN_TRY(people_need_keys(c));
	if (query->rows_max == 0)
		return SN_SUCCESS;
	s.refs = ARENA_ARRAY(c->mem, struct person_ref, query->rows_max);
	if (!s.refs)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(search_run(c, &s));
	if (s.count == 0)
		return SN_SUCCESS;
	struct person_state *states = ARENA_ARRAY(c->mem, struct person_state, s.count);
	*out = ARENA_ARRAY(c->mem, struct people_found, s.count);
	if (!states || !*out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_states(c, s.refs, s.count, states));
	SN_TRY(people_state_categories(c, states, s.count));
	for (size_t i = 0; i < s.count; i++) {
		/* An ID number finds him wherever he is; here he is told only to those above him. */
		if (people_is_below(query->tree, query->org_no, &states[i].person))
			SN_TRY(mask(c, &states[i], &(*out)[(*count)++]));
	}
	return SN_SUCCESS;
}
