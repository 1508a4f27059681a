#include "base/xlsx_priv.h"

#include <assert.h>
#include <stdlib.h>

struct book_loader {
	struct xlsx_xml xml;
	struct xlsx_book *book;
	const char *
		folder; /* of the part whose relations are read, with its / at the end; "" is the root */
	const char *workbook_part;
	bool in_cell_formats;
	struct custom_format {
		int64_t id;
		bool is_date;
	} * formats; /* XLSX_STYLES_MAX at most */
	size_t format_count;
};

static void fail(struct book_loader *l, struct sn_err e)
{
	xlsx_xml_fail(&l->xml, e);
}

static bool ends_with(const char *text, const char *end)
{
	const size_t a = strlen(text), b = strlen(end);
	return a >= b && strcmp(text + a - b, end) == 0;
}

static int64_t number_or(const char *text, int64_t otherwise)
{
	int64_t value = otherwise;
	if (text && !str_to_int(str_of(text), &value))
		return otherwise;
	return value;
}

static bool is_true(const char *text)
{
	return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

/* A target is relative to the part's folder or, with a / in front, to the root. NULL: out of memory or too long. */
static char *resolve(struct book_loader *l, const char *target)
{
	struct str folder = str_of(target[0] == '/' ? "" : l->folder);
	if (strlen(target) + folder.bytes >= XLSX_NAME_BYTES)
		return NULL;
	target += target[0] == '/';
	for (;;) {
		if (strncmp(target, "./", 2) == 0) {
			target += 2;
			continue;
		}
		if (strncmp(target, "../", 3) != 0)
			break;
		target += 3;
		if (folder.bytes > 0)
			folder.bytes--;
		while (folder.bytes > 0 && folder.at[folder.bytes - 1] != '/')
			folder.bytes--;
	}
	return arena_printf(l->book->mem, STR_FMT "%s", STR_ARG(folder), target);
}

static void ignore_end(void *self, const char *name)
{
	(void)self;
	(void)name;
}

static void root_start(void *self, const char *name, const char *const *attributes)
{
	struct book_loader *l = self;
	const char *type = xlsx_attribute(attributes, "Type");
	const char *target = xlsx_attribute(attributes, "Target");
	if (strcmp(name, "Relationship") == 0 && type && target &&
	    ends_with(type, "/officeDocument"))
		l->workbook_part = resolve(l, target);
}

static void add_sheet(struct book_loader *l, const char *const *attributes)
{
	struct xlsx_book *b = l->book;
	const char *name = xlsx_attribute(attributes, "name");
	const char *relation = xlsx_attribute(attributes, "id");
	const char *state = xlsx_attribute(attributes, "state");
	if (!name || !relation)
		return;
	if (b->sheet_count == XLSX_SHEETS_MAX) {
		fail(l, xlsx_too_big("工作表数 sheets", XLSX_SHEETS_MAX));
		return;
	}
	struct xlsx_book_sheet *s = &b->sheets[b->sheet_count];
	s->name = arena_str(b->mem, str_of(name));
	s->relation = arena_str(b->mem, str_of(relation));
	s->hidden = state && strcmp(state, "visible") != 0;
	if (str_is_null(s->name) || str_is_null(s->relation))
		fail(l, SN_FAIL(OUT_OF_MEMORY));
	b->sheet_count++;
}

static void book_start(void *self, const char *name, const char *const *attributes)
{
	struct book_loader *l = self;
	if (strcmp(name, "workbookPr") == 0)
		l->book->from_1904 = is_true(xlsx_attribute(attributes, "date1904"));
	else if (strcmp(name, "sheet") == 0)
		add_sheet(l, attributes);
}

static void relation_start(void *self, const char *name, const char *const *attributes)
{
	struct book_loader *l = self;
	struct xlsx_book *b = l->book;
	const char *type = xlsx_attribute(attributes, "Type");
	const char *target = xlsx_attribute(attributes, "Target");
	const char *id = xlsx_attribute(attributes, "Id");
	if (strcmp(name, "Relationship") != 0 || !type || !target || !id)
		return;
	if (ends_with(type, "/sharedStrings"))
		b->strings_part = resolve(l, target);
	else if (ends_with(type, "/styles"))
		b->styles_part = resolve(l, target);
	if (!ends_with(type, "/worksheet"))
		return;
	for (size_t i = 0; i < b->sheet_count; i++)
		if (str_is(b->sheets[i].relation, id))
			b->sheets[i].part = resolve(l, target);
}

static void add_format(struct book_loader *l, const char *const *attributes)
{
	const char *code = xlsx_attribute(attributes, "formatCode");
	const int64_t id = number_or(xlsx_attribute(attributes, "numFmtId"), -1);
	if (l->format_count < XLSX_STYLES_MAX && code)
		l->formats[l->format_count++] =
			(struct custom_format){id, xlsx_format_is_date(id, code)};
}

static void add_style(struct book_loader *l, const char *const *attributes)
{
	struct xlsx_book *b = l->book;
	const int64_t id = number_or(xlsx_attribute(attributes, "numFmtId"), 0);
	bool is_date = xlsx_format_is_date(id, NULL);
	if (b->style_count == XLSX_STYLES_MAX) {
		fail(l, xlsx_too_big("单元格格式数 cell formats", XLSX_STYLES_MAX));
		return;
	}
	for (size_t i = 0; i < l->format_count; i++)
		if (l->formats[i].id == id) {
			is_date = l->formats[i].is_date;
			break;
		}
	b->style_is_date[b->style_count++] = is_date;
}

static void styles_start(void *self, const char *name, const char *const *attributes)
{
	struct book_loader *l = self;
	if (strcmp(name, "numFmt") == 0)
		add_format(l, attributes);
	else if (strcmp(name, "cellXfs") == 0)
		l->in_cell_formats = true;
	else if (l->in_cell_formats && strcmp(name, "xf") == 0)
		add_style(l, attributes);
}

static void styles_end(void *self, const char *name)
{
	struct book_loader *l = self;
	if (strcmp(name, "cellXfs") == 0)
		l->in_cell_formats = false;
}

static const struct xlsx_handlers root_handlers = {root_start, ignore_end, NULL};
static const struct xlsx_handlers book_handlers = {book_start, ignore_end, NULL};
static const struct xlsx_handlers relation_handlers = {relation_start, ignore_end, NULL};
static const struct xlsx_handlers styles_handlers = {styles_start, styles_end, NULL};

static struct sn_err load_styles(struct book_loader *l, struct xlsx_package *p)
{
	if (!l->book->styles_part || !xlsx_part_exists(p, l->book->styles_part))
		return SN_SUCCESS;
	l->book->style_is_date = ARENA_ARRAY(l->book->mem, uint8_t, XLSX_STYLES_MAX);
	l->formats = calloc(XLSX_STYLES_MAX, sizeof *l->formats);
	struct sn_err e = SN_FAIL(OUT_OF_MEMORY);
	if (l->book->style_is_date && l->formats)
		e = xlsx_part_parse(p, l->book->styles_part, &styles_handlers, &l->xml);
	free(l->formats);
	return e;
}

/* A workbook's sheets may be charts and macros: only those with rows stay. */
static void keep_worksheets(struct xlsx_book *b)
{
	size_t kept = 0;
	for (size_t i = 0; i < b->sheet_count; i++)
		if (b->sheets[i].part)
			b->sheets[kept++] = b->sheets[i];
	b->sheet_count = kept;
}

struct sn_err xlsx_book_load(struct xlsx_book *b, struct xlsx_package *p)
{
	struct book_loader l = {.book = b, .folder = "", .workbook_part = "xl/workbook.xml"};
	l.xml.self = &l;
	b->mem = arena_new(XLSX_PART_BYTES_MAX);
	b->sheets = b->mem ? ARENA_ARRAY(b->mem, struct xlsx_book_sheet, XLSX_SHEETS_MAX) : NULL;
	if (!b->sheets)
		return SN_FAIL(OUT_OF_MEMORY);
	if (xlsx_part_exists(p, "_rels/.rels"))
		SN_TRY(xlsx_part_parse(p, "_rels/.rels", &root_handlers, &l.xml));
	if (!l.workbook_part || !xlsx_part_exists(p, l.workbook_part))
		return xlsx_unreadable("不是 xlsx 文件 not an xlsx file");
	SN_TRY(xlsx_part_parse(p, l.workbook_part, &book_handlers, &l.xml));
	const char *slash = strrchr(l.workbook_part, '/');
	const int folder_bytes = slash ? (int)(slash + 1 - l.workbook_part) : 0;
	const char *relations = arena_printf(b->mem, "%.*s_rels/%s.rels", folder_bytes,
					     l.workbook_part, l.workbook_part + folder_bytes);
	l.folder = arena_printf(b->mem, "%.*s", folder_bytes, l.workbook_part);
	if (!relations || !l.folder)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(xlsx_part_parse(p, relations, &relation_handlers, &l.xml));
	keep_worksheets(b);
	if (b->sheet_count == 0)
		return xlsx_unreadable("没有工作表 it has no worksheets");
	return load_styles(&l, p);
}
