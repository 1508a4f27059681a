/* What a security key says: taken where it is whole and ours, refused where any part is not. */
#include "key_world.h"
#include "tap.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

static const struct webauthn_site site = {{"https://care.example.cn", 23}, {"care.example.cn", 15}};
static uint8_t challenge[WEBAUTHN_CHALLENGE_BYTES];

static void test_sites(void)
{
	static const char *const good[][2] = {
		{"https://care.example.cn", "care.example.cn"},
		{"https://care.example.cn:8443", "care.example.cn"},
		{"http://localhost:8080", "localhost"},
		{"http://localhost", "localhost"},
		{"https://songnuan", "songnuan"},
		{"https://xn--fiq228c.example", "xn--fiq228c.example"},
	};
	static const char *const bad[] = {
		"",
		"care.example.cn",
		"http://care.example.cn",
		"https://",
		"https://:443",
		"https://10.0.0.5",
		"https://[::1]:8443",
		"https://Care.example.cn",
		"https://care.example.cn/",
		"https://care.example.cn:443",
		"http://localhost:80",
		"https://care.example.cn:0",
		"https://care.example.cn:",
		"https://care.example.cn:99999",
		"https://-a.cn",
		"https://a..cn",
		"https://a.cn.",
		"https://a_b.cn",
		"https://user@a.cn",
		"https://a.cn:08443",
		"ftp://a.cn",
		"http://localhost.evil.cn",
		"https://a-.cn",
		"https://a{.cn",
		"https://a.cn:1x",
		"https://a.cn:65536",
		"https://a.cn:99999999999999999999",
		"https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.cn",
	};
	char many[270] = "https://a";
	for (size_t i = 9; i + 2 < sizeof many; i += 2)
		memcpy(many + i, ".a", 3);
	struct webauthn_site out;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		REASON(webauthn_site_parse(str_of(good[i][0]), &out), "ok", good[i][0]);
		OK(str_is(out.origin, good[i][0]) && str_is(out.rp_id, good[i][1]),
		   "origin and name");
	}
	REASON(webauthn_site_parse(str_of(many), &out), "bad_site", "a name longer than names are");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		REASON(webauthn_site_parse(str_of(bad[i]), &out), "bad_site", bad[i]);
		OK(str_is_null(out.origin) && str_is_null(out.rp_id), "and nothing of it stays");
	}
}

/* ---- a new key ---- */

static struct sn_err created(const struct soft_key *k, const struct soft_say *say,
			     struct webauthn_said *said)
{
	struct soft_out out = {.cose.count = 0};
	static struct soft_bytes kept; /* said points into it */
	const struct webauthn_asked asked = {WEBAUTHN_CREATE, site, challenge};
	soft_create(k, say, &out);
	kept = out.attestation;
	return webauthn_created(soft_str(&kept), soft_str(&out.client), &asked, said);
}
static void creates(const struct soft_key *k, const struct soft_say *say, const char *reason,
		    const char *what)
{
	struct webauthn_said said;
	REASON(created(k, say, &said), reason, what);
}
static void test_creating(enum crypto_signature kind)
{
	struct soft_key k = soft_key_new(kind);
	struct webauthn_said said;
	const struct soft_say honest = soft_honest(WEBAUTHN_CREATE, site, challenge);
	struct soft_say say = honest;
	struct soft_out out = {.cose.count = 0};
	uint8_t other[WEBAUTHN_CHALLENGE_BYTES] = {1};
	soft_cose(&k, &out.cose);
	REASON(created(&k, &say, &said), "ok", "a new key");
	OK(said.present && said.verified && said.counter == 1 &&
		   str_eq(said.credential_id, (struct str){(const char *)k.id, sizeof k.id}) &&
		   str_eq(said.public_key, soft_str(&out.cose)),
	   "shows what it is");
	say.form = "packed";
	creates(&k, &say, "ok", "one that has signed for itself");
	say.said_algorithm = kind == CRYPTO_ES256 ? CRYPTO_EDDSA : CRYPTO_ES256;
	creates(&k, &say, "key_wrong", "not by another algorithm than its own");
	say = honest;
	say.form = "fido-u2f";
	creates(&k, &say, "key_wrong", "a form of attestation that nobody asked for");
	say = honest;
	say.flags |= SOFT_ED;
	creates(&k, &say, "ok", "extensions are passed over");
	say.flags = honest.flags | SOFT_BE | SOFT_BS;
	creates(&k, &say, "ok", "a passkey that is kept elsewhere too");
	say.flags = honest.flags | SOFT_BS;
	creates(&k, &say, "key_wrong", "kept elsewhere, though it cannot be: no");
	say.flags = honest.flags & ~(unsigned)SOFT_UV;
	REASON(created(&k, &say, &said), "ok", "one without a finger or PIN");
	OK(!said.verified, "says so");
	say.flags = honest.flags & ~(unsigned)SOFT_UP;
	creates(&k, &say, "key_wrong", "nobody touched it");
	say.flags = honest.flags & ~(unsigned)SOFT_AT;
	creates(&k, &say, "key_wrong", "no key in it");
	say = honest;
	say.challenge = other;
	creates(&k, &say, "key_wrong", "another challenge");
	say = honest;
	say.type = "webauthn.get";
	creates(&k, &say, "key_wrong", "an answer to another question");
	say = honest;
	say.cross = true;
	creates(&k, &say, "key_origin", "in a frame of another site's page");
	soft_key_free(&k);
}
static void test_origins(void)
{
	static const char *const wrong[] = {"https://care.example.cn.evil.cn",
					    "http://care.example.cn",
					    "https://care.example.cn:8443",
					    "https://CARE.example.cn",
					    "https://care.example.cn/",
					    "https://evil.cn",
					    ""};
	struct soft_key k = soft_key_new(CRYPTO_EDDSA);
	struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, challenge);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		say.origin = wrong[i];
		creates(&k, &say, "key_origin", wrong[i]);
	}
	say = soft_honest(WEBAUTHN_CREATE, site, challenge);
	say.rp_id = "evil.cn";
	creates(&k, &say, "key_origin", "a key bound to another site");
	soft_key_free(&k);
}

