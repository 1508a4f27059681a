/* Random documents by random people, signed, accepted and cancelled in random order: whatever is refused, the money
 * and the goods that came in are always all there, and no document has two equal hands.
 *   SONGNUAN_PROPERTY_RUNS   how many acts on SQLite (make torture: 10,000)
 *   SONGNUAN_PROPERTY_SEED   repeats a run; it is printed
 * Source: issue 2, item 6; product.md, "Few hands". */
#include "ledger/budget_sql.h"
#include "ledger/document.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "purchase_world.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain,     &rights_domain, &tlog_domain,
						     &ledger_domain,  &budget_domain, &goods_domain,
						     &purchase_domain};
/* of the people: who buys, and the two who accept; see their roles in settle() */
enum { BUYER = 0, COUNTS = 3, COUNTS_TOO = 4 };
enum { REGION = 1, COUNTY, PEOPLE = 7, DOCUMENTS_MAX = 20000, LOTS_MAX = 1 << 14 };
enum { CASH, COAT, RICE, KIT, ITEMS };

struct made { /* a document, and what its posting will change */
	struct document document;
	int64_t own_fen, upper_fen; /* added to what money of this source there is */
	int64_t bought[ITEMS];      /* added to what was bought */
};
struct world {
	struct fixture f;
	struct tlog *tlog;
	struct store_group_hook hook;
	uint64_t seed;
	struct uuid people[PEOPLE];
	int64_t items[ITEMS];
	struct made documents[DOCUMENTS_MAX];
	size_t count;
	int64_t book_fen[FUND_SOURCES_COUNT], bought[ITEMS];
	int64_t done[DOCUMENT_KINDS_COUNT], refused, invoice;
	const char *wrong;
};

static int64_t below(struct world *w, int64_t n)
{
	uint64_t z = (w->seed += 0x9E3779B97F4A7C15U); /* splitmix64 */
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return (int64_t)((z ^ z >> 31) % (uint64_t)n);
}
static void differs(struct world *w, const char *what)
{
	if (!w->wrong)
		w->wrong = what;
}

/* ---- the world ---- */

static struct sn_err add_item(struct ctx *c, struct world *w, int which, const char *code)
{
	const struct item_part parts[] = {{w->items[COAT], 1}, {w->items[RICE], 2}};
	struct item item;
	SN_TRY(goods_item_add(c,
			      &(struct item){.code = str_of(code),
					     .name = str_of(code),
					     .unit = UNIT_PIECE,
					     .kit = which == KIT},
			      parts, which == KIT ? 2 : 0, &item));
	w->items[which] = item.item_no;
	return SN_SUCCESS;
}

static struct sn_err settle(struct ctx *c, void *arg)
{
	struct world *w = arg;
	/* everybody has two roles, so that one person could sign twice */
	static const enum rights_role roles[PEOPLE][2] = {
		{ROLE_MAKER, ROLE_CHECKER},    {ROLE_MAKER, ROLE_APPROVER},
		{ROLE_CHECKER, ROLE_CASHIER},  {ROLE_APPROVER, ROLE_KEEPER},
		{ROLE_CASHIER, ROLE_KEEPER},   {ROLE_DISTRIBUTOR, ROLE_KEEPER},
		{ROLE_DISTRIBUTOR, ROLE_MAKER}};
	const struct org_new orgs[] = {{.code = STR("15"),
					.name = STR("某区总工会"),
					.kind = ORG_GENERAL,
					.level = 1,
					.from_day = 20140101},
				       {.code = STR("1501"),
					.parent_code = STR("15"),
					.name = STR("某县总工会"),
					.kind = ORG_GENERAL,
					.level = 3,
					.from_day = 20140101}};
	struct org_added added[2];
	SN_TRY(org_add_many(c, orgs, 2, added));
	for (int i = 0; i < PEOPLE; i++) {
		char login[] = "user-0";
		struct user u;
		login[5] = (char)('0' + i);
		SN_TRY(rights_user_add(c,
				       &(struct user){.login = str_of(login),
						      .name = str_of(login),
						      .org_no = REGION},
				       &u));
		w->people[i] = u.user_id;
		for (int r = 0; r < 2; r++)
			SN_TRY(rights_grant_add(c, &(struct rights_grant){.user_id = u.user_id,
									  .role = roles[i][r],
									  .org_no = REGION}));
	}
	for (int hands = 2; hands <= 4; hands++)
		SN_TRY(rights_policy_set(
			c, &(struct rights_policy){.org_no = REGION,
						   .from_amount = MONEY_FEN((hands - 2) * 40000),
						   .hands = hands,
						   .source = STR("test")}));
	SN_TRY(add_item(c, w, COAT, "coat"));
	SN_TRY(add_item(c, w, RICE, "rice"));
	SN_TRY(add_item(c, w, KIT, "kit:2024"));
	bool changed = false;
	SN_TRY(rights_grant_add(
		c, &(struct rights_grant){.user_id = w->people[BUYER], .role = ROLE_ACCOUNTANT}));
	c->actor_id = w->people[BUYER];
	SN_TRY(purchase_rules_load(c, STR(PURCHASE_FLOOR_ONLY), &changed));
	c->actor_id = UUID_NULL;
	return fund_matrix_load(
		c,
		STR("{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		    "\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],"
		    "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		    "{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true}]}"),
		&changed);
}

