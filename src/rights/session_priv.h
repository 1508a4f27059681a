#ifndef SN_RIGHTS_SESSION_PRIV_H
#define SN_RIGHTS_SESSION_PRIV_H
/* What the files of session share: the rules (pure), the desk, and the acts on a session's row. */
#include "people/keyring.h"
#include "rights/audit.h"
#include "rights/session.h"

/* ---- rules: session_rules.c ---- */

#define SESSION_SECOND_US INT64_C(1000000)

/* How long an account is shut after so many failures in a row; 0: it is not. */
int64_t session_lock_us(int64_t failures);
/* What is known of a session, and what it must do first. */
struct session_facts {
	bool has_second, second_given, second_required, password_by_other;
};
enum session_need session_need_of(struct session_facts facts);
bool session_second_required(unsigned roles);
/* Is it over: ended by age, or by not being used? A clock that stepped back ends nothing. */
bool session_is_over(int64_t started_at_us, int64_t used_at_us, int64_t at_us);
int64_t session_expires_us(int64_t started_at_us, int64_t used_at_us);

/* RFC 6238: 30 seconds, six digits, SHA-1. */
int64_t session_totp_step(int64_t at_us);
uint32_t session_totp(struct str secret, int64_t step);
/* The step, around that of at_us, whose code this is; -1: of none. */
int64_t session_totp_match(struct str secret, uint32_t code, int64_t at_us);

/* One-time codes: 60 random bits, "ABCD-EFGH-JKMN" without letters that look like others. */
enum { SESSION_CODE_LETTERS = 12, SESSION_TOTP_DIGITS = 6 };
void session_code_make(char out[SESSION_CODE_BYTES]);
/* What was typed, without blanks and dashes, I and L read as 1, O as 0; false: it is no such code. */
bool session_code_parse(struct str typed, char out[SESSION_CODE_LETTERS + 1]);
/* Six digits, blanks among them or not. */
bool session_digits_parse(struct str typed, uint32_t *out);
/* What was typed as a login: without blanks around it, in small letters. room: LOGIN_BYTES_MAX. */
struct str session_login_typed(struct str typed, char *room);

/* ---- the desk: session_desk.c ---- */

/* Waits for a place to hash in; server_busy: too many wait. */
struct sn_err session_desk_enter(struct session_desk *d) SN_MUST_USE;
void session_desk_leave(struct session_desk *d);
struct crypto_cost session_desk_cost(const struct session_desk *d);
/* What a password is compared with where there is nobody. */
const char *session_desk_nobody(const struct session_desk *d);
/* Notes a use, where at_us is not 0; the latest one that is known of, at least used_at_us. */
int64_t session_desk_use(struct session_desk *d, struct uuid session_id, int64_t used_at_us,
			 int64_t at_us);

/* ---- what the acts share: session_store.c ---- */

/* Who has a password, and which. */
struct credential {
	struct user user; /* null id: nobody */
	struct str hash;  /* STR_NULL: none */
	int64_t set_at_us;
};
struct sn_err session_credential(struct ctx *c, struct str login,
				 struct credential *out) SN_MUST_USE;

/* The count of failures that this attempt belongs to: of the login, or of the login at an address that is known. */
struct failure_key {
	struct blind_index login_hash;
	bool known; /* there is such a user */
};
struct sn_err session_failure_key(struct ctx *c, const struct user *user, struct str login,
				  struct str address, struct failure_key *out) SN_MUST_USE;
/* signin_locked where it is. */
struct sn_err session_lock_check(struct ctx *c, const struct failure_key *key) SN_MUST_USE;
/* In a work that is about to be refused: counts the failure and writes the trail. */
struct sn_err session_failed(struct ctx *c, const struct failure_key *key,
			     const struct audit_entry *entry) SN_MUST_USE;
struct sn_err session_failures_clear(struct ctx *c, const struct failure_key *key) SN_MUST_USE;

/* A live session; the desk may be NULL. sign_in_first where there is none. */
struct sn_err session_by_token(struct ctx *c, struct session_desk *desk, struct str token,
			       struct session *out) SN_MUST_USE;
struct sn_err session_by_id(struct ctx *c, struct uuid session_id, struct session *out) SN_MUST_USE;
struct sn_err session_begin(struct ctx *c, const struct user *user, const struct session_from *from,
			    struct session_begun *out) SN_MUST_USE;
/* A new token, and what was proved for it. */
enum session_proof { PROVED_NOTHING, PROVED_PASSWORD, PROVED_SECOND };
struct sn_err session_renew(struct ctx *c, struct uuid session_id, enum session_proof proof,
			    struct session_begun *out) SN_MUST_USE;
struct sn_err session_end_all(struct ctx *c, struct uuid user_id, struct uuid but_id,
			      int64_t *ended) SN_MUST_USE;
/* He may take or drop factors in it: past the second factor and the password, stepped up where he has one already. */
struct sn_err session_may_enrol(struct ctx *c, const struct session *s) SN_MUST_USE;

struct audit_entry session_entry(enum audit_act act, const struct session *s,
				 const struct session_from *from);
struct sn_err session_password_store(struct ctx *c, struct uuid user_id, struct str hash,
				     bool by_other) SN_MUST_USE;
/* Normalised, checked, hashed at the desk. */
struct sn_err session_hash_new(struct ctx *c, struct session_desk *desk, struct str typed,
			       const struct user *user, struct str *hash) SN_MUST_USE;
/* In the desk's place: is it the credential's? nobody's is compared all the same. fresh: where its costs are old. */
bool session_compare(struct ctx *c, struct session_desk *desk, struct str typed,
		     const struct credential *of, struct str *fresh);

struct blind_index session_code_index(const struct ctx *c, const char *letters);
/* A second factor as it was typed, of this user. code_wrong, code_used. */
struct sn_err session_factor_use(struct ctx *c, struct uuid user_id, struct str code) SN_MUST_USE;
struct sn_err session_factors_drop(struct ctx *c, struct uuid user_id) SN_MUST_USE;
/* One of his second factors has gone: is enough left? With none left, what was given by it counts no more. last_factor. */
struct sn_err session_factor_left(struct ctx *c, struct uuid user_id) SN_MUST_USE;
#endif
