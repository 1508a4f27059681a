#ifndef SN_HTTP_HTTP_H
#define SN_HTTP_HTTP_H
/* http: the server: one process, one port; the API of api.h, the console's files, health and figures.
 *
 *   shape   libmicrohttpd under loops of our own: each loop is a thread with a daemon of its own on the shared port, a
 *           reading handle and a uuid_maker.  A request (exchange.c) is checked at its head, reads its body, and goes
 *           where its route's class says: point routes are answered in the loop, reads in the pool, writes prepare in the
 *           pool and then wait for the writer's group commit.  Nothing blocks a loop.
 *   paths   /api/v1/… (route.h) · / and /assets/… (the console) · /healthz (the process runs) · /readyz (the database
 *           answers) · /metrics (Prometheus text; to this machine only) · /tlog/REGION/… (the log's files, for everybody:
 *           tlog/files.h).
 *   who     `Authorization: Bearer TOKEN` or the cookie __Host-sid; a cookie's unsafe methods carry X-Songnuan-CSRF and
 *           come from our own pages (Origin, Sec-Fetch-Site).
 *   limits  base/limits.h, HTTP_*.  Deadlines are absolute: a client that trickles is cut off at them.
 *   errors  cannot_listen, tls_needed, bad_certificate, bad_site at the start; each refused request is a problem document.  A head that
 *           two readers could read as two requests is refused and ends its connection (bad_request).  What is no request yet
 *           (a line or headers past HTTP_READ_BYTES, a length that is no number, a broken chunk, another version)
 *           libmicrohttpd refuses by itself: the right status, a short page of its own, the end.
 *   source  architecture.md, HTTP; performance.md (choices); settled.md 4, 5, 31, 34.
 *   start   http_start(); http_tick() once a second; http_stop(). */
#include "http/api.h"

#include <stdio.h>

struct http_config {
	struct str listen;              /* "127.0.0.1:8080", "[::1]:8080"; port 0: a free one */
	int listen_fd;                  /* of systemd; -1: none, `listen` says where */
	struct str cert_path, key_path; /* PEM; STR_NULL: HTTP */
	bool insecure_http;             /* HTTP also where others reach it */
	struct str
		site; /* where browsers find it, "https://care.example.cn"; STR_NULL: at localhost, where it listens only there */
	int threads;  /* loops, and threads of the pool; 0: one a processor */
	int session_per_minute; /* requests of one session; 0: HTTP_SESSION_PER_MIN */
	struct store_config store;
	struct ctx base; /* writer, keys, clock */
	struct api api;
	struct str
		log_key_path; /* signs the log (tlog/signer.h), and is made at the first leaf; STR_NULL: nothing is signed (tests) */
	FILE *journal;        /* a line a request */
};

struct http_server;
struct sn_err http_start(struct http_server **out, const struct http_config *config) SN_MUST_USE;
int http_port(const struct http_server *s);
bool http_is_tls(const struct http_server *s);
/* Reads certificate and key again; the old ones stay where the new ones cannot be used. */
struct sn_err http_reload(struct http_server *s) SN_MUST_USE;
/* The writer has lost its lease, or its database, or the database is no longer what was signed: the process should end with this. */
struct sn_err http_health(struct http_server *s) SN_MUST_USE;
/* Takes no more, lets requests in flight finish (HTTP_STOP_MS), frees all. false: some were still at work; nothing is freed
 * and the process should end. */
bool http_stop(struct http_server *s);

/* systemd: "READY=1"; nothing where it does not listen. */
void http_notify(const char *state);
/* The listening socket that systemd has handed over (LISTEN_FDS); -1: none. */
int http_inherited_socket(void);
#endif
