/* user: passwords, one-time codes, sessions. Here the machine itself is trusted: who may run the command with the key file
 * is whom --as says. Each act is written into the trail like any other. */
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "rights/session.h"

#include <inttypes.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_BYTES = 1024 };

/* ---- a secret that is typed ---- */

static void prompt(bool terminal, const char *words)
{
	if (terminal)
		(void)fprintf(stderr, "%s", words);
}
/* One line of stdin without its end; the terminal does not show it. */
struct sn_err cmd_secret_read(struct cli *cli, const char *words, struct str *out)
{
	char line[LINE_BYTES];
	struct termios before, quiet;
	const bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
	if (terminal) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	prompt(terminal, words);
	const bool read = fgets(line, sizeof line, stdin) != NULL;
	if (terminal)
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	prompt(terminal, "\n");
	const size_t bytes = read ? strcspn(line, "\r\n") : 0;
	const bool whole = bytes + 1 < sizeof line;
	*out = arena_str(cli->ctx.mem, (struct str){line, bytes});
	crypto_wipe(line, sizeof line);
	if (bytes == 0 || !whole)
		return SN_FAIL(MISSING_FIELD, .field = "password");
	return out->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
/* A new password; on a terminal it is typed twice. */
static struct sn_err password_read(struct cli *cli, struct str *out)
{
	struct str again;
	SN_TRY(cmd_secret_read(cli, CLI_WORDS(cli, "新密码：", "new password: "), out));
	if (!isatty(STDIN_FILENO))
		return SN_SUCCESS;
	SN_TRY(cmd_secret_read(cli, CLI_WORDS(cli, "再输一次：", "once more: "), &again));
	return str_eq(*out, again) ? SN_SUCCESS : SN_FAIL(PASSWORD_TWICE, .field = "password");
}

/* ---- passwords ---- */

static struct sn_err set_by_code(struct cli *cli, struct session_desk *desk, struct str password)
{
	struct session_redeem r = {.desk = desk,
				   .login = cli->operands[0],
				   .code = cli_value(cli, "code"),
				   .new_password = password};
	SN_TRY(session_redeem_prepare(&cli->ctx, &r));
	return store_write(&cli->ctx, session_redeem_work, &r);
}
static struct sn_err set_directly(struct cli *cli, struct session_desk *desk, struct str password)
{
	struct user user;
	struct session_password p = {.desk = desk, .password = password};
	SN_TRY(cli_user(cli, cli->operands[0], &user));
	p.user_id = user.user_id;
	SN_TRY(session_password_prepare(&cli->ctx, &p));
	return store_write(&cli->ctx, session_password_work, &p);
}
struct sn_err cmd_user_password(struct cli *cli)
{
	struct session_desk *desk = NULL;
	struct str password;
	SN_TRY(password_read(cli, &password));
	SN_TRY(session_desk_new(&desk, SESSION_COST));
	const struct sn_err e = cli_has(cli, "code") ? set_by_code(cli, desk, password)
						     : set_directly(cli, desk, password);
	session_desk_free(desk);
	SN_TRY(e);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：密码已设好，原有登录已全部退出\n",
				STR_FMT
				": the password is set, and all sessions there were have ended\n"),
		      STR_ARG(cli->operands[0]));
	return SN_SUCCESS;
}

/* ---- one-time codes ---- */

struct sn_err cmd_user_setup_code(struct cli *cli)
{
	struct session_setup_code w = {.login = STR_NULL};
	SN_TRY(store_write(&cli->ctx, session_setup_code_work, &w));
	if (cli->format != TABLE_FORMAT_TEXT)
		(void)fprintf(cli->out, "{\"login\":\"" STR_FMT "\",\"code\":\"%s\"}\n",
			      STR_ARG(w.login), w.code);
	else
		(void)fprintf(
			cli->out,
			CLI_WORDS(
				cli,
				"初始设置码：%s\n用户 " STR_FMT
				" 凭它设第一个密码，只能用一次；再生成一次，这个就作废\n",
				"set-up code: %s\nwith it the user " STR_FMT
				" sets the first password, once; making another voids this one\n"),
			w.code, STR_ARG(w.login));
	return SN_SUCCESS;
}
static const struct table_out_column code_columns[] = {
	{"no", "序号", "no.", TABLE_INT, 0},
	{"code", "一次性验证码", "one-time code", TABLE_TEXT, 0}};

