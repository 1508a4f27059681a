/* Hand-overs under pressure, on both engines: 64 at once, random orders of arrival. */
#include "care/care_sql.h"
#include "care_world.h"

#include <pthread.h>

enum { CROWD = 64, TRIALS = 40, FACTS_MAX = 5 };

/* ---- 64 at once ---- */

struct one {
	struct world *w;
	struct delivery_item item;
	struct delivery_result out;
	struct sn_err e;
};
static void *deliver_one(void *arg)
{
	struct one *o = arg;
	struct uuid_maker ids = {0};
	struct ctx c = o->w->f.c;
	struct world_delivery d = {o->w, &o->item, 1, &o->out};
	c.mem = arena_new(REQUEST_ARENA_BYTES);
	c.ids = &ids;
	c.actor_id = o->w->users[FIRST_HAND].user_id;
	o->e = store_write(&c, world_deliver_work, &d);
	arena_free(c.mem);
	return NULL;
}

static void crowd(struct world *w, const struct person *p, bool asked, int64_t outcomes[4])
{
	static struct one ones[CROWD];
	pthread_t threads[CROWD];
	for (size_t i = 0; i < CROWD; i++) {
		ones[i] = (struct one){.w = w, .item = world_item(w, p)};
		ones[i].item.asked = asked;
	}
	for (size_t i = 0; i < CROWD; i++)
		if (pthread_create(&threads[i], NULL, deliver_one, &ones[i]) != 0)
			fixture_must(SN_FAIL(OUT_OF_MEMORY), "thread");
	for (size_t i = 0; i < CROWD; i++) {
		(void)pthread_join(threads[i], NULL);
		fixture_must(ones[i].e, "deliver");
		outcomes[ones[i].out.outcome]++;
		if (ones[i].out.outcome == DELIVERY_REFUSED &&
		    (ones[i].out.why.reason != SN_R_GIVEN_ALREADY ||
		     !strstr(ones[i].out.why.text, "海勃湾区总工会")))
			outcomes[DELIVERY_REPLAYED]++; /* counts as wrong below */
	}
}

static void test_crowds(struct world *w, const struct person *people)
{
	int64_t asking[4] = {0}, facts[4] = {0};
	const int64_t custody = world_pieces(w, ACCOUNT_CUSTODY);
	crowd(w, &people[0], true, asking);
	EQ_I64(asking[DELIVERY_AWARDED], 1,
	       "of 64 who ask for one person at once one is given the gift");
	EQ_I64(asking[DELIVERY_REFUSED], CROWD - 1, "… and 63 are refused");
	EQ_I64(asking[DELIVERY_REPLAYED], 0, "… each told of the gift");
	EQ_I64(world_pieces(w, ACCOUNT_CUSTODY), custody - 1, "… and one kit left custody");
	crowd(w, &people[1], false, facts);
	EQ_I64(facts[DELIVERY_AWARDED], 1, "of 64 facts about one person one is the award");
	EQ_I64(facts[DELIVERY_OVER_ISSUE], CROWD - 1, "… and 63 are over-issues");
	EQ_I64(world_open_cases(w), CROWD - 1, "… with a case each");
	EQ_I64(world_pieces(w, ACCOUNT_CUSTODY), custody - 1 - CROWD, "… and 64 kits left custody");
	EQ_I64(world_pieces(w, ACCOUNT_OVER_ISSUE), CROWD - 1,
	       "… 63 of them for somebody to look into");
	EQ_I64(world_findings(w), 0, "… and verification finds nothing");
}

/* ---- random orders of arrival ---- */

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 8;
}

struct final {
	struct uuid record_id;
	int64_t level, count;
};
static struct final award_of(struct world *w, const struct person *p)
{
	struct final f = {.count = 0};
	struct rows *r = store_query(
		w->f.c.store, &care_sql_award_of,
		PARAMS(p_int(p->shard), p_int(w->cycle.cycle_no), p_uuid(p->person_id)));
	while (store_next(r)) {
		f.record_id = store_uuid(r, "record_id");
		f.level = store_int(r, "level");
		f.count++;
	}
	fixture_must(store_done(r), "award_of");
	return f;
}

/* Some facts about one person arrive in any order and cut into any files; the award is the one derived. */
static bool trial(struct world *w, const struct person *p, uint32_t *seed)
{
	struct delivery_item items[FACTS_MAX];
	struct delivery_result out[FACTS_MAX];
	const size_t count = 2 + next_random(seed) % (FACTS_MAX - 1);
	const struct delivery_item *first = NULL;
	struct uuid expected;
	for (size_t i = 0; i < count; i++) {
		items[i] = world_item(w, p);
		items[i].at_us -= (int64_t)(next_random(seed) % 3) * 60000000;
		items[i].level = next_random(seed) % 2 ? EVIDENCE_B : EVIDENCE_C;
	}
	for (size_t i = 0; i < count; i++) /* ids of the batch rise, so the first of equals stays */
		if (!first || items[i].at_us < first->at_us)
			first = &items[i];
	expected = first->record_id;
	const int64_t level = first->level;
	for (size_t i = count - 1; i > 0; i--) {
		const size_t j = next_random(seed) % (i + 1);
		const struct delivery_item swap = items[i];
		items[i] = items[j];
		items[j] = swap;
	}
	for (size_t at = 0; at < count;) {
		const size_t n = 1 + next_random(seed) % (count - at);
		world_deliver(w, items + at, n, out);
		world_deliver(w, items + at, n, out); /* a replay is harmless at any time */
		at += n;
	}
	const struct final f = award_of(w, p);
	return f.count == 1 && uuid_eq(f.record_id, expected) && f.level == level;
}

static void test_orders(struct world *w, const struct person *people)
{
	uint32_t seed = 20241026;
	int64_t wrong = 0;
	const struct coverage before = world_coverage(w);
	const int64_t cases = world_open_cases(w), custody = world_pieces(w, ACCOUNT_CUSTODY);
	for (size_t i = 0; i < TRIALS; i++)
		wrong += !trial(w, &people[i], &seed);
	EQ_I64(wrong, 0, "in every order of arrival the award is the derived one");
	const struct coverage after = world_coverage(w);
	EQ_I64(after.people - before.people, TRIALS, "… each person counts once");
	EQ_I64(after.pieces - before.pieces, TRIALS, "… with one gift");
	EQ_I64(custody - world_pieces(w, ACCOUNT_CUSTODY), TRIALS + world_open_cases(w) - cases,
	       "… and every other kit is a case");
	EQ_I64(world_findings(w), 0, "… and verification finds nothing");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		static struct person people[2 + TRIALS];
		care_world_open(&w, engine);
		world_people(&w, (struct world_people){
					 .org = COUNTY, .count = 2 + TRIALS, .out = people});
		EQ_I64(world_entitle(&w, REGION).made, 2 + TRIALS, "all are entitled");
		world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
						     .lot = 1,
						     .quantity = 1000,
						     .holder_id = w.users[FIRST_HAND].user_id});
		test_crowds(&w, people);
		test_orders(&w, people + 2);
		care_world_close(&w);
	}
	return tap_done();
}
