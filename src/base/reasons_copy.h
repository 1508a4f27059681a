#ifndef SN_BASE_REASONS_COPY_H
#define SN_BASE_REASONS_COPY_H
/* reasons_copy: refusals about copying a cycle; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_COPY(X) \
	X(COPY_NOT_LATER,    INVALID,   "copy_not_later",    "新活动应在原活动开始（{day0}）之后开始；请核对 --from", "the new cycle begins after the old one did ({day0}); see --from") \
	X(COPY_NAME_NEEDED,  INVALID,   "copy_name_needed",  "原活动名称里没有年份，无法推出新名称；请用 --name 写明", "the old cycle's name says no year to move on: give the new name with --name") \
	X(COPY_DIFFERS,      CONFLICT,  "copy_differs",      "{text} 已经复制过，但内容不同；请换一个代码，或用 cycle changes 查看", "{text} was copied before with other content; choose another code, or see cycle changes") \
	X(COPY_NONE,         NOT_FOUND, "copy_none",         "{text} 不是复制来的；cycle changes 只比较用 cycle copy 建立的活动", "{text} was not copied: cycle changes compares cycles that cycle copy made") \
	X(COPY_KIT_UNKNOWN,  NOT_FOUND, "copy_kit_unknown",  "没有礼包“{text}”；用 item list 查看", "there is no kit {text}; see item list") \
	X(COPY_KIT_UNNAMED,  CONFLICT,  "copy_kit_unnamed",  "项目 {text} 在该活动开始时有效的版本未列此礼包，不能发放；请先载入列有它的新版本（programme load），再复制", "the version of {text} in force then does not name this kit, so it cannot be given: load one that does (programme load) before copying") \
	X(COPY_NO_SPENDER,   CONFLICT,  "copy_no_spender",   "该项目指定的使用人都已停用；不复制，以免变成人人可用，请另行编制", "everybody whom this line names as a spender is closed; it is not copied, since anybody could spend from it then: enter it anew") \
	X(COPY_EMPTY_LINE,   CONFLICT,  "copy_empty_line",   "该项目去年已调减为零，不复制", "this line had been lowered to zero; it is not copied") \
	X(COPY_ORG_CLOSED,   CONFLICT,  "copy_org_closed",   "该工会已于 {day0} 撤并，不复制；请指定承接的工会", "that union ended on {day0} and is not copied; name the one that took its place") \
	/* end of the list */

/* clang-format on */
#endif
