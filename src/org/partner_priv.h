#ifndef SN_ORG_PARTNER_PRIV_H
#define SN_ORG_PARTNER_PRIV_H
/* partner_priv: what the files of partner share. */
#include "org/org_priv.h"
#include "org/partner.h"

/* A row of by_no, by_code, all, below. Texts are copied into mem; out_of_memory. */
struct sn_err partner_from_row(struct arena *mem, const struct rows *r,
			       struct partner *out) SN_MUST_USE;
/* The partner of this code under its name of now; *there is false where there is none. */
struct sn_err partner_by_code(struct ctx *c, struct str code, struct partner *out,
			      bool *there) SN_MUST_USE;
/* The error with the partner's code and official name, which are public. */
struct sn_err partner_err_named(struct sn_err e, const struct partner *partner) SN_MUST_USE;
/* Room for one more in an arena's array of count, NULL: out of memory. */
void *partner_grown(struct arena *mem, void *array, size_t size, size_t count);
#endif
