#include "base/table_in.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/fill_down.h"
#include "base/text.h"
#include "base/xlsx.h"

#include <assert.h>
#include <stdlib.h>

enum {
	HEADER_DEPTH_MAX = 4, /* rows of one header: two, seldom three */
	HEADER_BYTES_MAX =
		HEADER_DEPTH_MAX * FILE_COLUMNS_MAX * 1024, /* longer cells are no names */
	SKIPPED_BYTES_MAX = 1 << 20,
	WORD_BYTES = 128 /* a normalised cell; what is longer is no name and no total */
};

struct table_in {
	struct byte_source source;
	bool owns_source;
	const struct table_column *columns;
	size_t count;
	struct csv_in *csv; /* either this or a workbook */
	struct xlsx *xlsx;
	size_t sheet_next;
	struct str sheet;
	struct arena *header_mem, *skipped_mem;
	int at[TABLE_COLUMNS_MAX]; /* the file's column of each of the caller's */
	struct str header[FILE_COLUMNS_MAX];
	size_t header_count;
	bool requires; /* the caller requires a column */
	bool found, ended;
	int64_t blank_rows;
	struct fill_down fill;
	struct table_row held; /* read while the header was looked at, not given out yet */
	bool has_held;
	struct cell cells[FILE_COLUMNS_MAX];
	struct table_skipped skipped[XLSX_SHEETS_MAX];
	size_t skipped_count;
};

/* The word of a cell as it is compared: no blanks, no invisible characters, no width, no capitals. */
struct word {
	char text[WORD_BYTES];
	size_t bytes;
};

static bool is_blank(uint32_t c)
{
	return c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF;
}

static uint32_t fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFF01 - '!';
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* false: too long for a word. */
static bool word_of(struct str in, struct word *w)
{
	uint32_t c;
	w->bytes = 0;
	while (text_next(&in, &c)) {
		if (is_blank(c))
			continue;
		if (w->bytes + TEXT_CHARACTER_BYTES > sizeof w->text)
			return false;
		w->bytes += text_put(w->text + w->bytes, fold(c));
	}
	return true;
}

static bool ends(const struct word *w, struct str end)
{
	return w->bytes >= end.bytes &&
	       memcmp(w->text + w->bytes - end.bytes, end.at, end.bytes) == 0;
}

/* Marks of forms that say whether a column must be filled are not part of its name. */
static void drop_marks(struct word *w)
{
	static const struct str marks[] = {
		{"*", 1}, {"(必填)", 8}, {"(选填)", 8}, {"[必填]", 8}, {":", 1}};
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (w->bytes > marks[i].bytes && ends(w, marks[i])) {
			w->bytes -= marks[i].bytes;
			i = (size_t)-1; /* there may be two */
		}
	while (w->bytes > 1 && w->text[0] == '*')
		memmove(w->text, w->text + 1, --w->bytes);
}

static bool is_word(const struct word *w, const char *name)
{
	struct word other;
	return word_of(str_of(name), &other) && w->bytes == other.bytes &&
	       memcmp(w->text, other.text, w->bytes) == 0;
}

static bool goes_by(const struct table_column *column, const struct word *w)
{
	if (is_word(w, column->key))
		return true;
	for (int i = 0; i < TABLE_NAMES_MAX && column->names[i]; i++)
		if (is_word(w, column->names[i]))
			return true;
	return false;
}

/* Which of the caller's columns the cells name; the number of them. */
static size_t match(const struct table_in *t, const struct table_row *row, int at[])
{
	size_t matched = 0;
	for (size_t k = 0; k < t->count; k++)
		at[k] = -1;
	for (size_t i = 0; i < row->count; i++) {
		struct word w;
		if (row->cells[i].kind != CELL_TEXT || !word_of(row->cells[i].text, &w))
			continue;
		drop_marks(&w);
		for (size_t k = 0; k < t->count && w.bytes > 0; k++) {
			if (at[k] >= 0 || !goes_by(&t->columns[k], &w))
				continue;
			at[k] = (int)i;
			matched++;
			break;
		}
	}
	return matched;
}

static bool has_required(const struct table_in *t, const int at[])
{
	for (size_t k = 0; k < t->count; k++)
		if (t->columns[k].required && at[k] < 0)
			return false;
	return true;
}

