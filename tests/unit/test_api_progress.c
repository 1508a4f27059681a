/* Progress, who is missing, custody, the report and the workbench through the API, on both engines. Everybody is synthetic. */
#include "care/portion.h"
#include "care/visit.h"
#include "http/cache.h"
#include "http_world.h"

#include <pthread.h>

enum { PEOPLE = 12 };
struct seen {
	struct http_world h;
	struct person people[PEOPLE];
};

static void open_seen(struct seen *x, enum fixture_engine engine)
{
	memset(x, 0, sizeof *x);
	http_world_open(&x->h, engine);
	x->h.api.cache = cache_new();
	struct world *w = &x->h.w;
	world_people(
		w, (struct world_people){.org = COUNTY, .first = 0, .count = 8, .out = x->people});
	world_people(w,
		     (struct world_people){
			     .org = OTHER_COUNTY, .first = 50, .count = 4, .out = x->people + 8});
	(void)world_entitle(w, LEAGUE);
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 1 << 20 | 1,
					    .quantity = 30,
					    .holder_id = w->users[FIRST_HAND].user_id});
	world_goods(w, (struct world_goods){.org_no = w->orgs[COUNTY].org_no,
					    .lot = 1 << 20 | 2,
					    .quantity = 5,
					    .holder_id = w->users[FIRST_HAND].user_id});
}

static struct json_value row_at(const struct answer *a, const char *list, size_t i)
{
	static struct json_value items; /* stays: a value knows its way from the root */
	items = json_find(&a->root, list);
	return json_at(&items, i);
}
static int64_t int_at(const struct answer *a, const char *list, size_t i, const char *key)
{
	const struct json_value row = row_at(a, list, i);
	int64_t value = -1;
	const struct sn_err e = json_get_int_or(&row, key, &value);
	return sn_failed(e) ? -1 : value;
}
static int64_t total(const struct answer *a, const char *key)
{
	const struct json_value row = json_find(&a->root, "total");
	int64_t value = -1;
	const struct sn_err e = json_get_int_or(&row, key, &value);
	return sn_failed(e) ? -1 : value;
}

