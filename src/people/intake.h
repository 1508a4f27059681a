#ifndef SN_PEOPLE_INTAKE_H
#define SN_PEOPLE_INTAKE_H
/* intake: a roster's file on its way into the roster: uploaded, checked, corrected, taken over, taken back; and files of
 * other kinds about the people of rosters, which are read by list.h and go the same way.
 *
 *   shapes  The file lies in the database in sealed chunks and is read through them; so do the corrected cells and what is
 *           shown of a refused one.  A check is a dry run of people_import() with all corrections: it keeps the first
 *           IMPORT_REJECTS_SHOWN_MAX refused rows for reading (all of them stand in the rejects' file).  Checking again
 *           after corrections replaces what the check before said.  Taking over is people_import() of the same file with
 *           the same corrections; what is refused stays out and is told.
 *   states  uploaded → checked → taking → taken → undoing → undone; of a company's link (clerk.h) also checked → sent →
 *           taking or returned.  Taking and undoing last as long as the pieces do (people_open); what a crash leaves there
 *           goes on by the same call, or from taking back to where it was by intake_undo().
 *   keeps   INTAKE_KEEP_DAYS; then file, corrections and refusals go.  The batch (people_batch()) stays.
 *   errors  no_such_import, import_state (text: its state), no_such_column, too_many_fixes, too_big, people_import()'s.
 *   rights  asked by the caller (layer rights stands above): a maker of the union.
 *   source  issue 4 (import in three steps); settled.md 7; trust.md 4 (retention).
 *   start   intake_add(), intake_check(), intake_keep(), intake_take(). */
#include "base/crypto.h"
#include "people/people.h"

/* clang-format off */
#define INTAKE_STATES(X)   /* name, word, zh, en; stored by number */ \
	X(UPLOADED, "uploaded", "已上传", "uploaded")   \
	X(CHECKED,  "checked",  "已核对", "checked")    \
	X(TAKEN,    "taken",    "已导入", "taken over") \
	X(UNDONE,   "undone",   "已撤回", "taken back") \
	X(SENT,     "sent",     "已提交", "sent")       \
	X(RETURNED, "returned", "已退回", "returned")   \
	X(TAKING,   "taking",   "导入中", "on its way into the roster") \
	X(UNDOING,  "undoing",  "撤回中", "on its way out of the roster")
/* clang-format on */
enum intake_state {
#define X(name, word, zh, en) INTAKE_##name,
	INTAKE_STATES(X) INTAKE_STATES_COUNT
#undef X
};
const char *intake_state_word(enum intake_state state);
bool intake_is_open(enum intake_state state); /* taking or undoing: half way */

/* clang-format off */
#define INTAKE_KINDS(X)   /* name, word, zh, en; stored by number */ \
	X(ROSTER, "roster", "职工名册", "a roster")     \
	X(SIZES,  "sizes",  "尺码",     "sizes of clothes") \
	X(CARDS,  "cards",  "银行卡",   "bank cards")
/* clang-format on */
enum intake_kind {
#define X(name, word, zh, en) INTAKE_##name,
	INTAKE_KINDS(X) INTAKE_KINDS_COUNT
#undef X
};
const char *intake_kind_word(enum intake_kind kind);
bool intake_kind_parse(enum intake_kind *out, struct str word) SN_MUST_USE;

struct intake {
	struct uuid intake_id;
	int64_t shard, org_no;
	enum intake_kind kind;
	struct str about, part;    /* SIZES: the cycle and its benefit; STR_NULL otherwise */
	struct str words;          /* SIZES: why they change after an order; STR_NULL: not said */
	struct uuid link_id;       /* null: a maker's own */
	struct str name, employer; /* of the file; whose list it is; STR_NULL: not said, any */
	struct str categories;     /* given to everybody in it; as one text */
	int64_t bytes;
	struct sha256 sha256;
	enum intake_state state;
	struct uuid maker_id; /* null: a company's clerk */
	int64_t at_us, expires_us;
	int64_t checked_us; /* 0: never; the counts then say nothing */
	int64_t read, taken, changed, unchanged, rejected, totals, blank, without_id;
	int64_t empty, noted;  /* not of rosters: list.h */
	int64_t done, step_us; /* not of rosters: rows that are in, or people who are back; when */
	struct str ignored, skipped; /* columns, sheets that were not read; as one text */
	struct uuid batch_id;        /* null: not taken over, or nothing was to be taken */
	struct uuid moved_by;
	int64_t moved_us;
};

struct intake_new {
	struct org org;
	enum intake_kind kind;
	struct str about, part, words;
	struct uuid link_id;
	struct str name, employer, categories;
	const struct byte_source *source;
};
/* Also forgets what has expired. Inside a work. */
struct sn_err intake_add(struct ctx *c, const struct intake_new *what,
			 struct intake *out) SN_MUST_USE;
struct sn_err intake_by_id(struct ctx *c, struct uuid intake_id, struct intake *out) SN_MUST_USE;
/* The last one of a link; a null intake_id: there is none. */
struct sn_err intake_of_link(struct ctx *c, int64_t shard, struct uuid link_id,
			     struct intake *out) SN_MUST_USE;
/* Of a union and those below it, the newest first, before `before` (null: from the newest). In c->mem. */
struct sn_err intake_list(struct ctx *c, const struct org *org, struct uuid before, size_t rows_max,
			  struct intake **out, size_t *count) SN_MUST_USE;
