/* Start and stop: where it listens, its loops, its pool. */
#include "base/crypto.h"
#include "base/url.h"
#include "http/http_priv.h"
#include "http/job.h"
#include "http/oidc_flow.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* ---- where ---- */

struct place {
	struct sockaddr_storage address;
	socklen_t bytes;
	bool loopback;
};

static struct sn_err cannot_listen(struct str listen)
{
	return sn_err_with_text(SN_FAIL(CANNOT_LISTEN, .field = "--listen"), STR_FMT,
				STR_ARG(listen));
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080". */
static struct sn_err place_parse(struct str listen, struct place *out)
{
	char host[64];
	int64_t port = 0;
	size_t colon = listen.bytes;
	while (colon > 0 && listen.at[colon - 1] != ':')
		colon--;
	*out = (struct place){0};
	if (colon < 2 || colon > sizeof host ||
	    !str_to_int((struct str){listen.at + colon, listen.bytes - colon}, &port) || port < 0 ||
	    port > 65535)
		return cannot_listen(listen);
	(void)snprintf(host, sizeof host, "%.*s", (int)(colon - 1), listen.at);
	if (strcmp(host, "localhost") == 0)
		(void)snprintf(host, sizeof host, "127.0.0.1");
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	const size_t length = strlen(host);
	if (inet_pton(AF_INET, host, &in.sin_addr) == 1) {
		memcpy(&out->address, &in, out->bytes = sizeof in);
		out->loopback = ntohl(in.sin_addr.s_addr) >> 24 == 127;
		return SN_SUCCESS;
	}
	if (length < 3 || host[0] != '[' || host[length - 1] != ']')
		return cannot_listen(listen);
	host[length - 1] = '\0';
	if (inet_pton(AF_INET6, host + 1, &in6.sin6_addr) != 1)
		return cannot_listen(listen);
	memcpy(&out->address, &in6, out->bytes = sizeof in6);
	out->loopback = IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
	return SN_SUCCESS;
}

static int port_of(int fd)
{
	struct sockaddr_storage at = {0};
	socklen_t bytes = sizeof at;
	in_port_t port = 0;
	if (getsockname(fd, (struct sockaddr *)&at, &bytes) != 0)
		return 0;
	/* Both families have it at the same place. */
	memcpy(&port, (const char *)&at + offsetof(struct sockaddr_in, sin_port), sizeof port);
	return at.ss_family == AF_INET || at.ss_family == AF_INET6 ? ntohs(port) : 0;
}

static int bind_socket(const struct place *place, bool shared)
{
	const int on = 1;
	const int fd =
		socket(place->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (shared)
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
	if (bind(fd, (const struct sockaddr *)&place->address, place->bytes) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* A port that is shared is also shared with whoever else asks so: that nobody is there yet, an unshared bind finds out. */
static bool claim_port(struct place *place, int *port)
{
	const int fd = bind_socket(place, false);
	if (fd < 0)
		return false;
	*port = port_of(fd);
	const in_port_t wire = htons((uint16_t)*port);
	memcpy((char *)&place->address + offsetof(struct sockaddr_in, sin_port), &wire,
	       sizeof wire);
	(void)close(fd);
	return true;
}

static int loop_socket(const struct http_server *s, const struct place *place)
{
	if (s->config.listen_fd >= 0)
		return dup(s->config.listen_fd);
	const int fd = bind_socket(place, true);
	if (fd >= 0 && listen(fd, BACKLOG) == 0)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

/* ---- start ---- */

static struct sn_err find_place(struct http_server *s, struct place *place)
{
	const struct http_config *config = &s->config;
	if (config->listen_fd >= 0) {
		(void)fcntl(config->listen_fd, F_SETFL, O_NONBLOCK);
		s->port = port_of(config->listen_fd);
		place->loopback = true; /* who wrote the socket's unit has decided */
	} else {
		SN_TRY(place_parse(config->listen, place));
	}
	if (!s->tls && !place->loopback && !config->insecure_http)
		return SN_FAIL(TLS_NEEDED, .field = "--tls-cert");
	if (config->listen_fd < 0 && !claim_port(place, &s->port))
		return cannot_listen(config->listen);
	return SN_SUCCESS;
}

/* Security keys and sign-in services are bound to the address that people open, so it is never taken from what a request says. */
static struct sn_err find_site(struct http_server *s, const struct place *place)
{
	const int usual = s->tls ? 443 : 80;
	char port[8] = "";
	if (!str_is_null(s->config.site))
		return webauthn_site_parse(s->config.site, &s->config.api.site);
	if (s->config.listen_fd >= 0 || !place->loopback)
		return SN_SUCCESS;
	if (s->port != usual)
		(void)snprintf(port, sizeof port, ":%d", s->port);
	(void)snprintf(s->site, sizeof s->site, "%s://localhost%s", s->tls ? "https" : "http",
		       port);
	return webauthn_site_parse(str_of(s->site), &s->config.api.site);
}

static struct sn_err start_pools(struct http_server *s)
{
	const struct http_pool_size sizes[HTTP_POOLS] = {
		[HTTP_POOL_WORK] = {s->loops_count < 2 ? 2 : s->loops_count, HTTP_WAITING_MAX,
				    false},
		[HTTP_POOL_HASHING] = {SESSION_HASHING_MAX, SESSION_WAITING_MAX, true},
		[HTTP_POOL_SLOW] = {HTTP_SLOW_THREADS, HTTP_WAITING_MAX, false},
		[HTTP_POOL_OUTWARD] = {HTTP_OUTWARD_THREADS, HTTP_OUTWARD_WAITING_MAX, false},
	};
	for (int kind = 0; kind < HTTP_POOLS; kind++)
		SN_TRY(http_pool_start(&s->pools[kind], s, sizes[kind]));
	return SN_SUCCESS;
}

static struct sn_err start(struct http_server *s)
{
	struct place place = {0};
	if (!str_is_null(s->config.cert_path))
		SN_TRY(http_tls_new(&s->tls, s->config.cert_path, s->config.key_path));
	SN_TRY(find_place(s, &place));
	SN_TRY(find_site(s, &place));
	SN_TRY(http_guard_new(&s->guard));
	SN_TRY(http_texts_new(&s->texts));
	SN_TRY(start_pools(s));
	for (int i = 0; i < s->loops_count; i++) {
		struct http_loop *loop = &s->loops[i];
		loop->server = s;
		const int fd = loop_socket(s, &place);
		if (fd < 0)
			return cannot_listen(s->config.listen);
		SN_TRY(http_loop_start(loop, fd));
	}
	return http_keeper_start(&s->keeper, s);
}

struct sn_err http_start(struct http_server **out, const struct http_config *config)
{
	struct http_server *s = *out = calloc(1, sizeof *s);
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	s->config = *config;
	s->loops_count = config->threads > 0 ? config->threads : (int)processors;
	if (s->loops_count < 1)
		s->loops_count = 1;
	if (s->loops_count > HTTP_THREADS_MAX)
		s->loops_count = HTTP_THREADS_MAX;
	s->loops = calloc((size_t)s->loops_count, sizeof *s->loops);
	s->inline_store = !str_starts(config->store.url, STR("postgres"));
	s->started_us = clock_now_us(config->base.clock);
	crypto_random(&s->boot, sizeof s->boot);
	const struct sn_err e = s->loops ? start(s) : SN_FAIL(OUT_OF_MEMORY);
	if (sn_failed(e)) {
		(void)http_stop(s);
		*out = NULL;
	}
	return e;
}

int http_port(const struct http_server *s)
{
	return s->port;
}
bool http_is_tls(const struct http_server *s)
{
	return s->tls != NULL;
}
struct sn_err http_reload(struct http_server *s)
{
	return s->tls ? http_tls_reload(s->tls) : SN_SUCCESS;
}
struct sn_err http_health(struct http_server *s)
{
	if (atomic_load(&s->log_refused))
		return s->log_why;
	return atomic_load(&s->fenced) ? SN_FAIL(STORE_FENCED) : SN_SUCCESS;
}

/* ---- stop ---- */

static bool stop_loops(struct http_server *s)
{
	bool all = true;
	atomic_store(&s->stopping, true);
	for (int i = 0; i < s->loops_count; i++)
		if (s->loops[i].started)
			http_loop_wake(&s->loops[i]);
	for (int i = 0; i < s->loops_count; i++) {
		if (s->loops[i].started)
			(void)pthread_join(s->loops[i].thread, NULL);
		s->loops[i].started = false;
		all = all && s->loops[i].in_flight == 0;
	}
	return all;
}

bool http_stop(struct http_server *s)
{
	if (!s)
		return true;
	job_desk_close(s->config.api.jobs);
	oidc_desk_stop(s->config.api.oidc);
	const bool answered = !s->loops || stop_loops(s);
	const int64_t wait_ms = answered ? 0 : HTTP_STOP_MS / 8;
	bool stopped = true;
	for (int kind = 0; kind < HTTP_POOLS; kind++)
		stopped = http_pool_stop(s->pools[kind], wait_ms) && stopped;
	if (!stopped || !answered)
		return false;
	http_keeper_stop(s->keeper);
	for (int i = 0; s->loops && i < s->loops_count; i++)
		http_loop_free(&s->loops[i]);
	for (int kind = 0; kind < HTTP_POOLS; kind++)
		http_pool_free(s->pools[kind]);
	http_guard_free(s->guard);
	http_texts_free(s->texts);
	http_tls_free(s->tls);
	free(s->loops);
	free(s);
	return true;
}
