/* What uscc_parse() takes has a form that reads as itself. */
#include "base/uscc.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct uscc code, again;
	if (sn_failed(uscc_parse(&code, (struct str){(const char *)data, size})))
		return 0;
	const bool reads_back = !sn_failed(uscc_parse(&again, str_of(code.characters)));
	assert(reads_back && strcmp(again.characters, code.characters) == 0);
	(void)reads_back;
	return 0;
}
