/* What somebody with the database's password does to cards and batches is found, and a batch that was changed after it was
 * signed is not exported; both engines. Everybody is synthetic. */
#include "payout_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)
enum { GIFT = 20000, CROWD = 6 };

static void print_what(void *self, const struct ledger_finding *f)
{
	bool *const *seen = self;
	static const char *const whats[] = {"card", "payout-sum", "payout-line", "payout-hold",
					    "payout-leaf"};
	for (size_t i = 0; i < sizeof whats / sizeof whats[0]; i++)
		if (strcmp(f->what, whats[i]) == 0)
			(*seen)[i] = true;
}
enum { CARD, SUM, LINE, HOLD, LEAF, WHATS };

struct tampering {
	const struct sn_statement *with;
};
static struct sn_err tamper_work(struct ctx *c, void *arg)
{
	const struct tampering *t = arg;
	return store_run(c->store, t->with, NO_PARAMS, NULL);
}
/* A statement is known by where it stands, so each has a place of its own. */
static struct sn_err tamper(struct pay_world *p, const char *sql)
{
	struct sn_statement *with = ARENA_NEW(p->w.f.c.mem, struct sn_statement);
	if (!with)
		return SN_FAIL(OUT_OF_MEMORY);
	*with = (struct sn_statement){"tamper", sql, "", "a test"};
	struct tampering t = {with};
	return store_write(&p->w.f.c, tamper_work, &t);
}
/* Is it found under this name, and gone with the tampering? */
static void found(struct pay_world *p, const char *sql, const char *back, int what,
		  const char *words)
{
	bool seen[WHATS] = {false}, *all = seen;
	int64_t n = 0;
	fixture_must(tamper(p, sql), sql);
	fixture_must(card_verify(&p->w.f.c, print_what, &all, &n), "card_verify");
	fixture_must(payout_verify(&p->w.f.c, print_what, &all, &n), "payout_verify");
	OK(seen[what], words);
	fixture_must(tamper(p, back), back);
	EQ_I64(pay_findings(p), 0, "… and is gone when it is undone");
}

static void test_cards(struct pay_world *p)
{
	found(p, "UPDATE bank_card SET last4 = '9999' WHERE last4 = '0010'",
	      "UPDATE bank_card SET last4 = '0010' WHERE last4 = '9999'", CARD,
	      "other last digits are found");
	found(p, "UPDATE registry SET kind = 9 WHERE kind = 2",
	      "UPDATE registry SET kind = 2 WHERE kind = 9", CARD,
	      "a number that is not registered is found");
	/* The number of one person in another's row: it does not open there. */
	fixture_must(tamper(p, "UPDATE bank_card SET content_hash = card_hash"), "keep");
	fixture_must(tamper(p, "UPDATE bank_card SET number_sealed = (SELECT o.number_sealed FROM "
			       "bank_card o WHERE "
			       "o.last4 = '0028') WHERE last4 = '0010'"),
		     "swap");
	bool seen[WHATS] = {false}, *all = seen;
	int64_t n = 0;
	fixture_must(card_verify(&p->w.f.c, print_what, &all, &n), "card_verify");
	OK(seen[CARD], "another's sealed number is found");
}

