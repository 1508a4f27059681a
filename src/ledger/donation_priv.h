#ifndef SN_LEDGER_DONATION_PRIV_H
#define SN_LEDGER_DONATION_PRIV_H
/* donation_priv: what the files of donation share. */
#include "ledger/donation.h"

/* The donation, looked for among those of a union and cycle (0: all), with what is left of it. */
struct sn_err donation_by_id(struct ctx *c, struct uuid donation_id,
			     const struct donation_filter *among, struct donation *out,
			     bool *there) SN_MUST_USE;
/* A private donor's whole name, in c->mem. */
struct sn_err donation_name_open(struct ctx *c, struct uuid donation_id,
				 struct str *out) SN_MUST_USE;
#endif
