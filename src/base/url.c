#include "base/url.h"

#include <arpa/inet.h>
#include <stdio.h>

enum { HOST_BYTES_MAX = 253 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.';
}

/* ---- hosts ---- */

static bool is_v4(struct str host, bool *loopback)
{
	char text[INET_ADDRSTRLEN];
	struct in_addr in;
	if (host.bytes == 0 || host.bytes >= sizeof text)
		return false;
	memcpy(text, host.at, host.bytes);
	text[host.bytes] = '\0';
	if (inet_pton(AF_INET, text, &in) != 1)
		return false;
	*loopback = ntohl(in.s_addr) >> 24 == 127;
	return true;
}

static bool is_v6(struct str host, bool *loopback)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr in6;
	if (host.bytes == 0 || host.bytes >= sizeof text)
		return false;
	memcpy(text, host.at, host.bytes);
	text[host.bytes] = '\0';
	if (inet_pton(AF_INET6, text, &in6) != 1)
		return false;
	*loopback = IN6_IS_ADDR_LOOPBACK(&in6);
	return true;
}

/* A resolver reads 127.1, 0x7f.1 and 2130706433 as addresses: whatever ends in a label that begins with a digit is an
 * address of four plain numbers, or nothing. */
static bool is_name(struct str host)
{
	char last = '.';
	size_t label = 0;
	if (host.bytes == 0 || host.bytes > HOST_BYTES_MAX)
		return false;
	for (size_t i = 0; i < host.bytes; i++) {
		const char c = host.at[i];
		if (!is_name_character(c) || ((c == '.' || c == '-') && last == '.') ||
		    (c == '.' && last == '-'))
			return false;
		if (c == '.')
			label = i + 1;
		last = c;
	}
	return last != '.' && last != '-' && !is_digit(host.at[label]);
}

static bool host_ok(struct url *u, bool bracketed)
{
	if (bracketed)
		return is_v6(u->host, &u->loopback);
	u->loopback = str_is(u->host, "localhost");
	return is_v4(u->host, &u->loopback) || is_name(u->host);
}

/* ---- the whole ---- */

static bool port_of(struct str text, int *out)
{
	int64_t port = 0;
	if (text.bytes == 0 || text.bytes > 5 || text.at[0] == '0' || text.at[0] == '-' ||
	    !str_to_int(text, &port) || port < 1 || port > 65535)
		return false;
	*out = (int)port;
	return true;
}

static bool authority(struct url *u, struct str text)
{
	size_t end = 0;
	const bool bracketed = text.bytes > 0 && text.at[0] == '[';
	if (bracketed) {
		while (end < text.bytes && text.at[end] != ']')
			end++;
		if (end == text.bytes)
			return false;
		u->host = (struct str){text.at + 1, end - 1};
		end++;
	} else {
		while (end < text.bytes && text.at[end] != ':')
			end++;
		u->host = (struct str){text.at, end};
	}
	const struct str rest = {text.at + end, text.bytes - end};
	u->port = u->https ? 443 : 80;
	if (rest.bytes > 0 &&
	    (rest.at[0] != ':' || !port_of((struct str){rest.at + 1, rest.bytes - 1}, &u->port)))
		return false;
	return host_ok(u, bracketed);
}

static bool clean(struct str text)
{
	for (size_t i = 0; i < text.bytes; i++)
		if (text.at[i] <= ' ' || text.at[i] >= 0x7F || strchr("\"#<>\\^`{|}", text.at[i]))
			return false;
	return true;
}

bool url_parse(struct str text, struct url *out)
{
	size_t at = 0;
	*out = (struct url){.https = str_starts(text, STR("https://"))};
	if (text.bytes > URL_BYTES_MAX || !clean(text) ||
	    (!out->https && !str_starts(text, STR("http://"))))
		return false;
	const size_t begin = out->https ? 8 : 7;
	for (at = begin; at < text.bytes && text.at[at] != '/' && text.at[at] != '?';)
		at++;
	out->path = (struct str){text.at + at, text.bytes - at};
	if (!authority(out, (struct str){text.at + begin, at - begin}))
		return false;
	return out->https || out->loopback;
}

bool url_same_host(const struct url *a, const struct url *b)
{
	return a->https == b->https && a->port == b->port && str_eq(a->host, b->host);
}

bool url_is_at(const struct url *u, struct str host)
{
	char named[HOST_BYTES_MAX + 16];
	(void)snprintf(named, sizeof named, STR_FMT ":%d", STR_ARG(u->host), u->port);
	return str_is(host, named) || (u->port == (u->https ? 443 : 80) && str_eq(host, u->host));
}

void url_encode(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.bytes; i++) {
		const char c = text.at[i];
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' ||
		    c == '.' || c == '_' || c == '~')
			buf_add_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}
