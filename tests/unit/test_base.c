#include "base/arena.h"
#include "base/err.h"
#include "tap.h"

static struct sn_err fails(void)
{
	return SN_FAIL(BAD_NUMBER, .field = "qty", .row = 7, .arg = {42});
}
static struct sn_err passes_on(void)
{
	SN_TRY(fails());
	return SN_SUCCESS;
}

static void errors(void)
{
	char words[256];
	struct sn_err e = passes_on();
	EQ_I64(e.row, 7, "SN_TRY hands the error up untouched");
	EQ_I64(sn_err_http_status(e), 400, "an invalid input is 400");
	EQ_I64(sn_err_exit_status(e), 3, "and exit status 3");
	EQ_STR(sn_reason_word(e.reason), "bad_number", "the stable word");
	e = sn_err_with_text(e, "%s", "十二");
	sn_err_words(e, LANG_EN, words, sizeof words);
	EQ_STR(words, "qty is to be a whole number: 十二", "words in English");
	sn_err_words(e, LANG_ZH, words, sizeof words);
	EQ_STR(words, "“数量”应是整数：十二", "words in Chinese, the field too");
	sn_err_words(e, LANG_ZH, words, 16);
	EQ_STR(words, "“数量”应", "cut at a whole character");
	sn_err_words(e, LANG_ZH, words, 15);
	EQ_STR(words, "“数量”", "half a character is dropped");
	e = SN_FAIL(GRANT_OVER, .arg = {20241026});
	sn_err_words(e, LANG_EN, words, sizeof words);
	EQ_STR(words, "the grant would end on 2024-10-26, which has passed; give a later day",
	       "a day reads as a day");
	e.arg[0] = 0;
	sn_err_words(e, LANG_EN, words, sizeof words);
	EQ_STR(words, "the grant would end on —, which has passed; give a later day",
	       "no day is no day of the year 0");
	e = sn_err_with_text(SN_FAIL(CYCLE_STATE, .arg = {0, 5}), "hw-2024");
	sn_err_words(e, LANG_EN, words, sizeof words);
	EQ_STR(words,
	       "the cycle hw-2024 is draft; this is done while it is audited; see songnuan cycle "
	       "show",
	       "a number reads as the word at its place, the first and one in the middle");
	e.arg[0] = 6;
	e.arg[1] = -1;
	sn_err_words(e, LANG_EN, words, sizeof words);
	EQ_STR(words, "the cycle hw-2024 is ; this is done while it is ; see songnuan cycle show",
	       "what is not in the list has no word");
}

static void memory(void)
{
	struct arena *a = arena_new(1 << 20);
	EQ_STR(arena_printf(a, "%d-%s", 5, "x"), "5-x", "arena_printf");
	OK(!arena_ran_short(a), "nothing was refused yet");
	OK(arena_alloc(a, 2 << 20) == NULL, "the arena keeps its limit");
	OK(arena_ran_short(a), "and remembers that it refused something");
	OK(ARENA_ARRAY(a, struct str, SIZE_MAX / 4) == NULL, "n * size does not wrap");
	const struct arena_mark mark = arena_mark(a);
	OK(arena_alloc(a, 600 << 10) && arena_alloc(a, 600 << 10) == NULL, "two thirds fit once");
	arena_rewind(a, mark);
	OK(arena_alloc(a, 600 << 10) != NULL, "a rewind gives them back");
	OK(arena_ran_short(a), "but forgets nothing");
	arena_reset(a);
	OK(!arena_ran_short(a), "a reset does");
	struct arena *page = arena_child(a, 64);
	OK(str_is_null(
		   arena_str(page, (struct str){"a text that is longer than the page's sixty-four "
						"bytes of room",
						66})),
	   "a copy that was lost looks like no text");
	OK(arena_ran_short(page) && arena_ran_short(a), "so the page tells it, and its parent");
	arena_reset(page);
	OK(!arena_ran_short(page) && arena_ran_short(a), "who remembers it past the page");
	arena_free(page);
	arena_free(a);
}

static void text(void)
{
	struct str rest = STR("a,,b"), part;
	int64_t value = 0;
	OK(str_split(&rest, ',', &part) && str_is(part, "a"), "first part");
	OK(str_split(&rest, ',', &part) && part.bytes == 0, "an empty part is a part");
	OK(str_split(&rest, ',', &part) && str_is(part, "b"), "last part");
	OK(!str_split(&rest, ',', &part), "nothing is left");
	OK(str_to_int(STR("-9223372036854775808"), &value) && value == INT64_MIN,
	   "the smallest integer");
	OK(!str_to_int(STR("9223372036854775808"), &value), "one past the largest");
	OK(!str_to_int(STR("1 "), &value) && !str_to_int(STR("-"), &value),
	   "nothing around a number");
	OK(str_compare(STR("ab"), STR("abc")) < 0 && str_compare(STR("b"), STR("abc")) > 0,
	   "byte order");
	struct buf *b = buf_new(8);
	buf_printf(b, "%d", 12345);
	OK(!buf_full(b), "five of eight bytes");
	buf_add(b, STR("6789"));
	OK(buf_full(b) && str_is(buf_str(b), "12345"),
	   "what does not fit is left out whole and said");
	buf_free(b);
}

int main(void)
{
	errors();
	memory();
	text();
	return tap_done();
}
