#include "care/portion.h"

#include "care/entry.h"
#include "cli/cli_priv.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

static struct sn_err cycle_option(struct cli *cli, struct cycle *out)
{
	return care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), out);
}

struct adding {
	struct portion what, out;
};
static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct adding *a = arg;
	return portion_add(c, &a->what, &a->out);
}

/* ---- what is typed ---- */

static struct sn_err item_parse(struct cli *cli, struct str code, int64_t *item_no)
{
	struct item item;
	SN_TRY(goods_item_by_code(&cli->ctx, code, &item));
	*item_no = item.item_no;
	return SN_SUCCESS;
}

static struct sn_err level_parse(struct str word, enum evidence *out)
{
	return ledger_evidence_parse(out, word) ? SN_SUCCESS
						: SN_FAIL(PORTION_LEVEL, .field = "level");
}

static struct sn_err count_parse(struct str text, const char *field, int64_t *out)
{
	if (!str_to_int(text, out))
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = field), STR_FMT,
					text.bytes > 20 ? 20 : (int)text.bytes, text.at);
	return *out > 0 ? SN_SUCCESS : SN_FAIL(PORTION_NONE, .field = field);
}

static struct sn_err by_parse(struct cli *cli, struct str login, struct uuid *out)
{
	struct user user;
	*out = UUID_NULL;
	if (login.bytes == 0)
		return SN_SUCCESS;
	struct sn_err e = cli_user(cli, login, &user);
	e.field = "by";
	SN_TRY(e);
	*out = user.user_id;
	return SN_SUCCESS;
}

/* ---- portion add ---- */

static struct sn_err cmd_portion_add(struct cli *cli)
{
	struct adding a = {.what = {.portion_id = new_id(&cli->ctx),
				    .day = day_of(now_us(&cli->ctx)),
				    .site = cli_value(cli, "site"),
				    .words = cli_value(cli, "words")}};
	struct cycle cycle;
	struct org org;
	char id[UUID_TEXT_BYTES];
	SN_TRY(cycle_option(cli, &cycle));
	SN_TRY(cli_org(cli, "org", &org));
	a.what.cycle_no = cycle.cycle_no;
	a.what.org_no = org.org_no;
	SN_TRY(cli_uuid(cli, "id", &a.what.portion_id));
	SN_TRY(cli_day(cli, "day", &a.what.day));
	SN_TRY(item_parse(cli, cli_value(cli, "item"), &a.what.item_no));
	SN_TRY(count_parse(cli_value(cli, "quantity"), "quantity", &a.what.quantity));
	if (cli_has(cli, "person-times"))
		SN_TRY(count_parse(cli_value(cli, "person-times"), "person_times",
				   &a.what.person_times));
	SN_TRY(level_parse(cli_value(cli, "level"), &a.what.level));
	SN_TRY(by_parse(cli, cli_value(cli, "by"), &a.what.by_id));
	SN_TRY(store_write(&cli->ctx, add_work, &a));
	uuid_text(a.out.portion_id, id);
	if (cli->format == TABLE_FORMAT_JSON)
		(void)fprintf(cli->out, "{\"id\":\"%s\",\"value_fen\":%" PRId64 "}\n", id,
			      money_fen(a.out.value));
	else
		(void)fprintf(cli->out, "%s %s\n", CLI_WORDS(cli, "已登记，编号", "recorded as"),
			      id);
	return SN_SUCCESS;
}

/* ---- portion import ---- */

enum column { ID, ORG, DAY, SITE, ITEM, QUANTITY, PERSON_TIMES, LEVEL, BY, WORDS, COLUMNS };
static const struct table_column in_columns[COLUMNS] = {
	[ID] = {"id", true, {"编号"}},
	[ORG] = {"org", true, {"工会", "工会代码"}},
	[DAY] = {"day", true, {"日期"}},
	[SITE] = {"site", true, {"地点", "场所"}},
	[ITEM] = {"item", true, {"物品", "品名"}},
	[QUANTITY] = {"quantity", true, {"数量"}},
	[PERSON_TIMES] = {"person_times", false, {"人次"}},
	[LEVEL] = {"level", true, {"证据", "级别"}},
	[BY] = {"by", false, {"发放人", "经办人"}},
	[WORDS] = {"words", false, {"说明", "备注"}},
};

struct importing {
	struct cli *cli;
	struct cycle cycle;
	struct table_in *table;
	struct cmd_rejects rejects;
	int64_t read, taken, totals;
};

static struct str cell(const struct importing *x, const struct table_row *row, enum column which)
{
	return str_trim(table_cell(x->table, row, which).text);
}

