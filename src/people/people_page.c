/* A page of rows: a few set reads, decisions in C, array writes. */
#include "people/people_priv.h"
#include "people/people_sql.h"

#include <assert.h>

enum { PERSON_ADD_PARAMS = 23, PERSON_UPDATE_PARAMS = 15 };

static void reject(struct roster_row *row, struct sn_err why)
{
	row->fate = ROW_REJECTED;
	row->why = why;
}

/* ---- who is who ---- */

/* What a row without an ID number is known by, within its union. */
static struct sn_err name_team_index(struct ctx *c, const struct roster_row *row, uint8_t key[16])
{
	const struct str team = row->groups[ROW_TEAM];
	char *text = arena_alloc(c->mem, row->name_key.bytes + team.bytes + 1);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	memcpy(text, row->name_key.at, row->name_key.bytes);
	text[row->name_key.bytes] = '\n'; /* no normalised text has one */
	if (team.bytes > 0)
		memcpy(text + row->name_key.bytes + 1, team.at, team.bytes);
	const struct blind_index index =
		keyring_index(c->keys, KEYRING_NAME_TEAM,
			      (struct str){text, row->name_key.bytes + 1 + team.bytes});
	memcpy(key, index.bytes, sizeof index.bytes);
	return SN_SUCCESS;
}

static struct sn_err not_seen(struct people_page *page, struct roster_row *row,
			      const uint8_t key[16])
{
	struct people_place earlier = {0};
	const struct people_place here = {(int32_t)row->row, row->sheet_no};
	SN_TRY(people_seen_add(page->seen, key, here, &earlier));
	if (earlier.row == 0)
		return SN_SUCCESS;
	struct sn_err why = SN_FAIL(DUPLICATE_IN_FILE, .arg = {earlier.row});
	if (earlier.sheet_no != row->sheet_no)
		why = sn_err_with_text(why, "（" STR_FMT "）",
				       STR_ARG(page->sheets[earlier.sheet_no]));
	reject(row, why);
	return SN_SUCCESS;
}

/* Keyed hashes, and whoever stood in this file before is refused. */
static struct sn_err identify(struct ctx *c, struct people_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		struct roster_row *row = &page->rows[i];
		uint8_t key[16];
		if (row->fate == ROW_REJECTED)
			continue;
		SN_TRY(name_key(c->mem, row->name, &row->name_key));
		if (row->phone.bytes > 0)
			row->phone_hash = people_phone_index(c->keys, row->phone);
		if (row->has_id) {
			row->id_hash = people_id_hash(c->keys, &row->id);
			memcpy(key, row->id_hash.bytes, sizeof key);
		} else {
			SN_TRY(name_team_index(c, row, key));
		}
		SN_TRY(not_seen(page, row, key));
	}
	return SN_SUCCESS;
}

/* The rows that are asked about, and what the database knows of them. */
struct asked {
	struct roster_row **rows;
	struct person_ref *refs;
	struct id_hash *hashes;
	size_t count;
};

static bool asked_new(struct arena *mem, size_t most, struct asked *a)
{
	a->rows = ARENA_ARRAY(mem, struct roster_row *, most);
	a->refs = ARENA_ARRAY(mem, struct person_ref, most);
	a->hashes = ARENA_ARRAY(mem, struct id_hash, most);
	a->count = 0;
	return a->rows && a->refs && a->hashes;
}

static struct sn_err ask_registry(struct ctx *c, struct people_page *page, struct asked *a)
{
	for (size_t i = 0; i < page->count; i++) {
		struct roster_row *row = &page->rows[i];
		if (row->fate == ROW_REJECTED || !row->has_id)
			continue;
		a->hashes[a->count] = row->id_hash;
		a->rows[a->count++] = row;
	}
	return a->count > 0 ? people_registered(c, a->hashes, a->count, a->refs) : SN_SUCCESS;
}

/* Rows without an ID number: the one person of that name in that team; several are not guessed at. */
static struct sn_err ask_names(struct ctx *c, struct people_page *page, struct asked *a)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, page->count * 3);
	int64_t *matches = ARENA_ARRAY(c->mem, int64_t, page->count);
	if (!params || !matches)
		return SN_FAIL(OUT_OF_MEMORY);
	const size_t first = a->count;
	for (size_t i = 0; i < page->count; i++) {
		struct roster_row *row = &page->rows[i];
		if (row->fate == ROW_REJECTED || row->has_id)
			continue;
		struct param *set = params + 3 * (a->count - first);
		set[0] = p_int(page->shard);
		set[1] = p_int(page->org_no);
		set[2] = p_text(row->name_key);
		a->rows[a->count++] = row;
	}
	if (a->count == first)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &people_sql_named, params, a->count - first);
	while (store_next(r)) {
		const size_t i = first + store_set(r);
		if (!str_eq(store_text(r, "team"), a->rows[i]->groups[ROW_TEAM]))
			continue;
		a->refs[i] = (struct person_ref){page->shard, store_uuid(r, "person_id")};
		matches[i - first]++;
	}
	SN_TRY(store_done(r));
	for (size_t i = first; i < a->count; i++) {
		if (matches[i - first] > 1)
			reject(a->rows[i], SN_FAIL(SEVERAL_MATCH, .arg = {matches[i - first]}));
	}
	return SN_SUCCESS;
}

