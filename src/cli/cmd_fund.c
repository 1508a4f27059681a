#include "base/table_in.h"
#include "cli/cmd.h"
#include "cli/cmd_document.h"
#include "cli/cmd_file.h"
#include "ledger/fund.h"

#include <inttypes.h>

/* ---- what money documents share: the plan out of the options ---- */

struct sn_err cmd_source(struct str word, enum fund_source *out)
{
	for (int i = FUND_NONE + 1; i < FUND_SOURCES_COUNT; i++)
		if (str_is(word, ledger_source_words((enum fund_source)i)->word)) {
			*out = (enum fund_source)i;
			return SN_SUCCESS;
		}
	return sn_err_with_text(SN_FAIL(BAD_USAGE), "--source " STR_FMT, STR_ARG(word));
}

struct sn_err cmd_document_plan(struct cli *cli, struct document_plan *plan)
{
	struct cycle cycle;
	struct org org;
	*plan = (struct document_plan){
		.document = {.words = cli_value(cli, "words"), .document_id = new_id(&cli->ctx)}};
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	plan->document.shard = org.shard;
	plan->document.org_no = org.org_no;
	plan->document.cycle_no = cycle.cycle_no;
	plan->document.day = day_of(now_us(&cli->ctx));
	SN_TRY(cli_day(cli, "day", &plan->document.day));
	SN_TRY(cli_uuid(cli, "id", &plan->document.document_id));
	plan->refuse_twin = !cli_has(cli, "id") && !cli_has(cli, "again");
	plan->purpose = cli_has(cli, "purpose") ? cli_value(cli, "purpose") : STR("condolence");
	plan->budget = cli_value(cli, "budget");
	if (cli_has(cli, "source"))
		SN_TRY(cmd_source(cli_value(cli, "source"), &plan->source));
	return cli_uuid(cli, "purchase", &plan->purchase_id);
}

/* ---- printing a document ---- */

static const char *const hand_words[HANDS_COUNT][2] = {
	[HAND_MAKER] = {"经办", "maker"},
	[HAND_CHECKER] = {"审核", "checker"},
	[HAND_APPROVER] = {"批准", "approver"},
	[HAND_TREASURER] = {"支付", "treasurer"},
};

/* "批准、支付": who still has to sign. */
static const char *waits_for(const struct cli *cli, const struct document *d)
{
	const char *text = "";
	if (d->state == DOCUMENT_DONE || d->state == DOCUMENT_CANCELLED)
		return NULL;
	for (int hand = 0; hand < HANDS_COUNT; hand++)
		if ((d->needed & 1U << hand) && uuid_is_null(d->signatures.by[hand]))
			text = arena_printf(
				cli->ctx.mem, "%s%s%s", text,
				*text ? CLI_WORDS(cli, "、", ", ") : "",
				CLI_WORDS(cli, hand_words[hand][0], hand_words[hand][1]));
	if ((d->needed & DOCUMENT_NEEDS_RECEIVER) && d->accepted_us == 0)
		text = arena_printf(cli->ctx.mem, "%s%s%s", text,
				    *text ? CLI_WORDS(cli, "、", ", ") : "",
				    CLI_WORDS(cli, "签收", "receiver"));
	return text;
}

/* Words for people, the stable word for programs. */
static const char *state_text(const struct cli *cli, const struct document *d)
{
	const struct document_words *state = document_state_words(d->state);
	const bool reversed = !uuid_is_null(d->reversal_id);
	if (cli->format != TABLE_FORMAT_TEXT)
		return reversed ? "reversed" : state->word;
	return reversed ? CLI_WORDS(cli, "已红字更正", "taken back")
			: CLI_WORDS(cli, state->zh, state->en);
}

struct sn_err cmd_print_document(struct cli *cli, const struct document *d)
{
	char id[UUID_TEXT_BYTES], total[32];
	const struct document_words *kind = document_kind_words(d->kind);
	uuid_text(d->document_id, id);
	const char *waits = waits_for(cli, d);
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_uuid(&o, "document", d->document_id);
		json_out_text(&o, "kind", str_of(kind->word));
		json_out_text(&o, "state", str_of(state_text(cli, d)));
		json_out_int(&o, "count", d->declared_count);
		json_out_money(&o, "total_fen", d->declared_total);
		json_out_end(&o);
		return json_out_done(&o);
	}
	money_text(d->declared_total, total, sizeof total);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%s %s：%s 元，%" PRId64 " 笔，%s%s%s\n",
				"%s %s: %s yuan, %" PRId64 " lines, %s%s%s\n"),
		      CLI_WORDS(cli, kind->zh, kind->en), id, total, d->declared_count,
		      state_text(cli, d),
		      waits && *waits ? CLI_WORDS(cli, "，待：", ", waits for: ") : "",
		      waits ? waits : "");
	return SN_SUCCESS;
}

