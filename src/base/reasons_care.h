#ifndef SN_BASE_REASONS_CARE_H
#define SN_BASE_REASONS_CARE_H
/* reasons_care: refusals about programmes, cycles, entitlements, deliveries; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_CARE(X) \
	X(PROGRAMME_SCHEMA,   INVALID,   "programme_schema",    "项目文件的格式版本是 {0}，本程序认识的是 {1}；请升级程序或改用旧格式", "the programme file is of schema {0}, this program reads schema {1}; upgrade it or use that schema") \
	X(PROGRAMME_VALUE,    INVALID,   "programme_value",     "项目文件里这一处的值不能用：{text}；请对照 data/schema/programme.schema.json 改正", "a value of the programme file cannot be used: {text}; compare it with data/schema/programme.schema.json") \
	X(PROGRAMME_RULE_UNKNOWN, INVALID, "programme_rule_unknown", "项目文件里的规则种类不认识：{text}；没有载入", "the programme file names a kind of rule that this program does not know: {text}; nothing was loaded") \
	X(PROGRAMME_VERSION_TAKEN, CONFLICT, "programme_version_taken", "项目 {text} 的第 {0} 版已载入，内容不同；改了规则请用新的版本号", "version {0} of programme {text} is loaded with other content; a changed rule needs a new version") \
	X(PROGRAMME_OVERLAP,  CONFLICT,  "programme_overlap",   "项目 {text} 第 {0} 版的生效日与已有的第 {1} 版次序不对；新版应晚些生效", "version {0} of programme {text} and version {1} do not begin in their order; a later version begins later") \
	X(NO_SUCH_PROGRAMME,  NOT_FOUND, "no_such_programme",   "没有这个项目，或那一天没有生效的版本：{text}；请先用 songnuan programme load 载入", "no such programme, or no version in force on that day: {text}; load it with songnuan programme load") \
	X(VALUE_UNSET,        CONFLICT,  "value_unset",         "规则里还有没定的值：{text}；请先定下来，载入新的版本，再生成名额", "the rules have a value that nobody has set yet: {text}; decide it, load a new version, then entitle") \
	X(NO_SUCH_CYCLE,      NOT_FOUND, "no_such_cycle",       "没有这个活动：{text}；请用 songnuan cycle show 查看", "no such cycle: {text}; see songnuan cycle show") \
	X(CYCLE_CODE_TAKEN,   CONFLICT,  "cycle_code_taken",    "活动代码 {text} 已用于内容不同的活动；请换一个代码", "the cycle code {text} is taken by a cycle with other content; choose another") \
	X(BAD_CYCLE_CODE,     INVALID,   "bad_cycle_code",      "活动代码应是 1 至 {0} 个小写字母、数字、点或连字符，如 hw-2024", "a cycle's code is 1 to {0} small letters, digits, dots or hyphens, such as hw-2024") \
	X(BAD_PERIOD,         INVALID,   "bad_period",          "“{field}”的起止日期不对：起 {day0}，止 {day1}；请改正", "the period of {field} is wrong: from {day0} until {day1}; correct it") \
	X(CYCLE_STATE,        CONFLICT,  "cycle_state",         "活动 {text} 现在是“{0|草稿|已审核|已批准|进行中|已结束|已审计}”，要在“{1|草稿|已审核|已批准|进行中|已结束|已审计|已批准或进行中|尚未建立}”时才能这样做；请用 songnuan cycle show 查看", "the cycle {text} is {0|draft|checked|approved|open|closed|audited}; this is done while it is {1|draft|checked|approved|open|closed|audited|approved or open|not made yet}; see songnuan cycle show") \
	X(CUSTODY_LEFT,       CONFLICT,  "custody_left",        "活动还不能结束：{text} 名下还有 {0} 件、{yuan1} 元未交清；请先发放、交回、核销，或由本人说明、批准人签署", "the cycle cannot be closed: {text} still holds {0} pieces worth {yuan1} yuan; hand them over, give them back, write them off, or let the holder explain and an approver sign") \
	X(HOLDS_LEFT,         CONFLICT,  "holds_left",          "活动还不能结束：{text} 有 {0} 件、{yuan1} 元被未办完的单据或设备占用；请先办完或撤销", "the cycle cannot be closed: {0} pieces and {yuan1} yuan at {text} are held by unfinished documents or devices; finish or cancel them") \
	X(ORG_OUTSIDE_CYCLE,  INVALID,   "org_outside_cycle",   "“{text}”不在本活动的工会范围内；请核对工会代码", "{text} does not belong to the unions of this cycle; check the code") \
	X(PINNED_ELSEWHERE,   CONFLICT,  "pinned_elsewhere",    "这个人在本活动已由 {text} 计入；不在这里重复计入", "this person counts with {text} in this cycle; nobody counts twice") \
	X(AGE_OUTSIDE,        CONFLICT,  "age_outside",         "年龄 {0} 岁，不在项目规定的范围内（{1} 至 {2}，0 为不限）", "{0} years old, outside the programme's range ({1} to {2}, 0: open)") \
	X(GIFT_TOO_SOON,      CONFLICT,  "gift_too_soon",       "这个人在 {day0} 已有本项目的一份（{text}），项目规定两份至少相隔 {1} 天；请到期后再安排", "this person has one of this programme on {day0} ({text}); the programme asks for {1} days between two, so it is to wait") \
	X(PLACES_FULL,        LIMIT,     "places_full",         "“{text}”的名额已满：共 {1} 个，已用 {0} 个；请调整名单，或作废不用的名额", "the places of {text} are taken: {0} of {1}; change the list, or void entitlements that are not used") \
	X(NO_SUCH_ENTITLEMENT, NOT_FOUND, "no_such_entitlement", "没有这个名额；请核对编号", "no such entitlement; check its id") \
	X(ENTITLE_STOPPED,    CONFLICT,  "entitle_stopped",     "已按要求停下：核对了 {0} 人，新核定 {1} 个名额，都有效；其余的人再核定一次即可", "stopped as asked: {0} people were looked at and {1} entitlements made, which hold; entitle again for the others") \
	X(ENTITLEMENT_VOID,   CONFLICT,  "entitlement_void",    "这个名额已作废；要恢复请由活动的批准人另行决定", "this entitlement was taken back; only a new decision can replace it") \
	X(WHO_UNKNOWN,        NOT_FOUND, "who_unknown",         "名册里没有这个身份证号；请核对，或先把人录入名册再补录", "nobody on a roster bears this ID number; check it, or put the person on the roster and send the row again") \
	X(NOT_ENTITLED,       CONFLICT,  "not_entitled",        "这个人在本活动没有这样物品的名额；请核对活动和物品，或先生成名额", "this person has no entitlement to this item in this cycle; check cycle and item, or entitle first") \
	X(GIVEN_ALREADY,      CONFLICT,  "given_already",       "这个人在本活动已经领过：{day0}，{text}；不再发放", "this person has had this gift already: on {day0}, {text}; it is not given twice") \
	X(QUANTITY_DIFFERS,   INVALID,   "quantity_differs",    "数量应是 {1}，写的是 {0}；一次发齐，多出的另记一条", "the quantity is to be {1}, not {0}; a gift is handed over whole, what is more goes into a record of its own") \
	X(BAD_LEVEL,          INVALID,   "bad_level",           "凭证级别应是 A（本人确认）、B（签名影像）或 C（发放人记录）", "the evidence level is to be A (recipient's own secret), B (signature or photo) or C (distributor's word)") \
	X(LEVEL_NEEDS_PROOF,  DENIED,    "level_needs_proof",   "级别 A 要有本人的领取码；没有请按 B 或 C 记录", "level A needs the recipient's token; without it record level B or C") \
	X(TOKEN_WRONG,        DENIED,    "token_wrong",         "领取码不对，还可以试 {0} 次；请核对慰问信上的 12 位码，或按 B、C 记录", "the token is wrong, {0} tries are left; compare the 12 characters on the letter, or record level B or C") \
	X(TOKEN_LOCKED,       DENIED,    "token_locked",        "领取码错了 {0} 次，已锁定；请按 B 或 C 记录", "the token was wrong {0} times and is locked; record level B or C") \
	X(STOCK_SHORT,        LIMIT,     "stock_short",         "{text} 只有 {0}，需要 {1}；请先把领用或入库记上，再补录这一条", "{text} has {0}, needs {1}; record the issue or the purchase first, then send this row again") \
	X(RECORD_DIFFERS,     CONFLICT,  "record_differs",      "这个发放编号已用于内容不同的记录；请核对，新的发放要用新的编号", "this delivery id stands for a record with other content; check it, a new hand-over needs a new id") \
	X(NO_SUCH_DELIVERY,   NOT_FOUND, "no_such_delivery",    "没有这条发放记录；请核对编号", "no such delivery; check its id") \
	X(REVERSED_BY_GIVER,  DENIED,    "reversed_by_giver",   "经手人不能冲回自己发放或登记的记录；请由另一位审核人或批准人（可由上级工会代审）办理", "who handed it over or recorded it does not take it back; let another checker or approver do it, of the union above if need be") \
	X(DELIVERY_REVERSED,  CONFLICT,  "delivery_reversed",   "这条发放记录已经红字更正过", "this delivery has been taken back already") \
	X(NO_SUCH_CASE,       NOT_FOUND, "no_such_case",        "本活动没有这个事项；请用 songnuan case list 核对编号", "this cycle has no such case; look at songnuan case list") \
	X(CYCLE_SENT_BACK,    CONFLICT,  "cycle_sent_back",     "这个活动已退回；请经办人改好后重新提交，再往下办", "this cycle was sent back; its maker amends it and hands it in again before anything else") \
	X(CYCLE_NOT_BACK,     CONFLICT,  "cycle_not_back",      "这个活动没有被退回，不能改，也不用重新提交", "this cycle was not sent back: it is not amended, nor handed in again") \
	X(PERSON_IN_USE,      CONFLICT,  "person_in_use",       "名单里有人已有名额、发放记录、银行卡或荣誉，不能撤回；请先作废名额，或改用离岗", "somebody of this list has an entitlement, a delivery, a bank card or an honour, so it cannot be taken back; void the entitlements first, or let people leave") \
	/* end of the list */

/* clang-format on */
#endif
