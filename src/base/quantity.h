#ifndef SN_BASE_QUANTITY_H
#define SN_BASE_QUANTITY_H
/* quantity: a whole number of something; different units are never added to each other (product.md).
 *
 *   shape   count and unit.  Units are one list; their words go to the database and JSON, their names to people.
 *   errors  quantity_add() is false where the units differ or the sum overflows.
 *   start   quantity_add(), unit_words(). */
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* clang-format off */
#define UNITS(X)   /* name, word, zh, en */ \
	X(PIECE,       "piece",       "件",   "pieces")       \
	X(SET,         "set",         "套",   "sets")         \
	X(PORTION,     "portion",     "份",   "portions")     \
	X(PERSON,      "person",      "人",   "people")       \
	X(PERSON_TIME, "person_time", "人次", "person-times") \
	X(HOUSEHOLD,   "household",   "户",   "households")   \
	X(SESSION,     "session",     "场次", "sessions")     \
	X(FEN,         "fen",         "分",   "fen")
/* clang-format on */
enum unit {
#define X(name, word, zh, en) UNIT_##name,
	UNITS(X) UNITS_COUNT
#undef X
};

struct quantity {
	int64_t count;
	enum unit unit;
};

struct unit_words {
	const char *word, *zh, *en;
};
const struct unit_words *unit_words(enum unit unit);
bool unit_parse(enum unit *out, struct str word) __attribute__((warn_unused_result));
bool quantity_add(struct quantity *sum, struct quantity a, struct quantity b)
	__attribute__((warn_unused_result));
#endif
