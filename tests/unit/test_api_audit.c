/* The trail through the API: who reads which acts, what filters find, that a changed row shows, who looked at a person; and
 * sessions of others, seen and ended by who manages users. */
#include "http_world.h"
#include "rights/audit.h"
#include "rights/session.h"

enum { TRAIL, SAFETY, COUNTY_SAFETY, OFFICERS };
struct office {
	struct http_world h;
	struct user users[OFFICERS];
	struct person people[2];
	struct session_desk *desk;
};

static struct sn_err officers_work(struct ctx *c, void *arg)
{
	struct office *f = arg;
	static const char *const logins[OFFICERS] = {"trail", "safety", "countysafety"};
	static const enum rights_role roles[OFFICERS] = {ROLE_AUDITADMIN, ROLE_SECURITY,
							 ROLE_SECURITY};
	const int64_t orgs[OFFICERS] = {0, 0, f->h.w.orgs[OTHER_COUNTY].org_no};
	for (size_t i = 0; i < OFFICERS; i++) {
		SN_TRY(rights_user_add(
			c,
			&(const struct user){.login = str_of(logins[i]), .name = STR("合成管理员")},
			&f->users[i]));
		SN_TRY(rights_grant_add(c,
					&(const struct rights_grant){.user_id = f->users[i].user_id,
								     .role = roles[i],
								     .org_no = orgs[i]}));
	}
	return SN_SUCCESS;
}
static struct answer ask_as(struct office *f, int who, const char *method, const char *target)
{
	const struct user kept = f->h.w.users[AUDITOR];
	f->h.w.users[AUDITOR] = f->users[who];
	const struct answer a = http_ask(&f->h, (struct ask){AUDITOR, method, target});
	f->h.w.users[AUDITOR] = kept;
	return a;
}
static struct answer get(struct office *f, enum world_user who, const char *target)
{
	return http_ask(&f->h, (struct ask){who, "GET", target});
}
static const char *text_of(const struct answer *a, size_t at, const char *key)
{
	const struct json_value items = json_find(&a->root, "items"), item = json_at(&items, at);
	struct str text = STR_NULL;
	return sn_failed(json_get_text_or(&item, key, &text)) || !text.at ? "" : text.at;
}
static const char *views_path(struct office *f, int i)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(f->people[i].person_id, id);
	return arena_printf(f->h.w.f.c.mem, "/api/v1/people/%s%s", id, "/views");
}

static void trail(struct office *f)
{
	const struct audit_entry refused = {
		.act = AUDIT_SIGN_IN, .outcome = SN_R_SIGNIN_WRONG, .address = STR("203.0.113.9")};
	fixture_must(audit_first(&f->h.w.f.c, &refused), "a refused sign-in");
	struct answer a = ask_as(f, TRAIL, "GET", "/api/v1/audit");
	EQ_I64(a.status, 200, "the audit administrator reads the trail");
	EQ_STR(text_of(&a, 0, "act"), "sign-in", "newest first");
	EQ_STR(text_of(&a, 0, "check"), "good", "each row is checked with the one before");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?outcome=refused");
	EQ_I64((int64_t)http_items(&a), 1, "what was refused can be asked for");
	EQ_STR(text_of(&a, 0, "outcome"), "signin_wrong", "with its reason");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?outcome=done&act=sign-in");
	EQ_I64((int64_t)http_items(&a), 0, "and what was done, likewise");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?act=person&user=maker");
	EQ_I64((int64_t)http_items(&a), 1, "by act and by whom");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?act=nosuch");
	EQ_STR(a.code, "bad_word", "an act that there is none of is refused");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?object=maker");
	EQ_STR(a.code, "missing_field", "an object has a kind");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?kind=user&object=safety");
	EQ_I64(a.status, 200, "a user is asked for by his login");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?from=2031-01-01");
	EQ_I64((int64_t)http_items(&a), 0, "from a day on");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?limit=1");
	OK(http_text(&a, "next")[0] != '\0', "page by page");
	a = get(f, AUDITOR, "/api/v1/audit?org=150000");
	EQ_I64(a.status, 200, "an auditor reads the trail of his unions");
	for (size_t i = 0; i < http_items(&a); i++)
		OK(strcmp(text_of(&a, i, "act"), "sign-in") != 0, "without sign-ins");
	a = get(f, MAKER, "/api/v1/audit");
	EQ_I64(a.status, 403, "a maker does not");
	a = ask_as(f, SAFETY, "GET", "/api/v1/audit");
	EQ_I64(a.status, 403, "nor does who manages users");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?format=csv");
	EQ_I64(a.status, 200, "the administrator of the trail takes it along as a file");
	a = ask_as(f, TRAIL, "GET", "/api/v1/hands?format=csv");
	EQ_I64(a.status, 200, "as any list that is shown to him");
	a = ask_as(f, TRAIL, "GET", "/api/v1/sessions?format=csv");
	EQ_I64(a.status, 403, "and no other");
}

static const struct sn_statement tamper = {
	.name = "t.address",
	.sql = "UPDATE audit SET address = '203.0.113.1' WHERE audit_no = $1",
	.params = "i"};
static const struct sn_statement take_out = {
	.name = "t.out", .sql = "DELETE FROM audit WHERE audit_no = $1", .params = "i"};
