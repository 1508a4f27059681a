#ifndef SN_LEDGER_ACT_PRIV_H
#define SN_LEDGER_ACT_PRIV_H
/* act_priv: the leaf of an act that moves nothing by itself, such as a budget entry or a step of a purchase: made when it
 * happens, and again when it is verified. */
#include "base/crypto.h"
#include "ledger/ledger_priv.h"

struct ledger_act {
	enum tlog_kind kind;
	int64_t shard, cycle_no, at_us;
	struct uuid ref_id;
	struct sha256 digest; /* of what the act says, in words that its leaf can be opened by */
};
struct sn_err ledger_act_append(struct ctx *c, const struct ledger_act *act) SN_MUST_USE;
/* Is this leaf in the log for the id? */
struct sn_err ledger_leaf_stands(struct ctx *c, const struct tlog_leaf *leaf, int64_t shard,
				 struct uuid ref_id, bool *stands) SN_MUST_USE;
/* Does its leaf say this? */
struct sn_err ledger_act_stands(struct ctx *c, const struct ledger_act *act,
				bool *stands) SN_MUST_USE;

/* The digest of an act and of the two people who did it. */
struct sha256 ledger_act_digest(struct sha256 what, struct uuid first_id, struct uuid second_id);

/* Texts that a digest is made of: "12:twelve bytes", so that no two lists of them are the same. */
void ledger_digest_text(struct buf *b, struct str text);
void ledger_digest_id(struct buf *b, struct uuid id);
/* Takes the buffer and frees it. */
struct sn_err ledger_digest_end(struct buf *b, struct sha256 *out) SN_MUST_USE;
#endif
