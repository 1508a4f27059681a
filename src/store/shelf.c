#include "store/shelf.h"

#include "base/limits.h"
#include "store/store_priv.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct shelf {
	struct store_config config;
	struct store_key key;
	atomic_flag busy;
	char folder[STORE_PATH_BYTES_MAX];
};

struct sn_err shelf_new(struct shelf **out, const struct store_config *config, struct str folder,
			const struct store_key *key)
{
	struct shelf *s = *out = calloc(1, sizeof **out);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	s->config = *config;
	s->key = *key;
	atomic_flag_clear(&s->busy);
	const int length = snprintf(s->folder, sizeof s->folder, STR_FMT, STR_ARG(folder));
	if (length >= 0 && (size_t)length < sizeof s->folder - SHELF_NAME_BYTES - 1)
		return SN_SUCCESS;
	shelf_free(s);
	*out = NULL;
	return SN_FAIL(TOO_LONG, .field = "--backups", .arg = {STORE_PATH_BYTES_MAX});
}
void shelf_free(struct shelf *s)
{
	if (!s)
		return;
	sodium_memzero(&s->key, sizeof s->key);
	free(s);
}
const char *shelf_folder(const struct shelf *s)
{
	return s->folder;
}

/* ---- names ---- */

static bool digits(const char **at, int count)
{
	for (int i = 0; i < count; i++, (*at)++)
		if (**at < '0' || **at > '9')
			return false;
	return true;
}
static bool skip(const char **at, const char *word)
{
	const size_t bytes = strlen(word);
	if (strncmp(*at, word, bytes) != 0)
		return false;
	*at += bytes;
	return true;
}
/* songnuan-20241026-101500.backup, songnuan-20241026-101500-2.backup */
static bool is_name(const char *name)
{
	const char *at = name;
	if (strlen(name) >= SHELF_NAME_BYTES || !skip(&at, "songnuan-") || !digits(&at, 8) ||
	    !skip(&at, "-") || !digits(&at, 6))
		return false;
	if (skip(&at, "-") && !digits(&at, 1))
		return false;
	return strcmp(at, ".backup") == 0;
}
/* What the name says: a file that was copied about keeps it. */
static int64_t moment_of(const char *name)
{
	int day = 0, hour = 0, minute = 0, second = 0;
	if (sscanf(name, "songnuan-%8d-%2d%2d%2d", &day, &hour, &minute, &second) != 4 ||
	    !day_is_valid(day))
		return 0;
	return day_start_us(day) + ((hour * INT64_C(60) + minute) * 60 + second) * 1000000;
}
static void path_of(const struct shelf *s, const char *name, char path[STORE_PATH_BYTES_MAX])
{
	(void)snprintf(path, STORE_PATH_BYTES_MAX, "%.*s/%s",
		       STORE_PATH_BYTES_MAX - SHELF_NAME_BYTES - 2, s->folder, name);
}
/* By its name and its file; false: there is none. */
static bool item_read(const struct shelf *s, const char *name, struct shelf_item *out)
{
	char path[STORE_PATH_BYTES_MAX];
	struct stat at;
	if (!is_name(name) || moment_of(name) == 0)
		return false;
	path_of(s, name, path);
	if (lstat(path, &at) != 0 || !S_ISREG(at.st_mode))
		return false;
	*out = (struct shelf_item){.made_us = moment_of(name), .bytes = (int64_t)at.st_size};
	(void)snprintf(out->name, sizeof out->name, "%s", name);
	return true;
}

/* ---- list ---- */

