/* What the acts of session share: rows read and written. */
#include "base/limits.h"
#include "base/text.h"
#include "rights/password.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"
#include "store/writer.h"

#include <assert.h>

#define DAY_US INT64_C(86400000000)

static struct sn_err user_from(struct arena *mem, const struct rows *r, struct user *out)
{
	*out = (struct user){.user_id = store_uuid(r, "user_id"),
			     .login = arena_str(mem, store_text(r, "login")),
			     .name = arena_str(mem, store_text(r, "name")),
			     .org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
			     .closed = !store_is_null(r, "closed_at_us")};
	return out->login.at && out->name.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static int64_t int_or_0(const struct rows *r, const char *column)
{
	return store_is_null(r, column) ? 0 : store_int(r, column);
}

/* ---- passwords ---- */

struct sn_err session_credential(struct ctx *c, struct str login, struct credential *out)
{
	struct sn_err e = SN_SUCCESS;
	*out = (struct credential){.user = {.closed = true}};
	struct rows *r = store_query(c->store, &session_sql_credential, PARAMS(p_text(login)));
	if (store_next(r)) {
		e = user_from(c->mem, r, &out->user);
		out->hash = arena_str(c->mem, store_text(r, "hash"));
		out->set_at_us = int_or_0(r, "set_at_us");
	}
	SN_TRY(store_done(r));
	return e;
}
bool session_compare(struct ctx *c, struct session_desk *desk, struct str typed,
		     const struct credential *of, struct str *fresh)
{
	struct str password;
	char hash[CRYPTO_PASSWORD_BYTES];
	*fresh = STR_NULL;
	/* What is no text is nobody's password, and takes as long as one that is wrong. */
	if (sn_failed(password_normalise(c->mem, typed, &password)))
		password = STR_NULL;
	const bool somebody = of->hash.bytes > 0 && !of->user.closed;
	const bool same = crypto_password_verify(password, somebody ? of->hash.at
								    : session_desk_nobody(desk));
	if (!somebody || !same)
		return false;
	if (crypto_password_is_stale(of->hash.at, session_desk_cost(desk)) &&
	    crypto_password_hash(password, session_desk_cost(desk), hash))
		*fresh = arena_str(c->mem, str_of(hash));
	return true;
}
struct sn_err session_hash_new(struct ctx *c, struct session_desk *desk, struct str typed,
			       const struct user *user, struct str *hash)
{
	struct str password;
	char text[CRYPTO_PASSWORD_BYTES];
	SN_TRY(password_normalise(c->mem, typed, &password));
	SN_TRY(password_check(password, user->login, user->name));
	SN_TRY(session_desk_enter(desk));
	const bool hashed = crypto_password_hash(password, session_desk_cost(desk), text);
	session_desk_leave(desk);
	*hash = hashed ? arena_str(c->mem, str_of(text)) : STR_NULL;
	return hash->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
struct sn_err session_password_store(struct ctx *c, struct uuid user_id, struct str hash,
				     bool by_other)
{
	int64_t changed = 0;
	const struct param params[] = {p_uuid(user_id), p_text(hash), p_int(now_us(c)),
				       p_uuid_or_null(c->actor_id), p_int(by_other)};
	SN_TRY(store_run(c->store, &session_sql_password_set, params, &changed));
	return changed > 0 ? SN_SUCCESS
			   : store_run(c->store, &session_sql_password_add, params, NULL);
}

/* ---- failures ---- */

struct failure {
	int64_t failures, last_at_us, locked_until_us;
};
static struct sn_err failure_read(struct ctx *c, const struct failure_key *key, struct failure *out)
{
	*out = (struct failure){0, 0, 0};
	struct rows *r =
		store_query(c->store, &session_sql_failure,
			    PARAMS(p_bytes(key->login_hash.bytes, sizeof key->login_hash.bytes)));
	if (store_next(r))
		*out = (struct failure){store_int(r, "failures"), store_int(r, "last_at_us"),
					store_int(r, "locked_until_us")};
	return store_done(r);
}
/* Has he finished signing in from there within the month? Then it counts for itself: a stranger's failures elsewhere do
 * not shut him out. */
static struct sn_err is_his_address(struct ctx *c, const struct user *user, struct str address,
				    bool *his)
{
	enum { KNOWN_DAYS = 30 };
	*his = false;
	if (uuid_is_null(user->user_id) || address.bytes == 0)
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &session_sql_address_known,
				     PARAMS(p_uuid(user->user_id), p_text(address),
					    p_int(now_us(c) - KNOWN_DAYS * DAY_US)));
	*his = store_next(r);
	return store_done(r);
}
struct sn_err session_failure_key(struct ctx *c, const struct user *user, struct str login,
				  struct str address, struct failure_key *out)
{
	bool his = false;
	SN_TRY(is_his_address(c, user, address, &his));
	const char *text =
		his ? arena_printf(c->mem, STR_FMT "\n" STR_FMT, STR_ARG(login), STR_ARG(address))
		    : arena_printf(c->mem, STR_FMT, STR_ARG(login));
	assert(c->keys);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	out->login_hash = keyring_index(c->keys, KEYRING_LOGIN, str_of(text));
	out->known = !uuid_is_null(user->user_id);
	return SN_SUCCESS;
}
struct sn_err session_lock_check(struct ctx *c, const struct failure_key *key)
{
	struct failure f;
	SN_TRY(failure_read(c, key, &f));
	const int64_t left_us = f.locked_until_us - now_us(c);
	/* Never longer than the rule says, whatever became of the clock. */
	if (left_us <= 0 || left_us > session_lock_us(f.failures))
		return SN_SUCCESS;
	return SN_FAIL(SIGNIN_LOCKED,
		       .arg = {(left_us + SESSION_SECOND_US - 1) / SESSION_SECOND_US});
}

/* Those of nobody are many where somebody tries names: the oldest go. Those of users stay a day after the last one. */
static struct sn_err failures_sweep(struct ctx *c, bool known)
{
	int64_t edge_us = now_us(c) - DAY_US;
	SN_TRY(store_run(c->store, &session_sql_failures_forget,
			 PARAMS(p_int(known), p_int(edge_us)), NULL));
	if (known)
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &session_sql_failures_edge,
				     PARAMS(p_int(0), p_int(SIGNIN_UNKNOWN_MAX)));
	const bool many = store_next(r);
	if (many)
		edge_us = store_int(r, "last_at_us");
	SN_TRY(store_done(r));
	return many ? store_run(c->store, &session_sql_failures_forget,
				PARAMS(p_int(0), p_int(edge_us + 1)), NULL)
		    : SN_SUCCESS;
}
static struct sn_err failure_write(struct ctx *c, void *arg)
{
	const struct failure_key *key = arg;
	struct failure f;
	const int64_t at_us = now_us(c);
	const struct param hash = p_bytes(key->login_hash.bytes, sizeof key->login_hash.bytes);
	SN_TRY(failures_sweep(c, key->known));
	SN_TRY(failure_read(c, key, &f));
	const int64_t failures = f.failures + 1;
	const int64_t until_us = at_us + session_lock_us(failures);
	if (f.failures > 0)
		return store_run(c->store, &session_sql_failure_count,
				 PARAMS(hash, p_int(failures), p_int(at_us), p_int(until_us)),
				 NULL);
	return store_run(
		c->store, &session_sql_failure_add,
		PARAMS(hash, p_int(key->known), p_int(failures), p_int(at_us), p_int(until_us)),
		NULL);
}
struct sn_err session_failed(struct ctx *c, const struct failure_key *key,
			     const struct audit_entry *entry)
{
	struct failure_key *copy = ARENA_NEW(c->mem, struct failure_key);
	if (!copy)
		return SN_FAIL(OUT_OF_MEMORY);
	*copy = *key;
	SN_TRY(store_side(c, failure_write, copy));
	return audit_refused(c, entry);
}
struct sn_err session_failures_clear(struct ctx *c, const struct failure_key *key)
{
	return store_run(c->store, &session_sql_failure_clear,
			 PARAMS(p_bytes(key->login_hash.bytes, sizeof key->login_hash.bytes)),
			 NULL);
}

