/* One-time codes that set a password: the first start's, and a reset by two people. */
#include "base/limits.h"
#include "rights/oidc.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"

#include <assert.h>

enum code_kind { CODE_SETUP = 2, CODE_RESET = 3 };
#define RESET_US (24 * 60 * 60 * SESSION_SECOND_US)

static struct user code_user(struct arena *mem, const struct rows *r)
{
	return (struct user){.user_id = store_uuid(r, "user_id"),
			     .login = arena_str(mem, store_text(r, "login")),
			     .name = arena_str(mem, store_text(r, "name")),
			     .org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
			     .closed = !store_is_null(r, "closed_at_us")};
}
static struct audit_entry entry_on(enum audit_act act, const struct user *user, char *id,
				   const struct session_from *from)
{
	struct audit_entry entry = session_entry(act, NULL, from);
	uuid_text(user->user_id, id);
	entry.org_no = user->org_no;
	entry.object_kind = STR("user");
	entry.object_id = str_of(id);
	return entry;
}
/* A code of this kind for the user; those before are void. */
struct new_code {
	struct uuid code_id, user_id;
	enum code_kind kind;
	int64_t expires_at_us; /* 0: never */
	bool factors_too;
};
static struct sn_err code_make(struct ctx *c, const struct new_code *n,
			       char out[SESSION_CODE_BYTES])
{
	char letters[SESSION_CODE_LETTERS + 1];
	session_code_make(out);
	const bool parsed = session_code_parse(str_of(out), letters);
	assert(parsed);
	const struct blind_index hash = session_code_index(c, letters);
	SN_TRY(store_run(c->store, &session_sql_codes_void,
			 PARAMS(p_uuid(n->user_id), p_int(n->kind), p_int(now_us(c))), NULL));
	return store_run(c->store, &session_sql_code_add,
			 PARAMS(p_uuid(n->code_id), p_uuid(n->user_id), p_int(n->kind),
				p_bytes(hash.bytes, sizeof hash.bytes), p_uuid_or_null(c->actor_id),
				p_int(now_us(c)),
				n->expires_at_us == 0 ? p_null() : p_int(n->expires_at_us),
				p_int(n->factors_too)),
			 NULL);
}

/* ---- the first start ---- */

struct sn_err session_is_set_up(struct ctx *c, bool *set_up)
{
	struct rows *r = store_query(c->store, &session_sql_password_any, NO_PARAMS);
	*set_up = store_next(r);
	return store_done(r);
}
/* The first administrator who has no password, where none of them has one. */
static struct sn_err first_administrator(struct ctx *c, struct user *out)
{
	bool done = false;
	*out = (struct user){.user_id = UUID_NULL};
	struct rows *r = store_query(c->store, &session_sql_administrators,
				     PARAMS(p_int(day_of(now_us(c)))));
	while (store_next(r)) {
		done = done || !store_is_null(r, "hash");
		if (uuid_is_null(out->user_id))
			*out = code_user(c->mem, r);
	}
	SN_TRY(store_done(r));
	if (done)
		return SN_FAIL(SETUP_DONE);
	return uuid_is_null(out->user_id) ? SN_FAIL(NO_SUCH_USER, .field = "user") : SN_SUCCESS;
}
struct sn_err session_setup_code_work(struct ctx *c, void *setup_code)
{
	struct session_setup_code *w = setup_code;
	struct user user;
	char id[UUID_TEXT_BYTES];
	if (!uuid_is_null(c->actor_id))
		SN_TRY(rights_manages_users(c, 0));
	SN_TRY(first_administrator(c, &user));
	SN_TRY(code_make(c,
			 &(const struct new_code){
				 .code_id = new_id(c), .user_id = user.user_id, .kind = CODE_SETUP},
			 w->code));
	w->login = user.login;
	const struct audit_entry entry =
		entry_on(AUDIT_SETUP, &user, id, &(const struct session_from){STR_NULL, STR_NULL});
	return audit_write(c, &entry);
}

/* ---- using one ---- */

