#include "store/store_priv.h"
#include "store_fixture.h"
#include "testdb/testdb_sql.h"

#include <sys/stat.h>
#include <unistd.h>

static const struct store_domain *const domains[] = {&testdb_domain};

struct item {
	int64_t shard;
	struct uuid id;
	struct str name;
	int64_t qty;
	struct str data;
};

static struct sn_err add_item(struct ctx *c, void *arg)
{
	const struct item *i = arg;
	return store_run(c->store, &testdb_sql_item_add,
			 PARAMS(p_int(i->shard), p_uuid(i->id), p_text(i->name), p_int(i->qty),
				p_bytes(i->data.at, i->data.bytes)),
			 NULL);
}

static void values(struct fixture *f)
{
	struct item i = {.shard = 150100,
			 .id = uuid_random(),
			 .name = STR("保温杯 𠮷"),
			 .qty = INT64_MAX,
			 .data = {"\0\1\xff", 3}};
	OK(!sn_failed(store_write(&f->c, add_item, &i)), "a row is written");
	struct rows *r =
		store_query(f->c.store, &testdb_sql_item_get, PARAMS(p_int(i.shard), p_uuid(i.id)));
	OK(store_next(r), "and found");
	OK(uuid_eq(store_uuid(r, "id"), i.id), "its id");
	OK(str_eq(store_text(r, "name"), i.name), "its text, beyond the BMP");
	EQ_I64(store_int(r, "qty"), INT64_MAX, "the largest integer");
	OK(str_eq(store_bytes(r, "data"), i.data), "bytes with a NUL");
	EQ_I64((int64_t)store_set(r), 0, "of the only set");
	OK(!store_next(r) && !sn_failed(store_done(r)), "one row");

	struct item none = {.shard = 1, .id = uuid_random(), .name = STR(""), .qty = INT64_MIN};
	EQ_STR(sn_reason_word(store_write(&f->c, add_item, &none).reason), "store_check",
	       "a CHECK refuses");
	none.qty = 0;
	OK(!sn_failed(store_write(&f->c, add_item, &none)),
	   "an empty text and no bytes are written");
	r = store_query(f->c.store, &testdb_sql_item_get, PARAMS(p_int(1), p_uuid(none.id)));
	OK(store_next(r) && store_is_null(r, "name") && str_is_null(store_text(r, "name")),
	   "an empty text is NULL");
	OK(store_is_null(r, "data") && !store_is_null(r, "qty"), "no bytes are NULL, 0 is not");
	OK(!sn_failed(store_done(r)), "a statement may be left early");
	EQ_STR(sn_reason_word(store_write(&f->c, add_item, &none).reason), "store_unique",
	       "the same key is refused");
	r = store_query(f->c.store, &testdb_sql_item_named, PARAMS(p_int(150100), p_text(i.name)));
	OK(store_next(r) && uuid_eq(store_uuid(r, "id"), i.id), "parameters go by their numbers");
	OK(!sn_failed(store_done(r)), "done");
}

enum { SETS = 300 };
struct many {
	struct param params[SETS * 5];
	int64_t changed[SETS];
	size_t sets;
};
static struct sn_err add_many(struct ctx *c, void *arg)
{
	struct many *m = arg;
	return store_many(c->store, &testdb_sql_item_add, m->params, m->sets, m->changed);
}
static struct sn_err take_many(struct ctx *c, void *arg)
{
	struct many *m = arg;
	return store_many(c->store, &testdb_sql_item_take, m->params, m->sets, m->changed);
}