/* ---- sessions ---- */

struct found {
	struct session session;
	bool ended, by_other, second_given;
	int64_t stepped_at_us;
};
static struct sn_err found_read(struct ctx *c, struct rows *r, struct found *out)
{
	struct sn_err e = SN_SUCCESS;
	*out = (struct found){.ended = true};
	if (store_next(r)) {
		*out = (struct found){.ended = !store_is_null(r, "ended_at_us"),
				      .by_other = store_int(r, "by_other") != 0,
				      .second_given = !store_is_null(r, "second_at_us"),
				      .stepped_at_us = int_or_0(r, "stepped_at_us")};
		e = user_from(c->mem, r, &out->session.user);
		out->session.session_id = store_uuid(r, "session_id");
		out->session.has_second = store_int(r, "factors") > 0;
		out->session.started_at_us = store_int(r, "started_at_us");
		out->session.used_at_us = store_int(r, "used_at_us");
	}
	SN_TRY(store_done(r));
	return e;
}
/* What it still needs, and what it may. */
static struct sn_err found_judge(struct ctx *c, struct session_desk *desk, struct found *f,
				 struct session *out)
{
	enum { STEPPED_UP_S = 5 * 60 };
	struct session *s = &f->session;
	const int64_t at_us = now_us(c);
	unsigned roles = 0;
	if (f->ended || s->user.closed)
		return SN_FAIL(SIGN_IN_FIRST);
	if (desk)
		s->used_at_us = session_desk_use(desk, s->session_id, s->used_at_us, 0);
	if (session_is_over(s->started_at_us, s->used_at_us, at_us))
		return SN_FAIL(SIGN_IN_FIRST);
	if (desk)
		s->used_at_us = session_desk_use(desk, s->session_id, s->used_at_us, at_us);
	SN_TRY(rights_held(c, s->user.user_id, &roles, &s->permissions));
	s->need = session_need_of(
		(struct session_facts){.has_second = s->has_second,
				       .second_given = f->second_given,
				       .second_required = session_second_required(roles),
				       .password_by_other = f->by_other});
	if (s->need != SESSION_NEEDS_NOTHING)
		s->permissions = 0;
	s->expires_at_us = session_expires_us(s->started_at_us, s->used_at_us);
	if (f->stepped_at_us > 0 && (f->second_given || !s->has_second))
		s->stepped_up_until_us = f->stepped_at_us + STEPPED_UP_S * SESSION_SECOND_US;
	*out = *s;
	return SN_SUCCESS;
}

