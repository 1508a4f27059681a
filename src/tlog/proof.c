/* Proofs over what is stored. A proof names the roots of disjoint ranges of leaves; a range is made of complete
 * subtrees, and a complete subtree of at most 255 kept roots or leaves: some thousand hashes in the worst case, for
 * a log of any size. */
#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <assert.h>

struct range {
	int64_t from, until;
};

/* The largest power of two below the count of leaves (RFC 6962 §2.1). */
static int64_t split_of(int64_t leaves)
{
	assert(leaves > 1);
	return INT64_C(1) << (63 - __builtin_clzll((unsigned long long)leaves - 1));
}

/* The root of 2^bits leaves that begin at `from`, a multiple of 2^bits. */
static struct sn_err complete_root(struct ctx *c, int64_t from, int bits, struct tlog_hash *root)
{
	const int level = bits / TLOG_TILE_BITS;
	const int64_t first = from >> (level * TLOG_TILE_BITS);
	const int64_t wanted = INT64_C(1) << bits % TLOG_TILE_BITS;
	struct tlog_hash hashes[TLOG_TILE_WIDTH];
	int64_t count = 0;
	bool right = true;
	struct rows *r =
		level == 0
			? store_query(c->store, &tlog_sql_hashes,
				      PARAMS(p_int(TLOG_NO), p_int(first), p_int(first + wanted)))
			: store_query(c->store, &tlog_sql_nodes,
				      PARAMS(p_int(TLOG_NO), p_int(level), p_int(first),
					     p_int(first + wanted)));
	while (right && count < wanted && store_next(r))
		right = tlog_hash_from(store_bytes(r, "hash"), &hashes[count++]);
	SN_TRY(store_done(r));
	if (!right || count != wanted)
		return SN_FAIL(LEAF_DAMAGED, .arg = {from});
	for (; count > 1; count /= 2) {
		for (int64_t i = 0; i < count / 2; i++)
			hashes[i] = tlog_node_hash(hashes[2 * i], hashes[2 * i + 1]);
	}
	*root = hashes[0];
	return SN_SUCCESS;
}

/* The root of a range whose start is a multiple of every power of two up to its length. */
static struct sn_err range_root(struct ctx *c, struct range range, struct tlog_hash *root)
{
	struct tlog_hash parts[TLOG_EDGE_MAX];
	size_t count = 0;
	for (int64_t from = range.from; from < range.until;) {
		const int bits = 63 - __builtin_clzll((unsigned long long)(range.until - from));
		SN_TRY(complete_root(c, from, bits, &parts[count++]));
		from += INT64_C(1) << bits;
	}
	assert(count > 0);
	*root = parts[--count];
	while (count > 0)
		*root = tlog_node_hash(parts[--count], *root);
	return SN_SUCCESS;
}

/* The ranges come from the root down, a proof's hashes from the leaf up. */
static struct sn_err roots_upwards(struct ctx *c, const struct range *ranges, size_t count,
				   struct tlog_hash *proof)
{
	for (size_t i = 0; i < count; i++)
		SN_TRY(range_root(c, ranges[count - 1 - i], &proof[i]));
	return SN_SUCCESS;
}

static struct sn_err check_size(struct ctx *c, int64_t at, int64_t size)
{
	struct tlog_head head;
	SN_TRY(tlog_read_head(c, &head));
	if (at < 0 || at > size || size > head.size)
		return SN_FAIL(NO_SUCH_LEAF, .arg = {at > size ? at : size, head.size});
	return SN_SUCCESS;
}

static struct sn_err inclusion(struct ctx *c, int64_t index, int64_t size, struct tlog_hash *proof,
			       size_t *count)
{
	SN_TRY(check_size(c, index + 1, size));
	struct range ranges[TLOG_PROOF_HASHES_MAX];
	struct range tree = {0, size};
	size_t n = 0;
	while (tree.until - tree.from > 1) {
		const int64_t middle = tree.from + split_of(tree.until - tree.from);
		if (index < middle) {
			ranges[n++] = (struct range){middle, tree.until};
			tree.until = middle;
		} else {
			ranges[n++] = (struct range){tree.from, middle};
			tree.from = middle;
		}
	}
	*count = n;
	return roots_upwards(c, ranges, n, proof);
}

/* RFC 6962 §2.1.2, its recursion walked downwards. */
static struct sn_err consistency(struct ctx *c, int64_t old_size, int64_t size,
				 struct tlog_hash *proof, size_t *count)
{
	SN_TRY(check_size(c, old_size, size));
	struct range ranges[TLOG_PROOF_HASHES_MAX];
	struct range tree = {0, size};
	size_t n = 0;
	*count = 0;
	if (old_size == 0 || old_size == size)
		return SN_SUCCESS;
	while (tree.until != old_size) {
		const int64_t middle = tree.from + split_of(tree.until - tree.from);
		if (old_size <= middle) {
			ranges[n++] = (struct range){middle, tree.until};
			tree.until = middle;
		} else {
			ranges[n++] = (struct range){tree.from, middle};
			tree.from = middle;
		}
	}
	if (tree.from != 0) /* else the old tree is this node, and its root is known */
		ranges[n++] = tree;
	*count = n;
	return roots_upwards(c, ranges, n, proof);
}

struct sn_err tlog_inclusion(struct ctx *c, int64_t index, int64_t size, struct tlog_hash *proof,
			     size_t *count)
{
	SN_TRY(store_snapshot(c->store));
	const struct sn_err e = inclusion(c, index, size, proof, count);
	store_release(c->store);
	return e;
}

struct sn_err tlog_consistency(struct ctx *c, int64_t old_size, int64_t size,
			       struct tlog_hash *proof, size_t *count)
{
	SN_TRY(store_snapshot(c->store));
	const struct sn_err e = consistency(c, old_size, size, proof, count);
	store_release(c->store);
	return e;
}
