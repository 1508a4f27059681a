#include "cli/cmd_size.h"

#include "base/idnumber.h"
#include "base/name.h"
#include "base/sheet_writer.h"
#include "cli/cli_priv.h"
#include "people/team.h"

#include <inttypes.h>

/* ---- what the commands share ---- */

struct sn_err cmd_size_scope(struct cli *cli, struct size_scope *out)
{
	struct size_scope_ask ask = {.cycle = cli_value(cli, "cycle"),
				     .benefit = cli_value(cli, "benefit")};
	SN_TRY(cli_org(cli, "org", &ask.org));
	return size_scope_read(&cli->ctx, &ask, out);
}

struct str cmd_size_label(const struct size_scope *scope, int64_t item_no)
{
	for (size_t i = 0; i < scope->count; i++)
		if (scope->sizes[i].item_no == item_no)
			return scope->sizes[i].size;
	return STR("?");
}

static struct sn_err team_option(struct cli *cli, const struct size_scope *scope, struct uuid *out)
{
	struct team team;
	*out = UUID_NULL;
	if (!cli_has(cli, "team"))
		return SN_SUCCESS;
	SN_TRY(team_find(&cli->ctx, &scope->org, cli_value(cli, "team"), &team));
	*out = team.team_id;
	return SN_SUCCESS;
}

/* Whole names are for those who collect there. */
static struct sn_err may_see_names(struct cli *cli, const struct size_scope *scope)
{
	static const enum rights_role roles[] = {ROLE_MAKER, ROLE_DISTRIBUTOR};
	return rights_require(&cli->ctx, roles, 2, scope->org.org_no);
}

/* The codes of the people's unions, who stand union by union; texts in ctx.mem. */
static struct sn_err org_code(struct cli *cli, int64_t org_no, struct org *last)
{
	return last->org_no == org_no ? SN_SUCCESS : org_by_no(&cli->ctx, org_no, 0, last);
}

/* ---- size sheet ---- */

enum { LAST4_BYTES = CMD_SIZE_LAST4 + 1, SHEETS_MAX = 200, OPEN_PAGE = 1000 };
struct sheet {
	struct cli *cli;
	struct size_scope scope;
	struct size_person *people;
	size_t count;
	char (*last4)[LAST4_BYTES]; /* "": no number is known */
};

static struct sn_err open_last4(struct sheet *s)
{
	struct arena *mem = s->cli->ctx.mem;
	s->last4 = arena_alloc_n(mem, sizeof *s->last4, s->count + 1);
	if (!s->last4)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t first = 0; first < s->count; first += OPEN_PAGE) {
		const size_t n = s->count - first < OPEN_PAGE ? s->count - first : OPEN_PAGE;
		const struct arena_mark mark = arena_mark(mem);
		struct person_ref *who = ARENA_ARRAY(mem, struct person_ref, n);
		struct id_number *ids = ARENA_ARRAY(mem, struct id_number, n);
		bool *has = ARENA_ARRAY(mem, bool, n);
		if (!who || !ids || !has)
			return SN_FAIL(OUT_OF_MEMORY);
		for (size_t i = 0; i < n; i++)
			who[i] = (struct person_ref){s->people[first + i].shard,
						     s->people[first + i].person_id};
		SN_TRY(people_open_ids(&s->cli->ctx, who, n, ids, has));
		for (size_t i = 0; i < n; i++)
			if (has[i])
				memcpy(s->last4[first + i],
				       ids[i].digits + ID_NUMBER_DIGITS - CMD_SIZE_LAST4,
				       LAST4_BYTES);
		arena_rewind(mem, mark);
	}
	return SN_SUCCESS;
}

enum { SHEET_COLUMNS = 9 };
static const struct table_out_column sheet_columns[SHEET_COLUMNS] = {
	{"number", "序号", "number", TABLE_INT, 6},
	{"org", "工会代码", "union", TABLE_TEXT, 12},
	{"team", "班组", "team", TABLE_TEXT, 14},
	{"name", "姓名", "name", TABLE_TEXT, 14},
	{"last4", "证件后四位", "last four of ID", TABLE_TEXT, 11},
	{"post", "岗位", "post", TABLE_TEXT, 12},
	{"known", "上次尺码", "last size", TABLE_TEXT, 10},
	{"size", "尺码", "size", TABLE_TEXT, 10},
	{"remark", "备注", "remark", TABLE_TEXT, 30},
};

