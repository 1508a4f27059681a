#ifndef SN_TESTS_DOCUMENT_WORLD_H
#define SN_TESTS_DOCUMENT_WORLD_H
/* document_world: two unions, seven people with one role each, three items and a matrix, as the tests of documents use
 * them; and one act as one of them. */
#include "ledger/document_priv.h"
#include "purchase_world.h"
#include "store_fixture.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { REGION = 1, COUNTY, UNIONS = 2, WORLD_DOMAINS = 7 };
enum who { MAKER, CHECKER, APPROVER, CASHIER, KEEPER, KEEPER_2, DISTRIBUTOR, PEOPLE };
static const enum rights_role role_of[PEOPLE] = {ROLE_MAKER,      ROLE_CHECKER, ROLE_APPROVER,
						 ROLE_CASHIER,    ROLE_KEEPER,  ROLE_KEEPER,
						 ROLE_DISTRIBUTOR};
static const char *const logins[PEOPLE] = {"maker",  "checker",  "approver",   "cashier",
					   "keeper", "keeper-2", "distributor"};

struct world {
	struct fixture f;
	struct tlog *tlog;
	struct store_group_hook hook;
	struct uuid people[PEOPLE];
	int64_t coat, rice, kit;
	int64_t sack; /* two rices; made by the test of items */
};

/* ---- the world ---- */

static inline struct sn_err settle(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const struct org_new orgs[UNIONS] = {{.code = STR("15"),
					      .name = STR("区总工会"),
					      .kind = ORG_GENERAL,
					      .level = 1,
					      .from_day = 20140101},
					     {.code = STR("1501"),
					      .parent_code = STR("15"),
					      .name = STR("县总工会"),
					      .kind = ORG_GENERAL,
					      .level = 3,
					      .from_day = 20140101}};
	struct org_added added[UNIONS];
	SN_TRY(org_add_many(c, orgs, UNIONS, added));
	for (int i = 0; i < PEOPLE; i++) {
		struct user u;
		SN_TRY(rights_user_add(c,
				       &(struct user){.login = str_of(logins[i]),
						      .name = str_of(logins[i]),
						      .org_no = REGION},
				       &u));
		w->people[i] = u.user_id;
		SN_TRY(rights_grant_add(c, &(struct rights_grant){.user_id = u.user_id,
								  .role = role_of[i],
								  .org_no = REGION}));
	}
	struct item item;
	SN_TRY(goods_item_add(
		c, &(struct item){.code = STR("coat"), .name = STR("防寒服"), .unit = UNIT_PIECE},
		NULL, 0, &item));
	w->coat = item.item_no;
	SN_TRY(goods_item_add(
		c, &(struct item){.code = STR("rice"), .name = STR("大米"), .unit = UNIT_PIECE},
		NULL, 0, &item));
	w->rice = item.item_no;
	const struct item_part parts[] = {{w->coat, 1}, {w->rice, 2}};
	SN_TRY(goods_item_add(c,
			      &(struct item){.code = STR("kit:2024"),
					     .name = STR("慰问包"),
					     .unit = UNIT_SET,
					     .kit = true},
			      parts, 2, &item));
	w->kit = item.item_no;
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"fun\",\"zh\":\"活动\",\"en\":\"fun\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"OWN\",\"purpose\":\"fun\",\"allowed\":false}]}";
	bool changed = false;
	SN_TRY(fund_matrix_load(c, str_of(matrix), &changed));
	const struct rights_grant loads = {.user_id = w->people[MAKER], .role = ROLE_ACCOUNTANT};
	SN_TRY(rights_grant_add(c, &loads));
	c->actor_id = w->people[MAKER];
	SN_TRY(purchase_rules_load(c, STR(PURCHASE_FLOOR_ONLY), &changed));
	c->actor_id = UUID_NULL;
	return rights_grant_end(c, &loads);
}

/* domains: org, rights, tlog, ledger, budget, goods and purchase; their tables are generated, so that the test names them. */
static inline void world_open(struct world *w, enum fixture_engine engine,
			      const struct store_domain *const domains[WORLD_DOMAINS])
{
	fixture_create(&w->f, engine, domains, WORLD_DOMAINS);
	w->tlog = tlog_new();
	w->hook = tlog_hook(w->tlog);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->tlog;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, settle, w), "settle");
}

/* ---- one act, as somebody ---- */