/* ---- an answer ---- */

static void asserts(const struct soft_key *k, const struct soft_key *stored,
		    const struct soft_say *say, const char *reason, const char *what)
{
	struct soft_out out = {.cose.count = 0};
	struct soft_bytes cose;
	struct webauthn_said said;
	const struct webauthn_asked asked = {WEBAUTHN_GET, site, challenge};
	soft_cose(stored, &cose);
	soft_assert(k, say, &out);
	const struct webauthn_answer answer = soft_answer(&out);
	REASON(webauthn_asserted(&answer, soft_str(&cose), &asked, &said), reason, what);
}
static void test_answering(enum crypto_signature kind)
{
	struct soft_key k = soft_key_new(kind), another = soft_key_new(kind);
	const struct soft_say honest = soft_honest(WEBAUTHN_GET, site, challenge);
	struct soft_say say = honest;
	uint8_t other[WEBAUTHN_CHALLENGE_BYTES] = {1};
	asserts(&k, &k, &say, "ok", "a key that is known signs");
	say.more = ",\"other_keys_can_be_added_here\":\"do not compare clientDataJSON against a "
		   "template\"";
	asserts(&k, &k, &say, "ok", "whatever else a browser says");
	say = honest;
	asserts(&another, &k, &say, "key_wrong", "another key's signature");
	say.challenge = other;
	asserts(&k, &k, &say, "key_wrong", "another challenge");
	say = honest;
	say.type = "webauthn.create";
	asserts(&k, &k, &say, "key_wrong", "an answer to another question");
	say = honest;
	say.origin = "https://evil.cn";
	asserts(&k, &k, &say, "key_origin", "from another page");
	say = honest;
	say.rp_id = "evil.cn";
	asserts(&k, &k, &say, "key_origin", "for another site");
	say = honest;
	say.flags = SOFT_UV;
	asserts(&k, &k, &say, "key_wrong", "untouched");
	say.flags = honest.flags | SOFT_AT;
	asserts(&k, &k, &say, "key_wrong", "with a key that only a new one shows");
	say.flags = honest.flags | SOFT_ED;
	asserts(&k, &k, &say, "ok", "with extensions");
	soft_key_free(&k);
	soft_key_free(&another);
}
/* Each bit of all that is signed, and of the signature, matters. */
static void test_bits(enum crypto_signature kind)
{
	struct soft_key k = soft_key_new(kind);
	struct soft_out out = {.cose.count = 0};
	struct webauthn_said said;
	const struct webauthn_asked asked = {WEBAUTHN_GET, site, challenge};
	const struct soft_say say = soft_honest(WEBAUTHN_GET, site, challenge);
	int64_t taken = 0, tried = 0;
	soft_cose(&k, &out.cose);
	soft_assert(&k, &say, &out);
	struct soft_bytes *const parts[] = {&out.client, &out.data, &out.signature};
	const struct webauthn_answer answer = soft_answer(&out);
	for (size_t p = 0; p < 3; p++)
		for (size_t bit = 0; bit < parts[p]->count * 8;
		     bit += kind == CRYPTO_RS256 ? 7 : 1) {
			parts[p]->at[bit / 8] ^= (uint8_t)(1U << bit % 8);
			taken += !sn_failed(
				webauthn_asserted(&answer, soft_str(&out.cose), &asked, &said));
			parts[p]->at[bit / 8] ^= (uint8_t)(1U << bit % 8);
			tried++;
		}
	OK(tried > 200, "many bits are turned");
	EQ_I64(taken, 0, "none goes unseen");
	REASON(webauthn_asserted(&answer, soft_str(&out.cose), &asked, &said), "ok",
	       "as it was, it holds");
	soft_key_free(&k);
}

