/* What handlers ask of a call: parameters, unions, the right. */
#include "care/care.h"
#include "http/api_priv.h"
#include "http/job.h"
#include "http/kept.h"
#include "rights/audit.h"

#include <assert.h>

struct str call_query(const struct call *q, const char *name)
{
	for (size_t i = 0; i < q->query->count; i++)
		if (str_is(q->query->given[i].name, name))
			return q->query->given[i].value.bytes > 0 ? q->query->given[i].value
								  : STR_NULL;
	return STR_NULL;
}
struct sn_err call_query_int(const struct call *q, const char *name, int64_t *out)
{
	const struct str text = call_query(q, name);
	if (!str_is_null(text) && !str_to_int(text, out))
		return SN_FAIL(BAD_NUMBER, .field = name);
	return SN_SUCCESS;
}
struct sn_err call_query_day(const struct call *q, const char *name, int32_t *out)
{
	const struct str text = call_query(q, name);
	return str_is_null(text) ? SN_SUCCESS : day_parse(out, text, name);
}

struct sn_err call_progress(const struct call *q, int64_t done, int64_t total)
{
	const struct api_call *k = (const struct api_call *)q; /* q is its first member */
	return job_progress(q->api->jobs, q->job_id, k->user_id, done, total);
}

/* ---- the right, at a union ---- */

struct sn_err call_may(struct ctx *c, struct call *q, int64_t org_no)
{
	SN_TRY(rights_may(c, q->route->permission, org_no));
	q->asked = true;
	q->asked_org_no = org_no;
	return SN_SUCCESS;
}

/* Is it over or under a union where the actor has the permission? */
static struct sn_err near(struct ctx *c, const struct call *q, const struct org *org, bool *out)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	const unsigned roles = rights_permission_words(q->route->permission)->roles;
	*out = false;
	SN_TRY(rights_grants(c, c->actor_id, &grants, &count));
	for (size_t i = 0; i < count && !*out; i++) {
		struct org held;
		if (!(roles & 1U << grants[i].role))
			continue;
		*out = grants[i].org_no == 0;
		if (*out)
			break;
		SN_TRY(org_by_no(c, grants[i].org_no, 0, &held));
		*out = str_starts(org->path, held.path) || str_starts(held.path, org->path);
	}
	return SN_SUCCESS;
}

struct sn_err call_may_near(struct ctx *c, struct call *q, int64_t org_no)
{
	struct org org;
	bool is_near = false;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(near(c, q, &org, &is_near));
	if (!is_near)
		return call_may(c, q, org_no); /* refuses, and says which role is lacking */
	q->asked = true;
	return SN_SUCCESS;
}

/* The highest union where the actor has the permission; of several equally high ones the first in their paths' order. */
static struct sn_err highest(struct ctx *c, const struct call *q, struct org *out)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	const unsigned roles = rights_permission_words(q->route->permission)->roles;
	bool found = false;
	SN_TRY(rights_grants(c, c->actor_id, &grants, &count));
	for (size_t i = 0; i < count; i++) {
		struct org held;
		if (!(roles & 1U << grants[i].role) || grants[i].org_no == 0)
			continue;
		SN_TRY(org_by_no(c, grants[i].org_no, 0, &held));
		if (!found || held.path.bytes < out->path.bytes ||
		    (held.path.bytes == out->path.bytes && str_compare(held.path, out->path) < 0))
			*out = held;
		found = true;
	}
	return found ? SN_SUCCESS : SN_FAIL(MISSING_FIELD, .field = "org");
}

struct sn_err call_org(struct ctx *c, struct call *q, struct org *out)
{
	const struct str code = call_query(q, "org");
	struct user user;
	if (!str_is_null(code)) {
		SN_TRY(org_find(c, code, 0, out));
		return call_may(c, q, out->org_no);
	}
	SN_TRY(rights_user_by_id(c, c->actor_id, &user));
	if (user.org_no != 0 && !sn_failed(rights_may(c, q->route->permission, user.org_no)))
		SN_TRY(org_by_no(c, user.org_no, 0, out));
	else
		SN_TRY(highest(c, q, out));
	return call_may(c, q, out->org_no);
}

struct sn_err call_cycle(struct ctx *c, struct call *q, struct str code, struct cycle *out)
{
	SN_TRY(care_cycle_by_code(c, code, out));
	return call_may_near(c, q, out->org_no);
}

struct sn_err call_tree_of(struct ctx *c, struct call *q, int32_t day, const struct org_tree **out)
{
	struct api_call *k = (struct api_call *)q;                /* q is its first member */
	assert((!k->tree && !k->own_tree) || k->tree_day == day); /* route.h: one day a call */
	k->tree_day = day;
	if (k->api->trees) {
		if (!k->tree)
			SN_TRY(org_cache_take(c, k->api->trees, day, &k->tree));
		*out = org_shared_tree(k->tree);
	} else {
		if (!k->own_tree)
			SN_TRY(org_tree_load(c, day, &k->own_tree));
		*out = k->own_tree;
	}
	return SN_SUCCESS;
}
struct sn_err call_tree(struct ctx *c, struct call *q, const struct org_tree **out)
{
	return call_tree_of(c, q, 0, out);
}

struct sn_err call_kept(struct ctx *c, struct call *q, struct str key, bool *found)
{
	struct api_call *k = (struct api_call *)q; /* q is its first member */
	*found = false;
	if (!k->api->kept)
		return SN_SUCCESS;
	SN_TRY(store_commit_seq(c->store, &k->keep_commit));
	*found = kept_find(k->api->kept, key, k->keep_commit, k->reply);
	if (*found) {
		k->kept = buf_str(k->reply);
		k->kept_status = 200;
	} else {
		k->keep_as = key;
	}
	return SN_SUCCESS;
}

struct sn_err call_trail(struct ctx *c, struct call *q, const struct audit_entry *entry)
{
	assert(!q->trail && q->route->class != ROUTE_WRITE); /* route.h */
	return audit_keep(c, entry, &q->trail);
}

/* ---- fields of a body ---- */

struct str call_body_text(const struct call *q)
{
	return ((const struct api_call *)q)->body; /* q is its first member */
}

struct sn_err body_day(const struct json_value *body, const char *key, int32_t *out)
{
	struct str text = STR_NULL;
	SN_TRY(json_get_text_or(body, key, &text));
	return str_is_null(text) ? SN_SUCCESS : day_parse(out, text, key);
}
struct sn_err body_time(const struct json_value *body, const char *key, int64_t *at_us)
{
	struct str text = STR_NULL;
	SN_TRY(json_get_text_or(body, key, &text));
	return str_is_null(text) ? SN_SUCCESS : time_parse(at_us, text, key);
}
struct sn_err body_org(struct ctx *c, const struct json_value *body, const char *key,
		       struct org *out)
{
	struct str code;
	SN_TRY(json_get_text(body, key, &code));
	return org_find(c, code, 0, out);
}
