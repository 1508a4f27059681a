#ifndef SN_CARE_HANDOVER_PRIV_H
#define SN_CARE_HANDOVER_PRIV_H
/* handover_priv: what handover's files share for verification. */
#include "care/bound.h"
#include "care/care_priv.h"

/* Was so much of it, or more, explained and signed once? What was given back after the closing is no finding. */
struct sn_err handover_was_explained(struct ctx *c, const struct account *custody,
				     bool *explained) SN_MUST_USE;
/* Signed explanations whose leaf does not say what they say. */
typedef void handover_each_wrong(void *self, int64_t shard, struct uuid id);
struct sn_err handover_explanations_verify(struct ctx *c, handover_each_wrong *each,
					   void *self) SN_MUST_USE;

/* An attempt as it is stored, and an exchange. */
struct attempt_row {
	struct handover_attempt is;
	int64_t cycle_no, org_no, at_us;
	struct uuid actor_id;
};
struct exchange_row {
	struct handover_exchange is;
	struct handover_exchanged out;
	int64_t shard, new_shard, cycle_no, at_us;
	struct uuid actor_id;
};
/* Check values of all that they say. */
struct sn_err handover_attempt_value(struct ctx *c, const struct attempt_row *a,
				     struct blind_index *out) SN_MUST_USE;
struct sn_err handover_exchange_value(struct ctx *c, const struct exchange_row *x,
				      struct blind_index *out) SN_MUST_USE;
#endif
