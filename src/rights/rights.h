#ifndef SN_RIGHTS_RIGHTS_H
#define SN_RIGHTS_RIGHTS_H
/* rights: users, the roles that are granted to them, and how many hands money needs.
 *
 *   shapes  A grant is (user, role, union, until day) and reaches the union's whole subtree: a role that a small
 *           union lacks is held there by a user of the union above (代管, 代审).  A document carries up to four
 *           signatures, each by another person: maker, checker, approver, treasurer.  How many it needs is the
 *           policy of the union for the amount.
 *   rules   floor everywhere: maker ≠ approver; nobody is accountant and cashier of one union; nobody signs twice
 *           on one document.  Default: four hands from 1,000 yuan, three below (product.md, Few hands).
 *   admins  Three administrators who are three people and hold no business role (三员分立): of the system (configures and
 *           backs up), of security (users, grants, policies, sessions) and of the audit trail (reads it).  Where no
 *           security administrator reaches yet, the system's manages users too: so an installation begins.
 *   second  A grant from checker upward, or of an administrator, takes effect when a second security administrator who
 *           reaches the union has confirmed it; nobody confirms his own, or what he has granted.  Where there is no
 *           second one it takes effect at once, and auditors are shown it (decision 0028).  Taking back needs no second.
 *   errors  no_such_asked, second_person; no_actor, no_such_user, user_closed, login_taken, not_granted, not_granted_to_all (text: role; arg 0: role, 1: org),
 *           admin_is_apart, accountant_and_cashier, last_admin, last_security, same_hand, out_of_turn, signed_already.
 *   source  settled.md 27; product.md (Few hands); trust.md 5.
 *   start   rights_user_by_login(), rights_require(), rights_signatures_needed(). */
#include "org/org.h"
#include "store/ctx.h"

/* clang-format off */
#define RIGHTS_ROLES(X)   /* name, word, zh, en */ \
	X(ADMIN,       "admin",       "系统管理员", "administrator")   \
	X(MAKER,       "maker",       "经办",       "maker")           \
	X(CHECKER,     "checker",     "审核",       "checker")         \
	X(APPROVER,    "approver",    "批准",       "approver")        \
	X(ACCOUNTANT,  "accountant",  "会计",       "accountant")      \
	X(CASHIER,     "cashier",     "出纳",       "cashier")         \
	X(KEEPER,      "keeper",      "仓管",       "store keeper")    \
	X(DISTRIBUTOR, "distributor", "发放员",     "distributor")     \
	X(AUDITOR,     "auditor",     "经审",       "auditor")         \
	X(SUPERVISOR,  "supervisor",  "上级监督",   "supervisor")      \
	X(SECURITY,    "security",    "安全管理员", "security administrator") \
	X(AUDITADMIN,  "auditadmin",  "审计管理员", "audit administrator")
/* clang-format on */
enum rights_role {
#define X(name, word, zh, en) ROLE_##name,
	RIGHTS_ROLES(X) RIGHTS_ROLES_COUNT
#undef X
};
const char *rights_role_word(enum rights_role role);
/* 1 << ROLE_x of the three who are apart from each other and from everybody else. */
#define RIGHTS_ADMINISTRATORS (1U << ROLE_ADMIN | 1U << ROLE_SECURITY | 1U << ROLE_AUDITADMIN)

struct user {
	struct uuid user_id;
	struct str login, name;
	int64_t org_no; /* 0: of the installation, such as the first administrator */
	bool closed;
};
struct sn_err rights_user_by_login(struct ctx *c, struct str login, struct user *out) SN_MUST_USE;
struct sn_err rights_user_by_id(struct ctx *c, struct uuid user_id, struct user *out) SN_MUST_USE;
/* By login, closed ones too. In c->mem. */
struct sn_err rights_users(struct ctx *c, struct user **out, size_t *count) SN_MUST_USE;

/* What changes users, grants and policies stands inside a work and asks rights_manages_users(), unless the actor is
 * null: then the program itself acts (init, demo); commands and routes always name an actor. */

/* The first user, administrator everywhere; users_exist: there is one already. */
struct sn_err rights_bootstrap(struct ctx *c, struct str login, struct str name,
			       struct user *out) SN_MUST_USE;
/* what.user_id is made here. */
struct sn_err rights_user_add(struct ctx *c, const struct user *what, struct user *out) SN_MUST_USE;
struct rights_grant {
	struct uuid user_id;
	enum rights_role role;
	int64_t org_no;    /* 0: everywhere (administrators, the demo) */
	int32_t until_day; /* the first day on which it no longer holds; 0: open */
};
/* The same grant again changes nothing; with another until_day it takes the place of the one there is. It may wait for a
 * second person afterwards: rights_asked(). */
struct sn_err rights_grant_add(struct ctx *c, const struct rights_grant *grant) SN_MUST_USE;
struct sn_err rights_grant_end(struct ctx *c, const struct rights_grant *grant) SN_MUST_USE;
/* What holds today; of one user, or of all where user_id is null. In c->mem. */
struct sn_err rights_grants(struct ctx *c, struct uuid user_id, struct rights_grant **out,
			    size_t *count) SN_MUST_USE;
/* Closes the user for good. His grants pass to the successor under the rules of any grant; null: they end. What he
 * holds in custody is handed over before (ledger). */
struct sn_err rights_user_close(struct ctx *c, struct uuid user_id,
				struct uuid successor_id) SN_MUST_USE;

