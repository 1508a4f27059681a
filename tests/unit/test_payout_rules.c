/* Numbers of cards, rows of return files, and what they mean for a line: tables, no database. */
#include "care/payout_priv.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

static const char *reason_of(struct sn_err e)
{
	return sn_reason_word(e.reason);
}

/* ---- numbers ---- */

static void test_numbers(void)
{
	static const struct {
		const char *text, *reason, *digits;
		enum cell_kind kind;
	} rows[] = {
		{"6299000000000000010", "ok", "6299000000000000010", CELL_TEXT},
		{" 6299 0000-0000 0000 010 ", "ok", "6299000000000000010", CELL_TEXT},
		{"６２９９０００００００００００００１０", "ok", "6299000000000000010", CELL_TEXT},
		{"'6299000000000000010", "ok", "6299000000000000010", CELL_TEXT},
		{"6299000000000000011", "card_checksum", "", CELL_TEXT},
		{"6299000000000018", "card_checksum", "", CELL_TEXT},
		{"62990000000000001", "ok", "62990000000000001",
		 CELL_TEXT}, /* 17: no check digit is promised */
		{"4299000000000000011", "ok", "4299000000000000011",
		 CELL_TEXT}, /* not UnionPay's */
		{"123456789012", "ok", "123456789012", CELL_TEXT},
		{"123456789012", "ok", "123456789012", CELL_NUMBER},
		{"6.2990E+18", "card_lost_digits", "", CELL_TEXT},
		{"1.52E+18", "card_lost_digits", "", CELL_NUMBER},
		{"6299000000000000000", "card_lost_digits", "", CELL_NUMBER},
		{"", "card_missing", "", CELL_EMPTY},
		{" - ", "card_missing", "", CELL_TEXT},
		{"1234567", "card_length", "", CELL_TEXT},
		{"123456789012345678901234567890123", "card_length", "", CELL_TEXT},
		{"示例银行", "card_characters", "", CELL_TEXT},
		{"6299****0010", "card_characters", "", CELL_TEXT},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct card_number k = {""};
		const struct sn_err e =
			card_number_parse(&k, (struct cell){rows[i].kind, str_of(rows[i].text)});
		EQ_STR(reason_of(e), rows[i].reason, rows[i].text);
		EQ_STR(k.digits, rows[i].digits, "… and its digits");
	}
	struct card_number k = {"6299000000000000010"};
	char mask[CARD_MASK_BYTES];
	card_number_mask(card_number_last4(&k), mask);
	EQ_STR(mask, "****0010", "the last four are shown");
}

/* ---- rows ---- */