/* Gives it up: its file and all that hangs on it goes; what was taken over stays. Inside a work. */
struct sn_err intake_remove(struct ctx *c, const struct intake *which) SN_MUST_USE;

/* ---- checking ---- */

/* A corrected cell, by the names that the file's refusals give. */
struct intake_fix {
	struct str sheet, column, value;
	int64_t row;
};
/* What a check found; keep it in one work. */
struct intake_checked {
	struct people_import_result result;
	int64_t empty, noted;           /* not of rosters */
	const struct people_fix *fixes; /* those before and the new ones */
	size_t fixes_count;
};
struct intake_check {
	const struct intake_fix *more; /* besides those of earlier checks */
	size_t more_count;
	struct sn_err (*progress)(void *self, int64_t rows); /* as people_import()'s */
	void *progress_self;
};
/* A dry run; reads only, so it belongs outside the writer. */
struct sn_err intake_check(struct ctx *c, const struct intake *which,
			   const struct intake_check *how, struct intake_checked *out) SN_MUST_USE;
/* Inside a work: the state becomes checked. import_state where it is taken over, sent or given up meanwhile. */
struct sn_err intake_keep(struct ctx *c, const struct intake *which,
			  const struct intake_checked *checked, struct intake *out) SN_MUST_USE;

struct intake_reject {
	int64_t reject_no, row;
	struct str sheet, column, value; /* value masked where it is an identity */
	struct sn_err why;
};
/* Of the last check, after `after` (0: from the first). In c->mem. */
struct sn_err intake_rejects(struct ctx *c, const struct intake *which, int64_t after,
			     size_t rows_max, struct intake_reject **out,
			     size_t *count) SN_MUST_USE;
/* All refused rows as they stood in the file, with the reason, as xlsx. *rejected 0: there are none and no file. */
struct sn_err intake_rejects_file(struct ctx *c, const struct intake *which, const char *path,
				  enum lang lang, int64_t *rejected) SN_MUST_USE;

/* ---- comparing with the roster: 新增, 离岗, 调岗, 改号 ---- */

/* clang-format off */
#define INTAKE_CHANGES(X)   /* name, word, zh, en */ \
	X(NEW,     "new",     "新增",     "new")              \
	X(GONE,    "gone",    "离岗",     "not on the list")  \
	X(MOVED,   "moved",   "调岗",     "other team or post") \
	X(NUMBER,  "number",  "改号",     "other phone or name") \
	X(RETURNS, "returns", "返岗",     "back again")       \
	X(OTHER,   "other",   "其他更新", "something else")
/* clang-format on */
enum intake_change {
#define X(name, word, zh, en) INTAKE_CHANGE_##name,
	INTAKE_CHANGES(X) INTAKE_CHANGES_COUNT
#undef X
};
const char *intake_change_word(enum intake_change change);
struct intake_difference {
	enum intake_change change;
	int64_t row;           /* 0: GONE */
	struct uuid person_id; /* null: NEW */
	struct str name;       /* masked */
	struct str team, post; /* as the list says; STR_NULL: it does not */
	struct str was_team, was_post;
};
struct intake_comparison {
	int64_t counts[INTAKE_CHANGES_COUNT], same;
	const struct intake_difference *list; /* the first INTAKE_CHANGES_MAX; in c->mem */
	size_t count;
};
/* Against the union's roster, of the list's employer where it has one. Reads only. */
struct sn_err intake_compare(struct ctx *c, const struct intake *which,
			     struct intake_comparison *out) SN_MUST_USE;

/* ---- taking over ---- */

/* Outside a work: its pieces are works of their own (people.h). From checked, sent or, going on, taking; `leavers` (of this
 * union, GONE in the comparison) leave the roster at its end. What is refused stays out. An error of progress() ends it
 * between two pieces, in the state taking. */
struct intake_take {
	const struct uuid *leavers;
	size_t leavers_count;
	struct sn_err (*progress)(void *self, int64_t rows); /* as people_import()'s */
	void *progress_self;
};
struct intake_taken {
	struct people_open open;
	struct people_import_result result;
	const struct people_fix *fixes;
	size_t fixes_count;
};
struct sn_err intake_take(struct ctx *c, const struct intake *which, const struct intake_take *what,
			  struct intake_taken *out) SN_MUST_USE;
/* Inside a work: it is taken. */
struct sn_err intake_take_end(struct ctx *c, const struct intake *which,
			      const struct intake_taken *taken, struct intake *out) SN_MUST_USE;

/* The whole batch back, outside a work: from taken, taking or, going on, undoing; people_undo()'s refusals, after which the
 * state is what it was. Who was said to have left and has left stays so. out->back: people who are out. */
struct sn_err intake_undo(struct ctx *c, const struct intake *which, const struct people_undo *how,
			  struct people_open *out) SN_MUST_USE;
/* Inside a work: undone; where it had not been taken whole, checked or sent again. */
struct sn_err intake_undo_end(struct ctx *c, const struct intake *which,
			      const struct people_open *open, struct intake *out) SN_MUST_USE;
/* checked → sent by the clerk, sent → returned by the union. Inside a work. */
struct sn_err intake_move(struct ctx *c, const struct intake *which, enum intake_state to,
			  struct intake *out) SN_MUST_USE;
#endif
