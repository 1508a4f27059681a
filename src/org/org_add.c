#include "base/text.h"
#include "org/org_priv.h"
#include "org/org_sql.h"

#include <assert.h>
#include <stdlib.h>

/* ---- adding ---- */

/* A code that the array speaks of, as a union's own or as a parent's. */
struct slot {
	struct str code;
	bool known;     /* in the database, or added by now */
	bool ours;      /* one of the array has this code */
	bool refused;   /* and was refused */
	struct org org; /* as it was first */
};
struct adding {
	struct ctx *c;
	const struct org_new *what; /* normalised */
	size_t count;
	struct org_added *out;
	struct slot *slots; /* by code */
	size_t slots_count;
	struct org **fresh; /* what is to be written, parents first */
	size_t fresh_count;
	int64_t first_no, next_no; /* numbers from first_no on are this array's */
};

/* A union whose figures are kept apart has a shard of its own; what belongs to a county lives with it. */
static bool has_own_shard(enum org_kind kind, int level)
{
	enum { COUNTY_LEVEL = 3 };
	switch (kind) {
	case ORG_INDUSTRY:
	case ORG_ZONE:
		return true;
	case ORG_GENERAL:
		return level <= COUNTY_LEVEL;
	case ORG_GRASSROOTS:
	case ORG_JOINT:
	case ORG_KINDS_COUNT:
		break;
	}
	return false;
}

struct sn_err org_text_take(struct arena *mem, struct str in, const char *field, size_t bytes_max,
			    struct str *out)
{
	SN_TRY(text_normalise(mem, in, out));
	if (out->bytes > bytes_max)
		return SN_FAIL(TOO_LONG, .field = field, .arg = {(int64_t)bytes_max});
	if (out->bytes == 0)
		*out = STR_NULL;
	return SN_SUCCESS;
}
static struct sn_err new_take(struct ctx *c, const struct org_new *in, struct org_new *out)
{
	*out = *in;
	SN_TRY(org_text_take(c->mem, in->code, "code", ORG_CODE_BYTES_MAX, &out->code));
	SN_TRY(org_text_take(c->mem, in->parent_code, "parent", ORG_CODE_BYTES_MAX,
			     &out->parent_code));
	SN_TRY(org_text_take(c->mem, in->name, "name", NAME_BYTES_MAX, &out->name));
	SN_TRY(org_text_take(c->mem, in->division, "division", ORG_CODE_BYTES_MAX, &out->division));
	if (str_is_null(out->code))
		return SN_FAIL(MISSING_FIELD, .field = "code");
	if (str_is_null(out->name))
		return SN_FAIL(MISSING_FIELD, .field = "name");
	if (in->level < 1 || in->level > ORG_DEPTH_MAX)
		return SN_FAIL(ORG_BAD_LEVEL, .field = "level", .arg = {ORG_DEPTH_MAX});
	if (in->kind >= ORG_KINDS_COUNT)
		return SN_FAIL(ORG_BAD_KIND, .field = "kind");
	const int32_t today = org_day(c, 0);
	if (in->from_day > today)
		return SN_FAIL(ORG_DAY_AHEAD, .field = "from", .arg = {in->from_day});
	return SN_SUCCESS;
}

static int by_code(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	return str_compare(left->code, right->code);
}
static struct slot *slot_of(const struct adding *a, struct str code)
{
	if (str_is_null(code))
		return NULL;
	const struct slot wanted = {.code = code};
	return bsearch(&wanted, a->slots, a->slots_count, sizeof *a->slots, by_code);
}
/* Union i's own, which slots_make() made. */
static struct slot *own_slot(const struct adding *a, size_t i)
{
	struct slot *own = slot_of(a, a->what[i].code);
	assert(own);
	return own;
}
static struct sn_err slots_make(struct adding *a)
{
	struct slot *s = ARENA_ARRAY(a->c->mem, struct slot, a->count * 2 + 1);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < a->count; i++) {
		if (sn_failed(a->out[i].why))
			continue;
		s[n++] = (struct slot){.code = a->what[i].code, .ours = true};
		if (!str_is_null(a->what[i].parent_code))
			s[n++] = (struct slot){.code = a->what[i].parent_code};
	}
	qsort(s, n, sizeof *s, by_code);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && str_eq(s[kept - 1].code, s[i].code))
			s[kept - 1].ours |= s[i].ours;
		else
			s[kept++] = s[i];
	}
	a->slots = s;
	a->slots_count = kept;
	return SN_SUCCESS;
}
static struct sn_err slots_read(struct adding *a)
{
	struct param *params = ARENA_ARRAY(a->c->mem, struct param, a->slots_count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < a->slots_count; i++)
		params[i] = p_text(a->slots[i].code);
	struct sn_err e = SN_SUCCESS;
	struct rows *r =
		store_query_many(a->c->store, &org_sql_first_by_code, params, a->slots_count);
	while (!sn_failed(e) && store_next(r)) {
		struct slot *s = &a->slots[store_set(r)];
		s->known = true;
		e = org_from_row(a->c->mem, r, &s->org);
	}
	SN_TRY(store_done(r));
	return e;
}

