/* The SQLite engine: one file songnuan.db in a directory, WAL, synchronous=FULL. */
#include "base/limits.h"
#include "store/store_priv.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* A prepared statement with what is known about it once and for all. */
struct prepared {
	const struct sn_statement *which;
	sqlite3_stmt *stmt;
	int index[STATEMENT_PARAMS_MAX]; /* of $1, $2, …: SQLite numbers by first appearance */
	size_t columns_count;
	const char **columns;
	sqlite3_stmt *
		bulk; /* the same for BULK_ROWS rows; NULL: not an INSERT of one row, or not asked for yet */
	bool bulk_tried;
	size_t sets_seen; /* given to it in all */
};

struct sqlite_store {
	struct store base;
	sqlite3 *db;
	sqlite3_stmt *begin_write, *begin_read, *commit, *rollback, *savepoint[3];
	struct store_cache cache;
	int lock_fd; /* the living writer's lock; -1: not ours */
};

static struct sqlite_store *sqlite_of(struct store *s)
{
	return (struct sqlite_store *)(void *)s;
}

/* ---- errors ---- */

/* A quota (EDQUOT) and a limit on the file's size (EFBIG) are a full disk to whoever writes. */
static bool is_full(int rc)
{
	if ((rc & 0xff) == SQLITE_FULL)
		return true;
	if ((rc & 0xff) != SQLITE_IOERR || rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC)
		return false;
	const int os =
		errno; /* as step() found it: sqlite3_system_errno() does not keep that of a write */
	return os == ENOSPC || os == EDQUOT || os == EFBIG;
}

static struct sn_err fold(sqlite3 *db, const char *where, int rc)
{
	if (is_full(rc))
		return SN_FAIL(STORE_FULL);
	switch (rc) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return sn_err_with_text(SN_FAIL(STORE_UNIQUE), "%s", where);
	default:
		break;
	}
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT: /* CHECK, NOT NULL, FOREIGN KEY, a type that STRICT refuses */
	case SQLITE_TOOBIG:
		return sn_err_with_text(SN_FAIL(STORE_CHECK), "%s", where);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_SCHEMA:
		return SN_FAIL(STORE_AGAIN);
	case SQLITE_NOMEM:
		return SN_FAIL(OUT_OF_MEMORY);
	default:
		return store_error(SN_FAIL(STORE_IO), where, sqlite3_errmsg(db));
	}
}

/* Runs a statement that answers no rows; errno tells fold() what the system said. */
static int step(sqlite3_stmt *stmt)
{
	errno = 0;
	const int rc = sqlite3_step(stmt);
	const int os = errno;
	sqlite3_reset(stmt);
	errno = os;
	return rc;
}

/* ---- prepared statements ---- */

static void free_prepared(struct prepared *p)
{
	if (!p)
		return;
	sqlite3_finalize(p->stmt);
	sqlite3_finalize(p->bulk);
	for (size_t i = 0; p->columns && i < p->columns_count; i++)
		free((void *)(uintptr_t)p->columns[i]);
	free(p->columns);
	free(p);
}

/* SQLite's own name may move when it prepares anew after a change of the schema. */
static bool copy_columns(struct prepared *p)
{
	const size_t n = p->columns_count = (size_t)sqlite3_column_count(p->stmt);
	p->columns = calloc(n + 1, sizeof *p->columns);
	for (size_t i = 0; p->columns && i < n; i++) {
		const char *name = sqlite3_column_name(p->stmt, (int)i);
		if (!name || !(p->columns[i] = strdup(name)))
			return false;
	}
	return p->columns != NULL;
}

static void find_params(struct prepared *p)
{
	const size_t n = strlen(p->which->params);
	for (size_t i = 0; i < n; i++) {
		char name[24];
		(void)snprintf(name, sizeof name, "$%zu", i + 1);
		p->index[i] = sqlite3_bind_parameter_index(p->stmt, name);
		assert(p->index[i] > 0); /* a letter without its $n */
	}
	assert(sqlite3_bind_parameter_count(p->stmt) == (int)n);
}

