#include "base/quantity.h"

static const struct {
	const char *word, *zh, *one, *many;
} units[] = {
#define X(name, word, zh, one, many) [UNIT_##name] = {(word), (zh), (one), (many)},
	UNITS(X)
#undef X
};

bool quantity_add(struct quantity *sum, struct quantity a, struct quantity b)
{
	sum->unit = a.unit;
	return a.unit == b.unit && !__builtin_add_overflow(a.count, b.count, &sum->count);
}

bool quantity_subtract(struct quantity *difference, struct quantity a, struct quantity b)
{
	difference->unit = a.unit;
	return a.unit == b.unit && !__builtin_sub_overflow(a.count, b.count, &difference->count);
}

bool quantity_times(struct quantity *product, struct quantity each, int64_t times)
{
	product->unit = each.unit;
	return !__builtin_mul_overflow(each.count, times, &product->count);
}

const char *unit_word(enum unit unit)
{
	return units[unit].word;
}

const char *unit_name(enum unit unit, int64_t count, enum lang lang)
{
	if (lang == LANG_ZH)
		return units[unit].zh;
	return count == 1 || count == -1 ? units[unit].one : units[unit].many;
}

struct sn_err unit_parse(enum unit *unit, struct str text, const char *field)
{
	for (size_t i = 0; i < UNITS_COUNT; i++) {
		if (str_is(text, units[i].word) || str_is(text, units[i].zh)) {
			*unit = (enum unit)i;
			return SN_SUCCESS;
		}
	}
	return SN_FAIL(BAD_UNIT, .field = field);
}
