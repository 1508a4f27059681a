/* One by one: people who come, leave, or were one all along. */
#include "base/phone.h"
#include "base/text.h"
#include "people/people_priv.h"
#include "people/people_sql.h"

/* ---- come ---- */

static struct sn_err words_of(struct arena *mem, const struct person_new *what,
			      struct roster_row *row)
{
	SN_TRY(people_word(mem, what->team, &row->groups[ROW_TEAM]));
	SN_TRY(people_word(mem, what->site, &row->groups[ROW_SITE]));
	SN_TRY(people_word(mem, what->employer, &row->groups[ROW_EMPLOYER]));
	SN_TRY(people_word(mem, what->workplace, &row->groups[ROW_WORKPLACE]));
	SN_TRY(people_word(mem, what->household, &row->groups[ROW_HOUSEHOLD]));
	SN_TRY(people_word(mem, what->post, &row->post));
	SN_TRY(people_word(mem, what->size, &row->size));
	for (size_t i = 0; i < what->categories_count; i++)
		SN_TRY(people_add_categories(mem, what->categories[i], row));
	return SN_SUCCESS;
}

static struct sn_err row_of(struct arena *mem, const struct person_new *what,
			    struct roster_row *row)
{
	SN_TRY(name_parse(mem, what->name, &row->name));
	row->has_id = what->id != NULL;
	if (what->id)
		row->id = *what->id;
	if (what->phone.bytes > 0) {
		struct phone phone;
		SN_TRY(phone_parse(&phone, what->phone));
		row->phone = arena_str(mem, str_of(phone.digits));
	}
	return words_of(mem, what, row);
}

/* One union's people at a time: those from `first` on that share its union. */
static size_t same_union(const struct person_new *what, size_t count, size_t first)
{
	size_t n = 1;
	while (first + n < count && n < IMPORT_PAGE_ROWS &&
	       what[first + n].org_no == what[first].org_no &&
	       what[first + n].shard == what[first].shard)
		n++;
	return n;
}

static struct sn_err add_page(struct ctx *c, const struct person_new *what,
			      struct people_page *page, struct person *out)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, page->count);
	page->rows = ARENA_ARRAY(c->mem, struct roster_row, page->count);
	if (!refs || !page->rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < page->count; i++) {
		page->rows[i].row = (int64_t)i + 1;
		struct sn_err e = row_of(c->mem, &what[i], &page->rows[i]);
		if (sn_failed(e))
			e.row = (int64_t)i + 1;
		SN_TRY(e);
	}
	SN_TRY(people_page_decide(c, page));
	for (size_t i = 0; i < page->count; i++) {
		struct sn_err why = page->rows[i].why;
		if (page->rows[i].fate == ROW_REJECTED)
			why.row = (int64_t)i + 1;
		SN_TRY(why);
	}
	SN_TRY(people_page_write(c, page));
	for (size_t i = 0; i < page->count; i++)
		refs[i] = (struct person_ref){page->shard, page->rows[i].person_id};
	return people_by_refs(c, refs, page->count, out);
}

struct sn_err people_add_many(struct ctx *c, const struct person_new *what, size_t count,
			      struct person *out)
{
	struct people_page page = {.pinyin = pinyin_new()};
	struct sn_err e = page.pinyin ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	for (size_t first = 0; first < count && !sn_failed(e); first += page.count) {
		page.shard = what[first].shard;
		page.org_no = what[first].org_no;
		page.count = same_union(what, count, first);
		page.seen = people_seen_new();
		e = page.seen ? add_page(c, what + first, &page, out + first)
			      : SN_FAIL(OUT_OF_MEMORY);
		people_seen_free(page.seen);
		if (sn_failed(e) && e.row > 0)
			e.row += (int64_t)first;
	}
	pinyin_free(page.pinyin);
	return e;
}

struct sn_err people_add(struct ctx *c, const struct person_new *what, struct person *out)
{
	return people_add_many(c, what, 1, out);
}

/* ---- leave ---- */

static struct sn_err state_of(struct ctx *c, struct person_ref who, struct person_state *state)
{
	SN_TRY(people_states(c, &who, 1, state));
	return uuid_is_null(state->person.person_id) ? SN_FAIL(NO_SUCH_PERSON) : SN_SUCCESS;
}

struct sn_err people_leave(struct ctx *c, struct person_ref who)
{
	struct person_state state;
	SN_TRY(state_of(c, who, &state));
	/* Who left already stays gone since then: the same request twice changes nothing. */
	return store_run(c->store, &people_sql_person_leave,
			 PARAMS(p_int(state.person.shard), p_uuid(state.person.person_id),
				p_int(now_us(c)), p_uuid_or_null(c->actor_id)),
			 NULL);
}

struct sn_err people_return(struct ctx *c, struct person_ref who)
{
	struct person_state state;
	SN_TRY(state_of(c, who, &state));
	return store_run(c->store, &people_sql_person_return,
			 PARAMS(p_int(state.person.shard), p_uuid(state.person.person_id)), NULL);
}

/* ---- wear ---- */

struct sn_err people_sizes_set(struct ctx *c, const struct person_ref *who, const struct str *sizes,
			       size_t count)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 3 + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[i * 3] = p_int(who[i].shard);
		params[i * 3 + 1] = p_uuid(who[i].person_id);
		params[i * 3 + 2] = p_text(sizes[i]);
	}
	return count == 0 ? SN_SUCCESS
			  : store_many(c->store, &people_sql_size_set, params, count, NULL);
}

/* ---- be one ---- */

struct sn_err people_merge(struct ctx *c, struct person_ref from, struct person_ref into)
{
	struct person_state states[2];
	SN_TRY(state_of(c, from, &states[0]));
	SN_TRY(state_of(c, into, &states[1]));
	const struct person *gone = &states[0].person, *stays = &states[1].person;
	int64_t alias_depth = 0;
	SN_TRY(people_merge_decide(&states[0], &states[1], &alias_depth));
	SN_TRY(store_run(c->store, &people_sql_person_merge,
			 PARAMS(p_int(gone->shard), p_uuid(gone->person_id), p_int(stays->shard),
				p_uuid(stays->person_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id)),
			 NULL));
	return store_run(c->store, &people_sql_person_absorbs,
			 PARAMS(p_int(stays->shard), p_uuid(stays->person_id), p_int(alias_depth)),
			 NULL);
}
