#include "base/crypto.h"
#include "ledger/ledger.h"
#include "ledger/ledger_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

/* Of org the ledger reads three columns: the rest of that layer is tested by itself. */
#define ORG_TABLE(text)                                                                            \
	"CREATE TABLE org (org_no BIGINT PRIMARY KEY, shard BIGINT NOT NULL, code " text           \
	" NOT NULL);"                                                                              \
	"INSERT INTO org VALUES (1, 1, '150000'), (2, 2, '150100'), (3, 2, '150100-7'),"           \
	" (4, 1, '150000-9')"
static const struct store_migration org_migrations[] = {
	{1, ORG_TABLE("TEXT"), ORG_TABLE("TEXT COLLATE \"C\"")}};
static const struct store_domain org_standin = {
	.name = "org", .migrations = org_migrations, .migrations_count = 1};
static const struct store_domain *const domains[] = {&org_standin, &tlog_domain, &ledger_domain};

static struct tlog *tlog;
static struct store_group_hook hooks[1];

static void open_all(struct fixture *f, enum fixture_engine engine)
{
	fixture_create(f, engine, domains, 3);
	tlog = tlog_new();
	hooks[0] = tlog_hook(tlog);
	f->writer_config.hooks = hooks;
	f->writer_config.hooks_count = 1;
	f->writer_config.base.tlog = tlog;
	fixture_start(f);
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
