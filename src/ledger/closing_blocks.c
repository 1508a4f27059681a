/* What stands in the way of closing a period: all of it for who looks, the first of it for who is refused. */
#include "ledger/closing_priv.h"
#include "ledger/closing_sql.h"
#include "ledger/ledger_priv.h"

#include <assert.h>

const char *closing_block_word(enum closing_block_kind kind)
{
	static const char *const words[] = {
#define X(name, word) [CLOSING_BLOCK_##name] = (word),
		CLOSING_BLOCKS(X)
#undef X
	};
	assert(kind < CLOSING_BLOCKS_COUNT);
	return words[kind];
}

/* ---- months ---- */

struct sn_err closing_last_month(struct ctx *c, const struct closing *of, int32_t *month)
{
	*month = 0;
	struct rows *r = store_query(c->store, &closing_sql_last_month,
				     PARAMS(p_int(of->shard), p_int(of->org_no)));
	if (store_next(r))
		*month = (int32_t)store_int(r, "period"); /* NULL reads as 0: none */
	return store_done(r);
}

struct sn_err closing_first_month(struct ctx *c, const struct closing *of, int32_t *month)
{
	*month = 0;
	struct rows *r = store_query(c->store, &closing_sql_first_day,
				     PARAMS(p_int(of->shard), p_int(of->org_no << LEDGER_ORG_BITS),
					    p_int((of->org_no + 1) << LEDGER_ORG_BITS)));
	if (store_next(r))
		*month = (int32_t)(store_int(r, "day") / 100);
	return store_done(r);
}

/* The year whose December is shut, and which is not itself. */
static struct sn_err next_year(struct ctx *c, int64_t org_no, int32_t *year)
{
	struct closing *list = NULL;
	size_t count = 0;
	SN_TRY(closing_list(c, org_no, &list, &count));
	*year = 0;
	for (size_t i = 0; i < count && *year == 0; i++) {
		const int32_t of = list[i].period / 100;
		if (closing_is_year(list[i].period) || list[i].period % 100 != 12 ||
		    list[i].confirmed_us == 0)
			continue;
		bool shut = false;
		for (size_t k = 0; k < count; k++)
			shut |= list[k].period == of && list[k].confirmed_us != 0;
		*year = shut ? 0 : of;
	}
	return SN_SUCCESS;
}

struct sn_err closing_next(struct ctx *c, int64_t org_no, int32_t *month, int32_t *year)
{
	struct closing of = {.org_no = org_no};
	SN_TRY(ledger_shard_of(c, org_no, &of.shard));
	SN_TRY(next_year(c, org_no, year));
	SN_TRY(closing_last_month(c, &of, month));
	if (*month != 0) {
		*month = closing_month_after(*month);
		return SN_SUCCESS;
	}
	SN_TRY(closing_first_month(c, &of, month));
	if (*month == 0)
		*month = closing_month_before(day_of(now_us(c)) / 100);
	return SN_SUCCESS;
}

/* ---- the list ---- */

struct blocks {
	struct closing_block *list;
	size_t count;
};
static struct sn_err block_add(struct ctx *c, struct blocks *b, struct closing_block one)
{
	b->list = ledger_grow(c->mem, b->list, b->count, sizeof *b->list);
	if (!b->list)
		return SN_FAIL(OUT_OF_MEMORY);
	b->list[b->count++] = one;
	return SN_SUCCESS;
}
static struct sn_err order_add(struct ctx *c, struct blocks *b, int32_t first)
{
	return block_add(c, b,
			 (struct closing_block){.kind = CLOSING_BLOCK_ORDER, .period = first});
}

static struct sn_err month_blocks(struct ctx *c, const struct closing *of, struct blocks *b)
{
	int32_t last = 0, first = 0;
	SN_TRY(closing_last_month(c, of, &last));
	if (last != 0)
		return of->period == closing_month_after(last) || of->confirmed_us != 0
			       ? SN_SUCCESS
			       : order_add(c, b, closing_month_after(last));
	SN_TRY(closing_first_month(c, of, &first));
	return first != 0 && first < of->period ? order_add(c, b, first) : SN_SUCCESS;
}

