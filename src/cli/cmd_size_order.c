#include "base/name.h"
#include "cli/cli_priv.h"
#include "cli/cmd_size.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct {
	const char *word, *zh, *en;
} states[] = {
#define X(name, word, zh, en) [SIZE_ORDER_##name] = {word, zh, en},
	SIZE_ORDER_STATES(X)
#undef X
};
static const struct {
	const char *word, *zh, *en;
} hows[] = {
#define X(name, word, zh, en) [SIZE_##name] = {word, zh, en},
	SIZE_HOWS(X)
#undef X
};

/* A word for programs, or for people. */
static struct str word_for(const struct cli *cli, const char *word, const char *zh, const char *en)
{
	return str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, zh, en) : word);
}

static struct str login_of(struct cli *cli, struct uuid user_id)
{
	struct user user;
	if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(&cli->ctx, user_id, &user)))
		return STR_NULL;
	return user.login;
}

/* ---- what an order says of itself ---- */

struct sums {
	int64_t pieces, reserve;
};
static struct sums sums_of(const struct size_order *o)
{
	struct sums s = {0, 0};
	for (size_t i = 0; i < o->lines_count; i++) {
		s.pieces += o->lines[i].pieces;
		s.reserve += o->lines[i].reserve;
	}
	return s;
}

static struct sn_err say_order(struct cli *cli, const struct size_order *o)
{
	const struct sums s = sums_of(o);
	if (cli->format == TABLE_FORMAT_JSON) {
		char id[UUID_TEXT_BYTES];
		struct json_out out = json_out_file(cli->out, true);
		uuid_text(o->order_id, id);
		json_out_object(&out, NULL);
		json_out_text(&out, "id", str_of(id));
		json_out_text(&out, "number", o->number);
		json_out_text(&out, "state", str_of(states[o->state].word));
		json_out_int(&out, "pieces", s.pieces);
		json_out_int(&out, "reserve", s.reserve);
		json_out_int(&out, "people", o->people);
		json_out_int(&out, "missing", o->missing);
		json_out_end(&out);
		return json_out_done(&out);
	}
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				"订单 " STR_FMT "（%s）：%s%" PRId64 " 件，余量 %" PRId64
				" 件；已登记 %" PRId64 " 人，未登记 %" PRId64 " 人\n",
				"order " STR_FMT " (%s): %s%" PRId64 " pieces, reserve %" PRId64
				"; %" PRId64 " people have said a size, %" PRId64 " have not\n"),
		      STR_ARG(o->number), CLI_WORDS(cli, states[o->state].zh, states[o->state].en),
		      o->late && s.pieces > 0 ? "+" : "", s.pieces, s.reserve, o->people,
		      o->missing);
	return SN_SUCCESS;
}

/* ---- size order, check, cancel ---- */

struct ordering {
	struct size_scope scope;
	struct size_order_ask ask;
	struct str which, why;
	struct size_order out;
};
static struct sn_err make_work(struct ctx *c, void *arg)
{
	struct ordering *o = arg;
	return size_order_make(c, &o->scope, &o->ask, &o->out);
}
static struct sn_err check_work(struct ctx *c, void *arg)
{
	struct ordering *o = arg;
	return size_order_check(c, o->which, &o->out);
}
static struct sn_err cancel_work(struct ctx *c, void *arg)
{
	struct ordering *o = arg;
	return size_order_cancel(c, o->which, o->why, &o->out);
}

struct sn_err cmd_size_order(struct cli *cli)
{
	struct ordering o = {.ask = {.order_id = new_id(&cli->ctx),
				     .late = cli_has(cli, "late"),
				     .words = cli_value(cli, "words")}};
	SN_TRY(cmd_size_scope(cli, &o.scope));
	SN_TRY(cli_uuid(cli, "id", &o.ask.order_id));
	SN_TRY(size_reserve_parse(cli->ctx.mem, &o.scope, cli_value(cli, "reserve"),
				  &o.ask.reserve));
	SN_TRY(store_write(&cli->ctx, make_work, &o));
	return say_order(cli, &o.out);
}

struct sn_err cmd_size_check(struct cli *cli)
{
	struct ordering o = {.which = cli->operands[0]};
	SN_TRY(store_write(&cli->ctx, check_work, &o));
	return say_order(cli, &o.out);
}

struct sn_err cmd_size_cancel(struct cli *cli)
{
	struct ordering o = {.which = cli->operands[0], .why = cli_value(cli, "why")};
	SN_TRY(store_write(&cli->ctx, cancel_work, &o));
	return say_order(cli, &o.out);
}

/* ---- size orders ---- */

static const struct table_out_column order_columns[] = {
	{"number", "订单", "order", TABLE_TEXT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"late", "变更", "late", TABLE_BOOL, 0},
	{"pieces", "件数", "pieces", TABLE_INT, 0},
	{"reserve", "余量", "reserve", TABLE_INT, 0},
	{"people", "已登记", "people", TABLE_INT, 0},
	{"missing", "未登记", "not said", TABLE_INT, 0},
	{"maker", "经办人", "maker", TABLE_TEXT, 0},
	{"checker", "审核人", "checker", TABLE_TEXT, 0},
	{"made", "时间", "made", TABLE_TIME, 0},
	{"words", "说明", "words", TABLE_TEXT, 0},
};

