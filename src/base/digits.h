#ifndef SN_BASE_DIGITS_H
#define SN_BASE_DIGITS_H
/* digits: the common part of reading numbers that people write with blanks, hyphens and full-width characters.
 *
 *   shape   ASCII characters in the order they stood, capitals, NUL-terminated; what is left out is said below.
 *   errors  false: more characters than the room holds. The caller then has its own reason.
 *   start   digits_squeeze(). */
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* A letter, digit or sign that is neither blank nor hyphen is kept: full-width as ASCII, small as capital, anything
 * beyond ASCII as '?'. Blanks, invisible characters, hyphens and dashes of all kinds are left out, and an apostrophe
 * in front, by which spreadsheets mark a text. */
bool digits_squeeze(struct str text, char *out, size_t out_bytes, size_t *count);

/* "1.52103E+17": what a spreadsheet shows for a number of many digits. */
bool digits_are_scientific(struct str squeezed);

bool digits_only(struct str squeezed);
#endif
