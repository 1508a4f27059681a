/* The API's stages: routes, the door, bodies, repeats, pages; on the cycles' routes. */
#include "http_world.h"

#define CYCLE(code)                                                                                \
	"{\"code\":\"" code "\",\"name\":\"试\",\"programme\":\"campaign\",\"org\":\"150000\","   \
	"\"from\":\"2024-11-01\"}"

static void routes(struct http_world *h)
{
	struct answer a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/nowhere"});
	EQ_I64(a.status, 404, "an address that nothing is at is 404");
	EQ_STR(a.code, "no_such_route", "the journal's reason");
	EQ_STR(http_text(&a, "code"), "no_such_route", "the problem's code is the reason's word");
	a = http_ask(h, (struct ask){MAKER, "DELETE", "/api/v1/cycles"});
	EQ_I64(a.status, 405, "a method that the path does not take is 405");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?stat=open"});
	EQ_STR(a.code, "unknown_field", "an undeclared parameter is refused");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?state=opened"});
	EQ_STR(a.code, "bad_word", "a value outside its words is refused");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?state=%ff"});
	EQ_STR(a.code, "bad_target", "a broken escape is refused");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?limit=1&limit=2"});
	EQ_STR(a.code, "bad_target", "a parameter given twice is refused");
}

static void door(struct http_world *h)
{
	struct answer a = http_ask(h, (struct ask){WORLD_USERS, "GET", "/api/v1/cycles"});
	EQ_I64(a.status, 401, "nobody signed in is 401");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles", .factor_due = true});
	EQ_STR(a.code, "second_factor_first", "the second factor comes first");
	a = http_ask(h, (struct ask){FIRST_HAND, "POST", "/api/v1/cycles", CYCLE("x")});
	EQ_I64(a.status, 403, "a distributor drafts no cycle");
	EQ_STR(a.code, "not_granted", "and is told so");
}

static void bodies(struct http_world *h)
{
	struct answer a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles", "{"});
	EQ_STR(a.code, "bad_json", "a cut body is bad JSON");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles",
				     "{\"code\":7,\"colour\":\"red\",\"from\":\"2024-13-01\"}"});
	EQ_I64(a.status, 400, "a body of another shape is 400");
	const struct json_value errors = json_find(&a.root, "errors");
	OK(json_count(&errors) == 6, "each place that is wrong is told");
	const struct json_value first = json_at(&errors, 0);
	struct str path;
	fixture_must(json_get_text(&first, "path", &path), "path");
	EQ_STR(path.at, "$.colour", "the first wrong place is named");
}

static void repeats(struct http_world *h)
{
	const struct ask one = {MAKER, "POST", "/api/v1/cycles", CYCLE("hw-2025"), .key = "k-1"};
	struct ask other = one;
	struct answer a = http_ask(h, one);
	EQ_I64(a.status, 201, "a cycle is drafted");
	EQ_STR(http_text(&a, "state"), "draft", "as a draft");
	a = http_ask(h, one);
	EQ_I64(a.status, 201, "the repeat gives the same status");
	EQ_STR(http_text(&a, "code"), "hw-2025", "and the same cycle");
	other.body = CYCLE("hw-2026");
	a = http_ask(h, other);
	EQ_I64(a.status, 422, "the key with other bytes is 422");
	EQ_STR(a.code, "idempotency_differs", "and says so");
	other.who = CHECKER; /* another's key is another key */
	a = http_ask(h, other);
	EQ_I64(a.status, 403, "another user's same key is his own");
	other = one;
	other.key = "";
	a = http_ask(h, other);
	EQ_STR(a.code, "idempotency_key_missing", "a write without a key is refused");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles/hw-2025/state",
				     "{\"to\":\"checked\"}"});
	EQ_I64(a.status, 403, "the maker does not check");
	a = http_ask(h, (struct ask){CHECKER, "POST", "/api/v1/cycles/hw-2025/state",
				     "{\"to\":\"checked\"}"});
	EQ_STR(http_text(&a, "state"), "checked", "the checker does");
}

static void pages(struct http_world *h)
{
	char target[256];
	struct answer a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?limit=1"});
	EQ_I64(a.status, 200, "a page");
	EQ_I64((int64_t)http_items(&a), 1, "of one row");
	(void)snprintf(target, sizeof target, "/api/v1/cycles?limit=1&after=%s",
		       http_text(&a, "next"));
	a = http_ask(h, (struct ask){MAKER, "GET", target});
	EQ_I64((int64_t)http_items(&a), 1, "the next page");
	EQ_STR(http_text(&a, "next"), "", "has the last row");
	static const char *const made_up[] = {"-1", "9007199254740993", "99999999999999999999", "x",
					      ""};
	int64_t place = 7;
	for (size_t i = 0; i < sizeof made_up / sizeof made_up[0]; i++) {
		const struct page page = {.rows_max = 1, .after = str_of(made_up[i])};
		OK(sn_failed(page_number(&page, &place)) && place == 7, "no place in a list");
	}
	const struct page second = {.rows_max = 1, .after = STR("12")};
	OK(!sn_failed(page_number(&second, &place)) && place == 12, "a place in a list");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?after=AAAA"});
	EQ_STR(a.code, "bad_cursor", "and no next");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024"});
	OK(a.etag[0] == '"', "a reading has an ETag");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		http_world_open(&h, engine);
		routes(&h);
		door(&h);
		bodies(&h);
		repeats(&h);
		pages(&h);
		http_world_close(&h);
	}
	return tap_done();
}
