/* oidc: services by which people sign in, and who of ours an account there is. The client secret is read from standard input and
 * never shown. */
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"
#include "fetch/fetch.h"
#include "http/oidc_flow.h"

#include <inttypes.h>

/* ---- services ---- */

static struct sn_err secret_read(struct cli *cli, struct str *out)
{
	struct sn_err e =
		cmd_secret_read(cli, CLI_WORDS(cli, "客户端密钥：", "client secret: "), out);
	if (e.reason == SN_R_MISSING_FIELD)
		e.field = "secret";
	return e;
}
static struct sn_err cmd_oidc_add(struct cli *cli)
{
	struct oidc_provider_new n = {
		.provider = {.code = cli->operands[0],
			     .name = cli_value(cli, "name"),
			     .issuer = cli_value(cli, "issuer"),
			     .client_id = cli_value(cli, "client"),
			     .scope = cli_value(cli, "scope"),
			     .claim = cli_value(cli, "claim"),
			     .hosts = cli_value(cli, "hosts"),
			     .factor_acr = cli_value(cli, "acr"),
			     .factor_amr = cli_value(cli, "amr"),
			     .private_network = cli_has(cli, "private-network")}};
	if (cli_has(cli, "ca"))
		SN_TRY(cmd_read_file(cli, cli_value(cli, "ca"), OIDC_CA_BYTES_MAX,
				     &n.provider.ca_pem));
	if (cli_has(cli, "secret"))
		SN_TRY(secret_read(cli, &n.secret));
	SN_TRY(store_write(&cli->ctx, oidc_provider_add_work, &n));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：已添加；请在服务方登记返回地址：网址 + %s\n",
				STR_FMT ": added; register there the address of this system + %s "
					"as redirect URI\n"),
		      STR_ARG(n.provider.code), OIDC_RETURN_PATH);
	return SN_SUCCESS;
}

static const struct table_out_column provider_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "名称", "name", TABLE_TEXT, 0},
	{"issuer", "issuer", "issuer", TABLE_TEXT, 0},
	{"client_id", "客户端编号", "client", TABLE_TEXT, 0},
	{"claim", "账号标识", "claim", TABLE_TEXT, 0},
	{"secret_set", "已设密钥", "secret set", TABLE_BOOL, 0},
	{"factor", "算作二次验证", "counts as second factor", TABLE_BOOL, 0},
	{"added_at", "添加时间", "added at", TABLE_TIME, 0},
};
static struct sn_err cmd_oidc_list(struct cli *cli)
{
	struct oidc_provider *all = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(rights_may(&cli->ctx, PERMISSION_SYSTEM, 0));
	SN_TRY(oidc_providers(&cli->ctx, &all, &count));
	SN_TRY(cli_table(cli, provider_columns,
			 sizeof provider_columns / sizeof provider_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		const struct oidc_provider *p = &all[i];
		table_out_text(t, p->code);
		table_out_text(t, p->name);
		table_out_text(t, p->issuer);
		table_out_text(t, p->client_id);
		table_out_text(t, p->claim);
		table_out_bool(t, p->has_secret);
		table_out_bool(t, p->factor_acr.bytes > 0 || p->factor_amr.bytes > 0);
		table_out_time(t, p->added_at_us);
		table_out_row_end(t);
	}
	return table_out_close(t);
}
static struct sn_err cmd_oidc_remove(struct cli *cli)
{
	struct oidc_provider_gone g = {.code = cli->operands[0]};
	SN_TRY(store_write(&cli->ctx, oidc_provider_remove_work, &g));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：已停用，解除了 %" PRId64 " 个关联\n",
				STR_FMT ": removed, %" PRId64 " links cut\n"),
		      STR_ARG(g.code), g.links);
	return SN_SUCCESS;
}
static struct sn_err cmd_oidc_check(struct cli *cli)
{
	struct oidc_desk *desk = NULL;
	struct oidc_provider p;
	struct oidc_checked found;
	SN_TRY(rights_may(&cli->ctx, PERMISSION_SYSTEM, 0));
	SN_TRY(oidc_provider_by_code(&cli->ctx, cli->operands[0], &p));
	SN_TRY(oidc_desk_new(&desk));
	const struct sn_err e = fetch_start() ? oidc_flow_check(&cli->ctx, desk, &p, &found)
					      : SN_FAIL(OUT_OF_MEMORY);
	oidc_desk_free(desk);
	SN_TRY(e);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				STR_FMT "：可用\n登录页面 " STR_FMT "\n换取凭证 " STR_FMT
					"\n公布密钥 " STR_FMT "（能用的 %zu 个）\n",
				STR_FMT ": it can be used\nsign-in page " STR_FMT
					"\ntokens " STR_FMT "\nkeys " STR_FMT
					" (%zu that can be used)\n"),
		      STR_ARG(p.code), STR_ARG(found.discovery.authorize),
		      STR_ARG(found.discovery.token), STR_ARG(found.discovery.keys), found.keys);
	return SN_SUCCESS;
}

/* ---- links ---- */

