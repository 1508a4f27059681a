#ifndef SN_REPORT_VERIFY_H
#define SN_REPORT_VERIFY_H
/* verify: everything that can be recomputed is recomputed: balances, holds, caps, leaves, coverage, letters, purchases, the
 * trail. Each domain brings its own part; this is their list, for the command line and for the server.
 *
 *   rule    It reads and changes nothing.  Hand-overs that go on meanwhile may show as findings of the parts that read twice:
 *           a finding is looked into, not believed at once.
 *   errors  proof of the log: what tlog_verify() says; else only what the store says.
 *   start   verify_all(). */
#include "ledger/ledger.h"

struct verify_watch {
	void (*each)(void *self, const struct ledger_finding *f);
	/* After each part, of so many. What it refuses ends the work. NULL: nobody asks. */
	struct sn_err (*far)(void *self, int64_t done, int64_t total);
	void *self;
};
struct sn_err verify_all(struct ctx *c, const struct verify_watch *watch,
			 int64_t *leaves) SN_MUST_USE;
#endif
