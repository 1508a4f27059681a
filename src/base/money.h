#ifndef SN_BASE_MONEY_H
#define SN_BASE_MONEY_H
/* money: an amount in fen (1/100 yuan).
 *
 *   shape   a struct, so that it does not mix with a plain integer; .fen is read in money.h and money.c alone
 *           (tools/check-money.sh).  Other code asks money_fen() where it meets a database, JSON or a printer.
 *   errors  arithmetic is checked: false means that it would overflow and the result is not to be used.
 *   start   money_parse(), money_add(), money_text(). */
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct money {
	int64_t fen;
};
#define MONEY_FEN(value) ((struct money){.fen = (value)})

static inline int64_t money_fen(struct money m)
{
	return m.fen;
}
static inline bool money_less(struct money a, struct money b)
{
	return a.fen < b.fen;
}
static inline bool money_is_zero(struct money m)
{
	return m.fen == 0;
}

bool money_add(struct money *sum, struct money a, struct money b)
	__attribute__((warn_unused_result));
bool money_subtract(struct money *difference, struct money a, struct money b)
	__attribute__((warn_unused_result));
bool money_times(struct money *product, struct money each, int64_t count)
	__attribute__((warn_unused_result));

/* Reads "12", "12.3", "12.34", "1,234.50", with or without a leading minus; a third decimal is refused, not rounded. */
bool money_parse(struct money *out, struct str text) __attribute__((warn_unused_result));

/* Writes "1,234.50" (yuan) into out; 32 bytes hold any amount. */
void money_text(struct money m, char *out, size_t out_bytes);
#endif
