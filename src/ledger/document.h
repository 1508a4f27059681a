#ifndef SN_LEDGER_DOCUMENT_H
#define SN_LEDGER_DOCUMENT_H
/* document: an act on money or goods that needs several hands before it is posted.
 *
 *   shapes  A document has lines (transfers), a declared count and total that must match its lines, and up to
 *           four signatures (rights.h).  The maker's draft holds what it would move (two-phase); the last
 *           signature that is needed posts all lines; cancelling voids the holds.  Any change after a signature is
 *           a new document.
 *   states  made → checked → approved → done; cancelled from any but done.  Goods between two people (issue,
 *           giveback, move) need two: the giver makes, the receiver accepts.  A loss needs an approver.
 *   errors  document_gone, document_state, envelope_count, envelope_total, balance_short, same_hand, not_granted,
 *           source_forbids.
 *   source  product.md (Few hands; envelopes; 2 筹资); settled.md 27.
 *   start   document_make_*(), document_sign(). */
#include "ledger/goods.h"
#include "ledger/ledger.h"

/* clang-format off */
#define DOCUMENT_KINDS(X)   /* name, word, zh, en */ \
	X(RECEIVE,  "receive",  "收入",     "money received")      \
	X(ALLOT,    "allot",    "下拨",     "allotment")           \
	X(PURCHASE, "purchase", "采购",     "purchase into stock") \
	X(RETURN,   "return",   "退回",     "money returned")      \
	X(KIT,      "kit",      "组装",     "kits put together")   \
	X(ISSUE,    "issue",    "领用",     "issue to a person")   \
	X(GIVEBACK, "giveback", "交回",     "given back")          \
	X(MOVE,     "move",     "调拨",     "moved to a union")    \
	X(LOSS,     "loss",     "核销",     "loss")
#define DOCUMENT_STATES(X) \
	X(MADE, "made", "待审核", "made") X(CHECKED, "checked", "已审核", "checked") \
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

struct document {
	struct uuid document_id;
	int64_t shard, org_no, cycle_no;
	enum document_kind kind;
	enum document_state state;
	int64_t declared_count; /* lines */
	struct money declared_total;
	struct str words;     /* what for, in the maker's words */
	struct str reference; /* invoice number, 文号, … */
	struct signatures signatures;
	unsigned needed;         /* which signatures it needs: 1 << HAND_x */
	struct uuid receiver_id; /* ISSUE, GIVEBACK: who must accept */
	int32_t day;
};

/* Makes the draft with its lines and holds what they would move. what.document_id comes from the caller: the same
 * id and content again is the same answer. Only inside a work. */
struct sn_err document_make(struct ctx *c, const struct document *what,
			    const struct transfer *lines, size_t count,
			    struct document *out) SN_MUST_USE;
/* The actor signs as this hand; the last needed one posts. done in out->state. */
struct sn_err document_sign(struct ctx *c, int64_t shard, struct uuid document_id, enum hand hand,
			    struct document *out) SN_MUST_USE;
struct sn_err document_cancel(struct ctx *c, int64_t shard, struct uuid document_id,
			      struct document *out) SN_MUST_USE;
struct sn_err document_read(struct ctx *c, struct uuid document_id,
			    struct document *out) SN_MUST_USE;
struct document_filter {
	int64_t shard, org_no; /* 0: all */
	int64_t cycle_no;
	int state; /* -1: all */
};
struct sn_err document_list(struct ctx *c, const struct document_filter *filter,
			    struct document **out, size_t *count) SN_MUST_USE;

/* Lines as a cadre says them; they fill in accounts, lots and costs. Each gives transfers for document_make(). */
struct money_line {
	int64_t org_no; /* ALLOT: to whom */
	struct money amount;
};
struct document_plan {
	struct document
		document; /* kind, org_no, cycle_no, declared_*, words, reference, day, document_id */
	enum fund_source source;
	struct str purpose; /* checked against the source × purpose matrix */
};
struct sn_err document_make_receive(struct ctx *c, const struct document_plan *plan,
				    struct money amount, struct document *out) SN_MUST_USE;
struct sn_err document_make_return(struct ctx *c, const struct document_plan *plan,
				   struct money amount, struct document *out) SN_MUST_USE;
struct sn_err document_make_allot(struct ctx *c, const struct document_plan *plan,
				  const struct money_line *lines, size_t count,
				  struct document *out) SN_MUST_USE;
struct goods_line {
	int64_t item_no, quantity;
	struct money total; /* PURCHASE: what the line cost; otherwise 0 */
};
/* Money out, goods in, one lot a line. */
struct sn_err document_make_purchase(struct ctx *c, const struct document_plan *plan,
				     const struct goods_line *lines, size_t count,
				     struct document *out) SN_MUST_USE;
/* Parts of the stock become kits by the bill of materials. */
struct sn_err document_make_kits(struct ctx *c, const struct document_plan *plan,
				 const struct goods_line *line, struct document *out) SN_MUST_USE;
/* ISSUE to a user, GIVEBACK by a user, MOVE to a union's stock, LOSS: lots are chosen oldest first. item 0: cash. */
struct goods_plan {
	struct document_plan plan;
	struct uuid holder_id;   /* the user who gives back or loses; null: the stock */
	struct uuid receiver_id; /* the user who gets; null: the stock */
	int64_t to_org_no;       /* MOVE */
};
struct sn_err document_make_goods(struct ctx *c, const struct goods_plan *plan,
				  const struct goods_line *lines, size_t count,
				  struct document *out) SN_MUST_USE;
#endif
