#include "fault_sweep.h"

#include "base/arena.h"
#include "store/store_priv.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

/* What is struck, at which call. The work runs while the test waits, so that there is one at a time. */
enum struck { NOTHING, STORE, MEMORY, RACE };
static struct {
	enum struck what;
	int64_t at;
	int64_t calls, allocations; /* seen so far */
	const struct store_engine *real;
	struct store_engine faulty;
} strike;
static _Thread_local bool inside; /* the work; what others allocate is not its */

/* ---- memory: the linker leads these here ---- */

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t n, size_t bytes);
void *__real_realloc(void *at, size_t bytes);
void *__real_reallocarray(void *at, size_t n, size_t bytes);
void *__real_arena_alloc(struct arena *a, size_t bytes);
void *__real_arena_alloc_n(struct arena *a, size_t size, size_t n);
struct str __real_arena_str(struct arena *a, struct str s);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t n, size_t bytes);
void *__wrap_realloc(void *at, size_t bytes);
void *__wrap_reallocarray(void *at, size_t n, size_t bytes);
void *__wrap_arena_alloc(struct arena *a, size_t bytes);
void *__wrap_arena_alloc_n(struct arena *a, size_t size, size_t n);
struct str __wrap_arena_str(struct arena *a, struct str s);
char *__wrap_arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static bool no_memory(void)
{
	return inside && ++strike.allocations == strike.at && strike.what == MEMORY;
}
void *__wrap_malloc(size_t bytes)
{
	return no_memory() ? NULL : __real_malloc(bytes);
}
void *__wrap_calloc(size_t n, size_t bytes)
{
	return no_memory() ? NULL : __real_calloc(n, bytes);
}
void *__wrap_realloc(void *at, size_t bytes)
{
	return no_memory() ? NULL : __real_realloc(at, bytes);
}
void *__wrap_reallocarray(void *at, size_t n, size_t bytes)
{
	return no_memory() ? NULL : __real_reallocarray(at, n, bytes);
}
/* More than any arena has: it runs short as it would by itself. */
static void *runs_short(struct arena *a)
{
	return __real_arena_alloc(a, SIZE_MAX);
}
void *__wrap_arena_alloc(struct arena *a, size_t bytes)
{
	return no_memory() ? runs_short(a) : __real_arena_alloc(a, bytes);
}
void *__wrap_arena_alloc_n(struct arena *a, size_t size, size_t n)
{
	return no_memory() ? runs_short(a) : __real_arena_alloc_n(a, size, n);
}
struct str __wrap_arena_str(struct arena *a, struct str s)
{
	return no_memory() && !runs_short(a) ? STR_NULL : __real_arena_str(a, s);
}
char *__wrap_arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	const int length = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *s = length < 0 ? NULL : arena_alloc(a, (size_t)length + 1);
	if (s)
		(void)vsnprintf(s, (size_t)length + 1, fmt, again);
	va_end(again);
	return s;
}

/* ---- the store: an engine with a fault in it ---- */

static bool strikes(void)
{
	return ++strike.calls == strike.at && (strike.what == STORE || strike.what == RACE);
}
static void faulty_query(struct rows *r)
{
	if (strike.what != RACE && strikes())
		r->e = SN_FAIL(STORE_FULL);
	else
		strike.real->query(r);
}
static bool faulty_next(struct rows *r)
{
	if (strike.what == RACE || !strikes())
		return strike.real->next(r);
	r->e = SN_FAIL(STORE_FULL);
	return false;
}
static struct sn_err faulty_many(struct store *s, const struct sn_statement *which,
				 const struct param *params, size_t sets, int64_t *changed)
{
	if (strikes())
		return strike.what == RACE ? SN_FAIL(STORE_UNIQUE) : SN_FAIL(STORE_FULL);
	return strike.real->many(s, which, params, sets, changed);
}
static struct sn_err faulty_savepoint(struct store *s, enum store_savepoint what)
{
	return strike.what != RACE && strikes() ? SN_FAIL(STORE_FULL)
						: strike.real->savepoint(s, what);
}

