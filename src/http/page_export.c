/* A list as a file: the server asks the page route for page after page, in one state of the database, and makes columns of
 * the reply's shape. Objects inside become columns of their own ("主办工会代码"), lists become one cell. */
#include "base/crypto.h"
#include "http/api_priv.h"
#include "http/spool.h"
#include "rights/audit.h"

enum { WAY_MAX = 3, CURSOR_BYTES = 1024, LIST_CELL_BYTES = 4096 };

struct column {
	const char *way[WAY_MAX]; /* keys from the row to the value */
	enum field_kind kind;
	const char *listed; /* of a list's objects the field that is shown; NULL: they are texts */
};
struct columns {
	struct table_out_column out[TABLE_COLUMNS_MAX];
	struct column in[TABLE_COLUMNS_MAX];
	size_t count;
};

/* ---- columns from a shape ---- */

static enum table_kind kind_of(enum field_kind kind)
{
	switch (kind) {
	case FIELD_INT:
		return TABLE_INT;
	case FIELD_FEN:
		return TABLE_MONEY;
	case FIELD_BOOL:
		return TABLE_BOOL;
	case FIELD_DAY:
		return TABLE_DAY;
	case FIELD_TIME:
		return TABLE_TIME;
	case FIELD_TEXT:
	case FIELD_UUID:
	case FIELD_WORD:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_ANY:
		break;
	}
	return TABLE_TEXT;
}

struct branch {
	const struct shape *shape;
	const char *way[WAY_MAX], *zh, *en;
	size_t depth;
};

static void add_column(struct arena *mem, const struct branch *b, const struct field *f,
		       struct columns *out)
{
	if (out->count == TABLE_COLUMNS_MAX)
		return;
	struct column *in = &out->in[out->count];
	struct table_out_column *to = &out->out[out->count++];
	*in = (struct column){.kind = f->kind};
	memcpy(in->way, b->way, sizeof in->way);
	in->way[b->depth] = f->name;
	if (f->kind == FIELD_LIST && f->of)
		in->listed = f->of->fields[0].name;
	*to = (struct table_out_column){
		.key = f->name,
		.kind = kind_of(f->kind),
		.zh = arena_printf(mem, "%s%s", b->zh, f->zh),
		.en = arena_printf(mem, "%s%s%s", b->en, *b->en ? " " : "", f->en)};
}

static void add_columns(struct arena *mem, const struct branch *b, struct columns *out)
{
	for (const struct field *f = b->shape->fields; f->name; f++) {
		if (f->kind == FIELD_ANY)
			continue; /* a document of its own: no cell holds it */
		if (f->kind != FIELD_OBJECT || b->depth + 1 == WAY_MAX) {
			add_column(mem, b, f, out);
			continue;
		}
		struct branch inner = *b;
		inner.shape = f->of;
		inner.way[inner.depth++] = f->name;
		inner.zh = arena_printf(mem, "%s%s", b->zh, f->zh);
		inner.en = arena_printf(mem, "%s%s%s", b->en, *b->en ? " " : "", f->en);
		add_columns(mem, &inner, out);
	}
}

/* ---- rows ---- */

static struct json_value value_at(const struct json_value *row, const struct column *column,
				  struct json_value steps[WAY_MAX])
{
	const struct json_value *at = row;
	for (size_t i = 0; i < WAY_MAX && column->way[i]; i++) {
		steps[i] = json_find(at, column->way[i]);
		at = &steps[i];
	}
	return *at;
}

static void list_cell(struct table_out *t, const struct json_value *list, const char *listed)
{
	struct buf *cell = buf_new(LIST_CELL_BYTES);
	for (size_t i = 0; cell && i < json_count(list); i++) {
		const struct json_value item = json_at(list, i);
		const struct json_value shown = listed ? json_find(&item, listed) : item;
		struct str text = STR_NULL;
		if (json_kind(&shown) == JSON_KIND_TEXT && !sn_failed(json_as_text(&shown, &text)))
			buf_printf(cell, "%s" STR_FMT, i == 0 ? "" : "; ", STR_ARG(text));
	}
	table_out_text(t, cell ? buf_str(cell) : STR_NULL);
	buf_free(cell);
}

static void text_cell(struct table_out *t, enum field_kind kind, struct str text)
{
	int32_t day = 0;
	int64_t at_us = 0;
	if (kind == FIELD_DAY && !sn_failed(day_parse(&day, text, "day")))
		table_out_day(t, day);
	else if (kind == FIELD_TIME && !sn_failed(time_parse(&at_us, text, "at")))
		table_out_time(t, at_us);
	else
		table_out_text(t, text);
}

