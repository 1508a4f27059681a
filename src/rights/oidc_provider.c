/* The services by which people sign in: entered, listed, removed. */
#include "base/text.h"
#include "base/url.h"
#include "people/keyring.h"
#include "rights/audit.h"
#include "rights/oidc.h"
#include "rights/oidc_sql.h"
#include "rights/session_priv.h"

#include <assert.h>

/* ---- what is entered ---- */

static struct sn_err code_check(struct str code)
{
	bool good = code.bytes > 0 && code.bytes <= OIDC_CODE_BYTES_MAX && code.at[0] >= 'a' &&
		    code.at[0] <= 'z';
	for (size_t i = 0; good && i < code.bytes; i++) {
		const char ch = code.at[i];
		good = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-';
	}
	return good ? SN_SUCCESS
		    : SN_FAIL(OIDC_BAD_CODE, .field = "code", .arg = {OIDC_CODE_BYTES_MAX});
}
static struct sn_err bad_value(const char *field, int64_t bytes_max)
{
	return SN_FAIL(OIDC_BAD_VALUE, .field = field, .arg = {bytes_max});
}
/* Visible ASCII, with blanks where they are allowed. */
static bool is_visible(struct str text, bool blanks)
{
	for (size_t i = 0; i < text.bytes; i++)
		if (text.at[i] < (blanks ? ' ' : '!') || text.at[i] > '~')
			return false;
	return true;
}
struct limit {
	const char *field;
	struct str value;
	int64_t bytes_max;
	bool needed, blanks;
};
static struct sn_err words_check(const struct oidc_provider_new *n)
{
	const struct oidc_provider *p = &n->provider;
	const struct limit limits[] = {
		{"client_id", p->client_id, OIDC_CLIENT_BYTES_MAX, true, false},
		{"secret", n->secret, OIDC_SECRET_BYTES_MAX, false, true},
		{"scope", p->scope, OIDC_SCOPE_BYTES_MAX, true, true},
		{"claim", p->claim, OIDC_CLAIM_BYTES_MAX, true, false},
		{"factor_acr", p->factor_acr, OIDC_CLIENT_BYTES_MAX, false, false},
		{"factor_amr", p->factor_amr, OIDC_CLIENT_BYTES_MAX, false, false},
	};
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		const struct limit *l = &limits[i];
		const bool empty = l->value.bytes == 0;
		if ((empty && (l->needed || !str_is_null(l->value))) ||
		    (int64_t)l->value.bytes > l->bytes_max || !is_visible(l->value, l->blanks))
			return bad_value(l->field, l->bytes_max);
	}
	return SN_SUCCESS;
}
static struct sn_err hosts_check(struct str hosts)
{
	char url[URL_BYTES_MAX];
	struct str rest = hosts, host;
	struct url u;
	const struct sn_err bad =
		SN_FAIL(OIDC_BAD_HOST, .field = "hosts", .arg = {OIDC_HOSTS_BYTES_MAX});
	if (hosts.bytes > OIDC_HOSTS_BYTES_MAX)
		return bad;
	while (rest.bytes > 0 && str_split(&rest, ' ', &host)) {
		const int bytes = snprintf(url, sizeof url, "https://" STR_FMT, STR_ARG(host));
		if (host.bytes > 0 &&
		    (bytes >= (int)sizeof url || !url_parse(str_of(url), &u) || u.path.bytes > 0))
			return bad;
	}
	return SN_SUCCESS;
}
static struct sn_err issuer_check(struct str issuer)
{
	struct url u;
	if (!url_parse(issuer, &u) || memchr(issuer.at, '?', issuer.bytes))
		return SN_FAIL(OIDC_BAD_ISSUER, .field = "issuer");
	return SN_SUCCESS;
}
static struct sn_err ca_check(struct str pem)
{
	if (str_is_null(pem))
		return SN_SUCCESS;
	if (pem.bytes > OIDC_CA_BYTES_MAX ||
	    !memmem(pem.at, pem.bytes, "-----BEGIN CERTIFICATE-----", 27))
		return bad_value("ca_pem", OIDC_CA_BYTES_MAX);
	return SN_SUCCESS;
}
/* Brought to the form in which it is kept. */
static struct sn_err new_check(struct ctx *c, struct oidc_provider_new *n)
{
	struct oidc_provider *p = &n->provider;
	if (str_is_null(p->scope))
		p->scope = STR("openid");
	if (str_is_null(p->claim))
		p->claim = STR("sub");
	SN_TRY(code_check(p->code));
	SN_TRY(text_normalise(c->mem, p->name, &p->name));
	if (p->name.bytes == 0 || p->name.bytes > NAME_BYTES_MAX)
		return bad_value("name", NAME_BYTES_MAX);
	SN_TRY(issuer_check(p->issuer));
	SN_TRY(words_check(n));
	if (!str_starts(p->scope, STR("openid")))
		return bad_value("scope", OIDC_SCOPE_BYTES_MAX);
	SN_TRY(hosts_check(p->hosts));
	return ca_check(p->ca_pem);
}

