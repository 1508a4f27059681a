#ifndef SN_ORG_SEARCH_H
#define SN_ORG_SEARCH_H
/* org_search: unions by what a person types: a code, a name, a short or former name, or a part of one.
 *
 *   shape   Hits come best first: the code itself, the whole name, its beginning, a part of it, then those that go by the
 *           text in other words (alias, former name, a union that became part of it); within a rank in the tree's order.
 *           Blanks, width and ASCII case do not matter.  The tree is scanned in memory (500,000 unions: some 20 ms).
 *   rights  asked by the caller, union by union, before a hit counts.
 *   errors  too_long; those of the store.
 *   start   org_search(). */
#include "org/org.h"

struct org_search {
	const struct org_tree *tree;
	struct str text;
	size_t hits_max;
	bool (*may)(const void *self, int32_t at); /* may he see it? NULL: all */
	const void *self;
};
struct org_hit {
	int32_t at;
	struct str
		known_as; /* the alias or former name that was found; STR_NULL: its code or name */
};
/* In c->mem; *more: there are others that did not fit. */
struct sn_err org_search(struct ctx *c, const struct org_search *ask, struct org_hit **out,
			 size_t *count, bool *more) SN_MUST_USE;
#endif
