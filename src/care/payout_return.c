/* What the bank says: each row decided over the batch's lines, then payments posted as deliveries, the money of bounced
 * lines freed, and what came back taken back. */
#include "care/payout_priv.h"
#include "care/payout_sql.h"

struct returning {
	const struct payout_return *what;
	struct payout_taken *out;
	struct payout batch;
	struct cycle cycle;
	struct payout_line *lines;
	size_t count;
	size_t *line; /* of each row */
	struct payout_act act;
};

/* ---- payments ---- */

/* A page of rows that say paid. */
struct paying {
	struct returning *r;
	const size_t *rows;
	size_t count;
};

static struct payout_line *line_of(const struct returning *r, size_t row)
{
	return &r->lines[r->line[row]];
}

/* The accounts that the lines' money is held in, line by line. */
static struct sn_err held_shares(struct ctx *c, const struct paying *p, struct cash_share **out)
{
	size_t holds = 0, n = 0;
	for (size_t i = 0; i < p->count; i++)
		holds += (size_t)line_of(p->r, p->rows[i])->holds;
	struct hold_ref *refs = ARENA_ARRAY(c->mem, struct hold_ref, holds + 1);
	struct transfer *held = ARENA_ARRAY(c->mem, struct transfer, holds + 1);
	*out = ARENA_ARRAY(c->mem, struct cash_share, holds + 1);
	if (!refs || !held || !*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->count; i++) {
		const struct payout_line *l = line_of(p->r, p->rows[i]);
		for (size_t part = 0; part < (size_t)l->holds; part++)
			refs[n++] = (struct hold_ref){p->r->batch.shard, payout_hold_id(l, part)};
	}
	SN_TRY(ledger_hold_take(c, refs, n, held));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct cash_share){held[i].from, held[i].value};
	return SN_SUCCESS;
}

static int64_t paid_at_us(const struct ctx *c, const struct payout_row *row)
{
	return row->day == 0 ? now_us(c) : day_start_us(row->day);
}

static struct sn_err deliver_page(struct ctx *c, const struct paying *p,
				  struct delivery_result *results)
{
	struct delivery_item *items = ARENA_ARRAY(c->mem, struct delivery_item, p->count + 1);
	struct cash_share *shares = NULL;
	size_t share = 0;
	if (!items)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(held_shares(c, p, &shares));
	for (size_t i = 0; i < p->count; i++) {
		const struct payout_line *l = line_of(p->r, p->rows[i]);
		items[i] = (struct delivery_item){
			.record_id = l->line_id,
			.who = {l->shard, l->person_id},
			.benefit = l->benefit,
			.quantity = money_fen(l->value),
			.level = EVIDENCE_C,
			.at_us = paid_at_us(c, &p->r->what->rows[p->rows[i]]),
			.paid_from = &shares[share],
			.paid_from_count = (size_t)l->holds};
		share += (size_t)l->holds;
	}
	return care_deliver(c, &p->r->cycle, items, p->count, results);
}

static struct sn_err write_paid(struct ctx *c, const struct paying *p,
				const struct delivery_result *results)
{
	enum { PAID_PARAMS = 6 };
	struct param *params = ARENA_ARRAY(c->mem, struct param, p->count * PAID_PARAMS + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, p->count + 1);
	if (!params || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->count; i++) {
		struct payout_line *l = line_of(p->r, p->rows[i]);
		const struct payout_row *row = &p->r->what->rows[p->rows[i]];
		l->state = PAYOUT_LINE_PAID;
		l->day = row->day == 0 ? day_of(p->r->act.at_us) : row->day;
		l->bank_ref = row->bank_ref;
		l->act_id = p->r->act.act_id;
		l->doubled = results[i].outcome == DELIVERY_OVER_ISSUE;
		p->r->out[p->rows[i]].fate = l->doubled ? PAYOUT_TAKES_DOUBLED : PAYOUT_TAKES_PAID;
		const struct param set[PAID_PARAMS] = {p_int(l->shard),     p_uuid(l->line_id),
						       p_text(l->bank_ref), p_int(l->day),
						       p_uuid(l->act_id),   p_int(l->doubled)};
		memcpy(&params[i * PAID_PARAMS], set, sizeof set);
	}
	SN_TRY(store_many(c->store, &payout_sql_line_paid, params, p->count, changed));
	for (size_t i = 0; i < p->count; i++)
		if (changed[i] != 1)
			return SN_FAIL(PAYOUT_CHANGED, .field = "batch");
	return SN_SUCCESS;
}

static struct sn_err pay_page(struct ctx *c, void *arg)
{
	struct paying *p = arg;
	struct delivery_result *results = ARENA_ARRAY(c->mem, struct delivery_result, p->count + 1);
	if (!results)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(deliver_page(c, p, results));
	for (size_t i = 0; i < p->count; i++)
		if (results[i].outcome == DELIVERY_REFUSED)
			return results[i].why;
	return write_paid(c, p, results);
}

