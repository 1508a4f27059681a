#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "org/partner.h"

#include <inttypes.h>

/* ---- changes: each asks for a maker at the union beside which the partner stands ---- */

struct change {
	struct partner_new add;
	struct str partner, text;
	int32_t day;
	struct partner out;
	bool changed;
	struct sn_err (*apply)(struct ctx *c, struct change *x);
};

static struct sn_err change_work(struct ctx *c, void *arg)
{
	struct change *x = arg;
	SN_TRY(partner_find(c, x->partner, 0, &x->out));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, x->out.org_no));
	return x->apply(c, x);
}

static struct sn_err apply_alias(struct ctx *c, struct change *x)
{
	return partner_add_alias(c, x->out.partner_no, x->text);
}
static struct sn_err apply_rename(struct ctx *c, struct change *x)
{
	return partner_rename(c, x->out.partner_no, x->text, x->day);
}
static struct sn_err apply_close(struct ctx *c, struct change *x)
{
	return partner_close(c, x->out.partner_no, x->day);
}

static struct sn_err change(struct cli *cli, struct change x)
{
	x.partner = cli->operands[0];
	SN_TRY(cli_day(cli, "day", &x.day));
	SN_TRY(store_write(&cli->ctx, change_work, &x));
	(void)fprintf(cli->out, "%s\n", CLI_WORDS(cli, "已记录", "recorded"));
	return SN_SUCCESS;
}

static struct sn_err cmd_partner_alias(struct cli *cli)
{
	return change(cli, (struct change){.apply = apply_alias, .text = cli->operands[1]});
}
static struct sn_err cmd_partner_rename(struct cli *cli)
{
	return change(cli, (struct change){.apply = apply_rename, .text = cli->operands[1]});
}
static struct sn_err cmd_partner_close(struct cli *cli)
{
	return change(cli, (struct change){.apply = apply_close});
}

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct change *x = arg;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, x->add.org_no));
	return partner_add(c, &x->add, &x->out, &x->changed);
}

static struct sn_err kind_option(const struct cli *cli, enum partner_kind *out)
{
	return partner_kind_parse(out, cli_value(cli, "kind"))
		       ? SN_SUCCESS
		       : SN_FAIL(PARTNER_BAD_KIND, .field = "kind");
}

static struct sn_err cmd_partner_add(struct cli *cli)
{
	struct org org;
	struct change x = {.add = {.code = cli->operands[0],
				   .name = cli_value(cli, "name"),
				   .uscc = cli_value(cli, "uscc")}};
	SN_TRY(kind_option(cli, &x.add.kind));
	SN_TRY(cli_day(cli, "day", &x.add.from_day));
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		x.add.org_no = org.org_no;
	}
	SN_TRY(store_write(&cli->ctx, add_work, &x));
	(void)fprintf(cli->out, STR_FMT " " STR_FMT "%s%s\n", STR_ARG(x.out.code),
		      STR_ARG(x.out.name), CLI_WORDS(cli, "：", ": "),
		      x.changed ? CLI_WORDS(cli, "已登记", "registered")
				: CLI_WORDS(cli, "早已登记，未变", "there already, unchanged"));
	return SN_SUCCESS;
}

/* ---- partner import ---- */

struct telling {
	struct cli *cli;
	int64_t count;
};

static void say_skipped(void *self, struct sn_err why)
{
	struct telling *t = self;
	char words[512];
	sn_err_words(why, t->cli->lang, words, sizeof words);
	t->count++;
	(void)fprintf(stderr,
		      CLI_WORDS(t->cli, "  第 %" PRId64 " 行 %s：%s（%s）\n",
				"  row %" PRId64 " %s: %s (%s)\n"),
		      why.row, why.field ? why.field : "", words, sn_reason_word(why.reason));
}

static struct sn_err is_maker(struct ctx *c, int64_t org_no)
{
	return RIGHTS_REQUIRE(c, ROLE_MAKER, org_no);
}

static struct sn_err cmd_partner_import(struct cli *cli)
{
	struct telling telling = {.cli = cli};
	struct partner_import_result r;
	SN_TRY(partner_import(&cli->ctx,
			      &(const struct partner_import){.path = cli->operands[0],
							     .allowed = is_maker,
							     .each_skipped = say_skipped,
							     .self = &telling},
			      &r));
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", r.read},
							{"新增", "added", r.added},
							{"未变", "unchanged", r.unchanged},
							{"未收", "skipped", r.skipped},
							{NULL, NULL, 0}});
	return telling.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {telling.count}) : SN_SUCCESS;
}

/* ---- partner list ---- */

static const struct table_out_column columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "名称", "name", TABLE_TEXT, 0},
	{"kind", "类型", "kind", TABLE_TEXT, 0},
	{"uscc", "统一社会信用代码", "USCC", TABLE_TEXT, 0},
	{"org", "所属工会", "union", TABLE_TEXT, 0},
	{"aliases", "简称", "aliases", TABLE_TEXT, 0},
	{"former_names", "曾用名", "former names", TABLE_TEXT, 0},
	{"closed", "撤销日期", "closed", TABLE_DAY, 0},
};

