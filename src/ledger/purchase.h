#ifndef SN_LEDGER_PURCHASE_H
#define SN_LEDGER_PURCHASE_H
/* purchase: how goods come into the stock: meeting, quotes, contract, acceptance, and then the PURCHASE document.
 *
 *   shapes  A purchase is of one union and cycle and has a ceiling, which is what the meeting allowed.  Its steps follow
 *           each other: opening (会议决定), quotes of different suppliers (询价), one contract (合同), acceptances (验收).
 *           A step is never edited: it has its number, day, people, words, and one leaf.
 *   rules   Which steps an amount needs is data (data/purchase/thresholds.json), versioned, with its source; what is
 *           not set there is asked for, so without data the whole chain is.  What the opening found is kept with it.
 *           Quotes need a contract, since that says which was chosen, and why where it is not the cheapest.
 *   floor   No data lowers this: two people accept, who each count by themselves, and neither has made a step of the
 *           purchase before; only what they accepted becomes a lot (document_make_purchase()), and neither of them makes
 *           that document.  The CHECKs of the tables say the same.
 *   sums    stocked <= accepted per item, invoiced <= the contract's total (the ceiling where there is none): both are
 *           CHECKs, so several invoices of one contract add up to no more than it.
 *   idem    The caller gives purchase_id and step_id.  The same id and content is the same answer; other content is
 *           purchase_differs.
 *   errors  purchase_gone, purchase_differs, purchase_meeting_needed, purchase_order, purchase_above_ceiling,
 *           purchase_few_quotes, purchase_quote_twice, purchase_no_quote, purchase_why, purchase_above_quote,
 *           purchase_not_contracted, purchase_refused_why, purchase_accepts_own, purchase_count_differs,
 *           purchase_number_taken, purchase_elsewhere, not_accepted, invoice_above_accepted, invoice_above_contract,
 *           thresholds_value, thresholds_version_taken, envelope_total.
 *   source  product.md (the purchase chain); docs/sources.md.
 *   start   purchase_open(), purchase_quote(), purchase_contract(), purchase_accept(); purchase_read(). */
#include "ledger/goods.h"
#include "org/partner.h"

/* ---- which steps an amount needs ---- */

enum purchase_want { PURCHASE_UNSET, PURCHASE_NEEDED, PURCHASE_NOT_NEEDED };
/* What holds from an amount on, up to the next tier. */
struct purchase_tier {
	struct money from;
	enum purchase_want meeting, contract;
	int64_t quotes;    /* -1: unset; 0: none needed */
	struct str source; /* of this tier; STR_NULL: the document's */
};
struct purchase_rules {
	int64_t version;             /* 0: nobody has loaded any */
	int32_t from_day, until_day; /* until_day 0: open */
	struct str source;
	struct purchase_tier *tiers; /* by amount, each above the one before */
	size_t tiers_count;
};
/* Pure: text lives in mem. */
struct sn_err purchase_rules_parse(struct arena *mem, struct str json,
				   struct purchase_rules *out) SN_MUST_USE;
/* The same version with the same bytes: loaded already (changed = false). Inside a work; asks for ACCOUNTANT. */
struct sn_err purchase_rules_load(struct ctx *c, struct str json, bool *changed) SN_MUST_USE;
/* In force on a day. */
struct sn_err purchase_rules_read(struct ctx *c, int32_t day,
				  struct purchase_rules *out) SN_MUST_USE;

struct purchase_needs {
	bool meeting, contract;
	int64_t quotes;
	bool unset; /* a value was not set, so the whole chain is asked for it */
};
/* Pure. What is unset is needed: the meeting, PURCHASE_QUOTES_DEFAULT quotes, the contract. */
struct purchase_needs purchase_needs_of(const struct purchase_rules *rules, struct money amount);

/* ---- the chain ---- */

/* clang-format off */
#define PURCHASE_STEPS(X)   /* name, word, zh, en; stored by number */ \
	X(OPEN,       "open",       "会议决定", "decision")   \
	X(QUOTE,      "quote",      "询价",     "quote")      \
	X(CONTRACT,   "contract",   "合同",     "contract")   \
	X(ACCEPTANCE, "acceptance", "验收",     "acceptance")
