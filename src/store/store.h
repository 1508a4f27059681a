#ifndef SN_STORE_STORE_H
#define SN_STORE_STORE_H
/* store: one interface over SQLite and PostgreSQL. It knows rows, statements and migrations, and no domain.
 *
 *   shapes  A domain's statements and migrations are data (struct store_domain, generated from X.sql and
 *           X_migrate/ by tools/sqlgen.sh).  A statement is one text for both engines with parameters $1 $2 …;
 *           struct param carries a value by type, so nothing is ever printed into SQL.
 *           struct store is one connection and belongs to one thread.  Reading needs no transaction; several
 *           reads that must agree stand between store_snapshot() and store_release().  Writing is done only
 *           inside a writer's work (store/writer.h): it opens the transaction, not the domain.
 *   sets    store_query_many() and store_many() take the same statement with many sets of parameters: one
 *           round trip on PostgreSQL (pipeline), a loop on SQLite.  A single one is a set of one.
 *   rule    one `struct rows` at a time may be open on a handle (asserted): read a set, then decide, then write.
 *   units   whole numbers are int64_t, times at_us, ids struct uuid, text struct str (NULL is STR_NULL, and an
 *           empty text is stored as NULL), bytes struct str.
 *   errors  store_unique (the row is there already; arg[0]: which set), store_check (a CHECK refused it; arg[0]),
 *           store_again (inside only: retried), store_down (nothing happened), store_unknown (lost during COMMIT:
 *           look the id up or send the same id again), store_full (the group was refused, the writer goes on),
 *           store_io, store_fenced, store_newer, store_older, store_missing, store_exists, store_leased.
 *   source  settled.md 1 to 9; architecture.md, Storage.
 *   start   store_open(), store_query(), store_next(), store_int(), store_done(). */
#include "base/clock.h"
#include "base/err.h"
#include "base/money.h"
#include "base/str.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct rows;

/* ---- what a domain brings (generated; see tools/sqlgen.sh) ---- */

struct store_sealed;
struct sn_statement {
	const char *name;      /* "ledger.account_by_key" */
	const char *sql;       /* parameters $1 $2 … */
	const char *params;    /* a letter each: i whole number, t text, b bytes, u uuid */
	const char *any_shard; /* why it names no shard though its table has one; NULL: it does */

	/* Where it writes a table whose rows are sealed (seal.h), and how one learns what they are then. */
	const struct store_sealed *sealed;
	char verb;              /* I insert, U update, D delete */
	const signed char *row; /* which parameter each column is, where each is one; else */
	const struct sn_statement *back; /* the same statement, answering the rows */
};

struct store_sealed {
	const char *table;
	const char *const *columns; /* the key's first */
	const char *letters;
	size_t key_count;
	const struct sn_statement *all; /* every row, by key */
};

struct store_migration {
	int number; /* 1, 2, … within its domain */
	const char *sqlite, *pg;
};

struct store_domain {
	const char *name;
	const struct store_migration *migrations;
	size_t migrations_count;
	const struct sn_statement *const *statements; /* all, for the portability test */
	size_t statements_count;
	const struct store_sealed *const *sealed; /* up to a NULL */
};

/* ---- values ---- */

enum param_kind { PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_BYTES, PARAM_UUID };

struct param {
	enum param_kind kind;
	union {
		int64_t integer;
		struct str text;
		struct uuid id;
	} as;
};

static inline struct param p_null(void)
{
	return (struct param){.kind = PARAM_NULL};
}
static inline struct param p_int(int64_t v)
{
	return (struct param){.kind = PARAM_INT, .as.integer = v};
}
static inline struct param p_money(struct money m)
{
	return p_int(money_fen(m));
}
static inline struct param p_uuid(struct uuid u)
{
	return (struct param){.kind = PARAM_UUID, .as.id = u};
}
/* The null UUID stands for "none" and is stored as NULL. */
static inline struct param p_uuid_or_null(struct uuid u)
{
	return uuid_is_null(u) ? p_null() : p_uuid(u);
}
/* An empty text is stored as NULL (architecture.md: NULL or real text). */
static inline struct param p_text(struct str s)
{
	return s.bytes == 0 ? p_null() : (struct param){.kind = PARAM_TEXT, .as.text = s};
}
static inline struct param p_bytes(const void *at, size_t bytes)
{
	return (struct param){.kind = at ? PARAM_BYTES : PARAM_NULL, .as.text = {at, bytes}};
}
#define PARAMS(...) ((const struct param[]){__VA_ARGS__})
#define NO_PARAMS   ((const struct param *)NULL)

/* ---- a database ---- */