/* A name of the maker's own becomes an id by the cycle and the name; it is no delivery's, though it be the same word. */
static struct sn_err id_parse(const struct importing *x, struct str text, struct uuid *out)
{
	if (text.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (text.bytes == 36 && !sn_failed(uuid_parse(out, text, "id")))
		return SN_SUCCESS;
	const char *own = arena_printf(x->cli->ctx.mem, "portion\n" STR_FMT, STR_ARG(text));
	return own ? entry_record_id(x->cli->ctx.mem, &x->cycle, str_of(own), out)
		   : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err parse_row(const struct importing *x, const struct table_row *row,
			       struct portion *out)
{
	const struct str times = cell(x, row, PERSON_TIMES);
	struct cli *cli = x->cli;
	struct org org;
	*out = (struct portion){.cycle_no = x->cycle.cycle_no,
				.site = cell(x, row, SITE),
				.words = cell(x, row, WORDS)};
	SN_TRY(id_parse(x, cell(x, row, ID), &out->portion_id));
	struct sn_err e = org_find(&cli->ctx, cell(x, row, ORG), 0, &org);
	e.field = "org";
	SN_TRY(e);
	out->org_no = org.org_no;
	SN_TRY(day_parse(&out->day, cell(x, row, DAY), "day"));
	SN_TRY(item_parse(cli, cell(x, row, ITEM), &out->item_no));
	SN_TRY(count_parse(cell(x, row, QUANTITY), "quantity", &out->quantity));
	if (times.bytes > 0)
		SN_TRY(count_parse(times, "person_times", &out->person_times));
	SN_TRY(level_parse(cell(x, row, LEVEL), &out->level));
	return by_parse(cli, cell(x, row, BY), &out->by_id);
}

static struct sn_err each_row(struct importing *x, const struct table_row *row)
{
	const struct arena_mark mark = arena_mark(x->cli->ctx.mem);
	struct adding a;
	x->read++;
	struct sn_err e = parse_row(x, row, &a.what);
	if (!sn_failed(e))
		e = store_write(&x->cli->ctx, add_work, &a);
	if (!sn_failed(e)) {
		x->taken++;
		arena_rewind(x->cli->ctx.mem, mark);
		return SN_SUCCESS;
	}
	/* a refusal is the row's; a storage that fails is everybody's */
	return sn_err_exit_status(e) == 3 ? cmd_reject(&x->rejects, x->table, row, e) : e;
}

static struct sn_err read_rows(struct importing *x)
{
	struct table_row row;
	bool more = false;
	SN_TRY(table_next(x->table, &row, &more));
	while (more) {
		if (row.kind == TABLE_ROW_TOTAL)
			x->totals++;
		else
			SN_TRY(each_row(x, &row));
		SN_TRY(table_next(x->table, &row, &more));
	}
	return SN_SUCCESS;
}

static struct sn_err cmd_portion_import(struct cli *cli)
{
	struct importing x = {.cli = cli};
	x.rejects = (struct cmd_rejects){.cli = cli, .path = cli_value(cli, "rejects")};
	SN_TRY(cycle_option(cli, &x.cycle));
	SN_TRY(table_open(&x.table, cli->operands[0].at, in_columns, COLUMNS));
	struct sn_err e = read_rows(&x);
	e = cmd_rejects_close(&x.rejects, e);
	table_close(x.table);
	SN_TRY(e);
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", x.read},
							{"收下", "taken", x.taken},
							{"合计行", "totals rows", x.totals},
							{"退回", "rejected", x.rejects.count},
							{NULL, NULL, 0}});
	cmd_text_rejects(cli, x.rejects.list, x.rejects.list_count);
	return x.rejects.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {x.rejects.count}) : SN_SUCCESS;
}

/* ---- portion list ---- */

static const struct table_out_column columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"site", "地点", "place", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"quantity", "数量", "quantity", TABLE_INT, 0},
	{"unit", "单位", "unit", TABLE_TEXT, 0},
	{"person_times", "人次", "person-times", TABLE_INT, 0},
	{"level", "证据", "level", TABLE_TEXT, 0},
	{"value_fen", "金额", "value", TABLE_MONEY, 0},
	{"words", "说明", "words", TABLE_TEXT, 0},
	{"reversed", "更正原因", "taken back", TABLE_TEXT, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct portion *p)
{
	const char level[] = {ledger_evidence_letter(p->level), '\0'};
	char id[UUID_TEXT_BYTES];
	struct item item;
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, p->org_no, 0, &org));
	SN_TRY(goods_item_by_no(&cli->ctx, p->item_no, &item));
	uuid_text(p->portion_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t, org.code);
	table_out_day(t, p->day);
	table_out_text(t, p->site);
	table_out_text(t, item.code);
	table_out_int(t, p->quantity);
	table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
					 ? unit_name(item.unit, p->quantity, cli->lang)
					 : unit_word(item.unit)));
	if (p->person_times == 0)
		table_out_unknown(t);
	else
		table_out_int(t, p->person_times);
	table_out_text(t, str_of(level));
	table_out_money(t, p->value);
	table_out_text(t, p->words);
	table_out_text(t, p->why);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_portion_list(struct cli *cli)
{
	struct portion *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	SN_TRY(cycle_option(cli, &cycle));
	if (cli_has(cli, "org"))
		SN_TRY(cli_org(cli, "org", &org));
	else
		SN_TRY(org_by_no(&cli->ctx, cycle.org_no, 0, &org));
	SN_TRY(portion_list(&cli->ctx, cycle.cycle_no, org.path, &list, &count));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- portion reverse ---- */

struct reversing {
	struct uuid portion_id, reversal_id;
	struct str why;
};
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	const struct reversing *r = arg;
	return portion_reverse(c, r->portion_id, r->reversal_id, r->why);
}

