/* ID tokens and what a provider publishes: made here by libcrypto, each then spoiled in one way. */
#include "base/crypto.h"
#include "base/url.h"
#include "fetch/fetch.h"
#include "rights/oidc_answer.h"
#include "rights/oidc_token.h"
#include "tap.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

enum { AT_S = 1730000000 };
#define ISSUER "https://id.example.cn/oidc"
#define CLAIMS                                                                                     \
	"{\"iss\":\"" ISSUER                                                                       \
	"\",\"sub\":\"wang\",\"aud\":\"songnuan\",\"exp\":1730000300,\"iat\":"                     \
	"1729999990,\"nonce\":\"n-1\"}"

static struct arena *mem;
static EVP_PKEY *ec, *other_ec, *rsa, *small_rsa;

/* ---- making ---- */

static const char *b64(const void *bytes, size_t count)
{
	char *out = arena_alloc(mem, crypto_base64url_bytes(count));
	crypto_base64url(bytes, count, out);
	return out;
}
static const char *number(EVP_PKEY *key, const char *name, int bytes)
{
	BIGNUM *n = NULL;
	uint8_t raw[1024];
	if (EVP_PKEY_get_bn_param(key, name, &n) != 1)
		return "";
	const int count = bytes > 0 ? BN_bn2binpad(n, raw, bytes) : BN_bn2bin(n, raw);
	BN_free(n);
	return b64(raw, (size_t)count);
}
static const char *jwk(EVP_PKEY *key, const char *kid, const char *more)
{
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
		return arena_printf(mem,
				    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\","
				    "\"kid\":\"%s\"%s}",
				    number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32),
				    number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32), kid, more);
	return arena_printf(mem, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\",\"kid\":\"%s\"%s}",
			    number(key, OSSL_PKEY_PARAM_RSA_N, 0),
			    number(key, OSSL_PKEY_PARAM_RSA_E, 0), kid, more);
}
static struct str set_of(const char *first, const char *second)
{
	return str_of(
		arena_printf(mem, "{\"keys\":[%s%s%s]}", first, second[0] ? "," : "", second));
}
static const char *signature_of(EVP_PKEY *key, const char *text)
{
	uint8_t der[1024], raw[64];
	size_t bytes = sizeof der;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	OK(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
		   EVP_DigestSign(ctx, der, &bytes, (const uint8_t *)text, strlen(text)) == 1,
	   "signed");
	EVP_MD_CTX_free(ctx);
	if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
		return b64(der, bytes);
	const uint8_t *at = der;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)bytes);
	(void)BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, 32);
	(void)BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + 32, 32);
	ECDSA_SIG_free(sig);
	return b64(raw, sizeof raw);
}
static const char *unsigned_token(const char *header, const char *claims)
{
	return arena_printf(mem, "%s.%s", b64(header, strlen(header)), b64(claims, strlen(claims)));
}
static struct str token(EVP_PKEY *key, const char *header, const char *claims)
{
	const char *text = unsigned_token(header, claims);
	return str_of(arena_printf(mem, "%s.%s", text, signature_of(key, text)));
}

/* ---- asking ---- */

static struct oidc_expect expected(void)
{
	return (struct oidc_expect){.issuer = STR(ISSUER),
				    .client_id = STR("songnuan"),
				    .nonce = STR("n-1"),
				    .claim = STR("sub"),
				    .at_us = AT_S * INT64_C(1000000)};
}
static const char *checked(struct str text, struct str set, const struct oidc_expect *expect,
			   struct oidc_identity *out)
{
	struct oidc_keys keys;
	const struct sn_err e = oidc_keys_parse(mem, set, &keys);
	return sn_reason_word(
		(sn_failed(e) ? e : oidc_token_check(mem, text, &keys, expect, out)).reason);
}
#define ES_HEADER "{\"alg\":\"ES256\",\"kid\":\"a\",\"typ\":\"JWT\"}"
static const char *claims_are(const char *claims)
{
	struct oidc_identity who;
	const struct oidc_expect expect = expected();
	return checked(token(ec, ES_HEADER, claims), set_of(jwk(ec, "a", ""), ""), &expect, &who);
}
/* CLAIMS with one part of it other. */
static const char *but(const char *part, const char *other)
{
	const char *at = strstr(CLAIMS, part);
	return at ? arena_printf(mem, "%.*s%s%s", (int)(at - CLAIMS), CLAIMS, other,
				 at + strlen(part))
		  : NULL;
}

