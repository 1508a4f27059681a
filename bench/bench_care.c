/* Hand-overs: entitlement, award, evidence, coverage, transfer and leaf in batches of 200, beside the transfers and leaves
 * alone. */
#include "bench.h"
#include "care_world.h"
#include "people/people.h"
#include "roster.h"

#include <stdlib.h>

enum { BATCH = 200, LOT = 1 };

struct care {
	enum fixture_engine engine;
};

static void people_come(struct world *world, int64_t count)
{
	char path[BENCH_PATH_BYTES];
	const struct str cleaner = STR("环卫工");
	struct people_import_result out;
	bench_path("care.csv", path);
	roster_csv(path, count);
	struct ctx c = world->f.c;
	c.actor_id = world->users[MAKER].user_id;
	fixture_must(people_import(&c,
				   &(const struct people_import){.org = world->orgs[COUNTY],
								 .path = str_of(path),
								 .categories = &cleaner,
								 .categories_count = 1},
				   &out),
		     "people_import");
	(void)unlink(path);
	const struct entitle_result entitled = world_entitle(world, COUNTY);
	if (out.taken != count || entitled.made != count)
		bench_die("bench_care", "people or entitlements are missing");
	arena_reset(c.mem);
}

static void deliver(void *self, int64_t count, struct watch *w)
{
	const struct care *care = self;
	struct world world;
	struct delivery_item items[BATCH];
	struct delivery_result results[BATCH];
	care_world_open(&world, care->engine);
	people_come(&world, count);
	world_goods(&world, (struct world_goods){.org_no = world.orgs[COUNTY].org_no,
						 .lot = LOT,
						 .quantity = count,
						 .holder_id = world.users[FIRST_HAND].user_id});
	for (int64_t done = 0; done < count; done += BATCH) {
		const size_t n = count - done < BATCH ? (size_t)(count - done) : BATCH;
		for (size_t i = 0; i < n; i++) {
			struct roster_person p;
			roster_person(done + (int64_t)i, &p);
			items[i] = world_item(&world, &(const struct person){.shard = 0});
			items[i].id_hash = people_id_hash(world.keys, &p.id);
		}
		watch_start(w);
		world_deliver(&world, items, n, results);
		watch_stop(w);
		for (size_t i = 0; i < n; i++)
			if (results[i].outcome != DELIVERY_AWARDED)
				fixture_must(results[i].why, "a delivery");
		arena_reset(world.f.c.mem);
	}
	care_world_close(&world);
}

struct post {
	const struct transfer *transfers;
	size_t count;
};
static struct sn_err post(struct ctx *c, void *arg)
{
	const struct post *p = arg;
	return ledger_post_all(c, p->transfers, p->count);
}

static void transfers_alone(void *self, int64_t count, struct watch *w)
{
	const struct care *care = self;
	struct world world;
	struct transfer transfers[BATCH];
	care_world_open(&world, care->engine);
	const struct uuid holder = world.users[FIRST_HAND].user_id;
	const int64_t org_no = world.orgs[COUNTY].org_no;
	world_goods(&world,
		    (struct world_goods){
			    .org_no = org_no, .lot = LOT, .quantity = count, .holder_id = holder});
	struct account_key from = {.org_no = org_no,
				   .class = ACCOUNT_CUSTODY,
				   .cycle_no = world.cycle.cycle_no,
				   .source = FUND_UPPER,
				   .item_no = world.kit.item_no,
				   .lot_no = LOT,
				   .holder_id = holder};
	struct account_key to = from;
	to.class = ACCOUNT_RECIPIENT;
	to.holder_id = UUID_NULL;
	to.level = EVIDENCE_C;
	for (int64_t done = 0; done < count; done += BATCH) {
		const size_t n = count - done < BATCH ? (size_t)(count - done) : BATCH;
		for (size_t i = 0; i < n; i++)
			transfers[i] = (struct transfer){.transfer_id = new_id(&world.f.c),
							 .kind = TRANSFER_HANDOVER,
							 .day = 20241026,
							 .at_us = now_us(&world.f.c),
							 .from = from,
							 .to = to,
							 .quantity = 1,
							 .value = MONEY_FEN(KIT_VALUE_FEN)};
		struct post p = {transfers, n};
		watch_start(w);
		fixture_must(world_as(&world, FIRST_HAND, post, &p), "transfers");
		watch_stop(w);
		arena_reset(world.f.c.mem);
	}
	care_world_close(&world);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct care care = {engine};
		bench_run_job(&(struct bench_job){
			.job = "deliveries, 200 a batch",
			.engine = engine == FIXTURE_PG ? "postgres" : "sqlite",
			.unit = "deliveries",
			.reference = "ledger_post of the same transfers, 200 a batch",
			.ours = deliver,
			.theirs = transfers_alone,
			.self = &care,
			.judged_by = engine == FIXTURE_PG ? BENCH_BY_WALL : BENCH_BY_CPU,
			.goal = BENCH_TOLD,
			.sizes = {{.count = 4800}, {.count = 47000, .runs = 1}},
			.sizes_count = 2,
		});
	}
	return 0;
}
