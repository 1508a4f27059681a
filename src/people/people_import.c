/* A roster's file: read by stream in pages, decided, written; what is refused goes back with its reason. */
#include "base/crypto.h"
#include "base/phone.h"
#include "base/sheet_writer.h"
#include "base/table_in.h"
#include "base/text.h"
#include "base/uscc.h"
#include "people/people_priv.h"
#include "people/people_sql.h"
#include "store/pace.h"

#include <assert.h>
#include <stdlib.h>

enum import_column {
	COL_NAME,
	COL_ID,
	COL_PHONE,
	COL_EMPLOYER,
	COL_USCC,
	COL_WORKPLACE,
	COL_TEAM,
	COL_SITE,
	COL_POST,
	COL_CATEGORY,
	COL_SIZE,
	COL_HOUSEHOLD,
	COL_SEX,
	COL_BIRTH,
	COL_AGE,
	COL_NUMBER,
	COLS_COUNT
};
/* clang-format off */
static const struct table_column columns[COLS_COUNT] = {
	[COL_NAME]      = {"name", true, {"姓名", "名字", "职工姓名", "人员姓名"}},
	[COL_ID]        = {"id_number", true, {"身份证号", "身份证", "身份证号码", "证件号码", "公民身份号码", "证件号"}},
	[COL_PHONE]     = {"phone", false, {"手机", "手机号", "手机号码", "联系电话", "电话", "联系方式"}},
	[COL_EMPLOYER]  = {"employer", false, {"用人单位", "单位", "单位名称", "公司", "工作单位"}},
	[COL_USCC]      = {"uscc", false, {"统一社会信用代码", "信用代码"}},
	[COL_WORKPLACE] = {"workplace", false, {"用工单位"}},
	[COL_TEAM]      = {"team", false, {"班组", "队组", "班"}},
	[COL_SITE]      = {"site", false, {"作业点", "路段", "作业场所"}},
	[COL_POST]      = {"post", false, {"岗位", "工种"}},
	[COL_CATEGORY]  = {"category", false, {"类别", "人员类别"}},
	[COL_SIZE]      = {"size", false, {"衣服尺码", "尺码"}},
	[COL_HOUSEHOLD] = {"household", false, {"户号", "家庭编号"}},
	[COL_SEX]       = {"sex", false, {"性别"}},
	[COL_BIRTH]     = {"birth", false, {"出生日期", "出生年月日"}},
	[COL_AGE]       = {"age", false, {"年龄"}},
	[COL_NUMBER]    = {"number", false, {"序号", "编号"}},
};
/* clang-format on */

bool people_import_column(struct str name, size_t *column)
{
	const struct str wanted = str_trim(name);
	for (size_t k = 0; k < COLS_COUNT; k++) {
		bool same = str_is(wanted, columns[k].key);
		for (size_t i = 0; i < TABLE_NAMES_MAX && columns[k].names[i] && !same; i++)
			same = str_is(wanted, columns[k].names[i]);
		if (!same)
			continue;
		*column = k;
		return true;
	}
	return false;
}

const char *people_import_column_name(size_t column)
{
	return columns[column].names[0];
}

int people_fix_order(const void *a, const void *b)
{
	const struct people_fix *l = a, *r = b;
	const int sheet = str_compare(l->sheet, r->sheet);
	if (sheet != 0)
		return sheet;
	if (l->row != r->row)
		return l->row < r->row ? -1 : 1;
	return (l->column > r->column) - (l->column < r->column);
}

struct kept_row {
	struct str *cells;
	size_t count;
};

/* A sheet's header, kept: a page may reach over the end of its sheet. */
struct sheet_header {
	struct str *titles;
	size_t count;
	int at[COLS_COUNT];
};

struct import {
	const struct people_import *what;
	struct people_import_result *out;
	int32_t rejects_sheet; /* whose header the rejects file has now; -1: none */
	struct arena *page_mem;
	struct arena_mark start; /* of the caller's memory: what comes after it is this run's */
	struct table_in *table;
	struct sheet_writer *rejects;
	struct people_page page;
	struct str *sheets;
	struct sheet_header *headers; /* as many as sheets */
	size_t sheets_count;
	struct kept_row *kept; /* the page's rows as in the file, for handing them back */
	int32_t today;

