/* Cycles through the API: programmes and their versions, what a cycle gives, what comes next, last year's copied. */
#include "http_world.h"

#define DOCUMENT(version, from, standard)                                                          \
	"{\"schema\":1,\"code\":\"campaign\",\"version\":" version                                 \
	",\"name\":{\"zh\":\"慰问\",\"en\":\"Campaign\"},\"kind\":\"campaign\",\"effective\":{"  \
	"\"from\":\"" from "\",\"until\":null},\"source\":\"a test\",\"eligibility\":{"            \
	"\"categories\":[\"环卫工\"],\"rules\":[{\"kind\":\"gap\",\"days\":300,\"source\":\"a " \
	"test\"}]},\"benefits\":[{\"code\":\"gift\",\"items\":[\"kit:2024-hw\",\"cash\"],"         \
	"\"standard_fen\":" standard ",\"set_by\":\"自治区总工会\",\"source\":\"a test\"}]," \
	"\"caps\":[{\"rule\":\"campaign.person-year\",\"period\":\"year\",\"max_fen\":30000,"      \
	"\"source\":\"a test\"}],\"sources\":[\"UPPER\",\"OWN\"]}"

static struct json_value at(const struct answer *a, const char *list, size_t i)
{
	static struct json_value held;
	held = json_find(&a->root, list);
	return json_at(&held, i);
}
static const char *text(const struct json_value *v, const char *key)
{
	struct str out = STR_NULL;
	return sn_failed(json_get_text_or(v, key, &out)) || !out.at ? "" : out.at;
}

static struct sn_err everywhere_work(struct ctx *c, void *user)
{
	return rights_grant_add(
		c, &(const struct rights_grant){.user_id = ((const struct user *)user)->user_id,
						.role = ROLE_MAKER});
}

static void programmes(struct http_world *h)
{
	const char two[] = DOCUMENT("2", "2025-01-01", "22000");
	struct answer a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/programmes"});
	EQ_I64((int64_t)http_items(&a), 1, "the programmes' versions");
	a = http_ask(h, (struct ask){CHECKER, "POST", "/api/v1/programmes", two});
	EQ_I64(a.status, 403, "a checker loads none");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/programmes", two});
	EQ_STR(a.code, "not_granted_to_all",
	       "nor does a maker of one region: rules are everybody's");
	fixture_must(store_write(&h->w.f.c, everywhere_work, &h->w.users[MAKER]), "grant");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/programmes", "{\"schema\":1}"});
	EQ_I64(a.status, 400, "a document that lacks fields is refused");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/programmes",
				     DOCUMENT("2", "2023-01-01", "22000")});
	EQ_STR(a.code, "programme_overlap", "a later version begins later");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/programmes", two});
	EQ_I64(a.status, 201, "a maker everywhere loads the next version");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/programmes", two});
	EQ_I64(a.status, 200, "the same again changes nothing");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/programmes",
				     DOCUMENT("3", "2026-01-01", "null")});
	const struct json_value row = json_find(&a.root, "programme");
	EQ_STR(text(&row, "unset"), "$.benefits[0].standard_fen", "what nobody has set is named");
	EQ_STR(text(&row, "unset_by"), "自治区总工会", "with who sets it");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/programmes/campaign?version=2"});
	const struct json_value document = json_find(&a.root, "document");
	const struct json_value sources = json_find(&document, "sources");
	EQ_I64((int64_t)json_count(&sources), 2, "one version shows its whole document");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/programmes/campaign"});
	const struct json_value now = json_find(&a.root, "programme");
	int64_t version = 0;
	fixture_must(json_get_int(&now, "version", &version), "version");
	EQ_I64(version, 1, "without a version: the one in force today");
}

static void rules(struct http_world *h)
{
	struct answer a =
		http_ask(h, (struct ask){FIRST_HAND, "GET", "/api/v1/cycles/hw-2024/rules"});
	EQ_I64(a.status, 200, "a distributor sees what is given");
	struct json_value gift = at(&a, "benefits", 0);
	EQ_STR(text(&gift, "code"), "gift", "the benefit");
	const struct json_value items = json_find(&gift, "items");
	EQ_I64((int64_t)json_count(&items), 1, "its items, cash apart");
	bool cash = false;
	fixture_must(json_get_bool(&gift, "cash", &cash), "cash");
	OK(cash, "it may be cash");
	struct json_value cap = at(&a, "caps", 0);
	EQ_STR(text(&cap, "period"), "year", "its caps");
}

