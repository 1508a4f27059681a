/* What a request's headers say. */
#include "http/headers.h"
#include "tap.h"

static void languages(void)
{
	const struct {
		const char *text;
		enum lang want;
	} table[] = {
		{"", LANG_ZH},
		{"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH},
		{"en-US,en;q=0.9", LANG_EN},
		{"en;q=0.5,zh;q=0.4", LANG_EN},
		{"en;q=0.5,*;q=0.5", LANG_ZH},
		{"de,fr;q=0.2", LANG_ZH},
		{"EN", LANG_EN},
		{"english", LANG_ZH},
		{"en;q=0", LANG_ZH},
		{"en;q=x,zh;q=", LANG_ZH},
		{",,;;en", LANG_ZH},
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		EQ_I64(header_lang(str_of(table[i].text)), table[i].want, table[i].text);
	EQ_I64(header_lang(STR_NULL), LANG_ZH, "Chinese where nothing is asked for");
}

static void codings(void)
{
	OK(header_accepts_coding(STR("gzip, deflate, br"), "br"), "br is taken");
	OK(header_accepts_coding(STR("*"), "gzip"), "* takes gzip");
	OK(!header_accepts_coding(STR("gzip;q=0, *"), "gzip"), "q=0 does not, whatever * says");
	OK(!header_accepts_coding(STR("gzipped"), "gzip"), "a word that begins so is another");
	OK(!header_accepts_coding(STR_NULL, "gzip"), "nothing said: nothing taken");
}

static void etags(void)
{
	OK(header_has_etag(STR("\"a\", W/\"b\""), STR("\"b\"")), "a weak one of a list counts");
	OK(header_has_etag(STR("*"), STR("\"b\"")), "* counts");
	OK(!header_has_etag(STR("\"bb\""), STR("\"b\"")), "another does not");
}

static void askers(void)
{
	EQ_STR(header_bearer(STR("bearer abc ")).at, "abc ", "the scheme's case does not matter");
	OK(str_is_null(header_bearer(STR("Basic abc"))), "another scheme is none");
	const struct str value = header_cookie(STR("a=1; __Host-sid=xyz; b=2"), "__Host-sid");
	OK(str_is(value, "xyz"), "the cookie among others");
	OK(str_is_null(header_cookie(STR("sid=1; sid=2"), "sid")), "a cookie twice is none");
	OK(str_is_null(header_cookie(STR("xsid=1"), "sid")), "the end of a name is not the name");
}

/* What two readers could read in two ways is no header. */
static void heads(void)
{
	OK(header_is_name(STR("X-Songnuan-CSRF")), "a name");
	const char *const names[] = {"",     "Content-Length ", " X", "a b", "a\tb",
				     "a(b)", "\xe9\x80\x81",    "a:b"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		OK(!header_is_name(str_of(names[i])), "this is no name");
	OK(!header_is_name((struct str){"a\0b", 3}), "nor one with a NUL");
	OK(header_is_value(STR("a\tb \xe9\x80\x81")) && header_is_value(STR("")), "a value");
	OK(!header_is_value(STR("a\rb")) && !header_is_value(STR("a\nb")) &&
		   !header_is_value(STR("\x7f")),
	   "a line end, or another control character, is in none");
	OK(!header_is_value((struct str){"a\0b", 3}), "nor is a NUL");
	OK(header_is_target(STR("/a?b=%20")) && header_is_target(STR("/\xe9\x80\x81")), "a target");
	OK(!header_is_target(STR("/a b")) && !header_is_target(STR("/a\tb")) &&
		   !header_is_target(STR("")),
	   "a blank is in none");
	OK(header_is_chunked(STR("Chunked")), "the one coding");
	OK(!header_is_chunked(STR("gzip, chunked")) && !header_is_chunked(STR("xchunked")) &&
		   !header_is_chunked(STR("\vchunked")) && !header_is_chunked(STR_NULL),
	   "others are not it");
}

static void origins(void)
{
	const struct str host = STR("care.example:8443");
	const struct {
		struct header_origin o;
		bool want;
		const char *what;
	} table[] = {
		{{STR("same-origin"), STR_NULL, host}, true, "our own page"},
		{{STR("none"), STR_NULL, host}, true, "typed by the user"},
		{{STR("same-site"), STR("https://care.example:8443"), host},
		 false,
		 "a sister site"},
		{{STR("cross-site"), STR_NULL, host}, false, "a foreign site"},
		{{STR_NULL, STR("https://care.example:8443"), host},
		 true,
		 "an old browser's own page"},
		{{STR_NULL, STR("http://care.example:8443"), host},
		 true,
		 "behind a proxy that ends TLS"},
		{{STR_NULL, STR("https://care.example"), host}, false, "another port"},
		{{STR_NULL, STR("null"), host}, false, "a sandboxed page"},
		{{STR_NULL, STR("https://evil.example"), host}, false, "another host"},
		{{STR_NULL, STR("https://care.example:8443"), STR_NULL},
		 false,
		 "no host to compare"},
		{{STR_NULL, STR_NULL, host}, true, "no browser"},
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		OK(header_is_same_origin(&table[i].o) == table[i].want, table[i].what);
}

static void agents(void)
{
	char out[HEADER_AGENT_BYTES];
	header_agent(STR("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
			 "like Gecko) "
			 "Chrome/109.0.0.0 Safari/537.36"),
		     out);
	EQ_STR(out, "Chrome 109 · Windows", "Chrome");
	header_agent(STR("Mozilla/5.0 (Linux; Android 9) Chrome/66.0 MicroMessenger/8.0.2"), out);
	EQ_STR(out, "WeChat 8 · Android", "WeChat also names Chrome");
	header_agent(STR("<script>Windows\r\n"), out);
	EQ_STR(out, "Windows", "nothing of the line itself is kept");
	header_agent(STR_NULL, out);
	EQ_STR(out, "", "none");
}

int main(void)
{
	languages();
	codings();
	etags();
	heads();
	askers();
	origins();
	agents();
	return tap_done();
}
