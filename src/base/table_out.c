#include "base/table_out.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/sheet_writer.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

enum {
	MEASURED_ROWS = 200, /* rows that wait, so that the columns of a text fit them */
	WAITING_BYTES_MAX = 8 << 20,
	WIDTH_MAX = 60, /* a wider text pushes its row, it does not make the whole table wide */
};

struct table_out {
	struct table_out_spec spec;
	size_t column;
	struct json_out json;
	struct csv_out csv;
	struct sheet_writer *sheet;
	struct buf *waiting; /* text: cells, each with a NUL behind it */
	int waiting_rows;
	bool header_written;
	int width[TABLE_COLUMNS_MAX];
	struct sn_err e;
};

static const char *const format_words[] = {
	[TABLE_FORMAT_TEXT] = "text",
	[TABLE_FORMAT_JSON] = "json",
	[TABLE_FORMAT_CSV] = "csv",
	[TABLE_FORMAT_XLSX] = "xlsx",
};

bool table_format_parse(enum table_format *format, struct str word)
{
	for (size_t i = 0; i < sizeof format_words / sizeof format_words[0]; i++)
		if (str_is(word, format_words[i])) {
			*format = (enum table_format)i;
			return true;
		}
	return false;
}

static struct str title(const struct table_out *t, size_t column)
{
	const struct table_out_column *c = &t->spec.columns[column];
	return str_of(t->spec.lang == LANG_ZH ? c->zh : c->en);
}

static struct sn_err open_sheet(struct table_out *t)
{
	struct sheet_column columns[TABLE_COLUMNS_MAX];
	for (size_t i = 0; i < t->spec.count; i++)
		columns[i] = (struct sheet_column){title(t, i), t->spec.columns[i].width};
	SN_TRY(sheet_writer_open(&t->sheet, t->spec.path));
	return sheet_writer_sheet(t->sheet, t->spec.name, columns, t->spec.count);
}

static struct sn_err begin(struct table_out *t)
{
	switch (t->spec.format) {
	case TABLE_FORMAT_TEXT:
		t->waiting = buf_new(WAITING_BYTES_MAX);
		for (size_t i = 0; i < t->spec.count; i++) {
			const int columns = (int)text_columns(title(t, i));
			const int wanted = t->spec.columns[i].width;
			t->width[i] = columns > wanted ? columns : wanted;
		}
		return t->waiting ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	case TABLE_FORMAT_JSON:
		t->json = json_out_file(t->spec.file, true);
		json_out_array(&t->json, NULL);
		return SN_SUCCESS;
	case TABLE_FORMAT_CSV:
		t->csv = csv_out_begin(t->spec.file, true);
		for (size_t i = 0; i < t->spec.count; i++)
			csv_out_cell(&t->csv, title(t, i));
		csv_out_row_end(&t->csv);
		return SN_SUCCESS;
	case TABLE_FORMAT_XLSX:
		break;
	}
	return open_sheet(t);
}

static void release(struct table_out *t)
{
	sheet_writer_drop(t->sheet);
	buf_free(t->waiting);
	free(t);
}

struct sn_err table_out_open(struct table_out **t, const struct table_out_spec *spec)
{
	assert(spec->count > 0 && spec->count <= TABLE_COLUMNS_MAX);
	*t = calloc(1, sizeof **t);
	if (!*t)
		return SN_FAIL(OUT_OF_MEMORY);
	(*t)->spec = *spec;
	const struct sn_err e = begin(*t);
	if (sn_failed(e)) {
		release(*t);
		*t = NULL;
	}
	return e;
}

static bool is_number(enum table_kind kind)
{
	return kind == TABLE_INT || kind == TABLE_MONEY;
}

static void put_blanks(FILE *file, int n)
{
	while (n-- > 0)
		(void)fputc_unlocked(' ', file);
}

static void put_aligned(struct table_out *t, size_t column, struct str text)
{
	const int gap = t->width[column] - (int)text_columns(text);
	const bool right = is_number(t->spec.columns[column].kind);
	const bool last = column + 1 == t->spec.count;
	if (right)
		put_blanks(t->spec.file, gap);
	(void)fwrite_unlocked(text.at, 1, text.bytes, t->spec.file);
	if (!right && !last) /* no blanks at a line's end */
		put_blanks(t->spec.file, gap);
	(void)fputs_unlocked(last ? "\n" : "  ", t->spec.file);
}

