#ifndef SN_LEDGER_DOCUMENT_H
#define SN_LEDGER_DOCUMENT_H
/* document: an act on money or goods that needs several hands before it is posted.
 *
 *   shapes  A document has lines (transfers), a declared count and total that must match its lines, and up to
 *           four signatures (rights.h).  The maker's draft holds what it would move (two-phase); the last
 *           signature that is needed posts all lines; cancelling voids the holds.  Any change after a signature is
 *           a new document.
 *   states  made → checked → approved → done; cancelled from any but done.
 *   hands   Money (receive, allot, purchase, return): as many as the union's policy asks for the amount.  Goods
 *           between two people (issue, giveback, move): the giver makes, the receiver accepts (document_accept).
 *           Cash that is issued leaves a fund: the policy's hands, then the receiver.  Kits: the maker and a second
 *           keeper who counts.  Goods given in kind: a maker, an approver (the value), a keeper who accepts.  A loss
 *           needs an approver, who is not the one who lost it; so do goods that go back to their supplier.  The credit
 *           note that comes for them is money: the policy's hands.
 *   log     A done document has a leaf of its own, which binds what the leaves of its transfers do not say: its words,
 *           its hands, its times; taking it back has another.
 *   idem    The caller gives document_id.  The same id with the same words again is the same answer, whatever was
 *           chosen for it the first time (lots, accounts); with other words it is document_differs.  Who has no id of
 *           his own for the paper asks with refuse_twin.
 *   errors  document_gone, document_differs, document_twin, document_state, envelope_count, envelope_total, balance_short,
 *           same_hand, not_granted, not_the_receiver, source_forbids, source_unset, purpose_unknown, invoice_used,
 *           lot_uneven, allot_not_below, move_itself, return_too_much, those of purchase.h (not_accepted …) and of
 *           budget.h (budget_short …).
 *   source  product.md (Few hands; envelopes; 2 筹资); settled.md 27.
 *   start   document_make_*(), document_sign(), document_accept(). */
#include "base/crypto.h"
#include "ledger/fund.h"
#include "ledger/goods.h"
#include "ledger/ledger.h"

/* clang-format off */
#define DOCUMENT_KINDS(X)   /* name, word, zh, en; stored by number: new ones go to the end */ \
	X(RECEIVE,  "receive",  "收入",     "money received")      \
	X(ALLOT,    "allot",    "下拨",     "allotment")           \
	X(PURCHASE, "purchase", "采购",     "purchase into stock") \
	X(RETURN,   "return",   "退回",     "money returned")      \
	X(KIT,      "kit",      "组装",     "kits put together")   \
	X(ISSUE,    "issue",    "领用",     "issue to a person")   \
	X(GIVEBACK, "giveback", "交回",     "given back")          \
	X(MOVE,     "move",     "调拨",     "moved to a union")    \
	X(LOSS,     "loss",     "核销",     "loss")                \
	X(SENDBACK, "sendback", "退货",     "back to the supplier")
#define DOCUMENT_STATES(X) \
	X(MADE, "made", "已填单", "made") X(CHECKED, "checked", "已审核", "checked") \
	X(APPROVED, "approved", "已批准", "approved") X(DONE, "done", "已完成", "done") \
	X(CANCELLED, "cancelled", "已撤销", "cancelled")
/* clang-format on */
enum document_kind {
#define X(name, word, zh, en) DOCUMENT_##name,
	DOCUMENT_KINDS(X) DOCUMENT_KINDS_COUNT
#undef X
};
enum document_state {
#define X(name, word, zh, en) DOCUMENT_##name,
	DOCUMENT_STATES(X) DOCUMENT_STATES_COUNT
#undef X
};

/* A bit of `needed` behind those of the hands: the one who gets the goods or the cash must accept. */
enum { DOCUMENT_NEEDS_RECEIVER = 1 << HANDS_COUNT };

struct document_words {
	const char *word, *zh, *en;
};
const struct document_words *document_kind_words(enum document_kind kind);
const struct document_words *document_state_words(enum document_state state);

