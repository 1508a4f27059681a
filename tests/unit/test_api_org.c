/* Unions through the API: the tree a level at a time, search, history; changes, and previews that tell what they do. */
#include "http_world.h"
#include "org/partner.h"

/* A second league with a maker of its own, and a checker who reaches the first county alone. */
enum { OTHER_MAKER = WORLD_USERS, COUNTY_CHECKER, ADMIN_USER, MORE_USERS };
struct more {
	struct world *w;
	struct user users[MORE_USERS];
};

static struct sn_err more_work(struct ctx *c, void *arg)
{
	struct more *m = arg;
	struct org made;
	const struct {
		const char *login;
		enum rights_role role;
		const char *org;
	} rows[] = {{"othermaker", ROLE_MAKER, "150400"},
		    {"countychecker", ROLE_CHECKER, "150302"},
		    {"sysadmin", ROLE_ADMIN, NULL}};
	SN_TRY(org_add(c,
		       &(const struct org_new){.code = STR("150400"),
					       .parent_code = STR("150000"),
					       .name = STR("赤峰市总工会"),
					       .kind = ORG_GENERAL,
					       .level = 2,
					       .official_order = 9,
					       .from_day = 20000101},
		       &made, NULL));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct org org = {.org_no = 0};
		struct user *u = &m->users[OTHER_MAKER + i];
		if (rows[i].org)
			SN_TRY(org_find(c, str_of(rows[i].org), 0, &org));
		SN_TRY(rights_user_add(c,
				       &(const struct user){.login = str_of(rows[i].login),
							    .name = str_of(rows[i].login),
							    .org_no = org.org_no},
				       u));
		SN_TRY(rights_grant_add(c, &(const struct rights_grant){.user_id = u->user_id,
									.role = rows[i].role,
									.org_no = org.org_no}));
	}
	return SN_SUCCESS;
}

/* The same ask as one of the users that are not the world's. */
static struct answer ask_as(struct http_world *h, const struct more *m, int who, const char *method,
			    const char *target, const char *body)
{
	const struct user kept = h->w.users[AUDITOR];
	h->w.users[AUDITOR] = m->users[who];
	const struct answer a = http_ask(h, (struct ask){AUDITOR, method, target, body});
	h->w.users[AUDITOR] = kept;
	return a;
}
static const char *item(const struct answer *a, size_t i, const char *key)
{
	const struct json_value items = json_find(&a->root, "items");
	const struct json_value one = json_at(&items, i);
	struct str text = STR_NULL;
	return sn_failed(json_get_text_or(&one, key, &text)) || !text.at ? "" : text.at;
}
static int64_t item_int(const struct answer *a, size_t i, const char *key)
{
	const struct json_value items = json_find(&a->root, "items");
	const struct json_value one = json_at(&items, i);
	int64_t value = -1;
	return sn_failed(json_get_int_or(&one, key, &value)) ? -1 : value;
}
static size_t count_of(const struct answer *a, const char *key)
{
	const struct json_value list = json_find(&a->root, key);
	return json_count(&list);
}

static void the_tree(struct http_world *h, const struct more *m)
{
	char target[256];
	struct answer a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs"});
	EQ_I64((int64_t)http_items(&a), 1, "the roots");
	EQ_STR(item(&a, 0, "code"), "150000", "the region");
	EQ_I64(item_int(&a, 0, "children"), 2, "with its leagues");
	EQ_I64(item_int(&a, 0, "below"), 4, "and all below");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?parent=150000&limit=1"});
	EQ_STR(item(&a, 0, "code"), "150300", "in official order");
	(void)snprintf(target, sizeof target, "/api/v1/orgs?parent=150000&limit=1&after=%s",
		       http_text(&a, "next"));
	a = http_ask(h, (struct ask){MAKER, "GET", target});
	EQ_STR(item(&a, 0, "code"), "150400", "the page after it skips the first one's subtree");
	EQ_STR(http_text(&a, "next"), "", "and is the last");
	a = ask_as(h, m, COUNTY_CHECKER, "GET", "/api/v1/orgs?parent=150300", NULL);
	EQ_I64((int64_t)http_items(&a), 1,
	       "a county's checker sees his county, not the one beside it");
	EQ_STR(item(&a, 0, "code"), "150302", "his");
	a = ask_as(h, m, COUNTY_CHECKER, "GET", "/api/v1/orgs", NULL);
	EQ_I64(item_int(&a, 0, "children"), 1, "children that he may not see are not counted");
	a = ask_as(h, m, COUNTY_CHECKER, "GET", "/api/v1/orgs?parent=150400", NULL);
	EQ_I64(a.status, 403, "another league's level is refused");
	a = ask_as(h, m, ADMIN_USER, "GET", "/api/v1/orgs?parent=150300", NULL);
	EQ_I64((int64_t)http_items(&a), 2, "who manages the system sees the tree");
}

static void finding(struct http_world *h, const struct more *m)
{
	struct answer a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150302/aliases",
						   "{\"alias\":\"海勃湾工会\"}"});
	EQ_I64(a.status, 200, "an alias is added");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?find=海勃湾工会"});
	EQ_STR(item(&a, 0, "code"), "150302", "and finds the union");
	EQ_STR(item(&a, 0, "known_as"), "海勃湾工会", "which says by what");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?find=海"});
	EQ_I64((int64_t)http_items(&a), 3, "a part of a name finds all: league and both counties");
	a = ask_as(h, m, COUNTY_CHECKER, "GET", "/api/v1/orgs?find=海南", NULL);
	EQ_I64((int64_t)http_items(&a), 0, "what one may not see is not found");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150302"});
	EQ_I64((int64_t)count_of(&a, "aliases"), 1, "one union shows its aliases");
	EQ_I64((int64_t)count_of(&a, "above"), 2, "and the way down to it");
	a = ask_as(h, m, COUNTY_CHECKER, "GET", "/api/v1/orgs/150303", NULL);
	EQ_I64(a.status, 403, "a foreign union is refused");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/nowhere"});
	EQ_STR(a.code, "no_such_org", "an unknown one is not there");
}

