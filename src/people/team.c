/* Sites, teams and foremen: what a roster cannot say about the groups that it names. */
#include "people/team.h"

#include "people/people_priv.h"
#include "people/people_sql.h"
#include "people/team_sql.h"

#include <assert.h>

static const struct team_words kind_words[TEAM_SITE_KINDS_COUNT] = {
#define X(name, word, zh, en) {word, zh, en},
	TEAM_SITE_KINDS(X)
#undef X
};

const struct team_words *team_site_kind_words(enum team_site_kind kind)
{
	assert(kind < TEAM_SITE_KINDS_COUNT);
	return &kind_words[kind];
}

bool team_site_kind_parse(enum team_site_kind *out, struct str text)
{
	for (size_t i = 0; i < TEAM_SITE_KINDS_COUNT; i++) {
		if (str_is(text, kind_words[i].word) || str_is(text, kind_words[i].zh)) {
			*out = (enum team_site_kind)i;
			return true;
		}
	}
	return false;
}

/* ---- reading ---- */

static struct str kept(struct arena *mem, struct str s)
{
	return s.bytes == 0 ? STR_NULL : arena_str(mem, s);
}

/* Room for one more behind count, by doubling. */
static void *grown(struct arena *mem, void *items, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return items;
	void *more = arena_alloc_n(mem, size, count == 0 ? 16 : count * 2);
	if (more && count > 0)
		memcpy(more, items, count * size);
	return more;
}

/* A union's shard and number: where its groups stand. */
struct place {
	int64_t shard, org_no;
};

static struct team_site site_of_row(struct ctx *c, struct place at, const struct rows *r)
{
	const bool known = !store_is_null(r, "kind");
	return (struct team_site){.shard = at.shard,
				  .org_no = at.org_no,
				  .site_id = store_uuid(r, "group_id"),
				  .name = kept(c->mem, store_text(r, "name")),
				  .address = kept(c->mem, store_text(r, "address")),
				  .kind_known = known,
				  .kind = known ? (enum team_site_kind)store_int(r, "kind")
						: TEAM_SITE_OTHER};
}

static struct team team_of_row(struct ctx *c, struct place at, const struct rows *r)
{
	return (struct team){.shard = at.shard,
			     .org_no = at.org_no,
			     .team_id = store_uuid(r, "group_id"),
			     .site_id = store_uuid(r, "site_id"),
			     .name = kept(c->mem, store_text(r, "name")),
			     .site = kept(c->mem, store_text(r, "site")),
			     .foreman_id = store_uuid(r, "user_id"),
			     .members = store_int(r, "members")};
}

static struct sn_err read_site(struct ctx *c, struct place at, struct str name,
			       struct team_site *out)
{
	*out = (struct team_site){.shard = at.shard, .org_no = at.org_no};
	struct rows *r = store_query(c->store, &team_sql_site,
				     PARAMS(p_int(at.shard), p_int(at.org_no), p_text(name)));
	while (store_next(r))
		*out = site_of_row(c, at, r);
	return store_done(r);
}

static struct sn_err read_team(struct ctx *c, struct place at, struct str name, struct team *out)
{
	*out = (struct team){.shard = at.shard, .org_no = at.org_no};
	struct rows *r = store_query(c->store, &team_sql_team,
				     PARAMS(p_int(at.shard), p_int(at.org_no), p_text(name)));
	while (store_next(r))
		*out = team_of_row(c, at, r);
	return store_done(r);
}

/* As a roster's cell would be stored, so that both find one group. */
static struct sn_err parse_name(struct ctx *c, struct str text, const char *field, struct str *out)
{
	SN_TRY(people_word(c->mem, text, out));
	return out->bytes == 0 ? SN_FAIL(MISSING_FIELD, .field = field) : SN_SUCCESS;
}

struct sn_err team_site_find(struct ctx *c, const struct org *org, struct str name,
			     struct team_site *out)
{
	SN_TRY(parse_name(c, name, "site", &name));
	SN_TRY(read_site(c, (struct place){org->shard, org->org_no}, name, out));
	if (!uuid_is_null(out->site_id))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(NO_SUCH_SITE, .field = "site"), STR_FMT, STR_ARG(name));
}

