#include "http/headers.h"

#include <stdio.h>
#include <string.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
static bool same_word(struct str a, struct str b)
{
	if (a.bytes != b.bytes)
		return false;
	for (size_t i = 0; i < a.bytes; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}
static bool starts_word(struct str s, struct str start)
{
	return s.bytes >= start.bytes && same_word((struct str){s.at, start.bytes}, start);
}

/* ---- what may stand in a head ---- */

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

bool header_is_name(struct str name)
{
	static const char others[] = "!#$%&'*+-.^_`|~";
	for (size_t i = 0; i < name.bytes; i++) {
		const char c = lower(name.at[i]);
		const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!plain && (c == '\0' || !strchr(others, c)))
			return false;
	}
	return name.bytes > 0;
}

bool header_is_value(struct str value)
{
	for (size_t i = 0; i < value.bytes; i++)
		if (is_control(value.at[i]) && value.at[i] != '\t')
			return false;
	return true;
}

bool header_is_target(struct str target)
{
	for (size_t i = 0; i < target.bytes; i++)
		if (is_control(target.at[i]) || target.at[i] == ' ')
			return false;
	return target.bytes > 0;
}

bool header_is_chunked(struct str transfer_encoding)
{
	return same_word(transfer_encoding, STR("chunked"));
}

/* ---- lists with weights: "zh-CN,zh;q=0.9,en;q=0.8" ---- */

/* In thousandths; what is no weight counts as 0. */
static int weight_of(struct str text)
{
	int weight = 0, unit = 1000;
	for (size_t i = 0; i < text.bytes; i++) {
		const char c = text.at[i];
		if (c == '.' && i == 1)
			continue;
		if (c < '0' || c > '9' || i > 4)
			return 0;
		weight += (c - '0') * unit;
		unit /= 10;
	}
	return weight > 1000 ? 1000 : weight;
}

struct choice {
	struct str word;
	int weight;
};
static bool next_choice(struct str *rest, struct choice *out)
{
	struct str part, word;
	if (str_is_null(*rest) || !str_split(rest, ',', &part))
		return false;
	(void)str_split(&part, ';', &word);
	*out = (struct choice){.word = str_trim(word), .weight = 1000};
	part = str_is_null(part) ? STR("") : str_trim(part);
	if (starts_word(part, STR("q=")))
		out->weight = weight_of((struct str){part.at + 2, part.bytes - 2});
	return true;
}

static bool is_language(struct str word, struct str language)
{
	return starts_word(word, language) &&
	       (word.bytes == language.bytes || word.at[language.bytes] == '-');
}

enum lang header_lang(struct str accept_language)
{
	struct choice c;
	int zh = 0, en = 0;
	while (next_choice(&accept_language, &c)) {
		if ((is_language(c.word, STR("zh")) || str_is(c.word, "*")) && c.weight > zh)
			zh = c.weight;
		if (is_language(c.word, STR("en")) && c.weight > en)
			en = c.weight;
	}
	return en > zh ? LANG_EN : LANG_ZH;
}

bool header_accepts_coding(struct str accept_encoding, const char *coding)
{
	struct choice c;
	int named = -1, any = -1;
	while (next_choice(&accept_encoding, &c)) {
		if (same_word(c.word, str_of(coding)))
			named = c.weight;
		else if (str_is(c.word, "*"))
			any = c.weight;
	}
	return named >= 0 ? named > 0 : any > 0;
}

bool header_has_etag(struct str if_none_match, struct str etag)
{
	struct str part;
	while (!str_is_null(if_none_match) && str_split(&if_none_match, ',', &part)) {
		part = str_trim(part);
		if (str_starts(part, STR("W/")))
			part = (struct str){part.at + 2, part.bytes - 2};
		if (str_eq(part, etag) || str_is(part, "*"))
			return true;
	}
	return false;
}

/* ---- who asks ---- */

struct str header_bearer(struct str authorization)
{
	if (str_is_null(authorization) || !starts_word(authorization, STR("Bearer ")))
		return STR_NULL;
	return str_trim((struct str){authorization.at + 7, authorization.bytes - 7});
}

struct str header_cookie(struct str cookies, const char *name)
{
	struct str part, key, found = STR_NULL;
	while (!str_is_null(cookies) && str_split(&cookies, ';', &part)) {
		part = str_trim(part);
		if (!str_split(&part, '=', &key) || !str_is(key, name))
			continue;
		if (!str_is_null(found))
			return STR_NULL;
		found = str_is_null(part) ? STR("") : part;
	}
	return found;
}

/* "https://host:port" without the scheme: a proxy before us may have ended TLS. */
static struct str host_of(struct str origin)
{
	if (starts_word(origin, STR("https://")))
		return (struct str){origin.at + 8, origin.bytes - 8};
	if (starts_word(origin, STR("http://")))
		return (struct str){origin.at + 7, origin.bytes - 7};
	return STR_NULL;
}

bool header_is_same_origin(const struct header_origin *o)
{
	if (!str_is_null(o->fetch_site))
		return str_is(o->fetch_site, "same-origin") || str_is(o->fetch_site, "none");
	if (str_is_null(o->origin))
		return true; /* no browser: those that send neither send no foreign requests */
	const struct str host = host_of(o->origin);
	return !str_is_null(host) && !str_is_null(o->host) && same_word(host, o->host);
}

/* ---- the browser ---- */

static bool contains(struct str text, struct str word, size_t *behind)
{
	for (size_t i = 0; i + word.bytes <= text.bytes; i++)
		if (memcmp(text.at + i, word.at, word.bytes) == 0) {
			*behind = i + word.bytes;
			return true;
		}
	return false;
}

void header_agent(struct str user_agent, char out[HEADER_AGENT_BYTES])
{
	/* The first that is found: each later browser also names those before it. */
	static const char *const browsers[][2] = {
		{"MicroMessenger/", "WeChat"}, {"Edg/", "Edge"},       {"Firefox/", "Firefox"},
		{"Chrome/", "Chrome"},         {"Version/", "Safari"}, {"curl/", "curl"},
	};
	static const char *const systems[][2] = {
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"Windows", "Windows"},
		{"Mac OS X", "macOS"},  {"Linux", "Linux"},
	};
	const char *browser = "", *system = "";
	int version = 0;
	size_t at = 0;
	for (size_t i = 0; i < sizeof browsers / sizeof browsers[0] && !*browser; i++) {
		if (!contains(user_agent, str_of(browsers[i][0]), &at))
			continue;
		browser = browsers[i][1];
		for (; at < user_agent.bytes && version < 10000 && user_agent.at[at] >= '0' &&
		       user_agent.at[at] <= '9';
		     at++)
			version = version * 10 + user_agent.at[at] - '0';
	}
	for (size_t i = 0; i < sizeof systems / sizeof systems[0] && !*system; i++)
		if (contains(user_agent, str_of(systems[i][0]), &at))
			system = systems[i][1];
	if (*browser)
		(void)snprintf(out, HEADER_AGENT_BYTES, "%s %d%s%s", browser, version,
			       *system ? " · " : "", system);
	else
		(void)snprintf(out, HEADER_AGENT_BYTES, "%s", system);
}
