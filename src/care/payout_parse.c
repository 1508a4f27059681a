/* A row of a bank's return file, whatever the bank calls things: pure. */
#include "base/digits.h"
#include "base/text.h"
#include "care/payout.h"

/* ---- what banks say ---- */

/* clang-format off */
static const struct {
	const char *word;
	enum payout_says says;
} results[] = {
	{"paid", PAYOUT_SAYS_PAID}, {"success", PAYOUT_SAYS_PAID}, {"成功", PAYOUT_SAYS_PAID}, {"已付", PAYOUT_SAYS_PAID},
	{"付讫", PAYOUT_SAYS_PAID}, {"已入账", PAYOUT_SAYS_PAID}, {"入账成功", PAYOUT_SAYS_PAID}, {"交易成功", PAYOUT_SAYS_PAID},
	{"处理成功", PAYOUT_SAYS_PAID}, {"代发成功", PAYOUT_SAYS_PAID}, {"支付成功", PAYOUT_SAYS_PAID}, {"已发放", PAYOUT_SAYS_PAID},
	{"转账成功", PAYOUT_SAYS_PAID}, {"记账成功", PAYOUT_SAYS_PAID},
	{"failed", PAYOUT_SAYS_BOUNCED}, {"bounced", PAYOUT_SAYS_BOUNCED}, {"失败", PAYOUT_SAYS_BOUNCED},
	{"未成功", PAYOUT_SAYS_BOUNCED}, {"不成功", PAYOUT_SAYS_BOUNCED}, {"交易失败", PAYOUT_SAYS_BOUNCED},
	{"处理失败", PAYOUT_SAYS_BOUNCED}, {"代发失败", PAYOUT_SAYS_BOUNCED}, {"支付失败", PAYOUT_SAYS_BOUNCED},
	{"转账失败", PAYOUT_SAYS_BOUNCED}, {"记账失败", PAYOUT_SAYS_BOUNCED}, {"退回", PAYOUT_SAYS_BOUNCED},
	{"拒绝", PAYOUT_SAYS_BOUNCED}, {"未付", PAYOUT_SAYS_BOUNCED}, {"入账失败", PAYOUT_SAYS_BOUNCED},
	{"returned", PAYOUT_SAYS_BACK}, {"退汇", PAYOUT_SAYS_BACK}, {"已退汇", PAYOUT_SAYS_BACK}, {"退票", PAYOUT_SAYS_BACK},
	{"pending", PAYOUT_SAYS_PENDING}, {"处理中", PAYOUT_SAYS_PENDING}, {"已受理", PAYOUT_SAYS_PENDING},
	{"待处理", PAYOUT_SAYS_PENDING}, {"已提交", PAYOUT_SAYS_PENDING},
};
enum { REFERENCE_BYTES_MAX = 64 };
/* The first that the words have in them. */
static const struct {
	const char *part;
	enum payout_why why;
} reasons[] = {
	{"户名", PAYOUT_WHY_NAME}, {"姓名", PAYOUT_WHY_NAME}, {"名称不符", PAYOUT_WHY_NAME}, {"name", PAYOUT_WHY_NAME},
	{"销户", PAYOUT_WHY_CLOSED}, {"注销", PAYOUT_WHY_CLOSED}, {"已销", PAYOUT_WHY_CLOSED}, {"closed", PAYOUT_WHY_CLOSED},
	{"冻结", PAYOUT_WHY_FROZEN}, {"挂失", PAYOUT_WHY_FROZEN}, {"止付", PAYOUT_WHY_FROZEN}, {"不动户", PAYOUT_WHY_FROZEN},
	{"睡眠", PAYOUT_WHY_FROZEN}, {"状态异常", PAYOUT_WHY_FROZEN}, {"frozen", PAYOUT_WHY_FROZEN}, {"lost", PAYOUT_WHY_FROZEN},
	{"限额", PAYOUT_WHY_LIMITED}, {"超限", PAYOUT_WHY_LIMITED}, {"二类", PAYOUT_WHY_LIMITED}, {"II类", PAYOUT_WHY_LIMITED},
	{"limit", PAYOUT_WHY_LIMITED},
	{"不存在", PAYOUT_WHY_NUMBER}, {"账号", PAYOUT_WHY_NUMBER}, {"帐号", PAYOUT_WHY_NUMBER}, {"卡号", PAYOUT_WHY_NUMBER},
	{"无此账户", PAYOUT_WHY_NUMBER}, {"无此户", PAYOUT_WHY_NUMBER}, {"number", PAYOUT_WHY_NUMBER},
	{"no such", PAYOUT_WHY_NUMBER},
};
/* clang-format on */

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}
static bool same_small(struct str text, struct str word)
{
	if (text.bytes < word.bytes)
		return false;
	for (size_t i = 0; i < word.bytes; i++)
		if (small(text.at[i]) != small(word.at[i]))
			return false;
	return true;
}
static bool has(struct str text, struct str part)
{
	for (; text.bytes >= part.bytes; text.at++, text.bytes--)
		if (same_small(text, part))
			return true;
	return false;
}

