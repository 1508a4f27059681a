/* Care from rosters to audit, on both engines: cycles, entitlements, hand-overs, reversals, coverage, verification. */
#include "care/care_priv.h"
#include "care/care_sql.h"
#include "care_world.h"

enum { PEOPLE = 20 };

static enum sn_reason reason_of(struct sn_err e)
{
	if (sn_failed(e)) {
		char words[512];
		sn_err_words(e, LANG_EN, words, sizeof words);
		printf("# %s\n", words);
	}
	return e.reason;
}

/* ---- a cycle's life, pure ---- */

/* The refusal's words and the list of states are two lists. */
static void test_state_words(void)
{
	static const char *const zh[] = {
#define X(name, word, zh, en) [CYCLE_##name] = (zh),
		CYCLE_STATES(X)
#undef X
	};
	static const char *const en[] = {
#define X(name, word, zh, en) [CYCLE_##name] = (en),
		CYCLE_STATES(X)
#undef X
	};
	char words[512], right[512];
	for (int now = 0; now < CYCLE_STATES_COUNT; now++) {
		const int wanted = (now + 1) % CYCLE_STATES_COUNT;
		const struct cycle y = {.code = STR("x"), .state = (enum cycle_state)now};
		const struct sn_err e = care_cycle_wrong_state(&y, wanted);
		sn_err_words(e, LANG_ZH, words, sizeof words);
		(void)snprintf(right, sizeof right, "活动 x 现在是“%s”，要在“%s”时", zh[now],
			       zh[wanted]);
		OK(strncmp(words, right, strlen(right)) == 0, right);
		sn_err_words(e, LANG_EN, words, sizeof words);
		(void)snprintf(right, sizeof right,
			       "the cycle x is %s; this is done while it is %s;", en[now],
			       en[wanted]);
		OK(strncmp(words, right, strlen(right)) == 0, right);
	}
	const struct cycle draft = {.code = STR("x")};
	sn_err_words(care_cycle_wrong_state(&draft, CYCLE_APPROVED_OR_OPEN), LANG_EN, words,
		     sizeof words);
	OK(strstr(words, "while it is approved or open;") != NULL, "one of two states");
}

static void test_steps(void)
{
	const struct uuid a = {.bytes = {1}}, b = {.bytes = {2}}, d = {.bytes = {3}},
			  e = {.bytes = {4}};
	int wrong = 0;
	for (int from = 0; from < CYCLE_STATES_COUNT; from++) {
		for (int to = 0; to < CYCLE_STATES_COUNT; to++) {
			struct cycle y = {.code = STR("x"), .state = (enum cycle_state)from};
			const bool may = !sn_failed(care_cycle_step(&y, (enum cycle_state)to, e));
			wrong += may != (to == from + 1);
			wrong += may && y.state != (enum cycle_state)to;
		}
	}
	EQ_I64(wrong, 0, "a cycle goes one step at a time and never back");
	struct cycle y = {.code = STR("x"), .signatures.by = {[HAND_MAKER] = a}};
	OK(care_cycle_step(&y, CYCLE_CHECKED, a).reason == SN_R_SAME_HAND,
	   "the maker does not check");
	OK(!sn_failed(care_cycle_step(&y, CYCLE_CHECKED, b)), "another one does");
	OK(care_cycle_step(&y, CYCLE_APPROVED, a).reason == SN_R_SAME_HAND &&
		   care_cycle_step(&y, CYCLE_APPROVED, b).reason == SN_R_SAME_HAND,
	   "neither of them approves");
	OK(!sn_failed(care_cycle_step(&y, CYCLE_APPROVED, d)), "a third one does");
	OK(!sn_failed(care_cycle_step(&y, CYCLE_OPEN, a)) &&
		   !sn_failed(care_cycle_step(&y, CYCLE_CLOSED, a)),
	   "the maker opens and closes");
	OK(care_cycle_step(&y, CYCLE_AUDITED, d).reason == SN_R_SAME_HAND,
	   "who approved does not audit");
	OK(!sn_failed(care_cycle_step(&y, CYCLE_AUDITED, e)) && uuid_eq(y.auditor_id, e),
	   "a fourth one does");
	test_state_words();
	enum cycle_state s = CYCLE_DRAFT;
	OK(care_cycle_state_parse(&s, STR("closed")) && s == CYCLE_CLOSED &&
		   !care_cycle_state_parse(&s, STR("gone")),
	   "states are read by their words");
}

