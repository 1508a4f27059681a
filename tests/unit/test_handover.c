/* Proxies, attempts, exchanges, custody explained, who is missing: on both engines, with every refusal. */
#include "care/handover.h"
#include "care_world.h"
#include "people/team.h"
#include "tap.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { PEOPLE = 12 };

/* ---- acts, each in a work of its own ---- */

struct act {
	struct world *w;
	struct handover_attempt attempt;
	struct handover_exchange exchange;
	struct handover_exchanged exchanged;
	struct uuid id;
	struct str words;
};
static struct sn_err attempt_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return handover_attempt(c, &a->w->cycle, &a->attempt);
}
static struct sn_err exchange_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return handover_exchange(c, &a->exchange, &a->exchanged);
}
static struct sn_err explain_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return handover_explain(c, &a->w->cycle, a->id, a->words);
}
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return handover_explain_sign(c, a->id);
}

static struct sn_err lead_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct team team;
	bool changed;
	SN_TRY(team_set(c,
			&(const struct team_new){.shard = a->w->orgs[COUNTY].shard,
						 .org_no = a->w->orgs[COUNTY].org_no,
						 .name = STR("一班")},
			&team, &changed));
	return team_foreman_set(c, &team, a->w->users[SECOND_HAND].user_id);
}
static struct sn_err teammate_work(struct ctx *c, void *arg)
{
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	struct world_people *p = arg;
	const struct id_number id = world_id(p->first);
	return people_add(c,
			  &(const struct person_new){.shard = p->w->orgs[COUNTY].shard,
						     .org_no = p->w->orgs[COUNTY].org_no,
						     .id = &id,
						     .name = STR("合成甲"),
						     .team = STR("一班"),
						     .categories = &category,
						     .categories_count = 1},
			  p->out);
}
static struct sn_err kit_in_l_work(struct ctx *c, void *arg)
{
	struct item *out = arg;
	const struct item l = {
		.code = STR("kit:2024-hw/L"), .name = STR("慰问礼包 L"), .unit = UNIT_PIECE};
	return goods_item_add(c, &l, NULL, 0, out);
}

static void open_world(struct world *w, enum fixture_engine engine, struct person *people)
{
	care_world_open(w, engine);
	world_people(w, (struct world_people){.org = COUNTY, .count = PEOPLE, .out = people});
	(void)world_entitle(w, REGION);
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 1,
					    .quantity = 20,
					    .holder_id = w->users[FIRST_HAND].user_id});
}
static int64_t findings(struct world *w)
{
	int64_t found = -1;
	fixture_must(handover_verify(&w->f.c, world_print_finding, NULL, &found), "verify");
	return found + world_findings(w);
}
static struct delivery_result one(struct world *w, struct delivery_item item)
{
	struct delivery_result out;
	world_deliver(w, &item, 1, &out);
	return out;
}

/* ---- proxies ---- */

