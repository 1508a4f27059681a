/* Posts handed over by a signed list 岗位交接: drawn up, read, signed by three, made void. */
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "report/post.h"
#include "rights/audit.h"

#include <inttypes.h>

static const struct org_words part_words[POST_PARTS_COUNT] = {
	[POST_PART_GIVER] = {"giver", "移交人", "gives"},
	[POST_PART_RECEIVER] = {"receiver", "接收人", "takes"},
	[POST_PART_WITNESS] = {"witness", "监交人", "witnesses"}};
static const struct org_words state_words[] = {[POST_OPEN] = {"open", "办理中", "open"},
					       [POST_DONE] = {"done", "已交接", "done"},
					       [POST_VOID] = {"void", "已作废", "void"}};

static const char *said(const struct cli *cli, const struct org_words *words)
{
	return cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, words->zh, words->en)
						: words->word;
}
static struct str login_of(struct cli *cli, struct uuid user_id)
{
	struct user user;
	if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(&cli->ctx, user_id, &user)))
		return STR_NULL;
	return user.login;
}
static struct str code_of(struct cli *cli, int64_t org_no)
{
	struct org org;
	return sn_failed(org_by_no(&cli->ctx, org_no, 0, &org)) ? STR_NULL : org.code;
}
static void at(struct table_out *t, int64_t at_us)
{
	if (at_us == 0)
		table_out_unknown(t);
	else
		table_out_time(t, at_us);
}

/* ---- post hand-over, sign, void: each step is in the trail, in its own commit ---- */

struct acting {
	struct post_new what;
	struct uuid id;
	struct str why;
	struct post_paper out;
	struct sn_err (*step)(struct ctx *c, struct acting *a);
};
static struct sn_err act_work(struct ctx *c, void *arg)
{
	struct acting *a = arg;
	char id[UUID_TEXT_BYTES];
	SN_TRY(a->step(c, a));
	uuid_text(a->out.paper_id, id);
	return audit_write(c, &(const struct audit_entry){.act = AUDIT_USER,
							  .org_no = a->out.org_no,
							  .object_kind = STR("handover"),
							  .object_id = str_of(id)});
}
static struct sn_err draw_up(struct ctx *c, struct acting *a)
{
	return post_draw_up(c, &a->what, &a->out);
}
static struct sn_err sign(struct ctx *c, struct acting *a)
{
	return post_sign(c, a->id, &a->out);
}
static struct sn_err make_void(struct ctx *c, struct acting *a)
{
	return post_void(c, a->id, a->why, &a->out);
}

static struct sn_err act(struct cli *cli, struct acting *a)
{
	char id[UUID_TEXT_BYTES];
	SN_TRY(store_write(&cli->ctx, act_work, a));
	const enum post_state state = post_state_of(&a->out);
	uuid_text(a->out.paper_id, id);
	if (cli->format == TABLE_FORMAT_JSON)
		(void)fprintf(cli->out, "{\"id\":\"%s\",\"state\":\"%s\"}\n", id,
			      post_state_word(state));
	else
		(void)fprintf(cli->out, "%s %s\n", id, said(cli, &state_words[state]));
	return SN_SUCCESS;
}

static struct sn_err user_value(struct cli *cli, const char *option, struct uuid *out)
{
	struct user user;
	if (!cli_has(cli, option))
		return SN_SUCCESS;
	struct sn_err e = cli_user(cli, cli_value(cli, option), &user);
	if (sn_failed(e))
		e.field = option;
	else
		*out = user.user_id;
	return e;
}

static struct sn_err cmd_post_hand_over(struct cli *cli)
{
	struct acting a = {.step = draw_up,
			   .what = {.who = {[POST_PART_GIVER] = cli->ctx.actor_id},
				    .reason = cli_value(cli, "reason")}};
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	a.what.org_no = org.org_no;
	for (size_t i = 0; i < POST_PARTS_COUNT; i++)
		SN_TRY(user_value(cli, part_words[i].word, &a.what.who[i]));
	return act(cli, &a);
}
static struct sn_err cmd_post_sign(struct cli *cli)
{
	struct acting a = {.step = sign};
	SN_TRY(uuid_parse(&a.id, cli->operands[0], "post"));
	return act(cli, &a);
}
static struct sn_err cmd_post_void(struct cli *cli)
{
	struct acting a = {.step = make_void, .why = cli_value(cli, "reason")};
	SN_TRY(uuid_parse(&a.id, cli->operands[0], "post"));
	return act(cli, &a);
}

