/* Whole numbers: who may see one, after which proof, for what, how often; what is on record; what is not told. */
#include "base/limits.h"
#include "care/card.h"
#include "http_world.h"
#include "people/people.h"
#include "rights/session_priv.h"
#include "rights/unmask.h"

enum { PHONED, PLAIN, ELSEWHERE, PEOPLE };
struct unmask_world {
	struct http_world h;
	struct person people[PEOPLE];
	struct session_begun session[WORLD_USERS + 1]; /* the last: nobody is signed in */
	struct user cashier;
};
/* 合成数据 */
static const char phone[] = "13800138000", card[] = "6228480402564890018";

#define ASK(field)                                                                                 \
	"{\"field\":\"" field "\",\"purpose\":\"complaint\",\"reference\":\"来访登记 2024-17\"}"

/* ---- the world ---- */

static struct sn_err people_work(struct ctx *c, void *arg)
{
	struct unmask_world *w = arg;
	const struct org *org = &w->h.w.orgs[COUNTY];
	for (int i = 0; i < PEOPLE; i++) {
		const struct org *at = i == ELSEWHERE ? &w->h.w.orgs[OTHER_COUNTY] : org;
		const struct id_number id = world_id(700 + i);
		SN_TRY(people_add(c,
				  &(const struct person_new){
					  .shard = at->shard,
					  .org_no = at->org_no,
					  .id = i == PLAIN ? NULL : &id,
					  .name = i == PLAIN ? STR("合成乙") : STR("合成甲"),
					  .team = STR("一班"),
					  .phone = i == PLAIN ? STR_NULL : str_of(phone)},
				  &w->people[i]));
	}
	struct card_new k = {.who = {w->people[PHONED].shard, w->people[PHONED].person_id},
			     .org_no = org->org_no,
			     .bank = STR_NULL,
			     .holder = STR_NULL};
	struct card_set done;
	SN_TRY(card_number_parse(&k.number, (struct cell){CELL_TEXT, str_of(card)}));
	SN_TRY(card_set(c, &k, 1, &done));
	return done.fate == CARD_REFUSED ? done.why : SN_SUCCESS;
}
static struct sn_err users_work(struct ctx *c, void *arg)
{
	struct unmask_world *w = arg;
	const struct user u = {.login = STR("chu"), .name = STR("合成出纳")};
	SN_TRY(rights_user_add(c, &u, &w->cashier));
	return rights_grant_add(c,
				&(const struct rights_grant){.user_id = w->cashier.user_id,
							     .role = ROLE_CASHIER,
							     .org_no = w->h.w.orgs[COUNTY].org_no});
}

struct entering {
	struct unmask_world *w;
	const struct user *user;
	bool factor;
	struct session_begun *out;
};
static struct sn_err enter_work(struct ctx *c, void *arg)
{
	const struct entering *e = arg;
	const struct session_from from = {STR("203.0.113.7"), STR("test")};
	SN_TRY(session_begin(c, e->user, &from, e->out));
	if (!e->factor)
		return SN_SUCCESS;
	struct session_paper_for paper = {.user_id = e->user->user_id, .from = from};
	SN_TRY(session_paper_for_work(c, &paper));
	struct session_second second = {.session_id = e->out->session.session_id,
					.code = str_of(paper.codes[0]),
					.from = from};
	SN_TRY(session_second_work(c, &second));
	*e->out = second.begun;
	return SN_SUCCESS;
}
static void enter(struct unmask_world *w, const struct user *user, bool factor,
		  struct session_begun *out)
{
	struct entering e = {w, user, factor, out};
	struct ctx c = w->h.w.f.c;
	c.actor_id = user->user_id;
	fixture_must(store_write(&c, enter_work, &e), "a session");
}
static void unmask_open(struct unmask_world *w, enum fixture_engine engine)
{
	memset(w, 0, sizeof *w);
	http_world_open(&w->h, engine);
	fixture_must(world_as(&w->h.w, MAKER, people_work, w), "people");
	fixture_must(store_write(&w->h.w.f.c, users_work, w), "users");
	for (int u = 0; u < WORLD_USERS; u++)
		enter(w, &w->h.w.users[u], u != APPROVER, &w->session[u]);
}

