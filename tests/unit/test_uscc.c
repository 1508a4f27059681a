#include "base/uscc.h"
#include "tap.h"

static const struct {
	const char *text;
	enum sn_reason reason;
	int64_t arg;
} cases[] = {
	/* Made up: the zone 150102 and organisations that nobody has; check_of() below proves them by the table of GB 32100. */
	{"91150102MA0N0PNUAT", SN_R_NONE, 0},
	{"911502000000000196", SN_R_NONE, 0},
	{"121500000000000017", SN_R_NONE, 0},
	{"81150102TETTAB00X1", SN_R_NONE, 0},
	{"81150102000000003B", SN_R_NONE, 0},
	{"81150102000000003b", SN_R_NONE, 0},
	{"８１１５０１０２００００００００３Ｂ", SN_R_NONE, 0},
	{" 81-150102-000000003-B", SN_R_NONE, 0},
	{"81150102000000003A", SN_R_BAD_USCC_CHECKSUM, 0},
	{"81150102000000003", SN_R_BAD_USCC_LENGTH, 17},
	{"", SN_R_BAD_USCC_LENGTH, 0},
	{"81150102000000003BT", SN_R_BAD_USCC_LENGTH, 19},
	{"9144030070846113600000000000000000000000000000000000000000000000000T",
	 SN_R_BAD_USCC_LENGTH, 64},
	{"8115010O000000003B", SN_R_BAD_USCC_CHARACTERS, 8},
	{"8115010A000000003B", SN_R_BAD_USCC_CHARACTERS, 8},
	{"81150102I00000003B", SN_R_BAD_USCC_CHARACTERS, 9},
	{"8115010200000000统B", SN_R_BAD_USCC_CHARACTERS, 17},
};

/* The check character once more, as GB 32100-2015 tabulates the weights (3^i mod 31) instead of computing them. */
static char check_of(const char *code)
{
	static const char characters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const int weights[17] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
					29, 25, 13, 8,  24, 10, 30, 28};
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += weights[i] * (int)(strchr(characters, code[i]) - characters);
	return characters[(31 - sum % 31) % 31];
}

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct uscc code = {.characters = ""};
		const struct sn_err e = uscc_parse(&code, str_of(cases[i].text));
		EQ_STR(sn_reason_word(e.reason), sn_reason_word(cases[i].reason), cases[i].text);
		EQ_I64(e.arg[0], cases[i].arg, "the reason's number");
		OK(sn_failed(e) || check_of(code.characters) == code.characters[17],
		   "the table of the standard agrees");
		OK(sn_failed(e) == (code.characters[0] == '\0'), "a code comes where none failed");
	}
	struct uscc code;
	OK(!sn_failed(uscc_parse(&code, STR("81150102000000003b"))), "read");
	EQ_STR(code.characters, "81150102000000003B", "capitals are stored");
	int refused = 0;
	for (int32_t i = 0; i < 1000; i++) {
		const struct uscc made = uscc_make(150102, i * 99991);
		refused += sn_failed(uscc_parse(&code, str_of(made.characters))) ||
			   check_of(made.characters) != made.characters[17];
	}
	EQ_I64(refused, 0, "1,000 made codes are valid");
	return tap_done();
}
