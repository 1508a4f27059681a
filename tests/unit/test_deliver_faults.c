/* The whole hand-over (fact, award, entitlement, stock, coverage, case, leaf) under kill -9: a program that delivers is
 * killed at a random moment, again and again, and each successor begins where the last answer came from.
 *   SONGNUAN_KILLS   how many times (make torture: 300)
 * Source: issue 2, "Bad input and faults"; trust.md R1. */
#include "care/care_sql.h"
#include "care_world.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* Each batch ends with a second gift to its first person: an over-issue and a case. */
enum { BATCH = 12, BATCHES_MAX = 4000, PEOPLE_MAX = BATCH * BATCHES_MAX, PAGE = 500 };

struct load {
	struct world w;
	struct person people[PEOPLE_MAX];
	struct uuid seconds[BATCHES_MAX]; /* record ids of the second gifts */
	struct uuid firsts[PEOPLE_MAX];
	size_t batches;
};

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 8;
}

static void fill(struct load *l, size_t batch, struct delivery_item items[BATCH + 1])
{
	for (size_t i = 0; i < BATCH; i++) {
		items[i] = world_item(&l->w, &l->people[batch * BATCH + i]);
		items[i].record_id = l->firsts[batch * BATCH + i];
		items[i].at_us = FIXTURE_AT_US; /* sent again, it says the same */
	}
	items[BATCH] = world_item(&l->w, &l->people[batch * BATCH]);
	items[BATCH].record_id = l->seconds[batch];
	items[BATCH].at_us = FIXTURE_AT_US + 1;
}

/* Tells the parent of each batch that is durable; killed somewhere. */
static void deliver_until_killed(struct load *l, size_t from, int tell)
{
	struct delivery_item items[BATCH + 1];
	struct delivery_result out[BATCH + 1];
	world_start(&l->w);
	for (size_t at = from; at < l->batches; at++) {
		const size_t done = at + 1;
		fill(l, at, items);
		world_deliver(&l->w, items, BATCH + 1, out);
		if (write(tell, &done, sizeof done) != sizeof done)
			_exit(2);
	}
	_exit(0);
}

/* How many batches are acknowledged when it is dead. */
static size_t kill_one(struct load *l, size_t acknowledged, uint32_t *seed)
{
	int tell[2];
	size_t done = 0;
	if (pipe(tell) != 0)
		fixture_must(SN_FAIL(OUT_OF_MEMORY), "pipe");
	(void)fflush(stdout);
	const pid_t child = fork();
	if (child == 0)
		deliver_until_killed(l, acknowledged, tell[1]);
	(void)close(tell[1]);
	/* Now at once, before it has its lease, now in its first batches; one that has done nothing yet does two. */
	for (size_t i = acknowledged == 0 ? 2 : next_random(seed) % 3;
	     i > 0 && read(tell[0], &done, sizeof done) > 0; i--)
		acknowledged = done;
	const struct timespec a_moment = {0, (long)(next_random(seed) % 12000) * 1000};
	(void)nanosleep(&a_moment, NULL);
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
	while (read(tell[0], &done, sizeof done) == sizeof done)
		acknowledged = done;
	(void)close(tell[0]);
	return acknowledged;
}

/* Of the first so many batches: how many hand-overs are not there. The next batch is there whole or not at all. */
struct seen {
	int64_t lost, next;
};
static int64_t stored(struct load *l, struct uuid record_id)
{
	int64_t n = 0;
	struct rows *r =
		store_query(l->w.f.c.store, &care_sql_delivery_anywhere, PARAMS(p_uuid(record_id)));
	while (store_next(r))
		n++;
	fixture_must(store_done(r), "delivery");
	return n;
}
static struct seen look(struct load *l, size_t acknowledged)
{
	struct seen seen = {0};
	for (size_t batch = 0; batch <= acknowledged && batch < l->batches; batch++) {
		int64_t n = stored(l, l->seconds[batch]);
		for (size_t i = 0; i < BATCH; i++)
			n += stored(l, l->firsts[batch * BATCH + i]);
		if (batch < acknowledged)
			seen.lost += BATCH + 1 - n;
		else
			seen.next = n;
	}
	return seen;
}

