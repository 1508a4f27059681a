#include "base/cardnumber.h"

#include "base/digits.h"

#include <stdio.h>

enum { SQUEEZED_BYTES = 64, SPREADSHEET_DIGITS = 15, UNIONPAY_SHORT = 16, UNIONPAY_LONG = 19 };

bool card_number_is_luhn(struct str digits)
{
	int sum = 0;
	for (size_t i = 0; i < digits.bytes; i++) {
		int digit = digits.at[digits.bytes - 1 - i] - '0';
		if (i % 2 == 1)
			digit = digit > 4 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

static bool is_unionpay(struct str digits)
{
	return str_starts(digits, STR("62")) &&
	       (digits.bytes == UNIONPAY_SHORT || digits.bytes == UNIONPAY_LONG);
}

struct sn_err card_number_parse(struct card_number *out, struct cell cell)
{
	char squeezed[SQUEEZED_BYTES];
	size_t count = 0;
	const bool fits = digits_squeeze(cell.text, squeezed, sizeof squeezed, &count);
	const struct str all = {squeezed, count};
	if (fits && count == 0)
		return SN_FAIL(CARD_MISSING, .field = "card");
	if (fits && (digits_are_scientific(all) ||
		     (cell.kind == CELL_NUMBER && count > SPREADSHEET_DIGITS)))
		return SN_FAIL(CARD_LOST_DIGITS, .field = "card");
	if (fits && !digits_only(all))
		return SN_FAIL(CARD_CHARACTERS, .field = "card");
	if (!fits || count < CARD_DIGITS_MIN || count > CARD_DIGITS_MAX)
		return SN_FAIL(CARD_LENGTH, .field = "card",
			       .arg = {CARD_DIGITS_MIN, CARD_DIGITS_MAX, (int64_t)count});
	if (is_unionpay(all) && !card_number_is_luhn(all))
		return SN_FAIL(CARD_CHECKSUM, .field = "card");
	memcpy(out->digits, squeezed, count + 1);
	return SN_SUCCESS;
}

const char *card_number_last4(const struct card_number *number)
{
	return number->digits + strlen(number->digits) - CARD_LAST_DIGITS;
}

void card_number_mask(const char *last4, char out[CARD_MASK_BYTES])
{
	(void)snprintf(out, CARD_MASK_BYTES, "****%.4s", last4);
}
