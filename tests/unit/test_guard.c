/* So many a minute, so many at once: by name, and nobody pays for another. */
#include "http/http_priv.h"
#include "tap.h"

static void paces(struct http_guard *g)
{
	int waits = 0;
	for (int i = 0; i < 60; i++)
		waits += http_guard_take(g, STR("a"), 60) > 0;
	EQ_I64(waits, 0, "sixty of sixty a minute at once");
	const int wait_s = http_guard_take(g, STR("a"), 60);
	OK(wait_s >= 1 && wait_s <= 2, "the next one in a second");
	EQ_I64(http_guard_take(g, STR("b"), 60), 0, "another one is not held up");
	for (int i = 0; i < 3 * HTTP_ADDRESSES_MAX; i++) {
		char who[24];
		(void)snprintf(who, sizeof who, "flood-%d", i);
		waits += http_guard_take(g, str_of(who), 60) > 0;
	}
	EQ_I64(waits, 0, "more names than places hold nobody up");
}

static void caps(struct http_guard *g)
{
	int taken = 0;
	for (int i = 0; i < HTTP_ADDRESS_CONNECTIONS_MAX + 10; i++)
		taken += http_guard_connect(g, "203.0.113.7");
	EQ_I64(taken, HTTP_ADDRESS_CONNECTIONS_MAX, "an address has so many connections");
	OK(http_guard_connect(g, "203.0.113.8"), "another address has its own");
	http_guard_disconnect(g, "203.0.113.7");
	OK(http_guard_connect(g, "203.0.113.7"), "one that closed makes room");
	http_guard_signed_in(g, "203.0.113.7");
	OK(http_guard_connect(g, "203.0.113.7"), "so does one where somebody signed in");
	http_guard_disconnect(g, NULL);
	OK(!http_guard_connect(g, "203.0.113.7"), "whose end gives no second place");
}

static void holds(struct http_guard *g)
{
	OK(http_guard_hold(g, "live:1", 2) && http_guard_hold(g, "live:1", 2), "two of two");
	OK(!http_guard_hold(g, "live:1", 2), "no third");
	http_guard_signed_in(g, "live:1");
	OK(http_guard_hold(g, "live:1", 2), "until one is given back");
}

int main(void)
{
	struct http_guard *g = NULL;
	OK(crypto_start() && !sn_failed(http_guard_new(&g)), "a guard");
	paces(g);
	caps(g);
	holds(g);
	http_guard_free(g);
	return tap_done();
}
