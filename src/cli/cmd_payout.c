/* Bank batches: made, signed, cancelled, listed. The commands on the bank's files are in cmd_payout_file.c. */
#include "cli/cmd_payout.h"

#include "base/name.h"
#include "cli/cli_priv.h"
#include "cli/cmd_document.h"

#include <inttypes.h>

enum { SHOWN_LEFT = 20 };

/* ---- what all print ---- */

void cmd_say_payout(const struct cli *cli, const struct payout *batch)
{
	const struct payout_words *state = payout_state_words(batch->state);
	char total[32];
	money_text(batch->total, total, sizeof total);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, STR_FMT " · %s · %" PRId64 " 笔 %s 元\n",
				STR_FMT " · %s · %" PRId64 " payments, %s yuan\n"),
		      STR_ARG(batch->number), CLI_WORDS(cli, state->zh, state->en),
		      batch->lines_count, total);
}

void cmd_json_payout(struct json_out *o, const struct payout *batch)
{
	json_out_text(o, "batch", batch->number);
	json_out_uuid(o, "id", batch->batch_id);
	json_out_text(o, "state", str_of(payout_state_words(batch->state)->word));
	json_out_int(o, "lines", batch->lines_count);
	json_out_int(o, "total_fen", money_fen(batch->total));
	if (!str_is_null(batch->budget))
		json_out_text(o, "budget", batch->budget);
}

static struct sn_err print_batch(struct cli *cli, const struct payout *batch)
{
	if (cli->format != TABLE_FORMAT_JSON) {
		cmd_say_payout(cli, batch);
		return SN_SUCCESS;
	}
	struct json_out o = json_out_file(cli->out, true);
	json_out_object(&o, NULL);
	cmd_json_payout(&o, batch);
	json_out_end(&o);
	return json_out_done(&o);
}

/* Which of the hands are still to sign. */
static void say_missing(const struct cli *cli, const struct payout *batch)
{
	static const char *const hands[HANDS_COUNT][3] = {
		[HAND_MAKER] = {"maker", "经办", "maker"},
		[HAND_CHECKER] = {"checker", "审核", "checker"},
		[HAND_APPROVER] = {"approver", "批准", "approver"},
		[HAND_TREASURER] = {"treasurer", "支付", "treasurer"}};
	if (batch->state != PAYOUT_MADE)
		return;
	(void)fputs(CLI_WORDS(cli, "  待签：", "  still to sign:"), cli->out);
	for (unsigned h = 0; h < HANDS_COUNT; h++)
		if ((batch->needed & 1U << h) && uuid_is_null(batch->signatures.by[h]))
			(void)fprintf(cli->out, " %s", CLI_WORDS(cli, hands[h][1], hands[h][2]));
	(void)fputs("\n", cli->out);
}

/* ---- payout create ---- */

struct creating {
	struct payout_ask ask;
	struct payout_made made;
};
static struct sn_err create_work(struct ctx *c, void *arg)
{
	struct creating *a = arg;
	return payout_create(c, &a->ask, &a->made);
}

static void say_left(const struct cli *cli, const struct payout_made *made)
{
	char words[512], name[NAME_MASK_BYTES], id[UUID_TEXT_BYTES];
	for (size_t i = 0; i < made->left_count && i < SHOWN_LEFT; i++) {
		const struct payout_left *l = &made->left[i];
		name_mask(l->name, name);
		uuid_text(l->person_id, id);
		sn_err_words(l->why, cli->lang, words, sizeof words);
		(void)fprintf(cli->out, "  %s %s  %s\n", name, id, words);
	}
	if (made->left_count > SHOWN_LEFT)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "  …另有 %zu 人，用 --format csv 看全部\n",
					"  … and %zu more, all of them with --format csv\n"),
			      made->left_count - SHOWN_LEFT);
}

static void json_left(const struct cli *cli, struct json_out *o, const struct payout_made *made)
{
	char words[512], name[NAME_MASK_BYTES];
	json_out_array(o, "left");
	for (size_t i = 0; i < made->left_count; i++) {
		const struct payout_left *l = &made->left[i];
		name_mask(l->name, name);
		sn_err_words(l->why, cli->lang, words, sizeof words);
		json_out_object(o, NULL);
		json_out_uuid(o, "person", l->person_id);
		json_out_text(o, "name", str_of(name));
		json_out_int(o, "value_fen", money_fen(l->value));
		json_out_text(o, "reason", str_of(sn_reason_word(l->why.reason)));
		json_out_text(o, "message", str_of(words));
		json_out_end(o);
	}
	json_out_end(o);
}

