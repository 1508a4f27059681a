#include "cli/cmd.h"

#include <inttypes.h>
#include <stdarg.h>

void cmd_text_counts(const struct cli *cli, const struct cmd_count *counts)
{
	for (const struct cmd_count *at = counts; at->zh; at++)
		(void)fprintf(cli->out, "%s%s %" PRId64, at == counts ? "" : " · ",
			      CLI_WORDS(cli, at->zh, at->en), at->count);
	(void)fputs("\n", cli->out);
}

static const char *reject_words(const struct cli *cli, const struct import_reject *reject,
				char *room, size_t room_bytes)
{
	sn_err_words(reject->why, cli->lang, room, room_bytes);
	return room;
}

void cmd_json_rejects(const struct cli *cli, struct json_out *o,
		      const struct import_reject *rejects, size_t count)
{
	char words[512];
	json_out_array(o, "rejects");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_int(o, "row", rejects[i].row);
		if (rejects[i].sheet.bytes > 0)
			json_out_text(o, "sheet", rejects[i].sheet);
		json_out_text(o, "column", rejects[i].column);
		json_out_text(o, "value", rejects[i].value);
		json_out_text(o, "reason", str_of(sn_reason_word(rejects[i].why.reason)));
		json_out_text(o, "message",
			      str_of(reject_words(cli, &rejects[i], words, sizeof words)));
		json_out_end(o);
	}
	json_out_end(o);
}

enum { REJECTS_IN_TEXT = 20 };

void cmd_text_rejects(const struct cli *cli, const struct import_reject *rejects, size_t count)
{
	char words[512];
	for (size_t i = 0; i < count && i < REJECTS_IN_TEXT; i++)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "  第 %" PRId64 " 行  %s（%s）\n",
					"  row %" PRId64 "  %s (%s)\n"),
			      rejects[i].row, reject_words(cli, &rejects[i], words, sizeof words),
			      sn_reason_word(rejects[i].why.reason));
	if (count > REJECTS_IN_TEXT)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "  …另有 %zu 行，见退回文件（--rejects）\n",
					"  … and %zu more, see the rejects file (--rejects)\n"),
			      count - REJECTS_IN_TEXT);
}

struct sn_err cmd_man(struct cli *cli)
{
	if (cli->operands_count == 0) {
		cli_man_overview(cli->out);
		return SN_SUCCESS;
	}
	struct cli_cursor c = {0};
	while (cli_next_command(&c)) {
		if (!str_is(cli->operands[0], c.at->group))
			continue;
		cli_man(cli->out, cli->operands[0]);
		return SN_SUCCESS;
	}
	return sn_err_with_text(SN_FAIL(BAD_USAGE), "man " STR_FMT, STR_ARG(cli->operands[0]));
}

struct str cmd_shown_place(struct str data)
{
	size_t from = 0;
	for (size_t i = 0; i < data.bytes; i++)
		if (data.at[i] == '@')
			from = i + 1;
	if (!str_starts(data, STR("postgres")) || from == 0)
		return data;
	return (struct str){data.at + from, data.bytes - from};
}
