#include "care/care.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "ledger/ledger.h"
#include "report/verify.h"

#include <inttypes.h>

/* ---- names of what an account is about, read once a command ---- */

struct naming {
	struct cli *cli;
	struct table_out *table;
	struct org_tree *tree;
	struct cycle *cycles;
	size_t cycles_count;
	struct item *items;
	size_t items_count;
	struct user *users;
	size_t users_count;
};

static struct sn_err naming_load(struct cli *cli, struct naming *n)
{
	*n = (struct naming){.cli = cli};
	SN_TRY(care_cycles(&cli->ctx, &n->cycles, &n->cycles_count));
	SN_TRY(goods_items(&cli->ctx, &n->items, &n->items_count));
	SN_TRY(rights_users(&cli->ctx, &n->users, &n->users_count));
	return org_tree_load(&cli->ctx, 0, &n->tree);
}

static struct str org_code(const struct naming *n, int64_t org_no)
{
	const int32_t at = org_tree_at(n->tree, org_no);
	return at == ORG_NOWHERE ? str_of(arena_printf(n->cli->ctx.mem, "#%" PRId64, org_no))
				 : org_tree_org(n->tree, at)->code;
}

static struct str org_name(const struct naming *n, int64_t org_no)
{
	const int32_t at = org_tree_at(n->tree, org_no);
	return at == ORG_NOWHERE ? STR_NULL : org_tree_org(n->tree, at)->name;
}

static struct str cycle_code(const struct naming *n, int64_t cycle_no)
{
	for (size_t i = 0; i < n->cycles_count; i++)
		if (n->cycles[i].cycle_no == cycle_no)
			return n->cycles[i].code;
	return STR_NULL;
}

static struct str item_code(const struct naming *n, int64_t item_no)
{
	for (size_t i = 0; i < n->items_count; i++)
		if (n->items[i].item_no == item_no)
			return n->items[i].code;
	return str_of(CLI_WORDS(n->cli, "现金", "money"));
}

static struct str holder_name(const struct naming *n, struct uuid holder_id)
{
	for (size_t i = 0; i < n->users_count; i++)
		if (uuid_eq(n->users[i].user_id, holder_id))
			return n->users[i].login;
	return STR_NULL;
}

static const char *class_text(const struct naming *n, enum account_class class)
{
	const struct ledger_words *words = ledger_class_words(class);
	return n->cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(n->cli, words->zh, words->en)
						   : words->word;
}

/* ---- ledger balance, stock custody: accounts ---- */

static const struct table_out_column account_columns[] = {
	{"org", "代码", "code", TABLE_TEXT, 0},
	{"name", "工会", "union", TABLE_TEXT, 0},
	{"account", "账户", "account", TABLE_INT, 0},
	{"class", "类别", "class", TABLE_TEXT, 0},
	{"cycle", "活动", "cycle", TABLE_TEXT, 0},
	{"source", "来源", "source", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"lot", "批次", "lot", TABLE_INT, 0},
	{"holder", "保管人", "holder", TABLE_TEXT, 0},
	{"level", "证据", "level", TABLE_TEXT, 0},
	{"quantity", "数量", "quantity", TABLE_INT, 0},
	{"value_fen", "金额", "value", TABLE_MONEY, 0},
	{"held", "占用", "held", TABLE_INT, 0},
	{"held_fen", "占用金额", "held value", TABLE_MONEY, 0},
};

