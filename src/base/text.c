#include "base/text.h"

#include "base/limits.h"

#include <assert.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { REPLACEMENT = 0xFFFD };

static bool is_continuation(unsigned char byte)
{
	return (byte & 0xC0U) == 0x80U;
}

/* The length of the well-formed sequence at the start (RFC 3629: no overlong forms, no surrogates, nothing past
 * U+10FFFF) and its character; 0: there is none. */
static size_t read_character(struct str s, uint32_t *character)
{
	const unsigned char *at = (const unsigned char *)s.at;
	if (at[0] < 0x80U) {
		*character = at[0];
		return 1;
	}
	static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
	const size_t need = at[0] >= 0xF5U   ? 0
			    : at[0] >= 0xF0U ? 4
			    : at[0] >= 0xE0U ? 3
			    : at[0] >= 0xC2U ? 2
					     : 0;
	if (need == 0 || s.bytes < need)
		return 0;
	uint32_t value = at[0] & (0xFFU >> (need + 1));
	for (size_t i = 1; i < need; i++) {
		if (!is_continuation(at[i]))
			return 0;
		value = (value << 6U) | (at[i] & 0x3FU);
	}
	if (value < smallest[need] || value > 0x10FFFFU || (value >= 0xD800U && value <= 0xDFFFU))
		return 0;
	*character = value;
	return need;
}

bool text_next(struct str *rest, uint32_t *character)
{
	if (rest->bytes == 0)
		return false;
	size_t bytes = read_character(*rest, character);
	if (bytes == 0) {
		*character = REPLACEMENT;
		bytes = 1;
	}
	rest->at += bytes;
	rest->bytes -= bytes;
	return true;
}

bool text_is_utf8(struct str s)
{
	uint32_t c = 0;
	for (size_t step = 0; s.bytes > 0; s.at += step, s.bytes -= step) {
		step = read_character(s, &c);
		if (step == 0)
			return false;
	}
	return true;
}

size_t text_put(char out[TEXT_CHARACTER_BYTES], uint32_t c)
{
	assert(c <= 0x10FFFFU);
	if (c < 0x80U) {
		out[0] = (char)c;
		return 1;
	}
	const size_t bytes = c < 0x800U ? 2 : c < 0x10000U ? 3 : 4;
	for (size_t i = bytes - 1; i > 0; i--, c >>= 6U)
		out[i] = (char)(0x80U | (c & 0x3FU));
	out[0] = (char)((0xF00U >> bytes) | c);
	return bytes;
}

bool text_is_ideograph(uint32_t c)
{
	return (c >= 0x3400U && c <= 0x9FFFU && !(c >= 0x4DC0U && c <= 0x4DFFU)) || c == 0x3007U ||
	       (c >= 0xF900U && c <= 0xFAFFU) || (c >= 0x20000U && c <= 0x3FFFFU);
}

/* Letters, signs, vowel separator and variation selectors of the Mongolian script. */
static bool is_mongolian(uint32_t c)
{
	return c >= 0x1800U && c <= 0x18AFU;
}

/* Ideographs of the unified blocks and everything below U+0300 are in NFC as they stand (UAX #15, NFC_QC). */
static bool may_need_nfc(uint32_t c)
{
	return c >= 0x300U && !(c >= 0x3400U && c <= 0x9FFFU) && !(c >= 0x20000U && c <= 0x2F7FFU);
}

enum fate { KEEP, BLANK, DROP };

/* In Mongolian text the narrow no-break space ties a suffix to its word, and the joiners choose a letter's form
 * (Unicode core specification, 13.5); after any other letter they are dirt from a web page. */
static enum fate fate_of(uint32_t c, bool after_mongolian)
{
	if (c < 0x80U) {
		if (c == ' ' || (c >= '\t' && c <= '\r'))
			return BLANK;
		return c < ' ' || c == 0x7FU ? DROP : KEEP;
	}
	if (text_is_ideograph(c) || is_mongolian(c))
		return KEEP;
	if (after_mongolian && (c == 0x202FU || c == 0x200CU || c == 0x200DU))
		return KEEP;
	switch (u_charType((UChar32)c)) {
	case U_SPACE_SEPARATOR:
	case U_LINE_SEPARATOR:
	case U_PARAGRAPH_SEPARATOR:
		return BLANK;
	case U_CONTROL_CHAR:
		return c == 0x85U ? BLANK : DROP;
	case U_FORMAT_CHAR:
		return DROP;
	default:
		return KEEP;
	}
}

/* Full-width forms U+FF01–FF5E stand in the order of ASCII. */
static uint32_t narrow(uint32_t c)
{
	return c >= 0xFF01U && c <= 0xFF5EU ? c - 0xFF01U + '!' : c;
}

