/* Threads with a reading handle each: what may take longer than a loop can wait. Passwords are hashed by two threads of their own,
 * so that a storm of sign-ins takes neither the threads nor, by its lower priority, the processors of everybody else. */
#include "http/http_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { HASHING_NICE = 5 };

struct worker {
	struct http_pool *pool;
	pthread_t thread;
	struct store *store;
	struct uuid_maker ids;
	bool started;
};
struct http_pool {
	pthread_mutex_t lock;
	pthread_cond_t wake, idle;
	struct http_exchange *first, **last;
	size_t waiting, waiting_max, at_work;
	bool stopping, aside;
	int workers_count;
	struct worker workers[HTTP_THREADS_MAX];
};

static struct http_exchange *take(struct http_pool *p)
{
	while (!p->first && !p->stopping)
		(void)pthread_cond_wait(&p->wake, &p->lock);
	struct http_exchange *x = p->first;
	if (!x)
		return NULL;
	p->first = x->next;
	if (!p->first)
		p->last = &p->first;
	x->next = NULL;
	p->waiting--;
	p->at_work++;
	return x;
}

static void *worker_main(void *arg)
{
	struct worker *w = arg;
	struct http_pool *p = w->pool;
	const id_t own = (id_t)gettid(); /* Linux: priorities are a thread's */
	if (p->aside)                    /* where it is not allowed, it is as fast as the others */
		(void)setpriority(PRIO_PROCESS, own, getpriority(PRIO_PROCESS, own) + HASHING_NICE);
	pthread_mutex_lock(&p->lock);
	for (;;) {
		struct http_exchange *x = take(p);
		if (!x)
			break;
		pthread_mutex_unlock(&p->lock);
		x->c.store = w->store;
		x->c.ids = &w->ids;
		http_exchange_work(x);
		pthread_mutex_lock(&p->lock);
		if (--p->at_work == 0)
			(void)pthread_cond_broadcast(&p->idle);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct sn_err http_pool_start(struct http_pool **out, struct http_server *s,
			      struct http_pool_size size)
{
	struct http_pool *p = *out = calloc(1, sizeof *p);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&p->lock, NULL);
	(void)pthread_cond_init(&p->wake, NULL);
	(void)pthread_cond_init(&p->idle, NULL);
	p->last = &p->first;
	p->workers_count = size.threads;
	p->waiting_max = size.waiting_max;
	p->aside = size.aside;
	for (int i = 0; i < p->workers_count; i++) {
		struct worker *w = &p->workers[i];
		w->pool = p;
		SN_TRY(store_open(&w->store, &s->config.store));
		if (pthread_create(&w->thread, NULL, worker_main, w) != 0)
			return SN_FAIL(OUT_OF_MEMORY);
		w->started = true;
	}
	return SN_SUCCESS;
}

bool http_pool_add(struct http_pool *p, struct http_exchange *x)
{
	pthread_mutex_lock(&p->lock);
	const bool taken = p->waiting < p->waiting_max && !p->stopping;
	if (taken) {
		x->next = NULL;
		*p->last = x;
		p->last = &x->next;
		p->waiting++;
		(void)pthread_cond_signal(&p->wake);
	}
	pthread_mutex_unlock(&p->lock);
	return taken;
}

size_t http_pool_waiting(struct http_pool *p)
{
	pthread_mutex_lock(&p->lock);
	const size_t waiting = p->waiting;
	pthread_mutex_unlock(&p->lock);
	return waiting;
}

bool http_pool_stop(struct http_pool *p, int64_t wait_ms)
{
	struct timespec until;
	int rc = 0;
	if (!p)
		return true;
	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += (time_t)(wait_ms / 1000 + 1);
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	(void)pthread_cond_broadcast(&p->wake);
	while ((p->at_work > 0 || p->first) && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&p->idle, &p->lock, &until);
	const bool done = p->at_work == 0 && !p->first;
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; done && i < p->workers_count; i++) {
		if (p->workers[i].started)
			(void)pthread_join(p->workers[i].thread, NULL);
		p->workers[i].started = false;
	}
	return done;
}

void http_pool_free(struct http_pool *p)
{
	if (!p)
		return;
	for (int i = 0; i < p->workers_count; i++)
		store_close(p->workers[i].store);
	(void)pthread_cond_destroy(&p->idle);
	(void)pthread_cond_destroy(&p->wake);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}
