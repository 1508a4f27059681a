#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "rights/audit.h"

#include <inttypes.h>

struct user_work {
	struct user user, made;
	struct rights_grant grant;
	struct rights_policy policy;
};

static struct sn_err optional_org(struct cli *cli, int64_t *org_no)
{
	struct org org;
	*org_no = 0;
	if (!cli_has(cli, "org"))
		return SN_SUCCESS;
	SN_TRY(cli_org(cli, "org", &org));
	*org_no = org.org_no;
	return SN_SUCCESS;
}

static struct str org_code(struct cli *cli, int64_t org_no)
{
	struct org org;
	if (org_no == 0)
		return str_of("*");
	return sn_failed(org_by_no(&cli->ctx, org_no, 0, &org)) ? STR_NULL : org.code;
}

/* "maker@150800 checker@*" */
static struct sn_err grants_text(struct cli *cli, struct uuid user_id, struct str *out)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	const char *text = "";
	SN_TRY(rights_grants(&cli->ctx, user_id, &grants, &count));
	for (size_t i = 0; i < count; i++)
		text = arena_printf(cli->ctx.mem, "%s%s%s@" STR_FMT, text, i == 0 ? "" : " ",
				    rights_role_word(grants[i].role),
				    STR_ARG(org_code(cli, grants[i].org_no)));
	*out = str_of(text);
	return SN_SUCCESS;
}

/* What changes who may do what stands in the trail, in the same commit. */
static struct sn_err told(struct ctx *c, struct uuid user_id, int64_t org_no)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(user_id, id);
	struct audit_entry entry = {.act = AUDIT_USER, .org_no = org_no};
	if (!uuid_is_null(user_id)) {
		entry.object_kind = STR("user");
		entry.object_id = str_of(id);
	}
	return audit_write(c, &entry);
}

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct user_work *w = arg;
	SN_TRY(rights_user_add(c, &w->user, &w->made));
	return told(c, w->made.user_id, w->user.org_no);
}

struct sn_err cmd_user_add(struct cli *cli)
{
	struct user_work w = {.user = {.login = cli->operands[0], .name = cli_value(cli, "name")}};
	SN_TRY(optional_org(cli, &w.user.org_no));
	SN_TRY(store_write(&cli->ctx, add_work, &w));
	(void)fprintf(cli->out, STR_FMT "\n", STR_ARG(w.made.login));
	return SN_SUCCESS;
}

static struct sn_err grant_work(struct ctx *c, void *arg)
{
	const struct rights_grant *grant = &((struct user_work *)arg)->grant;
	SN_TRY(rights_grant_add(c, grant));
	return told(c, grant->user_id, grant->org_no);
}

static struct sn_err revoke_work(struct ctx *c, void *arg)
{
	const struct rights_grant *grant = &((struct user_work *)arg)->grant;
	SN_TRY(rights_grant_end(c, grant));
	return told(c, grant->user_id, grant->org_no);
}

/* Whose grant, of which role, where. */
static struct sn_err named_grant(struct cli *cli, struct user_work *w)
{
	const struct str role = cli_value(cli, "role");
	*w = (struct user_work){.grant = {.role = RIGHTS_ROLES_COUNT}};
	SN_TRY(cli_user(cli, cli->operands[0], &w->user));
	w->grant.user_id = w->user.user_id;
	SN_TRY(optional_org(cli, &w->grant.org_no));
	for (int i = 0; i < RIGHTS_ROLES_COUNT; i++)
		if (str_is(role, rights_role_word((enum rights_role)i)))
			w->grant.role = (enum rights_role)i;
	return w->grant.role < RIGHTS_ROLES_COUNT
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(BAD_USAGE), "--role " STR_FMT, STR_ARG(role));
}

/* What waits for a second person, and who that may be. */
static struct sn_err say_waiting(struct cli *cli, const struct user *user)
{
	struct rights_asked *asked = NULL;
	size_t count = 0;
	char id[UUID_TEXT_BYTES];
	SN_TRY(rights_asked(&cli->ctx, RIGHTS_ASKED_WAITS, user->user_id, &asked, &count));
	for (size_t i = 0; i < count; i++) {
		struct user *seconds = NULL;
		size_t seconds_count = 0;
		SN_TRY(rights_seconds(&cli->ctx, &asked[i], &seconds, &seconds_count));
		uuid_text(asked[i].asked_id, id);
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "等第二人确认：%s@" STR_FMT "（%s）；可以确认的人：",
					"waits for a second person: %s@" STR_FMT
					" (%s); by one of:"),
			      rights_role_word(asked[i].grant.role),
			      STR_ARG(org_code(cli, asked[i].grant.org_no)), id);
		for (size_t k = 0; k < seconds_count; k++)
			(void)fprintf(cli->out, " " STR_FMT, STR_ARG(seconds[k].login));
		(void)fputc('\n', cli->out);
	}
	return SN_SUCCESS;
}

