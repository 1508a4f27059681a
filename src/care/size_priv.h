#ifndef SN_CARE_SIZE_PRIV_H
#define SN_CARE_SIZE_PRIV_H
/* size_priv: what size's files share. */
#include "care/care_priv.h"
#include "care/size.h"

/* Is the union with this path the other's, or below it? */
static inline bool size_below(struct str path, struct str of)
{
	return str_starts(path, of);
}
/* Which of the scope's sizes the item is; NOWHERE: none. */
int64_t size_at(const struct size_scope *scope, int64_t item_no);

/* Orders of the cycle and benefit that were not cancelled, without lines. */
struct sn_err size_orders_live(struct ctx *c, const struct size_scope *scope,
			       struct size_order **out, size_t *count) SN_MUST_USE;
struct sn_err size_order_lines(struct ctx *c, struct size_order *order) SN_MUST_USE;
struct size_order size_order_from_row(struct arena *mem, const struct rows *r, bool *memory);
/* The leaf of a checked order: made when it is checked, and again when it is verified. */
struct sn_err size_order_digest(struct ctx *c, const struct size_order *order,
				struct sha256 *out) SN_MUST_USE;
struct tlog_leaf size_order_leaf(struct str cycle, const struct size_order *order,
				 const struct sha256 *digest);

/* One change of a person's size, decided. */
struct size_move {
	int64_t shard, cycle_no, org_no;
	struct uuid person_id;
	struct str benefit;
	int64_t was_item_no, was_order_item_no, was_changes; /* 0: none yet */
	int64_t item_no, order_item_no;
	enum size_how how;
	struct uuid order_id; /* null: in time */
	struct str words;
};
struct sn_err size_moves_write(struct ctx *c, const struct size_move *moves,
			       size_t count) SN_MUST_USE;

/* ---- deliveries (size_deliver.c) ---- */

/* Records that say "the size that was collected" get its item, or their fault (size_not_collected); before their content is
 * hashed, which says the wish and not the item. */
struct sn_err size_deliver_resolve(struct ctx *c, struct delivery_batch *b) SN_MUST_USE;
/* Which records gave another size than was collected: h->other_size. After the decision. */
struct sn_err size_deliver_compare(struct ctx *c, struct delivery_batch *b) SN_MUST_USE;
/* An exchange was made: what the person wears now. */
struct size_exchange {
	int64_t shard, cycle_no, item_no;
	struct uuid person_id;
	struct str benefit, words;
};
struct sn_err size_exchanged(struct ctx *c, const struct size_exchange *what) SN_MUST_USE;
#endif
