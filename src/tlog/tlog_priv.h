#ifndef SN_TLOG_PRIV_H
#define SN_TLOG_PRIV_H
/* tlog_priv: what the files of tlog share: the growing tree's right edge, and the log that is stored. */
#include "tlog/tlog.h"

enum {
	TLOG_NO =
		1, /* this database's log; a database with several regions has several (settled.md 2) */
	TLOG_EDGE_MAX = 63, /* complete subtrees of a tree of at most 2^63 - 1 leaves */
	TLOG_TILE_BITS = 8, /* every 256^n leaves a root is kept: the width of C2SP tiles */
	TLOG_TILE_WIDTH = 256,
	TLOG_TILE_LEVELS = 7,     /* 256^7 leaves: no log has as many */
	TLOG_PAGE_LEAVES = 16384, /* read at once: 5 MB */
};

/* The roots of the complete subtrees that a tree of `size` leaves consists of, the largest first. */
struct tlog_frontier {
	int64_t size;
	struct tlog_hash edge[TLOG_EDGE_MAX];
};

/* A complete subtree of 256^level leaves. */
struct tlog_tile_root {
	int level;
	int64_t index;
	struct tlog_hash hash;
};

size_t tlog_edge_count(int64_t size);
/* Adds a leaf; roots gets the tile roots that it completes (at most TLOG_TILE_LEVELS), how many is returned. */
size_t tlog_frontier_push(struct tlog_frontier *f, struct tlog_hash leaf,
			  struct tlog_tile_root roots[TLOG_TILE_LEVELS]);
struct tlog_hash tlog_frontier_root(const struct tlog_frontier *f);
struct sn_err tlog_frontier_read(struct ctx *c, struct tlog_frontier *f) SN_MUST_USE;

static inline bool tlog_hash_eq(struct tlog_hash a, struct tlog_hash b)
{
	return memcmp(a.bytes, b.bytes, TLOG_HASH_BYTES) == 0;
}
/* A column of 32 bytes, which the schema promises; false: the database was tampered with. */
static inline bool tlog_hash_from(struct str bytes, struct tlog_hash *out)
{
	if (bytes.bytes != TLOG_HASH_BYTES)
		return false;
	memcpy(out->bytes, bytes.at, TLOG_HASH_BYTES);
	return true;
}
#endif
