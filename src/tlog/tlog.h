#ifndef SN_TLOG_TLOG_H
#define SN_TLOG_TLOG_H
/* tlog: the append-only log that an outsider can check: one leaf a posted transfer or listed act, in an RFC 6962
 * Merkle tree.
 *
 *   shapes  A leaf is canonical ASCII text, `key SP value LF` in a fixed order, at most 1,024 bytes (trust.md 3.1);
 *           its kinds and keys are one table (TLOG_KINDS).  struct tlog gathers a group's leaves in memory; at the
 *           group's seal they get their indices, are hashed and stored, and the frontier moves once.
 *   units   index from 0; hash 32 bytes: SHA-256(0x00 ‖ leaf), inner SHA-256(0x01 ‖ left ‖ right).
 *   errors  leaf_too_long; leaf_text: a value that a leaf cannot carry (our border let it through); no_such_leaf;
 *           leaf_damaged (arg: its index).
 *   source  RFC 6962 §2.1; settled.md 2, 15, 20; trust.md 3.
 *   start   tlog_append() is called by ledger_post() and by listed acts only; tlog_hook() plugs the log into
 *           the writer; tlog_verify() recomputes. */
#include "store/ctx.h"
#include "store/writer.h"

enum { TLOG_HASH_BYTES = 32, TLOG_LEAF_BYTES_MAX = 1024, TLOG_PROOF_HASHES_MAX = 64 };

struct tlog_hash {
	uint8_t bytes[TLOG_HASH_BYTES];
};

/* What each kind must say besides its day; what is not asked of a kind stays "-", but for the cycle, quantity, value
 * and commitment, which any may have. Kinds are stored as numbers: new ones are added at the end. */
enum tlog_keys {
	TLOG_KEYS_ACT = 0,
	TLOG_KEYS_MOVE = 1, /* dr, cr, item, and a quantity or value: it moves something */
	TLOG_KEYS_REF = 2,  /* ref: it is about an earlier leaf */
};
/* clang-format off */
#define TLOG_KINDS(X)   /* name, word in the leaf, keys */ \
	X(RECEIVE,   "appropriation", TLOG_KEYS_MOVE) \
	X(ALLOT,     "allot",         TLOG_KEYS_MOVE) \
	X(PURCHASE,  "purchase",      TLOG_KEYS_MOVE) \
	X(CONVERT,   "convert",       TLOG_KEYS_MOVE) \
	X(TRANSFER,  "transfer",      TLOG_KEYS_MOVE) \
	X(HANDOVER,  "handover",      TLOG_KEYS_MOVE) \
	X(RETURN,    "return",        TLOG_KEYS_MOVE) \
	X(LOSS,      "loss",          TLOG_KEYS_MOVE) \
	X(REVERSE,   "reverse",       TLOG_KEYS_MOVE | TLOG_KEYS_REF) \
	X(ROSTER,    "roster",        TLOG_KEYS_ACT) \
	X(CYCLE,     "cycle",         TLOG_KEYS_ACT) \
	X(PUBLISH,   "publish",       TLOG_KEYS_ACT) \
	X(KEY,       "key",           TLOG_KEYS_ACT) \
	X(ERASE,     "erase",         TLOG_KEYS_REF) \
	X(SUPPLY,    "supply",        TLOG_KEYS_MOVE) \
	X(ISSUE,     "issue",         TLOG_KEYS_MOVE) \
	X(GIVEBACK,  "giveback",      TLOG_KEYS_MOVE) \
	X(DOCUMENT,  "document",      TLOG_KEYS_ACT) \
	X(CLOSING,   "closing",       TLOG_KEYS_ACT) \
	X(VOID,      "void",          TLOG_KEYS_REF) \
	X(TOKEN,     "token",         TLOG_KEYS_ACT) \
	X(CUSTODY,   "custody",       TLOG_KEYS_ACT) \
	X(BUDGET,    "budget",        TLOG_KEYS_ACT) \
	X(CHAIN,     "purchase-step", TLOG_KEYS_ACT) \
	X(SIZES,     "size-order",    TLOG_KEYS_ACT) \
	X(LETTER,    "letter",        TLOG_KEYS_ACT) \
	X(LETTERS,   "letters",       TLOG_KEYS_ACT) \
	X(HONOUR,    "honour",        TLOG_KEYS_ACT) \
	X(PAYOUT,    "payout",        TLOG_KEYS_ACT) \
	X(DONATION,  "donation",      TLOG_KEYS_ACT) \
	X(CASE,      "case",          TLOG_KEYS_ACT)
/* clang-format on */
enum tlog_kind {
#define X(name, word, keys) TLOG_##name,
	TLOG_KINDS(X) TLOG_KINDS_COUNT
#undef X
};
const char *tlog_kind_word(enum tlog_kind kind);
/* Does a leaf of this stored number move something? So does one that no kind has: whoever verifies is to meet it. */
bool tlog_kind_moves(int64_t kind);

