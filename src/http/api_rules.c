/* What a cycle gives, to whom and from which money; what comes next in its life and what keeps it from being closed. */
#include "care/care.h"
#include "http/routes.h"
#include "http/shapes.h"

#define STATE_WORDS  "draft|checked|approved|open|closed|audited"
#define SOURCE_WORDS "FISCAL|UPPER|OWN|DONATION|ADMIN|OTHER"
#define ROLE_WORDS   "maker|checker|approver|auditor"
enum { ROWS_MAX = 1000, BLOCKS_MAX = 100000 };

/* ---- what comes next ---- */

static const struct field refusal_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "same_hand", .zh = "原因代码",
	 .en = "reason"},
	{"words", FIELD_TEXT, FIELD_NEEDED,
	 .example = "同一份单据上一个人只能签一次；请由另一个人签", .zh = "说明", .en = "in words"},
	{0},
};
static const struct shape shape_refusal = {"Refusal", refusal_fields};
static const struct field block_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = "payout|custody|hold", .example = "custody",
	 .zh = "什么没有办完", .en = "what is in the way"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "哪个工会",
	 .en = "at which union"},
	{"holder", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "在谁手中",
	 .en = "in whose hands"},
	{"item", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问礼包", .zh = "物品（空：现金）",
	 .en = "item; null: money"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_INT, FIELD_NEEDED, .example = "59700", .zh = "金额（分）",
	 .en = "value in fen"},
	{"batch", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024/150302/1", .zh = "银行批次",
	 .en = "bank batch"},
	{0},
};
static const struct shape shape_block = {"CycleBlock", block_fields};
static const struct field next_fields[] = {
	{"to", FIELD_WORD, FIELD_NULLABLE, .words = STATE_WORDS, .example = "checked",
	 .zh = "下一步；draft：被退回，待重新提交；空：已走完",
	 .en = "the next state; draft: it was sent back and is to be handed in again; null: its "
	       "life "
	       "has ended"},
	{"role", FIELD_WORD, FIELD_NULLABLE, .words = ROLE_WORDS, .example = "checker",
	 .zh = "由谁办", .en = "who takes the step"},
	{"may", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "本人可以办",
	 .en = "the asker may take it"},
	{"why", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_refusal, .zh = "本人为什么不能办",
	 .en = "why he may not"},
	{"blocks", FIELD_LIST, FIELD_NEEDED, .of = &shape_block, .max = BLOCKS_MAX,
	 .zh = "结束之前要办完的", .en = "what is to be finished before it is closed"},
	{"may_send_back", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "本人可以退回",
	 .en = "the asker may send it back instead"},
	{0},
};
static const struct shape shape_next = {"CycleNext", next_fields};

static void block_out(struct ctx *c, struct json_out *o, const struct cycle_block *b)
{
	struct item item = {.name = STR_NULL};
	if (b->item_no != 0 && sn_failed(goods_item_by_no(c, b->item_no, &item)))
		item.name = STR_NULL;
	json_out_object(o, NULL);
	json_out_text(o, "kind", str_of(care_cycle_block_words(b->kind)->word));
	reply_org(c, o, "org", b->org_no);
	reply_user(c, o, "holder", b->holder_id);
	json_out_text(o, "item", item.name);
	json_out_int(o, "quantity", b->quantity);
	json_out_money(o, "value_fen", b->value);
	json_out_text(o, "batch", b->batch);
	json_out_end(o);
}

