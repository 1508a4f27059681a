/* Whoever edits what has no leaf, or a role in a cycle, by hand is found: a column at a time, on both engines. */
#include "care/bound.h"
#include "care/cooperation.h"
#include "care/handover.h"
#include "care/portion.h"
#include "care/visit.h"
#include "care_world.h"

enum { PEOPLE = 4 };

/* The things that the edits are about; a parameter's letter says which. */
enum thing {
	NOTHING,
	VISIT,
	SECOND_VISIT,
	NEED,
	ANSWERED_NEED,
	ATTEMPT,
	EXCHANGE,
	ROLE,
	REMOVED_ROLE,
	STRANGER, /* an id that nothing has */
	THINGS
};
struct things {
	struct param of[THINGS];
	struct uuid id[THINGS];
};

typedef struct sn_err verify_fn(struct ctx *c,
				void (*each)(void *self, const struct ledger_finding *f),
				void *self, int64_t *findings);

#define EDIT(text, letters)                                                                        \
	{                                                                                          \
		.name = "test.edit", .params = (letters), .sql = (text)                            \
	}
#define OF_VISIT    " WHERE visit_id = $1"
#define OF_NEED     " WHERE need_id = $1"
#define OF_ATTEMPT  " WHERE attempt_id = $1"
#define OF_EXCHANGE " WHERE exchange_id = $1"
#define OF_ROLE     " WHERE cooperation_id = $1"
#define SECOND_NEED                                                                                \
	"INSERT INTO visit_need (shard, need_id, visit_id, org_no, topic, words, at_us, "          \
	"check_value) SELECT shard, $2, visit_id, org_no, topic, words, at_us, check_value FROM "  \
	"visit_need"

