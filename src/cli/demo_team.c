/* A foreman takes thirty kits and confirms each name: one through a proxy, one absent, one who declines. Who declined is
 * beyond the 615 that the press counts; his kit goes to the last on the roster. The people are synthetic. */
#include "cli/cli_priv.h"
#include "cli/demo.h"

#include <inttypes.h>

static const struct demo_place wuda = {"150304", "150300-E03", "150304", 615, DEMO_LED};
enum { BY_PROXY = 7, ABSENT = 12, DECLINES = 20 }; /* which of the team */

static const char *number_of(const struct demo *d, int64_t i)
{
	return demo_text(d, "%s", demo_person_id(&wuda, i).digits);
}

static void row(FILE *f, const char *id, int64_t i, const char *by)
{
	(void)fprintf(f, "%s-%06" PRId64 ",%s,kit:2024-hw,1,%c,2024-10-26,%s,", wuda.employer,
		      i + 1, id, i % 10 == 9 ? 'C' : 'B', by);
	(void)fputs(i == BY_PROXY ? "送货上门,李合成,配偶,委托书1号\n" : "作业点,,,\n", f);
}
/* What he writes down, or the keeper's distributor after him. */
static struct sn_err lists(struct demo *d, int64_t last, char **first, char **second)
{
	static const char head[] = "delivery_id,id_number,item,quantity,level,at,by,place,proxy,"
				   "relation,mandate\n";
	*first = demo_text(d, "%s/foreman.csv", demo_input_directory(d));
	*second = demo_text(d, "%s/after-foreman.csv", demo_input_directory(d));
	FILE *f = fopen(*first, "we"), *g = fopen(*second, "we");
	if (f && g) {
		(void)fputs(head, f);
		(void)fputs(head, g);
		for (int64_t i = 0; i < DEMO_LED; i++)
			if (i != ABSENT && i != DECLINES)
				row(f, number_of(d, i), i, "z-150304");
		row(g, number_of(d, ABSENT), ABSENT, "f-150304");
		row(g, number_of(d, last), last, "f-150304");
	}
	const bool closed = f && fclose(f) == 0;
	if (!g || fclose(g) != 0 || !closed)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", *first);
	return SN_SUCCESS;
}

/* Two people for goods: one gives, the other takes. */
static struct sn_err hand_on(struct demo *d, const char *verb, const char *whom, const char *kits,
			     const char *giver, const char *taker)
{
	const char *id = demo_fresh_id(d);
	SN_TRY(demo_step(d, "stock", verb, "--org", "150304",
			 strcmp(verb, "issue") == 0 ? "--to" : "--from", whom, "--items",
			 demo_text(d, "kit:2024-hw=%s", kits), "--cycle", "hw-2024", "--id", id,
			 "--as", giver, NULL));
	return demo_step(d, "document", "accept", id, "--as", taker, NULL);
}

static struct sn_err foreman(struct demo *d)
{
	SN_TRY(demo_step(d, "user", "add", "z-150304", "--name", "第1班班组长（示例）", "--org",
			 "150304", "--as", "admin", NULL));
	SN_TRY(demo_step(d, "user", "grant", "z-150304", "--role", "distributor", "--org", "150304",
			 "--as", "admin", NULL));
	d->shown = true;
	SN_TRY(demo_step(d, "site", "add", "滨河路", "--org", wuda.employer, "--kind", "清扫现场",
			 "--as", "w-maker", NULL));
	SN_TRY(demo_step(d, "team", "add", "第1班", "--org", wuda.employer, "--site", "滨河路",
			 "--as", "w-maker", NULL));
	return demo_step(d, "team", "foreman", "第1班", "--org", wuda.employer, "--user",
			 "z-150304", "--as", "w-maker", NULL);
}

struct sn_err demo_team(struct demo *d)
{
	const int64_t last = wuda.people * d->scale;
	char *first = NULL, *second = NULL;
	demo_chapter(
		d, "班组：班组长领三十份，逐人确认；代领、不在、谢绝各一人，剩下的交回（合成数据）",
		"a team: its foreman takes thirty kits and confirms each name; a proxy, one "
		"absent, one who declines, the rest given back (synthetic)");
	d->shown = false;
	SN_TRY(lists(d, last, &first, &second));
	SN_TRY(foreman(d));
	SN_TRY(hand_on(d, "issue", "z-150304", "30", "k-150304", "z-150304"));
	SN_TRY(demo_step(d, "deliver", first, "--cycle", "hw-2024", "--as", "z-150304", NULL));
	SN_TRY(demo_step(d, "handover", "attempt", number_of(d, ABSENT), "--cycle", "hw-2024",
			 "--outcome", "不在", "--as", "z-150304", NULL));
	SN_TRY(demo_step(d, "handover", "attempt", number_of(d, DECLINES), "--cycle", "hw-2024",
			 "--outcome", "谢绝", "--words", "家里够用，让给后来的同事", "--as",
			 "z-150304", NULL));
	SN_TRY(demo_step(d, "missing", "--cycle", "hw-2024", "--org", "150304", NULL));
	SN_TRY(hand_on(d, "giveback", "z-150304", "2", "z-150304", "k-150304"));
	SN_TRY(hand_on(d, "issue", "f-150304", "2", "k-150304", "f-150304"));
	SN_TRY(demo_step(d, "deliver", second, "--cycle", "hw-2024", "--as", "f-150304", NULL));
	return demo_step(d, "missing", "--cycle", "hw-2024", "--org", "150304", NULL);
}
