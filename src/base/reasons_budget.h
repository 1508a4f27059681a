#ifndef SN_BASE_REASONS_BUDGET_H
#define SN_BASE_REASONS_BUDGET_H
/* reasons_budget: refusals about budget lines; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_BUDGET(X) \
	X(BUDGET_GONE,          NOT_FOUND, "budget_gone",          "预算里没有 {text} 这一项；请用 budget list 查看，或先编列并批准", "the budget has no line {text}; see budget list, or enter it and have it approved") \
	X(BUDGET_TAKEN,         CONFLICT,  "budget_taken",         "预算项 {text} 已有；调整请用 budget change", "the budget line {text} is there already; change it with budget change") \
	X(BUDGET_SHORT,         LIMIT,     "budget_short",         "预算项 {text} 还剩 {yuan0} 元，需要 {yuan1} 元；请减少支出，或先追加预算", "the budget line {text} has {yuan0} yuan left, {yuan1} are needed; spend less, or raise the line first") \
	X(BUDGET_BELOW_USED,    LIMIT,     "budget_below_used",    "预算项 {text} 已用 {yuan0} 元，不能减到 {yuan1} 元", "{yuan0} yuan of the budget line {text} are used, it cannot be lowered to {yuan1}") \
	X(BUDGET_LINE_MISSING,  INVALID,   "budget_line_missing",  "这个工会本次活动的预算不得有预算外支出；请用 --budget 写明预算项", "this union's budget of the cycle is a closed list; name a line with --budget") \
	X(BUDGET_SOURCE,        CONFLICT,  "budget_source",        "预算项 {text} 是另一种来源的钱；请核对资金来源", "the budget line {text} is of another source of money; check the source") \
	X(BUDGET_NOT_YOURS,     DENIED,    "budget_not_yours",     "您不能使用预算项 {text}；请由列明的角色或人员办理", "you may not spend from the budget line {text}; let one of the roles or users that it names do it") \
	X(BUDGET_ENTRY_GONE,    NOT_FOUND, "budget_entry_gone",    "没有这笔预算编列；请核对编号", "there is no such budget entry; check its id") \
	X(BUDGET_ENTRY_DIFFERS, CONFLICT,  "budget_entry_differs", "这个编号已用于内容不同的预算编列；新的要用新的编号", "this id was used for an entry with other content; a new one needs a new id") \
	X(BUDGET_REFUSED,       CONFLICT,  "budget_refused",       "这笔预算编列已退回或撤回，不再生效；请另编一笔", "this budget entry was refused or withdrawn and counts no more; enter another one") \
	X(BUDGET_BACK_TOO_MUCH, LIMIT,     "budget_back_too_much", "预算项 {text} 只用了 {yuan0} 元，退不回 {yuan1} 元；请核对预算项", "only {yuan0} yuan of the budget line {text} are used, {yuan1} cannot come back to it; check the line") \
	X(BUDGET_BAD,           INVALID,   "budget_bad",           "预算编列的“{field}”不对：代码用 1 至 32 个字母、数字或 : / - . _，金额不为零", "the entry's {field} is not valid: a code has 1 to 32 ASCII letters, digits or : / - . _, the amount is not zero") \
	X(BUDGET_NOT_HERE,      INVALID,   "budget_not_here",      "这种单据不用预算项：下拨、采购、发出现金从预算项支出，交回现金退回预算项", "this document takes no budget line: allotments, purchases and cash given out take from one, cash given back goes back to it") \
	/* end of the list */

/* clang-format on */
#endif
