#include "care/care.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "ledger/account_list.h"
#include "ledger/closing.h"

#include <inttypes.h>

/* ---- closing month, closing year ---- */

enum { PERIOD_BYTES = 32 };

struct close_work {
	int64_t org_no;
	int32_t period;
	struct closing out;
	struct sn_err (*step)(struct ctx *c, int64_t org_no, int32_t period, struct closing *out);
};

static struct sn_err close_work(struct ctx *c, void *arg)
{
	struct close_work *w = arg;
	return w->step(c, w->org_no, w->period, &w->out);
}

/* A month where a month is asked for, a year where a year is. */
static struct sn_err parse_period(struct str text, bool year, int32_t *out)
{
	SN_TRY(closing_period_parse(text, out));
	return (*out <= 9999) == year ? SN_SUCCESS : SN_FAIL(CLOSING_PERIOD, .field = "period");
}

static const char *state_text(const struct cli *cli, const struct closing *k)
{
	if (k->confirmed_us != 0)
		return CLI_WORDS(cli, "已结账并确认", "closed and confirmed");
	if (k->back_us != 0)
		return CLI_WORDS(cli, "已退回，待会计重新结账",
				 "sent back, the accountant is to close it anew");
	return CLI_WORDS(cli, "已结账，待批准人确认", "closed, an approver is to confirm it");
}

/* As people read it: 2024年10月, 2024-10; a year: 2024年, 2024. */
static void period_text(const struct cli *cli, int32_t period, char out[PERIOD_BYTES])
{
	const bool zh = cli->lang == LANG_ZH;
	if (closing_is_year(period))
		(void)snprintf(out, PERIOD_BYTES, zh ? "%d年" : "%d", period);
	else
		(void)snprintf(out, PERIOD_BYTES, zh ? "%d年%d月" : "%d-%02d", period / 100,
			       period % 100);
}

static void print_closing(struct cli *cli, const struct closing *k)
{
	char in[32], out[32], period[PERIOD_BYTES];
	money_text(k->in, in, sizeof in);
	money_text(k->out, out, sizeof out);
	period_text(cli, k->period, period);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%s %s：%" PRId64 " 个账户，增加 %s 元，减少 %s 元\n",
				"%s %s: %" PRId64 " accounts, in %s yuan, out %s yuan\n"),
		      period, state_text(cli, k), k->accounts, in, out);
}

static struct sn_err close_period(struct cli *cli, bool year)
{
	struct close_work w = {.step = cli_has(cli, "confirm") ? closing_confirm : closing_close};
	struct org org;
	SN_TRY(parse_period(cli->operands[0], year, &w.period));
	SN_TRY(cli_org(cli, "org", &org));
	w.org_no = org.org_no;
	SN_TRY(store_write(&cli->ctx, close_work, &w));
	print_closing(cli, &w.out);
	return SN_SUCCESS;
}

static struct sn_err cmd_closing_month(struct cli *cli)
{
	return close_period(cli, false);
}
static struct sn_err cmd_closing_year(struct cli *cli)
{
	return close_period(cli, true);
}

/* ---- closing send-back ---- */

struct back_work {
	int64_t org_no;
	int32_t period;
	struct str why;
	struct closing out;
};
static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct back_work *w = arg;
	return closing_send_back(c, w->org_no, w->period, w->why, &w->out);
}
static struct sn_err cmd_closing_send_back(struct cli *cli)
{
	struct back_work w = {.why = cli_value(cli, "why")};
	struct org org;
	SN_TRY(closing_period_parse(cli->operands[0], &w.period));
	SN_TRY(cli_org(cli, "org", &org));
	w.org_no = org.org_no;
	SN_TRY(store_write(&cli->ctx, back_work, &w));
	print_closing(cli, &w.out);
	return SN_SUCCESS;
}

/* ---- closing show ---- */

static const struct table_out_column closing_columns[] = {
	{"period", "期间", "period", TABLE_INT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"accounts", "账户", "accounts", TABLE_INT, 0},
	{"in_fen", "增加（元）", "in (yuan)", TABLE_MONEY, 0},
	{"out_fen", "减少（元）", "out (yuan)", TABLE_MONEY, 0},
	{"closed_by", "结账", "closed by", TABLE_TEXT, 0},
	{"confirmed_by", "确认", "confirmed by", TABLE_TEXT, 0},
};
static const struct table_out_column row_columns[] = {
	{"account_no", "账户号", "account", TABLE_INT, 0},
	{"class", "类别", "class", TABLE_TEXT, 0},
	{"opening", "期初件数", "opening pieces", TABLE_INT, 0},
	{"opening_fen", "期初（元）", "opening (yuan)", TABLE_MONEY, 0},
	{"in", "增加件数", "pieces in", TABLE_INT, 0},
	{"in_fen", "增加（元）", "in (yuan)", TABLE_MONEY, 0},
	{"out", "减少件数", "pieces out", TABLE_INT, 0},
	{"out_fen", "减少（元）", "out (yuan)", TABLE_MONEY, 0},
	{"closing", "期末件数", "closing pieces", TABLE_INT, 0},
	{"closing_fen", "期末（元）", "closing (yuan)", TABLE_MONEY, 0},
};