/* ---- programmes and cycles, stored ---- */

struct load {
	struct str json;
	struct programme out;
	bool changed;
};
static struct sn_err load_work(struct ctx *c, void *arg)
{
	struct load *l = arg;
	return care_programme_load(c, l->json, &l->out, &l->changed);
}
static struct str version_of(struct world *w, const char *version, const char *from)
{
	const char *at = strstr(world_programme, "\"version\":1"),
		   *day = strstr(world_programme, "2024-01-01");
	return str_of(arena_printf(w->f.c.mem, "%.*s\"version\":%s%.*s%s%s",
				   (int)(at - world_programme), world_programme, version,
				   (int)(day - at - 11), at + 11, from, day + 10));
}
static void test_programmes(struct world *w)
{
	struct load l = {.json = str_of(world_programme)};
	struct programme p, *all;
	size_t count = 0;
	OK(!sn_failed(world_as(w, MAKER, load_work, &l)) && !l.changed,
	   "a programme loaded twice changes nothing");
	l.json = version_of(w, "1", "2024-01-02");
	OK(reason_of(world_as(w, MAKER, load_work, &l)) == SN_R_PROGRAMME_VERSION_TAKEN,
	   "the same version with other content is refused");
	l.json = version_of(w, "2", "2024-01-01");
	OK(reason_of(world_as(w, MAKER, load_work, &l)) == SN_R_PROGRAMME_OVERLAP,
	   "a later version begins later");
	l.json = version_of(w, "2", "2025-01-01");
	OK(!sn_failed(world_as(w, MAKER, load_work, &l)) && l.changed, "… and is taken then");
	struct ctx *c = &w->f.c;
	OK(!sn_failed(care_programme_read(c, STR("campaign"), 0, 20241231, &p)) && p.version == 1,
	   "on a day the version of that day is in force");
	OK(!sn_failed(care_programme_read(c, STR("campaign"), 0, 20250101, &p)) && p.version == 2,
	   "… and the next from its first");
	OK(!sn_failed(care_programme_read(c, STR("campaign"), 2, 20240101, &p)) && p.version == 2,
	   "a version is read by its number");
	OK(care_programme_read(c, STR("campaign"), 0, 20231231, &p).reason ==
			   SN_R_NO_SUCH_PROGRAMME &&
		   care_programme_read(c, STR("campaign"), 9, 0, &p).reason ==
			   SN_R_NO_SUCH_PROGRAMME &&
		   care_programme_read(c, STR("No Such"), 0, 0, &p).reason ==
			   SN_R_NO_SUCH_PROGRAMME,
	   "what is not there is not found");
	OK(!sn_failed(care_programmes(c, &all, &count)) && count == 2 && all[1].version == 2,
	   "all versions are listed");
}

