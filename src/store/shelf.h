#ifndef SN_STORE_SHELF_H
#define SN_STORE_SHELF_H
/* shelf: the folder in which an installation keeps the backups that it makes by itself.
 *
 *   shape   Each is a sealed file as store_backup() writes it, named by its moment in union time:
 *           songnuan-20241026-101500.backup; a second one of the same second ends in -2.  Other files there are nobody's
 *           business: they are neither listed nor touched.
 *   rule    One is made at a time.  After SHELF_KEEP_DAYS a backup is deleted when the next one is there, since it still
 *           holds the people who were erased meanwhile; the newest stays whatever its age.
 *   threads Any may ask; a handle of the database is opened for each piece of work.
 *   errors  backup_running, no_such_backup, backup_damaged, cannot_write_file, store_full.
 *   source  settled.md 26 (sealed, 35 days).
 *   start   shelf_new(), shelf_make(), shelf_list(). */
#include "base/arena.h"
#include "store/store.h"

enum { SHELF_NAME_BYTES = 40, SHELF_KEEP_DAYS = 35, SHELF_ITEMS_MAX = 1000 };
struct shelf_item {
	char name[SHELF_NAME_BYTES];
	int64_t made_us, bytes;
};

struct shelf;
/* The folder is made with the first backup. config and key are copied; what config points to must outlive the shelf. */
struct sn_err shelf_new(struct shelf **out, const struct store_config *config, struct str folder,
			const struct store_key *key) SN_MUST_USE;
void shelf_free(struct shelf *s); /* NULL is fine */
const char *shelf_folder(const struct shelf *s);

/* Long work: outside any transaction. expired: how many old ones were deleted. */
struct sn_err shelf_make(struct shelf *s, const struct store_watch *watch, struct shelf_item *out,
			 int64_t *expired) SN_MUST_USE;
/* Newest first, at most SHELF_ITEMS_MAX. In mem. */
struct sn_err shelf_list(const struct shelf *s, struct arena *mem, struct shelf_item **out,
			 size_t *count) SN_MUST_USE;
/* Long work, likewise. */
struct sn_err shelf_check(const struct shelf *s, struct str name,
			  struct shelf_item *out) SN_MUST_USE;
#endif
