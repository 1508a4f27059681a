/* A file of rows about people, read by stream in pages: looked at, written by pieces, what is refused handed back. */
#include "people/list.h"

#include "base/sheet_writer.h"
#include "people/people_priv.h"
#include "store/pace.h"

#include <stdlib.h>

/* A sheet's header, kept: a page may reach over the end of its sheet. */
struct sheet_header {
	struct str name;
	struct str *titles;
	size_t count;
	int at[LIST_COLUMNS_MAX];
};
struct kept_row {
	struct str *cells;
	size_t count;
};
struct reading {
	const struct list_job *job;
	struct list_result *out;
	struct table_in *table;
	struct sheet_writer *rejects;
	int32_t rejects_sheet; /* whose header the rejects file has now; -1: none */
	struct arena *page_mem;
	struct people_seen *seen;
	struct sheet_header *headers;
	size_t sheets_count;
	struct list_entry *lines;
	struct kept_row *kept; /* the page's rows as in the file */
	int64_t *ordinals;     /* of the page's lines in the file, from 1 */
	size_t count;
	struct pace pace;
	/* the piece that is being written */
	struct list_entry **piece;
	size_t piece_count;
	int64_t piece_read;
};

/* ---- one row ---- */

static const struct people_fix *fix_of(const struct reading *x, const struct table_row *from,
				       size_t column)
{
	const struct people_fix key = {.sheet = from->sheet, .row = from->row, .column = column};
	return x->job->fixes_count == 0 ? NULL
					: bsearch(&key, x->job->fixes, x->job->fixes_count,
						  sizeof key, people_fix_order);
}

static struct sn_err take_cells(struct reading *x, const struct table_row *from,
				struct list_entry *line)
{
	const size_t count = x->job->kind.columns_count;
	struct cell *cells = ARENA_ARRAY(x->page_mem, struct cell, count);
	if (!cells)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t k = 0; k < count; k++) {
		const struct people_fix *fix = fix_of(x, from, k);
		const struct cell cell = table_cell(x->table, from, k);
		if (fix)
			cells[k] = (struct cell){fix->value.bytes > 0 ? CELL_TEXT : CELL_EMPTY,
						 fix->value};
		else
			cells[k] = (struct cell){cell.kind, arena_str(x->page_mem, cell.text)};
	}
	*line = (struct list_entry){
		.row = from->row, .sheet_no = (int32_t)x->sheets_count - 1, .cells = cells};
	return SN_SUCCESS;
}

/* As it stood in the file, with its corrections. */
static struct sn_err keep_row(struct reading *x, const struct table_row *from,
			      struct kept_row *kept)
{
	*kept = (struct kept_row){ARENA_ARRAY(x->page_mem, struct str, from->count + 1),
				  from->count};
	if (!kept->cells)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < from->count; i++)
		kept->cells[i] = arena_str(x->page_mem, from->cells[i].text);
	for (size_t k = 0; k < x->job->kind.columns_count && x->job->fixes_count > 0; k++) {
		const int at = table_column_at(x->table, k);
		const struct people_fix *fix = fix_of(x, from, k);
		if (fix && at >= 0 && (size_t)at < kept->count)
			kept->cells[at] = fix->value;
	}
	return SN_SUCCESS;
}

/* ---- refusals ---- */

static size_t column_of(const struct list_kind *kind, const char *field)
{
	for (size_t k = 0; field && k < kind->columns_count; k++)
		if (strcmp(kind->columns[k].key, field) == 0)
			return k;
	return kind->main_column;
}

