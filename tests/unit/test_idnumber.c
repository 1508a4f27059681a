/* Numbers here are GB 11643's own examples or generated; none is taken from a person. */
#include "base/idnumber.h"
#include "tap.h"

enum { TODAY = 20241026 };

static const struct {
	const char *text;
	enum sn_reason reason;
	int64_t arg;
	const char *digits;
	int32_t birth_day;
	bool female;
} cases[] = {
	/* GB 11643-1999, 4.3, examples */
	{"11010519491231002X", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"440524188001010014", SN_R_NONE, 0, "440524188001010014", 18800101, false},
	/* forgiven */
	{"11010519491231002x", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"１１０１０５１９４９１２３１００２Ｘ", SN_R_NONE, 0, "11010519491231002X", 19491231,
	 true},
	{" 110105 19491231 002X\t", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"110105-19491231—002X", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"110105　19491231\u200b002X", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"'11010519491231002X", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"‘11010519491231002X", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	{"110105491231002", SN_R_NONE, 0, "11010519491231002X", 19491231, true},
	/* refused */
	{"", SN_R_MISSING_ID, 0, NULL, 0, false},
	{" - ", SN_R_MISSING_ID, 0, NULL, 0, false},
	{"110105194912310021", SN_R_BAD_ID_CHECKSUM, 0, NULL, 0, false},
	{"11010519491231003X", SN_R_BAD_ID_CHECKSUM, 0, NULL, 0, false},
	{"1101051949123100", SN_R_BAD_ID_LENGTH, 16, NULL, 0, false},
	{"11010519491231002X1", SN_R_BAD_ID_CHARACTERS, 18, NULL, 0, false},
	{"1101051949123100211", SN_R_BAD_ID_LENGTH, 19, NULL, 0, false},
	{"1", SN_R_BAD_ID_LENGTH, 1, NULL, 0, false},
	{"00000000000000000000000000000000000000000000000000000000000000000000", SN_R_BAD_ID_LENGTH,
	 64, NULL, 0, false},
	{"1101051949X231002X", SN_R_BAD_ID_CHARACTERS, 11, NULL, 0, false},
	{"11010519491231002Y", SN_R_BAD_ID_CHARACTERS, 18, NULL, 0, false},
	{"11010549123100X", SN_R_BAD_ID_CHARACTERS, 15, NULL, 0, false},
	{"身份证", SN_R_BAD_ID_CHARACTERS, 1, NULL, 0, false},
	{"150***********0021", SN_R_BAD_ID_CHARACTERS, 4, NULL, 0, false},
	{"990105194912310", SN_R_BAD_ID_DATE, 0, NULL, 0, false},
	{"160105491231002", SN_R_BAD_ID_DIVISION, 16, NULL, 0, false},
	{"00010519491231002X", SN_R_BAD_ID_DIVISION, 0, NULL, 0, false},
	{"11010519490229002X", SN_R_BAD_ID_DATE, 0, NULL, 0, false},
	{"11010519491331002X", SN_R_BAD_ID_DATE, 0, NULL, 0, false},
	{"110105491331002", SN_R_BAD_ID_DATE, 0, NULL, 0, false},
	/* what spreadsheets do to numbers of 18 digits */
	{"1.52103E+17", SN_R_ID_LOST_DIGITS, 0, NULL, 0, false},
	{"1.52103e+17", SN_R_ID_LOST_DIGITS, 0, NULL, 0, false},
	{"1.52103198001010E17", SN_R_ID_LOST_DIGITS, 0, NULL, 0, false},
	{"2E+17", SN_R_ID_LOST_DIGITS, 0, NULL, 0, false},
	{"１．５２１０３Ｅ＋１７", SN_R_ID_LOST_DIGITS, 0, NULL, 0, false},
	{"152103198001010000", SN_R_ID_LOST_DIGITS, 0, NULL, 0, false},
	{"1.52103E", SN_R_BAD_ID_CHARACTERS, 2, NULL, 0, false},
	{"E+17", SN_R_BAD_ID_CHARACTERS, 1, NULL, 0, false},
	{"1.52103E+17X", SN_R_BAD_ID_CHARACTERS, 2, NULL, 0, false},
};

static void numbers_are_read_or_refused_with_a_reason(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct id_number id = {.digits = ""};
		const struct sn_err e = id_number_parse(&id, str_of(cases[i].text), TODAY);
		EQ_STR(sn_reason_word(e.reason), sn_reason_word(cases[i].reason), cases[i].text);
		EQ_I64(e.arg[0], cases[i].arg, "the reason's number");
		EQ_STR(id.digits, cases[i].digits ? cases[i].digits : "", "digits");
		EQ_I64(id.birth_day, cases[i].birth_day, "birth day");
		OK(id.female == cases[i].female, "sex");
		EQ_STR(e.text, "", "what was typed is not in the error");
	}
}

