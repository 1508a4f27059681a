#include "base/quantity.h"
#include "cli/cmd.h"
#include "cli/cmd_document.h"

#include <inttypes.h>

/* ---- item ---- */

enum { PARTS_MAX = ITEM_PARTS_MAX, LINES_MAX = 200 };

struct item_work {
	struct item item, made;
	struct item_part parts[PARTS_MAX];
	size_t parts_count;
};

static struct sn_err item_work(struct ctx *c, void *arg)
{
	struct item_work *w = arg;
	return goods_item_add(c, &w->item, w->parts, w->parts_count, &w->made);
}

static struct sn_err item_parts(struct cli *cli, struct item_work *w)
{
	struct str rest = cli_value(cli, "parts"), code, quantity;
	bool more = true;
	for (;;) {
		struct item part;
		SN_TRY(cmd_next_pair(&rest, "parts", &code, &quantity, &more));
		if (!more)
			return SN_SUCCESS;
		if (w->parts_count == PARTS_MAX)
			return SN_FAIL(TOO_LONG, .field = "parts", .arg = {PARTS_MAX});
		SN_TRY(goods_item_by_code(&cli->ctx, code, &part));
		w->parts[w->parts_count].part_no = part.item_no;
		if (!str_to_int(quantity, &w->parts[w->parts_count++].quantity))
			return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "parts"), STR_FMT,
						STR_ARG(quantity));
	}
}

struct sn_err cmd_item_add(struct cli *cli)
{
	struct item_work w = {.item = {.code = cli->operands[0],
				       .name = cli_value(cli, "name"),
				       .size = cli_value(cli, "size"),
				       .unit = UNIT_PIECE,
				       .kit = cli_has(cli, "parts")}};
	const struct str unit = cli_value(cli, "unit");
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, 0));
	if (!str_is_null(unit))
		SN_TRY(unit_parse(&w.item.unit, unit, "unit"));
	SN_TRY(item_parts(cli, &w));
	SN_TRY(store_write(&cli->ctx, item_work, &w));
	(void)fprintf(cli->out, STR_FMT "\n", STR_ARG(w.made.code));
	return SN_SUCCESS;
}

static const struct table_out_column item_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0}, {"name", "品名", "name", TABLE_TEXT, 0},
	{"size", "尺码", "size", TABLE_TEXT, 0}, {"unit", "单位", "unit", TABLE_TEXT, 0},
	{"kit", "套装", "kit", TABLE_BOOL, 0},
};

struct sn_err cmd_item_list(struct cli *cli)
{
	struct item *list = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(goods_items(&cli->ctx, &list, &count));
	SN_TRY(cli_table(cli, item_columns, sizeof item_columns / sizeof item_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		table_out_text(t, list[i].code);
		table_out_text(t, list[i].name);
		table_out_text(t, list[i].size);
		table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
						 ? unit_name(list[i].unit, 1, cli->lang)
						 : unit_word(list[i].unit)));
		table_out_bool(t, list[i].kit);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- goods documents ---- */

struct goods_work {
	struct goods_plan plan;
	struct goods_line lines[LINES_MAX];
	size_t count;
	struct document made;
};

static struct sn_err goods_work(struct ctx *c, void *arg)
{
	struct goods_work *w = arg;
	return document_make_goods(c, &w->plan, w->lines, w->count, &w->made);
}

static struct sn_err goods_line(struct cli *cli, struct str code, struct str quantity,
				struct goods_line *out)
{
	struct item item;
	struct money cash = MONEY_FEN(0);
	if (str_is(code, "cash")) {
		if (!money_parse(&cash, quantity))
			return sn_err_with_text(SN_FAIL(BAD_AMOUNT, .field = "items"), STR_FMT,
						STR_ARG(quantity));
		*out = (struct goods_line){.quantity = money_fen(cash)};
		return SN_SUCCESS;
	}
	SN_TRY(goods_item_by_code(&cli->ctx, code, &item));
	*out = (struct goods_line){.item_no = item.item_no};
	if (!str_to_int(quantity, &out->quantity))
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "items"), STR_FMT,
					STR_ARG(quantity));
	return SN_SUCCESS;
}

static struct sn_err goods_lines(struct cli *cli, struct str rest, struct goods_work *w)
{
	struct str code, quantity;
	bool more = true;
	for (;;) {
		SN_TRY(cmd_next_pair(&rest, "items", &code, &quantity, &more));
		if (!more)
			return SN_SUCCESS;
		if (w->count == LINES_MAX)
			return SN_FAIL(TOO_LONG, .field = "items", .arg = {LINES_MAX});
		SN_TRY(goods_line(cli, code, quantity, &w->lines[w->count++]));
	}
}