/* clang-format on */
enum purchase_step_kind {
#define X(name, word, zh, en) PURCHASE_##name,
	PURCHASE_STEPS(X) PURCHASE_STEPS_COUNT
#undef X
};
const struct ledger_words *purchase_step_words(enum purchase_step_kind kind);

struct purchase {
	struct uuid purchase_id;
	int64_t shard, org_no, cycle_no;
	struct str words; /* what is bought, what for */
	int32_t day;
	struct money ceiling;
	struct purchase_needs needs; /* as the rules of its day had it */
	int64_t rules_version;       /* 0: there were none */
	int64_t partner_no;          /* of the contract; 0: none yet */
	struct money limit;    /* the contract's total, the ceiling where there is no contract */
	struct money invoiced; /* of documents that are not cancelled */
	struct uuid maker_id;
};
struct purchase_line {
	int64_t item_no;
	int64_t quantity;   /* contract: ordered; acceptance: accepted */
	int64_t refused;    /* acceptance: goes back to the supplier, never into the stock */
	struct money value; /* contract: what the line costs */
};
struct purchase_step {
	struct uuid step_id, purchase_id;
	enum purchase_step_kind kind;
	struct str number;   /* of the minutes, the quote, the contract, the acceptance sheet */
	struct str words;    /* decided; why this supplier; why refused */
	struct str present;  /* OPEN: who was there */
	int64_t partner_no;  /* QUOTE, CONTRACT */
	struct money amount; /* OPEN: the ceiling; QUOTE, CONTRACT: the total */
	int32_t day;
	struct uuid first_id; /* who entered it */
	struct uuid
		second_id; /* ACCEPTANCE: who counted too; null: nobody yet, and then it counts for nothing */
	int64_t at_us, second_us;
	struct purchase_line *lines; /* CONTRACT, ACCEPTANCE */
	size_t lines_count;
};

/* Each inside a work. step_id is the caller's; day 0: today. The right is asked at the purchase's union: MAKER, and
 * KEEPER, CHECKER or DISTRIBUTOR for an acceptance. */

/* purchase_id, org_no, cycle_no, words, day, ceiling; number and present of the meeting where one is needed. */
struct purchase_meeting {
	struct str number, present;
};
struct sn_err purchase_open(struct ctx *c, const struct purchase *what,
			    const struct purchase_meeting *meeting,
			    struct purchase *out) SN_MUST_USE;
/* purchase_id, partner_no, amount, number; one a supplier. */
struct sn_err purchase_quote(struct ctx *c, const struct purchase_step *step) SN_MUST_USE;
/* purchase_id, partner_no (of one of the quotes), number, amount = the sum of its lines, words where it is not the
 * cheapest. */
struct sn_err purchase_contract(struct ctx *c, const struct purchase_step *step) SN_MUST_USE;
/* purchase_id, number, lines. The first person's count waits; the second, who gives the same number, completes it where
 * he counted the same (*complete); otherwise purchase_count_differs says at which item, and nothing is kept. */
struct sn_err purchase_accept(struct ctx *c, const struct purchase_step *step,
			      bool *complete) SN_MUST_USE;

/* ---- into the stock: called by documents ---- */

struct purchase_stocking {
	struct uuid purchase_id, document_id;
	int64_t shard, org_no, cycle_no;
	struct money total;
};
struct goods_line;
struct sn_err purchase_stock(struct ctx *c, const struct purchase_stocking *of,
			     const struct goods_line *lines, size_t count) SN_MUST_USE;
/* A cancelled document gives back what it took of the accepted pieces. */
struct sn_err purchase_unstock(struct ctx *c, int64_t shard, struct uuid document_id) SN_MUST_USE;

/* ---- back to the supplier: called by documents (document_make_sendback(), document_make_credit()) ---- */

