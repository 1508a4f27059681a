/* The stages of one call, in their order. */
#include "http/api.h"

#include "base/crypto.h"
#include "http/api_priv.h"
#include "http/kept.h"
#include "http/openapi.h"
#include "http/spool.h"
#include "rights/audit.h"
#include "rights/session.h"

#include <assert.h>

/* ---- which route ---- */

static void allow_add(struct ctx *c, struct api_call *k, const char *method)
{
	k->allow = k->allow ? arena_printf(c->mem, "%s, %s", k->allow, method) : method;
}

static struct sn_err find_route(struct ctx *c, struct api_call *k, struct str path)
{
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++) {
			struct str args[CALL_ARGS_MAX] = {STR_NULL};
			if (!query_matches(r->path, path, args))
				continue;
			if (!str_is(k->request->method, r->method)) {
				allow_add(c, k, r->method);
				continue;
			}
			k->q.route = r;
			memcpy(k->q.args, args, sizeof args);
			return query_decode_args(c->mem, k->q.args);
		}
	return k->allow ? SN_FAIL(METHOD_NOT_ALLOWED) : SN_FAIL(NO_SUCH_ROUTE);
}

struct sn_err api_begin(struct api *a, struct ctx *c, const struct api_request *q,
			struct api_call **out)
{
	struct str path;
	struct api_call *k = *out = ARENA_NEW(c->mem, struct api_call);
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	k->api = a;
	k->request = q;
	k->q = (struct call){.lang = q->lang,
			     .from = q->from,
			     .agent = q->agent,
			     .job_id = q->job_id,
			     .upload = q->upload,
			     .upload_name = q->upload_name,
			     .browser = q->browser,
			     .api = a,
			     .query = &k->query};
	SN_TRY(query_parse(c->mem, q->target, &path, &k->query));
	SN_TRY(find_route(c, k, path));
	return query_check(k->q.route, &k->query);
}

const struct route *api_route(const struct api_call *k)
{
	return k->q.route;
}
bool api_is_short(const struct api_call *k)
{
	enum table_format format;
	return k->q.route->class == ROUTE_POINT && k->q.route->threads != ROUTE_OUTWARD &&
	       !page_is_export(k, &format);
}
struct audit_entry *api_trail(const struct api_call *k)
{
	return k->q.trail;
}

/* ---- who, and may he ---- */

static struct sn_err factor_first(const struct api_who *who)
{
	if (who->session && who->session->need == SESSION_NEEDS_PASSWORD)
		return SN_FAIL(PASSWORD_FIRST);
	if (who->session && who->session->need == SESSION_NEEDS_ENROL)
		return SN_FAIL(ENROL_FIRST);
	return SN_FAIL(SECOND_FACTOR_FIRST);
}

struct sn_err api_door(struct ctx *c, struct api_call *k, const struct api_who *who)
{
	const struct route *r = k->q.route;
	c->actor_id = k->user_id = who->user_id;
	k->q.session_id = who->session_id;
	k->q.session = who->session;
	if (r->who == WHO_ANYBODY)
		return SN_SUCCESS;
	if (uuid_is_null(who->user_id))
		return SN_FAIL(SIGN_IN_FIRST);
	if (who->session) /* it was found a moment ago, with what its user may; nothing while a factor is due */
		k->q.permissions = who->session->permissions;
	else
		SN_TRY(rights_permissions(c, &k->q.permissions));
	if (r->who == WHO_SIGNED_IN)
		return SN_SUCCESS;
	if (who->factor_due)
		return factor_first(who);
	if (!(k->q.permissions & 1U << r->permission))
		return sn_err_with_text(SN_FAIL(NOT_GRANTED), "%s",
					k->q.lang == LANG_ZH
						? rights_permission_words(r->permission)->zh
						: rights_permission_words(r->permission)->en);
	return SN_SUCCESS;
}

/* ---- the body ---- */

struct sn_err api_body(struct api_call *k, struct str body)
{
	k->body = body;
	if (k->q.route->body != BODY_JSON)
		return SN_SUCCESS;
	SN_TRY(json_read(&k->doc, body));
	k->root = json_root(k->doc);
	k->q.body = &k->root;
	shape_check(k->q.route->request, &k->root, &k->errors);
	return k->errors.count > 0 ? k->errors.list[0].why : SN_SUCCESS;
}

void api_upload(struct api_call *k, struct byte_source upload, struct sha256 digest)
{
	k->q.upload = upload;
	k->upload_digest = digest;
	k->body = (struct str){(const char *)k->upload_digest.bytes, SHA256_BYTES};
}

/* ---- the answer ---- */

struct sn_err api_prepare(struct ctx *c, struct api_call *k)
{
	if (k->q.route->threads == ROUTE_SLOW) {
		SN_TRY(idem_find(c, k));
		if (k->kept_status != 0)
			return SN_SUCCESS;
	}
	return k->q.route->prepare ? k->q.route->prepare(c, &k->q, NULL) : SN_SUCCESS;
}