struct create {
	struct cycle what, out;
};
static struct sn_err create_work(struct ctx *c, void *arg)
{
	struct create *k = arg;
	return care_cycle_create(c, &k->what, &k->out);
}
static void test_cycles(struct world *w)
{
	struct create k = {.what = {.code = STR("hw-2024"),
				    .name = STR("2024年环卫工人节慰问"),
				    .programme = STR("campaign"),
				    .org_no = w->orgs[REGION].org_no,
				    .from_day = 20241001,
				    .until_day = 20241201}};
	struct cycle y, *all;
	size_t count = 0;
	OK(!sn_failed(world_as(w, MAKER, create_work, &k)) && k.out.cycle_no == w->cycle.cycle_no &&
		   k.out.state == CYCLE_OPEN,
	   "the same cycle again is the same cycle");
	k.what.name = STR("另一个");
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_CYCLE_CODE_TAKEN,
	   "its code is taken for another");
	k.what.code = STR("HW 2025");
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_BAD_CYCLE_CODE,
	   "a code has no blanks");
	k.what.code = STR("hw-2025");
	k.what.name = STR(" ");
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_MISSING_FIELD,
	   "a cycle has a name");
	char long_name[NAME_BYTES_MAX + 1];
	memset(long_name, 'x', sizeof long_name);
	k.what.name = (struct str){long_name, sizeof long_name};
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_TOO_LONG,
	   "… which is not endless");
	k.what.name = STR("2025");
	k.what.from_day = 20250230;
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_BAD_PERIOD, "it begins on a day");
	k.what.from_day = 20250101;
	k.what.until_day = 20250100;
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_BAD_PERIOD, "… ends on a day");
	k.what.until_day = 20250101;
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_BAD_PERIOD,
	   "… and not before it begins");
	k.what.until_day = 0;
	k.what.programme = STR("nothing");
	OK(reason_of(world_as(w, MAKER, create_work, &k)) == SN_R_NO_SUCH_PROGRAMME,
	   "it has a programme");
	k.what.programme = STR("campaign");
	OK(reason_of(world_as(w, CHECKER, create_work, &k)) == SN_R_NOT_GRANTED,
	   "only a maker makes one");
	OK(!sn_failed(world_as(w, MAKER, create_work, &k)) &&
		   k.out.cycle_no == w->cycle.cycle_no + 1 && k.out.state == CYCLE_DRAFT,
	   "a second cycle is made");
	OK(reason_of(care_cycle_by_code(&w->f.c, STR("hw-1999"), &y)) == SN_R_NO_SUCH_CYCLE &&
		   reason_of(care_cycle_by_code(&w->f.c, STR("HW"), &y)) == SN_R_BAD_CYCLE_CODE &&
		   reason_of(care_cycle_by_no(&w->f.c, 99, &y)) == SN_R_NO_SUCH_CYCLE,
	   "what is not there is not found");
	OK(!sn_failed(care_cycles(&w->f.c, &all, &count)) && count == 2 &&
		   str_is(all[0].code, "hw-2024"),
	   "all are listed");
	OK(reason_of(world_advance(w, CHECKER, CYCLE_CHECKED)) == SN_R_CYCLE_STATE,
	   "an open cycle is not checked again");
	OK(!sn_failed(world_advance(w, MAKER, CYCLE_OPEN)),
	   "opening an open cycle changes nothing");
	OK(reason_of(world_advance(w, MAKER, CYCLE_AUDITED)) == SN_R_NOT_GRANTED,
	   "a maker does not audit");
}

/* ---- entitlements ---- */

struct token_seen {
	int count;
	char token[CARE_TOKEN_BYTES];
	struct uuid person_id;
};
static void see_token(void *self, const struct person *p, struct str benefit,
		      const char token[CARE_TOKEN_BYTES])
{
	struct token_seen *seen = self;
	(void)benefit;
	seen->count++;
	seen->person_id = p->person_id;
	memcpy(seen->token, token, CARE_TOKEN_BYTES);
}
struct voiding {
	int64_t shard;
	struct uuid entitlement_id;
	struct str why;
};
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct voiding *v = arg;
	return care_entitlement_void(c, v->shard, v->entitlement_id, v->why);
}
static struct uuid entitlement_of(struct world *w, const struct person *p)
{
	struct uuid id = UUID_NULL;
	struct rows *r = store_query(
		w->f.c.store, &care_sql_entitlement_of,
		PARAMS(p_int(p->shard), p_int(w->cycle.cycle_no), p_uuid(p->person_id)));
	while (store_next(r))
		id = store_uuid(r, "entitlement_id");
	fixture_must(store_done(r), "entitlement_of");
	return id;
}

