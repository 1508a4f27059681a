/* The ledger under what the world does: processes that are killed while they post, many that want the same money, and
 * a server that undoes a transaction because others are in its way.
 *   SONGNUAN_KILLS   how many processes are killed (make torture: 300)
 * Source: trust.md R1; issue 2, "Bad input and faults". */
#include "base/crypto.h"
#include "base/limits.h"
#include "ledger/ledger.h"
#include "ledger/ledger_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &rights_domain, &tlog_domain,
						     &ledger_domain};
enum { REGION = 1, LEAGUE = 2, BATCH = 20, IDS_MAX = 1000000, AMOUNT_FEN = 7 };

struct world {
	struct fixture f;
	struct tlog *tlog;
	struct store_group_hook hook;
};

static void start(struct world *w)
{
	w->tlog = tlog_new();
	w->hook = tlog_hook(w->tlog);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->tlog;
	fixture_start(&w->f);
}

static struct sn_err settle(struct ctx *c, void *arg)
{
	(void)arg;
	static const struct org_new orgs[] = {{.code = {"15", 2},
					       .name = {"某区总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .from_day = 20140101},
					      {.code = {"1501", 4},
					       .parent_code = {"15", 2},
					       .name = {"某市总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 2,
					       .from_day = 20140101}};
	struct org_added added[2];
	return org_add_many(c, orgs, 2, added);
}

static struct account_key fund(int64_t org_no)
{
	return (struct account_key){.org_no = org_no, .class = ACCOUNT_FUND, .source = FUND_OWN};
}
/* Money comes in, or goes on to the league (another shard). */
static struct transfer transfer(struct uuid id, enum transfer_kind kind, int64_t fen)
{
	struct transfer t = {.transfer_id = id,
			     .kind = kind,
			     .day = 20241026,
			     .at_us = FIXTURE_AT_US,
			     .from = fund(REGION),
			     .to = fund(kind == TRANSFER_ALLOT ? LEAGUE : REGION),
			     .value = MONEY_FEN(fen)};
	if (kind == TRANSFER_RECEIVE)
		t.from.class = ACCOUNT_SOURCE;
	return t;
}
struct batch {
	struct transfer transfers[BATCH];
	size_t count;
};
static struct sn_err post_batch(struct ctx *c, void *arg)
{
	const struct batch *b = arg;
	return ledger_post_all(c, b->transfers, b->count);
}

static void show(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s shard %lld account %lld expected %lld found %lld\n", f->what,
	       (long long)f->shard, (long long)f->account_no, (long long)f->expected,
	       (long long)f->found);
}
static void books_are_right(struct world *w)
{
	int64_t findings = -1, leaves = 0;
	fixture_must(ledger_verify(&w->f.c, show, NULL, &findings), "verify");
	EQ_I64(findings, 0, "verification of the ledger finds nothing");
	fixture_must(tlog_verify(&w->f.c, &leaves), "the log");
	OK(leaves > 0, "nor does that of the log");
}
static int64_t balance_fen(struct world *w, int64_t org_no)
{
	struct account a;
	const struct account_key key = fund(org_no);
	fixture_must(ledger_balance(&w->f.c, org_no, &key, &a), "balance");
	return money_fen(a.value);
}

/* ---- kill -9 ---- */

struct acknowledged {
	struct uuid *ids;
	size_t count;
};

/* Batches of receipts and allotments to another shard; each id that is acknowledged goes into the pipe. */
static void post_until_killed(struct world *w, int out)
{
	start(w);
	for (;;) {
		struct batch b = {.count = BATCH};
		struct uuid ids[BATCH];
		for (size_t i = 0; i < BATCH; i++) {
			ids[i] = uuid_random();
			b.transfers[i] = transfer(ids[i], i % 2 ? TRANSFER_ALLOT : TRANSFER_RECEIVE,
						  AMOUNT_FEN);
		}
		if (sn_failed(store_write(&w->f.c, post_batch, &b)) ||
		    write(out, ids, sizeof ids) != (ssize_t)sizeof ids)
			_exit(1);
	}
}

static size_t read_ids(int in, struct acknowledged *a)
{
	if (IDS_MAX - a->count < BATCH)
		return 0;
	const ssize_t n = read(in, &a->ids[a->count], BATCH * sizeof *a->ids);
	const size_t ids = n > 0 ? (size_t)n / sizeof *a->ids : 0;
	a->count += ids;
	return ids;
}

static size_t kill_one(struct world *w, struct acknowledged *a, long after_ms)
{
	int ends[2];
	if (pipe(ends) != 0)
		return 0;
	(void)fflush(stdout);
	const pid_t child = fork();
	if (child == 0)
		post_until_killed(w, ends[1]);
	(void)close(ends[1]);
	const size_t first = read_ids(ends[0], a); /* at least one batch, then a few moments */
	const struct timespec nap = {.tv_nsec = after_ms * 1000000};
	(void)nanosleep(&nap, NULL);
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
	while (read_ids(ends[0], a) > 0)
		;
	(void)close(ends[0]);
	return first;
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct uuid));
}

