/* Months and years are closed by two people, in order, and stay closed; on both engines. */
#include "base/limits.h"
#include "care_world.h"
#include "ledger/closing.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- acting ---- */

struct act {
	struct world *w;
	int64_t org_no;
	int32_t period;
	struct str why;
	struct closing out;
	struct carry carry, carried;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return closing_close(c, a->org_no, a->period, &a->out);
}
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return closing_confirm(c, a->org_no, a->period, &a->out);
}
static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return closing_send_back(c, a->org_no, a->period, a->why, &a->out);
}
static struct sn_err carry_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return closing_carry(c, &a->carry, &a->carried);
}
static struct sn_err grant_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const enum world_user who[] = {AUDITOR, APPROVER};
	SN_TRY(rights_grant_end(c,
				&(const struct rights_grant){.user_id = w->users[AUDITOR].user_id,
							     .role = ROLE_AUDITOR,
							     .org_no = w->orgs[REGION].org_no}));
	for (size_t i = 0; i < 2; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[who[i]].user_id,
							.role = ROLE_ACCOUNTANT,
							.org_no = w->orgs[REGION].org_no}));
	return SN_SUCCESS;
}
enum { BOOKKEEPER = AUDITOR }; /* the world's fourth user keeps the books here */

static struct sn_err shut(struct world *w, int32_t period)
{
	struct act a = {.org_no = w->orgs[COUNTY].org_no, .period = period};
	SN_TRY(world_as(w, (enum world_user)BOOKKEEPER, close_work, &a));
	return world_as(w, APPROVER, confirm_work, &a);
}

struct post {
	struct world *w;
	struct transfer t;
	struct posting out;
};
static struct sn_err post_work(struct ctx *c, void *arg)
{
	struct post *p = arg;
	SN_TRY(ledger_post(c, &p->t, 1, &p->out));
	return p->out.outcome;
}
/* Money into the county's fund on a day. */
static struct post receive(struct world *w, int32_t day, int64_t fen)
{
	struct account_key from = {.org_no = w->orgs[COUNTY].org_no,
				   .class = ACCOUNT_SOURCE,
				   .cycle_no = w->cycle.cycle_no,
				   .source = FUND_UPPER};
	struct post p = {.w = w,
			 .t = {.transfer_id = new_id(&w->f.c),
			       .kind = TRANSFER_RECEIVE,
			       .day = day,
			       .at_us = day_start_us(day),
			       .from = from,
			       .to = from,
			       .value = MONEY_FEN(fen)}};
	p.t.to.class = ACCOUNT_FUND;
	return p;
}

struct paper {
	struct world *w;
	struct uuid id;
	int32_t day;
	struct document out;
};
static struct sn_err paper_work(struct ctx *c, void *arg)
{
	struct paper *p = arg;
	const struct document_plan plan = {.document = {.document_id = p->id,
							.org_no = p->w->orgs[COUNTY].org_no,
							.cycle_no = p->w->cycle.cycle_no,
							.declared_count = 1,
							.declared_total = MONEY_FEN(100),
							.day = p->day},
					   .source = FUND_UPPER};
	return document_make_receive(c, &plan, MONEY_FEN(100), &p->out);
}
static struct sn_err cancel_work(struct ctx *c, void *arg)
{
	struct paper *p = arg;
	return document_cancel(c, p->w->orgs[COUNTY].shard, p->id, &p->out);
}
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	struct post *p = arg;
	return ledger_reverse(c, p->w->orgs[COUNTY].shard, p->t.transfer_id, new_id(c), p->t.day);
}

static void print(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# %s %lld: %lld, %lld\n", f->what, (long long)f->account_no, (long long)f->expected,
	       (long long)f->found);
}
static int64_t findings(struct world *w)
{
	int64_t n = 0;
	fixture_must(closing_verify(&w->f.c, print, NULL, &n), "closing_verify");
	return n;
}