static void test_entitling(struct world *w, struct person *people)
{
	struct world_entitle e = {.w = w, .org = LEAGUE};
	struct token_seen seen = {.count = 0};
	e.each = see_token;
	e.each_self = &seen;
	OK(!sn_failed(world_as(w, MAKER, world_entitle_work, &e)),
	   "a league's rosters are entitled");
	EQ_I64(e.out.made, PEOPLE, "… everybody on them");
	EQ_I64(e.out.without_id, 2, "… also who has no ID number, which is told");
	EQ_I64(seen.count, PEOPLE, "… each with a token for the letter");
	e.each = NULL;
	OK(!sn_failed(world_as(w, MAKER, world_entitle_work, &e)) && e.out.made == 0 &&
		   e.out.existing == PEOPLE,
	   "again makes nothing new");
	OK(reason_of(world_as(w, CHECKER, world_entitle_work, &e)) == SN_R_NOT_GRANTED,
	   "only a maker entitles");

	struct voiding v = {people[5].shard, entitlement_of(w, &people[5]), STR("离职")};
	OK(reason_of(world_as(w, MAKER, void_work, &v)) == SN_R_NOT_GRANTED,
	   "a maker does not take an entitlement back");
	OK(!sn_failed(world_as(w, CHECKER, void_work, &v)), "a checker does");
	OK(!sn_failed(world_as(w, CHECKER, void_work, &v)), "… twice is once");
	v.why = STR_NULL;
	OK(reason_of(world_as(w, CHECKER, void_work, &v)) == SN_R_MISSING_FIELD, "… and says why");
	v = (struct voiding){people[5].shard, UUID_NULL, STR("x")};
	OK(reason_of(world_as(w, CHECKER, void_work, &v)) == SN_R_NO_SUCH_ENTITLEMENT,
	   "what is not there is not taken back");
	OK(!sn_failed(world_as(w, MAKER, world_entitle_work, &e)) && e.out.refused == 1 &&
		   e.out.refusals[0].why.reason == SN_R_ENTITLEMENT_VOID &&
		   uuid_eq(e.out.refusals[0].person.person_id, people[5].person_id),
	   "a void entitlement is not made again, and it is told");
	const struct person_ref who[2] = {{people[0].shard, UUID_NULL},
					  {people[0].shard, people[0].person_id}};
	OK(reason_of(care_undo_guard(&w->f.c, who, 2)) == SN_R_PERSON_IN_USE &&
		   !sn_failed(care_undo_guard(&w->f.c, who, 1)),
	   "who is entitled cannot be taken back with his list");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

/* ---- hand-overs ---- */

struct reversal {
	int64_t shard;
	struct uuid record_id, reversal_id;
	struct str why;
};
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	const struct reversal *r = arg;
	return care_delivery_reverse(c, r->shard, r->record_id, r->reversal_id, r->why);
}