static void test_good(void)
{
	struct oidc_identity who;
	const struct oidc_expect expect = expected();
	const struct str set =
		set_of(jwk(ec, "a", ",\"use\":\"sig\",\"alg\":\"ES256\""), jwk(rsa, "b", ""));
	EQ_STR(checked(token(ec, ES_HEADER, CLAIMS), set, &expect, &who), "ok", "ES256");
	OK(str_is(who.subject, "wang") && !who.second, "says who it is, and no more");
	EQ_STR(checked(token(rsa, "{\"alg\":\"RS256\",\"kid\":\"b\"}", CLAIMS), set, &expect, &who),
	       "ok", "RS256");
	EQ_STR(checked(token(rsa, "{\"alg\":\"RS256\"}", CLAIMS), set, &expect, &who), "ok",
	       "without a kid, where one key only is of its kind");
}

static void test_signatures(void)
{
	struct oidc_identity who;
	const struct oidc_expect expect = expected();
	const struct str set = set_of(jwk(ec, "a", ""), jwk(rsa, "b", ""));
	const struct str good = token(ec, ES_HEADER, CLAIMS);
	struct str bad = arena_str(mem, good);
	((char *)(uintptr_t)bad.at)[bad.bytes - 5] ^= 1;
	OK(strcmp(checked(bad, set, &expect, &who), "oidc_token_signature") == 0 ||
		   strcmp(checked(bad, set, &expect, &who), "oidc_token_form") == 0,
	   "a bit of the signature");
	EQ_STR(checked(token(other_ec, ES_HEADER, CLAIMS), set, &expect, &who),
	       "oidc_token_signature", "another key under the same kid");
	EQ_STR(checked(token(ec, "{\"alg\":\"ES256\",\"kid\":\"c\"}", CLAIMS), set, &expect, &who),
	       "oidc_token_key", "a kid that is not published");
	EQ_STR(checked(token(ec, "{\"alg\":\"RS256\",\"kid\":\"a\"}", CLAIMS), set, &expect, &who),
	       "oidc_token_key", "a key is of one algorithm");
	const char *none = unsigned_token("{\"alg\":\"none\"}", CLAIMS);
	EQ_STR(checked(str_of(arena_printf(mem, "%s.", none)), set, &expect, &who),
	       "oidc_token_form", "no signature");
	EQ_STR(checked(str_of(arena_printf(mem, "%s.AAAA", none)), set, &expect, &who),
	       "oidc_token_algorithm", "none");
	EQ_STR(checked(str_of(arena_printf(mem, "%s.AAAA",
					   unsigned_token("{\"alg\":\"None\"}", CLAIMS))),
		       set, &expect, &who),
	       "oidc_token_algorithm", "None");
	/* HS256, the public key as its secret: the oldest of tricks. */
	const char *text = unsigned_token("{\"alg\":\"HS256\",\"kid\":\"b\"}", CLAIMS);
	const struct str secret = str_of(jwk(rsa, "b", ""));
	uint8_t mac[32];
	(void)HMAC(EVP_sha256(), secret.at, (int)secret.bytes, (const uint8_t *)text, strlen(text),
		   mac, NULL);
	EQ_STR(checked(str_of(arena_printf(mem, "%s.%s", text, b64(mac, sizeof mac))), set, &expect,
		       &who),
	       "oidc_token_algorithm", "HS256");
	EQ_STR(checked(token(ec,
			     "{\"alg\":\"ES256\",\"kid\":\"a\",\"crit\":[\"b64\"],\"b64\":false}",
			     CLAIMS),
		       set, &expect, &who),
	       "oidc_token_form", "crit");
	EQ_STR(checked(token(other_ec,
			     arena_printf(mem, "{\"alg\":\"ES256\",\"kid\":\"a\",\"jwk\":%s}",
					  jwk(other_ec, "a", "")),
			     CLAIMS),
		       set, &expect, &who),
	       "oidc_token_signature", "a key that it brings itself is not looked at");
	/* r and s as DER, and with zeros: forms that others take. */
	uint8_t zeros[64] = {0};
	EQ_STR(checked(str_of(arena_printf(mem, "%s.%s", unsigned_token(ES_HEADER, CLAIMS),
					   b64(zeros, sizeof zeros))),
		       set, &expect, &who),
	       "oidc_token_signature", "r = s = 0");
}

