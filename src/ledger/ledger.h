#ifndef SN_LEDGER_LEDGER_H
#define SN_LEDGER_LEDGER_H
/* ledger: who holds how much of which money and which goods, and why.
 *
 *   shapes  A transfer moves a quantity and its value from one account to another: one credit, one debit, never
 *           edited, named by its maker's UUID v7.  An account is known by what it is for (struct account_key) and
 *           numbered within its union, so that one union's accounts stand together.  Balances move with the
 *           transfer, and its leaf is appended, in the same transaction.
 *   units   value in fen; quantity in pieces of the account's item.  Money accounts (item 0) keep quantity 0.
 *           Goods carry value too: quantity × the lot's unit cost.  Only exact amounts: "余/多/近" figures live in
 *           report.
 *   rules   every account but source, supply, convert and in-transit stays ≥ 0 in quantity and value, less what is
 *           held (CHECK).  A transfer between two shards is two legs with the same id through in-transit.
 *   errors  balance_short (money) and goods_short (goods; arg: has, needs), transfer_differs (same id, other
 *           content), transfer_empty, transfer_shape (field: what is against TRANSFER_KINDS), no_such_org,
 *           no_such_transfer, reversed_already, reversal_final, hold_gone, item_unknown, cycle_unknown, word_fixed,
 *           period_closed.
 *   source  settled.md 6, 9, 15, 16, 19; architecture.md, Ledger; docs/sources.md.
 *   start   ledger_post(); ledger_document_* for money that needs hands; ledger_verify(). */
#include "base/limits.h"
#include "org/org.h"
#include "rights/rights.h"
#include "store/ctx.h"
#include "tlog/tlog.h"

/* clang-format off */
#define ACCOUNT_CLASSES(X)   /* name, word, may be negative, zh, en */ \
	X(SOURCE,      "source",      true,  "资金来源",   "source of money")      \
	X(FUND,        "fund",        false, "经费",       "fund")                 \
	X(PAYABLE,     "payable",     false, "已付货款",   "paid to suppliers")    \
	X(SUPPLY,      "supply",      true,  "供货",       "supply of goods")      \
	X(CONVERT,     "convert",     true,  "组装",       "put together")         \
	X(STOCK,       "stock",       false, "库存",       "stock")                \
	X(CUSTODY,     "custody",     false, "发放员保管", "custody")              \
	X(RECIPIENT,   "recipient",   false, "已发放",     "handed over")          \
	X(OVER_ISSUE,  "over-issue",  false, "超发待处理", "handed over twice")    \
	X(WRITTEN_OFF, "written-off", false, "核销",       "written off")          \
	X(IN_TRANSIT,  "in-transit",  true,  "在途",       "in transit")
#define FUND_SOURCES(X)   /* name, word, zh, en; source: product.md programme 2 */ \
	X(NONE,     "-",        "—",          "none")               \
	X(FISCAL,   "FISCAL",   "财政补助",   "government")         \
	X(UPPER,    "UPPER",    "上级补助",   "union above")        \
	X(OWN,      "OWN",      "本级经费",   "own funds")          \
	X(DONATION, "DONATION", "社会捐赠",   "donation")           \
	X(ADMIN,    "ADMIN",    "行政补助",   "employer")           \
	X(OTHER,    "OTHER",    "其他",       "other")
#define EVIDENCE_LEVELS(X)   /* name, letter, zh, en; weakest first (product.md) */ \
	X(NONE, '-', "—",          "none")               \
	X(R,    'R', "汇总上报",   "reported total")     \
	X(C,    'C', "发放人记录", "distributor's word") \
	X(B,    'B', "签名影像",   "signature or photo") \
	X(A,    'A', "本人确认",   "recipient's own secret")
/* clang-format on */
enum account_class {
#define X(name, word, negative, zh, en) ACCOUNT_##name,
	ACCOUNT_CLASSES(X) ACCOUNT_CLASSES_COUNT
#undef X
};
enum fund_source {
#define X(name, word, zh, en) FUND_##name,
	FUND_SOURCES(X) FUND_SOURCES_COUNT
#undef X
};
enum evidence {
#define X(name, letter, zh, en) EVIDENCE_##name,
	EVIDENCE_LEVELS(X) EVIDENCE_COUNT
#undef X
};
struct ledger_words {
	const char *word, *zh, *en;
};
const struct ledger_words *ledger_class_words(enum account_class class);
const struct ledger_words *ledger_source_words(enum fund_source source);
char ledger_evidence_letter(enum evidence level);
bool ledger_evidence_parse(enum evidence *out, struct str letter); /* A B C R */

