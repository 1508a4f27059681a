#include "tlog/tlog.h"

#include <assert.h>
#include <string.h>

static const struct tlog_kind_row {
	const char *word;
	unsigned keys;
} kinds[] = {
#define X(name, word, keys) [TLOG_##name] = {(word), (keys)},
	TLOG_KINDS(X)
#undef X
};

const char *tlog_kind_word(enum tlog_kind kind)
{
	assert(kind < TLOG_KINDS_COUNT);
	return kinds[kind].word;
}

bool tlog_kind_moves(int64_t kind)
{
	return kind < 0 || kind >= TLOG_KINDS_COUNT || (kinds[kind].keys & TLOG_KEYS_MOVE) != 0;
}

/* A text that grows in a fixed room; `full` is asked once at the end. */
struct text {
	char *at;
	size_t bytes;
	bool full;
};

static void add(struct text *t, const char *at, size_t bytes)
{
	if (bytes > TLOG_LEAF_BYTES_MAX - t->bytes) {
		t->full = true;
		return;
	}
	memcpy(t->at + t->bytes, at, bytes);
	t->bytes += bytes;
}

static void add_line(struct text *t, struct str key, struct str value)
{
	add(t, key.at, key.bytes);
	add(t, " ", 1);
	if (value.bytes)
		add(t, value.at, value.bytes);
	else
		add(t, "-", 1);
	add(t, "\n", 1);
}

/* 0 is a number for what moves something, and "none" for what does not. */
static void add_number(struct text *t, struct str key, int64_t value, bool zero_counts)
{
	char digits[20];
	size_t at = sizeof digits;
	for (int64_t rest = value; rest > 0; rest /= 10)
		digits[--at] = (char)('0' + rest % 10);
	if (value == 0 && zero_counts)
		digits[--at] = '0';
	add_line(t, key, (struct str){digits + at, sizeof digits - at});
}

/* RFC 4648 §4, as the C2SP formats have it. */
static void add_commitment(struct text *t, const uint8_t *bytes)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	enum { BASE64_BYTES = 44 };
	char out[BASE64_BYTES];
	size_t n = 0;
	if (!bytes) {
		add_line(t, STR("cm"), STR_NULL);
		return;
	}
	for (size_t i = 0; i < TLOG_HASH_BYTES; i += 3) {
		const bool last = i + 2 >= TLOG_HASH_BYTES;
		const uint32_t three = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 |
				       (last ? 0 : (uint32_t)bytes[i + 2]);
		out[n++] = letters[three >> 18 & 63];
		out[n++] = letters[three >> 12 & 63];
		out[n++] = letters[three >> 6 & 63];
		out[n++] = (char)(last ? '=' : letters[three & 63]);
	}
	add_line(t, STR("cm"), (struct str){out, sizeof out});
}

static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.bytes; i++) {
		if (s.at[i] <= ' ' || s.at[i] > '~')
			return false;
	}
	return true;
}

/* The first key whose value a leaf of this kind cannot have; NULL: all is well. */
static const char *wrong_key(const struct tlog_leaf *leaf)
{
	const unsigned keys = kinds[leaf->kind].keys;
	const bool moves = keys & TLOG_KEYS_MOVE, refers = keys & TLOG_KEYS_REF;
	const struct {
		struct str word;
		const char *name;
		bool needed;
	} words[] = {
		{leaf->debit, "dr", moves},
		{leaf->credit, "cr", moves},
		{leaf->item, "item", moves},
	};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if ((words[i].word.bytes > 0) != words[i].needed || !is_word(words[i].word))
			return words[i].name;
	}
	if (!is_word(leaf->cycle))
		return "camp";
	if (leaf->day != 0 && !day_is_valid(leaf->day))
		return "day";
	if (leaf->quantity < 0)
		return "qty";
	if (money_less(leaf->value, MONEY_FEN(0)) ||
	    (moves && leaf->quantity == 0 && money_is_zero(leaf->value)))
		return "fen";
	if (leaf->level != 'A' && leaf->level != 'B' && leaf->level != 'C' && leaf->level != '-')
		return "lvl";
	if ((leaf->reverses_index >= 0) != refers)
		return "ref";
	return NULL;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): it is written through struct text */
struct sn_err tlog_leaf_text(const struct tlog_leaf *leaf, char out[TLOG_LEAF_BYTES_MAX],
			     size_t *bytes)
{
	assert(leaf->kind < TLOG_KINDS_COUNT);
	const char *wrong = wrong_key(leaf);
	if (wrong)
		return SN_FAIL(LEAF_TEXT, .field = wrong);

	const bool moves = kinds[leaf->kind].keys & TLOG_KEYS_MOVE;
	char day[DAY_TEXT_BYTES] = "-";
	if (leaf->day != 0)
		day_text(leaf->day, day);
	struct text t = {.at = out};
	add(&t, "songnuan-leaf/v1\n", 17);
	add_line(&t, STR("type"), str_of(kinds[leaf->kind].word));
	add_line(&t, STR("day"), str_of(day));
	add_line(&t, STR("camp"), leaf->cycle);
	add_line(&t, STR("dr"), leaf->debit);
	add_line(&t, STR("cr"), leaf->credit);
	add_line(&t, STR("item"), leaf->item);
	add_number(&t, STR("qty"), leaf->quantity, moves);
	add_number(&t, STR("fen"), money_fen(leaf->value), moves);
	add_line(&t, STR("lvl"), (struct str){&leaf->level, 1});
	add_number(&t, STR("ref"), leaf->reverses_index, true);
	add_commitment(&t, leaf->commitment);
	if (t.full)
		return SN_FAIL(LEAF_TOO_LONG, .arg = {TLOG_LEAF_BYTES_MAX});
	*bytes = t.bytes;
	return SN_SUCCESS;
}
