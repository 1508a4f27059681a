/* Rosters: validated, encrypted, deduplicated and indexed, beside bare inserts of the same rows into tables without keys or
 * checks. */
#include "base/crypto.h"
#include "bench.h"
#include "people/people.h"
#include "roster.h"
#include "world.h"

#include <unistd.h>

struct rosters {
	enum fixture_engine engine;
	bool xlsx;
	char path[BENCH_PATH_BYTES];
	int64_t count; /* people in the file that is there; 0: none */
};

static void import_file(void *self, int64_t count, struct watch *w)
{
	struct rosters *r = self;
	struct world world = {0};
	world_open(&world, r->engine);
	world_region(&world, 0);
	if (r->count != count) {
		if (r->xlsx)
			roster_xlsx(r->path, count);
		else
			roster_csv(r->path, count);
		r->count = count;
	}
	bench_rss_reset();
	const struct str cleaner = STR("环卫工人");
	const struct people_import what = {
		.org = world_org(&world, "C0000000"),
		.path = str_of(r->path),
		.categories = &cleaner,
		.categories_count = 1,
	};
	struct people_import_result out;
	watch_start(w);
	fixture_must(people_import(&world.f.c, &what, &out), "people_import");
	watch_stop(w);
	if (out.taken != count) {
		if (out.rejects_count)
			fixture_must(out.rejects[0].why, "a row");
		bench_die("people_import", "rows were not taken");
	}
	world_close(&world);
}

static const struct sn_statement bare_person = {
	.name = "bare_person",
	.sql = "INSERT INTO bare_person (shard, person_id, org_no, batch_id, added_us, name, "
	       "name_key,"
	       " sort_key, kek_epoch, dek, id_hash, id_sealed, phone_hash, phone_sealed, team_id,"
	       " employer_id, post, absorbed)"
	       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
	       "$17, 0)",
	.params = "iuiuittbibbbbbuut",
};
static const struct sn_statement bare_registry = {
	.name = "bare_registry",
	.sql = "INSERT INTO bare_registry VALUES ($1, $2, $3, $4, $5)",
	.params = "ibiiu",
};
static const struct sn_statement bare_category = {
	.name = "bare_category",
	.sql = "INSERT INTO bare_category VALUES ($1, $2, $3, $4)",
	.params = "iutu",
};

static void bare_tables(struct raw *raw, enum fixture_engine engine)
{
	static const char *const sql[][2] = {
		{"CREATE TABLE bare_person AS SELECT * FROM person WHERE FALSE",
		 "CREATE TABLE bare_person AS SELECT * FROM person WITH NO DATA"},
		{"CREATE TABLE bare_registry AS SELECT * FROM registry WHERE FALSE",
		 "CREATE TABLE bare_registry AS SELECT * FROM registry WITH NO DATA"},
		{"CREATE TABLE bare_category AS SELECT * FROM person_category WHERE FALSE",
		 "CREATE TABLE bare_category AS SELECT * FROM person_category WITH NO DATA"},
	};
	for (size_t i = 0; i < sizeof sql / sizeof sql[0]; i++)
		raw_script(raw, sql[i][engine == FIXTURE_PG]);
}

struct bare {
	struct raw *raw;
	struct raw_statement *person, *registry, *category;
	struct uuid_maker ids;
	struct uuid batch_id, team_id, employer_id;
};

/* As many bytes in each column as the import stores; what is sealed or hashed is noise. */
static void insert_bare(struct bare *b, const struct roster_person *p, const uint8_t noise[256])
{
	const struct uuid id = uuid_new(&b->ids, clock_system());
	const struct str name = str_of(p->cells[0]);
	raw_run(b->raw, b->person,
		PARAMS(p_int(3), p_uuid(id), p_int(14), p_uuid(b->batch_id),
		       p_int(1729906200000000), p_text(name), p_text(name), p_bytes(noise, 16),
		       p_int(1), p_bytes(noise, 78), p_bytes(noise + 16, 16), p_bytes(noise, 64),
		       p_bytes(noise + 32, 16), p_bytes(noise, 57), p_uuid(b->team_id),
		       p_uuid(b->employer_id), p_text(str_of(p->cells[4]))));
	raw_run(b->raw, b->registry,
		PARAMS(p_int(1), p_bytes(noise + 16, 16), p_int(1), p_int(3), p_uuid(id)));
	raw_run(b->raw, b->category,
		PARAMS(p_int(3), p_uuid(id), p_text(STR("环卫工人")), p_uuid(b->batch_id)));
}

static void insert_rows(void *self, int64_t count, struct watch *w)
{
	enum { PAGE = 1000 }; /* people are made up outside of the time that counts */
	const struct rosters *r = self;
	struct world world = {0};
	world_open(&world, r->engine);
	struct bare b = {.raw = raw_open(&world.f), .batch_id = uuid_random()};
	bare_tables(b.raw, r->engine);
	b.person = raw_prepare(b.raw, &bare_person);
	b.registry = raw_prepare(b.raw, &bare_registry);
	b.category = raw_prepare(b.raw, &bare_category);
	b.team_id = b.employer_id = uuid_random();
	struct roster_person *page = calloc(PAGE, sizeof *page);
	uint8_t noise[256];
	if (!page)
		bench_die("insert_rows", "no memory");
	for (int64_t done = 0; done < count; done += PAGE) {
		const int64_t n = count - done < PAGE ? count - done : PAGE;
		for (int64_t i = 0; i < n; i++)
			roster_person(done + i, &page[i]);
		crypto_random(noise, sizeof noise);
		watch_start(w);
		if (done == 0)
			raw_begin(b.raw);
		for (int64_t i = 0; i < n; i++)
			insert_bare(&b, &page[i], noise);
		watch_stop(w);
	}
	watch_start(w);
	raw_commit(b.raw);
	watch_stop(w);
	free(page);
	raw_close(b.raw);
	world_close(&world);
}

static void bench_import(enum fixture_engine engine, bool xlsx)
{
	struct rosters r = {.engine = engine, .xlsx = xlsx};
	bench_path(xlsx ? "roster.xlsx" : "roster.csv", r.path);
	bench_run_job(&(struct bench_job){
		.job = xlsx ? "roster import xlsx" : "roster import csv",
		.engine = world_engine(engine),
		.unit = "people",
		.reference = "bare inserts of the same rows, no keys, no checks, one commit",
		.ours = import_file,
		.theirs = insert_rows,
		.self = &r,
		.judged_by = world_judged_by(engine),
		.goal = BENCH_SPEED_AT_LEAST,
		.target = 0.2,
		.rss_max_mib = 200,
		.sizes = {{.count = 4700}, {.count = 47000}, {.count = 1000000, .runs = 1}},
		/* The largest workbook is read on one engine: what differs between the two is seen by CSV. */
		.sizes_count = engine == FIXTURE_PG && xlsx ? 2 : 3,
	});
	(void)unlink(r.path);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		bench_import(engine, false);
		bench_import(engine, true);
	}
	return 0;
}
