#include "care/cooperation.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"

/* ---- cycle partner-add, cycle partner-remove ---- */

struct role_work {
	struct cooperation what;
	struct str partner; /* STR_NULL: a union */
	bool changed;
	struct sn_err (*apply)(struct ctx *c, struct role_work *w);
};

static struct sn_err role_work(struct ctx *c, void *arg)
{
	struct role_work *w = arg;
	return w->apply(c, w);
}

static struct sn_err apply_add(struct ctx *c, struct role_work *w)
{
	struct partner partner;
	if (!str_is_null(w->partner)) {
		SN_TRY(partner_find(c, w->partner, 0, &partner));
		w->what.partner_no = partner.partner_no;
	}
	return cooperation_add(c, &w->what, &w->changed);
}

/* One that was closed meanwhile can still be taken out: it is found among those that have a role. */
static struct sn_err apply_remove(struct ctx *c, struct role_work *w)
{
	struct cooperation *list = NULL;
	size_t count = 0;
	if (str_is_null(w->partner))
		return cooperation_remove(c, &w->what);
	SN_TRY(cooperation_list(c, w->what.cycle_no, &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct partner partner;
		if (list[i].role != w->what.role || list[i].partner_no == 0)
			continue;
		SN_TRY(partner_by_no(c, list[i].partner_no, 0, &partner));
		if (str_eq(partner.code, w->partner))
			return cooperation_remove(c, &list[i]);
	}
	struct partner partner;
	SN_TRY(partner_find(c, w->partner, 0, &partner));
	w->what.partner_no = partner.partner_no;
	return cooperation_remove(c, &w->what);
}

static struct sn_err change(struct cli *cli, struct role_work w)
{
	struct cycle cycle;
	struct org org;
	w.partner = cli_value(cli, "partner");
	if (cli_has(cli, "partner") == cli_has(cli, "union"))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--partner CODE | --union CODE");
	if (!cooperation_role_parse(&w.what.role, cli_value(cli, "role")))
		return SN_FAIL(COOPERATION_UNKNOWN_ROLE, .field = "role");
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &cycle));
	w.what.cycle_no = cycle.cycle_no;
	if (cli_has(cli, "union")) {
		SN_TRY(cli_org(cli, "union", &org));
		w.what.org_no = org.org_no;
	}
	SN_TRY(store_write(&cli->ctx, role_work, &w));
	(void)fprintf(cli->out, "%s\n",
		      w.changed ? CLI_WORDS(cli, "已记录", "recorded")
				: CLI_WORDS(cli, "已在，未变", "there already, unchanged"));
	return SN_SUCCESS;
}

static struct sn_err cmd_partner_add(struct cli *cli)
{
	return change(cli, (struct role_work){.apply = apply_add});
}
static struct sn_err cmd_partner_remove(struct cli *cli)
{
	return change(cli, (struct role_work){.apply = apply_remove, .changed = true});
}

/* ---- cycle partner-list ---- */

static const struct table_out_column columns[] = {
	{"role", "角色", "role", TABLE_TEXT, 0},
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "单位", "body", TABLE_TEXT, 0},
	{"kind", "类型", "kind", TABLE_TEXT, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct cooperation *x)
{
	const struct org_words *role = cooperation_role_words(x->role), *kind = NULL;
	struct partner partner;
	struct org org;
	struct str code, name;
	if (x->partner_no != 0) {
		SN_TRY(partner_by_no(&cli->ctx, x->partner_no, 0, &partner));
		code = partner.code;
		name = partner.name;
		kind = partner_kind_words(partner.kind);
	} else {
		SN_TRY(org_by_no(&cli->ctx, x->org_no, 0, &org));
		code = org.code;
		name = org.name;
		kind = org_kind_words(org.kind);
	}
	const bool text = cli->format == TABLE_FORMAT_TEXT;
	table_out_text(t, str_of(text ? CLI_WORDS(cli, role->zh, role->en) : role->word));
	table_out_text(t, code);
	table_out_text(t, name);
	table_out_text(t, str_of(text ? CLI_WORDS(cli, kind->zh, kind->en) : kind->word));
	table_out_row_end(t);
	return SN_SUCCESS;
}

/* The lead always stands there, also where it is the cycle's own union and nobody entered it; where another body
 * leads, the cycle's own union is joint. */
static struct sn_err print_list(struct cli *cli, const struct cycle *cycle, struct table_out *t)
{
	struct cooperation lead, *list = NULL;
	size_t count = 0;
	SN_TRY(cooperation_lead(&cli->ctx, cycle, &lead));
	SN_TRY(cooperation_list(&cli->ctx, cycle->cycle_no, &list, &count));
	SN_TRY(list_row(cli, t, &lead));
	if (lead.org_no != cycle->org_no)
		SN_TRY(list_row(cli, t,
				&(const struct cooperation){.role = COOPERATION_JOINT,
							    .org_no = cycle->org_no}));
	for (size_t i = 0; i < count; i++)
		if (list[i].role != COOPERATION_LEAD)
			SN_TRY(list_row(cli, t, &list[i]));
	return SN_SUCCESS;
}

static struct sn_err cmd_partner_list(struct cli *cli)
{
	struct table_out *t = NULL;
	struct cycle cycle;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &cycle));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	const struct sn_err e = print_list(cli, &cycle, t);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option role_options[] = {
	{"role", "WORD", true, "lead、joint、host、co-builder、reporter（主办、联合、承办、共建、报送）", "lead, joint, host, co-builder, reporter"},
	{"partner", "CODE", false, "合作单位（partner list）", "a partner (partner list)"},
	{"union", "CODE", false, "或者一个工会", "or a union"}, END};

const struct cli_command cli_cooperation_commands[] = {
	{"cycle", "partner-add", "CYCLE", 1, 1, role_options, CLI_WRITE, cmd_partner_add, "登记联合活动中的单位和角色", "enter a body and its role in a joint activity",
	 "联合活动只有一个主办；没有另指时由活动所属工会主办。另一工会主办时，数字计入主办工会，报表中只列不加。", "A joint activity has one lead: the cycle's own union where no other body is named. Where another union leads, figures count there; here they are shown, not added.",
	 "songnuan cycle partner-add hw-2024 --partner 住建厅 --role 联合 --as li"},
	{"cycle", "partner-remove", "CYCLE", 1, 1, role_options, CLI_WRITE, cmd_partner_remove, "移除单位的角色（记录保留）", "take a body's role away (the record stays)", NULL, NULL, NULL},
	{"cycle", "partner-list", "CYCLE", 1, 1, NULL, CLI_READ, cmd_partner_list, "列出主办、联合、承办、共建、报送单位", "list who leads, joins, hosts, builds with and reports", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
