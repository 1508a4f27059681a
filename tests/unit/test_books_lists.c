/* Pages of the books: statements with what an account held at each row, transfers of a union and below, accounts; whole
 * when they are put together, and refused where rows were made to say what no books hold; on both engines. */
#include "books_world.h"

enum { RECEIVES = 5, CYCLE = 7, NO_UNION = 99 };

struct seen {
	struct books b;
	struct str region, county; /* paths */
	struct account fund, source;
	struct uuid allotment;
};

/* ---- what there is ---- */

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
static struct uuid post(struct seen *s, struct transfer t)
{
	struct post p = {.t = t};
	p.t.transfer_id = new_id(&s->b.w.f.c);
	p.t.at_us = day_start_us(t.day);
	fixture_must(books_as(&s->b, MAKER, post_work, &p), "post");
	return p.t.transfer_id;
}
static struct transfer receive(int32_t day, int64_t fen)
{
	struct transfer t = {.kind = TRANSFER_RECEIVE,
			     .day = day,
			     .from = {.org_no = REGION,
				      .class = ACCOUNT_SOURCE,
				      .cycle_no = CYCLE,
				      .source = FUND_OWN},
			     .value = MONEY_FEN(fen)};
	t.to = t.from;
	t.to.class = ACCOUNT_FUND;
	return t;
}
static struct transfer allot(int32_t day, int64_t fen)
{
	struct transfer t = receive(day, fen);
	t.kind = TRANSFER_ALLOT;
	t.from = t.to;
	t.to.org_no = COUNTY;
	t.to.source = FUND_UPPER;
	return t;
}
static struct sn_err words_work(struct ctx *c, void *arg)
{
	(void)arg;
	return ledger_word_set(c, LEDGER_WORD_CYCLE, CYCLE, STR("hw-2024"));
}
/* 100, 200, … 500 on the first five days of October; 150 of it go down on the third; goods come in by a donation. */
static void happen(struct seen *s)
{
	struct ctx *c = &s->b.w.f.c;
	struct org org;
	fixture_must(store_write(c, words_work, NULL), "words");
	for (int i = 1; i <= RECEIVES; i++)
		(void)post(s, receive(20241000 + i, 100 * i));
	s->allotment = post(s, allot(20241003, 150));
	const struct transfer t = receive(20241001, 1);
	fixture_must(ledger_balance(c, REGION, &t.to, &s->fund), "fund");
	fixture_must(ledger_balance(c, REGION, &t.from, &s->source), "source");
	fixture_must(org_by_no(c, REGION, 0, &org), "region");
	s->region = org.path;
	fixture_must(org_by_no(c, COUNTY, 0, &org), "county");
	s->county = org.path;
}

/* ---- statements ---- */