struct code {
	struct uuid code_id;
	struct user user;
	bool live, confirmed, factors_too;
	enum code_kind kind;
};
static struct sn_err code_read(struct ctx *c, struct str typed, struct code *out)
{
	char letters[SESSION_CODE_LETTERS + 1];
	*out = (struct code){.live = false};
	if (!session_code_parse(typed, letters))
		return SN_SUCCESS;
	const struct blind_index hash = session_code_index(c, letters);
	struct rows *r = store_query(c->store, &session_sql_code_by_hash,
				     PARAMS(p_bytes(hash.bytes, sizeof hash.bytes)));
	if (store_next(r)) {
		*out = (struct code){.code_id = store_uuid(r, "code_id"),
				     .user = code_user(c->mem, r),
				     .confirmed = !store_is_null(r, "confirmed_by"),
				     .factors_too = store_int(r, "factors_too") != 0,
				     .kind = (enum code_kind)store_int(r, "kind")};
		out->live = store_is_null(r, "used_at_us") && store_is_null(r, "void_at_us") &&
			    (store_is_null(r, "expires_at_us") ||
			     store_int(r, "expires_at_us") > now_us(c)) &&
			    !out->user.closed;
	}
	return store_done(r);
}
/* Does it open what is asked for? The set-up code names its user by itself, a reset code goes with his login. */
static struct sn_err code_decide(const struct code *k, struct str login)
{
	if (!k->live || (k->kind != CODE_SETUP && k->kind != CODE_RESET))
		return SN_FAIL(CODE_WRONG, .field = "code");
	if (k->kind == CODE_SETUP)
		return login.bytes == 0 || str_eq(login, k->user.login)
			       ? SN_SUCCESS
			       : SN_FAIL(CODE_WRONG, .field = "code");
	if (!str_eq(login, k->user.login))
		return SN_FAIL(CODE_WRONG, .field = "code");
	return k->confirmed ? SN_SUCCESS : SN_FAIL(RESET_NOT_CONFIRMED, .field = "code");
}
struct sn_err session_redeem_prepare(struct ctx *c, struct session_redeem *r)
{
	char room[LOGIN_BYTES_MAX];
	struct code k;
	r->prepared.code_id = UUID_NULL;
	SN_TRY(code_read(c, r->code, &k));
	if (sn_failed(code_decide(&k, session_login_typed(r->login, room))))
		return SN_SUCCESS; /* the work refuses it, and records it */
	r->prepared.code_id = k.code_id;
	return session_hash_new(c, r->desk, r->new_password, &k.user, &r->prepared.new_hash);
}
static struct sn_err redeem(struct ctx *c, const struct session_redeem *r, const struct code *k)
{
	int64_t changed = 0;
	struct failure_key key;
	struct ctx himself = *c;
	himself.actor_id = k->user.user_id;
	SN_TRY(store_run(c->store, &session_sql_code_use,
			 PARAMS(p_uuid(k->code_id), p_int(now_us(c))), &changed));
	if (changed == 0)
		return SN_FAIL(CODE_WRONG, .field = "code");
	SN_TRY(session_password_store(&himself, k->user.user_id, r->prepared.new_hash, false));
	SN_TRY(session_end_all(&himself, k->user.user_id, UUID_NULL, NULL));
	SN_TRY(oidc_cut_all(&himself, k->user.user_id));
	if (k->factors_too)
		SN_TRY(session_factors_drop(&himself, k->user.user_id));
	SN_TRY(session_failure_key(c, &k->user, k->user.login, STR_NULL, &key));
	return session_failures_clear(c, &key);
}
struct sn_err session_redeem_work(struct ctx *c, void *arg)
{
	struct session_redeem *r = arg;
	struct code k;
	char room[LOGIN_BYTES_MAX], id[UUID_TEXT_BYTES];
	SN_TRY(code_read(c, r->code, &k));
	struct sn_err e = code_decide(&k, session_login_typed(r->login, room));
	struct audit_entry entry = entry_on(AUDIT_REDEEM, &k.user, id, &r->from);
	entry.user_id = k.user.user_id;
	if (uuid_is_null(k.user.user_id))
		entry.object_id = entry.object_kind = STR_NULL;
	/* Confirmed or made between the two: he tries once more. */
	if (!sn_failed(e) && !uuid_eq(k.code_id, r->prepared.code_id))
		e = SN_FAIL(CODE_WRONG, .field = "code");
	if (sn_failed(e)) {
		entry.outcome = e.reason;
		SN_TRY(audit_refused(c, &entry));
		return e;
	}
	SN_TRY(redeem(c, r, &k));
	r->answered_login = k.user.login;
	return audit_write(c, &entry);
}

/* ---- a reset by two people ---- */