static void open_world(struct world *w, enum fixture_engine engine)
{
	fixture_create(&w->f, engine, domains, sizeof domains / sizeof domains[0]);
	w->tlog = tlog_new();
	w->hook = tlog_hook(w->tlog);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->tlog;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, settle, w), "settle");
}

/* ---- one act ---- */

struct act {
	struct world *w;
	struct made *made;
};

/* Money and goods in equal parts; amounts about as large as what there is, so that both answers come. */
static struct sn_err make_money(struct ctx *c, struct world *w, struct made *m,
				struct document_plan *plan)
{
	struct document *d = &m->document;
	const int64_t fen = 1 + below(w, 100000); /* two, three and four hands */
	plan->document.declared_count = 1;
	plan->document.declared_total = MONEY_FEN(fen);
	switch (below(w, 4)) {
	case 0:
	case 1:
		plan->document.org_no = REGION;
		plan->source = FUND_OWN;
		m->own_fen = fen;
		return document_make_receive(c, plan, MONEY_FEN(fen), d);
	case 2:
		plan->document.org_no = REGION;
		plan->source = FUND_OWN;
		m->own_fen = -fen;
		m->upper_fen = fen;
		return document_make_allot(c, plan, &(struct money_line){COUNTY, MONEY_FEN(fen)}, 1,
					   d);
	default:
		m->own_fen = plan->source == FUND_OWN ? -fen : fen;
		m->upper_fen = plan->source == FUND_OWN ? 0 : -fen;
		plan->document.org_no = plan->source == FUND_OWN ? REGION : COUNTY;
		return document_make_return(c, plan, MONEY_FEN(fen), d);
	}
}
static struct sn_err make_purchase(struct ctx *c, struct world *w, struct made *m,
				   struct document_plan *plan)
{
	char number[32];
	const int which = below(w, 2) ? COAT : RICE;
	const int64_t quantity = 1 + below(w, 20), cost_fen = 100 + below(w, 900);
	const struct goods_line line = {w->items[which], quantity, MONEY_FEN(quantity * cost_fen)};
	plan->document.org_no = plan->source == FUND_OWN ? REGION : COUNTY;
	plan->document.declared_count = 1;
	plan->document.declared_total = line.total;
	w->invoice += below(w, 8) != 0; /* now and then the same again */
	(void)snprintf(number, sizeof number, "1500-%" PRId64, w->invoice);
	plan->document.reference = str_of(number);
	m->own_fen = m->upper_fen = 0;
	m->bought[which] = quantity;
	SN_TRY(accepted_goods(c,
			      &(const struct accepting){.org_no = plan->document.org_no,
							.maker_id = w->people[BUYER],
							.first_id = w->people[COUNTS],
							.second_id = w->people[COUNTS_TOO],
							.lines = &line,
							.count = 1},
			      &plan->purchase_id));
	return document_make_purchase(c, plan, &line, 1, &m->document);
}
static struct sn_err make_goods(struct ctx *c, struct world *w, struct made *m,
				struct document_plan *plan)
{
	static const enum document_kind kinds[] = {DOCUMENT_ISSUE, DOCUMENT_ISSUE,
						   DOCUMENT_GIVEBACK, DOCUMENT_MOVE, DOCUMENT_LOSS};
	struct goods_plan goods = {.plan = *plan};
	struct document *d = &goods.plan.document;
	d->kind = kinds[below(w, 5)];
	d->org_no = below(w, 3) ? REGION : COUNTY;
	d->declared_count = 1;
	const int which = (int)below(w, ITEMS);
	const int64_t quantity = 1 + below(w, which == CASH ? 9000 : 6);
	const struct goods_line line = {w->items[which], quantity, MONEY_FEN(0)};
	goods.plan.source = which == CASH ? plan->source : FUND_NONE;
	if (which == CASH)
		d->declared_total = MONEY_FEN(quantity);
	/* mostly one of the two distributors, who are the last */
	const struct uuid someone =
		w->people[below(w, 4) ? PEOPLE - 1 - below(w, 2) : below(w, PEOPLE)];
	if (d->kind == DOCUMENT_ISSUE)
		goods.receiver_id = someone;
	else if (d->kind == DOCUMENT_GIVEBACK)
		goods.holder_id = c->actor_id = someone;
	else if (d->kind == DOCUMENT_LOSS && (which == CASH || below(w, 2)))
		goods.holder_id = someone;
	goods.to_org_no = d->kind == DOCUMENT_MOVE ? REGION + COUNTY - d->org_no : 0;
	return document_make_goods(c, &goods, &line, 1, &m->document);
}
static struct sn_err make_work(struct ctx *c, void *arg)
{
	struct world *w = ((struct act *)arg)->w;
	struct made *m = ((struct act *)arg)->made;
	*m = (struct made){.own_fen = 0};
	struct document_plan plan = {.document = {.document_id = uuid_random()},
				     .source = below(w, 2) ? FUND_OWN : FUND_UPPER,
				     .purpose = STR("gift")};
	const int64_t chance = below(w, 100);
	if (chance < 40)
		return make_money(c, w, m, &plan);
	if (chance < 60)
		return make_purchase(c, w, m, &plan);
	if (chance < 70) {
		const struct goods_line line = {w->items[KIT], 1 + below(w, 4), MONEY_FEN(0)};
		plan.document.org_no = REGION;
		plan.document.declared_count = 1;
		plan.source = FUND_NONE;
		return document_make_kits(c, &plan, &line, &m->document);
	}
	return make_goods(c, w, m, &plan);
}
/* The hand that is next, HANDS_COUNT: the receiver. */
static int next_hand(const struct document *d)
{
	for (int h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (d->needed & 1U << h && uuid_is_null(d->signatures.by[h]))
			return h;
	return HANDS_COUNT;
}
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct world *w = ((struct act *)arg)->w;
	struct document *d = &((struct act *)arg)->made->document;
	const int64_t chance = below(w, 100);
	const int hand = chance < 70 ? next_hand(d) : HAND_CHECKER + (int)below(w, HANDS_COUNT);
	struct document out;
	struct sn_err e;
	if (chance < 3)
		e = document_cancel(c, d->shard, d->document_id, &out);
	else if (hand >= HANDS_COUNT)
		e = document_accept(c, d->shard, d->document_id, &out);
	else
		e = document_sign(c, d->shard, d->document_id, (enum hand)hand, &out);
	if (!sn_failed(e))
		*d = out;
	return e;
}