static struct sn_err reject_sheet(struct reading *x, int32_t sheet_no)
{
	static const struct str ends[2][4] = {
		[LANG_ZH] = {STR("行号"), STR("列"), STR("值"), STR("原因")},
		[LANG_EN] = {STR("row"), STR("column"), STR("value"), STR("reason")}};
	struct sheet_column titles[FILE_COLUMNS_MAX + 4] = {{.width = 0}};
	const struct sheet_header *header = &x->headers[sheet_no];
	char path[4096];
	if (x->rejects_sheet == sheet_no)
		return SN_SUCCESS;
	if (!x->rejects) {
		(void)snprintf(path, sizeof path, STR_FMT, STR_ARG(x->job->rejects_path));
		SN_TRY(sheet_writer_open_secret(&x->rejects, path));
	}
	for (size_t i = 0; i < header->count; i++)
		titles[i].title = header->titles[i];
	for (size_t i = 0; i < 4; i++)
		titles[header->count + i].title = ends[x->job->lang][i];
	x->rejects_sheet = sheet_no;
	const char *name = arena_printf(x->page_mem, STR_FMT, STR_ARG(header->name));
	return sheet_writer_sheet(x->rejects, name && *name ? name : "rejects", titles,
				  header->count + 4);
}

static struct sn_err write_reject(struct reading *x, const struct list_entry *line,
				  const struct kept_row *kept, size_t column)
{
	const struct sheet_header *header = &x->headers[line->sheet_no];
	const int at = header->at[column];
	char words[512];
	SN_TRY(reject_sheet(x, line->sheet_no));
	for (size_t i = 0; i < header->count; i++)
		sheet_writer_text(x->rejects, i < kept->count ? kept->cells[i] : STR_NULL);
	sn_err_words(line->why, x->job->lang, words, sizeof words);
	sheet_writer_int(x->rejects, line->row);
	sheet_writer_text(x->rejects, str_of(x->job->kind.columns[column].names[0]));
	sheet_writer_text(x->rejects,
			  at >= 0 && (size_t)at < kept->count ? kept->cells[at] : STR_NULL);
	sheet_writer_text(x->rejects, str_of(words));
	sheet_writer_row_end(x->rejects);
	return SN_SUCCESS;
}

static struct sn_err note_reject(struct ctx *c, struct reading *x, size_t at)
{
	struct people_import_result *out = &x->out->rows;
	struct list_entry *line = &x->lines[at];
	const size_t column = column_of(&x->job->kind, line->why.field);
	line->why.row = line->row;
	out->rejected++;
	if (!out->rejects)
		out->rejects = ARENA_ARRAY(c->mem, struct import_reject, IMPORT_REJECTS_SHOWN_MAX);
	if (!out->rejects)
		return SN_FAIL(OUT_OF_MEMORY);
	if (out->rejects_count < IMPORT_REJECTS_SHOWN_MAX)
		out->rejects[out->rejects_count++] = (struct import_reject){
			.row = line->row,
			.sheet = x->headers[line->sheet_no].name,
			.column = str_of(x->job->kind.columns[column].names[0]),
			.value = arena_str(c->mem, str_is_null(line->shown) ? str_of(line->why.text)
									    : line->shown),
			.why = line->why};
	return str_is_null(x->job->rejects_path) ? SN_SUCCESS
						 : write_reject(x, line, &x->kept[at], column);
}

/* ---- who stands in the file twice ---- */

static struct blind_index both_of(struct uuid who, struct blind_index said)
{
	uint8_t room[sizeof who.bytes + sizeof said.bytes];
	struct blind_index key;
	memcpy(room, who.bytes, sizeof who.bytes);
	memcpy(room + sizeof who.bytes, said.bytes, sizeof said.bytes);
	const struct sha256 digest = crypto_sha256((struct str){(const char *)room, sizeof room});
	memcpy(key.bytes, digest.bytes, sizeof key.bytes);
	return key;
}

