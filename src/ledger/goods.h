#ifndef SN_LEDGER_GOODS_H
#define SN_LEDGER_GOODS_H
/* goods: items, kits as bills of materials, and the lots that fix what a piece cost.
 *
 *   shapes  An item is one thing in one size (a coat in L is an item); a kit in a size is one item with parts.
 *           A lot is what one purchase brought of one item, at one whole-fen unit cost; kits that were put together
 *           at one cost are a lot too.  lot_no = org_no << 20 | n names the union that bought it, so a lot keeps its
 *           number when it moves to another shard.
 *   store   items and parts are reference tables; a lot stands in the shard of the union that bought it.
 *   errors  item_unknown, item_code_taken, item_bad, kit_inside_kit, kit_parts, lot_uneven (the total is not a whole
 *           number of fen a piece: text names the two lots that would work), invoice_used (arg: which purchase),
 *           stock_short (arg: has, needs).
 *   source  settled.md 16; product.md (an invoice number never used twice anywhere).
 *   start   goods_item_add(), goods_lots_take(). */
#include "base/quantity.h"
#include "ledger/ledger.h"

struct item {
	int64_t item_no;
	struct str code, name; /* "kit:2024-hw/L", "防寒服 L" */
	struct str size; /* STR_NULL: has none; the code is ASCII without blanks: leaves name it */
	enum unit unit;
	bool kit;
};
struct item_part {
	int64_t part_no;  /* an item's number; never a kit */
	int64_t quantity; /* in one kit */
};
/* The same code with the same content again is the same item. Inside a work. */
struct sn_err goods_item_add(struct ctx *c, const struct item *what, const struct item_part *parts,
			     size_t parts_count, struct item *out) SN_MUST_USE;
struct sn_err goods_item_by_code(struct ctx *c, struct str code, struct item *out) SN_MUST_USE;
struct sn_err goods_item_by_no(struct ctx *c, int64_t item_no, struct item *out) SN_MUST_USE;
struct sn_err goods_items(struct ctx *c, struct item **out, size_t *count) SN_MUST_USE;

/* ---- lots ---- */

/* item 0, cash, "lots" are sources: quantity asked in fen, shares with quantity 0 and the value. */
struct lot_share {
	struct account_key key;
	int64_t quantity;
	struct money value;
};
/* What is free (balance less held) in one place: union, class, holder, cycle; the oldest lot first. Read once, taken
 * from as often as needed: a shelf remembers what was taken off it, the database does not. */
struct goods_shelf {
	struct lot_share *lots; /* in c->mem */
	size_t count;
};
struct goods_shelf_take {
	int64_t item_no;
	enum fund_source source; /* NONE: of any */
	int64_t quantity;
};
struct sn_err goods_shelf_read(struct ctx *c, const struct account_key *place,
			       struct goods_shelf *out) SN_MUST_USE;
/* Pure. goods_short (arg 2: the item) leaves the shelf as it was. out has room for shelf->count shares. */
struct sn_err goods_shelf_take(struct goods_shelf *shelf, const struct goods_shelf_take *what,
			       struct lot_share *out, size_t *count) SN_MUST_USE;
/* goods_short with the item's name and code in its words; any other error as it is. */
struct sn_err goods_name_short(struct ctx *c, struct sn_err e) SN_MUST_USE;
/* The two together: which lots a quantity is taken from, oldest first, out of one place (org + class + holder + cycle +
 * item; source NONE: any). At most out_max shares, else too_many_lots. */
struct sn_err goods_lots_take(struct ctx *c, const struct account_key *place, int64_t quantity,
			      struct lot_share *out, size_t out_max, size_t *count) SN_MUST_USE;

/* Pure. lot_uneven unless total = quantity × a whole number of fen. */
struct sn_err goods_unit_cost(struct money total, int64_t quantity,
			      struct money *unit_cost) SN_MUST_USE;

/* The parts of one kit, and what is there of each: see goods_kits_plan(). */
struct kit_part {
	struct item_part part;
	const struct lot_share
		*lots; /* what is taken for it, oldest first: part.quantity × kits in all */
	size_t lots_count;
};
struct kit_lot {
	int64_t kits;
	struct money unit_cost;
};
/* Pure. Puts kits together one by one in the order of the lots and gives one lot for each cost that comes out, in that
 * order. out has room for one more than all lots of all parts. */
struct sn_err goods_kits_plan(const struct kit_part *parts, size_t parts_count, int64_t kits,
			      struct kit_lot *out, size_t *count) SN_MUST_USE;

struct lot {
	int64_t shard, org_no, lot_no, item_no;
	struct money unit_cost;
	int32_t day;
	struct uuid document_id; /* the purchase or the putting together */
};
/* Gives each lot its number and writes it. Inside a work. */
struct sn_err goods_lots_add(struct ctx *c, struct lot *lots, size_t count) SN_MUST_USE;
/* Bill of materials; none for what is no kit. */
struct sn_err goods_parts(struct ctx *c, int64_t kit_no, struct item_part **out,
			  size_t *count) SN_MUST_USE;

/* ---- invoices: one number, one purchase, anywhere ---- */

struct invoice {
	struct str
		number; /* code and number as written; blanks, hyphens, widths and case do not matter */
	int64_t org_no;
	struct uuid document_id;
	int32_t day;
};
struct sn_err goods_invoice_use(struct ctx *c, const struct invoice *what) SN_MUST_USE;
/* A cancelled draft gives its number back. */
struct sn_err goods_invoice_free(struct ctx *c, const struct invoice *what) SN_MUST_USE;
#endif
