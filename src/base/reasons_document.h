#ifndef SN_BASE_REASONS_DOCUMENT_H
#define SN_BASE_REASONS_DOCUMENT_H
/* reasons_document: refusals about documents that move money and goods; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_DOCUMENT(X) \
	X(DOCUMENT_GONE,      NOT_FOUND, "document_gone",       "没有这份单据；请核对编号", "there is no such document; check its id") \
	X(DOCUMENT_DIFFERS,   CONFLICT,  "document_differs",    "这个单据编号已用于内容不同的单据；请核对，新的单据要用新的编号", "this document id was used for a document with other content; a new document needs a new id") \
	X(DOCUMENT_TWIN,      CONFLICT,  "document_twin",       "您 {0} 秒前做过内容完全相同的单据 {text}；什么也没有动。若确是另一份，请加 --again；若是重交同一份，请用 --id 写原编号", "you made a document with exactly this content {0} seconds ago: {text}; nothing was done. If this is another one, add --again; to hand in the same one again, give its id with --id") \
	X(DOCUMENT_STATE,     CONFLICT,  "document_state",      "单据{text}，不能再这样做；请重新打开单据核对", "the document is {text}, which does not allow this; open it again") \
	X(DOCUMENT_NOT_DONE,  CONFLICT,  "document_not_done",   "单据还没有办完，不用红字更正；请改用 songnuan document cancel 撤销", "the document is not done, so there is nothing to take back; cancel it with songnuan document cancel") \
	X(DOCUMENT_EMPTY,     INVALID,   "document_empty",      "单据要有 1 至 {0} 行；请补上或拆成几份", "a document has 1 to {0} lines; add some or split it") \
	X(DOCUMENT_MIXED,     INVALID,   "document_mixed",      "现金和物品不能在同一份单据上；请分成两份", "cash and goods do not stand in one document; make two") \
	X(ENVELOPE_COUNT,     CONFLICT,  "envelope_count",      "声明 {0} 笔，实际 {1} 笔；什么也没有动，请核对后重报", "{0} lines were declared, there are {1}; nothing was moved, check them and try again") \
	X(ENVELOPE_TOTAL,     CONFLICT,  "envelope_total",      "声明合计 {yuan0} 元，各行合计 {yuan1} 元；什么也没有动，请核对后重报", "a total of {yuan0} yuan was declared, the lines add up to {yuan1}; nothing was moved, check them and try again") \
	X(NOT_THE_RECEIVER,   DENIED,    "not_the_receiver",    "这份单据是交给别人的；请由写明的接收人确认", "this is meant for somebody else; the receiver who is named on it accepts") \
	X(NOT_THE_HOLDER,     DENIED,    "not_the_holder",      "交回要由保管人自己做单；请由他本人办理", "a giveback is made by the one who has custody; let him do it") \
	X(ALLOT_NOT_BELOW,    INVALID,   "allot_not_below",     "{text} 不是本会的下级，不能下拨；请核对代码", "{text} is not below this union and gets no allotment from it; check the code") \
	X(RETURN_TOO_MUCH,    LIMIT,     "return_too_much",     "从这个来源收到、还没退回的只有 {yuan0} 元，要退 {yuan1} 元；请核对来源和金额", "only {yuan0} yuan came from this source and have not gone back, {yuan1} are to be returned; check the source and the amount") \
	X(MOVE_ITSELF,        INVALID,   "move_itself",         "调出和调入是同一个工会，没有东西要动；请核对“{field}”", "the goods would move from a union to itself; check {field}") \
	X(COUNT_SURPLUS,      CONFLICT,  "count_surplus",       "盘点多出来：账上 {0}，实点 {1}；物品不会凭空出现，请查漏登的采购或交回并补登，或红字更正错账", "more was counted than the books say: {0} in the books, {1} counted; goods cannot appear: enter the purchase or giveback that is missing, or reverse the wrong posting") \
	X(COUNT_SHORTFALL,    CONFLICT,  "count_shortfall",     "盘点短少：账上 {0}，实点 {1}；已做核销单，待批准", "less was counted than the books say: {0} in the books, {1} counted; a loss was drafted and waits for approval") \
	X(COUNT_TWICE,        INVALID,   "count_twice",         "{text} 在盘点单里出现两次；请合成一行", "{text} stands twice in the count; make it one line") \
	X(SOURCE_MISSING,     INVALID,   "source_missing",      "没有写明资金来源；请选财政补助、上级补助、本级经费、社会捐赠、行政补助或其他", "the source of the money is missing: FISCAL, UPPER, OWN, DONATION, ADMIN or OTHER") \
	X(NOT_YOUR_TURN,      DENIED,    "not_your_turn",       "这份单据现在不由您办理：没轮到、不是您的权限，或您已在上面签过；请看“待谁办理”", "the document does not wait for you now: it is not your turn, not your role, or you have signed it; look for whom it waits") \
	X(SEND_BACK_OWN,      DENIED,    "send_back_own",       "自己填的单据不用退回，请改用撤销", "a paper of your own is not sent back; cancel it") \
	X(SNAPSHOT_DIFFERS,   CONFLICT,  "snapshot_differs",    "您看到的内容与单据不一致；什么也没有签，请重新打开核对", "what you have seen is not what the document says; nothing was signed, open it again") \
	/* end of the list */

/* clang-format on */
#endif