/* Only rows whose person is in the database stay. */
static void keep_known(struct asked *a)
{
	size_t kept = 0;
	for (size_t i = 0; i < a->count; i++) {
		if (uuid_is_null(a->refs[i].person_id) || a->rows[i]->fate == ROW_REJECTED)
			continue;
		a->rows[kept] = a->rows[i];
		a->refs[kept++] = a->refs[i];
	}
	a->count = kept;
}

/* Two rows may lead to one person: by an ID number and by a name, or by two numbers of merged duplicates. */
static struct sn_err decide_known(struct people_page *page, struct asked *a,
				  struct person_state *states)
{
	for (size_t i = 0; i < a->count; i++) {
		if (uuid_is_null(states[i].person.person_id))
			return SN_FAIL(NO_SUCH_PERSON, .row = a->rows[i]->row);
		SN_TRY(not_seen(page, a->rows[i], states[i].person.person_id.bytes));
		if (a->rows[i]->fate != ROW_REJECTED)
			people_row_decide(a->rows[i], &states[i], page->org_no);
	}
	return SN_SUCCESS;
}

/* A duplicate names the union where the person is. */
static struct sn_err name_unions(struct ctx *c, struct people_page *page)
{
	struct org org = {.org_no = 0};
	for (size_t i = 0; i < page->count; i++) {
		struct roster_row *row = &page->rows[i];
		if (row->fate != ROW_REJECTED || row->why.reason != SN_R_DUPLICATE_EXISTING)
			continue;
		if (org.org_no != row->state->person.org_no)
			SN_TRY(org_by_no(c, row->state->person.org_no, 0, &org));
		row->why = sn_err_with_text(row->why, STR_FMT, STR_ARG(org.name));
	}
	return SN_SUCCESS;
}

struct sn_err people_page_decide(struct ctx *c, struct people_page *page)
{
	struct asked a;
	SN_TRY(people_need_keys(c));
	if (page->count == 0)
		return SN_SUCCESS;
	if (!asked_new(c->mem, page->count, &a))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(identify(c, page));
	SN_TRY(ask_registry(c, page, &a));
	SN_TRY(ask_names(c, page, &a));
	keep_known(&a);
	if (a.count == 0)
		return SN_SUCCESS;
	struct person_state *states = ARENA_ARRAY(c->mem, struct person_state, a.count);
	if (!states)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(people_states(c, a.refs, a.count, states));
	SN_TRY(people_state_categories(c, states, a.count));
	SN_TRY(decide_known(page, &a, states));
	return name_unions(c, page);
}

/* ---- writing ---- */

struct sealing {
	struct person_key key;
	struct arena *mem;
};

static struct sn_err seal_digits(struct sealing *s, const char *column, struct str digits,
				 struct param *out)
{
	*out = p_null();
	if (digits.bytes == 0)
		return SN_SUCCESS;
	uint8_t *sealed = arena_alloc(s->mem, digits.bytes + SEAL_OVERHEAD_BYTES);
	if (!sealed)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct seal_place place = {"person", column, s->key.person_id};
	keyring_seal(&s->key, &place, digits, sealed);
	*out = p_bytes(sealed, digits.bytes + SEAL_OVERHEAD_BYTES);
	return SN_SUCCESS;
}

static struct param index_param(const uint8_t bytes[16], bool there)
{
	return there ? p_bytes(bytes, 16) : p_null();
}

static struct sn_err sort_params(struct ctx *c, const struct people_page *page, struct str name,
				 struct param out[2])
{
	struct str key = STR_NULL;
	SN_TRY(pinyin_key(page->pinyin, c->mem, name, &key));
	out[0] = p_bytes(key.at, key.bytes);
	out[1] = p_text(str_of(pinyin_version(page->pinyin)));
	return SN_SUCCESS;
}

