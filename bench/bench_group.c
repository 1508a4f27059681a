/* Group commit: 256 clients that each wait for their own write before they send the next, beside a loop that commits
 * every 256.
 *
 * Both sides run the same two statements a write under the store's own settings (raw_open()), and both sync each
 * commit.  Ours alone has a savepoint a write, the lease's check a commit, and whatever it takes to hand a write to the
 * writer and the answer back.  Threads are made before the clock starts.
 *
 * The clients are of two kinds.  Those of a server are suspended in its event loops and cost no thread (performance.md:
 * writes suspend and go to the single writer's queue): the target is theirs.  A thread that sleeps in store_write()
 * costs a block and a wake of the system a write besides, which the tight loop does not have: it is told, and has no
 * target.
 *
 * Both are judged by wall time: what is compared is how long a group waits for the disk's sync and for its writer, and
 * time spent waiting is no CPU time. */
#include "bench.h"
#include "raw.h"
#include "testdb_sql.h"

#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CLIENTS = 256, LOOPS = 2, LOOP_CLIENTS = CLIENTS / LOOPS, SHARD = 1 };

struct group {
	enum fixture_engine engine;
	void *(*run)(void *runner);
	int threads;
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

/* ---- clients that are threads ---- */

struct runner {
	const struct ctx *c;
	pthread_barrier_t *start;
	int64_t writes; /* of each client */
	pthread_t thread;
};

static void *thread_run(void *arg)
{
	const struct runner *runner = arg;
	struct uuid_maker ids = {0};
	struct ctx c = *runner->c;
	c.ids = &ids;
	pthread_barrier_wait(runner->start);
	for (int64_t i = 0; i < runner->writes; i++) {
		struct uuid id = new_id(&c);
		fixture_must(store_write(&c, one_write, &id), "store_write");
	}
	return NULL;
}

/* ---- clients that are suspended in an event loop ---- */

struct loop;
struct client {
	struct client *next;
	struct loop *loop;
	struct uuid id;
	int64_t left;
};
struct loop {
	struct ctx c;
	struct client clients[LOOP_CLIENTS];
	int wake_fd;
	pthread_mutex_t lock;
	struct client *answered;
};

/* In the writer's thread. The loop is told once, however many answers it finds. */
static void answered(void *self, struct sn_err outcome)
{
	const uint64_t one = 1;
	struct client *client = self;
	struct loop *loop = client->loop;
	fixture_must(outcome, "store_submit");
	pthread_mutex_lock(&loop->lock);
	const bool first = !loop->answered;
	client->next = loop->answered;
	loop->answered = client;
	pthread_mutex_unlock(&loop->lock);
	if (first && write(loop->wake_fd, &one, sizeof one) != sizeof one)
		bench_die("eventfd", "not written");
}

static struct client *take_answered(struct loop *loop)
{
	uint64_t times = 0;
	if (read(loop->wake_fd, &times, sizeof times) != sizeof times)
		bench_die("eventfd", "not read");
	pthread_mutex_lock(&loop->lock);
	struct client *list = loop->answered;
	loop->answered = NULL;
	pthread_mutex_unlock(&loop->lock);
	return list;
}

/* false: the client is done. */
static bool next_write(struct client *client)
{
	struct ctx *c = &client->loop->c;
	if (client->left-- == 0)
		return false;
	client->id = new_id(c);
	store_submit(c, one_write, &client->id, answered, client);
	return true;
}

static void *loop_run(void *arg)
{
	const struct runner *runner = arg;
	struct uuid_maker ids = {0};
	struct loop loop = {.c = *runner->c, .wake_fd = eventfd(0, EFD_CLOEXEC)};
	int active = 0;
	loop.c.ids = &ids;
	pthread_mutex_init(&loop.lock, NULL);
	pthread_barrier_wait(runner->start);
	for (int i = 0; i < LOOP_CLIENTS; i++) {
		loop.clients[i] = (struct client){.loop = &loop, .left = runner->writes};
		active += next_write(&loop.clients[i]);
	}
	while (active > 0)
		for (struct client *client = take_answered(&loop); client;) {
			struct client *after = client->next;
			active -= !next_write(client);
			client = after;
		}
	pthread_mutex_destroy(&loop.lock);
	(void)close(loop.wake_fd);
	return NULL;
}

/* ---- both sides ---- */

static void ours(void *self, int64_t count, struct watch *w)
{
	const struct group *group = self;
	struct fixture f;
	struct runner runners[CLIENTS];
	pthread_attr_t attr;
	pthread_barrier_t start;
	fixture_create_empty(&f, group->engine, domains, 1);
	f.config.clock = f.c.clock = f.writer_config.store.clock = clock_system();
	fixture_must(store_create(&f.config), "store_create");
	fixture_start(&f);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 256 << 10);
	pthread_barrier_init(&start, NULL, (unsigned)group->threads + 1);
	for (int i = 0; i < group->threads; i++) {
		runners[i] = (struct runner){.c = &f.c, .start = &start, .writes = count / CLIENTS};
		if (pthread_create(&runners[i].thread, &attr, group->run, &runners[i]) != 0)
			bench_die("pthread_create", "no thread");
	}
	watch_start(w);
	pthread_barrier_wait(&start);
	for (int i = 0; i < group->threads; i++)
		pthread_join(runners[i].thread, NULL);
	watch_stop(w);
	pthread_barrier_destroy(&start);
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

static void run(enum fixture_engine engine, const char *job, struct group group,
		enum bench_goal goal)
{
	group.engine = engine;
	bench_run_job(&(struct bench_job){
		.job = job,
		.engine = engine == FIXTURE_PG ? "postgres" : "sqlite",
		.unit = "writes",
		.reference = "same statements in a tight loop, 256 a commit",
		.ours = ours,
		.theirs = theirs,
		.self = &group,
		.goal = goal,
		.target = 0.75,
		.sizes = {{.count = 5120}, {.count = 20480}, {.count = 102400, .runs = 1}},
		.sizes_count = 3,
	});
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine, "group commit, 256 clients",
		    (struct group){.run = loop_run, .threads = LOOPS}, BENCH_SPEED_AT_LEAST);
		run(engine, "group commit, 256 threads",
		    (struct group){.run = thread_run, .threads = CLIENTS}, BENCH_TOLD);
	}
	return 0;
}
