/* The console's files (assets.h), in the smallest form that the asker takes. */
#include "http/assets.h"
#include "http/http_priv.h"

#define CACHE_HASHED "public, max-age=31536000, immutable"
#define CACHE_PAGE   "no-cache"

static struct asset_form form_of(struct http_exchange *x, const struct asset *a)
{
	if (a->brotli.at && header_accepts_coding(x->headers.accept_encoding, "br")) {
		x->coding = "br";
		return a->brotli;
	}
	if (a->gzip.at && header_accepts_coding(x->headers.accept_encoding, "gzip")) {
		x->coding = "gzip";
		return a->gzip;
	}
	return a->plain;
}

bool http_file(struct http_exchange *x, struct str path)
{
	const struct asset *a = asset_find(path);
	if (!a)
		return false;
	const bool known = header_has_etag(x->headers.if_none_match, str_of(a->etag));
	const struct asset_form form = form_of(x, a);
	x->route_shown = "assets";
	x->cache = a->immutable ? CACHE_HASHED : CACHE_PAGE;
	x->reply = (struct api_reply){.status = known ? 304 : 200, .type = a->type};
	if (!known)
		x->reply.body = (struct str){(const char *)form.at, form.bytes};
	/* One tag for all forms, so a compressed one is as good as the plain one, not the same. */
	(void)snprintf(x->reply.etag, sizeof x->reply.etag, "%s%s", x->coding ? "W/" : "", a->etag);
	x->stage = EXCHANGE_READY;
	return true;
}
