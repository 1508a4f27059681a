#ifndef SN_BENCH_CLEANERS_H
#define SN_BENCH_CLEANERS_H
/* cleaners: so many people of roster.h in a county of care_world.h, each entitled to a kit that lies in the first distributor's
 * hands. Header only: care_world.h is the tests' and each program has its own.
 *
 *   start   cleaners_come(). */
#include "bench.h"
#include "care_world.h"
#include "people/people.h"
#include "roster.h"

enum { CLEANERS_LOT = 1 };

static inline void cleaners_come(struct world *world, int64_t count)
{
	char path[BENCH_PATH_BYTES];
	const struct str cleaner = STR("环卫工");
	struct people_import_result out;
	bench_path("cleaners.csv", path);
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
	if (out.taken != count || world_entitle(world, COUNTY).made != count)
		bench_die("cleaners", "people or entitlements are missing");
	world_goods(world, (struct world_goods){.org_no = world->orgs[COUNTY].org_no,
						.lot = CLEANERS_LOT,
						.quantity = count,
						.holder_id = world->users[FIRST_HAND].user_id});
	arena_reset(c.mem);
}
#endif