static struct sn_err next(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	struct cycle_next n;
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	SN_TRY(care_cycle_next(c, &cycle, &n));
	json_out_object(o, NULL);
	json_out_text(o, "to", n.ended ? STR_NULL : str_of(care_cycle_state_word(n.to)));
	json_out_text(o, "role", n.ended ? STR_NULL : str_of(rights_role_word(n.role)));
	json_out_bool(o, "may", !n.ended && !sn_failed(n.why));
	if (sn_failed(n.why)) {
		char words[512];
		sn_err_words(n.why, q->lang, words, sizeof words);
		json_out_object(o, "why");
		json_out_text(o, "code", str_of(sn_reason_word(n.why.reason)));
		json_out_text(o, "words", str_of(words));
		json_out_end(o);
	} else {
		json_out_null(o, "why");
	}
	json_out_array(o, "blocks");
	for (size_t i = 0; i < n.blocks_count; i++)
		block_out(c, o, &n.blocks[i]);
	json_out_end(o);
	json_out_bool(o, "may_send_back", n.send_back);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- what it gives ---- */

static const struct field part_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "rice", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "大米 10 公斤", .zh = "物品", .en = "item"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "每包数量", .en = "in one kit"},
	{0},
};
static const struct shape shape_part = {"KitPart", part_fields};
static const struct field item_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "kit:2024-hw", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问礼包", .zh = "物品；空：还没有登记",
	 .en = "item; null: it is not registered yet"},
	{"sizes", FIELD_LIST, FIELD_NEEDED, .max = ROWS_MAX, .example = "L", .zh = "尺码",
	 .en = "sizes"},
	{"parts", FIELD_LIST, FIELD_NEEDED, .of = &shape_part, .max = ROWS_MAX, .zh = "礼包内容",
	 .en = "what the kit holds"},
	{0},
};
static const struct shape shape_item = {"BenefitItem", item_fields};
static const struct field benefit_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "gift", .zh = "代码", .en = "code"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "每人数量",
	 .en = "pieces a head"},
	{"standard_fen", FIELD_INT, FIELD_NULLABLE, .example = "20000",
	 .zh = "每人标准（分）；空：尚未确定", .en = "the standard a head; null: not set yet"},
	{"cash", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "可发现金",
	 .en = "may be cash"},
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_item, .max = ROWS_MAX, .zh = "可发物品",
	 .en = "items that it may be"},
	{0},
};
static const struct shape shape_benefit = {"CycleBenefit", benefit_fields};
static const struct field cap_fields[] = {
	{"rule", FIELD_TEXT, FIELD_NEEDED, .example = "campaign.person-year", .zh = "限额",
	 .en = "cap"},
	{"period", FIELD_WORD, FIELD_NEEDED, .words = "time|day|cycle|year", .example = "year",
	 .zh = "期间", .en = "period"},
	{"max_fen", FIELD_INT, FIELD_NEEDED, .example = "600000", .zh = "每人最多（分）",
	 .en = "at most for a person"},
	{0},
};
static const struct shape shape_cap = {"CycleCap", cap_fields};
static const struct field quota_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"places", FIELD_INT, FIELD_NEEDED, .example = "1200", .zh = "名额", .en = "places"},
	{0},
};
static const struct shape shape_quota = {"CycleQuota", quota_fields};
static const struct field rules_fields[] = {
	{"programme", FIELD_TEXT, FIELD_NEEDED, .example = "condolence-campaign", .zh = "项目",
	 .en = "programme"},
	{"version", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "项目版本", .en = "its version"},
	{"categories", FIELD_LIST, FIELD_NEEDED, .max = ROWS_MAX, .example = "环卫工",
	 .zh = "对象类别；空：名册上所有人", .en = "categories; none: everybody on the roster"},
	{"age_from", FIELD_INT, FIELD_NULLABLE, .example = "18", .zh = "年龄下限",
	 .en = "age from"},
	{"age_until", FIELD_INT, FIELD_NULLABLE, .example = "60", .zh = "年龄上限（不含）",
	 .en = "the first age that is outside"},
	{"gap_days", FIELD_INT, FIELD_NULLABLE, .example = "365", .zh = "两次之间至少几天",
	 .en = "days between two gifts"},
	{"benefits", FIELD_LIST, FIELD_NEEDED, .of = &shape_benefit, .max = ROWS_MAX,
	 .zh = "发什么", .en = "what is given"},
	{"caps", FIELD_LIST, FIELD_NEEDED, .of = &shape_cap, .max = ROWS_MAX, .zh = "限额",
	 .en = "caps"},
	{"sources", FIELD_LIST, FIELD_NEEDED, .max = FUND_SOURCES_COUNT, .example = "UPPER",
	 .zh = "可用资金：" SOURCE_WORDS "；空：不限", .en = "whose money may pay; none: any"},
	{"quotas", FIELD_LIST, FIELD_NEEDED, .of = &shape_quota, .max = ROWS_MAX, .zh = "名额",
	 .en = "places"},
	{"unset", FIELD_TEXT, FIELD_NULLABLE, .example = "$.caps[0].max_fen",
	 .zh = "第一个尚未确定的值：确定之前不能核定应领",
	 .en = "the first value that nobody has set: nobody is entitled before"},
	{"unset_by", FIELD_TEXT, FIELD_NULLABLE, .example = "自治区总工会", .zh = "由谁确定",
	 .en = "who sets it"},
	{0},
};
static const struct shape shape_rules = {"CycleRules", rules_fields};

