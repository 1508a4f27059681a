/* The lease: who may write the log. Taking it raises the epoch, and every commit checks the epoch. */
#include "store/store_priv.h"
#include "store/store_sql.h"

#include <assert.h>

static struct sn_err take(struct store *s, struct store_lease *lease, const char *holder)
{
	const int64_t at_us = clock_now_us(s->config.clock);
	int64_t epoch = -1, session_no = 0, until_us = 0, changed = 0;
	struct sn_err held = SN_FAIL(STORE_LEASED);
	struct rows *r = store_query(s, &store_sql_lease_read, NO_PARAMS);
	if (store_next(r)) {
		held = sn_err_with_text(held, STR_FMT, STR_ARG(store_text(r, "holder")));
		session_no = store_int(r, "session_no");
		epoch = store_int(r, "epoch");
		until_us = store_int(r, "until_us");
	}
	SN_TRY(store_done(r));
	/* Where a living holder's session may change, give it half the lease to say so. */
	const bool quiet = !s->engine->session_moves || until_us - at_us < lease->lease_us / 2;
	if (until_us > at_us && !(quiet && s->engine->session_ended(s, session_no)))
		return held;
	SN_TRY(store_run(s, &store_sql_lease_take,
			 PARAMS(p_text(str_of(holder)), p_int(s->engine->session_no(s)),
				p_int(at_us + lease->lease_us), p_int(epoch)),
			 &changed));
	lease->epoch = epoch + 1;
	return changed == 1 ? SN_SUCCESS : held;
}

struct sn_err store_lease_take(struct store *s, struct store_lease *lease, const char *holder)
{
	assert(lease->lease_us > 0);
	SN_TRY(store_begin(s));
	const struct sn_err e = take(s, lease, holder);
	if (!sn_failed(e))
		return store_commit(s);
	store_rollback(s);
	return e;
}

static struct sn_err touch(struct store *s, const struct store_lease *lease,
			   const struct sn_statement *which)
{
	int64_t changed = 0;
	const int64_t until_us = clock_now_us(s->config.clock) + lease->lease_us;
	SN_TRY(store_run(
		s, which,
		PARAMS(p_int(until_us), p_int(s->engine->session_no(s)), p_int(lease->epoch)),
		&changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(STORE_FENCED);
}

struct sn_err store_lease_commit(struct store *s, const struct store_lease *lease)
{
	return touch(s, lease, &store_sql_lease_commit);
}

struct sn_err store_lease_prolong(struct store *s, const struct store_lease *lease)
{
	SN_TRY(store_begin(s));
	const struct sn_err e = touch(s, lease, &store_sql_lease_prolong);
	if (!sn_failed(e))
		return store_commit(s);
	store_rollback(s);
	return e;
}

void store_lease_give(struct store *s, const struct store_lease *lease)
{
	if (sn_failed(store_begin(s)))
		return;
	struct sn_err e = store_run(s, &store_sql_lease_give, PARAMS(p_int(lease->epoch)), NULL);
	if (!sn_failed(e))
		e = store_commit(s);
	else
		store_rollback(s);
	(void)e; /* it ends by itself after lease_us */
}
