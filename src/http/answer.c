/* A reply as libmicrohttpd takes it: status, headers, bytes. */
#include "http/http_priv.h"

#include <string.h>
#include <zlib.h>

#define PAGE_POLICY                                                                                \
	"default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "     \
	"form-action 'self'; frame-ancestors 'none'"
#define DATA_POLICY "default-src 'none'; frame-ancestors 'none'"

enum { DOWNLOAD_BYTES = 64 << 10 };

static void add(struct MHD_Response *r, const char *name, const char *value)
{
	(void)MHD_add_response_header(r, name, value);
}

static bool is_page(const struct http_exchange *x)
{
	return x->reply.type && strncmp(x->reply.type, "text/html", 9) == 0;
}

static void add_security(struct MHD_Response *r, const struct http_exchange *x)
{
	add(r, "X-Content-Type-Options", "nosniff");
	add(r, "Content-Security-Policy",
	    x->policy    ? x->policy
	    : is_page(x) ? PAGE_POLICY
			 : DATA_POLICY);
	if (x->loop->server->tls)
		add(r, "Strict-Transport-Security", "max-age=31536000");
	if (!is_page(x))
		return;
	add(r, "Referrer-Policy", "no-referrer");
	add(r, "X-Frame-Options", "DENY"); /* for who does not know frame-ancestors */
	add(r, "Cross-Origin-Opener-Policy", "same-origin");
	add(r, "Permissions-Policy",
	    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=()");
}

static void add_cookie(struct MHD_Response *r, const struct http_exchange *x)
{
	char cookie[256];
	if (x->reply.token_gone)
		add(r, "Set-Cookie",
		    "__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
	if (str_is_null(x->reply.token))
		return;
	(void)snprintf(cookie, sizeof cookie,
		       "__Host-sid=" STR_FMT "; Path=/; Secure; HttpOnly; SameSite=Lax",
		       STR_ARG(x->reply.token));
	add(r, "Set-Cookie", cookie);
}

/* Only our own pages send it back, and only for as long as such a sign-in may take. */
static void add_browser_cookie(struct MHD_Response *r, const struct http_exchange *x)
{
	char cookie[256];
	if (str_is_null(x->reply.browser))
		return;
	(void)snprintf(cookie, sizeof cookie,
		       HTTP_BROWSER_COOKIE
		       "=" STR_FMT "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=600",
		       STR_ARG(x->reply.browser));
	add(r, "Set-Cookie", cookie);
}

static void add_file_name(struct MHD_Response *r, const struct http_exchange *x)
{
	char disposition[256];
	(void)snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"",
		       spool_file_name(x->reply.download));
	add(r, "Content-Disposition", disposition);
}

/* The seconds that a refusal names; a server that is busy or stops says one. */
static void add_retry(struct MHD_Response *r, const struct http_exchange *x)
{
	char seconds[24];
	const struct sn_err why = x->reply.why;
	if (x->reply.status != 429 && x->reply.status != 503)
		return;
	(void)snprintf(seconds, sizeof seconds, "%lld", why.arg[0] > 0 ? (long long)why.arg[0] : 1);
	add(r, "Retry-After", seconds);
}

static void add_headers(struct MHD_Response *r, const struct http_exchange *x)
{
	const struct route *route = x->call ? api_route(x->call) : NULL;
	const bool kept = x->reply.etag[0] != '\0' && !(route && route->secret);
	char id[REQUEST_ID_BYTES];
	http_exchange_id(x, id);
	add(r, "X-Request-Id", id);
	if (x->reply.type)
		add(r, "Content-Type", x->reply.type);
	add(r, "Cache-Control", x->cache ? x->cache : kept ? "private, no-cache" : "no-store");
	if (x->reply.etag[0] != '\0')
		add(r, "ETag", x->reply.etag);
	if (x->coding)
		add(r, "Content-Encoding", x->coding);
	if (x->reply.body.bytes >= HTTP_GZIP_BYTES_MIN || x->reply.status == 304 || x->cache)
		add(r, "Vary", "Accept-Encoding, Accept-Language");
	if (x->location)
		add(r, "Location", x->location);
	if (x->reply.allow)
		add(r, "Allow", x->reply.allow);
	if (x->reply.status == 401)
		add(r, "WWW-Authenticate", "Bearer");
	if (x->reply.download)
		add_file_name(r, x);
	add_retry(r, x);
	add_cookie(r, x);
	add_browser_cookie(r, x);
	add_security(r, x);
	if (x->last || atomic_load_explicit(&x->loop->server->stopping, memory_order_relaxed))
		add(r, "Connection", "close");
}

static ssize_t read_download(void *spool, uint64_t at, char *out, size_t room)
{
	struct byte_piece piece = {.out = out, .wanted = room};
	if (sn_failed(spool_read(spool, (int64_t)at, &piece)))
		return MHD_CONTENT_READER_END_WITH_ERROR;
	return piece.got > 0 ? (ssize_t)piece.got : MHD_CONTENT_READER_END_OF_STREAM;
}

static struct MHD_Response *response_of(struct http_exchange *x)
{
	struct spool *download = x->reply.download;
	void *bytes = (void *)(uintptr_t)x->reply.body.at; /* it is read only */
	if (x->stream)
		return http_live_response(x);
	if (download)
		return MHD_create_response_from_callback((uint64_t)spool_bytes(download),
							 DOWNLOAD_BYTES, read_download, download,
							 NULL);
	return MHD_create_response_from_buffer(x->reply.body.bytes, bytes, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result http_answer(struct http_exchange *x)
{
	struct MHD_Response *r = response_of(x);
	if (!r)
		return MHD_NO;
	add_headers(r, x);
	const enum MHD_Result queued =
		MHD_queue_response(x->connection->mhd, (unsigned)x->reply.status, r);
	MHD_destroy_response(r);
	return queued;
}

/* ---- smaller ---- */

static bool is_text(const char *type)
{
	return strncmp(type, "text/", 5) == 0 || strstr(type, "json") ||
	       strstr(type, "javascript") || strstr(type, "svg");
}

struct str http_answer_gzip(struct arena *mem, struct str text)
{
	z_stream z = {0};
	struct str small = STR_NULL;
	if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return STR_NULL;
	const size_t room = deflateBound(&z, text.bytes);
	uint8_t *out = arena_alloc(mem, room);
	z.next_in = (Bytef *)(uintptr_t)text.at; /* it is read only */
	z.avail_in = (uInt)text.bytes;
	z.next_out = out;
	z.avail_out = (uInt)room;
	if (out && deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < text.bytes)
		small = (struct str){(const char *)out, z.total_out};
	(void)deflateEnd(&z);
	return small;
}

void http_answer_shrink(struct http_exchange *x)
{
	struct api_reply *reply = &x->reply;
	if (reply->body.bytes < HTTP_GZIP_BYTES_MIN || !reply->type || x->coding ||
	    !is_text(reply->type) || !header_accepts_coding(x->headers.accept_encoding, "gzip"))
		return;
	const struct str small = http_answer_gzip(x->mem, reply->body);
	if (small.bytes == 0)
		return;
	reply->body = small;
	x->coding = "gzip";
}
