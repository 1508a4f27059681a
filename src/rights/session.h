#ifndef SN_RIGHTS_SESSION_H
#define SN_RIGHTS_SESSION_H
/* session: how a person signs in, what he must still do before he may work, and how he gets back in.
 *
 *   shapes  A password is kept as Argon2id (PHC string), a session as the SHA-256 of its 256 random bits, a one-time
 *           code as an HMAC under the keyring, a TOTP secret sealed by it: who copies the database can use none of them.
 *           What costs time (Argon2id) is prepared on any thread through the desk, two at once, 50 waiting; the writer's
 *           work only decides and stores.  So each act with a password is a pair: x_prepare() outside, then x_work().
 *   needs   What a session must do first stands in session.need; until then its permissions are 0.  From checker
 *           upward, and for administrators, a second factor is mandatory: TOTP, a security key, or the paper list of codes.
 *   keys    A security key or passkey (webauthn.h) signs a challenge that belongs to the session, holds five minutes and is
 *           asked once, whatever the answer.  What it signs is judged in x_prepare(); x_work() sees that nothing has changed.
 *   limits  30 minutes unused, 12 hours in all; the token changes at each step up.  Five failures lock the account for a
 *           second, each further one twice as long, up to 15 minutes, never for ever; an address from which the person
 *           has signed in before counts for itself, so a stranger cannot lock him out.
 *   same    Unknown login, wrong password, closed user: the same words (signin_wrong), the same work, the same rows.
 *   trail   Every act here writes the audit trail (audit.h) in the same commit, refused ones too (store_side).
 *   errors  sign_in_first (edge: 401) · signin_wrong · signin_locked (RATE; arg 0: seconds to wait) · server_busy (RATE; arg
 *           0: likewise) · second_factor_missing, no_second_factor, code_wrong, code_used, password_first, step_up_needed ·
 *           password_wrong, password_same, bad_password (arg 0: fewest characters, 1: most), password_common,
 *           password_has_login · setup_done, reset_not_confirmed, reset_needs_another, reset_for_oneself, password_is_set,
 *           second_factor_is_set, last_factor · key_wrong, key_origin, key_asked_before, key_unverified, key_counter, key_unfit,
 *           key_taken, key_many, bad_key_name, no_key, no_such_key, site_unknown · no_such_session, no_such_reset, no_such_user · user_closed, not_granted.
 *   source  trust.md 5; settled.md 4, 27, 28; RFC 9106 (Argon2), RFC 6238 (TOTP), RFC 4226; NIST SP 800-63B 5.1.1
 *           (length and blocklist, no rules of composition).
 *   start   session_desk_new(); session_signin_prepare(), session_signin_work(); session_find() at each request. */
#include "rights/permission.h"
#include "rights/webauthn.h"

/* ---- the desk: what a serving process keeps in memory; threads share it ---- */

/* Memory and passes of Argon2id, one lane. Tests hand in a cheap one. */
struct session_cost {
	size_t memory_bytes;
	unsigned passes;
};
#define SESSION_COST ((struct session_cost){.memory_bytes = (size_t)64 << 20, .passes = 3})

struct session_desk;
struct sn_err session_desk_new(struct session_desk **out, struct session_cost cost) SN_MUST_USE;
void session_desk_free(struct session_desk *desk); /* NULL is fine */
/* Last uses live in memory: this writes them and returns when they are durable; what could not be written is written the
 * next time. Now and then (every five minutes, and before stopping), by one thread, outside a work. */
struct sn_err session_flush(struct ctx *c, struct session_desk *desk) SN_MUST_USE;

/* ---- a session ---- */

/* clang-format off */
#define SESSION_NEEDS(X)   /* name, word: what comes first */ \
	X(NOTHING,  "nothing")   /* it may work */ \
	X(SECOND,   "second")    /* give the second factor: session_second_work() */ \
	X(PASSWORD, "password")  /* choose a password of his own, since somebody else set this one */ \
	X(ENROL,    "enrol")     /* take a second factor: his roles ask for one and he has none */
/* clang-format on */
enum session_need {
#define X(name, word) SESSION_NEEDS_##name,
	SESSION_NEEDS(X) SESSION_NEEDS_COUNT
#undef X
};
const char *session_need_word(enum session_need need);

enum { SESSION_TOKEN_BYTES = 44, SESSION_CSRF_BYTES = 44 }; /* 43 characters and NUL */

