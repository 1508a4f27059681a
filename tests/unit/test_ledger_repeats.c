/* The same id says the same thing or is refused: each field of a transfer and of a hold, posted before or in the same
 * batch; what a reversal must be; what a hold may become; and balances near what a number can hold. Both engines. */
#include "books_world.h"
#include "ledger/ledger_priv.h"

enum { CYCLE = 7, BATCH_MAX = 3 };

struct batch {
	struct transfer transfers[BATCH_MAX];
	struct hold holds[BATCH_MAX];
	size_t count;
	struct posting out[BATCH_MAX];
};
static struct sn_err post_work(struct ctx *c, void *arg)
{
	struct batch *b = arg;
	return ledger_post(c, b->transfers, b->count, b->out);
}
static struct sn_err hold_work(struct ctx *c, void *arg)
{
	struct batch *b = arg;
	for (size_t i = 0; i < b->count; i++)
		b->holds[i].transfer = b->transfers[i];
	return ledger_hold(c, b->holds, b->count, b->out);
}
static struct sn_err words_work(struct ctx *c, void *arg)
{
	(void)arg;
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, CYCLE, STR("hw-2024")));
	return ledger_word_set(c, LEDGER_WORD_CYCLE, CYCLE + 1, STR("hw-2025"));
}
/* What the last of so many transfers is answered. */
static const char *answered(struct books *b, store_work *work, const struct transfer *t,
			    size_t count)
{
	struct batch batch = {.count = count};
	memcpy(batch.transfers, t, count * sizeof *t);
	fixture_must(books_as(b, MAKER, work, &batch), "batch");
	return sn_reason_word(batch.out[count - 1].outcome.reason);
}

static struct transfer of_kind(enum transfer_kind kind, int64_t quantity, int64_t fen)
{
	struct account_key key = {
		.org_no = REGION, .class = ACCOUNT_SOURCE, .cycle_no = CYCLE, .source = FUND_OWN};
	struct transfer t = {.transfer_id = uuid_random(),
			     .kind = kind,
			     .day = 20241026,
			     .at_us = FIXTURE_AT_US,
			     .from = key,
			     .to = key,
			     .quantity = quantity,
			     .value = MONEY_FEN(fen)};
	t.to.class = ACCOUNT_FUND;
	if (kind == TRANSFER_ALLOT) {
		t.from.class = ACCOUNT_FUND;
		t.to.org_no = COUNTY;
	}
	if (kind == TRANSFER_SUPPLY) {
		t.from.class = ACCOUNT_SUPPLY;
		t.to.class = ACCOUNT_STOCK;
		t.from.lot_no = t.to.lot_no = 1;
	}
	return t;
}
static struct transfer goods(const struct books *b, int64_t quantity, int64_t fen)
{
	struct transfer t = of_kind(TRANSFER_SUPPLY, quantity, fen);
	t.from.item_no = t.to.item_no = b->w.coat;
	return t;
}

/* ---- the same id with other content ---- */

enum field {
	THE_DAY,
	THE_TIME,
	THE_QUANTITY,
	THE_VALUE,
	THE_DOCUMENT,
	A_COMMITMENT,
	ANOTHER_COMMITMENT,
	THE_ACCOUNT_LEFT,
	THE_ACCOUNT_REACHED,
	FIELDS
};
static const char *const field_words[FIELDS] = {"another day",
						"another time",
						"another quantity",
						"another value",
						"another document",
						"no commitment",
						"another commitment",
						"another account that it leaves",
						"another account that it reaches"};
static void change(struct transfer *t, enum field field)
{
	switch (field) {
	case THE_DAY:
		t->day++;
		break;
	case THE_TIME:
		t->at_us++;
		break;
	case THE_QUANTITY:
		t->quantity++;
		break;
	case THE_VALUE:
		t->value = MONEY_FEN(money_fen(t->value) + 1);
		break;
	case THE_DOCUMENT:
		t->document_id = uuid_random();
		break;
	case A_COMMITMENT:
		t->has_commitment = false;
		break;
	case ANOTHER_COMMITMENT:
		t->commitment[31]++;
		break;
	case THE_ACCOUNT_LEFT:
		t->from.source = FUND_UPPER;
		break;
	case THE_ACCOUNT_REACHED:
		t->to.lot_no++;
		t->from.lot_no++;
		break;
	case FIELDS:
		break;
	}
}

