/* Hand-overs: entitlement, award, evidence, coverage, transfer and leaf in batches of 200, beside the transfers and leaves
 * alone. */
#include "cleaners.h"

#include <stdlib.h>

enum { BATCH = 200 };

struct care {
	enum fixture_engine engine;
};

static void deliver(void *self, int64_t count, struct watch *w)
{
	const struct care *care = self;
	struct world world;
	struct delivery_item items[BATCH];
	struct delivery_result results[BATCH];
	care_world_open(&world, care->engine);
	cleaners_come(&world, count);
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
	world_goods(&world, (struct world_goods){.org_no = org_no,
						 .lot = CLEANERS_LOT,
						 .quantity = count,
						 .holder_id = holder});
	struct account_key from = {.org_no = org_no,
				   .class = ACCOUNT_CUSTODY,
				   .cycle_no = world.cycle.cycle_no,
				   .source = FUND_UPPER,
				   .item_no = world.kit.item_no,
				   .lot_no = CLEANERS_LOT,
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
