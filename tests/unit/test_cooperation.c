/* Roles in a cycle: one lead, nothing edited away; on both engines. */
#include "care/cooperation.h"
#include "care_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

struct step {
	enum { DO_PARTNER, DO_ADD, DO_REMOVE, DO_CLOSE, DO_SPOIL } what;
	struct str code;
	enum cooperation_role role;
	int64_t cycle_no, partner_no, org_no;
	bool changed;
};

static struct sn_err step_work(struct ctx *c, void *arg)
{
	/* Past every check of the program: the key of the table alone. */
	static const struct sn_statement second_lead = {
		.name = "test.second_lead",
		.sql = "INSERT INTO cooperation (cooperation_id, cycle_no, role, partner_no, "
		       "at_us) "
		       "VALUES ($1, $2, 0, $3, 1)",
		.params = "uii"};
	struct step *s = arg;
	struct partner partner;
	const struct cooperation x = {s->cycle_no, s->role, s->partner_no, s->org_no};
	switch (s->what) {
	case DO_PARTNER:
		SN_TRY(partner_add(c,
				   &(const struct partner_new){.code = s->code,
							       .name = s->code,
							       .kind = PARTNER_GOVERNMENT,
							       .from_day = 20200101},
				   &partner, &s->changed));
		s->partner_no = partner.partner_no;
		return SN_SUCCESS;
	case DO_ADD:
		return cooperation_add(c, &x, &s->changed);
	case DO_REMOVE:
		return cooperation_remove(c, &x);
	case DO_CLOSE:
		return partner_close(c, s->partner_no, 20230101);
	case DO_SPOIL:
		return store_run(
			c->store, &second_lead,
			PARAMS(p_uuid(new_id(c)), p_int(s->cycle_no), p_int(s->partner_no)), NULL);
	}
	return SN_SUCCESS;
}
static struct sn_err run(struct world *w, enum world_user who, struct step *s)
{
	s->cycle_no = w->cycle.cycle_no;
	return world_as(w, who, step_work, s);
}
static int64_t partner(struct world *w, const char *code)
{
	struct step s = {.what = DO_PARTNER, .code = str_of(code)};
	fixture_must(run(w, MAKER, &s), code);
	return s.partner_no;
}
static struct sn_err add(struct world *w, enum cooperation_role role, int64_t partner_no,
			 int64_t org_no)
{
	return run(
		w, MAKER,
		&(struct step){
			.what = DO_ADD, .role = role, .partner_no = partner_no, .org_no = org_no});
}
static void count(void *self, const struct ledger_finding *f)
{
	(void)f;
	++*(int *)self;
}

static void test_roles(enum fixture_engine engine)
{
	struct world w;
	struct cooperation lead, *list = NULL;
	size_t n = 0;
	int found = 0;
	int64_t findings = 0;
	care_world_open(&w, engine);
	const int64_t zjt = partner(&w, "zjt"), cgj = partner(&w, "cgj");
	fixture_must(cooperation_lead(&w.f.c, &w.cycle, &lead), "lead");
	EQ_I64(lead.org_no, w.cycle.org_no, "the cycle's own union leads where nobody is named");
	REASON(add(&w, COOPERATION_LEAD, 0, w.cycle.org_no), "cooperation_own",
	       "which is not entered a second time");
	fixture_must(add(&w, COOPERATION_JOINT, zjt, 0), "joint");
	fixture_must(add(&w, COOPERATION_REPORTER, zjt, 0), "one body, two roles");
	struct step again = {.what = DO_ADD, .role = COOPERATION_JOINT, .partner_no = zjt};
	fixture_must(run(&w, MAKER, &again), "again");
	EQ_I64(again.changed, 0, "the same again changes nothing");
	fixture_must(add(&w, COOPERATION_LEAD, 0, w.orgs[LEAGUE].org_no), "another union leads");
	fixture_must(cooperation_lead(&w.f.c, &w.cycle, &lead), "lead");
	EQ_I64(lead.org_no, w.orgs[LEAGUE].org_no, "then that one is the lead");
	const struct sn_err second = add(&w, COOPERATION_LEAD, cgj, 0);
	REASON(second, "cooperation_lead_taken", "a second lead is refused");
	EQ_STR(second.text, "150300 乌海市总工会", "… and told who leads");
	REASON(run(&w, MAKER, &(struct step){.what = DO_SPOIL, .partner_no = cgj}), "store_unique",
	       "the table itself has no second lead");
	REASON(run(&w, CHECKER,
		   &(struct step){.what = DO_ADD, .partner_no = cgj, .role = COOPERATION_HOST}),
	       "not_granted", "a maker enters roles");
	fixture_must(run(&w, MAKER,
			 &(struct step){.what = DO_REMOVE,
					.role = COOPERATION_LEAD,
					.org_no = w.orgs[LEAGUE].org_no}),
		     "remove");
	REASON(run(&w, MAKER,
		   &(struct step){.what = DO_REMOVE,
				  .role = COOPERATION_LEAD,
				  .org_no = w.orgs[LEAGUE].org_no}),
	       "cooperation_gone", "what was removed is gone");
	fixture_must(add(&w, COOPERATION_LEAD, cgj, 0), "a partner leads after it");
	fixture_must(cooperation_list(&w.f.c, w.cycle.cycle_no, &list, &n), "list");
	EQ_I64((int64_t)n, 3, "what holds now");
	EQ_I64(list[0].partner_no, cgj, "the lead first");
	fixture_must(cooperation_verify(&w.f.c, count, &found, &findings), "verify");
	EQ_I64(findings, 0, "nothing to be found");
	fixture_must(run(&w, MAKER, &(struct step){.what = DO_CLOSE, .partner_no = cgj}), "close");
	fixture_must(cooperation_verify(&w.f.c, count, &found, &findings), "verify");
	EQ_I64(findings, 1, "a role of a partner that was closed before is found");
	EQ_I64(found, 1, "… and told");
	care_world_close(&w);
}

static void test_closed_cycle(enum fixture_engine engine)
{
	struct world w;
	care_world_open(&w, engine);
	const int64_t zjt = partner(&w, "zjt");
	fixture_must(add(&w, COOPERATION_JOINT, zjt, 0), "while it is open");
	fixture_must(world_advance(&w, MAKER, CYCLE_CLOSED), "close");
	REASON(add(&w, COOPERATION_HOST, zjt, 0), "cycle_state",
	       "who did what is settled when the cycle closes");
	care_world_close(&w);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		test_roles(engine);
		test_closed_cycle(engine);
	}
	return tap_done();
}
