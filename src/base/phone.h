#ifndef SN_BASE_PHONE_H
#define SN_BASE_PHONE_H
/* phone: a mainland telephone number, mobile or landline.
 *
 *   shape   canonical digits: "13812345678"; "04703456789" and, where there is an extension, "04703456789#8001";
 *           "4001234567" (400 and 800 numbers).
 *   forgive +86, 0086, 86 in front; blanks, hyphens, brackets inside; full-width digits; 转 for an extension.
 *   rule    a phone is never a key: one may serve many people, and nobody is refused for having none.
 *   errors  bad_phone, {text}: its shape ("9.99A+99" is what a spreadsheet made of a number; the words say what to do).
 *   source  the numbering plan of mainland China: mobiles 1[3-9] with 11 digits, areas 10, 2x and 3xx to 9xx with 7 or
 *           8 digits for a subscriber, first digit 2 to 9.
 *   start   phone_parse(); phone_mask() for every list. */
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

enum { PHONE_BYTES = 24 };

struct phone {
	char digits[PHONE_BYTES]; /* NUL-terminated canonical form */
	bool mobile;
};

struct sn_err phone_parse(struct phone *phone, struct str text) SN_MUST_USE;

/* 138****5678; of a landline the last four are hidden: 0470345****. */
void phone_mask(const struct phone *phone, char out[PHONE_BYTES]);
#endif
