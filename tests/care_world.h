#ifndef SN_TESTS_CARE_WORLD_H
#define SN_TESTS_CARE_WORLD_H
/* care_world: a small region with people, goods and an open cycle, for care's tests. Everybody in it is synthetic.
 *
 *   shape   region 150000 → league 150300 → counties 150302, 150303; four users (maker, checker, approver, auditor)
 *           and two distributors with kits in custody.
 *   start   care_world_open(), world_people(), world_entitle(), world_deliver(); care_world_close(). */
#include "base/idnumber.h"
#include "base/text.h"
#include "care/care.h"
#include "store_fixture.h"

#include <stdio.h>
#include <unistd.h>

enum world_user { MAKER, CHECKER, APPROVER, AUDITOR, FIRST_HAND, SECOND_HAND, WORLD_USERS };
enum world_org { REGION, LEAGUE, COUNTY, OTHER_COUNTY, WORLD_ORGS };
enum { KIT_VALUE_FEN = 19900 };

struct world {
	struct fixture f;
	struct keyring *keys;
	struct tlog *log;
	struct store_group_hook hook;
	struct org orgs[WORLD_ORGS];
	struct user users[WORLD_USERS];
	struct item kit, coat;
	struct programme programme;
	struct cycle cycle;
	struct org_tree *tree;
};

/* Generated; headers do not include what is made at build time. */
extern const struct store_domain tlog_domain, org_domain, people_domain, team_domain, rights_domain,
	handover_domain, ledger_domain, goods_domain, care_domain, closing_domain, partner_domain,
	budget_domain, purchase_domain, cooperation_domain, visit_domain, size_domain,
	letter_domain, report_domain, action_domain, donation_domain, copy_domain, honour_domain,
	card_domain, payout_domain, idem_domain, clerk_domain, intake_domain, audit_domain,
	session_domain, post_domain, attachment_domain;
/* clang-format off */
static const struct store_domain *const world_domains[] = {
	&tlog_domain,
	&org_domain,
	&people_domain,
	&team_domain,
	&clerk_domain,
	&intake_domain,
	&attachment_domain,
	&rights_domain,
	&audit_domain,
	&session_domain,
	&partner_domain,
	&ledger_domain,
	&goods_domain,
	&closing_domain,
	&budget_domain,
	&purchase_domain,
	&donation_domain,
	&care_domain,
	&cooperation_domain,
	&visit_domain,
	&size_domain,
	&letter_domain,
	&honour_domain,
	&report_domain,
	&handover_domain,
	&action_domain,
	&copy_domain,
	&post_domain,
	&card_domain,
	&payout_domain,
	&idem_domain,
};
/* clang-format on */
enum { WORLD_DOMAINS = sizeof world_domains / sizeof world_domains[0] };

static const char world_programme[] = "{\"schema\":1,\"code\":\"campaign\",\"version\":1,\"name\":{"
				      "\"zh\":\"慰问\",\"en\":\"Campaign\"},"
				      "\"kind\":\"campaign\",\"effective\":{\"from\":\"2024-01-"
				      "01\",\"until\":null},\"source\":\"a test\","
				      "\"eligibility\":{\"categories\":[\"环卫工\"],\"rules\":[]},"
				      "\"benefits\":[{\"code\":\"gift\",\"items\":[\"kit:2024-hw\","
				      "\"cash\"],\"standard_fen\":20000,"
				      "\"source\":\"a test\"}],"
				      "\"caps\":[{\"rule\":\"campaign.person-year\",\"period\":"
				      "\"year\",\"max_fen\":30000,\"source\":\"a test\"}],"
				      "\"sources\":[]}";

/* Runs a work as one of the users; its error is the answer. */
static inline struct sn_err world_as(struct world *w, enum world_user who, store_work *work,
				     void *arg)
{
	struct ctx c = w->f.c;
	c.actor_id = w->users[who].user_id;
	return store_write(&c, work, arg);
}

/* ---- making it ---- */

