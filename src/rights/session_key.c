/* Second factors that sign: security keys and passkeys. */
#include "base/limits.h"
#include "base/text.h"
#include "rights/session_priv.h"
#include "rights/session_sql.h"
#include "store/writer.h"

#include <assert.h>

enum purpose { PURPOSE_NEW = 1, PURPOSE_PROVE = 2 };

const char *session_transport_word(enum session_transport by)
{
	static const char *const words[] = {
#define X(name, word) [SESSION_BY_##name] = (word),
		SESSION_TRANSPORTS(X)
#undef X
	};
	assert(by < SESSION_TRANSPORTS_COUNT);
	return words[by];
}

/* ---- challenges ---- */

struct challenge {
	struct uuid session_id;
	enum purpose purpose;
	uint8_t bytes[WEBAUTHN_CHALLENGE_BYTES];
};
static struct sn_err challenge_make(struct ctx *c, struct challenge *k)
{
	const int64_t at_us = now_us(c);
	crypto_random(k->bytes, sizeof k->bytes);
	SN_TRY(store_run(c->store, &session_sql_challenges_forget,
			 PARAMS(p_uuid(k->session_id), p_int(k->purpose), p_int(at_us)), NULL));
	return store_run(c->store, &session_sql_challenge_add,
			 PARAMS(p_uuid(k->session_id), p_int(k->purpose),
				p_bytes(k->bytes, sizeof k->bytes),
				p_int(at_us + SESSION_CHALLENGE_S * SESSION_SECOND_US)),
			 NULL);
}
/* false: none is open. */
static struct sn_err challenge_read(struct ctx *c, struct challenge *k, bool *open)
{
	*open = false;
	struct rows *r = store_query(c->store, &session_sql_challenge,
				     PARAMS(p_uuid(k->session_id), p_int(k->purpose)));
	if (store_next(r) && store_int(r, "expires_at_us") > now_us(c)) {
		const struct str bytes = store_bytes(r, "challenge");
		*open = bytes.bytes == sizeof k->bytes;
		if (*open)
			memcpy(k->bytes, bytes.at, sizeof k->bytes);
	}
	return store_done(r);
}
static struct sn_err challenge_drop(struct ctx *c, const struct challenge *k, int64_t *dropped)
{
	return store_run(c->store, &session_sql_challenge_drop,
			 PARAMS(p_uuid(k->session_id), p_int(k->purpose),
				p_bytes(k->bytes, sizeof k->bytes)),
			 dropped);
}
/* It is taken once: by whom it is answered well, who else asked again in the meantime. */
static struct sn_err challenge_use(struct ctx *c, const struct challenge *k)
{
	int64_t dropped = 0;
	SN_TRY(challenge_drop(c, k, &dropped));
	return dropped > 0 ? SN_SUCCESS : SN_FAIL(KEY_ASKED_BEFORE, .field = "key");
}
static struct sn_err challenge_drop_work(struct ctx *c, void *challenge)
{
	return challenge_drop(c, challenge, NULL);
}
/* In a work that is about to be refused: the challenge has been answered all the same. */
static struct sn_err challenge_spend(struct ctx *c, const struct challenge *k)
{
	struct challenge *copy = ARENA_NEW(c->mem, struct challenge);
	if (!copy)
		return SN_FAIL(OUT_OF_MEMORY);
	*copy = *k;
	return store_side(c, challenge_drop_work, copy);
}

/* ---- the keys ---- */

static struct session_key key_from(struct arena *mem, const struct rows *r)
{
	return (struct session_key){
		.key_id = store_uuid(r, "key_id"),
		.name = arena_str(mem, store_text(r, "name")),
		.credential_id = arena_str(mem, store_bytes(r, "credential_id")),
		.rp_id = arena_str(mem, store_text(r, "rp_id")),
		.transports = (unsigned)store_int(r, "transports"),
		.verified = store_int(r, "verified") != 0,
		.added_at_us = store_int(r, "added_at_us"),
		.used_at_us = store_is_null(r, "used_at_us") ? 0 : store_int(r, "used_at_us")};
}
struct sn_err session_keys(struct ctx *c, struct uuid user_id, struct session_key **out,
			   size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct session_key, SESSION_KEYS_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &session_sql_keys_of, PARAMS(p_uuid(user_id)));
	while (*count < SESSION_KEYS_MAX && store_next(r))
		(*out)[(*count)++] = key_from(c->mem, r);
	return store_done(r);
}

/* ---- what a browser is asked ---- */

