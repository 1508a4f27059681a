#include "base/name.h"
#include "base/text.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "report/copy.h"

#include <inttypes.h>

/* ---- what has changed: a table, or one JSON object ---- */

static const struct table_out_column columns[] = {
	{"part", "部分", "part", TABLE_TEXT, 0},  {"fact", "内容", "what", TABLE_TEXT, 0},
	{"code", "代码", "code", TABLE_TEXT, 0},  {"name", "名称", "name", TABLE_TEXT, 0},
	{"was", "去年", "before", TABLE_TEXT, 0}, {"now", "今年", "now", TABLE_TEXT, 0},
	{"unit", "单位", "unit", TABLE_TEXT, 0},  {"change", "变化", "change", TABLE_TEXT, 0},
	{"why", "说明", "remark", TABLE_TEXT, 0},
};
/* clang-format off */
static const struct copy_words unit_words[COPY_UNITS_COUNT] = {
	[COPY_UNIT_NONE]   = {NULL, NULL, NULL},
	[COPY_UNIT_FEN]    = {"fen", "元", "yuan"},
	[COPY_UNIT_PIECE]  = {"piece", "件", "pieces"},
	[COPY_UNIT_PERSON] = {"person", "人", "people"},
	[COPY_UNIT_DAYS]   = {"days", "天", "days"},
	[COPY_UNIT_YEARS]  = {"years", "周岁", "years old"},
	[COPY_UNIT_DAY]    = {"day", NULL, NULL},
	[COPY_UNIT_COUNT]  = {"count", NULL, NULL},
};
/* clang-format on */

struct printing {
	struct cli *cli;
	struct table_out *table; /* NULL: JSON */
	struct json_out json;
};

static struct str words_text(const struct cli *cli, struct copy_words w)
{
	return w.word ? str_of(CLI_WORDS(cli, w.zh, w.en)) : STR_NULL;
}

static struct str side_text(struct cli *cli, enum copy_unit unit, struct copy_side side)
{
	struct arena *mem = cli->ctx.mem;
	if (unit == COPY_UNIT_NONE || !side.known)
		return STR_NULL;
	if (unit == COPY_UNIT_FEN) {
		char yuan[32];
		money_text(MONEY_FEN(side.value), yuan, sizeof yuan);
		return arena_str(mem, str_of(yuan));
	}
	if (unit == COPY_UNIT_DAY) {
		const int day = (int)side.value;
		return str_of(arena_printf(mem, "%04d-%02d-%02d", day / 10000, day / 100 % 100,
					   day % 100));
	}
	return str_of(arena_printf(mem, "%" PRId64, side.value));
}

/* "角色 联合", "采购手续 询价" */
static struct str fact_text(struct cli *cli, const struct copy_row *row)
{
	const struct copy_words fact = copy_fact_words(row->fact);
	if (!row->of.word)
		return words_text(cli, fact);
	return str_of(arena_printf(cli->ctx.mem, "%s %s", CLI_WORDS(cli, fact.zh, fact.en),
				   CLI_WORDS(cli, row->of.zh, row->of.en)));
}

static struct str why_text(struct cli *cli, struct sn_err why)
{
	char words[512];
	if (!sn_failed(why))
		return STR_NULL;
	sn_err_words(why, cli->lang, words, sizeof words);
	return arena_str(cli->ctx.mem, str_of(words));
}

static void row_table(struct printing *p, const struct copy_row *row)
{
	struct cli *cli = p->cli;
	table_out_text(p->table, words_text(cli, copy_part_words(row->fact)));
	table_out_text(p->table, fact_text(cli, row));
	table_out_text(p->table, row->code);
	table_out_text(p->table, row->name);
	table_out_text(p->table, side_text(cli, row->unit, row->was));
	table_out_text(p->table, side_text(cli, row->unit, row->now));
	table_out_text(p->table, words_text(cli, unit_words[row->unit]));
	table_out_text(p->table, words_text(cli, copy_change_words(row->change)));
	table_out_text(p->table, why_text(cli, row->why));
	table_out_row_end(p->table);
}

static void side_json(struct json_out *o, const char *key, const struct copy_row *row,
		      struct copy_side side)
{
	if (row->unit == COPY_UNIT_NONE || !side.known)
		json_out_null(o, key);
	else
		json_out_int(o, key, side.value);
}

