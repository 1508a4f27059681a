#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_priv.h"

#include <assert.h>

/* *kept becomes false when there was no memory for its texts. */
struct document_row document_row_from(struct arena *mem, const struct rows *r, bool *kept)
{
	struct document_row row = {
		.document = {.document_id = store_uuid(r, "document_id"),
			     .shard = store_int(r, "shard"),
			     .org_no = store_int(r, "org_no"),
			     .cycle_no = store_int(r, "cycle_no"),
			     .kind = (enum document_kind)store_int(r, "kind"),
			     .state = (enum document_state)store_int(r, "state"),
			     .declared_count = store_int(r, "declared_count"),
			     .declared_total = store_money(r, "declared_total_fen"),
			     .purpose = ledger_text(mem, r, "purpose", kept),
			     .words = ledger_text(mem, r, "words", kept),
			     .reference = ledger_text(mem, r, "reference", kept),
			     .signatures = {.by = {[HAND_MAKER] = store_uuid(r, "maker_id"),
						   [HAND_CHECKER] = store_uuid(r, "checker_id"),
						   [HAND_APPROVER] = store_uuid(r, "approver_id"),
						   [HAND_TREASURER] =
							   store_uuid(r, "treasurer_id")}},
			     .needed = (unsigned)store_int(r, "needed"),
			     .receiver_id = store_uuid(r, "receiver_id"),
			     .receiver_org_no = store_int(r, "receiver_org_no"),
			     .accepted_us = store_int(r, "accepted_us"),
			     .cancelled_us = store_int(r, "cancelled_us"),
			     .reversal_id = store_uuid(r, "reversal_id"),
			     .reversed_by_id = store_uuid(r, "reversed_by_id"),
			     .reversed_us = store_int(r, "reversed_us"),
			     .reversed_words = ledger_text(mem, r, "reversed_words", kept),
			     .made_us = store_int(r, "made_us"),
			     .day = (int32_t)store_int(r, "day")},
		.holder_id = store_uuid(r, "holder_id")};
	const struct str asked = store_bytes(r, "asked_hash");
	assert(asked.bytes == SHA256_BYTES);
	memcpy(row.asked.bytes, asked.at, SHA256_BYTES);
	return row;
}