struct session {
	struct uuid session_id;
	struct user user;
	enum session_need need;
	unsigned permissions; /* 1 << PERMISSION_x, at any union; 0 as long as it needs something */
	bool has_second; /* he has a second factor (given in this session, where need is past it) */
	int64_t started_at_us, used_at_us;
	int64_t expires_at_us;       /* if it is not used again */
	int64_t stepped_up_until_us; /* until then acts that ask for it are open; 0: not stepped up */
	char csrf[SESSION_CSRF_BYTES];
};
static inline bool session_is_stepped_up(const struct session *s, int64_t at_us)
{
	return at_us < s->stepped_up_until_us;
}

/* Whose cookie is this? One indexed read of the session with its user, one of his grants; notes the use in the desk.
 * c->actor_id is left to the caller: session.user.user_id. sign_in_first: unknown, ended, unused for too long. */
struct sn_err session_find(struct ctx *c, struct session_desk *desk, struct str token,
			   struct session *out) SN_MUST_USE;

/* For what asks for a fresh second factor: has this session given it within the last five minutes? factor_needed_here: its
 * user has none; step_up_needed; sign_in_first. */
struct sn_err session_require_fresh(struct ctx *c, struct uuid session_id) SN_MUST_USE;

/* Where a person comes from, as the edge knows it: kept for his list of sessions and for the trail. */
struct session_from {
	struct str address; /* "203.0.113.7" */
	struct str agent; /* what it is, in a few words: "Chrome 109 · Windows"; cut at 120 bytes */
};

/* What begins or steps up a session answers with: the token is told once, here, and belongs into the cookie. */
struct session_begun {
	struct session session;
	char token[SESSION_TOKEN_BYTES];
};

/* ---- signing in ---- */

struct session_signin {
	/* given */
	struct session_desk *desk;
	struct str login, password;
	struct session_from from;
	/* between the two */
	struct {
		struct uuid user_id; /* null: there is nobody to sign in */
		bool password_good;
		int64_t set_at_us;   /* of the password that was compared with */
		struct str new_hash; /* where the costs have changed since */
	} prepared;
	/* answered */
	struct session_begun begun;
};
/* Outside the writer: reads what is stored and hashes. server_busy, signin_locked; a wrong password is told by the
 * work, so that it is recorded. */
struct sn_err session_signin_prepare(struct ctx *c, struct session_signin *s) SN_MUST_USE;
struct sn_err session_signin_work(struct ctx *c, void *signin) SN_MUST_USE;

/* The second factor: six digits of the authenticator, or a code of the paper list. Finishes signing in, and steps up a
 * session that is signed in. The token changes. */
struct session_second {
	struct uuid session_id;
	struct str code;
	struct session_from from;
	struct session_begun begun;
};
struct sn_err session_second_work(struct ctx *c, void *second) SN_MUST_USE;

/* Stepping up by the password, for those who have no second factor (the others: second_factor_missing). */
struct session_again {
	struct session_desk *desk;
	struct uuid session_id;
	struct str password;
	struct session_from from;
	struct {
		bool password_good;
		int64_t set_at_us;
	} prepared;
	struct session_begun begun;
};
struct sn_err session_again_prepare(struct ctx *c, struct session_again *a) SN_MUST_USE;
struct sn_err session_again_work(struct ctx *c, void *again) SN_MUST_USE;

/* ---- one's sessions ---- */

struct session_row {
	struct uuid session_id;
	int64_t started_at_us, used_at_us;
	bool second; /* with a second factor */
	struct str address, agent;
};
/* Those that are live, newest first; of oneself, or of another by who manages users there. desk: may be NULL. In c->mem. */
struct sn_err session_list(struct ctx *c, struct session_desk *desk, struct uuid user_id,
			   struct session_row **out, size_t *count) SN_MUST_USE;
struct session_ending {
	struct uuid user_id;
	struct uuid session_id; /* null: all of his */
	struct uuid but_id;     /* all but this one; null: none is left out */
	struct session_from from;
	int64_t ended; /* answered: how many */
};
/* Signs out: oneself, or another by who manages users there. */
struct sn_err session_end_work(struct ctx *c, void *ending) SN_MUST_USE;

/* ---- second factors, each by a session of one's own ---- */

struct session_factors {
	bool required;            /* by his roles */
	int64_t totp_since_us;    /* 0: none */
	int64_t paper_since_us;   /* 0: none */
	int64_t paper_codes_left; /* of SESSION_PAPER_CODES */
	int64_t keys;             /* security keys and passkeys, wherever they are used */
};
struct sn_err session_factors(struct ctx *c, struct uuid user_id,
			      struct session_factors *out) SN_MUST_USE;

