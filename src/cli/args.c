#include "cli/cli_priv.h"

#include <stdlib.h>

/* Options that every command takes. */
static const struct cli_option common[] = {
	{"data", "DIR|postgres://…", false,
	 "数据所在的目录或 PostgreSQL 地址（也可用环境变量 SONGNUAN_DATA）",
	 "where the data is (or SONGNUAN_DATA)"},
	{"keys", "FILE", false,
	 "密钥文件（缺省在数据目录内；PostgreSQL 必须指明，也可用 SONGNUAN_KEYS）",
	 "the key file (in the data directory; PostgreSQL needs it named, or SONGNUAN_KEYS)"},
	{"log-key", "FILE", false,
	 "存证密钥（缺省为密钥文件旁的 log.key，也可用 SONGNUAN_LOG_KEY）",
	 "the log's signing key (log.key beside the key file, or SONGNUAN_LOG_KEY)"},
	{"as", "USER", false, "以哪个用户的身份写入（也可用 SONGNUAN_USER）",
	 "on whose behalf (or SONGNUAN_USER)"},
	{"format", "text|json|csv|xlsx", false, "输出格式", "how to print"},
	{"output", "FILE", false, "写到文件（-o 相同）；没写 --format 时看后缀",
	 "write to a file (also -o); its suffix says the format where --format does not"},
	{"lang", "zh|en", false, "语言（缺省看 LANG）", "language (LANG otherwise)"},
	{"help", NULL, false, "显示用法", "show this help"},
	{NULL, NULL, false, NULL, NULL},
};

const struct cli_option *cli_common_options(void)
{
	return common;
}

static const struct cli_option *option_in(const struct cli_option *list, struct str name)
{
	for (; list && list->name; list++)
		if (str_is(name, list->name))
			return list;
	return NULL;
}

/* What was written, after what stands before it; cut where it is long. */
static struct sn_err usage(struct sn_err e, const char *before, struct str word)
{
	return sn_err_with_text(e, "%s" STR_FMT, before, word.bytes > 60 ? 60 : (int)word.bytes,
				word.at);
}

struct str cli_value(const struct cli *cli, const char *name)
{
	for (int i = 0; i < cli->given_count; i++)
		if (strcmp(cli->given[i].name, name) == 0)
			return cli->given[i].value;
	return STR_NULL;
}

/* "--name value", "--name=value" or "-o value"; *at moves past what was taken. */
static struct sn_err take_option(struct cli *cli, int argc, char **argv, int *at)
{
	struct str word = str_of(argv[*at]);
	struct str name =
		str_is(word, "-o") ? STR("output") : (struct str){word.at + 2, word.bytes - 2};
	const char *equals = memchr(name.at, '=', name.bytes);
	struct str value = STR_NULL;
	if (equals) {
		value = (struct str){equals + 1, name.bytes - (size_t)(equals + 1 - name.at)};
		name.bytes = (size_t)(equals - name.at);
	}
	const struct cli_option *option = option_in(common, name);
	if (!option)
		option = option_in(cli->command->options, name);
	if (!option)
		return usage(SN_FAIL(OPTION_UNKNOWN), "", word);
	if (cli_has(cli, option->name) || cli->given_count == CLI_OPTIONS_MAX)
		return usage(SN_FAIL(OPTION_TWICE), "", word);
	if (!option->value && equals)
		return usage(SN_FAIL(OPTION_PLAIN), "", word);
	if (option->value && !equals) {
		if (*at + 1 >= argc)
			return usage(SN_FAIL(OPTION_BARE), "", word);
		value = str_of(argv[++*at]);
	}
	cli->given[cli->given_count].name = option->name;
	cli->given[cli->given_count++].value = option->value ? value : STR("");
	return SN_SUCCESS;
}

static struct sn_err check_given(const struct cli *cli)
{
	const struct cli_command *command = cli->command;
	if (cli->operands_count < command->operands_min)
		return usage(SN_FAIL(OPTION_MISSING), "", str_of(command->operands));
	if (cli->operands_count > command->operands_max)
		return usage(SN_FAIL(OPERAND_EXTRA), "", cli->operands[command->operands_max]);
	for (const struct cli_option *o = command->options; o && o->name; o++)
		if (o->required && !cli_has(cli, o->name))
			return usage(SN_FAIL(OPTION_MISSING), "--", str_of(o->name));
	return SN_SUCCESS;
}

struct str cli_env(const char *variable)
{
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody here sets the environment */
	return str_of(getenv(variable));
}

static struct str value_or_env(const struct cli *cli, const char *name, const char *variable)
{
	const struct str given = cli_value(cli, name);
	return str_is_null(given) ? cli_env(variable) : given;
}

