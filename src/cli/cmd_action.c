#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "report/action.h"

#include <inttypes.h>

static struct sn_err action_operand(struct cli *cli, struct action *out)
{
	return action_by_code(&cli->ctx, cli->operands[0], out);
}

static void say(const struct cli *cli, bool changed)
{
	(void)fprintf(cli->out, "%s\n",
		      changed ? CLI_WORDS(cli, "已记录", "recorded")
			      : CLI_WORDS(cli, "已在，未变", "there already, unchanged"));
}

/* ---- action create ---- */

struct create_work {
	struct action what, out;
	bool changed;
};

static struct sn_err create_work(struct ctx *c, void *arg)
{
	struct create_work *w = arg;
	return action_create(c, &w->what, &w->out, &w->changed);
}

/* Four digits. */
static bool year_parse(struct str text, int32_t *out)
{
	int64_t year = 0;
	if (text.bytes != 4 || !str_to_int(text, &year))
		return false;
	*out = (int32_t)year;
	return true;
}

static struct sn_err cmd_action_create(struct cli *cli)
{
	struct create_work w = {.what = {.code = cli->operands[0],
					 .name = cli_value(cli, "name"),
					 .words = cli_value(cli, "words")}};
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	w.what.org_no = org.org_no;
	/* One that is no year stays 0, which the action refuses. */
	(void)year_parse(cli_value(cli, "first-year"), &w.what.first_year);
	SN_TRY(store_write(&cli->ctx, create_work, &w));
	say(cli, w.changed);
	return SN_SUCCESS;
}

/* ---- action add-cycle, action remove-cycle ---- */

struct member_work {
	struct action action;
	struct cycle cycle;
	bool remove, changed;
};

static struct sn_err member_work(struct ctx *c, void *arg)
{
	struct member_work *w = arg;
	return w->remove ? action_cycle_remove(c, &w->action, &w->cycle)
			 : action_cycle_add(c, &w->action, &w->cycle, &w->changed);
}

static struct sn_err member(struct cli *cli, bool remove)
{
	struct member_work w = {.remove = remove, .changed = remove};
	SN_TRY(action_operand(cli, &w.action));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[1], &w.cycle));
	SN_TRY(store_write(&cli->ctx, member_work, &w));
	say(cli, w.changed);
	return SN_SUCCESS;
}

static struct sn_err cmd_action_add_cycle(struct cli *cli)
{
	return member(cli, false);
}
static struct sn_err cmd_action_remove_cycle(struct cli *cli)
{
	return member(cli, true);
}

/* ---- action target, action opening ---- */

struct figure_work {
	struct action action;
	struct action_figure what;
	bool changed;
};

static struct sn_err figure_work(struct ctx *c, void *arg)
{
	struct figure_work *w = arg;
	return action_figure_add(c, &w->action, &w->what, &w->changed);
}

/* "2024", "2015-2024"; nothing: the whole action. */
static struct sn_err years_option(const struct cli *cli, const struct action *a,
				  struct action_figure *f)
{
	struct str rest = cli_value(cli, "years"), first, second;
	if (str_is_null(rest))
		return SN_SUCCESS;
	bool good = str_split(&rest, '-', &first) && year_parse(first, &f->from_year);
	f->until_year = f->from_year;
	if (good && str_split(&rest, '-', &second))
		good = year_parse(second, &f->until_year) && rest.bytes == 0;
	return good ? SN_SUCCESS
		    : SN_FAIL(ACTION_BAD_YEARS, .field = "years", .arg = {a->first_year});
}

static struct sn_err value_option(const struct cli *cli, struct action_figure *f)
{
	const struct str is = cli_value(cli, "is");
	enum qualifier how = QUALIFIER_EXACT;
	struct money amount = MONEY_FEN(0);
	int64_t value = 0;
	for (int i = 0; i < QUALIFIERS_COUNT; i++)
		if (str_is(is, report_qualifier_words((enum qualifier)i)->word))
			how = (enum qualifier)i;
	if (!str_is_null(is) && !str_is(is, report_qualifier_words(how)->word))
		return sn_err_with_text(SN_FAIL(BAD_QUALIFIER, .field = "is"), STR_FMT,
					STR_ARG(is));
	f->said = report_figure_unknown();
	if (!cli_has(cli, "value"))
		return SN_SUCCESS;
	if (f->unit == UNIT_FEN) {
		SN_TRY(cli_money(cli, "value", &amount));
		value = money_fen(amount);
	} else {
		SN_TRY(cli_int(cli, "value", &value));
	}
	f->said = report_figure(value, how);
	return SN_SUCCESS;
}

