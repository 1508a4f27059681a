#ifndef SN_PEOPLE_PEOPLE_PRIV_H
#define SN_PEOPLE_PEOPLE_PRIV_H
/* people_priv: what the files of people share: a row of a roster on its way from file to table.
 *
 *   shape   a page of rows is parsed, then decided (set reads, people_rules.c), then written (array writes): by the
 *           import for a file, by people_add_many() for a few.  Text lives in the page's memory.
 *   start   people_page_decide(), people_page_write(). */
#include "base/idnumber.h"
#include "base/limits.h"
#include "base/name.h"
#include "people/people.h"

enum { REGISTER_PARAMS = 5 };

/* people_group.kind */
enum people_group_kind { GROUP_EMPLOYER = 1, GROUP_SITE, GROUP_TEAM, GROUP_HOUSEHOLD };
enum row_group { ROW_TEAM, ROW_SITE, ROW_EMPLOYER, ROW_WORKPLACE, ROW_HOUSEHOLD, ROW_GROUPS_COUNT };

/* A person as the database has it. */
struct person_state {
	struct person person; /* null person_id: there is none */
	struct person_ref survivor;
	struct str household;
	bool has_phone;
	struct blind_index phone_hash;
	int64_t kek_epoch;
	int64_t alias_depth; /* the longest chain of aliases that ends here */
	struct str dek, id_sealed, phone_sealed;
	const struct str *categories; /* only where asked for */
	size_t categories_count;
};

/* What one row says; STR_NULL where it says nothing. */
struct roster_row {
	int64_t row;
	int32_t sheet_no;
	bool has_id;
	struct id_number id;
	struct str name, phone, uscc, post, size; /* phone: canonical digits */
	struct str groups[ROW_GROUPS_COUNT];
	struct str categories[PEOPLE_CATEGORIES_MAX];
	size_t categories_count;

	/* decided */
	struct str name_key;
	struct id_hash id_hash;
	struct blind_index phone_hash;
	enum row_fate fate;
	size_t column; /* of a reject: which roster column is to blame */
	struct sn_err why;
	struct uuid person_id;
	struct person_state *state; /* NULL: not in the database */
	bool arrives;               /* left another union: state is his row there */
	unsigned changes;           /* bits of enum row_change */
	struct uuid group_ids[ROW_GROUPS_COUNT];
};

/* ---- pure (people_rules.c) ---- */

unsigned people_row_changes(const struct roster_row *row, const struct person_state *state);
bool people_has_category(const struct person_state *state, struct str category);
/* What becomes of a row whose person stands in the database: unchanged, changed, on its way over from a union that he
 * left, or refused (duplicate_existing, without the other union's name). */
void people_row_decide(struct roster_row *row, struct person_state *state, int64_t org_no);
/* Whether `gone` may become an alias of `stays`, and how long the chains of aliases then are. */
struct sn_err people_merge_decide(const struct person_state *gone, const struct person_state *stays,
				  int64_t *alias_depth) SN_MUST_USE;
/* Sex (男, 女) and birth (any day) against the ID number; true where the text says nothing that can be compared. */
bool people_sex_agrees(struct str sex, const struct id_number *id);
bool people_birth_agrees(struct str birth, const struct id_number *id);
/* 1.52103E+17 → 1.5****E+17; the first three and the last four of longer texts, nothing of shorter ones. */
struct str people_mask(struct arena *mem, struct str value);

/* ---- parsing (people_parse.c) ---- */

/* A word or name of something (team, post, size): normal form, at most NAME_BYTES_MAX; STR_NULL where nothing is left. */
struct sn_err people_word(struct arena *mem, struct str text, struct str *word) SN_MUST_USE;
/* Adds the categories of a cell, 环卫工、外卖员; one that is there already is not added again. */
struct sn_err people_add_categories(struct arena *mem, struct str text,
				    struct roster_row *row) SN_MUST_USE;

/* ---- who stood in this file already (people_seen.c) ---- */

