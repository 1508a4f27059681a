/* A list that goes into the roster by pieces, and a union that is entitled by pieces: cut off in the middle they are seen, go on
 * or are taken back, and come to what they would have come to in one. All people are made up (合成数据). */
#include "care_world.h"
#include "people/intake.h"

enum { KNOWN = 3, LISTED = 450, LINE_BYTES = 96 };

struct pieces_world {
	struct world w;
	struct ctx maker; /* outside a work */
	char text[(LISTED + 2) * LINE_BYTES];
	struct person known[KNOWN];
	struct intake list;
	int steps_left; /* of the next piece work */
};

/* ---- a list ---- */

/* The first KNOWN are on the roster and get another team; the last row is the first person again. */
static void write_list(struct pieces_world *w)
{
	size_t used = (size_t)snprintf(w->text, sizeof w->text, "姓名,身份证号,班组\n");
	for (int i = 0; i <= LISTED; i++)
		used += (size_t)snprintf(w->text + used, sizeof w->text - used,
					 "合成,%.18s,片%d班\n", world_id(i % LISTED).digits,
					 i % LISTED / 40);
}

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct pieces_world *w = arg;
	struct str text = str_of(w->text);
	const struct byte_source source = byte_source_memory(&text);
	return intake_add(c,
			  &(const struct intake_new){.org = w->w.orgs[COUNTY],
						     .name = STR("名单.csv"),
						     .categories = STR("环卫工"),
						     .source = &source},
			  &w->list);
}

struct keeping {
	struct intake *list;
	struct intake_checked checked;
};
static struct sn_err keep_work(struct ctx *c, void *arg)
{
	struct keeping *k = arg;
	return intake_keep(c, k->list, &k->checked, k->list);
}
static void check(struct pieces_world *w)
{
	struct keeping k = {.list = &w->list};
	fixture_must(intake_check(&w->maker, &w->list, &(const struct intake_check){0}, &k.checked),
		     "check");
	fixture_must(world_as(&w->w, MAKER, keep_work, &k), "keep");
}
static void read_again(struct pieces_world *w)
{
	fixture_must(intake_by_id(&w->maker, w->list.intake_id, &w->list), "the list");
}

/* ---- taking over and back ---- */

static struct sn_err count_down(void *self, int64_t rows)
{
	struct pieces_world *w = self;
	(void)rows;
	return w->steps_left-- == 0 ? SN_FAIL(JOB_CANCELLED) : SN_SUCCESS;
}

struct taking {
	struct intake *list;
	struct intake_taken taken;
};
static struct sn_err take_end_work(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	return intake_take_end(c, t->list, &t->taken, t->list);
}
/* steps: pieces after which it is cut off; -1: never. */
static struct sn_err take(struct pieces_world *w, int steps, const struct uuid *leaver)
{
	struct taking t = {.list = &w->list};
	w->steps_left = steps;
	const struct sn_err e =
		intake_take(&w->maker, &w->list,
			    &(const struct intake_take){.leavers = leaver,
							.leavers_count = leaver != NULL,
							.progress = count_down,
							.progress_self = w},
			    &t.taken);
	if (!sn_failed(e))
		fixture_must(world_as(&w->w, MAKER, take_end_work, &t), "the end of it");
	read_again(w);
	return e;
}

struct undoing {
	struct intake *list;
	struct people_open open;
};
static struct sn_err undo_end_work(struct ctx *c, void *arg)
{
	struct undoing *u = arg;
	return intake_undo_end(c, u->list, &u->open, u->list);
}
static struct sn_err undo(struct pieces_world *w, int64_t *people)
{
	struct undoing u = {.list = &w->list};
	const struct sn_err e =
		intake_undo(&w->maker, &w->list,
			    &(const struct people_undo){.guard = care_undo_guard}, &u.open);
	if (!sn_failed(e))
		fixture_must(world_as(&w->w, MAKER, undo_end_work, &u), "the end of it");
	*people = u.open.back;
	read_again(w);
	return e;
}

