#include "base/idnumber.h"
#include "base/name.h"
#include "base/text.h"
#include "care/entry.h"
#include "cli/cli_priv.h"
#include "cli/cmd_file.h"
#include "cli/cmd_size.h"

#include <inttypes.h>

/* ---- size import ---- */

enum column { ID_NUMBER, NAME, TEAM, ORG, LAST4, SIZE, COLUMNS };
static const struct table_column in_columns[COLUMNS] = {
	[ID_NUMBER] = {"id_number",
		       false,
		       {"身份证号", "身份证号码", "证件号码", "身份证", "公民身份号码"}},
	[NAME] = {"name", false, {"姓名", "名字", "职工姓名", "人员姓名"}},
	[TEAM] = {"team", false, {"班组", "所在班组", "小组", "班次"}},
	[ORG] = {"org", false, {"工会代码", "union"}},
	[LAST4] = {"last4",
		   false,
		   {"证件后四位", "后四位", "末四位", "身份证后四位", "身份证末四位",
		    "last four of ID"}},
	[SIZE] = {"size",
		  true,
		  {"尺码", "型号", "号型", "尺寸", "码数", "服装尺码", "衣服尺码", "服装型号",
		   "服装号型"}},
};

enum { PAGE_ROWS = 5000 };
struct page {
	struct size_line lines[PAGE_ROWS]; /* those that could be read, without gaps */
	struct size_result results[PAGE_ROWS];
	struct sn_err parsed[PAGE_ROWS]; /* of each row */
	struct table_row rows[PAGE_ROWS];
	size_t count, lines_count;
};
struct importing {
	struct cli *cli;
	struct size_scope scope;
	struct table_in *table;
	struct page *page;
	struct arena *page_mem;
	struct cmd_rejects rejects;
	int64_t read, taken, changed, same, blank, late, totals;
};

static struct str cell(const struct importing *x, const struct table_row *row, enum column which)
{
	return str_trim(table_cell(x->table, row, which).text);
}

/* A spreadsheet makes 21 of 0021. */
static struct sn_err parse_last4(struct arena *mem, struct str text, struct str *out)
{
	SN_TRY(text_normalise(mem, text, out));
	if (out->bytes == 0)
		return SN_SUCCESS;
	if (out->bytes > CMD_SIZE_LAST4)
		*out = (struct str){out->at + out->bytes - CMD_SIZE_LAST4, CMD_SIZE_LAST4};
	char *four = arena_printf(mem, "%.*s" STR_FMT, (int)(CMD_SIZE_LAST4 - out->bytes), "0000",
				  STR_ARG(*out));
	if (!four)
		return SN_FAIL(OUT_OF_MEMORY);
	if (four[CMD_SIZE_LAST4 - 1] == 'x')
		four[CMD_SIZE_LAST4 - 1] = 'X';
	*out = str_of(four);
	return SN_SUCCESS;
}

/* A whole number; a masked one (150***0021) says its last four. */
static struct sn_err parse_who(struct cli *cli, struct arena *mem, struct str number,
			       struct size_line *out)
{
	struct id_number id;
	if (number.bytes == 0)
		return out->name.bytes > 0 ? SN_SUCCESS : SN_FAIL(SIZE_WHO, .field = "name");
	if (memchr(number.at, '*', number.bytes) && out->name.bytes > 0)
		return parse_last4(mem, number, &out->last4);
	struct sn_err e = id_number_parse(&id, number, day_of(now_us(&cli->ctx)));
	e.field = "id_number";
	SN_TRY(e);
	out->has_id = true;
	out->id_hash = people_id_hash(cli->ctx.keys, &id);
	return SN_SUCCESS;
}

