#include "http/oidc_flow.h"

#include "base/crypto.h"
#include "fetch/fetch.h"

#include <pthread.h>
#include <stdlib.h>

#define SECOND_US INT64_C(1000000)
enum { ATTEMPT_S = 10 * 60, PROBES = 32, KEPT_S = 60 * 60, KEYS_AGAIN_S = 60, DOWN_S = 5 };

/* A sign-in under way. */
struct attempt {
	struct sha256 state, browser; /* hashes: who reads memory has neither */
	struct oidc_words words;
	struct uuid provider_id, session_id;
	int64_t at_us; /* 0: a free place */
};
/* What a provider has published, as it came. */
struct published {
	char *text; /* NULL: nothing yet */
	int64_t at_us;
};
struct known {
	struct uuid provider_id; /* null: a free place */
	struct published discovery, keys;
	int64_t down_until_us;
};
struct oidc_desk {
	atomic_bool stopping;
	pthread_mutex_t lock; /* for what stands below */
	struct known known[OIDC_PROVIDERS_MAX];
	struct attempt attempts[OIDC_ATTEMPTS_MAX];
};

struct sn_err oidc_desk_new(struct oidc_desk **out)
{
	struct oidc_desk *d = *out = calloc(1, sizeof *d);
	if (!d)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&d->lock, NULL);
	return SN_SUCCESS;
}
void oidc_desk_stop(struct oidc_desk *d)
{
	if (d)
		atomic_store(&d->stopping, true);
}
void oidc_desk_free(struct oidc_desk *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < OIDC_PROVIDERS_MAX; i++) {
		free(d->known[i].discovery.text);
		free(d->known[i].keys.text);
	}
	(void)pthread_mutex_destroy(&d->lock);
	crypto_wipe(d->attempts, sizeof d->attempts);
	free(d);
}

/* ---- attempts ---- */

static bool is_over(const struct attempt *a, int64_t at_us)
{
	return a->at_us == 0 || at_us >= a->at_us + ATTEMPT_S * SECOND_US || at_us < a->at_us;
}
/* A free place among some that the state points to, or the oldest of them. */
static void attempt_put(struct oidc_desk *d, const struct attempt *a)
{
	size_t at = 0;
	struct attempt *best = NULL;
	memcpy(&at, a->state.bytes, sizeof at);
	pthread_mutex_lock(&d->lock);
	for (size_t i = 0; i < PROBES; i++) {
		struct attempt *place = &d->attempts[(at + i) % OIDC_ATTEMPTS_MAX];
		if (!best || place->at_us < best->at_us)
			best = place;
	}
	*best = *a;
	pthread_mutex_unlock(&d->lock);
}
/* Takes it out: whoever comes second finds nothing. A state without its browser takes nothing out. */
static bool attempt_take(struct oidc_desk *d, struct str state, struct str browser, int64_t at_us,
			 struct attempt *out)
{
	const struct sha256 state_hash = crypto_sha256(state),
			    browser_hash = crypto_sha256(browser);
	size_t at = 0;
	bool found = false;
	memcpy(&at, state_hash.bytes, sizeof at);
	pthread_mutex_lock(&d->lock);
	for (size_t i = 0; i < PROBES && !found; i++) {
		struct attempt *a = &d->attempts[(at + i) % OIDC_ATTEMPTS_MAX];
		if (a->at_us == 0 || !sha256_eq(a->state, state_hash) ||
		    !crypto_eq(a->browser.bytes, browser_hash.bytes, SHA256_BYTES))
			continue;
		found = !is_over(a, at_us);
		*out = *a;
		crypto_wipe(a, sizeof *a);
		a->at_us = 0;
		break;
	}
	pthread_mutex_unlock(&d->lock);
	return found;
}

/* ---- what is known of a provider ---- */

