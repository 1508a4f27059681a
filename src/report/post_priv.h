#ifndef SN_REPORT_POST_PRIV_H
#define SN_REPORT_POST_PRIV_H
#include "report/post.h"

/* What a user has in hand at a union and below it, now. In c->mem. */
struct sn_err post_gather(struct ctx *c, struct uuid user_id, const struct org *org,
			  struct post_item **out, size_t *count) SN_MUST_USE;
/* How many accounts of custody there he has something in. */
struct sn_err post_custody(struct ctx *c, struct uuid user_id, const struct org *org,
			   int64_t *count) SN_MUST_USE;
#endif
