#ifndef SN_PEOPLE_PEOPLE_H
#define SN_PEOPLE_PEOPLE_H
/* people: who the care is for.
 *
 *   shapes  A person belongs to one union's roster (org_no, and thereby a shard) and may have several categories,
 *           none, no employer, an employer and another place of work, a work site, a team, a household.  Identity
 *           fields (ID number, phone) are sealed under the person's own key and found only by their blind index
 *           (struct id_hash); names are plaintext and are masked at the edges.
 *   writes  people_import() and people_undo() are requests of their own (c->writer must be there); people_add(),
 *           people_leave() and people_merge() stand inside the caller's work.  Rights are the caller's.
 *   errors  no_such_person, duplicate_existing (on another union's roster, which is named), keys_needed (c->keys is
 *           NULL), seal_broken, and the import's reasons.
 *   source  settled.md 10, 21, 25, 26; product.md (Files people really have).
 *   start   people_import(), people_find(), people_by_ids(). */
#include "base/byte_source.h"
#include "base/crypto.h"
#include "org/org.h"
#include "people/keyring.h"
#include "store/ctx.h"
#include "store/writer.h"

/* What the registry knows across shards, by keyed hash: whose it is. Stored by number. */
enum registry_kind { REGISTRY_ID_NUMBER = 1, REGISTRY_CARD = 2 };

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
	struct str name, team, site, employer, workplace, post, size; /* size: of clothes */
	struct uuid household_id;                                     /* null: none */
	struct uuid team_id;                                          /* null: none */
	struct uuid batch_id; /* the import that brought it */
	bool left;            /* no longer on the roster */
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

/* How many stand on the rosters of the union and of those below it. */
struct sn_err people_roster_count(struct ctx *c, const struct org *org,
				  const struct str *categories, size_t categories_count,
				  int64_t *out) SN_MUST_USE;

/* ---- identity, the narrow interface (settled.md 25) ---- */

/* Opens the person's ID number; needs c->keys. no_identity where none is known. */
struct sn_err people_open_id(struct ctx *c, struct person_ref who,
			     struct id_number *out) SN_MUST_USE;
/* Opens the person's phone number; no_phone where none is known. `digits` in c->mem. */
struct sn_err people_open_phone(struct ctx *c, struct person_ref who,
				struct str *digits) SN_MUST_USE;
/* Seals bytes under the person's own key, bound to table, column, row and person (struct seal_place of keyring.h), and
 * opens them again. */
struct sn_err people_seal(struct ctx *c, struct person_ref who, struct seal_place place,
			  struct str plain, struct str *sealed) SN_MUST_USE;
struct sn_err people_unseal(struct ctx *c, struct person_ref who, struct seal_place place,
			    struct str sealed, struct str *plain) SN_MUST_USE;
/* The same for many people in one set read: `sealed` is filled, in c->mem. A person may stand in it several times.
 * ids and has (both or neither NULL) are filled as by people_open_ids(): each person's key is unwrapped once for both. */
struct seal_item {
	struct person_ref who;
	struct seal_place place;
	struct str plain, sealed;
};
struct sn_err people_seal_many(struct ctx *c, struct seal_item *items, size_t count,
			       struct id_number *ids, bool *has) SN_MUST_USE;
/* Opens what was sealed, each where its place says: `plain` is filled, in c->mem; STR_NULL where nothing is sealed. */
struct sn_err people_unseal_many(struct ctx *c, struct seal_item *items, size_t count) SN_MUST_USE;
/* ID numbers of many, in one set read: for commitments. has[i] false: none known. */
struct sn_err people_open_ids(struct ctx *c, const struct person_ref *who, size_t count,
			      struct id_number *out, bool *has) SN_MUST_USE;

/* ---- roster import ---- */

/* A cell that somebody corrected by hand: it counts instead of the file's. */
struct people_fix {
	struct str sheet; /* "" for CSV */
	int64_t row;
	size_t column; /* people_import_column() */
	struct str value;
};
/* Which column a name means, as in a file's header (姓名, 名字, name); false: a roster has no such column. */
bool people_import_column(struct str name, size_t *column) SN_MUST_USE;
/* The name that a person is told. */
const char *people_import_column_name(size_t column);

