/* The ledger's rules as pure functions: nothing here reads a database. */
#include "base/limits.h"
#include "ledger/ledger_priv.h"

#include <assert.h>
#include <string.h>

static const struct class_row {
	struct ledger_words words;
	bool may_be_negative;
} classes[] = {
#define X(name, word, negative, zh, en) [ACCOUNT_##name] = {{(word), (zh), (en)}, (negative)},
	ACCOUNT_CLASSES(X)
#undef X
};
static const struct ledger_words sources[] = {
#define X(name, word, zh, en) [FUND_##name] = {(word), (zh), (en)},
	FUND_SOURCES(X)
#undef X
};
static const char evidence_letters[] = {
#define X(name, letter, zh, en) [EVIDENCE_##name] = (letter),
	EVIDENCE_LEVELS(X)
#undef X
};

const struct ledger_words *ledger_class_words(enum account_class class)
{
	assert(class < ACCOUNT_CLASSES_COUNT);
	return &classes[class].words;
}

const struct ledger_words *ledger_source_words(enum fund_source source)
{
	assert(source < FUND_SOURCES_COUNT);
	return &sources[source];
}

char ledger_evidence_letter(enum evidence level)
{
	assert(level < EVIDENCE_COUNT);
	return evidence_letters[level];
}

bool ledger_evidence_parse(enum evidence *out, struct str letter)
{
	for (int level = EVIDENCE_R; level < EVIDENCE_COUNT; level++) {
		if (letter.bytes == 1 && letter.at[0] == evidence_letters[level]) {
			*out = (enum evidence)level;
			return true;
		}
	}
	return false;
}

bool ledger_may_be_negative(enum account_class class)
{
	return classes[class].may_be_negative;
}

/* ---- what a kind of transfer may move, and between which accounts ---- */

enum { FOR_MONEY = 1, FOR_GOODS = 2, FOR_BOTH = FOR_MONEY | FOR_GOODS };
/* What a class of account holds. */
static const unsigned char holds[] = {
	[ACCOUNT_SOURCE] = FOR_MONEY,    [ACCOUNT_FUND] = FOR_MONEY,
	[ACCOUNT_PAYABLE] = FOR_MONEY,   [ACCOUNT_SUPPLY] = FOR_GOODS,
	[ACCOUNT_CONVERT] = FOR_GOODS,   [ACCOUNT_STOCK] = FOR_GOODS,
	[ACCOUNT_CUSTODY] = FOR_BOTH,    [ACCOUNT_RECIPIENT] = FOR_BOTH,
	[ACCOUNT_OVER_ISSUE] = FOR_BOTH, [ACCOUNT_WRITTEN_OFF] = FOR_BOTH,
	[ACCOUNT_IN_TRANSIT] = FOR_BOTH,
};
_Static_assert(sizeof holds == ACCOUNT_CLASSES_COUNT, "each class says what it holds");

#define CLASS(name) (1U << ACCOUNT_##name)
/* Which classes a kind moves between; same_source: the money's source is the same on both sides.  An allotment is
 * "from the union above" for who gets it (and goes back as what it was there), and a kit may be put together of several sources. */
