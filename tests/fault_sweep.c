#include "fault_sweep.h"

#include "store/store_priv.h"

#include <inttypes.h>

/* The engine of the store that is swept, with a fault in it. The work runs while the test waits: one at a time. */
static struct {
	const struct store_engine *real;
	struct store_engine faulty;
	int64_t at, seen; /* strikes at call number `at` */
} struck;

static bool strikes(void)
{
	return ++struck.seen == struck.at;
}
static void faulty_query(struct rows *r)
{
	if (strikes())
		r->e = SN_FAIL(STORE_FULL);
	else
		struck.real->query(r);
}
static bool faulty_next(struct rows *r)
{
	if (!strikes())
		return struck.real->next(r);
	r->e = SN_FAIL(STORE_FULL);
	return false;
}
static struct sn_err faulty_many(struct store *s, const struct sn_statement *which,
				 const struct param *params, size_t sets, int64_t *changed)
{
	return strikes() ? SN_FAIL(STORE_FULL) : struck.real->many(s, which, params, sets, changed);
}
static struct sn_err faulty_savepoint(struct store *s, enum store_savepoint what)
{
	return strikes() ? SN_FAIL(STORE_FULL) : struck.real->savepoint(s, what);
}

struct run {
	const struct sweep *s;
	int64_t at; /* 0: no fault */
	int64_t calls;
};
static struct sn_err run_work(struct ctx *c, void *arg)
{
	struct run *run = arg;
	struct store *store = c->store;
	struck.real = store->engine;
	struck.faulty = *store->engine;
	struck.faulty.query = faulty_query;
	struck.faulty.next = faulty_next;
	struck.faulty.many = faulty_many;
	struck.faulty.savepoint = faulty_savepoint;
	struck.at = run->at;
	struck.seen = 0;
	store->engine = &struck.faulty;
	const struct sn_err e = run->s->work(c, run->s->arg);
	store->engine = struck.real;
	run->calls = struck.seen;
	return e;
}
static struct sn_err run_once(struct run *run)
{
	struct ctx c = run->s->f->c;
	c.actor_id = run->s->actor_id;
	return run->s->reads ? run_work(&c, run) : store_write(&c, run_work, run);
}

static int64_t commits(const struct sweep *s)
{
	int64_t seq = 0;
	fixture_must(store_commit_seq(s->f->c.store, &seq), "the number of the last commit");
	return seq;
}
struct swept fault_sweep_run(const struct sweep *s)
{
	struct run run = {.s = s};
	struct swept swept = {.faults = 0};
	for (int64_t at = 1;; at += 1 + at / SWEEP_EACH) {
		const int64_t before = commits(s);
		const struct arena_mark mark = arena_mark(s->f->c.mem);
		run.at = at;
		swept.last = run_once(&run);
		if (run.calls < at) /* none was struck, and its answers stay in the test's memory */
			break;
		arena_rewind(s->f->c.mem, mark);
		swept.faults++;
		swept.committed += commits(s) != before;
		if (swept.last.reason != SN_R_STORE_FULL && swept.wrong++ == 0)
			printf("# %s: fault %" PRId64 " answered %s\n", s->what, at,
			       sn_reason_word(swept.last.reason));
	}
	run.at = 0;
	swept.again = run_once(&run);
	return swept;
}

static struct sn_err run_squeezed(const struct sweep *s, struct arena *mem)
{
	struct ctx c = s->f->c;
	c.actor_id = s->actor_id;
	c.mem = mem;
	return s->reads ? s->work(&c, s->arg) : store_write(&c, s->work, s->arg);
}

struct swept fault_sweep_memory_run(const struct sweep *s)
{
	struct swept swept = {.last = SN_FAIL(OUT_OF_MEMORY)};
	for (size_t room = 16; swept.last.reason == SN_R_OUT_OF_MEMORY;
	     room += 16 + room / SWEEP_EACH) {
		const int64_t before = commits(s);
		struct arena *mem = arena_new(room);
		swept.last = run_squeezed(s, mem);
		swept.faults += sn_failed(swept.last);
		swept.committed += sn_failed(swept.last) && commits(s) != before;
		arena_free(mem);
	}
	swept.again = run_squeezed(s, s->f->c.mem);
	return swept;
}
