#ifndef SN_BASE_CSV_H
#define SN_BASE_CSV_H
/* csv: tables of plain text, read by stream and written.
 *
 *   source  RFC 4180 and what spreadsheets make of it: comma, tab or semicolon (found out from the first rows), UTF-8
 *           with or without BOM, UTF-16, GB18030 (base/encoding.h), lines ended by CRLF, LF or CR, line ends
 *           inside quotes.  A quote in the middle of an unquoted cell is a plain character.
 *   units   a row's number counts records from 1, as the row of a spreadsheet that opened the file.
 *   errors  too_big (a cell, the rows), too_many_columns, open_quote (names the row where the quote opens),
 *           bad_encoding and what the source says.
 *   memory  a row's cells hold until the next csv_next().
 *   start   csv_open(), csv_next(); csv_out_begin(), csv_out_cell(), csv_out_row_end(), csv_out_done(). */
#include "base/byte_source.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct csv_in;
struct csv_row {
	const struct str *cells;
	size_t count;
	int64_t row;
};

/* The source is borrowed and stays open as long as the reader. */
struct sn_err csv_open(struct csv_in **in, const struct byte_source *source) SN_MUST_USE;
/* *more is false behind the last row. An empty line is a row with one empty cell. */
struct sn_err csv_next(struct csv_in *in, struct csv_row *row, bool *more) SN_MUST_USE;
void csv_close(struct csv_in *in);

/* Rows out: comma, CRLF (RFC 4180). */
struct csv_out {
	FILE *file;
	bool in_row;
};
/* bom: spreadsheets take a file without one for GBK and show Chinese as garbage. */
struct csv_out csv_out_begin(FILE *file, bool bom);
/* A text that a spreadsheet would run as a formula (= + - @ TAB CR first) gets a ' in front, unless it is a plain
 * number such as -12.50 (trust.md T9). STR_NULL is an empty cell. */
void csv_out_cell(struct csv_out *o, struct str text);
void csv_out_row_end(struct csv_out *o);
struct sn_err csv_out_done(struct csv_out *o) SN_MUST_USE;
#endif