static void test_rule(void)
{
	static const struct {
		struct handover_how how;
		const char *reason, *what;
	} rows[] = {{{.place = HANDOVER_AT_HOME}, "ok", "home without a proxy"},
		    {{.relation = HANDOVER_BY_SPOUSE}, "proxy_needed", "a relation of nobody"},
		    {{.mandate = STR("委1号")}, "proxy_needed", "a mandate for nobody"},
		    {{.proxy = STR("合乙"), .mandate = STR("委1号")},
		     "relation_needed",
		     "a proxy who is nothing to him"},
		    {{.proxy = STR("合乙"), .relation = HANDOVER_BY_CHILD},
		     "mandate_needed",
		     "a proxy without a mandate"},
		    {{.proxy = STR("合乙"), .relation = HANDOVER_BY_CHILD, .mandate = STR("委1号")},
		     "ok",
		     "a proxy with all three"}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		REASON(handover_how_check(&rows[i].how), rows[i].reason, rows[i].what);
	enum handover_relation relation;
	enum handover_place place;
	enum handover_outcome outcome;
	fixture_must(handover_relation_parse(&relation, STR("配偶")), "relation");
	EQ_I64(relation, HANDOVER_BY_SPOUSE, "a relation is read in Chinese");
	REASON(handover_relation_parse(&relation, STR("boss")), "relation_unknown", "no relation");
	REASON(handover_place_parse(&place, STR("moon")), "place_unknown", "no place");
	REASON(handover_outcome_parse(&outcome, STR("")), "outcome_unknown", "no outcome");
}

static void test_proxies(enum fixture_engine engine)
{
	static struct person people[PEOPLE], mate;
	struct handover_how how = {.place = HANDOVER_AT_HOME,
				   .relation = HANDOVER_BY_NEIGHBOUR,
				   .proxy = STR("合成乙"),
				   .mandate = STR("委托书1号")};
	struct handover_how bare = {.proxy = STR("合成乙"), .relation = HANDOVER_BY_CHILD};
	struct handover_case *cases = NULL;
	size_t count = 0;
	struct world w;
	open_world(&w, engine, people);
	struct delivery_item item = world_item(&w, &people[0]);
	item.how = &bare;
	REASON(one(&w, item).why, "mandate_needed", "no mandate, no gift");
	item.how = &how;
	OK(one(&w, item).outcome == DELIVERY_AWARDED, "with a mandate it is given");
	OK(one(&w, item).outcome == DELIVERY_REPLAYED, "the same again is the same answer");
	item.how = &bare;
	REASON(one(&w, item).why, "record_differs", "another proxy is other content");
	for (int i = 1; i <= PROXY_OTHERS_MAX; i++) {
		fixture_must(handover_cases(&w.f.c, w.cycle.cycle_no, &cases, &count), "cases");
		EQ_I64((int64_t)count, 0, "up to the limit nobody asks");
		item = world_item(&w, &people[i]);
		item.how = &how;
		OK(one(&w, item).outcome == DELIVERY_AWARDED, "one proxy for some");
	}
	fixture_must(handover_cases(&w.f.c, w.cycle.cycle_no, &cases, &count), "cases");
	EQ_I64((int64_t)count, 1, "beyond it a case is opened");
	OK(count == 1 && cases[0].open && uuid_eq(cases[0].record_id, item.record_id),
	   "which names the record");
	struct act a = {.w = &w};
	fixture_must(world_as(&w, MAKER, lead_work, &a), "a foreman");
	struct world_people p = {.w = &w, .first = 90, .out = &mate};
	fixture_must(world_as(&w, MAKER, teammate_work, &p), "of his team");
	(void)world_entitle(&w, REGION);
	item = world_item(&w, &mate);
	how.proxy = STR("second"); /* the foreman's name */
	item.how = &how;
	REASON(one(&w, item).why, "foreman_proxy", "a foreman is no proxy for his own");
	EQ_I64(findings(&w), 0, "the books agree");
	care_world_close(&w);
}

/* ---- attempts, and who is missing ---- */

struct missing {
	int64_t rows, absent;
};
static struct sn_err count_missing(void *self, const struct handover_missing_row *row)
{
	struct missing *m = self;
	m->rows++;
	m->absent += row->attempts[HANDOVER_ABSENT];
	return SN_SUCCESS;
}
static struct missing missing(struct world *w)
{
	struct missing m = {0};
	fixture_must(handover_missing(&w->f.c,
				      &(const struct missing_filter){.cycle_no = w->cycle.cycle_no,
								     .path = w->orgs[REGION].path},
				      count_missing, &m),
		     "missing");
	return m;
}

static void test_attempts(enum fixture_engine engine)
{
	static struct person people[PEOPLE];
	struct world w;
	open_world(&w, engine, people);
	struct act a = {.w = &w,
			.attempt = {.attempt_id = new_id(&w.f.c),
				    .who = {people[0].shard, people[0].person_id},
				    .outcome = HANDOVER_ABSENT,
				    .day = 20241026}};
	EQ_I64(missing(&w).rows, PEOPLE, "all are missing at first");
	fixture_must(world_as(&w, FIRST_HAND, attempt_work, &a), "absent");
	fixture_must(world_as(&w, FIRST_HAND, attempt_work, &a), "absent, again the same");
	EQ_I64(missing(&w).absent, 1, "the same attempt counts once");
	a.attempt.outcome = HANDOVER_WRONG_SIZE;
	REASON(world_as(&w, FIRST_HAND, attempt_work, &a), "attempt_differs", "other content");
	a.attempt.attempt_id = new_id(&w.f.c);
	a.attempt.outcome = HANDOVER_ABSENT;
	fixture_must(world_as(&w, FIRST_HAND, attempt_work, &a), "absent twice");
	EQ_I64(missing(&w).absent, 2, "absent twice");
	a.attempt.attempt_id = new_id(&w.f.c);
	a.attempt.outcome = HANDOVER_REFUSED;
	REASON(world_as(&w, FIRST_HAND, attempt_work, &a), "missing_field", "why he refused");
	a.attempt.words = STR("让给更困难的");
	fixture_must(world_as(&w, FIRST_HAND, attempt_work, &a), "refused");
	REASON(world_as(&w, AUDITOR, attempt_work, &a), "not_granted", "an auditor does not");
	a.attempt = (struct handover_attempt){.attempt_id = new_id(&w.f.c),
					      .who = {people[1].shard, people[1].person_id},
					      .outcome = HANDOVER_DAMAGED,
					      .item_no = w.kit.item_no,
					      .by_id = w.users[FIRST_HAND].user_id};
	fixture_must(world_as(&w, FIRST_HAND, attempt_work, &a), "damaged");
	OK(!uuid_is_null(a.attempt.document_id), "a damaged piece drafts its loss");
	struct document loss;
	fixture_must(document_read(&w.f.c, a.attempt.document_id, &loss), "the draft");
	EQ_I64(loss.kind, DOCUMENT_LOSS, "a loss");
	OK(one(&w, world_item(&w, &people[2])).outcome == DELIVERY_AWARDED, "one received");
	EQ_I64(missing(&w).rows, PEOPLE - 1, "who has received is missing no more");
	int64_t awards[2] = {-1, -1};
	const struct person_ref who[2] = {{people[2].shard, people[2].person_id},
					  {people[3].shard, people[3].person_id}};
	fixture_must(handover_received(&w.f.c, w.cycle.cycle_no, who, 2, awards), "received");
	OK(awards[0] == 1 && awards[1] == 0, "who has had what");
	EQ_I64(findings(&w), 0, "the books agree");
	care_world_close(&w);
}

/* ---- exchange ---- */

static void test_exchange(enum fixture_engine engine)
{
	static struct person people[PEOPLE];
	struct world w;
	struct item large;
	open_world(&w, engine, people);
	const struct delivery_item item = world_item(&w, &people[0]);
	OK(one(&w, item).outcome == DELIVERY_AWARDED, "given");
	fixture_must(world_as(&w, MAKER, kit_in_l_work, &large), "another size");
	struct act a = {.w = &w,
			.exchange = {.exchange_id = new_id(&w.f.c),
				     .record_id = item.record_id,
				     .item_no = large.item_no,
				     .level = EVIDENCE_C}};
	REASON(world_as(&w, FIRST_HAND, exchange_work, &a), "stock_short", "he has none in L");
	EQ_I64(world_pieces(&w, ACCOUNT_RECIPIENT), 1, "and nothing was taken back");
	const int64_t kit_no = w.kit.item_no;
	w.kit.item_no = large.item_no;
	world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
					     .lot = 2,
					     .quantity = 2,
					     .holder_id = w.users[FIRST_HAND].user_id});
	w.kit.item_no = kit_no;
	a.exchange.item_no = kit_no;
	REASON(world_as(&w, FIRST_HAND, exchange_work, &a), "exchange_same", "for the same");
	a.exchange.item_no = large.item_no;
	REASON(world_as(&w, AUDITOR, exchange_work, &a), "not_granted", "an auditor does not");
	a.exchange.level = EVIDENCE_A;
	REASON(world_as(&w, FIRST_HAND, exchange_work, &a), "bad_level", "not A without a token");
	a.exchange.level = EVIDENCE_C;
	fixture_must(world_as(&w, FIRST_HAND, exchange_work, &a), "exchanged");
	EQ_I64(money_fen(a.exchanged.now), KIT_VALUE_FEN, "at the same value");
	EQ_I64(world_pieces(&w, ACCOUNT_RECIPIENT), 1, "he has one piece");
	EQ_I64(world_pieces(&w, ACCOUNT_CUSTODY), 21, "the old one is back in custody");
	EQ_I64(world_coverage(&w).people, 1, "he counts once");
	fixture_must(world_as(&w, FIRST_HAND, exchange_work, &a), "the same exchange again");
	OK(a.exchanged.replayed, "is the same answer");
	a.exchange.item_no = w.coat.item_no;
	REASON(world_as(&w, FIRST_HAND, exchange_work, &a), "exchange_differs", "other content");
	a.exchange.item_no = large.item_no;
	a.exchange.exchange_id = new_id(&w.f.c);
	const struct sn_err twice = world_as(&w, FIRST_HAND, exchange_work, &a);
	REASON(twice, "exchanged_already", "a record is exchanged once");
	a.exchange.record_id = new_id(&w.f.c);
	REASON(world_as(&w, FIRST_HAND, exchange_work, &a), "no_such_delivery", "what was not");
	EQ_I64(findings(&w), 0, "the books agree");
	care_world_close(&w);
}

