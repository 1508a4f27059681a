#include "base/money.h"

#include <inttypes.h>
#include <stdio.h>

bool money_add(struct money *sum, struct money a, struct money b)
{
	return !__builtin_add_overflow(a.fen, b.fen, &sum->fen);
}

bool money_subtract(struct money *difference, struct money a, struct money b)
{
	return !__builtin_sub_overflow(a.fen, b.fen, &difference->fen);
}

bool money_times(struct money *product, struct money each, int64_t count)
{
	return !__builtin_mul_overflow(each.fen, count, &product->fen);
}

static bool push_digit(int64_t *fen, char digit)
{
	return !__builtin_mul_overflow(*fen, 10, fen) &&
	       !__builtin_add_overflow(*fen, digit - '0', fen);
}

/* A thousands comma is taken only where three digits follow it and one to three stand before it:
 * "1,5" is somebody's decimal comma and must not become 15 yuan. */
static bool comma_fits(struct str text, size_t at, bool first_group)
{
	const size_t before = at > 0 && text.at[0] == '-' ? at - 1 : at;
	if (first_group && (before == 0 || before > 3))
		return false;
	for (size_t i = 1; i <= 3; i++)
		if (at + i >= text.bytes || text.at[at + i] < '0' || text.at[at + i] > '9')
			return false;
	const size_t next = at + 4;
	return next >= text.bytes || text.at[next] == ',' || text.at[next] == '.';
}

bool money_parse(struct money *out, struct str text)
{
	const bool negative = text.bytes > 0 && text.at[0] == '-';
	int64_t fen = 0;
	int decimals = -1;
	size_t digits = 0, commas = 0;

	for (size_t i = negative; i < text.bytes; i++) {
		const char c = text.at[i];
		if (c == '.' && decimals < 0 && digits > 0) {
			decimals = 0;
			continue;
		}
		if (c == ',' && decimals < 0 && comma_fits(text, i, commas == 0)) {
			commas++;
			continue;
		}
		if (c < '0' || c > '9' || decimals == 2 || !push_digit(&fen, c))
			return false;
		digits++;
		decimals += decimals >= 0;
		if (commas == 0 && digits > 3 && decimals < 0 && i + 1 < text.bytes &&
		    text.at[i + 1] == ',')
			return false;
	}
	if (digits == 0 || decimals == 0)
		return false;
	for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
		if (!push_digit(&fen, '0'))
			return false;
	out->fen = negative ? -fen : fen;
	return true;
}

void money_text(struct money m, char *out, size_t out_bytes)
{
	/* INT64_MIN has no positive twin: the magnitude is unsigned. */
	const uint64_t magnitude = m.fen < 0 ? (uint64_t)0 - (uint64_t)m.fen : (uint64_t)m.fen;
	char yuan[24], grouped[32];
	const int length = snprintf(yuan, sizeof yuan, "%" PRIu64, magnitude / 100);
	size_t used = 0;
	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			grouped[used++] = ',';
		grouped[used++] = yuan[i];
	}
	grouped[used] = '\0';
	(void)snprintf(out, out_bytes, "%s%s.%02u", m.fen < 0 ? "-" : "", grouped,
		       (unsigned)(magnitude % 100));
}
