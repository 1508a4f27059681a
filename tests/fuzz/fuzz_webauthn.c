/* What a security key says, of any bytes; the first byte chooses the part: an attestation and its client data, authenticator data, a
 * public key, client data, an answer, a site's address. Where there are several, two bytes tell how long each is. What is taken
 * points into what came and is of its size; nothing that came is a signature. */
#include "rights/webauthn.h"

#include <assert.h>

static const struct webauthn_site site = {{"https://care.example.cn", 23}, {"care.example.cn", 15}};
static const uint8_t challenge[WEBAUTHN_CHALLENGE_BYTES];

static void is_within(struct str part, struct str whole)
{
	assert(part.at >= whole.at && part.at + part.bytes <= whole.at + whole.bytes);
}
static void said_is_sound(const struct webauthn_said *said, struct str whole)
{
	if (!said->public_key.at)
		return;
	is_within(said->public_key, whole);
	is_within(said->credential_id, whole);
	assert(said->credential_id.bytes > 0 && said->credential_id.bytes <= WEBAUTHN_ID_BYTES_MAX);
	assert(said->public_key.bytes > 0 && said->public_key.bytes <= WEBAUTHN_KEY_BYTES_MAX);
}
static void public_key(struct str bytes)
{
	struct crypto_public_key key;
	if (!sn_failed(webauthn_public_key(bytes, &key))) {
		is_within(key.a, bytes);
		assert(crypto_public_key_is_sound(&key));
	}
}
static void authenticator_data(struct str bytes)
{
	struct webauthn_said said, again;
	if (sn_failed(webauthn_authenticator_data(bytes, &said)))
		return;
	assert(bytes.bytes >= 37);
	said_is_sound(&said, bytes);
	const struct sn_err e = webauthn_authenticator_data(bytes, &again);
	assert(!sn_failed(e) && memcmp(said.rp_hash, again.rp_hash, sizeof said.rp_hash) == 0 &&
	       said.counter == again.counter);
}
static void client_data(struct str bytes)
{
	const struct webauthn_asked created = {WEBAUTHN_CREATE, site, challenge},
				    got = {WEBAUTHN_GET, site, challenge};
	const struct sn_err a = webauthn_client_data(bytes, &created),
			    b = webauthn_client_data(bytes, &got);
	assert(sn_failed(a) || sn_failed(b)); /* an answer answers one question */
}
/* Two bytes: how long the first part is. */
static struct str part(struct str *rest)
{
	size_t bytes = 0;
	if (rest->bytes >= 2)
		bytes = (size_t)(uint8_t)rest->at[0] << 8 | (uint8_t)rest->at[1];
	const size_t skipped = rest->bytes >= 2 ? 2 : rest->bytes;
	*rest = (struct str){rest->at + skipped, rest->bytes - skipped};
	if (bytes > rest->bytes)
		bytes = rest->bytes;
	const struct str first = {rest->at, bytes};
	*rest = (struct str){rest->at + bytes, rest->bytes - bytes};
	return first;
}
static void created(struct str rest)
{
	struct webauthn_said said;
	const struct webauthn_asked asked = {WEBAUTHN_CREATE, site, challenge};
	const struct str attestation = part(&rest);
	if (sn_failed(webauthn_created(attestation, rest, &asked, &said)))
		return;
	assert(said.present && said.public_key.at);
	said_is_sound(&said, attestation);
	public_key(said.public_key);
}
/* Nobody here has the key: whatever it is, it has not signed. */
static void asserted(struct str rest)
{
	static const char key[] =
		"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b"
		"\xfe\xd3\xc9\x64"
		"\x07\x3a\x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a";
	struct webauthn_said said;
	const struct webauthn_asked asked = {WEBAUTHN_GET, site, challenge};
	struct webauthn_answer answer = {.client_data = part(&rest)};
	answer.authenticator_data = part(&rest);
	answer.signature = rest;
	const struct sn_err e =
		webauthn_asserted(&answer, (struct str){key, sizeof key - 1}, &asked, &said);
	assert(sn_failed(e));
}
static void address(struct str text)
{
	struct webauthn_site out;
	if (sn_failed(webauthn_site_parse(text, &out)))
		return;
	assert(str_eq(out.origin, text) && out.rp_id.bytes > 0);
	is_within(out.rp_id, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const parts[])(struct str) = {created,     authenticator_data, public_key,
						    client_data, asserted,           address};
	if (size < 1)
		return 0;
	parts[data[0] % (sizeof parts / sizeof parts[0])](
		(struct str){(const char *)data + 1, size - 1});
	return 0;
}
