#ifndef SN_TESTS_CAMPAIGN_WORLD_H
#define SN_TESTS_CAMPAIGN_WORLD_H
/* campaign_world: care_world's region with everybody who has a hand in a campaign, several things in several sizes, sources
 * of money, suppliers, a foreman with his team, two budget lines; the dice; and our own count of what happened.
 *
 *   start   campaign_open(); below() throws the dice; tally_add() counts; campaign_close(). */
#include "care/handover.h"
#include "care/portion.h"
#include "care_world.h"
#include "ledger/budget.h"
#include "ledger/closing.h"
#include "ledger/donation.h"
#include "people/team.h"
#include "purchase_world.h"

enum { CASHIER = WORLD_USERS, KEEPER, KEEPER_2, FOREMAN, BOOKKEEPER, ACTORS };
enum { THING_KIT, THING_LARGE, THING_COAT, THING_SET, THINGS };
enum { BUDGET_OWN, BUDGET_UPPER, BUDGETS, NO_BUDGET = BUDGETS };
enum { TAKERS = 6, LINES = 3, ACTS_MAX = 64, LOTS_MAX = 4096, SUPPLIERS = 3 };

/* What happened, by our own count: fen by source, pieces by thing. */
struct tally {
	int64_t raised[FUND_SOURCES_COUNT], returned[FUND_SOURCES_COUNT];
	int64_t passed[FUND_SOURCES_COUNT]; /* allotted: away from one source, to another */
	int64_t spent[FUND_SOURCES_COUNT], given[FUND_SOURCES_COUNT], lost[FUND_SOURCES_COUNT];
	int64_t came_in[THINGS], handed[THINGS], broken[THINGS];
};
struct own_lot {
	int64_t lot_no, item_no, quantity, fen;
};

enum act_what {
	ACT_DOCUMENT,
	ACT_DONATION,
	ACT_DONATION_BACK,
	ACT_DELIVERY,
	ACT_DAMAGE,
	ACT_PORTION
};
enum act_state { ACT_OPEN, ACT_DONE, ACT_GONE };
/* One act, with all that was said, so that it can be said again. */
struct act {
	enum act_what what;
	enum act_state state;
	bool reversed;
	int actor;
	struct goods_plan plan; /* documents; plan.plan alone where they are of money */
	struct goods_line lines[LINES];
	struct money_line allot[LINES];
	size_t count;
	struct money amount;
	struct donor donor;
	struct uuid donation_id;
	int64_t receipt_no;
	int budget;
	int64_t came_back_fen; /* RETURN: into the region's own fund, and with it to its budget line */
	char number[32];
	struct document document;
	struct delivery_item item;
	struct handover_how how;
	struct handover_exchange exchange; /* exchange_id null: none */
	struct handover_attempt attempt;
	struct portion portion;
	struct tally by;
};
struct campaign {
	struct world w;
	struct uuid actors[ACTORS];
	int64_t things[THINGS];
	int64_t partners[SUPPLIERS];
	uint64_t seed;
	struct person takers[TAKERS];
	struct act acts[ACTS_MAX];
	size_t acts_count;
	struct tally all;
	struct own_lot lots[LOTS_MAX];
	size_t lots_count;
	int64_t budget_used[BUDGETS], budget_amount[BUDGETS];
	int64_t came_back_fen; /* at most so much came back to BUDGET_OWN, by returns or their reversals */
	int64_t receipts[WORLD_ORGS][2]; /* numbers used, 2024 and 2025 */
	int64_t people, invoice, refused, open;
	int64_t happened[DOCUMENT_KINDS_COUNT];
	int64_t delivered, doubles, by_proxy, portions, damaged, exchanged, donated, receipted,
		closed, cancelled, reversed, replayed, verified;
	char wrong[200];
};