/* "备注（可填：S、M、L）": the sizes stand where nobody has to fill anything in. */
static struct sn_err remark_title(const struct sheet *s, struct str *out)
{
	*out = str_of(arena_printf(
		s->cli->ctx.mem,
		CLI_WORDS(s->cli, "备注（尺码可填：" STR_FMT "）", "remark (sizes: " STR_FMT ")"),
		STR_ARG(s->scope.names)));
	return out->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct str last_size(const struct sheet *s, const struct size_person *p)
{
	return p->item_no != 0 ? cmd_size_label(&s->scope, p->item_no) : p->known;
}

static bool same_team(const struct size_person *a, const struct size_person *b)
{
	return a->org_no == b->org_no && uuid_eq(a->team_id, b->team_id);
}

/* A team's people on a sheet of their own, as long as there are not too many teams for one workbook. */
static struct sn_err begin_sheet(const struct sheet *s, struct sheet_writer *w, size_t at,
				 const struct org *org, size_t sheet_no)
{
	struct sheet_column columns[SHEET_COLUMNS];
	struct str remark;
	const struct str team = s->people[at].team;
	const char *name = arena_printf(
		s->cli->ctx.mem, "%zu " STR_FMT " " STR_FMT, sheet_no,
		STR_ARG(team.bytes > 0 ? team : str_of(CLI_WORDS(s->cli, "无班组", "no team"))),
		STR_ARG(org->code));
	SN_TRY(remark_title(s, &remark));
	for (size_t i = 0; i < SHEET_COLUMNS; i++)
		columns[i] = (struct sheet_column){
			str_of(CLI_WORDS(s->cli, sheet_columns[i].zh, sheet_columns[i].en)),
			sheet_columns[i].width};
	columns[SHEET_COLUMNS - 1].title = remark;
	return name ? sheet_writer_sheet(w, name, columns, SHEET_COLUMNS) : SN_FAIL(OUT_OF_MEMORY);
}

static void sheet_row(const struct sheet *s, struct sheet_writer *w, size_t at, int64_t number,
		      const struct org *org)
{
	const struct size_person *p = &s->people[at];
	sheet_writer_int(w, number);
	sheet_writer_text(w, org->code);
	sheet_writer_text(w, p->team);
	sheet_writer_text(w, p->name);
	sheet_writer_text(w, s->last4[at][0] ? str_of(s->last4[at]) : STR_NULL);
	sheet_writer_text(w, p->post);
	sheet_writer_text(w, last_size(s, p));
	sheet_writer_text(w, STR_NULL);
	sheet_writer_text(w, STR_NULL);
	sheet_writer_row_end(w);
}

static size_t count_teams(const struct sheet *s)
{
	size_t teams = 0;
	for (size_t i = 0; i < s->count; i++)
		teams += i == 0 || !same_team(&s->people[i - 1], &s->people[i]);
	return teams;
}

static struct sn_err fill_workbook(const struct sheet *s, struct sheet_writer *w)
{
	const bool by_team = count_teams(s) <= SHEETS_MAX;
	struct org org = {.org_no = 0};
	size_t sheets = 0;
	int64_t number = 0;
	for (size_t i = 0; i < s->count; i++) {
		SN_TRY(org_code(s->cli, s->people[i].org_no, &org));
		if (i == 0 || (by_team && !same_team(&s->people[i - 1], &s->people[i]))) {
			SN_TRY(begin_sheet(s, w, i, &org, ++sheets));
			number = 0;
		}
		sheet_row(s, w, i, ++number, &org);
	}
	return SN_SUCCESS;
}

static struct sn_err write_workbook(const struct sheet *s)
{
	struct sheet_writer *w = NULL;
	if (str_is_null(s->cli->output))
		return SN_FAIL(MISSING_FIELD, .field = "output");
	SN_TRY(sheet_writer_open(&w, s->cli->output.at));
	const struct sn_err e = fill_workbook(s, w);
	if (!sn_failed(e))
		return sheet_writer_close(w);
	sheet_writer_drop(w);
	return e;
}

static struct sn_err write_table(const struct sheet *s)
{
	struct table_out_column columns[SHEET_COLUMNS];
	struct table_out *t = NULL;
	struct org org = {.org_no = 0};
	struct sn_err e = SN_SUCCESS;
	struct str remark;
	SN_TRY(remark_title(s, &remark));
	memcpy(columns, sheet_columns, sizeof columns);
	columns[SHEET_COLUMNS - 1].zh = columns[SHEET_COLUMNS - 1].en = remark.at;
	for (size_t i = 0; i < SHEET_COLUMNS; i++)
		columns[i].width = 0;
	SN_TRY(cli_table(s->cli, columns, SHEET_COLUMNS, &t));
	for (size_t i = 0; i < s->count && !sn_failed(e); i++) {
		const struct size_person *p = &s->people[i];
		e = org_code(s->cli, p->org_no, &org);
		table_out_int(t, (int64_t)i + 1);
		table_out_text(t, org.code);
		table_out_text(t, p->team);
		table_out_text(t, p->name);
		table_out_text(t, s->last4[i][0] ? str_of(s->last4[i]) : STR_NULL);
		table_out_text(t, p->post);
		table_out_text(t, last_size(s, p));
		for (int blank = 0; blank < 2; blank++) /* size and remark: to be filled in */
			if (s->cli->format == TABLE_FORMAT_TEXT)
				table_out_text(t, STR("____"));
			else
				table_out_unknown(t);
		table_out_row_end(t);
	}
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

static struct sn_err cmd_sheet(struct cli *cli)
{
	struct sheet s = {.cli = cli};
	struct uuid team_id;
	SN_TRY(cmd_size_scope(cli, &s.scope));
	SN_TRY(may_see_names(cli, &s.scope));
	SN_TRY(team_option(cli, &s.scope, &team_id));
	struct size_list list = {.mem = cli->ctx.mem};
	SN_TRY(size_people(&cli->ctx, &s.scope, team_id, size_list_add, &list));
	s.people = list.people;
	s.count = list.count;
	if (s.count == 0)
		return SN_FAIL(SIZE_NOT_ENTITLED, .field = "org");
	SN_TRY(open_last4(&s));
	if (cli->format != TABLE_FORMAT_XLSX)
		return write_table(&s);
	SN_TRY(write_workbook(&s));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%zu 人，%zu 个班组，写入 " STR_FMT "\n",
				"%zu people of %zu teams, written to " STR_FMT "\n"),
		      s.count, count_teams(&s), STR_ARG(cli->output));
	return SN_SUCCESS;
}