static inline struct sn_err world_orgs(struct ctx *c, void *arg)
{
	static const struct {
		const char *code, *parent, *name;
		int level;
	} rows[WORLD_ORGS] = {{"150000", NULL, "内蒙古自治区总工会", 1},
			      {"150300", "150000", "乌海市总工会", 2},
			      {"150302", "150300", "海勃湾区总工会", 3},
			      {"150303", "150300", "海南区总工会", 3}};
	struct world *w = arg;
	for (size_t i = 0; i < WORLD_ORGS; i++) {
		bool changed;
		SN_TRY(org_add(c,
			       &(const struct org_new){.code = str_of(rows[i].code),
						       .parent_code = str_of(rows[i].parent),
						       .name = str_of(rows[i].name),
						       .kind = ORG_GENERAL,
						       .level = rows[i].level,
						       .official_order = (int64_t)i + 1,
						       .name_confirmed = true,
						       .from_day = 20000101},
			       &w->orgs[i], &changed));
		w->orgs[i].code = str_of(rows[i].code);
		w->orgs[i].name = str_of(rows[i].name);
	}
	return SN_SUCCESS;
}

static inline struct sn_err world_users(struct ctx *c, void *arg)
{
	static const struct {
		const char *login;
		enum rights_role role;
	} rows[WORLD_USERS] = {{"maker", ROLE_MAKER},       {"checker", ROLE_CHECKER},
			       {"approver", ROLE_APPROVER}, {"auditor", ROLE_AUDITOR},
			       {"first", ROLE_DISTRIBUTOR}, {"second", ROLE_DISTRIBUTOR}};
	struct world *w = arg;
	for (size_t i = 0; i < WORLD_USERS; i++) {
		const struct user u = {.login = str_of(rows[i].login),
				       .name = str_of(rows[i].login),
				       .org_no = w->orgs[COUNTY].org_no};
		SN_TRY(rights_user_add(c, &u, &w->users[i]));
		w->users[i].login = u.login;
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[i].user_id,
							.role = rows[i].role,
							.org_no = w->orgs[REGION].org_no}));
	}
	return SN_SUCCESS;
}

static inline struct sn_err world_items(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const struct item kit = {
		.code = STR("kit:2024-hw"), .name = STR("慰问礼包"), .unit = UNIT_PIECE};
	const struct item coat = {.code = STR("coat"), .name = STR("防寒服"), .unit = UNIT_PIECE};
	SN_TRY(goods_item_add(c, &kit, NULL, 0, &w->kit));
	SN_TRY(goods_item_add(c, &coat, NULL, 0, &w->coat));
	bool changed;
	return care_programme_load(c, str_of(world_programme), &w->programme, &changed);
}

static inline struct sn_err world_cycle(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const struct cycle what = {.code = STR("hw-2024"),
				   .name = STR("2024年环卫工人节慰问"),
				   .programme = STR("campaign"),
				   .org_no = w->orgs[REGION].org_no,
				   .from_day = 20241001,
				   .until_day = 20241201};
	SN_TRY(care_cycle_create(c, &what, &w->cycle));
	w->cycle.code = what.code;
	w->cycle.name = what.name;
	return SN_SUCCESS;
}

struct world_step {
	struct world *w;
	enum cycle_state to;
};
static inline struct sn_err world_advance_work(struct ctx *c, void *arg)
{
	const struct world_step *step = arg;
	struct cycle out;
	SN_TRY(care_cycle_advance(c, step->w->cycle.cycle_no, step->to, &out));
	step->w->cycle.state = out.state;
	return SN_SUCCESS;
}
static inline struct sn_err world_advance(struct world *w, enum world_user who, enum cycle_state to)
{
	struct world_step step = {w, to};
	return world_as(w, who, world_advance_work, &step);
}

/* Kits out of nothing into a union's stock or a distributor's custody; quantity 0: cash into its fund. */
struct world_goods {
	struct world *w;
	int64_t org_no, lot, quantity;
	struct uuid holder_id; /* null: the stock */
	struct money cash;
};
static inline struct sn_err world_goods_work(struct ctx *c, void *arg)
{
	const struct world_goods *g = arg;
	const bool cash = g->quantity == 0;
	struct account_key from = {.org_no = g->org_no,
				   .class = cash ? ACCOUNT_SOURCE : ACCOUNT_SUPPLY,
				   .cycle_no = g->w->cycle.cycle_no,
				   .source = FUND_UPPER,
				   .item_no = cash ? 0 : g->w->kit.item_no,
				   .lot_no = cash ? 0 : g->lot};
	struct transfer t[2] = {{.transfer_id = new_id(c),
				 .kind = cash ? TRANSFER_RECEIVE : TRANSFER_SUPPLY,
				 .day = 20241020,
				 .at_us = now_us(c),
				 .from = from,
				 .to = from,
				 .quantity = g->quantity,
				 .value = cash ? g->cash : MONEY_FEN(g->quantity * KIT_VALUE_FEN)}};
	t[0].to.class = cash ? ACCOUNT_FUND : ACCOUNT_STOCK;
	t[1] = t[0];
	t[1].transfer_id = new_id(c);
	t[1].kind = TRANSFER_ISSUE;
	t[1].from = t[0].to;
	t[1].to.class = ACCOUNT_CUSTODY;
	t[1].to.holder_id = g->holder_id;
	return ledger_post_all(c, t, uuid_is_null(g->holder_id) ? 1 : 2);
}
static inline void world_goods(struct world *w, struct world_goods g)
{
	g.w = w;
	fixture_must(world_as(w, MAKER, world_goods_work, &g), "goods");
}

