/* The API for people: one page, rendered here, that a browser of any age shows. */
#include "http/api_priv.h"
#include "http/openapi.h"

#include <inttypes.h>

const char openapi_sheet[] =
	"body{font:16px/1.6 system-ui,'PingFang SC','Microsoft "
	"YaHei',sans-serif;color:#222;background:#fff;"
	"max-width:60rem;margin:0 auto;padding:1rem}"
	"h1{font-size:1.5rem}h2{border-bottom:2px solid "
	"#c8402f;margin-top:2.5rem}h3{margin-top:2rem}"
	"code,pre{font:14px/1.5 ui-monospace,Consolas,monospace}"
	"pre{background:#f6f4f1;padding:.75rem;overflow:auto}"
	"table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid "
	"#ddd;padding:.25rem .5rem;"
	"text-align:left;vertical-align:top}"
	".method{display:inline-block;min-width:4.5rem;font-weight:700}.note{color:#555}"
	"nav a{margin-right:1rem}a{color:#a32b1c}"
	"@media(prefers-color-scheme:dark){body{background:#1b1a19;color:#eee}pre{background:#"
	"2a2826}"
	"td,th{border-color:#444}.note{color:#bbb}a{color:#ff9c8d}}";

static const char *say(enum lang lang, const char *zh, const char *en)
{
	return lang == LANG_ZH ? zh : en;
}

static void words(struct buf *b, const char *s)
{
	buf_add_html(b, str_of(s ? s : ""));
}

static const char *kind_words(enum field_kind kind, enum lang lang)
{
	switch (kind) {
	case FIELD_INT:
		return say(lang, "整数", "whole number");
	case FIELD_FEN:
		return say(lang, "金额（分）", "fen");
	case FIELD_BOOL:
		return say(lang, "真假", "true or false");
	case FIELD_UUID:
		return "UUID";
	case FIELD_DAY:
		return say(lang, "日期", "day");
	case FIELD_TIME:
		return say(lang, "时间", "time");
	case FIELD_WORD:
		return say(lang, "其中之一", "one of");
	case FIELD_OBJECT:
		return say(lang, "对象", "object");
	case FIELD_LIST:
		return say(lang, "列表", "list");
	case FIELD_ANY:
		return say(lang, "文档", "document");
	case FIELD_TEXT:
		break;
	}
	return say(lang, "文本", "text");
}

/* ---- fields ---- */

static void field_row(struct buf *b, const struct field *f, enum lang lang)
{
	buf_add(b, STR("<tr><td><code>"));
	words(b, f->name);
	buf_add(b, STR("</code></td><td>"));
	words(b, kind_words(f->kind, lang));
	if (f->kind == FIELD_WORD) {
		buf_add(b, STR(" <code>"));
		words(b, f->words);
		buf_add(b, STR("</code>"));
	}
	if (f->of) {
		buf_printf(b, " <a href=\"#shape-%s\">%s</a>", f->of->name, f->of->name);
	}
	if (f->max > 0 && f->kind == FIELD_TEXT)
		buf_printf(b, "%s%" PRId64 "%s", say(lang, "，最多 ", ", at most "), f->max,
			   say(lang, " 字节", " bytes"));
	if (f->flags & FIELD_NULLABLE)
		buf_add(b, str_of(say(lang, "，可为空", ", or null")));
	buf_add(b, STR("</td><td>"));
	buf_add(b, str_of(f->flags & FIELD_NEEDED ? say(lang, "必有", "always") : ""));
	buf_add(b, STR("</td><td>"));
	words(b, say(lang, f->zh, f->en));
	buf_add(b, STR("</td></tr>\n"));
}

static void shape_section(struct buf *b, const struct shape *s, enum lang lang)
{
	buf_printf(b,
		   "<h3 "
		   "id=\"shape-%s\"><code>%s</code></h3>\n<table><tr><th>%s</th><th>%s</th><th></"
		   "th><th>%s</th></tr>\n",
		   s->name, s->name, say(lang, "字段", "field"), say(lang, "类型", "kind"),
		   say(lang, "含义", "meaning"));
	for (const struct field *f = s->fields; f->name; f++)
		field_row(b, f, lang);
	buf_add(b, STR("</table>\n"));
}

static void example(struct buf *b, const struct shape *s)
{
	struct buf *json = buf_new(PROBLEM_BYTES_MAX);
	if (!json)
		return;
	struct json_out o = json_out_buf(json, true);
	openapi_example(&o, s);
	if (!sn_failed(json_out_done(&o))) {
		buf_add(b, STR("<pre>"));
		buf_add_html(b, buf_str(json));
		buf_add(b, STR("</pre>\n"));
	}
	buf_free(json);
}

/* ---- routes ---- */

static void query_rows(struct buf *b, const struct query_field *f, enum lang lang)
{
	for (; f && f->name; f++) {
		buf_add(b, STR("<tr><td><code>?"));
		words(b, f->name);
		buf_add(b, STR("</code></td><td>"));
		words(b, kind_words(f->kind, lang));
		if (f->words) {
			buf_add(b, STR(" <code>"));
			words(b, f->words);
			buf_add(b, STR("</code>"));
		}
		buf_add(b, STR("</td><td>"));
		words(b, say(lang, f->zh, f->en));
		buf_add(b, STR("</td></tr>\n"));
	}
}

