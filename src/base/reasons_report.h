#ifndef SN_BASE_REASONS_REPORT_H
#define SN_BASE_REASONS_REPORT_H
/* reasons_report: refusals about figures; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_REPORT(X) \
	X(BAD_SCOPE,          INVALID,   "bad_scope",           "范围只能是 own（本级）、subtree（含下级）或 stated（上级通报），不能是“{text}”", "the scope is own, subtree or stated, not {text}") \
	X(BAD_QUALIFIER,      INVALID,   "bad_qualifier",       "“{field}”只能是 exact、more_than 或 about，不能是“{text}”", "{field} is exact, more_than or about, not {text}") \
	X(BAD_MEANING,        INVALID,   "bad_meaning",         "金额含义只能是 given（发放）、raised（筹集）或 unknown，不能是“{text}”", "the amount's meaning is given, raised or unknown, not {text}") \
	X(REPORTED_TWICE,     CONFLICT,  "reported_twice",      "同一文件里已有该工会同一范围的数字（第 {0} 行）；请合并为一行", "this file has a figure of the same union and scope already (row {0}); make one row of them") \
	X(ORG_NAME_DIFFERS,   CONFLICT,  "org_name_differs",    "工会代码与名称对不上：该名称属于 {text}；请核对", "code and name are of two unions: the name is that of {text}; check which is meant") \
	X(AMOUNT_TWICE,       INVALID,   "amount_twice",        "金额写了两次（元和分）；请只填一列", "the amount stands in two columns, yuan and fen; fill in one of them") \
	X(NOTHING_SAID,       INVALID,   "nothing_said",        "这一行既没有人数也没有金额，也没有说明；请补上或删去", "this row has neither people nor an amount nor words; fill it in or remove it") \
	X(OTHER_SCOPE,        INVALID,   "other_scope",         "合作单位的慰问和联合活动只能按 own（本级）上报", "the giving of a partner and a joint activity are reported with scope own") \
	X(PARTNER_ELSEWHERE,  CONFLICT,  "partner_elsewhere",   "{text} 不属于这个工会；请报到它所属的工会之下，或先登记它属于哪个工会", "{text} does not stand beside this union; report it below the union that it belongs with, or register which that is") \
	X(BAD_REPORTED_BY,    INVALID,   "bad_reported_by",     "“{field}”应填 partner（本单位自报）或 union（工会代报）；填 partner 时须有合作单位代码", "{field} is partner or union; with partner the partner_code is needed") \
	X(JOINT_WITH_ITSELF,  INVALID,   "joint_with_itself",   "牵头的就是本工会：请去掉牵头工会代码，数字直接计入", "the union leads this activity itself: leave joint_with empty, the figure counts here") \
	/* end of the list */

/* clang-format on */
#endif
