#ifndef SN_HTTP_CACHE_H
#define SN_HTTP_CACHE_H
/* cache: what many ask for after each commit and what costs a walk over a whole cycle, made once a commit.
 *
 *   shape   The progress of the cycles that are watched (CACHE_CYCLES_MAX), each with the number of the commit that it
 *           was read at.  Shared by all threads of a process; whoever asks gets a copy in his own memory.
 *   rule    While one thread reads, others are given what there is (behind: true); so are all for four times as long as
 *           the reading took, where that was more than CACHE_SLOW_US: a region under load spends a fifth of one core
 *           on its viewers, however many they are.  Who was given something that is behind asks again.
 *   errors  those of register_progress().
 *   start   cache_new() once a process, into struct api; cache_progress(). */
#include "care/register.h"

struct cache;
struct cache *cache_new(void); /* NULL: out of memory */
void cache_free(struct cache *k);

struct cache_progress {
	int64_t commit, made_us;
	bool behind; /* commits came after it */
	const struct register_progress_row
		*rows; /* of the subtree at the path, in the order of paths */
	size_t count;
};
/* k NULL: read afresh, as a test or a process without viewers does. */
struct sn_err cache_progress(struct cache *k, struct ctx *c, const struct cycle *cycle,
			     struct str path, struct cache_progress *out) SN_MUST_USE;
/* The part of it below a path. */
void cache_progress_cut(const struct cache_progress *of, struct str path,
			struct cache_progress *out);
#endif