static void sets(struct fixture *f)
{
	struct many m = {.sets = SETS};
	struct uuid ids[SETS];
	char names[SETS][16];
	for (size_t i = 0; i < SETS; i++) {
		ids[i] = uuid_random();
		(void)snprintf(names[i], sizeof names[i], "n%03zu", i);
		struct param *p = &m.params[i * 5];
		p[0] = p_int(7);
		p[1] = p_uuid(ids[i]);
		p[2] = p_text(str_of(names[i]));
		p[3] = p_int((int64_t)i);
		p[4] = p_null();
	}
	OK(!sn_failed(store_write(&f->c, add_many, &m)), "many rows in one call");
	EQ_I64(m.changed[0] + m.changed[SETS - 1], 2, "each set's rows are counted");

	struct param keys[SETS * 2];
	for (size_t i = 0; i < SETS; i++) {
		keys[2 * i] = p_int(i == 5 ? 8 : 7); /* one of them is not there */
		keys[2 * i + 1] = p_uuid(ids[SETS - 1 - i]);
	}
	int64_t rows = 0, right = 0;
	struct rows *r = store_query_many(f->c.store, &testdb_sql_item_get, keys, SETS);
	for (; store_next(r); rows++) {
		const size_t set = store_set(r);
		right += uuid_eq(store_uuid(r, "id"), ids[SETS - 1 - set]) &&
			 store_int(r, "qty") == (int64_t)(SETS - 1 - set) && set != 5;
	}
	OK(!sn_failed(store_done(r)), "a query of many sets");
	EQ_I64(rows, SETS - 1, "answers each that is there");
	EQ_I64(right, SETS - 1, "in the order of the sets, each with its number");

	r = store_query_many(f->c.store, &testdb_sql_item_get, NULL, 0);
	OK(!store_next(r) && !sn_failed(store_done(r)), "no sets, no rows");

	for (size_t i = 0; i < 3; i++) {
		m.params[i * 3] = p_int(1);
		m.params[i * 3 + 1] = p_int(i == 1 ? 9 : 7);
		m.params[i * 3 + 2] = p_uuid(ids[i + 1]);
	}
	m.sets = 3;
	OK(!sn_failed(store_write(&f->c, take_many, &m)), "guarded updates");
	OK(m.changed[0] == 1 && m.changed[1] == 0 && m.changed[2] == 1,
	   "tell which set found its row");
	m.params[2] = p_uuid(ids[0]); /* has 0: the check refuses set 0 */
	m.params[8] = p_uuid(ids[9]);
	const struct param swap[3] = {m.params[0], m.params[1], m.params[2]};
	memcpy(&m.params[0], &m.params[6], sizeof swap);
	memcpy(&m.params[6], swap, sizeof swap);
	const struct sn_err e = store_write(&f->c, take_many, &m);
	EQ_STR(sn_reason_word(e.reason), "store_check", "a set that a CHECK refuses");
	EQ_I64(e.arg[0], 2, "is named");
	r = store_query(f->c.store, &testdb_sql_item_get, PARAMS(p_int(7), p_uuid(ids[9])));
	OK(store_next(r) && store_int(r, "qty") == 9, "and nothing of its call stays");
	OK(!sn_failed(store_done(r)), "done");
}

static int64_t count(struct store *s)
{
	int64_t n = -1;
	struct rows *r = store_query(s, &testdb_sql_items_count, NO_PARAMS);
	if (store_next(r))
		n = store_int(r, "n");
	fixture_must(store_done(r), "count");
	return n;
}

/* However an engine adds many rows, the one that is refused is named and none of its call stays. */
static void refused_in_the_middle(struct fixture *f)
{
	enum {
		UNIQUE_AT = 200,
		CHECK_AT = 100
	}; /* behind and among the rows that SQLite takes at once */
	static struct many m;
	const int64_t before = count(f->c.store);
	m.sets = SETS;
	for (size_t i = 0; i < SETS; i++) {
		const struct param row[] = {p_int(11), p_uuid(uuid_random()), p_null(),
					    p_int((int64_t)i), p_null()};
		memcpy(&m.params[i * 5], row, sizeof row);
	}
	struct param *const id = &m.params[UNIQUE_AT * 5 + 1], *const qty =
								       &m.params[CHECK_AT * 5 + 3];
	const struct param own_id = *id;
	*id = m.params[3 * 5 + 1];
	struct sn_err e = store_write(&f->c, add_many, &m);
	EQ_STR(sn_reason_word(e.reason), "store_unique", "one of many rows is there already");
	EQ_I64(e.arg[0], UNIQUE_AT, "it is named");
	*qty = p_int(INT64_MIN);
	e = store_write(&f->c, add_many, &m);
	EQ_STR(sn_reason_word(e.reason), "store_check", "a CHECK refuses an earlier one");
	EQ_I64(e.arg[0], CHECK_AT, "which is named");
	EQ_I64(count(f->c.store), before, "nothing of both calls stays");
	*id = own_id;
	*qty = p_int(1);
	EQ_STR(sn_reason_word(store_write(&f->c, add_many, &m).reason), "ok", "mended");
	int64_t changed = 0;
	for (size_t i = 0; i < SETS; i++)
		changed += m.changed[i];
	EQ_I64(changed, SETS, "each row is counted");
	EQ_I64(count(f->c.store), before + SETS, "and all are there");
}

static void snapshots(struct fixture *f)
{
	int64_t before = -1, inside = -1, after = -1;
	fixture_must(store_snapshot(f->c.store), "snapshot");
	fixture_must(store_commit_seq(f->c.store, &before), "seq");
	const int64_t n = count(f->c.store);
	struct item i = {.shard = 3, .id = uuid_random(), .qty = 1};
	fixture_must(store_write(&f->c, add_item, &i), "write");
	EQ_I64(count(f->c.store), n, "a snapshot does not see a later write");
	fixture_must(store_commit_seq(f->c.store, &inside), "seq");
	EQ_I64(inside, before, "nor its commit number");
	store_release(f->c.store);
	fixture_must(store_commit_seq(f->c.store, &after), "seq");
	EQ_I64(count(f->c.store), n + 1, "after the release it is there");
	EQ_I64(after, before + 1, "and the commit number went up by one");
}

