#ifndef SN_HTTP_HEADERS_H
#define SN_HTTP_HEADERS_H
/* headers: what a request's headers say, parsed at the border: pure, for any bytes.
 *
 *   shape   a value comes as it stood on the line; STR_NULL: the header was not sent.  What is not understood counts as
 *           not sent where that only costs comfort (languages, encodings) and as wrong where it guards something (origin).
 *   source  RFC 9110 (Accept-*, If-None-Match), RFC 6265 (Cookie), RFC 6750 (Bearer), Fetch Metadata.
 *   source  of what a head may hold: RFC 9110, 5.5 and 5.6.2; RFC 9112, 3.2 and 5.1.
 *   start   header_lang(), header_bearer(), header_is_same_origin(). */
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

/* May this stand as a header's name, a token? A blank before the colon, which two readers read in two ways, may not. */
bool header_is_name(struct str name);
/* May this stand as a header's value? No NUL, line end or other control character but a tab. */
bool header_is_value(struct str value);
/* May this stand as a request's target? No blank and no control character; what is no ASCII is UTF-8's own matter. */
bool header_is_target(struct str target);
/* Is this transfer coding the one that there is, "chunked"? */
bool header_is_chunked(struct str transfer_encoding);

/* The language asked for most among zh and en; Chinese where neither is. */
enum lang header_lang(struct str accept_language);

/* Is this coding acceptable ("gzip", "br")? Not where nothing was sent. */
bool header_accepts_coding(struct str accept_encoding, const char *coding);

/* Does If-None-Match name this ETag (with its quotes)? "*" and weak ones count. */
bool header_has_etag(struct str if_none_match, struct str etag);

/* The token of `Authorization: Bearer …`; STR_NULL: it is of another kind. */
struct str header_bearer(struct str authorization);
/* A cookie's value; STR_NULL: there is none of this name, or two of them. */
struct str header_cookie(struct str cookies, const char *name);

struct header_origin {
	struct str fetch_site; /* Sec-Fetch-Site */
	struct str origin, host;
};
/* May the request have come from one of our own pages, or from no page at all? */
bool header_is_same_origin(const struct header_origin *o);

enum { HEADER_AGENT_BYTES = 64 };
/* "Chrome 109 · Windows" of a User-Agent: known words only, so that nothing of the line itself is kept. */
void header_agent(struct str user_agent, char out[HEADER_AGENT_BYTES]);
#endif