static bool is_storage(struct sn_err e)
{
	return strncmp(sn_reason_word(e.reason), "store_", 6) == 0;
}
static void note(struct world *w, struct sn_err e)
{
	w->refused += sn_failed(e);
	if (is_storage(e)) { /* a refusal is ours, never a constraint's */
		printf("# %s\n", sn_reason_word(e.reason));
		differs(w, "refused by the storage, not by a rule");
	}
}
static void make(struct world *w)
{
	struct act a = {w, &w->documents[w->count]};
	w->f.c.actor_id = w->people[below(w, PEOPLE)];
	const struct sn_err e = store_write(&w->f.c, make_work, &a);
	note(w, e);
	w->count += !sn_failed(e);
}
static void step(struct world *w)
{
	/* mostly the latest: the old ones are done or wait for somebody */
	const int64_t back = below(w, 2) ? below(w, 6) : below(w, (int64_t)w->count);
	const size_t at = w->count - 1 - (size_t)(back < (int64_t)w->count ? back : 0);
	struct act a = {w, &w->documents[at]};
	const enum document_state before = a.made->document.state;
	const struct uuid receiver_id = a.made->document.receiver_id;
	const bool waits = next_hand(&a.made->document) == HANDS_COUNT;
	w->f.c.actor_id = waits && !uuid_is_null(receiver_id) && below(w, 4)
				  ? receiver_id
				  : w->people[below(w, PEOPLE)];
	note(w, store_write(&w->f.c, step_work, &a));
	if (before == DOCUMENT_DONE || a.made->document.state != DOCUMENT_DONE)
		return;
	w->done[a.made->document.kind]++;
	w->book_fen[FUND_OWN] += a.made->own_fen;
	w->book_fen[FUND_UPPER] += a.made->upper_fen;
	for (int i = 0; i < ITEMS; i++)
		w->bought[i] += a.made->bought[i];
}