struct people_seen;
struct people_place {
	int32_t row, sheet_no;
};
struct people_seen *people_seen_new(void); /* NULL: out of memory */
void people_seen_free(struct people_seen *s);
/* *earlier: row 0 where the key is new, which is then noted as seen at `here`, or was noted there before. The keys are keyed hashes or ids. */
struct sn_err people_seen_add(struct people_seen *s, const uint8_t key[16],
			      struct people_place here, struct people_place *earlier) SN_MUST_USE;

/* ---- reads (people_store.c) ---- */

/* states[i] for refs[i], aliases followed. */
struct sn_err people_states(struct ctx *c, const struct person_ref *refs, size_t count,
			    struct person_state *states) SN_MUST_USE;
/* Fills the categories of states that are there. */
struct sn_err people_state_categories(struct ctx *c, struct person_state *states,
				      size_t count) SN_MUST_USE;
/* Registry: refs[i].person_id is null where hashes[i] is not registered. */
struct sn_err people_registered(struct ctx *c, const struct id_hash *hashes, size_t count,
				struct person_ref *refs) SN_MUST_USE;
struct sn_err people_need_keys(const struct ctx *c) SN_MUST_USE;
struct blind_index people_phone_index(const struct keyring *k, struct str digits);
/* Opens the ID number or the phone of a state: the digits in mem; STR_NULL where there is none. */
struct sn_err people_state_open(struct ctx *c, const struct person_state *state, struct str sealed,
				const char *column, struct str *digits) SN_MUST_USE;

/* ---- a part of the tree (people_find.c) ---- */

struct people_union {
	int64_t org_no, shard;
};
/* The unions of org_no and below it (0: all), in c->mem, also those that became part of one of them. */
struct sn_err people_unions_below(struct ctx *c, const struct org_tree *tree, int64_t org_no,
				  struct people_union **out, size_t *count) SN_MUST_USE;
bool people_is_below(const struct org_tree *tree, int64_t org_no, const struct person *person);
/* Their shards, each once, in c->mem. */
struct sn_err people_shards_of(struct ctx *c, const struct people_union *unions, size_t count,
			       int64_t **out, size_t *shards_count) SN_MUST_USE;

/* ---- a page ---- */

struct people_page {
	int64_t shard, org_no;
	struct uuid batch_id; /* null: no import */
	struct people_seen *seen;
	const struct str *sheets; /* by sheet_no, for naming an earlier row */
	struct pinyin *pinyin;    /* needed for writing */
	/* NULL: each page registers its people itself; otherwise the owner calls people_registrations_write() at the end */
	struct people_registrations *registrations;
	struct roster_row *rows;
	size_t count;
};
struct sn_err people_page_decide(struct ctx *c, struct people_page *page) SN_MUST_USE;
struct sn_err people_page_write(struct ctx *c, struct people_page *page) SN_MUST_USE;
/* Finds or makes the groups of the rows that are written (people_group.c). */
struct sn_err people_groups_resolve(struct ctx *c, struct people_page *page) SN_MUST_USE;

/* ---- batches that are half way (people_open.c); inside a work ---- */

struct sn_err people_open_add(struct ctx *c, struct people_open *open) SN_MUST_USE;
/* Its figures and one step more; import_busy where somebody else has gone on with it. */
struct sn_err people_open_step(struct ctx *c, struct people_open *open) SN_MUST_USE;
struct sn_err people_open_turn(struct ctx *c, struct people_open *open,
			       enum people_way way) SN_MUST_USE;
struct sn_err people_open_remove(struct ctx *c, const struct people_open *open) SN_MUST_USE;

/* ---- registrations that are kept back (people_register.c) ---- */

struct people_registrations *people_registrations_new(void); /* NULL: out of memory */
void people_registrations_free(struct people_registrations *all);
/* Notes that row->id_hash is row->person_id; those before are written where there is no more room. */
struct sn_err people_registrations_add(struct ctx *c, const struct people_page *page,
				       const struct roster_row *row) SN_MUST_USE;
struct sn_err people_registrations_write(struct ctx *c, const struct people_page *page) SN_MUST_USE;
#endif
