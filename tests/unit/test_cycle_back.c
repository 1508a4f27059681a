/* A cycle is sent back to its maker with a reason, amended and handed in again, and proves it; on both engines. */
#include "care/care_priv.h"
#include "care_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

struct act {
	struct cycle cycle, out;
	struct str why;
	enum cycle_state to;
	struct cycle_amended amended;
};
static struct sn_err create_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return care_cycle_create(c, &a->cycle, &a->cycle);
}
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return care_cycle_advance(c, a->cycle.cycle_no, a->to, &a->out);
}
static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return care_cycle_send_back(c, a->cycle.cycle_no, a->why, &a->out);
}
static struct sn_err hand_in_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return care_cycle_hand_in(c, &a->amended, &a->out);
}
/* The world's checker and approver are makers, too. */
static struct sn_err grant_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const enum world_user who[] = {CHECKER, APPROVER, FIRST_HAND};
	for (size_t i = 0; i < 3; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[who[i]].user_id,
							.role = ROLE_MAKER,
							.org_no = w->orgs[REGION].org_no}));
	return rights_grant_add(c, &(const struct rights_grant){.user_id = w->users[MAKER].user_id,
								.role = ROLE_CHECKER,
								.org_no = w->orgs[REGION].org_no});
}
static struct sn_err step(struct world *w, struct act *a, enum world_user who, enum cycle_state to)
{
	a->to = to;
	return world_as(w, who, step_work, a);
}
static struct sn_err back(struct world *w, struct act *a, enum world_user who, struct str why)
{
	a->why = why;
	return world_as(w, who, back_work, a);
}
static bool waits(struct world *w, const struct act *a, enum world_user who, enum cycle_state to)
{
	struct cycle now;
	enum cycle_state next;
	bool it = false;
	w->f.c.actor_id = w->users[who].user_id;
	fixture_must(care_cycle_by_no(&w->f.c, a->cycle.cycle_no, &now), "read");
	fixture_must(care_cycle_waits(&w->f.c, &now, &next, &it), "waits");
	w->f.c.actor_id = UUID_NULL;
	return it && next == to;
}
static int64_t findings(struct world *w)
{
	int64_t n = 0;
	fixture_must(care_verify(&w->f.c, world_print_finding, NULL, &n), "care_verify");
	return n;
}

static void draft(struct world *w, struct act *a)
{
	*a = (struct act){.cycle = {.code = STR("hw-2025"),
				    .name = STR("2025年环卫工人节慰问"),
				    .programme = STR("campaign"),
				    .org_no = w->orgs[REGION].org_no,
				    .from_day = 20251001,
				    .until_day = 20251201}};
	fixture_must(world_as(w, MAKER, create_work, a), "a draft");
	a->amended = (struct cycle_amended){.cycle_no = a->cycle.cycle_no,
					    .name = STR("2025年环卫工人节慰问"),
					    .from_day = 20251008,
					    .until_day = 20251201};
}

static void before_its_check(struct world *w, struct act *a)
{
	REASON(world_as(w, MAKER, hand_in_work, a), "cycle_not_back",
	       "what was not sent back is not handed in again");
	REASON(back(w, a, CHECKER, STR("  ")), "missing_field", "not without a reason");
	REASON(back(w, a, MAKER, STR("日期不符")), "same_hand",
	       "nobody sends back his own, though he may check");
	REASON(back(w, a, AUDITOR, STR("日期不符")), "not_granted", "nor who may not check");
	REASON(back(w, a, APPROVER, STR("日期不符")), "not_granted", "nor before his turn");
	fixture_must(back(w, a, CHECKER, STR("日期不符")), "the checker does");
	OK(a->out.back_us != 0 && a->out.state == CYCLE_DRAFT, "it is its maker's draft");
	REASON(back(w, a, CHECKER, STR("日期不符")), "cycle_sent_back", "once");
	REASON(step(w, a, CHECKER, CYCLE_CHECKED), "cycle_sent_back",
	       "nor is it checked meanwhile");
	OK(waits(w, a, MAKER, CYCLE_DRAFT), "it waits for its maker");
	OK(!waits(w, a, CHECKER, CYCLE_CHECKED) && !waits(w, a, CHECKER, CYCLE_DRAFT),
	   "and not for who sent it back");
	REASON(world_as(w, CHECKER, hand_in_work, a), "same_hand",
	       "who sent it back does not hand it in");
	a->amended.from_day = 20251202;
	REASON(world_as(w, MAKER, hand_in_work, a), "bad_period", "it ends after it begins");
	a->amended.from_day = 20251008;
	fixture_must(world_as(w, MAKER, hand_in_work, a), "amended and handed in");
	EQ_I64(a->out.from_day, 20251008, "as it was amended");
	OK(waits(w, a, CHECKER, CYCLE_CHECKED), "it waits for the checker again");
}

