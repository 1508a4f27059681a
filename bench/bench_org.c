/* The tree as of a day, read into memory. */
#include "bench.h"
#include "world.h"

struct trees {
	enum fixture_engine engine;
	struct world world;
	int64_t unions; /* of the region that is there; 0: none */
};

static void region(struct trees *t, int64_t unions)
{
	if (t->unions == unions)
		return;
	if (t->unions)
		world_close(&t->world);
	world_open(&t->world, t->engine);
	world_region(&t->world, unions);
	t->unions = unions;
	bench_rss_reset();
}

static void load(void *self, int64_t count, struct watch *w)
{
	struct trees *t = self;
	struct org_tree *tree = NULL;
	region(t, count);
	watch_start(w);
	fixture_must(org_tree_load(&t->world.f.c, 0, &tree), "org_tree_load");
	watch_stop(w);
	if (org_tree_count(tree) != 1 + WORLD_LEAGUES + WORLD_COUNTIES + count)
		bench_die("org_tree_load", "unions are missing");
	org_tree_free(tree);
	arena_reset(t->world.f.c.mem);
}

static void read_rows(void *self, int64_t count, struct watch *w)
{
	struct trees *t = self;
	int64_t sum = 0;
	region(t, count);
	struct raw *raw = raw_open(&t->world.f);
	watch_start(w);
	(void)raw_read(
		raw,
		"SELECT o.org_no, o.shard, o.code, o.division, o.kind, o.level, o.official_order,"
		" o.from_day, o.until_day, n.name, n.confirmed, p.parent_no FROM org o"
		" JOIN org_name n ON n.org_no = o.org_no AND n.until_day = 0"
		" JOIN org_place p ON p.org_no = o.org_no AND p.until_day = 0",
		&sum);
	watch_stop(w);
	raw_close(raw);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct trees trees = {.engine = engine};
		bench_run_job(&(struct bench_job){
			.job = "org tree load",
			.engine = world_engine(engine),
			.unit = "unions",
			.reference = "reading the same rows by hand SQL",
			.ours = load,
			.theirs = read_rows,
			.self = &trees,
			.judged_by = world_judged_by(engine),
			.goal = BENCH_TOLD,
			.sizes = {{.count = 15000}, {.count = 120000}, {.count = 500000}},
			.sizes_count = 3,
		});
		if (trees.unions)
			world_close(&trees.world);
	}
	return 0;
}
