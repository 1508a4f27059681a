#ifndef SN_CARE_RECEIPT_H
#define SN_CARE_RECEIPT_H
/* receipt: what the person gets who was handed something, so that he, or anybody he shows it to, can check it (存证收据).
 *
 *   shapes  A hand-over has one receipt for each of its records in the log: one, but where it came out of several lots or
 *           funds.  All share the hand-over's seed.  The full form is made against the checkpoint that is published now; it
 *           stays good for ever.
 *   binds   Name and ID number as they stood on the roster at the hand-over.  `bound` says whether they still do: after
 *           a correction of the roster the receipt opens with the former ones alone.
 *   secret  The seed lets its holder try ID numbers (tlog/receipt.h): whoever shows one writes it into the trail first.
 *   errors  no_such_delivery; no_checkpoint: nothing is signed yet; receipt_early (RATE): it will be in a second or two;
 *           no_receipt_left: the person was erased, or the record never had a seed.
 *   rights  asked by the caller, at the union of the roster or the one that gave.
 *   source  trust.md 3.2, 3.3, 3.8.
 *   start   care_receipts_read(). */
#include "care/register.h"
#include "tlog/receipt.h"

struct care_receipt {
	struct uuid transfer_id;
	char brief[TLOG_SHORT_TEXT_BYTES];
	struct tlog_receipt full; /* with its note */
	bool bound;
};
struct care_receipts {
	struct register_whole whole;
	struct str origin;        /* the log's name */
	struct care_receipt *all; /* in c->mem */
	size_t count;
};
/* id: the hand-over's, or that of one of its transfers. Outside a work. */
struct sn_err care_receipts_read(struct ctx *c, struct uuid id,
				 struct care_receipts *out) SN_MUST_USE;
/* An address with the receipt behind its #; the full one is all that checking needs. In mem; STR_NULL: out of memory. */
struct str care_receipt_short(struct arena *mem, struct str site, const struct care_receipt *r);
struct str care_receipt_full(struct arena *mem, struct str site, const struct care_receipt *r);

/* https://HOST of the log's origin (songnuan.HOST/tlog/REGION); `site` where it is said. */
struct str care_receipt_site(struct arena *mem, struct str origin, struct str site);
#endif
