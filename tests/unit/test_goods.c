/* What a piece costs, which lots are taken, what kits come to: pure. */
#include "ledger/goods.h"
#include "tap.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

static void costs(void)
{
	struct money each;
	REASON(goods_unit_cost(MONEY_FEN(100000), 30, &each), "lot_uneven",
	       "1,000.00 for 30 pieces is uneven");
	EQ_STR(goods_unit_cost(MONEY_FEN(100000), 30, &each).text, "20 × 33.33 + 10 × 33.34",
	       "and the two lots that would work are named");
	REASON(goods_unit_cost(MONEY_FEN(6000), 30, &each), "ok", "60.00 for 30 is even");
	EQ_I64(money_fen(each), 200, "two yuan a piece");
	REASON(goods_unit_cost(MONEY_FEN(0), 30, &each), "ok", "a gift in kind may cost nothing");
	REASON(goods_unit_cost(MONEY_FEN(1), 0, &each), "quantity_bad", "no pieces");
	REASON(goods_unit_cost(MONEY_FEN(-1), 1, &each), "bad_amount", "less than nothing");
}

static struct lot_share lot(int64_t item_no, int64_t lot_no, int64_t quantity, int64_t fen)
{
	return (struct lot_share){.key = {.org_no = 1,
					  .class = ACCOUNT_STOCK,
					  .item_no = item_no,
					  .lot_no = lot_no,
					  .source = lot_no % 2 ? FUND_OWN : FUND_FISCAL},
				  .quantity = quantity,
				  .value = MONEY_FEN(fen)};
}

static void shelves(void)
{
	struct lot_share lots[] = {lot(1, 1, 10, 1000), lot(2, 2, 5, 500), lot(1, 2, 10, 2000)};
	struct goods_shelf shelf = {lots, 3};
	struct lot_share out[3];
	size_t n = 0;
	REASON(goods_shelf_take(&shelf, &(struct goods_shelf_take){1, FUND_NONE, 12}, out, &n),
	       "ok", "twelve pieces");
	EQ_I64((int64_t)n, 2, "of two lots");
	EQ_I64(out[0].quantity, 10, "the oldest is emptied");
	EQ_I64(money_fen(out[1].value), 400, "the next gives two at its own cost");
	EQ_I64(money_fen(lots[2].value), 1600, "and the shelf remembers");
	const struct sn_err e =
		goods_shelf_take(&shelf, &(struct goods_shelf_take){1, FUND_NONE, 9}, out, &n);
	REASON(e, "goods_short", "more than is free");
	EQ_I64(e.arg[0], 8, "it says what is free");
	EQ_I64(lots[2].quantity, 8, "and takes nothing");
	REASON(goods_shelf_take(&shelf, &(struct goods_shelf_take){1, FUND_OWN, 1}, out, &n),
	       "goods_short", "only lots of the source that is asked for");
	REASON(goods_shelf_take(&shelf, &(struct goods_shelf_take){1, FUND_NONE, 0}, out, &n),
	       "quantity_bad", "none is no quantity");
	struct lot_share cash[] = {lot(0, 0, 0, 700), lot(0, 1, 0, 300)};
	struct goods_shelf purse = {cash, 2};
	REASON(goods_shelf_take(&purse, &(struct goods_shelf_take){0, FUND_NONE, 800}, out, &n),
	       "ok", "cash is taken by the fen");
	EQ_I64(money_fen(out[1].value), 100, "over two sources");
	EQ_I64(out[1].quantity, 0, "and has no pieces");
	REASON(goods_shelf_take(&purse, &(struct goods_shelf_take){0, FUND_NONE, 201}, out, &n),
	       "cash_short", "more cash than there is");
}

static void kits(void)
{
	/* Two of A and one of B a kit; A's lots end in the middle of a kit. */
	const struct lot_share a[] = {lot(1, 1, 3, 300), lot(1, 2, 7, 1400)};
	const struct lot_share b[] = {lot(2, 3, 5, 50)};
	const struct kit_part parts[] = {{{1, 2}, a, 2}, {{2, 1}, b, 1}};
	struct kit_lot out[4];
	size_t n = 0;
	REASON(goods_kits_plan(parts, 2, 5, out, &n), "ok", "five kits");
	EQ_I64((int64_t)n, 3, "come at three costs");
	EQ_I64(out[0].kits * 1000 + money_fen(out[0].unit_cost), 1210, "one of the old lot");
	EQ_I64(out[1].kits * 1000 + money_fen(out[1].unit_cost), 1310, "one that bridges");
	EQ_I64(out[2].kits * 1000 + money_fen(out[2].unit_cost), 3410, "three of the new");
	int64_t sum_fen = 0;
	for (size_t i = 0; i < n; i++)
		sum_fen += out[i].kits * money_fen(out[i].unit_cost);
	EQ_I64(sum_fen, 1750, "and together cost what their parts cost");
}

int main(void)
{
	costs();
	shelves();
	kits();
	return tap_done();
}
