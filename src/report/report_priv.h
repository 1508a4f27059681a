#ifndef SN_REPORT_REPORT_PRIV_H
#define SN_REPORT_REPORT_PRIV_H
/* What report's files share: the pure sum, and the rows of table reported. */
#include "report/report.h"

/* The rule of report.h over the rows of a subtree in pre-order, the asked union first. Findings go to the callback. */
typedef void report_each_finding(void *self, const struct report_finding *f);
struct sn_err report_sum(struct report_row *rows, int32_t count, report_each_finding *each,
			 void *self) SN_MUST_USE;

/* Pure, before report_sum(): a partner's figure becomes a part of its union's. */
struct sn_err report_other_add(struct report_row *row, const struct reported *said) SN_MUST_USE;

/* The rows in force of a cycle; in c->mem. */
struct reported_row {
	struct reported said;
	int64_t shard;
};
struct sn_err report_rows_read(struct ctx *c, int64_t cycle_no, struct reported_row **out,
			       size_t *count) SN_MUST_USE;
/* Writes one row; corrects: the row that it takes the place of, or null. */
struct sn_err report_row_add(struct ctx *c, const struct cycle *cycle,
			     const struct reported_row *row, struct uuid corrects) SN_MUST_USE;
#endif
