/* Copies. A backup is one SQLite file of one moment, whichever the engine, sealed in chunks by libsodium's
 * secretstream (XChaCha20-Poly1305): a cut, a swap or a flipped bit is found before anything is restored.
 *
 *   file    "SongnuanBackup" NUL 1 (16 bytes) · the stream's header (24) · chunks of 64 KiB + 17, the last marked final.
 *   plain   the copy in clear lies beside the target only while it is made, and there without a name. */
#include "base/limits.h"
#include "store/store_priv.h"
#include "store/store_sql.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, SEAL_BYTES = crypto_secretstream_xchacha20poly1305_ABYTES };
enum { MAGIC_BYTES = 16, COPY_ARENA_BYTES = 16 << 20, PATH_BYTES = STORE_PATH_BYTES_MAX };
static const char magic[MAGIC_BYTES + 1] = "SongnuanBackup\0\1";

_Static_assert(sizeof((struct store_key){{0}}.bytes) ==
		       crypto_secretstream_xchacha20poly1305_KEYBYTES,
	       "a key is a stream's key");

/* ---- files ---- */

static struct sn_err cannot_write(const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return SN_FAIL(STORE_FULL);
	return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
}

/* A new file beside `near`, for its owner alone. */
static struct sn_err make_temp(char path[PATH_BYTES], struct str near, FILE **file)
{
	const int length = snprintf(path, PATH_BYTES, STR_FMT ".XXXXXX", STR_ARG(near));
	*file = NULL;
	if (length < 0 || length >= PATH_BYTES)
		return SN_FAIL(TOO_LONG, .field = "file", .arg = {PATH_BYTES});
	const int fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0 && !(*file = fdopen(fd, "w+")))
		(void)close(fd);
	return *file ? SN_SUCCESS : cannot_write(path);
}

static struct sn_err sync_folder(const char *path)
{
	char folder[PATH_BYTES] = ".";
	const char *slash = strrchr(path, '/');
	if (slash)
		(void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
	const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool fine = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		(void)close(fd);
	return fine ? SN_SUCCESS : cannot_write(folder);
}

/* ---- sealing ---- */

/* Where a copy goes and who looks on: the total is known once the plain copy is there. */
struct target {
	const char *path;
	const struct store_key *key;
	const struct store_watch *watch; /* NULL: nobody */
};

static struct sn_err tell_far(const struct store_watch *watch, int64_t done, int64_t total)
{
	return watch ? watch->far(watch->self, done, total) : SN_SUCCESS;
}
static int64_t bytes_of(FILE *f)
{
	struct stat at;
	return fstat(fileno(f), &at) == 0 ? (int64_t)at.st_size : 0;
}

static struct sn_err seal(FILE *plain, FILE *sealed, const struct target *to)
{
	crypto_secretstream_xchacha20poly1305_state state;
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	unsigned char in[CHUNK_BYTES], out[CHUNK_BYTES + SEAL_BYTES];
	const int64_t total = bytes_of(plain);
	struct sn_err told = SN_SUCCESS;
	int64_t done = 0;
	crypto_secretstream_xchacha20poly1305_init_push(&state, header, to->key->bytes);
	bool fine = fwrite(magic, 1, MAGIC_BYTES, sealed) == MAGIC_BYTES &&
		    fwrite(header, 1, sizeof header, sealed) == sizeof header;
	for (bool last = false; fine && !last && !sn_failed(told);) {
		const size_t n = fread(in, 1, sizeof in, plain);
		if (ferror(plain))
			return sn_err_with_text(SN_FAIL(STORE_IO), "%s", to->path);
		last = n < sizeof in;
		crypto_secretstream_xchacha20poly1305_push(
			&state, out, NULL, in, n, (const unsigned char *)magic, MAGIC_BYTES,
			last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		fine = fwrite(out, 1, n + SEAL_BYTES, sealed) == n + SEAL_BYTES;
		done += (int64_t)n;
		told = tell_far(to->watch, done, total);
	}
	sodium_memzero(in, sizeof in);
	sodium_memzero(&state, sizeof state);
	if (!fine || fflush(sealed) != 0 || fsync(fileno(sealed)) != 0)
		return cannot_write(to->path);
	return told;
}

/* Any byte that is not as it was written, or is missing, or too many: backup_damaged. */
static struct sn_err unseal(FILE *sealed, FILE *plain, const char *path,
			    const struct store_key *key)
{
	crypto_secretstream_xchacha20poly1305_state state;
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES], tag = 0;
	unsigned char in[CHUNK_BYTES + SEAL_BYTES], out[CHUNK_BYTES];
	char start[MAGIC_BYTES];
	if (fread(start, 1, sizeof start, sealed) != sizeof start ||
	    memcmp(start, magic, MAGIC_BYTES) != 0 ||
	    fread(header, 1, sizeof header, sealed) != sizeof header ||
	    crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key->bytes) != 0)
		return SN_FAIL(BACKUP_DAMAGED);
	while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
		const size_t n = fread(in, 1, sizeof in, sealed);
		if (n < SEAL_BYTES || crypto_secretstream_xchacha20poly1305_pull(
					      &state, out, NULL, &tag, in, n,
					      (const unsigned char *)magic, MAGIC_BYTES) != 0)
			return SN_FAIL(BACKUP_DAMAGED);
		if (fwrite(out, 1, n - SEAL_BYTES, plain) != n - SEAL_BYTES)
			return cannot_write(path);
	}
	sodium_memzero(out, sizeof out);
	sodium_memzero(&state, sizeof state);
	if (fgetc(sealed) != EOF)
		return SN_FAIL(BACKUP_DAMAGED);
	return fflush(plain) == 0 && fsync(fileno(plain)) == 0 ? SN_SUCCESS : cannot_write(path);
}

