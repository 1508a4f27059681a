/* Budget lines on the command line. */
#include "ledger/budget.h"

#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_document.h"

#include <inttypes.h>

/* ---- entering and approving ---- */

struct entering {
	struct budget_entry what, made;
	struct uuid users[BUDGET_USERS_MAX];
};
static struct sn_err enter_work(struct ctx *c, void *arg)
{
	struct entering *w = arg;
	return budget_enter(c, &w->what, &w->made);
}
static struct sn_err refuse_work(struct ctx *c, void *arg)
{
	struct entering *w = arg;
	return budget_refuse(c, w->what.entry_id, w->what.words, &w->made);
}
static struct sn_err approve_work(struct ctx *c, void *arg)
{
	struct entering *w = arg;
	return budget_approve(c, w->what.entry_id, &w->made);
}

static struct sn_err print_entry(struct cli *cli, const struct budget_entry *e)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(e->entry_id, id);
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_uuid(&o, "entry", e->entry_id);
		json_out_bool(&o, "approved", e->approved_us != 0);
		json_out_bool(&o, "refused", e->refused_us != 0);
		json_out_end(&o);
		return json_out_done(&o);
	}
	(void)fprintf(cli->out, "%s %s%s%s\n", CLI_WORDS(cli, "预算编列", "budget entry"), id,
		      CLI_WORDS(cli, "：", ": "),
		      e->approved_us != 0 ? CLI_WORDS(cli, "已批准，生效", "approved, it counts")
					  : CLI_WORDS(cli, "待批准", "waits for approval"));
	return SN_SUCCESS;
}

static struct sn_err enter_begin(struct cli *cli, enum budget_entry_kind kind, struct entering *w)
{
	struct org org;
	struct cycle cycle;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	w->what = (struct budget_entry){.entry_id = new_id(&cli->ctx),
					.org_no = org.org_no,
					.cycle_no = cycle.cycle_no,
					.kind = kind,
					.code = cli_value(cli, "code"),
					.words = cli_value(cli, "words"),
					.users = w->users,
					.day = day_of(now_us(&cli->ctx))};
	SN_TRY(cli_day(cli, "day", &w->what.day));
	return cli_uuid(cli, "id", &w->what.entry_id);
}

static struct sn_err enter(struct cli *cli, struct entering *w)
{
	SN_TRY(store_write(&cli->ctx, enter_work, w));
	return print_entry(cli, &w->made);
}

static struct sn_err spenders(struct cli *cli, struct entering *w)
{
	struct str rest = cli_value(cli, "roles"), word;
	while (cli_has(cli, "roles") && str_split(&rest, ',', &word)) {
		const unsigned before = w->what.roles;
		for (int r = 0; r < RIGHTS_ROLES_COUNT; r++)
			if (str_is(str_trim(word), rights_role_word((enum rights_role)r)))
				w->what.roles |= 1U << r;
		if (w->what.roles == before)
			return sn_err_with_text(SN_FAIL(BAD_USAGE), "--roles " STR_FMT,
						STR_ARG(word));
	}
	rest = cli_value(cli, "users");
	while (cli_has(cli, "users") && str_split(&rest, ',', &word)) {
		struct user user;
		if (w->what.users_count == BUDGET_USERS_MAX)
			return SN_FAIL(TOO_LONG, .field = "users", .arg = {BUDGET_USERS_MAX});
		SN_TRY(cli_user(cli, str_trim(word), &user));
		w->users[w->what.users_count++] = user.user_id;
	}
	return SN_SUCCESS;
}

static struct sn_err cmd_budget_add(struct cli *cli)
{
	struct entering w;
	SN_TRY(enter_begin(cli, BUDGET_ADD, &w));
	SN_TRY(cli_money(cli, "amount", &w.what.delta));
	SN_TRY(cmd_source(cli_value(cli, "source"), &w.what.source));
	SN_TRY(spenders(cli, &w));
	return enter(cli, &w);
}

