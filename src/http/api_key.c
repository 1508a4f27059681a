/* Security keys and passkeys: what a browser's navigator.credentials is asked and what it answers. Bytes are base64url. */
#include "http/api.h"
#include "http/routes.h"
#include "http/session_out.h"

/* ---- bytes ---- */

static void bytes_out(struct ctx *c, struct json_out *o, const char *key, struct str bytes)
{
	char *text = arena_alloc(c->mem, crypto_base64url_bytes(bytes.bytes));
	if (!text) /* api_answer() says so */
		return;
	crypto_base64url(str_at(bytes), bytes.bytes, text);
	json_out_text(o, key, str_of(text));
}
static struct sn_err bytes_in(struct ctx *c, const struct json_value *body, const char *key,
			      struct str *out)
{
	struct str text;
	SN_TRY(json_get_text(body, key, &text));
	const size_t bytes = text.bytes * 3 / 4;
	char *room = arena_alloc(c->mem, bytes + 1);
	if (!room)
		return SN_FAIL(OUT_OF_MEMORY);
	if (!crypto_from_base64url(text, room, bytes))
		return SN_FAIL(KEY_WRONG, .field = key);
	*out = (struct str){room, bytes};
	return SN_SUCCESS;
}

/* ---- shapes ---- */

#define CHALLENGE_EXAMPLE "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const struct field known_fields[] = {
	{"id", FIELD_TEXT, FIELD_NEEDED, .example = "5b0f2c…", .zh = "凭据编号",
	 .en = "the credential’s id"},
	{"transports", FIELD_LIST, FIELD_NEEDED, .example = "usb", .zh = "连接方式",
	 .en = "how the browser reached it"},
	{0},
};
static const struct shape shape_known = {"KeyCredential", known_fields};

static const struct field offer_fields[] = {
	{"challenge", FIELD_TEXT, FIELD_NEEDED, .example = CHALLENGE_EXAMPLE, .zh = "随机数",
	 .en = "what the key signs, once"},
	{"rp_id", FIELD_TEXT, FIELD_NEEDED, .example = "care.example.cn", .zh = "密钥所属的域名",
	 .en = "the name that the key is bound to"},
	{"user_id", FIELD_TEXT, FIELD_NEEDED, .example = "AZKMXoo7fE2eXwEjRWeJqw", .zh = "用户编号",
	 .en = "the user’s id"},
	{"user_name", FIELD_TEXT, FIELD_NEEDED, .example = "w-maker", .zh = "用户名",
	 .en = "login"},
	{"user_display_name", FIELD_TEXT, FIELD_NEEDED, .example = "王经办（合成数据）",
	 .zh = "姓名", .en = "name"},
	{"algorithms", FIELD_LIST, FIELD_NEEDED, .example = "-8", .zh = "接受的算法（COSE 编号）",
	 .en = "algorithms taken, by their COSE numbers, the best one first"},
	{"exclude", FIELD_LIST, FIELD_NEEDED, .of = &shape_known, .zh = "已登记的",
	 .en = "those that are there already"},
	{"seconds", FIELD_INT, FIELD_NEEDED, .example = "300", .zh = "几秒内有效",
	 .en = "so long it holds"},
	{0},
};
static const struct shape shape_offer = {"KeyOffer", offer_fields};

static const struct field question_fields[] = {
	{"challenge", FIELD_TEXT, FIELD_NEEDED, .example = CHALLENGE_EXAMPLE, .zh = "随机数",
	 .en = "what the key signs, once"},
	{"rp_id", FIELD_TEXT, FIELD_NEEDED, .example = "care.example.cn", .zh = "密钥所属的域名",
	 .en = "the name that the key is bound to"},
	{"credentials", FIELD_LIST, FIELD_NEEDED, .of = &shape_known, .zh = "可用的密钥",
	 .en = "any of these"},
	{"verify", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "必须验证指纹、面容或 PIN",
	 .en = "the key must ask for finger, face or PIN"},
	{"seconds", FIELD_INT, FIELD_NEEDED, .example = "300", .zh = "几秒内有效",
	 .en = "so long it holds"},
	{0},
};
static const struct shape shape_question = {"KeyQuestion", question_fields};

enum {
	PART_TEXT_MAX = (WEBAUTHN_PART_BYTES_MAX * 4 + 2) / 3,
	NAME_TEXT_MAX = 4 * SESSION_KEY_NAME_CHARACTERS_MAX
};

static const struct field new_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_TEXT_MAX, .example = "蓝色密钥",
	 .zh = "自己起的名字", .en = "a name for it"},
	{"attestation", FIELD_TEXT, FIELD_NEEDED, .max = PART_TEXT_MAX, .example = "o2NmbXRkbm9uZQ",
	 .zh = "response.attestationObject", .en = "response.attestationObject"},
	{"client_data", FIELD_TEXT, FIELD_NEEDED, .max = PART_TEXT_MAX,
	 .example = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0", .zh = "response.clientDataJSON",
	 .en = "response.clientDataJSON"},
	{"transports", FIELD_LIST, 0, .max = 16, .example = "usb", .zh = "response.getTransports()",
	 .en = "response.getTransports(); what is not known is as if it were not there"},
	{0},
};
static const struct shape shape_new = {"KeyNew", new_fields};