static struct sn_err ask_begin(struct ctx *c, struct session_key_ask *a, enum purpose purpose)
{
	struct challenge k = {.session_id = a->session_id, .purpose = purpose};
	SN_TRY(challenge_make(c, &k));
	memcpy(a->challenge, k.bytes, sizeof a->challenge);
	return SN_SUCCESS;
}
/* Those of this site: a browser offers no others here. */
static void keep_of_site(struct session_key_ask *a)
{
	size_t kept = 0;
	a->verify = true;
	for (size_t i = 0; i < a->count; i++) {
		if (!str_eq(a->keys[i].rp_id, a->site.rp_id))
			continue;
		a->verify = a->verify && a->keys[i].verified;
		a->keys[kept++] = a->keys[i];
	}
	a->count = kept;
}
struct sn_err session_key_add_ask_work(struct ctx *c, void *ask)
{
	struct session_key_ask *a = ask;
	struct session s;
	SN_TRY(session_by_id(c, a->session_id, &s));
	SN_TRY(session_may_enrol(c, &s));
	if (str_is_null(a->site.origin))
		return SN_FAIL(SITE_UNKNOWN);
	a->user = s.user;
	SN_TRY(session_keys(c, s.user.user_id, &a->keys, &a->count));
	if (a->count >= SESSION_KEYS_MAX)
		return SN_FAIL(KEY_MANY, .arg = {SESSION_KEYS_MAX});
	keep_of_site(a);
	return ask_begin(c, a, PURPOSE_NEW);
}
struct sn_err session_key_ask_work(struct ctx *c, void *ask)
{
	struct session_key_ask *a = ask;
	struct session s;
	SN_TRY(session_by_id(c, a->session_id, &s));
	if (!s.has_second)
		return SN_FAIL(NO_SECOND_FACTOR);
	if (str_is_null(a->site.origin))
		return SN_FAIL(SITE_UNKNOWN);
	a->user = s.user;
	SN_TRY(session_keys(c, s.user.user_id, &a->keys, &a->count));
	keep_of_site(a);
	if (a->count == 0)
		return sn_err_with_text(SN_FAIL(NO_KEY), STR_FMT, STR_ARG(a->site.origin));
	return ask_begin(c, a, PURPOSE_PROVE);
}

/* ---- a new key ---- */

static struct sn_err name_read(struct ctx *c, struct str typed, struct str *out)
{
	SN_TRY(text_normalise(c->mem, typed, out));
	const size_t characters = text_characters(*out);
	return characters > 0 && characters <= SESSION_KEY_NAME_CHARACTERS_MAX
		       ? SN_SUCCESS
		       : SN_FAIL(BAD_KEY_NAME, .field = "name",
				 .arg = {SESSION_KEY_NAME_CHARACTERS_MAX});
}
static struct challenge challenge_of(struct uuid session_id, enum purpose purpose,
				     const uint8_t bytes[WEBAUTHN_CHALLENGE_BYTES])
{
	struct challenge k = {.session_id = session_id, .purpose = purpose};
	memcpy(k.bytes, bytes, sizeof k.bytes);
	return k;
}
struct sn_err session_key_add_prepare(struct ctx *c, struct session_key_new *k)
{
	bool open = false;
	struct challenge asked = {.session_id = k->session_id, .purpose = PURPOSE_NEW};
	if (str_is_null(k->site.origin))
		return SN_FAIL(SITE_UNKNOWN);
	SN_TRY(name_read(c, k->name, &k->prepared.name));
	SN_TRY(challenge_read(c, &asked, &open));
	memcpy(k->prepared.challenge, asked.bytes, sizeof asked.bytes);
	const struct webauthn_asked expected = {WEBAUTHN_CREATE, k->site, asked.bytes};
	k->prepared.why = open ? webauthn_created(k->attestation, k->client_data, &expected,
						  &k->prepared.said)
			       : SN_FAIL(KEY_ASKED_BEFORE, .field = "key");
	return SN_SUCCESS;
}
static struct sn_err key_is_new(struct ctx *c, struct uuid user_id, struct str credential_id)
{
	struct rows *r = store_query(c->store, &session_sql_key_by_credential,
				     PARAMS(p_bytes(credential_id.at, credential_id.bytes)));
	const bool known = store_next(r);
	SN_TRY(store_done(r));
	if (known)
		return SN_FAIL(KEY_TAKEN, .field = "key");
	r = store_query(c->store, &session_sql_key_count, PARAMS(p_uuid(user_id)));
	const bool many = store_next(r) && store_int(r, "keys") >= SESSION_KEYS_MAX;
	SN_TRY(store_done(r));
	return many ? SN_FAIL(KEY_MANY, .arg = {SESSION_KEYS_MAX}) : SN_SUCCESS;
}
static struct sn_err key_add(struct ctx *c, struct session_key_new *k, const struct session *s)
{
	const struct webauthn_said *said = &k->prepared.said;
	const struct challenge asked =
		challenge_of(k->session_id, PURPOSE_NEW, k->prepared.challenge);
	SN_TRY(k->prepared.why);
	SN_TRY(challenge_use(c, &asked));
	SN_TRY(key_is_new(c, s->user.user_id, said->credential_id));
	k->key_id = new_id(c);
	return store_run(c->store, &session_sql_key_add,
			 PARAMS(p_uuid(k->key_id), p_uuid(s->user.user_id),
				p_bytes(said->credential_id.at, said->credential_id.bytes),
				p_text(k->site.rp_id),
				p_bytes(said->public_key.at, said->public_key.bytes),
				p_int(said->counter), p_int(said->verified), p_int(k->transports),
				p_text(k->prepared.name), p_int(now_us(c))),
			 NULL);
}
/* Is it a refusal of the key, which the trail tells, or has the store failed? */
static bool is_refusal(struct sn_err e)
{
	return e.reason == SN_R_KEY_WRONG || e.reason == SN_R_KEY_ORIGIN ||
	       e.reason == SN_R_KEY_ASKED_BEFORE || e.reason == SN_R_KEY_UNVERIFIED ||
	       e.reason == SN_R_KEY_COUNTER || e.reason == SN_R_KEY_UNFIT ||
	       e.reason == SN_R_KEY_TAKEN || e.reason == SN_R_KEY_MANY;
}
static struct audit_entry key_entry(enum audit_act act, const struct session *s,
				    const struct session_from *from, struct uuid key_id,
				    char id[UUID_TEXT_BYTES])
{
	struct audit_entry entry = session_entry(act, s, from);
	if (uuid_is_null(key_id))
		return entry;
	uuid_text(key_id, id);
	entry.object_kind = STR("key");
	entry.object_id = str_of(id);
	return entry;
}
struct sn_err session_key_add_work(struct ctx *c, void *key_new)
{
	struct session_key_new *k = key_new;
	struct session s;
	char id[UUID_TEXT_BYTES];
	k->key_id = UUID_NULL;
	SN_TRY(session_by_id(c, k->session_id, &s));
	SN_TRY(session_may_enrol(c, &s));
	const struct sn_err e = key_add(c, k, &s);
	struct audit_entry entry =
		key_entry(AUDIT_KEY_ADD, &s, &k->from, sn_failed(e) ? UUID_NULL : k->key_id, id);
	if (is_refusal(e)) {
		const struct challenge asked =
			challenge_of(k->session_id, PURPOSE_NEW, k->prepared.challenge);
		entry.outcome = e.reason;
		SN_TRY(challenge_spend(c, &asked));
		SN_TRY(audit_refused(c, &entry));
	}
	SN_TRY(e);
	SN_TRY(session_renew(c, k->session_id, PROVED_SECOND, &k->begun));
	return audit_write(c, &entry);
}

