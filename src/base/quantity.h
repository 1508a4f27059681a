#ifndef SN_BASE_QUANTITY_H
#define SN_BASE_QUANTITY_H
/* quantity: how many of what.  People, person-times, households and pieces are never added to each other.
 *
 *   shape   a count and its unit.  The unit's word ("person_time") stands in database, JSON and files.
 *   errors  false: the units differ, or the sum would overflow; the result is not to be used.
 *   source  product.md, "Units of counting": 人, 人次, 户, 件, 场次 stay apart.
 *   start   quantity_add(), unit_of_word(), unit_name(). */
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* clang-format off */
#define UNITS(X)   /* name, word, zh-CN, one in English, many in English */ \
	X(PIECE,       "piece",       "件",   "piece",       "pieces") \
	X(SET,         "set",         "套",   "set",         "sets") \
	X(PERSON,      "person",      "人",   "person",      "people") \
	X(PERSON_TIME, "person_time", "人次", "person-time", "person-times") \
	X(HOUSEHOLD,   "household",   "户",   "household",   "households") \
	X(SESSION,     "session",     "场次", "session",     "sessions") \
	X(PORTION,     "portion",     "份",   "portion",     "portions") \
	X(FEN,         "fen",         "分",   "fen",         "fen") \
	X(KILOGRAM,    "kilogram",    "公斤", "kilogram",    "kilograms") \
	X(LITRE,       "litre",       "升",   "litre",       "litres") \
	X(VOLUME,      "volume",      "册",   "volume",      "volumes") \
	X(STATION,     "station",     "座",   "station",     "stations") \
	X(LETTER,      "letter",      "封",   "letter",      "letters")
/* clang-format on */
enum unit {
#define X(name, word, zh, one, many) UNIT_##name,
	UNITS(X) UNITS_COUNT
#undef X
};

struct quantity {
	int64_t count;
	enum unit unit;
};

bool quantity_add(struct quantity *sum, struct quantity a, struct quantity b)
	__attribute__((warn_unused_result));
bool quantity_subtract(struct quantity *difference, struct quantity a, struct quantity b)
	__attribute__((warn_unused_result));
bool quantity_times(struct quantity *product, struct quantity each, int64_t times)
	__attribute__((warn_unused_result));

const char *unit_word(enum unit unit);
/* For people: "人次"; "person-time" where the count is 1 or -1, else "person-times". */
const char *unit_name(enum unit unit, int64_t count, enum lang lang);
/* From its word or its zh-CN name; bad_unit lists what is known. */
struct sn_err unit_parse(enum unit *unit, struct str text, const char *field) SN_MUST_USE;
#endif
