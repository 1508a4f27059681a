#ifndef SN_BASE_REASONS_PAYOUT_H
#define SN_BASE_REASONS_PAYOUT_H
/* reasons_payout: refusals about bank cards, bank batches and what the bank sends back; the shape is told in
 * base/reasons.h. */

/* clang-format off */
#define SN_REASONS_PAYOUT(X) \
	X(CARD_BAD,              INVALID,   "card_bad",              "银行卡号不对（{text}）：应为 12 至 19 位数字并通过校验；请核对有没有漏位、错位", "not a bank card number ({text}): 12 to 19 digits whose check digit is right; look for a digit that is missing or wrong") \
	X(PAYOUT_EMPTY,          CONFLICT,  "payout_empty",          "没有可以代发的人：应发现金而有卡、未领、也不在别的批次里的一个也没有（{0} 人没有卡）", "nobody to be paid: no one who may get cash has a card, has not had it and is in no other batch ({0} have no card)") \
	X(PAYOUT_DIFFERS,        CONFLICT,  "payout_differs",        "这个批次编号已用于内容不同的一批；新的一批要用新编号", "this batch id was used for other content; a new batch takes a new id") \
	X(PAYOUT_GONE,           NOT_FOUND, "payout_gone",           "没有这个代发批次；用 payout list 查看", "there is no such bank batch; see payout list") \
	X(PAYOUT_NOT_SIGNED,     CONFLICT,  "payout_not_signed",     "批次还没有签完（{text}），不能导出，也不能登记回单；请先签字，最后由出纳接收", "the batch is not fully signed ({text}): no file leaves it and no answer is taken; have it signed, the cashier accepts last") \
	X(PAYOUT_LAYOUT_CHANGED, CONFLICT,  "payout_layout_changed", "这一批已按另一种格式导出过；同一批次只有一个文件，请用原来的格式", "this batch left in another layout before; one batch is one file, use the same layout") \
	X(PAYOUT_LAYOUT_BAD,     INVALID,   "payout_layout_bad",     "银行文件格式不对（{text}）；请对照 data/bank/layout.json", "not a layout of a bank's file ({text}); compare it with data/bank/layout.json") \
	X(PAYOUT_NO_LINE,        NOT_FOUND, "payout_no_line",        "批次里没有第 {0} 行；请核对是不是另一批的回单", "the batch has no line {0}; check whether the file is another batch's") \
	X(PAYOUT_AMOUNT_DIFFERS, CONFLICT,  "payout_amount_differs", "银行回报 {yuan0} 元，批次里是 {yuan1} 元；没有登记，请向银行查明", "the bank says {yuan0} yuan, the batch {yuan1}; nothing was recorded, ask the bank") \
	X(PAYOUT_STATE_UNKNOWN,  INVALID,   "payout_state_unknown",  "看不懂这一行的处理结果；请在银行格式里写明哪些词是成功、哪些是退回", "the result in this row is not understood; say in the bank's layout which words are paid and which bounced") \
	X(PAYOUT_REASON_MISSING, INVALID,   "payout_reason_missing", "退回没有写原因；请补上银行的原因", "it bounced and no reason is given; add the bank's reason") \
	X(PAYOUT_SERIAL_MISSING, INVALID,   "payout_serial_missing", "成功没有银行流水号，不能作凭据；请向银行索取", "it is paid and the bank's serial is missing, which is the evidence; ask the bank for it") \
	X(PAYOUT_SERIAL_DIFFERS, CONFLICT,  "payout_serial_differs", "这一行已按另一个流水号登记为成功；请向银行查明是不是付了两次", "this line is recorded as paid under another serial; ask the bank whether it paid twice") \
	X(PAYOUT_AFTER_BOUNCE,   CONFLICT,  "payout_after_bounce",   "这一行已退回，不再从本批付出；请改正卡号后放进新的一批", "this line bounced and is not paid out of this batch any more; correct the card and pay it in a later batch") \
	X(PAYOUT_LINE_OPEN,      CONFLICT,  "payout_line_open",      "还有 {0} 行没有回报、{1} 行退回后没有交回经费；请先登记回单，再用 payout back", "{0} lines wait for the bank and {1} that bounced are not back in the fund; take the return file, then payout back") \
	X(PAYOUT_CLOSED,         CONFLICT,  "payout_closed",         "这一批已经结束；银行以后退汇的请由审核人办理红字更正", "this batch is closed; what the bank takes back later is reversed by a checker") \
	/* end of the list */

/* clang-format on */
#endif
