/* What the log says of donations: that one was made, that a receipt was issued for it, that a receipt was declared void.
 * Made here when it happens, and again here when it is verified. */
#include "ledger/act_priv.h"
#include "ledger/donation_priv.h"
#include "ledger/donation_sql.h"

#include <inttypes.h>

enum { LEAF_TEXT_BYTES_MAX = 16 * 1024 };

/* An act's id is made of what names it: the donation, or the receipt, and what was done with it. */
static struct uuid act_id(enum donation_part part, const struct rows *r)
{
	char text[160], id[UUID_TEXT_BYTES];
	struct uuid out;
	uuid_text(store_uuid(r, "donation_id"), id);
	const int n =
		snprintf(text, sizeof text, "songnuan-donation/v1 %d %s %" PRId64 " %" PRId64,
			 (int)part, id, store_int(r, "receipt_year"), store_int(r, "receipt_no"));
	const struct sha256 digest = crypto_sha256((struct str){text, (size_t)n});
	memcpy(out.bytes, digest.bytes, sizeof out.bytes);
	return out;
}

static void add_donation(struct buf *b, const struct rows *r)
{
	buf_printf(b, "donation %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
		   store_int(r, "org_no"), store_int(r, "donor"), store_int(r, "partner_no"),
		   store_int(r, "goods"), store_int(r, "amount_fen"));
	ledger_digest_text(b, store_text(r, "donor_masked"));
	ledger_digest_text(b, store_text(r, "purpose"));
	ledger_digest_text(b, store_text(r, "basis"));
}

/* One row of acts_of and acts_all. */
static struct sn_err act_from_row(const struct rows *r, struct donation_act *out)
{
	const enum donation_part part = (enum donation_part)store_int(r, "part");
	struct buf *b = buf_new(LEAF_TEXT_BYTES_MAX);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = (struct donation_act){.part = part,
				     .donation_id = store_uuid(r, "donation_id"),
				     .act = {.kind = TLOG_DONATION,
					     .shard = store_int(r, "shard"),
					     .cycle_no = store_int(r, "cycle_no"),
					     .at_us = store_int(r, "at_us"),
					     .ref_id = act_id(part, r)}};
	buf_printf(b, "songnuan-donation/v1\n%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " ",
		   (int)part, out->act.shard, out->act.cycle_no, store_int(r, "at_us"),
		   store_int(r, "org_no"));
	ledger_digest_id(b, out->donation_id);
	ledger_digest_id(b, store_uuid(r, "by_id"));
	switch (part) {
	case DONATION_MADE:
		add_donation(b, r);
		break;
	case DONATION_RECEIPT:
	case DONATION_RECEIPT_VOID:
		buf_printf(b, " receipt %" PRId64 " %" PRId64, store_int(r, "receipt_year"),
			   store_int(r, "receipt_no"));
		ledger_digest_text(b, store_text(r, "purpose")); /* why it is void */
		break;
	}
	return ledger_digest_end(b, &out->act.digest);
}

struct sn_err donation_leaf_append(struct ctx *c, const struct donation *d, enum donation_part part)
{
	struct donation_act act;
	struct sn_err e = SN_SUCCESS;
	bool there = false;
	struct rows *r =
		store_query(c->store, &donation_sql_acts_of,
			    PARAMS(p_int(d->shard), p_uuid(d->donation_id), p_int(part),
				   p_int(d->org_no), p_int(d->receipt_year), p_int(d->receipt_no)));
	while (!sn_failed(e) && store_next(r)) {
		e = act_from_row(r, &act);
		there = !sn_failed(e);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	return there ? ledger_act_append(c, &act.act) : SN_FAIL(DONATION_GONE, .field = "donation");
}

struct sn_err donation_acts(struct ctx *c, struct donation_act **out, size_t *count)
{
	struct sn_err e = SN_SUCCESS;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &donation_sql_acts_all, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		*out = ledger_grow(c->mem, *out, *count, sizeof **out);
		e = *out ? act_from_row(r, &(*out)[(*count)++]) : SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	return e;
}