static void test_forms(void)
{
	struct oidc_identity who;
	const struct oidc_expect expect = expected();
	const struct str set = set_of(jwk(ec, "a", ""), "");
	static const char *const texts[] = {
		"",         ".",       "..",   "a.b",         "a.b.c.d",
		"e30.e30.", "e30..AA", "....", "e30=.e30.AA", "!!!!.e30.AAAA"};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		EQ_STR(checked(str_of(texts[i]), set, &expect, &who), "oidc_token_form", texts[i]);
	EQ_STR(checked(token(ec, "[\"ES256\"]", CLAIMS), set, &expect, &who), "oidc_token_form",
	       "a header that is no object");
	EQ_STR(checked(token(ec, "{\"alg\":\"ES256\",\"alg\":\"none\"}", CLAIMS), set, &expect,
		       &who),
	       "oidc_token_form", "a key twice");
	EQ_STR(claims_are("[]"), "oidc_token_form", "claims that are no object");
	EQ_STR(claims_are("{\"iss\":\"" ISSUER "\",\"iss\":\"x\"}"), "oidc_token_form",
	       "a claim twice");
	char *large = arena_alloc(mem, OIDC_ANSWER_BYTES_MAX + 2);
	memset(large, 'A', OIDC_ANSWER_BYTES_MAX + 1);
	EQ_STR(checked((struct str){large, OIDC_ANSWER_BYTES_MAX + 1}, set, &expect, &who),
	       "oidc_token_form", "too large");
}

