#ifndef SN_LEDGER_CLOSING_PRIV_H
#define SN_LEDGER_CLOSING_PRIV_H
/* closing_priv: what the files of closing share. */
#include "base/crypto.h"
#include "ledger/closing.h"

/* 202312 before 202401. */
int32_t closing_month_before(int32_t month);
int32_t closing_month_after(int32_t month);

/* What a period comes to: the months before it as they were closed, and its own turnover. Fills accounts, in, out and
 * digest of *of, whose shard, org_no and period are given. */
struct sn_err closing_compute(struct ctx *c, struct closing *of, struct closing_row **rows,
			      size_t *count) SN_MUST_USE;
/* Of a confirmed one: the digest of its rows, with who closed and who confirmed it and when; and its leaf, which binds
 * that and keeps a pointer to it. */
struct sn_err closing_hands(const struct closing *k, struct sha256 *out) SN_MUST_USE;
struct tlog_leaf closing_leaf(const struct closing *k, const struct sha256 *hands);
struct sn_err closing_read(struct ctx *c, int64_t shard, int64_t org_no, int32_t period,
			   struct closing *out, bool *there) SN_MUST_USE;
struct sn_err closing_rows_add(struct ctx *c, const struct closing *of,
			       const struct closing_row *rows, size_t count) SN_MUST_USE;
/* The latest month that is shut, and the month of the first transfer; 0: none. */
struct sn_err closing_last_month(struct ctx *c, const struct closing *of,
				 int32_t *month) SN_MUST_USE;
struct sn_err closing_first_month(struct ctx *c, const struct closing *of,
				  int32_t *month) SN_MUST_USE;
/* The first block as a refusal. */
struct sn_err closing_check(struct ctx *c, const struct closing *of) SN_MUST_USE;
#endif