/* What JavaScript of our own pages sends back: who has not the token cannot make it, neither from what is stored, and it
 * does not tell the token. */
static void csrf_of(const char token[SESSION_TOKEN_BYTES], char out[SESSION_CSRF_BYTES])
{
	char text[SESSION_TOKEN_BYTES + 32];
	const int bytes = snprintf(text, sizeof text, "songnuan-csrf/v1\n%s", token);
	const struct sha256 value = crypto_sha256((struct str){text, (size_t)bytes});
	crypto_base64url(value.bytes, sizeof value.bytes, out);
	crypto_wipe(text, sizeof text);
}
/* Of the token's bytes, so another spelling of them is another token. */
static struct sha256 token_hash(struct str token)
{
	return crypto_sha256(token);
}
struct sn_err session_by_token(struct ctx *c, struct session_desk *desk, struct str token,
			       struct session *out)
{
	struct found f;
	char text[SESSION_TOKEN_BYTES];
	if (token.bytes != SESSION_TOKEN_BYTES - 1)
		return SN_FAIL(SIGN_IN_FIRST);
	const struct sha256 hash = token_hash(token);
	SN_TRY(found_read(c,
			  store_query(c->store, &session_sql_by_token,
				      PARAMS(p_bytes(hash.bytes, sizeof hash.bytes))),
			  &f));
	SN_TRY(found_judge(c, desk, &f, out));
	memcpy(text, token.at, token.bytes);
	text[token.bytes] = '\0';
	csrf_of(text, out->csrf);
	return SN_SUCCESS;
}
struct sn_err session_by_id(struct ctx *c, struct uuid session_id, struct session *out)
{
	struct found f;
	SN_TRY(found_read(c, store_query(c->store, &session_sql_by_id, PARAMS(p_uuid(session_id))),
			  &f));
	/* The edge has found it by its token a moment ago and noted the use in memory, which is not known here: its age
	 * alone is looked at again. */
	f.session.used_at_us = now_us(c);
	return found_judge(c, NULL, &f, out);
}