static struct sn_err render(struct ctx *c, struct api_call *k)
{
	if (!k->reply)
		k->reply = buf_new(HTTP_REPLY_BYTES_MAX);
	if (!k->reply)
		return SN_FAIL(OUT_OF_MEMORY);
	buf_reset(k->reply);
	struct json_out o = json_out_buf(k->reply, false);
	SN_TRY(k->q.route->answer(c, &k->q, &o));
	if (buf_str(k->reply).bytes > 0)
		SN_TRY(json_out_done(&o));
	if (k->q.download)
		SN_TRY(spool_end(k->q.download));
	if (!str_is_null(k->keep_as))
		kept_put(k->api->kept, k->keep_as, k->keep_commit, buf_str(k->reply));
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

struct sn_err api_answer(struct ctx *c, struct api_call *k)
{
	enum table_format format;
	if (page_is_export(k, &format))
		SN_TRY(page_export(c, k, format));
	else
		SN_TRY(render(c, k));
	assert(k->q.route->who != WHO_PERMITTED || k->q.asked); /* route.h, rights */
	return SN_SUCCESS;
}

struct sn_err api_write(struct ctx *c, void *api_call)
{
	struct api_call *k = api_call;
	if (k->q.route->secret)
		return render(c, k);
	SN_TRY(idem_find(c, k));
	if (k->kept_status != 0)
		return SN_SUCCESS;
	SN_TRY(render(c, k));
	return idem_keep(c, k);
}

/* ---- the reply ---- */

int api_success_status(const struct api_call *k)
{
	const struct route *r = k->q.route;
	if (k->kept_status != 0)
		return k->kept_status;
	/* The description names both; a third would be our fault. */
	assert(k->q.status == 0 || k->q.status == openapi_status(r) ||
	       k->q.status == r->other_status);
	if (k->q.status != 0)
		return k->q.status;
	if (r->status != 0)
		return r->status;
	return r->reply || k->q.download ? 200 : 204;
}

static void refuse(struct ctx *c, struct api_call *k, struct sn_err why, struct api_reply *out)
{
	struct buf *buf = buf_new(PROBLEM_BYTES_MAX);
	out->status = problem_status(why);
	out->why = why;
	out->allow = why.reason == SN_R_METHOD_NOT_ALLOWED ? k->allow : NULL;
	if (!buf)
		return;
	struct json_out o = json_out_buf(buf, false);
	problem_out(&o, k, why);
	if (!sn_failed(json_out_done(&o))) {
		out->type = "application/problem+json; charset=utf-8";
		out->body = arena_str(c->mem, buf_str(buf));
	}
	buf_free(buf);
}

static void etag_of(struct api_reply *out, struct str asked)
{
	const struct sha256 hash = crypto_sha256(out->body);
	out->etag[0] = '"';
	crypto_hex(hash.bytes, 10, out->etag + 1);
	out->etag[21] = '"';
	if (str_is(asked, out->etag)) {
		out->status = 304;
		out->body = STR_NULL;
		out->type = NULL;
	}
}

void api_reply(struct ctx *c, struct api_call *k, struct sn_err outcome, struct api_reply *out)
{
	*out = (struct api_reply){0};
	if (sn_failed(outcome)) {
		refuse(c, k, outcome, out);
		return;
	}
	out->status = api_success_status(k);
	if (k->q.download) {
		out->download = k->q.download;
		out->type = spool_type(out->download);
	}
	out->token = k->q.token;
	out->token_gone = k->q.token_gone;
	out->browser = k->q.browser_new;
	out->body = k->kept_status != 0 ? k->kept : k->reply ? buf_str(k->reply) : STR_NULL;
	if (out->body.bytes == 0 || out->download)
		return;
	out->type = "application/json; charset=utf-8";
	if (str_is(k->request->method, "GET") && out->status == 200)
		etag_of(out, k->request->if_none_match);
}

void api_end(struct api_call *k)
{
	if (!k)
		return;
	json_free(k->doc);
	org_cache_give(k->api->trees, k->tree);
	org_tree_free(k->own_tree);
	buf_free(k->reply);
	spool_free(k->q.download);
	k->q.download = NULL;
	k->doc = NULL;
	k->tree = NULL;
	k->own_tree = NULL;
	k->reply = NULL;
}

static struct sn_err run(struct ctx *c, struct api_call *k, const struct api_who *who)
{
	SN_TRY(api_door(c, k, who));
	SN_TRY(api_body(k, k->request->body));
	if (k->q.route->class != ROUTE_WRITE) {
		SN_TRY(api_answer(c, k));
		return k->q.trail ? audit_first(c, k->q.trail) : SN_SUCCESS;
	}
	SN_TRY(api_prepare(c, k));
	return store_write(c, api_write, k);
}

/* All of it as the body: for tests, which take small ones. */
static void read_download(struct ctx *c, struct api_reply *out)
{
	struct byte_piece piece = {.wanted = (size_t)spool_bytes(out->download)};
	char *bytes = piece.out = arena_alloc(c->mem, piece.wanted + 1);
	if (bytes && !sn_failed(spool_read(out->download, 0, &piece)))
		out->body = (struct str){bytes, piece.got};
	out->download = NULL;
}

void api_run(struct api *a, struct ctx *c, const struct api_request *q, const struct api_who *who,
	     struct api_reply *out)
{
	struct api_call *k = NULL;
	struct sn_err e = api_begin(a, c, q, &k);
	if (!k) {
		*out = (struct api_reply){.status = 503, .why = e};
		return;
	}
	if (!sn_failed(e))
		e = run(c, k, who);
	api_reply(c, k, e, out);
	if (out->download)
		read_download(c, out);
	else if (k->reply && out->body.at == buf_str(k->reply).at)
		out->body = arena_str(c->mem, out->body);
	api_end(k);
}
