/* /tlog/REGION/…: the log as files (tlog/files.h), for everybody, up to its published checkpoint. */
#include "http/http_priv.h"
#include "tlog/files.h"
#include "tlog/signer.h"

#define CACHE_FILE       "public, max-age=31536000, immutable"
#define CACHE_CHECKPOINT "no-cache"

bool http_log_is(struct str path)
{
	return str_starts(path, STR("/tlog/"));
}

/* What stands behind /tlog/REGION/, where REGION is that of the checkpoint's origin. */
static bool find_file(const struct tlog_published *published, struct str path,
		      struct tlog_file *out)
{
	struct tlog_checkpoint checkpoint;
	struct str region_path, rest = {path.at + 1, path.bytes - 1};
	if (published->size == 0 ||
	    sn_failed(tlog_checkpoint_open(published->note, NULL, &checkpoint)) ||
	    sn_failed(tlog_origin_path(checkpoint.origin, &region_path)))
		return false;
	if (!str_starts(rest, region_path) || rest.bytes <= region_path.bytes ||
	    rest.at[region_path.bytes] != '/')
		return false;
	rest.at += region_path.bytes + 1;
	rest.bytes -= region_path.bytes + 1;
	return tlog_file_parse(rest, out) && tlog_file_exists(out, published->size);
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
	if (!find_file(&published, path, &file))
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
