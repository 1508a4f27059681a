#include "rights/oidc_answer.h"

#include "base/crypto.h"
#include "base/json.h"
#include "base/url.h"

enum { FORM_BYTES_MAX = 16 << 10 };

static struct sn_err wrong(const char *part)
{
	return sn_err_with_text(SN_FAIL(OIDC_MISCONFIGURED), "%s", part);
}

/* ---- discovery ---- */

static bool is_listed(struct str hosts, const struct url *u)
{
	struct str host;
	while (hosts.bytes > 0 && str_split(&hosts, ' ', &host))
		if (host.bytes > 0 && url_is_at(u, host))
			return true;
	return false;
}
static struct sn_err address(struct arena *mem, const struct json_value *root, const char *key,
			     const struct oidc_provider *provider, struct str *out)
{
	struct url issuer, u;
	struct str text;
	if (sn_failed(json_get_text(root, key, &text)) || !url_parse(text, &u) ||
	    !url_parse(provider->issuer, &issuer))
		return wrong(key);
	if (!url_same_host(&u, &issuer) && !is_listed(provider->hosts, &u))
		return sn_err_with_text(SN_FAIL(OIDC_MISCONFIGURED), "%s: %.*s", key,
					(int)(u.host.bytes < 60 ? u.host.bytes : 60), u.host.at);
	*out = arena_str(mem, text);
	return out->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
/* A list of the document that says nothing of it allows what is usual. */
static bool offers(const struct json_value *root, const char *key, const char *word, bool unsaid)
{
	const struct json_value list = json_find(root, key);
	struct str text;
	if (json_kind(&list) != JSON_KIND_ARRAY)
		return unsaid &&
		       (json_kind(&list) == JSON_ABSENT || json_kind(&list) == JSON_KIND_NULL);
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value item = json_at(&list, i);
		if (!sn_failed(json_as_text(&item, &text)) && str_is(text, word))
			return true;
	}
	return false;
}
static struct sn_err ways(const struct json_value *root, const struct oidc_provider *provider,
			  struct oidc_discovery *out)
{
	static const char auth[] = "token_endpoint_auth_methods_supported";
	if (!offers(root, "response_types_supported", "code", true))
		return wrong("response_types_supported: code");
	if (!offers(root, "code_challenge_methods_supported", "S256", true))
		return wrong("code_challenge_methods_supported: S256");
	if (!offers(root, "id_token_signing_alg_values_supported", "ES256", true) &&
	    !offers(root, "id_token_signing_alg_values_supported", "RS256", true))
		return wrong("id_token_signing_alg_values_supported: ES256, RS256");
	const bool basic = offers(root, auth, "client_secret_basic", true);
	out->secret_by_post = !basic;
	if (provider->has_secret && !basic && !offers(root, auth, "client_secret_post", false))
		return wrong(auth);
	return sn_failed(json_get_bool_or(root, "authorization_response_iss_parameter_supported",
					  &out->tells_issuer))
		       ? wrong("authorization_response_iss_parameter_supported")
		       : SN_SUCCESS;
}
static struct sn_err discovery_read(struct arena *mem, const struct json_value *root,
				    const struct oidc_provider *provider,
				    struct oidc_discovery *out)
{
	struct str issuer;
	if (sn_failed(json_get_text(root, "issuer", &issuer)) || !str_eq(issuer, provider->issuer))
		return wrong("issuer");
	SN_TRY(address(mem, root, "authorization_endpoint", provider, &out->authorize));
	SN_TRY(address(mem, root, "token_endpoint", provider, &out->token));
	SN_TRY(address(mem, root, "jwks_uri", provider, &out->keys));
	return ways(root, provider, out);
}
struct sn_err oidc_discovery_parse(struct arena *mem, struct str json,
				   const struct oidc_provider *provider, struct oidc_discovery *out)
{
	struct json_doc *doc = NULL;
	*out = (struct oidc_discovery){.tells_issuer = false};
	if (sn_failed(json_read(&doc, json)))
		return wrong("JSON");
	const struct json_value root = json_root(doc);
	const struct sn_err e = discovery_read(mem, &root, provider, out);
	json_free(doc);
	return e;
}
struct str oidc_discovery_url(struct arena *mem, const struct oidc_provider *provider)
{
	struct str issuer = provider->issuer;
	if (issuer.bytes > 0 && issuer.at[issuer.bytes - 1] == '/')
		issuer.bytes--;
	return str_of(
		arena_printf(mem, STR_FMT "/.well-known/openid-configuration", STR_ARG(issuer)));
}

