/* Bank cards: one by one, as a list, removed, and listed: always masked. */
#include "base/name.h"
#include "base/text.h"
#include "care/listed.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* ---- card set, remove, show ---- */

struct setting {
	struct card_new what;
	struct card_set out;
	struct person person;
};
static struct sn_err set_work(struct ctx *c, void *arg)
{
	struct setting *s = arg;
	SN_TRY(card_set(c, &s->what, 1, &s->out));
	return s->out.why;
}
static struct sn_err remove_work(struct ctx *c, void *arg)
{
	const struct setting *s = arg;
	return card_remove(c, &s->person);
}

static const char *fate_words(const struct cli *cli, enum card_fate fate)
{
	if (fate == CARD_UNCHANGED)
		return CLI_WORDS(cli, "未变", "unchanged");
	return fate == CARD_CHANGED ? CLI_WORDS(cli, "已换卡", "changed")
				    : CLI_WORDS(cli, "已登记", "set");
}

static void say_shared(const struct cli *cli)
{
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "  提示：另有人也用这个卡号（songnuan card list --shared）",
				"  note: another person has this number too (songnuan card list "
				"--shared)"));
}

static struct sn_err cmd_card_set(struct cli *cli)
{
	struct setting s = {.what = {.bank = cli_value(cli, "bank")}};
	char name[NAME_MASK_BYTES], mask[CARD_MASK_BYTES];
	SN_TRY(cmd_person(cli, cli->operands[0], &s.person));
	SN_TRY(card_number_parse(&s.what.number,
				 (struct cell){CELL_TEXT, cli_value(cli, "number")}));
	SN_TRY(handover_relation_parse(&s.what.relation, cli_value(cli, "relation")));
	if (cli_has(cli, "holder"))
		SN_TRY(name_parse(cli->ctx.mem, cli_value(cli, "holder"), &s.what.holder));
	if (str_eq(s.what.holder, s.person.name) && s.what.relation == HANDOVER_BY_SELF)
		s.what.holder = STR_NULL;
	s.what.who = (struct person_ref){s.person.shard, s.person.person_id};
	s.what.org_no = s.person.org_no;
	SN_TRY(store_write(&cli->ctx, set_work, &s));
	name_mask(s.person.name, name);
	card_number_mask(card_number_last4(&s.what.number), mask);
	(void)fprintf(cli->out, "%s %s%s%s\n", name, mask, CLI_WORDS(cli, "：", ": "),
		      fate_words(cli, s.out.fate));
	if (s.out.shared)
		say_shared(cli);
	return SN_SUCCESS;
}

static struct sn_err cmd_card_remove(struct cli *cli)
{
	struct setting s = {.what = {.org_no = 0}};
	char name[NAME_MASK_BYTES];
	SN_TRY(cmd_person(cli, cli->operands[0], &s.person));
	SN_TRY(store_write(&cli->ctx, remove_work, &s));
	name_mask(s.person.name, name);
	(void)fprintf(cli->out, "%s%s\n", name,
		      CLI_WORDS(cli, "：已不再登记银行卡", ": no bank card any more"));
	return SN_SUCCESS;
}

/* ---- lists ---- */

static const struct table_out_column list_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"person", "人员编号", "person", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"card", "卡号", "card", TABLE_TEXT, 0},
	{"bank", "开户行", "bank", TABLE_TEXT, 0},
	{"holder", "户主", "holder", TABLE_TEXT, 0},
	{"people", "用此卡的人数", "people of this card", TABLE_INT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
};

struct listing {
	struct cli *cli;
	struct table_out *table;
	const struct org_tree *tree;
	int64_t rows;
};

static struct str relation_text(const struct cli *cli, enum handover_relation relation)
{
	static const char *const words[][3] = {
#define X(name, word, zh, en) {word, zh, en},
		HANDOVER_RELATIONS(X)
#undef X
	};
	if (relation >= HANDOVER_RELATIONS_COUNT)
		return STR_NULL;
	if (cli->format != TABLE_FORMAT_TEXT)
		return str_of(relation == HANDOVER_BY_SELF ? "self" : words[relation][0]);
	return str_of(CLI_WORDS(cli, words[relation][1], words[relation][2]));
}

