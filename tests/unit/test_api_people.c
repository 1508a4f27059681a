/* People through the API: masked lists, finding, a person's page, duplicates; what nobody may see. */
#include "http_world.h"
#include "people/people.h"

struct people_world {
	struct http_world h;
	struct person county[4], other[1], twins[3], foreman[3];
};

struct crowd {
	struct people_world *p;
	const char *name, *team, *phone;
	struct person *out;
	int count;
};
static struct sn_err crowd_work(struct ctx *c, void *arg)
{
	const struct crowd *w = arg;
	const struct org *org = &w->p->h.w.orgs[COUNTY];
	for (int i = 0; i < w->count; i++) {
		/* Two of one name and team come by their numbers, or they would be taken for one. */
		const struct id_number id = world_id(500 + i + (w->phone ? 20 : 0));
		char name[16];
		(void)snprintf(name, sizeof name, "%s%s", w->name,
			       w->phone ? (const char *[]){"甲", "乙", "丙"}[i] : "");
		SN_TRY(people_add(c,
				  &(const struct person_new){.shard = org->shard,
							     .org_no = org->org_no,
							     .id = &id,
							     .name = str_of(name),
							     .team = str_of(w->team),
							     .phone = str_of(w->phone)},
				  &w->out[i]));
	}
	return SN_SUCCESS;
}

static void fill(struct people_world *p)
{
	struct world *w = &p->h.w;
	world_people(w, (struct world_people){
				.org = COUNTY, .count = 4, .household = "H-1", .out = p->county});
	world_people(w, (struct world_people){
				.org = OTHER_COUNTY, .first = 10, .count = 1, .out = p->other});
	struct crowd twins = {p, "合成双", "一班", NULL, p->twins, 3};
	struct crowd foreman = {p, "合成工", "二班", "13800138000", p->foreman, 3};
	fixture_must(world_as(w, MAKER, crowd_work, &twins), "twins");
	fixture_must(world_as(w, MAKER, crowd_work, &foreman), "one phone");
}

static struct answer get(struct people_world *p, enum world_user who, const char *target)
{
	return http_ask(&p->h, (struct ask){who, "GET", target});
}
static const char *path_of(char out[128], const char *before, const struct person *person,
			   const char *after)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(person->person_id, id);
	(void)snprintf(out, 128, "%s%s%s", before, id, after);
	return out;
}

static void lists(struct people_world *p)
{
	char target[256];
	struct answer a = get(p, MAKER, "/api/v1/people?org=150300");
	EQ_I64(a.status, 200, "a list of a league's people");
	EQ_I64((int64_t)http_items(&a), 11, "has those of the unions below it");
	OK(!strstr(a.body.at, "150302196"), "no whole ID number stands in it");
	OK(!strstr(a.body.at, "13800138000"), "and no whole phone number");
	OK(!strstr(a.body.at, "合成双"), "and no whole name");
	int64_t seen = 0;
	(void)snprintf(target, sizeof target, "/api/v1/people?org=150300&limit=3");
	for (int pages = 0; pages < 10; pages++) {
		a = get(p, MAKER, target);
		seen += (int64_t)http_items(&a);
		if (http_text(&a, "next")[0] == '\0')
			break;
		(void)snprintf(target, sizeof target, "/api/v1/people?org=150300&limit=3&after=%s",
			       http_text(&a, "next"));
	}
	EQ_I64(seen, 11, "pages show everybody once");
	a = get(p, MAKER, "/api/v1/people?org=150302&team=%E4%B8%80%E7%8F%AD");
	EQ_I64((int64_t)http_items(&a), 3, "those of one team");
	a = get(p, MAKER, "/api/v1/people?org=150302&name=%E5%90%88%E6%88%90%E5%8F%8C");
	EQ_I64((int64_t)http_items(&a), 3, "those whose name begins so");
	a = get(p, MAKER, "/api/v1/people?org=150300&category=%E7%8E%AF%E5%8D%AB%E5%B7%A5");
	EQ_I64((int64_t)http_items(&a), 5, "those of one category");
	a = get(p, MAKER, "/api/v1/people?org=150302&here=left");
	EQ_I64((int64_t)http_items(&a), 0, "nobody has left");
	a = get(p, FIRST_HAND, "/api/v1/people?org=150302");
	EQ_I64(a.status, 403, "a distributor has no roster: he is told who gets what at the hand-over");
	a = get(p, WORLD_USERS, "/api/v1/people?org=150302");
	EQ_I64(a.status, 401, "nobody sees it without signing in");
	a = get(p, MAKER, "/api/v1/people?org=nowhere");
	EQ_I64(a.status, 404, "a union that there is not");
}