/* Past every check of the program: a transfer's day, moved into a closed month. */
static struct sn_err spoil_work(struct ctx *c, void *arg)
{
	static const struct sn_statement spoil = {
		.name = "test.spoil",
		.sql = "UPDATE transfer SET day = 20241102 WHERE shard = $1 AND transfer_id = $2",
		.params = "iu"};
	const struct post *p = arg;
	return store_run(c->store, &spoil,
			 PARAMS(p_int(p->w->orgs[COUNTY].shard), p_uuid(p->t.transfer_id)), NULL);
}

static struct sn_err shift_work(struct ctx *c, const struct post *p,
				const struct sn_statement *which)
{
	return store_run(c->store, which, PARAMS(p_int(p->w->orgs[COUNTY].shard)), NULL);
}
static struct sn_err unbalance_work(struct ctx *c, void *arg)
{
	static const struct sn_statement one_more = {
		.name = "test.more",
		.sql = "UPDATE account SET value_fen = value_fen + 1 WHERE shard = $1 AND class = "
		       "1",
		.params = "i"};
	return shift_work(c, arg, &one_more);
}
static struct sn_err balance_work(struct ctx *c, void *arg)
{
	static const struct sn_statement one_less = {
		.name = "test.less",
		.sql = "UPDATE account SET value_fen = value_fen - 1 WHERE shard = $1 AND class = "
		       "1",
		.params = "i"};
	return shift_work(c, arg, &one_less);
}
static struct sn_err second_approver_work(struct ctx *c, void *arg)
{
	const struct world *w = arg;
	return rights_grant_add(
		c, &(const struct rights_grant){.user_id = w->users[FIRST_HAND].user_id,
						.role = ROLE_APPROVER,
						.org_no = w->orgs[REGION].org_no});
}

/* ---- periods ---- */

static void test_periods(void)
{
	int32_t from = 0, until = 0;
	OK(closing_days(202412, &from, &until), "December");
	EQ_I64(from, 20241201, "… begins");
	EQ_I64(until, 20250101, "… and ends with the year");
	OK(closing_days(2024, &from, &until), "a year");
	EQ_I64(until, 20250101, "… ends there too");
	OK(!closing_days(202413, &from, &until), "no thirteenth month");
	OK(!closing_days(202400, &from, &until), "no month 0");
	OK(!closing_days(1899, &from, &until) && !closing_days(9999, &from, &until) &&
		   !closing_days(189912, &from, &until) && !closing_days(999901, &from, &until),
	   "no year before 1900, none after 9998");
	OK(!closing_days(0, &from, &until) && !closing_days(99999, &from, &until) &&
		   !closing_days(-5, &from, &until),
	   "nor any other number");
}

/* ---- closing ---- */