enum payout_why payout_why_of(struct str words)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (has(words, str_of(reasons[i].part)))
			return reasons[i].why;
	return PAYOUT_WHY_OTHER;
}

/* "失败：户名不符" is both; what stands behind the word goes to *rest. */
static bool begins_reason(struct str rest)
{
	static const char *const marks[] = {":", "：", "-", "(", "（", ",", "，", " ", "/"};
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_starts(rest, str_of(marks[i])))
			return true;
	return rest.bytes == 0;
}
/* The reason as the bank says it, without the mark that parts it from the result; a bracket stays, its other half does. */
static struct str without_mark(struct str rest)
{
	static const char *const marks[] = {":", "：", "-", ",", "，", "/"};
	rest = str_trim(rest);
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		const struct str mark = str_of(marks[i]);
		if (str_starts(rest, mark))
			return str_trim(
				(struct str){rest.at + mark.bytes, rest.bytes - mark.bytes});
	}
	return rest;
}
static struct sn_err parse_result(struct str text, enum payout_says *says, struct str *rest)
{
	if (text.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "result");
	for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
		const struct str word = str_of(results[i].word);
		if (!same_small(text, word))
			continue;
		*rest = (struct str){text.at + word.bytes, text.bytes - word.bytes};
		if (!begins_reason(*rest))
			continue;
		*rest = without_mark(*rest);
		*says = results[i].says;
		return SN_SUCCESS;
	}
	return SN_FAIL(PAYOUT_RESULT, .field = "result");
}

/* ---- which line ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static bool is_remark_character(char c)
{
	return is_digit(c) || c == '-' || c == '.' || c == '_' ||
	       (small(c) >= 'a' && small(c) <= 'z');
}

/* The number behind the last hyphen, which is taken off; false: there is none. */
static bool take_number(struct str *token, size_t digits_min, size_t digits_max, int64_t *number)
{
	size_t n = 0;
	while (n < token->bytes && is_digit(token->at[token->bytes - 1 - n]))
		n++;
	if (n < digits_min || n > digits_max || n + 1 >= token->bytes ||
	    token->at[token->bytes - 1 - n] != '-')
		return false;
	const struct str digits = {token->at + token->bytes - n, n};
	token->bytes -= n + 1;
	return str_to_int(digits, number);
}

/* "150802-20241105-1-17" among whatever else the bank put into the remark. */
static bool parse_remark(struct str text, struct payout_row *out)
{
	enum { DAY_DIGITS = 8, SERIAL_DIGITS_MAX = 9 };
	while (text.bytes > 0) {
		size_t n = 0;
		while (n < text.bytes && is_remark_character(text.at[n]))
			n++;
		struct str token = {text.at, n}, batch;
		int64_t serial = 0, nth = 0, day = 0;
		const bool ends = take_number(&token, 1, SERIAL_DIGITS_MAX, &serial);
		batch = token;
		if (ends && serial > 0 && take_number(&token, 1, SERIAL_DIGITS_MAX, &nth) &&
		    take_number(&token, DAY_DIGITS, DAY_DIGITS, &day) && token.bytes > 0) {
			out->batch = batch;
			out->serial = serial;
			return true;
		}
		const size_t skipped = n < text.bytes ? n + 1 : n;
		text.at += skipped;
		text.bytes -= skipped;
	}
	return false;
}

/* The last four of an account, also of a masked one; none of "6.22E+18". */
static void parse_account(struct str text, char last4[CARD_LAST_DIGITS + 1])
{
	char room[2 * CARD_NUMBER_BYTES];
	size_t count = 0;
	last4[0] = '\0';
	if (!digits_squeeze(text, room, sizeof room, &count) || count < CARD_LAST_DIGITS ||
	    digits_are_scientific((struct str){room, count}))
		return;
	const struct str end = {room + count - CARD_LAST_DIGITS, CARD_LAST_DIGITS};
	if (!digits_only(end))
		return;
	memcpy(last4, end.at, end.bytes);
	last4[CARD_LAST_DIGITS] = '\0';
}

