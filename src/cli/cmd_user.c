#include "cli/cmd.h"

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

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct user_work *w = arg;
	return rights_user_add(c, &w->user, &w->made);
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
	return rights_grant_add(c, &((struct user_work *)arg)->grant);
}

static struct sn_err revoke_work(struct ctx *c, void *arg)
{
	return rights_grant_end(c, &((struct user_work *)arg)->grant);
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

/* "li：maker@150800 checker@*": what the user holds now. */
static struct sn_err say_grants(struct cli *cli, const struct user *user)
{
	struct str grants;
	SN_TRY(grants_text(cli, user->user_id, &grants));
	(void)fprintf(
		cli->out, STR_FMT "%s" STR_FMT "\n", STR_ARG(user->login),
		CLI_WORDS(cli, "：", ": "),
		STR_ARG(grants.bytes > 0 ? grants : str_of(CLI_WORDS(cli, "没有角色", "no role"))));
	return SN_SUCCESS;
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

struct closing {
	struct user user, successor;
};

static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct closing *w = arg;
	return rights_user_close(c, w->user.user_id, w->successor.user_id);
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
	return rights_policy_set(c, &((struct user_work *)arg)->policy);
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
