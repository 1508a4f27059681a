#include "bench.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 25 };

void bench_die(const char *what, const char *why)
{
	(void)fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

/* ---- clock and memory ---- */

static int64_t clock_ns(clockid_t which)
{
	struct timespec t;
	(void)clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void watch_start(struct watch *w)
{
	w->cpu_from_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	w->wall_from_ns = clock_ns(CLOCK_MONOTONIC);
}

void watch_stop(struct watch *w)
{
	w->wall_ns += clock_ns(CLOCK_MONOTONIC) - w->wall_from_ns;
	w->cpu_ns += clock_ns(CLOCK_PROCESS_CPUTIME_ID) - w->cpu_from_ns;
}

void bench_rss_reset(void)
{
	(void)malloc_trim(0); /* what earlier runs gave back is not this one's */
	FILE *f = fopen("/proc/self/clear_refs", "we");
	if (!f)
		return; /* the peak is then that of the whole process: never too small */
	(void)fputs("5", f);
	(void)fclose(f);
}

int64_t bench_rss_peak_kib(void)
{
	char line[256];
	int64_t kib = 0;
	FILE *f = fopen("/proc/self/status", "re");
	if (!f)
		bench_die("/proc/self/status", strerrorname_np(errno));
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "VmHWM: %" SCNd64, &kib) == 1)
			break;
	(void)fclose(f);
	return kib;
}

void bench_path(const char *name, char out[BENCH_PATH_BYTES])
{
	const char *tmp = getenv("TMPDIR");
	(void)snprintf(out, BENCH_PATH_BYTES, "%s/songnuan-bench-%d-%s", tmp ? tmp : "/tmp",
		       (int)getpid(), name);
}

/* ---- figures ---- */

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof *values, by_value);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

struct figures {
	/* of one run */
	double ours_us, ours_cpu_us, theirs_us, theirs_cpu_us;
	double judged_us; /* ours, by the time that the job is judged by */
	double ratio;
	int64_t rss_mib;
	int runs;
};

static double ratio_of(const struct bench_job *job, double ours, double theirs)
{
	return job->goal == BENCH_TIME_AT_MOST ? ours / theirs : theirs / ours;
}

struct sample {
	double wall_us, cpu_us;
};

/* Each side begins without memory of the other's. */
static struct sample run_side(bench_side *side, void *self, int64_t count)
{
	struct watch w = {0};
	bench_rss_reset();
	side(self, count, &w);
	return (struct sample){.wall_us = (double)w.wall_ns / 1000,
			       .cpu_us = (double)w.cpu_ns / 1000};
}

static void measure(const struct bench_job *job, const struct bench_size *size, struct figures *out)
{
	double ours[RUNS_MAX], cpu[RUNS_MAX], theirs[RUNS_MAX], theirs_cpu[RUNS_MAX];
	double ratio[RUNS_MAX];
	const bool by_cpu = job->judged_by == BENCH_BY_CPU;
	const int runs = out->runs = size->runs ? size->runs : BENCH_RUNS_MIN;
	assert(runs <= RUNS_MAX);
	int64_t rss_kib = 0;
	for (int i = 0; i < runs; i++) {
		struct sample side = run_side(job->ours, job->self, size->count);
		const int64_t peak_kib = bench_rss_peak_kib();
		rss_kib = peak_kib > rss_kib ? peak_kib : rss_kib;
		ours[i] = side.wall_us;
		cpu[i] = side.cpu_us;
		theirs[i] = theirs_cpu[i] = ratio[i] = 0;
		if (!job->theirs)
			continue;
		side = run_side(job->theirs, job->self, size->count);
		theirs[i] = side.wall_us;
		theirs_cpu[i] = side.cpu_us;
		ratio[i] = by_cpu ? ratio_of(job, cpu[i], theirs_cpu[i])
				  : ratio_of(job, ours[i], theirs[i]);
	}
	out->ours_us = median(ours, runs);
	out->ours_cpu_us = median(cpu, runs);
	out->judged_us = by_cpu ? out->ours_cpu_us : out->ours_us;
	out->theirs_us = median(theirs, runs);
	out->theirs_cpu_us = median(theirs_cpu, runs);
	out->ratio = median(ratio, runs);
	out->rss_mib = (rss_kib + 1023) / 1024;
}