/* What one row may cause and others need not suffer from. */
static bool is_refusal(struct sn_err e)
{
	const int code = (int)sn_err_code(e);
	return code == SN_INVALID || code == SN_DENIED || code == SN_NOT_FOUND ||
	       code == SN_CONFLICT || code == SN_LIMIT;
}

/* A page as a set; where something of it is refused, row by row, and the refused ones alone are handed back. */
static struct sn_err pay(struct ctx *c, struct returning *r, const size_t *rows, size_t count)
{
	struct paying all = {r, rows, count};
	const struct sn_err e = store_attempt(c, pay_page, &all);
	if (!sn_failed(e) || !is_refusal(e))
		return e;
	for (size_t i = 0; i < count; i++) {
		const struct payout_line before = *line_of(r, rows[i]);
		struct paying one = {r, &rows[i], 1};
		const struct sn_err why = store_attempt(c, pay_page, &one);
		if (!sn_failed(why))
			continue;
		if (!is_refusal(why))
			return why;
		*line_of(r, rows[i]) = before;
		r->out[rows[i]] = (struct payout_taken){.fate = PAYOUT_REFUSED, .why = why};
	}
	return SN_SUCCESS;
}

/* ---- bounced ---- */

static struct sn_err bounce(struct ctx *c, struct returning *r, const size_t *rows, size_t count)
{
	enum { ENDED_PARAMS = 7 };
	const struct payout_line **lines =
		ARENA_ARRAY(c->mem, const struct payout_line *, count + 1);
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * ENDED_PARAMS + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, count + 1);
	if (!lines || !params || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		struct payout_line *l = line_of(r, rows[i]);
		const struct payout_row *row = &r->what->rows[rows[i]];
		lines[i] = l;
		l->state = PAYOUT_LINE_BOUNCED;
		l->why = row->why;
		l->words = row->words;
		l->bank_ref = row->bank_ref;
		l->act_id = r->act.act_id;
		const struct param set[ENDED_PARAMS] = {
			p_int(l->shard),  p_uuid(l->line_id),  p_int(l->state),  p_int(l->why),
			p_text(l->words), p_text(l->bank_ref), p_uuid(l->act_id)};
		memcpy(&params[i * ENDED_PARAMS], set, sizeof set);
		if (payout_why_is_card(l->why))
			SN_TRY(card_mark_bad(c, l->card, l->words));
	}
	SN_TRY(payout_free(c, &r->batch, lines, count));
	SN_TRY(store_many(c->store, &payout_sql_line_ended, params, count, changed));
	for (size_t i = 0; i < count; i++)
		if (changed[i] != 1)
			return SN_FAIL(PAYOUT_CHANGED, .field = "batch");
	return SN_SUCCESS;
}

/* ---- sent back: one by one, they are few ---- */

struct backing {
	struct returning *r;
	size_t row;
};
static struct sn_err back_work(struct ctx *c, void *arg)
{
	const struct backing *b = arg;
	struct payout_line *l = line_of(b->r, b->row);
	const struct payout_row *row = &b->r->what->rows[b->row];
	const struct payout_words *why = payout_why_words(row->why);
	int64_t changed = 0;
	const struct uuid reversal_id = new_id(c);
	SN_TRY(care_delivery_take_back(c, l->shard, l->line_id, reversal_id,
				       str_is_null(row->words) ? str_of(why->zh) : row->words));
	l->state = PAYOUT_LINE_BACK;
	l->back_act_id = b->r->act.act_id;
	l->back_day = row->day == 0 ? day_of(b->r->act.at_us) : row->day;
	l->back_words = row->words;
	l->reversal_id = reversal_id;
	SN_TRY(store_run(c->store, &payout_sql_line_back,
			 PARAMS(p_int(l->shard), p_uuid(l->line_id), p_uuid(l->back_act_id),
				p_int(l->back_day), p_text(l->back_words), p_uuid(reversal_id)),
			 &changed));
	if (changed != 1)
		return SN_FAIL(PAYOUT_CHANGED, .field = "batch");
	return payout_why_is_card(row->why) ? card_mark_bad(c, l->card, l->back_words) : SN_SUCCESS;
}

static struct sn_err send_back(struct ctx *c, struct returning *r, const size_t *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct payout_line before = *line_of(r, rows[i]);
		struct backing one = {r, rows[i]};
		const struct sn_err why = store_attempt(c, back_work, &one);
		if (!sn_failed(why))
			continue;
		if (!is_refusal(why))
			return why;
		*line_of(r, rows[i]) = before;
		r->out[rows[i]] = (struct payout_taken){.fate = PAYOUT_REFUSED, .why = why};
	}
	return SN_SUCCESS;
}

/* ---- the whole file ---- */

typedef struct sn_err apply_page(struct ctx *c, struct returning *r, const size_t *rows,
				 size_t count);