static void test_rows(struct arena *mem)
{
	static const struct {
		struct payout_cells cells;
		const char *reason, *batch, *last4, *words;
		int64_t serial, fen;
		enum payout_says says;
		enum payout_why why;
		int32_t day;
	} rows[] = {
		{{.remark = STR("1508-20241105-1-17"),
		  .amount = STR("200.00"),
		  .result = STR("成功")},
		 "ok",
		 "1508-20241105-1",
		 "",
		 NULL,
		 17,
		 20000,
		 PAYOUT_SAYS_PAID,
		 PAYOUT_WHY_NONE,
		 0},
		{{.remark = STR("送暖慰问 a.b-c-20241105-12-3（代发）"),
		  .amount = STR("￥1,200.5元"),
		  .result = STR("交易失败：户名不符"),
		  .day = STR("2024-11-06 10:22:33")},
		 "ok",
		 "a.b-c-20241105-12",
		 "",
		 "户名不符",
		 3,
		 120050,
		 PAYOUT_SAYS_BOUNCED,
		 PAYOUT_WHY_NAME,
		 20241106},
		{{.serial = STR("５"),
		  .account = STR("6299**********0010"),
		  .amount = STR("200"),
		  .result = STR("退汇"),
		  .reason = STR("账号 6299000000000000010 已销户"),
		  .day = STR("20241106")},
		 "ok",
		 NULL,
		 "0010",
		 "账号 ***************0010 已销户",
		 5,
		 20000,
		 PAYOUT_SAYS_BACK,
		 PAYOUT_WHY_CLOSED,
		 20241106},
		{{.remark = STR("1508-20241105-1-17"),
		  .amount = STR("200"),
		  .result = STR("处理中")},
		 "ok",
		 "1508-20241105-1",
		 "",
		 NULL,
		 17,
		 20000,
		 PAYOUT_SAYS_PENDING,
		 PAYOUT_WHY_NONE,
		 0},
		{{.remark = STR("1508-20241105-1-17"),
		  .amount = STR("200"),
		  .result = STR("FAILED")},
		 "ok",
		 "1508-20241105-1",
		 "",
		 NULL,
		 17,
		 20000,
		 PAYOUT_SAYS_BOUNCED,
		 PAYOUT_WHY_OTHER,
		 0},
		{{.remark = STR("1508-20241105-1-17"),
		  .amount = STR("200"),
		  .result = STR("成功率")},
		 "payout_result",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.remark = STR("1508-20241105-1-17"), .amount = STR("200"), .result = STR("")},
		 "missing_field",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.remark = STR("1508-20241105-1-17"), .amount = STR(""), .result = STR("成功")},
		 "missing_field",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.remark = STR("1508-20241105-1-17"),
		  .amount = STR("约200"),
		  .result = STR("成功")},
		 "bad_amount",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.remark = STR("1508-20241105-1-17"),
		  .amount = STR("200"),
		  .result = STR("成功"),
		  .day = STR("昨天")},
		 "bad_day",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.remark = STR("慰问金"), .amount = STR("200"), .result = STR("成功")},
		 "payout_no_line",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.serial = STR("5"), .amount = STR("200"), .result = STR("成功")},
		 "payout_no_line",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.serial = STR("5"),
		  .account = STR("6.299E+18"),
		  .amount = STR("200"),
		  .result = STR("成功")},
		 "payout_no_line",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.serial = STR("五"),
		  .account = STR("0010"),
		  .amount = STR("200"),
		  .result = STR("成功")},
		 "bad_number",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
		{{.remark = STR("1508-20241105-1-99999999999"),
		  .amount = STR("200"),
		  .result = STR("成功")},
		 "payout_no_line",
		 NULL,
		 "",
		 NULL,
		 0,
		 0,
		 0,
		 0,
		 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct payout_row row;
		const struct sn_err e = payout_parse_row(mem, &rows[i].cells, &row);
		char what[64];
		(void)snprintf(what, sizeof what, "row %zu", i);
		EQ_STR(reason_of(e), rows[i].reason, what);
		if (sn_failed(e))
			continue;
		OK(str_eq(row.batch, str_of(rows[i].batch)), "… its batch");
		OK(str_eq(row.words, str_of(rows[i].words)), "… its words");
		EQ_STR(row.last4, rows[i].last4, "… its last four");
		EQ_I64(row.serial, rows[i].serial, "… its line");
		EQ_I64(money_fen(row.value), rows[i].fen, "… its amount");
		EQ_I64(row.says, rows[i].says, "… what it says");
		EQ_I64(row.why, rows[i].why, "… and why");
		EQ_I64(row.day, rows[i].day, "… and when");
	}
}

/* ---- what a row means for a line ---- */

static void test_fates(void)
{
	/* clang-format off */
	static const enum payout_fate expected[PAYOUT_SAYS_COUNT][PAYOUT_LINE_STATES_COUNT] = {
		/*            waiting               paid               bounced           sent back         dropped */
		/* paid    */ {PAYOUT_TAKES_PAID,    PAYOUT_UNCHANGED,  PAYOUT_REFUSED,                PAYOUT_UNCHANGED, PAYOUT_REFUSED},
		/* failed  */ {PAYOUT_TAKES_BOUNCED, PAYOUT_REFUSED,                 PAYOUT_UNCHANGED, PAYOUT_UNCHANGED, PAYOUT_UNCHANGED},
		/* returned*/ {PAYOUT_TAKES_BOUNCED, PAYOUT_TAKES_BACK, PAYOUT_UNCHANGED, PAYOUT_UNCHANGED, PAYOUT_UNCHANGED},
		/* pending */ {PAYOUT_STILL_WAITS,   PAYOUT_UNCHANGED,  PAYOUT_UNCHANGED, PAYOUT_UNCHANGED, PAYOUT_UNCHANGED},
	};
	/* clang-format on */
	const struct payout batch = {.number = STR("n"), .exported_us = day_start_us(20241105)};
	for (unsigned says = 0; says < PAYOUT_SAYS_COUNT; says++) {
		for (unsigned state = 0; state < PAYOUT_LINE_STATES_COUNT; state++) {
			const struct payout_line line = {.serial = 1,
							 .value = MONEY_FEN(1),
							 .state = (enum payout_line_state)state};
			const struct payout_row row = {
				.serial = 1, .value = MONEY_FEN(1), .says = (enum payout_says)says};
			struct payout_taken out;
			size_t first = 0, at = 0;
			payout_decide(&(const struct payout_deciding){.batch = &batch,
								      .today = 20241106,
								      .lines = &line,
								      .lines_count = 1,
								      .rows = &row,
								      .count = 1,
								      .first = &first,
								      .line = &at,
								      .out = &out});
			EQ_I64(out.fate, expected[says][state], "what a row means for a line");
			OK(sn_failed(out.why) == (out.fate == PAYOUT_REFUSED),
			   "… refused with a reason");
		}
	}
}

