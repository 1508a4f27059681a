#include "base/limits.h"
#include "base/text.h"
#include "tap.h"

#include <stdlib.h>

static const struct {
	const char *text, *normal;
} normal_cases[] = {
	{"", ""},
	{"plain", "plain"},
	{"  a \t\r\n b  ", "a b"},
	{"Ａｂ１２，（。）！～", "Ab12,(。)!~"},
	{"第　一　组", "第 一 组"},
	{"\ufeffBOM", "BOM"},
	{"a\u200bb\u200cc\u200dd\u2060e\u00adf\u202eg", "abcdefg"},
	{"a\u00a0b\u2003c\u2028d\u2029e\xc2\x85"
	 "f",
	 "a b c d e f"},
	{"a\x01\x1b\x7f\xc2\x80z", "az"},
	{"e\u0301", "é"},
	{"\u212b", "Å"},
	{"한글 \u1112\u1161\u11ab", "한글 한"},
	{"𠮷 𬭸 㐂", "𠮷 𬭸 㐂"},
	{"\uf900", "豈"},
	{"ᠪ\u180eᠠ\u180b\u202fᠶ\u200dᠠ", "ᠪ\u180eᠠ\u180b\u202fᠶ\u200dᠠ"},
	{"a\u202fb\u180b\u202fc", "a b\u180b\u202fc"},
	{"ᠪ\u0301\u202fᠶ", "ᠪ\u0301\u202fᠶ"},
	{"ᠪ \u202fᠶ", "ᠪ ᠶ"},
};

static void text_comes_to_one_form(struct arena *mem)
{
	for (size_t i = 0; i < sizeof normal_cases / sizeof normal_cases[0]; i++) {
		struct str normal = STR_NULL, again = STR_NULL;
		OK(!sn_failed(text_normalise(mem, str_of(normal_cases[i].text), &normal)), "taken");
		if (!OK(str_is(normal, normal_cases[i].normal), normal_cases[i].normal))
			printf("# got \"" STR_FMT "\"\n", STR_ARG(normal));
		OK(!sn_failed(text_normalise(mem, normal, &again)) && str_eq(again, normal),
		   "twice changes nothing");
	}
	struct str out = STR_NULL;
	OK(text_normalise(mem, STR("\x80"), &out).reason == SN_R_BAD_ENCODING, "no UTF-8");
	char *big = calloc(1, CELL_BYTES_MAX + 1);
	OK(big && text_normalise(mem, (struct str){big, CELL_BYTES_MAX + 1}, &out).reason ==
			   SN_R_TOO_LONG,
	   "more than a cell can hold");
	free(big);
	struct arena *small = arena_new(64);
	OK(text_normalise(small,
			  STR("more than sixty-four bytes of text, which is quite a lot to "
			      "write"),
			  &out)
			   .reason == SN_R_OUT_OF_MEMORY,
	   "no memory");
	OK(text_normalise(small, STR("e\u0301e\u0301"), &out).reason == SN_R_OUT_OF_MEMORY,
	   "no memory for NFC");
	arena_free(small);
}

/* Table 3-7 of the Unicode Standard, "Well-Formed UTF-8 Byte Sequences": each border, and the byte beyond. */
static const struct {
	const char *bytes;
	bool valid;
} utf8_cases[] = {
	{"\x7f", true},
	{"\x80", false},
	{"\xbf", false},
	{"\xc0\x80", false},
	{"\xc1\xbf", false},
	{"\xc2\x80", true},
	{"\xdf\xbf", true},
	{"\xc2\x7f", false},
	{"\xc2\xc0", false},
	{"\xe0\x9f\xbf", false},
	{"\xe0\xa0\x80", true},
	{"\xed\x9f\xbf", true},
	{"\xed\xa0\x80", false},
	{"\xed\xbf\xbf", false},
	{"\xee\x80\x80", true},
	{"\xef\xbf\xbf", true},
	{"\xf0\x8f\xbf\xbf", false},
	{"\xf0\x90\x80\x80", true},
	{"\xf4\x8f\xbf\xbf", true},
	{"\xf4\x90\x80\x80", false},
	{"\xf5\x80\x80\x80", false},
	{"\xff", false},
	{"\xe4\xb8", false},
	{"\xf0\xa0\xae", false},
	{"\xc3", false},
	{"a\xe4\xb8\xadz", true},
};

