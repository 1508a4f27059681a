#include "rights/oidc_token.h"

#include "base/json.h"

enum { SIGNATURE_BYTES_MAX = CRYPTO_RSA_BYTES_MAX, KID_BYTES_MAX = 255 };

/* ---- keys ---- */

static struct sn_err text_of(const struct json_value *object, const char *key, struct str *out)
{
	*out = STR_NULL;
	return json_get_text_or(object, key, out);
}
static bool text_is(const struct json_value *object, const char *key, const char *word, bool absent)
{
	struct str text;
	if (sn_failed(text_of(object, key, &text)))
		return false;
	return str_is_null(text) ? absent : str_is(text, word);
}

/* A number's bytes, in mem. */
static bool number(struct arena *mem, const struct json_value *key, const char *name,
		   struct str *out)
{
	struct str text;
	if (sn_failed(text_of(key, name, &text)) || text.bytes == 0 ||
	    text.bytes * 3 / 4 > CRYPTO_RSA_BYTES_MAX + 1)
		return false;
	const size_t bytes = text.bytes * 3 / 4;
	char *room = arena_alloc(mem, bytes);
	*out = (struct str){room, bytes};
	return room && crypto_from_base64url(text, room, bytes);
}
/* Some write zeros before a number of RSA's; none of P-256's is left out. */
static struct str without_zeros(struct str n)
{
	while (n.bytes > 0 && n.at[0] == 0)
		n = (struct str){n.at + 1, n.bytes - 1};
	return n;
}

static bool rsa_parse(struct arena *mem, const struct json_value *v, struct crypto_public_key *out)
{
	out->kind = CRYPTO_RS256;
	if (!text_is(v, "alg", "RS256", true) || !number(mem, v, "n", &out->a) ||
	    !number(mem, v, "e", &out->b))
		return false;
	out->a = without_zeros(out->a);
	out->b = without_zeros(out->b);
	return crypto_public_key_is_sound(out);
}
static bool p256_parse(struct arena *mem, const struct json_value *v, struct crypto_public_key *out)
{
	out->kind = CRYPTO_ES256;
	return text_is(v, "alg", "ES256", true) && text_is(v, "crv", "P-256", false) &&
	       number(mem, v, "x", &out->a) && number(mem, v, "y", &out->b) &&
	       crypto_public_key_is_sound(out);
}
/* false: it is for something else, or nothing that we verify with. */
static bool key_parse(struct arena *mem, const struct json_value *v, struct oidc_key *out)
{
	if (json_kind(v) != JSON_KIND_OBJECT || !text_is(v, "use", "sig", true) ||
	    sn_failed(text_of(v, "kid", &out->kid)) || out->kid.bytes > KID_BYTES_MAX)
		return false;
	out->kid = str_is_null(out->kid) ? STR_NULL : arena_str(mem, out->kid);
	if (text_is(v, "kty", "RSA", false))
		return rsa_parse(mem, v, &out->key);
	return text_is(v, "kty", "EC", false) && p256_parse(mem, v, &out->key);
}

static struct sn_err keys_take(struct arena *mem, const struct json_value *root,
			       struct oidc_keys *out)
{
	struct json_value list;
	out->count = 0;
	out->list = ARENA_ARRAY(mem, struct oidc_key, OIDC_KEYS_MAX);
	if (!out->list)
		return SN_FAIL(OUT_OF_MEMORY);
	if (sn_failed(json_get_array(root, "keys", &list)) || json_count(&list) > OIDC_KEYS_MAX)
		return sn_err_with_text(SN_FAIL(OIDC_MISCONFIGURED), "jwks_uri: keys");
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value v = json_at(&list, i);
		if (key_parse(mem, &v, &out->list[out->count]))
			out->count++;
	}
	return out->count > 0
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(OIDC_MISCONFIGURED), "jwks_uri: ES256, RS256");
}
struct sn_err oidc_keys_parse(struct arena *mem, struct str json, struct oidc_keys *out)
{
	struct json_doc *doc = NULL;
	out->count = 0;
	if (sn_failed(json_read(&doc, json)))
		return sn_err_with_text(SN_FAIL(OIDC_MISCONFIGURED), "jwks_uri: JSON");
	const struct json_value root = json_root(doc);
	const struct sn_err e = keys_take(mem, &root, out);
	json_free(doc);
	return e;
}

/* ---- the token's parts ---- */

