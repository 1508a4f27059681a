#ifndef SN_CARE_PAYOUT_H
#define SN_CARE_PAYOUT_H
/* payout: cash gifts paid by the bank: the batch, the file that the bank gets, and what it says back.
 *
 *   shapes  A batch takes who is entitled to a benefit that may be cash, has a card and was given nothing yet.  Each line is
 *           one payment; its money is held in the paying union's fund until the bank has spoken.  A line is known to the
 *           bank by its remark, NUMBER-SERIAL.
 *   life    batch  made → approved → exported → done; cancelled before the export.
 *           line   waiting → paid (→ sent back) | bounced | dropped.  Paid posts a delivery of level C, whose id is the
 *           line's: the word is the bank's.  Sent back (退汇) takes that delivery back.  Bounced and dropped free the money.
 *           A person may go into a later batch once his line has bounced, was sent back or dropped; never while it waits
 *           or is paid: an index says so.
 *   meanwhile
 *           Asking for the gift in hand is refused while a line waits for it (payout_waiting).  A reported fact is not
 *           (settled.md 17): before the export the line is dropped, after it the bank's payment is the second gift, posts
 *           to over-issue, opens a case, and the line is marked as doubled.
 *   hands   The maker makes; others approve, as many as the union's policy asks for the amount (rights.h).  A cashier
 *           exports, once; an accountant, who is not he, enters the return.
 *   budget  A batch takes its total from the budget line that it names when it is made, as cash issued does (budget.h);
 *           what bounces, is dropped, cancelled or sent back gives back to it in the same work.  The line's source is
 *           the batch's.
 *   file    Written once (payout_file.h), with whole card numbers; its SHA-256 stands with who and when.
 *   return  Rows name a line by its remark, or by serial, amount and last four.  What differs, is of another batch or is
 *           said twice in two ways is handed back, and nothing is guessed.  The same file again changes nothing.
 *           Money may come back weeks later, when the cycle is closed or audited: it is booked as 退汇 all the same, on the
 *           day that it is entered, into the fund, source and budget line that it left; its person was given nothing.
 *           Nothing else can change by then: no cycle is closed while a line waits (payout_pending).
 *   log     Making, each signature, export, return and cancelling have a leaf each, which binds the batch's lines (whom, how
 *           much, which card), the file, and what the bank said.
 *   errors  payout_* (reasons_payout.h), same_hand, out_of_turn, signed_already, hand_not_needed, not_granted, cycle_state,
 *           org_outside_cycle, source_forbids, source_unset, purpose_unknown, period_closed, and those of budget_take().
 *   source  issue 3, point 1; product.md (Few hands; Money's papers); settled.md 17.
 *   start   payout_create(), payout_sign(), payout_export_take(), payout_return(). */
#include "care/card.h"

/* clang-format off */
#define PAYOUT_STATES(X)   /* name, word, zh, en; stored by number: new ones go to the end */ \
	X(MADE,      "made",      "已制单", "made")      \
	X(APPROVED,  "approved",  "已批准", "approved")  \
	X(EXPORTED,  "exported",  "待回盘", "exported")  \
	X(DONE,      "done",      "已办结", "done")      \
	X(CANCELLED, "cancelled", "已撤销", "cancelled")
#define PAYOUT_LINE_STATES(X) \
	X(WAITING, "waiting",   "待付",   "waiting")   \
	X(PAID,    "paid",      "已付",   "paid")      \
	X(BOUNCED, "bounced",   "退回",   "bounced")   \
	X(BACK,    "sent-back", "退汇",   "sent back") \
	X(DROPPED, "dropped",   "已撤出", "dropped")
#define PAYOUT_WHYS(X)   /* why a line bounced or was dropped */ \
	X(NONE,      "-",          "—",              "none")                    \
	X(NAME,      "name",       "户名不符",       "name differs")            \
	X(CLOSED,    "closed",     "账户已销户",     "account closed")          \
	X(NUMBER,    "number",     "账号有误",       "no such account")         \
	X(FROZEN,    "frozen",     "账户冻结或挂失", "account frozen or lost")  \
	X(LIMITED,   "limited",    "账户限额",       "account limited")         \
	X(OTHER,     "other",      "其他",           "other")                   \
	X(GIVEN,     "given",      "已另行发放",     "given otherwise")         \
	X(VOIDED,    "void",       "名额已作废",     "entitlement void")        \
	X(CANCELLED, "cancelled",  "批次撤销",       "batch cancelled")
