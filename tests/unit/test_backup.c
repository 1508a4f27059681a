#include "store_fixture.h"
#include "testdb/testdb_sql.h"

#include <dirent.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct store_domain *const domains[] = {&testdb_domain};
static const struct store_key key = {{1, 2, 3}};

enum { ITEMS = 1000 };

static struct sn_err add_fact(struct ctx *c, void *arg)
{
	(void)arg;
	return store_run(c->store, &testdb_sql_fact_add,
			 PARAMS(p_uuid(new_id(c)), p_text(STR("一件事"))), NULL);
}

static struct sn_err fill(struct ctx *c, void *arg)
{
	(void)arg;
	for (int i = 0; i < ITEMS; i++) {
		char name[32];
		(void)snprintf(name, sizeof name, "棉手套 %05d", i);
		SN_TRY(store_run(c->store, &testdb_sql_item_add,
				 PARAMS(p_int(150100 + i % 7), p_uuid(new_id(c)),
					p_text(i % 11 ? str_of(name) : STR_NULL),
					i % 13 ? p_int(i) : p_null(),
					i % 3 ? p_bytes(name, (size_t)(i % 16)) : p_null()),
				 NULL));
	}
	return add_fact(c, NULL);
}

/* One number over all that a database holds. */
static void digest(struct store *s, unsigned char out[crypto_generichash_BYTES])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, crypto_generichash_BYTES);
	for (int64_t shard = 150100; shard < 150107; shard++) {
		struct rows *r = store_query(s, &testdb_sql_items, PARAMS(p_int(shard)));
		while (store_next(r)) {
			const struct uuid id = store_uuid(r, "id");
			const struct str name = store_text(r, "name"),
					 data = store_bytes(r, "data");
			const int64_t facts[] = {store_is_null(r, "name"), store_is_null(r, "qty"),
						 store_int(r, "qty"), store_is_null(r, "data"),
						 (int64_t)data.bytes};
			crypto_generichash_update(&state, id.bytes, sizeof id.bytes);
			crypto_generichash_update(&state, (const unsigned char *)name.at,
						  name.bytes);
			crypto_generichash_update(&state, (const unsigned char *)facts,
						  sizeof facts);
			crypto_generichash_update(&state, (const unsigned char *)data.at,
						  data.bytes);
		}
		fixture_must(store_done(r), "items");
	}
	struct rows *r = store_query(s, &testdb_sql_facts, NO_PARAMS);
	while (store_next(r)) {
		const struct str word = store_text(r, "word");
		crypto_generichash_update(&state, (const unsigned char *)word.at, word.bytes);
	}
	fixture_must(store_done(r), "facts");
	crypto_generichash_final(&state, out, crypto_generichash_BYTES);
}

static int64_t files_in(const char *dir)
{
	int64_t n = 0;
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	if (d)
		(void)closedir(d);
	return n;
}

/* A place of a target that has no database yet. */
static void empty_place(struct fixture *to)
{
	fixture_create_empty(to, to->engine, domains, 1);
}

static void restore_into(struct fixture *f, const char *path, enum fixture_engine engine)
{
	unsigned char here[crypto_generichash_BYTES], there[crypto_generichash_BYTES];
	struct fixture to = {.engine = engine};
	empty_place(&to);
	const struct store_key other = {{9}};
	EQ_STR(sn_reason_word(store_restore(&to.config, str_of(path), &other).reason),
	       "backup_damaged", "another key opens nothing");
	OK(!sn_failed(store_restore(&to.config, str_of(path), &key)),
	   engine == FIXTURE_PG ? "restored into PostgreSQL" : "restored into SQLite");
	EQ_STR(sn_reason_word(store_restore(&to.config, str_of(path), &key).reason), "store_exists",
	       "a database that is there is left alone");
	fixture_start(&to);
	digest(f->c.store, here);
	digest(to.c.store, there);
	OK(memcmp(here, there, sizeof here) == 0, "it holds what the original holds");
	OK(!sn_failed(store_write(&to.c, add_fact, NULL)), "and can be written");
	if (engine == FIXTURE_SQLITE) {
		fixture_stop(&to);
		EQ_I64(files_in(to.url), 2, "the database and the lock are all that lies there");
		fixture_start(&to);
	}
	fixture_close(&to);
}