static void each_field_counts(struct books *b, store_work *work, struct transfer base,
			      const char *what)
{
	char words[128];
	base.has_commitment = true;
	memset(base.commitment, 7, sizeof base.commitment);
	EQ_STR(answered(b, work, &base, 1), "ok", what);
	EQ_STR(answered(b, work, &base, 1), "ok", "said again it is the same");
	for (int field = 0; field < FIELDS; field++) {
		struct transfer two[2] = {base, base};
		if (base.to.class != ACCOUNT_STOCK &&
		    (field == THE_QUANTITY || field == THE_ACCOUNT_REACHED))
			continue; /* money has none */
		change(&two[1], (enum field)field);
		if (field == THE_ACCOUNT_LEFT) /* whose money it is stays with it */
			two[1].to.source = two[1].from.source;
		(void)snprintf(words, sizeof words, "%s with %s", what, field_words[field]);
		EQ_STR(answered(b, work, &two[1], 1), "transfer_differs", words);
		two[0].transfer_id = two[1].transfer_id = uuid_random();
		(void)snprintf(words, sizeof words, "%s with %s, in one batch", what,
			       field_words[field]);
		EQ_STR(answered(b, work, two, 2), "transfer_differs", words);
	}
	struct transfer two[2] = {base, base};
	two[0].transfer_id = two[1].transfer_id = uuid_random();
	EQ_STR(answered(b, work, two, 2), "ok", "twice in one batch it is the same");
}

static void what_is_no_transfer(struct books *b)
{
	struct transfer t = of_kind(TRANSFER_RECEIVE, 0, 100);
	t.from.cycle_no = t.to.cycle_no = 99;
	EQ_STR(answered(b, post_work, &t, 1), "cycle_unknown", "a cycle that nobody named");
	t = goods(b, 1, 100);
	t.from.item_no = t.to.item_no = 4711;
	EQ_STR(answered(b, post_work, &t, 1), "item_unknown", "an item that nobody named");
	t = of_kind(TRANSFER_ALLOT, 0, 1);
	t.to.org_no = 4711;
	EQ_STR(answered(b, post_work, &t, 1), "no_such_org", "to no union");
	EQ_STR(answered(b, hold_work, &t, 1), "no_such_org", "nor held for none");
	t = of_kind(TRANSFER_ALLOT, 0, 1);
	t.from.org_no = 4711;
	EQ_STR(answered(b, post_work, &t, 1), "no_such_org", "from no union");
	EQ_STR(answered(b, hold_work, &t, 1), "no_such_org", "nor held of none");
}

/* ---- reversals ---- */

static struct transfer reversal_of(const struct transfer *t)
{
	struct transfer r = *t;
	r.transfer_id = uuid_random();
	r.kind = TRANSFER_REVERSE;
	r.from = t->to;
	r.to = t->from;
	r.reverses_id = t->transfer_id;
	r.has_commitment = false;
	return r;
}
static void a_reversal_is_the_opposite(struct books *b)
{
	const struct transfer in = of_kind(TRANSFER_RECEIVE, 0, 500),
			      far = of_kind(TRANSFER_ALLOT, 0, 50);
	struct transfer both[BATCH_MAX] = {in, reversal_of(&in)};
	both[1].value = MONEY_FEN(499);
	EQ_STR(answered(b, post_work, both, 2), "transfer_shape", "of another value");
	EQ_STR(answered(b, post_work, &both[1], 1), "transfer_shape", "also later");
	both[1] = reversal_of(&in);
	both[1].to.cycle_no = both[1].from.cycle_no = CYCLE + 1;
	EQ_STR(answered(b, post_work, &both[1], 1), "transfer_shape", "of another account");
	struct transfer fresh = of_kind(TRANSFER_RECEIVE, 0, 500);
	struct transfer apart[2] = {fresh, reversal_of(&fresh)};
	apart[1].to.cycle_no = apart[1].from.cycle_no = CYCLE + 1;
	EQ_STR(answered(b, post_work, apart, 2), "transfer_shape", "also in one batch");
	both[1] = reversal_of(&in);
	both[1].reverses_id = uuid_random();
	EQ_STR(answered(b, post_work, &both[1], 1), "no_such_transfer", "of what is there");
	both[1] = reversal_of(&in);
	both[2] = reversal_of(&in);
	EQ_STR(answered(b, post_work, &both[1], 2), "reversed_already", "once in a batch");
	EQ_STR(answered(b, post_work, &both[2], 1), "reversed_already", "once at all");
	struct transfer back = reversal_of(&both[1]);
	EQ_STR(answered(b, post_work, &back, 1), "reversal_final", "and it stays");
	struct transfer chain[BATCH_MAX] = {of_kind(TRANSFER_RECEIVE, 0, 500)};
	chain[1] = reversal_of(&chain[0]);
	chain[2] = reversal_of(&chain[1]);
	EQ_STR(answered(b, post_work, chain, 3), "reversal_final", "also in one batch");
	EQ_STR(answered(b, post_work, &far, 1), "ok", "an allotment to another shard");
	struct transfer bent = reversal_of(&far);
	bent.from.org_no = REGION;
	EQ_STR(answered(b, post_work, &bent, 1), "transfer_shape", "from there it comes back");
	struct transfer held = reversal_of(&far);
	EQ_STR(answered(b, hold_work, &held, 1), "transfer_shape", "a reversal is not held");
}