/* Sheets count their rows each for itself, and files have fewer rows than an int32 holds. */
static struct sn_err settle_twice(struct reading *x, struct list_entry *line)
{
	const struct people_place here = {(int32_t)line->row, line->sheet_no};
	struct people_place first, same;
	if (line->fate == LIST_REFUSED || line->fate == LIST_EMPTY)
		return SN_SUCCESS;
	const struct blind_index both = both_of(line->who, line->said);
	SN_TRY(people_seen_add(x->seen, line->who.bytes, here, &first));
	if (first.row == 0)
		return people_seen_add(x->seen, both.bytes, here, &same);
	SN_TRY(people_seen_add(x->seen, both.bytes, here, &same));
	if (same.row != 0) {
		line->fate = LIST_SAME;
		return SN_SUCCESS;
	}
	line->fate = LIST_REFUSED;
	line->why = (struct sn_err){.reason = x->job->kind.twice, .arg = {first.row}};
	return SN_SUCCESS;
}

/* ---- a page ---- */

static struct sn_err piece_work(struct ctx *c, void *arg)
{
	struct reading *x = arg;
	const struct list_job *job = x->job;
	struct ctx inner = *c;
	inner.mem = x->page_mem;
	SN_TRY(job->kind.write(&inner, job->kind.self, x->piece, x->piece_count));
	return job->step ? job->step(&inner, job->step_self, x->piece_read) : SN_SUCCESS;
}

static struct sn_err write_piece(struct ctx *c, struct reading *x)
{
	const int64_t began_us = now_us(c);
	if (x->piece_count == 0)
		return SN_SUCCESS;
	SN_TRY(store_write(c, piece_work, x));
	pace_next(&x->pace, now_us(c) - began_us);
	x->piece_count = 0;
	return SN_SUCCESS;
}

static struct sn_err write_page(struct ctx *c, struct reading *x)
{
	for (size_t i = 0; i < x->count; i++) {
		struct list_entry *line = &x->lines[i];
		const bool moves = line->fate == LIST_NEW || line->fate == LIST_CHANGED;
		if (!moves || x->ordinals[i] <= x->job->done)
			continue;
		x->piece[x->piece_count++] = line;
		x->piece_read = x->ordinals[i];
		if ((int64_t)x->piece_count >= x->pace.rows)
			SN_TRY(write_piece(c, x));
	}
	return write_piece(c, x);
}

static struct sn_err count_page(struct ctx *c, struct reading *x)
{
	struct list_result *out = x->out;
	for (size_t i = 0; i < x->count; i++) {
		const struct list_entry *line = &x->lines[i];
		out->rows.taken += line->fate == LIST_NEW;
		out->rows.changed += line->fate == LIST_CHANGED;
		out->rows.unchanged += line->fate == LIST_SAME;
		out->empty += line->fate == LIST_EMPTY;
		out->noted += line->noted && line->fate != LIST_REFUSED;
		if (line->fate == LIST_REFUSED)
			SN_TRY(note_reject(c, x, i));
	}
	return SN_SUCCESS;
}

static struct sn_err finish_page(struct ctx *c, struct reading *x)
{
	const struct list_job *job = x->job;
	struct ctx inner = *c;
	inner.mem = x->page_mem;
	if (x->count > 0)
		SN_TRY(job->kind.look(&inner, job->kind.self, x->lines, x->count));
	for (size_t i = 0; i < x->count; i++)
		SN_TRY(settle_twice(x, &x->lines[i]));
	if (!job->dry_run)
		SN_TRY(write_page(c, x));
	SN_TRY(count_page(c, x));
	x->count = 0;
	arena_reset(x->page_mem);
	return job->progress ? job->progress(job->progress_self, x->out->rows.read) : SN_SUCCESS;
}

static struct sn_err enter_sheet(struct ctx *c, struct reading *x, struct str name)
{
	struct people_import_result *out = &x->out->rows;
	if (x->sheets_count > 0 && str_eq(x->headers[x->sheets_count - 1].name, name))
		return SN_SUCCESS;
	if (x->sheets_count == XLSX_SHEETS_MAX)
		return SN_FAIL(TOO_BIG, .field = "file", .arg = {XLSX_SHEETS_MAX});
	struct sheet_header *header = &x->headers[x->sheets_count++];
	header->name = arena_str(c->mem, name);
	header->count = table_header_count(x->table);
	header->titles = ARENA_ARRAY(c->mem, struct str, header->count + 1);
	if (!header->titles)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < header->count; i++) {
		const struct str title = table_header(x->table, i);
		header->titles[i] = arena_str(c->mem, title);
		if (table_header_unknown(x->table, i) && title.bytes > 0 &&
		    out->ignored_count < FILE_COLUMNS_MAX)
			out->ignored[out->ignored_count++] = header->titles[i];
	}
	for (size_t k = 0; k < x->job->kind.columns_count; k++)
		header->at[k] = table_column_at(x->table, k);
	return SN_SUCCESS;
}

