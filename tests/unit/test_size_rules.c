/* Sizes as they are written, and what a reserve comes to: tables over pure decisions. */
#include "care/size.h"
#include "tap.h"

#include <string.h>

static void key_is(const char *text, const char *key)
{
	char got[SIZE_KEY_BYTES];
	OK(size_key(str_of(text), got) && strcmp(got, key) == 0, text);
	if (strcmp(got, key) != 0)
		printf("# got %s, not %s\n", got, key);
}

static void test_keys(void)
{
	static const char *const same[][2] = {
		{"L", "L"},
		{"l", "L"},
		{"Ｌ", "L"},
		{" x l ", "XL"},
		{"xxl", "2XL"},
		{"XXL", "2XL"},
		{"2xl", "2XL"},
		{"２ＸＬ", "2XL"},
		{"1XL", "XL"},
		{"XXXL", "3XL"},
		{"xxs", "2XS"},
		{"XL码", "XL"},
		{"XL号", "XL"},
		{"大号", "L"},
		{"大码", "L"},
		{"大号码", "L"},
		{"中", "M"},
		{"加大码", "XL"},
		{"均码", "F"},
		{"free", "F"},
		{"165/88a", "165/88A"},
		{"165-88A", "165/88A"},
		{"165／88Ａ", "165/88A"},
		{"165—88A", "165/88A"},
		{"42码", "42"},
		{"X\xC2\xA0L", "XL"},
		{"X\xE3\x80\x80L", "XL"},
		{"X\xE2\x80\x8BL", "XL"},
		{"\xEF\xBB\xBFXL", "XL"},
		{"~L", "~L"},
		{"{L", "{L"},
		{"", ""},
		{"特大", "特大"},
		{"2XXL", "2XXL"},
		{"XLX", "XLX"},
		{"99XL", "99XL"},
		{"0XL", "0XL"},
		{"号", "号"},
	};
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		key_is(same[i][0], same[i][1]);
	char got[SIZE_KEY_BYTES];
	OK(!size_key(STR("1503021960010100151503021960010100151503021960010100"), got),
	   "what is longer than any size is none");
}

static struct item sizes[] = {{.item_no = 1, .size = STR("S")},
			      {.item_no = 2, .size = STR("M")},
			      {.item_no = 3, .size = STR("L")},
			      {.item_no = 4, .size = STR("XL")},
			      {.item_no = 5, .size = STR("2XL")}};
static const struct size_scope letters = {
	.sizes = sizes, .count = 5, .names = STR("S、M、L、XL、2XL")};
static struct item models[] = {{.item_no = 1, .size = STR("165/88A")},
			       {.item_no = 2, .size = STR("170/92A")},
			       {.item_no = 3, .size = STR("170/92B")},
			       {.item_no = 4, .size = STR("L(175/96A)")}};
static const struct size_scope forms = {
	.sizes = models, .count = 4, .names = STR("165/88A、170/92A、170/92B、L(175/96A)")};

static void finds(const struct size_scope *scope, const char *text, size_t which)
{
	size_t at = 99;
	const struct sn_err e = size_parse(scope, str_of(text), &at);
	OK(!sn_failed(e) && at == which, text);
}
static void refuses(const struct size_scope *scope, const char *text)
{
	size_t at = 99;
	EQ_STR(sn_reason_word(size_parse(scope, str_of(text), &at).reason), "size_unknown", text);
}

static void test_choosing(void)
{
	finds(&letters, "xl", 3);
	finds(&letters, "XXL", 4);
	finds(&letters, "大号", 2);
	finds(&letters, "XL(加大)", 3);
	refuses(&letters, "3XL");
	refuses(&letters, "特大");
	refuses(&letters, "");
	refuses(&letters, "150302196001010015");
	refuses(&letters, "M/L");
	finds(&forms, "165-88", 0);
	finds(&forms, "170/92b", 2);
	refuses(&forms, "170/92");
	refuses(&forms, "165");
	finds(&forms, "l", 3);
	finds(&forms, "175/96A", 3);
	finds(&forms, "L", 3);
	finds(&forms, "L(大)", 3);
	refuses(&forms, "165/88A)");
	refuses(&forms, "(165");
	refuses(&forms, "()");
	refuses(&forms, "165/");
	refuses(&forms, "150302196001010015150302196001010015150302196001010015");
	static const struct size_scope none = {.sizes = sizes, .count = 0, .names = STR("")};
	refuses(&none, "L");
	static struct item odd[] = {{.item_no = 1, .size = STR("")},
				    {.item_no = 2, .size = STR("165/88a1")}};
	static const struct size_scope nameless = {.sizes = odd, .count = 2, .names = STR("")};
	refuses(&nameless, "165/88");
	refuses(&nameless, "L");
	size_t at = 0;
	EQ_STR(size_parse(&letters, STR("9"), &at).text, "S、M、L、XL、2XL",
	       "a refusal lists what there is");
}