static void test_twice(void)
{
	const struct payout batch = {.number = STR("n"), .exported_us = day_start_us(20241105)};
	const struct payout_line lines[2] = {{.serial = 1, .value = MONEY_FEN(1), .last4 = "0010"},
					     {.serial = 2, .value = MONEY_FEN(2), .last4 = "0028"}};
	struct payout_row rows[6] = {
		{.row = 2, .serial = 1, .value = MONEY_FEN(1), .says = PAYOUT_SAYS_PAID},
		{.row = 3, .serial = 1, .value = MONEY_FEN(1), .says = PAYOUT_SAYS_PAID},
		{.row = 4, .serial = 2, .value = MONEY_FEN(2), .says = PAYOUT_SAYS_PAID},
		{.row = 5, .serial = 2, .value = MONEY_FEN(2), .says = PAYOUT_SAYS_BOUNCED},
		{.row = 6, .serial = 2, .value = MONEY_FEN(2), .says = PAYOUT_SAYS_PAID},
		{.row = 7, .serial = 1, .value = MONEY_FEN(1), .last4 = "0028", .day = 20241101}};
	struct payout_taken out[6];
	size_t first[2] = {0}, at[6];
	struct payout_deciding d = {&batch, 20241106, lines, 2, rows, 6, first, at, out};
	payout_decide(&d);
	EQ_I64(out[0].fate, PAYOUT_TAKES_PAID, "the first word counts");
	EQ_I64(out[1].fate, PAYOUT_UNCHANGED, "… and the same again adds nothing");
	for (size_t i = 2; i < 5; i++)
		EQ_STR(reason_of(out[i].why), "payout_twice", "of different words none counts");
	EQ_I64(out[2].why.arg[0], 6, "… and each names another row");
	EQ_STR(reason_of(out[5].why), "payout_account", "another account is handed back");
	memset(first, 0, sizeof first);
	rows[5].last4[0] = '\0';
	rows[0].serial = 9;
	rows[1].value = MONEY_FEN(7);
	payout_decide(&d);
	EQ_STR(reason_of(out[0].why), "payout_line_gone", "a line that is not there");
	EQ_STR(reason_of(out[1].why), "payout_amount", "another amount");
	EQ_STR(reason_of(out[5].why), "payout_day", "a day before the export");
	memset(first, 0, sizeof first);
	rows[5].day = 20241107;
	rows[5].batch = STR("n");
	rows[2].day = 20241106;
	rows[2].batch = STR("m");
	memcpy(rows[3].last4, "0028", 5);
	rows[3].day = 20241105;
	payout_decide(&d);
	EQ_STR(reason_of(out[5].why), "payout_day", "a day that is still to come");
	EQ_STR(reason_of(out[2].why), "payout_other", "a row of another batch");
	EQ_STR(out[2].why.text, "m", "… which is named");
	rows[4].serial = 9;
	memset(first, 0, sizeof first);
	payout_decide(&d);
	EQ_I64(out[3].fate, PAYOUT_TAKES_BOUNCED, "the same account, on the day of the export");
	d.lines_count = 0;
	payout_decide(&d);
	EQ_STR(reason_of(out[3].why), "payout_line_gone", "of a batch without lines there is none");
}

static void test_purses(void)
{
	struct payout_purse purses[3] = {{{.source = FUND_UPPER}, MONEY_FEN(150)},
					 {{.source = FUND_OWN}, MONEY_FEN(0)},
					 {{.source = FUND_OTHER}, MONEY_FEN(100)}};
	struct cash_share out[3];
	EQ_I64((int64_t)payout_spend(purses, 3, MONEY_FEN(100), out), 1,
	       "one purse where it has enough");
	EQ_I64((int64_t)payout_spend(purses, 3, MONEY_FEN(100), out), 2, "two where it has not");
	EQ_I64(money_fen(out[0].value), 50, "… the rest of the first");
	EQ_I64((int64_t)out[1].from.source, FUND_OTHER, "… and the next that has any");
	EQ_I64((int64_t)payout_spend(purses, 3, MONEY_FEN(51), out), 0,
	       "none where all have too little");
	EQ_I64(money_fen(purses[2].free), 50, "… and nothing is taken");
}

int main(void)
{
	struct arena *mem = arena_new(1 << 20);
	if (!mem)
		return 1;
	test_numbers();
	test_rows(mem);
	test_fates();
	test_twice();
	test_purses();
	arena_free(mem);
	return tap_done();
}