static struct sn_err start(struct cli *cli, enum document_kind kind, struct goods_work *w)
{
	SN_TRY(cmd_document_plan(cli, &w->plan.plan));
	w->plan.plan.document.kind = kind;
	SN_TRY(goods_lines(cli, cli_value(cli, "items"), w));
	w->plan.plan.document.declared_count = (int64_t)w->count;
	return SN_SUCCESS;
}

static struct sn_err finish(struct cli *cli, struct goods_work *w)
{
	SN_TRY(store_write(&cli->ctx, goods_work, w));
	return cmd_print_document(cli, &w->made);
}

static struct sn_err named_user(struct cli *cli, const char *option, struct uuid *out)
{
	struct user user;
	if (!cli_has(cli, option))
		return SN_SUCCESS;
	SN_TRY(cli_user(cli, cli_value(cli, option), &user));
	*out = user.user_id;
	return SN_SUCCESS;
}

struct sn_err cmd_stock_issue(struct cli *cli)
{
	struct goods_work w = {0};
	SN_TRY(start(cli, DOCUMENT_ISSUE, &w));
	SN_TRY(named_user(cli, "to", &w.plan.receiver_id));
	return finish(cli, &w);
}

struct sn_err cmd_stock_giveback(struct cli *cli)
{
	struct goods_work w = {0};
	SN_TRY(start(cli, DOCUMENT_GIVEBACK, &w));
	SN_TRY(named_user(cli, "from", &w.plan.holder_id));
	return finish(cli, &w);
}

struct sn_err cmd_stock_loss(struct cli *cli)
{
	struct goods_work w = {0};
	SN_TRY(start(cli, DOCUMENT_LOSS, &w));
	SN_TRY(named_user(cli, "from", &w.plan.holder_id));
	return finish(cli, &w);
}

struct sn_err cmd_stock_transfer(struct cli *cli)
{
	struct goods_work w = {0};
	struct org to;
	SN_TRY(start(cli, DOCUMENT_MOVE, &w));
	SN_TRY(cli_org(cli, "to", &to));
	w.plan.to_org_no = to.org_no;
	return finish(cli, &w);
}

static struct sn_err kit_work(struct ctx *c, void *arg)
{
	struct goods_work *w = arg;
	return document_make_kits(c, &w->plan.plan, &w->lines[0], &w->made);
}

struct sn_err cmd_stock_kit(struct cli *cli)
{
	struct goods_work w = {0};
	SN_TRY(start(cli, DOCUMENT_KIT, &w));
	if (w.count != 1)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--items KIT=N");
	SN_TRY(store_write(&cli->ctx, kit_work, &w));
	return cmd_print_document(cli, &w.made);
}

/* ---- stock count ---- */

struct counting {
	struct goods_work goods;
	struct count_result result;
};

static struct sn_err count_work(struct ctx *c, void *arg)
{
	struct counting *w = arg;
	return document_make_count(c, &w->goods.plan, w->goods.lines, w->goods.count, &w->result);
}

static const struct table_out_column difference_columns[] = {
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"expected", "账上", "in the books", TABLE_INT, 0},
	{"counted", "实盘", "counted", TABLE_INT, 0},
	{"difference", "差额", "difference", TABLE_INT, 0},
};

static struct sn_err print_differences(struct cli *cli, const struct count_result *r)
{
	struct table_out *t = NULL;
	struct item item;
	SN_TRY(cli_table(cli, difference_columns,
			 sizeof difference_columns / sizeof difference_columns[0], &t));
	for (size_t i = 0; i < r->count; i++) {
		const struct count_difference *d = &r->differences[i];
		const bool known = !sn_failed(goods_item_by_no(&cli->ctx, d->item_no, &item));
		table_out_text(t, known ? item.code : STR_NULL);
		table_out_int(t, d->expected);
		table_out_int(t, d->counted);
		table_out_int(t, d->counted - d->expected);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

struct sn_err cmd_stock_count(struct cli *cli)
{
	struct counting w = {0};
	SN_TRY(cmd_document_plan(cli, &w.goods.plan.plan));
	SN_TRY(named_user(cli, "from", &w.goods.plan.holder_id));
	for (int i = 0; i < cli->operands_count; i++)
		SN_TRY(goods_lines(cli, cli->operands[i], &w.goods));
	SN_TRY(store_write(&cli->ctx, count_work, &w));
	SN_TRY(print_differences(cli, &w.result));
	for (size_t i = 0; i < w.result.count; i++)
		if (sn_failed(w.result.differences[i].why))
			return w.result.differences[i].why;
	if (uuid_is_null(w.result.loss.document_id) || cli->format != TABLE_FORMAT_TEXT)
		return SN_SUCCESS;
	return cmd_print_document(cli, &w.result.loss);
}
