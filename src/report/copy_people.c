/* What became of everybody on last year's list, and who is new: nothing is stored. */
#include "base/limits.h"
#include "report/copy_priv.h"
#include "report/copy_sql.h"

#include <assert.h>

/* ---- who was looked at: a set of people ---- */

struct seen {
	struct person_ref *slots; /* a power of two, at most half full; null person: free */
	size_t room;
};

static struct sn_err seen_new(struct arena *mem, size_t people, struct seen *out)
{
	out->room = 16;
	while (out->room < 2 * people)
		out->room *= 2;
	out->slots = ARENA_ARRAY(mem, struct person_ref, out->room);
	return out->slots ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* The last bytes of an id are random. */
static struct person_ref *seen_slot(const struct seen *s, struct person_ref who)
{
	uint64_t hash = 0;
	memcpy(&hash, who.person_id.bytes + sizeof who.person_id.bytes - sizeof hash, sizeof hash);
	size_t at = (size_t)(hash & (s->room - 1));
	while (!uuid_is_null(s->slots[at].person_id) &&
	       !(s->slots[at].shard == who.shard && uuid_eq(s->slots[at].person_id, who.person_id)))
		at = (at + 1) & (s->room - 1);
	return &s->slots[at];
}

static bool seen_has(const struct seen *s, struct person_ref who)
{
	return !uuid_is_null(seen_slot(s, who)->person_id);
}

/* ---- the comparison ---- */

struct listed {
	struct person_ref who;
	int64_t org_no;
	bool voided;
};
struct people {
	const struct copy_people_ask *ask;
	struct programme programme; /* of the new cycle */
	int64_t *counts;
	struct arena *keep; /* lists and the set; a page's memory is given back */
	struct listed *list;
	size_t count;
	struct seen seen;
	int32_t top; /* the new cycle's union in the tree */
	int64_t looked_at;
};
enum { PAGE = ENTITLE_PAGE_ROWS };

static struct sn_err list_read(struct ctx *c, struct people *p)
{
	size_t room = 0;
	bool memory = true;
	struct rows *r =
		store_query(c->store, &copy_sql_entitled, PARAMS(p_int(p->ask->was.cycle_no)));
	while (memory && store_next(r)) {
		if (p->count == room) { /* grows by doubling */
			room = room == 0 ? 1024 : room * 2;
			struct listed *more = ARENA_ARRAY(p->keep, struct listed, room);
			memory = more != NULL;
			if (more && p->count > 0)
				memcpy(more, p->list, p->count * sizeof *more);
			p->list = more;
		}
		if (memory)
			p->list[p->count++] =
				(struct listed){{store_int(r, "shard"), store_uuid(r, "person_id")},
						store_int(r, "org_no"),
						store_int(r, "voided") != 0};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err tell(struct people *p, const struct copy_person *one)
{
	p->counts[one->fate]++;
	return p->ask->each ? p->ask->each(p->ask->self, one) : SN_SUCCESS;
}

/* Who of these people is of a category of the new programme. */
static struct sn_err fits_read(struct ctx *c, const struct programme *programme,
			       const struct person *people, size_t count, bool *fits)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 2 + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(people[i].shard);
		params[2 * i + 1] = p_uuid(people[i].person_id);
		fits[i] = programme->categories_count == 0;
	}
	if (programme->categories_count == 0)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &copy_sql_categories, params, count);
	while (store_next(r))
		for (size_t k = 0; k < programme->categories_count; k++)
			if (str_eq(store_text(r, "category"), programme->categories[k]))
				fits[store_set(r)] = true;
	return store_done(r);
}

static bool inside(const struct people *p, int64_t org_no)
{
	const int32_t at = org_tree_at(p->ask->tree, org_no);
	return at != ORG_NOWHERE && org_tree_contains(p->ask->tree, p->top, at);
}

