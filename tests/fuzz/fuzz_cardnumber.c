/* What card_number_parse() takes are digits that read as themselves, checked where a check digit is promised. */
#include "base/cardnumber.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct card_number number, again;
	char mask[CARD_MASK_BYTES];
	if (size == 0)
		return 0;
	const struct cell cell = {data[0] % 2 ? CELL_NUMBER : CELL_TEXT,
				  {(const char *)data + 1, size - 1}};
	if (sn_failed(card_number_parse(&number, cell)))
		return 0;
	const size_t count = strlen(number.digits);
	assert(count >= CARD_DIGITS_MIN && count <= CARD_DIGITS_MAX);
	assert(strspn(number.digits, "0123456789") == count);
	const struct cell text = {CELL_TEXT, str_of(number.digits)};
	const bool reads_back = !sn_failed(card_number_parse(&again, text));
	assert(reads_back && strcmp(number.digits, again.digits) == 0);
	if (strncmp(number.digits, "62", 2) == 0 && (count == 16 || count == 19))
		assert(card_number_is_luhn(str_of(number.digits)));
	card_number_mask(card_number_last4(&number), mask);
	assert(strlen(mask) == 8 && strcmp(mask + 4, card_number_last4(&number)) == 0);
	(void)reads_back;
	return 0;
}
