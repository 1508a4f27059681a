/* Proofs of the log, over every small tree: each one that is right holds, and none that is bent does. Pure.
 * Source: RFC 6962 §2.1. */
#include "base/crypto.h"
#include "tap.h"
#include "tlog/tlog_priv.h"

#include <stdio.h>

enum { LEAVES = 20 };

static struct tlog_hash leaves[LEAVES];

static int64_t split(int64_t n)
{
	int64_t k = 1;
	while (2 * k < n)
		k *= 2;
	return k;
}
static struct tlog_hash root_of(int64_t from, int64_t until)
{
	if (until - from == 1)
		return leaves[from];
	const int64_t middle = from + split(until - from);
	return tlog_node_hash(root_of(from, middle), root_of(middle, until));
}
static size_t path(int64_t index, int64_t from, int64_t until, struct tlog_hash *out)
{
	if (until - from == 1)
		return 0;
	const int64_t middle = from + split(until - from);
	const size_t n =
		index < middle ? path(index, from, middle, out) : path(index, middle, until, out);
	out[n] = index < middle ? root_of(middle, until) : root_of(from, middle);
	return n + 1;
}
static size_t growth(int64_t old, int64_t from, int64_t until, bool whole, struct tlog_hash *out)
{
	if (old == until) {
		if (!whole)
			out[0] = root_of(from, until);
		return !whole;
	}
	const int64_t middle = from + split(until - from);
	const size_t n = old <= middle ? growth(old, from, middle, whole, out)
				       : growth(old, middle, until, false, out);
	out[n] = old <= middle ? root_of(middle, until) : root_of(from, middle);
	return n + 1;
}

static struct tlog_hash bent(struct tlog_hash h)
{
	h.bytes[7] ^= 1;
	return h;
}

/* How many proofs of a tree hold that should not, or the other way round. */
static int wrong_inclusions(int64_t size)
{
	struct tlog_hash proof[TLOG_PROOF_HASHES_MAX] = {0};
	const struct tlog_hash root = root_of(0, size);
	int wrong = 0;
	for (int64_t i = 0; i < size; i++) {
		const size_t n = path(i, 0, size, proof);
		const uint64_t at = (uint64_t)i, of = (uint64_t)size;
		wrong += !tlog_inclusion_holds(at, of, leaves[i], proof, n, root);
		wrong += tlog_inclusion_holds(at, of, bent(leaves[i]), proof, n, root);
		wrong += tlog_inclusion_holds(at, of, leaves[i], proof, n, bent(root));
		wrong += tlog_inclusion_holds(at, of, leaves[i], proof, n + 1, root);
		wrong += n > 0 && tlog_inclusion_holds(at, of, leaves[i], proof, n - 1, root);
		wrong += tlog_inclusion_holds(of, of, leaves[i], proof, n, root);
		for (size_t k = 0; k < n; k++) {
			const struct tlog_hash was = proof[k];
			proof[k] = bent(was);
			wrong += tlog_inclusion_holds(at, of, leaves[i], proof, n, root);
			proof[k] = was;
		}
	}
	return wrong;
}

static int wrong_growths(int64_t size)
{
	struct tlog_hash proof[TLOG_PROOF_HASHES_MAX] = {0};
	int wrong = 0;
	for (int64_t old = 1; old <= size; old++) {
		const size_t n = old == size ? 0 : growth(old, 0, size, true, proof);
		struct tlog_consistency_claim claim = {.old_size = (uint64_t)old,
						       .size = (uint64_t)size,
						       .old_root = root_of(0, old),
						       .root = root_of(0, size)};
		const struct tlog_consistency_claim right = claim;
		wrong += !tlog_consistency_holds(&claim, proof, n);
		wrong += tlog_consistency_holds(&claim, proof, n + 1);
		wrong += n > 0 && tlog_consistency_holds(&claim, proof, n - 1);
		wrong += n > 0 && tlog_consistency_holds(&claim, proof, 0);
		claim.root = bent(claim.root);
		wrong += tlog_consistency_holds(&claim, proof, n);
		claim = right;
		claim.old_root = bent(claim.old_root);
		wrong += tlog_consistency_holds(&claim, proof, n);
		claim = right;
		claim.old_size = (uint64_t)size + 1;
		wrong += tlog_consistency_holds(&claim, proof, n);
		claim.old_size = 0;
		wrong += tlog_consistency_holds(&claim, proof, n);
		for (size_t k = 0; k < n; k++) {
			const struct tlog_hash was = proof[k];
			proof[k] = bent(was);
			wrong += tlog_consistency_holds(&right, proof, n);
			proof[k] = was;
		}
	}
	return wrong;
}

int main(void)
{
	struct tlog_frontier f = {0};
	struct tlog_tile_root roots[TLOG_TILE_LEVELS];
	OK(crypto_start(), "crypto starts");
	const struct tlog_hash empty = tlog_frontier_root(&f);
	struct tlog_consistency_claim nothing = {.old_root = empty, .root = empty};
	OK(tlog_consistency_holds(&nothing, NULL, 0), "no leaves are no leaves");
	nothing.root = nothing.old_root = bent(empty);
	OK(!tlog_consistency_holds(&nothing, NULL, 0), "for which one root stands");
	for (int64_t size = 1; size <= LEAVES; size++) {
		char what[64], text[16];
		const int n = snprintf(text, sizeof text, "leaf %d", (int)size);
		leaves[size - 1] = tlog_leaf_hash(size == 3 ? (struct str){NULL, 0}
							    : (struct str){text, (size_t)n});
		(void)tlog_frontier_push(&f, leaves[size - 1], roots);
		(void)snprintf(what, sizeof what, "%d leaves: the root that is kept", (int)size);
		OK(tlog_hash_eq(tlog_frontier_root(&f), root_of(0, size)), what);
		(void)snprintf(what, sizeof what, "%d leaves: each is in it, nothing else is",
			       (int)size);
		EQ_I64(wrong_inclusions(size), 0, what);
		(void)snprintf(what, sizeof what, "%d leaves: it grew from each, from nothing else",
			       (int)size);
		EQ_I64(wrong_growths(size), 0, what);
	}
	return tap_done();
}
