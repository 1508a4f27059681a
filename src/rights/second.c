/* A second person for weighty grants: who grants asks, another security administrator confirms. */
#include "rights/rights_priv.h"
#include "rights/rights_sql.h"

#include <assert.h>

static const char *const state_words[] = {
#define X(name, word) [RIGHTS_ASKED_##name] = (word),
	RIGHTS_ASKED_STATES(X)
#undef X
};
const char *rights_asked_word(enum rights_asked_state state)
{
	assert(state < RIGHTS_ASKED_STATES_COUNT);
	return state_words[state];
}
bool rights_needs_second(enum rights_role role)
{
	const unsigned weighty = RIGHTS_ADMINISTRATORS | 1U << ROLE_CHECKER | 1U << ROLE_APPROVER |
				 1U << ROLE_ACCOUNTANT | 1U << ROLE_CASHIER | 1U << ROLE_AUDITOR |
				 1U << ROLE_SUPERVISOR;
	return (weighty & 1U << role) != 0;
}

/* ---- reading ---- */

static struct rights_asked asked_from(const struct rows *r)
{
	struct rights_asked a = {.asked_id = store_uuid(r, "asked_id"),
				 .grant = {.user_id = store_uuid(r, "user_id"),
					   .org_no = store_int(r, "org_no"),
					   .until_day = (int32_t)store_int(r, "until_day")},
				 .asked_by = store_uuid(r, "asked_by"),
				 .closed_by = store_uuid(r, "closed_by"),
				 .asked_at_us = store_int(r, "asked_at_us"),
				 .closed_at_us = store_is_null(r, "closed_at_us")
							 ? 0
							 : store_int(r, "closed_at_us")};
	(void)rights_role_parse(store_text(r, "role"), &a.grant.role);
	for (unsigned s = 0; s < RIGHTS_ASKED_STATES_COUNT; s++)
		if (str_is(store_text(r, "state"), state_words[s]))
			a.state = (enum rights_asked_state)s;
	return a;
}
struct sn_err rights_asked(struct ctx *c, enum rights_asked_state state, struct uuid user_id,
			   struct rights_asked **out, size_t *count)
{
	size_t room = 16;
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct rights_asked, room);
	struct rows *r =
		store_query(c->store, &rights_sql_asked,
			    PARAMS(p_text(str_of(state_words[state])), p_uuid_or_null(user_id)));
	while (*out && store_next(r)) {
		if (*count == room) {
			struct rights_asked *more =
				ARENA_ARRAY(c->mem, struct rights_asked, room * 2);
			if (more)
				memcpy(more, *out, room * sizeof *more);
			*out = more;
			room *= 2;
		}
		if (*out)
			(*out)[(*count)++] = asked_from(r);
	}
	SN_TRY(store_done(r));
	return *out ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
struct sn_err rights_asked_by_id(struct ctx *c, struct uuid asked_id, struct rights_asked *out)
{
	struct sn_err e = SN_FAIL(NO_SUCH_ASKED);
	struct rows *r = store_query(c->store, &rights_sql_asked_by_id, PARAMS(p_uuid(asked_id)));
	if (store_next(r)) {
		*out = asked_from(r);
		e = SN_SUCCESS;
	}
	SN_TRY(store_done(r));
	return e;
}

struct sn_err rights_seconds(struct ctx *c, const struct rights_asked *asked, struct user **out,
			     size_t *count)
{
	struct reaches held;
	struct str path;
	*count = 0;
	SN_TRY(rights_path(c, asked->grant.org_no, &path));
	SN_TRY(rights_reaches_of_role(c, ROLE_SECURITY, &held));
	*out = ARENA_ARRAY(c->mem, struct user, held.count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < held.count; i++) {
		const struct uuid id = held.list[i].grant.user_id;
		bool listed = uuid_eq(id, asked->asked_by) || uuid_eq(id, asked->grant.user_id) ||
			      !rights_reaches_down_to(&held.list[i], asked->grant.org_no, path);
		for (size_t k = 0; k < *count && !listed; k++)
			listed = uuid_eq(id, (*out)[k].user_id);
		if (!listed)
			SN_TRY(rights_user_by_id(c, id, &(*out)[(*count)++]));
	}
	return SN_SUCCESS;
}

/* ---- asking ---- */