static void test_batches(struct pay_world *p)
{
	found(p, "UPDATE payout_batch SET total_fen = total_fen + 1",
	      "UPDATE payout_batch SET total_fen = total_fen - 1", SUM, "another total is found");
	found(p, "UPDATE payout_line SET value_fen = value_fen + 1 WHERE line_no = 1",
	      "UPDATE payout_line SET value_fen = value_fen - 1 WHERE line_no = 1", LINE,
	      "another amount of a line is found");
	found(p, "UPDATE payout_line SET line_no = 77 WHERE line_no = 3",
	      "UPDATE payout_line SET line_no = 3 WHERE line_no = 77", LEAF,
	      "another number of a line is found");
	found(p,
	      "UPDATE payout_line SET state = 2, why = 2, day = NULL WHERE line_no = 1 AND state = "
	      "1",
	      "UPDATE payout_line SET state = 1, why = 0, day = 20241026 WHERE line_no = 1", LINE,
	      "a paid line that says that it bounced is found");
	found(p, "UPDATE payout_line SET words = 'x' WHERE state = 2",
	      "UPDATE payout_line SET words = '账户已销户' WHERE state = 2", LEAF,
	      "other words of the bank are found");
	found(p, "UPDATE payout_line SET doubled = 1 WHERE state = 1",
	      "UPDATE payout_line SET doubled = 0 WHERE state = 1", LEAF,
	      "a double that is none is found");
	found(p, "UPDATE payout_line SET bank_ref = 'x' WHERE state = 1",
	      "UPDATE payout_line SET bank_ref = NULL WHERE state = 1", LEAF,
	      "another number of the bank's is found");
	found(p, "UPDATE hold SET state = 2 WHERE state = 0",
	      "UPDATE hold SET state = 0 WHERE state = 2 AND hold_id IN (SELECT line_id FROM "
	      "payout_line WHERE state = 0)",
	      HOLD, "money that is not held is found");
	found(p, "UPDATE payout_batch SET exporter_id = maker_id",
	      "UPDATE payout_batch SET exporter_id = (SELECT by_id FROM payout_act WHERE kind = 2)",
	      LEAF, "another one who exported is found");
	found(p, "UPDATE payout_act SET by_id = NULL WHERE kind = 3",
	      "UPDATE payout_act SET by_id = (SELECT user_id FROM app_user WHERE login = "
	      "'accountant') WHERE kind = 3",
	      LEAF, "a return by nobody is found");
	found(p, "UPDATE payout_act SET value_fen = value_fen + 1 WHERE kind = 3",
	      "UPDATE payout_act SET value_fen = value_fen - 1 WHERE kind = 3", LEAF,
	      "another sum of a return is found");
}

/* The card of a line is changed after it was signed. */
static void test_changed_list(struct pay_world *p)
{
	struct person people[2];
	struct payout_made made;
	struct payout_orders orders;
	pay_people(p, 50, 2, people);
	fixture_must(pay_create(p, &made), "create");
	pay_approve(p, &made.batch);
	fixture_must(
		tamper(p,
		       "UPDATE payout_line SET card_id = (SELECT k.card_id FROM bank_card k WHERE "
		       "k.last4 = '0010'), "
		       "card_hash = (SELECT k.card_hash FROM bank_card k WHERE k.last4 = '0010') "
		       "WHERE line_no = 1 AND state = 0 AND batch_id = (SELECT b.batch_id FROM "
		       "payout_batch b "
		       "WHERE b.state = 1)"),
		"swap");
	REASON(pay_export(p, made.batch.batch_id, &orders), "payout_list_changed",
	       "a batch whose card was changed after it was signed is not exported");
	OK(orders.count == 0, "… and no number is told");
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		struct pay_world *p = calloc(1, sizeof *p);
		struct person people[CROWD];
		struct payout_taken taken[2];
		if (!p)
			return 1;
		payout_world_open(p, engine);
		pay_money(p, COUNTY, FUND_UPPER, 100 * GIFT);
		pay_people(p, 1, CROWD, people);
		const struct payout b = pay_to_bank(p);
		const struct payout_row rows[2] = {pay_row(&b, 1, GIFT, PAYOUT_SAYS_PAID),
						   pay_row(&b, 2, GIFT, PAYOUT_SAYS_BOUNCED)};
		fixture_must(pay_return(p, b.batch_id, rows, 2, taken), "return");
		EQ_I64(pay_findings(p), 0, "nothing is found before");
		test_batches(p);
		test_cards(p);
		test_changed_list(p);
		payout_world_close(p);
		free(p);
	}
	return tap_done();
}
