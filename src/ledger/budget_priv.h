#ifndef SN_LEDGER_BUDGET_PRIV_H
#define SN_LEDGER_BUDGET_PRIV_H
/* What budget.c and budget_spend.c share: a line as it stands in the books. */
#include "ledger/budget.h"

/* A line with the entries at its ends. */
struct budget_whole {
	struct budget_line line;
	struct uuid first_id, last_id;
	bool there;
};
struct sn_err budget_whole_read(struct ctx *c, const struct budget_spending *of,
				struct budget_whole *out) SN_MUST_USE;
/* The refusal, naming the line. */
struct sn_err budget_coded(struct sn_err e, struct str code) SN_MUST_USE;
#endif
