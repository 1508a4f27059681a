#ifndef SN_TLOG_SIGNER_H
#define SN_TLOG_SIGNER_H
/* signer: the log's own key, the checkpoints that it signs, and the guard that compares a database with them.
 *
 *   key     A file of mode 0600 (note.h, skey), made by tlog_key_create(); it is derived from nothing, so whoever has the
 *           root key cannot sign, and the other way round.  Memory is locked and wiped.
 *   order   Leaves are committed → read afresh → signed → written beside the key (KEY.checkpoint, synced) → committed into
 *           the database, which publishes it: readers take the database's.  So nothing is published that a power cut, or
 *           a database put back from yesterday, could take away unseen.
 *   guard   The last checkpoint in the database and the one beside the key must both be a beginning of the tree that the
 *           database holds: log_behind where it has fewer leaves, log_forked where they are others, checkpoint_damaged
 *           where one cannot be read or this key has not signed it, log_key_missing where something was signed and there is
 *           no key.  All of them refuse to serve (78).  tlog_sign() looks each time too: it never signs backwards.
 *   source  trust.md 3.5 to 3.7; settled.md 22.
 *   start   tlog_key_create(), tlog_signer_load(), tlog_guard(), tlog_sign(). */
#include "tlog/note.h"

struct tlog_signer;
/* log_key_exists: there is a file already; it is left as it is. */
struct sn_err tlog_key_create(struct str path, struct str origin) SN_MUST_USE;
/* May a first key be made there? log_key_missing where something was signed already, by the database or by what lies beside. */
struct sn_err tlog_key_may_be_made(struct ctx *c, struct str path) SN_MUST_USE;
/* log_key_missing, log_key_damaged (another size, form or mode). */
struct sn_err tlog_signer_load(struct tlog_signer **out, struct str path) SN_MUST_USE;
void tlog_signer_free(struct tlog_signer *s); /* NULL is fine */
const struct tlog_vkey *tlog_signer_vkey(const struct tlog_signer *s);

/* Is what the database holds what was signed? s NULL: there is no key here, so only the database's own checkpoint is
 * compared, and its signature is not looked at. */
struct sn_err tlog_guard(struct ctx *c, const struct tlog_signer *s) SN_MUST_USE;

/* Signs what is committed, where that is more than the last checkpoint covers. Outside a work, with a writer. */
struct sn_err tlog_sign(struct ctx *c, struct tlog_signer *s, bool *signed_now) SN_MUST_USE;

/* What is published: the database's checkpoint. size 0: nothing was signed yet. The note lives in c->mem. */
struct tlog_published {
	int64_t size, at_us;
	struct str note;
};
struct sn_err tlog_published_read(struct ctx *c, struct tlog_published *out) SN_MUST_USE;
#endif