static void finding(struct people_world *p)
{
	const struct id_number id = world_id(0);
	char body[256];
	(void)snprintf(body, sizeof body, "{\"org\":\"150300\",\"id_number\":\"%.18s\"}",
		       id.digits);
	struct answer a = http_ask(&p->h, (struct ask){MAKER, "POST", "/api/v1/people/find", body});
	EQ_I64((int64_t)http_items(&a), 1, "a whole ID number finds its person");
	OK(!strstr(a.body.at, id.digits), "and is not repeated");
	(void)snprintf(body, sizeof body, "{\"org\":\"150303\",\"id_number\":\"%.18s\"}",
		       id.digits);
	a = http_ask(&p->h, (struct ask){MAKER, "POST", "/api/v1/people/find", body});
	EQ_I64((int64_t)http_items(&a), 0, "but not in a union where he is not");
	(void)snprintf(body, sizeof body, "{\"org\":\"150300\",\"last4\":\"%.4s\",\"name\":\"合\"}",
		       id.digits + 14);
	a = http_ask(&p->h, (struct ask){MAKER, "POST", "/api/v1/people/find", body});
	OK(http_items(&a) >= 1, "last four and a name find him, too");
	a = http_ask(&p->h, (struct ask){MAKER, "POST", "/api/v1/people/find",
					 "{\"org\":\"150300\",\"id_number\":\"150302\"}"});
	EQ_I64(a.status, 400, "half a number is refused");
	OK(!strstr(a.body.at, "\"150302\""), "and is not repeated either");
	a = http_ask(&p->h, (struct ask){MAKER, "POST", "/api/v1/people/find", "{}"});
	EQ_STR(a.code, "find_by_one", "something must be asked for");
}

static void deliver(struct people_world *p)
{
	struct world *w = &p->h.w;
	struct world_entitle entitle = {.w = w, .org = COUNTY};
	fixture_must(world_as(w, MAKER, world_entitle_work, &entitle), "entitled");
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 1,
					    .quantity = 5,
					    .holder_id = w->users[FIRST_HAND].user_id});
	const struct delivery_item item = world_item(w, &p->county[1]);
	struct delivery_result result;
	world_deliver(w, &item, 1, &result);
}

static void person_page(struct people_world *p)
{
	char target[128];
	struct answer a = get(p, MAKER, path_of(target, "/api/v1/people/", &p->county[0], ""));
	EQ_I64(a.status, 200, "a person's page");
	const struct json_value members = json_find(&a.root, "household_members");
	EQ_I64((int64_t)json_count(&members), 3, "names the others of the household");
	const struct json_value waiting = json_find(&a.root, "waiting");
	EQ_I64((int64_t)json_count(&waiting), 1, "what waits for him");
	const struct json_value received = json_find(&a.root, "received");
	EQ_I64((int64_t)json_count(&received), 0, "and what he received: nothing yet");
	OK(!strstr(a.body.at, world_id(0).digits), "no whole ID number stands in it");
	a = get(p, MAKER, path_of(target, "/api/v1/people/", &p->county[1], ""));
	const struct json_value gifts = json_find(&a.root, "received");
	const struct json_value gift = json_at(&gifts, 0);
	struct str text = STR_NULL;
	EQ_I64((int64_t)json_count(&gifts), 1, "what was given stands on the page");
	fixture_must(json_get_text(&gift, "level", &text), "level");
	EQ_STR(text.at, "C", "with its level of evidence");
	fixture_must(json_get_text(&gift, "state", &text), "state");
	EQ_STR(text.at, "given", "as what was due");
	const struct json_value none = json_find(&a.root, "waiting");
	EQ_I64((int64_t)json_count(&none), 0, "and waits no more");
	a = get(p, MAKER, "/api/v1/people/01930000-0000-7000-8000-000000000001");
	EQ_STR(a.code, "no_such_person", "an id that nobody has");
	a = get(p, MAKER, "/api/v1/people/7");
	EQ_I64(a.status, 400, "an id that is none");
}