static struct sn_err parse_row(struct importing *x, const struct table_row *row,
			       struct size_line *out)
{
	struct arena *mem = x->page_mem;
	*out = (struct size_line){.row = row->row,
				  .name = arena_str(mem, cell(x, row, NAME)),
				  .team = arena_str(mem, cell(x, row, TEAM)),
				  .org = arena_str(mem, cell(x, row, ORG)),
				  .size = arena_str(mem, cell(x, row, SIZE))};
	if (out->size.bytes == 0) /* who has said nothing needs no name */
		return SN_SUCCESS;
	SN_TRY(parse_last4(mem, cell(x, row, LAST4), &out->last4));
	return parse_who(x->cli, mem, cell(x, row, ID_NUMBER), out);
}

/* ---- a page ---- */

static struct sn_err page_work(struct ctx *c, void *arg)
{
	struct importing *x = arg;
	return size_collect(c, &x->scope,
			    &(const struct size_lines){.lines = x->page->lines,
						       .count = x->page->lines_count,
						       .why = cli_value(x->cli, "why")},
			    x->page->results);
}

/* What of the row may be shown: the size that was written, a masked name; a number never. */
static struct sn_err reject(struct importing *x, const struct table_row *row, struct sn_err why)
{
	char masked[NAME_MASK_BYTES];
	x->rejects.value = STR_NULL;
	if (why.field && strcmp(why.field, "size") == 0)
		x->rejects.value = size_shown(x->page_mem, cell(x, row, SIZE));
	if (why.field && strcmp(why.field, "name") == 0) {
		name_mask(cell(x, row, NAME), masked);
		x->rejects.value = str_of(masked);
	}
	return cmd_reject(&x->rejects, x->table, row, why);
}

static struct sn_err count_page(struct importing *x)
{
	const struct page *p = x->page;
	size_t line = 0;
	for (size_t i = 0; i < p->count; i++) {
		if (sn_failed(p->parsed[i])) {
			SN_TRY(reject(x, &p->rows[i], p->parsed[i]));
			continue;
		}
		const struct size_result *r = &p->results[line++];
		x->late += r->late;
		x->taken += r->outcome == SIZE_TAKEN;
		x->changed += r->outcome == SIZE_CHANGED;
		x->same += r->outcome == SIZE_SAME;
		x->blank += r->outcome == SIZE_BLANK;
		if (r->outcome == SIZE_REFUSED)
			SN_TRY(reject(x, &p->rows[i], r->why));
	}
	return SN_SUCCESS;
}

static struct sn_err flush_page(struct importing *x)
{
	struct ctx c = x->cli->ctx;
	if (x->page->count == 0)
		return SN_SUCCESS;
	c.mem = x->page_mem;
	SN_TRY(store_write(&c, page_work, x));
	SN_TRY(count_page(x));
	x->page->count = x->page->lines_count = 0;
	arena_reset(x->page_mem);
	return SN_SUCCESS;
}

static struct sn_err take_row(struct importing *x, const struct table_row *row)
{
	struct page *p = x->page;
	x->read++;
	const struct sn_err e = parse_row(x, row, &p->lines[p->lines_count]);
	if (sn_err_code(e) == SN_NOMEM)
		return e;
	p->parsed[p->count] = e;
	p->lines_count += !sn_failed(e);
	SN_TRY(entry_keep_row(x->page_mem, row, &p->rows[p->count]));
	return ++p->count == PAGE_ROWS ? flush_page(x) : SN_SUCCESS;
}

static struct sn_err read_file(struct importing *x)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(x->table, &row, &more));
		if (!more)
			return flush_page(x);
		if (row.kind == TABLE_ROW_TOTAL)
			x->totals++;
		else
			SN_TRY(take_row(x, &row));
	}
}

