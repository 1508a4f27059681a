#ifndef SN_PEOPLE_LIST_H
#define SN_PEOPLE_LIST_H
/* list: a file about people who stand on rosters already (what they wear, where they are paid), row by row.
 *
 *   shapes  A kind of list says which columns it knows and what becomes of a row; reading, corrections, refused rows,
 *           pieces and progress stand here, once for all kinds and for the command line and the API.
 *   look    A page of LIST_PAGE_ROWS is looked at without writing: each line gets its fate.  Who stands in the file twice
 *           with the same is said once; with something else the kind's `twice` refuses the later row, whatever page it is on.
 *   write   What would be new or changed is written in pieces, each a request of the writer, so that nobody waits for more
 *           than one; the kind decides again inside.  A piece may run twice: it begins from the lines as they came.
 *   intake  list_check() … list_undo_end() take a kept file (intake.h) of such a kind through the same states as a roster's.
 *           A kind keeps what was there before of everything that it writes for an import, so that all of it goes back or
 *           nothing: `ask` refuses where somebody changed or used it since.
 *   errors  those of table_in.h, of the kind; import_state, import_busy.
 *   rights  asked by the kinds: a maker.
 *   source  issue 4 (streaming import of everything that has a list); product.md (Files people really have).
 *   start   list_read(); list_check(), list_take(). */
#include "base/table_in.h"
#include "people/intake.h"

enum list_fate { LIST_NEW, LIST_CHANGED, LIST_SAME, LIST_EMPTY, LIST_REFUSED };
struct list_entry {
	int64_t row;
	int32_t sheet_no;
	const struct cell *cells; /* of the kind's columns, corrected; held as long as the page */
	enum list_fate fate;
	struct sn_err why; /* REFUSED; field: the key of a column, else it is of the main one */
	struct str
		shown; /* REFUSED: what may be shown of the cell; STR_NULL: the refusal's own text */
	struct uuid who;         /* looked at and not refused: whom it means */
	struct blind_index said; /* what it says of him: equal is the same */
	bool noted;              /* the kind wants it counted: another's card too, after an order */
};
struct list_kind {
	const struct table_column *columns;
	size_t columns_count, main_column;
	enum sn_reason twice; /* arg 0: the other row */
	/* A page, in c->mem; reads only. */
	struct sn_err (*look)(struct ctx *c, void *self, struct list_entry *lines, size_t count);
	/* Some that look() found new or changed, inside a work: fate, why and noted as it has become. */
	struct sn_err (*write)(struct ctx *c, void *self, struct list_entry **lines, size_t count);
	/* Of the import that the kind was made for. counts: of what it wrote and keeps. */
	struct sn_err (*counts)(struct ctx *c, void *self, int64_t *taken, int64_t *changed);
	/* May all of it go back? Outside a work. */
	struct sn_err (*ask)(struct ctx *c, void *self);
	/* Inside a work: at most LIST_BACK_ROWS go back; *count: so many were left to go back, 0: none. */
	struct sn_err (*back)(struct ctx *c, void *self, size_t *count);
	void *self;
};

/* ---- a file ---- */

/* read = taken + changed + unchanged + empty + rejected; batch_id and without_id say nothing here. */
struct list_result {
	struct people_import_result rows;
	int64_t empty; /* rows that say nothing of their person */
	int64_t noted; /* of those taken, changed and unchanged */
};
struct list_job {
	struct list_kind kind;
	const struct byte_source *source; /* NULL: the file at path */
	const char *path;
	const struct people_fix *fixes; /* as people_import()'s, by the kind's columns */
	size_t fixes_count;
	bool dry_run;
	struct str rejects_path; /* STR_NULL: none */
	enum lang lang;
	struct sn_err (*progress)(void *self, int64_t rows);
	void *progress_self;
	/* Inside each piece's work, after it: so many rows of the file are behind it now. NULL: nobody asks. */
	struct sn_err (*step)(struct ctx *c, void *self, int64_t read);
	void *step_self;
	int64_t done; /* so many rows an earlier run has behind it: looked at, not written again */
};
struct sn_err list_read(struct ctx *c, const struct list_job *job,
			struct list_result *out) SN_MUST_USE;

/* ---- a kept file ---- */

/* As intake_check(); then intake_keep(). */
struct sn_err list_check(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			 const struct intake_check *how, struct intake_checked *out) SN_MUST_USE;
struct list_rejects {
	const char *path;
	enum lang lang;
};
struct sn_err list_rejects_file(struct ctx *c, const struct intake *which,
				const struct list_kind *kind, const struct list_rejects *where,
				int64_t *rejected) SN_MUST_USE;
/* As intake_take() and intake_take_end(); how->more says nothing. */
struct sn_err list_take(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			const struct intake_check *how, struct intake_checked *out) SN_MUST_USE;
struct sn_err list_take_end(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			    const struct intake_checked *taken, struct intake *out) SN_MUST_USE;
/* As intake_undo() and intake_undo_end(); *people: so many are as before. */
struct list_undo {
	void (*progress)(void *self, int64_t people);
	void *progress_self;
};
struct sn_err list_undo(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			const struct list_undo *how, int64_t *people) SN_MUST_USE;
struct sn_err list_undo_end(struct ctx *c, const struct intake *which,
			    struct intake *out) SN_MUST_USE;
#endif
