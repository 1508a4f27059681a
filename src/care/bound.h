#ifndef SN_CARE_BOUND_H
#define SN_CARE_BOUND_H
/* bound: rows that move nothing and have no leaf in the log, bound all the same: visits, needs, hand-overs tried in vain,
 * exchanges.
 *
 *   shapes  Each row has a check value of all that it says, under a key of the keyring.  One row of the table bound, a shard
 *           and kind, has how many there are and all their check values combined by exclusive or, under the same key.
 *   rule    Whoever has the database but not the keys is found: a row that was edited does not fit its check value, one
 *           that was taken out or put in fits neither the number nor the combination.  A row without a check value is from
 *           before there were any; it is not counted, so that taking a check value away is found too.
 *   errors  out_of_memory, and what the store says.
 *   source  docs/decisions/0030-what-moves-nothing-is-sealed-in-its-row.md; trust.md T4.
 *   start   bound_begin(), bound_end(), bound_put(); bound_check_new(). */
#include "ledger/ledger.h"
#include "people/keyring.h"

/* clang-format off */
#define BOUND_KINDS(X)   /* name, word: what verify calls it; stored by number: new ones go to the end */ \
	X(VISIT,    "visit")      \
	X(NEED,     "visit-need") \
	X(ATTEMPT,  "attempt")    \
	X(EXCHANGE, "exchange")
/* clang-format on */
enum bound_kind {
#define X(name, word) BOUND_##name,
	BOUND_KINDS(X) BOUND_KINDS_COUNT
#undef X
};

/* ---- a row's check value: each part behind its length, so that no two rows are the same text ---- */

struct sn_err bound_begin(struct sha256_stream **out) SN_MUST_USE;
void bound_text(struct sha256_stream *s, struct str text);
void bound_number(struct sha256_stream *s, int64_t number);
void bound_id(struct sha256_stream *s, struct uuid id);
/* Frees the stream. */
struct blind_index bound_end(const struct ctx *c, enum bound_kind kind, struct sha256_stream *s);
static inline struct param p_bound(const struct blind_index *value)
{
	return p_bytes(value->bytes, sizeof value->bytes);
}
/* From its column; false: it has none. */
bool bound_read(struct blind_index *out, struct str column);

/* ---- how many there are ---- */

struct bound_change {
	enum bound_kind kind;
	int64_t shard;
	bool was_there; /* with the value `was`; else the row is new, or had none */
	struct blind_index was, now;
};
/* Beside the row, in its work. */
struct sn_err bound_put(struct ctx *c, const struct bound_change *change) SN_MUST_USE;

/* ---- verifying ---- */

/* One row as it stands: its check value as it is stored, and as it comes out of what the row says. */
struct bound_row {
	int64_t shard;
	struct uuid id;
	bool has_value;
	struct blind_index stored, right;
};
/* Collects a kind's rows, which come by shard. A row that does not fit is a finding of the kind's word, with its id; a shard
 * where the number or the combination does not fit, one without an id: expected how many there were, found how many stand. */
struct bound_check;
struct sn_err bound_check_new(struct ctx *c, enum bound_kind kind,
			      void (*report)(void *self, const struct ledger_finding *f),
			      void *self, struct bound_check **out) SN_MUST_USE;
struct sn_err bound_check_row(struct bound_check *k, const struct bound_row *row) SN_MUST_USE;
struct sn_err bound_check_end(struct bound_check *k) SN_MUST_USE;
#endif