static struct sn_err figure(struct cli *cli, enum action_role role)
{
	const struct str unit = cli_value(cli, "unit");
	struct figure_work w = {.what = {.role = role, .words = cli_value(cli, "words")}};
	SN_TRY(action_operand(cli, &w.action));
	if (!action_measure_parse(&w.what.measure, cli_value(cli, "measure")))
		return SN_FAIL(ACTION_BAD_MEASURE, .field = "measure");
	if (str_is(unit, "yuan") || str_is(unit, "元"))
		w.what.unit = UNIT_FEN; /* the command line takes yuan */
	else
		SN_TRY(unit_parse(&w.what.unit, unit, "unit"));
	SN_TRY(years_option(cli, &w.action, &w.what));
	SN_TRY(value_option(cli, &w.what));
	SN_TRY(cli_uuid(cli, "id", &w.what.figure_id));
	SN_TRY(store_write(&cli->ctx, figure_work, &w));
	say(cli, w.changed);
	return SN_SUCCESS;
}

static struct sn_err cmd_action_target(struct cli *cli)
{
	return figure(cli, ACTION_TARGET);
}
static struct sn_err cmd_action_opening(struct cli *cli)
{
	return figure(cli, ACTION_OPENING);
}

/* ---- action show ---- */

static const struct table_out_column columns[] = {
	{"row", "项", "row", TABLE_TEXT, 0},
	{"measure", "指标", "measure", TABLE_TEXT, 0},
	{"unit", "单位", "unit", TABLE_TEXT, 0},
	{"years", "年份", "years", TABLE_TEXT, 0},
	{"promised", "目标", "promised", TABLE_TEXT, 0},
	{"value", "数字", "figure", TABLE_TEXT, 0},
	{"unknown_parts", "未知项", "unknown", TABLE_INT, 0},
	{"share", "完成", "share", TABLE_TEXT, 0},
	{"note", "说明", "note", TABLE_TEXT, 0},
	{"words", "原文", "words", TABLE_TEXT, 0},
};

static struct str text_of(const char *text)
{
	return text ? str_of(text) : STR_NULL;
}

/* "42,000,000.00余", "近 3,000", "—": the source's own way of saying how exact it is. */
static const char *figure_text(const struct cli *cli, struct figure f, enum unit unit)
{
	char number[32];
	if (f.known_parts == 0)
		return f.unknown_parts > 0 ? CLI_WORDS(cli, "未报", "not said") : NULL;
	if (unit == UNIT_FEN)
		money_text(MONEY_FEN(f.value), number, sizeof number);
	else
		(void)snprintf(number, sizeof number, "%" PRId64, f.value);
	if (f.is == QUALIFIER_EXACT)
		return arena_printf(cli->ctx.mem, "%s", number);
	if (f.is == QUALIFIER_ABOUT)
		return arena_printf(cli->ctx.mem, "%s %s", CLI_WORDS(cli, "近", "about"), number);
	return arena_printf(cli->ctx.mem, CLI_WORDS(cli, "%s余", "over %s"), number);
}

static const char *unit_text(const struct cli *cli, enum unit unit)
{
	if (cli->format != TABLE_FORMAT_TEXT)
		return unit == UNIT_FEN ? "yuan" : unit_word(unit);
	return unit == UNIT_FEN ? CLI_WORDS(cli, "元", "yuan") : unit_name(unit, 2, cli->lang);
}

static const char *years_text(const struct cli *cli, int32_t from_year, int32_t until_year)
{
	if (until_year == 0)
		return arena_printf(cli->ctx.mem, CLI_WORDS(cli, "%d 年起", "since %d"), from_year);
	return from_year == until_year ? arena_printf(cli->ctx.mem, "%d", from_year)
				       : arena_printf(cli->ctx.mem, "%d-%d", from_year, until_year);
}

