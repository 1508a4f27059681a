#include "base/table_in.h"
#include "org/org.h"
#include "store/writer.h"

#include <stdlib.h>

enum column { CODE, PARENT, LEVEL, KIND, NAME, DIVISION, ORDER, ALIASES, CONFIRMED, FROM, COLUMNS };
static const struct table_column columns[COLUMNS] = {
	[CODE] = {"code", true, {"工会代码", "代码"}},
	[PARENT] = {"parent", true, {"上级代码", "上级工会代码", "上级"}},
	[LEVEL] = {"level", true, {"级", "级别"}},
	[KIND] = {"kind", true, {"类型"}},
	[NAME] = {"name", true, {"工会名称", "全称", "名称"}},
	[DIVISION] = {"division", false, {"行政区划", "行政区划代码"}},
	[ORDER] = {"order", false, {"排序", "顺序"}},
	[ALIASES] = {"aliases", false, {"简称", "别名"}},
	[CONFIRMED] = {"confirmed", false, {"名称已确认", "已确认"}},
	[FROM] = {"from", false, {"成立日期", "自"}},
};

/* One good row; what[i] of the array write stands apart so that org_add_many() gets a plain array. */
struct row_place {
	int64_t row;
	struct str aliases;
};

struct importer {
	struct table_in *table;
	struct arena *mem; /* texts of the whole file: parents may stand anywhere in it */
	struct org_new *rows;
	struct row_place *places;
	struct org_added *added;
	size_t count, room;
	struct sn_err *skipped; /* told after the write, in the order of the file's reading */
	size_t skipped_count, skipped_room;
	struct org_import_result *out;
};

/* Rows and their places grow together. */
static struct sn_err make_room(struct importer *m)
{
	if (m->count < m->room)
		return SN_SUCCESS;
	const size_t more = m->room == 0 ? 256 : m->room * 2;
	struct org_new *rows = reallocarray(m->rows, more, sizeof *rows);
	if (rows)
		m->rows = rows;
	struct row_place *places = reallocarray(m->places, more, sizeof *places);
	if (places)
		m->places = places;
	if (!rows || !places)
		return SN_FAIL(OUT_OF_MEMORY);
	m->room = more;
	return SN_SUCCESS;
}

static struct sn_err skip(struct importer *m, struct sn_err why, int64_t row)
{
	why.row = row;
	if (m->skipped_count == m->skipped_room) {
		const size_t more = m->skipped_room == 0 ? 64 : m->skipped_room * 2;
		struct sn_err *bigger = reallocarray(m->skipped, more, sizeof *bigger);
		if (!bigger)
			return SN_FAIL(OUT_OF_MEMORY);
		m->skipped = bigger;
		m->skipped_room = more;
	}
	m->skipped[m->skipped_count++] = why;
	return SN_SUCCESS;
}

static struct str cell(const struct importer *m, const struct table_row *row, enum column which)
{
	return str_trim(table_cell(m->table, row, which).text);
}

static struct sn_err parse_yes_no(struct str text, bool *out)
{
	*out = str_is(text, "yes") || str_is(text, "是");
	if (*out || text.bytes == 0 || str_is(text, "no") || str_is(text, "否"))
		return SN_SUCCESS;
	return SN_FAIL(ORG_BAD_YES_NO, .field = "confirmed");
}

static struct sn_err parse_numbers(const struct importer *m, const struct table_row *row,
				   struct org_new *out)
{
	int64_t level = 0;
	const struct str order = cell(m, row, ORDER), from = cell(m, row, FROM);
	if (!str_to_int(cell(m, row, LEVEL), &level) || level < 1 || level > ORG_DEPTH_MAX)
		return SN_FAIL(ORG_BAD_LEVEL, .field = "level", .arg = {ORG_DEPTH_MAX});
	out->level = (int)level;
	if (order.bytes > 0 && !str_to_int(order, &out->official_order))
		return SN_FAIL(BAD_NUMBER, .field = "order");
	return from.bytes == 0 ? SN_SUCCESS : day_parse(&out->from_day, from, "from");
}

