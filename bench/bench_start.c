/* Start: `songnuan ledger trial` on a region's data, from exec to exit, beside a program that opens the database with the
 * bare client library and runs the one query. */
#include "bench.h"
#include "ledger/ledger.h"
#include "people/keyring.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 1000 };
#define TRIAL                                                                                      \
	"SELECT shard, class, item_no, SUM(quantity), SUM(value_fen) FROM account"                 \
	" GROUP BY shard, class, item_no"

struct start {
	enum fixture_engine engine;
	struct world world;
	int64_t unions; /* of the region that is there; 0: none */
	char keys[BENCH_PATH_BYTES];
};

struct page {
	struct transfer transfers[PAGE];
	size_t count;
};
static struct sn_err post(struct ctx *c, void *arg)
{
	const struct page *page = arg;
	return ledger_post_all(c, page->transfers, page->count);
}

/* Every union of the region has money of its own. */
static void pay(struct start *s)
{
	struct ctx *c = &s->world.f.c;
	struct org_tree *tree = NULL;
	struct page *page = calloc(1, sizeof *page);
	if (!page)
		bench_die("pay", "no memory");
	fixture_must(org_tree_load(c, 0, &tree), "org_tree_load");
	for (int32_t at = 0; at < org_tree_count(tree); at++) {
		const struct account_key from = {.org_no = org_tree_org(tree, at)->org_no,
						 .class = ACCOUNT_SOURCE,
						 .source = FUND_OWN};
		struct account_key to = from;
		to.class = ACCOUNT_FUND;
		page->transfers[page->count++] = (struct transfer){.transfer_id = new_id(c),
								   .kind = TRANSFER_RECEIVE,
								   .day = 20241026,
								   .at_us = now_us(c),
								   .from = from,
								   .to = to,
								   .value = MONEY_FEN(20000)};
		if (page->count == PAGE || at + 1 == org_tree_count(tree)) {
			fixture_must(store_write(c, post, page), "money comes in");
			arena_reset(c->mem);
			page->count = 0;
		}
	}
	org_tree_free(tree);
	free(page);
}

static void open_region(struct start *s, int64_t unions)
{
	if (s->unions == unions)
		return;
	world_open(&s->world, s->engine);
	world_region(&s->world, unions);
	pay(s);
	bench_path("start.key", s->keys);
	(void)unlink(s->keys);
	fixture_must(keyring_create(str_of(s->keys)), "keyring_create");
	s->unions = unions;
}

static void run(const char *const argv[], struct watch *w)
{
	posix_spawn_file_actions_t quiet;
	pid_t pid = 0;
	int status = 0;
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	watch_start(w);
	/* posix_spawn() asks for mutable arguments and changes none. */
	const int rc =
		posix_spawn(&pid, argv[0], &quiet, NULL, (char *const *)(uintptr_t)argv, environ);
	if (rc != 0)
		bench_die(argv[0], strerrorname_np(rc));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	watch_stop(w);
	posix_spawn_file_actions_destroy(&quiet);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		bench_die(argv[0], "did not end well");
}

static void trial(void *self, int64_t count, struct watch *w)
{
	struct start *s = self;
	open_region(s, count);
	run((const char *const[]){getenv("SONGNUAN"), "ledger", "trial", "--data", s->world.f.url,
				  "--keys", s->keys, NULL},
	    w);
}

static void bare(void *self, int64_t count, struct watch *w)
{
	struct start *s = self;
	open_region(s, count);
	run((const char *const[]){"/proc/self/exe", s->engine == FIXTURE_PG ? "pg" : "sqlite",
				  s->world.f.url, NULL},
	    w);
}

/* The reference's own process. */
static int query_only(const char *engine, const char *url)
{
	struct fixture f = {.engine = strcmp(engine, "pg") == 0 ? FIXTURE_PG : FIXTURE_SQLITE};
	int64_t sum = 0;
	(void)snprintf(f.url, sizeof f.url, "%s", url);
	struct raw *raw = raw_open(&f);
	(void)raw_read(raw, TRIAL, &sum);
	raw_close(raw);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return query_only(argv[1], argv[2]);
	if (!getenv("SONGNUAN"))
		bench_die("SONGNUAN", "is to name the program (tools/run-bench.sh sets it)");
	FOR_EACH_ENGINE(engine)
	{
		struct start start = {.engine = engine};
		bench_run_job(&(struct bench_job){
			.job = "start: ledger trial",
			.engine = world_engine(engine),
			.unit = "unions",
			.reference = "a program that opens the database and runs the one query",
			.ours = trial,
			.theirs = bare,
			.self = &start,
			.goal = BENCH_TOLD,
			.ours_ms_max = 200,
			.fixed_cost = true,
			.sizes = {{.count = 15000, .runs = 11}},
			.sizes_count = 1,
		});
		world_close(&start.world);
		(void)unlink(start.keys);
	}
	return 0;
}