/* With the lock held. */
static struct known *known_of(struct oidc_desk *d, struct uuid provider_id)
{
	struct known *best = NULL;
	for (size_t i = 0; i < OIDC_PROVIDERS_MAX; i++) {
		struct known *k = &d->known[i];
		if (uuid_eq(k->provider_id, provider_id))
			return k;
		if (!best || k->discovery.at_us < best->discovery.at_us)
			best = k;
	}
	free(best->discovery.text);
	free(best->keys.text);
	*best = (struct known){.provider_id = provider_id};
	return best;
}
static struct published *part_of(struct known *k, bool keys)
{
	return keys ? &k->keys : &k->discovery;
}
/* A copy of what is fresh; STR_NULL: it is to be asked for. */
static struct sn_err recall(struct ctx *c, struct oidc_desk *d, struct uuid provider_id, bool keys,
			    int64_t kept_s, struct str *out)
{
	const int64_t at_us = now_us(c);
	*out = STR_NULL;
	pthread_mutex_lock(&d->lock);
	struct known *k = known_of(d, provider_id);
	const struct published *p = part_of(k, keys);
	const bool down =
		at_us < k->down_until_us && at_us + DOWN_S * SECOND_US >= k->down_until_us;
	if (p->text && at_us >= p->at_us && at_us < p->at_us + kept_s * SECOND_US)
		*out = arena_str(c->mem, str_of(p->text));
	pthread_mutex_unlock(&d->lock);
	return str_is_null(*out) && down ? SN_FAIL(OIDC_DOWN) : SN_SUCCESS;
}
static void remember(struct ctx *c, struct oidc_desk *d, struct uuid provider_id, bool keys,
		     struct str text)
{
	char *copy = strndup(text.at, text.bytes);
	if (!copy)
		return; /* it is asked for again */
	pthread_mutex_lock(&d->lock);
	struct published *p = part_of(known_of(d, provider_id), keys);
	free(p->text);
	*p = (struct published){.text = copy, .at_us = now_us(c)};
	pthread_mutex_unlock(&d->lock);
}
static void note_down(struct ctx *c, struct oidc_desk *d, struct uuid provider_id)
{
	pthread_mutex_lock(&d->lock);
	known_of(d, provider_id)->down_until_us = now_us(c) + DOWN_S * SECOND_US;
	pthread_mutex_unlock(&d->lock);
}

/* ---- asking ---- */

