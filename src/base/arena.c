#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
	struct block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *head;
	size_t total;
	size_t bytes_max;
	struct arena *parent; /* NULL: none */
	bool ran_short;
};

enum { BLOCK_BYTES = 16 * 1024 };

struct arena *arena_new(size_t bytes_max)
{
	assert(bytes_max > 0 && bytes_max <= SIZE_MAX / 2);
	struct arena *a = calloc(1, sizeof *a);
	if (a)
		a->bytes_max = bytes_max;
	return a;
}

struct arena *arena_child(struct arena *parent, size_t bytes_max)
{
	struct arena *a = arena_new(bytes_max);
	if (a)
		a->parent = parent;
	else
		parent->ran_short = true;
	return a;
}

bool arena_ran_short(const struct arena *a)
{
	return a->ran_short;
}

static void *ran_short(struct arena *a)
{
	for (; a; a = a->parent)
		a->ran_short = true;
	return NULL;
}

void arena_reset(struct arena *a)
{
	while (a->head) {
		struct block *b = a->head;
		a->head = b->next;
		free(b);
	}
	a->total = 0;
	a->ran_short = false;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a);
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	const size_t align = alignof(max_align_t);
	if (bytes > a->bytes_max - a->total)
		return ran_short(a);
	const size_t need = (bytes + align - 1) & ~(align - 1);
	if (need > a->bytes_max - a->total)
		return ran_short(a);
	if (!a->head || a->head->size - a->head->used < need) {
		const size_t size = need > BLOCK_BYTES ? need : BLOCK_BYTES;
		struct block *b = malloc(sizeof *b + size);
		if (!b)
			return ran_short(a);
		*b = (struct block){.next = a->head, .size = size};
		a->head = b;
	}
	void *p = a->head->bytes + a->head->used;
	a->head->used += need;
	a->total += need;
	memset(p, 0, bytes);
	return p;
}

void *arena_alloc_n(struct arena *a, size_t size, size_t n)
{
	if (n != 0 && size > SIZE_MAX / n)
		return ran_short(a);
	return arena_alloc(a, size * n);
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	const int length = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *s = length < 0 ? NULL : arena_alloc(a, (size_t)length + 1);
	if (s)
		(void)vsnprintf(s, (size_t)length + 1, fmt, again);
	va_end(again);
	return s;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.bytes + 1);
	if (!copy || str_is_null(s))
		return STR_NULL;
	if (s.bytes > 0)
		memcpy(copy, s.at, s.bytes);
	return (struct str){copy, s.bytes};
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){
		.block = a->head, .used = a->head ? a->head->used : 0, .total = a->total};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->head && a->head != mark.block) {
		struct block *b = a->head;
		a->head = b->next;
		free(b);
	}
	if (a->head)
		a->head->used = mark.used;
	a->total = mark.total;
}
