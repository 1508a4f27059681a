/* Who asks: the session of a token or a cookie, and whether its request came from our own pages. */
#include "http/http_priv.h"

#define COOKIE_NAME "__Host-sid"

static bool is_unsafe(const struct http_exchange *x)
{
	return !str_is(x->request.method, "GET");
}

/* A browser sends the cookie with whatever request any page makes; ours also send the token that only they can read. */
static struct sn_err own_pages_only(const struct http_exchange *x, bool by_cookie)
{
	const struct http_headers *h = &x->headers;
	const struct header_origin origin = {h->fetch_site, h->origin, h->host};
	if (!is_unsafe(x))
		return SN_SUCCESS;
	if (!header_is_same_origin(&origin))
		return SN_FAIL(ORIGIN_FOREIGN);
	if (!by_cookie)
		return SN_SUCCESS;
	const struct str csrf = str_of(x->session.csrf);
	if (h->csrf.bytes != csrf.bytes || csrf.bytes == 0 ||
	    !crypto_eq(h->csrf.at, csrf.at, csrf.bytes))
		return SN_FAIL(CSRF_MISSING, .field = "X-Songnuan-CSRF");
	return SN_SUCCESS;
}

/* So many a minute: a session its requests, an address what it asks unknown. */
static struct sn_err pace(struct http_exchange *x)
{
	struct http_guard *guard = x->loop->server->guard;
	const struct uuid id = x->who.session_id;
	int wait_s = 0;
	if (!uuid_is_null(id))
		wait_s = http_guard_take(guard,
					 (struct str){(const char *)id.bytes, sizeof id.bytes},
					 HTTP_SESSION_PER_MIN);
	else if (is_unsafe(x))
		wait_s = http_guard_take(guard, str_of(x->connection->address),
					 HTTP_ADDRESS_PER_MIN);
	return wait_s > 0 ? SN_FAIL(TOO_MANY_REQUESTS, .arg = {wait_s}) : SN_SUCCESS;
}

struct sn_err http_gate(struct http_exchange *x)
{
	struct str token = header_bearer(x->headers.authorization);
	const bool by_cookie = str_is_null(token);
	if (by_cookie)
		token = header_cookie(x->headers.cookie, COOKIE_NAME);
	SN_TRY(own_pages_only(x, by_cookie && x->who.session));
	SN_TRY(pace(x));
	return api_door(&x->c, x->call, &x->who);
}

struct sn_err http_gate_flush(struct http_server *s, struct ctx *c)
{
	(void)s;
	(void)c;
	return SN_SUCCESS;
}
