#include "base/crypto.h"
#include "cli/cli_priv.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The whole error for a person, or as one JSON object where JSON was asked for. */
void cli_report_error(const struct cli *cli, struct sn_err e)
{
	char words[512];
	sn_err_words(e, cli->lang, words, sizeof words);
	(void)fflush(stdout);
	if (e.row > 0)
		(void)fprintf(stderr,
			      cli->lang == LANG_ZH ? "songnuan：第 %ld 行：%s（%s）\n"
						   : "songnuan: row %ld: %s (%s)\n",
			      (long)e.row, words, sn_reason_word(e.reason));
	else
		(void)fprintf(stderr,
			      cli->lang == LANG_ZH ? "songnuan：%s（%s）\n" : "songnuan: %s (%s)\n",
			      words, sn_reason_word(e.reason));
}

/* "people import" before "report"; *used says how many words named it. */
/* A verb before the group alone, in whatever file each of them has its row: "deliver exchange" is no file to deliver. */
static const struct cli_command *find_command(int argc, char **argv, int *used)
{
	const struct cli_command *alone = NULL;
	struct cli_cursor c = {0};
	*used = 2;
	while (argc >= 2 && cli_next_command(&c)) {
		const struct cli_command *command = c.at;
		if (strcmp(argv[1], command->group) != 0)
			continue;
		if (!command->verb) {
			alone = command;
		} else if (argc >= 3 && strcmp(argv[2], command->verb) == 0) {
			*used = 3;
			return command;
		}
	}
	return alone;
}

static struct sn_err run(struct cli *cli, int argc, char **argv)
{
	SN_TRY(cli_parse(cli, argc, argv));
	if (cli_has(cli, "help")) {
		cli_help(stdout, cli->command, cli->lang);
		return SN_SUCCESS;
	}
	struct sn_err e = cli_open_output(cli);
	if (!sn_failed(e))
		e = cli_open(cli, cli->command->needs);
	if (!sn_failed(e))
		e = cli->command->run(cli);
	if (!sn_failed(e) && arena_ran_short(cli->ctx.mem))
		e = SN_FAIL(OUT_OF_MEMORY); /* something in the answer may be missing */
	cli_progress_end(cli);
	cli_close(cli);
	return cli_close_output(cli, e);
}

/* No command by that name: the group's verbs, or all groups, and exit status 2. */
static int refuse(struct cli *cli, int argc, char **argv)
{
	cli->lang = cli_lang_of_environment();
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "--lang") == 0)
			cli->lang = strcmp(argv[i + 1], "en") == 0 ? LANG_EN : LANG_ZH;
	const bool asked =
		argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0);
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		(void)puts("songnuan " SN_VERSION);
		return 0;
	}
	bool group = false;
	struct cli_cursor c = {0};
	while (argc > 1 && cli_next_command(&c))
		group = group || strcmp(argv[1], c.at->group) == 0;
	if (group)
		cli_help_group(stderr, str_of(argv[1]), cli->lang);
	else
		cli_help_all(asked ? stdout : stderr, cli->lang);
	return asked ? 0 : sn_err_exit_status(SN_FAIL(BAD_USAGE));
}

int main(int argc, char **argv)
{
	struct cli cli = {0};
	int used = 0;
	cli.ctx.clock = clock_system();
	cli.ctx.ids = &cli.ids;
	cli.ctx.mem = arena_new(REQUEST_ARENA_BYTES);
	if (!cli.ctx.mem || !crypto_start())
		return sn_err_exit_status(SN_FAIL(OUT_OF_MEMORY));
	(void)umask(077); /* what is written here is about people */
	/* A file-size limit shows as an error of write(), not as the end of the process (trust.md R5). */
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	cli.started_us = now_us(&cli.ctx);
	cli.out = stdout;

	int status = 0;
	cli.command = find_command(argc, argv, &used);
	if (!cli.command) {
		status = refuse(&cli, argc, argv);
	} else {
		const struct sn_err e = run(&cli, argc - used, argv + used);
		if (sn_failed(e))
			cli_report_error(&cli, e);
		status = sn_err_exit_status(e);
	}
	arena_free(cli.ctx.mem);
	return status;
}
