/* Entitlements, deliveries, their register and cases through the API, on both engines. Everybody is synthetic. */
#include "http_world.h"

enum { PEOPLE = 12 };
struct cares {
	struct http_world h;
	struct person people[PEOPLE];
	char ids[4][UUID_TEXT_BYTES]; /* records */
	char body[8192];
};

#define DELIVERIES "/api/v1/cycles/hw-2024/deliveries"
#define RIGHTS     "/api/v1/cycles/hw-2024/entitlements"
#define CASES      "/api/v1/cycles/hw-2024/cases"

static void open_cares(struct cares *x, enum fixture_engine engine)
{
	memset(x, 0, sizeof *x);
	http_world_open(&x->h, engine);
	world_people(&x->h.w, (struct world_people){
				      .org = COUNTY, .first = 0, .count = 8, .out = x->people});
	world_people(&x->h.w,
		     (struct world_people){
			     .org = OTHER_COUNTY, .first = 50, .count = 4, .out = x->people + 8});
	world_goods(&x->h.w, (struct world_goods){.org_no = x->h.w.orgs[COUNTY].org_no,
						  .lot = 1 << 20 | 1,
						  .quantity = 30,
						  .holder_id = x->h.w.users[FIRST_HAND].user_id});
	for (size_t i = 0; i < 4; i++)
		uuid_text(new_id(&x->h.w.f.c), x->ids[i]);
}

/* One record of a person of the county, by his ID number. */
static const char *record(struct cares *x, const char *id, int person, bool asked)
{
	(void)snprintf(
		x->body, sizeof x->body,
		"{\"asked\":%s,\"records\":[{\"record_id\":\"%s\",\"id_number\":\"%s\","
		"\"item\":\"kit:2024-hw\",\"level\":\"C\",\"at\":\"2024-10-26T09:00:00+08:00\","
		"\"by\":\"first\"}]}",
		asked ? "true" : "false", id, world_id(person).digits);
	return x->body;
}
static struct json_value item_at(const struct answer *a, const char *list, size_t i)
{
	static struct json_value items; /* stays: a value knows its way from the root */
	items = json_find(&a->root, list);
	return json_at(&items, i);
}
static const char *text_at(const struct answer *a, const char *list, size_t i, const char *key)
{
	const struct json_value item = item_at(a, list, i);
	struct str text = STR_NULL;
	return sn_failed(json_get_text_or(&item, key, &text)) || !text.at ? "" : text.at;
}

static void entitling(struct cares *x)
{
	struct answer a =
		http_ask(&x->h, (struct ask){FIRST_HAND, "POST", RIGHTS, "{\"org\":\"150302\"}"});
	EQ_I64(a.status, 403, "a distributor entitles nobody");
	a = http_ask(&x->h, (struct ask){MAKER, "POST", RIGHTS, "{\"org\":\"150302\"}"});
	EQ_I64(a.status, 200, "a maker entitles a union's roster");
	EQ_I64(http_int(&a, "made"), 8, "everybody on it");
	a = http_ask(&x->h, (struct ask){MAKER, "POST", RIGHTS, "{\"org\":\"150300\"}"});
	EQ_I64(http_int(&a, "made"), 4, "again for the union above: only what is new");
	EQ_I64(http_int(&a, "existing"), 8, "the others stand");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", RIGHTS "?org=150302&limit=5"});
	EQ_I64((int64_t)http_items(&a), 5, "a page of the list");
	EQ_I64((int64_t)strlen(text_at(&a, "items", 0, "name")), 5, "names are masked");
	char target[256];
	(void)snprintf(target, sizeof target, RIGHTS "?org=150302&limit=5&after=%s",
		       http_text(&a, "next"));
	a = http_ask(&x->h, (struct ask){MAKER, "GET", target});
	EQ_I64((int64_t)http_items(&a), 3, "the next page has the rest and nobody twice");
	EQ_STR(http_text(&a, "next"), "", "and is the last");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", RIGHTS "?org=150300&limit=200"});
	EQ_I64((int64_t)http_items(&a), 12, "the union above sees both counties");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", RIGHTS "?org=150300&state=void"});
	EQ_I64((int64_t)http_items(&a), 0, "none is void");
}

static void voiding(struct cares *x)
{
	char target[256];
	struct answer a = http_ask(&x->h, (struct ask){MAKER, "GET", RIGHTS "?org=150303&limit=1"});
	(void)snprintf(target, sizeof target, RIGHTS "/%s/void",
		       text_at(&a, "items", 0, "entitlement"));
	a = http_ask(&x->h, (struct ask){CHECKER, "POST", target, "{\"why\":\"\"}"});
	EQ_I64(a.status, 400, "without a reason nothing is taken back");
	a = http_ask(&x->h, (struct ask){MAKER, "POST", target, "{\"why\":\"已调离\"}"});
	EQ_I64(a.status, 403, "nor by a maker");
	a = http_ask(&x->h, (struct ask){CHECKER, "POST", target, "{\"why\":\"已调离\"}"});
	EQ_I64(a.status, 204, "a checker takes an entitlement back");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", RIGHTS "?org=150303&state=void"});
	EQ_STR(text_at(&a, "items", 0, "void_why"), "已调离", "the list says why");
	a = http_ask(&x->h, (struct ask){CHECKER, "POST",
					 RIGHTS "/0192c8a4-6f00-7aaa-8bbb-0123456789af/void",
					 "{\"why\":\"x\"}"});
	EQ_I64(a.status, 404, "one that is not there is 404");
}

