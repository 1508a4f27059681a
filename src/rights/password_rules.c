#include "rights/password.h"

#include "base/limits.h"
#include "base/text.h"

#include <assert.h>

/* What stands at the top of the published counts of leaked passwords (the yearly lists of NordPass and SplashData, the top
 * thousand of SecLists' "10-million-password-list", and reports on Chinese leaks: woaini, 5201314, pinyin of places and
 * surnames), with the words that every union would try here. It is short on purpose: digits, runs, repeats and years around
 * a word are found by rule, and a list of whole passwords of twelve characters has little else. */
static const char *const common[] = {
	"password",   "passwort",    "passw",     "pass",        "admin",    "administrator",
	"root",       "user",        "guest",     "login",       "welcome",  "letmein",
	"default",    "changeme",    "secret",    "master",      "monkey",   "dragon",
	"shadow",     "sunshine",    "princess",  "football",    "baseball", "superman",
	"batman",     "iloveyou",    "iloveu",    "loveyou",     "love",     "hello",
	"abcdef",     "abc123",      "test",      "temp",        "demo",     "system",
	"server",     "windows",     "computer",  "internet",    "office",   "company",
	"work",       "china",       "zhongguo",  "beijing",     "shanghai", "guangzhou",
	"shenzhen",   "neimenggu",   "neimeng",   "huhehaote",   "hohhot",   "baotou",
	"wuhai",      "chifeng",     "tongliao",  "ordos",       "eerduosi", "hulunbeier",
	"xilinguole", "woaini",      "woaiwojia", "woai",        "aini",     "5201314",
	"1314520",    "520520",      "520",       "1314",        "5200",     "666",
	"888",        "wang",        "zhang",     "liu",         "chen",     "yang",
	"zhao",       "huang",       "zhou",      "wu",          "li",       "gong",
	"gonghui",    "zonggonghui", "songnuan",  "songwennuan", "nuan",     "union",
	"acftu",      "ghzz",        "zgh",       "mima",        "denglu",   "yonghu",
	"guanliyuan", "guanli",      "caiwu",     "kuaiji",      "chuna",    "shenhe",
	"pizhun",     "qwerty",      "asdf",      "zxcv",        "iphone",   "huawei",
	"xiaomi",     "weixin",      "wechat",    "taobao",      "alibaba",  "qq",
	"aa",         "michael",     "charlie",   "jordan",      "freedom",  "whatever",
	"trustno1",   "starwars",    "pokemon",   "killer",      "summer",   "winter",
	"spring",     "autumn",      "monday",    "friday",      "january",  "december",
	"happy",      "money",       "lucky",     "angel",       "flower",   "soccer",
	"hockey",     "ninja",       "access",    "mustang",     "cheese",   "banana",
	"orange",     "apple",       "samsung",   "google",      "facebook", "security",
	"private",    "manager",     "account",   "密码",        "管理员",   "工会",
	"总工会",     "送暖",        "送温暖",    "中国",        "内蒙古",
};
static const char *const walks[] = {
	"abcdefghijklmnopqrstuvwxyz",
	"01234567890",
	"qwertyuiop[]",
	"asdfghjkl;'",
	"zxcvbnm,./",
	"!@#$%^&*()_+",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
	"qazwsxedcrfvtgbyhnujmikolp",
	"147258369",
	"159357",
};
enum { WALK_MIN = 3, COUNTED_MIN = 8, REPEAT_MIN = 2, LOGIN_MIN = 4, NAME_MIN = 2 };

/* Small letters; and, on the side, what the usual replacements stand for. */
struct letters {
	uint32_t plain[PASSWORD_CHARACTERS_MAX], meant[PASSWORD_CHARACTERS_MAX];
	size_t count;
};
static uint32_t small(uint32_t ch)
{
	return ch >= 'A' && ch <= 'Z' ? ch - 'A' + 'a' : ch;
}
static uint32_t meant(uint32_t ch)
{
	static const char shown[] = "013457@$!+", stands[] = "oieastasit";
	const char *at = ch != 0 && ch < 128 ? strchr(shown, (int)ch) : NULL;
	return at ? (uint32_t)stands[at - shown] : ch;
}
static void letters_of(struct str text, struct letters *l)
{
	uint32_t ch = 0;
	l->count = 0;
	while (l->count < PASSWORD_CHARACTERS_MAX && text_next(&text, &ch)) {
		l->plain[l->count] = small(ch);
		l->meant[l->count++] = meant(small(ch));
	}
}

/* ---- how far a guess reaches from here ---- */

