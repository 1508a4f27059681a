/* A batch is taken back whole: in pieces, in one request or in one each. First go the people that it brought, then those
 * that it changed are as before; what is gone is gone, so who goes on begins at the first piece that is left. */
#include "people/people_priv.h"
#include "people/people_sql.h"
#include "store/pace.h"

#include <assert.h>

/* One batch on its way out. */
struct undo {
	const struct people_undo *how;
	int64_t rows;                  /* of a piece, IMPORT_PIECE_ROWS at most */
	struct people_open open, next; /* next: as the piece that is being written leaves it */
	struct uuid after; /* the last of the people that are gone; null: from the first */
	bool brought_gone; /* on to those that it changed */
	bool done;
	struct uuid next_after;
	bool next_gone, next_done;
};

/* ---- people that it brought ---- */

struct brought {
	struct person_ref *refs;
	struct str *hashes; /* STR_NULL: no ID number known */
	size_t count;
};

static struct sn_err read_brought(struct ctx *c, const struct people_open *open, struct uuid after,
				  int64_t rows_max, struct brought *b)
{
	b->count = 0;
	b->refs = ARENA_ARRAY(c->mem, struct person_ref, IMPORT_PIECE_ROWS);
	b->hashes = ARENA_ARRAY(c->mem, struct str, IMPORT_PIECE_ROWS);
	if (!b->refs || !b->hashes)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &people_sql_batch_people,
				     PARAMS(p_uuid(open->batch_id), p_int(open->shard),
					    p_int(open->org_no), p_uuid(after), p_int(rows_max)));
	while (b->count < IMPORT_PIECE_ROWS && store_next(r)) {
		const struct str hash = store_bytes(r, "id_hash");
		b->refs[b->count] = (struct person_ref){open->shard, store_uuid(r, "person_id")};
		b->hashes[b->count++] = hash.bytes > 0 ? arena_str(c->mem, hash) : STR_NULL;
	}
	return store_done(r);
}

/* Who came over from another union is there again: read before his row here goes, written after. */
struct arrivals {
	struct param *keys, *aliases;
	size_t count;
};
static struct sn_err read_arrivals(struct ctx *c, const struct people_open *open,
				   const struct brought *b, struct arrivals *a)
{
	struct param *asked = ARENA_ARRAY(c->mem, struct param, 3 * b->count + 1);
	a->count = 0;
	a->keys = ARENA_ARRAY(c->mem, struct param, REGISTER_PARAMS * b->count + 1);
	a->aliases = ARENA_ARRAY(c->mem, struct param, 2 * b->count + 1);
	if (!asked || !a->keys || !a->aliases)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		asked[3 * i] = p_int(open->shard);
		asked[3 * i + 1] = p_uuid(open->batch_id);
		asked[3 * i + 2] = p_uuid(b->refs[i].person_id);
	}
	struct rows *r = store_query_many(c->store, &people_sql_batch_arrival, asked, b->count);
	while (store_next(r)) {
		const struct str hash = b->hashes[store_set(r)];
		const struct param shard = p_int(store_int(r, "from_shard"));
		const struct param id = p_uuid(store_uuid(r, "from_id"));
		const struct param key[REGISTER_PARAMS] = {
			p_int(REGISTRY_ID_NUMBER), p_bytes(hash.at, hash.bytes),
			p_int(keyring_index_epoch(c->keys)), shard, id};
		memcpy(a->keys + (size_t)REGISTER_PARAMS * a->count, key, sizeof key);
		a->aliases[2 * a->count] = shard;
		a->aliases[2 * a->count++ + 1] = id;
	}
	return store_done(r);
}

static struct sn_err remove_brought(struct ctx *c, const struct people_open *open,
				    const struct brought *b)
{
	struct param *keys = ARENA_ARRAY(c->mem, struct param, 2 * b->count + 1);
	struct param *people = ARENA_ARRAY(c->mem, struct param, 2 * b->count + 1);
	struct param *changes = ARENA_ARRAY(c->mem, struct param, 3 * b->count + 1);
	size_t keys_count = 0;
	if (!keys || !people || !changes)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		people[2 * i] = changes[3 * i] = p_int(open->shard);
		people[2 * i + 1] = changes[3 * i + 2] = p_uuid(b->refs[i].person_id);
		changes[3 * i + 1] = p_uuid(open->batch_id);
		if (b->hashes[i].bytes == 0)
			continue;
		keys[2 * keys_count] = p_int(REGISTRY_ID_NUMBER);
		keys[2 * keys_count++ + 1] = p_bytes(b->hashes[i].at, b->hashes[i].bytes);
	}
	if (keys_count > 0)
		SN_TRY(store_many(c->store, &people_sql_unregister, keys, keys_count, NULL));
	SN_TRY(store_many(c->store, &people_sql_categories_remove, people, b->count, NULL));
	SN_TRY(store_many(c->store, &people_sql_person_remove, people, b->count, NULL));
	return store_many(c->store, &people_sql_batch_change_remove, changes, b->count, NULL);
}