/* ---- proving oneself by one ---- */

struct known {
	struct uuid key_id; /* null: no such key of his */
	struct str public_key;
	int64_t sign_count;
	bool verified;
};
static struct sn_err known_read(struct ctx *c, const struct session_key_answer *k,
				struct uuid user_id, struct known *out)
{
	*out = (struct known){.key_id = UUID_NULL};
	if (k->credential_id.bytes == 0)
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &session_sql_key_by_credential,
				     PARAMS(p_bytes(k->credential_id.at, k->credential_id.bytes)));
	bool kept = true;
	if (store_next(r) && uuid_eq(store_uuid(r, "user_id"), user_id) &&
	    str_eq(store_text(r, "rp_id"), k->site.rp_id)) {
		*out = (struct known){.key_id = store_uuid(r, "key_id"),
				      .public_key = arena_str(c->mem, store_bytes(r, "public_key")),
				      .sign_count = store_int(r, "sign_count"),
				      .verified = store_int(r, "verified") != 0};
		kept = out->public_key.at != NULL;
	}
	SN_TRY(store_done(r));
	return kept ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err answer_judge(const struct session_key_answer *k, const struct known *known,
				  const struct webauthn_asked *asked, struct webauthn_said *said)
{
	if (uuid_is_null(known->key_id))
		return SN_FAIL(KEY_WRONG, .field = "key");
	SN_TRY(webauthn_asserted(&k->answer, known->public_key, asked, said));
	if (known->verified && !said->verified)
		return SN_FAIL(KEY_UNVERIFIED, .field = "key");
	/* 6.1.1: who counts at all counts on; the same number again is a copy's. */
	const bool counts = said->counter > 0 || known->sign_count > 0;
	return counts && said->counter <= known->sign_count ? SN_FAIL(KEY_COUNTER, .field = "key")
							    : SN_SUCCESS;
}
/* The count of failures is the account's, as of passwords and codes. */
static struct sn_err open_session(struct ctx *c, const struct session_key_answer *k,
				  struct session *s, struct failure_key *key)
{
	SN_TRY(session_by_id(c, k->session_id, s));
	if (!s->has_second)
		return SN_FAIL(NO_SECOND_FACTOR);
	SN_TRY(session_failure_key(c, &s->user, s->user.login, k->from.address, key));
	return session_lock_check(c, key);
}
struct sn_err session_key_prepare(struct ctx *c, struct session_key_answer *k)
{
	struct session s;
	struct failure_key key;
	struct known known;
	struct webauthn_said said = {.counter = 0};
	struct challenge asked = {.session_id = k->session_id, .purpose = PURPOSE_PROVE};
	bool open = false;
	if (str_is_null(k->site.origin))
		return SN_FAIL(SITE_UNKNOWN);
	SN_TRY(open_session(c, k, &s, &key));
	SN_TRY(challenge_read(c, &asked, &open));
	SN_TRY(known_read(c, k, s.user.user_id, &known));
	memcpy(k->prepared.challenge, asked.bytes, sizeof asked.bytes);
	const struct webauthn_asked expected = {WEBAUTHN_GET, k->site, asked.bytes};
	k->prepared.why = open ? answer_judge(k, &known, &expected, &said)
			       : SN_FAIL(KEY_ASKED_BEFORE, .field = "key");
	k->prepared.key_id = known.key_id;
	k->prepared.sign_count_before = known.sign_count;
	k->prepared.sign_count = said.counter;
	return SN_SUCCESS;
}
static struct sn_err answer_use(struct ctx *c, const struct session_key_answer *k,
				const struct challenge *asked)
{
	int64_t changed = 0;
	SN_TRY(k->prepared.why);
	SN_TRY(challenge_use(c, asked));
	SN_TRY(store_run(c->store, &session_sql_key_use,
			 PARAMS(p_uuid(k->prepared.key_id), p_int(k->prepared.sign_count),
				p_int(now_us(c)), p_int(k->prepared.sign_count_before)),
			 &changed));
	/* Used or removed since it was looked at. */
	return changed > 0 ? SN_SUCCESS : SN_FAIL(KEY_ASKED_BEFORE, .field = "key");
}
struct sn_err session_key_work(struct ctx *c, void *key_answer)
{
	struct session_key_answer *k = key_answer;
	struct session s;
	struct failure_key key;
	char id[UUID_TEXT_BYTES];
	SN_TRY(open_session(c, k, &s, &key));
	const struct challenge asked =
		challenge_of(k->session_id, PURPOSE_PROVE, k->prepared.challenge);
	struct audit_entry entry =
		key_entry(s.need == SESSION_NEEDS_SECOND ? AUDIT_SECOND : AUDIT_STEP_UP, &s,
			  &k->from, k->prepared.key_id, id);
	const struct sn_err e = answer_use(c, k, &asked);
	if (is_refusal(e)) {
		entry.outcome = e.reason;
		SN_TRY(challenge_spend(c, &asked));
		/* What a forger would send is counted; what happens to honest people is told alone. */
		SN_TRY(e.reason == SN_R_KEY_WRONG ? session_failed(c, &key, &entry)
						  : audit_refused(c, &entry));
	}
	SN_TRY(e);
	SN_TRY(session_failures_clear(c, &key));
	SN_TRY(session_renew(c, k->session_id, PROVED_SECOND, &k->begun));
	return audit_write(c, &entry);
}