enum row_fate { ROW_NEW, ROW_UNCHANGED, ROW_CHANGED, ROW_REJECTED };
enum row_change {
	CHANGE_NAME = 1,
	CHANGE_PHONE = 2,
	CHANGE_WORDS = 4,      /* post, size */
	CHANGE_CATEGORIES = 8, /* one more */
	CHANGE_RETURNS = 16,
	CHANGE_GROUP = 32, /* << which: team, site, employer, place of work, household */
	CHANGE_TEAM = CHANGE_GROUP,
	CHANGE_SITE = CHANGE_GROUP << 1
};
/* What became of a row; told page by page, before anything is written. Text holds until the callback returns. */
struct people_row {
	int64_t row;
	struct str sheet;
	enum row_fate fate;
	unsigned changes; /* ROW_CHANGED: bits of enum row_change */
	bool has_id;
	struct str name, team, post; /* as the row says; name whole, masked at the edge */
	const struct person *was;    /* NULL: ROW_NEW and ROW_REJECTED */
};

struct people_import {
	struct org org;
	struct str path;
	const struct byte_source *source; /* instead of path; NULL: the file at path */
	const struct str *categories; /* given to everybody in the file besides its own column */
	size_t categories_count;
	const struct people_fix
		*fixes; /* by sheet, row and column, in the order of people_fix_order() */
	size_t fixes_count;
	struct str
		employer; /* the list of one employer: rows without one get it, others are refused; STR_NULL: any */
	bool dry_run;
	struct str
		rejects_path; /* STR_NULL: none; otherwise an .xlsx is written when there are rejects */
	enum lang lang;       /* of the messages in the rejects file */
	/* So many rows were read; an error ends the import. NULL: nobody watches. */
	struct sn_err (*progress)(void *self, int64_t rows);
	void *progress_self;
	void (*each_row)(void *self, const struct people_row *row); /* NULL: nobody asks */
	void *each_self;
};
/* For qsort() and bsearch(). */
int people_fix_order(const void *a, const void *b);
struct import_reject {
	int64_t row;                     /* as the spreadsheet shows it */
	struct str sheet, column, value; /* value masked where it is an identity */
	struct sn_err why;
};
struct import_skipped {
	struct str sheet;
	struct sn_err why;
};
/* read = taken + changed + unchanged + rejected. */
struct people_import_result {
	struct uuid batch_id; /* null in a dry run, or when nothing was taken */
	int64_t read, taken, unchanged, changed, rejected, totals_rows, blank_rows;
	int64_t without_id; /* of those on the roster now: known by name and team only */
	/* the first IMPORT_REJECTS_SHOWN_MAX; all of them stand in the rejects file */
	struct import_reject *rejects;
	size_t rejects_count;
	struct str *ignored; /* columns of the file that were not taken */
	size_t ignored_count;
	struct import_skipped *skipped; /* sheets that were not read */
	size_t skipped_count;
};
/* Takes the good part of the file in one writer request; partly_taken is said by the caller from `rejected`.
 * The same file again changes nothing: what is on the roster as the file has it is unchanged, and a blank cell or a
 * column that is not there says nothing about what is known.  A row without an ID number is known by name and team. */
struct sn_err people_import(struct ctx *c, const struct people_import *what,
			    struct people_import_result *out) SN_MUST_USE;

struct people_batch {
	struct uuid batch_id, maker_id;
	int64_t shard, org_no, at_us;
	int64_t read, taken, changed, unchanged, rejected;
	bool undone;
};
/* no_such_batch */
struct sn_err people_batch(struct ctx *c, struct uuid batch_id,
			   struct people_batch *out) SN_MUST_USE;
/* Takes a whole batch back: people it brought are removed with their keys, people it changed are as before.
 * batch_in_use when the guard refuses (care: somebody of it has an entitlement), batch_changed_later when a later batch
 * or a merge built upon it, batch_undone the second time.  The guard is asked with a page of people at a time. */
typedef struct sn_err people_undo_guard(struct ctx *c, const struct person_ref *who, size_t count);
struct sn_err people_undo(struct ctx *c, struct uuid batch_id, people_undo_guard *guard,
			  int64_t *people) SN_MUST_USE;
