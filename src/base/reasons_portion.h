#ifndef SN_BASE_REASONS_PORTION_H
#define SN_BASE_REASONS_PORTION_H
/* reasons_portion: refusals about giving without names; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_PORTION(X) \
	X(PORTION_LEVEL,    INVALID,   "portion_level",    "不记名发放的证据级别只能是 C（发放人记录）或 R（汇总上报）；照片可以附上，但不提高级别；按人发放请用 deliver", "giving without names is of level C (the distributor's word) or R (a reported total); a picture may be attached but raises nothing; use deliver for giving by name") \
	X(PORTION_NONE,     INVALID,   "portion_none",     "“{field}”应是大于零的整数；人次不知道就不填，不要填 0", "{field} is to be a whole number above zero; leave person-times out where they are not known, zero is not unknown") \
	X(PORTION_DAY,      INVALID,   "portion_day",      "日期 {0} 不在 {1} 至 {2} 之间：应在活动期内，且不晚于今天", "the day {0} is not between {1} and {2}: it is to be within the cycle, and not ahead") \
	X(PORTION_DIFFERS,  CONFLICT,  "portion_differs",  "这个编号的不记名发放已登记，但“{field}”不同；请换一个编号，改正请用 portion reverse 后重新登记", "giving of this id is there with another {field}; use another id, or take it back with portion reverse and enter it anew") \
	X(PORTION_REVERSED, CONFLICT,  "portion_reversed", "这次不记名发放已经更正撤回过", "this giving was taken back already") \
	X(NO_SUCH_PORTION,  NOT_FOUND, "no_such_portion",  "没有这次不记名发放；请用 portion list 核对编号", "there is no such giving without names; check its id with portion list") \
	/* end of the list */

/* clang-format on */
#endif
