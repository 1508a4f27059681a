#ifndef SN_CARE_SIZE_H
#define SN_CARE_SIZE_H
/* size: 尺码: collected by team, totalled for the tailor, frozen in an order, changed late, exchanged after the hand-over.
 *
 *   shapes  A scope is a cycle, one of its benefits and a union with all below it.  Which sizes there are is data: the items
 *           that bear a size and are the benefit ("coat" is also "coat/L": care.h, struct benefit).  A size is said of
 *           somebody who is entitled to the benefit, under the union that the entitlement is of; who said it when stays as a
 *           row of size_change.  It also becomes the size on the roster (struct person), which the next sheet shows.
 *   written A size is compared without widths, blanks, case and a trailing 码 or 号; XXL is 2XL, 大号 is L; 165-88a is
 *           165/88A, and 165/88 is it too where one body type alone is to be had.  Anything else is refused with the list.
 *   totals  Unknown is never zero: who has said no size is counted as missing, beside the pieces.  The reserve is what the
 *           user says: a percentage of each size, rounded up, so many of each size that somebody wears, or so many of a size.
 *   orders  An order freezes the totals of a scope under a number (cycle/union/benefit/1); a maker makes it, a checker, who
 *           is another, checks it, which is a leaf.  A union stands under one order only.  From the order on every change is
 *           late: it says why, and the next order (late) holds what differs, plus and minus by size.  A draft may be
 *           cancelled, a checked order never.
 *   given   A hand-over may say "the size that was collected" (struct delivery_item); another size is given all the same and
 *           told.  After it the size changes by an exchange alone (handover.h), which is served from the stock: it changes
 *           what the person wears, not what is made for him.
 *   errors  size_none, size_benefit, size_items_twice, size_unknown, size_who, size_ambiguous, size_not_entitled,
 *           size_elsewhere, size_last4, size_twice, size_why, size_given, size_not_collected; size_reserve,
 *           size_reserve_late, size_ordered, size_order_overlaps, size_order_open, size_no_order, size_nothing,
 *           size_order_differs, no_such_size_order, size_order_checked, size_order_cancelled; cycle_state, same_hand,
 *           not_granted, too_long, missing_field.
 *   rights  sizes and orders: a maker of the union; an order is checked by a checker of it; a draft is cancelled by either.
 *   source  issue 3, point 2; product.md (What real union work asks for besides); 号型: GB/T 1335 (docs/sources.md).
 *   start   size_scope_read(), size_collect(), size_totals(), size_order_make(). */
#include "care/care.h"

/* clang-format off */
#define SIZE_HOWS(X)   /* name, word, zh, en; stored by number */ \
	X(COLLECTED, "collected", "登记", "collected") \
	X(EXCHANGED, "exchanged", "调换", "exchanged")
/* clang-format on */
enum size_how {
#define X(name, word, zh, en) SIZE_##name,
	SIZE_HOWS(X) SIZE_HOWS_COUNT
#undef X
};

struct size_scope {
	struct cycle cycle;
	struct org org;
	struct str benefit;
	const struct item *sizes; /* small before large */
	size_t count;
	struct str names; /* "S、M、L": what a refusal lists */
};
/* benefit STR_NULL: the one that has sizes. In c->mem. */
struct size_scope_ask {
	struct str cycle, benefit;
	struct org org;
};
struct sn_err size_scope_read(struct ctx *c, const struct size_scope_ask *ask,
			      struct size_scope *out) SN_MUST_USE;

/* ---- pure (size_rules.c) ---- */

enum { SIZE_KEY_BYTES = 48 };
/* The one form of what was written: "2XL", "165/88A". false: longer than any size. */
bool size_key(struct str text, char key[SIZE_KEY_BYTES]) SN_MUST_USE;
/* Among the scope's sizes; size_unknown lists them. */
struct sn_err size_parse(const struct size_scope *scope, struct str text, size_t *at) SN_MUST_USE;
/* What of a cell may be shown: the first 24 characters, digits beyond the sixth masked. */
struct str size_shown(struct arena *mem, struct str text);
/* < 0, 0, > 0: letters by size, then numbers, then the rest by their bytes. */
int size_compare(struct str a, struct str b);

/* "3%", "2", "L=2,XL=1"; STR_NULL: none. */
struct size_reserve {
	struct str words;   /* as it is kept; STR_NULL: none */
	int64_t percent_e2; /* 3 % is 300 */
	int64_t each;
	int64_t *pieces; /* by size of the scope, NULL: not named */
};
struct sn_err size_reserve_parse(struct arena *mem, const struct size_scope *scope, struct str text,
				 struct size_reserve *out) SN_MUST_USE;
/* Of the at-th size, of which so many pieces are for people. */
int64_t size_reserve_of(const struct size_reserve *reserve, size_t at, int64_t pieces);

/* ---- collecting: inside a work ---- */

/* A line of a sheet: who, by ID number or by name (and team, union, the last four of the ID number where they are said). */
struct size_line {
	int64_t row; /* as the file shows it; 0: none */
	bool has_id;
	struct id_hash id_hash;
	struct str name, team, org, last4;
	struct str size;
};
enum size_outcome { SIZE_TAKEN, SIZE_CHANGED, SIZE_SAME, SIZE_BLANK, SIZE_REFUSED };
struct size_result {
	enum size_outcome outcome;
	bool late;             /* after an order */
	struct uuid person_id; /* whom the line means; null: nobody is known */
	int64_t item_no;       /* the size that it says; 0: none */
	struct sn_err why;     /* REFUSED */
};
/* Each line for itself; of a person who stands in the lines twice with two sizes both are refused. why: of late changes.
 * At most BATCH_ITEMS_MAX. The same lines again change nothing. */
