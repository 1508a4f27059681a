/* Who has not yet received, by team, of a county where half have: beside the same list by hand-written SQL. */
#include "bench.h"
#include "care/handover.h"
#include "world.h"

enum { CYCLE_NO = 1, TEAM_PEOPLE = 30 };

struct county {
	enum fixture_engine engine;
	struct world world;
	struct org org;
	char path[64];   /* the union's: what world_org() gave goes with the arena */
	int64_t missing; /* of the county that is there; 0: none */
};

static const struct sn_statement add_run = {
	.name = "add_run",
	.sql = "INSERT INTO entitle_run (run_id, cycle_no, org_no, shard, made, value_fen, at_us)"
	       " VALUES ($1, 1, $2, $3, $4, 0, 0)",
	.params = "uiii"};
static const struct sn_statement add_group = {
	.name = "add_group",
	.sql = "INSERT INTO people_group (shard, group_id, kind, org_no, name)"
	       " VALUES ($1, $2, 3, $3, $4)",
	.params = "iuit"};
static const struct sn_statement add_person = {
	.name = "add_person",
	.sql = "INSERT INTO person (shard, person_id, org_no, added_us, name, name_key, sort_key,"
	       " kek_epoch, dek, team_id) VALUES ($1, $2, $3, 0, $4, $4, $5, 1, $5, $6)",
	.params = "iuitbu"};
static const struct sn_statement add_right = {
	.name = "add_right",
	.sql = "INSERT INTO entitlement (shard, entitlement_id, cycle_no, benefit, person_id, "
	       "org_no,"
	       " quantity, value_fen, day, token_hash, token_tries, run_id)"
	       " VALUES ($1, $2, 1, 'gift', $3, $4, 1, 20000, 20241001, $5, 0, $6)",
	.params = "iuuibu"};
static const struct sn_statement add_award = {
	.name = "add_award",
	.sql = "INSERT INTO award (shard, cycle_no, benefit, person_id, org_no, record_id, key_us, "
	       "level,"
	       " quantity, value_fen, cash) VALUES ($1, 1, 'gift', $2, $3, $2, 0, 2, 1, 20000, 0)",
	.params = "iui"};
static const struct sn_statement add_attempt = {
	.name = "add_attempt",
	.sql = "INSERT INTO handover_attempt (shard, person_id, attempt_id, cycle_no, org_no, "
	       "outcome,"
	       " item_no, day, at_us) VALUES ($1, $2, $3, 1, $4, 0, 0, 20241026, 0)",
	.params = "iuui"};

/* Every second person has had his gift; every tenth was absent once. All names begin with 模拟. Ids follow each other in
 * time, as those do that the program makes: entitlements are made in the order of the roster. */
static void fill(struct county *k, int64_t people)
{
	const struct ctx *c = &k->world.f.c;
	struct raw *raw = raw_open(&k->world.f);
	struct raw_statement *group = raw_prepare(raw, &add_group),
			     *person = raw_prepare(raw, &add_person),
			     *right = raw_prepare(raw, &add_right),
			     *award = raw_prepare(raw, &add_award),
			     *attempt = raw_prepare(raw, &add_attempt);
	const int64_t shard = k->org.shard, org_no = k->org.org_no;
	const struct uuid run = new_id(c);
	struct uuid team = UUID_NULL;
	raw_begin(raw);
	raw_run(raw, raw_prepare(raw, &add_run),
		PARAMS(p_uuid(run), p_int(org_no), p_int(shard), p_int(people)));
	for (int64_t i = 0; i < people; i++) {
		char name[40];
		const struct uuid who = new_id(c);
		const struct param key = p_bytes(who.bytes, sizeof who.bytes);
		(void)snprintf(name, sizeof name, "模拟%lld", (long long)(i / TEAM_PEOPLE));
		if (i % TEAM_PEOPLE == 0) {
			team = new_id(c);
			raw_run(raw, group,
				PARAMS(p_int(shard), p_uuid(team), p_int(org_no),
				       p_text(str_of(name))));
		}
		raw_run(raw, person,
			PARAMS(p_int(shard), p_uuid(who), p_int(org_no), p_text(str_of(name)), key,
			       p_uuid(team)));
		raw_run(raw, right,
			PARAMS(p_int(shard), p_uuid(new_id(c)), p_uuid(who), p_int(org_no), key,
			       p_uuid(run)));
		if (i % 2 == 0)
			raw_run(raw, award, PARAMS(p_int(shard), p_uuid(who), p_int(org_no)));
		else if (i % 10 == 1)
			raw_run(raw, attempt,
				PARAMS(p_int(shard), p_uuid(who), p_uuid(new_id(c)),
				       p_int(org_no)));
	}
	raw_commit(raw);
	raw_script(raw, "ANALYZE");
	raw_close(raw);
}

static void open_county(struct county *k, int64_t missing)
{
	if (k->missing == missing)
		return;
	if (k->missing)
		world_close(&k->world);
	world_open(&k->world, k->engine);
	world_region(&k->world, 1);
	k->org = world_org(&k->world, "C0000000");
	(void)snprintf(k->path, sizeof k->path, STR_FMT, STR_ARG(k->org.path));
	k->missing = missing;
	fill(k, 2 * missing);
	bench_rss_reset();
}

static struct sn_err count(void *self, const struct handover_missing_row *row)
{
	*(int64_t *)self += row->name.bytes > 0;
	return SN_SUCCESS;
}

static void list(void *self, int64_t missing, struct watch *w)
{
	struct county *k = self;
	int64_t told = 0;
	open_county(k, missing);
	watch_start(w);
	fixture_must(handover_missing(&k->world.f.c,
				      &(const struct missing_filter){.cycle_no = CYCLE_NO,
								     .path = str_of(k->path)},
				      count, &told),
		     "handover_missing");
	watch_stop(w);
	if (told != missing)
		bench_die("handover_missing", "somebody is not told of");
	arena_reset(k->world.f.c.mem);
}

static void by_hand(void *self, int64_t missing, struct watch *w)
{
	struct county *k = self;
	int64_t sum = 0;
	open_county(k, missing);
	struct raw *raw = raw_open(&k->world.f);
	watch_start(w);
	const int64_t rows =
		raw_read(raw,
			 "SELECT e.shard, e.org_no, p.name, g.name,"
			 " (SELECT COUNT(*) FROM handover_attempt a WHERE a.shard = e.shard"
			 " AND a.person_id = e.person_id AND a.cycle_no = 1)"
			 " FROM entitlement e JOIN person p ON p.shard = e.shard AND p.person_id = "
			 "e.person_id"
			 " LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id"
			 " LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id"
			 " AND a.cycle_no = e.cycle_no AND a.benefit = e.benefit"
			 " WHERE e.cycle_no = 1 AND e.void_us IS NULL AND a.person_id IS NULL"
			 " ORDER BY e.org_no, g.name, p.sort_key",
			 &sum);
	watch_stop(w);
	if (rows != missing)
		bench_die("by_hand", "somebody is missing from the missing");
	raw_close(raw);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct county county = {.engine = engine};
		bench_run_job(&(struct bench_job){
			.job = "who is missing",
			.engine = world_engine(engine),
			.unit = "people",
			.reference = "the same list by hand SQL",
			.ours = list,
			.theirs = by_hand,
			.self = &county,
			.judged_by = world_judged_by(engine),
			.goal = BENCH_TIME_AT_MOST,
			.target = 2,
			.sizes = {{.count = 5000}, {.count = 50000}},
			.sizes_count = 2,
		});
		world_close(&county.world);
	}
	return 0;
}