struct tally {
	struct acknowledged *acknowledged;
	int64_t transfers, known;
};
static struct sn_err tally_transfer(void *self, const struct transfer *t, int64_t shard)
{
	struct tally *n = self;
	(void)shard;
	n->transfers++;
	n->known += bsearch(&t->transfer_id, n->acknowledged->ids, n->acknowledged->count,
			    sizeof(struct uuid), compare_ids) != NULL;
	return SN_SUCCESS;
}

static void kills(enum fixture_engine engine, int times)
{
	static struct world w;
	struct acknowledged a = {.ids = calloc(IDS_MAX, sizeof *a.ids)};
	struct account region;
	int began = 0;
	fixture_create(&w.f, engine, domains, 4);
	/* a successor waits for the lease of who was killed as long as a machine would */
	w.f.config.clock = w.f.writer_config.store.clock = clock_system();
	w.f.writer_config.lease_us = 300000;
	w.f.writer_config.wait_us = 20 * INT64_C(1000000);
	start(&w);
	fixture_must(store_write(&w.f.c, settle, NULL), "unions");
	fixture_stop(&w.f);
	tlog_free(w.tlog);
	for (int i = 0; i < times && a.ids; i++)
		began += kill_one(&w, &a, i % 9) > 0;
	start(&w);
	EQ_I64(began, times, "each writer posted and was killed, and the next one began");
	qsort(a.ids, a.count, sizeof *a.ids, compare_ids);

	struct tally n = {.acknowledged = &a};
	const struct account_key key = fund(REGION);
	fixture_must(ledger_balance(&w.f.c, REGION, &key, &region), "balance");
	const struct statement_filter filter = {.shard = REGION, .account_no = region.account_no};
	fixture_must(ledger_statement(&w.f.c, &filter, tally_transfer, &n), "statement");
	printf("# %d kills: %zu acknowledged, %" PRId64 " posted\n", times, a.count, n.transfers);
	EQ_I64(n.known, (int64_t)a.count, "nothing acknowledged is lost or doubled");
	EQ_I64(n.transfers % BATCH, 0, "no batch is there in parts");
	EQ_I64(balance_fen(&w, REGION), 0, "what came in went on");
	EQ_I64(balance_fen(&w, LEAGUE), n.transfers / 2 * AMOUNT_FEN, "and arrived");
	books_are_right(&w);
	fixture_close(&w.f);
	tlog_free(w.tlog);
	free(a.ids);
}

/* ---- 64 threads, one account ---- */

struct racer {
	struct world *w;
	pthread_t thread;
	int accepted, refused, other;
};
enum { RACERS = 64, TRIES = 4, FITS = 100 };

static void *race(void *arg)
{
	struct racer *r = arg;
	struct uuid_maker ids = {0};
	struct ctx c = r->w->f.c;
	c.mem = arena_new(1 << 20);
	c.store = NULL;
	c.ids = &ids;
	for (int i = 0; i < TRIES; i++) {
		struct batch b = {.count = 1};
		b.transfers[0] = transfer(uuid_random(), TRANSFER_ALLOT, AMOUNT_FEN);
		const struct sn_err e = store_write(&c, post_batch, &b);
		r->accepted += !sn_failed(e);
		r->refused += e.reason == SN_R_BALANCE_SHORT;
	}
	arena_free(c.mem);
	return NULL;
}

