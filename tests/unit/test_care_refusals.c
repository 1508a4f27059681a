/* What portions, visits, bodies, hand-overs, teams and actions refuse, each for its reason; that the same id says the same
 * thing; and that an edit by hand is found. On both engines; everybody in it is synthetic. */
#include "base/limits.h"
#include "care/cooperation.h"
#include "care/handover.h"
#include "care/portion.h"
#include "care/visit.h"
#include "care_world.h"
#include "people/team.h"
#include "report/action_priv.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { PEOPLE = 8, LONG = 4000 };
static char long_words[LONG + 1];

struct step {
	struct world *w;
	struct person *people;
	struct portion portion, made;
	struct uuid id, reversal_id;
	struct str words;
	struct visit visit;
	struct visit_need need;
	struct cooperation body;
	struct handover_attempt attempt;
	struct handover_exchange exchange;
	struct action action;
	struct action_figure figure;
	struct cycle cycle;
	int64_t partner_no;
	const struct cycle *of; /* NULL: the world's */
	struct person mate;
	struct str team;
};
static const char *does(struct step *s, enum world_user who, store_work *work)
{
	return sn_reason_word(world_as(s->w, who, work, s).reason);
}

/* ---- words ---- */

static void words_are_known(void)
{
	enum cooperation_role role;
	enum visit_qualifier qualifier;
	enum visit_given_kind given;
	enum team_site_kind site;
	enum action_measure measure;
	enum handover_place place;
	enum handover_relation relation;
	enum handover_outcome outcome;
	OK(cooperation_role_parse(&role, STR("承办")) && role == COOPERATION_HOST &&
		   cooperation_role_parse(&role, STR("host")) &&
		   !cooperation_role_parse(&role, STR("boss")),
	   "roles");
	OK(visit_qualifier_parse(&qualifier, STR("about")) &&
		   !visit_qualifier_parse(&qualifier, STR("some")),
	   "qualifiers");
	OK(visit_given_parse(&given, STR("单据")) && given == VISIT_GIVEN_DOCUMENT &&
		   visit_given_parse(&given, STR("delivery")) &&
		   !visit_given_parse(&given, STR("gift")),
	   "what was given");
	OK(team_site_kind_parse(&site, str_of(team_site_kind_words(site = 0)->zh)) &&
		   team_site_kind_parse(&site, str_of(team_site_kind_words(0)->word)) &&
		   !team_site_kind_parse(&site, STR("moon")),
	   "sites");
	OK(action_measure_parse(&measure, STR("惠及")) && measure == ACTION_REACHED &&
		   action_measure_parse(&measure, STR("built")) &&
		   !action_measure_parse(&measure, STR("hoped")),
	   "measures");
	OK(!sn_failed(handover_place_parse(&place, STR(""))) && place == HANDOVER_AT_UNSAID &&
		   !sn_failed(handover_place_parse(&place, STR("home"))),
	   "places");
	OK(!sn_failed(handover_relation_parse(&relation, STR(""))) &&
		   relation == HANDOVER_BY_SELF &&
		   !sn_failed(handover_relation_parse(&relation, STR("child"))),
	   "relations");
	OK(!sn_failed(handover_outcome_parse(&outcome, STR("破损"))) &&
		   outcome == HANDOVER_DAMAGED &&
		   !sn_failed(handover_outcome_parse(&outcome, STR("absent"))),
	   "outcomes");
	struct handover_how how = {.proxy = {long_words, NAME_BYTES_MAX + 1},
				   .relation = HANDOVER_BY_CHILD,
				   .mandate = STR("委1号")};
	REASON(handover_how_check(&how), "too_long", "a proxy's name is a name");
	how.proxy = STR("合乙");
	how.mandate = str_of(long_words);
	REASON(handover_how_check(&how), "too_long", "a mandate is some words");
}

/* ---- portions ---- */

static struct sn_err portion_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	return portion_add(c, &s->portion, &s->made);
}
static struct sn_err portion_back_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return portion_reverse(c, s->id, s->reversal_id, s->words);
}
static void portions(struct step *s)
{
	s->portion = (struct portion){.portion_id = new_id(&s->w->f.c),
				      .org_no = s->w->orgs[COUNTY].org_no,
				      .cycle_no = s->w->cycle.cycle_no,
				      .day = 20241026,
				      .site = STR("解放街 驿站"),
				      .item_no = s->w->kit.item_no,
				      .quantity = 3,
				      .level = EVIDENCE_C};
	const struct portion good = s->portion;
	EQ_STR(does(s, MAKER, portion_work), "ok", "portions");
	EQ_STR(does(s, MAKER, portion_work), "ok", "said again");
	for (int field = 0; field < 9; field++) {
		s->portion = good;
		s->portion.day -= field == 0;
		s->portion.org_no = field == 1 ? s->w->orgs[LEAGUE].org_no : good.org_no;
		s->portion.site = field == 2 ? STR("别处") : good.site;
		s->portion.item_no = field == 3 ? s->w->coat.item_no : good.item_no;
		s->portion.quantity += field == 4;
		s->portion.person_times += field == 5;
		s->portion.level = field == 6 ? EVIDENCE_R : good.level;
		s->portion.by_id = field == 7 ? s->w->users[FIRST_HAND].user_id : good.by_id;
		s->portion.words = field == 8 ? STR("腊八粥") : good.words;
		EQ_STR(does(s, MAKER, portion_work), "portion_differs",
		       "with another field it differs");
	}
	s->portion = good;
	s->portion.portion_id = new_id(&s->w->f.c);
	s->portion.site = str_of(long_words);
	EQ_STR(does(s, MAKER, portion_work), "too_long", "a site is a place");
	s->id = new_id(&s->w->f.c);
	s->reversal_id = new_id(&s->w->f.c);
	s->words = STR("记错了");
	EQ_STR(does(s, CHECKER, portion_back_work), "no_such_portion",
	       "what is not there is not taken back");
	s->id = good.portion_id;
	EQ_STR(does(s, CHECKER, portion_back_work), "ok", "taken back");
	EQ_STR(does(s, CHECKER, portion_back_work), "ok", "said again");
	s->words = STR("又记错了");
	EQ_STR(does(s, CHECKER, portion_back_work), "portion_reversed", "for one reason");
	s->portion = good;
}

