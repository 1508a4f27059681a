/* Duplicates to decide (查重): who may be one person twice; "same" merges, "different" is remembered for ever. */
#include "http/people_out.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "people/duplicate.h"

#include <inttypes.h>

static const struct field duplicate_fields[] = {
	{"why", FIELD_WORD, FIELD_NEEDED, .words = "name-and-team|phone",
	 .example = "name-and-team", .zh = "同名同班组，或同一电话（可能是班组长的）",
	 .en = "equal name and team, or one phone (which may be a foreman's)"},
	{"people", FIELD_LIST, FIELD_NEEDED, .of = &shape_person, .zh = "这些人",
	 .en = "these people"},
	{0},
};
static const struct shape shape_duplicate = {"Duplicate", duplicate_fields};

static struct sn_err after_parse(struct str after, struct duplicate_listing *what)
{
	struct str rest = after, kind;
	int64_t number = 0;
	if (str_is_null(after))
		return SN_SUCCESS;
	if (!str_split(&rest, '/', &kind) || !str_to_int(kind, &number) || number < 0 ||
	    number > PEOPLE_SAME_PHONE || sn_failed(uuid_parse(&what->after_id, rest, NULL)))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	what->after_kind = (enum people_finding_kind)number;
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct duplicate_listing what = {.org_no = 0};
	struct duplicate *found = NULL;
	size_t count = 0;
	struct page page;
	struct org org;
	char id[UUID_TEXT_BYTES];
	struct str next = STR_NULL;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(call_tree(c, q, &what.tree));
	SN_TRY(after_parse(page.after, &what));
	what.org_no = org.org_no;
	what.rows_max = (size_t)page.rows_max + 1;
	SN_TRY(duplicate_list(c, &what, &found, &count));
	const size_t shown = count < what.rows_max ? count : count - 1;
	SN_TRY(trail_people(c, q, org.org_no, shown));
	for (size_t i = 0; i < shown; i++) {
		json_out_object(o, NULL);
		json_out_text(
			o, "why",
			str_of(found[i].kind == PEOPLE_SAME_PHONE ? "phone" : "name-and-team"));
		json_out_array(o, "people");
		for (size_t k = 0; k < found[i].count; k++)
			person_out(c, o, NULL, &found[i].people[k]);
		json_out_end(o);
		json_out_end(o);
	}
	if (shown < count) {
		uuid_text(found[shown - 1].people[0].person.person_id, id);
		next = str_of(arena_printf(c->mem, "%d/%s", (int)found[shown - 1].kind, id));
	}
	page_end(c, q, o, next);
	return SN_SUCCESS;
}

static const struct field decide_fields[] = {
	{"people", FIELD_LIST, FIELD_NEEDED, .max = DUPLICATE_PEOPLE_MAX,
	 .example = "01930000-0000-7000-8000-000000000001", .zh = "人员编号，两个以上",
	 .en = "ids of people, two or more"},
	{"verdict", FIELD_WORD, FIELD_NEEDED, .words = "same|different", .example = "different",
	 .zh = "同一人（合并），或不是同一人（不再提示）",
	 .en = "one person (merged), or different people (never asked again)"},
	{"stays", FIELD_UUID, 0, .example = "01930000-0000-7000-8000-000000000001",
	 .zh = "合并时保留的一条", .en = "whose record stays, where they are merged"},
	{0},
};
static const struct shape shape_decide = {"DuplicateDecision", decide_fields};

static struct sn_err people_of(struct ctx *c, struct call *q, struct person_ref *people,
			       size_t count)
{
	const struct json_value list = json_find(q->body, "people");
	for (size_t i = 0; i < count; i++) {
		const struct json_value one = json_at(&list, i);
		struct str id;
		SN_TRY(json_as_text(&one, &id));
		SN_TRY(call_person(c, q, id, &people[i]));
	}
	return SN_SUCCESS;
}

static struct sn_err decide(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct json_value list_of = json_find(q->body, "people");
	struct duplicate_decision what = {.count = json_count(&list_of)};
	struct str verdict, stays = STR_NULL;
	struct person_ref *people = ARENA_ARRAY(c->mem, struct person_ref, what.count);
	if (what.count > 0 && !people)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)o; /* 204 */
	SN_TRY(people_of(c, q, people, what.count));
	SN_TRY(json_get_text(q->body, "verdict", &verdict));
	SN_TRY(json_get_text_or(q->body, "stays", &stays));
	what.people = people;
	what.verdict = str_is(verdict, "same") ? DUPLICATE_SAME : DUPLICATE_DIFFERENT;
	if (what.verdict == DUPLICATE_SAME && str_is_null(stays))
		return SN_FAIL(MISSING_FIELD, .field = "stays");
	if (!str_is_null(stays))
		SN_TRY(uuid_parse(&what.stays_id, stays, "stays"));
	SN_TRY(duplicate_decide(c, &what));
	for (size_t i = 0; i < what.count; i++) {
		struct person person;
		SN_TRY(people_by_refs(c, &people[i], 1, &person));
		person.person_id = people[i].person_id; /* the record that was decided about */
		SN_TRY(trail_change(c, q, &person));
	}
	return SN_SUCCESS;
}

static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码；不填：本工会",
	 "code of the union; one's own where it is not given"},
	{0},
};

const struct route api_duplicate_routes[] = {
	{"GET", "/api/v1/duplicates", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_duplicate, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "待判定的疑似重复", .en = "who may be one person twice and nobody has decided"},
	{"POST", "/api/v1/duplicates/decide", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ROSTER_WRITE,
	 BODY_JSON, .request = &shape_decide, .answer = decide,
	 .zh = "判定：同一人（合并）或不是同一人，永久记住",
	 .en = "decide: one person (merge) or different people, remembered for ever"},
	{0},
};
