/* Trees of days, shared: who finds one good takes it, one thread loads the next one. */
#include "org/org_cache.h"
#include "org/org_priv.h"
#include "org/org_sql.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct org_shared {
	struct org_tree *tree;
	int64_t version;
	int32_t day;
	int holders; /* under the cache's lock; the cache is one of them */
	int64_t taken;
};
enum { ORG_CACHE_DAYS = 4 };
struct org_cache {
	pthread_mutex_t lock;    /* for a moment: who holds what */
	pthread_mutex_t loading; /* for as long as a load takes */
	int64_t takes;
	struct org_shared *days[ORG_CACHE_DAYS]; /* NULL: none yet */
};

struct sn_err org_version(struct ctx *c, int64_t *version)
{
	struct rows *r = store_query(c->store, &org_sql_version, NO_PARAMS);
	*version = store_next(r) ? store_int(r, "version") : 0;
	return store_done(r);
}
struct sn_err org_version_raise(struct ctx *c)
{
	return store_run(c->store, &org_sql_version_raise, NO_PARAMS, NULL);
}

struct sn_err org_cache_new(struct org_cache **out)
{
	struct org_cache *cache = *out = calloc(1, sizeof *cache);
	if (!cache)
		return SN_FAIL(OUT_OF_MEMORY);
	if (pthread_mutex_init(&cache->lock, NULL) != 0) {
		free(cache);
		*out = NULL;
		return SN_FAIL(OUT_OF_MEMORY);
	}
	if (pthread_mutex_init(&cache->loading, NULL) != 0) {
		(void)pthread_mutex_destroy(&cache->lock);
		free(cache);
		*out = NULL;
		return SN_FAIL(OUT_OF_MEMORY);
	}
	return SN_SUCCESS;
}

static void shared_free(struct org_shared *shared)
{
	org_tree_free(shared->tree);
	free(shared);
}

void org_cache_free(struct org_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < ORG_CACHE_DAYS; i++) {
		if (!cache->days[i])
			continue;
		assert(cache->days[i]->holders == 1); /* org_cache.h: all was given back */
		shared_free(cache->days[i]);
	}
	(void)pthread_mutex_destroy(&cache->loading);
	(void)pthread_mutex_destroy(&cache->lock);
	free(cache);
}

void org_cache_give(struct org_cache *cache, struct org_shared *shared)
{
	if (!shared)
		return;
	(void)pthread_mutex_lock(&cache->lock);
	const bool last = --shared->holders == 0;
	(void)pthread_mutex_unlock(&cache->lock);
	if (last)
		shared_free(shared);
}

const struct org_tree *org_shared_tree(const struct org_shared *shared)
{
	return shared->tree;
}

/* What is there of that day, where it is at least as new as that version; else NULL. */
static struct org_shared *good(struct org_cache *cache, int64_t version, int32_t day)
{
	struct org_shared *found = NULL;
	(void)pthread_mutex_lock(&cache->lock);
	for (size_t i = 0; i < ORG_CACHE_DAYS; i++) {
		struct org_shared *s = cache->days[i];
		if (!s || s->version < version || s->day != day)
			continue;
		found = s;
		found->holders++;
		found->taken = ++cache->takes;
	}
	(void)pthread_mutex_unlock(&cache->lock);
	return found;
}

/* In the place of the same day's older one, or of the one that nobody has asked for longest; that one is given back. */
static void keep(struct org_cache *cache, struct org_shared *shared)
{
	(void)pthread_mutex_lock(&cache->lock);
	struct org_shared **place = &cache->days[0];
	for (size_t i = 0; i < ORG_CACHE_DAYS && *place && (*place)->day != shared->day; i++) {
		struct org_shared **other = &cache->days[i];
		if (!*other || (*other)->day == shared->day || (*other)->taken < (*place)->taken)
			place = other;
	}
	struct org_shared *old = *place;
	*place = shared;
	shared->holders++;
	shared->taken = ++cache->takes;
	(void)pthread_mutex_unlock(&cache->lock);
	org_cache_give(cache, old);
}

static struct sn_err load(struct ctx *c, int64_t version, int32_t day, struct org_shared **out)
{
	struct org_shared *shared = calloc(1, sizeof *shared);
	*out = NULL;
	if (!shared)
		return SN_FAIL(OUT_OF_MEMORY);
	*shared = (struct org_shared){.version = version, .day = day, .holders = 1};
	const struct sn_err e = org_tree_load(c, day, &shared->tree);
	if (sn_failed(e)) {
		free(shared);
		return e;
	}
	*out = shared;
	return SN_SUCCESS;
}

/* By the one thread that holds `loading`. The version is read before the tree, so a tree is never older than it says. */
static struct sn_err load_for_all(struct ctx *c, struct org_cache *cache, int32_t day,
				  struct org_shared **out)
{
	int64_t version = 0;
	SN_TRY(org_version(c, &version));
	*out = good(cache, version, day);
	if (*out)
		return SN_SUCCESS; /* another thread has loaded it while this one waited */
	SN_TRY(load(c, version, day, out));
	keep(cache, *out);
	return SN_SUCCESS;
}

struct sn_err org_cache_take(struct ctx *c, struct org_cache *cache, int32_t day,
			     struct org_shared **out)
{
	int64_t version = 0;
	*out = NULL;
	day = org_day(c, day);
	SN_TRY(org_version(c, &version));
	*out = good(cache, version, day);
	if (*out)
		return SN_SUCCESS;
	if (c->tlog) /* inside a work: what it sees may never be committed */
		return load(c, version, day, out);
	(void)pthread_mutex_lock(&cache->loading);
	const struct sn_err e = load_for_all(c, cache, day, out);
	(void)pthread_mutex_unlock(&cache->loading);
	return e;
}
