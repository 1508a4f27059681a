/* Closing a year of a union's books, its twelve months and the year, by two people: beside the same sums by
 * hand-written SQL into a table without any key. A county hands out through its distributors' custody. */
#include "base/limits.h"
#include "bench.h"
#include "ledger/closing.h"
#include "world.h"

enum { DISTRIBUTORS = 200, PAGE = 8192, VALUE_FEN = 20000, YEAR = 2024, ACTS = 26 };

struct books {
	enum fixture_engine engine;
	struct world world;
	struct org org;
	struct uuid accountant, approver;
	struct uuid holders[DISTRIBUTORS];
	bool open;
};

/* ---- the year ---- */

static struct account_key key(const struct books *b, enum account_class class)
{
	return (struct account_key){.org_no = b->org.org_no,
				    .class = class,
				    .source = FUND_OWN,
				    .level = class == ACCOUNT_RECIPIENT ? EVIDENCE_B
									: EVIDENCE_NONE};
}

static struct sn_err users(struct ctx *c, void *arg)
{
	struct books *b = arg;
	const struct {
		const char *login;
		enum rights_role role;
		struct uuid *id;
	} both[] = {{"accountant", ROLE_ACCOUNTANT, &b->accountant},
		    {"approver", ROLE_APPROVER, &b->approver}};
	for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
		struct user u;
		SN_TRY(rights_user_add(c,
				       &(const struct user){.login = str_of(both[i].login),
							    .name = STR("模拟"),
							    .org_no = b->org.org_no},
				       &u));
		*both[i].id = u.user_id;
		SN_TRY(rights_grant_add(c, &(const struct rights_grant){.user_id = u.user_id,
									.role = both[i].role,
									.org_no = b->org.org_no}));
	}
	return SN_SUCCESS;
}

struct page {
	struct transfer transfers[PAGE];
	struct posting postings[PAGE];
	size_t count;
};

static struct sn_err post(struct ctx *c, void *arg)
{
	struct page *p = arg;
	SN_TRY(ledger_post(c, p->transfers, p->count, p->postings));
	for (size_t i = 0; i < p->count; i++)
		SN_TRY(p->postings[i].outcome);
	return SN_SUCCESS;
}

static struct transfer *next(struct books *b, struct page *p, enum transfer_kind kind, int32_t day)
{
	struct ctx *c = &b->world.f.c;
	if (p->count == PAGE) {
		fixture_must(store_write(c, post, p), "post");
		arena_reset(c->mem);
		p->count = 0;
	}
	struct transfer *t = &p->transfers[p->count++];
	*t = (struct transfer){
		.transfer_id = new_id(c), .kind = kind, .day = day, .at_us = now_us(c)};
	return t;
}

/* Money comes in on New Year's Day and goes out to the distributors, who hand it out through the year: every account
 * moves in every month, and the fund is empty in the end. */
static void fill(struct books *b, int64_t count)
{
	struct page *p = calloc(1, sizeof *p);
	const int64_t each = count / DISTRIBUTORS;
	if (!p)
		bench_die("fill", "no memory");
	struct transfer *t = next(b, p, TRANSFER_RECEIVE, YEAR * 10000 + 101);
	t->from = key(b, ACCOUNT_SOURCE);
	t->to = key(b, ACCOUNT_FUND);
	t->value = MONEY_FEN(each * DISTRIBUTORS * VALUE_FEN);
	for (int d = 0; d < DISTRIBUTORS; d++) {
		b->holders[d] = uuid_random();
		t = next(b, p, TRANSFER_ISSUE, YEAR * 10000 + 101);
		t->from = key(b, ACCOUNT_FUND);
		t->to = key(b, ACCOUNT_CUSTODY);
		t->to.holder_id = b->holders[d];
		t->value = MONEY_FEN(each * VALUE_FEN);
	}
	for (int64_t i = 0; i < each * DISTRIBUTORS; i++) {
		const int32_t month = (int32_t)(i * 12 / (each * DISTRIBUTORS)) + 1;
		t = next(b, p, TRANSFER_HANDOVER,
			 YEAR * 10000 + month * 100 + (int32_t)(i % 28) + 1);
		t->from = key(b, ACCOUNT_CUSTODY);
		t->from.holder_id = b->holders[i % DISTRIBUTORS];
		t->to = key(b, ACCOUNT_RECIPIENT);
		t->value = MONEY_FEN(VALUE_FEN);
	}
	fixture_must(store_write(&b->world.f.c, post, p), "post");
	arena_reset(b->world.f.c.mem);
	free(p);
}

