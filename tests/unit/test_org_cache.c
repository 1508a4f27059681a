/* Today's tree, shared by threads: one load for all, a new one only after the tree or the day has changed. Searching. */
#include "org/org_cache.h"
#include "org/org_search.h"
#include "store_fixture.h"
#include "tlog/tlog.h"

#include <pthread.h>
#include <stdatomic.h>

extern const struct store_domain org_domain, tlog_domain;
static const struct store_domain *const domains[] = {&tlog_domain, &org_domain};

#define UNION(c, p, n, l, o)                                                                       \
	{                                                                                          \
		.code = STR(c), .parent_code = STR(p), .name = STR(n), .kind = ORG_GENERAL,        \
		.level = (l), .official_order = (o), .from_day = 20150101                          \
	}
static const struct org_new region[] = {
	UNION("15", "", "大区总工会", 1, 1),
	UNION("1501", "15", "东盟工会", 2, 2),
	UNION("1502", "15", "西盟工会", 2, 3),
	UNION("150101", "1501", "东一旗总工会", 3, 4),
	UNION("150102", "1501", "东二旗 总工会", 3, 5),
	UNION("ZK-01", "1502", "高新区Ａ区工会", 3, 6),
};
enum { UNIONS = sizeof region / sizeof region[0] };

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct org_added out[UNIONS];
	(void)arg;
	SN_TRY(org_add_many(c, region, UNIONS, out));
	for (size_t i = 0; i < UNIONS; i++)
		SN_TRY(out[i].why);
	return SN_SUCCESS;
}
static struct sn_err alias_work(struct ctx *c, void *arg)
{
	(void)arg;
	return org_add_alias(c, 4, STR("东旗_1"));
}
static struct sn_err move_work(struct ctx *c, void *arg)
{
	(void)arg;
	return org_move(c, 4, 3, 0);
}
static struct sn_err back_work(struct ctx *c, void *arg)
{
	(void)arg;
	return org_move(c, 4, 2, 0);
}
static struct sn_err nothing_work(struct ctx *c, void *arg)
{
	(void)arg;
	return org_add_alias(c, 4, STR("东旗_1"));
}

static void one_tree(struct fixture *f, struct org_cache *cache)
{
	struct org_shared *a = NULL, *b = NULL, *d = NULL;
	fixture_must(org_cache_take(&f->c, cache, 0, &a), "take");
	fixture_must(org_cache_take(&f->c, cache, 0, &b), "take");
	OK(a == b, "who asks again shares the same tree");
	fixture_must(store_write(&f->c, nothing_work, NULL), "an act that changes nothing");
	org_cache_give(cache, b);
	fixture_must(org_cache_take(&f->c, cache, 0, &b), "take");
	OK(a == b, "a commit that leaves the tree alone leaves it too");
	fixture_must(store_write(&f->c, move_work, NULL), "move");
	fixture_must(org_cache_take(&f->c, cache, 0, &d), "take");
	OK(d != a, "after a move it is another one");
	EQ_I64(org_tree_parent(org_shared_tree(d), org_tree_at(org_shared_tree(d), 4)),
	       org_tree_at(org_shared_tree(d), 3), "which has the move");
	EQ_I64(org_tree_parent(org_shared_tree(a), org_tree_at(org_shared_tree(a), 4)),
	       org_tree_at(org_shared_tree(a), 2), "who holds the old one still reads the old one");
	org_cache_give(cache, a);
	org_cache_give(cache, b);
	fixture_set_time(f, FIXTURE_AT_US + INT64_C(24) * 3600 * 1000000);
	fixture_must(org_cache_take(&f->c, cache, 0, &a), "take");
	OK(a != d, "the next day has its own");
	org_cache_give(cache, a);
	org_cache_give(cache, d);
}

