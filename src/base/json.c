#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

/* The parser recurses, so the depth is counted before it starts. */
static bool too_deep(struct str text)
{
	int depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.bytes; i++) {
		const char c = text.at[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '[' || c == '{') && ++depth > JSON_DEPTH_MAX)
			return true;
		else if (!quoted && (c == ']' || c == '}'))
			depth--;
	}
	return false;
}

/* The parser's own words quote the input, so only their kind is told. */
static const char *parser_words(enum json_error_code code)
{
	if (code == json_error_duplicate_key)
		return "同一个键出现两次 duplicate key";
	if (code == json_error_premature_end_of_input)
		return "不完整 cut off";
	if (code == json_error_invalid_utf8)
		return "不是 UTF-8 not UTF-8";
	if (code == json_error_numeric_overflow)
		return "数字太大 number too large";
	if (code == json_error_null_character || code == json_error_null_byte_in_key)
		return "含 NUL 字符 NUL inside";
	return "语法错误 syntax error";
}

struct sn_err json_read(struct json_doc **doc, struct str text)
{
	*doc = NULL;
	if (text.bytes > JSON_BYTES_MAX)
		return sn_err_with_text(SN_FAIL(TOO_BIG, .arg = {JSON_BYTES_MAX}), "字节数 bytes");
	if (too_deep(text))
		return sn_err_with_text(SN_FAIL(TOO_BIG, .arg = {JSON_DEPTH_MAX}), "层数 depth");
	json_error_t error;
	json_t *root =
		json_loadb(text.at ? text.at : "", text.bytes, JSON_REJECT_DUPLICATES, &error);
	if (!root && json_error_code(&error) == json_error_out_of_memory)
		return SN_FAIL(OUT_OF_MEMORY);
	if (!root)
		return sn_err_with_text(SN_FAIL(BAD_JSON, .row = error.line > 0 ? error.line : 1),
					"%s", parser_words(json_error_code(&error)));
	*doc = (struct json_doc *)root;
	return SN_SUCCESS;
}

void json_free(struct json_doc *doc)
{
	json_decref((json_t *)doc);
}

struct json_value json_root(struct json_doc *doc)
{
	return (struct json_value){.node = doc};
}

enum json_kind json_kind(const struct json_value *v)
{
	const json_t *node = v->node;
	if (!node)
		return JSON_ABSENT;
	switch (json_typeof(node)) {
	case JSON_OBJECT:
		return JSON_KIND_OBJECT;
	case JSON_ARRAY:
		return JSON_KIND_ARRAY;
	case JSON_STRING:
		return JSON_KIND_TEXT;
	case JSON_INTEGER:
		return JSON_KIND_INT;
	case JSON_REAL:
		return JSON_KIND_FRACTION;
	case JSON_TRUE:
	case JSON_FALSE:
		return JSON_KIND_BOOL;
	case JSON_NULL:
		break;
	}
	return JSON_KIND_NULL;
}

struct json_value json_find(const struct json_value *object, const char *key)
{
	return (struct json_value){
		.node = json_object_get(object->node, key), .parent = object, .key = key};
}

size_t json_count(const struct json_value *v)
{
	return json_is_array((json_t *)v->node) ? json_array_size(v->node)
						: json_object_size(v->node);
}

struct json_value json_at(const struct json_value *array, size_t index)
{
	return (struct json_value){
		.node = json_array_get(array->node, index), .parent = array, .index = index};
}

bool json_next(const struct json_value *object, struct json_each *each)
{
	each->state = each->state ? json_object_iter_next(object->node, each->state)
				  : json_object_iter(object->node);
	if (!each->state)
		return false;
	each->value = (struct json_value){.node = json_object_iter_value(each->state),
					  .parent = object,
					  .key = json_object_iter_key(each->state)};
	return true;
}

/* A key may be a name or a number of a person in the wrong place: only what looks like a field's name is shown. */
static bool key_is_harmless(const char *key)
{
	int digits = 0;
	size_t i = 0;
	for (; i < 40 && key[i] != '\0'; i++) {
		const char c = key[i];
		const bool digit = c >= '0' && c <= '9';
		if (!digit && c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'))
			return false;
		digits += digit;
	}
	return i > 0 && key[i] == '\0' && digits <= 4;
}

void json_path(const struct json_value *v, char *out, size_t out_bytes)
{
	const struct json_value *way[JSON_DEPTH_MAX + 2];
	int steps = 0;
	for (; v->parent; v = v->parent) {
		assert(steps < JSON_DEPTH_MAX + 2);
		way[steps++] = v;
	}
	int used = snprintf(out, out_bytes, "$");
	while (steps-- > 0 && (size_t)used < out_bytes) {
		const struct json_value *step = way[steps];
		if (step->key)
			used += snprintf(out + used, out_bytes - (size_t)used, ".%s",
					 key_is_harmless(step->key) ? step->key : "?");
		else
			used += snprintf(out + used, out_bytes - (size_t)used, "[%zu]",
					 step->index);
	}
}

enum { PATH_BYTES = 80 };

static struct sn_err missing(const struct json_value *object, const char *key)
{
	char path[PATH_BYTES];
	json_path(object, path, sizeof path);
	return sn_err_with_text(SN_FAIL(MISSING_FIELD, .field = key), " (%s)", path);
}

static const char *const kind_words[] = {
	[JSON_ABSENT] = "-",
	[JSON_KIND_NULL] = "null",
	[JSON_KIND_BOOL] = "true/false",
	[JSON_KIND_INT] = "整数 integer",
	[JSON_KIND_FRACTION] = "-",
	[JSON_KIND_TEXT] = "文字 text",
	[JSON_KIND_ARRAY] = "列表 array",
	[JSON_KIND_OBJECT] = "对象 object",
};

/* `field` is a literal: a key from the document would die with it. */
static struct sn_err want(const struct json_value *v, enum json_kind kind, const char *field)
{
	const enum json_kind have = json_kind(v);
	if (have == kind)
		return SN_SUCCESS;
	char path[PATH_BYTES];
	json_path(v, path, sizeof path);
	if (kind == JSON_KIND_INT)
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = field), "%s", path);
	return sn_err_with_text(SN_FAIL(WRONG_KIND, .field = field), "%s: %s", path,
				kind_words[kind]);
}