static struct sn_err asked_close(struct ctx *c, const struct rights_asked *a,
				 enum rights_asked_state state)
{
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &rights_sql_asked_close,
			 PARAMS(p_uuid(a->asked_id), p_text(str_of(state_words[state])),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(NO_SUCH_ASKED);
}
/* What waits for the same role at the same union; null id: nothing. */
static struct sn_err waiting_read(struct ctx *c, const struct rights_grant *grant,
				  struct rights_asked *out)
{
	struct rights_asked *all = NULL;
	size_t count = 0;
	*out = (struct rights_asked){.asked_id = UUID_NULL};
	SN_TRY(rights_asked(c, RIGHTS_ASKED_WAITS, grant->user_id, &all, &count));
	for (size_t i = 0; i < count; i++)
		if (all[i].grant.role == grant->role && all[i].grant.org_no == grant->org_no)
			*out = all[i];
	return SN_SUCCESS;
}
static struct sn_err asked_write(struct ctx *c, const struct rights_grant *grant,
				 enum rights_asked_state state)
{
	return store_run(c->store, &rights_sql_asked_add,
			 PARAMS(p_uuid(new_id(c)), p_uuid(grant->user_id),
				p_text(str_of(rights_role_word(grant->role))), p_int(grant->org_no),
				p_int(grant->until_day), p_text(str_of(state_words[state])),
				p_uuid(c->actor_id), p_int(now_us(c)),
				state == RIGHTS_ASKED_WAITS ? p_null() : p_int(now_us(c))),
			 NULL);
}

struct sn_err rights_grant_ask(struct ctx *c, const struct rights_grant *grant)
{
	struct rights_asked waits;
	const struct rights_asked asked = {.grant = *grant, .asked_by = c->actor_id};
	struct user *seconds = NULL;
	size_t count = 0;
	bool there = false;
	if (uuid_is_null(c->actor_id) || !rights_needs_second(grant->role))
		return rights_grant_write(c, grant);
	SN_TRY(rights_grant_check(c, grant, &there));
	if (there) /* it stays, or ends earlier: nobody may more than before */
		return rights_grant_write(c, grant);
	SN_TRY(waiting_read(c, grant, &waits));
	SN_TRY(rights_seconds(c, &asked, &seconds, &count));
	if (count > 0 && !uuid_is_null(waits.asked_id) && waits.grant.until_day == grant->until_day)
		return SN_SUCCESS;
	if (!uuid_is_null(waits.asked_id))
		SN_TRY(asked_close(c, &waits, RIGHTS_ASKED_REPLACED));
	if (count > 0)
		return asked_write(c, grant, RIGHTS_ASKED_WAITS);
	SN_TRY(asked_write(c, grant, RIGHTS_ASKED_ALONE));
	return rights_grant_write(c, grant);
}

/* ---- confirming ---- */

static struct sn_err open_read(struct ctx *c, struct uuid asked_id, struct rights_asked *out)
{
	SN_TRY(rights_asked_by_id(c, asked_id, out));
	SN_TRY(rights_manages_users(c, out->grant.org_no));
	return out->state == RIGHTS_ASKED_WAITS ? SN_SUCCESS : SN_FAIL(NO_SUCH_ASKED);
}
struct sn_err rights_asked_confirm(struct ctx *c, struct uuid asked_id, struct rights_asked *out)
{
	struct ctx granting = *c;
	SN_TRY(open_read(c, asked_id, out));
	if (uuid_eq(c->actor_id, out->asked_by) || uuid_eq(c->actor_id, out->grant.user_id))
		return SN_FAIL(SECOND_PERSON);
	SN_TRY(asked_close(c, out, RIGHTS_ASKED_CONFIRMED));
	granting.actor_id = out->asked_by; /* the grant is his; who confirmed it stands beside it */
	SN_TRY(rights_grant_write(&granting, &out->grant));
	return rights_asked_by_id(c, asked_id, out);
}
struct sn_err rights_asked_refuse(struct ctx *c, struct uuid asked_id, struct rights_asked *out)
{
	SN_TRY(open_read(c, asked_id, out));
	if (uuid_eq(c->actor_id, out->grant.user_id))
		return SN_FAIL(SECOND_PERSON);
	SN_TRY(asked_close(c, out, RIGHTS_ASKED_REFUSED));
	return rights_asked_by_id(c, asked_id, out);
}
