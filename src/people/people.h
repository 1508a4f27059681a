#ifndef SN_PEOPLE_PEOPLE_H
#define SN_PEOPLE_PEOPLE_H
/* people: who the care is for.
 *
 *   shapes  A person belongs to one union's roster (org_no, and thereby a shard) and may have several categories,
 *           none, no employer, an employer and another place of work, a work site, a team, a household.  Identity
 *           fields (ID number, phone) are sealed under the person's own key and found only by their blind index
 *           (struct id_hash); names are plaintext and are masked at the edges.
 *   errors  no_such_person, person_elsewhere (registered in another union: org named), and the import reasons.
 *   source  settled.md 10, 21, 25, 26; product.md (Files people really have).
 *   start   people_import(), people_find(), people_by_ids(). */
#include "org/org.h"
#include "people/keyring.h"
#include "store/ctx.h"
#include "store/writer.h"

struct id_number;

/* Keyed hash of a normalised identity value: what registry, caps and pins are keyed by. */
struct id_hash {
	uint8_t bytes[16];
};
struct id_hash people_id_hash(const struct keyring *k, const struct id_number *id);

struct person {
	struct uuid person_id;
	int64_t shard, org_no;
	struct id_hash id_hash; /* all zero: no ID number known */
	bool has_id;
	struct str name, team, site, employer, workplace, post;
	struct uuid household_id; /* null: none */
	struct uuid batch_id;     /* the import that brought it */
	bool left;                /* no longer on the roster */
};

/* Set reads. out[i] answers ids[i]; a person that is not there has a null person_id. Aliases of merged duplicates
 * are followed. Text lives in c->mem. */
struct sn_err people_by_hashes(struct ctx *c, const struct id_hash *hashes, size_t count,
			       struct person *out) SN_MUST_USE;
struct person_ref {
	int64_t shard;
	struct uuid person_id;
};
struct sn_err people_by_refs(struct ctx *c, const struct person_ref *refs, size_t count,
			     struct person *out) SN_MUST_USE;

/* One page of a roster: people of one union (not its subtree) who have one of the categories (NULL: all), after
 * `after` in the order of their ids. Those who left and merged duplicates are not among them. */
struct roster_page {
	int64_t shard, org_no;
	const struct str *categories;
	size_t categories_count;
	struct uuid after;
	size_t rows_max;
};
struct sn_err people_roster(struct ctx *c, const struct roster_page *page, struct person *out,
			    size_t *count) SN_MUST_USE;

/* ---- identity, the narrow interface (settled.md 25) ---- */

/* Opens the person's ID number; needs c->keys. no_identity where none is known. */
struct sn_err people_open_id(struct ctx *c, struct person_ref who,
			     struct id_number *out) SN_MUST_USE;
/* Seals bytes under the person's own key, bound to table, column, row and person, and opens them again. */
struct seal_place {
	const char *table, *column;
	struct uuid row_id;
};
enum { SEAL_OVERHEAD_BYTES = 46 };
struct sn_err people_seal(struct ctx *c, struct person_ref who, struct seal_place place,
			  struct str plain, struct str *sealed) SN_MUST_USE;
struct sn_err people_unseal(struct ctx *c, struct person_ref who, struct seal_place place,
			    struct str sealed, struct str *plain) SN_MUST_USE;
/* The same for many people in one set read; sealed[i] for who[i]. */
struct seal_item {
	struct person_ref who;
	struct seal_place place;
	struct str plain, sealed;
};
struct sn_err people_seal_many(struct ctx *c, struct seal_item *items, size_t count) SN_MUST_USE;
/* ID numbers of many, in one set read: for commitments. has[i] false: none known. */
struct sn_err people_open_ids(struct ctx *c, const struct person_ref *who, size_t count,
			      struct id_number *out, bool *has) SN_MUST_USE;

/* ---- roster import ---- */

struct people_import {
	struct org org;
	struct str path;
	const struct str *categories; /* given to everybody in the file besides its own column */
	size_t categories_count;
	bool dry_run;
	struct str
		rejects_path; /* STR_NULL: none; otherwise an .xlsx is written when there are rejects */
	enum lang lang;       /* of the messages in the rejects file */
	void (*progress)(void *self, int64_t rows);
	void *progress_self;
};
struct import_reject {
	int64_t row;                     /* as the spreadsheet shows it */
	struct str sheet, column, value; /* value masked where it is an identity */
	struct sn_err why;
};
struct people_import_result {
	struct uuid batch_id; /* null in a dry run, or when nothing was taken */
	int64_t read, taken, unchanged, changed, rejected, totals_rows, blank_rows;
	struct import_reject *
		rejects; /* the first IMPORT_REJECTS_SHOWN_MAX; all of them stand in the rejects file */
	size_t rejects_count;
};
/* Takes the good part of the file in one writer request; partly_taken is said by the caller from `rejected`.
 * The same file again changes nothing. */
struct sn_err people_import(struct ctx *c, const struct people_import *what,
			    struct people_import_result *out) SN_MUST_USE;
/* Takes a whole batch back: people it brought are removed, people it changed are as before. batch_in_use when
 * somebody of it has an entitlement already (care registers a check, see people_undo_guard). */
typedef struct sn_err people_undo_guard(struct ctx *c, struct person_ref who);
struct sn_err people_undo(struct ctx *c, struct uuid batch_id, people_undo_guard *guard,
			  int64_t *people) SN_MUST_USE;

/* Makes one person (walk-ins, demo): the same rules as an import row. Inside a work. */
struct person_new {
	int64_t shard, org_no;
	const struct id_number *id; /* NULL: unknown */
	struct str name, phone, team, site, employer, workplace, post;
	const struct str *categories;
	size_t categories_count;
};
struct sn_err people_add(struct ctx *c, const struct person_new *what,
			 struct person *out) SN_MUST_USE;
#endif
