#ifndef SN_BASE_SHEET_WRITER_H
#define SN_BASE_SHEET_WRITER_H
/* sheet_writer: an xlsx workbook, written by stream (libxlsxwriter, constant memory).
 *
 *   shape   sheets one after another, each with a bold frozen header; cells from left to right, rows from the top.
 *   units   money is shown in yuan with two decimals; a day is yyyymmdd.
 *   rule    a text is always a text: =1+1 stays these four characters and no formula (trust.md T9).  An unknown value
 *           is an empty cell, never 0.
 *   errors  cannot_write_file from sheet_writer_open() and _close(); too_big past the format's 1,048,576 rows.
 *   start   sheet_writer_open(), sheet_writer_sheet(), sheet_writer_text() …, sheet_writer_row_end(),
 *           sheet_writer_close(). */
#include "base/err.h"
#include "base/money.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct sheet_writer;
struct sheet_column {
	struct str title;
	int width; /* in characters of the digit 0; 0: as wide as the title */
};

struct sn_err sheet_writer_open(struct sheet_writer **w, const char *path) SN_MUST_USE;
/* The same for what must not be written anywhere but at path, such as whole card numbers: the library's working files lie
 * in memory (/dev/shm). cannot_write_file where the system has none. */
struct sn_err sheet_writer_open_secret(struct sheet_writer **w, const char *path) SN_MUST_USE;
/* The name is cut to 31 characters and freed of []:*?/\ as the format asks. */
struct sn_err sheet_writer_sheet(struct sheet_writer *w, const char *name,
				 const struct sheet_column *columns, size_t count) SN_MUST_USE;
void sheet_writer_text(struct sheet_writer *w, struct str text); /* STR_NULL: an empty cell */
void sheet_writer_int(struct sheet_writer *w, int64_t value);
void sheet_writer_money(struct sheet_writer *w, struct money amount);
void sheet_writer_day(struct sheet_writer *w, int32_t day);
void sheet_writer_row_end(struct sheet_writer *w);
/* Writes the file and frees the writer, also where it fails. */
struct sn_err sheet_writer_close(struct sheet_writer *w) SN_MUST_USE;
/* Frees the writer and leaves no file. NULL is fine. */
void sheet_writer_drop(struct sheet_writer *w);
#endif
