/* What a transfer may be, and what an account may hold: pure, each rule with the word that it refuses with. */
#include "ledger/ledger_priv.h"
#include "tap.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { ITEM = 5, LOT = 1 << 20 | 1 };

static struct account_key key(enum account_class class)
{
	struct account_key k = {.org_no = 1, .class = class, .cycle_no = 3, .source = FUND_OWN};
	if (class == ACCOUNT_CUSTODY)
		k.holder_id.bytes[0] = 1;
	if (class == ACCOUNT_RECIPIENT)
		k.level = EVIDENCE_B;
	return k;
}
static struct account_key goods(enum account_class class)
{
	struct account_key k = key(class);
	k.item_no = ITEM;
	k.lot_no = LOT;
	return k;
}
/* Money out of custody into somebody's hand. */
static struct transfer money(void)
{
	return (struct transfer){.transfer_id = {{1}},
				 .kind = TRANSFER_HANDOVER,
				 .day = 20241026,
				 .from = key(ACCOUNT_CUSTODY),
				 .to = key(ACCOUNT_RECIPIENT),
				 .value = MONEY_FEN(100)};
}
static struct transfer coat(void)
{
	struct transfer t = money();
	t.from = goods(ACCOUNT_CUSTODY);
	t.to = goods(ACCOUNT_RECIPIENT);
	t.quantity = 1;
	return t;
}

static int wrong;
static void refused(struct transfer t, const char *reason, const char *field)
{
	const struct sn_err e = ledger_transfer_check(&t);
	const bool same_field = field ? e.field && strcmp(e.field, field) == 0 : !e.field;
	if (strcmp(sn_reason_word(e.reason), reason) == 0 && same_field)
		return;
	wrong++;
	printf("# want %s %s, got %s %s\n", reason, field ? field : "-", sn_reason_word(e.reason),
	       e.field ? e.field : "-");
}
#define SHAPE(make, change, field)                                                                 \
	do {                                                                                       \
		struct transfer t = make();                                                        \
		change;                                                                            \
		refused(t, "transfer_shape", field);                                               \
	} while (0)

static void shapes(void)
{
	refused(money(), "ok", NULL);
	refused(coat(), "ok", NULL);
	SHAPE(money, t.transfer_id = UUID_NULL, "transfer_id");
	SHAPE(money, t.kind = TRANSFER_KINDS_COUNT, "kind");
	SHAPE(money, t.day = 20240230, "day");
	SHAPE(money, t.from.org_no = 0, "org_no");
	SHAPE(money, t.to.org_no = -1, "org_no");
	SHAPE(money, t.to.class = ACCOUNT_CLASSES_COUNT, "class");
	SHAPE(money, t.from.source = FUND_SOURCES_COUNT, "source");
	SHAPE(money, t.from.cycle_no = -1, "cycle_no");
	SHAPE(coat, t.from.item_no = -1, "item_no");
	SHAPE(coat, t.from.class = ACCOUNT_FUND, "item_no");
	SHAPE(money, t.from = key(ACCOUNT_STOCK), "item_no");
	SHAPE(coat, t.from.lot_no = -1, "lot_no");
	SHAPE(money, t.from.lot_no = LOT, "lot_no");
	SHAPE(coat, t.from.holder_id = UUID_NULL, "holder_id");
	SHAPE(money, t.to.holder_id.bytes[0] = 1, "holder_id");
	SHAPE(money, t.to.level = EVIDENCE_COUNT, "level");
	SHAPE(money, t.to.level = EVIDENCE_NONE, "level");
	SHAPE(money, t.from.level = EVIDENCE_A, "level");
	SHAPE(coat, t.quantity = -1, "quantity");
	SHAPE(coat, t.quantity = LEDGER_QUANTITY_MAX + 1, "quantity");
	SHAPE(money, t.value = MONEY_FEN(-1), "value_fen");
	SHAPE(money, t.value = MONEY_FEN(LEDGER_FEN_MAX + 1), "value_fen");
	SHAPE(money, t.quantity = 1, "quantity");
	SHAPE(money, t.from = key(ACCOUNT_RECIPIENT), "from");
	SHAPE(money, t.to = key(ACCOUNT_FUND), "to");
	SHAPE(coat, t.to.item_no = ITEM + 1, "item_no");
	SHAPE(coat, t.to.lot_no = LOT + 1, "lot_no");
	SHAPE(coat, t.to.source = FUND_UPPER, "source");
	SHAPE(money, t.reverses_id.bytes[0] = 7, "reverses_id");
	SHAPE(money, t.kind = TRANSFER_REVERSE, "reverses_id");
	SHAPE(
		money,
		{
			t.kind = TRANSFER_ALLOT;
			t.from = t.to = key(ACCOUNT_FUND);
		},
		"to");
	struct transfer empty = money();
	empty.value = MONEY_FEN(0);
	refused(empty, "transfer_empty", NULL);
	empty = coat();
	empty.quantity = 0;
	refused(empty, "transfer_empty", NULL);
	struct transfer gift = coat(), over = coat();
	gift.value = MONEY_FEN(0);
	refused(gift, "ok", NULL);
	over.to.class = ACCOUNT_OVER_ISSUE;
	refused(over, "ok", NULL);
	over.to.level = EVIDENCE_NONE;
	refused(over, "ok", NULL);
	EQ_I64(wrong, 0, "each way to be no transfer is refused with its field");
}