/* Of what is known against what was promised; not exact where one of them is not. */
static const char *share_text(const struct cli *cli, const struct action_row *row)
{
	const struct figure done = row->total, promised = row->promised;
	if (done.known_parts == 0 || promised.known_parts == 0 || promised.value == 0 ||
	    done.value > INT64_MAX / 1000)
		return NULL;
	const int64_t permille = done.value * 1000 / promised.value;
	const bool exact = done.is == QUALIFIER_EXACT && promised.is == QUALIFIER_EXACT &&
			   done.unknown_parts == 0;
	return arena_printf(cli->ctx.mem, "%s%" PRId64 ".%" PRId64 " %%",
			    exact ? "" : CLI_WORDS(cli, "约 ", "about "), permille / 10,
			    permille % 10);
}

static void measure_cells(const struct cli *cli, struct table_out *t, const struct action_row *row)
{
	const struct report_words *measure = action_measure_words(row->measure);
	table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
					 ? CLI_WORDS(cli, measure->zh, measure->en)
					 : measure->word));
	table_out_text(t, str_of(unit_text(cli, row->unit)));
}

static void row_line(const struct cli *cli, struct table_out *t, const struct action_row *row)
{
	const bool promised = report_figure_said(row->promised);
	table_out_text(t, str_of(promised ? CLI_WORDS(cli, "目标与进度", "target and progress")
					  : CLI_WORDS(cli, "进度", "progress")));
	measure_cells(cli, t, row);
	table_out_text(t, text_of(years_text(cli, row->from_year, row->until_year)));
	table_out_text(t, text_of(figure_text(cli, row->promised, row->unit)));
	table_out_text(t, text_of(figure_text(cli, row->total, row->unit)));
	table_out_int(t, row->total.unknown_parts);
	table_out_text(t, text_of(share_text(cli, row)));
	table_out_text(t, STR_NULL);
	table_out_text(t, row->words);
	table_out_row_end(t);
}

static const char *place_text(const struct cli *cli, const struct action_part *part,
			      enum action_finding finding)
{
	const struct report_words *words = action_finding_words(finding);
	if (finding != ACTION_FINDING_NONE)
		return CLI_WORDS(cli, words->zh, words->en);
	return str_is_null(part->code) ? CLI_WORDS(cli, "历年数字 R，已计入", "level R, added")
				       : CLI_WORDS(cli, "活动报告，已计入", "report, added");
}

static void part_line(const struct cli *cli, struct table_out *t, const struct action_row *row,
		      const struct action_part *part, enum action_finding finding)
{
	const struct str name =
		str_is_null(part->code) ? str_of(CLI_WORDS(cli, "历年", "opening")) : part->code;
	table_out_text(t, text_of(arena_printf(cli->ctx.mem, "  " STR_FMT, STR_ARG(name))));
	measure_cells(cli, t, row);
	table_out_text(t, text_of(years_text(cli, part->from_year, part->until_year)));
	table_out_unknown(t);
	table_out_text(t, text_of(figure_text(cli, part->said, row->unit)));
	table_out_int(t, part->said.unknown_parts);
	table_out_unknown(t);
	table_out_text(t, str_of(place_text(cli, part, finding)));
	table_out_text(t, part->words);
	table_out_row_end(t);
}

static struct sn_err print_table(struct cli *cli, const struct action_progress *p,
				 const struct org *lead)
{
	const struct action *a = &p->action;
	struct table_out *t = NULL;
	if (cli->format == TABLE_FORMAT_TEXT) {
		(void)fprintf(cli->out, STR_FMT " — " STR_FMT "%s\n", STR_ARG(a->name),
			      STR_ARG(lead->name), CLI_WORDS(cli, " 牵头", " leads"));
		if (a->words.bytes > 0)
			(void)fprintf(cli->out, STR_FMT "\n", STR_ARG(a->words));
		(void)fputs("\n", cli->out);
	}
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	for (size_t r = 0; r < p->rows_count; r++) {
		const struct action_row *row = &p->rows[r];
		row_line(cli, t, row);
		for (size_t i = 0; i < p->parts_count; i++)
			if (row->places[i].here)
				part_line(cli, t, row, &p->parts[i], row->places[i].finding);
	}
	return table_out_close(t);
}