/* ---- the secret ---- */

static struct seal_place secret_place(struct uuid provider_id)
{
	return (struct seal_place){"oidc_provider", "secret", provider_id};
}
struct sn_err oidc_provider_secret(struct ctx *c, const struct oidc_provider *provider,
				   struct str *out)
{
	struct str sealed = STR_NULL;
	*out = STR_NULL;
	struct rows *r =
		store_query(c->store, &oidc_sql_provider, PARAMS(p_uuid(provider->provider_id)));
	if (store_next(r) && !store_is_null(r, "secret"))
		sealed = arena_str(c->mem, store_bytes(r, "secret"));
	SN_TRY(store_done(r));
	if (str_is_null(sealed))
		return SN_SUCCESS;
	if (sealed.bytes <= SEAL_OVERHEAD_BYTES)
		return SN_FAIL(SEAL_BROKEN, .field = "secret");
	const struct seal_place place = secret_place(provider->provider_id);
	struct person_key key = keyring_installation_key(c->keys);
	char *plain = arena_alloc(c->mem, sealed.bytes);
	const struct sn_err e = plain ? keyring_open(&key, &place, sealed, (uint8_t *)plain)
				      : SN_FAIL(OUT_OF_MEMORY);
	crypto_wipe(&key, sizeof key);
	if (!sn_failed(e))
		*out = (struct str){plain, sealed.bytes - SEAL_OVERHEAD_BYTES};
	return e;
}
static struct sn_err sealed(struct ctx *c, const struct oidc_provider_new *n, struct param *out)
{
	*out = p_null();
	if (n->secret.bytes == 0)
		return SN_SUCCESS;
	const size_t bytes = n->secret.bytes + SEAL_OVERHEAD_BYTES;
	const struct seal_place place = secret_place(n->provider.provider_id);
	uint8_t *room = arena_alloc(c->mem, bytes);
	if (!room)
		return SN_FAIL(OUT_OF_MEMORY);
	struct person_key key = keyring_installation_key(c->keys);
	keyring_seal(&key, &place, n->secret, room);
	crypto_wipe(&key, sizeof key);
	*out = p_bytes(room, bytes);
	return SN_SUCCESS;
}

/* ---- reading ---- */

static struct str text_or_null(struct arena *mem, const struct rows *r, const char *column)
{
	return store_is_null(r, column) ? STR_NULL : arena_str(mem, store_text(r, column));
}
static struct oidc_provider provider_from(struct arena *mem, const struct rows *r)
{
	return (struct oidc_provider){.provider_id = store_uuid(r, "provider_id"),
				      .code = arena_str(mem, store_text(r, "code")),
				      .name = arena_str(mem, store_text(r, "name")),
				      .issuer = arena_str(mem, store_text(r, "issuer")),
				      .client_id = arena_str(mem, store_text(r, "client_id")),
				      .scope = arena_str(mem, store_text(r, "scope")),
				      .claim = arena_str(mem, store_text(r, "claim")),
				      .hosts = text_or_null(mem, r, "hosts"),
				      .ca_pem = text_or_null(mem, r, "ca_pem"),
				      .factor_acr = text_or_null(mem, r, "factor_acr"),
				      .factor_amr = text_or_null(mem, r, "factor_amr"),
				      .has_secret = !store_is_null(r, "secret"),
				      .private_network = store_int(r, "private_network") != 0,
				      .added_at_us = store_int(r, "added_at_us"),
				      .added_by = store_uuid(r, "added_by")};
}
static struct sn_err one(struct ctx *c, struct rows *r, struct oidc_provider *out)
{
	const bool found = store_next(r);
	*out = (struct oidc_provider){.code = STR_NULL};
	if (found)
		*out = provider_from(c->mem, r);
	SN_TRY(store_done(r));
	if (!found)
		return SN_FAIL(OIDC_NO_PROVIDER);
	return out->code.at && out->claim.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
struct sn_err oidc_provider_by_id(struct ctx *c, struct uuid provider_id, struct oidc_provider *out)
{
	return one(c, store_query(c->store, &oidc_sql_provider, PARAMS(p_uuid(provider_id))), out);
}
struct sn_err oidc_provider_by_code(struct ctx *c, struct str code, struct oidc_provider *out)
{
	struct oidc_provider *all = NULL;
	size_t count = 0;
	SN_TRY(oidc_providers(c, &all, &count));
	for (size_t i = 0; i < count; i++)
		if (str_eq(all[i].code, code)) {
			*out = all[i];
			return SN_SUCCESS;
		}
	return SN_FAIL(OIDC_NO_PROVIDER);
}
struct sn_err oidc_providers(struct ctx *c, struct oidc_provider **out, size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct oidc_provider, OIDC_PROVIDERS_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &oidc_sql_providers, NO_PARAMS);
	while (*count < OIDC_PROVIDERS_MAX && store_next(r))
		(*out)[(*count)++] = provider_from(c->mem, r);
	return store_done(r);
}