	/* in pieces; NULL: the whole file is one work */
	struct people_open *open;
	struct people_open next; /* as the piece that is being written leaves it */
	struct pace pace;
	struct roster_row *parsed; /* the page's rows as they came: a piece may be written twice */
};

/* ---- one row ---- */

static struct sn_err parse_id(const struct import *m, struct cell cell, struct roster_row *row)
{
	if (cell.text.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(id_number_parse(&row->id, cell.text, m->today));
	row->has_id = true;
	return SN_SUCCESS;
}

static struct sn_err parse_phone(struct arena *mem, struct cell cell, struct roster_row *row)
{
	struct phone phone;
	if (cell.text.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(phone_parse(&phone, cell.text));
	row->phone = arena_str(mem, str_of(phone.digits));
	return SN_SUCCESS;
}

static struct sn_err parse_uscc(struct arena *mem, struct cell cell, struct roster_row *row)
{
	struct uscc code;
	if (cell.text.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(uscc_parse(&code, cell.text));
	row->uscc = arena_str(mem, str_of(code.characters));
	return SN_SUCCESS;
}

static struct sn_err parse_cell(const struct import *m, enum import_column column, struct cell cell,
				struct roster_row *row)
{
	struct arena *mem = m->page_mem;
	switch (column) {
	case COL_NAME:
		return name_parse(mem, cell.text, &row->name);
	case COL_ID:
		return parse_id(m, cell, row);
	case COL_PHONE:
		return parse_phone(mem, cell, row);
	case COL_EMPLOYER:
		return people_word(mem, cell.text, &row->groups[ROW_EMPLOYER]);
	case COL_USCC:
		return parse_uscc(mem, cell, row);
	case COL_WORKPLACE:
		return people_word(mem, cell.text, &row->groups[ROW_WORKPLACE]);
	case COL_TEAM:
		return people_word(mem, cell.text, &row->groups[ROW_TEAM]);
	case COL_SITE:
		return people_word(mem, cell.text, &row->groups[ROW_SITE]);
	case COL_HOUSEHOLD:
		return people_word(mem, cell.text, &row->groups[ROW_HOUSEHOLD]);
	case COL_POST:
		return people_word(mem, cell.text, &row->post);
	case COL_SIZE:
		return people_word(mem, cell.text, &row->size);
	case COL_CATEGORY:
		return people_add_categories(mem, cell.text, row);
	case COL_SEX:
		return !row->has_id || people_sex_agrees(cell.text, &row->id)
			       ? SN_SUCCESS
			       : SN_FAIL(ID_CONTRADICTS);
	case COL_BIRTH:
		return !row->has_id || people_birth_agrees(cell.text, &row->id)
			       ? SN_SUCCESS
			       : SN_FAIL(ID_CONTRADICTS);
	case COL_AGE:    /* nobody is refused for it, and it is wrong next year */
	case COL_NUMBER: /* the file's own count */
	case COLS_COUNT:
		break;
	}
	return SN_SUCCESS;
}

/* What somebody corrected by hand counts instead of the file's cell. */
static const struct people_fix *fix_of(const struct import *m, const struct table_row *from,
				       size_t column)
{
	const struct people_fix key = {.sheet = from->sheet, .row = from->row, .column = column};
	return m->what->fixes_count == 0 ? NULL
					 : bsearch(&key, m->what->fixes, m->what->fixes_count,
						   sizeof key, people_fix_order);
}

static struct cell cell_of(const struct import *m, const struct table_row *from, size_t column)
{
	const struct people_fix *fix = fix_of(m, from, column);
	return fix ? (struct cell){fix->value.bytes > 0 ? CELL_TEXT : CELL_EMPTY, fix->value}
		   : table_cell(m->table, from, column);
}

/* The list of one employer names no other. */
static struct sn_err check_employer(const struct import *m, struct roster_row *row)
{
	const struct str employer = m->what->employer;
	struct str *said = &row->groups[ROW_EMPLOYER];
	if (employer.bytes == 0 || str_eq(*said, employer))
		return SN_SUCCESS;
	if (said->bytes > 0) {
		row->column = COL_EMPLOYER;
		return sn_err_with_text(SN_FAIL(OTHER_EMPLOYER), STR_FMT, STR_ARG(employer));
	}
	*said = employer;
	return SN_SUCCESS;
}

static void parse_row(const struct import *m, const struct table_row *from, struct roster_row *row)
{
	*row = (struct roster_row){.row = from->row, .sheet_no = (int32_t)m->sheets_count - 1};
	for (size_t i = 0; i < m->what->categories_count && !sn_failed(row->why); i++)
		row->why = people_add_categories(m->page_mem, m->what->categories[i], row);
	for (unsigned k = 0; k < COLS_COUNT && !sn_failed(row->why); k++) {
		row->column = k;
		row->why = parse_cell(m, (enum import_column)k, cell_of(m, from, k), row);
	}
	if (!sn_failed(row->why))
		row->why = check_employer(m, row);
	if (!sn_failed(row->why))
		row->column = row->has_id ? COL_ID : COL_NAME;
	else
		row->fate = ROW_REJECTED;
}

/* ---- refusals ---- */

static struct str shown_value(struct arena *mem, enum import_column column, struct str value)
{
	char name[NAME_MASK_BYTES];
	if (column == COL_ID || column == COL_PHONE)
		return people_mask(mem, value);
	if (column != COL_NAME)
		return arena_str(mem, value);
	name_mask(value, name);
	return arena_str(mem, str_of(name));
}

static struct sn_err note_reject(struct ctx *c, struct import *m, struct roster_row *row,
				 struct str value)
{
	struct people_import_result *out = m->out;
	row->why.field = columns[row->column].names[0];
	row->why.row = row->row;
	out->rejected++;
	if (out->rejects_count == IMPORT_REJECTS_SHOWN_MAX)
		return SN_SUCCESS;
	if (!out->rejects)
		out->rejects = ARENA_ARRAY(c->mem, struct import_reject, IMPORT_REJECTS_SHOWN_MAX);
	if (!out->rejects)
		return SN_FAIL(OUT_OF_MEMORY);
	out->rejects[out->rejects_count++] = (struct import_reject){
		.row = row->row,
		.sheet = m->sheets[row->sheet_no],
		.column = str_of(columns[row->column].names[0]),
		.value = shown_value(c->mem, (enum import_column)row->column, value),
		.why = row->why};
	return SN_SUCCESS;
}

/* The file's own columns, then where and why. A sheet of the file has a sheet of its own. */
static struct sn_err reject_sheet(struct import *m, const struct roster_row *row)
{
	static const struct str ends[2][4] = {
		[LANG_ZH] = {STR("行号"), STR("列"), STR("值"), STR("原因")},
		[LANG_EN] = {STR("row"), STR("column"), STR("value"), STR("reason")}};
	struct sheet_column titles[FILE_COLUMNS_MAX + 4] = {{.width = 0}};
	const struct sheet_header *header = &m->headers[row->sheet_no];
	const size_t width = header->count;
	char path[4096];
	if (m->rejects_sheet == row->sheet_no)
		return SN_SUCCESS;
	if (!m->rejects) {
		(void)snprintf(path, sizeof path, STR_FMT, STR_ARG(m->what->rejects_path));
		SN_TRY(sheet_writer_open(&m->rejects, path));
	}
	for (size_t i = 0; i < width && i < FILE_COLUMNS_MAX; i++)
		titles[i].title = header->titles[i];
	for (size_t i = 0; i < 4; i++)
		titles[width + i].title = ends[m->what->lang][i];
	m->rejects_sheet = row->sheet_no;
	const char *name = arena_printf(m->page_mem, STR_FMT, STR_ARG(m->sheets[row->sheet_no]));
	return sheet_writer_sheet(m->rejects, name && *name ? name : "rejects", titles, width + 4);
}

static struct sn_err write_reject(struct import *m, const struct roster_row *row,
				  const struct kept_row *kept, struct str value)
{
	char words[512];
	if (m->what->rejects_path.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(reject_sheet(m, row));
	for (size_t i = 0; i < m->headers[row->sheet_no].count; i++)
		sheet_writer_text(m->rejects, i < kept->count ? kept->cells[i] : STR_NULL);
	sheet_writer_int(m->rejects, row->row);
	sheet_writer_text(m->rejects, str_of(columns[row->column].names[0]));
	sheet_writer_text(m->rejects, value);
	sn_err_words(row->why, m->what->lang, words, sizeof words);
	sheet_writer_text(m->rejects, str_of(words));
	sheet_writer_row_end(m->rejects);
	return SN_SUCCESS;
}

static struct str kept_value(const struct import *m, const struct roster_row *row,
			     const struct kept_row *kept)
{
	const int at = m->headers[row->sheet_no].at[row->column];
	return at >= 0 && (size_t)at < kept->count ? kept->cells[at] : STR_NULL;
}

/* ---- a page ---- */

static void tell_row(const struct import *m, const struct roster_row *row)
{
	if (!m->what->each_row)
		return;
	const bool known = row->fate == ROW_CHANGED || row->fate == ROW_UNCHANGED;
	m->what->each_row(m->what->each_self,
			  &(const struct people_row){.row = row->row,
						     .sheet = m->sheets[row->sheet_no],
						     .fate = row->fate,
						     .changes = row->changes,
						     .has_id = row->has_id,
						     .name = row->name,
						     .team = row->groups[ROW_TEAM],
						     .post = row->post,
						     .was = known ? &row->state->person : NULL});
}

static void count_page(const struct people_page *page, struct people_open *sum)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct roster_row *row = &page->rows[i];
		sum->taken += row->fate == ROW_NEW;
		sum->changed += row->fate == ROW_CHANGED;
		sum->unchanged += row->fate == ROW_UNCHANGED;
		sum->without_id += row->fate != ROW_REJECTED && !row->has_id;
	}
}

/* Decided and written in one work, which may run again: from the rows as they came. */
static struct sn_err piece_work(struct ctx *c, void *arg)
{
	struct import *m = arg;
	struct ctx inner = *c;
	inner.mem = m->page_mem;
	m->next = *m->open;
	memcpy(m->page.rows, m->parsed, m->page.count * sizeof *m->parsed);
	SN_TRY(people_page_decide(&inner, &m->page));
	SN_TRY(people_page_write(&inner, &m->page));
	count_page(&m->page, &m->next);
	m->next.read = m->out->read;
	return people_open_step(&inner, &m->next);
}

/* A page that an earlier run has written: read again for what it refused, and for who stood in the file before. */
static struct sn_err write_piece(struct ctx *c, struct import *m)
{
	struct ctx inner = *c;
	inner.mem = m->page_mem;
	if (m->page.count == 0)
		return SN_SUCCESS;
	if (m->out->read <= m->open->read)
		return people_page_decide(&inner, &m->page);
	const int64_t began_us = now_us(c);
	memcpy(m->parsed, m->page.rows, m->page.count * sizeof *m->parsed);
	SN_TRY(store_write(c, piece_work, m));
	*m->open = m->next;
	pace_next(&m->pace, now_us(c) - began_us);
	return SN_SUCCESS;
}

static struct sn_err tell_page(struct ctx *c, struct import *m)
{
	for (size_t i = 0; i < m->page.count; i++) {
		struct roster_row *row = &m->page.rows[i];
		tell_row(m, row);
		if (row->fate != ROW_REJECTED)
			continue;
		const struct str value = kept_value(m, row, &m->kept[i]);
		SN_TRY(note_reject(c, m, row, value));
		SN_TRY(write_reject(m, row, &m->kept[i], value));
	}
	return SN_SUCCESS;
}

static struct sn_err finish_page(struct ctx *c, struct import *m)
{
	struct people_import_result *out = m->out;
	struct ctx inner = *c;
	inner.mem = m->page_mem;
	m->page.sheets = m->sheets;
	if (m->open) {
		SN_TRY(write_piece(c, m));
		SN_TRY(tell_page(c, m));
	} else {
		struct people_open sum = {.read = 0};
		SN_TRY(people_page_decide(&inner, &m->page));
		count_page(&m->page, &sum);
		out->taken += sum.taken;
		out->changed += sum.changed;
		out->unchanged += sum.unchanged;
		out->without_id += sum.without_id;
		SN_TRY(tell_page(c, m));
		if (!m->what->dry_run)
			SN_TRY(people_page_write(&inner, &m->page));
	}
	m->page.count = 0;
	arena_reset(m->page_mem);
	return m->what->progress ? m->what->progress(m->what->progress_self, out->read)
				 : SN_SUCCESS;
}

static struct sn_err finish_file(struct ctx *c, struct import *m)
{
	struct ctx inner = *c;
	SN_TRY(finish_page(c, m));
	inner.mem = m->page_mem;
	return m->page.registrations ? people_registrations_write(&inner, &m->page) : SN_SUCCESS;
}

static struct sn_err enter_sheet(struct ctx *c, struct import *m, struct str name)
{
	if (m->sheets_count > 0 && str_eq(m->sheets[m->sheets_count - 1], name))
		return SN_SUCCESS;
	if (m->sheets_count == XLSX_SHEETS_MAX)
		return SN_FAIL(TOO_BIG, .arg = {XLSX_SHEETS_MAX});
	struct sheet_header *header = &m->headers[m->sheets_count];
	m->sheets[m->sheets_count++] = arena_str(c->mem, name);
	header->count = table_header_count(m->table);
	header->titles = ARENA_ARRAY(c->mem, struct str, header->count);
	if (header->count > 0 && !header->titles)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < header->count; i++)
		header->titles[i] = arena_str(c->mem, table_header(m->table, i));
	for (size_t k = 0; k < COLS_COUNT; k++)
		header->at[k] = table_column_at(m->table, k);
	for (size_t i = 0; i < table_header_count(m->table); i++) {
		if (table_header_unknown(m->table, i) && table_header(m->table, i).bytes > 0 &&
		    m->out->ignored_count < FILE_COLUMNS_MAX)
			m->out->ignored[m->out->ignored_count++] =
				arena_str(c->mem, table_header(m->table, i));
	}
	return SN_SUCCESS;
}

static struct sn_err keep_row(struct import *m, const struct table_row *from, struct kept_row *kept)
{
	*kept = (struct kept_row){ARENA_ARRAY(m->page_mem, struct str, from->count), from->count};
	if (from->count > 0 && !kept->cells)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < from->count; i++)
		kept->cells[i] = from->cells[i].text.bytes > 0
					 ? arena_str(m->page_mem, from->cells[i].text)
					 : STR_NULL;
	for (size_t k = 0; k < COLS_COUNT && m->what->fixes_count > 0; k++) {
		const int at = table_column_at(m->table, k);
		const struct people_fix *fix = fix_of(m, from, k);
		if (fix && at >= 0 && (size_t)at < kept->count)
			kept->cells[at] = fix->value.bytes > 0 ? fix->value : STR_NULL;
	}
	return SN_SUCCESS;
}

