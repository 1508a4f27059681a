/* The proof verifiers take any input; and what a tree proves they accept, bent in one bit they do not.
 * Input: 1 byte old size, 1 byte size, 1 byte index, 1 byte which bit, then hashes as they come. */
#include "tlog/tlog_priv.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LEAVES_MAX = 255, HEAD_BYTES = 4 };

struct path {
	struct tlog_hash hashes[TLOG_PROOF_HASHES_MAX];
	size_t count;
};

static struct tlog_hash leaf_of(size_t i)
{
	const char byte = (char)i;
	return tlog_leaf_hash((struct str){&byte, 1});
}
/* The root of leaves [from, until), by the frontier that the log itself grows. */
static struct tlog_hash root_of(size_t from, size_t until)
{
	struct tlog_frontier f = {.size = 0};
	struct tlog_tile_root roots[TLOG_TILE_LEVELS];
	for (size_t i = from; i < until; i++)
		(void)tlog_frontier_push(&f, leaf_of(i), roots);
	return tlog_frontier_root(&f);
}
static size_t split_of(size_t leaves)
{
	size_t k = 1;
	while (2 * k < leaves)
		k *= 2;
	return k;
}
static void turn(struct path *p)
{
	for (size_t i = 0; i < p->count / 2; i++) {
		const struct tlog_hash h = p->hashes[i];
		p->hashes[i] = p->hashes[p->count - 1 - i];
		p->hashes[p->count - 1 - i] = h;
	}
}
/* RFC 6962 §2.1.1 and §2.1.2, from the root down. */
static void prove(struct path *p, size_t until_or_index, size_t size, bool inclusion)
{
	size_t from = 0, until = size;
	p->count = 0;
	while (inclusion ? until - from > 1 : until != until_or_index) {
		const size_t middle = from + split_of(until - from);
		const bool left = inclusion ? until_or_index < middle : until_or_index <= middle;
		p->hashes[p->count++] = left ? root_of(middle, until) : root_of(from, middle);
		if (left)
			until = middle;
		else
			from = middle;
	}
	if (!inclusion && from != 0)
		p->hashes[p->count++] = root_of(from, until);
	turn(p);
}

static void own_proofs(size_t old_size, size_t size, size_t index, unsigned bit)
{
	struct path p;
	const struct tlog_hash root = root_of(0, size), leaf = leaf_of(index);
	prove(&p, index, size, true);
	bool holds = tlog_inclusion_holds(index, size, leaf, p.hashes, p.count, root);
	assert(holds);
	if (p.count > 0) {
		p.hashes[bit % p.count].bytes[bit / 8 % TLOG_HASH_BYTES] ^=
			(uint8_t)(1U << bit % 8);
		holds = tlog_inclusion_holds(index, size, leaf, p.hashes, p.count, root);
		assert(!holds);
	}
	const struct tlog_consistency_claim claim = {old_size, size, root_of(0, old_size), root};
	prove(&p, old_size, size, false);
	holds = tlog_consistency_holds(&claim, p.hashes, p.count);
	assert(holds);
	if (p.count > 0) {
		p.hashes[bit % p.count].bytes[bit / 8 % TLOG_HASH_BYTES] ^=
			(uint8_t)(1U << bit % 8);
		holds = tlog_consistency_holds(&claim, p.hashes, p.count);
		assert(!holds);
	}
	(void)holds;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct path any = {.count = 0};
	if (size < HEAD_BYTES)
		return 0;
	const size_t tree = 1 + data[1] % LEAVES_MAX;
	own_proofs(1 + data[0] % tree, tree, data[2] % tree, data[3]);

	/* anything at all: numbers of any size, as many hashes as there are bytes for */
	struct tlog_hash root = root_of(0, tree);
	uint64_t a = 0, b = 0;
	const uint8_t *rest = data + HEAD_BYTES;
	size_t left = size - HEAD_BYTES;
	if (left >= sizeof a + sizeof b) {
		memcpy(&a, rest, sizeof a);
		memcpy(&b, rest + sizeof a, sizeof b);
		rest += sizeof a + sizeof b;
		left -= sizeof a + sizeof b;
	}
	for (; left >= TLOG_HASH_BYTES && any.count < TLOG_PROOF_HASHES_MAX; any.count++) {
		memcpy(any.hashes[any.count].bytes, rest, TLOG_HASH_BYTES);
		rest += TLOG_HASH_BYTES;
		left -= TLOG_HASH_BYTES;
	}
	const struct tlog_consistency_claim claim = {a, b, leaf_of(1), root};
	(void)tlog_inclusion_holds(a, b, leaf_of(0), any.hashes, any.count, root);
	(void)tlog_consistency_holds(&claim, any.hashes, any.count);
	return 0;
}