/* What a leaf says. Text is ASCII without blanks; STR_NULL and 0 days print as "-". Accounts are class/org[/sub]:
 * class and county-level union only, never staff (settled.md 20). */
struct tlog_leaf {
	enum tlog_kind kind;
	int32_t day;
	struct str cycle;         /* camp */
	struct str debit, credit; /* dr, cr */
	struct str item;          /* kit:2024-hw, cny, … */
	int64_t quantity;
	struct money value;        /* fen */
	char level;                /* A B C or - */
	int64_t reverses_index;    /* ref; -1: none */
	const uint8_t *commitment; /* cm: 32 bytes, or NULL */
};

/* Writes the canonical text; a leaf that does not say what its kind must, or says what it may not, is leaf_text. */
struct sn_err tlog_leaf_text(const struct tlog_leaf *leaf, char out[TLOG_LEAF_BYTES_MAX],
			     size_t *bytes) SN_MUST_USE;

struct tlog;
struct tlog *tlog_new(void);
void tlog_free(struct tlog *t);
struct store_group_hook tlog_hook(struct tlog *t);

/* Puts one leaf behind those of this group. (shard, ref_id) names what it stands for and is unique with its kind:
 * the index is looked up by it later. Only inside a work (c->tlog). */
struct sn_err tlog_append(struct ctx *c, const struct tlog_leaf *leaf, int64_t shard,
			  struct uuid ref_id) SN_MUST_USE;

struct tlog_head {
	int64_t size;
	struct tlog_hash root;
};
struct sn_err tlog_read_head(struct ctx *c, struct tlog_head *head) SN_MUST_USE;
struct tlog_ref {
	int64_t shard;
	struct uuid ref_id;
};
/* The index of each thing's (first) leaf, -1: it has none. Inside a work also of the leaves that this group has
 * appended: their indices stand already, since one writer gives them. */
struct sn_err tlog_indices_of(struct ctx *c, const struct tlog_ref *refs, size_t count,
			      int64_t *indices) SN_MUST_USE;
static inline struct sn_err tlog_index_of(struct ctx *c, int64_t shard, struct uuid ref_id,
					  int64_t *index)
{
	return tlog_indices_of(c, &(const struct tlog_ref){shard, ref_id}, 1, index);
}

/* The leaves of a shard's things with after_id < ref_id <= until_id, in the order of ref_id. */
struct tlog_stored {
	struct uuid ref_id;
	int64_t kind; /* as it is stored: a tampered database may hold any number */
	int64_t index;
	struct str body;
};
struct tlog_range {
	int64_t shard;
	struct uuid after_id, until_id;
};
typedef struct sn_err tlog_each_leaf(void *self, const struct tlog_stored *leaf);
struct sn_err tlog_leaves(struct ctx *c, const struct tlog_range *range, tlog_each_leaf *each,
			  void *self) SN_MUST_USE;
/* How many leaves there are that move something, and how many of one kind. */
struct sn_err tlog_count_moves(struct ctx *c, int64_t *leaves) SN_MUST_USE;
struct sn_err tlog_count_kind(struct ctx *c, enum tlog_kind kind, int64_t *leaves) SN_MUST_USE;

/* A record as it stands in the log, in c->mem. no_such_leaf. */
struct sn_err tlog_leaf_read(struct ctx *c, int64_t index, struct str *record) SN_MUST_USE;

/* RFC 6962 proofs, computed over stored leaf hashes; the pure verifiers take any input. proof: room for
 * TLOG_PROOF_HASHES_MAX. The sizes are at most the log's: no_such_leaf. */
struct sn_err tlog_inclusion(struct ctx *c, int64_t index, int64_t size, struct tlog_hash *proof,
			     size_t *count) SN_MUST_USE;
struct sn_err tlog_consistency(struct ctx *c, int64_t old_size, int64_t size,
			       struct tlog_hash *proof, size_t *count) SN_MUST_USE;
struct tlog_inclusion_claim {
	uint64_t index, size;
	struct tlog_hash leaf;
};
/* The root that the leaf and its proof lead to; false: no tree of that size has such a proof. */
bool tlog_inclusion_root(const struct tlog_inclusion_claim *claim, const struct tlog_hash *proof,
			 size_t count, struct tlog_hash *root);
bool tlog_inclusion_holds(uint64_t index, uint64_t size, struct tlog_hash leaf,
			  const struct tlog_hash *proof, size_t count, struct tlog_hash root);
struct tlog_consistency_claim {
	uint64_t old_size, size;
	struct tlog_hash old_root, root;
};
bool tlog_consistency_holds(const struct tlog_consistency_claim *claim,
			    const struct tlog_hash *proof, size_t count);

struct tlog_hash tlog_leaf_hash(struct str leaf);
struct tlog_hash tlog_node_hash(struct tlog_hash left, struct tlog_hash right);

/* Recomputes every leaf hash, the kept subtrees, the frontier and the root from what is stored. leaf_damaged names
 * the first bad index in arg[0]. */
struct sn_err tlog_verify(struct ctx *c, int64_t *leaves) SN_MUST_USE;
#endif