static struct sn_err brought_piece(struct ctx *c, struct undo *u)
{
	struct brought b;
	struct arrivals arrived;
	SN_TRY(read_brought(c, &u->open, u->after, u->rows, &b));
	u->next_gone = (int64_t)b.count < u->rows;
	if (b.count == 0)
		return SN_SUCCESS;
	if (u->how->guard)
		SN_TRY(u->how->guard(c, b.refs, b.count));
	SN_TRY(read_arrivals(c, &u->open, &b, &arrived));
	SN_TRY(remove_brought(c, &u->open, &b));
	if (arrived.count > 0) {
		SN_TRY(store_many(c->store, &people_sql_register, arrived.keys, arrived.count,
				  NULL));
		SN_TRY(store_many(c->store, &people_sql_person_unmerge, arrived.aliases,
				  arrived.count, NULL));
	}
	u->next_after = b.refs[b.count - 1].person_id;
	u->next.back += (int64_t)b.count;
	return SN_SUCCESS;
}

/* ---- people that it changed ---- */

static struct sn_err changed_piece(struct ctx *c, struct undo *u)
{
	struct param *changes = ARENA_ARRAY(c->mem, struct param, (size_t)3 * IMPORT_PIECE_ROWS);
	struct param *people = ARENA_ARRAY(c->mem, struct param, (size_t)3 * IMPORT_PIECE_ROWS);
	const struct param shard = p_int(u->open.shard), batch = p_uuid(u->open.batch_id);
	size_t count = 0;
	if (!changes || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &people_sql_batch_changes,
				     PARAMS(shard, batch, p_int(u->rows)));
	while (count < IMPORT_PIECE_ROWS && store_next(r)) {
		const struct param id = p_uuid(store_uuid(r, "person_id"));
		changes[3 * count] = people[3 * count] = shard;
		changes[3 * count + 1] = people[3 * count + 2] = batch;
		changes[3 * count + 2] = people[3 * count + 1] = id;
		count++;
	}
	SN_TRY(store_done(r));
	u->next_done = (int64_t)count < u->rows;
	if (count == 0)
		return SN_SUCCESS;
	SN_TRY(store_many(c->store, &people_sql_batch_categories_remove, people, count, NULL));
	SN_TRY(store_many(c->store, &people_sql_batch_restore, changes, count, NULL));
	return store_many(c->store, &people_sql_batch_change_remove, changes, count, NULL);
}

/* ---- pieces ---- */

static struct sn_err piece_work(struct ctx *c, void *arg)
{
	struct undo *u = arg;
	u->next = u->open;
	u->next_after = u->after;
	u->next_gone = u->brought_gone;
	u->next_done = false;
	SN_TRY(u->brought_gone ? changed_piece(c, u) : brought_piece(c, u));
	return people_open_step(c, &u->next);
}

static void piece_done(struct undo *u)
{
	u->open = u->next;
	u->after = u->next_after;
	u->brought_gone = u->next_gone;
	u->done = u->next_done;
}

/* ---- may it go? ---- */

static struct sn_err refuse_later(struct ctx *c, const struct people_open *open)
{
	int64_t later = 0;
	struct rows *r = store_query(
		c->store, &people_sql_batch_later,
		PARAMS(p_uuid(open->batch_id), p_int(open->shard), p_int(open->org_no)));
	if (store_next(r))
		later = store_int(r, "people");
	SN_TRY(store_done(r));
	return later == 0 ? SN_SUCCESS : SN_FAIL(BATCH_CHANGED_LATER, .arg = {later});
}

