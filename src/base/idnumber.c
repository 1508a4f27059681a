#include "base/idnumber.h"

#include "base/clock.h"
#include "base/digits.h"

#include <assert.h>
#include <stdio.h>

enum {
	BIRTH_DAY_MIN = 18800101, /* the oldest person whose age was ever proved was born in 1875 */
	OLD_DIGITS = 15,
	SPREADSHEET_DIGITS = 15, /* a double holds 15 decimal digits; the rest become zeros */
};

/* GB 11643-1999, 4.3: ISO 7064 MOD 11-2. */
static char check_character(const char digits[ID_NUMBER_BYTES])
{
	static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (size_t i = 0; i < 17; i++)
		sum += weights[i] * (digits[i] - '0');
	return "10X98765432"[sum % 11];
}

/* GB/T 2260: the provinces; 81 to 83 on residence permits; 9x on foreigners' permanent residence cards, whose first
 * digit is all that says so. */
static bool is_province(int code)
{
	static const signed char provinces[] = {
		11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43,
		44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
	};
	for (size_t i = 0; i < sizeof provinces; i++)
		if (provinces[i] == code)
			return true;
	return code >= 90;
}

static int number(const char *digits, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

/* Where a digit is to stand and does not: its place from 1; 0: all are well. */
static int64_t first_bad_place(const char *digits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const bool x_allowed = count == ID_NUMBER_DIGITS && i == ID_NUMBER_DIGITS - 1;
		const char c = digits[i];
		if ((c < '0' || c > '9') && !(x_allowed && c == 'X'))
			return (int64_t)i + 1;
	}
	return 0;
}

/* Numbers of 15 digits were given until 1999, to people born in 19yy (GB 11643-1989). */
static void upgrade(char digits[ID_NUMBER_BYTES])
{
	memmove(digits + 8, digits + 6, 9);
	memcpy(digits + 6, "19", 2);
	digits[17] = check_character(digits);
	digits[18] = '\0';
}

static struct sn_err refuse(enum sn_reason reason, int64_t arg)
{
	return (struct sn_err){.reason = reason, .field = "id_number", .arg = {arg}};
}

/* Of a number that is wrong in more than one way the clerk hears what is easiest to see: the division,
 * then the date; a check character that does not fit may stem from either. */
static struct sn_err check(const char digits[ID_NUMBER_BYTES], int32_t today)
{
	const int32_t birth_day = number(digits + 6, 8);
	const bool fits = digits[17] == check_character(digits);
	/* Some people's number ends in three zeros; then the check character fits. */
	if (!fits && strcmp(digits + SPREADSHEET_DIGITS, "000") == 0)
		return refuse(SN_R_ID_LOST_DIGITS, 0);
	if (!is_province(number(digits, 2)))
		return refuse(SN_R_BAD_ID_DIVISION, number(digits, 2));
	if (!day_is_valid(birth_day) || birth_day < BIRTH_DAY_MIN || birth_day > today)
		return refuse(SN_R_BAD_ID_DATE, 0);
	return fits ? SN_SUCCESS : refuse(SN_R_BAD_ID_CHECKSUM, 0);
}

struct sn_err id_number_parse(struct id_number *id, struct str text, int32_t today)
{
	enum { ROOM = 64 };
	char digits[ROOM];
	size_t count = 0;
	if (!digits_squeeze(text, digits, ROOM, &count))
		return refuse(SN_R_BAD_ID_LENGTH, ROOM);
	if (count == 0)
		return refuse(SN_R_MISSING_ID, 0);
	if (digits_are_scientific((struct str){digits, count}))
		return refuse(SN_R_ID_LOST_DIGITS, 0);
	const int64_t bad_place = first_bad_place(digits, count);
	if (bad_place != 0)
		return refuse(SN_R_BAD_ID_CHARACTERS, bad_place);
	if (count == OLD_DIGITS)
		upgrade(digits);
	else if (count != ID_NUMBER_DIGITS)
		return refuse(SN_R_BAD_ID_LENGTH, (int64_t)count);
	SN_TRY(check(digits, today));
	memcpy(id->digits, digits, ID_NUMBER_BYTES);
	id->birth_day = number(digits + 6, 8);
	id->female = (digits[16] - '0') % 2 == 0;
	return SN_SUCCESS;
}

void id_number_mask(const struct id_number *id, char out[ID_NUMBER_BYTES])
{
	memcpy(out, id->digits, ID_NUMBER_BYTES);
	memset(out + 3, '*', ID_NUMBER_DIGITS - 7);
}

struct id_number id_number_make(int32_t division, int32_t birth_day, int sequence)
{
	assert(division >= 100000);
	assert(division <= 999999);
	assert(day_is_valid(birth_day));
	assert(sequence >= 0);
	assert(sequence <= 999);
	struct id_number id = {.birth_day = birth_day, .female = sequence % 2 == 0};
	char room[32];
	(void)snprintf(room, sizeof room, "%06d%08d%03d?", division, birth_day, sequence);
	memcpy(id.digits, room, ID_NUMBER_BYTES);
	id.digits[17] = check_character(id.digits);
	return id;
}
