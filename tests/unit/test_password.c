/* What a new password must be, and the rules of signing in that need no database. */
#include "base/limits.h"
#include "rights/password.h"
#include "rights/session_priv.h"
#include "tap.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* clang-format off */
static const struct {
	const char *password, *reason, *what;
} asked[] = {
	{"k7#mQ2x9Lp4w",                  "ok",                 "twelve characters without a plan"},
	{"correct horse battery staple",  "ok",                 "four words that have nothing to do with each other"},
	{"早上七点去扫南二环路雪",         "bad_password",       "eleven characters"},
	{"早上七点去扫南二环路积雪",       "ok",                 "twelve characters, of whatever script"},
	{"k7#mQ2x9Lp4",                   "bad_password",       "eleven letters"},
	{"",                              "bad_password",       "nothing"},
	{"Password2024!!",                "password_common",    "a word, a year and two signs"},
	{"P@ssw0rd1234",                  "password_common",    "the same in disguise"},
	{"administrator1",                "password_common",    "an account's name"},
	{"songnuan20241026",              "password_common",    "the program's name and a day"},
	{"Neimenggu@2024",                "password_common",    "a place and a year"},
	{"woaini5201314",                 "password_common",    "what Chinese leaks are full of"},
	{"123456789012",                  "password_common",    "digits in a row"},
	{"qwertyuiop[]",                  "password_common",    "a row of keys"},
	{"0987654321qwerty",              "password_common",    "rows of keys, one backwards"},
	{"1qaz2wsx3edc",                  "password_common",    "columns of keys"},
	{"aaaaaaaaaaaaaaaa",              "password_common",    "one letter"},
	{"xk4xk4xk4xk4xk4",               "password_common",    "a piece repeated"},
	{"13800138000abc",                "password_common",    "a phone number and a run"},
	{"11010519491231002x",            "password_common",    "an ID number"},
	{"Zhang19850312!",                "password_common",    "a surname and a birthday"},
	{"密码密码密码密码密码密码",       "password_common",    "the word for password, again and again"},
	{"wangmei-xY7#pq2",               "password_has_login", "the login in it"},
	{"xY7#WANGMEI-pq2",               "password_has_login", "in capital letters too"},
	{"我叫王小英而且喜欢吃苹果",       "password_has_login", "the name in it"},
};
/* clang-format on */

static void passwords(struct arena *mem)
{
	for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
		struct str p;
		OK(!sn_failed(password_normalise(mem, str_of(asked[i].password), &p)), "normal");
		REASON(password_check(p, STR("wangmei"), STR("王小英")), asked[i].reason,
		       asked[i].what);
	}
	struct str wide, narrow;
	OK(!sn_failed(password_normalise(mem, STR("ｋ７＃ｍＱ２ｘ９Ｌｐ４ｗ"), &wide)) &&
		   !sn_failed(password_normalise(mem, STR("k7#mQ2x9Lp4w"), &narrow)) &&
		   str_eq(wide, narrow),
	   "a keyboard that writes wide letters gives the same password");
	char text[PASSWORD_CHARACTERS_MAX * 4 + 2];
	uint32_t seed = 7;
	for (size_t i = 0; i < sizeof text; i++) {
		seed = seed * 1664525U + 1013904223U;
		text[i] = (char)('!' + (seed >> 24) % 90);
	}
	REASON(password_check((struct str){text, PASSWORD_CHARACTERS_MAX}, STR("ab"), STR("x")),
	       "ok", "the longest");
	REASON(password_check((struct str){text, PASSWORD_CHARACTERS_MAX + 1}, STR("ab"), STR("x")),
	       "bad_password", "and one more");
	REASON(password_normalise(mem, (struct str){text, sizeof text}, &wide), "bad_password",
	       "what is endless is not even looked at");
	REASON(password_normalise(mem, STR("\xff\xfe bad bytes"), &wide), "bad_encoding",
	       "what is no text is refused");
}

static void locks(void)
{
	int64_t sum_us = 0;
	for (int64_t n = 0; n < 5; n++)
		EQ_I64(session_lock_us(n), 0, "up to four failures cost nothing");
	EQ_I64(session_lock_us(5), 1000000, "the fifth costs a second");
	EQ_I64(session_lock_us(6), 2000000, "each further one twice as long");
	EQ_I64(session_lock_us(14), 512000000, "and so on");
	EQ_I64(session_lock_us(15), 900000000, "up to a quarter of an hour");
	EQ_I64(session_lock_us(1000000000), 900000000, "never for ever");
	for (int64_t n = 0; n < 100; n++)
		sum_us += session_lock_us(n);
	OK(sum_us > INT64_C(76) * 3600 * 1000000 / 4,
	   "a hundred guesses take the better part of a day");
}

