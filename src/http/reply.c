/* What handlers write into replies beyond JSON's own kinds, and pages. */
#include "base/crypto.h"
#include "http/api_priv.h"
#include "http/shapes.h"

void reply_day(struct json_out *o, const char *key, int32_t day)
{
	char text[DAY_TEXT_BYTES];
	if (day == 0) {
		json_out_null(o, key);
		return;
	}
	day_text(day, text);
	json_out_text(o, key, str_of(text));
}
void reply_time(struct json_out *o, const char *key, int64_t at_us)
{
	char text[TIME_TEXT_BYTES];
	if (at_us == 0) {
		json_out_null(o, key);
		return;
	}
	time_text(at_us, text);
	json_out_text(o, key, str_of(text));
}

void reply_org(struct ctx *c, struct json_out *o, const char *key, int64_t org_no)
{
	struct org org;
	if (org_no == 0 || sn_failed(org_by_no(c, org_no, 0, &org))) {
		json_out_null(o, key);
		return;
	}
	json_out_object(o, key);
	json_out_text(o, "code", org.code);
	json_out_text(o, "name", org.name);
	json_out_end(o);
}
void reply_user(struct ctx *c, struct json_out *o, const char *key, struct uuid user_id)
{
	struct user user;
	if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(c, user_id, &user))) {
		json_out_null(o, key);
		return;
	}
	json_out_object(o, key);
	json_out_text(o, "login", user.login);
	json_out_text(o, "name", user.name);
	json_out_end(o);
}

/* ---- stored documents: down the shape, which is ours, never down the document ---- */

static void reply_scalar(struct json_out *o, const char *key, const struct json_value *v)
{
	struct str text;
	int64_t number;
	bool yes = false;
	if (!sn_failed(json_as_text(v, &text)))
		json_out_text(o, key, text);
	else if (!sn_failed(json_as_int(v, &number)))
		json_out_int(o, key, number);
	else if (json_kind(v) == JSON_KIND_BOOL && v->key &&
		 !sn_failed(json_get_bool(v->parent, v->key, &yes)))
		json_out_bool(o, key, yes);
	else
		json_out_null(o, key);
}
static void reply_list(struct json_out *o, const struct field *f, const struct json_value *list)
{
	json_out_array(o, f->name);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json_value item = json_at(list, i);
		if (f->of)
			reply_shape(o, NULL, f->of, &item);
		else
			reply_scalar(o, NULL, &item);
	}
	json_out_end(o);
}
void reply_shape(struct json_out *o, const char *key, const struct shape *shape,
		 const struct json_value *v)
{
	json_out_object(o, key);
	for (const struct field *f = shape->fields; f->name; f++) {
		const struct json_value at = json_find(v, f->name);
		const enum json_kind kind = json_kind(&at);
		if (kind == JSON_ABSENT)
			continue;
		if (kind == JSON_KIND_OBJECT && f->of)
			reply_shape(o, f->name, f->of, &at);
		else if (kind == JSON_KIND_ARRAY)
			reply_list(o, f, &at);
		else
			reply_scalar(o, f->name, &at);
	}
	json_out_end(o);
}

/* ---- pages: the cursor is the key's bytes in base64url, with a byte that stands for the route ---- */

static uint8_t route_mark(const struct call *q)
{
	return crypto_sha256(str_of(q->route->path)).bytes[0];
}

static struct sn_err cursor_read(struct ctx *c, const struct call *q, struct str text,
				 struct str *after)
{
	const size_t bytes = text.bytes * 3 / 4;
	uint8_t *raw = arena_alloc(c->mem, bytes + 1);
	if (!raw)
		return SN_FAIL(OUT_OF_MEMORY);
	if (bytes < 2 || !crypto_from_base64url(text, raw, bytes) || raw[0] != route_mark(q))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	*after = (struct str){(const char *)raw + 1, bytes - 1};
	return SN_SUCCESS;
}

struct sn_err page_begin(struct ctx *c, struct call *q, struct json_out *o, struct page *out)
{
	const struct str after = call_query(q, "after");
	*out = (struct page){.rows_max = PAGE_ROWS_DEFAULT};
	SN_TRY(call_query_int(q, "limit", &out->rows_max));
	if (out->rows_max < 1 || out->rows_max > PAGE_ROWS_MAX)
		return SN_FAIL(OUT_OF_RANGE, .field = "limit", .arg = {1, PAGE_ROWS_MAX});
	if (!str_is_null(after))
		SN_TRY(cursor_read(c, q, after, &out->after));
	json_out_object(o, NULL);
	json_out_array(o, "items");
	return SN_SUCCESS;
}

void page_end(struct ctx *c, struct call *q, struct json_out *o, struct str next)
{
	json_out_end(o);
	if (str_is_null(next)) {
		json_out_null(o, "next");
	} else {
		char *raw = arena_alloc(c->mem, next.bytes + 1);
		char *text = arena_alloc(c->mem, crypto_base64url_bytes(next.bytes + 1));
		if (raw && text) {
			raw[0] = (char)route_mark(q);
			memcpy(raw + 1, next.at, next.bytes);
			crypto_base64url(raw, next.bytes + 1, text);
		}
		json_out_text(o, "next", str_of(text));
	}
	json_out_end(o);
}

/* ---- shapes of these ---- */

static const struct field org_ref_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "150300", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "乌海市总工会", .zh = "名称", .en = "name"},
	{0},
};
const struct shape shape_org_ref = {"OrgRef", org_ref_fields};

static const struct field user_ref_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .example = "jingban", .zh = "用户名", .en = "login"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王经办（合成数据）", .zh = "姓名",
	 .en = "name"},
	{0},
};
const struct shape shape_user_ref = {"UserRef", user_ref_fields};

static const struct field nothing_fields[] = {{0}};
const struct shape shape_nothing = {"Nothing", nothing_fields};