static struct sn_err look_at(struct people *p, const struct listed *was, const struct person *is,
			     bool fits)
{
	const struct person_ref who = {is->shard, is->person_id};
	const bool gone = uuid_is_null(is->person_id); /* an import that was taken back */
	struct person_ref *slot = gone ? NULL : seen_slot(&p->seen, who);
	const struct copy_person_is x = {.left = gone || is->left,
					 .seen = slot && !uuid_is_null(slot->person_id),
					 .inside = inside(p, is->org_no),
					 .fits = fits,
					 .voided = was->voided,
					 .moved = is->org_no != was->org_no};
	if (slot)
		*slot = who;
	return tell(p, &(const struct copy_person){.fate = copy_fate_of(&x),
						   .person = *is,
						   .was_org = was->org_no,
						   .now_org = x.left ? 0 : is->org_no});
}

static void show(const struct people *p)
{
	if (p->ask->progress)
		p->ask->progress(p->ask->progress_self, p->looked_at);
}

static struct sn_err old_page(struct ctx *c, struct people *p, const struct listed *list,
			      size_t count)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, PAGE);
	struct person *people = ARENA_ARRAY(c->mem, struct person, PAGE);
	bool *fits = ARENA_ARRAY(c->mem, bool, PAGE);
	assert(count <= PAGE);
	if (!refs || !people || !fits)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		refs[i] = list[i].who;
	SN_TRY(people_by_refs(c, refs, count, people));
	SN_TRY(fits_read(c, &p->programme, people, count, fits));
	for (size_t i = 0; i < count; i++)
		SN_TRY(look_at(p, &list[i], &people[i], fits[i]));
	p->looked_at += (int64_t)count;
	show(p);
	return SN_SUCCESS;
}

static struct sn_err new_of_union(struct ctx *c, struct people *p, const struct org *org)
{
	struct roster_page page = {.shard = org->shard,
				   .org_no = org->org_no,
				   .categories = p->programme.categories,
				   .categories_count = p->programme.categories_count,
				   .rows_max = PAGE};
	for (size_t count = PAGE; count == PAGE;) {
		const struct arena_mark mark = arena_mark(c->mem);
		struct person *people = ARENA_ARRAY(c->mem, struct person, PAGE);
		if (!people)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(people_roster(c, &page, people, &count));
		for (size_t i = 0; i < count; i++) {
			const struct person_ref who = {people[i].shard, people[i].person_id};
			if (!seen_has(&p->seen, who))
				SN_TRY(tell(p,
					    &(const struct copy_person){.fate = COPY_FATE_NEW,
									.person = people[i],
									.now_org = org->org_no}));
			page.after = who.person_id;
		}
		p->looked_at += (int64_t)count;
		show(p);
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}

static struct sn_err compare(struct ctx *c, struct people *p)
{
	const struct org_tree *tree = p->ask->tree;
	SN_TRY(list_read(c, p));
	SN_TRY(seen_new(p->keep, p->count, &p->seen));
	for (size_t at = 0; at < p->count; at += PAGE) {
		const struct arena_mark mark = arena_mark(c->mem);
		const size_t left = p->count - at;
		SN_TRY(old_page(c, p, &p->list[at], left < PAGE ? left : PAGE));
		arena_rewind(c->mem, mark);
	}
	for (int32_t i = p->top; i < org_tree_end(tree, p->top); i++)
		SN_TRY(new_of_union(c, p, org_tree_org(tree, i)));
	return SN_SUCCESS;
}

struct sn_err copy_people(struct ctx *c, const struct copy_people_ask *ask,
			  int64_t counts[COPY_FATES_COUNT])
{
	struct people p = {
		.ask = ask, .counts = counts, .top = org_tree_at(ask->tree, ask->now.org_no)};
	struct ctx paged = *c;
	for (size_t i = 0; i < COPY_FATES_COUNT; i++)
		counts[i] = 0;
	if (p.top == ORG_NOWHERE)
		return SN_FAIL(NO_SUCH_ORG, .field = "org");
	SN_TRY(care_programme_read(c, ask->now.programme, ask->now.programme_version, 0,
				   &p.programme));
	paged.mem = arena_new(REQUEST_ARENA_BYTES);
	p.keep = arena_new(COPY_PEOPLE_BYTES_MAX);
	const struct sn_err e = paged.mem && p.keep ? compare(&paged, &p) : SN_FAIL(OUT_OF_MEMORY);
	arena_free(paged.mem);
	arena_free(p.keep);
	return e;
}