static void needs(void)
{
	int wrong = 0;
	for (unsigned bits = 0; bits < 16; bits++) {
		const struct session_facts f = {.has_second = bits & 1U,
						.second_given = bits & 2U,
						.second_required = bits & 4U,
						.password_by_other = bits & 8U};
		const enum session_need need = session_need_of(f);
		const bool free = need == SESSION_NEEDS_NOTHING;
		/* One of another service may have counted (oidc.h). */
		wrong += free && f.second_required && !f.has_second && !f.second_given;
		wrong += free && f.has_second && !f.second_given;
		wrong += free && f.password_by_other;
		/* Who has not given the second factor does nothing else first. */
		wrong += f.has_second && !f.second_given && need != SESSION_NEEDS_SECOND;
	}
	EQ_I64(wrong, 0, "no session works before all that is asked of it was given");
	static const enum rights_role asking[] = {ROLE_ADMIN,   ROLE_SECURITY, ROLE_AUDITADMIN,
						  ROLE_CHECKER, ROLE_APPROVER, ROLE_ACCOUNTANT,
						  ROLE_CASHIER, ROLE_AUDITOR};
	unsigned mask = 0;
	for (size_t i = 0; i < sizeof asking / sizeof asking[0]; i++)
		mask |= 1U << asking[i];
	for (unsigned r = 0; r < RIGHTS_ROLES_COUNT; r++)
		wrong += session_second_required(1U << r) != ((mask & 1U << r) != 0);
	EQ_I64(wrong, 0, "from checker upward, and of administrators, a second factor is asked");
	EQ_STR(session_need_word(SESSION_NEEDS_ENROL), "enrol", "needs have words");
}

static void ages(void)
{
	const int64_t minute = 60 * SESSION_SECOND_US, hour = 60 * minute;
	OK(!session_is_over(0, 0, 30 * minute - 1) && session_is_over(0, 0, 30 * minute),
	   "unused for half an hour it is over");
	OK(!session_is_over(0, 12 * hour - 1, 12 * hour - 1) &&
		   session_is_over(0, 12 * hour - 1, 12 * hour),
	   "after twelve hours whatever was done");
	OK(!session_is_over(hour, hour, 0), "a clock that went back ends nothing");
	EQ_I64(session_expires_us(0, 11 * hour + 50 * minute), 12 * hour, "the earlier one counts");
}

/* RFC 6238, Appendix B, SHA-1; the last six of its eight digits. */
static void totp(void)
{
	static const struct {
		int64_t at_s;
		uint32_t code;
	} vectors[] = {{59, 287082},       {1111111109, 81804},  {1111111111, 50471},
		       {1234567890, 5924}, {2000000000, 279037}, {INT64_C(20000000000), 353130}};
	const struct str secret = STR("12345678901234567890");
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		const int64_t at_us = vectors[i].at_s * 1000000;
		EQ_I64(session_totp(secret, session_totp_step(at_us)), vectors[i].code,
		       "a code of RFC 6238");
		const int64_t step = session_totp_step(at_us);
		EQ_I64(session_totp_match(secret, vectors[i].code, at_us), step, "is found");
		EQ_I64(session_totp_match(secret, vectors[i].code, at_us + 30000000), step,
		       "a step later too");
		EQ_I64(session_totp_match(secret, vectors[i].code, at_us - 30000000), step,
		       "and a step early");
		EQ_I64(session_totp_match(secret, vectors[i].code, at_us + 60000000), -1,
		       "not two later");
		EQ_I64(session_totp_match(secret, (vectors[i].code + 1) % 1000000, at_us), -1,
		       "another code is none");
	}
}

static void codes(void)
{
	char code[SESSION_CODE_BYTES], letters[SESSION_CODE_LETTERS + 1], again[sizeof letters];
	uint32_t digits = 0;
	session_code_make(code);
	OK(strlen(code) == 14 && code[4] == '-' && code[9] == '-', "a code in three groups");
	OK(session_code_parse(str_of(code), letters) && strlen(letters) == 12, "is read back");
	session_code_make(code);
	OK(session_code_parse(str_of(code), again) && strcmp(again, letters) != 0,
	   "never the same");
	OK(session_code_parse(STR(" ilo0-abcd efgh "), letters) &&
		   strcmp(letters, "1100ABCDEFGH") == 0,
	   "as people write it: small, with blanks, I and L for 1, O for 0");
	OK(!session_code_parse(STR("ABCD-EFGH-JKM"), letters) &&
		   !session_code_parse(STR("ABCD-EFGH-JKMNP"), letters) &&
		   !session_code_parse(STR("ABCD-EFGH-JKMU"), letters) &&
		   !session_code_parse((struct str){"ABCDEFGHJKM\0", 12}, letters),
	   "what is longer, shorter or of other letters is none");
	OK(session_digits_parse(STR("123 456"), &digits) && digits == 123456, "six digits");
	OK(session_digits_parse(STR("000007"), &digits) && digits == 7, "with zeros in front");
	OK(!session_digits_parse(STR("12345"), &digits) &&
		   !session_digits_parse(STR("1234567"), &digits) &&
		   !session_digits_parse(STR("12345a"), &digits) &&
		   !session_digits_parse(STR_NULL, &digits),
	   "five, seven or other signs are none");
	char room[LOGIN_BYTES_MAX];
	char endless[LOGIN_BYTES_MAX + 1];
	memset(endless, 'a', sizeof endless);
	OK(str_is(session_login_typed(STR("  WangMei "), room), "wangmei"),
	   "a phone's keyboard begins with a capital");
	EQ_I64((int64_t)session_login_typed((struct str){endless, sizeof endless}, room).bytes, 0,
	       "what no login can be is nobody's");
}

int main(void)
{
	struct arena *mem = arena_new(1 << 20);
	OK(crypto_start(), "crypto");
	passwords(mem);
	locks();
	needs();
	ages();
	totp();
	codes();
	arena_free(mem);
	return tap_done();
}
