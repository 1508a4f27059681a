#include "http/cache.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { CACHE_CYCLES_MAX = 32, CACHE_SLOW_US = 50000, CACHE_REST_TIMES = 4 };

/* One cycle's progress: rows and the texts of their paths in one block each. */
struct slot {
	int64_t cycle_no, commit, made_us, took_us, used;
	int32_t day; /* what is of today is of this day */
	bool making;
	struct register_progress_row *rows;
	char *texts;
	size_t count;
};
struct cache {
	pthread_mutex_t lock;
	pthread_cond_t made;
	int64_t uses;
	struct slot slots[CACHE_CYCLES_MAX];
};

struct cache *cache_new(void)
{
	struct cache *k = calloc(1, sizeof *k);
	if (!k)
		return NULL;
	(void)pthread_mutex_init(&k->lock, NULL);
	(void)pthread_cond_init(&k->made, NULL);
	return k;
}

void cache_free(struct cache *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < CACHE_CYCLES_MAX; i++) {
		free(k->slots[i].rows);
		free(k->slots[i].texts);
	}
	(void)pthread_cond_destroy(&k->made);
	(void)pthread_mutex_destroy(&k->lock);
	free(k);
}

/* ---- a slot; all under the lock ---- */

/* The cycle's, else the one that nobody has asked for longest; NULL: all are being made. */
static struct slot *slot_of(struct cache *k, int64_t cycle_no)
{
	struct slot *oldest = NULL;
	for (size_t i = 0; i < CACHE_CYCLES_MAX; i++) {
		struct slot *s = &k->slots[i];
		if (s->cycle_no == cycle_no)
			return s;
		if (!s->making && (!oldest || s->used < oldest->used))
			oldest = s;
	}
	if (oldest) {
		free(oldest->rows);
		free(oldest->texts);
		*oldest = (struct slot){.cycle_no = cycle_no, .commit = -1};
	}
	return oldest;
}

/* Keeps a copy; without memory for it the slot stays as it was. */
static void slot_keep(struct slot *s, const struct register_progress_row *rows, size_t count)
{
	size_t bytes = 1, at = 0;
	for (size_t i = 0; i < count; i++)
		bytes += rows[i].path.bytes;
	struct register_progress_row *own = calloc(count + 1, sizeof *own);
	char *texts = malloc(bytes);
	if (!own || !texts) {
		free(own);
		free(texts);
		s->commit = -1;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		own[i] = rows[i];
		memcpy(texts + at, rows[i].path.at, rows[i].path.bytes);
		own[i].path.at = texts + at;
		at += rows[i].path.bytes;
	}
	free(s->rows);
	free(s->texts);
	s->rows = own;
	s->texts = texts;
	s->count = count;
}

static bool good_enough(const struct slot *s, int64_t commit, int64_t now, int32_t today)
{
	if (!s->rows || s->day != today)
		return false;
	return s->commit == commit || s->making ||
	       (s->took_us > CACHE_SLOW_US && now - s->made_us < CACHE_REST_TIMES * s->took_us);
}

/* ---- asking ---- */

/* Where the subtree of the path begins and ends among rows in the order of paths. */
static void cut(const struct register_progress_row *rows, size_t count, struct str path,
		struct cache_progress *out)
{
	size_t first = 0, end = count;
	while (first < end) { /* the first row whose path is not before the asked one */
		const size_t middle = (first + end) / 2;
		if (str_compare(rows[middle].path, path) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	while (end < count && str_starts(rows[end].path, path))
		end++;
	out->rows = rows + first;
	out->count = end - first;
}

static struct sn_err copy_out(struct ctx *c, const struct slot *s, struct str path, int64_t commit,
			      struct cache_progress *out)
{
	*out = (struct cache_progress){
		.commit = s->commit, .made_us = s->made_us, .behind = s->commit != commit};
	cut(s->rows, s->count, path, out);
	struct register_progress_row *own =
		ARENA_ARRAY(c->mem, struct register_progress_row, out->count + 1);
	if (!own)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < out->count; i++) {
		own[i] = out->rows[i];
		own[i].path = arena_str(c->mem, own[i].path);
	}
	out->rows = own;
	return SN_SUCCESS;
}

struct fresh {
	struct register_progress_row *rows;
	size_t count;
};
static struct sn_err read_fresh(struct ctx *c, const struct cycle *cycle, int32_t today,
				struct fresh *out)
{
	return register_progress(c, cycle, day_start_us(today), &out->rows, &out->count);
}

/* Reads outside the lock, so that others are answered meanwhile; comes and goes with the lock held. */
static struct sn_err make(struct cache *k, struct ctx *c, const struct cycle *cycle, struct slot *s,
			  int64_t commit)
{
	struct fresh fresh = {.count = 0};
	const int64_t began = now_us(c);
	const int32_t today = day_of(began);
	s->making = true;
	(void)pthread_mutex_unlock(&k->lock);
	const struct sn_err e = read_fresh(c, cycle, today, &fresh);
	const int64_t now = now_us(c);
	(void)pthread_mutex_lock(&k->lock);
	assert(s->cycle_no == cycle->cycle_no); /* nobody takes a slot that is being made */
	s->making = false;
	if (!sn_failed(e)) {
		s->commit = commit;
		s->made_us = began;
		s->took_us = now - began;
		s->day = today;
		slot_keep(s, fresh.rows, fresh.count);
	}
	(void)pthread_cond_broadcast(&k->made);
	return e;
}

static struct sn_err ask(struct cache *k, struct ctx *c, const struct cycle *cycle, struct str path,
			 struct cache_progress *out)
{
	int64_t commit = 0;
	SN_TRY(store_commit_seq(c->store, &commit));
	(void)pthread_mutex_lock(&k->lock);
	struct sn_err e = SN_SUCCESS;
	struct slot *s = slot_of(k, cycle->cycle_no);
	while (s && s->making && !s->rows) {
		(void)pthread_cond_wait(&k->made, &k->lock);
		s = slot_of(k, cycle->cycle_no);
	}
	if (s && !good_enough(s, commit, now_us(c), day_of(now_us(c))) && !s->making)
		e = make(k, c, cycle, s, commit);
	if (!sn_failed(e) && s && s->rows) {
		s->used = ++k->uses;
		e = copy_out(c, s, path, commit, out);
		(void)pthread_mutex_unlock(&k->lock);
		return e;
	}
	(void)pthread_mutex_unlock(&k->lock);
	return sn_failed(e) ? e : SN_FAIL(OUT_OF_MEMORY);
}

void cache_progress_cut(const struct cache_progress *of, struct str path,
			struct cache_progress *out)
{
	*out = *of;
	cut(of->rows, of->count, path, out);
}

struct sn_err cache_progress(struct cache *k, struct ctx *c, const struct cycle *cycle,
			     struct str path, struct cache_progress *out)
{
	struct fresh fresh = {.count = 0};
	if (k)
		return ask(k, c, cycle, path, out);
	*out = (struct cache_progress){.made_us = now_us(c)};
	SN_TRY(store_commit_seq(c->store, &out->commit));
	SN_TRY(read_fresh(c, cycle, day_of(out->made_us), &fresh));
	cut(fresh.rows, fresh.count, path, out);
	return SN_SUCCESS;
}
