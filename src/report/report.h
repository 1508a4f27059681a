#ifndef SN_REPORT_REPORT_H
#define SN_REPORT_REPORT_H
/* report: figures of a cycle for any union at any depth, each gift counted once.
 *
 *   rule    A union's own part is what it reported with scope own or, where it reported nothing, its named
 *           deliveries.  Its figure is what it reported with scope subtree, else its own part plus its children's
 *           figures.  Named deliveries below a reported figure are its coverage, never added to it; reported rows
 *           below a subtree figure are detail.
 *   others  What a partner beside the union gave (a company's own giving, level R) is a part of its own: reported by
 *           the company itself or by the union for it, added once; where both said it, the company's own word counts
 *           and a finding says so.  A union's figure of a joint activity that another union leads (joint_with) is
 *           shown and never added: it counts in the leading union's figures.  Inside a subtree figure both are detail.
 *   words   A value carries how exact it is: exact < more_than < about; the weakest part decides.  A reported row
 *           with an empty cell is an unknown part: counted, never zero.  A union that said nothing and handed over
 *           nothing is no part; it is listed as silent.
 *   units   people, person-times, households and pieces are columns of their own; given and raised stand apart;
 *           amount_fen is what was given or, where only that was said, raised (meaning: given, raised, mixed).
 *   source  settled.md 24; product.md (Rules that hold everywhere; Units of counting).
 *   start   report_build(); report_sum() is the pure rule. */
#include "base/byte_source.h"
#include "care/care.h"
#include "care/letter.h"
#include "care/portion.h"
#include "care/visit.h"
#include "org/org.h"

/* clang-format off */
#define QUALIFIERS(X)   /* weakest last */ \
	X(EXACT, "exact", "", "") X(MORE_THAN, "more_than", "余", "more than") X(ABOUT, "about", "近", "about")
#define MEANINGS(X) \
	X(UNKNOWN, "unknown", "未说明", "unknown") X(GIVEN, "given", "发放", "given") \
	X(RAISED, "raised", "筹集", "raised") X(MIXED, "mixed", "发放与筹集", "mixed")
/* clang-format on */
enum qualifier {
#define X(name, word, zh, en) QUALIFIER_##name,
	QUALIFIERS(X) QUALIFIERS_COUNT
#undef X
};
enum meaning {
#define X(name, word, zh, en) MEANING_##name,
	MEANINGS(X) MEANINGS_COUNT
#undef X
};

/* A figure: known parts added, their weakest qualifier, how many parts are unknown. parts 0 and unknown 0: nothing
 * was said. */
struct figure {
	int64_t value;
	enum qualifier is;
	int32_t known_parts, unknown_parts;
};
struct figure report_figure(int64_t value, enum qualifier is);
struct figure report_figure_unknown(void);
/* amount_overflow: the sum does not fit. */
struct sn_err report_figure_add(struct figure *sum, struct figure part) SN_MUST_USE;
static inline bool report_figure_said(struct figure f)
{
	return f.known_parts + f.unknown_parts > 0;
}

#define REPORT_SCOPES(X) X(OWN, "own") X(SUBTREE, "subtree") X(STATED, "stated")
enum report_scope {
#define X(name, word) SCOPE_##name,
	REPORT_SCOPES(X) SCOPES_COUNT
#undef X
};
struct report_words {
	const char *word, *zh, *en;
};
const struct report_words *report_qualifier_words(enum qualifier is);
const struct report_words *report_meaning_words(enum meaning meaning);

/* One reported row, as its source said it. */
struct reported {
	struct uuid reported_id;
	int64_t org_no;
	enum report_scope scope; /* STATED: from above, a figure of its own that is never added */
	struct figure recipients, amount;
	enum meaning meaning;
	struct str kind, words; /* 'kit', 'visit', …; the source's own words */
	int64_t row;            /* in its file */
	int64_t partner_no; /* 0: the union's own figure; else of a partner beside it (scope own) */
	bool by_partner;    /* the partner said it itself; false: the union for it */
	int64_t joint_no; /* the union that leads the joint activity which this figure is of; 0: none */
};
/* Not a figure of the union itself: of a partner, or of a joint activity that another union leads. */
static inline bool report_is_other(const struct reported *said)
{
	return said->partner_no != 0 || said->joint_no != 0;
}