struct sn_err team_find(struct ctx *c, const struct org *org, struct str name, struct team *out)
{
	SN_TRY(parse_name(c, name, "team", &name));
	SN_TRY(read_team(c, (struct place){org->shard, org->org_no}, name, out));
	if (!uuid_is_null(out->team_id))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(NO_SUCH_TEAM, .field = "team"), STR_FMT, STR_ARG(name));
}

struct sn_err team_sites(struct ctx *c, const struct org *org, struct team_site **out,
			 size_t *count)
{
	const struct place at = {org->shard, org->org_no};
	struct team_site *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r =
		store_query(c->store, &team_sql_sites, PARAMS(p_int(at.shard), p_int(at.org_no)));
	while (memory && store_next(r)) {
		list = grown(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = site_of_row(c, at, r);
	}
	*out = list;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err team_list(struct ctx *c, const struct org *org, struct team **out, size_t *count)
{
	const struct place at = {org->shard, org->org_no};
	struct team *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r =
		store_query(c->store, &team_sql_teams, PARAMS(p_int(at.shard), p_int(at.org_no)));
	while (memory && store_next(r)) {
		list = grown(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = team_of_row(c, at, r);
	}
	*out = list;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err team_members(struct ctx *c, const struct team *team, struct team_member **out,
			   size_t *count)
{
	struct team_member *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r =
		store_query(c->store, &team_sql_members,
			    PARAMS(p_int(team->shard), p_int(team->org_no), p_uuid(team->team_id)));
	while (memory && store_next(r)) {
		list = grown(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct team_member){
				.who = {team->shard, store_uuid(r, "person_id")},
				.name = kept(c->mem, store_text(r, "name")),
				.size = kept(c->mem, store_text(r, "size"))};
	}
	*out = list;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err team_led_by(struct ctx *c, struct uuid user_id, struct team_ref **out, size_t *count)
{
	struct team_ref *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &team_sql_led_by, PARAMS(p_uuid(user_id)));
	while (memory && store_next(r)) {
		list = grown(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] =
				(struct team_ref){store_int(r, "shard"), store_uuid(r, "team_id")};
	}
	*out = list;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err team_foreman_of(struct ctx *c, struct team_ref team, struct uuid *user_id)
{
	*user_id = UUID_NULL;
	struct rows *r = store_query(c->store, &team_sql_foreman,
				     PARAMS(p_int(team.shard), p_uuid(team.team_id)));
	while (store_next(r))
		*user_id = store_uuid(r, "user_id");
	return store_done(r);
}

/* ---- changes ---- */

/* kind: people_group's. */
enum { GROUP_OF_SITES = 2, GROUP_OF_TEAMS = 3 };

static struct sn_err add_group(struct ctx *c, struct place at, int64_t kind, struct str name,
			       struct uuid *group_id)
{
	*group_id = new_id(c);
	return store_run(c->store, &people_sql_group_add,
			 PARAMS(p_int(at.shard), p_uuid(*group_id), p_int(kind), p_int(at.org_no),
				p_text(name), p_null()),
			 NULL);
}

/* The time from which a new row counts: now, and behind every row that is there. */
static struct sn_err next_us(struct ctx *c, int64_t shard, struct uuid group_id, int64_t *out)
{
	*out = now_us(c);
	struct rows *r =
		store_query(c->store, &team_sql_last_us, PARAMS(p_int(shard), p_uuid(group_id)));
	while (store_next(r))
		if (store_int(r, "from_us") >= *out)
			*out = store_int(r, "from_us") + 1;
	return store_done(r);
}

struct sn_err team_site_set(struct ctx *c, const struct team_site_new *what, struct team_site *out,
			    bool *changed)
{
	const struct place at = {what->shard, what->org_no};
	struct str name, address = STR_NULL;
	int64_t from_us = 0;
	*changed = false;
	SN_TRY(parse_name(c, what->name, "name", &name));
	SN_TRY(people_word(c->mem, what->address, &address));
	SN_TRY(read_site(c, at, name, out));
	if (out->kind_known && out->kind == what->kind && str_eq(out->address, address))
		return SN_SUCCESS;
	if (uuid_is_null(out->site_id))
		SN_TRY(add_group(c, at, GROUP_OF_SITES, name, &out->site_id));
	SN_TRY(next_us(c, at.shard, out->site_id, &from_us));
	SN_TRY(store_run(c->store, &team_sql_site_end,
			 PARAMS(p_int(at.shard), p_uuid(out->site_id), p_int(from_us)), NULL));
	SN_TRY(store_run(c->store, &team_sql_site_add,
			 PARAMS(p_int(at.shard), p_uuid(out->site_id), p_int(from_us),
				p_int(at.org_no), p_int(what->kind), p_text(address),
				p_uuid_or_null(c->actor_id)),
			 NULL));
	*changed = true;
	return read_site(c, at, name, out);
}

struct sn_err team_set(struct ctx *c, const struct team_new *what, struct team *out, bool *changed)
{
	const struct place at = {what->shard, what->org_no};
	const struct org org = {.shard = at.shard, .org_no = at.org_no};
	struct team_site site = {.site_id = UUID_NULL};
	struct str name;
	int64_t from_us = 0;
	*changed = false;
	SN_TRY(parse_name(c, what->name, "name", &name));
	if (what->site.bytes > 0)
		SN_TRY(team_site_find(c, &org, what->site, &site));
	SN_TRY(read_team(c, at, name, out));
	const bool there = !uuid_is_null(out->team_id);
	if (there && uuid_eq(out->site_id, site.site_id))
		return SN_SUCCESS;
	if (!there)
		SN_TRY(add_group(c, at, GROUP_OF_TEAMS, name, &out->team_id));
	SN_TRY(next_us(c, at.shard, out->team_id, &from_us));
	SN_TRY(store_run(c->store, &team_sql_team_end,
			 PARAMS(p_int(at.shard), p_uuid(out->team_id), p_int(from_us)), NULL));
	SN_TRY(store_run(c->store, &team_sql_team_add,
			 PARAMS(p_int(at.shard), p_uuid(out->team_id), p_int(from_us),
				p_int(at.org_no), p_uuid_or_null(site.site_id),
				p_uuid_or_null(c->actor_id)),
			 NULL));
	*changed = true;
	return read_team(c, at, name, out);
}

struct sn_err team_foreman_set(struct ctx *c, const struct team *team, struct uuid user_id)
{
	struct uuid now_id;
	int64_t from_us = 0, ended = 0;
	SN_TRY(team_foreman_of(c, (struct team_ref){team->shard, team->team_id}, &now_id));
	if (uuid_is_null(user_id) && uuid_is_null(now_id))
		return sn_err_with_text(SN_FAIL(FOREMAN_IS_NONE, .field = "team"), STR_FMT,
					STR_ARG(team->name));
	if (uuid_eq(now_id, user_id))
		return SN_SUCCESS;
	SN_TRY(next_us(c, team->shard, team->team_id, &from_us));
	SN_TRY(store_run(c->store, &team_sql_foreman_end,
			 PARAMS(p_int(team->shard), p_uuid(team->team_id), p_int(from_us),
				p_uuid_or_null(c->actor_id)),
			 &ended));
	if (uuid_is_null(user_id))
		return SN_SUCCESS;
	return store_run(c->store, &team_sql_foreman_add,
			 PARAMS(p_int(team->shard), p_uuid(team->team_id), p_int(from_us),
				p_uuid(user_id), p_uuid_or_null(c->actor_id)),
			 NULL);
}

/* ---- checking ---- */

struct sn_err team_verify(struct ctx *c, team_each_finding *each, void *self)
{
	struct rows *r = store_query(c->store, &team_sql_wrong, NO_PARAMS);
	while (store_next(r)) {
		const int64_t kind = store_int(r, "kind");
		each(self,
		     kind == GROUP_OF_SITES   ? "site"
		     : kind == GROUP_OF_TEAMS ? "team"
					      : "foreman",
		     store_int(r, "shard"), store_uuid(r, "group_id"));
	}
	return store_done(r);
}