/* Every month since the first one that was ever closed; then what is left is known. */
static struct sn_err year_blocks(struct ctx *c, const struct closing *of, struct blocks *b)
{
	struct remainder *left = NULL;
	int32_t last = 0, first = 0;
	size_t count = 0;
	SN_TRY(closing_last_month(c, of, &last));
	if (last == 0)
		SN_TRY(closing_first_month(c, of, &first));
	if (last < of->period * 100 + 12)
		return order_add(c, b,
				 last ? closing_month_after(last)
				      : (first ? first : of->period * 100 + 1));
	SN_TRY(closing_remainders(c, of, &left, &count));
	for (size_t i = 0; i < count; i++)
		if (!left[i].decided)
			SN_TRY(block_add(c, b,
					 (struct closing_block){.kind = CLOSING_BLOCK_REMAINDER,
								.cycle_no = left[i].cycle_no,
								.source = left[i].source,
								.value = left[i].left}));
	return SN_SUCCESS;
}

static struct sn_err document_blocks(struct ctx *c, const struct closing *of, struct blocks *b)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r =
		store_query(c->store, &closing_sql_documents_open,
			    PARAMS(p_int(of->shard), p_int(of->org_no), p_int(of->until_day)));
	while (!sn_failed(e) && store_next(r))
		e = block_add(c, b,
			      (struct closing_block){.kind = CLOSING_BLOCK_DOCUMENT,
						     .document_id = store_uuid(r, "document_id")});
	SN_TRY(store_done(r));
	return e;
}

static struct sn_err balance_block(struct ctx *c, const struct closing *of, struct blocks *b)
{
	int64_t quantity = 0;
	struct money value = MONEY_FEN(0);
	struct rows *r = store_query(c->store, &closing_sql_unbalanced, PARAMS(p_int(of->shard)));
	if (store_next(r))
		quantity = store_int(r, "quantity");
	SN_TRY(store_done(r));
	r = store_query(c->store, &closing_sql_shard_value, PARAMS(p_int(of->shard)));
	if (store_next(r))
		value = store_money(r, "value_fen");
	SN_TRY(store_done(r));
	if (quantity == 0 && money_is_zero(value))
		return SN_SUCCESS;
	return block_add(c, b,
			 (struct closing_block){.kind = CLOSING_BLOCK_UNBALANCED,
						.quantity = quantity,
						.value = value});
}

struct sn_err closing_blocks(struct ctx *c, const struct closing *of, struct closing_block **out,
			     size_t *count)
{
	struct blocks b = {.list = NULL};
	if (day_of(now_us(c)) < of->until_day)
		SN_TRY(block_add(c, &b,
				 (struct closing_block){.kind = CLOSING_BLOCK_OVER,
							.until_day = of->until_day}));
	SN_TRY(closing_is_year(of->period) ? year_blocks(c, of, &b) : month_blocks(c, of, &b));
	SN_TRY(document_blocks(c, of, &b));
	SN_TRY(balance_block(c, of, &b));
	*out = b.list;
	*count = b.count;
	return SN_SUCCESS;
}

/* ---- the first, as a refusal ---- */

static struct sn_err documents_refusal(const struct closing_block *first, size_t count)
{
	char id[UUID_TEXT_BYTES];
	int64_t documents = 0;
	for (size_t i = 0; i < count; i++)
		documents += first[i].kind == CLOSING_BLOCK_DOCUMENT;
	uuid_text(first->document_id, id);
	return sn_err_with_text(SN_FAIL(CLOSING_DOCUMENTS, .arg = {documents}), "%s%s", id,
				documents > 1 ? " …" : "");
}

struct sn_err closing_check(struct ctx *c, const struct closing *of)
{
	struct closing_block *first = NULL;
	const struct ledger_words *source;
	size_t count = 0;
	SN_TRY(closing_blocks(c, of, &first, &count));
	if (count == 0)
		return SN_SUCCESS;
	switch (first->kind) {
	case CLOSING_BLOCK_OVER:
		return SN_FAIL(CLOSING_NOT_OVER, .field = "period", .arg = {first->until_day});
	case CLOSING_BLOCK_ORDER:
		return sn_err_with_text(SN_FAIL(CLOSING_ORDER, .field = "period"), "%d-%02d",
					first->period / 100, first->period % 100);
	case CLOSING_BLOCK_REMAINDER:
		source = ledger_source_words(first->source);
		return sn_err_with_text(
			SN_FAIL(CLOSING_REMAINDER, .arg = {money_fen(first->value)}), "%s %s",
			source->word, source->zh);
	case CLOSING_BLOCK_DOCUMENT:
		return documents_refusal(first, count);
	case CLOSING_BLOCK_UNBALANCED:
		return SN_FAIL(CLOSING_UNBALANCED,
			       .arg = {first->quantity, money_fen(first->value)});
	case CLOSING_BLOCKS_COUNT:
		break;
	}
	return SN_SUCCESS;
}