struct sn_err session_reset_work(struct ctx *c, void *reset)
{
	struct session_reset *w = reset;
	struct user user;
	char id[UUID_TEXT_BYTES];
	SN_TRY(rights_user_by_id(c, w->user_id, &user));
	SN_TRY(rights_manages_users(c, user.org_no));
	if (uuid_eq(c->actor_id, w->user_id))
		return SN_FAIL(RESET_FOR_ONESELF);
	if (user.closed)
		return sn_err_with_text(SN_FAIL(USER_CLOSED), STR_FMT, STR_ARG(user.login));
	w->reset_id = new_id(c);
	SN_TRY(code_make(c,
			 &(const struct new_code){.code_id = w->reset_id,
						  .user_id = w->user_id,
						  .kind = CODE_RESET,
						  .expires_at_us = now_us(c) + RESET_US,
						  .factors_too = w->factors_too},
			 w->code));
	const struct audit_entry entry = entry_on(AUDIT_RESET, &user, id, &w->from);
	return audit_write(c, &entry);
}

struct reset {
	struct session_reset_row row;
	bool live;
};
static struct reset reset_from(struct ctx *c, const struct rows *r)
{
	struct reset out = {.row = {.reset_id = store_uuid(r, "code_id"),
				    .user = code_user(c->mem, r),
				    .asked_by = store_uuid(r, "made_by"),
				    .asked_at_us = store_int(r, "made_at_us"),
				    .expires_at_us = store_int(r, "expires_at_us"),
				    .factors_too = store_int(r, "factors_too") != 0,
				    .confirmed = !store_is_null(r, "confirmed_by")}};
	out.live = store_is_null(r, "used_at_us") && store_is_null(r, "void_at_us") &&
		   out.row.expires_at_us > now_us(c) && !out.row.user.closed;
	return out;
}
/* Another who manages users there, or who approves for the person's union. */
static struct sn_err may_confirm(struct ctx *c, const struct session_reset_row *row)
{
	if (uuid_eq(c->actor_id, row->asked_by) || uuid_eq(c->actor_id, row->user.user_id))
		return SN_FAIL(RESET_NEEDS_ANOTHER);
	const struct sn_err e = rights_manages_users(c, row->user.org_no);
	if (e.reason != SN_R_NOT_GRANTED && e.reason != SN_R_NOT_GRANTED_TO_ALL)
		return e;
	return RIGHTS_REQUIRE(c, ROLE_APPROVER, row->user.org_no);
}
struct sn_err session_reset_confirm_work(struct ctx *c, void *confirm)
{
	const struct session_reset_confirm *w = confirm;
	struct reset reset = {.live = false};
	char id[UUID_TEXT_BYTES];
	int64_t changed = 0;
	struct rows *r = store_query(c->store, &session_sql_reset, PARAMS(p_uuid(w->reset_id)));
	if (store_next(r))
		reset = reset_from(c, r);
	SN_TRY(store_done(r));
	if (!reset.live)
		return SN_FAIL(NO_SUCH_RESET);
	SN_TRY(may_confirm(c, &reset.row));
	if (reset.row.confirmed)
		return SN_SUCCESS;
	SN_TRY(store_run(c->store, &session_sql_reset_confirm,
			 PARAMS(p_uuid(w->reset_id), p_uuid(c->actor_id), p_int(now_us(c))),
			 &changed));
	if (changed == 0)
		return SN_FAIL(NO_SUCH_RESET);
	const struct audit_entry entry =
		entry_on(AUDIT_RESET_CONFIRM, &reset.row.user, id, &w->from);
	return audit_write(c, &entry);
}

static struct sn_err resets_read(struct ctx *c, struct session_reset_row **out, size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct session_reset_row, SESSION_LIST_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &session_sql_resets, PARAMS(p_int(now_us(c) - RESET_US)));
	while (*count < SESSION_LIST_MAX && store_next(r)) {
		const struct reset reset = reset_from(c, r);
		if (reset.live)
			(*out)[(*count)++] = reset.row;
	}
	return store_done(r);
}
struct sn_err session_resets(struct ctx *c, struct session_reset_row **out, size_t *count)
{
	size_t all = 0;
	SN_TRY(resets_read(c, out, &all));
	*count = 0;
	for (size_t i = 0; i < all; i++) {
		const struct session_reset_row row = (*out)[i];
		const struct sn_err e = may_confirm(c, &row);
		const bool refused = e.reason == SN_R_NOT_GRANTED ||
				     e.reason == SN_R_NOT_GRANTED_TO_ALL ||
				     e.reason == SN_R_RESET_NEEDS_ANOTHER;
		if (sn_failed(e) && !refused)
			return e;
		if (!sn_failed(e) || uuid_eq(c->actor_id, row.asked_by))
			(*out)[(*count)++] = row;
	}
	return SN_SUCCESS;
}
