/* The purchase chain on the command line. */
#include "ledger/purchase.h"

#include "cli/cli_priv.h"
#include "cli/cmd_document.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* ---- open ---- */

struct opening {
	struct purchase what, made;
	struct purchase_meeting meeting;
};
static struct sn_err open_work(struct ctx *c, void *arg)
{
	struct opening *w = arg;
	return purchase_open(c, &w->what, &w->meeting, &w->made);
}

static struct sn_err cmd_purchase_open(struct cli *cli)
{
	struct opening w = {
		.what = {.purchase_id = new_id(&cli->ctx), .words = cli_value(cli, "words")},
		.meeting = {.number = cli_value(cli, "meeting"),
			    .present = cli_value(cli, "present")}};
	struct org org;
	struct cycle cycle;
	char id[UUID_TEXT_BYTES];
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	w.what.org_no = org.org_no;
	w.what.cycle_no = cycle.cycle_no;
	w.what.day = day_of(now_us(&cli->ctx));
	SN_TRY(cli_day(cli, "day", &w.what.day));
	SN_TRY(cli_money(cli, "ceiling", &w.what.ceiling));
	SN_TRY(cli_uuid(cli, "id", &w.what.purchase_id));
	SN_TRY(store_write(&cli->ctx, open_work, &w));
	const struct purchase_needs *needs = &w.made.needs;
	uuid_text(w.made.purchase_id, id);
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_uuid(&o, "purchase", w.made.purchase_id);
		json_out_bool(&o, "meeting_needed", needs->meeting);
		json_out_int(&o, "quotes_needed", needs->quotes);
		json_out_bool(&o, "contract_needed", needs->contract);
		json_out_bool(&o, "unset", needs->unset);
		json_out_end(&o);
		return json_out_done(&o);
	}
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "采购 %s：须询价 %" PRId64 " 家，%s，两人验收%s\n",
				"purchase %s: %" PRId64 " quotes, %s, acceptance by two%s\n"),
		      id, needs->quotes,
		      needs->contract ? CLI_WORDS(cli, "须签合同", "a contract")
				      : CLI_WORDS(cli, "不须合同", "no contract"),
		      needs->unset ? CLI_WORDS(cli, "（限额规定没有定的，按全部步骤办）",
					       " (what no thresholds set is asked for)")
				   : "");
	return SN_SUCCESS;
}

/* ---- steps ---- */

struct stepping {
	struct purchase_step step;
	struct purchase_line lines[PURCHASE_LINES_MAX];
	struct sn_err (*take)(struct ctx *c, struct stepping *w);
	bool complete;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct stepping *w = arg;
	return w->take(c, w);
}
static struct sn_err take_quote(struct ctx *c, struct stepping *w)
{
	return purchase_quote(c, &w->step);
}
static struct sn_err take_contract(struct ctx *c, struct stepping *w)
{
	return purchase_contract(c, &w->step);
}
static struct sn_err take_acceptance(struct ctx *c, struct stepping *w)
{
	return purchase_accept(c, &w->step, &w->complete);
}

static struct sn_err step_begin(struct cli *cli, struct stepping *w)
{
	struct partner partner;
	w->step.step_id = new_id(&cli->ctx);
	w->step.number = cli_value(cli, "number");
	w->step.words = cli_value(cli, cli_has(cli, "why") ? "why" : "words");
	w->step.day = day_of(now_us(&cli->ctx));
	w->step.lines = w->lines;
	SN_TRY(uuid_parse(&w->step.purchase_id, cli->operands[0], "purchase"));
	SN_TRY(cli_day(cli, "day", &w->step.day));
	SN_TRY(cli_uuid(cli, "id", &w->step.step_id));
	if (!cli_has(cli, "supplier"))
		return SN_SUCCESS;
	SN_TRY(partner_find(&cli->ctx, cli_value(cli, "supplier"), w->step.day, &partner));
	w->step.partner_no = partner.partner_no;
	return SN_SUCCESS;
}

