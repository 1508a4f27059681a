#ifndef SN_CARE_HANDOVER_PRIV_H
#define SN_CARE_HANDOVER_PRIV_H
/* handover_priv: what handover's files share for verification. */
#include "care/care_priv.h"

/* Was so much of it, or more, explained and signed once? What was given back after the closing is no finding. */
struct sn_err handover_was_explained(struct ctx *c, const struct account *custody,
				     bool *explained) SN_MUST_USE;
/* Signed explanations whose leaf does not say what they say. */
typedef void handover_each_wrong(void *self, int64_t shard, struct uuid id);
struct sn_err handover_explanations_verify(struct ctx *c, handover_each_wrong *each,
					   void *self) SN_MUST_USE;
#endif
