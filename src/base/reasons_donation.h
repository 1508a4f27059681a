#ifndef SN_BASE_REASONS_DONATION_H
#define SN_BASE_REASONS_DONATION_H
/* reasons_donation: refusals about donations and receipts; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_DONATION(X) \
	X(DONATION_GONE,     NOT_FOUND, "donation_gone",     "没有这笔捐赠；用 donation list 查看编号", "there is no such donation; donation list shows their ids") \
	X(DONATION_BOUND,    LIMIT,     "donation_bound",    "社会捐赠中有 {yuan0} 元由捐赠人指定了别的用途，这样支出后只剩 {yuan1} 元；请减少金额，或用于捐赠人指定的用途", "of the donated money {yuan0} yuan are bound to other purposes by their donors, and only {yuan1} would be left; spend less, or on the purpose they chose") \
	X(DONATION_NO_DONOR, INVALID,   "donation_no_donor", "请写明捐赠人：合作单位代码、个人姓名或“爱心人士”，三者选一", "say who gave: a partner, a person's name or anonymous, one of the three") \
	X(DONATION_BOTH,        INVALID,   "donation_both",       "一笔捐赠要么是钱、要么是物；请分两笔登记", "a donation is money or goods; enter the two apart") \
	X(DONATION_NO_BASIS, INVALID,   "donation_no_basis", "捐赠实物要写明估价依据（“{field}”），如发票或三家询价", "goods in kind need the basis of their value ({field}), such as an invoice or quotations") \
	X(DONATION_NOT_IN,   CONFLICT,  "donation_not_in",   "这笔捐赠还没有入账，不能开票；请先签完单据", "this donation is not in the books yet, so there is no receipt; sign its document first") \
	X(DONATION_REVERSED, CONFLICT,  "donation_reversed", "这笔捐赠已经红字冲正，不能开票；请重新登记捐赠", "this donation was taken back, so there is no receipt; enter it anew") \
	X(DONATION_LEFT,     LIMIT,     "donation_left",     "这笔捐赠只剩 {yuan0} 元，不能退 {yuan1} 元", "only {yuan0} yuan are left of this donation, {yuan1} cannot go back") \
	X(DONATION_IN_KIND,  CONFLICT,  "donation_in_kind",  "实物捐赠不能退款；请用 stock 命令处理实物", "goods in kind are not returned as money; the stock commands move them") \
	X(DONATION_PURPOSE,  INVALID,   "donation_purpose",  "这笔捐赠款有几种用途；请用“{field}”写明是哪一种，一种一份单据", "this donated money is bound to several purposes: say which by {field}, one document each") \
	X(DONATION_DONOR_NEEDED, INVALID, "donation_donor_needed", "社会捐赠要有捐赠人和用途；请用 donation receive 登记", "donated money has a donor and a purpose: enter it with donation receive") \
	X(DONATION_TO_DONOR, CONFLICT,  "donation_to_donor", "捐赠款只能经上级下拨的退回上级；退给捐赠人请用 donation return", "here only what a union above allotted goes back to it; what goes back to a donor is a donation return") \
	X(RECEIPT_GONE,      NOT_FOUND, "receipt_gone",      "这笔捐赠没有有效的票据", "this donation has no receipt in force") \
	X(RECEIPT_IN_FORCE,  CONFLICT,  "receipt_in_force",  "这笔捐赠的 {0} 年第 {1} 号票据仍然有效，不能冲正；请先用 donation receipt --void 作废票据", "receipt {1} of {0} for this donation is in force; void it with donation receipt --void before taking the donation back") \
	/* end of the list */

/* clang-format on */
#endif