static struct answer ask(struct unmask_world *w, enum world_user who, int person, const char *what,
			 const char *body)
{
	char id[UUID_TEXT_BYTES], target[128];
	uuid_text(w->people[person].person_id, id);
	(void)snprintf(target, sizeof target, "/api/v1/people/%s/%s", id, what);
	return http_ask(&w->h, (struct ask){.who = who,
					    .method = "POST",
					    .target = target,
					    .body = body,
					    .session_id = w->session[who].session.session_id});
}
/* Lines of the trail of an act about a person: done, or refused for a reason. */
static int64_t lines(struct unmask_world *w, enum audit_act act, int person, const char *outcome)
{
	struct audit_entry *rows = NULL;
	size_t count = 0;
	int64_t n = 0;
	struct ctx c = w->h.w.f.c;
	c.actor_id = w->h.w.users[AUDITOR].user_id;
	fixture_must(audit_of_person(&c, w->people[person].person_id, w->people[person].org_no, 0,
				     &rows, &count),
		     "who looked");
	for (size_t i = 0; i < count; i++)
		n += rows[i].act == act && str_is(rows[i].outcome_word, outcome);
	return n;
}
static void later(struct unmask_world *w, int64_t seconds)
{
	fixture_set_time(&w->h.w.f, w->h.w.f.at_us + seconds * 1000000);
}

/* ---- who, and what ---- */

static void test_who(enum fixture_engine engine)
{
	struct unmask_world w;
	const struct id_number id = world_id(700);
	unmask_open(&w, engine);
	struct answer a = ask(&w, MAKER, PHONED, "unmask", ASK("id_number"));
	EQ_I64(a.status, 200, "a maker sees a whole ID number for a purpose");
	EQ_STR(http_text(&a, "value"), id.digits, "it is the number");
	EQ_I64(http_int(&a, "left_hour"), UNMASK_HOUR_MAX - 1, "he is told how many are left");
	EQ_I64(http_int(&a, "hide_after_s"), UNMASK_SHOWN_S, "and when it is hidden again");
	const struct json_value to = json_find(&a.root, "shown_to");
	struct str login = STR_NULL;
	OK(!sn_failed(json_get_text(&to, "login", &login)) && str_is(login, "maker"),
	   "the watermark says to whom");
	EQ_I64(lines(&w, AUDIT_UNMASK, PHONED, "ok"), 1, "the person's page shows who looked");
	a = ask(&w, CHECKER, PHONED, "unmask", ASK("phone"));
	EQ_STR(http_text(&a, "value"), phone, "a checker sees a phone number");
	EQ_I64(lines(&w, AUDIT_UNMASK_PHONE, PHONED, "ok"), 1, "which one it was is on record");
	a = ask(&w, AUDITOR, PHONED, "unmask", ASK("phone"));
	EQ_I64(a.status, 200, "so does an auditor");
	a = ask(&w, APPROVER, PHONED, "unmask", ASK("phone"));
	EQ_STR(a.code, "not_granted", "an approver does not");
	a = ask(&w, FIRST_HAND, PHONED, "unmask", ASK("phone"));
	EQ_STR(a.code, "not_granted", "nor a distributor");
	a = ask(&w, WORLD_USERS, PHONED, "unmask", ASK("phone"));
	EQ_I64(a.status, 401, "nor anybody who is not signed in");
	a = ask(&w, MAKER, PLAIN, "unmask", ASK("phone"));
	EQ_STR(a.code, "no_phone", "a number that is not known is not shown");
	a = ask(&w, MAKER, PLAIN, "unmask", ASK("id_number"));
	EQ_STR(a.code, "no_identity", "neither of the two");
	EQ_I64(lines(&w, AUDIT_UNMASK, PLAIN, "ok"), 0, "and nobody has seen it");
	a = ask(&w, MAKER, PHONED, "unmask", ASK("card"));
	EQ_I64(a.status, 400, "a card is no field of this door");
	a = ask(&w, MAKER, PHONED, "card/unmask",
		"{\"purpose\":\"payment\",\"reference\":\"批次 3\"}");
	EQ_STR(a.code, "not_granted", "cards are not a maker's");
	http_world_close(&w.h);
}