static struct statement_page page_of(const struct account *a, bool earliest_first)
{
	return (struct statement_page){.shard = a->shard,
				       .account_no = a->account_no,
				       .earliest_first = earliest_first,
				       .rows_max = 2};
}
/* All pages, one behind the other: "day:held …". known: each goes on from what the place says. */
static const char *said(struct seen *s, struct statement_page page, bool known)
{
	static char text[512];
	size_t used = 0, count;
	text[0] = 0;
	do {
		struct statement_row *rows;
		fixture_must(ledger_statement_page(&s->b.w.f.c, &page, &rows, &count), "page");
		for (size_t i = 0; i < count; i++)
			used += (size_t)snprintf(text + used, sizeof text - used, "%d:%" PRId64 " ",
						 rows[i].transfer.day % 100,
						 money_fen(rows[i].value));
		if (count > 0)
			page.at = rows[count - 1].place;
		page.at.known = known;
	} while (count > 0);
	return text;
}
static void statements_go_both_ways(struct seen *s)
{
	struct statement_page page = page_of(&s->fund, false);
	static const char latest[] = "5:1350 4:850 3:450 3:600 2:300 1:100 ";
	static const char earliest[] = "1:100 2:300 3:600 3:450 4:850 5:1350 ";
	EQ_STR(said(s, page, true), latest, "the latest first");
	EQ_STR(said(s, page, false), latest, "added up anew, the same");
	page.earliest_first = true;
	EQ_STR(said(s, page, true), earliest, "the earliest first");
	EQ_STR(said(s, page, false), earliest, "added up anew, the same");
	page.from_day = 20241002;
	page.until_day = 20241004;
	EQ_STR(said(s, page, true), "2:300 3:600 3:450 ", "from a day until before another");
	page.earliest_first = false;
	EQ_STR(said(s, page, true), "3:450 3:600 2:300 ", "the latest of them first");
	page = page_of(&s->source, true);
	EQ_STR(said(s, page, true), "1:-100 2:-300 3:-600 4:-1000 5:-1500 ",
	       "what leaves goes below zero where it came from");
	page.from_day = 20241101;
	EQ_STR(said(s, page, true), "", "of a month without any there is none");
}
/* A place that somebody made up lies outside of what is asked for: the page begins where the days do. */
static void places_outside_the_days(struct seen *s)
{
	struct statement_page page = page_of(&s->fund, true);
	page.from_day = 20241004;
	page.at.day = 20241002;
	EQ_STR(said(s, page, false), "4:850 5:1350 ", "before the first day");
	page = page_of(&s->fund, false);
	page.until_day = 20241003;
	page.at.day = 20241005;
	EQ_STR(said(s, page, false), "2:300 1:100 ", "behind the last one");
	page.account_no++;
	page.account_no += 1000;
	struct statement_row *rows;
	size_t count;
	REASON(ledger_statement_page(&s->b.w.f.c, &page, &rows, &count), "no_such_transfer",
	       "of no account there is no statement");
}
/* Something was posted between two pages: what the place knew holds no more. */
static void pages_after_a_posting(struct seen *s)
{
	struct statement_page page = page_of(&s->fund, false);
	struct statement_row *rows;
	size_t count;
	fixture_must(ledger_statement_page(&s->b.w.f.c, &page, &rows, &count), "page");
	page.at = rows[1].place;
	(void)post(s, receive(20241009, 1000));
	fixture_must(ledger_statement_page(&s->b.w.f.c, &page, &rows, &count), "page");
	EQ_I64(money_fen(rows[0].value), 450, "the next page says what was there then");
	page.at.all_value = MONEY_FEN(2350); /* as much as it holds now, in other pieces */
	page.at.all_quantity = 1;
	fixture_must(ledger_statement_page(&s->b.w.f.c, &page, &rows, &count), "page");
	EQ_I64(money_fen(rows[0].value), 450, "… whatever somebody claims that it held");
}

/* ---- rows that say what no books hold ---- */

