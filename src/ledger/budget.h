#ifndef SN_LEDGER_BUDGET_H
#define SN_LEDGER_BUDGET_H
/* budget: lines of money of a union in a cycle, who may spend from them, and what is left.
 *
 *   shapes  A line has a code, a source of money, an amount, what is used of it, and its spenders: roles at the union or
 *           named users (none: whoever may make the document).  It comes from entries that are never edited: the first
 *           adds the line, later ones raise or lower it and point back to the entry before.  An entry is made by a
 *           maker and counts when an approver, another person, has approved it; refused with a reason it never does.
 *   list    A union's budget of a cycle may be a closed list, by an entry too: then every spending names a line.
 *   use     A document that allots, buys or gives out cash names its line (document_plan.budget); its amount is taken
 *           when it is drafted, in the same work, and given back when it is cancelled.  Cash given back and allotments
 *           returned give back what the lines had given, when they are posted: a return to the union above, the lines
 *           of the allotments that it undoes, the latest first.  A bank batch is no document: it takes its total when
 *           it is made, and each act on it gives back at once what it freed (budget_give_back()).
 *           used <= amount is a CHECK.
 *   units   fen; days yyyymmdd.
 *   errors  budget_gone, budget_taken, budget_short (arg: left, needed), budget_below_used, budget_line_missing,
 *           budget_source, budget_not_yours, budget_entry_gone, budget_entry_differs, budget_back_too_much,
 *           budget_refused, same_hand.
 *   source  product.md (budget lines with what is left and who may spend from them).
 *   start   budget_enter(), budget_approve(); documents call budget_take() and budget_settle(). */
#include "ledger/ledger.h"
#include "rights/rights.h"

enum budget_entry_kind { BUDGET_ADD, BUDGET_CHANGE, BUDGET_CLOSED_LIST, BUDGET_ENTRIES_COUNT };
struct budget_entry {
	struct uuid entry_id;
	int64_t shard, org_no, cycle_no;
	enum budget_entry_kind kind;
	struct str code;         /* ASCII without blanks; CLOSED_LIST: none */
	struct str words;        /* what for; why it changes */
	enum fund_source source; /* ADD */
	struct money delta;      /* ADD: the amount; CHANGE: more, or less than zero */
	unsigned roles;          /* ADD: 1 << ROLE_x; 0: none named */
	struct uuid *users;      /* ADD: named users */
	size_t users_count;
	struct uuid before_id; /* CHANGE: the entry before it, filled in here */
	struct uuid maker_id, approver_id;
	int64_t made_us, approved_us; /* approved_us 0: it counts for nothing yet */
	struct uuid refused_by_id;    /* null: not; its maker's own: withdrawn */
	struct str refused_words;
	int64_t refused_us;
	int32_t day;
};
/* entry_id, org_no, cycle_no, kind and what the kind needs. The same id and content again is the same answer. */
struct sn_err budget_enter(struct ctx *c, const struct budget_entry *what,
			   struct budget_entry *out) SN_MUST_USE;
/* By an APPROVER of the union who is not its maker; from now on it counts. */
struct sn_err budget_approve(struct ctx *c, struct uuid entry_id,
			     struct budget_entry *out) SN_MUST_USE;

/* Refused (退回): whoever could approve it says why he does not; or its maker withdraws it.  It stays with the reason and
 * counts for nothing, ever: a better one is another entry.  The same words again are the same answer. */
struct sn_err budget_refuse(struct ctx *c, struct uuid entry_id, struct str why,
			    struct budget_entry *out) SN_MUST_USE;
/* budget_entry_gone. */
struct sn_err budget_entry_by_id(struct ctx *c, struct uuid entry_id,
				 struct budget_entry *out) SN_MUST_USE;
/* What the actor could do with it now. */
struct budget_mine {
	bool approve, withdraw; /* approve: or refuse */
};
struct sn_err budget_mine_read(struct ctx *c, const struct budget_entry *e,
			       struct budget_mine *out) SN_MUST_USE;

/* Pure: may this user, with these roles at the entry's union, approve it? Asked by budget_approve(), too. */
struct sn_err budget_turn(const struct budget_entry *entry, const struct rights_held *held,
			  struct rights_at at, struct uuid user_id) SN_MUST_USE;

