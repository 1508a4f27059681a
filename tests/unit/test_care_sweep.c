/* Every act of care with a store and a memory that fail at each of their calls in turn: refused whole, then done, said again
 * the same; and everything is right. Everybody in it is synthetic. */
#include "care/cooperation.h"
#include "care/handover.h"
#include "care/portion.h"
#include "care/visit.h"
#include "care/whole.h"
#include "care_world.h"
#include "fault_sweep.h"
#include "people/team.h"
#include "report/action.h"

enum { PEOPLE = 6 };

struct step {
	struct world *w;
	struct person *people;
	struct delivery_item item;
	struct uuid record_id, id, reversal_id, entitlement_id;
	int64_t partner_no, item_no;
	struct handover_attempt attempt;
	struct handover_exchange exchange;
	struct portion portion;
	struct visit visit;
	struct visit_need need;
	struct cooperation cooperation;
	struct action action;
	struct action_figure figure;
	struct care_case of_case;
	struct cycle cycle;
	enum cycle_state to;
	struct str words;
	const char *json;
	struct uuid user_id;
};

static void sweep(struct step *s, enum world_user who, store_work *work, const char *again,
		  const char *what)
{
	fault_sweep(&(const struct sweep){.f = &s->w->f,
					  .actor_id = s->w->users[who].user_id,
					  .work = work,
					  .arg = s,
					  .again = again,
					  .what = what});
}
static void reads(struct step *s, store_work *work, const char *what)
{
	fault_sweep(&(const struct sweep){
		.f = &s->w->f, .work = work, .arg = s, .reads = true, .what = what});
}
static void all_is_right(struct step *s, const char *after)
{
	char what[128];
	int64_t care = 0;
	(void)snprintf(what, sizeof what, "%s: all is right", after);
	fixture_must(handover_verify(&s->w->f.c, world_print_finding, NULL, &care), "handover");
	fixture_must(portion_verify(&s->w->f.c, world_print_finding, NULL, &care), "portion");
	fixture_must(visit_verify(&s->w->f.c, world_print_finding, NULL, &care), "visit");
	fixture_must(cooperation_verify(&s->w->f.c, world_print_finding, NULL, &care), "bodies");
	fixture_must(action_verify(&s->w->f.c, world_print_finding, NULL, &care), "action");
	EQ_I64(care + world_findings(s->w), 0, what);
}

/* ---- programmes and cycles ---- */

static struct sn_err load_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct programme p;
	bool changed = false;
	return care_programme_load(c, str_of(s->json), &p, &changed);
}
static struct sn_err create_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct cycle out;
	return care_cycle_create(c, &s->cycle, &out);
}
static struct sn_err advance_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct cycle cycle, out;
	SN_TRY(care_cycle_by_code(c, s->cycle.code, &cycle));
	return care_cycle_advance(c, cycle.cycle_no, s->to, &out);
}
static void cycles(struct step *s)
{
	s->json = "{\"schema\":1,\"code\":\"summer\",\"version\":1,\"name\":{\"zh\":\"送清凉\","
		  "\"en\":"
		  "\"Summer\"},\"kind\":\"campaign\",\"effective\":{\"from\":\"2024-01-01\","
		  "\"until\":"
		  "null},\"source\":\"a "
		  "test\",\"eligibility\":{\"categories\":[\"环卫工\"],\"rules\":["
		  "]},\"benefits\":[{\"code\":\"gift\",\"items\":[\"coat\"],\"standard_fen\":20000,"
		  "\"source\":\"a test\"}],\"caps\":[],\"sources\":[]}";
	sweep(s, MAKER, load_work, NULL, "a programme is loaded");
	s->cycle = (struct cycle){.code = STR("summer-2024"),
				  .name = STR("2024年送清凉"),
				  .programme = STR("summer"),
				  .org_no = s->w->orgs[REGION].org_no,
				  .from_day = 20240601,
				  .until_day = 20241201};
	sweep(s, MAKER, create_work, NULL, "a cycle is made");
	static const struct {
		enum world_user who;
		enum cycle_state to;
	} steps[] = {{CHECKER, CYCLE_CHECKED},
		     {APPROVER, CYCLE_APPROVED},
		     {MAKER, CYCLE_OPEN},
		     {MAKER, CYCLE_CLOSED},
		     {AUDITOR, CYCLE_AUDITED}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		s->to = steps[i].to;
		sweep(s, steps[i].who, advance_work, NULL, "and goes on");
	}
	all_is_right(s, "cycles");
}