static struct sn_err new_params(struct ctx *c, const struct people_page *page,
				struct roster_row *row, struct param *out)
{
	struct sealing s = {.mem = c->mem};
	struct wrapped_key *wrapped = ARENA_NEW(c->mem, struct wrapped_key);
	if (!wrapped)
		return SN_FAIL(OUT_OF_MEMORY);
	row->person_id = new_id(c);
	keyring_new_key(c->keys, row->person_id, &s.key, wrapped);
	struct param id_sealed, phone_sealed, sort[2];
	const struct str id =
		row->has_id ? (struct str){row->id.digits, ID_NUMBER_DIGITS} : STR_NULL;
	const struct sn_err sealed_id = seal_digits(&s, "id", id, &id_sealed);
	const struct sn_err sealed_phone = seal_digits(&s, "phone", row->phone, &phone_sealed);
	crypto_wipe(&s.key, sizeof s.key);
	SN_TRY(sealed_id);
	SN_TRY(sealed_phone);
	SN_TRY(sort_params(c, page, row->name, sort));
	const struct param set[PERSON_ADD_PARAMS] = {
		p_int(page->shard),
		p_uuid(row->person_id),
		p_int(page->org_no),
		p_uuid_or_null(page->batch_id),
		p_int(now_us(c)),
		p_text(row->name),
		p_text(row->name_key),
		sort[0],
		sort[1],
		p_int(wrapped->epoch),
		p_bytes(wrapped->bytes, sizeof wrapped->bytes),
		index_param(row->id_hash.bytes, row->has_id),
		id_sealed,
		index_param(row->phone_hash.bytes, row->phone.bytes > 0),
		phone_sealed,
		p_uuid_or_null(row->group_ids[ROW_TEAM]),
		p_uuid_or_null(row->group_ids[ROW_SITE]),
		p_uuid_or_null(row->group_ids[ROW_EMPLOYER]),
		p_uuid_or_null(row->group_ids[ROW_WORKPLACE]),
		p_uuid_or_null(row->group_ids[ROW_HOUSEHOLD]),
		p_text(row->post),
		p_text(row->size),
		p_int(row->arrives ? row->state->alias_depth + 1 : 0)};
	memcpy(out, set, sizeof set);
	return SN_SUCCESS;
}

static struct sn_err changed_params(struct ctx *c, const struct people_page *page,
				    struct roster_row *row, struct param *out)
{
	struct param phone_sealed = p_null(), sort[2] = {p_null(), p_null()};
	const bool renamed = row->changes & CHANGE_NAME, phoned = row->changes & CHANGE_PHONE;
	if (renamed)
		SN_TRY(sort_params(c, page, row->name, sort));
	if (phoned) {
		struct sealing s = {
			.mem = c->mem,
			.key = {.person_id = row->person_id, .epoch = row->state->kek_epoch}};
		SN_TRY(keyring_unwrap(c->keys, row->state->dek, &s.key));
		const struct sn_err e = seal_digits(&s, "phone", row->phone, &phone_sealed);
		crypto_wipe(&s.key, sizeof s.key);
		SN_TRY(e);
	}
	const struct param set[PERSON_UPDATE_PARAMS] = {
		p_int(row->state->person.shard),
		p_uuid(row->person_id),
		renamed ? p_text(row->name) : p_null(),
		renamed ? p_text(row->name_key) : p_null(),
		sort[0],
		sort[1],
		index_param(row->phone_hash.bytes, phoned),
		phone_sealed,
		p_uuid_or_null(row->group_ids[ROW_TEAM]),
		p_uuid_or_null(row->group_ids[ROW_SITE]),
		p_uuid_or_null(row->group_ids[ROW_EMPLOYER]),
		p_uuid_or_null(row->group_ids[ROW_WORKPLACE]),
		p_uuid_or_null(row->group_ids[ROW_HOUSEHOLD]),
		p_text(row->post),
		p_text(row->size)};
	memcpy(out, set, sizeof set);
	return SN_SUCCESS;
}

/* Sets of parameters for the rows of which `wants` says so. */
typedef bool row_wants(const struct roster_row *row);
typedef struct sn_err row_params(struct ctx *c, const struct people_page *page,
				 struct roster_row *row, struct param *out);

static struct sn_err write_rows(struct ctx *c, const struct people_page *page,
				const struct sn_statement *which, row_wants *wants,
				row_params *fill)
{
	const size_t width = strlen(which->params);
	struct param *params = ARENA_ARRAY(c->mem, struct param, page->count * width);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t sets = 0;
	for (size_t i = 0; i < page->count; i++) {
		if (wants(&page->rows[i]))
			SN_TRY(fill(c, page, &page->rows[i], params + width * sets++));
	}
	return sets > 0 ? store_many(c->store, which, params, sets, NULL) : SN_SUCCESS;
}

static bool is_new(const struct roster_row *row)
{
	return row->fate == ROW_NEW;
}
static bool is_changed(const struct roster_row *row)
{
	return row->fate == ROW_CHANGED;
}
static bool is_new_with_id(const struct roster_row *row)
{
	return is_new(row) && row->has_id && !row->arrives;
}
static bool arrives(const struct roster_row *row)
{
	return is_new(row) && row->arrives;
}