static const struct table_out_column left_columns[] = {
	{"person", "人员编号", "person", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"value_fen", "金额", "amount", TABLE_MONEY, 0},
	{"reason", "原因代码", "reason", TABLE_TEXT, 0},
	{"message", "没有列入的原因", "why not taken", TABLE_TEXT, 0},
};

static struct sn_err table_left(struct cli *cli, const struct payout_made *made)
{
	struct table_out *t = NULL;
	char words[512], name[NAME_MASK_BYTES], id[UUID_TEXT_BYTES];
	SN_TRY(cli_table(cli, left_columns, sizeof left_columns / sizeof left_columns[0], &t));
	for (size_t i = 0; i < made->left_count; i++) {
		const struct payout_left *l = &made->left[i];
		name_mask(l->name, name);
		uuid_text(l->person_id, id);
		sn_err_words(l->why, cli->lang, words, sizeof words);
		table_out_text(t, str_of(id));
		table_out_text(t, str_of(name));
		table_out_money(t, l->value);
		table_out_text(t, str_of(sn_reason_word(l->why.reason)));
		table_out_text(t, str_of(words));
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* Who was left out is told also where nobody was taken. */
static struct sn_err print_made(struct cli *cli, const struct payout_made *made, bool there)
{
	if (cli->format == TABLE_FORMAT_CSV || cli->format == TABLE_FORMAT_XLSX)
		return table_left(cli, made);
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		if (there)
			cmd_json_payout(&o, &made->batch);
		json_left(cli, &o, made);
		json_out_end(&o);
		return json_out_done(&o);
	}
	if (there) {
		cmd_say_payout(cli, &made->batch);
		say_missing(cli, &made->batch);
	}
	if (made->left_count > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "没有列入 %zu 人：\n", "not taken: %zu people\n"),
			      made->left_count);
	say_left(cli, made);
	return SN_SUCCESS;
}

static struct sn_err cmd_payout_create(struct cli *cli)
{
	struct creating a = {.ask = {.batch_id = new_id(&cli->ctx),
				     .benefit = cli_value(cli, "benefit"),
				     .purpose = cli_value(cli, "purpose"),
				     .words = cli_value(cli, "words"),
				     .budget = cli_value(cli, "budget")}};
	if (str_is_null(a.ask.purpose))
		a.ask.purpose = STR("condolence");
	SN_TRY(cli_uuid(cli, "id", &a.ask.batch_id));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &a.ask.cycle));
	SN_TRY(cli_org(cli, "org", &a.ask.org));
	if (cli_has(cli, "source"))
		SN_TRY(cmd_source(cli_value(cli, "source"), &a.ask.source));
	const struct sn_err e = store_write(&cli->ctx, create_work, &a);
	if (!sn_failed(e) || e.reason == SN_R_PAYOUT_EMPTY)
		SN_TRY(print_made(cli, &a.made, !sn_failed(e)));
	return e;
}

/* ---- payout approve, cancel ---- */

struct acting {
	struct payout batch;
	enum hand hand;
};
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	struct acting *a = arg;
	return payout_sign(c, a->batch.batch_id, a->hand, &a->batch);
}
static struct sn_err cancel_work(struct ctx *c, void *arg)
{
	struct acting *a = arg;
	return payout_cancel(c, a->batch.batch_id, &a->batch);
}

static struct sn_err hand_parse(struct cli *cli, enum hand *out)
{
	const struct str hand = cli_value(cli, "hand");
	*out = HAND_APPROVER;
	if (str_is_null(hand) || str_is(hand, "approver"))
		return SN_SUCCESS;
	*out = str_is(hand, "checker") ? HAND_CHECKER : HAND_TREASURER;
	return *out == HAND_CHECKER || str_is(hand, "treasurer")
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(BAD_USAGE), "--hand " STR_FMT, STR_ARG(hand));
}

static struct sn_err cmd_payout_approve(struct cli *cli)
{
	struct acting a;
	SN_TRY(hand_parse(cli, &a.hand));
	SN_TRY(payout_find(&cli->ctx, cli->operands[0], &a.batch));
	SN_TRY(store_write(&cli->ctx, sign_work, &a));
	SN_TRY(print_batch(cli, &a.batch));
	if (cli->format != TABLE_FORMAT_JSON)
		say_missing(cli, &a.batch);
	return SN_SUCCESS;
}