static void progress(struct seen *x)
{
	struct delivery_result results[3];
	struct delivery_item items[3] = {world_item(&x->h.w, &x->people[0]),
					 world_item(&x->h.w, &x->people[1]),
					 world_item(&x->h.w, &x->people[8])};
	struct answer a = http_ask(
		&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/progress?org=150300"});
	EQ_I64(a.status, 200, "progress is answered");
	EQ_I64(total(&a, "rights"), 12, "with all rights below");
	EQ_I64(total(&a, "given"), 0, "of which nothing is given yet");
	items[1].level = EVIDENCE_B;
	world_deliver(&x->h.w, items, 3, results);
	a = http_ask(&x->h,
		     (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/progress?org=150300"});
	EQ_I64(total(&a, "given"), 3, "after the next commit it is");
	EQ_I64(total(&a, "left"), 9, "and what is left");
	EQ_I64(total(&a, "B"), 1, "by level");
	EQ_I64(total(&a, "today"), 3, "of today");
	EQ_I64(total(&a, "given_fen"), 3 * KIT_VALUE_FEN, "in money");
	EQ_I64(int_at(&a, "rows", 0, "given"), 2, "the first county");
	EQ_I64(int_at(&a, "rows", 1, "given"), 1,
	       "the second, whose man was given to by the first");
	const char *etag = arena_printf(x->h.w.f.c.mem, "%s", a.etag);
	a = http_ask(&x->h,
		     (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/progress?org=150300"});
	EQ_STR(a.etag, etag, "without a commit between, the answer is the same");
	a = http_ask(&x->h,
		     (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/progress?org=150303"});
	EQ_I64(total(&a, "rights"), 4, "one county alone");
	EQ_I64(int_at(&a, "rows", 0, "rights"), 4, "is its own roster");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/no-such/progress"});
	EQ_I64(a.status, 404, "a cycle that is not there is 404");
}

static void the_missing(struct seen *x)
{
	struct answer a =
		http_ask(&x->h, (struct ask){FIRST_HAND, "GET",
					     "/api/v1/cycles/hw-2024/missing?org=150300"});
	EQ_I64((int64_t)http_items(&a), 2, "who is missing, by union and team");
	EQ_I64(int_at(&a, "items", 0, "people"), 6, "so many in the first");
	EQ_I64(int_at(&a, "items", 1, "people"), 3, "and in the second");
	OK(strstr(a.body.at, "合**") != NULL && strstr(a.body.at, "合一") == NULL,
	   "names are masked");
	OK(strstr(a.body.at, "还有 6 人没有领取") != NULL, "with a reminder to copy");
	a = http_ask(&x->h, (struct ask){FIRST_HAND, "GET",
					 "/api/v1/cycles/hw-2024/missing?org=150300&limit=1"});
	char target[256];
	(void)snprintf(target, sizeof target,
		       "/api/v1/cycles/hw-2024/missing?org=150300&limit=1&after=%s",
		       http_text(&a, "next"));
	a = http_ask(&x->h, (struct ask){FIRST_HAND, "GET", target});
	EQ_I64(int_at(&a, "items", 0, "people"), 3, "team by team");
	EQ_STR(http_text(&a, "next"), "", "to the last");
}

static void custody(struct seen *x)
{
	struct answer a = http_ask(
		&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/custody?org=150300"});
	EQ_I64((int64_t)http_items(&a), 1, "two lots of one thing in one hand are one row");
	EQ_I64(int_at(&a, "items", 0, "quantity"), 32, "with what is left of both");
	a = http_ask(&x->h,
		     (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/custody?org=150303"});
	EQ_I64((int64_t)http_items(&a), 0, "none of the other county");
}

static void report(struct seen *x)
{
	struct answer a =
		http_ask(&x->h, (struct ask){FIRST_HAND, "GET", "/api/v1/cycles/hw-2024/report"});
	EQ_I64(a.status, 403, "a distributor sees no report");
	a = http_ask(&x->h, (struct ask){MAKER, "POST", "/api/v1/cycles/hw-2024/reported",
					 "{\"org\":\"150000\",\"people\":47000,\"people_is\":"
					 "\"about\",\"words\":\"近4.7万\"}"});
	EQ_I64(a.status, 204, "what was stated from above is entered");
	a = http_ask(&x->h, (struct ask){CHECKER, "POST", "/api/v1/cycles/hw-2024/reported",
					 "{\"org\":\"150000\",\"people\":1}"});
	EQ_I64(a.status, 403, "by a maker alone");
	a = http_ask(&x->h, (struct ask){AUDITOR, "GET",
					 "/api/v1/cycles/hw-2024/report?org=150000&depth=3"});
	EQ_I64(a.status, 200, "an auditor reads the report");
	const struct json_value stated = json_find(&a.root, "stated"),
				people = json_find(&stated, "recipients");
	int64_t value = 0;
	OK(!sn_failed(json_get_int(&people, "value", &value)) && value == 47000,
	   "with what was stated beside the sum");
	const struct json_value findings = json_find(&a.root, "findings");
	OK(json_count(&findings) > 0, "and the difference as a finding");
	a = http_ask(
		&x->h,
		(struct ask){AUDITOR, "GET",
			     "/api/v1/cycles/hw-2024/report/lines?org=150000&depth=3&limit=1"});
	EQ_I64((int64_t)http_items(&a), 1, "as lines, a page at a time");
	OK(http_text(&a, "next")[0] != '\0', "with a next one");
	a = http_ask(&x->h,
		     (struct ask){AUDITOR, "GET", "/api/v1/cycles/hw-2024/reported?org=150000"});
	EQ_I64((int64_t)http_items(&a), 1, "and the reported rows word for word");
	a = http_ask(&x->h, (struct ask){AUDITOR, "GET", "/api/v1/cycles/hw-2024/report?depth=99"});
	EQ_I64(a.status, 400, "no deeper than unions can be");
}

static int64_t stated_people(const struct answer *a)
{
	const struct json_value stated = json_find(&a->root, "stated"),
				people = json_find(&stated, "recipients");
	int64_t value = 0;
	return sn_failed(json_get_int(&people, "value", &value)) ? -1 : value;
}
static void report_is_kept(struct seen *x)
{
	const struct ask ask = {AUDITOR, "GET", "/api/v1/cycles/hw-2024/report?org=150000&depth=3"};
	struct answer a = http_ask(&x->h, ask);
	char first[sizeof a.etag];
	memcpy(first, a.etag, sizeof first);
	a = http_ask(&x->h, ask);
	EQ_STR(a.etag, first, "who asks again, with nothing changed, is given the same");
	EQ_I64(stated_people(&a), 47000, "with its figures");
	a = http_ask(&x->h, (struct ask){FIRST_HAND, "GET", ask.target});
	EQ_I64(a.status, 403, "a distributor sees no report that is kept for others either");
	a = http_ask(&x->h, (struct ask){AUDITOR, "GET",
					 "/api/v1/cycles/hw-2024/report?org=150000&depth=0"});
	OK(a.status == 200 && strcmp(a.etag, first) != 0, "another depth is another report");
	a = http_ask(&x->h, (struct ask){MAKER, "POST", "/api/v1/cycles/hw-2024/reported",
					 "{\"org\":\"150000\",\"people\":46000,\"people_is\":"
					 "\"about\",\"words\":\"近4.6万\"}"});
	EQ_I64(a.status, 204, "what was stated is corrected");
	a = http_ask(&x->h, ask);
	EQ_I64(stated_people(&a), 46000, "and the next who asks sees it");
}

struct beside {
	struct seen *x;
	struct portion portion;
	struct visit visit;
};
static struct sn_err add_beside(struct ctx *c, void *arg)
{
	struct beside *b = arg;
	struct portion given;
	struct visit made;
	SN_TRY(portion_add(c, &b->portion, &given));
	return visit_add(c, &b->visit, &made);
}
static void beside(struct seen *x)
{
	struct world *w = &x->h.w;
	const int64_t org_no = w->orgs[COUNTY].org_no;
	struct beside b = {.x = x,
			   .portion = {.portion_id = new_id(&w->f.c),
				       .org_no = org_no,
				       .cycle_no = w->cycle.cycle_no,
				       .day = 20241026,
				       .site = STR("正阳工会驿站"),
				       .item_no = w->kit.item_no,
				       .quantity = 2,
				       .level = EVIDENCE_C,
				       .by_id = w->users[FIRST_HAND].user_id},
			   .visit = {.visit_id = new_id(&w->f.c),
				     .org_no = org_no,
				     .cycle_no = w->cycle.cycle_no,
				     .day = 20241026,
				     .site = STR("胜利街"),
				     .met = 30,
				     .met_is = VISIT_ABOUT}};
	fixture_must(world_as(w, MAKER, add_beside, &b), "portion and visit");
	struct answer a = http_ask(
		&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/portions?org=150300"});
	EQ_I64((int64_t)http_items(&a), 1, "what was given without names");
	EQ_I64(int_at(&a, "items", 0, "person_times"), -1, "its person-times unknown, not zero");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/visits?org=150300"});
	EQ_I64(int_at(&a, "items", 0, "met"), 30, "and the visit");
	a = http_ask(&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/visits?org=150303"});
	EQ_I64((int64_t)http_items(&a), 0, "not the other county's");
	a = http_ask(&x->h,
		     (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/letters?org=150300"});
	EQ_I64(a.status, 200, "and letters");
}

static void workbench(struct seen *x)
{
	struct answer a = http_ask(&x->h, (struct ask){MAKER, "GET", "/api/v1/workbench"});
	EQ_I64(a.status, 200, "the workbench is answered");
	const struct json_value cycles = json_find(&a.root, "cycles");
	EQ_I64((int64_t)json_count(&cycles), 1, "with the open cycle");
	EQ_I64(int_at(&a, "cycles", 0, "today"), 2, "and the hand-overs of today at his own union");
	a = http_ask(&x->h, (struct ask){AUDITOR, "GET", "/api/v1/workbench"});
	EQ_I64(a.status, 200, "whoever is signed in has one");
	a = http_ask(&x->h, (struct ask){WORLD_USERS, "GET", "/api/v1/workbench"});
	EQ_I64(a.status, 401, "nobody else");
}

/* ---- many viewers while somebody writes ---- */

enum { VIEWERS = 4, VIEWS = 20 };
struct viewer {
	struct seen *x;
	bool grew; /* what was given never went back */
};
static void *view(void *arg)
{
	struct viewer *v = arg;
	struct ctx c = v->x->h.w.f.c;
	int64_t before = 0;
	c.mem = arena_new(REQUEST_ARENA_BYTES);
	c.writer = NULL;
	v->grew = !sn_failed(store_open(&c.store, &v->x->h.w.f.config));
	for (int i = 0; i < VIEWS && v->grew; i++) {
		struct cache_progress p;
		int64_t given = 0;
		v->grew = !sn_failed(cache_progress(v->x->h.api.cache, &c, &v->x->h.w.cycle,
						    v->x->h.w.orgs[LEAGUE].path, &p));
		for (size_t r = 0; v->grew && r < p.count; r++)
			given += p.rows[r].given[EVIDENCE_C];
		v->grew = v->grew && given >= before;
		before = given;
		arena_reset(c.mem);
	}
	store_close(c.store);
	arena_free(c.mem);
	return NULL;
}

static void many(struct seen *x)
{
	pthread_t threads[VIEWERS];
	struct viewer viewers[VIEWERS];
	struct delivery_result result;
	x->h.w.f.tick_us = 0; /* the fixture's clock is not of several threads */
	for (int i = 0; i < VIEWERS; i++) {
		viewers[i] = (struct viewer){.x = x};
		(void)pthread_create(&threads[i], NULL, view, &viewers[i]);
	}
	for (int i = 2; i < 8; i++) {
		const struct delivery_item item = world_item(&x->h.w, &x->people[i]);
		world_deliver(&x->h.w, &item, 1, &result);
	}
	for (int i = 0; i < VIEWERS; i++) {
		(void)pthread_join(threads[i], NULL);
		OK(viewers[i].grew, "a viewer among many never sees figures go back");
	}
	const struct answer a = http_ask(
		&x->h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/progress?org=150300"});
	EQ_I64(total(&a, "given"), 9, "and the last answer has everything");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct seen *x = calloc(1, sizeof *x);
		open_seen(x, engine);
		progress(x);
		the_missing(x);
		custody(x);
		report(x);
		report_is_kept(x);
		workbench(x);
		beside(x);
		many(x);
		cache_free(x->h.api.cache);
		http_world_close(&x->h);
		free(x);
	}
	return tap_done();
}
