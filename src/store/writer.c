/* The writer's thread: queue, group commit, lease. */
#include "store/writer.h"

#include "base/limits.h"
#include "store/store_priv.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LEASE_US = 10 * 1000 * 1000, LEASE_POLL_US = 50 * 1000 };

/* So many groups take a savepoint for each request after one had to be run again for lack of them: whoever is refused
 * after having written (an attack, a full stock) makes others run twice at most once in so many. */
enum { CAREFUL_GROUPS = 64 };

/* A side fact, in the request's memory. */
struct side {
	struct side *next;
	store_work *fact;
	void *arg;
};

struct request {
	struct request *next;
	struct ctx *c;
	store_work *work;
	void *arg;
	store_answer *done; /* NULL: its thread sleeps in store_write() until `known` */
	void *self;
	struct sn_err outcome;
	atomic_bool known; /* the last that the writer touches of a request whose thread sleeps */
	uint32_t turn_bit; /* which sleepers are woken together */
	struct side *sides, **sides_end;
	bool wrote; /* something of it is to be committed */
};

struct writer {
	struct writer_config config;
	struct store *store;
	struct store_lease lease;
	struct uuid_maker ids;
	pthread_t thread;
	int careful_groups;      /* how many more groups take savepoints */
	struct request *current; /* the writer's thread only, as is what stands above */
	struct sn_err dead;      /* fenced or fatal: nothing is written any more */

	pthread_mutex_t lock; /* for what stands below */
	pthread_cond_t wake;
	struct request *first, **last;
	uint32_t turn_bit; /* of those that come now; moves with each group that is taken */
	bool stopping;
	int fds[STORE_WAKE_FDS_MAX];
	size_t fds_count;

	atomic_uint answers; /* counts answered groups: what the sleepers sleep on */
};

/* ---- one request ---- */

static struct ctx ctx_of(struct writer *w, const struct ctx *c)
{
	struct ctx inner = w->config.base;
	inner.mem = c->mem;
	inner.clock = c->clock;
	inner.actor_id = c->actor_id;
	inner.store = w->store;
	inner.writer = w;
	inner.ids = &w->ids;
	return inner;
}

struct marks {
	size_t at[STORE_HOOKS_MAX];
};
static struct marks mark_hooks(const struct writer *w)
{
	struct marks m = {{0}};
	for (size_t i = 0; i < w->config.hooks_count; i++)
		m.at[i] = w->config.hooks[i].mark(w->config.hooks[i].self);
	return m;
}
static void rewind_hooks(const struct writer *w, const struct marks *m)
{
	for (size_t i = w->config.hooks_count; i-- > 0;)
		w->config.hooks[i].rewind(w->config.hooks[i].self, m->at[i]);
}
static void end_hooks(const struct writer *w, bool committed)
{
	for (size_t i = 0; i < w->config.hooks_count; i++)
		w->config.hooks[i].end(w->config.hooks[i].self, committed);
}

/* Back to the savepoint; the error that led here is what counts. */
static void undo(struct writer *w, const struct marks *m)
{
	rewind_hooks(w, m);
	const struct sn_err e = store_savepoint(w->store, STORE_SP_UNDO);
	(void)e; /* it stays with the store as its doom, which run_group() asks for */
}

static struct sn_err run_sides(struct ctx *inner, struct request *r)
{
	for (struct side *side = r->sides; side; side = side->next) {
		SN_TRY(side->fact(inner, side->arg));
		r->wrote = true;
	}
	return SN_SUCCESS;
}

/* A work that hid an error is refused all the same: of the store, since its savepoint cannot be kept; of memory, since
 * a text that was lost looks like none, whatever the work made of that. */
