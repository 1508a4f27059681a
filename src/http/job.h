#ifndef SN_HTTP_JOB_H
#define SN_HTTP_JOB_H
/* job: long pieces of work (imports, exports), how far they are, and whether their asker still wants them.
 *
 *   shape   The asker names his work by a UUID of his own (header X-Songnuan-Job); it is the user's and lives in memory.
 *           Whoever does it says how far it is; who looks sees changes by `version`, which counts all of them.
 *   path    What it is about: the path that its request asked for. So a page that was left finds its work again.
 *   errors  job_cancelled from job_progress(): end the work, hand the refusal up.  server_stops: the same, since the process
 *           ends; work in pieces stays where it is and goes on later.  no_such_job.
 *   start   job_begin(), job_progress(), job_end(); job_each() for who looks. */
#include "base/err.h"
#include "base/str.h"
#include "base/uuid.h"

enum { JOB_PATH_BYTES = 128 };

/* clang-format off */
#define JOB_STATES(X) X(RUNNING, "running") X(DONE, "done") X(REFUSED, "refused") X(CANCELLED, "cancelled")
/* clang-format on */
enum job_state {
#define X(name, word) JOB_##name,
	JOB_STATES(X) JOB_STATES_COUNT
#undef X
};
const char *job_state_word(enum job_state state);

struct job {
	struct uuid job_id, user_id;
	enum job_state state;
	int64_t done, total; /* total 0: nobody knows */
	int64_t started_at_us;
	uint64_t version; /* of its last change */
	char path
		[JOB_PATH_BYTES]; /* visible ASCII that JSON takes as it is; "": longer, or something else */
};

struct job_desk;
struct sn_err job_desk_new(struct job_desk **out, struct clock clock) SN_MUST_USE;
void job_desk_free(struct job_desk *desk); /* NULL is fine */

/* desk NULL, or a null id: nothing happens. A desk that is full forgets what ended first; else the work goes unseen. */
void job_begin(struct job_desk *desk, struct uuid job_id, struct uuid user_id, struct str path);
struct sn_err job_progress(struct job_desk *desk, struct uuid job_id, struct uuid user_id,
			   int64_t done, int64_t total) SN_MUST_USE;
void job_end(struct job_desk *desk, struct uuid job_id, struct uuid user_id, struct sn_err outcome);
struct sn_err job_cancel(struct job_desk *desk, struct uuid job_id,
			 struct uuid user_id) SN_MUST_USE;

/* From now on all work hears server_stops at its next step, also work that nobody has named. */
void job_desk_close(struct job_desk *desk);

/* The user's jobs that changed after `version`, oldest change first, up to `room`; how many. */
size_t job_since(struct job_desk *desk, struct uuid user_id, uint64_t version, struct job *out,
		 size_t room);
#endif
