#include "base/limits.h"
#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
	LEAVES_KEPT = 4096, /* room that is kept from group to group */
	STORE_SETS = 512,   /* leaves handed to the store at once */
	LEAF_PARAMS = 7,
	NODE_PARAMS = 4,
};

struct pending {
	struct tlog_ref ref;
	enum tlog_kind kind;
	size_t at, bytes; /* of its text in tlog.text */
};

struct tlog {
	struct pending *leaves;
	size_t count, room;
	char *text;
	size_t text_bytes, text_room;
	bool size_known; /* of the stored log, read once a group: only this group can change it */
	int64_t size;
};

struct tlog *tlog_new(void)
{
	return calloc(1, sizeof(struct tlog));
}

void tlog_free(struct tlog *t)
{
	if (!t)
		return;
	free(t->leaves);
	free(t->text);
	free(t);
}

/* Doubles until there is room for one more leaf. */
static bool make_room(struct tlog *t)
{
	if (t->count == t->room) {
		const size_t room = t->room ? t->room * 2 : LEAVES_KEPT;
		struct pending *more = reallocarray(t->leaves, room, sizeof *more);
		if (!more)
			return false;
		t->leaves = more;
		t->room = room;
	}
	if (t->text_room - t->text_bytes < TLOG_LEAF_BYTES_MAX) {
		const size_t room = t->text_room ? t->text_room * 2 : (size_t)LEAVES_KEPT * 256;
		char *more = realloc(t->text, room);
		if (!more)
			return false;
		t->text = more;
		t->text_room = room;
	}
	return true;
}

struct sn_err tlog_append(struct ctx *c, const struct tlog_leaf *leaf, int64_t shard,
			  struct uuid ref_id)
{
	struct tlog *t = c->tlog;
	assert(t); /* only inside a work */
	assert(!uuid_is_null(ref_id));
	if (t->count >= TLOG_GROUP_LEAVES_MAX || !make_room(t))
		return SN_FAIL(OUT_OF_MEMORY);
	struct pending *p = &t->leaves[t->count];
	*p = (struct pending){.ref = {shard, ref_id}, .kind = leaf->kind, .at = t->text_bytes};
	SN_TRY(tlog_leaf_text(leaf, t->text + p->at, &p->bytes));
	t->text_bytes += p->bytes;
	t->count++;
	return SN_SUCCESS;
}

struct sn_err tlog_frontier_read(struct ctx *c, struct tlog_frontier *f)
{
	struct rows *r = store_query(c->store, &tlog_sql_frontier, PARAMS(p_int(TLOG_NO)));
	bool right = false;
	*f = (struct tlog_frontier){0};
	if (store_next(r)) {
		const struct str edge = store_bytes(r, "edge");
		f->size = store_int(r, "size");
		right = f->size >= 0 && edge.bytes == tlog_edge_count(f->size) * TLOG_HASH_BYTES;
		if (right && edge.bytes)
			memcpy(f->edge, edge.at, edge.bytes);
	}
	SN_TRY(store_done(r));
	return right ? SN_SUCCESS : SN_FAIL(LEAF_DAMAGED, .arg = {f->size});
}

struct sn_err tlog_read_head(struct ctx *c, struct tlog_head *head)
{
	struct tlog_frontier f;
	SN_TRY(tlog_frontier_read(c, &f));
	*head = (struct tlog_head){.size = f.size, .root = tlog_frontier_root(&f)};
	return SN_SUCCESS;
}

/* ---- looking up ---- */

/* Where in the group's leaves, counted from its first; the latest ones are asked for most. */
static int64_t pending_at(const struct tlog *t, const struct tlog_ref *ref)
{
	int64_t found = -1;
	for (size_t i = t->count; i-- > 0;) {
		const struct pending *p = &t->leaves[i];
		if (p->ref.shard == ref->shard && uuid_eq(p->ref.ref_id, ref->ref_id))
			found = (int64_t)i;
	}
	return found;
}

static struct sn_err stored_size(struct ctx *c, struct tlog *t)
{
	if (t->size_known)
		return SN_SUCCESS;
	struct tlog_frontier f;
	SN_TRY(tlog_frontier_read(c, &f));
	t->size = f.size;
	t->size_known = true;
	return SN_SUCCESS;
}

