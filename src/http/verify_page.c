/* verify.html: the page that checks receipts. It is one file, saved as it is, so its script and style stand in it, and the policy
 * names both by their hashes: nothing else runs there. */
#include "base/crypto.h"
#include "http/assets.h"
#include "http/http_priv.h"

#include <assert.h>

/* 'sha256-…' of what stands between the two (CSP Level 3, 4.2.4); STR_NULL: it is not there. */
static struct str hash_between(struct arena *mem, struct str page, const char *open,
			       const char *close)
{
	char base64[48];
	const char *from = memmem(page.at, page.bytes, open, strlen(open));
	if (!from)
		return STR_NULL;
	from += strlen(open);
	const char *until =
		memmem(from, page.bytes - (size_t)(from - page.at), close, strlen(close));
	if (!until)
		return STR_NULL;
	const struct sha256 digest = crypto_sha256((struct str){from, (size_t)(until - from)});
	crypto_base64(digest.bytes, sizeof digest.bytes, base64);
	return str_of(arena_printf(mem, "'sha256-%s'", base64));
}

void http_verify_page(struct http_exchange *x)
{
	const struct asset *a = asset_find(STR("/" HTTP_VERIFY_PAGE));
	assert(a); /* web/public has it */
	const struct str page = {(const char *)a->plain.at, a->plain.bytes};
	const struct str script = hash_between(x->mem, page, "<script>", "</script>"),
			 style = hash_between(x->mem, page, "<style>", "</style>");
	const char *policy =
		arena_printf(x->mem,
			     "default-src 'none'; script-src " STR_FMT "; style-src " STR_FMT
			     "; img-src 'self'; connect-src 'self'; base-uri 'none'; "
			     "form-action 'none'; frame-ancestors 'none'",
			     STR_ARG(script), STR_ARG(style));
	(void)http_file(x, a->path);
	x->policy =
		policy; /* out of memory: the policy of all pages, under which it does not run */
}