static void threads_never_overdraw(enum fixture_engine engine)
{
	static struct world w;
	static struct racer racers[RACERS];
	int accepted = 0, refused = 0;
	fixture_create(&w.f, engine, domains, 4);
	start(&w);
	fixture_must(store_write(&w.f.c, settle, NULL), "unions");
	struct batch b = {.count = 1};
	b.transfers[0] = transfer(uuid_random(), TRANSFER_RECEIVE, FITS * AMOUNT_FEN + 3);
	fixture_must(store_write(&w.f.c, post_batch, &b), "money");
	for (int i = 0; i < RACERS; i++) {
		racers[i] = (struct racer){.w = &w};
		if (pthread_create(&racers[i].thread, NULL, race, &racers[i]) != 0)
			fixture_must(SN_FAIL(OUT_OF_MEMORY), "thread");
	}
	for (int i = 0; i < RACERS; i++) {
		(void)pthread_join(racers[i].thread, NULL);
		accepted += racers[i].accepted;
		refused += racers[i].refused;
	}
	EQ_I64(accepted, FITS, "of 64 threads as many get money as there is");
	EQ_I64(refused, RACERS * TRIES - FITS, "the others are refused and told why");
	EQ_I64(balance_fen(&w, REGION), 3, "the rest stays");
	EQ_I64(balance_fen(&w, LEAGUE), FITS * AMOUNT_FEN, "what was given arrived");
	books_are_right(&w);
	fixture_close(&w.f);
	tlog_free(w.tlog);
}

/* ---- a server that says "again" ---- */

/* Another program on the same database. */
static PGconn *stranger(const struct world *w)
{
	PGconn *conn = PQconnectdb(w->f.url);
	if (PQstatus(conn) != CONNECTION_OK)
		fixture_must(SN_FAIL(STORE_DOWN), "a second connection");
	return conn;
}
static void says(PGconn *conn, const char *sql)
{
	PGresult *r = PQexec(conn, sql);
	const ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		printf("# %s: %s", sql, PQerrorMessage(conn));
	PQclear(r);
}
static int64_t number(PGconn *conn, const char *sql)
{
	PGresult *r = PQexec(conn, sql);
	const int64_t n =
		PQresultStatus(r) == PGRES_TUPLES_OK ? strtoll(PQgetvalue(r, 0, 0), NULL, 10) : -1;
	PQclear(r);
	return n;
}

struct knot {
	PGconn *other;
	struct transfer receive, allot;
	char want[200]; /* what the stranger asks for once the writer holds it */
	int tries;
};

/* The second posting needs the row that the stranger holds, who by then waits for the row of the first. */
static struct sn_err post_into_the_knot(struct ctx *c, void *arg)
{
	struct knot *k = arg;
	k->tries++;
	SN_TRY(ledger_post_all(c, &k->receive, 1));
	if (k->tries == 1)
		(void)PQsendQuery(k->other, k->want);
	return ledger_post_all(c, &k->allot, 1);
}

static void deadlock(struct world *w)
{
	struct account region, league;
	const struct account_key from = fund(REGION), to = fund(LEAGUE);
	fixture_must(ledger_balance(&w->f.c, REGION, &from, &region), "balance");
	fixture_must(ledger_balance(&w->f.c, LEAGUE, &to, &league), "balance");
	const int64_t before_fen = money_fen(league.value);
	struct knot k = {.other = stranger(w),
			 .receive = transfer(uuid_random(), TRANSFER_RECEIVE, AMOUNT_FEN),
			 .allot = transfer(uuid_random(), TRANSFER_ALLOT, AMOUNT_FEN)};
	char hold[200];
	static const char lock[] =
		"SELECT 1 FROM account WHERE shard = %d AND account_no = %" PRId64 " FOR UPDATE";
	(void)snprintf(hold, sizeof hold, lock, LEAGUE, league.account_no);
	(void)snprintf(k.want, sizeof k.want, lock, REGION, region.account_no);
	/* The server looks for knots on behalf of who has waited for a second: of the writer, then. */
	says(k.other, "SET deadlock_timeout = '60s'");
	says(k.other, "BEGIN");
	says(k.other, hold);
	/* The stranger gets what he wants when the writer is undone; he lets go of all of it by dying. */
	says(k.other, "SET idle_in_transaction_session_timeout = '100ms'");
	fixture_must(store_write(&w->f.c, post_into_the_knot, &k), "the posting");
	OK(k.tries >= 2, "the server undid the writer to end a deadlock, who tried again");
	EQ_I64(balance_fen(w, LEAGUE) - before_fen, AMOUNT_FEN, "the money went on exactly once");
	fixture_must(store_write(&w->f.c, post_into_the_knot, &k), "the posting sent again");
	EQ_I64(balance_fen(w, LEAGUE) - before_fen, AMOUNT_FEN, "and not when it is sent again");
	PQfinish(k.other);
	books_are_right(w);
}