static struct sn_err first_row(struct ctx *c, void *which)
{
	return store_run(c->store, which, PARAMS(p_int(1)), NULL);
}
static void integrity(struct office *f)
{
	struct answer a = ask_as(f, TRAIL, "GET", "/api/v1/audit/check");
	EQ_I64(http_int(&a, "findings"), 0, "an honest trail is whole");
	OK(http_int(&a, "last") > 1, "and says its last number");
	fixture_must(store_write(&f->h.w.f.c, first_row, (void *)(uintptr_t)&tamper), "tamper");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit/check");
	EQ_I64(http_int(&a, "findings"), 1, "a row that was changed is found");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?limit=200");
	EQ_STR(text_of(&a, http_items(&a) - 1, "check"), "changed", "and marked where it stands");
	fixture_must(store_write(&f->h.w.f.c, first_row, (void *)(uintptr_t)&take_out), "out");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?limit=200");
	EQ_STR(text_of(&a, http_items(&a) - 1, "check"), "missing",
	       "as is the row behind one that was taken out");
}

static void views(struct office *f)
{
	char target[128];
	(void)snprintf(target, sizeof target, "%.*s", (int)(strlen(views_path(f, 0)) - 6),
		       views_path(f, 0));
	struct answer a = get(f, MAKER, target);
	EQ_I64(a.status, 200, "a maker opens a person's page");
	a = get(f, AUDITOR, views_path(f, 0));
	EQ_I64((int64_t)http_items(&a), 1, "the page says who looked at it");
	EQ_STR(text_of(&a, 0, "act"), "person", "and at what");
	a = get(f, AUDITOR, views_path(f, 1));
	EQ_I64((int64_t)http_items(&a), 0, "nobody looked at the other one");
	a = get(f, MAKER, views_path(f, 0));
	EQ_I64(a.status, 403, "a maker is not told");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?act=audit-read&kind=person");
	EQ_I64((int64_t)http_items(&a), 2, "that somebody asked is on record");
}

static void sign_in(struct office *f, const struct user *user)
{
	struct ctx c = f->h.w.f.c;
	const struct session_from from = {STR("203.0.113.7"), STR("Chrome 109 · Windows")};
	c.actor_id = user->user_id;
	struct session_password p = {.desk = f->desk,
				     .user_id = user->user_id,
				     .password = STR("合成数据-四个不相干的词-7"),
				     .from = from};
	fixture_must(session_password_prepare(&c, &p), "password");
	fixture_must(store_write(&c, session_password_work, &p), "password");
	for (int i = 0; i < 2; i++) {
		struct session_signin s = {.desk = f->desk,
					   .login = user->login,
					   .password = p.password,
					   .from = from};
		fixture_must(session_signin_prepare(&c, &s), "sign in");
		fixture_must(store_write(&c, session_signin_work, &s), "sign in");
	}
}
static void sessions(struct office *f)
{
	const char *const all = "/api/v1/users/maker/sessions";
	sign_in(f, &f->h.w.users[MAKER]);
	struct answer a = ask_as(f, SAFETY, "GET", all);
	EQ_I64((int64_t)http_items(&a), 2, "who manages users sees where one is signed in");
	EQ_STR(text_of(&a, 0, "address"), "203.0.113.7", "and from where");
	a = ask_as(f, SAFETY, "GET", "/api/v1/users/maker/sessions?limit=1");
	OK(http_text(&a, "next")[0] != '\0', "page by page, none left out");
	const char *one = arena_printf(f->h.w.f.c.mem, "%s/%s", all, text_of(&a, 0, "id"));
	a = ask_as(f, COUNTY_SAFETY, "GET", all);
	EQ_I64(a.status, 403, "another county's does not");
	a = ask_as(f, COUNTY_SAFETY, "DELETE", all);
	EQ_I64(a.status, 403, "nor ends them");
	a = http_ask(&f->h, (struct ask){APPROVER, "DELETE", all});
	EQ_I64(a.status, 403, "nor does an approver");
	a = ask_as(f, SAFETY, "DELETE", one);
	EQ_I64(http_int(&a, "ended"), 1, "one is ended");
	a = ask_as(f, SAFETY, "DELETE", one);
	EQ_STR(a.code, "no_such_session", "once");
	a = ask_as(f, SAFETY, "DELETE", all);
	EQ_I64(http_int(&a, "ended"), 1, "then all that are left, and it says how many");
	a = ask_as(f, SAFETY, "GET", all);
	EQ_I64((int64_t)http_items(&a), 0, "nobody is signed in any more");
	a = ask_as(f, TRAIL, "GET", "/api/v1/audit?act=session-end");
	EQ_I64((int64_t)http_items(&a), 2, "each end is in the trail");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct office f = {.desk = NULL};
		http_world_open(&f.h, engine);
		fixture_must(session_desk_new(&f.desk, (struct session_cost){8192, 1}), "desk");
		fixture_must(store_write(&f.h.w.f.c, officers_work, &f), "officers");
		world_people(&f.h.w,
			     (struct world_people){.org = COUNTY, .count = 2, .out = f.people});
		views(&f);
		trail(&f);
		sessions(&f);
		integrity(&f);
		session_desk_free(f.desk);
		http_world_close(&f.h);
	}
	return tap_done();
}