/* ---- cycles that are not open, and unions that are not in them ---- */

static struct sn_err make_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	return care_cycle_create(c, &s->cycle, &s->cycle);
}
static struct sn_err attempt_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct handover_attempt a = s->attempt;
	return handover_attempt(c, s->of ? s->of : &s->w->cycle, &a);
}
static struct sn_err closed_attempt_work(struct ctx *c, void *arg)
{
	static const struct sn_statement close = {
		.name = "test.close",
		.params = "",
		.sql = "UPDATE cycle SET state = 4 WHERE code = 'hw-2024'"};
	SN_TRY(store_run(c->store, &close, NO_PARAMS, NULL));
	return attempt_work(c, arg);
}
static void not_open(struct step *s)
{
	const struct portion good = s->portion;
	s->cycle = (struct cycle){.code = STR("county-2024"),
				  .name = STR("县里的"),
				  .programme = STR("campaign"),
				  .org_no = s->w->orgs[COUNTY].org_no,
				  .from_day = 20241001,
				  .until_day = 20241020};
	fixture_must(world_as(s->w, MAKER, make_work, s), "a cycle");
	s->portion.cycle_no = s->cycle.cycle_no;
	s->portion.day = 20241019;
	EQ_STR(does(s, MAKER, portion_work), "portion_differs", "a portion is of one cycle");
	s->portion.portion_id = new_id(&s->w->f.c);
	EQ_STR(does(s, MAKER, portion_work), "cycle_state", "which is open");
	s->portion.day = 20241021;
	EQ_STR(does(s, MAKER, portion_work), "portion_day", "and not over");
	s->portion.day = 20241019;
	s->portion.org_no = s->w->orgs[OTHER_COUNTY].org_no;
	EQ_STR(does(s, MAKER, portion_work), "org_outside_cycle", "and of its union");
	s->portion = good;
	s->attempt = (struct handover_attempt){.attempt_id = new_id(&s->w->f.c),
					       .who = {s->people[0].shard, s->people[0].person_id},
					       .day = 20241026};
	EQ_STR(does(s, FIRST_HAND, closed_attempt_work), "cycle_state",
	       "nobody is tried after the end");
	EQ_STR(does(s, FIRST_HAND, attempt_work), "ok", "before it he is");
	s->of = &s->cycle;
	EQ_STR(does(s, FIRST_HAND, attempt_work), "attempt_differs", "in one cycle");
	s->of = NULL;
}

/* ---- visits ---- */

static struct sn_err visit_work(struct ctx *c, void *arg)
{
	struct visit out;
	return visit_add(c, &((const struct step *)arg)->visit, &out);
}
static struct sn_err need_work(struct ctx *c, void *arg)
{
	struct visit_need out;
	return visit_need_add(c, &((const struct step *)arg)->need, &out);
}
static void visits(struct step *s)
{
	static const struct visit_body many[VISIT_PARTS_MAX + 1];
	static const struct visit_given gifts[VISIT_PARTS_MAX + 1];
	s->visit = (struct visit){.visit_id = new_id(&s->w->f.c),
				  .org_no = s->w->orgs[COUNTY].org_no,
				  .day = 20241026,
				  .site = STR("现场"),
				  .words = str_of(long_words)};
	EQ_STR(does(s, MAKER, visit_work), "too_long", "a visit has some words");
	s->visit.words = STR("慰问");
	s->visit.bodies = many;
	s->visit.bodies_count = VISIT_PARTS_MAX + 1;
	EQ_STR(does(s, MAKER, visit_work), "visit_parts", "and some bodies");
	s->visit.bodies_count = 0;
	s->visit.given = gifts;
	s->visit.given_count = VISIT_PARTS_MAX + 1;
	EQ_STR(does(s, MAKER, visit_work), "visit_parts", "and some gifts");
	s->visit.given_count = 0;
	EQ_STR(does(s, MAKER, visit_work), "ok", "a visit of no cycle");
	s->need = (struct visit_need){.need_id = new_id(&s->w->f.c),
				      .visit_id = s->visit.visit_id,
				      .who = STR("合成某"),
				      .topic = STR("饮水"),
				      .words = STR("驿站没有热水")};
	const struct visit_need good = s->need;
	EQ_STR(does(s, MAKER, need_work), "ok", "a need");
	EQ_STR(does(s, MAKER, need_work), "ok", "said again");
	for (int field = 0; field < 4; field++) {
		s->need = good;
		s->need.org_no = field == 0 ? s->w->orgs[LEAGUE].org_no : 0;
		s->need.who = field == 1 ? STR("别人") : good.who;
		s->need.topic = field == 2 ? STR("休息") : good.topic;
		s->need.words = field == 3 ? STR("没有座位") : good.words;
		EQ_STR(does(s, MAKER, need_work), "need_differs", "with another field it differs");
	}
	const struct visit other = s->visit;
	s->visit.visit_id = new_id(&s->w->f.c);
	EQ_STR(does(s, MAKER, visit_work), "ok", "another visit");
	s->need = good;
	s->need.visit_id = s->visit.visit_id;
	EQ_STR(does(s, MAKER, need_work), "need_differs", "a need is of one visit");
	s->visit = other;
}

