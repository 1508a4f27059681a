/* Signing in by a provider's account, and which account is whose. */
#include "rights/oidc.h"

#include "people/keyring.h"
#include "rights/oidc_sql.h"
#include "rights/oidc_token.h"
#include "rights/session_priv.h"

#include <assert.h>

/* ---- accounts ---- */

/* Of one provider: the same account elsewhere is another. */
static struct blind_index subject_index(struct ctx *c, struct uuid provider_id, struct str subject)
{
	char id[UUID_TEXT_BYTES], text[UUID_TEXT_BYTES + OIDC_SUBJECT_BYTES_MAX + 1];
	assert(c->keys && subject.bytes <= OIDC_SUBJECT_BYTES_MAX);
	uuid_text(provider_id, id);
	const int bytes = snprintf(text, sizeof text, "%s\n" STR_FMT, id, STR_ARG(subject));
	return keyring_index(c->keys, KEYRING_SUBJECT, (struct str){text, (size_t)bytes});
}
struct found {
	struct uuid link_id; /* null: there is no link */
	struct user user;
};
static struct sn_err link_find(struct ctx *c, const struct blind_index *hash, struct found *out)
{
	*out = (struct found){.link_id = UUID_NULL};
	struct rows *r = store_query(c->store, &oidc_sql_link_by_subject,
				     PARAMS(p_bytes(hash->bytes, sizeof hash->bytes)));
	if (store_next(r)) {
		out->link_id = store_uuid(r, "link_id");
		out->user = (struct user){
			.user_id = store_uuid(r, "user_id"),
			.login = arena_str(c->mem, store_text(r, "login")),
			.name = arena_str(c->mem, store_text(r, "name")),
			.org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
			.closed = !store_is_null(r, "closed_at_us")};
	}
	return store_done(r);
}
static struct audit_entry entry_of(enum audit_act act, const struct oidc_provider *p,
				   const struct session_from *from)
{
	struct audit_entry entry = session_entry(act, NULL, from);
	entry.object_kind = STR("oidc-provider");
	entry.object_id = p->code;
	return entry;
}

/* ---- signing in ---- */

struct refusal {
	enum sn_reason recorded, told;
	const struct user *user; /* NULL: nobody who is known */
};
static struct sn_err refused(struct ctx *c, struct audit_entry *entry, struct refusal why)
{
	entry->outcome = why.recorded;
	if (why.user) {
		entry->user_id = why.user->user_id;
		entry->org_no = why.user->org_no;
	}
	SN_TRY(audit_refused(c, entry));
	return (struct sn_err){.reason = why.told};
}
struct sn_err oidc_signin_work(struct ctx *c, void *signin)
{
	struct oidc_signin *s = signin;
	struct oidc_provider p;
	struct found f;
	SN_TRY(oidc_provider_by_id(c, s->provider_id, &p));
	struct audit_entry entry = entry_of(AUDIT_SIGN_IN, &p, &s->from);
	if (s->outcome != SN_R_NONE)
		return refused(c, &entry, (struct refusal){s->outcome, SN_R_OIDC_REFUSED, NULL});
	const struct blind_index hash = subject_index(c, s->provider_id, s->subject);
	SN_TRY(link_find(c, &hash, &f));
	/* A closed user is told what a stranger is told; the trail knows. */
	if (uuid_is_null(f.link_id))
		return refused(c, &entry,
			       (struct refusal){SN_R_OIDC_UNLINKED, SN_R_OIDC_UNLINKED, NULL});
	if (f.user.closed)
		return refused(c, &entry,
			       (struct refusal){SN_R_USER_CLOSED, SN_R_OIDC_UNLINKED, &f.user});
	SN_TRY(session_begin(c, &f.user, &s->from, &s->begun));
	if (s->second)
		SN_TRY(session_renew(c, s->begun.session.session_id, PROVED_SECOND, &s->begun));
	SN_TRY(store_run(c->store, &oidc_sql_link_use, PARAMS(p_uuid(f.link_id), p_int(now_us(c))),
			 NULL));
	entry.session_id = s->begun.session.session_id;
	entry.user_id = f.user.user_id;
	entry.org_no = f.user.org_no;
	return audit_write(c, &entry);
}

