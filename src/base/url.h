#ifndef SN_BASE_URL_H
#define SN_BASE_URL_H
/* url: addresses of other servers, parsed strictly: what two readers could understand differently is refused.
 *
 *   shape   scheme://host[:port][/path][?query], visible ASCII; the parts are views into the text.  No user names, no
 *           fragment, no blanks, no backslash; the host in small letters: a name, an IPv4 of four plain numbers, or an IPv6
 *           in brackets.  A name that is a number in disguise (0x7f.1, 2130706433) is no name.
 *   rule    https; http only where the host is this machine (localhost, 127.0.0.0/8, [::1]).
 *   errors  false: it is no such address.
 *   source  RFC 3986; trust.md T10.
 *   start   url_parse(), url_same_host(). */
#include "base/str.h"

enum { URL_BYTES_MAX = 512 };
struct url {
	bool https;
	bool loopback;   /* the host is this machine by its name */
	struct str host; /* without brackets */
	int port;        /* 443, 80 where none is said */
	struct str path; /* with its query; "" where there is none */
};
bool url_parse(struct str text, struct url *out) __attribute__((warn_unused_result));
/* Scheme, host and port are the same. */
bool url_same_host(const struct url *a, const struct url *b);
/* "example.org" or "example.org:8443" of a list names this address's host. */
bool url_is_at(const struct url *u, struct str host);

/* Appends %xx for all but RFC 3986's unreserved characters. */
void url_encode(struct buf *out, struct str text);
#endif