static int64_t on_roster(struct pieces_world *w)
{
	int64_t count = -1;
	fixture_must(people_roster_count(&w->maker, &w->w.orgs[COUNTY], NULL, 0, &count), "count");
	return count;
}
static bool is_as_before(struct pieces_world *w)
{
	bool all = on_roster(w) == KNOWN;
	for (int i = 0; i < KNOWN; i++) {
		struct person p;
		fixture_must(people_by_refs(&w->maker,
					    &(const struct person_ref){w->known[i].shard,
								       w->known[i].person_id},
					    1, &p),
			     "a known one");
		all = all && p.team.bytes == 0;
	}
	return all;
}

static void cut_and_back(struct pieces_world *w)
{
	int64_t people = -1;
	check(w);
	EQ_I64(w->list.taken, LISTED - KNOWN, "so many are new");
	EQ_I64(w->list.changed, KNOWN, "so many are known");
	EQ_I64(w->list.rejected, 1, "one stands in it twice");
	EQ_I64(take(w, 0, NULL).reason, SN_R_JOB_CANCELLED, "it is cut off after a piece");
	EQ_STR(intake_state_word(w->list.state), "taking", "and says that it is on its way");
	const int64_t part = on_roster(w);
	OK(part > KNOWN && part < LISTED, "some of it are on the roster");
	const struct entitle_result made = world_entitle(&w->w, COUNTY);
	EQ_I64(made.made, KNOWN, "entitled is who was there before");
	EQ_I64(made.refused, part - KNOWN, "nobody who came with it");
	OK(made.refusals_count > 0 && made.refusals[0].why.reason == SN_R_ROSTER_OPEN,
	   "which is the reason");
	fixture_must(undo(w, &people), "back from half way");
	EQ_I64(people, part - KNOWN, "all who came are out");
	EQ_STR(intake_state_word(w->list.state), "checked", "the list waits as before");
	OK(is_as_before(w), "and the roster is as it was");
	check(w);
	EQ_I64(w->list.taken, LISTED - KNOWN, "a check says what it said");
}

static void cut_and_on(struct pieces_world *w)
{
	EQ_I64(take(w, 0, NULL).reason, SN_R_JOB_CANCELLED, "it is cut off again");
	EQ_I64(take(w, 0, NULL).reason, SN_R_JOB_CANCELLED,
	       "going on it is cut off in what was done");
	fixture_must(take(w, -1, NULL), "on to its end");
	EQ_STR(intake_state_word(w->list.state), "taken", "it is taken");
	OK(w->list.taken == LISTED - KNOWN && w->list.changed == KNOWN && w->list.rejected == 1 &&
		   w->list.read == LISTED + 1,
	   "with the figures of one that was never cut off");
	EQ_I64(on_roster(w), LISTED, "each is there once");
	EQ_STR(sn_reason_word(take(w, -1, NULL).reason), "import_state", "it is not taken twice");
}

static void in_use(struct pieces_world *w)
{
	int64_t people = -1;
	EQ_I64(world_entitle(&w->w, COUNTY).made, LISTED - KNOWN, "now they are entitled");
	EQ_STR(sn_reason_word(undo(w, &people).reason), "person_in_use",
	       "and are not taken back any more");
	EQ_STR(intake_state_word(w->list.state), "taken", "the list is where it was");
	EQ_I64(on_roster(w), LISTED, "with all its people");
	EQ_I64(world_findings(&w->w), 0, "verification finds nothing");
}

