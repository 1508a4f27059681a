/* A file instead of JSON: where a handler writes it. */
#include "http/api_priv.h"
#include "http/spool.h"

static struct sn_err begin(struct ctx *c, struct call *q, const char *type, const char *name)
{
	const char *kept = arena_printf(c->mem, "%s", name);
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	spool_free(q->download);
	q->download = NULL;
	SN_TRY(spool_new(&q->download, q->api->spool_directory));
	spool_name(q->download, type, kept);
	return SN_SUCCESS;
}

struct sn_err call_download(struct ctx *c, struct call *q, const char *type, const char *name,
			    FILE **out)
{
	SN_TRY(begin(c, q, type, name));
	return spool_file(q->download, out);
}

struct sn_err call_download_path(struct ctx *c, struct call *q, const char *type, const char *name,
				 const char **path)
{
	SN_TRY(begin(c, q, type, name));
	return spool_path(q->download, path);
}
