/* The API's description (OpenAPI 3.1), printed from the rows. */
#include "http/openapi.h"
#include "http/api_priv.h"

#include <ctype.h>
#include <inttypes.h>

/* ---- which shapes there are ---- */

static bool has_shape(const struct openapi_shapes *all, const struct shape *s)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i] == s)
			return true;
	return false;
}

static void add_shape(struct openapi_shapes *all, const struct shape *s)
{
	if (!s || has_shape(all, s) || all->count == OPENAPI_SHAPES_MAX)
		return;
	all->list[all->count++] = s;
}

/* Shapes inside shapes; the list grows while it is walked. */
static void add_inner(struct openapi_shapes *all)
{
	for (size_t i = 0; i < all->count; i++)
		for (const struct field *f = all->list[i]->fields; f->name; f++)
			add_shape(all, f->of);
}

void openapi_shapes(struct openapi_shapes *all)
{
	all->count = 0;
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			add_shape(all, r->request);
	add_inner(all);
	all->asked = all->count;
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			add_shape(all, r->reply);
	add_inner(all);
}

/* ---- schemas ---- */

static const char *json_type(enum field_kind kind)
{
	switch (kind) {
	case FIELD_INT:
	case FIELD_FEN:
		return "integer";
	case FIELD_BOOL:
		return "boolean";
	case FIELD_OBJECT:
	case FIELD_ANY:
		return "object";
	case FIELD_LIST:
		return "array";
	case FIELD_TEXT:
	case FIELD_UUID:
	case FIELD_DAY:
	case FIELD_TIME:
	case FIELD_WORD:
		break;
	}
	return "string";
}

static const char *json_format(enum field_kind kind)
{
	switch (kind) {
	case FIELD_UUID:
		return "uuid";
	case FIELD_DAY:
		return "date";
	case FIELD_TIME:
		return "date-time";
	case FIELD_INT:
	case FIELD_FEN:
		return "int64";
	case FIELD_TEXT:
	case FIELD_BOOL:
	case FIELD_WORD:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_ANY:
		break;
	}
	return NULL;
}

static void ref_out(struct json_out *o, const char *key, const char *name)
{
	char ref[128];
	(void)snprintf(ref, sizeof ref, "#/components/schemas/%s", name);
	json_out_object(o, key);
	json_out_text(o, "$ref", str_of(ref));
	json_out_end(o);
}

static void type_out(struct json_out *o, const char *type, bool nullable)
{
	if (!nullable) {
		json_out_text(o, "type", str_of(type));
		return;
	}
	json_out_array(o, "type");
	json_out_text(o, NULL, str_of(type));
	json_out_text(o, NULL, STR("null"));
	json_out_end(o);
}

static void words_out(struct json_out *o, const char *words, bool nullable)
{
	struct str rest = str_of(words), word;
	json_out_array(o, "enum");
	while (str_split(&rest, '|', &word))
		json_out_text(o, NULL, word);
	if (nullable)
		json_out_null(o, NULL);
	json_out_end(o);
}

static void number_or_text(struct json_out *o, const char *key, enum field_kind kind,
			   const char *example)
{
	int64_t number = 0;
	if (!example)
		json_out_null(o, key);
	else if (str_is(str_of(json_type(kind)), "integer") && str_to_int(str_of(example), &number))
		json_out_int(o, key, number);
	else if (kind == FIELD_BOOL)
		json_out_bool(o, key, strcmp(example, "true") == 0);
	else
		json_out_text(o, key, str_of(example));
}

/* As shape_check() reads it: of a request, what is not needed may be null as well, and a text that is needed is not empty. */
enum { FIELD_FILLED = 1 << 8 };
static unsigned asked_flags(const struct field *f)
{
	return f->flags & FIELD_NEEDED ? FIELD_NEEDED | FIELD_FILLED : FIELD_NULLABLE;
}

