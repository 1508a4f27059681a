/* Transfers between accounts of one union: 1,024 a commit, beside bare inserts of the same rows into a table without any
 * key. */
#include "bench.h"
#include "ledger/ledger.h"
#include "world.h"

enum { COMMIT = 1024, UNIONS = 117, VALUE_FEN = 20000 };

struct ledger {
	enum fixture_engine engine;
	struct org counties[UNIONS];
};

struct group {
	const struct ledger *ledger;
	struct transfer transfers[COMMIT];
	struct posting postings[COMMIT];
	size_t count;
};

static struct account_key key(int64_t org_no, enum account_class class)
{
	return (struct account_key){.org_no = org_no,
				    .class = class,
				    .source = FUND_OWN,
				    .level = class == ACCOUNT_RECIPIENT ? EVIDENCE_B
									: EVIDENCE_NONE};
}

/* Each group works through one union's accounts after the other, as a day's hand-overs come. */
static void fill(struct ctx *c, struct group *g, int64_t from, enum transfer_kind kind, int64_t fen)
{
	const bool out = kind == TRANSFER_HANDOVER;
	for (size_t i = 0; i < g->count; i++) {
		const int64_t at = (from + (int64_t)i) / 64 % UNIONS;
		const int64_t org_no = g->ledger->counties[out ? at : (int64_t)i].org_no;
		g->transfers[i] = (struct transfer){
			.transfer_id = new_id(c),
			.kind = kind,
			.day = 20241026,
			.at_us = now_us(c),
			.from = key(org_no, out ? ACCOUNT_FUND : ACCOUNT_SOURCE),
			.to = key(org_no, out ? ACCOUNT_RECIPIENT : ACCOUNT_FUND),
			.value = MONEY_FEN(fen),
		};
	}
}

static struct sn_err post(struct ctx *c, void *arg)
{
	struct group *g = arg;
	SN_TRY(ledger_post(c, g->transfers, g->count, g->postings));
	for (size_t i = 0; i < g->count; i++)
		SN_TRY(g->postings[i].outcome);
	return SN_SUCCESS;
}

static void open_ledger(struct ledger *l, struct world *world)
{
	world_open(world, l->engine);
	world_region(world, 0);
	for (int i = 0; i < UNIONS; i++) {
		char code[16];
		(void)snprintf(code, sizeof code, "C%07d", i);
		l->counties[i] = world_org(world, code);
	}
}

static void ours(void *self, int64_t count, struct watch *w)
{
	struct ledger *l = self;
	struct world world = {0};
	struct group *g = calloc(1, sizeof *g);
	if (!g)
		bench_die("ours", "no memory");
	open_ledger(l, &world);
	struct ctx *c = &world.f.c;
	*g = (struct group){.ledger = l, .count = UNIONS};
	fill(c, g, 0, TRANSFER_RECEIVE, VALUE_FEN * count);
	fixture_must(store_write(c, post, g), "money comes in");
	arena_reset(c->mem);
	watch_start(w);
	for (int64_t done = 0; done < count; done += COMMIT) {
		g->count = count - done < COMMIT ? (size_t)(count - done) : COMMIT;
		fill(c, g, done, TRANSFER_HANDOVER, VALUE_FEN);
		fixture_must(store_write(c, post, g), "hand-overs");
		arena_reset(c->mem);
	}
	watch_stop(w);
	world_close(&world);
	free(g);
}

static const struct sn_statement bare_add = {
	.name = "bare",
	.sql = "INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, "
	       "NULL, NULL, NULL)",
	.params = "iuiiiiiiii",
};

static void bare_table(struct raw *raw, enum fixture_engine engine)
{
	raw_script(raw, engine == FIXTURE_PG
				? "CREATE TABLE bare AS SELECT * FROM transfer WITH NO DATA"
				: "CREATE TABLE bare AS SELECT * FROM transfer WHERE FALSE");
}

static void theirs(void *self, int64_t count, struct watch *w)
{
	struct ledger *l = self;
	struct world world = {0};
	open_ledger(l, &world);
	struct raw *raw = raw_open(&world.f);
	bare_table(raw, l->engine);
	struct raw_statement *add = raw_prepare(raw, &bare_add);
	struct uuid_maker ids = {0};
	watch_start(w);
	for (int64_t i = 0; i < count; i++) {
		const struct org *org = &l->counties[i / 64 % UNIONS];
		const int64_t now = clock_now_us(clock_system());
		if (i % COMMIT == 0)
			raw_begin(raw);
		raw_run(raw, add,
			PARAMS(p_int(org->shard), p_uuid(uuid_new(&ids, clock_system())),
			       p_int(TRANSFER_HANDOVER), p_int(20241026), p_int(now), p_int(now),
			       p_int(org->org_no << 20 | 1), p_int(org->org_no << 20 | 2), p_int(0),
			       p_int(VALUE_FEN)));
		if (i % COMMIT == COMMIT - 1 || i == count - 1)
			raw_commit(raw);
	}
	watch_stop(w);
	raw_close(raw);
	world_close(&world);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct ledger ledger = {.engine = engine};
		bench_run_job(&(struct bench_job){
			.job = "ledger transfers",
			.engine = world_engine(engine),
			.unit = "transfers",
			.reference =
				engine == FIXTURE_PG
					? "pipelined inserts of the rows, no key, 1,024 a commit"
					: "insert-only loop of the rows, no key, 1,024 a commit",
			.ours = ours,
			.theirs = theirs,
			.self = &ledger,
			.judged_by = world_judged_by(engine),
			.goal = engine == FIXTURE_PG ? BENCH_TOLD : BENCH_SPEED_AT_LEAST,
			.target = 0.25,
			.sizes = {{.count = 10240},
				  {.count = 102400},
				  {.count = 512000, .runs = 1}},
			.sizes_count = 3,
		});
	}
	return 0;
}
