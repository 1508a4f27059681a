#ifndef SN_TESTS_FAULT_SWEEP_H
#define SN_TESTS_FAULT_SWEEP_H
/* fault_sweep: an operation whose storage fails at its first call, then at its second, … and whose memory does.
 *
 *   shape   A fault of the store is struck between the domain and the engine: the n-th statement, row or savepoint of the
 *           operation answers store_full, as a disk does that has no room.  A fault of memory: the n-th allocation gets
 *           none and the ones behind it do (the linker leads malloc() and the arena's functions here: tests/meson.build).
 *   asked   Each failing run answers the fault itself and commits nothing; then the operation succeeds; said again it
 *           answers what `again` says.  An act runs in the writer, a reading on the reader's handle.
 *   cost    the square of the operation's calls.  Past SWEEP_EACH calls the strikes become rarer.
 *   start   fault_sweep(&(struct sweep){.f = &w->f, .work = act, .arg = &a, .what = "money comes in"}); */
#include "store_fixture.h"

enum { SWEEP_EACH = 64 };

struct sweep {
	struct fixture *f;
	struct uuid actor_id;
	store_work
		*work; /* reads c->store alone where `reads` is set, else it is a writer's work */
	void *arg;     /* a run that fails may not change what the next one reads of it */
	bool reads;
	const char *again; /* the reason's word when it is done once more; NULL: "ok" */
	const char *what;
};
/* What it came to: how many faults, how many answered something else or left something behind, then the last two runs. */
struct swept {
	int64_t store_faults, memory_faults, wrong, committed;
	struct sn_err last, again;
};
struct swept fault_sweep_run(const struct sweep *s);
/* Each statement that writes answers in turn that another writer was there first (store_unique): the operation says so,
 * or "again", or does it anew. It is taken back, whatever it did. */
struct swept fault_sweep_race_run(const struct sweep *s);

/* Three tests of TAP, counted where the test counts. */
static inline void fault_sweep_race(const struct sweep *s)
{
	const struct swept swept = fault_sweep_race_run(s);
	char what[256];
	(void)snprintf(what, sizeof what, "%s: another writer was first, %" PRId64 " times",
		       s->what, swept.store_faults);
	OK(swept.store_faults > 0 && swept.wrong == 0 && swept.committed == 0, what);
}
static inline void fault_sweep(const struct sweep *s)
{
	const struct swept swept = fault_sweep_run(s);
	char what[256];
	(void)snprintf(what, sizeof what,
		       "%s: %" PRId64 " faults of the store, %" PRId64
		       " of memory: handed on, nothing kept",
		       s->what, swept.store_faults, swept.memory_faults);
	OK(swept.store_faults > 0 && swept.wrong == 0 && swept.committed == 0, what);
	(void)snprintf(what, sizeof what, "%s: then it is done", s->what);
	EQ_STR(sn_reason_word(swept.last.reason), "ok", what);
	(void)snprintf(what, sizeof what, "%s: said again", s->what);
	EQ_STR(sn_reason_word(swept.again.reason), s->again ? s->again : "ok", what);
}
#endif