static void after_its_check(struct world *w, struct act *a)
{
	fixture_must(step(w, a, CHECKER, CYCLE_CHECKED), "checked");
	REASON(back(w, a, CHECKER, STR("再看")), "not_granted", "a checker calls nothing back");
	fixture_must(back(w, a, APPROVER, STR("名称不符")), "the approver sends it back");
	OK(uuid_is_null(a->out.signatures.by[HAND_CHECKER]), "the check is void");
	REASON(step(w, a, APPROVER, CYCLE_APPROVED), "cycle_sent_back", "it is not approved");
	a->amended.name = STR("2025年环卫工人慰问");
	REASON(world_as(w, APPROVER, hand_in_work, a), "same_hand", "nor handed in by who judged");
	fixture_must(world_as(w, FIRST_HAND, hand_in_work, a), "another maker may hand it in");
	REASON(step(w, a, MAKER, CYCLE_CHECKED), "same_hand",
	       "who made it in an earlier round does not check it");
	REASON(back(w, a, MAKER, STR("不符")), "same_hand", "nor send it back");
	REASON(step(w, a, APPROVER, CYCLE_APPROVED), "cycle_state", "the old check does not count");
	fixture_must(step(w, a, CHECKER, CYCLE_CHECKED), "checked anew");
	fixture_must(step(w, a, APPROVER, CYCLE_APPROVED), "approved");
	REASON(back(w, a, APPROVER, STR("晚了")), "cycle_state",
	       "what is approved is not sent back");
}

static void its_life(struct world *w, const struct act *a)
{
	static const struct {
		enum cycle_act_kind kind;
		enum cycle_state state;
		bool is_void;
	} want[] = {{CYCLE_ACT_STEP, CYCLE_DRAFT, true},
		    {CYCLE_ACT_SEND_BACK, CYCLE_DRAFT, false},
		    {CYCLE_ACT_HAND_IN, CYCLE_DRAFT, true},
		    {CYCLE_ACT_STEP, CYCLE_CHECKED, true},
		    {CYCLE_ACT_SEND_BACK, CYCLE_DRAFT, false},
		    {CYCLE_ACT_HAND_IN, CYCLE_DRAFT, false},
		    {CYCLE_ACT_STEP, CYCLE_CHECKED, false},
		    {CYCLE_ACT_STEP, CYCLE_APPROVED, false}};
	struct cycle_act *acts;
	struct cycle_step *steps;
	struct cycle now;
	size_t count = 0, wrong = 0;
	fixture_must(care_cycle_by_no(&w->f.c, a->cycle.cycle_no, &now), "read");
	fixture_must(care_cycle_acts(&w->f.c, &now, &acts, &count), "acts");
	EQ_I64((int64_t)count, 8, "everything that happened stays");
	for (size_t i = 0; i < count && i < 8; i++)
		wrong += acts[i].kind != want[i].kind || acts[i].state != want[i].state ||
			 acts[i].is_void != want[i].is_void;
	EQ_I64((int64_t)wrong, 0, "in its order");
	OK(str_is(acts[1].words, "日期不符"), "with the reason");
	EQ_I64(acts[1].from_day, 20251001, "and what had been handed in");
	OK(str_is(acts[4].name, "2025年环卫工人节慰问"), "each time");
	fixture_must(care_cycle_steps_of(&w->f.c, w->users[APPROVER].user_id, &steps, &count),
		     "his");
	size_t his = 0;
	for (size_t i = 0; i < count; i++)
		his += steps[i].cycle_no == a->cycle.cycle_no;
	EQ_I64((int64_t)his, 2, "who sent it back finds it among what he has done");
	EQ_I64(findings(w), 0, "nothing to be found");
}

static struct sn_err reword_work(struct ctx *c, void *arg)
{
	static const struct sn_statement reword = {.name = "test.reword",
						   .sql = "UPDATE cycle_back SET words = 'x' WHERE "
							  "cycle_no = $1 AND checker_id IS NULL",
						   .params = "i"};
	const struct act *a = arg;
	return store_run(c->store, &reword, PARAMS(p_int(a->cycle.cycle_no)), NULL);
}
static struct sn_err uncheck_work(struct ctx *c, void *arg)
{
	static const struct sn_statement move = {
		.name = "test.move",
		.sql = "UPDATE cycle_back SET from_day = from_day - 1 WHERE cycle_no = $1 AND "
		       "checker_id IS NOT NULL",
		.params = "i"};
	const struct act *a = arg;
	return store_run(c->store, &move, PARAMS(p_int(a->cycle.cycle_no)), NULL);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct world w;
		struct act a;
		care_world_open(&w, engine);
		fixture_must(store_write(&w.f.c, grant_work, &w), "grants");
		draft(&w, &a);
		before_its_check(&w, &a);
		after_its_check(&w, &a);
		its_life(&w, &a);
		fixture_must(store_write(&w.f.c, reword_work, &a), "reword");
		EQ_I64(findings(&w), 1, "a reason that was reworded by hand is found");
		fixture_must(store_write(&w.f.c, uncheck_work, &a), "move");
		EQ_I64(findings(&w), 3, "and what a void check was given for");
		care_world_close(&w);
	}
	return tap_done();
}