static struct sn_err misconfigured(const char *part, const char *why)
{
	return sn_err_with_text(SN_FAIL(OIDC_MISCONFIGURED), "%s: %s", part, why);
}
struct asking {
	const struct oidc_provider *provider;
	const char *part; /* for a refusal, in the document's names */
	struct str url, form, basic;
};
static struct sn_err ask(struct ctx *c, struct oidc_desk *d, const struct asking *a,
			 struct fetch_reply *out)
{
	const struct fetch_request q = {.url = a->url,
					.form = a->form,
					.basic = a->basic,
					.ca_pem = a->provider->ca_pem,
					.private_network = a->provider->private_network,
					.bytes_max = OIDC_ANSWER_BYTES_MAX,
					.stop = &d->stopping};
	switch (fetch(c->mem, &q, out)) {
	case FETCH_DONE:
		return SN_SUCCESS;
	case FETCH_DOWN:
		note_down(c, d, a->provider->provider_id);
		return SN_FAIL(OIDC_DOWN);
	case FETCH_UNTRUSTED:
		return misconfigured(a->part, "证书 certificate");
	case FETCH_ADDRESS:
		return misconfigured(a->part, "网络地址 network address");
	case FETCH_TOO_BIG:
		return misconfigured(a->part, "太大 too large");
	case FETCH_STOPPED:
		return SN_FAIL(SERVER_STOPS);
	case FETCH_NO_MEMORY:
		break;
	}
	return SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err get(struct ctx *c, struct oidc_desk *d, const struct asking *a,
			 struct str *out)
{
	struct fetch_reply reply;
	char status[16];
	*out = STR_NULL;
	if (str_is_null(a->url))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(ask(c, d, a, &reply));
	if (reply.status >= 500)
		return SN_FAIL(OIDC_DOWN);
	(void)snprintf(status, sizeof status, "%d", reply.status);
	if (reply.status != 200)
		return misconfigured(a->part, status);
	*out = reply.body;
	return SN_SUCCESS;
}
/* kept_s: how old it may be; 0: it is asked for whatever is known. */
static struct sn_err discovery(struct ctx *c, struct oidc_desk *d, const struct oidc_provider *p,
			       int64_t kept_s, struct oidc_discovery *out)
{
	struct str text = STR_NULL;
	if (kept_s > 0)
		SN_TRY(recall(c, d, p->provider_id, false, kept_s, &text));
	if (!str_is_null(text))
		return oidc_discovery_parse(c->mem, text, p, out);
	const struct asking a = {.provider = p,
				 .part = "openid-configuration",
				 .url = oidc_discovery_url(c->mem, p)};
	SN_TRY(get(c, d, &a, &text));
	SN_TRY(oidc_discovery_parse(c->mem, text, p, out));
	remember(c, d, p->provider_id, false, text);
	return SN_SUCCESS;
}
static struct sn_err keys(struct ctx *c, struct oidc_desk *d, const struct oidc_provider *p,
			  const struct oidc_discovery *at, int64_t kept_s, struct oidc_keys *out)
{
	struct str text = STR_NULL;
	if (kept_s > 0)
		SN_TRY(recall(c, d, p->provider_id, true, kept_s, &text));
	if (!str_is_null(text))
		return oidc_keys_parse(c->mem, text, out);
	const struct asking a = {.provider = p, .part = "jwks_uri", .url = at->keys};
	SN_TRY(get(c, d, &a, &text));
	SN_TRY(oidc_keys_parse(c->mem, text, out));
	remember(c, d, p->provider_id, true, text);
	return SN_SUCCESS;
}
struct sn_err oidc_flow_check(struct ctx *c, struct oidc_desk *d,
			      const struct oidc_provider *provider, struct oidc_checked *out)
{
	struct oidc_keys found;
	*out = (struct oidc_checked){.keys = 0};
	SN_TRY(discovery(c, d, provider, 0, &out->discovery));
	SN_TRY(keys(c, d, provider, &out->discovery, 0, &found));
	out->keys = found.count;
	return SN_SUCCESS;
}

/* ---- there ---- */

static void word(char out[OIDC_WORD_BYTES])
{
	uint8_t random[32];
	crypto_random(random, sizeof random);
	crypto_base64url(random, sizeof random, out);
	crypto_wipe(random, sizeof random);
}
static struct str redirect_uri(struct ctx *c, struct str origin)
{
	return str_of(arena_printf(c->mem, STR_FMT OIDC_RETURN_PATH, STR_ARG(origin)));
}
struct sn_err oidc_flow_start(struct ctx *c, struct oidc_desk *d, struct oidc_start *s)
{
	struct oidc_discovery at;
	char browser[OIDC_WORD_BYTES];
	struct attempt a = {.provider_id = s->provider.provider_id,
			    .session_id = s->session_id,
			    .at_us = now_us(c)};
	if (str_is_null(s->origin))
		return SN_FAIL(OIDC_NO_ORIGIN);
	SN_TRY(discovery(c, d, &s->provider, KEPT_S, &at));
	word(a.words.state);
	word(a.words.nonce);
	word(a.words.verifier);
	word(browser);
	a.state = crypto_sha256(str_of(a.words.state));
	a.browser = crypto_sha256(str_of(browser));
	s->browser = arena_str(c->mem, str_of(browser));
	s->url =
		oidc_authorize_url(c->mem, &s->provider, &at, &a.words, redirect_uri(c, s->origin));
	attempt_put(d, &a);
	crypto_wipe(&a, sizeof a);
	return s->url.at && s->browser.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- and back ---- */

/* The code for a token. */
static struct sn_err exchange(struct ctx *c, struct oidc_desk *d, const struct oidc_provider *p,
			      const struct oidc_discovery *at, struct oidc_exchange *x,
			      struct str *token)
{
	struct fetch_reply reply;
	struct str secret = STR_NULL;
	struct asking a = {.provider = p, .part = "token_endpoint", .url = at->token};
	SN_TRY(oidc_provider_secret(c, p, &secret));
	if (at->secret_by_post)
		x->secret = secret;
	else if (!str_is_null(secret))
		a.basic = oidc_exchange_basic(c->mem, p, secret);
	a.form = oidc_exchange_body(c->mem, p, x);
	if (str_is_null(a.form) || (p->has_secret && str_is_null(secret)))
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = ask(c, d, &a, &reply);
	crypto_wipe((void *)(uintptr_t)secret.at, secret.bytes);
	SN_TRY(e);
	return oidc_exchange_parse(c->mem, reply.status, reply.body, token);
}
static struct sn_err check(struct ctx *c, struct oidc_desk *d, const struct oidc_provider *p,
			   const struct attempt *a, struct oidc_back *b)
{
	struct oidc_discovery at;
	struct oidc_keys found;
	struct str token;
	struct oidc_exchange x = {.code = b->code,
				  .verifier = str_of(a->words.verifier),
				  .redirect_uri = redirect_uri(c, b->origin)};
	const struct oidc_expect expect = {.issuer = p->issuer,
					   .client_id = p->client_id,
					   .nonce = str_of(a->words.nonce),
					   .claim = p->claim,
					   .factor_acr = p->factor_acr,
					   .factor_amr = p->factor_amr,
					   .at_us = now_us(c)};
	SN_TRY(discovery(c, d, p, KEPT_S, &at));
	if (str_is_null(b->issuer) ? at.tells_issuer : !str_eq(b->issuer, p->issuer))
		return SN_FAIL(OIDC_TOKEN_ISSUER);
	SN_TRY(exchange(c, d, p, &at, &x, &token));
	SN_TRY(keys(c, d, p, &at, KEPT_S, &found));
	const struct sn_err e = oidc_token_check(c->mem, token, &found, &expect, &b->identity);
	if (e.reason != SN_R_OIDC_TOKEN_KEY)
		return e;
	/* Its keys may have changed since. */
	SN_TRY(keys(c, d, p, &at, KEYS_AGAIN_S, &found));
	return oidc_token_check(c->mem, token, &found, &expect, &b->identity);
}
struct sn_err oidc_flow_back(struct ctx *c, struct oidc_desk *d, struct oidc_back *b)
{
	struct oidc_provider p;
	struct attempt a;
	if (str_is_null(b->origin))
		return SN_FAIL(OIDC_NO_ORIGIN);
	if (str_is_null(b->browser) || !attempt_take(d, b->state, b->browser, now_us(c), &a))
		return SN_FAIL(OIDC_ATTEMPT_GONE);
	if (!uuid_eq(a.session_id, b->session_id))
		return SN_FAIL(OIDC_ATTEMPT_GONE);
	if (!str_is_null(b->error) || str_is_null(b->code))
		return SN_FAIL(OIDC_CANCELLED);
	b->provider_id = a.provider_id;
	SN_TRY(oidc_provider_by_id(c, a.provider_id, &p));
	const struct sn_err e = check(c, d, &p, &a, b);
	/* Nobody has answered: the browser may bring the same again. */
	if (e.reason == SN_R_OIDC_DOWN)
		attempt_put(d, &a);
	crypto_wipe(&a, sizeof a);
	/* What was refused is the work's to record. */
	if (sn_failed(e) && sn_err_code(e) != SN_DENIED)
		return e;
	b->outcome = e.reason;
	return SN_SUCCESS;
}