static void row_json(struct printing *p, const struct copy_row *row)
{
	struct json_out *o = &p->json;
	json_out_object(o, NULL);
	json_out_text(o, "part", str_of(copy_part_words(row->fact).word));
	json_out_text(o, "fact", str_of(copy_fact_words(row->fact).word));
	json_out_text(o, "of", str_of(row->of.word));
	json_out_text(o, "code", row->code);
	json_out_text(o, "name", row->name);
	json_out_text(o, "unit", str_of(unit_words[row->unit].word));
	side_json(o, "was", row, row->was);
	side_json(o, "now", row, row->now);
	json_out_text(o, "change", str_of(copy_change_words(row->change).word));
	json_out_text(o, "why",
		      sn_failed(row->why) ? str_of(sn_reason_word(row->why.reason)) : STR_NULL);
	json_out_end(o);
}

static struct sn_err print_row(void *self, const struct copy_row *row)
{
	struct printing *p = self;
	if (p->table)
		row_table(p, row);
	else
		row_json(p, row);
	return SN_SUCCESS;
}

static struct sn_err print_people(struct printing *p, const int64_t counts[COPY_FATES_COUNT])
{
	for (int f = 0; f < COPY_FATES_COUNT; f++) {
		const enum copy_fate fate = (enum copy_fate)f;
		/* Whom the new list would not have has gone, whoever it would have was there or is new. */
		const bool was = fate != COPY_FATE_NEW, now = copy_fate_goes_on(fate);
		if (counts[f] == 0)
			continue;
		SN_TRY(print_row(p, &(const struct copy_row){.fact = COPY_FACT_PERSON,
							     .change = fate == COPY_FATE_SAME
									       ? COPY_SAME
								       : was && now ? COPY_CHANGED
								       : now        ? COPY_NEW
										    : COPY_GONE,
							     .of = copy_fate_words(fate),
							     .unit = COPY_UNIT_PERSON,
							     .was = {was, counts[f]},
							     .now = {now, counts[f]}}));
	}
	return SN_SUCCESS;
}

static void show(void *self, int64_t people)
{
	struct cli *cli = self;
	cli_progress(cli, CLI_WORDS(cli, "核对名单", "people"), people, 0);
}

static struct sn_err compare_people(struct cli *cli, const struct copy_pair *pair,
				    copy_each_person *each, void *self,
				    int64_t counts[COPY_FATES_COUNT])
{
	struct org_tree *tree = NULL;
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	const struct copy_people_ask ask = {.was = pair->was,
					    .now = pair->now,
					    .tree = tree,
					    .each = each,
					    .self = self,
					    .progress = show,
					    .progress_self = cli};
	const struct sn_err e = copy_people(&cli->ctx, &ask, counts);
	cli_progress_end(cli);
	org_tree_free(tree);
	return e;
}

static struct sn_err print_rows(struct printing *p, const struct copy_pair *pair,
				const int64_t counts[COPY_FATES_COUNT])
{
	SN_TRY(copy_compare(&p->cli->ctx, pair, print_row, p));
	return print_people(p, counts);
}

/* As one JSON object or as a table; people are counted before, so that nothing is half printed. */
static struct sn_err print_pair(struct cli *cli, const struct copy_pair *pair, const char *done)
{
	int64_t counts[COPY_FATES_COUNT];
	struct printing p = {.cli = cli};
	SN_TRY(compare_people(cli, pair, NULL, NULL, counts));
	if (cli->format != TABLE_FORMAT_JSON) {
		SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &p.table));
		const struct sn_err e = print_rows(&p, pair, counts);
		const struct sn_err closed = table_out_close(p.table);
		return sn_failed(e) ? e : closed;
	}
	p.json = json_out_file(cli->out, true);
	json_out_object(&p.json, NULL);
	json_out_text(&p.json, "from", pair->was.code);
	json_out_text(&p.json, "cycle", pair->now.code);
	json_out_text(&p.json, "name", pair->now.name);
	json_out_text(&p.json, "state", str_of(care_cycle_state_word(pair->now.state)));
	json_out_text(&p.json, "done", str_of(done));
	json_out_array(&p.json, "rows");
	SN_TRY(print_rows(&p, pair, counts));
	json_out_end(&p.json);
	json_out_end(&p.json);
	return json_out_done(&p.json);
}

/* ---- cycle copy ---- */

