/* Visits: entered once, linked to what is in the books, needs that stay open until something was done; both engines. */
#include "care/portion.h"
#include "care/visit.h"
#include "care_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

struct step {
	enum { ADD, PORTION, PARTNER, NEED, CLOSE, SPOIL } what;
	struct visit visit, visit_out;
	struct portion portion;
	struct visit_need need, need_out;
	struct uuid id;
	struct str answer;
	const struct sn_statement *spoil;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct portion portion;
	struct partner partner;
	bool changed;
	switch (s->what) {
	case ADD:
		return visit_add(c, &s->visit, &s->visit_out);
	case PORTION:
		return portion_add(c, &s->portion, &portion);
	case PARTNER:
		return partner_add(c,
				   &(const struct partner_new){.code = STR("zjj"),
							       .name = STR("住建局"),
							       .kind = PARTNER_GOVERNMENT},
				   &partner, &changed);
	case NEED:
		return visit_need_add(c, &s->need, &s->need_out);
	case CLOSE:
		return visit_need_close(c, s->id, s->answer);
	case SPOIL:
		return store_run(c->store, s->spoil, NO_PARAMS, NULL);
	}
	return SN_SUCCESS;
}
static struct sn_err as(struct world *w, enum world_user who, struct step *s)
{
	return world_as(w, who, step_work, s);
}
static struct sn_err as_maker(struct world *w, struct step s)
{
	return as(w, MAKER, &s);
}

static struct visit one(struct world *w)
{
	return (struct visit){.visit_id = new_id(&w->f.c),
			      .org_no = w->orgs[COUNTY].org_no,
			      .cycle_no = w->cycle.cycle_no,
			      .day = 20241026,
			      .leader = STR("某主席"),
			      .post = STR("党组书记"),
			      .site = STR("城区 清扫现场"),
			      .team = STR("一班"),
			      .met = 400,
			      .met_is = VISIT_MORE_THAN,
			      .words = STR("慰问城市清洁一线环卫工人400多名")};
}
static int64_t findings(struct world *w)
{
	int64_t n = 0;
	fixture_must(visit_verify(&w->f.c, world_print_finding, NULL, &n), "verify");
	return n;
}