static struct sn_err cmd_budget_change(struct cli *cli)
{
	struct entering w;
	SN_TRY(enter_begin(cli, BUDGET_CHANGE, &w));
	if (cli_has(cli, "raise") == cli_has(cli, "lower"))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--raise | --lower");
	SN_TRY(cli_money(cli, "raise", &w.what.delta));
	if (cli_has(cli, "lower")) {
		SN_TRY(cli_money(cli, "lower", &w.what.delta));
		w.what.delta = MONEY_FEN(-money_fen(w.what.delta));
	}
	return enter(cli, &w);
}

static struct sn_err cmd_budget_close(struct cli *cli)
{
	struct entering w;
	SN_TRY(enter_begin(cli, BUDGET_CLOSED_LIST, &w));
	return enter(cli, &w);
}

static struct sn_err cmd_budget_approve(struct cli *cli)
{
	struct entering w;
	SN_TRY(uuid_parse(&w.what.entry_id, cli->operands[0], "entry"));
	SN_TRY(store_write(&cli->ctx, approve_work, &w));
	return print_entry(cli, &w.made);
}

static struct sn_err cmd_budget_refuse(struct cli *cli)
{
	struct entering w = {.what.words = cli_value(cli, "words")};
	SN_TRY(uuid_parse(&w.what.entry_id, cli->operands[0], "entry"));
	SN_TRY(store_write(&cli->ctx, refuse_work, &w));
	return print_entry(cli, &w.made);
}

/* ---- list ---- */

static const struct table_out_column line_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"code", "预算项", "line", TABLE_TEXT, 0},
	{"words", "内容", "what for", TABLE_TEXT, 0},
	{"source", "来源", "source", TABLE_TEXT, 0},
	{"amount_fen", "预算", "amount", TABLE_MONEY, 0},
	{"used_fen", "已用", "used", TABLE_MONEY, 0},
	{"left_fen", "剩余", "left", TABLE_MONEY, 0},
	{"spenders", "谁可以用", "who may spend", TABLE_TEXT, 0},
};

static struct str org_code(struct cli *cli, int64_t org_no)
{
	struct org org;
	return sn_failed(org_by_no(&cli->ctx, org_no, 0, &org)) ? STR_NULL : org.code;
}

static struct str spenders_text(struct cli *cli, const struct budget_line *l)
{
	const char *text = "";
	for (int r = 0; r < RIGHTS_ROLES_COUNT && text; r++)
		if (l->roles & 1U << r)
			text = arena_printf(cli->ctx.mem, "%s%s%s", text, *text ? " " : "",
					    rights_role_word((enum rights_role)r));
	if (text && l->users_count > 0)
		text = arena_printf(cli->ctx.mem, "%s%s+%" PRId64, text, *text ? " " : "",
				    l->users_count);
	return text && *text ? str_of(text) : STR_NULL;
}