struct act {
	enum {
		DO_RECEIVE,
		DO_ALLOT,
		DO_RETURN,
		DO_PURCHASE,
		DO_KITS,
		DO_GOODS,
		DO_COUNT,
		DO_SIGN,
		DO_ACCEPT,
		DO_CANCEL,
		DO_REVERSE
	} what;
	struct goods_plan plan;
	struct goods_line goods[2];
	struct money_line money[2];
	size_t count;
	enum hand hand;
	struct uuid reversal_id;
	struct str why;
	struct document *document;
	struct count_result counted;
};
static inline struct sn_err act_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct document *d = a->document;
	switch (a->what) {
	case DO_RECEIVE:
		return document_make_receive(c, &a->plan.plan, a->money[0].amount, d);
	case DO_ALLOT:
		return document_make_allot(c, &a->plan.plan, a->money, a->count, d);
	case DO_RETURN:
		return document_make_return(c, &a->plan.plan, a->money[0].amount, d);
	case DO_PURCHASE:
		return document_make_purchase(c, &a->plan.plan, a->goods, a->count, d);
	case DO_KITS:
		return document_make_kits(c, &a->plan.plan, a->goods, d);
	case DO_GOODS:
		return document_make_goods(c, &a->plan, a->goods, a->count, d);
	case DO_COUNT:
		SN_TRY(document_make_count(c, &a->plan, a->goods, a->count, &a->counted));
		*d = a->counted.loss;
		return SN_SUCCESS;
	case DO_SIGN:
		return document_sign(c, d->shard, d->document_id, a->hand, d);
	case DO_ACCEPT:
		return document_accept(c, d->shard, d->document_id, d);
	case DO_CANCEL:
		return document_cancel(c, d->shard, d->document_id, d);
	case DO_REVERSE:
		return document_reverse(c, d, a->reversal_id, a->why, d);
	}
	return SN_SUCCESS;
}
struct accepting_act {
	struct world *w;
	struct act *a;
};
static inline struct sn_err accept_work(struct ctx *c, void *arg)
{
	struct accepting_act *x = arg;
	const struct document *d = &x->a->plan.plan.document;
	return accepted_goods(c,
			      &(const struct accepting){.org_no = d->org_no,
							.cycle_no = d->cycle_no,
							.maker_id = x->w->people[MAKER],
							.first_id = x->w->people[KEEPER],
							.second_id = x->w->people[KEEPER_2],
							.lines = x->a->goods,
							.count = x->a->count},
			      &x->a->plan.plan.purchase_id);
}
/* What is bought was accepted before, unless the test names a purchase; what cannot be accepted is bought without. */
static inline struct sn_err act(struct world *w, enum who who, struct act *a)
{
	struct accepting_act accepting = {w, a};
	w->f.c.actor_id = w->people[who];
	if (a->what == DO_PURCHASE && uuid_is_null(a->plan.plan.purchase_id) && a->count > 0 &&
	    sn_failed(store_write(&w->f.c, accept_work, &accepting)))
		a->plan.plan.purchase_id = UUID_NULL;
	return store_write(&w->f.c, act_work, a);
}
static inline struct sn_err sign(struct world *w, enum who who, enum hand hand, struct document *d)
{
	return act(w, who, &(struct act){.what = DO_SIGN, .hand = hand, .document = d});
}
static inline struct goods_plan plan_of(enum document_kind kind, int64_t org_no, int64_t count,
					int64_t fen)
{
	return (struct goods_plan){.plan = {.document = {.document_id = uuid_random(),
							 .kind = kind,
							 .org_no = org_no,
							 .declared_count = count,
							 .declared_total = MONEY_FEN(fen)},
					    .source = FUND_OWN,
					    .purpose = STR("gift")}};
}
static inline void sign_all(struct world *w, struct document *d)
{
	static const enum who whose[HANDS_COUNT] = {MAKER, CHECKER, APPROVER, CASHIER};
	for (unsigned h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (d->needed & 1U << h)
			fixture_must(sign(w, whose[h], (enum hand)h, d), "sign");
}

struct sums {
	int64_t org_no, item_no, quantity, fen;
	int class;
	enum fund_source source;
};
static inline struct sn_err sum_account(void *self, const struct account *a)
{
	struct sums *s = self;
	if (a->key.org_no == s->org_no && (int)a->key.class == s->class &&
	    a->key.item_no == s->item_no &&
	    (s->source == FUND_NONE || a->key.source == s->source)) {
		s->quantity += a->quantity;
		s->fen += money_fen(a->value);
	}
	return SN_SUCCESS;
}
static inline struct sums total(struct world *w, int64_t org_no, enum account_class class,
				int64_t item_no, enum fund_source source)
{
	struct sums s = {
		.org_no = org_no, .item_no = item_no, .class = (int)class, .source = source};
	fixture_must(
		ledger_accounts(&w->f.c, &(struct account_filter){.class = -1}, sum_account, &s),
		"accounts");
	return s;
}
#endif
