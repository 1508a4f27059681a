/* Months and years of a union's books: what comes next and what stands in the way, closing, confirming, sending back, what
 * each account came to, and what becomes of a year's remainders. */
#include "care/care.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "ledger/account_list.h"
#include "ledger/closing.h"

#include <inttypes.h>
#include <stdlib.h>

enum { BLOCKS_SHOWN_MAX = 200, BACKS_MAX = 10000, REMAINDERS_MAX = 5000 };

/* clang-format off */
#define STATE_WORDS    "open|closed|sent_back|confirmed"
#define DECISION_WORDS "keep|cycle|return"
#define CLOSING_FIELDS \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"}, \
	{"period", FIELD_INT, FIELD_NEEDED, .example = "202410", .zh = "期间：202410 为月，2024 为年", .en = "the month or the year"}, \
	{"state", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "closed", .zh = "未结、已结待确认、已退回、已确认", .en = "not closed, closed and to be confirmed, sent back, confirmed"}, \
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-01", .zh = "自", .en = "its first day"}, \
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2024-11-01", .zh = "至（不含）", .en = "the first day after it"}, \
	{"accounts", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "账户数", .en = "how many accounts"}, \
	{"in_fen", FIELD_FEN, FIELD_NEEDED, .example = "50000000", .zh = "资金增加（分）", .en = "money in, fen"}, \
	{"out_fen", FIELD_FEN, FIELD_NEEDED, .example = "47780000", .zh = "资金减少（分）", .en = "money out, fen"}, \
	{"closed_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "结账会计", .en = "the accountant who closed it"}, \
	{"closed_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-11-01T02:15:00.000000Z", .zh = "结账时间", .en = "when it was closed"}, \
	{"confirmed_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "确认人", .en = "the approver who confirmed it"}, \
	{"confirmed_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-11-02T02:15:00.000000Z", .zh = "确认时间", .en = "when it was confirmed"}