/* ---- many at once, some of them there already ---- */

enum { MANY = 24 };
struct many_postings {
	struct transfer transfers[MANY];
	struct posting out[MANY];
	size_t count;
};
static struct sn_err post_many_work(struct ctx *c, void *arg)
{
	struct many_postings *m = arg;
	return ledger_post(c, m->transfers, m->count, m->out);
}
/* Ids of any order of time: before all that is stored, among them, the last of them, behind. */
static void what_of_many_is_there(struct books *b)
{
	static struct many_postings all, some;
	int64_t replayed = 0, posted = 0;
	some.count = 0;
	all.count = MANY;
	const int64_t before = total(&b->w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen;
	for (size_t i = 0; i < MANY; i++) {
		all.transfers[i] = of_kind(TRANSFER_RECEIVE, 0, 10);
		all.transfers[i].transfer_id.bytes[0] =
			0xff; /* later than what other tests posted */
		all.transfers[i].transfer_id.bytes[1] = (uint8_t)(i + 1);
		if (i % 3 == 1 && i < MANY - 4)
			some.transfers[some.count++] = all.transfers[i];
	}
	fixture_must(books_as(b, MAKER, post_many_work, &some), "some");
	fixture_must(books_as(b, MAKER, post_many_work, &all), "all");
	for (size_t i = 0; i < MANY; i++) {
		replayed += !sn_failed(all.out[i].outcome) && all.out[i].replayed && i % 3 == 1 &&
			    i < MANY - 4;
		posted += !sn_failed(all.out[i].outcome) && !all.out[i].replayed;
	}
	EQ_I64(replayed, (int64_t)some.count, "what is there is found, wherever its id stands");
	EQ_I64(posted, MANY - (int64_t)some.count, "the others are posted");
	EQ_I64(total(&b->w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, before + 10 * MANY,
	       "each once");
	all.transfers[MANY - 1].value = MONEY_FEN(11); /* the last id of all that are stored */
	fixture_must(books_as(b, MAKER, post_many_work, &all), "again");
	EQ_STR(sn_reason_word(all.out[MANY - 1].outcome.reason), "transfer_differs",
	       "the last one with another content is refused");
}

/* ---- holds ---- */

static struct sn_err hold_post_work(struct ctx *c, void *arg)
{
	const struct hold_ref *ref = arg;
	return ledger_hold_post(c, ref, 1);
}
static struct sn_err hold_void_work(struct ctx *c, void *arg)
{
	const struct hold_ref *ref = arg;
	return ledger_hold_void(c, ref, 1);
}
static const char *ends(struct books *b, store_work *work, struct uuid id)
{
	struct hold_ref ref = {REGION, id};
	return sn_reason_word(books_as(b, MAKER, work, &ref).reason);
}
static void a_hold_ends_once(struct books *b)
{
	struct transfer t = of_kind(TRANSFER_ALLOT, 0, 10), stored;
	t.has_commitment = true;
	memset(t.commitment, 9, sizeof t.commitment);
	EQ_STR(ends(b, hold_post_work, t.transfer_id), "hold_gone", "nothing is held yet");
	EQ_STR(ends(b, hold_void_work, t.transfer_id), "hold_gone", "nor let go");
	EQ_STR(answered(b, hold_work, &t, 1), "ok", "held");
	EQ_STR(ends(b, hold_post_work, t.transfer_id), "ok", "and posted");
	EQ_STR(ends(b, hold_post_work, t.transfer_id), "ok", "said again");
	EQ_STR(ends(b, hold_void_work, t.transfer_id), "hold_gone", "what is posted is not let go");
	fixture_must(ledger_transfer_by_id(&b->w.f.c, REGION, t.transfer_id, &stored), "stored");
	OK(stored.has_commitment && memcmp(stored.commitment, t.commitment, 32) == 0,
	   "its commitment went with it");
	struct transfer dropped = of_kind(TRANSFER_ALLOT, 0, 10);
	EQ_STR(answered(b, hold_work, &dropped, 1), "ok", "another is held");
	EQ_STR(ends(b, hold_void_work, dropped.transfer_id), "ok", "and let go");
	EQ_STR(ends(b, hold_void_work, dropped.transfer_id), "ok", "said again");
	EQ_STR(ends(b, hold_post_work, dropped.transfer_id), "hold_gone", "it is not posted");
	EQ_STR(answered(b, hold_work, &dropped, 1), "hold_gone", "nor held again");
	struct batch late = {.count = 1, .transfers = {of_kind(TRANSFER_ALLOT, 0, 10)}};
	late.holds[0].until_us = b->w.f.at_us;
	fixture_must(books_as(b, MAKER, hold_work, &late), "late");
	EQ_STR(ends(b, hold_post_work, late.transfers[0].transfer_id), "hold_gone",
	       "what has run out is not posted");
	const struct transfer much = of_kind(TRANSFER_ALLOT, 0, 1000000000);
	EQ_STR(answered(b, hold_work, &much, 1), "balance_short", "what is not there is not held");
}

/* ---- near the end of the numbers ---- */

static void what_does_not_fit(struct books *b)
{
	static const struct sn_statement fill = {
		.name = "test.fill",
		.params = "iu",
		.sql = "UPDATE account SET value_fen = 9223372036854775807 WHERE shard = $1 AND "
		       "class = 1 "
		       "AND $2 = $2"};
	struct books_edit edit = {&fill, COUNTY, uuid_random()};
	const struct transfer t = of_kind(TRANSFER_ALLOT, 0, 1);
	struct trial_row *rows;
	size_t count = 0;
	bool balanced = true;
	const int64_t before = total(&b->w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen;
	fixture_must(books_as(b, MAKER, books_edit_work, &edit), "a full account");
	EQ_STR(answered(b, post_work, &t, 1), "amount_overflow", "one fen more does not fit");
	EQ_I64(total(&b->w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, before,
	       "and does not leave where it is");
	fixture_must(ledger_trial(&b->w.f.c, &rows, &count, &balanced), "trial");
	OK(!balanced, "the trial balance says that something is wrong");
}

static void run(enum fixture_engine engine)
{
	static struct books b;
	books_open(&b, engine);
	fixture_must(store_write(&b.w.f.c, words_work, NULL), "words");
	const struct transfer money = of_kind(TRANSFER_RECEIVE, 0, 100000000);
	EQ_STR(answered(&b, post_work, &money, 1), "ok", "money");
	what_is_no_transfer(&b);
	a_reversal_is_the_opposite(&b);
	a_hold_ends_once(&b);
	what_of_many_is_there(&b);
	EQ_I64(books_findings(&b), 0, "the books are right");
	what_does_not_fit(&b);
	books_close(&b);
	books_open(&b, engine);
	fixture_must(store_write(&b.w.f.c, words_work, NULL), "words");
	struct transfer upper = of_kind(TRANSFER_RECEIVE, 0, 1000);
	upper.from.source = upper.to.source = FUND_UPPER;
	EQ_STR(answered(&b, post_work, &money, 1), "ok", "money");
	EQ_STR(answered(&b, post_work, &upper, 1), "ok", "of two sources");
	each_field_counts(&b, post_work, of_kind(TRANSFER_ALLOT, 0, 10), "money");
	each_field_counts(&b, post_work, goods(&b, 4, 400), "goods");
	each_field_counts(&b, hold_work, of_kind(TRANSFER_ALLOT, 0, 10), "held money");
	EQ_I64(books_findings(&b), 0, "the books are right");
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
