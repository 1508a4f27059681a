/* Hand-overs through the API, single and 200 a request, 64 connections, each answered when it is durable: entitlement, award,
 * evidence, transfer, balances, leaf and receipt; beside the same domain call handed to the same queue by as many suspended
 * clients, without HTTP, JSON and sign-in.
 *
 * Both by wall time: a group waits for the disk. The client's thread asks in this process, as the reference's clients do. */
#include "cleaners.h"
#include "client.h"
#include "http/cache.h"
#include "http/http.h"
#include "http/kept.h"
#include "rights/session.h"
#include "rights/session_priv.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>

enum { CLIENTS = 64, BATCH_MAX = 200, ROW_BYTES = 320, REQUEST_BYTES = 1024 };

struct job {
	enum fixture_engine engine;
	int64_t batch; /* hand-overs a request */
};

/* ---- ours ---- */

struct asking {
	struct world *world;
	struct str bearer;
	int64_t batch, count;
	struct uuid_maker ids;
	char *request;
};

static int row_put(struct asking *a, int64_t no, char *at, size_t room)
{
	struct roster_person p;
	char record[UUID_TEXT_BYTES];
	uuid_text(uuid_new(&a->ids, a->world->f.c.clock), record);
	roster_person(no, &p);
	return snprintf(at, room,
			"%s{\"record_id\":\"%s\",\"id_number\":\"%s\",\"item\":\"kit:2024-hw\","
			"\"level\":\"C\",\"at\":\"2024-10-26T09:30:00+08:00\",\"by\":\"" STR_FMT
			"\"}",
			no % a->batch == 0 ? "" : ",", record, p.id.digits,
			STR_ARG(a->world->users[FIRST_HAND].login));
}

static struct str next_request(void *self, int64_t request_no)
{
	struct asking *a = self;
	const int64_t first = request_no * a->batch;
	const size_t body_room = (size_t)(a->batch * ROW_BYTES + 32),
		     room = body_room + REQUEST_BYTES;
	char *body = a->request + room, key[UUID_TEXT_BYTES];
	int length = snprintf(body, body_room, "{\"records\":[");
	for (int64_t no = first; no < first + a->batch && no < a->count; no++)
		length += row_put(a, no, body + length, body_room - (size_t)length);
	length += snprintf(body + length, body_room - (size_t)length, "]}");
	uuid_text(uuid_new(&a->ids, a->world->f.c.clock), key);
	const int bytes = snprintf(a->request, room,
				   "POST /api/v1/cycles/hw-2024/deliveries HTTP/1.1\r\nHost: a\r\n"
				   "Authorization: Bearer " STR_FMT "\r\nIdempotency-Key: %s\r\n"
				   "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
				   STR_ARG(a->bearer), key, length, body);
	return (struct str){a->request, (size_t)bytes};
}

struct begin {
	const struct user *user;
	struct session_begun begun;
};
static struct sn_err begin_work(struct ctx *c, void *arg)
{
	struct begin *b = arg;
	return session_begin(c, b->user,
			     &(const struct session_from){STR("127.0.0.1"), STR("bench")},
			     &b->begun);
}

static void ours(void *self, int64_t count, struct watch *w)
{
	const struct job *job = self;
	struct world world;
	struct http_server *server = NULL;
	struct client_load *load = calloc(1, sizeof *load);
	struct asking asking = {.world = &world, .batch = job->batch, .count = count};
	care_world_open(&world, job->engine);
	cleaners_come(&world, count);
	world.f.tick_us = 0; /* the clock stands still, so that all threads may ask it */
	struct begin begin = {.user = &world.users[FIRST_HAND]};
	fixture_must(store_write(&world.f.c, begin_work, &begin), "session_begin");
	struct http_config config = {.listen = STR("127.0.0.1:0"),
				     .listen_fd = -1,
				     .threads = 1,
				     .session_per_minute = 1000000000,
				     .store = world.f.config,
				     .base = world.f.c,
				     .api = {.cache = cache_new(), .kept = kept_new()}};
	fixture_must(org_cache_new(&config.api.trees), "org_cache_new");
	fixture_must(http_start(&server, &config), "http_start");
	asking.bearer = str_of(begin.begun.token);
	asking.request = malloc(2 * ((size_t)job->batch * ROW_BYTES + 32 + REQUEST_BYTES));
	if (!load || !asking.request)
		bench_die("handover", "no memory");
	*load = (struct client_load){.port = http_port(server),
				     .connections = CLIENTS,
				     .next = next_request,
				     .self = &asking};
	watch_start(w);
	client_run(load, (count + job->batch - 1) / job->batch);
	watch_stop(w);
	if (world_pieces(&world, ACCOUNT_RECIPIENT) != count)
		bench_die("handover", "something was not handed over");
	if (!http_stop(server))
		bench_die("handover", "the server does not stop");
	cache_free(config.api.cache);
	kept_free(config.api.kept);
	org_cache_free(config.api.trees);
	free(asking.request);
	free(load);
	care_world_close(&world);
}