struct sn_err tlog_indices_of(struct ctx *c, const struct tlog_ref *refs, size_t count,
			      int64_t *indices)
{
	if (count == 0)
		return SN_SUCCESS;
	const struct arena_mark mark = arena_mark(c->mem);
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(refs[i].shard);
		params[2 * i + 1] = p_uuid(refs[i].ref_id);
		indices[i] = -1;
	}
	struct rows *r = store_query_many(c->store, &tlog_sql_index_of, params, count);
	while (store_next(r)) {
		if (!store_is_null(r, "leaf_index"))
			indices[store_set(r)] = store_int(r, "leaf_index");
	}
	const struct sn_err e = store_done(r);
	arena_rewind(c->mem, mark);
	SN_TRY(e);
	if (!c->tlog || c->tlog->count == 0)
		return SN_SUCCESS;
	SN_TRY(stored_size(c, c->tlog));
	for (size_t i = 0; i < count; i++) {
		const int64_t at = indices[i] < 0 ? pending_at(c->tlog, &refs[i]) : -1;
		if (at >= 0)
			indices[i] = c->tlog->size + at;
	}
	return SN_SUCCESS;
}

struct sn_err tlog_leaves(struct ctx *c, const struct tlog_range *range, tlog_each_leaf *each,
			  void *self)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(
		c->store, &tlog_sql_leaves_of_shard,
		PARAMS(p_int(range->shard), p_uuid(range->after_id), p_uuid(range->until_id)));
	while (!sn_failed(e) && store_next(r)) {
		const struct tlog_stored leaf = {.ref_id = store_uuid(r, "ref_id"),
						 .kind = store_int(r, "kind"),
						 .index = store_int(r, "leaf_index"),
						 .body = store_bytes(r, "body")};
		e = each(self, &leaf);
	}
	const struct sn_err stored = store_done(r);
	SN_TRY(e);
	return stored;
}

struct sn_err tlog_count_moves(struct ctx *c, int64_t *leaves)
{
	struct rows *r = store_query(c->store, &tlog_sql_count_by_kind, NO_PARAMS);
	*leaves = 0;
	while (store_next(r)) {
		if (tlog_kind_moves(store_int(r, "kind")))
			*leaves += store_int(r, "leaves");
	}
	return store_done(r);
}

struct sn_err tlog_count_kind(struct ctx *c, enum tlog_kind kind, int64_t *leaves)
{
	struct rows *r = store_query(c->store, &tlog_sql_count_by_kind, NO_PARAMS);
	*leaves = 0;
	while (store_next(r)) {
		if (store_int(r, "kind") == (int64_t)kind)
			*leaves = store_int(r, "leaves");
	}
	return store_done(r);
}

/* ---- the group's hook ---- */

static size_t hook_mark(void *self)
{
	return ((const struct tlog *)self)->count;
}

static void hook_rewind(void *self, size_t mark)
{
	struct tlog *t = self;
	assert(mark <= t->count);
	if (mark < t->count)
		t->text_bytes = t->leaves[mark].at;
	t->count = mark;
}

static void hook_end(void *self, bool committed)
{
	struct tlog *t = self;
	(void)committed; /* of a refused group nothing is left either */
	t->count = 0;
	t->text_bytes = 0;
	t->size_known = false;
	if (t->room > LEAVES_KEPT) { /* a large import's room is not kept */
		free(t->leaves);
		free(t->text);
		t->leaves = NULL;
		t->text = NULL;
		t->room = t->text_room = 0;
	}
}

/* What the group adds to the tree, as the store takes it. */
struct sealing {
	struct tlog_frontier f;
	struct param *leaf_params; /* of STORE_SETS leaves, or of all where they are fewer */
	struct tlog_hash *hashes;
	struct tlog_tile_root *roots;
	size_t roots_count;
};