struct trial {
	struct seen *s;
	int64_t fen;
	struct statement_page page;
	bool trial, balanced;
	struct sn_err e;
};
static struct sn_err tampered_work(struct ctx *c, void *arg)
{
	static const struct sn_statement set = {
		.name = "test.set",
		.sql = "UPDATE account SET value_fen = $3 WHERE shard = $1 AND account_no = $2",
		.params = "iii"};
	struct trial *t = arg;
	struct statement_row *rows;
	struct trial_row *sums;
	size_t count;
	SN_TRY(store_run(c->store, &set,
			 PARAMS(p_int(REGION), p_int(t->page.account_no), p_int(t->fen)), NULL));
	t->e = t->trial ? ledger_trial(c, &sums, &count, &t->balanced)
			: ledger_statement_page(c, &t->page, &rows, &count);
	return SN_FAIL(OUT_OF_TURN); /* undoes it */
}
static const char *tampered(struct trial *t)
{
	REASON(store_write(&t->s->b.w.f.c, tampered_work, t), "out_of_turn", "an edit by hand");
	return sn_reason_word(t->e.reason);
}
static void what_no_books_hold_is_refused(struct seen *s)
{
	struct trial t = {.s = s, .fen = INT64_MAX, .page = page_of(&s->source, false)};
	EQ_STR(tampered(&t), "amount_overflow", "latest first: before the row it would be more");
	t.page.until_day = 20241004;
	EQ_STR(tampered(&t), "amount_overflow", "and at the end of the days");
	t.page = page_of(&s->source, true);
	t.page.from_day = 20241002;
	t.fen = INT64_MAX - 2300; /* what came in behind the 2nd */
	EQ_STR(tampered(&t), "amount_overflow", "and where the earliest begin");
	t.page = page_of(&s->fund, true);
	t.page.at = (struct statement_place){.day = 20241001,
					     .known = true,
					     .value = MONEY_FEN(INT64_MAX),
					     .all_value = MONEY_FEN(1)};
	t.fen = 1;
	EQ_STR(tampered(&t), "amount_overflow", "a place that claims too much is told");
	t = (struct trial){
		.s = s, .fen = INT64_MAX, .page = page_of(&s->fund, true), .trial = true};
	EQ_STR(tampered(&t), "ok", "the trial balance can be read");
	OK(!t.balanced, "and is not zero");
}

/* ---- transfers ---- */

static struct transfers_filter everything(const struct seen *s)
{
	return (struct transfers_filter){.path = s->region, .kind = -1, .goods = -1, .rows_max = 3};
}
static const char *days(struct seen *s, struct transfers_filter f)
{
	static char text[256];
	size_t used = 0, count;
	text[0] = 0;
	do {
		struct transfer_place *list;
		fixture_must(ledger_transfers(&s->b.w.f.c, &f, &list, &count), "transfers");
		for (size_t i = 0; i < count; i++)
			used += (size_t)snprintf(text + used, sizeof text - used, "%d ",
						 list[i].transfer.day % 100);
		if (count > 0) {
			f.before_day = list[count - 1].transfer.day;
			f.before_id = list[count - 1].transfer.transfer_id;
		}
	} while (count > 0);
	return text;
}
static void transfers_are_paged(struct seen *s)
{
	struct transfers_filter f = everything(s);
	EQ_STR(days(s, f), "9 5 4 3 3 2 1 ", "the latest day first, each once");
	f.until_day = 20241005;
	f.from_day = 20241002;
	EQ_STR(days(s, f), "4 3 3 2 ", "from a day until before another");
	f.before_day = 20241009;
	EQ_STR(days(s, f), "4 3 3 2 ", "a place behind the days is none");
	f = everything(s);
	f.kind = TRANSFER_ALLOT;
	EQ_STR(days(s, f), "3 ", "of a kind");
	f.kind = -1;
	f.path = s->county;
	EQ_STR(days(s, f), "3 ", "of a union below");
	f.goods = 1;
	EQ_STR(days(s, f), "", "no goods");
	f = everything(s);
	f.kind = TRANSFER_ALLOT;
	struct transfer_place *list;
	size_t count;
	fixture_must(ledger_transfers(&s->b.w.f.c, &f, &list, &count), "transfers");
	EQ_I64((int64_t)count, 1, "both legs are one");
	OK(list[0].transfer.from.org_no == REGION && list[0].transfer.to.org_no == COUNTY,
	   "… from where it left to where it came");
	struct transfer whole;
	fixture_must(ledger_transfer_by_id(&s->b.w.f.c, COUNTY, s->allotment, &whole), "by id");
	OK(whole.from.org_no == REGION && whole.to.org_no == COUNTY, "by its id, too");
	REASON(ledger_transfer_by_id(&s->b.w.f.c, REGION, uuid_random(), &whole),
	       "no_such_transfer", "by none there is none");
}

/* ---- accounts ---- */