static struct sn_err no_header(const struct table_in *t, const int at[])
{
	char names[96] = "";
	size_t bytes = 0;
	for (size_t k = 0; k < t->count; k++) {
		const char *name =
			t->columns[k].names[0] ? t->columns[k].names[0] : t->columns[k].key;
		if (!t->columns[k].required || at[k] >= 0 || bytes >= sizeof names)
			continue;
		bytes += (size_t)snprintf(names + bytes, sizeof names - bytes, "%s%s",
					  bytes > 0 ? "、" : "", name);
	}
	const struct str whole = text_cut(str_of(names), bytes < sizeof names ? bytes : 92);
	return sn_err_with_text(SN_FAIL(NO_HEADER, .arg = {TABLE_HEADER_ROWS_MAX}), STR_FMT,
				STR_ARG(whole));
}

static bool is_blank_cell(const struct cell *c)
{
	struct word w;
	return c->kind == CELL_EMPTY || (word_of(c->text, &w) && w.bytes == 0);
}

static bool is_digits(const struct word *w)
{
	for (size_t i = 0; i < w->bytes; i++)
		if (w->text[i] < '0' || w->text[i] > '9')
			return false;
	return w->bytes > 0;
}

/* 合计, 合计：, 共25人, 一班小计. A name never ends so: a person called 合计 is not known. */
static bool is_total(const struct word *w)
{
	static const struct str words[] = {
		{"合计", 6}, {"总计", 6}, {"小计", 6}, {"共计", 6}, {"累计", 6}};
	static const struct str together = {"共", 3};
	const struct str text = {w->text, w->bytes};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (ends(w, words[i]))
			return true;
		if (str_starts(text, words[i]) && strchr(":(0123456789", w->text[6]))
			return true;
	}
	return str_starts(text, together) && w->bytes > 3 && w->text[3] >= '0' && w->text[3] <= '9';
}

/* The first cell that is filled tells a totals row; behind a running number the second. */
static bool is_totals_row(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		struct word w;
		if (is_blank_cell(&row->cells[i]))
			continue;
		if (!word_of(row->cells[i].text, &w))
			return false;
		if (!is_digits(&w))
			return is_total(&w);
	}
	return false;
}

static bool is_blank_row(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!is_blank_cell(&row->cells[i]))
			return false;
	return true;
}

/* The next row of the file or sheet as it stands there. */
static struct sn_err raw_next(struct table_in *t, struct table_row *row, bool *more)
{
	*row = (struct table_row){.kind = TABLE_ROW_DATA, .sheet = t->sheet, .cells = t->cells};
	if (t->xlsx) {
		struct xlsx_row x;
		SN_TRY(xlsx_next(t->xlsx, &x, more));
		if (*more) {
			row->cells = x.cells;
			row->count = x.count;
			row->row = x.row;
		}
		return SN_SUCCESS;
	}
	struct csv_row c;
	SN_TRY(csv_next(t->csv, &c, more));
	if (!*more)
		return SN_SUCCESS;
	for (size_t i = 0; i < c.count; i++)
		t->cells[i] = (struct cell){c.cells[i].bytes ? CELL_TEXT : CELL_EMPTY, c.cells[i]};
	row->count = c.count;
	row->row = c.row;
	return SN_SUCCESS;
}

/* Copies the row, so that merged cells can be filled in it. */
static struct sn_err fill(struct table_in *t, struct table_row *row)
{
	if (t->fill.count == 0)
		return SN_SUCCESS;
	memcpy(t->cells, row->cells, row->count * sizeof t->cells[0]);
	row->cells = t->cells;
	return fill_down_row(&t->fill, row->row, t->cells, &row->count);
}

/* A blank row; below a header it is counted. */
static bool is_passed_over(struct table_in *t, const struct table_row *row)
{
	const bool blank = is_blank_row(row);
	t->blank_rows += blank && t->found;
	return blank;
}

/* The next row that is not blank. What it is, its own cells tell: a 小计 stays one beside a unit that is merged over
 * it, and a row that is blank but for such a unit is blank. */
static struct sn_err read_row(struct table_in *t, struct table_row *row, bool *more)
{
	*more = t->has_held;
	if (t->has_held) {
		*row = t->held;
		t->has_held = false;
		return SN_SUCCESS;
	}
	for (bool blank = true; blank; blank = is_passed_over(t, row)) {
		SN_TRY(raw_next(t, row, more));
		if (!*more)
			return SN_SUCCESS;
	}
	if (is_totals_row(row)) {
		row->kind = TABLE_ROW_TOTAL;
		return SN_SUCCESS;
	}
	return fill(t, row);
}

/* Takes the row's names; of a header of several rows the lowest name of a column counts. */
static struct sn_err keep_names(struct table_in *t, const struct table_row *row, const int at[])
{
	for (size_t i = 0; i < row->count; i++) {
		if (i >= t->header_count)
			t->header[t->header_count++] = STR("");
		if (is_blank_cell(&row->cells[i]))
			continue;
		t->header[i] = arena_str(t->header_mem, text_cut(row->cells[i].text, 900));
		if (str_is_null(t->header[i]))
			return SN_FAIL(OUT_OF_MEMORY);
	}
	for (size_t k = 0; k < t->count; k++)
		if (t->at[k] < 0)
			t->at[k] = at[k];
	return SN_SUCCESS;
}