/* ---- entitlements and tokens ---- */

static void no_letter(void *self, const struct person *person, struct str benefit,
		      const char token[CARE_TOKEN_BYTES])
{
	(void)self;
	(void)person;
	(void)benefit;
	(void)token;
}
static struct sn_err entitle_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct entitle_result out;
	return care_entitle(c,
			    &(const struct entitle_ask){.cycle = s->w->cycle,
							.org = s->w->orgs[REGION],
							.tree = s->w->tree,
							.each_token = no_letter},
			    &out);
}
static struct sn_err tokens_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	int64_t told = 0;
	return care_tokens(c,
			   &(const struct token_ask){.cycle = s->w->cycle,
						     .org = s->w->orgs[REGION],
						     .tree = s->w->tree,
						     .person_id = s->id,
						     .again = true,
						     .each = no_letter},
			   &told);
}
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return care_entitlement_void(c, s->people[0].shard, s->entitlement_id, STR("重复登记"));
}
static void entitlements(struct step *s)
{
	struct care_entitlement *rights;
	size_t count = 0;
	sweep(s, MAKER, entitle_work, NULL, "a roster is entitled");
	s->id = UUID_NULL;
	sweep(s, MAKER, tokens_work, NULL, "tokens are told");
	s->id = s->people[1].person_id;
	sweep(s, MAKER, tokens_work, NULL, "a token is told again");
	fixture_must(care_entitlements_of(
			     &s->w->f.c, s->w->cycle.cycle_no,
			     (struct person_ref){s->people[5].shard, s->people[5].person_id},
			     &rights, &count),
		     "entitlements");
	s->entitlement_id = rights[0].entitlement_id;
	sweep(s, CHECKER, void_work, NULL, "an entitlement is taken back");
	all_is_right(s, "entitlements");
}

/* ---- deliveries ---- */

static struct sn_err deliver_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct delivery_result out;
	SN_TRY(care_deliver(c, &s->w->cycle, &s->item, 1, &out));
	return out.outcome == DELIVERY_REFUSED ? out.why : SN_SUCCESS;
}
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return care_delivery_reverse(c, s->people[0].shard, s->record_id, s->reversal_id,
				     STR("发错了"));
}
static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return care_case_close(c, &s->of_case, STR("东西留给本人"));
}
static struct delivery_item next_item(struct step *s, int person)
{
	s->item = world_item(s->w, &s->people[person]);
	s->record_id = s->item.record_id;
	return s->item;
}
static void deliveries(struct step *s)
{
	struct care_case *cases;
	size_t count = 0;
	(void)next_item(s, 0);
	sweep(s, FIRST_HAND, deliver_work, NULL, "a kit is handed over");
	const struct uuid first = s->record_id;
	(void)next_item(s, 0);
	sweep(s, FIRST_HAND, deliver_work, NULL, "a second one, which opens a case");
	s->reversal_id = new_id(&s->w->f.c);
	s->record_id = first;
	sweep(s, CHECKER, reverse_work, NULL, "the first is taken back, the second is the award");
	(void)next_item(s, 0);
	sweep(s, FIRST_HAND, deliver_work, NULL, "a third one");
	fixture_must(care_cases(&s->w->f.c, s->w->cycle.cycle_no, &cases, &count), "cases");
	for (size_t i = 0; i < count; i++)
		if (cases[i].open)
			s->of_case = cases[i];
	sweep(s, CHECKER, close_work, NULL, "its case is decided");
	static const struct handover_how how = {.place = HANDOVER_AT_HOME,
						.relation = HANDOVER_BY_SPOUSE,
						.proxy = {"合成某", sizeof "合成某" - 1},
						.mandate = {"委1号", sizeof "委1号" - 1}};
	for (int i = 1; i < 5; i++) {
		(void)next_item(s, i);
		s->item.how = &how;
		sweep(s, FIRST_HAND, deliver_work, NULL, "a kit goes through a proxy");
	}
	struct delivery_item cash = world_item(s->w, &s->people[5]);
	cash.item_no = 0;
	cash.quantity = 5000;
	cash.by_id = UUID_NULL;
	s->item = cash;
	sweep(s, MAKER, deliver_work, NULL, "cash for somebody who is not entitled");
	all_is_right(s, "deliveries");
}