/* ---- tables from one engine to the other ---- */

static void add_columns(struct buf *b, const struct store_table *t)
{
	for (size_t i = 0; i < t->columns_count; i++)
		buf_printf(b, "%s\"" STR_FMT "\"", i ? ", " : "", STR_ARG(t->column[i]));
}

/* The only statements that stand in no .sql: names of our own schema, no values. They live as long as the arena,
 * which must outlive the handle that prepared them. */
static const struct sn_statement *keep(struct arena *mem, struct buf *b,
				       const struct store_table *t, const char *params)
{
	struct sn_statement *s = b ? ARENA_NEW(mem, struct sn_statement) : NULL;
	if (s)
		*s = (struct sn_statement){
			.name = t->name.at, .sql = arena_str(mem, buf_str(b)).at, .params = params};
	const bool fine = s && s->sql && !buf_full(b);
	buf_free(b);
	return fine ? s : NULL;
}

static const struct sn_statement *select_all(struct arena *mem, const struct store_table *t)
{
	struct buf *b = buf_new(STORE_SQL_BYTES_MAX);
	if (b) {
		buf_add(b, STR("SELECT "));
		add_columns(b, t);
		buf_printf(b, " FROM \"" STR_FMT "\"", STR_ARG(t->name));
	}
	return keep(mem, b, t, "");
}

static const struct sn_statement *insert_one(struct arena *mem, const struct store_table *t)
{
	struct buf *b = buf_new(STORE_SQL_BYTES_MAX);
	if (b) {
		buf_printf(b, "INSERT INTO \"" STR_FMT "\" (", STR_ARG(t->name));
		add_columns(b, t);
		for (size_t i = 0; i < t->columns_count; i++)
			buf_printf(b, "%s$%zu", i ? ", " : ") VALUES (", i + 1);
		buf_add_char(b, ')');
	}
	return keep(mem, b, t, t->letter);
}

static const struct sn_statement *delete_all(struct arena *mem, const struct store_table *t)
{
	struct buf *b = buf_new(STORE_SQL_BYTES_MAX);
	if (b)
		buf_printf(b, "DELETE FROM \"" STR_FMT "\"", STR_ARG(t->name));
	return keep(mem, b, t, "");
}

static struct sn_err insert_rows(struct store *to, const struct sn_statement *insert,
				 const struct store_table *t, struct rows *r)
{
	while (store_next(r)) {
		struct param p[STORE_COLUMNS_MAX];
		for (size_t i = 0; i < t->columns_count; i++) {
			const char *column = t->column[i].at;
			if (store_is_null(r, column)) {
				p[i] = p_null();
			} else if (t->letter[i] == 'i') {
				p[i] = p_int(store_int(r, column));
			} else {
				const struct str v = store_bytes(r, column);
				p[i] = t->letter[i] == 't' ? p_text(v) : p_bytes(v.at, v.bytes);
			}
		}
		SN_TRY(store_run(to, insert, p, NULL));
	}
	return SN_SUCCESS;
}

