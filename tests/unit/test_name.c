/* Names here are made up. */
#include "base/limits.h"
#include "base/name.h"
#include "tap.h"

static const struct {
	const char *text;
	enum sn_reason reason;
	const char *name, *mask, *key;
} cases[] = {
	{"王英", SN_R_NONE, "王英", "王**", "王英"},
	{"王小英", SN_R_NONE, "王小英", "王**", "王小英"},
	{" 张 三 ", SN_R_NONE, "张三", "张**", "张三"},
	{"张　三", SN_R_NONE, "张三", "张**", "张三"},
	{"欧阳 修\u200b", SN_R_NONE, "欧阳修", "欧**", "欧阳修"},
	{"\ufeff张\t三\r\n", SN_R_NONE, "张三", "张**", "张三"},
	{"斯琴·巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴\u2022巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴\u30fb巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴\uff65巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴\u2027巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴\u22c5巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴\u0387巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴.巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴．巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴 . 巴特尔", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"斯琴 · · 巴特尔·", SN_R_NONE, "斯琴·巴特尔", "斯**", "斯琴巴特尔"},
	{"·斯琴", SN_R_NONE, "斯琴", "斯**", "斯琴"},
	{"𠮷田", SN_R_NONE, "𠮷田", "𠮷**", "𠮷田"},
	{"王 𬭸", SN_R_NONE, "王𬭸", "王**", "王𬭸"},
	{"㛃 䶮", SN_R_NONE, "㛃䶮", "㛃**", "㛃䶮"},
	{"〇 一", SN_R_NONE, "〇一", "〇**", "〇一"},
	{"葛\U000e0100 城", SN_R_NONE, "葛\U000e0100城", "葛**", "葛城"},
	{"王\ue863", SN_R_NONE, "王\ue863", "王**", "王\ue863"},
	{"王⿰钅达", SN_R_NONE, "王⿰钅达", "王**", "王⿰钅达"},
	{"Bold  Bataar", SN_R_NONE, "Bold Bataar", "B**", "boldbataar"},
	{"ＢＯＬＤ", SN_R_NONE, "BOLD", "B**", "bold"},
	{"J. Smith", SN_R_NONE, "J. Smith", "J**", "jsmith"},
	{"Anne-Marie O'Neil", SN_R_NONE, "Anne-Marie O'Neil", "A**", "anne-marieo'neil"},
	{"O\u2019Neil", SN_R_NONE, "O\u2019Neil", "O**", "o\u2019neil"},
	{"Бат Болд", SN_R_NONE, "Бат Болд", "Б**", "батболд"},
	{"ᠪᠠᠲᠤ ᠪᠣᠯᠳ", SN_R_NONE, "ᠪᠠᠲᠤ ᠪᠣᠯᠳ", "ᠪ**", "ᠪᠠᠲᠤᠪᠣᠯᠳ"},
	{"ᠪᠠᠲᠤ\u202fᠶᠢᠨ", SN_R_NONE, "ᠪᠠᠲᠤ\u202fᠶᠢᠨ", "ᠪ**", "ᠪᠠᠲᠤᠶᠢᠨ"},
	{"e\u0301va", SN_R_NONE, "éva", "é**", "éva"},
	{"王伟2", SN_R_NONE, "王伟2", "王**", "王伟2"},
	{"张三（小）", SN_R_NONE, "张三(小)", "张**", "张三(小)"},
	{"张三 Zhang", SN_R_NONE, "张三 Zhang", "张**", "张三zhang"},
	{"葛\ufe00", SN_R_NONE, "葛\ufe00", "葛**", "葛"},
	{"王\uf8ff", SN_R_NONE, "王\uf8ff", "王**", "王\uf8ff"},
	{"王\ue000", SN_R_NONE, "王\ue000", "王**", "王\ue000"},
	{"王\u2e80", SN_R_NONE, "王\u2e80", "王**", "王\u2e80"},
	{"राम", SN_R_NONE, "राम", "र**", "राम"},
	{"王\u0663", SN_R_NONE, "王\u0663", "王**", "王\u0663"},
	{"王\u20ac", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\ufe10", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\U0001f600", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\U000e01f0", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王:", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\u180b", SN_R_NONE, "王\u180b", "王**", "王"},
	{"ᠪ\u180e\u1820", SN_R_NONE, "ᠪ\u180e\u1820", "ᠪ**", "ᠪ\u1820"},
	{"", SN_R_MISSING_NAME, NULL, NULL, NULL},
	{"  　 \u200b", SN_R_MISSING_NAME, NULL, NULL, NULL},
	{"·", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"123", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"１２３", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"--", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王*英", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王?", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\ufffd", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王英/李四", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王英、李四", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"=cmd()", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\x1b[0m英", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\x01英", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\x7f英", SN_R_BAD_NAME, NULL, NULL, NULL},
	{"王\xff", SN_R_BAD_ENCODING, NULL, NULL, NULL},
};

static void names_come_to_one_form(struct arena *mem)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str name = STR_NULL, again = STR_NULL, key = STR_NULL;
		const struct sn_err e = name_parse(mem, str_of(cases[i].text), &name);
		EQ_STR(sn_reason_word(e.reason), sn_reason_word(cases[i].reason), cases[i].text);
		if (cases[i].reason != SN_R_NONE || sn_failed(e))
			continue;
		char mask[NAME_MASK_BYTES];
		OK(str_is(name, cases[i].name), cases[i].name);
		OK(!sn_failed(name_parse(mem, name, &again)) && str_eq(again, name),
		   "its form is its own form");
		name_mask(name, mask);
		EQ_STR(mask, cases[i].mask, "masked");
		OK(!sn_failed(name_key(mem, str_of(cases[i].text), &key)) &&
			   str_is(key, cases[i].key),
		   cases[i].key);
	}
	char mask[NAME_MASK_BYTES];
	name_mask(STR_NULL, mask);
	EQ_STR(mask, "**", "no name has a mask too");
	struct str name = STR_NULL, key = STR_NULL;
	const struct sn_err e = name_parse(mem, STR("王2*"), &name);
	EQ_STR(e.text, "※9*", "an error shows a shape, never the name");
	OK(name_key(mem, STR("\xff"), &key).reason == SN_R_BAD_ENCODING, "a key needs UTF-8");
}