static struct sn_err seal_some(struct ctx *c, const struct tlog *t, struct sealing *s, size_t from,
			       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct pending *p = &t->leaves[from + i];
		const struct str text = {t->text + p->at, p->bytes};
		s->hashes[i] = tlog_leaf_hash(text);
		const struct param params[LEAF_PARAMS] = {
			p_int(TLOG_NO),
			p_int(s->f.size),
			p_int(p->ref.shard),
			p_uuid(p->ref.ref_id),
			p_int(p->kind),
			p_bytes(s->hashes[i].bytes, TLOG_HASH_BYTES),
			p_bytes(text.at, text.bytes),
		};
		memcpy(&s->leaf_params[i * LEAF_PARAMS], params, sizeof params);
		s->roots_count +=
			tlog_frontier_push(&s->f, s->hashes[i], s->roots + s->roots_count);
	}
	return store_many(c->store, &tlog_sql_leaf_add, s->leaf_params, count, NULL);
}

static struct sn_err store_roots(struct ctx *c, const struct sealing *s)
{
	if (s->roots_count == 0)
		return SN_SUCCESS;
	struct param *params = ARENA_ARRAY(c->mem, struct param, s->roots_count * NODE_PARAMS);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < s->roots_count; i++) {
		const struct tlog_tile_root *root = &s->roots[i];
		params[i * NODE_PARAMS] = p_int(TLOG_NO);
		params[i * NODE_PARAMS + 1] = p_int(root->level);
		params[i * NODE_PARAMS + 2] = p_int(root->index);
		params[i * NODE_PARAMS + 3] = p_bytes(root->hash.bytes, TLOG_HASH_BYTES);
	}
	return store_many(c->store, &tlog_sql_node_add, params, s->roots_count, NULL);
}

static struct sn_err seal(struct ctx *c, const struct tlog *t)
{
	const size_t room = t->count < STORE_SETS ? t->count : STORE_SETS;
	struct sealing sealing = {.leaf_params =
					  ARENA_ARRAY(c->mem, struct param, room * LEAF_PARAMS),
				  .hashes = ARENA_ARRAY(c->mem, struct tlog_hash, room)};
	struct sealing *const s = &sealing;
	/* every 256 leaves complete one root, every 65,536 one more; and each call needs its room */
	s->roots = ARENA_ARRAY(c->mem, struct tlog_tile_root,
			       t->count / 128 + 2 * (size_t)TLOG_TILE_LEVELS);
	if (!s->leaf_params || !s->hashes || !s->roots)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(tlog_frontier_read(c, &s->f));
	const int64_t old_size = s->f.size;
	for (size_t from = 0; from < t->count; from += STORE_SETS) {
		const size_t left = t->count - from;
		SN_TRY(seal_some(c, t, s, from, left < STORE_SETS ? left : STORE_SETS));
	}
	SN_TRY(store_roots(c, s));
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &tlog_sql_frontier_move,
			 PARAMS(p_int(TLOG_NO), p_int(old_size), p_int(s->f.size),
				p_bytes(s->f.edge, tlog_edge_count(s->f.size) * TLOG_HASH_BYTES)),
			 &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(STORE_FENCED);
}

static struct sn_err hook_seal(void *self, struct ctx *c)
{
	const struct tlog *t = self;
	if (t->count == 0)
		return SN_SUCCESS;
	const struct arena_mark mark = arena_mark(c->mem);
	const struct sn_err e = seal(c, t);
	arena_rewind(c->mem, mark);
	return e;
}

struct store_group_hook tlog_hook(struct tlog *t)
{
	return (struct store_group_hook){.self = t,
					 .mark = hook_mark,
					 .rewind = hook_rewind,
					 .seal = hook_seal,
					 .end = hook_end};
}

struct sn_err tlog_leaf_read(struct ctx *c, int64_t index, struct str *record)
{
	*record = STR_NULL;
	struct rows *r = store_query(c->store, &tlog_sql_bodies,
				     PARAMS(p_int(TLOG_NO), p_int(index), p_int(index + 1)));
	if (store_next(r))
		*record = arena_str(c->mem, store_bytes(r, "body"));
	SN_TRY(store_done(r));
	return str_is_null(*record) ? SN_FAIL(NO_SUCH_LEAF, .arg = {index, 0}) : SN_SUCCESS;
}