/* ---- linking ---- */

static struct sn_err linked_already(struct ctx *c, struct uuid user_id, struct uuid provider_id,
				    bool *linked)
{
	struct rows *r = store_query(c->store, &oidc_sql_link_of,
				     PARAMS(p_uuid(user_id), p_uuid(provider_id)));
	*linked = store_next(r);
	return store_done(r);
}
/* The account becomes the user's; who does it is c->actor_id. */
static struct sn_err link_add(struct ctx *c, const struct oidc_provider *p, const struct user *user,
			      struct str subject)
{
	struct found f;
	bool linked = false;
	const struct blind_index hash = subject_index(c, p->provider_id, subject);
	if (user->closed)
		return sn_err_with_text(SN_FAIL(USER_CLOSED), STR_FMT, STR_ARG(user->login));
	SN_TRY(linked_already(c, user->user_id, p->provider_id, &linked));
	SN_TRY(link_find(c, &hash, &f));
	if (linked)
		return SN_FAIL(OIDC_LINKED_ALREADY);
	if (!uuid_is_null(f.link_id))
		return SN_FAIL(OIDC_LINKED_TO_ANOTHER);
	return store_run(c->store, &oidc_sql_link_add,
			 PARAMS(p_uuid(new_id(c)), p_uuid(p->provider_id), p_uuid(user->user_id),
				p_bytes(hash.bytes, sizeof hash.bytes), p_int(now_us(c)),
				p_uuid(c->actor_id)),
			 NULL);
}
static struct sn_err own_session(struct ctx *c, struct uuid session_id, struct session *out)
{
	SN_TRY(session_by_id(c, session_id, out));
	SN_TRY(session_may_enrol(c, out));
	if (out->need != SESSION_NEEDS_NOTHING)
		return SN_FAIL(ENROL_FIRST);
	return session_is_stepped_up(out, now_us(c)) ? SN_SUCCESS : SN_FAIL(STEP_UP_NEEDED);
}
struct sn_err oidc_link_check(struct ctx *c, struct uuid session_id, struct uuid provider_id)
{
	struct session s;
	bool linked = false;
	SN_TRY(own_session(c, session_id, &s));
	SN_TRY(linked_already(c, s.user.user_id, provider_id, &linked));
	return linked ? SN_FAIL(OIDC_LINKED_ALREADY) : SN_SUCCESS;
}
struct sn_err oidc_link_work(struct ctx *c, void *linking)
{
	struct oidc_linking *l = linking;
	struct oidc_provider p;
	struct session s;
	SN_TRY(session_by_id(c, l->session_id, &s));
	SN_TRY(oidc_provider_by_id(c, l->provider_id, &p));
	struct audit_entry entry = entry_of(AUDIT_LINK, &p, &l->from);
	entry.session_id = s.session_id;
	entry.user_id = s.user.user_id;
	entry.org_no = s.user.org_no;
	if (l->outcome != SN_R_NONE)
		return refused(c, &entry, (struct refusal){l->outcome, SN_R_OIDC_REFUSED, NULL});
	if (s.need != SESSION_NEEDS_NOTHING)
		return SN_FAIL(SECOND_FACTOR_MISSING);
	struct ctx himself = *c;
	himself.actor_id = s.user.user_id;
	const struct sn_err e = link_add(&himself, &p, &s.user, l->subject);
	if (e.reason == SN_R_OIDC_LINKED_TO_ANOTHER)
		return refused(c, &entry, (struct refusal){e.reason, e.reason, NULL});
	SN_TRY(e);
	return audit_write(c, &entry);
}