/* A page never reaches over the place where an earlier run was cut off. */
static bool is_page(const struct import *m)
{
	if (!m->open)
		return m->page.count == IMPORT_PAGE_ROWS;
	return m->page.count == IMPORT_PIECE_ROWS || m->out->read == m->open->read ||
	       (m->out->read > m->open->read && (int64_t)m->page.count >= m->pace.rows);
}

static struct sn_err read_rows(struct ctx *c, struct import *m)
{
	struct table_row from;
	bool more = false;
	for (;;) {
		SN_TRY(table_next(m->table, &from, &more));
		if (!more)
			return finish_file(c, m);
		if (from.kind == TABLE_ROW_TOTAL) {
			m->out->totals_rows++;
			continue;
		}
		SN_TRY(enter_sheet(c, m, from.sheet));
		SN_TRY(keep_row(m, &from, &m->kept[m->page.count]));
		parse_row(m, &from, &m->page.rows[m->page.count++]);
		m->out->read++;
		if (is_page(m))
			SN_TRY(finish_page(c, m));
	}
}

/* ---- the whole file ---- */

static struct sn_err source_digest(const struct byte_source *source, struct sha256 *digest)
{
	char piece_bytes[1 << 14];
	struct sha256_stream *stream = sha256_stream_new();
	struct sn_err e = stream ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	for (int64_t at = 0; at < source->bytes && !sn_failed(e);) {
		struct byte_piece piece = {.out = piece_bytes, .wanted = sizeof piece_bytes};
		e = byte_source_read(source, at, &piece);
		if (piece.got == 0)
			break;
		sha256_stream_add(stream, (struct str){piece_bytes, piece.got});
		at += (int64_t)piece.got;
	}
	if (stream)
		*digest = sha256_stream_end(stream);
	sha256_stream_free(stream);
	return e;
}

