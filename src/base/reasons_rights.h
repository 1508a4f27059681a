#ifndef SN_BASE_REASONS_RIGHTS_H
#define SN_BASE_REASONS_RIGHTS_H
/* reasons_rights: refusals about users, roles, hands; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_RIGHTS(X) \
	X(NO_ACTOR,           DENIED,    "no_actor",            "没有说明由谁操作；请加上 --as 用户名", "nobody is named who does this; add --as USER") \
	X(NO_SUCH_USER,       NOT_FOUND, "no_such_user",        "没有这个用户；请检查用户名", "there is no such user; check the name") \
	X(USER_CLOSED,        DENIED,    "user_closed",         "用户 {text} 已停用；请由接任的人办理", "the user {text} is closed; let the successor do it") \
	X(LOGIN_TAKEN,        CONFLICT,  "login_taken",         "用户名 {text} 已有人用；请换一个", "the login {text} is taken; choose another") \
	X(BAD_LOGIN,          INVALID,   "bad_login",           "用户名应是 2 到 {0} 个小写字母、数字或 . _ - 符号，以字母或数字开头", "a login has 2 to {0} small letters, digits or . _ - and starts with a letter or digit") \
	X(USERS_EXIST,        CONFLICT,  "users_exist",         "已经有用户了；请由管理员添加新用户", "there are users already; let an administrator add new ones") \
	X(NOT_GRANTED,        DENIED,    "not_granted",         "没有“{text}”的权限；请向管理员申请，或请有权限的人办理", "the role {text} is not granted here; ask an administrator for it, or somebody who has it") \
	X(NOT_GRANTED_TO_ALL, DENIED,    "not_granted_to_all",  "这件事对全部工会有效，需要不限工会的“{text}”权限；请管理员用 songnuan user grant 授予（不写 --org）", "this counts for all unions and needs the role {text} without a union; an administrator grants it with songnuan user grant and no --org") \
	X(NO_SUCH_GRANT,      NOT_FOUND, "no_such_grant",       "没有这项授权；请用授权列表核对", "there is no such grant; look at the list of grants") \
	X(GRANT_OVER,         INVALID,   "grant_over",          "授权期限 {day0} 已过；请填以后的日期", "the grant would end on {day0}, which has passed; give a later day") \
	X(ADMIN_IS_APART,     DENIED,    "admin_is_apart",      "系统、安全、审计管理员是三个人，也不兼任业务岗位（三员分立）；请另设用户", "the administrators of system, security and audit are three people and hold no other role; make another user for it") \
	X(ACCOUNTANT_AND_CASHIER, DENIED, "accountant_and_cashier", "同一工会的会计和出纳不能是同一人；请换一个人", "nobody is accountant and cashier of one union; choose another person") \
	X(LAST_ADMIN,         CONFLICT,  "last_admin",          "这是最后一个全局系统管理员，不能停用；请先另设一个", "this is the last administrator of the installation; name another one first") \
	X(LAST_SECURITY,      CONFLICT,  "last_security",       "这是最后一个全局安全管理员，不能停用；请先另设一个", "this is the last security administrator of the installation; name another one first") \
	X(SAME_HAND,          DENIED,    "same_hand",           "同一份单据上一个人只能签一次；请由另一个人签", "one person signs a document only once; let another person sign") \
	X(OUT_OF_TURN,        CONFLICT,  "out_of_turn",         "还没轮到这一步；请先完成前面的签字", "this signature is not due yet; those before it come first") \
	X(SIGNED_ALREADY,     CONFLICT,  "signed_already",      "这一步已经签过了", "this signature is there already") \
	X(HAND_NOT_NEEDED,    CONFLICT,  "hand_not_needed",     "这份单据不需要这一步签字", "the document does not need this signature") \
	X(BAD_POLICY,         INVALID,   "bad_policy",          "经手人数应是 2 到 4，起点金额不能为负，并要写明依据", "a policy has 2 to 4 hands, an amount that is not negative, and its source") \
	X(AUDIT_PERSONAL,     INVALID,   "audit_personal",      "审计日志里不写证件号和电话；请改填单据号或文号", "the audit trail holds no ID or phone numbers; name the paper instead") \
	X(AUDIT_BEHIND,       RATE,      "audit_behind",        "审计日志暂时写不进去，内容不予显示；请过几秒重试", "the audit trail cannot be written now, so nothing is shown; try again in some seconds") \
	X(AUDIT_BROKEN,       MISMATCH,  "audit_broken",        "审计日志第 {0} 条被改动过；请停用并核查数据库", "row {0} of the audit trail was changed from outside; stop and look into the database") \
	X(NO_SUCH_ASKED,      NOT_FOUND, "no_such_asked",       "没有这项等待确认的授予；可能已有人确认或退回", "there is no such grant waiting; somebody may have confirmed or refused it") \
	X(SECOND_PERSON,      DENIED,    "second_person",       "授予人和被授予人自己不能确认；请管得到这个工会的另一位安全管理员确认", "neither who grants nor who is granted confirms it; another security administrator who reaches the union does") \
	X(POST_NOT_HELD,      CONFLICT,  "post_not_held",       "{text} 在这个工会没有可以交接的业务岗位", "{text} holds no role of the business at this union that could be handed over") \
	X(POST_THREE,         INVALID,   "post_three",          "移交人、接收人、监交人应是三个不同的人", "who gives, who takes and who witnesses are three people") \
	X(POST_WITNESS,       DENIED,    "post_witness",        "监交人应是本工会或上级工会的审核、批准、经审或上级监督", "the witness is a checker, approver, auditor or supervisor of the union or one above") \
	X(POST_OPEN,          CONFLICT,  "post_open",           "{text} 在这个工会已有一份没办完的交接单；请先办完或作废", "{text} has a handover at this union that is not done; finish or void it first") \
	X(POST_DONE,          CONFLICT,  "post_done",           "这份交接单已办完或已作废", "this handover is done or void") \
	X(POST_SIGNED,        CONFLICT,  "post_signed",         "这一方已经签过字", "that one has signed already") \
	X(POST_NOT_YOURS,     DENIED,    "post_not_yours",      "这份交接单上没有您要签的字", "there is nothing for you to sign on this handover") \
	X(POST_CUSTODY,       CONFLICT,  "post_custody",        "移交人名下还保管着 {0} 项物资或现金；请先退库、转交或报账，再由最后一人签字", "who gives still has custody of {0} goods or money; it is returned, passed on or accounted for before the last signature") \
	X(NO_SUCH_POST,       NOT_FOUND, "no_such_post",        "没有这份交接单", "there is no such handover") \
	X(FACTOR_NEEDED_HERE, DENIED,    "factor_needed_here",  "看完整号码要用二次验证，您还没有设置；请先在“我的账号”里添加验证器、安全密钥或一次性验证码", "whole numbers are shown to who proves himself by a second factor, and you have none; take one on the page of your account first") \
	X(PURPOSE_NEEDED,     INVALID,   "purpose_needed",      "请写明事由", "say what it is for") \
	X(REFERENCE_NEEDED,   INVALID,   "reference_needed",    "请写明依据：单据号、文号或来访登记号", "name the paper, document or request that it is for") \
	X(UNMASK_BUDGET,      RATE,      "unmask_budget",       "看完整号码的次数已用完（每人每小时 {1} 次、每天 {2} 次）；{text} 起可以再看", "your whole numbers are used up ({1} an hour, {2} a day for a user); the next one is possible from {text}") \
	/* end of the list */

/* clang-format on */
#endif