/* "rice=300@15000" of a contract, "rice=290/10" of an acceptance: accepted and refused. */
static struct sn_err line_of(struct cli *cli, struct str code, struct str value,
			     struct purchase_line *out)
{
	struct item item;
	struct str rest = value, quantity;
	const bool contract = cli_has(cli, "total");
	SN_TRY(goods_item_by_code(&cli->ctx, code, &item));
	*out = (struct purchase_line){.item_no = item.item_no, .value = MONEY_FEN(0)};
	if (!str_split(&rest, contract ? '@' : '/', &quantity) ||
	    !str_to_int(quantity, &out->quantity))
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "items"), STR_FMT,
					STR_ARG(value));
	if (contract && (str_is_null(rest) || !money_parse(&out->value, rest)))
		return sn_err_with_text(SN_FAIL(BAD_AMOUNT, .field = "items"), STR_FMT,
					STR_ARG(value));
	if (!contract && !str_is_null(rest) && !str_to_int(rest, &out->refused))
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "items"), STR_FMT,
					STR_ARG(value));
	return SN_SUCCESS;
}

static struct sn_err lines_of(struct cli *cli, struct stepping *w)
{
	struct str rest = cli_value(cli, "items"), code, value;
	bool more = true;
	for (;;) {
		SN_TRY(cmd_next_pair(&rest, "items", &code, &value, &more));
		if (!more)
			return SN_SUCCESS;
		if (w->step.lines_count == PURCHASE_LINES_MAX)
			return SN_FAIL(TOO_LONG, .field = "items", .arg = {PURCHASE_LINES_MAX});
		SN_TRY(line_of(cli, code, value, &w->lines[w->step.lines_count++]));
	}
}

static void say(const struct cli *cli, const char *zh, const char *en)
{
	(void)fprintf(cli->out, "%s\n", CLI_WORDS(cli, zh, en));
}

static struct sn_err cmd_purchase_quote(struct cli *cli)
{
	struct stepping w = {.take = take_quote};
	SN_TRY(step_begin(cli, &w));
	SN_TRY(cli_money(cli, "amount", &w.step.amount));
	SN_TRY(store_write(&cli->ctx, step_work, &w));
	say(cli, "已记录报价", "quote recorded");
	return SN_SUCCESS;
}

static struct sn_err cmd_purchase_contract(struct cli *cli)
{
	struct stepping w = {.take = take_contract};
	SN_TRY(step_begin(cli, &w));
	SN_TRY(cli_money(cli, "total", &w.step.amount));
	SN_TRY(lines_of(cli, &w));
	SN_TRY(store_write(&cli->ctx, step_work, &w));
	say(cli, "已记录合同", "contract recorded");
	return SN_SUCCESS;
}

static struct sn_err cmd_purchase_accept(struct cli *cli)
{
	struct stepping w = {.take = take_acceptance};
	SN_TRY(step_begin(cli, &w));
	SN_TRY(lines_of(cli, &w));
	SN_TRY(store_write(&cli->ctx, step_work, &w));
	if (w.complete)
		say(cli, "两人验收完成，可以入库", "accepted by two: it may enter the stock");
	else
		say(cli, "第一人已清点；请第二人用同一验收单号各自清点",
		    "the first count is kept; a second person counts under the same number");
	return SN_SUCCESS;
}

/* ---- rules ---- */

struct rules_work {
	struct str json;
	bool changed;
};
static struct sn_err rules_work(struct ctx *c, void *arg)
{
	struct rules_work *w = arg;
	return purchase_rules_load(c, w->json, &w->changed);
}

static struct sn_err cmd_purchase_rules(struct cli *cli)
{
	struct rules_work w = {.changed = false};
	SN_TRY(cmd_read_file(cli, cli->operands[0], JSON_BYTES_MAX, &w.json));
	SN_TRY(store_write(&cli->ctx, rules_work, &w));
	say(cli, w.changed ? "已载入" : "已在，未变",
	    w.changed ? "loaded" : "there already, unchanged");
	return SN_SUCCESS;
}

