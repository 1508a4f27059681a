#include "base/name.h"
#include "care/handover.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "people/team.h"

/* ---- changes: a maker of the union makes them; a foreman is a distributor there ---- */

struct change {
	struct org org;
	struct team_site_new site;
	struct team_new team;
	struct str named;
	struct uuid foreman_id;
	struct team_site site_out;
	struct team team_out;
	bool changed;
};

static struct sn_err site_work(struct ctx *c, void *arg)
{
	struct change *x = arg;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, x->org.org_no));
	return team_site_set(c, &x->site, &x->site_out, &x->changed);
}
static struct sn_err team_work(struct ctx *c, void *arg)
{
	struct change *x = arg;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, x->org.org_no));
	return team_set(c, &x->team, &x->team_out, &x->changed);
}
static struct sn_err foreman_work(struct ctx *c, void *arg)
{
	struct change *x = arg;
	struct ctx as_foreman = *c;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, x->org.org_no));
	SN_TRY(team_find(c, &x->org, x->named, &x->team_out));
	as_foreman.actor_id = x->foreman_id;
	if (!uuid_is_null(x->foreman_id))
		SN_TRY(RIGHTS_REQUIRE(&as_foreman, ROLE_DISTRIBUTOR, x->org.org_no));
	return team_foreman_set(c, &x->team_out, x->foreman_id);
}

static struct sn_err answer(struct cli *cli, struct str name, bool changed)
{
	(void)fprintf(cli->out, STR_FMT "%s%s\n", STR_ARG(name), CLI_WORDS(cli, "：", ": "),
		      changed ? CLI_WORDS(cli, "已记录", "recorded")
			      : CLI_WORDS(cli, "已在，未变", "there already, unchanged"));
	return SN_SUCCESS;
}

static struct sn_err cmd_site_add(struct cli *cli)
{
	struct change x = {
		.site = {.name = cli->operands[0], .address = cli_value(cli, "address")}};
	SN_TRY(cli_org(cli, "org", &x.org));
	if (!team_site_kind_parse(&x.site.kind, cli_value(cli, "kind")))
		return SN_FAIL(SITE_KIND_UNKNOWN, .field = "kind");
	x.site.shard = x.org.shard;
	x.site.org_no = x.org.org_no;
	SN_TRY(store_write(&cli->ctx, site_work, &x));
	return answer(cli, x.site_out.name, x.changed);
}

static struct sn_err cmd_team_add(struct cli *cli)
{
	struct change x = {.team = {.name = cli->operands[0], .site = cli_value(cli, "site")}};
	SN_TRY(cli_org(cli, "org", &x.org));
	x.team.shard = x.org.shard;
	x.team.org_no = x.org.org_no;
	SN_TRY(store_write(&cli->ctx, team_work, &x));
	return answer(cli, x.team_out.name, x.changed);
}

static struct sn_err cmd_team_foreman(struct cli *cli)
{
	struct change x = {.named = cli->operands[0]};
	struct user user;
	SN_TRY(cli_org(cli, "org", &x.org));
	if (cli_has(cli, "user")) {
		SN_TRY(cli_user(cli, cli_value(cli, "user"), &user));
		x.foreman_id = user.user_id;
	}
	SN_TRY(store_write(&cli->ctx, foreman_work, &x));
	return answer(cli, x.team_out.name, true);
}

/* ---- lists ---- */

static const struct table_out_column site_columns[] = {
	{"site", "作业点", "site", TABLE_TEXT, 0},
	{"kind", "类型", "kind", TABLE_TEXT, 0},
	{"address", "地址", "address", TABLE_TEXT, 0},
};

