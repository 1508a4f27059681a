/* Users, roles and hands through the API: who manages users sees those within his reach, and nobody else. */
#include "http_world.h"
#include "rights/audit.h"

enum { SECURITY_ALL, SECURITY_COUNTY, AUDIT_OFFICER, OFFICERS };
struct officers {
	struct world *w;
	struct user users[OFFICERS];
};

static struct sn_err officers_work(struct ctx *c, void *arg)
{
	struct officers *m = arg;
	const int64_t orgs[OFFICERS] = {0, m->w->orgs[COUNTY].org_no, 0};
	const char *const logins[OFFICERS] = {"safety", "countysafety", "trail"};
	const enum rights_role roles[OFFICERS] = {ROLE_SECURITY, ROLE_SECURITY, ROLE_AUDITADMIN};
	for (size_t i = 0; i < OFFICERS; i++) {
		SN_TRY(rights_user_add(c,
				       &(const struct user){.login = str_of(logins[i]),
							    .name = str_of(logins[i]),
							    .org_no = orgs[i]},
				       &m->users[i]));
		SN_TRY(rights_grant_add(c,
					&(const struct rights_grant){.user_id = m->users[i].user_id,
								     .role = roles[i],
								     .org_no = orgs[i]}));
	}
	return rights_user_add(c,
			       &(const struct user){.login = STR("elsewhere"),
						    .name = STR("旁县用户"),
						    .org_no = m->w->orgs[OTHER_COUNTY].org_no},
			       &(struct user){0});
}

static struct answer ask_as(struct http_world *h, const struct officers *m, int who,
			    const char *method, const char *target, const char *body)
{
	const struct user kept = h->w.users[AUDITOR];
	h->w.users[AUDITOR] = m->users[who];
	const struct answer a = http_ask(h, (struct ask){AUDITOR, method, target, body});
	h->w.users[AUDITOR] = kept;
	return a;
}
static size_t count_of(const struct answer *a, const char *key)
{
	const struct json_value list = json_find(&a->root, key);
	return json_count(&list);
}

static void users(struct http_world *h, const struct officers *m)
{
	struct answer a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/users"});
	EQ_I64(a.status, 403, "a maker sees no users");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/users", NULL);
	EQ_I64((int64_t)http_items(&a), WORLD_USERS + OFFICERS + 1, "security sees all");
	a = ask_as(h, m, SECURITY_COUNTY, "GET", "/api/v1/users", NULL);
	EQ_I64((int64_t)http_items(&a), WORLD_USERS + 1, "a county's its own alone");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/users?limit=2", NULL);
	EQ_I64((int64_t)http_items(&a), 2, "a page of them");
	OK(http_text(&a, "next")[0] != '\0', "and where the next one begins");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/users?find=旁县", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "a part of a name finds");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/users?find=ｅｌｓｅ", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "in whatever width it is typed");
	a = ask_as(h, m, SECURITY_COUNTY, "GET", "/api/v1/users/elsewhere", NULL);
	EQ_I64(a.status, 403, "a user of the county beside is not shown");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/cycles", NULL);
	EQ_I64(a.status, 403, "who manages users sees no cycles");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users",
		   "{\"login\":\"newone\",\"name\":\"新人\",\"org\":\"150303\"}");
	EQ_STR(a.code, "not_granted", "nor is one added there");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users",
		   "{\"login\":\"newone\",\"name\":\"新人\",\"org\":\"150302\"}");
	EQ_I64(a.status, 200, "in his county he adds one");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users",
		   "{\"login\":\"newone\",\"name\":\"别人\",\"org\":\"150302\"}");
	EQ_STR(a.code, "login_taken", "a login is one person's");
}

