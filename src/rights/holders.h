#ifndef SN_RIGHTS_HOLDERS_H
#define SN_RIGHTS_HOLDERS_H
/* holders: who could be given something into his hands at a union.
 *
 *   shapes  Users who are open and hold one of the roles today: at the union, above it, or below it.  Which of them it may be
 *           in the end is asked by who drafts the paper and by who accepts it.
 *   errors  those of the store.
 *   source  trust.md §5; product.md (distributor, store keeper).
 *   start   rights_holders(). */
#include "rights/rights.h"

/* By login, each once. In c->mem. */
struct sn_err rights_holders(struct ctx *c, const enum rights_role *roles, size_t roles_count,
			     struct str path, struct user **out, size_t *count) SN_MUST_USE;
#endif