static struct sn_err file_digest(const struct people_import *what, struct sha256 *digest)
{
	struct byte_source source;
	char name[4096];
	if (what->source)
		return source_digest(what->source, digest);
	(void)snprintf(name, sizeof name, STR_FMT, STR_ARG(what->path));
	SN_TRY(byte_source_file(&source, name));
	const struct sn_err e = source_digest(&source, digest);
	byte_source_close(&source);
	return e;
}

static struct sn_err add_batch(struct ctx *c, const struct people_import_result *out,
			       const struct people_open *of, const struct sha256 *digest)
{
	return store_run(c->store, &people_sql_batch_add,
			 PARAMS(p_uuid(out->batch_id), p_int(of->shard), p_int(of->org_no),
				p_bytes(digest->bytes, sizeof digest->bytes), p_int(out->read),
				p_int(out->taken), p_int(out->changed), p_int(out->unchanged),
				p_int(out->rejected), p_uuid_or_null(c->actor_id),
				p_int(now_us(c))),
			 NULL);
}

static struct sn_err import_note_skipped(struct ctx *c, struct import *m)
{
	const size_t count = table_skipped_count(m->table);
	m->out->skipped = ARENA_ARRAY(c->mem, struct import_skipped, count);
	if (count > 0 && !m->out->skipped)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct table_skipped s = table_skipped(m->table, i);
		m->out->skipped[m->out->skipped_count++] =
			(struct import_skipped){arena_str(c->mem, s.sheet), s.why};
	}
	return SN_SUCCESS;
}

