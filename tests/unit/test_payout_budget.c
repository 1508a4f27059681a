/* A bank batch spends from a budget line as cash issued does, and what does not arrive goes back to it; both engines.
 * Everybody is synthetic. */
#include "payout_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)
enum { GIFT = 20000, CROWD = 4 };

static struct budget_entry line(const char *code, enum fund_source source, int64_t fen)
{
	return (struct budget_entry){.kind = BUDGET_ADD,
				     .code = str_of(code),
				     .source = source,
				     .delta = MONEY_FEN(fen)};
}

/* ---- what may not be spent ---- */

static void test_refusals(struct pay_world *p)
{
	struct payout_made made;
	struct budget_entry e = line("short", FUND_OWN, CROWD * GIFT - 1);
	struct sn_err refused = pay_create_of(p, "cash", &made);
	REASON(refused, "budget_gone", "a line that nobody entered pays nothing");
	pay_budget_entry(p, &e);
	refused = pay_create_of(p, "short", &made);
	REASON(refused, "budget_short", "a line pays no more than it has");
	OK(refused.arg[0] == CROWD * GIFT - 1 && refused.arg[1] == CROWD * GIFT,
	   "… and the refusal says what is left and what is needed");
	EQ_I64(pay_sums(p).held, 0, "… no money is held");
	EQ_I64(pay_budget_used(p, "short"), 0, "… and nothing of the line is used");

	e = line("theirs", FUND_OWN, CROWD * GIFT);
	e.roles = 1U << ROLE_CASHIER;
	pay_budget_entry(p, &e);
	REASON(pay_create_of(p, "theirs", &made), "budget_not_yours",
	       "who is not named by the line does not spend from it");
	struct uuid users[] = {p->cashier_id};
	e = line("his", FUND_OWN, CROWD * GIFT);
	e.users = users;
	e.users_count = 1;
	pay_budget_entry(p, &e);
	REASON(pay_create_of(p, "his", &made), "budget_not_yours",
	       "… nor from one that names another user");

	e = line("above", FUND_UPPER, CROWD * GIFT);
	pay_budget_entry(p, &e);
	struct pay_step s = {.what = PAY_CREATE,
			     .ask = {.batch_id = new_id(&p->w.f.c),
				     .cycle = p->w.cycle,
				     .source = FUND_OWN,
				     .purpose = STR("gift"),
				     .budget = STR("above")}};
	fixture_must(org_by_no(&p->w.f.c, p->w.orgs[COUNTY].org_no, 0, &s.ask.org), "org");
	REASON(world_as(&p->w, MAKER, pay_step_work, &s), "budget_source",
	       "a line of another source is not spent");
	REASON(pay_create_of(p, "above", &made), "payout_money_short",
	       "the line's source is the batch's, and there the fund has nothing");
	s.ask.budget = STR("a-code-that-is-longer-than-thirty-two-bytes");
	REASON(world_as(&p->w, MAKER, pay_step_work, &s), "too_long", "a code is short");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

/* ---- what is spent, and comes back ---- */

static void test_life(struct pay_world *p)
{
	struct payout_made made;
	struct payout_taken taken[CROWD];
	const struct budget_entry e = line("cash", FUND_OWN, CROWD * GIFT);
	pay_budget_entry(p, &e);
	fixture_must(pay_create_of(p, "cash", &made), "create");
	EQ_I64(pay_budget_used(p, "cash"), CROWD * GIFT, "a batch takes its total when it is made");
	OK(str_is(made.batch.budget, "cash") && made.batch.source == FUND_OWN,
	   "… and says the line and its source");
	struct pay_step s = {.what = PAY_CANCEL, .batch_id = made.batch.batch_id};
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "cancel");
	EQ_I64(pay_budget_used(p, "cash"), 0, "cancelled, it gives all of it back");
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "again");
	EQ_I64(pay_budget_used(p, "cash"), 0, "… once");

	fixture_must(pay_create_of(p, "cash", &made), "create");
	struct pay_step again = {.what = PAY_CREATE,
				 .ask = {.batch_id = made.batch.batch_id,
					 .cycle = p->w.cycle,
					 .org = p->w.orgs[COUNTY],
					 .purpose = STR("gift"),
					 .budget = STR("cash")}};
	fixture_must(org_by_no(&p->w.f.c, p->w.orgs[COUNTY].org_no, 0, &again.ask.org), "org");
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &again), "again");
	OK(again.made.replayed && pay_budget_used(p, "cash") == CROWD * GIFT,
	   "the same id again takes nothing more");
	again.ask.budget = STR("short");
	REASON(world_as(&p->w, MAKER, pay_step_work, &again), "payout_differs",
	       "… with another line it is refused");

	/* one of them gets it otherwise before the export */
	const struct payout b = made.batch;
	struct payout_line *lines = NULL;
	size_t count = 0;
	struct delivery_result given;
	fixture_must(payout_lines(&p->w.f.c, b.batch_id, &lines, &count), "lines");
	const struct delivery_item fact = {.record_id = new_id(&p->w.f.c),
					   .who = {lines[3].shard, lines[3].person_id},
					   .quantity = GIFT,
					   .level = EVIDENCE_C,
					   .at_us = now_us(&p->w.f.c)};
	world_deliver_as(&p->w, MAKER, &fact, 1, &given);
	pay_approve(p, &b);
	fixture_must(pay_export(p, b.batch_id, NULL), "export");
	EQ_I64(pay_budget_used(p, "cash"), 3 * GIFT, "who is dropped gives back");

	struct payout_row rows[3] = {pay_row(&b, 1, GIFT, PAYOUT_SAYS_PAID),
				     pay_row(&b, 2, GIFT, PAYOUT_SAYS_BOUNCED),
				     pay_row(&b, 3, GIFT, PAYOUT_SAYS_PAID)};
	fixture_must(pay_return(p, b.batch_id, rows, 3, taken), "return");
	EQ_I64(pay_budget_used(p, "cash"), 2 * GIFT,
	       "what bounces goes back, what is paid does not");
	fixture_must(pay_return(p, b.batch_id, rows, 3, taken), "again");
	EQ_I64(pay_budget_used(p, "cash"), 2 * GIFT, "the same file again gives nothing back");
	rows[0].says = PAYOUT_SAYS_BACK;
	fixture_must(pay_return(p, b.batch_id, rows, 1, taken), "sent back");
	EQ_I64(pay_budget_used(p, "cash"), GIFT, "what is sent back goes back");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