struct size_lines {
	const struct size_line *lines;
	size_t count;
	struct str why;
	bool look; /* says what would become of them, and writes nothing: outside a work too */
	struct uuid
		intake_id; /* not null: what was there before is kept, so that they can be taken back (listed.h) */
};
struct sn_err size_collect(struct ctx *c, const struct size_scope *scope,
			   const struct size_lines *what, struct size_result *out) SN_MUST_USE;

/* ---- reading ---- */

struct size_person {
	int64_t shard, org_no;
	struct uuid person_id, team_id;
	struct str name, team, post,
		known;         /* name whole: masked at the edge; known: on the roster */
	int64_t quantity;      /* pieces a head */
	int64_t item_no;       /* what he wears; 0: not said */
	int64_t order_item_no; /* what is made for him; 0 */
	int64_t given_item_no; /* what was handed over; 0: nothing, or cash */
	int64_t given;         /* pieces of it */
	bool served;           /* something was handed over */
};
/* Who counts as missing: no size said and nothing handed over. */
bool size_is_missing(const struct size_person *p);
/* Everybody who is entitled, by union, team and name; team_id null: all. A row's texts hold until its callback returns,
 * which must not read the database. */
typedef struct sn_err size_each(void *self, const struct size_person *p);
struct sn_err size_people(struct ctx *c, const struct size_scope *scope, struct uuid team_id,
			  size_each *each, void *self) SN_MUST_USE;
/* The same as a list in mem: struct size_list list = {.mem = mem}, size_list_add, &list. */
struct size_list {
	struct arena *mem;
	bool missing; /* only who is */
	struct size_person *people;
	size_t count;
};
struct sn_err size_list_add(void *list, const struct size_person *p) SN_MUST_USE;

struct size_total {
	int64_t people, pieces; /* that are made for people */
	int64_t given;          /* handed over */
	int64_t ordered; /* with the reserve; -1: not known here (none, or a union above ordered) */
	int64_t stock, custody; /* -1: not known here */
};
struct size_totals {
	int64_t entitled, collected, missing;
	int64_t served_without; /* has his piece though no size was said */
	struct size_total *by;  /* by size of the scope */
};
struct sn_err size_totals(struct ctx *c, const struct size_scope *scope,
			  struct size_totals *out) SN_MUST_USE;

struct size_late {
	int64_t shard, org_no, item_no, was_item_no; /* was 0: none */
	enum size_how how;
	struct str name, team, words, number; /* number: of the order that was there */
	struct uuid person_id, by_id;
	int64_t at_us;
};
/* Late changes and exchanges, in their order, at most SIZE_LATE_MAX. */
struct sn_err size_changes(struct ctx *c, const struct size_scope *scope, struct size_late **out,
			   size_t *count) SN_MUST_USE;

/* ---- orders ---- */

/* clang-format off */
#define SIZE_ORDER_STATES(X)   /* name, word, zh, en */ \
	X(DRAFT,     "draft",     "待审核", "to be checked") \
	X(CHECKED,   "checked",   "已审核", "checked")       \
	X(CANCELLED, "cancelled", "已作废", "cancelled")
/* clang-format on */
enum size_order_state {
#define X(name, word, zh, en) SIZE_ORDER_##name,
	SIZE_ORDER_STATES(X) SIZE_ORDER_STATES_COUNT
#undef X
};
struct size_order_line {
	int64_t item_no;
	int64_t pieces; /* of a late order: more or less than before */
	int64_t reserve;
};
struct size_order {
	struct uuid order_id;
	int64_t shard, org_no, cycle_no, order_no;
	struct str number, benefit, path; /* path: of its union */
	bool late;
	struct str reserve, words;
	int64_t people, missing; /* when it was made */
	enum size_order_state state;
	struct uuid maker_id, checker_id;
	int64_t made_us, checked_us;
	struct str cancelled_words;
	struct size_order_line *lines; /* by size_order_read() */
	size_t lines_count;
};
/* A draft, of the scope's union. order_id is the caller's: the same id and ask again is the same answer. Inside a work. */
struct size_order_ask {
	struct uuid order_id;
	bool late;
	struct size_reserve reserve;
	struct str words;
};
struct sn_err size_order_make(struct ctx *c, const struct size_scope *scope,
			      const struct size_order_ask *ask, struct size_order *out) SN_MUST_USE;
/* By a number or an id. With its lines, in c->mem. */
struct sn_err size_order_read(struct ctx *c, struct str which, struct size_order *out) SN_MUST_USE;
/* Inside a work; out: as it is then. Checking again changes nothing. */
struct sn_err size_order_check(struct ctx *c, struct str which, struct size_order *out) SN_MUST_USE;
struct sn_err size_order_cancel(struct ctx *c, struct str which, struct str why,
				struct size_order *out) SN_MUST_USE;
/* Of the union and those below it, without lines, at most SIZE_ORDERS_MAX. */
struct sn_err size_orders(struct ctx *c, const struct cycle *cycle, struct str org_path,
			  struct size_order **out, size_t *count) SN_MUST_USE;

/* ---- checking ---- */

/* Findings: "size" (that its changes do not say), "size-change" (that does not go on), "size-late" (after an order, and
 * nobody said why), "size-order" (whose leaf does not say it; without an id: a leaf has lost its order), "size-line". */
struct sn_err size_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings) SN_MUST_USE;
#endif
