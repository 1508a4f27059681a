#ifndef SN_BENCH_BENCH_H
#define SN_BENCH_BENCH_H
/* bench: what we claim to be fast, measured beside a reference of the same run.
 *
 *   shape   A job has two sides, ours and the reference's, that do the same work in turns: ours, theirs, ours, theirs.
 *           A side makes ready what it needs, and measures only the work between watch_start() and watch_stop().
 *           A job runs at up to three sizes; the exponent of its growth is the slope of log time over log size.
 *   judged  by the CPU time of both sides where both do all their work in this process: it stays firm while others use
 *           the machine.  By wall time where a server, another process or the disk's sync is part of the job.  The
 *           other time is told beside it.
 *   units   one line a size in the file named by SONGNUAN_BENCH_OUT (standard output without it), tab-separated, in
 *           the order of BENCH_COLUMNS.  Times are µs an operation, medians; memory is the peak of the resident set
 *           while ours ran.
 *   verdict met, MISSED, or told: no target, or too few runs (BENCH_RUNS_MIN) for a judgement.
 *   knobs   SONGNUAN_BENCH_QUICK=1: the smallest size, once, to see that a program works.
 *   source  performance.md: a speed is a ratio to a reference measured in the same run, median of at least five; CPU time an
 *           operation is the firmest figure.
 *   start   bench_run_job(). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BENCH_SIZES_MAX = 3, BENCH_RUNS_MIN = 5 };
#define BENCH_COLUMNS                                                                              \
	"job\tengine\tcount\tunit\tours_us\tours_cpu_us\treference_us\treference_cpu_"             \
	"us\treference\t"                                                                          \
	"runs\tjudged_by\tratio\ttarget\trss_mib\trss_target_mib\tgrowth\tverdict"

struct watch {
	int64_t wall_ns, cpu_ns; /* summed over all that was measured */
	int64_t wall_from_ns, cpu_from_ns;
};
void watch_start(struct watch *w);
void watch_stop(struct watch *w);

typedef void bench_side(void *self, int64_t count, struct watch *w);

enum bench_goal {
	BENCH_TOLD,           /* no target: the figures are told */
	BENCH_SPEED_AT_LEAST, /* ours does at least target × as many operations a second */
	BENCH_TIME_AT_MOST,   /* ours takes at most target × the time */
};
enum bench_time {
	BENCH_BY_WALL,
	BENCH_BY_CPU, /* all threads of this process, the system's part included */
};
struct bench_size {
	int64_t count;
	int runs; /* 0: BENCH_RUNS_MIN */
};
struct bench_job {
	const char *job, *engine, *unit;
	const char *reference; /* what theirs is, in words */
	bench_side *ours, *theirs;
	void *self;
	enum bench_time judged_by; /* ratio and growth; ours_ms_max is always wall time */
	enum bench_goal goal;
	double target;
	double ours_ms_max;  /* 0: none; an absolute limit of one run */
	int64_t rss_max_mib; /* 0: none */
	bool fixed_cost;     /* the size does not belong to the job: no growth */
	struct bench_size sizes[BENCH_SIZES_MAX];
	size_t sizes_count;
};
void bench_run_job(const struct bench_job *job);

/* Ends the program: a bench that cannot do its work has no figures. */
void bench_die(const char *what, const char *why) __attribute__((noreturn));

/* The peak of the resident set since the last reset. */
void bench_rss_reset(void);
int64_t bench_rss_peak_kib(void);

/* A path of this process in the scratch folder (TMPDIR, else /tmp); name: a few letters. */
enum { BENCH_PATH_BYTES = 256 };
void bench_path(const char *name, char out[BENCH_PATH_BYTES]);
#endif
