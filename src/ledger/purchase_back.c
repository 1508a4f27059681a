/* What of a purchase went back to the supplier, and what came back for it. */
#include "ledger/purchase_priv.h"
#include "ledger/purchase_sql.h"

struct sn_err purchase_back_add(struct ctx *c, const struct purchase_back *of)
{
	return store_run(c->store, &purchase_sql_back_add,
			 PARAMS(p_int(of->shard), p_uuid(of->document_id), p_int(of->line_no),
				p_uuid(of->purchase_id), p_int(of->item_no), p_int(of->source),
				p_int(of->quantity), p_money(of->value)),
			 NULL);
}

struct sn_err purchase_back_sums(struct ctx *c, const struct purchase *p, enum fund_source source,
				 struct money *sent, struct money *credited)
{
	*sent = *credited = MONEY_FEN(0);
	struct rows *r =
		store_query(c->store, &purchase_sql_back_sums,
			    PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(source)));
	if (store_next(r)) {
		*sent = store_money(r, "sent_fen");
		*credited = store_money(r, "credited_fen");
	}
	return store_done(r);
}

/* Rows stand by purpose, then by budget line. */
struct sn_err purchase_paid_for(struct ctx *c, const struct purchase *p, enum fund_source source,
				struct purchase_paid *out)
{
	*out = (struct purchase_paid){.purpose = STR_NULL};
	struct rows *r = store_query(
		c->store, &purchase_sql_paid_for,
		PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(source), p_int(p->org_no)));
	while (store_next(r)) {
		const struct str purpose = arena_str(c->mem, store_text(r, "purpose")),
				 code = store_is_null(r, "code")
						? STR_NULL
						: arena_str(c->mem, store_text(r, "code"));
		if (out->purposes_count == 0 || !str_eq(out->purpose, purpose))
			out->purposes_count++;
		out->purpose = purpose;
		if (code.bytes > 0 && (out->budgets_count == 0 || !str_eq(out->budget, code)))
			out->budgets_count++;
		if (code.bytes > 0)
			out->budget = code;
	}
	return store_done(r);
}

/* A credit note lowers what was invoiced, so that what is delivered instead can be invoiced again. */
struct sn_err purchase_back_settle(struct ctx *c, int64_t shard, struct uuid document_id,
				   bool taken_back)
{
	struct uuid purchase_id = UUID_NULL;
	int64_t fen = 0, changed = 0;
	struct rows *r = store_query(c->store, &purchase_sql_credit_of,
				     PARAMS(p_int(shard), p_uuid(document_id)));
	if (store_next(r)) {
		purchase_id = store_uuid(r, "purchase_id");
		fen = store_int(r, "value_fen");
	}
	SN_TRY(store_done(r));
	if (uuid_is_null(purchase_id))
		return SN_SUCCESS;
	SN_TRY(store_run(c->store, &purchase_sql_invoice_more,
			 PARAMS(p_int(shard), p_uuid(purchase_id), p_int(taken_back ? fen : -fen)),
			 &changed));
	if (changed == 1)
		return SN_SUCCESS;
	struct purchase p;
	SN_TRY(purchase_read(c, purchase_id, &p));
	return SN_FAIL(INVOICE_ABOVE_CONTRACT, .field = "total",
		       .arg = {money_fen(p.limit), money_fen(p.invoiced), fen});
}