static bool is_digit(uint32_t ch)
{
	return ch >= '0' && ch <= '9';
}
static size_t digits_at(const struct letters *l, size_t at)
{
	size_t n = 0;
	while (at + n < l->count && is_digit(l->plain[at + n]))
		n++;
	return n;
}
static unsigned number_at(const struct letters *l, size_t at, size_t digits)
{
	unsigned n = 0;
	for (size_t i = 0; i < digits; i++)
		n = n * 10 + (l->plain[at + i] - '0');
	return n;
}
static size_t word_at(const struct letters *l, size_t at, struct str word)
{
	struct letters w;
	size_t plain = 0, replaced = 0;
	letters_of(word, &w);
	if (w.count > l->count - at)
		return 0;
	for (size_t i = 0; i < w.count; i++) {
		plain += l->plain[at + i] == w.plain[i];
		replaced += l->meant[at + i] == w.plain[i];
	}
	return plain == w.count || replaced == w.count ? w.count : 0;
}
static size_t common_at(const struct letters *l, size_t at)
{
	size_t best = 0;
	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
		const size_t n = word_at(l, at, str_of(common[i]));
		best = n > best ? n : best;
	}
	return best;
}
/* Along a row of keys, either way. */
static size_t walk_from(const struct letters *l, size_t at, const char *walk, int step)
{
	const size_t length = strlen(walk);
	size_t best = 0;
	for (size_t from = 0; from < length; from++) {
		size_t n = 0;
		for (size_t k = from;
		     at + n < l->count && k < length && l->plain[at + n] == (unsigned char)walk[k];
		     k = step > 0 ? k + 1 : k - 1) /* below 0 it is past the end */
			n++;
		best = n > best ? n : best;
	}
	return best;
}
static size_t walk_at(const struct letters *l, size_t at)
{
	size_t best = 0;
	for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++)
		for (int step = -1; step <= 1; step += 2) {
			const size_t n = walk_from(l, at, walks[i], step);
			best = n > best ? n : best;
		}
	return best >= WALK_MIN ? best : 0;
}
/* What stood before comes again: "abab", "aaa", "王王王". */
static size_t repeat_at(const struct letters *l, size_t at)
{
	size_t best = 0;
	for (size_t period = 1; period <= at; period++) {
		size_t n = 0;
		while (at + n < l->count && l->plain[at + n] == l->plain[at + n - period])
			n++;
		best = n >= period && n > best ? n : best;
	}
	return best >= REPEAT_MIN ? best : 0;
}
/* A day as yyyymmdd or yymmdd, a year; a mobile phone, an ID number. */
static size_t number_part_at(const struct letters *l, size_t at)
{
	const size_t digits = digits_at(l, at);
	if (digits >= 17 && number_at(l, at + 6, 4) / 100 - 19 < 2)
		return digits == 17 && at + 17 < l->count && l->plain[at + 17] == 'x' ? 18 : digits;
	if (digits == 11 && l->plain[at] == '1')
		return 11;
	const bool century = digits >= 4 && number_at(l, at, 2) - 19 < 2;
	if (century && digits >= 8 && number_at(l, at + 4, 2) - 1 < 12 &&
	    number_at(l, at + 6, 2) - 1 < 31)
		return 8;
	if (digits == 6 && number_at(l, at + 2, 2) - 1 < 12 && number_at(l, at + 4, 2) - 1 < 31)
		return 6;
	return century ? 4 : 0;
}
static size_t guess_at(const struct letters *l, size_t at)
{
	const size_t parts[] = {common_at(l, at), walk_at(l, at), repeat_at(l, at),
				number_part_at(l, at)};
	size_t best = 0;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		best = parts[i] > best ? parts[i] : best;
	return best;
}
/* How many characters a guesser must really find: the fewest, over all ways to cut the password into parts. */
static size_t counted(const struct letters *l)
{
	size_t fewest[PASSWORD_CHARACTERS_MAX + 1];
	fewest[l->count] = 0;
	for (size_t at = l->count; at-- > 0;) {
		const size_t reach = guess_at(l, at);
		fewest[at] = 1 + fewest[at + 1];
		if (reach > 1 && 1 + fewest[at + reach] < fewest[at])
			fewest[at] = 1 + fewest[at + reach];
	}
	return fewest[0];
}

static bool has(const struct letters *l, struct str word, size_t characters_min)
{
	if (text_characters(word) < characters_min)
		return false;
	for (size_t at = 0; at < l->count; at++)
		if (word_at(l, at, word) > 0)
			return true;
	return false;
}

struct sn_err password_normalise(struct arena *mem, struct str typed, struct str *out)
{
	if (typed.bytes > PASSWORD_CHARACTERS_MAX * TEXT_CHARACTER_BYTES)
		return SN_FAIL(BAD_PASSWORD,
			       .arg = {PASSWORD_CHARACTERS_MIN, PASSWORD_CHARACTERS_MAX});
	return text_normalise(mem, typed, out);
}

struct sn_err password_check(struct str password, struct str login, struct str name)
{
	struct letters l;
	const size_t characters = text_characters(password);
	if (characters < PASSWORD_CHARACTERS_MIN || characters > PASSWORD_CHARACTERS_MAX)
		return SN_FAIL(BAD_PASSWORD, .field = "password",
			       .arg = {PASSWORD_CHARACTERS_MIN, PASSWORD_CHARACTERS_MAX});
	letters_of(password, &l);
	if (has(&l, login, LOGIN_MIN) || has(&l, name, NAME_MIN))
		return SN_FAIL(PASSWORD_HAS_LOGIN, .field = "password");
	return counted(&l) < COUNTED_MIN ? SN_FAIL(PASSWORD_COMMON, .field = "password")
					 : SN_SUCCESS;
}