static void test_entered(struct world *w)
{
	struct visit told;
	struct visit *list = NULL;
	size_t count = 0;
	struct step portion = {.what = PORTION,
			       .portion = {.portion_id = new_id(&w->f.c),
					   .org_no = w->orgs[COUNTY].org_no,
					   .cycle_no = w->cycle.cycle_no,
					   .day = 20241026,
					   .site = STR("现场"),
					   .item_no = w->kit.item_no,
					   .quantity = 2,
					   .level = EVIDENCE_C}};
	fixture_must(as(w, MAKER, &portion), "something given");
	fixture_must(as_maker(w, (struct step){.what = PARTNER}), "a partner");
	struct step s = {.what = ADD, .visit = one(w)};
	const struct visit_body bodies[] = {
		{.org_no = w->orgs[LEAGUE].org_no, .role = COOPERATION_LEAD},
		{.partner_no = 1, .role = COOPERATION_JOINT}};
	struct visit_given given[] = {{VISIT_GIVEN_PORTION, portion.portion.portion_id},
				      {VISIT_GIVEN_PORTION, portion.portion.portion_id}};
	s.visit.bodies = bodies;
	s.visit.bodies_count = 2;
	s.visit.given = given;
	s.visit.given_count = 1;
	fixture_must(as(w, MAKER, &s), "add");
	EQ_I64(world_pieces(w, ACCOUNT_RECIPIENT), 2, "what was given is not moved again");
	fixture_must(visit_by_id(&w->f.c, s.visit.visit_id, &told), "read");
	EQ_STR(told.words.at, "慰问城市清洁一线环卫工人400多名", "the source's own words are kept");
	EQ_I64(told.met, 400, "people met");
	EQ_I64(told.met_is, VISIT_MORE_THAN, "… with how exact that is");
	EQ_I64((int64_t)told.bodies_count, 2, "bodies that took part");
	EQ_I64(told.bodies[1].partner_no, 1, "… a partner outside the tree");
	EQ_I64(told.bodies[1].role, COOPERATION_JOINT, "… with its role");
	EQ_I64((int64_t)told.given_count, 1, "and what was given");
	EQ_I64(sn_failed(as(w, MAKER, &s)), 0, "the same again is the same answer");
	struct step other = s;
	other.visit.met = 401;
	REASON(as(w, MAKER, &other), "visit_differs", "the same id with another figure");
	other = s;
	other.visit.bodies_count = 1;
	REASON(as(w, MAKER, &other), "visit_differs", "or with other bodies");
	other = s;
	other.visit.visit_id = new_id(&w->f.c);
	other.visit.given_count = 2;
	REASON(as(w, MAKER, &other), "visit_given", "one thing is not given twice");
	fixture_must(visit_list(&w->f.c, w->orgs[LEAGUE].path, 0, &list, &count), "list");
	EQ_I64((int64_t)count, 1, "a visit counts once, whatever was tried");
	fixture_must(
		visit_list(&w->f.c, w->orgs[LEAGUE].path, w->cycle.cycle_no + 1, &list, &count),
		"list");
	EQ_I64((int64_t)count, 0, "none of another cycle");
	fixture_must(visit_list(&w->f.c, w->orgs[OTHER_COUNTY].path, 0, &list, &count), "list");
	EQ_I64((int64_t)count, 0, "none of another county");

	struct visit_total total;
	struct step about = {.what = ADD, .visit = one(w)}, untold = about;
	about.visit.visit_id = new_id(&w->f.c);
	about.visit.met = 30;
	about.visit.met_is = VISIT_ABOUT;
	untold.visit.visit_id = new_id(&w->f.c);
	untold.visit.met = 0;
	fixture_must(as(w, MAKER, &about), "another visit");
	fixture_must(as(w, MAKER, &untold), "one of which nobody told how many were met");
	fixture_must(visit_totals(&w->f.c, w->orgs[REGION].path, w->cycle.cycle_no, &total),
		     "totals");
	EQ_I64(total.sessions, 3, "three sessions");
	EQ_I64(total.met, 430, "… at which so many were met");
	EQ_I64(total.met_is, VISIT_ABOUT, "… as exact as the weakest of them");
	EQ_I64(total.sessions_untold, 1, "… and what nobody told is no zero");
	fixture_must(visit_totals(&w->f.c, w->orgs[OTHER_COUNTY].path, w->cycle.cycle_no, &total),
		     "totals");
	EQ_I64(total.sessions, 0, "none in another county");
}

static void test_refused(struct world *w)
{
	struct step s = {.what = ADD, .visit = one(w)};
	s.visit.day = 20241027;
	REASON(as(w, MAKER, &s), "visit_day", "a day that is ahead");
	s.visit.day = 20241301;
	REASON(as(w, MAKER, &s), "visit_day", "a day that there is not");
	s.visit = one(w);
	s.visit.met = -1;
	REASON(as(w, MAKER, &s), "visit_met", "fewer than nobody");
	s.visit = one(w);
	s.visit.site = STR(" ");
	REASON(as(w, MAKER, &s), "missing_field", "nowhere");
	s.visit = one(w);
	const struct visit_given gone[] = {{VISIT_GIVEN_DELIVERY, {{1}}}};
	s.visit.given = gone;
	s.visit.given_count = 1;
	REASON(as(w, MAKER, &s), "visit_given", "a delivery that is not there");
	s.visit = one(w);
	s.visit.bodies_count = VISIT_PARTS_MAX + 1;
	REASON(as(w, MAKER, &s), "visit_parts", "more bodies than a group has");
	s.visit = one(w);
	REASON(as(w, FIRST_HAND, &s), "not_granted", "a distributor enters no visit");
	s.visit.org_no = 99;
	REASON(as(w, MAKER, &s), "no_such_org", "a union that is not there");
	struct visit none;
	REASON(visit_by_id(&w->f.c, new_id(&w->f.c), &none), "no_such_visit",
	       "one that is not there");
	s.visit = one(w);
	s.visit.met = 0;
	s.visit.leader = STR_NULL;
	fixture_must(as(w, MAKER, &s), "without figures");
	fixture_must(visit_by_id(&w->f.c, s.visit.visit_id, &none), "read");
	EQ_I64(none.met, 0, "how many were met stays unknown");
	OK(str_is_null(none.leader), "so does who led");
}

