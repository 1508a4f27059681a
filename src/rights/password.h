#ifndef SN_RIGHTS_PASSWORD_H
#define SN_RIGHTS_PASSWORD_H
/* password: what a new password must be. Pure.
 *
 *   rule    12 to 128 characters of any script, blanks too; no rules of composition and no forced change (NIST SP 800-63B
 *           5.1.1.2).  It must not contain the login or the name of its user.  What guessing programs try first counts as
 *           one character however long it is: words of the blocklist (also as p@ssw0rd), runs along the alphabet, the digits
 *           or the keyboard, repeats, dates, phone and ID numbers.  Eight must be left.
 *   form    text's normal form (text.h): full-width letters and composed accents give one password, whatever the keyboard.
 *   errors  bad_password (arg 0: fewest characters, 1: most), password_common, password_has_login.
 *   start   password_normalise(), password_check(). */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct sn_err password_normalise(struct arena *mem, struct str typed, struct str *out) SN_MUST_USE;
/* password: normalised. */
struct sn_err password_check(struct str password, struct str login, struct str name) SN_MUST_USE;
#endif