struct copy_work {
	struct copy_ask ask;
	struct cycle from, made;
	bool changed;
};

static struct sn_err copy_work(struct ctx *c, void *arg)
{
	struct copy_work *w = arg;
	return copy_make(c, &w->ask, &w->made, &w->changed);
}

/* "kit:2024-hw=kit:2025-hw,…" */
static struct sn_err read_kits(const struct cli *cli, struct copy_ask *ask)
{
	struct str rest = cli_value(cli, "kit"), pair, was;
	struct copy_kit *kits = ARENA_ARRAY(cli->ctx.mem, struct copy_kit, rest.bytes + 1);
	if (!kits)
		return SN_FAIL(OUT_OF_MEMORY);
	while (rest.bytes > 0 && str_split(&rest, ',', &pair)) {
		if (!str_split(&pair, '=', &was) || was.bytes == 0 || pair.bytes == 0)
			return sn_err_with_text(SN_FAIL(BAD_USAGE), "--kit OLD=NEW");
		kits[ask->kits_count++] = (struct copy_kit){was, pair};
	}
	ask->kits = kits;
	return SN_SUCCESS;
}

static void say_next(const struct cli *cli, const struct copy_work *w)
{
	if (cli->format != TABLE_FORMAT_TEXT)
		return;
	(void)fprintf(cli->out,
		      w->changed ? CLI_WORDS(cli,
					     "\n已复制为草稿 " STR_FMT "（" STR_FMT
					     "）；预算为待批准的草案，名额待活动批准后用 entitle "
					     "生成，手续均须重新办理\n",
					     "\ncopied as the draft " STR_FMT " (" STR_FMT
					     "); the budget waits for approval, who is entitled is "
					     "made by entitle once the cycle is approved, papers "
					     "are to be done anew\n")
				 : CLI_WORDS(cli, "\n" STR_FMT "（" STR_FMT "）已复制过，未变\n",
					     "\n" STR_FMT " (" STR_FMT
					     ") was copied before, unchanged\n"),
		      STR_ARG(w->made.code), STR_ARG(w->made.name));
}

static struct sn_err cmd_cycle_copy(struct cli *cli)
{
	struct copy_work w = {.ask = {.code = cli->operands[1], .name = cli_value(cli, "name")}};
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &w.from));
	w.ask.from_no = w.from.cycle_no;
	SN_TRY(cli_day(cli, "from", &w.ask.from_day));
	SN_TRY(cli_day(cli, "until", &w.ask.until_day));
	SN_TRY(read_kits(cli, &w.ask));
	if (cli_has(cli, "dry-run")) {
		const struct copy_plan *plan = NULL;
		SN_TRY(copy_plan(&cli->ctx, &w.ask, &plan));
		const struct copy_pair pair = copy_pair_of(plan);
		return print_pair(cli, &pair, "nothing");
	}
	SN_TRY(store_write(&cli->ctx, copy_work, &w));
	SN_TRY(print_pair(cli, &(const struct copy_pair){.was = w.from, .now = w.made},
			  w.changed ? "copied" : "unchanged"));
	say_next(cli, &w);
	return SN_SUCCESS;
}

/* ---- cycle changes ---- */

static const struct table_out_column person_columns[] = {
	{"fate", "情况", "what became of him", TABLE_TEXT, 0},
	{"on_list", "列入今年", "on the new list", TABLE_BOOL, 0},
	{"was_org", "去年工会", "union last year", TABLE_TEXT, 0},
	{"now_org", "现工会", "union now", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"name", "姓名（遮）", "name (masked)", TABLE_TEXT, 0},
	{"person", "人员编号", "person", TABLE_TEXT, 0},
};

/* Codes of unions by their number, read before any row is printed. */
struct listing {
	struct cli *cli;
	struct table_out *table;
	struct org_tree *tree;
};

/* A union that was merged away since answers with the one that it became part of. */
static struct str code_in(const struct org_tree *tree, int64_t org_no)
{
	const int32_t at = org_no == 0 ? ORG_NOWHERE : org_tree_at(tree, org_no);
	return at == ORG_NOWHERE ? STR_NULL : org_tree_org(tree, at)->code;
}