static struct sn_err order_row(struct cli *cli, struct table_out *t, struct str number)
{
	struct size_order o;
	SN_TRY(size_order_read(&cli->ctx, number, &o));
	const struct sums s = sums_of(&o);
	table_out_text(t, o.number);
	table_out_text(t,
		       word_for(cli, states[o.state].word, states[o.state].zh, states[o.state].en));
	table_out_bool(t, o.late);
	table_out_int(t, s.pieces);
	table_out_int(t, s.reserve);
	table_out_int(t, o.people);
	table_out_int(t, o.missing);
	table_out_text(t, login_of(cli, o.maker_id));
	table_out_text(t, login_of(cli, o.checker_id));
	table_out_time(t, o.made_us);
	table_out_text(t, o.state == SIZE_ORDER_CANCELLED ? o.cancelled_words : o.words);
	table_out_row_end(t);
	return SN_SUCCESS;
}

struct sn_err cmd_size_orders(struct cli *cli)
{
	struct size_order *list = NULL;
	struct table_out *t = NULL;
	struct sn_err e = SN_SUCCESS;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(size_orders(&cli->ctx, &cycle, org.path, &list, &count));
	SN_TRY(cli_table(cli, order_columns, sizeof order_columns / sizeof order_columns[0], &t));
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = order_row(cli, t, list[i].number);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- size show ---- */

/* The order's number goes with the file; people read it above the table. */
static const struct table_out_column line_columns[] = {
	{"order", "订单", "order", TABLE_TEXT, 0},
	{"size", "尺码", "size", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"name", "品名", "name", TABLE_TEXT, 0},
	{"pieces", "件数", "pieces", TABLE_INT, 0},
	{"reserve", "余量", "reserve", TABLE_INT, 0},
	{"total", "合计件数", "to be made", TABLE_INT, 0},
};

/* As a tailor reads them: small before large. */
struct shown_line {
	struct item item;
	struct size_order_line line;
};
static int by_size(const void *a, const void *b)
{
	const struct shown_line *x = a, *y = b;
	const int size = size_compare(x->item.size, y->item.size);
	return size ? size : str_compare(x->item.code, y->item.code);
}

static struct sn_err show_lines(struct cli *cli, struct table_out *t, const struct size_order *o)
{
	struct shown_line *lines = ARENA_ARRAY(cli->ctx.mem, struct shown_line, o->lines_count + 1);
	if (!lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < o->lines_count; i++) {
		lines[i].line = o->lines[i];
		SN_TRY(goods_item_by_no(&cli->ctx, o->lines[i].item_no, &lines[i].item));
	}
	qsort(lines, o->lines_count, sizeof *lines, by_size);
	for (size_t i = 0; i < o->lines_count; i++) {
		if (cli->format != TABLE_FORMAT_TEXT)
			table_out_text(t, o->number);
		table_out_text(t, lines[i].item.size);
		table_out_text(t, lines[i].item.code);
		table_out_text(t, lines[i].item.name);
		table_out_int(t, lines[i].line.pieces);
		table_out_int(t, lines[i].line.reserve);
		table_out_int(t, lines[i].line.pieces + lines[i].line.reserve);
		table_out_row_end(t);
	}
	return SN_SUCCESS;
}

struct sn_err cmd_size_show(struct cli *cli)
{
	const size_t columns = sizeof line_columns / sizeof line_columns[0];
	const size_t first = cli->format == TABLE_FORMAT_TEXT ? 1 : 0;
	struct table_out *t = NULL;
	struct size_order o;
	SN_TRY(size_order_read(&cli->ctx, cli->operands[0], &o));
	if (cli->format == TABLE_FORMAT_TEXT)
		SN_TRY(say_order(cli, &o));
	SN_TRY(cli_table(cli, line_columns + first, columns - first, &t));
	const struct sn_err e = show_lines(cli, t, &o);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- size changes ---- */

static const struct table_out_column change_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"was", "原尺码", "was", TABLE_TEXT, 0},
	{"now", "现尺码", "now", TABLE_TEXT, 0},
	{"how", "方式", "how", TABLE_TEXT, 0},
	{"order", "在哪份订单之后", "after order", TABLE_TEXT, 0},
	{"why", "原因", "why", TABLE_TEXT, 0},
	{"by", "谁", "by", TABLE_TEXT, 0},
	{"at", "时间", "at", TABLE_TIME, 0},
};

/* Names are masked in every list. */
static struct sn_err change_row(struct cli *cli, struct table_out *t,
				const struct size_scope *scope, const struct size_late *l)
{
	char masked[NAME_MASK_BYTES];
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, l->org_no, 0, &org));
	name_mask(l->name, masked);
	table_out_text(t, org.code);
	table_out_text(t, l->team);
	table_out_text(t, str_of(masked));
	table_out_text(t, l->was_item_no == 0 ? STR_NULL : cmd_size_label(scope, l->was_item_no));
	table_out_text(t, cmd_size_label(scope, l->item_no));
	table_out_text(t, word_for(cli, hows[l->how].word, hows[l->how].zh, hows[l->how].en));
	table_out_text(t, l->number);
	table_out_text(t, l->words);
	table_out_text(t, login_of(cli, l->by_id));
	table_out_time(t, l->at_us);
	table_out_row_end(t);
	return SN_SUCCESS;
}

struct sn_err cmd_size_changes(struct cli *cli)
{
	struct size_late *list = NULL;
	struct table_out *t = NULL;
	struct sn_err e = SN_SUCCESS;
	struct size_scope scope;
	size_t count = 0;
	SN_TRY(cmd_size_scope(cli, &scope));
	SN_TRY(size_changes(&cli->ctx, &scope, &list, &count));
	SN_TRY(cli_table(cli, change_columns, sizeof change_columns / sizeof change_columns[0],
			 &t));
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = change_row(cli, t, &scope, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}
