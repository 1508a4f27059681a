/* A batch is taken back whole: in pages, in one request. */
#include "people/people_priv.h"
#include "people/people_sql.h"

struct undo {
	struct uuid batch_id;
	people_undo_guard *guard;
	int64_t people;
	struct people_batch batch;
};

/* One page of people that the batch brought; *after moves on, and is null behind the last. */
static struct sn_err remove_page(struct ctx *c, struct undo *u, struct uuid *after)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, IMPORT_PAGE_ROWS);
	struct param *keys = ARENA_ARRAY(c->mem, struct param, (size_t)2 * IMPORT_PAGE_ROWS);
	struct param *people = ARENA_ARRAY(c->mem, struct param, (size_t)2 * IMPORT_PAGE_ROWS);
	size_t count = 0, keys_count = 0;
	if (!refs || !keys || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &people_sql_batch_people,
				     PARAMS(p_uuid(u->batch_id), p_int(u->batch.shard),
					    p_int(u->batch.org_no), p_uuid(*after),
					    p_int(IMPORT_PAGE_ROWS)));
	while (store_next(r)) {
		const struct str hash = arena_str(c->mem, store_bytes(r, "id_hash"));
		refs[count] = (struct person_ref){u->batch.shard, store_uuid(r, "person_id")};
		people[2 * count] = p_int(u->batch.shard);
		people[2 * count + 1] = p_uuid(refs[count].person_id);
		count++;
		if (hash.bytes == 0)
			continue;
		keys[2 * keys_count] = p_int(REGISTRY_ID_NUMBER);
		keys[2 * keys_count++ + 1] = p_bytes(hash.at, hash.bytes);
	}
	SN_TRY(store_done(r));
	*after = count < IMPORT_PAGE_ROWS ? UUID_NULL : refs[count - 1].person_id;
	if (count == 0)
		return SN_SUCCESS;
	if (u->guard)
		SN_TRY(u->guard(c, refs, count));
	if (keys_count > 0)
		SN_TRY(store_many(c->store, &people_sql_unregister, keys, keys_count, NULL));
	SN_TRY(store_many(c->store, &people_sql_categories_remove, people, count, NULL));
	SN_TRY(store_many(c->store, &people_sql_person_remove, people, count, NULL));
	u->people += (int64_t)count;
	return SN_SUCCESS;
}

/* Who came over from another union is there again: read before his row here goes, written after. */
struct arrivals {
	struct param *keys, *aliases;
	size_t count;
};
static struct sn_err read_arrivals(struct ctx *c, const struct undo *u, struct arrivals *a)
{
	enum { FIRST = 64 };
	size_t room = FIRST;
	a->count = 0;
	a->keys = ARENA_ARRAY(c->mem, struct param, 5 * room);
	a->aliases = ARENA_ARRAY(c->mem, struct param, 2 * room);
	bool memory = a->keys && a->aliases;
	struct rows *r = store_query(c->store, &people_sql_batch_arrivals,
				     PARAMS(p_uuid(u->batch_id), p_int(u->batch.shard)));
	while (memory && store_next(r)) {
		if (a->count == room) {
			struct param *keys = ARENA_ARRAY(c->mem, struct param, 10 * room);
			struct param *aliases = ARENA_ARRAY(c->mem, struct param, 4 * room);
			memory = keys && aliases;
			if (!memory)
				break;
			memcpy(keys, a->keys, a->count * 5 * sizeof *keys);
			memcpy(aliases, a->aliases, a->count * 2 * sizeof *aliases);
			a->keys = keys;
			a->aliases = aliases;
			room *= 2;
		}
		const struct str hash = arena_str(c->mem, store_bytes(r, "id_hash"));
		const struct param shard = p_int(store_int(r, "from_shard"));
		const struct param id = p_uuid(store_uuid(r, "from_id"));
		const struct param key[5] = {p_int(REGISTRY_ID_NUMBER),
					     p_bytes(hash.at, hash.bytes),
					     p_int(keyring_index_epoch(c->keys)), shard, id};
		memcpy(a->keys + 5 * a->count, key, sizeof key);
		a->aliases[2 * a->count] = shard;
		a->aliases[2 * a->count++ + 1] = id;
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err refuse_later(struct ctx *c, const struct undo *u)
{
	int64_t later = 0;
	struct rows *r = store_query(
		c->store, &people_sql_batch_later,
		PARAMS(p_uuid(u->batch_id), p_int(u->batch.shard), p_int(u->batch.org_no)));
	if (store_next(r))
		later = store_int(r, "people");
	SN_TRY(store_done(r));
	return later == 0 ? SN_SUCCESS : SN_FAIL(BATCH_CHANGED_LATER, .arg = {later});
}

static struct sn_err undo_work(struct ctx *c, void *arg)
{
	struct undo *u = arg;
	struct arrivals arrived;
	const struct param batch_id = p_uuid(u->batch_id);
	u->people = 0;
	SN_TRY(people_need_keys(c));
	SN_TRY(people_batch(c, u->batch_id, &u->batch));
	const struct param shard = p_int(u->batch.shard);
	if (u->batch.undone)
		return SN_FAIL(BATCH_UNDONE);
	SN_TRY(refuse_later(c, u));
	SN_TRY(read_arrivals(c, u, &arrived));
	struct uuid after = UUID_NULL;
	const struct arena_mark mark = arena_mark(c->mem);
	do {
		SN_TRY(remove_page(c, u, &after));
		arena_rewind(c->mem, mark);
	} while (!uuid_is_null(after));
	if (arrived.count > 0) {
		SN_TRY(store_many(c->store, &people_sql_register, arrived.keys, arrived.count,
				  NULL));
		SN_TRY(store_many(c->store, &people_sql_person_unmerge, arrived.aliases,
				  arrived.count, NULL));
	}
	SN_TRY(store_run(c->store, &people_sql_batch_categories_remove, PARAMS(shard, batch_id),
			 NULL));
	SN_TRY(store_run(c->store, &people_sql_batch_restore, PARAMS(batch_id, shard), NULL));
	SN_TRY(store_run(c->store, &people_sql_batch_changes_remove, PARAMS(shard, batch_id),
			 NULL));
	return store_run(c->store, &people_sql_batch_undo,
			 PARAMS(batch_id, p_uuid_or_null(c->actor_id), p_int(now_us(c))), NULL);
}

struct sn_err people_undo_take(struct ctx *c, struct uuid batch_id, people_undo_guard *guard,
			       int64_t *people)
{
	struct undo u = {.batch_id = batch_id, .guard = guard};
	SN_TRY(undo_work(c, &u));
	*people = u.people;
	return SN_SUCCESS;
}

struct sn_err people_undo(struct ctx *c, struct uuid batch_id, people_undo_guard *guard,
			  int64_t *people)
{
	struct undo u = {.batch_id = batch_id, .guard = guard};
	SN_TRY(store_write(c, undo_work, &u));
	*people = u.people;
	return SN_SUCCESS;
}
