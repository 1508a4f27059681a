#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <stdlib.h>

/* The tree as it is computed anew, and the kept roots that should be there. */
struct recount {
	struct tlog_frontier f;
	struct tlog_tile_root *roots;
	size_t count, room;
};

static struct sn_err damaged(int64_t index)
{
	return SN_FAIL(LEAF_DAMAGED, .arg = {index});
}

static struct sn_err count_leaf(struct recount *n, const struct rows *r)
{
	const int64_t index = n->f.size;
	const struct str body = store_bytes(r, "body");
	struct tlog_hash stored;
	if (store_int(r, "leaf_index") != index || body.bytes > TLOG_LEAF_BYTES_MAX)
		return damaged(index);
	const struct tlog_hash computed = tlog_leaf_hash(body);
	if (!tlog_hash_from(store_bytes(r, "hash"), &stored) || !tlog_hash_eq(stored, computed))
		return damaged(index);
	if (n->room - n->count < TLOG_TILE_LEVELS) {
		const size_t room = n->room ? 2 * n->room : 1024;
		struct tlog_tile_root *more = reallocarray(n->roots, room, sizeof *more);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		n->roots = more;
		n->room = room;
	}
	n->count += tlog_frontier_push(&n->f, computed, n->roots + n->count);
	return SN_SUCCESS;
}

/* Page by page, so that no engine holds the whole log in memory. */
static struct sn_err count_page(struct ctx *c, struct recount *n)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(
		c->store, &tlog_sql_bodies,
		PARAMS(p_int(TLOG_NO), p_int(n->f.size), p_int(n->f.size + TLOG_PAGE_LEAVES)));
	while (!sn_failed(e) && store_next(r))
		e = count_leaf(n, r);
	const struct sn_err stored = store_done(r);
	SN_TRY(e);
	return stored;
}

static int by_level_and_index(const void *a, const void *b)
{
	const struct tlog_tile_root *x = a, *y = b;
	const int level = (x->level > y->level) - (x->level < y->level);
	return 2 * level + (x->index > y->index) - (x->index < y->index);
}

static struct sn_err compare_roots(struct ctx *c, struct recount *n)
{
	size_t i = 0;
	int64_t bad = -1;
	if (n->count > 0)
		qsort(n->roots, n->count, sizeof n->roots[0], by_level_and_index);
	struct rows *r = store_query(c->store, &tlog_sql_all_nodes, PARAMS(p_int(TLOG_NO)));
	for (; bad < 0 && store_next(r); i++) {
		const int level = (int)store_int(r, "level");
		const int64_t index = store_int(r, "node_index");
		struct tlog_hash stored;
		const bool same = i < n->count && n->roots[i].level == level &&
				  n->roots[i].index == index &&
				  tlog_hash_from(store_bytes(r, "hash"), &stored) &&
				  tlog_hash_eq(stored, n->roots[i].hash);
		if (!same)
			bad = index << (level * TLOG_TILE_BITS);
	}
	SN_TRY(store_done(r));
	if (bad < 0 && i < n->count)
		bad = n->roots[i].index << (n->roots[i].level * TLOG_TILE_BITS);
	return bad < 0 ? SN_SUCCESS : damaged(bad);
}

static struct sn_err recount_all(struct ctx *c, struct recount *n)
{
	struct tlog_frontier stored;
	SN_TRY(tlog_frontier_read(c, &stored));
	int64_t before;
	do {
		before = n->f.size;
		SN_TRY(count_page(c, n));
	} while (n->f.size != before);
	if (n->f.size != stored.size)
		return damaged(n->f.size < stored.size ? n->f.size : stored.size);
	for (size_t i = 0; i < tlog_edge_count(stored.size); i++) {
		if (!tlog_hash_eq(stored.edge[i], n->f.edge[i]))
			return damaged(stored.size);
	}
	return compare_roots(c, n);
}

struct sn_err tlog_verify(struct ctx *c, int64_t *leaves)
{
	struct recount n = {0};
	SN_TRY(store_snapshot(c->store));
	const struct sn_err e = recount_all(c, &n);
	store_release(c->store);
	free(n.roots);
	*leaves = n.f.size;
	return e;
}