/* ---- changing ---- */

static struct sn_err told(struct ctx *c, struct str code, const struct session_from *from,
			  int64_t rows)
{
	struct audit_entry entry = session_entry(AUDIT_SYSTEM, NULL, from);
	entry.object_kind = STR("oidc-provider");
	entry.object_id = code;
	entry.rows = rows;
	return audit_write(c, &entry);
}
static struct sn_err is_free(struct ctx *c, struct str code)
{
	struct oidc_provider *all = NULL;
	size_t count = 0;
	struct rows *r = store_query(c->store, &oidc_sql_provider_by_code, PARAMS(p_text(code)));
	const bool taken = store_next(r);
	SN_TRY(store_done(r));
	if (taken)
		return SN_FAIL(OIDC_PROVIDER_EXISTS, .field = "code");
	SN_TRY(oidc_providers(c, &all, &count));
	return count < OIDC_PROVIDERS_MAX ? SN_SUCCESS
					  : SN_FAIL(OIDC_TOO_MANY, .arg = {OIDC_PROVIDERS_MAX});
}
struct sn_err oidc_provider_add_work(struct ctx *c, void *provider_new)
{
	struct oidc_provider_new *n = provider_new;
	struct oidc_provider *p = &n->provider;
	struct param secret;
	assert(c->keys);
	SN_TRY(rights_may(c, PERMISSION_SYSTEM, 0));
	SN_TRY(new_check(c, n));
	SN_TRY(is_free(c, p->code));
	p->provider_id = new_id(c);
	p->added_at_us = now_us(c);
	p->added_by = c->actor_id;
	p->has_secret = n->secret.bytes > 0;
	SN_TRY(sealed(c, n, &secret));
	const struct param params[] = {
		p_uuid(p->provider_id),    p_text(p->code),       p_text(p->name),
		p_text(p->issuer),         p_text(p->client_id),  secret,
		p_text(p->scope),          p_text(p->claim),      p_text(p->hosts),
		p_text(p->ca_pem),         p_text(p->factor_acr), p_text(p->factor_amr),
		p_int(p->private_network), p_int(p->added_at_us), p_uuid_or_null(p->added_by)};
	SN_TRY(store_run(c->store, &oidc_sql_provider_add, params, NULL));
	return told(c, p->code, &n->from, 0);
}
struct sn_err oidc_provider_remove_work(struct ctx *c, void *provider_gone)
{
	struct oidc_provider_gone *g = provider_gone;
	struct oidc_provider p;
	SN_TRY(rights_may(c, PERMISSION_SYSTEM, 0));
	SN_TRY(oidc_provider_by_code(c, g->code, &p));
	const struct param params[] = {p_uuid(p.provider_id), p_int(now_us(c)),
				       p_uuid_or_null(c->actor_id)};
	SN_TRY(store_run(c->store, &oidc_sql_provider_remove, params, NULL));
	SN_TRY(store_run(c->store, &oidc_sql_links_cut, params, &g->links));
	return told(c, p.code, &g->from, g->links);
}
