/* Sending a cycle back, handing it in again, and what happened to it. */
#include "care/care.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"

struct back_work {
	struct cycle cycle, out;
	struct cycle_amended amended;
	struct str why;
};
static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct back_work *w = arg;
	return care_cycle_send_back(c, w->cycle.cycle_no, w->why, &w->out);
}
static struct sn_err hand_in_work(struct ctx *c, void *arg)
{
	struct back_work *w = arg;
	return care_cycle_hand_in(c, &w->amended, &w->out);
}

static struct sn_err cmd_cycle_send_back(struct cli *cli)
{
	struct back_work w = {.why = cli_value(cli, "why")};
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &w.cycle));
	SN_TRY(store_write(&cli->ctx, back_work, &w));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：已退回，待经办改好重新提交\n",
				STR_FMT ": sent back; its maker amends it and hands it in again\n"),
		      STR_ARG(w.out.code));
	return SN_SUCCESS;
}

/* What is not given stays as it was. */
static struct sn_err cmd_cycle_hand_in(struct cli *cli)
{
	struct back_work w = {.why = STR_NULL};
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &w.cycle));
	w.amended = (struct cycle_amended){.cycle_no = w.cycle.cycle_no,
					   .name = w.cycle.name,
					   .from_day = w.cycle.from_day,
					   .until_day = w.cycle.until_day};
	if (cli_has(cli, "name"))
		w.amended.name = cli_value(cli, "name");
	SN_TRY(cli_day(cli, "from", &w.amended.from_day));
	SN_TRY(cli_day(cli, "until", &w.amended.until_day));
	SN_TRY(store_write(&cli->ctx, hand_in_work, &w));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：已重新提交，待审核\n",
				STR_FMT ": handed in again, to be checked\n"),
		      STR_ARG(w.out.code));
	return SN_SUCCESS;
}

static const struct table_out_column act_columns[] = {
	{"act", "办理", "act", TABLE_TEXT, 0},     {"state", "状态", "state", TABLE_TEXT, 0},
	{"by", "谁", "by", TABLE_TEXT, 0},         {"at", "何时", "at", TABLE_TIME, 0},
	{"void", "已作废", "void", TABLE_BOOL, 0}, {"words", "理由", "why", TABLE_TEXT, 0},
};

static const char *act_text(const struct cli *cli, enum cycle_act_kind kind)
{
	static const struct ledger_words words[] = {
		[CYCLE_ACT_STEP] = {"step", "办理", "step"},
		[CYCLE_ACT_SEND_BACK] = {"send_back", "退回", "sent back"},
		[CYCLE_ACT_HAND_IN] = {"hand_in", "重新提交", "handed in again"},
	};
	const struct ledger_words *w = &words[kind];
	return cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, w->zh, w->en) : w->word;
}

static struct sn_err cmd_cycle_history(struct cli *cli)
{
	struct cycle_act *acts = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	size_t count = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &cycle));
	SN_TRY(care_cycle_acts(&cli->ctx, &cycle, &acts, &count));
	SN_TRY(cli_table(cli, act_columns, sizeof act_columns / sizeof *act_columns, &t));
	for (size_t i = 0; i < count; i++) {
		struct user user;
		const bool known = !uuid_is_null(acts[i].by_id) &&
				   !sn_failed(rights_user_by_id(&cli->ctx, acts[i].by_id, &user));
		table_out_text(t, str_of(act_text(cli, acts[i].kind)));
		table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
						 ? cmd_cycle_state_text(cli, (int)acts[i].state)
						 : care_cycle_state_word(acts[i].state)));
		table_out_text(t, known ? user.login : STR_NULL);
		table_out_time(t, acts[i].at_us);
		table_out_bool(t, acts[i].is_void);
		table_out_text(t, acts[i].words);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option back_options[] = {
	{"why", "TEXT", true, "退回理由，经办人会看到", "why; its maker reads it"}, END};
static const struct cli_option hand_in_options[] = {
	{"name", "NAME", false, "改成什么名称（缺省：不改）", "the name, where it changes"},
	{"from", "DAY", false, "改成哪天开始", "first day, where it changes"},
	{"until", "DAY", false, "改成哪天结束", "last day, where it changes"}, END};

const struct cli_command cli_cycle_back_commands[] = {
	{"cycle", "send-back", "CODE", 1, 1, back_options, CLI_WRITE, cmd_cycle_send_back, "退回待审核、待批准的活动，写明理由", "send a cycle back that is to be checked or approved, saying why",
	 "谁能办下一步，谁就能退回；自己拟的、已批准的不能退回。已有的审核作废，活动回到经办人手里。",
	 "Whoever could take the next step may send it back; not one's own, nor one that is approved. The check that there was is void, and the cycle is its maker's again.",
	 "songnuan cycle send-back hw-2025 --why 日期与纪要不符 --as wang"},
	{"cycle", "hand-in", "CODE", 1, 1, hand_in_options, CLI_WRITE, cmd_cycle_hand_in, "把退回的活动改好，重新提交审核", "amend a cycle that was sent back, and hand it in again", NULL, NULL,
	 "songnuan cycle hand-in hw-2025 --from 2025-10-08 --as li"},
	{"cycle", "history", "CODE", 1, 1, NULL, CLI_READ, cmd_cycle_history, "活动的办理过程，含退回", "what happened to a cycle, sending back included", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