/* ---- lists inside an option: "a=1,b=2@3" ---- */

struct sn_err cmd_next_pair(struct str *rest, const char *option, struct str *name,
			    struct str *value, bool *more)
{
	struct str part;
	*more = str_split(rest, ',', &part);
	if (!*more)
		return SN_SUCCESS;
	*value = part;
	if (!str_split(value, '=', name) || str_is_null(*value) || name->bytes == 0 ||
	    value->bytes == 0)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--%s " STR_FMT, option,
					part.bytes > 40 ? 40 : (int)part.bytes, part.at);
	*name = str_trim(*name);
	*value = str_trim(*value);
	return SN_SUCCESS;
}

/* ---- receive, return ---- */

typedef struct sn_err make_one(struct ctx *c, const struct document_plan *plan, struct money amount,
			       struct document *out);

struct one_amount {
	struct document_plan plan;
	struct money amount;
	make_one *make;
	struct document made;
};

static struct sn_err one_amount_work(struct ctx *c, void *arg)
{
	struct one_amount *w = arg;
	return w->make(c, &w->plan, w->amount, &w->made);
}

static struct sn_err one_amount(struct cli *cli, make_one *make)
{
	struct one_amount w = {.make = make, .amount = MONEY_FEN(0)};
	SN_TRY(cmd_document_plan(cli, &w.plan));
	SN_TRY(cli_money(cli, "amount", &w.amount));
	w.plan.document.declared_count = 1;
	w.plan.document.declared_total = w.amount;
	SN_TRY(store_write(&cli->ctx, one_amount_work, &w));
	return cmd_print_document(cli, &w.made);
}

struct sn_err cmd_fund_receive(struct cli *cli)
{
	return one_amount(cli, document_make_receive);
}
struct sn_err cmd_fund_return(struct cli *cli)
{
	return one_amount(cli, document_make_return);
}

/* ---- allot ---- */

struct allotting {
	struct document_plan plan;
	struct money_line *lines;
	size_t count;
	struct document made;
};

static struct sn_err allot_work(struct ctx *c, void *arg)
{
	struct allotting *w = arg;
	return document_make_allot(c, &w->plan, w->lines, w->count, &w->made);
}

static struct sn_err add_line(struct cli *cli, struct allotting *w, struct str code,
			      struct str yuan)
{
	struct org org;
	struct money_line *line = &w->lines[w->count];
	if (w->count == ALLOT_LINES_MAX)
		return SN_FAIL(TOO_LONG, .field = "list", .arg = {ALLOT_LINES_MAX});
	SN_TRY(org_find(&cli->ctx, code, 0, &org));
	line->org_no = org.org_no;
	if (!money_parse(&line->amount, yuan))
		return sn_err_with_text(SN_FAIL(BAD_AMOUNT, .field = "amount"), STR_FMT,
					STR_ARG(yuan));
	w->count++;
	return SN_SUCCESS;
}

enum { LIST_ORG, LIST_AMOUNT, LIST_COLUMNS };
static const struct table_column list_columns[LIST_COLUMNS] = {
	[LIST_ORG] = {"org_code", true, {"工会代码", "代码", "工会"}},
	[LIST_AMOUNT] = {"amount", true, {"金额", "金额（元）", "下拨金额"}},
};

/* The whole list or nothing: an envelope that misses a line is not the envelope that was declared. */
static struct sn_err read_list(struct cli *cli, struct allotting *w, struct table_in *table)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(table, &row, &more));
		if (!more)
			return SN_SUCCESS;
		if (row.kind == TABLE_ROW_TOTAL)
			continue;
		struct sn_err e = add_line(cli, w, str_trim(table_cell(table, &row, LIST_ORG).text),
					   str_trim(table_cell(table, &row, LIST_AMOUNT).text));
		e.row = row.row;
		SN_TRY(e);
	}
}