/* ---- show ---- */

static struct str user_name(struct cli *cli, struct uuid user_id)
{
	struct user user;
	if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(&cli->ctx, user_id, &user)))
		return STR_NULL;
	return user.login;
}
static struct str partner_name(struct cli *cli, int64_t partner_no)
{
	struct partner partner;
	if (partner_no == 0 || sn_failed(partner_by_no(&cli->ctx, partner_no, 0, &partner)))
		return STR_NULL;
	return partner.name;
}
static struct str item_code(struct cli *cli, int64_t item_no)
{
	struct item item;
	return sn_failed(goods_item_by_no(&cli->ctx, item_no, &item)) ? STR_NULL : item.code;
}
static void money_or_unknown(struct table_out *t, struct money m)
{
	if (money_fen(m) == 0)
		table_out_unknown(t);
	else
		table_out_money(t, m);
}

static const struct table_out_column step_columns[] = {
	{"step", "步骤", "step", TABLE_TEXT, 0},
	{"number", "编号", "number", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"supplier", "供应商", "supplier", TABLE_TEXT, 0},
	{"amount_fen", "金额", "amount", TABLE_MONEY, 0},
	{"first", "经办", "entered by", TABLE_TEXT, 0},
	{"second", "第二人", "second", TABLE_TEXT, 0},
	{"present", "到会", "present", TABLE_TEXT, 0},
	{"words", "说明", "words", TABLE_TEXT, 0},
};

static struct sn_err show_steps(struct cli *cli, const struct purchase *p)
{
	struct purchase_step *steps;
	struct table_out *t = NULL;
	size_t count;
	SN_TRY(purchase_steps(&cli->ctx, p, &steps, &count));
	SN_TRY(cli_table(cli, step_columns, sizeof step_columns / sizeof step_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		const struct purchase_step *s = &steps[i];
		const struct ledger_words *words = purchase_step_words(s->kind);
		table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
						 ? CLI_WORDS(cli, words->zh, words->en)
						 : words->word));
		table_out_text(t, s->number);
		table_out_day(t, s->day);
		table_out_text(t, partner_name(cli, s->partner_no));
		money_or_unknown(t, s->amount);
		table_out_text(t, user_name(cli, s->first_id));
		table_out_text(t, user_name(cli, s->second_id));
		table_out_text(t, s->present);
		table_out_text(t, s->words);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static const struct table_out_column item_columns[] = {
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"contracted", "合同", "contracted", TABLE_INT, 0},
	{"accepted", "验收", "accepted", TABLE_INT, 0},
	{"refused", "拒收退回", "refused", TABLE_INT, 0},
	{"stocked", "凭票入库", "in stock by invoice", TABLE_INT, 0},
};

