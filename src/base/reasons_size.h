#ifndef SN_BASE_REASONS_SIZE_H
#define SN_BASE_REASONS_SIZE_H
/* reasons_size: refusals about sizes and what is ordered by them; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_SIZE(X) \
	X(SIZE_NONE,            NOT_FOUND, "size_none",            "活动 {text} 没有分尺码的物品；请先登记各尺码的物品（如 item add coat/L --size L），并在项目的 items 中写上 coat", "the cycle {text} has no item with sizes; register them first (such as item add coat/L --size L) and name coat among the programme's items") \
	X(SIZE_BENEFIT,         INVALID,   "size_benefit",         "活动里有几项分尺码的福利：{text}；请指明是哪一项（命令行用 --benefit）", "say with --benefit which of the benefits with sizes it is: {text}") \
	X(SIZE_ITEMS_TWICE,     CONFLICT,  "size_items_twice",     "这项福利有两种物品都是尺码 {text}，不知道该做哪一种；请在项目中把它们分成两项福利", "two items of this benefit have the size {text}, so nobody knows which to make; make two benefits of them in the programme") \
	X(SIZE_UNKNOWN,         INVALID,   "size_unknown",         "没有这个尺码；可用的尺码：{text}", "there is no such size; there are: {text}") \
	X(SIZE_WHO,             INVALID,   "size_who",             "看不出是谁；请写身份证号，或写姓名（最好连班组、证件后四位）", "nobody can tell who this is; give the ID number, or the name (best with team and the last four of the ID number)") \
	X(SIZE_AMBIGUOUS,       CONFLICT,  "size_ambiguous",       "有 {0} 个人都可能是这一行；请补上班组、证件后四位或身份证号", "{0} people may be meant by this row; add the team, the last four of the ID number or the ID number") \
	X(SIZE_NOT_ENTITLED,    NOT_FOUND, "size_not_entitled",    "此人没有这项福利的名额；请先生成名额（entitle），或核对姓名、班组", "this person is not entitled to the benefit; entitle first, or check name and team") \
	X(SIZE_ELSEWHERE,       CONFLICT,  "size_elsewhere",       "此人的名额在 {text}；请用 --org {text} 登记", "this person is entitled at {text}; enter the size with --org {text}") \
	X(SIZE_LAST4,           CONFLICT,  "size_last4",           "同名的人证件后四位都不是这个；请核对姓名和后四位", "nobody of this name has an ID number with these last four; check name and number") \
	X(SIZE_TWICE,           CONFLICT,  "size_twice",           "同一人写了两个尺码（另见第 {0} 行）；请留下对的一行", "the same person stands here with two sizes (see row {0}); keep the right row") \
	X(SIZE_WHY,             INVALID,   "size_why",             "已按订单 {text} 订制，此后登记或改尺码须写明原因（命令行用 --why）", "order {text} has been made; a size that is said or changed after it needs its reason (--why)") \
	X(SIZE_GIVEN,           CONFLICT,  "size_given",           "此人已领取，不再改登记；要换尺码请用 deliver exchange", "this person has received it, so the size stays; for another size use deliver exchange") \
	X(SIZE_NOT_COLLECTED,   CONFLICT,  "size_not_collected",   "没有登记过此人的尺码；请写明尺码（如 coat/L），或先用 size set 登记", "no size was collected of this person; name the size (such as coat/L), or enter it with size set first") \
	X(SIZE_RESERVE,         INVALID,   "size_reserve",         "余量写作百分比（3%，0 到 100）、每个尺码的件数（2）或各尺码的件数（L=2,XL=1），每个尺码 0 到 {0} 件；尺码有：{text}", "a reserve is a percentage (3%, from 0 to 100), pieces of each size (2) or of some sizes (L=2,XL=1), from 0 to {0} of a size; the sizes are: {text}") \
	X(SIZE_RESERVE_LATE,    INVALID,   "size_reserve_late",    "变更订单没有余量；余量在第一次订单中", "a late order has no reserve; the first one has it") \
	X(SIZE_ORDERED,         CONFLICT,  "size_ordered",         "已有订单 {text}；其后的变更请用 --late", "there is the order {text}; what changed since goes into one with --late") \
	X(SIZE_ORDER_OVERLAPS,  CONFLICT,  "size_order_overlaps",  "上级或下级工会已有订单 {text}，同一人不能订两次；请在那里用 --late", "a union above or below has the order {text}, and nobody is ordered for twice; use --late there") \
	X(SIZE_ORDER_OPEN,      CONFLICT,  "size_order_open",      "订单 {text} 还没有审核；请先审核（size check）或作废（size cancel）", "the order {text} is not checked yet; check it (size check) or cancel it (size cancel) first") \
	X(SIZE_NO_ORDER,        NOT_FOUND, "size_no_order",        "这里还没有订单，说不上变更；第一次订单不写 --late", "there is no order here yet for anything to be late; the first one goes without --late") \
	X(SIZE_NOTHING,         CONFLICT,  "size_nothing",         "没有可订的：还没有人登记尺码，或上次订单以来没有变化", "there is nothing to order: nobody has said a size, or nothing changed since the last order") \
	X(SIZE_ORDER_DIFFERS,   CONFLICT,  "size_order_differs",   "这个编号已用于另一份订单；请换一个编号", "this id is another order's; use another id") \
	X(NO_SUCH_SIZE_ORDER,   NOT_FOUND, "no_such_size_order",   "没有这份订单；请用 size orders 核对编号", "there is no such order; check its number with size orders") \
	X(SIZE_ORDER_CHECKED,   CONFLICT,  "size_order_checked",   "订单 {text} 已审核，不能再改；变更请用 size order --late", "the order {text} is checked and stays; put what changed into size order --late") \
	X(SIZE_ORDER_CANCELLED, CONFLICT,  "size_order_cancelled", "订单 {text} 已作废；请重新做一份", "the order {text} is cancelled; make another") \
	/* end of the list */

/* clang-format on */
#endif