static struct sn_err joined(struct cli *cli, const struct str *texts, size_t count, struct str *out)
{
	const char *all = "";
	for (size_t i = 0; i < count && all; i++)
		all = arena_printf(cli->ctx.mem, "%s%s" STR_FMT, all, i == 0 ? "" : "、",
				   STR_ARG(texts[i]));
	*out = all && all[0] != '\0' ? str_of(all) : STR_NULL;
	return all ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct partner *p)
{
	const struct org_words *kind = partner_kind_words(p->kind);
	struct partner_name *names = NULL;
	struct str *aliases = NULL, alias_text, former_text;
	size_t names_count = 0, aliases_count = 0;
	struct org org = {.code = STR_NULL};
	SN_TRY(partner_names(&cli->ctx, p->partner_no, &names, &names_count));
	SN_TRY(partner_aliases(&cli->ctx, p->partner_no, &aliases, &aliases_count));
	struct str *former = ARENA_ARRAY(cli->ctx.mem, struct str, names_count + 1);
	if (!former)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i + 1 < names_count; i++)
		former[i] = names[i].name;
	SN_TRY(joined(cli, aliases, aliases_count, &alias_text));
	SN_TRY(joined(cli, former, names_count > 0 ? names_count - 1 : 0, &former_text));
	if (p->org_no != 0)
		SN_TRY(org_by_no(&cli->ctx, p->org_no, 0, &org));
	table_out_text(t, p->code);
	table_out_text(t, p->name);
	table_out_text(t,
		       str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, kind->zh, kind->en)
							       : kind->word));
	table_out_text(t, p->uscc);
	table_out_text(t, org.code);
	table_out_text(t, alias_text);
	table_out_text(t, former_text);
	if (p->closed_day == 0)
		table_out_unknown(t);
	else
		table_out_day(t, p->closed_day);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_partner_list(struct cli *cli)
{
	struct partner_filter filter = {.closed_too = cli_has(cli, "all")};
	struct partner *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	enum partner_kind kind = PARTNER_OTHER;
	size_t count = 0;
	if (cli_has(cli, "kind")) {
		SN_TRY(kind_option(cli, &kind));
		filter.kind = &kind;
	}
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		filter.org_no = org.org_no;
	}
	SN_TRY(partner_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define KIND_WORDS_ZH "government、institution、hospital、company、national、social、other 或其中文"
#define KIND_WORDS_EN "government, institution, hospital, company, national, social, other"
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option add_options[] = {
	{"name", "NAME", true, "官方全称", "its official name"},
	{"kind", "WORD", true, KIND_WORDS_ZH, KIND_WORDS_EN},
	{"uscc", "CODE", false, "统一社会信用代码", "its unified social credit code"},
	{"org", "CODE", false, "属于哪个工会（缺省：无）", "beside which union it stands (none)"},
	{"day", "DAY", false, "自哪一天（缺省今天）", "since which day (today)"}, END};
static const struct cli_option day_options[] = {
	{"day", "DAY", false, "自哪一天（缺省今天）", "from which day on (today)"}, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", false, "只看这个工会及下级的", "beside this union or those below it"},
	{"kind", "WORD", false, KIND_WORDS_ZH, KIND_WORDS_EN},
	{"all", NULL, false, "已撤销的也列出", "closed ones too"}, END};

const struct cli_command cli_partner_commands[] = {
	{"partner", "add", "CODE", 1, 1, add_options, CLI_WRITE, cmd_partner_add, "登记组织树以外的合作单位（部门、事业单位、医院、企业、全国工会……）", "register a body outside the tree (departments, institutions, hospitals, companies, national unions …)",
	 "同一统一社会信用代码只登记一次；不保存联系人和电话。", "One USCC is registered once; no contact person and no telephone number is kept.",
	 "songnuan partner add zjt --name 内蒙古自治区住房和城乡建设厅 --kind 政府部门 --org 150000 --as li"},
	{"partner", "alias", "CODE ALIAS", 2, 2, NULL, CLI_WRITE, cmd_partner_alias, "增加简称", "add an alias", NULL, NULL, "songnuan partner alias zjt 住建厅 --as li"},
	{"partner", "rename", "CODE NAME", 2, 2, day_options, CLI_WRITE, cmd_partner_rename, "更改全称（原名保留，仍可查到）", "change its official name (the former one is kept and finds it)", NULL, NULL, NULL},
	{"partner", "close", "CODE", 1, 1, day_options, CLI_WRITE, cmd_partner_close, "单位撤销：从该日起不再使用", "close a partner from a day on", NULL, NULL, NULL},
	{"partner", "list", NULL, 0, 0, list_options, CLI_READ, cmd_partner_list, "列出合作单位", "list partners", NULL, NULL, NULL},
	{"partner", "import", "FILE", 1, 1, NULL, CLI_WRITE, cmd_partner_import, "从 CSV 或 xlsx 导入合作单位（列：code,name,kind,uscc,org,aliases,from）", "import partners from CSV or xlsx (columns code,name,kind,uscc,org,aliases,from)", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
