/* What id_number_parse() takes is a valid number whose form reads as itself. */
#include "base/idnumber.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct id_number id, again;
	const int32_t today = 20241026;
	if (sn_failed(id_number_parse(&id, (struct str){(const char *)data, size}, today)))
		return 0;
	const bool reads_back = !sn_failed(id_number_parse(&again, str_of(id.digits), today));
	assert(reads_back && strcmp(again.digits, id.digits) == 0);
	assert(again.birth_day == id.birth_day && again.female == id.female);
	assert(id.birth_day <= today && strlen(id.digits) == ID_NUMBER_DIGITS);
	(void)reads_back;
	return 0;
}
