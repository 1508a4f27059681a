#ifndef SN_TESTS_PAYOUT_WORLD_H
#define SN_TESTS_PAYOUT_WORLD_H
/* payout_world: care's world with a cashier, an accountant, money in the county's fund, and people with bank cards. The
 * numbers of cards are synthetic: they begin with 6299, which no bank has, and end in a check digit.
 *
 *   start   payout_world_open(), pay_people(), pay_create(), pay_approve(), pay_export(), pay_return(). */
#include "care/payout.h"
#include "care_world.h"
#include "ledger/budget.h"
#include "ledger/fund.h"

struct pay_world {
	struct world w;
	struct uuid cashier_id, accountant_id;
};

static inline struct sn_err pay_as(struct pay_world *p, struct uuid user_id, store_work *work,
				   void *arg)
{
	struct ctx c = p->w.f.c;
	c.actor_id = user_id;
	return store_write(&c, work, arg);
}

static inline struct sn_err pay_hands_work(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"fun\",\"zh\":\"活动\",\"en\":\"fun\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"fun\",\"allowed\":false}]}";
	struct pay_world *p = arg;
	const struct {
		const char *login;
		enum rights_role role;
		struct uuid *id;
	} rows[] = {{"cashier", ROLE_CASHIER, &p->cashier_id},
		    {"accountant", ROLE_ACCOUNTANT, &p->accountant_id}};
	for (size_t i = 0; i < 2; i++) {
		struct user out;
		const struct user u = {.login = str_of(rows[i].login),
				       .name = str_of(rows[i].login),
				       .org_no = p->w.orgs[COUNTY].org_no};
		SN_TRY(rights_user_add(c, &u, &out));
		*rows[i].id = out.user_id;
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = out.user_id,
							.role = rows[i].role,
							.org_no = p->w.orgs[REGION].org_no}));
	}
	bool changed = false;
	return fund_matrix_load(c, str_of(matrix), &changed);
}

static inline void payout_world_open(struct pay_world *p, enum fixture_engine engine)
{
	care_world_open(&p->w, engine);
	fixture_must(store_write(&p->w.f.c, pay_hands_work, p), "hands");
}
static inline void payout_world_close(struct pay_world *p)
{
	care_world_close(&p->w);
}

/* ---- money and cards ---- */

struct pay_money {
	struct pay_world *p;
	int64_t org_no, fen;
	enum fund_source source;
};
static inline struct sn_err pay_money_work(struct ctx *c, void *arg)
{
	const struct pay_money *m = arg;
	struct transfer t = {.transfer_id = new_id(c),
			     .kind = TRANSFER_RECEIVE,
			     .day = 20241020,
			     .at_us = now_us(c),
			     .from = {.org_no = m->org_no,
				      .class = ACCOUNT_SOURCE,
				      .cycle_no = m->p->w.cycle.cycle_no,
				      .source = m->source},
			     .value = MONEY_FEN(m->fen)};
	t.to = t.from;
	t.to.class = ACCOUNT_FUND;
	return ledger_post_all(c, &t, 1);
}
static inline void pay_money(struct pay_world *p, enum world_org org, enum fund_source source,
			     int64_t fen)
{
	struct pay_money m = {p, p->w.orgs[org].org_no, fen, source};
	fixture_must(world_as(&p->w, MAKER, pay_money_work, &m), "money");
}

/* 19 digits with a right check digit. */
static inline struct card_number pay_card(int n)
{
	struct card_number k;
	(void)snprintf(k.digits, sizeof k.digits, "6299%014d0", n);
	for (char digit = '0'; digit <= '9'; digit++) {
		k.digits[18] = digit;
		if (card_number_is_luhn(str_of(k.digits)))
			break;
	}
	return k;
}
struct pay_cards {
	const struct card_new *cards;
	size_t count;
	struct card_set *out;
};
static inline struct sn_err pay_cards_work(struct ctx *c, void *arg)
{
	const struct pay_cards *k = arg;
	return card_set(c, k->cards, k->count, k->out);
}
static inline struct card_set pay_set_card(struct pay_world *p, const struct person *person, int n)
{
	const struct card_new k = {.who = {person->shard, person->person_id},
				   .org_no = person->org_no,
				   .number = pay_card(n),
				   .bank = STR("示例银行")};
	struct card_set out;
	struct pay_cards all = {&k, 1, &out};
	fixture_must(world_as(&p->w, MAKER, pay_cards_work, &all), "card");
	return out;
}
/* People of the county, entitled, each with a card of the number first + i. */
static inline void pay_people(struct pay_world *p, int first, int count, struct person *people)
{
	world_people(&p->w, (struct world_people){
				    .org = COUNTY, .first = first, .count = count, .out = people});
	(void)world_entitle(&p->w, COUNTY);
	for (int i = 0; i < count; i++)
		(void)pay_set_card(p, &people[i], first + i);
}