static struct sn_err registry_params(struct ctx *c, const struct people_page *page,
				     struct roster_row *row, struct param *out)
{
	out[0] = p_int(REGISTRY_ID_NUMBER);
	out[1] = p_bytes(row->id_hash.bytes, sizeof row->id_hash.bytes);
	out[2] = p_int(keyring_index_epoch(c->keys));
	out[3] = p_int(page->shard);
	out[4] = p_uuid(row->person_id);
	return SN_SUCCESS;
}

static struct sn_err register_new(struct ctx *c, const struct people_page *page)
{
	if (!page->registrations)
		return write_rows(c, page, &people_sql_register, is_new_with_id, registry_params);
	for (size_t i = 0; i < page->count; i++) {
		if (is_new_with_id(&page->rows[i]))
			SN_TRY(people_registrations_add(c, page, &page->rows[i]));
	}
	return SN_SUCCESS;
}

static struct sn_err change_params(struct ctx *c, const struct people_page *page,
				   struct roster_row *row, struct param *out)
{
	(void)c;
	out[0] = p_uuid(page->batch_id);
	out[1] = p_int(row->state->person.shard);
	out[2] = p_uuid(row->person_id);
	return SN_SUCCESS;
}

/* ---- who comes over from another union: a new row here, the old one becomes its alias ---- */

static struct sn_err again_params(struct ctx *c, const struct people_page *page,
				  struct roster_row *row, struct param *out)
{
	(void)c;
	out[0] = p_int(page->shard);
	out[1] = p_uuid(row->person_id);
	out[2] = p_int(REGISTRY_ID_NUMBER);
	out[3] = p_bytes(row->id_hash.bytes, sizeof row->id_hash.bytes);
	return SN_SUCCESS;
}

static struct sn_err alias_params(struct ctx *c, const struct people_page *page,
				  struct roster_row *row, struct param *out)
{
	out[0] = p_int(row->state->person.shard);
	out[1] = p_uuid(row->state->person.person_id);
	out[2] = p_int(page->shard);
	out[3] = p_uuid(row->person_id);
	out[4] = p_int(now_us(c));
	out[5] = p_uuid_or_null(c->actor_id);
	return SN_SUCCESS;
}

static struct sn_err from_params(struct ctx *c, const struct people_page *page,
				 struct roster_row *row, struct param *out)
{
	(void)c;
	out[0] = p_uuid(page->batch_id);
	out[1] = p_int(page->shard);
	out[2] = p_uuid(row->person_id);
	out[3] = p_int(row->state->person.shard);
	out[4] = p_uuid(row->state->person.person_id);
	return SN_SUCCESS;
}

/* ---- categories ---- */

static struct sn_err write_categories(struct ctx *c, const struct people_page *page)
{
	enum { WIDTH = 4 };
	struct param *params =
		ARENA_ARRAY(c->mem, struct param, page->count * PEOPLE_CATEGORIES_MAX * WIDTH);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t sets = 0;
	for (size_t i = 0; i < page->count; i++) {
		const struct roster_row *row = &page->rows[i];
		if (!is_new(row) && !is_changed(row))
			continue;
		for (size_t k = 0; k < row->categories_count; k++) {
			if (is_changed(row) && people_has_category(row->state, row->categories[k]))
				continue;
			const struct param set[WIDTH] = {p_int(page->shard), p_uuid(row->person_id),
							 p_text(row->categories[k]),
							 p_uuid_or_null(page->batch_id)};
			memcpy(params + WIDTH * sets++, set, sizeof set);
		}
	}
	return sets > 0 ? store_many(c->store, &people_sql_category_add, params, sets, NULL)
			: SN_SUCCESS;
}

struct sn_err people_page_write(struct ctx *c, struct people_page *page)
{
	const bool batch = !uuid_is_null(page->batch_id);
	if (page->count == 0)
		return SN_SUCCESS;
	assert(page->pinyin);
	SN_TRY(people_groups_resolve(c, page));
	SN_TRY(write_rows(c, page, &people_sql_person_add, is_new, new_params));
	SN_TRY(register_new(c, page));
	SN_TRY(write_rows(c, page, &people_sql_register_again, arrives, again_params));
	SN_TRY(write_rows(c, page, &people_sql_person_merge, arrives, alias_params));
	if (batch) {
		SN_TRY(write_rows(c, page, &people_sql_change_from, arrives, from_params));
		SN_TRY(write_rows(c, page, &people_sql_change_add, is_changed, change_params));
	}
	SN_TRY(write_rows(c, page, &people_sql_person_update, is_changed, changed_params));
	return write_categories(c, page);
}
