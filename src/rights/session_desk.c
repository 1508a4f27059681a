/* What a serving process keeps in memory about signing in: two places to hash at, and when sessions were last used. */
#include "base/limits.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"
#include "store/writer.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct use {
	struct uuid session_id; /* null: a free place */
	int64_t used_at_us, written_us;
};
struct session_desk {
	struct crypto_cost cost;
	char nobody[CRYPTO_PASSWORD_BYTES];
	pthread_mutex_t lock;
	pthread_cond_t place_free;
	unsigned hashing, waiting;
	struct use *uses; /* open addressing; room is a power of two */
	size_t room, count;
};
enum { USES_ROOM_FIRST = 64 };

struct sn_err session_desk_new(struct session_desk **out, struct session_cost cost)
{
	struct session_desk *d = calloc(1, sizeof *d);
	uint8_t random[SHA256_BYTES];
	*out = NULL;
	if (!d)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&d->lock, NULL);
	(void)pthread_cond_init(&d->place_free, NULL);
	d->cost = (struct crypto_cost){cost.memory_bytes, cost.passes};
	d->room = USES_ROOM_FIRST;
	d->uses = calloc(d->room, sizeof *d->uses);
	crypto_random(random, sizeof random);
	if (!d->uses || !crypto_password_hash((struct str){(const char *)random, sizeof random},
					      d->cost, d->nobody)) {
		session_desk_free(d);
		return SN_FAIL(OUT_OF_MEMORY);
	}
	*out = d;
	return SN_SUCCESS;
}
void session_desk_free(struct session_desk *d)
{
	if (!d)
		return;
	assert(d->hashing == 0 && d->waiting == 0);
	(void)pthread_cond_destroy(&d->place_free);
	(void)pthread_mutex_destroy(&d->lock);
	free(d->uses);
	free(d);
}
struct crypto_cost session_desk_cost(const struct session_desk *d)
{
	return d->cost;
}
const char *session_desk_nobody(const struct session_desk *d)
{
	return d->nobody;
}

/* ---- places to hash at ---- */

struct sn_err session_desk_enter(struct session_desk *d)
{
	enum { TRY_AGAIN_S = 5 };
	(void)pthread_mutex_lock(&d->lock);
	const bool full = d->hashing >= SESSION_HASHING_MAX && d->waiting >= SESSION_WAITING_MAX;
	if (!full) {
		d->waiting++;
		while (d->hashing >= SESSION_HASHING_MAX)
			(void)pthread_cond_wait(&d->place_free, &d->lock);
		d->waiting--;
		d->hashing++;
	}
	(void)pthread_mutex_unlock(&d->lock);
	return full ? SN_FAIL(SERVER_BUSY, .arg = {TRY_AGAIN_S}) : SN_SUCCESS;
}
void session_desk_leave(struct session_desk *d)
{
	(void)pthread_mutex_lock(&d->lock);
	assert(d->hashing > 0);
	d->hashing--;
	(void)pthread_cond_signal(&d->place_free);
	(void)pthread_mutex_unlock(&d->lock);
}

/* ---- last uses ---- */

/* The place of the id, or the free one where it belongs. A UUID v7 ends in random bits. */
static struct use *place_of(struct use *uses, size_t room, struct uuid session_id)
{
	uint64_t bits;
	memcpy(&bits, session_id.bytes + 8, sizeof bits);
	size_t at = (size_t)(bits * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (room - 1);
	while (!uuid_is_null(uses[at].session_id) && !uuid_eq(uses[at].session_id, session_id))
		at = (at + 1) & (room - 1);
	return &uses[at];
}
/* Into a table of another size, without those that are over and written. */
static void rebuild(struct session_desk *d, size_t room, int64_t at_us)
{
	struct use *bigger = calloc(room, sizeof *bigger);
	size_t kept = 0;
	if (!bigger)
		return;
	for (size_t i = 0; i < d->room; i++) {
		const struct use *u = &d->uses[i];
		if (uuid_is_null(u->session_id) ||
		    (u->written_us >= u->used_at_us &&
		     session_is_over(u->used_at_us, u->used_at_us, at_us)))
			continue;
		*place_of(bigger, room, u->session_id) = *u;
		kept++;
	}
	free(d->uses);
	d->uses = bigger;
	d->room = room;
	d->count = kept;
}
/* NULL: there is no room, so the use counts only once it is stored. */
static struct use *use_of(struct session_desk *d, struct uuid session_id, int64_t used_at_us,
			  int64_t at_us)
{
	struct use *u = place_of(d->uses, d->room, session_id);
	if (!uuid_is_null(u->session_id) || at_us == 0)
		return uuid_is_null(u->session_id) ? NULL : u;
	if (d->count >= d->room / 2) {
		rebuild(d, d->room < SESSION_USES_MAX ? d->room * 2 : d->room, at_us);
		u = place_of(d->uses, d->room, session_id);
	}
	if (d->count >= d->room / 4 * 3)
		return NULL;
	*u = (struct use){session_id, used_at_us, used_at_us};
	d->count++;
	return u;
}
int64_t session_desk_use(struct session_desk *d, struct uuid session_id, int64_t used_at_us,
			 int64_t at_us)
{
	(void)pthread_mutex_lock(&d->lock);
	struct use *u = use_of(d, session_id, used_at_us, at_us);
	if (u) {
		if (at_us > u->used_at_us)
			u->used_at_us = at_us;
		if (used_at_us < u->used_at_us)
			used_at_us = u->used_at_us;
	}
	(void)pthread_mutex_unlock(&d->lock);
	return used_at_us;
}

/* What was used since it was last written, as parameters of session.use. */
struct flushing {
	struct param *params; /* session_id, used_at_us */
	size_t sets;
};
static struct sn_err take_uses(struct ctx *c, struct session_desk *d, struct flushing *f)
{
	(void)pthread_mutex_lock(&d->lock);
	f->sets = 0;
	f->params = ARENA_ARRAY(c->mem, struct param, d->count * 2 + 1);
	for (size_t i = 0; f->params && i < d->room; i++) {
		const struct use *u = &d->uses[i];
		if (uuid_is_null(u->session_id) || u->used_at_us <= u->written_us)
			continue;
		f->params[f->sets * 2] = p_uuid(u->session_id);
		f->params[f->sets * 2 + 1] = p_int(u->used_at_us);
		f->sets++;
	}
	(void)pthread_mutex_unlock(&d->lock);
	return f->params ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static void mark_written(struct session_desk *d, const struct flushing *f)
{
	(void)pthread_mutex_lock(&d->lock);
	for (size_t i = 0; i < f->sets; i++) {
		struct use *u = place_of(d->uses, d->room, f->params[i * 2].as.id);
		if (!uuid_is_null(u->session_id))
			u->written_us = f->params[i * 2 + 1].as.integer;
	}
	(void)pthread_mutex_unlock(&d->lock);
}
static struct sn_err flush_work(struct ctx *c, void *arg)
{
	const struct flushing *f = arg;
	return store_many(c->store, &session_sql_use, f->params, f->sets, NULL);
}
struct sn_err session_flush(struct ctx *c, struct session_desk *desk)
{
	struct flushing f;
	SN_TRY(take_uses(c, desk, &f));
	if (f.sets == 0)
		return SN_SUCCESS;
	SN_TRY(store_write(c, flush_work, &f));
	mark_written(desk, &f);
	return SN_SUCCESS;
}