static struct sn_err with_hidden(const struct writer *w, const struct ctx *c, struct sn_err e)
{
	if (c->mem && arena_ran_short(c->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	return sn_failed(e) ? e : w->store->failed;
}

/* In a savepoint of its own: what it wrote is undone where it is refused. An error of the store that ends the group stays
 * in w->store->doom. */
static void run_careful(struct writer *w, struct request *r)
{
	struct ctx inner = ctx_of(w, r->c);
	const struct marks m = mark_hooks(w);
	r->outcome = store_savepoint(w->store, STORE_SP_OPEN);
	if (sn_failed(r->outcome))
		return;
	r->outcome = with_hidden(w, &inner, r->work(&inner, r->arg));
	r->wrote = !sn_failed(r->outcome);
	if (sn_failed(r->outcome))
		undo(w, &m);
	const struct sn_err side = with_hidden(w, &inner, run_sides(&inner, r));
	if (sn_failed(side)) { /* a fact that must stay could not be written: nothing of it stays */
		undo(w, &m);
		r->outcome = side;
		r->wrote = false;
	}
	const struct sn_err e = store_savepoint(w->store, STORE_SP_KEEP);
	if (sn_failed(e))
		r->outcome = e;
}

/* Without one: two statements and copies of the touched pages are saved, a third of a small write. Most refusals have
 * written nothing, so there is nothing to undo; false: this one has, or its facts failed. */
static bool run_bare(struct writer *w, struct request *r)
{
	struct ctx inner = ctx_of(w, r->c);
	const struct marks m = mark_hooks(w);
	const uint64_t before = w->store->writes;
	r->outcome = with_hidden(w, &inner, r->work(&inner, r->arg));
	r->wrote = !sn_failed(r->outcome);
	if (sn_failed(r->outcome)) {
		if (w->store->writes != before || sn_failed(w->store->failed))
			return false;
		rewind_hooks(w, &m);
	}
	return !sn_failed(with_hidden(w, &inner, run_sides(&inner, r)));
}

static bool run_request(struct writer *w, struct request *r, bool careful)
{
	bool done = true;
	r->sides = NULL;
	r->sides_end = &r->sides;
	r->wrote = false;
	w->current = r;
	if (careful)
		run_careful(w, r);
	else
		done = run_bare(w, r);
	w->current = NULL;
	return done;
}

struct sn_err store_attempt(struct ctx *c, store_work *part, void *arg)
{
	struct writer *w = c->writer;
	assert(w && w->current && c->store == w->store);
	const struct marks m = mark_hooks(w);
	SN_TRY(store_savepoint(w->store, STORE_SP_OPEN));
	const struct sn_err e = with_hidden(w, c, part(c, arg));
	if (sn_failed(e))
		undo(w, &m);
	SN_TRY(store_savepoint(w->store, STORE_SP_KEEP));
	return e;
}

struct sn_err store_side(struct ctx *c, store_work *fact, void *arg)
{
	assert(c->writer && c->writer->current && c->store == c->writer->store);
	struct request *r = c->writer->current;
	struct side *side = ARENA_NEW(c->mem, struct side);
	if (!side)
		return SN_FAIL(OUT_OF_MEMORY);
	*side = (struct side){.fact = fact, .arg = arg};
	*r->sides_end = side;
	r->sides_end = &side->next;
	return SN_SUCCESS;
}

/* ---- one group ---- */

static struct sn_err seal_hooks(struct writer *w)
{
	struct arena *mem = arena_new(REQUEST_ARENA_BYTES);
	if (!mem)
		return SN_FAIL(OUT_OF_MEMORY);
	struct ctx c = w->config.base;
	c.mem = mem;
	c.store = w->store;
	c.clock = w->config.store.clock;
	c.ids = &w->ids;
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < w->config.hooks_count && !sn_failed(e); i++)
		e = with_hidden(w, &c, w->config.hooks[i].seal(w->config.hooks[i].self, &c));
	arena_free(mem);
	return e;
}

/* The whole group in one transaction. An error is the group's; the requests' own stand in their outcomes. *careful is
 * set where it must be run again with savepoints: nothing is committed then. */
static struct sn_err try_group(struct writer *w, struct request *group, bool *careful,
			       bool *committed)
{
	bool wrote = false;
	SN_TRY(store_begin(w->store));
	for (struct request *r = group; r; r = r->next) {
		if (!run_request(w, r, *careful) && !sn_failed(w->store->doom)) {
			*careful = true;
			return SN_FAIL(STORE_AGAIN);
		}
		if (sn_failed(w->store->doom))
			return w->store->doom;
		wrote = wrote || r->wrote;
	}
	if (!wrote) { /* all were refused: nothing to sync */
		store_rollback(w->store);
		return SN_SUCCESS;
	}
	SN_TRY(seal_hooks(w));
	SN_TRY(store_lease_commit(w->store, &w->lease));
	SN_TRY(store_commit(w->store));
	*committed = true;
	return SN_SUCCESS;
}

static void die(struct writer *w, struct sn_err e)
{
	w->dead = e;
	if (e.reason == SN_R_STORE_IO && w->config.fatal)
		w->config.fatal(w->config.fatal_self, e);
}

static void wake_fds(struct writer *w)
{
	const uint64_t one = 1;
	pthread_mutex_lock(&w->lock);
	for (size_t i = 0; i < w->fds_count; i++)
		(void)!write(w->fds[i], &one, sizeof one);
	pthread_mutex_unlock(&w->lock);
}

/* Runs a group until its outcome is known; true: the error is one request's doing, to be found one by one. */
static bool run_group(struct writer *w, struct request *group)
{
	struct sn_err e = w->dead;
	bool careful = !group->next || w->careful_groups > 0;
	if (w->careful_groups > 0)
		w->careful_groups--;
	for (int tries = 0; !sn_failed(w->dead) && tries < STORE_AGAIN_TRIES_MAX; tries++) {
		bool committed = false;
		const bool was_careful = careful;
		e = try_group(w, group, &careful, &committed);
		if (careful && !was_careful)
			w->careful_groups = CAREFUL_GROUPS;
		const bool in_commit = sn_failed(e) && !w->store->writing;
		store_rollback(w->store);
		end_hooks(w, committed);
		if (committed)
			wake_fds(w);
		if (e.reason == SN_R_STORE_FENCED) {
			die(w, e);
		} else if (in_commit && e.reason == SN_R_STORE_IO) {
			die(w, e);
			e = SN_FAIL(STORE_UNKNOWN);
		}
		if (e.reason != SN_R_STORE_AGAIN)
			break;
	}
	if (!sn_failed(e))
		return false;
	const bool blame = sn_err_code(e) != SN_FULL && sn_err_code(e) != SN_IO &&
			   sn_err_code(e) != SN_DOWN && sn_err_code(e) != SN_UNKNOWN &&
			   sn_err_code(e) != SN_REFUSES;
	if (blame && group->next)
		return true;
	for (struct request *r = group; r; r = r->next)
		r->outcome = e;
	return false;
}

/* ---- sleepers: threads that wait in store_write() ----
 * A whole group is woken by one call of the system; a semaphore each would cost one a request, in the writer's thread,
 * while it could be at the next group. */

static void sleep_until_known(struct writer *w, struct request *r)
{
	for (;;) {
		const unsigned before = atomic_load(&w->answers);
		if (atomic_load(&r->known))
			return;
		/* Returns at once if `answers` has moved since; woken for nothing, it looks again. */
		(void)syscall(SYS_futex, &w->answers, FUTEX_WAIT_BITSET_PRIVATE, before, NULL, NULL,
			      r->turn_bit);
	}
}

static void wake_sleepers(struct writer *w, uint32_t turn_bits)
{
	if (turn_bits == 0)
		return;
	atomic_fetch_add(&w->answers, 1);
	(void)syscall(SYS_futex, &w->answers, FUTEX_WAKE_BITSET_PRIVATE, INT_MAX, NULL, NULL,
		      turn_bits);
}

static void answer(struct writer *w, struct request *group)
{
	uint32_t turn_bits = 0;
	while (group) {
		struct request *r = group;
		group = r->next;
		if (!r->done) {
			turn_bits |= r->turn_bit;
			atomic_store(&r->known, true); /* it may be gone after this */
			continue;
		}
		store_answer *done = r->done;
		void *self = r->self;
		const struct sn_err outcome = r->outcome;
		free(r);
		done(self, outcome);
	}
	wake_sleepers(w, turn_bits);
}

static void write_group(struct writer *w, struct request *group)
{
	if (!run_group(w, group)) {
		answer(w, group);
		return;
	}
	while (group) {
		struct request *one = group;
		group = one->next;
		one->next = NULL;
		(void)run_group(w, one);
		answer(w, one);
	}
}

/* ---- the thread ---- */

/* All that wait, up to GROUP_REQUESTS_MAX; NULL when the tick came or the end. */
static struct request *take_group(struct writer *w, bool *stopping)
{
	struct timespec until;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	const int64_t tick_us = w->lease.lease_us / 3;
	until.tv_sec += (time_t)(tick_us / 1000000);
	until.tv_nsec += (long)(tick_us % 1000000) * 1000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&w->lock);
	int rc = 0;
	while (!w->first && !w->stopping && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&w->wake, &w->lock, &until);
	struct request *group = w->first, **end = &w->first;
	for (int n = 0; *end && n < GROUP_REQUESTS_MAX; n++)
		end = &(*end)->next;
	w->first = *end;
	*end = NULL;
	if (!w->first)
		w->last = &w->first;
	w->turn_bit = w->turn_bit << 1 | w->turn_bit >> 31;
	*stopping = w->stopping;
	pthread_mutex_unlock(&w->lock);
	return group;
}