/* The writer with its log, and the reader. */
static inline void world_start(struct world *w)
{
	w->log = tlog_new();
	w->hook = tlog_hook(w->log);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->log;
	fixture_start(&w->f);
}
static inline void world_stop(struct world *w)
{
	fixture_stop(&w->f);
	tlog_free(w->log);
	w->log = NULL;
}

static inline void care_world_open(struct world *w, enum fixture_engine engine)
{
	static const char key_name[] = "/tmp/songnuan-care-key-XXXXXX";
	char path[sizeof key_name];
	memset(w, 0, sizeof *w);
	fixture_create(&w->f, engine, world_domains, WORLD_DOMAINS);
	memcpy(path, key_name, sizeof path);
	const int fd = mkstemp(path);
	if (fd >= 0)
		(void)close(fd);
	(void)unlink(path);
	fixture_must(keyring_create(str_of(path)), "key file");
	fixture_must(keyring_load(&w->keys, str_of(path)), "key file");
	(void)unlink(path);
	w->f.writer_config.base.keys = w->keys;
	w->f.c.keys = w->keys;
	world_start(w);
	fixture_must(store_write(&w->f.c, world_orgs, w), "unions");
	fixture_must(store_write(&w->f.c, world_users, w), "users");
	fixture_must(store_write(&w->f.c, world_items, w), "items");
	fixture_must(world_as(w, MAKER, world_cycle, w), "cycle");
	fixture_must(world_advance(w, CHECKER, CYCLE_CHECKED), "checked");
	fixture_must(world_advance(w, APPROVER, CYCLE_APPROVED), "approved");
	fixture_must(world_advance(w, MAKER, CYCLE_OPEN), "open");
	fixture_must(org_tree_load(&w->f.c, 0, &w->tree), "tree");
	w->f.tick_us = 1; /* as a real clock: what is bound twice must have asked it once */
}

static inline void care_world_close(struct world *w)
{
	org_tree_free(w->tree);
	fixture_close(&w->f);
	tlog_free(w->log);
	keyring_free(w->keys);
}

/* ---- people ---- */

struct world_people {
	struct world *w;
	enum world_org org;
	int first, count;
	bool without_id;
	const char *household;
	struct person *out;
};
static inline struct id_number world_id(int n)
{
	return id_number_make(150302, day_add(19600101, n / 900), n % 900);
}
static inline struct sn_err world_people_work(struct ctx *c, void *arg)
{
	const struct world_people *p = arg;
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	for (int i = 0; i < p->count; i++) {
		const struct id_number id = world_id(p->first + i);
		char name[8] = "合"; /* 合一, 合丁, …: synthetic, and no two alike */
		(void)text_put(name + 3, 0x4E00 + (uint32_t)(p->first + i) % 20000);
		const struct person_new one = {.shard = p->w->orgs[p->org].shard,
					       .org_no = p->w->orgs[p->org].org_no,
					       .id = p->without_id ? NULL : &id,
					       .name = str_of(name),
					       .household = str_of(p->household),
					       .categories = &category,
					       .categories_count = 1};
		SN_TRY(people_add(c, &one, &p->out[i]));
	}
	return SN_SUCCESS;
}
static inline void world_people(struct world *w, struct world_people p)
{
	p.w = w;
	fixture_must(world_as(w, MAKER, world_people_work, &p), "people");
}

/* ---- entitling and delivering ---- */

