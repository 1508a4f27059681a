/* The hash tree of RFC 6962 §2.1 and its proofs as pure functions (RFC 9162 §2.1.3.2 and §2.1.4.2 say how to check
 * them; the trees are the same). */
#include "tlog/tlog_priv.h"

#include "base/crypto.h"

#include <assert.h>
#include <string.h>

static struct tlog_hash hash_of(const void *at, size_t bytes)
{
	const struct sha256 digest = crypto_sha256((struct str){at, bytes});
	struct tlog_hash h;
	_Static_assert(sizeof h == sizeof digest, "both are SHA-256");
	memcpy(h.bytes, digest.bytes, sizeof h.bytes);
	return h;
}

struct tlog_hash tlog_leaf_hash(struct str leaf)
{
	char text[1 + TLOG_LEAF_BYTES_MAX] = {0};
	assert(leaf.bytes <= TLOG_LEAF_BYTES_MAX);
	if (leaf.bytes)
		memcpy(text + 1, leaf.at, leaf.bytes);
	return hash_of(text, 1 + leaf.bytes);
}

struct tlog_hash tlog_node_hash(struct tlog_hash left, struct tlog_hash right)
{
	uint8_t both[1 + 2 * TLOG_HASH_BYTES] = {1};
	memcpy(both + 1, left.bytes, TLOG_HASH_BYTES);
	memcpy(both + 1 + TLOG_HASH_BYTES, right.bytes, TLOG_HASH_BYTES);
	return hash_of(both, sizeof both);
}

size_t tlog_edge_count(int64_t size)
{
	return (size_t)__builtin_popcountll((unsigned long long)size);
}

size_t tlog_frontier_push(struct tlog_frontier *f, struct tlog_hash leaf,
			  struct tlog_tile_root roots[TLOG_TILE_LEVELS])
{
	assert(f->size < INT64_MAX);
	size_t count = tlog_edge_count(f->size), completed = 0;
	struct tlog_hash h = leaf;
	int level = 0;
	while (f->size >> level & 1) {
		h = tlog_node_hash(f->edge[--count], h);
		level++;
		if (level % TLOG_TILE_BITS == 0)
			roots[completed++] =
				(struct tlog_tile_root){.level = level / TLOG_TILE_BITS,
							.index = f->size >> level,
							.hash = h};
	}
	f->edge[count] = h;
	f->size++;
	return completed;
}

struct tlog_hash tlog_frontier_root(const struct tlog_frontier *f)
{
	size_t count = tlog_edge_count(f->size);
	if (count == 0)
		return hash_of("", 0);
	struct tlog_hash h = f->edge[--count];
	while (count > 0)
		h = tlog_node_hash(f->edge[--count], h);
	return h;
}

bool tlog_inclusion_root(const struct tlog_inclusion_claim *claim, const struct tlog_hash *proof,
			 size_t count, struct tlog_hash *root)
{
	if (claim->index >= claim->size)
		return false;
	uint64_t node = claim->index, last = claim->size - 1;
	struct tlog_hash h = claim->leaf;
	for (size_t i = 0; i < count; i++) {
		if (last == 0)
			return false;
		if (node & 1 || node == last) {
			h = tlog_node_hash(proof[i], h);
			for (; !(node & 1); last >>= 1) /* node is last, which is not 0 */
				node >>= 1;
		} else {
			h = tlog_node_hash(h, proof[i]);
		}
		node >>= 1;
		last >>= 1;
	}
	*root = h;
	return last == 0;
}

bool tlog_inclusion_holds(uint64_t index, uint64_t size, struct tlog_hash leaf,
			  const struct tlog_hash *proof, size_t count, struct tlog_hash root)
{
	const struct tlog_inclusion_claim claim = {index, size, leaf};
	struct tlog_hash computed;
	return tlog_inclusion_root(&claim, proof, count, &computed) && tlog_hash_eq(computed, root);
}

/* 0 < old_size < size */
static bool grown_holds(const struct tlog_consistency_claim *claim, const struct tlog_hash *proof,
			size_t count)
{
	uint64_t node = claim->old_size - 1, last = claim->size - 1;
	for (; node & 1; last >>= 1)
		node >>= 1;
	/* A complete old tree is a node of the new one and need not be said. */
	const bool complete = (claim->old_size & (claim->old_size - 1)) == 0;
	size_t i = 0;
	if (!complete && count == 0)
		return false;
	struct tlog_hash old_root = complete ? claim->old_root : proof[i++];
	struct tlog_hash root = old_root;
	for (; i < count; i++) {
		if (last == 0)
			return false;
		if (node & 1 || node == last) {
			old_root = tlog_node_hash(proof[i], old_root);
			root = tlog_node_hash(proof[i], root);
			for (; !(node & 1); last >>= 1) /* node is last, which is not 0 */
				node >>= 1;
		} else {
			root = tlog_node_hash(root, proof[i]);
		}
		node >>= 1;
		last >>= 1;
	}
	return last == 0 && tlog_hash_eq(old_root, claim->old_root) &&
	       tlog_hash_eq(root, claim->root);
}

bool tlog_consistency_holds(const struct tlog_consistency_claim *claim,
			    const struct tlog_hash *proof, size_t count)
{
	if (claim->old_size > claim->size)
		return false;
	if (claim->size == 0 && !tlog_hash_eq(claim->root, hash_of("", 0)))
		return false; /* only one root stands for no leaves */
	if (claim->old_size == claim->size)
		return count == 0 && tlog_hash_eq(claim->old_root, claim->root);
	if (claim->old_size == 0)
		return false; /* nothing is said of a tree by one without leaves */
	return grown_holds(claim, proof, count);
}
