/* Closing a period: what must be so before, the accountant's step, the approver's. */
#include "base/crypto.h"
#include "ledger/act_priv.h"
#include "ledger/closing_priv.h"
#include "ledger/closing_sql.h"
#include "ledger/ledger_priv.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- periods: pure ---- */

int32_t closing_month_before(int32_t month)
{
	return month % 100 == 1 ? month - 89 : month - 1;
}

int32_t closing_month_after(int32_t month)
{
	return month % 100 == 12 ? month + 89 : month + 1;
}

bool closing_days(int32_t period, int32_t *from_day, int32_t *until_day)
{
	const bool year = closing_is_year(period);
	if (year && period >= 1900 && period < PERIOD_YEAR_MAX) {
		*from_day = period * 10000 + 101;
		*until_day = (period + 1) * 10000 + 101;
		return true;
	}
	const int32_t month = period % 100;
	if (year || period / 100 < 1900 || period / 100 >= PERIOD_YEAR_MAX || month < 1 ||
	    month > 12)
		return false;
	*from_day = period * 100 + 1;
	*until_day = closing_month_after(period) * 100 + 1;
	return true;
}

/* ---- what must be so before ---- */

/* first: a month. */
static struct sn_err order(int32_t first)
{
	return sn_err_with_text(SN_FAIL(CLOSING_ORDER, .field = "period"), "%d-%02d", first / 100,
				first % 100);
}

static struct sn_err last_month(struct ctx *c, const struct closing *of, int32_t *month)
{
	*month = 0;
	struct rows *r = store_query(c->store, &closing_sql_last_month,
				     PARAMS(p_int(of->shard), p_int(of->org_no)));
	if (store_next(r))
		*month = (int32_t)store_int(r, "period"); /* NULL reads as 0: none */
	return store_done(r);
}

/* The month of the first transfer; 0: there is none. */
static struct sn_err first_month(struct ctx *c, const struct closing *of, int32_t *month)
{
	*month = 0;
	struct rows *r = store_query(c->store, &closing_sql_first_day,
				     PARAMS(p_int(of->shard), p_int(of->org_no << LEDGER_ORG_BITS),
					    p_int((of->org_no + 1) << LEDGER_ORG_BITS)));
	if (store_next(r))
		*month = (int32_t)(store_int(r, "day") / 100);
	return store_done(r);
}

static struct sn_err month_in_order(struct ctx *c, const struct closing *of)
{
	int32_t last = 0, first = 0;
	SN_TRY(last_month(c, of, &last));
	if (last != 0)
		return of->period == closing_month_after(last) ? SN_SUCCESS
							       : order(closing_month_after(last));
	SN_TRY(first_month(c, of, &first));
	return first != 0 && first < of->period ? order(first) : SN_SUCCESS;
}

/* Every month since the first one that was ever closed. */
static struct sn_err year_in_order(struct ctx *c, const struct closing *of)
{
	int32_t last = 0, first = 0;
	SN_TRY(last_month(c, of, &last));
	if (last == 0)
		SN_TRY(first_month(c, of, &first));
	if (last < of->period * 100 + 12)
		return order(last ? closing_month_after(last)
				  : (first ? first : of->period * 100 + 1));
	return closing_remainders_decided(c, of);
}

static struct sn_err no_documents(struct ctx *c, const struct closing *of)
{
	int64_t count = 0;
	char id[UUID_TEXT_BYTES] = "";
	struct rows *r =
		store_query(c->store, &closing_sql_documents_open,
			    PARAMS(p_int(of->shard), p_int(of->org_no), p_int(of->until_day)));
	while (store_next(r))
		if (count++ == 0)
			uuid_text(store_uuid(r, "document_id"), id);
	SN_TRY(store_done(r));
	if (count == 0)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(CLOSING_DOCUMENTS, .arg = {count}), "%s%s", id,
				count > 1 ? " …" : "");
}

static struct sn_err balanced(struct ctx *c, const struct closing *of)
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
	return quantity == 0 && money_is_zero(value)
		       ? SN_SUCCESS
		       : SN_FAIL(CLOSING_UNBALANCED, .arg = {quantity, money_fen(value)});
}

static struct sn_err may_close(struct ctx *c, const struct closing *of)
{
	if (day_of(now_us(c)) < of->until_day)
		return SN_FAIL(CLOSING_NOT_OVER, .field = "period", .arg = {of->until_day});
	SN_TRY(closing_is_year(of->period) ? year_in_order(c, of) : month_in_order(c, of));
	SN_TRY(no_documents(c, of));
	return balanced(c, of);
}

static struct sn_err begin(struct ctx *c, int64_t org_no, int32_t period, struct closing *out,
			   bool *there)
{
	*out = (struct closing){.org_no = org_no, .period = period};
	if (!closing_days(period, &out->from_day, &out->until_day))
		return SN_FAIL(CLOSING_PERIOD, .field = "period");
	SN_TRY(ledger_shard_of(c, org_no, &out->shard));
	return closing_read(c, out->shard, org_no, period, out, there);
}

