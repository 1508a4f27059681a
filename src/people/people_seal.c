/* Identity, the narrow interface: everything that is sealed goes through here (settled.md 25). */
#include "people/people_priv.h"
#include "people/people_sql.h"

#include <assert.h>

static const char person_table[] = "person";

struct id_hash people_id_hash(const struct keyring *k, const struct id_number *id)
{
	struct id_hash hash;
	const struct blind_index index =
		keyring_index(k, KEYRING_ID_NUMBER, (struct str){id->digits, ID_NUMBER_DIGITS});
	memcpy(hash.bytes, index.bytes, sizeof hash.bytes);
	return hash;
}

struct blind_index people_phone_index(const struct keyring *k, struct str digits)
{
	return keyring_index(k, KEYRING_PHONE, digits);
}

static struct sn_err open_field(struct ctx *c, const struct person_key *key,
				const struct seal_place *place, struct str sealed,
				struct str *plain)
{
	if (sealed.bytes < SEAL_OVERHEAD_BYTES)
		return SN_FAIL(SEAL_BROKEN, .field = place->column);
	const size_t bytes = sealed.bytes - SEAL_OVERHEAD_BYTES;
	uint8_t *out = arena_alloc(c->mem, bytes + 1);
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(keyring_open(key, place, sealed, out));
	*plain = (struct str){(const char *)out, bytes};
	return SN_SUCCESS;
}

struct sn_err people_state_open(struct ctx *c, const struct person_state *state, struct str sealed,
				const char *column, struct str *digits)
{
	*digits = STR_NULL;
	if (sealed.bytes == 0)
		return SN_SUCCESS;
	struct person_key key = {.person_id = state->person.person_id, .epoch = state->kek_epoch};
	SN_TRY(people_need_keys(c));
	SN_TRY(keyring_unwrap(c->keys, state->dek, &key));
	const struct seal_place place = {person_table, column, key.person_id};
	const struct sn_err e = open_field(c, &key, &place, sealed, digits);
	crypto_wipe(&key, sizeof key);
	return e;
}

/* ---- many at once ---- */

typedef struct sn_err with_key(struct ctx *c, const struct person_key *key, struct str id_sealed,
			       size_t index, void *self);

/* Calls each with the person's own key; a person that is not there is refused. */
static struct sn_err each_key(struct ctx *c, const struct person_ref *who, size_t count,
			      with_key *each, void *self)
{
	SN_TRY(people_need_keys(c));
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2);
	if (count > 0 && !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(who[i].shard);
		params[2 * i + 1] = p_uuid(who[i].person_id);
	}
	size_t found = 0;
	struct sn_err e = SN_SUCCESS;
	struct person_key key = {.epoch = 0};
	struct rows *r = store_query_many(c->store, &people_sql_person_key, params, count);
	while (store_next(r) && !sn_failed(e)) {
		const size_t i = store_set(r);
		key = (struct person_key){.person_id = who[i].person_id,
					  .epoch = store_int(r, "kek_epoch")};
		e = keyring_unwrap(c->keys, store_bytes(r, "dek"), &key);
		if (!sn_failed(e))
			e = each(c, &key, store_bytes(r, "id_sealed"), i, self);
		found++;
	}
	crypto_wipe(&key, sizeof key);
	const struct sn_err done = store_done(r);
	SN_TRY(done);
	SN_TRY(e);
	return found == count ? SN_SUCCESS : SN_FAIL(NO_SUCH_PERSON);
}

