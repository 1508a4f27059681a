#ifndef SN_BASE_CARDNUMBER_H
#define SN_BASE_CARDNUMBER_H
/* cardnumber: the number of a bank card, passbook or other account that money is paid to.
 *
 *   shape   8 to 32 digits.
 *   forgive full-width digits, blanks and hyphens inside, an apostrophe in front (a spreadsheet's mark for text).
 *   rule    the check digit is asked only where it is guaranteed: UnionPay cards, which begin with 62 and have 16 or 19
 *           digits.  Passbooks and accounts of other forms have none, and are never refused for it.
 *   errors  card_missing, card_length, card_characters, card_checksum; card_lost_digits: a spreadsheet took it for a number
 *           and its last digits are gone.  They are never guessed.
 *   source  ISO/IEC 7812-1, Annex B (the check digit); GB/T 19584 (numbers of bank cards).
 *   start   card_number_parse(); card_number_mask() for every list. */
#include "base/cell.h"
#include "base/err.h"

enum {
	CARD_DIGITS_MIN = 8,
	CARD_DIGITS_MAX = 32,
	CARD_NUMBER_BYTES = CARD_DIGITS_MAX + 1,
	CARD_LAST_DIGITS = 4,
	CARD_MASK_BYTES = 9
};

struct card_number {
	char digits[CARD_NUMBER_BYTES]; /* NUL-terminated */
};

struct sn_err card_number_parse(struct card_number *out, struct cell cell) SN_MUST_USE;
/* The last four, NUL-terminated. */
const char *card_number_last4(const struct card_number *number);
/* ****0018 */
void card_number_mask(const char *last4, char out[CARD_MASK_BYTES]);
/* Does the last digit check the others? */
bool card_number_is_luhn(struct str digits);
#endif
