/* A socket: whose it is, what it is at, and until when. */
#include "http/http_priv.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* "203.0.113.7"; of IPv6 the network, which is what one customer has. */
static void address_text(const struct sockaddr *address, char out[ADDRESS_BYTES])
{
	char text[INET6_ADDRSTRLEN] = "";
	out[0] = '\0';
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof in);
		(void)inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
	} else if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;
		memcpy(&in6, address, sizeof in6);
		if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)) {
			(void)inet_ntop(AF_INET, in6.sin6_addr.s6_addr + 12, text, sizeof text);
		} else {
			if (!IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr))
				memset(in6.sin6_addr.s6_addr + 8, 0, 8);
			(void)inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof text);
		}
	}
	(void)snprintf(out, ADDRESS_BYTES, "%s", text);
}

enum MHD_Result http_connection_accept(void *loop, const struct sockaddr *address, socklen_t bytes)
{
	struct http_loop *l = loop;
	char text[ADDRESS_BYTES];
	(void)bytes;
	address_text(address, text);
	if (http_guard_connect(l->server->guard, text))
		return MHD_YES;
	atomic_fetch_add_explicit(&l->metrics.refused_connections, 1, memory_order_relaxed);
	return MHD_NO;
}

static void opened(struct http_loop *loop, struct MHD_Connection *mhd, void **connection)
{
	const union MHD_ConnectionInfo *info;
	struct http_connection *n = calloc(1, sizeof *n);
	const int quiet_ms = HTTP_IDLE_MS;
	*connection = n;
	if (!n)
		return; /* its requests are then refused */
	*n = (struct http_connection){
		.loop = loop, .mhd = mhd, .next = loop->connections, .counted = true};
	info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info)
		address_text(info->client_addr, n->address);
	info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	n->fd = info ? info->connect_fd : -1;
	/* A peer that is gone without a word is found out while something waits to be sent. */
	(void)setsockopt(n->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &quiet_ms, sizeof quiet_ms);
	if (n->next)
		n->next->before = n;
	loop->connections = n;
	if (loop->server->tls)
		http_tls_begin(loop->server->tls, mhd);
	http_connection_state(n, CONNECTION_NEW, HTTP_HEADER_MS);
	atomic_fetch_add_explicit(&loop->metrics.connections, 1, memory_order_relaxed);
}

static void closed(struct http_loop *loop, struct http_connection *n)
{
	if (n->exchange)
		http_exchange_free(n->exchange);
	if (n->before)
		n->before->next = n->next;
	else
		loop->connections = n->next;
	if (n->next)
		n->next->before = n->before;
	http_guard_disconnect(loop->server->guard, n->counted ? n->address : NULL);
	atomic_fetch_sub_explicit(&loop->metrics.connections, 1, memory_order_relaxed);
	free(n);
}

void http_connection_event(void *loop, struct MHD_Connection *mhd, void **connection,
			   enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		opened(loop, mhd, connection);
	else if (*connection)
		closed(loop, *connection);
}

void http_connection_state(struct http_connection *n, enum connection_state state,
			   int64_t due_in_ms)
{
	n->state = state;
	n->due_ms = due_in_ms > 0 ? http_now_ms() + due_in_ms : 0;
}

/* libmicrohttpd takes no answer while a body is coming, and closes without one at the end of its own patience. Nothing
 * has been written at these points, so the answer can be. */
void http_connection_cut(struct http_connection *n, struct sn_err why)
{
	char head[512];
	struct http_loop *loop = n->loop;
	struct arena *mem = n->exchange ? n->exchange->mem : NULL;
	const enum lang lang = n->exchange ? n->exchange->request.lang : LANG_ZH;
	if (n->cut)
		return;
	n->cut = true;
	struct arena *own = mem ? NULL : arena_new(PROBLEM_BYTES_MAX);
	const struct str body =
		mem || own ? api_problem(mem ? mem : own, why, lang, STR_NULL) : STR_NULL;
	const int length =
		snprintf(head, sizeof head,
			 "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json; "
			 "charset=utf-8\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
			 "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
			 problem_status(why),
			 problem_status(why) == 408   ? "Request Timeout"
			 : problem_status(why) == 413 ? "Content Too Large"
						      : "Service Unavailable",
			 body.bytes);
	const struct str parts[2] = {{head, (size_t)length}, body};
	for (int i = 0; i < 2; i++) {
		if (loop->server->tls)
			http_tls_send(n->mhd, parts[i]);
		else
			(void)!send(n->fd, parts[i].at, parts[i].bytes,
				    MSG_NOSIGNAL | MSG_DONTWAIT);
	}
	if (n->exchange) { /* for the journal */
		n->exchange->reply.why = why;
		n->exchange->reply.status = problem_status(why);
	}
	arena_free(own);
	(void)shutdown(n->fd, SHUT_RDWR);
}

static void late(struct http_connection *n)
{
	atomic_fetch_add_explicit(&n->loop->metrics.late_connections, 1, memory_order_relaxed);
	switch (n->state) {
	case CONNECTION_NEW:
	case CONNECTION_HEAD:
		http_connection_cut(n, SN_FAIL(TOO_SLOW, .arg = {HTTP_HEADER_MS / 1000}));
		break;
	case CONNECTION_BODY:
		http_connection_cut(n, SN_FAIL(TOO_SLOW, .arg = {HTTP_BODY_MS / 1000}));
		break;
	case CONNECTION_IDLE:
	case CONNECTION_REPLY:
	case CONNECTION_WORK:
		n->cut = true;
		(void)shutdown(n->fd, SHUT_RDWR);
		break;
	}
}

void http_connections_tick(struct http_loop *loop, int64_t now_ms)
{
	for (struct http_connection *n = loop->connections; n; n = n->next)
		if (!n->cut && n->due_ms != 0 && n->due_ms <= now_ms)
			late(n);
}
