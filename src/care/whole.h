#ifndef SN_CARE_WHOLE_H
#define SN_CARE_WHOLE_H
/* whole: one whole number of one person, opened for who may see it now.
 *
 *   rules   Those of rights/unmask.h, in the same work: the line in the trail and what is shown are one commit.
 *   errors  those of unmask.h; no_identity, no_phone, no_card, keys_needed, seal_broken.
 *   start   whole_show(). */
#include "rights/unmask.h"

struct whole {
	struct unmask ask; /* given */
	struct unmask_left left;
	struct str value; /* in c->mem */
};
/* Inside a work; what it answers may be told when the work's commit is durable. */
struct sn_err whole_show(struct ctx *c, struct whole *w) SN_MUST_USE;
#endif