static void who_words(struct buf *b, const struct route *r, enum lang lang)
{
	buf_add(b, STR("<p class=\"note\">"));
	if (r->who == WHO_ANYBODY)
		buf_add(b, str_of(say(lang, "无需登录", "nobody need be signed in")));
	else if (r->who == WHO_SIGNED_IN)
		buf_add(b, str_of(say(lang, "登录即可", "anybody who is signed in")));
	else
		buf_printf(b, "%s <code>%s</code> %s", say(lang, "权限", "permission"),
			   rights_permission_words(r->permission)->word,
			   say(lang, rights_permission_words(r->permission)->zh,
			       rights_permission_words(r->permission)->en));
	if (r->class == ROUTE_WRITE && !r->secret)
		buf_add(b,
			str_of(say(lang, "；须带 Idempotency-Key", "; carries Idempotency-Key")));
	buf_add(b, STR("</p>\n"));
}

static void body_words(struct buf *b, const char *what, const struct shape *s, bool page,
		       enum lang lang)
{
	buf_printf(b, "<p>%s <a href=\"#shape-%s\"><code>%s</code></a>%s</p>\n", what, s->name,
		   s->name, page ? say(lang, " 的一页", ", a page of them") : "");
	example(b, s);
}

static void route_section(struct buf *b, const struct route *r, enum lang lang)
{
	buf_printf(b, "<h3><span class=\"method\">%s</span><code>", r->method);
	words(b, r->path);
	buf_add(b, STR("</code></h3>\n<p>"));
	words(b, say(lang, r->zh, r->en));
	buf_add(b, STR("</p>\n"));
	who_words(b, r, lang);
	if (r->query || r->reply_page) {
		buf_add(b, STR("<table>\n"));
		query_rows(b, r->query, lang);
		if (r->reply_page)
			query_rows(b, query_page_fields(), lang);
		buf_add(b, STR("</table>\n"));
	}
	if (r->body == BODY_JSON)
		body_words(b, say(lang, "请求", "request"), r->request, false, lang);
	else if (r->body == BODY_FILE)
		buf_printf(b, "<p>%s</p>\n",
			   say(lang, "请求：文件内容", "request: the file's bytes"));
	if (r->reply)
		body_words(b, say(lang, "答复", "reply"), r->reply, r->reply_page, lang);
	else
		buf_printf(b, "<p>%s</p>\n", say(lang, "答复：204，无内容", "reply: 204, nothing"));
}

/* ---- the page ---- */

/* Is it the first row of its subject? */
static bool begins_tag(const struct route *row)
{
	const struct str tag = openapi_tag(row);
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++) {
			if (r == row)
				return true;
			if (str_eq(openapi_tag(r), tag))
				return false;
		}
	return true;
}

static void tag_section(struct buf *b, struct str tag, enum lang lang)
{
	buf_printf(b, "<h2 id=\"" STR_FMT "\">" STR_FMT "</h2>\n", STR_ARG(tag), STR_ARG(tag));
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			if (str_eq(openapi_tag(r), tag))
				route_section(b, r, lang);
}

static void each_tag(struct buf *b, enum lang lang, bool link)
{
	for (const struct route *const *table = http_route_tables; *table; table++)
		for (const struct route *r = *table; r->path; r++) {
			const struct str tag = openapi_tag(r);
			if (!begins_tag(r))
				continue;
			if (link)
				buf_printf(b, "<a href=\"#" STR_FMT "\">" STR_FMT "</a>\n",
					   STR_ARG(tag), STR_ARG(tag));
			else
				tag_section(b, tag, lang);
		}
}

void openapi_page(struct buf *b, enum lang lang)
{
	struct openapi_shapes shapes;
	openapi_shapes(&shapes);
	buf_printf(b,
		   "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
		   "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
		   "<link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body>\n<h1>%s</h1>\n",
		   say(lang, "zh-CN", "en"), say(lang, "送暖接口", "Songnuan API"),
		   say(lang, "送暖接口", "Songnuan API"));
	buf_printf(b,
		   "<p>%s <a href=\"/api/v1/openapi.json\">openapi.json</a> · <a "
		   "href=\"/api/docs?lang=%s\">%s</a></p>\n",
		   say(lang,
		       "金额为整数分，日期写作 2024-10-26，时间带时区，未知为 null（不是 "
		       "0）。拒绝一律为 problem+json，"
		       "code 不变。",
		       "Money is whole fen, a day is 2024-10-26, a time has its offset, what is "
		       "unknown is null and "
		       "never 0. Each refusal is problem+json with a stable code."),
		   say(lang, "en", "zh"), say(lang, "English", "中文"));
	buf_add(b, STR("<nav>"));
	each_tag(b, lang, true);
	buf_printf(b, "<a href=\"#shapes\">%s</a></nav>\n", say(lang, "数据格式", "shapes"));
	each_tag(b, lang, false);
	buf_printf(b, "<h2 id=\"shapes\">%s</h2>\n", say(lang, "数据格式", "shapes"));
	for (size_t i = 0; i < shapes.count; i++)
		shape_section(b, shapes.list[i], lang);
	buf_add(b, STR("</body></html>\n"));
}
