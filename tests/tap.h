#ifndef SN_TESTS_TAP_H
#define SN_TESTS_TAP_H
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

static inline int tap_report(int pass, const char *what, const char *file, int line)
{
	printf("%sok %d - %s\n", pass ? "" : "not ", ++tap_count, what);
	if (!pass) {
		tap_failed++;
		printf("# at %s:%d\n", file, line);
	}
	return pass;
}
#define OK(cond, what) tap_report(!!(cond), (what), __FILE__, __LINE__)
#define EQ_I64(got, want, what)                                                                    \
	do {                                                                                       \
		const int64_t g_ = (got), w_ = (want);                                             \
		if (!tap_report(g_ == w_, (what), __FILE__, __LINE__))                             \
			printf("# got %" PRId64 ", want %" PRId64 "\n", g_, w_);                   \
	} while (0)
#define EQ_STR(got, want, what)                                                                    \
	do {                                                                                       \
		const char *g_ = (got), *w_ = (want);                                              \
		if (!tap_report(g_ && strcmp(g_, w_) == 0, (what), __FILE__, __LINE__))            \
			printf("# got \"%s\", want \"%s\"\n", g_ ? g_ : "(null)", w_);             \
	} while (0)
static inline int tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}
#endif
