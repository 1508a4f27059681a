/* Closing a period: the accountant's step, the approver's, and sending back. */
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

struct sn_err closing_period_parse(struct str text, int32_t *out)
{
	char digits[8];
	size_t n = 0;
	int64_t number = 0;
	int32_t from = 0, until = 0;
	for (size_t i = 0; i < text.bytes && n < sizeof digits; i++)
		if (text.at[i] != '-' || i != 4)
			digits[n++] = text.at[i];
	if ((n != 4 && n != 6) || !str_to_int((struct str){digits, n}, &number) ||
	    !closing_days((int32_t)number, &from, &until))
		return SN_FAIL(CLOSING_PERIOD, .field = "period");
	*out = (int32_t)number;
	return SN_SUCCESS;
}

/* ---- one period ---- */

static struct sn_err begin(struct ctx *c, int64_t org_no, int32_t period, struct closing *out,
			   bool *there)
{
	*out = (struct closing){.org_no = org_no, .period = period};
	if (!closing_days(period, &out->from_day, &out->until_day))
		return SN_FAIL(CLOSING_PERIOD, .field = "period");
	SN_TRY(ledger_shard_of(c, org_no, &out->shard));
	return closing_read(c, out->shard, org_no, period, out, there);
}

struct sn_err closing_now(struct ctx *c, const struct closing *of, struct closing *out,
			  struct closing_row **rows, size_t *count)
{
	*out = *of;
	return closing_compute(c, out, rows, count);
}

struct sn_err closing_of(struct ctx *c, int64_t org_no, int32_t period, struct closing *out,
			 bool *there)
{
	struct closing_row *rows = NULL;
	size_t count = 0;
	SN_TRY(begin(c, org_no, period, out, there));
	return *there ? SN_SUCCESS : closing_compute(c, out, &rows, &count);
}

/* ---- whose turn it is ---- */

/* Whoever was the one to it in an earlier round is not the other in this one. */
static struct sn_err other_round(struct ctx *c, const struct closing *of, bool judges)
{
	struct closing_back *backs;
	size_t count;
	SN_TRY(closing_backs(c, of, &backs, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(judges ? backs[i].closed_by : backs[i].by_id, c->actor_id))
			return SN_FAIL(SAME_HAND);
	return SN_SUCCESS;
}

/* A refusal goes into *why; what is wrong with the store comes back. */
static struct sn_err apart(struct sn_err e, struct sn_err *why)
{
	*why = e;
	const enum sn_err_code code = sn_err_code(e);
	return code == SN_DENIED || code == SN_CONFLICT || code == SN_NOT_FOUND ? SN_SUCCESS : e;
}

static struct sn_err may_confirm(struct ctx *c, const struct closing *of)
{
	const struct rights_held *held;
	struct org org;
	SN_TRY(org_by_no(c, of->org_no, 0, &org));
	SN_TRY(rights_held_read(c, &held));
	SN_TRY(closing_turn(of, held, (struct rights_at){of->org_no, org.path}, c->actor_id));
	return other_round(c, of, true);
}

static struct sn_err may_close(struct ctx *c, const struct closing *of)
{
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_ACCOUNTANT, of->org_no));
	if (of->confirmed_us != 0)
		return SN_FAIL(CLOSING_DONE);
	return other_round(c, of, false);
}

struct sn_err closing_mine_read(struct ctx *c, const struct closing *of, struct closing_mine *out)
{
	SN_TRY(apart(may_close(c, of), &out->why_close));
	SN_TRY(apart(may_confirm(c, of), &out->why_confirm));
	out->close = !sn_failed(out->why_close);
	out->confirm = !sn_failed(out->why_confirm);
	return SN_SUCCESS;
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
	SN_TRY(closing_check(c, out));
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(closing_compute(c, out, &rows, &count));
	arena_rewind(c->mem, mark);
	out->closed_by = c->actor_id;
	out->closed_us = now_us(c);
	out->back_us = 0;
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
	if (closing->closed_us == 0)
		return SN_FAIL(CLOSING_NONE, .field = "period");
	if (closing->confirmed_us != 0)
		return SN_FAIL(CLOSING_DONE);
	if (closing->back_us != 0)
		return SN_FAIL(CLOSING_SENT_BACK);
	return uuid_eq(closing->closed_by, user_id) ? SN_FAIL(SAME_HAND) : SN_SUCCESS;
}

struct sn_err closing_confirm(struct ctx *c, int64_t org_no, int32_t period, struct closing *out)
{
	struct sha256 hands;
	bool there = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, org_no));
	SN_TRY(begin(c, org_no, period, out, &there));
	if (!there)
		return SN_FAIL(CLOSING_NONE, .field = "period");
	const struct sn_err turn = may_confirm(c, out);
	if (turn.reason == SN_R_CLOSING_DONE && uuid_eq(out->confirmed_by, c->actor_id))
		return SN_SUCCESS;
	SN_TRY(turn);
	SN_TRY(closing_check(c, out));
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

struct sn_err closing_send_back(struct ctx *c, int64_t org_no, int32_t period, struct str why,
				struct closing *out)
{
	const struct str words = str_trim(why);
	bool there = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, org_no));
	if (words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (words.bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {CARE_WORDS_BYTES_MAX});
	SN_TRY(begin(c, org_no, period, out, &there));
	SN_TRY(may_confirm(c, out));
	out->back_us = now_us(c);
	SN_TRY(store_run(c->store, &closing_sql_back_add,
			 PARAMS(p_int(out->shard), p_int(org_no), p_int(period), p_uuid(new_id(c)),
				p_uuid_or_null(c->actor_id), p_int(out->back_us), p_text(words),
				p_uuid_or_null(out->closed_by), p_int(out->closed_us),
				p_int(out->accounts), p_money(out->in), p_money(out->out)),
			 NULL));
	return store_run(
		c->store, &closing_sql_send_back,
		PARAMS(p_int(out->shard), p_int(org_no), p_int(period), p_int(out->back_us)), NULL);
}