/* ---- what was changed behind its back ---- */

struct tampering {
	const struct sn_statement *with;
};
static struct sn_err tamper_work(struct ctx *c, void *arg)
{
	const struct tampering *t = arg;
	return store_run(c->store, t->with, NO_PARAMS, NULL);
}
static void tamper(struct pay_world *p, const char *sql)
{
	/* a statement is known by where it stands */
	struct sn_statement *with = ARENA_NEW(p->w.f.c.mem, struct sn_statement);
	if (!with)
		return;
	*with = (struct sn_statement){"tamper", sql, "", "a test"};
	struct tampering t = {with};
	fixture_must(store_write(&p->w.f.c, tamper_work, &t), sql);
}
static void see(void *self, const struct ledger_finding *f)
{
	bool *seen = self;
	*seen = *seen || strcmp(f->what, "payout-budget") == 0;
}
static void found(struct pay_world *p, const char *sql, const char *back, const char *words)
{
	bool seen = false;
	int64_t n = 0;
	tamper(p, sql);
	fixture_must(payout_verify(&p->w.f.c, see, &seen, &n), "payout_verify");
	OK(seen, words);
	tamper(p, back);
	EQ_I64(pay_findings(p), 0, "… and is gone when it is undone");
}

static void test_tampering(struct pay_world *p)
{
	found(p, "UPDATE budget_use SET amount_fen = amount_fen + 1 WHERE amount_fen = 80000",
	      "UPDATE budget_use SET amount_fen = amount_fen - 1 WHERE amount_fen = 80001",
	      "a batch that took another amount is found");
	found(p, "UPDATE budget_use SET amount_fen = -19999 WHERE amount_fen = -20000",
	      "UPDATE budget_use SET amount_fen = -20000 WHERE amount_fen = -19999",
	      "an act that gave back another amount is found");
	found(p, "UPDATE budget_use SET code = 'his' WHERE amount_fen = -20000",
	      "UPDATE budget_use SET code = 'cash' WHERE amount_fen = -20000",
	      "what went back to another line is found");
	found(p, "UPDATE payout_batch SET budget = 'his'",
	      "UPDATE payout_batch SET budget = 'cash'",
	      "a batch that names another line is found");
	found(p, "UPDATE payout_batch SET budget = NULL", "UPDATE payout_batch SET budget = 'cash'",
	      "… or none any more");
	found(p, "UPDATE budget_use SET paper = 0", "UPDATE budget_use SET paper = 1",
	      "uses that say that they are of documents are found");
}

/* ---- a closed list ---- */

static void test_closed_list(struct pay_world *p)
{
	struct payout_made made;
	struct person more[1];
	const struct budget_entry closed = {.kind = BUDGET_CLOSED_LIST};
	pay_budget_entry(p, &closed);
	pay_people(p, 50, 1, more);
	REASON(pay_create(p, &made), "budget_line_missing",
	       "where the budget is a closed list, a batch names a line");
	fixture_must(pay_create_of(p, "cash", &made), "create");
	OK(made.batch.lines_count >= 1, "… and then it is made");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		struct pay_world *p = calloc(1, sizeof *p);
		struct person people[CROWD];
		if (!p)
			return 1;
		payout_world_open(p, engine);
		pay_money(p, COUNTY, FUND_OWN, 100 * GIFT);
		pay_people(p, 1, CROWD, people);
		test_refusals(p);
		test_life(p);
		test_tampering(p);
		test_closed_list(p);
		payout_world_close(p);
		free(p);
	}
	return tap_done();
}