/* ---- post list ---- */

static const struct table_out_column list_columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"giver", "移交人", "gives", TABLE_TEXT, 0},
	{"receiver", "接收人", "takes", TABLE_TEXT, 0},
	{"witness", "监交人", "witnesses", TABLE_TEXT, 0},
	{"my_turn", "等我签字", "I may sign as", TABLE_TEXT, 0},
	{"made", "拟单时间", "drawn up", TABLE_TIME, 0},
	{"done", "交接完毕", "done", TABLE_TIME, 0},
};

static void list_row(struct cli *cli, struct table_out *t, const struct post_paper *p)
{
	const enum post_part turn = post_turn(p, cli->ctx.actor_id);
	char id[UUID_TEXT_BYTES];
	uuid_text(p->paper_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t, code_of(cli, p->org_no));
	table_out_text(t, str_of(said(cli, &state_words[post_state_of(p)])));
	for (size_t i = 0; i < POST_PARTS_COUNT; i++)
		table_out_text(t, login_of(cli, p->who[i]));
	table_out_text(t,
		       turn == POST_PARTS_COUNT ? STR_NULL : str_of(said(cli, &part_words[turn])));
	at(t, p->made_at_us);
	at(t, p->done_at_us);
	table_out_row_end(t);
}

enum { PAGE_ROWS = 200 };

static struct sn_err list_rows(struct cli *cli, const struct org *org, struct table_out *t)
{
	struct post_page page = {.rows_max = PAGE_ROWS};
	for (size_t count = PAGE_ROWS; count == PAGE_ROWS;) {
		struct post_paper *papers = NULL;
		SN_TRY(post_list(&cli->ctx, org, &page, &papers, &count));
		for (size_t i = 0; i < count; i++)
			list_row(cli, t, &papers[i]);
		if (count > 0) {
			page.before_us = papers[count - 1].made_at_us;
			page.before_id = papers[count - 1].paper_id;
		}
	}
	return SN_SUCCESS;
}