struct sn_err cmd_user_codes(struct cli *cli)
{
	struct user user;
	struct table_out *t = NULL;
	struct session_paper_for w = {.user_id = UUID_NULL};
	SN_TRY(cli_user(cli, cli->operands[0], &user));
	w.user_id = user.user_id;
	SN_TRY(store_write(&cli->ctx, session_paper_for_work, &w));
	SN_TRY(cli_table(cli, code_columns, sizeof code_columns / sizeof code_columns[0], &t));
	for (int64_t i = 0; i < SESSION_PAPER_CODES; i++) {
		table_out_int(t, i + 1);
		table_out_text(t, str_of(w.codes[i]));
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- resets by two people ---- */

struct sn_err cmd_user_reset(struct cli *cli)
{
	struct user user;
	struct session_reset w = {.factors_too = cli_has(cli, "factors")};
	char id[UUID_TEXT_BYTES];
	SN_TRY(cli_user(cli, cli->operands[0], &user));
	w.user_id = user.user_id;
	SN_TRY(store_write(&cli->ctx, session_reset_work, &w));
	uuid_text(w.reset_id, id);
	if (cli->format != TABLE_FORMAT_TEXT)
		(void)fprintf(cli->out, "{\"reset\":\"%s\",\"code\":\"%s\"}\n", id, w.code);
	else
		(void)fprintf(
			cli->out,
			CLI_WORDS(
				cli,
				"重置码：%s（交给本人，24 小时内有效，另一个人确认后才能用）\n"
				"确认：songnuan user reset-confirm %s --as 另一位管理员或批准人\n",
				"reset code: %s (for the user; 24 hours; opens nothing until "
				"another person confirms it)\n"
				"confirm: songnuan user reset-confirm %s --as ANOTHER\n"),
			w.code, id);
	return SN_SUCCESS;
}
struct sn_err cmd_user_reset_confirm(struct cli *cli)
{
	struct session_reset_confirm w;
	SN_TRY(uuid_parse(&w.reset_id, cli->operands[0], "id"));
	w.from = (struct session_from){STR_NULL, STR_NULL};
	SN_TRY(store_write(&cli->ctx, session_reset_confirm_work, &w));
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "已确认，本人可以用重置码设新密码了",
				"confirmed: the user sets a new password with the code now"));
	return SN_SUCCESS;
}
static const struct table_out_column reset_columns[] = {
	{"reset", "编号", "id", TABLE_TEXT, 0},
	{"login", "登录名", "login", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"factors", "同时清除二次验证", "second factor too", TABLE_BOOL, 0},
	{"asked_at", "申请时间", "asked at", TABLE_TIME, 0},
	{"expires_at", "有效至", "until", TABLE_TIME, 0},
	{"confirmed", "已确认", "confirmed", TABLE_BOOL, 0},
};
struct sn_err cmd_user_resets(struct cli *cli)
{
	struct session_reset_row *rows = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	char id[UUID_TEXT_BYTES];
	SN_TRY(session_resets(&cli->ctx, &rows, &count));
	SN_TRY(cli_table(cli, reset_columns, sizeof reset_columns / sizeof reset_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		uuid_text(rows[i].reset_id, id);
		table_out_text(t, str_of(id));
		table_out_text(t, rows[i].user.login);
		table_out_text(t, rows[i].user.name);
		table_out_bool(t, rows[i].factors_too);
		table_out_time(t, rows[i].asked_at_us);
		table_out_time(t, rows[i].expires_at_us);
		table_out_bool(t, rows[i].confirmed);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- sessions ---- */

static const struct table_out_column session_columns[] = {
	{"session", "会话", "session", TABLE_TEXT, 0},
	{"started_at", "登录时间", "signed in", TABLE_TIME, 0},
	{"used_at", "最近使用", "last used", TABLE_TIME, 0},
	{"second", "二次验证", "second factor", TABLE_BOOL, 0},
	{"address", "地址", "address", TABLE_TEXT, 0},
	{"agent", "设备", "device", TABLE_TEXT, 0},
};
struct sn_err cmd_user_sessions(struct cli *cli)
{
	struct user user;
	struct session_row *rows = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	char id[UUID_TEXT_BYTES];
	SN_TRY(cli_user(cli, cli->operands[0], &user));
	SN_TRY(session_list(&cli->ctx, NULL, user.user_id, &rows, &count));
	SN_TRY(cli_table(cli, session_columns, sizeof session_columns / sizeof session_columns[0],
			 &t));
	for (size_t i = 0; i < count; i++) {
		uuid_text(rows[i].session_id, id);
		table_out_text(t, str_of(id));
		table_out_time(t, rows[i].started_at_us);
		table_out_time(t, rows[i].used_at_us);
		table_out_bool(t, rows[i].second);
		table_out_text(t, rows[i].address);
		table_out_text(t, rows[i].agent);
		table_out_row_end(t);
	}
	return table_out_close(t);
}
struct sn_err cmd_user_revoke_sessions(struct cli *cli)
{
	struct user user;
	struct session_ending w = {.session_id = UUID_NULL};
	SN_TRY(cli_user(cli, cli->operands[0], &user));
	w.user_id = user.user_id;
	SN_TRY(cli_uuid(cli, "session", &w.session_id));
	SN_TRY(store_write(&cli->ctx, session_end_work, &w));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：退出了 %" PRId64 " 个登录\n",
				STR_FMT ": %" PRId64 " sessions ended\n"),
		      STR_ARG(user.login), w.ended);
	return SN_SUCCESS;
}
