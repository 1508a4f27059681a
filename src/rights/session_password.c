/* Passwords: one's own changed, a first one set, stepping up by it. */
#include "base/limits.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"
#include "store/writer.h"

/* The session's user and his password, with the count of failures that a wrong one belongs to. */
struct own {
	struct session session;
	struct credential credential;
	struct failure_key key;
};
static struct sn_err own_read(struct ctx *c, struct uuid session_id,
			      const struct session_from *from, struct own *o)
{
	SN_TRY(session_by_id(c, session_id, &o->session));
	const struct user *user = &o->session.user;
	SN_TRY(session_credential(c, user->login, &o->credential));
	SN_TRY(session_failure_key(c, user, user->login, from->address, &o->key));
	return session_lock_check(c, &o->key);
}
static struct sn_err password_refused(struct ctx *c, const struct own *o, enum audit_act act,
				      const struct session_from *from)
{
	struct audit_entry entry = session_entry(act, &o->session, from);
	entry.outcome = SN_R_PASSWORD_WRONG;
	SN_TRY(session_failed(c, &o->key, &entry));
	return SN_FAIL(PASSWORD_WRONG, .field = "password");
}

/* ---- stepping up ---- */

struct sn_err session_again_prepare(struct ctx *c, struct session_again *a)
{
	struct own o;
	struct str fresh;
	a->prepared.password_good = false;
	SN_TRY(own_read(c, a->session_id, &a->from, &o));
	if (o.session.has_second)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	SN_TRY(session_desk_enter(a->desk));
	a->prepared.password_good = session_compare(c, a->desk, a->password, &o.credential, &fresh);
	session_desk_leave(a->desk);
	a->prepared.set_at_us = o.credential.set_at_us;
	return SN_SUCCESS;
}
struct sn_err session_again_work(struct ctx *c, void *again)
{
	struct session_again *a = again;
	struct own o;
	SN_TRY(own_read(c, a->session_id, &a->from, &o));
	if (o.session.has_second)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	if (!a->prepared.password_good || a->prepared.set_at_us != o.credential.set_at_us)
		return password_refused(c, &o, AUDIT_STEP_UP, &a->from);
	SN_TRY(session_failures_clear(c, &o.key));
	SN_TRY(session_renew(c, a->session_id, PROVED_PASSWORD, &a->begun));
	const struct audit_entry entry = session_entry(AUDIT_STEP_UP, &o.session, &a->from);
	return audit_write(c, &entry);
}

/* ---- one's own ---- */

struct sn_err session_change_prepare(struct ctx *c, struct session_change *p)
{
	struct own o;
	struct str fresh;
	p->prepared.password_good = false;
	SN_TRY(own_read(c, p->session_id, &p->from, &o));
	if (o.session.need == SESSION_NEEDS_SECOND)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	SN_TRY(session_desk_enter(p->desk));
	p->prepared.password_good = session_compare(c, p->desk, p->password, &o.credential, &fresh);
	const bool same = p->prepared.password_good &&
			  session_compare(c, p->desk, p->new_password, &o.credential, &fresh);
	session_desk_leave(p->desk);
	p->prepared.set_at_us = o.credential.set_at_us;
	if (!p->prepared.password_good)
		return SN_SUCCESS; /* the work refuses it, and counts it */
	if (same)
		return SN_FAIL(PASSWORD_SAME, .field = "new_password");
	return session_hash_new(c, p->desk, p->new_password, &o.session.user,
				&p->prepared.new_hash);
}
struct sn_err session_change_work(struct ctx *c, void *change)
{
	struct session_change *p = change;
	struct own o;
	SN_TRY(own_read(c, p->session_id, &p->from, &o));
	if (o.session.need == SESSION_NEEDS_SECOND)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	if (!p->prepared.password_good || p->prepared.set_at_us != o.credential.set_at_us)
		return password_refused(c, &o, AUDIT_PASSWORD, &p->from);
	struct ctx himself = *c;
	himself.actor_id = o.session.user.user_id;
	SN_TRY(session_password_store(&himself, himself.actor_id, p->prepared.new_hash, false));
	SN_TRY(session_end_all(&himself, himself.actor_id, p->session_id, NULL));
	SN_TRY(session_failures_clear(c, &o.key));
	/* He gave the old password: a step up for who has no second factor, nothing more for who has. */
	SN_TRY(session_renew(c, p->session_id,
			     o.session.has_second ? PROVED_NOTHING : PROVED_PASSWORD, &p->begun));
	const struct audit_entry entry = session_entry(AUDIT_PASSWORD, &o.session, &p->from);
	return audit_write(c, &entry);
}

/* ---- without the old one ---- */

struct sn_err session_password_prepare(struct ctx *c, struct session_password *p)
{
	struct user user;
	SN_TRY(rights_user_by_id(c, p->user_id, &user));
	return session_hash_new(c, p->desk, p->password, &user, &p->prepared.hash);
}
static struct sn_err has_password(struct ctx *c, struct uuid user_id, bool *has)
{
	struct rows *r = store_query(c->store, &session_sql_password_at, PARAMS(p_uuid(user_id)));
	*has = store_next(r);
	return store_done(r);
}
struct sn_err session_password_work(struct ctx *c, void *password)
{
	struct session_password *p = password;
	struct user user;
	bool has = false;
	SN_TRY(rights_user_by_id(c, p->user_id, &user));
	if (user.closed)
		return sn_err_with_text(SN_FAIL(USER_CLOSED), STR_FMT, STR_ARG(user.login));
	const bool oneself = uuid_eq(c->actor_id, p->user_id);
	if (!oneself) {
		SN_TRY(rights_manages_users(c, user.org_no));
		SN_TRY(has_password(c, p->user_id, &has));
		if (has)
			return SN_FAIL(PASSWORD_IS_SET);
	}
	SN_TRY(session_password_store(c, p->user_id, p->prepared.hash, !oneself));
	SN_TRY(session_end_all(c, p->user_id, UUID_NULL, NULL));
	char id[UUID_TEXT_BYTES];
	uuid_text(p->user_id, id);
	struct audit_entry entry = session_entry(AUDIT_PASSWORD, NULL, &p->from);
	entry.org_no = user.org_no;
	entry.object_kind = STR("user");
	entry.object_id = str_of(id);
	return audit_write(c, &entry);
}
