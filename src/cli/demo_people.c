#include "base/csv.h"
#include "base/idnumber.h"
#include "cli/demo.h"

#include <inttypes.h>
#include <stdlib.h>

static const char *const families[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",
				       "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
				       "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于"};
static const char *const given[] = {"英",   "秀兰", "桂花", "建国", "志强", "玉梅", "海燕", "红霞",
				    "永胜", "春生", "丽华", "文军", "素珍", "长青", "瑞芳", "广福",
				    "凤霞", "铁柱", "喜梅", "兴旺", "淑琴", "金山"};
/* Mongolian given names as they are written in Chinese; every ninth person, so that names with · are part of the story. */
static const char *const mongolian[] = {"乌云·其木格", "巴特尔", "斯琴高娃",  "那顺·巴雅尔",
					"萨仁",        "苏和",   "娜仁·托娅", "哈斯"};

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof(array)[0]))

static const char *person_name(const struct cli *cli, int64_t i)
{
	if (i % 9 == 4)
		return arena_printf(cli->ctx.mem, "%s", mongolian[i / 9 % COUNT(mongolian)]);
	/* 28 families × 22 given names repeat only after 616 people, and then in another team. */
	return arena_printf(cli->ctx.mem, "%s%s", families[i % COUNT(families)],
			    given[i / COUNT(families) % COUNT(given)]);
}

/* A different number for each: a day of birth from 1955 on, and a sequence within the day. */
struct id_number demo_person_id(const struct demo_place *place, int64_t i)
{
	const int32_t born = day_add(19550101, (int)(i * 37 % 11000));
	return id_number_make((int32_t)strtol(place->division, NULL, 10), born, (int)(i % 997));
}

static struct sn_err open_file(struct str path, FILE **out)
{
	*out = fopen(path.at, "we");
	return *out ? SN_SUCCESS
		    : sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT, STR_ARG(path));
}

static struct sn_err close_file(FILE *f, struct str path)
{
	return fclose(f) == 0
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT, STR_ARG(path));
}

/* As a company hands it in: a title, the header under its own names, a totals row at the end. */
static struct sn_err write_roster(struct cli *cli, const struct demo_place *place, int64_t people,
				  struct str path)
{
	FILE *f = NULL;
	SN_TRY(open_file(path, &f));
	(void)fputs("\xEF\xBB\xBF环卫职工花名册（合成数据，非真实人员）\r\n序号,姓名,身份证号码,"
		    "班组,岗位,类别\r\n",
		    f);
	for (int64_t i = 0; i < people; i++) {
		const struct arena_mark mark = arena_mark(cli->ctx.mem);
		const struct id_number id = demo_person_id(place, i);
		(void)fprintf(f, "%" PRId64 ",%s,%s,第%" PRId64 "班,%s,环卫工\r\n", i + 1,
			      person_name(cli, i), id.digits, i / 30 + 1,
			      i % 5 == 0 ? "机扫" : "清扫保洁");
		arena_rewind(cli->ctx.mem, mark);
	}
	(void)fprintf(f, "合计,%" PRId64 "人,,,,\r\n", people);
	return close_file(f, path);
}

/* Nine of ten with a signature (B), one by the distributor's word (C). */
static struct sn_err write_deliveries(const struct demo_place *place, int64_t people,
				      struct str path)
{
	FILE *f = NULL;
	SN_TRY(open_file(path, &f));
	(void)fputs("delivery_id,id_number,item,quantity,level,at,by\n", f);
	for (int64_t i = place->led; i < people; i++) {
		const struct id_number id = demo_person_id(place, i);
		(void)fprintf(f,
			      "%s-%06" PRId64
			      ",%s,kit:2024-hw,1,%c,2024-10-2%dT%02d:%02d:00+08:00,f-%s\n",
			      place->employer, i + 1, id.digits, i % 10 == 9 ? 'C' : 'B',
			      (int)(4 + i % 3), (int)(8 + i / 60 % 9), (int)(i % 60),
			      place->county);
	}
	return close_file(f, path);
}

struct sn_err demo_write_people(struct cli *cli, const char *directory,
				const struct demo_place *place, int64_t people,
				struct demo_files *out)
{
	out->roster =
		str_of(arena_printf(cli->ctx.mem, "%s/roster-%s.csv", directory, place->employer));
	out->deliveries = str_of(
		arena_printf(cli->ctx.mem, "%s/deliveries-%s.csv", directory, place->employer));
	if (str_is_null(out->roster) || str_is_null(out->deliveries))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(write_roster(cli, place, people + (place->led > 0), out->roster));
	return write_deliveries(place, people, out->deliveries);
}

struct sn_err demo_write_sizes(struct cli *cli, const char *directory,
			       const struct demo_place *place, int64_t people, struct str *out)
{
	/* As common as they are: of twenty people one wears S, four M, seven L, five XL, three 2XL. */
	static const char *const sizes[] = {"L",  "m",    "XL", "L码", "M",    "2XL", "Ｌ",
					    "xl", "M",    "L",  "XL",  "XXL",  "l",   "M",
					    "S",  "大号", "XL", "L",   "ｘｌ", "2xl"};
	FILE *f = NULL;
	*out = str_of(arena_printf(cli->ctx.mem, "%s/sizes-%s.csv", directory, place->employer));
	if (str_is_null(*out))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(open_file(*out, &f));
	(void)fputs("\xEF\xBB\xBF尺码登记表（合成数据，非真实人员）\r\n序号,班组,姓名,身份证号码,"
		    "尺码\r\n",
		    f);
	for (int64_t i = 0; i < people; i++) {
		const struct arena_mark mark = arena_mark(cli->ctx.mem);
		const struct id_number id = demo_person_id(place, i);
		(void)fprintf(f, "%" PRId64 ",第%" PRId64 "班,%s,%s,%s\r\n", i + 1, i / 30 + 1,
			      person_name(cli, i), id.digits,
			      i % 40 == 39 ? "" : sizes[i % COUNT(sizes)]);
		arena_rewind(cli->ctx.mem, mark);
	}
	return close_file(f, *out);
}