static void test_claims(void)
{
	static const struct {
		const char *part, *other, *reason, *what;
	} rows[] = {
		{"\"wang\"", "\"wang\"", "ok", "as it is"},
		{ISSUER, ISSUER "/", "oidc_token_issuer", "a slash more"},
		{ISSUER, "https://ID.example.cn/oidc", "oidc_token_issuer", "a capital letter"},
		{"\"" ISSUER "\"", "null", "oidc_token_issuer", "no issuer"},
		{"\"songnuan\"", "\"other\"", "oidc_token_audience", "for another"},
		{"\"songnuan\"", "[]", "oidc_token_audience", "for nobody"},
		{"\"songnuan\"", "[\"songnuan\"]", "ok", "a list of one"},
		{"\"songnuan\"", "[\"songnuan\",\"b\"]", "oidc_token_audience",
		 "for two, and who asked is not said"},
		{"\"songnuan\"", "[\"songnuan\",\"b\"],\"azp\":\"songnuan\"", "ok",
		 "for two, and we asked"},
		{"\"songnuan\"", "\"songnuan\",\"azp\":\"b\"", "oidc_token_audience",
		 "another asked"},
		{"\"songnuan\"", "[\"songnuan\",7]", "oidc_token_audience", "a number among them"},
		{"1730000300", "1729999880", "oidc_token_time", "over, the clocks allowed for"},
		{"1730000300", "1729999881", "ok", "a second before that"},
		{"1730000300", "\"1730000300\"", "oidc_token_time", "a time as text"},
		{"1730000300", "1730000300.5", "oidc_token_time", "half a second"},
		{"\"exp\":1730000300,", "", "oidc_token_time", "no end"},
		{"1730000300", "9223372036854775807", "ok", "an end that never comes"},
		{"1729999990", "1730000121", "oidc_token_time", "from the future"},
		{"1729999990", "1730000120", "ok", "from a clock that is ahead"},
		{"1729999990", "1729998979", "oidc_token_time", "old"},
		{"1729999990", "-9223372036854775807", "oidc_token_time", "very old"},
		{"1729999990", "1729999990,\"nbf\":1730000121", "oidc_token_time", "not yet"},
		{"\"n-1\"", "\"n-2\"", "oidc_token_nonce", "of another sign-in"},
		{"\"n-1\"", "\"n-10\"", "oidc_token_nonce", "a longer one"},
		{"\"n-1\"", "\"\"", "oidc_token_nonce", "an empty one"},
		{",\"nonce\":\"n-1\"", "", "oidc_token_nonce", "none"},
		{"\"wang\"", "\"\"", "oidc_token_subject", "nobody"},
		{"\"wang\"", "7", "oidc_token_subject", "a number"},
		{"\"wang\"", "\"a\\nb\"", "oidc_token_subject", "two lines"},
		{"\"sub\":\"wang\",", "", "oidc_token_subject", "no account"},
		{"\"wang\"", "\"a\\u007f\"", "oidc_token_subject", "delete"},
		{"\"songnuan\"", "7", "oidc_token_audience", "for a number"},
		{"\"songnuan\"", "\"songnuan\",\"azp\":7", "oidc_token_audience", "a number asked"},
		{"\"iat\":1729999990,", "", "oidc_token_time", "no beginning"},
		{"1729999990", "1729999990,\"nbf\":\"now\"", "oidc_token_time",
		 "not before a word"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		EQ_STR(claims_are(but(rows[i].part, rows[i].other)), rows[i].reason, rows[i].what);
}

static void test_long_names(void)
{
	char subject[OIDC_SUBJECT_BYTES_MAX + 4] = "\"";
	memset(subject + 1, 'a', OIDC_SUBJECT_BYTES_MAX);
	memcpy(subject + OIDC_SUBJECT_BYTES_MAX + 1, "\"", 2);
	EQ_STR(claims_are(but("\"wang\"", subject)), "ok", "as long as an account may be");
	memcpy(subject + OIDC_SUBJECT_BYTES_MAX + 1, "a\"", 3);
	EQ_STR(claims_are(but("\"wang\"", subject)), "oidc_token_subject", "one letter more");
	struct oidc_identity who;
	const struct oidc_expect expect = expected();
	const struct str set = set_of(jwk(ec, "a", ""), "");
	static const char *const headers[] = {"{}", "{\"alg\":7}", "{\"alg\":\"ES256\",\"kid\":7}"};
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
		EQ_STR(checked(token(ec, headers[i], CLAIMS), set, &expect, &who),
		       "oidc_token_form", headers[i]);
	EQ_STR(checked(str_of(arena_printf(mem, "%s.", token(ec, ES_HEADER, CLAIMS).at)), set,
		       &expect, &who),
	       "oidc_token_form", "a point behind it");
	char *zeros = arena_alloc(mem, 4 * CRYPTO_RSA_BYTES_MAX);
	memset(zeros, 'A', 4 * CRYPTO_RSA_BYTES_MAX - 1);
	zeros[4 * CRYPTO_RSA_BYTES_MAX - 1] = 0;
	zeros[2 * CRYPTO_RSA_BYTES_MAX] = 0;
	EQ_STR(checked(str_of(arena_printf(mem, "%s.%s", unsigned_token(ES_HEADER, CLAIMS), zeros)),
		       set, &expect, &who),
	       "oidc_token_form", "a signature longer than any");
}

static void test_account_and_factor(void)
{
	struct oidc_identity who;
	struct oidc_expect expect = expected();
	const struct str set = set_of(jwk(ec, "a", ""), "");
	const char *more =
		but("\"wang\"",
		    "\"wang\",\"no\":\"150302-17\",\"acr\":\"two\",\"amr\":[\"pwd\",\"mfa\"]");
	expect.claim = STR("no");
	EQ_STR(checked(token(ec, ES_HEADER, more), set, &expect, &who), "ok", "another claim");
	OK(str_is(who.subject, "150302-17"), "names the account");
	OK(!who.second, "what is not configured does not count");
	expect.factor_acr = STR("three");
	expect.factor_amr = STR("otp");
	EQ_STR(checked(token(ec, ES_HEADER, more), set, &expect, &who), "ok", "other words");
	OK(!who.second, "do not count");
	expect.factor_acr = STR("pwd");
	EQ_STR(checked(token(ec, ES_HEADER,
			     but("\"wang\"", "\"wang\",\"no\":\"7\",\"acr\":[\"pwd\",\"two\"]")),
		       set, &expect, &who),
	       "ok", "an acr of two words");
	OK(!who.second, "says nothing");
	expect.factor_acr = STR("two");
	EQ_STR(checked(token(ec, ES_HEADER, more), set, &expect, &who), "ok", "this acr");
	OK(who.second, "counts");
	expect.factor_acr = STR_NULL;
	expect.factor_amr = STR("mfa");
	EQ_STR(checked(token(ec, ES_HEADER, more), set, &expect, &who), "ok", "this amr");
	OK(who.second, "counts");
	expect.claim = STR("email");
	EQ_STR(checked(token(ec, ES_HEADER, more), set, &expect, &who), "oidc_token_subject",
	       "a claim that is not there");
}

static const char *keys_are(const char *set, size_t *count)
{
	struct oidc_keys keys;
	const struct sn_err e = oidc_keys_parse(mem, str_of(set), &keys);
	*count = keys.count;
	return sn_reason_word(e.reason);
}
static void test_keys(void)
{
	size_t count = 0;
	static const char *const none[] = {"",
					   "{}",
					   "[]",
					   "{\"keys\":{}}",
					   "{\"keys\":[]}",
					   "{\"keys\":[7]}",
#define RSA_KEY(more) "{\"keys\":[{\"kty\":\"RSA\"" more "}]}"
#define EC_KEY(more)  "{\"keys\":[{\"kty\":\"EC\"" more "}]}"
					   RSA_KEY(""),
					   RSA_KEY(",\"n\":7,\"e\":\"AQAB\""),
					   RSA_KEY(",\"n\":\"\",\"e\":\"AQAB\""),
					   RSA_KEY(",\"n\":\"!!!!\",\"e\":\"AQAB\""),
					   RSA_KEY(",\"n\":\"AAAA\""),
					   RSA_KEY(",\"n\":\"AAAA\",\"e\":\"AQAB\""),
					   RSA_KEY(",\"alg\":7"),
					   RSA_KEY(",\"use\":7"),
					   RSA_KEY(",\"kid\":7"),
					   EC_KEY(",\"alg\":\"ES384\""),
					   EC_KEY(",\"crv\":\"P-384\""),
					   EC_KEY(",\"crv\":\"P-256\""),
					   EC_KEY(",\"crv\":\"P-256\",\"x\":\"AQEB\""),
					   EC_KEY(",\"crv\":7"),
					   "{\"keys\":[{\"kty\":7}]}",
					   "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		EQ_STR(keys_are(none[i], &count), "oidc_misconfigured", none[i]);
	EQ_STR(keys_are(set_of(jwk(ec, "a", ",\"use\":\"enc\""), jwk(rsa, "b", "")).at, &count),
	       "ok", "a key for something else");
	EQ_I64((int64_t)count, 1, "is left out");
	EQ_STR(keys_are(set_of(jwk(rsa, "a", ",\"alg\":\"RS512\""), jwk(ec, "b", "")).at, &count),
	       "ok", "a key of another algorithm");
	EQ_I64((int64_t)count, 1, "likewise");
	EQ_STR(keys_are(set_of(jwk(small_rsa, "a", ""), "").at, &count), "oidc_misconfigured",
	       "1,024 bits are too few");
	EQ_STR(keys_are("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
			"\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\",\"y\":"
			"\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}]}",
			&count),
	       "oidc_misconfigured", "a point beside the curve");
	char kid[300], *large = arena_alloc(mem, 64 << 10);
	memset(kid, 'k', sizeof kid - 1);
	kid[sizeof kid - 1] = 0;
	EQ_STR(keys_are(set_of(jwk(ec, kid, ""), "").at, &count), "oidc_misconfigured",
	       "a kid longer than any");
	memcpy(large, "{\"keys\":[0", 11);
	for (size_t i = 0; i < OIDC_KEYS_MAX; i++)
		memcpy(large + 10 + 2 * i, "0,", 2);
	memcpy(large + 10 + 2 * OIDC_KEYS_MAX, "0]}", 4);
	EQ_STR(keys_are(large, &count), "oidc_misconfigured", "more keys than anybody has");
	memset(large, 'A', 2 * CRYPTO_RSA_BYTES_MAX);
	large[2 * CRYPTO_RSA_BYTES_MAX] = 0;
	EQ_STR(keys_are(arena_printf(mem, RSA_KEY(",\"n\":\"%s\",\"e\":\"AQAB\""), large), &count),
	       "oidc_misconfigured", "a number longer than any");
	struct oidc_identity who;
	const struct oidc_expect expect = expected();
	EQ_STR(checked(token(ec, ES_HEADER, CLAIMS),
		       set_of(jwk(other_ec, "a", ""), jwk(ec, "a", "")), &expect, &who),
	       "oidc_token_key", "of two keys of one kid none is guessed");
}

/* ---- what is published ---- */

#define AT "https://id.example.cn"
static struct oidc_provider provider_of(void)
{
	return (struct oidc_provider){.issuer = STR(ISSUER),
				      .client_id = STR("song nuan"),
				      .scope = STR("openid profile"),
				      .claim = STR("sub"),
				      .has_secret = true};
}
static const char *published(const char *more, const struct oidc_provider *p,
			     struct oidc_discovery *out)
{
	const char *text = arena_printf(mem, "{\"issuer\":\"" ISSUER "\"%s}", more);
	const struct sn_err e = oidc_discovery_parse(mem, str_of(text), p, out);
	return sn_failed(e) ? arena_printf(mem, "%s", e.text) : "ok";
}
#define PLACES(a, t, j)                                                                            \
	",\"authorization_endpoint\":\"" a "\",\"token_endpoint\":\"" t "\",\"jwks_uri\":\"" j "\""
static void test_discovery(void)
{
	struct oidc_discovery at;
	struct oidc_provider p = provider_of();
	EQ_STR(published(PLACES(AT "/a", AT "/t", AT "/j"), &p, &at), "ok", "three places");
	OK(!at.secret_by_post && !at.tells_issuer, "the usual ways");
	EQ_STR(published(PLACES(AT "/a", AT "/t", "https://keys.example.cn/j"), &p, &at),
	       "jwks_uri: keys.example.cn", "keys from elsewhere");
	EQ_STR(published(PLACES(AT "/a", AT ":8443/t", AT "/j"), &p, &at),
	       "token_endpoint: id.example.cn", "another port is another server");
	EQ_STR(published(PLACES(AT "/a", "http://id.example.cn/t", AT "/j"), &p, &at),
	       "token_endpoint", "no TLS");
	EQ_STR(published(PLACES("javascript:alert(1)", AT "/t", AT "/j"), &p, &at),
	       "authorization_endpoint", "no address");
	p.hosts = STR("x.example.cn keys.example.cn");
	EQ_STR(published(PLACES(AT "/a", AT "/t", "https://keys.example.cn/j"), &p, &at), "ok",
	       "from a host that is named");
	p.issuer = STR(ISSUER "/");
	EQ_STR(published(PLACES(AT "/a", AT "/t", AT "/j"), &p, &at), "issuer", "another issuer");
	p = provider_of();
	EQ_STR(published(PLACES(AT "/a", AT "/t",
				AT "/j") ",\"code_challenge_methods_supported\":[\"plain\"]",
			 &p, &at),
	       "code_challenge_methods_supported: S256", "no PKCE that is worth it");
	EQ_STR(published(PLACES(AT "/a", AT "/t",
				AT "/j") ",\"id_token_signing_alg_values_supported\":[\"HS256\"]",
			 &p, &at),
	       "id_token_signing_alg_values_supported: ES256, RS256", "no algorithm of ours");
	EQ_STR(published(PLACES(AT "/a", AT "/t",
				AT "/j") ",\"token_endpoint_auth_methods_supported\":[\"client_"
					 "secret_post\"],\"authorization_response_iss_parameter_"
					 "supported\":true",
			 &p, &at),
	       "ok", "another way for the secret");
	OK(at.secret_by_post && at.tells_issuer, "is taken");
	EQ_STR(published(PLACES(AT "/a", AT "/t", AT "/j") ",\"token_endpoint_auth_methods_"
							   "supported\":[\"private_key_jwt\"]",
			 &p, &at),
	       "token_endpoint_auth_methods_supported", "a way that we do not know");
}
static void test_addresses(void)
{
	const struct oidc_provider p = provider_of();
	struct oidc_discovery at = {.authorize = STR(AT "/a?tenant=1")};
	const struct oidc_words words = {"st", "no", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
	const struct str url =
		oidc_authorize_url(mem, &p, &at, &words, STR("https://care.example.cn/r"));
	EQ_STR(url.at,
	       AT "/a?tenant=1&response_type=code&client_id=song%20nuan&redirect_uri=https%3A%2F%"
		  "2Fcare.example.cn%2Fr"
		  "&scope=openid%20profile&state=st&nonce=no"
		  "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_"
		  "method=S256",
	       "where the browser goes (challenge: RFC 7636, B)");
	EQ_STR(oidc_exchange_basic(mem, &p, STR("a:b/c%")).at, "song%20nuan:a%3Ab%2Fc%25",
	       "id and secret are written as a form's values");
	EQ_STR(oidc_discovery_url(mem, &p).at, ISSUER "/.well-known/openid-configuration",
	       "where it publishes");
	struct str token_text;
	EQ_STR(sn_reason_word(oidc_exchange_parse(mem, 400, STR("{\"error\":\"invalid_grant\"}"),
						  &token_text)
				      .reason),
	       "oidc_code_refused", "a code that it did not take");
	EQ_STR(sn_reason_word(oidc_exchange_parse(mem, 502, STR("<html>"), &token_text).reason),
	       "oidc_down", "down");
	EQ_STR(sn_reason_word(
		       oidc_exchange_parse(mem, 200, STR("{\"access_token\":\"x\"}"), &token_text)
			       .reason),
	       "oidc_token_form", "no ID token");
	EQ_STR(sn_reason_word(
		       oidc_exchange_parse(mem, 200, STR("{\"id_token\":\"a.b.c\"}"), &token_text)
			       .reason),
	       "ok", "a token");
}

static void test_urls(void)
{
	static const char *const bad[] = {"",
					  "https://",
					  "https:///x",
					  "ftp://a.cn",
					  "http://a.cn",
					  "https://a.cn@b.cn",
					  "https://a:b@c.cn",
					  "https://a.cn:0",
					  "https://a.cn:65536",
					  "https://a.cn:x",
					  "https://a.cn:",
					  "https://a.cn#x",
					  "https://a b.cn",
					  "https://a.cn\\@b.cn",
					  "https://0x7f.1",
					  "https://2130706433",
					  "https://127.1",
					  "https://1.2.3.4.5",
					  "https://01.2.3.4",
					  "https://[::1",
					  "https://[zz]",
					  "https://A.cn",
					  "https://a..cn",
					  "https://-a.cn",
					  "https://a.cn.",
					  "http://127.0.0.1.nip.io",
					  "http://[::ffff:127.0.0.1]",
					  "HTTPS://a.cn",
					  "https://a.0x7f"};
	struct url u;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		OK(!url_parse(str_of(bad[i]), &u), bad[i]);
	OK(url_parse(STR("https://a-1.example.cn:8443/x?y=1"), &u) && u.port == 8443 &&
		   str_is(u.host, "a-1.example.cn") && str_is(u.path, "/x?y=1") && !u.loopback,
	   "a whole one");
	OK(url_parse(STR("http://localhost:9"), &u) && u.loopback && !u.https, "this machine");
	OK(url_parse(STR("http://[::1]:9/"), &u) && u.loopback && str_is(u.host, "::1"),
	   "this machine");
	OK(url_parse(STR("https://[2606:4700::1]"), &u) && !u.loopback && u.port == 443, "IPv6");
}

static bool may(const char *address, bool loopback, bool private_network)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	const struct fetch_where where = {loopback, private_network};
	if (inet_pton(AF_INET, address, &in.sin_addr) == 1)
		return fetch_may_connect((const struct sockaddr *)&in, where);
	OK(inet_pton(AF_INET6, address, &in6.sin6_addr) == 1, address);
	return fetch_may_connect((const struct sockaddr *)&in6, where);
}
static void test_where(void)
{
	static const char *const never[] = {
		"0.0.0.0",          "169.254.169.254", "224.0.0.1",
		"255.255.255.255",  "192.0.2.1",       "::",
		"fe80::1",          "ff02::1",         "::ffff:10.0.0.1",
		"::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
		"2001:db8::1"};
	static const char *const own[] = {"10.1.2.3",    "172.16.0.1", "172.31.255.255",
					  "192.168.1.1", "100.64.0.1", "fd00::1"};
	static const char *const open[] = {"1.1.1.1", "172.32.0.1", "192.0.1.1", "2606:4700::1"};
	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
		OK(!may(never[i], true, true), never[i]);
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		OK(!may(own[i], true, false) && may(own[i], false, true), own[i]);
	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
		OK(may(open[i], false, false), open[i]);
	OK(!may("127.0.0.1", false, true) && may("127.0.0.1", true, false) &&
		   !may("::1", false, true) && may("::1", true, false),
	   "this machine only by its name");
}

int main(void)
{
	OK(crypto_start(), "crypto");
	mem = arena_new(64 << 20);
	ec = EVP_EC_gen("P-256");
	other_ec = EVP_EC_gen("P-256");
	rsa = EVP_RSA_gen(2048);
	small_rsa = EVP_RSA_gen(1024);
	OK(ec && other_ec && rsa && small_rsa, "keys");
	test_good();
	test_signatures();
	test_forms();
	test_claims();
	test_long_names();
	test_account_and_factor();
	test_keys();
	test_discovery();
	test_addresses();
	test_urls();
	test_where();
	EVP_PKEY_free(ec);
	EVP_PKEY_free(other_ec);
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(small_rsa);
	arena_free(mem);
	return tap_done();
}