/* ---- handovers ---- */

static struct sn_err attempt_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct handover_attempt what = s->attempt;
	return handover_attempt(c, &s->w->cycle, &what);
}
static struct sn_err exchange_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct handover_exchanged out;
	return handover_exchange(c, &s->exchange, &out);
}
static struct sn_err explain_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return handover_explain(c, &s->w->cycle, s->id, STR("两套受潮，待退库"));
}
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return handover_explain_sign(c, s->id);
}
static struct sn_err proxy_close_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return handover_case_close(c, s->people[0].shard, s->id, STR("同班组代领，已核对"));
}
static void handovers(struct step *s)
{
	struct handover_case *cases;
	size_t count = 0;
	s->attempt = (struct handover_attempt){.attempt_id = new_id(&s->w->f.c),
					       .who = {s->people[5].shard, s->people[5].person_id},
					       .outcome = HANDOVER_REFUSED,
					       .words = STR("已有"),
					       .by_id = s->w->users[FIRST_HAND].user_id};
	sweep(s, FIRST_HAND, attempt_work, NULL, "somebody does not want it");
	s->attempt.attempt_id = new_id(&s->w->f.c);
	s->attempt.outcome = HANDOVER_DAMAGED;
	s->attempt.item_no = s->w->kit.item_no;
	sweep(s, FIRST_HAND, attempt_work, NULL, "a kit is damaged");
	fixture_must(handover_cases(&s->w->f.c, s->w->cycle.cycle_no, &cases, &count), "cases");
	EQ_I64((int64_t)count, 1, "one took for too many");
	s->id = cases[0].case_id;
	sweep(s, CHECKER, proxy_close_work, "no_such_proxy_case", "which is looked into");
	s->exchange = (struct handover_exchange){.exchange_id = new_id(&s->w->f.c),
						 .record_id = s->record_id,
						 .item_no = s->item_no,
						 .words = STR("尺码不合"),
						 .level = EVIDENCE_C};
	sweep(s, FIRST_HAND, exchange_work, NULL, "a kit is exchanged");
	s->id = new_id(&s->w->f.c);
	sweep(s, FIRST_HAND, explain_work, NULL, "custody is explained");
	sweep(s, APPROVER, sign_work, NULL, "and signed for");
	all_is_right(s, "handovers");
}

/* ---- portions, visits, bodies ---- */

