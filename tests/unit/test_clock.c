#include "base/clock.h"
#include "tap.h"

static const struct {
	const char *text;
	int32_t day; /* 0: refused */
} day_cases[] = {
	{"2024-10-26", 20241026},
	{"2024/10/26", 20241026},
	{"2024.10.26", 20241026},
	{"20241026", 20241026},
	{"2024年10月26日", 20241026},
	{"2024/1/5", 20240105},
	{"2024年1月5日", 20240105},
	{"2024-02-29", 20240229},
	{"2000-02-29", 20000229},
	{"9999-12-31", 99991231},
	{"0001-01-01", 10101},
	{"2024-02-30", 0},
	{"2023-02-29", 0},
	{"1900-02-29", 0},
	{"2024-04-31", 0},
	{"2024-13-01", 0},
	{"2024-00-10", 0},
	{"2024-10-00", 0},
	{"0000-01-01", 0},
	{"2024-10/26", 0},
	{"2024-10-26 ", 0},
	{"2024-10", 0},
	{"2024年10月26", 0},
	{"2024年10-26日", 0},
	{"202410", 0},
	{"20241", 0},
	{"202410261", 0},
	{"24-10-26", 0},
	{"2024-x-26", 0},
	{"2024-10-x", 0},
	{"", 0},
	{"today", 0},
};

static const struct {
	const char *text;
	int64_t at_us; /* -1: refused */
} time_cases[] = {
	{"1970-01-01T00:00:00Z", 0},
	{"2024-10-26T09:30:00+08:00", 1729906200000000},
	{"2024-10-26T01:30:00Z", 1729906200000000},
	{"2024-10-26t01:30:00z", 1729906200000000},
	{"2024-10-26T04:30:00+03:00", 1729906200000000},
	{"2024-10-25T22:00:00-03:30", 1729906200000000},
	{"2024-10-26 09:30", 1729906200000000},
	{"2024-10-26 09:30:00", 1729906200000000},
	{"2024/10/26 09:30", 1729906200000000},
	{"2024-10-26T09:30:00.5+08:00", 1729906200500000},
	{"2024-10-26T09:30:00.000001+08:00", 1729906200000001},
	{"2024-10-26T09:30:00.123", 1729906200123000},
	{"2024-10-26", 1729872000000000},
	{"0001-01-01 00:00", -62135625600000000},
	{"2024-10-26T09:30:00.1234567Z", -1},
	{"2024-10-26T09:30:00.Z", -1},
	{"2024-10-26T09:30:60Z", -1},
	{"2024-10-26T24:00:00Z", -1},
	{"2024-10-26T09:60:00Z", -1},
	{"2024-10-26T9:30:00Z", -1},
	{"2024-10-26T09.30", -1},
	{"2024-10-26T09:3", -1},
	{"2024-10-26T09:30:0", -1},
	{"2024-10-26T09:30:00+8", -1},
	{"2024-10-26T09:30:00+0800", -1},
	{"2024-10-26T09:30:00+08:0", -1},
	{"2024-10-26T09:30:00+24:00", -1},
	{"2024-10-26T09:30:00+08:60", -1},
	{"2024-10-26T09:30:00X", -1},
	{"2024-10-26T09:30:00Z ", -1},
	{"2024-10-26X09:30", -1},
	{"2024-02-30 09:30", -1},
	{"0001-01-01T00:00:00+09:00", -1},
	{"9999-12-31T23:59:59-01:00", -1},
	{"", -1},
};

static void days_are_read_and_written(void)
{
	for (size_t i = 0; i < sizeof day_cases / sizeof day_cases[0]; i++) {
		int32_t day = 0;
		const struct sn_err e = day_parse(&day, str_of(day_cases[i].text), "day");
		EQ_I64(day, day_cases[i].day, day_cases[i].text);
		OK(sn_failed(e) == (day_cases[i].day == 0), "refused exactly where no day came");
		OK(!sn_failed(e) || e.reason == SN_R_BAD_DAY, "by bad_day");
	}
	char text[DAY_TEXT_BYTES];
	day_text(20240105, text);
	EQ_STR(text, "2024-01-05", "a day is written with leading zeros");
}

static void times_are_read_and_written(void)
{
	for (size_t i = 0; i < sizeof time_cases / sizeof time_cases[0]; i++) {
		int64_t at_us = -1;
		const struct sn_err e = time_parse(&at_us, str_of(time_cases[i].text), "at");
		EQ_I64(at_us, time_cases[i].at_us, time_cases[i].text);
		OK(!sn_failed(e) || e.reason == SN_R_BAD_TIME, "by bad_time");
	}
	char text[TIME_TEXT_BYTES];
	time_text(1729906200000000, text);
	EQ_STR(text, "2024-10-26T09:30:00+08:00", "whole seconds have no decimals");
	time_text(1729906200000001, text);
	EQ_STR(text, "2024-10-26T09:30:00.000001+08:00", "a microsecond is written");
	time_text(-1, text);
	EQ_STR(text, "1970-01-01T07:59:59.999999+08:00", "before 1970 too");
}

static void the_day_turns_at_16_hours_utc(void)
{
	int64_t border_us = 0;
	OK(!sn_failed(time_parse(&border_us, STR("2024-10-25T16:00:00Z"), "at")), "read");
	EQ_I64(day_of(border_us), 20241026, "at 16:00 UTC the next day has begun");
	EQ_I64(day_of(border_us - 1), 20241025, "a microsecond before it has not");
	EQ_I64(day_start_us(20241026), border_us, "the day's start is that moment");
	EQ_I64(day_of(-1), 19700101, "1970 began in China eight hours earlier");
	EQ_I64(day_of(INT64_C(-8) * 3600 * 1000000 - 1), 19691231, "days before 1970");
}

static void days_can_be_counted(void)
{
	EQ_I64(day_add(20240228, 1), 20240229, "a leap day comes");
	EQ_I64(day_add(20230228, 1), 20230301, "in other years it does not");
	EQ_I64(day_add(21000228, 1), 21000301, "nor in 2100");
	EQ_I64(day_add(20241231, 1), 20250101, "the year turns");
	EQ_I64(day_add(20240301, -1), 20240229, "backwards");
	EQ_I64(day_add(20240101, 366), 20250101, "a leap year has 366 days");
	int32_t day = 16000101;
	int64_t previous_us = day_start_us(day);
	int wrong = 0;
	for (int i = 0; i < 146097; i++) { /* 400 years, a whole era */
		day = day_add(day, 1);
		const int64_t start_us = day_start_us(day);
		wrong += !day_is_valid(day) || day_of(start_us) != day ||
			 start_us - previous_us != 86400 * (int64_t)1000000;
		previous_us = start_us;
	}
	EQ_I64(wrong, 0, "each of 146,097 days is 24 hours behind the one before");
	EQ_I64(day, 20000101, "and they are 400 years");
	OK(!day_is_valid(0) && !day_is_valid(-20240101) && !day_is_valid(20240230),
	   "numbers that are no day");
}

static void a_clock_is_handed_in(void)
{
	int64_t at_us = 5;
	const struct clock fixed = clock_fixed(&at_us);
	EQ_I64(clock_now_us(fixed), 5, "a fixed clock stands");
	at_us = 7;
	EQ_I64(clock_now_us(fixed), 7, "and moves by hand");
	OK(clock_now_us(clock_system()) > day_start_us(20240101), "the system's clock goes");
}

int main(void)
{
	days_are_read_and_written();
	times_are_read_and_written();
	the_day_turns_at_16_hours_utc();
	days_can_be_counted();
	a_clock_is_handed_in();
	return tap_done();
}