struct opened_ids {
	struct id_number *out;
	bool *has;
	int32_t today;
};
static struct sn_err open_one(struct ctx *c, const struct person_key *key, struct str id_sealed,
			      size_t index, void *self)
{
	const struct opened_ids *ids = self;
	struct str digits = STR_NULL;
	const struct seal_place place = {person_table, "id", key->person_id};
	if (id_sealed.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(open_field(c, key, &place, id_sealed, &digits));
	ids->has[index] = true;
	return id_number_parse(&ids->out[index], digits, ids->today);
}

struct sealing {
	struct seal_item *items;
	struct opened_ids *ids; /* NULL: not asked for */
};
static struct sn_err seal_one(struct ctx *c, const struct person_key *key, struct str id_sealed,
			      size_t index, void *self)
{
	const struct sealing *sealing = self;
	struct seal_item *item = &sealing->items[index];
	const size_t bytes = item->plain.bytes + SEAL_OVERHEAD_BYTES;
	uint8_t *out = arena_alloc(c->mem, bytes);
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	keyring_seal(key, &item->place, item->plain, out);
	item->sealed = (struct str){(const char *)out, bytes};
	return sealing->ids ? open_one(c, key, id_sealed, index, sealing->ids) : SN_SUCCESS;
}

struct sn_err people_seal_many(struct ctx *c, struct seal_item *items, size_t count,
			       struct id_number *ids, bool *has)
{
	struct opened_ids opened = {.out = ids, .has = has, .today = day_of(now_us(c))};
	struct sealing sealing = {.items = items, .ids = ids ? &opened : NULL};
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, count);
	assert(!ids == !has);
	if (count > 0 && !who)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		who[i] = items[i].who;
	if (has)
		memset(has, 0, count * sizeof *has);
	return each_key(c, who, count, seal_one, &sealing);
}

struct sn_err people_seal(struct ctx *c, struct person_ref who, struct seal_place place,
			  struct str plain, struct str *sealed)
{
	struct seal_item item = {.who = who, .place = place, .plain = plain};
	SN_TRY(people_seal_many(c, &item, 1, NULL, NULL));
	*sealed = item.sealed;
	return SN_SUCCESS;
}

static struct sn_err unseal_one(struct ctx *c, const struct person_key *key, struct str id_sealed,
				size_t index, void *self)
{
	struct seal_item *item = (struct seal_item *)self + index;
	(void)id_sealed;
	return open_field(c, key, &item->place, item->sealed, &item->plain);
}

static struct sn_err unseal_if_any(struct ctx *c, const struct person_key *key,
				   struct str id_sealed, size_t index, void *self)
{
	const struct seal_item *item = (const struct seal_item *)self + index;
	return item->sealed.bytes == 0 ? SN_SUCCESS : unseal_one(c, key, id_sealed, index, self);
}

struct sn_err people_unseal_many(struct ctx *c, struct seal_item *items, size_t count)
{
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, count + 1);
	if (!who)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		who[i] = items[i].who;
		items[i].plain = STR_NULL;
	}
	return each_key(c, who, count, unseal_if_any, items);
}

struct sn_err people_unseal(struct ctx *c, struct person_ref who, struct seal_place place,
			    struct str sealed, struct str *plain)
{
	struct seal_item item = {.who = who, .place = place, .sealed = sealed};
	SN_TRY(each_key(c, &who, 1, unseal_one, &item));
	*plain = item.plain;
	return SN_SUCCESS;
}

struct sn_err people_open_ids(struct ctx *c, const struct person_ref *who, size_t count,
			      struct id_number *out, bool *has)
{
	struct opened_ids ids = {.out = out, .has = has, .today = day_of(now_us(c))};
	memset(has, 0, count * sizeof *has);
	return each_key(c, who, count, open_one, &ids);
}

struct sn_err people_open_id(struct ctx *c, struct person_ref who, struct id_number *out)
{
	bool has = false;
	SN_TRY(people_open_ids(c, &who, 1, out, &has));
	return has ? SN_SUCCESS : SN_FAIL(NO_IDENTITY);
}

struct sn_err people_open_phone(struct ctx *c, struct person_ref who, struct str *digits)
{
	struct person_state state;
	*digits = STR_NULL;
	SN_TRY(people_states(c, &who, 1, &state));
	if (uuid_is_null(state.person.person_id))
		return SN_FAIL(NO_SUCH_PERSON);
	SN_TRY(people_state_open(c, &state, state.phone_sealed, "phone", digits));
	return str_is_null(*digits) ? SN_FAIL(NO_PHONE) : SN_SUCCESS;
}