static struct sn_err prepare(struct sqlite_store *s, const struct sn_statement *which,
			     struct prepared **out)
{
	*out = store_cache_get(&s->cache, which);
	if (*out)
		return SN_SUCCESS;
	struct prepared *p = calloc(1, sizeof *p);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	p->which = which;
	const int rc = sqlite3_prepare_v3(s->db, which->sql, -1, SQLITE_PREPARE_PERSISTENT,
					  &p->stmt, NULL);
	if (rc != SQLITE_OK || !copy_columns(p)) {
		const struct sn_err e =
			rc != SQLITE_OK ? fold(s->db, which->name, rc) : SN_FAIL(OUT_OF_MEMORY);
		free_prepared(p);
		return e;
	}
	find_params(p);
	if (!store_cache_add(&s->cache, which, p)) {
		free_prepared(p);
		return SN_FAIL(OUT_OF_MEMORY);
	}
	*out = p;
	return SN_SUCCESS;
}

static struct sn_err sqlite_prepare(struct store *base, const struct sn_statement *which)
{
	struct prepared *p;
	return prepare(sqlite_of(base), which, &p);
}

/* copies: SQLITE_TRANSIENT where the caller's values need not stay, SQLITE_STATIC where they do. */
static int bind_one(sqlite3_stmt *stmt, int at, const struct param *v,
		    sqlite3_destructor_type copies)
{
	switch (v->kind) {
	case PARAM_INT:
		return sqlite3_bind_int64(stmt, at, v->as.integer);
	case PARAM_TEXT:
		return sqlite3_bind_text64(stmt, at, v->as.text.at, v->as.text.bytes, copies,
					   SQLITE_UTF8);
	case PARAM_BYTES:
		return sqlite3_bind_blob64(stmt, at, v->as.text.at, v->as.text.bytes, copies);
	case PARAM_UUID:
		return sqlite3_bind_blob(stmt, at, v->as.id.bytes, sizeof v->as.id.bytes, copies);
	case PARAM_NULL:
		break;
	}
	return sqlite3_bind_null(stmt, at);
}

static int bind_set(const struct prepared *p, const struct param *set, size_t n,
		    sqlite3_destructor_type copies)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = bind_one(p->stmt, p->index[i], &set[i], copies);
	return rc;
}

/* ---- rows ---- */

static void bind_rows(struct rows *r)
{
	struct prepared *p = r->prepared;
	const int rc = bind_set(p, r->params + r->set * r->params_count, r->params_count,
				r->sets == 1 ? SQLITE_TRANSIENT : SQLITE_STATIC);
	if (rc != SQLITE_OK)
		r->e = fold(sqlite_of(r->store)->db, r->which->name, rc);
}

static void sqlite_query(struct rows *r)
{
	struct prepared *p = NULL;
	r->e = prepare(sqlite_of(r->store), r->which, &p);
	if (sn_failed(r->e))
		return;
	r->prepared = p;
	r->columns = p->columns;
	r->columns_count = p->columns_count;
	bind_rows(r);
}

static bool sqlite_next(struct rows *r)
{
	const struct prepared *p = r->prepared;
	while (!sn_failed(r->e)) {
		const int rc = sqlite3_step(p->stmt);
		if (rc == SQLITE_ROW)
			return true;
		sqlite3_reset(p->stmt);
		if (rc != SQLITE_DONE)
			r->e = fold(sqlite_of(r->store)->db, r->which->name, rc);
		else if (++r->set >= r->sets)
			break;
		else
			bind_rows(r);
	}
	return false;
}

static void sqlite_finish(struct rows *r)
{
	const struct prepared *p = r->prepared;
	sqlite3_reset(p->stmt);
}

static bool sqlite_is_null(const struct rows *r, size_t column)
{
	const struct prepared *p = r->prepared;
	return sqlite3_column_type(p->stmt, (int)column) == SQLITE_NULL;
}
static int64_t sqlite_integer(const struct rows *r, size_t column)
{
	const struct prepared *p = r->prepared;
	return sqlite3_column_int64(p->stmt, (int)column);
}
static struct str sqlite_bytes(const struct rows *r, size_t column)
{
	const struct prepared *p = r->prepared;
	if (sqlite3_column_type(p->stmt, (int)column) == SQLITE_NULL)
		return STR_NULL;
	const char *at = sqlite3_column_blob(p->stmt, (int)column);
	/* SQLite gives NULL for a blob of no bytes; here NULL means NULL. */
	return (struct str){at ? at : "", (size_t)sqlite3_column_bytes(p->stmt, (int)column)};
}

/* ---- rows in bulk ----
 * An INSERT of one row opens every index of its table and closes it again, which is a third of its work; one of many rows
 * does so once. Each run also walks what the request's savepoint has kept so far: fewer rows than this win nothing. */
