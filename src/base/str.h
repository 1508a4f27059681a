#ifndef SN_BASE_STR_H
#define SN_BASE_STR_H
/* str: text as a view with a length, and a growing buffer that can't be made without its limit.
 *
 *   shapes  struct str owns nothing, promises no NUL, holds UTF-8.  {NULL, 0} is "no text" (unknown), which is
 *           not the same as an empty text: str_is_null().
 *   errors  a buffer that would pass its limit or finds no memory is marked full and stays as it was;
 *           asked once at the end by buf_full().
 *   start   STR("literal"), str_of(c_string), buf_new(limit). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *at;
	size_t bytes;
};
#define STR(literal) ((struct str){.at = "" literal, .bytes = sizeof(literal) - 1})
#define STR_NULL     ((struct str){.at = NULL, .bytes = 0})
#define STR_FMT      "%.*s"
#define STR_ARG(s)   (int)(s).bytes, str_at(s)

static inline struct str str_of(const char *c_string)
{
	return c_string ? (struct str){.at = c_string, .bytes = strlen(c_string)} : STR_NULL;
}
static inline bool str_is_null(struct str s)
{
	return s.at == NULL;
}
/* For printf: where it begins, also of none. */
static inline const char *str_at(struct str s)
{
	return s.at ? s.at : "";
}
static inline bool str_eq(struct str a, struct str b)
{
	return a.bytes == b.bytes && (a.bytes == 0 || memcmp(a.at, b.at, a.bytes) == 0);
}
static inline bool str_is(struct str s, const char *c_string)
{
	return str_eq(s, str_of(c_string));
}

/* Byte order, as COLLATE "C" sorts: < 0, 0, > 0. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str start);
/* Without the ASCII blanks at both ends. */
struct str str_trim(struct str s);
/* Takes the part before the next separator off *rest and returns it; false: nothing was left. */
bool str_split(struct str *rest, char separator, struct str *part);
/* A whole decimal number with an optional minus, nothing else around it. */
bool str_to_int(struct str s, int64_t *value) __attribute__((warn_unused_result));

/* A growing buffer; its bytes are always NUL-terminated. */
struct buf;
struct buf *buf_new(size_t bytes_max); /* NULL: out of memory */
void buf_free(struct buf *b);
void buf_reset(struct buf *b);
void buf_add(struct buf *b, struct str s);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As text of HTML, also inside an attribute's quotes. */
void buf_add_html(struct buf *b, struct str s);
struct str buf_str(const struct buf *b);
bool buf_full(const struct buf *b);
#endif
