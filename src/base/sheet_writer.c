#include "base/sheet_writer.h"

#include "base/clock.h"
#include "base/text.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	SHEET_ROWS_MAX = 1048576, /* of the format, ECMA-376 in practice */
	SHEET_NAME_CHARACTERS_MAX = 31,
	CELL_CHARACTERS_MAX = 32767,
	WIDTH_MAX = 60,
};

struct sheet_writer {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *bold, *money, *day;
	char *path;
	lxw_row_t row;
	lxw_col_t column;
	size_t column_count;
	struct sn_err e; /* the first that happened */
};

static struct sn_err open_in(struct sheet_writer **w, const char *path, char *parts)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	options.tmpdir = parts;
	*w = NULL;
	/* The library opens the file at the end; who waits for a million rows wants to know before. */
	const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
	(void)close(fd);
	*w = calloc(1, sizeof **w);
	if (!*w)
		return SN_FAIL(OUT_OF_MEMORY);
	(*w)->path = strdup(path);
	(*w)->book = (*w)->path ? workbook_new_opt(path, &options) : NULL;
	if (!(*w)->book) {
		free((*w)->path);
		free(*w);
		*w = NULL;
		return SN_FAIL(OUT_OF_MEMORY);
	}
	(*w)->bold = workbook_add_format((*w)->book);
	format_set_bold((*w)->bold);
	(*w)->money = workbook_add_format((*w)->book);
	format_set_num_format((*w)->money, "#,##0.00");
	(*w)->day = workbook_add_format((*w)->book);
	format_set_num_format((*w)->day, "yyyy-mm-dd");
	return SN_SUCCESS;
}

struct sn_err sheet_writer_open(struct sheet_writer **w, const char *path)
{
	return open_in(w, path, NULL);
}

struct sn_err sheet_writer_open_secret(struct sheet_writer **w, const char *path)
{
	char memory[] = "/dev/shm";
	*w = NULL;
	if (access(memory, W_OK | X_OK) != 0)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", memory);
	return open_in(w, path, memory);
}

static void remember(struct sheet_writer *w, lxw_error error)
{
	if (error == LXW_NO_ERROR || sn_failed(w->e))
		return;
	if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
		w->e = SN_FAIL(OUT_OF_MEMORY);
	else
		w->e = sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", w->path);
}

/* The format wants no []:*?/\ in a name, at most 31 characters and no ' at its ends. */
static void sheet_name(const char *name, char out[SHEET_NAME_CHARACTERS_MAX * 4 + 1])
{
	struct str rest = str_of(name);
	uint32_t c;
	size_t bytes = 0;
	for (int n = 0; n < SHEET_NAME_CHARACTERS_MAX && text_next(&rest, &c); n++) {
		if (c < 128 && strchr("[]:*?/\\'", (int)c))
			c = '_';
		bytes += text_put(out + bytes, c);
	}
	out[bytes] = '\0';
}

struct sn_err sheet_writer_sheet(struct sheet_writer *w, const char *name,
				 const struct sheet_column *columns, size_t count)
{
	char valid_name[SHEET_NAME_CHARACTERS_MAX * 4 + 1];
	sheet_name(name, valid_name);
	w->sheet = workbook_add_worksheet(w->book, valid_name[0] ? valid_name : NULL);
	if (!w->sheet)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", w->path);
	w->row = 0;
	w->column = 0;
	w->column_count = count;
	for (size_t i = 0; i < count; i++) {
		size_t width = text_columns(columns[i].title) + 2;
		if (columns[i].width > 0)
			width = (size_t)columns[i].width;
		if (width > WIDTH_MAX)
			width = WIDTH_MAX;
		remember(w, worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i,
						 (double)width, NULL));
	}
	worksheet_freeze_panes(w->sheet, 1, 0);
	worksheet_set_row(w->sheet, 0, LXW_DEF_ROW_HEIGHT, w->bold);
	for (size_t i = 0; i < count; i++)
		sheet_writer_text(w, columns[i].title);
	sheet_writer_row_end(w);
	return w->e;
}