/* Marks do not end the letter before them, whatever order NFC puts them in. */
static bool mongolian_after(bool before, uint32_t c)
{
	if (is_mongolian(c) || (before && (c == 0x202FU || c == 0x200CU || c == 0x200DU)))
		return true;
	return before && c >= 0x300U && u_charType((UChar32)c) == U_NON_SPACING_MARK;
}

/* Writes the kept characters (never more bytes than came in) and says whether NFC must look at them. */
static size_t filter(struct str in, char *out, bool *nfc)
{
	size_t used = 0;
	bool blank = false, mongolian = false;
	uint32_t c = 0;
	while (text_next(&in, &c)) {
		c = narrow(c);
		const enum fate fate = fate_of(c, mongolian);
		if (fate == DROP)
			continue;
		if (fate == BLANK) {
			blank = true;
			mongolian = false;
			continue;
		}
		if (blank && used > 0)
			out[used++] = ' ';
		blank = false;
		mongolian = mongolian_after(mongolian, c);
		*nfc = *nfc || may_need_nfc(c);
		used += text_put(out + used, c);
	}
	return used;
}

static struct sn_err to_nfc(struct arena *mem, struct str in, struct str *out)
{
	/* UAX #15, table "Maximum expansion factors": NFC makes at most three of one, in UTF-8 and in UTF-16. */
	const int32_t units_max = (int32_t)in.bytes * 3 + 1;
	UErrorCode status = U_ZERO_ERROR;
	UChar *from = ARENA_ARRAY(mem, UChar, in.bytes + 1);
	UChar *to = ARENA_ARRAY(mem, UChar, (size_t)units_max);
	char *text = arena_alloc(mem, in.bytes * 3 + 1);
	if (!from || !to || !text)
		return SN_FAIL(OUT_OF_MEMORY);
	int32_t units = 0, bytes = 0;
	u_strFromUTF8(from, (int32_t)in.bytes + 1, &units, in.at, (int32_t)in.bytes, &status);
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	units = unorm2_normalize(nfc, from, units, to, units_max, &status);
	u_strToUTF8(text, (int32_t)in.bytes * 3 + 1, &bytes, to, units, &status);
	/* The input is valid and the room is enough: only ICU's own memory can fail. */
	if (U_FAILURE(status))
		return SN_FAIL(OUT_OF_MEMORY);
	*out = (struct str){text, (size_t)bytes};
	return SN_SUCCESS;
}

struct sn_err text_normalise(struct arena *mem, struct str in, struct str *out)
{
	if (in.bytes > CELL_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .arg = {CELL_BYTES_MAX});
	if (!text_is_utf8(in))
		return SN_FAIL(BAD_ENCODING);
	char *kept = arena_alloc(mem, in.bytes + 1);
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	bool nfc = false;
	const struct str filtered = {kept, filter(in, kept, &nfc)};
	if (nfc)
		return to_nfc(mem, filtered, out);
	*out = filtered;
	return SN_SUCCESS;
}

size_t text_characters(struct str s)
{
	size_t count = 0;
	uint32_t c = 0;
	while (text_next(&s, &c))
		count++;
	return count;
}

static size_t columns_of(uint32_t c)
{
	if (c >= ' ' && c < 0x7FU)
		return 1;
	switch (u_charType((UChar32)c)) {
	case U_CONTROL_CHAR:
	case U_FORMAT_CHAR:
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
		return 0;
	default:
		break;
	}
	const int32_t width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
	return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

size_t text_columns(struct str s)
{
	size_t columns = 0;
	uint32_t c = 0;
	while (text_next(&s, &c))
		columns += columns_of(c);
	return columns;
}

struct str text_cut(struct str s, size_t bytes_max)
{
	if (s.bytes <= bytes_max)
		return s;
	size_t end = bytes_max;
	while (end > 0 && is_continuation((unsigned char)s.at[end]))
		end--;
	return (struct str){s.at, end};
}

struct str text_cut_columns(struct str s, size_t columns_max)
{
	struct str rest = s;
	size_t columns = 0, end = 0;
	uint32_t c = 0;
	while (text_next(&rest, &c)) {
		columns += columns_of(c);
		if (columns > columns_max)
			break;
		end = s.bytes - rest.bytes;
	}
	return (struct str){s.at, end};
}

struct sn_err text_shape_in(struct sn_err e, struct str text)
{
	enum { SHAPE_CHARACTERS_MAX = 24 };
	char shape[SHAPE_CHARACTERS_MAX * 3 + 4];
	size_t used = 0;
	uint32_t c = 0;
	for (int i = 0; i < SHAPE_CHARACTERS_MAX && text_next(&text, &c); i++) {
		if (c >= '0' && c <= '9')
			c = '9';
		else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
			c = 'A';
		else if (c < ' ' || c >= 0x7FU)
			c = 0x203BU; /* ※ */
		used += text_put(shape + used, c);
	}
	return sn_err_with_text(e, "%.*s%s", (int)used, shape, text.bytes > 0 ? "…" : "");
}