enum {
	BULK_ROWS = 128,
	BULK_AFTER_SETS =
		512 /* prepared for what comes often: one small set would not earn it back */
};

/* The row of "INSERT INTO t (...) VALUES (...)" with both parentheses; STR_NULL: the statement is another one. */
static struct str row_of(const char *sql)
{
	static const char insert[] = "INSERT INTO ", values[] = "VALUES (";
	const char *at = strncmp(sql, insert, sizeof insert - 1) == 0 ? strstr(sql, values) : NULL;
	if (!at)
		return STR_NULL;
	at += sizeof values - 2;
	size_t bytes = 0;
	int depth = 0;
	do {
		depth += (at[bytes] == '(') - (at[bytes] == ')');
		if (at[bytes] == '\0' || at[bytes] == '\'')
			return STR_NULL;
		bytes++;
	} while (depth > 0);
	return at[bytes + strspn(at + bytes, "; \n")] == '\0' ? (struct str){at, bytes} : STR_NULL;
}

/* The row with nameless parameters, which SQLite numbers as they come; 0: $1, $2 … do not come in their order. */
static size_t nameless_row(char *out, struct str row, size_t params)
{
	size_t n = 0, named = 0;
	for (size_t i = 0; i < row.bytes; i++) {
		out[n++] = row.at[i] == '$' ? '?' : row.at[i];
		if (row.at[i] != '$')
			continue;
		char *end = NULL;
		if (strtoul(row.at + i + 1, &end, 10) != ++named)
			return 0;
		i = (size_t)(end - row.at) - 1;
	}
	return named == params ? n : 0;
}

/* Without memory for it rows go one by one, and meet what there is to be met. */
static void prepare_bulk(struct sqlite_store *s, struct prepared *p)
{
	const struct str row = row_of(p->which->sql);
	p->bulk_tried = true;
	if (str_is_null(row))
		return;
	const size_t head = (size_t)(row.at - p->which->sql);
	char *sql = malloc(head + BULK_ROWS * (row.bytes + 1));
	if (!sql)
		return;
	memcpy(sql, p->which->sql, head);
	const size_t bytes = nameless_row(sql + head, row, strlen(p->which->params));
	size_t n = head + bytes;
	for (size_t i = 1; i < BULK_ROWS; i++) {
		sql[n++] = ',';
		memcpy(sql + n, sql + head, bytes);
		n += bytes;
	}
	if (bytes > 0)
		(void)sqlite3_prepare_v3(s->db, sql, (int)n, SQLITE_PREPARE_PERSISTENT, &p->bulk,
					 NULL);
	free(sql);
}

static int bind_bulk(sqlite3_stmt *bulk, const struct param *params, size_t count)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < count && rc == SQLITE_OK; i++)
		rc = bind_one(bulk, (int)i + 1, &params[i], SQLITE_STATIC);
	return rc;
}

/* As many sets as make whole bulks. What a rule of the table refuses is left to be tried set by set, which says which
 * one it was: SQLite has taken all rows of that bulk back. */
static struct sn_err add_in_bulk(struct sqlite_store *s, struct prepared *p,
				 const struct param *params, size_t sets, size_t *done)
{
	const size_t n = strlen(p->which->params);
	p->sets_seen += sets;
	if (sets >= BULK_ROWS && p->sets_seen >= BULK_AFTER_SETS && !p->bulk_tried)
		prepare_bulk(s, p);
	for (*done = 0; p->bulk && sets - *done >= BULK_ROWS; *done += BULK_ROWS) {
		int rc = bind_bulk(p->bulk, params + *done * n, BULK_ROWS * n);
		if (rc == SQLITE_OK)
			rc = step(p->bulk);
		if ((rc & 0xff) == SQLITE_CONSTRAINT || (rc & 0xff) == SQLITE_TOOBIG)
			break;
		if (rc != SQLITE_DONE) {
			struct sn_err e = fold(s->db, p->which->name, rc);
			e.arg[0] = (int64_t)*done;
			return e;
		}
	}
	return SN_SUCCESS;
}

/* ---- writing ---- */