static void write_header(struct table_out *t)
{
	for (size_t i = 0; i < t->spec.count; i++)
		put_aligned(t, i, title(t, i));
	t->header_written = true;
}

/* Writes the rows that waited; with the first ones the header, as wide as they need. */
static void flush(struct table_out *t)
{
	const struct str all = buf_str(t->waiting);
	if (!t->header_written)
		write_header(t);
	size_t column = 0;
	for (size_t at = 0; at < all.bytes;) {
		const struct str cell = str_of(all.at + at);
		put_aligned(t, column, cell);
		column = (column + 1) % t->spec.count;
		at += cell.bytes + 1;
	}
	if (buf_full(t->waiting))
		t->e = SN_FAIL(OUT_OF_MEMORY);
	buf_reset(t->waiting);
	t->waiting_rows = 0;
}

/* A cell of a text stands in one line: line ends, tabs and what would steer the terminal become blanks. */
static void wait_cell(struct table_out *t, struct str text)
{
	const size_t start = buf_str(t->waiting).bytes;
	for (size_t i = 0; i < text.bytes; i++) {
		const unsigned char c = (unsigned char)text.at[i];
		buf_add(t->waiting, c < ' ' || c == 0x7F ? STR(" ") : (struct str){text.at + i, 1});
	}
	if (!t->header_written) {
		const struct str all = buf_str(t->waiting);
		const int columns =
			(int)text_columns((struct str){all.at + start, all.bytes - start});
		const int kept = columns < WIDTH_MAX ? columns : WIDTH_MAX;
		if (kept > t->width[t->column])
			t->width[t->column] = kept;
	}
	buf_add_char(t->waiting, '\0');
}

static const struct table_out_column *next_column(const struct table_out *t)
{
	assert(t->column < t->spec.count);
	return &t->spec.columns[t->column];
}

/* A value whose words are the same for text, CSV and xlsx; what JSON says was written before. */
static void put_words(struct table_out *t, struct str shown)
{
	switch (t->spec.format) {
	case TABLE_FORMAT_TEXT:
		wait_cell(t, shown);
		break;
	case TABLE_FORMAT_CSV:
		csv_out_cell(&t->csv, shown);
		break;
	case TABLE_FORMAT_XLSX:
		sheet_writer_text(t->sheet, shown);
		break;
	case TABLE_FORMAT_JSON:
		break;
	}
	t->column++;
}

static void begin_row(struct table_out *t)
{
	if (t->spec.format == TABLE_FORMAT_JSON && t->column == 0)
		json_out_object(&t->json, NULL);
}

static bool to_json(const struct table_out *t)
{
	return t->spec.format == TABLE_FORMAT_JSON;
}

void table_out_unknown(struct table_out *t)
{
	const char *key = next_column(t)->key;
	begin_row(t);
	if (to_json(t))
		json_out_null(&t->json, key);
	put_words(t, t->spec.format == TABLE_FORMAT_CSV ? STR_NULL : STR("—"));
}

void table_out_text(struct table_out *t, struct str text)
{
	const struct table_out_column *c = next_column(t);
	assert(c->kind == TABLE_TEXT);
	if (str_is_null(text)) {
		table_out_unknown(t);
		return;
	}
	begin_row(t);
	if (to_json(t))
		json_out_text(&t->json, c->key, text);
	put_words(t, text);
}

void table_out_int(struct table_out *t, int64_t value)
{
	const struct table_out_column *c = next_column(t);
	assert(c->kind == TABLE_INT);
	begin_row(t);
	if (to_json(t))
		json_out_int(&t->json, c->key, value);
	if (t->spec.format == TABLE_FORMAT_XLSX) {
		sheet_writer_int(t->sheet, value);
		t->column++;
		return;
	}
	char text[24];
	(void)snprintf(text, sizeof text, "%" PRId64, value);
	put_words(t, str_of(text));
}