/* A server that cannot serialize says so at COMMIT; here a deferred trigger says it, as often as is asked. */
static void serialization(struct world *w)
{
	PGconn *other = stranger(w);
	struct batch b = {.count = 2};
	const int64_t before_fen = balance_fen(w, LEAGUE);
	for (size_t i = 0; i < b.count; i++)
		b.transfers[i] = transfer(uuid_random(), i % 2 ? TRANSFER_ALLOT : TRANSFER_RECEIVE,
					  AMOUNT_FEN);
	says(other, "CREATE SEQUENCE refusals");
	says(other, "CREATE TABLE refusals_wanted (n BIGINT)");
	says(other, "INSERT INTO refusals_wanted VALUES (1000000)");
	says(other, "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
		    " IF nextval('refusals') <= (SELECT n FROM refusals_wanted) THEN"
		    " RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';"
		    " END IF; RETURN NULL; END $$");
	says(other, "CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON lease DEFERRABLE INITIALLY"
		    " DEFERRED FOR EACH ROW WHEN (NEW.commit_seq <> OLD.commit_seq)"
		    " EXECUTE FUNCTION refuse()");
	EQ_STR(sn_reason_word(store_write(&w->f.c, post_batch, &b).reason), "store_again",
	       "a COMMIT that can never be serialized is refused as one to try again");
	EQ_I64(number(other, "SELECT last_value FROM refusals"), STORE_AGAIN_TRIES_MAX,
	       "after as many tries as limits.h says");
	EQ_I64(balance_fen(w, LEAGUE), before_fen, "and nothing was posted");
	books_are_right(w);
	says(other, "UPDATE refusals_wanted SET n = 3 + (SELECT last_value FROM refusals)");
	fixture_must(store_write(&w->f.c, post_batch, &b), "the posting");
	EQ_I64(number(other, "SELECT last_value FROM refusals"), STORE_AGAIN_TRIES_MAX + 4,
	       "refused three times it is done the fourth time, and nobody hears of it");
	EQ_I64(balance_fen(w, LEAGUE) - before_fen, AMOUNT_FEN, "exactly once");
	fixture_must(store_write(&w->f.c, post_batch, &b), "the posting sent again");
	EQ_I64(balance_fen(w, LEAGUE) - before_fen, AMOUNT_FEN, "as when it is sent again");
	PQfinish(other);
	books_are_right(w);
}

static void the_server_says_again(void)
{
	static struct world w;
	fixture_create(&w.f, FIXTURE_PG, domains, 4);
	start(&w);
	fixture_must(store_write(&w.f.c, settle, NULL), "unions");
	struct batch b = {.count = 2};
	b.transfers[0] = transfer(uuid_random(), TRANSFER_RECEIVE, 100 * AMOUNT_FEN);
	b.transfers[1] = transfer(uuid_random(), TRANSFER_ALLOT, AMOUNT_FEN);
	fixture_must(store_write(&w.f.c, post_batch, &b), "money");
	deadlock(&w);
	serialization(&w);
	fixture_close(&w.f);
	tlog_free(w.tlog);
}

int main(void)
{
	const char *text = getenv("SONGNUAN_KILLS");
	const int times = text && *text ? (int)strtol(text, NULL, 10) : 50;
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		if (engine == FIXTURE_SQLITE)
			kills(engine, times);
		threads_never_overdraw(engine);
		if (engine == FIXTURE_PG)
			the_server_says_again();
	}
	return tap_done();
}
