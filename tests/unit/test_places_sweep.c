/* Readings of care with a store and a memory that fail at each of their calls in turn: places that are counted anew,
 * programmes of a user, texts that are taken. Everybody in it is synthetic. */
#include "care/letter.h"
#include "care/size.h"
#include "care_world.h"
#include "fault_sweep.h"

enum { PEOPLE = 6, PLACES = 5 };

struct reading {
	struct world w;
	int64_t places; /* that are told to be too many */
	int64_t less;   /* a quota by hand */
};

static struct sn_err begin_work(struct ctx *c, void *arg)
{
	static const char programme[] =
		"{\"schema\":1,\"code\":\"rest\",\"version\":1,\"name\":{\"zh\":\"慰问\",\"en\":"
		"\"Care\"},"
		"\"kind\":\"campaign\",\"effective\":{\"from\":\"2024-01-01\"},\"source\":\"a "
		"test\","
		"\"eligibility\":{\"categories\":[],\"rules\":[{\"kind\":\"quota\",\"places\":[{"
		"\"org\":\"150302\",\"places\":5}],\"source\":\"a "
		"test\"}]},\"benefits\":[{\"code\":"
		"\"gift\",\"items\":[\"cash\"],\"standard_fen\":20000,\"source\":\"a "
		"test\"}],\"caps\":"
		"[],\"sources\":[]}";
	struct reading *s = arg;
	struct programme out;
	bool changed;
	SN_TRY(care_programme_load(c, str_of(programme), &out, &changed));
	return care_cycle_create(c,
				 &(const struct cycle){.code = STR("rest-2024"),
						       .name = STR("2024"),
						       .programme = STR("rest"),
						       .org_no = s->w.orgs[REGION].org_no,
						       .from_day = 20240101},
				 &s->w.cycle);
}
static void begin(struct reading *s)
{
	struct person people[PEOPLE];
	fixture_must(world_as(&s->w, MAKER, begin_work, s), "a cycle");
	s->w.cycle.code = STR("rest-2024");
	fixture_must(world_advance(&s->w, CHECKER, CYCLE_CHECKED), "checked");
	fixture_must(world_advance(&s->w, APPROVER, CYCLE_APPROVED), "approved");
	world_people(&s->w, (struct world_people){.org = COUNTY, .count = 3, .out = people});
	EQ_I64(world_entitle(&s->w, COUNTY).made, 3, "three on the first day");
	fixture_set_time(&s->w.f, s->w.f.at_us + INT64_C(86400000000));
	world_people(&s->w,
		     (struct world_people){.org = COUNTY, .first = 50, .count = 3, .out = people});
	const struct entitle_result out = world_entitle(&s->w, COUNTY);
	EQ_I64(out.made, PLACES - 3, "as many on the second as there are places left");
	EQ_I64(out.refused, PEOPLE - PLACES, "and nobody beyond");
}

static void note(void *self, const struct ledger_finding *f)
{
	*(int64_t *)self += strcmp(f->what, "places") == 0;
}
static struct sn_err verify_work(struct ctx *c, void *arg)
{
	struct reading *s = arg;
	int64_t findings = 0;
	s->places = 0;
	return care_verify(c, note, &s->places, &findings);
}
static struct sn_err lowered_work(struct ctx *c, void *arg)
{
	static const struct sn_statement lower = {
		.name = "test.lower",
		.params = "t",
		.sql = "UPDATE programme SET document = REPLACE(document, '\"places\":5', $1) "
		       "WHERE "
		       "code = 'rest'"};
	struct reading *s = arg;
	char places[32];
	(void)snprintf(places, sizeof places, "\"places\":%" PRId64, s->less);
	SN_TRY(store_run(c->store, &lower, PARAMS(p_text(str_of(places))), NULL));
	SN_TRY(verify_work(c, arg));
	return SN_FAIL(BAD_USAGE); /* nothing stays edited */
}
static void too_many(struct reading *s)
{
	static const struct {
		int64_t less, told;
		const char *what;
	} rows[] = {{4, 1, "one of the second day has no place: told once"},
		    {3, 1, "two of it: the union is told once, by the first"},
		    {2, 1, "one of the first day"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		s->less = rows[i].less;
		EQ_STR(sn_reason_word(world_as(&s->w, MAKER, lowered_work, s).reason), "bad_usage",
		       "a quota lowered by hand");
		OK(s->places >= rows[i].told, rows[i].what);
	}
	EQ_I64(world_findings(&s->w), 0, "nothing is found of what was entitled by the rules");
}

/* ---- swept ---- */

static struct sn_err programmes_work(struct ctx *c, void *arg)
{
	const struct reading *s = arg;
	struct programme_loaded *list;
	struct programme *all, one;
	size_t count = 0;
	SN_TRY(care_programmes_of(c, s->w.users[MAKER].user_id, &list, &count));
	if (count == 0)
		return SN_FAIL(BAD_USAGE);
	SN_TRY(care_programmes(c, &all, &count));
	SN_TRY(care_programme_read(c, STR("rest"), 1, 0, &one));
	return care_programme_read(c, STR("rest"), 0, 0, &one);
}
/* Pure; the store is read for the sweep to have something to strike. */
static struct sn_err texts_work(struct ctx *c, void *arg)
{
	static struct item sizes[] = {{.item_no = 1, .size = STR("S")},
				      {.item_no = 2, .size = STR("M")}};
	static const struct size_scope scope = {.sizes = sizes, .count = 2, .names = STR("S、M")};
	struct size_reserve reserve;
	struct programme one;
	struct str body;
	unsigned uses = 0;
	(void)arg;
	SN_TRY(letter_text_take(c->mem, STR("您好，{name}师傅：\n谢谢。"), LETTER_ZH, &body,
				&uses));
	SN_TRY(size_reserve_parse(c->mem, &scope, STR("S=1,M=2"), &reserve));
	if (str_is_null(size_shown(c->mem, STR("9XL"))))
		return SN_FAIL(OUT_OF_MEMORY);
	return care_programme_read(c, STR("rest"), 1, 0, &one);
}

static void reads(struct reading *s, store_work *work, const char *what)
{
	fault_sweep(&(const struct sweep){.f = &s->w.f,
					  .actor_id = s->w.users[MAKER].user_id,
					  .work = work,
					  .arg = s,
					  .reads = true,
					  .what = what});
}

int main(void)
{
	static struct reading s;
	if (!crypto_start())
		return 2;
	/* the faults are struck above the engine: which of them it is makes no difference */
	care_world_open(&s.w, FIXTURE_SQLITE);
	begin(&s);
	too_many(&s);
	reads(&s, verify_work, "places are counted anew");
	reads(&s, programmes_work, "programmes are listed and read");
	reads(&s, texts_work, "texts are taken");
	care_world_close(&s.w);
	return tap_done();
}