static const struct field closing_fields[] = {CLOSING_FIELDS, {0}};
static const struct shape shape_closing = {"Closing", closing_fields};
static const struct field now_fields[] = {
	{"accounts", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "账户数", .en = "how many accounts"},
	{"in_fen", FIELD_FEN, FIELD_NEEDED, .example = "50000000", .zh = "资金增加（分）", .en = "money in, fen"},
	{"out_fen", FIELD_FEN, FIELD_NEEDED, .example = "47780000", .zh = "资金减少（分）", .en = "money out, fen"},
	{0},
};
static const struct shape shape_now = {"ClosingNow", now_fields};
static const struct field back_fields[] = {
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "退回人", .en = "who sent it back"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-11-02T02:15:00.000000Z", .zh = "退回时间", .en = "when"},
	{"words", FIELD_TEXT, FIELD_NEEDED, .example = "十月三十日的领用未入账", .zh = "理由", .en = "why"},
	{"closed_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "当时的结账会计", .en = "who had closed it then"},
	{"closed_at", FIELD_TIME, FIELD_NEEDED, .example = "2024-11-01T02:15:00.000000Z", .zh = "当时的结账时间", .en = "when"},
	{"accounts", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "当时的账户数", .en = "accounts then"},
	{"in_fen", FIELD_FEN, FIELD_NEEDED, .example = "50000000", .zh = "当时的资金增加（分）", .en = "money in then, fen"},
	{"out_fen", FIELD_FEN, FIELD_NEEDED, .example = "47780000", .zh = "当时的资金减少（分）", .en = "money out then, fen"},
	{0},
};
static const struct shape shape_back = {"ClosingBack", back_fields};
static const struct field block_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = "over|order|remainder|document|unbalanced", .example = "document", .zh = "期间未完、前面的月份未结、结余未决定、单据未办完、试算不平", .en = "not over, an earlier month is open, a remainder is undecided, a paper is open, the trial balance is not zero"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-11-01", .zh = "期间未完：到哪一天", .en = "not over: until which day"},
	{"period", FIELD_INT, FIELD_NULLABLE, .example = "202409", .zh = "应先结哪一月", .en = "which month comes first"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"source", FIELD_WORD, FIELD_NULLABLE, .words = SOURCE_WORDS, .example = "UPPER", .zh = "资金来源", .en = "whose money"},
	{"amount_fen", FIELD_INT, FIELD_NULLABLE, .example = "500000", .zh = "结余，或相差金额（分）", .en = "what is left, or by how much it is off, in fen"},
	{"quantity", FIELD_INT, FIELD_NULLABLE, .example = "0", .zh = "相差件数", .en = "by how many pieces it is off"},
	{"document", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_document, .zh = "单据", .en = "the paper"},
	{0},
};
static const struct shape shape_block = {"ClosingBlock", block_fields};
static const struct field whole_fields[] = {
	CLOSING_FIELDS,
	{"digest", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", .zh = "各账户的校验码；确认的就是它", .en = "digest of all accounts: what is confirmed"},
	{"moved", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "结账之后账上又有变动", .en = "the books moved after it was closed"},
	{"now", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_now, .zh = "账上现在的数；已确认的为空", .en = "what the books say now; null where it is confirmed"},
	{"backs", FIELD_LIST, FIELD_NEEDED, .of = &shape_back, .max = BACKS_MAX, .zh = "历次退回", .en = "each sending back"},
	{"blocks", FIELD_LIST, FIELD_NEEDED, .of = &shape_block, .max = BLOCKS_SHOWN_MAX, .zh = "结账之前要办完的（前 200 件）", .en = "what is to be settled first, the first 200"},
	{"blocks_count", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "共几件", .en = "how many in all"},
	{"may_close", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以结账", .en = "you may close it"},
	{"may_confirm", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "您可以确认或退回", .en = "you may confirm it or send it back"},
	{"why_not", FIELD_TEXT, FIELD_NULLABLE, .example = "同一份单据上一个人只能签一次；请由另一个人签", .zh = "您为什么不能办", .en = "why it is not yours"},
	{0},
};
static const struct shape shape_whole = {"ClosingWhole", whole_fields};
static const struct field next_fields[] = {
	{"month", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_whole, .zh = "下一个要结的月", .en = "the month that comes next"},
	{"year", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_whole, .zh = "下一个要结的年；空：各月还没结完", .en = "the year that comes next; null: its months come first"},
	{0},
};
static const struct shape shape_next = {"ClosingNext", next_fields};
static const struct field row_fields[] = {
	{"account", FIELD_TEXT, FIELD_NEEDED, .max = 24, .example = "3145729", .zh = "账号", .en = "number of the account"},
	{"what", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_account_ref, .zh = "账户", .en = "what it is for"},
	{"opening", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "期初件数", .en = "opening pieces"},
	{"opening_fen", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "期初（分）", .en = "opening, fen"},
	{"in", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "增加件数", .en = "pieces in"},
	{"in_fen", FIELD_FEN, FIELD_NEEDED, .example = "50000000", .zh = "增加（分）", .en = "in, fen"},
	{"out", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "减少件数", .en = "pieces out"},
	{"out_fen", FIELD_FEN, FIELD_NEEDED, .example = "47780000", .zh = "减少（分）", .en = "out, fen"},
	{"closing", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "期末件数", .en = "closing pieces"},
	{"closing_fen", FIELD_INT, FIELD_NEEDED, .example = "2220000", .zh = "期末（分）", .en = "closing, fen"},
	{0},
};
static const struct shape shape_row = {"ClosingAccount", row_fields};
#define PERIOD_FIELD {"period", FIELD_INT, FIELD_NEEDED, .min = 1900, .max = 999912, .example = "202410", .zh = "期间：202410 为月，2024 为年", .en = "the month or the year"}
static const struct field close_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150800", .zh = "工会代码", .en = "code of the union"},
	PERIOD_FIELD,
	{0},
};
static const struct shape shape_close = {"ClosingAct", close_fields};
static const struct field confirm_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150800", .zh = "工会代码", .en = "code of the union"},
	PERIOD_FIELD,
	{"digest", FIELD_TEXT, 0, .max = 64, .example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", .zh = "您看到的校验码；不符就不确认", .en = "the digest that you have seen; where it differs nothing is confirmed"},
	{0},
};
static const struct shape shape_confirm = {"ClosingConfirm", confirm_fields};
static const struct field send_back_fields[] = {
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150800", .zh = "工会代码", .en = "code of the union"},
	PERIOD_FIELD,
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX, .example = "十月三十日的领用未入账，请查明后重结", .zh = "退回理由", .en = "why"},
	{0},
};
static const struct shape shape_send_back = {"ClosingSendBack", send_back_fields};
static const struct field remainder_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "哪个活动的；空：不属活动的", .en = "of which cycle; null: of none"},
	{"source", FIELD_WORD, FIELD_NEEDED, .words = SOURCE_WORDS, .example = "UPPER", .zh = "资金来源", .en = "whose money"},
	{"left_fen", FIELD_FEN, FIELD_NEEDED, .example = "500000", .zh = "年末结余（分）", .en = "left at the year's end, fen"},
	{"decision", FIELD_WORD, FIELD_NULLABLE, .words = DECISION_WORDS, .example = "keep", .zh = "结转下年、转入活动、退回来源；空：没有决定", .en = "carried on, to a cycle, returned; null: nothing is decided"},
	{"to_cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2025", .zh = "转入哪个活动", .en = "to which cycle"},
	{"amount_fen", FIELD_FEN, FIELD_NULLABLE, .example = "500000", .zh = "决定时的余额（分）", .en = "what was left when it was decided, fen"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "纪要〔2025〕2号", .zh = "依据", .en = "why"},
	{"document", FIELD_UUID, FIELD_NULLABLE, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "转出的单据", .en = "the paper that moves it"},
	{0},
};
static const struct shape shape_remainder = {"Remainder", remainder_fields};
static const struct field carry_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .max = 64, .example = "hw-2024", .zh = "哪个活动的；空：不属活动的", .en = "of which cycle; null: of none"},
	{"source", FIELD_WORD, FIELD_NEEDED, .words = SOURCE_WORDS, .example = "UPPER", .zh = "资金来源", .en = "whose money"},
	{"decision", FIELD_WORD, FIELD_NEEDED, .words = DECISION_WORDS, .example = "keep", .zh = "结转下年、转入活动、退回来源", .en = "carry on, to a cycle, return"},
	{"to_cycle", FIELD_TEXT, FIELD_NULLABLE, .max = 64, .example = "hw-2025", .zh = "转入哪个活动", .en = "to which cycle"},
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "纪要〔2025〕2号", .zh = "依据", .en = "why"},
	{"document_id", FIELD_UUID, 0, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "转入、退回时单据的编号，由您生成", .en = "the caller's id of the paper that moves it"},
	{0},
};
static const struct shape shape_carry = {"RemainderDecision", carry_fields};
/* clang-format on */