static const struct row {
	verify_fn *verify;
	struct sn_statement statement;
	enum thing params[2];
	const char *found;
	enum thing named; /* NOTHING: a shard, without an id */
	const char *what;
} rows[] = {
	/* clang-format off */
	{visit_verify, EDIT("UPDATE visit SET met = met + 1" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "how many were met"},
	{visit_verify, EDIT("UPDATE visit SET met = NULL" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "… said to be unknown"},
	{visit_verify, EDIT("UPDATE visit SET met_is = 'exact'" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "how exact that is"},
	{visit_verify, EDIT("UPDATE visit SET leader = 'x'" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "who led"},
	{visit_verify, EDIT("UPDATE visit SET leader = ''" OF_VISIT, "u"), {SECOND_VISIT}, "visit", SECOND_VISIT, "… told as nobody where it was not told"},
	{visit_verify, EDIT("UPDATE visit SET post = 'x'" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "his post"},
	{visit_verify, EDIT("UPDATE visit SET site = 'x'" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "where"},
	{visit_verify, EDIT("UPDATE visit SET team = NULL" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "which team"},
	{visit_verify, EDIT("UPDATE visit SET words = 'x'" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "its words"},
	{visit_verify, EDIT("UPDATE visit SET day = day + 1" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "its day"},
	{visit_verify, EDIT("UPDATE visit SET cycle_no = NULL" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "its cycle"},
	{visit_verify, EDIT("UPDATE visit SET org_no = org_no + 1" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "whose it is"},
	{visit_verify, EDIT("UPDATE visit SET actor_id = $2" OF_VISIT, "uu"), {VISIT, STRANGER}, "visit", VISIT, "who entered it"},
	{visit_verify, EDIT("UPDATE visit SET at_us = at_us + 1" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "when"},
	{visit_verify, EDIT("UPDATE visit SET sha256 = check_value" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "what it was entered as"},
	{visit_verify, EDIT("UPDATE visit SET check_value = (SELECT check_value FROM visit WHERE visit_id = $2)" OF_VISIT, "uu"), {VISIT, SECOND_VISIT}, "visit", VISIT, "its check value"},
	{visit_verify, EDIT("UPDATE visit SET check_value = NULL, met = 1" OF_VISIT, "u"), {VISIT}, "visit", NOTHING, "… taken away, so that it looks older than check values are"},
	{visit_verify, EDIT("UPDATE visit_body SET role = 'host'" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "who took part as what"},
	{visit_verify, EDIT("DELETE FROM visit_body WHERE visit_id = $1 AND body_no = 1", "u"), {VISIT}, "visit", VISIT, "… who took part no longer"},
	{visit_verify, EDIT("DELETE FROM visit_given WHERE visit_id = $1 AND kind = 'portion'", "u"), {VISIT}, "visit", VISIT, "what was given there"},
	{visit_verify, EDIT("DELETE FROM visit" OF_VISIT, "u"), {SECOND_VISIT}, "visit", NOTHING, "a visit that is gone"},
	{visit_verify, EDIT("DELETE FROM bound WHERE kind = 0 AND shard = (SELECT shard FROM visit WHERE visit_id = $1)", "u"), {VISIT}, "visit", NOTHING, "how many there were"},
	{visit_verify, EDIT("UPDATE bound SET row_count = row_count + 1 WHERE kind = 0 AND shard = (SELECT shard FROM visit WHERE visit_id = $1)", "u"), {VISIT}, "visit", NOTHING, "… raised"},
	{visit_verify, EDIT("UPDATE bound SET shard = shard + 1 WHERE kind = 0 AND shard = (SELECT shard FROM visit WHERE visit_id = $1)", "u"), {VISIT}, "visit", NOTHING, "… of another shard, behind it"},
	{visit_verify, EDIT("UPDATE bound SET shard = shard - 1 WHERE kind = 0 AND shard = (SELECT shard FROM visit WHERE visit_id = $1)", "u"), {VISIT}, "visit", NOTHING, "… and before it"},
	{visit_verify, EDIT("UPDATE bound SET check_value = combined WHERE kind = 0 AND shard = (SELECT shard FROM visit WHERE visit_id = $1)", "u"), {VISIT}, "visit", NOTHING, "… not under the key"},
	{visit_verify, EDIT("UPDATE visit SET check_value = sha256" OF_VISIT, "u"), {VISIT}, "visit", VISIT, "a check value that is none"},
	{visit_verify, EDIT("UPDATE visit_need SET words = 'x'" OF_NEED, "u"), {NEED}, "visit-need", NEED, "what somebody needs"},
	{visit_verify, EDIT("UPDATE visit_need SET topic = 'x'" OF_NEED, "u"), {NEED}, "visit-need", NEED, "its topic"},
	{visit_verify, EDIT("UPDATE visit_need SET who = 'x'" OF_NEED, "u"), {NEED}, "visit-need", NEED, "who said it"},
	{visit_verify, EDIT("UPDATE visit_need SET org_no = org_no + 1" OF_NEED, "u"), {NEED}, "visit-need", NEED, "whose need it is"},
	{visit_verify, EDIT("UPDATE visit_need SET visit_id = $2" OF_NEED, "uu"), {NEED, SECOND_VISIT}, "visit-need", NEED, "where it was heard"},
	{visit_verify, EDIT("UPDATE visit_need SET closed_day = 20241026, answer = 'x'" OF_NEED, "u"), {NEED}, "visit-need", NEED, "a need answered by hand"},
	{visit_verify, EDIT("UPDATE visit_need SET answer = 'x'" OF_NEED, "u"), {ANSWERED_NEED}, "visit-need", ANSWERED_NEED, "what was done about it"},
	{visit_verify, EDIT("UPDATE visit_need SET closed_by = $2" OF_NEED, "uu"), {ANSWERED_NEED, STRANGER}, "visit-need", ANSWERED_NEED, "… by whom"},
	{visit_verify, EDIT("UPDATE visit_need SET closed_day = closed_day + 1" OF_NEED, "u"), {ANSWERED_NEED}, "visit-need", ANSWERED_NEED, "… and when"},
	{visit_verify, EDIT("UPDATE visit_need SET closed_day = NULL, answer = NULL, closed_by = NULL" OF_NEED, "u"), {ANSWERED_NEED}, "visit-need", ANSWERED_NEED, "an answered need open again"},
	{visit_verify, EDIT("DELETE FROM visit_need" OF_NEED, "u"), {NEED}, "visit-need", NOTHING, "a need that is gone"},
	{visit_verify, EDIT(SECOND_NEED OF_NEED, "uu"), {NEED, STRANGER}, "visit-need", STRANGER, "a need put in"},
	{handover_verify, EDIT("UPDATE handover_attempt SET outcome = 3" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "how a hand-over failed"},
	{handover_verify, EDIT("UPDATE handover_attempt SET words = 'x'" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "in whose words"},
	{handover_verify, EDIT("UPDATE handover_attempt SET day = day - 1" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "on which day"},
	{handover_verify, EDIT("UPDATE handover_attempt SET item_no = 0" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "of what"},
	{handover_verify, EDIT("UPDATE handover_attempt SET cycle_no = cycle_no + 1" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "in which cycle"},
	{handover_verify, EDIT("UPDATE handover_attempt SET org_no = org_no + 1" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "at which union"},
	{handover_verify, EDIT("UPDATE handover_attempt SET person_id = $2" OF_ATTEMPT, "uu"), {ATTEMPT, STRANGER}, "attempt", ATTEMPT, "with whom"},
	{handover_verify, EDIT("UPDATE handover_attempt SET holder_id = $2" OF_ATTEMPT, "uu"), {ATTEMPT, STRANGER}, "attempt", ATTEMPT, "out of whose custody"},
	{handover_verify, EDIT("UPDATE handover_attempt SET document_id = $2" OF_ATTEMPT, "uu"), {ATTEMPT, STRANGER}, "attempt", ATTEMPT, "with which draft of a loss"},
	{handover_verify, EDIT("UPDATE handover_attempt SET actor_id = $2" OF_ATTEMPT, "uu"), {ATTEMPT, STRANGER}, "attempt", ATTEMPT, "entered by whom"},
	{handover_verify, EDIT("UPDATE handover_attempt SET at_us = at_us + 1" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", ATTEMPT, "and when"},
	{handover_verify, EDIT("DELETE FROM handover_attempt" OF_ATTEMPT, "u"), {ATTEMPT}, "attempt", NOTHING, "an attempt that is gone"},
	{handover_verify, EDIT("UPDATE handover_exchange SET words = 'x'" OF_EXCHANGE, "u"), {EXCHANGE}, "exchange", EXCHANGE, "why it was exchanged"},
	{handover_verify, EDIT("UPDATE handover_exchange SET was_fen = was_fen + 1" OF_EXCHANGE, "u"), {EXCHANGE}, "exchange", EXCHANGE, "what the first piece was worth"},
	{handover_verify, EDIT("UPDATE handover_exchange SET item_no = item_no + 1" OF_EXCHANGE, "u"), {EXCHANGE}, "exchange", EXCHANGE, "for what"},
	{handover_verify, EDIT("UPDATE handover_exchange SET actor_id = $2" OF_EXCHANGE, "uu"), {EXCHANGE, STRANGER}, "exchange", EXCHANGE, "by whom"},
	{handover_verify, EDIT("UPDATE handover_exchange SET at_us = at_us + 1" OF_EXCHANGE, "u"), {EXCHANGE}, "exchange", EXCHANGE, "when"},
	{handover_verify, EDIT("DELETE FROM handover_exchange" OF_EXCHANGE, "u"), {EXCHANGE}, "exchange", NOTHING, "an exchange that is gone"},
	{cooperation_verify, EDIT("UPDATE cooperation SET role = 2" OF_ROLE, "u"), {ROLE}, "cooperation", ROLE, "a role that was another"},
	{cooperation_verify, EDIT("UPDATE cooperation SET cycle_no = cycle_no + 1" OF_ROLE, "u"), {ROLE}, "cooperation", ROLE, "… in another cycle"},
	{cooperation_verify, EDIT("UPDATE cooperation SET org_no = 1" OF_ROLE, "u"), {ROLE}, "cooperation", ROLE, "… of another union"},
	{cooperation_verify, EDIT("UPDATE cooperation SET actor_id = $2" OF_ROLE, "uu"), {ROLE, STRANGER}, "cooperation", ROLE, "… given by another"},
	{cooperation_verify, EDIT("UPDATE cooperation SET at_us = at_us - 1" OF_ROLE, "u"), {ROLE}, "cooperation", ROLE, "… at another time"},
	{cooperation_verify, EDIT("UPDATE cooperation SET removed_us = at_us" OF_ROLE, "u"), {ROLE}, "cooperation", ROLE, "a role taken away by hand"},
	{cooperation_verify, EDIT("UPDATE cooperation SET removed_us = removed_us + 1" OF_ROLE, "u"), {REMOVED_ROLE}, "cooperation", REMOVED_ROLE, "when a role was taken away"},
	{cooperation_verify, EDIT("UPDATE cooperation SET removed_id = $2" OF_ROLE, "uu"), {REMOVED_ROLE, STRANGER}, "cooperation", REMOVED_ROLE, "… by whom"},
	{cooperation_verify, EDIT("UPDATE cooperation SET removed_us = 0, removed_id = NULL" OF_ROLE, "u"), {REMOVED_ROLE}, "cooperation", NOTHING, "… given back by hand"},
	{cooperation_verify, EDIT("DELETE FROM cooperation" OF_ROLE, "u"), {ROLE}, "cooperation", NOTHING, "a role that is gone"},
	{cooperation_verify, EDIT("UPDATE cycle SET org_no = 77 WHERE cycle_no = (SELECT cycle_no FROM cooperation WHERE cooperation_id = $1)", "u"), {ROLE}, "cooperation", ROLE, "a cycle of no union"},
	{cooperation_verify, EDIT("UPDATE cooperation SET cooperation_id = $2" OF_ROLE, "uu"), {ROLE, STRANGER}, "cooperation", STRANGER, "a role put in its place"},
	/* clang-format on */
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* ---- one edit, verified inside its own work, which then fails: nothing stays edited ---- */

struct trial {
	const struct row *row;
	const struct things *things;
	int64_t findings, named;
};
static void note(void *self, const struct ledger_finding *f)
{
	struct trial *t = self;
	t->findings++;
	t->named +=
		strcmp(f->what, t->row->found) == 0 && uuid_eq(f->id, t->things->id[t->row->named]);
}
static struct sn_err edit_work(struct ctx *c, void *arg)
{
	struct trial *t = arg;
	int64_t changed = 0, findings = 0;
	const struct param params[] = {t->things->of[t->row->params[0]],
				       t->things->of[t->row->params[1]]};
	SN_TRY(store_run(c->store, &t->row->statement, params, &changed));
	if (changed == 0)
		return SN_FAIL(MISSING_FIELD); /* the test's own fault */
	SN_TRY(t->row->verify(c, note, t, &findings));
	return SN_FAIL(BAD_USAGE);
}

static void test_edits(struct world *w, const struct things *things)
{
	for (size_t i = 0; i < ROWS; i++) {
		struct trial t = {.row = &rows[i], .things = things};
		const struct sn_err e = world_as(w, MAKER, edit_work, &t);
		if (!OK(e.reason == SN_R_BAD_USAGE && t.named > 0, rows[i].what))
			printf("# %s: %lld findings, %s\n", sn_reason_word(e.reason),
			       (long long)t.findings, rows[i].statement.sql);
	}
}

/* ---- the things ---- */

struct making {
	struct world *w;
	struct things *things;
	const struct person *person;
	struct uuid record_id;
	struct item large;
};

static struct sn_err size_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	const struct item l = {
		.code = STR("kit:2024-hw/L"), .name = STR("慰问礼包 L"), .unit = UNIT_PIECE};
	return goods_item_add(c, &l, NULL, 0, &m->large);
}

static struct sn_err visits_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	const struct world *w = m->w;
	const int64_t org_no = w->orgs[COUNTY].org_no;
	struct portion given;
	struct visit visit;
	struct visit_need need;
	SN_TRY(portion_add(c,
			   &(const struct portion){.portion_id = new_id(c),
						   .org_no = org_no,
						   .cycle_no = w->cycle.cycle_no,
						   .day = 20241026,
						   .site = STR("现场"),
						   .item_no = w->kit.item_no,
						   .quantity = 2,
						   .level = EVIDENCE_C},
			   &given));
	/* not in the order in which rows are read */
	const struct visit_given parts[] = {{VISIT_GIVEN_PORTION, given.portion_id},
					    {VISIT_GIVEN_DELIVERY, m->record_id}};
	const struct visit_body bodies[] = {
		{.org_no = w->orgs[LEAGUE].org_no, .role = COOPERATION_LEAD},
		{.org_no = org_no, .role = COOPERATION_JOINT}};
	SN_TRY(visit_add(c,
			 &(const struct visit){.visit_id = m->things->id[VISIT],
					       .org_no = org_no,
					       .cycle_no = w->cycle.cycle_no,
					       .day = 20241025,
					       .leader = STR("某主席"),
					       .post = STR("党组书记"),
					       .site = STR("城区"),
					       .team = STR("一班"),
					       .met = 400,
					       .met_is = VISIT_MORE_THAN,
					       .words = STR("400多名"),
					       .bodies = bodies,
					       .bodies_count = 2,
					       .given = parts,
					       .given_count = 2},
			 &visit));
	SN_TRY(visit_add(c,
			 &(const struct visit){.visit_id = m->things->id[SECOND_VISIT],
					       .org_no = org_no,
					       .day = 20241026,
					       .site = STR("城区")},
			 &visit));
	SN_TRY(visit_need_add(c,
			      &(const struct visit_need){.need_id = m->things->id[NEED],
							 .visit_id = m->things->id[VISIT],
							 .topic = STR("饮水"),
							 .words = STR("没有热水")},
			      &need));
	SN_TRY(visit_need_add(c,
			      &(const struct visit_need){.need_id = m->things->id[ANSWERED_NEED],
							 .visit_id = m->things->id[VISIT],
							 .who = STR("合成甲"),
							 .topic = STR("午餐"),
							 .words = STR("在路边吃")},
			      &need));
	return visit_need_close(c, m->things->id[ANSWERED_NEED], STR("已设就餐点"));
}

static struct sn_err handovers_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct handover_exchanged out;
	SN_TRY(handover_attempt(
		c, &m->w->cycle,
		&(struct handover_attempt){.attempt_id = m->things->id[ATTEMPT],
					   .who = {m->person->shard, m->person->person_id},
					   .outcome = HANDOVER_REFUSED,
					   .item_no = m->w->kit.item_no,
					   .words = STR("让给更困难的"),
					   .day = 20241026}));
	return handover_exchange(
		c,
		&(const struct handover_exchange){.exchange_id = m->things->id[EXCHANGE],
						  .record_id = m->record_id,
						  .item_no = m->large.item_no,
						  .words = STR("要大号"),
						  .level = EVIDENCE_C},
		&out);
}

static struct sn_err roles_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	bool changed;
	struct cooperation role = {.cycle_no = m->w->cycle.cycle_no,
				   .role = COOPERATION_JOINT,
				   .org_no = m->w->orgs[LEAGUE].org_no};
	SN_TRY(cooperation_add(c, &role, &changed));
	role.role = COOPERATION_HOST;
	SN_TRY(cooperation_add(c, &role, &changed));
	return cooperation_remove(c, &role);
}

static void name_thing(struct things *t, enum thing which, struct uuid id)
{
	t->id[which] = id;
	t->of[which] = p_uuid(id);
}

static void find_roles(struct world *w, struct things *t)
{
	static const struct sn_statement roles = {
		.name = "test.roles",
		.params = "",
		.sql = "SELECT cooperation_id, removed_us FROM cooperation"};
	struct rows *r = store_query(w->f.c.store, &roles, NO_PARAMS);
	while (store_next(r))
		name_thing(t, store_int(r, "removed_us") == 0 ? ROLE : REMOVED_ROLE,
			   store_uuid(r, "cooperation_id"));
	fixture_must(store_done(r), "roles");
}

static void make(struct world *w, const struct person *people, struct things *t)
{
	struct making m = {.w = w, .things = t, .person = &people[1]};
	struct delivery_result out;
	for (enum thing i = VISIT; i < THINGS; i = (enum thing)(i + 1))
		name_thing(t, i, new_id(&w->f.c));
	t->of[NOTHING] = p_null();
	t->id[NOTHING] = UUID_NULL;
	const struct delivery_item item = world_item(w, &people[0]);
	world_deliver(w, &item, 1, &out);
	OK(out.outcome == DELIVERY_AWARDED, "something is handed over");
	m.record_id = item.record_id;
	fixture_must(world_as(w, MAKER, visits_work, &m), "visits and needs");
	fixture_must(world_as(w, MAKER, size_work, &m), "another size");
	const int64_t kit_no = w->kit.item_no;
	w->kit.item_no = m.large.item_no;
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 2,
					    .quantity = 2,
					    .holder_id = w->users[FIRST_HAND].user_id});
	w->kit.item_no = kit_no;
	fixture_must(world_as(w, FIRST_HAND, handovers_work, &m), "an attempt and an exchange");
	fixture_must(world_as(w, MAKER, roles_work, &m), "roles");
	find_roles(w, t);
}

static int64_t findings(struct world *w)
{
	static verify_fn *const all[] = {visit_verify, handover_verify, cooperation_verify};
	int64_t sum = 0;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		int64_t n = 0;
		fixture_must(all[i](&w->f.c, world_print_finding, NULL, &n), "verify");
		sum += n;
	}
	return sum;
}

int main(void)
{
	if (!crypto_start())
		return 2;
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		static struct person people[PEOPLE];
		struct things things;
		care_world_open(&w, engine);
		world_people(&w,
			     (struct world_people){.org = COUNTY, .count = PEOPLE, .out = people});
		(void)world_entitle(&w, REGION);
		world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
						     .lot = 1,
						     .quantity = 20,
						     .holder_id = w.users[FIRST_HAND].user_id});
		world_goods(&w, (struct world_goods){
					.org_no = w.orgs[COUNTY].org_no, .lot = 3, .quantity = 4});
		make(&w, people, &things);
		EQ_I64(findings(&w), 0, "what nobody edited is no finding");
		test_edits(&w, &things);
		EQ_I64(findings(&w), 0, "and every edit was undone");
		care_world_close(&w);
	}
	return tap_done();
}
