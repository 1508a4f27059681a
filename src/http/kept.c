#include "http/kept.h"

#include <pthread.h>
#include <stdlib.h>

enum { KEPT_TEXTS_MAX = 256, KEPT_BYTES_MAX = 48 << 20 };

/* The key and the text behind it in one block; whoever copies it holds it meanwhile. */
struct entry {
	int64_t commit, used;
	size_t key_bytes, text_bytes;
	int holders; /* under the lock; the table is one of them */
	char bytes[];
};
struct kept {
	pthread_mutex_t lock;
	int64_t uses;
	size_t bytes;
	struct entry *entries[KEPT_TEXTS_MAX]; /* NULL: free */
};

struct kept *kept_new(void)
{
	struct kept *k = calloc(1, sizeof *k);
	if (k)
		(void)pthread_mutex_init(&k->lock, NULL);
	return k;
}

void kept_free(struct kept *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < KEPT_TEXTS_MAX; i++)
		free(k->entries[i]);
	(void)pthread_mutex_destroy(&k->lock);
	free(k);
}

/* ---- all under the lock ---- */

static void give_back(struct entry *e)
{
	if (--e->holders == 0)
		free(e);
}

static void drop(struct kept *k, size_t at)
{
	k->bytes -= k->entries[at]->key_bytes + k->entries[at]->text_bytes;
	give_back(k->entries[at]);
	k->entries[at] = NULL;
}

/* The entry of this key; KEPT_TEXTS_MAX: there is none. */
static size_t entry_of(const struct kept *k, struct str key)
{
	size_t at = 0;
	while (at < KEPT_TEXTS_MAX &&
	       (!k->entries[at] ||
		!str_eq((struct str){k->entries[at]->bytes, k->entries[at]->key_bytes}, key)))
		at++;
	return at;
}

/* A free place, with so many bytes left for it. */
static size_t make_room(struct kept *k, size_t bytes)
{
	for (;;) {
		size_t free_at = KEPT_TEXTS_MAX, oldest = KEPT_TEXTS_MAX;
		for (size_t i = 0; i < KEPT_TEXTS_MAX; i++) {
			if (!k->entries[i])
				free_at = i;
			else if (oldest == KEPT_TEXTS_MAX ||
				 k->entries[i]->used < k->entries[oldest]->used)
				oldest = i;
		}
		if (free_at < KEPT_TEXTS_MAX && k->bytes + bytes <= KEPT_BYTES_MAX)
			return free_at;
		drop(k, oldest);
	}
}

/* ---- asking ---- */

bool kept_find(struct kept *k, struct str key, int64_t commit, struct buf *out)
{
	(void)pthread_mutex_lock(&k->lock);
	const size_t at = entry_of(k, key);
	struct entry *e =
		at < KEPT_TEXTS_MAX && k->entries[at]->commit == commit ? k->entries[at] : NULL;
	if (e) {
		e->holders++;
		e->used = ++k->uses;
	}
	(void)pthread_mutex_unlock(&k->lock);
	if (!e)
		return false;
	buf_add(out, (struct str){e->bytes + e->key_bytes, e->text_bytes});
	(void)pthread_mutex_lock(&k->lock);
	give_back(e);
	(void)pthread_mutex_unlock(&k->lock);
	return true;
}

void kept_put(struct kept *k, struct str key, int64_t commit, struct str text)
{
	const size_t bytes = key.bytes + text.bytes;
	struct entry *e = bytes <= KEPT_BYTES_MAX / 4 ? malloc(sizeof *e + bytes) : NULL;
	if (!e)
		return;
	*e = (struct entry){
		.commit = commit, .key_bytes = key.bytes, .text_bytes = text.bytes, .holders = 1};
	memcpy(e->bytes, key.at, key.bytes);
	memcpy(e->bytes + key.bytes, text.at, text.bytes);
	(void)pthread_mutex_lock(&k->lock);
	const size_t there = entry_of(k, key);
	if (there < KEPT_TEXTS_MAX)
		drop(k, there);
	e->used = ++k->uses;
	k->entries[make_room(k, bytes)] = e;
	k->bytes += bytes;
	(void)pthread_mutex_unlock(&k->lock);
}
