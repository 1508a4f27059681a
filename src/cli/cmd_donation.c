#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_document.h"
#include "ledger/donation.h"
#include "org/partner.h"

#include <inttypes.h>

/* ---- donation receive, donation goods ---- */

enum { GOODS_LINES_MAX = 200 };

struct giving {
	struct donation_new what;
	struct str partner; /* STR_NULL: the donor is none */
	struct goods_line lines[GOODS_LINES_MAX];
	struct document made;
};

static struct sn_err giving_work(struct ctx *c, void *arg)
{
	struct giving *w = arg;
	struct partner partner;
	if (!str_is_null(w->partner)) {
		SN_TRY(partner_find(c, w->partner, 0, &partner));
		w->what.donor.partner_no = partner.partner_no;
	}
	return donation_make(c, &w->what, &w->made);
}

static struct sn_err donor_options(struct cli *cli, struct giving *w)
{
	w->partner = cli_value(cli, "partner");
	w->what.donor = (struct donor){
		.kind = cli_has(cli, "partner")  ? DONOR_PARTNER
			: cli_has(cli, "person") ? DONOR_PERSON
						 : DONOR_ANONYMOUS,
		.name = cli_value(cli, "person"),
	};
	return cli_has(cli, "partner") + cli_has(cli, "person") + cli_has(cli, "anonymous") == 1
		       ? SN_SUCCESS
		       : SN_FAIL(DONATION_NO_DONOR, .field = "donor");
}

static struct sn_err give(struct cli *cli, struct giving *w)
{
	SN_TRY(store_write(&cli->ctx, giving_work, w));
	return cmd_print_document(cli, &w->made);
}

static struct sn_err cmd_donation_receive(struct cli *cli)
{
	struct giving w = {.what = {.amount = MONEY_FEN(0)}};
	SN_TRY(cmd_document_plan(cli, &w.what.plan));
	SN_TRY(donor_options(cli, &w));
	SN_TRY(cli_money(cli, "amount", &w.what.amount));
	w.what.plan.document.declared_count = 1;
	w.what.plan.document.declared_total = w.what.amount;
	return give(cli, &w);
}

/* "rice-10kg=5@500": five, worth 500 yuan together. */
static struct sn_err goods_line(struct cli *cli, struct str code, struct str value,
				struct goods_line *out)
{
	struct item item;
	struct str quantity;
	SN_TRY(goods_item_by_code(&cli->ctx, code, &item));
	*out = (struct goods_line){.item_no = item.item_no, .total = MONEY_FEN(0)};
	if (!str_split(&value, '@', &quantity) || str_is_null(value) ||
	    !str_to_int(str_trim(quantity), &out->quantity) || out->quantity <= 0)
		return SN_FAIL(BAD_NUMBER, .field = "items");
	return money_parse(&out->total, str_trim(value)) ? SN_SUCCESS
							 : SN_FAIL(BAD_AMOUNT, .field = "items");
}

static struct sn_err cmd_donation_goods(struct cli *cli)
{
	struct giving *w = ARENA_NEW(cli->ctx.mem, struct giving);
	struct str rest = cli_value(cli, "items"), code, value;
	struct money total = MONEY_FEN(0);
	bool more = true;
	if (!w)
		return SN_FAIL(OUT_OF_MEMORY);
	*w = (struct giving){.what = {.basis = cli_value(cli, "basis")}};
	SN_TRY(cmd_document_plan(cli, &w->what.plan));
	SN_TRY(donor_options(cli, w));
	for (;;) {
		SN_TRY(cmd_next_pair(&rest, "items", &code, &value, &more));
		if (!more)
			break;
		if (w->what.count == GOODS_LINES_MAX)
			return SN_FAIL(TOO_LONG, .field = "items", .arg = {GOODS_LINES_MAX});
		struct goods_line *line = &w->lines[w->what.count++];
		SN_TRY(goods_line(cli, code, value, line));
		if (!money_add(&total, total, line->total))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "items");
	}
	w->what.lines = w->lines;
	w->what.plan.document.declared_count = (int64_t)w->what.count;
	w->what.plan.document.declared_total = total;
	return give(cli, w);
}

/* ---- donation return ---- */

struct returning {
	struct uuid donation_id;
	struct document_plan plan;
	struct money amount;
	struct document made;
};
static struct sn_err returning_work(struct ctx *c, void *arg)
{
	struct returning *w = arg;
	return donation_return(c, w->donation_id, &w->plan, w->amount, &w->made);
}