static struct sn_err allot_lines(struct cli *cli, struct allotting *w)
{
	struct str rest = cli_value(cli, "to"), code, yuan;
	bool more = true;
	if (cli_has(cli, "to") == cli_has(cli, "list"))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--to | --list");
	if (cli_has(cli, "list")) {
		struct table_in *table = NULL;
		SN_TRY(table_open(&table, cli_value(cli, "list").at, list_columns, LIST_COLUMNS));
		const struct sn_err e = read_list(cli, w, table);
		table_close(table);
		return e;
	}
	for (;;) {
		SN_TRY(cmd_next_pair(&rest, "to", &code, &yuan, &more));
		if (!more)
			return SN_SUCCESS;
		SN_TRY(add_line(cli, w, code, yuan));
	}
}

struct sn_err cmd_fund_allot(struct cli *cli)
{
	struct allotting w = {0};
	SN_TRY(cmd_document_plan(cli, &w.plan));
	SN_TRY(cli_int(cli, "count", &w.plan.document.declared_count));
	SN_TRY(cli_money(cli, "total", &w.plan.document.declared_total));
	w.lines = ARENA_ARRAY(cli->ctx.mem, struct money_line, ALLOT_LINES_MAX);
	if (!w.lines)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(allot_lines(cli, &w));
	SN_TRY(store_write(&cli->ctx, allot_work, &w));
	return cmd_print_document(cli, &w.made);
}

/* ---- purchase ---- */

struct purchasing {
	struct document_plan plan;
	struct goods_line lines[PURCHASE_LINES_MAX];
	size_t count;
	struct document made;
};

static struct sn_err purchase_work(struct ctx *c, void *arg)
{
	struct purchasing *w = arg;
	return document_make_purchase(c, &w->plan, w->lines, w->count, &w->made);
}

/* "rice=300@15000": three hundred, which cost 15,000 yuan together. */
static struct sn_err purchase_line(struct cli *cli, struct str code, struct str value,
				   struct goods_line *out)
{
	struct item item;
	struct str quantity, total = value;
	SN_TRY(goods_item_by_code(&cli->ctx, code, &item));
	out->item_no = item.item_no;
	if (!str_split(&total, '@', &quantity) || !str_to_int(quantity, &out->quantity))
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "items"), STR_FMT,
					STR_ARG(value));
	if (str_is_null(total) || !money_parse(&out->total, total))
		return sn_err_with_text(SN_FAIL(BAD_AMOUNT, .field = "items"), STR_FMT,
					STR_ARG(value));
	return SN_SUCCESS;
}

struct sn_err cmd_fund_purchase(struct cli *cli)
{
	struct purchasing w = {0};
	struct str rest = cli_value(cli, "items"), code, value;
	bool more = true;
	SN_TRY(cmd_document_plan(cli, &w.plan));
	w.plan.document.reference = cli_value(cli, "invoice");
	SN_TRY(cli_money(cli, "total", &w.plan.document.declared_total));
	for (;;) {
		SN_TRY(cmd_next_pair(&rest, "items", &code, &value, &more));
		if (!more)
			break;
		if (w.count == PURCHASE_LINES_MAX)
			return SN_FAIL(TOO_LONG, .field = "items", .arg = {PURCHASE_LINES_MAX});
		SN_TRY(purchase_line(cli, code, value, &w.lines[w.count++]));
	}
	w.plan.document.declared_count = (int64_t)w.count;
	SN_TRY(store_write(&cli->ctx, purchase_work, &w));
	return cmd_print_document(cli, &w.made);
}

/* ---- matrix ---- */

struct matrix_work {
	struct str json;
	bool changed;
};

static struct sn_err matrix_work(struct ctx *c, void *arg)
{
	struct matrix_work *w = arg;
	return fund_matrix_load(c, w->json, &w->changed);
}

struct sn_err cmd_fund_matrix(struct cli *cli)
{
	struct matrix_work w = {0};
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_ACCOUNTANT, 0));
	SN_TRY(cmd_read_file(cli, cli->operands[0], JSON_BYTES_MAX, &w.json));
	SN_TRY(store_write(&cli->ctx, matrix_work, &w));
	(void)fprintf(cli->out, "%s\n",
		      w.changed ? CLI_WORDS(cli, "已载入", "loaded")
				: CLI_WORDS(cli, "已在，未变", "there already, unchanged"));
	return SN_SUCCESS;
}

/* ---- document sign, accept, cancel, list ---- */

