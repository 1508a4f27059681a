#ifndef SN_BASE_REASONS_CLOSING_H
#define SN_BASE_REASONS_CLOSING_H
/* reasons_closing: refusals about closed months and years; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_CLOSING(X) \
	X(CLOSING_PERIOD,     INVALID,   "closing_period",     "没有这个会计期间：月份写作 2024-11，年度写作 2024", "there is no such period: a month is written 2024-11, a year 2024") \
	X(CLOSING_NOT_OVER,   CONFLICT,  "closing_not_over",   "这一期间到 {day0} 才结束，还不能结账；请等到那一天", "the period ends before {day0} and cannot be closed yet; wait until that day") \
	X(CLOSING_ORDER,      CONFLICT,  "closing_order",      "请先结账并确认 {text}：结账按月份先后进行，年度在各月之后", "close and confirm {text} first: months are closed one after the other, a year after its months") \
	X(CLOSING_DOCUMENTS,  CONFLICT,  "closing_documents",  "期间内还有 {0} 份单据没有办完（{text}）；请先签完或撤销", "{0} documents of the period are still open ({text}); have them signed or cancel them first") \
	X(CLOSING_UNBALANCED, CONFLICT,  "closing_unbalanced", "试算不平（差 {0} 件、{yuan1} 元）；请先运行 songnuan verify 查明", "the trial balance is not zero ({0} pieces, {yuan1} yuan); run songnuan verify first") \
	X(CLOSING_MOVED,      CONFLICT,  "closing_moved",      "会计结账之后账上又有变动；请会计重新结账，再来确认", "the books moved after the accountant closed; let the accountant close it anew, then confirm") \
	X(CLOSING_NONE,       NOT_FOUND, "closing_none",       "这一期间会计还没有结账；请会计先结账", "the accountant has not closed this period; that comes first") \
	X(CLOSING_DONE,       CONFLICT,  "closing_done",       "这一期间已结账并确认，不能重开；错账请在未结账的日子用红字更正", "this period is closed and confirmed and is not opened again; correct errors by a reversal on an open day") \
	X(CLOSING_REMAINDER,  CONFLICT,  "closing_remainder",  "“{text}”还结余 {yuan0} 元，没有决定去向；请先用 closing carry 决定：结转下年、转入活动或退回来源", "{yuan0} yuan of {text} are left and nothing is decided about them; decide first by closing carry: keep, to a cycle, or return") \
	X(CARRY_NOTHING,      CONFLICT,  "carry_nothing",      "这一笔经费没有可动用的结余；请核对活动和来源", "nothing that can be used is left of this fund; check the cycle and the source") \
	X(CARRY_DECIDED,      CONFLICT,  "carry_decided",      "这一笔结余已有决定（{text}）；要改，请先撤销它的单据", "it is decided already for this remainder ({text}); to change that cancel its document first") \
	X(CLOSING_SENT_BACK,  CONFLICT,  "closing_sent_back",   "这一期间的结账已退回；请会计查明后重新结账，再来确认", "this closing was sent back; the accountant looks into it and closes anew, then confirm") \
	/* end of the list */

/* clang-format on */
#endif