/* Printed forms repeat the header on every page. Its required names tell it; nobody is called 姓名. */
static bool is_header_again(const struct table_in *t, const struct table_row *row)
{
	size_t same = 0;
	for (size_t k = 0; k < t->count; k++) {
		if (t->at[k] < 0 || (t->requires && !t->columns[k].required))
			continue;
		const struct cell c = table_cell(t, row, k);
		if (!str_eq(c.text, t->header[t->at[k]]))
			return false;
		same++;
	}
	return same > 0;
}

/* Whether a row below the header is part of it: the cells of its required names reach down to it, or are empty
 * there while others name columns. */
static bool is_header_still(const struct table_in *t, const struct table_row *row, const int at[])
{
	size_t named = 0;
	if (is_header_again(t, row))
		return true;
	for (size_t k = 0; k < t->count; k++) {
		const struct cell c = table_cell(t, row, k);
		if (t->columns[k].required && !is_blank_cell(&c))
			return false;
		named += at[k] >= 0;
	}
	return t->requires && named > 0;
}

/* Keeps the header and what belongs to it of the rows below; the first row of data is held. */
static struct sn_err keep_header(struct table_in *t, const struct table_row *row, const int at[])
{
	struct table_row below = *row;
	int at_below[TABLE_COLUMNS_MAX];
	bool more = true;
	arena_reset(t->header_mem);
	t->header_count = 0;
	for (size_t k = 0; k < t->count; k++)
		t->at[k] = -1;
	t->found = true;
	SN_TRY(keep_names(t, row, at));
	for (int depth = 1; depth < HEADER_DEPTH_MAX; depth++) {
		SN_TRY(read_row(t, &below, &more));
		if (!more)
			break;
		(void)match(t, &below, at_below);
		if (!is_header_still(t, &below, at_below)) {
			t->held = below;
			t->has_held = true;
			break;
		}
		SN_TRY(keep_names(t, &below, at_below));
	}
	return SN_SUCCESS;
}

/* Looks for the header among the first rows; *why says why there is none. */
static struct sn_err find_header(struct table_in *t, struct sn_err *why)
{
	int at[TABLE_COLUMNS_MAX], best[TABLE_COLUMNS_MAX];
	size_t best_count = 0;
	struct table_row row;
	bool more = true, any = false;
	for (size_t k = 0; k < TABLE_COLUMNS_MAX; k++)
		at[k] = best[k] = -1;
	t->found = false;
	for (int i = 0; i < TABLE_HEADER_ROWS_MAX; i++) {
		SN_TRY(read_row(t, &row, &more));
		if (!more)
			break;
		any = true;
		const size_t count = match(t, &row, at);
		if (count > 0 && has_required(t, at)) {
			*why = SN_SUCCESS;
			return keep_header(t, &row, at);
		}
		if (count > best_count) {
			best_count = count;
			memcpy(best, at, sizeof best);
		}
	}
	*why = any || t->csv ? no_header(t, best) : SN_FAIL(EMPTY_SHEET);
	return SN_SUCCESS;
}

static struct sn_err skip_sheet(struct table_in *t, struct sn_err why)
{
	assert(t->skipped_count < XLSX_SHEETS_MAX);
	const struct str name = arena_str(t->skipped_mem, t->sheet);
	if (str_is_null(name))
		return SN_FAIL(OUT_OF_MEMORY);
	t->skipped[t->skipped_count++] = (struct table_skipped){name, why};
	return SN_SUCCESS;
}

/* Goes on to the next sheet that has a header; without one the table has ended. */
static struct sn_err next_sheet(struct table_in *t)
{
	while (t->xlsx && t->sheet_next < xlsx_sheet_count(t->xlsx)) {
		const size_t index = t->sheet_next++;
		const struct xlsx_sheet sheet = xlsx_sheet(t->xlsx, index);
		struct sn_err why = SN_FAIL(HIDDEN_SHEET);
		t->sheet = sheet.name;
		if (!sheet.hidden) {
			const struct xlsx_range *ranges;
			SN_TRY(xlsx_sheet_start(t->xlsx, index));
			const size_t count = xlsx_merged(t->xlsx, &ranges);
			fill_down_begin(&t->fill, ranges, count);
			SN_TRY(find_header(t, &why));
		}
		if (!sn_failed(why))
			return SN_SUCCESS;
		SN_TRY(skip_sheet(t, why));
	}
	t->ended = true;
	return SN_SUCCESS;
}