static struct sn_err cmd_donation_return(struct cli *cli)
{
	struct returning w = {.plan = {.document = {.document_id = new_id(&cli->ctx),
						    .words = cli_value(cli, "words"),
						    .declared_count = 1,
						    .day = day_of(now_us(&cli->ctx))}},
			      .amount = MONEY_FEN(0)};
	SN_TRY(uuid_parse(&w.donation_id, cli->operands[0], "donation"));
	SN_TRY(cli_uuid(cli, "id", &w.plan.document.document_id));
	SN_TRY(cli_day(cli, "day", &w.plan.document.day));
	SN_TRY(cli_money(cli, "amount", &w.amount));
	w.plan.document.declared_total = w.amount;
	SN_TRY(store_write(&cli->ctx, returning_work, &w));
	return cmd_print_document(cli, &w.made);
}

/* ---- donation list ---- */

static const struct table_out_column columns[] = {
	{"donation", "编号", "donation", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"donor", "捐赠人", "donor", TABLE_TEXT, 0},
	{"what", "形式", "what", TABLE_TEXT, 0},
	{"purpose", "指定用途", "purpose", TABLE_TEXT, 0},
	{"amount_fen", "价值", "value", TABLE_MONEY, 0},
	{"returned_fen", "已退回", "returned", TABLE_MONEY, 0},
	{"left_fen", "结余", "left", TABLE_MONEY, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"receipt", "票据号", "receipt", TABLE_TEXT, 0},
};

/* A receipt's number as it is printed: union, year, six digits. */
static const char *receipt_number(const struct cli *cli, const struct org *org, int64_t year,
				  int64_t no)
{
	return no == 0 ? NULL
		       : arena_printf(cli->ctx.mem, STR_FMT "-%" PRId64 "-%06" PRId64,
				      STR_ARG(org->code), year, no);
}

static struct sn_err donor_text(struct cli *cli, const struct donor *donor, struct str *out)
{
	struct partner partner;
	*out = str_of(CLI_WORDS(cli, "爱心人士", "anonymous"));
	if (donor->kind == DONOR_PERSON)
		*out = donor->name;
	if (donor->kind != DONOR_PARTNER)
		return SN_SUCCESS;
	SN_TRY(partner_by_no(&cli->ctx, donor->partner_no, 0, &partner));
	*out = partner.name;
	return SN_SUCCESS;
}

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct donation *d)
{
	const struct document_words *state = document_state_words(d->state);
	char id[UUID_TEXT_BYTES];
	struct str donor;
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, d->org_no, 0, &org));
	SN_TRY(donor_text(cli, &d->donor, &donor));
	uuid_text(d->donation_id, id);
	const bool text = cli->format == TABLE_FORMAT_TEXT;
	table_out_text(t, str_of(arena_printf(cli->ctx.mem, "%s", id)));
	table_out_day(t, d->day);
	table_out_text(t, org.code);
	table_out_text(t, donor);
	table_out_text(t, str_of(d->goods ? CLI_WORDS(cli, "实物", "goods")
					  : CLI_WORDS(cli, "资金", "money")));
	table_out_text(t, d->purpose);
	table_out_money(t, d->amount);
	table_out_money(t, d->returned);
	table_out_money(t, d->left);
	table_out_text(t, str_of(text ? CLI_WORDS(cli, state->zh, state->en) : state->word));
	table_out_text(t, str_of(receipt_number(cli, &org, d->receipt_year, d->receipt_no)));
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_donation_list(struct cli *cli)
{
	struct donation_filter filter = {0};
	struct donation *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		filter.org_no = org.org_no;
	}
	if (cli_has(cli, "cycle")) {
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		filter.cycle_no = cycle.cycle_no;
	}
	SN_TRY(donation_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- donation receipt, donation void ---- */

struct receipt_work {
	struct uuid donation_id;
	struct str why;
	struct receipt receipt;
};
static struct sn_err receipt_work(struct ctx *c, void *arg)
{
	struct receipt_work *w = arg;
	return donation_receipt(c, w->donation_id, &w->receipt);
}
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct receipt_work *w = arg;
	return donation_receipt_void(c, w->donation_id, w->why);
}

struct printed_line {
	const char *zh, *en;
	struct str value;
};

