#ifndef SN_BASE_IDNUMBER_H
#define SN_BASE_IDNUMBER_H
/* idnumber: the 18-digit citizen identity number.
 *
 *   shape   six digits of a division, the birth date, three of a sequence (odd: male, even: female), a check
 *           character 0–9 X.  Residence permits of Hong Kong, Macao and Taiwan residents (810000, 820000, 830000) and
 *           foreigners' permanent residence cards (beginning with 9) have the same form and are taken.
 *   forgive full-width digits, blanks and hyphens inside, a small x, an apostrophe in front (a spreadsheet's mark
 *           for text), 15-digit numbers of before 1999 (upgraded: born 19yy, their check character computed).
 *   rule    a division's code is never looked up: people keep the code of a county that is gone.  Only its first two
 *           digits must be a province's.
 *   errors  missing_id, bad_id_length, bad_id_characters, bad_id_division, bad_id_date, bad_id_checksum;
 *           id_lost_digits: a spreadsheet took it for a number, 15 digits are left of 18.  It is never guessed.
 *   source  GB 11643-1999 (check character: ISO 7064 MOD 11-2); GB/T 2260 for provinces.
 *   start   id_number_parse(); id_number_mask() for every list. */
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { ID_NUMBER_DIGITS = 18, ID_NUMBER_BYTES = 19 };

struct id_number {
	char digits[ID_NUMBER_BYTES]; /* NUL-terminated */
	int32_t birth_day;            /* yyyymmdd */
	bool female;
};

/* today: nobody is born after it. */
struct sn_err id_number_parse(struct id_number *id, struct str text, int32_t today) SN_MUST_USE;

/* 150***********0021: the first three and the last four. */
void id_number_mask(const struct id_number *id, char out[ID_NUMBER_BYTES]);

/* A valid number for synthetic data and tests; nobody's on purpose, somebody's by chance: mark what uses it.
 * division: six digits; sequence: 0 to 999, odd is male. */
struct id_number id_number_make(int32_t division, int32_t birth_day, int sequence);
#endif