/* ---- size total ---- */

static const struct table_out_column total_columns[] = {
	{"size", "尺码", "size", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"people", "人数", "people", TABLE_INT, 0},
	{"pieces", "件数", "pieces", TABLE_INT, 0},
	{"reserve", "余量", "reserve", TABLE_INT, 0},
	{"total", "合计件数", "to be made", TABLE_INT, 0},
	{"ordered", "已订", "ordered", TABLE_INT, 0},
	{"stock", "库存", "in stock", TABLE_INT, 0},
	{"custody", "在发放员手中", "in custody", TABLE_INT, 0},
	{"given", "已发", "handed out", TABLE_INT, 0},
};

static void known_int(struct table_out *t, int64_t value)
{
	if (value < 0)
		table_out_unknown(t);
	else
		table_out_int(t, value);
}

static void total_row(struct table_out *t, struct str size, struct str item,
		      const struct size_total *of, int64_t reserve)
{
	table_out_text(t, size);
	table_out_text(t, item);
	table_out_int(t, of->people);
	table_out_int(t, of->pieces);
	table_out_int(t, reserve);
	table_out_int(t, of->pieces + reserve);
	known_int(t, of->ordered);
	known_int(t, of->stock);
	known_int(t, of->custody);
	table_out_int(t, of->given);
	table_out_row_end(t);
}

/* Unknown and something is something; unknown alone stays unknown. */
static void add_known(int64_t *sum, int64_t more)
{
	if (more >= 0)
		*sum = (*sum < 0 ? 0 : *sum) + more;
}

