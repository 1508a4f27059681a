/* Pictures, scans and sign-off sheets through the API: whole names and faces go out only on the trail; both engines. */
#include "care/size.h"
#include "care/visit.h"
#include "http_world.h"

#define PDF  STR("%PDF-1.7\n1 0 obj % synthetic\n%%EOF\n")
#define LIST "/api/v1/attachments"
static const enum world_user OUTSIDER = SECOND_HAND; /* distributes in another county */

struct step {
	struct world *w;
	struct visit visit;
};
/* By the program itself: he goes to another county. */
static struct sn_err move_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	struct rights_grant grant = {.user_id = w->users[OUTSIDER].user_id,
				     .role = ROLE_DISTRIBUTOR,
				     .org_no = w->orgs[REGION].org_no};
	SN_TRY(rights_grant_end(c, &grant));
	grant.org_no = w->orgs[OTHER_COUNTY].org_no;
	return rights_grant_add(c, &grant);
}
static struct sn_err visit_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	return visit_add(c,
			 &(const struct visit){.visit_id = new_id(c),
					       .org_no = s->w->orgs[COUNTY].org_no,
					       .cycle_no = s->w->cycle.cycle_no,
					       .day = 20241026,
					       .site = STR("城区 清扫现场")},
			 &s->visit);
}

static struct answer get(struct http_world *h, enum world_user who, const char *target)
{
	return http_ask(h, (struct ask){who, "GET", target});
}
static const char *adding(struct http_world *h, struct uuid id, const char *more)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	return arena_printf(h->w.f.c.mem, LIST "?for=visit&of=%s%s", text, more);
}
static struct answer add(struct http_world *h, enum world_user who, const char *target,
			 struct str file)
{
	return http_ask(h, (struct ask){.who = who,
					.method = "POST",
					.target = target,
					.upload = file,
					.upload_name = "scan.pdf"});
}
static int64_t trail(struct http_world *h, const char *query)
{
	char target[256];
	(void)snprintf(target, sizeof target, "/api/v1/audit?org=150000&limit=200&%s", query);
	const struct answer a = get(h, AUDITOR, target);
	EQ_I64(a.status, 200, "the trail is read");
	return (int64_t)http_items(&a);
}

static void adds(struct http_world *h, struct uuid visit)
{
	struct answer a = add(h, MAKER, adding(h, visit, "&consent=no&caption=p.1"), PDF);
	EQ_I64(a.status, 201, "a maker adds a scan of a visit");
	EQ_STR(http_text(&a, "type"), "application/pdf", "its kind by its content");
	EQ_STR(http_text(&a, "consent"), "no", "what people in it said");
	EQ_I64(trail(h, "act=change&kind=attachment"), 1, "the trail knows it");
	a = add(h, FIRST_HAND, adding(h, visit, "&consent=not-needed"), PDF);
	EQ_I64(a.status, 201, "a distributor adds one of his union");
	a = add(h, CHECKER, adding(h, visit, "&consent=no"), PDF);
	EQ_I64(a.status, 403, "a checker adds none");
	a = add(h, OUTSIDER, adding(h, visit, "&consent=no"), PDF);
	EQ_STR(a.code, "not_granted", "nor does who is of another union");
	a = add(h, MAKER, adding(h, visit, ""), PDF);
	EQ_STR(a.code, "attachment_consent", "somebody must say whether people agreed");
	a = add(h, MAKER, adding(h, visit, "&consent=no"), STR("<html>photo.jpg"));
	EQ_STR(a.code, "attachment_kind", "what is no picture is refused, with the reason");
	a = add(h, MAKER, adding(h, visit, "&consent=no"), STR("%PDF-1.7 cut"));
	EQ_STR(a.code, "attachment_broken", "so is what was cut off");
	a = add(h, MAKER, adding(h, visit, "&consent=no"), STR(""));
	EQ_STR(a.code, "attachment_kind", "and an empty file");
	a = add(h, MAKER, adding(h, h->w.users[MAKER].user_id, "&consent=no"), PDF);
	EQ_STR(a.code, "no_such_visit", "what it belongs to must be there");
	a = add(h, MAKER, LIST "?for=visit&consent=no", PDF);
	EQ_STR(a.code, "missing_field", "and be named");
}

static void shows(struct http_world *h, struct uuid visit)
{
	char target[128];
	struct answer a = get(h, CHECKER, adding(h, visit, ""));
	EQ_I64((int64_t)http_items(&a), 2, "a checker sees those of the visit");
	EQ_STR(http_item_text(&a, "items", 0, "caption"), "p.1", "with their words");
	a = get(h, AUDITOR, LIST "?org=150300");
	EQ_I64((int64_t)http_items(&a), 2, "the union above those of all below it");
	a = get(h, CHECKER, adding(h, visit, "&limit=1"));
	(void)snprintf(target, sizeof target, "&limit=1&after=%s", http_text(&a, "next"));
	a = get(h, CHECKER, adding(h, visit, target));
	EQ_I64((int64_t)http_items(&a), 1, "page by page");
	EQ_STR(http_text(&a, "next"), "", "to the end");
	(void)snprintf(target, sizeof target, LIST "/%s",
		       http_item_text(&a, "items", 0, "attachment_id"));
	EQ_I64(get(h, OUTSIDER, adding(h, visit, "")).status, 403, "not for another union");
	EQ_I64(get(h, OUTSIDER, LIST "?org=150302").status, 403, "nor by its code");
	EQ_I64(get(h, OUTSIDER, target).status, 403, "nor the file itself");
	EQ_I64(trail(h, "act=export&kind=attachment"), 0, "nobody has looked at one");
	EQ_I64(get(h, APPROVER, target).status, 200, "its file is fetched");
	EQ_I64(trail(h, "act=export&kind=attachment"), 1, "and that is on the trail");
	a = get(h, CHECKER, LIST "/0192c8a4-6f00-7aaa-8bbb-0123456789ab");
	EQ_STR(a.code, "no_such_attachment", "none of that id");
}

