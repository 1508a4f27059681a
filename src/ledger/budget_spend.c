/* Budget lines are used: by documents and bank batches, given back by returns, settled when a paper is posted or cancelled. */
#include "ledger/budget_priv.h"

#include "ledger/act_priv.h"
#include "ledger/budget_sql.h"

#include <assert.h>

/* ---- documents ---- */

static struct sn_err spender_good(struct ctx *c, const struct budget_whole *line)
{
	const struct budget_line *l = &line->line;
	enum rights_role roles[RIGHTS_ROLES_COUNT];
	size_t count = 0;
	bool named = false;
	if (l->roles == 0 && l->users_count == 0)
		return SN_SUCCESS;
	struct rows *r =
		store_query(c->store, &budget_sql_spender,
			    PARAMS(p_int(l->shard), p_uuid(line->first_id), p_uuid(c->actor_id)));
	named = store_next(r);
	SN_TRY(store_done(r));
	if (named)
		return SN_SUCCESS;
	for (int role = 0; role < RIGHTS_ROLES_COUNT; role++)
		if (l->roles & 1U << role)
			roles[count++] = (enum rights_role)role;
	const struct sn_err e =
		count > 0 ? rights_require(c, roles, count, l->org_no) : SN_FAIL(NOT_GRANTED);
	if (e.reason == SN_R_NOT_GRANTED)
		return budget_coded(SN_FAIL(BUDGET_NOT_YOURS, .field = "budget"), l->code);
	return e;
}

/* What `used` may become on this line; the amount is below zero where it comes back. */
static struct sn_err use(struct ctx *c, const struct budget_spending *of,
			 const struct budget_whole *line)
{
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &budget_sql_line_use,
			 PARAMS(p_int(of->shard), p_int(of->org_no), p_int(of->cycle_no),
				p_text(of->code), p_money(of->amount)),
			 &changed));
	if (changed == 1)
		return SN_SUCCESS;
	const int64_t used = money_fen(line->line.used), fen = money_fen(of->amount);
	if (fen < 0)
		return budget_coded(
			SN_FAIL(BUDGET_BACK_TOO_MUCH, .field = "budget", .arg = {used, -fen}),
			of->code);
	return budget_coded(SN_FAIL(BUDGET_SHORT, .field = "budget",
				    .arg = {money_fen(line->line.amount) - used, fen}),
			    of->code);
}

static struct sn_err use_add(struct ctx *c, const struct budget_spending *of, int64_t amount_fen,
			     enum budget_use_state state)
{
	return store_run(c->store, &budget_sql_use_add,
			 PARAMS(p_int(of->shard), p_uuid(of->document_id), p_int(of->org_no),
				p_int(of->cycle_no), p_text(of->code), p_int(amount_fen),
				p_int(state), p_int(of->paper)),
			 NULL);
}

struct sn_err budget_take(struct ctx *c, const struct budget_spending *of)
{
	struct budget_whole line;
	bool closed = false;
	if (of->code.bytes == 0) {
		SN_TRY(budget_closed(c, of->org_no, of->cycle_no, &closed));
		return closed ? SN_FAIL(BUDGET_LINE_MISSING, .field = "budget") : SN_SUCCESS;
	}
	SN_TRY(budget_whole_read(c, of, &line));
	if (!line.there)
		return budget_coded(SN_FAIL(BUDGET_GONE, .field = "budget"), of->code);
	if (line.line.source != of->source)
		return budget_coded(SN_FAIL(BUDGET_SOURCE, .field = "source"), of->code);
	SN_TRY(spender_good(c, &line));
	SN_TRY(use(c, of, &line));
	return use_add(c, of, money_fen(of->amount), BUDGET_USE_COUNTS);
}

struct sn_err budget_note_back(struct ctx *c, const struct budget_spending *of)
{
	struct budget_whole line;
	SN_TRY(budget_whole_read(c, of, &line));
	if (!line.there)
		return budget_coded(SN_FAIL(BUDGET_GONE, .field = "budget"), of->code);
	if (money_less(line.line.used, of->amount))
		return budget_coded(
			SN_FAIL(BUDGET_BACK_TOO_MUCH, .field = "budget",
				.arg = {money_fen(line.line.used), money_fen(of->amount)}),
			of->code);
	return use_add(c, of, -money_fen(of->amount), BUDGET_USE_WAITS);
}

struct sn_err budget_give_back(struct ctx *c, const struct budget_spending *of)
{
	struct budget_spending back = *of;
	struct budget_whole line;
	SN_TRY(budget_whole_read(c, of, &line));
	if (!line.there)
		return budget_coded(SN_FAIL(BUDGET_GONE, .field = "budget"), of->code);
	back.amount = MONEY_FEN(-money_fen(of->amount));
	SN_TRY(use(c, &back, &line));
	return use_add(c, &back, money_fen(back.amount), BUDGET_USE_COUNTS);
}

/* ---- an allotment that comes back ---- */

enum {
	BACK_LINES_MAX = 64
}; /* lines that the allotments to one union were taken from: a handful */
struct back {
	struct budget_spending lines[BACK_LINES_MAX];
	size_t count;
};

