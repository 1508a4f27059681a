/* proof_cases COUNT SEED: so many proofs of both kinds, right ones and bent ones, each on a line with our own verdict, for
 * check_proofs.go to judge anew:
 *   i|c verdict first size root old-root-or-leaf hash,hash,…      (i: inclusion of index first; c: consistency from first) */
#include "base/crypto.h"
#include "tlog/tlog.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAVES_MAX = 600 };
struct proof {
	struct tlog_hash hashes[TLOG_PROOF_HASHES_MAX];
	size_t count;
};
struct source {
	uint64_t state;
	struct tlog_hash leaves[LEAVES_MAX];
};

/* splitmix64: the same cases for the same seed. */
static uint64_t next(struct source *s)
{
	uint64_t z = (s->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}
static int64_t below(struct source *s, int64_t n)
{
	return (int64_t)(next(s) % (uint64_t)n);
}

static int64_t split(int64_t n)
{
	int64_t k = 1;
	while (2 * k < n)
		k *= 2;
	return k;
}
static struct tlog_hash root_of(const struct source *s, int64_t from, int64_t until)
{
	if (until - from == 1)
		return s->leaves[from];
	const int64_t middle = from + split(until - from);
	return tlog_node_hash(root_of(s, from, middle), root_of(s, middle, until));
}
static void inclusion(const struct source *s, int64_t index, int64_t size, struct proof *p)
{
	int64_t from = 0, until = size;
	struct proof down = {.count = 0};
	while (until - from > 1) {
		const int64_t middle = from + split(until - from);
		const bool left = index < middle;
		down.hashes[down.count++] =
			left ? root_of(s, middle, until) : root_of(s, from, middle);
		*(left ? &until : &from) = middle;
	}
	for (p->count = 0; p->count < down.count; p->count++)
		p->hashes[p->count] = down.hashes[down.count - 1 - p->count];
}
static void consistency(const struct source *s, int64_t old_size, int64_t size, struct proof *p)
{
	int64_t from = 0, until = size;
	struct proof down = {.count = 0};
	while (until != old_size) {
		const int64_t middle = from + split(until - from);
		const bool left = old_size <= middle;
		down.hashes[down.count++] =
			left ? root_of(s, middle, until) : root_of(s, from, middle);
		*(left ? &until : &from) = middle;
	}
	if (from != 0)
		down.hashes[down.count++] = root_of(s, from, until);
	for (p->count = 0; p->count < down.count; p->count++)
		p->hashes[p->count] = down.hashes[down.count - 1 - p->count];
}

static void bend_hash(struct source *s, struct tlog_hash *h)
{
	h->bytes[below(s, TLOG_HASH_BYTES)] ^= (uint8_t)(1 << below(s, 8));
}
/* One of the ways in which a proof is not one: half of all cases stay as they are. */
static void bend(struct source *s, struct proof *p, int64_t *first, int64_t *size,
		 struct tlog_hash *ends)
{
	switch (below(s, 14)) {
	case 0:
		*first = below(s, *size + 3);
		break;
	case 1:
		*size += below(s, 5) - 2;
		break;
	case 2:
		bend_hash(s, &ends[below(s, 2)]);
		break;
	case 3:
		p->count -= p->count > 0;
		break;
	case 4:
		p->hashes[p->count++] = ends[0];
		break;
	case 5:
		if (p->count > 0)
			bend_hash(s, &p->hashes[below(s, (int64_t)p->count)]);
		break;
	case 6:
		if (p->count > 1)
			p->hashes[0] = p->hashes[p->count - 1];
		break;
	default:
		break;
	}
}

static void print_hash(const struct tlog_hash *h)
{
	char hex[2 * TLOG_HASH_BYTES + 1];
	crypto_hex(h->bytes, TLOG_HASH_BYTES, hex);
	(void)printf("%s", hex);
}

static void one(struct source *s)
{
	struct proof p;
	const bool grown = below(s, 2) == 0;
	int64_t size = 1 + below(s, LEAVES_MAX - 1);
	int64_t first = grown ? 1 + below(s, size) : below(s, size);
	/* root; the leaf, or the root of the old tree */
	struct tlog_hash ends[2] = {root_of(s, 0, size),
				    grown ? root_of(s, 0, first) : s->leaves[first]};
	(grown ? consistency : inclusion)(s, first, size, &p);
	bend(s, &p, &first, &size, ends);
	if (size < 1 || first < 0)
		return; /* Go panics there by contract */
	const struct tlog_consistency_claim claim = {(uint64_t)first, (uint64_t)size, ends[1],
						     ends[0]};
	const bool holds = grown ? tlog_consistency_holds(&claim, p.hashes, p.count)
				 : tlog_inclusion_holds((uint64_t)first, (uint64_t)size, ends[1],
							p.hashes, p.count, ends[0]);
	(void)printf("%c %d %" PRId64 " %" PRId64 " ", grown ? 'c' : 'i', holds, first, size);
	print_hash(&ends[0]);
	(void)printf(" ");
	print_hash(&ends[1]);
	(void)printf(" ");
	for (size_t i = 0; i < p.count; i++) {
		(void)printf("%s", i > 0 ? "," : "");
		print_hash(&p.hashes[i]);
	}
	(void)printf("%s\n", p.count == 0 ? "-" : "");
}

int main(int argc, char **argv)
{
	struct source *s = calloc(1, sizeof *s);
	if (argc != 3 || !s || !crypto_start())
		return 2;
	s->state = strtoull(argv[2], NULL, 10);
	for (int i = 0; i < LEAVES_MAX; i++)
		s->leaves[i] = tlog_leaf_hash((struct str){(const char *)&i, sizeof i});
	for (long left = strtol(argv[1], NULL, 10); left > 0; left--)
		one(s);
	free(s);
	return 0;
}