static struct sn_err one_row(struct ctx *c, struct rows *r, struct document_row *out, bool *there)
{
	bool kept = true;
	*there = store_next(r);
	if (*there)
		*out = document_row_from(c->mem, r, &kept);
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err document_row_read(struct ctx *c, int64_t shard, struct uuid document_id,
				struct document_row *out, bool *there)
{
	return one_row(c,
		       store_query(c->store, &goods_sql_document_by_key,
				   PARAMS(p_int(shard), p_uuid(document_id))),
		       out, there);
}

struct sn_err document_read(struct ctx *c, struct uuid document_id, struct document *out)
{
	struct document_row row = {0};
	bool there = false;
	SN_TRY(one_row(
		c, store_query(c->store, &goods_sql_document_by_id, PARAMS(p_uuid(document_id))),
		&row, &there));
	if (!there)
		return SN_FAIL(DOCUMENT_GONE, .field = "document");
	*out = row.document;
	return SN_SUCCESS;
}

struct sn_err document_list(struct ctx *c, const struct document_filter *filter,
			    struct document **out, size_t *count)
{
	const int64_t before_us = filter->before_us ? filter->before_us : INT64_MAX;
	const struct uuid before_id = filter->before_id;
	assert((filter->shard == 0) == (filter->org_no == 0));
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct document, DOCUMENT_LIST_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = filter->org_no
				 ? store_query(c->store, &goods_sql_documents_of_org,
					       PARAMS(p_int(filter->shard), p_int(filter->org_no),
						      p_int(filter->cycle_no), p_int(filter->state),
						      p_int(before_us), p_uuid(before_id),
						      p_int(DOCUMENT_LIST_MAX)))
				 : store_query(c->store, &goods_sql_documents,
					       PARAMS(p_int(filter->cycle_no), p_int(filter->state),
						      p_int(before_us), p_uuid(before_id),
						      p_int(DOCUMENT_LIST_MAX)));
	bool kept = true;
	while (store_next(r)) /* the statement has the limit */
		(*out)[(*count)++] = document_row_from(c->mem, r, &kept).document;
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err document_twin(struct ctx *c, const struct document_row *row, int64_t since_us,
			    struct uuid *twin_id, int64_t *made_us)
{
	const struct document *d = &row->document;
	*twin_id = UUID_NULL;
	struct rows *r = store_query(c->store, &goods_sql_document_twin,
				     PARAMS(p_int(d->shard), p_int(d->org_no), p_int(since_us),
					    p_uuid_or_null(d->signatures.by[HAND_MAKER]),
					    p_bytes(row->asked.bytes, SHA256_BYTES)));
	if (store_next(r)) {
		*twin_id = store_uuid(r, "document_id");
		*made_us = store_int(r, "made_us");
	}
	return store_done(r);
}

struct sn_err document_row_add(struct ctx *c, const struct document_row *row)
{
	const struct document *d = &row->document;
	return store_run(c->store, &goods_sql_document_add,
			 PARAMS(p_int(d->shard), p_uuid(d->document_id), p_int(d->org_no),
				p_int(d->cycle_no), p_int(d->kind), p_int(d->declared_count),
				p_money(d->declared_total), p_text(d->purpose), p_text(d->words),
				p_text(d->reference), p_int(d->day), p_int(d->needed),
				p_bytes(row->asked.bytes, SHA256_BYTES),
				p_uuid_or_null(d->signatures.by[HAND_MAKER]),
				p_uuid_or_null(d->receiver_id), p_int(d->receiver_org_no),
				p_uuid_or_null(row->holder_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err document_row_step(struct ctx *c, const struct document *d, enum document_event e,
				enum document_state next)
{
	static const struct sn_statement *const which[DOCUMENT_EVENTS_COUNT] = {
		[DOCUMENT_CHECK] = &goods_sql_document_check,
		[DOCUMENT_APPROVE] = &goods_sql_document_approve,
		[DOCUMENT_TREASURE] = &goods_sql_document_treasure,
		[DOCUMENT_ACCEPT] = &goods_sql_document_accept,
		[DOCUMENT_CANCEL] = &goods_sql_document_cancel};
	int64_t changed = 0;
	SN_TRY(store_run(c->store, which[e],
			 PARAMS(p_int(d->shard), p_uuid(d->document_id), p_int(d->state),
				p_int(next), p_uuid(c->actor_id), p_int(now_us(c))),
			 &changed));
	assert(changed == 1); /* read in the same work by the only writer of its log */
	return SN_SUCCESS;
}

struct sn_err document_row_reverse(struct ctx *c, const struct document *d)
{
	return store_run(c->store, &goods_sql_document_reverse,
			 PARAMS(p_int(d->shard), p_uuid(d->document_id), p_uuid(d->reversal_id),
				p_int(d->reversed_us), p_uuid_or_null(d->reversed_by_id),
				p_text(d->reversed_words)),
			 NULL);
}

/* ---- lines ---- */

enum { LINE_PARAMS = 24 };

static void key_params(struct param *p, const struct account_key *k)
{
	p[0] = p_int(k->org_no);
	p[1] = p_int(k->class);
	p[2] = p_int(k->cycle_no);
	p[3] = p_int(k->source);
	p[4] = p_int(k->item_no);
	p[5] = p_int(k->lot_no);
	p[6] = p_uuid_or_null(k->holder_id);
}

struct sn_err document_lines_add(struct ctx *c, const struct document *d,
				 const struct document_line *lines, size_t count)
{
	struct param *p = ARENA_ARRAY(c->mem, struct param, LINE_PARAMS * count);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct transfer *t = &lines[i].transfer;
		struct param *at = &p[LINE_PARAMS * i];
		at[0] = p_int(d->shard);
		at[1] = p_uuid(d->document_id);
		at[2] = p_int((int64_t)i + 1);
		at[3] = p_uuid(t->transfer_id);
		at[4] = p_int(t->kind);
		at[5] = p_int(lines[i].ask_no);
		at[6] = p_int(lines[i].counted);
		at[7] = p_int(lines[i].held);
		key_params(&at[8], &t->from);
		key_params(&at[15], &t->to);
		at[22] = p_int(t->quantity);
		at[23] = p_money(t->value);
	}
	return store_many(c->store, &goods_sql_document_line_add, p, count, NULL);
}

static struct document_line line_from_row(const struct document *d, const struct rows *r)
{
	return (struct document_line){
		.ask_no = store_int(r, "ask_no"),
		.counted = store_int(r, "counted") != 0,
		.held = store_int(r, "held") != 0,
		.transfer = {.transfer_id = store_uuid(r, "transfer_id"),
			     .kind = (enum transfer_kind)store_int(r, "kind"),
			     .day = d->day,
			     .document_id = d->document_id,
			     .quantity = store_int(r, "quantity"),
			     .value = store_money(r, "value_fen"),
			     .from = {.org_no = store_int(r, "from_org_no"),
				      .class = (enum account_class)store_int(r, "from_class"),
				      .cycle_no = store_int(r, "from_cycle_no"),
				      .source = (enum fund_source)store_int(r, "from_source"),
				      .item_no = store_int(r, "from_item_no"),
				      .lot_no = store_int(r, "from_lot_no"),
				      .holder_id = store_uuid(r, "from_holder_id")},
			     .to = {.org_no = store_int(r, "to_org_no"),
				    .class = (enum account_class)store_int(r, "to_class"),
				    .cycle_no = store_int(r, "to_cycle_no"),
				    .source = (enum fund_source)store_int(r, "to_source"),
				    .item_no = store_int(r, "to_item_no"),
				    .lot_no = store_int(r, "to_lot_no"),
				    .holder_id = store_uuid(r, "to_holder_id")}}};
}

struct sn_err document_lines_read(struct ctx *c, const struct document *d,
				  struct document_line **out, size_t *count)
{
	struct document_line *list = NULL;
	size_t n = 0;
	struct rows *r = store_query(c->store, &goods_sql_document_lines,
				     PARAMS(p_int(d->shard), p_uuid(d->document_id)));
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		if (!list)
			break;
		list[n++] = line_from_row(d, r);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	if (arena_ran_short(c->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err document_lines(struct ctx *c, const struct document *of, struct transfer **out,
			     size_t *count)
{
	struct document_line *lines;
	SN_TRY(document_lines_read(c, of, &lines, count));
	*out = ARENA_ARRAY(c->mem, struct transfer, *count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = lines[i].transfer;
	return SN_SUCCESS;
}
