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
	X(NOTHING_SAID,       INVALID,   "nothing_said",        "这一行既没有人数也没有金额，也没有说明；请补上或删去", "this row has neither people nor an amount nor words; fill it in or remove it") \
	/* end of the list */

/* clang-format on */
#endif