static void total_rows(struct cli *cli, struct table_out *t, const struct size_scope *scope,
		       const struct size_totals *totals, const struct size_reserve *reserve)
{
	struct size_total sum = {.ordered = -1, .stock = -1, .custody = -1};
	const bool json = cli->format == TABLE_FORMAT_JSON;
	int64_t reserves = 0;
	for (size_t i = 0; i < scope->count; i++) {
		const struct size_total *of = &totals->by[i];
		const int64_t more = size_reserve_of(reserve, i, of->pieces);
		total_row(t, scope->sizes[i].size, scope->sizes[i].code, of, more);
		sum.people += of->people;
		sum.pieces += of->pieces;
		sum.given += of->given;
		add_known(&sum.ordered, of->ordered);
		add_known(&sum.stock, of->stock);
		add_known(&sum.custody, of->custody);
		reserves += more;
	}
	if (!json) /* who adds rows up by program would count them twice */
		total_row(t, str_of(CLI_WORDS(cli, "合计", "total")), STR_NULL, &sum, reserves);
	table_out_text(t, json ? STR_NULL : str_of(CLI_WORDS(cli, "未登记", "not said")));
	table_out_text(t, STR_NULL);
	table_out_int(t, totals->missing);
	for (int i = 0; i < 7; i++)
		table_out_unknown(t);
	table_out_row_end(t);
}

static struct sn_err total_by_size(struct cli *cli, const struct size_scope *scope)
{
	struct size_reserve reserve;
	struct size_totals totals;
	struct table_out *t = NULL;
	SN_TRY(size_reserve_parse(cli->ctx.mem, scope, cli_value(cli, "reserve"), &reserve));
	SN_TRY(size_totals(&cli->ctx, scope, &totals));
	SN_TRY(cli_table(cli, total_columns, sizeof total_columns / sizeof total_columns[0], &t));
	total_rows(cli, t, scope, &totals, &reserve);
	SN_TRY(table_out_close(t));
	if (cli->format != TABLE_FORMAT_TEXT)
		return SN_SUCCESS;
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				"\n应领 %" PRId64 " 人，已登记 %" PRId64 " 人，未登记 %" PRId64
				" 人（尺码不知道，不算作零）",
				"\n%" PRId64 " people entitled, %" PRId64
				" have said a size, %" PRId64 " have not (unknown, not zero)"),
		      totals.entitled, totals.collected, totals.missing);
	if (totals.served_without > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "，未登记而已领 %" PRId64 " 人",
					", %" PRId64 " have received theirs without saying one"),
			      totals.served_without);
	(void)fputs("\n", cli->out);
	return SN_SUCCESS;
}

/* ---- size total --by-team ---- */

struct team_total {
	int64_t org_no;
	struct uuid team_id;
	struct str team; /* STR_NULL: none */
	int64_t *pieces; /* by size of the scope */
	int64_t people, missing;
};
struct by_team {
	struct arena *mem;
	const struct size_scope *scope;
	struct team_total *teams;
	size_t count, room;
	int64_t *all; /* by size */
};

