/* Files: reading a workbook, exporting a table. */
#include "base/table_out.h"
#include "base/xlsx.h"
#include "bench.h"
#include "roster.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

static void must(struct sn_err e, const char *what)
{
	char words[512];
	if (!sn_failed(e))
		return;
	sn_err_words(e, LANG_EN, words, sizeof words);
	bench_die(what, words);
}

/* ---- reading a workbook ---- */

struct book {
	char path[BENCH_PATH_BYTES], copy[BENCH_PATH_BYTES];
	int64_t count; /* rows of the file that is there */
};

static void read_book(void *self, int64_t count, struct watch *w)
{
	struct book *book = self;
	if (book->count != count) {
		roster_xlsx(book->path, count);
		book->count = count;
		bench_rss_reset(); /* what the writer needed is not ours */
	}
	struct byte_source source;
	struct xlsx *x = NULL;
	struct xlsx_row row;
	int64_t rows = 0, cells = 0;
	bool more = true;
	watch_start(w);
	must(byte_source_file(&source, book->path), book->path);
	must(xlsx_open(&x, &source), book->path);
	must(xlsx_sheet_start(x, 0), book->path);
	for (;;) {
		must(xlsx_next(x, &row, &more), book->path);
		if (!more)
			break;
		rows++;
		cells += (int64_t)row.count;
	}
	xlsx_close(x);
	byte_source_close(&source);
	watch_stop(w);
	if (rows != count + 1 || cells != rows * ROSTER_COLUMNS)
		bench_die(book->path, "rows are missing");
}

static void write_book(void *self, int64_t count, struct watch *w)
{
	struct book *book = self;
	watch_start(w);
	roster_xlsx(book->copy, count);
	watch_stop(w);
	(void)unlink(book->copy);
}

static void bench_read(void)
{
	struct book book = {.count = -1};
	bench_path("read.xlsx", book.path);
	bench_path("copy.xlsx", book.copy);
	bench_run_job(&(struct bench_job){
		.job = "xlsx read",
		.engine = "-",
		.unit = "rows",
		.reference = "libxlsxwriter, constant memory, writes the same sheet",
		.ours = read_book,
		.theirs = write_book,
		.self = &book,
		.judged_by = BENCH_BY_CPU,
		.goal = BENCH_SPEED_AT_LEAST,
		.target = 2,
		.rss_max_mib = 200,
		.sizes = {{.count = 10000}, {.count = 100000}, {.count = 1000000, .runs = 1}},
		.sizes_count = 3,
	});
	(void)unlink(book.path);
}

/* ---- exporting a table ---- */

static const struct table_out_column columns[] = {
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"quantity", "数量", "quantity", TABLE_INT, 0},
	{"amount_fen", "金额", "amount", TABLE_MONEY, 0},
	{"note", "说明", "note", TABLE_TEXT, 0},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

struct export
{
	enum table_format format;
	char path[BENCH_PATH_BYTES], copy[BENCH_PATH_BYTES];
};

static void export_ours(void *self, int64_t count, struct watch *w)
{
	const struct export *x = self;
	struct table_out *t = NULL;
	FILE *file = NULL;
	watch_start(w);
	if (x->format != TABLE_FORMAT_XLSX && !(file = fopen(x->path, "we")))
		bench_die(x->path, strerrorname_np(errno));
	const struct table_out_spec spec = {.format = x->format,
					    .columns = columns,
					    .count = COLUMNS,
					    .file = file,
					    .path = x->path,
					    .name = "bench"};
	must(table_out_open(&t, &spec), x->path);
	for (int64_t i = 0; i < count; i++) {
		table_out_text(t, STR("模拟安宁"));
		table_out_text(t, STR("模拟区总工会"));
		table_out_day(t, 20241026);
		table_out_int(t, i);
		table_out_money(t, MONEY_FEN(20000));
		table_out_text(t, STR("200 元慰问品一份"));
		table_out_row_end(t);
	}
	must(table_out_close(t), x->path);
	if (file && fclose(file) != 0)
		bench_die(x->path, strerrorname_np(errno));
	watch_stop(w);
}

/* The same bytes from memory, in pieces as stdio would hand them on. */
static void copy_bytes(void *self, int64_t count, struct watch *w)
{
	const struct export *x = self;
	(void)count;
	FILE *from = fopen(x->path, "re");
	if (!from || fseek(from, 0, SEEK_END) != 0)
		bench_die(x->path, strerrorname_np(errno));
	const size_t bytes = (size_t)ftell(from);
	char *all = malloc(bytes);
	rewind(from);
	if (!all || fread(all, 1, bytes, from) != bytes)
		bench_die(x->path, "cannot be read back");
	(void)fclose(from);
	watch_start(w);
	FILE *to = fopen(x->copy, "we");
	if (!to)
		bench_die(x->copy, strerrorname_np(errno));
	for (size_t at = 0; at < bytes; at += 4096)
		(void)fwrite(all + at, 1, bytes - at < 4096 ? bytes - at : 4096, to);
	if (fclose(to) != 0)
		bench_die(x->copy, strerrorname_np(errno));
	watch_stop(w);
	free(all);
	(void)unlink(x->copy);
}

static void write_bare(void *self, int64_t count, struct watch *w)
{
	const struct export *x = self;
	watch_start(w);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(x->copy, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "bench");
	lxw_format *money = workbook_add_format(book), *day = workbook_add_format(book);
	format_set_num_format(money, "#,##0.00");
	format_set_num_format(day, "yyyy-mm-dd");
	for (int64_t i = 0; i < count; i++) {
		const lxw_row_t row = (lxw_row_t)i;
		lxw_datetime at = {.year = 2024, .month = 10, .day = 26};
		worksheet_write_string(sheet, row, 0, "模拟安宁", NULL);
		worksheet_write_string(sheet, row, 1, "模拟区总工会", NULL);
		worksheet_write_datetime(sheet, row, 2, &at, day);
		worksheet_write_number(sheet, row, 3, (double)i, NULL);
		worksheet_write_number(sheet, row, 4, 200, money);
		worksheet_write_string(sheet, row, 5, "200 元慰问品一份", NULL);
	}
	if (workbook_close(book) != LXW_NO_ERROR)
		bench_die(x->copy, "libxlsxwriter cannot write it");
	watch_stop(w);
	(void)unlink(x->copy);
}

static void bench_export(enum table_format format)
{
	const bool csv = format == TABLE_FORMAT_CSV;
	struct export x = {.format = format};
	bench_path(csv ? "export.csv" : "export.xlsx", x.path);
	bench_path(csv ? "copy.csv" : "copy.xlsx", x.copy);
	bench_run_job(&(struct bench_job){
		.job = csv ? "export csv" : "export xlsx",
		.engine = "-",
		.unit = "rows",
		.reference = csv ? "fwrite of the same bytes"
				 : "libxlsxwriter, constant memory, the same cells",
		.ours = export_ours,
		.theirs = csv ? copy_bytes : write_bare,
		.self = &x,
		.judged_by = BENCH_BY_CPU,
		.goal = BENCH_TOLD,
		.rss_max_mib = 200,
		.sizes = {{.count = 10000}, {.count = 100000}, {.count = 1000000, .runs = 1}},
		.sizes_count = 3,
	});
	(void)unlink(x.path);
}

int main(void)
{
	bench_read();
	bench_export(TABLE_FORMAT_CSV);
	bench_export(TABLE_FORMAT_XLSX);
	return 0;
}
