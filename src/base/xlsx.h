#ifndef SN_BASE_XLSX_H
#define SN_BASE_XLSX_H
/* xlsx: workbooks as Excel, WPS and LibreOffice write them, read by stream (libzip + expat).
 *
 *   source  ECMA-376 part 1, SpreadsheetML, transitional and strict namespaces.
 *   shape   sheets in the order of the workbook; of the chosen one, rows from the top.  Cells are placed by their
 *           column: gaps are CELL_EMPTY; rows that are not there are left out, so watch xlsx_row.row.
 *   units   row: as the spreadsheet shows it, from 1.  Dates follow the workbook's system (1900 or 1904).
 *   errors  unreadable_file (no xlsx, cut off, damaged, with a DOCTYPE), encrypted_file, old_xls_file, too_big
 *           (a bomb, rows, a cell), too_many_columns.
 *   limits  XLSX_* of limits.h (trust.md T9): refused before memory grows by 20 MiB.
 *   start   xlsx_open(), xlsx_sheet(), xlsx_sheet_start(), xlsx_next(). */
#include "base/byte_source.h"
#include "base/cell.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct xlsx;
struct xlsx_sheet {
	struct str name;
	bool hidden;
};
struct xlsx_row {
	const struct cell *cells;
	size_t count;
	int64_t row;
};
struct xlsx_range { /* rows from 1, columns from 0, both ends inside */
	int32_t row_first, row_last;
	int16_t column_first, column_last;
};

/* The source is borrowed and stays open as long as the workbook. */
struct sn_err xlsx_open(struct xlsx **x, const struct byte_source *source) SN_MUST_USE;
void xlsx_close(struct xlsx *x);

size_t xlsx_sheet_count(const struct xlsx *x);
struct xlsx_sheet xlsx_sheet(const struct xlsx *x, size_t index);

/* Begins at the top of a sheet; another one may have been begun before. */
struct sn_err xlsx_sheet_start(struct xlsx *x, size_t index) SN_MUST_USE;
/* *more is false behind the last row. */
struct sn_err xlsx_next(struct xlsx *x, struct xlsx_row *row, bool *more) SN_MUST_USE;
/* The merged ranges of the sheet by their first row, known from xlsx_sheet_start() on. The value of a range stands in
 * its top left cell alone. They belong to the reader and hold until another sheet is begun. */
size_t xlsx_merged(const struct xlsx *x, const struct xlsx_range **ranges);
#endif
