#include "ledger/goods.h"

#include <assert.h>

struct sn_err goods_unit_cost(struct money total, int64_t quantity, struct money *unit_cost)
{
	if (quantity <= 0)
		return SN_FAIL(QUANTITY_BAD, .field = "quantity");
	const int64_t fen = money_fen(total);
	if (fen < 0)
		return SN_FAIL(BAD_AMOUNT, .field = "total");
	const int64_t each = fen / quantity, left = fen % quantity;
	*unit_cost = MONEY_FEN(each);
	if (left == 0)
		return SN_SUCCESS;
	/* `left` pieces cost one fen more than the others: the two lots that add up to the same total. */
	char low[32], high[32];
	money_text(MONEY_FEN(each), low, sizeof low);
	money_text(MONEY_FEN(each + 1), high, sizeof high);
	return sn_err_with_text(SN_FAIL(LOT_UNEVEN, .field = "total", .arg = {fen, quantity}),
				"%lld × %s + %lld × %s", (long long)(quantity - left), low,
				(long long)left, high);
}

static bool suits(const struct lot_share *lot, const struct goods_shelf_take *what)
{
	return lot->key.item_no == what->item_no &&
	       (what->source == FUND_NONE || lot->key.source == what->source);
}

/* Cash counts by its fen, goods by their pieces. */
static int64_t share_amount(const struct lot_share *lot)
{
	return lot->key.item_no == 0 ? money_fen(lot->value) : lot->quantity;
}

static struct lot_share share_take(struct lot_share *lot, int64_t amount)
{
	struct lot_share taken = {.key = lot->key};
	if (lot->key.item_no == 0) {
		taken.value = MONEY_FEN(amount);
		lot->value = MONEY_FEN(money_fen(lot->value) - amount);
		return taken;
	}
	/* Every piece of a lot costs the same, so the division leaves nothing. */
	const int64_t each_fen = money_fen(lot->value) / lot->quantity;
	taken.quantity = amount;
	taken.value = MONEY_FEN(each_fen * amount);
	lot->quantity -= amount;
	lot->value = MONEY_FEN(money_fen(lot->value) - money_fen(taken.value));
	return taken;
}

static struct sn_err shelf_short(const struct goods_shelf_take *what, int64_t has)
{
	if (what->item_no == 0)
		return SN_FAIL(CASH_SHORT, .field = "quantity", .arg = {has, what->quantity});
	return SN_FAIL(GOODS_SHORT, .field = "quantity",
		       .arg = {has, what->quantity, what->item_no});
}

struct sn_err goods_shelf_take(struct goods_shelf *shelf, const struct goods_shelf_take *what,
			       struct lot_share *out, size_t *count)
{
	*count = 0;
	if (what->quantity <= 0)
		return SN_FAIL(QUANTITY_BAD, .field = "quantity");
	int64_t has = 0;
	for (size_t i = 0; i < shelf->count; i++)
		if (suits(&shelf->lots[i], what) &&
		    __builtin_add_overflow(has, share_amount(&shelf->lots[i]), &has))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "quantity");
	if (has < what->quantity)
		return shelf_short(what, has);
	int64_t left = what->quantity;
	for (size_t i = 0; i < shelf->count && left > 0; i++) {
		const int64_t there = share_amount(&shelf->lots[i]);
		if (!suits(&shelf->lots[i], what) || there == 0)
			continue;
		const int64_t amount = there < left ? there : left;
		out[(*count)++] = share_take(&shelf->lots[i], amount);
		left -= amount;
	}
	return SN_SUCCESS;
}

/* ---- kits ---- */

/* Where one part's lots stand while kits are put together. */
struct kit_cursor {
	size_t lot;
	int64_t used; /* of that lot */
};

/* How many kits can be made of the part's current lot alone; 0: the next kit takes from two lots or more. */
static int64_t kits_of_lot(const struct kit_part *p, const struct kit_cursor *at)
{
	return (p->lots[at->lot].quantity - at->used) / p->part.quantity;
}

static int64_t lot_each_fen(const struct lot_share *lot)
{
	return money_fen(lot->value) / lot->quantity;
}

/* Takes the part for `kits` kits and adds what it costs one of them; all are made alike. */
static bool take_part(const struct kit_part *p, struct kit_cursor *at, int64_t kits,
		      int64_t *cost_fen)
{
	int64_t left = p->part.quantity * kits, sum_fen = 0;
	while (left > 0) {
		const struct lot_share *lot = &p->lots[at->lot];
		const int64_t there = lot->quantity - at->used;
		const int64_t n = there < left ? there : left;
		int64_t fen = 0;
		if (__builtin_mul_overflow(lot_each_fen(lot), n, &fen) ||
		    __builtin_add_overflow(sum_fen, fen, &sum_fen))
			return false;
		at->used += n;
		left -= n;
		if (at->used == lot->quantity)
			*at = (struct kit_cursor){.lot = at->lot + 1};
	}
	return !__builtin_add_overflow(*cost_fen, sum_fen / kits, cost_fen);
}

static void add_kit_lot(struct kit_lot *out, size_t *count, struct kit_lot lot)
{
	for (size_t i = 0; i < *count; i++)
		if (money_fen(out[i].unit_cost) == money_fen(lot.unit_cost)) {
			out[i].kits += lot.kits;
			return;
		}
	out[(*count)++] = lot;
}

struct sn_err goods_kits_plan(const struct kit_part *parts, size_t parts_count, int64_t kits,
			      struct kit_lot *out, size_t *count)
{
	struct kit_cursor at[KIT_PARTS_MAX] = {0};
	assert(parts_count > 0 && parts_count <= KIT_PARTS_MAX);
	*count = 0;
	/* Each round ends at least one lot, or makes the one kit that bridges to the next. */
	for (int64_t made = 0; made < kits;) {
		int64_t run = kits - made, cost_fen = 0;
		for (size_t i = 0; i < parts_count; i++) {
			const int64_t n = kits_of_lot(&parts[i], &at[i]);
			run = n < run ? n : run;
		}
		run = run > 0 ? run : 1;
		for (size_t i = 0; i < parts_count; i++)
			if (!take_part(&parts[i], &at[i], run, &cost_fen))
				return SN_FAIL(AMOUNT_OVERFLOW, .field = "quantity");
		add_kit_lot(out, count,
			    (struct kit_lot){.kits = run, .unit_cost = MONEY_FEN(cost_fen)});
		made += run;
	}
	return SN_SUCCESS;
}
