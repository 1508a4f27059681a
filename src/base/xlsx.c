#include "base/xlsx.h"

#include "base/xlsx_priv.h"

#include <assert.h>
#include <stdlib.h>

/* What a cell's t says its value is (ECMA-376 part 1, 18.18.11). */
enum value_type {
	VALUE_NUMBER,
	VALUE_SHARED,
	VALUE_TEXT,
	VALUE_INLINE,
	VALUE_BOOL,
	VALUE_ERROR,
	VALUE_DATE
};

/* A cell's text stands in the row's text, or among the shared strings. */
struct slot {
	enum cell_kind kind;
	bool shared;
	size_t at, bytes;
};

struct sheet_reader {
	struct xlsx_xml xml;
	struct xlsx_part part;
	bool plain; /* read without expat: between rows, or nothing but rows since sheetData began */
	bool in_data, in_cell, in_inline, collecting, ended, row_ready;
	int phonetic;
	int64_t row;
	int column;
	enum value_type type;
	bool date_style;
	size_t cell_start;
	struct xlsx_text text;
	struct slot slots[FILE_COLUMNS_MAX];
	struct cell cells[FILE_COLUMNS_MAX];
	int count;
	struct xlsx_merges merges;
};

struct xlsx {
	struct xlsx_package package;
	struct xlsx_book book;
	struct xlsx_strings strings;
	bool strings_loaded;
	struct sheet_reader sheet;
};

static void fail(struct xlsx *x, struct sn_err e)
{
	xlsx_xml_fail(&x->sheet.xml, e);
}