/* ---- a run ---- */

struct run {
	const struct sweep *s;
	bool taken_back; /* what succeeds is refused in the end, so that it can run again */
	bool succeeded;
};
static struct sn_err run_work(struct ctx *c, void *arg)
{
	struct run *run = arg;
	struct store *store = c->store;
	strike.real = store->engine;
	strike.faulty = *store->engine;
	strike.faulty.query = faulty_query;
	strike.faulty.next = faulty_next;
	strike.faulty.many = faulty_many;
	strike.faulty.savepoint = faulty_savepoint;
	strike.calls = strike.allocations = 0;
	store->engine = &strike.faulty;
	inside = true;
	const struct sn_err e = run->s->work(c, run->s->arg);
	inside = false;
	store->engine = strike.real;
	run->succeeded = !sn_failed(e);
	return run->succeeded && run->taken_back ? SN_FAIL(STORE_UNIQUE) : e;
}
static struct sn_err run_once(struct run *run, enum struck what, int64_t at)
{
	struct ctx c = run->s->f->c;
	c.actor_id = run->s->actor_id;
	if (run->taken_back) /* and so are its answers */
		c.mem = arena_new(SIZE_MAX / 2);
	strike.what = what;
	strike.at = at;
	struct sn_err e = run->s->reads ? run_work(&c, run) : store_write(&c, run_work, run);
	if (run->s->reads && arena_ran_short(c.mem)) /* who reads asks that at the end */
		e = SN_FAIL(OUT_OF_MEMORY);
	if (run->taken_back)
		arena_free(c.mem);
	return e;
}

static int64_t commits(const struct sweep *s)
{
	int64_t seq = 0;
	fixture_must(store_commit_seq(s->f->c.store, &seq), "the number of the last commit");
	return seq;
}

static int64_t strike_each(struct run *run, enum struck what, int64_t calls, struct swept *swept)
{
	const enum sn_reason wanted = what == STORE ? SN_R_STORE_FULL : SN_R_OUT_OF_MEMORY;
	int64_t faults = 0;
	for (int64_t at = 1; at <= calls; at += 1 + at / SWEEP_EACH, faults++) {
		const struct sn_err e = run_once(run, what, at);
		if (e.reason == wanted)
			continue;
		printf("# %s: fault %" PRId64 " of %s answered %s\n", run->s->what, at,
		       what == STORE ? "the store" : "memory",
		       run->succeeded ? "ok" : sn_reason_word(e.reason));
		swept->wrong++;
	}
	return faults;
}

struct swept fault_sweep_run(const struct sweep *s)
{
	struct run run = {.s = s, .taken_back = true};
	struct swept swept = {.wrong = 0};
	const int64_t before = commits(s);
	(void)run_once(&run, NOTHING, 0); /* what stays in memory after the first time is there */
	(void)run_once(&run, NOTHING, 0);
	const int64_t calls = strike.calls, allocations = strike.allocations;
	swept.store_faults = strike_each(&run, STORE, calls, &swept);
	swept.memory_faults = strike_each(&run, MEMORY, allocations, &swept);
	swept.committed = commits(s) - before;
	run.taken_back = false;
	swept.last = run_once(&run, NOTHING, 0);
	swept.again = run_once(&run, NOTHING, 0);
	return swept;
}

struct swept fault_sweep_race_run(const struct sweep *s)
{
	struct run run = {.s = s, .taken_back = true};
	struct swept swept = {.wrong = 0};
	const int64_t before = commits(s);
	(void)run_once(&run, RACE, 0);
	const int64_t calls = strike.calls;
	for (int64_t at = 1; at <= calls; at++) {
		const struct sn_err e = run_once(&run, RACE, at);
		swept.store_faults++;
		swept.wrong += e.reason != SN_R_STORE_UNIQUE && e.reason != SN_R_STORE_AGAIN;
	}
	swept.committed = commits(s) - before;
	return swept;
}