static const struct field answer_fields[] = {
	{"credential_id", FIELD_TEXT, FIELD_NEEDED, .max = PART_TEXT_MAX, .example = "5b0f2c…",
	 .zh = "用的是哪一把（rawId）", .en = "which one it was (rawId)"},
	{"client_data", FIELD_TEXT, FIELD_NEEDED, .max = PART_TEXT_MAX,
	 .example = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0", .zh = "response.clientDataJSON",
	 .en = "response.clientDataJSON"},
	{"authenticator_data", FIELD_TEXT, FIELD_NEEDED, .max = PART_TEXT_MAX,
	 .example = "SZYN5YgO…", .zh = "response.authenticatorData",
	 .en = "response.authenticatorData"},
	{"signature", FIELD_TEXT, FIELD_NEEDED, .max = 2048, .example = "MEUCIQ…",
	 .zh = "response.signature", .en = "response.signature"},
	{0},
};
static const struct shape shape_answer = {"KeyAnswer", answer_fields};

static const struct field name_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_TEXT_MAX, .example = "蓝色密钥（保险柜）",
	 .zh = "自己起的名字", .en = "a name for it"},
	{0},
};
static const struct shape shape_name = {"KeyName", name_fields};

static const struct field key_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01928c5e-8a3b-7c4d-9e5f-0123456789ab",
	 .zh = "编号", .en = "id"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "蓝色密钥", .zh = "名字", .en = "name"},
	{"site", FIELD_TEXT, FIELD_NEEDED, .example = "care.example.cn", .zh = "在哪个域名登记",
	 .en = "the name of the host that it is bound to"},
	{"verified", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "验证指纹、面容或 PIN",
	 .en = "asks for finger, face or PIN"},
	{"added", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-01T09:00:00+08:00", .zh = "添加于",
	 .en = "added at"},
	{"used", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-26T09:30:00+08:00",
	 .zh = "最近使用", .en = "last used"},
	{0},
};
static const struct shape shape_key = {"Key", key_fields};

/* ---- asking ---- */

static void known_out(struct ctx *c, struct json_out *o, const char *key,
		      const struct session_key_ask *a)
{
	json_out_array(o, key);
	for (size_t i = 0; i < a->count; i++) {
		json_out_object(o, NULL);
		bytes_out(c, o, "id", a->keys[i].credential_id);
		json_out_array(o, "transports");
		for (int by = 0; by < SESSION_TRANSPORTS_COUNT; by++)
			if (a->keys[i].transports & 1U << by)
				json_out_text(
					o, NULL,
					str_of(session_transport_word((enum session_transport)by)));
		json_out_end(o);
		json_out_end(o);
	}
	json_out_end(o);
}
static void asked_out(struct ctx *c, struct json_out *o, const struct session_key_ask *a)
{
	bytes_out(c, o, "challenge", (struct str){(const char *)a->challenge, sizeof a->challenge});
	json_out_text(o, "rp_id", a->site.rp_id);
	json_out_int(o, "seconds", SESSION_CHALLENGE_S);
}
static struct sn_err add_begin(struct ctx *c, struct call *q, struct json_out *o)
{
	static const char *const algorithms[] = {"-8", "-7", "-257"};
	struct session_key_ask a = {.session_id = q->session_id, .site = q->api->site};
	SN_TRY(session_key_add_ask_work(c, &a));
	json_out_object(o, NULL);
	asked_out(c, o, &a);
	bytes_out(c, o, "user_id",
		  (struct str){(const char *)a.user.user_id.bytes, sizeof a.user.user_id.bytes});
	json_out_text(o, "user_name", a.user.login);
	json_out_text(o, "user_display_name", a.user.name);
	json_out_array(o, "algorithms");
	for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
		json_out_text(o, NULL, str_of(algorithms[i]));
	json_out_end(o);
	known_out(c, o, "exclude", &a);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err prove_begin(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_ask a = {.session_id = q->session_id, .site = q->api->site};
	SN_TRY(session_key_ask_work(c, &a));
	json_out_object(o, NULL);
	asked_out(c, o, &a);
	known_out(c, o, "credentials", &a);
	json_out_bool(o, "verify", a.verify);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- adding ---- */

/* Hints for the browser: a way that is not known here is no way that it could be told again. */
static struct sn_err transports_in(const struct json_value *body, unsigned *out)
{
	const struct json_value list = json_find(body, "transports");
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value v = json_at(&list, i);
		struct str word;
		SN_TRY(json_as_text(&v, &word));
		for (int by = 0; by < SESSION_TRANSPORTS_COUNT; by++)
			if (str_is(word, session_transport_word((enum session_transport)by)))
				*out |= 1U << by;
	}
	return SN_SUCCESS;
}
static struct sn_err add_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_new *k = q->prepared = ARENA_NEW(c->mem, struct session_key_new);
	(void)o;
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	*k = (struct session_key_new){
		.session_id = q->session_id, .site = q->api->site, .from = api_session_from(q)};
	SN_TRY(json_get_text(q->body, "name", &k->name));
	SN_TRY(bytes_in(c, q->body, "attestation", &k->attestation));
	SN_TRY(bytes_in(c, q->body, "client_data", &k->client_data));
	SN_TRY(transports_in(q->body, &k->transports));
	return session_key_add_prepare(c, k);
}
static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_new *k = q->prepared;
	SN_TRY(session_key_add_work(c, k));
	return api_session_begun(c, q, o, &k->begun);
}

