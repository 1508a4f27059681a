#ifndef SN_PEOPLE_DUPLICATE_H
#define SN_PEOPLE_DUPLICATE_H
/* duplicate: what somebody has decided about people who may be one person twice, kept for ever.
 *
 *   shapes  people_duplicates() finds groups; a decision is about every pair of some people of one shard: they are one
 *           (merged, people_merge()) or they are different people.  A pair that was decided never comes back; who comes
 *           newly into a group is open again with each of the others.  Who stays after a merge takes over what was decided
 *           about who is gone.
 *   errors  no_such_person, duplicate_shards, out_of_range (DUPLICATE_PEOPLE_MAX), people_merge()'s; who was said to be
 *           different may be merged later all the same: the later decision counts, and is kept with its author.
 *   rights  asked by the caller (layer rights stands above), at each person's union.
 *   source  issue 4 (duplicates to decide, remembered for ever); settled.md 21.
 *   start   duplicate_list(), duplicate_decide(). */
#include "people/people.h"

/* clang-format off */
#define DUPLICATE_VERDICTS(X)   /* name, word, zh, en; stored by number from 1 */ \
	X(SAME,      "same",      "同一人",   "one person") \
	X(DIFFERENT, "different", "不是同一人", "different people")
/* clang-format on */
enum duplicate_verdict {
	DUPLICATE_NONE,
#define X(name, word, zh, en) DUPLICATE_##name,
	DUPLICATE_VERDICTS(X)
#undef X
};

struct duplicate {
	enum people_finding_kind kind;
	const struct people_found *people;
	size_t count;
};
struct duplicate_listing {
	const struct org_tree *tree;
	int64_t org_no;
	enum people_finding_kind after_kind; /* the last one of the page before … */
	struct uuid after_id;                /* …by its first person; null: the first page */
	size_t rows_max;
};
/* Groups with a pair that nobody has decided about, by kind and first person. *out in c->mem. */
struct sn_err duplicate_list(struct ctx *c, const struct duplicate_listing *what,
			     struct duplicate **out, size_t *count) SN_MUST_USE;

struct duplicate_decision {
	const struct person_ref *people;
	size_t count; /* 2 to DUPLICATE_PEOPLE_MAX */
	enum duplicate_verdict verdict;
	struct uuid stays_id; /* SAME: whose record stays, one of people */
};
/* Inside a work. The same again changes nothing. */
struct sn_err duplicate_decide(struct ctx *c, const struct duplicate_decision *what) SN_MUST_USE;
#endif