/* A report of a cycle that has ended stands on the tree of its last day. */
static void other_days(struct fixture *f, struct org_cache *cache)
{
	static const int32_t past[] = {20150102, 20160101, 20170101, 20180101, 20190101};
	enum { PAST = sizeof past / sizeof past[0] };
	struct org_shared *today = NULL, *again = NULL, *of[PAST] = {NULL};
	fixture_must(org_cache_take(&f->c, cache, 0, &today), "take");
	for (size_t i = 0; i < PAST; i++) {
		fixture_must(org_cache_take(&f->c, cache, past[i], &of[i]), "take");
		OK(of[i] != today, "another day has its own tree");
		fixture_must(org_cache_take(&f->c, cache, 0, &again), "take");
		OK(again == today, "and today's stays, since it is asked for");
		org_cache_give(cache, again);
	}
	fixture_must(org_cache_take(&f->c, cache, past[PAST - 1], &again), "take");
	OK(again == of[PAST - 1], "a day that was asked for lately is still there");
	org_cache_give(cache, again);
	fixture_must(org_cache_take(&f->c, cache, past[0], &again), "take");
	OK(again != of[0], "the day that nobody has asked for longest has made room");
	org_cache_give(cache, again);
	for (size_t i = 0; i < PAST; i++)
		org_cache_give(cache, of[i]);
	fixture_must(org_cache_take(&f->c, cache, past[0], &of[0]), "take");
	fixture_must(store_write(&f->c, back_work, NULL), "move back");
	fixture_must(org_cache_take(&f->c, cache, past[0], &again), "take");
	OK(again != of[0], "an act on the tree may change what a past day looks like");
	org_cache_give(cache, of[0]);
	org_cache_give(cache, again);
	fixture_must(store_write(&f->c, move_work, NULL), "move again");
	org_cache_give(cache, today);
}

/* A work that changes the tree and is refused at its end. */
struct undone {
	struct org_cache *cache;
	int64_t parent_no;
};
static struct sn_err undone_work(struct ctx *c, void *arg)
{
	struct undone *u = arg;
	struct org_shared *s = NULL;
	SN_TRY(org_move(c, 5, 3, 0));
	SN_TRY(org_cache_take(c, u->cache, 0, &s));
	const struct org_tree *t = org_shared_tree(s);
	u->parent_no = org_tree_org(t, org_tree_parent(t, org_tree_at(t, 5)))->org_no;
	org_cache_give(u->cache, s);
	return SN_FAIL(ORG_FULL);
}

static void a_work_shares_nothing(struct fixture *f, struct org_cache *cache)
{
	struct undone u = {.cache = cache};
	struct org_shared *s = NULL;
	EQ_STR(sn_reason_word(store_write(&f->c, undone_work, &u).reason), "org_full",
	       "the work is refused");
	EQ_I64(u.parent_no, 3, "inside, the tree was the work's own");
	fixture_must(org_cache_take(&f->c, cache, 0, &s), "take");
	const struct org_tree *t = org_shared_tree(s);
	EQ_I64(org_tree_org(t, org_tree_parent(t, org_tree_at(t, 5)))->org_no, 2,
	       "outside, nobody sees what was not committed");
	org_cache_give(cache, s);
}

/* ---- threads ---- */

enum { THREADS = 4, ROUNDS = 200 };
struct reader {
	struct fixture *f;
	struct org_cache *cache;
	atomic_int *failures;
	pthread_t thread;
};
static void *read_on(void *arg)
{
	struct reader *r = arg;
	struct ctx c = r->f->c;
	struct store *own = NULL;
	c.mem = arena_new(1 << 20);
	if (!c.mem || sn_failed(store_open(&own, &r->f->config)))
		atomic_fetch_add(r->failures, 1);
	c.store = own;
	for (int i = 0; own && i < ROUNDS; i++) {
		struct org_shared *s = NULL;
		arena_reset(c.mem);
		if (sn_failed(org_cache_take(&c, r->cache, 0, &s)) ||
		    org_tree_count(org_shared_tree(s)) != UNIONS)
			atomic_fetch_add(r->failures, 1);
		org_cache_give(r->cache, s);
	}
	store_close(own);
	arena_free(c.mem);
	return NULL;
}

