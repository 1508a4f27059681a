/* What handlers write into replies beyond JSON's own kinds, and pages. */
#include "base/crypto.h"
#include "http/api_priv.h"
#include "http/shapes.h"
#include "people/keyring.h"

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

/* ---- pages: a cursor is the key's bytes behind a check value of route and key, in base64url ---- */

enum { CURSOR_CHECK_BYTES = 8 };

/* Under a key of the installation: some keys carry more than a place (a statement's running balance), and nobody but the
 * server makes one up. */
static struct sn_err cursor_check(struct ctx *c, const struct call *q, struct str key,
				  uint8_t out[CURSOR_CHECK_BYTES])
{
	const char *bound = arena_printf(c->mem, "%s " STR_FMT, q->route->path, STR_ARG(key));
	if (!bound)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct blind_index check = keyring_index(c->keys, KEYRING_CURSOR, str_of(bound));
	memcpy(out, check.bytes, CURSOR_CHECK_BYTES);
	return SN_SUCCESS;
}

static struct sn_err cursor_read(struct ctx *c, const struct call *q, struct str text,
				 struct str *after)
{
	const size_t bytes = text.bytes * 3 / 4;
	uint8_t check[CURSOR_CHECK_BYTES];
	uint8_t *raw = arena_alloc(c->mem, bytes + 1);
	if (!raw)
		return SN_FAIL(OUT_OF_MEMORY);
	if (bytes <= CURSOR_CHECK_BYTES || !crypto_from_base64url(text, raw, bytes))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	*after = (struct str){(const char *)raw + CURSOR_CHECK_BYTES, bytes - CURSOR_CHECK_BYTES};
	SN_TRY(cursor_check(c, q, *after, check));
	return crypto_eq(check, raw, CURSOR_CHECK_BYTES) ? SN_SUCCESS
							 : SN_FAIL(BAD_CURSOR, .field = "after");
}

static struct str cursor_text(struct ctx *c, const struct call *q, struct str key)
{
	const size_t bytes = CURSOR_CHECK_BYTES + key.bytes;
	uint8_t *raw = arena_alloc(c->mem, bytes);
	char *text = arena_alloc(c->mem, crypto_base64url_bytes(bytes));
	if (!raw || !text || sn_failed(cursor_check(c, q, key, raw)))
		return STR_NULL; /* the arena has run short, and the call is refused for it */
	memcpy(raw + CURSOR_CHECK_BYTES, key.at, key.bytes);
	crypto_base64url(raw, bytes, text);
	return str_of(text);
}

struct sn_err page_begin(struct ctx *c, struct call *q, struct json_out *o, struct page *out)
{
	const struct str after = call_query(q, "after");
	*out = (struct page){.rows_max = PAGE_ROWS_DEFAULT};
	SN_TRY(call_query_int(q, "limit", &out->rows_max));
	if (!str_is_null(after))
		SN_TRY(cursor_read(c, q, after, &out->after));
	json_out_object(o, NULL);
	json_out_array(o, "items");
	return SN_SUCCESS;
}

/* A place in a list, or a number that accounts bear (44 bits): with a page behind it far inside 64 bits. */
static const int64_t place_max = INT64_C(1) << 53;

struct sn_err page_number(const struct page *page, int64_t *out)
{
	int64_t number = 0;
	if (str_is_null(page->after))
		return SN_SUCCESS;
	if (!str_to_int(page->after, &number) || number < 0 || number > place_max)
		return SN_FAIL(BAD_CURSOR, .field = "after");
	*out = number;
	return SN_SUCCESS;
}
struct sn_err page_id(const struct page *page, struct uuid *out)
{
	if (str_is_null(page->after))
		return SN_SUCCESS;
	return sn_failed(uuid_parse(out, page->after, "after"))
		       ? SN_FAIL(BAD_CURSOR, .field = "after")
		       : SN_SUCCESS;
}

void page_end(struct ctx *c, struct call *q, struct json_out *o, struct str next)
{
	json_out_end(o);
	json_out_text(o, "next", str_is_null(next) ? STR_NULL : cursor_text(c, q, next));
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
