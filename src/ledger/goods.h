#ifndef SN_LEDGER_GOODS_H
#define SN_LEDGER_GOODS_H
/* goods: items, kits as bills of materials, and the lots that fix what a piece cost.
 *
 *   shapes  An item is one thing in one size (a coat in L is an item); a kit in a size is one item with parts.
 *           A lot is what one purchase brought of one item, at one whole-fen unit cost.
 *   errors  item_unknown, item_code_taken, kit_inside_kit, lot_uneven (the total is not a whole number of fen a
 *           piece: buy it as two lots), invoice_used (arg: which purchase).
 *   source  settled.md 16.      start  goods_item_add(), goods_lots_take(). */
#include "base/quantity.h"
#include "ledger/ledger.h"

struct item {
	int64_t item_no;
	struct str code, name; /* "kit:2024-hw/L", "防寒服 L" */
	struct str size;       /* STR_NULL: has none */
	enum unit unit;
	bool kit;
};
struct item_part {
	int64_t part_no;  /* an item's number; never a kit */
	int64_t quantity; /* in one kit */
};
struct sn_err goods_item_add(struct ctx *c, const struct item *what, const struct item_part *parts,
			     size_t parts_count, struct item *out) SN_MUST_USE;
struct sn_err goods_item_by_code(struct ctx *c, struct str code, struct item *out) SN_MUST_USE;
struct sn_err goods_item_by_no(struct ctx *c, int64_t item_no, struct item *out) SN_MUST_USE;
struct sn_err goods_items(struct ctx *c, struct item **out, size_t *count) SN_MUST_USE;

/* Which lots a quantity is taken from, oldest first, out of one place (org + class + holder + cycle + item). */
struct lot_share {
	struct account_key key;
	int64_t quantity;
	struct money value;
};
struct sn_err goods_lots_take(struct ctx *c, const struct account_key *place, int64_t quantity,
			      struct lot_share *out, size_t out_max, size_t *count) SN_MUST_USE;
#endif
