/* The bank's return file: each payment of a batch freed and posted as a delivery with its award, coverage, transfer and leaf,
 * the file decided whole and in one transaction; beside the same deliveries of cash in hand, 1,000 a batch. One in fifty
 * bounces. */
#include "bench.h"
#include "payout_world.h"
#include "people/people.h"
#include "roster.h"

#include <stdlib.h>

enum { PAGE = 1000, GIFT_FEN = 20000, BOUNCE_EVERY = 50 };

struct payouts {
	enum fixture_engine engine;
};

static void people_come(struct pay_world *p, int64_t count)
{
	char path[BENCH_PATH_BYTES];
	const struct str cleaner = STR("环卫工");
	struct people_import_result out;
	bench_path("payout.csv", path);
	roster_csv(path, count);
	struct ctx c = p->w.f.c;
	c.actor_id = p->w.users[MAKER].user_id;
	fixture_must(people_import(&c,
				   &(const struct people_import){.org = p->w.orgs[COUNTY],
								 .path = str_of(path),
								 .categories = &cleaner,
								 .categories_count = 1},
				   &out),
		     "people_import");
	(void)unlink(path);
	const struct entitle_result entitled = world_entitle(&p->w, COUNTY);
	if (out.taken != count || entitled.made != count)
		bench_die("bench_payout", "people or entitlements are missing");
	arena_reset(c.mem);
	pay_money(p, COUNTY, FUND_UPPER, (count + 1) * GIFT_FEN);
}

static struct id_hash hash_of(struct pay_world *p, int64_t i)
{
	struct roster_person one;
	roster_person(i, &one);
	return people_id_hash(p->w.keys, &one.id);
}

static void cards_come(struct pay_world *p, int64_t count)
{
	static struct card_new cards[PAGE];
	static struct card_set sets[PAGE];
	struct id_hash hashes[PAGE];
	struct person *people = calloc(PAGE, sizeof *people);
	if (!people)
		bench_die("bench_payout", "no memory");
	for (int64_t done = 0; done < count; done += PAGE) {
		const size_t n = count - done < PAGE ? (size_t)(count - done) : PAGE;
		for (size_t i = 0; i < n; i++)
			hashes[i] = hash_of(p, done + (int64_t)i);
		fixture_must(people_by_hashes(&p->w.f.c, hashes, n, people), "people");
		for (size_t i = 0; i < n; i++)
			cards[i] = (struct card_new){.who = {people[i].shard, people[i].person_id},
						     .org_no = people[i].org_no,
						     .number = pay_card((int)done + (int)i)};
		struct pay_cards all = {cards, n, sets};
		fixture_must(world_as(&p->w, MAKER, pay_cards_work, &all), "cards");
		arena_reset(p->w.f.c.mem);
	}
	free(people);
}

static void returned(void *self, int64_t count, struct watch *w)
{
	const struct payouts *payouts = self;
	struct pay_world *p = calloc(1, sizeof *p);
	struct payout_row *rows = calloc((size_t)count, sizeof *rows);
	struct payout_taken *taken = calloc((size_t)count, sizeof *taken);
	if (!p || !rows || !taken)
		bench_die("bench_payout", "no memory");
	payout_world_open(p, payouts->engine);
	people_come(p, count);
	cards_come(p, count);
	struct payout b = pay_to_bank(p);
	char number[64];
	(void)snprintf(number, sizeof number, STR_FMT, STR_ARG(b.number));
	b.number = str_of(number);
	arena_reset(p->w.f.c.mem);
	for (int64_t i = 0; i < count; i++)
		rows[i] = pay_row(&b, i + 1, GIFT_FEN,
				  i % BOUNCE_EVERY == 0 ? PAYOUT_SAYS_BOUNCED : PAYOUT_SAYS_PAID);
	watch_start(w);
	fixture_must(pay_return(p, b.batch_id, rows, (size_t)count, taken), "payout_return");
	watch_stop(w);
	for (int64_t i = 0; i < count; i++)
		if (taken[i].fate != PAYOUT_TAKES_PAID && taken[i].fate != PAYOUT_TAKES_BOUNCED)
			fixture_must(taken[i].why, "a payment");
	payout_world_close(p);
	free(taken);
	free(rows);
	free(p);
}

static void in_hand(void *self, int64_t count, struct watch *w)
{
	const struct payouts *payouts = self;
	static struct delivery_item items[PAGE];
	static struct delivery_result results[PAGE];
	struct pay_world *p = calloc(1, sizeof *p);
	if (!p)
		bench_die("bench_payout", "no memory");
	payout_world_open(p, payouts->engine);
	people_come(p, count);
	for (int64_t done = 0; done < count; done += PAGE) {
		const size_t n = count - done < PAGE ? (size_t)(count - done) : PAGE;
		for (size_t i = 0; i < n; i++)
			items[i] = (struct delivery_item){.record_id = new_id(&p->w.f.c),
							  .id_hash = hash_of(p, done + (int64_t)i),
							  .quantity = GIFT_FEN,
							  .level = EVIDENCE_C,
							  .at_us = now_us(&p->w.f.c)};
		watch_start(w);
		world_deliver_as(&p->w, MAKER, items, n, results);
		watch_stop(w);
		for (size_t i = 0; i < n; i++)
			if (results[i].outcome != DELIVERY_AWARDED)
				fixture_must(results[i].why, "a delivery");
		arena_reset(p->w.f.c.mem);
	}
	payout_world_close(p);
	free(p);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct payouts payouts = {engine};
		bench_run_job(&(struct bench_job){
			.job = "bank return file",
			.engine = engine == FIXTURE_PG ? "postgres" : "sqlite",
			.unit = "payments",
			.reference = "care_deliver of the same cash in hand, 1,000 a batch",
			.ours = returned,
			.theirs = in_hand,
			.self = &payouts,
			.judged_by = engine == FIXTURE_PG ? BENCH_BY_WALL : BENCH_BY_CPU,
			.goal = BENCH_TIME_AT_MOST,
			.target = 2,
			.sizes = {{.count = 5000}, {.count = 50000, .runs = 1}},
			.sizes_count = 2,
		});
	}
	return 0;
}