/* ---- bytes that are none ---- */

/* Every beginning of what is whole is refused, and what has something behind its end. */
static void test_cut(void)
{
	struct soft_key k = soft_key_new(CRYPTO_ES256);
	struct soft_out out = {.cose.count = 0};
	struct webauthn_said said;
	struct crypto_public_key key;
	const struct webauthn_asked asked = {WEBAUTHN_CREATE, site, challenge};
	struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, challenge);
	int64_t taken = 0;
	say.flags |= SOFT_ED;
	say.form = "packed";
	soft_create(&k, &say, &out);
	const struct str client = soft_str(&out.client);
	for (size_t i = 0; i < out.attestation.count; i++)
		taken += !sn_failed(webauthn_created(
			(struct str){(const char *)out.attestation.at, i}, client, &asked, &said));
	for (size_t i = 0; i < out.data.count; i++)
		taken += !sn_failed(webauthn_authenticator_data(
			(struct str){(const char *)out.data.at, i}, &said));
	for (size_t i = 0; i < out.cose.count; i++)
		taken += !sn_failed(
			webauthn_public_key((struct str){(const char *)out.cose.at, i}, &key));
	for (size_t i = 0; i < client.bytes; i++)
		taken += !sn_failed(webauthn_client_data((struct str){client.at, i}, &asked));
	EQ_I64(taken, 0, "a beginning is no whole");
	soft_byte(&out.attestation, 0);
	soft_byte(&out.data, 0);
	soft_byte(&out.cose, 0);
	REASON(webauthn_created(soft_str(&out.attestation), client, &asked, &said), "key_wrong",
	       "nor with something behind it");
	REASON(webauthn_authenticator_data(soft_str(&out.data), &said), "key_wrong",
	       "the key's data likewise");
	REASON(webauthn_public_key(soft_str(&out.cose), &key), "key_wrong", "the key likewise");
	soft_key_free(&k);
}
static const char *key_of(const char *hex)
{
	uint8_t bytes[256];
	struct crypto_public_key key;
	const size_t count = strlen(hex) / 2;
	const bool good = crypto_from_hex(str_of(hex), bytes, count);
	OK(good, "hex");
	return sn_reason_word(
		webauthn_public_key((struct str){(const char *)bytes, count}, &key).reason);
}
#define ED_X                                                                                       \
	"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" /* RFC 8032 7.1, test 1 */
