/* Long work: whose it is, how far it is, and that its asker may end it. */
#include "base/limits.h"
#include "http/job.h"
#include "tap.h"

static struct uuid id(int n)
{
	struct uuid u = {{0}};
	u.bytes[0] = (uint8_t)(n >> 8);
	u.bytes[15] = (uint8_t)n;
	return u;
}

static void one(struct job_desk *desk)
{
	struct job job;
	const struct uuid mine = id(1), user = id(2), other = id(3);
	job_begin(desk, mine, user, STR("/api/v1/imports"));
	EQ_I64((int64_t)job_since(desk, user, 0, &job, 1), 1, "its asker sees it");
	EQ_I64(job.state, JOB_RUNNING, "running");
	const uint64_t seen = job.version;
	EQ_I64((int64_t)job_since(desk, other, 0, &job, 1), 0, "nobody else does");
	EQ_I64((int64_t)job_since(desk, user, seen, &job, 1), 0, "nothing new until it moves");
	OK(!sn_failed(job_progress(desk, mine, user, 2000, 47000)), "it moves");
	EQ_I64((int64_t)job_since(desk, user, seen, &job, 1), 1, "which is news");
	EQ_I64(job.done, 2000, "so far");
	EQ_I64(job.total, 47000, "of so many");
	EQ_I64(job_cancel(desk, mine, other).reason, SN_R_NO_SUCH_JOB, "another cannot end it");
	OK(!sn_failed(job_progress(desk, mine, user, 4000, 47000)), "so it goes on");
	OK(!sn_failed(job_cancel(desk, mine, user)), "its asker can");
	const struct sn_err e = job_progress(desk, mine, user, 6000, 47000);
	EQ_I64(e.reason, SN_R_JOB_CANCELLED, "the work hears of it at its next step");
	job_end(desk, mine, user, e);
	EQ_I64((int64_t)job_since(desk, user, 0, &job, 1), 1, "it is still listed");
	EQ_I64(job.state, JOB_CANCELLED, "as cancelled");
	EQ_I64(job_cancel(desk, mine, user).reason, SN_R_NO_SUCH_JOB,
	       "what has ended is not ended again");
	job_begin(desk, mine, user, STR("/api/v1/imports"));
	OK(!sn_failed(job_progress(desk, mine, user, 1, 0)), "the same name again is new work");
	job_end(desk, mine, user, SN_FAIL(EXPORT_LIMIT));
	(void)job_since(desk, user, 0, &job, 1);
	EQ_I64(job.state, JOB_REFUSED, "a refusal is told as one");
}

static void path(struct job_desk *desk)
{
	struct job job;
	char longest[2 * JOB_PATH_BYTES];
	const struct uuid mine = id(20), user = id(21);
	job_begin(desk, mine, user, STR("/api/v1/imports/1/take"));
	(void)job_since(desk, user, 0, &job, 1);
	EQ_STR(job.path, "/api/v1/imports/1/take", "work is known by its path");
	job_begin(desk, mine, user, STR("/api/v1/\"/x"));
	(void)job_since(desk, user, 0, &job, 1);
	EQ_STR(job.path, "", "one that JSON would not take as it is, is not kept");
	memset(longest, 'x', sizeof longest);
	job_begin(desk, mine, user, (struct str){longest, sizeof longest});
	(void)job_since(desk, user, 0, &job, 1);
	EQ_STR(job.path, "", "nor one that is too long");
	job_end(desk, mine, user, SN_SUCCESS);
}

static void closing(struct job_desk *desk)
{
	const struct uuid mine = id(30), user = id(31);
	job_begin(desk, mine, user, STR("/api/v1/imports"));
	OK(!sn_failed(job_progress(desk, UUID_NULL, user, 1, 0)), "work without a name goes on");
	job_desk_close(desk);
	EQ_I64(job_progress(desk, mine, user, 1, 0).reason, SN_R_SERVER_STOPS,
	       "work hears that the process ends");
	EQ_I64(job_progress(desk, UUID_NULL, user, 1, 0).reason, SN_R_SERVER_STOPS,
	       "also what nobody has named");
}

static void many(struct job_desk *desk)
{
	struct job list[4];
	const struct uuid user = id(9);
	for (int n = 100; n < 100 + JOBS_MAX; n++) {
		job_begin(desk, id(n), user, STR("/api/v1/imports"));
		if (n < 102)
			job_end(desk, id(n), user, SN_SUCCESS);
	}
	job_begin(desk, id(5000), user, STR("/api/v1/imports"));
	EQ_I64((int64_t)job_since(desk, user, 0, list, 4), 4, "a full desk still lists");
	OK(!sn_failed(job_cancel(desk, id(5000), user)), "what ended makes room for what begins");
	for (int n = 6000; n < 6003; n++)
		job_begin(desk, id(n), user, STR("/api/v1/imports"));
	EQ_I64(job_cancel(desk, id(6002), user).reason, SN_R_NO_SUCH_JOB,
	       "where all of it runs, more goes unseen");
	OK(!sn_failed(job_progress(desk, id(6002), user, 1, 0)), "and is done all the same");
}

int main(void)
{
	int64_t at_us = 1729906200000000;
	struct job_desk *desk = NULL;
	OK(!sn_failed(job_desk_new(&desk, clock_fixed(&at_us))), "a desk");
	one(desk);
	path(desk);
	many(desk);
	job_begin(NULL, id(1), id(2), STR("/api/v1/imports"));
	OK(!sn_failed(job_progress(NULL, id(1), id(2), 1, 1)), "without a desk nothing happens");
	OK(!sn_failed(job_progress(desk, UUID_NULL, id(2), 1, 1)), "nor without a name");
	closing(desk);
	job_desk_free(desk);
	return tap_done();
}
