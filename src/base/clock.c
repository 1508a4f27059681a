#include "base/clock.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

static const int64_t second_us = 1000000;
static const int64_t whole_day_us = (int64_t)86400 * 1000000;
/* China has one civil time, UTC+8, since 1949; summer time was tried 1986–1991 and is left out on purpose: a day
 * of ours always has 24 hours (settled.md 11). */
static const int64_t china_us = 8 * (int64_t)3600 * 1000000;

static int64_t system_now_us(void *self)
{
	(void)self;
	struct timespec t = {0};
	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * second_us + t.tv_nsec / 1000;
}

struct clock clock_system(void)
{
	return (struct clock){.now_us = system_now_us};
}

static int64_t fixed_now_us(void *self)
{
	return *(const int64_t *)self;
}

struct clock clock_fixed(int64_t *at_us)
{
	return (struct clock){.now_us = fixed_now_us, .self = at_us};
}

struct civil {
	int year, month, day;
};

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool civil_exists(struct civil c)
{
	static const signed char lengths[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12)
		return false;
	return c.day >= 1 && c.day <= lengths[c.month] + (c.month == 2 && is_leap(c.year));
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day is the last one of a year, in eras of
 * 400 years. Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
static int64_t days_from_civil(struct civil c)
{
	const int64_t year = c.year - (c.month <= 2);
	const int64_t era = year / 400; /* years here are ≥ 0 */
	const int64_t year_of_era = year - era * 400;
	const int64_t day_of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
	const int64_t day_of_era =
		year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

/* The same source, civil_from_days. */
static struct civil civil_from_days(int64_t days)
{
	const int64_t from_march_0 = days + 719468;
	const int64_t era = from_march_0 / 146097;
	const int64_t day_of_era = from_march_0 - era * 146097;
	const int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	const int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	const int64_t month_from_march = (5 * day_of_year + 2) / 153;
	const int month =
		(int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	return (struct civil){
		.year = (int)(year_of_era + era * 400) + (month <= 2),
		.month = month,
		.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

static struct civil civil_of(int32_t day)
{
	return (struct civil){.year = day / 10000, .month = day / 100 % 100, .day = day % 100};
}

static int32_t day_from_days(int64_t days)
{
	/* 0001-01-01 to 9999-12-31: the parsers let nothing else in. */
	assert(days >= -719162);
	assert(days <= 2932896);
	const struct civil c = civil_from_days(days);
	return c.year * 10000 + c.month * 100 + c.day;
}

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

bool day_is_valid(int32_t day)
{
	return day > 0 && civil_exists(civil_of(day));
}

int32_t day_of(int64_t at_us)
{
	return day_from_days(floor_div(at_us + china_us, whole_day_us));
}

int64_t day_start_us(int32_t day)
{
	assert(day_is_valid(day));
	return days_from_civil(civil_of(day)) * whole_day_us - china_us;
}

int32_t day_add(int32_t day, int days)
{
	assert(day_is_valid(day));
	return day_from_days(days_from_civil(civil_of(day)) + days);
}

/* What is still to be read. */
struct reader {
	const char *at;
	size_t left;
};

static int peek(const struct reader *r)
{
	return r->left > 0 ? (unsigned char)*r->at : -1;
}

static bool take(struct reader *r, struct str word)
{
	if (!str_starts((struct str){r->at, r->left}, word))
		return false;
	r->at += word.bytes;
	r->left -= word.bytes;
	return true;
}

struct width {
	int min, max;
};

static bool take_number(struct reader *r, struct width digits, int *value)
{
	int count = 0;
	*value = 0;
	while (count < digits.max && peek(r) >= '0' && peek(r) <= '9') {
		*value = *value * 10 + (peek(r) - '0');
		r->at++;
		r->left--;
		count++;
	}
	return count >= digits.min;
}

/* The day's form is known by what follows the year; both separators must be of that form. */
static bool take_day(struct reader *r, struct civil *c)
{
	static const struct str forms[][3] = {
		{{"-", 1}, {"-", 1}, {"", 0}},
		{{"/", 1}, {"/", 1}, {"", 0}},
		{{".", 1}, {".", 1}, {"", 0}},
		{{"年", 3}, {"月", 3}, {"日", 3}},
	};
	const struct width pair = {2, 2}, short_pair = {1, 2};
	if (!take_number(r, (struct width){4, 4}, &c->year))
		return false;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (take(r, forms[i][0]))
			return take_number(r, short_pair, &c->month) && take(r, forms[i][1]) &&
			       take_number(r, short_pair, &c->day) && take(r, forms[i][2]);
	return take_number(r, pair, &c->month) && take_number(r, pair, &c->day);
}

/* hh:mm[:ss[.f…]]: the µs since midnight. A leap second (:60) has no place in a count of µs and is refused; a
 * seventh decimal is refused rather than rounded. */
static bool take_clock_time(struct reader *r, int64_t *since_midnight_us)
{
	const struct width pair = {2, 2};
	int hour = 0, minute = 0, second = 0;
	int64_t fraction_us = 0;
	if (!take_number(r, pair, &hour) || !take(r, STR(":")) || !take_number(r, pair, &minute))
		return false;
	if (take(r, STR(":"))) {
		if (!take_number(r, pair, &second))
			return false;
		if (take(r, STR("."))) {
			const size_t before = r->left;
			int digits = 0;
			if (!take_number(r, (struct width){1, 6}, &digits))
				return false;
			fraction_us = digits;
			for (size_t i = before - r->left; i < 6; i++)
				fraction_us *= 10;
		}
	}
	*since_midnight_us =
		((int64_t)hour * 3600 + (int64_t)minute * 60 + second) * second_us + fraction_us;
	return hour < 24 && minute < 60 && second < 60;
}

/* Z, +hh:mm, -hh:mm; nothing: China's time. */
static bool take_offset(struct reader *r, int64_t *offset_us)
{
	*offset_us = china_us;
	if (r->left == 0)
		return true;
	*offset_us = 0;
	if (take(r, STR("Z")) || take(r, STR("z")))
		return true;
	const bool west = take(r, STR("-"));
	int hours = 0, minutes = 0;
	if ((!west && !take(r, STR("+"))) || !take_number(r, (struct width){2, 2}, &hours) ||
	    !take(r, STR(":")) || !take_number(r, (struct width){2, 2}, &minutes))
		return false;
	*offset_us = ((int64_t)hours * 3600 + (int64_t)minutes * 60) * second_us * (west ? -1 : 1);
	return hours < 24 && minutes < 60;
}

struct sn_err day_parse(int32_t *day, struct str text, const char *field)
{
	struct reader r = {text.at, text.bytes};
	struct civil c = {0};
	if (!take_day(&r, &c) || r.left > 0)
		return text_shape_in(SN_FAIL(BAD_DAY, .field = field), text);
	/* A day that does not exist is nobody's birthday: it may be shown. */
	if (!civil_exists(c))
		return sn_err_with_text(SN_FAIL(BAD_DAY, .field = field), "%04d-%02d-%02d", c.year,
					c.month, c.day);
	*day = c.year * 10000 + c.month * 100 + c.day;
	return SN_SUCCESS;
}

struct sn_err time_parse(int64_t *at_us, struct str text, const char *field)
{
	struct reader r = {text.at, text.bytes};
	struct civil c = {0};
	int64_t since_midnight_us = 0, offset_us = china_us;
	bool good = take_day(&r, &c) && civil_exists(c);
	if (good && r.left > 0)
		good = (take(&r, STR("T")) || take(&r, STR("t")) || take(&r, STR(" "))) &&
		       take_clock_time(&r, &since_midnight_us) && take_offset(&r, &offset_us);
	const int64_t found_us =
		good ? days_from_civil(c) * whole_day_us + since_midnight_us - offset_us : 0;
	/* An offset must not carry the time out of the years that day_of() knows. */
	const int64_t first_us = -719162 * whole_day_us - china_us,
		      last_us = 2932897 * whole_day_us - china_us;
	if (!good || r.left > 0 || found_us < first_us || found_us >= last_us)
		return text_shape_in(SN_FAIL(BAD_TIME, .field = field), text);
	*at_us = found_us;
	return SN_SUCCESS;
}

static char *put_two(char *at, int number)
{
	*at++ = (char)('0' + number / 10);
	*at++ = (char)('0' + number % 10);
	return at;
}

/* By hand: the files that go up the tree hold a day a row, and printf was most of what a row cost. */
void day_text(int32_t day, char out[DAY_TEXT_BYTES])
{
	assert(day_is_valid(day));
	const struct civil c = civil_of(day);
	char *at = put_two(put_two(out, c.year / 100), c.year % 100);
	*at++ = '-';
	at = put_two(at, c.month);
	*at++ = '-';
	at = put_two(at, c.day);
	*at = '\0';
}

/* The microseconds stand there only where they are not zero. */
void time_text(int64_t at_us, char out[TIME_TEXT_BYTES])
{
	static const char zone[] = "+08:00";
	const int32_t day = day_of(at_us);
	const int64_t us = at_us - day_start_us(day);
	const unsigned second = (unsigned)(us / second_us), fraction = (unsigned)(us % second_us);
	day_text(day, out);
	char *at = out + DAY_TEXT_BYTES - 1;
	*at++ = 'T';
	at = put_two(at, (int)(second / 3600U));
	*at++ = ':';
	at = put_two(at, (int)(second / 60U % 60U));
	*at++ = ':';
	at = put_two(at, (int)(second % 60U));
	if (fraction != 0) {
		*at++ = '.';
		at = put_two(at, (int)(fraction / 10000U));
		at = put_two(at, (int)(fraction / 100U % 100U));
		at = put_two(at, (int)(fraction % 100U));
	}
	memcpy(at, zone, sizeof zone);
}