/* "li：maker@150800 checker@*": what the user holds now. */
static struct sn_err say_grants(struct cli *cli, const struct user *user)
{
	struct str grants;
	SN_TRY(grants_text(cli, user->user_id, &grants));
	(void)fprintf(
		cli->out, STR_FMT "%s" STR_FMT "\n", STR_ARG(user->login),
		CLI_WORDS(cli, "：", ": "),
		STR_ARG(grants.bytes > 0 ? grants : str_of(CLI_WORDS(cli, "没有角色", "no role"))));
	return say_waiting(cli, user);
}

struct sn_err cmd_user_grant(struct cli *cli)
{
	struct user_work w;
	SN_TRY(named_grant(cli, &w));
	SN_TRY(cli_day(cli, "until", &w.grant.until_day));
	SN_TRY(store_write(&cli->ctx, grant_work, &w));
	return say_grants(cli, &w.user);
}

struct sn_err cmd_user_revoke(struct cli *cli)
{
	struct user_work w;
	SN_TRY(named_grant(cli, &w));
	SN_TRY(store_write(&cli->ctx, revoke_work, &w));
	return say_grants(cli, &w.user);
}

/* ---- a second person ---- */

struct deciding {
	struct uuid asked_id;
	struct rights_asked asked;
	bool refuse;
};
static struct sn_err decide_work(struct ctx *c, void *arg)
{
	struct deciding *d = arg;
	SN_TRY(d->refuse ? rights_asked_refuse(c, d->asked_id, &d->asked)
			 : rights_asked_confirm(c, d->asked_id, &d->asked));
	return told(c, d->asked.grant.user_id, d->asked.grant.org_no);
}
static struct sn_err decide(struct cli *cli, bool refuse)
{
	struct deciding d = {.refuse = refuse};
	struct user user;
	SN_TRY(uuid_parse(&d.asked_id, cli->operands[0], "id"));
	SN_TRY(store_write(&cli->ctx, decide_work, &d));
	SN_TRY(rights_user_by_id(&cli->ctx, d.asked.grant.user_id, &user));
	return say_grants(cli, &user);
}
static struct sn_err cmd_user_confirm(struct cli *cli)
{
	return decide(cli, false);
}
static struct sn_err cmd_user_refuse(struct cli *cli)
{
	return decide(cli, true);
}

struct closing {
	struct user user, successor;
};

static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct closing *w = arg;
	SN_TRY(rights_user_close(c, w->user.user_id, w->successor.user_id));
	return told(c, w->user.user_id, w->user.org_no);
}

struct sn_err cmd_user_close(struct cli *cli)
{
	struct closing w = {0};
	SN_TRY(cli_user(cli, cli->operands[0], &w.user));
	if (cli_has(cli, "successor"))
		SN_TRY(cli_user(cli, cli_value(cli, "successor"), &w.successor));
	SN_TRY(store_write(&cli->ctx, close_work, &w));
	(void)fprintf(cli->out, CLI_WORDS(cli, STR_FMT "：已停用\n", STR_FMT ": closed\n"),
		      STR_ARG(w.user.login));
	return cli_has(cli, "successor") ? say_grants(cli, &w.successor) : SN_SUCCESS;
}

static struct sn_err policy_work(struct ctx *c, void *arg)
{
	const struct rights_policy *policy = &((struct user_work *)arg)->policy;
	SN_TRY(rights_policy_set(c, policy));
	return told(c, UUID_NULL, policy->org_no);
}

struct sn_err cmd_user_policy(struct cli *cli)
{
	struct user_work w = {.policy = {.source = cli_value(cli, "source")}};
	int64_t hands = 0;
	SN_TRY(optional_org(cli, &w.policy.org_no));
	SN_TRY(cli_money(cli, "from", &w.policy.from_amount));
	SN_TRY(cli_int(cli, "hands", &hands));
	if (hands < 2 || hands > HANDS_COUNT)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--hands 2|3|4");
	w.policy.hands = (int)hands;
	SN_TRY(store_write(&cli->ctx, policy_work, &w));
	char yuan[32];
	money_text(w.policy.from_amount, yuan, sizeof yuan);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%s 元起需要 %d 人；依据：" STR_FMT "\n",
				"from %s yuan on %d people sign; by: " STR_FMT "\n"),
		      yuan, w.policy.hands, STR_ARG(w.policy.source));
	return SN_SUCCESS;
}

