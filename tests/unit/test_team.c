/* Sites, teams and foremen, on both engines: what a roster named is joined by name, what is said is kept, and a foreman
 * confirms his own people only. */
#include "care_world.h"
#include "people/team.h"
#include "tap.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

struct act {
	struct world *w;
	struct team_site_new site;
	struct team_new team;
	const char *led;
	struct uuid foreman_id;
	struct team_site site_out;
	struct team team_out;
	bool changed;
};
static struct sn_err site_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return team_site_set(c, &a->site, &a->site_out, &a->changed);
}
static struct sn_err team_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return team_set(c, &a->team, &a->team_out, &a->changed);
}
static struct sn_err foreman_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	SN_TRY(team_find(c, &a->w->orgs[COUNTY], str_of(a->led), &a->team_out));
	return team_foreman_set(c, &a->team_out, a->foreman_id);
}
static struct sn_err lead(struct world *w, const char *team, struct uuid user_id)
{
	struct act a = {.w = w, .led = team, .foreman_id = user_id};
	return world_as(w, MAKER, foreman_work, &a);
}

/* A synthetic person in a team of the county. */
struct newcomer {
	struct world *w;
	int n;
	const char *team, *site;
	struct person out;
};
static struct sn_err newcomer_work(struct ctx *c, void *arg)
{
	struct newcomer *x = arg;
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	const struct id_number id = world_id(x->n);
	char name[8] = "合";
	(void)text_put(name + 3, 0x4E00 + (uint32_t)x->n);
	return people_add(c,
			  &(const struct person_new){.shard = x->w->orgs[COUNTY].shard,
						     .org_no = x->w->orgs[COUNTY].org_no,
						     .id = &id,
						     .name = str_of(name),
						     .team = str_of(x->team),
						     .site = str_of(x->site),
						     .categories = &category,
						     .categories_count = 1},
			  &x->out);
}
static struct person newcomer(struct world *w, int n, const char *team, const char *site)
{
	struct newcomer x = {.w = w, .n = n, .team = team, .site = site};
	fixture_must(world_as(w, MAKER, newcomer_work, &x), "a person");
	return x.out;
}

static void count_finding(void *self, const char *what, int64_t shard, struct uuid id)
{
	(void)what;
	(void)shard;
	(void)id;
	(*(int *)self)++;
}

static void test_sites_and_teams(enum fixture_engine engine)
{
	struct world w;
	struct team_site *sites = NULL;
	struct team *teams = NULL, team;
	struct team_member *members = NULL;
	size_t count = 0;
	int findings = 0;
	care_world_open(&w, engine);
	const struct org *county = &w.orgs[COUNTY];
	(void)newcomer(&w, 1, "一班", "东街");
	(void)newcomer(&w, 2, "一班", "东街");
	fixture_must(team_sites(&w.f.c, county, &sites, &count), "sites");
	EQ_I64((int64_t)count, 1, "a roster's site is a site");
	OK(count == 1 && !sites[0].kind_known, "of which nobody has said what it is");
	struct act a = {.w = &w,
			.site = {.shard = county->shard,
				 .org_no = county->org_no,
				 .name = STR("东街"),
				 .address = STR("东街12号"),
				 .kind = TEAM_SITE_SWEEPING}};
	fixture_must(world_as(&w, MAKER, site_work, &a), "site");
	OK(a.changed && a.site_out.kind == TEAM_SITE_SWEEPING, "what it is can be said");
	fixture_must(world_as(&w, MAKER, site_work, &a), "again");
	OK(!a.changed, "the same again changes nothing");
	a.site.kind = TEAM_SITE_TRANSFER;
	fixture_must(world_as(&w, MAKER, site_work, &a), "corrected");
	OK(a.changed && a.site_out.kind == TEAM_SITE_TRANSFER, "it can be corrected");
	a.site.name = STR("  ");
	REASON(world_as(&w, MAKER, site_work, &a), "missing_field", "a site has a name");
	a.team = (struct team_new){.shard = county->shard,
				   .org_no = county->org_no,
				   .name = STR("一班"),
				   .site = STR("西街")};
	REASON(world_as(&w, MAKER, team_work, &a), "no_such_site", "a site nobody knows");
	a.team.site = STR("东街");
	fixture_must(world_as(&w, MAKER, team_work, &a), "team");
	EQ_STR(a.team_out.site.at, "东街", "a team works at its site");
	REASON(lead(&w, "二班", w.users[FIRST_HAND].user_id), "no_such_team",
	       "a team nobody knows");
	REASON(lead(&w, "一班", UUID_NULL), "foreman_is_none", "nobody to relieve");
	fixture_must(lead(&w, "一班", w.users[FIRST_HAND].user_id), "foreman");
	fixture_must(lead(&w, "一班", w.users[SECOND_HAND].user_id), "another foreman");
	fixture_must(team_list(&w.f.c, county, &teams, &count), "teams");
	EQ_I64((int64_t)count, 1, "one team");
	EQ_I64(teams[0].members, 2, "with its members from the roster");
	OK(uuid_eq(teams[0].foreman_id, w.users[SECOND_HAND].user_id), "one foreman at a time");
	fixture_must(team_find(&w.f.c, county, STR(" 一班 "), &team), "found");
	fixture_must(team_members(&w.f.c, &team, &members, &count), "members");
	EQ_I64((int64_t)count, 2, "two members");
	fixture_must(team_verify(&w.f.c, count_finding, &findings), "verify");
	EQ_I64(findings, 0, "nothing is found");
	care_world_close(&w);
}

/* Thirty kits in a foreman's custody are his until each name is confirmed. */
static void test_foreman(enum fixture_engine engine)
{
	struct world w;
	struct delivery_item items[2];
	struct delivery_result out[2];
	care_world_open(&w, engine);
	const struct person mine = newcomer(&w, 1, "一班", NULL),
			    other = newcomer(&w, 2, "二班", NULL),
			    none = newcomer(&w, 3, NULL, NULL);
	(void)world_entitle(&w, REGION);
	fixture_must(lead(&w, "一班", w.users[FIRST_HAND].user_id), "foreman");
	world_goods(&w, (struct world_goods){.org_no = w.orgs[COUNTY].org_no,
					     .lot = 1,
					     .quantity = 30,
					     .holder_id = w.users[FIRST_HAND].user_id});
	EQ_I64(world_pieces(&w, ACCOUNT_CUSTODY), 30, "the foreman has custody of thirty");
	items[0] = world_item(&w, &mine);
	items[1] = world_item(&w, &other);
	world_deliver(&w, items, 2, out);
	OK(out[0].outcome == DELIVERY_AWARDED, "he confirms one of his own");
	REASON(out[1].why, "not_his_team", "not one of another team");
	EQ_I64(world_pieces(&w, ACCOUNT_CUSTODY), 29, "29 are still his");
	items[0] = world_item(&w, &none);
	world_deliver(&w, items, 1, out);
	REASON(out[0].why, "not_his_team", "not one without a team");
	world_deliver_as(&w, MAKER, &items[1], 1, out);
	OK(out[0].outcome == DELIVERY_AWARDED, "a maker hands in what another attests");
	fixture_must(lead(&w, "一班", UUID_NULL), "relieved");
	world_deliver(&w, items, 1, out);
	OK(out[0].outcome == DELIVERY_AWARDED, "who is no foreman any more gives to all again");
	EQ_I64(world_findings(&w), 0, "the books agree");
	care_world_close(&w);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		test_sites_and_teams(engine);
		test_foreman(engine);
	}
	return tap_done();
}
