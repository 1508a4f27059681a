#include "cli/cli_priv.h"

static void command_line(FILE *out, const struct cli_command *command)
{
	(void)fprintf(out, "songnuan %s", command->group);
	if (command->verb)
		(void)fprintf(out, " %s", command->verb);
	for (const struct cli_option *o = command->options; o && o->name; o++) {
		(void)fprintf(out, o->required ? " --%s" : " [--%s", o->name);
		if (o->value)
			(void)fprintf(out, " %s", o->value);
		(void)fputs(o->required ? "" : "]", out);
	}
	if (command->operands)
		(void)fprintf(out, " %s", command->operands);
}

static void options(FILE *out, const struct cli_option *list, enum lang lang)
{
	for (const struct cli_option *o = list; o && o->name; o++)
		(void)fprintf(out, "  --%s%s%s\n      %s\n", o->name, o->value ? " " : "",
			      o->value ? o->value : "", lang == LANG_ZH ? o->zh : o->en);
}

void cli_help(FILE *out, const struct cli_command *command, enum lang lang)
{
	const char *more = lang == LANG_ZH ? command->more_zh : command->more_en;
	(void)fprintf(out, "%s\n\n", lang == LANG_ZH ? command->zh : command->en);
	(void)fputs(lang == LANG_ZH ? "用法：" : "usage: ", out);
	command_line(out, command);
	(void)fputs("\n", out);
	if (more)
		(void)fprintf(out, "\n%s\n", more);
	if (command->options && command->options->name) {
		(void)fputs("\n", out);
		options(out, command->options, lang);
	}
	(void)fputs(lang == LANG_ZH ? "\n通用：\n" : "\ncommon:\n", out);
	options(out, cli_common_options(), lang);
	if (command->example)
		(void)fprintf(out, "\n%s\n%s\n",
			      lang == LANG_ZH ? "例：" : "example:", command->example);
}

static void line(FILE *out, const struct cli_command *command, enum lang lang)
{
	char name[40];
	(void)snprintf(name, sizeof name, "%s %s", command->group,
		       command->verb ? command->verb : "");
	(void)fprintf(out, "  %-22s %s\n", name, lang == LANG_ZH ? command->zh : command->en);
}

void cli_help_group(FILE *out, struct str group, enum lang lang)
{
	struct cli_cursor c = {0};
	while (cli_next_command(&c))
		if (str_is(group, c.at->group))
			line(out, c.at, lang);
}

void cli_help_all(FILE *out, enum lang lang)
{
	(void)fputs(lang == LANG_ZH
			    ? "送暖 songnuan：工会关爱一线职工的发放、账目与报告\n\n用法：songnuan "
			      "命令 [动作] [选项]…\n\n"
			    : "songnuan: how trade unions deliver care to frontline workers\n\n"
			      "usage: songnuan COMMAND [VERB] [OPTION]…\n\n",
		    out);
	struct cli_cursor c = {0};
	while (cli_next_command(&c))
		line(out, c.at, lang);
	(void)fputs(lang == LANG_ZH ? "\n每个命令都可以加 --help。\n"
				    : "\nEvery command takes --help.\n",
		    out);
}

/* ---- man pages: one a group, in mdoc, printed from the same rows ---- */

/* A new sentence begins a new line, as mdoc wants it. */
static bool ends_sentence(const char *at)
{
	return at[0] == '.' && at[1] == ' ' && at[2] >= 'A' && at[2] <= 'Z';
}
static void mdoc_lines(FILE *out, const char *text, bool prose)
{
	/* A line that begins with a dot or a quote would be read as a request. */
	bool line_start = true;
	for (const char *at = text; *at != '\0'; at++) {
		if (line_start && (*at == '.' || *at == '\''))
			(void)fputs("\\&", out);
		if (*at == '\\')
			(void)fputs("\\e", out);
		else
			(void)fputc(*at, out);
		line_start = *at == '\n';
		if (prose && ends_sentence(at)) {
			(void)fputc('\n', out);
			at++; /* the blank */
			line_start = true;
		}
	}
	(void)fputc('\n', out);
}
static void mdoc_text(FILE *out, const char *text)
{
	mdoc_lines(out, text, true);
}

static void mdoc_options(FILE *out, const struct cli_option *list)
{
	(void)fputs(".Bl -tag -width indent\n", out);
	for (const struct cli_option *o = list; o->name; o++) {
		(void)fprintf(out, ".It Fl -%s%s%s\n", o->name, o->value ? " Ar " : "",
			      o->value ? o->value : "");
		mdoc_text(out, o->zh);
		mdoc_text(out, o->en);
	}
	(void)fputs(".El\n", out);
}