struct purchase_back {
	int64_t shard;
	struct uuid document_id, purchase_id;
	int64_t line_no, item_no; /* item 0: a credit note's money */
	enum fund_source source;
	int64_t quantity;
	struct money value;
};
struct sn_err purchase_back_add(struct ctx *c, const struct purchase_back *of) SN_MUST_USE;
/* source NONE: of all. What went back, and what was credited for it, drafts of credits too. */
struct sn_err purchase_back_sums(struct ctx *c, const struct purchase *p, enum fund_source source,
				 struct money *sent, struct money *credited) SN_MUST_USE;
/* For which purposes and out of which budget lines it was paid; where there is one, it is named. */
struct purchase_paid {
	struct str purpose, budget;
	size_t purposes_count, budgets_count;
};
struct sn_err purchase_paid_for(struct ctx *c, const struct purchase *p, enum fund_source source,
				struct purchase_paid *out) SN_MUST_USE;
/* A credit note was posted, or taken back. */
struct sn_err purchase_back_settle(struct ctx *c, int64_t shard, struct uuid document_id,
				   bool taken_back) SN_MUST_USE;

/* ---- reading ---- */

struct sn_err purchase_read(struct ctx *c, struct uuid purchase_id,
			    struct purchase *out) SN_MUST_USE;
struct sn_err purchase_steps(struct ctx *c, const struct purchase *of, struct purchase_step **out,
			     size_t *count) SN_MUST_USE;
struct purchase_filter {
	int64_t shard, org_no; /* 0: all */
	int64_t cycle_no;      /* 0: all */
	struct str
		path; /* instead of shard and org_no: a union and those below it; STR_NULL: not asked for */
};
/* The newest first, at most PURCHASE_LIST_MAX. */
struct sn_err purchase_list(struct ctx *c, const struct purchase_filter *filter,
			    struct purchase **out, size_t *count) SN_MUST_USE;

/* Papers that brought its goods in, sent them back or credited them, the oldest first; cancelled ones too. */
struct document;
struct sn_err purchase_documents(struct ctx *c, const struct purchase *of, struct document **out,
				 size_t *count) SN_MUST_USE;

/* What an item of a purchase has come to. */
struct purchase_item {
	int64_t item_no;
	int64_t contracted; /* -1: no contract names it */
	int64_t accepted, refused, stocked;
};
struct sn_err purchase_items(struct ctx *c, const struct purchase *of, struct purchase_item **out,
			     size_t *count) SN_MUST_USE;

/* Where the pieces of a lot are. bought = what the document brought in; in_kits have become parts of kits, which are
 * lots of their own; given includes what went beyond the list (over-issue). */
struct purchase_lot {
	int64_t lot_no, item_no;
	struct uuid document_id;
	struct money unit_cost;
	int64_t bought, stock, custody, given, in_kits, lost, transit, sent_back;
	struct money bought_value, there_value; /* there: the value of all places together */
};
/* Of the documents that were posted. */
struct sn_err purchase_lots(struct ctx *c, const struct purchase *of, struct purchase_lot **out,
			    size_t *count) SN_MUST_USE;

/* clang-format off */
#define PURCHASE_FINDINGS(X)   /* name, word, zh, en: {item}, {0} and {1} are filled in */ \
	X(HALF_ACCEPTED,  "acceptance_by_one",       "验收单 {text} 只有一人验收，不作数；请第二人清点", "acceptance sheet {text} has one person's count only and counts for nothing; let a second one count") \
	X(OVER_CONTRACT,  "accepted_above_contract", "{text}：合同 {0}，验收 {1}，多收；请补合同或退回供应商", "{text}: {0} contracted, {1} accepted, too many; amend the contract or send them back") \
	X(SHORT,          "accepted_below_contract", "{text}：合同 {0}，验收 {1}，尚未交齐", "{text}: {0} contracted, {1} accepted, not all delivered yet") \
	X(REFUSED,        "refused_goods",           "{text}：拒收 {0} 件，应已退回供应商", "{text}: {0} refused, to have gone back to the supplier") \
	X(NOT_INVOICED,   "accepted_not_invoiced",   "{text}：验收 {0}，凭发票入库 {1}，其余尚未入库", "{text}: {0} accepted, {1} in the stock by invoice, the others are not in the stock yet") \
	X(INVOICE_ABOVE,  "invoice_above_accepted",  "{text}：验收 {0}，发票 {1}，发票多于验收；请向供应商核对", "{text}: {0} accepted, {1} invoiced, more than was accepted; ask the supplier") \
	X(INVOICES_ABOVE, "invoices_above_contract", "各发票合计 {yuan1} 元，超过合同（或决定）的 {yuan0} 元", "the invoices add up to {yuan1} yuan, above the contract's (or the decision's) {yuan0}") \
	X(SENT_BACK,      "sent_back",               "{text}：已退货 {0} 件", "{text}: {0} sent back to the supplier") \
	X(NOT_CREDITED,   "sent_back_not_credited",  "退货 {yuan0} 元，已收红字发票 {yuan1} 元，其余尚未退款；请向供应商索取", "goods of {yuan0} yuan were sent back, credit notes for {yuan1} have come; ask the supplier for the others") \
	X(LOT_PIECES,     "lot_pieces",              "{text}：入库 {0}，现有、已发、在途、报损合计 {1}，对不上", "{text}: {0} came in, {1} are in stock, given, on the way or lost: they do not agree") \
	X(LOT_VALUE,      "lot_value",               "{text}：入库 {yuan0} 元，各处合计 {yuan1} 元，对不上", "{text}: {yuan0} yuan came in, all places hold {yuan1}: they do not agree")
