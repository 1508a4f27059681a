/* Replies kept for one commit: found by their key, made again after another commit, the oldest makes room. */
#include "http/kept.h"
#include "tap.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_kept(struct kept *k, const char *key, int64_t commit, const char *text)
{
	struct buf *out = buf_new((size_t)64 << 20);
	const bool found = kept_find(k, str_of(key), commit, out);
	const bool right = found && (!text || str_is(buf_str(out), text));
	buf_free(out);
	return right;
}

static void by_key_and_commit(void)
{
	struct kept *k = kept_new();
	kept_put(k, STR("a"), 7, STR("seven"));
	OK(is_kept(k, "a", 7, "seven"), "what was kept is found");
	OK(!is_kept(k, "a", 8, NULL), "after another commit it is not");
	OK(!is_kept(k, "b", 7, NULL), "nor by another key");
	OK(!is_kept(k, "", 7, NULL), "nor by a part of the key");
	kept_put(k, STR("a"), 8, STR("eight"));
	OK(is_kept(k, "a", 8, "eight"), "the new one takes its place");
	OK(!is_kept(k, "a", 7, NULL), "and the old one is gone");
	kept_put(k, STR("empty"), 8, STR(""));
	OK(is_kept(k, "empty", 8, ""), "an empty text is a text");
	kept_free(k);
}

static void room_is_bounded(void)
{
	enum { LARGE = 12 << 20, MANY = 300 };
	struct kept *k = kept_new();
	char *text = calloc(1, LARGE + 1), key[16];
	for (int i = 0; text && i < 6; i++) {
		(void)snprintf(key, sizeof key, "large%d", i);
		kept_put(k, str_of(key), 1, (struct str){text, LARGE - 64});
		OK(is_kept(k, "large0", 1, NULL),
		   "one that is asked for stays, of six that fill the room");
	}
	OK(!is_kept(k, "large1", 1, NULL), "one that nobody asked for has made room");
	OK(is_kept(k, "large5", 1, NULL), "the newest is there");
	kept_put(k, STR("huge"), 1, (struct str){text, LARGE});
	OK(!is_kept(k, "huge", 1, NULL), "what would push out a quarter of all is not kept");
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(key, sizeof key, "small%d", i);
		kept_put(k, str_of(key), 1, STR("small"));
	}
	OK(is_kept(k, "small299", 1, "small"), "many small ones: the newest is there");
	OK(!is_kept(k, "small0", 1, NULL), "and the oldest is not");
	free(text);
	kept_free(k);
}

/* Readers copy while writers replace what they copy. */
static void *reads_and_writes(void *kept)
{
	static const char *const texts[] = {"first text", "second, longer text"};
	intptr_t wrong = 0;
	for (int i = 0; i < 20000; i++) {
		struct buf *out = buf_new(64);
		kept_put(kept, STR("shared"), 1, str_of(texts[i % 2]));
		if (kept_find(kept, STR("shared"), 1, out))
			wrong += !str_is(buf_str(out), texts[0]) && !str_is(buf_str(out), texts[1]);
		buf_free(out);
	}
	return (void *)wrong; /* NULL: none */
}
static void threads_share(void)
{
	struct kept *k = kept_new();
	pthread_t threads[4];
	void *wrong = NULL;
	for (size_t i = 0; i < 4; i++)
		OK(pthread_create(&threads[i], NULL, reads_and_writes, k) == 0, "a thread");
	for (size_t i = 0; i < 4; i++) {
		(void)pthread_join(threads[i], &wrong);
		OK(!wrong, "each text that it found was whole");
	}
	kept_free(k);
}

int main(void)
{
	by_key_and_commit();
	room_is_bounded();
	threads_share();
	return tap_done();
}