/* ---- the county's budget ---- */

struct pay_budget {
	struct budget_entry entry, out;
	bool approves;
};
static inline struct sn_err pay_budget_work(struct ctx *c, void *arg)
{
	struct pay_budget *b = arg;
	return b->approves ? budget_approve(c, b->entry.entry_id, &b->out)
			   : budget_enter(c, &b->entry, &b->out);
}
/* An entry by the maker, which the approver approves. */
static inline void pay_budget_entry(struct pay_world *p, const struct budget_entry *entry)
{
	struct pay_budget b = {.entry = *entry};
	b.entry.entry_id = new_id(&p->w.f.c);
	b.entry.org_no = p->w.orgs[COUNTY].org_no;
	b.entry.cycle_no = p->w.cycle.cycle_no;
	b.entry.words = STR("慰问金");
	fixture_must(world_as(&p->w, MAKER, pay_budget_work, &b), "budget_enter");
	b.approves = true;
	fixture_must(world_as(&p->w, APPROVER, pay_budget_work, &b), "budget_approve");
}
static inline struct budget_line pay_budget_line(struct pay_world *p, const char *code)
{
	struct budget_line out;
	struct org org;
	fixture_must(org_by_no(&p->w.f.c, p->w.orgs[COUNTY].org_no, 0, &org), "org");
	fixture_must(budget_line_read(&p->w.f.c,
				      &(const struct budget_line){.shard = org.shard,
								  .org_no = org.org_no,
								  .cycle_no = p->w.cycle.cycle_no,
								  .code = str_of(code)},
				      &out),
		     "budget_line_read");
	return out;
}
static inline int64_t pay_budget_used(struct pay_world *p, const char *code)
{
	return money_fen(pay_budget_line(p, code).used);
}

/* ---- a batch's life ---- */

struct pay_step {
	enum {
		PAY_CREATE,
		PAY_SIGN,
		PAY_CANCEL,
		PAY_TAKE,
		PAY_DONE,
		PAY_RETURN,
		PAY_VOID,
		PAY_REVERSE
	} what;
	struct payout_ask ask;
	struct payout_made made;
	struct uuid batch_id, id;
	enum hand hand;
	struct payout batch;
	struct payout_orders orders;
	struct sha256 file;
	struct payout_return returned;
	struct payout_taken *taken;
	int64_t shard;
};
static inline struct sn_err pay_step_work(struct ctx *c, void *arg)
{
	struct pay_step *s = arg;
	switch (s->what) {
	case PAY_CREATE:
		return payout_create(c, &s->ask, &s->made);
	case PAY_SIGN:
		return payout_sign(c, s->batch_id, s->hand, &s->batch);
	case PAY_CANCEL:
		return payout_cancel(c, s->batch_id, &s->batch);
	case PAY_TAKE:
		return payout_export_take(c, s->batch_id, &s->orders);
	case PAY_DONE:
		return payout_export_done(c, &s->orders, s->file, &s->batch);
	case PAY_RETURN:
		return payout_return(c, &s->returned, s->taken, &s->batch);
	case PAY_VOID:
		return care_entitlement_void(c, s->shard, s->id, STR("why"));
	case PAY_REVERSE:
		return care_delivery_reverse(c, s->shard, s->id, new_id(c), STR("why"));
	}
	return SN_SUCCESS;
}