/* Names sort as their moments do; the newest first. */
static int newer_first(const void *a, const void *b)
{
	const struct shelf_item *x = a, *y = b;
	return strcmp(y->name, x->name);
}
struct sn_err shelf_list(const struct shelf *s, struct arena *mem, struct shelf_item **out,
			 size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(mem, struct shelf_item, SHELF_ITEMS_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	DIR *folder = opendir(s->folder);
	if (!folder) /* none was made yet */
		return errno == ENOENT
			       ? SN_SUCCESS
			       : sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", s->folder);
	for (const struct dirent *entry = readdir(folder); entry && *count < SHELF_ITEMS_MAX;
	     entry = readdir(folder))
		if (item_read(s, entry->d_name, &(*out)[*count]))
			(*count)++;
	(void)closedir(folder);
	qsort(*out, *count, sizeof **out, newer_first);
	return SN_SUCCESS;
}

/* ---- make ---- */

static struct sn_err new_name(const struct shelf *s, char name[SHELF_NAME_BYTES])
{
	const int64_t at_us = clock_now_us(s->config.clock);
	const int32_t day = day_of(at_us);
	const int64_t second = (at_us - day_start_us(day)) / 1000000;
	struct shelf_item there;
	for (int n = 1; n <= 9; n++) {
		char more[4] = "";
		if (n > 1)
			(void)snprintf(more, sizeof more, "-%d", n);
		(void)snprintf(name, SHELF_NAME_BYTES, "songnuan-%08d-%02d%02d%02d%s.backup",
			       (int)day, (int)(second / 3600) % 24, (int)(second / 60 % 60),
			       (int)(second % 60), more);
		if (!item_read(s, name, &there))
			return SN_SUCCESS;
	}
	return SN_FAIL(BACKUP_RUNNING);
}

/* The list is the newest first, so what is deleted is never the one that was just made. */
static struct sn_err delete_expired(const struct shelf *s, int64_t *expired)
{
	struct shelf_item *items = NULL;
	size_t count = 0;
	char path[STORE_PATH_BYTES_MAX];
	struct arena *mem = arena_new(SHELF_ITEMS_MAX * sizeof(struct shelf_item) * 2);
	if (!mem)
		return SN_FAIL(OUT_OF_MEMORY);
	const int64_t oldest_us =
		clock_now_us(s->config.clock) - (int64_t)SHELF_KEEP_DAYS * 24 * 60 * 60 * 1000000;
	const struct sn_err e = shelf_list(s, mem, &items, &count);
	for (size_t i = 1; i < count && !sn_failed(e); i++) {
		path_of(s, items[i].name, path);
		if (items[i].made_us < oldest_us && unlink(path) == 0)
			(*expired)++;
	}
	arena_free(mem);
	return e;
}

static struct sn_err make(struct shelf *s, const struct store_watch *watch, struct shelf_item *out,
			  int64_t *expired)
{
	char name[SHELF_NAME_BYTES], path[STORE_PATH_BYTES_MAX];
	if (mkdir(s->folder, 0700) != 0 && errno != EEXIST)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", s->folder);
	SN_TRY(new_name(s, name));
	path_of(s, name, path);
	SN_TRY(store_backup_watched(&s->config, str_of(path), &s->key, watch));
	if (!item_read(s, name, out))
		return SN_FAIL(NO_SUCH_BACKUP);
	return delete_expired(s, expired);
}
struct sn_err shelf_make(struct shelf *s, const struct store_watch *watch, struct shelf_item *out,
			 int64_t *expired)
{
	*expired = 0;
	if (atomic_flag_test_and_set(&s->busy))
		return SN_FAIL(BACKUP_RUNNING);
	const struct sn_err e = make(s, watch, out, expired);
	atomic_flag_clear(&s->busy);
	return e;
}

struct sn_err shelf_check(const struct shelf *s, struct str name, struct shelf_item *out)
{
	char text[SHELF_NAME_BYTES], path[STORE_PATH_BYTES_MAX];
	const int length = snprintf(text, sizeof text, STR_FMT, STR_ARG(name));
	if (length < 0 || (size_t)length >= sizeof text || !item_read(s, text, out))
		return SN_FAIL(NO_SUCH_BACKUP, .field = "backup");
	path_of(s, text, path);
	return store_backup_check(&s->config, str_of(path), &s->key);
}
