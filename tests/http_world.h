#ifndef SN_TESTS_HTTP_WORLD_H
#define SN_TESTS_HTTP_WORLD_H
/* http_world: the API's stages on care_world, without sockets: one request in, its reply as JSON out.
 *
 *   shape   http_ask() runs a request as one of the world's users (WORLD_USERS: nobody) in memory of its own; the answer
 *           stays until the next one.  Writes get a fresh Idempotency-Key unless the ask names one.
 *   start   struct answer a = http_ask(&h, (struct ask){MAKER, "POST", "/api/v1/cycles", "{…}"}); EQ_I64(a.status, 201, "…");
 *           EQ_STR(http_text(&a, "state"), "draft", "…"). */
#include "care_world.h"
#include "http/api.h"
#include "http/kept.h"

struct http_world {
	struct world w;
	struct api api;
	struct arena *mem;
	struct json_doc *doc;
	int keys;
};
struct ask {
	enum world_user who;
	const char *method, *target, *body, *key;
	bool factor_due;
	enum lang lang;    /* LANG_ZH where it is not said */
	struct str upload; /* a file instead of a body */
	const char *upload_name;
	struct uuid session_id; /* null: one that is nowhere stored */
};
struct answer {
	int status;
	struct str body;
	struct json_value root; /* absent where the body is no JSON */
	const char *code;       /* of a refusal */
	char etag[24];
};

static inline void http_world_open(struct http_world *h, enum fixture_engine engine)
{
	memset(h, 0, sizeof *h);
	care_world_open(&h->w, engine);
	h->mem = arena_new(REQUEST_ARENA_BYTES);
	fixture_must(org_cache_new(&h->api.trees), "the tree's cache");
	h->api.kept = kept_new();
}
static inline void http_world_close(struct http_world *h)
{
	json_free(h->doc);
	arena_free(h->mem);
	org_cache_free(h->api.trees);
	kept_free(h->api.kept);
	care_world_close(&h->w);
}

static inline struct answer http_ask(struct http_world *h, struct ask ask)
{
	struct ctx c = h->w.f.c;
	struct api_reply reply;
	struct answer a = {0};
	char key[32];
	(void)snprintf(key, sizeof key, "test-%d", ++h->keys);
	struct str upload = ask.upload;
	const struct api_request q = {.upload = byte_source_memory(&upload),
				      .upload_name = str_of(ask.upload_name),
				      .method = str_of(ask.method),
				      .target = str_of(ask.target),
				      .body = ask.body ? str_of(ask.body) : STR(""),
				      .idempotency_key = str_of(ask.key ? ask.key : key),
				      .lang = ask.lang,
				      .from = STR("127.0.0.1")};
	struct api_who who = {.factor_due = ask.factor_due};
	if (ask.who < WORLD_USERS) {
		who.user_id = h->w.users[ask.who].user_id;
		who.session_id = uuid_is_null(ask.session_id) ? who.user_id : ask.session_id;
	}
	json_free(h->doc);
	h->doc = NULL;
	arena_reset(h->mem);
	c.mem = h->mem;
	api_run(&h->api, &c, &q, &who, &reply);
	a.status = reply.status;
	a.body = reply.body;
	memcpy(a.etag, reply.etag, sizeof a.etag);
	if (reply.body.bytes > 0 && !sn_failed(json_read(&h->doc, reply.body)))
		a.root = json_root(h->doc);
	a.code = sn_reason_word(reply.why.reason);
	return a;
}

/* A text of the reply, "" where there is none. */
static inline const char *http_text(const struct answer *a, const char *key)
{
	struct str text = STR_NULL;
	const struct sn_err e = json_get_text_or(&a->root, key, &text);
	return sn_failed(e) || !text.at ? "" : text.at;
}
static inline int64_t http_int(const struct answer *a, const char *key)
{
	int64_t value = -1;
	const struct sn_err e = json_get_int_or(&a->root, key, &value);
	return sn_failed(e) ? -1 : value;
}
static inline size_t http_items(const struct answer *a)
{
	const struct json_value items = json_find(&a->root, "items");
	return json_count(&items);
}
/* Of the i-th item of a list in the reply: a text, "" where there is none; a number, -1 where there is none. */
static inline const char *http_item_text(const struct answer *a, const char *list, size_t i,
					 const char *key)
{
	struct str text = STR_NULL;
	const struct json_value items = json_find(&a->root, list), item = json_at(&items, i);
	const struct sn_err e = json_get_text_or(&item, key, &text);
	return sn_failed(e) || !text.at ? "" : text.at;
}
static inline int64_t http_item_int(const struct answer *a, const char *list, size_t i,
				    const char *key)
{
	int64_t value = -1;
	const struct json_value items = json_find(&a->root, list), item = json_at(&items, i);
	const struct sn_err e = json_get_int_or(&item, key, &value);
	return sn_failed(e) ? -1 : value;
}
#endif