/* ---- what must hold after each ---- */

struct lot_sum {
	int64_t lot_no, item_no, quantity, fen;
};
struct sums {
	struct world *w;
	int64_t fen[FUND_SOURCES_COUNT], supplied[ITEMS];
	struct lot_sum lots[LOTS_MAX];
	size_t lots_count;
};
/* A lot has one cost, and all of it is somewhere: with what supplied it, it comes to nothing. */
static void add_to_lot(struct sums *s, const struct account *a)
{
	size_t i = 0;
	while (i < s->lots_count && s->lots[i].lot_no != a->key.lot_no)
		i++;
	struct lot_sum *lot = &s->lots[i];
	if (i == s->lots_count) {
		*lot = (struct lot_sum){.lot_no = a->key.lot_no, .item_no = a->key.item_no};
		s->lots_count++;
	}
	lot->quantity += a->quantity;
	lot->fen += money_fen(a->value);
	if (lot->item_no != a->key.item_no)
		differs(s->w, "a lot of two things");
}
static struct sn_err add_account(void *self, const struct account *a)
{
	struct sums *s = self;
	if (a->key.class == ACCOUNT_IN_TRANSIT)
		return SN_SUCCESS;
	const bool endless = a->key.class == ACCOUNT_SOURCE || a->key.class == ACCOUNT_SUPPLY ||
			     a->key.class == ACCOUNT_CONVERT;
	if (!endless &&
	    (a->quantity < a->held_quantity || money_fen(a->value) < money_fen(a->held_value)))
		differs(s->w, "an account below what is held of it");
	if (a->key.item_no == 0) {
		s->fen[a->key.source] += a->key.class == ACCOUNT_SOURCE ? 0 : money_fen(a->value);
		return SN_SUCCESS;
	}
	add_to_lot(s, a);
	for (int i = COAT; i < ITEMS; i++)
		if (a->key.class == ACCOUNT_SUPPLY && a->key.item_no == s->w->items[i])
			s->supplied[i] -= a->quantity;
	return SN_SUCCESS;
}
static void check_books(struct world *w)
{
	static struct sums s;
	const struct account_filter filter = {.class = -1};
	memset(s.fen, 0, sizeof s.fen);
	memset(s.supplied, 0, sizeof s.supplied);
	s.lots_count = 0;
	s.w = w;
	fixture_must(ledger_accounts(&w->f.c, &filter, add_account, &s), "accounts");
	for (int i = 0; i < FUND_SOURCES_COUNT; i++)
		if (s.fen[i] != w->book_fen[i])
			differs(w, "money of a source: received is not in funds, paid or returned");
	for (int i = COAT; i < ITEMS; i++)
		if (s.supplied[i] != w->bought[i])
			differs(w, "goods: bought is not supplied");
	for (size_t i = 0; i < s.lots_count; i++)
		if (s.lots[i].quantity != 0 || s.lots[i].fen != 0)
			differs(w, "a lot is not all in stock, custody, hands, kits or lost");
}
static void check_hands(struct world *w, const struct document *d)
{
	struct document stored;
	fixture_must(document_read(&w->f.c, d->document_id, &stored), "document");
	if (stored.state != d->state)
		differs(w, "a document's state is not what was answered");
	const struct uuid *by = stored.signatures.by;
	for (int i = 0; i < HANDS_COUNT; i++)
		for (int j = i + 1; j < HANDS_COUNT; j++)
			if (!uuid_is_null(by[i]) && uuid_eq(by[i], by[j]))
				differs(w, "a document with two equal hands");
	if (stored.accepted_us && uuid_eq(stored.receiver_id, by[HAND_MAKER]))
		differs(w, "a document accepted by its maker");
}