enum { SESSION_TOTP_SECRET_BYTES = 33, SESSION_CODE_BYTES = 15, SESSION_PAPER_CODES = 10 };
/* Whoever has a factor already must have stepped up (step_up_needed) before he takes, replaces or drops one. */
struct session_enrol {
	struct uuid session_id;
	struct str code; /* confirm: what the authenticator shows */
	struct session_from from;
	/* answered */
	char secret[SESSION_TOTP_SECRET_BYTES]; /* begin: base32, told once */
	struct str uri; /* begin: otpauth://… for the QR code; in c->mem */
	char codes[SESSION_PAPER_CODES]
		  [SESSION_CODE_BYTES]; /* paper: told once; those before are void */
	struct session_begun begun;     /* confirm */
};
struct sn_err session_totp_begin_work(struct ctx *c, void *enrol) SN_MUST_USE;
/* The first code proves that the authenticator has the secret; the session has then given its second factor. */
struct sn_err session_totp_confirm_work(struct ctx *c, void *enrol) SN_MUST_USE;
struct sn_err session_totp_drop_work(struct ctx *c, void *enrol) SN_MUST_USE;
struct sn_err session_paper_work(struct ctx *c, void *enrol) SN_MUST_USE;
/* The paper list without a session: for another who has no factor yet, by who manages users there; or one's own at the
 * machine itself (the command line), where it takes the place of the one before. */
struct session_paper_for {
	struct uuid user_id;
	struct session_from from;
	char codes[SESSION_PAPER_CODES][SESSION_CODE_BYTES];
};
struct sn_err session_paper_for_work(struct ctx *c, void *paper) SN_MUST_USE;

/* ---- security keys and passkeys, each by a session of one's own ---- */

/* How a browser reaches a key, as it has told at the registration: what it is told again to ask for it well. */
#define SESSION_TRANSPORTS(X) /* name, word */                                                     \
	X(USB, "usb")                                                                              \
	X(NFC, "nfc")                                                                              \
	X(BLE, "ble") X(CARD, "smart-card") X(HYBRID, "hybrid") X(INTERNAL, "internal")
enum session_transport {
#define X(name, word) SESSION_BY_##name,
	SESSION_TRANSPORTS(X) SESSION_TRANSPORTS_COUNT
#undef X
};
const char *session_transport_word(enum session_transport by);

struct session_key {
	struct uuid key_id;
	struct str name; /* as its user calls it */
	struct str credential_id;
	struct str rp_id;                /* the host's name that it is bound to */
	unsigned transports;             /* 1 << SESSION_BY_x */
	bool verified;                   /* it knows its user: finger, face, PIN */
	int64_t added_at_us, used_at_us; /* used 0: never since */
};
/* One's own, the first one first. In c->mem. */
struct sn_err session_keys(struct ctx *c, struct uuid user_id, struct session_key **out,
			   size_t *count) SN_MUST_USE;

enum { SESSION_CHALLENGE_S = 5 * 60 };
/* What the browser is to ask a key for. */
struct session_key_ask {
	/* given */
	struct uuid session_id;
	struct webauthn_site site;
	/* answered */
	uint8_t challenge[WEBAUTHN_CHALLENGE_BYTES];
	struct user user;
	struct session_key *
		keys; /* to add: those that it need not be; to prove: those of this site, one of which it is */
	size_t count;
	bool verify; /* to prove: each of them knows its user, so it must ask who he is */
};
/* Whoever has a factor already must have stepped up. */
struct sn_err session_key_add_ask_work(struct ctx *c, void *ask) SN_MUST_USE;
struct sn_err session_key_ask_work(struct ctx *c, void *ask) SN_MUST_USE;

struct session_key_new {
	struct uuid session_id;
	struct webauthn_site site;
	struct str name, attestation, client_data;
	unsigned transports;
	struct session_from from;
	struct {
		struct sn_err why; /* it is refused by the work */
		struct str name;
		struct webauthn_said said;
		uint8_t challenge[WEBAUTHN_CHALLENGE_BYTES];
	} prepared;
	struct uuid key_id;
	struct session_begun begun; /* it has given its second factor */
};
struct sn_err session_key_add_prepare(struct ctx *c, struct session_key_new *k) SN_MUST_USE;
struct sn_err session_key_add_work(struct ctx *c, void *key_new) SN_MUST_USE;

