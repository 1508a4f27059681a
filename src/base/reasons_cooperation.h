#ifndef SN_BASE_REASONS_COOPERATION_H
#define SN_BASE_REASONS_COOPERATION_H
/* reasons_cooperation: refusals about roles in a cycle; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_COOPERATION(X) \
	X(COOPERATION_LEAD_TAKEN,   CONFLICT,  "cooperation_lead_taken",   "本次活动已由 {text} 主办；联合活动只有一个主办单位，请先移除原主办，或登记为联合、承办", "{text} leads this cycle already; a joint activity has one lead: remove that one first, or enter a joint or host role") \
	X(COOPERATION_OWN,          CONFLICT,  "cooperation_own",          "活动所属工会不需登记：没有另指主办时由它主办，否则它就是联合单位", "the cycle's own union is not entered: it leads where no other body is named, and is joint otherwise") \
	X(COOPERATION_UNKNOWN_ROLE, INVALID,   "cooperation_unknown_role", "“{field}”应是 lead、joint、host、co-builder、reporter 之一（主办、联合、承办、共建、报送）", "{field} is to be one of lead, joint, host, co-builder, reporter") \
	X(COOPERATION_GONE,         NOT_FOUND, "cooperation_gone",         "该单位在本次活动中没有这个角色；用 cycle partner-list 查看", "that body has no such role in this cycle; see cycle partner-list") \
	/* end of the list */

/* clang-format on */
#endif
