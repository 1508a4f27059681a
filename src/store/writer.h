#ifndef SN_STORE_WRITER_H
#define SN_STORE_WRITER_H
/* writer: the one thread of one process that writes a log's database.
 *
 *   shape   Requests wait in a queue.  The writer takes all that wait (GROUP_REQUESTS_MAX), opens one
 *           transaction, runs each request's work, seals the group (hooks: the log gives leaves their indices),
 *           checks its lease, commits durably, and only then answers them all.  A work that returns an error leaves
 *           nothing behind but its side facts: where one has written by then, the group is rolled back and run again
 *           with a savepoint a request, as it is after a deadlock.  So a work may run more than once: what it tells
 *           through arg it sets anew each time.
 *   lease   A row (holder, epoch, until_us).  Taking it raises the epoch; every commit checks the epoch, so a
 *           writer that was stopped and replaced cannot commit again: store_fenced, and it stops.  The lease is
 *           prolonged by every commit and by the writer's own tick while idle.
 *   errors  store_leased: another process holds it (text: who).  store_full refuses the group and goes on.
 *           An I/O error at COMMIT calls config.fatal, which must end the process with exit status 74: the
 *           outcome is unknown and only the same id sent again settles it.
 *   source  settled.md 1 to 7; trust.md R4, R5.
 *   start   writer_start(), store_write(). */
#include "store/ctx.h"
#include "store/store.h"

struct store_seals;

/* A work reads and writes through c->store. It must not keep anything of c. */
typedef struct sn_err store_work(struct ctx *c, void *arg);

/* What must happen once in each group, such as appending the log's leaves. */
struct store_group_hook {
	void *self;
	/* A place to come back to, taken before each request; rewind() drops what came after it. */
	size_t (*mark)(void *self);
	void (*rewind)(void *self, size_t mark);
	/* After the last request, before COMMIT; an error refuses the whole group. */
	struct sn_err (*seal)(void *self, struct ctx *c);
	/* After COMMIT or ROLLBACK: nothing of the group is pending any more. */
	void (*end)(void *self, bool committed);
};

struct writer_config {
	struct store_config store;
	struct ctx
		base; /* keys and tlog for works; mem, store, actor come from writer and request */
	const struct store_group_hook *hooks;
	size_t hooks_count;
	struct store_seals
		*seals;     /* seals rows (seal.h): its hook is among the hooks; NULL: none are */
	const char *holder; /* who holds the lease, for people: "host pid 123" */
	int64_t lease_us;   /* how long the lease stands without a sign of life; 0: 10 seconds */
	int64_t wait_us; /* how long writer_start() waits for another holder before store_leased */
	void (*fatal)(void *self, struct sn_err e); /* must not return */
	void *fatal_self;
};

struct sn_err writer_start(struct writer **out, const struct writer_config *config) SN_MUST_USE;
/* Finishes what waits, gives the lease back. NULL is fine. */
void writer_stop(struct writer *w);

/* Runs the work in the writer and returns when its group is durable or refused. c->writer must be there.
 * The work gets c's memory, clock and actor with the writer's store, log and ids. */
struct sn_err store_write(struct ctx *c, store_work *work, void *arg) SN_MUST_USE;

/* The same without waiting: done() is called in the writer's thread once the outcome is known. c and arg must
 * stay until then. store_write() is this with a wait. */
typedef void store_answer(void *self, struct sn_err outcome);
void store_submit(struct ctx *c, store_work *work, void *arg, store_answer *done, void *self);

/* Inside a work: a part that may fail alone. Its error is returned and what it wrote is undone. */
struct sn_err store_attempt(struct ctx *c, store_work *part, void *arg) SN_MUST_USE;

/* Inside a work: a fact that must stay though the request is refused (a failed sign-in, a refused unmask). It is
 * written after the request's savepoint, in the same commit. arg must live in c->mem. */
struct sn_err store_side(struct ctx *c, store_work *fact, void *arg) SN_MUST_USE;

/* fd (an eventfd, non-blocking) gets 1 added after each commit: wakes SSE, link and signer. At most
 * STORE_WAKE_FDS_MAX of them; _end() takes one away again. */
void store_after_commit(struct writer *w, int fd);
void store_after_commit_end(struct writer *w, int fd);
#endif
