/* Rows of purchases and their steps as structs, and what a step's leaf binds. */
#include "ledger/purchase_priv.h"
#include "ledger/purchase_sql.h"

#include <assert.h>
#include <inttypes.h>

/* ---- what a step says, as text ---- */

enum { DIGEST_BYTES_MAX = 1 << 20 }; /* words, and PURCHASE_LINES_MAX lines of 80 characters */

/* The opening also binds what the rules of its day asked, so that nobody takes a step away afterwards. */
struct sn_err purchase_step_digest(const struct purchase *p, const struct purchase_step *s,
				   struct sha256 *out)
{
	struct buf *b = buf_new(DIGEST_BYTES_MAX);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	buf_printf(b, "songnuan-purchase/v1\n%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d",
		   purchase_step_words(s->kind)->word, p->org_no, p->cycle_no, s->partner_no,
		   money_fen(s->amount), (int)s->day);
	ledger_digest_id(b, p->purchase_id);
	ledger_digest_id(b, s->step_id);
	ledger_digest_text(b, s->number);
	ledger_digest_text(b, s->words);
	ledger_digest_text(b, s->present);
	if (s->kind == PURCHASE_OPEN)
		buf_printf(b, "\nrules %" PRId64 " %d %" PRId64 " %d %d", p->rules_version,
			   p->needs.meeting, p->needs.quotes, p->needs.contract, p->needs.unset);
	for (size_t i = 0; i < s->lines_count; i++)
		buf_printf(b, "\n%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, s->lines[i].item_no,
			   s->lines[i].quantity, s->lines[i].refused, money_fen(s->lines[i].value));
	return ledger_digest_end(b, out);
}

/* An acceptance counts when the second has counted, so its leaf is of that moment. */
struct ledger_act purchase_act(const struct purchase *p, const struct purchase_step *s,
			       struct sha256 digest)
{
	return (struct ledger_act){.kind = TLOG_CHAIN,
				   .shard = p->shard,
				   .cycle_no = p->cycle_no,
				   .at_us = s->second_us != 0 ? s->second_us : s->at_us,
				   .ref_id = s->step_id,
				   .digest = ledger_act_digest(digest, s->first_id, s->second_id)};
}

/* ---- purchases ---- */

static struct purchase purchase_from_row(struct arena *mem, const struct rows *r)
{
	return (struct purchase){.purchase_id = store_uuid(r, "purchase_id"),
				 .shard = store_int(r, "shard"),
				 .org_no = store_int(r, "org_no"),
				 .cycle_no = store_int(r, "cycle_no"),
				 .words = arena_str(mem, store_text(r, "words")),
				 .day = (int32_t)store_int(r, "day"),
				 .ceiling = store_money(r, "ceiling_fen"),
				 .needs = {.meeting = store_int(r, "meeting_needed") != 0,
					   .contract = store_int(r, "contract_needed") != 0,
					   .quotes = store_int(r, "quotes_needed"),
					   .unset = store_int(r, "rules_unset") != 0},
				 .rules_version = store_int(r, "rules_version"),
				 .partner_no =
					 store_int(r, "partner_no"), /* NULL reads as 0: none yet */
				 .limit = store_money(r, "limit_fen"),
				 .invoiced = store_money(r, "invoiced_fen"),
				 .maker_id = store_uuid(r, "maker_id")};
}

struct sn_err purchase_row_add(struct ctx *c, const struct purchase *p)
{
	return store_run(c->store, &purchase_sql_add,
			 PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(p->org_no),
				p_int(p->cycle_no), p_text(p->words), p_int(p->day),
				p_money(p->ceiling), p_int(p->needs.meeting),
				p_int(p->needs.quotes), p_int(p->needs.contract),
				p_int(p->needs.unset), p_int(p->rules_version), p_uuid(p->maker_id),
				p_int(now_us(c))),
			 NULL);
}

struct sn_err purchase_read(struct ctx *c, struct uuid purchase_id, struct purchase *out)
{
	bool there = false;
	struct rows *r = store_query(c->store, &purchase_sql_by_id, PARAMS(p_uuid(purchase_id)));
	if (store_next(r)) {
		*out = purchase_from_row(c->mem, r);
		there = true;
	}
	SN_TRY(store_done(r));
	return there ? SN_SUCCESS : SN_FAIL(PURCHASE_GONE, .field = "purchase");
}

