#include "cli/cmd.h"
#include "report/reorg.h"
#include "rights/permission.h"

#include <inttypes.h>

/* ---- org import ---- */

struct skipped {
	struct cli *cli;
	int64_t count;
};

static void say_skipped(void *self, struct sn_err why)
{
	struct skipped *s = self;
	char words[512];
	sn_err_words(why, s->cli->lang, words, sizeof words);
	s->count++;
	(void)fprintf(stderr,
		      CLI_WORDS(s->cli, "  第 %" PRId64 " 行：%s（%s）\n",
				"  row %" PRId64 ": %s (%s)\n"),
		      why.row, words, sn_reason_word(why.reason));
}

struct sn_err cmd_org_import(struct cli *cli)
{
	struct org_import_result result;
	struct skipped skipped = {.cli = cli};
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_ADMIN, 0));
	SN_TRY(org_import(&cli->ctx, cli->operands[0], say_skipped, &skipped, &result));
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", result.read},
							{"新增", "added", result.added},
							{"未变", "unchanged", result.unchanged},
							{"未收", "skipped", result.skipped},
							{NULL, NULL, 0}});
	return skipped.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {skipped.count}) : SN_SUCCESS;
}

/* ---- org show ---- */

static const struct table_out_column columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "工会", "union", TABLE_TEXT, 0},
	{"kind", "类型", "kind", TABLE_TEXT, 0},
	{"level", "级", "level", TABLE_INT, 0},
	{"division", "行政区划", "division", TABLE_TEXT, 0},
	{"confirmed", "名称已确认", "name confirmed", TABLE_BOOL, 0},
	{"below", "下级数", "unions below", TABLE_INT, 0},
};

static void show_row(struct cli *cli, struct table_out *t, const struct org_tree *tree, int32_t top,
		     int32_t at)
{
	const struct org *org = org_tree_org(tree, at);
	const int indent = cli->format == TABLE_FORMAT_TEXT
				   ? 2 * (org_tree_depth(tree, at) - org_tree_depth(tree, top))
				   : 0;
	const struct org_words *kind = org_kind_words(org->kind);
	table_out_text(t, org->code);
	table_out_text(t, str_of(arena_printf(cli->ctx.mem, "%*s" STR_FMT, indent, "",
					      STR_ARG(org->name))));
	table_out_text(t,
		       str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, kind->zh, kind->en)
							       : kind->word));
	table_out_int(t, org->level);
	table_out_text(t, org->division);
	table_out_bool(t, org->name_confirmed);
	table_out_int(t, org_tree_end(tree, at) - at - 1);
	table_out_row_end(t);
}

static struct sn_err show(struct cli *cli, const struct org_tree *tree, int32_t top)
{
	struct table_out *t = NULL;
	int64_t depth = 1;
	const int32_t end = top == ORG_NOWHERE ? org_tree_count(tree) : org_tree_end(tree, top);
	SN_TRY(cli_int(cli, "depth", &depth));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	top = top == ORG_NOWHERE ? 0 : top;
	for (int32_t at = top; at < end; at++)
		if (org_tree_depth(tree, at) - org_tree_depth(tree, top) <= depth)
			show_row(cli, t, tree, top, at);
	return table_out_close(t);
}

struct sn_err cmd_org_show(struct cli *cli)
{
	struct org_tree *tree = NULL;
	int32_t day = 0, top = ORG_NOWHERE;
	struct org org = {.org_no = 0};
	SN_TRY(cli_day(cli, "day", &day));
	if (cli->operands_count > 0)
		SN_TRY(org_find(&cli->ctx, cli->operands[0], day, &org));
	SN_TRY(org_tree_load(&cli->ctx, day, &tree));
	if (cli->operands_count > 0)
		top = org_tree_at(tree, org.org_no);
	const struct sn_err e = cli->operands_count > 0 && top == ORG_NOWHERE
					? SN_FAIL(NOT_IN_TREE, .field = "org")
					: show(cli, tree, top);
	org_tree_free(tree);
	return e;
}

/* ---- changes of the tree ---- */

struct change {
	struct org org, other;
	struct str text, name;
	const struct str *children;
	size_t children_count;
	int32_t day;
	struct sn_err (*apply)(struct ctx *c, const struct change *change);
};

