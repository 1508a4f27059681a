/* What care_programme_parse() takes keeps the promises that entitling and delivering stand on; and the document it kept
 * is read again to the same programme. */
#include "care/care_priv.h"

#include <assert.h>

static void check(const struct programme *p)
{
	assert(care_code_is_good(p->code) && p->version > 0);
	assert(day_is_valid(p->from_day));
	assert(p->until_day == 0 || (day_is_valid(p->until_day) && p->until_day > p->from_day));
	assert(p->age_from >= 0 && (p->age_until == 0 || p->age_until > p->age_from));
	assert(p->benefits_count > 0);
	for (size_t i = 0; i < p->benefits_count; i++) {
		const struct benefit *b = &p->benefits[i];
		assert(care_code_is_good(b->code) && b->items_count > 0 && b->quantity > 0);
		assert(care_benefit_has(b, b->items[0]));
		assert(!b->value_known || !money_less(b->value, MONEY_FEN(0)));
		assert(b->value_known || p->unset.bytes > 0);
	}
	for (size_t i = 0; i < p->caps_count; i++)
		assert(p->caps[i].rule.bytes > 0 && p->caps[i].period < CAP_PERIODS_COUNT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(REQUEST_ARENA_BYTES);
	struct programme p, again;
	if (!mem)
		return 0;
	if (!sn_failed(care_programme_parse(mem, (struct str){(const char *)data, size}, &p))) {
		check(&p);
		const struct sn_err e = care_programme_parse(mem, p.json, &again);
		assert(!sn_failed(e));
		assert(str_eq(p.code, again.code) && p.version == again.version &&
		       p.benefits_count == again.benefits_count &&
		       p.caps_count == again.caps_count && p.sources == again.sources);
	}
	arena_free(mem);
	return 0;
}
