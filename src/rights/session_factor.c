/* Second factors: the authenticator and the paper list; stepping up. */
#include "base/limits.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"

#include <assert.h>

enum { CODE_PAPER = 1, TOTP_SECRET_BYTES = 20, TOTP_PENDING_S = 10 * 60 };
enum { TOTP_SEALED_BYTES = TOTP_SECRET_BYTES + SEAL_OVERHEAD_BYTES };
_Static_assert(SESSION_TOTP_SECRET_BYTES == (TOTP_SECRET_BYTES * 8 + 4) / 5 + 1, "base32's room");

struct blind_index session_code_index(const struct ctx *c, const char *letters)
{
	assert(c->keys);
	return keyring_index(c->keys, KEYRING_CODE, str_of(letters));
}

/* ---- the secret ---- */

struct totp {
	bool there;
	char secret[TOTP_SECRET_BYTES];
	int64_t since_us, last_step;
};
static struct seal_place totp_place(struct uuid user_id)
{
	return (struct seal_place){"user_totp", "secret", user_id};
}
static struct sn_err totp_open(struct ctx *c, struct uuid user_id, struct str sealed,
			       char out[TOTP_SECRET_BYTES])
{
	const struct seal_place place = totp_place(user_id);
	struct person_key key = keyring_installation_key(c->keys);
	const struct sn_err e = sealed.bytes != TOTP_SEALED_BYTES
					? SN_FAIL(SEAL_BROKEN, .field = "secret")
					: keyring_open(&key, &place, sealed, (uint8_t *)out);
	crypto_wipe(&key, sizeof key);
	return e;
}
static struct sn_err totp_read(struct ctx *c, struct uuid user_id, bool confirmed, struct totp *out)
{
	struct sn_err e = SN_SUCCESS;
	*out = (struct totp){.there = false};
	struct rows *r =
		store_query(c->store, &session_sql_totp, PARAMS(p_uuid(user_id), p_int(confirmed)));
	if (store_next(r)) {
		out->there = true;
		out->since_us = store_int(r, "since_us");
		out->last_step = store_int(r, "last_step");
		e = totp_open(c, user_id, store_bytes(r, "secret"), out->secret);
	}
	SN_TRY(store_done(r));
	return e;
}
static struct sn_err totp_add(struct ctx *c, struct uuid user_id, const struct totp *t,
			      bool confirmed)
{
	uint8_t sealed[TOTP_SEALED_BYTES];
	const struct seal_place place = totp_place(user_id);
	struct person_key key = keyring_installation_key(c->keys);
	keyring_seal(&key, &place, (struct str){t->secret, sizeof t->secret}, sealed);
	crypto_wipe(&key, sizeof key);
	return store_run(c->store, &session_sql_totp_add,
			 PARAMS(p_uuid(user_id), p_int(confirmed), p_bytes(sealed, sizeof sealed),
				p_int(t->since_us), p_int(t->last_step)),
			 NULL);
}
static struct sn_err totp_drop(struct ctx *c, struct uuid user_id, bool confirmed, int64_t *dropped)
{
	return store_run(c->store, &session_sql_totp_drop,
			 PARAMS(p_uuid(user_id), p_int(confirmed)), dropped);
}

/* ---- using a factor ---- */

static struct sn_err totp_use(struct ctx *c, struct uuid user_id, uint32_t code)
{
	struct totp t;
	int64_t changed = 0;
	SN_TRY(totp_read(c, user_id, true, &t));
	const int64_t step = t.there ? session_totp_match((struct str){t.secret, sizeof t.secret},
							  code, now_us(c))
				     : -1;
	crypto_wipe(t.secret, sizeof t.secret);
	if (step < 0)
		return SN_FAIL(CODE_WRONG, .field = "code");
	/* RFC 6238 5.2: a code is taken once, and none before it either. */
	SN_TRY(store_run(c->store, &session_sql_totp_use, PARAMS(p_uuid(user_id), p_int(step)),
			 &changed));
	return changed > 0 ? SN_SUCCESS : SN_FAIL(CODE_USED, .field = "code");
}
static struct sn_err paper_use(struct ctx *c, struct uuid user_id, const char *letters)
{
	struct uuid code_id = UUID_NULL;
	int64_t changed = 0;
	bool used = false;
	const struct blind_index hash = session_code_index(c, letters);
	struct rows *r = store_query(c->store, &session_sql_code_by_hash,
				     PARAMS(p_bytes(hash.bytes, sizeof hash.bytes)));
	if (store_next(r) && store_int(r, "kind") == CODE_PAPER &&
	    uuid_eq(store_uuid(r, "user_id"), user_id) && store_is_null(r, "void_at_us")) {
		code_id = store_uuid(r, "code_id");
		used = !store_is_null(r, "used_at_us");
	}
	SN_TRY(store_done(r));
	if (uuid_is_null(code_id))
		return SN_FAIL(CODE_WRONG, .field = "code");
	if (!used)
		SN_TRY(store_run(c->store, &session_sql_code_use,
				 PARAMS(p_uuid(code_id), p_int(now_us(c))), &changed));
	return changed > 0 ? SN_SUCCESS : SN_FAIL(CODE_USED, .field = "code");
}
struct sn_err session_factor_use(struct ctx *c, struct uuid user_id, struct str code)
{
	char letters[SESSION_CODE_LETTERS + 1];
	uint32_t digits = 0;
	if (session_digits_parse(code, &digits))
		return totp_use(c, user_id, digits);
	if (session_code_parse(code, letters))
		return paper_use(c, user_id, letters);
	return SN_FAIL(CODE_WRONG, .field = "code");
}