static void test_card(enum fixture_engine engine)
{
	struct unmask_world w;
	struct session_begun s;
	char id[UUID_TEXT_BYTES], target[128];
	unmask_open(&w, engine);
	enter(&w, &w.cashier, true, &s);
	w.h.w.users[SECOND_HAND] = w.cashier;
	w.session[SECOND_HAND] = s;
	struct answer a = ask(&w, SECOND_HAND, PHONED, "card/unmask",
			      "{\"purpose\":\"payment\",\"reference\":\"批次 3\"}");
	EQ_STR(http_text(&a, "value"), card, "a cashier sees the whole card number");
	EQ_I64(lines(&w, AUDIT_UNMASK_CARD, PHONED, "ok"), 1, "on record");
	a = ask(&w, SECOND_HAND, PHONED, "unmask", ASK("phone"));
	EQ_STR(a.code, "not_granted", "but no phone number");
	a = ask(&w, SECOND_HAND, ELSEWHERE, "card/unmask",
		"{\"purpose\":\"payment\",\"reference\":\"批次 3\"}");
	EQ_STR(a.code, "not_granted", "nor anything of another union's people");
	a = ask(&w, SECOND_HAND, PLAIN, "card/unmask",
		"{\"purpose\":\"payment\",\"reference\":\"批次 3\"}");
	EQ_STR(a.code, "no_card", "who has no card has none to show");
	uuid_text(w.people[PHONED].person_id, id);
	(void)snprintf(target, sizeof target, "/api/v1/people/%s", id);
	a = http_ask(&w.h, (struct ask){SECOND_HAND, "GET", target});
	OK(!strstr(a.body.at, card) && !strstr(a.body.at, phone), "the page itself stays masked");
	http_world_close(&w.h);
}

/* ---- why ---- */

static void test_why(enum fixture_engine engine)
{
	struct unmask_world w;
	unmask_open(&w, engine);
	struct answer a = ask(&w, MAKER, PHONED, "unmask",
			      "{\"field\":\"phone\",\"purpose\":\"none\",\"reference\":\"x\"}");
	EQ_I64(a.status, 400, "no purpose is no purpose");
	a = ask(&w, MAKER, PHONED, "unmask",
		"{\"field\":\"phone\",\"purpose\":\"curious\",\"reference\":\"x\"}");
	EQ_I64(a.status, 400, "a purpose is a word of the list");
	a = ask(&w, MAKER, PHONED, "unmask",
		"{\"field\":\"phone\",\"purpose\":\"law\",\"reference\":\"  \"}");
	EQ_STR(a.code, "reference_needed", "it is for something that has a name");
	a = ask(&w, MAKER, PHONED, "unmask",
		"{\"field\":\"phone\",\"purpose\":\"law\",\"reference\":\"13800138000 来电\"}");
	EQ_STR(a.code, "audit_personal", "a number in the reference would stay for ever");
	EQ_I64(lines(&w, AUDIT_UNMASK_PHONE, PHONED, "ok"), 0, "nothing was shown");
	http_world_close(&w.h);
}

/* ---- proof ---- */

static void test_proof(enum fixture_engine engine)
{
	struct unmask_world w;
	unmask_open(&w, engine);
	later(&w, 4 * 60 + 59);
	struct answer a = ask(&w, MAKER, PHONED, "unmask", ASK("phone"));
	EQ_I64(a.status, 200, "a second factor holds five minutes");
	later(&w, 2);
	a = ask(&w, MAKER, PHONED, "unmask", ASK("phone"));
	EQ_STR(a.code, "step_up_needed", "and not longer");
	EQ_I64(lines(&w, AUDIT_UNMASK_PHONE, PHONED, "ok"), 1, "nothing more was shown");
	a = http_ask(&w.h, (struct ask){.who = MAKER,
					.method = "POST",
					.target = "/api/v1/people/01928c5e-8a3b-7c4d-9e5f-"
						  "0123456789ab/unmask",
					.body = ASK("phone")});
	EQ_I64(a.status, 404, "nobody is nobody");
	http_world_close(&w.h);
}

