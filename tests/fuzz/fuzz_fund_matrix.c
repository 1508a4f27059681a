/* What fund_matrix_parse() takes has sound days, known verdicts, and purposes that are named once. */
#include "ledger/fund.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(1 << 22);
	struct fund_matrix m;
	if (mem && !sn_failed(fund_matrix_parse(mem, (struct str){(const char *)data, size}, &m))) {
		assert(m.version > 0);
		assert(day_is_valid(m.from_day));
		assert(m.until_day == 0 || m.until_day > m.from_day);
		for (size_t i = 0; i < m.purposes_count; i++) {
			assert(m.purposes[i].word.bytes > 0);
			for (int s = 0; s < FUND_SOURCES_COUNT; s++)
				assert(m.purposes[i].verdict[s] <= FUND_FORBIDDEN);
			for (size_t j = 0; j < i; j++)
				assert(!str_eq(m.purposes[i].word, m.purposes[j].word));
		}
	}
	arena_free(mem);
	return 0;
}
