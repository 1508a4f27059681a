/* What comes next of books that are closed, what becomes of donated remainders, and that rows which no books hold close no
 * month; on both engines. Donors in it are synthetic. */
#include "base/limits.h"
#include "books_world.h"

enum { CYCLE = 7, NO_UNION = 99 };

struct month {
	int64_t org_no;
	int32_t period;
	struct str why;
	struct closing out;
	struct carry carry, carried;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_close(c, m->org_no, m->period, &m->out);
}
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_confirm(c, m->org_no, m->period, &m->out);
}
static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_send_back(c, m->org_no, m->period, m->why, &m->out);
}
static struct sn_err carry_work(struct ctx *c, void *arg)
{
	struct month *m = arg;
	return closing_carry(c, &m->carry, &m->carried);
}
static const char *closes(struct books *b, int32_t period)
{
	struct month m = {.org_no = REGION, .period = period};
	return sn_reason_word(books_as(b, (enum who)BOOKKEEPER, close_work, &m).reason);
}
static const char *confirms(struct books *b, int32_t period)
{
	struct month m = {.org_no = REGION, .period = period};
	return sn_reason_word(books_as(b, APPROVER, confirm_work, &m).reason);
}
/* "month year", as they come next. */
static const char *next(struct books *b)
{
	static char text[32];
	int32_t month = 0, year = 0;
	fixture_must(closing_next(&b->w.f.c, REGION, &month, &year), "next");
	(void)snprintf(text, sizeof text, "%d %d", month, year);
	return text;
}

/* ---- what there is: 5000 of the union's own and two donations in October, 70 in November, 7 in December ---- */

struct post {
	struct transfer t;
	struct posting out;
};
static struct sn_err post_work(struct ctx *c, void *arg)
{
	struct post *p = arg;
	SN_TRY(ledger_post(c, &p->t, 1, &p->out));
	return p->out.outcome;
}
static void receive(struct books *b, int32_t day, int64_t fen, enum fund_source source)
{
	struct post p = {.t = {.transfer_id = new_id(&b->w.f.c),
			       .kind = TRANSFER_RECEIVE,
			       .day = day,
			       .at_us = day_start_us(day),
			       .from = {.org_no = REGION,
					.class = ACCOUNT_SOURCE,
					.cycle_no = CYCLE,
					.source = source},
			       .value = MONEY_FEN(fen)}};
	p.t.to = p.t.from;
	p.t.to.class = ACCOUNT_FUND;
	fixture_must(books_as(b, MAKER, post_work, &p), "post");
}
static struct sn_err words_work(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":3,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"},"
		"{\"purpose\":\"school\",\"zh\":\"助学\",\"en\":\"school\"}],\"rules\":["
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"school\",\"allowed\":true}]}";
	bool changed = false;
	(void)arg;
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, CYCLE, STR("hw-2024")));
	return fund_matrix_load(c, str_of(matrix), &changed);
}
struct giving {
	struct donation_new donation;
	struct document out;
};
static struct sn_err give_work(struct ctx *c, void *arg)
{
	struct giving *g = arg;
	return donation_make(c, &g->donation, &g->out);
}
static struct giving give(struct books *b, const char *purpose, int64_t cycle_no, int64_t coats)
{
	const struct goods_line lines[] = {{b->w.coat, coats, MONEY_FEN(300)}};
	struct giving g = {.donation = {.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 300).plan,
					.donor = {.kind = DONOR_ANONYMOUS},
					.amount = MONEY_FEN(300)}};
	g.donation.plan.purpose = str_of(purpose);
	g.donation.plan.document.cycle_no = cycle_no;
	if (coats > 0) {
		g.donation.lines = lines;
		g.donation.count = 1;
		g.donation.basis = STR("发票");
	}
	fixture_must(books_as(b, MAKER, give_work, &g), "give");
	sign_all(&b->w, &g.out);
	if (coats > 0)
		fixture_must(
			act(&b->w, KEEPER, &(struct act){.what = DO_ACCEPT, .document = &g.out}),
			"accepted");
	return g;
}
static void happen(struct books *b)
{
	fixture_must(store_write(&b->w.f.c, words_work, NULL), "words");
	receive(b, 20241010, 5000, FUND_OWN);
	(void)give(b, "gift", 0, 0);
	(void)give(b, "school", 0, 0);
	(void)give(b, "school", CYCLE, 0);
	(void)give(b, "gift", 0, 4);
	receive(b, 20241110, 70, FUND_OWN);
	receive(b, 20241210, 7, FUND_OWN);
	fixture_set_time(&b->w.f, day_start_us(20250205));
}