static void show(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s expected %lld found %lld\n", f->what, (long long)f->expected,
	       (long long)f->found);
}

static void run(struct world *w, int acts)
{
	int64_t n = 0;
	for (int i = 0; i < acts && !w->wrong && w->count < DOCUMENTS_MAX - 1; i++) {
		const struct arena_mark mark = arena_mark(w->f.c.mem);
		if (w->count == 0 || below(w, 4) == 0)
			make(w);
		else
			step(w);
		check_books(w);
		for (size_t j = 0; w->count && j < 3; j++)
			check_hands(w, &w->documents[below(w, (int64_t)w->count)].document);
		arena_rewind(w->f.c.mem, mark);
	}
	for (size_t j = 0; j < w->count; j++)
		check_hands(w, &w->documents[j].document);
	int64_t done = 0;
	for (int k = 0; k < DOCUMENT_KINDS_COUNT; k++) {
		printf("# %s: %" PRId64 " done\n", document_kind_words((enum document_kind)k)->word,
		       w->done[k]);
		done += w->done[k];
	}
	printf("# %zu documents, %" PRId64 " done, %" PRId64 " refusals\n", w->count, done,
	       w->refused);
	OK(!w->wrong, w->wrong ? w->wrong : "money and goods are all there after every act");
	OK(done > acts / 40 && w->refused > acts / 20,
	   "many documents were done, and many acts refused");
	fixture_must(document_verify(&w->f.c, show, NULL, &n), "documents");
	EQ_I64(n, 0, "every envelope is right");
	fixture_must(ledger_verify(&w->f.c, show, NULL, &n), "ledger");
	EQ_I64(n, 0, "so are balances, holds, legs and leaves");
}

int main(void)
{
	static struct world w;
	const char *seed = getenv("SONGNUAN_PROPERTY_SEED"),
		   *runs = getenv("SONGNUAN_PROPERTY_RUNS");
	const struct uuid random = uuid_random();
	uint64_t first = 0;
	memcpy(&first, random.bytes, 4);
	if (seed && *seed)
		first = strtoull(seed, NULL, 10);
	const int acts = runs && *runs ? (int)strtol(runs, NULL, 10) : 3000;
	if (acts <= 3000 && access("/dev/shm", W_OK) == 0) /* it is not about disks */
		(void)setenv("TMPDIR", "/dev/shm", 1);
	printf("# SONGNUAN_PROPERTY_SEED=%" PRIu64 "\n", first);
	FOR_EACH_ENGINE(engine)
	{
		memset(&w, 0, sizeof w);
		w.seed = first;
		open_world(&w, engine);
		run(&w, engine == FIXTURE_PG ? acts / 3 : acts);
		fixture_close(&w.f);
		tlog_free(w.tlog);
	}
	return tap_done();
}