static struct sn_err list_person(void *self, const struct copy_person *p)
{
	const struct listing *l = self;
	const struct copy_words fate = copy_fate_words(p->fate);
	char masked[NAME_MASK_BYTES], id[UUID_TEXT_BYTES];
	const bool known = !uuid_is_null(p->person.person_id);
	name_mask(p->person.name, masked);
	uuid_text(p->person.person_id, id);
	table_out_text(l->table, l->cli->format == TABLE_FORMAT_TEXT ? words_text(l->cli, fate)
								     : str_of(fate.word));
	table_out_bool(l->table, copy_fate_goes_on(p->fate));
	table_out_text(l->table, code_in(l->tree, p->was_org));
	table_out_text(l->table, code_in(l->tree, p->now_org));
	table_out_text(l->table, p->person.team);
	table_out_text(l->table, known ? str_of(masked) : STR_NULL);
	table_out_text(l->table, known ? str_of(id) : STR_NULL);
	table_out_row_end(l->table);
	return SN_SUCCESS;
}

static struct sn_err list_people(struct cli *cli, const struct copy_pair *pair)
{
	int64_t counts[COPY_FATES_COUNT];
	struct listing l = {.cli = cli};
	SN_TRY(org_tree_load(&cli->ctx, 0, &l.tree));
	struct sn_err e = cli_table(cli, person_columns,
				    sizeof person_columns / sizeof person_columns[0], &l.table);
	if (!sn_failed(e)) {
		e = compare_people(cli, pair, list_person, &l, counts);
		const struct sn_err closed = table_out_close(l.table);
		e = sn_failed(e) ? e : closed;
	}
	org_tree_free(l.tree);
	return e;
}

static struct sn_err cmd_cycle_changes(struct cli *cli)
{
	struct copy_pair pair = {.plan = NULL};
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &pair.now));
	SN_TRY(copy_origin(&cli->ctx, &pair.now, &pair.was));
	return cli_has(cli, "people") ? list_people(cli, &pair) : print_pair(cli, &pair, "nothing");
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option copy_options[] = {
	{"from", "DAY", true, "今年活动的第一天", "this year's first day"},
	{"until", "DAY", true, "结束日期（当天不算在内）", "the first day after it"},
	{"name", "NAME", false, "名称（缺省：原名称，年份改为今年）", "its name (the old one with its year moved on)"},
	{"kit", "OLD=NEW,…", false, "礼包换用新代码，内容照旧，如 kit:2024-hw=kit:2025-hw（各尺码一并）", "kits under new codes with the same parts, as kit:2024-hw=kit:2025-hw (sizes go with them)"},
	{"dry-run", NULL, false, "只看，不写", "only look, write nothing"}, END};
static const struct cli_option changes_options[] = {
	{"people", NULL, false, "逐人列出：仍在、转出、离开、新增、类别不符、重复", "person by person: still there, moved, left, new, of another category, one with another"}, END};

const struct cli_command cli_copy_commands[] = {
	{"cycle", "copy", "OLD NEW", 2, 2, copy_options, CLI_WRITE, cmd_cycle_copy, "照去年的活动建立今年的草稿，并列出变化", "make this year's draft out of last year's cycle, and name what has changed",
	 "复制：届时有效的项目方案、合作单位及角色、预算项目（金额为建议，待批准）、礼包、所属行动。决定一律不复制：审核批准、名额名单、会议、询价、合同、验收、发票、目标都要重新办理，逐项列出。同一命令再来一次不变。",
	 "Copied are the programme's version in force then, bodies with their roles, budget lines (amounts are proposals that wait for approval), kits, and membership in actions. No decision is: approvals, lists of who is entitled, meetings, quotes, contracts, acceptances, invoices and targets are to be done anew and are listed. The same command again changes nothing.",
	 "songnuan cycle copy hw-2024 hw-2025 --from 2025-10-01 --until 2025-12-01 --kit kit:2024-hw=kit:2025-hw --as li"},
	{"cycle", "changes", "CYCLE", 1, 1, changes_options, CLI_READ, cmd_cycle_changes, "与所复制的活动相比有什么变化", "what has changed since the cycle that this one was copied from",
	 "随时可看；--people 逐人列出去年的人现在怎样、今年谁新增（姓名遮盖）。", "At any time; --people lists what became of everybody of last year's list, and who is new (masked).",
	 "songnuan cycle changes hw-2025 --people --format xlsx -o 名单变化.xlsx"},
	{0},
};
/* clang-format on */
