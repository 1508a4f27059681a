#ifndef SN_CARE_COOPERATION_H
#define SN_CARE_COOPERATION_H
/* cooperation: who runs a cycle together with the union whose cycle it is.
 *
 *   shapes  A body (a partner outside the tree, or a union) has a role in a cycle: lead, joint, host, co-builder,
 *           reporter.  Nothing is edited away: what was removed stays with the time and the hand.
 *   rules   A cycle has exactly one lead: its own union, unless another body is named (a key of the table).  Where
 *           another union leads, the activity counts in that union's figures: cooperation_lead() says whose they are,
 *           and a sum over cycles leaves the others out.  Within one cycle a reported figure that names its leading
 *           union (joint_with, report.h) is shown and not added.
 *   leaves  Adding and removing a role are leaves of the cycle (CYCLE): who ran it with whom cannot be told otherwise later.
 *   errors  cooperation_lead_taken (text: who leads), cooperation_own (its own union has its role already),
 *           cooperation_unknown_role, cooperation_gone, cycle_state (closed or audited), those of partner_find() and
 *           org_find(), not_granted.
 *   source  product.md (a joint activity has one lead and counts once); issue of the roles 主办, 联合, 承办, 共建, 报送.
 *   start   cooperation_add(), cooperation_list(), cooperation_lead(). */
#include "care/care.h"
#include "org/partner.h"

/* clang-format off */
#define COOPERATION_ROLES(X)   /* name, word, zh, en; stored by number: new ones go to the end */ \
	X(LEAD,       "lead",       "主办", "lead")       \
	X(JOINT,      "joint",      "联合", "joint")      \
	X(HOST,       "host",       "承办", "host")       \
	X(CO_BUILDER, "co-builder", "共建", "co-builder") \
	X(REPORTER,   "reporter",   "报送", "reporter")
/* clang-format on */
enum cooperation_role {
#define X(name, word, zh, en) COOPERATION_##name,
	COOPERATION_ROLES(X) COOPERATION_ROLES_COUNT
#undef X
};
const struct org_words *cooperation_role_words(enum cooperation_role role);
/* The word or the Chinese name. */
bool cooperation_role_parse(enum cooperation_role *out, struct str text) SN_MUST_USE;

struct cooperation {
	int64_t cycle_no;
	enum cooperation_role role;
	int64_t partner_no, org_no; /* one of the two, the other is 0 */
};
/* By a maker at the cycle's union, before it is closed. The same body in the same role again changes nothing; one body
 * may have several roles. Inside a work. */
struct sn_err cooperation_add(struct ctx *c, const struct cooperation *what,
			      bool *changed) SN_MUST_USE;
/* cooperation_gone: it has no such role (any more). Inside a work. */
struct sn_err cooperation_remove(struct ctx *c, const struct cooperation *what) SN_MUST_USE;
/* May the actor add and remove roles now? By the rules of these two. */
bool cooperation_may(struct ctx *c, const struct cycle *cycle);
/* What holds now, the lead first; without the cycle's own union where nothing else says it leads. In c->mem. */
struct sn_err cooperation_list(struct ctx *c, int64_t cycle_no, struct cooperation **out,
			       size_t *count) SN_MUST_USE;
/* The roles that a partner holds in any cycle, the newest cycle first. In c->mem. */
struct sn_err cooperation_of_partner(struct ctx *c, int64_t partner_no, struct cooperation **out,
				     size_t *count) SN_MUST_USE;
/* Who leads: a partner, another union or, where nobody is named, the cycle's own union. */
struct sn_err cooperation_lead(struct ctx *c, const struct cycle *cycle,
			       struct cooperation *out) SN_MUST_USE;

/* Roles in cycles that are not there, of a partner that was closed before, or not as their leaves say: findings
 * "cooperation", id the role's. Without an id: leaves of cycles (expected) that no step and no role stands for (found). */
struct sn_err cooperation_verify(struct ctx *c,
				 void (*each)(void *self, const struct ledger_finding *f),
				 void *self, int64_t *findings) SN_MUST_USE;
#endif
