#include "base/uscc.h"
#include "tap.h"

static const struct {
	const char *text;
	enum sn_reason reason;
	int64_t arg;
} cases[] = {
	/* Published registrations of large companies (gsxt.gov.cn). */
	{"914403001922038216", SN_R_NONE, 0},
	{"91440300708461136T", SN_R_NONE, 0},
	{"91440300708461136t", SN_R_NONE, 0},
	{"９１４４０３００７０８４６１１３６Ｔ", SN_R_NONE, 0},
	{" 91-440300-708461136-T", SN_R_NONE, 0},
	{"91440300708461136U", SN_R_BAD_USCC_CHECKSUM, 0},
	{"91440300708461136", SN_R_BAD_USCC_LENGTH, 17},
	{"", SN_R_BAD_USCC_LENGTH, 0},
	{"91440300708461136TT", SN_R_BAD_USCC_LENGTH, 19},
	{"9144030070846113600000000000000000000000000000000000000000000000000T",
	 SN_R_BAD_USCC_LENGTH, 64},
	{"9144030O708461136T", SN_R_BAD_USCC_CHARACTERS, 8},
	{"9144030A708461136T", SN_R_BAD_USCC_CHARACTERS, 8},
	{"91440300I08461136T", SN_R_BAD_USCC_CHARACTERS, 9},
	{"9144030070846113统T", SN_R_BAD_USCC_CHARACTERS, 17},
};

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct uscc code = {.characters = ""};
		const struct sn_err e = uscc_parse(&code, str_of(cases[i].text));
		EQ_STR(sn_reason_word(e.reason), sn_reason_word(cases[i].reason), cases[i].text);
		EQ_I64(e.arg[0], cases[i].arg, "the reason's number");
		OK(sn_failed(e) == (code.characters[0] == '\0'), "a code comes where none failed");
	}
	struct uscc code;
	OK(!sn_failed(uscc_parse(&code, STR("91440300708461136t"))), "read");
	EQ_STR(code.characters, "91440300708461136T", "capitals are stored");
	int refused = 0;
	for (int32_t i = 0; i < 1000; i++) {
		const struct uscc made = uscc_make(150102, i * 99991);
		refused += sn_failed(uscc_parse(&code, str_of(made.characters)));
	}
	EQ_I64(refused, 0, "1,000 made codes are valid");
	return tap_done();
}