/* ---- rows that say what no books hold ---- */

struct trial {
	struct sn_statement edit;
	int32_t period;
	struct sn_err now;
	struct closing_block blocks[4];
	size_t count;
};
static struct sn_err trial_work(struct ctx *c, void *arg)
{
	struct trial *t = arg;
	struct closing_block *blocks = NULL;
	struct closing k;
	int64_t changed = 0;
	bool there = false;
	SN_TRY(store_run(c->store, &t->edit, NO_PARAMS, &changed));
	if (changed == 0)
		return SN_FAIL(NO_SUCH_TRANSFER);
	t->now = closing_of(c, REGION, t->period, &k, &there);
	if (!sn_failed(t->now))
		t->now = closing_blocks(c, &k, &blocks, &t->count);
	for (size_t i = 0; i < t->count && i < 4; i++)
		t->blocks[i] = blocks[i];
	return SN_FAIL(OUT_OF_TURN); /* undoes it */
}
static const char *tampered(struct books *b, struct trial *t)
{
	REASON(store_write(&b->w.f.c, trial_work, t), "out_of_turn", "an edit by hand");
	return sn_reason_word(t->now.reason);
}
#define MOST "UPDATE transfer SET value_fen = 9223372036854775807 "
static void what_no_books_hold(struct books *b)
{
	static struct trial both = {
		.edit = {.name = "test.both",
			 .params = "",
			 .sql = MOST
			 "WHERE kind = 0 AND day < 20241101 AND value_fen IN (300, 5000) "
			 "AND to_no IN (SELECT account_no FROM account WHERE cycle_no = "
			 "7)"},
		.period = 202410};
	EQ_STR(tampered(b, &both), "amount_overflow", "so is the turnover of two funds");
	static struct trial coats = {
		.edit = {.name = "test.coats",
			 .params = "",
			 .sql = "UPDATE account SET quantity = quantity + 1 WHERE item_no > 0 AND "
				"quantity > 0"},
		.period = 202410};
	EQ_STR(tampered(b, &coats), "ok", "a coat that came from nowhere");
	EQ_I64((int64_t)coats.count, 1, "stands in the way of closing");
	EQ_STR(closing_block_word(coats.blocks[0].kind), "unbalanced", "… as what it is");
	EQ_I64(coats.blocks[0].quantity, 1, "… by one piece");
	EQ_I64(money_fen(coats.blocks[0].value), 0, "… and no money");
}
static void what_two_months_do_not_hold(struct books *b)
{
	static struct trial opening = {
		.edit = {.name = "test.opening", .params = "", .sql = MOST "WHERE day = 20241110"},
		.period = 202411};
	EQ_STR(tampered(b, &opening), "amount_overflow",
	       "with what a month began with it is more than books hold");
	static struct trial pieces = {.edit = {.name = "test.pieces",
					       .params = "",
					       .sql = "UPDATE transfer SET quantity = "
						      "9223372036854775807, day = 20241111 "
						      "WHERE quantity = 4"},
				      .period = 202411};
	EQ_STR(tampered(b, &pieces), "amount_overflow",
	       "pieces that no supplier delivers are not added up either");
}

/* ---- what comes next ---- */