static struct str org_code(const struct org_tree *tree, int64_t org_no)
{
	const int32_t at = org_tree_at(tree, org_no);
	return at == ORG_NOWHERE ? STR_NULL : org_tree_org(tree, at)->code;
}

static struct sn_err list_row(void *self, const struct card_row *row)
{
	struct listing *l = self;
	char id[UUID_TEXT_BYTES], name[NAME_MASK_BYTES], mask[CARD_MASK_BYTES];
	const char *bad = l->cli->format != TABLE_FORMAT_TEXT
				  ? "bounced"
				  : CLI_WORDS(l->cli, "银行曾退回", "the bank sent it back");
	const char *good =
		l->cli->format != TABLE_FORMAT_TEXT ? "good" : CLI_WORDS(l->cli, "可用", "good");
	uuid_text(row->card.who.person_id, id);
	name_mask(row->name, name);
	card_number_mask(row->card.last4, mask);
	table_out_text(l->table, org_code(l->tree, row->org_no));
	table_out_text(l->table, str_of(id));
	table_out_text(l->table, str_of(name));
	table_out_text(l->table, str_of(mask));
	table_out_text(l->table, row->card.bank);
	table_out_text(l->table, relation_text(l->cli, row->card.relation));
	table_out_int(l->table, row->people);
	table_out_text(l->table, str_of(row->card.bad ? bad : good));
	table_out_row_end(l->table);
	l->rows++;
	return SN_SUCCESS;
}

static struct sn_err cmd_card_list(struct cli *cli)
{
	struct card_filter filter = {.shared_only = cli_has(cli, "shared")};
	struct listing l = {.cli = cli};
	struct org_tree *tree = NULL;
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	filter.org_path = org.path;
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	l.tree = tree;
	struct sn_err e = cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0],
				    &l.table);
	if (!sn_failed(e)) {
		e = card_list(&cli->ctx, &filter, list_row, &l);
		const struct sn_err closed = table_out_close(l.table);
		e = sn_failed(e) ? e : closed;
	}
	org_tree_free(tree);
	if (l.rows == CARD_LIST_MAX)
		(void)fprintf(
			stderr, "%s\n",
			CLI_WORDS(cli, "（只列出前面的；请按下级工会分别列出）",
				  "(only the first are listed; list the unions below one by one)"));
	return e;
}

/* A person's card, as it is shown in the list. */
static struct sn_err cmd_card_show(struct cli *cli)
{
	struct listing l = {.cli = cli};
	struct org_tree *tree = NULL;
	struct person person;
	struct card_row row = {.people = 1};
	SN_TRY(cmd_person(cli, cli->operands[0], &person));
	const struct person_ref who = {person.shard, person.person_id};
	SN_TRY(card_current(&cli->ctx, &who, 1, &row.card));
	if (uuid_is_null(row.card.card_id))
		return SN_FAIL(NO_CARD);
	SN_TRY(card_people(&cli->ctx, &row.card, &row.people));
	row.org_no = person.org_no;
	row.name = person.name;
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	l.tree = tree;
	struct sn_err e = cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0],
				    &l.table);
	if (!sn_failed(e)) {
		e = list_row(&l, &row);
		const struct sn_err closed = table_out_close(l.table);
		e = sn_failed(e) ? e : closed;
	}
	org_tree_free(tree);
	return e;
}

/* ---- card import ---- */