/* ---- theirs ---- */

struct crowd;
struct queued {
	struct queued *next;
	struct crowd *crowd;
	struct delivery_item items[BATCH_MAX];
	struct delivery_result results[BATCH_MAX];
	size_t count;
};
struct crowd {
	struct world *world;
	struct ctx c;
	int64_t batch, count, given;
	int wake_fd;
	pthread_mutex_t lock;
	struct queued *answered;
	struct queued clients[CLIENTS];
};

static struct sn_err deliver_work(struct ctx *c, void *arg)
{
	struct queued *q = arg;
	return care_deliver(c, &q->crowd->world->cycle, q->items, q->count, q->results);
}

static void answered(void *self, struct sn_err outcome)
{
	const uint64_t one = 1;
	struct queued *q = self;
	struct crowd *crowd = q->crowd;
	fixture_must(outcome, "care_deliver");
	pthread_mutex_lock(&crowd->lock);
	const bool first = !crowd->answered;
	q->next = crowd->answered;
	crowd->answered = q;
	pthread_mutex_unlock(&crowd->lock);
	if (first && write(crowd->wake_fd, &one, sizeof one) != sizeof one)
		bench_die("eventfd", "not written");
}

/* false: everybody has been given. */
static bool submit_next(struct queued *q)
{
	struct crowd *crowd = q->crowd;
	struct roster_person p;
	for (q->count = 0; q->count < (size_t)crowd->batch && crowd->given < crowd->count;) {
		struct delivery_item *item = &q->items[q->count++];
		roster_person(crowd->given++, &p);
		*item = world_item(crowd->world, &(const struct person){.shard = 0});
		item->record_id = new_id(&crowd->c);
		item->id_hash = people_id_hash(crowd->world->keys, &p.id);
		item->asked = true;
	}
	if (q->count == 0)
		return false;
	store_submit(&crowd->c, deliver_work, q, answered, q);
	return true;
}

static struct queued *take_answered(struct crowd *crowd)
{
	uint64_t times = 0;
	if (read(crowd->wake_fd, &times, sizeof times) != sizeof times)
		bench_die("eventfd", "not read");
	pthread_mutex_lock(&crowd->lock);
	struct queued *list = crowd->answered;
	crowd->answered = NULL;
	pthread_mutex_unlock(&crowd->lock);
	return list;
}

static void theirs(void *self, int64_t count, struct watch *w)
{
	const struct job *job = self;
	struct world world;
	struct uuid_maker ids = {0};
	int active = 0;
	care_world_open(&world, job->engine);
	cleaners_come(&world, count);
	world.f.tick_us = 0; /* the clock stands still, so that all threads may ask it */
	struct crowd *crowd = calloc(1, sizeof *crowd);
	if (!crowd)
		bench_die("handover", "no memory");
	crowd->world = &world;
	crowd->c = world.f.c;
	crowd->c.actor_id = world.users[FIRST_HAND].user_id;
	crowd->c.ids = &ids;
	crowd->batch = job->batch;
	crowd->count = count;
	crowd->wake_fd = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&crowd->lock, NULL);
	watch_start(w);
	for (int i = 0; i < CLIENTS; i++) {
		crowd->clients[i].crowd = crowd;
		active += submit_next(&crowd->clients[i]);
	}
	while (active > 0)
		for (struct queued *q = take_answered(crowd); q;) {
			struct queued *after = q->next;
			active -= !submit_next(q);
			q = after;
		}
	watch_stop(w);
	if (world_pieces(&world, ACCOUNT_RECIPIENT) != count)
		bench_die("handover", "something was not handed over");
	(void)close(crowd->wake_fd);
	pthread_mutex_destroy(&crowd->lock);
	free(crowd);
	care_world_close(&world);
}

static void run(enum fixture_engine engine, const char *name, int64_t batch, double target)
{
	struct job job = {engine, batch};
	bench_run_job(&(struct bench_job){
		.job = name,
		.engine = engine == FIXTURE_PG ? "postgres" : "sqlite",
		.unit = "hand-overs",
		.reference = "the same domain call through the same queue",
		.ours = ours,
		.theirs = theirs,
		.self = &job,
		.judged_by = BENCH_BY_WALL,
		.goal = BENCH_SPEED_AT_LEAST,
		.target = target,
		.sizes = {{.count = 4800}, {.count = 24000}},
		.sizes_count = 2,
	});
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine, "hand-over by HTTP, one a request", 1, 0.6);
		run(engine, "hand-overs by HTTP, 200 a request", BATCH_MAX, 0.8);
	}
	return 0;
}