static struct sn_err portion_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct portion out;
	return portion_add(c, &s->portion, &out);
}
static struct sn_err portion_back_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return portion_reverse(c, s->portion.portion_id, s->reversal_id, STR("记错了"));
}
static struct sn_err visit_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct visit out;
	return visit_add(c, &s->visit, &out);
}
static struct sn_err need_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct visit_need out;
	return visit_need_add(c, &s->need, &out);
}
static struct sn_err answer_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return visit_need_close(c, s->need.need_id, STR("已装饮水机"));
}
static struct sn_err join_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	bool changed = false;
	return cooperation_add(c, &s->cooperation, &changed);
}
static struct sn_err leave_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return cooperation_remove(c, &s->cooperation);
}
static struct sn_err partner_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct partner out;
	bool changed = false;
	SN_TRY(partner_add(c,
			   &(const struct partner_new){.code = STR("zjj"),
						       .name = STR("住建局"),
						       .org_no = s->w->orgs[REGION].org_no,
						       .kind = PARTNER_GOVERNMENT,
						       .from_day = 20200101},
			   &out, &changed));
	s->partner_no = out.partner_no;
	return partner_add_alias(c, out.partner_no, STR("市住建局"));
}
static struct sn_err rename_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return partner_rename(c, s->partner_no, STR("住房和城乡建设局"), 20240101);
}
static struct sn_err end_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return partner_close(c, s->partner_no, 20241020);
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
				      .level = EVIDENCE_C,
				      .words = STR("腊八粥")};
	sweep(s, MAKER, portion_work, NULL, "portions are given");
	s->reversal_id = new_id(&s->w->f.c);
	const struct portion first = s->portion;
	s->portion.portion_id = new_id(&s->w->f.c);
	s->portion.by_id = s->w->users[FIRST_HAND].user_id;
	s->portion.quantity = 1;
	sweep(s, FIRST_HAND, portion_work, NULL, "portions out of custody");
	sweep(s, CHECKER, portion_back_work, NULL, "which are taken back");
	s->portion = first;
	sweep(s, MAKER, partner_work, NULL, "a partner is entered");
	sweep(s, MAKER, rename_work, NULL, "and gets another name");
	const struct visit_body bodies[] = {
		{.org_no = s->w->orgs[LEAGUE].org_no, .role = COOPERATION_JOINT},
		{.partner_no = s->partner_no, .role = COOPERATION_HOST}};
	const struct visit_given given[] = {{VISIT_GIVEN_PORTION, first.portion_id},
					    {VISIT_GIVEN_DELIVERY, s->exchange.exchange_id}};
	s->visit = (struct visit){.visit_id = new_id(&s->w->f.c),
				  .org_no = s->w->orgs[COUNTY].org_no,
				  .cycle_no = s->w->cycle.cycle_no,
				  .day = 20241026,
				  .leader = STR("某主席"),
				  .site = STR("城区 清扫现场"),
				  .met = 400,
				  .words = STR("慰问一线"),
				  .bodies = bodies,
				  .bodies_count = 2,
				  .given = given,
				  .given_count = 2};
	sweep(s, MAKER, visit_work, NULL, "a visit is entered");
	s->need = (struct visit_need){.need_id = new_id(&s->w->f.c),
				      .visit_id = s->visit.visit_id,
				      .who = STR("合成某"),
				      .topic = STR("饮水"),
				      .words = STR("驿站没有热水")};
	sweep(s, MAKER, need_work, NULL, "a need is heard");
	sweep(s, MAKER, answer_work, NULL, "and answered");
	s->cooperation = (struct cooperation){.cycle_no = s->w->cycle.cycle_no,
					      .role = COOPERATION_LEAD,
					      .partner_no = s->partner_no};
	sweep(s, MAKER, join_work, NULL, "a partner leads");
	sweep(s, MAKER, leave_work, "cooperation_gone", "and no more");
	s->cooperation = (struct cooperation){.cycle_no = s->w->cycle.cycle_no,
					      .role = COOPERATION_JOINT,
					      .org_no = s->w->orgs[LEAGUE].org_no};
	sweep(s, MAKER, join_work, NULL, "a union joins in");
	all_is_right(s, "portions and visits");
}

/* ---- teams and actions ---- */

static struct sn_err site_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct team_site out;
	bool changed = false;
	return team_site_set(c,
			     &(const struct team_site_new){.shard = s->w->orgs[COUNTY].shard,
							   .org_no = s->w->orgs[COUNTY].org_no,
							   .name = STR("东站"),
							   .address = STR("解放街 1 号")},
			     &out, &changed);
}
static struct sn_err team_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct team out;
	bool changed = false;
	return team_set(c,
			&(const struct team_new){.shard = s->w->orgs[COUNTY].shard,
						 .org_no = s->w->orgs[COUNTY].org_no,
						 .name = STR("一班"),
						 .site = STR("东站")},
			&out, &changed);
}
static struct sn_err foreman_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct team team;
	SN_TRY(team_find(c, &s->w->orgs[COUNTY], STR("一班"), &team));
	return team_foreman_set(c, &team, s->user_id);
}
static struct sn_err action_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct action out;
	bool changed = false;
	return action_create(c, &s->action, &out, &changed);
}
static struct sn_err member_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct action a;
	bool changed = false;
	SN_TRY(action_by_code(c, s->action.code, &a));
	return action_cycle_add(c, &a, &s->w->cycle, &changed);
}
static struct sn_err leaves_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct action a;
	SN_TRY(action_by_code(c, s->action.code, &a));
	return action_cycle_remove(c, &a, &s->w->cycle);
}
static struct sn_err figure_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct action a;
	bool changed = false;
	SN_TRY(action_by_code(c, s->action.code, &a));
	return action_figure_add(c, &a, &s->figure, &changed);
}
static void teams_and_actions(struct step *s)
{
	sweep(s, MAKER, site_work, NULL, "a site is set");
	sweep(s, MAKER, team_work, NULL, "a team is set");
	s->user_id = s->w->users[SECOND_HAND].user_id;
	sweep(s, MAKER, foreman_work, NULL, "and gets a foreman");
	s->action = (struct action){.code = STR("warmth"),
				    .name = STR("送温暖"),
				    .words = STR("十年行动"),
				    .org_no = s->w->orgs[REGION].org_no,
				    .first_year = 2015};
	sweep(s, MAKER, action_work, NULL, "an action is made");
	sweep(s, MAKER, member_work, NULL, "a cycle is a member");
	s->figure = (struct action_figure){.figure_id = new_id(&s->w->f.c),
					   .role = ACTION_OPENING,
					   .measure = ACTION_REACHED,
					   .unit = UNIT_PERSON,
					   .from_year = 2015,
					   .until_year = 2023,
					   .said = report_figure(1000, QUALIFIER_ABOUT),
					   .words = STR("年报")};
	sweep(s, MAKER, figure_work, NULL, "an opening figure is said");
	s->figure = (struct action_figure){.figure_id = new_id(&s->w->f.c),
					   .role = ACTION_TARGET,
					   .measure = ACTION_REACHED,
					   .unit = UNIT_PERSON,
					   .said = report_figure(5000, QUALIFIER_EXACT),
					   .words = STR("承诺")};
	sweep(s, MAKER, figure_work, NULL, "a promise is made");
	all_is_right(s, "teams and actions");
}