/* The field in which the union differs from the one that is there; NULL: it is the same. */
static const char *difference(const struct org_new *w, const struct org *is, int64_t parent_no)
{
	if (!str_eq(w->name, is->name))
		return "name";
	if (parent_no != is->parent_no)
		return "parent";
	if (w->kind != is->kind)
		return "kind";
	if (w->level != is->level)
		return "level";
	if (w->official_order != is->official_order)
		return "order";
	if (!str_eq(w->division, is->division))
		return "division";
	if (w->name_confirmed && !is->name_confirmed)
		return "confirmed";
	if (w->from_day != 0 && w->from_day != is->from_day)
		return "from";
	return NULL;
}

static struct sn_err parent_check(const struct slot *parent, int32_t day)
{
	if (parent->org.until_day != 0)
		return org_err_named(
			SN_FAIL(ORG_CLOSED, .field = "parent", .arg = {parent->org.became_no}),
			&parent->org);
	if (day < parent->org.from_day)
		return org_err_named(
			SN_FAIL(ORG_DAY_ORDER, .field = "from", .arg = {day, parent->org.from_day}),
			&parent->org);
	if (org_path_depth(parent->org.path) >= ORG_DEPTH_MAX)
		return org_err_named(
			SN_FAIL(ORG_TOO_DEEP, .field = "parent", .arg = {ORG_DEPTH_MAX}),
			&parent->org);
	return SN_SUCCESS;
}
/* Nobody said since when: a root and what comes into the books together with its parent were there before the books;
 * what comes under a union that is there already begins today, and older reports stay as they are. */
static int32_t first_day(const struct adding *a, const struct org_new *w, const struct slot *parent)
{
	if (w->from_day != 0)
		return w->from_day;
	if (!parent)
		return ORG_FIRST_DAY;
	return parent->org.org_no >= a->first_no ? parent->org.from_day : org_day(a->c, 0);
}
static struct sn_err fresh_make(struct adding *a, const struct org_new *w,
				const struct slot *parent, struct slot *own)
{
	const int32_t day = first_day(a, w, parent);
	if (parent)
		SN_TRY(parent_check(parent, day));
	if (a->next_no > ORG_NODES_MAX)
		return SN_FAIL(ORG_FULL, .arg = {ORG_NODES_MAX});
	const int64_t no = a->next_no;
	struct org made = {.org_no = no,
			   .shard = parent && !has_own_shard(w->kind, w->level) ? parent->org.shard
										: no,
			   .code = w->code,
			   .name = w->name,
			   .division = w->division,
			   .kind = w->kind,
			   .level = w->level,
			   .official_order = w->official_order,
			   .name_confirmed = w->name_confirmed,
			   .from_day = day,
			   .parent_no = parent ? parent->org.org_no : 0};
	SN_TRY(org_path_below(a->c->mem, parent ? parent->org.path : STR_NULL, no, &made.path));
	own->org = made;
	own->known = true;
	a->next_no++;
	a->fresh[a->fresh_count++] = &own->org;
	return SN_SUCCESS;
}

/* Decides union i, whose parent is known. */
static void add_decide(struct adding *a, size_t i, const struct slot *parent)
{
	const struct org_new *w = &a->what[i];
	struct org_added *out = &a->out[i];
	struct slot *own = own_slot(a, i);
	if (own->known) {
		const char *field = difference(w, &own->org, parent ? parent->org.org_no : 0);
		if (field)
			out->why = sn_err_with_text(SN_FAIL(ORG_CODE_TAKEN, .field = field),
						    STR_FMT, STR_ARG(own->org.code));
		else
			out->org_no = own->org.org_no;
		return;
	}
	out->why = fresh_make(a, w, parent, own);
	own->refused = sn_failed(out->why);
	if (!own->refused) {
		out->org_no = own->org.org_no;
		out->changed = true;
	}
}
static bool is_decided(const struct org_added *out)
{
	return out->org_no != 0 || sn_failed(out->why);
}
/* One round over what is not decided yet; false: nothing could be. */
static bool add_round(struct adding *a)
{
	bool moved = false;
	for (size_t i = 0; i < a->count; i++) {
		if (is_decided(&a->out[i]))
			continue;
		const struct str parent_code = a->what[i].parent_code;
		struct slot *parent = slot_of(a, parent_code);
		if (!parent || parent->known)
			add_decide(a, i, parent);
		else if (!parent->ours)
			a->out[i].why =
				org_err_typed(SN_FAIL(NO_SUCH_ORG, .field = "parent"), parent_code);
		else if (parent->refused)
			a->out[i].why = org_err_typed(
				SN_FAIL(ORG_PARENT_REFUSED, .field = "parent"), parent_code);
		if (sn_failed(a->out[i].why))
			own_slot(a, i)->refused = true;
		moved |= is_decided(&a->out[i]);
	}
	return moved;
}