struct document {
	struct uuid document_id;
	int64_t shard, org_no, cycle_no;
	enum document_kind kind;
	enum document_state state;
	/* The envelope, as the maker declares it before anything moves: how many lines he gives, and their sum. What
	 * goods are worth follows from their lots, so without money (KIT and goods lines) a total of 0 says "not
	 * declared"; afterwards it always stands here. */
	int64_t declared_count;
	struct money declared_total;
	struct str purpose;   /* as asked of the matrix; STR_NULL where it was not asked */
	struct str words;     /* what for, in the maker's words */
	struct str reference; /* invoice number (PURCHASE: needed), 文号, … */
	struct signatures signatures;
	unsigned needed; /* which signatures it needs: 1 << HAND_x, DOCUMENT_NEEDS_RECEIVER */
	struct uuid
		receiver_id; /* who must accept or has; null: a keeper of the union that gets it */
	int64_t receiver_org_no; /* whose keeper, where no user is named (MOVE: the other union) */
	int64_t accepted_us, cancelled_us; /* 0: not */
	/* Taken back whole (红字更正); the state stays DONE. */
	struct uuid reversal_id, reversed_by_id; /* null: not */
	int64_t reversed_us;
	struct str reversed_words;
	int64_t made_us;
	int32_t day;
};

/* Makes the draft with its lines (of kinds that suit the document's) and holds what they would move; the actor is
 * its maker. The lines' document_id is set here; each line counts for the envelope. Only inside a work. */
struct sn_err document_make(struct ctx *c, const struct document *what,
			    const struct transfer *lines, size_t count,
			    struct document *out) SN_MUST_USE;
/* The actor signs as this hand; the last needed one posts. done in out->state. Signing again as the same hand is the
 * same answer. */
struct sn_err document_sign(struct ctx *c, int64_t shard, struct uuid document_id, enum hand hand,
			    struct document *out) SN_MUST_USE;
/* The actor takes what ISSUE, GIVEBACK or MOVE brings him: the last step of these; posts. */
struct sn_err document_accept(struct ctx *c, int64_t shard, struct uuid document_id,
			      struct document *out) SN_MUST_USE;
/* By the maker, or by an approver of the union; the holds are void, an invoice number is free again. */
struct sn_err document_cancel(struct ctx *c, int64_t shard, struct uuid document_id,
			      struct document *out) SN_MUST_USE;
/* Sent back (退回): whoever could take the next step says why it is not taken; the paper is cancelled, and the reason stays
 * with it.  Its maker drafts another one: nothing of a paper is ever changed.  Nobody sends back his own: he cancels it. */
struct sn_err document_send_back(struct ctx *c, const struct document *which, struct str why,
				 struct document *out) SN_MUST_USE;
/* What the actor says with the step that he has just taken, in the same work; hand HANDS_COUNT: accepting. */
struct sn_err document_say(struct ctx *c, const struct document *d, enum hand hand,
			   struct str words) SN_MUST_USE;
/* Takes a document that is done back whole (红字更正): each line is posted the other way, the last first, under ids that
 * follow from reversal_id; the first refusal (the money or the goods have gone on) refuses all. An invoice's number is
 * free again. By an approver of the union who is neither its maker nor the holder or receiver, with the reason in
 * words. The same reversal_id again is the same answer; another one: reversed_already. Inside a work. */
struct sn_err document_reverse(struct ctx *c, const struct document *which, struct uuid reversal_id,
			       struct str why, struct document *out) SN_MUST_USE;
struct sn_err document_read(struct ctx *c, struct uuid document_id,
			    struct document *out) SN_MUST_USE;
struct document_filter {
	int64_t shard, org_no; /* both, or 0 and 0: all */
	int64_t cycle_no;
	int state; /* -1: all */
	/* Those behind this one in the list: the last of the page before; made_us 0: from the newest on. */
	int64_t before_us;
	struct uuid before_id;
};
/* The newest first, at most DOCUMENT_LIST_MAX: fewer say that the list has ended. */
struct sn_err document_list(struct ctx *c, const struct document_filter *filter,
			    struct document **out, size_t *count) SN_MUST_USE;
/* Those of a union and below it. */
struct document_subtree {
	struct str path;
	int64_t cycle_no;            /* 0: of all */
	int state, kind;             /* -1: all */
	int32_t from_day, until_day; /* until_day: the first day that is not asked for; 0: open */
};
/* A page: those behind `before` (id null: from the newest on), at most rows_max. */
struct document_page {
	int64_t before_us;
	struct uuid before_id;
	int64_t rows_max;
};
struct sn_err document_of_subtree(struct ctx *c, const struct document_subtree *filter,
				  const struct document_page *page, struct document **out,
				  size_t *count) SN_MUST_USE;
