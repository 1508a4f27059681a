#ifndef SN_CARE_CARE_H
#define SN_CARE_CARE_H
/* care: the engine of all programmes: programme → cycle → entitlement → delivery.
 *
 *   shapes  A programme is a versioned JSON document with a schema, an effective period and a source (rules are
 *           data, settled.md 30).  A cycle is one run of it under one version.  An entitlement says that a person
 *           may get a benefit, once; it is made from rosters and holds the caps.  A delivery is a physical fact
 *           (key record_id) and always moves the goods; an award (key shard, cycle, benefit, person) is give-once.
 *   rules   Asking for a second gift is refused and the first is named (given_already).  A reported fact never is
 *           refused for that: the second posts to over-issue and opens a case.  All of one hand-over is one
 *           transaction: delivery, award, transfer, balances, leaf, coverage.
 *   errors  programme_*: bad file, overlapping period; cycle_state, no_such_cycle; not_entitled, given_already
 *           (arg 0: day, text: union and level), level_needs_proof, stock_short, who_unknown, record_differs.
 *   source  settled.md 1, 16 to 20; product.md (The life every kind of care shares).
 *   start   care_programme_load(), care_cycle_create(), care_entitle(), care_deliver(). */
#include "ledger/caps.h"
#include "ledger/document.h"
#include "ledger/goods.h"
#include "ledger/ledger.h"
#include "people/people.h"

/* ---- programmes ---- */

struct benefit {
	struct str code;      /* "gift" */
	struct str item_code; /* what is handed over: a kit's or item's code; STR_NULL: cash */
	struct money value;   /* the standard a head */
	bool value_known; /* false: the union has not set it; entitling then refuses (value_unset) */
};
struct programme {
	struct str code, name_zh, name_en, source;
	int64_t version;
	int32_t from_day, until_day;
	struct str kind;              /* "campaign", … one of product.md's fourteen */
	const struct str *categories; /* who: any of these; none: everybody on the roster */
	size_t categories_count;
	const struct benefit *benefits;
	size_t benefits_count;
	const struct cap_rule *caps;
	size_t caps_count;
	unsigned sources; /* 1 << FUND_x: whose money may pay; 0: any */
	struct str json;  /* the document as loaded */
};
/* Validates against the closed schema and stores it. The same version with the same content: loaded already
 * (changed = false); with other content: programme_version_taken. Inside a work. */
struct sn_err care_programme_load(struct ctx *c, struct str json, struct programme *out,
				  bool *changed) SN_MUST_USE;
/* The version in force on a day (0: today), or exactly `version` (> 0). */
struct sn_err care_programme_read(struct ctx *c, struct str code, int64_t version, int32_t day,
				  struct programme *out) SN_MUST_USE;
struct sn_err care_programmes(struct ctx *c, struct programme **out, size_t *count) SN_MUST_USE;

/* ---- cycles ---- */

/* clang-format off */
#define CYCLE_STATES(X)   /* name, word, zh, en */ \
	X(DRAFT,    "draft",    "草稿",   "draft")    \
	X(CHECKED,  "checked",  "已审核", "checked")  \
	X(APPROVED, "approved", "已批准", "approved") \
	X(OPEN,     "open",     "进行中", "open")     \
	X(CLOSED,   "closed",   "已结束", "closed")   \
	X(AUDITED,  "audited",  "已审计", "audited")
/* clang-format on */
enum cycle_state {
#define X(name, word, zh, en) CYCLE_##name,
	CYCLE_STATES(X) CYCLE_STATES_COUNT
#undef X
};
struct cycle {
	int64_t cycle_no;
	struct str code, name; /* "hw-2024", "2024年环卫工人节慰问" */
	struct str programme;
	int64_t programme_version;
	int64_t org_no; /* who runs it; its subtree takes part */
	enum cycle_state state;
	int32_t from_day, until_day;
	struct signatures signatures;
};
struct sn_err care_cycle_create(struct ctx *c, const struct cycle *what,
				struct cycle *out) SN_MUST_USE;
/* One step on, by the actor in the hand that the step needs (checker, approver, then maker opens and closes,
 * auditor audits). Closing needs custody zero or explained. Each step is a leaf. */
