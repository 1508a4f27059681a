/* Numbers here are made up. */
#include "base/digits.h"
#include "base/phone.h"
#include "tap.h"

static const struct {
	const char *text;
	const char *digits; /* NULL: refused */
	const char *mask;
} cases[] = {
	{"13812345678", "13812345678", "138****5678"},
	{" 138 1234 5678 ", "13812345678", "138****5678"},
	{"138-1234-5678", "13812345678", "138****5678"},
	{"１３８１２３４５６７８", "13812345678", "138****5678"},
	{"+8613812345678", "13812345678", "138****5678"},
	{"+86 138-1234-5678", "13812345678", "138****5678"},
	{"(+86)13812345678", "13812345678", "138****5678"},
	{"008613812345678", "13812345678", "138****5678"},
	{"8613812345678", "13812345678", "138****5678"},
	{"013812345678", "13812345678", "138****5678"},
	{"'19912345678", "19912345678", "199****5678"},
	{"0470-3456789", "04703456789", "0470345****"},
	{"(0470) 3456789", "04703456789", "0470345****"},
	{"（0470）3456789", "04703456789", "0470345****"},
	{"0471 34567890", "047134567890", "04713456****"},
	{"010-62345678", "01062345678", "0106234****"},
	{"021-62345678", "02162345678", "0216234****"},
	{"+86 10 62345678", "01062345678", "0106234****"},
	{"+86-470-3456789", "04703456789", "0470345****"},
	{"0470-3456789转8001", "04703456789#8001", "0470345****"},
	{"0470-3456789轉8001", "04703456789#8001", "0470345****"},
	{"0470-3456789 ext. 8001", "04703456789#8001", "0470345****"},
	{"0470-3456789ext8001", "04703456789#8001", "0470345****"},
	{"0470-3456789x8001", "04703456789#8001", "0470345****"},
	{"0470-3456789#8", "04703456789#8", "0470345****"},
	{"0470-3456789-8001", "04703456789#8001", "0470345****"},
	{"0470-3456789-8", "04703456789#8", "0470345****"},
	{"0471-3456-7890", "047134567890", "04713456****"},
	{"400-123-4567", "4001234567", "400123****"},
	{"800-123-4567", "8001234567", "800123****"},
	{"", NULL, NULL},
	{"-", NULL, NULL},
	{"12812345678", NULL, NULL},
	{"1381234567", NULL, NULL},
	{"138123456789", NULL, NULL},
	{"1.38E+10", NULL, NULL},
	{"138****5678", NULL, NULL},
	{"13812345678转8001", NULL, NULL},
	{"0470-3456789转", NULL, NULL},
	{"0470-3456789转abc", NULL, NULL},
	{"0470-3456789转1234567", NULL, NULL},
	{"13812345678/13912345678", NULL, NULL},
	{"13812345678、13912345678", NULL, NULL},
	{"3456789", NULL, NULL},
	{"0470-1456789", NULL, NULL},
	{"010-12345678", NULL, NULL},
	{"0120-3456789", NULL, NULL},
	{"500-123-4567", NULL, NULL},
	{"无", NULL, NULL},
	{"+1 212 555 0100", NULL, NULL},
	{"00000000000000000000000000000000000000000000000000000000", NULL, NULL},
};

/* What is left out between digits, and what is kept. */
static void test_squeezing(void)
{
	static const char *const left_out[] = {"-",      "\u2212", "\u2014", "\u3000",
					       " ",      "\x7f",   "\u200b", "\xc2\x85",
					       "\u2028", "\u2029", "\t"};
	static const struct {
		const char *text, *squeezed;
	} kept[] = {{"'12", "12"},       {"`12", "12"},   {"\u201812", "12"},  {"\u201912", "12"},
		    {"1'2", "1'2"},      {"1统2", "1?2"}, {"1\uff5e2", "1~2"}, {"1\uff5f2", "1?2"},
		    {"1\uff002", "1?2"}, {"az{", "AZ{"},  {"1\u201d2", "1?2"}};
	char out[16], text[16];
	size_t count;
	for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++) {
		(void)snprintf(text, sizeof text, "1%s2", left_out[i]);
		OK(digits_squeeze(str_of(text), out, sizeof out, &count), "squeezed");
		EQ_STR(out, "12", "blanks and hyphens of every kind are left out");
	}
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
		OK(digits_squeeze(str_of(kept[i].text), out, sizeof out, &count), "squeezed");
		EQ_STR(out, kept[i].squeezed, kept[i].text);
	}
	OK(!digits_are_scientific(STR("E+17")) && !digits_are_scientific(STR("1.5")) &&
		   !digits_are_scientific(STR("1E+")) && !digits_are_scientific(STR("1E5x")),
	   "what only looks like a number of many digits is none");
	OK(digits_are_scientific(STR("1E5")) && digits_are_scientific(STR("1.52E+17")),
	   "… and what is");
	OK(!digits_only(STR("")) && !digits_only(STR("1x")) && digits_only(STR("12")),
	   "digits alone");
}

int main(void)
{
	test_squeezing();
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct phone phone = {.digits = ""};
		char mask[PHONE_BYTES] = "";
		const struct sn_err e = phone_parse(&phone, str_of(cases[i].text));
		EQ_STR(phone.digits, cases[i].digits ? cases[i].digits : "", cases[i].text);
		OK(e.reason == (cases[i].digits ? SN_R_NONE : SN_R_BAD_PHONE), "by bad_phone");
		if (!cases[i].mask)
			continue;
		phone_mask(&phone, mask);
		EQ_STR(mask, cases[i].mask, "masked");
		OK(phone.mobile == (phone.digits[0] == '1'), "a mobile is known");
	}
	struct phone phone;
	EQ_STR(phone_parse(&phone, STR("1.38E+10")).text, "9.99A+99",
	       "the error shows a shape, never the number");
	return tap_done();
}