/* The count of failures is the account's, as of passwords. */
static struct sn_err failure_key_of(struct ctx *c, const struct session *s,
				    const struct session_from *from, struct failure_key *key)
{
	return session_failure_key(c, &s->user, s->user.login, from->address, key);
}
struct sn_err session_second_work(struct ctx *c, void *second)
{
	struct session_second *w = second;
	struct session s;
	struct failure_key key;
	SN_TRY(session_by_id(c, w->session_id, &s));
	if (!s.has_second)
		return SN_FAIL(NO_SECOND_FACTOR);
	SN_TRY(failure_key_of(c, &s, &w->from, &key));
	SN_TRY(session_lock_check(c, &key));
	struct audit_entry entry = session_entry(
		s.need == SESSION_NEEDS_SECOND ? AUDIT_SECOND : AUDIT_STEP_UP, &s, &w->from);
	const struct sn_err e = session_factor_use(c, s.user.user_id, w->code);
	if (e.reason == SN_R_CODE_WRONG || e.reason == SN_R_CODE_USED) {
		entry.outcome = e.reason;
		/* A code that comes twice is a slow line more often than a thief: it is told, and not counted. */
		SN_TRY(e.reason == SN_R_CODE_WRONG ? session_failed(c, &key, &entry)
						   : audit_refused(c, &entry));
	}
	SN_TRY(e);
	SN_TRY(session_failures_clear(c, &key));
	SN_TRY(session_renew(c, w->session_id, PROVED_SECOND, &w->begun));
	return audit_write(c, &entry);
}

/* ---- taking and dropping ---- */

