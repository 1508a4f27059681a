#ifndef SN_BASE_REASONS_HANDOVER_H
#define SN_BASE_REASONS_HANDOVER_H
/* reasons_handover: refusals about proxies, attempts, exchanges and custody explained; the shape is told in
 * base/reasons.h. */

/* clang-format off */
#define SN_REASONS_HANDOVER(X) \
	X(PLACE_UNKNOWN,       INVALID,   "place_unknown",       "“{field}”应是 site、home、union、station、hospital 之一（作业点、送货上门、工会、驿站、医院）", "{field} is to be one of site, home, union, station, hospital") \
	X(RELATION_UNKNOWN,    INVALID,   "relation_unknown",    "“{field}”应是 spouse、parent、child、sibling、relative、colleague、neighbour、other 之一（配偶、父母、子女、兄弟姐妹、亲属、同事、邻居、其他）", "{field} is to be one of spouse, parent, child, sibling, relative, colleague, neighbour, other") \
	X(RELATION_NEEDED,     INVALID,   "relation_needed",     "代领要写明代领人与本人的关系；请补填 relation", "who collects for another says how he is related to him; fill in relation") \
	X(PROXY_NEEDED,        INVALID,   "proxy_needed",        "写了关系或委托，没写代领人；请补填 proxy，本人领取则三项都不填", "a relation or a mandate is given but no proxy; fill in proxy, or leave all three out where the person came himself") \
	X(MANDATE_NEEDED,      DENIED,    "mandate_needed",      "代领要有委托：委托书编号，或所附委托的说明；请补填 mandate，没有委托请本人领取", "collecting for another needs a mandate: the number of the paper, or what the attached one says; fill in mandate, otherwise the person comes himself") \
	X(FOREMAN_PROXY,       DENIED,    "foreman_proxy",       "班组长不能给本班组的人代领；请本人领取，或委托别人", "a foreman does not collect for people of his own team; let them come, or name another proxy") \
	X(OUTCOME_UNKNOWN,     INVALID,   "outcome_unknown",     "“{field}”应是 absent、refused、wrong-size、damaged 之一（不在、谢绝、尺码不合、破损）", "{field} is to be one of absent, refused, wrong-size, damaged") \
	X(ATTEMPT_DIFFERS,     CONFLICT,  "attempt_differs",     "这个编号已用于内容不同的未送达记录；请核对，新的记录要用新的编号", "this id stands for an attempt with other content; check it, a new attempt needs a new id") \
	X(EXCHANGE_DIFFERS,    CONFLICT,  "exchange_differs",    "这个编号已用于别的调换或发放；请核对，新的调换要用新的编号", "this id stands for another exchange or delivery; check it, a new exchange needs a new id") \
	X(EXCHANGED_ALREADY,   CONFLICT,  "exchanged_already",   "这条发放记录已经调换过；再换请用调换后的记录编号 {text}", "this record has been exchanged already; to exchange again name the record that took its place: {text}") \
	X(EXCHANGE_SAME,       INVALID,   "exchange_same",       "要换的和已领的是同一种物品；请写另一种尺码或物品的代码", "that is the item he has; name another size or item") \
	X(CUSTODY_NONE,        CONFLICT,  "custody_none",        "您在这个批次名下没有未交清的物品或现金；没有什么需要说明", "you have custody of nothing in this cycle; there is nothing to explain") \
	X(NO_SUCH_EXPLANATION, NOT_FOUND, "no_such_explanation", "没有这份保管说明；请核对编号", "there is no such explanation; check its id") \
	X(EXPLANATION_DIFFERS, CONFLICT,  "explanation_differs", "这个编号已用于内容不同的说明，或说明之后又有变动；请用新的编号重新说明", "this id stands for another explanation, or custody has changed since; explain it anew under a new id") \
	X(EXPLANATION_SIGNED,  CONFLICT,  "explanation_signed",  "这份说明已由别的批准人签署", "another approver has signed this explanation already") \
	X(NO_SUCH_PROXY_CASE,  NOT_FOUND, "no_such_proxy_case",        "没有这个待处理事项，或已经办结；请核对编号", "there is no such open case; check its id") \
	X(SIGN_SHEET_LONG,     LIMIT,     "sign_sheet_long",     "这里还有 {0} 份没有领，一次最多印 {1} 份的签领表；请选一个下级工会或班组再印", "{0} gifts are still to be handed over here, and a sign-off sheet has {1} at most; choose a union below or a team") \
	/* end of the list */

/* clang-format on */
#endif
