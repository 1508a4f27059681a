#include "base/uscc.h"

#include "base/digits.h"

#include <assert.h>
#include <stdio.h>

/* GB 32100-2015, table 2: a character's value is its place. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
enum { ALPHABET_SIZE = sizeof alphabet - 1, DIVISION_AT = 2, ORGANISATION_AT = 8, CHECK_AT = 17 };
_Static_assert(ALPHABET_SIZE == 31, "the modulus of GB 32100");

static int value_of(char c)
{
	const char *at = memchr(alphabet, c, ALPHABET_SIZE);
	return at ? (int)(at - alphabet) : -1;
}

/* GB 32100-2015, annex B: weights 3^i mod 31. */
static char check_character(const char characters[USCC_BYTES])
{
	int sum = 0, weight = 1;
	for (size_t i = 0; i < CHECK_AT; i++) {
		sum += weight * value_of(characters[i]);
		weight = weight * 3 % ALPHABET_SIZE;
	}
	return alphabet[(ALPHABET_SIZE - sum % ALPHABET_SIZE) % ALPHABET_SIZE];
}

/* GB 11714-1997: the organisation code's own check character, of the digits that uscc_make() gives; 10 is X. */
static char organisation_check(const char digits[8])
{
	static const int weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (size_t i = 0; i < 8; i++)
		sum += weights[i] * (digits[i] - '0');
	return "0123456789X0"[11 - sum % 11];
}

static struct sn_err refuse(enum sn_reason reason, size_t arg)
{
	return (struct sn_err){.reason = reason, .field = "uscc", .arg = {(int64_t)arg}};
}

struct sn_err uscc_parse(struct uscc *code, struct str text)
{
	enum { ROOM = 64 };
	char squeezed[ROOM];
	size_t count = 0;
	if (!digits_squeeze(text, squeezed, ROOM, &count))
		return refuse(SN_R_BAD_USCC_LENGTH, ROOM);
	if (count != USCC_CHARACTERS)
		return refuse(SN_R_BAD_USCC_LENGTH, count);
	for (size_t i = 0; i < USCC_CHARACTERS; i++) {
		const bool digit_only = i >= DIVISION_AT && i < ORGANISATION_AT;
		if (value_of(squeezed[i]) < 0 || (digit_only && squeezed[i] > '9'))
			return refuse(SN_R_BAD_USCC_CHARACTERS, i + 1);
	}
	if (squeezed[CHECK_AT] != check_character(squeezed))
		return refuse(SN_R_BAD_USCC_CHECKSUM, 0);
	memcpy(code->characters, squeezed, USCC_BYTES);
	return SN_SUCCESS;
}

struct uscc uscc_make(int32_t division, int32_t number)
{
	assert(division >= 100000);
	assert(division <= 999999);
	assert(number >= 0);
	assert(number <= 99999999);
	char room[32];
	(void)snprintf(room, sizeof room, "81%06d%08d??", division, number);
	struct uscc code;
	memcpy(code.characters, room, USCC_BYTES);
	code.characters[CHECK_AT - 1] = organisation_check(code.characters + ORGANISATION_AT);
	code.characters[CHECK_AT] = check_character(code.characters);
	return code;
}
