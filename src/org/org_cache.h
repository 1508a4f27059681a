#ifndef SN_ORG_CACHE_H
#define SN_ORG_CACHE_H
/* org_cache: the tree of today, and of a few other days, in memory, one for all threads of a process, so that a request
 * pays nothing for it.
 *
 *   shape   The database keeps a number that every act on the tree raises in the act's own commit; a commit of anything
 *           else leaves it alone.  A tree is good for one number and one civil day; ORG_CACHE_DAYS of them are kept
 *           (reports are of the day their cycle ended), and the one that nobody has asked for longest makes room.  Who
 *           takes one shares it and gives it back; an old one goes when the last has given it back.
 *   threads One thread loads, the others wait for it and share what it has loaded.  Inside a writer's work, where the
 *           tree may have been changed by something that is not committed yet, a tree is loaded for that work alone and
 *           shared with nobody.
 *   costs   One read by key; a load (500,000 unions: some seconds) only after the tree was changed or a day has begun.
 *   errors  those of org_tree_load(); out_of_memory.
 *   source  performance.md (point reads); settled.md 9 (pre-order intervals live only in C, per as-of date).
 *   start   org_cache_take(), org_shared_tree(), org_cache_give(). */
#include "org/org.h"

struct org_cache;
struct org_shared;

struct sn_err org_cache_new(struct org_cache **out) SN_MUST_USE;
/* Everybody has given back what he took. NULL is fine. */
void org_cache_free(struct org_cache *cache);
/* day 0: today. */
struct sn_err org_cache_take(struct ctx *c, struct org_cache *cache, int32_t day,
			     struct org_shared **out) SN_MUST_USE;
/* NULL is fine. */
void org_cache_give(struct org_cache *cache, struct org_shared *shared);
/* Lives until it is given back. */
const struct org_tree *org_shared_tree(const struct org_shared *shared);

/* The number itself, such as for an act that is to be done only while the tree is what a person has looked at. */
struct sn_err org_version(struct ctx *c, int64_t *version) SN_MUST_USE;
#endif