static struct sn_err sqlite_many(struct store *base, const struct sn_statement *which,
				 const struct param *params, size_t sets, int64_t *changed)
{
	struct sqlite_store *s = sqlite_of(base);
	struct prepared *p = NULL;
	SN_TRY(prepare(s, which, &p));
	assert(p->columns_count == 0); /* a statement that answers rows is a query */
	const size_t n = strlen(which->params);
	size_t added = 0;
	SN_TRY(add_in_bulk(s, p, params, sets, &added));
	for (size_t i = 0; changed && i < added; i++)
		changed[i] = 1;
	for (size_t i = added; i < sets; i++) {
		int rc = bind_set(p, params + i * n, n, SQLITE_STATIC);
		if (rc == SQLITE_OK)
			rc = step(p->stmt);
		if (rc != SQLITE_DONE) {
			struct sn_err e = fold(s->db, which->name, rc);
			e.arg[0] = (int64_t)i;
			return e;
		}
		if (changed)
			changed[i] = sqlite3_changes64(s->db);
	}
	return SN_SUCCESS;
}

static struct sn_err sqlite_script(struct store *base, const char *sql)
{
	struct sqlite_store *s = sqlite_of(base);
	const int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? SN_SUCCESS : fold(s->db, "migration", rc);
}

static struct sn_err step_once(struct sqlite_store *s, sqlite3_stmt *stmt, const char *where)
{
	const int rc = step(stmt);
	return rc == SQLITE_DONE ? SN_SUCCESS : fold(s->db, where, rc);
}

static struct sn_err sqlite_begin(struct store *base, enum store_txn which)
{
	struct sqlite_store *s = sqlite_of(base);
	return step_once(s, which == STORE_TXN_WRITE ? s->begin_write : s->begin_read, "BEGIN");
}
static struct sn_err sqlite_commit(struct store *base)
{
	struct sqlite_store *s = sqlite_of(base);
	return step_once(s, s->commit, "COMMIT");
}
static void sqlite_rollback(struct store *base)
{
	struct sqlite_store *s = sqlite_of(base);
	/* SQLite may have rolled back by itself (SQLITE_FULL); a WAL's rollback writes nothing. */
	if (!sqlite3_get_autocommit(s->db))
		(void)step_once(s, s->rollback, "ROLLBACK");
}
static struct sn_err sqlite_savepoint(struct store *base, enum store_savepoint what)
{
	struct sqlite_store *s = sqlite_of(base);
	return step_once(s, s->savepoint[what], "SAVEPOINT");
}

/* ---- opening ---- */

static void close_all(struct sqlite_store *s)
{
	for (size_t i = 0; i < s->cache.size; i++)
		free_prepared(s->cache.slots[i].prepared);
	free(s->cache.slots);
	sqlite3_stmt *const own[] = {s->begin_write,  s->begin_read,   s->commit,      s->rollback,
				     s->savepoint[0], s->savepoint[1], s->savepoint[2]};
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		sqlite3_finalize(own[i]);
	sqlite3_close(s->db);
	if (s->lock_fd >= 0)
		(void)close(s->lock_fd);
	store_deinit(&s->base);
	free(s);
}

static void sqlite_close(struct store *base)
{
	close_all(sqlite_of(base));
}

static struct sn_err prepare_own(struct sqlite_store *s)
{
	const struct {
		sqlite3_stmt **out;
		const char *sql;
	} own[] = {
		{&s->begin_write, "BEGIN IMMEDIATE"},
		{&s->begin_read, "BEGIN"},
		{&s->commit, "COMMIT"},
		{&s->rollback, "ROLLBACK"},
		{&s->savepoint[STORE_SP_OPEN], "SAVEPOINT w"},
		{&s->savepoint[STORE_SP_KEEP], "RELEASE w"},
		{&s->savepoint[STORE_SP_UNDO], "ROLLBACK TO w"},
	};
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		const int rc = sqlite3_prepare_v3(s->db, own[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
						  own[i].out, NULL);
		if (rc != SQLITE_OK)
			return fold(s->db, own[i].sql, rc);
	}
	return SN_SUCCESS;
}

/* Uploads and temporary results never touch the disk unencrypted (temp_store), and erased rows are overwritten
 * (secure_delete; settled.md 7, 26). The writer's cache is larger, since it holds the pages of a whole group. */
