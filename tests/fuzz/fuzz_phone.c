/* What phone_parse() takes has a form that reads as itself, and a mask of the number's length. */
#include "base/phone.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct phone phone, again;
	char mask[PHONE_BYTES];
	if (sn_failed(phone_parse(&phone, (struct str){(const char *)data, size})))
		return 0;
	const bool reads_back = !sn_failed(phone_parse(&again, str_of(phone.digits)));
	assert(reads_back && strcmp(again.digits, phone.digits) == 0);
	assert(again.mobile == phone.mobile);
	phone_mask(&phone, mask);
	assert(strlen(mask) == strcspn(phone.digits, "#") && strstr(mask, "****"));
	(void)reads_back;
	return 0;
}