/* Every kind between every two classes, for money and for goods: those of the list in ledger.h pass, no other. */
static void kinds(void)
{
	int passed[TRANSFER_KINDS_COUNT] = {0}, transit = 0;
	for (int kind = 0; kind < TRANSFER_KINDS_COUNT; kind++)
		for (int from = 0; from < ACCOUNT_CLASSES_COUNT; from++)
			for (int to = 0; to < ACCOUNT_CLASSES_COUNT; to++)
				for (int of_goods = 0; of_goods < 2; of_goods++) {
					struct transfer t = of_goods ? coat() : money();
					t.kind = (enum transfer_kind)kind;
					t.from = of_goods ? goods((enum account_class)from)
							  : key((enum account_class)from);
					t.to = of_goods ? goods((enum account_class)to)
							: key((enum account_class)to);
					t.to.org_no = 2;
					t.reverses_id.bytes[0] = kind == TRANSFER_REVERSE;
					const bool ok = !sn_failed(ledger_transfer_check(&t));
					passed[kind] += ok;
					transit += ok && (from == ACCOUNT_IN_TRANSIT ||
							  to == ACCOUNT_IN_TRANSIT);
				}
	static const int want[TRANSFER_KINDS_COUNT] = {
		[TRANSFER_RECEIVE] = 1,  [TRANSFER_ALLOT] = 1,     [TRANSFER_PURCHASE] = 2,
		[TRANSFER_SUPPLY] = 2,   [TRANSFER_CONVERT] = 4,   [TRANSFER_ISSUE] = 2,
		[TRANSFER_MOVE] = 5, /* four of goods, custody → custody of cash */
		[TRANSFER_GIVEBACK] = 8, [TRANSFER_HANDOVER] = 12, [TRANSFER_RETURN] = 2,
		[TRANSFER_LOSS] = 5};
	for (int kind = 0; kind < TRANSFER_KINDS_COUNT; kind++)
		if (kind != TRANSFER_REVERSE)
			EQ_I64(passed[kind], want[kind], "a kind moves between its classes alone");
	EQ_I64(transit, 0, "nobody posts to in-transit");
	OK(passed[TRANSFER_REVERSE] > passed[TRANSFER_HANDOVER], "a reversal goes any way back");
}

