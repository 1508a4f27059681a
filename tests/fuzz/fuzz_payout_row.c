/* A row of a bank's return file, its cells parted by line ends: what is taken names a line, has an amount and a result that
 * is known, and shows no long number; what is refused says why, and never in the file's own words. */
#include "base/arena.h"
#include "care/payout.h"

#include <assert.h>
#include <string.h>

enum { CELLS = 8, LONG_DIGITS = 8, FUZZ_MEMORY = 1 << 22 };

static bool has_long_number(struct str text)
{
	size_t run = 0;
	for (size_t i = 0; i < text.bytes; i++) {
		run = text.at[i] >= '0' && text.at[i] <= '9' ? run + 1 : 0;
		if (run >= LONG_DIGITS)
			return true;
	}
	return false;
}

static void check(const struct payout_row *row)
{
	assert(row->says < PAYOUT_SAYS_COUNT && row->why < PAYOUT_WHYS_COUNT);
	assert(row->serial > 0);
	assert(!str_is_null(row->batch) || row->last4[0]);
	assert(strlen(row->last4) == 0 || strlen(row->last4) == CARD_LAST_DIGITS);
	assert(row->words.bytes <= PAYOUT_WORDS_BYTES_MAX && !has_long_number(row->words));
	assert(row->day == 0 || day_is_valid(row->day));
	const bool fails = row->says == PAYOUT_SAYS_BOUNCED || row->says == PAYOUT_SAYS_BACK;
	assert(fails == (row->why != PAYOUT_WHY_NONE));
	(void)fails;
	(void)has_long_number;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(FUZZ_MEMORY);
	struct str rest = {(const char *)data, size}, cells[CELLS] = {STR_NULL};
	struct payout_row row;
	if (!mem)
		return 0;
	for (size_t i = 0; i < CELLS; i++)
		if (!str_split(&rest, '\n', &cells[i]))
			break;
	const struct payout_cells of = {.remark = cells[0],
					.serial = cells[1],
					.account = cells[2],
					.amount = cells[3],
					.result = cells[4],
					.reason = cells[5],
					.reference = cells[6],
					.day = cells[7]};
	const struct sn_err e = payout_parse_row(mem, &of, &row);
	if (sn_failed(e))
		assert(e.field || e.reason == SN_R_BAD_ENCODING || e.reason == SN_R_OUT_OF_MEMORY);
	else
		check(&row);
	arena_free(mem);
	return 0;
}