static struct str login_of(struct cli *cli, struct uuid user_id)
{
	struct user user;
	if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(&cli->ctx, user_id, &user)))
		return STR_NULL;
	return user.login;
}

/* A period is a number for programs, and for people the text that they know it by. */
static struct sn_err show_list(struct cli *cli, const struct closing *list, size_t count)
{
	struct table_out_column columns[sizeof closing_columns / sizeof *closing_columns];
	const bool people = cli->format != TABLE_FORMAT_JSON;
	struct table_out *t = NULL;
	char period[PERIOD_BYTES];
	memcpy(columns, closing_columns, sizeof columns);
	if (people)
		columns[0].kind = TABLE_TEXT;
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof *columns, &t));
	for (size_t i = 0; i < count; i++) {
		const struct closing *k = &list[i];
		period_text(cli, k->period, period);
		if (people)
			table_out_text(t, str_of(period));
		else
			table_out_int(t, k->period);
		table_out_text(t, k->confirmed_us ? STR("closed")
				  : k->back_us    ? STR("sent-back")
						  : STR("to-confirm"));
		table_out_int(t, k->accounts);
		table_out_money(t, k->in);
		table_out_money(t, k->out);
		table_out_text(t, login_of(cli, k->closed_by));
		table_out_text(t, login_of(cli, k->confirmed_by));
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* Of the union's accounts, in the order of their numbers. */
static const char *class_text(const struct cli *cli, const struct account_list *k, size_t *at,
			      int64_t account_no)
{
	while (*at < k->count && k->list[*at].account_no < account_no)
		++*at;
	if (*at == k->count || k->list[*at].account_no != account_no)
		return "?";
	const struct ledger_words *w = ledger_class_words(k->list[*at].key.class);
	return cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, w->zh, w->en) : w->word;
}

static struct sn_err show_rows(struct cli *cli, const struct closing *k)
{
	struct table_out *t = NULL;
	struct closing_row *rows = NULL;
	struct account_list classes = {.mem = cli->ctx.mem};
	size_t count = 0, at = 0;
	SN_TRY(closing_rows(&cli->ctx, k, &rows, &count));
	SN_TRY(ledger_accounts(
		&cli->ctx,
		&(const struct account_filter){
			.shard = k->shard, .org_no = k->org_no, .class = -1, .with_zero = true},
		ledger_account_gather, &classes));
	SN_TRY(cli_table(cli, row_columns, sizeof row_columns / sizeof *row_columns, &t));
	for (size_t i = 0; i < count; i++) {
		const struct closing_row *row = &rows[i];
		table_out_int(t, row->account_no);
		table_out_text(t, str_of(class_text(cli, &classes, &at, row->account_no)));
		table_out_int(t, row->opening);
		table_out_money(t, row->opening_value);
		table_out_int(t, row->in);
		table_out_money(t, row->in_value);
		table_out_int(t, row->out);
		table_out_money(t, row->out_value);
		table_out_int(t, row->closing);
		table_out_money(t, row->closing_value);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static struct sn_err cmd_closing_show(struct cli *cli)
{
	struct closing *list = NULL;
	struct org org;
	int32_t period = 0;
	size_t count = 0;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(closing_list(&cli->ctx, org.org_no, &list, &count));
	if (cli->operands_count == 0)
		return show_list(cli, list, count);
	SN_TRY(parse_period(cli->operands[0], cli->operands[0].bytes == 4, &period));
	for (size_t i = 0; i < count; i++)
		if (list[i].period == period)
			return show_rows(cli, &list[i]);
	return SN_FAIL(CLOSING_NONE, .field = "period");
}

/* ---- closing carry ---- */

struct carry_work {
	struct carry what, out;
};
static struct sn_err carry_work(struct ctx *c, void *arg)
{
	struct carry_work *w = arg;
	return closing_carry(c, &w->what, &w->out);
}

static struct sn_err parse_decision(struct cli *cli, struct carry *what)
{
	struct cycle cycle;
	const bool keep = cli_has(cli, "keep"), back = cli_has(cli, "return");
	if (keep + back + cli_has(cli, "to-cycle") != 1)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--keep | --to-cycle CODE | --return");
	what->decision = keep ? CARRY_KEEP : back ? CARRY_RETURN : CARRY_CYCLE;
	if (what->decision != CARRY_CYCLE)
		return SN_SUCCESS;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "to-cycle"), &cycle));
	what->to_cycle_no = cycle.cycle_no;
	return SN_SUCCESS;
}

static struct sn_err parse_source(struct cli *cli, enum fund_source *out)
{
	const struct str word = cli_value(cli, "source");
	for (unsigned s = FUND_NONE + 1; s < FUND_SOURCES_COUNT; s++)
		if (str_is(word, ledger_source_words((enum fund_source)s)->word)) {
			*out = (enum fund_source)s;
			return SN_SUCCESS;
		}
	return SN_FAIL(SOURCE_MISSING, .field = "source");
}

