#ifndef SN_CARE_LISTED_H
#define SN_CARE_LISTED_H
/* listed: sizes and bank cards that come as lists (list.h): what their columns mean, row by row, and the way back.
 *
 *   sizes   who (ID number, or name with team, union or the last four digits), and the size; of one scope (size.h).  A row
 *           without a size says nothing.  noted: after an order.
 *   cards   ID number, card, and what else is said of it (card.h).  A name that is written beside the number is compared with
 *           the roster's.  A row without a card says nothing.  noted: another person's card too.
 *   back    Every size and card that an import wrote is kept with what was there before.  Taking it back puts that there
 *           again: sizes as if the list had never come (roster's size too, where it is still the list's), cards as a new row,
 *           for card rows are never edited.  Refused whole where somebody of it was changed or served, ordered for or put
 *           into a bank batch since.
 *   errors  of rows: those of size_collect() and card_set(); list_elsewhere, who_unknown, card_name_differs.  Of the way back:
 *           list_later, list_in_use.
 *   rights  asked by size_collect() and card_set(): a maker.
 *   source  issue 4 (streaming import of everything that has a list).
 *   start   listed_kind(), then list_check() and so on; listed_sizes(), listed_cards() for the command line. */
#include "care/card.h"
#include "care/size.h"
#include "people/list.h"

struct listed_sizes {
	struct size_scope scope;
	struct str why;        /* of changes after an order; STR_NULL: not said */
	struct uuid intake_id; /* null: of no import */
};
/* It is borrowed. */
struct list_kind listed_sizes(struct listed_sizes *of);

struct listed_cards {
	struct str org_path;   /* only people of this union and those below it; STR_NULL: of any */
	int64_t org_no;        /* of the path; 0 */
	struct uuid intake_id; /* null: of no import */
	int64_t last_org_no;   /* the one asked for last, and whether it is one of them */
	bool last_is_ours;
};
struct list_kind listed_cards(struct listed_cards *of);

/* Of an import that is not a roster's; in c->mem. The scope's errors. */
struct sn_err listed_kind(struct ctx *c, const struct intake *which,
			  struct list_kind *out) SN_MUST_USE;
/* Before it is kept: the cycle and benefit that it names are some (SIZES), and *part is the benefit. */
struct sn_err listed_ask(struct ctx *c, const struct intake_new *what,
			 struct str *part) SN_MUST_USE;

/* ---- who a row means: for one person typed by hand, too ---- */

enum { LISTED_LAST4 = 4 };
/* A spreadsheet makes 21 of 0021. */
struct sn_err listed_last4(struct arena *mem, struct str text, struct str *out) SN_MUST_USE;
/* A whole number; a masked one (150***0021) says its last four. */
struct sn_err listed_who(struct ctx *c, struct str number, struct size_line *out) SN_MUST_USE;
#endif