static void mdoc_command(FILE *out, const struct cli_command *command)
{
	(void)fprintf(out, ".Ss %s%s%s\n", command->group, command->verb ? " " : "",
		      command->verb ? command->verb : "");
	mdoc_text(out, command->zh);
	(void)fputs(".Pp\n", out);
	mdoc_text(out, command->en);
	(void)fputs(".Bd -literal -offset indent\n", out);
	command_line(out, command);
	(void)fputs("\n.Ed\n", out);
	if (command->more_zh) {
		mdoc_text(out, command->more_zh);
		(void)fputs(".Pp\n", out);
		mdoc_text(out, command->more_en);
	}
	if (!command->options || !command->options->name)
		return;
	mdoc_options(out, command->options);
}

static void mdoc_examples(FILE *out, struct str group)
{
	bool any = false;
	struct cli_cursor c = {0};
	while (cli_next_command(&c)) {
		const struct cli_command *command = c.at;
		if (!str_is(group, command->group) || !command->example)
			continue;
		if (!any)
			(void)fputs(".Sh EXAMPLES\n", out);
		any = true;
		(void)fputs(".Bd -literal\n", out);
		mdoc_lines(out, command->example, false);
		(void)fputs(".Ed\n", out);
	}
}

static void mdoc_title(FILE *out, const char *name, struct str group)
{
	const char *dash = group.bytes > 0 ? "-" : "";
	(void)fprintf(out,
		      ".Dd November 24, 2026\n.Dt SONGNUAN%s" STR_FMT
		      " 1\n.Os\n.Sh NAME\n.Nm songnuan%s" STR_FMT "\n.Nd %s\n",
		      dash, STR_ARG(group), dash, STR_ARG(group), name);
}

static void mdoc_exit_status(FILE *out)
{
	static const char *const rows[][2] = {
		{"0", "完成 / done"},
		{"1", "核对不符 / does not match"},
		{"2", "命令写法不对 / wrong usage"},
		{"3", "不予办理，什么也没有写入 / refused, nothing was written"},
		{"4", "收下一部分，其余退回 / partly taken, the rest is handed back"},
		{"69", "连不上，请稍后再试 / not reachable, try again"},
		{"74", "存储出错 / the storage failed"},
		{"75",
		 "结果未知，用同一编号再交一次 / the outcome is unknown, send the same id again"},
		{"78", "拒绝服务，请先处理所说的问题 / refuses to serve"},
	};
	(void)fputs(".Sh EXIT STATUS\n.Bl -tag -width indent\n", out);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		(void)fprintf(out, ".It %s\n%s\n", rows[i][0], rows[i][1]);
	(void)fputs(".El\n", out);
}

void cli_man_overview(FILE *out)
{
	mdoc_title(out, "工会关爱一线职工的发放、账目与报告 / care for frontline workers",
		   (struct str){0});
	(void)fputs(
		".Sh SYNOPSIS\n.Nm songnuan\n.Ar command\n.Op Ar verb\n.Op Ar options\n"
		".Sh DESCRIPTION\n"
		"一张花名册、一笔经费、一份礼包，从收到到发出，每一步都有人签、有账可查。\n.Pp\n"
		"Rosters, funds, goods and hand-overs of trade unions, each step signed and "
		"booked.\n"
		".Bl -tag -width indent\n",
		out);
	struct cli_cursor c = {0};
	while (cli_next_command(&c)) {
		(void)fprintf(out, ".It Nm %s%s%s\n", c.at->group, c.at->verb ? " " : "",
			      c.at->verb ? c.at->verb : "");
		mdoc_text(out, c.at->zh);
		mdoc_text(out, c.at->en);
	}
	(void)fputs(".El\n.Ss Common options\n", out);
	mdoc_options(out, cli_common_options());
	(void)fputs(".Sh ENVIRONMENT\n.Bl -tag -width indent\n"
		    ".It Ev SONGNUAN_DATA\n同 / as --data\n"
		    ".It Ev SONGNUAN_KEYS\n同 / as --keys\n"
		    ".It Ev SONGNUAN_USER\n同 / as --as\n"
		    ".It Ev LC_ALL , LC_MESSAGES , LANG\n语言 / the language\n.El\n",
		    out);
	mdoc_exit_status(out);
}

void cli_man(FILE *out, struct str group)
{
	char name[64];
	(void)snprintf(name, sizeof name, "送暖 songnuan " STR_FMT, STR_ARG(group));
	mdoc_title(out, name, group);
	(void)fputs(".Sh DESCRIPTION\n", out);
	struct cli_cursor c = {0};
	while (cli_next_command(&c))
		if (str_is(group, c.at->group))
			mdoc_command(out, c.at);
	(void)fputs(".Ss Common options\n", out);
	mdoc_options(out, cli_common_options());
	mdoc_exit_status(out);
	mdoc_examples(out, group);
	(void)fputs(".Sh SEE ALSO\n.Xr songnuan 1\n", out);
}