static struct sn_err show_items(struct cli *cli, const struct purchase *p)
{
	struct purchase_item *items;
	struct table_out *t = NULL;
	size_t count;
	SN_TRY(purchase_items(&cli->ctx, p, &items, &count));
	SN_TRY(cli_table(cli, item_columns, sizeof item_columns / sizeof item_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		table_out_text(t, item_code(cli, items[i].item_no));
		if (items[i].contracted < 0)
			table_out_unknown(t);
		else
			table_out_int(t, items[i].contracted);
		table_out_int(t, items[i].accepted);
		table_out_int(t, items[i].refused);
		table_out_int(t, items[i].stocked);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static const struct table_out_column lot_columns[] = {
	{"lot", "批次", "lot", TABLE_INT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},
	{"bought", "入库", "bought", TABLE_INT, 0},
	{"value_fen", "入库金额", "value", TABLE_MONEY, 0},
	{"stock", "库存", "stock", TABLE_INT, 0},
	{"custody", "保管", "custody", TABLE_INT, 0},
	{"given", "已发", "given", TABLE_INT, 0},
	{"in_kits", "已组装", "in kits", TABLE_INT, 0},
	{"lost", "核销", "lost", TABLE_INT, 0},
	{"transit", "在途", "on the way", TABLE_INT, 0},
	{"sent_back", "退货", "sent back", TABLE_INT, 0},
};

static struct sn_err show_lots(struct cli *cli, const struct purchase *p)
{
	struct purchase_lot *lots;
	struct table_out *t = NULL;
	size_t count;
	SN_TRY(purchase_lots(&cli->ctx, p, &lots, &count));
	SN_TRY(cli_table(cli, lot_columns, sizeof lot_columns / sizeof lot_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		table_out_int(t, lots[i].lot_no);
		table_out_text(t, item_code(cli, lots[i].item_no));
		table_out_int(t, lots[i].bought);
		table_out_money(t, lots[i].bought_value);
		table_out_int(t, lots[i].stock);
		table_out_int(t, lots[i].custody);
		table_out_int(t, lots[i].given);
		table_out_int(t, lots[i].in_kits);
		table_out_int(t, lots[i].lost);
		table_out_int(t, lots[i].transit);
		table_out_int(t, lots[i].sent_back);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* Three tables for people; one of them where a program reads. */
static struct sn_err cmd_purchase_show(struct cli *cli)
{
	struct purchase p;
	struct uuid id;
	SN_TRY(uuid_parse(&id, cli->operands[0], "purchase"));
	SN_TRY(purchase_read(&cli->ctx, id, &p));
	if (cli_has(cli, "items"))
		return show_items(cli, &p);
	if (cli_has(cli, "lots"))
		return show_lots(cli, &p);
	SN_TRY(show_steps(cli, &p));
	if (cli->format != TABLE_FORMAT_TEXT)
		return SN_SUCCESS;
	(void)fputs("\n", cli->out);
	SN_TRY(show_items(cli, &p));
	(void)fputs("\n", cli->out);
	return show_lots(cli, &p);
}

/* ---- list, findings ---- */

static struct sn_err filter_of(struct cli *cli, struct purchase_filter *out)
{
	struct org org;
	struct cycle cycle;
	*out = (struct purchase_filter){.shard = 0};
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		out->shard = org.shard;
		out->org_no = org.org_no;
	}
	if (cli_has(cli, "cycle")) {
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		out->cycle_no = cycle.cycle_no;
	}
	return SN_SUCCESS;
}

static const struct table_out_column list_columns[] = {
	{"purchase", "编号", "purchase", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"words", "内容", "what", TABLE_TEXT, 0},
	{"supplier", "供应商", "supplier", TABLE_TEXT, 0},
	{"ceiling_fen", "上限", "ceiling", TABLE_MONEY, 0},
	{"limit_fen", "合同", "contract", TABLE_MONEY, 0},
	{"invoiced_fen", "已开票", "invoiced", TABLE_MONEY, 0},
};

static struct sn_err cmd_purchase_list(struct cli *cli)
{
	struct purchase_filter filter;
	struct purchase *list;
	struct table_out *t = NULL;
	size_t count;
	SN_TRY(filter_of(cli, &filter));
	SN_TRY(purchase_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES];
		struct org org;
		const bool known = !sn_failed(org_by_no(&cli->ctx, list[i].org_no, 0, &org));
		uuid_text(list[i].purchase_id, id);
		table_out_text(t, str_of(id));
		table_out_text(t, known ? org.code : STR_NULL);
		table_out_day(t, list[i].day);
		table_out_text(t, list[i].words);
		table_out_text(t, partner_name(cli, list[i].partner_no));
		table_out_money(t, list[i].ceiling);
		if (list[i].partner_no == 0)
			table_out_unknown(t);
		else
			table_out_money(t, list[i].limit);
		table_out_money(t, list[i].invoiced);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static const struct table_out_column finding_columns[] = {
	{"purchase", "采购", "purchase", TABLE_TEXT, 0}, {"what", "问题", "what", TABLE_TEXT, 0},
	{"expected", "应为", "expected", TABLE_INT, 0},  {"found", "实为", "found", TABLE_INT, 0},
	{"words", "说明", "words", TABLE_TEXT, 0},
};

struct findings {
	struct cli *cli;
	struct table_out *table;
};

static struct sn_err finding_row(void *self, const struct purchase_finding *f)
{
	struct findings *w = self;
	char id[UUID_TEXT_BYTES];
	uuid_text(f->purchase_id, id);
	table_out_text(w->table, str_of(id));
	table_out_text(w->table, str_of(purchase_finding_words(f->kind)->word));
	table_out_int(w->table, f->expected);
	table_out_int(w->table, f->found);
	table_out_text(w->table, purchase_finding_say(w->cli->ctx.mem, w->cli->lang, f));
	table_out_row_end(w->table);
	return SN_SUCCESS;
}

static struct sn_err cmd_purchase_findings(struct cli *cli)
{
	struct findings w = {.cli = cli};
	struct purchase_filter filter;
	struct purchase *list;
	size_t count;
	SN_TRY(filter_of(cli, &filter));
	SN_TRY(purchase_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, finding_columns, sizeof finding_columns / sizeof finding_columns[0],
			 &w.table));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = purchase_findings(&cli->ctx, &list[i], finding_row, &w);
	const struct sn_err closed = table_out_close(w.table);
	return sn_failed(e) ? e : closed;
}

/* ---- back to the supplier ---- */

struct going_back {
	struct document_plan plan;
	struct goods_line lines[PURCHASE_LINES_MAX];
	size_t count; /* 0: a credit note */
	struct money amount;
	struct document made;
};

static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct going_back *w = arg;
	return w->count > 0 ? document_make_sendback(c, &w->plan, w->lines, w->count, &w->made)
			    : document_make_credit(c, &w->plan, w->amount, &w->made);
}

/* Union and cycle are the purchase's. */
static struct sn_err back_begin(struct cli *cli, struct going_back *w)
{
	struct purchase p;
	struct document *d = &w->plan.document;
	SN_TRY(uuid_parse(&w->plan.purchase_id, cli->operands[0], "purchase"));
	SN_TRY(purchase_read(&cli->ctx, w->plan.purchase_id, &p));
	d->org_no = p.org_no;
	d->cycle_no = p.cycle_no;
	d->words = cli_value(cli, "words");
	d->day = day_of(now_us(&cli->ctx));
	d->document_id = new_id(&cli->ctx);
	SN_TRY(cli_day(cli, "day", &d->day));
	SN_TRY(cli_uuid(cli, "id", &d->document_id));
	w->plan.refuse_twin = !cli_has(cli, "id");
	return SN_SUCCESS;
}

static struct sn_err cmd_purchase_send_back(struct cli *cli)
{
	struct going_back *w = ARENA_NEW(cli->ctx.mem, struct going_back);
	struct str rest = cli_value(cli, "items"), code, value;
	bool more = true;
	if (!w)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(back_begin(cli, w));
	for (;;) {
		struct item item;
		SN_TRY(cmd_next_pair(&rest, "items", &code, &value, &more));
		if (!more)
			break;
		if (w->count == PURCHASE_LINES_MAX)
			return SN_FAIL(TOO_LONG, .field = "items", .arg = {PURCHASE_LINES_MAX});
		struct goods_line *line = &w->lines[w->count++];
		SN_TRY(goods_item_by_code(&cli->ctx, code, &item));
		line->item_no = item.item_no;
		if (!str_to_int(value, &line->quantity))
			return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "items"), STR_FMT,
						STR_ARG(value));
	}
	w->plan.document.declared_count = (int64_t)w->count;
	SN_TRY(store_write(&cli->ctx, back_work, w));
	return cmd_print_document(cli, &w->made);
}

static struct sn_err cmd_purchase_credit(struct cli *cli)
{
	struct going_back *w = ARENA_NEW(cli->ctx.mem, struct going_back);
	if (!w)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(back_begin(cli, w));
	SN_TRY(cmd_source(cli_value(cli, "source"), &w->plan.source));
	SN_TRY(cli_money(cli, "amount", &w->amount));
	w->plan.document.reference = cli_value(cli, "note");
	w->plan.budget = cli_value(cli, "budget");
	w->plan.document.declared_count = 1;
	w->plan.document.declared_total = w->amount;
	SN_TRY(store_write(&cli->ctx, back_work, w));
	return cmd_print_document(cli, &w->made);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define STEP_OPTIONS \
	{"id", "UUID", false, "步骤编号；同一编号再交一次结果不变", "the step's id; the same id again is the same answer"}, \
	{"day", "DAY", false, "日期（缺省今天）", "the day (today)"}
#define FILTER_OPTIONS \
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"}, \
	{"org", "CODE", false, "只看这个工会", "of this union only"}
static const struct cli_option open_options[] = {
	{"org", "CODE", true, "哪个工会采购", "which union buys"},
	{"cycle", "CODE", true, "活动代码", "the cycle's code"},
	{"ceiling", "YUAN", true, "决定的金额上限", "the most that it may cost"},
	{"words", "WORDS", true, "买什么、做什么用、怎样决定的", "what is bought, what for, what was decided"},
	{"meeting", "NUMBER", false, "会议纪要编号", "the number of the minutes"},
	{"present", "WORDS", false, "到会人员", "who was present"}, STEP_OPTIONS, END};
static const struct cli_option quote_options[] = {
	{"supplier", "CODE", true, "供应商（partner list）", "the supplier (partner list)"},
	{"amount", "YUAN", true, "报价总额", "the quote's total"},
	{"number", "NUMBER", false, "报价单号", "the quote's number"},
	{"words", "WORDS", false, "说明", "words"}, STEP_OPTIONS, END};
static const struct cli_option contract_options[] = {
	{"supplier", "CODE", true, "选定的供应商", "the supplier that was chosen"},
	{"number", "NUMBER", true, "合同编号", "the contract's number"},
	{"items", "CODE=N@YUAN,…", true, "物品=数量@总价", "item=quantity@total"},
	{"total", "YUAN", true, "合同总额", "the contract's total"},
	{"why", "WORDS", false, "不是最低价时为什么选它", "why it was chosen where it is not the cheapest"}, STEP_OPTIONS, END};
static const struct cli_option accept_options[] = {
	{"number", "NUMBER", true, "验收单号（两人相同）", "the acceptance sheet's number (the same for both)"},
	{"items", "CODE=N[/REFUSED],…", true, "物品=收下[/拒收]", "item=accepted[/refused]"},
	{"words", "WORDS", false, "拒收原因等", "why something was refused"}, STEP_OPTIONS, END};
static const struct cli_option back_options[] = {
	{"items", "CODE=N,…", true, "退回的物品=数量（须还在库里）", "item=quantity, in the stock still"},
	{"words", "WORDS", true, "为什么退", "why it goes back"},
	{"id", "UUID", false, "单据编号；同一编号再交一次结果不变", "the document's id; the same id again is the same answer"},
	{"day", "DAY", false, "日期（缺省今天）", "the day (today)"}, END};
static const struct cli_option credit_options[] = {
	{"amount", "YUAN", true, "红字发票金额", "the credit note's amount"},
	{"note", "NUMBER", true, "红字发票代码和号码", "the credit note's code and number"},
	{"source", "SOURCE", true, "当时用的哪一种来源的钱", "whose money had paid"},
	{"budget", "CODE", false, "退回哪个预算项目（只有一个时不必写）", "to which budget line (where there are several)"},
	{"words", "WORDS", false, "说明", "words"},
	{"id", "UUID", false, "单据编号；同一编号再交一次结果不变", "the document's id; the same id again is the same answer"},
	{"day", "DAY", false, "日期（缺省今天）", "the day (today)"}, END};
static const struct cli_option show_options[] = {
	{"items", NULL, false, "只看各物品的合同、验收、入库", "the items only"},
	{"lots", NULL, false, "只看各批次在哪里", "where the lots are only"}, END};
static const struct cli_option filter_options[] = {FILTER_OPTIONS, END};

const struct cli_command cli_purchase_commands[] = {
	{"purchase", "open", NULL, 0, 0, open_options, CLI_WRITE, cmd_purchase_open, "立项：会议决定买什么、上限多少", "begin a purchase: what was decided, and its ceiling",
	 "步骤依次为：会议决定、询价、合同、两人验收、入库。哪一步须办由采购限额规定决定；没有定的都要办；验收总要两人。", "The steps are decision, quotes, contract, acceptance by two, stock. Thresholds say which an amount needs; what they leave open is needed; acceptance always is.",
	 "songnuan purchase open --org 150302 --cycle hw-2024 --ceiling 230000 --words 慰问礼包 --meeting 纪要〔2024〕12号 --present 张、王、李 --as li"},
	{"purchase", "quote", "ID", 1, 1, quote_options, CLI_WRITE, cmd_purchase_quote, "登记一家供应商的报价", "record a supplier's quote", NULL, NULL, "songnuan purchase quote ID --supplier zhm --amount 225000 --as li"},
	{"purchase", "contract", "ID", 1, 1, contract_options, CLI_WRITE, cmd_purchase_contract, "登记合同和选定的供应商", "record the contract and with it the choice", NULL, NULL, "songnuan purchase contract ID --supplier zhm --number HT-1 --items rice=300@22500 --total 22500 --as li"},
	{"purchase", "accept", "ID", 1, 1, accept_options, CLI_WRITE, cmd_purchase_accept, "验收：两人各自清点，用同一验收单号", "accept: two people count, each by himself, under one number",
	 "两人的数字须一致；经办过这项采购的人不能验收；验收人不能做入库单。", "Both counts are to agree; who made a step of the purchase does not accept; who accepted does not make the document that pays.", "songnuan purchase accept ID --number YS-1 --items rice=290/10 --words 10袋破损 --as cang"},
	{"purchase", "send-back", "ID", 1, 1, back_options, CLI_WRITE, cmd_purchase_send_back, "退货：已入库的退回供应商（仓管填单，另一人批准）", "send accepted goods back to the supplier (a keeper's paper, approved by another)",
	 "只退这项采购还在库里的；退款凭红字发票另用 purchase credit 登记，未退款的列在 purchase findings。", "Only what this purchase brought and is in the stock still; the money comes by a credit note (purchase credit), and what has not come stands in purchase findings.",
	 "songnuan purchase send-back ID --items coat=3 --words 破损 --as cang"},
	{"purchase", "credit", "ID", 1, 1, credit_options, CLI_WRITE, cmd_purchase_credit, "登记供应商的红字发票（退款回到原来的经费、用途和预算项目）", "enter the supplier's credit note: the money is back in its fund, for its purpose, in its budget line", NULL, NULL,
	 "songnuan purchase credit ID --amount 600 --note 150002300444红 --source OWN --as li"},
	{"purchase", "show", "ID", 1, 1, show_options, CLI_READ, cmd_purchase_show, "一项采购的步骤、数量和各批次去向", "a purchase: its steps, quantities, and where its lots are", NULL, NULL, NULL},
	{"purchase", "list", NULL, 0, 0, filter_options, CLI_READ, cmd_purchase_list, "列出采购", "list purchases", NULL, NULL, NULL},
	{"purchase", "findings", NULL, 0, 0, filter_options, CLI_READ, cmd_purchase_findings, "发票、验收、去向对账，列出对不上的", "invoice, acceptance and whereabouts compared: what does not agree", NULL, NULL, NULL},
	{"purchase", "rules", "FILE.json", 1, 1, NULL, CLI_WRITE, cmd_purchase_rules, "载入采购限额规定", "load the thresholds", NULL, NULL, "songnuan purchase rules data/purchase/thresholds.json --as kuai"},
	{0},
};
/* clang-format on */