static void rules_before(struct http_world *h)
{
	struct answer a =
		http_ask(h, (struct ask){CHECKER, "GET",
					 "/api/v1/programmes/campaign/rules?day=2025-10-01"});
	EQ_I64(http_int(&a, "version"), 2, "the rules on a day to come are those in force then");
	EQ_I64(http_int(&a, "gap_days"), 300, "with their gap");
	struct json_value gift = at(&a, "benefits", 0);
	int64_t fen = 0;
	fixture_must(json_get_int(&gift, "standard_fen", &fen), "standard");
	EQ_I64(fen, 22000, "and their standard");
}

static void what_comes_next(struct http_world *h)
{
	struct person p[1];
	bool may = true;
	struct answer a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/cycles/hw-2024/next"});
	EQ_STR(http_text(&a, "to"), "closed", "an open cycle is closed next");
	EQ_STR(http_text(&a, "role"), "maker", "by a maker");
	fixture_must(json_get_bool(&a.root, "may", &may), "may");
	OK(!may, "a checker may not");
	const struct json_value why = json_find(&a.root, "why");
	EQ_STR(text(&why, "code"), "not_granted", "and is told why");
	world_people(&h->w, (struct world_people){.org = COUNTY, .count = 1, .out = p});
	world_goods(&h->w, (struct world_goods){.org_no = h->w.orgs[COUNTY].org_no,
						.lot = 1,
						.quantity = 2,
						.holder_id = h->w.users[FIRST_HAND].user_id});
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/next"});
	fixture_must(json_get_bool(&a.root, "may", &may), "may");
	OK(may, "the maker may");
	struct json_value block = at(&a, "blocks", 0);
	EQ_STR(text(&block, "kind"), "custody", "what is left in custody is in the way");
	EQ_STR(text(&block, "item"), "慰问礼包", "by its name");
	const struct json_value holder = json_find(&block, "holder");
	EQ_STR(text(&holder, "login"), "first", "and by who holds it");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles/hw-2024/state",
				     "{\"to\":\"closed\"}"});
	EQ_STR(a.code, "custody_left", "the step itself refuses for what the list named");
}

static void copying(struct http_world *h)
{
	const char ask[] =
		"{\"code\":\"hw-2025\",\"from\":\"2025-10-01\",\"until\":\"2025-12-01\"}";
	struct answer a = http_ask(h, (struct ask){CHECKER, "GET",
						   "/api/v1/cycles/hw-2024/copy?code=hw-2025&from="
						   "2025-10-01"});
	EQ_I64(a.status, 403, "a checker copies nothing");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2024/copy?code=hw-2025"});
	EQ_STR(a.code, "missing_field", "the new first day is needed");
	a = http_ask(h,
		     (struct ask){MAKER, "GET",
				  "/api/v1/cycles/hw-2024/copy?code=hw-2025&from=2025-10-01&until="
				  "2025-12-01"});
	EQ_I64(a.status, 200, "the preview");
	EQ_STR(http_text(&a, "name"), "2025年环卫工人节慰问", "moves the name's year on");
	const struct json_value rows = json_find(&a.root, "rows");
	bool standard = false;
	for (size_t i = 0; i < json_count(&rows); i++) {
		const struct json_value row = json_at(&rows, i);
		int64_t was = 0, now = 0;
		if (strcmp(text(&row, "fact"), "standard") != 0)
			continue;
		fixture_must(json_get_int(&row, "was", &was), "was");
		fixture_must(json_get_int(&row, "now", &now), "now");
		standard = was == 20000 && now == 22000 &&
			   strcmp(text(&row, "change"), "changed") == 0;
	}
	OK(standard, "and names the standard that the newer version has changed");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles/hw-2025"});
	EQ_I64(a.status, 404, "a preview writes nothing");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles/hw-2024/copy", ask});
	EQ_I64(a.status, 201, "the draft is made");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles/hw-2024/copy", ask});
	EQ_I64(a.status, 200, "the same again finds it");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/cycles/hw-2025/changes"});
	EQ_STR(http_text(&a, "from"), "hw-2024", "what differs can be read at any time");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/cycles/hw-2024/changes"});
	EQ_STR(a.code, "copy_none", "of one that was not copied there is nothing to compare");
}