/* ---- custody explained ---- */

static void test_custody(enum fixture_engine engine)
{
	static struct person people[PEOPLE];
	struct world w;
	struct handover_explanation *list = NULL;
	size_t count = 0;
	open_world(&w, engine, people);
	struct act a = {.w = &w, .id = new_id(&w.f.c), .words = STR("仓库漏水，20件待报损")};
	REASON(world_advance(&w, MAKER, CYCLE_CLOSED), "custody_left", "custody keeps it open");
	REASON(world_as(&w, SECOND_HAND, explain_work, &a), "custody_none", "who holds nothing");
	a.words = STR(" ");
	REASON(world_as(&w, FIRST_HAND, explain_work, &a), "missing_field", "without words");
	a.words = STR("仓库漏水，20件待报损");
	fixture_must(world_as(&w, FIRST_HAND, explain_work, &a), "explained");
	fixture_must(world_as(&w, FIRST_HAND, explain_work, &a), "again");
	REASON(world_advance(&w, MAKER, CYCLE_CLOSED), "custody_left", "unsigned is not enough");
	REASON(world_as(&w, MAKER, sign_work, &a), "not_granted", "a maker does not sign it");
	OK(one(&w, world_item(&w, &people[0])).outcome == DELIVERY_AWARDED, "one more is given");
	REASON(world_as(&w, APPROVER, sign_work, &a), "explanation_differs", "it has changed");
	a.id = new_id(&w.f.c);
	fixture_must(world_as(&w, FIRST_HAND, explain_work, &a), "explained anew");
	fixture_must(world_as(&w, APPROVER, sign_work, &a), "signed");
	fixture_must(world_as(&w, APPROVER, sign_work, &a), "signed again");
	fixture_must(handover_explanations(&w.f.c, w.cycle.cycle_no, &list, &count), "list");
	EQ_I64((int64_t)count, 2, "both stay in the list");
	EQ_I64(list[1].quantity, 19, "with what was held");
	OK(uuid_eq(list[1].approver_id, w.users[APPROVER].user_id), "and who signed");
	const struct act none = {.w = &w, .id = new_id(&w.f.c)};
	struct act unknown = none;
	REASON(world_as(&w, APPROVER, sign_work, &unknown), "no_such_explanation", "nothing");
	fixture_must(world_advance(&w, MAKER, CYCLE_CLOSED), "closed");
	EQ_I64(findings(&w), 0, "explained custody is no finding");
	care_world_close(&w);
}

int main(void)
{
	test_rule();
	FOR_EACH_ENGINE(engine)
	{
		test_proxies(engine);
		test_attempts(engine);
		test_exchange(engine);
		test_custody(engine);
	}
	return tap_done();
}
