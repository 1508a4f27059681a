#ifndef SN_STORE_PACE_H
#define SN_STORE_PACE_H
/* pace: how many rows the next piece of long work takes, so that who waits for the writer beside it waits PACE_US or so.
 *
 *   shape   the piece before tells by the time that it took, its wait in the queue included: where many write, pieces are
 *           small.  Times are the request's clock's, so under a clock that stands still pieces are the largest.
 *   start   pace_begin(); each piece: began = now_us(c), write at most `rows`, pace_next(). */
#include <stdint.h>

enum { PACE_US = 50 * 1000, PACE_ROWS_MIN = 50, PACE_ROWS_MAX = 500, PACE_ROWS_FIRST = 200 };

struct pace {
	int64_t rows;
};
static inline struct pace pace_begin(void)
{
	return (struct pace){PACE_ROWS_FIRST};
}
static inline void pace_next(struct pace *p, int64_t took_us)
{
	if (took_us > PACE_US)
		p->rows = p->rows / 2 > PACE_ROWS_MIN ? p->rows / 2 : PACE_ROWS_MIN;
	else if (took_us < PACE_US / 2)
		p->rows = p->rows * 2 < PACE_ROWS_MAX ? p->rows * 2 : PACE_ROWS_MAX;
}
#endif
