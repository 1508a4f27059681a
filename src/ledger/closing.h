#ifndef SN_LEDGER_CLOSING_H
#define SN_LEDGER_CLOSING_H
/* closing: a union's books are closed month by month and year by year (结账), and stay closed.
 *
 *   shapes  A closing keeps, for each of the union's accounts, what it opened with, what came in, what went out and
 *           what it closed with, and one digest over all of them.  A period is a number: 202411 a month, 2024 a year.
 *   hands   Two people: an accountant closes, which computes and keeps the digest; an approver confirms, which
 *           computes again and is refused where the books have moved in between (closing_moved: the accountant closes
 *           anew).  Only then the snapshot is written and the period is shut.  A CHECK says that they are two.  Until
 *           then the approver may send it back with a reason (退回): the accountant closes anew.
 *   rules   A month is closed once it is over, after the month before it (the first: the one of the union's first
 *           transfer), with no document of it still open and the shard's books balanced.  A year is closed after its
 *           months, once it is decided for every remainder of money what becomes of it (closing_carry()).
 *           Nothing opens a period again: an error is corrected by a reversal or a transfer of an open day.
 *   shut    ledger_post(), ledger_hold() and new documents refuse a day of a closed period (period_closed).  What is
 *           reported after the fact (struct transfer, reported) is booked on the first open day and keeps its time.
 *   units   as in ledger.h: quantity in pieces, value in fen; days are civil days.
 *   errors  closing_period (no such month or year), closing_not_over, closing_order (which is to be closed first),
 *           closing_documents (how many, which), closing_unbalanced, closing_moved, closing_none, closing_done,
 *           closing_sent_back, closing_remainder (year: whose money, how much), carry_nothing, carry_decided, same_hand, not_granted.
 *   source  会计基础工作规范 第六十四条 (结账: all of the period is entered before, each account's balance is drawn, a year's
 *           is carried to the next) and 第五十一条 (red reversal); 工会会计制度 (结转 keeps its purpose, 结余 is what is
 *           left): docs/sources.md says what each asks and what here is ours alone.  product.md, Money before goods.
 *   start   closing_close(), closing_confirm(), closing_carry(). */
#include "ledger/document.h"

struct closing {
	struct uuid closing_id;
	int64_t shard, org_no;
	int32_t period;              /* 202411, or 2024 */
	int32_t from_day, until_day; /* until_day: the first day after it */
	int64_t accounts;            /* how many stand in it */
	struct money in,
		out;        /* turnover of all accounts of money: each transfer once in, once out */
	uint8_t digest[32]; /* over all rows */
	struct uuid closed_by, confirmed_by; /* null: not yet */
	int64_t closed_us, confirmed_us;     /* 0: not yet */
	int64_t back_us;                     /* sent back, and not closed anew since; 0: not */
};
/* One account in a closing: opening + in − out = closing. */
struct closing_row {
	int64_t account_no;
	int64_t opening, in, out, closing;
	struct money opening_value, in_value, out_value, closing_value;
};

/* 2024 and not 202411. */
enum { PERIOD_YEAR_MAX = 9999 };
static inline bool closing_is_year(int32_t period)
{
	return period <= PERIOD_YEAR_MAX;
}
/* The first and the day after the last of a period; false: there is no such month or year. Pure. */
bool closing_days(int32_t period, int32_t *from_day, int32_t *until_day) SN_MUST_USE;
/* "2024-11", "202411", "2024"; closing_period. Pure. */
struct sn_err closing_period_parse(struct str text, int32_t *out) SN_MUST_USE;

/* By an accountant: computes what the period comes to. Again, while it is not confirmed: computes anew. */
struct sn_err closing_close(struct ctx *c, int64_t org_no, int32_t period,
			    struct closing *out) SN_MUST_USE;
/* By an approver, who did not close it: shuts the period. Again by the same: the same answer. */
struct sn_err closing_confirm(struct ctx *c, int64_t org_no, int32_t period,
			      struct closing *out) SN_MUST_USE;
/* Pure: may this user, with these roles at the union, confirm it? Asked by closing_confirm(), too. */
struct sn_err closing_turn(const struct closing *closing, const struct rights_held *held,
			   struct rights_at at, struct uuid user_id) SN_MUST_USE;
/* Sent back by whoever could confirm it, with the reason; once for each time it is closed. closing_none, closing_done,
 * closing_sent_back, same_hand, missing_field. Inside a work. */
struct sn_err closing_send_back(struct ctx *c, int64_t org_no, int32_t period, struct str why,
				struct closing *out) SN_MUST_USE;
/* One that was sent back: what was closed then. */
struct closing_back {
	struct uuid by_id, closed_by;
	int64_t at_us, closed_us, accounts;
	struct money in, out;
	struct str words;
};
/* In their order. In c->mem. */
struct sn_err closing_backs(struct ctx *c, const struct closing *of, struct closing_back **out,
			    size_t *count) SN_MUST_USE;
/* What the actor may do with it now; why: why he may not confirm it, whether or not it is closed. Nobody is accountant of
 * one closing and its judge, however often it was sent back. */
struct closing_mine {
	bool close, confirm; /* who may confirm it may send it back */
	struct sn_err why_close, why_confirm;
};
struct sn_err closing_mine_read(struct ctx *c, const struct closing *of,
				struct closing_mine *out) SN_MUST_USE;