/* Applies the rows of one fate in pages. */
static struct sn_err apply(struct ctx *c, struct returning *r, enum payout_fate fate,
			   apply_page *page)
{
	size_t *rows = ARENA_ARRAY(c->mem, size_t, PAYOUT_PAGE_ROWS);
	size_t n = 0;
	if (!rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < r->what->count; i++) {
		if (r->out[i].fate == fate)
			rows[n++] = i;
		if (n == 0 || (n < PAYOUT_PAGE_ROWS && i + 1 < r->what->count))
			continue;
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(page(c, r, rows, n));
		arena_rewind(c->mem, mark);
		n = 0;
	}
	return SN_SUCCESS;
}

static struct sn_err may_return(struct ctx *c, const struct returning *r)
{
	const struct payout *b = &r->batch;
	if (uuid_is_null(c->actor_id))
		return SN_FAIL(NO_ACTOR);
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_ACCOUNTANT, b->org_no));
	if (b->state != PAYOUT_EXPORTED && b->state != PAYOUT_DONE)
		return payout_wrong_state(b);
	/* Not asked: whether the cycle is open. When it was closed all lines were settled, and what the bank sends back
	 * weeks later is in the fund whether we book it or not. */
	return uuid_eq(b->exporter_id, c->actor_id) ? SN_FAIL(PAYOUT_OWN_RETURN) : SN_SUCCESS;
}

static struct sn_err decide(struct ctx *c, struct returning *r)
{
	r->line = ARENA_ARRAY(c->mem, size_t, r->what->count + 1);
	size_t *first = ARENA_ARRAY(c->mem, size_t, r->count + 1);
	if (!r->line || !first)
		return SN_FAIL(OUT_OF_MEMORY);
	payout_decide(&(const struct payout_deciding){.batch = &r->batch,
						      .today = day_of(now_us(c)),
						      .lines = r->lines,
						      .lines_count = r->count,
						      .rows = r->what->rows,
						      .count = r->what->count,
						      .first = first,
						      .line = r->line,
						      .out = r->out});
	return SN_SUCCESS;
}

/* A return that changed something is an act; the same again is none. */
static struct sn_err record(struct ctx *c, struct returning *r)
{
	struct money paid = MONEY_FEN(0), freed = MONEY_FEN(0);
	for (size_t i = 0; i < r->what->count; i++) {
		const enum payout_fate fate = r->out[i].fate;
		const bool pays = fate == PAYOUT_TAKES_PAID || fate == PAYOUT_TAKES_DOUBLED;
		const bool frees = fate == PAYOUT_TAKES_BOUNCED || fate == PAYOUT_TAKES_BACK;
		struct money *sum = pays ? &paid : &freed;
		if ((pays || frees) && !money_add(sum, *sum, r->what->rows[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
		r->act.lines_count += pays || frees;
	}
	if (r->act.lines_count == 0)
		return SN_SUCCESS;
	r->act.value = paid;
	SN_TRY(payout_budget_back(c, &r->batch, &r->act, freed));
	SN_TRY(payout_act_add(c, &r->batch, &r->act, r->lines, r->count));
	int64_t finished = 0;
	SN_TRY(store_run(c->store, &payout_sql_finish,
			 PARAMS(p_int(r->batch.shard), p_uuid(r->batch.batch_id)), &finished));
	if (finished != 1)
		return SN_SUCCESS;
	r->batch.state = PAYOUT_DONE;
	return payout_file_forget(c, &r->batch); /* nobody needs whole card numbers any more */
}

static struct sn_err return_begin(struct ctx *c, struct returning *r)
{
	SN_TRY(payout_read(c, r->what->batch_id, &r->batch));
	SN_TRY(care_cycle_by_no(c, r->batch.cycle_no, &r->cycle));
	SN_TRY(may_return(c, r));
	if (r->what->count > PAYOUT_RETURN_ROWS_MAX)
		return SN_FAIL(TOO_BIG, .field = "file", .arg = {PAYOUT_RETURN_ROWS_MAX});
	SN_TRY(payout_lines(c, r->what->batch_id, &r->lines, &r->count));
	return decide(c, r);
}

struct sn_err payout_return_look(struct ctx *c, const struct payout_return *what,
				 struct payout_taken *out)
{
	struct returning r = {.what = what, .out = out};
	return return_begin(c, &r);
}

struct sn_err payout_return(struct ctx *c, const struct payout_return *what,
			    struct payout_taken *out, struct payout *batch)
{
	struct returning r = {.what = what, .out = out};
	SN_TRY(return_begin(c, &r));
	r.act = (struct payout_act){.act_id = new_id(c),
				    .kind = PAYOUT_ACT_RETURN,
				    .by_id = c->actor_id,
				    .at_us = now_us(c),
				    .has_file = true,
				    .file = what->file};
	SN_TRY(apply(c, &r, PAYOUT_TAKES_PAID, pay));
	SN_TRY(apply(c, &r, PAYOUT_TAKES_BOUNCED, bounce));
	SN_TRY(apply(c, &r, PAYOUT_TAKES_BACK, send_back));
	SN_TRY(record(c, &r));
	*batch = r.batch;
	return SN_SUCCESS;
}
