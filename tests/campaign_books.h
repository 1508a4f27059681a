#ifndef SN_TESTS_CAMPAIGN_BOOKS_H
#define SN_TESTS_CAMPAIGN_BOOKS_H
/* campaign_books: what must hold after each step of a campaign. The books are read twice, as balances of accounts and as
 * sums over all transfers, and each is held against our own count of what happened (struct tally, struct own_lot).
 *
 *   money   of each source: raised + allotted to it − allotted from it = returned + spent + given + lost + left
 *   goods   of each lot, in pieces and fen: came in = stock + custody + handed out + lost + taken into kits
 *   others  budget lines as far as documents use them; donations as far as their fund has money for them
 *   start   check_books() after a step, check_verified() now and then. */
#include "campaign_world.h"
#include "ledger/caps.h"

enum { CLASSES = ACCOUNT_CLASSES_COUNT };
struct lot_sum {
	int64_t lot_no, item_no, quantity[CLASSES], fen[CLASSES];
};
struct sums {
	struct campaign *k;
	int64_t money[FUND_SOURCES_COUNT][CLASSES];
	struct lot_sum lots[LOTS_MAX];
	size_t lots_count;
};
struct share {
	enum account_class class;
	enum fund_source source;
	int64_t item_no, lot_no, quantity, fen;
};

static inline void sums_add(struct sums *s, const struct share *of)
{
	if (of->item_no == 0) {
		s->money[of->source][of->class] += of->fen;
		return;
	}
	size_t i = 0;
	while (i < s->lots_count && s->lots[i].lot_no != of->lot_no)
		i++;
	if (i == LOTS_MAX) {
		differs(s->k, "more lots than the test has room for");
		return;
	}
	struct lot_sum *lot = &s->lots[i];
	if (i == s->lots_count) {
		*lot = (struct lot_sum){.lot_no = of->lot_no, .item_no = of->item_no};
		s->lots_count++;
	}
	lot->quantity[of->class] += of->quantity;
	lot->fen[of->class] += of->fen;
	if (lot->item_no != of->item_no)
		differs(s->k, "a lot of two things");
}
static inline struct sn_err sums_account(void *self, const struct account *a)
{
	sums_add(self, &(const struct share){.class = a->key.class,
					     .source = a->key.source,
					     .item_no = a->key.item_no,
					     .lot_no = a->key.lot_no,
					     .quantity = a->quantity,
					     .fen = money_fen(a->value)});
	return SN_SUCCESS;
}
/* What went in less what went out, from the rows of transfers alone. */
static inline struct sn_err sums_transfers(struct ctx *c, struct sums *s)
{
	static const struct sn_statement statement = {
		.name = "test.transfers",
		.sql = "SELECT a.class, a.source, a.item_no, a.lot_no,"
		       "       CAST(SUM(x.quantity) AS BIGINT) AS quantity,"
		       "       CAST(SUM(x.value_fen) AS BIGINT) AS value_fen"
		       "  FROM (SELECT shard, to_no AS account_no, quantity, value_fen FROM "
		       "transfer"
		       "        UNION ALL"
		       "        SELECT shard, from_no, -quantity, -value_fen FROM transfer) x"
		       "  JOIN account a ON a.shard = x.shard AND a.account_no = x.account_no"
		       " GROUP BY a.class, a.source, a.item_no, a.lot_no",
		.params = ""};
	struct rows *r = store_query(c->store, &statement, NO_PARAMS);
	while (store_next(r))
		sums_add(s,
			 &(const struct share){.class = (enum account_class)store_int(r, "class"),
					       .source = (enum fund_source)store_int(r, "source"),
					       .item_no = store_int(r, "item_no"),
					       .lot_no = store_int(r, "lot_no"),
					       .quantity = store_int(r, "quantity"),
					       .fen = store_int(r, "value_fen")});
	return store_done(r);
}