static void damage(const char *path)
{
	struct fixture to = {.engine = FIXTURE_SQLITE};
	struct stat st;
	int refused = 0, tried = 0;
	empty_place(&to);
	OK(stat(path, &st) == 0 && st.st_size > 65536, "the copy has more than one chunk");
	for (off_t at = 0; at < st.st_size; at += st.st_size / 40, tried++) {
		FILE *file = fopen(path, "r+e");
		(void)fseeko(file, at, SEEK_SET);
		const int byte = fgetc(file);
		(void)fseeko(file, at, SEEK_SET);
		(void)fputc(byte ^ 4, file);
		(void)fflush(file);
		refused +=
			store_restore(&to.config, str_of(path), &key).reason == SN_R_BACKUP_DAMAGED;
		(void)fseeko(file, at, SEEK_SET);
		(void)fputc(byte, file);
		(void)fclose(file);
	}
	EQ_I64(refused, tried, "a flipped bit is found wherever it is");
	FILE *file = fopen(path, "ae");
	(void)fputc('x', file);
	(void)fclose(file);
	EQ_STR(sn_reason_word(store_restore(&to.config, str_of(path), &key).reason),
	       "backup_damaged", "as is a byte too many");
	OK(truncate(path, 65536 + 17 + 40) == 0, "cut at a chunk's border");
	EQ_STR(sn_reason_word(store_restore(&to.config, str_of(path), &key).reason),
	       "backup_damaged", "it is not whole");
	OK(truncate(path, 0) == 0, "emptied");
	EQ_STR(sn_reason_word(store_restore(&to.config, str_of(path), &key).reason),
	       "backup_damaged", "it is no copy");
	EQ_I64(files_in(to.url), 0, "nothing was left in the target");
	fixture_close(&to);
}

static bool holds(const char *path, const char *word)
{
	static const size_t most = 1 << 22;
	char *text = malloc(most);
	FILE *file = fopen(path, "re");
	const size_t n = text && file ? fread(text, 1, most, file) : 0;
	const bool found = n > 0 && memmem(text, n, word, strlen(word)) != NULL;
	if (file)
		(void)fclose(file);
	free(text);
	return found;
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		char dir[] = "/tmp/songnuan-backup-XXXXXX", path[64];
		fixture_open(&f, engine, domains, 1);
		fixture_must(store_write(&f.c, fill, NULL), "fill");
		OK(mkdtemp(dir) != NULL, "a place for the copy");
		(void)snprintf(path, sizeof path, "%s/copy", dir);
		OK(!sn_failed(store_backup(&f.config, str_of(path), &key)),
		   engine == FIXTURE_PG ? "a copy of PostgreSQL" : "a copy of SQLite");
		EQ_I64(files_in(dir), 1, "is one file");
		OK(!holds(path, "棉手套") && !holds(path, "SQLite"), "nothing in it can be read");
		restore_into(&f, path, FIXTURE_SQLITE);
		if (fixture_has(FIXTURE_PG))
			restore_into(&f, path, FIXTURE_PG);
		OK(!sn_failed(store_backup(&f.config, str_of(path), &key)),
		   "a later copy replaces it");
		damage(path);
		OK(unlink(path) == 0 && rmdir(dir) == 0, "no other file was left");
		EQ_STR(sn_reason_word(
			       store_restore(&f.config, STR("/nonexistent/copy"), &key).reason),
		       "cannot_read_file", "a copy that is not there");
		EQ_STR(sn_reason_word(
			       store_backup(&f.config, STR("/nonexistent/copy"), &key).reason),
		       "cannot_write_file", "a place that is not there");
		fixture_close(&f);
	}
	return tap_done();
}
