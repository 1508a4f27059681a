/* Whoever edits accounts, transfers, holds, leaves' words, donations or closings by hand is found; on both engines. */
#include "books_world.h"

enum { CYCLE = 7, YEAR_END = 20250105 };

struct month {
	int64_t org_no;
	int32_t period;
	struct carry carry;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct month *m = arg;
	struct closing out;
	return closing_close(c, m->org_no, m->period, &out);
}
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	const struct month *m = arg;
	struct closing out;
	return closing_confirm(c, m->org_no, m->period, &out);
}
static struct sn_err give_work(struct ctx *c, void *arg)
{
	return donation_make(c, arg, &(struct document){.org_no = 0});
}
static struct sn_err receipt_work(struct ctx *c, void *arg)
{
	const struct uuid *id = arg;
	struct receipt out;
	return donation_receipt(c, *id, &out);
}
static struct sn_err words_work(struct ctx *c, void *arg)
{
	(void)arg;
	return ledger_word_set(c, LEDGER_WORD_CYCLE, CYCLE, STR("hw-2024"));
}

static void money(struct books *b, int64_t org_no, enum fund_source source)
{
	struct document d;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, org_no, 1, 1000000),
			.money = {{0, MONEY_FEN(1000000)}},
			.document = &d};
	a.plan.plan.source = source;
	a.plan.plan.document.cycle_no = CYCLE;
	fixture_must(act(&b->w, MAKER, &a), "money");
	sign_all(&b->w, &d);
}
static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct uuid *id = arg;
	return donation_receipt_void(c, *id, STR("抬头写错"));
}
/* With a receipt; with one that is void; by a partner, without; goods, not signed yet. */
static void gifts(struct books *b)
{
	const struct goods_line lines[] = {{b->w.coat, 1, MONEY_FEN(5000)}};
	const struct donor donors[] = {{.kind = DONOR_ANONYMOUS},
				       {.kind = DONOR_ANONYMOUS},
				       {.kind = DONOR_PARTNER, .partner_no = b->partner_no[0]},
				       {.kind = DONOR_ANONYMOUS}};
	for (size_t i = 0; i < sizeof donors / sizeof *donors; i++) {
		struct donation_new given = {
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 5000).plan,
			.donor = donors[i],
			.amount = MONEY_FEN(5000)};
		struct document d = given.plan.document;
		if (i == 3) {
			given.lines = lines;
			given.count = 1;
			given.basis = STR("发票");
		}
		fixture_must(books_as(b, MAKER, give_work, &given), "donation");
		d.shard = REGION;
		fixture_must(document_read(&b->w.f.c, d.document_id, &d), "read");
		sign_all(&b->w, &d);
		if (i == 3)
			fixture_must(act(&b->w, KEEPER,
					 &(struct act){.what = DO_ACCEPT, .document = &d}),
				     "accepted");
		if (i < 2)
			fixture_must(books_as(b, CASHIER, receipt_work, &d.document_id), "receipt");
		if (i == 1)
			fixture_must(books_as(b, CASHIER, void_work, &d.document_id), "void");
	}
}
/* Money, an allotment, goods, kits, goods on the way, a hold, a donation with its receipt, closed months of two unions. */
static void happen(struct books *b)
{
	struct document d;
	fixture_must(store_write(&b->w.f.c, words_work, NULL), "words");
	money(b, REGION, FUND_OWN);
	struct act allot = {.what = DO_ALLOT,
			    .plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 60000),
			    .money = {{COUNTY, MONEY_FEN(60000)}},
			    .count = 1,
			    .document = &d};
	allot.plan.plan.document.cycle_no = CYCLE;
	fixture_must(act(&b->w, MAKER, &allot), "allot");
	sign_all(&b->w, &d);
	struct act buy = {
		.what = DO_PURCHASE,
		.plan = plan_of(DOCUMENT_PURCHASE, REGION, 2, 120000),
		.goods = {{b->w.coat, 10, MONEY_FEN(100000)}, {b->w.rice, 20, MONEY_FEN(20000)}},
		.count = 2,
		.document = &d};
	buy.plan.plan.document.reference = STR("150024000001");
	buy.plan.plan.document.cycle_no = CYCLE;
	fixture_must(act(&b->w, MAKER, &buy), "purchase");
	sign_all(&b->w, &d);
	struct act kits = {.what = DO_KITS,
			   .plan = plan_of(DOCUMENT_KIT, REGION, 1, 0),
			   .goods = {{b->w.kit, 4, MONEY_FEN(0)}},
			   .document = &d};
	kits.plan.plan.document.cycle_no = CYCLE;
	fixture_must(act(&b->w, KEEPER, &kits), "kits");
	fixture_must(sign(&b->w, KEEPER_2, HAND_CHECKER, &d), "counted");
	struct act move = {.what = DO_GOODS,
			   .plan = plan_of(DOCUMENT_MOVE, REGION, 1, 0),
			   .goods = {{b->w.kit, 2, MONEY_FEN(0)}},
			   .count = 1,
			   .document = &d};
	move.plan.plan.document.cycle_no = CYCLE;
	move.plan.to_org_no = COUNTY;
	fixture_must(act(&b->w, KEEPER, &move), "move");
	fixture_must(act(&b->w, KEEPER_2, &(struct act){.what = DO_ACCEPT, .document = &d}),
		     "accept");
	gifts(b);
	fixture_set_time(&b->w.f, day_start_us(YEAR_END));
	for (int64_t org_no = REGION; org_no <= COUNTY; org_no++)
		for (int32_t period = 202410; period <= 202411; period++) {
			struct month m = {.org_no = org_no, .period = period};
			fixture_must(books_as(b, (enum who)BOOKKEEPER, close_work, &m), "close");
			fixture_must(books_as(b, APPROVER, confirm_work, &m), "confirm");
		}
	allot.plan.plan.document.document_id = uuid_random();
	fixture_must(act(&b->w, MAKER, &allot), "a draft that holds money");
}

