/* Too little memory refuses an act whole: each act is asked with a little more each time, until it has enough. Nothing of
 * the refused ones stays. */
#include "document_world.h"
#include "ledger/budget_sql.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[WORLD_DOMAINS] = {
	&org_domain,   &rights_domain, &tlog_domain,    &ledger_domain,
	&goods_domain, &budget_domain, &purchase_domain};
enum { ROOM_MAX = 64 << 20, SHARE = 128 /* by how much the room grows */ };

struct squeezed {
	struct sn_err (*act)(struct ctx *c, void *arg);
	void *arg;
	size_t room;
};
static struct sn_err squeeze(struct ctx *c, void *arg)
{
	const struct squeezed *s = arg;
	struct ctx small = *c;
	small.mem = arena_new(s->room);
	const struct sn_err e = s->act(&small, s->arg);
	arena_free(small.mem);
	return e;
}

/* What an act may not have changed when it was refused. */
struct books {
	int64_t accounts, quantity, fen, held, leaves;
};
static struct sn_err add_account(void *self, const struct account *a)
{
	struct books *b = self;
	b->accounts++;
	b->quantity += a->quantity * a->account_no;
	b->fen += money_fen(a->value) * a->account_no;
	b->held += a->held_quantity + money_fen(a->held_value);
	return SN_SUCCESS;
}
static struct books books_of(struct world *w)
{
	struct books b = {.accounts = 0};
	struct tlog_head head;
	fixture_must(ledger_accounts(&w->f.c,
				     &(struct account_filter){.class = -1, .with_zero = true},
				     add_account, &b),
		     "accounts");
	fixture_must(tlog_read_head(&w->f.c, &head), "head");
	b.leaves = head.size;
	return b;
}
static bool same(struct books a, struct books b)
{
	return a.accounts == b.accounts && a.quantity == b.quantity && a.fen == b.fen &&
	       a.held == b.held && a.leaves == b.leaves;
}

static void grows_until_it_fits(struct world *w, enum who who,
				struct sn_err (*work)(struct ctx *c, void *arg), void *arg,
				const char *what)
{
	const struct books before = books_of(w);
	struct squeezed s = {.act = work, .arg = arg};
	struct sn_err e = SN_FAIL(OUT_OF_MEMORY);
	int refused = 0;
	bool whole = true;
	w->f.c.actor_id = w->people[who];
	for (s.room = 16; s.room < ROOM_MAX && e.reason == SN_R_OUT_OF_MEMORY;
	     s.room += 16 + s.room / SHARE) {
		e = store_write(&w->f.c, squeeze, &s);
		refused += e.reason == SN_R_OUT_OF_MEMORY;
		if (sn_failed(e) && refused % 16 == 0)
			whole = whole && same(before, books_of(w));
	}
	REASON(e, "ok", what);
	OK(refused > 0 && whole, "and before that it was refused whole");
}

/* ---- what is asked ---- */

/* Seventy items and forty lots: what is read grows while it is read. */
static struct sn_err add_many(struct ctx *c, void *arg)
{
	struct world *w = arg;
	char code[16];
	struct item item;
	struct lot lots[40] = {0};
	for (int i = 0; i < 70; i++) {
		(void)snprintf(code, sizeof code, "item-%d", i);
		const struct item one = {.code = str_of(code),
					 .name = STR("物品"),
					 .size = STR("L"),
					 .unit = UNIT_PIECE};
		SN_TRY(goods_item_add(c, &one, NULL, 0, &item));
	}
	for (int i = 0; i < 40; i++)
		lots[i] = (struct lot){.shard = REGION,
				       .org_no = REGION,
				       .item_no = w->rice,
				       .unit_cost = MONEY_FEN(100 + i),
				       .day = 20241026,
				       .document_id = uuid_random()};
	SN_TRY(goods_lots_add(c, lots, 40));
	for (int i = 0; i < 40; i++) {
		struct account_key supply = {.org_no = REGION,
					     .class = ACCOUNT_SUPPLY,
					     .source = FUND_OWN,
					     .item_no = w->rice,
					     .lot_no = lots[i].lot_no};
		struct account_key stock = supply;
		stock.class = ACCOUNT_STOCK;
		const struct transfer t = {.transfer_id = uuid_random(),
					   .kind = TRANSFER_SUPPLY,
					   .day = 20241026,
					   .at_us = FIXTURE_AT_US,
					   .from = supply,
					   .to = stock,
					   .quantity = 1,
					   .value = MONEY_FEN(100 + i)};
		SN_TRY(ledger_post_all(c, &t, 1));
	}
	return SN_SUCCESS;
}