static void only_utf8_is_utf8(void)
{
	for (size_t i = 0; i < sizeof utf8_cases / sizeof utf8_cases[0]; i++)
		OK(text_is_utf8(str_of(utf8_cases[i].bytes)) == utf8_cases[i].valid, "a border");
	struct str rest = STR("\xf0\x90z");
	uint32_t c = 0;
	OK(text_next(&rest, &c) && c == 0xFFFD && rest.bytes == 2, "a bad byte is one U+FFFD");
	OK(text_next(&rest, &c) && c == 0xFFFD && text_next(&rest, &c) && c == 'z',
	   "and reading goes on behind it");
	OK(!text_next(&rest, &c), "to the end");
	int wrong = 0;
	for (uint32_t i = 0; i <= 0x10FFFF; i++) {
		char bytes[TEXT_CHARACTER_BYTES];
		struct str s = {bytes, text_put(bytes, i)};
		const bool surrogate = i >= 0xD800 && i <= 0xDFFF;
		wrong += text_is_utf8(s) == surrogate;
		wrong += !surrogate && (!text_next(&s, &c) || c != i || s.bytes != 0);
	}
	EQ_I64(wrong, 0, "every character is written as it is read");
}

static void text_has_a_size(void)
{
	EQ_I64((int64_t)text_characters(STR("a王𠮷")), 3, "characters");
	EQ_I64((int64_t)text_columns(STR("a王𠮷")), 5, "Chinese characters are two columns wide");
	EQ_I64((int64_t)text_columns(STR("e\u0301\u200b\x01\u20dd")), 1, "marks have no width");
	EQ_I64((int64_t)text_columns(STR("Ａ·é한")), 6, "full width, ambiguous, narrow, Hangul");
	EQ_I64((int64_t)text_cut(STR("王英"), 6).bytes, 6, "what fits is whole");
	EQ_I64((int64_t)text_cut(STR("王英"), 5).bytes, 3, "a cut is at a character's border");
	EQ_I64((int64_t)text_cut(STR("𠮷"), 3).bytes, 0, "also where nothing is left");
	EQ_I64((int64_t)text_cut_columns(STR("王英"), 3).bytes, 3, "columns are cut so too");
	EQ_I64((int64_t)text_cut_columns(STR("ab"), 3).bytes, 2, "or not at all");
	EQ_STR(text_shape_in(SN_SUCCESS, STR("1aZ王\x01~")).text, "9AA※※~", "a shape");
	EQ_STR(text_shape_in(SN_SUCCESS, STR("12345678901234567890123456")).text,
	       "999999999999999999999999…", "a long shape is cut");
	OK(text_is_ideograph(0x3007) && text_is_ideograph(0x3400) && text_is_ideograph(0x9FFF) &&
		   text_is_ideograph(0xF900) && text_is_ideograph(0x20BB7),
	   "ideographs of all planes");
	OK(!text_is_ideograph(0x4DC0) && !text_is_ideograph(0x30A2) && !text_is_ideograph('a') &&
		   !text_is_ideograph(0xFB00) && !text_is_ideograph(0x1F600) &&
		   !text_is_ideograph(0x33FF) && !text_is_ideograph(0xA000) &&
		   !text_is_ideograph(0xE0100),
	   "hexagrams, kana, letters and pictures are none");
}

int main(void)
{
	struct arena *mem = arena_new(1 << 20);
	text_comes_to_one_form(mem);
	only_utf8_is_utf8();
	text_has_a_size();
	arena_free(mem);
	return tap_done();
}
