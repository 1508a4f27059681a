#ifndef SN_HTTP_PAYOUT_OUT_H
#define SN_HTTP_PAYOUT_OUT_H
/* payout_out: a bank batch as its routes answer it, whichever of them moved it. */
#include "care/payout.h"
#include "http/route.h"

extern const struct shape shape_payout_whole;
struct sn_err payout_whole_out(struct ctx *c, struct json_out *o, const char *key,
			       const struct payout *b) SN_MUST_USE;
#endif