static const struct kind_row {
	unsigned from, to;
	bool same_source;
} kinds[] = {
	/* clang-format off */
	[TRANSFER_RECEIVE]  = {CLASS(SOURCE), CLASS(FUND), true},
	[TRANSFER_ALLOT]    = {CLASS(FUND), CLASS(FUND), false},
	[TRANSFER_PURCHASE] = {CLASS(FUND) | CLASS(PAYABLE), CLASS(FUND) | CLASS(PAYABLE), true},
	[TRANSFER_SUPPLY]   = {CLASS(SUPPLY) | CLASS(STOCK), CLASS(SUPPLY) | CLASS(STOCK), true},
	[TRANSFER_CONVERT]  = {CLASS(STOCK) | CLASS(CONVERT), CLASS(STOCK) | CLASS(CONVERT), false},
	[TRANSFER_ISSUE]    = {CLASS(STOCK) | CLASS(FUND), CLASS(CUSTODY), true},
	[TRANSFER_MOVE]     = {CLASS(STOCK) | CLASS(CUSTODY), CLASS(STOCK) | CLASS(CUSTODY), true},
	[TRANSFER_GIVEBACK] = {CLASS(CUSTODY) | CLASS(OVER_ISSUE), CLASS(STOCK) | CLASS(FUND) | CLASS(CUSTODY), true},
	[TRANSFER_HANDOVER] = {CLASS(CUSTODY) | CLASS(STOCK) | CLASS(FUND) | CLASS(OVER_ISSUE), CLASS(RECIPIENT) | CLASS(OVER_ISSUE), true},
	[TRANSFER_RETURN]   = {CLASS(FUND), CLASS(SOURCE) | CLASS(FUND), false},
	[TRANSFER_LOSS]     = {CLASS(STOCK) | CLASS(CUSTODY) | CLASS(OVER_ISSUE), CLASS(WRITTEN_OFF), true},
	[TRANSFER_REVERSE]  = {~CLASS(IN_TRANSIT), ~CLASS(IN_TRANSIT), false},
	/* clang-format on */
};
_Static_assert(sizeof kinds / sizeof kinds[0] == TRANSFER_KINDS_COUNT, "each kind has its row");

static const unsigned char leaf_kinds[] = {
#define X(name, word, leaf) [TRANSFER_##name] = (leaf),
	TRANSFER_KINDS(X)
#undef X
};

enum tlog_kind ledger_leaf_kind(enum transfer_kind kind)
{
	return (enum tlog_kind)leaf_kinds[kind];
}

static struct sn_err shape(const char *field)
{
	return SN_FAIL(TRANSFER_SHAPE, .field = field);
}

static struct sn_err key_check(const struct account_key *key)
{
	if (key->org_no <= 0)
		return shape("org_no");
	if (key->class >= ACCOUNT_CLASSES_COUNT)
		return shape("class");
	if (key->source >= FUND_SOURCES_COUNT)
		return shape("source");
	if (key->cycle_no < 0)
		return shape("cycle_no");
	const bool goods = key->item_no != 0;
	if (key->item_no < 0 || !(holds[key->class] & (goods ? FOR_GOODS : FOR_MONEY)))
		return shape("item_no");
	if (key->lot_no < 0 || (!goods && key->lot_no != 0))
		return shape("lot_no");
	if ((key->class == ACCOUNT_CUSTODY) == uuid_is_null(key->holder_id))
		return shape("holder_id");
	const bool evidenced = key->class == ACCOUNT_RECIPIENT;
	if (key->level >= EVIDENCE_COUNT || (evidenced && key->level == EVIDENCE_NONE) ||
	    (!evidenced && key->class != ACCOUNT_OVER_ISSUE && key->level != EVIDENCE_NONE))
		return shape("level");
	return SN_SUCCESS;
}

static struct sn_err amount_check(const struct transfer *t)
{
	if (t->quantity < 0 || t->quantity > LEDGER_QUANTITY_MAX)
		return shape("quantity");
	if (money_less(t->value, MONEY_FEN(0)) || money_less(MONEY_FEN(LEDGER_FEN_MAX), t->value))
		return shape("value_fen");
	if (t->from.item_no == 0 ? money_is_zero(t->value) : t->quantity == 0)
		return SN_FAIL(TRANSFER_EMPTY);
	if (t->from.item_no == 0 && t->quantity != 0)
		return shape("quantity");
	return SN_SUCCESS;
}

