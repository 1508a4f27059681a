/* Who holds a role near a union. */
#include "rights/holders.h"

#include "rights/rights_sql.h"

#include <stdlib.h>

struct holder_list {
	struct arena *mem;
	struct uuid *ids;
	size_t count, room;
};

static struct sn_err keep(struct holder_list *l, struct uuid user_id)
{
	for (size_t i = 0; i < l->count; i++)
		if (uuid_eq(l->ids[i], user_id))
			return SN_SUCCESS;
	if (l->count == l->room) {
		const size_t room = l->room == 0 ? 64 : l->room * 2;
		struct uuid *more = ARENA_ARRAY(l->mem, struct uuid, room);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (l->count > 0)
			memcpy(more, l->ids, l->count * sizeof *more);
		l->ids = more;
		l->room = room;
	}
	l->ids[l->count++] = user_id;
	return SN_SUCCESS;
}

/* A grant reaches the subtree of its union; one without a union reaches all. */
static bool is_near(struct str granted, struct str path)
{
	return str_is_null(granted) || str_starts(path, granted) || str_starts(granted, path);
}

static int by_login(const void *a, const void *b)
{
	return str_compare(((const struct user *)a)->login, ((const struct user *)b)->login);
}

struct sn_err rights_holders(struct ctx *c, const enum rights_role *roles, size_t roles_count,
			     struct str path, struct user **out, size_t *count)
{
	struct holder_list found = {.mem = c->mem};
	for (size_t i = 0; i < roles_count; i++) {
		struct sn_err e = SN_SUCCESS;
		struct rows *r = store_query(c->store, &rights_sql_grants_of_role,
					     PARAMS(p_text(str_of(rights_role_word(roles[i]))),
						    p_int(day_of(now_us(c)))));
		while (!sn_failed(e) && store_next(r))
			if (is_near(store_text(r, "path"), path))
				e = keep(&found, store_uuid(r, "user_id"));
		SN_TRY(store_done(r));
		SN_TRY(e);
	}
	*out = ARENA_ARRAY(c->mem, struct user, found.count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	*count = found.count;
	for (size_t i = 0; i < found.count; i++)
		SN_TRY(rights_user_by_id(c, found.ids[i], &(*out)[i]));
	if (*count > 1)
		qsort(*out, *count, sizeof **out, by_login);
	return SN_SUCCESS;
}