/* ---- list ---- */

static const struct table_out_column columns[] = {
	{"login", "登录名", "login", TABLE_TEXT, 0}, {"name", "姓名", "name", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},     {"closed", "已停用", "closed", TABLE_BOOL, 0},
	{"grants", "角色", "roles", TABLE_TEXT, 0},
};

struct sn_err cmd_user_list(struct cli *cli)
{
	struct user *users = NULL;
	struct table_out *t = NULL;
	struct str grants;
	size_t count = 0;
	SN_TRY(rights_users(&cli->ctx, &users, &count));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++) {
		e = grants_text(cli, users[i].user_id, &grants);
		table_out_text(t, users[i].login);
		table_out_text(t, users[i].name);
		table_out_text(t, org_code(cli, users[i].org_no));
		table_out_bool(t, users[i].closed);
		table_out_text(t, grants);
		table_out_row_end(t);
	}
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option password_options[] = {
	{"code", "CODE", false, "凭初始设置码或已确认的重置码", "with the set-up code or a reset code that was confirmed"}, END};
static const struct cli_option reset_options[] = {
	{"factors", NULL, false, "同时清除二次验证（手机丢了、换了）", "drop the second factor too (a lost phone)"}, END};
static const struct cli_option revoke_options[] = {
	{"session", "UUID", false, "只退出这一个（缺省：全部）", "this one alone (all)"}, END};

static const struct cli_option user_add_options[] = {
	{"name", "NAME", true, "姓名", "name"},
	{"org", "CODE", false, "所在工会", "the user's union"}, END};
static const struct cli_option user_grant_options[] = {
	{"role", "ROLE", true, "角色：admin maker checker approver accountant cashier keeper distributor auditor supervisor security auditadmin", "admin maker checker approver accountant cashier keeper distributor auditor supervisor security auditadmin"},
	{"org", "CODE", false, "在哪个工会及其下级（缺省：全部）", "at which union and below (everywhere)"},
	{"until", "DAY", false, "到哪一天为止", "until which day"}, END};
static const struct cli_option user_revoke_options[] = {
	{"role", "ROLE", true, "角色，同 user grant", "the role, as in user grant"},
	{"org", "CODE", false, "当初授予的工会（缺省：不限工会的那一项）", "the union that it was granted at (the grant without one)"}, END};
static const struct cli_option user_close_options[] = {
	{"successor", "USER", false, "接任人（角色移交给他）", "who takes over the roles"}, END};
static const struct cli_option user_policy_options[] = {
	{"org", "CODE", false, "哪个工会及其下级（缺省：全部）", "which union and below (all)"},
	{"from", "AMOUNT", true, "从多少元起", "from which amount on"},
	{"hands", "N", true, "需要几个人：2、3、4", "how many people: 2, 3 or 4"},
	{"source", "WORDS", true, "依据（会议或文件）", "the decision that set it"}, END};