static struct sn_err back_add(struct back *b, const struct budget_spending *of, int64_t fen)
{
	struct budget_spending *at = b->lines;
	while (at < b->lines + b->count &&
	       !(at->shard == of->shard && at->org_no == of->org_no &&
		 at->cycle_no == of->cycle_no && str_eq(at->code, of->code)))
		at++;
	if (at == b->lines + BACK_LINES_MAX)
		return SN_FAIL(TOO_LONG, .field = "budget", .arg = {BACK_LINES_MAX});
	if (at == b->lines + b->count) {
		b->lines[b->count++] = *of;
		at->amount = MONEY_FEN(0);
	}
	return money_add(&at->amount, at->amount, MONEY_FEN(fen))
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "amount");
}

static struct sn_err returned_before(struct ctx *c, const struct budget_return *of, int64_t *fen)
{
	struct rows *r = store_query(c->store, &budget_sql_returned,
				     PARAMS(p_int(of->shard), p_int(of->from.org_no),
					    p_int(of->from.cycle_no), p_int(of->from.source),
					    p_int(of->to.org_no), p_int(of->to.cycle_no),
					    p_int(of->to.source), p_text(of->purpose)));
	*fen = store_next(r) ? store_int(r, "value_fen") : 0;
	return store_done(r);
}

/* The latest allotment is undone first; what went back before has undone the latest of then. */
static struct sn_err back_read(struct ctx *c, const struct budget_return *of, int64_t before_fen,
			       struct back *out)
{
	struct sn_err e = SN_SUCCESS;
	int64_t left_fen = money_fen(of->amount);
	struct rows *r = store_query(c->store, &budget_sql_allotted,
				     PARAMS(p_int(of->from.org_no), p_int(of->from.cycle_no),
					    p_int(of->from.source), p_int(of->to.org_no),
					    p_int(of->to.cycle_no), p_int(of->to.source),
					    p_text(of->purpose)));
	while (!sn_failed(e) && left_fen > 0 && store_next(r)) {
		int64_t fen = store_int(r, "value_fen");
		const int64_t undone = fen < before_fen ? fen : before_fen;
		before_fen -= undone;
		fen -= undone;
		fen = fen < left_fen ? fen : left_fen;
		left_fen -= fen;
		if (fen == 0 || store_is_null(r, "code"))
			continue;
		e = back_add(out,
			     &(const struct budget_spending){
				     .document_id = of->document_id,
				     .shard = store_int(r, "shard"),
				     .org_no = store_int(r, "org_no"),
				     .cycle_no = store_int(r, "cycle_no"),
				     .code = arena_str(c->mem, store_text(r, "code"))},
			     fen);
	}
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}

struct sn_err budget_note_return(struct ctx *c, const struct budget_return *of)
{
	struct back *back = ARENA_NEW(c->mem, struct back);
	int64_t before_fen = 0;
	if (!back)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(returned_before(c, of, &before_fen));
	SN_TRY(back_read(c, of, before_fen, back));
	for (size_t i = 0; i < back->count; i++)
		SN_TRY(budget_note_back(c, &back->lines[i]));
	return SN_SUCCESS;
}

/* ---- posted, or cancelled ---- */

struct used {
	struct budget_spending of;
	enum budget_use_state state;
};

static struct sn_err uses_read(struct ctx *c, struct uuid document_id, struct used **out,
			       size_t *count)
{
	struct used *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &budget_sql_uses, PARAMS(p_uuid(document_id)));
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct used){
				.of = {.document_id = document_id,
				       .shard = store_int(r, "shard"),
				       .org_no = store_int(r, "org_no"),
				       .cycle_no = store_int(r, "cycle_no"),
				       .code = arena_str(c->mem, store_text(r, "code")),
				       .amount = store_money(r, "amount_fen")},
				.state = (enum budget_use_state)store_int(r, "state")};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* Posted, what was taken stays taken; cancelled, what has not come back does not. */
static struct sn_err settle_one(struct ctx *c, const struct used *u, bool cancelled)
{
	struct budget_spending of = u->of;
	struct budget_whole line;
	if (u->state == BUDGET_USE_CANCELLED || (u->state == BUDGET_USE_COUNTS && !cancelled))
		return SN_SUCCESS;
	if (cancelled)
		of.amount = MONEY_FEN(-money_fen(of.amount));
	if (cancelled == (u->state == BUDGET_USE_COUNTS)) {
		SN_TRY(budget_whole_read(c, &of, &line));
		SN_TRY(use(c, &of, &line));
	}
	return store_run(c->store, &budget_sql_use_settle,
			 PARAMS(p_int(of.shard), p_uuid(of.document_id), p_int(of.org_no),
				p_int(of.cycle_no), p_text(of.code), p_int(u->state),
				p_int(cancelled ? BUDGET_USE_CANCELLED : BUDGET_USE_COUNTS)),
			 NULL);
}

struct sn_err budget_settle(struct ctx *c, struct uuid document_id, bool cancelled)
{
	struct used *list = NULL;
	size_t count = 0;
	SN_TRY(uses_read(c, document_id, &list, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(settle_one(c, &list[i], cancelled));
	return SN_SUCCESS;
}
