/* A request's target, headers and body, of any bytes: "TARGET\nHEADER\nBODY". What the router finds matches, what was decoded is
 * UTF-8 without NUL, and a body's faults have their places. */
#include "base/text.h"
#include "http/api_priv.h"
#include "http/headers.h"

#include <assert.h>

static const struct field inner_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 16, .zh = "", .en = ""},
	{0},
};
static const struct shape inner = {"Inner", inner_fields};
static const struct field fields[] = {
	{"text", FIELD_TEXT, FIELD_NEEDED, .max = 64, .zh = "", .en = ""},
	{"count", FIELD_INT, FIELD_NULLABLE, .min = 1, .max = 200, .zh = "", .en = ""},
	{"day", FIELD_DAY, 0, .zh = "", .en = ""},
	{"word", FIELD_WORD, 0, .words = "a|b|cc", .zh = "", .en = ""},
	{"list", FIELD_LIST, 0, .max = 4, .of = &inner, .zh = "", .en = ""},
	{"texts", FIELD_LIST, 0, .max = 4, .zh = "", .en = ""},
	{"object", FIELD_OBJECT, FIELD_NULLABLE, .of = &inner, .zh = "", .en = ""},
	{"any", FIELD_ANY, 0, .zh = "", .en = ""},
	{0},
};
static const struct shape whole = {"Whole", fields};

static void is_clean(struct str text)
{
	assert(text_is_utf8(text));
	for (size_t i = 0; i < text.bytes; i++)
		assert(text.at[i] != '\0');
}

static void target(struct arena *mem, struct str text)
{
	static const char *const routes[] = {"/api/v1/cycles/{cycle}/state", "/{a}/{b}/{c}/{d}",
					     "/x"};
	struct str path, args[CALL_ARGS_MAX];
	struct query q;
	if (sn_failed(query_parse(mem, text, &path, &q)))
		return;
	assert(q.count <= QUERY_FIELDS_MAX);
	for (size_t i = 0; i < q.count; i++) {
		is_clean(q.given[i].name);
		is_clean(q.given[i].value);
	}
	for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		memset(args, 0, sizeof args);
		if (!query_matches(routes[i], path, args) ||
		    sn_failed(query_decode_args(mem, args)))
			continue;
		for (int a = 0; a < CALL_ARGS_MAX && !str_is_null(args[a]); a++)
			is_clean(args[a]);
	}
}

static void header(struct str text)
{
	/* What may be a name or a target may be a value. */
	assert(!header_is_name(text) || header_is_value(text));
	assert(!header_is_target(text) || header_is_value(text));
	assert(!header_is_chunked(text) || header_is_name(text));
	char agent[HEADER_AGENT_BYTES];
	const struct header_origin origin = {STR_NULL, text, STR("care.example")};
	const enum lang lang = header_lang(text);
	assert(lang == LANG_ZH || lang == LANG_EN);
	(void)header_accepts_coding(text, "gzip");
	(void)header_has_etag(text, STR("\"a\""));
	(void)header_is_same_origin(&origin);
	const struct str parts[] = {header_bearer(text), header_cookie(text, "__Host-sid")};
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		assert(parts[i].bytes == 0 ||
		       (parts[i].at >= text.at &&
			parts[i].at + parts[i].bytes <= text.at + text.bytes));
	header_agent(text, agent);
	is_clean(str_of(agent));
}

static void body(struct str text)
{
	struct json_doc *doc;
	struct body_errors errors = {0};
	if (sn_failed(json_read(&doc, text)))
		return;
	const struct json_value root = json_root(doc);
	shape_check(&whole, &root, &errors);
	assert(errors.count <= BODY_ERRORS_MAX);
	for (size_t i = 0; i < errors.count; i++)
		assert(errors.list[i].path[0] == '$' && sn_failed(errors.list[i].why));
	json_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, part = STR("");
	struct arena *mem = arena_new(REQUEST_ARENA_BYTES);
	if (str_split(&rest, '\n', &part))
		target(mem, part);
	if (!str_is_null(rest) && str_split(&rest, '\n', &part))
		header(part);
	if (!str_is_null(rest))
		body(rest);
	arena_free(mem);
	return 0;
}
