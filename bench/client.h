#ifndef SN_BENCH_CLIENT_H
#define SN_BENCH_CLIENT_H
/* client: a browser's part in benches of the server, in one thread: so many connections, one request after the other on
 * each; every reply must be a success.
 *
 *   start   client_run(), client_fetch(). */
#include "base/arena.h"
#include "base/str.h"
#include "bench.h"

#include <netinet/in.h>

enum { CLIENT_CONNECTIONS_MAX = 1024, CLIENT_HEAD_MAX = 2048 };
struct client {
	int fd;
	size_t have, whole; /* of the reply; whole 0: its head is not there yet */
	char head[CLIENT_HEAD_MAX];
};
struct client_load {
	int port, connections;
	/* The no-th request; its bytes are good until the next call. */
	struct str (*next)(void *self, int64_t no);
	void *self;
	int64_t wanted, asked, answered;
	struct client clients[CLIENT_CONNECTIONS_MAX];
};
/* Asks so many times in all. */
void client_run(struct client_load *l, int64_t count);
/* One request, its whole reply. */
struct str client_fetch(struct arena *mem, int port, struct str request);
struct sockaddr_in client_loopback(int port);
#endif
