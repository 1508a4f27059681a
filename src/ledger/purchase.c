/* Thresholds in the database, and the way of accepted goods into the stock. */
#include "ledger/purchase.h"

#include "ledger/document.h"
#include "ledger/purchase_priv.h"
#include "ledger/purchase_sql.h"

#include <assert.h>

/* ---- thresholds ---- */

static struct sn_err json_stored(struct ctx *c, const struct sn_statement *which, int64_t key,
				 struct str *json)
{
	*json = STR_NULL;
	struct rows *r = store_query(c->store, which, PARAMS(p_int(key)));
	if (store_next(r))
		*json = arena_str(c->mem, store_text(r, "json"));
	return store_done(r);
}

struct sn_err purchase_rules_load(struct ctx *c, struct str json, bool *changed)
{
	struct purchase_rules rules;
	struct str there;
	*changed = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_ACCOUNTANT, 0));
	SN_TRY(purchase_rules_parse(c->mem, json, &rules));
	SN_TRY(json_stored(c, &purchase_sql_rules_by_version, rules.version, &there));
	if (!str_is_null(there) && !str_eq(there, json))
		return SN_FAIL(THRESHOLDS_VERSION_TAKEN, .arg = {rules.version});
	if (!str_is_null(there))
		return SN_SUCCESS;
	*changed = true;
	return store_run(c->store, &purchase_sql_rules_add,
			 PARAMS(p_int(rules.version), p_int(rules.from_day),
				rules.until_day ? p_int(rules.until_day) : p_null(), p_text(json),
				p_int(now_us(c))),
			 NULL);
}

struct sn_err purchase_rules_read(struct ctx *c, int32_t day, struct purchase_rules *out)
{
	struct str json;
	*out = (struct purchase_rules){0};
	SN_TRY(json_stored(c, &purchase_sql_rules_in_force, day, &json));
	return str_is_null(json) ? SN_SUCCESS : purchase_rules_parse(c->mem, json, out);
}

/* ---- into the stock ---- */

/* Who accepted does not also make the paper that pays for it. */
static struct sn_err payer_good(struct ctx *c, const struct purchase *p)
{
	struct purchase_step *steps;
	size_t count;
	SN_TRY(purchase_steps(c, p, &steps, &count));
	for (size_t i = 0; i < count; i++)
		if (steps[i].kind == PURCHASE_ACCEPTANCE &&
		    (uuid_eq(steps[i].first_id, c->actor_id) ||
		     uuid_eq(steps[i].second_id, c->actor_id)))
			return SN_FAIL(SAME_HAND);
	return SN_SUCCESS;
}

static struct sn_err above_accepted(struct ctx *c, const struct purchase *p,
				    const struct goods_line *line)
{
	struct purchase_item *items, item = {.item_no = line->item_no};
	size_t count;
	struct item known;
	SN_TRY(goods_item_by_no(c, line->item_no, &known));
	SN_TRY(purchase_items(c, p, &items, &count));
	for (size_t i = 0; i < count; i++)
		if (items[i].item_no == line->item_no)
			item = items[i];
	if (item.accepted == 0)
		return sn_err_with_text(SN_FAIL(NOT_ACCEPTED, .field = "items"), STR_FMT,
					STR_ARG(known.code));
	return sn_err_with_text(SN_FAIL(INVOICE_ABOVE_ACCEPTED, .field = "items",
					.arg = {item.accepted, item.stocked, line->quantity}),
				STR_FMT, STR_ARG(known.code));
}

static struct sn_err stock_line(struct ctx *c, const struct purchase *p,
				const struct purchase_stocking *of, const struct goods_line *line,
				int64_t line_no)
{
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &purchase_sql_item_stock,
			 PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(line->item_no),
				p_int(line->quantity)),
			 &changed));
	if (changed != 1) {
		struct sn_err e = above_accepted(c, p, line);
		e.row = line_no;
		return e;
	}
	return store_run(c->store, &purchase_sql_stock_add,
			 PARAMS(p_int(p->shard), p_uuid(of->document_id), p_int(line_no),
				p_uuid(p->purchase_id), p_int(line->item_no), p_int(line->quantity),
				p_money(line->total)),
			 NULL);
}

struct sn_err purchase_stock(struct ctx *c, const struct purchase_stocking *of,
			     const struct goods_line *lines, size_t count)
{
	struct purchase p;
	int64_t changed = 0;
	if (uuid_is_null(of->purchase_id)) {
		struct item known;
		assert(count > 0); /* document_make_purchase() */
		SN_TRY(goods_item_by_no(c, lines[0].item_no, &known));
		return sn_err_with_text(SN_FAIL(NOT_ACCEPTED, .field = "purchase"), STR_FMT,
					STR_ARG(known.code));
	}
	SN_TRY(purchase_read(c, of->purchase_id, &p));
	if (p.shard != of->shard || p.org_no != of->org_no || p.cycle_no != of->cycle_no)
		return SN_FAIL(PURCHASE_ELSEWHERE, .field = "purchase");
	SN_TRY(payer_good(c, &p));
	for (size_t i = 0; i < count; i++)
		SN_TRY(stock_line(c, &p, of, &lines[i], (int64_t)i + 1));
	SN_TRY(store_run(c->store, &purchase_sql_invoice_more,
			 PARAMS(p_int(p.shard), p_uuid(p.purchase_id), p_money(of->total)),
			 &changed));
	if (changed != 1)
		return SN_FAIL(
			INVOICE_ABOVE_CONTRACT, .field = "total",
			.arg = {money_fen(p.limit), money_fen(p.invoiced), money_fen(of->total)});
	return SN_SUCCESS;
}

struct taken {
	struct uuid purchase_id;
	int64_t item_no, quantity, value_fen;
};

struct sn_err purchase_unstock(struct ctx *c, int64_t shard, struct uuid document_id)
{
	struct taken *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &purchase_sql_stock_of,
				     PARAMS(p_int(shard), p_uuid(document_id)));
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct taken){.purchase_id = store_uuid(r, "purchase_id"),
						   .item_no = store_int(r, "item_no"),
						   .quantity = store_int(r, "quantity"),
						   .value_fen = store_int(r, "value_fen")};
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++) {
		SN_TRY(store_run(c->store, &purchase_sql_item_stock,
				 PARAMS(p_int(shard), p_uuid(list[i].purchase_id),
					p_int(list[i].item_no), p_int(-list[i].quantity)),
				 NULL));
		SN_TRY(store_run(c->store, &purchase_sql_invoice_more,
				 PARAMS(p_int(shard), p_uuid(list[i].purchase_id),
					p_int(-list[i].value_fen)),
				 NULL));
	}
	return SN_SUCCESS;
}