#define PAYOUT_ACTS(X) \
	X(MAKE,   "make",   "制单",   "made")      \
	X(SIGN,   "sign",   "签批",   "signed")    \
	X(EXPORT, "export", "导出",   "exported")  \
	X(RETURN, "return", "回盘",   "return")    \
	X(CANCEL, "cancel", "撤销",   "cancelled") \
	X(DROP,   "drop",   "撤出",   "taken out")
/* clang-format on */
enum payout_state {
#define X(name, word, zh, en) PAYOUT_##name,
	PAYOUT_STATES(X) PAYOUT_STATES_COUNT
#undef X
};
enum payout_line_state {
#define X(name, word, zh, en) PAYOUT_LINE_##name,
	PAYOUT_LINE_STATES(X) PAYOUT_LINE_STATES_COUNT
#undef X
};
enum payout_why {
#define X(name, word, zh, en) PAYOUT_WHY_##name,
	PAYOUT_WHYS(X) PAYOUT_WHYS_COUNT
#undef X
};
enum payout_act_kind {
#define X(name, word, zh, en) PAYOUT_ACT_##name,
	PAYOUT_ACTS(X) PAYOUT_ACTS_COUNT
#undef X
};
/* What the bank says of a payment. */
enum payout_says {
	PAYOUT_SAYS_PAID,
	PAYOUT_SAYS_BOUNCED,
	PAYOUT_SAYS_BACK,
	PAYOUT_SAYS_PENDING,
	PAYOUT_SAYS_COUNT
};
struct payout_words {
	const char *word, *zh, *en;
};
const struct payout_words *payout_state_words(enum payout_state state);
const struct payout_words *payout_line_state_words(enum payout_line_state state);
const struct payout_words *payout_why_words(enum payout_why why);
const struct payout_words *payout_act_words(enum payout_act_kind kind);

/* ---- the batch ---- */

struct payout {
	struct uuid batch_id;
	int64_t shard, org_no, cycle_no;
	struct str number;       /* 150802-20241105-1 */
	struct str benefit;      /* STR_NULL: all that may be cash */
	enum fund_source source; /* NONE: any that the programme and the matrix allow */
	struct str purpose, words;
	struct str budget; /* the paying union's budget line; STR_NULL: none */
	int32_t day;
	enum payout_state state;
	int64_t lines_count;
	struct money total;
	struct signatures signatures;
	unsigned needed;         /* bits of the hands */
	struct uuid exporter_id; /* null: not exported */
	int64_t made_us, exported_us;
	struct sha256 file_sha256, asked; /* asked: of what the maker asked for */
};
/* Who could not be taken, and why: no_card, payout_card_bad, payout_twins, given_already. */
struct payout_left {
	int64_t shard, org_no;
	struct uuid person_id;
	struct str name; /* whole: masked at the edge */
	struct money value;
	struct sn_err why;
};
struct payout_ask {
	struct uuid batch_id; /* the caller's; the same id and content again is the same answer */
	struct cycle cycle;
	struct org org; /* who pays, out of its fund; whom: its subtree */
	struct str benefit;
	enum fund_source source; /* NONE: the budget line's, or any */
	struct str purpose, words;
	struct str budget; /* STR_NULL: names no line, which a closed list refuses */
};
struct payout_made {
	struct payout batch;
	struct payout_left *left; /* in c->mem; none where it is replayed */
	size_t left_count;
	bool replayed;
};
/* By a maker of the paying union, while the cycle is open. What could not be taken is answered also where the batch is
 * refused for being empty. Inside a work. */
struct sn_err payout_create(struct ctx *c, const struct payout_ask *given,
			    struct payout_made *out) SN_MUST_USE;
/* What payout_create() would take and leave out now, with nothing written: the same checks, the same reasons. A batch of
 * nobody is no refusal here. */
struct payout_preview {
	int64_t lines_count;
	struct money total, free; /* free: what the accounts that may pay have */
	unsigned needed;          /* bits of the hands */
	struct payout_left *left; /* in c->mem */
	size_t left_count;
};
struct sn_err payout_look(struct ctx *c, const struct payout_ask *given,
			  struct payout_preview *out) SN_MUST_USE;