static inline void money_wrong(struct campaign *k, int source, int64_t got, int64_t want,
			       const char *what)
{
	if (got == want || k->wrong[0])
		return;
	(void)snprintf(k->wrong, sizeof k->wrong, "money of %s, %s: %lld fen, and it is %lld",
		       ledger_source_words((enum fund_source)source)->word, what, (long long)got,
		       (long long)want);
}
static inline void check_money(struct campaign *k, const struct sums *s)
{
	for (int i = 0; i < FUND_SOURCES_COUNT; i++) {
		const struct tally *t = &k->all;
		const int64_t *is = s->money[i];
		const int64_t given = is[ACCOUNT_RECIPIENT] + is[ACCOUNT_OVER_ISSUE];
		const int64_t left = is[ACCOUNT_FUND] + is[ACCOUNT_CUSTODY];
		money_wrong(k, i, -is[ACCOUNT_SOURCE], t->raised[i] - t->returned[i],
			    "raised less returned");
		money_wrong(k, i, is[ACCOUNT_PAYABLE], t->spent[i], "paid to suppliers");
		money_wrong(k, i, given, t->given[i], "with the recipients");
		money_wrong(k, i, is[ACCOUNT_WRITTEN_OFF], t->lost[i], "lost");
		money_wrong(k, i, t->raised[i] + t->passed[i],
			    t->returned[i] + is[ACCOUNT_PAYABLE] + given + is[ACCOUNT_WRITTEN_OFF] +
				    left,
			    "raised against returned, spent, given, lost and left");
	}
}

static inline void lot_wrong(struct campaign *k, int64_t lot_no, int64_t got, int64_t want,
			     const char *what)
{
	if (got == want || k->wrong[0])
		return;
	(void)snprintf(k->wrong, sizeof k->wrong, "lot %lld, %s: %lld, and it is %lld",
		       (long long)lot_no, what, (long long)got, (long long)want);
}
/* Everything that came in is somewhere. What was put together came out of convert, what was taken for it went in there. */
static inline void check_lot(struct campaign *k, const struct own_lot *own,
			     const struct lot_sum *lot)
{
	const int64_t *q = lot->quantity, *v = lot->fen;
	const bool made = own->item_no == k->things[THING_SET];
	const enum account_class from = made ? ACCOUNT_CONVERT : ACCOUNT_SUPPLY;
	const int64_t in_kits = made ? 0 : q[ACCOUNT_CONVERT],
		      in_kits_fen = made ? 0 : v[ACCOUNT_CONVERT];
	const int64_t there = q[ACCOUNT_STOCK] + q[ACCOUNT_CUSTODY] + q[ACCOUNT_RECIPIENT] +
			      q[ACCOUNT_OVER_ISSUE] + q[ACCOUNT_WRITTEN_OFF] + in_kits;
	const int64_t worth = v[ACCOUNT_STOCK] + v[ACCOUNT_CUSTODY] + v[ACCOUNT_RECIPIENT] +
			      v[ACCOUNT_OVER_ISSUE] + v[ACCOUNT_WRITTEN_OFF] + in_kits_fen;
	lot_wrong(k, lot->lot_no, -q[from], own->quantity, "pieces that the books say came in");
	lot_wrong(k, lot->lot_no, there, own->quantity,
		  "pieces in stock, custody, hands, kits and lost");
	lot_wrong(k, lot->lot_no, worth, own->fen, "fen in stock, custody, hands, kits and lost");
	lot_wrong(k, lot->lot_no, q[ACCOUNT_IN_TRANSIT], 0, "pieces on the way");
}
static inline void check_goods(struct campaign *k, const struct sums *s)
{
	int64_t came_in[THINGS] = {0}, handed[THINGS] = {0}, broken[THINGS] = {0};
	for (size_t i = 0; i < s->lots_count; i++) {
		const struct lot_sum *lot = &s->lots[i];
		const struct own_lot *own = NULL;
		for (size_t j = 0; j < k->lots_count && !own; j++)
			own = k->lots[j].lot_no == lot->lot_no ? &k->lots[j] : NULL;
		check_lot(k, own ? own : &(const struct own_lot){.item_no = lot->item_no}, lot);
		for (int t = 0; t < THINGS; t++) {
			if (lot->item_no != k->things[t])
				continue;
			came_in[t] -= lot->quantity[ACCOUNT_SUPPLY];
			handed[t] += lot->quantity[ACCOUNT_RECIPIENT] +
				     lot->quantity[ACCOUNT_OVER_ISSUE];
			broken[t] += lot->quantity[ACCOUNT_WRITTEN_OFF];
		}
	}
	for (int t = 0; t < THINGS; t++) {
		lot_wrong(k, -t, came_in[t], k->all.came_in[t],
			  "pieces of a thing bought or given");
		lot_wrong(k, -t, handed[t], k->all.handed[t], "pieces of a thing handed out");
		lot_wrong(k, -t, broken[t], k->all.broken[t], "pieces of a thing lost");
	}
	for (size_t j = 0; j < k->lots_count; j++) {
		bool there = k->lots[j].quantity == 0;
		for (size_t i = 0; i < s->lots_count && !there; i++)
			there = s->lots[i].lot_no == k->lots[j].lot_no;
		if (!there)
			differs(k, "a lot that was bought is nowhere");
	}
}