/* ---- proving ---- */

static struct sn_err prove_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_answer *k = q->prepared = ARENA_NEW(c->mem, struct session_key_answer);
	(void)o;
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	*k = (struct session_key_answer){
		.session_id = q->session_id, .site = q->api->site, .from = api_session_from(q)};
	SN_TRY(bytes_in(c, q->body, "credential_id", &k->credential_id));
	SN_TRY(bytes_in(c, q->body, "client_data", &k->answer.client_data));
	SN_TRY(bytes_in(c, q->body, "authenticator_data", &k->answer.authenticator_data));
	SN_TRY(bytes_in(c, q->body, "signature", &k->answer.signature));
	return session_key_prepare(c, k);
}
static struct sn_err prove(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_answer *k = q->prepared;
	SN_TRY(session_key_work(c, k));
	return api_session_begun(c, q, o, &k->begun);
}

/* ---- one's keys ---- */

static void key_out(struct json_out *o, const struct session_key *key)
{
	json_out_object(o, NULL);
	json_out_uuid(o, "id", key->key_id);
	json_out_text(o, "name", key->name);
	json_out_text(o, "site", key->rp_id);
	json_out_bool(o, "verified", key->verified);
	reply_time(o, "added", key->added_at_us);
	reply_time(o, "used", key->used_at_us);
	json_out_end(o);
}
static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key *keys = NULL;
	size_t count = 0, from = 0;
	struct page page;
	struct uuid after = UUID_NULL;
	char last[UUID_TEXT_BYTES];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_id(&page, &after));
	SN_TRY(session_keys(c, c->actor_id, &keys, &count));
	while (!uuid_is_null(after) && from < count && !uuid_eq(keys[from++].key_id, after))
		;
	size_t i = from;
	for (; i < count && (int64_t)(i - from) < page.rows_max; i++)
		key_out(o, &keys[i]);
	if (i > from)
		uuid_text(keys[i - 1].key_id, last);
	page_end(c, q, o, i < count ? str_of(last) : STR_NULL);
	return SN_SUCCESS;
}
static struct sn_err change_of(const struct call *q, struct session_key_change *out)
{
	*out = (struct session_key_change){.session_id = q->session_id,
					   .from = api_session_from(q)};
	return uuid_parse(&out->key_id, q->args[0], "key");
}
static struct sn_err name(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_change change;
	(void)o;
	SN_TRY(change_of(q, &change));
	SN_TRY(json_get_text(q->body, "name", &change.name));
	return session_key_rename_work(c, &change);
}
static struct sn_err drop(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_key_change change;
	(void)o;
	SN_TRY(change_of(q, &change));
	return session_key_remove_work(c, &change);
}

/* clang-format off */
#define SESSION "/api/v1/session"
const struct route api_key_routes[] = {
	{"POST", SESSION "/second-factor/key/begin", ROUTE_WRITE, WHO_SIGNED_IN, .reply = &shape_question, .secret = true, .answer = prove_begin,
	 .zh = "用密钥验证：取得随机数", .en = "the second factor by a key: get the challenge"},
	{"POST", SESSION "/second-factor/key", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_answer, .reply = &shape_session,
	 .secret = true, .prepare = prove_prepare, .answer = prove, .zh = "用密钥验证", .en = "give the second factor by a key"},
	{"GET", SESSION "/keys", ROUTE_READ, WHO_SIGNED_IN, .reply = &shape_key, .reply_page = true, .answer = list,
	 .zh = "本人的安全密钥与通行密钥", .en = "one's own security keys and passkeys"},
	{"POST", SESSION "/keys/begin", ROUTE_WRITE, WHO_SIGNED_IN, .reply = &shape_offer, .secret = true, .answer = add_begin,
	 .zh = "添加密钥：取得随机数", .en = "add a key: get the challenge"},
	{"POST", SESSION "/keys", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_new, .reply = &shape_session, .status = 201,
	 .secret = true, .prepare = add_prepare, .answer = add, .zh = "添加密钥", .en = "add a key"},
	{"POST", SESSION "/keys/{key}/name", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_name, .secret = true, .answer = name,
	 .zh = "给密钥改名", .en = "rename a key"},
	{"DELETE", SESSION "/keys/{key}", ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = drop, .zh = "移除密钥", .en = "remove a key"},
	{0},
};
/* clang-format on */
