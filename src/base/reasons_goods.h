#ifndef SN_BASE_REASONS_GOODS_H
#define SN_BASE_REASONS_GOODS_H
/* reasons_goods: refusals about items, lots and stock; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_GOODS(X) \
	X(ITEM_UNKNOWN,       NOT_FOUND, "item_unknown",        "没有这种物品：{text}；请先登记物品", "there is no such item: {text}; register it first") \
	X(ITEM_CODE_TAKEN,    CONFLICT,  "item_code_taken",     "物品代码 {text} 已登记，内容不同；请换一个代码", "the item code {text} is there already with other content; choose another code") \
	X(ITEM_BAD,           INVALID,   "item_bad",            "物品的“{field}”不对：代码用 1 至 {0} 个字母、数字或 : / - . _，名称必填，单位用件、套或份", "the item's {field} is not valid: a code has 1 to {0} ASCII letters, digits or : / - . _, a name is needed, the unit is pieces, sets or portions") \
	X(KIT_INSIDE_KIT,     INVALID,   "kit_inside_kit",      "套装里不能再放套装：{text}；请列出里面的物品", "a kit cannot hold the kit {text}; list what is in it") \
	X(KIT_PARTS,          INVALID,   "kit_parts",           "套装的组成不对：至少一种、至多 {0} 种物品，每种只列一次、数量大于零；单件物品没有组成", "the kit's parts are not valid: 1 to {0} items, each once and more than none of it; what is no kit has none") \
	X(NOT_A_KIT,          INVALID,   "not_a_kit",           "{text} 不是套装，不能组装；请选套装", "{text} is no kit and cannot be put together; choose a kit") \
	X(LOT_UNEVEN,         INVALID,   "lot_uneven",          "金额 {yuan0} 元除以 {1} 件除不尽；请分成两行：{text}", "{yuan0} yuan for {1} pieces is no whole number of fen a piece; enter two lines: {text}") \
	X(LOTS_FULL,          LIMIT,     "lots_full",           "这个工会的批次号已用完（{0}）", "this union has used up its {0} lot numbers") \
	X(TOO_MANY_LOTS,      LIMIT,     "too_many_lots",       "要从 {0} 个以上的批次里取；请把数量分成几次", "this takes from more than {0} lots; split the quantity") \
	X(GOODS_SHORT,        LIMIT,     "goods_short",         "{text} 可用的只有 {0}，需要 {1}；请先入库，或撤销占用它的单据", "of {text} only {0} are free, {1} are needed; bring some in, or cancel the document that holds them") \
	X(CASH_SHORT,         LIMIT,     "cash_short",          "可用的只有 {yuan0} 元，需要 {yuan1} 元；请先收款，或撤销占用它的单据", "only {yuan0} yuan are free, {yuan1} are needed; receive money first, or cancel the document that holds it") \
	X(INVOICE_USED,       CONFLICT,  "invoice_used",        "这张发票已报过：{text}；一张发票只能用一次，请核对号码", "this invoice was used before: {text}; an invoice is used once, check its number") \
	X(QUANTITY_BAD,       INVALID,   "quantity_bad",        "“{field}”应大于零且不太大；请改正", "{field} is to be more than zero and not too large; correct it") \
	/* end of the list */

/* clang-format on */
#endif