/* What an account is for. What does not apply stays 0. */
struct account_key {
	int64_t org_no;
	enum account_class class;
	int64_t cycle_no;        /* 0: of no cycle */
	enum fund_source source; /* whose money it is, carried through to what it bought */
	int64_t item_no;         /* 0: money */
	int64_t lot_no;          /* goods: the purchase lot, which fixes the unit cost */
	struct uuid holder_id;   /* custody: the user; otherwise null */
	enum evidence level;     /* recipient: how the hand-over is evidenced */
};

enum { ACCOUNT_ORG_BITS = 20 }; /* account_no = org_no << 20 | n */
struct account {
	int64_t shard, account_no;
	struct account_key key;
	int64_t quantity, held_quantity;
	struct money value, held_value;
};

/* clang-format off */
#define TRANSFER_KINDS(X)   /* name, word, leaf kind: each its own, so that no kind can be edited into another unseen */ \
	X(RECEIVE,  "receive",  TLOG_RECEIVE)  /* source → fund: money comes in */ \
	X(ALLOT,    "allot",    TLOG_ALLOT)    /* fund → fund of a lower union (下拨) */ \
	X(PURCHASE, "purchase", TLOG_PURCHASE) /* fund → payable; a credit note: back */ \
	X(SUPPLY,   "supply",   TLOG_SUPPLY)   /* supply → stock: the goods of a purchase; sent back: the other way */ \
	X(CONVERT,  "convert",  TLOG_CONVERT)  /* parts → convert → kits */ \
	X(ISSUE,    "issue",    TLOG_ISSUE)    /* stock → custody, fund → custody (cash) */ \
	X(MOVE,     "move",     TLOG_TRANSFER) /* stock → stock of another union */ \
	X(GIVEBACK, "giveback", TLOG_GIVEBACK) /* custody → stock or fund */ \
	X(HANDOVER, "handover", TLOG_HANDOVER) /* custody, stock or fund → recipient or over-issue */ \
	X(RETURN,   "return",   TLOG_RETURN)   /* fund → source: money goes back where it came from */ \
	X(LOSS,     "loss",     TLOG_LOSS)     /* stock or custody → written-off */ \
	X(REVERSE,  "reverse",  TLOG_REVERSE)  /* the opposite of an earlier transfer (红字更正) */
/* clang-format on */
enum transfer_kind {
#define X(name, word, leaf) TRANSFER_##name,
	TRANSFER_KINDS(X) TRANSFER_KINDS_COUNT
#undef X
};

struct transfer {
	struct uuid transfer_id; /* the maker's; the same id and content again is the same answer */
	enum transfer_kind kind;
	int32_t day; /* the civil day it belongs to */
	int64_t at_us;
	struct account_key from, to;
	int64_t quantity;
	struct money value;
	struct uuid document_id; /* or null */
	struct uuid reverses_id; /* REVERSE: the transfer taken back */
	/* A fact that is told after it happened: where its day's period is closed it is booked on the first open day,
	 * and at_us keeps its time. What is not a fact is refused then (period_closed). */
	bool reported;
	bool has_commitment;
	uint8_t commitment[32]; /* trust.md 3.2 */
};

struct posting {
	struct sn_err outcome; /* of this transfer alone */
	bool replayed;         /* it was there already, with the same content */
};

/* Posts an array: one read of ids and accounts, each transfer decided in order against the balances that the
 * earlier ones left, then written as sets, each with its leaf. A refused transfer leaves nothing and does not
 * stop the others. The return value is of the store alone. Only inside a work. */
struct sn_err ledger_post(struct ctx *c, const struct transfer *transfers, size_t count,
			  struct posting *out) SN_MUST_USE;