static void test_delivering(struct world *w, struct person *people)
{
	struct delivery_item items[PEOPLE];
	struct delivery_result out[PEOPLE];
	int64_t awarded = 0;
	for (size_t i = 0; i < 5; i++)
		items[i] = world_item(w, &people[i]);
	items[1].who = (struct person_ref){0, UUID_NULL};
	items[1].id_hash = people[1].id_hash;
	items[2].by_id = UUID_NULL; /* the county's stock */
	items[3].by_id = UUID_NULL; /* cash of the county's fund */
	items[3].item_no = 0;
	items[3].quantity = 20000;
	const struct delivery_item first4 = items[4];
	world_deliver(w, items, 5, out);
	OK(out[2].outcome == DELIVERY_REFUSED && reason_of(out[2].why) == SN_R_NOT_GRANTED &&
		   out[3].why.reason == SN_R_NOT_GRANTED,
	   "a distributor hands out of his own custody only, not of the union's stock or fund");
	for (size_t i = 0; i < 2; i++)
		awarded += out[i].outcome == DELIVERY_AWARDED;
	EQ_I64(awarded, 2, "… and the other rows of the file are taken");
	world_deliver_as(w, AUDITOR, items + 4, 1, out + 4);
	OK(out[4].outcome == DELIVERY_REPLAYED, "… a record that is there is answered to anybody");
	items[4] = world_item(w, &people[4]);
	world_deliver_as(w, AUDITOR, items + 4, 1, out + 4);
	OK(out[4].outcome == DELIVERY_REFUSED && out[4].why.reason == SN_R_NOT_GRANTED,
	   "an auditor hands out nothing");
	world_deliver_as(w, SECOND_HAND, items + 4, 1, out + 4);
	OK(out[4].outcome == DELIVERY_REFUSED && out[4].why.reason == SN_R_NOT_GRANTED,
	   "nor does a distributor out of another one's custody");
	awarded = 0;
	items[4] = first4;
	world_deliver_as(w, MAKER, items, 5, out);
	for (size_t i = 0; i < 5; i++)
		awarded += i == 2 || i == 3 ? out[i].outcome == DELIVERY_AWARDED
					    : out[i].outcome == DELIVERY_REPLAYED;
	EQ_I64(awarded, 5,
	       "five people are given their gift, by number, from stock and in cash too");
	world_deliver(w, items, 5, out);
	awarded = 0;
	for (size_t i = 0; i < 5; i++)
		awarded += out[i].outcome == DELIVERY_REPLAYED;
	EQ_I64(awarded, 5, "the same file again is answered the same and changes nothing");
	struct coverage sum = world_coverage(w);
	OK(sum.people == 5 && sum.person_times == 5 && sum.pieces == 4 &&
		   money_fen(sum.value) == 4 * KIT_VALUE_FEN + 20000,
	   "coverage counts people, gifts, pieces and value apart");
	EQ_I64(sum.households, 1, "a couple is one household");

	items[0].level = EVIDENCE_B;
	world_deliver(w, items, 1, out);
	OK(out[0].outcome == DELIVERY_REFUSED && out[0].why.reason == SN_R_RECORD_DIFFERS,
	   "the record with another level is refused");
	items[0] = world_item(w, &people[0]);
	items[0].asked = true;
	world_deliver(w, items, 1, out);
	OK(out[0].outcome == DELIVERY_REFUSED && out[0].why.reason == SN_R_GIVEN_ALREADY,
	   "who asks again is refused");
	char words[512];
	sn_err_words(out[0].why, LANG_ZH, words, sizeof words);
	OK(strstr(words, "2024-10-26") && strstr(words, "海勃湾区总工会, C"),
	   "… and told the day, the union and the level");
	items[0].asked = false;
	world_deliver(w, items, 1, out);
	OK(out[0].outcome == DELIVERY_OVER_ISSUE && !uuid_is_null(out[0].case_id),
	   "the same as a fact is posted and a case");
	const struct uuid case_id = out[0].case_id;
	world_deliver(w, items, 1, out);
	OK(out[0].outcome == DELIVERY_REPLAYED && uuid_eq(out[0].case_id, case_id),
	   "… told again on replay");
	EQ_I64(world_pieces(w, ACCOUNT_OVER_ISSUE), 1, "… its goods lie in over-issue");
	sum = world_coverage(w);
	EQ_I64(sum.people, 5, "… and nobody counts twice");

	items[0] = world_item(w, &people[6]);
	items[0].by_id = w->users[SECOND_HAND].user_id;
	items[1] = world_item(w, &people[6]);
	items[1].by_id = new_id(&w->f.c);
	items[2] = world_item(w, &people[6]);
	items[2].item_no = 4711;
	items[3] = world_item(w, &people[6]);
	items[3].who.person_id = new_id(&w->f.c);
	world_deliver_as(w, MAKER, items, 4, out);
	OK(out[0].why.reason == SN_R_STOCK_SHORT && strstr(out[0].why.text, "second"),
	   "who has nothing can hand out nothing");
	OK(out[1].why.reason == SN_R_STOCK_SHORT, "nor can nobody");
	OK(out[2].outcome == DELIVERY_REFUSED, "an unknown item is refused");
	OK(out[3].why.reason == SN_R_WHO_UNKNOWN, "an unknown person is handed back");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

/* A record whose transfer's id is somebody else's refuses alone. */
static struct sn_err post_foreign(struct ctx *c, void *arg)
{
	struct world *w = ((struct world_goods *)arg)->w;
	struct transfer t = {.transfer_id = ((struct world_goods *)arg)->holder_id,
			     .kind = TRANSFER_RECEIVE,
			     .day = 20241020,
			     .at_us = now_us(c),
			     .from = {.org_no = w->orgs[COUNTY].org_no,
				      .class = ACCOUNT_SOURCE,
				      .source = FUND_OWN},
			     .value = MONEY_FEN(1)};
	t.to = t.from;
	t.to.class = ACCOUNT_FUND;
	return ledger_post_all(c, &t, 1);
}
static void test_one_by_one(struct world *w, struct person *people)
{
	struct delivery_item items[2] = {world_item(w, &people[7]), world_item(w, &people[8])};
	struct delivery_result out[2];
	struct world_goods foreign = {.w = w, .holder_id = items[0].record_id};
	fixture_must(world_as(w, MAKER, post_foreign, &foreign), "a foreign transfer");
	world_deliver(w, items, 2, out);
	OK(out[0].outcome == DELIVERY_REFUSED && out[1].outcome == DELIVERY_AWARDED,
	   "a record whose id is a foreign transfer's is refused alone");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

static struct sn_err grant_distributor(struct ctx *c, void *arg)
{
	const struct world *w = arg;
	return rights_grant_add(c, &(struct rights_grant){.user_id = w->users[CHECKER].user_id,
							  .role = ROLE_DISTRIBUTOR,
							  .org_no = w->orgs[REGION].org_no});
}

/* Somebody with both roles, as where a county has few hands. */
static void the_giver_does_not_reverse(struct world *w, const struct person *person)
{
	struct delivery_item item = world_item(w, person);
	struct delivery_result out;
	struct reversal r = {person->shard, item.record_id, new_id(&w->f.c), STR("录错人")};
	fixture_must(store_write(&w->f.c, grant_distributor, w), "grant");
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 1,
					    .quantity = 1,
					    .holder_id = w->users[CHECKER].user_id});
	item.by_id = w->users[CHECKER].user_id;
	world_deliver_as(w, CHECKER, &item, 1, &out);
	OK(reason_of(world_as(w, CHECKER, reverse_work, &r)) == SN_R_REVERSED_BY_GIVER,
	   "who handed it over does not take it back, though he may check others");
	fixture_must(world_as(w, APPROVER, reverse_work, &r), "reverse");
	EQ_I64(world_findings(w), 0, "… another one does");
}