static void inner_out(struct json_out *o, const struct field *f, unsigned flags)
{
	if (f->kind == FIELD_WORD)
		words_out(o, f->words, flags & FIELD_NULLABLE);
	if (f->kind == FIELD_TEXT && (flags & FIELD_FILLED))
		json_out_int(o, "minLength", 1);
	if (f->kind == FIELD_TEXT && f->max > 0)
		json_out_int(o, "maxLength", f->max); /* of bytes, and no character has fewer */
	if ((f->kind == FIELD_INT || f->kind == FIELD_FEN) && (f->min != 0 || f->max != 0)) {
		json_out_int(o, "minimum", f->min);
		json_out_int(o, "maximum", f->max);
	}
	if (f->kind != FIELD_LIST)
		return;
	if (f->max > 0)
		json_out_int(o, "maxItems", f->max);
	if (f->of) {
		ref_out(o, "items", f->of->name);
		return;
	}
	json_out_object(o, "items");
	json_out_text(o, "type", STR("string"));
	json_out_end(o);
}

static void description_out(struct json_out *o, const char *zh, const char *en)
{
	char both[512];
	(void)snprintf(both, sizeof both, "%s · %s", zh, en);
	json_out_text(o, "description", str_of(both));
}

static void field_out(struct json_out *o, const struct field *f, unsigned flags)
{
	const bool nullable = flags & FIELD_NULLABLE;
	json_out_object(o, f->name);
	description_out(o, f->zh, f->en);
	if (f->kind == FIELD_OBJECT && f->of) {
		json_out_array(o, "anyOf");
		ref_out(o, NULL, f->of->name);
		if (nullable) {
			json_out_object(o, NULL);
			json_out_text(o, "type", STR("null"));
			json_out_end(o);
		}
		json_out_end(o);
	} else if (f->kind != FIELD_ANY) {
		type_out(o, json_type(f->kind), nullable);
		if (json_format(f->kind))
			json_out_text(o, "format", str_of(json_format(f->kind)));
		inner_out(o, f, flags);
		if (f->kind != FIELD_LIST && f->example) {
			json_out_array(o, "examples");
			number_or_text(o, NULL, f->kind, f->example);
			json_out_end(o);
		}
	}
	json_out_end(o);
}

static void schema_out(struct json_out *o, const struct shape *s, bool asked)
{
	json_out_object(o, s->name);
	json_out_text(o, "type", STR("object"));
	json_out_bool(o, "additionalProperties", false);
	json_out_object(o, "properties");
	for (const struct field *f = s->fields; f->name; f++)
		field_out(o, f, asked ? asked_flags(f) : f->flags);
	json_out_end(o);
	json_out_array(o, "required");
	for (const struct field *f = s->fields; f->name; f++)
		if (f->flags & FIELD_NEEDED)
			json_out_text(o, NULL, str_of(f->name));
	json_out_end(o);
	json_out_end(o);
}

/* ---- examples: a whole document of the fields' own ---- */

enum { EXAMPLE_DEPTH = 6 };
static void example_out(struct json_out *o, const char *key, const struct shape *s, int depth)
{
	json_out_object(o, key);
	for (const struct field *f = s->fields; f->name; f++) {
		const bool deep = depth == EXAMPLE_DEPTH;
		if (f->kind == FIELD_ANY) {
			json_out_object(o, f->name);
			json_out_end(o);
		} else if (f->kind == FIELD_OBJECT && f->of && !deep) {
			example_out(o, f->name, f->of, depth + 1);
		} else if (f->kind == FIELD_OBJECT) {
			json_out_null(o, f->name);
		} else if (f->kind == FIELD_LIST) {
			json_out_array(o, f->name);
			if (f->of && !deep)
				example_out(o, NULL, f->of, depth + 1);
			else if (!f->of && f->example)
				json_out_text(o, NULL, str_of(f->example));
			json_out_end(o);
		} else if (f->example || (f->flags & FIELD_NULLABLE)) {
			number_or_text(o, f->name, f->kind, f->example);
		}
	}
	json_out_end(o);
}

static void page_example_out(struct json_out *o, const struct shape *s)
{
	json_out_object(o, "example");
	json_out_array(o, "items");
	example_out(o, NULL, s, 1);
	json_out_end(o);
	json_out_null(o, "next");
	json_out_end(o);
}

void openapi_example(struct json_out *o, const struct shape *s)
{
	example_out(o, NULL, s, 0);
}