/* ---- a batch in pieces ----
 * Where others write too, a long list goes into the roster, and out of it again, by pieces of IMPORT_PIECE_ROWS, each a
 * request of the writer, so that nobody waits for more than one of them.  Between the first and the last the batch is
 * open: a row says whose it is, which way it goes and how far it is.  That row outlives the process: whoever comes later
 * sees it, and goes on (the same calls again) or turns it round.  A union has one open batch at a time, and nobody is
 * entitled who came with one.  Two who go on at once do no harm: the later one's piece is refused, import_busy. */
enum people_way { PEOPLE_COMES = 1, PEOPLE_GOES };
struct people_open {
	struct uuid batch_id; /* null: there is none, the batch is whole or was never begun */
	struct uuid by_id;
	int64_t shard, org_no;
	enum people_way way;
	int64_t steps;
	int64_t read, taken, changed, unchanged, without_id; /* of the rows that are in */
	int64_t back;                                        /* people who are out again */
	int64_t begun_us, step_us;                           /* step_us: of its last piece */
};
struct sn_err people_open(struct ctx *c, struct uuid batch_id, struct people_open *out) SN_MUST_USE;
/* All there are, by their batch; in c->mem. */
struct sn_err people_opens(struct ctx *c, struct people_open **out, size_t *count) SN_MUST_USE;

/* Inside a work: *out is open and comes. import_open_here where the union has one already. */
struct sn_err people_import_begin(struct ctx *c, const struct org *org,
				  struct people_open *out) SN_MUST_USE;
/* Outside: from where `open` stands to the file's end, piece by piece. An error of progress() (asked between pieces) ends
 * it there. */
struct sn_err people_import_on(struct ctx *c, const struct people_import *what,
			       struct people_open *open,
			       struct people_import_result *out) SN_MUST_USE;
/* Inside a work, after the last piece: it is a batch as any other. out->batch_id is null where nothing was taken. */
struct sn_err people_import_end(struct ctx *c, const struct people_open *open,
				const struct sha256 *file,
				struct people_import_result *out) SN_MUST_USE;

/* Inside a work: the batch, whole or on its way in, goes. batch_undone, no_such_batch. */
struct sn_err people_undo_begin(struct ctx *c, struct uuid batch_id,
				struct people_open *out) SN_MUST_USE;
/* Outside, before the first piece: may it go? people_undo()'s refusals. */
struct sn_err people_undo_ask(struct ctx *c, const struct people_open *open,
			      people_undo_guard *guard) SN_MUST_USE;
/* Inside a work: it was refused, so the batch is whole again, or on its way in; nothing has gone yet. */
struct sn_err people_undo_drop(struct ctx *c, const struct people_open *open,
			       bool *whole) SN_MUST_USE;
/* Outside: all pieces. */
struct people_undo {
	people_undo_guard *guard;
	void (*progress)(void *self, int64_t people); /* so many are out; NULL: nobody watches */
	void *progress_self;
};
struct sn_err people_undo_on(struct ctx *c, struct people_open *open,
			     const struct people_undo *how) SN_MUST_USE;
/* Inside a work, after the last piece. *whole: it had been a batch, which is taken back now; otherwise it never was one. */
struct sn_err people_undo_end(struct ctx *c, const struct people_open *open,
			      bool *whole) SN_MUST_USE;

/* ---- one by one: inside a work ---- */

/* Makes people (walk-ins, demo) by the rules of an import's rows: who is on this union's roster already is brought up
 * to date and returned. The first that is refused refuses all, with its place as the error's row, from 1. */
struct person_new {
	int64_t shard, org_no;
	const struct id_number *id; /* NULL: unknown */
	struct str name, phone, team, site, employer, workplace, post, size, household;
	const struct str *categories;
	size_t categories_count;
};
struct sn_err people_add_many(struct ctx *c, const struct person_new *what, size_t count,
			      struct person *out) SN_MUST_USE;
struct sn_err people_add(struct ctx *c, const struct person_new *what,
			 struct person *out) SN_MUST_USE;

