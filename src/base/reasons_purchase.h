#ifndef SN_BASE_REASONS_PURCHASE_H
#define SN_BASE_REASONS_PURCHASE_H
/* reasons_purchase: refusals about the purchase chain; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_PURCHASE(X) \
	X(PURCHASE_GONE,           NOT_FOUND, "purchase_gone",           "没有这项采购；请核对编号，或用 purchase list 查看", "there is no such purchase; check its id, or see purchase list") \
	X(PURCHASE_DIFFERS,        CONFLICT,  "purchase_differs",        "这个编号已用于内容不同的采购步骤；请核对，新的步骤要用新的编号", "this id was used for a step with other content; a new step needs a new id") \
	X(PURCHASE_MEETING_NEEDED, INVALID,   "purchase_meeting_needed", "{yuan0} 元的采购须有会议决定：缺“{field}”；请写会议纪要编号和到会人员。没有载入采购限额规定时，各步骤都要办", "a purchase of {yuan0} yuan needs a decision: {field} is missing; give the number of the minutes and who was present. Where no thresholds are loaded, every step is needed") \
	X(PURCHASE_ORDER,          CONFLICT,  "purchase_order",          "采购步骤要按顺序办：现在应先办“{text}”", "the steps of a purchase follow each other: first comes {text}") \
	X(PURCHASE_ABOVE_CEILING,  LIMIT,     "purchase_above_ceiling",  "决定的上限是 {yuan0} 元，合同 {yuan1} 元；请重新议定，或减少采购", "the decision's ceiling is {yuan0} yuan, the contract has {yuan1}; decide anew, or buy less") \
	X(PURCHASE_FEW_QUOTES,     CONFLICT,  "purchase_few_quotes",     "询价 {0} 家，这个金额须有 {1} 家不同供应商的报价；请补报价", "there are quotes of {0} suppliers, this amount needs {1}; get more") \
	X(PURCHASE_QUOTE_TWICE,    CONFLICT,  "purchase_quote_twice",    "{text} 已报过价；一家供应商只算一次", "{text} has quoted already; a supplier counts once") \
	X(PURCHASE_NO_QUOTE,       CONFLICT,  "purchase_no_quote",       "{text} 没有报价；合同要与报过价的供应商签", "{text} has not quoted; the contract is with one of those that did") \
	X(PURCHASE_WHY,            INVALID,   "purchase_why",            "选的报价 {yuan1} 元不是最低（最低 {yuan0} 元）；请写明为什么选它", "the quote of {yuan1} yuan is not the cheapest ({yuan0} yuan); say why it was chosen") \
	X(PURCHASE_ABOVE_QUOTE,    LIMIT,     "purchase_above_quote",    "合同 {yuan1} 元，高于它的报价 {yuan0} 元；请核对", "the contract's {yuan1} yuan are above the supplier's quote of {yuan0}; check them") \
	X(PURCHASE_NOT_CONTRACTED, CONFLICT,  "purchase_not_contracted", "合同里没有 {text}；没有订的东西不能验收，请退回供应商或补签合同", "{text} is not in the contract; what was not ordered is not accepted: send it back, or contract it") \
	X(PURCHASE_REFUSED_WHY,    INVALID,   "purchase_refused_why",    "有拒收的物品，请写明原因", "something was refused: say why") \
	X(PURCHASE_ACCEPTS_OWN,    DENIED,    "purchase_accepts_own",    "验收要由两位没有经办这项采购的人各自清点；请由别人验收", "two people accept who made no step of this purchase and are not the same; let another one count") \
	X(PURCHASE_COUNT_DIFFERS,  CONFLICT,  "purchase_count_differs",  "两人清点不一致：{text} 第一人点收 {0}、第二人点收 {1}；没有记录，请一起复点。第一人点错的，请用新的验收单号重新验收", "the two counts differ: {text} was {0} by the first and {1} by the second; nothing was recorded, count again together. If the first was wrong, start a new acceptance sheet") \
	X(PURCHASE_NUMBER_TAKEN,   CONFLICT,  "purchase_number_taken",   "验收单号 {text} 已用过；请用新的编号", "acceptance sheet {text} is complete already; use a new number") \
	X(PURCHASE_ELSEWHERE,      CONFLICT,  "purchase_elsewhere",      "这项采购是别的工会或别的活动的；请核对编号", "this purchase is of another union or cycle; check its id") \
	X(PURCHASE_ITEM_TWICE,     INVALID,   "purchase_item_twice",     "{text} 出现两次；请合成一行", "{text} stands there twice; make it one line") \
	X(NOT_ACCEPTED,            CONFLICT,  "not_accepted",            "物品没有经两人验收，不能入库：{text}；请先 purchase accept，再写明 --purchase", "goods that two people have not accepted do not enter the stock: {text}; purchase accept first, then name it with --purchase") \
	X(INVOICE_ABOVE_ACCEPTED,  LIMIT,     "invoice_above_accepted",  "{text}：验收 {0}，已入库 {1}，这张发票 {2}；发票不能多于验收", "{text}: {0} accepted, {1} in the stock already, this invoice has {2}; an invoice is for no more than was accepted") \
	X(INVOICE_ABOVE_CONTRACT,  LIMIT,     "invoice_above_contract",  "合同（或决定）{yuan0} 元，已开发票 {yuan1} 元，这张 {yuan2} 元；合计超过，请核对", "the contract (or the decision) is for {yuan0} yuan, {yuan1} were invoiced before, this one has {yuan2}: together too much, check them") \
	X(CREDIT_ABOVE_SENT,       LIMIT,     "credit_above_sent",       "已退货而未退款的只有 {yuan0} 元，这张红字发票 {yuan1} 元；请先登记退货，或核对金额", "goods of {yuan0} yuan went back and are not credited yet, this note is for {yuan1}; enter what was sent back first, or check the amount") \
	X(THRESHOLDS_VALUE,        INVALID,   "thresholds_value",        "采购限额规定里这一处的值不能用：{text}", "this value of the thresholds cannot be used: {text}") \
	X(THRESHOLDS_VERSION_TAKEN, CONFLICT, "thresholds_version_taken", "采购限额规定第 {0} 版已载入，内容不同；改了规则请用新的版本号", "version {0} of the thresholds was loaded with other content; changed rules need a new version") \
	/* end of the list */

/* clang-format on */
#endif