static struct audit_entry entry_for(const struct oidc_provider *p, const struct user *user,
				    const struct session_from *from, char id[UUID_TEXT_BYTES])
{
	struct audit_entry entry = entry_of(AUDIT_LINK, p, from);
	uuid_text(user->user_id, id);
	entry.org_no = user->org_no;
	entry.object_kind = STR("user");
	entry.object_id = str_of(id);
	entry.reference = p->code;
	return entry;
}
struct sn_err oidc_link_for_work(struct ctx *c, void *linking_for)
{
	struct oidc_linking_for *l = linking_for;
	struct oidc_provider p;
	struct user user;
	struct credential has;
	char id[UUID_TEXT_BYTES];
	SN_TRY(rights_user_by_id(c, l->user_id, &user));
	SN_TRY(rights_manages_users(c, user.org_no));
	SN_TRY(oidc_provider_by_id(c, l->provider_id, &p));
	if (l->subject.bytes == 0 || l->subject.bytes > OIDC_SUBJECT_BYTES_MAX)
		return SN_FAIL(OIDC_BAD_VALUE, .field = "subject", .arg = {OIDC_SUBJECT_BYTES_MAX});
	SN_TRY(session_credential(c, user.login, &has));
	if (has.hash.bytes > 0 || uuid_eq(c->actor_id, user.user_id))
		return SN_FAIL(OIDC_LINKS_HIMSELF);
	SN_TRY(link_add(c, &p, &user, l->subject));
	const struct audit_entry entry = entry_for(&p, &user, &l->from, id);
	return audit_write(c, &entry);
}

/* ---- what there is, and its end ---- */

static struct sn_err may_see(struct ctx *c, struct uuid user_id, struct user *user)
{
	SN_TRY(rights_user_by_id(c, user_id, user));
	if (!uuid_is_null(c->actor_id) && uuid_eq(c->actor_id, user_id))
		return SN_SUCCESS;
	return rights_manages_users(c, user->org_no);
}
struct sn_err oidc_links(struct ctx *c, struct uuid user_id, struct oidc_link **out, size_t *count)
{
	struct user user;
	*count = 0;
	SN_TRY(may_see(c, user_id, &user));
	*out = ARENA_ARRAY(c->mem, struct oidc_link, OIDC_PROVIDERS_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &oidc_sql_links_of, PARAMS(p_uuid(user_id)));
	while (*count < OIDC_PROVIDERS_MAX && store_next(r))
		(*out)[(*count)++] = (struct oidc_link){
			.provider_id = store_uuid(r, "provider_id"),
			.code = arena_str(c->mem, store_text(r, "code")),
			.name = arena_str(c->mem, store_text(r, "name")),
			.linked_at_us = store_int(r, "linked_at_us"),
			.used_at_us =
				store_is_null(r, "used_at_us") ? 0 : store_int(r, "used_at_us"),
			.linked_by = store_uuid(r, "linked_by")};
	return store_done(r);
}
struct sn_err oidc_cut_work(struct ctx *c, void *cut)
{
	struct oidc_cut *w = cut;
	struct oidc_provider p;
	struct user user;
	int64_t changed = 0;
	char id[UUID_TEXT_BYTES];
	SN_TRY(may_see(c, w->user_id, &user));
	SN_TRY(oidc_provider_by_id(c, w->provider_id, &p));
	SN_TRY(store_run(c->store, &oidc_sql_link_cut,
			 PARAMS(p_uuid(w->user_id), p_uuid(w->provider_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id)),
			 &changed));
	if (changed == 0)
		return SN_FAIL(OIDC_NO_LINK);
	/* Whoever came in by it is out. */
	if (!uuid_eq(c->actor_id, w->user_id))
		SN_TRY(session_end_all(c, w->user_id, UUID_NULL, NULL));
	const struct audit_entry entry = entry_for(&p, &user, &w->from, id);
	return audit_write(c, &entry);
}
struct sn_err oidc_cut_all(struct ctx *c, struct uuid user_id)
{
	return store_run(c->store, &oidc_sql_links_of_cut,
			 PARAMS(p_uuid(user_id), p_int(now_us(c)), p_uuid_or_null(c->actor_id)),
			 NULL);
}
