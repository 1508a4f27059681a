#ifndef SN_PEOPLE_KEYRING_H
#define SN_PEOPLE_KEYRING_H
/* keyring: the root key file and what is derived from it.
 *
 *   shape   32 random bytes in a file of mode 0600 beside the database (or where --keys says); sub-keys by
 *           crypto_kdf: wrapping key of the epoch, blind index a field, backup.  A person has a random key of its own
 *           (DEK), wrapped under the epoch's key; destroying it erases the person.  Memory is locked and wiped.
 *   codec   a sealed field is  u8 version ‖ u8 algorithm ‖ u32 epoch, big-endian ‖ nonce 24 ‖ sealed ‖ tag 16,
 *           XChaCha20-Poly1305 under the person's key.  Its AAD names table, column, row and person, so bytes that
 *           are moved to another row do not open.
 *   errors  key_missing, key_exists, key_damaged (wrong size or mode): nothing is guessed, nothing is made anew.
 *           seal_broken: the bytes, their place or the key is not what was sealed.
 *   source  settled.md 25; trust.md 4.
 *   start   keyring_create(), keyring_load(). */
#include "base/crypto.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

struct keyring;
struct sn_err keyring_create(struct str path) SN_MUST_USE;
struct sn_err keyring_load(struct keyring **out, struct str path) SN_MUST_USE;
void keyring_free(struct keyring *k);
struct store_key keyring_backup_key(const struct keyring *k);
struct store_key keyring_rows_key(const struct keyring *k); /* seals rows (store/seal.h) */

/* ---- blind index: HMAC-SHA256 under the field's key, the first 16 bytes ---- */

enum keyring_field {
	KEYRING_ID_NUMBER = 1,
	KEYRING_PHONE,
	KEYRING_NAME_TEAM, /* in memory only: who a row without an ID number is */
	KEYRING_PROXY,     /* who collects for others, by name and shard */
	KEYRING_CARD,      /* numbers of bank cards */
	KEYRING_AUDIT,     /* check values of the trail */
	KEYRING_LOGIN,     /* whose sign-ins failed, by what was typed */
	KEYRING_CODE,      /* one-time codes of users */
	KEYRING_CURSOR,    /* cursors of pages: what a client hands back is what it was given */
	KEYRING_SUBJECT,   /* accounts of sign-in services, each under its service */
	KEYRING_BOUND,     /* check values of rows that have no leaf */
	KEYRING_DRAFTS, /* keys of what users have not handed in, by user: handed out to him alone */
};
struct blind_index {
	uint8_t bytes[16];
};
struct blind_index keyring_index(const struct keyring *k, enum keyring_field field,
				 struct str normal);
/* The epoch under which blind indexes are made: a registry row says its own (settled.md 25). */
int64_t keyring_index_epoch(const struct keyring *k);

/* ---- a person's own key ---- */

enum { WRAPPED_KEY_BYTES = CRYPTO_KEY_BYTES + CRYPTO_SEAL_EXTRA_BYTES };
struct wrapped_key {
	int64_t epoch;
	uint8_t bytes[WRAPPED_KEY_BYTES];
};
/* Wipe it (crypto_wipe) when done. */
struct person_key {
	struct uuid person_id;
	int64_t epoch;
	struct crypto_key key;
};
/* A new key for the person, and how it is stored. */
void keyring_new_key(const struct keyring *k, struct uuid person_id, struct person_key *key,
		     struct wrapped_key *wrapped);
/* The key for what belongs to nobody alone: pictures, scans. It is derived, so nothing of it is stored. */
struct person_key keyring_installation_key(const struct keyring *k);
/* key: person_id and epoch say whose and which; the rest is filled. seal_broken also where `stored` has not the size. */
struct sn_err keyring_unwrap(const struct keyring *k, struct str stored,
			     struct person_key *key) SN_MUST_USE;

/* ---- sealed fields ---- */

enum { SEAL_OVERHEAD_BYTES = 6 + CRYPTO_SEAL_EXTRA_BYTES, SEAL_WORD_BYTES_MAX = 40 };
struct seal_place {
	const char *table, *column; /* at most SEAL_WORD_BYTES_MAX each */
	struct uuid row_id;
};
/* out: plain.bytes + SEAL_OVERHEAD_BYTES */
void keyring_seal(const struct person_key *key, const struct seal_place *place, struct str plain,
		  uint8_t *out);
/* out: sealed.bytes - SEAL_OVERHEAD_BYTES, or 1 where it is shorter. */
struct sn_err keyring_open(const struct person_key *key, const struct seal_place *place,
			   struct str sealed, uint8_t *out) SN_MUST_USE;
#endif