static struct sn_err set_up(struct sqlite_store *s, enum store_use use)
{
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	int rc = SQLITE_OK;
	if (use == STORE_USE_CREATE)
		rc = sqlite3_exec(s->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(s->db,
				  "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
				  "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
				  "PRAGMA trusted_schema=OFF",
				  NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(
			s->db,
			use == STORE_USE_READ
				? "PRAGMA cache_size=-8192; PRAGMA query_only=ON"
				: "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000",
			NULL, NULL, NULL);
	return rc == SQLITE_OK ? prepare_own(s) : fold(s->db, "open", rc);
}

struct sn_err store_sqlite_folder(struct str url)
{
	char dir[STORE_PATH_BYTES_MAX];
	(void)snprintf(dir, sizeof dir, STR_FMT, STR_ARG(url));
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", dir);
	return SN_SUCCESS;
}

static struct sn_err open_file(struct sqlite_store *s, enum store_use use)
{
	const char *dir = s->base.config.url.at;
	char path[STORE_PATH_BYTES_MAX];
	const int length = snprintf(path, sizeof path, "%s/songnuan.db", dir);
	if (length < 0 || (size_t)length >= sizeof path)
		return SN_FAIL(TOO_LONG, .field = "data", .arg = {STORE_PATH_BYTES_MAX});
	const bool exists = access(path, F_OK) == 0;
	if (use != STORE_USE_CREATE && !exists)
		return sn_err_with_text(SN_FAIL(STORE_MISSING), "%s", dir);
	if (use == STORE_USE_CREATE) {
		if (exists)
			return sn_err_with_text(SN_FAIL(STORE_EXISTS), "%s", dir);
		SN_TRY(store_sqlite_folder(s->base.config.url));
		/* SQLite gives its -wal and -shm the rights of the database: nobody else reads it. */
		const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
		(void)close(fd);
	}
	const int rc =
		sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return s->db ? fold(s->db, dir, rc) : SN_FAIL(OUT_OF_MEMORY);
	return set_up(s, use);
}

static struct sn_err sqlite_open(struct store **out, const struct store_config *config,
				 enum store_use use)
{
	struct sqlite_store *s = calloc(1, sizeof *s);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = store_init(&s->base, &store_sqlite, config);
	s->lock_fd = -1;
	if (!sn_failed(e))
		e = open_file(s, use);
	if (sn_failed(e))
		close_all(s);
	else
		*out = &s->base;
	return e;
}

static int64_t file_bytes(const char *path)
{
	struct stat at;
	return stat(path, &at) == 0 ? (int64_t)at.st_size : 0;
}
static struct sn_err sqlite_state(struct store *base, struct store_state *out)
{
	static const char *const files[] = {"songnuan.db", "songnuan.db-wal"};
	const char *dir = base->config.url.at;
	char path[STORE_PATH_BYTES_MAX];
	struct statvfs disk;
	*out = (struct store_state){.kind = STORE_SQLITE, .free_bytes = -1};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		const int length = snprintf(path, sizeof path, "%s/%s", dir, files[i]);
		if (length > 0 && (size_t)length < sizeof path)
			out->bytes += file_bytes(path);
	}
	if (statvfs(dir, &disk) == 0)
		out->free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
	return SN_SUCCESS;
}

static struct sn_err sqlite_has_schema(struct store *base, bool *has)
{
	struct sqlite_store *s = sqlite_of(base);
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db,
				    "SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'", -1,
				    &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	*has = rc == SQLITE_ROW;
	const struct sn_err e = rc == SQLITE_ROW || rc == SQLITE_DONE
					? SN_SUCCESS
					: fold(s->db, base->config.url.at, rc);
	sqlite3_finalize(stmt);
	return e;
}

/* ---- the lease: a file lock tells at once whether the last writer of this machine still lives ---- */

static bool lock_writer(struct sqlite_store *s)
{
	char path[STORE_PATH_BYTES_MAX];
	if (s->lock_fd >= 0)
		return true;
	(void)snprintf(path, sizeof path, "%s/writer.lock", s->base.config.url.at);
	const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		(void)close(fd);
		return false;
	}
	s->lock_fd = fd;
	return true;
}

static int64_t sqlite_session_no(struct store *base)
{
	(void)lock_writer(sqlite_of(base));
	return 0;
}
static bool sqlite_session_ended(struct store *base, int64_t session_no)
{
	(void)session_no;
	return lock_writer(sqlite_of(base));
}

/* ---- copies ---- */