static struct sn_err list_lines(struct cli *cli, const struct budget_filter *filter)
{
	struct budget_line *list;
	struct table_out *t = NULL;
	size_t count;
	SN_TRY(budget_lines(&cli->ctx, filter, &list, &count));
	SN_TRY(cli_table(cli, line_columns, sizeof line_columns / sizeof line_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		const struct budget_line *l = &list[i];
		const struct ledger_words *source = ledger_source_words(l->source);
		table_out_text(t, org_code(cli, l->org_no));
		table_out_text(t, l->code);
		table_out_text(t, l->words);
		table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
						 ? CLI_WORDS(cli, source->zh, source->en)
						 : source->word));
		table_out_money(t, l->amount);
		table_out_money(t, l->used);
		table_out_money(t, MONEY_FEN(money_fen(l->amount) - money_fen(l->used)));
		table_out_text(t, spenders_text(cli, l));
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static const struct table_out_column entry_columns[] = {
	{"entry", "编号", "entry", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"code", "预算项", "line", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"delta_fen", "增减", "change", TABLE_MONEY, 0},
	{"before", "承接", "points back to", TABLE_TEXT, 0},
	{"approved", "已批准", "approved", TABLE_BOOL, 0},
	{"words", "说明", "words", TABLE_TEXT, 0},
};

static struct sn_err list_entries(struct cli *cli, const struct budget_filter *filter)
{
	struct budget_entry *list;
	struct table_out *t = NULL;
	size_t count;
	SN_TRY(budget_entries(&cli->ctx, filter, &list, &count));
	SN_TRY(cli_table(cli, entry_columns, sizeof entry_columns / sizeof entry_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES], before[UUID_TEXT_BYTES];
		uuid_text(list[i].entry_id, id);
		uuid_text(list[i].before_id, before);
		table_out_text(t, str_of(id));
		table_out_text(t, org_code(cli, list[i].org_no));
		table_out_text(t, list[i].code);
		table_out_day(t, list[i].day);
		table_out_money(t, list[i].delta);
		table_out_text(t, uuid_is_null(list[i].before_id) ? STR_NULL : str_of(before));
		table_out_bool(t, list[i].approved_us != 0);
		table_out_text(t, list[i].words);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static struct sn_err cmd_budget_list(struct cli *cli)
{
	struct budget_filter filter = {.shard = 0};
	struct org org;
	struct cycle cycle;
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		filter.shard = org.shard;
		filter.org_no = org.org_no;
	}
	if (cli_has(cli, "cycle")) {
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		filter.cycle_no = cycle.cycle_no;
	}
	return cli_has(cli, "entries") ? list_entries(cli, &filter) : list_lines(cli, &filter);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define ENTRY_OPTIONS \
	{"org", "CODE", true, "哪个工会的预算", "whose budget"}, \
	{"cycle", "CODE", true, "活动代码", "the cycle's code"}, \
	{"words", "WORDS", true, "内容或原因", "what for, or why"}, \
	{"id", "UUID", false, "编列编号；同一编号再交一次结果不变", "the entry's id; the same id again is the same answer"}, \
	{"day", "DAY", false, "日期（缺省今天）", "the day (today)"}
static const struct cli_option add_options[] = {
	{"code", "CODE", true, "预算项代码", "the line's code"},
	{"amount", "YUAN", true, "预算金额", "its amount"},
	{"source", "SOURCE", true, "资金来源", "the source of the money"},
	{"roles", "ROLE,…", false, "哪些角色可以用（缺省：能做单的人都可以）", "which roles may spend from it (whoever may make the document)"},
	{"users", "USER,…", false, "或者哪些人", "or which users"}, ENTRY_OPTIONS, END};
static const struct cli_option change_options[] = {
	{"code", "CODE", true, "预算项代码", "the line's code"},
	{"raise", "YUAN", false, "追加多少", "by how much it is raised"},
	{"lower", "YUAN", false, "或减少多少", "or lowered"}, ENTRY_OPTIONS, END};
static const struct cli_option refuse_options[] = {{"words", "WORDS", true, "理由", "why"}, END};
static const struct cli_option close_options[] = {ENTRY_OPTIONS, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", false, "只看这个工会", "of this union only"},
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"},
	{"entries", NULL, false, "列出每一笔编列和调整", "the entries instead, those that wait too"}, END};

const struct cli_command cli_budget_commands[] = {
	{"budget", "add", NULL, 0, 0, add_options, CLI_WRITE, cmd_budget_add, "编列一个预算项（批准后生效）", "enter a budget line (it counts when approved)", NULL, NULL,
	 "songnuan budget add --org 150800 --cycle hw-2024 --code gifts --amount 470000 --source OWN --words 慰问礼包 --as li"},
	{"budget", "change", NULL, 0, 0, change_options, CLI_WRITE, cmd_budget_change, "追加或减少一个预算项（批准后生效）", "raise or lower a line (counts when approved)", NULL, NULL, NULL},
	{"budget", "close-list", NULL, 0, 0, close_options, CLI_WRITE, cmd_budget_close, "规定本次活动不得有预算外支出（批准后生效）", "make the budget a closed list: every spending names a line (counts when approved)", NULL, NULL, NULL},
	{"budget", "approve", "ENTRY", 1, 1, NULL, CLI_WRITE, cmd_budget_approve, "批准一笔预算编列", "approve an entry", NULL, NULL, NULL},
	{"budget", "refuse", "ENTRY", 1, 1, refuse_options, CLI_WRITE, cmd_budget_refuse, "退回一笔预算编列，写明理由；编列人自己用来撤回", "refuse an entry and say why; its maker withdraws it", NULL, NULL, NULL},
	{"budget", "list", NULL, 0, 0, list_options, CLI_READ, cmd_budget_list, "列出预算、已用和剩余", "list lines: amount, used, left", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