typedef struct sn_err act_on_document(struct ctx *c, int64_t shard, struct uuid document_id,
				      struct document *out);

struct signing {
	struct document document, after;
	enum hand hand;
	act_on_document *act; /* NULL: sign as hand */
};

static struct sn_err sign_work(struct ctx *c, void *arg)
{
	struct signing *w = arg;
	return w->act ? w->act(c, w->document.shard, w->document.document_id, &w->after)
		      : document_sign(c, w->document.shard, w->document.document_id, w->hand,
				      &w->after);
}

static struct sn_err act(struct cli *cli, struct signing *w)
{
	struct uuid id;
	SN_TRY(uuid_parse(&id, cli->operands[0], "document"));
	SN_TRY(document_read(&cli->ctx, id, &w->document));
	SN_TRY(store_write(&cli->ctx, sign_work, w));
	return cmd_print_document(cli, &w->after);
}

struct sn_err cmd_document_sign(struct cli *cli)
{
	struct signing w = {.hand = HANDS_COUNT};
	const struct str word = cli_value(cli, "hand");
	for (int hand = HAND_CHECKER; hand < HANDS_COUNT; hand++)
		if (str_is(word, hand_words[hand][1]))
			w.hand = (enum hand)hand;
	if (w.hand == HANDS_COUNT)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--hand " STR_FMT, STR_ARG(word));
	return act(cli, &w);
}

struct sn_err cmd_document_accept(struct cli *cli)
{
	return act(cli, &(struct signing){.act = document_accept});
}
struct sn_err cmd_document_cancel(struct cli *cli)
{
	return act(cli, &(struct signing){.act = document_cancel});
}

static const struct table_out_column document_columns[] = {
	{"document", "编号", "document", TABLE_TEXT, 0},
	{"kind", "类型", "kind", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"count", "笔数", "lines", TABLE_INT, 0},
	{"total_fen", "金额", "total", TABLE_MONEY, 0},
	{"waits_for", "待签", "waits for", TABLE_TEXT, 0},
	{"words", "说明", "words", TABLE_TEXT, 0},
};

static void document_row(struct cli *cli, struct table_out *t, const struct document *d)
{
	char id[UUID_TEXT_BYTES];
	struct org org;
	const struct document_words *kind = document_kind_words(d->kind);
	const bool text = cli->format == TABLE_FORMAT_TEXT;
	const bool known = !sn_failed(org_by_no(&cli->ctx, d->org_no, 0, &org));
	uuid_text(d->document_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t, str_of(text ? CLI_WORDS(cli, kind->zh, kind->en) : kind->word));
	table_out_text(t, known ? org.code : STR_NULL);
	table_out_day(t, d->day);
	table_out_text(t, str_of(state_text(cli, d)));
	table_out_int(t, d->declared_count);
	table_out_money(t, d->declared_total);
	table_out_text(t, str_of(waits_for(cli, d)));
	table_out_text(t, d->words);
	table_out_row_end(t);
}

struct sn_err cmd_document_filter(struct cli *cli, struct document_filter *filter)
{
	const struct str state = cli_value(cli, "state");
	*filter = (struct document_filter){.state = -1};
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
	for (int i = 0; i < DOCUMENT_STATES_COUNT; i++)
		if (str_is(state, document_state_words((enum document_state)i)->word))
			filter->state = i;
	return str_is_null(state) || filter->state >= 0
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(BAD_USAGE), "--state " STR_FMT, STR_ARG(state));
}

void cmd_say_cut(const struct cli *cli, size_t count)
{
	if (count < DOCUMENT_LIST_MAX)
		return;
	(void)fprintf(
		stderr,
		CLI_WORDS(cli, "只查了最新的 %zu 份单据；请用 --org、--cycle 缩小范围\n",
			  "only the newest %zu documents were read; narrow the list with --org "
			  "and --cycle\n"),
		count);
}

struct sn_err cmd_document_list(struct cli *cli)
{
	struct document_filter filter;
	struct document *list = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(cmd_document_filter(cli, &filter));
	SN_TRY(document_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, document_columns,
			 sizeof document_columns / sizeof document_columns[0], &t));
	for (size_t i = 0; i < count; i++)
		document_row(cli, t, &list[i]);
	SN_TRY(table_out_close(t));
	cmd_say_cut(cli, count);
	return SN_SUCCESS;
}