/* ---- bodies ---- */

static struct sn_err partner_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct partner out;
	bool changed = false;
	SN_TRY(partner_add(c,
			   &(const struct partner_new){.code = STR("zjj"),
						       .name = STR("住建局"),
						       .kind = PARTNER_GOVERNMENT,
						       .from_day = 20200101},
			   &out, &changed));
	s->partner_no = out.partner_no;
	return SN_SUCCESS;
}
static struct sn_err join_work(struct ctx *c, void *arg)
{
	bool changed = false;
	return cooperation_add(c, &((const struct step *)arg)->body, &changed);
}
static struct sn_err leave_work(struct ctx *c, void *arg)
{
	return cooperation_remove(c, &((const struct step *)arg)->body);
}
static struct sn_err advance_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct cycle out;
	SN_TRY(care_cycle_advance(c, s->cycle.cycle_no, s->cycle.state, &out));
	return SN_SUCCESS;
}
static void bodies(struct step *s)
{
	EQ_STR(does(s, MAKER, partner_work), "ok", "a partner");
	s->body = (struct cooperation){.cycle_no = s->w->cycle.cycle_no,
				       .role = COOPERATION_LEAD,
				       .partner_no = s->partner_no};
	EQ_STR(does(s, MAKER, join_work), "ok", "leads");
	EQ_STR(does(s, MAKER, join_work), "ok", "said again");
	s->body.partner_no = 0;
	s->body.org_no = s->w->orgs[LEAGUE].org_no;
	const struct sn_err e = world_as(s->w, MAKER, join_work, s);
	REASON(e, "cooperation_lead_taken", "one leads");
	OK(strstr(e.text, "住建局") != NULL, "… and is named");
	s->body.role = COOPERATION_JOINT;
	EQ_STR(does(s, MAKER, join_work), "ok", "another joins in");
	s->body.partner_no = s->partner_no;
	s->body.org_no = 0;
	EQ_STR(does(s, MAKER, leave_work), "cooperation_gone", "who is not in it does not leave");
	s->body.role = COOPERATION_LEAD;
	EQ_STR(does(s, MAKER, leave_work), "ok", "who led does not any more");
	struct cycle of = {.code = STR("short-2024"),
			   .name = STR("短"),
			   .programme = STR("campaign"),
			   .org_no = s->w->orgs[REGION].org_no,
			   .from_day = 20241001,
			   .until_day = 20241201};
	s->cycle = of;
	fixture_must(world_as(s->w, MAKER, make_work, s), "a cycle");
	static const struct {
		enum world_user who;
		enum cycle_state to;
	} steps[] = {{CHECKER, CYCLE_CHECKED},
		     {APPROVER, CYCLE_APPROVED},
		     {MAKER, CYCLE_OPEN},
		     {MAKER, CYCLE_CLOSED},
		     {AUDITOR, CYCLE_AUDITED}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		s->cycle.state = steps[i].to;
		fixture_must(world_as(s->w, steps[i].who, advance_work, s), "on");
		s->body.cycle_no = s->cycle.cycle_no;
		if (steps[i].to >= CYCLE_CLOSED)
			EQ_STR(does(s, MAKER, join_work), "cycle_state",
			       "what is over has its bodies");
	}
	s->cycle = of;
	s->cycle.name = STR("长");
	EQ_STR(does(s, MAKER, make_work), "cycle_code_taken",
	       "a code is one cycle's: another name");
	s->cycle = of;
	s->cycle.org_no = s->w->orgs[LEAGUE].org_no;
	EQ_STR(does(s, MAKER, make_work), "cycle_code_taken", "another union");
	s->cycle = of;
	s->cycle.from_day = 20241002;
	EQ_STR(does(s, MAKER, make_work), "cycle_code_taken", "another day");
	s->cycle = of;
	s->cycle.until_day = 20241202;
	EQ_STR(does(s, MAKER, make_work), "cycle_code_taken", "another end");
}

/* ---- hand-overs ---- */

