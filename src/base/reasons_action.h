#ifndef SN_BASE_REASONS_ACTION_H
#define SN_BASE_REASONS_ACTION_H
/* reasons_action: refusals about actions over years; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_ACTION(X) \
	X(NO_SUCH_ACTION,       NOT_FOUND, "no_such_action",       "没有行动“{text}”；用 action list 查看", "there is no action {text}; see action list") \
	X(BAD_ACTION_CODE,      INVALID,   "bad_action_code",      "行动代码应是 1 至 {0} 个字母、数字、-、_ 或 .，如 hw-care", "an action's code has 1 to {0} letters, digits, -, _ or ., as hw-care") \
	X(ACTION_CODE_TAKEN,    CONFLICT,  "action_code_taken",    "行动代码 {text} 已用于另一内容；请换一个代码，或用 action show 核对", "action {text} is there with other content; choose another code, or see action show") \
	X(ACTION_BAD_MEASURE,   INVALID,   "action_bad_measure",   "“{field}”应是 given、raised、invested、reached、built、held、served 之一（发放、筹集、投入、惠及、建成、举办、服务）", "{field} is to be one of given, raised, invested, reached, built, held, served") \
	X(ACTION_BAD_UNIT,      INVALID,   "action_bad_unit",      "“{text}”：钱用元，物品用件、套、份等；惠及、服务用人、人次、户；建成用座；举办用场次", "{text}: money in yuan, goods in piece, set, portion …; reached and served in person, person_time, household; built in station; held in session") \
	X(ACTION_BAD_YEARS,     INVALID,   "action_bad_years",     "“{field}”应是一年或一段年份，如 2024 或 2015-2024，且不早于行动开始的 {0} 年", "{field} is a year or a span of years, as 2024 or 2015-2024, not before {0}, when the action began") \
	X(ACTION_VALUE_NEEDED,  INVALID,   "action_value_needed",  "目标要有数；请用 --value 写明（历年数可以不写，即为未知）", "a target has a value: give it with --value (an opening figure may be without: unknown)") \
	X(ACTION_CYCLE_OUTSIDE, CONFLICT,  "action_cycle_outside", "{text} 不属于牵头工会及其下级；请由该工会或其上级建立行动", "{text} is not run by the action's union or one below it; let that union or one above it have an action") \
	X(ACTION_NOT_MEMBER,    NOT_FOUND, "action_not_member",    "{text} 不在这个行动中；用 action show 查看", "{text} is no member of this action; see action show") \
	X(ACTION_ID_TAKEN,      CONFLICT,  "action_id_taken",      "这个编号已用于另一条数字；请换一个编号，更正不需编号", "this id is that of another figure; choose another, or give none to correct a figure") \
	X(ACTION_FULL,          LIMIT,     "action_full",          "一个行动最多有 {0} 个活动、{0} 条数字；请另建行动", "an action has at most {0} cycles and {0} figures; make another action") \
	/* end of the list */

/* clang-format on */
#endif
