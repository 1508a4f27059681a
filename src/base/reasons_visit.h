#ifndef SN_BASE_REASONS_VISIT_H
#define SN_BASE_REASONS_VISIT_H
/* reasons_visit: refusals about visits and the needs heard there; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_VISIT(X) \
	X(VISIT_DAY,       INVALID,   "visit_day",       "慰问日期 {0} 不对或晚于今天 {1}；请改正", "the day {0} of the visit is wrong or after today, {1}; correct it") \
	X(VISIT_MET,       INVALID,   "visit_met",       "看望人数应是大于零的整数；不知道就不填，不要填 0", "how many people were met is a whole number above zero; leave it out where it is not known") \
	X(VISIT_QUALIFIER, INVALID,   "visit_qualifier", "“{field}”应是 exact（准确）、more_than（余）、about（近）之一", "{field} is to be one of exact, more_than, about") \
	X(VISIT_BODY,      INVALID,   "visit_body",      "参加单位应写作 单位:角色，用分号隔开；角色是 主办、联合、承办、共建、报送 之一", "bodies are to be BODY:ROLE, parted by semicolons, with ROLE one of lead, joint, host, co-builder, reporter") \
	X(VISIT_GIVEN,     INVALID,   "visit_given",     "慰问所发的物品应写作 portion:编号、delivery:编号 或 document:编号，用分号隔开，已登记在本工会所在分片，没有更正撤回，且不重复", "what was given is to be portion:ID, delivery:ID or document:ID, parted by semicolons: entered already, not taken back, of the union's own shard, and each once") \
	X(VISIT_PARTS,     LIMIT,     "visit_parts",     "参加单位或所发物品超过 {0} 项；请分成几次登记", "more than {0} bodies or things given; enter it as several visits") \
	X(VISIT_DIFFERS,   CONFLICT,  "visit_differs",   "这个编号的慰问已登记，但内容不同；请换一个编号", "a visit of this id is there with other content; use another id") \
	X(NO_SUCH_VISIT,   NOT_FOUND, "no_such_visit",   "没有这次慰问；请用 visit list 核对编号", "there is no such visit; check its id with visit list") \
	X(NEED_DIFFERS,    CONFLICT,  "need_differs",    "这个编号的诉求已登记，但内容不同；请换一个编号", "a need of this id is there with other content; use another id") \
	X(NEED_CLOSED,     CONFLICT,  "need_closed",     "这项诉求已于 {0} 办结，办理情况与此不同；如有新情况请另行登记", "this need was closed on {0} with another answer; enter what is new as a need of its own") \
	X(NO_SUCH_NEED,    NOT_FOUND, "no_such_need",    "没有这项诉求；请用 visit need-list 核对编号", "there is no such need; check its id with visit need-list") \
	/* end of the list */

/* clang-format on */
#endif