static const struct store_migration later_migrations[] = {
	{.number = 1, .sqlite = "", .pg = ""},
	{.number = 2, .sqlite = "", .pg = ""},
	{.number = 3,
	 .sqlite = "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT",
	 .pg = "CREATE TABLE later (id BIGINT PRIMARY KEY)"},
};
static const struct store_domain later = {
	.name = "testdb", .migrations = later_migrations, .migrations_count = 3};
static const struct store_domain *const later_domains[] = {&later};
static const struct store_migration broken_migrations[] = {
	{.number = 1, .sqlite = "", .pg = ""},
	{.number = 2, .sqlite = "", .pg = ""},
	{.number = 3, .sqlite = "", .pg = ""},
	{.number = 4,
	 .sqlite = "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE half (id INTEGER) STRICT",
	 .pg = "CREATE TABLE half (id BIGINT); CREATE TABLE half (id BIGINT)"},
};
static const struct store_domain broken = {
	.name = "testdb", .migrations = broken_migrations, .migrations_count = 4};
static const struct store_domain *const broken_domains[] = {&broken};

static void migrations(struct fixture *f)
{
	struct store *s = NULL;
	struct store_config newer = f->config, bad = f->config, fewer = f->config;
	newer.domains = later_domains;
	bad.domains = broken_domains;
	fewer.domains_count = 0;
	EQ_STR(sn_reason_word(store_create(&f->config).reason), "store_exists",
	       "a database is not made twice");
	OK(!sn_failed(store_migrate(&f->config)), "nothing to migrate is fine");
	EQ_STR(sn_reason_word(store_open(&s, &newer).reason), "store_older",
	       "a newer program refuses an older schema");
	EQ_STR(sn_reason_word(store_migrate(&newer).reason), "store_leased",
	       "no migration while a writer lives");
	fixture_stop(f);
	OK(!sn_failed(store_migrate(&newer)), "what is missing is applied");
	OK(!sn_failed(store_open(&s, &newer)), "and then it opens");
	store_close(s);
	EQ_STR(sn_reason_word(store_open(&s, &f->config).reason), "store_newer",
	       "an older program refuses the newer schema");
	EQ_STR(sn_reason_word(store_open(&s, &fewer).reason), "store_newer",
	       "as does one that lacks a domain");
	EQ_STR(sn_reason_word(store_migrate(&f->config).reason), "store_newer",
	       "nor does it migrate backwards");
	OK(sn_failed(store_migrate(&bad)), "a migration that fails");
	OK(!sn_failed(store_open(&s, &newer)), "leaves the schema as it was");
	store_close(s);
	f->config = f->writer_config.store = newer;
	fixture_start(f);
}

static void missing(void)
{
	struct store *s = NULL;
	char dir[] = "/tmp/songnuan-none-XXXXXX";
	struct stat st;
	OK(mkdtemp(dir) != NULL, "an empty directory");
	struct store_config config = {.url = str_of(dir),
				      .domains = domains,
				      .domains_count = 1,
				      .clock = clock_system()};
	EQ_STR(sn_reason_word(store_open(&s, &config).reason), "store_missing", "is no database");
	OK(s == NULL, "nothing is opened");
	OK(!sn_failed(store_create(&config)), "but becomes one");
	char path[64];
	(void)snprintf(path, sizeof path, "%s/songnuan.db", dir);
	OK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "that only its owner reads");
	const int rc = truncate(path, 0);
	OK(rc == 0, "an emptied file");
	EQ_STR(sn_reason_word(store_open(&s, &config).reason), "store_missing", "is no database");
	(void)unlink(path);
	(void)snprintf(path, sizeof path, "%s/songnuan.db-wal", dir);
	(void)unlink(path);
	(void)snprintf(path, sizeof path, "%s/songnuan.db-shm", dir);
	(void)unlink(path);
	(void)snprintf(path, sizeof path, "%s/writer.lock", dir);
	(void)unlink(path);
	OK(rmdir(dir) == 0, "no other file was left there");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		fixture_open(&f, engine, domains, 1);
		values(&f);
		sets(&f);
		refused_in_the_middle(&f);
		snapshots(&f);
		migrations(&f);
		fixture_close(&f);
	}
	missing();
	return tap_done();
}
