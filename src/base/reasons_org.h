#ifndef SN_BASE_REASONS_ORG_H
#define SN_BASE_REASONS_ORG_H
/* reasons_org: refusals about unions and their tree; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_ORG(X) \
	X(NO_SUCH_ORG,        NOT_FOUND, "no_such_org",         "没有这个工会：{text}；请检查代码或名称", "there is no such union: {text}; check its code or name") \
	X(ORG_AMBIGUOUS,      CONFLICT,  "org_ambiguous",       "不止一个工会叫这个名称：{text}；请改用代码", "several unions have this name: {text}; use the code") \
	X(ORG_CODE_TAKEN,     CONFLICT,  "org_code_taken",      "代码 {text} 已登记，但“{field}”不同；请改用别的代码，或用改名、移动等命令修改", "the code {text} is there already with another {field}; use another code, or the commands that rename and move") \
	X(ORG_LOOP,           CONFLICT,  "org_loop",            "{text} 不能隶属于自己或自己的下级；请检查上级代码", "{text} cannot stand below itself or its own subtree; check the parent's code") \
	X(ORG_TOO_DEEP,       LIMIT,     "org_too_deep",        "工会层级太深：{text}，最多 {0} 级；请检查上级代码", "the tree becomes too deep at {text}, at most {0} levels; check the parent's code") \
	X(ORG_CLOSED,         CONFLICT,  "org_closed",          "{text} 已并入其他工会（{0}）；请改用并入后的工会", "{text} became part of another union ({0}); use that one") \
	X(ORG_DAY_AHEAD,      INVALID,   "org_day_ahead",       "日期 {day0} 还没有到；请到当天再办", "the day {day0} is still ahead; do it on that day") \
	X(ORG_DAY_ORDER,      CONFLICT,  "org_day_order",       "日期 {day0} 早于 {text} 最近一次变动的日期 {day1}；请改用 {day1} 或以后的日期", "the day {day0} is before {day1}, when {text} last changed; use {day1} or a later day") \
	X(ORG_NOT_CHILD,      CONFLICT,  "org_not_child",       "{text} 不是该工会的直接下级，不能划给新工会", "{text} is not directly below that union and cannot go to the new one") \
	X(ORG_FULL,           LIMIT,     "org_full",            "工会数量已到上限 {0}", "there are {0} unions, which is the most there can be") \
	X(ORG_BAD_KIND,       INVALID,   "org_bad_kind",        "“{field}”应是 general、industry、zone、grassroots、joint 之一（总工会、产业工会、开发区工会、基层工会、联合基层工会）", "{field} is to be one of general, industry, zone, grassroots, joint") \
	X(ORG_BAD_LEVEL,      INVALID,   "org_bad_level",       "“{field}”应是 1 到 {0} 的整数", "{field} is to be a whole number from 1 to {0}") \
	X(ORG_BAD_YES_NO,     INVALID,   "org_bad_yes_no",      "“{field}”应填“是”或“否”（yes、no）", "{field} is to be yes or no") \
	X(ORG_PARENT_REFUSED, CONFLICT,  "org_parent_refused",  "它的上级 {text} 没有导入，所以这一行也没有；请先改正上级那一行", "its parent {text} was not taken, so this row was not either; correct the parent's row first") \
	X(ALIAS_TAKEN,        CONFLICT,  "alias_taken",         "简称 {text} 已指另一个工会；请换一个", "the alias {text} stands for another union; choose another") \
	X(REORG_CHANGED,      CONFLICT,  "reorg_changed",       "预览之后组织有过变动，没有办理；请重新预览再确认", "the tree has changed since the preview and nothing was done; look at the preview again, then confirm") \
	X(REORG_NOTHING,      CONFLICT,  "reorg_nothing",       "{text} 本来就在那里，没有可变动的；请检查新的上级", "{text} stands there already; check the new parent") \
	/* end of the list */

/* clang-format on */
#endif
