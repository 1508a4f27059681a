#ifndef SN_BENCH_ROSTER_H
#define SN_BENCH_ROSTER_H
/* roster: people that nobody is, for benches. Every name begins with 模拟 (simulated), every team says 模拟 too.
 *
 *   shape   person i is always the same; its ID number is valid and differs from all others below 10,000,000.
 *   start   roster_person(), roster_csv(), roster_xlsx(). */
#include "base/idnumber.h"

#include <stdint.h>

enum { ROSTER_COLUMNS = 6 };
/* 姓名, 身份证号, 手机号, 班组, 岗位, 用工单位 */
extern const char *const roster_titles[ROSTER_COLUMNS];

struct roster_person {
	struct id_number id;
	char cells[ROSTER_COLUMNS][64]; /* in the order of the titles */
};
void roster_person(int64_t i, struct roster_person *out);

/* Files of people 0 … count-1 with a header row. */
void roster_csv(const char *path, int64_t count);
/* By libxlsxwriter in constant_memory, text as inline strings, as its users do it. */
void roster_xlsx(const char *path, int64_t count);
#endif