struct sn_err store_sqlite_scratch(struct store **out, const struct store_config *config,
				   const char *path)
{
	*out = NULL;
	struct sqlite_store *s = calloc(1, sizeof *s);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = store_init(&s->base, &store_sqlite, config);
	s->lock_fd = -1;
	int rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_extended_result_codes(s->db, 1);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(s->db,
				  "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF;"
				  "PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
				  "PRAGMA foreign_keys=OFF; PRAGMA trusted_schema=OFF;"
				  "PRAGMA cache_size=-65536",
				  NULL, NULL, NULL);
	if (!sn_failed(e))
		e = rc == SQLITE_OK ? prepare_own(s) : fold(s->db, "copy", rc);
	if (sn_failed(e))
		close_all(s);
	else
		*out = &s->base;
	return e;
}

struct sn_err store_sqlite_copy(struct store *from, struct store *to)
{
	sqlite3 *const db = sqlite_of(to)->db;
	sqlite3_backup *copy = sqlite3_backup_init(db, "main", sqlite_of(from)->db, "main");
	if (!copy)
		return fold(db, "copy", sqlite3_extended_errcode(db));
	/* In one step: it reads one snapshot of the WAL and holds no writer up. */
	const int rc = sqlite3_backup_step(copy, -1);
	const int end = sqlite3_backup_finish(copy);
	return rc == SQLITE_DONE && end == SQLITE_OK
		       ? SN_SUCCESS
		       : fold(db, "copy", rc == SQLITE_DONE ? end : rc);
}

struct sn_err store_sqlite_check(struct store *base)
{
	struct sqlite_store *s = sqlite_of(base);
	sqlite3_stmt *stmt = NULL;
	const int rc = sqlite3_prepare_v2(s->db, "PRAGMA integrity_check(1)", -1, &stmt, NULL);
	const bool fine = rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
			  strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") == 0;
	sqlite3_finalize(stmt);
	return fine ? SN_SUCCESS : SN_FAIL(BACKUP_DAMAGED);
}

struct sn_err store_sqlite_wal(struct store *base)
{
	struct sqlite_store *s = sqlite_of(base);
	const int rc = sqlite3_exec(s->db,
				    "PRAGMA locking_mode=NORMAL; PRAGMA synchronous=FULL;"
				    "PRAGMA journal_mode=WAL",
				    NULL, NULL, NULL);
	return rc == SQLITE_OK ? SN_SUCCESS : fold(s->db, "copy", rc);
}

/* A table's types are these three: it is STRICT (tests/unit/test_portability.c asks). */
static char letter_of(struct str type)
{
	if (str_is(type, "INTEGER"))
		return 'i';
	if (str_is(type, "TEXT"))
		return 't';
	assert(str_is(type, "BLOB"));
	return 'b';
}

static const struct sn_statement columns_of_tables = {
	.name = "sqlite.columns",
	.sql = "SELECT s.name AS name, c.name AS column_name, c.type AS type"
	       " FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c"
	       " WHERE s.type = 'table' AND substr(s.name, 1, 7) <> 'sqlite_' ORDER BY s.rowid, "
	       "c.cid",
	.params = "",
};

struct sn_err store_sqlite_tables(struct store *s, struct arena *mem, struct store_table **tables,
				  size_t *count)
{
	struct store_table *list = ARENA_ARRAY(mem, struct store_table, STORE_TABLES_MAX);
	size_t n = 0;
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(s, &columns_of_tables, NO_PARAMS);
	while (store_next(r)) {
		const struct str name = store_text(r, "name");
		if (n == 0 || !str_eq(list[n - 1].name, name)) {
			assert(n < STORE_TABLES_MAX);
			list[n++].name = arena_str(mem, name);
		}
		struct store_table *t = &list[n - 1];
		assert(t->columns_count < STORE_COLUMNS_MAX);
		t->column[t->columns_count] = arena_str(mem, store_text(r, "column_name"));
		t->letter[t->columns_count++] = letter_of(store_text(r, "type"));
	}
	*tables = list;
	*count = n;
	return store_done(r);
}

const struct store_engine store_sqlite = {
	.open = sqlite_open,
	.close = sqlite_close,
	.has_schema = sqlite_has_schema,
	.state = sqlite_state,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.savepoint = sqlite_savepoint,
	.script = sqlite_script,
	.query = sqlite_query,
	.next = sqlite_next,
	.finish = sqlite_finish,
	.is_null = sqlite_is_null,
	.integer = sqlite_integer,
	.bytes = sqlite_bytes,
	.many = sqlite_many,
	.prepare = sqlite_prepare,
	.session_no = sqlite_session_no,
	.session_ended = sqlite_session_ended,
};