/* No longer on the roster; comes back with the next list that names him, also another union's. */
struct sn_err people_leave(struct ctx *c, struct person_ref who) SN_MUST_USE;
/* On the roster again: leaving was a mistake. Again changes nothing. */
struct sn_err people_return(struct ctx *c, struct person_ref who) SN_MUST_USE;
/* What size they wear, as their union has collected it: sizes[i] of who[i]. The roster's next list may say another. */
struct sn_err people_sizes_set(struct ctx *c, const struct person_ref *who, const struct str *sizes,
			       size_t count) SN_MUST_USE;
/* `from` was `into` all along: an alias, nothing is re-keyed (settled.md 21). Both are followed to their survivors
 * first; same_person where these are one already, merge_loses_id where only `from` has an ID number. */
struct sn_err people_merge(struct ctx *c, struct person_ref from,
			   struct person_ref into) SN_MUST_USE;

/* ---- finding ---- */

/* One of id_number, phone, last4 (of the ID number) or name (its beginning); the others STR_NULL. name may stand with
 * last4. org_no: only people of that union and those below it in the tree; 0: of the whole tree. */
struct people_query {
	const struct org_tree *tree;
	int64_t org_no;
	struct str id_number, phone, last4, name;
	size_t rows_max;
};
struct people_found {
	struct person person;
	char name_masked[16], id_masked[24], phone_masked[24]; /* "": none known */
	const struct str *categories;
	size_t categories_count;
};
/* *out in c->mem; nobody found is no error. Those who left are found too (person.left). Names stand union by union, in
 * each by name. last4 opens every ID number of these unions (no index knows a part of one): 2 µs each. */
struct sn_err people_find(struct ctx *c, const struct people_query *query,
			  struct people_found **out, size_t *count) SN_MUST_USE;

/* As found, of people who are known already; out[i] answers who[i], a null person_id: there is no such person. */
struct sn_err people_masked(struct ctx *c, const struct person_ref *who, size_t count,
			    struct people_found *out) SN_MUST_USE;

/* ---- a list, a page ---- */

enum people_here { PEOPLE_HERE, PEOPLE_LEFT, PEOPLE_BOTH };
/* The rosters of a union and those below it, union by union as the tree goes, in each in the order in which people came,
 * which is that of the list that brought them. */
struct people_listing {
	const struct org_tree *tree;
	int64_t org_no;                      /* 0: the whole tree */
	struct str name;                     /* its beginning */
	struct str team, employer, category; /* whole names; STR_NULL: any */
	enum people_here here;
	int64_t after_org_no; /* the last row of the page before; 0: the first page */
	struct uuid after_id;
	size_t rows_max;
};
/* bad_cursor where the union of `after` is none of these any more. *out in c->mem. */
struct sn_err people_list(struct ctx *c, const struct people_listing *what,
			  struct people_found **out, size_t *count) SN_MUST_USE;

/* An id is all that people are handed. no_such_person. */
struct sn_err people_by_id(struct ctx *c, struct uuid person_id,
			   struct person_ref *out) SN_MUST_USE;
/* Everything that is known of one person but what he received (care/history.h). */
struct people_profile {
	struct people_found found; /* the survivor, where `who` was merged */
	struct str household;
	int64_t added_us, left_us; /* left_us 0: on the roster */
	const struct person_ref *
		rows; /* he himself and all that were merged into him, or were he at another union */
	size_t rows_count;
	const struct people_found *household_members; /* of this shard, without him */
	size_t household_count;
};
struct sn_err people_profile(struct ctx *c, struct person_ref who,
			     struct people_profile *out) SN_MUST_USE;

/* What may be one person twice: equal name and team in one union; or a phone that PEOPLE_PHONE_SHARED_MIN and more of
 * these people share within a shard, which is no fault by itself (a foreman's). Findings, never refusals. The callback
 * may read the database. */
enum people_finding_kind { PEOPLE_SAME_NAME_AND_TEAM, PEOPLE_SAME_PHONE };
struct people_finding {
	enum people_finding_kind kind;
	const struct person *people; /* held until the callback returns */
	size_t count;
};
typedef void people_finding_fn(void *self, const struct people_finding *finding);
struct sn_err people_duplicates(struct ctx *c, const struct org_tree *tree, int64_t org_no,
				people_finding_fn *each, void *self) SN_MUST_USE;
#endif