const struct cli_command cli_user_commands[] = {
	{"user", "add", "LOGIN", 1, 1, user_add_options, CLI_WRITE, cmd_user_add, "增加用户", "add a user", NULL, NULL, NULL},
	{"user", "grant", "LOGIN", 1, 1, user_grant_options, CLI_WRITE, cmd_user_grant, "授予角色", "grant a role", NULL, NULL, NULL},
	{"user", "confirm", "ID", 1, 1, NULL, CLI_WRITE, cmd_user_confirm, "确认一项授予（第二人）", "confirm a grant (the second person)",
	 "授予审核、批准、会计、出纳、经审、上级监督和三员，须由管得到那个工会的另一位安全管理员确认后生效；授予人、被授予人自己不能确认。没有第二位安全管理员的，直接生效并列给经审。user grant 会说出编号和谁可以确认。", "A grant of checker, approver, accountant, cashier, auditor, supervisor or of an administrator takes effect when another security administrator who reaches the union confirms it; neither who grants nor who is granted does. Where there is no second one it takes effect at once and auditors are shown it. user grant tells the id and who may confirm.",
	 "songnuan user confirm 0192f0c0-… --as guard2"},
	{"user", "refuse", "ID", 1, 1, NULL, CLI_WRITE, cmd_user_refuse, "退回一项授予（授予人也可以收回）", "refuse a grant (who granted takes it back)", NULL, NULL, "songnuan user refuse 0192f0c0-… --as guard2"},
	{"user", "revoke", "LOGIN", 1, 1, user_revoke_options, CLI_WRITE, cmd_user_revoke, "收回角色", "end a role", NULL, NULL, "songnuan user revoke li --role maker --org 1508 --as admin"},
	{"user", "close", "LOGIN", 1, 1, user_close_options, CLI_WRITE, cmd_user_close, "停用用户（岗位已移交）", "close a user (the post is handed over)", NULL, NULL, NULL},
	{"user", "list", NULL, 0, 0, NULL, CLI_READ, cmd_user_list, "列出用户和角色", "list users and their roles", NULL, NULL, NULL},
	{"user", "policy", NULL, 0, 0, user_policy_options, CLI_WRITE, cmd_user_policy, "设定多少钱需要几个人", "set how many people an amount needs", NULL, NULL, NULL},
	{"user", "password", "LOGIN", 1, 1, password_options, CLI_WRITE, cmd_user_password, "设密码（从终端或标准输入读一行）", "set a password (a line of the terminal or of standard input)",
	 "至少 12 个字符，可以是一句话；常见词、连号、日期、手机号、登录名不算数。自己的密码自己设；管理员只能替没有密码的人设第一个，那人登录后必须换成自己的。忘了密码用 user reset。", "At least 12 characters, such as a sentence; common words, runs, dates, phone numbers and logins do not count. Everybody sets his own; an administrator sets only the first one of somebody who has none, who must choose his own when he signs in. A forgotten one takes user reset.",
	 "songnuan user password li --as li"},
	{"user", "setup-code", NULL, 0, 0, NULL, CLI_WRITE, cmd_user_setup_code, "生成初始设置码（第一个管理员设密码用）", "make the set-up code (for the first administrator's password)",
	 "系统里没有缺省密码。第一个管理员凭初始设置码设自己的密码；只显示这一次，库里只存摘要。有管理员设过密码后不再生成。", "There is no default password. The first administrator sets his by the set-up code, which is shown here once and kept as a digest only. Once an administrator has a password, none is made any more.",
	 "songnuan user setup-code --as admin\nsongnuan user password admin --code ABCD-EFGH-JKMN --as admin"},
	{"user", "codes", "LOGIN", 1, 1, NULL, CLI_WRITE, cmd_user_codes, "打印一次性验证码（纸质二次验证，10 个）", "print one-time codes (a second factor on paper, ten of them)",
	 "每个只能用一次；再打印一次，原来的全部作废。审核、批准、会计、出纳、经审和管理员必须有二次验证，没有手机验证器的用这张纸。", "Each is taken once; printing again voids those before. Checkers, approvers, accountants, cashiers, auditors and administrators need a second factor: without an authenticator it is this paper.",
	 "songnuan user codes wang --as guard"},
	{"user", "reset", "LOGIN", 1, 1, reset_options, CLI_WRITE, cmd_user_reset, "申请重置密码（两个人办理）", "ask for a password reset (it takes two people)",
	 "安全管理员申请，另一位管理员或本人工会的批准人确认，本人凭重置码设新密码。谁也不能替自己申请，也不能确认自己申请的。", "A security administrator asks, another one or an approver of the user's union confirms, the user sets a new password by the code. Nobody asks for himself, nor confirms what he asked for.",
	 "songnuan user reset wang --factors --as guard"},
	{"user", "reset-confirm", "ID", 1, 1, NULL, CLI_WRITE, cmd_user_reset_confirm, "确认重置密码（第二个人）", "confirm a password reset (the second person)", NULL, NULL, "songnuan user reset-confirm 0192f0c0-… --as zhao"},
	{"user", "resets", NULL, 0, 0, NULL, CLI_READ, cmd_user_resets, "列出等着确认的重置", "list resets that wait", NULL, NULL, "songnuan user resets --as zhao"},
	{"user", "sessions", "LOGIN", 1, 1, NULL, CLI_READ, cmd_user_sessions, "列出登录着的会话", "list live sessions", NULL, NULL, "songnuan user sessions li --as li"},
	{"user", "revoke-sessions", "LOGIN", 1, 1, revoke_options, CLI_WRITE, cmd_user_revoke_sessions, "退出某人的登录", "end somebody's sessions", NULL, NULL, "songnuan user revoke-sessions li --as guard"},
	{NULL, NULL, NULL, 0, 0, NULL, CLI_NOTHING, NULL, NULL, NULL, NULL, NULL, NULL},
};
/* clang-format on */
