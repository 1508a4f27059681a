#ifndef SN_FETCH_FETCH_H
#define SN_FETCH_FETCH_H
/* fetch: the only door to the outside: one short request to another server, whose address the configuration names.
 *
 *   shape   GET, or POST of a form; the answer's status and bytes.  Each call has a connection of its own and is over at its
 *           deadline, whatever the other side does.  It blocks: call it where a thread may wait.
 *   rule    https; http to this machine alone (base/url.h).  TLS 1.2 or newer, the certificate checked against the machine's
 *           authorities, or against those of `ca_pem` alone.  No redirect is followed, no proxy of the environment used, no
 *           cookie kept, nothing unpacked.
 *   where   What a name resolves to is looked at when it is connected to, so a name that changes its address gains nothing:
 *           this machine only where the URL itself names it; own networks (10.…, 192.168.…, fd00::…) only where
 *           `private_network` says so; link-local, multicast, unspecified and mapped addresses never.
 *   errors  the outcome says what happened; no text of the other side's goes anywhere.
 *   source  settled.md (layers); trust.md T10; RFC 6890 (special addresses).
 *   start   fetch_start() once, before threads; fetch(). */
#include "base/arena.h"
#include "base/str.h"
#include "base/url.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/socket.h>

enum {
	FETCH_CONNECT_MS = 3000, /* a line that needs longer is down */
	FETCH_ANSWER_MS = 5000   /* the whole of it: a person waits before a page */
};
enum fetch_outcome {
	FETCH_DONE,      /* some status came back, with all its bytes */
	FETCH_DOWN,      /* no connection, cut off, too slow */
	FETCH_UNTRUSTED, /* its certificate is not to be believed */
	FETCH_ADDRESS,   /* the URL, or where its name leads, is not allowed */
	FETCH_TOO_BIG,
	FETCH_STOPPED, /* `stop` was set */
	FETCH_NO_MEMORY
};
struct fetch_request {
	struct str url;
	struct str form;   /* what is posted; STR_NULL: GET */
	struct str basic;  /* user:password of HTTP Basic; STR_NULL: none */
	struct str ca_pem; /* STR_NULL: the machine's authorities */
	bool private_network;
	size_t bytes_max;
	const atomic_bool *stop; /* looked at several times a second; NULL: nobody stops it */
};
struct fetch_reply {
	int status;
	struct str body; /* in the arena */
};
bool fetch_start(void) __attribute__((warn_unused_result));
enum fetch_outcome fetch(struct arena *mem, const struct fetch_request *q, struct fetch_reply *out)
	__attribute__((warn_unused_result));

/* Pure: may this address be connected to? */
struct fetch_where {
	bool loopback, private_network;
};
bool fetch_may_connect(const struct sockaddr *address, struct fetch_where where);
#endif