static inline struct sn_err pay_create_of(struct pay_world *p, const char *budget,
					  struct payout_made *out)
{
	struct pay_step s = {.what = PAY_CREATE,
			     .ask = {.batch_id = new_id(&p->w.f.c),
				     .cycle = p->w.cycle,
				     .org = p->w.orgs[COUNTY],
				     .purpose = STR("gift"),
				     .budget = budget ? str_of(budget) : STR_NULL}};
	fixture_must(org_by_no(&p->w.f.c, p->w.orgs[COUNTY].org_no, 0, &s.ask.org), "org");
	const struct sn_err e = world_as(&p->w, MAKER, pay_step_work, &s);
	*out = s.made;
	return e;
}
static inline struct sn_err pay_create(struct pay_world *p, struct payout_made *out)
{
	return pay_create_of(p, NULL, out);
}
static inline struct sn_err pay_sign(struct pay_world *p, struct uuid batch_id, struct uuid user_id,
				     enum hand hand)
{
	struct pay_step s = {.what = PAY_SIGN, .batch_id = batch_id, .hand = hand};
	return pay_as(p, user_id, pay_step_work, &s);
}
static inline void pay_approve(struct pay_world *p, const struct payout *b)
{
	if (b->needed & 1U << HAND_CHECKER)
		fixture_must(pay_sign(p, b->batch_id, p->w.users[CHECKER].user_id, HAND_CHECKER),
			     "checked");
	fixture_must(pay_sign(p, b->batch_id, p->w.users[APPROVER].user_id, HAND_APPROVER),
		     "approved");
	if (b->needed & 1U << HAND_TREASURER)
		fixture_must(pay_sign(p, b->batch_id, p->cashier_id, HAND_TREASURER), "treasured");
}
static inline struct sn_err pay_export(struct pay_world *p, struct uuid batch_id,
				       struct payout_orders *orders)
{
	struct pay_step s = {.what = PAY_TAKE, .batch_id = batch_id};
	const struct sn_err e = pay_as(p, p->cashier_id, pay_step_work, &s);
	if (orders)
		*orders = s.orders;
	if (sn_failed(e))
		return e;
	s.what = PAY_DONE;
	s.file = crypto_sha256(STR("the file"));
	return pay_as(p, p->cashier_id, pay_step_work, &s);
}
static inline struct sn_err pay_return(struct pay_world *p, struct uuid batch_id,
				       const struct payout_row *rows, size_t count,
				       struct payout_taken *taken)
{
	struct pay_step s = {.what = PAY_RETURN,
			     .returned = {.batch_id = batch_id,
					  .rows = rows,
					  .count = count,
					  .file = crypto_sha256(STR("a return"))},
			     .taken = taken};
	return pay_as(p, p->accountant_id, pay_step_work, &s);
}
/* A batch all the way to the bank. */
static inline struct payout pay_to_bank(struct pay_world *p)
{
	struct payout_made made;
	fixture_must(pay_create(p, &made), "create");
	pay_approve(p, &made.batch);
	fixture_must(pay_export(p, made.batch.batch_id, NULL), "export");
	return made.batch;
}
static inline struct payout_row pay_row(const struct payout *b, int64_t serial, int64_t fen,
					enum payout_says says)
{
	return (struct payout_row){
		.row = serial + 1,
		.serial = serial,
		.batch = b->number,
		.value = MONEY_FEN(fen),
		.says = says,
		.why = says == PAYOUT_SAYS_BOUNCED ? PAYOUT_WHY_CLOSED : PAYOUT_WHY_NONE,
		.words = says == PAYOUT_SAYS_BOUNCED ? STR("账户已销户") : STR_NULL};
}

/* ---- looking ---- */

static inline int64_t pay_findings(struct pay_world *p)
{
	int64_t n = world_findings(&p->w);
	fixture_must(card_verify(&p->w.f.c, world_print_finding, NULL, &n), "card_verify");
	fixture_must(payout_verify(&p->w.f.c, world_print_finding, NULL, &n), "payout_verify");
	fixture_must(budget_verify(&p->w.f.c, world_print_finding, NULL, &n), "budget_verify");
	return n;
}
struct pay_sums {
	int64_t fund, held, paid, over;
};
static inline struct sn_err pay_sum_account(void *self, const struct account *a)
{
	struct pay_sums *s = self;
	if (a->key.item_no != 0)
		return SN_SUCCESS;
	if (a->key.class == ACCOUNT_FUND) {
		s->fund += money_fen(a->value);
		s->held += money_fen(a->held_value);
	}
	s->paid += a->key.class == ACCOUNT_RECIPIENT ? money_fen(a->value) : 0;
	s->over += a->key.class == ACCOUNT_OVER_ISSUE ? money_fen(a->value) : 0;
	return SN_SUCCESS;
}
static inline struct pay_sums pay_sums(struct pay_world *p)
{
	struct pay_sums s = {.fund = 0};
	fixture_must(ledger_accounts(&p->w.f.c, &(const struct account_filter){.class = -1},
				     pay_sum_account, &s),
		     "accounts");
	return s;
}
#endif