static void test_months(enum fixture_engine engine)
{
	struct world w;
	care_world_open(&w, engine);
	fixture_must(store_write(&w.f.c, grant_work, &w), "an accountant");
	fixture_set_time(&w.f, day_start_us(20250105));
	struct post october = receive(&w, 20241010, 5000), november = receive(&w, 20241120, 700);
	fixture_must(world_as(&w, MAKER, post_work, &october), "October");
	fixture_must(world_as(&w, MAKER, post_work, &november), "November");
	struct act a = {.org_no = w.orgs[COUNTY].org_no, .period = 202411};
	struct sn_err e = world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a);
	REASON(e, "closing_order", "November before October is refused");
	EQ_STR(e.text, "2024-10", "… and told which is first");
	a.period = 202410;
	REASON(world_as(&w, MAKER, close_work, &a), "not_granted", "an accountant closes");
	REASON(world_as(&w, APPROVER, confirm_work, &a), "closing_none",
	       "nobody confirms what was not closed");
	fixture_must(world_as(&w, APPROVER, close_work, &a), "one who is both closes");
	REASON(world_as(&w, APPROVER, confirm_work, &a), "same_hand",
	       "and does not confirm it himself");
	fixture_must(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a),
		     "another accountant closes it anew");
	struct post more = receive(&w, 20241031, 1);
	fixture_must(world_as(&w, MAKER, post_work, &more), "until it is confirmed it is open");
	REASON(world_as(&w, APPROVER, confirm_work, &a), "closing_moved",
	       "what moved since is not confirmed unseen");
	fixture_must(shut(&w, 202410), "closed and confirmed");
	fixture_must(shut(&w, 202410), "again is the same answer");
	REASON(world_as(&w, APPROVER, close_work, &a), "closing_done", "nobody opens it again");

	struct post late = receive(&w, 20241030, 9);
	e = world_as(&w, MAKER, post_work, &late);
	REASON(e, "period_closed", "nothing is posted in it");
	EQ_STR(e.text, "2024-10", "… the period is named");
	EQ_I64(e.arg[1], 20241101, "… and the first open day");
	fixture_must(world_as(&w, MAKER, post_work, &october), "a retry of what was posted is the "
							       "same answer");
	REASON(world_as(&w, MAKER, reverse_work, &october), "period_closed",
	       "a reversal on a closed day is refused");
	struct paper paper = {.w = &w, .id = new_id(&w.f.c), .day = 20241015};
	REASON(world_as(&w, MAKER, paper_work, &paper), "period_closed", "no document either");
	late.t.reported = true;
	fixture_must(world_as(&w, MAKER, post_work, &late), "a reported fact is taken");
	struct transfer stored;
	fixture_must(
		ledger_transfer_by_id(&w.f.c, w.orgs[COUNTY].shard, late.t.transfer_id, &stored),
		"stored");
	EQ_I64(stored.day, 20241101, "booked on the first open day");
	EQ_I64(stored.at_us, day_start_us(20241030), "with its own time kept");

	struct closing_row *rows = NULL;
	size_t count = 0;
	fixture_must(shut(&w, 202411), "November");
	a.period = 202411;
	fixture_must(world_as(&w, APPROVER, confirm_work, &a), "read it");
	fixture_must(closing_rows(&w.f.c, &a.out, &rows, &count), "rows");
	EQ_I64((int64_t)count, 2, "source and fund");
	for (size_t i = 0; i < count; i++)
		if (!money_less(rows[i].closing_value, MONEY_FEN(0))) {
			EQ_I64(money_fen(rows[i].opening_value), 5001, "opens as October closed");
			EQ_I64(money_fen(rows[i].in_value), 709, "came in");
			EQ_I64(money_fen(rows[i].out_value), 0, "went out");
			EQ_I64(money_fen(rows[i].closing_value), 5710, "closes");
		}
	EQ_I64(findings(&w), 0, "nothing to be found");
	struct post december = receive(&w, 20241205, 3);
	fixture_must(world_as(&w, MAKER, post_work, &december), "December");
	fixture_must(store_write(&w.f.c, spoil_work, &december), "spoil");
	EQ_I64(findings(&w), 1, "a transfer that was slipped into a closed month is found");
	care_world_close(&w);
}

static void test_refusals(enum fixture_engine engine)
{
	struct world w;
	care_world_open(&w, engine);
	fixture_must(store_write(&w.f.c, grant_work, &w), "an accountant");
	fixture_set_time(&w.f, day_start_us(20241130));
	struct act a = {.org_no = w.orgs[COUNTY].org_no, .period = 202411};
	REASON(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closing_not_over",
	       "a month that goes on is not closed");
	fixture_set_time(&w.f, day_start_us(20241202));
	a.period = 202413;
	REASON(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closing_period",
	       "no such month");
	a.period = 202411;
	struct paper paper = {.w = &w, .id = new_id(&w.f.c), .day = 20241120};
	fixture_must(world_as(&w, MAKER, paper_work, &paper), "a draft");
	const struct sn_err e = world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a);
	char id[UUID_TEXT_BYTES];
	uuid_text(paper.id, id);
	REASON(e, "closing_documents", "a document of the month that is open");
	EQ_STR(e.text, id, "… is named");
	struct paper second = {.w = &w, .id = new_id(&w.f.c), .day = 20241121};
	fixture_must(world_as(&w, MAKER, paper_work, &second), "another draft");
	const struct sn_err two = world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a);
	EQ_I64(two.arg[0], 2, "two of them are counted");
	OK(strstr(two.text, "…"), "… and one is named");
	fixture_must(world_as(&w, MAKER, cancel_work, &second), "cancelled");
	fixture_must(world_as(&w, MAKER, cancel_work, &paper), "cancelled");
	a.period = 2023;
	REASON(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closing_order",
	       "a year without months is not closed");
	EQ_STR(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a).text, "2023-01",
	       "… and told which is first");
	a.period = 202411;
	struct post lost = receive(&w, 20241105, 5);
	fixture_must(world_as(&w, MAKER, post_work, &lost), "money");
	fixture_must(store_write(&w.f.c, unbalance_work, &lost), "a fen that came from nowhere");
	REASON(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closing_unbalanced",
	       "books that do not add up are not closed");
	fixture_must(store_write(&w.f.c, balance_work, &lost), "put right");
	fixture_must(shut(&w, 202411), "then it is closed");
	w.f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&w.f.c, second_approver_work, &w), "a second approver");
	REASON(world_as(&w, FIRST_HAND, confirm_work, &a), "closing_done",
	       "another does not confirm it again");
	a.period = 202410;
	REASON(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closing_order",
	       "nothing is closed behind it");
	care_world_close(&w);
}

