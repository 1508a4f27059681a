/* Honours: entered once with what is told, withdrawn and never deleted, unchanged behind our back; both engines. */
#include "care/honour.h"
#include "care_world.h"
#include "org/partner.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

struct step {
	enum { ADD, WITHDRAW, PARTNER, MERGE, SPOIL } what;
	struct honour honour, out;
	struct uuid id;
	struct str why;
	struct person_ref from, into;
	const struct sn_statement *spoil;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct partner partner;
	bool changed;
	switch (s->what) {
	case ADD:
		return honour_add(c, &s->honour, &s->out);
	case WITHDRAW:
		return honour_withdraw(c, s->id, s->why);
	case PARTNER:
		return partner_add(c,
				   &(const struct partner_new){.code = STR("hwco"),
							       .name = STR("某环卫公司"),
							       .kind = PARTNER_COMPANY},
				   &partner, &changed);
	case MERGE:
		return people_merge(c, s->from, s->into);
	case SPOIL:
		return store_run(c->store, s->spoil, NO_PARAMS, NULL);
	}
	return SN_SUCCESS;
}
static struct sn_err as(struct world *w, enum world_user who, struct step *s)
{
	return world_as(w, who, step_work, s);
}
/* Each time another honour: what the document's number tells apart. */
static struct step station(struct world *w)
{
	char id[UUID_TEXT_BYTES];
	const struct uuid honour_id = new_id(&w->f.c);
	uuid_text(honour_id, id);
	const struct str document = arena_str(w->f.c.mem, str_of(id));
	OK(document.at, "room for a document's number");
	return (struct step){.what = ADD,
			     .honour = {.honour_id = honour_id,
					.document = document,
					.org_no = w->orgs[COUNTY].org_no,
					.kind = HONOUR_STATION,
					.station = STR("某户外劳动者服务站"),
					.award = STR("最美工会户外劳动者服务站"),
					.year = 2022,
					.level_known = true,
					.level = HONOUR_LEVEL_NATIONAL}};
}
static struct step of_person(struct world *w, const struct person *p)
{
	struct step s = station(w);
	s.honour.kind = HONOUR_PERSON;
	s.honour.station = STR_NULL;
	s.honour.person_id = p->person_id;
	s.honour.award = STR("五一劳动奖章");
	return s;
}
static size_t listed(struct world *w, struct honour_filter filter, struct honour_row **out)
{
	struct honour_row *list = NULL;
	size_t count = 0;
	if (str_is_null(filter.org_path))
		filter.org_path = w->orgs[REGION].path;
	fixture_must(honour_list(&w->f.c, &filter, &list, &count), "list");
	if (out)
		*out = list;
	return count;
}
static int64_t findings(struct world *w)
{
	int64_t n = 0;
	fixture_must(honour_verify(&w->f.c, world_print_finding, NULL, &n), "verify");
	return n;
}

static void test_entered(struct world *w)
{
	struct honour_row *list = NULL;
	struct step s = station(w), other;
	fixture_must(as(w, MAKER, &s), "a station's honour");
	OK(str_is_null(s.out.giver) && str_is_null(s.out.words), "what is not told is not known");
	EQ_I64(sn_failed(as(w, MAKER, &s)), 0, "the same again is the same answer");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.year = 0}, &list), 1, "… and there once");
	OK(str_is(list[0].is.station, "某户外劳动者服务站"), "… by the station's name");
	other = s;
	other.honour.giver = STR("某总工会");
	REASON(as(w, MAKER, &other), "honour_differs", "the same id with another giver");
	other = s;
	other.honour.level_known = false;
	REASON(as(w, MAKER, &other), "honour_differs", "or with a level that is not known");
	other = station(w);
	other.honour.year = 0;
	other.honour.level_known = false;
	other.honour.station_code = STR("st-1");
	fixture_must(as(w, MAKER, &other), "one with a code, of no year");
	other = station(w);
	other.honour.station = STR("另一站");
	other.honour.station_code = STR("st-1");
	REASON(as(w, MAKER, &other), "honour_station", "a code is one station's");
	other = station(w);
	other.honour.org_no = w->orgs[OTHER_COUNTY].org_no;
	other.honour.station_code = STR("st-1");
	REASON(as(w, MAKER, &other), "honour_station", "… of one union");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.year = 2022}, NULL), 1,
	       "of a year only those that are known to be");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.org_path = w->orgs[OTHER_COUNTY].path},
			       NULL),
	       0, "none of another county");
}

static void test_refused(struct world *w)
{
	struct honour none;
	struct step s = station(w);
	s.honour.year = 2025;
	REASON(as(w, MAKER, &s), "honour_year", "a year that is ahead");
	s.honour.year = -1;
	REASON(as(w, MAKER, &s), "honour_year", "a year that is none");
	s = station(w);
	s.honour.award = STR(" ");
	REASON(as(w, MAKER, &s), "missing_field", "no award");
	s = station(w);
	s.honour.station = STR_NULL;
	REASON(as(w, MAKER, &s), "missing_field", "no station");
	s = station(w);
	s.honour.station_code = STR("ST 1");
	REASON(as(w, MAKER, &s), "honour_code", "a code that is none");
	s = station(w);
	REASON(as(w, CHECKER, &s), "not_granted", "a checker enters none");
	s.honour.kind = HONOUR_UNION;
	s.honour.station = STR_NULL;
	s.honour.union_no = w->orgs[LEAGUE].org_no;
	REASON(as(w, MAKER, &s), "honour_outside", "a county keeps none of its league");
	s.honour.union_no = 99;
	REASON(as(w, MAKER, &s), "no_such_org", "a union that is not there");
	s.honour.kind = HONOUR_PARTNER;
	s.honour.union_no = 0;
	s.honour.partner_no = 1;
	REASON(as(w, MAKER, &s), "no_such_partner", "a partner that is not there");
	struct step partner = {.what = PARTNER};
	fixture_must(as(w, MAKER, &partner), "the partner");
	fixture_must(as(w, MAKER, &s), "a partner's honour");
	s.honour.honour_id = new_id(&w->f.c);
	s.honour.kind = HONOUR_UNION;
	s.honour.partner_no = 0;
	s.honour.union_no = w->orgs[COUNTY].org_no;
	fixture_must(as(w, MAKER, &s), "a union's own");
	REASON(honour_by_id(&w->f.c, new_id(&w->f.c), &none), "no_such_honour",
	       "one that is not there");
}

