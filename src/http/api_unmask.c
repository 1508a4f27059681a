/* Whole numbers (完整号码): one number of one person, for a purpose that is on record before it is shown. */
#include "base/limits.h"
#include "care/whole.h"
#include "http/people_out.h"
#include "http/routes.h"
#include "http/shapes.h"

#define PURPOSE_WORDS "delivery|payment|correction|complaint|own|inspection|law"
/* clang-format off */
#define FIELD_PURPOSE \
	{"purpose", FIELD_WORD, FIELD_NEEDED, .words = PURPOSE_WORDS, .example = "complaint", \
	 .zh = "事由：delivery 核对领取人，payment 核对付款，correction 更正信息，complaint 答复投诉、来访，own 本人申请，inspection 审计、检查，law 依法提供", \
	 .en = "what for: check who receives, check a payment, correct what is wrong, answer a complaint, the person himself asks, audit or inspection, the law demands it"}
#define FIELD_REFERENCE \
	{"reference", FIELD_TEXT, FIELD_NEEDED, .max = AUDIT_ID_BYTES_MAX, .example = "来访登记 2024-17", \
	 .zh = "依据：单据号、文号或来访登记号；不能写证件号、电话", .en = "the paper, document or request; no ID or phone number"}
static const struct field ask_fields[] = {
	{"field", FIELD_WORD, FIELD_NEEDED, .words = "id_number|phone", .example = "phone", .zh = "看哪个号码", .en = "which number"},
	FIELD_PURPOSE,
	FIELD_REFERENCE,
	{0},
};
static const struct field card_ask_fields[] = {FIELD_PURPOSE, FIELD_REFERENCE, {0}};
static const struct field shown_fields[] = {
	{"field", FIELD_WORD, FIELD_NEEDED, .words = "id_number|phone|card", .example = "phone", .zh = "哪个号码", .en = "which number"},
	{"value", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "13800000000", .zh = "完整号码", .en = "the whole number"},
	{"shown_to", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "给谁看的（水印）", .en = "to whom it is shown (watermark)"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.000000Z", .zh = "什么时候（水印）", .en = "when (watermark)"},
	{"hide_after_s", FIELD_INT, FIELD_NEEDED, .example = "60", .zh = "多少秒后收起", .en = "seconds until it is hidden again"},
	{"left_hour", FIELD_INT, FIELD_NEEDED, .example = "19", .zh = "这一小时还可以看几次", .en = "how many are left in this hour"},
	{"left_day", FIELD_INT, FIELD_NEEDED, .example = "99", .zh = "这一天还可以看几次", .en = "how many are left in this day"},
	{0},
};
/* clang-format on */
static const struct shape shape_ask = {"UnmaskAsk", ask_fields};
static const struct shape shape_card_ask = {"UnmaskCardAsk", card_ask_fields};
static const struct shape shape_shown = {"Unmasked", shown_fields};

/* In the writer: the trail's line is in the commit that this reply waits for. */
static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o,
			  enum unmask_field field)
{
	struct person_ref who;
	struct person person;
	struct str purpose, reference;
	SN_TRY(call_person(c, q, q->args[0], &who));
	SN_TRY(people_by_refs(c, &who, 1, &person));
	SN_TRY(json_get_text(q->body, "purpose", &purpose));
	SN_TRY(json_get_text(q->body, "reference", &reference));
	struct whole w = {.ask = {.person = &person,
				  .field = field,
				  .reference = str_trim(reference),
				  .session_id = q->session_id,
				  .address = q->from}};
	if (!unmask_purpose_parse(purpose, &w.ask.purpose))
		return SN_FAIL(PURPOSE_NEEDED, .field = "purpose");
	SN_TRY(whole_show(c, &w));
	json_out_object(o, NULL);
	json_out_text(o, "field", str_of(unmask_field_words(field)->word));
	json_out_text(o, "value", w.value);
	reply_user(c, o, "shown_to", c->actor_id);
	reply_time(o, "at", now_us(c));
	json_out_int(o, "hide_after_s", UNMASK_SHOWN_S);
	json_out_int(o, "left_hour", w.left.hour);
	json_out_int(o, "left_day", w.left.day);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err unmask(struct ctx *c, struct call *q, struct json_out *o)
{
	struct str word;
	enum unmask_field field;
	SN_TRY(json_get_text(q->body, "field", &word));
	if (!unmask_field_parse(word, &field) || field == UNMASK_CARD)
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "field"), "id_number|phone");
	return show(c, q, o, field);
}
static struct sn_err unmask_card(struct ctx *c, struct call *q, struct json_out *o)
{
	return show(c, q, o, UNMASK_CARD);
}

/* clang-format off */
const struct route api_unmask_routes[] = {
	{"POST", "/api/v1/people/{person}/unmask", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_UNMASK, BODY_JSON, .request = &shape_ask,
	 .reply = &shape_shown, .secret = true, .answer = unmask,
	 .zh = "凭事由看一个人的完整证件号或电话：5 分钟内做过二次验证，每小时 20 次、每天 100 次；先记审计日志再显示",
	 .en = "see a person's whole ID number or phone, for a purpose: after a second factor within five minutes, 20 an hour and 100 a day; on record before it is shown"},
	{"POST", "/api/v1/people/{person}/card/unmask", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_UNMASK_CARD, BODY_JSON,
	 .request = &shape_card_ask, .reply = &shape_shown, .secret = true, .answer = unmask_card,
	 .zh = "凭事由看一个人的完整银行卡号（会计、出纳）；条件同上", .en = "see a person's whole card number (accountant, cashier); on the same terms"},
	{0},
};
/* clang-format on */
