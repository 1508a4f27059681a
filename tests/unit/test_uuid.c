#include "base/uuid.h"
#include "tap.h"

static int64_t millisecond_of(struct uuid u)
{
	int64_t ms = 0;
	for (int i = 0; i < 6; i++)
		ms = ms << 8 | u.bytes[i];
	return ms;
}

static void ids_sort_as_they_were_made(void)
{
	int64_t at_us = 1729906200123456;
	struct uuid_maker maker = {0};
	struct uuid last = uuid_new(&maker, clock_fixed(&at_us));
	EQ_I64(millisecond_of(last), 1729906200123, "the first 48 bits are the milliseconds");
	EQ_I64(last.bytes[6] >> 4, 7, "version 7");
	EQ_I64(last.bytes[8] >> 6, 2, "variant of RFC 9562");

	int wrong = 0;
	for (int i = 0; i < 10000; i++) { /* more than the 4096 that one millisecond can count */
		const struct uuid next = uuid_new(&maker, clock_fixed(&at_us));
		wrong += uuid_compare(next, last) <= 0 || next.bytes[6] >> 4 != 7;
		last = next;
	}
	EQ_I64(wrong, 0, "10,000 ids of one millisecond are in order");

	at_us -= 3600 * (int64_t)1000000;
	for (int i = 0; i < 10000; i++) {
		const struct uuid next = uuid_new(&maker, clock_fixed(&at_us));
		wrong += uuid_compare(next, last) <= 0;
		last = next;
	}
	EQ_I64(wrong, 0, "a clock that steps back by an hour makes none sort earlier");

	at_us += 7200 * (int64_t)1000000;
	const struct uuid later = uuid_new(&maker, clock_fixed(&at_us));
	OK(uuid_compare(later, last) > 0, "when the clock has caught up, its time is taken again");
	EQ_I64(millisecond_of(later), at_us / 1000, "exactly");
}

static void two_makers_do_not_meet(void)
{
	int64_t at_us = 1729906200123456;
	struct uuid_maker a = {0}, b = {0};
	OK(!uuid_eq(uuid_new(&a, clock_fixed(&at_us)), uuid_new(&b, clock_fixed(&at_us))),
	   "in the same millisecond with the same counter");
}

static void random_ids_do_not_tell_the_time(void)
{
	const struct uuid a = uuid_random(), b = uuid_random();
	EQ_I64(a.bytes[6] >> 4, 4, "version 4");
	EQ_I64(a.bytes[8] >> 6, 2, "variant of RFC 9562");
	OK(!uuid_eq(a, b), "two differ");
}

static void text_is_read_and_written(void)
{
	static const char canonical[] = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"; /* RFC 9562 A.6 */
	struct uuid u = UUID_NULL;
	char text[UUID_TEXT_BYTES];
	OK(!sn_failed(uuid_parse(&u, STR("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), "id")),
	   "capitals are read");
	uuid_text(u, text);
	EQ_STR(text, canonical, "and written small");
	EQ_I64(millisecond_of(u), 0x017F22E279B0, "the time of the RFC's example");
	static const char *const refused[] = {
		"",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
		"017f22e279b0-7cc3-98c4-dc0c0c07398f00",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		"017f22e2-79b0-7cc3-98c4-dc0c0c0739g8",
		"017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
		"{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"017f22e2-79b0-7cc3-98c4-dc0c0c0739@f",
		"017f22e2-79b0-7cc3-98c4-dc0c0c0739`f",
		"017f22e2-79b0-7cc3-98c4-dc0c0c0739/f",
		"017f22e2-79b0-7cc3-98c4-dc0c0c0739:f",
	};
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct uuid untouched = u;
		const struct sn_err e = uuid_parse(&untouched, str_of(refused[i]), "id");
		OK(e.reason == SN_R_BAD_UUID && uuid_eq(untouched, u), refused[i]);
	}
	OK(uuid_is_null(UUID_NULL) && !uuid_is_null(u), "the null id is known");
}

int main(void)
{
	ids_sort_as_they_were_made();
	two_makers_do_not_meet();
	random_ids_do_not_tell_the_time();
	text_is_read_and_written();
	return tap_done();
}
