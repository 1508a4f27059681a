#ifndef SN_BASE_REASONS_LEDGER_H
#define SN_BASE_REASONS_LEDGER_H
/* reasons_ledger: refusals about accounts and transfers; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_LEDGER(X) \
	X(BALANCE_SHORT,      LIMIT,     "balance_short",       "余额不足（{text}）：可用 {yuan0} 元，需要 {yuan1} 元；请先拨入或减少金额", "not enough money ({text}): {yuan0} yuan can be used, {yuan1} are needed; bring money in first or make it less") \
	X(TRANSFER_DIFFERS,   CONFLICT,  "transfer_differs",    "这个编号已用于内容不同的一笔；请核对，新的一笔要用新编号", "this id was used for other content; check it, a new transfer takes a new id") \
	X(TRANSFER_EMPTY,     INVALID,   "transfer_empty",      "数量和金额都是 0；请填写要转多少", "quantity and value are both 0; say how much is to move") \
	X(TRANSFER_SHAPE,     INVALID,   "transfer_shape",      "这一笔的“{field}”不合规则；请核对两边的账户", "the {field} of this transfer is against the rules; check both accounts") \
	X(NO_SUCH_TRANSFER,   NOT_FOUND, "no_such_transfer",    "没有这一笔；请核对编号", "there is no such transfer; check the id") \
	X(REVERSED_ALREADY,   CONFLICT,  "reversed_already",    "这一笔已经红字更正过，不能再更正", "this transfer was reversed already and cannot be reversed again") \
	X(REVERSAL_FINAL,     CONFLICT,  "reversal_final",      "红字更正本身不能再更正；请另记一笔新的", "a reversal is not reversed; post a new transfer instead") \
	X(HOLD_GONE,          CONFLICT,  "hold_gone",           "这一笔预留已经撤销、到期或不存在；请重新预留", "what was held is released, has run out or never was; hold it anew") \
	X(CYCLE_UNKNOWN,      NOT_FOUND, "cycle_unknown",       "账上没有这一期活动（{0}）；请先建立活动", "the ledger knows no cycle {0}; create the cycle first") \
	X(WORD_FIXED,         CONFLICT,  "word_fixed",          "编码已用于存证，不能再改；请新建一个", "the code is used by the log and is not changed any more; make a new one") \
	X(ACCOUNTS_USED_UP,   LIMIT,     "accounts_used_up",    "这个工会的账户太多（{0}）；请联系管理员", "this union has too many accounts ({0}); ask the administrator") \
	X(PERIOD_CLOSED,      CONFLICT,  "period_closed",       "{text} 已结账，{day0} 的账不能再记；第一个未结账的日子是 {day1}，请记到那一天或以后，更正用红字", "the books of {text} are closed: nothing is posted on {day0} any more; the first open day is {day1}, post it there or later, correct by a reversal") \
	/* end of the list */

/* clang-format on */
#endif