static struct sn_err read_rows(struct ctx *c, struct reading *x)
{
	struct people_import_result *out = &x->out->rows;
	struct table_row from;
	bool more = false;
	for (;;) {
		SN_TRY(table_next(x->table, &from, &more));
		if (!more)
			return finish_page(c, x);
		if (from.kind == TABLE_ROW_TOTAL) {
			out->totals_rows++;
			continue;
		}
		SN_TRY(enter_sheet(c, x, from.sheet));
		SN_TRY(keep_row(x, &from, &x->kept[x->count]));
		SN_TRY(take_cells(x, &from, &x->lines[x->count]));
		x->ordinals[x->count++] = ++out->read;
		if (x->count == LIST_PAGE_ROWS)
			SN_TRY(finish_page(c, x));
	}
}

static struct sn_err note_skipped(struct ctx *c, struct reading *x)
{
	struct people_import_result *out = &x->out->rows;
	const size_t count = table_skipped_count(x->table);
	out->skipped = ARENA_ARRAY(c->mem, struct import_skipped, count + 1);
	if (!out->skipped)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct table_skipped s = table_skipped(x->table, i);
		out->skipped[out->skipped_count++] =
			(struct import_skipped){arena_str(c->mem, s.sheet), s.why};
	}
	return SN_SUCCESS;
}

static struct sn_err read_all(struct ctx *c, struct reading *x)
{
	const struct list_job *job = x->job;
	SN_TRY(people_need_keys(c));
	x->lines = ARENA_ARRAY(c->mem, struct list_entry, LIST_PAGE_ROWS);
	x->kept = ARENA_ARRAY(c->mem, struct kept_row, LIST_PAGE_ROWS);
	x->ordinals = ARENA_ARRAY(c->mem, int64_t, LIST_PAGE_ROWS);
	x->piece = ARENA_ARRAY(c->mem, struct list_entry *, PACE_ROWS_MAX);
	x->headers = ARENA_ARRAY(c->mem, struct sheet_header, XLSX_SHEETS_MAX);
	x->out->rows.ignored = ARENA_ARRAY(c->mem, struct str, FILE_COLUMNS_MAX);
	if (!x->page_mem || !x->seen || !x->lines || !x->kept || !x->ordinals || !x->piece ||
	    !x->headers || !x->out->rows.ignored)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(job->source ? table_open_source(&x->table, job->source, job->kind.columns,
					       job->kind.columns_count)
			   : table_open(&x->table, job->path, job->kind.columns,
					job->kind.columns_count));
	SN_TRY(read_rows(c, x));
	x->out->rows.blank_rows = table_blank_rows(x->table);
	return note_skipped(c, x);
}

struct sn_err list_read(struct ctx *c, const struct list_job *job, struct list_result *out)
{
	struct reading x = {.job = job,
			    .out = out,
			    .rejects_sheet = -1,
			    .page_mem = arena_child(c->mem, REQUEST_ARENA_BYTES),
			    .seen = people_seen_new(),
			    .pace = pace_begin()};
	*out = (struct list_result){.empty = 0};
	const struct sn_err e = read_all(c, &x);
	table_close(x.table);
	people_seen_free(x.seen);
	arena_free(x.page_mem);
	if (sn_failed(e)) {
		sheet_writer_drop(x.rejects);
		return e;
	}
	return x.rejects ? sheet_writer_close(x.rejects) : SN_SUCCESS;
}
