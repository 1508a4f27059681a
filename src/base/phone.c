#include "base/phone.h"

#include "base/digits.h"
#include "base/text.h"

#include <stdio.h>

enum { ROOM = 48, MOBILE_DIGITS = 11, TOLL_FREE_DIGITS = 10, EXTENSION_DIGITS_MAX = 6 };

struct parts {
	struct str number, extension; /* extension {NULL, 0}: none */
};

/* "…转8001", "…ext.8001", "…#8001". */
static struct parts split_at_word(struct str text)
{
	static const struct str marks[] = {
		{"转", 3}, {"轉", 3}, {"#", 1}, {"ext.", 4}, {"ext", 3}, {"x", 1},
	};
	for (size_t i = 0; i < text.bytes; i++) {
		const struct str here = {text.at + i, text.bytes - i};
		for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++)
			if (str_starts(here, marks[m]))
				return (struct parts){
					{text.at, i},
					{here.at + marks[m].bytes, here.bytes - marks[m].bytes}};
	}
	return (struct parts){text, STR_NULL};
}

/* "0470-3456789-8001"; tried first, or 0470-3456789-8 would pass for a number of eight digits. */
static struct parts split_at_last_hyphen(struct str text)
{
	for (size_t i = text.bytes; i > 0; i--)
		if (text.at[i - 1] == '-')
			return (struct parts){{text.at, i - 1}, {text.at + i, text.bytes - i}};
	return (struct parts){text, STR_NULL};
}

static struct str drop_brackets(char *digits, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (digits[i] != '(' && digits[i] != ')')
			digits[kept++] = digits[i];
	return (struct str){digits, kept};
}

/* What is a number in itself can't begin with 86: no area does, and mobiles begin with 1. */
static struct str without_country(struct str digits)
{
	static const struct str prefixes[] = {{"+86", 3}, {"0086", 4}, {"86", 2}};
	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
		if (str_starts(digits, prefixes[i]) && digits.bytes > MOBILE_DIGITS)
			return (struct str){digits.at + prefixes[i].bytes,
					    digits.bytes - prefixes[i].bytes};
	return digits;
}

static struct str without_trunk_zero(struct str digits)
{
	return str_starts(digits, STR("0")) ? (struct str){digits.at + 1, digits.bytes - 1}
					    : digits;
}

static bool is_mobile(struct str d)
{
	return d.bytes == MOBILE_DIGITS && d.at[0] == '1' && d.at[1] >= '3';
}

static bool is_toll_free(struct str d)
{
	return d.bytes == TOLL_FREE_DIGITS &&
	       (str_starts(d, STR("400")) || str_starts(d, STR("800")));
}

/* Without its trunk 0: area 10 or 2x, else three digits; then 7 or 8 that begin with 2 to 9. */
static bool is_landline(struct str d)
{
	const bool short_area = str_starts(d, STR("10")) || str_starts(d, STR("2"));
	const size_t area = short_area ? 2 : 3;
	if (d.bytes != area + 7 && d.bytes != area + 8)
		return false;
	return (short_area || d.at[0] >= '3') && d.at[area] >= '2';
}

static bool read_extension(struct str text, char *out, size_t *count)
{
	return digits_squeeze(text, out, EXTENSION_DIGITS_MAX + 1, count) &&
	       digits_only((struct str){out, *count});
}

static bool read_parts(struct phone *phone, struct parts parts)
{
	char room[ROOM], extension[EXTENSION_DIGITS_MAX + 1] = "";
	size_t count = 0, extension_count = 0;
	if (!digits_squeeze(parts.number, room, ROOM, &count))
		return false;
	const struct str all = without_country(drop_brackets(room, count));
	const struct str d = without_trunk_zero(all);
	if (!digits_only(d))
		return false;
	if (!str_is_null(parts.extension) &&
	    !read_extension(parts.extension, extension, &extension_count))
		return false;
	phone->mobile = is_mobile(d);
	if (phone->mobile && extension_count > 0)
		return false;
	const bool plain = phone->mobile || is_toll_free(all);
	if (!plain && !is_landline(d))
		return false;
	(void)snprintf(phone->digits, PHONE_BYTES, "%s" STR_FMT "%s%s", plain ? "" : "0",
		       STR_ARG(d), extension_count > 0 ? "#" : "", extension);
	return true;
}

struct sn_err phone_parse(struct phone *phone, struct str text)
{
	struct phone found = {0};
	if (!read_parts(&found, split_at_last_hyphen(text)) &&
	    !read_parts(&found, split_at_word(text)))
		return text_shape_in(SN_FAIL(BAD_PHONE, .field = "phone"), text);
	*phone = found;
	return SN_SUCCESS;
}

void phone_mask(const struct phone *phone, char out[PHONE_BYTES])
{
	enum { HIDDEN = 4 };
	const size_t digits = strcspn(phone->digits, "#");
	const size_t from = phone->mobile ? 3 : digits - HIDDEN;
	memcpy(out, phone->digits, digits);
	memset(out + from, '*', HIDDEN);
	out[digits] = '\0';
}
