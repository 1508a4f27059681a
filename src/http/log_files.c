/* /tlog/REGION/…: the log as files (tlog/files.h), for everybody, up to its published checkpoint, and beside them the page that
 * checks receipts. */
#include "http/http_priv.h"
#include "tlog/files.h"
#include "tlog/signer.h"

#define CACHE_FILE       "public, max-age=31536000, immutable"
#define CACHE_CHECKPOINT "no-cache"

bool http_log_is(struct str path)
{
	return str_starts(path, STR("/tlog/")) || str_is(path, "/r") ||
	       str_is(path, "/" HTTP_VERIFY_PAGE);
}

/* /r and /verify.html go on to the page beside the log's files, where all that it fetches is near; what stands behind a # goes
 * with the reader. Where nothing is published yet, the page itself. */
static struct sn_err send_on(struct http_exchange *x, const struct tlog_published *published)
{
	struct tlog_checkpoint checkpoint;
	struct str region_path;
	if (published->size == 0 ||
	    sn_failed(tlog_checkpoint_open(published->note, NULL, &checkpoint)) ||
	    sn_failed(tlog_origin_path(checkpoint.origin, &region_path))) {
		http_verify_page(x);
		return SN_SUCCESS;
	}
	x->location = arena_printf(x->mem, "/" STR_FMT "/" HTTP_VERIFY_PAGE, STR_ARG(region_path));
	x->reply = (struct api_reply){.status = 302};
	x->cache = CACHE_CHECKPOINT;
	return x->location ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* What stands behind /tlog/REGION/; STR_NULL: it is another region, or there is no log. */
static struct str below_region(const struct tlog_published *published, struct str path)
{
	struct tlog_checkpoint checkpoint;
	struct str region_path, rest = {path.at + 1, path.bytes - 1};
	if (published->size == 0 ||
	    sn_failed(tlog_checkpoint_open(published->note, NULL, &checkpoint)) ||
	    sn_failed(tlog_origin_path(checkpoint.origin, &region_path)))
		return STR_NULL;
	if (!str_starts(rest, region_path) || rest.bytes <= region_path.bytes ||
	    rest.at[region_path.bytes] != '/')
		return STR_NULL;
	rest.at += region_path.bytes + 1;
	rest.bytes -= region_path.bytes + 1;
	return rest;
}

static struct sn_err read_bytes(struct http_exchange *x, const struct tlog_file *file, int64_t size)
{
	x->body = buf_new(TLOG_FILE_ENTRIES_BYTES + 1);
	if (!x->body)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(tlog_file_read(&x->c, file, size, x->body));
	x->reply = (struct api_reply){
		.status = 200, .type = "application/octet-stream", .body = buf_str(x->body)};
	x->cache = CACHE_FILE;
	return SN_SUCCESS;
}

static struct sn_err answer(struct http_exchange *x, struct str path)
{
	struct tlog_published published;
	struct tlog_file file;
	SN_TRY(tlog_published_read(&x->c, &published));
	if (!str_starts(path, STR("/tlog/")))
		return send_on(x, &published);
	const struct str name = below_region(&published, path);
	if (str_is(name, HTTP_VERIFY_PAGE)) {
		http_verify_page(x);
		return SN_SUCCESS;
	}
	if (!tlog_file_parse(name, &file) || !tlog_file_exists(&file, published.size))
		return SN_FAIL(NO_SUCH_ROUTE);
	if (file.kind != TLOG_FILE_CHECKPOINT)
		return read_bytes(x, &file, published.size);
	x->reply = (struct api_reply){
		.status = 200, .type = "text/plain; charset=utf-8", .body = published.note};
	x->cache = CACHE_CHECKPOINT;
	return SN_SUCCESS;
}

void http_log_answer(struct http_exchange *x)
{
	struct str rest = x->target, path = STR_NULL;
	(void)str_split(&rest, '?', &path);
	x->route_shown = "tlog";
	const struct sn_err e = answer(x, path);
	if (sn_failed(e))
		x->reply = (struct api_reply){
			.status = problem_status(e),
			.type = "application/problem+json; charset=utf-8",
			.body = api_problem(x->mem, e, x->request.lang, STR_NULL),
			.why = e};
	x->stage = EXCHANGE_READY;
}
