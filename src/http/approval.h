#ifndef SN_HTTP_APPROVAL_H
#define SN_HTTP_APPROVAL_H
/* approval: the kinds of what people sign, for the three lists of 审批 and their counts.
 *
 *   shapes  APPROVAL_KINDS is the list: another kind is a line of it and its two functions, approval_NAME_waiting() and
 *           approval_NAME_mine(), which ask the kind's domain and hand its rows to approval_add().  Words, counts, cursors
 *           and the workbench follow from the line; the console's names stand in screens/approvals/kinds.ts.
 *   boxes   waiting: what the actor could take the next step of now.  started: what he has made.  done: what he has signed,
 *           refused or taken back.  w->box says which of the last two is asked for.
 *   order   waiting: the oldest first; started and done: the newest first, by when it was handed in.
 *   errors  those of the domains; bad_cursor.
 *   start   approval_add(); api_approval.c reads the lists, approval_kinds.c and others hold the kinds. */
#include "ledger/document.h"

/* clang-format off */
#define APPROVAL_KINDS(X)   /* separator, name, word, counted as, zh, en; new ones go to the end */ \
	X("",  document,  "document",  "documents",  "单据",         "papers of money and goods") \
	X("|", cycle,     "cycle",     "cycles",     "活动",         "cycles")                    \
	X("|", budget,    "budget",    "budgets",    "预算",         "budget entries")            \
	X("|", payout,    "payout",    "payouts",    "银行批次",     "bank batches")              \
	X("|", closing,   "closing",   "closings",   "结账",         "closings")                  \
	X("|", programme, "programme", "programmes", "项目方案版本", "versions of programmes")    \
	X("|", purchase,  "purchase",  "purchases",  "采购",         "purchases")
/* clang-format on */
enum approval_kind {
#define X(separator, name, word, counted, zh, en) APPROVAL_##name,
	APPROVAL_KINDS(X) APPROVAL_KINDS_COUNT
#undef X
};
/* "document|cycle|…" */
#define APPROVAL_KIND_WORD(separator, name, word, counted, zh, en) separator word
#define APPROVAL_KIND_WORDS                                        APPROVAL_KINDS(APPROVAL_KIND_WORD)

enum approval_box { APPROVAL_WAITING, APPROVAL_STARTED, APPROVAL_DONE };
struct approval {
	enum approval_kind kind;
	struct str key;           /* by which the kind's own page knows it */
	const char *step, *state; /* step: what waits for the actor; NULL in started and done */
	struct str title, detail; /* detail: what sort of its kind; STR_NULL: none */
	int64_t org_no, cycle_no, since_us; /* since_us: when it was handed in */
	struct money amount;
	bool has_amount;
	struct uuid maker_id;
};
struct call;
struct rights_held;
struct approvals {
	struct ctx *c;
	struct call *q;
	enum approval_box box;
	int kind;                       /* -1: all */
	const struct rights_held *held; /* waiting: the actor's roles */
	/* started, done: of a kind that may have many, no more than so many behind the last row of the page before are
	 * needed (last.since_us 0: from the newest on). approval_add() leaves out the others of itself. */
	size_t rows_max;
	struct approval last;
	struct approval *list;
	size_t count, room;
};
struct sn_err approval_add(struct approvals *w, struct approval what) SN_MUST_USE;
/* Asks for the path of every union where the actor has a part in something; one that lies below another of them is in that one's
 * subtree. */
typedef struct sn_err approval_each(struct approvals *w, struct str path);
struct sn_err approval_each_union(struct approvals *w, approval_each *each) SN_MUST_USE;

#define X(separator, name, word, counted, zh, en)                                                  \
	struct sn_err approval_##name##_waiting(struct approvals *w) SN_MUST_USE;                  \
	struct sn_err approval_##name##_mine(struct approvals *w) SN_MUST_USE;
APPROVAL_KINDS(X)
#undef X

const char *approval_kind_word(enum approval_kind kind);
/* What waits for the actor, the oldest first. */
struct sn_err approval_waiting_read(struct ctx *c, struct call *q,
				    struct approvals *out) SN_MUST_USE;
#endif