static void test_people(struct world *w)
{
	struct person people[3], elsewhere;
	struct honour_row *list = NULL;
	world_people(w,
		     (struct world_people){.org = COUNTY, .first = 0, .count = 2, .out = people});
	world_people(w, (struct world_people){.org = COUNTY,
					      .first = 5,
					      .count = 1,
					      .without_id = true,
					      .out = &people[2]});
	world_people(w, (struct world_people){
				.org = OTHER_COUNTY, .first = 9, .count = 1, .out = &elsewhere});
	struct step s = of_person(w, &people[0]), other = of_person(w, &elsewhere),
		    third = of_person(w, &people[2]);
	fixture_must(as(w, MAKER, &s), "a person's");
	REASON(as(w, MAKER, &other), "no_such_person", "nobody of another county");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.one_kind = true, .kind = HONOUR_PERSON},
			       &list),
	       1, "people's alone");
	OK(str_eq(list[0].person.name, people[0].name), "… with who it is");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.person_id = people[1].person_id}, NULL),
	       0, "none of somebody else");
	const struct person_ref refs[] = {{people[0].shard, people[0].person_id},
					  {people[1].shard, people[1].person_id}};
	REASON(care_undo_guard(&w->f.c, refs, 1), "person_in_use",
	       "a list with somebody honoured is not taken back");
	EQ_I64(sn_failed(care_undo_guard(&w->f.c, refs + 1, 1)), 0, "one without is");
	fixture_must(as(w, MAKER, &third), "of somebody without an ID number");
	struct step merge = {
		.what = MERGE, .from = {people[2].shard, people[2].person_id}, .into = refs[0]};
	fixture_must(as(w, MAKER, &merge), "who was the first all along");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.person_id = people[0].person_id}, NULL),
	       2, "both are his");
}

static void test_withdrawn(struct world *w)
{
	struct step s = station(w);
	struct honour is;
	const size_t before = listed(w, (struct honour_filter){.year = 0}, NULL);
	fixture_must(as(w, MAKER, &s), "an honour");
	struct step back = {.what = WITHDRAW, .id = s.honour.honour_id, .why = STR("登记有误")};
	REASON(as(w, MAKER, &back), "not_granted", "a maker withdraws none");
	back.why = STR(" ");
	REASON(as(w, CHECKER, &back), "missing_field", "not without a reason");
	back.why = STR("登记有误");
	fixture_must(as(w, CHECKER, &back), "withdrawn");
	EQ_I64(sn_failed(as(w, CHECKER, &back)), 0, "the same again changes nothing");
	back.why = STR("另一原因");
	REASON(as(w, APPROVER, &back), "honour_withdrawn", "not for another reason");
	back.id = new_id(&w->f.c);
	REASON(as(w, CHECKER, &back), "no_such_honour", "one that is not there");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.year = 0}, NULL), (int64_t)before,
	       "it is no longer listed");
	EQ_I64((int64_t)listed(w, (struct honour_filter){.withdrawn_too = true}, NULL),
	       (int64_t)before + 1, "… unless asked for");
	fixture_must(honour_by_id(&w->f.c, s.honour.honour_id, &is), "read");
	OK(str_is(is.why, "登记有误"), "… and says why");
	EQ_I64(sn_failed(as(w, MAKER, &s)), 0, "the same entry again is still the same answer");
	EQ_I64(findings(w), 0, "all of it holds");
}

#define EDIT(text)                                                                                 \
	{                                                                                          \
		.name = "test.edit", .sql = (text), .params = ""                                   \
	}
static void test_tampered(struct world *w)
{
	static const struct {
		struct sn_statement edit;
		const char *what;
	} rows[] = {
		{EDIT("DELETE FROM honour WHERE kind = 'person'"), "some that were deleted"},
		{EDIT("UPDATE honour SET giver = 'x' WHERE kind = 'union'"),
		 "a giver that was written in"},
		{EDIT("UPDATE honour SET level = NULL WHERE kind = 'partner'"),
		 "a level that was taken away"},
		{EDIT("UPDATE honour SET withdrawn_us = NULL, withdrawn_by = NULL, why = NULL "
		      "WHERE why IS NOT NULL"),
		 "one that stands again"},
		{EDIT("UPDATE honour SET union_no = 99 WHERE kind = 'union'"), "one of nobody"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct step s = {.what = SPOIL, .spoil = &rows[i].edit};
		const int64_t before = findings(w);
		fixture_must(as(w, MAKER, &s), "spoil");
		OK(findings(w) > before, rows[i].what);
	}
}

int main(void)
{
	if (!crypto_start())
		return 1;
	FOR_EACH_ENGINE(engine)
	{
		struct world w;
		care_world_open(&w, engine);
		test_entered(&w);
		test_refused(&w);
		test_people(&w);
		test_withdrawn(&w);
		test_tampered(&w);
		care_world_close(&w);
	}
	return tap_done();
}
