/* Deliveries (发放): recording what was handed over, the register of it, one with its proof, taking one back. */
#include "base/uuid.h"
#include "care/entry.h"
#include "care/register.h"
#include "http/reply_care.h"
#include "http/routes.h"

#include <inttypes.h>

#define LEVEL_WORDS "A|B|C"

/* ---- recording ---- */

/* clang-format off */
static const struct field record_fields[] = {
	{"record_id", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放编号，由录入方生成；重发同一编号不会重复", .en = "the maker's own id; the same id again is the same hand-over"},
	{"id_number", FIELD_TEXT, 0, .max = 32, .example = "150302196001010017", .zh = "身份证号（合成数据示例）；与 person 二者填一", .en = "ID number (synthetic example); or person"},
	{"person", FIELD_UUID, 0, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ac", .zh = "名册中的人，与 org 同填", .en = "a person of a roster; with org"},
	{"org", FIELD_TEXT, 0, .max = ORG_CODE_BYTES_MAX, .example = "150302", .zh = "此人名册所在工会代码", .en = "code of the union whose roster the person stands on"},
	{"item", FIELD_TEXT, FIELD_NEEDED, .max = ITEM_CODE_BYTES_MAX, .example = "kit:2024-hw", .zh = "物品代码；现金填 cash", .en = "the item's code; cash"},
	{"quantity", FIELD_INT, 0, .min = 1, .max = 1000000, .example = "1", .zh = "件数；不填为 1", .en = "pieces; 1 where it is not said"},
	{"amount_fen", FIELD_FEN, 0, .min = 1, .max = INT64_C(100000000), .example = "20000", .zh = "现金金额（分）", .en = "of cash, in fen"},
	{"level", FIELD_WORD, FIELD_NEEDED, .words = LEVEL_WORDS, .example = "C", .zh = "证据：A 本人确认，B 签名影像，C 发放人记录", .en = "evidence: A own code, B signature or picture, C distributor's word"},
	{"token", FIELD_TEXT, 0, .max = 64, .example = "A1B2C3D4E5F6", .zh = "领取码（A 级必填）", .en = "the recipient's code, needed for A"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "发放时间", .en = "when"},
	{"by", FIELD_TEXT, 0, .max = LOGIN_BYTES_MAX, .example = "f-150802", .zh = "出自谁的保管；不填为工会库存", .en = "out of whose custody; the union's stock where it is not said"},
	{"place", FIELD_TEXT, 0, .max = 32, .example = "site", .zh = "地点", .en = "where"},
	{"proxy", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "张三", .zh = "代领人（合成数据示例）", .en = "who took it for him (synthetic example)"},
	{"relation", FIELD_TEXT, 0, .max = 32, .example = "spouse", .zh = "代领人与本人关系", .en = "the proxy's relation"},
	{"mandate", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "委字3号", .zh = "委托书编号", .en = "number of the mandate"},
	{0},
};
static const struct shape shape_record = {"DeliveryRecord", record_fields};
static const struct field batch_fields[] = {
	{"asked", FIELD_BOOL, 0, .example = "true", .zh = "在线请求发放（默认 true）：已领过的会被拒绝；false 为已经发生的事实，一律记录", .en = "asked online (true where it is not said): a second gift is refused; false: facts that happened, always recorded"},
	{"records", FIELD_LIST, FIELD_NEEDED, .max = DELIVERY_ROWS_MAX, .of = &shape_record, .zh = "每人一条，最多 200 条", .en = "one a hand-over, 200 at most"},
	{0},
};
static const struct shape shape_batch = {"DeliveryBatch", batch_fields};
static const struct field result_fields[] = {
	{"record_id", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放编号", .en = "the record's id"},
	{"outcome", FIELD_WORD, FIELD_NEEDED, .words = "awarded|unchanged|over_issue|refused", .example = "awarded", .zh = "结果", .en = "what became of it"},
	{"other_size", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "与登记尺码不同", .en = "in another size than was collected"},
	{"case", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ad", .zh = "已立事项", .en = "the case that was opened"},
	REPLY_WHY_FIELDS,
	{0},
};
static const struct shape shape_result = {"DeliveryResult", result_fields};
static const struct field results_fields[] = {
	{"awarded", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "已发放", .en = "handed over"},
	{"unchanged", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "已在", .en = "there already"},
	{"over_issue", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "重复或无名额，已立事项", .en = "given twice or not entitled: cases"},
	{"refused", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未收下", .en = "refused"},
	{"results", FIELD_LIST, FIELD_NEEDED, .of = &shape_result, .zh = "逐条结果", .en = "row by row"},
	{0},
};
static const struct shape shape_results = {"DeliveryResults", results_fields};
/* clang-format on */

struct recording {
	struct cycle cycle;
	struct delivery_item *items; /* those that could be read */
	struct delivery_result *results;
	size_t items_count;
	size_t rows_count;
	struct sn_err *whys; /* of each row, why it could not be read */
};

static struct sn_err get_texts(const struct json_value *row, struct entry *e)
{
	SN_TRY(json_get_text(row, "record_id", &e->record));
	SN_TRY(json_get_text_or(row, "id_number", &e->id_number));
	SN_TRY(json_get_text(row, "item", &e->item));
	SN_TRY(json_get_text(row, "level", &e->level));
	SN_TRY(json_get_text(row, "at", &e->at));
	SN_TRY(json_get_text_or(row, "by", &e->by));
	SN_TRY(json_get_text_or(row, "token", &e->token));
	SN_TRY(json_get_text_or(row, "place", &e->place));
	SN_TRY(json_get_text_or(row, "proxy", &e->proxy));
	SN_TRY(json_get_text_or(row, "relation", &e->relation));
	return json_get_text_or(row, "mandate", &e->mandate);
}

static struct sn_err get_person(struct ctx *c, const struct json_value *row, struct entry *e)
{
	const struct json_value person = json_find(row, "person");
	struct org org;
	if (json_kind(&person) == JSON_ABSENT || json_kind(&person) == JSON_KIND_NULL)
		return SN_SUCCESS;
	SN_TRY(json_get_uuid(row, "person", &e->who.person_id));
	SN_TRY(body_org(c, row, "org", &org));
	e->who.shard = org.shard;
	return SN_SUCCESS;
}

/* Pieces as they are, cash in yuan as a file would write it. */
static struct sn_err get_quantity(struct ctx *c, const struct json_value *row, struct entry *e)
{
	struct money amount = MONEY_FEN(0);
	int64_t pieces = 1;
	char text[32];
	SN_TRY(json_get_int_or(row, "quantity", &pieces));
	SN_TRY(json_get_money_or(row, "amount_fen", &amount));
	if (!str_is(e->item, "cash") && !str_is(e->item, "现金"))
		(void)snprintf(text, sizeof text, "%" PRId64, pieces);
	else if (money_less(MONEY_FEN(0), amount))
		money_text(amount, text, sizeof text);
	else
		return SN_FAIL(MISSING_FIELD, .field = "amount_fen");
	e->quantity = arena_str(c->mem, str_of(text));
	return SN_SUCCESS;
}

static struct sn_err read_record(struct ctx *c, struct entries *entries,
				 const struct json_value *row, struct delivery_item *out)
{
	struct entry e = {.record = STR_NULL};
	SN_TRY(get_texts(row, &e));
	SN_TRY(get_person(c, row, &e));
	SN_TRY(get_quantity(c, row, &e));
	return entry_parse(c, c->mem, entries, &e, out);
}

static struct sn_err record_prepare(struct ctx *c, struct call *q, struct json_out *unused)
{
	struct recording *x = ARENA_NEW(c->mem, struct recording);
	struct json_value rows;
	struct entries *entries;
	bool asked = true;
	(void)unused;
	q->prepared = x;
	if (!x)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(care_cycle_by_code(c, q->args[0], &x->cycle));
	SN_TRY(json_get_bool_or(q->body, "asked", &asked));
	SN_TRY(json_get_array(q->body, "records", &rows));
	x->rows_count = json_count(&rows);
	x->items = ARENA_ARRAY(c->mem, struct delivery_item, x->rows_count + 1);
	x->results = ARENA_ARRAY(c->mem, struct delivery_result, x->rows_count + 1);
	x->whys = ARENA_ARRAY(c->mem, struct sn_err, x->rows_count + 1);
	if (!x->items || !x->results || !x->whys)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(entry_open(c, &x->cycle, &entries));
	for (size_t i = 0; i < x->rows_count; i++) {
		const struct json_value row = json_at(&rows, i);
		x->whys[i] = read_record(c, entries, &row, &x->items[x->items_count]);
		if (sn_failed(x->whys[i]))
			continue;
		x->items[x->items_count++].asked = asked;
	}
	return SN_SUCCESS;
}

static const char *outcome_word(enum delivery_outcome outcome)
{
	static const char *const words[] = {[DELIVERY_AWARDED] = "awarded",
					    [DELIVERY_REPLAYED] = "unchanged",
					    [DELIVERY_OVER_ISSUE] = "over_issue",
					    [DELIVERY_REFUSED] = "refused"};
	return words[outcome];
}

static void result_out(const struct call *q, struct json_out *o, const struct delivery_item *item,
		       const struct delivery_result *r)
{
	json_out_object(o, NULL);
	reply_id(o, "record_id", item ? item->record_id : UUID_NULL);
	json_out_text(o, "outcome", str_of(outcome_word(r->outcome)));
	json_out_bool(o, "other_size", r->other_size);
	reply_id(o, "case", r->case_id);
	reply_why(o, q, r->why);
	json_out_end(o);
}

static struct sn_err record(struct ctx *c, struct call *q, struct json_out *o)
{
	struct recording *x = q->prepared;
	int64_t counts[DELIVERY_REFUSED + 1] = {0};
	SN_TRY(care_deliver(c, &x->cycle, x->items, x->items_count, x->results));
	for (size_t i = 0; i < x->items_count; i++)
		counts[x->results[i].outcome]++;
	counts[DELIVERY_REFUSED] += (int64_t)(x->rows_count - x->items_count);
	json_out_object(o, NULL);
	json_out_int(o, "awarded", counts[DELIVERY_AWARDED]);
	json_out_int(o, "unchanged", counts[DELIVERY_REPLAYED]);
	json_out_int(o, "over_issue", counts[DELIVERY_OVER_ISSUE]);
	json_out_int(o, "refused", counts[DELIVERY_REFUSED]);
	json_out_array(o, "results");
	for (size_t i = 0, at = 0; i < x->rows_count; i++) {
		const bool read = !sn_failed(x->whys[i]);
		const struct delivery_result unread = {.outcome = DELIVERY_REFUSED,
						       .why = x->whys[i]};
		result_out(q, o, read ? &x->items[at] : NULL, read ? &x->results[at] : &unread);
		at += read;
	}
	json_out_end(o);
	json_out_end(o);
	q->status = counts[DELIVERY_REFUSED] > 0 ? 207 : 200;
	return SN_SUCCESS;
}

/* ---- a file ---- */

/* clang-format off */
static const struct field reject_fields[] = {
	{"row", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "行号", .en = "row as the spreadsheet shows it"},
	{"sheet", FIELD_TEXT, FIELD_NULLABLE, .example = "Sheet1", .zh = "工作表", .en = "sheet"},
	REPLY_WHY_FIELDS,
	{0},
};
static const struct shape shape_reject = {"DeliveryFileReject", reject_fields};
static const struct field file_fields[] = {
	{"read", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "读入", .en = "rows read"},
	{"awarded", FIELD_INT, FIELD_NEEDED, .example = "28", .zh = "已发放", .en = "handed over"},
	{"unchanged", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "已在", .en = "there already"},
	{"over_issue", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "重复或无名额，已立事项", .en = "given twice or not entitled: cases"},
	{"other_size", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "与登记尺码不同", .en = "in another size than was collected"},
	{"rejected", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "退回", .en = "rejected"},
	{"totals", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "合计行", .en = "rows that only add up others"},
	{"rejects", FIELD_LIST, FIELD_NEEDED, .of = &shape_reject, .zh = "退回的行及原因，最多 1000 行", .en = "the rows that were rejected, 1,000 at most"},
	{0},
};
static const struct shape shape_file = {"DeliveryFileResult", file_fields};
static const struct query_field file_query[] = {
	{"asked", FIELD_WORD, "true|false", "false", "true：在线请求，已领过的被退回；false（默认）：已发生的事实", "true: asked online, a second gift is rejected; false (where it is not said): facts that happened"},
	{0},
};
/* clang-format on */

struct file_reject {
	int64_t row;
	struct str sheet;
	struct sn_err why;
};
struct filing {
	struct arena *mem;
	struct entry_file_result counts;
	struct file_reject *rejects;
	size_t rejects_count;
};

static struct sn_err keep_reject(void *self, const struct table_in *table,
				 const struct table_row *row, struct sn_err why)
{
	struct filing *f = self;
	(void)table;
	if (!f->rejects)
		f->rejects = ARENA_ARRAY(f->mem, struct file_reject, IMPORT_REJECTS_SHOWN_MAX);
	if (!f->rejects)
		return SN_FAIL(OUT_OF_MEMORY);
	if (f->rejects_count < IMPORT_REJECTS_SHOWN_MAX)
		f->rejects[f->rejects_count++] = (struct file_reject){
			.row = row->row, .sheet = arena_str(f->mem, row->sheet), .why = why};
	return SN_SUCCESS;
}

/* Pages of the file are written here, each durable by itself, as the command does. */
static struct sn_err file_prepare(struct ctx *c, struct call *q, struct json_out *unused)
{
	struct filing *f = ARENA_NEW(c->mem, struct filing);
	struct entry_file file = {.source = &q->upload,
				  .asked = str_is(call_query(q, "asked"), "true"),
				  .reject = keep_reject,
				  .self = f};
	(void)unused;
	q->prepared = f;
	if (!f)
		return SN_FAIL(OUT_OF_MEMORY);
	f->mem = c->mem;
	SN_TRY(care_cycle_by_code(c, q->args[0], &file.cycle));
	return entry_deliver_file(c, &file, &f->counts);
}

static struct sn_err file_answer(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct filing *f = q->prepared;
	(void)c;
	json_out_object(o, NULL);
	json_out_int(o, "read", f->counts.read);
	json_out_int(o, "awarded", f->counts.awarded);
	json_out_int(o, "unchanged", f->counts.replayed);
	json_out_int(o, "over_issue", f->counts.over_issue);
	json_out_int(o, "other_size", f->counts.other_size);
	json_out_int(o, "rejected", f->counts.rejected);
	json_out_int(o, "totals", f->counts.totals);
	json_out_array(o, "rejects");
	for (size_t i = 0; i < f->rejects_count; i++) {
		json_out_object(o, NULL);
		json_out_int(o, "row", f->rejects[i].row);
		json_out_text(o, "sheet",
			      f->rejects[i].sheet.bytes ? f->rejects[i].sheet : STR_NULL);
		reply_why(o, q, f->rejects[i].why);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	q->status = f->counts.rejected > 0 ? 207 : 200;
	return SN_SUCCESS;
}

/* ---- the register ---- */

/* clang-format off */
static const struct field delivery_fields[] = {
	{"record_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放编号；也是首笔转移的编号", .en = "the record's id, and its first transfer's"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "发放时间", .en = "handed over"},
	{"received", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:31:00+08:00", .zh = "入账时间", .en = "recorded"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "名册所在工会", .en = "the union whose roster the person stood on"},
	{"giver", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "出物出款工会", .en = "the union whose goods or money it was"},
	{"person", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ac", .zh = "领取人编号", .en = "the person's id"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王**", .zh = "领取人（脱敏）", .en = "the person, masked"},
	{"benefit", FIELD_TEXT, FIELD_NULLABLE, .example = "gift", .zh = "慰问项；空为没有名额", .en = "the benefit; null: not entitled"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_ref, .zh = "物品；空为现金", .en = "the item; null: cash"},
	{"quantity", FIELD_INT, FIELD_NULLABLE, .example = "1", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "19900", .zh = "金额（分）", .en = "value in fen"},
	{"level", FIELD_WORD, FIELD_NEEDED, .words = LEVEL_WORDS, .example = "C", .zh = "证据级别", .en = "evidence"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "发放人", .en = "out of whose custody"},
	{"recorded_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "录入人", .en = "who recorded it"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = "given|over_issue|reversed", .example = "given", .zh = "状态", .en = "state"},
	{"case", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ad", .zh = "事项", .en = "the case about it"},
	{0},
};
static const struct shape shape_delivery = {"Delivery", delivery_fields};
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{"from", FIELD_DAY, NULL, "2024-10-01", "自（含）", "from this day on"},
	{"until", FIELD_DAY, NULL, "2024-11-01", "至（不含）", "before this day"},
	{"level", FIELD_WORD, LEVEL_WORDS, "C", "证据级别", "evidence"},
	{"by", FIELD_TEXT, NULL, "f-150802", "发放人用户名", "the distributor's login"},
	{0},
};
/* clang-format on */

static void delivery_fields_out(struct ctx *c, struct json_out *o, const struct reply_items *items,
				const struct register_delivery *d)
{
	json_out_uuid(o, "record_id", d->record_id);
	reply_time(o, "at", d->at_us);
	reply_time(o, "received", d->received_us);
	reply_org(c, o, "org", d->roster_no);
	reply_org(c, o, "giver", d->giver_no);
	json_out_uuid(o, "person", d->person_id);
	reply_name(o, "name", d->name);
	json_out_text(o, "benefit", d->benefit.bytes ? d->benefit : STR_NULL);
	reply_item(o, "item", items, d->item_no);
	if (d->item_no == 0)
		json_out_null(o, "quantity");
	else
		json_out_int(o, "quantity", d->quantity);
	json_out_money(o, "value_fen", d->value);
	reply_level(o, "level", d->level);
	reply_user(c, o, "by", d->by_id);
	reply_user(c, o, "recorded_by", d->actor_id);
	json_out_text(o, "state",
		      str_of(!uuid_is_null(d->reversal_id) ? "reversed"
			     : d->over                     ? "over_issue"
							   : "given"));
	reply_id(o, "case", d->case_id);
}

static struct sn_err list_filter(struct ctx *c, struct call *q, const struct page *page,
				 struct register_delivery_filter *f)
{
	const struct str level = call_query(q, "level"), by = call_query(q, "by");
	struct str rest = page->after, at;
	SN_TRY(call_query_day(q, "from", &f->from_day));
	SN_TRY(call_query_day(q, "until", &f->until_day));
	if (!str_is_null(level) && !ledger_evidence_parse(&f->level, level))
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "level"), LEVEL_WORDS);
	if (!str_is_null(by)) {
		struct user user;
		SN_TRY(rights_user_by_login(c, by, &user));
		f->by_id = user.user_id;
	}
	f->rows_max = (size_t)page->rows_max + 1;
	if (str_is_null(rest))
		return SN_SUCCESS;
	if (!str_split(&rest, ' ', &at) || !str_to_int(at, &f->before_us) ||
	    sn_failed(uuid_parse(&f->before_id, rest, "after")))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct register_delivery_filter filter = {.level = EVIDENCE_NONE};
	struct register_delivery *rows = NULL;
	struct reply_items items;
	struct cycle cycle;
	struct org org;
	struct page page;
	size_t count = 0;
	char id[UUID_TEXT_BYTES], next[64];
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	filter.cycle_no = cycle.cycle_no;
	filter.path = org.path;
	SN_TRY(list_filter(c, q, &page, &filter));
	SN_TRY(register_deliveries(c, &filter, &rows, &count));
	SN_TRY(reply_items_read(c, &items));
	const bool more = count > (size_t)page.rows_max;
	for (size_t i = 0; i < count - more; i++) {
		json_out_object(o, NULL);
		delivery_fields_out(c, o, &items, &rows[i]);
		json_out_end(o);
	}
	if (more) {
		uuid_text(rows[count - 2].record_id, id);
		(void)snprintf(next, sizeof next, "%" PRId64 " %s", rows[count - 2].at_us, id);
	}
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- one, and taking it back ---- */

/* clang-format off */
static const struct field transfer_fields[] = {
	{"transfer_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "转移编号", .en = "the transfer's id"},
	{"day", FIELD_DAY, FIELD_NEEDED, .example = "2024-10-26", .zh = "账期日", .en = "the day it is booked on"},
	{"from", FIELD_TEXT, FIELD_NEEDED, .example = "发放员保管", .zh = "出自", .en = "out of"},
	{"to", FIELD_TEXT, FIELD_NEEDED, .example = "已发放", .zh = "入", .en = "into"},
	{"source", FIELD_TEXT, FIELD_NEEDED, .example = "上级补助", .zh = "资金来源", .en = "whose money"},
	{"lot", FIELD_INT, FIELD_NULLABLE, .example = "157286401", .zh = "采购批次", .en = "the purchase lot"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "19900", .zh = "金额（分）", .en = "value in fen"},
	{"document", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ae", .zh = "单据", .en = "the document"},
	{"log_index", FIELD_INT, FIELD_NULLABLE, .example = "4711", .zh = "存证序号", .en = "its place in the log"},
	{0},
};
static const struct shape shape_transfer = {"DeliveryTransfer", transfer_fields};
static const struct field whole_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"delivery", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_delivery, .zh = "发放", .en = "the hand-over"},
	{"entitlement", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789af", .zh = "名额", .en = "the entitlement"},
	{"reversed", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-27T09:00:00+08:00", .zh = "红字更正时间", .en = "taken back"},
	{"reversed_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "更正人", .en = "by whom"},
	{"reversed_why", FIELD_TEXT, FIELD_NULLABLE, .example = "录入错误", .zh = "更正原因", .en = "why"},
	{"transfers", FIELD_LIST, FIELD_NEEDED, .of = &shape_transfer, .zh = "账上的转移", .en = "the transfers in the books"},
	{0},
};
static const struct shape shape_whole = {"DeliveryWhole", whole_fields};
static const struct field reverse_fields[] = {
	{"reversal_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789b0", .zh = "更正编号，由录入方生成", .en = "the maker's own id of the reversal"},
	{"why", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX, .example = "录入错误", .zh = "原因", .en = "why"},
	{0},
};
static const struct shape shape_reverse = {"DeliveryReversal", reverse_fields};
/* clang-format on */

static struct sn_err transfer_out(struct ctx *c, const struct call *q, struct json_out *o,
				  int64_t shard, const struct transfer *t)
{
	const bool zh = q->lang == LANG_ZH;
	const struct ledger_words *from = ledger_class_words(t->from.class),
				  *to = ledger_class_words(t->to.class),
				  *source = ledger_source_words(t->from.source);
	int64_t index = -1;
	SN_TRY(tlog_index_of(c, shard, t->transfer_id, &index));
	json_out_object(o, NULL);
	json_out_uuid(o, "transfer_id", t->transfer_id);
	reply_day(o, "day", t->day);
	json_out_text(o, "from", str_of(zh ? from->zh : from->en));
	json_out_text(o, "to", str_of(zh ? to->zh : to->en));
	json_out_text(o, "source", str_of(zh ? source->zh : source->en));
	if (t->from.lot_no == 0)
		json_out_null(o, "lot");
	else
		json_out_int(o, "lot", t->from.lot_no);
	json_out_int(o, "quantity", t->quantity);
	json_out_money(o, "value_fen", t->value);
	reply_id(o, "document", t->document_id);
	if (index < 0)
		json_out_null(o, "log_index");
	else
		json_out_int(o, "log_index", index);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err whole_out(struct ctx *c, const struct call *q, struct json_out *o,
			       const struct register_whole *w)
{
	struct reply_items items;
	struct cycle cycle;
	SN_TRY(care_cycle_by_no(c, w->cycle_no, &cycle));
	SN_TRY(reply_items_read(c, &items));
	json_out_object(o, NULL);
	json_out_text(o, "cycle", cycle.code);
	json_out_object(o, "delivery");
	delivery_fields_out(c, o, &items, &w->row);
	json_out_end(o);
	reply_id(o, "entitlement", w->entitlement_id);
	reply_time(o, "reversed", w->reversed_us);
	reply_user(c, o, "reversed_by", w->reversed_by);
	json_out_text(o, "reversed_why", w->reversed_words.bytes ? w->reversed_words : STR_NULL);
	json_out_array(o, "transfers");
	for (size_t i = 0; i < w->posted_count; i++)
		SN_TRY(transfer_out(c, q, o, w->row.shard, &w->posted[i]));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err record_arg(const struct call *q, struct uuid *out)
{
	return uuid_parse(out, q->args[0], "delivery_id");
}

/* At the union of the person's roster, or at the one that gave. */
static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct register_whole w;
	struct uuid record_id;
	SN_TRY(record_arg(q, &record_id));
	SN_TRY(register_delivery(c, record_id, &w));
	if (sn_failed(call_may(c, q, w.row.roster_no)))
		SN_TRY(call_may(c, q, w.row.giver_no));
	return whole_out(c, q, o, &w);
}

static struct sn_err reverse(struct ctx *c, struct call *q, struct json_out *o)
{
	struct uuid record_id, reversal_id;
	struct care_record found;
	struct register_whole w;
	struct str why;
	SN_TRY(record_arg(q, &record_id));
	SN_TRY(json_get_uuid(q->body, "reversal_id", &reversal_id));
	SN_TRY(json_get_text(q->body, "why", &why));
	SN_TRY(care_record_by_id(c, record_id, &found));
	SN_TRY(care_delivery_reverse(c, found.shard, record_id, reversal_id, why));
	SN_TRY(register_delivery(c, record_id, &w));
	return whole_out(c, q, o, &w);
}

const struct route api_delivery_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/deliveries", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_CARE_READ, .reply = &shape_delivery, .reply_page = true, .query = list_query,
	 .answer = list, .zh = "发放台账（含下级，新的在前）",
	 .en = "what was handed over, with the unions below, the newest first"},
	{"POST", "/api/v1/cycles/{cycle}/deliveries", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_DELIVER, BODY_JSON, .request = &shape_batch, .reply = &shape_results,
	 .other_status = 207, .prepare = record_prepare, .answer = record,
	 .zh = "登记发放，一次最多 200 条；有未收下的答 207",
	 .en = "record hand-overs, 200 at most; 207 where some were refused"},
	{"POST", "/api/v1/cycles/{cycle}/deliveries/file", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_DELIVER, BODY_FILE, .body_bytes_max = DELIVERY_FILE_BYTES_MAX,
	 .reply = &shape_file, .query = file_query, .other_status = 207, .prepare = file_prepare,
	 .answer = file_answer, .zh = "上传发放表（CSV、xlsx），逐行登记",
	 .en = "upload a file of hand-overs (CSV, xlsx)"},
	{"GET", "/api/v1/deliveries/{record}", ROUTE_POINT, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_whole, .answer = show, .zh = "一条发放及其凭证",
	 .en = "one hand-over with what proves it"},
	{"POST", "/api/v1/deliveries/{record}/reversal", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_REVERSE, BODY_JSON, .request = &shape_reverse, .reply = &shape_whole,
	 .answer = reverse, .zh = "红字更正一条发放", .en = "take a hand-over back"},
	{0},
};