static void test_reversal(struct world *w, struct person *people)
{
	struct delivery_item items[3] = {world_item(w, &people[9]), world_item(w, &people[9]),
					 world_item(w, &people[9])};
	struct delivery_result out[3];
	const struct coverage before = world_coverage(w);
	const int64_t custody = world_pieces(w, ACCOUNT_CUSTODY),
		      over = world_pieces(w, ACCOUNT_OVER_ISSUE);
	const int64_t cases = world_open_cases(w);
	items[1].at_us += 60000000;
	items[2].at_us -= 60000000; /* the earliest, and the last to arrive */
	fixture_set_time(&w->f, FIXTURE_AT_US + 600000000);
	world_deliver(w, items, 3, out);
	EQ_I64(world_open_cases(w), cases + 2, "three hand-overs to one person are two cases");
	struct reversal r = {people[9].shard, items[2].record_id, new_id(&w->f.c), STR("录错人")};
	OK(reason_of(world_as(w, MAKER, reverse_work, &r)) == SN_R_NOT_GRANTED,
	   "a maker does not reverse");
	fixture_must(world_as(w, CHECKER, reverse_work, &r), "reverse");
	OK(!sn_failed(world_as(w, CHECKER, reverse_work, &r)),
	   "the same reversal again changes nothing");
	EQ_I64(world_open_cases(w), cases + 1,
	       "the award taken back, the next double is it and its case is closed");
	EQ_I64(world_pieces(w, ACCOUNT_CUSTODY), custody - 2,
	       "… its goods are with the distributor again");
	EQ_I64(world_pieces(w, ACCOUNT_OVER_ISSUE), over + 1, "… one double lies in over-issue");
	EQ_I64(world_findings(w), 0, "… verification finds nothing");
	r.reversal_id = new_id(&w->f.c);
	OK(reason_of(world_as(w, CHECKER, reverse_work, &r)) == SN_R_DELIVERY_REVERSED,
	   "it is taken back once");
	r = (struct reversal){people[9].shard, items[0].record_id, new_id(&w->f.c), STR("录错人")};
	fixture_must(world_as(w, CHECKER, reverse_work, &r), "reverse");
	EQ_I64(world_pieces(w, ACCOUNT_OVER_ISSUE), over,
	       "the one that is left moves out of over-issue");
	EQ_I64(world_open_cases(w), cases, "… and no case is left");
	EQ_I64(world_findings(w), 0, "… verification finds nothing");
	r = (struct reversal){people[9].shard, items[1].record_id, new_id(&w->f.c), STR_NULL};
	OK(reason_of(world_as(w, CHECKER, reverse_work, &r)) == SN_R_MISSING_FIELD,
	   "a reversal says why");
	r.why = STR("录错人");
	fixture_must(world_as(w, APPROVER, reverse_work, &r), "reverse");
	const struct coverage after = world_coverage(w);
	OK(before.people == after.people && before.pieces == after.pieces &&
		   money_fen(before.value) == money_fen(after.value),
	   "all taken back, coverage is as before");
	EQ_I64(world_pieces(w, ACCOUNT_CUSTODY), custody, "… and so is custody");
	r = (struct reversal){people[9].shard, new_id(&w->f.c), new_id(&w->f.c), STR("x")};
	OK(reason_of(world_as(w, CHECKER, reverse_work, &r)) == SN_R_NO_SUCH_DELIVERY,
	   "what is not there is not reversed");
	items[0] = world_item(w, &people[9]);
	items[0].asked = true;
	world_deliver(w, items, 1, out);
	OK(out[0].outcome == DELIVERY_AWARDED, "the person may have the gift again");
	EQ_I64(world_findings(w), 0, "verification finds nothing");
}

