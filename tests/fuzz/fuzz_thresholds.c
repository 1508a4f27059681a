/* What purchase_rules_parse() takes has sound days and tiers that rise; and what an amount then needs never falls below
 * what a value that nobody set asks for. */
#include "ledger/purchase.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

static void check_tier(const struct purchase_rules *rules, size_t i)
{
	const struct purchase_tier *t = &rules->tiers[i];
	const struct purchase_needs at = purchase_needs_of(rules, t->from);
	assert(!money_less(t->from, MONEY_FEN(0)));
	assert(i == 0 || money_less(rules->tiers[i - 1].from, t->from));
	assert(t->quotes == -1 || t->quotes == 0 ||
	       (t->quotes >= PURCHASE_QUOTES_DEFAULT && t->quotes <= PURCHASE_QUOTES_MAX));
	/* Quotes without a contract would leave open which was chosen. */
	assert(!(t->quotes > 0 && t->contract == PURCHASE_NOT_NEEDED));
	assert(at.meeting == (t->meeting != PURCHASE_NOT_NEEDED));
	assert(at.quotes == (t->quotes == -1 ? PURCHASE_QUOTES_DEFAULT : t->quotes));
	assert(at.quotes == 0 || at.contract);
	assert(at.unset ==
	       (t->meeting == PURCHASE_UNSET || t->contract == PURCHASE_UNSET || t->quotes == -1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(1 << 22);
	struct purchase_rules rules;
	const struct str json = {(const char *)data, size};
	if (mem && !sn_failed(purchase_rules_parse(mem, json, &rules))) {
		assert(rules.version > 0);
		assert(day_is_valid(rules.from_day));
		assert(rules.until_day == 0 || rules.until_day > rules.from_day);
		assert(rules.source.bytes > 0);
		assert(rules.tiers_count > 0 && rules.tiers_count <= PURCHASE_TIERS_MAX);
		for (size_t i = 0; i < rules.tiers_count; i++)
			check_tier(&rules, i);
		/* Below the first tier nobody has said anything: the whole chain. */
		if (money_less(MONEY_FEN(0), rules.tiers[0].from)) {
			const struct purchase_needs n = purchase_needs_of(&rules, MONEY_FEN(0));
			assert(n.meeting && n.contract && n.quotes == PURCHASE_QUOTES_DEFAULT);
		}
	}
	arena_free(mem);
	return 0;
}