/* A name may hold any sign: in HTML the four that have a meaning there are written by name. */
static void put_html(FILE *f, struct str s)
{
	for (size_t i = 0; i < s.bytes; i++)
		switch (s.at[i]) {
		case '<':
			(void)fputs("&lt;", f);
			break;
		case '>':
			(void)fputs("&gt;", f);
			break;
		case '&':
			(void)fputs("&amp;", f);
			break;
		case '"':
			(void)fputs("&quot;", f);
			break;
		default:
			(void)fputc(s.at[i], f);
		}
}

static void print_receipt(const struct cli *cli, FILE *f, bool html,
			  const struct printed_line *lines, size_t count)
{
	const char *title = CLI_WORDS(cli, "接受捐赠凭据", "Receipt for a donation");
	if (html)
		(void)fprintf(f,
			      "<!DOCTYPE html>\n<html lang=\"%s\"><meta "
			      "charset=\"utf-8\"><title>%s</title>\n"
			      "<style>body{font-family:serif;margin:3em}th{text-align:left;padding-"
			      "right:2em}</style>\n"
			      "<h1>%s</h1>\n<table>\n",
			      CLI_WORDS(cli, "zh-CN", "en"), title, title);
	else
		(void)fprintf(f, "%s\n\n", title);
	for (size_t i = 0; i < count; i++) {
		if (lines[i].value.bytes == 0)
			continue;
		(void)fprintf(f, html ? "<tr><th>%s<td>" : "%s",
			      CLI_WORDS(cli, lines[i].zh, lines[i].en));
		if (html)
			put_html(f, lines[i].value);
		else
			(void)fprintf(f, "%s" STR_FMT, CLI_WORDS(cli, "：", ": "),
				      STR_ARG(lines[i].value));
		(void)fputs("\n", f);
	}
	(void)fprintf(f, html ? "</table>\n<p>%s</p>\n</html>\n" : "\n%s\n",
		      CLI_WORDS(cli, "经手人（签字）：            工会（盖章）：",
				"Signed:                    Seal of the union:"));
}

static struct sn_err purpose_text(struct cli *cli, const struct donation *d, struct str *out)
{
	struct fund_matrix matrix;
	*out = d->purpose;
	SN_TRY(fund_matrix_read(&cli->ctx, 0, &matrix));
	for (size_t i = 0; i < matrix.purposes_count; i++)
		if (str_eq(matrix.purposes[i].word, d->purpose))
			*out = CLI_WORDS(cli, matrix.purposes[i].zh, matrix.purposes[i].en);
	return SN_SUCCESS;
}

static struct sn_err write_receipt(struct cli *cli, const struct receipt *r)
{
	const struct donation *d = &r->donation;
	char amount[32], day[DAY_TEXT_BYTES], id[UUID_TEXT_BYTES];
	struct str donor, purpose;
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, r->org_no, 0, &org));
	SN_TRY(donor_text(cli, &d->donor, &donor));
	SN_TRY(purpose_text(cli, d, &purpose));
	money_text(d->amount, amount, sizeof amount);
	day_text(d->day, day);
	uuid_text(d->donation_id, id);
	const struct printed_line lines[] = {
		{"票据号", "receipt number",
		 str_of(receipt_number(cli, &org, r->year, r->receipt_no))},
		{"接受单位", "received by", org.name},
		{"捐赠人", "given by", donor},
		{"日期", "day", str_of(day)},
		{"形式", "what",
		 str_of(d->goods ? CLI_WORDS(cli, "实物", "goods in kind")
				 : CLI_WORDS(cli, "资金", "money"))},
		{"价值（元）", "value (yuan)", str_of(amount)},
		{"估价依据", "basis of the value", d->basis},
		{"指定用途", "purpose", purpose},
		{"捐赠编号", "donation", str_of(id)},
	};
	const size_t count = sizeof lines / sizeof lines[0];
	if (str_is_null(cli->output)) {
		print_receipt(cli, cli->out, false, lines, count);
		return SN_SUCCESS;
	}
	const struct str path = cli->output;
	const bool html = path.bytes > 5 && memcmp(path.at + path.bytes - 5, ".html", 5) == 0;
	print_receipt(cli, cli->out, html, lines, count);
	return SN_SUCCESS;
}

static struct sn_err cmd_donation_receipt(struct cli *cli)
{
	struct receipt_work w = {.why = STR_NULL};
	SN_TRY(uuid_parse(&w.donation_id, cli->operands[0], "donation"));
	SN_TRY(store_write(&cli->ctx, receipt_work, &w));
	return write_receipt(cli, &w.receipt);
}