struct sn_err ledger_transfer_check(const struct transfer *t)
{
	if (uuid_is_null(t->transfer_id))
		return shape("transfer_id");
	if (t->kind >= TRANSFER_KINDS_COUNT)
		return shape("kind");
	if (!day_is_valid(t->day))
		return shape("day");
	SN_TRY(key_check(&t->from));
	SN_TRY(key_check(&t->to));
	SN_TRY(amount_check(t));
	const struct kind_row *kind = &kinds[t->kind];
	if (!(kind->from & 1U << t->from.class))
		return shape("from");
	if (!(kind->to & 1U << t->to.class) || ledger_key_eq(&t->from, &t->to))
		return shape("to");
	/* To the supplier or back from him, never between two funds or stocks. */
	if ((t->kind == TRANSFER_PURCHASE || t->kind == TRANSFER_SUPPLY) &&
	    t->from.class == t->to.class)
		return shape("to");
	/* One thing of one price moves; putting together goes through convert/ for each thing (settled.md 16). */
	if (t->from.item_no != t->to.item_no)
		return shape("item_no");
	if (t->from.lot_no != t->to.lot_no)
		return shape("lot_no");
	if (kind->same_source && t->from.source != t->to.source)
		return shape("source");
	if ((t->kind == TRANSFER_REVERSE) == uuid_is_null(t->reverses_id))
		return shape("reverses_id");
	return SN_SUCCESS;
}

/* open_day 0: no period is closed. */
struct sn_err ledger_day_check(int32_t day, int32_t open_day)
{
	if (day >= open_day)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(PERIOD_CLOSED, .field = "day", .arg = {day, open_day}),
				"%d-%02d", day / 10000, day / 100 % 100);
}

/* ---- balances ---- */

static struct sn_err short_of(const struct account *from, int64_t has, int64_t needs)
{
	const char *word = classes[from->key.class].words.word;
	if (from->key.item_no == 0)
		return sn_err_with_text(SN_FAIL(BALANCE_SHORT, .arg = {has, needs}), "%s", word);
	return sn_err_with_text(SN_FAIL(GOODS_SHORT, .arg = {has, needs, from->key.item_no}), "%s",
				word);
}

struct sn_err ledger_take_check(const struct account *from, struct ledger_move move)
{
	if (ledger_may_be_negative(from->key.class))
		return SN_SUCCESS;
	/* both are ≥ what is held of them, which is ≥ 0: this cannot overflow */
	const int64_t quantity = from->quantity - from->held_quantity;
	if (quantity < move.quantity)
		return short_of(from, quantity, move.quantity);
	const int64_t fen = money_fen(from->value) - money_fen(from->held_value);
	if (fen < money_fen(move.value))
		return sn_err_with_text(SN_FAIL(BALANCE_SHORT, .arg = {fen, money_fen(move.value)}),
					"%s", classes[from->key.class].words.word);
	return SN_SUCCESS;
}