static enum sn_reason reason_of(struct id_number id, int32_t today)
{
	struct id_number again;
	return id_number_parse(&again, str_of(id.digits), today).reason;
}

static void made_numbers_are_valid(void)
{
	int refused = 0, wrong = 0;
	for (int i = 0; i < 1000; i++) {
		const struct id_number made = id_number_make(150102 + i, 19600101 + i % 28, i);
		struct id_number read = {.digits = ""};
		refused += sn_failed(id_number_parse(&read, str_of(made.digits), TODAY));
		wrong += read.female != (i % 2 == 0) || read.birth_day != made.birth_day;
	}
	EQ_I64(refused, 0, "1,000 made numbers are taken");
	EQ_I64(wrong, 0, "with the sex and the day they were made for");
	EQ_I64(reason_of(id_number_make(152103, 19800101, 1), TODAY), SN_R_NONE,
	       "a county that is gone (152103) is never refused");
	EQ_I64(reason_of(id_number_make(150102, TODAY, 1), TODAY), SN_R_NONE, "born today");
	EQ_I64(reason_of(id_number_make(150102, 20241027, 1), TODAY), SN_R_BAD_ID_DATE,
	       "not tomorrow");
	EQ_I64(reason_of(id_number_make(150102, 18791231, 1), TODAY), SN_R_BAD_ID_DATE,
	       "not before 1880");
	EQ_I64(reason_of(id_number_make(810000, 19800101, 1), TODAY), SN_R_NONE, "Hong Kong");
	EQ_I64(reason_of(id_number_make(820000, 19800101, 1), TODAY), SN_R_NONE, "Macao");
	EQ_I64(reason_of(id_number_make(830000, 19800101, 1), TODAY), SN_R_NONE, "Taiwan");
	EQ_I64(reason_of(id_number_make(911840, 19800101, 1), TODAY), SN_R_NONE,
	       "a foreigner's permanent residence card");
	EQ_I64(reason_of(id_number_make(840000, 19800101, 1), TODAY), SN_R_BAD_ID_DIVISION,
	       "no such province");
}

/* Three zeros at the end are no proof: about one number in a hundred has them by right. */
static void a_number_that_ends_in_zeros_by_right_is_taken(void)
{
	int found = 0, refused = 0;
	for (int day = 1; day <= 28; day++) {
		const struct id_number id = id_number_make(150102, 19800100 + day, 100);
		if (strcmp(id.digits + 15, "000") != 0)
			continue;
		found++;
		refused += reason_of(id, TODAY) != SN_R_NONE;
	}
	OK(found > 0, "there are such numbers");
	EQ_I64(refused, 0, "and they are taken");
}

/* GB 11643's check finds every wrong digit and every swap of neighbours. */
static void a_slip_of_the_hand_is_found(void)
{
	const struct id_number id = id_number_make(150102, 19751118, 327);
	int taken = 0;
	for (size_t at = 0; at < 17; at++) {
		struct id_number slip = id;
		slip.digits[at] = (char)('0' + (id.digits[at] - '0' + 1) % 10);
		taken += reason_of(slip, TODAY) == SN_R_NONE;
		slip = id;
		slip.digits[at] = id.digits[at + 1];
		slip.digits[at + 1] = id.digits[at];
		taken += strcmp(slip.digits, id.digits) != 0 && reason_of(slip, TODAY) == SN_R_NONE;
	}
	EQ_I64(taken, 0, "none is taken");
}

static void a_mask_shows_the_first_three_and_the_last_four(void)
{
	struct id_number id;
	char mask[ID_NUMBER_BYTES];
	OK(!sn_failed(id_number_parse(&id, STR("11010519491231002X"), TODAY)), "read");
	id_number_mask(&id, mask);
	EQ_STR(mask, "110***********002X", "masked");
}

int main(void)
{
	numbers_are_read_or_refused_with_a_reason();
	made_numbers_are_valid();
	a_number_that_ends_in_zeros_by_right_is_taken();
	a_slip_of_the_hand_is_found();
	a_mask_shows_the_first_three_and_the_last_four();
	return tap_done();
}
