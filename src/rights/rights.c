#include "rights/rights_priv.h"

#include "base/text.h"
#include "rights/rights_sql.h"

#include <assert.h>

static const struct {
	const char *word, *zh, *en;
} roles[] = {
#define X(name, word, zh, en) [ROLE_##name] = {word, zh, en},
	RIGHTS_ROLES(X)
#undef X
};

const char *rights_role_word(enum rights_role role)
{
	assert(role < RIGHTS_ROLES_COUNT);
	return roles[role].word;
}
static struct param p_role(enum rights_role role)
{
	return p_text(str_of(rights_role_word(role)));
}

/* ---- grants as they are read ---- */

bool rights_role_parse(struct str word, enum rights_role *out)
{
	for (size_t k = 0; k < RIGHTS_ROLES_COUNT; k++)
		if (str_is(word, roles[k].word)) {
			*out = (enum rights_role)k;
			return true;
		}
	return false;
}

static struct sn_err reach_from_row(struct arena *mem, const struct rows *r, struct reach *out)
{
	*out = (struct reach){.grant = {.user_id = store_uuid(r, "user_id"),
					.org_no = store_int(r, "org_no"),
					.until_day = (int32_t)store_int(r, "until_day")}};
	(void)rights_role_parse(store_text(r, "role"), &out->grant.role);
	if (store_is_null(r, "path"))
		return SN_SUCCESS;
	out->path = arena_str(mem, store_text(r, "path"));
	return out->path.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err reaches_from(struct ctx *c, struct rows *r, struct reaches *out)
{
	size_t room = 16;
	struct sn_err e = SN_SUCCESS;
	*out = (struct reaches){ARENA_ARRAY(c->mem, struct reach, room), 0};
	while (!sn_failed(e) && store_next(r)) {
		if (out->list && out->count == room) {
			struct reach *bigger = ARENA_ARRAY(c->mem, struct reach, room * 2);
			if (bigger)
				memcpy(bigger, out->list, room * sizeof *bigger);
			out->list = bigger;
			room *= 2;
		}
		e = out->list ? reach_from_row(c->mem, r, &out->list[out->count++])
			      : SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	return e;
}
/* user_id null: of everybody. */
static struct sn_err reaches_read(struct ctx *c, struct uuid user_id, struct reaches *out)
{
	const int32_t today = day_of(now_us(c));
	return reaches_from(
		c,
		uuid_is_null(user_id)
			? store_query(c->store, &rights_sql_grants, PARAMS(p_int(today)))
			: store_query(c->store, &rights_sql_grants_of,
				      PARAMS(p_uuid(user_id), p_int(today))),
		out);
}

struct sn_err rights_reaches_of_role(struct ctx *c, enum rights_role role, struct reaches *out)
{
	return reaches_from(c,
			    store_query(c->store, &rights_sql_grants_of_role,
					PARAMS(p_role(role), p_int(day_of(now_us(c))))),
			    out);
}

struct sn_err rights_path(struct ctx *c, int64_t org_no, struct str *path)
{
	struct org org;
	*path = STR_NULL;
	if (org_no == 0)
		return SN_SUCCESS;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	*path = org.path;
	return SN_SUCCESS;
}
bool rights_reaches_down_to(const struct reach *g, int64_t org_no, struct str path)
{
	if (g->grant.org_no == 0)
		return true;
	return org_no != 0 && str_starts(path, g->path);
}

/* ---- users ---- */

static struct sn_err user_from_row(struct arena *mem, const struct rows *r, struct user *out)
{
	*out = (struct user){.user_id = store_uuid(r, "user_id"),
			     .login = arena_str(mem, store_text(r, "login")),
			     .name = arena_str(mem, store_text(r, "name")),
			     .org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
			     .closed = !store_is_null(r, "closed_at_us")};
	return out->login.at && out->name.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err user_read(struct ctx *c, struct rows *r, struct user *out)
{
	struct sn_err e = SN_FAIL(NO_SUCH_USER, .field = "user");
	if (store_next(r))
		e = user_from_row(c->mem, r, out);
	SN_TRY(store_done(r));
	return e;
}
struct sn_err rights_user_by_login(struct ctx *c, struct str login, struct user *out)
{
	return user_read(c, store_query(c->store, &rights_sql_user_by_login, PARAMS(p_text(login))),
			 out);
}
struct sn_err rights_user_by_id(struct ctx *c, struct uuid user_id, struct user *out)
{
	return user_read(c, store_query(c->store, &rights_sql_user_by_id, PARAMS(p_uuid(user_id))),
			 out);
}
static struct sn_err user_open(struct ctx *c, struct uuid user_id, struct user *out)
{
	SN_TRY(rights_user_by_id(c, user_id, out));
	if (out->closed)
		return sn_err_with_text(SN_FAIL(USER_CLOSED), STR_FMT, STR_ARG(out->login));
	return SN_SUCCESS;
}
static struct sn_err user_count(struct ctx *c, int64_t *count)
{
	struct rows *r = store_query(c->store, &rights_sql_user_count, NO_PARAMS);
	*count = store_next(r) ? store_int(r, "user_count") : 0;
	return store_done(r);
}
struct sn_err rights_users(struct ctx *c, struct user **out, size_t *count)
{
	int64_t room = 0;
	size_t n = 0;
	SN_TRY(user_count(c, &room));
	struct user *list = ARENA_ARRAY(c->mem, struct user, (size_t)room + 1);
	struct sn_err e = list ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &rights_sql_users, NO_PARAMS);
	while (!sn_failed(e) && n < (size_t)room && store_next(r))
		e = user_from_row(c->mem, r, &list[n++]);
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

static bool is_login(struct str login)
{
	if (login.bytes < 2 || login.bytes > LOGIN_BYTES_MAX)
		return false;
	for (size_t i = 0; i < login.bytes; i++) {
		const char ch = login.at[i];
		const bool plain = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
		if (!plain && (i == 0 || (ch != '.' && ch != '_' && ch != '-')))
			return false;
	}
	return true;
}
/* Is there a security administrator who reaches the union? */
static struct sn_err is_secured(struct ctx *c, int64_t org_no, bool *secured)
{
	struct reaches held;
	struct str path;
	*secured = false;
	SN_TRY(rights_path(c, org_no, &path));
	SN_TRY(rights_reaches_of_role(c, ROLE_SECURITY, &held));
	for (size_t i = 0; i < held.count; i++)
		*secured |= rights_reaches_down_to(&held.list[i], org_no, path);
	return SN_SUCCESS;
}
struct sn_err rights_manages_users(struct ctx *c, int64_t org_no)
{
	bool secured = false;
	const struct sn_err e = RIGHTS_REQUIRE(c, ROLE_SECURITY, org_no);
	if (e.reason != SN_R_NOT_GRANTED && e.reason != SN_R_NOT_GRANTED_TO_ALL)
		return e;
	SN_TRY(is_secured(c, org_no, &secured));
	return secured ? e : RIGHTS_REQUIRE(c, ROLE_ADMIN, org_no);
}
/* The program itself may; whoever is named must manage users there. */
static struct sn_err manager_check(struct ctx *c, int64_t org_no)
{
	return uuid_is_null(c->actor_id) ? SN_SUCCESS : rights_manages_users(c, org_no);
}

struct sn_err rights_user_add(struct ctx *c, const struct user *what, struct user *out)
{
	struct user there;
	struct str path;
	SN_TRY(manager_check(c, what->org_no));
	if (!is_login(what->login))
		return SN_FAIL(BAD_LOGIN, .field = "login", .arg = {LOGIN_BYTES_MAX});
	*out = (struct user){.user_id = new_id(c), .login = what->login, .org_no = what->org_no};
	SN_TRY(text_normalise(c->mem, what->name, &out->name));
	if (out->name.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "name");
	if (out->name.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "name", .arg = {NAME_BYTES_MAX});
	SN_TRY(rights_path(c, what->org_no, &path));
	const struct sn_err e = rights_user_by_login(c, what->login, &there);
	if (!sn_failed(e))
		return sn_err_with_text(SN_FAIL(LOGIN_TAKEN, .field = "login"), STR_FMT,
					STR_ARG(there.login));
	if (e.reason != SN_R_NO_SUCH_USER)
		return e;
	return store_run(c->store, &rights_sql_user_add,
			 PARAMS(p_uuid(out->user_id), p_text(out->login), p_text(out->name),
				what->org_no == 0 ? p_null() : p_int(what->org_no),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err rights_bootstrap(struct ctx *c, struct str login, struct str name, struct user *out)
{
	int64_t users = 0;
	SN_TRY(user_count(c, &users));
	if (users != 0)
		return SN_FAIL(USERS_EXIST);
	struct ctx program = *c;
	program.actor_id = UUID_NULL;
	SN_TRY(rights_user_add(&program, &(struct user){.login = login, .name = name}, out));
	return rights_grant_add(
		&program, &(struct rights_grant){.user_id = out->user_id, .role = ROLE_ADMIN});
}

/* ---- grants ---- */

static bool is_money_pair(enum rights_role a, enum rights_role b)
{
	return (a == ROLE_ACCOUNTANT && b == ROLE_CASHIER) ||
	       (a == ROLE_CASHIER && b == ROLE_ACCOUNTANT);
}
static bool is_administrator(enum rights_role role)
{
	return (RIGHTS_ADMINISTRATORS & 1U << role) != 0;
}
/* What the user holds already must go with the new grant. Pure. */
static struct sn_err grant_decide(const struct reaches *held, const struct reach *asked)
{
	const enum rights_role role = asked->grant.role;
	for (size_t i = 0; i < held->count; i++) {
		const struct reach *h = &held->list[i];
		if (role != h->grant.role &&
		    (is_administrator(role) || is_administrator(h->grant.role)))
			return SN_FAIL(ADMIN_IS_APART);
		if (is_money_pair(role, h->grant.role) &&
		    (rights_reaches_down_to(h, asked->grant.org_no, asked->path) ||
		     rights_reaches_down_to(asked, h->grant.org_no, h->path)))
			return SN_FAIL(ACCOUNTANT_AND_CASHIER);
	}
	return SN_SUCCESS;
}
static struct sn_err grant_end(struct ctx *c, const struct rights_grant *g, int64_t *ended)
{
	return store_run(c->store, &rights_sql_grant_end,
			 PARAMS(p_uuid(g->user_id), p_role(g->role), p_int(g->org_no),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 ended);
}

/* What is read before it is decided. */
static struct sn_err grant_read(struct ctx *c, const struct rights_grant *grant,
				struct reaches *held)
{
	struct user user;
	struct reach asked = {.grant = *grant};
	assert(grant->role < RIGHTS_ROLES_COUNT);
	SN_TRY(user_open(c, grant->user_id, &user));
	if (grant->until_day != 0 && grant->until_day <= day_of(now_us(c)))
		return SN_FAIL(GRANT_OVER, .field = "until", .arg = {grant->until_day});
	SN_TRY(rights_path(c, grant->org_no, &asked.path));
	SN_TRY(reaches_read(c, grant->user_id, held));
	return grant_decide(held, &asked);
}
static const struct rights_grant *same_role(const struct reaches *held,
					    const struct rights_grant *grant)
{
	for (size_t i = 0; i < held->count; i++) {
		const struct rights_grant *h = &held->list[i].grant;
		if (h->role == grant->role && h->org_no == grant->org_no)
			return h;
	}
	return NULL;
}
struct sn_err rights_grant_check(struct ctx *c, const struct rights_grant *grant, bool *there)
{
	struct reaches held;
	SN_TRY(grant_read(c, grant, &held));
	const struct rights_grant *same = same_role(&held, grant);
	*there = same && (same->until_day == 0 ||
			  (grant->until_day != 0 && grant->until_day <= same->until_day));
	return SN_SUCCESS;
}
struct sn_err rights_grant_write(struct ctx *c, const struct rights_grant *grant)
{
	struct reaches held;
	SN_TRY(grant_read(c, grant, &held));
	const struct rights_grant *same = same_role(&held, grant);
	if (same && same->until_day == grant->until_day)
		return SN_SUCCESS;
	SN_TRY(store_run(c->store, &rights_sql_grants_run_out,
			 PARAMS(p_uuid(grant->user_id), p_int(day_of(now_us(c))), p_int(now_us(c))),
			 NULL));
	SN_TRY(grant_end(c, grant, NULL));
	return store_run(c->store, &rights_sql_grant_add,
			 PARAMS(p_uuid(new_id(c)), p_uuid(grant->user_id), p_role(grant->role),
				p_int(grant->org_no), p_int(grant->until_day),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err rights_grant_add(struct ctx *c, const struct rights_grant *grant)
{
	SN_TRY(manager_check(c, grant->org_no));
	return rights_grant_ask(c, grant);
}

/* After such a grant's end: somebody must still configure the installation, and somebody manage its users. */
static struct sn_err last_check(struct ctx *c, const struct rights_grant *ended)
{
	if (ended->org_no != 0 || (ended->role != ROLE_ADMIN && ended->role != ROLE_SECURITY))
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &rights_sql_holders_everywhere,
				     PARAMS(p_role(ended->role), p_int(day_of(now_us(c)))));
	const int64_t holders = store_next(r) ? store_int(r, "holder_count") : 0;
	SN_TRY(store_done(r));
	if (holders > 0)
		return SN_SUCCESS;
	return ended->role == ROLE_ADMIN ? SN_FAIL(LAST_ADMIN) : SN_FAIL(LAST_SECURITY);
}

struct sn_err rights_grant_end(struct ctx *c, const struct rights_grant *grant)
{
	int64_t ended = 0;
	SN_TRY(manager_check(c, grant->org_no));
	SN_TRY(grant_end(c, grant, &ended));
	if (ended == 0)
		return SN_FAIL(NO_SUCH_GRANT);
	return last_check(c, grant);
}

struct sn_err rights_grant_pass(struct ctx *c, const struct rights_grant *grant,
				struct uuid successor_id)
{
	int64_t ended = 0;
	struct rights_grant passed = *grant;
	SN_TRY(grant_end(c, grant, &ended));
	if (ended == 0)
		return SN_FAIL(NO_SUCH_GRANT);
	passed.user_id = successor_id;
	return rights_grant_write(c, &passed);
}

struct sn_err rights_grants(struct ctx *c, struct uuid user_id, struct rights_grant **out,
			    size_t *count)
{
	struct reaches all;
	SN_TRY(reaches_read(c, user_id, &all));
	*out = ARENA_ARRAY(c->mem, struct rights_grant, all.count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < all.count; i++)
		(*out)[i] = all.list[i].grant;
	*count = all.count;
	return SN_SUCCESS;
}

struct sn_err rights_user_close(struct ctx *c, struct uuid user_id, struct uuid successor_id)
{
	struct user user;
	struct reaches held;
	SN_TRY(rights_user_by_id(c, user_id, &user));
	SN_TRY(manager_check(c, user.org_no));
	if (user.closed)
		return SN_SUCCESS;
	SN_TRY(reaches_read(c, user_id, &held));
	/* All are asked before one is ended: an administrator may close himself. */
	for (size_t i = 0; i < held.count; i++)
		SN_TRY(manager_check(c, held.list[i].grant.org_no));
	for (size_t i = 0; i < held.count; i++) {
		struct rights_grant g = held.list[i].grant;
		SN_TRY(grant_end(c, &g, NULL));
		g.user_id = successor_id;
		if (!uuid_is_null(successor_id))
			SN_TRY(rights_grant_ask(c, &g));
	}
	SN_TRY(store_run(c->store, &rights_sql_user_close,
			 PARAMS(p_uuid(user_id), p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL));
	for (size_t i = 0; i < held.count; i++)
		SN_TRY(last_check(c, &held.list[i].grant));
	return SN_SUCCESS;
}

/* ---- the one decision ---- */

static struct sn_err not_granted(enum rights_role role, int64_t org_no)
{
	const struct sn_err e = org_no == 0 ? SN_FAIL(NOT_GRANTED_TO_ALL, .arg = {role, org_no})
					    : SN_FAIL(NOT_GRANTED, .arg = {role, org_no});
	return sn_err_with_text(e, "%s (%s)", roles[role].zh, roles[role].word);
}

struct rights_held {
	struct reaches reaches;
};

struct sn_err rights_held_read(struct ctx *c, const struct rights_held **out)
{
	struct user actor;
	struct rights_held *held = ARENA_NEW(c->mem, struct rights_held);
	*out = held;
	if (!held)
		return SN_FAIL(OUT_OF_MEMORY);
	if (uuid_is_null(c->actor_id))
		return SN_FAIL(NO_ACTOR);
	SN_TRY(user_open(c, c->actor_id, &actor));
	return reaches_read(c, c->actor_id, &held->reaches);
}

struct sn_err rights_held_require(const struct rights_held *held, const enum rights_role *wanted,
				  size_t wanted_count, struct rights_at at)
{
	bool at_union[RIGHTS_ROLES_COUNT] = {false};
	assert(wanted_count > 0);
	for (size_t i = 0; i < held->reaches.count; i++)
		if (rights_reaches_down_to(&held->reaches.list[i], at.org_no, at.path))
			at_union[held->reaches.list[i].grant.role] = true;
	for (size_t i = 0; i < wanted_count; i++) {
		const enum rights_role role = wanted[i];
		if (!at_union[role])
			continue;
		/* A move of unions may have brought the two together after they were granted. */
		if ((role == ROLE_ACCOUNTANT || role == ROLE_CASHIER) &&
		    at_union[ROLE_ACCOUNTANT] && at_union[ROLE_CASHIER])
			return SN_FAIL(ACCOUNTANT_AND_CASHIER);
		return SN_SUCCESS;
	}
	return not_granted(wanted[0], at.org_no);
}

struct sn_err rights_require(struct ctx *c, const enum rights_role *wanted, size_t wanted_count,
			     int64_t org_no)
{
	const struct rights_held *held;
	struct rights_at at = {.org_no = org_no};
	SN_TRY(rights_held_read(c, &held));
	SN_TRY(rights_path(c, org_no, &at.path));
	return rights_held_require(held, wanted, wanted_count, at);
}