/* ---- renaming and removing ---- */

struct sn_err session_key_rename_work(struct ctx *c, void *change)
{
	const struct session_key_change *w = change;
	struct session s;
	struct str name;
	int64_t changed = 0;
	SN_TRY(session_by_id(c, w->session_id, &s));
	if (s.need == SESSION_NEEDS_SECOND)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	SN_TRY(name_read(c, w->name, &name));
	SN_TRY(store_run(c->store, &session_sql_key_rename,
			 PARAMS(p_uuid(s.user.user_id), p_uuid(w->key_id), p_text(name)),
			 &changed));
	return changed > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_KEY);
}
struct sn_err session_key_remove_work(struct ctx *c, void *change)
{
	const struct session_key_change *w = change;
	struct session s;
	char id[UUID_TEXT_BYTES];
	int64_t removed = 0;
	SN_TRY(session_by_id(c, w->session_id, &s));
	SN_TRY(session_may_enrol(c, &s));
	SN_TRY(store_run(c->store, &session_sql_key_remove,
			 PARAMS(p_uuid(s.user.user_id), p_uuid(w->key_id)), &removed));
	if (removed == 0)
		return SN_FAIL(NO_SUCH_KEY);
	SN_TRY(session_factor_left(c, s.user.user_id));
	const struct audit_entry entry = key_entry(AUDIT_KEY_REMOVE, &s, &w->from, w->key_id, id);
	return audit_write(c, &entry);
}