static void json_years(struct json_out *o, int32_t from_year, int32_t until_year)
{
	json_out_int(o, "from_year", from_year);
	if (until_year == 0)
		json_out_null(o, "until_year");
	else
		json_out_int(o, "until_year", until_year);
}

/* null: nothing was said; value null: said, but no figure. Money in fen, as the unit tells. */
static void json_figure(struct json_out *o, const char *key, struct figure f)
{
	if (!report_figure_said(f)) {
		json_out_null(o, key);
		return;
	}
	json_out_object(o, key);
	if (f.known_parts > 0)
		json_out_int(o, "value", f.value);
	else
		json_out_null(o, "value");
	json_out_text(o, "is",
		      str_of(f.known_parts > 0 ? report_qualifier_words(f.is)->word : "unknown"));
	json_out_int(o, "unknown_parts", f.unknown_parts);
	json_out_end(o);
}

static void json_part(struct json_out *o, const struct action_part *part,
		      enum action_finding finding)
{
	json_out_object(o, NULL);
	json_out_text(o, "cycle", part->code);
	json_years(o, part->from_year, part->until_year);
	json_figure(o, "figure", part->said);
	json_out_bool(o, "added", finding == ACTION_FINDING_NONE);
	json_out_text(o, "finding",
		      finding == ACTION_FINDING_NONE ? STR_NULL
						     : str_of(action_finding_words(finding)->word));
	json_out_text(o, "words", part->words);
	json_out_end(o);
}

static void json_row(struct json_out *o, const struct action_progress *p,
		     const struct action_row *row)
{
	json_out_object(o, NULL);
	json_out_text(o, "measure", str_of(action_measure_words(row->measure)->word));
	json_out_text(o, "unit", str_of(unit_word(row->unit)));
	json_years(o, row->from_year, row->until_year);
	json_figure(o, "promised", row->promised);
	json_out_text(o, "words", row->words);
	json_figure(o, "opening", row->opening);
	json_figure(o, "cycles", row->cycles);
	json_figure(o, "total", row->total);
	json_out_array(o, "parts");
	for (size_t i = 0; i < p->parts_count; i++)
		if (row->places[i].here)
			json_part(o, &p->parts[i], row->places[i].finding);
	json_out_end(o);
	json_out_end(o);
}

static struct sn_err print_json(struct cli *cli, const struct action_progress *p,
				const struct org *lead)
{
	struct json_out o = json_out_file(cli->out, true);
	json_out_object(&o, NULL);
	json_out_text(&o, "code", p->action.code);
	json_out_text(&o, "name", p->action.name);
	json_out_text(&o, "org", lead->code);
	json_out_int(&o, "first_year", p->action.first_year);
	json_out_text(&o, "words", p->action.words);
	json_out_array(&o, "cycles");
	for (size_t i = 0; i < p->cycles_count; i++)
		json_out_text(&o, NULL, p->cycles[i].code);
	json_out_end(&o);
	json_out_array(&o, "rows");
	for (size_t i = 0; i < p->rows_count; i++)
		json_row(&o, p, &p->rows[i]);
	json_out_end(&o);
	json_out_end(&o);
	return json_out_done(&o);
}

static struct sn_err cmd_action_show(struct cli *cli)
{
	struct action_progress progress;
	struct action action;
	struct org lead;
	SN_TRY(action_operand(cli, &action));
	SN_TRY(org_by_no(&cli->ctx, action.org_no, 0, &lead));
	SN_TRY(action_progress(&cli->ctx, &action, &progress));
	return cli->format == TABLE_FORMAT_JSON ? print_json(cli, &progress, &lead)
						: print_table(cli, &progress, &lead);
}

/* ---- action list ---- */