static void test_needs(struct world *w)
{
	struct visit_need *list = NULL;
	size_t count = 0;
	struct step visit = {.what = ADD, .visit = one(w)};
	fixture_must(as(w, MAKER, &visit), "a visit");
	struct step s = {.what = NEED,
			 .need = {.need_id = new_id(&w->f.c),
				  .visit_id = visit.visit.visit_id,
				  .topic = STR("饮水"),
				  .words = STR("路段上没有热水")}};
	fixture_must(as(w, MAKER, &s), "a need");
	OK(str_is_null(s.need_out.who), "who says nothing of himself is anonymous");
	EQ_I64(s.need_out.org_no, w->orgs[COUNTY].org_no, "the visit's union owns it");
	EQ_I64(sn_failed(as(w, MAKER, &s)), 0, "the same again is the same answer");
	struct step other = s;
	other.need.words = STR("没有厕所");
	REASON(as(w, MAKER, &other), "need_differs", "the same id with other words");
	other.need = s.need;
	other.need.need_id = new_id(&w->f.c);
	other.need.topic = STR_NULL;
	REASON(as(w, MAKER, &other), "missing_field", "a need is about something");
	other.need.topic = STR("午餐");
	other.need.who = STR("测试甲");
	other.need.org_no = w->orgs[OTHER_COUNTY].org_no;
	fixture_must(as(w, MAKER, &other), "owned by another union");
	other.need.visit_id = new_id(&w->f.c);
	REASON(as(w, MAKER, &other), "no_such_visit", "of a visit that is not there");
	REASON(as(w, FIRST_HAND, &s), "not_granted", "a distributor enters none");
	const struct visit_need_filter open = {.org_path = w->orgs[LEAGUE].path};
	fixture_must(visit_needs(&w->f.c, &open, &list, &count), "needs");
	EQ_I64((int64_t)count, 2, "both are open");
	struct step close = {
		.what = CLOSE, .id = s.need.need_id, .answer = STR("已在驿站装热水器")};
	REASON(as(w, FIRST_HAND, &close), "not_granted", "a distributor closes none");
	struct step silent = close;
	silent.answer = STR("");
	REASON(as(w, CHECKER, &silent), "missing_field", "not without saying what was done");
	fixture_must(as(w, CHECKER, &close), "closed");
	EQ_I64(sn_failed(as(w, CHECKER, &close)), 0, "the same again is the same answer");
	close.answer = STR("另一说法");
	REASON(as(w, CHECKER, &close), "need_closed", "not closed twice in other words");
	close.id = new_id(&w->f.c);
	REASON(as(w, CHECKER, &close), "no_such_need", "one that is not there");
	fixture_must(visit_needs(&w->f.c, &open, &list, &count), "needs");
	EQ_I64((int64_t)count, 1, "one is left open");
	const struct visit_need_filter all = {.visit_id = visit.visit.visit_id,
					      .shard = visit.visit_out.shard,
					      .closed_too = true};
	fixture_must(visit_needs(&w->f.c, &all, &list, &count), "needs");
	EQ_I64((int64_t)count, 2, "and both are kept");
	EQ_STR(list[0].answer.at, "已在驿站装热水器", "… with what was done");
}

static void test_tampered(struct world *w)
{
	static const struct sn_statement links = {.name = "test.links",
						  .sql = "UPDATE visit_given SET kind = 'delivery'",
						  .params = ""};
	static const struct sn_statement visits = {
		.name = "test.visits", .sql = "DELETE FROM visit", .params = ""};
	EQ_I64(findings(w), 0, "what was entered holds");
	fixture_must(as_maker(w, (struct step){.what = SPOIL, .spoil = &links}), "spoil");
	EQ_I64(findings(w), 2, "a link to what is not there is found, and the visit that has it");
	fixture_must(as_maker(w, (struct step){.what = SPOIL, .spoil = &visits}), "spoil");
	EQ_I64(findings(w), 4, "so are visits that were taken away, and needs heard there");
}

int main(void)
{
	if (!crypto_start())
		return 1;
	FOR_EACH_ENGINE(engine)
	{
		struct world w;
		care_world_open(&w, engine);
		world_goods(&w, (struct world_goods){
					.org_no = w.orgs[COUNTY].org_no, .lot = 1, .quantity = 4});
		test_entered(&w);
		test_refused(&w);
		test_needs(&w);
		test_tampered(&w);
		care_world_close(&w);
	}
	return tap_done();
}