struct world_entitle {
	struct world *w;
	enum world_org org;
	care_each_token *each;
	void *each_self;
	struct entitle_result out;
};
static inline struct sn_err world_entitle_work(struct ctx *c, void *arg)
{
	struct world_entitle *e = arg;
	return care_entitle(c,
			    &(const struct entitle_ask){.cycle = e->w->cycle,
							.org = e->w->orgs[e->org],
							.tree = e->w->tree,
							.each_token = e->each,
							.each_token_self = e->each_self},
			    &e->out);
}
static inline struct entitle_result world_entitle(struct world *w, enum world_org org)
{
	struct world_entitle e = {.w = w, .org = org};
	fixture_must(world_as(w, MAKER, world_entitle_work, &e), "entitle");
	return e.out;
}

struct world_delivery {
	struct world *w;
	const struct delivery_item *items;
	size_t count;
	struct delivery_result *out;
};
static inline struct sn_err world_deliver_work(struct ctx *c, void *arg)
{
	const struct world_delivery *d = arg;
	return care_deliver(c, &d->w->cycle, d->items, d->count, d->out);
}
static inline void world_deliver_as(struct world *w, enum world_user who,
				    const struct delivery_item *items, size_t count,
				    struct delivery_result *out)
{
	struct world_delivery d = {w, items, count, out};
	fixture_must(world_as(w, who, world_deliver_work, &d), "deliver");
}
static inline void world_deliver(struct world *w, const struct delivery_item *items, size_t count,
				 struct delivery_result *out)
{
	world_deliver_as(w, FIRST_HAND, items, count, out);
}
/* A kit at level C, as a fact, out of the first distributor's custody. */
static inline struct delivery_item world_item(struct world *w, const struct person *p)
{
	return (struct delivery_item){.record_id = new_id(&w->f.c),
				      .who = {p->shard, p->person_id},
				      .item_no = w->kit.item_no,
				      .quantity = 1,
				      .level = EVIDENCE_C,
				      .at_us = now_us(&w->f.c),
				      .by_id = w->users[FIRST_HAND].user_id};
}

/* ---- looking ---- */

struct world_sum {
	enum account_class class;
	int64_t quantity;
};
static inline struct sn_err world_add_account(void *self, const struct account *a)
{
	struct world_sum *sum = self;
	sum->quantity += a->key.class == sum->class ? a->quantity : 0;
	return SN_SUCCESS;
}
/* Pieces in all accounts of a class. */
static inline int64_t world_pieces(struct world *w, enum account_class class)
{
	struct world_sum sum = {.class = class};
	fixture_must(ledger_accounts(&w->f.c, &(const struct account_filter){.class = -1},
				     world_add_account, &sum),
		     "accounts");
	return sum.quantity;
}

static inline void world_print_finding(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s: shard %lld, account %lld, expected %lld, found %lld\n", f->what,
	       (long long)f->shard, (long long)f->account_no, (long long)f->expected,
	       (long long)f->found);
}
/* Findings of ledger and care together. */
static inline int64_t world_findings(struct world *w)
{
	int64_t ledger = -1, care = -1;
	fixture_must(ledger_verify(&w->f.c, world_print_finding, NULL, &ledger), "ledger_verify");
	fixture_must(care_verify(&w->f.c, world_print_finding, NULL, &care), "care_verify");
	return ledger + care;
}

static inline struct sn_err world_add_coverage(void *self, const struct coverage *row)
{
	struct coverage *sum = self;
	bool fits = money_add(&sum->value, sum->value, row->value);
	sum->people += row->people;
	sum->person_times += row->person_times;
	sum->households += row->households;
	sum->pieces += row->pieces;
	return fits ? SN_SUCCESS : SN_FAIL(AMOUNT_OVERFLOW);
}
static inline struct coverage world_coverage(struct world *w)
{
	struct coverage sum = {.people = 0};
	fixture_must(care_coverage(&w->f.c, w->cycle.cycle_no, world_add_coverage, &sum),
		     "coverage");
	return sum;
}
static inline int64_t world_open_cases(struct world *w)
{
	struct care_case *cases;
	size_t count;
	int64_t open = 0;
	fixture_must(care_cases(&w->f.c, w->cycle.cycle_no, &cases, &count), "cases");
	for (size_t i = 0; i < count; i++)
		open += cases[i].open;
	return open;
}
#endif