static struct sn_err copy_table(struct arena *mem, struct store *from, struct store *to,
				const struct store_table *t)
{
	const struct sn_statement *all = select_all(mem, t), *insert = insert_one(mem, t);
	if (!all || !insert)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(from, all, NO_PARAMS);
	const struct sn_err e = to->engine == &store_pg ? store_pg_copy_in(to, t, r)
							: insert_rows(to, insert, t, r);
	const struct sn_err read = store_done(r);
	return sn_failed(read) ? read : e;
}

/* What the migrations themselves put in is replaced by what the original has. Both sides have the same tables
 * (tests/unit/test_portability.c); sqlite is whichever of the two can list them. */
static struct sn_err copy_tables(struct arena *mem, struct store *from, struct store *to,
				 struct store *sqlite)
{
	struct store_table *tables = NULL;
	size_t count = 0;
	SN_TRY(store_sqlite_tables(sqlite, mem, &tables, &count));
	for (size_t i = count; i-- > 0;) {
		const struct sn_statement *empty = delete_all(mem, &tables[i]);
		if (!empty)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(store_run(to, empty, NO_PARAMS, NULL));
	}
	for (size_t i = 0; i < count; i++)
		SN_TRY(copy_table(mem, from, to, &tables[i]));
	return SN_SUCCESS;
}

/* One transaction in `to`, which is new and empty. */
static struct sn_err copy_database(struct arena *mem, struct store *from, struct store *to,
				   struct store *sqlite)
{
	SN_TRY(store_begin(to));
	struct sn_err e = store_build_schema(to);
	if (!sn_failed(e))
		e = copy_tables(mem, from, to, sqlite);
	if (!sn_failed(e))
		return store_commit(to);
	store_rollback(to);
	return e;
}

/* ---- backup ---- */

static struct sn_err copy_out(struct arena *mem, struct store *from, struct store *scratch)
{
	if (from->engine == &store_sqlite)
		return store_sqlite_copy(from, scratch);
	SN_TRY(store_snapshot(from));
	const struct sn_err e = copy_database(mem, from, scratch, scratch);
	store_release(from);
	return e;
}

/* The copy in clear, in a file that has lost its name before the first row is in it. */
static struct sn_err make_copy(const struct store_config *config, struct str path, FILE **plain)
{
	char temp[PATH_BYTES];
	struct store *from = NULL, *scratch = NULL;
	struct arena *mem = arena_new(COPY_ARENA_BYTES);
	struct sn_err e = mem ? store_open(&from, config) : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = make_temp(temp, path, plain);
	if (!sn_failed(e)) {
		e = store_sqlite_scratch(&scratch, config, temp);
		(void)unlink(temp);
	}
	if (!sn_failed(e))
		e = copy_out(mem, from, scratch);
	store_close(scratch);
	store_close(from);
	arena_free(mem);
	return e;
}

static struct sn_err seal_into(FILE *plain, struct str path, struct target to)
{
	char temp[PATH_BYTES], target[PATH_BYTES];
	FILE *sealed = NULL;
	SN_TRY(make_temp(temp, path, &sealed));
	(void)snprintf(target, sizeof target, STR_FMT, STR_ARG(path));
	to.path = target;
	struct sn_err e = seal(plain, sealed, &to);
	if (fclose(sealed) != 0 && !sn_failed(e))
		e = cannot_write(target);
	if (!sn_failed(e) && rename(temp, target) != 0)
		e = cannot_write(target);
	if (sn_failed(e))
		(void)unlink(temp);
	else
		e = sync_folder(target);
	return e;
}

struct sn_err store_backup_watched(const struct store_config *config, struct str path,
				   const struct store_key *key, const struct store_watch *watch)
{
	FILE *plain = NULL;
	struct sn_err e = tell_far(watch, 0, 0);
	if (!sn_failed(e))
		e = make_copy(config, path, &plain);
	if (!sn_failed(e))
		e = seal_into(plain, path, (struct target){.key = key, .watch = watch});
	if (plain)
		(void)fclose(plain);
	return e;
}
struct sn_err store_backup(const struct store_config *config, struct str path,
			   const struct store_key *key)
{
	return store_backup_watched(config, path, key, NULL);
}