/* Of the reasons why no sheet was read, the one that helps most: a visible sheet without the header. */
static struct sn_err why_none(const struct table_in *t)
{
	for (size_t i = 0; i < t->skipped_count; i++)
		if (t->skipped[i].why.reason == SN_R_NO_HEADER)
			return t->skipped[i].why;
	return t->skipped[0].why;
}

static struct sn_err begin(struct table_in *t)
{
	char start[8] = {0};
	struct byte_piece piece = {.out = start, .wanted = sizeof start};
	for (size_t k = 0; k < t->count; k++) {
		const bool required = t->columns[k].required;
		t->requires = t->requires || required;
	}
	t->header_mem = arena_new(HEADER_BYTES_MAX);
	t->skipped_mem = arena_new(SKIPPED_BYTES_MAX);
	if (!t->header_mem || !t->skipped_mem)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(byte_source_read(&t->source, 0, &piece));
	/* Web systems hand out pages of HTML under the name .xls. */
	if (start[0] == '<')
		return sn_err_with_text(SN_FAIL(UNREADABLE_FILE), "其实是网页 it is a web page");
	if (memcmp(start, "PK\3\4", 4) == 0 || memcmp(start, "\xD0\xCF\x11\xE0", 4) == 0) {
		SN_TRY(xlsx_open(&t->xlsx, &t->source));
		SN_TRY(next_sheet(t));
		return t->found ? SN_SUCCESS : why_none(t);
	}
	t->sheet = STR("");
	struct sn_err why;
	SN_TRY(csv_open(&t->csv, &t->source));
	SN_TRY(find_header(t, &why));
	return why;
}

static struct sn_err open_table(struct table_in **t, const struct table_in *first)
{
	assert(first->count <= TABLE_COLUMNS_MAX);
	*t = malloc(sizeof **t);
	if (!*t)
		return SN_FAIL(OUT_OF_MEMORY);
	**t = *first;
	const struct sn_err e = begin(*t);
	if (sn_failed(e)) {
		(*t)->owns_source = false; /* stays with the caller */
		table_close(*t);
		*t = NULL;
	}
	return e;
}

struct sn_err table_open_source(struct table_in **t, const struct byte_source *source,
				const struct table_column *columns, size_t count)
{
	const struct table_in first = {.source = *source, .columns = columns, .count = count};
	return open_table(t, &first);
}

struct sn_err table_open(struct table_in **t, const char *path, const struct table_column *columns,
			 size_t count)
{
	struct table_in first = {.owns_source = true, .columns = columns, .count = count};
	*t = NULL;
	SN_TRY(byte_source_file(&first.source, path));
	const struct sn_err e = open_table(t, &first);
	if (sn_failed(e))
		byte_source_close(&first.source);
	return e;
}

void table_close(struct table_in *t)
{
	if (!t)
		return;
	csv_close(t->csv);
	xlsx_close(t->xlsx);
	fill_down_end(&t->fill);
	arena_free(t->header_mem);
	arena_free(t->skipped_mem);
	if (t->owns_source)
		byte_source_close(&t->source);
	free(t);
}

struct sn_err table_next(struct table_in *t, struct table_row *row, bool *more)
{
	*more = false;
	while (!t->ended) {
		SN_TRY(read_row(t, row, more));
		if (!*more)
			SN_TRY(next_sheet(t));
		else if (!is_header_again(t, row))
			break;
	}
	*more = !t->ended;
	return SN_SUCCESS;
}

struct cell table_cell(const struct table_in *t, const struct table_row *row, size_t column)
{
	assert(column < t->count);
	const int at = t->at[column];
	if (at < 0 || (size_t)at >= row->count)
		return (struct cell){CELL_EMPTY, STR("")};
	return row->cells[at];
}

int table_column_at(const struct table_in *t, size_t column)
{
	assert(column < t->count);
	return t->at[column];
}

size_t table_header_count(const struct table_in *t)
{
	return t->header_count;
}

struct str table_header(const struct table_in *t, size_t file_column)
{
	assert(file_column < t->header_count);
	return t->header[file_column];
}

bool table_header_unknown(const struct table_in *t, size_t file_column)
{
	for (size_t k = 0; k < t->count; k++)
		if (t->at[k] == (int)file_column)
			return false;
	return true;
}

int64_t table_blank_rows(const struct table_in *t)
{
	return t->blank_rows;
}

size_t table_skipped_count(const struct table_in *t)
{
	return t->skipped_count;
}

struct table_skipped table_skipped(const struct table_in *t, size_t index)
{
	assert(index < t->skipped_count);
	return t->skipped[index];
}