/* Those of all unions that nobody has confirmed yet, sent back or not. In c->mem. */
struct sn_err closing_waiting(struct ctx *c, struct closing **out, size_t *count) SN_MUST_USE;
/* Those that this user has closed or confirmed. In c->mem. */
struct sn_err closing_of_user(struct ctx *c, struct uuid user_id, struct closing **out,
			      size_t *count) SN_MUST_USE;
/* One period of a union as it stands: what was closed, else what it comes to now. there: somebody has closed it. */
struct sn_err closing_of(struct ctx *c, int64_t org_no, int32_t period, struct closing *out,
			 bool *there) SN_MUST_USE;
/* What the books come to now, with the rows. In c->mem. */
struct sn_err closing_now(struct ctx *c, const struct closing *of, struct closing *out,
			  struct closing_row **rows, size_t *count) SN_MUST_USE;

/* ---- what stands in the way ---- */

/* clang-format off */
#define CLOSING_BLOCKS(X)   /* name, word; in the order in which a refusal names the first */ \
	X(OVER,       "over")       /* until_day: it ends before that day */ \
	X(ORDER,      "order")      /* period: a month that comes first */ \
	X(REMAINDER,  "remainder")  /* cycle_no, source, value: nothing is decided about it */ \
	X(DOCUMENT,   "document")   /* document_id: it is open still */ \
	X(UNBALANCED, "unbalanced") /* quantity, value: by how much the trial balance is not zero */
/* clang-format on */
enum closing_block_kind {
#define X(name, word) CLOSING_BLOCK_##name,
	CLOSING_BLOCKS(X) CLOSING_BLOCKS_COUNT
#undef X
};
struct closing_block {
	enum closing_block_kind kind;
	int32_t until_day, period;
	int64_t cycle_no, quantity;
	enum fund_source source;
	struct money value;
	struct uuid document_id;
};
const char *closing_block_word(enum closing_block_kind kind);
/* All of them; closing_close() and closing_confirm() refuse by the first. In c->mem. */
struct sn_err closing_blocks(struct ctx *c, const struct closing *of, struct closing_block **out,
			     size_t *count) SN_MUST_USE;
/* Which month and which year come next: after the last that is shut; the first transfer's; of a union whose books never
 * moved the last that is over. year 0: its months come first. */
struct sn_err closing_next(struct ctx *c, int64_t org_no, int32_t *month,
			   int32_t *year) SN_MUST_USE;

/* All closings of a union, earliest first. In c->mem. */
struct sn_err closing_list(struct ctx *c, int64_t org_no, struct closing **out,
			   size_t *count) SN_MUST_USE;
/* The rows of a confirmed one, by account number. In c->mem. */
struct sn_err closing_rows(struct ctx *c, const struct closing *of, struct closing_row **out,
			   size_t *count) SN_MUST_USE;

/* ---- what becomes of a year's remainder: one decision for each source of money of each cycle ---- */

/* clang-format off */
#define CARRY_DECISIONS(X)   /* name, word, zh, en; stored by number */ \
	X(KEEP,   "keep",   "结转下年", "carried on to the next year") \
	X(CYCLE,  "cycle",  "转入活动", "carried on to a cycle")       \
	X(RETURN, "return", "退回来源", "returned to its source")
/* clang-format on */
enum carry_decision {
#define X(name, word, zh, en) CARRY_##name,
	CARRY_DECISIONS(X) CARRY_DECISIONS_COUNT
#undef X
};
const struct document_words *closing_carry_words(enum carry_decision decision);

struct carry {
	int64_t shard, org_no;
	int32_t year;
	int64_t cycle_no; /* whose money is left; 0: of no cycle */
	enum fund_source source;
	enum carry_decision decision;
	int64_t to_cycle_no;    /* CYCLE: 0 is "of no cycle" */
	struct str words;       /* the decision's words, as the minutes' number; needed */
	struct money remainder; /* what was left when it was decided */
	struct uuid
		document_id; /* CYCLE, RETURN: the draft that moves it, which the policy's hands sign; KEEP: null */
};
/* By a maker. KEEP writes the decision alone; CYCLE drafts an allotment within the union, RETURN a return: all that can
 * be used of that fund now.  Decided once: the same again is the same answer, another is carry_decided, unless the
 * document was cancelled.  what.document_id: the caller's id for the draft. */
struct sn_err closing_carry(struct ctx *c, const struct carry *what, struct carry *out) SN_MUST_USE;
struct sn_err closing_carries(struct ctx *c, int64_t org_no, int32_t year, struct carry **out,
			      size_t *count) SN_MUST_USE;
/* What is left at the end of a year's December, by cycle and source; decided: what becomes of it. In c->mem. */
struct remainder {
	int64_t cycle_no;
	enum fund_source source;
	struct money left;
	const struct carry *decided; /* NULL: nothing is decided */
};
struct sn_err closing_remainders(struct ctx *c, const struct closing *year, struct remainder **out,
				 size_t *count) SN_MUST_USE;

/* Computes every confirmed closing anew: findings "closing" (account_no: the period) where it comes to something else or
 * the month behind it is missing, "closing-leaf" where its leaf does not say it or by whom, "closing-shut" where the
 * first open day is not that of the latest closing. */
struct sn_err closing_verify(struct ctx *c,
			     void (*each)(void *self, const struct ledger_finding *f), void *self,
			     int64_t *findings) SN_MUST_USE;
#endif