bool xlsx_reference(const char *text, int *column, int64_t *row)
{
	int letters = 0;
	*column = 0;
	for (; (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z'); text++) {
		if (++letters > 3)
			return false;
		*column = *column * 26 + ((*text | 0x20) - 'a') + 1;
	}
	*column -= 1;
	return letters > 0 && str_to_int(str_of(text), row) && *row > 0 && *row <= INT32_MAX;
}

static void row_start(struct xlsx *x, const char *const *attributes)
{
	struct sheet_reader *s = &x->sheet;
	const char *r = xlsx_attribute(attributes, "r");
	int64_t row = s->row + 1;
	if (r && (!str_to_int(str_of(r), &row) || row <= s->row)) {
		fail(x, xlsx_unreadable("行号不对 its row numbers are damaged"));
		return;
	}
	if (row > FILE_ROWS_MAX) {
		fail(x, xlsx_too_big("行数 rows", FILE_ROWS_MAX));
		return;
	}
	s->row = row;
	s->column = -1;
	s->count = 0;
	s->text.bytes = 0;
}

static enum value_type value_type(const char *t)
{
	static const struct {
		const char *word;
		enum value_type type;
	} types[] = {
		{"s", VALUE_SHARED}, {"str", VALUE_TEXT}, {"inlineStr", VALUE_INLINE},
		{"b", VALUE_BOOL},   {"e", VALUE_ERROR},  {"d", VALUE_DATE},
	};
	for (size_t i = 0; t && i < sizeof types / sizeof types[0]; i++)
		if (strcmp(t, types[i].word) == 0)
			return types[i].type;
	return VALUE_NUMBER;
}

static void cell_start(struct xlsx *x, const char *const *attributes)
{
	struct sheet_reader *s = &x->sheet;
	const char *r = NULL, *t = NULL, *style = NULL;
	for (; attributes[0]; attributes += 2) {
		if (strcmp(attributes[0], "r") == 0)
			r = attributes[1];
		else if (strcmp(attributes[0], "t") == 0)
			t = attributes[1];
		else if (strcmp(attributes[0], "s") == 0)
			style = attributes[1];
	}
	int64_t row = s->row, style_at = -1;
	int column = s->column + 1;
	if (r && (!xlsx_reference(r, &column, &row) || row != s->row || column <= s->column)) {
		fail(x, xlsx_unreadable("单元格位置不对 the places of its cells are damaged"));
		return;
	}
	s->column = column;
	s->type = value_type(t);
	s->date_style = style && str_to_int(str_of(style), &style_at) && style_at >= 0 &&
			(size_t)style_at < x->book.style_count && x->book.style_is_date[style_at];
	s->cell_start = s->text.bytes;
	s->in_cell = true;
}

static void inside_cell_start(struct sheet_reader *s, const char *name)
{
	if (strcmp(name, "v") == 0)
		s->collecting = s->type != VALUE_INLINE;
	else if (strcmp(name, "is") == 0)
		s->in_inline = s->type == VALUE_INLINE;
	else if (strcmp(name, "rPh") == 0)
		s->phonetic++;
	else if (strcmp(name, "t") == 0)
		s->collecting = s->in_inline && s->phonetic == 0;
}

static void sheet_start(void *self, const char *name, const char *const *attributes)
{
	struct xlsx *x = self;
	struct sheet_reader *s = &x->sheet;
	if (s->in_cell)
		inside_cell_start(s, name);
	else if (s->in_data && strcmp(name, "c") == 0)
		cell_start(x, attributes);
	else if (s->in_data && strcmp(name, "row") == 0)
		row_start(x, attributes);
	else if (strcmp(name, "sheetData") == 0) {
		s->in_data = true;
		s->plain = s->xml.utf8 && s->xml.depth == 2 && xlsx_xml_is_last(&s->xml);
	}
}

static void fail_long_cell(struct xlsx *x)
{
	struct sn_err e = xlsx_long_cell();
	e.row = x->sheet.row;
	fail(x, e);
}

static void sheet_text(void *self, const char *at, int bytes)
{
	struct xlsx *x = self;
	struct sheet_reader *s = &x->sheet;
	if (!s->collecting)
		return;
	if (s->text.bytes - s->cell_start + (size_t)bytes > CELL_BYTES_MAX) {
		fail_long_cell(x);
	} else if (!xlsx_text_add(&s->text, at, (size_t)bytes)) {
		fail(x, SN_FAIL(OUT_OF_MEMORY));
	}
}

/* Puts another text in the place of the value read. */
static bool replace_value(struct sheet_reader *s, const char *text)
{
	s->text.bytes = s->cell_start;
	return xlsx_text_add(&s->text, text, strlen(text));
}

static bool finish_number(struct xlsx *x, struct slot *slot)
{
	struct sheet_reader *s = &x->sheet;
	const struct str raw =
		str_trim((struct str){s->text.at + s->cell_start, s->text.bytes - s->cell_start});
	char text[XLSX_NUMBER_BYTES];
	slot->kind = CELL_NUMBER;
	if (s->date_style && xlsx_date_text(raw, x->book.from_1904, text)) {
		slot->kind = CELL_DATE;
		return replace_value(s, text);
	}
	return !xlsx_number_text(raw, text) || replace_value(s, text);
}

static bool finish_shared(struct xlsx *x, struct slot *slot)
{
	struct sheet_reader *s = &x->sheet;
	const struct xlsx_strings *strings = &x->strings;
	const struct str raw = {s->text.at + s->cell_start, s->text.bytes - s->cell_start};
	int64_t index = -1;
	s->text.bytes = s->cell_start;
	if (!str_to_int(raw, &index) || index < 0 || (size_t)index >= strings->count) {
		fail(x, xlsx_unreadable("文字表已损坏 its shared strings are damaged"));
		return true;
	}
	slot->kind = CELL_TEXT;
	slot->shared = true;
	slot->at = index == 0 ? 0 : strings->ends[index - 1];
	slot->bytes = strings->ends[index] - slot->at;
	return true;
}

/* Makes the value read a cell; false: out of memory. */
static bool finish_value(struct xlsx *x, struct slot *slot)
{
	static const char midnight[] = "T00:00:00";
	struct sheet_reader *s = &x->sheet;
	switch (s->type) {
	case VALUE_NUMBER:
		return finish_number(x, slot);
	case VALUE_SHARED:
		return finish_shared(x, slot);
	case VALUE_TEXT:
	case VALUE_INLINE:
		slot->kind = CELL_TEXT;
		xlsx_text_unescape(&s->text, s->cell_start);
		return true;
	case VALUE_BOOL:
		slot->kind = CELL_BOOL;
		return replace_value(s, s->text.at[s->cell_start] == '1' ? "TRUE" : "FALSE");
	case VALUE_ERROR:
		slot->kind = CELL_ERROR;
		return true;
	case VALUE_DATE:
		break;
	}
	slot->kind = CELL_DATE;
	const size_t bytes = s->text.bytes - s->cell_start;
	if (bytes == 19 && memcmp(s->text.at + s->cell_start + 10, midnight, 9) == 0)
		s->text.bytes -= 9;
	return true;
}

static void cell_end(struct xlsx *x)
{
	struct sheet_reader *s = &x->sheet;
	s->in_cell = s->in_inline = s->collecting = false;
	s->phonetic = 0;
	if (s->text.bytes == s->cell_start)
		return;
	if (s->column >= FILE_COLUMNS_MAX) {
		fail(x, SN_FAIL(TOO_MANY_COLUMNS, .row = s->row, .arg = {FILE_COLUMNS_MAX}));
		return;
	}
	struct slot slot = {.at = s->cell_start};
	if (!finish_value(x, &slot)) {
		fail(x, SN_FAIL(OUT_OF_MEMORY));
		return;
	}
	if (!slot.shared)
		slot.bytes = s->text.bytes - slot.at;
	if (slot.bytes == 0)
		return;
	if (!slot.shared && cell_is_too_long((struct str){s->text.at + slot.at, slot.bytes})) {
		fail_long_cell(x);
		return;
	}
	while (s->count < s->column)
		s->slots[s->count++] = (struct slot){.kind = CELL_EMPTY};
	s->slots[s->count++] = slot;
}

static void row_end(struct xlsx *x)
{
	struct sheet_reader *s = &x->sheet;
	if (s->count == 0)
		return;
	s->row_ready = true;
	if (!s->plain)
		xlsx_xml_suspend(&s->xml);
}

static void sheet_end(void *self, const char *name)
{
	struct xlsx *x = self;
	struct sheet_reader *s = &x->sheet;
	if (s->in_cell) {
		if (strcmp(name, "c") == 0)
			cell_end(x);
		else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
			s->collecting = false;
		else if (strcmp(name, "rPh") == 0)
			s->phonetic--;
	} else if (s->in_data && strcmp(name, "row") == 0) {
		row_end(x);
	} else if (strcmp(name, "sheetData") == 0) {
		s->in_data = false;
	}
}

static const struct xlsx_handlers sheet_handlers = {sheet_start, sheet_end, sheet_text};

struct sn_err xlsx_open(struct xlsx **x, const struct byte_source *source)
{
	*x = calloc(1, sizeof **x);
	if (!*x)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = xlsx_package_open(&(*x)->package, source);
	if (!sn_failed(e))
		e = xlsx_book_load(&(*x)->book, &(*x)->package);
	if (sn_failed(e)) {
		xlsx_close(*x);
		*x = NULL;
	}
	return e;
}

static void sheet_stop(struct xlsx *x)
{
	struct sheet_reader *s = &x->sheet;
	xlsx_xml_close(&s->xml);
	xlsx_part_close(&s->part);
	free(s->text.at);
	xlsx_merges_free(&s->merges);
	s->text = (struct xlsx_text){0};
}

void xlsx_close(struct xlsx *x)
{
	if (!x)
		return;
	sheet_stop(x);
	xlsx_strings_free(&x->strings);
	arena_free(x->book.mem);
	xlsx_package_close(&x->package);
	free(x);
}

size_t xlsx_sheet_count(const struct xlsx *x)
{
	return x->book.sheet_count;
}

struct xlsx_sheet xlsx_sheet(const struct xlsx *x, size_t index)
{
	assert(index < x->book.sheet_count);
	return (struct xlsx_sheet){x->book.sheets[index].name, x->book.sheets[index].hidden};
}

struct sn_err xlsx_sheet_start(struct xlsx *x, size_t index)
{
	assert(index < x->book.sheet_count);
	sheet_stop(x);
	if (!x->strings_loaded && x->book.strings_part &&
	    xlsx_part_exists(&x->package, x->book.strings_part))
		SN_TRY(xlsx_strings_load(&x->strings, &x->package, x->book.strings_part));
	x->strings_loaded = true;
	struct sheet_reader *s = &x->sheet;
	s->plain = s->in_data = s->in_cell = s->in_inline = s->collecting = s->ended =
		s->row_ready = false;
	s->phonetic = 0;
	s->row = 0;
	SN_TRY(xlsx_merges_load(&s->merges, &x->package, x->book.sheets[index].part));
	SN_TRY(xlsx_part_open(&s->part, &x->package, x->book.sheets[index].part));
	SN_TRY(xlsx_xml_open(&s->xml, &sheet_handlers, x));
	s->xml.stop = STR("<sheetData>");
	return SN_SUCCESS;
}

/* From here on expat reads, which has not heard of the rows before: for it sheetData has just begun. */
static void leave_plain(struct sheet_reader *s, int64_t row)
{
	s->plain = s->in_cell = s->in_inline = s->collecting = false;
	s->row = row;
}

static struct sn_err plain_row(struct xlsx *x)
{
	struct sheet_reader *s = &x->sheet;
	struct xlsx_xml *xml = &s->xml;
	const int64_t row = s->row;
	struct str text = {xml->bytes + xml->at, xml->end - xml->at};
	const enum xlsx_plain what = xlsx_plain_row(&text, &sheet_handlers, x);
	bool more = false;
	SN_TRY(xml->e);
	if (what == XLSX_PLAIN_ROW) {
		xml->at = xml->end - text.bytes;
		return SN_SUCCESS;
	}
	leave_plain(s, row);
	if (what == XLSX_PLAIN_MORE)
		SN_TRY(xlsx_xml_fill(xml, &s->part, &more));
	s->plain = more;
	return SN_SUCCESS;
}

static struct sn_err read_row(struct xlsx *x)
{
	struct sheet_reader *s = &x->sheet;
	while (!s->row_ready && !s->ended) {
		if (s->plain)
			SN_TRY(plain_row(x));
		else
			SN_TRY(xlsx_xml_run(&s->xml, &s->part, &s->ended));
		if (s->in_data)
			s->xml.stop = STR_NULL;
	}
	return SN_SUCCESS;
}

struct sn_err xlsx_next(struct xlsx *x, struct xlsx_row *row, bool *more)
{
	struct sheet_reader *s = &x->sheet;
	*more = false;
	assert(s->xml.parser);
	if (s->ended)
		return SN_SUCCESS;
	s->row_ready = false;
	SN_TRY(read_row(x));
	if (!s->row_ready)
		return SN_SUCCESS;
	for (int i = 0; i < s->count; i++) {
		const struct slot *slot = &s->slots[i];
		const char *base = slot->shared ? x->strings.text.at : s->text.at;
		s->cells[i] = (struct cell){slot->kind, {base ? base + slot->at : "", slot->bytes}};
		if (slot->kind == CELL_EMPTY)
			s->cells[i].text = STR("");
	}
	*row = (struct xlsx_row){.cells = s->cells, .count = (size_t)s->count, .row = s->row};
	*more = true;
	return SN_SUCCESS;
}

size_t xlsx_merged(const struct xlsx *x, const struct xlsx_range **ranges)
{
	*ranges = x->sheet.merges.ranges;
	return x->sheet.merges.count;
}