/* The slope of log time over log size, by least squares. */
static double growth(const struct bench_size *sizes, const struct figures *f, size_t n)
{
	double x = 0, y = 0, xx = 0, xy = 0;
	for (size_t i = 0; i < n; i++) {
		const double lx = log((double)sizes[i].count), ly = log(f[i].judged_us);
		x += lx;
		y += ly;
		xx += lx * lx;
		xy += lx * ly;
	}
	const double m = (double)n;
	return (m * xy - x * y) / (m * xx - x * x);
}

static const char *verdict(const struct bench_job *job, const struct figures *f, double exponent)
{
	if (job->rss_max_mib && f->rss_mib > job->rss_max_mib)
		return "MISSED (memory)";
	if (exponent > 1.1)
		return "MISSED (growth)";
	if (job->ours_ms_max > 0)
		return f->ours_us <= job->ours_ms_max * 1000 ? "met" : "MISSED";
	if (job->goal == BENCH_TOLD)
		return job->rss_max_mib ? "met" : "told";
	if (f->runs < BENCH_RUNS_MIN)
		return "told";
	const bool met = job->goal == BENCH_SPEED_AT_LEAST ? f->ratio >= job->target
							   : f->ratio <= job->target;
	return met ? "met" : "MISSED";
}

static void target_text(const struct bench_job *job, char *out, size_t bytes)
{
	if (job->ours_ms_max > 0)
		(void)snprintf(out, bytes, "< %g ms", job->ours_ms_max);
	else if (job->goal == BENCH_SPEED_AT_LEAST)
		(void)snprintf(out, bytes, ">= %g x speed", job->target);
	else if (job->goal == BENCH_TIME_AT_MOST)
		(void)snprintf(out, bytes, "<= %g x time", job->target);
	else
		(void)snprintf(out, bytes, "-");
}

static void print_row(FILE *out, const struct bench_job *job, const struct bench_size *size,
		      const struct figures *f, double exponent)
{
	const double n = job->fixed_cost ? 1 : (double)size->count;
	char target[32];
	target_text(job, target, sizeof target);
	(void)fprintf(out, "%s\t%s\t%" PRId64 "\t%s\t%.3f\t%.3f\t%.3f\t%.3f\t%s\t%d\t%s\t%.2f\t",
		      job->job, job->engine, size->count, job->unit, f->ours_us / n,
		      f->ours_cpu_us / n, f->theirs_us / n, f->theirs_cpu_us / n, job->reference,
		      f->runs, job->judged_by == BENCH_BY_CPU ? "CPU" : "wall", f->ratio);
	(void)fprintf(out, "%s\t%" PRId64 "\t%" PRId64 "\t%.2f\t%s\n", target, f->rss_mib,
		      job->rss_max_mib, exponent, verdict(job, f, exponent));
}

static bool quick(void)
{
	const char *word = getenv("SONGNUAN_BENCH_QUICK");
	return word && *word && strcmp(word, "0") != 0;
}

void bench_run_job(const struct bench_job *job)
{
	assert(job->sizes_count > 0 && job->sizes_count <= BENCH_SIZES_MAX);
	const char *path = getenv("SONGNUAN_BENCH_OUT");
	FILE *out = path ? fopen(path, "ae") : stdout;
	if (!out)
		bench_die(path, strerrorname_np(errno));
	struct figures f[BENCH_SIZES_MAX];
	const size_t sizes = quick() ? 1 : job->sizes_count;
	for (size_t i = 0; i < sizes; i++) {
		struct bench_size size = job->sizes[i];
		if (quick())
			size.runs = 1;
		(void)fprintf(stderr, "  %s, %s, %" PRId64 " %s\n", job->job, job->engine,
			      size.count, job->unit);
		measure(job, &size, &f[i]);
		const bool last = i + 1 == sizes && sizes > 1 && !job->fixed_cost;
		const double exponent = last ? growth(job->sizes, f, sizes) : 0;
		print_row(out, job, &size, &f[i], exponent);
		(void)fflush(out);
	}
	if (path)
		(void)fclose(out);
}
