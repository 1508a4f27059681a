/* What day_parse() and time_parse() take is written so that it reads as the same again. */
#include "base/clock.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str text = {(const char *)data, size};
	int32_t day = 0, day_again = 0;
	int64_t at_us = 0, at_us_again = 0;
	char day_words[DAY_TEXT_BYTES], time_words[TIME_TEXT_BYTES];
	if (!sn_failed(day_parse(&day, text, "day"))) {
		day_text(day, day_words);
		const bool read = !sn_failed(day_parse(&day_again, str_of(day_words), "day"));
		assert(read && day_again == day && day_of(day_start_us(day)) == day);
		(void)read;
	}
	if (!sn_failed(time_parse(&at_us, text, "at"))) {
		time_text(at_us, time_words);
		const bool read = !sn_failed(time_parse(&at_us_again, str_of(time_words), "at"));
		assert(read && at_us_again == at_us && day_is_valid(day_of(at_us)));
		(void)read;
	}
	return 0;
}
