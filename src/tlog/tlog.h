#ifndef SN_TLOG_TLOG_H
#define SN_TLOG_TLOG_H
/* tlog: the append-only log that an outsider can check: one leaf a posted transfer or listed act, in an RFC 6962
 * Merkle tree.
 *
 *   shapes  A leaf is canonical ASCII text, `key SP value LF` in a fixed order, at most 1,024 bytes (trust.md 3.1);
 *           its kinds and keys are one table (TLOG_KINDS).  struct tlog gathers a group's leaves in memory; at the
 *           group's seal they get their indices, are hashed and stored, and the frontier moves once.
 *   units   index from 0; hash 32 bytes: SHA-256(0x00 ‖ leaf), inner SHA-256(0x01 ‖ left ‖ right).
 *   errors  leaf_too_long; leaf_text: a value that a leaf cannot carry (our border let it through).
 *   source  RFC 6962 §2.1; settled.md 2, 15, 20; trust.md 3.
 *   start   tlog_append() is called by ledger_post() and by listed acts only; tlog_hook() plugs the log into
 *           the writer; tlog_verify() recomputes. */
#include "store/ctx.h"
#include "store/writer.h"

enum { TLOG_HASH_BYTES = 32, TLOG_LEAF_BYTES_MAX = 1024 };

struct tlog_hash {
	uint8_t bytes[TLOG_HASH_BYTES];
};

/* clang-format off */
#define TLOG_KINDS(X)   /* name, word in the leaf */ \
	X(RECEIVE,   "appropriation") \
	X(ALLOT,     "allot")         \
	X(PURCHASE,  "purchase")      \
	X(CONVERT,   "convert")       \
	X(TRANSFER,  "transfer")      \
	X(HANDOVER,  "handover")      \
	X(RETURN,    "return")        \
	X(LOSS,      "loss")          \
	X(REVERSE,   "reverse")       \
	X(ROSTER,    "roster")        \
	X(CYCLE,     "cycle")         \
	X(PUBLISH,   "publish")       \
	X(KEY,       "key")           \
	X(ERASE,     "erase")
/* clang-format on */
enum tlog_kind {
#define X(name, word) TLOG_##name,
	TLOG_KINDS(X) TLOG_KINDS_COUNT
#undef X
};
const char *tlog_kind_word(enum tlog_kind kind);

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

/* Writes the canonical text; NULL-safe callers: out is at least TLOG_LEAF_BYTES_MAX. */
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
/* -1: no such leaf. */
struct sn_err tlog_index_of(struct ctx *c, int64_t shard, struct uuid ref_id,
			    int64_t *index) SN_MUST_USE;

/* RFC 6962 proofs, computed over stored leaf hashes; the pure verifiers take any input. proof: up to 63 hashes. */
struct sn_err tlog_inclusion(struct ctx *c, int64_t index, int64_t size, struct tlog_hash *proof,
			     size_t *count) SN_MUST_USE;
struct sn_err tlog_consistency(struct ctx *c, int64_t old_size, int64_t size,
			       struct tlog_hash *proof, size_t *count) SN_MUST_USE;
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

/* Recomputes every leaf hash, the frontier and the root from what is stored. leaf_damaged names the first bad
 * index in arg[0]. */
struct sn_err tlog_verify(struct ctx *c, int64_t *leaves) SN_MUST_USE;
#endif