static struct sn_err cmd_site_list(struct cli *cli)
{
	struct team_site *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(team_sites(&cli->ctx, &org, &list, &count));
	SN_TRY(cli_table(cli, site_columns, sizeof site_columns / sizeof site_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		const struct team_words *kind = team_site_kind_words(list[i].kind);
		const char *word = cli->format == TABLE_FORMAT_TEXT
					   ? CLI_WORDS(cli, kind->zh, kind->en)
					   : kind->word;
		table_out_text(t, list[i].name);
		table_out_text(t, list[i].kind_known ? str_of(word) : STR_NULL);
		table_out_text(t, list[i].address);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static const struct table_out_column team_columns[] = {
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"site", "作业点", "site", TABLE_TEXT, 0},
	{"foreman", "班组长", "foreman", TABLE_TEXT, 0},
	{"members", "人数", "members", TABLE_INT, 0},
};

static struct sn_err cmd_team_list(struct cli *cli)
{
	struct team *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(team_list(&cli->ctx, &org, &list, &count));
	SN_TRY(cli_table(cli, team_columns, sizeof team_columns / sizeof team_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		struct user foreman = {.login = STR_NULL};
		const bool led =
			!uuid_is_null(list[i].foreman_id) &&
			!sn_failed(rights_user_by_id(&cli->ctx, list[i].foreman_id, &foreman));
		table_out_text(t, list[i].name);
		table_out_text(t, list[i].site);
		table_out_text(t, led ? foreman.login : STR_NULL);
		table_out_int(t, list[i].members);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static const struct table_out_column member_columns[] = {
	{"person", "编号", "person", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"size", "尺码", "size", TABLE_TEXT, 0},
	{"received", "已领项数", "gifts received", TABLE_INT, 0},
};

/* Without a cycle it is not asked what they have received: unknown, not none. */
static struct sn_err print_members(struct cli *cli, const struct team_member *list, size_t count,
				   const int64_t *received)
{
	struct table_out *t = NULL;
	SN_TRY(cli_table(cli, member_columns, sizeof member_columns / sizeof member_columns[0],
			 &t));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES], masked[NAME_MASK_BYTES];
		uuid_text(list[i].who.person_id, id);
		name_mask(list[i].name, masked);
		table_out_text(t, str_of(id));
		table_out_text(t, str_of(masked));
		table_out_text(t, list[i].size);
		if (received)
			table_out_int(t, received[i]);
		else
			table_out_unknown(t);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static struct sn_err cmd_team_show(struct cli *cli)
{
	struct team_member *list = NULL;
	struct person_ref *who = NULL;
	int64_t *received = NULL;
	struct cycle cycle;
	struct team team;
	struct org org;
	size_t count = 0;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(team_find(&cli->ctx, &org, cli->operands[0], &team));
	SN_TRY(team_members(&cli->ctx, &team, &list, &count));
	if (cli_has(cli, "cycle")) {
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		who = ARENA_ARRAY(cli->ctx.mem, struct person_ref, count + 1);
		received = ARENA_ARRAY(cli->ctx.mem, int64_t, count + 1);
		if (!who || !received)
			return SN_FAIL(OUT_OF_MEMORY);
		for (size_t i = 0; i < count; i++)
			who[i] = list[i].who;
		SN_TRY(handover_received(&cli->ctx, cycle.cycle_no, who, count, received));
	}
	return print_members(cli, list, count, received);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define ORG {"org", "CODE", true, "哪个工会", "of which union"}
static const struct cli_option site_add_options[] = {
	ORG,
	{"kind", "WORD", true, "sweeping、transfer、plant、other 或其中文（清扫现场、转运站、处理场、其他）", "sweeping, transfer, plant, other"},
	{"address", "WORDS", false, "地址", "its address in words"}, END};
static const struct cli_option org_options[] = {ORG, END};
static const struct cli_option team_add_options[] = {
	ORG, {"site", "NAME", false, "在哪个作业点", "at which site"}, END};
static const struct cli_option foreman_options[] = {
	ORG, {"user", "LOGIN", false, "新任班组长（发放员）；不写：卸任", "the new foreman, a distributor; none: the one there is relieved"}, END};
static const struct cli_option show_options[] = {
	ORG, {"cycle", "CODE", false, "在哪次活动中已领什么", "what they received in which cycle"}, END};

const struct cli_command cli_team_commands[] = {
	{"site", "add", "NAME", 1, 1, site_add_options, CLI_WRITE, cmd_site_add, "登记作业点的类型和地址", "say what kind of work site it is and where",
	 "花名册的“作业点”列写同样的名称，人就归到这里；再登记一次即为更正，原来的留存。", "People whose roster names the same site are there; saying it again corrects it, what was said before is kept.",
	 "songnuan site add 东街 --org 150802 --kind 清扫现场 --address 东街12号 --as li"},
	{"site", "list", NULL, 0, 0, org_options, CLI_READ, cmd_site_list, "列出作业点", "list work sites", NULL, NULL, NULL},
	{"team", "add", "NAME", 1, 1, team_add_options, CLI_WRITE, cmd_team_add, "登记班组及其作业点", "register a team and its site", NULL, NULL, "songnuan team add 一班 --org 150802 --site 东街 --as li"},
	{"team", "foreman", "NAME", 1, 1, foreman_options, CLI_WRITE, cmd_team_foreman, "任命或卸任班组长", "appoint a team's foreman, or relieve him",
	 "班组长是发放员，任期内只能确认本班组的人；领用后，逐人确认之前由他保管。", "A foreman is a distributor who, as long as he leads a team, confirms people of his own team only; what he took is in his custody until each name is confirmed.",
	 "songnuan team foreman 一班 --org 150802 --user zhao --as li"},
	{"team", "list", NULL, 0, 0, org_options, CLI_READ, cmd_team_list, "列出班组、班组长和人数", "list teams, their foremen and members", NULL, NULL, NULL},
	{"team", "show", "NAME", 1, 1, show_options, CLI_READ, cmd_team_show, "列出班组的人（遮名）和已领项数", "list a team's members (masked) and what they received", NULL, NULL, "songnuan team show 一班 --org 150802 --cycle hw-2024"},
	{0},
};
/* clang-format on */