static void asked_id(const struct answer *a, char out[UUID_TEXT_BYTES])
{
	const struct json_value items = json_find(&a->root, "items"), first = json_at(&items, 0);
	struct str id = STR_NULL;
	fixture_must(json_get_text(&first, "id", &id), "id");
	(void)snprintf(out, UUID_TEXT_BYTES, STR_FMT, STR_ARG(id));
}
static struct answer decide(struct http_world *h, const struct officers *m, int who,
			    const char *word)
{
	char id[UUID_TEXT_BYTES], target[128];
	const struct answer list = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/grants/asked", NULL);
	asked_id(&list, id);
	(void)snprintf(target, sizeof target, "/api/v1/grants/asked/%s/%s", id, word);
	return ask_as(h, m, who, "POST", target, NULL);
}
static void confirm(struct http_world *h, const struct officers *m)
{
	struct answer a = decide(h, m, SECURITY_COUNTY, "confirm");
	EQ_STR(a.code, "second_person", "who granted it does not confirm it");
	a = decide(h, m, AUDIT_OFFICER, "confirm");
	EQ_I64(a.status, 403, "nor does another administrator");
	a = decide(h, m, SECURITY_ALL, "confirm");
	EQ_STR(http_text(&a, "state"), "confirmed", "the second security administrator does");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/grants/asked", NULL);
	EQ_I64((int64_t)http_items(&a), 0, "and nothing waits any more");
}

static void grants(struct http_world *h, const struct officers *m)
{
	struct answer a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users/newone/grants",
				 "{\"role\":\"maker\",\"org\":\"150000\"}");
	EQ_STR(a.code, "not_granted", "nobody grants over a union that he does not reach");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users/newone/grants",
		   "{\"role\":\"boss\",\"org\":\"150302\"}");
	EQ_STR(a.code, "bad_word", "an unknown role is refused");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users/newone/grants",
		   "{\"role\":\"accountant\",\"org\":\"150302\",\"until\":\"2025-12-31\"}");
	EQ_I64((int64_t)count_of(&a, "grants"), 0,
	       "an accountant's role waits for a second person");
	EQ_I64((int64_t)count_of(&a, "waiting"), 1, "and says so");
	confirm(h, m);
	a = ask_as(h, m, SECURITY_COUNTY, "GET", "/api/v1/users/newone", NULL);
	EQ_I64((int64_t)count_of(&a, "grants"), 1, "a role with its last day is granted");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users/newone/grants",
		   "{\"role\":\"cashier\",\"org\":\"150302\"}");
	EQ_STR(a.code, "accountant_and_cashier", "nobody is accountant and cashier");
	a = ask_as(h, m, SECURITY_COUNTY, "DELETE", "/api/v1/users/newone/grants/accountant/150302",
		   NULL);
	EQ_I64((int64_t)count_of(&a, "grants"), 0, "it is taken back");
	a = ask_as(h, m, SECURITY_COUNTY, "DELETE", "/api/v1/users/newone/grants/accountant/150302",
		   NULL);
	EQ_STR(a.code, "no_such_grant", "once");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/users/newone/grants",
		   "{\"role\":\"maker\",\"org\":\"150302\"}");
	a = ask_as(h, m, SECURITY_ALL, "POST", "/api/v1/users/newone/close",
		   "{\"successor\":\"elsewhere\"}");
	EQ_I64(a.status, 200, "a user is closed");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/users/elsewhere", NULL);
	EQ_I64((int64_t)count_of(&a, "grants"), 1, "and his role passes to the successor");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/roles"});
	EQ_I64((int64_t)count_of(&a, "roles"), RIGHTS_ROLES_COUNT,
	       "everybody reads what roles there are");
}

static void hands(struct http_world *h, const struct officers *m)
{
	const char set[] =
		"{\"org\":\"150302\",\"from_fen\":0,\"hands\":2,\"source\":\"纪要三号\"}";
	struct answer a = http_ask(h, (struct ask){APPROVER, "POST", "/api/v1/hands", set});
	EQ_I64(a.status, 403, "an approver does not rule how many hands there are");
	a = http_ask(h, (struct ask){AUDITOR, "GET", "/api/v1/hands?exceptions=true"});
	EQ_I64((int64_t)http_items(&a), 0, "the default is no exception");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/hands", set);
	EQ_I64(http_int(&a, "hands"), 2, "a county's own policy");
	a = http_ask(h, (struct ask){AUDITOR, "GET", "/api/v1/hands?exceptions=true"});
	EQ_I64((int64_t)http_items(&a), 1, "is shown to auditors as an exception");
	a = http_ask(h, (struct ask){AUDITOR, "GET",
				     "/api/v1/hands/needed?org=150302&amount_fen=200000"});
	EQ_I64(http_int(&a, "hands"), 2, "it counts there");
	EQ_I64(http_int(&a, "recommended"), 4, "beside what is recommended");
	a = http_ask(h, (struct ask){AUDITOR, "GET",
				     "/api/v1/hands/needed?org=150303&amount_fen=200000"});
	EQ_I64(http_int(&a, "hands"), 4, "and not in the county beside");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/hands",
		   "{\"org\":\"150303\",\"from_fen\":0,\"hands\":2,\"source\":\"x\"}");
	EQ_STR(a.code, "not_granted", "nobody rules over another county");
	a = ask_as(h, m, SECURITY_COUNTY, "POST", "/api/v1/hands",
		   "{\"org\":\"150302\",\"from_fen\":0,\"hands\":1,\"source\":\"x\"}");
	EQ_STR(a.code, "out_of_range", "one hand is never enough");
}