struct parts {
	struct str signed_text; /* header.claims, as they stand there */
	struct str header, claims, signature;
};
static bool decoded(struct arena *mem, struct str text, struct str *out)
{
	const size_t bytes = text.bytes * 3 / 4;
	char *room = arena_alloc(mem, bytes + 1);
	if (!room || bytes == 0 || !crypto_from_base64url(text, room, bytes))
		return false;
	*out = (struct str){room, bytes};
	return true;
}
static struct sn_err split(struct arena *mem, struct str token, struct parts *out)
{
	struct str rest = token, header, claims, signature;
	if (token.bytes > OIDC_ANSWER_BYTES_MAX || !str_split(&rest, '.', &header) ||
	    !str_split(&rest, '.', &claims) || !str_split(&rest, '.', &signature) ||
	    rest.bytes > 0 || token.bytes != header.bytes + claims.bytes + signature.bytes + 2)
		return SN_FAIL(OIDC_TOKEN_FORM);
	out->signed_text = (struct str){token.at, header.bytes + 1 + claims.bytes};
	if (!decoded(mem, header, &out->header) || !decoded(mem, claims, &out->claims) ||
	    !decoded(mem, signature, &out->signature) || out->signature.bytes > SIGNATURE_BYTES_MAX)
		return arena_ran_short(mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_FAIL(OIDC_TOKEN_FORM);
	return SN_SUCCESS;
}

/* ---- who signed it ---- */

static struct sn_err header_read(const struct json_value *header, enum crypto_signature *algorithm,
				 struct str *kid)
{
	struct str alg;
	if (sn_failed(json_get_text(header, "alg", &alg)) || sn_failed(text_of(header, "kid", kid)))
		return SN_FAIL(OIDC_TOKEN_FORM);
	/* Something that must be understood, and is not (RFC 7515 4.1.11). */
	const struct json_value crit = json_find(header, "crit");
	if (json_kind(&crit) != JSON_ABSENT)
		return SN_FAIL(OIDC_TOKEN_FORM);
	*algorithm = str_is(alg, "ES256") ? CRYPTO_ES256 : CRYPTO_RS256;
	return str_is(alg, "ES256") || str_is(alg, "RS256") ? SN_SUCCESS
							    : SN_FAIL(OIDC_TOKEN_ALGORITHM);
}
static const struct oidc_key *key_of(const struct oidc_keys *keys, enum crypto_signature algorithm,
				     struct str kid)
{
	const struct oidc_key *found = NULL;
	for (size_t i = 0; i < keys->count; i++) {
		const struct oidc_key *k = &keys->list[i];
		if (k->key.kind != algorithm || (!str_is_null(kid) && !str_eq(k->kid, kid)))
			continue;
		if (found)
			return NULL; /* which of them is nobody's to guess */
		found = k;
	}
	return found;
}
static struct sn_err signature_check(const struct parts *p, const struct oidc_keys *keys,
				     const struct json_value *header)
{
	enum crypto_signature algorithm;
	uint8_t der[CRYPTO_ES256_DER_BYTES_MAX];
	struct str kid, signature = p->signature;
	SN_TRY(header_read(header, &algorithm, &kid));
	const struct oidc_key *k = key_of(keys, algorithm, kid);
	if (!k)
		return SN_FAIL(OIDC_TOKEN_KEY);
	if (algorithm == CRYPTO_ES256)
		signature = (struct str){(const char *)der, crypto_es256_der(p->signature, der)};
	return crypto_signature_holds(&k->key, p->signed_text, signature)
		       ? SN_SUCCESS
		       : SN_FAIL(OIDC_TOKEN_SIGNATURE);
}

/* ---- what it says ---- */

/* The claim is the word, or a list with the word in it. */
static bool names(const struct json_value *claims, const char *key, struct str word, size_t *count)
{
	const struct json_value v = json_find(claims, key);
	struct str text;
	bool found = false;
	*count = 1;
	if (json_kind(&v) == JSON_KIND_TEXT)
		return !sn_failed(json_as_text(&v, &text)) && str_eq(text, word);
	*count = json_kind(&v) == JSON_KIND_ARRAY ? json_count(&v) : 0;
	for (size_t i = 0; i < *count; i++) {
		const struct json_value item = json_at(&v, i);
		if (sn_failed(json_as_text(&item, &text)))
			return false;
		found = found || str_eq(text, word);
	}
	return found;
}
static struct sn_err audience_check(const struct json_value *claims, struct str client_id)
{
	struct str azp;
	size_t count = 0;
	if (!names(claims, "aud", client_id, &count) || sn_failed(text_of(claims, "azp", &azp)) ||
	    (str_is_null(azp) && count > 1) || (!str_is_null(azp) && !str_eq(azp, client_id)))
		return SN_FAIL(OIDC_TOKEN_AUDIENCE);
	return SN_SUCCESS;
}
static struct sn_err time_check(const struct json_value *claims, int64_t at_us)
{
	const int64_t at_s = at_us / 1000000;
	int64_t expires_s = 0, issued_s = 0, from_s = at_s;
	if (sn_failed(json_get_int(claims, "exp", &expires_s)) ||
	    sn_failed(json_get_int(claims, "iat", &issued_s)) ||
	    sn_failed(json_get_int_or(claims, "nbf", &from_s)))
		return SN_FAIL(OIDC_TOKEN_TIME);
	/* Compared so that no number of the token is added to. */
	if (at_s - OIDC_SKEW_S >= expires_s || issued_s > at_s + OIDC_SKEW_S ||
	    issued_s < at_s - OIDC_SKEW_S - OIDC_TOKEN_AGE_S || from_s > at_s + OIDC_SKEW_S)
		return SN_FAIL(OIDC_TOKEN_TIME);
	return SN_SUCCESS;
}
static struct sn_err identity(struct arena *mem, const struct json_value *claims,
			      const struct oidc_expect *expect, struct oidc_identity *out)
{
	struct str subject;
	size_t count = 0;
	char *claim = arena_printf(mem, STR_FMT, STR_ARG(expect->claim));
	if (!claim)
		return SN_FAIL(OUT_OF_MEMORY);
	/* sub is there in every ID token, whichever claim is used. */
	if (sn_failed(json_get_text(claims, "sub", &subject)) ||
	    sn_failed(json_get_text(claims, claim, &subject)) || subject.bytes == 0 ||
	    subject.bytes > OIDC_SUBJECT_BYTES_MAX)
		return SN_FAIL(OIDC_TOKEN_SUBJECT);
	for (size_t i = 0; i < subject.bytes; i++)
		if ((unsigned char)subject.at[i] < ' ' || subject.at[i] == 0x7F)
			return SN_FAIL(OIDC_TOKEN_SUBJECT);
	out->subject = arena_str(mem, subject);
	out->second =
		(expect->factor_acr.bytes > 0 && names(claims, "acr", expect->factor_acr, &count) &&
		 count == 1) ||
		(expect->factor_amr.bytes > 0 && names(claims, "amr", expect->factor_amr, &count));
	return out->subject.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err claims_check(struct arena *mem, const struct json_value *claims,
				  const struct oidc_expect *expect, struct oidc_identity *out)
{
	struct str issuer, nonce;
	if (json_kind(claims) != JSON_KIND_OBJECT)
		return SN_FAIL(OIDC_TOKEN_FORM);
	if (sn_failed(json_get_text(claims, "iss", &issuer)) || !str_eq(issuer, expect->issuer))
		return SN_FAIL(OIDC_TOKEN_ISSUER);
	SN_TRY(audience_check(claims, expect->client_id));
	SN_TRY(time_check(claims, expect->at_us));
	if (sn_failed(json_get_text(claims, "nonce", &nonce)) || nonce.bytes == 0 ||
	    nonce.bytes != expect->nonce.bytes ||
	    !crypto_eq(nonce.at, expect->nonce.at, nonce.bytes))
		return SN_FAIL(OIDC_TOKEN_NONCE);
	return identity(mem, claims, expect, out);
}

struct sn_err oidc_token_check(struct arena *mem, struct str token, const struct oidc_keys *keys,
			       const struct oidc_expect *expect, struct oidc_identity *out)
{
	struct parts p;
	struct json_doc *header = NULL, *claims = NULL;
	struct sn_err e;
	*out = (struct oidc_identity){.subject = STR_NULL};
	SN_TRY(split(mem, token, &p));
	if (sn_failed(json_read(&header, p.header)))
		return SN_FAIL(OIDC_TOKEN_FORM);
	const struct json_value root = json_root(header);
	e = signature_check(&p, keys, &root);
	json_free(header);
	SN_TRY(e);
	/* What nobody has signed is not even read. */
	if (sn_failed(json_read(&claims, p.claims)))
		return SN_FAIL(OIDC_TOKEN_FORM);
	const struct json_value said = json_root(claims);
	e = claims_check(mem, &said, expect, out);
	json_free(claims);
	return e;
}