static void come_and_go(struct people_world *p)
{
	char target[128];
	(void)path_of(target, "/api/v1/people/", &p->county[3], "/here");
	struct answer a =
		http_ask(&p->h, (struct ask){CHECKER, "POST", target, "{\"here\":false}"});
	EQ_I64(a.status, 403, "a checker writes no roster");
	a = http_ask(&p->h, (struct ask){MAKER, "POST", target, "{\"here\":false}"});
	EQ_I64(a.status, 200, "a maker says that somebody left");
	a = get(p, MAKER, "/api/v1/people?org=150302&here=left");
	EQ_I64((int64_t)http_items(&a), 1, "who then is among those who left");
	a = http_ask(&p->h, (struct ask){MAKER, "POST", target, "{\"here\":true}"});
	a = get(p, MAKER, "/api/v1/people?org=150302&here=left");
	EQ_I64((int64_t)http_items(&a), 0, "and comes back");
}

static struct answer decide(struct people_world *p, const struct person *people, int count,
			    const char *rest)
{
	char body[512] = "{\"people\":[", id[UUID_TEXT_BYTES];
	for (int i = 0; i < count; i++) {
		uuid_text(people[i].person_id, id);
		const size_t used = strlen(body);
		(void)snprintf(body + used, sizeof body - used, "%s\"%s\"", i ? "," : "", id);
	}
	const size_t used = strlen(body);
	(void)snprintf(body + used, sizeof body - used, "],%s}", rest);
	return http_ask(&p->h, (struct ask){MAKER, "POST", "/api/v1/duplicates/decide", body});
}

static void duplicates(struct people_world *p)
{
	char rest[128], id[UUID_TEXT_BYTES];
	struct answer a = get(p, MAKER, "/api/v1/duplicates?org=150300");
	EQ_I64((int64_t)http_items(&a), 2, "equal names and a shared phone are to be decided");
	a = get(p, MAKER, "/api/v1/duplicates?org=150300&limit=1");
	(void)snprintf(rest, sizeof rest, "/api/v1/duplicates?org=150300&limit=1&after=%s",
		       http_text(&a, "next"));
	a = get(p, MAKER, rest);
	EQ_I64((int64_t)http_items(&a), 1, "page by page");
	EQ_STR(http_text(&a, "next"), "", "to the last");
	a = decide(p, p->foreman, 3, "\"verdict\":\"different\"");
	EQ_I64(a.status, 204, "a shared phone is a foreman's");
	a = get(p, MAKER, "/api/v1/duplicates?org=150300");
	EQ_I64((int64_t)http_items(&a), 1, "and is never asked about again");
	a = decide(p, p->twins, 2, "\"verdict\":\"different\"");
	a = get(p, MAKER, "/api/v1/duplicates?org=150300");
	EQ_I64((int64_t)http_items(&a), 1,
	       "of three namesakes two were told apart: the third is open");
	a = decide(p, p->twins, 1, "\"verdict\":\"different\"");
	EQ_I64(a.status, 400, "one alone is no decision");
	a = decide(p, p->twins + 1, 2, "\"verdict\":\"same\"");
	EQ_I64(a.status, 400, "who stays must be said");
	uuid_text(p->twins[2].person_id, id);
	(void)snprintf(rest, sizeof rest, "\"verdict\":\"same\",\"stays\":\"%s\"", id);
	a = decide(p, p->twins + 1, 2, rest);
	EQ_I64(a.status, 204, "two of them are one");
	a = get(p, MAKER, "/api/v1/duplicates?org=150300");
	EQ_I64((int64_t)http_items(&a), 0, "what was said of who is gone holds for who stays");
	a = decide(p, p->twins + 1, 2, rest);
	EQ_I64(a.status, 204, "the same decision again changes nothing");
	a = get(p, MAKER, "/api/v1/people?org=150302&team=%E4%B8%80%E7%8F%AD");
	EQ_I64((int64_t)http_items(&a), 2, "and the list has one fewer");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct people_world p;
		memset(&p, 0, sizeof p);
		http_world_open(&p.h, engine);
		fill(&p);
		deliver(&p);
		lists(&p);
		finding(&p);
		person_page(&p);
		come_and_go(&p);
		duplicates(&p);
		http_world_close(&p.h);
	}
	return tap_done();
}