static inline int64_t below(struct campaign *k, int64_t n)
{
	uint64_t z = (k->seed += 0x9E3779B97F4A7C15U); /* splitmix64 */
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return (int64_t)((z ^ z >> 31) % (uint64_t)n);
}
/* The first thing that is wrong is what is told. */
static inline void differs(struct campaign *k, const char *what)
{
	if (!k->wrong[0])
		(void)snprintf(k->wrong, sizeof k->wrong, "%s", what);
}
static inline void tally_add(struct tally *to, const struct tally *by, int64_t sign)
{
	for (int i = 0; i < FUND_SOURCES_COUNT; i++) {
		to->raised[i] += sign * by->raised[i];
		to->returned[i] += sign * by->returned[i];
		to->passed[i] += sign * by->passed[i];
		to->spent[i] += sign * by->spent[i];
		to->given[i] += sign * by->given[i];
		to->lost[i] += sign * by->lost[i];
	}
	for (int i = 0; i < THINGS; i++) {
		to->came_in[i] += sign * by->came_in[i];
		to->handed[i] += sign * by->handed[i];
		to->broken[i] += sign * by->broken[i];
	}
}
static inline struct sn_err as_actor(struct campaign *k, int actor, store_work *work, void *arg)
{
	struct ctx c = k->w.f.c;
	c.actor_id = k->actors[actor];
	return store_write(&c, work, arg);
}
/* A refusal by a rule is an answer; one by the storage, or of a transfer that no paper should have asked for, is a mistake
 * of ours. */
static inline void note(struct campaign *k, struct sn_err e)
{
	k->refused += sn_failed(e);
	if (strncmp(sn_reason_word(e.reason), "store_", 6) == 0)
		differs(k, "refused by the storage, not by a rule");
	if (strncmp(sn_reason_word(e.reason), "transfer_", 9) == 0)
		differs(k, "a paper made a transfer that cannot be");
}

/* ---- the world ---- */

static inline struct sn_err settle_people(struct ctx *c, struct campaign *k)
{
	static const struct {
		const char *login;
		enum rights_role role;
	} rows[ACTORS - WORLD_USERS] = {{"cashier", ROLE_CASHIER},
					{"keeper", ROLE_KEEPER},
					{"keeper-2", ROLE_KEEPER},
					{"foreman", ROLE_DISTRIBUTOR},
					{"books", ROLE_ACCOUNTANT}};
	struct team team;
	bool changed = false;
	for (int i = 0; i < WORLD_USERS; i++)
		k->actors[i] = k->w.users[i].user_id;
	for (int i = 0; i < ACTORS - WORLD_USERS; i++) {
		struct user u;
		SN_TRY(rights_user_add(c,
				       &(struct user){.login = str_of(rows[i].login),
						      .name = str_of(rows[i].login),
						      .org_no = k->w.orgs[REGION].org_no},
				       &u));
		k->actors[WORLD_USERS + i] = u.user_id;
		SN_TRY(rights_grant_add(
			c, &(struct rights_grant){.user_id = u.user_id,
						  .role = rows[i].role,
						  .org_no = k->w.orgs[REGION].org_no}));
	}
	SN_TRY(team_set(c,
			&(const struct team_new){.shard = k->w.orgs[COUNTY].shard,
						 .org_no = k->w.orgs[COUNTY].org_no,
						 .name = STR("一班")},
			&team, &changed));
	return team_foreman_set(c, &team, k->actors[FOREMAN]);
}
static inline struct sn_err settle_things(struct ctx *c, struct campaign *k)
{
	const struct item_part parts[] = {{k->w.coat.item_no, 2}};
	struct item set, large;
	SN_TRY(goods_item_add(c,
			      &(struct item){.code = STR("kit:2024-hw/set"),
					     .name = STR("慰问套装"),
					     .unit = UNIT_SET,
					     .kit = true},
			      parts, 1, &set));
	SN_TRY(goods_item_add(c,
			      &(struct item){.code = STR("kit:2024-hw/L"),
					     .name = STR("慰问礼包 L"),
					     .size = STR("L"),
					     .unit = UNIT_PIECE},
			      NULL, 0, &large));
	k->things[THING_KIT] = k->w.kit.item_no;
	k->things[THING_LARGE] = large.item_no;
	k->things[THING_COAT] = k->w.coat.item_no;
	k->things[THING_SET] = set.item_no;
	return SN_SUCCESS;
}
static inline struct sn_err settle_money(struct ctx *c, struct campaign *k)
{
	static const char *const codes[SUPPLIERS] = {"gys-1", "gys-2", "gys-3"},
				 *const names[SUPPLIERS] = {"合成甲公司", "合成乙公司",
							    "合成丙公司"};
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"school\",\"zh\":\"助学\",\"en\":\"school\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"FISCAL\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"school\",\"allowed\":true}]}";
	bool changed = false;
	for (int i = 0; i < SUPPLIERS; i++) {
		struct partner p;
		SN_TRY(partner_add(c,
				   &(const struct partner_new){.code = str_of(codes[i]),
							       .name = str_of(names[i]),
							       .kind = PARTNER_COMPANY,
							       .from_day = 20200101},
				   &p, &changed));
		k->partners[i] = p.partner_no;
	}
	const struct rights_grant loads = {.user_id = k->actors[BOOKKEEPER],
					   .role = ROLE_ACCOUNTANT};
	SN_TRY(rights_grant_add(c, &loads));
	c->actor_id = loads.user_id;
	SN_TRY(purchase_rules_load(c, STR(PURCHASE_FLOOR_ONLY), &changed));
	c->actor_id = UUID_NULL;
	SN_TRY(rights_grant_end(c, &loads));
	return fund_matrix_load(c, str_of(matrix), &changed);
}

