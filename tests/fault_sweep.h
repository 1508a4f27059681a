#ifndef SN_TESTS_FAULT_SWEEP_H
#define SN_TESTS_FAULT_SWEEP_H
/* fault_sweep: an operation whose storage fails at its first call, then at its second, … until it fails at none.
 *
 *   shape   A fault is struck between the domain and the engine: the n-th statement, row or savepoint of the operation
 *           answers store_full, as a disk does that has no room; the one after it would work again, but may not be
 *           reached.  Memory: the operation gets room for so many bytes, then for a little more.
 *   asked   Each failing run answers the fault itself and commits nothing; then the operation succeeds; said again it
 *           answers what `again` says.  Both engines, both sides: an act in the writer, a reading on a reader's handle.
 *   cost    the square of the operation's calls: some hundred of them are a second.  Past SWEEP_EACH calls the
 *           strikes become rarer, by one part in SWEEP_EACH.
 *   start   fault_sweep(&(struct sweep){.f = &w->f, .work = act, .arg = &a, .what = "money comes in"}); */
#include "store_fixture.h"

enum { SWEEP_EACH = 128 };

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
	int64_t faults, wrong, committed;
	struct sn_err last, again;
};
struct swept fault_sweep_run(const struct sweep *s);
/* The same with memory that is too small by less and less. */
struct swept fault_sweep_memory_run(const struct sweep *s);

/* Three tests of TAP, counted where the test counts. */
static inline void fault_sweep_tell(const struct sweep *s, struct swept swept, const char *of)
{
	const char *again = s->again ? s->again : "ok";
	char what[256];
	(void)snprintf(what, sizeof what,
		       "%s: %" PRId64 " faults of the %s, handed on, nothing kept", s->what,
		       swept.faults, of);
	OK(swept.faults > 0 && swept.wrong == 0 && swept.committed == 0, what);
	(void)snprintf(what, sizeof what, "%s: then it is done", s->what);
	EQ_STR(sn_reason_word(swept.last.reason), "ok", what);
	(void)snprintf(what, sizeof what, "%s: said again", s->what);
	EQ_STR(sn_reason_word(swept.again.reason), again, what);
}
static inline void fault_sweep(const struct sweep *s)
{
	fault_sweep_tell(s, fault_sweep_run(s), "store");
}
static inline void fault_sweep_memory(const struct sweep *s)
{
	fault_sweep_tell(s, fault_sweep_memory_run(s), "memory");
}
#endif
