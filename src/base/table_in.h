#ifndef SN_BASE_TABLE_IN_H
#define SN_BASE_TABLE_IN_H
/* table_in: one reader over CSV and xlsx for everything that is imported.
 *
 *   shape   the caller hands in the columns it knows, each with the names it goes by (姓名, 名字, 职工姓名).  The header is
 *           the first row among the first TABLE_HEADER_ROWS_MAX that has every required column, so titles above it
 *           are passed over.  Names are compared without blanks, line ends, width, a trailing * or （必填）.
 *           A header may have several rows, the names of groups above those of the columns: it goes on as long as the
 *           sheet merges a required name downwards, or the required names' cells are empty and others name columns.
 *           All sheets that have such a header are read one after another; the others are listed with the reason.
 *   rows    the caller gets data rows and totals rows (合计, 共 … 人), the latter marked: nothing is dropped in
 *           silence.  Blank rows and a header that is repeated (by its required names) are passed over.
 *   merged  rosters write a unit or a team once and merge the cells below it: where, and only where, an xlsx says
 *           that cells of one column are merged, each data row gets the value of the topmost.  A row that has nothing
 *           but such a value is blank.  Ranges over several columns are titles and stay as they are; an empty cell
 *           that is not merged stays empty; CSV knows no merged cells.
 *   units   row: as the spreadsheet shows it, from 1, with the name of its sheet ("" for CSV).
 *   errors  no_header (names the required columns not found), unreadable_file, encrypted_file, old_xls_file, too_big …
 *   memory  a row and its cells hold until the next table_next().
 *   start   table_open(), table_next(), table_cell(). */
#include "base/byte_source.h"
#include "base/cell.h"
#include "base/err.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_in;

struct table_column {
	const char *key; /* the caller's own name, also a name it goes by */
	bool required;
	const char *names
		[TABLE_NAMES_MAX]; /* the first is the one a person is told; ended by NULL if fewer */
};

enum table_row_kind { TABLE_ROW_DATA, TABLE_ROW_TOTAL };
struct table_row {
	enum table_row_kind kind;
	int64_t row;
	struct str sheet;
	const struct cell *cells; /* as in the file, for handing rejects back */
	size_t count;
};

/* A sheet that was not read, and why: no_header, hidden_sheet, empty_sheet. */
struct table_skipped {
	struct str sheet;
	struct sn_err why;
};

/* The columns stay where they are as long as the reader. The content decides what the file is, not its name. */
struct sn_err table_open(struct table_in **t, const char *path, const struct table_column *columns,
			 size_t count) SN_MUST_USE;
/* The same over a source, which is borrowed. */
struct sn_err table_open_source(struct table_in **t, const struct byte_source *source,
				const struct table_column *columns, size_t count) SN_MUST_USE;
void table_close(struct table_in *t);

/* *more is false behind the last row of the last sheet. */
struct sn_err table_next(struct table_in *t, struct table_row *row, bool *more) SN_MUST_USE;

/* The row's cell of the caller's column (its index); CELL_EMPTY where the file has no such column. */
struct cell table_cell(const struct table_in *t, const struct table_row *row, size_t column);
/* Which column of the file it is, from 0; -1: the file has none. */
int table_column_at(const struct table_in *t, size_t column);

/* The header of the sheet being read, as written in the file. */
size_t table_header_count(const struct table_in *t);
struct str table_header(const struct table_in *t, size_t file_column);
/* Whether the file's column is none of the caller's. */
bool table_header_unknown(const struct table_in *t, size_t file_column);

/* Complete when table_next() said that there are no more rows. */
int64_t table_blank_rows(const struct table_in *t); /* below the headers, passed over */
size_t table_skipped_count(const struct table_in *t);
struct table_skipped table_skipped(const struct table_in *t, size_t index);
#endif