/* ---- the sign-off sheet ---- */

#define SHEET "/api/v1/cycles/hw-2024/sign-sheet"
static struct json_value team_at(const struct answer *a, size_t i)
{
	static struct json_value teams; /* stays: a value knows its way from the root */
	teams = json_find(&a->root, "teams");
	return json_at(&teams, i);
}
static int64_t rows_of(const struct answer *a, size_t team)
{
	const struct json_value t = team_at(a, team), rows = json_find(&t, "rows");
	return (int64_t)json_count(&rows);
}
static void signs(struct http_world *h)
{
	struct answer a = get(h, MAKER, SHEET "?org=150302");
	EQ_STR(a.code, "missing_field", "whole names need a purpose");
	EQ_I64(get(h, CHECKER, SHEET "?org=150302&purpose=delivery").status, 403,
	       "who hands nothing over sees none");
	EQ_I64(get(h, OUTSIDER, SHEET "?org=150302&purpose=delivery").status, 403,
	       "nor does who is of another union");
	EQ_I64(trail(h, "act=export&kind=sign-sheet"), 0, "nobody has had one");
	a = get(h, FIRST_HAND, SHEET "?org=150302&purpose=delivery");
	EQ_I64(a.status, 200, "a distributor has his union's");
	EQ_I64(rows_of(&a, 0), 3, "a row for each gift that is open");
	const struct json_value team = team_at(&a, 0), rows = json_find(&team, "rows"),
				row = json_at(&rows, 0), item = json_find(&row, "item");
	struct str name = STR_NULL, kit = STR_NULL;
	int64_t quantity = 0;
	fixture_must(json_get_text(&row, "name", &name), "a name");
	fixture_must(json_get_text(&item, "code", &kit), "an item");
	fixture_must(json_get_int(&row, "quantity", &quantity), "a quantity");
	OK(memmem(name.at, name.bytes, "*", 1) == NULL, "names are whole");
	OK(str_is(kit, "kit:2024-hw"), "what is handed over");
	EQ_I64(quantity, 1, "and how much of it");
	EQ_I64(trail(h, "act=export&kind=sign-sheet"), 1, "the trail has who had it");
	a = get(h, FIRST_HAND, SHEET "?org=150302&purpose=delivery&team=none");
	EQ_I64(rows_of(&a, 0), 3, "people in no team can be asked for");
	a = get(h, FIRST_HAND,
		SHEET "?org=150302&purpose=delivery&team=0192c8a4-6f00-7aaa-8bbb-0123456789ab");
	const struct json_value none = json_find(&a.root, "teams");
	EQ_I64((int64_t)json_count(&none), 0, "a team of nobody has no sheet");
	a = get(h, MAKER, SHEET "?org=150302&purpose=fun");
	EQ_I64(a.status, 400, "a purpose is one of those there are");
}

/* A coat that comes in sizes, and one person who has said his. */
struct sizing {
	struct world *w;
	struct item item;
};
static struct sn_err size_work(struct ctx *c, void *arg)
{
	struct sizing *z = arg;
	const struct item item = {.code = STR("kit:2024-hw/L"),
				  .name = STR("防寒服 L"),
				  .size = STR("L"),
				  .unit = UNIT_PIECE};
	const struct size_scope_ask ask = {.cycle = STR("hw-2024"), .org = z->w->orgs[COUNTY]};
	const struct id_number id = world_id(0);
	struct size_line line = {.has_id = true, .size = STR("L")};
	struct size_result result;
	struct size_scope scope;
	SN_TRY(goods_item_add(c, &item, NULL, 0, &z->item));
	SN_TRY(size_scope_read(c, &ask, &scope));
	line.id_hash = people_id_hash(c->keys, &id);
	SN_TRY(size_collect(c, &scope, &(const struct size_lines){.lines = &line, .count = 1},
			    &result));
	return result.why;
}
static void sizes(struct http_world *h)
{
	struct sizing z = {.w = &h->w};
	int64_t missing = 0, coats = 0;
	fixture_must(world_as(&h->w, MAKER, size_work, &z), "a size is said");
	const struct answer a = get(h, FIRST_HAND, SHEET "?org=150302&purpose=delivery");
	const struct json_value team = team_at(&a, 0), rows = json_find(&team, "rows");
	for (size_t i = 0; i < json_count(&rows); i++) {
		const struct json_value row = json_at(&rows, i), item = json_find(&row, "item");
		struct str code = STR_NULL;
		bool untold = false;
		fixture_must(json_get_text(&item, "code", &code), "an item, never cash");
		fixture_must(json_get_bool(&row, "size_missing", &untold), "a size");
		missing += untold;
		coats += str_is(code, "kit:2024-hw/L");
	}
	EQ_I64(coats, 1, "the sheet names the size that he wears");
	EQ_I64(missing, 2, "and says of whom no size is known");
}

static void run(enum fixture_engine engine)
{
	struct http_world h;
	struct person people[3];
	struct step s = {.w = &h.w};
	http_world_open(&h, engine);
	h.w.f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&h.w.f.c, move_work, &h.w), "an outsider");
	fixture_must(world_as(&h.w, MAKER, visit_work, &s), "a visit");
	adds(&h, s.visit.visit_id);
	shows(&h, s.visit.visit_id);
	world_people(&h.w, (struct world_people){.org = COUNTY, .count = 3, .out = people});
	(void)world_entitle(&h.w, COUNTY);
	signs(&h);
	sizes(&h);
	http_world_close(&h);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