static struct sn_err parse_line(const struct payout_cells *cells, struct payout_row *out)
{
	parse_account(cells->account, out->last4);
	if (parse_remark(cells->remark, out))
		return SN_SUCCESS;
	if (cells->serial.bytes > 0 &&
	    (!str_to_int(cells->serial, &out->serial) || out->serial <= 0))
		return text_shape_in(SN_FAIL(BAD_NUMBER, .field = "serial"), cells->serial);
	return out->serial > 0 && out->last4[0] ? SN_SUCCESS
						: SN_FAIL(PAYOUT_NO_LINE, .field = "line");
}

/* ---- the rest ---- */

/* "¥1,200.00元" */
static struct sn_err parse_amount(struct str text, struct money *out)
{
	static const char *const front[] = {"¥", "￥", "RMB", "CNY"};
	const struct str yuan = STR("元");
	if (text.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "amount");
	struct str s = text;
	for (size_t i = 0; i < sizeof front / sizeof front[0]; i++) {
		const struct str sign = str_of(front[i]);
		if (str_starts(s, sign))
			s = str_trim((struct str){s.at + sign.bytes, s.bytes - sign.bytes});
	}
	if (s.bytes > yuan.bytes &&
	    str_eq((struct str){s.at + s.bytes - yuan.bytes, yuan.bytes}, yuan))
		s = str_trim((struct str){s.at, s.bytes - yuan.bytes});
	return money_parse(out, s) ? SN_SUCCESS
				   : text_shape_in(SN_FAIL(BAD_AMOUNT, .field = "amount"), text);
}

static struct sn_err parse_day(struct str text, int32_t *out)
{
	int64_t at_us = 0;
	if (text.bytes == 0 || !sn_failed(day_parse(out, text, "day")))
		return SN_SUCCESS;
	if (sn_failed(time_parse(&at_us, text, "day")))
		return text_shape_in(SN_FAIL(BAD_DAY, .field = "day"), text);
	*out = day_of(at_us);
	return SN_SUCCESS;
}

/* Long numbers in a bank's words are accounts: their last four are enough. */
static struct sn_err keep_words(struct arena *mem, struct str text, struct str *out)
{
	enum { LONG_DIGITS = 8 };
	const struct str cut = text_cut(text, PAYOUT_WORDS_BYTES_MAX);
	*out = STR_NULL;
	if (cut.bytes == 0)
		return SN_SUCCESS;
	struct str words = arena_str(mem, cut);
	char *at = arena_alloc(mem, cut.bytes + 1);
	if (!words.at || !at)
		return SN_FAIL(OUT_OF_MEMORY);
	memcpy(at, words.at, words.bytes);
	for (size_t i = 0; i < words.bytes;) {
		size_t n = 0;
		while (i + n < words.bytes && is_digit(at[i + n]))
			n++;
		for (size_t k = 0; n >= LONG_DIGITS && k + CARD_LAST_DIGITS < n; k++)
			at[i + k] = '*';
		i += n > 0 ? n : 1;
	}
	*out = (struct str){at, words.bytes};
	return SN_SUCCESS;
}

static struct sn_err normalise(struct arena *mem, const struct payout_cells *in,
			       struct payout_cells *out)
{
	SN_TRY(text_normalise(mem, in->remark, &out->remark));
	SN_TRY(text_normalise(mem, in->serial, &out->serial));
	SN_TRY(text_normalise(mem, in->account, &out->account));
	SN_TRY(text_normalise(mem, in->amount, &out->amount));
	SN_TRY(text_normalise(mem, in->result, &out->result));
	SN_TRY(text_normalise(mem, in->reason, &out->reason));
	SN_TRY(text_normalise(mem, in->reference, &out->reference));
	return text_normalise(mem, in->day, &out->day);
}

struct sn_err payout_parse_row(struct arena *mem, const struct payout_cells *given,
			       struct payout_row *out)
{
	struct payout_cells cells;
	struct str behind = STR_NULL;
	*out = (struct payout_row){.row = 0};
	SN_TRY(normalise(mem, given, &cells));
	SN_TRY(parse_result(cells.result, &out->says, &behind));
	SN_TRY(parse_line(&cells, out));
	SN_TRY(parse_amount(cells.amount, &out->value));
	SN_TRY(parse_day(cells.day, &out->day));
	SN_TRY(keep_words(mem, cells.reason.bytes > 0 ? cells.reason : behind, &out->words));
	out->bank_ref = text_cut(cells.reference, REFERENCE_BYTES_MAX);
	if (out->bank_ref.bytes == 0)
		out->bank_ref = STR_NULL;
	const bool fails = out->says == PAYOUT_SAYS_BOUNCED || out->says == PAYOUT_SAYS_BACK;
	out->why = fails ? payout_why_of(out->words) : PAYOUT_WHY_NONE;
	return SN_SUCCESS;
}