/* ---- sending back ---- */

static struct closing_mine mine_of(struct world *w, enum world_user who, int32_t period)
{
	struct closing_mine mine;
	struct closing k;
	bool there = false;
	w->f.c.actor_id = w->users[who].user_id;
	fixture_must(closing_of(&w->f.c, w->orgs[COUNTY].org_no, period, &k, &there), "read");
	fixture_must(closing_mine_read(&w->f.c, &k, &mine), "whose turn");
	w->f.c.actor_id = UUID_NULL;
	return mine;
}

static void test_sending_back(enum fixture_engine engine)
{
	struct world w;
	struct closing_back *backs = NULL;
	size_t count = 0;
	care_world_open(&w, engine);
	fixture_must(store_write(&w.f.c, grant_work, &w), "an accountant");
	fixture_set_time(&w.f, day_start_us(20241202));
	struct post november = receive(&w, 20241120, 700), more = receive(&w, 20241121, 9);
	fixture_must(world_as(&w, MAKER, post_work, &november), "November");
	struct act a = {
		.org_no = w.orgs[COUNTY].org_no, .period = 202411, .why = STR("三十日未入账")};
	REASON(world_as(&w, APPROVER, back_work, &a), "closing_none", "nothing is closed yet");
	fixture_must(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closed");
	OK(mine_of(&w, APPROVER, 202411).confirm, "it waits for the approver");
	OK(!mine_of(&w, (enum world_user)BOOKKEEPER, 202411).confirm, "not for who closed it");
	REASON(world_as(&w, MAKER, back_work, &a), "not_granted", "a maker sends nothing back");
	a.why = STR("  ");
	REASON(world_as(&w, APPROVER, back_work, &a), "missing_field",
	       "nor anybody without a reason");
	a.why = STR("三十日未入账");
	fixture_must(world_as(&w, APPROVER, back_work, &a), "with one it is sent back");
	OK(a.out.back_us != 0 && a.out.confirmed_us == 0, "… and told so");
	REASON(world_as(&w, APPROVER, back_work, &a), "closing_sent_back", "once");
	REASON(world_as(&w, APPROVER, confirm_work, &a), "closing_sent_back",
	       "what was sent back is not confirmed");
	REASON(world_as(&w, APPROVER, close_work, &a), "same_hand",
	       "who sent it back does not close it, though he is an accountant, too");
	OK(mine_of(&w, (enum world_user)BOOKKEEPER, 202411).close, "it waits for the accountant");
	fixture_must(world_as(&w, MAKER, post_work, &more), "what was missing");
	fixture_must(world_as(&w, (enum world_user)BOOKKEEPER, close_work, &a), "closed anew");
	EQ_I64(a.out.back_us, 0, "it is sent back no more");
	fixture_must(world_as(&w, APPROVER, confirm_work, &a), "and confirmed");
	REASON(world_as(&w, APPROVER, back_work, &a), "closing_done", "what is confirmed stays");
	fixture_must(closing_backs(&w.f.c, &a.out, &backs, &count), "backs");
	EQ_I64((int64_t)count, 1, "sending back stays");
	OK(str_is(backs[0].words, "三十日未入账"), "… with its reason");
	EQ_I64(money_fen(backs[0].in), 700, "… and what had been closed then");
	EQ_I64(money_fen(a.out.in), 709, "beside what was confirmed");
	fixture_must(
		closing_of_user(&w.f.c, w.users[APPROVER].user_id, &(struct closing *){0}, &count),
		"of the approver");
	EQ_I64((int64_t)count, 1, "he finds it once");
	EQ_I64(findings(&w), 0, "nothing to be found");
	care_world_close(&w);
}

static void test_blocks(enum fixture_engine engine)
{
	struct world w;
	struct closing_block *blocks = NULL;
	struct closing k;
	bool there = false;
	size_t count = 0;
	int32_t month = 0, year = 0;
	care_world_open(&w, engine);
	fixture_must(store_write(&w.f.c, grant_work, &w), "an accountant");
	fixture_set_time(&w.f, day_start_us(20241130));
	fixture_must(closing_next(&w.f.c, w.orgs[COUNTY].org_no, &month, &year), "next");
	EQ_I64(month, 202410, "books that never moved: the last month that is over");
	EQ_I64(year, 0, "no year before its months");
	struct post october = receive(&w, 20241010, 5000);
	fixture_must(world_as(&w, MAKER, post_work, &october), "October");
	struct paper paper = {.w = &w, .id = new_id(&w.f.c), .day = 20241115},
		     later = {.w = &w, .id = new_id(&w.f.c), .day = 20241201};
	fixture_must(world_as(&w, MAKER, paper_work, &paper), "a draft");
	fixture_must(world_as(&w, MAKER, paper_work, &later), "one of December");
	fixture_must(closing_of(&w.f.c, w.orgs[COUNTY].org_no, 202411, &k, &there), "November");
	OK(!there && k.closed_us == 0, "nobody has closed it");
	fixture_must(closing_blocks(&w.f.c, &k, &blocks, &count), "blocks");
	EQ_I64((int64_t)count, 3, "all that stands in the way is told at once");
	EQ_STR(closing_block_word(blocks[0].kind), "over", "it is not over");
	EQ_I64(blocks[1].period, 202410, "October comes first");
	OK(uuid_eq(blocks[2].document_id, paper.id), "a draft of it, not the one of December");
	fixture_must(shut(&w, 202410), "October");
	fixture_must(closing_next(&w.f.c, w.orgs[COUNTY].org_no, &month, &year), "next");
	EQ_I64(month, 202411, "then November");
	care_world_close(&w);
}

static void test_period_words(void)
{
	int32_t period = 0;
	OK(!sn_failed(closing_period_parse(STR("2024-11"), &period)) && period == 202411,
	   "with a hyphen");
	OK(!sn_failed(closing_period_parse(STR("202411"), &period)) && period == 202411, "without");
	OK(!sn_failed(closing_period_parse(STR("2024"), &period)) && period == 2024, "a year");
	OK(sn_failed(closing_period_parse(STR("2024-1"), &period)) &&
		   sn_failed(closing_period_parse(STR("2024-13"), &period)) &&
		   sn_failed(closing_period_parse(STR("20-2411"), &period)) &&
		   sn_failed(closing_period_parse(STR("2024-11-01"), &period)) &&
		   sn_failed(closing_period_parse(STR(""), &period)),
	   "and nothing else");
}

/* ---- a year ---- */

static void bad_carries(struct world *w, const struct act *good)
{
	char long_words[NAME_BYTES_MAX + 2] = {0};
	memset(long_words, 'a', sizeof long_words - 1);
	struct act a = *good;
	a.carry.year = 202412;
	REASON(world_as(w, MAKER, carry_work, &a), "closing_period", "a year, not a month");
	a.carry.year = 1800;
	REASON(world_as(w, MAKER, carry_work, &a), "closing_period", "nor one before the books");
	a = *good;
	a.carry.source = FUND_NONE;
	REASON(world_as(w, MAKER, carry_work, &a), "source_missing", "whose money is said");
	a.carry.source = FUND_SOURCES_COUNT;
	REASON(world_as(w, MAKER, carry_work, &a), "source_missing", "and known");
	a = *good;
	a.carry.words = STR("  ");
	REASON(world_as(w, MAKER, carry_work, &a), "missing_field", "a decision has words");
	a.carry.words = str_of(long_words);
	REASON(world_as(w, MAKER, carry_work, &a), "too_long", "not too many");
	a = *good;
	a.carry.document_id = UUID_NULL;
	REASON(world_as(w, MAKER, carry_work, &a), "missing_field", "what moves money has an id");
}

static void test_year(enum fixture_engine engine)
{
	struct world w;
	care_world_open(&w, engine);
	fixture_must(store_write(&w.f.c, grant_work, &w), "an accountant");
	fixture_set_time(&w.f, day_start_us(20250105));
	struct post october = receive(&w, 20241010, 5000);
	fixture_must(world_as(&w, MAKER, post_work, &october), "October");
	REASON(shut(&w, 2024), "closing_order", "a year comes after its months");
	fixture_must(shut(&w, 202410), "10");
	REASON(shut(&w, 2024), "closing_order", "after all of them");
	fixture_must(shut(&w, 202411), "11");
	fixture_must(shut(&w, 202412), "12");
	struct sn_err e = shut(&w, 2024);
	REASON(e, "closing_remainder", "a remainder that nobody decided about");
	EQ_I64(e.arg[0], 5000, "… is told");
	struct act a = {.carry = {.org_no = w.orgs[COUNTY].org_no,
				  .year = 2024,
				  .cycle_no = w.cycle.cycle_no,
				  .source = FUND_UPPER,
				  .decision = CARRY_CYCLE,
				  .words = STR("纪要1号"),
				  .document_id = new_id(&w.f.c)}};
	REASON(world_as(&w, CHECKER, carry_work, &a), "not_granted", "a maker writes a decision");
	bad_carries(&w, &a);
	fixture_must(world_as(&w, MAKER, carry_work, &a), "carried on to no cycle");
	EQ_I64(money_fen(a.carried.remainder), 5000, "all of it");
	fixture_must(world_as(&w, MAKER, carry_work, &a), "again is the same answer");
	struct act other = a;
	other.carry.decision = CARRY_RETURN;
	REASON(world_as(&w, MAKER, carry_work, &other), "carry_decided", "decided once");
	other = a;
	other.carry.to_cycle_no = w.cycle.cycle_no + 1;
	REASON(world_as(&w, MAKER, carry_work, &other), "carry_decided", "… for one cycle");
	other = a;
	other.carry.document_id = new_id(&w.f.c);
	REASON(world_as(&w, MAKER, carry_work, &other), "carry_decided", "… in one document");
	struct paper paper = {.w = &w, .id = a.carry.document_id};
	fixture_must(world_as(&w, MAKER, cancel_work, &paper), "its document is cancelled");
	other.carry.decision = CARRY_KEEP;
	fixture_must(world_as(&w, MAKER, carry_work, &other), "then it may be decided otherwise");
	other.carry.source = FUND_OWN;
	REASON(world_as(&w, MAKER, carry_work, &other), "carry_nothing",
	       "nothing left, nothing decided");
	fixture_must(shut(&w, 2024), "the year is closed");
	struct closing *list = NULL;
	size_t count = 0;
	fixture_must(closing_list(&w.f.c, w.orgs[COUNTY].org_no, &list, &count), "list");
	EQ_I64((int64_t)count, 4, "three months and a year");
	EQ_I64(list[0].period, 2024, "the year");
	EQ_I64(money_fen(list[0].in), 5000, "… with the months' turnover");
	EQ_I64(findings(&w), 0, "nothing to be found");
	care_world_close(&w);
}

int main(void)
{
	test_periods();
	test_period_words();
	FOR_EACH_ENGINE(engine)
	{
		test_months(engine);
		test_refusals(engine);
		test_sending_back(engine);
		test_blocks(engine);
		test_year(engine);
	}
	return tap_done();
}