static struct sn_err change_work(struct ctx *c, void *arg)
{
	const struct change *change = arg;
	return change->apply(c, change);
}

/* Each act asks for its right in its work, as the API does: the permission to change the tree (permission.h). */
static struct sn_err apply(struct cli *cli, struct change *change)
{
	SN_TRY(org_find(&cli->ctx, cli->operands[0], 0, &change->org));
	change->day = day_of(now_us(&cli->ctx));
	SN_TRY(cli_day(cli, "day", &change->day));
	SN_TRY(store_write(&cli->ctx, change_work, change));
	(void)fprintf(cli->out, "%s\n", CLI_WORDS(cli, "已记录", "recorded"));
	return SN_SUCCESS;
}

static struct sn_err apply_move(struct ctx *c, const struct change *x)
{
	return reorg_do(c, &(const struct reorg){.kind = REORG_MOVE,
						 .org_no = x->org.org_no,
						 .other_no = x->other.org_no,
						 .day = x->day});
}
static struct sn_err apply_merge(struct ctx *c, const struct change *x)
{
	return reorg_do(c, &(const struct reorg){.kind = REORG_MERGE,
						 .org_no = x->org.org_no,
						 .other_no = x->other.org_no,
						 .day = x->day});
}
static struct sn_err apply_rename(struct ctx *c, const struct change *x)
{
	SN_TRY(rights_may(c, PERMISSION_ORG_WRITE, x->org.org_no));
	return org_rename(c, x->org.org_no, x->text, x->day);
}
static struct sn_err apply_alias(struct ctx *c, const struct change *x)
{
	SN_TRY(rights_may(c, PERMISSION_ORG_WRITE, x->org.org_no));
	return org_add_alias(c, x->org.org_no, x->text);
}

struct sn_err cmd_org_move(struct cli *cli)
{
	struct change change = {.apply = apply_move};
	SN_TRY(cli_org(cli, "to", &change.other));
	return apply(cli, &change);
}

struct sn_err cmd_org_merge(struct cli *cli)
{
	struct change change = {.apply = apply_merge};
	SN_TRY(cli_org(cli, "into", &change.other));
	return apply(cli, &change);
}

struct sn_err cmd_org_rename(struct cli *cli)
{
	return apply(cli, &(struct change){.apply = apply_rename, .text = cli->operands[1]});
}

struct sn_err cmd_org_alias(struct cli *cli)
{
	return apply(cli, &(struct change){.apply = apply_alias, .text = cli->operands[1]});
}

enum { SPLIT_CHILDREN_MAX = 200 };

static struct sn_err apply_split(struct ctx *c, const struct change *x)
{
	int64_t *children = ARENA_ARRAY(c->mem, int64_t, x->children_count + 1);
	struct org child, made;
	SN_TRY(rights_may(c, PERMISSION_ORG_WRITE, x->org.parent_no));
	if (!children)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->children_count; i++) {
		SN_TRY(org_find(c, x->children[i], x->day, &child));
		children[i] = child.org_no;
	}
	const struct org_new what = {.code = x->text,
				     .name = x->name,
				     .kind = x->org.kind,
				     .level = x->org.level,
				     .official_order = x->org.official_order,
				     .name_confirmed = true,
				     .from_day = x->day};
	return org_split(c,
			 &(struct org_split){.from_no = x->org.org_no,
					     .what = &what,
					     .children = children,
					     .children_count = x->children_count,
					     .day = x->day},
			 &made);
}

struct sn_err cmd_org_split(struct cli *cli)
{
	struct str rest = cli_value(cli, "children"), part;
	struct str *children = ARENA_ARRAY(cli->ctx.mem, struct str, SPLIT_CHILDREN_MAX);
	struct change change = {.apply = apply_split,
				.text = cli_value(cli, "code"),
				.name = cli_value(cli, "name")};
	if (!children)
		return SN_FAIL(OUT_OF_MEMORY);
	while (str_split(&rest, ',', &part)) {
		if (change.children_count == SPLIT_CHILDREN_MAX)
			return SN_FAIL(TOO_LONG, .field = "children", .arg = {SPLIT_CHILDREN_MAX});
		children[change.children_count++] = part;
	}
	change.children = children;
	return apply(cli, &change);
}