/* People stand by union and team, so a new team is one that the last is not. */
static struct sn_err begin_team(struct by_team *b, const struct size_person *p)
{
	if (b->count == b->room) {
		const size_t room = b->room == 0 ? 64 : b->room * 2;
		struct team_total *more = ARENA_ARRAY(b->mem, struct team_total, room);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (b->count > 0)
			memcpy(more, b->teams, b->count * sizeof *more);
		b->teams = more;
		b->room = room;
	}
	struct team_total *t = &b->teams[b->count++];
	*t = (struct team_total){.org_no = p->org_no,
				 .team_id = p->team_id,
				 .pieces = ARENA_ARRAY(b->mem, int64_t, b->scope->count + 1)};
	if (p->team.bytes > 0)
		t->team = arena_str(b->mem, p->team);
	return t->pieces && (p->team.bytes == 0 || t->team.at) ? SN_SUCCESS
							       : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err count_person(void *self, const struct size_person *p)
{
	struct by_team *b = self;
	const struct team_total *last = b->count > 0 ? &b->teams[b->count - 1] : NULL;
	if (!last || last->org_no != p->org_no || !uuid_eq(last->team_id, p->team_id))
		SN_TRY(begin_team(b, p));
	struct team_total *t = &b->teams[b->count - 1];
	t->people++;
	t->missing += size_is_missing(p);
	for (size_t k = 0; k < b->scope->count; k++)
		if (b->scope->sizes[k].item_no == p->order_item_no) {
			t->pieces[k] += p->quantity;
			b->all[k] += p->quantity;
		}
	return SN_SUCCESS;
}

enum { TEAM_COLUMNS = 4 };
/* A column for each size that somebody wears. */
static struct sn_err team_columns(struct cli *cli, const struct size_scope *scope,
				  const struct by_team *of, struct table_out_column *columns,
				  size_t *count)
{
	size_t n = 0;
	columns[n++] = (struct table_out_column){"org", "工会", "union", TABLE_TEXT, 0};
	columns[n++] = (struct table_out_column){"team", "班组", "team", TABLE_TEXT, 0};
	for (size_t k = 0; k < scope->count; k++) {
		if (of->all[k] == 0)
			continue;
		if (n + 2 == TABLE_COLUMNS_MAX)
			return SN_FAIL(TOO_LONG, .field = "size",
				       .arg = {TABLE_COLUMNS_MAX - TEAM_COLUMNS});
		const char *label =
			arena_printf(cli->ctx.mem, STR_FMT, STR_ARG(scope->sizes[k].size));
		columns[n++] = (struct table_out_column){label, label, label, TABLE_INT, 0};
	}
	columns[n++] = (struct table_out_column){"people", "应领人数", "people", TABLE_INT, 0};
	columns[n++] = (struct table_out_column){"missing", "未登记", "not said", TABLE_INT, 0};
	*count = n;
	return SN_SUCCESS;
}

static struct sn_err total_by_team(struct cli *cli, const struct size_scope *scope)
{
	struct table_out_column columns[TABLE_COLUMNS_MAX];
	struct by_team of = {.mem = cli->ctx.mem, .scope = scope};
	struct org org = {.org_no = 0};
	struct table_out *t = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t count = 0;
	of.all = ARENA_ARRAY(cli->ctx.mem, int64_t, scope->count + 1);
	if (!of.all)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(size_people(&cli->ctx, scope, UUID_NULL, count_person, &of));
	SN_TRY(team_columns(cli, scope, &of, columns, &count));
	SN_TRY(cli_table(cli, columns, count, &t));
	for (size_t i = 0; i < of.count && !sn_failed(e); i++) {
		const struct team_total *team = &of.teams[i];
		e = org_code(cli, team->org_no, &org);
		table_out_text(t, org.code);
		table_out_text(t, team->team);
		for (size_t k = 0; k < scope->count; k++)
			if (of.all[k] != 0)
				table_out_int(t, team->pieces[k]);
		table_out_int(t, team->people);
		table_out_int(t, team->missing);
		table_out_row_end(t);
	}
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

static struct sn_err cmd_total(struct cli *cli)
{
	struct size_scope scope;
	SN_TRY(cmd_size_scope(cli, &scope));
	return cli_has(cli, "by-team") ? total_by_team(cli, &scope) : total_by_size(cli, &scope);
}

/* ---- size missing ---- */

static const struct table_out_column missing_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"known", "上次尺码", "last size", TABLE_TEXT, 0},
};

struct missing {
	struct cli *cli;
	const struct size_person *people;
	size_t count;
	bool names;
};

static void put_name(const struct missing *m, const struct size_person *p, char *masked,
		     struct str *out)
{
	name_mask(p->name, masked);
	*out = m->names ? p->name : str_of(masked);
}

/* A line a team, to be copied into a message: "150802 第1班（2 人）：王**、李**". */
static struct sn_err tell_missing(const struct missing *m)
{
	struct cli *cli = m->cli;
	struct org org = {.org_no = 0};
	for (size_t i = 0, last; i < m->count; i = last) {
		const struct size_person *first = &m->people[i];
		for (last = i + 1; last < m->count && same_team(first, &m->people[last]); last++)
			;
		SN_TRY(org_code(cli, first->org_no, &org));
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, STR_FMT " " STR_FMT "（%zu 人）：",
					STR_FMT " " STR_FMT " (%zu): "),
			      STR_ARG(org.code),
			      STR_ARG(first->team.bytes > 0
					      ? first->team
					      : str_of(CLI_WORDS(cli, "无班组", "no team"))),
			      last - i);
		for (size_t k = i; k < last; k++) {
			char masked[NAME_MASK_BYTES];
			struct str name;
			put_name(m, &m->people[k], masked, &name);
			(void)fprintf(cli->out, "%s" STR_FMT,
				      k == i ? "" : CLI_WORDS(cli, "、", ", "), STR_ARG(name));
		}
		(void)fputs("\n", cli->out);
	}
	if (m->count == 0)
		(void)fprintf(cli->out, "%s\n",
			      CLI_WORDS(cli, "都登记了", "everybody has said a size"));
	return SN_SUCCESS;
}