/* ---- rights and the log ---- */

static struct sn_err user_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct user out;
	const struct user what = {
		.login = STR("new"), .name = STR("新来的"), .org_no = s->w->orgs[COUNTY].org_no};
	const struct sn_err e = rights_user_by_login(c, what.login, &out);
	if (e.reason == SN_R_NO_SUCH_USER)
		SN_TRY(rights_user_add(c, &what, &out));
	else
		SN_TRY(e);
	s->user_id = out.user_id;
	return SN_SUCCESS;
}
static struct rights_grant new_grant(const struct step *s)
{
	return (struct rights_grant){
		.user_id = s->user_id, .role = ROLE_KEEPER, .org_no = s->w->orgs[COUNTY].org_no};
}
static struct sn_err grant_work(struct ctx *c, void *arg)
{
	const struct rights_grant g = new_grant(arg);
	return rights_grant_add(c, &g);
}
static struct sn_err ungrant_work(struct ctx *c, void *arg)
{
	const struct rights_grant g = new_grant(arg);
	return rights_grant_end(c, &g);
}
static struct sn_err policy_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return rights_policy_set(c,
				 &(const struct rights_policy){.org_no = s->w->orgs[LEAGUE].org_no,
							       .from_amount = MONEY_FEN(500),
							       .hands = 3,
							       .source = STR("本会办法")});
}
static struct sn_err close_user_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	return rights_user_close(c, s->user_id, UUID_NULL);
}
/* More leaves than the log keeps room for: all of them, or none. */
static struct sn_err many_leaves_work(struct ctx *c, void *arg)
{
	enum { MANY = 9000 };
	const struct step *s = arg;
	const struct tlog_leaf leaf = {
		.kind = TLOG_PUBLISH, .day = 20241026, .level = '-', .reverses_index = -1};
	for (int i = 0; i < MANY; i++)
		SN_TRY(tlog_append(c, &leaf, s->people[0].shard, uuid_random()));
	return SN_SUCCESS;
}
static struct sn_err rights_lists_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct user *users;
	struct rights_grant *grants;
	struct rights_policy policy;
	struct tlog_head head;
	struct tlog_hash proof[TLOG_PROOF_HASHES_MAX];
	size_t count = 0;
	SN_TRY(rights_users(c, &users, &count));
	SN_TRY(rights_grants(c, UUID_NULL, &grants, &count));
	SN_TRY(rights_policy_of(c, s->w->orgs[COUNTY].org_no, MONEY_FEN(100000), &policy));
	SN_TRY(tlog_read_head(c, &head));
	SN_TRY(tlog_inclusion(c, head.size / 3, head.size, proof, &count));
	SN_TRY(tlog_consistency(c, 0, head.size, proof, &count));
	SN_TRY(tlog_consistency(c, 1, head.size, proof, &count));
	const struct sn_err before = tlog_inclusion(c, -2, head.size, proof, &count);
	if (before.reason != SN_R_NO_SUCH_LEAF)
		return before;
	return tlog_consistency(c, head.size / 3, head.size, proof, &count);
}
static void rights(struct step *s)
{
	const struct sweep all[] = {
		{.work = user_work, .what = "a user is added"},
		{.work = grant_work, .what = "and gets a role"},
		{.work = ungrant_work, .again = "no_such_grant", .what = "which ends"},
		{.work = grant_work, .what = "and gets it again"},
		{.work = policy_work, .what = "a policy is set"},
		{.work = close_user_work, .what = "a user leaves"},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct sweep one = all[i];
		one.f = &s->w->f;
		one.arg = s;
		fault_sweep(&one);
	}
	reads(s, rights_lists_work, "users and grants are listed, proofs are made");
	all_is_right(s, "rights");
}