static void test_public_keys(void)
{
	EQ_STR(key_of("a4010103272006215820" ED_X), "ok", "Ed25519, canonical");
	EQ_STR(key_of("a401010327200621582000" ED_X), "key_wrong", "cut elsewhere");
	EQ_STR(key_of("a401010327200621581f00000000000000000000000000000000000000000000000000000000"
		      "000000"),
	       "key_unfit", "31 bytes");
	EQ_STR(key_of("a401010327200621582000000000000000000000000000000000000000000000000000000000"
		      "00000000"),
	       "key_unfit", "a point of small order");
	EQ_STR(key_of("a4010103272001215820" ED_X), "key_unfit", "another curve");
	EQ_STR(key_of("a4010203272006215820" ED_X), "key_unfit", "another kind of key");
	EQ_STR(key_of("a4010103262006215820" ED_X), "key_unfit", "another algorithm");
	EQ_STR(key_of("a40101033823200621"
		      "5820" ED_X),
	       "key_unfit", "an algorithm that nobody asked for (ES512)");
	EQ_STR(key_of("a50101010103272006215820" ED_X), "key_wrong", "a label twice");
	EQ_STR(key_of("a5010103272006215820" ED_X "0401"), "key_wrong", "a label that no key has");
	EQ_STR(key_of("a418010103272006215820" ED_X), "key_wrong",
	       "a number that is not in its shortest form");
	EQ_STR(key_of("bf010103272006215820" ED_X "ff"), "key_wrong", "a map without its length");
	EQ_STR(key_of("c1a4010103272006215820" ED_X), "key_wrong", "a tag");
	EQ_STR(key_of("a5010103272006215820" ED_X "0001"), "key_wrong", "label 0");
	EQ_STR(key_of("a5010103272006215820" ED_X "0201"), "key_wrong", "label 2");
	EQ_STR(key_of("a5010103272006215820" ED_X "2301"), "key_wrong", "label -4");
	EQ_STR(key_of("a5010103272006215820" ED_X "616101"), "key_wrong", "a label in words");
	EQ_STR(key_of("a5010103272006215820" ED_X "1a8000000001"), "key_wrong",
	       "a label beyond all numbers of keys");
	EQ_STR(key_of("a5010103272006215820" ED_X "224100"), "key_unfit",
	       "a part that only another kind has");
	EQ_STR(key_of("a4010103272006216420202020"), "key_wrong", "a text where bytes stand");
	EQ_STR(key_of("a40102032620012158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945"
		      "d898c296"),
	       "key_unfit", "half a point");
	EQ_STR(key_of("a4010103262001215820" ED_X), "key_unfit", "ES256 by an Edwards key");
	EQ_STR(key_of("a5010203262006215820" ED_X "225820" ED_X), "key_unfit",
	       "ES256 on another curve");
	EQ_STR(key_of("a40102033901002001215820" ED_X), "key_unfit", "RS256 by a point");
	EQ_STR(key_of("a30103033901002143010001"), "key_unfit", "RS256 without its modulus");
	EQ_STR(key_of("80"), "key_wrong", "no map");
	EQ_STR(key_of("a0"), "key_unfit", "nothing in it");
	EQ_STR(key_of("a50102032620012158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945"
		      "d898c296225820"
		      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
	       "ok", "P-256's own point");
	EQ_STR(key_of("a50102032620012158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945"
		      "d898c296225820"
		      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f4"),
	       "key_unfit", "a point beside the curve");
}

/* Authenticator data of these flags, and what follows it. */
static const char *data_is(unsigned flags, const char *hex)
{
	struct webauthn_said said;
	struct soft_bytes b = {.count = 0};
	uint8_t zeros[37] = {0}, more[256];
	const size_t count = strlen(hex) / 2;
	zeros[32] = (uint8_t)flags;
	soft_add(&b, zeros, sizeof zeros);
	OK(count == 0 || crypto_from_hex(str_of(hex), more, count), "hex");
	soft_add(&b, more, count);
	return sn_reason_word(webauthn_authenticator_data(soft_str(&b), &said).reason);
}
static void test_extensions(void)
{
	static const struct {
		const char *hex, *reason, *what;
	} rows[] = {
		{"a0", "ok", "none"},
		{"a16161f5", "ok", "true"},
		{"a16161f93c00", "ok", "a small float"},
		{"a16161420102", "ok", "bytes"},
		{"a161618201a1616201", "ok", "a list with a map in it"},
		{"a16161f8ff", "key_wrong", "a value that nobody knows"},
		{"a16161c101", "key_wrong", "a tag"},
		{"a161618181818101", "key_wrong", "too deep"},
		{"a161619b00000000ffffffff", "key_wrong", "a list longer than what there is"},
		{"a161614401", "key_wrong", "bytes that are cut"},
		{"a161611c", "key_wrong", "a length of no kind"},
		{"81", "key_wrong", "no map"},
		{"", "key_wrong", "announced, and not there"},
		{"a000", "key_wrong", "something behind them"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		EQ_STR(data_is(SOFT_UP | SOFT_ED, rows[i].hex), rows[i].reason, rows[i].what);
#define MODEL "00000000000000000000000000000000"
	EQ_STR(data_is(SOFT_UP | SOFT_AT, MODEL "0000"), "key_wrong", "a key without an id");
	EQ_STR(data_is(SOFT_UP | SOFT_AT, MODEL "ffff"), "key_wrong", "an id longer than ids are");
	EQ_STR(data_is(SOFT_UP | SOFT_AT, MODEL "0004aabb"), "key_wrong", "an id that is cut");
	EQ_STR(data_is(SOFT_UP | SOFT_AT, MODEL "0001aa80"), "key_wrong", "an id without its key");
	static char large[WEBAUTHN_PART_BYTES_MAX + 1];
	struct webauthn_said said;
	const struct webauthn_asked asked = {WEBAUTHN_CREATE, site, challenge};
	REASON(webauthn_authenticator_data((struct str){large, sizeof large}, &said), "key_wrong",
	       "more than any key says");
	memset(large, ' ', sizeof large);
	REASON(webauthn_client_data((struct str){large, sizeof large}, &asked), "key_wrong",
	       "more than any browser says");
	REASON(webauthn_client_data(STR("{\"type\":\"webauthn.create\"}"), &asked), "key_wrong",
	       "a browser that names no challenge");
	REASON(webauthn_client_data(STR("{\"type\":\"webauthn.create\",\"challenge\":\"AA\"}"),
				    &asked),
	       "key_wrong", "and no site");
	REASON(webauthn_client_data(STR("{\"type\":\"webauthn.create\",\"challenge\":\"AA\","
					"\"origin\":\"https://care.example.cn\",\"crossOrigin\":"
					"\"no\"}"),
				    &asked),
	       "key_wrong", "or says in words what is yes or no");
}

/* A statement: e nothing, a an algorithm, A two, w one in words, s a signature, S two, x a certificate, l no map. */
static void states(struct soft_bytes *b, char what)
{
	const uint64_t count = what == 'A' || what == 'S' ? 2 : what == 'e' || what == 'l' ? 0 : 1;
	soft_text(b, "attStmt");
	soft_head(b, what == 'l' ? 4 : 5, count);
	for (uint64_t i = 0; i < count; i++)
		switch (what) {
		case 'a':
		case 'A':
			soft_text(b, "alg");
			soft_number(b, CRYPTO_ES256);
			break;
		case 'w':
			soft_text(b, "alg");
			soft_text(b, "ES256");
			break;
		case 'x':
			soft_text(b, "x5c");
			soft_head(b, 4, 0);
			break;
		default:
			soft_text(b, "sig");
			soft_string(b, "ab", 2);
			break;
		}
}
/* The parts of an attestation, in whatever order and number; ours stand in it as they are. */
static const char *attests(const char *parts)
{
	struct soft_key k = soft_key_new(CRYPTO_ES256);
	struct soft_out out = {.cose.count = 0};
	struct soft_bytes b = {.count = 0};
	struct webauthn_said said;
	const struct webauthn_asked asked = {WEBAUTHN_CREATE, site, challenge};
	const struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, challenge);
	soft_create(&k, &say, &out);
	soft_head(&b, 5, strlen(parts));
	for (; *parts; parts++)
		switch (*parts) {
		case 'n':
			soft_text(&b, "fmt");
			soft_text(&b, "none");
			break;
		case 'p':
			soft_text(&b, "fmt");
			soft_text(&b, "packed");
			break;
		case 'd':
			soft_text(&b, "authData");
			soft_string(&b, out.data.at, out.data.count);
			break;
		case '7':
			soft_number(&b, 7);
			soft_number(&b, 7);
			break;
		default:
			states(&b, *parts);
			break;
		}
	const struct sn_err e =
		webauthn_created(soft_str(&b), soft_str(&out.client), &asked, &said);
	soft_key_free(&k);
	return sn_reason_word(e.reason);
}
static void test_attestations(void)
{
	EQ_STR(attests("ned"), "ok", "in this order");
	EQ_STR(attests("den"), "ok", "and in any other");
	static const struct {
		const char *parts, *what;
	} bad[] = {{"nd", "one is missing"},
		   {"nnd", "a form twice"},
		   {"ndd", "data twice"},
		   {"eed", "a statement twice"},
		   {"ne7", "something without a name"},
		   {"nedd", "one too many"},
		   {"nld", "a statement that is no map"},
		   {"nad", "nobody signed, and something is stated"},
		   {"pad", "an algorithm without a signature"},
		   {"psd", "a signature without an algorithm"},
		   {"pSd", "two signatures"},
		   {"pAd", "two algorithms"},
		   {"pwd", "an algorithm in words"},
		   {"pxd", "a certificate that nobody asked for"},
		   {"ped", "signed, and nothing stated"}};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		EQ_STR(attests(bad[i].parts), "key_wrong", bad[i].what);
}

int main(void)
{
	OK(crypto_start(), "crypto");
	crypto_random(challenge, sizeof challenge);
	challenge[0] = 0;
	test_sites();
	test_origins();
	test_cut();
	test_public_keys();
	test_extensions();
	test_attestations();
	static const enum crypto_signature kinds[] = {CRYPTO_EDDSA, CRYPTO_ES256, CRYPTO_RS256};
	for (size_t i = 0; i < 3; i++) {
		test_creating(kinds[i]);
		test_answering(kinds[i]);
		test_bits(kinds[i]);
	}
	return tap_done();
}
