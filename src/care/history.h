#ifndef SN_CARE_HISTORY_H
#define SN_CARE_HISTORY_H
/* history: everything that one person ever received, and what waits for him.
 *
 *   shapes  A person who was merged, or who moved between unions, has several rows (people_profile()): what was given
 *           to any of them was given to him.  A record that was taken back stays in it and says so; a record that is not
 *           the award is an over-issue and says so.
 *   errors  those of the store.
 *   rights  asked by the caller, at the union where the person is.
 *   source  product.md ("此人今年已由…慰问" before money is spent); settled.md 17, 21.
 *   start   care_received(), care_waiting(). */
#include "care/care.h"

struct care_received {
	int64_t shard, cycle_no, org_no; /* org_no: on whose roster he was then */
	struct uuid record_id, by_id;
	struct str benefit; /* STR_NULL: outside any entitlement */
	int64_t item_no;    /* 0: cash */
	int64_t quantity;   /* pieces; cash: fen */
	struct money value;
	enum evidence level;
	int64_t at_us, reversed_us; /* reversed_us 0: it stands */
	bool award, over_issue;
};
/* The latest first; of these rows of one person. In c->mem. */
struct sn_err care_received(struct ctx *c, const struct person_ref *rows, size_t rows_count,
			    struct care_received **out, size_t *count) SN_MUST_USE;

struct care_waiting {
	int64_t shard, cycle_no, org_no, quantity;
	struct uuid entitlement_id;
	struct str benefit;
	struct money value;
	int32_t day;
};
/* Entitlements that are neither void nor given, of cycles that are approved or open. In c->mem. */
struct sn_err care_waiting(struct ctx *c, const struct person_ref *rows, size_t rows_count,
			   struct care_waiting **out, size_t *count) SN_MUST_USE;
#endif