static void carries(struct books *b)
{
	struct month m = {.carry = {.org_no = REGION,
				    .year = 2024,
				    .source = FUND_DONATION,
				    .decision = CARRY_CYCLE,
				    .to_cycle_no = CYCLE,
				    .words = STR("纪要 1"),
				    .document_id = uuid_random()}};
	REASON(books_as(b, MAKER, carry_work, &m), "donation_purpose",
	       "what is left of two purposes is not carried on in one paper");
	m.carry.decision = CARRY_KEEP;
	REASON(books_as(b, MAKER, carry_work, &m), "ok", "it stays");
	m.carry.cycle_no = CYCLE;
	m.carry.decision = CARRY_CYCLE;
	m.carry.to_cycle_no = 0;
	REASON(books_as(b, MAKER, carry_work, &m), "ok", "what is left of one purpose goes on");
	struct document d;
	fixture_must(document_read(&b->w.f.c, m.carry.document_id, &d), "draft");
	EQ_STR(d.purpose.at, "school", "… bound to what it was");
	fixture_must(act(&b->w, MAKER, &(struct act){.what = DO_CANCEL, .document = &d}), "not");
	m.carry.document_id = uuid_random();
	m.carry.source = FUND_OWN;
	m.carry.decision = CARRY_KEEP;
	REASON(books_as(b, MAKER, carry_work, &m), "ok", "the union's own stays");
	m.carry.source = FUND_DONATION;
	REASON(books_as(b, MAKER, carry_work, &m), "ok", "and so does the donation after all");
}
static void months_then_the_year(struct books *b)
{
	EQ_STR(next(b), "202410 0", "the month of the first transfer");
	EQ_STR(closes(b, 202410), "ok", "October");
	EQ_STR(confirms(b, 202410), "ok", "by two");
	what_two_months_do_not_hold(b);
	EQ_STR(closes(b, 202411), "ok", "November");
	EQ_STR(confirms(b, 202411), "ok", "by two");
	EQ_STR(closes(b, 202412), "ok", "December");
	EQ_STR(next(b), "202412 0", "which nobody has confirmed: no year yet");
	EQ_STR(confirms(b, 202412), "ok", "by two");
	EQ_STR(next(b), "202501 2024", "now the year, or the month behind it");
	EQ_STR(closes(b, 202501), "ok", "January");
	EQ_STR(confirms(b, 202501), "ok", "by two");
	EQ_STR(next(b), "202502 2024", "the year is still open");
	EQ_STR(closes(b, 2024), "closing_remainder", "nothing is decided about what is left");
	carries(b);
	EQ_STR(closes(b, 2024), "ok", "the year");
	EQ_STR(next(b), "202502 2024", "which nobody has confirmed");
	EQ_STR(confirms(b, 2024), "ok", "by two");
	EQ_STR(next(b), "202502 0", "then there is no year to close");
}

static void what_one_may(struct books *b)
{
	char words[CARE_WORDS_BYTES_MAX + 2] = {0};
	memset(words, 'a', sizeof words - 1);
	struct closing_mine mine;
	struct closing_block *blocks = NULL;
	struct closing k;
	size_t count = 0;
	bool there = false;
	fixture_must(closing_of(&b->w.f.c, REGION, 202411, &k, &there), "November");
	b->w.f.c.actor_id = b->w.people[BOOKKEEPER];
	fixture_must(closing_mine_read(&b->w.f.c, &k, &mine), "whose turn");
	OK(!mine.close && !mine.confirm, "what is confirmed is nobody's turn");
	REASON(mine.why_close, "closing_done", "… and told why");
	fixture_must(closing_blocks(&b->w.f.c, &k, &blocks, &count), "blocks");
	EQ_I64((int64_t)count, 0, "nothing stands in its way, months behind it or not");
	k.org_no = NO_UNION;
	fixture_must(closing_mine_read(&b->w.f.c, &k, &mine), "whose turn");
	REASON(mine.why_confirm, "no_such_org", "of no union nobody confirms");
	struct month m = {.org_no = REGION, .period = 202411, .why = str_of(words)};
	REASON(books_as(b, APPROVER, back_work, &m), "too_long", "a reason is no letter");
	int32_t period = 0;
	REASON(closing_period_parse(STR("2O24-11"), &period), "closing_period",
	       "a letter is no digit of a month");
}

static void run(enum fixture_engine engine)
{
	static struct books b;
	books_open(&b, engine);
	b.w.f.tick_us = 1;
	happen(&b);
	what_no_books_hold(&b);
	months_then_the_year(&b);
	what_one_may(&b);
	EQ_I64(books_findings(&b), 0, "nothing to be found");
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
