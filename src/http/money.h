#ifndef SN_HTTP_MONEY_H
#define SN_HTTP_MONEY_H
/* money: what the routes of money and goods share: how a document is shown, the filters that their lists have. */
#include "http/names.h"

#define DOCUMENT_KIND_WORDS  "receive|allot|purchase|return|kit|issue|giveback|move|loss|sendback"
#define DOCUMENT_STATE_WORDS "made|checked|approved|done|cancelled"

/* clang-format off */
#define DOCUMENT_FIELDS \
	{"document_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "编号", .en = "id"}, \
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = DOCUMENT_KIND_WORDS, .example = "allot", .zh = "类型", .en = "kind"}, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"}, \
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"}, \
	{"state", FIELD_WORD, FIELD_NEEDED, .words = DOCUMENT_STATE_WORDS, .example = "made", .zh = "状态", .en = "state"}, \
	{"reversed", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已红字更正", .en = "it was taken back"}, \
	{"count", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "笔数", .en = "how many lines"}, \
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "30000000", .zh = "合计（分）", .en = "their sum in fen"}, \
	{"purpose", FIELD_TEXT, FIELD_NULLABLE, .example = "condolence", .zh = "用途", .en = "purpose"}, \
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "2024年慰问资金", .zh = "说明", .en = "what for"}, \
	{"reference", FIELD_TEXT, FIELD_NULLABLE, .example = "内工发〔2024〕12号", .zh = "文号、发票号", .en = "number of the paper or invoice"}, \
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-20", .zh = "日期", .en = "day"}, \
	{"made_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-20T02:15:00.000000Z", .zh = "填单时间", .en = "when it was drafted"}, \
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"}, \
	{"receiver", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "接收人", .en = "who gets it"}, \
	{"receiver_org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "接收工会", .en = "whose keeper gets it"}, \
	{"waits_for", FIELD_LIST, FIELD_NEEDED, .zh = "待谁办理：checker、approver、treasurer、receiver", .en = "who has still to sign: checker, approver, treasurer, receiver"}
/* clang-format on */
extern const struct shape shape_document, shape_document_whole;

const char *money_hand_word(enum hand hand); /* HANDS_COUNT: "receiver" */
void money_document_out(struct names *n, struct json_out *o, const char *key,
			const struct document *d);
/* With its lines, what happened to it, the digest of what is signed, and what the actor may do with it. */
struct sn_err money_document_whole_out(struct ctx *c, struct json_out *o, const char *key,
				       const struct document *d) SN_MUST_USE;
/* kind, transfer_id, from, to, quantity, value_fen, inside an object that is open. */
void money_line_out(struct names *n, struct json_out *o, const struct transfer *t);

/* A page of documents: asks for one row more than is shown, and ends the page. */
struct sn_err money_document_page(const struct page *page, struct document_page *out) SN_MUST_USE;
struct document_rows {
	const struct document *list;
	size_t count;
	int64_t rows_max;
};
void money_document_rows(struct ctx *c, struct call *q, struct json_out *o,
			 struct document_rows rows);

/* ?cycle=CODE; 0: all. */
struct sn_err money_query_cycle(struct ctx *c, const struct call *q, int64_t *cycle_no) SN_MUST_USE;
/* ?holder=LOGIN; null: anybody. ?item=CODE, "money"; -1: all. */
struct sn_err money_query_holder(struct ctx *c, const struct call *q, struct uuid *out) SN_MUST_USE;
struct sn_err money_query_item(struct ctx *c, const struct call *q, int64_t *item_no) SN_MUST_USE;
/* ?until=DAY, which people mean with that day in it: the first day after it; 0: open. */
struct sn_err money_query_until(const struct call *q, int32_t *until_day) SN_MUST_USE;
#endif