/* ---- one as a row ---- */

static const char *state_word(const struct closing *k)
{
	if (k->confirmed_us != 0)
		return "confirmed";
	if (k->back_us != 0)
		return "sent_back";
	return k->closed_us != 0 ? "closed" : "open";
}

static void closing_keys(struct names *n, struct json_out *o, const struct closing *k)
{
	names_org(n, o, "org", k->org_no);
	json_out_int(o, "period", k->period);
	json_out_text(o, "state", str_of(state_word(k)));
	reply_day(o, "from", k->from_day);
	reply_day(o, "until", k->until_day);
	json_out_int(o, "accounts", k->accounts);
	json_out_money(o, "in_fen", k->in);
	json_out_money(o, "out_fen", k->out);
	names_user(n, o, "closed_by", k->closed_by);
	reply_time(o, "closed_at", k->closed_us);
	names_user(n, o, "confirmed_by", k->confirmed_by);
	reply_time(o, "confirmed_at", k->confirmed_us);
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing *rows = NULL;
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	size_t count = 0;
	int64_t from = 0, shown = 0;
	char next[24] = "";
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_org(c, q, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &from));
	SN_TRY(closing_list(c, org.org_no, &rows, &count));
	for (; from + shown < (int64_t)count && shown < page.rows_max; shown++) {
		json_out_object(o, NULL);
		/* the latest period first: what somebody looks for */
		closing_keys(n, o, &rows[(int64_t)count - 1 - from - shown]);
		json_out_end(o);
	}
	(void)snprintf(next, sizeof next, "%" PRId64, from + shown);
	page_end(c, q, o, from + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- one with all that belongs to it ---- */

static void backs_out(struct names *n, struct json_out *o, const struct closing_back *backs,
		      size_t count)
{
	json_out_array(o, "backs");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		names_user(n, o, "by", backs[i].by_id);
		reply_time(o, "at", backs[i].at_us);
		json_out_text(o, "words", backs[i].words);
		names_user(n, o, "closed_by", backs[i].closed_by);
		reply_time(o, "closed_at", backs[i].closed_us);
		json_out_int(o, "accounts", backs[i].accounts);
		json_out_money(o, "in_fen", backs[i].in);
		json_out_money(o, "out_fen", backs[i].out);
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err block_out(struct ctx *c, struct names *n, struct json_out *o,
			       const struct closing_block *b)
{
	const bool amount =
		b->kind == CLOSING_BLOCK_REMAINDER || b->kind == CLOSING_BLOCK_UNBALANCED;
	struct document d;
	json_out_object(o, NULL);
	json_out_text(o, "kind", str_of(closing_block_word(b->kind)));
	reply_day(o, "day", b->until_day);
	if (b->period != 0)
		json_out_int(o, "period", b->period);
	else
		json_out_null(o, "period");
	names_cycle(n, o, "cycle", b->cycle_no);
	json_out_text(o, "source",
		      b->kind == CLOSING_BLOCK_REMAINDER
			      ? str_of(ledger_source_words(b->source)->word)
			      : STR_NULL);
	if (amount)
		json_out_money(o, "amount_fen", b->value);
	else
		json_out_null(o, "amount_fen");
	if (b->kind == CLOSING_BLOCK_UNBALANCED)
		json_out_int(o, "quantity", b->quantity);
	else
		json_out_null(o, "quantity");
	if (b->kind == CLOSING_BLOCK_DOCUMENT) {
		SN_TRY(document_read(c, b->document_id, &d));
		money_document_out(n, o, "document", &d);
	} else {
		json_out_null(o, "document");
	}
	json_out_end(o);
	return SN_SUCCESS;
}

/* Of a confirmed one nothing stands in the way any more. */
static struct sn_err blocks_out(struct ctx *c, struct names *n, struct json_out *o,
				const struct closing *k)
{
	struct closing_block *blocks = NULL;
	size_t count = 0;
	if (k->confirmed_us == 0)
		SN_TRY(closing_blocks(c, k, &blocks, &count));
	json_out_array(o, "blocks");
	for (size_t i = 0; i < count && i < BLOCKS_SHOWN_MAX; i++)
		SN_TRY(block_out(c, n, o, &blocks[i]));
	json_out_end(o);
	json_out_int(o, "blocks_count", (int64_t)count);
	return SN_SUCCESS;
}

/* Whoever has nothing to do is told why: as the one whose turn it is. */
static struct sn_err mine_out(struct ctx *c, const struct call *q, struct json_out *o,
			      const struct closing *k)
{
	struct closing_mine mine;
	char words[512];
	SN_TRY(closing_mine_read(c, k, &mine));
	const bool to_confirm = k->closed_us != 0 && k->back_us == 0;
	const struct sn_err why = to_confirm ? mine.why_confirm : mine.why_close;
	json_out_bool(o, "may_close", mine.close);
	json_out_bool(o, "may_confirm", mine.confirm);
	if (sn_failed(why) && k->confirmed_us == 0)
		sn_err_words(why, q->lang, words, sizeof words);
	json_out_text(o, "why_not",
		      sn_failed(why) && k->confirmed_us == 0 ? str_of(words) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err whole_out(struct ctx *c, const struct call *q, struct json_out *o,
			       const char *key, const struct closing *k)
{
	struct closing now = *k;
	struct closing_row *rows = NULL;
	struct closing_back *backs = NULL;
	struct names *n = names_new(c);
	char hex[2 * SHA256_BYTES + 1];
	size_t count = 0, backs_count = 0;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(closing_backs(c, k, &backs, &backs_count));
	if (k->confirmed_us == 0)
		SN_TRY(closing_now(c, k, &now, &rows, &count));
	crypto_hex(k->digest, SHA256_BYTES, hex);
	json_out_object(o, key);
	closing_keys(n, o, k);
	json_out_text(o, "digest", str_of(hex));
	json_out_bool(o, "moved", memcmp(now.digest, k->digest, SHA256_BYTES) != 0);
	if (k->confirmed_us == 0) {
		json_out_object(o, "now");
		json_out_int(o, "accounts", now.accounts);
		json_out_money(o, "in_fen", now.in);
		json_out_money(o, "out_fen", now.out);
		json_out_end(o);
	} else {
		json_out_null(o, "now");
	}
	backs_out(n, o, backs, backs_count);
	SN_TRY(blocks_out(c, n, o, k));
	SN_TRY(mine_out(c, q, o, k));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err next(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing k;
	struct org org;
	int32_t month = 0, year = 0;
	bool there = false;
	SN_TRY(call_org(c, q, &org));
	SN_TRY(closing_next(c, org.org_no, &month, &year));
	json_out_object(o, NULL);
	SN_TRY(closing_of(c, org.org_no, month, &k, &there));
	SN_TRY(whole_out(c, q, o, "month", &k));
	if (year != 0) {
		SN_TRY(closing_of(c, org.org_no, year, &k, &there));
		SN_TRY(whole_out(c, q, o, "year", &k));
	} else {
		json_out_null(o, "year");
	}
	json_out_end(o);
	return SN_SUCCESS;
}

/* The union and the period of the path. */
static struct sn_err place_arg(struct ctx *c, const struct call *q, struct org *org,
			       int32_t *period)
{
	SN_TRY(org_find(c, q->args[0], 0, org));
	return closing_period_parse(q->args[1], period);
}
static struct sn_err read_arg(struct ctx *c, struct call *q, struct closing *k)
{
	struct org org;
	int32_t period = 0;
	bool there = false;
	SN_TRY(place_arg(c, q, &org, &period));
	SN_TRY(call_may(c, q, org.org_no));
	return closing_of(c, org.org_no, period, k, &there);
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing k;
	SN_TRY(read_arg(c, q, &k));
	return whole_out(c, q, o, NULL, &k);
}

/* ---- its accounts ---- */

static int by_account(const void *a, const void *b)
{
	const struct account *x = a, *y = b;
	return (x->account_no > y->account_no) - (x->account_no < y->account_no);
}

static void number_text(struct json_out *o, const char *key, int64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof text, "%" PRId64, number);
	json_out_text(o, key, str_of(text));
}

static void row_out(struct names *n, struct json_out *o, const struct account_list *keys,
		    const struct closing_row *row)
{
	const struct account wanted = {.account_no = row->account_no};
	const struct account *of = keys->count == 0 ? NULL
						    : bsearch(&wanted, keys->list, keys->count,
							      sizeof wanted, by_account);
	json_out_object(o, NULL);
	number_text(o, "account", row->account_no);
	if (of)
		names_account(n, o, "what", &of->key);
	else
		json_out_null(o, "what");
	json_out_int(o, "opening", row->opening);
	json_out_money(o, "opening_fen", row->opening_value);
	json_out_int(o, "in", row->in);
	json_out_money(o, "in_fen", row->in_value);
	json_out_int(o, "out", row->out);
	json_out_money(o, "out_fen", row->out_value);
	json_out_int(o, "closing", row->closing);
	json_out_money(o, "closing_fen", row->closing_value);
	json_out_end(o);
}

/* What was confirmed; before that, what the books say now. */
static struct sn_err accounts(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing_row *rows = NULL;
	struct closing k, now;
	struct account_list keys = {.mem = c->mem};
	struct names *n = names_new(c);
	struct page page;
	size_t count = 0;
	int64_t from = 0, shown = 0;
	char next[24] = "";
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_arg(c, q, &k));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &from));
	SN_TRY(k.confirmed_us != 0 ? closing_rows(c, &k, &rows, &count)
				   : closing_now(c, &k, &now, &rows, &count));
	SN_TRY(ledger_accounts(
		c,
		&(const struct account_filter){
			.shard = k.shard, .org_no = k.org_no, .class = -1, .with_zero = true},
		ledger_account_gather, &keys));
	if (keys.count > 0)
		qsort(keys.list, keys.count, sizeof *keys.list, by_account);
	for (; from + shown < (int64_t)count && shown < page.rows_max; shown++)
		row_out(n, o, &keys, &rows[from + shown]);
	(void)snprintf(next, sizeof next, "%" PRId64, from + shown);
	page_end(c, q, o, from + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- closing, confirming, sending back ---- */

static struct sn_err body_place(struct ctx *c, const struct call *q, struct org *org,
				int32_t *period)
{
	int64_t number = 0;
	SN_TRY(body_org(c, q->body, "org", org));
	SN_TRY(json_get_int(q->body, "period", &number));
	*period = (int32_t)number;
	return SN_SUCCESS;
}

static struct sn_err close_period(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing k;
	struct org org;
	int32_t period = 0;
	SN_TRY(body_place(c, q, &org, &period));
	SN_TRY(closing_close(c, org.org_no, period, &k));
	return whole_out(c, q, o, NULL, &k);
}

/* Who has seen other figures than those that are closed confirms nothing. */
static struct sn_err same_digest(struct ctx *c, const struct call *q, int64_t org_no,
				 int32_t period)
{
	char hex[2 * SHA256_BYTES + 1];
	struct closing k;
	struct str seen = STR_NULL;
	bool there = false;
	SN_TRY(json_get_text_or(q->body, "digest", &seen));
	if (str_is_null(seen))
		return SN_SUCCESS;
	SN_TRY(rights_may(c, PERMISSION_MONEY_SIGN, org_no));
	SN_TRY(closing_of(c, org_no, period, &k, &there));
	crypto_hex(k.digest, SHA256_BYTES, hex);
	return !there || str_is(seen, hex) ? SN_SUCCESS : SN_FAIL(CLOSING_MOVED, .field = "digest");
}

static struct sn_err confirm(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing k;
	struct org org;
	int32_t period = 0;
	SN_TRY(body_place(c, q, &org, &period));
	SN_TRY(same_digest(c, q, org.org_no, period));
	SN_TRY(closing_confirm(c, org.org_no, period, &k));
	return whole_out(c, q, o, NULL, &k);
}

static struct sn_err send_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct closing k;
	struct str words;
	struct org org;
	int32_t period = 0;
	SN_TRY(body_place(c, q, &org, &period));
	SN_TRY(json_get_text(q->body, "words", &words));
	SN_TRY(closing_send_back(c, org.org_no, period, words, &k));
	return whole_out(c, q, o, NULL, &k);
}

/* ---- a year's remainders ---- */

static struct sn_err year_arg(struct ctx *c, const struct call *q, struct closing *year)
{
	struct org org;
	bool there = false;
	int32_t period = 0;
	SN_TRY(place_arg(c, q, &org, &period));
	if (period > 9999)
		return SN_FAIL(CLOSING_PERIOD, .field = "period");
	return closing_of(c, org.org_no, period, year, &there);
}

static void remainder_out(struct names *n, struct json_out *o, const struct remainder *m)
{
	const struct carry *y = m->decided;
	json_out_object(o, NULL);
	names_cycle(n, o, "cycle", m->cycle_no);
	json_out_text(o, "source", str_of(ledger_source_words(m->source)->word));
	json_out_money(o, "left_fen", m->left);
	json_out_text(o, "decision", y ? str_of(closing_carry_words(y->decision)->word) : STR_NULL);
	names_cycle(n, o, "to_cycle", y ? y->to_cycle_no : 0);
	if (y)
		json_out_money(o, "amount_fen", y->remainder);
	else
		json_out_null(o, "amount_fen");
	json_out_text(o, "words", y ? y->words : STR_NULL);
	if (y && !uuid_is_null(y->document_id))
		json_out_uuid(o, "document", y->document_id);
	else
		json_out_null(o, "document");
	json_out_end(o);
}

static struct sn_err remainders(struct ctx *c, struct call *q, struct json_out *o)
{
	struct remainder *left = NULL;
	struct closing year;
	struct names *n = names_new(c);
	struct page page;
	size_t count = 0;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(year_arg(c, q, &year));
	SN_TRY(call_may(c, q, year.org_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(closing_remainders(c, &year, &left, &count));
	for (size_t i = 0; i < count; i++)
		remainder_out(n, o, &left[i]);
	page_end(c, q, o, STR_NULL); /* sources × cycles of one union and year: some dozens */
	return SN_SUCCESS;
}

static struct sn_err cycle_no_of(struct ctx *c, const struct json_value *body, const char *key,
				 int64_t *out)
{
	struct cycle cycle;
	struct str code = STR_NULL;
	*out = 0;
	SN_TRY(json_get_text_or(body, key, &code));
	if (str_is_null(code))
		return SN_SUCCESS;
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	*out = cycle.cycle_no;
	return SN_SUCCESS;
}

static struct sn_err carry(struct ctx *c, struct call *q, struct json_out *o)
{
	struct carry what = {.year = 0}, made;
	struct closing year;
	struct str decision, source, id = STR_NULL;
	struct names *n = names_new(c);
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(year_arg(c, q, &year));
	what.org_no = year.org_no;
	what.year = year.period;
	SN_TRY(cycle_no_of(c, q->body, "cycle", &what.cycle_no));
	SN_TRY(cycle_no_of(c, q->body, "to_cycle", &what.to_cycle_no));
	SN_TRY(json_get_text(q->body, "source", &source));
	what.source = names_source_of(source);
	SN_TRY(json_get_text(q->body, "decision", &decision));
	while (!str_is(decision, closing_carry_words(what.decision)->word))
		what.decision++; /* its shape knows no other word */
	SN_TRY(json_get_text(q->body, "words", &what.words));
	SN_TRY(json_get_text_or(q->body, "document_id", &id));
	if (!str_is_null(id))
		SN_TRY(uuid_parse(&what.document_id, id, "document_id"));
	SN_TRY(closing_carry(c, &what, &made));
	remainder_out(n, o,
		      &(const struct remainder){.cycle_no = made.cycle_no,
						.source = made.source,
						.left = made.remainder,
						.decided = &made});
	return SN_SUCCESS;
}

static const struct query_field org_query[] = {
	{"org", FIELD_TEXT, NULL, "150800", "工会代码", "code of the union"},
	{0},
};

const struct route api_closing_routes[] = {
	{"GET", "/api/v1/closings", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ,
	 .reply = &shape_closing, .reply_page = true, .query = org_query, .answer = list,
	 .zh = "一个工会结过账的月份和年度，近的在前",
	 .en = "the months and years that a union has closed, the latest first"},
	{"POST", "/api/v1/closings", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, BODY_JSON,
	 .request = &shape_close, .reply = &shape_whole, .answer = close_period,
	 .zh = "会计结账；确认之前可以重结",
	 .en = "the accountant closes a period; anew, while it is not confirmed"},
	{"GET", "/api/v1/closings/next", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ,
	 .reply = &shape_next, .query = org_query, .answer = next,
	 .zh = "接着要结的月和年，还差什么",
	 .en = "what is to be closed next, and what is in the way"},
	{"GET", "/api/v1/closings/{org}/{period}", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ,
	 .reply = &shape_whole, .answer = show,
	 .zh = "一个期间：结账的数、现在的数、退回、还差什么、您能办什么",
	 .en = "one period: what was closed, what the books say now, what is in the way, your "
	       "part"},
	{"GET", "/api/v1/closings/{org}/{period}/accounts", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_MONEY_READ, .reply = &shape_row, .reply_page = true, .answer = accounts,
	 .zh = "一个期间各账户的期初、增减、期末",
	 .en = "what each account opened with, took in, gave out and closed with"},
	{"POST", "/api/v1/closings/confirm", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN,
	 BODY_JSON, .request = &shape_confirm, .reply = &shape_whole, .answer = confirm,
	 .zh = "批准人确认结账：此后不再记账",
	 .en = "an approver confirms it: nothing is posted in it any more"},
	{"POST", "/api/v1/closings/send-back", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN,
	 BODY_JSON, .request = &shape_send_back, .reply = &shape_whole, .answer = send_back,
	 .zh = "退回结账，写明理由", .en = "send it back, saying why"},
	{"GET", "/api/v1/closings/{org}/{period}/remainders", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_MONEY_READ, .reply = &shape_remainder, .reply_page = true, .answer = remainders,
	 .zh = "年末各笔结余和它的去向", .en = "what is left of a year, and what becomes of it"},
	{"POST", "/api/v1/closings/{org}/{period}/remainders", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_MONEY_MAKE, BODY_JSON, .request = &shape_carry, .reply = &shape_remainder,
	 .status = 201, .answer = carry, .zh = "决定一笔结余的去向",
	 .en = "decide what becomes of a remainder"},
	{0},
};