/* A disk that is full keeps no line in the trail, so who asked is told that and no number. */
static struct sn_err whole_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct whole w = {.ask = {.person = &s->people[0],
				  .field = UNMASK_ID_NUMBER,
				  .purpose = AUDIT_FOR_COMPLAINT,
				  .reference = STR("来访登记 2024-17")}};
	return whole_show(c, &w);
}

static void many_leaves(struct step *s)
{
	struct swept swept = fault_sweep_run(&(const struct sweep){
		.f = &s->w->f, .work = many_leaves_work, .arg = s, .what = "many leaves"});
	OK(swept.memory_faults > 0 && swept.wrong == 0 && swept.committed == 0 &&
		   !sn_failed(swept.last),
	   "many leaves: refused whole, then done");
}

/* ---- reading ---- */

static struct sn_err each_row(void *self, const struct coverage *row)
{
	(void)self;
	(void)row;
	return SN_SUCCESS;
}
static struct sn_err each_missing(void *self, const struct handover_missing_row *row)
{
	(void)self;
	(void)row;
	return SN_SUCCESS;
}
static struct sn_err care_lists_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	const int64_t cycle_no = s->w->cycle.cycle_no;
	const struct person_ref who[] = {{s->people[1].shard, s->people[1].person_id}};
	struct programme *programmes;
	struct cycle *list;
	struct care_entitlement *rights;
	struct care_case *cases;
	struct handover_case *proxies;
	struct handover_explanation *explained;
	int64_t awards = 0;
	size_t count = 0;
	SN_TRY(care_programmes(c, &programmes, &count));
	SN_TRY(care_cycles(c, &list, &count));
	SN_TRY(care_entitlements_of(c, cycle_no, who[0], &rights, &count));
	SN_TRY(care_cases(c, cycle_no, &cases, &count));
	SN_TRY(care_coverage(c, cycle_no, each_row, NULL));
	SN_TRY(handover_cases(c, cycle_no, &proxies, &count));
	SN_TRY(handover_explanations(c, cycle_no, &explained, &count));
	SN_TRY(handover_received(c, cycle_no, who, 1, &awards));
	return handover_missing(c,
				&(const struct missing_filter){.cycle_no = cycle_no,
							       .path = s->w->orgs[REGION].path},
				each_missing, NULL);
}
static struct sn_err other_lists_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	const int64_t cycle_no = s->w->cycle.cycle_no;
	const struct str path = s->w->orgs[REGION].path;
	struct portion *portions_list;
	struct portion_total *totals;
	struct visit *visits, whole;
	struct visit_need *needs;
	struct cooperation *bodies, lead;
	struct team_site *sites;
	struct team *teams;
	struct team_member *members;
	struct team_ref *led;
	size_t count = 0;
	SN_TRY(portion_list(c, cycle_no, path, &portions_list, &count));
	SN_TRY(portion_totals(c, cycle_no, path, &totals, &count));
	SN_TRY(visit_list(c, path, cycle_no, &visits, &count));
	SN_TRY(visit_by_id(c, s->visit.visit_id, &whole));
	SN_TRY(visit_needs(c,
			   &(const struct visit_need_filter){.org_path = path, .closed_too = true},
			   &needs, &count));
	SN_TRY(visit_needs(c,
			   &(const struct visit_need_filter){.visit_id = s->visit.visit_id,
							     .shard = whole.shard,
							     .closed_too = true},
			   &needs, &count));
	SN_TRY(cooperation_list(c, cycle_no, &bodies, &count));
	SN_TRY(cooperation_lead(c, &s->w->cycle, &lead));
	SN_TRY(team_sites(c, &s->w->orgs[COUNTY], &sites, &count));
	SN_TRY(team_list(c, &s->w->orgs[COUNTY], &teams, &count));
	SN_TRY(team_members(c, &teams[0], &members, &count));
	return team_led_by(c, s->w->users[SECOND_HAND].user_id, &led, &count);
}
static struct sn_err partner_lists_work(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct partner *list, found;
	struct partner_name *names;
	struct str *aliases;
	struct action *actions;
	struct action_progress progress;
	size_t count = 0;
	SN_TRY(partner_list(c, &(const struct partner_filter){.closed_too = true}, &list, &count));
	SN_TRY(partner_find(c, STR("市住建局"), 0, &found));
	SN_TRY(partner_find(c, STR("住建局"), 0, &found));
	SN_TRY(partner_names(c, s->partner_no, &names, &count));
	SN_TRY(partner_aliases(c, s->partner_no, &aliases, &count));
	SN_TRY(action_list(c, &actions, &count));
	return action_progress(c, &actions[0], &progress);
}
static void tell_nobody(void *self, const struct ledger_finding *f)
{
	(void)self;
	(void)f;
}
static void tell_no_team(void *self, const char *what, int64_t shard, struct uuid id)
{
	(void)self;
	(void)what;
	(void)shard;
	(void)id;
}
static void tell_no_partner(void *self, const char *what, int64_t partner_no)
{
	(void)self;
	(void)what;
	(void)partner_no;
}
static struct sn_err verify_work(struct ctx *c, void *arg)
{
	int64_t n = 0;
	(void)arg;
	SN_TRY(care_verify(c, tell_nobody, NULL, &n));
	SN_TRY(handover_verify(c, tell_nobody, NULL, &n));
	SN_TRY(portion_verify(c, tell_nobody, NULL, &n));
	SN_TRY(visit_verify(c, tell_nobody, NULL, &n));
	SN_TRY(cooperation_verify(c, tell_nobody, NULL, &n));
	SN_TRY(action_verify(c, tell_nobody, NULL, &n));
	SN_TRY(team_verify(c, tell_no_team, NULL));
	SN_TRY(partner_verify(c, tell_no_partner, NULL));
	return tlog_verify(c, &n);
}

