/* What money_parse() takes, money_text() writes so that it reads as the same amount again. */
#include "base/money.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[64], written[32];
	struct money m, again;
	if (size >= sizeof text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	if (!money_parse(&m, (struct str){text, size}))
		return 0;
	money_text(m, written, sizeof written);
	const bool reads_back = money_parse(&again, str_of(written));
	assert(reads_back && money_fen(again) == money_fen(m));
	(void)reads_back;
	return 0;
}