/* The two lines, at the region for its own money and at the county for what it was allotted. */
static inline struct budget_entry budget_line_of(struct campaign *k, int which)
{
	return (struct budget_entry){
		.org_no = k->w.orgs[which == BUDGET_OWN ? REGION : COUNTY].org_no,
		.cycle_no = k->w.cycle.cycle_no,
		.code = which == BUDGET_OWN ? STR("own-gift") : STR("upper-gift"),
		.words = STR("慰问"),
		.source = which == BUDGET_OWN ? FUND_OWN : FUND_UPPER};
}
struct budgeting {
	struct campaign *k;
	struct budget_entry entry;
	int which;
};
static inline struct sn_err budget_enter_work(struct ctx *c, void *arg)
{
	struct budgeting *b = arg;
	const struct budget_entry what = b->entry;
	return budget_enter(c, &what, &b->entry);
}
static inline struct sn_err budget_approve_work(struct ctx *c, void *arg)
{
	struct budgeting *b = arg;
	return budget_approve(c, b->entry.entry_id, &b->entry);
}
/* Adds the line, or raises or lowers it; entered by one, approved by another. */
static inline void budget_step(struct campaign *k, int which, enum budget_entry_kind kind,
			       int64_t fen)
{
	struct budgeting b = {k, budget_line_of(k, which), which};
	b.entry.entry_id = new_id(&k->w.f.c);
	b.entry.kind = kind;
	b.entry.delta = MONEY_FEN(fen);
	struct sn_err e = as_actor(k, MAKER, budget_enter_work, &b);
	if (!sn_failed(e))
		e = as_actor(k, APPROVER, budget_approve_work, &b);
	note(k, e);
	k->budget_amount[which] += sn_failed(e) ? 0 : fen;
}

static inline struct sn_err settle(struct ctx *c, void *arg)
{
	struct campaign *k = arg;
	SN_TRY(settle_people(c, k));
	SN_TRY(settle_things(c, k));
	return settle_money(c, k);
}

/* More people, half of them in each county, some in the foreman's team; and what all are entitled to. */
static inline struct sn_err takers_work(struct ctx *c, void *arg)
{
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	struct campaign *k = arg;
	for (int i = 0; i < TAKERS; i++) {
		const struct org *org = &k->w.orgs[i < TAKERS / 2 ? COUNTY : OTHER_COUNTY];
		const struct id_number id = world_id((int)k->people + i);
		char name[8] = "合"; /* 合一, 合丁, …: synthetic, and no two alike */
		(void)text_put(name + 3, 0x4E00 + (uint32_t)(k->people + i) % 20000);
		const struct person_new one = {.shard = org->shard,
					       .org_no = org->org_no,
					       .id = &id,
					       .name = str_of(name),
					       .team = i == 0 ? STR("一班") : STR_NULL,
					       .categories = &category,
					       .categories_count = 1};
		SN_TRY(people_add(c, &one, &k->takers[i]));
	}
	return SN_SUCCESS;
}
static inline void campaign_begin(struct campaign *k)
{
	k->acts_count = 0;
	fixture_must(as_actor(k, MAKER, takers_work, k), "people");
	k->people += TAKERS;
	(void)world_entitle(&k->w, REGION);
}

static inline void campaign_open(struct campaign *k, enum fixture_engine engine, uint64_t seed)
{
	memset(k, 0, sizeof *k);
	k->seed = seed;
	care_world_open(&k->w, engine);
	fixture_must(store_write(&k->w.f.c, settle, k), "settle");
	budget_step(k, BUDGET_OWN, BUDGET_ADD, 400000);
	budget_step(k, BUDGET_UPPER, BUDGET_ADD, 200000);
}
static inline void campaign_close(struct campaign *k)
{
	care_world_close(&k->w);
}
#endif