struct budget_line {
	int64_t shard, org_no, cycle_no;
	struct str code, words;
	enum fund_source source;
	struct money amount, used;
	struct money
		bound; /* of what is used: for documents that are drafted and not posted; budget_lines() alone says it */
	unsigned roles;
	int64_t users_count; /* how many are named */
};
struct budget_filter {
	int64_t shard, org_no, cycle_no; /* 0: all */
};
/* By union, cycle and code. */
struct sn_err budget_lines(struct ctx *c, const struct budget_filter *filter,
			   struct budget_line **out, size_t *count) SN_MUST_USE;
/* Entries in the order they were made, those that wait for approval too. */
struct sn_err budget_entries(struct ctx *c, const struct budget_filter *filter,
			     struct budget_entry **out, size_t *count) SN_MUST_USE;
/* Those of all unions that nobody has approved or refused yet; those that this user has made, approved or refused. In the
 * order they were made. */
struct sn_err budget_entries_waiting(struct ctx *c, struct budget_entry **out,
				     size_t *count) SN_MUST_USE;
struct sn_err budget_entries_of(struct ctx *c, struct uuid user_id, struct budget_entry **out,
				size_t *count) SN_MUST_USE;
/* Is it a closed list? */
struct sn_err budget_closed(struct ctx *c, int64_t org_no, int64_t cycle_no,
			    bool *closed) SN_MUST_USE;

/* What the union's budget of the cycle says of a code: budget_gone. */
struct sn_err budget_line_read(struct ctx *c, const struct budget_line *place,
			       struct budget_line *out) SN_MUST_USE;

/* Who is named as a spender of the line. In c->mem. */
struct sn_err budget_spenders(struct ctx *c, const struct budget_line *line, struct uuid **out,
			      size_t *count) SN_MUST_USE;

/* What a use is of: each kind of paper recounts its own (budget_verify(), payout_verify()). */
enum budget_paper { BUDGET_OF_DOCUMENT, BUDGET_OF_PAYOUT };
/* What has taken from the line and given back to it, the latest first. */
enum budget_use_state { BUDGET_USE_WAITS, BUDGET_USE_COUNTS, BUDGET_USE_CANCELLED };
struct budget_used {
	enum budget_paper paper;
	struct uuid
		document_id; /* a document's; of a bank batch: its, or that of the act which gave back */
	struct money amount;         /* less than zero: given back */
	enum budget_use_state state; /* WAITS: will come back when its paper is posted */
};
struct sn_err budget_uses(struct ctx *c, const struct budget_line *line, struct budget_used **out,
			  size_t *count) SN_MUST_USE;

/* ---- called by documents ---- */

struct budget_spending {
	struct uuid document_id;
	int64_t shard, org_no, cycle_no;
	struct str code; /* STR_NULL: names no line, which a closed list refuses */
	enum fund_source source;
	struct money amount;
	enum budget_paper paper;
};
/* Takes the amount from the line, or notes what will come back to it when the document is posted. */
struct sn_err budget_take(struct ctx *c, const struct budget_spending *of) SN_MUST_USE;
struct sn_err budget_note_back(struct ctx *c, const struct budget_spending *of) SN_MUST_USE;
/* Gives the amount back at once; document_id is that of the act that frees it. */
struct sn_err budget_give_back(struct ctx *c, const struct budget_spending *of) SN_MUST_USE;
/* A return from one fund to the one of a union above: notes it for the lines of the allotments, the latest first; what
 * was allotted without a line goes back to none. */
struct budget_return {
	struct uuid document_id;
	int64_t shard; /* of the fund it leaves */
	struct account_key from, to;
	struct str purpose; /* STR_NULL: of any */
	struct money amount;
};
struct sn_err budget_note_return(struct ctx *c, const struct budget_return *of) SN_MUST_USE;
/* The document was posted: what was to come back is back. Or cancelled: what was taken is given back. */
struct sn_err budget_settle(struct ctx *c, struct uuid document_id, bool cancelled) SN_MUST_USE;

/* Recounts amounts from entries and used from what papers use: findings "budget-amount", "budget-used"; a use whose document
 * is not there: "budget-document"; a line or a closed list that is not what its entries say: "budget-line",
 * "budget-list"; one that is refused and approved: "budget-refused"; and an entry that its leaf does not say:
 * "budget-leaf". */
struct sn_err budget_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;
#endif
