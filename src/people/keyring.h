#ifndef SN_PEOPLE_KEYRING_H
#define SN_PEOPLE_KEYRING_H
/* keyring: the root key file and what is derived from it.
 *
 *   shape   32 random bytes in a file of mode 0600 beside the database (or where --keys says); sub-keys by
 *           crypto_kdf: wrapping key of the epoch, blind index a field, backup, audit.  Memory is locked and wiped.
 *   errors  key_missing, key_exists, key_damaged (wrong size or mode): nothing is guessed, nothing is made anew.
 *   source  settled.md 25; trust.md 4.
 *   start   keyring_create(), keyring_load(). */
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

struct keyring;
struct sn_err keyring_create(struct str path) SN_MUST_USE;
struct sn_err keyring_load(struct keyring **out, struct str path) SN_MUST_USE;
void keyring_free(struct keyring *k);
struct store_key keyring_backup_key(const struct keyring *k);
#endif