static struct sha256 token_new(char out[SESSION_TOKEN_BYTES])
{
	uint8_t random[32];
	crypto_random(random, sizeof random);
	crypto_base64url(random, sizeof random, out);
	crypto_wipe(random, sizeof random);
	return token_hash(str_of(out));
}
static struct sn_err begun_read(struct ctx *c, struct uuid session_id, struct session_begun *out)
{
	SN_TRY(session_by_id(c, session_id, &out->session));
	csrf_of(out->token, out->session.csrf);
	return SN_SUCCESS;
}
static struct sn_err factor_count(struct ctx *c, struct uuid user_id, int64_t *count)
{
	struct rows *r = store_query(c->store, &session_sql_factor_count, PARAMS(p_uuid(user_id)));
	*count = store_next(r) ? store_int(r, "factors") : 0;
	return store_done(r);
}
struct sn_err session_begin(struct ctx *c, const struct user *user, const struct session_from *from,
			    struct session_begun *out)
{
	enum { KEPT_DAYS = 90 };
	int64_t factors = 0;
	const int64_t at_us = now_us(c);
	const struct uuid session_id = new_id(c);
	const struct sha256 hash = token_new(out->token);
	SN_TRY(factor_count(c, user->user_id, &factors));
	SN_TRY(store_run(c->store, &session_sql_forget,
			 PARAMS(p_uuid(user->user_id), p_int(at_us - KEPT_DAYS * DAY_US)), NULL));
	const struct param proved = factors > 0 ? p_null() : p_int(at_us);
	SN_TRY(store_run(c->store, &session_sql_add,
			 PARAMS(p_uuid(session_id), p_bytes(hash.bytes, sizeof hash.bytes),
				p_uuid(user->user_id), p_int(at_us), proved, proved,
				p_text(text_cut(from->address, AUDIT_ADDRESS_BYTES_MAX)),
				p_text(text_cut(from->agent, SESSION_AGENT_BYTES_MAX))),
			 NULL));
	return begun_read(c, session_id, out);
}
struct sn_err session_renew(struct ctx *c, struct uuid session_id, enum session_proof proof,
			    struct session_begun *out)
{
	int64_t changed = 0;
	const struct param now = p_int(now_us(c));
	const struct sha256 hash = token_new(out->token);
	SN_TRY(store_run(c->store, &session_sql_renew,
			 PARAMS(p_uuid(session_id), p_bytes(hash.bytes, sizeof hash.bytes), now,
				proof == PROVED_NOTHING ? p_null() : now,
				proof == PROVED_SECOND ? now : p_null()),
			 &changed));
	return changed > 0 ? begun_read(c, session_id, out) : SN_FAIL(SIGN_IN_FIRST);
}
struct sn_err session_end_all(struct ctx *c, struct uuid user_id, struct uuid but_id,
			      int64_t *ended)
{
	return store_run(c->store, &session_sql_end_all,
			 PARAMS(p_uuid(user_id), p_uuid_or_null(but_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id)),
			 ended);
}
struct sn_err session_may_enrol(struct ctx *c, const struct session *s)
{
	if (s->need == SESSION_NEEDS_SECOND)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	if (s->need == SESSION_NEEDS_PASSWORD)
		return SN_FAIL(PASSWORD_FIRST);
	if (s->has_second && !session_is_stepped_up(s, now_us(c)))
		return SN_FAIL(STEP_UP_NEEDED);
	return SN_SUCCESS;
}

struct sn_err session_require_fresh(struct ctx *c, struct uuid session_id)
{
	struct session s;
	SN_TRY(session_by_id(c, session_id, &s));
	if (s.need == SESSION_NEEDS_SECOND)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	if (!s.has_second)
		return SN_FAIL(FACTOR_NEEDED_HERE);
	return session_is_stepped_up(&s, now_us(c)) ? SN_SUCCESS : SN_FAIL(STEP_UP_NEEDED);
}

struct audit_entry session_entry(enum audit_act act, const struct session *s,
				 const struct session_from *from)
{
	return (struct audit_entry){.act = act,
				    .session_id = s ? s->session_id : UUID_NULL,
				    .user_id = s ? s->user.user_id : UUID_NULL,
				    .org_no = s ? s->user.org_no : 0,
				    .address = text_cut(from->address, AUDIT_ADDRESS_BYTES_MAX)};
}