static struct sn_err exchange_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct handover_exchanged out;
	return handover_exchange(c, &s->exchange, &out);
}
static struct sn_err explain_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return handover_explain(c, s->of ? s->of : &s->w->cycle, s->id, s->words);
}
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	return handover_explain_sign(c, ((const struct step *)arg)->id);
}
static struct sn_err proxy_close_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return handover_case_close(c, s->people[0].shard, s->id, s->words);
}
static struct sn_err second_approver_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	static const enum world_user whose[] = {FIRST_HAND, SECOND_HAND};
	for (size_t i = 0; i < 2; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = s->w->users[whose[i]].user_id,
							.role = ROLE_APPROVER,
							.org_no = s->w->orgs[REGION].org_no}));
	return SN_SUCCESS;
}
static void attempts(struct step *s)
{
	const struct handover_attempt good = {.attempt_id = new_id(&s->w->f.c),
					      .who = {s->people[0].shard, s->people[0].person_id},
					      .outcome = HANDOVER_ABSENT,
					      .day = 20241026};
	s->attempt = good;
	EQ_STR(does(s, FIRST_HAND, attempt_work), "ok", "somebody is absent");
	for (int field = 0; field < 5; field++) {
		s->attempt = good;
		s->attempt.item_no = field == 0 ? s->w->kit.item_no : 0;
		s->attempt.words = field == 1 ? STR("下雨") : STR_NULL;
		s->attempt.day -= field == 2;
		s->attempt.by_id = field == 3 ? s->w->users[FIRST_HAND].user_id : UUID_NULL;
		if (field == 4)
			s->attempt.who.person_id = s->people[1].person_id;
		EQ_STR(does(s, FIRST_HAND, attempt_work), "attempt_differs",
		       "with another field it differs");
	}
	s->attempt = good;
	s->attempt.attempt_id = UUID_NULL;
	EQ_STR(does(s, FIRST_HAND, attempt_work), "missing_field", "an attempt has an id");
	s->attempt = good;
	s->attempt.words = str_of(long_words);
	EQ_STR(does(s, FIRST_HAND, attempt_work), "too_long", "and some words");
	s->attempt = good;
	s->attempt.day = 20241332;
	EQ_STR(does(s, FIRST_HAND, attempt_work), "bad_day", "on a day");
	s->attempt = good;
	s->attempt.who.person_id = new_id(&s->w->f.c);
	EQ_STR(does(s, FIRST_HAND, attempt_work), "no_such_person", "of somebody");
	s->attempt = good;
	s->attempt.attempt_id = new_id(&s->w->f.c);
	s->attempt.outcome = HANDOVER_DAMAGED;
	EQ_STR(does(s, FIRST_HAND, attempt_work), "ok", "something is damaged, nobody says what");
	s->attempt.attempt_id = new_id(&s->w->f.c);
	s->attempt.item_no = s->w->kit.item_no;
	s->attempt.words = STR("受潮");
	EQ_STR(does(s, MAKER, attempt_work), "not_granted", "the stock's loss is its keeper's");
}
static void exchanges(struct step *s)
{
	struct delivery_item item = world_item(s->w, &s->people[0]);
	struct delivery_result out;
	world_deliver(s->w, &item, 1, &out);
	const struct handover_exchange good = {.exchange_id = new_id(&s->w->f.c),
					       .record_id = item.record_id,
					       .item_no = s->w->coat.item_no,
					       .level = EVIDENCE_B};
	s->exchange = good;
	s->exchange.exchange_id = UUID_NULL;
	EQ_STR(does(s, FIRST_HAND, exchange_work), "missing_field", "an exchange has an id");
	s->exchange.exchange_id = item.record_id;
	EQ_STR(does(s, FIRST_HAND, exchange_work), "missing_field", "of its own");
	s->exchange = good;
	s->exchange.words = str_of(long_words);
	EQ_STR(does(s, FIRST_HAND, exchange_work), "too_long", "and some words");
	s->exchange = good;
	s->exchange.record_id = new_id(&s->w->f.c);
	EQ_STR(does(s, FIRST_HAND, exchange_work), "no_such_delivery", "of something");
	struct delivery_item next = world_item(s->w, &s->people[0]);
	world_deliver(s->w, &next, 1, &out);
	s->exchange = good;
	s->exchange.record_id = next.record_id;
	EQ_STR(does(s, FIRST_HAND, exchange_work), "not_entitled", "which was his due");
	s->exchange = good;
	s->exchange.exchange_id = next.record_id;
	EQ_STR(does(s, FIRST_HAND, exchange_work), "exchange_differs", "under an id that is free");
}
static struct sn_err take_back_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return care_delivery_reverse(c, s->people[0].shard, s->exchange.record_id, new_id(c),
				     STR("发错了"));
}
static void taken_back(struct step *s)
{
	struct delivery_item item = world_item(s->w, &s->people[7]);
	struct delivery_result out;
	world_deliver(s->w, &item, 1, &out);
	s->exchange = (struct handover_exchange){.exchange_id = new_id(&s->w->f.c),
						 .record_id = item.record_id,
						 .item_no = s->w->coat.item_no,
						 .level = EVIDENCE_B};
	EQ_STR(does(s, CHECKER, take_back_work), "ok", "taken back");
	EQ_STR(does(s, FIRST_HAND, exchange_work), "delivery_reversed",
	       "what was taken back is not exchanged");
}

/* ---- foremen ---- */