static struct sn_err cmd_donation_void(struct cli *cli)
{
	struct receipt_work w = {.why = cli_value(cli, "why")};
	SN_TRY(uuid_parse(&w.donation_id, cli->operands[0], "donation"));
	SN_TRY(store_write(&cli->ctx, void_work, &w));
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "已作废，号码保留", "void; the number stays used"));
	return SN_SUCCESS;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define GIVEN \
	{"org", "CODE", true, "哪个工会", "which union"}, \
	{"cycle", "CODE", true, "哪次活动", "which cycle"}, \
	{"purpose", "WORD", true, "捐赠人指定的用途（资金使用矩阵里的词）", "what the donor binds it to (a word of the matrix)"}, \
	{"partner", "CODE", false, "捐赠人：合作单位", "who gave: a partner"}, \
	{"person", "NAME", false, "捐赠人：个人（姓名密封保存，列表中遮盖）", "who gave: a private person (the name is sealed, masked in lists)"}, \
	{"anonymous", NULL, false, "捐赠人：爱心人士", "who gave: anonymous"}, \
	{"id", "UUID", false, "自编的编号：同一编号再交不会重复", "an id of your own: the same again is not doubled"}, \
	{"again", NULL, false, "与刚才相同的确是另一份", "the same as just now, and yet another one"}, \
	{"day", "DAY", false, "日期（缺省今天）", "the day (today)"}, \
	{"words", "WORDS", false, "说明", "in words"}
static const struct cli_option receive_options[] = {
	GIVEN, {"amount", "YUAN", true, "金额（元）", "amount in yuan"}, END};
static const struct cli_option goods_options[] = {
	GIVEN, {"items", "LIST", true, "物品=数量@总值，用逗号分开", "item=quantity@worth, by commas"},
	{"basis", "WORDS", true, "估价依据：发票、三家询价……", "basis of the value: an invoice, quotations …"}, END};
static const struct cli_option return_options[] = {
	{"amount", "YUAN", true, "退回金额（元）", "amount in yuan"},
	{"id", "UUID", false, "自编的编号", "an id of your own"},
	{"day", "DAY", false, "日期（缺省今天）", "the day (today)"},
	{"words", "WORDS", false, "说明", "in words"}, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", false, "只看这个工会", "of this union"},
	{"cycle", "CODE", false, "只看这次活动", "of this cycle"}, END};
static const struct cli_option void_options[] = {{"why", "WORDS", true, "作废原因", "why"}, END};

const struct cli_command cli_donation_commands[] = {
	{"donation", "receive", NULL, 0, 0, receive_options, CLI_WRITE, cmd_donation_receive, "收到捐款，用途由捐赠人指定", "money was given, bound to a purpose",
	 "单据按金额由几个人经手（document sign）；这笔钱只能用于指定用途。", "Its document needs the hands of any money (document sign); the money is spent on that purpose only.",
	 "songnuan donation receive --org 150802 --cycle hw-2026 --partner gs --purpose condolence --amount 5000 --as li"},
	{"donation", "goods", NULL, 0, 0, goods_options, CLI_WRITE, cmd_donation_goods, "收到捐赠实物：估价、批准、仓管签收后入库", "goods were given in kind: valued, approved, accepted into the stock by a keeper", NULL, NULL,
	 "songnuan donation goods --org 150802 --cycle hw-2026 --anonymous --purpose condolence --items coat=10@2000 --basis 发票 --as li"},
	{"donation", "return", "ID", 1, 1, return_options, CLI_WRITE, cmd_donation_return, "结余退回捐赠人", "what is left goes back to the donor", NULL, NULL, NULL},
	{"donation", "list", NULL, 0, 0, list_options, CLI_READ, cmd_donation_list, "列出捐赠、结余和票据", "list donations, what is left of each, receipts", NULL, NULL, NULL},
	{"donation", "receipt", "ID", 1, 1, NULL, CLI_WRITE, cmd_donation_receipt, "开具并打印票据（-o 文件.html 或 .txt；会计或出纳）", "issue and print a receipt (-o FILE.html or .txt; accountant or cashier)",
	 "号码按工会和年度连续，从不重复；作废的号码保留。", "Numbers run by union and year, none is used twice; a void one stays used.",
	 "songnuan donation receipt ID -o 票据.html --as qian"},
	{"donation", "void", "ID", 1, 1, void_options, CLI_WRITE, cmd_donation_void, "作废票据", "void a receipt", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