static struct sn_err open_table(struct import *m)
{
	char path[4096];
	if (m->what->source)
		return table_open_source(&m->table, m->what->source, columns, COLS_COUNT);
	if (m->what->path.bytes >= sizeof path)
		return SN_FAIL(TOO_LONG, .field = "file", .arg = {(int64_t)sizeof path - 1});
	(void)snprintf(path, sizeof path, STR_FMT, STR_ARG(m->what->path));
	return table_open(&m->table, path, columns, COLS_COUNT);
}

static struct sn_err import_all(struct ctx *c, struct import *m)
{
	struct people_import_result *out = m->out;
	SN_TRY(people_need_keys(c));
	m->page.rows = ARENA_ARRAY(c->mem, struct roster_row, IMPORT_PAGE_ROWS);
	m->parsed = ARENA_ARRAY(c->mem, struct roster_row, IMPORT_PIECE_ROWS);
	m->kept = ARENA_ARRAY(c->mem, struct kept_row, IMPORT_PAGE_ROWS);
	m->sheets = ARENA_ARRAY(c->mem, struct str, XLSX_SHEETS_MAX);
	m->headers = ARENA_ARRAY(c->mem, struct sheet_header, XLSX_SHEETS_MAX);
	out->ignored = ARENA_ARRAY(c->mem, struct str, FILE_COLUMNS_MAX);
	if (!m->page_mem || !m->page.seen || !m->page.pinyin || !m->page.rows || !m->parsed ||
	    !m->kept || !m->sheets || !m->headers || !out->ignored)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(open_table(m));
	SN_TRY(read_rows(c, m));
	out->blank_rows = table_blank_rows(m->table);
	SN_TRY(import_note_skipped(c, m));
	return SN_SUCCESS;
}