/* The place of the next cell; false: behind the format's last row, which is told at the end. */
static bool next_place(struct sheet_writer *w)
{
	assert(w->sheet && w->column < w->column_count);
	w->column++;
	if (w->row < SHEET_ROWS_MAX)
		return true;
	if (!sn_failed(w->e))
		w->e = sn_err_with_text(SN_FAIL(TOO_BIG, .arg = {SHEET_ROWS_MAX}), "行数 rows");
	return false;
}

/* XML 1.0 has no other control characters; a spreadsheet calls a file with them damaged. */
static void clean(char *text, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		const unsigned char c = (unsigned char)text[i];
		if (c < ' ' && c != '\t' && c != '\n' && c != '\r')
			text[i] = ' ';
	}
}

static void write_text(struct sheet_writer *w, struct str text)
{
	while (text_characters(text) > CELL_CHARACTERS_MAX)
		text = text_cut(text, CELL_CHARACTERS_MAX);
	char *copy = malloc(text.bytes * 3 + 1);
	if (!copy) {
		remember(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	uint32_t c;
	size_t bytes = 0;
	while (text_next(&text, &c)) /* what is no UTF-8 becomes U+FFFD */
		bytes += text_put(copy + bytes, c);
	clean(copy, bytes);
	copy[bytes] = '\0';
	remember(w, worksheet_write_string(w->sheet, w->row, w->column - 1, copy,
					   w->row == 0 ? w->bold : NULL));
	free(copy);
}

void sheet_writer_text(struct sheet_writer *w, struct str text)
{
	if (next_place(w) && text.bytes > 0)
		write_text(w, text);
}

static void write_number(struct sheet_writer *w, double value, lxw_format *format)
{
	remember(w, worksheet_write_number(w->sheet, w->row, w->column - 1, value, format));
}

void sheet_writer_int(struct sheet_writer *w, int64_t value)
{
	/* A spreadsheet keeps 15 digits; a longer number would lose its end, so it is written as text. */
	static const int64_t exact = 999999999999999;
	char text[24];
	if (!next_place(w))
		return;
	if (value <= exact && value >= -exact) {
		write_number(w, (double)value, NULL);
		return;
	}
	(void)snprintf(text, sizeof text, "%lld", (long long)value);
	write_text(w, str_of(text));
}

void sheet_writer_money(struct sheet_writer *w, struct money amount)
{
	if (next_place(w))
		write_number(w, (double)money_fen(amount) / 100.0, w->money);
}

void sheet_writer_day(struct sheet_writer *w, int32_t day)
{
	static const int32_t serial_from = 19000301; /* before it the format's days are one off */
	static const int64_t day_us = INT64_C(86400) * 1000000;
	enum { SERIAL_OF_1970 = 25569 };
	if (!next_place(w))
		return;
	char text[DAY_TEXT_BYTES];
	if (day >= serial_from) {
		const int64_t days = (day_start_us(day) - day_start_us(19700101)) / day_us;
		write_number(w, (double)(days + SERIAL_OF_1970), w->day);
		return;
	}
	day_text(day, text);
	write_text(w, str_of(text));
}

void sheet_writer_row_end(struct sheet_writer *w)
{
	w->row++;
	w->column = 0;
}

struct sn_err sheet_writer_close(struct sheet_writer *w)
{
	remember(w, workbook_close(w->book));
	const struct sn_err e = w->e;
	if (sn_failed(e))
		(void)unlink(w->path);
	free(w->path);
	free(w);
	return e;
}

void sheet_writer_drop(struct sheet_writer *w)
{
	if (!w)
		return;
	lxw_workbook_free(w->book);
	(void)unlink(w->path);
	free(w->path);
	free(w);
}
