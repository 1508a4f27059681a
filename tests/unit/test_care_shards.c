/* Care across shards, on both engines: who moved, whose union's goods they are, who is pinned where, ages. */
#include "care/care_priv.h"
#include "care_world.h"

enum { PEOPLE = 6, MOVED = 0, FROM_ABOVE = 1, DOUBLE = 2, LATER = 3 };

struct move {
	struct world *w;
	struct person *person;
	int number;
	struct person out;
};
/* Off one county's roster and onto the other's, with the same ID number. */
static struct sn_err move_work(struct ctx *c, void *arg)
{
	struct move *m = arg;
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	const struct id_number id = world_id(m->number);
	const struct person_new again = {.shard = m->w->orgs[OTHER_COUNTY].shard,
					 .org_no = m->w->orgs[OTHER_COUNTY].org_no,
					 .id = &id,
					 .name = STR("合二"),
					 .categories = &category,
					 .categories_count = 1};
	SN_TRY(people_leave(c, (struct person_ref){m->person->shard, m->person->person_id}));
	return people_add(c, &again, &m->out);
}

static void test_moved(struct world *w, struct person *people)
{
	struct move m = {w, &people[MOVED], MOVED, {.shard = 0}};
	struct delivery_result out;
	fixture_must(world_as(w, MAKER, move_work, &m), "move");
	OK(m.out.shard != people[MOVED].shard && m.out.has_id, "somebody moves to another shard");
	const struct entitle_result r = world_entitle(w, OTHER_COUNTY);
	OK(r.made == 0 && r.refused == 1 && r.refusals[0].why.reason == SN_R_PINNED_ELSEWHERE &&
		   strstr(r.refusals[0].why.text, "海勃湾区总工会"),
	   "… where nobody entitles him again: the cycle counts him where he was, which is named");
	struct delivery_item item = world_item(w, &m.out);
	item.who = (struct person_ref){0, UUID_NULL};
	item.id_hash = m.out.id_hash;
	item.asked = true;
	world_deliver_as(w, MAKER, &item, 1, &out);
	OK(out.outcome == DELIVERY_AWARDED, "… but he is given his gift by his number");
	item.record_id = new_id(&w->f.c);
	world_deliver_as(w, MAKER, &item, 1, &out);
	OK(out.outcome == DELIVERY_REFUSED && out.why.reason == SN_R_GIVEN_ALREADY,
	   "… once: the key stands in the shard that counts him");
	item = world_item(w, &m.out);
	item.asked = true;
	world_deliver_as(w, MAKER, &item, 1, &out);
	OK(out.why.reason == SN_R_GIVEN_ALREADY, "… also where he stands now");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

/* The region's own kits go into the hands of a county's distributor: two shards, one hand-over. */
static void test_from_above(struct world *w, struct person *people)
{
	struct delivery_item item = world_item(w, &people[FROM_ABOVE]);
	struct delivery_result out;
	item.by_id = w->users[SECOND_HAND].user_id;
	world_deliver_as(w, SECOND_HAND, &item, 1, &out);
	OK(out.outcome == DELIVERY_AWARDED, "kits of the region's shard are given in a county's");
	world_deliver_as(w, SECOND_HAND, &item, 1, &out);
	OK(out.outcome == DELIVERY_REPLAYED, "… and the record again is the same answer");
	const struct coverage sum = world_coverage(w);
	OK(sum.people == 2 && sum.pieces == 2, "… and counted once");
	EQ_I64(world_findings(w), 0, "verification finds nothing");

	struct delivery_item twice[2] = {world_item(w, &people[DOUBLE]),
					 world_item(w, &people[DOUBLE])};
	struct delivery_result outs[2];
	twice[1].by_id = w->users[SECOND_HAND].user_id;
	twice[1].at_us -= 60000000; /* the earlier one arrives later */
	world_deliver_as(w, MAKER, &twice[0], 1, &outs[0]);
	world_deliver_as(w, MAKER, &twice[1], 1, &outs[1]);
	OK(outs[0].outcome == DELIVERY_AWARDED && outs[1].outcome == DELIVERY_OVER_ISSUE,
	   "a double out of two shards is one award and one case");
	EQ_I64(world_open_cases(w), 1, "… that somebody looks into");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

struct reversal {
	struct person_ref of;
	struct uuid record_id, reversal_id;
};
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	const struct reversal *r = arg;
	return care_delivery_reverse(c, r->of.shard, r->record_id, r->reversal_id, STR("录错人"));
}
static void test_taken_back(struct world *w, struct person *people)
{
	const int64_t custody = world_pieces(w, ACCOUNT_CUSTODY);
	struct delivery_item item = world_item(w, &people[LATER]);
	struct delivery_result out;
	item.by_id = w->users[SECOND_HAND].user_id;
	world_deliver_as(w, SECOND_HAND, &item, 1, &out);
	OK(out.outcome == DELIVERY_AWARDED, "another gift from above");
	struct reversal r = {
		{people[LATER].shard, people[LATER].person_id}, item.record_id, new_id(&w->f.c)};
	const struct sn_err e = world_as(w, CHECKER, reverse_work, &r);
	if (!OK(!sn_failed(e), "… is taken back across the shards"))
		printf("# %s %s\n", sn_reason_word(e.reason), e.text);
	EQ_I64(world_pieces(w, ACCOUNT_CUSTODY), custody, "… into the hands that gave it");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

/* ---- ages ---- */

static struct sn_err load_aged(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const char *rules = strstr(world_programme, "\"rules\":[]"),
		   *code = strstr(world_programme, "\"campaign\",\"version\"");
	const char *text = arena_printf(c->mem,
					"%.*s\"aged\"%.*s\"rules\":[{\"kind\":\"age_range\","
					"\"from_years\":18,\"until_years\":64,\"source\":\"a "
					"test\"}]%s",
					(int)(code - world_programme), world_programme,
					(int)(rules - code - 10), code + 10, rules + 10);
	struct programme p;
	bool changed;
	SN_TRY(care_programme_load(c, str_of(text), &p, &changed));
	const struct cycle what = {.code = STR("aged-2026"),
				   .name = STR("2026"),
				   .programme = STR("aged"),
				   .org_no = w->orgs[REGION].org_no,
				   .from_day = 20240102};
	return care_cycle_create(c, &what, &w->cycle);
}

static void test_ages(struct world *w)
{
	const struct cycle first = w->cycle;
	fixture_must(world_as(w, MAKER, load_aged, w), "programme");
	fixture_must(world_advance(w, CHECKER, CYCLE_CHECKED), "checked");
	fixture_must(world_advance(w, APPROVER, CYCLE_APPROVED), "approved");
	fixture_must(world_advance(w, MAKER, CYCLE_OPEN), "open");
	const struct entitle_result r = world_entitle(w, LEAGUE);
	/* all were born on 1960-01-01: 64 full years on the first day; the last two have no number */
	OK(r.refused == PEOPLE && r.refusals[0].why.reason == SN_R_AGE_OUTSIDE &&
		   r.refusals[0].why.arg[0] == 64,
	   "who is as old as the first age outside is refused, and told his age");
	EQ_I64(r.made, 2, "who has no number has no age that we know, and is not refused");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
	w->cycle = first;
}

int main(void)
{
	if (!crypto_start())
		return 2;
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		static struct person people[PEOPLE], unnumbered[2];
		care_world_open(&w, engine);
		world_people(&w,
			     (struct world_people){.org = COUNTY, .count = PEOPLE, .out = people});
		EQ_I64(world_entitle(&w, REGION).made, PEOPLE, "all are entitled");
		world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
						     .lot = 1,
						     .quantity = 10,
						     .holder_id = w.users[FIRST_HAND].user_id});
		world_goods(&w, (struct world_goods){.org_no = w.orgs[REGION].org_no,
						     .lot = 2,
						     .quantity = 10,
						     .holder_id = w.users[SECOND_HAND].user_id});
		test_moved(&w, people);
		test_from_above(&w, people);
		test_taken_back(&w, people);
		world_people(&w, (struct world_people){.org = COUNTY,
						       .first = 300,
						       .count = 2,
						       .without_id = true,
						       .out = unnumbered});
		test_ages(&w);
		care_world_close(&w);
	}
	return tap_done();
}
