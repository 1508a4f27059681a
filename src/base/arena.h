#ifndef SN_BASE_ARENA_H
#define SN_BASE_ARENA_H
/* arena: memory that lives as long as one request.
 *
 *   shape   nothing in it is freed alone: arena_reset() gives all of it back at once.  It comes zeroed.
 *   errors  NULL when the arena's byte limit or the machine's memory is used up; it never aborts.
 *   rule    a first parameter `struct arena *mem` means "the result lives there".
 *   start   arena_new(limit), ARENA_NEW(mem, struct x), arena_printf(). */
#include "base/str.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(size_t bytes_max);
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