static struct sn_err import_file(struct ctx *c, struct import *m)
{
	m->page.seen = people_seen_new();
	m->page.pinyin = pinyin_new();
	m->page_mem = arena_child(c->mem, REQUEST_ARENA_BYTES);
	m->sheets_count = 0;
	m->rejects_sheet = -1;
	m->today = day_of(now_us(c));
	m->table = NULL;
	m->rejects = NULL;
	struct sn_err e = import_all(c, m);
	table_close(m->table);
	people_seen_free(m->page.seen);
	pinyin_free(m->page.pinyin);
	arena_free(m->page_mem);
	if (sn_failed(e)) {
		sheet_writer_drop(m->rejects);
		return e;
	}
	return m->rejects ? sheet_writer_close(m->rejects) : SN_SUCCESS;
}

/* A work that may run again: it begins from nothing. */
static struct sn_err import_work(struct ctx *c, void *arg)
{
	struct import *m = arg;
	struct sha256 digest = {{0}};
	arena_rewind(c->mem, m->start);
	*m->out = (struct people_import_result){.batch_id = new_id(c)};
	m->page = (struct people_page){.shard = m->what->org.shard,
				       .org_no = m->what->org.org_no,
				       .batch_id = m->out->batch_id};
	if (!m->what->dry_run) {
		m->page.registrations = people_registrations_new();
		if (!m->page.registrations)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	const struct sn_err e = import_file(c, m);
	people_registrations_free(m->page.registrations);
	SN_TRY(e);
	if (m->what->dry_run || m->out->taken + m->out->changed == 0) {
		m->out->batch_id = UUID_NULL;
		return SN_SUCCESS;
	}
	SN_TRY(file_digest(m->what, &digest));
	return add_batch(
		c, m->out,
		&(const struct people_open){.shard = m->page.shard, .org_no = m->page.org_no},
		&digest);
}

struct sn_err people_import(struct ctx *c, const struct people_import *what,
			    struct people_import_result *out)
{
	struct import m = {.what = what, .out = out, .start = arena_mark(c->mem)};
	return what->dry_run ? import_work(c, &m) : store_write(c, import_work, &m);
}

/* ---- in pieces ---- */

struct sn_err people_import_begin(struct ctx *c, const struct org *org, struct people_open *out)
{
	*out = (struct people_open){.batch_id = new_id(c),
				    .shard = org->shard,
				    .org_no = org->org_no,
				    .way = PEOPLE_COMES};
	return people_open_add(c, out);
}

struct sn_err people_import_on(struct ctx *c, const struct people_import *what,
			       struct people_open *open, struct people_import_result *out)
{
	struct import m = {.what = what, .out = out, .open = open, .pace = pace_begin()};
	assert(open->way == PEOPLE_COMES && !what->dry_run);
	*out = (struct people_import_result){.batch_id = open->batch_id};
	m.page = (struct people_page){
		.shard = open->shard, .org_no = open->org_no, .batch_id = open->batch_id};
	SN_TRY(import_file(c, &m));
	out->taken = open->taken;
	out->changed = open->changed;
	out->unchanged = open->unchanged;
	out->without_id = open->without_id;
	/* A row that is in and would be refused now was taken all the same. */
	out->rejected = out->read - out->taken - out->changed - out->unchanged;
	return SN_SUCCESS;
}

struct sn_err people_import_end(struct ctx *c, const struct people_open *open,
				const struct sha256 *file, struct people_import_result *out)
{
	SN_TRY(people_open_remove(c, open));
	out->batch_id = open->taken + open->changed > 0 ? open->batch_id : UUID_NULL;
	return uuid_is_null(out->batch_id) ? SN_SUCCESS : add_batch(c, out, open, file);
}

struct sn_err people_batch(struct ctx *c, struct uuid batch_id, struct people_batch *out)
{
	bool found = false;
	struct rows *r = store_query(c->store, &people_sql_batch, PARAMS(p_uuid(batch_id)));
	if (store_next(r)) {
		found = true;
		*out = (struct people_batch){.batch_id = batch_id,
					     .maker_id = store_uuid(r, "maker_id"),
					     .shard = store_int(r, "shard"),
					     .org_no = store_int(r, "org_no"),
					     .at_us = store_int(r, "at_us"),
					     .read = store_int(r, "read_count"),
					     .taken = store_int(r, "taken_count"),
					     .changed = store_int(r, "changed_count"),
					     .unchanged = store_int(r, "unchanged_count"),
					     .rejected = store_int(r, "rejected_count"),
					     .undone = store_int(r, "state") == 2};
	}
	SN_TRY(store_done(r));
	return found ? SN_SUCCESS : SN_FAIL(NO_SUCH_BATCH);
}
