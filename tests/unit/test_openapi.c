/* No row of the API lacks its right, shapes, examples or words; and its description is a document. */
#include "http/api.h"
#include "http/openapi.h"
#include "tap.h"

static bool is_text(const char *text)
{
	return text && text[0] != '\0';
}

static void each_row(void (*look)(const struct route *r))
{
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			look(r);
}

/* What is wrong with the rows, with the shapes: each fault tells where. */
static int row_faults, shape_faults, rows_seen;
static void row_ok(bool good, const struct route *r, const char *what)
{
	if (good)
		return;
	printf("# %s %s: %s\n", r->method, r->path, what);
	row_faults++;
}

static int args_of(const char *path)
{
	int count = 0;
	for (; *path; path++)
		count += *path == '{';
	return count;
}

static void whole(const struct route *r)
{
	const bool reads = strcmp(r->method, "GET") == 0;
	rows_seen++;
	row_ok(strncmp(r->path, "/api/v1/", 8) == 0, r, "stands below /api/v1/");
	row_ok(is_text(r->zh) && is_text(r->en), r, "says what it does, in both languages");
	row_ok(r->answer != NULL, r, "has somebody who answers");
	row_ok(!reads || r->class != ROUTE_WRITE, r, "GET reads");
	row_ok(!reads || r->reply || r->file, r, "what reads replies");
	row_ok(!reads || r->body == BODY_NONE, r, "GET has no body");
	row_ok(reads || r->class == ROUTE_WRITE ||
		       (strcmp(r->method, "POST") == 0 && r->body == BODY_JSON),
	       r, "what reads by POST has what must not stand in an address");
	row_ok((r->body == BODY_JSON) == (r->request != NULL), r, "a JSON body has its shape");
	row_ok(!r->reply_page || (reads && r->reply), r, "a page is read and has its shape");
	row_ok(args_of(r->path) <= CALL_ARGS_MAX, r, "has few arguments");
	row_ok(r->class == ROUTE_WRITE || !r->prepare, r, "only writes prepare");
	for (const struct query_field *f = r->query; f && f->name; f++) {
		row_ok(is_text(f->zh) && is_text(f->en), r, "its parameters have words");
		row_ok(f->kind != FIELD_WORD || is_text(f->words), r, "its words are listed");
	}
}

static int same_rows(const struct route *row)
{
	int count = 0;
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			count += strcmp(r->path, row->path) == 0 &&
				 strcmp(r->method, row->method) == 0;
	return count;
}
static void alone(const struct route *r)
{
	row_ok(same_rows(r) == 1, r, "stands there once");
}

/* ---- shapes ---- */

static void field_ok(bool good, const struct shape *s, const struct field *f, const char *what)
{
	if (good)
		return;
	printf("# %s.%s: %s\n", s->name, f->name, what);
	shape_faults++;
}

static void field_whole(const struct shape *s, const struct field *f)
{
	const bool made = f->kind == FIELD_OBJECT || f->kind == FIELD_ANY || f->kind == FIELD_LIST;
	int64_t number = 0;
	field_ok(is_text(f->zh) && is_text(f->en), s, f, "has its words");
	field_ok(made || f->example, s, f,
		 "has an example"); /* "": one of several that may be given */
	field_ok(f->kind != FIELD_OBJECT || f->of, s, f, "an object has its shape");
	field_ok(f->kind != FIELD_WORD || is_text(f->words), s, f, "its words are listed");
	if (f->example && (f->kind == FIELD_INT || f->kind == FIELD_FEN))
		field_ok(str_to_int(str_of(f->example), &number), s, f, "its example is a number");
}

static void shapes_whole(void)
{
	struct openapi_shapes all;
	openapi_shapes(&all);
	OK(all.count > 0 && all.count < OPENAPI_SHAPES_MAX, "there are shapes, and room for all");
	for (size_t i = 0; i < all.count; i++) {
		for (size_t j = 0; j < i; j++)
			field_ok(strcmp(all.list[i]->name, all.list[j]->name) != 0, all.list[i],
				 all.list[i]->fields, "no other shape bears its name");
		for (const struct field *f = all.list[i]->fields; f->name; f++)
			field_whole(all.list[i], f);
	}
	EQ_I64(shape_faults, 0, "every field has words, an example, its shape");
}

static void document(void)
{
	struct buf *b = buf_new(JSON_BYTES_MAX);
	struct json_out o = json_out_buf(b, false);
	struct json_doc *doc = NULL;
	struct str version = STR_NULL;
	OK(!sn_failed(api_openapi(&o)), "it is printed");
	OK(!sn_failed(json_read(&doc, buf_str(b))), "as JSON without a key twice");
	const struct json_value root = json_root(doc), paths = json_find(&root, "paths");
	OK(!sn_failed(json_get_text(&root, "openapi", &version)) && str_is(version, "3.1.0"),
	   "of OpenAPI 3.1");
	OK(json_count(&paths) > 5, "with its paths");
	json_free(doc);
	buf_reset(b);
	openapi_page(b, LANG_EN);
	OK(!buf_full(b) && buf_str(b).bytes > 1000, "and as a page");
	buf_free(b);
}

int main(void)
{
	each_row(whole);
	each_row(alone);
	OK(rows_seen > 150, "all rows were looked at");
	EQ_I64(row_faults, 0, "every row has its right, shapes, words and stands once");
	shapes_whole();
	document();
	return tap_done();
}
