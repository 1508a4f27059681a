/* Counts by address and session in one table of fixed size: connections, and requests in a minute. */
#include "base/crypto.h"
#include "http/http_priv.h"

#include <stdlib.h>

enum { PROBES = 32, KEY_BYTES = 16 };

struct slot {
	uint8_t key[KEY_BYTES];
	int connections;
	int per_minute;
	int64_t taken_milli; /* thousandths of a request, that come back with time */
	int64_t at_ms;
};
struct http_guard {
	pthread_mutex_t lock;
	struct crypto_key salt; /* so that nobody outside chooses who shares a slot */
	int connections;
	struct slot slots[HTTP_ADDRESSES_MAX];
};

struct sn_err http_guard_new(struct http_guard **out)
{
	struct http_guard *g = *out = calloc(1, sizeof *g);
	if (!g)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&g->lock, NULL);
	g->salt = crypto_key_random();
	return SN_SUCCESS;
}

void http_guard_free(struct http_guard *g)
{
	if (!g)
		return;
	(void)pthread_mutex_destroy(&g->lock);
	free(g);
}

static void give_back(struct slot *s, int64_t now_ms)
{
	if (s->taken_milli > 0)
		s->taken_milli -= (now_ms - s->at_ms) * s->per_minute / 60;
	if (s->taken_milli < 0)
		s->taken_milli = 0;
	s->at_ms = now_ms;
}

/* Its slot, a free one, or the one that is missed least: none waits, where many come from everywhere. */
static struct slot *slot_of(struct http_guard *g, struct str who, int64_t now_ms)
{
	const struct sha256 hash = crypto_hmac_sha256(&g->salt, who);
	size_t at = 0;
	memcpy(&at, hash.bytes + KEY_BYTES, sizeof at);
	struct slot *best = NULL;
	for (size_t i = 0; i < PROBES; i++) {
		struct slot *s = &g->slots[(at + i) % HTTP_ADDRESSES_MAX];
		if (memcmp(s->key, hash.bytes, KEY_BYTES) == 0) {
			give_back(s, now_ms);
			return s;
		}
		if (s->connections == 0 && (!best || s->at_ms < best->at_ms))
			best = s;
	}
	if (!best)
		best = &g->slots[at % HTTP_ADDRESSES_MAX];
	else
		*best = (struct slot){.at_ms = now_ms};
	memcpy(best->key, hash.bytes, KEY_BYTES);
	return best;
}

bool http_guard_connect(struct http_guard *g, const char *address)
{
	pthread_mutex_lock(&g->lock);
	struct slot *s = slot_of(g, str_of(address), http_now_ms());
	const bool taken = s->connections < HTTP_ADDRESS_CONNECTIONS_MAX &&
			   g->connections < HTTP_CONNECTIONS_MAX;
	if (taken) {
		s->connections++;
		g->connections++;
	}
	pthread_mutex_unlock(&g->lock);
	return taken;
}

bool http_guard_hold(struct http_guard *g, const char *who, int max)
{
	pthread_mutex_lock(&g->lock);
	struct slot *s = slot_of(g, str_of(who), http_now_ms());
	const bool taken = s->connections < max;
	if (taken)
		s->connections++;
	pthread_mutex_unlock(&g->lock);
	return taken;
}

void http_guard_signed_in(struct http_guard *g, const char *address)
{
	pthread_mutex_lock(&g->lock);
	struct slot *s = slot_of(g, str_of(address), http_now_ms());
	if (s->connections > 0)
		s->connections--;
	pthread_mutex_unlock(&g->lock);
}

void http_guard_disconnect(struct http_guard *g, const char *address)
{
	if (address)
		http_guard_signed_in(g, address);
	pthread_mutex_lock(&g->lock);
	g->connections--;
	pthread_mutex_unlock(&g->lock);
}

int http_guard_take(struct http_guard *g, struct str who, int per_minute)
{
	int wait_s = 0;
	pthread_mutex_lock(&g->lock);
	struct slot *s = slot_of(g, who, http_now_ms());
	s->per_minute = per_minute;
	if (s->taken_milli + 1000 > (int64_t)per_minute * 1000) {
		const int64_t over = s->taken_milli + 1000 - (int64_t)per_minute * 1000;
		wait_s = (int)(over * 60 / 1000 / per_minute) + 1;
	} else {
		s->taken_milli += 1000;
	}
	pthread_mutex_unlock(&g->lock);
	return wait_s;
}