struct reported_import_result {
	int64_t read, taken, unchanged, corrected, rejected;
	int64_t totals_rows; /* rows that only add up others: counted, not taken */
	struct import_reject *rejects;
	size_t rejects_count;
};
struct reported_import {
	struct cycle cycle;
	const struct org_tree *tree;
	struct str path;
	const struct byte_source *source; /* instead of a file at a path; NULL: none */
};
/* The columns of campaign-2024.csv, and partner_code, reported_by, joint_with; takes the good rows in one writer
 * request. A row for the same union, scope, partner, reporter and joint activity as before corrects it: a new row that
 * points at the old one; the same content again changes nothing. */
struct sn_err report_import(struct ctx *c, const struct reported_import *what,
			    struct reported_import_result *out) SN_MUST_USE;
/* A statement from above, as printed, or a partner's figure (scope own). Inside a work. */
struct sn_err report_state(struct ctx *c, const struct cycle *cycle,
			   const struct reported *stated) SN_MUST_USE;

/* partner_no of the partner that is so called, for a figure whose org_no and scope stand: partner_elsewhere where it
 * stands beside another union or none, other_scope, and those of partner_find(). */
struct sn_err report_partner_check(struct ctx *c, struct str code,
				   struct reported *said) SN_MUST_USE;
/* What was said of a partner's own giving, the newest cycle first. In c->mem. */
struct report_giving {
	int64_t cycle_no;
	struct reported said;
};
struct sn_err report_giving_of(struct ctx *c, int64_t partner_no, struct report_giving **out,
			       size_t *count) SN_MUST_USE;
/* "partner" or "union", also in Chinese; "" is the union. False: neither. */
bool report_by_parse(struct str word, bool *by_partner) SN_MUST_USE;

/* One union. Before the sum it holds what was said and handed over by the union itself, after it what its figures
 * are: a region has 120,000 of them, so each stands in memory once. */
struct report_row {
	const struct reported *own, *subtree; /* NULL: did not report with that scope */
	struct figure recipients, amount, given, raised;
	int64_t named
		[EVIDENCE_COUNT]; /* people, by level: A, B, C; with those below, as all that follows */
	struct money named_value;
	int64_t person_times, households, pieces;
	int32_t at, parent; /* positions in the tree; parent: ORG_NOWHERE for the asked union */
	int depth;          /* below the asked union */
	enum meaning meaning;
	bool detail;    /* inside a subtree figure above: shown, not added */
	bool has_words; /* it or somebody below it reported or handed over */
	bool others;    /* figures of partners or joint activities stand beside it */
};
/* A partner's figure or that of a joint activity, below the row of its union. */
struct report_other {
	const struct reported *said;
	int32_t at; /* the union's position */
	int depth;  /* one below the union's */
	bool added; /* in the union's figures */
	bool twice; /* the company itself said it too */
	bool detail;
};
int64_t report_named_people(const struct report_row *row);
struct report_finding {
	const char *
		what; /* "named_exceeds_reported", "children_exceed_subtree", "partner_reported_twice", … */
	int32_t at;
	struct figure stated, found;
};
struct report {
	struct cycle cycle;
	int32_t org_at;
	int depth_max;
	struct report_row *rows;     /* the asked union first: its row is the total */
	size_t rows_count;           /* then its subtree to depth_max, what has something to say */
	struct report_other *others; /* in the order of the tree, to depth_max */
	size_t others_count;
	const struct reported *stated; /* from above, NULL: nothing was stated */
	int32_t *silent; /* positions of unions that said nothing, the topmost of each branch */
	size_t silent_count;
	struct report_finding *findings;
	size_t findings_count;
	/* Given without names in the asked subtree: in their own units, in no figure above. */
	struct portion_total *portions;
	size_t portions_count;
	struct letter_total
		letters; /* 慰问信 printed in the asked subtree, in 封: in no figure above */
	struct visit_total visits; /* of the asked subtree, likewise */
};
struct report_ask {
	struct cycle cycle;
	const struct org_tree *tree;
	int32_t org_at;
	int depth; /* rows down to so many levels below */
};
/* One read, then a post-order sum. Lives in c->mem, with a row for each union of the subtree, whatever the depth. */
struct sn_err report_build(struct ctx *c, const struct report_ask *ask,
			   struct report *out) SN_MUST_USE;

/* Drill-down: the reported rows, word for word, that stand in the figures of the asked union; in c->mem. The named side
 * is care_coverage() and the recipient accounts of ledger_accounts(). */
struct sn_err report_sources(struct ctx *c, const struct report_ask *ask, struct reported **out,
			     size_t *count) SN_MUST_USE;
#endif
