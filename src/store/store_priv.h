#ifndef SN_STORE_PRIV_H
#define SN_STORE_PRIV_H
/* store_priv: what the files of the store share. An engine (store_sqlite.c, store_pg.c) puts struct store first
 * in its own handle and fills struct store_engine; store.c keeps the rules that hold for both. */
#include "base/limits.h"
#include "store/ctx.h"
#include "store/store.h"

enum store_use { STORE_USE_READ, STORE_USE_WRITE, STORE_USE_CREATE };
enum store_txn { STORE_TXN_WRITE, STORE_TXN_SNAPSHOT };
enum store_savepoint {
	STORE_SP_OPEN,
	STORE_SP_KEEP, /* closes it */
	STORE_SP_UNDO, /* back to where it was opened; it stays open */
};

/* The one running statement of a handle. */
struct rows {
	struct store *store;
	const struct sn_statement *which;
	const struct param *params; /* sets × params_count */
	size_t params_count, sets, set;
	const char *const *columns;
	size_t columns_count;
	void *prepared; /* the engine's */
	struct sn_err e;
	bool open, on_row;
};

struct store_engine {
	/* store_missing, store_exists (STORE_USE_CREATE), store_down, store_io */
	struct sn_err (*open)(struct store **out, const struct store_config *config,
			      enum store_use use);
	void (*close)(struct store *s);
	struct sn_err (*has_schema)(struct store *s, bool *has);
	struct sn_err (*state)(struct store *s, struct store_state *out);

	struct sn_err (*begin)(struct store *s, enum store_txn which);
	struct sn_err (*commit)(struct store *s);
	void (*rollback)(struct store *s);
	struct sn_err (*savepoint)(struct store *s, enum store_savepoint what);
	/* Several statements without parameters: a migration. */
	struct sn_err (*script)(struct store *s, const char *sql);

	/* query() starts rows->which for all sets; its error waits in rows->e. next() moves rows->set. */
	void (*query)(struct rows *rows);
	bool (*next)(struct rows *rows);
	void (*finish)(struct rows *rows);
	bool (*is_null)(const struct rows *rows, size_t column);
	int64_t (*integer)(const struct rows *rows, size_t column);
	struct str (*bytes)(const struct rows *rows, size_t column);

	struct sn_err (*many)(struct store *s, const struct sn_statement *which,
			      const struct param *params, size_t sets, int64_t *changed);
	/* Prepares without running: the portability test. */
	struct sn_err (*prepare)(struct store *s, const struct sn_statement *which);

	/* The lease: a number by which others can see whether this handle's holder still lives, and that look. */
	int64_t (*session_no)(struct store *s);
	bool (*session_ended)(struct store *s, int64_t session_no);
	bool session_moves; /* a living holder may get another number (PostgreSQL: after it lost its connection) */
};
extern const struct store_engine store_sqlite, store_pg;

struct store {
	const struct store_engine *engine;
	struct store_config config; /* url is a copy with a NUL behind it, owned */
	struct rows rows;
	size_t column_hint; /* columns are read in the order of the select: look here first */
	const char *asked
		[STORE_COLUMNS_MAX]; /* by which literal each column was asked for last, or NULL */
	size_t asked_known;          /* how many of asked[] are of this query */
	int snapshots;               /* nested store_snapshot() */
	bool writing;                /* a write transaction is open */
	struct sn_err
		failed; /* the first error since the savepoint: nothing more runs before it is undone */
	struct store_seals *seals; /* of a writer that seals rows, or NULL (seal.h) */
	uint64_t writes;           /* sets that store_many() was given: has a request written? */
	struct sn_err doom; /* an error of the whole transaction: it can only be rolled back */
};

/* Prepared statements of a handle (cache.c); the engine frees what it put in. */
struct store_cached {
	const struct sn_statement *which;
	void *prepared;
};
struct store_cache {
	struct store_cached *slots;
	size_t size, used;
};
void *store_cache_get(const struct store_cache *cache, const struct sn_statement *which);
bool store_cache_add(struct store_cache *cache, const struct sn_statement *which,
		     void *prepared) SN_MUST_USE;