static void threads(struct fixture *f, struct org_cache *cache)
{
	struct reader readers[THREADS];
	atomic_int failures = 0;
	for (int i = 0; i < THREADS; i++) {
		readers[i] = (struct reader){.f = f, .cache = cache, .failures = &failures};
		if (pthread_create(&readers[i].thread, NULL, read_on, &readers[i]) != 0)
			atomic_fetch_add(&failures, 1);
	}
	for (int i = 0; i < 20; i++) { /* back and forth */
		fixture_must(store_write(&f->c, i % 2 ? move_work : back_work, NULL), "move");
	}
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(readers[i].thread, NULL);
	EQ_I64(atomic_load(&failures), 0,
	       "threads that read while it changes each get a whole tree");
}

/* ---- searching ---- */

static bool only_east(const void *tree, int32_t at)
{
	return org_tree_contains(tree, org_tree_by_code(tree, STR("1501")), at);
}

struct found {
	const char *code, *known_as;
	size_t count;
	bool more;
};
static struct found first(struct fixture *f, const struct org_tree *t, const char *text, size_t max,
			  bool east)
{
	struct org_hit *hits = NULL;
	struct found out = {.code = "-", .known_as = ""};
	const struct org_search ask = {.tree = t,
				       .text = str_of(text),
				       .hits_max = max,
				       .may = east ? only_east : NULL,
				       .self = t};
	fixture_must(org_search(&f->c, &ask, &hits, &out.count, &out.more), "search");
	if (out.count > 0) {
		out.code = org_tree_org(t, hits[0].at)->code.at;
		out.known_as = hits[0].known_as.at ? hits[0].known_as.at : "";
	}
	return out;
}

static void searching(struct fixture *f, struct org_cache *cache)
{
	struct org_shared *s = NULL;
	fixture_must(org_cache_take(&f->c, cache, 0, &s), "take");
	const struct org_tree *t = org_shared_tree(s);
	EQ_STR(first(f, t, "1501", 10, false).code, "1501", "a code is itself first");
	EQ_I64((int64_t)first(f, t, "1501", 10, false).count, 3, "then those that begin with it");
	EQ_I64((int64_t)first(f, t, "501", 10, false).count, 0,
	       "the middle of a code finds nothing");
	EQ_STR(first(f, t, "东二旗总", 10, false).code, "150102", "blanks do not matter");
	EQ_STR(first(f, t, "zk-01", 10, false).code, "ZK-01", "nor does case");
	EQ_STR(first(f, t, "高新区A区", 10, false).code, "ZK-01", "nor width");
	EQ_I64((int64_t)first(f, t, "旗", 10, false).count, 2,
	       "a part of a name finds all that have it");
	EQ_STR(first(f, t, "东旗_1", 10, false).known_as, "东旗_1",
	       "an alias finds its union and is told");
	EQ_I64((int64_t)first(f, t, "东旗%", 10, false).count, 0,
	       "what LIKE would read otherwise is text");
	EQ_I64((int64_t)first(f, t, "总工会", 2, false).count, 2, "no more than were asked for");
	OK(first(f, t, "总工会", 2, false).more, "and that there are others");
	EQ_I64((int64_t)first(f, t, "西盟", 10, true).count, 0,
	       "what one may not see is not found");
	EQ_I64((int64_t)first(f, t, " ", 10, false).count, 0, "blanks alone find nothing");
	org_cache_give(cache, s);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		struct org_cache *cache = NULL;
		fixture_create(&f, engine, domains, 2);
		struct tlog *log = tlog_new();
		f.writer_config.base.tlog = log;
		fixture_start(&f);
		fixture_must(store_write(&f.c, add_work, NULL), "unions");
		fixture_must(store_write(&f.c, alias_work, NULL), "alias");
		fixture_must(org_cache_new(&cache), "cache");
		one_tree(&f, cache);
		other_days(&f, cache);
		a_work_shares_nothing(&f, cache);
		threads(&f, cache);
		searching(&f, cache);
		org_cache_free(cache);
		fixture_close(&f);
		tlog_free(log);
	}
	return tap_done();
}