static struct sn_err cmd_closing_carry(struct cli *cli)
{
	struct carry_work w = {
		.what = {.words = cli_value(cli, "words"), .document_id = new_id(&cli->ctx)}};
	struct org org;
	struct cycle cycle;
	char amount[32], id[UUID_TEXT_BYTES];
	SN_TRY(parse_period(cli->operands[0], true, &w.what.year));
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(parse_source(cli, &w.what.source));
	SN_TRY(parse_decision(cli, &w.what));
	SN_TRY(cli_uuid(cli, "id", &w.what.document_id));
	w.what.org_no = org.org_no;
	if (cli_has(cli, "cycle")) {
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		w.what.cycle_no = cycle.cycle_no;
	}
	SN_TRY(store_write(&cli->ctx, carry_work, &w));
	const struct document_words *words = closing_carry_words(w.out.decision);
	money_text(w.out.remainder, amount, sizeof amount);
	(void)fprintf(cli->out, CLI_WORDS(cli, "%s：%s 元", "%s: %s yuan"),
		      CLI_WORDS(cli, words->zh, words->en), amount);
	if (!uuid_is_null(w.out.document_id)) {
		uuid_text(w.out.document_id, id);
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "，单据 %s 待签", ", document %s is to be signed"),
			      id);
	}
	(void)fputc('\n', cli->out);
	return SN_SUCCESS;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option close_options[] = {
	{"org", "CODE", true, "哪个工会的账", "whose books"},
	{"confirm", NULL, false, "由批准人确认（结账的会计之外的另一个人）", "an approver confirms, who is not the accountant"}, END};
static const struct cli_option back_options[] = {
	{"org", "CODE", true, "哪个工会的账", "whose books"},
	{"why", "TEXT", true, "退回理由，会计会看到", "why; the accountant reads it"}, END};
static const struct cli_option show_options[] = {
	{"org", "CODE", true, "哪个工会的账", "whose books"}, END};
static const struct cli_option carry_options[] = {
	{"org", "CODE", true, "哪个工会的结余", "whose remainder"},
	{"source", "WORD", true, "FISCAL、UPPER、OWN、DONATION、ADMIN、OTHER", "FISCAL, UPPER, OWN, DONATION, ADMIN, OTHER"},
	{"cycle", "CODE", false, "哪一期活动的结余（缺省：不属活动的）", "of which cycle (of none)"},
	{"keep", NULL, false, "结转下年，仍在原处", "carried on to the next year where it is"},
	{"to-cycle", "CODE", false, "转入另一期活动（生成单据，按规定签字）", "carried on to another cycle (a draft that is to be signed)"},
	{"return", NULL, false, "退回来源（生成单据，按规定签字）", "returned to its source (a draft that is to be signed)"},
	{"words", "TEXT", true, "依据（会议纪要、文号）", "why (minutes, number of the paper)"},
	{"id", "UUID", false, "单据编号（重试时用同一个）", "the draft's id (use the same for a retry)"}, END};

const struct cli_command cli_closing_commands[] = {
	{"closing", "month", "YYYY-MM", 1, 1, close_options, CLI_WRITE, cmd_closing_month, "月度结账：会计结账，批准人确认", "close a month: the accountant closes, an approver confirms",
	 "按月份先后结账；期间内有未办完的单据、试算不平、月份未完都不能结。确认后该期间不能再记账：更正用红字，记在未结账的日子；事后才报来的发放记在第一个未结账的日子，保留发放时间。",
	 "Months are closed one after the other; not while documents of the month are open, the trial balance is not zero, or the month is not over. Once confirmed nothing is posted in it: correct by a reversal on an open day. Hand-overs that are reported late are booked on the first open day and keep their time.",
	 "songnuan closing month 2024-10 --org 150802 --as sun\nsongnuan closing month 2024-10 --org 150802 --confirm --as zhao"},
	{"closing", "year", "YYYY", 1, 1, close_options, CLI_WRITE, cmd_closing_year, "年度结账（各月之后；每笔结余都要有决定）", "close a year, after its months and with every remainder decided", NULL, NULL, NULL},
	{"closing", "send-back", "PERIOD", 1, 1, back_options, CLI_WRITE, cmd_closing_send_back, "退回待确认的结账，写明理由", "send a closing back that is to be confirmed, saying why", "批准人退回，会计查明后重新结账。已确认的不能退回。", "By the approver; the accountant looks into it and closes anew. One that is confirmed is not sent back.",
	 "songnuan closing send-back 2024-10 --org 150802 --why 十月三十日的领用未入账 --as zhao"},
	{"closing", "show", "[PERIOD]", 0, 1, show_options, CLI_READ, cmd_closing_show, "列出已结账的期间；写出期间则列各账户的期初、增减、期末", "list closed periods; with a period, what each account opened and closed with", NULL, NULL, NULL},
	{"closing", "carry", "YYYY", 1, 1, carry_options, CLI_WRITE, cmd_closing_carry, "决定年末结余的去向：结转下年、转入活动、退回来源", "decide about a year's remainder: keep, to a cycle, or return", NULL, NULL,
	 "songnuan closing carry 2024 --org 150802 --source UPPER --cycle hw-2024 --return --words 纪要〔2025〕2号 --as li"},
	{0},
};
/* clang-format on */
