/* What every plan goes through on its way to a draft: its hash, its lines, the checks that several kinds share. The
 * kinds themselves stand in document_money.c, document_goods.c and document_kits.c. */
#include "ledger/document_priv.h"

#include <inttypes.h>

/* ---- what was asked: its hash settles whether a repeated id is the same paper ---- */

enum { ASKED_BYTES_MAX = 1 << 20 }; /* DOCUMENT_LINES_MAX lines of 200 characters, and words */

static void ask_text(struct buf *b, struct str s)
{
	buf_printf(b, "%zu:", s.bytes);
	buf_add(b, s);
}

struct buf *document_ask_begin(const struct document_plan *plan)
{
	const struct document *d = &plan->document;
	struct buf *b = buf_new(ASKED_BYTES_MAX);
	if (!b)
		return NULL;
	buf_printf(b, "%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d %d\n", (int)d->kind,
		   d->org_no, d->cycle_no, d->declared_count, money_fen(d->declared_total), d->day,
		   (int)plan->source);
	ask_text(b, plan->purpose);
	ask_text(b, d->words);
	ask_text(b, d->reference);
	/* only where they are named, so that papers from before keep their hash */
	if (plan->budget.bytes > 0)
		ask_text(b, plan->budget);
	if (!uuid_is_null(plan->purchase_id))
		document_ask_id(b, plan->purchase_id);
	return b;
}

void document_ask_id(struct buf *b, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	buf_printf(b, " %s", text);
}

void document_ask_line(struct buf *b, int64_t what, int64_t quantity, struct money amount)
{
	buf_printf(b, "\n%" PRId64 " %" PRId64 " %" PRId64, what, quantity, money_fen(amount));
}

static void ask_key(struct buf *b, const struct account_key *k)
{
	buf_printf(b, " %" PRId64 "/%d/%" PRId64 "/%d/%" PRId64 "/%" PRId64, k->org_no,
		   (int)k->class, k->cycle_no, (int)k->source, k->item_no, k->lot_no);
	document_ask_id(b, k->holder_id);
}

static struct sn_err ask_end(struct buf *b, struct sha256 *out)
{
	const bool full = !b || buf_full(b);
	if (!full)
		*out = crypto_sha256(buf_str(b));
	buf_free(b);
	if (full)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

/* ---- drafting ---- */

struct sn_err document_draft_begin(struct ctx *c, const struct document_plan *plan,
				   struct buf *asked, struct document_draft *draft, bool *done)
{
	struct sha256 hash;
	SN_TRY(ask_end(asked, &hash));
	*draft = (struct document_draft){.row = {.document = plan->document},
					 .refuse_twin = plan->refuse_twin,
					 .budget = plan->budget,
					 .source = plan->source};
	draft->row.document.purpose = plan->purpose;
	return document_begin(c, draft, &hash, done);
}

struct sn_err document_draft_room(struct ctx *c, struct document_draft *draft, size_t lines)
{
	draft->lines = ARENA_ARRAY(c->mem, struct document_line, lines + 1);
	return draft->lines ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct transfer *document_draft_add(struct ctx *c, struct document_draft *draft, int64_t ask_no,
				    bool counted)
{
	struct document_line *line = &draft->lines[draft->count++];
	*line = (struct document_line){.ask_no = ask_no, .counted = counted};
	line->transfer.transfer_id = new_id(c);
	return &line->transfer;
}

struct document_plan document_plan_as(const struct document_plan *plan, enum document_kind kind)
{
	struct document_plan p = *plan;
	p.document.kind = kind;
	return p;
}

struct account_key document_key_of(const struct document_plan *p, enum account_class class)
{
	return (struct account_key){.org_no = p->document.org_no,
				    .class = class,
				    .cycle_no = p->document.cycle_no,
				    .source = p->source};
}

struct sn_err document_lines_good(size_t count)
{
	if (count == 0 || count > DOCUMENT_LINES_MAX)
		return SN_FAIL(DOCUMENT_EMPTY, .arg = {DOCUMENT_LINES_MAX});
	return SN_SUCCESS;
}

struct sn_err document_source_good(enum fund_source source)
{
	if (source <= FUND_NONE || source >= FUND_SOURCES_COUNT)
		return SN_FAIL(SOURCE_MISSING, .field = "source");
	return SN_SUCCESS;
}

struct sn_err document_spendable(struct ctx *c, const struct document_plan *p)
{
	SN_TRY(document_source_good(p->source));
	return fund_require(c, p->source, p->purpose, p->document.day);
}

struct sn_err document_make(struct ctx *c, const struct document *what,
			    const struct transfer *lines, size_t count, struct document *out)
{
	const struct document_plan plan = {.document = *what, .purpose = what->purpose};
	struct document_draft draft;
	bool done = false;
	SN_TRY(document_lines_good(count));
	/* Goods come in by document_make_purchase() alone, which asks who accepted them. */
	if (what->kind == DOCUMENT_PURCHASE)
		return SN_FAIL(NOT_ACCEPTED, .field = "purchase");
	struct buf *b = document_ask_begin(&plan);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		document_ask_line(b, lines[i].kind, lines[i].quantity, lines[i].value);
		document_ask_id(b, lines[i].transfer_id);
		ask_key(b, &lines[i].from);
		ask_key(b, &lines[i].to);
	}
	SN_TRY(document_draft_begin(c, &plan, b, &draft, &done));
	*out = draft.row.document;
	if (done)
		return SN_SUCCESS;
	SN_TRY(document_draft_room(c, &draft, count));
	for (size_t i = 0; i < count; i++)
		*document_draft_add(c, &draft, (int64_t)i + 1, true) = lines[i];
	draft.asks = (int64_t)count;
	draft.total_needed = true;
	draft.cash = lines[0].from.item_no == 0;
	draft.row.holder_id = lines[0].from.holder_id;
	return document_finish(c, &draft, out);
}
