#ifndef SN_BASE_NAME_H
#define SN_BASE_NAME_H
/* name: a person's name as it is stored, shown, compared and sorted.
 *
 *   shapes  stored form: text's normal form, and "张 三" is 张三; the dot between the parts of a name (· • ・ ･ ‧ ⋅ ．
 *           and what else keyboards give for it) is U+00B7.  Names in Latin, Cyrillic or Mongolian script keep single
 *           blanks between their words.  Rare characters of all planes are characters like any other.
 *   errors  missing_name: nothing is left; bad_name: digits only, a sign that no name has, no letter at all;
 *           too_long; bad_encoding.
 *   rule    parsing a stored form gives that form again.
 *   source  product.md: never refuse a person for a name with · in it or with a rare character.  Publishing: surname
 *           and ** only (trust.md, Masking).  Order: ICU's collation for zh, which is by pinyin (settled.md 11).
 *   start   name_parse(); name_mask() for every list; name_key() for duplicates; pinyin_new() for order. */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct sn_err name_parse(struct arena *mem, struct str text, struct str *name) SN_MUST_USE;

enum { NAME_MASK_BYTES = 8 };
/* The first character and "**": 王英 and 王小英 are both 王**. */
void name_mask(struct str name, char out[NAME_MASK_BYTES]);

/* What two spellings of one name have in common: normal form, case folded, without blanks, dots and variation
 * selectors. Takes any text, also one that name_parse() would refuse. */
struct sn_err name_key(struct arena *mem, struct str name, struct str *key) SN_MUST_USE;

/* Chinese order. One pinyin belongs to one thread. */
struct pinyin;
struct pinyin *pinyin_new(void); /* NULL: out of memory, or ICU's data is missing */
void pinyin_free(struct pinyin *p);
/* Bytes that sort as the texts do (memcmp; no zero byte in them), made in mem. Text that is longer than a name is
 * sorted by its start. */
struct sn_err pinyin_key(struct pinyin *p, struct arena *mem, struct str text,
			 struct str *key) SN_MUST_USE;
/* Keys of another version do not compare with these: it is stored beside them, they are rebuilt when it changes.
 * It lives as long as p. */
const char *pinyin_version(const struct pinyin *p);
#endif