static void balances(void)
{
	struct account a = {
		.key = key(ACCOUNT_FUND), .value = MONEY_FEN(100), .held_value = MONEY_FEN(40)};
	REASON(ledger_take_check(&a, (struct ledger_move){0, MONEY_FEN(60)}), "ok", "what is free");
	const struct sn_err e = ledger_take_check(&a, (struct ledger_move){0, MONEY_FEN(61)});
	REASON(e, "balance_short", "not what is held");
	EQ_I64(e.arg[0], 60, "it says what is free");
	a = (struct account){.key = goods(ACCOUNT_STOCK),
			     .quantity = 3,
			     .value = MONEY_FEN(300),
			     .held_quantity = 1,
			     .held_value = MONEY_FEN(100)};
	REASON(ledger_take_check(&a, (struct ledger_move){3, MONEY_FEN(300)}), "goods_short",
	       "of goods neither");
	REASON(ledger_take_check(&a, (struct ledger_move){2, MONEY_FEN(201)}), "balance_short",
	       "nor more than they are worth");
	a.key.class = ACCOUNT_SUPPLY;
	REASON(ledger_take_check(&a, (struct ledger_move){9, MONEY_FEN(900)}), "ok",
	       "a supplier has what he brings");
	struct account low = {.quantity = INT64_MIN, .value = MONEY_FEN(INT64_MIN)};
	struct account high = {.quantity = INT64_MAX,
			       .value = MONEY_FEN(INT64_MAX),
			       .held_quantity = INT64_MAX,
			       .held_value = MONEY_FEN(INT64_MAX)};
	static const struct ledger_move piece = {1, {0}}, fen = {0, {1}};
	REASON(ledger_account_add(&high, piece), "amount_overflow", "pieces end");
	REASON(ledger_account_add(&high, fen), "amount_overflow", "money ends");
	REASON(ledger_account_hold(&high, piece), "amount_overflow", "what is held ends");
	REASON(ledger_account_hold(&high, fen), "amount_overflow", "in money too");
	REASON(ledger_account_take(&low, piece), "amount_overflow", "below there is an end");
	REASON(ledger_account_take(&low, fen), "amount_overflow", "of money too");
	EQ_I64(high.quantity, INT64_MAX, "and then nothing has changed");
}

static void words(void)
{
	enum evidence level = EVIDENCE_NONE;
	static const char letters[] = "RCBA";
	int right = 0;
	for (size_t i = 0; i < 4; i++)
		right += ledger_evidence_parse(&level, (struct str){&letters[i], 1}) &&
			 ledger_evidence_letter(level) == letters[i];
	EQ_I64(right, 4, "R, C, B and A are levels");
	OK(!ledger_evidence_parse(&level, STR("-")), "none is not one to be said");
	OK(!ledger_evidence_parse(&level, STR("AB")), "nor are two letters");
	OK(!ledger_evidence_parse(&level, STR("")), "nor nothing");
	const struct account_key from = key(ACCOUNT_CUSTODY);
	struct account_key to = key(ACCOUNT_RECIPIENT);
	to.level = EVIDENCE_R;
	struct ledger_leaf_room room;
	struct ledger_leaf_of of = {.kind = TRANSFER_HANDOVER,
				    .day = 20241026,
				    .from = &from,
				    .to = &to,
				    .move = {0, MONEY_FEN(1)},
				    .reverses_index = -1,
				    .item_word = STR("cny")};
	struct tlog_leaf leaf = ledger_leaf(&of, &room);
	EQ_I64(leaf.level, '-', "a total without names is no proof in the log");
	EQ_I64((int64_t)leaf.debit.bytes, 10, "without a county it says the class alone");
	of.shard_code = STR("150302");
	leaf = ledger_leaf(&of, &room);
	OK(str_is(leaf.debit, "recipient/150302"), "with it, class and county, never who");
}

int main(void)
{
	shapes();
	kinds();
	balances();
	words();
	return tap_done();
}