static void *writer_main(void *arg)
{
	struct writer *w = arg;
	for (;;) {
		bool stopping = false;
		struct request *group = take_group(w, &stopping);
		if (group) {
			write_group(w, group);
		} else if (stopping) {
			break;
		} else if (!sn_failed(w->dead)) {
			const struct sn_err e = store_lease_prolong(w->store, &w->lease);
			if (e.reason == SN_R_STORE_FENCED)
				die(w, e); /* another error shows itself at the next write */
		}
	}
	if (!sn_failed(w->dead))
		store_lease_give(w->store, &w->lease);
	return NULL;
}

/* ---- from other threads ---- */

static void enqueue(struct writer *w, struct request *r)
{
	pthread_mutex_lock(&w->lock);
	assert(!w->stopping);
	const bool was_empty = !w->first;
	r->turn_bit = w->turn_bit;
	*w->last = r;
	w->last = &r->next;
	if (was_empty)
		pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

void store_submit(struct ctx *c, store_work *work, void *arg, store_answer *done, void *self)
{
	assert(c->writer && done);
	struct request *r = calloc(1, sizeof *r);
	if (!r) {
		done(self, SN_FAIL(OUT_OF_MEMORY));
		return;
	}
	*r = (struct request){.c = c, .work = work, .arg = arg, .done = done, .self = self};
	enqueue(c->writer, r);
}

struct sn_err store_write(struct ctx *c, store_work *work, void *arg)
{
	assert(c->writer);
	assert(!pthread_equal(c->writer->thread, pthread_self())); /* it would wait for itself */
	struct request r = {.c = c, .work = work, .arg = arg};
	enqueue(c->writer, &r);
	sleep_until_known(c->writer, &r);
	return r.outcome;
}

void store_after_commit(struct writer *w, int fd)
{
	pthread_mutex_lock(&w->lock);
	assert(fd >= 0 && w->fds_count < STORE_WAKE_FDS_MAX);
	w->fds[w->fds_count++] = fd;
	pthread_mutex_unlock(&w->lock);
}

void store_after_commit_end(struct writer *w, int fd)
{
	pthread_mutex_lock(&w->lock);
	for (size_t i = 0; i < w->fds_count; i++)
		if (w->fds[i] == fd)
			w->fds[i--] = w->fds[--w->fds_count];
	pthread_mutex_unlock(&w->lock);
}

/* ---- start and stop ---- */

static int64_t monotonic_us(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The wait is real time: it is a person's patience, while the lease runs by the database's clock. */
static struct sn_err take_lease(struct writer *w)
{
	const int64_t end_us = monotonic_us() + w->config.wait_us;
	for (;;) {
		const struct sn_err e = store_lease_take(w->store, &w->lease, w->config.holder);
		const bool wait = e.reason == SN_R_STORE_LEASED || e.reason == SN_R_STORE_AGAIN;
		if (!wait || monotonic_us() >= end_us)
			return e;
		const struct timespec nap = {.tv_nsec = LEASE_POLL_US * 1000L};
		(void)nanosleep(&nap, NULL);
	}
}

static struct sn_err start_thread(struct writer *w)
{
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, &attr);
	pthread_condattr_destroy(&attr);
	/* A limit on file sizes is to be a full disk, not the end of the process (trust.md R5). */
	(void)signal(SIGXFSZ, SIG_IGN);
	/* Signals are for the other threads: the writer is never interrupted between COMMIT and answer. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	const int rc = pthread_create(&w->thread, NULL, writer_main, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc == 0 ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err writer_start(struct writer **out, const struct writer_config *config)
{
	assert(config->hooks_count <= STORE_HOOKS_MAX);
	*out = NULL;
	struct writer *w = calloc(1, sizeof *w);
	if (!w)
		return SN_FAIL(OUT_OF_MEMORY);
	w->config = *config;
	w->last = &w->first;
	w->turn_bit = 1;
	w->lease.lease_us = config->lease_us > 0 ? config->lease_us : LEASE_US;
	struct sn_err e = store_open_raw(&w->store, &config->store, STORE_USE_WRITE);
	if (!sn_failed(e))
		e = store_check_schema(w->store);
	if (!sn_failed(e))
		w->store->seals = config->seals;
	if (!sn_failed(e))
		e = take_lease(w);
	if (!sn_failed(e))
		e = start_thread(w);
	if (sn_failed(e)) {
		store_close(w->store);
		free(w);
	} else {
		*out = w;
	}
	return e;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	store_close(w->store);
	free(w);
}
