#include "base/digits.h"

#include "base/text.h"

#include <unicode/uchar.h>

/* U+2212 is the minus of mathematics. */
static bool is_dash(uint32_t c)
{
	return c == '-' || c == 0x2212U ||
	       (c > 0x7FU && u_charType((UChar32)c) == U_DASH_PUNCTUATION);
}

static bool is_invisible(uint32_t c)
{
	if (c < 0x80U)
		return c <= ' ' || c == 0x7FU;
	const int8_t type = u_charType((UChar32)c);
	return type == U_SPACE_SEPARATOR || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR ||
	       type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0x2018U || c == 0x2019U;
}

bool digits_squeeze(struct str text, char *out, size_t out_bytes, size_t *count)
{
	uint32_t c = 0;
	*count = 0;
	while (text_next(&text, &c)) {
		if (c >= 0xFF01U && c <= 0xFF5EU)
			c = c - 0xFF01U + '!';
		if (is_invisible(c) || is_dash(c) || (*count == 0 && is_apostrophe(c)))
			continue;
		if (*count + 1 >= out_bytes)
			return false;
		if (c >= 'a' && c <= 'z')
			c = c - 'a' + 'A';
		out[(*count)++] = (char)(c < 0x7FU ? c : '?');
	}
	out[*count] = '\0';
	return true;
}

static size_t take_digits(struct str *rest)
{
	size_t count = 0;
	while (count < rest->bytes && rest->at[count] >= '0' && rest->at[count] <= '9')
		count++;
	rest->at += count;
	rest->bytes -= count;
	return count;
}

static bool take(struct str *rest, char c)
{
	if (rest->bytes == 0 || rest->at[0] != c)
		return false;
	rest->at++;
	rest->bytes--;
	return true;
}

bool digits_are_scientific(struct str squeezed)
{
	struct str rest = squeezed;
	if (take_digits(&rest) == 0)
		return false;
	if (take(&rest, '.'))
		(void)take_digits(&rest);
	if (!take(&rest, 'E'))
		return false;
	(void)take(&rest, '+');
	return take_digits(&rest) > 0 && rest.bytes == 0;
}

bool digits_only(struct str squeezed)
{
	struct str rest = squeezed;
	return take_digits(&rest) > 0 && rest.bytes == 0;
}