/* By its number or id: no_such_payout. */
struct sn_err payout_find(struct ctx *c, struct str text, struct payout *out) SN_MUST_USE;
/* The actor signs as this hand; the last needed one approves. Signing again as the same hand is the same answer. Inside a
 * work. */
struct sn_err payout_sign(struct ctx *c, struct uuid batch_id, enum hand hand,
			  struct payout *out) SN_MUST_USE;
/* Pure: what waits for this user, with these roles at the paying union: a signature, the export, the bank's return file.
 * payout_sign() asks the first part of it. */
enum payout_next { PAYOUT_NEXT_SIGN, PAYOUT_NEXT_EXPORT, PAYOUT_NEXT_RETURN };
struct payout_turn {
	enum payout_next next;
	enum hand hand; /* SIGN: as which */
};
struct sn_err payout_turn(const struct payout *batch, const struct rights_held *held,
			  struct rights_at at, struct uuid user_id,
			  struct payout_turn *out) SN_MUST_USE;
/* Before the export, by its maker or an approver of the union. Again changes nothing. Inside a work. */
struct sn_err payout_cancel(struct ctx *c, struct uuid batch_id, struct payout *out) SN_MUST_USE;
/* Would payout_cancel() do it for the actor now? */
bool payout_may_cancel(struct ctx *c, const struct payout *batch);

/* ---- the bank's file ---- */

struct payout_order {
	int64_t serial;
	struct card_number number;
	struct str holder, bank; /* holder: whose name the account is in */
	struct money value;
};
struct payout_orders {
	struct payout batch;
	struct payout_order *orders; /* in c->mem: wipe them when they are written */
	size_t count;
	int64_t dropped; /* lines that were taken out now, given otherwise since */
	struct money total;
};
/* What the file is to say, cards opened; drops lines that were given otherwise. By a cashier of the union. Inside a work. */
struct sn_err payout_export_take(struct ctx *c, struct uuid batch_id,
				 struct payout_orders *out) SN_MUST_USE;
/* The file is there, with this digest and what was taken. payout_changed: something happened since. Inside a work. */
struct sn_err payout_export_done(struct ctx *c, const struct payout_orders *orders,
				 struct sha256 file, struct payout *out) SN_MUST_USE;

/* ---- what the bank says ---- */

/* A row of the return file as it was read (payout_parse_row()). */
struct payout_row {
	int64_t row;                      /* as the spreadsheet shows it */
	int64_t serial;                   /* 0: not told */
	struct str batch;                 /* the remark's batch number; STR_NULL: no remark */
	struct money value;               /* the file's amount */
	char last4[CARD_LAST_DIGITS + 1]; /* "": no account in the file */
	enum payout_says says;
	enum payout_why why;
	struct str words;    /* the bank's own, long numbers masked; STR_NULL: none */
	struct str bank_ref; /* its serial number; STR_NULL: none */
	int32_t day;         /* 0: not told */
};
/* What the cells of a row may be. */
struct payout_cells {
	struct str remark, serial, account, amount, result, reason, reference, day;
};
/* Pure: texts in mem. payout_result, bad_amount, bad_number, bad_day, payout_no_line, missing_field. */
struct sn_err payout_parse_row(struct arena *mem, const struct payout_cells *given,
			       struct payout_row *out) SN_MUST_USE;
/* Pure: the bank's words, by what they say. */
enum payout_why payout_why_of(struct str words);

enum payout_fate {
	PAYOUT_TAKES_PAID,
	PAYOUT_TAKES_DOUBLED, /* paid, and it was the second gift: a case */
	PAYOUT_TAKES_BOUNCED,
	PAYOUT_TAKES_BACK,
	PAYOUT_UNCHANGED, /* said before */
	PAYOUT_STILL_WAITS,
	PAYOUT_REFUSED
};
struct payout_taken {
	enum payout_fate fate;
	struct sn_err why; /* REFUSED */
};
struct payout_return {
	struct uuid batch_id;
	const struct payout_row *rows;
	size_t count;
	struct sha256 file;
};
/* The whole file at once: what is refused is refused alone. out[i] is what became of rows[i]. By an accountant of the union,
 * who did not export; also after the cycle was closed. Inside a work. */
