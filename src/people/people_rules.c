/* Decisions about one row of a roster: pure, over values. */
#include "base/clock.h"
#include "base/text.h"
#include "people/people_priv.h"

/* A row that says nothing changes nothing. */
static bool says_other(struct str said, struct str known)
{
	return said.bytes > 0 && !str_eq(said, known);
}

bool people_has_category(const struct person_state *state, struct str category)
{
	for (size_t i = 0; i < state->categories_count; i++) {
		if (str_eq(state->categories[i], category))
			return true;
	}
	return false;
}

unsigned people_row_changes(const struct roster_row *row, const struct person_state *state)
{
	const struct person *p = &state->person;
	const struct str known[ROW_GROUPS_COUNT] = {
		[ROW_TEAM] = p->team,
		[ROW_SITE] = p->site,
		[ROW_EMPLOYER] = p->employer,
		[ROW_WORKPLACE] = p->workplace,
		[ROW_HOUSEHOLD] = state->household,
	};
	unsigned changes = p->left ? CHANGE_RETURNS : 0;
	if (says_other(row->name, p->name))
		changes |= CHANGE_NAME;
	if (row->phone.bytes > 0 &&
	    (!state->has_phone || memcmp(row->phone_hash.bytes, state->phone_hash.bytes,
					 sizeof row->phone_hash.bytes) != 0))
		changes |= CHANGE_PHONE;
	if (says_other(row->post, p->post) || says_other(row->size, p->size))
		changes |= CHANGE_WORDS;
	for (unsigned i = 0; i < ROW_GROUPS_COUNT; i++) {
		if (says_other(row->groups[i], known[i]))
			changes |= (unsigned)CHANGE_GROUP << i;
	}
	for (size_t i = 0; i < row->categories_count; i++) {
		if (!people_has_category(state, row->categories[i]))
			changes |= CHANGE_CATEGORIES;
	}
	return changes;
}

void people_row_decide(struct roster_row *row, struct person_state *state, int64_t org_no)
{
	row->state = state;
	if (state->person.org_no == org_no) {
		row->person_id = state->person.person_id;
		row->changes = people_row_changes(row, state);
		row->fate = row->changes ? ROW_CHANGED : ROW_UNCHANGED;
		return;
	}
	/* Who left one union's roster may come onto another's: people change jobs. */
	const bool may_join = state->alias_depth < PEOPLE_ALIAS_HOPS_MAX;
	row->arrives = state->person.left && may_join;
	row->fate = row->arrives ? ROW_NEW : ROW_REJECTED;
	if (!state->person.left)
		row->why = SN_FAIL(DUPLICATE_EXISTING);
	else if (!may_join)
		row->why = SN_FAIL(MERGED_TOO_OFTEN, .arg = {PEOPLE_ALIAS_HOPS_MAX});
}

struct sn_err people_merge_decide(const struct person_state *gone, const struct person_state *stays,
				  int64_t *alias_depth)
{
	const int64_t deeper = gone->alias_depth + 1;
	if (uuid_eq(gone->person.person_id, stays->person.person_id))
		return SN_FAIL(SAME_PERSON);
	/* Registry and caps know people by their numbers (settled.md 6, 10): who stays must have his. */
	if (gone->person.has_id && !stays->person.has_id)
		return SN_FAIL(MERGE_LOSES_ID);
	if (deeper > PEOPLE_ALIAS_HOPS_MAX)
		return SN_FAIL(MERGED_TOO_OFTEN, .arg = {PEOPLE_ALIAS_HOPS_MAX});
	*alias_depth = deeper > stays->alias_depth ? deeper : stays->alias_depth;
	return SN_SUCCESS;
}

bool people_sex_agrees(struct str sex, const struct id_number *id)
{
	const bool male = str_is(sex, "男") || str_is(sex, "男性");
	const bool female = str_is(sex, "女") || str_is(sex, "女性");
	return !(male && id->female) && !(female && !id->female);
}

bool people_birth_agrees(struct str birth, const struct id_number *id)
{
	int32_t day = 0;
	return sn_failed(day_parse(&day, birth, NULL)) || day == id->birth_day;
}

struct str people_mask(struct arena *mem, struct str value)
{
	enum { SHOWN_FIRST = 3, SHOWN_LAST = 4 };
	const size_t characters = text_characters(value);
	const bool ends = characters > SHOWN_FIRST + SHOWN_LAST;
	char *masked = arena_alloc(mem, value.bytes * 3 + 1); /* a broken byte becomes U+FFFD */
	if (!masked)
		return STR_NULL;
	size_t used = 0, at = 0;
	uint32_t character = 0;
	for (struct str rest = value; text_next(&rest, &character); at++) {
		const bool shown = ends && (at < SHOWN_FIRST || at >= characters - SHOWN_LAST);
		used += text_put(masked + used, shown ? character : '*');
	}
	return (struct str){masked, used};
}
