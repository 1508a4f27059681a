/* The request's target: path and parameters, decoded once, and whether a route's path says it. */
#include "base/text.h"
#include "http/api_priv.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* %xx, and + as a blank in a query; NUL and what is not UTF-8 is refused. */
static struct sn_err decode(struct arena *mem, struct str text, bool plus, struct str *out)
{
	char *to = arena_alloc(mem, text.bytes + 1);
	size_t n = 0;
	if (!to)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < text.bytes; i++) {
		char c = text.at[i];
		if (c == '%') {
			const int high = i + 2 < text.bytes ? hex_digit(text.at[i + 1]) : -1;
			const int low = i + 2 < text.bytes ? hex_digit(text.at[i + 2]) : -1;
			if (high < 0 || low < 0 || high + low == 0)
				return SN_FAIL(BAD_TARGET);
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		to[n++] = c;
	}
	*out = (struct str){to, n};
	return text_is_utf8(*out) ? SN_SUCCESS : SN_FAIL(BAD_TARGET);
}

struct sn_err query_decode(struct arena *mem, struct str text, struct str *out)
{
	return decode(mem, text, false, out);
}

static struct sn_err parameter(struct arena *mem, struct str part, struct query *out)
{
	struct str name, value = part;
	if (out->count == QUERY_FIELDS_MAX)
		return SN_FAIL(BAD_TARGET);
	(void)str_split(&value, '=', &name);
	SN_TRY(decode(mem, name, true, &name));
	SN_TRY(decode(mem, value.at ? value : STR(""), true, &value));
	for (size_t i = 0; i < out->count; i++)
		if (str_eq(out->given[i].name, name))
			return SN_FAIL(BAD_TARGET);
	out->given[out->count].name = name;
	out->given[out->count++].value = value;
	return SN_SUCCESS;
}

struct sn_err query_parse(struct arena *mem, struct str target, struct str *path, struct query *out)
{
	struct str rest = target, part;
	out->count = 0;
	if (!str_split(&rest, '?', &part))
		return SN_FAIL(BAD_TARGET);
	*path = part;
	while (!str_is_null(rest) && str_split(&rest, '&', &part))
		if (part.bytes > 0)
			SN_TRY(parameter(mem, part, out));
	return SN_SUCCESS;
}

/* The segment up to the next '/', and what is behind it. */
static struct str segment(struct str *rest)
{
	size_t n = 0;
	while (n < rest->bytes && rest->at[n] != '/')
		n++;
	const struct str taken = {rest->at, n};
	const size_t skip = n < rest->bytes ? n + 1 : n;
	*rest = (struct str){rest->at + skip, rest->bytes - skip};
	return taken;
}

bool query_matches(const char *route_path, struct str path, struct str args[CALL_ARGS_MAX])
{
	struct str pattern = str_of(route_path);
	int count = 0;
	while (pattern.bytes > 0 && path.bytes > 0) {
		const struct str want = segment(&pattern), have = segment(&path);
		const bool arg = want.bytes > 0 && want.at[0] == '{';
		if (arg ? have.bytes == 0 : !str_eq(want, have))
			return false;
		if (arg)
			args[count++] = have;
	}
	return pattern.bytes == 0 && path.bytes == 0;
}

struct sn_err query_decode_args(struct arena *mem, struct str args[CALL_ARGS_MAX])
{
	for (int i = 0; i < CALL_ARGS_MAX && !str_is_null(args[i]); i++)
		SN_TRY(query_decode(mem, args[i], &args[i]));
	return SN_SUCCESS;
}

/* ---- declared parameters ---- */

static struct sn_err value_check(const struct query_field *f, struct str value)
{
	int64_t number;
	int32_t day;
	struct uuid id;
	if (f->kind == FIELD_INT || f->kind == FIELD_FEN) {
		if (!str_to_int(value, &number))
			return SN_FAIL(BAD_NUMBER, .field = f->name);
		if (f->max != 0 && (number < f->min || number > f->max))
			return SN_FAIL(OUT_OF_RANGE, .field = f->name, .arg = {f->min, f->max});
	}
	if (f->kind == FIELD_DAY)
		return day_parse(&day, value, f->name);
	if (f->kind == FIELD_UUID)
		return uuid_parse(&id, value, f->name);
	if (f->kind == FIELD_WORD && !shape_has_word(f->words, value))
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = f->name), "%s", f->words);
	return SN_SUCCESS;
}

static const struct query_field page_fields[] = {
	{"limit", FIELD_INT, NULL, "50", "一页最多几行", "rows of a page at most", .min = 1,
	 .max = PAGE_ROWS_MAX},
	{"after", FIELD_TEXT, NULL, NULL, "上一页给出的翻页标记",
	 "the cursor that the page before gave"},
	{"format", FIELD_WORD, "json|csv|xlsx", "json", "答复的格式；csv、xlsx 为整份清单",
	 "the reply's form; csv and xlsx hold the whole list"},
	{0},
};
const struct query_field *query_page_fields(void)
{
	return page_fields;
}

static const struct query_field *declared(const struct query_field *fields, struct str name)
{
	for (; fields && fields->name; fields++)
		if (str_is(name, fields->name))
			return fields;
	return NULL;
}

static bool query_gives(const struct query *q, const char *name)
{
	for (size_t i = 0; i < q->count; i++)
		if (str_is(q->given[i].name, name))
			return q->given[i].value.bytes > 0;
	return false;
}

struct sn_err query_check(const struct route *route, const struct query *q)
{
	for (size_t i = 0; i < q->count; i++) {
		const struct query_field *f = declared(route->query, q->given[i].name);
		if (!f && route->reply_page)
			f = declared(page_fields, q->given[i].name);
		if (!f)
			return sn_err_with_text(SN_FAIL(UNKNOWN_FIELD, .field = "query"),
						"第 %zu 个参数 parameter %zu", i + 1, i + 1);
		if (q->given[i].value.bytes > 0)
			SN_TRY(value_check(f, q->given[i].value));
	}
	for (const struct query_field *f = route->query; f && f->name; f++)
		if (f->needed && !query_gives(q, f->name))
			return SN_FAIL(MISSING_FIELD, .field = f->name);
	return SN_SUCCESS;
}