static void number_cell(struct table_out *t, enum field_kind kind, int64_t value)
{
	if (kind == FIELD_FEN)
		table_out_money(t, MONEY_FEN(value));
	else
		table_out_int(t, value);
}

static void cell(struct table_out *t, const struct json_value *row, const struct column *column)
{
	struct json_value steps[WAY_MAX];
	const struct json_value v = value_at(row, column, steps);
	struct str text = STR_NULL;
	int64_t number = 0;
	switch (json_kind(&v)) {
	case JSON_KIND_TEXT:
		if (!sn_failed(json_as_text(&v, &text)))
			text_cell(t, column->kind, text);
		return;
	case JSON_KIND_INT:
		if (!sn_failed(json_as_int(&v, &number)))
			number_cell(t, column->kind, number);
		return;
	case JSON_KIND_BOOL: {
		bool yes = false;
		const struct json_value *object = v.parent;
		if (object && !sn_failed(json_get_bool(object, v.key, &yes)))
			table_out_bool(t, yes);
		return;
	}
	case JSON_KIND_ARRAY:
		list_cell(t, &v, column->listed);
		return;
	case JSON_ABSENT:
	case JSON_KIND_NULL:
	case JSON_KIND_FRACTION:
	case JSON_KIND_OBJECT:
		table_out_unknown(t);
	}
}

/* ---- pages ---- */

/* Sets a parameter, as if the target had said it. */
static void set_query(struct query *q, const char *name, struct str value)
{
	size_t i = 0;
	while (i < q->count && !str_is(q->given[i].name, name))
		i++;
	if (i == QUERY_FIELDS_MAX)
		i = 0; /* the list was full of what nobody declared: refused before */
	else if (i == q->count)
		q->count++;
	q->given[i].name = str_of(name);
	q->given[i].value = value;
}

struct export
{
	struct api_call *k;
	struct columns columns;
	struct table_out *table;
	int64_t rows;
	char cursor[CURSOR_BYTES]; /* "": the end */
};

static struct sn_err take_page(struct export *x)
{
	struct json_doc *doc = NULL;
	struct str next = STR_NULL;
	SN_TRY(json_read(&doc, buf_str(x->k->reply)));
	const struct json_value root = json_root(doc), items = json_find(&root, "items");
	for (size_t i = 0; i < json_count(&items); i++) {
		const struct json_value row = json_at(&items, i);
		for (size_t at = 0; at < x->columns.count; at++)
			cell(x->table, &row, &x->columns.in[at]);
		table_out_row_end(x->table);
		x->rows++;
	}
	const struct sn_err e = json_get_text_or(&root, "next", &next);
	(void)snprintf(x->cursor, sizeof x->cursor, STR_FMT, STR_ARG(next));
	json_free(doc);
	return next.bytes >= sizeof x->cursor ? SN_FAIL(BAD_CURSOR, .field = "after") : e;
}