static struct sn_err list_done(struct ctx *c, struct rows *r, struct purchase **out, size_t *count)
{
	struct purchase *list = NULL;
	size_t n = 0;
	bool memory = true;
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = purchase_from_row(c->mem, r);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err purchase_list(struct ctx *c, const struct purchase_filter *filter,
			    struct purchase **out, size_t *count)
{
	if (!str_is_null(filter->path))
		return list_done(c,
				 store_query(c->store, &purchase_sql_below,
					     PARAMS(p_text(filter->path), p_int(filter->cycle_no),
						    p_int(PURCHASE_LIST_MAX))),
				 out, count);
	return list_done(c,
			 store_query(c->store, &purchase_sql_list,
				     PARAMS(p_int(filter->shard), p_int(filter->org_no),
					    p_int(filter->cycle_no), p_int(PURCHASE_LIST_MAX))),
			 out, count);
}

struct sn_err purchase_all(struct ctx *c, struct purchase **out, size_t *count)
{
	return list_done(c, store_query(c->store, &purchase_sql_all, NO_PARAMS), out, count);
}

/* ---- steps ---- */

static struct purchase_step step_from_row(struct arena *mem, const struct rows *r)
{
	return (struct purchase_step){
		.step_id = store_uuid(r, "step_id"),
		.purchase_id = store_uuid(r, "purchase_id"),
		.kind = (enum purchase_step_kind)store_int(r, "kind"),
		.number = arena_str(mem, store_text(r, "number")),
		.words = arena_str(mem, store_text(r, "words")),
		.present = arena_str(mem, store_text(r, "present")),
		.partner_no = store_int(r, "partner_no"), /* NULL reads as 0: no supplier's step */
		.amount = store_money(r, "amount_fen"),
		.day = (int32_t)store_int(r, "day"),
		.first_id = store_uuid(r, "first_id"),
		.second_id = store_uuid(r, "second_id"),
		.at_us = store_int(r, "at_us"),
		.second_us = store_int(r, "second_us")};
}

static struct sn_err lines_read(struct ctx *c, int64_t shard, struct purchase_step *s)
{
	s->lines = ARENA_ARRAY(c->mem, struct purchase_line, PURCHASE_LINES_MAX);
	if (!s->lines)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &purchase_sql_lines,
				     PARAMS(p_int(shard), p_uuid(s->step_id)));
	while (s->lines_count < PURCHASE_LINES_MAX && store_next(r))
		s->lines[s->lines_count++] =
			(struct purchase_line){.item_no = store_int(r, "item_no"),
					       .quantity = store_int(r, "quantity"),
					       .refused = store_int(r, "refused"),
					       .value = store_money(r, "value_fen")};
	return store_done(r);
}

struct sn_err purchase_steps(struct ctx *c, const struct purchase *of, struct purchase_step **out,
			     size_t *count)
{
	struct purchase_step *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &purchase_sql_steps,
				     PARAMS(p_int(of->shard), p_uuid(of->purchase_id)));
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = step_from_row(c->mem, r);
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == PURCHASE_CONTRACT || list[i].kind == PURCHASE_ACCEPTANCE)
			SN_TRY(lines_read(c, of->shard, &list[i]));
	*out = list;
	*count = n;
	return SN_SUCCESS;
}

struct sn_err purchase_step_there(struct ctx *c, const struct purchase *p,
				  const struct purchase_step *s, struct sha256 digest, bool *there)
{
	bool same = false;
	struct rows *r = store_query(c->store, &purchase_sql_step_by_id,
				     PARAMS(p_int(p->shard), p_uuid(s->step_id)));
	*there = store_next(r);
	if (*there) {
		const struct str stored = store_bytes(r, "digest");
		assert(stored.bytes == SHA256_BYTES);
		same = memcmp(stored.at, digest.bytes, SHA256_BYTES) == 0;
	}
	SN_TRY(store_done(r));
	return *there && !same ? SN_FAIL(PURCHASE_DIFFERS, .field = "id") : SN_SUCCESS;
}

struct sn_err purchase_step_row_add(struct ctx *c, const struct purchase *p,
				    const struct purchase_step *s, struct sha256 digest)
{
	SN_TRY(store_run(
		c->store, &purchase_sql_step_add,
		PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_uuid(s->step_id), p_int(s->kind),
		       p_text(s->number), p_text(s->words), p_text(s->present),
		       s->partner_no == 0 ? p_null() : p_int(s->partner_no), p_money(s->amount),
		       p_int(s->day), p_bytes(digest.bytes, SHA256_BYTES), p_uuid(p->maker_id),
		       p_uuid(s->first_id), p_int(s->at_us)),
		NULL));
	if (s->lines_count == 0)
		return SN_SUCCESS;
	enum { LINE_PARAMS = 6 };
	struct param *params = ARENA_ARRAY(c->mem, struct param, LINE_PARAMS * s->lines_count);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < s->lines_count; i++) {
		const struct purchase_line *l = &s->lines[i];
		const struct param row[LINE_PARAMS] = {p_int(p->shard),   p_uuid(s->step_id),
						       p_int(l->item_no), p_int(l->quantity),
						       p_int(l->refused), p_money(l->value)};
		memcpy(&params[LINE_PARAMS * i], row, sizeof row);
	}
	return store_many(c->store, &purchase_sql_line_add, params, s->lines_count, NULL);
}
