#ifndef SN_BASE_ARENA_H
#define SN_BASE_ARENA_H
/* arena: memory that lives as long as one request.
 *
 *   shape   nothing in it is freed alone: arena_reset() gives all of it back at once.  It comes zeroed.
 *   errors  NULL when the arena's byte limit or the machine's memory is used up; it never aborts.  The arena remembers
 *           that it ran short: a copy of a text that was lost looks like no text, so that who hands on what was made
 *           in it asks arena_ran_short() first (the writer for every work, the command line for every answer).
 *   rule    a first parameter `struct arena *mem` means "the result lives there".
 *   start   arena_new(limit), ARENA_NEW(mem, struct x), arena_printf(). */
#include "base/str.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(size_t bytes_max);
/* Memory for a part of what is done with the parent's, such as a page: what runs short in it ran short in the parent. */
struct arena *arena_child(struct arena *parent, size_t bytes_max);
/* Was anything refused since it was made or reset? A rewind does not forget it. */
bool arena_ran_short(const struct arena *a);
void arena_free(struct arena *a);
void arena_reset(struct arena *a);

void *arena_alloc(struct arena *a, size_t bytes) __attribute__((malloc));
void *arena_alloc_n(struct arena *a, size_t size, size_t n) __attribute__((malloc));
#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc_n((a), sizeof(type), (n)))

/* A copy of the bytes with a NUL behind them; {NULL, 0} when there is no memory. */
struct str arena_str(struct arena *a, struct str s);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A place to come back to: arena_rewind() gives back what was taken since the mark. */
struct arena_mark {
	void *block;
	size_t used, total;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);
#endif
