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

static struct sn_err find_session(struct http_exchange *x, struct str token)
{
	/* A page that is left open is no use of the session: its stream does not prolong it. */
	struct session_desk *desk =
		api_route(x->call)->stream ? NULL : x->loop->server->config.api.desk;
	const struct sn_err e = session_find(&x->c, desk, token, &x->session);
	if (e.reason == SN_R_SIGN_IN_FIRST)
		return SN_SUCCESS; /* nobody, as without a token */
	SN_TRY(e);
	x->who = (struct api_who){.user_id = x->session.user.user_id,
				  .session_id = x->session.session_id,
				  .factor_due = x->session.need != SESSION_NEEDS_NOTHING,
				  .session = &x->session};
	if (x->connection->counted) {
		x->connection->counted = false;
		http_guard_signed_in(x->loop->server->guard, x->connection->address);
	}
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
	if (!str_is_null(token))
		SN_TRY(find_session(x, token));
	SN_TRY(own_pages_only(x, by_cookie && x->who.session));
	SN_TRY(pace(x));
	return api_door(&x->c, x->call, &x->who);
}

struct sn_err http_gate_flush(struct http_server *s, struct ctx *c)
{
	struct session_desk *desk = s->config.api.desk;
	return desk ? session_flush(c, desk) : SN_SUCCESS;
}