/* What the actor has drafted; what he has signed, accepted, sent back or taken back. The newest first. */
struct sn_err document_of_maker(struct ctx *c, const struct document_page *page,
				struct document **out, size_t *count) SN_MUST_USE;
struct sn_err document_of_hand(struct ctx *c, const struct document_page *page,
			       struct document **out, size_t *count) SN_MUST_USE;

/* What waits for the actor: each document whose next step he could take now, and which step; the oldest first. Decided
 * by the rules that document_sign() and document_accept() ask. */
struct document_turn {
	struct document document;
	enum hand hand; /* HANDS_COUNT: to accept */
};
struct sn_err document_waiting(struct ctx *c, struct document_turn **out,
			       size_t *count) SN_MUST_USE;
/* What he could do with one document now. */
struct document_mine {
	unsigned hands; /* 1 << HAND_x, DOCUMENT_NEEDS_RECEIVER: to sign as, to accept */
	bool send_back, cancel, reverse;
};
struct sn_err document_mine_read(struct ctx *c, const struct document *d,
				 struct document_mine *out) SN_MUST_USE;

/* ---- what happened to it ---- */

/* clang-format off */
#define DOCUMENT_ACTS(X)   /* name, word, zh, en */ \
	X(MAKE,      "make",      "填单",     "drafted")    \
	X(CHECK,     "check",     "审核",     "checked")    \
	X(APPROVE,   "approve",   "批准",     "approved")   \
	X(PAY,       "pay",       "支付",     "paid")       \
	X(ACCEPT,    "accept",    "签收",     "accepted")   \
	X(CANCEL,    "cancel",    "撤销",     "cancelled")  \
	X(SEND_BACK, "send_back", "退回",     "sent back")  \
	X(REVERSE,   "reverse",   "红字更正", "taken back")
/* clang-format on */
enum document_act_kind {
#define X(name, word, zh, en) DOCUMENT_ACT_##name,
	DOCUMENT_ACTS(X) DOCUMENT_ACTS_COUNT
#undef X
};
const struct document_words *document_act_words(enum document_act_kind kind);
struct document_act {
	enum document_act_kind kind;
	struct uuid by_id;
	int64_t at_us;
	struct str words; /* STR_NULL: said nothing */
};
/* In the order in which it happened. */
struct sn_err document_acts(struct ctx *c, const struct document *d,
			    struct document_act out[DOCUMENT_ACTS_COUNT],
			    size_t *count) SN_MUST_USE;
/* SHA-256 over what is signed: head and lines as the maker drafted them, which never change. Who signs may say which one
 * he has seen. */
struct sn_err document_snapshot(struct ctx *c, const struct document *d,
				struct sha256 *out) SN_MUST_USE;

struct sn_err document_lines(struct ctx *c, const struct document *of, struct transfer **out,
			     size_t *count) SN_MUST_USE;
/* Recounts every envelope from the lines: findings "envelope", id the document's; computes anew what the leaf of each
 * done document binds (its row, its lines, when and by whom they were posted): "document", id the document's, or the
 * transfer's where one names a document that does not know it. */
struct sn_err document_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings) SN_MUST_USE;

/* Lines as a cadre says them; they fill in accounts, lots and costs. Each gives transfers for document_make(). */
struct money_line {
	int64_t org_no; /* ALLOT: to whom */
	struct money amount;
};
struct document_plan {
	/* kind (document_make_goods alone; the others know theirs), org_no, cycle_no, declared_*, words, reference, day
	 * (0: today), document_id */
	struct document document;
	enum fund_source source; /* whose money; NONE for goods: of any source */
	struct str
		purpose; /* ALLOT, PURCHASE, cash ISSUE: checked against the source × purpose matrix (fund.h) */
	/* The id is fresh, not the caller's own for this paper, so it cannot tell a second try from a second paper:
	 * refuse what the same maker drafted word for word within the last DOCUMENT_TWIN_US. */
	bool refuse_twin;
	/* The budget line (budget.h): ALLOT, PURCHASE and cash ISSUE take from it, cash GIVEBACK gives back to it.
	 * STR_NULL: none. */
	struct str budget;
	struct uuid purchase_id; /* PURCHASE: whose accepted goods these are (purchase.h) */
	bool of_donor;           /* RECEIVE: donation_make() has said who gave it */
	bool to_donor; /* RETURN of donated money to who gave it (donation_return() alone) */
};
struct sn_err document_make_receive(struct ctx *c, const struct document_plan *given,
				    struct money amount, struct document *out) SN_MUST_USE;