/* clang-format on */
enum purchase_finding_kind {
#define X(name, word, zh, en) PURCHASE_FINDING_##name,
	PURCHASE_FINDINGS(X) PURCHASE_FINDINGS_COUNT
#undef X
};
const struct ledger_words *purchase_finding_words(enum purchase_finding_kind kind);
struct purchase_finding {
	struct uuid purchase_id;
	enum purchase_finding_kind kind;
	struct str text; /* the item's code, the sheet's number */
	int64_t expected, found;
};
/* Its sentence with all that stands in it, in mem. */
struct str purchase_finding_say(struct arena *mem, enum lang lang,
				const struct purchase_finding *f);
typedef struct sn_err purchase_each_finding(void *self, const struct purchase_finding *f);
/* invoice = accepted = handed out + custody + stock + lost, per lot, in pieces and fen; what does not hold, recounted
 * from steps, documents and accounts. */
struct sn_err purchase_findings(struct ctx *c, const struct purchase *of,
				purchase_each_finding *each, void *self) SN_MUST_USE;
/* ---- what comes next, and whose turn it is ---- */

/* clang-format off */
#define PURCHASE_NEXTS(X)   /* name, word, zh, en */ \
	X(QUOTE,    "quote",    "询价",           "ask for quotes")             \
	X(CONTRACT, "contract", "签合同",         "contract")                   \
	X(ACCEPT,   "accept",   "验收（第一人）", "accept, the first of two")   \
	X(SECOND,   "second",   "验收（第二人）", "accept, the second of two")  \
	X(STOCK,    "stock",    "凭发票入库",     "into the stock by invoice")  \
	X(CREDIT,   "credit",   "红字发票入账",   "enter the credit note")
/* clang-format on */
enum purchase_next {
#define X(name, word, zh, en) PURCHASE_NEXT_##name,
	PURCHASE_NEXTS(X) PURCHASE_NEXTS_COUNT
#undef X
};
const struct ledger_words *purchase_next_words(enum purchase_next next);
/* Bits 1 << PURCHASE_NEXT_x; several can be open at once: what was accepted enters the stock while the rest is on its way. */
struct purchase_turn {
	unsigned open, mine; /* mine: of those, which the actor may do */
	struct str sheet;    /* SECOND: the acceptance sheet that waits; STR_NULL: none */
};
/* Says what purchase_quote() and the others would refuse, before they are asked. */
struct sn_err purchase_turn(struct ctx *c, const struct purchase *p,
			    struct purchase_turn *out) SN_MUST_USE;

/* For verify: "purchase-sum" (a total that its rows do not add up to), "purchase-digest" (what a step is known by when
 * it comes again), "purchase-leaf" (a step that its leaf does not say), "purchase-lot" (a lot that no accepted purchase
 * brought). */
struct sn_err purchase_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings) SN_MUST_USE;
#endif