static void a_name_has_a_limit(struct arena *mem)
{
	const struct str one = STR("王");
	char text[NAME_BYTES_MAX + 2];
	struct str name = STR_NULL;
	for (size_t i = 0; i + 3 <= NAME_BYTES_MAX; i += 3)
		memcpy(text + i, one.at, one.bytes);
	OK(!sn_failed(name_parse(mem, (struct str){text, NAME_BYTES_MAX}, &name)), "80 characters");
	text[NAME_BYTES_MAX] = 'a';
	OK(name_parse(mem, (struct str){text, NAME_BYTES_MAX + 1}, &name).reason == SN_R_TOO_LONG,
	   "one byte more is too long");
}

static void no_memory_is_an_error(void)
{
	struct str out = STR_NULL;
	int failed = 0;
	for (size_t bytes = 1; bytes < 200; bytes++) {
		struct arena *small = arena_new(bytes);
		failed += name_parse(small, STR("斯琴·巴特尔"), &out).reason == SN_R_OUT_OF_MEMORY;
		arena_reset(small);
		failed += name_key(small, STR("é\u0301"), &out).reason == SN_R_OUT_OF_MEMORY;
		arena_free(small);
	}
	OK(failed > 10, "and is said");
}

static void lists_are_in_the_order_of_pinyin(struct arena *mem)
{
	static const char *const order[] = {"",       "阿云", "白雪",        "陈晨",
					    "陈晨晨", "李四", "斯琴·巴特尔", "王英",
					    "张三",   "𠮷田", "Bold"};
	struct pinyin *p = pinyin_new();
	if (!OK(p != NULL, "ICU knows the order of pinyin"))
		return;
	struct str last = STR_NULL;
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		struct str key = STR_NULL;
		OK(!sn_failed(pinyin_key(p, mem, str_of(order[i]), &key)), "a key");
		OK(i == 0 || str_compare(last, key) < 0, order[i]);
		OK(memchr(key.at, 0, key.bytes) == NULL, "without a zero byte");
		last = key;
	}
	const struct str one = STR("张");
	char text[2 * NAME_BYTES_MAX];
	for (size_t i = 0; i < sizeof text; i += 3)
		memcpy(text + i, one.at, one.bytes);
	struct str a = STR_NULL, b = STR_NULL;
	OK(!sn_failed(pinyin_key(p, mem, (struct str){text, sizeof text}, &a)) &&
		   !sn_failed(pinyin_key(p, mem, (struct str){text, NAME_BYTES_MAX}, &b)) &&
		   str_eq(a, b),
	   "a long text is sorted by its start");
	OK(!sn_failed(pinyin_key(p, mem, STR_NULL, &a)), "no text sorts too");
	OK(!sn_failed(pinyin_key(p, mem, STR("王\xff"), &a)), "and so do broken bytes");
	struct arena *small = arena_new(1);
	OK(pinyin_key(p, small, STR("王英"), &a).reason == SN_R_OUT_OF_MEMORY, "no memory");
	arena_free(small);
	OK(strncmp(pinyin_version(p), "icu ", 4) == 0 && strstr(pinyin_version(p), " uca "),
	   pinyin_version(p));
	pinyin_free(p);
	pinyin_free(NULL);
}

int main(void)
{
	struct arena *mem = arena_new(1 << 20);
	names_come_to_one_form(mem);
	a_name_has_a_limit(mem);
	no_memory_is_an_error();
	lists_are_in_the_order_of_pinyin(mem);
	arena_free(mem);
	return tap_done();
}
