/* What is decided about signing in, without a database. */
#include "base/limits.h"
#include "rights/session_priv.h"

#include <assert.h>

enum { LOCK_FROM = 5, LOCK_DOUBLINGS_MAX = 10 };
#define LOCK_US_MAX     (15 * 60 * SESSION_SECOND_US)
#define SESSION_IDLE_US (30 * 60 * SESSION_SECOND_US)
#define SESSION_AGE_US  (12 * 60 * 60 * SESSION_SECOND_US)

int64_t session_lock_us(int64_t failures)
{
	if (failures < LOCK_FROM)
		return 0;
	if (failures - LOCK_FROM >= LOCK_DOUBLINGS_MAX)
		return LOCK_US_MAX;
	const int64_t us = SESSION_SECOND_US << (failures - LOCK_FROM);
	return us < LOCK_US_MAX ? us : LOCK_US_MAX;
}

enum session_need session_need_of(struct session_facts f)
{
	if (f.has_second && !f.second_given)
		return SESSION_NEEDS_SECOND;
	if (f.password_by_other)
		return SESSION_NEEDS_PASSWORD;
	/* One that is not ours may have counted (oidc.h). */
	return f.second_required && !f.has_second && !f.second_given ? SESSION_NEEDS_ENROL
								     : SESSION_NEEDS_NOTHING;
}
const char *session_need_word(enum session_need need)
{
	static const char *const words[] = {
#define X(name, word) [SESSION_NEEDS_##name] = (word),
		SESSION_NEEDS(X)
#undef X
	};
	assert(need < SESSION_NEEDS_COUNT);
	return words[need];
}

/* From checker upward (trust.md 5). */
bool session_second_required(unsigned roles)
{
	const unsigned asking = RIGHTS_ADMINISTRATORS | 1U << ROLE_CHECKER | 1U << ROLE_APPROVER |
				1U << ROLE_ACCOUNTANT | 1U << ROLE_CASHIER | 1U << ROLE_AUDITOR;
	return (roles & asking) != 0;
}

int64_t session_expires_us(int64_t started_at_us, int64_t used_at_us)
{
	const int64_t by_age = started_at_us + SESSION_AGE_US,
		      unused = used_at_us + SESSION_IDLE_US;
	return by_age < unused ? by_age : unused;
}
bool session_is_over(int64_t started_at_us, int64_t used_at_us, int64_t at_us)
{
	return at_us >= session_expires_us(started_at_us, used_at_us);
}

/* ---- TOTP ---- */

enum { TOTP_STEP_S = 30, TOTP_DRIFT_STEPS = 1, TOTP_MODULUS = 1000000 };

int64_t session_totp_step(int64_t at_us)
{
	return at_us / (TOTP_STEP_S * SESSION_SECOND_US);
}
uint32_t session_totp(struct str secret, int64_t step)
{
	uint8_t mac[SHA1_BYTES];
	char counter[8];
	for (int i = 0; i < 8; i++)
		counter[i] = (char)((uint64_t)step >> (56 - 8 * i) & 0xFFU);
	crypto_hmac_sha1(secret, (struct str){counter, sizeof counter}, mac);
	/* RFC 4226 5.3: four bytes from where the last half byte says. */
	const uint8_t *at = mac + (mac[SHA1_BYTES - 1] & 15U);
	const uint32_t bits = (uint32_t)(at[0] & 127U) << 24 | (uint32_t)at[1] << 16 |
			      (uint32_t)at[2] << 8 | at[3];
	crypto_wipe(mac, sizeof mac);
	return bits % TOTP_MODULUS;
}
int64_t session_totp_match(struct str secret, uint32_t code, int64_t at_us)
{
	const int64_t now = session_totp_step(at_us);
	int64_t found = -1;
	for (int64_t step = now - TOTP_DRIFT_STEPS; step <= now + TOTP_DRIFT_STEPS; step++)
		if (session_totp(secret, step) == code)
			found = step;
	return found;
}

/* ---- what people type ---- */

/* Crockford's base32: no I, L, O, U. */
static const char code_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void session_code_make(char out[SESSION_CODE_BYTES])
{
	uint8_t random[SESSION_CODE_LETTERS];
	size_t n = 0;
	crypto_random(random, sizeof random);
	for (size_t i = 0; i < SESSION_CODE_LETTERS; i++) {
		if (i > 0 && i % 4 == 0)
			out[n++] = '-';
		out[n++] = code_letters[random[i] & 31U];
	}
	out[n] = '\0';
	assert(n + 1 == SESSION_CODE_BYTES);
	crypto_wipe(random, sizeof random);
}

static bool is_between(char ch)
{
	return ch == ' ' || ch == '-';
}
bool session_code_parse(struct str typed, char out[SESSION_CODE_LETTERS + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.bytes; i++) {
		char ch = typed.at[i];
		if (is_between(ch))
			continue;
		if (ch >= 'a' && ch <= 'z')
			ch = (char)(ch - 'a' + 'A');
		ch = (char)(ch == 'I' || ch == 'L' ? '1' : ch == 'O' ? '0' : ch);
		if (n == SESSION_CODE_LETTERS || ch == '\0' || !strchr(code_letters, ch))
			return false;
		out[n++] = ch;
	}
	out[n] = '\0';
	return n == SESSION_CODE_LETTERS;
}
bool session_digits_parse(struct str typed, uint32_t *out)
{
	int n = 0;
	*out = 0;
	for (size_t i = 0; i < typed.bytes; i++) {
		if (is_between(typed.at[i]))
			continue;
		if (typed.at[i] < '0' || typed.at[i] > '9' || n++ == SESSION_TOTP_DIGITS)
			return false;
		*out = *out * 10 + (uint32_t)(typed.at[i] - '0');
	}
	return n == SESSION_TOTP_DIGITS;
}

struct str session_login_typed(struct str typed, char *room)
{
	typed = str_trim(typed);
	if (typed.bytes > LOGIN_BYTES_MAX)
		typed.bytes = 0; /* nobody's */
	for (size_t i = 0; i < typed.bytes; i++) {
		const char ch = typed.at[i];
		room[i] = (char)(ch >= 'A' && ch <= 'Z' ? ch - 'A' + 'a' : ch);
	}
	return (struct str){room, typed.bytes};
}
