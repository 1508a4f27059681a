#include "rights/permission.h"

const struct permission_words *rights_permission_words(enum permission which)
{
	static const struct permission_words words[] = {
#define X(name, word, roles, zh, en) [PERMISSION_##name] = {word, zh, en, roles},
		RIGHTS_PERMISSIONS(X)
#undef X
	};
	return &words[which];
}

const struct org_words *rights_role_words(enum rights_role role)
{
	static const struct org_words words[] = {
#define X(name, word, zh, en) [ROLE_##name] = {word, zh, en},
		RIGHTS_ROLES(X)
#undef X
	};
	return &words[role];
}

struct sn_err rights_may(struct ctx *c, enum permission which, int64_t org_no)
{
	enum rights_role roles[RIGHTS_ROLES_COUNT];
	size_t count = 0;
	if (which == PERMISSION_USER_WRITE)
		return rights_manages_users(c, org_no);
	for (int r = 0; r < RIGHTS_ROLES_COUNT; r++)
		if (rights_permission_words(which)->roles & 1U << r)
			roles[count++] = (enum rights_role)r;
	const struct sn_err e = rights_require(c, roles, count, org_no);
	if (e.reason != SN_R_NOT_GRANTED && e.reason != SN_R_NOT_GRANTED_TO_ALL)
		return e;
	/* Which of its roles would do is nobody's question; what it opens is. */
	return sn_err_with_text(e, "%s (%s)", rights_permission_words(which)->zh,
				rights_permission_words(which)->en);
}

/* Where no security administrator reaches, the system's manages users. */
static struct sn_err also_users(struct ctx *c, int64_t org_no, unsigned *permissions)
{
	const struct sn_err e = rights_manages_users(c, org_no);
	if (e.reason == SN_R_NOT_GRANTED || e.reason == SN_R_NOT_GRANTED_TO_ALL)
		return SN_SUCCESS;
	SN_TRY(e);
	*permissions |= 1U << PERMISSION_USER_WRITE;
	return SN_SUCCESS;
}

struct sn_err rights_held(struct ctx *c, struct uuid user_id, unsigned *roles,
			  unsigned *permissions)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	struct ctx himself = *c;
	himself.actor_id = user_id;
	*roles = *permissions = 0;
	if (uuid_is_null(user_id))
		return SN_SUCCESS;
	SN_TRY(rights_grants(c, user_id, &grants, &count));
	for (size_t i = 0; i < count; i++) {
		*roles |= 1U << grants[i].role;
		if (grants[i].role == ROLE_ADMIN)
			SN_TRY(also_users(&himself, grants[i].org_no, permissions));
		for (int p = 0; p < PERMISSIONS_COUNT; p++)
			if (rights_permission_words((enum permission)p)->roles &
			    1U << grants[i].role)
				*permissions |= 1U << p;
	}
	return SN_SUCCESS;
}

struct sn_err rights_permissions(struct ctx *c, unsigned *permissions)
{
	unsigned roles = 0;
	return rights_held(c, c->actor_id, &roles, permissions);
}
