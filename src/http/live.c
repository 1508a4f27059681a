/* GET /api/v1/live: what happens now, as server-sent events. A stream sleeps (its connection is suspended) until a tick finds
 * news for it; it ends after LIVE_STREAM_MS, and the browser, joining again, is asked again who it is. */
#include "http/http_priv.h"
#include "http/job.h"

#include <inttypes.h>
#include <stdlib.h>

enum { TEXT_BYTES = 2048, JOBS_AT_ONCE = 8, CHUNK_BYTES = 1024 };

struct http_stream {
	struct http_stream *next;
	struct http_exchange *x;
	int64_t seq; /* of the last commit that it was told; -1: none yet */
	uint64_t jobs_version;
	int64_t told_ms, wrote_ms, ends_ms;
	bool sleeping, greeted;
	size_t length, at;
	char *text; /* TEXT_BYTES while it is being sent, NULL while it sleeps: most do, for minutes */
	char login[LOGIN_BYTES_MAX + 1];
};

static int64_t seq_now(const struct http_stream *s)
{
	return atomic_load_explicit(&s->x->loop->server->commit_seq, memory_order_relaxed);
}

static struct job_desk *jobs_of(const struct http_stream *s)
{
	return s->x->loop->server->config.api.jobs;
}

static bool is_over(const struct http_stream *s, int64_t now_ms)
{
	return now_ms >= s->ends_ms ||
	       atomic_load_explicit(&s->x->loop->server->stopping, memory_order_relaxed);
}

static bool has_commit(const struct http_stream *s, int64_t now_ms)
{
	return seq_now(s) > s->seq && now_ms - s->told_ms >= LIVE_EVENT_MS;
}

/* ---- what it says ---- */

static void say(struct http_stream *s, const char *text)
{
	const size_t bytes = strlen(text);
	if (s->length + bytes > TEXT_BYTES)
		return; /* the rest comes at the next turn: nothing is marked as told */
	memcpy(s->text + s->length, text, bytes);
	s->length += bytes;
}

static void say_jobs(struct http_stream *s)
{
	struct job jobs[JOBS_AT_ONCE];
	char event[256 + JOB_PATH_BYTES], id[UUID_TEXT_BYTES], total[24];
	const size_t count =
		job_since(jobs_of(s), s->x->who.user_id, s->jobs_version, jobs, JOBS_AT_ONCE);
	for (size_t i = 0; i < count && s->length + sizeof event < TEXT_BYTES; i++) {
		uuid_text(jobs[i].job_id, id);
		(void)snprintf(total, sizeof total, "null");
		if (jobs[i].total > 0)
			(void)snprintf(total, sizeof total, "%" PRId64, jobs[i].total);
		(void)snprintf(event, sizeof event,
			       "event: job\ndata: {\"id\":\"%s\",\"state\":\"%s\",\"done\":%" PRId64
			       ",\"total\":%s,\"path\":\"%s\"}\n\n",
			       id, job_state_word(jobs[i].state), jobs[i].done, total,
			       jobs[i].path);
		say(s, event);
		s->jobs_version = jobs[i].version;
	}
}

static void compose(struct http_stream *s, int64_t now_ms)
{
	char event[96];
	s->length = s->at = 0;
	if (!s->greeted)
		say(s, "retry: 3000\n\n");
	s->greeted = true;
	if (has_commit(s, now_ms)) {
		s->seq = seq_now(s);
		s->told_ms = now_ms;
		(void)snprintf(event, sizeof event,
			       "id: %" PRId64 "\nevent: commit\ndata: {\"seq\":%" PRId64 "}\n\n",
			       s->seq, s->seq);
		say(s, event);
	}
	say_jobs(s);
	if (s->length == 0 && now_ms - s->wrote_ms >= LIVE_BEAT_MS)
		say(s, ": beat\n\n");
	if (s->length > 0)
		s->wrote_ms = now_ms;
}

static ssize_t read_stream(void *stream, uint64_t at, char *out, size_t room)
{
	struct http_stream *s = stream;
	const int64_t now_ms = http_now_ms();
	(void)at;
	if (!s->text)
		s->text = malloc(TEXT_BYTES);
	if (!s->text)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (s->at == s->length)
		compose(s, now_ms);
	if (s->at == s->length && is_over(s, now_ms))
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (s->at == s->length) {
		s->sleeping = true;
		free(s->text);
		s->text = NULL;
		MHD_suspend_connection(s->x->connection->mhd);
		return 0;
	}
	const size_t left = s->length - s->at, n = left < room ? left : room;
	memcpy(out, s->text + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

/* ---- begin, tick, end ---- */

static void session_key(const struct http_exchange *x, char out[UUID_TEXT_BYTES + 5])
{
	char id[UUID_TEXT_BYTES];
	uuid_text(x->who.session_id, id);
	(void)snprintf(out, UUID_TEXT_BYTES + 5, "live:%s", id);
}

struct sn_err http_live_begin(struct http_exchange *x)
{
	char key[UUID_TEXT_BYTES + 5];
	struct http_stream *s;
	int64_t last = -1;
	session_key(x, key);
	if (!http_guard_hold(x->loop->server->guard, key, LIVE_SESSION_MAX))
		return SN_FAIL(TOO_MANY_STREAMS, .arg = {LIVE_SESSION_MAX});
	s = x->stream = calloc(1, sizeof *s);
	if (!s) {
		http_guard_signed_in(x->loop->server->guard, key);
		return SN_FAIL(OUT_OF_MEMORY);
	}
	if (!str_is_null(x->headers.last_event_id))
		(void)!str_to_int(x->headers.last_event_id, &last);
	const int64_t now_ms = http_now_ms();
	*s = (struct http_stream){.next = x->loop->streams,
				  .x = x,
				  .seq = last,
				  .told_ms = now_ms - LIVE_EVENT_MS,
				  .wrote_ms = now_ms,
				  .ends_ms = now_ms + LIVE_STREAM_MS};
	const struct str login = x->session.user.login;
	if (login.bytes < sizeof s->login)
		memcpy(s->login, login.at, login.bytes);
	x->loop->streams = s;
	return SN_SUCCESS;
}

struct str http_live_login(const struct http_exchange *x)
{
	return str_of(x->stream->login);
}

struct MHD_Response *http_live_response(struct http_exchange *x)
{
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, CHUNK_BYTES, read_stream,
						 x->stream, NULL);
}

void http_live_tick(struct http_loop *loop, int64_t now_ms)
{
	struct job one;
	for (struct http_stream *s = loop->streams; s; s = s->next) {
		if (!s->sleeping)
			continue;
		if (!has_commit(s, now_ms) && !is_over(s, now_ms) &&
		    now_ms - s->wrote_ms < LIVE_BEAT_MS &&
		    job_since(jobs_of(s), s->x->who.user_id, s->jobs_version, &one, 1) == 0)
			continue;
		s->sleeping = false;
		MHD_resume_connection(s->x->connection->mhd);
	}
}

void http_live_end(struct http_exchange *x)
{
	char key[UUID_TEXT_BYTES + 5];
	struct http_stream *s = x->stream;
	if (!s)
		return;
	for (struct http_stream **at = &x->loop->streams; *at; at = &(*at)->next)
		if (*at == s) {
			*at = s->next;
			break;
		}
	session_key(x, key);
	http_guard_signed_in(x->loop->server->guard, key);
	free(s->text);
	free(s);
	x->stream = NULL;
}