/* Goods given in kind, each line with what it is worth: into the stock, one lot a line. See donation.h. */
struct goods_line;
struct sn_err document_make_gift(struct ctx *c, const struct document_plan *given,
				 const struct goods_line *lines, size_t count,
				 struct document *out) SN_MUST_USE;
/* Back where it came from, the latest first: to the union above that allotted it, or out of the books to its source. What
 * goes back to a union above is given back to the budget lines that its allotments took it from. Donated money goes back
 * to who allotted it, under the plan's purpose; to a donor it goes by donation_return(). */
struct sn_err document_make_return(struct ctx *c, const struct document_plan *given,
				   struct money amount, struct document *out) SN_MUST_USE;
/* To unions below: there its source is UPPER, whatever it was here (the document says that); donated money stays
 * DONATION and bound to the document's purpose. */
struct sn_err document_make_allot(struct ctx *c, const struct document_plan *given,
				  const struct money_line *lines, size_t count,
				  struct document *out) SN_MUST_USE;
struct goods_line {
	int64_t item_no, quantity; /* item 0 is cash: quantity in fen */
	struct money total;        /* PURCHASE: what the line cost; otherwise 0 */
};
/* Money out, goods in, one lot a line; only what two people have accepted (not_accepted). reference is the invoice's
 * code and number, used once anywhere. */
struct sn_err document_make_purchase(struct ctx *c, const struct document_plan *given,
				     const struct goods_line *lines, size_t count,
				     struct document *out) SN_MUST_USE;
/* Parts of the stock become kits by the bill of materials, the oldest lots first; kits of equal cost are one lot. Kits
 * of parts from several sources have source NONE. */
struct sn_err document_make_kits(struct ctx *c, const struct document_plan *given,
				 const struct goods_line *line, struct document *out) SN_MUST_USE;
/* Back to the supplier (退货): goods of plan.purchase_id that were accepted and are in the stock still; words say why. */
struct sn_err document_make_sendback(struct ctx *c, const struct document_plan *given,
				     const struct goods_line *lines, size_t count,
				     struct document *out) SN_MUST_USE;
/* The supplier's credit note for what went back: the money is in the fund again, for the purpose and in the budget line
 * that paid. At most what was sent back and is not credited yet (credit_above_sent). reference: the note's number, used
 * once anywhere, as an invoice's. */
struct sn_err document_make_credit(struct ctx *c, const struct document_plan *given,
				   struct money amount, struct document *out) SN_MUST_USE;
/* ISSUE to a user, GIVEBACK by a user, MOVE to a union's stock, LOSS: lots are chosen oldest first. item 0: cash
 * (ISSUE, GIVEBACK, LOSS out of custody), never together with goods in one document. */
struct goods_plan {
	struct document_plan plan;
	struct uuid
		holder_id; /* GIVEBACK: the user who gives back; LOSS: who lost it, null: the stock */
	struct uuid
		receiver_id; /* ISSUE: the user who gets; otherwise who accepts, null: any keeper there */
	int64_t to_org_no; /* MOVE */
};
struct sn_err document_make_goods(struct ctx *c, const struct goods_plan *plan,
				  const struct goods_line *lines, size_t count,
				  struct document *out) SN_MUST_USE;

/* What was counted in a stock (holder_id null) or in somebody's custody. What is drafted but not yet accepted is still
 * there and is counted with it. Items that are not among the lines were not counted, which is not "none". */
struct count_difference {
	int64_t item_no, expected, counted;
	struct sn_err
		why; /* count_surplus where there is more than the books say: goods cannot appear */
};
/* The differences go to out (one a counted item that differs); what is missing becomes a LOSS draft: no document
 * (null id) where nothing is. A surplus is only reported: it is a purchase or a giveback that nobody entered, or a
 * posting to be reversed. */
struct count_result {
	struct count_difference *differences; /* in c->mem */
	size_t count;
	struct document loss;
};
struct sn_err document_make_count(struct ctx *c, const struct goods_plan *given,
				  const struct goods_line *counted, size_t count,
				  struct count_result *out) SN_MUST_USE;
#endif