static struct sn_err missing_table(const struct missing *m)
{
	struct org org = {.org_no = 0};
	struct table_out *t = NULL;
	struct sn_err e = SN_SUCCESS;
	SN_TRY(cli_table(m->cli, missing_columns,
			 sizeof missing_columns / sizeof missing_columns[0], &t));
	for (size_t i = 0; i < m->count && !sn_failed(e); i++) {
		const struct size_person *p = &m->people[i];
		char masked[NAME_MASK_BYTES];
		struct str name;
		e = org_code(m->cli, p->org_no, &org);
		put_name(m, p, masked, &name);
		table_out_text(t, org.code);
		table_out_text(t, p->team);
		table_out_text(t, name);
		table_out_text(t, p->known);
		table_out_row_end(t);
	}
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

static struct sn_err cmd_missing(struct cli *cli)
{
	struct missing m = {.cli = cli, .names = cli_has(cli, "names")};
	struct size_scope scope;
	struct size_list list = {.mem = cli->ctx.mem, .missing = true};
	struct uuid team_id;
	SN_TRY(cmd_size_scope(cli, &scope));
	if (m.names)
		SN_TRY(may_see_names(cli, &scope));
	SN_TRY(team_option(cli, &scope, &team_id));
	SN_TRY(size_people(&cli->ctx, &scope, team_id, size_list_add, &list));
	m.people = list.people;
	m.count = list.count;
	return cli->format == TABLE_FORMAT_TEXT ? tell_missing(&m) : missing_table(&m);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define CYCLE {"cycle", "CODE", true, "哪次活动", "of which cycle"}
#define SCOPE CYCLE, \
	{"org", "CODE", true, "哪个工会及下级", "which union and those below it"}, \
	{"benefit", "CODE", false, "哪一项福利（分尺码的不止一项时）", "which benefit (where several have sizes)"}
#define ID {"id", "UUID", false, "自定编号：同一编号再交是同一份", "your own id: the same again is the same"}
#define WHY {"why", "WORDS", false, "订单之后登记或改动的原因（那时必填）", "why, of a size that is said or changed after an order (needed then)"}
#define TEAM_OPTION {"team", "NAME", false, "只看这个班组", "only this team"}
static const struct cli_option sheet_options[] = {SCOPE, TEAM_OPTION, END};
static const struct cli_option import_options[] = {
	SCOPE, WHY, {"rejects", "FILE.xlsx", false, "退回的行写到这个文件", "where rejected rows go"}, END};
static const struct cli_option set_options[] = {
	SCOPE, {"team", "NAME", false, "班组（按姓名登记时）", "the team (by name)"},
	{"last4", "XXXX", false, "证件后四位（按姓名登记时）", "the last four of the ID number (by name)"}, WHY, END};
static const struct cli_option total_options[] = {
	SCOPE, {"by-team", NULL, false, "每个班组一行", "a row a team"},
	{"reserve", "N%|N|SIZE=N,…", false, "余量：3%（每个尺码向上取整）、2（有人穿的每个尺码 2 件）或 L=2,XL=1", "reserve: 3% (of each size, rounded up), 2 (of each size that somebody wears) or L=2,XL=1"}, END};
static const struct cli_option order_options[] = {
	SCOPE, {"late", NULL, false, "变更订单：与以前各订单的差数，有增有减", "a late order: what differs from the orders before it, plus and minus"},
	{"reserve", "N%|N|SIZE=N,…", false, "余量，同 size total", "reserve, as in size total"},
	{"words", "WORDS", false, "给承制方的话", "words for the tailor"}, ID, END};
static const struct cli_option check_options[] = {END};
static const struct cli_option cancel_options[] = {{"why", "WORDS", true, "为什么作废", "why"}, END};
static const struct cli_option orders_options[] = {
	CYCLE, {"org", "CODE", true, "哪个工会及下级", "which union and those below it"}, END};
static const struct cli_option changes_options[] = {SCOPE, END};
static const struct cli_option missing_options[] = {
	SCOPE, TEAM_OPTION,
	{"names", NULL, false, "显示全名（限当地经办人、发放员，须 --as）", "whole names (for makers and distributors there, with --as)"}, END};

const struct cli_command cli_size_commands[] = {
	{"size", "sheet", NULL, 0, 0, sheet_options, CLI_READ, cmd_sheet, "打印尺码登记表（按班组，xlsx 每班一张）", "print sheets to collect sizes on, by team (xlsx: a sheet a team)",
	 "列出有名额的人，上次的尺码已填好供参考，“尺码”一列空着；填好后用 size import 收回。有全名，须由当地经办人或发放员以 --as 打印。", "Everybody who is entitled, with the last size known and an empty column for the size; size import takes the sheet back. It has whole names, so a maker or distributor there prints it, with --as.",
	 "songnuan size sheet --cycle hw-2024 --org 150802 -o 尺码登记表.xlsx --as li"},
	{"size", "import", "FILE", 1, 1, import_options, CLI_WRITE, cmd_size_import, "收回尺码登记表（csv 或 xlsx；列：身份证号 或 姓名、班组、证件后四位；尺码）", "take sizes from a sheet (csv or xlsx; columns: ID number, or name, team, last four; size)",
	 "全角、小写、XXL、大号、165-88a 这样的写法都认；不认识的尺码退回，并列出可用的。没填的不算登记。同一张表再交一次不变。", "Widths, case, XXL, 165-88a and the like are understood; a size that there is not is handed back with those that there are. A blank says nothing. The same sheet again changes nothing.",
	 "songnuan size import 尺码登记表.xlsx --cycle hw-2024 --org 150802 --rejects 退回.xlsx --as li"},
	{"size", "set", "WHO SIZE", 2, 2, set_options, CLI_WRITE, cmd_size_set, "登记或改动一个人的尺码（WHO：身份证号或姓名）", "enter or change one person's size (WHO: an ID number or a name)", NULL, NULL,
	 "songnuan size set 王英 XL --cycle hw-2024 --org 150802 --team 第1班 --why 报错了 --as li"},
	{"size", "total", NULL, 0, 0, total_options, CLI_READ, cmd_total, "各尺码的件数（给承制方），连同已订、库存、已发", "pieces by size for the tailor, with what is ordered, in stock and handed out", NULL, NULL,
	 "songnuan size total --cycle hw-2024 --org 150802 --reserve 3% -o 尺码汇总.xlsx"},
	{"size", "missing", NULL, 0, 0, missing_options, CLI_READ, cmd_missing, "还没登记尺码的人，按班组", "who has said no size yet, by team", NULL, NULL,
	 "songnuan size missing --cycle hw-2024 --org 150802 --names --as li"},
	{"size", "order", NULL, 0, 0, order_options, CLI_WRITE, cmd_size_order, "按现在的尺码做订单（件数就此固定）；--late 做变更订单", "make an order of the sizes as they are (which freezes them); --late of what changed since",
	 "订单由经办人做、由另一人审核（size check），审核后存证，不能再改。此后改尺码须写原因，计入下一份变更订单。", "A maker makes it and another person checks it (size check); then it is in the log and stays. A size that changes after it needs its reason and goes into the next late order.",
	 "songnuan size order --cycle hw-2024 --org 150802 --reserve 3% --as li\nsongnuan size order --cycle hw-2024 --org 150802 --late --as li"},
	{"size", "check", "ORDER", 1, 1, check_options, CLI_WRITE, cmd_size_check, "审核订单（不是经办人本人）", "check an order (not by its maker)", NULL, NULL, "songnuan size check hw-2024/150802/coat/1 --as zhao"},
	{"size", "cancel", "ORDER", 1, 1, cancel_options, CLI_WRITE, cmd_size_cancel, "作废一份还没审核的订单", "cancel an order that is not checked", NULL, NULL, NULL},
	{"size", "orders", NULL, 0, 0, orders_options, CLI_READ, cmd_size_orders, "列出订单", "list orders", NULL, NULL, NULL},
	{"size", "show", "ORDER", 1, 1, check_options, CLI_READ, cmd_size_show, "一份订单的各尺码件数（交承制方）", "an order's pieces by size, for the tailor", NULL, NULL, "songnuan size show hw-2024/150802/coat/1 -o 订单.xlsx"},
	{"size", "changes", NULL, 0, 0, changes_options, CLI_READ, cmd_size_changes, "订单之后的改动和调换：谁、何时、为什么", "changes after an order, and exchanges: who, when, why", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
