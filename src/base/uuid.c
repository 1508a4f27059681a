#include "base/uuid.h"

#include "base/text.h"

#include <sodium.h>

enum { COUNT_MAX = 0xFFF };

/* Version and variant bits (RFC 9562 §4.1, §4.2). */
static void mark(struct uuid *u, unsigned version)
{
	u->bytes[6] = (uint8_t)((u->bytes[6] & 0x0FU) | (version << 4U));
	u->bytes[8] = (uint8_t)((u->bytes[8] & 0x3FU) | 0x80U);
}

/* Where the clock stands still or steps back, the counter goes on, and past its end the millisecond does
 * (RFC 9562 §6.2, "timestamp rollback" and "counter rollover"). */
struct uuid uuid_new(struct uuid_maker *maker, struct clock clock)
{
	const int64_t now_ms = clock_now_us(clock) / 1000;
	if (now_ms > maker->last_ms) {
		maker->last_ms = now_ms;
		maker->count = 0;
	} else if (++maker->count > COUNT_MAX) {
		maker->last_ms++;
		maker->count = 0;
	}
	struct uuid u;
	randombytes_buf(u.bytes + 8, 8);
	const uint64_t ms = (uint64_t)maker->last_ms;
	for (unsigned i = 0; i < 6; i++)
		u.bytes[i] = (uint8_t)(ms >> (40U - 8U * i));
	u.bytes[6] = (uint8_t)(maker->count >> 8U);
	u.bytes[7] = (uint8_t)maker->count;
	mark(&u, 7);
	return u;
}

struct uuid uuid_random(void)
{
	struct uuid u;
	randombytes_buf(u.bytes, sizeof u.bytes);
	mark(&u, 4);
	return u;
}

static bool is_hyphen_place(size_t at)
{
	return at == 8 || at == 13 || at == 18 || at == 23;
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_uuid(struct uuid *u, struct str text)
{
	if (text.bytes != UUID_TEXT_BYTES - 1)
		return false;
	size_t filled = 0;
	for (size_t i = 0; i < text.bytes; i++) {
		if (is_hyphen_place(i)) {
			if (text.at[i] != '-')
				return false;
			continue;
		}
		/* Two digits of a byte always stand together: the hyphens stand at even distances. */
		const int high = nibble(text.at[i]), low = nibble(text.at[++i]);
		if (high < 0 || low < 0)
			return false;
		u->bytes[filled++] = (uint8_t)(high * 16 + low);
	}
	return true;
}

struct sn_err uuid_parse(struct uuid *out, struct str text, const char *field)
{
	struct uuid u = UUID_NULL;
	if (!read_uuid(&u, text))
		return text_shape_in(SN_FAIL(BAD_UUID, .field = field), text);
	*out = u;
	return SN_SUCCESS;
}

void uuid_text(struct uuid u, char out[UUID_TEXT_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	size_t used = 0;
	for (size_t i = 0; i < sizeof u.bytes; i++) {
		if (is_hyphen_place(used))
			out[used++] = '-';
		out[used++] = digits[u.bytes[i] >> 4U];
		out[used++] = digits[u.bytes[i] & 0x0FU];
	}
	out[used] = '\0';
}