static struct sn_err mate_work(struct ctx *c, void *arg)
{
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	struct step *s = arg;
	const struct id_number id = world_id(200 + (int)s->team.bytes);
	struct team team;
	bool changed = false;
	SN_TRY(people_add(c,
			  &(const struct person_new){.shard = s->w->orgs[COUNTY].shard,
						     .org_no = s->w->orgs[COUNTY].org_no,
						     .id = &id,
						     .name = STR("合成丙"),
						     .team = s->team,
						     .categories = &category,
						     .categories_count = 1},
			  &s->mate));
	SN_TRY(team_set(c,
			&(const struct team_new){.shard = s->w->orgs[COUNTY].shard,
						 .org_no = s->w->orgs[COUNTY].org_no,
						 .name = s->team},
			&team, &changed));
	s->id = team.team_id;
	return team_foreman_set(c, &team,
				s->words.bytes ? s->w->users[SECOND_HAND].user_id
					       : s->w->users[AUDITOR].user_id);
}
static struct sn_err leaderless_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct team team;
	SN_TRY(team_find(c, &s->w->orgs[COUNTY], s->team, &team));
	return team_foreman_set(c, &team, UUID_NULL);
}
static struct sn_err maker_too_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return rights_grant_add(
		c, &(const struct rights_grant){.user_id = s->w->users[SECOND_HAND].user_id,
						.role = ROLE_MAKER,
						.org_no = s->w->orgs[REGION].org_no});
}
static struct sn_err count_missing(void *self, const struct handover_missing_row *row)
{
	(void)row;
	++*(int64_t *)self;
	return SN_SUCCESS;
}
static struct sn_err stop_missing(void *self, const struct handover_missing_row *row)
{
	(void)self;
	(void)row;
	return SN_FAIL(CANNOT_WRITE_FILE);
}
static void foremen(struct step *s)
{
	static const struct handover_how how = {.place = HANDOVER_AT_HOME,
						.relation = HANDOVER_BY_SIBLING,
						.proxy = {"合成丁", sizeof "合成丁" - 1},
						.mandate = {"委2号", sizeof "委2号" - 1}};
	struct delivery_result out;
	int64_t missing = 0;
	s->team = STR("甲班");
	s->words = STR("led");
	fixture_must(world_as(s->w, MAKER, mate_work, s), "a team");
	const struct person led = s->mate;
	struct missing_filter of = {.cycle_no = s->w->cycle.cycle_no,
				    .path = s->w->orgs[REGION].path,
				    .team_id = s->id};
	(void)world_entitle(s->w, REGION);
	fixture_must(handover_missing(&s->w->f.c, &of, count_missing, &missing), "missing");
	EQ_I64(missing, 1, "one of the team has not yet received");
	REASON(handover_missing(&s->w->f.c, &of, stop_missing, NULL), "cannot_write_file",
	       "who cannot be told ends it");
	s->attempt = (struct handover_attempt){.attempt_id = new_id(&s->w->f.c),
					       .who = {led.shard, led.person_id},
					       .day = 20241026};
	EQ_STR(does(s, SECOND_HAND, attempt_work), "ok", "a foreman tries his own");
	s->attempt.attempt_id = new_id(&s->w->f.c);
	s->attempt.who.person_id = s->people[0].person_id;
	EQ_STR(does(s, SECOND_HAND, attempt_work), "not_his_team", "and nobody else");
	struct delivery_item item = world_item(s->w, &led);
	item.how = &how;
	world_deliver(s->w, &item, 1, &out);
	OK(out.outcome == DELIVERY_AWARDED, "a brother comes for one of the team");
	s->team = STR("乙大班");
	s->words = STR_NULL;
	fixture_must(world_as(s->w, MAKER, mate_work, s), "another team");
	fixture_must(world_as(s->w, MAKER, leaderless_work, s), "that nobody leads");
	(void)world_entitle(s->w, REGION);
	missing = 0;
	of.team_id = s->id;
	fixture_must(handover_missing(&s->w->f.c, &of, count_missing, &missing), "missing");
	EQ_I64(missing, 1, "of this team one is missing, whoever else is");
	of.team_id = led.person_id;
	fixture_must(handover_missing(&s->w->f.c, &of, count_missing, &missing), "missing");
	EQ_I64(missing, 1, "of no team nobody");
	item = world_item(s->w, &s->mate);
	item.how = &how;
	item.by_id = s->w->users[SECOND_HAND].user_id;
	world_deliver(s->w, &item, 1, &out);
	REASON(out.why, "not_granted", "nobody hands out of another's custody, however");
	item = world_item(s->w, &s->mate);
	item.how = &how;
	world_deliver(s->w, &item, 1, &out);
	OK(out.outcome == DELIVERY_AWARDED,
	   "where nobody leads there is nobody to be mistaken for");
	fixture_must(store_write(&s->w->f.c, maker_too_work, s), "a maker too");
	EQ_STR(does(s, SECOND_HAND, attempt_work), "ok",
	       "a foreman who is a maker too tries anybody");
}

static void explanations(struct step *s)
{
	s->id = UUID_NULL;
	s->words = STR("待退库");
	EQ_STR(does(s, FIRST_HAND, explain_work), "missing_field", "an explanation has an id");
	s->id = new_id(&s->w->f.c);
	REASON(store_write(&s->w->f.c, explain_work, s), "no_actor", "somebody gives it");
	s->words = str_of(long_words);
	EQ_STR(does(s, FIRST_HAND, explain_work), "too_long", "in some words");
	s->words = STR("待退库");
	EQ_STR(does(s, FIRST_HAND, explain_work), "ok", "custody is explained");
	EQ_STR(does(s, FIRST_HAND, explain_work), "ok", "said again");
	s->words = STR("另有原因");
	EQ_STR(does(s, FIRST_HAND, explain_work), "explanation_differs", "in these words");
	s->words = STR("待退库");
	EQ_STR(does(s, SECOND_HAND, explain_work), "explanation_differs", "by its holder");
	s->of = &s->cycle;
	EQ_STR(does(s, FIRST_HAND, explain_work), "explanation_differs", "in this cycle");
	s->of = NULL;
	world_goods(s->w, (struct world_goods){.org_no = s->w->orgs[COUNTY].org_no,
					       .lot = 9,
					       .quantity = 1,
					       .holder_id = s->w->users[FIRST_HAND].user_id});
	EQ_STR(does(s, FIRST_HAND, explain_work), "explanation_differs", "before he got more");
	s->id = new_id(&s->w->f.c);
	EQ_STR(does(s, FIRST_HAND, explain_work), "ok", "explained with all he has");
	fixture_must(store_write(&s->w->f.c, second_approver_work, s), "approvers");
	EQ_STR(does(s, FIRST_HAND, sign_work), "same_hand", "who does not sign it himself");
	struct delivery_item item = world_item(s->w, &s->people[3]);
	struct delivery_result out;
	world_deliver(s->w, &item, 1, &out);
	EQ_STR(does(s, FIRST_HAND, explain_work), "explanation_differs", "of what he has now");
	EQ_STR(does(s, APPROVER, sign_work), "explanation_differs", "and nobody signs for more");
	s->id = new_id(&s->w->f.c);
	EQ_STR(does(s, FIRST_HAND, explain_work), "ok", "explained anew");
	EQ_STR(does(s, APPROVER, sign_work), "ok", "it is signed");
	EQ_STR(does(s, APPROVER, sign_work), "ok", "said again");
	EQ_STR(does(s, SECOND_HAND, sign_work), "explanation_signed", "once");
	s->words = STR("  ");
	EQ_STR(does(s, CHECKER, proxy_close_work), "missing_field", "a case is closed with words");
	s->words = str_of(long_words);
	EQ_STR(does(s, CHECKER, proxy_close_work), "too_long", "with some");
	s->words = STR("已核对");
	EQ_STR(does(s, CHECKER, proxy_close_work), "no_such_proxy_case", "one that is there");
}