/* A live grant of one user becomes another's, by a paper that its domain has asked for and that three people have signed
 * (report/post.h): no right is asked here, and no second person. */
struct sn_err rights_grant_pass(struct ctx *c, const struct rights_grant *grant,
				struct uuid successor_id) SN_MUST_USE;

/* ---- a second person ---- */

/* clang-format off */
#define RIGHTS_ASKED_STATES(X)   /* name, word */ \
	X(WAITS,     "waits")     /* for a second person */ \
	X(CONFIRMED, "confirmed") \
	X(REFUSED,   "refused")   /* by a second person, or taken back by who asked */ \
	X(REPLACED,  "replaced")  /* asked for again, otherwise */ \
	X(ALONE,     "alone")     /* took effect at once: there was no second person */
/* clang-format on */
enum rights_asked_state {
#define X(name, word) RIGHTS_ASKED_##name,
	RIGHTS_ASKED_STATES(X) RIGHTS_ASKED_STATES_COUNT
#undef X
};
const char *rights_asked_word(enum rights_asked_state state);
/* Pure: from checker upward, and administrators. */
bool rights_needs_second(enum rights_role role);
struct rights_asked {
	struct uuid asked_id;
	struct rights_grant grant;
	enum rights_asked_state state;
	struct uuid asked_by, closed_by; /* closed_by null: nobody yet, or nobody was needed */
	int64_t asked_at_us, closed_at_us;
};
/* Of a state, the newest first; of one user, or of all where user_id is null. In c->mem. */
struct sn_err rights_asked(struct ctx *c, enum rights_asked_state state, struct uuid user_id,
			   struct rights_asked **out, size_t *count) SN_MUST_USE;
struct sn_err rights_asked_by_id(struct ctx *c, struct uuid asked_id,
				 struct rights_asked *out) SN_MUST_USE;
/* Who may confirm it: open security administrators who reach the union, but neither who asked nor whom it is for. */
struct sn_err rights_seconds(struct ctx *c, const struct rights_asked *asked, struct user **out,
			     size_t *count) SN_MUST_USE;
/* By one of these. Inside a work. */
struct sn_err rights_asked_confirm(struct ctx *c, struct uuid asked_id,
				   struct rights_asked *out) SN_MUST_USE;
/* By one of these, or by who asked. Inside a work. */
struct sn_err rights_asked_refuse(struct ctx *c, struct uuid asked_id,
				  struct rights_asked *out) SN_MUST_USE;

/* Does the actor hold one of the roles at the union or above it? not_granted names the first role. The one place
 * where a right is decided. */
struct sn_err rights_require(struct ctx *c, const enum rights_role *roles, size_t roles_count,
			     int64_t org_no) SN_MUST_USE;
/* Does the actor manage users at the union? SECURITY does; ADMIN as long as no security administrator reaches it. */
struct sn_err rights_manages_users(struct ctx *c, int64_t org_no) SN_MUST_USE;
#define RIGHTS_REQUIRE(c, role, org_no)                                                            \
	rights_require((c), &(const enum rights_role){role}, 1, (org_no))

/* The same for many questions: the actor's roles, read once. In c->mem. */
struct rights_held;
struct sn_err rights_held_read(struct ctx *c, const struct rights_held **out) SN_MUST_USE;
/* Pure. At a union of this path (org.h). */
struct rights_at {
	int64_t org_no;
	struct str path;
};
struct sn_err rights_held_require(const struct rights_held *held, const enum rights_role *roles,
				  size_t roles_count, struct rights_at at) SN_MUST_USE;

/* ---- hands ---- */

enum hand { HAND_MAKER, HAND_CHECKER, HAND_APPROVER, HAND_TREASURER, HANDS_COUNT };
struct signatures {
	struct uuid by[HANDS_COUNT]; /* null: has not signed */
};
/* Which signatures a document of this union and amount needs: bit 1 << HAND_x. Two hands: maker, approver; three:
 * and treasurer; four: and checker. */
struct sn_err rights_signatures_needed(struct ctx *c, int64_t org_no, struct money amount,
				       unsigned *needed) SN_MUST_USE;
/* The signatures that so many hands give. */
unsigned rights_needed(int hands);
/* Pure: may this user sign as this hand now? same_hand, out_of_turn (checker after maker, …), signed_already. */
struct sn_err rights_sign(struct signatures *s, enum hand hand, struct uuid user_id,
			  unsigned needed) SN_MUST_USE;
struct rights_policy {
	int64_t org_no; /* 0: the default for all */
	struct money from_amount;
	int hands;         /* 2, 3 or 4 */
	struct str source; /* the decision that set it */
};
/* What the default asks where no union says otherwise: less is an exception that auditors are shown. */
int rights_hands_recommended(struct money amount);
struct sn_err rights_policy_set(struct ctx *c, const struct rights_policy *policy) SN_MUST_USE;
/* What is in force: of each union and amount the newest; by union (0, everywhere, first), then by amount. In c->mem. */
struct rights_policy_row {
	struct rights_policy policy;
	struct uuid set_by; /* null: the program itself */
	int64_t set_at_us;
	bool exception; /* it asks for fewer hands than the recommended default: auditors are shown it */
};
struct sn_err rights_policies(struct ctx *c, struct rights_policy_row **out,
			      size_t *count) SN_MUST_USE;
/* The policy that counts: of the nearest union that says something about the amount. */
struct sn_err rights_policy_of(struct ctx *c, int64_t org_no, struct money amount,
			       struct rights_policy *out) SN_MUST_USE;
#endif
