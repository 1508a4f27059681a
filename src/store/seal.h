#ifndef SN_STORE_SEAL_H
#define SN_STORE_SEAL_H
/* seal: rows that only somebody with the installation's key can have written.
 *
 *   shape   A domain names its sealed tables in X.sql ("-- sealed: TABLE (key … | columns …)", tools/sqlgen.sh), and nothing
 *           else: whatever a statement inserts, updates or deletes there is sealed with it, in the same transaction.
 *           row_seal holds a seal for each row, under the table's name and the row's key; row_seal_sum, for each
 *           table, how many rows there are and all seals combined by exclusive or, itself under the key.
 *   rule    A row that was edited does not fit its seal; one that was put in has none; one that was taken out leaves its
 *           seal behind; where seals were taken out or put back with it, the sum does not fit.  The row is named by its key.
 *           Rows and seals of an earlier day put back together, with their sum, do fit: the log and its boot guard
 *           (tlog/signer.h) are what shows that a database went back.
 *   units   A seal is keyed BLAKE2b of 16 bytes (RFC 7693) over the table's name and each column that is not NULL: its name,
 *           its length, its bytes (a whole number in 8, big-endian).  A column that a migration adds is to be NULL in old
 *           rows, or they are sealed anew (seal_anew).
 *   errors  what the store says; row_damaged (text: the table): a new row whose seal is there already, its row having been
 *           taken out past us.
 *   source  trust.md T4, R6; docs/decisions/0035-rows-are-sealed-by-their-statements.md.
 *   start   store_seals_new(), store_seals_hook(); seal_anew() in a new database; seal_verify(). */
#include "base/crypto.h"
#include "store/writer.h"

enum { ROW_SEAL_BYTES = CRYPTO_MAC_BYTES };

/* What seals in one writer. Give it to the writer (config.seals) together with its hook. */
struct store_seals;
struct store_seals *store_seals_new(const struct store_key *key); /* NULL: out of memory */
void store_seals_free(struct store_seals *s);                     /* NULL is fine */
struct store_group_hook store_seals_hook(struct store_seals *s);

/* Seals the tables that have no sum (table: STR_NULL), or one table anew, as its rows are found: in a new database, and
 * after an upgrade that sealed more tables or changed one. Whoever asks for it answers for what stands there. Inside a
 * work. rows: how many were sealed. no_such_table. */
struct sn_err seal_anew(struct ctx *c, struct str table, int64_t *rows) SN_MUST_USE;

enum seal_fault {
	SEAL_EDITED,  /* a row does not fit its seal */
	SEAL_ADDED,   /* a row has none */
	SEAL_MISSING, /* a seal has no row */
	SEAL_SUM,     /* their number or combination is not what it was */
	SEAL_NOT_BEGUN /* the table has no sum: seal_anew() was not called after an upgrade, or it was taken away */
};
struct seal_finding {
	enum seal_fault fault;
	const char *
		row; /* "cycle_step cycle_no=3 state=2"; the table's name where it is about all of it */
	int64_t expected, found; /* of SEAL_SUM: rows */
};
/* Recomputes every seal. */
struct sn_err seal_verify(struct ctx *c, const struct store_key *key,
			  void (*each)(void *self, const struct seal_finding *f),
			  void *self) SN_MUST_USE;
#endif
