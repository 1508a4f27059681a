#ifndef SN_BASE_TEXT_H
#define SN_BASE_TEXT_H
/* text: what people type and paste, brought to one form; and its size in characters and columns.
 *
 *   shapes  UTF-8 in, UTF-8 out; a character is a code point, also beyond the BMP (𠮷, 𬭸 are names' characters).
 *   rule    normal form: NFC; full-width letters, digits, signs and blanks as ASCII; no BOM, zero-width or control
 *           characters; blanks collapsed to one and none at the ends.  Normalising twice changes nothing.
 *           Mongolian separators and joiners that are part of the spelling stay (see text.c).
 *   errors  bad_encoding: the bytes are not UTF-8.  out_of_memory: the arena is full.
 *   source  NFC: Unicode UAX #15 by ICU; widths: UAX #11 East Asian Width by ICU.
 *   start   text_normalise(). */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

bool text_is_utf8(struct str s);

struct sn_err text_normalise(struct arena *mem, struct str in, struct str *out) SN_MUST_USE;

/* Takes the next character off the text; false at its end. Bytes that are no UTF-8 come as U+FFFD, one each. */
bool text_next(struct str *rest, uint32_t *character);
enum { TEXT_CHARACTER_BYTES = 4 };
/* Writes a character of at most U+10FFFF; the number of bytes. */
size_t text_put(char out[TEXT_CHARACTER_BYTES], uint32_t character);
/* A Chinese character: unified and compatibility ideographs of all planes, and 〇. */
bool text_is_ideograph(uint32_t character);

size_t text_characters(struct str s);
/* Columns on a terminal: wide characters take 2, combining and invisible ones 0. */
size_t text_columns(struct str s);
/* The longest start with at most so many bytes, or columns, that ends at a character's border. */
struct str text_cut(struct str s, size_t bytes_max);
struct str text_cut_columns(struct str s, size_t columns_max);

/* The error with the text's shape: digits as 9, ASCII letters as A, other characters as ※, signs as they are. What
 * was typed never enters an error, but a clerk sees by "9.99999A+99" what went wrong. */
struct sn_err text_shape_in(struct sn_err e, struct str text) SN_MUST_USE;
#endif
