/* What a provider sends, of any bytes: "TOKEN\nKEYS\nDOCUMENT". Nothing passes that has no signature of a published key; every
 * address that is taken stands at a host that is allowed. */
#include "base/crypto.h"
#include "base/url.h"
#include "rights/oidc_answer.h"
#include "rights/oidc_token.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static void address(struct str text)
{
	struct url u;
	const bool parsed = url_parse(text, &u);
	assert(parsed && str_is(u.host, "id.example.cn") && u.https && u.port == 443);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	struct str rest = {(const char *)data, bytes}, token = STR_NULL, set = STR_NULL;
	struct oidc_keys keys;
	struct oidc_identity who;
	struct oidc_discovery at;
	struct str id_token;
	const struct oidc_expect expect = {.issuer = STR("https://id.example.cn"),
					   .client_id = STR("songnuan"),
					   .nonce = STR("n-1"),
					   .claim = STR("sub"),
					   .factor_amr = STR("mfa"),
					   .at_us = INT64_C(1730000000000000)};
	const struct oidc_provider p = {.issuer = STR("https://id.example.cn"),
					.client_id = STR("songnuan"),
					.has_secret = true};
	if (!crypto_start())
		abort();
	struct arena *mem = arena_new(8 << 20);
	if (!mem)
		abort();
	(void)str_split(&rest, '\n', &token);
	(void)str_split(&rest, '\n', &set);
	keys = (struct oidc_keys){.count = 0};
	if (sn_failed(oidc_keys_parse(mem, set, &keys)))
		assert(keys.count == 0);
	/* Nobody here has a key that belongs to one of these, but for what the corpus brings. */
	if (!sn_failed(oidc_token_check(mem, token, &keys, &expect, &who)))
		assert(keys.count > 0 && who.subject.bytes > 0 &&
		       who.subject.bytes <= OIDC_SUBJECT_BYTES_MAX);
	if (!sn_failed(oidc_discovery_parse(mem, rest, &p, &at))) {
		address(at.authorize);
		address(at.token);
		address(at.keys);
	}
	if (!sn_failed(oidc_exchange_parse(mem, 200, rest, &id_token)))
		assert(id_token.at);
	arena_free(mem);
	return 0;
}
