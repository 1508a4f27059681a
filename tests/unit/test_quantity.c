#include "base/quantity.h"
#include "tap.h"

int main(void)
{
	const struct quantity people = {2389, UNIT_PERSON}, times = {2600, UNIT_PERSON_TIME};
	struct quantity q = {0, UNIT_PIECE};
	OK(quantity_add(&q, people, (struct quantity){615, UNIT_PERSON}) && q.count == 3004 &&
		   q.unit == UNIT_PERSON,
	   "people and people are people");
	OK(!quantity_add(&q, people, times), "people and person-times are not added");
	OK(!quantity_subtract(&q, people, times), "nor subtracted");
	OK(quantity_subtract(&q, people, people) && q.count == 0, "nothing is left");
	OK(!quantity_add(&q, (struct quantity){INT64_MAX, UNIT_SET},
			 (struct quantity){1, UNIT_SET}),
	   "a sum that overflows is refused");
	OK(!quantity_subtract(&q, (struct quantity){INT64_MIN, UNIT_SET},
			      (struct quantity){1, UNIT_SET}),
	   "a difference that overflows is refused");
	OK(quantity_times(&q, (struct quantity){2, UNIT_SET}, 2389) && q.count == 4778 &&
		   q.unit == UNIT_SET,
	   "two sets for each");
	OK(!quantity_times(&q, (struct quantity){INT64_MAX, UNIT_SET}, 2),
	   "a product that overflows is refused");
	for (int i = 0; i < UNITS_COUNT; i++) {
		const enum unit unit = (enum unit)i;
		enum unit by_word = UNITS_COUNT, by_name = UNITS_COUNT;
		OK(!sn_failed(unit_parse(&by_word, str_of(unit_word(unit)), "unit")) &&
			   by_word == unit,
		   unit_word(unit));
		OK(!sn_failed(unit_parse(&by_name, str_of(unit_name(unit, 1, LANG_ZH)), "unit")) &&
			   by_name == unit,
		   unit_name(unit, 1, LANG_ZH));
	}
	enum unit unit = UNIT_SET;
	OK(unit_parse(&unit, STR("furlong"), "unit").reason == SN_R_BAD_UNIT && unit == UNIT_SET,
	   "an unknown unit is refused");
	EQ_STR(unit_name(UNIT_PERSON_TIME, 1, LANG_EN), "person-time", "one");
	EQ_STR(unit_name(UNIT_PERSON_TIME, -1, LANG_EN), "person-time", "one less");
	EQ_STR(unit_name(UNIT_PERSON, 2600, LANG_EN), "people", "many");
	EQ_STR(unit_name(UNIT_PERSON_TIME, 2600, LANG_ZH), "人次", "in Chinese");
	return tap_done();
}
