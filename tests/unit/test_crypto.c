#include "base/crypto.h"
#include "tap.h"

static const char *hex_of(const void *bytes, size_t count)
{
	static char room[600];
	crypto_hex(bytes, count, room);
	return room;
}

static void sha256_matches_fips_180_4(void)
{
	/* FIPS 180-4 examples, csrc.nist.gov "SHA256.pdf"; the empty one from NIST CAVP SHA256ShortMsg. */
	struct sha256 d = crypto_sha256(STR("abc"));
	EQ_STR(hex_of(d.bytes, sizeof d.bytes),
	       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
	d = crypto_sha256(STR_NULL);
	EQ_STR(hex_of(d.bytes, sizeof d.bytes),
	       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "no bytes");
	const struct str two_blocks =
		STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
	d = crypto_sha256(two_blocks);
	EQ_STR(hex_of(d.bytes, sizeof d.bytes),
	       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "two blocks");
	struct sha256_stream *s = sha256_stream_new();
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < two_blocks.bytes; i++)
			sha256_stream_add(s, (struct str){two_blocks.at + i, 1});
		OK(sha256_eq(sha256_stream_end(s), d), "a stream gives the same, twice");
	}
	sha256_stream_free(s);
	sha256_stream_free(NULL);
}

static void hmac_matches_rfc_4231(void)
{
	struct crypto_key key = {{0}}; /* shorter keys are padded with zeros (RFC 2104) */
	memset(key.bytes, 0x0B, 20);
	struct sha256 d = crypto_hmac_sha256(&key, STR("Hi There"));
	EQ_STR(hex_of(d.bytes, sizeof d.bytes),
	       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", "case 1");
	key = (struct crypto_key){"Jefe"};
	d = crypto_hmac_sha256(&key, STR("what do ya want for nothing?"));
	EQ_STR(hex_of(d.bytes, sizeof d.bytes),
	       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "case 2");
}

static void sealing_matches_the_xchacha_draft(void)
{
	/* draft-irtf-cfrg-xchacha-03, A.3.1 */
	static const char sealed_hex[] =
		"404142434445464748494a4b4c4d4e4f5051525354555657"
		"bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
		"731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
		"2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
		"21f9664c97637da9768812f615c68b13b52e"
		"c0875924c1c7987947deafd8780acf49";
	static const char plain[] =
		"Ladies and Gentlemen of the class of '99: If I could offer you "
		"only one tip for the future, sunscreen would be it.";
	uint8_t sealed[24 + 114 + 16], aad[12], out[114 + 1] = {0};
	struct crypto_key key;
	for (size_t i = 0; i < sizeof key.bytes; i++)
		key.bytes[i] = (uint8_t)(0x80U + i);
	OK(crypto_from_hex(str_of(sealed_hex), sealed, sizeof sealed), "the vector is read");
	OK(crypto_from_hex(STR("50515253c0c1c2c3c4c5c6c7"), aad, sizeof aad), "its AAD too");
	const struct str a = {(const char *)aad, sizeof aad};
	const struct str s = {(const char *)sealed, sizeof sealed};
	OK(crypto_open(&key, a, s, out), "the published text opens");
	EQ_STR((const char *)out, plain, "to the published plain text");
}

static void what_is_sealed_opens_only_in_its_place(void)
{
	const struct crypto_key key = crypto_key_random(), other = crypto_key_random();
	const struct str plain = STR("11010119900307561X");
	uint8_t sealed[18 + CRYPTO_SEAL_EXTRA_BYTES], again[sizeof sealed], out[18];
	crypto_seal(&key, STR("person|id|1"), plain, sealed);
	crypto_seal(&key, STR("person|id|1"), plain, again);
	OK(memcmp(sealed, again, sizeof sealed) != 0, "two seals of one text differ");
	struct str s = {(const char *)sealed, sizeof sealed};
	OK(crypto_open(&key, STR("person|id|1"), s, out) &&
		   str_eq((struct str){(char *)out, 18}, plain),
	   "it opens");
	OK(!crypto_open(&key, STR("person|id|2"), s, out), "not in another row");
	OK(!crypto_open(&other, STR("person|id|1"), s, out), "not with another key");
	int opened = 0;
	for (size_t i = 0; i < sizeof sealed; i++) {
		sealed[i] ^= 1;
		opened += crypto_open(&key, STR("person|id|1"), s, out);
		sealed[i] ^= 1;
	}
	EQ_I64(opened, 0, "nor with any byte changed");
	for (s.bytes = 0; s.bytes < sizeof sealed; s.bytes++)
		opened += crypto_open(&key, STR("person|id|1"), s, out);
	EQ_I64(opened, 0, "nor cut anywhere");
	uint8_t empty[CRYPTO_SEAL_EXTRA_BYTES];
	crypto_seal(&key, STR_NULL, STR_NULL, empty);
	OK(crypto_open(&key, STR_NULL, (struct str){(char *)empty, sizeof empty}, out),
	   "an empty text can be sealed");
}

static void sub_keys_are_apart(void)
{
	/* libsodium 1.0.18, test/default/kdf.exp: the master key 00 01 … 1f, context "KDF test"; its
	 * sub-key of 32 bytes has the number 32. */
	struct crypto_key root;
	for (size_t i = 0; i < sizeof root.bytes; i++)
		root.bytes[i] = (uint8_t)i;
	const struct crypto_key a = crypto_kdf(&root, "KDF test", 0);
	const struct crypto_key same = crypto_kdf(&root, "KDF test", 0);
	const struct crypto_key next = crypto_kdf(&root, "KDF test", 1);
	const struct crypto_key other = crypto_kdf(&root, "KDF tesT", 0);
	OK(crypto_eq(&a, &same, sizeof a), "the same purpose gives the same key");
	OK(!crypto_eq(&a, &next, sizeof a), "another epoch another");
	OK(!crypto_eq(&a, &other, sizeof a), "another purpose another");
	const struct crypto_key published = crypto_kdf(&root, "KDF test", 32);
	EQ_STR(hex_of(published.bytes, sizeof published.bytes),
	       "154b291f11196737f8b7f491e4ca11764e0227d34f94295408a869f007aa8618",
	       "the published sub-key of 32 bytes");
}

static void text_forms(void)
{
	/* RFC 4648 §10, without padding */
	static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
	static const char *const coded[] = {"",       "Zg",      "Zm8",     "Zm9v",
					    "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"};
	char text[32];
	uint8_t bytes[8];
	for (size_t i = 0; i < 7; i++) {
		crypto_base64url(plain[i], i, text);
		EQ_STR(text, coded[i], "base64url is written");
		OK(crypto_from_base64url(str_of(coded[i]), bytes, i) &&
			   memcmp(bytes, plain[i], i) == 0,
		   "and read");
	}
	crypto_base64url("\xFB\xFF", 2, text);
	EQ_STR(text, "-_8", "with the URL's two characters");
	OK(!crypto_from_base64url(STR("Zh"), bytes, 1), "bits that are left over are refused");
	OK(!crypto_from_base64url(STR("Zg=="), bytes, 1), "padding is refused");
	OK(!crypto_from_base64url(STR("Zm8"), bytes, 3), "another length is refused");
	OK(!crypto_from_base64url(STR("+_8"), bytes, 2), "the other alphabet is refused");
	OK(!crypto_from_base64url(STR("Zm9v"), bytes, 2), "more bytes are refused");
	OK(crypto_from_hex(STR("00fFA0"), bytes, 3) && bytes[1] == 0xFF && bytes[2] == 0xA0,
	   "hex is read in both cases");
	OK(!crypto_from_hex(STR("00f"), bytes, 2), "half a byte is refused");
	OK(!crypto_from_hex(STR("00fg"), bytes, 2), "what is no hex is refused");
	OK(!crypto_from_hex(STR("00ff"), bytes, 3), "another number of bytes is refused");
	memset(bytes, 1, sizeof bytes);
	crypto_wipe(bytes, sizeof bytes);
	EQ_I64(bytes[0] + bytes[7], 0, "a secret is wiped");
	struct crypto_key a, b;
	crypto_random(&a, sizeof a);
	crypto_random(&b, sizeof b);
	OK(!crypto_eq(&a, &b, sizeof a), "random bytes differ");
}

static void hmac_sha1_matches_rfc_2202(void)
{
	uint8_t mac[SHA1_BYTES];
	crypto_hmac_sha1(STR("Jefe"), STR("what do ya want for nothing?"), mac);
	EQ_STR(hex_of(mac, sizeof mac), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "case 2");
	char key[80], data[73];
	memset(key, 0xaa, sizeof key);
	crypto_hmac_sha1((struct str){key, sizeof key},
			 STR("Test Using Larger Than Block-Size Key - Hash Key First"), mac);
	EQ_STR(hex_of(mac, sizeof mac), "aa4ae5e15272d00e95705637ce8a3b55ed402112", "case 6");
	memset(data, 0xdd, 50);
	crypto_hmac_sha1((struct str){key, 20}, (struct str){data, 50}, mac);
	EQ_STR(hex_of(mac, sizeof mac), "125d7342b9ac11cd91a39af48aa17b4f63f175d3", "case 3");
}

static void passwords(void)
{
	const struct crypto_cost cheap = {8192, 1}, dearer = {16384, 2};
	char hash[CRYPTO_PASSWORD_BYTES], again[CRYPTO_PASSWORD_BYTES];
	/* Made by the reference implementation's own command (argon2 1.0, test.c: m=65536, t=2, p=1). */
	OK(crypto_password_verify(STR("password"), "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
						   "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"),
	   "the reference implementation's vector is verified");
	OK(crypto_password_hash(STR("正确的 马 电池"), cheap, hash), "a password is hashed");
	OK(strncmp(hash, "$argon2id$v=19$m=8,t=1,p=1$", 27) == 0, "in the form that says how");
	OK(crypto_password_hash(STR("正确的 马 电池"), cheap, again) && strcmp(hash, again) != 0,
	   "never twice the same");
	OK(crypto_password_verify(STR("正确的 马 电池"), hash) &&
		   !crypto_password_verify(STR("正确的 马 电 池"), hash) &&
		   !crypto_password_verify(STR_NULL, hash),
	   "only it opens it");
	OK(!crypto_password_is_stale(hash, cheap) && crypto_password_is_stale(hash, dearer),
	   "it is stale once the costs have changed");
	OK(!crypto_password_verify(STR("x"), "$argon2id$rubbish"), "rubbish opens to nobody");
}

static void base32_matches_rfc_4648(void)
{
	static const char *const all[][2] = {{"", ""},
					     {"f", "MY"},
					     {"fo", "MZXQ"},
					     {"foo", "MZXW6"},
					     {"foob", "MZXW6YQ"},
					     {"fooba", "MZXW6YTB"},
					     {"foobar", "MZXW6YTBOI"}};
	char out[16];
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const size_t bytes = strlen(all[i][0]);
		crypto_base32(all[i][0], bytes, out);
		EQ_STR(out, all[i][1], "base32");
		EQ_I64((int64_t)crypto_base32_bytes(bytes), (int64_t)strlen(out) + 1, "its room");
	}
}

int main(void)
{
	if (!OK(crypto_start(), "the library starts"))
		return tap_done();
	sha256_matches_fips_180_4();
	hmac_matches_rfc_4231();
	sealing_matches_the_xchacha_draft();
	what_is_sealed_opens_only_in_its_place();
	sub_keys_are_apart();
	text_forms();
	base32_matches_rfc_4648();
	hmac_sha1_matches_rfc_2202();
	passwords();
	return tap_done();
}