struct shelf {
	struct item *items;
	size_t count;
};

/* "kit:x" and its sizes, "kit:x/L". */
static bool is_of(const struct item *item, struct str code)
{
	return str_starts(item->code, code) &&
	       (item->code.bytes == code.bytes || item->code.at[code.bytes] == '/');
}

static struct sn_err parts_out(struct ctx *c, struct json_out *o, const struct item *kit)
{
	struct item_part *parts = NULL;
	size_t count = 0;
	json_out_array(o, "parts");
	if (kit && kit->kit)
		SN_TRY(goods_parts(c, kit->item_no, &parts, &count));
	for (size_t i = 0; i < count; i++) {
		struct item part;
		SN_TRY(goods_item_by_no(c, parts[i].part_no, &part));
		json_out_object(o, NULL);
		json_out_text(o, "code", part.code);
		json_out_text(o, "name", part.name);
		json_out_int(o, "quantity", parts[i].quantity);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err item_out(struct ctx *c, struct json_out *o, const struct shelf *shelf,
			      struct str code)
{
	const struct item *first = NULL;
	json_out_object(o, NULL);
	json_out_text(o, "code", code);
	for (size_t i = 0; i < shelf->count && !first; i++)
		if (is_of(&shelf->items[i], code))
			first = &shelf->items[i];
	json_out_text(o, "name", first ? first->name : STR_NULL);
	json_out_array(o, "sizes");
	for (size_t i = 0; i < shelf->count; i++)
		if (is_of(&shelf->items[i], code) && !str_is_null(shelf->items[i].size))
			json_out_text(o, NULL, shelf->items[i].size);
	json_out_end(o);
	SN_TRY(parts_out(c, o, first));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err benefit_out(struct ctx *c, struct json_out *o, const struct shelf *shelf,
				 const struct benefit *b)
{
	bool cash = false;
	json_out_object(o, NULL);
	json_out_text(o, "code", b->code);
	json_out_int(o, "quantity", b->quantity);
	if (b->value_known)
		json_out_money(o, "standard_fen", b->value);
	else
		json_out_null(o, "standard_fen");
	for (size_t i = 0; i < b->items_count; i++)
		cash |= str_is_null(b->items[i]);
	json_out_bool(o, "cash", cash);
	json_out_array(o, "items");
	for (size_t i = 0; i < b->items_count; i++)
		if (!str_is_null(b->items[i]))
			SN_TRY(item_out(c, o, shelf, b->items[i]));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static void number_or_null(struct json_out *o, const char *key, int64_t value)
{
	if (value == 0)
		json_out_null(o, key);
	else
		json_out_int(o, key, value);
}

static void who_out(struct json_out *o, const struct programme *p)
{
	json_out_text(o, "programme", p->code);
	json_out_int(o, "version", p->version);
	json_out_array(o, "categories");
	for (size_t i = 0; i < p->categories_count; i++)
		json_out_text(o, NULL, p->categories[i]);
	json_out_end(o);
	number_or_null(o, "age_from", p->age_from);
	number_or_null(o, "age_until", p->age_until);
	number_or_null(o, "gap_days", p->gap_days);
}

static void limits_out(struct ctx *c, struct json_out *o, const struct programme *p)
{
	static const char *const periods[] = {
#define X(name, word) [CAP_##name] = word,
		CAP_PERIODS(X)
#undef X
	};
	json_out_array(o, "caps");
	for (size_t i = 0; i < p->caps_count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "rule", p->caps[i].rule);
		json_out_text(o, "period", str_of(periods[p->caps[i].period]));
		json_out_money(o, "max_fen", p->caps[i].max);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_array(o, "sources");
	for (int s = 0; s < FUND_SOURCES_COUNT; s++)
		if (p->sources & 1U << s)
			json_out_text(o, NULL,
				      str_of(ledger_source_words((enum fund_source)s)->word));
	json_out_end(o);
	json_out_array(o, "quotas");
	for (size_t i = 0; i < p->quotas_count; i++) {
		struct org org = {.org_no = 0};
		if (sn_failed(org_find(c, p->quotas[i].org_code, 0, &org)))
			org.org_no = 0;
		json_out_object(o, NULL);
		reply_org(c, o, "org", org.org_no);
		json_out_int(o, "places", p->quotas[i].places);
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err rules_out(struct ctx *c, struct json_out *o, const struct programme *p)
{
	struct shelf shelf = {NULL, 0};
	SN_TRY(goods_items(c, &shelf.items, &shelf.count));
	json_out_object(o, NULL);
	who_out(o, p);
	json_out_array(o, "benefits");
	for (size_t i = 0; i < p->benefits_count; i++)
		SN_TRY(benefit_out(c, o, &shelf, &p->benefits[i]));
	json_out_end(o);
	limits_out(c, o, p);
	json_out_text(o, "unset", p->unset);
	json_out_text(o, "unset_by", p->unset_by);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err rules(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	struct programme p;
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	SN_TRY(care_programme_read(c, cycle.programme, cycle.programme_version, 0, &p));
	return rules_out(c, o, &p);
}

/* Of a cycle that is not there yet. Programmes are every union's: who may see cycles anywhere may read them. */
static struct sn_err programme_rules(struct ctx *c, struct call *q, struct json_out *o)
{
	struct programme p;
	int64_t version = 0;
	int32_t day = 0;
	q->asked = true;
	SN_TRY(call_query_int(q, "version", &version));
	SN_TRY(call_query_day(q, "day", &day));
	SN_TRY(care_programme_read(c, q->args[0], version, day, &p));
	return rules_out(c, o, &p);
}

static const struct query_field programme_query[] = {
	{"version", FIELD_INT, NULL, "1", "哪一版；不写：那一天有效的",
	 "which version; none: the one in force"},
	{"day", FIELD_DAY, NULL, "2025-10-01", "在哪一天有效（缺省：今天）",
	 "in force on which day; none: today"},
	{0},
};

const struct route api_rules_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/next", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_next, .answer = next, .zh = "活动的下一步：谁来办，还差什么",
	 .en = "what comes next in a cycle: who takes the step, what is in the way"},
	{"GET", "/api/v1/cycles/{cycle}/rules", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_rules, .answer = rules, .zh = "活动发什么、发给谁、标准、限额、可用资金",
	 .en = "what a cycle gives, to whom, standard, caps, funds"},
	{"GET", "/api/v1/programmes/{programme}/rules", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_CARE_READ, .reply = &shape_rules, .query = programme_query,
	 .answer = programme_rules, .zh = "项目方案发什么、发给谁、标准、限额、可用资金",
	 .en = "what a programme gives, to whom, standard, caps, funds"},
	{0},
};