/* ---- operations ---- */

/* "POST /api/v1/cycles/{cycle}/state" makes "post_cycles_cycle_state". */
static void operation_id(const struct route *r, char *out, size_t room)
{
	size_t n = 0;
	for (const char *c = r->method; *c && n + 1 < room; c++)
		out[n++] = (char)tolower((unsigned char)*c);
	for (const char *c = r->path + strlen("/api/v1"); *c && n + 1 < room; c++)
		if (isalnum((unsigned char)*c))
			out[n++] = *c;
		else if (*c == '/' || *c == '-')
			out[n++] = '_';
	out[n] = '\0';
}

/* The word behind /api/v1/. */
struct str openapi_tag(const struct route *r)
{
	struct str rest = str_of(r->path + strlen("/api/v1/")), word = STR_NULL;
	(void)str_split(&rest, '/', &word);
	return word;
}

static void parameter_begin(struct json_out *o, const char *in, struct str name, bool required)
{
	json_out_object(o, NULL);
	json_out_text(o, "name", name);
	json_out_text(o, "in", str_of(in));
	json_out_bool(o, "required", required);
}

static void path_parameters(struct json_out *o, const struct route *r)
{
	struct str rest = str_of(r->path), part;
	while (str_split(&rest, '/', &part)) {
		if (part.bytes < 3 || part.at[0] != '{')
			continue;
		parameter_begin(o, "path", (struct str){part.at + 1, part.bytes - 2}, true);
		json_out_object(o, "schema");
		json_out_text(o, "type", STR("string"));
		json_out_end(o);
		json_out_end(o);
	}
}

static void query_parameters(struct json_out *o, const struct query_field *fields)
{
	for (; fields && fields->name; fields++) {
		parameter_begin(o, "query", str_of(fields->name), fields->needed);
		description_out(o, fields->zh, fields->en);
		json_out_object(o, "schema");
		json_out_text(o, "type", str_of(json_type(fields->kind)));
		if (json_format(fields->kind))
			json_out_text(o, "format", str_of(json_format(fields->kind)));
		if (fields->kind == FIELD_WORD)
			words_out(o, fields->words, false);
		if (fields->max != 0) {
			json_out_int(o, "minimum", fields->min);
			json_out_int(o, "maximum", fields->max);
		}
		json_out_end(o);
		if (fields->example)
			number_or_text(o, "example", fields->kind, fields->example);
		json_out_end(o);
	}
}

static void parameters_out(struct json_out *o, const struct route *r)
{
	json_out_array(o, "parameters");
	path_parameters(o, r);
	query_parameters(o, r->query);
	if (r->reply_page)
		query_parameters(o, query_page_fields());
	if (r->class == ROUTE_WRITE && !r->secret) {
		parameter_begin(o, "header", STR("Idempotency-Key"), true);
		description_out(o, "重试时用同一个", "the same at every retry");
		json_out_object(o, "schema");
		json_out_text(o, "type", STR("string"));
		json_out_int(o, "minLength", 1);
		json_out_int(o, "maxLength", HTTP_KEY_BYTES_MAX);
		json_out_end(o);
		json_out_end(o);
	}
	json_out_end(o);
}

