#include "http/job.h"

#include "base/limits.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct job_desk {
	pthread_mutex_t lock;
	struct clock clock;
	uint64_t version;
	bool closed;
	size_t count;
	struct job jobs[JOBS_MAX];
	bool cancelled[JOBS_MAX];
	int64_t ended_at_us[JOBS_MAX]; /* 0: it runs */
};

const char *job_state_word(enum job_state state)
{
	static const char *const words[] = {
#define X(name, word) [JOB_##name] = (word),
		JOB_STATES(X)
#undef X
	};
	return words[state];
}

struct sn_err job_desk_new(struct job_desk **out, struct clock clock)
{
	struct job_desk *desk = *out = calloc(1, sizeof *desk);
	if (!desk)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&desk->lock, NULL);
	desk->clock = clock;
	return SN_SUCCESS;
}

void job_desk_free(struct job_desk *desk)
{
	if (!desk)
		return;
	(void)pthread_mutex_destroy(&desk->lock);
	free(desk);
}

/* ---- with the lock held ---- */

static struct job *find(struct job_desk *desk, struct uuid job_id, struct uuid user_id)
{
	for (size_t i = 0; i < desk->count; i++)
		if (uuid_eq(desk->jobs[i].job_id, job_id) &&
		    uuid_eq(desk->jobs[i].user_id, user_id))
			return &desk->jobs[i];
	return NULL;
}

/* A place that is free, or whose work ended longest ago. */
static struct job *place(struct job_desk *desk, int64_t at_us)
{
	size_t best = JOBS_MAX;
	if (desk->count < JOBS_MAX)
		return &desk->jobs[desk->count++];
	for (size_t i = 0; i < JOBS_MAX; i++)
		if (desk->ended_at_us[i] != 0 && desk->ended_at_us[i] <= at_us &&
		    (best == JOBS_MAX || desk->ended_at_us[i] < desk->ended_at_us[best]))
			best = i;
	return best == JOBS_MAX ? NULL : &desk->jobs[best];
}

/* ---- who works ---- */

static void keep_path(struct job *job, struct str path)
{
	for (size_t i = 0; i < path.bytes; i++)
		if (path.at[i] <= ' ' || path.at[i] > '~' || path.at[i] == '"' ||
		    path.at[i] == '\\')
			return;
	if (path.bytes > 0 && path.bytes < sizeof job->path)
		memcpy(job->path, path.at, path.bytes);
}

void job_begin(struct job_desk *desk, struct uuid job_id, struct uuid user_id, struct str path)
{
	if (!desk || uuid_is_null(job_id))
		return;
	pthread_mutex_lock(&desk->lock);
	const int64_t at_us = clock_now_us(desk->clock);
	struct job *job = find(desk, job_id, user_id);
	if (!job)
		job = place(desk, at_us);
	if (job) {
		const size_t i = (size_t)(job - desk->jobs);
		*job = (struct job){.job_id = job_id,
				    .user_id = user_id,
				    .started_at_us = at_us,
				    .version = ++desk->version};
		keep_path(job, path);
		desk->cancelled[i] = false;
		desk->ended_at_us[i] = 0;
	}
	pthread_mutex_unlock(&desk->lock);
}

struct sn_err job_progress(struct job_desk *desk, struct uuid job_id, struct uuid user_id,
			   int64_t done, int64_t total)
{
	bool cancelled = false;
	if (!desk)
		return SN_SUCCESS;
	pthread_mutex_lock(&desk->lock);
	const bool closed = desk->closed;
	struct job *job = uuid_is_null(job_id) ? NULL : find(desk, job_id, user_id);
	if (job) {
		job->done = done;
		job->total = total;
		job->version = ++desk->version;
		cancelled = desk->cancelled[job - desk->jobs];
	}
	pthread_mutex_unlock(&desk->lock);
	if (closed)
		return SN_FAIL(SERVER_STOPS);
	return cancelled ? SN_FAIL(JOB_CANCELLED) : SN_SUCCESS;
}

void job_desk_close(struct job_desk *desk)
{
	if (!desk)
		return;
	pthread_mutex_lock(&desk->lock);
	desk->closed = true;
	pthread_mutex_unlock(&desk->lock);
}

void job_end(struct job_desk *desk, struct uuid job_id, struct uuid user_id, struct sn_err outcome)
{
	if (!desk || uuid_is_null(job_id))
		return;
	pthread_mutex_lock(&desk->lock);
	struct job *job = find(desk, job_id, user_id);
	if (job) {
		const bool cancelled = desk->cancelled[job - desk->jobs];
		job->state = !sn_failed(outcome) ? JOB_DONE
			     : cancelled         ? JOB_CANCELLED
						 : JOB_REFUSED;
		job->version = ++desk->version;
		desk->ended_at_us[job - desk->jobs] = clock_now_us(desk->clock);
	}
	pthread_mutex_unlock(&desk->lock);
}

/* ---- who asked ---- */

struct sn_err job_cancel(struct job_desk *desk, struct uuid job_id, struct uuid user_id)
{
	if (!desk)
		return SN_FAIL(NO_SUCH_JOB);
	pthread_mutex_lock(&desk->lock);
	struct job *job = find(desk, job_id, user_id);
	const bool runs = job && desk->ended_at_us[job - desk->jobs] == 0;
	if (runs)
		desk->cancelled[job - desk->jobs] = true;
	pthread_mutex_unlock(&desk->lock);
	return runs ? SN_SUCCESS : SN_FAIL(NO_SUCH_JOB);
}

size_t job_since(struct job_desk *desk, struct uuid user_id, uint64_t version, struct job *out,
		 size_t room)
{
	size_t count = 0;
	if (!desk)
		return 0;
	pthread_mutex_lock(&desk->lock);
	while (count < room) {
		const struct job *next = NULL;
		for (size_t i = 0; i < desk->count; i++) {
			const struct job *job = &desk->jobs[i];
			if (job->version > version && uuid_eq(job->user_id, user_id) &&
			    (!next || job->version < next->version))
				next = job;
		}
		if (!next)
			break;
		out[count++] = *next;
		version = next->version;
	}
	pthread_mutex_unlock(&desk->lock);
	return count;
}