void table_out_money(struct table_out *t, struct money amount)
{
	const struct table_out_column *c = next_column(t);
	assert(c->kind == TABLE_MONEY);
	begin_row(t);
	if (to_json(t))
		json_out_money(&t->json, c->key, amount);
	if (t->spec.format == TABLE_FORMAT_XLSX) {
		sheet_writer_money(t->sheet, amount);
		t->column++;
		return;
	}
	char text[32];
	money_text(amount, text, sizeof text);
	put_words(t, str_of(text));
}

void table_out_day(struct table_out *t, int32_t day)
{
	const struct table_out_column *c = next_column(t);
	char text[DAY_TEXT_BYTES];
	assert(c->kind == TABLE_DAY);
	begin_row(t);
	day_text(day, text);
	if (to_json(t))
		json_out_text(&t->json, c->key, str_of(text));
	if (t->spec.format == TABLE_FORMAT_XLSX) {
		sheet_writer_day(t->sheet, day);
		t->column++;
		return;
	}
	put_words(t, str_of(text));
}

void table_out_time(struct table_out *t, int64_t at_us)
{
	const struct table_out_column *c = next_column(t);
	char text[TIME_TEXT_BYTES];
	assert(c->kind == TABLE_TIME);
	begin_row(t);
	time_text(at_us, text);
	if (to_json(t))
		json_out_text(&t->json, c->key, str_of(text));
	put_words(t, str_of(text));
}

void table_out_bool(struct table_out *t, bool value)
{
	const struct table_out_column *c = next_column(t);
	const bool zh = t->spec.lang == LANG_ZH;
	assert(c->kind == TABLE_BOOL);
	begin_row(t);
	if (to_json(t))
		json_out_bool(&t->json, c->key, value);
	put_words(t, str_of(zh ? (value ? "是" : "否") : (value ? "yes" : "no")));
}

void table_out_qualifier(struct table_out *t, struct str word)
{
	static const struct {
		const char *word, *zh, *en;
	} words[] = {
		{"exact", "确数", "exact"},
		{"more_than", "余", "more than"},
		{"about", "近", "about"},
		{"unknown", "不明", "unknown"},
	};
	const struct table_out_column *c = next_column(t);
	struct str shown = word;
	assert(c->kind == TABLE_QUALIFIER);
	begin_row(t);
	if (to_json(t))
		json_out_text(&t->json, c->key, word);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (t->spec.format != TABLE_FORMAT_CSV && str_is(word, words[i].word))
			shown = str_of(t->spec.lang == LANG_ZH ? words[i].zh : words[i].en);
	put_words(t, shown);
}

void table_out_row_end(struct table_out *t)
{
	assert(t->column == t->spec.count);
	t->column = 0;
	switch (t->spec.format) {
	case TABLE_FORMAT_TEXT:
		if (++t->waiting_rows == MEASURED_ROWS || t->header_written)
			flush(t);
		break;
	case TABLE_FORMAT_JSON:
		json_out_end(&t->json);
		break;
	case TABLE_FORMAT_CSV:
		csv_out_row_end(&t->csv);
		break;
	case TABLE_FORMAT_XLSX:
		sheet_writer_row_end(t->sheet);
		break;
	}
}

static struct sn_err finish_text(struct table_out *t)
{
	flush(t);
	if (fflush(t->spec.file) != 0 || ferror(t->spec.file))
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "text");
	return t->e;
}

static struct sn_err finish(struct table_out *t)
{
	struct sheet_writer *sheet = t->sheet;
	switch (t->spec.format) {
	case TABLE_FORMAT_TEXT:
		return finish_text(t);
	case TABLE_FORMAT_JSON:
		json_out_end(&t->json);
		return json_out_done(&t->json);
	case TABLE_FORMAT_CSV:
		return csv_out_done(&t->csv);
	case TABLE_FORMAT_XLSX:
		break;
	}
	t->sheet = NULL;
	return sheet_writer_close(sheet);
}

struct sn_err table_out_close(struct table_out *t)
{
	if (!t)
		return SN_SUCCESS;
	assert(t->column == 0);
	const struct sn_err e = finish(t);
	release(t);
	return e;
}
