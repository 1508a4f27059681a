/* 存证收据: what the person gets of his hand-over, to be printed for him. */
#include "base/uuid.h"
#include "care/receipt.h"
#include "http/api.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

/* clang-format off */
static const struct field one_fields[] = {
	{"transfer_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "账上的转移", .en = "the transfer in the books"},
	{"index", FIELD_INT, FIELD_NEEDED, .example = "4711", .zh = "存证序号", .en = "its place in the log"},
	{"size", FIELD_INT, FIELD_NEEDED, .example = "70000", .zh = "证明所据的已签条数", .en = "records of the log that it is proven in"},
	{"record", FIELD_TEXT, FIELD_NEEDED, .example = "songnuan-leaf/v1", .zh = "存证正文", .en = "the record, as it stands in the log"},
	{"bound", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "名册上的姓名、证件号仍是存证所绑定的", .en = "name and ID number of the roster are still those that it binds"},
	{"short", FIELD_TEXT, FIELD_NEEDED, .example = "https://care.example.cn/r#AQAAAAASZ0FhYWFhYWFhYWFhYWFhYWE", .zh = "短收据（网址）", .en = "the short receipt, an address"},
	{"full", FIELD_TEXT, FIELD_NEEDED, .example = "https://care.example.cn/r#U05SMQ", .zh = "完整收据（网址），核对时不需要网络", .en = "the full receipt, which is checked without a network"},
	{"proof", FIELD_TEXT, FIELD_NEEDED, .example = "c2sp.org/tlog-proof@v1", .zh = "完整收据的标准文本", .en = "the full receipt as c2sp.org/tlog-proof@v1"},
	{0},
};
static const struct shape shape_one = {"DeliveryReceipt", one_fields};
static const struct field receipts_fields[] = {
	{"record_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放编号", .en = "the hand-over"},
	{"origin", FIELD_TEXT, FIELD_NEEDED, .example = "songnuan.care.example.cn/tlog/150000", .zh = "存证的名称", .en = "the log's name"},
	{"receipts", FIELD_LIST, FIELD_NEEDED, .of = &shape_one, .zh = "每条存证一张，通常一张", .en = "one for each of its records, mostly one"},
	{0},
};
static const struct shape shape_receipts = {"DeliveryReceipts", receipts_fields};
/* clang-format on */

static struct sn_err one_out(struct ctx *c, struct json_out *o, const struct care_receipt *r,
			     struct str site)
{
	struct buf *proof = buf_new(TLOG_RECEIPT_TEXT_BYTES_MAX + TLOG_NOTE_BYTES_MAX);
	if (!proof)
		return SN_FAIL(OUT_OF_MEMORY);
	tlog_receipt_text(&r->full, proof);
	json_out_object(o, NULL);
	json_out_uuid(o, "transfer_id", r->transfer_id);
	json_out_int(o, "index", r->full.index);
	json_out_int(o, "size", r->full.size);
	json_out_text(o, "record", tlog_receipt_record(&r->full));
	json_out_bool(o, "bound", r->bound);
	json_out_text(o, "short", care_receipt_short(c->mem, site, r));
	json_out_text(o, "full", care_receipt_full(c->mem, site, r));
	json_out_text(o, "proof", buf_str(proof));
	json_out_end(o);
	buf_free(proof);
	return SN_SUCCESS;
}

/* At the union of the person's roster, or at the one that gave; told to the trail before it is shown. */
static struct sn_err receipts(struct ctx *c, struct call *q, struct json_out *o)
{
	struct register_whole w;
	struct care_receipts found;
	struct uuid record_id;
	char person[UUID_TEXT_BYTES];
	SN_TRY(uuid_parse(&record_id, q->args[0], "delivery_id"));
	SN_TRY(register_delivery(c, record_id, &w));
	if (sn_failed(call_may(c, q, w.row.roster_no)))
		SN_TRY(call_may(c, q, w.row.giver_no));
	SN_TRY(care_receipts_read(c, record_id, &found));
	uuid_text(w.row.person_id, person);
	const struct audit_entry entry = {.act = AUDIT_EXPORT,
					  .session_id = q->session_id,
					  .org_no = w.row.roster_no,
					  .object_kind = STR("person"),
					  .object_id = arena_str(c->mem, str_of(person)),
					  .reference = q->args[0],
					  .address = q->from,
					  .rows = 1};
	SN_TRY(call_trail(c, q, &entry));
	const struct str site = care_receipt_site(c->mem, found.origin, q->api->site.origin);
	if (str_is_null(site))
		return SN_FAIL(OUT_OF_MEMORY);
	json_out_object(o, NULL);
	json_out_uuid(o, "record_id", record_id);
	json_out_text(o, "origin", found.origin);
	json_out_array(o, "receipts");
	for (size_t i = 0; i < found.count; i++)
		SN_TRY(one_out(c, o, &found.all[i], site));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

const struct route api_receipt_routes[] = {
	{"GET", "/api/v1/deliveries/{record}/receipt", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_DELIVER, .reply = &shape_receipts, .secret = true, .answer = receipts,
	 .zh = "一条发放的存证收据，交给领取人（记入审计）",
	 .en = "the receipt of a hand-over, for the person (it goes on the audit trail)"},
	{0},
};