static struct sn_err cmd_oidc_link(struct cli *cli)
{
	struct oidc_provider p;
	struct user user;
	struct oidc_linking_for l = {.subject = cli_value(cli, "subject")};
	SN_TRY(oidc_provider_by_code(&cli->ctx, cli->operands[0], &p));
	SN_TRY(cli_user(cli, cli->operands[1], &user));
	l.provider_id = p.provider_id;
	l.user_id = user.user_id;
	SN_TRY(store_write(&cli->ctx, oidc_link_for_work, &l));
	(void)fprintf(cli->out, CLI_WORDS(cli, STR_FMT "：已关联\n", STR_FMT ": linked\n"),
		      STR_ARG(user.login));
	return SN_SUCCESS;
}
static struct sn_err cmd_oidc_unlink(struct cli *cli)
{
	struct oidc_provider p;
	struct user user;
	SN_TRY(oidc_provider_by_code(&cli->ctx, cli->operands[0], &p));
	SN_TRY(cli_user(cli, cli->operands[1], &user));
	struct oidc_cut cut = {.provider_id = p.provider_id, .user_id = user.user_id};
	SN_TRY(store_write(&cli->ctx, oidc_cut_work, &cut));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT "：已解除关联\n", STR_FMT ": the link is cut\n"),
		      STR_ARG(user.login));
	return SN_SUCCESS;
}

/* clang-format off */
static const struct cli_option add_options[] = {
	{"name", "NAME", true, "登录页按钮上的名称", "the words on the button"},
	{"issuer", "URL", true, "服务方公布的 issuer，一字不差", "the issuer, exactly as it is published"},
	{"client", "ID", true, "服务方给本系统的客户端编号", "our client id there"},
	{"secret", NULL, false, "从标准输入读客户端密钥（不显示，加密保存）", "read the client secret from standard input (not shown, sealed)"},
	{"scope", "WORDS", false, "请求的范围（缺省 openid）", "scopes that are asked for (openid)"},
	{"claim", "NAME", false, "凭证里哪一项是账号标识（缺省 sub）", "the claim that names an account (sub)"},
	{"hosts", "HOSTS", false, "除 issuer 的主机外还可以用哪些主机，空格隔开", "hosts besides the issuer's, separated by blanks"},
	{"ca", "FILE", false, "只认这些根证书（PEM）", "authorities that alone count (PEM)"},
	{"private-network", NULL, false, "它在内部网络里（10.…、192.168.…）", "it is within an own network (10.…, 192.168.…)"},
	{"acr", "WORD", false, "acr 为此值时算作已做第二步验证（缺省：都不算）", "an acr of this value counts as a second factor (none does)"},
	{"amr", "WORD", false, "amr 含此值时算作已做第二步验证（缺省：都不算）", "an amr with this value counts as a second factor (none does)"},
	{NULL, NULL, false, NULL, NULL}};
static const struct cli_option link_options[] = {
	{"subject", "ACCOUNT", true, "他在那边的账号标识（只存密文）", "his account there (kept as a keyed hash only)"},
	{NULL, NULL, false, NULL, NULL}};

const struct cli_command cli_oidc_commands[] = {
	{"oidc", "add", "CODE", 1, 1, add_options, CLI_WRITE, cmd_oidc_add, "添加统一登录服务（OpenID Connect）", "add a service by which people sign in (OpenID Connect)",
	 "设置以后不能改：换设置请停用后用新代码添加。没有关联的账号进不来；岗位只由本系统授予。第二步验证仍由本系统做，除非用 --acr、--amr 写明服务方的哪个说法算数。",
	 "Settings do not change: to have others, remove it and add it under a new code. An account that is not linked opens nothing, and roles are given here alone. "
	 "The second factor stays ours, unless --acr or --amr says which of the service's words counts.",
	 "songnuan oidc add portal --name 自治区政务统一登录 --issuer https://id.example.cn --client songnuan --secret --as admin <密钥文件"},
	{"oidc", "list", NULL, 0, 0, NULL, CLI_READ, cmd_oidc_list, "列出统一登录服务", "list the services", NULL, NULL, NULL},
	{"oidc", "check", "CODE", 1, 1, NULL, CLI_READ, cmd_oidc_check, "试连一个服务，看它公布的设置能不能用", "ask a service for what it publishes, and see whether it can be used", NULL, NULL, NULL},
	{"oidc", "remove", "CODE", 1, 1, NULL, CLI_WRITE, cmd_oidc_remove, "停用一个服务，关联一并解除", "remove a service; its links are cut", NULL, NULL, NULL},
	{"oidc", "link", "CODE LOGIN", 2, 2, link_options, CLI_WRITE, cmd_oidc_link, "给还没有密码的用户关联那边的账号", "link an account for a user who has no password yet", NULL, NULL,
	 "songnuan oidc link portal wang --subject 150302-0017 --as security"},
	{"oidc", "unlink", "CODE LOGIN", 2, 2, NULL, CLI_WRITE, cmd_oidc_unlink, "解除关联，他的登录全部退出", "cut a link; all his sessions end", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