struct store_config {
	struct str url; /* a directory (SQLite: songnuan.db in it) or postgres://… */
	const struct store_domain *const *domains;
	size_t domains_count;
	struct clock clock;
};

/* Makes the database and brings every domain's schema to its newest number. store_exists: there is one already. */
struct sn_err store_create(const struct store_config *config) SN_MUST_USE;
/* Applies the migrations that are missing, in one transaction each; does nothing where all are there. */
struct sn_err store_migrate(const struct store_config *config) SN_MUST_USE;
/* A reading handle for the calling thread. store_newer / store_older: the schema is not this program's. */
struct sn_err store_open(struct store **out, const struct store_config *config) SN_MUST_USE;
void store_close(struct store *s);

/* Reads between the two see one state of the database. */
struct sn_err store_snapshot(struct store *s) SN_MUST_USE;
void store_release(struct store *s);

/* The number of the last commit that the handle's next read sees: caches are keyed by it. */
struct sn_err store_commit_seq(struct store *s, int64_t *commit_seq) SN_MUST_USE;

/* ---- reading ---- */

/* Never NULL-checked by the caller: an error waits in the rows and comes out of store_done(). */
struct rows *store_query(struct store *s, const struct sn_statement *which,
			 const struct param *params);
struct rows *store_query_many(struct store *s, const struct sn_statement *which,
			      const struct param *params, size_t sets);
bool store_next(struct rows *rows);
struct sn_err store_done(struct rows *rows) SN_MUST_USE;

/* Which set of parameters the current row answers, from 0; rows come in the order of the sets. */
size_t store_set(const struct rows *rows);

/* A column of the current row by its name; text and bytes are valid until the next store_next(). A name that
 * the statement does not have is our bug and asserted. A NULL number reads as 0: ask store_is_null() first
 * wherever a column may be NULL, since unknown is never zero. */
bool store_is_null(const struct rows *rows, const char *column);
int64_t store_int(const struct rows *rows, const char *column);
struct money store_money(const struct rows *rows, const char *column);
struct str store_text(const struct rows *rows, const char *column);
struct str store_bytes(const struct rows *rows, const char *column);
struct uuid store_uuid(const struct rows *rows, const char *column); /* UUID_NULL where NULL */

/* ---- writing: only inside a writer's work ---- */

/* changed: how many rows it touched; NULL where nobody asks. */
struct sn_err store_run(struct store *s, const struct sn_statement *which,
			const struct param *params, int64_t *changed) SN_MUST_USE;
/* params: sets × (parameters of the statement), set after set. changed: one count a set, or NULL. */
struct sn_err store_many(struct store *s, const struct sn_statement *which,
			 const struct param *params, size_t sets, int64_t *changed) SN_MUST_USE;

/* ---- what it is, for who looks after it ---- */

enum store_kind { STORE_SQLITE, STORE_POSTGRESQL };
struct store_state {
	enum store_kind kind;
	int64_t bytes; /* on the disk: file and journal, or what PostgreSQL says of this database */
	int64_t free_bytes; /* beside it; -1: it lies on a server, which tells nobody */
};
struct sn_err store_state(struct store *s, struct store_state *out) SN_MUST_USE;
struct store_version {
	const char *domain;
	int64_t number; /* of the last migration */
};
/* How far each domain's schema has come, the store's own first. In mem. */
struct arena;
struct sn_err store_versions(struct store *s, struct arena *mem, struct store_version **out,
			     size_t *count) SN_MUST_USE;

/* ---- copies ---- */

/* How far a long copy is, in bytes; total 0: not known yet. What far() refuses ends the work, and nothing is left of it. */
struct store_watch {
	struct sn_err (*far)(void *self, int64_t done, int64_t total);
	void *self;
};

struct store_key {
	uint8_t bytes[32];
};
/* Writes an online copy, encrypted under the key, while others read and write. The file holds a SQLite database
 * whichever the engine is, so a copy of one engine can be restored into the other. */
struct sn_err store_backup(const struct store_config *config, struct str path,
			   const struct store_key *key) SN_MUST_USE;
/* The same; watch NULL: nobody looks. */
struct sn_err store_backup_watched(const struct store_config *config, struct str path,
				   const struct store_key *key,
				   const struct store_watch *watch) SN_MUST_USE;
/* Could it be restored? Its seal, SQLite's own check and the schema, on a copy beside it that is thrown away. */
struct sn_err store_backup_check(const struct store_config *config, struct str path,
				 const struct store_key *key) SN_MUST_USE;
/* Into a database that does not exist yet (store_exists). A damaged or foreign file is refused: backup_damaged. */
struct sn_err store_restore(const struct store_config *config, struct str path,
			    const struct store_key *key) SN_MUST_USE;
#endif
