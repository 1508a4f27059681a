#include "base/crypto.h"
#include "ledger/ledger.h"
#include "ledger/ledger_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[] = {&org_domain, &rights_domain, &tlog_domain,
						     &ledger_domain};

/* Numbered as they come: 1 and 4 in the region's shard, 2 and 3 in the league's. */
static struct sn_err add_unions(struct ctx *c, void *arg)
{
	static const struct org_new orgs[] = {{.code = {"150000", 6},
					       .name = {"某区总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .from_day = 20140101},
					      {.code = {"150100", 6},
					       .parent_code = {"150000", 6},
					       .name = {"某市总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 2,
					       .from_day = 20140101},
					      {.code = {"150100-7", 8},
					       .parent_code = {"150100", 6},
					       .name = {"某厂工会", 12},
					       .kind = ORG_GRASSROOTS,
					       .level = 4,
					       .from_day = 20140101},
					      {.code = {"150000-9", 8},
					       .parent_code = {"150000", 6},
					       .name = {"某局工会", 12},
					       .kind = ORG_GRASSROOTS,
					       .level = 4,
					       .from_day = 20140101}};
	struct org_added added[4];
	(void)arg;
	return org_add_many(c, orgs, 4, added);
}

static struct tlog *tlog;
static struct store_group_hook hooks[1];

static void open_all(struct fixture *f, enum fixture_engine engine)
{
	fixture_create(f, engine, domains, 4);
	tlog = tlog_new();
	hooks[0] = tlog_hook(tlog);
	f->writer_config.hooks = hooks;
	f->writer_config.hooks_count = 1;
	f->writer_config.base.tlog = tlog;
	fixture_start(f);
	fixture_must(store_write(&f->c, add_unions, NULL), "unions");
}

struct posting_work {
	const struct transfer *transfers;
	size_t count;
	struct posting out[8];
};
static struct sn_err post_work(struct ctx *c, void *arg)
{
	struct posting_work *w = arg;
	return ledger_post(c, w->transfers, w->count, w->out);
}
static struct posting post_one(struct fixture *f, const struct transfer *t)
{
	struct posting_work w = {.transfers = t, .count = 1};
	fixture_must(store_write(&f->c, post_work, &w), "post");
	return w.out[0];
}
static const char *post_word(struct fixture *f, const struct transfer *t)
{
	return sn_reason_word(post_one(f, t).outcome.reason);
}

static struct account_key money_key(int64_t org_no, enum account_class class)
{
	return (struct account_key){.org_no = org_no, .class = class, .source = FUND_OWN};
}
static struct transfer money(struct fixture *f, enum transfer_kind kind, int64_t fen,
			     struct account_key from, struct account_key to)
{
	return (struct transfer){.transfer_id = uuid_new(&f->ids, f->c.clock),
				 .kind = kind,
				 .day = 20241026,
				 .at_us = FIXTURE_AT_US,
				 .from = from,
				 .to = to,
				 .value = MONEY_FEN(fen)};
}
static struct transfer receive(struct fixture *f, int64_t org_no, int64_t fen)
{
	return money(f, TRANSFER_RECEIVE, fen, money_key(org_no, ACCOUNT_SOURCE),
		     money_key(org_no, ACCOUNT_FUND));
}
static struct transfer allot(struct fixture *f, int64_t from, int64_t to, int64_t fen)
{
	return money(f, TRANSFER_ALLOT, fen, money_key(from, ACCOUNT_FUND),
		     money_key(to, ACCOUNT_FUND));
}
static int64_t fund_fen(struct fixture *f, int64_t shard, int64_t org_no)
{
	const struct account_key key = money_key(org_no, ACCOUNT_FUND);
	struct account a;
	fixture_must(ledger_balance(&f->c, shard, &key, &a), "balance");
	return money_fen(a.value);
}
static void show(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s shard %lld account %lld expected %lld found %lld\n", f->what,
	       (long long)f->shard, (long long)f->account_no, (long long)f->expected,
	       (long long)f->found);
}
static int64_t findings(struct fixture *f)
{
	int64_t n = 0;
	fixture_must(ledger_verify(&f->c, show, NULL, &n), "verify");
	return n;
}
static bool is_balanced(struct fixture *f)
{
	struct trial_row *rows;
	size_t count;
	bool balanced = false;
	fixture_must(ledger_trial(&f->c, &rows, &count, &balanced), "trial");
	return balanced && count > 0;
}

static void money_moves_once(struct fixture *f)
{
	struct transfer in = receive(f, 1, 500);
	EQ_STR(post_word(f, &in), "ok", "money comes in");
	const struct posting again = post_one(f, &in);
	OK(!sn_failed(again.outcome) && again.replayed, "a retry with the same id posts once");
	EQ_I64(fund_fen(f, 1, 1), 500, "the fund has it once");
	in.value = MONEY_FEN(501);
	EQ_STR(post_word(f, &in), "transfer_differs", "the same id with other content is refused");
	struct transfer out = allot(f, 1, 4, 501);
	EQ_STR(post_word(f, &out), "balance_short", "no more goes out than is there");

	const struct transfer batch[] = {allot(f, 1, 4, 300), allot(f, 1, 4, 300),
					 allot(f, 4, 1, 300), allot(f, 1, 4, 500)};
	struct posting_work w = {.transfers = batch, .count = 4};
	fixture_must(store_write(&f->c, post_work, &w), "post");
	EQ_STR(sn_reason_word(w.out[0].outcome.reason), "ok", "the first of a batch");
	EQ_STR(sn_reason_word(w.out[1].outcome.reason), "balance_short",
	       "is decided by what the earlier left");
	EQ_STR(sn_reason_word(w.out[2].outcome.reason), "ok", "and a refusal stops no other");
	EQ_STR(sn_reason_word(w.out[3].outcome.reason), "ok", "what came back goes out again");
	EQ_I64(fund_fen(f, 1, 4), 500, "the sums are right");
	OK(is_balanced(f), "the trial balance is zero");
	EQ_I64(findings(f), 0, "and verification finds nothing");
}

static void shards_balance_alone(struct fixture *f)
{
	struct transfer t = allot(f, 4, 3, 200);
	EQ_STR(post_word(f, &t), "ok", "money goes to a union of another shard");
	EQ_I64(fund_fen(f, 2, 3), 200, "and arrives");
	OK(post_one(f, &t).replayed, "once");
	t.to.org_no = 2;
	EQ_STR(post_word(f, &t), "transfer_differs", "another receiver is other content");
	OK(is_balanced(f), "both shards' books balance");
	EQ_I64(findings(f), 0, "both legs are found");
}

struct reverse_work {
	int64_t shard;
	struct uuid id, reversal_id;
};
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	const struct reverse_work *w = arg;
	return ledger_reverse(c, w->shard, w->id, w->reversal_id, 20241027);
}
static const char *reverse_word(struct fixture *f, struct reverse_work w)
{
	return sn_reason_word(store_write(&f->c, reverse_work, &w).reason);
}

static void a_transfer_is_taken_back_once(struct fixture *f)
{
	const struct transfer far = allot(f, 4, 3, 50), near = receive(f, 1, 70);
	EQ_STR(post_word(f, &far), "ok", "one to another shard");
	EQ_STR(post_word(f, &near), "ok", "one at home");
	struct reverse_work w = {2, far.transfer_id, uuid_new(&f->ids, f->c.clock)};
	const struct reverse_work other = {1, far.transfer_id, uuid_new(&f->ids, f->c.clock)};
	EQ_STR(reverse_word(f, w), "ok", "taken back from its far leg");
	fixture_set_time(f, FIXTURE_AT_US + 5000000);
	EQ_STR(reverse_word(f, w), "ok", "the same again is the same answer");
	EQ_I64(fund_fen(f, 2, 3), 200, "the money went back once");
	EQ_STR(reverse_word(f, other), "reversed_already", "not twice");
	w = (struct reverse_work){2, w.reversal_id, uuid_new(&f->ids, f->c.clock)};
	EQ_STR(reverse_word(f, w), "reversal_final", "a reversal is not reversed");
	w.id = uuid_random();
	EQ_STR(reverse_word(f, w), "no_such_transfer", "nor what never was");
	EQ_I64(findings(f), 0, "verification finds nothing");
}

struct hold_work {
	struct hold hold;
	struct hold_ref ref;
	struct posting out;
	int64_t voided;
};
static struct sn_err hold_work(struct ctx *c, void *arg)
{
	struct hold_work *w = arg;
	return ledger_hold(c, &w->hold, 1, &w->out);
}
static struct sn_err hold_post_work(struct ctx *c, void *arg)
{
	return ledger_hold_post(c, &((struct hold_work *)arg)->ref, 1);
}
static struct sn_err hold_void_work(struct ctx *c, void *arg)
{
	return ledger_hold_void(c, &((struct hold_work *)arg)->ref, 1);
}
static struct sn_err hold_expire_work(struct ctx *c, void *arg)
{
	return ledger_hold_expire(c, &((struct hold_work *)arg)->voided);
}
static struct hold_work held(struct fixture *f, struct transfer t, int64_t until_us)
{
	struct hold_work w = {.hold = {t, until_us}, .ref = {1, t.transfer_id}};
	fixture_must(store_write(&f->c, hold_work, &w), "hold");
	return w;
}

static void what_is_held_cannot_be_spent(struct fixture *f)
{
	const int64_t has = fund_fen(f, 1, 4);
	struct hold_work w = held(f, allot(f, 4, 3, has), 0);
	EQ_STR(sn_reason_word(w.out.outcome.reason), "ok", "all of it is held");
	const struct transfer spend = allot(f, 4, 1, 1);
	EQ_STR(post_word(f, &spend), "balance_short", "nothing is left to spend");
	EQ_STR(sn_reason_word(held(f, allot(f, 4, 1, 1), 0).out.outcome.reason), "balance_short",
	       "nor to hold");
	OK(held(f, w.hold.transfer, 0).out.replayed, "the same hold again is the same answer");
	EQ_I64(findings(f), 0, "verification knows what is held");
	EQ_STR(sn_reason_word(store_write(&f->c, hold_void_work, &w).reason), "ok", "it is voided");
	EQ_STR(sn_reason_word(store_write(&f->c, hold_void_work, &w).reason), "ok", "once");
	EQ_STR(sn_reason_word(store_write(&f->c, hold_post_work, &w).reason), "hold_gone",
	       "and cannot be posted then");
	struct hold_work second = held(f, allot(f, 4, 3, has), 0);
	EQ_STR(sn_reason_word(store_write(&f->c, hold_post_work, &second).reason), "ok",
	       "another is posted");
	EQ_STR(sn_reason_word(store_write(&f->c, hold_post_work, &second).reason), "ok", "once");
	EQ_STR(sn_reason_word(store_write(&f->c, hold_void_work, &second).reason), "hold_gone",
	       "and cannot be voided then");
	EQ_I64(fund_fen(f, 1, 4), 0, "the money moved");

	struct hold_work late = held(f, allot(f, 1, 4, 1), f->at_us + 1000);
	fixture_set_time(f, f->at_us + 1000);
	EQ_STR(sn_reason_word(store_write(&f->c, hold_post_work, &late).reason), "hold_gone",
	       "what has run out is not posted");
	fixture_must(store_write(&f->c, hold_expire_work, &late), "expire");
	EQ_I64(late.voided, 1, "and is voided");
	OK(is_balanced(f), "the trial balance is zero");
	EQ_I64(findings(f), 0, "verification finds nothing");
}

/* ---- goods ---- */

struct word_work {
	enum ledger_word_kind kind;
	int64_t no;
	const char *word;
};
static struct sn_err word_work(struct ctx *c, void *arg)
{
	const struct word_work *w = arg;
	return ledger_word_set(c, w->kind, w->no, str_of(w->word));
}
static const char *word_word(struct fixture *f, struct word_work w)
{
	return sn_reason_word(store_write(&f->c, word_work, &w).reason);
}
static void words_stay(struct fixture *f)
{
	EQ_STR(word_word(f, (struct word_work){LEDGER_WORD_ITEM, 1, "coat"}), "ok", "a word");
	EQ_STR(word_word(f, (struct word_work){LEDGER_WORD_ITEM, 1, "coat"}), "ok",
	       "the same again changes nothing");
	EQ_STR(word_word(f, (struct word_work){LEDGER_WORD_ITEM, 1, "rice"}), "word_fixed",
	       "another is refused: leaves name it");
	EQ_STR(word_word(f, (struct word_work){LEDGER_WORD_CYCLE, 1, "hw-2024"}), "ok",
	       "a cycle's is another list");
	EQ_STR(word_word(f, (struct word_work){LEDGER_WORD_CYCLE, 2, "hw 2025"}), "leaf_text",
	       "a leaf carries no blanks");
}

static struct account_key goods_key(int64_t org_no, enum account_class class)
{
	return (struct account_key){.org_no = org_no,
				    .class = class,
				    .cycle_no = 1,
				    .source = FUND_OWN,
				    .item_no = 1,
				    .lot_no = INT64_C(1) << 20 | 1};
}
static struct account_key custody_key(int64_t org_no, unsigned who)
{
	struct account_key key = goods_key(org_no, ACCOUNT_CUSTODY);
	key.holder_id.bytes[15] = (uint8_t)who;
	return key;
}
static struct transfer goods(struct fixture *f, enum transfer_kind kind, int64_t quantity,
			     struct account_key from, struct account_key to)
{
	struct transfer t = money(f, kind, 300 * quantity, from, to);
	t.quantity = quantity;
	return t;
}
static struct account account_of(struct fixture *f, int64_t shard, struct account_key key)
{
	struct account a;
	fixture_must(ledger_balance(&f->c, shard, &key, &a), "balance");
	return a;
}

static void goods_pass_through_hands(struct fixture *f)
{
	const struct account_key stock = goods_key(1, ACCOUNT_STOCK), one = custody_key(1, 1);
	struct account_key worker = goods_key(1, ACCOUNT_RECIPIENT);
	worker.level = EVIDENCE_A;
	struct transfer t = goods(f, TRANSFER_SUPPLY, 10, goods_key(1, ACCOUNT_SUPPLY), stock);
	t.from.item_no = t.to.item_no = 9;
	EQ_STR(post_word(f, &t), "item_unknown", "goods that nobody named are refused");
	t.from.item_no = t.to.item_no = 1;
	t.from.cycle_no = t.to.cycle_no = 9;
	EQ_STR(post_word(f, &t), "cycle_unknown", "so is a cycle");
	t.from.cycle_no = t.to.cycle_no = 1;
	EQ_STR(post_word(f, &t), "ok", "ten coats are bought");
	t = goods(f, TRANSFER_ISSUE, 11, stock, one);
	const struct posting short_of = post_one(f, &t);
	EQ_STR(sn_reason_word(short_of.outcome.reason), "goods_short", "eleven are not there");
	EQ_I64(short_of.outcome.arg[0], 10, "it says what is");
	t = goods(f, TRANSFER_ISSUE, 6, stock, one);
	EQ_STR(post_word(f, &t), "ok", "six go to a distributor");
	t = goods(f, TRANSFER_HANDOVER, 7, one, worker);
	EQ_STR(post_word(f, &t), "goods_short", "he hands over no more than he has");
	t = goods(f, TRANSFER_HANDOVER, 2, custody_key(1, 2), worker);
	EQ_STR(post_word(f, &t), "goods_short", "nor another what is not his");
	t = goods(f, TRANSFER_HANDOVER, 4, one, worker);
	EQ_STR(post_word(f, &t), "ok", "four are handed over");
	t = goods(f, TRANSFER_GIVEBACK, 1, one, stock);
	EQ_STR(post_word(f, &t), "ok", "one goes back");
	t = goods(f, TRANSFER_MOVE, 5, stock, goods_key(3, ACCOUNT_STOCK));
	EQ_STR(post_word(f, &t), "ok", "five move to a union of another shard");
	t = goods(f, TRANSFER_MOVE, 5, stock, goods_key(9, ACCOUNT_STOCK));
	EQ_STR(post_word(f, &t), "no_such_org", "but not to one that nobody knows");
	const struct account there = account_of(f, 2, goods_key(3, ACCOUNT_STOCK));
	EQ_I64(there.quantity, 5, "they are there");
	EQ_I64(money_fen(there.value), 1500, "with their value");
	EQ_I64(account_of(f, 1, one).quantity, 1, "one is still in custody");
	EQ_I64(account_of(f, 1, stock).quantity, 0, "none in stock");
	OK(is_balanced(f), "the trial balance is zero, goods and money");
	EQ_I64(findings(f), 0, "verification finds nothing");
}

/* ---- a reversal beside what it takes back ---- */

static struct transfer back(struct fixture *f, const struct transfer *t)
{
	struct transfer r = money(f, TRANSFER_REVERSE, money_fen(t->value), t->to, t->from);
	r.reverses_id = t->transfer_id;
	return r;
}
static void one_batch_takes_back_its_own(struct fixture *f)
{
	const int64_t had = fund_fen(f, 1, 1);
	struct transfer batch[6] = {receive(f, 1, 40)};
	batch[1] = back(f, &batch[0]);
	batch[2] = back(f, &batch[0]);
	batch[3] = back(f, &batch[1]);
	batch[4] = receive(f, 1, 41);
	batch[5] = back(f, &batch[4]);
	batch[5].value = MONEY_FEN(40);
	struct posting_work w = {.transfers = batch, .count = 6};
	fixture_must(store_write(&f->c, post_work, &w), "post");
	EQ_STR(sn_reason_word(w.out[1].outcome.reason), "ok", "in the same batch");
	EQ_STR(sn_reason_word(w.out[2].outcome.reason), "reversed_already", "once");
	EQ_STR(sn_reason_word(w.out[3].outcome.reason), "reversal_final", "for good");
	EQ_STR(sn_reason_word(w.out[5].outcome.reason), "transfer_shape", "and wholly");
	EQ_I64(fund_fen(f, 1, 1), had + 41, "the sums are right");
	fixture_must(store_write(&f->c, post_work, &w), "post again");
	OK(w.out[0].replayed && w.out[1].replayed, "sent again it is the same answer");
	EQ_I64(fund_fen(f, 1, 1), had + 41, "and the same sums");
	EQ_I64(findings(f), 0, "verification finds the leaf that the reversal names");
}

/* ---- reading ---- */

struct seen {
	int64_t count, fen, quantity;
	int32_t last_day;
	bool in_order;
	struct account_key from, to;
};
static struct sn_err see_transfer(void *self, const struct transfer *t, int64_t shard)
{
	struct seen *s = self;
	s->count++;
	s->fen += money_fen(t->value);
	s->in_order = (s->count == 1 || s->in_order) && t->day >= s->last_day && shard == 1;
	s->last_day = t->day;
	s->from = t->from;
	s->to = t->to;
	return SN_SUCCESS;
}
static struct seen statement(struct fixture *f, struct statement_filter filter)
{
	struct seen s = {.count = 0};
	fixture_must(ledger_statement(&f->c, &filter, see_transfer, &s), "statement");
	return s;
}
static void a_statement_tells_an_account(struct fixture *f)
{
	const struct account custody = account_of(f, 1, custody_key(1, 1));
	struct statement_filter filter = {.shard = 1, .account_no = custody.account_no};
	struct seen s = statement(f, filter);
	EQ_I64(s.count, 3, "all that went in and out");
	EQ_I64(s.fen, 300 * (6 + 4 + 1), "with its value");
	OK(s.in_order, "by day");
	OK(uuid_eq(s.from.holder_id, custody.key.holder_id) && s.to.class == ACCOUNT_STOCK,
	   "both sides are named");
	filter.from_day = 20241027;
	EQ_I64(statement(f, filter).count, 0, "nothing from the next day on");
	filter.from_day = 20241026;
	filter.until_day = 20241027;
	EQ_I64(statement(f, filter).count, 3, "all on the day itself");
	filter.until_day = 20241026;
	EQ_I64(statement(f, filter).count, 0, "the last day is not in it");
}

static struct sn_err see_account(void *self, const struct account *a)
{
	struct seen *s = self;
	s->count++;
	s->quantity += a->quantity;
	return SN_SUCCESS;
}
static struct seen accounts(struct fixture *f, struct account_filter filter)
{
	struct seen s = {.count = 0};
	fixture_must(ledger_accounts(&f->c, &filter, see_account, &s), "accounts");
	return s;
}
static void accounts_are_found_by_what_they_are_for(struct fixture *f)
{
	const struct uuid one = custody_key(1, 1).holder_id;
	struct uuid nobody = one;
	nobody.bytes[0] = 7;
	EQ_I64(accounts(f, (struct account_filter){.class = ACCOUNT_CUSTODY}).quantity, 1,
	       "by class, over all shards");
	EQ_I64(accounts(f, (struct account_filter){.class = ACCOUNT_STOCK, .org_no = 3}).quantity,
	       5, "by union, whose shard is looked up");
	EQ_I64(accounts(f, (struct account_filter){.class = ACCOUNT_STOCK, .shard = 1}).count, 0,
	       "by shard; what is empty is left out");
	EQ_I64(accounts(f, (struct account_filter){.class = ACCOUNT_STOCK,
						   .shard = 1,
						   .with_zero = true})
		       .count,
	       1, "or not");
	EQ_I64(accounts(f, (struct account_filter){.class = -1, .shard = 1, .holder_id = one})
		       .quantity,
	       1, "by holder");
	EQ_I64(accounts(f, (struct account_filter){.class = -1, .holder_id = one}).quantity, 1,
	       "in whatever shard");
	EQ_I64(accounts(f, (struct account_filter){.class = -1, .shard = 1, .holder_id = nobody})
		       .count,
	       0, "another holds nothing");
	const struct seen cycle = accounts(f, (struct account_filter){.class = -1, .cycle_no = 1});
	OK(cycle.count > 0 && cycle.quantity == 0, "by cycle: goods come to zero");
	const struct sn_err e =
		ledger_accounts(&f->c, &(struct account_filter){.class = -1, .org_no = 9},
				see_account, &(struct seen){.count = 0});
	EQ_STR(sn_reason_word(e.reason), "no_such_org", "a union that nobody knows");
}

static const struct sn_statement tamper = {
	.name = "test.tamper",
	.sql = "UPDATE account SET value_fen = value_fen + 1 WHERE shard = $1 AND class = 1",
	.params = "i"};
static struct sn_err tamper_work(struct ctx *c, void *arg)
{
	(void)arg;
	return store_run(c->store, &tamper, PARAMS(p_int(2)), NULL);
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		open_all(&f, engine);
		money_moves_once(&f);
		shards_balance_alone(&f);
		a_transfer_is_taken_back_once(&f);
		what_is_held_cannot_be_spent(&f);
		words_stay(&f);
		goods_pass_through_hands(&f);
		one_batch_takes_back_its_own(&f);
		a_statement_tells_an_account(&f);
		accounts_are_found_by_what_they_are_for(&f);
		int64_t leaves = 0;
		fixture_must(tlog_verify(&f.c, &leaves), "the log");
		OK(leaves > 10, "a leaf a leg");
		fixture_must(store_write(&f.c, tamper_work, NULL), "tamper");
		OK(findings(&f) > 0, "a balance edited by hand is found");
		fixture_close(&f);
		tlog_free(tlog);
	}
	return tap_done();
}