/* clang-format off */
static const struct {
	struct sn_statement statement;
	const char *found, *what;
} edits[] = {
#define ROW(sql, found, what) {BOOKS_EDIT(sql), found, what}
#define HERE " WHERE shard = $1 AND $2 = $2"
	ROW("UPDATE account SET value_fen = value_fen + 1" HERE " AND class = 1", "balance", "what a fund has"),
	ROW("UPDATE account SET quantity = quantity + 1" HERE " AND item_no > 0 AND class NOT IN (0, 3)", "balance", "how many are in stock"),
	ROW("UPDATE account SET held_value_fen = held_value_fen + 1" HERE " AND held_value_fen > 0", "held", "what is held of it"),
	ROW("UPDATE account SET org_no = org_no + 1" HERE, "key", "whose account it is"),
	ROW("UPDATE account SET key = key || 'x'" HERE, "key", "its key"),
	ROW("UPDATE account SET source = 99" HERE, "key", "a source that is none"),
	ROW("UPDATE account SET level = 99" HERE, "key", "a level that is none"),
	ROW("UPDATE account SET class = 10" HERE " AND class = 1", "key", "what it is for"),
	ROW("UPDATE account SET account_no = account_no + 1000000000" HERE, "key", "its number"),
	ROW("DELETE FROM account" HERE " AND class = 1", "key", "an account that is gone"),
	ROW("UPDATE account SET value_fen = value_fen + 1" HERE " AND class = 10", "in-transit", "what is on its way"),
	ROW("UPDATE account SET quantity = quantity + 1" HERE " AND class = 10 AND item_no > 0", "in-transit", "how many are on their way"),
	ROW("UPDATE account SET value_fen = value_fen + 1" HERE " AND class = 4", "convert", "what kits are worth"),
	ROW("UPDATE transfer SET other_shard = other_shard + 1" HERE " AND other_shard IS NOT NULL", "in-transit", "where it goes on"),
	ROW("UPDATE transfer SET other_shard = NULL" HERE " AND other_shard IS NOT NULL", "in-transit", "that it goes on"),
	ROW("UPDATE transfer SET value_fen = value_fen + 1" HERE " AND other_shard IS NOT NULL", "in-transit", "how much of it"),
	ROW("UPDATE transfer SET quantity = quantity + 1" HERE " AND other_shard IS NOT NULL AND quantity > 0", "in-transit", "how many"),
	ROW("DELETE FROM transfer" HERE " AND other_shard IS NOT NULL", "in-transit", "half of it gone"),
	ROW("DELETE FROM transfer" HERE, "leaf", "all transfers of a shard"),
	ROW("DELETE FROM transfer WHERE $1 = $1 AND $2 = $2", "leaf", "all transfers there are"),
	ROW("UPDATE transfer SET from_no = 2000000" HERE, "key", "out of no account"),
	ROW("UPDATE transfer SET to_no = 2000000" HERE, "key", "into no account"),
	ROW("UPDATE transfer SET kind = 1 - kind" HERE " AND kind IN (0, 1)", "leaf", "what it is"),
	ROW("UPDATE transfer SET transfer_id = $2 WHERE shard = $1 AND kind = 2", "leaf", "its id"),
	ROW("UPDATE hold SET from_no = 2000000" HERE " AND state = 0", "held", "what is held of no account"),
	ROW("DELETE FROM hold" HERE " AND state = 0", "held", "a hold that is gone"),
	ROW("DELETE FROM ledger_word WHERE kind = 1 AND $1 = $1 AND $2 = $2", "leaf", "what a cycle is called"),
	ROW("DELETE FROM ledger_word WHERE kind = 2 AND $1 = $1 AND $2 = $2", "leaf", "what an item is called"),
	ROW("UPDATE closing_account SET out_fen = out_fen + 1, closing_fen = closing_fen - 1" HERE, "closing", "what left an account"),
	ROW("DELETE FROM closing_account" HERE, "closing", "the rows of a closing"),
	ROW("UPDATE closing SET digest = (SELECT hash FROM tlog_leaf WHERE leaf_index = 0)" HERE, "closing", "its digest"),
	ROW("UPDATE closing SET in_fen = in_fen + 1" HERE, "closing", "what came in"),
	ROW("UPDATE closing SET out_fen = out_fen + 1" HERE, "closing", "what went out"),
	ROW("UPDATE closing SET accounts = accounts + 1" HERE, "closing", "how many accounts"),
	ROW("UPDATE closing SET confirmed_us = confirmed_us + 200000000000" HERE, "closing", "when it was confirmed"),
	ROW("UPDATE closing SET closing_id = $2 WHERE shard = $1 AND period = 202410", "closing", "its id"),
	ROW("UPDATE closing SET confirmed_by = $2 WHERE shard = $1", "closing-leaf", "who confirmed it"),
	ROW("UPDATE closing SET closed_by = $2 WHERE shard = $1", "closing-leaf", "who closed it"),
	ROW("UPDATE closing SET closed_us = closed_us + 1" HERE, "closing-leaf", "when it was closed"),
	ROW("UPDATE closing SET confirmed_us = confirmed_us + 1" HERE, "closing-leaf", "when it was confirmed, by a moment"),
	ROW("UPDATE closing SET confirmed_by = NULL, confirmed_us = NULL" HERE, "closing", "that it was confirmed"),
	ROW("DELETE FROM closing" HERE, "closing-shut", "closings that are gone"),
	ROW("DELETE FROM closing" HERE " AND period = 202411", "closing-shut", "the latest"),
	ROW("UPDATE closing SET period = 202409" HERE " AND period = 202410", "closing", "which month it is"),
	ROW("UPDATE books_open SET day = day + 1 WHERE org_no = $1 AND $2 = $2", "closing-shut", "the first open day"),
	ROW("DELETE FROM books_open WHERE org_no = $1 AND $2 = $2", "closing-shut", "that the books are shut"),
	ROW("UPDATE donation_receipt SET receipt_no = receipt_no + 1 WHERE $1 = $1 AND $2 = $2 AND receipt_no = 2", "receipt", "a receipt's number"),
	ROW("UPDATE document SET kind = 1 WHERE $1 = $1 AND $2 = $2 AND document_id IN (SELECT donation_id FROM donation)", "donation", "a donation that came in as something else"),
	ROW("DELETE FROM donation WHERE $1 = $1 AND $2 = $2", "receipt", "a donation that is gone, by its receipt"),
	ROW("DELETE FROM donation_receipt WHERE $1 = $1 AND $2 = $2 AND receipt_no = 2", "donation-leaf", "the last receipt of a year"),
	ROW("DELETE FROM donation WHERE $1 = $1 AND $2 = $2 AND donation_id NOT IN (SELECT donation_id FROM donation_receipt)", "donation ", "a donation without receipt that is gone, by its document"),
	ROW("DELETE FROM donation WHERE $1 = $1 AND $2 = $2 AND goods = 1", "donation ", "a gift of goods that is gone"),
	ROW("UPDATE donation_receipt SET issued_id = $2 WHERE shard = $1", "receipt", "who issued a receipt"),
	ROW("UPDATE donation_receipt SET donation_id = (SELECT donation_id FROM donation WHERE donation_id NOT IN (SELECT donation_id FROM donation_receipt) ORDER BY donation_id LIMIT 1) WHERE shard = $1 AND $2 = $2 AND voided_us = 0", "receipt", "whose receipt it is"),
	ROW("UPDATE donation_receipt SET voided_us = 1, voided_id = $2, why = 'x' WHERE shard = $1 AND voided_us = 0", "receipt", "a receipt made void by hand"),
	ROW("UPDATE donation_receipt SET voided_us = 0, voided_id = NULL, why = NULL WHERE shard = $1 AND $2 = $2 AND receipt_no = 2", "donation-leaf", "a void receipt in force again"),
	ROW("UPDATE donation_receipt SET why = 'x' WHERE shard = $1 AND $2 = $2 AND voided_us <> 0", "receipt", "why a receipt is void"),
	ROW("UPDATE donation SET actor_id = $2 WHERE shard = $1", "donation", "who entered a donation"),
	ROW("UPDATE donation SET donor = 2, partner_no = NULL, donor_masked = NULL, donor_sealed = NULL WHERE shard = $1 AND $2 = $2 AND donor <> 2", "donation", "who gave it"),
	ROW("UPDATE donation SET basis = 'x' WHERE shard = $1 AND $2 = $2 AND goods = 1", "donation", "how goods were valued"),
};
/* clang-format on */

static void run(enum fixture_engine engine)
{
	static struct books b;
	const struct uuid nobody = uuid_random();
	books_open(&b, engine);
	happen(&b);
	EQ_I64(books_findings(&b), 0, "before it nothing is to be found");
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct books_trial t = {.edit = {&edits[i].statement, REGION, nobody}};
		if (!OK(strstr(books_found(&b, &t), edits[i].found), edits[i].what))
			printf("# found: %s\n", t.found);
	}
	books_close(&b);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