/* A double that came of two lots: what is left of one, and the next. */
static void test_reversal_of_lots(struct world *w, struct person *people)
{
	struct delivery_item items[2] = {world_item(w, &people[10]), world_item(w, &people[10])};
	struct delivery_result out[2];
	const struct uuid holder_id = w->users[SECOND_HAND].user_id;
	for (int64_t lot = 11; lot < 14; lot++)
		world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
						    .lot = lot,
						    .quantity = 1,
						    .holder_id = holder_id});
	const int64_t custody = world_pieces(w, ACCOUNT_CUSTODY),
		      over = world_pieces(w, ACCOUNT_OVER_ISSUE),
		      received = world_pieces(w, ACCOUNT_RECIPIENT);
	items[0].by_id = items[1].by_id = holder_id;
	items[1].quantity = 2;
	items[1].at_us += 1;
	world_deliver_as(w, SECOND_HAND, items, 2, out);
	OK(out[0].outcome == DELIVERY_AWARDED && out[1].outcome == DELIVERY_OVER_ISSUE &&
		   world_pieces(w, ACCOUNT_OVER_ISSUE) == over + 2,
	   "a double of two lots lies in over-issue");
	struct reversal r = {people[10].shard, items[0].record_id, new_id(&w->f.c), STR("录错人")};
	fixture_must(world_as(w, CHECKER, reverse_work, &r), "reverse");
	EQ_I64(world_pieces(w, ACCOUNT_OVER_ISSUE), over,
	       "left alone, both its lots move out of over-issue");
	EQ_I64(world_pieces(w, ACCOUNT_RECIPIENT), received + 2, "… to the recipients");
	EQ_I64(world_findings(w), 0, "… verification finds nothing");
	r = (struct reversal){people[10].shard, items[1].record_id, new_id(&w->f.c), STR("录错人")};
	fixture_must(world_as(w, CHECKER, reverse_work, &r), "reverse");
	OK(world_pieces(w, ACCOUNT_RECIPIENT) == received &&
		   world_pieces(w, ACCOUNT_OVER_ISSUE) == over &&
		   world_pieces(w, ACCOUNT_CUSTODY) == custody,
	   "taken back too, everything is with the distributor as before");
	EQ_I64(world_findings(w), 0, "… verification finds nothing");
}

/* ---- a second cycle of the same programme and year ---- */

static void open_cycle(struct world *w, const char *code, int32_t from_day)
{
	struct create k = {.what = {.code = str_of(code),
				    .name = STR("又一次慰问"),
				    .programme = STR("campaign"),
				    .org_no = w->orgs[REGION].org_no,
				    .from_day = from_day}};
	fixture_must(world_as(w, MAKER, create_work, &k), "cycle");
	w->cycle = k.out;
	fixture_must(world_advance(w, CHECKER, CYCLE_CHECKED), "checked");
	fixture_must(world_advance(w, APPROVER, CYCLE_APPROVED), "approved");
	fixture_must(world_advance(w, MAKER, CYCLE_OPEN), "open");
}

static void test_caps(struct world *w)
{
	const struct cycle first = w->cycle;
	struct world_entitle e = {.w = w, .org = OTHER_COUNTY};
	open_cycle(w, "hw-2024-b", 20241101);
	OK(!sn_failed(world_as(w, MAKER, world_entitle_work, &e)) && e.out.made == 0 &&
		   e.out.refused == 2 && e.out.refusals[0].why.reason == SN_R_CAP_REACHED,
	   "a second gift of the year above the cap is refused");
	OK(strstr(e.out.refusals[0].why.text, "hw-2024"), "… and the earlier one is named");
	w->cycle = first;
}