static struct sn_err cmd_portion_reverse(struct cli *cli)
{
	struct reversing r = {.reversal_id = new_id(&cli->ctx), .why = cli_value(cli, "why")};
	SN_TRY(uuid_parse(&r.portion_id, cli->operands[0], "portion"));
	SN_TRY(cli_uuid(cli, "id", &r.reversal_id));
	SN_TRY(store_write(&cli->ctx, reverse_work, &r));
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "已更正撤回，物品退回原处",
				"taken back, the goods are where they were"));
	return SN_SUCCESS;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option add_options[] = {
	{"cycle", "CODE", true, "哪次活动", "which cycle"},
	{"org", "CODE", true, "哪个工会发放", "which union gives"},
	{"item", "CODE", true, "物品（见 item list）", "the item (see item list)"},
	{"quantity", "N", true, "数量，按物品自己的单位（份、件……）", "how many, in the item's own unit"},
	{"site", "WORDS", true, "在哪里：驿站、转运站、路口……", "where: a station, a transfer station, a crossing …"},
	{"level", "C|R", true, "证据级别：C 发放人记录，R 汇总上报", "evidence: C the distributor's word, R a reported total"},
	{"person-times", "N", false, "多少人次（不知道就不填）", "how many person-times (leave out where not known)"},
	{"day", "DAY", false, "哪一天（缺省今天）", "which day (today)"},
	{"by", "USER", false, "从谁手里发出（缺省：工会库存）", "out of whose custody (the union's stock)"},
	{"words", "WORDS", false, "说明", "in words"},
	{"id", "UUID", false, "自定编号：同一编号同一内容再次提交不会重复", "an id of your own: the same again changes nothing"}, END};
static const struct cli_option import_options[] = {
	{"cycle", "CODE", true, "哪次活动", "which cycle"},
	{"rejects", "FILE.xlsx", false, "退回的行写到这个文件", "where rejected rows go"}, END};
static const struct cli_option list_options[] = {
	{"cycle", "CODE", true, "哪次活动", "which cycle"},
	{"org", "CODE", false, "只看这个工会及下级的", "of this union and those below it"}, END};
static const struct cli_option reverse_options[] = {
	{"why", "WORDS", true, "为什么", "why"},
	{"id", "UUID", false, "更正的自定编号", "an id of your own for the correction"}, END};

const struct cli_command cli_portion_commands[] = {
	{"portion", "add", NULL, 0, 0, add_options, CLI_WRITE, cmd_portion_add, "登记一次不记名发放（腊八粥、元宵、饮料……）", "record giving without names (porridge, dumplings, drinks …)",
	 "物品从库存或发放员手里出库入账；不占“一人一份”和上限，不计入人数，按份、按人次单独统计。照片用 attachment add --for portion:编号 附上，不提高证据级别。", "Goods leave the stock or a distributor's custody in the books; outside give-once and caps, never counted as people but in their own unit and in person-times. A picture goes with attachment add --for portion:ID and raises no level.",
	 "songnuan portion add --cycle laba-2025 --org 150802 --item laba --quantity 300 --site 解放街驿站 --level C --person-times 280 --as li"},
	{"portion", "import", "FILE", 1, 1, import_options, CLI_WRITE, cmd_portion_import, "从 CSV 或 xlsx 导入（列：id,org,day,site,item,quantity,person_times,level,by,words）", "import from CSV or xlsx (columns id,org,day,site,item,quantity,person_times,level,by,words)", NULL, NULL, NULL},
	{"portion", "list", NULL, 0, 0, list_options, CLI_READ, cmd_portion_list, "列出不记名发放", "list giving without names", NULL, NULL, NULL},
	{"portion", "reverse", "ID", 1, 1, reverse_options, CLI_WRITE, cmd_portion_reverse, "更正撤回（红字），物品退回原处", "take it back; the goods are where they were", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
