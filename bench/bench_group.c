/* Group commit: 256 clients that each wait for their own write, beside a loop that commits every 256. */
#include "bench.h"
#include "raw.h"
#include "testdb_sql.h"

#include <pthread.h>

enum { CLIENTS = 256, SHARD = 1 };

struct client {
	const struct ctx *c;
	int64_t writes;
	pthread_t thread;
};

struct group {
	enum fixture_engine engine;
};

static const struct store_domain *const domains[] = {&testdb_domain};

/* One small fact: a row that is new, and a guarded change of it. */
static struct sn_err one_write(struct ctx *c, void *arg)
{
	const struct uuid id = *(const struct uuid *)arg;
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &testdb_sql_item_add,
			 PARAMS(p_int(SHARD), p_uuid(id), p_null(), p_int(1), p_null()), NULL));
	SN_TRY(store_run(c->store, &testdb_sql_item_take,
			 PARAMS(p_int(1), p_int(SHARD), p_uuid(id)), &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(STORE_CHECK);
}

static void *client_main(void *arg)
{
	const struct client *client = arg;
	struct uuid_maker ids = {0};
	struct ctx c = *client->c;
	c.ids = &ids;
	for (int64_t i = 0; i < client->writes; i++) {
		struct uuid id = new_id(&c);
		fixture_must(store_write(&c, one_write, &id), "store_write");
	}
	return NULL;
}

static void ours(void *self, int64_t count, struct watch *w)
{
	const struct group *group = self;
	struct fixture f;
	struct client clients[CLIENTS];
	pthread_attr_t attr;
	fixture_create_empty(&f, group->engine, domains, 1);
	f.config.clock = f.c.clock = f.writer_config.store.clock = clock_system();
	fixture_must(store_create(&f.config), "store_create");
	fixture_start(&f);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 256 << 10);
	watch_start(w);
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){.c = &f.c, .writes = count / CLIENTS};
		if (pthread_create(&clients[i].thread, &attr, client_main, &clients[i]) != 0)
			bench_die("pthread_create", "no thread");
	}
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(clients[i].thread, NULL);
	watch_stop(w);
	pthread_attr_destroy(&attr);
	fixture_close(&f);
}

static void theirs(void *self, int64_t count, struct watch *w)
{
	const struct group *group = self;
	struct fixture f;
	struct uuid_maker ids = {0};
	fixture_create(&f, group->engine, domains, 1);
	struct raw *raw = raw_open(&f);
	struct raw_statement *add = raw_prepare(raw, &testdb_sql_item_add);
	struct raw_statement *take = raw_prepare(raw, &testdb_sql_item_take);
	watch_start(w);
	for (int64_t i = 0; i < count; i++) {
		const struct uuid id = uuid_new(&ids, clock_system());
		if (i % CLIENTS == 0)
			raw_begin(raw);
		raw_run(raw, add, PARAMS(p_int(SHARD), p_uuid(id), p_null(), p_int(1), p_null()));
		raw_sync(raw); /* the same statements, each answered before the next is sent */
		raw_run(raw, take, PARAMS(p_int(1), p_int(SHARD), p_uuid(id)));
		raw_sync(raw);
		if (i % CLIENTS == CLIENTS - 1)
			raw_commit(raw);
	}
	watch_stop(w);
	raw_close(raw);
	fixture_close(&f);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct group group = {engine};
		bench_run_job(&(struct bench_job){
			.job = "group commit, 256 clients",
			.engine = engine == FIXTURE_PG ? "postgres" : "sqlite",
			.unit = "writes",
			.reference = "same statements in a tight loop, 256 a commit",
			.ours = ours,
			.theirs = theirs,
			.self = &group,
			.goal = BENCH_SPEED_AT_LEAST,
			.target = 0.75,
			.sizes = {{.count = 5120}, {.count = 20480}, {.count = 102400, .runs = 1}},
			.sizes_count = 3,
		});
	}
	return 0;
}
