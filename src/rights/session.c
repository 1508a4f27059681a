/* Signing in, finding a session, ending sessions. */
#include "rights/session.h"

#include "base/limits.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"

#include <assert.h>

struct sn_err session_find(struct ctx *c, struct session_desk *desk, struct str token,
			   struct session *out)
{
	return session_by_token(c, desk, token, out);
}

/* ---- signing in ---- */

/* Whom the login names, and which count of failures the attempt belongs to. */
struct attempt {
	char room[LOGIN_BYTES_MAX];
	struct str login;
	struct credential credential;
	struct failure_key key;
};
static struct sn_err attempt_read(struct ctx *c, struct str typed, struct str address,
				  struct attempt *a)
{
	a->login = session_login_typed(typed, a->room);
	SN_TRY(session_credential(c, a->login, &a->credential));
	SN_TRY(session_failure_key(c, &a->credential.user, a->login, address, &a->key));
	return session_lock_check(c, &a->key);
}

struct sn_err session_signin_prepare(struct ctx *c, struct session_signin *s)
{
	struct attempt a;
	s->prepared.password_good = false;
	/* Before it waits, so that a flood is cheap; and when its turn has come, so that a flood gains nothing by it. */
	SN_TRY(attempt_read(c, s->login, s->from.address, &a));
	SN_TRY(session_desk_enter(s->desk));
	const struct sn_err e = attempt_read(c, s->login, s->from.address, &a);
	if (!sn_failed(e))
		s->prepared.password_good = session_compare(c, s->desk, s->password, &a.credential,
							    &s->prepared.new_hash);
	session_desk_leave(s->desk);
	s->prepared.user_id = a.credential.user.user_id;
	s->prepared.set_at_us = a.credential.set_at_us;
	return e;
}

static struct sn_err signin_refused(struct ctx *c, const struct session_signin *s,
				    const struct attempt *a)
{
	struct audit_entry entry = session_entry(AUDIT_SIGN_IN, NULL, &s->from);
	entry.user_id = a->credential.user.user_id;
	entry.org_no = a->credential.user.org_no;
	entry.outcome = SN_R_SIGNIN_WRONG;
	SN_TRY(session_failed(c, &a->key, &entry));
	return SN_FAIL(SIGNIN_WRONG);
}
struct sn_err session_signin_work(struct ctx *c, void *signin)
{
	struct session_signin *s = signin;
	struct attempt a;
	SN_TRY(attempt_read(c, s->login, s->from.address, &a));
	/* A password that was changed while it was compared is not the one that was good. */
	if (!s->prepared.password_good || a.credential.user.closed ||
	    !uuid_eq(a.credential.user.user_id, s->prepared.user_id) ||
	    a.credential.set_at_us != s->prepared.set_at_us)
		return signin_refused(c, s, &a);
	if (s->prepared.new_hash.bytes > 0)
		SN_TRY(store_run(c->store, &session_sql_password_rehash,
				 PARAMS(p_uuid(s->prepared.user_id), p_int(s->prepared.set_at_us),
					p_text(s->prepared.new_hash)),
				 NULL));
	SN_TRY(session_begin(c, &a.credential.user, &s->from, &s->begun));
	/* Failures are forgotten when the whole of signing in is done: a known password buys no tries of the second
	 * factor. */
	if (s->begun.session.need != SESSION_NEEDS_SECOND)
		SN_TRY(session_failures_clear(c, &a.key));
	const struct audit_entry entry = session_entry(AUDIT_SIGN_IN, &s->begun.session, &s->from);
	return audit_write(c, &entry);
}

/* ---- one's sessions ---- */

static struct sn_err may_see(struct ctx *c, struct uuid user_id)
{
	struct user user;
	if (!uuid_is_null(c->actor_id) && uuid_eq(c->actor_id, user_id))
		return SN_SUCCESS;
	SN_TRY(rights_user_by_id(c, user_id, &user));
	return rights_manages_users(c, user.org_no);
}
static struct session_row session_row_from(struct arena *mem, const struct rows *r)
{
	return (struct session_row){.session_id = store_uuid(r, "session_id"),
				    .started_at_us = store_int(r, "started_at_us"),
				    .used_at_us = store_int(r, "used_at_us"),
				    .second = !store_is_null(r, "second_at_us"),
				    .address = arena_str(mem, store_text(r, "address")),
				    .agent = arena_str(mem, store_text(r, "agent"))};
}
struct sn_err session_list(struct ctx *c, struct session_desk *desk, struct uuid user_id,
			   struct session_row **out, size_t *count)
{
	const int64_t at_us = now_us(c), oldest_us = at_us - 24 * 60 * 60 * SESSION_SECOND_US;
	SN_TRY(may_see(c, user_id));
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct session_row, SESSION_LIST_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &session_sql_live_of,
				     PARAMS(p_uuid(user_id), p_int(oldest_us)));
	while (*count < SESSION_LIST_MAX && store_next(r)) {
		struct session_row row = session_row_from(c->mem, r);
		if (desk)
			row.used_at_us = session_desk_use(desk, row.session_id, row.used_at_us, 0);
		if (!session_is_over(row.started_at_us, row.used_at_us, at_us))
			(*out)[(*count)++] = row;
	}
	return store_done(r);
}

struct sn_err session_end_work(struct ctx *c, void *ending)
{
	struct session_ending *e = ending;
	struct user user;
	SN_TRY(may_see(c, e->user_id));
	SN_TRY(rights_user_by_id(c, e->user_id, &user));
	if (uuid_is_null(e->session_id))
		SN_TRY(session_end_all(c, e->user_id, e->but_id, &e->ended));
	else
		SN_TRY(store_run(c->store, &session_sql_end,
				 PARAMS(p_uuid(e->user_id), p_uuid(e->session_id), p_int(now_us(c)),
					p_uuid_or_null(c->actor_id)),
				 &e->ended));
	if (e->ended == 0 && !uuid_is_null(e->session_id))
		return SN_FAIL(NO_SUCH_SESSION);
	const bool oneself = uuid_eq(c->actor_id, e->user_id);
	char id[UUID_TEXT_BYTES];
	uuid_text(uuid_is_null(e->session_id) ? e->user_id : e->session_id, id);
	struct audit_entry entry =
		session_entry(oneself ? AUDIT_SIGN_OUT : AUDIT_SESSION_END, NULL, &e->from);
	entry.org_no = user.org_no;
	entry.object_kind = uuid_is_null(e->session_id) ? STR("user") : STR("session");
	entry.object_id = str_of(id);
	entry.rows = e->ended;
	return audit_write(c, &entry);
}