static void partners(struct http_world *h)
{
	const char add[] = "{\"code\":\"nm-zjt\",\"name\":\"内蒙古自治区住房和城乡建设厅\","
			   "\"kind\":\"government\",\"org\":\"150000\"}";
	struct answer a = http_ask(h, (struct ask){CHECKER, "POST", "/api/v1/partners", add});
	EQ_I64(a.status, 403, "a checker registers no partner");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/partners", add});
	EQ_I64(a.status, 201, "a maker does");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/partners/nm-zjt/aliases",
				     "{\"alias\":\"住建厅\"}"});
	EQ_I64(a.status, 200, "it gets an alias");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/partners/住建厅"});
	EQ_STR(http_text(&a, "code"), "nm-zjt", "which finds it");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/partners?kind=hospital"});
	EQ_I64((int64_t)http_items(&a), 0, "the list is by kind");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/partners/nm-zjt/close", "{}"});
	EQ_STR(http_text(&a, "closed"), "2024-10-26", "it is closed from today on");
}

static void actions(struct http_world *h)
{
	const char add[] = "{\"code\":\"care-hw\",\"name\":\"环卫工人关爱行动\",\"org\":\"150000\","
			   "\"first_year\":2015}";
	struct answer a = http_ask(h, (struct ask){CHECKER, "POST", "/api/v1/actions", add});
	EQ_I64(a.status, 403, "a checker creates no action");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/actions", add});
	EQ_I64(a.status, 201, "a maker does");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/actions/care-hw/cycles",
				     "{\"cycle\":\"hw-2024\"}"});
	EQ_I64(a.status, 200, "a cycle becomes a member");
	a = http_ask(h,
		     (struct ask){MAKER, "POST", "/api/v1/actions/care-hw/figures",
				  "{\"role\":\"target\",\"measure\":\"built\",\"unit\":\"station\","
				  "\"value\":3000,\"is\":\"about\",\"words\":\"近3000家\"}"});
	EQ_I64(a.status, 200, "a target is entered");
	a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/actions/care-hw/figures",
				     "{\"role\":\"opening\",\"measure\":\"built\",\"unit\":\"fen\","
				     "\"from_year\":2020,\"value\":1}"});
	EQ_STR(a.code, "action_bad_unit", "stations are not counted in money");
	a = http_ask(h, (struct ask){AUDITOR, "GET", "/api/v1/actions/care-hw"});
	EQ_I64(a.status, 200, "progress is read");
	struct json_value member = at(&a, "cycles", 0);
	EQ_STR(text(&member, "code"), "hw-2024", "with its cycles");
	bool promised = false;
	const struct json_value rows = json_find(&a.root, "rows");
	for (size_t i = 0; i < json_count(&rows); i++) {
		const struct json_value row = json_at(&rows, i);
		promised |= strcmp(text(&row, "measure"), "built") == 0 &&
			    strcmp(text(&row, "words"), "近3000家") == 0;
	}
	OK(promised, "and what was promised, in its own words");
	a = http_ask(h, (struct ask){MAKER, "DELETE", "/api/v1/actions/care-hw/cycles/hw-2024"});
	EQ_I64(a.status, 200, "the cycle is taken out");
	a = http_ask(h, (struct ask){MAKER, "DELETE", "/api/v1/actions/care-hw/cycles/hw-2024"});
	EQ_STR(a.code, "action_not_member", "once");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		http_world_open(&h, engine);
		programmes(&h);
		rules(&h);
		rules_before(&h);
		what_comes_next(&h);
		copying(&h);
		partners(&h);
		actions(&h);
		http_world_close(&h);
	}
	return tap_done();
}