/* All or nothing: the first refusal is returned. */
struct sn_err ledger_post_all(struct ctx *c, const struct transfer *transfers,
			      size_t count) SN_MUST_USE;

/* Posts the opposite of a transfer; once only. */
struct sn_err ledger_reverse(struct ctx *c, int64_t shard, struct uuid transfer_id,
			     struct uuid reversal_id, int32_t day) SN_MUST_USE;

/* A transfer as it was posted, from the account it left to the one it reached, in whatever shard that lies. */
struct sn_err ledger_transfer_by_id(struct ctx *c, int64_t shard, struct uuid transfer_id,
				    struct transfer *out) SN_MUST_USE;

/* ---- words of leaves ---- */

/* A leaf names cycles and items by their codes. Whoever makes one says its code here, in the same work, before the
 * first transfer: ASCII without blanks. The same word again changes nothing; another one is word_fixed. */
enum ledger_word_kind { LEDGER_WORD_CYCLE = 1, LEDGER_WORD_ITEM = 2 };
struct sn_err ledger_word_set(struct ctx *c, enum ledger_word_kind kind, int64_t no,
			      struct str word) SN_MUST_USE;

/* ---- two phases: what is held cannot be spent otherwise; no leaf until it is posted ---- */

struct hold {
	struct transfer transfer; /* its id is the hold's id */
	int64_t until_us;         /* 0: until somebody posts or voids it (devices: settled.md 19) */
};
struct sn_err ledger_hold(struct ctx *c, const struct hold *holds, size_t count,
			  struct posting *out) SN_MUST_USE;
struct hold_ref {
	int64_t shard;
	struct uuid hold_id;
};
struct sn_err ledger_hold_post(struct ctx *c, const struct hold_ref *refs,
			       size_t count) SN_MUST_USE;
struct sn_err ledger_hold_void(struct ctx *c, const struct hold_ref *refs,
			       size_t count) SN_MUST_USE;
/* What open holds would move, from account to account; hold_gone where one is not open. */
struct sn_err ledger_hold_read(struct ctx *c, const struct hold_ref *refs, size_t count,
			       struct transfer *out) SN_MUST_USE;
/* Voids open holds and says what they would have moved: whoever posts it in another form takes it over so. hold_gone where
 * one is not open. Inside a work. */
struct sn_err ledger_hold_take(struct ctx *c, const struct hold_ref *refs, size_t count,
			       struct transfer *out) SN_MUST_USE;
/* Voids what has run out; how many. */
struct sn_err ledger_hold_expire(struct ctx *c, int64_t *voided) SN_MUST_USE;

/* ---- reading ---- */

struct account_filter {
	int64_t shard;         /* 0: every shard (marked in the .sql) */
	int64_t org_no;        /* 0: all */
	int64_t cycle_no;      /* 0: all */
	int class;             /* -1: all */
	struct uuid holder_id; /* null: all */
	bool with_zero;
};
typedef struct sn_err ledger_each_account(void *self, const struct account *a);
struct sn_err ledger_accounts(struct ctx *c, const struct account_filter *filter,
			      ledger_each_account *each, void *self) SN_MUST_USE;
struct sn_err ledger_balance(struct ctx *c, int64_t shard, const struct account_key *key,
			     struct account *out) SN_MUST_USE;
typedef struct sn_err ledger_each_transfer(void *self, const struct transfer *t, int64_t shard);
struct statement_filter {
	int64_t shard, account_no;
	int32_t from_day, until_day; /* 0: open */
};
struct sn_err ledger_statement(struct ctx *c, const struct statement_filter *filter,
			       ledger_each_transfer *each, void *self) SN_MUST_USE;

/* ---- lists over a union and all below it; each is read once into c->mem ---- */

struct subtree_filter {
	struct str path;       /* of the union (org.h) */
	int class;             /* -1: all */
	int64_t cycle_no;      /* 0: all */
	int64_t item_no;       /* -1: all; 0: money */
	struct uuid holder_id; /* null: anybody */
	int64_t after_no;      /* behind this account; 0: from the first on */
	int64_t rows_max;      /* 0: all */
};
/* Accounts that hold something, by union and number. */
struct sn_err ledger_accounts_of_subtree(struct ctx *c, const struct subtree_filter *filter,
					 struct account **out, size_t *count) SN_MUST_USE;