static struct sn_err print_import(const struct importing *x)
{
	struct cli *cli = x->cli;
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", x->read);
		json_out_int(&o, "taken", x->taken);
		json_out_int(&o, "changed", x->changed);
		json_out_int(&o, "unchanged", x->same);
		json_out_int(&o, "blank", x->blank);
		json_out_int(&o, "late", x->late);
		json_out_int(&o, "rejected", x->rejects.count);
		json_out_int(&o, "totals", x->totals);
		json_out_end(&o);
		json_out_text(&o, "sizes", x->scope.names);
		cmd_json_rejects(cli, &o, x->rejects.list, x->rejects.list_count);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", x->read},
							{"登记", "taken", x->taken},
							{"改动", "changed", x->changed},
							{"未变", "unchanged", x->same},
							{"未填", "left blank", x->blank},
							{"退回", "rejected", x->rejects.count},
							{"合计行", "totals rows", x->totals},
							{NULL, NULL, 0}});
	if (x->late > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "其中 %" PRId64 " 人在订单之后，计入变更\n",
					"of these %" PRId64
					" came after the order: late changes\n"),
			      x->late);
	cmd_text_rejects(cli, x->rejects.list, x->rejects.list_count);
	return SN_SUCCESS;
}

static struct sn_err import(struct importing *x)
{
	struct cli *cli = x->cli;
	SN_TRY(cmd_size_scope(cli, &x->scope));
	x->page = ARENA_NEW(cli->ctx.mem, struct page);
	if (!x->page || !x->page_mem)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(table_open(&x->table, cli->operands[0].at, in_columns, COLUMNS));
	struct sn_err e = read_file(x);
	e = cmd_rejects_close(&x->rejects, e);
	table_close(x->table);
	SN_TRY(e);
	SN_TRY(print_import(x));
	return x->rejects.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {x->rejects.count}) : SN_SUCCESS;
}

struct sn_err cmd_size_import(struct cli *cli)
{
	struct importing x = {.cli = cli, .page_mem = arena_new(REQUEST_ARENA_BYTES)};
	x.rejects = (struct cmd_rejects){.cli = cli, .path = cli_value(cli, "rejects")};
	const struct sn_err e = import(&x);
	arena_free(x.page_mem);
	return e;
}

/* ---- size set ---- */

struct setting {
	struct size_scope scope;
	struct size_line line;
	struct size_lines lines;
	struct size_result result;
};
static struct sn_err set_work(struct ctx *c, void *arg)
{
	struct setting *s = arg;
	SN_TRY(size_collect(c, &s->scope, &s->lines, &s->result));
	return s->result.outcome == SIZE_REFUSED ? s->result.why : SN_SUCCESS;
}

/* An ID number begins with a digit, a name never does. */
static bool is_number(struct str text)
{
	return text.bytes > 0 && text.at[0] >= '0' && text.at[0] <= '9';
}

struct sn_err cmd_size_set(struct cli *cli)
{
	const struct str who = str_trim(cli->operands[0]);
	struct setting s = {.line = {.name = is_number(who) ? STR_NULL : who,
				     .team = cli_value(cli, "team"),
				     .size = cli->operands[1]},
			    .lines = {.count = 1, .why = cli_value(cli, "why")}};
	s.lines.lines = &s.line;
	SN_TRY(cmd_size_scope(cli, &s.scope));
	SN_TRY(parse_last4(cli->ctx.mem, cli_value(cli, "last4"), &s.line.last4));
	SN_TRY(parse_who(cli, cli->ctx.mem, is_number(who) ? who : STR_NULL, &s.line));
	if (str_trim(s.line.size).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "size");
	SN_TRY(store_write(&cli->ctx, set_work, &s));
	(void)fprintf(cli->out, "%s%s\n",
		      s.result.outcome == SIZE_TAKEN     ? CLI_WORDS(cli, "已登记", "entered")
		      : s.result.outcome == SIZE_CHANGED ? CLI_WORDS(cli, "已改", "changed")
							 : CLI_WORDS(cli, "未变", "unchanged"),
		      s.result.late ? CLI_WORDS(cli, "（在订单之后，计入变更）",
						" (after the order: a late change)")
				    : "");
	return SN_SUCCESS;
}
