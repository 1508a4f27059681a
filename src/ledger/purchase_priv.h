#ifndef SN_LEDGER_PURCHASE_PRIV_H
#define SN_LEDGER_PURCHASE_PRIV_H
/* purchase_priv: what the files of purchase share: its rules as pure functions, its rows. */
#include "ledger/act_priv.h"
#include "ledger/purchase.h"
#include "rights/rights.h"

/* ---- purchase_rules.c: pure ---- */

/* May this step be taken now, after those there are? purchase_order names the one that comes first. */
struct sn_err purchase_may(const struct purchase_needs *needs, const struct purchase_step *steps,
			   size_t count, enum purchase_step_kind next) SN_MUST_USE;
/* The contract against the quotes and the ceiling. */
struct sn_err purchase_choice(const struct purchase *p, const struct purchase_step *steps,
			      size_t count, const struct purchase_step *contract) SN_MUST_USE;
/* Nobody accepts what he had a hand in; nor twice. */
struct sn_err purchase_acceptor(const struct purchase *p, const struct purchase_step *steps,
				size_t count, struct uuid user_id) SN_MUST_USE;
/* The first item of which the two counted otherwise; item_no 0: none. args: accepted by the first, by the second. */
int64_t purchase_count_apart(const struct purchase_step *first, const struct purchase_step *second,
			     int64_t args[2]);

/* ---- purchase_next.c: pure ---- */

struct purchase_state {
	const struct purchase *purchase;
	struct purchase_step *steps;
	struct purchase_item *items;
	size_t steps_count, items_count;
	struct money sent, credited; /* back to the supplier, and credited for it */
};
struct purchase_who {
	struct uuid user_id;
	bool makes, counts; /* may make steps, may accept: his roles at the union */
};
void purchase_turn_of(const struct purchase_state *s, const struct purchase_who *who,
		      struct purchase_turn *out);

/* ---- purchase_check.c ---- */

/* Where the pieces of these lots are: fills all but lot_no, item_no, document_id, unit_cost and what was bought. */
struct sn_err purchase_places_read(struct ctx *c, int64_t cycle_no, struct purchase_lot *lots,
				   size_t count) SN_MUST_USE;

/* ---- purchase_read.c ---- */

struct sn_err purchase_step_digest(const struct purchase *p, const struct purchase_step *s,
				   struct sha256 *out) SN_MUST_USE;
struct ledger_act purchase_act(const struct purchase *p, const struct purchase_step *s,
			       struct sha256 digest);
struct sn_err purchase_row_add(struct ctx *c, const struct purchase *p) SN_MUST_USE;
struct sn_err purchase_step_row_add(struct ctx *c, const struct purchase *p,
				    const struct purchase_step *s,
				    struct sha256 digest) SN_MUST_USE;
/* A step of this id is there: with the same content, or purchase_differs. */
struct sn_err purchase_step_there(struct ctx *c, const struct purchase *p,
				  const struct purchase_step *s, struct sha256 digest,
				  bool *there) SN_MUST_USE;
struct sn_err purchase_all(struct ctx *c, struct purchase **out, size_t *count) SN_MUST_USE;
#endif