/* What they add up to, by class, cycle, source and item. */
struct ledger_sum {
	struct account_key key; /* class, cycle_no, source, item_no */
	int64_t quantity, held_quantity, accounts;
	struct money value, held_value;
};
struct sn_err ledger_sums_of_subtree(struct ctx *c, struct str path, int64_t cycle_no,
				     struct ledger_sum **out, size_t *count) SN_MUST_USE;

/* Transfers from or to these unions, the latest day first, within a day by their ids backwards. Both legs of one that goes
 * from shard to shard are one row, where both are asked for. */
struct transfers_filter {
	struct str path;
	int kind;                    /* -1: all */
	int64_t cycle_no;            /* 0: all */
	int goods;                   /* -1: all; 0: money; 1: goods */
	int32_t from_day, until_day; /* until_day: the first day that is not asked for; 0: open */
	int32_t before_day;          /* behind this place; 0: from the latest on */
	struct uuid before_id;
	int64_t rows_max;
};
struct transfer_place {
	struct transfer transfer;
	int64_t shard;
};
struct sn_err ledger_transfers(struct ctx *c, const struct transfers_filter *filter,
			       struct transfer_place **out, size_t *count) SN_MUST_USE;

/* A page of an account's statement, day by day, with what the account held after each transfer. */
struct statement_place {
	int32_t day; /* 0: from the first row on */
	struct uuid transfer_id;
	/* What the account held at this place, and what it held in all when that was said: where nothing was posted
	 * since, the next page goes on from there; otherwise it is added up anew. */
	bool known;
	int64_t quantity, all_quantity;
	struct money value, all_value;
};
struct statement_page {
	int64_t shard, account_no;
	int32_t from_day, until_day; /* until_day: the first day that is not asked for; 0: open */
	struct statement_place at;   /* behind this place */
	bool earliest_first;         /* otherwise the latest */
	int64_t rows_max;
};
struct statement_row {
	struct transfer transfer;
	bool in;          /* into the account */
	int64_t quantity; /* after it */
	struct money value;
	struct statement_place place; /* for the page behind it */
};
struct sn_err ledger_statement_page(struct ctx *c, const struct statement_page *page,
				    struct statement_row **out, size_t *count) SN_MUST_USE;

struct trial_row {
	int64_t shard;
	enum account_class class;
	int64_t item_no;
	int64_t quantity;
	struct money value;
};
/* Sums by shard, class and item. balanced: every shard's value and every item's quantity sum to zero. */
struct sn_err ledger_trial(struct ctx *c, struct trial_row **rows, size_t *count,
			   bool *balanced) SN_MUST_USE;

/* The same of the shards that a subtree has; a union that is no shard of its own has none. */
struct sn_err ledger_trial_of_subtree(struct ctx *c, struct str path, struct trial_row **rows,
				      size_t *count, bool *balanced) SN_MUST_USE;

struct ledger_finding {
	const char *
		what; /* "balance", "held", "cap", "leaf", "key", "in-transit", "convert", "envelope" */
	int64_t shard, account_no;
	struct uuid id;
	int64_t expected, found;
	const char
		*row; /* table and key of the row, where they name it (store/seal.h); else NULL */
};
/* Recomputes balances, holds, caps, keys, pairs of legs, and every leaf's text from the rows. */
struct sn_err ledger_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;

/* ---- closed periods (closing.h) ---- */

/* period_closed where the union's books are closed on that day. */
struct sn_err ledger_day_open(struct ctx *c, int64_t org_no, int32_t day) SN_MUST_USE;
/* Nothing is posted before `day` in this union any more; never goes back. Only closing calls it. Inside a work. */
struct sn_err ledger_books_close(struct ctx *c, int64_t org_no, int32_t day) SN_MUST_USE;
/* The first open day; 0: any. */
struct sn_err ledger_books_open(struct ctx *c, int64_t org_no, int32_t *day) SN_MUST_USE;

/* Shard of a union, read once a batch and cached in c->mem by the caller. */
struct sn_err ledger_shard_of(struct ctx *c, int64_t org_no, int64_t *shard) SN_MUST_USE;
#endif