/* ---- actions ---- */

static struct sn_err action_work(struct ctx *c, void *arg)
{
	struct action out;
	bool changed = false;
	return action_create(c, &((const struct step *)arg)->action, &out, &changed);
}
static struct sn_err figure_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct action a;
	bool changed = false;
	SN_TRY(action_by_code(c, s->action.code, &a));
	return action_figure_add(c, &a, &s->figure, &changed);
}
static struct sn_err member_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct action a;
	bool changed = false;
	SN_TRY(action_by_code(c, s->action.code, &a));
	return action_cycle_add(c, &a, &s->w->cycle, &changed);
}
static void actions(struct step *s)
{
	const struct action good = {.code = STR("Warmth-2015_a.b"),
				    .name = STR("送温暖"),
				    .words = STR("十年行动"),
				    .org_no = s->w->orgs[REGION].org_no,
				    .first_year = 2015};
	static const char *const bad[] = {
		"",
		"a b",
		"送",
		"a/b",
		"a@b",
		"[",
		"a:b",
		"a-code-that-is-longer-than-any-action-of-a-union-has-had-so-far"
		"-in-all-these-years-and-then-some-more"};
	struct action found;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		s->action = good;
		s->action.code = str_of(bad[i]);
		EQ_STR(does(s, MAKER, action_work), "bad_action_code", "a code that is none");
		REASON(action_by_code(&s->w->f.c, s->action.code, &found), "bad_action_code",
		       "is not looked for either");
	}
	s->action = good;
	s->action.name = STR(" ");
	EQ_STR(does(s, MAKER, action_work), "missing_field", "an action has a name");
	s->action.name = (struct str){long_words, NAME_BYTES_MAX + 1};
	EQ_STR(does(s, MAKER, action_work), "too_long", "of some length");
	s->action = good;
	s->action.words = str_of(long_words);
	EQ_STR(does(s, MAKER, action_work), "too_long", "and some words");
	s->action = good;
	s->action.first_year = ACTION_YEAR_MIN - 1;
	EQ_STR(does(s, MAKER, action_work), "action_bad_years", "it begins in a year");
	s->action.first_year = ACTION_YEAR_MAX + 1;
	EQ_STR(does(s, MAKER, action_work), "action_bad_years", "of ours");
	s->action = good;
	EQ_STR(does(s, MAKER, action_work), "ok", "an action");
	for (int field = 0; field < 4; field++) {
		s->action = good;
		s->action.name = field == 0 ? STR("送清凉") : good.name;
		s->action.words = field == 1 ? STR("另一个") : good.words;
		s->action.org_no = field == 2 ? s->w->orgs[LEAGUE].org_no : good.org_no;
		s->action.first_year += field == 3;
		EQ_STR(does(s, MAKER, action_work), "action_code_taken",
		       "with another field it is another");
	}
	s->action = good;
	EQ_STR(does(s, MAKER, member_work), "ok", "a member");
	EQ_STR(does(s, MAKER, member_work), "ok", "said again");
}
static void figures(struct step *s)
{
	const struct action_figure good = {.figure_id = new_id(&s->w->f.c),
					   .role = ACTION_OPENING,
					   .measure = ACTION_REACHED,
					   .unit = UNIT_PERSON,
					   .from_year = 2015,
					   .until_year = 2023,
					   .said = report_figure(1000, QUALIFIER_ABOUT),
					   .words = STR("年报")};
	s->figure = good;
	EQ_STR(does(s, MAKER, figure_work), "ok", "an opening figure");
	EQ_STR(does(s, MAKER, figure_work), "ok", "said again");
	for (int field = 0; field < 8; field++) {
		s->figure = good;
		s->figure.role = field == 0 ? ACTION_TARGET : good.role;
		s->figure.measure = field == 1 ? ACTION_SERVED : good.measure;
		s->figure.unit = field == 2 ? UNIT_PERSON_TIME : good.unit;
		s->figure.from_year += field == 3;
		s->figure.until_year -= field == 4;
		if (field == 5)
			s->figure.said = report_figure(1001, QUALIFIER_ABOUT);
		if (field == 6)
			s->figure.said = report_figure(1000, QUALIFIER_EXACT);
		s->figure.words = field == 7 ? STR("月报") : good.words;
		EQ_STR(does(s, MAKER, figure_work), "action_id_taken",
		       "with another field it is another figure");
	}
	const struct action first = s->action;
	s->action.code = STR("other");
	EQ_STR(does(s, MAKER, action_work), "ok", "another action");
	s->figure = good;
	EQ_STR(does(s, MAKER, figure_work), "action_id_taken", "has figures of its own");
	s->action = first;
	s->figure = good;
	s->figure.said = report_figure(-1, QUALIFIER_EXACT);
	EQ_STR(does(s, MAKER, figure_work), "bad_number", "less than nobody was not reached");
	static const int32_t years[][2] = {{2014, 2023}, {2015, ACTION_YEAR_MAX + 1},
					   {2020, 2019}, {0, 0},
					   {0, 2019},    {2015, 0}};
	for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
		s->figure = good;
		s->figure.figure_id = UUID_NULL;
		s->figure.from_year = years[i][0];
		s->figure.until_year = years[i][1];
		EQ_STR(does(s, MAKER, figure_work), "action_bad_years", "in years that are none");
	}
	s->figure = good;
	s->figure.figure_id = UUID_NULL;
	EQ_STR(does(s, MAKER, figure_work), "ok", "the same without an id is the same");
	s->figure.said = report_figure(1200, QUALIFIER_ABOUT);
	EQ_STR(does(s, MAKER, figure_work), "ok", "another value corrects it");
	static const int32_t spans[][2] = {
		{0, 0}, {2015, 2020}, {2015, 2016}, {2021, 2024}, {2016, 2024}};
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		s->figure = good;
		s->figure.figure_id = UUID_NULL;
		s->figure.role = ACTION_TARGET;
		s->figure.from_year = spans[i][0];
		s->figure.until_year = spans[i][1];
		EQ_STR(does(s, MAKER, figure_work), "ok", "a promise");
	}
	s->figure.unit = UNIT_HOUSEHOLD;
	EQ_STR(does(s, MAKER, figure_work), "ok", "in another unit");
	s->figure.role = ACTION_OPENING;
	s->figure.from_year = 2015;
	s->figure.until_year = 2016;
	s->figure.said = report_figure_unknown();
	EQ_STR(does(s, MAKER, figure_work), "ok", "what nobody knows any more");
	fixture_set_time(&s->w->f, day_start_us(20241220)); /* the cycle is over */
	struct action a;
	struct action_progress p;
	fixture_must(action_by_code(&s->w->f.c, s->action.code, &a), "action");
	fixture_must(action_progress(&s->w->f.c, &a, &p), "progress");
	OK(p.rows_count >= 6, "each promise has its row");
	for (size_t i = 1; i < p.rows_count; i++)
		OK(p.rows[i - 1].measure <= p.rows[i].measure, "in the order of measures");
}