static void changing(struct http_world *h, const struct more *m)
{
	const char add[] = "{\"code\":\"150304\",\"name\":\"乌达区总工会\",\"parent\":\"150300\","
			   "\"kind\":\"general\",\"level\":3,\"order\":7}";
	struct answer a = ask_as(h, m, OTHER_MAKER, "POST", "/api/v1/orgs", add);
	EQ_STR(a.code, "not_granted", "a maker elsewhere adds nothing there");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs", add});
	EQ_STR(http_text(&a, "code"), "150304", "a union is added");
	a = http_ask(h,
		     (struct ask){CHECKER, "POST", "/api/v1/orgs/150304/name", "{\"name\":\"x\"}"});
	EQ_I64(a.status, 403, "a checker renames nothing");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150304/name",
				     "{\"name\":\"乌达区总工会（新）\"}"});
	EQ_I64(a.status, 200, "it is renamed");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150300/split",
				     "{\"code\":\"150310\",\"name\":\"海南片工会\","
				     "\"children\":[\"150303\"]}"});
	EQ_STR(http_text(&a, "code"), "150310", "a new union takes over a child");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?parent=150310"});
	EQ_STR(item(&a, 0, "code"), "150303", "which stands below it at once");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150304/history"});
	EQ_I64((int64_t)http_items(&a), 2, "what happened is kept");
	EQ_STR(item(&a, 0, "kind"), "rename", "newest first");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?find=乌达区总工会"});
	EQ_STR(item(&a, 0, "code"), "150304", "it is still found by what it was called");
}

static void moving(struct http_world *h, const struct more *m)
{
	char body[200];
	struct person people[3];
	world_people(&h->w,
		     (struct world_people){.org = COUNTY, .first = 0, .count = 3, .out = people});
	world_goods(&h->w, (struct world_goods){
				   .org_no = h->w.orgs[COUNTY].org_no, .lot = 1, .quantity = 5});
	struct answer a =
		ask_as(h, m, OTHER_MAKER, "GET", "/api/v1/orgs/150302/move?to=150400", NULL);
	EQ_STR(a.code, "not_granted",
	       "who does not stand over both places is not shown the preview");
	a = ask_as(h, m, OTHER_MAKER, "POST", "/api/v1/orgs/150302/move", "{\"to\":\"150400\"}");
	EQ_STR(a.code, "not_granted", "nor does he move it");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150302/move?to=150300"});
	EQ_STR(a.code, "reorg_nothing", "a move to where it stands is none");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150300/move?to=150302"});
	EQ_STR(a.code, "org_loop", "nothing moves below itself, and the preview says so");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150302/move?to=150400"});
	EQ_I64(a.status, 200, "the preview");
	EQ_I64(http_int(&a, "unions"), 1, "counts unions");
	EQ_I64(http_int(&a, "people"), 3, "people");
	EQ_I64(http_int(&a, "users"), WORLD_USERS + 1, "users");
	EQ_I64(http_int(&a, "grants_with"), 1, "roles that come along");
	EQ_I64((int64_t)count_of(&a, "accounts"), 2,
	       "accounts that are not empty: supply and stock");
	EQ_I64((int64_t)count_of(&a, "grants"), 1, "and who reaches it from then on");
	EQ_I64((int64_t)count_of(&a, "cycles"), 0, "the region's cycle stays the same");
	(void)snprintf(body, sizeof body, "{\"to\":\"150400\",\"version\":%lld}",
		       (long long)http_int(&a, "version"));
	(void)http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150302/aliases",
				       "{\"alias\":\"湾区工会\"}"});
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150302/move", body});
	EQ_STR(a.code, "reorg_changed", "a preview that is behind the tree moves nothing");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150302/move?to=150400"});
	(void)snprintf(body, sizeof body, "{\"to\":\"150400\",\"version\":%lld}",
		       (long long)http_int(&a, "version"));
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150302/move", body});
	EQ_I64(a.status, 200, "with today's it is moved");
	a = ask_as(h, m, OTHER_MAKER, "GET", "/api/v1/orgs?parent=150400", NULL);
	EQ_STR(item(&a, 0, "code"), "150302",
	       "and stands under the new one, for whom the preview named");
}

static void merging(struct http_world *h)
{
	struct answer a =
		http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150310/merge?into=150304"});
	EQ_I64(http_int(&a, "children"), 1, "the preview of a merger counts whom it moves");
	EQ_I64(http_int(&a, "unions"), 2, "and all that is below");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/orgs/150310/merge",
				     "{\"into\":\"150304\"}"});
	EQ_STR(http_text(&a, "until"), "2024-10-26", "it ends on the day");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs/150310"});
	EQ_STR(http_text(&a, "code"), "150304", "its code finds the one that took it in");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?parent=150304"});
	EQ_STR(item(&a, 0, "code"), "150303", "where its child stands now");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/orgs?find=海南片"});
	EQ_STR(item(&a, 0, "code"), "150304", "and its old name finds it too");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		struct more m;
		http_world_open(&h, engine);
		m.w = &h.w;
		fixture_must(store_write(&h.w.f.c, more_work, &m), "more users");
		the_tree(&h, &m);
		finding(&h, &m);
		changing(&h, &m);
		moving(&h, &m);
		merging(&h);
		http_world_close(&h);
	}
	return tap_done();
}