static inline void check_budgets(struct campaign *k)
{
	struct budget_line *lines = NULL;
	size_t count = 0;
	fixture_must(budget_lines(&k->w.f.c, &(const struct budget_filter){0}, &lines, &count),
		     "budget lines");
	for (int b = 0; b < BUDGETS; b++) {
		const struct budget_entry want = budget_line_of(k, b);
		const int64_t back = b == BUDGET_OWN ? k->came_back_fen : 0;
		bool same = false;
		for (size_t i = 0; i < count; i++)
			same |= str_eq(lines[i].code, want.code) &&
				money_fen(lines[i].used) <= k->budget_used[b] &&
				money_fen(lines[i].used) >= k->budget_used[b] - back &&
				money_fen(lines[i].amount) == k->budget_amount[b];
		if (!same)
			differs(k, "a budget line is not used as its documents say");
	}
}
/* What is left of the donations is in their fund; beyond it there is only what unions below gave back of allotments. */
static inline void check_donations(struct campaign *k)
{
	struct donation *list = NULL;
	struct account fund;
	size_t count = 0;
	int64_t left = 0;
	const struct account_key key = {.org_no = k->w.orgs[REGION].org_no,
					.class = ACCOUNT_FUND,
					.cycle_no = k->w.cycle.cycle_no,
					.source = FUND_DONATION};
	fixture_must(donation_list(&k->w.f.c, &(const struct donation_filter){.org_no = 0}, &list,
				   &count),
		     "donations");
	for (size_t i = 0; i < count; i++)
		left += list[i].goods ? 0 : money_fen(list[i].left);
	fixture_must(ledger_balance(&k->w.f.c, k->w.orgs[REGION].shard, &key, &fund), "balance");
	const int64_t free = money_fen(fund.value) - money_fen(fund.held_value);
	money_wrong(k, FUND_DONATION, free, left, "in the fund against what is left of donations");
}

static inline void check_books(struct campaign *k)
{
	static struct sums accounts, transfers;
	const struct arena_mark mark = arena_mark(k->w.f.c.mem);
	struct sums *const both[] = {&accounts, &transfers};
	for (int i = 0; i < 2; i++) {
		memset(both[i]->money, 0, sizeof both[i]->money);
		both[i]->lots_count = 0;
		both[i]->k = k;
	}
	fixture_must(ledger_accounts(&k->w.f.c, &(const struct account_filter){.class = -1},
				     sums_account, &accounts),
		     "accounts");
	fixture_must(sums_transfers(&k->w.f.c, &transfers), "transfers");
	for (int i = 0; i < 2; i++) {
		check_money(k, both[i]);
		check_goods(k, both[i]);
	}
	check_budgets(k);
	check_donations(k);
	arena_rewind(k->w.f.c.mem, mark);
}

typedef struct sn_err verify_part(struct ctx *c,
				  void (*each)(void *self, const struct ledger_finding *f),
				  void *self, int64_t *findings);
/* All that `songnuan verify` does on these tables, and the trial balance. */
static inline void check_verified(struct campaign *k)
{
	static verify_part *const parts[] = {
		ledger_verify,  document_verify, closing_verify,  caps_verify,   care_verify,
		portion_verify, donation_verify, handover_verify, budget_verify, purchase_verify};
	const struct arena_mark mark = arena_mark(k->w.f.c.mem);
	struct trial_row *rows;
	size_t count = 0;
	int64_t findings = 0, leaves = 0;
	bool balanced = false;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		int64_t found = 0;
		fixture_must(parts[i](&k->w.f.c, world_print_finding, NULL, &found), "verify");
		findings += found;
	}
	fixture_must(tlog_verify(&k->w.f.c, &leaves), "the log");
	fixture_must(ledger_trial(&k->w.f.c, &rows, &count, &balanced), "trial");
	if (!balanced)
		differs(k, "the trial balance of a shard is not zero");
	if (findings != 0)
		differs(k, "verify has findings");
	k->verified++;
	arena_rewind(k->w.f.c.mem, mark);
}
#endif
