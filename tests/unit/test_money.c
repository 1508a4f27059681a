#include "base/money.h"
#include "tap.h"

static const struct {
	const char *text;
	bool valid;
	int64_t fen;
	const char *written;
} cases[] = {
	{"12.34", true, 1234, "12.34"},
	{"12.3", true, 1230, "12.30"},
	{"-7", true, -700, "-7.00"},
	{"0.01", true, 1, "0.01"},
	{"477,800.00", true, 47780000, "477,800.00"},
	{"5,000,000", true, 500000000, "5,000,000.00"},
	{"92233720368547758.07", true, INT64_MAX, "92,233,720,368,547,758.07"},
	{"92233720368547758.08", false, 0, "0.00"},
	{"12.345", false, 0, "0.00"},
	{"", false, 0, "0.00"},
	{"1.", false, 0, "0.00"},
	{".5", false, 0, "0.00"},
	{"1,5", false, 0, "0.00"},
	{"1234,567", false, 0, "0.00"},
	{"1,23,456", false, 0, "0.00"},
	{",123", false, 0, "0.00"},
	{"-,123", false, 0, "0.00"},
	{"-1234,567", false, 0, "0.00"},
	{"1234,567.00", false, 0, "0.00"},
	{"1,2a3", false, 0, "0.00"},
	{"1,/23", false, 0, "0.00"},
	{"1,234x", false, 0, "0.00"},
	{"1,234,56", false, 0, "0.00"},
	{"12..3", false, 0, "0.00"},
	{"1.2.3", false, 0, "0.00"},
	{"1,234.5,6", false, 0, "0.00"},
	{"1.234,567", false, 0, "0.00"},
	{"1/2", false, 0, "0.00"},
	{"1a", false, 0, "0.00"},
	{"-", false, 0, "0.00"},
	{"1,1234", false, 0, "0.00"},
	{"1234567,000", false, 0, "0.00"},
	{"92233720368547758070", false, 0, "0.00"},
	{"92233720368547759", false, 0, "0.00"},
	{"922337203685477581", false, 0, "0.00"},
	{"1,23", false, 0, "0.00"},
	{"-.5", false, 0, "0.00"},
	{"0.1x", false, 0, "0.00"},
	{"-1,234", true, -123400, "-1,234.00"},
	{"-12,345.6", true, -1234560, "-12,345.60"},
	{"0", true, 0, "0.00"},
	{"123,456", true, 12345600, "123,456.00"},
};

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct money m = MONEY_FEN(0);
		char written[32];
		OK(money_parse(&m, str_of(cases[i].text)) == cases[i].valid, cases[i].text);
		EQ_I64(money_fen(m), cases[i].fen, cases[i].text);
		money_text(m, written, sizeof written);
		EQ_STR(written, cases[i].written, cases[i].text);
	}
	struct money sum = MONEY_FEN(7);
	OK(!money_add(&sum, MONEY_FEN(INT64_MAX), MONEY_FEN(1)), "a sum that overflows is refused");
	OK(money_times(&sum, MONEY_FEN(20000), 2389) && money_fen(sum) == 47780000,
	   "2,389 people × 200 yuan");
	OK(!money_times(&sum, MONEY_FEN(INT64_MAX), 2), "a product that overflows is refused");
	OK(money_less(MONEY_FEN(-1), MONEY_FEN(0)), "money_less");
	return tap_done();
}
