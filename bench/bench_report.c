/* The report of a whole region, every union of it, beside reading the same rows by hand-written SQL. */
#include "bench.h"
#include "report/report.h"
#include "world.h"

enum { CYCLE_NO = 1 };

struct region {
	enum fixture_engine engine;
	struct world world;
	struct org_tree *tree;
	int64_t unions; /* of the region that is there; 0: none */
};

static const struct sn_statement add_coverage = {
	.name = "add_coverage",
	.sql = "INSERT INTO coverage (shard, org_no, cycle_no, level, people, person_times, "
	       "households,"
	       " pieces, value_fen) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
	.params = "iiiiiiii",
};
static const struct sn_statement add_reported = {
	.name = "add_reported",
	.sql = "INSERT INTO reported (shard, reported_id, cycle_no, org_no, scope, recipients,"
	       " recipients_is, amount_fen, amount_is, meaning, file_row, actor_id, at_us)"
	       " VALUES ($1, $2, $3, $4, 0, $5, 0, $6, 0, 1, $7, $8, 0)",
	.params = "iuiiiiiu",
};

/* Every grassroots union has named hand-overs of two levels, and every tenth of all unions has reported its own part. */
static void fill(struct region *r)
{
	struct raw *raw = raw_open(&r->world.f);
	struct raw_statement *coverage = raw_prepare(raw, &add_coverage);
	struct raw_statement *reported = raw_prepare(raw, &add_reported);
	const struct uuid actor = uuid_random();
	raw_begin(raw);
	for (int32_t at = 0; at < org_tree_count(r->tree); at++) {
		const struct org *org = org_tree_org(r->tree, at);
		for (int level = EVIDENCE_C; org->kind == ORG_GRASSROOTS && level <= EVIDENCE_B;
		     level++)
			raw_run(raw, coverage,
				PARAMS(p_int(org->shard), p_int(org->org_no), p_int(CYCLE_NO),
				       p_int(level), p_int(3), p_int(3), p_int(3), p_int(60000)));
		if (at % 10 == 0)
			raw_run(raw, reported,
				PARAMS(p_int(org->shard), p_uuid(uuid_random()), p_int(CYCLE_NO),
				       p_int(org->org_no), p_int(7), p_int(140000), p_int(at + 2),
				       p_uuid(actor)));
	}
	raw_commit(raw);
	raw_script(raw, "ANALYZE");
	raw_close(raw);
}

static void close_region(struct region *r)
{
	if (!r->unions)
		return;
	org_tree_free(r->tree);
	world_close(&r->world);
	r->unions = 0;
}

static void open_region(struct region *r, int64_t unions)
{
	if (r->unions == unions)
		return;
	close_region(r);
	world_open(&r->world, r->engine);
	world_region(&r->world, unions);
	fixture_must(org_tree_load(&r->world.f.c, 0, &r->tree), "org_tree_load");
	r->unions = unions;
	fill(r);
	bench_rss_reset();
}

static void build(void *self, int64_t count, struct watch *w)
{
	struct region *r = self;
	struct report report;
	open_region(r, count);
	const struct report_ask ask = {
		.cycle = {.cycle_no = CYCLE_NO, .org_no = org_tree_org(r->tree, 0)->org_no},
		.tree = r->tree,
		.org_at = 0,
		.depth = ORG_DEPTH_MAX,
	};
	watch_start(w);
	fixture_must(report_build(&r->world.f.c, &ask, &report), "report_build");
	watch_stop(w);
	if (report.rows_count < (size_t)count)
		bench_die("report_build", "unions are missing");
	arena_reset(r->world.f.c.mem);
}

static void read_rows(void *self, int64_t count, struct watch *w)
{
	struct region *r = self;
	int64_t sum = 0;
	open_region(r, count);
	struct raw *raw = raw_open(&r->world.f);
	watch_start(w);
	const int64_t rows =
		raw_read(raw,
			 "SELECT org_no, level, people, person_times, households, pieces, value_fen"
			 " FROM coverage WHERE cycle_no = 1",
			 &sum) +
		raw_read(raw,
			 "SELECT shard, reported_id, org_no, scope, recipients, recipients_is,"
			 " amount_fen, amount_is, meaning, kind, words, file_row, at_us"
			 " FROM reported WHERE cycle_no = 1",
			 &sum);
	watch_stop(w);
	if (rows < 2 * count)
		bench_die("read_rows", "rows are missing");
	raw_close(raw);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct region region = {.engine = engine};
		bench_run_job(&(struct bench_job){
			.job = "whole-region report",
			.engine = world_engine(engine),
			.unit = "unions",
			.reference = "reading the same rows by hand SQL",
			.ours = build,
			.theirs = read_rows,
			.self = &region,
			.judged_by = world_judged_by(engine),
			.goal = BENCH_TIME_AT_MOST,
			.target = 2,
			.sizes = {{.count = 1500}, {.count = 15000}, {.count = 120000}},
			.sizes_count = 3,
		});
		close_region(&region);
	}
	return 0;
}