/* ---- restore ---- */

/* Everything about the file is checked before the target is touched: the seal, SQLite's own check, the schema. */
static struct sn_err open_copy(struct store **scratch, const struct store_config *config,
			       const char *path)
{
	SN_TRY(store_sqlite_scratch(scratch, config, path));
	SN_TRY(store_sqlite_check(*scratch));
	return store_adopt(*scratch);
}

struct sn_err store_backup_check(const struct store_config *config, struct str path,
				 const struct store_key *key)
{
	char from[PATH_BYTES], temp[PATH_BYTES];
	FILE *plain = NULL;
	struct store *scratch = NULL;
	(void)snprintf(from, sizeof from, STR_FMT, STR_ARG(path));
	FILE *sealed = fopen(from, "re");
	if (!sealed)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", from);
	struct sn_err e = make_temp(temp, path, &plain);
	if (!sn_failed(e))
		e = unseal(sealed, plain, temp, key);
	if (!sn_failed(e))
		e = open_copy(&scratch, config, temp);
	store_close(scratch);
	if (plain) {
		(void)unlink(temp);
		(void)fclose(plain);
	}
	(void)fclose(sealed);
	return e;
}

static struct sn_err restore_pg(const struct store_config *config, struct store *scratch)
{
	struct store *to = NULL;
	struct arena *mem = arena_new(COPY_ARENA_BYTES);
	struct sn_err e =
		mem ? store_open_raw(&to, config, STORE_USE_CREATE) : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = copy_database(mem, scratch, to, scratch);
	store_close(to);
	arena_free(mem);
	return e;
}

/* link() and not rename(): a database that came to be meanwhile is not replaced. */
static struct sn_err put_in_place(const char *temp, const char *target)
{
	if (link(temp, target) == 0)
		return sync_folder(target);
	return errno == EEXIST ? sn_err_with_text(SN_FAIL(STORE_EXISTS), "%s", target)
			       : cannot_write(target);
}

static struct sn_err restore_from(const struct store_config *config, const char *temp,
				  const char *target)
{
	struct store *scratch = NULL;
	struct sn_err e = open_copy(&scratch, config, temp);
	const bool pg = store_engine_of(config->url) == &store_pg;
	if (!sn_failed(e))
		e = pg ? restore_pg(config, scratch) : store_sqlite_wal(scratch);
	store_close(scratch);
	return sn_failed(e) || pg ? e : put_in_place(temp, target);
}

static struct sn_err check_target(const struct store_config *config, struct str path,
				  char target[PATH_BYTES])
{
	const bool pg = store_engine_of(config->url) == &store_pg;
	if (pg) { /* the copy lies beside the backup; that the database is new is checked when it is opened */
		(void)snprintf(target, PATH_BYTES, STR_FMT, STR_ARG(path));
		return SN_SUCCESS;
	}
	const int length =
		snprintf(target, PATH_BYTES, STR_FMT "/songnuan.db", STR_ARG(config->url));
	if (length < 0 || length >= PATH_BYTES)
		return SN_FAIL(TOO_LONG, .field = "data", .arg = {PATH_BYTES});
	if (access(target, F_OK) == 0)
		return sn_err_with_text(SN_FAIL(STORE_EXISTS), STR_FMT, STR_ARG(config->url));
	return store_sqlite_folder(config->url);
}

struct sn_err store_restore(const struct store_config *config, struct str path,
			    const struct store_key *key)
{
	char from[PATH_BYTES], target[PATH_BYTES], temp[PATH_BYTES];
	FILE *plain = NULL;
	(void)snprintf(from, sizeof from, STR_FMT, STR_ARG(path));
	FILE *sealed = fopen(from, "re");
	if (!sealed)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", from);
	struct sn_err e = check_target(config, path, target);
	if (!sn_failed(e))
		e = make_temp(temp, str_of(target), &plain);
	if (!sn_failed(e))
		e = unseal(sealed, plain, temp, key);
	if (!sn_failed(e))
		e = restore_from(config, temp, target);
	if (plain) {
		(void)unlink(temp);
		(void)fclose(plain);
	}
	(void)fclose(sealed);
	return e;
}