struct sn_err ledger_account_add(struct account *a, struct ledger_move move)
{
	int64_t quantity = 0;
	struct money value = MONEY_FEN(0);
	if (__builtin_add_overflow(a->quantity, move.quantity, &quantity) ||
	    !money_add(&value, a->value, move.value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "to");
	a->quantity = quantity;
	a->value = value;
	return SN_SUCCESS;
}

struct sn_err ledger_account_take(struct account *a, struct ledger_move move)
{
	int64_t quantity = 0;
	struct money value = MONEY_FEN(0);
	if (__builtin_sub_overflow(a->quantity, move.quantity, &quantity) ||
	    !money_subtract(&value, a->value, move.value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "from");
	a->quantity = quantity;
	a->value = value;
	return SN_SUCCESS;
}

struct sn_err ledger_account_hold(struct account *a, struct ledger_move move)
{
	int64_t quantity = 0;
	struct money value = MONEY_FEN(0);
	if (__builtin_add_overflow(a->held_quantity, move.quantity, &quantity) ||
	    !money_add(&value, a->held_value, move.value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "from");
	a->held_quantity = quantity;
	a->held_value = value;
	return SN_SUCCESS;
}

void ledger_account_release(struct account *a, struct ledger_move move)
{
	a->held_quantity -= move.quantity;
	const bool fits = money_subtract(&a->held_value, a->held_value, move.value);
	assert(fits); /* what was held once is released once */
	assert(a->held_quantity >= 0);
	(void)fits;
}

/* ---- keys ---- */

bool ledger_key_eq(const struct account_key *a, const struct account_key *b)
{
	return a->org_no == b->org_no && a->class == b->class && a->cycle_no == b->cycle_no &&
	       a->source == b->source && a->item_no == b->item_no && a->lot_no == b->lot_no &&
	       uuid_eq(a->holder_id, b->holder_id) && a->level == b->level;
}

struct account_key ledger_in_transit(const struct account_key *side)
{
	return (struct account_key){.org_no = side->org_no,
				    .class = ACCOUNT_IN_TRANSIT,
				    .cycle_no = side->cycle_no,
				    .source = side->source,
				    .item_no = side->item_no,
				    .lot_no = side->lot_no};
}

static size_t put_number(char *out, int64_t value)
{
	char digits[20];
	size_t at = sizeof digits;
	for (int64_t rest = value; rest > 0 || at == sizeof digits; rest /= 10)
		digits[--at] = (char)('0' + rest % 10);
	memcpy(out, digits + at, sizeof digits - at);
	return sizeof digits - at;
}

static size_t put_word(char *out, const char *word)
{
	const struct str text = str_of(word);
	memcpy(out, text.at, text.bytes);
	return text.bytes;
}

/* By hand: it is made twice a transfer, and printf is half of the time then. */
struct str ledger_key_text(const struct account_key *key, char out[LEDGER_KEY_BYTES_MAX])
{
	size_t n = put_number(out, key->org_no);
	out[n++] = '/';
	n += put_word(out + n, classes[key->class].words.word);
	out[n++] = '/';
	n += put_number(out + n, key->cycle_no);
	out[n++] = '/';
	n += put_word(out + n, sources[key->source].word);
	out[n++] = '/';
	n += put_number(out + n, key->item_no);
	out[n++] = '/';
	n += put_number(out + n, key->lot_no);
	out[n++] = '/';
	if (uuid_is_null(key->holder_id)) {
		out[n++] = '-';
	} else {
		char holder[UUID_TEXT_BYTES];
		uuid_text(key->holder_id, holder);
		n += put_word(out + n, holder);
	}
	out[n++] = '/';
	out[n++] = evidence_letters[key->level];
	return (struct str){out, n};
}

/* ---- leaves ---- */

int64_t ledger_leaf_cycle_no(const struct account_key *from, const struct account_key *to)
{
	return to->cycle_no ? to->cycle_no : from->cycle_no;
}

/* Never whose custody it is: class and county-level union only (settled.md 20). */
static struct str leaf_account(const struct account_key *key, struct str shard_code,
			       char out[LEDGER_ACCOUNT_BYTES_MAX])
{
	size_t n = put_word(out, classes[key->class].words.word);
	assert(shard_code.bytes <= ORG_CODE_BYTES_MAX);
	out[n++] = '/';
	if (shard_code.bytes)
		memcpy(out + n, shard_code.at, shard_code.bytes);
	return (struct str){out, n + shard_code.bytes};
}

struct tlog_leaf ledger_leaf(const struct ledger_leaf_of *of, struct ledger_leaf_room *room)
{
	const enum evidence level = of->to->level ? of->to->level : of->from->level;
	char letter = evidence_letters[level];
	if (level == EVIDENCE_R) /* a total without names is no proof of a hand-over */
		letter = '-';
	return (struct tlog_leaf){
		.kind = ledger_leaf_kind(of->kind),
		.day = of->day,
		.cycle = of->cycle_word,
		.debit = leaf_account(of->to, of->shard_code, room->debit),
		.credit = leaf_account(of->from, of->shard_code, room->credit),
		.item = of->item_word,
		.quantity = of->move.quantity,
		.value = of->move.value,
		.level = letter,
		.reverses_index = of->reverses_index,
		.commitment = of->commitment,
	};
}