static const struct table_out_column list_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "名称", "name", TABLE_TEXT, 0},
	{"org", "牵头工会", "lead union", TABLE_TEXT, 0},
	{"first_year", "起始年份", "first year", TABLE_TEXT, 0},
	{"words", "原文", "words", TABLE_TEXT, 0},
};

static struct sn_err cmd_action_list(struct cli *cli)
{
	struct table_out *t = NULL;
	struct action *list = NULL;
	size_t count = 0;
	SN_TRY(action_list(&cli->ctx, &list, &count));
	SN_TRY(cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++) {
		struct org org = {.code = STR_NULL};
		e = org_by_no(&cli->ctx, list[i].org_no, 0, &org);
		table_out_text(t, list[i].code);
		table_out_text(t, list[i].name);
		table_out_text(t, org.code);
		table_out_text(t, text_of(arena_printf(cli->ctx.mem, "%d", list[i].first_year)));
		table_out_text(t, list[i].words);
		table_out_row_end(t);
	}
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- action figures ---- */

static const struct table_out_column figure_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "行动", "action", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"role", "项", "row", TABLE_TEXT, 0},
	{"measure", "指标", "measure", TABLE_TEXT, 0},
	{"unit", "单位", "unit", TABLE_TEXT, 0},
	{"years", "年份", "years", TABLE_TEXT, 0},
	{"value", "数字", "figure", TABLE_TEXT, 0},
	{"words", "原文", "words", TABLE_TEXT, 0},
	{"is", "准确程度", "is", TABLE_TEXT, 0}, /* the text table says it with the figure */
};
enum { FIGURE_COLUMNS = sizeof figure_columns / sizeof figure_columns[0] };

static void figure_line(const struct cli *cli, struct table_out *t, const struct action *a,
			struct str org_code, const struct action_figure *f)
{
	const bool text = cli->format == TABLE_FORMAT_TEXT, target = f->role == ACTION_TARGET;
	table_out_text(t, a->code);
	table_out_text(t, a->name);
	table_out_text(t, org_code);
	if (text)
		table_out_text(t, str_of(target ? CLI_WORDS(cli, "目标", "target")
						: CLI_WORDS(cli, "历年", "opening")));
	else
		table_out_text(t, str_of(target ? "target" : "opening"));
	measure_cells(cli, t, &(const struct action_row){.measure = f->measure, .unit = f->unit});
	table_out_text(t, f->from_year == 0
				  ? STR_NULL
				  : text_of(years_text(cli, f->from_year, f->until_year)));
	if (text) {
		table_out_text(t, text_of(figure_text(cli, f->said, f->unit)));
		table_out_text(t, f->words);
	} else {
		const bool known = f->said.known_parts > 0;
		const struct figure plain = {
			.value = f->said.value, .known_parts = 1, .is = QUALIFIER_EXACT};
		table_out_text(t, known ? text_of(figure_text(cli, plain, f->unit)) : STR_NULL);
		table_out_text(t, f->words);
		table_out_text(
			t, str_of(known ? report_qualifier_words(f->said.is)->word : "unknown"));
	}
	table_out_row_end(t);
}

static struct sn_err action_lines(struct cli *cli, struct table_out *t, const struct action *a)
{
	struct action_figure *list = NULL;
	struct org org = {.code = STR_NULL};
	size_t count = 0;
	SN_TRY(org_by_no(&cli->ctx, a->org_no, 0, &org));
	SN_TRY(action_figures(&cli->ctx, a->action_no, &list, &count));
	for (size_t i = 0; i < count; i++)
		figure_line(cli, t, a, org.code, &list[i]);
	return SN_SUCCESS;
}