static void request_out(struct json_out *o, const struct route *r)
{
	if (r->body == BODY_NONE)
		return;
	json_out_object(o, "requestBody");
	json_out_bool(o, "required", true);
	json_out_object(o, "content");
	json_out_object(o, r->body == BODY_JSON ? "application/json" : "application/octet-stream");
	if (r->body == BODY_JSON) {
		ref_out(o, "schema", r->request->name);
		example_out(o, "example", r->request, 0);
	} else {
		json_out_object(o, "schema");
		json_out_text(o, "type", STR("string"));
		json_out_text(o, "format", STR("binary"));
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	json_out_end(o);
}

static void page_schema_out(struct json_out *o, const struct shape *s)
{
	json_out_object(o, "schema");
	json_out_text(o, "type", STR("object"));
	json_out_bool(o, "additionalProperties", false);
	json_out_object(o, "properties");
	json_out_object(o, "items");
	json_out_text(o, "type", STR("array"));
	ref_out(o, "items", s->name);
	json_out_end(o);
	json_out_object(o, "next");
	type_out(o, "string", true);
	json_out_end(o);
	json_out_end(o);
	json_out_array(o, "required");
	json_out_text(o, NULL, STR("items"));
	json_out_text(o, NULL, STR("next"));
	json_out_end(o);
	json_out_end(o);
}

int openapi_status(const struct route *r)
{
	if (r->status != 0)
		return r->status;
	return r->reply || r->file ? 200 : 204;
}

static void file_out(struct json_out *o, const char *type)
{
	json_out_object(o, type);
	json_out_object(o, "schema");
	json_out_text(o, "type", STR("string"));
	json_out_text(o, "format", STR("binary"));
	json_out_end(o);
	json_out_end(o);
}

static void success_out(struct json_out *o, const struct route *r, int code)
{
	char status[8];
	(void)snprintf(status, sizeof status, "%d", code);
	json_out_object(o, status);
	json_out_text(o, "description", STR("ok"));
	if (r->reply) {
		json_out_object(o, "content");
		json_out_object(o, r->stream ? "text/event-stream" : "application/json");
		if (r->reply_page) {
			page_schema_out(o, r->reply);
			page_example_out(o, r->reply);
		} else {
			ref_out(o, "schema", r->reply->name);
			example_out(o, "example", r->reply, 0);
		}
		json_out_end(o);
		if (r->reply_page) {
			file_out(o, "text/csv");
			file_out(o, "application/"
				    "vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		}
		json_out_end(o);
	}
	if (r->file) {
		json_out_object(o, "content");
		file_out(o, r->file);
		json_out_end(o);
	}
	json_out_end(o);
}

static void problem_response(struct json_out *o, const char *status, const char *words)
{
	json_out_object(o, status);
	json_out_text(o, "description", str_of(words));
	json_out_object(o, "content");
	json_out_object(o, "application/problem+json");
	ref_out(o, "schema", "Problem");
	json_out_end(o);
	json_out_end(o);
	json_out_end(o);
}

static void responses_out(struct json_out *o, const struct route *r)
{
	json_out_object(o, "responses");
	success_out(o, r, openapi_status(r));
	if (r->other_status != 0)
		success_out(o, r, r->other_status);
	problem_response(o, "400", "请求有误 · the request is wrong");
	if (r->who != WHO_ANYBODY)
		problem_response(o, "401", "未登录 · not signed in");
	problem_response(o, "403", "无权 · not allowed");
	problem_response(o, "404", "没有这项 · no such thing");
	if (r->body != BODY_NONE)
		problem_response(o, "413", "太大 · too large");
	if (r->class == ROUTE_WRITE) {
		problem_response(o, "409", "已有变化 · it has changed");
		problem_response(o, "422", "超出规定 · a rule forbids it");
	}
	problem_response(o, "default", "其他 · anything else");
	json_out_end(o);
}

static const char *class_word(enum route_class class)
{
	static const char *const words[] = {
		[ROUTE_POINT] = "point", [ROUTE_READ] = "read", [ROUTE_WRITE] = "write"};
	return words[class];
}

static void operation_out(struct json_out *o, const struct route *r)
{
	char id[128], method[16];
	size_t n = 0;
	for (; r->method[n] && n + 1 < sizeof method; n++)
		method[n] = (char)tolower((unsigned char)r->method[n]);
	method[n] = '\0';
	operation_id(r, id, sizeof id);
	json_out_object(o, method);
	json_out_text(o, "operationId", str_of(id));
	json_out_array(o, "tags");
	json_out_text(o, NULL, openapi_tag(r));
	json_out_end(o);
	json_out_text(o, "summary", str_of(r->zh));
	json_out_text(o, "description", str_of(r->en));
	json_out_text(o, "x-class", str_of(class_word(r->class)));
	if (r->who == WHO_PERMITTED)
		json_out_text(o, "x-permission",
			      str_of(rights_permission_words(r->permission)->word));
	if (r->who == WHO_ANYBODY) {
		json_out_array(o, "security");
		json_out_end(o);
	}
	parameters_out(o, r);
	request_out(o, r);
	responses_out(o, r);
	json_out_end(o);
}

/* Rows of one path need not stand together. */
static bool is_first_of_path(const struct route *row)
{
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++) {
			if (r == row)
				return true;
			if (strcmp(r->path, row->path) == 0)
				return false;
		}
	return true;
}

static void path_out(struct json_out *o, const char *path)
{
	json_out_object(o, path);
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			if (strcmp(r->path, path) == 0)
				operation_out(o, r);
	json_out_end(o);
}

/* ---- the whole ---- */

static void text_property(struct json_out *o, const char *name, const char *type)
{
	json_out_object(o, name);
	json_out_text(o, "type", str_of(type));
	json_out_end(o);
}

static void problem_schema(struct json_out *o)
{
	json_out_object(o, "Problem");
	json_out_text(o, "type", STR("object"));
	json_out_text(o, "description",
		      STR("RFC 9457；code 不变，title 按 Accept-Language · code is stable, title "
			  "follows Accept-Language"));
	json_out_object(o, "properties");
	text_property(o, "type", "string");
	text_property(o, "title", "string");
	text_property(o, "status", "integer");
	text_property(o, "code", "string");
	text_property(o, "field", "string");
	text_property(o, "row", "integer");
	text_property(o, "instance", "string");
	json_out_object(o, "errors");
	json_out_text(o, "type", STR("array"));
	json_out_object(o, "items");
	json_out_text(o, "type", STR("object"));
	json_out_object(o, "properties");
	text_property(o, "path", "string");
	text_property(o, "code", "string");
	text_property(o, "title", "string");
	json_out_end(o);
	json_out_end(o);
	json_out_end(o);
	json_out_end(o);
	json_out_array(o, "required");
	json_out_text(o, NULL, STR("title"));
	json_out_text(o, NULL, STR("status"));
	json_out_text(o, NULL, STR("code"));
	json_out_end(o);
	json_out_end(o);
}

static void security_out(struct json_out *o)
{
	json_out_object(o, "securitySchemes");
	json_out_object(o, "token");
	json_out_text(o, "type", STR("http"));
	json_out_text(o, "scheme", STR("bearer"));
	json_out_end(o);
	json_out_object(o, "cookie");
	json_out_text(o, "type", STR("apiKey"));
	json_out_text(o, "in", STR("cookie"));
	json_out_text(o, "name", STR("__Host-sid"));
	json_out_end(o);
	json_out_end(o);
}

static void info_out(struct json_out *o)
{
	json_out_text(o, "openapi", STR("3.1.0"));
	json_out_object(o, "info");
	json_out_text(o, "title", STR("送暖 Songnuan"));
	json_out_text(o, "version", STR(SN_VERSION));
	json_out_text(o, "description",
		      STR("金额为整数分；日期 2024-10-26；时间带时区；未知为 null，不是 0。 · "
			  "Money is whole "
			  "fen; what is unknown is null, never 0."));
	json_out_object(o, "license");
	json_out_text(o, "name", STR("Apache-2.0"));
	json_out_text(o, "identifier", STR("Apache-2.0"));
	json_out_end(o);
	json_out_end(o);
	json_out_array(o, "security");
	json_out_object(o, NULL);
	json_out_array(o, "token");
	json_out_end(o);
	json_out_end(o);
	json_out_object(o, NULL);
	json_out_array(o, "cookie");
	json_out_end(o);
	json_out_end(o);
	json_out_end(o);
}

struct sn_err api_openapi(struct json_out *o)
{
	struct openapi_shapes shapes;
	openapi_shapes(&shapes);
	json_out_object(o, NULL);
	info_out(o);
	json_out_object(o, "paths");
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			if (is_first_of_path(r))
				path_out(o, r->path);
	json_out_end(o);
	json_out_object(o, "components");
	json_out_object(o, "schemas");
	problem_schema(o);
	for (size_t i = 0; i < shapes.count; i++)
		schema_out(o, shapes.list[i], i < shapes.asked);
	json_out_end(o);
	security_out(o);
	json_out_end(o);
	json_out_end(o);
	return json_out_done(o);
}