/* ---- forms ---- */

static void pair(struct buf *b, const char *name, struct str value)
{
	if (buf_str(b).bytes > 0)
		buf_add_char(b, '&');
	buf_add(b, str_of(name));
	buf_add_char(b, '=');
	url_encode(b, value);
}
/* The buffer's text, in the arena; the buffer is gone. */
static struct str kept(struct arena *mem, struct buf *b)
{
	const struct str text = buf_full(b) ? STR_NULL : arena_str(mem, buf_str(b));
	crypto_wipe((void *)(uintptr_t)buf_str(b).at, buf_str(b).bytes);
	buf_free(b);
	return text;
}

struct str oidc_authorize_url(struct arena *mem, const struct oidc_provider *provider,
			      const struct oidc_discovery *at, const struct oidc_words *words,
			      struct str redirect_uri)
{
	char challenge[OIDC_WORD_BYTES];
	struct buf *b = buf_new(FORM_BYTES_MAX);
	if (!b)
		return STR_NULL;
	const struct sha256 hash = crypto_sha256(str_of(words->verifier));
	crypto_base64url(hash.bytes, sizeof hash.bytes, challenge);
	pair(b, "response_type", STR("code"));
	pair(b, "client_id", provider->client_id);
	pair(b, "redirect_uri", redirect_uri);
	pair(b, "scope", provider->scope);
	pair(b, "state", str_of(words->state));
	pair(b, "nonce", str_of(words->nonce));
	pair(b, "code_challenge", str_of(challenge));
	pair(b, "code_challenge_method", STR("S256"));
	if (provider->factor_acr.bytes > 0)
		pair(b, "acr_values", provider->factor_acr);
	const struct str query = kept(mem, b);
	const bool asks = at->authorize.at && memchr(at->authorize.at, '?', at->authorize.bytes);
	return str_is_null(query)
		       ? STR_NULL
		       : str_of(arena_printf(mem, STR_FMT "%c" STR_FMT, STR_ARG(at->authorize),
					     asks ? '&' : '?', STR_ARG(query)));
}
struct str oidc_exchange_body(struct arena *mem, const struct oidc_provider *provider,
			      const struct oidc_exchange *x)
{
	struct buf *b = buf_new(FORM_BYTES_MAX);
	if (!b)
		return STR_NULL;
	pair(b, "grant_type", STR("authorization_code"));
	pair(b, "code", x->code);
	pair(b, "redirect_uri", x->redirect_uri);
	pair(b, "code_verifier", x->verifier);
	/* Who has no secret to show says by name who he is. */
	if (!provider->has_secret || !str_is_null(x->secret))
		pair(b, "client_id", provider->client_id);
	if (!str_is_null(x->secret))
		pair(b, "client_secret", x->secret);
	return kept(mem, b);
}
struct str oidc_exchange_basic(struct arena *mem, const struct oidc_provider *provider,
			       struct str secret)
{
	struct buf *b = buf_new(FORM_BYTES_MAX);
	if (!b)
		return STR_NULL;
	url_encode(b, provider->client_id);
	buf_add_char(b, ':');
	url_encode(b, secret);
	return kept(mem, b);
}
struct sn_err oidc_exchange_parse(struct arena *mem, int status, struct str json,
				  struct str *id_token)
{
	struct json_doc *doc = NULL;
	struct str token = STR_NULL;
	*id_token = STR_NULL;
	if (status >= 500)
		return SN_FAIL(OIDC_DOWN);
	if (status != 200)
		return SN_FAIL(OIDC_CODE_REFUSED);
	if (sn_failed(json_read(&doc, json)))
		return SN_FAIL(OIDC_TOKEN_FORM);
	const struct json_value root = json_root(doc);
	const struct sn_err e = json_get_text(&root, "id_token", &token);
	*id_token = sn_failed(e) ? STR_NULL : arena_str(mem, token);
	json_free(doc);
	return id_token->at ? SN_SUCCESS : SN_FAIL(OIDC_TOKEN_FORM);
}