static void test_order(void)
{
	static const char *const same[][2] = {{"165/-3", "165"}, {"165/100000", "165"}};
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		OK(size_compare(str_of(same[i][0]), STR("164/99A")) > 0 &&
			   size_compare(str_of(same[i][0]), STR("166")) < 0,
		   "a girth that is none: by its height alone");
	OK(size_compare(STR("-5"), STR("儿童")) < 0 && size_compare(STR("9999999"), STR("42")) > 0,
	   "what is no height stands behind those that are");
	OK(size_compare(STR("150302196001010015150302196001010015150302196001010015"), STR("L")) <
		   0,
	   "what is no size by its bytes");
	OK(size_compare(STR("L"), STR("150302196001010015150302196001010015150302196001010015")) >
		   0,
	   "… either way");
	OK(size_compare(STR("L"), STR("大")) != 0 && size_compare(STR("L"), STR("L")) == 0,
	   "written otherwise they stand beside each other, always in one order");
	static const char *const up[] = {"2XS", "S",  "M",       "L",       "XL",      "XXL",
					 "3XL", "42", "165/84A", "165/88A", "170/84A", "儿童"};
	for (size_t i = 1; i < sizeof up / sizeof up[0]; i++) {
		OK(size_compare(str_of(up[i - 1]), str_of(up[i])) < 0, up[i]);
		OK(size_compare(str_of(up[i]), str_of(up[i - 1])) > 0, "… and not the other way");
	}
}

static void test_reserve(struct arena *mem)
{
	static const struct {
		const char *text;
		int64_t of_100, of_1, of_0;
	} good[] = {
		{"", 0, 0, 0},       {"3%", 3, 1, 0}, {"2.5%", 3, 1, 0}, {"100%", 100, 1, 0},
		{"0.01%", 1, 1, 0},  {"2", 2, 2, 0},  {"L=4", 4, 4, 4},  {"S=1, l=4", 4, 4, 4},
		{"大号=3", 3, 3, 3}, {"0%", 0, 0, 0},
	};
	struct size_reserve r;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		OK(!sn_failed(size_reserve_parse(mem, &letters, str_of(good[i].text), &r)),
		   good[i].text);
		EQ_I64(size_reserve_of(&r, 2, 100), good[i].of_100, "… of a hundred L");
		EQ_I64(size_reserve_of(&r, 2, 1), good[i].of_1, "… of one, rounded up");
		EQ_I64(size_reserve_of(&r, 2, 0), good[i].of_0, "… of none");
	}
	static char long_list[3000];
	memset(long_list, '1', sizeof long_list - 1);
	static const char *const bad[] = {
		long_list, "L", "1,2", "L=1,", "=", "a%", "1.a%", ".%", "1.-%", "-1", "101%", "3%%",
		"L=", "9=1", "L=1,L=2", "many", "3.123%", "=1", "L=-1", "1.5",
		/* absurd ones */
		"-3%", "-0%", "-0.5%", "100.01%", "1000%", "%", ".5%", "3.%", "3.-5%",
		"99999999999999999999%", "10001", "L=10001", "99999999999999999999",
		"L=99999999999999999999"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		EQ_STR(sn_reason_word(size_reserve_parse(mem, &letters, str_of(bad[i]), &r).reason),
		       "size_reserve", bad[i]);
}

static void test_shown(struct arena *mem)
{
	const struct str id = size_shown(mem, STR("150302196001010015"));
	OK(str_is(id, "150302************"), "an ID number in the wrong cell is not shown");
	OK(str_is(size_shown(mem, STR("9XL")), "9XL"), "a size is");
	OK(str_is(size_shown(mem, STR("1503021 一8")), "150302* 一*"),
	   "behind six digits blanks and words are shown, digits are not");
	OK(size_shown(mem, STR("一二三四五六七八九十一二三四五六七八九十一二三四五六")).bytes ==
		   25 * 3,
	   "a letter of a text is cut");
}

int main(void)
{
	struct arena *mem = arena_new(1 << 20);
	test_keys();
	test_choosing();
	test_order();
	test_reserve(mem);
	test_shown(mem);
	arena_free(mem);
	return tap_done();
}
