#ifndef SN_REPORT_COPY_PRIV_H
#define SN_REPORT_COPY_PRIV_H
/* What copy's files share: what of a cycle can be copied, as it stands. */
#include "base/crypto.h"
#include "report/copy.h"

/* why: what keeps it from being copied; SN_SUCCESS: nothing does. */
struct copy_role {
	struct cooperation is;
	struct str code, name;
	struct sn_err why;
};
struct copy_line {
	struct budget_entry entry; /* what adds it; delta: its amount by now */
	struct str org_code;
	bool waits; /* for approval */
	struct sn_err why;
};
struct copy_list { /* a closed list of budget lines */
	int64_t org_no;
	struct str org_code;
	bool waits;
	struct sn_err why;
};
struct copy_member {
	struct action action;
	struct sn_err why;
};
struct copy_state {
	struct cycle cycle;
	struct programme programme;
	struct copy_role *roles;
	struct copy_line *lines;
	struct copy_list *lists;
	struct copy_member *members;
	size_t roles_count, lines_count, lists_count, members_count;
};
struct copy_new_kit {
	struct item item; /* under its new code */
	struct item_part *parts;
	size_t parts_count;
};
struct copy_plan {
	struct copy_state was, now;
	struct copy_new_kit *kits;
	size_t kits_count;
	struct str kits_text; /* "was=now,…"; STR_NULL: none */
	struct sha256 asked;
};

/* What a cycle was copied from; there = false: it was not. */
struct copy_copied {
	bool there;
	int64_t from_no;
	struct str kits; /* "was=now,…"; empty: none */
	struct sha256 asked;
};
struct sn_err copy_copied_read(struct ctx *c, int64_t cycle_no,
			       struct copy_copied *out) SN_MUST_USE;

/* copy_read.c. With whys: asks what keeps each from being copied, by the actor's rights too where there is one. */
struct sn_err copy_state_read(struct ctx *c, const struct cycle *cycle,
			      struct copy_state *out) SN_MUST_USE;
struct sn_err copy_state_whys(struct ctx *c, struct copy_state *state) SN_MUST_USE;

/* ---- pure (copy_rules.c) ---- */

/* The text with each `was` in it made `now`; STR_NULL: it says no such year. */
struct str copy_title(struct arena *mem, struct str text, int32_t was_year, int32_t now_year);
/* What was asked, as verify can ask it again of what is stored. */
struct sn_err copy_asked(const struct cycle *now, int64_t from_no, struct str kits,
			 struct sha256 *out) SN_MUST_USE;
/* The first that applies, in the order of this struct. */
struct copy_person_is {
	bool left, seen, inside, fits, voided, moved;
};
enum copy_fate copy_fate_of(const struct copy_person_is *is);
/* Rows of two programmes. */
struct sn_err copy_programmes(const struct programme *was, const struct programme *now,
			      copy_each_row *each, void *self) SN_MUST_USE;
enum copy_change copy_change_of(struct copy_side was, struct copy_side now);
static inline struct copy_side copy_known(int64_t value)
{
	return (struct copy_side){.known = true, .value = value};
}
#endif