static void leaver(struct pieces_world *w)
{
	const struct uuid gone = w->known[0].person_id, nobody = uuid_random();
	(void)snprintf(w->text, sizeof w->text, "姓名,身份证号\n合成,%.18s\n",
		       world_id(900).digits);
	fixture_must(world_as(&w->w, MAKER, add_work, w), "a small list");
	check(w);
	EQ_STR(sn_reason_word(take(w, -1, &nobody).reason), "no_such_person",
	       "who is not there does not leave");
	EQ_STR(intake_state_word(w->list.state), "checked", "and nothing has begun");
	EQ_I64(take(w, 0, &gone).reason, SN_R_JOB_CANCELLED, "cut off");
	EQ_I64(on_roster(w), LISTED + 1, "nobody has left yet");
	fixture_must(take(w, -1, NULL), "on");
	EQ_I64(on_roster(w), LISTED, "who was to leave has, though only the first call named him");
}

/* ---- entitling ---- */

struct looking {
	int steps_left;
	int64_t looked, total;
};
static struct sn_err look_down(void *self, int64_t looked, int64_t total)
{
	struct looking *l = self;
	l->looked = looked;
	l->total = total;
	return l->steps_left-- == 0 ? SN_FAIL(JOB_CANCELLED) : SN_SUCCESS;
}
static struct sn_err entitle_end_work(struct ctx *c, void *arg)
{
	return care_entitle_end(c, arg);
}
static size_t opens(struct pieces_world *w, struct entitle_open *first)
{
	struct entitle_open *list = NULL;
	size_t count = 0;
	fixture_must(care_entitle_opens(&w->maker, w->w.cycle.cycle_no, &list, &count), "opens");
	if (count > 0)
		*first = list[0];
	return count;
}

static void entitle(struct pieces_world *w)
{
	struct person people[LISTED];
	struct entitle_result out;
	struct entitle_open open = {.looked = 0};
	struct looking l = {.steps_left = 0};
	world_people(&w->w,
		     (struct world_people){
			     .org = OTHER_COUNTY, .first = 2000, .count = LISTED, .out = people});
	struct entitle_ask ask = {
		.cycle = w->w.cycle, .org = w->w.orgs[OTHER_COUNTY], .tree = w->w.tree};
	EQ_I64(care_entitle_on(&w->maker, &ask, look_down, &l, &out).reason, SN_R_JOB_CANCELLED,
	       "entitling is stopped after a piece");
	OK(out.made > 0 && out.made < LISTED && out.looked == out.made, "it tells what it made");
	EQ_I64(l.total, LISTED, "and of how many");
	EQ_I64((int64_t)opens(w, &open), 1, "it is seen to be half way");
	OK(open.looked == out.looked && open.total == LISTED && open.made == out.made,
	   "and how far");
	EQ_I64(world_findings(&w->w), 0, "what is there is whole: its list is bound");
	const int64_t before = out.made;
	l.steps_left = -1;
	fixture_must(care_entitle_on(&w->maker, &ask, look_down, &l, &out), "again");
	OK(out.existing == before && out.made == LISTED - before,
	   "again makes the rest, each once");
	fixture_must(world_as(&w->w, MAKER, entitle_end_work, &ask), "the end");
	EQ_I64((int64_t)opens(w, &open), 0, "then nothing is half way");
	EQ_I64(world_findings(&w->w), 0, "and verification finds nothing");
	struct ctx other = w->maker;
	other.actor_id = w->w.users[CHECKER].user_id;
	OK(sn_failed(care_entitle_on(&other, &ask, look_down, &l, &out)),
	   "a checker entitles nobody");
}

int main(void)
{
	if (!crypto_start())
		return 2;
	FOR_EACH_ENGINE(engine)
	{
		static struct pieces_world w;
		memset(&w, 0, sizeof w);
		care_world_open(&w.w, engine);
		w.maker = w.w.f.c;
		w.maker.actor_id = w.w.users[MAKER].user_id;
		world_people(&w.w,
			     (struct world_people){.org = COUNTY, .count = KNOWN, .out = w.known});
		write_list(&w);
		fixture_must(world_as(&w.w, MAKER, add_work, &w), "upload");
		cut_and_back(&w);
		cut_and_on(&w);
		in_use(&w);
		leaver(&w);
		entitle(&w);
		care_world_close(&w.w);
	}
	return tap_done();
}