/* The second factor by a key: finishes signing in, and steps up a session that is signed in, as session_second_work(). */
struct session_key_answer {
	struct uuid session_id;
	struct webauthn_site site;
	struct str credential_id;
	struct webauthn_answer answer;
	struct session_from from;
	struct {
		struct sn_err why;
		struct uuid key_id;
		int64_t sign_count, sign_count_before;
		uint8_t challenge[WEBAUTHN_CHALLENGE_BYTES];
	} prepared;
	struct session_begun begun;
};
struct sn_err session_key_prepare(struct ctx *c, struct session_key_answer *k) SN_MUST_USE;
struct sn_err session_key_work(struct ctx *c, void *key_answer) SN_MUST_USE;

struct session_key_change {
	struct uuid session_id, key_id;
	struct str name;
	struct session_from from;
};
struct sn_err session_key_rename_work(struct ctx *c, void *change) SN_MUST_USE;
/* last_factor: his roles ask for a second factor, and this is the last that he has. */
struct sn_err session_key_remove_work(struct ctx *c, void *change) SN_MUST_USE;

/* ---- passwords ---- */

/* One's own: the old one is asked for. Ends all other sessions of his. */
struct session_change {
	struct session_desk *desk;
	struct uuid session_id;
	struct str password, new_password;
	struct session_from from;
	struct {
		bool password_good;
		int64_t set_at_us;
		struct str new_hash;
	} prepared;
	struct session_begun begun;
};
struct sn_err session_change_prepare(struct ctx *c, struct session_change *p) SN_MUST_USE;
struct sn_err session_change_work(struct ctx *c, void *change) SN_MUST_USE;

/* Without the old one, by c->actor_id: one's own at the machine itself (the command line), or the first one of another by
 * who manages users there (he must then choose his own); password_is_set: the other has one, which takes two people. */
struct session_password {
	struct session_desk *desk;
	struct uuid user_id;
	struct str password;
	struct session_from from;
	struct {
		struct str hash;
	} prepared;
};
struct sn_err session_password_prepare(struct ctx *c, struct session_password *p) SN_MUST_USE;
struct sn_err session_password_work(struct ctx *c, void *password) SN_MUST_USE;

/* ---- the first start ---- */

/* Does anybody have a password yet? If not, the server makes a set-up code and prints it. */
struct sn_err session_is_set_up(struct ctx *c, bool *set_up) SN_MUST_USE;
struct session_setup_code {
	struct str login; /* answered: of the first administrator; in c->mem */
	char code[SESSION_CODE_BYTES];
};
/* Replaces one that was made before and not used. setup_done: an administrator has a password already. */
struct sn_err session_setup_code_work(struct ctx *c, void *setup_code) SN_MUST_USE;

/* A one-time code and the new password: the first administrator's with the set-up code (login STR_NULL), anybody's with
 * a reset code. Ends all his sessions; he then signs in. code_wrong says nothing of who exists. */
struct session_redeem {
	struct session_desk *desk;
	struct str login, code, new_password;
	struct session_from from;
	struct {
		struct uuid code_id; /* null: none that opens anything */
		struct str new_hash;
	} prepared;
	struct str answered_login; /* whose password it is now; in c->mem */
};
struct sn_err session_redeem_prepare(struct ctx *c, struct session_redeem *r) SN_MUST_USE;
struct sn_err session_redeem_work(struct ctx *c, void *redeem) SN_MUST_USE;

/* ---- getting back in: two people ---- */

struct session_reset {
	struct uuid user_id;
	bool factors_too; /* his second factors are dropped as well */
	struct session_from from;
	/* answered */
	struct uuid reset_id;
	char code
		[SESSION_CODE_BYTES]; /* to be handed to the person; opens nothing until it is confirmed, 24 hours long */
};
/* By who manages users there, for another. */
struct sn_err session_reset_work(struct ctx *c, void *reset) SN_MUST_USE;
struct session_reset_confirm {
	struct uuid reset_id;
	struct session_from from;
};
/* By another who manages users there, or by an approver of the person's union; neither who asked nor the person. */
struct sn_err session_reset_confirm_work(struct ctx *c, void *confirm) SN_MUST_USE;
struct session_reset_row {
	struct uuid reset_id;
	struct user user;
	struct uuid asked_by;
	int64_t asked_at_us, expires_at_us;
	bool factors_too, confirmed;
};
/* Those that are open and that the actor may confirm, or has asked for. In c->mem. */
struct sn_err session_resets(struct ctx *c, struct session_reset_row **out,
			     size_t *count) SN_MUST_USE;
#endif
