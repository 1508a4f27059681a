#include "fetch/fetch.h"

#include "base/crypto.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <unistd.h>

bool fetch_start(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* ---- where ---- */

struct net {
	uint32_t base;
	int bits;
};
static bool is_in(uint32_t address, const struct net *nets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if ((address ^ nets[i].base) >> (32 - nets[i].bits) == 0)
			return true;
	return false;
}
static bool v4_may(uint32_t address, struct fetch_where where)
{
	static const struct net own[] = {
		{0x0A000000, 8}, {0xAC100000, 12}, {0xC0A80000, 16}, {0x64400000, 10}};
	/* This network, link-local, protocol and test nets, benchmarks, multicast, reserved. */
	static const struct net never[] = {{0x00000000, 8},  {0xA9FE0000, 16}, {0xC0000000, 24},
					   {0xC0000200, 24}, {0xC6120000, 15}, {0xC6336400, 24},
					   {0xCB007100, 24}, {0xE0000000, 3}};
	if (address >> 24 == 127)
		return where.loopback;
	if (is_in(address, own, sizeof own / sizeof own[0]))
		return where.private_network;
	return !is_in(address, never, sizeof never / sizeof never[0]);
}
static bool v6_may(const struct in6_addr *a, struct fetch_where where)
{
	const uint8_t *b = a->s6_addr;
	if (IN6_IS_ADDR_LOOPBACK(a))
		return where.loopback;
	if ((b[0] & 0xFE) == 0xFC)
		return where.private_network;
	/* Global unicast, without documentation's (2001:db8::) and those that carry an IPv4 within (2002::, 2001:0::). */
	return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x02) &&
	       !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) &&
	       !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8);
}
bool fetch_may_connect(const struct sockaddr *address, struct fetch_where where)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	if (address->sa_family == AF_INET) {
		memcpy(&in, address, sizeof in);
		return v4_may(ntohl(in.sin_addr.s_addr), where);
	}
	if (address->sa_family != AF_INET6)
		return false;
	memcpy(&in6, address, sizeof in6);
	return v6_may(&in6.sin6_addr, where);
}

/* ---- what curl calls ---- */

struct running {
	struct fetch_where where;
	const atomic_bool *stop;
	struct buf *body;
	bool refused; /* an address was */
};
static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct running *r = self;
	(void)purpose;
	if (!fetch_may_connect(&to->addr, r->where)) {
		r->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}
static size_t take(char *bytes, size_t size, size_t count, void *self)
{
	struct running *r = self;
	buf_add(r->body, (struct str){bytes, size * count});
	return buf_full(r->body) ? 0 : size * count;
}
static int progress(void *self, curl_off_t down_all, curl_off_t down, curl_off_t up_all,
		    curl_off_t up)
{
	const struct running *r = self;
	(void)down_all;
	(void)down;
	(void)up_all;
	(void)up;
	return r->stop && atomic_load(r->stop) ? 1 : 0;
}

/* ---- one request ---- */

static void set_limits(CURL *curl, struct running *r)
{
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_ANSWER_MS);
	(void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	(void)curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	(void)curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	(void)curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFODATA, r);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, r);
	(void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	(void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, r);
}
/* false: one of those that must hold could not be set. */
static bool set_request(CURL *curl, const struct fetch_request *q, const char *url, bool https)
{
	struct curl_blob ca = {.data = (void *)(uintptr_t)q->ca_pem.at, /* it is read only */
			       .len = q->ca_pem.bytes,
			       .flags = CURL_BLOB_NOCOPY};
	bool set = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, https ? "https" : "http") ==
			   CURLE_OK &&
		   curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK;
	if (!str_is_null(q->ca_pem))
		set = set && curl_easy_setopt(curl, CURLOPT_CAINFO, NULL) == CURLE_OK &&
		      curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK &&
		      curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &ca) == CURLE_OK;
	if (!str_is_null(q->form))
		set = set &&
		      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)q->form.bytes) ==
			      CURLE_OK &&
		      curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, str_at(q->form)) == CURLE_OK;
	if (!str_is_null(q->basic))
		set = set &&
		      curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) == CURLE_OK;
	return set;
}
/* Names and passwords come separately. */
static bool set_basic(struct arena *mem, CURL *curl, struct str basic)
{
	struct str rest = basic, user;
	if (str_is_null(basic))
		return true;
	if (!str_split(&rest, ':', &user))
		return false;
	const struct str name = arena_str(mem, user), password = arena_str(mem, rest);
	return name.at && password.at &&
	       curl_easy_setopt(curl, CURLOPT_USERNAME, name.at) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_PASSWORD, password.at) == CURLE_OK;
}

static enum fetch_outcome outcome_of(CURLcode code, const struct running *r)
{
	if (code == CURLE_OK)
		return FETCH_DONE;
	if (r->refused && code == CURLE_COULDNT_CONNECT)
		return FETCH_ADDRESS;
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return FETCH_STOPPED;
	if (buf_full(r->body))
		return FETCH_TOO_BIG;
	if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
	    code == CURLE_SSL_INVALIDCERTSTATUS || code == CURLE_SSL_ISSUER_ERROR)
		return FETCH_UNTRUSTED;
	return code == CURLE_OUT_OF_MEMORY ? FETCH_NO_MEMORY : FETCH_DOWN;
}

static enum fetch_outcome perform(struct arena *mem, CURL *curl, const struct running *r,
				  struct fetch_reply *out)
{
	long status = 0;
	const enum fetch_outcome outcome = outcome_of(curl_easy_perform(curl), r);
	if (outcome != FETCH_DONE)
		return outcome;
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	out->status = (int)status;
	out->body = arena_str(mem, buf_str(r->body));
	return out->body.at ? FETCH_DONE : FETCH_NO_MEMORY;
}

enum fetch_outcome fetch(struct arena *mem, const struct fetch_request *q, struct fetch_reply *out)
{
	struct url u;
	char url[URL_BYTES_MAX + 1];
	*out = (struct fetch_reply){.status = 0};
	if (!url_parse(q->url, &u))
		return FETCH_ADDRESS;
	(void)snprintf(url, sizeof url, STR_FMT, STR_ARG(q->url));
	struct running r = {
		.where = {.loopback = u.loopback, .private_network = q->private_network},
		.stop = q->stop,
		.body = buf_new(q->bytes_max)};
	CURL *curl = curl_easy_init();
	enum fetch_outcome outcome = FETCH_NO_MEMORY;
	if (curl && r.body && set_request(curl, q, url, u.https) &&
	    set_basic(mem, curl, q->basic)) {
		set_limits(curl, &r);
		outcome = perform(mem, curl, &r, out);
	}
	curl_easy_cleanup(curl);
	if (r.body) /* a token, perhaps */
		crypto_wipe((void *)(uintptr_t)buf_str(r.body).at, buf_str(r.body).bytes);
	buf_free(r.body);
	return outcome;
}
