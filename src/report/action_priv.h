#ifndef SN_REPORT_ACTION_PRIV_H
#define SN_REPORT_ACTION_PRIV_H
/* What action's files share: the pure rule of action.h. */
#include "report/action.h"

enum { ACTION_YEAR_MIN = 1900, ACTION_YEAR_MAX = 2199 };

/* Both ends belong to a span; until_year 0 is open. */
bool action_spans_meet(int32_t a_from, int32_t a_until, int32_t b_from, int32_t b_until);

/* Fills opening, cycles, total and places of a row whose measure, unit, years and places (room for count) stand. */
struct sn_err action_sum(struct action_row *row, const struct action_part *parts,
			 size_t count) SN_MUST_USE;
#endif
