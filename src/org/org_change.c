/* Names, moves, merges and splits: what changes has its day, and what was before stays readable. */
#include "org/org_priv.h"
#include "org/org_sql.h"

/* ---- what every act does ---- */

/* The act's day: not ahead, and not before what changed last. */
static struct sn_err day_check(struct ctx *c, const struct org *org, int32_t day, int32_t last_day)
{
	if (day > org_day(c, 0))
		return SN_FAIL(ORG_DAY_AHEAD, .field = "day", .arg = {day});
	if (day < last_day)
		return org_err_named(SN_FAIL(ORG_DAY_ORDER, .field = "day", .arg = {day, last_day}),
				     org);
	return SN_SUCCESS;
}
static struct sn_err open_check(const struct org *org)
{
	if (org->until_day != 0)
		return org_err_named(SN_FAIL(ORG_CLOSED, .field = "org", .arg = {org->became_no}),
				     org);
	return SN_SUCCESS;
}
static struct sn_err act_write(struct ctx *c, const struct org_event *a)
{
	SN_TRY(org_version_raise(c));
	return store_run(c->store, &org_sql_add_event,
			 PARAMS(p_uuid(new_id(c)), p_int(a->org_no),
				p_text(str_of(org_event_words(a->kind)->word)),
				a->other_no == 0 ? p_null() : p_int(a->other_no), p_text(a->words),
				p_int(a->day), p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

/* ---- names ---- */

struct sn_err org_add_alias(struct ctx *c, int64_t org_no, struct str alias)
{
	struct org org, found;
	struct str text, key;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(org_text_take(c->mem, alias, "alias", NAME_BYTES_MAX, &text));
	if (str_is_null(text))
		return SN_FAIL(MISSING_FIELD, .field = "alias");
	SN_TRY(org_key(c->mem, text, &key));
	const struct sn_err e = org_find(c, text, 0, &found);
	if (!sn_failed(e) && found.org_no == org_no)
		return SN_SUCCESS;
	if (!sn_failed(e) || e.reason == SN_R_ORG_AMBIGUOUS)
		return org_err_typed(SN_FAIL(ALIAS_TAKEN, .field = "aliases"), alias);
	if (e.reason != SN_R_NO_SUCH_ORG)
		return e;
	SN_TRY(store_run(c->store, &org_sql_add_alias,
			 PARAMS(p_text(key), p_text(text), p_int(org_no)), NULL));
	return act_write(c, &(struct org_event){.kind = ORG_EVENT_ALIAS,
						.org_no = org_no,
						.words = text,
						.day = org_day(c, 0)});
}

struct sn_err org_rename(struct ctx *c, int64_t org_no, struct str name, int32_t day)
{
	struct org org;
	struct str text, key;
	day = org_day(c, day);
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(open_check(&org));
	SN_TRY(org_text_take(c->mem, name, "name", NAME_BYTES_MAX, &text));
	if (str_is_null(text))
		return SN_FAIL(MISSING_FIELD, .field = "name");
	SN_TRY(org_key(c->mem, text, &key));
	struct org_event act = {
		.kind = ORG_EVENT_RENAME, .org_no = org_no, .words = text, .day = day};
	if (str_eq(text, org.name)) {
		if (org.name_confirmed)
			return SN_SUCCESS;
		SN_TRY(store_run(c->store, &org_sql_confirm_name, PARAMS(p_int(org_no)), NULL));
		act.kind = ORG_EVENT_CONFIRM;
		return act_write(c, &act);
	}
	struct rows *r = store_query(c->store, &org_sql_open_name, PARAMS(p_int(org_no)));
	const int32_t last = store_next(r) ? (int32_t)store_int(r, "from_day") : 0;
	SN_TRY(store_done(r));
	SN_TRY(day_check(c, &org, day, last));
	const struct param *row =
		PARAMS(p_int(org_no), p_int(day), p_text(text), p_text(key), p_int(1));
	if (day == last) {
		SN_TRY(store_run(c->store, &org_sql_replace_name, row, NULL));
	} else {
		SN_TRY(store_run(c->store, &org_sql_close_name, PARAMS(p_int(org_no), p_int(day)),
				 NULL));
		SN_TRY(store_run(c->store, &org_sql_add_name, row, NULL));
	}
	return act_write(c, &act);
}

/* ---- one place ---- */

struct place {
	int32_t from_day;
	int64_t parent_no;
};
static struct sn_err place_open(struct ctx *c, int64_t org_no, struct place *out)
{
	*out = (struct place){0};
	struct rows *r = store_query(c->store, &org_sql_open_place, PARAMS(p_int(org_no)));
	if (store_next(r)) {
		out->from_day = (int32_t)store_int(r, "from_day");
		out->parent_no = store_is_null(r, "parent_no") ? 0 : store_int(r, "parent_no");
	}
	return store_done(r);
}

static struct sn_err depth_check(struct ctx *c, const struct org *org, const struct org *parent)
{
	struct rows *r = store_query(c->store, &org_sql_deepest_path, PARAMS(p_text(org->path)));
	const int64_t deepest = store_next(r) ? store_int(r, "path_bytes") : 0;
	SN_TRY(store_done(r));
	const int64_t below = deepest / ORG_PATH_SEGMENT_BYTES - org_path_depth(org->path);
	if (org_path_depth(parent->path) + 1 + below > ORG_DEPTH_MAX)
		return org_err_named(
			SN_FAIL(ORG_TOO_DEEP, .field = "parent", .arg = {ORG_DEPTH_MAX}), org);
	return SN_SUCCESS;
}

/* The union and all below it get a path under the new parent's. */
static struct sn_err paths_move(struct ctx *c, const struct org *org, const struct org *parent)
{
	struct str path;
	SN_TRY(org_path_below(c->mem, parent->path, org->org_no, &path));
	return store_run(
		c->store, &org_sql_move_paths,
		PARAMS(p_text(org->path), p_text(path), p_int((int64_t)org->path.bytes + 1)), NULL);
}

/* May the union stand below the other one from that day on? now: where it stands until then. */
static struct sn_err place_check(struct ctx *c, const struct org *org, const struct org *parent,
				 int32_t day, struct place *now)
{
	SN_TRY(open_check(org));
	SN_TRY(open_check(parent));
	SN_TRY(place_open(c, org->org_no, now));
	SN_TRY(day_check(c, org, day, now->from_day));
	SN_TRY(day_check(c, parent, day, parent->from_day));
	if (str_starts(parent->path, org->path))
		return org_err_named(SN_FAIL(ORG_LOOP, .field = "parent"), org);
	return depth_check(c, org, parent);
}

/* The union stands below another one from that day on. */
static struct sn_err place_change(struct ctx *c, const struct org *org, const struct org *parent,
				  int32_t day)
{
	struct place now;
	SN_TRY(place_check(c, org, parent, day, &now));
	const struct param *row = PARAMS(p_int(org->org_no), p_int(day), p_int(parent->org_no));
	if (day == now.from_day) {
		SN_TRY(store_run(c->store, &org_sql_replace_place, row, NULL));
	} else {
		SN_TRY(store_run(c->store, &org_sql_close_place,
				 PARAMS(p_int(org->org_no), p_int(day)), NULL));
		SN_TRY(store_run(c->store, &org_sql_add_place, row, NULL));
	}
	return paths_move(c, org, parent);
}

/* ---- the tree stays one on every day ---- */

enum { DAYS_MAX = 4096 };

/* An act that is entered late may make a loop on a day between then and now, although today's tree has none: each
 * of those trees is built once. An act of today costs nothing. */
static struct sn_err since_check(struct ctx *c, int32_t day)
{
	if (day >= org_day(c, 0))
		return SN_SUCCESS;
	int32_t *days = ARENA_ARRAY(c->mem, int32_t, DAYS_MAX);
	if (!days)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	days[n++] = day;
	struct rows *r = store_query(c->store, &org_sql_days_of_change, PARAMS(p_int(day)));
	while (n < DAYS_MAX && store_next(r))
		days[n++] = (int32_t)store_int(r, "from_day");
	SN_TRY(store_done(r));
	for (size_t i = 0; i < n; i++) {
		struct org_tree *t = NULL;
		SN_TRY(org_tree_load(c, days[i], &t));
		org_tree_free(t);
	}
	return SN_SUCCESS;
}

/* ---- acts ---- */

struct sn_err org_move(struct ctx *c, int64_t org_no, int64_t new_parent_no, int32_t day)
{
	struct org org, parent;
	day = org_day(c, day);
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(org_by_no(c, new_parent_no, 0, &parent));
	if (org.until_day == 0 && org.parent_no == new_parent_no)
		return SN_SUCCESS; /* it stands there already */
	SN_TRY(place_change(c, &org, &parent, day));
	SN_TRY(since_check(c, day));
	return act_write(c, &(struct org_event){.kind = ORG_EVENT_MOVE,
						.org_no = org_no,
						.other_no = new_parent_no,
						.day = day});
}

/* The numbers of the unions directly below, in official order. */
static struct sn_err children_read(struct ctx *c, int64_t parent_no, int64_t **out, size_t *count)
{
	size_t n = 0;
	struct rows *r = store_query(c->store, &org_sql_open_children, PARAMS(p_int(parent_no)));
	while (store_next(r))
		n++;
	SN_TRY(store_done(r));
	int64_t *list = ARENA_ARRAY(c->mem, int64_t, n + 1);
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	*count = n;
	*out = list;
	n = 0;
	r = store_query(c->store, &org_sql_open_children, PARAMS(p_int(parent_no)));
	while (n < *count && store_next(r))
		list[n++] = store_int(r, "org_no");
	return store_done(r);
}
static struct sn_err children_move(struct ctx *c, const int64_t *children, size_t count,
				   const struct org *parent, int32_t day)
{
	for (size_t i = 0; i < count; i++) {
		struct org child;
		SN_TRY(org_by_no(c, children[i], 0, &child));
		SN_TRY(place_change(c, &child, parent, day));
	}
	return SN_SUCCESS;
}

/* May `from` become part of `into` on that day? */
static struct sn_err merge_check(struct ctx *c, const struct org *from, const struct org *into,
				 int32_t day)
{
	struct place now;
	SN_TRY(open_check(from));
	SN_TRY(open_check(into));
	if (str_starts(into->path, from->path))
		return org_err_named(SN_FAIL(ORG_LOOP, .field = "into"), from);
	SN_TRY(place_open(c, from->org_no, &now));
	SN_TRY(day_check(c, from, day, now.from_day));
	return day_check(c, into, day, into->from_day);
}

struct sn_err org_merge(struct ctx *c, int64_t from_no, int64_t into_no, int32_t day)
{
	struct org from, into;
	int64_t *children = NULL;
	size_t count = 0;
	day = org_day(c, day);
	SN_TRY(org_by_no(c, from_no, 0, &from));
	SN_TRY(org_by_no(c, into_no, 0, &into));
	SN_TRY(merge_check(c, &from, &into, day));
	SN_TRY(children_read(c, from_no, &children, &count));
	SN_TRY(children_move(c, children, count, &into, day));
	SN_TRY(store_run(c->store, &org_sql_close,
			 PARAMS(p_int(from_no), p_int(day), p_int(into_no)), NULL));
	/* What became part of `from` earlier goes below `into` with it. */
	SN_TRY(paths_move(c, &from, &into));
	SN_TRY(since_check(c, day));
	return act_write(c, &(struct org_event){.kind = ORG_EVENT_MERGE,
						.org_no = from_no,
						.other_no = into_no,
						.day = day});
}

/* ---- would it be taken? ---- */

struct sn_err org_move_check(struct ctx *c, int64_t org_no, int64_t new_parent_no, int32_t day)
{
	struct org org, parent;
	struct place now;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(org_by_no(c, new_parent_no, 0, &parent));
	if (org.until_day == 0 && org.parent_no == new_parent_no)
		return SN_SUCCESS;
	return place_check(c, &org, &parent, org_day(c, day), &now);
}

struct sn_err org_merge_check(struct ctx *c, int64_t from_no, int64_t into_no, int32_t day)
{
	struct org from, into;
	struct place now;
	int64_t *children = NULL;
	size_t count = 0;
	day = org_day(c, day);
	SN_TRY(org_by_no(c, from_no, 0, &from));
	SN_TRY(org_by_no(c, into_no, 0, &into));
	SN_TRY(merge_check(c, &from, &into, day));
	SN_TRY(children_read(c, from_no, &children, &count));
	for (size_t i = 0; i < count; i++) {
		struct org child;
		SN_TRY(org_by_no(c, children[i], 0, &child));
		SN_TRY(place_check(c, &child, &into, day, &now));
	}
	return SN_SUCCESS;
}

struct sn_err org_split(struct ctx *c, const struct org_split *split, struct org *out)
{
	struct org from, parent;
	struct org_new what = *split->what;
	const int32_t day = org_day(c, split->day);
	SN_TRY(org_by_no(c, split->from_no, 0, &from));
	SN_TRY(open_check(&from));
	if (what.parent_code.bytes == 0 && from.parent_no != 0) {
		SN_TRY(org_by_no(c, from.parent_no, 0, &parent));
		what.parent_code = parent.code;
	}
	what.from_day = day;
	SN_TRY(org_add(c, &what, out, NULL));
	for (size_t i = 0; i < split->children_count; i++) {
		struct org child;
		SN_TRY(org_by_no(c, split->children[i], 0, &child));
		if (child.parent_no == out->org_no)
			continue; /* the same split again */
		if (child.parent_no != split->from_no)
			return org_err_named(SN_FAIL(ORG_NOT_CHILD, .field = "children"), &child);
		SN_TRY(place_change(c, &child, out, day));
	}
	SN_TRY(since_check(c, day));
	return act_write(c, &(struct org_event){.kind = ORG_EVENT_SPLIT,
						.org_no = out->org_no,
						.other_no = split->from_no,
						.day = day});
}