static struct sn_err account_row(void *self, const struct account *a)
{
	const struct naming *n = self;
	struct table_out *t = n->table;
	const struct account_key *key = &a->key;
	const char level = ledger_evidence_letter(key->level);
	table_out_text(t, org_code(n, key->org_no));
	table_out_text(t, org_name(n, key->org_no));
	table_out_int(t, a->account_no);
	table_out_text(t, str_of(class_text(n, key->class)));
	table_out_text(t, cycle_code(n, key->cycle_no));
	table_out_text(t, key->source == FUND_NONE
				  ? STR_NULL
				  : str_of(ledger_source_words(key->source)->word));
	table_out_text(t, item_code(n, key->item_no));
	if (key->lot_no == 0)
		table_out_unknown(t);
	else
		table_out_int(t, key->lot_no);
	table_out_text(t, holder_name(n, key->holder_id));
	table_out_text(t, key->level == EVIDENCE_NONE ? STR_NULL : (struct str){&level, 1});
	table_out_int(t, a->quantity);
	table_out_money(t, a->value);
	table_out_int(t, a->held_quantity);
	table_out_money(t, a->held_value);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err print_accounts(struct cli *cli, const struct account_filter *filter)
{
	struct naming n;
	SN_TRY(naming_load(cli, &n));
	struct sn_err e = cli_table(cli, account_columns,
				    sizeof account_columns / sizeof account_columns[0], &n.table);
	if (!sn_failed(e))
		e = ledger_accounts(&cli->ctx, filter, account_row, &n);
	const struct sn_err closed = table_out_close(n.table);
	org_tree_free(n.tree);
	return sn_failed(e) ? e : closed;
}

static struct sn_err filter_of(struct cli *cli, struct account_filter *filter)
{
	*filter = (struct account_filter){.class = -1};
	if (cli_has(cli, "org")) {
		struct org org;
		SN_TRY(cli_org(cli, "org", &org));
		filter->shard = org.shard;
		filter->org_no = org.org_no;
	}
	if (cli_has(cli, "cycle")) {
		struct cycle cycle;
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		filter->cycle_no = cycle.cycle_no;
	}
	return SN_SUCCESS;
}

struct sn_err cmd_ledger_balance(struct cli *cli)
{
	struct account_filter filter;
	const struct str class = cli_value(cli, "class");
	SN_TRY(filter_of(cli, &filter));
	for (int i = 0; i < ACCOUNT_CLASSES_COUNT; i++)
		if (str_is(class, ledger_class_words((enum account_class)i)->word))
			filter.class = i;
	if (!str_is_null(class) && filter.class < 0)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--class " STR_FMT, STR_ARG(class));
	return print_accounts(cli, &filter);
}

struct sn_err cmd_stock_custody(struct cli *cli)
{
	struct account_filter filter;
	SN_TRY(filter_of(cli, &filter));
	filter.class = ACCOUNT_CUSTODY;
	return print_accounts(cli, &filter);
}

/* ---- ledger statement ---- */

static const struct table_out_column statement_columns[] = {
	{"day", "日期", "day", TABLE_DAY, 0},
	{"kind", "事项", "kind", TABLE_TEXT, 0},
	{"from", "自", "from", TABLE_TEXT, 0},
	{"to", "至", "to", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"quantity", "数量", "quantity", TABLE_INT, 0},
	{"value_fen", "金额", "value", TABLE_MONEY, 0},
	{"transfer_id", "编号", "id", TABLE_TEXT, 0},
};

static struct str account_text(const struct naming *n, const struct account_key *key)
{
	return str_of(arena_printf(n->cli->ctx.mem, "%s/" STR_FMT, class_text(n, key->class),
				   STR_ARG(org_code(n, key->org_no))));
}

/* Words for people, the stable word for programs. */
static const char *transfer_text(const struct cli *cli, enum transfer_kind kind)
{
	static const char *const words[] = {
#define X(name, word, leaf) [TRANSFER_##name] = (word),
		TRANSFER_KINDS(X)
#undef X
	};
	static const char *const zh[TRANSFER_KINDS_COUNT] = {
		[TRANSFER_RECEIVE] = "收入",  [TRANSFER_ALLOT] = "下拨",
		[TRANSFER_PURCHASE] = "采购", [TRANSFER_SUPPLY] = "入库",
		[TRANSFER_CONVERT] = "组装",  [TRANSFER_ISSUE] = "领用",
		[TRANSFER_MOVE] = "调拨",     [TRANSFER_GIVEBACK] = "交回",
		[TRANSFER_HANDOVER] = "发放", [TRANSFER_RETURN] = "退回",
		[TRANSFER_LOSS] = "核销",     [TRANSFER_REVERSE] = "红字更正",
	};
	return cli->format == TABLE_FORMAT_TEXT && cli->lang == LANG_ZH ? zh[kind] : words[kind];
}

static struct sn_err statement_row(void *self, const struct transfer *t, int64_t shard)
{
	const struct naming *n = self;
	char id[UUID_TEXT_BYTES];
	(void)shard;
	uuid_text(t->transfer_id, id);
	table_out_day(n->table, t->day);
	table_out_text(n->table, str_of(transfer_text(n->cli, t->kind)));
	table_out_text(n->table, account_text(n, &t->from));
	table_out_text(n->table, account_text(n, &t->to));
	table_out_text(n->table, item_code(n, t->to.item_no));
	table_out_int(n->table, t->quantity);
	table_out_money(n->table, t->value);
	table_out_text(n->table, str_of(id));
	table_out_row_end(n->table);
	return SN_SUCCESS;
}

struct sn_err cmd_ledger_statement(struct cli *cli)
{
	struct statement_filter filter = {0};
	struct org org;
	struct naming n;
	SN_TRY(cli_org(cli, "org", &org));
	filter.shard = org.shard;
	SN_TRY(cli_int(cli, "account", &filter.account_no));
	SN_TRY(cli_day(cli, "from", &filter.from_day));
	SN_TRY(cli_day(cli, "until", &filter.until_day));
	SN_TRY(naming_load(cli, &n));
	struct sn_err e =
		cli_table(cli, statement_columns,
			  sizeof statement_columns / sizeof statement_columns[0], &n.table);
	if (!sn_failed(e))
		e = ledger_statement(&cli->ctx, &filter, statement_row, &n);
	const struct sn_err closed = table_out_close(n.table);
	org_tree_free(n.tree);
	return sn_failed(e) ? e : closed;
}

/* ---- ledger trial ---- */

static const struct table_out_column trial_columns[] = {
	{"shard", "分片", "shard", TABLE_TEXT, 0},
	{"class", "类别", "class", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"quantity", "数量", "quantity", TABLE_INT, 0},
	{"value_fen", "金额", "value", TABLE_MONEY, 0},
};

static struct sn_err print_trial(struct cli *cli, const struct naming *n,
				 const struct trial_row *rows, size_t count)
{
	struct table_out *t = NULL;
	SN_TRY(cli_table(cli, trial_columns, sizeof trial_columns / sizeof trial_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		table_out_text(t, rows[i].shard == 0 ? STR("*") : org_code(n, rows[i].shard));
		table_out_text(t, str_of(class_text(n, rows[i].class)));
		table_out_text(t, item_code(n, rows[i].item_no));
		table_out_int(t, rows[i].quantity);
		table_out_money(t, rows[i].value);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* One row a class and item over all shards (shard 0), in place. */
static struct sn_err sum_shards(struct trial_row *rows, size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		size_t at = 0;
		while (at < kept &&
		       (rows[at].class != rows[i].class || rows[at].item_no != rows[i].item_no))
			at++;
		if (at == kept) {
			rows[kept] = rows[i];
			rows[kept++].shard = 0;
			continue;
		}
		if (__builtin_add_overflow(rows[at].quantity, rows[i].quantity,
					   &rows[at].quantity) ||
		    !money_add(&rows[at].value, rows[at].value, rows[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "amount");
	}
	*count = kept;
	return SN_SUCCESS;
}

struct sn_err cmd_ledger_trial(struct cli *cli)
{
	struct naming n;
	struct trial_row *rows = NULL;
	size_t count = 0;
	bool balanced = false;
	SN_TRY(naming_load(cli, &n));
	struct sn_err e = ledger_trial(&cli->ctx, &rows, &count, &balanced);
	if (!sn_failed(e) && cli_has(cli, "sum"))
		e = sum_shards(rows, &count);
	if (!sn_failed(e))
		e = print_trial(cli, &n, rows, count);
	org_tree_free(n.tree);
	SN_TRY(e);
	if (cli->format == TABLE_FORMAT_TEXT && balanced)
		(void)fprintf(cli->out, "\n%s\n",
			      CLI_WORDS(cli, "试算平衡：每个分片的金额与每种物品的数量合计都是零",
					"balanced: every shard's value and every item's quantity "
					"sum to zero"));
	return balanced ? SN_SUCCESS : SN_FAIL(NOT_BALANCED);
}

/* ---- verify ---- */

struct verifying {
	struct cli *cli;
	struct table_out *table;
	int64_t count;
	struct sn_err failed; /* the table could not be opened */
};

static const struct table_out_column finding_columns[] = {
	{"what", "项目", "what", TABLE_TEXT, 0},        {"shard", "分片", "shard", TABLE_INT, 0},
	{"account", "账户", "account", TABLE_INT, 0},   {"id", "编号", "id", TABLE_TEXT, 0},
	{"expected", "应为", "expected", TABLE_INT, 0}, {"found", "实为", "found", TABLE_INT, 0},
	{"row", "数据行", "row", TABLE_TEXT, 0},
};

/* For people there is a table only where there is something in it. */
static struct sn_err open_findings(struct verifying *v)
{
	return v->table ? SN_SUCCESS
			: cli_table(v->cli, finding_columns,
				    sizeof finding_columns / sizeof finding_columns[0], &v->table);
}

static void finding_row(void *self, const struct ledger_finding *f)
{
	struct verifying *v = self;
	char id[UUID_TEXT_BYTES];
	uuid_text(f->id, id);
	v->count++;
	v->failed = open_findings(v);
	if (sn_failed(v->failed))
		return;
	table_out_text(v->table, str_of(f->what));
	table_out_int(v->table, f->shard);
	table_out_int(v->table, f->account_no);
	table_out_text(v->table, uuid_is_null(f->id) ? STR_NULL : str_of(id));
	table_out_int(v->table, f->expected);
	table_out_int(v->table, f->found);
	table_out_text(v->table, f->row ? str_of(f->row) : STR_NULL);
	table_out_row_end(v->table);
}

struct sn_err cmd_verify_with(struct cli *cli, int64_t *leaves, int64_t *findings)
{
	struct verifying v = {.cli = cli};
	if (cli->format != TABLE_FORMAT_TEXT)
		SN_TRY(open_findings(&v));
	const struct sn_err e = verify_all(
		&cli->ctx, &(const struct verify_watch){.each = finding_row, .self = &v}, leaves);
	const struct sn_err closed = v.table ? table_out_close(v.table) : SN_SUCCESS;
	*findings = v.count;
	SN_TRY(e);
	return sn_failed(v.failed) ? v.failed : closed;
}

struct sn_err cmd_verify(struct cli *cli)
{
	int64_t leaves = 0, findings = 0;
	if (cli->operands_count == 1 && !str_is(cli->operands[0], "db"))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "verify " STR_FMT,
					STR_ARG(cli->operands[0]));
	SN_TRY(cmd_verify_with(cli, &leaves, &findings));
	if (findings > 0)
		return SN_FAIL(VERIFY_FOUND, .arg = {findings});
	if (cli->format == TABLE_FORMAT_TEXT)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli,
					"核对无误：%" PRId64
					" 条存证、全部余额、占用、上限和覆盖数都与流水一致\n",
					"ok: %" PRId64 " leaves, all balances, holds, caps and "
					"coverage agree with the transfers\n"),
			      leaves);
	return SN_SUCCESS;
}