/* Fills what is common; url is copied. */
struct sn_err store_init(struct store *s, const struct store_engine *engine,
			 const struct store_config *config) SN_MUST_USE;
void store_deinit(struct store *s);
const struct store_engine *store_engine_of(struct str url);

/* Opens without looking at the schema's numbers. */
struct sn_err store_open_raw(struct store **out, const struct store_config *config,
			     enum store_use use) SN_MUST_USE;
struct sn_err store_check_schema(struct store *s) SN_MUST_USE;
/* A statement's text for errors: where it failed and the engine's words, which hold no values. */
struct sn_err store_error(struct sn_err e, const char *where, const char *words) SN_MUST_USE;

struct sn_err store_begin(struct store *s) SN_MUST_USE;
/* On an error the transaction has ended; store_io and store_unknown: nobody knows how. */
struct sn_err store_commit(struct store *s) SN_MUST_USE;
void store_rollback(struct store *s);
struct sn_err store_savepoint(struct store *s, enum store_savepoint what) SN_MUST_USE;

/* Inside a transaction of a new database: all tables of all domains, in one go. */
struct sn_err store_build_schema(struct store *s) SN_MUST_USE;
/* In a copy that became a database: applies what is missing. Whoever held the lease of the original has no part
 * in it. store_newer: the copy is of a later program. */
struct sn_err store_adopt(struct store *s) SN_MUST_USE;

/* Runs a statement that writes a sealed table, and seals what it wrote. */
struct sn_err store_seal_many(struct store *store, const struct sn_statement *which,
			      const struct param *params, size_t sets,
			      int64_t *changed) SN_MUST_USE;

/* ---- copies (backup.c); a table is copied with its columns in SQLite's order ---- */
struct store_table {
	struct str name;
	struct str column[STORE_COLUMNS_MAX];
	char letter[STORE_COLUMNS_MAX + 1]; /* i t b, as SQLite keeps them */
	size_t columns_count;
};
/* Makes the directory where there is none, for its owner alone. */
struct sn_err store_sqlite_folder(struct str url) SN_MUST_USE;
/* A SQLite file by its path, without journal and sync: something to be thrown away if it fails. */
struct sn_err store_sqlite_scratch(struct store **out, const struct store_config *config,
				   const char *path) SN_MUST_USE;
/* All pages of one moment, while others write. */
struct sn_err store_sqlite_copy(struct store *from, struct store *to) SN_MUST_USE;
/* backup_damaged: SQLite's own check finds fault. */
struct sn_err store_sqlite_check(struct store *s) SN_MUST_USE;
struct sn_err store_sqlite_wal(struct store *s) SN_MUST_USE;
/* Tables in the order of their making, so that what is referred to comes first. */
struct sn_err store_sqlite_tables(struct store *s, struct arena *mem, struct store_table **tables,
				  size_t *count) SN_MUST_USE;
/* COPY of all rows that `from` answers, inside a transaction. */
struct sn_err store_pg_copy_in(struct store *to, const struct store_table *table,
			       struct rows *from) SN_MUST_USE;

/* ---- lease ---- */
struct store_lease {
	int64_t epoch;
	int64_t lease_us;
};
/* store_leased while another live holder has it. */
struct sn_err store_lease_take(struct store *s, struct store_lease *lease,
			       const char *holder) SN_MUST_USE;
/* Inside the transaction, last before COMMIT. store_fenced: another holder took over. */
struct sn_err store_lease_commit(struct store *s, const struct store_lease *lease) SN_MUST_USE;
struct sn_err store_lease_prolong(struct store *s, const struct store_lease *lease) SN_MUST_USE;
void store_lease_give(struct store *s, const struct store_lease *lease);
#endif