static struct sn_err cmd_action_figures(struct cli *cli)
{
	struct table_out *t = NULL;
	struct action *list = NULL;
	size_t count = 0;
	SN_TRY(action_list(&cli->ctx, &list, &count));
	SN_TRY(cli_table(cli, figure_columns,
			 cli->format == TABLE_FORMAT_TEXT ? FIGURE_COLUMNS - 1 : FIGURE_COLUMNS,
			 &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = action_lines(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option create_options[] = {
	{"name", "NAME", true, "名称", "its name"},
	{"org", "CODE", true, "牵头工会", "the union that leads it"},
	{"first-year", "YEAR", true, "起始年份，如 2015", "its first year, as 2015"},
	{"words", "TEXT", false, "来源原文", "its source's own words"}, END};
#define FIGURE_OPTIONS \
	{"measure", "WORD", true, "given、raised、invested、reached、built、held、served（发放、筹集、投入、惠及、建成、举办、服务）", "given, raised, invested, reached, built, held, served"}, \
	{"unit", "UNIT", true, "yuan（元）、person（人）、person_time（人次）、household（户）、piece（件）、portion（份）、session（场次）、station（座）等", "yuan, person, person_time, household, piece, portion, session, station …"}, \
	{"is", "WORD", false, "exact、more_than（余）、about（近）", "exact, more_than, about"}, \
	{"words", "TEXT", true, "来源原文", "the source's own words"}, \
	{"id", "UUID", false, "编号：同一编号和内容再来一次不变", "the caller's id: the same again changes nothing"}
static const struct cli_option target_options[] = {
	FIGURE_OPTIONS,
	{"value", "N", true, "目标数（元或计数）", "what is promised, in yuan or counted"},
	{"years", "YEARS", false, "2024 或 2015-2024；不写：整个行动", "2024 or 2015-2024; default: the whole action"}, END};
static const struct cli_option opening_options[] = {
	FIGURE_OPTIONS,
	{"value", "N", false, "数字；不写即为未知，不是零", "the figure; without it: unknown, not zero"},
	{"years", "YEARS", true, "2014 或 2015-2023", "2014 or 2015-2023"}, END};

const struct cli_command cli_action_commands[] = {
	{"action", "create", "ACTION", 1, 1, create_options, CLI_WRITE, cmd_action_create, "建立跨年度的行动、计划", "make an umbrella action over years",
	 "行动把多年、多个项目的活动合在一起，看目标完成多少。", "An action joins cycles of several years and programmes, and shows what was done of what was promised.",
	 "songnuan action create hw-care --name 环卫工人关爱行动 --org 150000 --first-year 2015 --as li"},
	{"action", "add-cycle", "ACTION CYCLE", 2, 2, NULL, CLI_WRITE, cmd_action_add_cycle, "把活动列入行动", "make a cycle a member", NULL, NULL, NULL},
	{"action", "remove-cycle", "ACTION CYCLE", 2, 2, NULL, CLI_WRITE, cmd_action_remove_cycle, "把活动移出行动（记录保留）", "take a cycle out (the record stays)", NULL, NULL, NULL},
	{"action", "target", "ACTION", 1, 1, target_options, CLI_WRITE, cmd_action_target, "登记或更正目标", "enter or correct a target",
	 "同一指标、单位和年份再登记不同内容，就是更正；原来的一条保留。", "Other content for the same measure, unit and years is a correction; the old row stays.",
	 "songnuan action target hw-care --measure built --unit station --value 3500 --words 到2025年建成3500家 --years 2015-2025 --as li"},
	{"action", "opening", "ACTION", 1, 1, opening_options, CLI_WRITE, cmd_action_opening, "登记系统启用前的历年数字（R 级，附原文）", "enter figures for years before the system (level R, with their words)",
	 "历年数字与活动的年份重叠时，只列不加。", "A figure that overlaps the year of a counted cycle is shown beside and not added.",
	 "songnuan action opening hw-care --measure invested --unit yuan --years 2015-2023 --value 42000000 --is more_than --words 投入4200万余元 --as li"},
	{"action", "show", "ACTION", 1, 1, NULL, CLI_READ, cmd_action_show, "目标与进度：历年数字加活动报告，各单位分列", "promise and progress: opening figures and reports, each unit for itself", NULL, NULL, NULL},
	{"action", "list", NULL, 0, 0, NULL, CLI_READ, cmd_action_list, "列出行动", "list actions", NULL, NULL, NULL},
	{"action", "figures", NULL, 0, 0, NULL, CLI_READ, cmd_action_figures, "列出各行动的目标和历年数字，原文照录", "list the targets and opening figures of all actions, in their sources' words", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