/* ---- teams ---- */

static struct sn_err site_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct team_site out;
	struct team team;
	bool changed = false;
	const int64_t shard = s->w->orgs[COUNTY].shard, org_no = s->w->orgs[COUNTY].org_no;
	for (int i = 0; i < 40; i++) {
		char name[16];
		(void)snprintf(name, sizeof name, "第%d站", i);
		SN_TRY(team_site_set(c,
				     &(const struct team_site_new){.shard = shard,
								   .org_no = org_no,
								   .name = str_of(name),
								   .address = s->words},
				     &out, &changed));
		(void)snprintf(name, sizeof name, "%d班", i);
		SN_TRY(team_set(c,
				&(const struct team_new){
					.shard = shard, .org_no = org_no, .name = str_of(name)},
				&team, &changed));
		SN_TRY(team_foreman_set(c, &team, s->w->users[SECOND_HAND].user_id));
	}
	return SN_SUCCESS;
}
static void teams(struct step *s)
{
	struct team_ref *led;
	struct team_site *sites;
	struct team *list;
	size_t count = 0;
	s->words = STR("解放街");
	EQ_STR(does(s, MAKER, site_work), "ok", "forty sites and teams");
	s->words = STR("新华街");
	EQ_STR(does(s, MAKER, site_work), "ok", "move");
	fixture_must(team_led_by(&s->w->f.c, s->w->users[SECOND_HAND].user_id, &led, &count),
		     "led");
	EQ_I64((int64_t)count, 41, "one leads forty teams more");
	fixture_must(team_sites(&s->w->f.c, &s->w->orgs[COUNTY], &sites, &count), "sites");
	EQ_I64((int64_t)count, 40, "at forty sites");
	fixture_must(team_list(&s->w->f.c, &s->w->orgs[COUNTY], &list, &count), "teams");
	EQ_I64((int64_t)count, 42, "all listed");
}

/* ---- edits past every check ---- */