struct sn_err people_undo_ask(struct ctx *c, const struct people_open *open,
			      people_undo_guard *guard)
{
	struct uuid after = UUID_NULL;
	struct brought b;
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(refuse_later(c, open));
	do {
		arena_rewind(c->mem, mark);
		SN_TRY(read_brought(c, open, after, IMPORT_PIECE_ROWS, &b));
		if (b.count > 0 && guard)
			SN_TRY(guard(c, b.refs, b.count));
		if (b.count > 0)
			after = b.refs[b.count - 1].person_id;
	} while (b.count == IMPORT_PIECE_ROWS);
	return SN_SUCCESS;
}

/* ---- from the first to the last ---- */

struct sn_err people_undo_begin(struct ctx *c, struct uuid batch_id, struct people_open *out)
{
	struct people_batch batch;
	SN_TRY(people_need_keys(c));
	SN_TRY(people_open(c, batch_id, out));
	if (!uuid_is_null(out->batch_id))
		return out->way == PEOPLE_GOES ? SN_SUCCESS : people_open_turn(c, out, PEOPLE_GOES);
	SN_TRY(people_batch(c, batch_id, &batch));
	if (batch.undone)
		return SN_FAIL(BATCH_UNDONE);
	*out = (struct people_open){.batch_id = batch_id,
				    .shard = batch.shard,
				    .org_no = batch.org_no,
				    .way = PEOPLE_GOES};
	return people_open_add(c, out);
}

static struct sn_err had_been_whole(struct ctx *c, const struct people_open *open, bool *whole)
{
	struct people_batch batch;
	const struct sn_err e = people_batch(c, open->batch_id, &batch);
	*whole = !sn_failed(e);
	return e.reason == SN_R_NO_SUCH_BATCH ? SN_SUCCESS : e;
}

struct sn_err people_undo_drop(struct ctx *c, const struct people_open *open, bool *whole)
{
	struct people_open back = *open;
	assert(open->back == 0);
	SN_TRY(had_been_whole(c, open, whole));
	return *whole ? people_open_remove(c, open) : people_open_turn(c, &back, PEOPLE_COMES);
}

struct sn_err people_undo_on(struct ctx *c, struct people_open *open, const struct people_undo *how)
{
	struct undo u = {.how = how, .open = *open};
	struct pace pace = pace_begin();
	const struct arena_mark mark = arena_mark(c->mem);
	assert(open->way == PEOPLE_GOES && (int)PACE_ROWS_MAX <= (int)IMPORT_PIECE_ROWS);
	while (!u.done) {
		const int64_t began_us = now_us(c);
		u.rows = pace.rows;
		SN_TRY(store_write(c, piece_work, &u));
		pace_next(&pace, now_us(c) - began_us);
		piece_done(&u);
		*open = u.open;
		arena_rewind(c->mem, mark);
		if (how->progress)
			how->progress(how->progress_self, open->back);
	}
	return SN_SUCCESS;
}

struct sn_err people_undo_end(struct ctx *c, const struct people_open *open, bool *whole)
{
	SN_TRY(people_open_remove(c, open));
	SN_TRY(had_been_whole(c, open, whole));
	return *whole ? store_run(c->store, &people_sql_batch_undo,
				  PARAMS(p_uuid(open->batch_id), p_uuid_or_null(c->actor_id),
					 p_int(now_us(c))),
				  NULL)
		      : SN_SUCCESS;
}

/* ---- all of it in one request ---- */

struct whole {
	struct uuid batch_id;
	people_undo_guard *guard;
	int64_t people;
};

static struct sn_err undo_work(struct ctx *c, void *arg)
{
	struct whole *w = arg;
	const struct people_undo how = {.guard = w->guard};
	struct undo u = {.how = &how, .rows = IMPORT_PIECE_ROWS};
	bool whole;
	SN_TRY(people_undo_begin(c, w->batch_id, &u.open));
	SN_TRY(refuse_later(c, &u.open));
	const struct arena_mark mark = arena_mark(c->mem);
	while (!u.done) {
		SN_TRY(piece_work(c, &u));
		piece_done(&u);
		arena_rewind(c->mem, mark);
	}
	w->people = u.open.back;
	return people_undo_end(c, &u.open, &whole);
}

struct sn_err people_undo(struct ctx *c, struct uuid batch_id, people_undo_guard *guard,
			  int64_t *people)
{
	struct whole w = {.batch_id = batch_id, .guard = guard};
	SN_TRY(store_write(c, undo_work, &w));
	*people = w.people;
	return SN_SUCCESS;
}
