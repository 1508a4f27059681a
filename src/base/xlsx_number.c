#include "base/clock.h"
#include "base/xlsx_priv.h"

#include <math.h>
#include <stdlib.h>

/* Built-in formats (ECMA-376 part 1, 18.8.30) that are days or times; 27 to 36 and 50 to 58 are those of zh-CN. */
static bool built_in_is_date(int64_t id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

/* Behind a literal text, a [colour] or an escaped character. NULL: it stands for a length of time, not a moment. */
static const char *behind_literal(const char *code)
{
	if (*code == '\\' || *code == '_' || *code == '*')
		return code[1] ? code + 2 : code + 1;
	const char closing = *code == '"' ? '"' : ']';
	if (closing == ']' && strchr("hHmMsS", code[1]) && code[1])
		return NULL;
	const char *end = strchr(code + 1, closing);
	return end ? end + 1 : code + strlen(code);
}

bool xlsx_format_is_date(int64_t id, const char *code)
{
	if (!code)
		return built_in_is_date(id);
	while (*code && *code != ';') {
		if (strchr("\\_*\"[", *code)) {
			code = behind_literal(code);
			if (!code)
				return false;
			continue;
		}
		if (strchr("yYdDhHsSmM", *code))
			return true;
		code++;
	}
	return false;
}

enum { DIGITS_EXACT = 15, DIGITS_MAX = 32 };

struct decimal {
	bool negative, has_exponent;
	char digits[DIGITS_MAX + 1]; /* without zeros at both ends */
	int count;
	int64_t exponent; /* of the last digit */
};

/* Takes the digits of the mantissa off the text; false: there are none or too many. */
static bool mantissa(struct decimal *d, struct str *in)
{
	bool point = false, any = false;
	int64_t zeros = 0; /* seen but not yet known to stand inside the digits */
	for (; in->bytes > 0; in->at++, in->bytes--) {
		const char c = in->at[0];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		any = true;
		d->exponent -= point;
		if (c == '0') {
			zeros++;
			continue;
		}
		if (d->count == 0)
			zeros = 0;
		if (d->count + zeros >= DIGITS_MAX)
			return false;
		for (; zeros > 0; zeros--)
			d->digits[d->count++] = '0';
		d->digits[d->count++] = c;
	}
	d->exponent += d->count > 0 ? zeros : 0;
	return any;
}

static bool decimal_parse(struct decimal *d, struct str in)
{
	*d = (struct decimal){0};
	d->negative = in.bytes > 0 && in.at[0] == '-';
	in.at += d->negative;
	in.bytes -= d->negative;
	if (!mantissa(d, &in))
		return false;
	if (in.bytes == 0)
		return true;
	d->has_exponent = in.at[0] == 'e' || in.at[0] == 'E';
	const bool plus = in.bytes > 1 && in.at[1] == '+';
	struct str exponent = {in.at + 1 + plus, in.bytes - 1 - plus};
	int64_t value = 0;
	if (!d->has_exponent || !str_to_int(exponent, &value) || value < -400 || value > 400)
		return false;
	d->exponent += value;
	return true;
}

bool xlsx_number_text(struct str in, char out[XLSX_NUMBER_BYTES])
{
	struct decimal d;
	if (in.bytes >= XLSX_NUMBER_BYTES || !decimal_parse(&d, in))
		return false;
	const char *sign = d.negative && d.count > 0 ? "-" : "";
	if (d.count == 0) {
		(void)snprintf(out, XLSX_NUMBER_BYTES, "0");
		return true;
	}
	if (d.exponent >= 0) {
		if (d.count + d.exponent > DIGITS_EXACT)
			return false;
		(void)snprintf(out, XLSX_NUMBER_BYTES, "%s%s%.*s", sign, d.digits, (int)d.exponent,
			       "000000000000000");
		return true;
	}
	if (d.count <= DIGITS_EXACT && !d.has_exponent)
		return false;
	/* 0.1 + 0.2 is 0.30000000000000004 in the file and 0.3 on the screen. */
	char text[XLSX_NUMBER_BYTES];
	(void)snprintf(text, sizeof text, STR_FMT, STR_ARG(in));
	const double value = strtod(text, NULL);
	(void)snprintf(out, XLSX_NUMBER_BYTES, "%.15g", value);
	return !strchr(out, 'e');
}

enum {
	SERIAL_OF_1970 = 25569, /* 1970-01-01 where day 1 is 1900-01-01 */
	SERIAL_LAST = 2958465,  /* 9999-12-31 */
	SERIAL_LEAP = 60,       /* 1900-02-29, which never was (a fault kept since Lotus 1-2-3) */
	SERIAL_1904 = 1462,     /* 1904-01-01, day 0 of the other system */
	DAY_SECONDS = 24 * 60 * 60,
};

bool xlsx_date_text(struct str in, bool from_1904, char out[XLSX_NUMBER_BYTES])
{
	char text[XLSX_NUMBER_BYTES];
	char *end = text;
	if (in.bytes >= sizeof text)
		return false;
	(void)snprintf(text, sizeof text, STR_FMT, STR_ARG(in));
	const double serial = strtod(text, &end);
	if (end == text || *end != '\0' || !(serial >= 0) || serial > SERIAL_LAST)
		return false;
	int64_t day = (int64_t)serial;
	int64_t second = llround((serial - (double)day) * DAY_SECONDS);
	if (second == DAY_SECONDS) {
		day++;
		second = 0;
	}
	char clock[16];
	(void)snprintf(clock, sizeof clock, "%02d:%02d:%02d", (int)(second / 3600),
		       (int)(second / 60 % 60), (int)(second % 60));
	if (day == 0 && second > 0) {
		(void)snprintf(out, XLSX_NUMBER_BYTES, "%s", clock);
		return true;
	}
	if (from_1904)
		day += SERIAL_1904;
	if (day == SERIAL_LEAP || day > SERIAL_LAST || day == 0)
		return false;
	day += day < SERIAL_LEAP;
	char date[DAY_TEXT_BYTES];
	day_text(day_add(19700101, (int)(day - SERIAL_OF_1970)), date);
	(void)snprintf(out, XLSX_NUMBER_BYTES, second ? "%sT%s" : "%s", date, clock);
	return true;
}