struct found {
	char words[256];
};
static void note(void *self, const struct ledger_finding *f)
{
	struct found *found = self;
	const size_t used = strlen(found->words);
	if (!strstr(found->words, f->what))
		(void)snprintf(found->words + used, sizeof found->words - used, "%s ", f->what);
}
static void note_team(void *self, const char *what, int64_t shard, struct uuid id)
{
	(void)shard;
	(void)id;
	note(self, &(const struct ledger_finding){.what = what});
}
struct trial {
	const struct sn_statement *edit;
	struct found found;
};
static struct sn_err trial_work(struct ctx *c, void *arg)
{
	struct trial *t = arg;
	int64_t n = 0, changed = 0;
	SN_TRY(store_run(c->store, t->edit, NO_PARAMS, &changed));
	SN_TRY(care_verify(c, note, &t->found, &n));
	SN_TRY(handover_verify(c, note, &t->found, &n));
	SN_TRY(portion_verify(c, note, &t->found, &n));
	SN_TRY(visit_verify(c, note, &t->found, &n));
	SN_TRY(cooperation_verify(c, note, &t->found, &n));
	SN_TRY(action_verify(c, note, &t->found, &n));
	SN_TRY(team_verify(c, note_team, &t->found));
	return changed > 0 ? SN_FAIL(OUT_OF_TURN) : SN_FAIL(NO_SUCH_DELIVERY); /* undoes it */
}
/* clang-format off */
static const struct {
	struct sn_statement statement;
	const char *found, *what;
} edits[] = {
#define ROW(text, found, what) {{.name = "test.edit", .params = "", .sql = (text)}, found, what}
	ROW("UPDATE handover_attempt SET person_id = attempt_id", "attempt", "whose attempt it was"),
	ROW("UPDATE custody_explained SET approver_id = explanation_id WHERE approver_id IS NOT NULL", "explanation", "who signed for custody"),
	ROW("UPDATE custody_explained SET quantity = quantity + 1 WHERE approver_id IS NOT NULL", "explanation", "for how much"),
	ROW("UPDATE handover_how SET record_id = person_id", "how", "how it was handed over"),
	ROW("DELETE FROM handover_case", "proxy", "that one took for too many"),
	ROW("UPDATE cycle SET state = 4 WHERE code = 'hw-2024'", "custody", "that a cycle is over"),
	ROW("UPDATE portion SET value_fen = value_fen + 1", "portion", "what portions were worth"),
	ROW("UPDATE visit_need SET visit_id = need_id", "visit-need", "whose need it is"),
	ROW("UPDATE cooperation SET cycle_no = cycle_no + 1000", "cooperation", "whose body it is"),
	ROW("UPDATE action_cycle SET cycle_no = cycle_no + 1000", "action", "whose member it is"),
	ROW("UPDATE work_site SET org_no = org_no + 1", "site", "whose site it is"),
	ROW("UPDATE work_team SET org_no = org_no + 1", "team", "whose team it is"),
	ROW("UPDATE team_foreman SET team_id = user_id WHERE from_us = (SELECT MAX(from_us) FROM team_foreman)", "foreman", "whose foreman he is"),
};
/* clang-format on */

static void edits_are_found(struct step *s)
{
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct trial t = {.edit = &edits[i].statement};
		const struct sn_err e = store_write(&s->w->f.c, trial_work, &t);
		if (e.reason != SN_R_OUT_OF_TURN) {
			EQ_STR(sn_reason_word(e.reason), "out_of_turn", edits[i].statement.sql);
			continue;
		}
		if (!OK(strstr(t.found.words, edits[i].found), edits[i].what))
			printf("# found: %s\n", t.found.words);
	}
}

static void proxies(struct step *s)
{
	struct delivery_result out;
	static const struct handover_how bare = {.place = HANDOVER_AT_HOME};
	static const struct handover_how how = {.place = HANDOVER_AT_HOME,
						.relation = HANDOVER_BY_SPOUSE,
						.proxy = {"合成某", sizeof "合成某" - 1},
						.mandate = {"委1号", sizeof "委1号" - 1}};
	static const int whose[] = {1, 2, 4, 6, 7};
	for (size_t i = 0; i < sizeof whose / sizeof *whose; i++) {
		struct delivery_item item = world_item(s->w, &s->people[whose[i]]);
		item.how = &how;
		world_deliver(s->w, &item, 1, &out);
	}
	struct delivery_item both[2] = {world_item(s->w, &s->people[5]),
					world_item(s->w, &s->people[5])};
	both[0].how = &bare;
	struct delivery_result outs[2];
	world_deliver(s->w, both, 2, outs);
	OK(outs[0].outcome == DELIVERY_AWARDED, "at home, by himself");
	struct delivery_item nobody = world_item(s->w, &s->people[5]);
	nobody.how = &how;
	nobody.who = (struct person_ref){s->people[5].shard, new_id(&s->w->f.c)};
	world_deliver(s->w, &nobody, 1, &out);
	REASON(out.why, "who_unknown", "nobody has no proxy");
}

static void run(enum fixture_engine engine)
{
	static struct world w;
	static struct person people[PEOPLE];
	struct step s = {.w = &w, .people = people};
	care_world_open(&w, engine);
	world_people(&w, (struct world_people){.org = COUNTY, .count = PEOPLE, .out = people});
	(void)world_entitle(&w, REGION);
	world_goods(&w, (struct world_goods){
				.org_no = w.orgs[COUNTY].org_no, .lot = 1, .quantity = 20});
	world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
					     .lot = 2,
					     .quantity = 20,
					     .holder_id = w.users[FIRST_HAND].user_id});
	world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
					     .lot = 3,
					     .quantity = 5,
					     .holder_id = w.users[SECOND_HAND].user_id});
	portions(&s);
	not_open(&s);
	visits(&s);
	bodies(&s);
	attempts(&s);
	exchanges(&s);
	taken_back(&s);
	explanations(&s);
	proxies(&s);
	actions(&s);
	figures(&s);
	foremen(&s);
	teams(&s);
	edits_are_found(&s);
	care_world_close(&w);
}

int main(void)
{
	memset(long_words, 'a', LONG);
	words_are_known();
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