struct holding_back {
	struct world *w;
	struct uuid hold_id;
};
static struct sn_err hold_work(struct ctx *c, void *arg)
{
	const struct holding_back *b = arg;
	struct hold h = {.transfer = {.transfer_id = b->hold_id,
				      .kind = TRANSFER_ISSUE,
				      .day = 20241101,
				      .at_us = now_us(c),
				      .from = {.org_no = b->w->orgs[COUNTY].org_no,
					       .class = ACCOUNT_FUND,
					       .cycle_no = b->w->cycle.cycle_no,
					       .source = FUND_UPPER},
				      .value = MONEY_FEN(100)}};
	struct posting out;
	h.transfer.to = h.transfer.from;
	h.transfer.to.class = ACCOUNT_CUSTODY;
	h.transfer.to.holder_id = b->w->users[FIRST_HAND].user_id;
	SN_TRY(ledger_hold(c, &h, 1, &out));
	return out.outcome;
}
static struct sn_err unhold_work(struct ctx *c, void *arg)
{
	const struct holding_back *b = arg;
	const struct hold_ref ref = {b->w->orgs[COUNTY].shard, b->hold_id};
	return ledger_hold_void(c, &ref, 1);
}

static void test_end(struct world *w)
{
	const struct cycle first = w->cycle;
	open_cycle(w, "hw-2026", 20260101);
	world_goods(
		w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no, .cash = MONEY_FEN(1000)});
	struct holding_back b = {w, new_id(&w->f.c)};
	fixture_must(world_as(w, MAKER, hold_work, &b), "hold");
	OK(reason_of(world_advance(w, MAKER, CYCLE_CLOSED)) == SN_R_HOLDS_LEFT,
	   "a cycle in which money is held stays open");
	fixture_must(world_as(w, MAKER, unhold_work, &b), "void");
	OK(!sn_failed(world_advance(w, MAKER, CYCLE_CLOSED)) && w->cycle.state == CYCLE_CLOSED,
	   "nothing held and nothing in anybody's hands, it is closed");
	struct world_entitle e = {.w = w, .org = COUNTY};
	OK(reason_of(world_as(w, MAKER, world_entitle_work, &e)) == SN_R_CYCLE_STATE,
	   "… and nobody is entitled any more");
	OK(!sn_failed(world_advance(w, AUDITOR, CYCLE_AUDITED)) && w->cycle.state == CYCLE_AUDITED,
	   "… and audited");
	EQ_I64(world_findings(w), 0, "… verification finds nothing");
	w->cycle = first;
}

static struct sn_err tamper(struct ctx *c, void *arg)
{
	const struct person *p = arg;
	return store_run(c->store, &care_sql_coverage_move,
			 PARAMS(p_int(p->shard), p_int(p->org_no), p_int(1), p_int(EVIDENCE_C),
				p_int(1), p_int(0), p_int(0), p_int(0), p_int(0)),
			 NULL);
}

static void test_closing(struct world *w, struct person *people)
{
	OK(reason_of(world_advance(w, MAKER, CYCLE_CLOSED)) == SN_R_CUSTODY_LEFT,
	   "a cycle with goods in somebody's hands stays open");
	struct person *p = &people[0];
	fixture_must(world_as(w, MAKER, tamper, p), "tamper");
	OK(world_findings(w) > 0, "a coverage that somebody edited is found");
}

int main(void)
{
	if (!crypto_start())
		return 2;
	test_steps();
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		static struct person people[PEOPLE];
		care_world_open(&w, engine);
		test_programmes(&w);
		test_cycles(&w);
		world_people(&w, (struct world_people){.org = COUNTY,
						       .first = 0,
						       .count = 2,
						       .household = "一户",
						       .out = people});
		world_people(&w,
			     (struct world_people){
				     .org = COUNTY, .first = 2, .count = 14, .out = people + 2});
		world_people(&w, (struct world_people){.org = COUNTY,
						       .first = 200,
						       .count = 2,
						       .without_id = true,
						       .out = people + 16});
		world_people(&w, (struct world_people){.org = OTHER_COUNTY,
						       .first = 100,
						       .count = 2,
						       .out = people + 18});
		test_entitling(&w, people);
		world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
						     .lot = 1,
						     .quantity = 50,
						     .holder_id = w.users[FIRST_HAND].user_id});
		world_goods(&w, (struct world_goods){
					.org_no = w.orgs[COUNTY].org_no, .lot = 2, .quantity = 50});
		world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
						     .cash = MONEY_FEN(1000000)});
		test_delivering(&w, people);
		test_one_by_one(&w, people);
		test_reversal(&w, people);
		the_giver_does_not_reverse(&w, &people[9]);
		test_reversal_of_lots(&w, people);
		test_caps(&w);
		test_end(&w);
		test_closing(&w, people);
		care_world_close(&w);
	}
	return tap_done();
}
