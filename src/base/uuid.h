#ifndef SN_BASE_UUID_H
#define SN_BASE_UUID_H
/* uuid: the name of everything that is made here: UUID version 7 (RFC 9562 §5.7).
 *
 *   shape   16 bytes; 36 characters in JSON and files.  48 bits of milliseconds, 12 bits that count within one
 *           millisecond and maker, 62 random bits: ids of one maker sort as they were made, so keys are local.
 *   state   struct uuid_maker belongs to one thread and holds the last millisecond and its counter.
 *   start   uuid_new(&maker, clock). */
#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct uuid {
	uint8_t bytes[16];
};
#define UUID_NULL ((struct uuid){{0}})

struct uuid_maker {
	int64_t last_ms;
	uint32_t count;
};

/* Random bits come from libsodium; a clock that steps back never makes an id sort before an earlier one. */
struct uuid uuid_new(struct uuid_maker *maker, struct clock clock);
/* Version 4, for answers that must not tell when they were given (settled.md 29). */
struct uuid uuid_random(void);

static inline bool uuid_eq(struct uuid a, struct uuid b)
{
	return memcmp(a.bytes, b.bytes, 16) == 0;
}
static inline int uuid_compare(struct uuid a, struct uuid b)
{
	return memcmp(a.bytes, b.bytes, 16);
}
static inline bool uuid_is_null(struct uuid a)
{
	return uuid_eq(a, UUID_NULL);
}

struct sn_err uuid_parse(struct uuid *out, struct str text, const char *field) SN_MUST_USE;
enum { UUID_TEXT_BYTES = 37 };
void uuid_text(struct uuid u, char out[UUID_TEXT_BYTES]);
#endif