static void recording(struct cares *x)
{
	struct answer a = http_ask(
		&x->h, (struct ask){CHECKER, "POST", DELIVERIES, record(x, x->ids[0], 0, true)});
	EQ_I64(a.status, 403, "a checker hands nothing out");
	a = http_ask(&x->h,
		     (struct ask){FIRST_HAND, "POST", DELIVERIES, record(x, x->ids[0], 0, true)});
	EQ_I64(a.status, 200, "a distributor records a hand-over");
	EQ_STR(text_at(&a, "results", 0, "outcome"), "awarded", "it is the award");
	a = http_ask(&x->h,
		     (struct ask){FIRST_HAND, "POST", DELIVERIES, record(x, x->ids[0], 0, true)});
	EQ_STR(text_at(&a, "results", 0, "outcome"), "unchanged",
	       "the same record again is the same answer");
	a = http_ask(&x->h,
		     (struct ask){FIRST_HAND, "POST", DELIVERIES, record(x, x->ids[1], 0, true)});
	EQ_I64(a.status, 207, "a second gift that is asked for is refused");
	EQ_STR(text_at(&a, "results", 0, "reason"), "given_already",
	       "the earlier one is the reason");
	OK(strstr(text_at(&a, "results", 0, "message"), "2024-10-26") != NULL,
	   "and is named with its day");
	a = http_ask(&x->h,
		     (struct ask){FIRST_HAND, "POST", DELIVERIES, record(x, x->ids[1], 0, false)});
	EQ_I64(a.status, 200, "a fact that is reported never is");
	EQ_STR(text_at(&a, "results", 0, "outcome"), "over_issue", "it is recorded as given twice");
	OK(text_at(&a, "results", 0, "case")[0] != '\0', "with a case");
	EQ_STR(text_at(&a, "results", 0, "reason"), "given_already", "that says why");
	(void)snprintf(
		x->body, sizeof x->body,
		"{\"records\":[{\"record_id\":\"7\",\"id_number\":\"150302196001010\",\"item\":"
		"\"kit:2024-hw\",\"level\":\"C\",\"at\":\"2024-10-26T09:00:00Z\"},"
		"{\"record_id\":\"%s\",\"person\":\"%s\",\"org\":\"150302\",\"item\":\"kit:2024-"
		"hw\",\"level\":\"B\",\"at\":\"2024-10-26T09:30:00+08:00\",\"by\":\"first\"},"
		"{\"record_id\":\"8\",\"id_number\":\"%s\",\"item\":\"no-such\",\"level\":\"C\","
		"\"at\":\"2024-10-26T09:00:00Z\"}]}",
		x->ids[2], (uuid_text(x->people[1].person_id, x->ids[3]), x->ids[3]),
		world_id(2).digits);
	a = http_ask(&x->h, (struct ask){FIRST_HAND, "POST", DELIVERIES, x->body});
	EQ_I64(a.status, 207, "of a batch the good part is taken");
	EQ_I64(http_int(&a, "awarded"), 1, "one of three");
	EQ_I64(http_int(&a, "refused"), 2, "two are handed back");
	EQ_STR(text_at(&a, "results", 0, "field"), "id_number", "one for its ID number");
	EQ_STR(text_at(&a, "results", 1, "outcome"), "awarded", "each in its place");
	EQ_STR(text_at(&a, "results", 2, "reason"), "item_unknown", "one for its item");
	OK(!strstr(a.body.at, "150302196001010"), "no ID number comes back");
}

static void register_of(struct cares *x)
{
	char target[256];
	struct answer a =
		http_ask(&x->h, (struct ask){MAKER, "GET", DELIVERIES "?org=150300&limit=2"});
	EQ_I64((int64_t)http_items(&a), 2, "a page of the register");
	EQ_STR(text_at(&a, "items", 0, "record_id"), x->ids[2], "the newest first");
	EQ_STR(text_at(&a, "items", 0, "state"), "given", "and says what became of it");
	(void)snprintf(target, sizeof target, DELIVERIES "?org=150300&limit=2&after=%s",
		       http_text(&a, "next"));
	a = http_ask(&x->h, (struct ask){MAKER, "GET", target});
	EQ_I64((int64_t)http_items(&a), 1, "the next page has the third");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", DELIVERIES "?org=150303"});
	EQ_I64((int64_t)http_items(&a), 0, "the other county's people got nothing");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", DELIVERIES "?org=150300&level=B"});
	EQ_I64((int64_t)http_items(&a), 1, "by level");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", DELIVERIES "?org=150300&by=second"});
	EQ_I64((int64_t)http_items(&a), 0, "by distributor");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", DELIVERIES "?org=150300&from=2024-10-27"});
	EQ_I64((int64_t)http_items(&a), 0, "by day");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", DELIVERIES "?org=150300&until=2024-10-27"});
	EQ_I64((int64_t)http_items(&a), 3, "before a day");
	(void)snprintf(target, sizeof target, "/api/v1/deliveries/%s", x->ids[0]);
	a = http_ask(&x->h, (struct ask){AUDITOR, "GET", target});
	EQ_I64(a.status, 200, "an auditor opens one");
	const struct json_value transfer = item_at(&a, "transfers", 0);
	int64_t index = -1;
	OK(!sn_failed(json_get_int_or(&transfer, "log_index", &index)) && index >= 0,
	   "with its place in the log");
	a = http_ask(&x->h,
		     (struct ask){MAKER, "GET",
				  "/api/v1/deliveries/0192c8a4-6f00-7aaa-8bbb-0123456789af"});
	EQ_I64(a.status, 404, "one that is not there is 404");
}