static struct sn_err print_import(struct cli *cli, const struct list_result *x)
{
	const struct people_import_result *r = &x->rows;
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", r->read);
		json_out_int(&o, "taken", r->taken);
		json_out_int(&o, "changed", r->changed);
		json_out_int(&o, "unchanged", r->unchanged);
		json_out_int(&o, "shared", x->noted);
		json_out_int(&o, "without_card", x->empty);
		json_out_int(&o, "rejected", r->rejected);
		json_out_int(&o, "totals", r->totals_rows);
		json_out_end(&o);
		cmd_json_rejects(cli, &o, r->rejects, r->rejects_count);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", r->read},
							{"新登记", "set", r->taken},
							{"换卡", "changed", r->changed},
							{"未变", "unchanged", r->unchanged},
							{"没写卡号", "without a card", x->empty},
							{"退回", "rejected", r->rejected},
							{"合计行", "totals rows", r->totals_rows},
							{NULL, NULL, 0}});
	if (x->noted > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli,
					"  提示：%" PRId64
					" 人的卡号另有人也在用（songnuan card list --shared）\n",
					"  note: %" PRId64 " people's cards are another's too "
					"(songnuan card list --shared)\n"),
			      x->noted);
	cmd_text_rejects(cli, r->rejects, r->rejects_count);
	return SN_SUCCESS;
}

static struct sn_err cmd_card_import(struct cli *cli)
{
	struct listed_cards of = {.org_no = 0};
	struct list_result result;
	const struct list_kind kind = listed_cards(&of);
	SN_TRY(cmd_list_read(cli, &kind, &result));
	SN_TRY(print_import(cli, &result));
	return result.rows.rejected > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {result.rows.rejected})
					: SN_SUCCESS;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option set_options[] = {
	{"number", "DIGITS", true, "卡号、存折号或其他账号", "the number of the card, passbook or other account"},
	{"bank", "NAME", false, "开户行", "where it was opened"},
	{"holder", "NAME", false, "户名（缺省：本人）", "in whose name it is (the person's)"},
	{"relation", "WORD", false, "户名不是本人时：与本人的关系，如 spouse（配偶）、child（子女）", "where it is another's: spouse, parent, child, sibling, relative, other"}, END};
static const struct cli_option import_options[] = {
	{"rejects", "OUT.xlsx", false, "把退回的行写到这个文件", "hand rejected rows back in this file"}, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", true, "这个工会及下级的", "of this union and those below it"},
	{"shared", NULL, false, "只看几个人共用的卡（请核实）", "only cards that several people share (look into them)"}, END};

const struct cli_command cli_card_commands[] = {
	{"card", "set", "PERSON", 1, 1, set_options, CLI_WRITE, cmd_card_set, "登记或更换一个人的银行卡", "set a person's bank card, or another one",
	 "卡号加密保存，各处只显示末四位。62 开头的 16、19 位银联卡核对校验位；存折和其他账号不核对。银行退回过的卡，更正后（或核实无误后原号）再登记一次才会再用。", "The number is kept encrypted; only its last four are ever shown. UnionPay cards (62…, 16 or 19 digits) have their check digit checked, passbooks and other accounts do not. A card that the bank sent back is used again once it was set anew, the same number too.",
	 "songnuan card set 0192f0c0-… --number '6222 …' --bank 示例银行 --as li"},
	{"card", "import", "FILE", 1, 1, import_options, CLI_WRITE, cmd_card_import, "导入一份银行卡名单", "import a list of bank cards",
	 "列：身份证号、银行卡号（卡号、账号……），可有姓名（用来核对错行）、开户行、户名、关系。没写卡号的行不改动原来的卡。", "Columns: ID number, card number, and if there are any: name (to notice shifted rows), bank, holder, relation. A row without a card leaves the one there is.",
	 "songnuan card import 工资卡.xlsx --rejects 退回.xlsx --as li"},
	{"card", "show", "PERSON", 1, 1, NULL, CLI_READ, cmd_card_show, "显示一个人的银行卡（只显示末四位）", "show a person's bank card (the last four alone)", NULL, NULL, NULL},
	{"card", "remove", "PERSON", 1, 1, NULL, CLI_WRITE, cmd_card_remove, "删去一个人的银行卡", "a person has no bank card any more", NULL, NULL, NULL},
	{"card", "list", NULL, 0, 0, list_options, CLI_READ, cmd_card_list, "列出银行卡（只显示末四位）", "list bank cards (the last four alone)", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
