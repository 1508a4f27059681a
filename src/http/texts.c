/* What stays the same as long as the process runs: made once, kept small and as it is. */
#include "base/crypto.h"
#include "http/http_priv.h"
#include "http/openapi.h"

#include <stdlib.h>

enum { TEXT_BYTES_MAX = 16 << 20 };

struct fixed {
	const char *path;
	const char *type;
	struct buf *plain;
	struct str small; /* gzip; STR_NULL: it saves nothing */
	char etag[24];
};
struct http_texts {
	struct arena *mem;
	struct fixed list[4];
};
enum { TEXT_OPENAPI, TEXT_PAGE_ZH, TEXT_PAGE_EN, TEXT_SHEET };

static struct sn_err finish(struct http_texts *t, struct fixed *f)
{
	if (!f->plain || buf_full(f->plain))
		return SN_FAIL(OUT_OF_MEMORY);
	const struct str text = buf_str(f->plain);
	const struct sha256 hash = crypto_sha256(text);
	f->etag[0] = '"';
	crypto_hex(hash.bytes, 10, f->etag + 1);
	f->etag[21] = '"';
	f->small = http_answer_gzip(t->mem, text);
	return SN_SUCCESS;
}

struct sn_err http_texts_new(struct http_texts **out)
{
	struct http_texts *t = *out = calloc(1, sizeof *t);
	if (!t)
		return SN_FAIL(OUT_OF_MEMORY);
	t->mem = arena_new(TEXT_BYTES_MAX);
	if (!t->mem)
		return SN_FAIL(OUT_OF_MEMORY);
	struct fixed *f = t->list;
	f[TEXT_OPENAPI] = (struct fixed){"/api/v1/openapi.json", "application/json; charset=utf-8",
					 .plain = buf_new(TEXT_BYTES_MAX)};
	f[TEXT_PAGE_ZH] = (struct fixed){"/api/docs", "text/html; charset=utf-8",
					 .plain = buf_new(TEXT_BYTES_MAX)};
	f[TEXT_PAGE_EN] = (struct fixed){"/api/docs", "text/html; charset=utf-8",
					 .plain = buf_new(TEXT_BYTES_MAX)};
	f[TEXT_SHEET] = (struct fixed){"/api/docs.css", "text/css; charset=utf-8",
				       .plain = buf_new(TEXT_BYTES_MAX)};
	for (size_t i = 0; i < sizeof t->list / sizeof t->list[0]; i++)
		if (!f[i].plain)
			return SN_FAIL(OUT_OF_MEMORY);
	struct json_out o = json_out_buf(f[TEXT_OPENAPI].plain, false);
	SN_TRY(api_openapi(&o));
	openapi_page(f[TEXT_PAGE_ZH].plain, LANG_ZH);
	openapi_page(f[TEXT_PAGE_EN].plain, LANG_EN);
	buf_add(f[TEXT_SHEET].plain, str_of(openapi_sheet));
	for (size_t i = 0; i < sizeof t->list / sizeof t->list[0]; i++)
		SN_TRY(finish(t, &f[i]));
	return SN_SUCCESS;
}

void http_texts_free(struct http_texts *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < sizeof t->list / sizeof t->list[0]; i++)
		buf_free(t->list[i].plain);
	arena_free(t->mem);
	free(t);
}

static const struct fixed *find(const struct http_texts *t, const struct http_exchange *x,
				struct str path, struct str query)
{
	const bool english =
		str_is_null(query) ? x->request.lang == LANG_EN : str_is(query, "lang=en");
	for (size_t i = 0; i < sizeof t->list / sizeof t->list[0]; i++)
		if (str_is(path, t->list[i].path))
			return i == TEXT_PAGE_ZH && english ? &t->list[TEXT_PAGE_EN] : &t->list[i];
	return NULL;
}

bool http_texts_answer(struct http_exchange *x, struct str path, struct str query)
{
	const struct fixed *f = find(x->loop->server->texts, x, path, query);
	if (!f || !str_is(x->request.method, "GET"))
		return false;
	const bool small =
		f->small.bytes > 0 && header_accepts_coding(x->headers.accept_encoding, "gzip");
	x->reply = (struct api_reply){.status = 200, .type = f->type, .body = buf_str(f->plain)};
	memcpy(x->reply.etag, f->etag, sizeof f->etag);
	x->cache = "no-cache";
	if (header_has_etag(x->request.if_none_match, str_of(f->etag))) {
		x->reply.status = 304;
		x->reply.body = STR_NULL;
	} else if (small) {
		x->reply.body = f->small;
		x->coding = "gzip";
	}
	x->stage = EXCHANGE_READY;
	return true;
}