static struct sn_err kit_in_l_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct item out;
	SN_TRY(goods_item_add(c,
			      &(const struct item){.code = STR("kit:2024-hw/L"),
						   .name = STR("慰问礼包 L"),
						   .unit = UNIT_PIECE},
			      NULL, 0, &out));
	s->item_no = out.item_no;
	return SN_SUCCESS;
}
static void open_world(struct step *s)
{
	/* the faults are struck above the engine: which of them it is makes no difference */
	care_world_open(s->w, FIXTURE_SQLITE);
	world_people(s->w, (struct world_people){.org = COUNTY, .count = PEOPLE, .out = s->people});
	const int64_t county = s->w->orgs[COUNTY].org_no;
	world_goods(s->w, (struct world_goods){.org_no = county, .lot = 1, .quantity = 9});
	world_goods(s->w, (struct world_goods){.org_no = county, .cash = MONEY_FEN(1000000)});
	world_goods(s->w, (struct world_goods){.org_no = county,
					       .lot = 2,
					       .quantity = 20,
					       .holder_id = s->w->users[FIRST_HAND].user_id});
	fixture_must(world_as(s->w, MAKER, kit_in_l_work, s), "a kit in L");
	const struct item kit = s->w->kit;
	s->w->kit.item_no = s->item_no;
	world_goods(s->w, (struct world_goods){.org_no = county,
					       .lot = 3,
					       .quantity = 2,
					       .holder_id = s->w->users[FIRST_HAND].user_id});
	s->w->kit = kit;
}

int main(void)
{
	static struct world w;
	static struct person people[PEOPLE];
	static struct step s = {.w = &w, .people = people};
	open_world(&s);
	cycles(&s);
	entitlements(&s);
	deliveries(&s);
	handovers(&s);
	portions(&s);
	teams_and_actions(&s);
	rights(&s);
	reads(&s, care_lists_work, "cycles, cases and explanations are listed");
	reads(&s, other_lists_work, "portions, visits, bodies and teams are listed");
	reads(&s, partner_lists_work, "partners and actions are listed");
	reads(&s, verify_work, "all of it is verified");
	sweep(&s, MAKER, whole_work, NULL, "a whole number is shown");
	sweep(&s, MAKER, end_work, NULL, "a partner ends");
	sweep(&s, MAKER, leaves_work, "action_not_member", "a cycle leaves an action");
	many_leaves(&s); /* last: verification reads each of them */
	care_world_close(&w);
	return tap_done();
}
