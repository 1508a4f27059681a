/* A client of epoll: so many connections, one request after the other on each. */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REPLY_MAX = 4 << 20, EVENTS = 256 };

struct sockaddr_in client_loopback(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_port = htons((uint16_t)port),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void ask(struct client_load *l, struct client *c)
{
	c->have = c->whole = 0;
	if (l->asked == l->wanted)
		return;
	const struct str request = l->next(l->self, l->asked++);
	if (write(c->fd, request.at, request.bytes) != (ssize_t)request.bytes)
		bench_die("client", "cannot send");
}

static size_t whole_reply(const char *head)
{
	const char *end = strstr(head, "\r\n\r\n"), *length = strcasestr(head, "content-length:");
	int64_t bytes = 0;
	if (!end || !length)
		return 0;
	length += strlen("content-length:");
	while (*length == ' ')
		length++;
	if (!str_to_int((struct str){length, strcspn(length, "\r")}, &bytes))
		bench_die("client", "no length");
	return (size_t)(end + 4 - head) + (size_t)bytes;
}

static void answer(struct client_load *l, struct client *c)
{
	char rest[64 << 10];
	for (;;) {
		const bool head = c->whole == 0;
		char *to = head ? c->head + c->have : rest;
		const ssize_t n =
			read(c->fd, to, head ? sizeof c->head - 1 - c->have : sizeof rest);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0)
			bench_die("client", "the server closed");
		c->have += (size_t)n;
		if (head) {
			c->head[c->have] = '\0';
			c->whole = whole_reply(c->head);
			if (c->have > 12 && c->head[9] != '2')
				bench_die("client", c->head);
		}
		if (c->whole > 0 && c->have >= c->whole) {
			l->answered++;
			ask(l, c);
			return;
		}
	}
}

void client_run(struct client_load *l, int64_t count)
{
	struct epoll_event events[EVENTS];
	const struct sockaddr_in at = client_loopback(l->port);
	const int epoll = epoll_create1(0), on = 1;
	l->wanted = count;
	l->asked = l->answered = 0;
	for (int i = 0; i < l->connections; i++) {
		struct client *c = &l->clients[i];
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
		c->fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(c->fd, (const struct sockaddr *)&at, sizeof at) != 0)
			bench_die("client", "cannot connect");
		(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		(void)fcntl(c->fd, F_SETFL, O_NONBLOCK);
		(void)epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
		ask(l, c);
	}
	while (l->answered < count) {
		const int n = epoll_wait(epoll, events, EVENTS, 10000);
		if (n == 0)
			bench_die("client", "no reply within 10 s");
		for (int i = 0; i < n; i++)
			answer(l, events[i].data.ptr);
	}
	for (int i = 0; i < l->connections; i++)
		(void)close(l->clients[i].fd);
	(void)close(epoll);
}

struct str client_fetch(struct arena *mem, int port, struct str request)
{
	const struct sockaddr_in at = client_loopback(port);
	const int fd = socket(AF_INET, SOCK_STREAM, 0);
	char *reply = arena_alloc(mem, REPLY_MAX);
	size_t have = 0;
	if (!reply || connect(fd, (const struct sockaddr *)&at, sizeof at) != 0 ||
	    write(fd, request.at, request.bytes) < 0)
		bench_die("fetch", "cannot ask");
	for (size_t whole = 0; whole == 0 || have < whole; whole = whole_reply(reply)) {
		const ssize_t n = read(fd, reply + have, REPLY_MAX - 1 - have);
		if (n <= 0)
			bench_die("fetch", "no reply");
		have += (size_t)n;
		reply[have] = '\0';
	}
	(void)close(fd);
	return (struct str){reply, have};
}
