#ifndef SN_HTTP_PURCHASE_OUT_H
#define SN_HTTP_PURCHASE_OUT_H
/* purchase_out: a purchase as its routes answer it, whichever step was taken; lots as purchases and donations show them. */
#include "http/names.h"
#include "ledger/purchase.h"

extern const struct shape shape_purchase_whole, shape_lot;
struct sn_err purchase_whole_out(struct ctx *c, const struct call *q, struct json_out *o,
				 const char *key, struct uuid purchase_id) SN_MUST_USE;

/* clang-format off */
#define LOT_FIELDS \
	{"lot", FIELD_INT, FIELD_NEEDED, .example = "1048577", .zh = "批次号", .en = "number of the lot"}, \
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品", .en = "item"}, \
	{"came", FIELD_INT, FIELD_NEEDED, .example = "480", .zh = "入库件数", .en = "pieces that came in"}, \
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "9600000", .zh = "入库金额（分）", .en = "their value"}, \
	{"stock", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "库存", .en = "in the stock"}, \
	{"custody", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "发放员保管", .en = "in custody"}, \
	{"given", FIELD_INT, FIELD_NEEDED, .example = "450", .zh = "已发放", .en = "handed over"}, \
	{"in_kits", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "已装进礼包", .en = "put into kits"}, \
	{"lost", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "核销", .en = "lost"}, \
	{"transit", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "在途", .en = "on the way"}, \
	{"sent_back", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "退货", .en = "sent back"}
/* clang-format on */
void purchase_lots_out(struct names *n, struct json_out *o, const struct purchase_lot *lots,
		       size_t count);
#endif
