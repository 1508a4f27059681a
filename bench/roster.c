#include "roster.h"

#include "bench.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

const char *const roster_titles[ROSTER_COLUMNS] = {"姓名", "身份证号", "手机号",
						   "班组", "岗位",     "用工单位"};

static const char *const given[] = {"安", "宁", "和", "平", "康", "乐", "福", "泰",
				    "春", "夏", "秋", "冬", "松", "柏", "梅", "竹"};
enum { GIVEN = sizeof given / sizeof given[0] };

/* A birth day between 1955 and 2004, of months that all have 28 days. */
static int32_t birth_day(int64_t i)
{
	return (int32_t)((1955 + i % 50) * 10000 + (1 + i / 50 % 12) * 100 + 1 + i / 600 % 28);
}

void roster_person(int64_t i, struct roster_person *out)
{
	/* 50 × 12 × 28 days × 1,000 sequences: 16.8 million before one comes twice */
	out->id = id_number_make(150102, birth_day(i), (int)(i / 16800 % 1000));
	(void)snprintf(out->cells[0], sizeof out->cells[0], "模拟%s%s", given[i % GIVEN],
		       given[i / GIVEN % GIVEN]);
	(void)snprintf(out->cells[1], sizeof out->cells[1], "%s", out->id.digits);
	(void)snprintf(out->cells[2], sizeof out->cells[2], "139%08" PRId64, i % 100000000);
	(void)snprintf(out->cells[3], sizeof out->cells[3], "模拟%" PRId64 "班", i / 40);
	(void)snprintf(out->cells[4], sizeof out->cells[4], "%s", i % 7 ? "道路清扫" : "垃圾清运");
	(void)snprintf(out->cells[5], sizeof out->cells[5], "模拟环卫服务有限公司");
}

void roster_csv(const char *path, int64_t count)
{
	struct roster_person p;
	FILE *f = fopen(path, "we");
	if (!f)
		bench_die(path, strerrorname_np(errno));
	for (size_t c = 0; c < ROSTER_COLUMNS; c++)
		(void)fprintf(f, "%s%s", c ? "," : "", roster_titles[c]);
	for (int64_t i = 0; i < count; i++) {
		roster_person(i, &p);
		(void)fputs("\r\n", f);
		for (size_t c = 0; c < ROSTER_COLUMNS; c++)
			(void)fprintf(f, "%s%s", c ? "," : "", p.cells[c]);
	}
	if (fclose(f) != 0)
		bench_die(path, strerrorname_np(errno));
}

void roster_xlsx(const char *path, int64_t count)
{
	struct roster_person p;
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Sheet1");
	for (uint16_t c = 0; c < ROSTER_COLUMNS; c++)
		worksheet_write_string(sheet, 0, c, roster_titles[c], NULL);
	for (int64_t i = 0; i < count; i++) {
		roster_person(i, &p);
		for (uint16_t c = 0; c < ROSTER_COLUMNS; c++)
			worksheet_write_string(sheet, (lxw_row_t)(i + 1), c, p.cells[c], NULL);
	}
	if (workbook_close(book) != LXW_NO_ERROR)
		bench_die(path, "libxlsxwriter cannot write it");
}