struct sn_err payout_return(struct ctx *c, const struct payout_return *what,
			    struct payout_taken *out, struct payout *batch) SN_MUST_USE;

/* The same decision with nothing written: what payout_return() would make of each row. Outside a work. */
struct sn_err payout_return_look(struct ctx *c, const struct payout_return *what,
				 struct payout_taken *out) SN_MUST_USE;

/* ---- reading ---- */

struct payout_sums {
	int64_t lines[PAYOUT_LINE_STATES_COUNT];
	struct money value[PAYOUT_LINE_STATES_COUNT];
	int64_t doubled;
};
struct sn_err payout_sums(struct ctx *c, const struct payout *batch,
			  struct payout_sums *out) SN_MUST_USE;
struct payout_line {
	int64_t shard, serial, org_no, holds;
	struct uuid line_id, entitlement_id, person_id;
	struct str benefit;
	struct money value;
	struct card_ref card;
	struct blind_index card_hash;
	char last4[CARD_LAST_DIGITS + 1];
	enum payout_line_state state;
	enum payout_why why;
	struct str words, bank_ref;
	int32_t day; /* the bank's, of a payment */
	bool doubled;
	struct uuid act_id, back_act_id, reversal_id;
	int32_t back_day;
	struct str back_words;
};
/* All of a batch, by serial; in c->mem. */
struct sn_err payout_lines(struct ctx *c, struct uuid batch_id, struct payout_line **out,
			   size_t *count) SN_MUST_USE;
/* Those behind a serial number, of one state (-1: of all). */
struct payout_lines_page {
	struct uuid batch_id;
	int state;
	int64_t after, rows_max;
};
struct sn_err payout_lines_from(struct ctx *c, const struct payout_lines_page *page,
				struct payout_line **out, size_t *count) SN_MUST_USE;
struct payout_act {
	struct uuid act_id;
	enum payout_act_kind kind;
	enum hand hand; /* SIGN */
	struct uuid by_id;
	int64_t at_us, lines_count;
	struct money value;
	bool has_file;
	struct sha256 file;
};
struct sn_err payout_acts(struct ctx *c, const struct payout *batch, struct payout_act **out,
			  size_t *count) SN_MUST_USE;
/* A union's and those below it, the newest first, at most PAYOUT_LIST_MAX; cycle_no 0: of all. In c->mem. */
struct sn_err payout_list(struct ctx *c, struct str org_path, int64_t cycle_no, struct payout **out,
			  size_t *count) SN_MUST_USE;

/* Those that this user has made, signed, exported, entered the return of or cancelled; as many, in that order. */
struct sn_err payout_of_user(struct ctx *c, struct uuid user_id, struct payout **out,
			     size_t *count) SN_MUST_USE;

/* ---- what others ask ---- */

/* What batches have taken from a budget line of the union and the bank has not answered yet. */
struct sn_err payout_bound(struct ctx *c, int64_t org_no, int64_t cycle_no, struct str budget,
			   struct money *out) SN_MUST_USE;

/* The number of a batch that is not finished; STR_NULL: there is none. */
struct sn_err payout_pending(struct ctx *c, int64_t cycle_no, struct str *number) SN_MUST_USE;
/* The batches that wait for these entitlements: STR_NULL where there is none. In c->mem. */
struct payout_asked {
	int64_t shard;
	struct uuid entitlement_id;
};
struct sn_err payout_waiting(struct ctx *c, const struct payout_asked *asked, size_t count,
			     struct str *numbers) SN_MUST_USE;
struct sn_err payout_waits_for_card(struct ctx *c, struct uuid card_id,
				    struct str *number) SN_MUST_USE;
/* payout_by_bank: the delivery was paid by a batch, and only a return file says that it came back. */
struct sn_err payout_not_by_bank(struct ctx *c, int64_t shard, struct uuid record_id) SN_MUST_USE;

/* Findings "payout-sum" (lines against the batch), "payout-budget" (what it took from its budget line and gave back), "payout-line" (a line, its entitlement, its delivery), "payout-hold" (its
 * money), "payout-leaf" (an act and its leaf). */
struct sn_err payout_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;
#endif