static struct sn_err cmd_payout_cancel(struct cli *cli)
{
	struct acting a = {.hand = HAND_MAKER};
	SN_TRY(payout_find(&cli->ctx, cli->operands[0], &a.batch));
	SN_TRY(store_write(&cli->ctx, cancel_work, &a));
	return print_batch(cli, &a.batch);
}

/* ---- payout list ---- */

static const struct table_out_column list_columns[] = {
	{"batch", "批次号", "batch", TABLE_TEXT, 0},
	{"cycle", "活动", "cycle", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"lines", "笔数", "payments", TABLE_INT, 0},
	{"total_fen", "金额", "total", TABLE_MONEY, 0},
	{"waiting", "待付", "waiting", TABLE_INT, 0},
	{"paid", "已付", "paid", TABLE_INT, 0},
	{"paid_fen", "已付金额", "paid amount", TABLE_MONEY, 0},
	{"bounced", "退回", "bounced", TABLE_INT, 0},
	{"sent_back", "退汇", "sent back", TABLE_INT, 0},
	{"dropped", "撤出", "dropped", TABLE_INT, 0},
	{"doubled", "重复（事项）", "given twice (cases)", TABLE_INT, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct payout *b)
{
	const struct payout_words *state = payout_state_words(b->state);
	struct payout_sums sums;
	struct cycle cycle;
	SN_TRY(payout_sums(&cli->ctx, b, &sums));
	SN_TRY(care_cycle_by_no(&cli->ctx, b->cycle_no, &cycle));
	table_out_text(t, b->number);
	table_out_text(t, cycle.code);
	table_out_day(t, b->day);
	table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
					 ? CLI_WORDS(cli, state->zh, state->en)
					 : state->word));
	table_out_int(t, b->lines_count);
	table_out_money(t, b->total);
	table_out_int(t, sums.lines[PAYOUT_LINE_WAITING]);
	table_out_int(t, sums.lines[PAYOUT_LINE_PAID]);
	table_out_money(t, sums.value[PAYOUT_LINE_PAID]);
	table_out_int(t, sums.lines[PAYOUT_LINE_BOUNCED]);
	table_out_int(t, sums.lines[PAYOUT_LINE_BACK]);
	table_out_int(t, sums.lines[PAYOUT_LINE_DROPPED]);
	table_out_int(t, sums.doubled);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_payout_list(struct cli *cli)
{
	struct cycle cycle = {.cycle_no = 0};
	struct payout *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	SN_TRY(cli_org(cli, "org", &org));
	if (cli_has(cli, "cycle"))
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(payout_list(&cli->ctx, org.path, cycle.cycle_no, &list, &count));
	SN_TRY(cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	cmd_say_cut(cli, count);
	return sn_failed(e) ? e : closed;
}

/* ---- payout show ---- */

static const struct table_out_column line_columns[] = {
	{"serial", "序号", "no.", TABLE_INT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"card", "卡号", "card", TABLE_TEXT, 0},
	{"value_fen", "金额", "amount", TABLE_MONEY, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"why", "原因", "why", TABLE_TEXT, 0},
	{"words", "银行原话", "the bank's words", TABLE_TEXT, 0},
	{"day", "银行日期", "bank's day", TABLE_DAY, 0},
	{"bank_ref", "银行流水号", "bank's number", TABLE_TEXT, 0},
	{"evidence", "凭证", "evidence", TABLE_TEXT, 0},
	{"doubled", "重复", "twice", TABLE_BOOL, 0},
	{"delivery", "发放编号", "delivery", TABLE_TEXT, 0},
};

static void line_row(const struct cli *cli, struct table_out *t, const struct payout_line *l,
		     struct str name)
{
	const bool text = cli->format == TABLE_FORMAT_TEXT;
	const struct payout_words *state = payout_line_state_words(l->state);
	const struct payout_words *why = payout_why_words(l->why);
	const bool was_paid = l->state == PAYOUT_LINE_PAID || l->state == PAYOUT_LINE_BACK;
	char masked[NAME_MASK_BYTES], mask[CARD_MASK_BYTES], id[UUID_TEXT_BYTES];
	name_mask(name, masked);
	card_number_mask(l->last4, mask);
	uuid_text(l->line_id, id);
	table_out_int(t, l->serial);
	table_out_text(t, str_of(masked));
	table_out_text(t, str_of(mask));
	table_out_money(t, l->value);
	table_out_text(t, str_of(text ? CLI_WORDS(cli, state->zh, state->en) : state->word));
	table_out_text(t, l->why == PAYOUT_WHY_NONE
				  ? STR_NULL
				  : str_of(text ? CLI_WORDS(cli, why->zh, why->en) : why->word));
	table_out_text(t, l->state == PAYOUT_LINE_BACK ? l->back_words : l->words);
	if (was_paid)
		table_out_day(t, l->state == PAYOUT_LINE_BACK ? l->back_day : l->day);
	else
		table_out_unknown(t);
	table_out_text(t, l->bank_ref);
	table_out_text(t, !was_paid ? STR_NULL
			  : text ? str_of(CLI_WORDS(cli, "银行回单（C）", "bank's word (C)"))
				 : STR("bank"));
	table_out_bool(t, l->doubled);
	table_out_text(t, was_paid ? str_of(id) : STR_NULL);
	table_out_row_end(t);
}

static struct sn_err show_lines(struct cli *cli, struct table_out *t,
				const struct payout_line *lines, size_t count)
{
	struct person_ref refs[100];
	struct person people[100];
	for (size_t at = 0; at < count; at += 100) {
		const struct arena_mark mark = arena_mark(cli->ctx.mem);
		const size_t n = count - at < 100 ? count - at : 100;
		for (size_t i = 0; i < n; i++)
			refs[i] = (struct person_ref){lines[at + i].shard, lines[at + i].person_id};
		SN_TRY(people_by_refs(&cli->ctx, refs, n, people));
		for (size_t i = 0; i < n; i++)
			line_row(cli, t, &lines[at + i], people[i].name);
		arena_rewind(cli->ctx.mem, mark);
	}
	return SN_SUCCESS;
}

static const struct table_out_column act_columns[] = {
	{"act", "事项", "act", TABLE_TEXT, 0},
	{"by", "何人", "by", TABLE_TEXT, 0},
	{"at", "何时", "at", TABLE_TIME, 0},
	{"lines", "笔数", "payments", TABLE_INT, 0},
	{"value_fen", "金额", "amount", TABLE_MONEY, 0},
	{"file_sha256", "文件指纹", "file (SHA-256)", TABLE_TEXT, 0},
};

static struct sn_err show_acts(struct cli *cli, const struct payout *b)
{
	struct payout_act *acts = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	char file[2 * SHA256_BYTES + 1];
	SN_TRY(payout_acts(&cli->ctx, b, &acts, &count));
	SN_TRY(cli_table(cli, act_columns, sizeof act_columns / sizeof act_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++) {
		const struct payout_words *act = payout_act_words(acts[i].kind);
		struct user user = {.login = STR_NULL};
		e = rights_user_by_id(&cli->ctx, acts[i].by_id, &user);
		crypto_hex(acts[i].file.bytes, SHA256_BYTES, file);
		table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
						 ? CLI_WORDS(cli, act->zh, act->en)
						 : act->word));
		table_out_text(t, user.login);
		table_out_time(t, acts[i].at_us);
		table_out_int(t, acts[i].lines_count);
		table_out_money(t, acts[i].value);
		table_out_text(t, acts[i].has_file ? str_of(file) : STR_NULL);
		table_out_row_end(t);
	}
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

static struct sn_err cmd_payout_show(struct cli *cli)
{
	struct payout b;
	struct payout_line *lines = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(payout_find(&cli->ctx, cli->operands[0], &b));
	if (cli_has(cli, "acts"))
		return show_acts(cli, &b);
	if (cli->format == TABLE_FORMAT_TEXT) {
		cmd_say_payout(cli, &b);
		say_missing(cli, &b);
		(void)fputs("\n", cli->out);
	}
	SN_TRY(payout_lines(&cli->ctx, b.batch_id, &lines, &count));
	SN_TRY(cli_table(cli, line_columns, sizeof line_columns / sizeof line_columns[0], &t));
	const struct sn_err e = show_lines(cli, t, lines, count);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option create_options[] = {
	{"cycle", "CODE", true, "活动代码", "the cycle's code"},
	{"org", "CODE", true, "哪个工会付款，付给它和下级名册上的人", "which union pays, out of its fund, to people of its roster and those below"},
	{"benefit", "CODE", false, "只付这一项（缺省：可以发现金的各项）", "this benefit alone (all that may be cash)"},
	{"source", "SOURCE", false, "只用这一种来源的钱：FISCAL UPPER OWN DONATION ADMIN OTHER", "of this source's money alone: FISCAL UPPER OWN DONATION ADMIN OTHER"},
	{"purpose", "WORD", false, "用途代码（缺省 condolence）", "the purpose's word (condolence)"},
	{"words", "WORDS", false, "用途说明", "what for"},
	{"budget", "CODE", false, "从付款工会的哪个预算项列支（列了“不得有预算外支出”的必填）；退回、撤出、退汇的自动退还预算项", "the paying union's budget line that it spends from (needed where the list is closed); what fails, is dropped or returned goes back to it"},
	{"id", "UUID", false, "批次的编号；同一编号再交一次结果不变", "the batch's id; the same id again is the same answer"}, END};
static const struct cli_option approve_options[] = {
	{"hand", "HAND", false, "以什么身份签：checker（审核）approver（批准，缺省）treasurer（支付）", "checker, approver (if not said) or treasurer"}, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", true, "这个工会及下级的", "of this union and those below it"},
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"}, END};
static const struct cli_option show_options[] = {
	{"acts", NULL, false, "看谁在何时做了什么、文件指纹", "who did what and when, with the files' digests"}, END};
static const struct cli_option export_options[] = {END};
static const struct cli_option return_options[] = {
	{"rejects", "OUT.xlsx", false, "把退回的行写到这个文件", "hand rejected rows back in this file"}, END};

const struct cli_command cli_payout_commands[] = {
	{"payout", "create", NULL, 0, 0, create_options, CLI_WRITE, cmd_payout_create, "建立银行代发批次，占住经费", "make a bank batch; its money is held",
	 "列入：有可发现金的名额、还没领、有银行卡、不在别的批次里的人；没有列入的逐个说明原因。经费从付款工会占住，银行回盘后才支出或放开。", "Taken are people who are entitled to a benefit that may be cash, were given nothing yet, have a card and are in no other batch; the others are told, each with the reason. The money is held in the paying union's fund until the bank has answered.",
	 "songnuan payout create --cycle hw-2024 --org 150802 --as li"},
	{"payout", "approve", "BATCH", 1, 1, approve_options, CLI_WRITE, cmd_payout_approve, "签批一个批次（几个人签按金额，制单人不能签）", "sign a batch (as many hands as the amount needs; never its maker)", NULL, NULL, "songnuan payout approve 150802-20241105-1 --as wang"},
	{"payout", "cancel", "BATCH", 1, 1, NULL, CLI_WRITE, cmd_payout_cancel, "导出前撤销一个批次，放开经费", "cancel a batch before its export; its money is free again", NULL, NULL, NULL},
	{"payout", "export", "BATCH", 1, 1, export_options, CLI_WRITE_FILE, cmd_payout_export, "导出给银行的文件（出纳；只导出一次，-o 指明 .csv 或 .xlsx）", "write the bank's file (a cashier; once; -o names the .csv or .xlsx)",
	 "文件里有完整卡号，只有本人可读写（0600）；谁在何时导出、文件指纹都留档。导出前已另行发放的人自动撤出。", "The file has whole card numbers and mode 0600; who wrote it, when, and its digest are kept. Who was given otherwise since is taken out first.",
	 "songnuan payout export 150802-20241105-1 -o 代发.xlsx --as chu"},
	{"payout", "return", "BATCH FILE", 2, 2, return_options, CLI_WRITE, cmd_payout_return, "录入银行回盘文件（会计）：付讫、退回、退汇", "enter the bank's return file (an accountant): paid, failed, returned",
	 "列：结果（状态……）、金额，和附言里的编号，或序号加账号；可有失败原因、日期、流水号。付讫的记为发放（C，银行回单），退回的放开经费、可更正卡号后再付，退汇的冲回。对不上的行退回；同一份文件再交一次不变。活动结束后银行才退汇的，照样在这里录入。", "Columns: result (status …), amount, and the remark with its number, or serial number and account; reason, day and the bank's number if there are. Paid becomes a delivery (C, the bank's word), failed frees the money, returned takes the delivery back. Rows that do not fit are handed back; the same file again changes nothing. What the bank returns after the cycle was closed is entered here as well.",
	 "songnuan payout return 150802-20241105-1 回盘.xlsx --rejects 退回.xlsx --as kuai"},
	{"payout", "list", NULL, 0, 0, list_options, CLI_READ, cmd_payout_list, "列出银行批次", "list bank batches", NULL, NULL, NULL},
	{"payout", "show", "BATCH", 1, 1, show_options, CLI_READ, cmd_payout_show, "显示一个批次的各笔（姓名、卡号遮盖）", "show a batch's payments (names and cards masked)", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