static void accounts_are_paged(struct seen *s)
{
	struct subtree_filter f = {.path = s->region, .class = -1, .item_no = -1, .rows_max = 1};
	struct account *list;
	size_t count, pages = 0;
	bool rises = true;
	do {
		fixture_must(ledger_accounts_of_subtree(&s->b.w.f.c, &f, &list, &count),
			     "accounts");
		rises = rises && (count == 0 || list[0].account_no > f.after_no);
		f.after_no = count > 0 ? list[0].account_no : 0;
		pages += count;
	} while (count > 0);
	f.rows_max = 0;
	fixture_must(ledger_accounts_of_subtree(&s->b.w.f.c, &f, &list, &count), "accounts");
	OK(rises && pages == count && count > 2, "page by page they are all there, each once");
	f.path = s->county;
	f.after_no = s->fund.account_no;
	REASON(ledger_accounts_of_subtree(&s->b.w.f.c, &f, &list, &count), "bad_cursor",
	       "a place in another union's books is none");
	f.after_no = (int64_t)NO_UNION << ACCOUNT_ORG_BITS;
	REASON(ledger_accounts_of_subtree(&s->b.w.f.c, &f, &list, &count), "no_such_org",
	       "nor one in nobody's");
	f.after_no = 0;
	f.class = ACCOUNT_STOCK;
	fixture_must(ledger_accounts_of_subtree(&s->b.w.f.c, &f, &list, &count), "accounts");
	EQ_I64((int64_t)count, 0, "no stock, no account of it");
}
static struct sn_err count_account(void *self, const struct account *a)
{
	(void)a;
	++*(int64_t *)self;
	return SN_SUCCESS;
}
static struct sn_err stop_account(void *self, const struct account *a)
{
	(void)self;
	(void)a;
	return SN_FAIL(CANNOT_WRITE_FILE);
}
static int64_t accounts(struct seen *s, struct account_filter f)
{
	int64_t n = 0;
	fixture_must(ledger_accounts(&s->b.w.f.c, &f, count_account, &n), "accounts");
	return n;
}
static void accounts_are_asked_for(struct seen *s)
{
	const struct account_filter all = {.class = -1};
	struct account_filter f = all;
	const int64_t both = accounts(s, all);
	f.org_no = COUNTY;
	const int64_t below = accounts(s, f);
	f.org_no = REGION;
	const int64_t above = accounts(s, f);
	OK(above > 0 && below > 0 && above + below == both, "of a union");
	f.cycle_no = CYCLE + 1;
	EQ_I64(accounts(s, f), 0, "of a cycle");
	f.cycle_no = CYCLE;
	f.class = ACCOUNT_FUND;
	EQ_I64(accounts(s, f), 1, "of a class");
	f.holder_id = s->b.w.people[DISTRIBUTOR];
	EQ_I64(accounts(s, f), 0, "of who holds it");
	f = all;
	f.shard = COUNTY;
	EQ_I64(accounts(s, f), below, "of a shard");
	f.org_no = REGION;
	EQ_I64(accounts(s, f), 0, "in which another's are not");
	f = all;
	f.cycle_no = CYCLE;
	EQ_I64(accounts(s, f), both, "of all unions in a cycle");
	f.with_zero = true;
	OK(accounts(s, f) >= both, "with those that hold nothing");
	REASON(ledger_accounts(&s->b.w.f.c, &all, stop_account, NULL), "cannot_write_file",
	       "who cannot take them ends it");
}

static void run(enum fixture_engine engine)
{
	static struct seen s;
	books_open(&s.b, engine);
	s.b.w.f.tick_us = 1;
	happen(&s);
	statements_go_both_ways(&s);
	places_outside_the_days(&s);
	pages_after_a_posting(&s);
	what_no_books_hold_is_refused(&s);
	transfers_are_paged(&s);
	accounts_are_paged(&s);
	accounts_are_asked_for(&s);
	EQ_I64(books_findings(&s.b), 0, "the books are right");
	books_close(&s.b);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
