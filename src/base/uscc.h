#ifndef SN_BASE_USCC_H
#define SN_BASE_USCC_H
/* uscc: the unified social credit code of an organisation, 统一社会信用代码.
 *
 *   shape   18 characters of 0–9 A–Z without I O S V Z: registrar, kind, division (6), organisation code (9), check.
 *   forgive small letters, full-width characters, blanks and hyphens inside.
 *   errors  bad_uscc_length, bad_uscc_characters, bad_uscc_checksum.
 *   source  GB 32100-2015 (check character: weights 3^i mod 31); the organisation code's own check is GB 11714.
 *   start   uscc_parse(). */
#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

enum { USCC_CHARACTERS = 18, USCC_BYTES = 19 };

struct uscc {
	char characters[USCC_BYTES]; /* NUL-terminated */
};

struct sn_err uscc_parse(struct uscc *code, struct str text) SN_MUST_USE;

/* A valid code for synthetic data and tests: a union (81) of the division (six digits), number 0 to 99,999,999. */
struct uscc uscc_make(int32_t division, int32_t number);
#endif