static struct sn_err cmd_post_list(struct cli *cli)
{
	struct table_out *t = NULL;
	struct org org;
	const bool one = cli_has(cli, "org");
	if (one)
		SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(cli_table(cli, list_columns, sizeof list_columns / sizeof *list_columns, &t));
	const struct sn_err e = list_rows(cli, one ? &org : NULL, t);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- post show: the list that is handed over ---- */

static const struct table_out_column item_columns[] = {
	{"kind", "类别", "kind", TABLE_TEXT, 0},
	{"words", "内容", "what it is", TABLE_TEXT, 0},
	{"object", "编号或代码", "id or code", TABLE_TEXT, 0},
	{"quantity", "数量", "how many", TABLE_INT, 0},
	{"value_fen", "金额（元）", "value (yuan)", TABLE_MONEY, 0},
};

/* What the three sign, above their list; for people only. */
static struct sn_err print_head(struct cli *cli, const struct post_paper *p)
{
	struct rights_grant *roles = NULL;
	size_t count = 0;
	SN_TRY(post_roles(&cli->ctx, p, &roles, &count));
	(void)fprintf(cli->out, "%s  " STR_FMT "\n", said(cli, &state_words[post_state_of(p)]),
		      STR_ARG(code_of(cli, p->org_no)));
	for (size_t i = 0; i < POST_PARTS_COUNT; i++)
		(void)fprintf(cli->out, "%s  " STR_FMT "  %s\n", said(cli, &part_words[i]),
			      STR_ARG(login_of(cli, p->who[i])),
			      p->signed_us[i] != 0 ? CLI_WORDS(cli, "已签", "signed")
						   : CLI_WORDS(cli, "未签", "not signed yet"));
	for (size_t i = 0; i < count; i++) {
		const struct org_words *role = rights_role_words(roles[i].role);
		(void)fprintf(cli->out, "%s  %s\n", CLI_WORDS(cli, "岗位", "role"),
			      CLI_WORDS(cli, role->zh, role->en));
	}
	if (p->reason.bytes > 0)
		(void)fprintf(cli->out, "%s  " STR_FMT "\n",
			      CLI_WORDS(cli, "移交人不能签字", "the giver cannot sign"),
			      STR_ARG(p->reason));
	if (p->void_why.bytes > 0)
		(void)fprintf(cli->out, "%s  " STR_FMT "\n",
			      CLI_WORDS(cli, "作废原因", "void because"), STR_ARG(p->void_why));
	return SN_SUCCESS;
}

static void item_row(struct cli *cli, struct table_out *t, const struct post_item *item)
{
	table_out_text(t, str_of(said(cli, post_item_words(item->kind))));
	table_out_text(t, item->words);
	table_out_text(t, item->object_id);
	if (item->quantity < 0)
		table_out_unknown(t);
	else
		table_out_int(t, item->quantity);
	if (item->has_value)
		table_out_money(t, item->value);
	else
		table_out_unknown(t);
	table_out_row_end(t);
}

static struct sn_err cmd_post_show(struct cli *cli)
{
	struct post_item *items = NULL;
	struct table_out *t = NULL;
	struct post_paper p;
	struct uuid id;
	size_t count = 0;
	SN_TRY(uuid_parse(&id, cli->operands[0], "post"));
	SN_TRY(post_read(&cli->ctx, id, &p));
	SN_TRY(post_items(&cli->ctx, &p, &items, &count));
	if (cli->format == TABLE_FORMAT_TEXT)
		SN_TRY(print_head(cli, &p));
	SN_TRY(cli_table(cli, item_columns, sizeof item_columns / sizeof *item_columns, &t));
	for (size_t i = 0; i < count; i++)
		item_row(cli, t, &items[i]);
	return table_out_close(t);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option list_options[] = {
	{"org", "CODE", false, "这个工会及其下级的（缺省：与本人有关的）", "of this union and below (those that name oneself)"}, END};
static const struct cli_option hand_over_options[] = {
	{"org", "CODE", true, "哪个工会的岗位", "a post at which union"},
	{"receiver", "USER", true, "接收人", "who takes"},
	{"witness", "USER", true, "监交人：本工会或上级的审核、批准、经审、上级监督", "who witnesses: a checker, approver, auditor or supervisor of the union or above"},
	{"giver", "USER", false, "移交人（缺省：本人）", "who gives (oneself)"},
	{"reason", "WORDS", false, "移交人不能签字时：原因（由上级批准人或安全管理员代签）", "where the giver cannot sign: why"}, END};
static const struct cli_option void_options[] = {
	{"reason", "WORDS", true, "原因", "why"}, END};

const struct cli_command cli_post_commands[] = {
	{"post", "hand-over", NULL, 0, 0, hand_over_options, CLI_WRITE, cmd_post_hand_over, "拟岗位交接单：列出移交人在这个工会手里的全部事项", "draw up the handover of a post: everything that the giver has in hand at the union",
	 "三方各签一次，先后不限；签齐时岗位即转给接收人。清单是拟单那一刻的，过时了就作废重拟。", "Each of the three signs once, in whatever order; with the third signature the roles pass to the receiver. The list is of the moment it was drawn up: void it and draw up another where it is out of date.",
	 "songnuan post hand-over --org 150302 --receiver wang --witness zhao --as li"},
	{"post", "list", NULL, 0, 0, list_options, CLI_READ, cmd_post_list, "列出岗位交接单，新的在前", "list handovers of posts, newest first", NULL, NULL, "songnuan post list --as li"},
	{"post", "show", "ID", 1, 1, NULL, CLI_READ, cmd_post_show, "一份交接单和它的清单", "one handover with its list", NULL, NULL, NULL},
	{"post", "sign", "ID", 1, 1, NULL, CLI_WRITE, cmd_post_sign, "签字；三方签齐，岗位即转给接收人", "sign; with the third signature the roles pass to the receiver", NULL, NULL, NULL},
	{"post", "void", "ID", 1, 1, void_options, CLI_WRITE, cmd_post_void, "作废交接单", "make a handover void", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