/* What changed who may do what: two users added or closed with a successor, roles, a policy; nothing that was refused. */
static void trail(struct http_world *h, const struct officers *m)
{
	struct ctx c = h->w.f.c;
	struct audit_entry *rows = NULL;
	size_t count = 0;
	const struct audit_filter filter = {.acts = 1U << AUDIT_USER, .rows_max = 50};
	c.actor_id = m->users[AUDIT_OFFICER].user_id;
	fixture_must(audit_list(&c, &filter, &rows, &count), "trail");
	EQ_I64((int64_t)count, 8, "each change is in the trail, and nothing that was refused");
	OK(uuid_eq(rows[0].user_id, m->users[SECURITY_COUNTY].user_id), "with who did it");
	OK(str_is(rows[0].address, "127.0.0.1"), "and from where");
}

/* What is weighty waits, what is not takes effect; nobody confirms what is for himself; where there is no second person the
 * auditors are shown it. */
static void second_person(struct http_world *h, const struct officers *m)
{
	const char *const checker = "{\"role\":\"checker\",\"org\":\"150302\"}";
	struct answer a =
		ask_as(h, m, SECURITY_ALL, "POST", "/api/v1/users/elsewhere/grants", checker);
	EQ_I64((int64_t)count_of(&a, "waiting"), 1, "a checker's role waits");
	a = ask_as(h, m, SECURITY_ALL, "POST", "/api/v1/users/elsewhere/grants", checker);
	EQ_I64((int64_t)count_of(&a, "waiting"), 1, "asked again it is asked once");
	a = decide(h, m, SECURITY_ALL, "refuse");
	EQ_STR(http_text(&a, "state"), "refused", "who granted it takes it back");
	a = ask_as(h, m, SECURITY_ALL, "POST", "/api/v1/users/elsewhere/grants",
		   "{\"role\":\"keeper\",\"org\":\"150302\"}");
	EQ_I64((int64_t)count_of(&a, "waiting"), 0, "a keeper's takes effect at once");
	a = ask_as(h, m, SECURITY_ALL, "POST", "/api/v1/users/countysafety/grants",
		   "{\"role\":\"security\",\"org\":\"150303\"}");
	EQ_I64((int64_t)count_of(&a, "waiting"), 0, "where nobody else reaches");
	EQ_I64((int64_t)count_of(&a, "grants"), 2, "it takes effect at once");
	a = ask_as(h, m, SECURITY_ALL, "GET", "/api/v1/grants/asked?state=alone", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "and stands on the list of exceptions");
	a = http_ask(h, (struct ask){AUDITOR, "GET", "/api/v1/grants/asked?state=alone"});
	EQ_I64((int64_t)http_items(&a), 1, "which auditors read");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/grants/asked?state=alone"});
	EQ_I64((int64_t)http_items(&a), 0, "and makers do not");
	a = ask_as(h, m, SECURITY_ALL, "POST", "/api/v1/users/countysafety/grants",
		   "{\"role\":\"security\",\"org\":\"150302\",\"until\":\"2030-01-01\"}");
	EQ_I64((int64_t)count_of(&a, "waiting"), 0, "a grant that ends earlier asks nobody");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		struct officers m;
		http_world_open(&h, engine);
		m.w = &h.w;
		fixture_must(store_write(&h.w.f.c, officers_work, &m), "officers");
		users(&h, &m);
		grants(&h, &m);
		hands(&h, &m);
		trail(&h, &m);
		second_person(&h, &m);
		http_world_close(&h);
	}
	return tap_done();
}