/* LC_ALL, LC_MESSAGES, LANG in this order, as locale(7) says; Chinese unless one of them says English. */
enum lang cli_lang_of_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct str value = cli_env(names[i]);
		if (value.bytes > 0)
			return str_starts(value, STR("en")) ? LANG_EN : LANG_ZH;
	}
	return LANG_ZH;
}

/* "-o 领取码.xlsx" says how to write it. */
static enum table_format format_of_file(struct str path)
{
	static const char *const words[] = {"xlsx", "csv", "json"};
	enum table_format format = TABLE_FORMAT_TEXT;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		const size_t bytes = strlen(words[i]) + 1;
		if (path.bytes <= bytes || path.at[path.bytes - bytes] != '.')
			continue;
		if (str_is((struct str){path.at + path.bytes - bytes + 1, bytes - 1}, words[i]) &&
		    table_format_parse(&format, str_of(words[i])))
			return format;
	}
	return TABLE_FORMAT_TEXT;
}

static struct sn_err take_common(struct cli *cli)
{
	const struct str lang = cli_value(cli, "lang"), format = cli_value(cli, "format");
	cli->lang = cli_lang_of_environment();
	if (str_is(lang, "zh") || str_is(lang, "en"))
		cli->lang = str_is(lang, "zh") ? LANG_ZH : LANG_EN;
	else if (!str_is_null(lang))
		return usage(SN_FAIL(BAD_USAGE), "--lang zh|en: ", lang);
	cli->format = TABLE_FORMAT_TEXT;
	if (!str_is_null(format) && !table_format_parse(&cli->format, format))
		return usage(SN_FAIL(BAD_USAGE), "--format text|json|csv|xlsx: ", format);
	cli->output = cli_value(cli, "output");
	if (str_is_null(format))
		cli->format = format_of_file(cli->output);
	if (cli_has(cli, "rejects") &&
	    format_of_file(cli_value(cli, "rejects")) != TABLE_FORMAT_XLSX)
		return SN_FAIL(REJECTS_XLSX);
	cli->data = value_or_env(cli, "data", "SONGNUAN_DATA");
	cli->keys_path = value_or_env(cli, "keys", "SONGNUAN_KEYS");
	cli->log_key_path = value_or_env(cli, "log-key", "SONGNUAN_LOG_KEY");
	return SN_SUCCESS;
}

struct sn_err cli_parse(struct cli *cli, int argc, char **argv)
{
	bool only_operands = false;
	struct sn_err e = SN_SUCCESS;
	for (int at = 0; at < argc && !sn_failed(e); at++) {
		const struct str word = str_of(argv[at]);
		if (!only_operands && str_is(word, "--"))
			only_operands = true;
		else if (!only_operands &&
			 (str_is(word, "-o") || (word.bytes > 2 && str_starts(word, STR("--")))))
			e = take_option(cli, argc, argv, &at);
		else if (cli->operands_count == CLI_OPERANDS_MAX)
			e = usage(SN_FAIL(OPERAND_EXTRA), "", word);
		else
			cli->operands[cli->operands_count++] = word;
	}
	/* The language counts for the complaint too. */
	const struct sn_err common_error = take_common(cli);
	SN_TRY(e);
	SN_TRY(common_error);
	return cli_has(cli, "help") ? SN_SUCCESS : check_given(cli);
}

/* ---- typed values ---- */

struct sn_err cli_int(const struct cli *cli, const char *name, int64_t *out)
{
	const struct str value = cli_value(cli, name);
	if (str_is_null(value) || str_to_int(value, out))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = name), STR_FMT, STR_ARG(value));
}

struct sn_err cli_money(const struct cli *cli, const char *name, struct money *out)
{
	const struct str value = cli_value(cli, name);
	if (str_is_null(value) || money_parse(out, value))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(BAD_AMOUNT, .field = name), STR_FMT, STR_ARG(value));
}

struct sn_err cli_day(const struct cli *cli, const char *name, int32_t *out)
{
	const struct str value = cli_value(cli, name);
	return str_is_null(value) ? SN_SUCCESS : day_parse(out, value, name);
}

struct sn_err cli_uuid(const struct cli *cli, const char *name, struct uuid *out)
{
	const struct str value = cli_value(cli, name);
	return str_is_null(value) ? SN_SUCCESS : uuid_parse(out, value, name);
}

struct sn_err cli_org(struct cli *cli, const char *name, struct org *out)
{
	return org_find(&cli->ctx, cli_value(cli, name), 0, out);
}

struct sn_err cli_user(struct cli *cli, struct str login, struct user *out)
{
	return rights_user_by_login(&cli->ctx, login, out);
}