enum { ADD_PARAMS = 9, NAME_PARAMS = 5, PLACE_PARAMS = 3, EVENT_PARAMS = 8, WRITE_PAGE = 1000 };

/* Writes a page of new unions: four sets. */
static struct sn_err fresh_page(struct adding *a, struct org *const *page, size_t n)
{
	struct ctx *c = a->c;
	const struct arena_mark mark = arena_mark(c->mem);
	struct param *p = ARENA_ARRAY(c->mem, struct param, n * ADD_PARAMS);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++) {
		const struct org *o = page[i];
		const struct param row[ADD_PARAMS] = {p_int(o->org_no),
						      p_int(o->shard),
						      p_text(o->code),
						      p_text(o->division),
						      p_text(str_of(org_kind_words(o->kind)->word)),
						      p_int(o->level),
						      p_int(o->official_order),
						      p_text(o->path),
						      p_int(o->from_day)};
		memcpy(&p[i * ADD_PARAMS], row, sizeof row);
	}
	SN_TRY(store_many(c->store, &org_sql_add, p, n, NULL));
	for (size_t i = 0; i < n; i++) {
		const struct org *o = page[i];
		struct str key;
		SN_TRY(org_key(c->mem, o->name, &key));
		const struct param row[NAME_PARAMS] = {p_int(o->org_no), p_int(o->from_day),
						       p_text(o->name), p_text(key),
						       p_int(o->name_confirmed)};
		memcpy(&p[i * NAME_PARAMS], row, sizeof row);
	}
	SN_TRY(store_many(c->store, &org_sql_add_name, p, n, NULL));
	for (size_t i = 0; i < n; i++) {
		const struct org *o = page[i];
		const struct param row[PLACE_PARAMS] = {p_int(o->org_no), p_int(o->from_day),
							o->parent_no == 0 ? p_null()
									  : p_int(o->parent_no)};
		memcpy(&p[i * PLACE_PARAMS], row, sizeof row);
	}
	SN_TRY(store_many(c->store, &org_sql_add_place, p, n, NULL));
	for (size_t i = 0; i < n; i++) {
		const struct org *o = page[i];
		const struct param row[EVENT_PARAMS] = {p_uuid(new_id(c)),
							p_int(o->org_no),
							p_text(STR("add")),
							o->parent_no == 0 ? p_null()
									  : p_int(o->parent_no),
							p_text(o->name),
							p_int(o->from_day),
							p_uuid_or_null(c->actor_id),
							p_int(now_us(c))};
		memcpy(&p[i * EVENT_PARAMS], row, sizeof row);
	}
	SN_TRY(store_many(c->store, &org_sql_add_event, p, n, NULL));
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static struct sn_err next_no(struct ctx *c, int64_t *out)
{
	struct rows *r = store_query(c->store, &org_sql_next_no, NO_PARAMS);
	*out = store_next(r) ? store_int(r, "org_no") : 1;
	return store_done(r);
}

struct sn_err org_add_many(struct ctx *c, const struct org_new *what, size_t count,
			   struct org_added *out)
{
	struct org_new *taken = ARENA_ARRAY(c->mem, struct org_new, count + 1);
	struct adding a = {.c = c, .what = taken, .count = count, .out = out};
	a.fresh = ARENA_ARRAY(c->mem, struct org *, count + 1);
	if (!taken || !a.fresh)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		out[i] = (struct org_added){.why = new_take(c, &what[i], &taken[i])};
		if (out[i].why.reason == SN_R_OUT_OF_MEMORY)
			return out[i].why;
	}
	SN_TRY(slots_make(&a));
	SN_TRY(slots_read(&a));
	SN_TRY(next_no(c, &a.next_no));
	a.first_no = a.next_no;
	while (add_round(&a)) {
	}
	for (size_t i = 0; i < count; i++) {
		if (!is_decided(&out[i])) /* each waits for a parent that waits for it */
			out[i].why =
				org_err_typed(SN_FAIL(ORG_LOOP, .field = "parent"), taken[i].code);
	}
	for (size_t at = 0; at < a.fresh_count; at += WRITE_PAGE) {
		const size_t left = a.fresh_count - at;
		SN_TRY(fresh_page(&a, &a.fresh[at], left < WRITE_PAGE ? left : WRITE_PAGE));
	}
	return a.fresh_count > 0 ? org_version_raise(c) : SN_SUCCESS;
}

struct sn_err org_add(struct ctx *c, const struct org_new *what, struct org *out, bool *changed)
{
	struct org_added added;
	SN_TRY(org_add_many(c, what, 1, &added));
	SN_TRY(added.why);
	if (changed)
		*changed = added.changed;
	return org_by_no(c, added.org_no, 0, out);
}
