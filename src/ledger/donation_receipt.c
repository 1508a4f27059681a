/* Receipts: a number of the union and year, one after the other, never twice; and what is recomputed of donations. */
#include "ledger/donation_priv.h"
#include "ledger/donation_sql.h"

static struct sn_err may_sign(struct ctx *c, int64_t org_no)
{
	return rights_require(c, (const enum rights_role[]){ROLE_ACCOUNTANT, ROLE_CASHIER}, 2,
			      org_no);
}

static struct sn_err find(struct ctx *c, struct uuid donation_id, struct donation *out)
{
	bool there = false;
	SN_TRY(donation_by_id(c, donation_id, &(const struct donation_filter){0}, out, &there));
	return there ? may_sign(c, out->org_no) : SN_FAIL(DONATION_GONE, .field = "donation");
}

static struct sn_err issue(struct ctx *c, struct donation *d)
{
	enum { DAYS_OF_YEAR = 10000 }; /* yyyymmdd */
	d->receipt_year = day_of(now_us(c)) / DAYS_OF_YEAR;
	struct rows *r =
		store_query(c->store, &donation_sql_receipt_last_no,
			    PARAMS(p_int(d->shard), p_int(d->org_no), p_int(d->receipt_year)));
	d->receipt_no = store_next(r) ? store_int(r, "receipt_no") + 1 : 1;
	SN_TRY(store_done(r));
	SN_TRY(store_run(c->store, &donation_sql_receipt_add,
			 PARAMS(p_int(d->shard), p_int(d->org_no), p_int(d->receipt_year),
				p_int(d->receipt_no), p_uuid(d->donation_id), p_uuid(c->actor_id),
				p_int(now_us(c))),
			 NULL));
	return donation_leaf_append(c, d, DONATION_RECEIPT);
}

struct sn_err donation_receipt(struct ctx *c, struct uuid donation_id, struct receipt *out)
{
	struct donation d;
	SN_TRY(find(c, donation_id, &d));
	if (d.state != DOCUMENT_DONE)
		return SN_FAIL(DONATION_NOT_IN, .field = "donation");
	if (d.reversed)
		return SN_FAIL(DONATION_REVERSED, .field = "donation");
	if (d.receipt_no == 0)
		SN_TRY(issue(c, &d));
	if (d.donor.kind == DONOR_PERSON)
		SN_TRY(donation_name_open(c, donation_id, &d.donor.name));
	*out = (struct receipt){.org_no = d.org_no,
				.year = d.receipt_year,
				.receipt_no = d.receipt_no,
				.donation = d};
	return SN_SUCCESS;
}

struct sn_err donation_receipt_void(struct ctx *c, struct uuid donation_id, struct str why)
{
	struct donation d;
	int64_t changed = 0;
	const struct str reason = str_trim(why);
	if (reason.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	if (reason.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "why", .arg = {NAME_BYTES_MAX});
	SN_TRY(find(c, donation_id, &d));
	SN_TRY(store_run(c->store, &donation_sql_receipt_void,
			 PARAMS(p_int(d.shard), p_uuid(donation_id), p_uuid(c->actor_id),
				p_int(now_us(c)), p_text(reason)),
			 &changed));
	return changed == 1 ? donation_leaf_append(c, &d, DONATION_RECEIPT_VOID)
			    : SN_FAIL(RECEIPT_GONE, .field = "donation");
}

/* ---- verification ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
};
static void tell(const struct verifying *v, const struct ledger_finding *f)
{
	(*v->findings)++;
	v->each(v->self, f);
}

/* Each act has its leaf, and each leaf its act: what is deleted, the last receipt too, leaves its leaf behind. */
static struct sn_err verify_leaves(struct ctx *c, const struct verifying *v)
{
	static const char *const what[] = {[DONATION_MADE] = "donation",
					   [DONATION_RECEIPT] = "receipt",
					   [DONATION_RECEIPT_VOID] = "receipt"};
	struct donation_act *acts;
	size_t count;
	int64_t leaves = 0;
	SN_TRY(donation_acts(c, &acts, &count));
	for (size_t i = 0; i < count; i++) {
		bool stands = false;
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(ledger_act_stands(c, &acts[i].act, &stands));
		arena_rewind(c->mem, mark);
		if (!stands)
			tell(v, &(const struct ledger_finding){.what = what[acts[i].part],
							       .shard = acts[i].act.shard,
							       .id = acts[i].donation_id});
	}
	SN_TRY(tlog_count_kind(c, TLOG_DONATION, &leaves));
	if (leaves != (int64_t)count)
		tell(v, &(const struct ledger_finding){.what = "donation-leaf",
						       .expected = leaves,
						       .found = (int64_t)count});
	return SN_SUCCESS;
}

/* Money and goods that came as a gift, by a document that no donation tells of. */
static struct sn_err verify_documents(struct ctx *c, const struct verifying *v)
{
	struct rows *r = store_query(c->store, &donation_sql_documents_without,
				     PARAMS(p_int(FUND_DONATION), p_int(ACCOUNT_SUPPLY)));
	while (store_next(r))
		tell(v, &(const struct ledger_finding){.what = "donation",
						       .shard = store_int(r, "shard"),
						       .id = store_uuid(r, "document_id"),
						       .expected = store_int(r, "found_fen")});
	return store_done(r);
}

struct sn_err donation_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings)
{
	const struct verifying v = {each, self, findings};
	struct rows *r = store_query(c->store, &donation_sql_receipts_broken, NO_PARAMS);
	while (store_next(r))
		tell(&v, &(const struct ledger_finding){.what = "receipt",
							.shard = store_int(r, "shard"),
							.expected = store_int(r, "last_no"),
							.found = store_int(r, "receipts")});
	SN_TRY(store_done(r));
	r = store_query(c->store, &donation_sql_receipts_without, NO_PARAMS);
	while (store_next(r))
		tell(&v, &(const struct ledger_finding){.what = "receipt",
							.shard = store_int(r, "shard"),
							.id = store_uuid(r, "donation_id"),
							.found = store_int(r, "receipt_no")});
	SN_TRY(store_done(r));
	r = store_query(c->store, &donation_sql_differs, NO_PARAMS);
	while (store_next(r))
		tell(&v, &(const struct ledger_finding){.what = "donation",
							.shard = store_int(r, "shard"),
							.id = store_uuid(r, "donation_id"),
							.expected = store_int(r, "amount_fen"),
							.found = store_int(r, "found_fen")});
	SN_TRY(store_done(r));
	SN_TRY(verify_documents(c, &v));
	return verify_leaves(c, &v);
}
