#ifndef SN_STORE_CTX_H
#define SN_STORE_CTX_H
/* ctx: one request's world. Nothing else is global: main builds one, a test builds another.
 *
 *   shape   memory, database, time, ids and who asks. `store` reads; inside a writer's work it is the writer's
 *           handle and `tlog` is there, outside it `tlog` is NULL (so a function that posts cannot be called
 *           outside: asserted there).
 *   start   store_write() in store/writer.h hands a work its own ctx. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/uuid.h"

struct store;
struct writer;
struct tlog;
struct keyring;

struct ctx {
	struct arena *mem;
	struct store *store;
	struct writer *writer; /* NULL: this process only reads */
	struct tlog *tlog;     /* the log that the group appends to; only inside a work */
	const struct keyring
		*keys; /* identity keys (people/keyring.h); NULL: identities stay sealed */
	struct clock clock;
	struct uuid_maker *ids;
	struct uuid actor_id; /* the user on whose behalf; null: the program itself */
};

static inline int64_t now_us(const struct ctx *c)
{
	return clock_now_us(c->clock);
}
static inline struct uuid new_id(const struct ctx *c)
{
	return uuid_new(c->ids, c->clock);
}
#endif
