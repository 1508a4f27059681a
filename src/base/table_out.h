#ifndef SN_BASE_TABLE_OUT_H
#define SN_BASE_TABLE_OUT_H
/* table_out: the one writer of printed tables, `--format text|json|csv|xlsx`.
 *
 *   shape   columns once, then values from left to right, row by row.  text: aligned by display width, numbers to the
 *           right.  json: an array of objects by the columns' keys.  csv: with BOM.  xlsx: a file of its own.
 *   units   money in fen: shown in yuan with two decimals, in JSON as whole fen (so name the key …_fen); a day is
 *           yyyymmdd; times in µs.
 *   rule    what is unknown is "—" (null in JSON, an empty cell in CSV) and never 0.
 *   errors  cannot_write_file and out_of_memory from table_out_close(); calls between need no check.
 *   start   table_out_open(), table_out_text() … table_out_row_end(), table_out_close(). */
#include "base/err.h"
#include "base/money.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum table_format { TABLE_FORMAT_TEXT, TABLE_FORMAT_JSON, TABLE_FORMAT_CSV, TABLE_FORMAT_XLSX };
/* "text", "json", "csv", "xlsx"; false: none of them. */
bool table_format_parse(enum table_format *format, struct str word)
	__attribute__((warn_unused_result));

enum table_kind {
	TABLE_TEXT,
	TABLE_INT,
	TABLE_MONEY,
	TABLE_DAY,
	TABLE_TIME,
	TABLE_BOOL,
	TABLE_QUALIFIER /* exact, more_than, about, unknown; shown as words, in JSON and CSV as these */
};
struct table_out_column {
	const char *key, *zh, *en;
	enum table_kind kind;
	int width; /* at least so wide in text; 0: as the first rows need */
};
struct table_out_spec {
	enum table_format format;
	enum lang lang;
	const struct table_out_column *columns;
	size_t count;
	FILE *file;       /* text, json, csv */
	const char *path; /* xlsx */
	const char *name; /* of the sheet */
};

struct table_out;
/* The spec's columns stay where they are; the file stays the caller's. */
struct sn_err table_out_open(struct table_out **t, const struct table_out_spec *spec) SN_MUST_USE;

/* The next value of the row; its function is the one of its column's kind. */
void table_out_text(struct table_out *t, struct str text); /* STR_NULL: unknown */
void table_out_int(struct table_out *t, int64_t value);
void table_out_money(struct table_out *t, struct money amount);
void table_out_day(struct table_out *t, int32_t day);
void table_out_time(struct table_out *t, int64_t at_us);
void table_out_bool(struct table_out *t, bool value);
void table_out_qualifier(struct table_out *t, struct str word);
void table_out_unknown(struct table_out *t); /* of any kind */
void table_out_row_end(struct table_out *t);

/* Writes what waits and frees the table, also where it fails. NULL is fine. */
struct sn_err table_out_close(struct table_out *t) SN_MUST_USE;
#endif
