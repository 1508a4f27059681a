#ifndef SN_BASE_CLOCK_H
#define SN_BASE_CLOCK_H
/* clock: time is handed in, never fetched, so that a test can stop, turn and repeat it.
 *
 *   units   at_us: microseconds since 1970-01-01 UTC.  day: a civil day in UTC+8 as yyyymmdd (20241026).
 *   errors  a day or a time that does not exist is refused by the parsers (bad_day, bad_time).
 *   source  one civil day for all of China, UTC+8 without summer time (settled.md 11).
 *   start   clock_system() in main, clock_fixed() in tests; now_us(); day_of(). */
#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

struct clock {
	int64_t (*now_us)(void *self);
	void *self;
};

struct clock clock_system(void);
/* A clock that stands at *at_us until the caller changes it. */
struct clock clock_fixed(int64_t *at_us);

static inline int64_t clock_now_us(struct clock c)
{
	return c.now_us(c.self);
}

int32_t day_of(int64_t at_us);
/* Midnight, UTC+8, at which the day begins. */
int64_t day_start_us(int32_t day);
int32_t day_add(int32_t day, int days);
bool day_is_valid(int32_t day);

/* "2024-10-26", "2024/10/26", "2024.10.26", "2024年10月26日" (there also one digit for month or day), "20241026". */
struct sn_err day_parse(int32_t *day, struct str text, const char *field) SN_MUST_USE;
/* RFC 3339 with any offset and up to six decimals, or "2024-10-26 09:30[:00]" read as UTC+8, or a day alone (its
 * midnight). */
struct sn_err time_parse(int64_t *at_us, struct str text, const char *field) SN_MUST_USE;

enum { DAY_TEXT_BYTES = 11, TIME_TEXT_BYTES = 33 };
void day_text(int32_t day, char out[DAY_TEXT_BYTES]); /* 2024-10-26 */
void time_text(
	int64_t at_us,
	char out[TIME_TEXT_BYTES]); /* 2024-10-26T09:30:00.000000+08:00, µs only where not 0 */
#endif