static bool is_there(const struct json_value *v)
{
	const enum json_kind kind = json_kind(v);
	return kind != JSON_ABSENT && kind != JSON_KIND_NULL;
}

static struct sn_err want_key(const struct json_value *object, const char *key, enum json_kind kind,
			      struct json_value *out)
{
	SN_TRY(want(object, JSON_KIND_OBJECT, "value"));
	*out = json_find(object, key);
	if (!is_there(out))
		return missing(object, key);
	return want(out, kind, key);
}

static struct str text_of(const struct json_value *v)
{
	return (struct str){json_string_value(v->node), json_string_length(v->node)};
}

struct sn_err json_get_int(const struct json_value *object, const char *key, int64_t *out)
{
	struct json_value v;
	SN_TRY(want_key(object, key, JSON_KIND_INT, &v));
	*out = json_integer_value(v.node);
	return SN_SUCCESS;
}

struct sn_err json_get_text(const struct json_value *object, const char *key, struct str *out)
{
	struct json_value v;
	SN_TRY(want_key(object, key, JSON_KIND_TEXT, &v));
	*out = text_of(&v);
	return SN_SUCCESS;
}

struct sn_err json_get_bool(const struct json_value *object, const char *key, bool *out)
{
	struct json_value v;
	SN_TRY(want_key(object, key, JSON_KIND_BOOL, &v));
	*out = json_is_true((json_t *)v.node);
	return SN_SUCCESS;
}

struct sn_err json_get_array(const struct json_value *object, const char *key,
			     struct json_value *out)
{
	return want_key(object, key, JSON_KIND_ARRAY, out);
}

struct sn_err json_get_object(const struct json_value *object, const char *key,
			      struct json_value *out)
{
	return want_key(object, key, JSON_KIND_OBJECT, out);
}

struct sn_err json_get_money(const struct json_value *object, const char *key, struct money *out)
{
	int64_t fen = 0;
	SN_TRY(json_get_int(object, key, &fen));
	*out = MONEY_FEN(fen);
	return SN_SUCCESS;
}

struct sn_err json_get_uuid(const struct json_value *object, const char *key, struct uuid *out)
{
	struct str text;
	SN_TRY(json_get_text(object, key, &text));
	return uuid_parse(out, text, key);
}

static bool has(const struct json_value *object, const char *key)
{
	const struct json_value v = json_find(object, key);
	return is_there(&v);
}

struct sn_err json_get_int_or(const struct json_value *object, const char *key, int64_t *out)
{
	return has(object, key) ? json_get_int(object, key, out) : SN_SUCCESS;
}

struct sn_err json_get_text_or(const struct json_value *object, const char *key, struct str *out)
{
	return has(object, key) ? json_get_text(object, key, out) : SN_SUCCESS;
}

struct sn_err json_get_bool_or(const struct json_value *object, const char *key, bool *out)
{
	return has(object, key) ? json_get_bool(object, key, out) : SN_SUCCESS;
}

struct sn_err json_get_money_or(const struct json_value *object, const char *key, struct money *out)
{
	return has(object, key) ? json_get_money(object, key, out) : SN_SUCCESS;
}

struct sn_err json_as_text(const struct json_value *v, struct str *out)
{
	SN_TRY(want(v, JSON_KIND_TEXT, "value"));
	*out = text_of(v);
	return SN_SUCCESS;
}

struct sn_err json_as_int(const struct json_value *v, int64_t *out)
{
	SN_TRY(want(v, JSON_KIND_INT, "value"));
	*out = json_integer_value(v->node);
	return SN_SUCCESS;
}

struct sn_err json_as_object(const struct json_value *v)
{
	return want(v, JSON_KIND_OBJECT, "value");
}

struct sn_err json_as_array(const struct json_value *v)
{
	return want(v, JSON_KIND_ARRAY, "value");
}

static bool is_one_of(const char *key, const char *const *keys)
{
	for (; *keys; keys++)
		if (strcmp(key, *keys) == 0)
			return true;
	return false;
}

struct sn_err json_only(const struct json_value *v, const char *const *keys)
{
	SN_TRY(json_as_object(v));
	for (struct json_each each = {0}; json_next(v, &each);) {
		if (is_one_of(each.value.key, keys))
			continue;
		char path[PATH_BYTES];
		json_path(&each.value, path, sizeof path);
		return sn_err_with_text(SN_FAIL(UNKNOWN_FIELD), "%s", path);
	}
	return SN_SUCCESS;
}
