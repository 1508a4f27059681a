/* Partners from a list: good rows are taken, the others are told with their row and column. */
#include "base/table_in.h"
#include "org/partner_priv.h"
#include "store/writer.h"

#include <stdlib.h>

enum column { CODE, NAME, KIND, USCC, ORG, ALIASES, FROM, COLUMNS };
static const struct table_column columns[COLUMNS] = {
	[CODE] = {"code", true, {"代码", "单位代码"}},
	[NAME] = {"name", true, {"名称", "单位名称", "全称"}},
	[KIND] = {"kind", true, {"类型", "单位类型"}},
	[USCC] = {"uscc", false, {"统一社会信用代码", "信用代码"}},
	[ORG] = {"org", false, {"所属工会", "工会代码", "工会"}},
	[ALIASES] = {"aliases", false, {"简称", "别名"}},
	[FROM] = {"from", false, {"登记日期", "自"}},
};

struct row {
	int64_t row;
	struct partner_new what;
	struct str org, aliases;
};
struct importer {
	struct table_in *table;
	struct arena *mem; /* texts of the whole file: it is written in one */
	struct row *rows;
	size_t count;
	struct sn_err *skipped;             /* told after the write */
	size_t skipped_count, skipped_read; /* skipped_read: by reading alone */
	const struct partner_import *what;
	struct partner_import_result *out;
};

static struct sn_err skip(struct importer *m, struct sn_err why, int64_t row)
{
	why.row = row;
	m->skipped = partner_grown(m->mem, m->skipped, sizeof *m->skipped, m->skipped_count);
	if (!m->skipped)
		return SN_FAIL(OUT_OF_MEMORY);
	m->skipped[m->skipped_count++] = why;
	return SN_SUCCESS;
}

static bool is_of_the_row(struct sn_err e)
{
	switch (sn_err_code(e)) {
	case SN_INVALID:
	case SN_DENIED:
	case SN_NOT_FOUND:
	case SN_CONFLICT:
	case SN_LIMIT:
		return true;
	case SN_OK:
	case SN_TOO_LARGE:
	case SN_PARTLY:
	case SN_USAGE:
	case SN_MISMATCH:
	case SN_DOWN:
	case SN_RATE:
	case SN_IO:
	case SN_FULL:
	case SN_UNKNOWN:
	case SN_REFUSES:
	case SN_NOMEM:
		break;
	}
	return false;
}

/* ---- reading ---- */

static struct str cell(const struct importer *m, const struct table_row *row, enum column which)
{
	return arena_str(m->mem, str_trim(table_cell(m->table, row, which).text));
}

static struct sn_err parse_row(const struct importer *m, const struct table_row *row,
			       struct row *out)
{
	const struct str from = cell(m, row, FROM);
	*out = (struct row){
		.row = row->row,
		.what = {.code = cell(m, row, CODE),
			 .name = cell(m, row, NAME),
			 .uscc = cell(m, row, USCC)},
		.org = cell(m, row, ORG),
		.aliases = cell(m, row, ALIASES),
	};
	if (!partner_kind_parse(&out->what.kind, cell(m, row, KIND)))
		return SN_FAIL(PARTNER_BAD_KIND, .field = "kind");
	return from.bytes == 0 ? SN_SUCCESS : day_parse(&out->what.from_day, from, "from");
}

static struct sn_err read_rows(struct importer *m)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(m->table, &row, &more));
		if (!more)
			return SN_SUCCESS;
		if (row.kind == TABLE_ROW_TOTAL)
			continue;
		m->out->read++;
		m->rows = partner_grown(m->mem, m->rows, sizeof *m->rows, m->count);
		if (!m->rows)
			return SN_FAIL(OUT_OF_MEMORY);
		const struct sn_err e = parse_row(m, &row, &m->rows[m->count]);
		if (!sn_failed(e))
			m->count++;
		else
			SN_TRY(skip(m, e, row.row));
	}
}

/* ---- the write ---- */

/* Takes the next name off "甲局;甲管理局" or with 、 between them. */
static bool next_alias(struct str *rest, struct str *alias)
{
	static const char comma[] = "、";
	while (rest->at && rest->bytes > 0) {
		const char *end = memmem(rest->at, rest->bytes, comma, sizeof comma - 1);
		const char *semicolon = memchr(rest->at, ';', rest->bytes);
		size_t sign = end ? sizeof comma - 1 : 0;
		if (semicolon && (!end || semicolon < end)) {
			end = semicolon;
			sign = 1;
		}
		const size_t bytes = end ? (size_t)(end - rest->at) : rest->bytes;
		*alias = str_trim((struct str){rest->at, bytes});
		rest->at += bytes + sign;
		rest->bytes -= bytes + sign;
		if (alias->bytes > 0)
			return true;
	}
	return false;
}

/* A refused alias is told; its partner stays. */
static struct sn_err add_aliases(struct ctx *c, struct importer *m, const struct row *row,
				 int64_t partner_no)
{
	struct str rest = row->aliases, alias;
	while (next_alias(&rest, &alias)) {
		const struct sn_err e = partner_add_alias(c, partner_no, alias);
		if (sn_failed(e) && !is_of_the_row(e))
			return e;
		if (sn_failed(e))
			SN_TRY(skip(m, e, row->row));
	}
	return SN_SUCCESS;
}

static struct sn_err write_row(struct ctx *c, const struct importer *m, struct row *row,
			       struct partner *out, bool *changed)
{
	struct org org;
	row->what.org_no = 0;
	if (row->org.bytes > 0) {
		SN_TRY(org_find(c, row->org, 0, &org));
		row->what.org_no = org.org_no;
	}
	if (m->what->allowed)
		SN_TRY(m->what->allowed(c, row->what.org_no));
	return partner_add(c, &row->what, out, changed);
}

/* A work may run a second time: what the first run told is forgotten. */
static struct sn_err write_rows(struct ctx *c, void *arg)
{
	struct importer *m = arg;
	m->skipped_count = m->skipped_read;
	m->out->added = m->out->unchanged = 0;
	for (size_t i = 0; i < m->count; i++) {
		struct partner made = {.partner_no = 0};
		bool changed = false;
		const struct sn_err e = write_row(c, m, &m->rows[i], &made, &changed);
		if (sn_failed(e) && !is_of_the_row(e))
			return e;
		if (sn_failed(e)) {
			SN_TRY(skip(m, e, m->rows[i].row));
			continue;
		}
		*(changed ? &m->out->added : &m->out->unchanged) += 1;
		SN_TRY(add_aliases(c, m, &m->rows[i], made.partner_no));
	}
	return SN_SUCCESS;
}

static struct sn_err import(struct ctx *c, struct importer *m)
{
	SN_TRY(table_open(&m->table, m->what->path.at, columns, COLUMNS));
	const struct sn_err e = read_rows(m);
	table_close(m->table);
	SN_TRY(e);
	m->skipped_read = m->skipped_count;
	return m->count > 0 ? store_write(c, write_rows, m) : SN_SUCCESS;
}

struct sn_err partner_import(struct ctx *c, const struct partner_import *what,
			     struct partner_import_result *out)
{
	*out = (struct partner_import_result){0};
	struct importer m = {
		.what = what, .out = out, .mem = arena_child(c->mem, ORG_IMPORT_BYTES_MAX)};
	const struct sn_err e = m.mem ? import(c, &m) : SN_FAIL(OUT_OF_MEMORY);
	out->skipped = (int64_t)m.skipped_count;
	for (size_t i = 0; i < m.skipped_count && !sn_failed(e); i++)
		what->each_skipped(what->self, m.skipped[i]);
	arena_free(m.mem);
	return e;
}
