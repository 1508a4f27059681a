#ifndef SN_REPORT_REPORT_PRIV_H
#define SN_REPORT_REPORT_PRIV_H
/* What report's files share: one union's input and result, the pure sum, and the rows of table reported. */
#include "report/report.h"

/* One union of the asked subtree, at index (tree position - first position). */
struct report_node {
	/* in: what it said and what was handed over by name */
	const struct reported *own, *subtree; /* NULL: did not report with that scope */
	int64_t named[EVIDENCE_COUNT];
	int64_t person_times, households, pieces;
	struct money named_value;
	/* out */
	struct figure recipients, amount, given, raised;
	int64_t subtree_named[EVIDENCE_COUNT];
	int64_t subtree_person_times, subtree_households, subtree_pieces;
	struct money subtree_named_value;
	int32_t parent; /* index of its parent in the subtree, ORG_NOWHERE for the asked one */
	bool detail;    /* inside a subtree figure above it */
	bool has_words; /* it or somebody below it reported or handed over */
};

/* The rule of report.h over nodes in pre-order. Each node's findings go to the callback. */
typedef void report_each_finding(void *self, const struct report_finding *f);
struct sn_err report_sum(struct report_node *nodes, int32_t count, report_each_finding *each,
			 void *self) SN_MUST_USE;

enum meaning report_meaning_of(const struct report_node *node);

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