static struct sn_err parse_row(struct importer *m, const struct table_row *row, struct org_new *out)
{
	*out = (struct org_new){0};
	SN_TRY(parse_numbers(m, row, out));
	if (!org_kind_parse(&out->kind, cell(m, row, KIND)))
		return SN_FAIL(ORG_BAD_KIND, .field = "kind");
	SN_TRY(parse_yes_no(cell(m, row, CONFIRMED), &out->name_confirmed));
	const struct str parent = cell(m, row, PARENT), division = cell(m, row, DIVISION);
	out->code = arena_str(m->mem, cell(m, row, CODE));
	out->name = arena_str(m->mem, cell(m, row, NAME));
	if (out->code.bytes == 0 || out->name.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = out->code.bytes == 0 ? "code" : "name");
	out->parent_code = parent.bytes == 0 ? STR_NULL : arena_str(m->mem, parent);
	out->division = division.bytes == 0 ? STR_NULL : arena_str(m->mem, division);
	m->places[m->count] = (struct row_place){
		.row = row->row, .aliases = arena_str(m->mem, cell(m, row, ALIASES))};
	return str_is_null(out->code) || str_is_null(out->name) ? SN_FAIL(OUT_OF_MEMORY)
								: SN_SUCCESS;
}

static struct sn_err take_row(struct importer *m, const struct table_row *row)
{
	m->out->read++;
	SN_TRY(make_room(m));
	const struct sn_err e = parse_row(m, row, &m->rows[m->count]);
	if (sn_failed(e))
		return sn_err_code(e) == SN_NOMEM ? e : skip(m, e, row->row);
	m->count++;
	return SN_SUCCESS;
}

static struct sn_err read_rows(struct importer *m)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(m->table, &row, &more));
		if (!more)
			return SN_SUCCESS;
		if (row.kind == TABLE_ROW_DATA)
			SN_TRY(take_row(m, &row));
	}
}

/* ---- the write ---- */

/* "呼市;呼市总工会" or with 、 between them. A refused alias is told; its union stays. */
static struct sn_err add_aliases(struct ctx *c, struct importer *m, size_t i)
{
	struct str rest = m->places[i].aliases, part, alias;
	if (rest.bytes == 0)
		return SN_SUCCESS;
	while (str_split(&rest, ';', &part))
		while (part.bytes > 0) {
			const char *comma = memmem(part.at, part.bytes, "、", strlen("、"));
			alias = (struct str){part.at,
					     comma ? (size_t)(comma - part.at) : part.bytes};
			const size_t used = alias.bytes + (comma ? strlen("、") : 0);
			part = (struct str){part.at + used, part.bytes - used};
			alias = str_trim(alias);
			if (alias.bytes == 0)
				continue;
			const struct sn_err e = org_add_alias(c, m->added[i].org_no, alias);
			if (sn_failed(e) && sn_err_code(e) != SN_CONFLICT &&
			    sn_err_code(e) != SN_INVALID)
				return e;
			if (sn_failed(e))
				SN_TRY(skip(m, e, m->places[i].row));
		}
	return SN_SUCCESS;
}

/* A work may run a second time: what the first run told is forgotten. */
struct import_work {
	struct importer *m;
	size_t skipped_before;
};

static struct sn_err write_rows(struct ctx *c, void *arg)
{
	struct import_work *w = arg;
	struct importer *m = w->m;
	m->skipped_count = w->skipped_before;
	m->out->added = m->out->unchanged = 0;
	SN_TRY(org_add_many(c, m->rows, m->count, m->added));
	for (size_t i = 0; i < m->count; i++) {
		if (m->added[i].org_no == 0) {
			SN_TRY(skip(m, m->added[i].why, m->places[i].row));
			continue;
		}
		*(m->added[i].changed ? &m->out->added : &m->out->unchanged) += 1;
		SN_TRY(add_aliases(c, m, i));
	}
	return SN_SUCCESS;
}

static struct sn_err import(struct ctx *c, struct importer *m)
{
	SN_TRY(read_rows(m));
	m->added = calloc(m->count + 1, sizeof *m->added);
	if (!m->added)
		return SN_FAIL(OUT_OF_MEMORY);
	return store_write(c, write_rows,
			   &(struct import_work){.m = m, .skipped_before = m->skipped_count});
}

struct sn_err org_import(struct ctx *c, struct str path,
			 void (*each_skipped)(void *self, struct sn_err why), void *self,
			 struct org_import_result *out)
{
	*out = (struct org_import_result){0};
	struct importer m = {.out = out, .mem = arena_child(c->mem, ORG_IMPORT_BYTES_MAX)};
	struct sn_err e =
		m.mem ? table_open(&m.table, path.at, columns, COLUMNS) : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = import(c, &m);
	table_close(m.table);
	out->skipped = (int64_t)m.skipped_count;
	for (size_t i = 0; i < m.skipped_count && !sn_failed(e); i++)
		each_skipped(self, m.skipped[i]);
	free(m.skipped);
	free(m.added);
	free(m.places);
	free(m.rows);
	arena_free(m.mem);
	return e;
}
