#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int str_compare(struct str a, struct str b)
{
	const size_t common = a.bytes < b.bytes ? a.bytes : b.bytes;
	const int order = common == 0 ? 0 : memcmp(a.at, b.at, common);
	if (order != 0)
		return order;
	return (a.bytes > b.bytes) - (a.bytes < b.bytes);
}

bool str_starts(struct str s, struct str start)
{
	return s.bytes >= start.bytes && str_eq((struct str){s.at, start.bytes}, start);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.bytes > 0 && is_blank(s.at[0])) {
		s.at++;
		s.bytes--;
	}
	while (s.bytes > 0 && is_blank(s.at[s.bytes - 1]))
		s.bytes--;
	return s;
}

bool str_split(struct str *rest, char separator, struct str *part)
{
	if (str_is_null(*rest))
		return false;
	const char *cut = rest->bytes == 0 ? NULL : memchr(rest->at, separator, rest->bytes);
	if (!cut) {
		*part = *rest;
		*rest = STR_NULL;
		return true;
	}
	*part = (struct str){rest->at, (size_t)(cut - rest->at)};
	*rest = (struct str){cut + 1, rest->bytes - part->bytes - 1};
	return true;
}

bool str_to_int(struct str s, int64_t *value)
{
	const bool negative = s.bytes > 0 && s.at[0] == '-';
	int64_t sum = 0;
	if (s.bytes == (size_t)negative)
		return false;
	for (size_t i = negative; i < s.bytes; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		const int digit = s.at[i] - '0';
		/* Built downwards where negative, so that INT64_MIN is read too. */
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, negative ? -digit : digit, &sum))
			return false;
	}
	*value = sum;
	return true;
}

struct buf {
	char *at;
	size_t bytes, room, bytes_max;
	bool full;
};

enum { BUF_FIRST_BYTES = 256 };

struct buf *buf_new(size_t bytes_max)
{
	assert(bytes_max > 0);
	struct buf *b = calloc(1, sizeof *b);
	if (!b)
		return NULL;
	b->bytes_max = bytes_max;
	b->room = bytes_max < BUF_FIRST_BYTES ? bytes_max + 1 : BUF_FIRST_BYTES;
	b->at = calloc(1, b->room);
	if (!b->at) {
		free(b);
		return NULL;
	}
	return b;
}

void buf_free(struct buf *b)
{
	if (!b)
		return;
	free(b->at);
	free(b);
}

void buf_reset(struct buf *b)
{
	b->bytes = 0;
	b->full = false;
	b->at[0] = '\0';
}

/* Room for more bytes and the NUL; false marks the buffer full. */
static bool reserve(struct buf *b, size_t more)
{
	if (b->full || more > b->bytes_max - b->bytes) {
		b->full = true;
		return false;
	}
	if (b->bytes + more + 1 <= b->room)
		return true;
	size_t room = b->room;
	while (room < b->bytes + more + 1)
		room *= 2;
	char *at = realloc(b->at, room);
	if (!at) {
		b->full = true;
		return false;
	}
	b->at = at;
	b->room = room;
	return true;
}

void buf_add(struct buf *b, struct str s)
{
	if (s.bytes == 0 || !reserve(b, s.bytes))
		return;
	memcpy(b->at + b->bytes, s.at, s.bytes);
	b->bytes += s.bytes;
	b->at[b->bytes] = '\0';
}

void buf_add_char(struct buf *b, char c)
{
	buf_add(b, (struct str){&c, 1});
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	const int length = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (length >= 0 && reserve(b, (size_t)length)) {
		(void)vsnprintf(b->at + b->bytes, (size_t)length + 1, fmt, again);
		b->bytes += (size_t)length;
	}
	va_end(again);
}

void buf_add_html(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.bytes; i++) {
		switch (s.at[i]) {
		case '&':
			buf_add(b, STR("&amp;"));
			break;
		case '<':
			buf_add(b, STR("&lt;"));
			break;
		case '>':
			buf_add(b, STR("&gt;"));
			break;
		case '"':
			buf_add(b, STR("&quot;"));
			break;
		case '\'':
			buf_add(b, STR("&#39;"));
			break;
		default:
			buf_add_char(b, s.at[i]);
		}
	}
}

struct str buf_str(const struct buf *b)
{
	return (struct str){b->at, b->bytes};
}
bool buf_full(const struct buf *b)
{
	return b->full;
}