static void close_world(struct books *b)
{
	if (b->open)
		world_close(&b->world);
	b->open = false;
}

static void open_books(struct books *b, int64_t count)
{
	close_world(b);
	world_open(&b->world, b->engine);
	b->open = true;
	world_region(&b->world, 0);
	b->org = world_org(&b->world, "C0000000");
	fixture_must(store_write(&b->world.f.c, users, b), "users");
	fill(b, count);
	bench_rss_reset();
}

/* ---- closing it ---- */

struct closing_step {
	const struct books *books;
	int32_t period;
	bool confirm;
};

static struct sn_err step_work(struct ctx *c, void *arg)
{
	const struct closing_step *s = arg;
	struct closing out;
	c->actor_id = s->confirm ? s->books->approver : s->books->accountant;
	return s->confirm ? closing_confirm(c, s->books->org.org_no, s->period, &out)
			  : closing_close(c, s->books->org.org_no, s->period, &out);
}

static void close_period(struct books *b, int32_t period)
{
	struct ctx *c = &b->world.f.c;
	for (int confirm = 0; confirm < 2; confirm++) {
		struct closing_step s = {b, period, confirm == 1};
		fixture_must(store_write(c, step_work, &s), "closing");
		arena_reset(c->mem);
	}
}

static void ours(void *self, int64_t count, struct watch *w)
{
	struct books *b = self;
	open_books(b, count);
	watch_start(w);
	for (int32_t month = 1; month <= 12; month++)
		close_period(b, YEAR * 100 + month);
	close_period(b, YEAR);
	watch_stop(w);
}

/* One row, one commit that syncs. */
static const struct sn_statement add_act = {
	.name = "add_act", .sql = "INSERT INTO bare_act (act) VALUES ($1)", .params = "i"};

/* Of the books that ours has just closed; sums twice, as two people do, and makes durable as often as they do. */
static void theirs(void *self, int64_t count, struct watch *w)
{
	static const char sums[] =
		"SELECT month, account_no, CAST(SUM(in_fen) AS BIGINT) AS in_fen,"
		" CAST(SUM(out_fen) AS BIGINT) AS out_fen FROM ("
		"SELECT day / 100 AS month, to_no AS account_no, value_fen AS in_fen, 0 AS out_fen"
		" FROM transfer UNION ALL"
		" SELECT day / 100, from_no, 0, value_fen FROM transfer) x"
		" GROUP BY month, account_no";
	char script[1024];
	struct books *b = self;
	int64_t sum = 0;
	if (!b->open)
		open_books(b, count);
	struct raw *raw = raw_open(&b->world.f);
	(void)snprintf(script, sizeof script, "INSERT INTO bare_closing %s", sums);
	raw_script(raw, "DROP TABLE IF EXISTS bare_closing");
	raw_script(raw, "DROP TABLE IF EXISTS bare_act");
	raw_script(raw,
		   "CREATE TABLE bare_closing (month INTEGER, account_no BIGINT, in_fen BIGINT,"
		   " out_fen BIGINT)");
	raw_script(raw, "CREATE TABLE bare_act (act BIGINT)");
	struct raw_statement *act = raw_prepare(raw, &add_act);
	watch_start(w);
	if (raw_read(raw, sums, &sum) == 0)
		bench_die("theirs", "nothing moved");
	raw_script(raw, script);
	for (int i = 1; i < ACTS; i++) { /* the script was the first */
		raw_begin(raw);
		raw_run(raw, act, PARAMS(p_int(i)));
		raw_commit(raw);
	}
	watch_stop(w);
	raw_close(raw);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct books books = {.engine = engine};
		bench_run_job(&(struct bench_job){
			.job = "closing a year",
			.engine = world_engine(engine),
			.unit = "transfers",
			.reference = "the sums by hand SQL, twice, into a bare table; 26 commits",
			.ours = ours,
			.theirs = theirs,
			.self = &books,
			.judged_by = world_judged_by(engine),
			.goal = BENCH_TIME_AT_MOST,
			.target = 3,
			.sizes = {{.count = 10000},
				  {.count = 100000, .runs = 1},
				  {.count = 1000000, .runs = 1}},
			.sizes_count = 3,
		});
		close_world(&books);
	}
	return 0;
}
