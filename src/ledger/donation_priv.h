#ifndef SN_LEDGER_DONATION_PRIV_H
#define SN_LEDGER_DONATION_PRIV_H
/* donation_priv: what the files of donation share. */
#include "ledger/act_priv.h"
#include "ledger/donation.h"

/* The donation, looked for among those of a union and cycle (0: all), with what is left of it. */
struct sn_err donation_by_id(struct ctx *c, struct uuid donation_id,
			     const struct donation_filter *among, struct donation *out,
			     bool *there) SN_MUST_USE;
/* A private donor's whole name, in c->mem. */
struct sn_err donation_name_open(struct ctx *c, struct uuid donation_id,
				 struct str *out) SN_MUST_USE;

/* What has a leaf; numbers are stored in digests. */
enum donation_part { DONATION_MADE, DONATION_RECEIPT, DONATION_RECEIPT_VOID };
struct donation_act {
	enum donation_part part;
	struct uuid donation_id;
	struct ledger_act act;
};
/* Of what is written already; d: its shard, donation_id and org_no, and the receipt's year and number. */
struct sn_err donation_leaf_append(struct ctx *c, const struct donation *d,
				   enum donation_part part) SN_MUST_USE;
/* All there are, in c->mem. */
struct sn_err donation_acts(struct ctx *c, struct donation_act **out, size_t *count) SN_MUST_USE;
#endif