static void test_no_factor(enum fixture_engine engine)
{
	struct unmask_world w;
	struct session_begun bare;
	unmask_open(&w, engine);
	enter(&w, &w.cashier, false, &bare);
	w.h.w.users[SECOND_HAND] = w.cashier;
	w.session[SECOND_HAND] = bare;
	struct answer a = ask(&w, SECOND_HAND, PHONED, "card/unmask",
			      "{\"purpose\":\"payment\",\"reference\":\"批次 3\"}");
	EQ_STR(a.code, "factor_needed_here", "who has no second factor is told to take one");
	EQ_I64(a.status, 403, "and sees nothing");
	a = ask(&w, WORLD_USERS, PHONED, "card/unmask", "{}");
	EQ_I64(a.status, 401, "a session that is over is nobody's");
	http_world_close(&w.h);
}

/* ---- how often ---- */

static void test_budget(enum fixture_engine engine)
{
	struct unmask_world w;
	struct answer a;
	int64_t shown = 0;
	unmask_open(&w, engine);
	for (int i = 0; i < UNMASK_HOUR_MAX; i++) {
		a = ask(&w, MAKER, PHONED, "unmask", ASK("phone"));
		shown += a.status == 200;
		later(&w, 1);
	}
	EQ_I64(shown, UNMASK_HOUR_MAX, "twenty in an hour");
	EQ_I64(http_int(&a, "left_hour"), 0, "none is left");
	a = ask(&w, MAKER, PHONED, "unmask", ASK("phone"));
	EQ_I64(a.status, 429, "the twenty-first is refused");
	EQ_STR(a.code, "unmask_budget", "for the budget");
	OK(!strstr(a.body.at, phone), "without the number");
	/* the first was seen within the minute after 9:30; the minute is rounded up */
	OK(strstr(a.body.at, "2024-10-26 10:31 ") != NULL, "saying from when on it is possible");
	EQ_I64(lines(&w, AUDIT_UNMASK_PHONE, PHONED, "unmask_budget"), 1, "on record, too");
	a = ask(&w, CHECKER, PHONED, "unmask", ASK("phone"));
	EQ_I64(a.status, 200, "another user has his own");
	later(&w, 3600);
	enter(&w, &w.h.w.users[MAKER], true, &w.session[MAKER]);
	a = ask(&w, MAKER, PHONED, "unmask", ASK("phone"));
	EQ_I64(a.status, 200, "after an hour it goes on");
	http_world_close(&w.h);
}

static void test_wait_rule(void)
{
	enum { HOUR = 3600 };
	int64_t at[UNMASK_DAY_MAX];
	const int64_t s = 1000000, now = 1000000 * s;
	for (int i = 0; i < UNMASK_DAY_MAX; i++)
		at[i] = now - (i + 1) * s;
	EQ_I64(unmask_wait_us(at, UNMASK_HOUR_MAX - 1, now), 0, "nineteen leave one");
	EQ_I64(unmask_wait_us(at, UNMASK_HOUR_MAX, now), (HOUR - UNMASK_HOUR_MAX) * s,
	       "twenty: until the first of them is an hour old");
	EQ_I64(unmask_wait_us(at, UNMASK_DAY_MAX, now), (24 * HOUR - UNMASK_DAY_MAX) * s,
	       "a hundred: until the first of them is a day old");
	for (int i = 0; i < UNMASK_DAY_MAX; i++)
		at[i] = now - (HOUR + i + 1) * s;
	EQ_I64(unmask_wait_us(at, UNMASK_DAY_MAX - 1, now), 0,
	       "ninety-nine of earlier hours leave one");
	at[UNMASK_HOUR_MAX - 1] = now + 10 * s;
	EQ_I64(unmask_wait_us(at, UNMASK_HOUR_MAX, now), (HOUR + 10) * s,
	       "a clock that was set back makes it longer, not shorter");
	EQ_I64(unmask_wait_us(at, 0, now), 0, "none, none to wait for");
}

int main(void)
{
	test_wait_rule();
	FOR_EACH_ENGINE(engine)
	{
		if (!fixture_has(engine))
			continue;
		test_who(engine);
		test_card(engine);
		test_why(engine);
		test_proof(engine);
		test_no_factor(engine);
		test_budget(engine);
	}
	return tap_done();
}
