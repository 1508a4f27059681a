#ifndef SN_RIGHTS_PERMISSION_H
#define SN_RIGHTS_PERMISSION_H
/* permission: what a role may see and do; the one table behind routes, menus and the role matrix of the tests.
 *
 *   shape   A permission lists the roles that carry it.  A user has it at a union where he holds one of them there or
 *           at a union above (rights.h, grants).  Administrators of the system, of security and of the audit trail are
 *           three people who see no business data (三员分立): their roles carry none of the business permissions.
 *   users   USER_WRITE is the security administrator's; where none reaches a union yet, the system's has it there
 *           (rights_manages_users()), so that an installation can begin.
 *   rule    A permission opens the door of a route; what a step needs beyond it (whose turn it is, which hands, nobody
 *           for himself) is decided by the domain that takes the step.
 *   errors  not_granted, not_granted_to_all (rights.h).
 *   source  trust.md 5 (the table of permissions); settled.md 27.
 *   start   rights_may(c, PERMISSION_ROSTER_READ, org_no), rights_permissions(). */
#include "rights/rights.h"

#define R(role) (1U << ROLE_##role)
#define R_OFFICE                                                                                   \
	(R(MAKER) | R(CHECKER) | R(APPROVER) | R(ACCOUNTANT) | R(CASHIER) | R(KEEPER) | R(AUDITOR))
#define R_READERS (R_OFFICE | R(SUPERVISOR)) /* the union above looks, and touches nothing */
/* clang-format off */
#define RIGHTS_PERMISSIONS(X)   /* name, word, roles, zh, en */ \
	X(CARE_READ,      "care.read",      R_READERS | R(DISTRIBUTOR),                 "看活动与进度",       "see cycles and progress") \
	X(FIGURES_READ,   "figures.read",   R_READERS,                                  "看统计报表",         "see figures and reports") \
	X(ROSTER_READ,    "roster.read",    R_READERS & ~R(KEEPER),                     "看职工名册（脱敏）", "see rosters, masked") \
	X(ROSTER_WRITE,   "roster.write",   R(MAKER),                                   "导入、修改名册",     "import and correct rosters") \
	X(ORG_READ,       "org.read",       R_READERS | R(DISTRIBUTOR) | RIGHTS_ADMINISTRATORS, "看组织",             "see the tree of unions") \
	X(ORG_WRITE,      "org.write",      R(MAKER),                                   "调整组织",           "change the tree of unions") \
	X(CYCLE_MAKE,     "cycle.make",     R(MAKER),                                   "拟定、开启、结束活动", "draft, open and close cycles") \
	X(CYCLE_SIGN,     "cycle.sign",     R(CHECKER) | R(APPROVER) | R(AUDITOR),      "审核、批准、审计活动", "check, approve and audit cycles") \
	X(ENTITLE,        "entitle",        R(MAKER),                                   "核定应领",           "make entitlements") \
	X(DELIVER,        "deliver",        R(DISTRIBUTOR) | R(MAKER) | R(KEEPER),      "登记发放",           "record hand-overs") \
	X(REVERSE,        "reverse",        R(CHECKER) | R(APPROVER),                   "红字更正",           "take a posting back") \
	X(MONEY_READ,     "money.read",     R_READERS,                                  "看资金与物资台账",   "see accounts of money and goods") \
	X(MONEY_MAKE,     "money.make",     R(MAKER) | R(ACCOUNTANT) | R(CASHIER) | R(KEEPER), "拟资金、物资单据", "draft papers of money and goods") \
	X(MONEY_SIGN,     "money.sign",     R_OFFICE & ~R(AUDITOR),                     "签资金、物资单据",   "sign papers of money and goods") \
	X(UNMASK,         "unmask",         R(MAKER) | R(CHECKER) | R(AUDITOR),         "凭事由看完整证件号、电话", "see whole numbers, for a purpose") \
	X(UNMASK_CARD,    "unmask.card",    R(ACCOUNTANT) | R(CASHIER),                 "凭事由看完整银行卡号", "see whole card numbers, for a purpose") \
	X(EXPORT,         "export",         R(MAKER) | R(ACCOUNTANT) | R(CASHIER) | R(AUDITOR), "导出",       "export lists") \
	X(USER_WRITE,     "user.write",     R(SECURITY),                                "管理用户与授权",     "manage users and grants") \
	X(HANDS_READ,     "hands.read",     R_READERS | RIGHTS_ADMINISTRATORS,          "看经手人数规定",     "see how many hands money needs") \
	X(AUDIT_READ,     "audit.read",     R(AUDITADMIN) | R(AUDITOR) | R(SUPERVISOR), "看审计日志",         "read the audit trail") \
	X(SYSTEM,         "system",         R(ADMIN),                                   "系统配置、备份",     "configure and back up the system") \
	X(SCAN_READ,      "scan.read",      R_OFFICE | R(DISTRIBUTOR),                  "看照片和扫描件",     "see pictures and scans") \
	X(SCAN_ADD,       "scan.add",       R(MAKER) | R(ACCOUNTANT) | R(CASHIER) | R(KEEPER) | R(DISTRIBUTOR), "上传照片和扫描件", "add pictures and scans")
/* clang-format on */
enum permission {
#define X(name, word, roles, zh, en) PERMISSION_##name,
	RIGHTS_PERMISSIONS(X) PERMISSIONS_COUNT
#undef X
};
struct permission_words {
	const char *word, *zh, *en;
	unsigned roles; /* 1 << ROLE_x */
};
const struct permission_words *rights_permission_words(enum permission which);
const struct org_words *rights_role_words(enum rights_role role);

/* Has the actor it at this union (0: everywhere)? */
struct sn_err rights_may(struct ctx *c, enum permission which, int64_t org_no) SN_MUST_USE;
/* What a user holds at any union at all: 1 << ROLE_x, 1 << PERMISSION_x. One read. */
struct sn_err rights_held(struct ctx *c, struct uuid user_id, unsigned *roles,
			  unsigned *permissions) SN_MUST_USE;
/* Which the actor has at any union at all: 1 << PERMISSION_x. Menus and the door of a route ask this; it opens nothing by
 * itself. */
struct sn_err rights_permissions(struct ctx *c, unsigned *permissions) SN_MUST_USE;
#endif