/* ---- the accountant ---- */

struct sn_err closing_close(struct ctx *c, int64_t org_no, int32_t period, struct closing *out)
{
	struct closing_row *rows = NULL;
	size_t count = 0;
	bool there = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_ACCOUNTANT, org_no));
	SN_TRY(begin(c, org_no, period, out, &there));
	if (out->confirmed_us != 0)
		return uuid_eq(out->closed_by, c->actor_id) ? SN_SUCCESS : SN_FAIL(CLOSING_DONE);
	SN_TRY(may_close(c, out));
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(closing_compute(c, out, &rows, &count));
	arena_rewind(c->mem, mark);
	out->closed_by = c->actor_id;
	out->closed_us = now_us(c);
	const struct param figures[] = {p_int(out->accounts),
					p_money(out->in),
					p_money(out->out),
					p_bytes(out->digest, SHA256_BYTES),
					p_uuid_or_null(out->closed_by),
					p_int(out->closed_us)};
	if (there)
		return store_run(c->store, &closing_sql_again,
				 PARAMS(p_int(out->shard), p_int(org_no), p_int(period), figures[0],
					figures[1], figures[2], figures[3], figures[4], figures[5]),
				 NULL);
	out->closing_id = new_id(c);
	return store_run(c->store, &closing_sql_add,
			 PARAMS(p_int(out->shard), p_int(org_no), p_int(period),
				p_uuid(out->closing_id), figures[0], figures[1], figures[2],
				figures[3], figures[4], figures[5]),
			 NULL);
}

/* ---- the approver ---- */

struct sn_err closing_hands(const struct closing *k, struct sha256 *out)
{
	enum { HANDS_BYTES_MAX = 256 };
	struct buf *b = buf_new(HANDS_BYTES_MAX);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	buf_add(b, STR("songnuan-closing-hands/v1\n"));
	buf_add(b, (struct str){(const char *)k->digest, sizeof k->digest});
	ledger_digest_id(b, k->closed_by);
	ledger_digest_id(b, k->confirmed_by);
	buf_printf(b, " %" PRId64 " %" PRId64, k->closed_us, k->confirmed_us);
	return ledger_digest_end(b, out);
}

struct tlog_leaf closing_leaf(const struct closing *k, const struct sha256 *hands)
{
	return (struct tlog_leaf){.kind = TLOG_CLOSING,
				  .day = day_of(k->confirmed_us),
				  .value = k->in,
				  .quantity = k->accounts,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = hands->bytes};
}

/* What the accountant saw is what is shut: the same figures, or nothing. */
static struct sn_err write_snapshot(struct ctx *c, struct closing *out)
{
	struct closing_row *rows = NULL;
	size_t count = 0;
	struct closing now = *out;
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(closing_compute(c, &now, &rows, &count));
	if (memcmp(now.digest, out->digest, SHA256_BYTES) != 0)
		return SN_FAIL(CLOSING_MOVED);
	SN_TRY(closing_rows_add(c, out, rows, count));
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

struct sn_err closing_turn(const struct closing *closing, const struct rights_held *held,
			   struct rights_at at, struct uuid user_id)
{
	static const enum rights_role approver[] = {ROLE_APPROVER};
	SN_TRY(rights_held_require(held, approver, 1, at));
	if (closing->confirmed_us != 0)
		return SN_FAIL(CLOSING_DONE);
	return uuid_eq(closing->closed_by, user_id) ? SN_FAIL(SAME_HAND) : SN_SUCCESS;
}

struct sn_err closing_confirm(struct ctx *c, int64_t org_no, int32_t period, struct closing *out)
{
	const struct rights_held *held;
	struct sha256 hands;
	struct org org;
	bool there = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, org_no));
	SN_TRY(begin(c, org_no, period, out, &there));
	if (!there)
		return SN_FAIL(CLOSING_NONE, .field = "period");
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(rights_held_read(c, &held));
	const struct sn_err turn =
		closing_turn(out, held, (struct rights_at){org_no, org.path}, c->actor_id);
	if (turn.reason == SN_R_CLOSING_DONE && uuid_eq(out->confirmed_by, c->actor_id))
		return SN_SUCCESS;
	SN_TRY(turn);
	SN_TRY(may_close(c, out));
	SN_TRY(write_snapshot(c, out));
	out->confirmed_by = c->actor_id;
	out->confirmed_us = now_us(c);
	SN_TRY(store_run(c->store, &closing_sql_confirm,
			 PARAMS(p_int(out->shard), p_int(org_no), p_int(period),
				p_uuid_or_null(out->confirmed_by), p_int(out->confirmed_us)),
			 NULL));
	SN_TRY(ledger_books_close(c, org_no, out->until_day));
	SN_TRY(closing_hands(out, &hands));
	const struct tlog_leaf leaf = closing_leaf(out, &hands);
	return tlog_append(c, &leaf, out->shard, out->closing_id);
}