static void papers(struct world *w)
{
	struct document d, bought, kits, issued, moved, back;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 9000000),
			.money = {{0, MONEY_FEN(9000000)}},
			.document = &d};
	grows_until_it_fits(w, MAKER, act_work, &a, "money comes in");
	sign_all(w, &d);
	struct act allot = {.what = DO_ALLOT,
			    .plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 600000),
			    .money = {{COUNTY, MONEY_FEN(600000)}},
			    .count = 1,
			    .document = &d};
	grows_until_it_fits(w, MAKER, act_work, &allot, "money goes down");
	sign_all(w, &d);
	struct act give_back = {.what = DO_RETURN,
				.plan = plan_of(DOCUMENT_RETURN, COUNTY, 1, 1000),
				.money = {{0, MONEY_FEN(1000)}},
				.document = &back};
	give_back.plan.plan.source = FUND_UPPER;
	grows_until_it_fits(w, MAKER, act_work, &give_back, "and back");
	struct act buy = {
		.what = DO_PURCHASE,
		.plan = plan_of(DOCUMENT_PURCHASE, REGION, 2, 120000),
		.goods = {{w->coat, 10, MONEY_FEN(100000)}, {w->rice, 20, MONEY_FEN(20000)}},
		.count = 2,
		.document = &bought};
	buy.plan.plan.document.reference = STR("150024000001");
	struct accepting_act accepting = {w, &buy};
	fixture_must(store_write(&w->f.c, accept_work, &accepting), "two people accept");
	grows_until_it_fits(w, MAKER, act_work, &buy, "goods are bought");
	struct act not_bought = {.what = DO_CANCEL, .document = &bought};
	grows_until_it_fits(w, MAKER, act_work, &not_bought, "and are not, its invoice free again");
	buy.plan.plan.document.document_id = uuid_random();
	REASON(act(w, MAKER, &buy), "ok", "and are, under the same invoice");
	sign_all(w, &bought);
	struct act put = {.what = DO_KITS,
			  .plan = plan_of(DOCUMENT_KIT, REGION, 1, 0),
			  .goods = {{w->kit, 10, MONEY_FEN(0)}},
			  .document = &kits};
	grows_until_it_fits(w, KEEPER, act_work, &put, "kits are put together");
	struct act counted = {.what = DO_SIGN, .hand = HAND_CHECKER, .document = &kits};
	grows_until_it_fits(w, KEEPER_2, act_work, &counted, "and counted by a second keeper");
	struct act issue = {.what = DO_GOODS,
			    .plan = plan_of(DOCUMENT_ISSUE, REGION, 1, 0),
			    .goods = {{w->kit, 4, MONEY_FEN(0)}},
			    .count = 1,
			    .document = &issued};
	issue.plan.receiver_id = w->people[DISTRIBUTOR];
	grows_until_it_fits(w, KEEPER, act_work, &issue, "kits are issued");
	struct act cancel = {.what = DO_CANCEL, .document = &issued};
	grows_until_it_fits(w, KEEPER, act_work, &cancel, "which is cancelled");
	struct act move = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_MOVE, REGION, 1, 0),
			   .goods = {{w->kit, 3, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &moved};
	move.plan.to_org_no = COUNTY;
	grows_until_it_fits(w, KEEPER, act_work, &move, "kits go to the county");
	struct act accept = {.what = DO_ACCEPT, .document = &moved};
	grows_until_it_fits(w, KEEPER_2, act_work, &accept, "and are taken in there");
	struct act reverse = {.what = DO_REVERSE,
			      .reversal_id = uuid_random(),
			      .why = STR("发错了"),
			      .document = &moved};
	grows_until_it_fits(w, APPROVER, act_work, &reverse, "and are taken back");
	grows_until_it_fits(w, KEEPER, add_many, w, "many items and lots come in");
	struct act many = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_MOVE, REGION, 1, 0),
			   .goods = {{w->rice, 40, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &issued};
	many.plan.to_org_no = COUNTY;
	grows_until_it_fits(w, KEEPER, act_work, &many, "forty lots go to the county");
	accept.document = &issued;
	grows_until_it_fits(w, KEEPER_2, act_work, &accept, "and are taken in there");
	struct act count = {.what = DO_COUNT,
			    .plan = plan_of(DOCUMENT_LOSS, REGION, 0, 0),
			    .goods = {{w->kit, 8, MONEY_FEN(0)}, {w->coat, 1, MONEY_FEN(0)}},
			    .count = 2,
			    .document = &d};
	grows_until_it_fits(w, KEEPER, act_work, &count, "the stock is counted");
}

/* ---- reading and recomputing ---- */

static struct sn_err verify(struct ctx *c, void *arg)
{
	int64_t *findings = arg;
	return ledger_verify(c, NULL, NULL, findings);
}
static struct sn_err trial(struct ctx *c, void *arg)
{
	struct trial_row *rows;
	size_t count;
	return ledger_trial(c, &rows, &count, arg);
}
static struct sn_err list(struct ctx *c, void *arg)
{
	struct document *all;
	const struct document_filter every = {.state = -1};
	SN_TRY(document_list(c, &every, &all, arg));
	return *(size_t *)arg > 0 ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err items(struct ctx *c, void *arg)
{
	struct item *all;
	return goods_items(c, &all, arg);
}
static void readings(struct world *w)
{
	int64_t findings = -1;
	bool balanced = false;
	size_t papers_count = 0, items_count = 0;
	grows_until_it_fits(w, MAKER, verify, &findings, "the books are verified");
	EQ_I64(findings, 0, "and are right");
	grows_until_it_fits(w, MAKER, trial, &balanced, "the trial balance is made");
	OK(balanced, "and is zero");
	grows_until_it_fits(w, MAKER, list, &papers_count, "documents are listed");
	grows_until_it_fits(w, MAKER, items, &items_count, "items are listed");
	EQ_I64((int64_t)items_count, 73, "all of them");
}

int main(void)
{
	static struct world w;
	/* the store's engine makes no difference to our memory */
	world_open(&w, FIXTURE_SQLITE, domains);
	papers(&w);
	readings(&w);
	fixture_close(&w.f);
	tlog_free(w.tlog);
	return tap_done();
}