struct sn_err care_cycle_advance(struct ctx *c, int64_t cycle_no, enum cycle_state to,
				 struct cycle *out) SN_MUST_USE;
struct sn_err care_cycle_by_code(struct ctx *c, struct str code, struct cycle *out) SN_MUST_USE;
struct sn_err care_cycles(struct ctx *c, struct cycle **out, size_t *count) SN_MUST_USE;

/* ---- entitlements ---- */

struct entitle_refusal {
	struct person person; /* name to be masked at the edge */
	struct str benefit;
	struct sn_err why; /* cap_reached, pinned_elsewhere, … */
};
struct entitle_result {
	int64_t made, existing, refused, without_id;
	struct entitle_refusal *refusals; /* the first 1,000; in c->mem */
	size_t refusals_count;
};
struct entitle_ask {
	struct cycle cycle;
	struct org org; /* its whole subtree */
	const struct org_tree *tree;
};
/* From the rosters of the union's subtree, by the cycle's programme version. Again: makes only what is new. */
struct sn_err care_entitle(struct ctx *c, const struct entitle_ask *ask,
			   struct entitle_result *out) SN_MUST_USE;
struct sn_err care_entitlement_void(struct ctx *c, int64_t shard, struct uuid entitlement_id,
				    struct str why) SN_MUST_USE;

/* ---- deliveries ---- */

struct delivery_item {
	struct uuid record_id;  /* the maker's; the same id and content again is the same answer */
	struct id_hash id_hash; /* who, or */
	struct person_ref who;  /* …directly (null person_id: by id_hash) */
	struct str benefit;     /* STR_NULL: the one whose item it is */
	int64_t item_no;        /* 0: cash */
	int64_t quantity;       /* pieces; cash: fen */
	enum evidence
		level; /* A, B or C; A needs a proof that this layer can check, see care_deliver() */
	int64_t at_us; /* device or file time */
	struct uuid
		by_id; /* the distributor whose custody it leaves; null: the union's stock or fund */
	bool asked;    /* true: asked online, a second is refused; false: a fact that happened */
};
enum delivery_outcome {
	DELIVERY_AWARDED,
	DELIVERY_REPLAYED,
	DELIVERY_OVER_ISSUE,
	DELIVERY_REFUSED
};
struct delivery_result {
	enum delivery_outcome outcome;
	struct sn_err why;   /* REFUSED: why; OVER_ISSUE: names the first gift */
	struct uuid case_id; /* OVER_ISSUE */
	struct uuid transfer_id;
};
/* Array write (settled.md 1): one set read, decisions in order, sets of inserts and guarded updates. */
struct sn_err care_deliver(struct ctx *c, const struct cycle *cycle,
			   const struct delivery_item *items, size_t count,
			   struct delivery_result *out) SN_MUST_USE;
/* Takes a hand-over back (红字更正): reversal, award released, coverage corrected. */
struct sn_err care_delivery_reverse(struct ctx *c, int64_t shard, struct uuid record_id,
				    struct uuid reversal_id, struct str why) SN_MUST_USE;

/* Who has had what, by union and level: what report reads. Kept with each delivery, recounted by care_verify(). */
struct coverage {
	int64_t org_no;
	enum evidence level;
	int64_t people, person_times, households, pieces;
	struct money value;
};
typedef struct sn_err care_each_coverage(void *self, const struct coverage *row);
struct sn_err care_coverage(struct ctx *c, int64_t cycle_no, care_each_coverage *each,
			    void *self) SN_MUST_USE;

struct care_case {
	struct uuid case_id;
	int64_t shard, org_no, cycle_no;
	struct str kind; /* "over_issue", "orphan_delivery" */
	struct uuid record_id;
	struct person_ref who;
	int64_t opened_us;
	bool open;
};
struct sn_err care_cases(struct ctx *c, int64_t cycle_no, struct care_case **out,
			 size_t *count) SN_MUST_USE;

/* people_undo()'s guard: refuses while somebody of the batch has an entitlement or a delivery. */
struct sn_err care_undo_guard(struct ctx *c, struct person_ref who) SN_MUST_USE;

/* Recounts coverage, awards, entitlements and cap holds; each finding is called with words. */
struct sn_err care_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings) SN_MUST_USE;
#endif