static struct sn_err one_page(struct ctx *c, struct export *x)
{
	struct api_call *k = x->k;
	struct json_out o;
	buf_reset(k->reply);
	o = json_out_buf(k->reply, false);
	set_query(&k->query, "after", str_of(x->cursor));
	SN_TRY(k->q.route->answer(c, &k->q, &o));
	SN_TRY(json_out_done(&o));
	if (arena_ran_short(c->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	if (k->q.trail) /* the page's own; the file has a line besides */
		SN_TRY(audit_first(c, k->q.trail));
	k->q.trail = NULL;
	SN_TRY(take_page(x));
	if (x->rows > EXPORT_ROWS_MAX)
		return SN_FAIL(EXPORT_LIMIT, .arg = {EXPORT_ROWS_MAX});
	return call_progress(&k->q, x->rows, 0);
}

static struct sn_err all_pages(struct ctx *c, struct export *x)
{
	char limit[16];
	(void)snprintf(limit, sizeof limit, "%d", PAGE_ROWS_MAX);
	set_query(&x->k->query, "limit", str_of(limit));
	SN_TRY(store_snapshot(c->store));
	struct sn_err e = SN_SUCCESS;
	do {
		const struct arena_mark mark = arena_mark(c->mem);
		e = one_page(c, x);
		arena_rewind(c->mem, mark);
	} while (!sn_failed(e) && x->cursor[0] != '\0');
	store_release(c->store);
	return e;
}

/* ---- the file ---- */

/* "/api/v1/cycles/{cycle}/entitlements" makes "entitlements". */
static struct str list_name(const struct route *route)
{
	struct str path = str_of(route->path), part, name = STR("list");
	while (str_split(&path, '/', &part))
		if (part.bytes > 0 && part.at[0] != '{')
			name = part;
	return name;
}

static struct sn_err open_table(struct ctx *c, struct export *x, enum table_format format)
{
	struct call *q = &x->k->q;
	const bool xlsx = format == TABLE_FORMAT_XLSX;
	const struct str list = list_name(q->route);
	char day[DAY_TEXT_BYTES], name[96];
	struct table_out_spec spec = {.format = format,
				      .lang = q->lang,
				      .columns = x->columns.out,
				      .count = x->columns.count,
				      .name = q->lang == LANG_ZH ? q->route->zh : "list"};
	day_text(day_of(now_us(c)), day);
	(void)snprintf(name, sizeof name, STR_FMT "-%s.%s", STR_ARG(list), day,
		       xlsx ? "xlsx" : "csv");
	if (xlsx)
		SN_TRY(call_download_path(
			c, q, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			name, &spec.path));
	else
		SN_TRY(call_download(c, q, "text/csv; charset=utf-8", name, &spec.file));
	struct sn_err e = table_out_open(&x->table, &spec);
	if (!sn_failed(e))
		e = all_pages(c, x);
	const struct sn_err closed = table_out_close(x->table);
	if (!sn_failed(e))
		e = closed;
	if (spec.file && fclose(spec.file) != 0 && !sn_failed(e))
		e = SN_FAIL(CANNOT_WRITE_FILE);
	return e;
}

/* Durable before the first byte goes out, as a page's own line is. */
static struct sn_err audit(struct ctx *c, struct export *x)
{
	struct call *q = &x->k->q;
	struct user user;
	SN_TRY(rights_user_by_id(c, c->actor_id, &user));
	const struct audit_entry entry = {.act = AUDIT_EXPORT,
					  .session_id = q->session_id,
					  .org_no = q->asked_org_no != 0 ? q->asked_org_no
									 : user.org_no,
					  .object_kind = STR("list"),
					  .object_id = list_name(q->route),
					  .address = q->from,
					  .rows = x->rows,
					  .digest = spool_digest(q->download)};
	return call_trail(c, q, &entry);
}

bool page_is_export(const struct api_call *k, enum table_format *format)
{
	const struct str word = call_query(&k->q, "format");
	return k->q.route->reply_page && table_format_parse(format, word) &&
	       *format != TABLE_FORMAT_JSON;
}

/* EXPORT is for data of the business. An administrator sees none of it, and takes his own lists (the trail, users) along by
 * the permission that shows them to him. */
static struct sn_err export_permission(struct ctx *c, const struct api_call *k,
				       enum permission *out)
{
	unsigned roles = 0, permissions = 0;
	SN_TRY(rights_held(c, c->actor_id, &roles, &permissions));
	const bool his_own = roles & RIGHTS_ADMINISTRATORS && k->q.route->who == WHO_PERMITTED;
	*out = his_own ? k->q.route->permission : PERMISSION_EXPORT;
	if (k->q.permissions & 1U << *out)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(NOT_GRANTED), "%s",
				k->q.lang == LANG_ZH
					? rights_permission_words(PERMISSION_EXPORT)->zh
					: rights_permission_words(PERMISSION_EXPORT)->en);
}

struct sn_err page_export(struct ctx *c, struct api_call *k, enum table_format format)
{
	struct export *x = ARENA_NEW(c->mem, struct export);
	enum permission needed = PERMISSION_EXPORT;
	SN_TRY(export_permission(c, k, &needed));
	k->reply = buf_new(JSON_BYTES_MAX);
	if (!x || !k->reply)
		return SN_FAIL(OUT_OF_MEMORY);
	x->k = k;
	add_columns(c->mem, &(struct branch){.shape = k->q.route->reply, .zh = "", .en = ""},
		    &x->columns);
	SN_TRY(open_table(c, x, format));
	buf_reset(k->reply);
	SN_TRY(spool_end(k->q.download));
	if (k->q.asked_org_no != 0)
		SN_TRY(rights_may(c, needed, k->q.asked_org_no));
	return audit(c, x);
}
