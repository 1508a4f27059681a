#ifndef SN_REPORT_REORG_H
#define SN_REPORT_REORG_H
/* reorg: a union moved under another one, or merged into it, and before that what this would change.
 *
 *   shapes  A plan says what the act reaches: the unions with all below, people on their rosters, users that belong
 *           there, accounts that are not empty, whose roles reach further or no longer, which cycles that are not closed
 *           they leave, join or bring along, and how many hands money needs before and after.  Everything is counted as it
 *           stands now; nothing of it is changed by the act itself but the tree: people, accounts and papers stay with
 *           their union, and what was reported for days before stays as it was.
 *   rights  ORG_WRITE over the place that is left and over the place that is entered: at the parents of both (0, everywhere,
 *           for a root), since a union does not choose by itself whose it is.
 *   seen    The plan names the version of the tree that it was made for.  An act that names one is refused where the tree
 *           has become another one since (reorg_changed): what a person has confirmed is what happens.
 *   errors  reorg_changed, reorg_nothing (it stands there already), not_granted, and those of org_move() and org_merge().
 *   source  issue 4 (move and merge with a preview of what changes); product.md (unions merge, split and move with dates).
 *   start   reorg_plan(), reorg_do(). */
#include "care/care.h"

/* clang-format off */
#define REORG_KINDS(X)   /* name, word, zh, en */ \
	X(MOVE,  "move",  "改隶", "move")  \
	X(MERGE, "merge", "并入", "merge")
#define REORG_EFFECTS(X)   /* name, word, zh, en */ \
	X(NONE,    "none",    "不变",                   "unchanged")                    \
	X(WITH,    "with",    "随同",                   "comes along")                  \
	X(GAINS,   "gains",   "新增管辖",               "reaches it from then on")      \
	X(LOSES,   "loses",   "不再管辖",               "reaches it no longer")         \
	X(NARROWS, "narrows", "只余本级，不再管辖下级", "keeps its own, loses what is below") \
	X(TAKEN,   "taken",   "由并入后的工会接续",     "is carried on by the union that takes it in")
/* clang-format on */
enum reorg_kind {
#define X(name, word, zh, en) REORG_##name,
	REORG_KINDS(X) REORG_KINDS_COUNT
#undef X
};
enum reorg_effect {
#define X(name, word, zh, en) REORG_EFFECT_##name,
	REORG_EFFECTS(X) REORG_EFFECTS_COUNT
#undef X
};
const struct org_words *reorg_effect_words(enum reorg_effect effect);

struct reorg {
	enum reorg_kind kind;
	int64_t org_no, other_no; /* other: the new parent, or the union that takes it in */
	int32_t day;              /* 0: today */
	int64_t version;          /* of the plan that was looked at; 0: whatever the tree is */
};

struct reorg_grant {
	struct rights_grant grant;
	enum reorg_effect effect; /* GAINS, LOSES, NARROWS */
};
struct reorg_cycle {
	struct cycle cycle;
	enum reorg_effect
		effect; /* WITH, GAINS (they take part then), LOSES (they take part no longer), TAKEN */
};
struct reorg_accounts {
	enum account_class class;
	int64_t accounts, quantity;
	struct money value;
};
struct reorg_plan {
	struct reorg what;
	struct org org, from_parent, other; /* from_parent.org_no 0: it is a root */
	int64_t unions;                     /* it and all below */
	int64_t children;                   /* right below: in a merger each of them moves */
	int64_t people, users;
	int64_t grants_with; /* roles at it or below, which stay as they are */
	struct reorg_grant *grants;
	size_t grants_count;
	struct reorg_cycle *cycles;
	size_t cycles_count;
	struct reorg_accounts *accounts; /* by class */
	size_t accounts_count;
	struct {
		struct money amount;
		int before, after;
	} hands[2]; /* below and from the amount where the recommended policy changes */
};
/* tree: today's. In c->mem. Reads alone; refuses as the act would. */
struct sn_err reorg_plan(struct ctx *c, const struct reorg *ask, const struct org_tree *tree,
			 struct reorg_plan *out) SN_MUST_USE;
/* Inside a work. */
struct sn_err reorg_do(struct ctx *c, const struct reorg *ask) SN_MUST_USE;
#endif