/* What stands between the session and its factors; then its entry in the trail. */
static struct sn_err enrol_open(struct ctx *c, const struct session_enrol *w, struct session *s,
				struct audit_entry *entry)
{
	SN_TRY(session_by_id(c, w->session_id, s));
	*entry = session_entry(AUDIT_FACTOR, s, &w->from);
	return session_may_enrol(c, s);
}
struct sn_err session_totp_begin_work(struct ctx *c, void *enrol)
{
	struct session_enrol *w = enrol;
	struct session s;
	struct audit_entry entry;
	struct totp t = {.since_us = now_us(c), .last_step = 0};
	SN_TRY(enrol_open(c, w, &s, &entry));
	crypto_random(t.secret, sizeof t.secret);
	SN_TRY(totp_drop(c, s.user.user_id, false, NULL));
	const struct sn_err e = totp_add(c, s.user.user_id, &t, false);
	crypto_base32(t.secret, sizeof t.secret, w->secret);
	crypto_wipe(&t, sizeof t);
	SN_TRY(e);
	/* The label's blank and Chinese as bytes of UTF-8 (Key URI format of the authenticators). */
	const char *uri = arena_printf(c->mem,
				       "otpauth://totp/%%E9%%80%%81%%E6%%9A%%96:" STR_FMT
				       "?secret=%s&issuer=%%E9%%80%%81%%E6%%9A%%96",
				       STR_ARG(s.user.login), w->secret);
	w->uri = str_of(uri);
	return uri ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
struct sn_err session_totp_confirm_work(struct ctx *c, void *enrol)
{
	struct session_enrol *w = enrol;
	struct session s;
	struct audit_entry entry;
	struct totp t;
	uint32_t code = 0;
	SN_TRY(enrol_open(c, w, &s, &entry));
	SN_TRY(totp_read(c, s.user.user_id, false, &t));
	if (!t.there || now_us(c) - t.since_us > TOTP_PENDING_S * SESSION_SECOND_US)
		return SN_FAIL(NO_SECOND_FACTOR);
	t.last_step = session_digits_parse(w->code, &code)
			      ? session_totp_match((struct str){t.secret, sizeof t.secret}, code,
						   now_us(c))
			      : -1;
	if (t.last_step < 0)
		return SN_FAIL(CODE_WRONG, .field = "code");
	SN_TRY(totp_drop(c, s.user.user_id, true, NULL));
	SN_TRY(totp_drop(c, s.user.user_id, false, NULL));
	t.since_us = now_us(c);
	const struct sn_err e = totp_add(c, s.user.user_id, &t, true);
	crypto_wipe(&t, sizeof t);
	SN_TRY(e);
	SN_TRY(session_renew(c, w->session_id, PROVED_SECOND, &w->begun));
	return audit_write(c, &entry);
}
struct sn_err session_totp_drop_work(struct ctx *c, void *enrol)
{
	const struct session_enrol *w = enrol;
	struct session s;
	struct audit_entry entry;
	int64_t dropped = 0;
	SN_TRY(enrol_open(c, w, &s, &entry));
	SN_TRY(totp_drop(c, s.user.user_id, true, &dropped));
	if (dropped == 0)
		return SN_FAIL(NO_SECOND_FACTOR);
	SN_TRY(session_factor_left(c, s.user.user_id));
	return audit_write(c, &entry);
}

static struct sn_err paper_make(struct ctx *c, struct uuid user_id,
				char codes[SESSION_PAPER_CODES][SESSION_CODE_BYTES])
{
	SN_TRY(store_run(c->store, &session_sql_codes_void,
			 PARAMS(p_uuid(user_id), p_int(CODE_PAPER), p_int(now_us(c))), NULL));
	for (size_t i = 0; i < SESSION_PAPER_CODES; i++) {
		char letters[SESSION_CODE_LETTERS + 1];
		session_code_make(codes[i]);
		const bool parsed = session_code_parse(str_of(codes[i]), letters);
		assert(parsed);
		const struct blind_index hash = session_code_index(c, letters);
		SN_TRY(store_run(c->store, &session_sql_code_add,
				 PARAMS(p_uuid(new_id(c)), p_uuid(user_id), p_int(CODE_PAPER),
					p_bytes(hash.bytes, sizeof hash.bytes),
					p_uuid_or_null(c->actor_id), p_int(now_us(c)), p_null(),
					p_int(0)),
				 NULL));
	}
	return SN_SUCCESS;
}
struct sn_err session_paper_work(struct ctx *c, void *enrol)
{
	struct session_enrol *w = enrol;
	struct session s;
	struct audit_entry entry;
	SN_TRY(enrol_open(c, w, &s, &entry));
	entry.act = AUDIT_PAPER;
	SN_TRY(paper_make(c, s.user.user_id, w->codes));
	return audit_write(c, &entry);
}

struct sn_err session_factors(struct ctx *c, struct uuid user_id, struct session_factors *out)
{
	struct totp t;
	unsigned roles = 0, permissions = 0;
	*out = (struct session_factors){.required = false};
	SN_TRY(rights_held(c, user_id, &roles, &permissions));
	out->required = session_second_required(roles);
	SN_TRY(totp_read(c, user_id, true, &t));
	crypto_wipe(t.secret, sizeof t.secret);
	out->totp_since_us = t.there ? t.since_us : 0;
	struct rows *r = store_query(c->store, &session_sql_codes_left, PARAMS(p_uuid(user_id)));
	if (store_next(r) && store_int(r, "codes") > 0) {
		out->paper_since_us = store_int(r, "since_us");
		out->paper_codes_left = store_int(r, "codes") - store_int(r, "used");
	}
	SN_TRY(store_done(r));
	r = store_query(c->store, &session_sql_key_count, PARAMS(p_uuid(user_id)));
	out->keys = store_next(r) ? store_int(r, "keys") : 0;
	return store_done(r);
}
struct sn_err session_factor_left(struct ctx *c, struct uuid user_id)
{
	struct session_factors has;
	SN_TRY(session_factors(c, user_id, &has));
	if (has.totp_since_us != 0 || has.paper_codes_left > 0 || has.keys > 0)
		return SN_SUCCESS;
	if (has.required)
		return SN_FAIL(LAST_FACTOR);
	return store_run(c->store, &session_sql_second_forget, PARAMS(p_uuid(user_id)), NULL);
}
struct sn_err session_paper_for_work(struct ctx *c, void *paper)
{
	struct session_paper_for *w = paper;
	struct user user;
	struct session_factors has;
	SN_TRY(rights_user_by_id(c, w->user_id, &user));
	if (user.closed)
		return sn_err_with_text(SN_FAIL(USER_CLOSED), STR_FMT, STR_ARG(user.login));
	SN_TRY(session_factors(c, w->user_id, &has));
	if (!uuid_eq(c->actor_id, w->user_id)) {
		SN_TRY(rights_manages_users(c, user.org_no));
		if (has.totp_since_us != 0 || has.paper_since_us != 0 || has.keys > 0)
			return SN_FAIL(SECOND_FACTOR_IS_SET);
	}
	SN_TRY(paper_make(c, w->user_id, w->codes));
	char id[UUID_TEXT_BYTES];
	uuid_text(w->user_id, id);
	struct audit_entry entry = session_entry(AUDIT_PAPER, NULL, &w->from);
	entry.org_no = user.org_no;
	entry.object_kind = STR("user");
	entry.object_id = str_of(id);
	return audit_write(c, &entry);
}
struct sn_err session_factors_drop(struct ctx *c, struct uuid user_id)
{
	SN_TRY(totp_drop(c, user_id, true, NULL));
	SN_TRY(totp_drop(c, user_id, false, NULL));
	SN_TRY(store_run(c->store, &session_sql_keys_remove, PARAMS(p_uuid(user_id)), NULL));
	return store_run(c->store, &session_sql_codes_void,
			 PARAMS(p_uuid(user_id), p_int(CODE_PAPER), p_int(now_us(c))), NULL);
}
