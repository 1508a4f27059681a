/* The log's checkpoints (tlog/signer.h), signed by the keeper behind commits. */
#include "http/http_priv.h"
#include "org/org.h"
#include "tlog/signer.h"

#include <stdlib.h>

struct http_signing {
	struct http_server *server;
	struct tlog_signer *signer; /* NULL: there is no key yet */
};

struct http_signing *http_signing_new(struct http_server *s)
{
	struct http_signing *g = calloc(1, sizeof *g);
	if (g)
		g->server = s;
	return g;
}

void http_signing_free(struct http_signing *g)
{
	if (!g)
		return;
	tlog_signer_free(g->signer);
	free(g);
}

/* The region's six digits (GB/T 2260), with which the code of the topmost union begins. */
static struct sn_err find_region(struct ctx *c, char out[7])
{
	struct org_tree *tree = NULL;
	SN_TRY(org_tree_load(c, 0, &tree));
	const struct str code = org_tree_count(tree) > 0 ? org_tree_org(tree, 0)->code : STR_NULL;
	bool six = code.bytes >= 6;
	for (size_t i = 0; six && i < 6; i++) {
		six = code.at[i] >= '0' && code.at[i] <= '9';
		out[i] = code.at[i];
	}
	out[6] = '\0';
	org_tree_free(tree);
	return six ? SN_SUCCESS : SN_FAIL(NO_LOG_REGION);
}

/* The first key, for a log that nobody has signed yet. It is named for good: by where people find this server. */
static struct sn_err make_key(struct http_signing *g, struct ctx *c)
{
	const struct str path = g->server->config.log_key_path;
	const struct str site = g->server->config.api.site.rp_id;
	char region[7];
	SN_TRY(tlog_key_may_be_made(c, path));
	SN_TRY(find_region(c, region));
	const char *origin =
		arena_printf(c->mem, "songnuan." STR_FMT "/tlog/%s",
			     STR_ARG(str_is_null(site) ? STR("localhost") : site), region);
	if (!origin)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(tlog_key_create(path, str_of(origin)));
	return tlog_signer_load(&g->signer, path);
}

static struct sn_err open_key(struct http_signing *g, struct ctx *c)
{
	const struct sn_err e = tlog_signer_load(&g->signer, g->server->config.log_key_path);
	return e.reason == SN_R_LOG_KEY_MISSING ? make_key(g, c) : e;
}

struct sn_err http_sign(struct http_signing *g, struct ctx *c)
{
	struct tlog_head head;
	bool signed_now = false;
	SN_TRY(tlog_read_head(c, &head));
	if (head.size == 0)
		return SN_SUCCESS;
	if (!g->signer)
		SN_TRY(open_key(g, c));
	return tlog_sign(c, g->signer, &signed_now);
}
