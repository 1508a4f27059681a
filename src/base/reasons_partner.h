#ifndef SN_BASE_REASONS_PARTNER_H
#define SN_BASE_REASONS_PARTNER_H
/* reasons_partner: refusals about bodies outside the union tree; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_PARTNER(X) \
	X(NO_SUCH_PARTNER,     NOT_FOUND, "no_such_partner",     "没有登记这个合作单位：{text}；请检查代码或名称，或先用 partner add 登记", "no such partner is registered: {text}; check its code or name, or register it with partner add") \
	X(PARTNER_AMBIGUOUS,   CONFLICT,  "partner_ambiguous",   "不止一个合作单位叫这个名称：{text}；请改用代码或统一社会信用代码", "several partners have this name: {text}; use the code or the USCC") \
	X(PARTNER_CODE_TAKEN,  CONFLICT,  "partner_code_taken",  "合作单位 {text} 已登记，但“{field}”不同；请改用别的代码，名称变更请用 partner rename", "the partner {text} is registered with another {field}; use another code, or partner rename for a new name") \
	X(PARTNER_USCC_TAKEN,  CONFLICT,  "partner_uscc_taken",  "这个统一社会信用代码已登记为 {text}；同一单位只登记一次，请使用已有的，别名用 partner alias 增加", "this USCC is registered as {text}; one body is registered once: use that one, and add another name with partner alias") \
	X(PARTNER_NAME_TAKEN,  CONFLICT,  "partner_name_taken",  "同一工会下已登记同名单位 {text}；请使用已有的，或写全官方名称", "beside the same union {text} has this name already; use that one, or give the full official name") \
	X(PARTNER_ALIAS_TAKEN, CONFLICT,  "partner_alias_taken", "简称 {text} 已指另一个合作单位；请换一个", "the alias {text} stands for another partner; choose another") \
	X(PARTNER_CLOSED,      CONFLICT,  "partner_closed",      "合作单位 {text} 自 {0} 起已撤销；请改用现有单位", "the partner {text} is closed since {0}; use one that exists") \
	X(PARTNER_DAY_ORDER,   CONFLICT,  "partner_day_order",   "日期 {0} 早于 {text} 最近一次变动的日期 {1}；请改用 {1} 或以后的日期", "the day {0} is before {1}, when {text} last changed; use {1} or a later day") \
	X(PARTNER_BAD_CODE,    INVALID,   "partner_bad_code",    "“{field}”应是 1 到 {0} 个字母、数字、点、下划线或连字符", "{field} is to be 1 to {0} letters, digits, dots, underscores or hyphens") \
	X(PARTNER_BAD_KIND,    INVALID,   "partner_bad_kind",    "“{field}”应是 government、institution、hospital、company、national、social、other 之一（政府部门、事业单位、医院、企业、全国工会、社会组织、其他）", "{field} is to be one of government, institution, hospital, company, national, social, other") \
	X(PARTNER_FULL,        LIMIT,     "partner_full",        "合作单位数量已到上限 {0}；请合并重复的单位", "there are {0} partners, which is the most there can be; close doubles") \
	/* end of the list */

/* clang-format on */
#endif