static void kills(struct load *l, int times)
{
	static struct delivery_item items[BATCH + 1];
	static struct delivery_result out[BATCH + 1];
	int64_t in_parts = 0, unanswered = 0, lost = 0, fresh = 0, replayed = 0;
	size_t acknowledged = 0;
	uint32_t seed = 7;
	const int64_t custody = world_pieces(&l->w, ACCOUNT_CUSTODY);
	world_stop(&l->w);
	for (int i = 0; i < times; i++) {
		fixture_set_time(&l->w.f,
				 l->w.f.at_us + 60000000); /* the dead one's lease ran out */
		acknowledged = kill_one(l, acknowledged, &seed);
	}
	fixture_set_time(&l->w.f, l->w.f.at_us + 60000000);
	world_start(&l->w);
	const struct seen seen = look(l, acknowledged);
	lost = seen.lost;
	in_parts = seen.next % (BATCH + 1);
	unanswered = seen.next / (BATCH + 1);
	printf("# %d kills: %zu batches acknowledged, %" PRId64 " more durable\n", times,
	       acknowledged, unanswered);
	OK(acknowledged > (size_t)times / 4, "there was a load, and programs died in it");
	EQ_I64(lost, 0, "nothing acknowledged is lost");
	EQ_I64(in_parts, 0, "what was not acknowledged is there whole or not at all");
	EQ_I64(world_findings(&l->w), 0, "verification finds nothing");
	for (size_t at = 0; at < l->batches; at++) {
		fill(l, at, items);
		world_deliver(&l->w, items, BATCH + 1, out);
		for (size_t i = 0; i <= BATCH; i++) {
			replayed += out[i].outcome == DELIVERY_REPLAYED;
			fresh += out[i].outcome != DELIVERY_REPLAYED &&
				 out[i].outcome != DELIVERY_REFUSED;
		}
	}
	EQ_I64(replayed, (int64_t)acknowledged * (BATCH + 1) + seen.next,
	       "all of it sent again: what was there is known");
	EQ_I64(fresh + replayed, (int64_t)l->batches * (BATCH + 1), "and the rest is taken");
	EQ_I64(custody - world_pieces(&l->w, ACCOUNT_CUSTODY), (int64_t)l->batches * (BATCH + 1),
	       "one kit a hand-over has left custody: nothing is doubled");
	EQ_I64(world_coverage(&l->w).people, (int64_t)l->batches * BATCH,
	       "each person counts once");
	EQ_I64(world_open_cases(&l->w), (int64_t)l->batches, "and each second gift is one case");
	EQ_I64(world_findings(&l->w), 0, "verification finds nothing");
}

static void run(enum fixture_engine engine, int times)
{
	static struct load l;
	const size_t wanted = (size_t)times * 4 + 20; /* more than any run gets through */
	l.batches = wanted < BATCHES_MAX ? wanted : BATCHES_MAX;
	care_world_open(&l.w, engine);
	for (size_t at = 0; at < l.batches * BATCH; at += PAGE) {
		const size_t left = l.batches * BATCH - at;
		world_people(&l.w, (struct world_people){.org = COUNTY,
							 .first = (int)at,
							 .count = (int)(left < PAGE ? left : PAGE),
							 .out = &l.people[at]});
	}
	EQ_I64(world_entitle(&l.w, REGION).made, (int64_t)l.batches * BATCH, "all are entitled");
	world_goods(&l.w, (struct world_goods){.org_no = l.w.orgs[COUNTY].org_no,
					       .lot = 1,
					       .quantity = (int64_t)l.batches * (BATCH + 1),
					       .holder_id = l.w.users[FIRST_HAND].user_id});
	for (size_t i = 0; i < l.batches * BATCH; i++)
		l.firsts[i] = new_id(&l.w.f.c);
	for (size_t i = 0; i < l.batches; i++)
		l.seconds[i] = new_id(&l.w.f.c);
	kills(&l, times);
	care_world_close(&l.w);
}

int main(void)
{
	const char *text = getenv("SONGNUAN_KILLS");
	const int times = text && *text ? (int)strtol(text, NULL, 10) : 50;
	/* kill -9 ends a process, not the machine: what it wrote is in the page cache, on any file system */
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 1);
	FOR_EACH_ENGINE(engine)
	{
		/* PostgreSQL's durability is PostgreSQL's; a few kills show that ours does not spoil it */
		run(engine, engine == FIXTURE_PG ? times / 6 : times);
	}
	return tap_done();
}