static void cases(struct cares *x)
{
	char target[256];
	struct answer a = http_ask(&x->h, (struct ask){MAKER, "GET", CASES "?org=150302"});
	EQ_I64((int64_t)http_items(&a), 1, "the second gift is a case");
	EQ_STR(text_at(&a, "items", 0, "kind"), "over_issue", "of its kind");
	(void)snprintf(target, sizeof target, CASES "/%s/closing", text_at(&a, "items", 0, "case"));
	a = http_ask(&x->h, (struct ask){MAKER, "POST", target, "{\"why\":\"留给本人\"}"});
	EQ_I64(a.status, 403, "a maker does not close it");
	a = http_ask(&x->h, (struct ask){CHECKER, "POST", target, "{\"why\":\"留给本人\"}"});
	EQ_I64(a.status, 200, "a checker does");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", CASES "?org=150302"});
	EQ_I64((int64_t)http_items(&a), 0, "nothing is open then");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", CASES "?org=150302&state=closed"});
	EQ_I64((int64_t)http_items(&a), 1, "the closed one is still told");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", CASES "?org=150303&state=all"});
	EQ_I64((int64_t)http_items(&a), 0, "the other county has none");
}

static void reversing(struct cares *x)
{
	char target[256], id[UUID_TEXT_BYTES];
	uuid_text(new_id(&x->h.w.f.c), id);
	(void)snprintf(target, sizeof target, "/api/v1/deliveries/%s/reversal", x->ids[2]);
	(void)snprintf(x->body, sizeof x->body, "{\"reversal_id\":\"%s\",\"why\":\"录入错误\"}",
		       id);
	struct answer a = http_ask(&x->h, (struct ask){FIRST_HAND, "POST", target, x->body});
	EQ_I64(a.status, 403, "who handed it over does not take it back");
	a = http_ask(&x->h, (struct ask){CHECKER, "POST", target, x->body});
	EQ_I64(a.status, 200, "a checker does");
	EQ_STR(http_text(&a, "reversed_why"), "录入错误", "with the reason");
	a = http_ask(&x->h, (struct ask){CHECKER, "POST", target, x->body});
	EQ_I64(a.status, 200, "the same reversal again is the same answer");
	EQ_I64(world_findings(&x->h.w), 0, "the books stand");
}

static void file(struct cares *x)
{
	(void)snprintf(x->body, sizeof x->body,
		       "delivery_id,id_number,item,quantity,level,at,by\n"
		       "1,%s,kit:2024-hw,1,B,2024-10-26 10:00,first\n"
		       "2,%s,kit:2024-hw,1,C,2024-10-26 10:05,first\n"
		       "3,15030219600101001,kit:2024-hw,1,C,2024-10-26,first\n",
		       world_id(3).digits, world_id(0).digits);
	const struct ask one = {FIRST_HAND, "POST", DELIVERIES "/file?asked=true",
				.upload = str_of(x->body), .key = "file-1"};
	struct answer a = http_ask(&x->h, one);
	EQ_I64(a.status, 207, "of a file the good rows are taken");
	EQ_I64(http_int(&a, "awarded"), 1, "one of three");
	EQ_I64(http_int(&a, "rejected"), 2, "two come back");
	EQ_STR(text_at(&a, "rejects", 0, "field"), "id_number",
	       "the one that cannot be read first");
	EQ_STR(text_at(&a, "rejects", 1, "reason"), "given_already", "then who has had his");
	OK(!strstr(a.body.at, "15030219600101001"), "no ID number comes back");
	a = http_ask(&x->h, one);
	EQ_I64(http_int(&a, "awarded"), 1, "the same upload under the same key is the same answer");
	struct ask again = one;
	again.key = NULL;
	a = http_ask(&x->h, again);
	EQ_I64(http_int(&a, "unchanged"), 1, "and under another key changes nothing");
	again.who = CHECKER;
	a = http_ask(&x->h, again);
	EQ_I64(a.status, 403, "a checker uploads nothing");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct cares *x = calloc(1, sizeof *x);
		open_cares(x, engine);
		entitling(x);
		voiding(x);
		recording(x);
		register_of(x);
		cases(x);
		file(x);
		reversing(x);
		http_world_close(&x->h);
		free(x);
	}
	return tap_done();
}
