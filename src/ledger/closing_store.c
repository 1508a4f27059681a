/* A closing's rows: computed from transfers, written, read and computed again. */
#include "ledger/act_priv.h"
#include "ledger/closing_priv.h"
#include "ledger/closing_sql.h"

#include <assert.h>
#include <inttypes.h>

/* ---- rows ---- */

struct row_list {
	struct closing_row *rows;
	size_t count;
};

/* NULL: no memory. */
static struct closing_row *add_row(struct arena *mem, struct row_list *l, int64_t account_no)
{
	struct closing_row *more = ledger_grow(mem, l->rows, l->count, sizeof *more);
	if (!more)
		return NULL;
	l->rows = more;
	struct closing_row *row = &l->rows[l->count++];
	*row = (struct closing_row){.account_no = account_no};
	return row;
}

static struct closing_row row_from_row(const struct rows *r)
{
	return (struct closing_row){.account_no = store_int(r, "account_no"),
				    .opening = store_int(r, "opening_quantity"),
				    .opening_value = store_money(r, "opening_fen"),
				    .in = store_int(r, "in_quantity"),
				    .in_value = store_money(r, "in_fen"),
				    .out = store_int(r, "out_quantity"),
				    .out_value = store_money(r, "out_fen"),
				    .closing = store_int(r, "closing_quantity"),
				    .closing_value = store_money(r, "closing_fen")};
}

static struct sn_err read_rows(struct ctx *c, const struct closing *of, int32_t period,
			       struct row_list *out)
{
	bool kept = true;
	*out = (struct row_list){.count = 0};
	struct rows *r = store_query(c->store, &closing_sql_accounts,
				     PARAMS(p_int(of->shard), p_int(of->org_no), p_int(period)));
	while (kept && store_next(r)) {
		struct closing_row *row = add_row(c->mem, out, 0);
		kept = row != NULL;
		if (kept)
			*row = row_from_row(r);
	}
	SN_TRY(store_done(r));
	return kept ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err closing_rows(struct ctx *c, const struct closing *of, struct closing_row **out,
			   size_t *count)
{
	struct row_list list;
	SN_TRY(read_rows(c, of, of->period, &list));
	*out = list.rows;
	*count = list.count;
	return SN_SUCCESS;
}

/* ---- digest ---- */

static void digest_row(struct sha256_stream *s, const struct closing_row *row)
{
	char text[9 * 21 + 1];
	const int n =
		snprintf(text, sizeof text,
			 "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
			 " %" PRId64 " %" PRId64 " %" PRId64 "\n",
			 row->account_no, row->opening, money_fen(row->opening_value), row->in,
			 money_fen(row->in_value), row->out, money_fen(row->out_value),
			 row->closing, money_fen(row->closing_value));
	sha256_stream_add(s, (struct str){text, (size_t)n});
}

static struct sn_err digest_of(const struct closing *of, const struct row_list *l,
			       uint8_t out[SHA256_BYTES])
{
	char head[96];
	struct sha256_stream *s = sha256_stream_new();
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	const int n =
		snprintf(head, sizeof head, "songnuan-closing/v1\n%" PRId64 " %" PRId64 " %d\n",
			 of->shard, of->org_no, of->period);
	sha256_stream_add(s, (struct str){head, (size_t)n});
	for (size_t i = 0; i < l->count; i++)
		digest_row(s, &l->rows[i]);
	const struct sha256 digest = sha256_stream_end(s);
	sha256_stream_free(s);
	memcpy(out, digest.bytes, SHA256_BYTES);
	return SN_SUCCESS;
}

/* ---- computing ---- */

static bool settle_row(struct closing_row *row)
{
	return !__builtin_add_overflow(row->opening, row->in, &row->closing) &&
	       !__builtin_sub_overflow(row->closing, row->out, &row->closing) &&
	       money_add(&row->closing_value, row->opening_value, row->in_value) &&
	       money_subtract(&row->closing_value, row->closing_value, row->out_value);
}

static bool has_opening(const struct closing_row *row)
{
	return row->closing != 0 || !money_is_zero(row->closing_value);
}

/* What stood at the end of the month before opens the account; accounts that came to nothing are left behind. */
static struct sn_err open_until(struct arena *mem, struct row_list *list,
				const struct row_list *before, size_t *at, int64_t account_no)
{
	for (; *at < before->count && before->rows[*at].account_no < account_no; (*at)++) {
		const struct closing_row *was = &before->rows[*at];
		if (!has_opening(was))
			continue;
		struct closing_row *row = add_row(mem, list, was->account_no);
		if (!row)
			return SN_FAIL(OUT_OF_MEMORY);
		row->opening = row->closing = was->closing;
		row->opening_value = row->closing_value = was->closing_value;
	}
	return SN_SUCCESS;
}

static struct rows *query_moves(struct ctx *c, const struct closing *of)
{
	if (closing_is_year(of->period))
		return store_query(c->store, &closing_sql_moves_of_months,
				   PARAMS(p_int(of->shard), p_int(of->org_no),
					  p_int(of->period * 100 + 1),
					  p_int(of->period * 100 + 12)));
	return store_query(c->store, &closing_sql_moves,
			   PARAMS(p_int(of->shard), p_int(of->org_no << LEDGER_ORG_BITS),
				  p_int((of->org_no + 1) << LEDGER_ORG_BITS), p_int(of->from_day),
				  p_int(of->until_day)));
}

static struct sn_err take_moves(struct ctx *c, struct closing *of, struct rows *r,
				const struct row_list *before, struct row_list *list)
{
	struct sn_err e = SN_SUCCESS;
	size_t at = 0;
	while (!sn_failed(e) && store_next(r)) {
		const int64_t account_no = store_int(r, "account_no");
		e = open_until(c->mem, list, before, &at, account_no);
		struct closing_row *row = sn_failed(e) ? NULL : add_row(c->mem, list, account_no);
		if (!row) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		if (at < before->count && before->rows[at].account_no == account_no) {
			row->opening = before->rows[at].closing;
			row->opening_value = before->rows[at++].closing_value;
		}
		row->in = store_int(r, "in_quantity");
		row->in_value = store_money(r, "in_fen");
		row->out = store_int(r, "out_quantity");
		row->out_value = store_money(r, "out_fen");
		const bool money = store_int(r, "item_no") == 0;
		if (!settle_row(row) || (money && (!money_add(&of->in, of->in, row->in_value) ||
						   !money_add(&of->out, of->out, row->out_value))))
			e = SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	return open_until(c->mem, list, before, &at, INT64_MAX);
}

struct sn_err closing_compute(struct ctx *c, struct closing *of, struct closing_row **rows,
			      size_t *count)
{
	struct row_list before, list = {.count = 0};
	const int32_t first = closing_is_year(of->period) ? of->period * 100 + 1 : of->period;
	of->in = of->out = MONEY_FEN(0);
	SN_TRY(read_rows(c, of, closing_month_before(first), &before));
	SN_TRY(take_moves(c, of, query_moves(c, of), &before, &list));
	SN_TRY(digest_of(of, &list, of->digest));
	of->accounts = (int64_t)list.count;
	*rows = list.rows;
	*count = list.count;
	return SN_SUCCESS;
}

/* ---- the tables ---- */

enum { ROW_PARAMS = 12, ROWS_AT_ONCE = 4096 };

struct sn_err closing_rows_add(struct ctx *c, const struct closing *of,
			       const struct closing_row *rows, size_t count)
{
	const struct arena_mark mark = arena_mark(c->mem);
	struct param *params = ARENA_ARRAY(c->mem, struct param, (size_t)ROWS_AT_ONCE * ROW_PARAMS);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t from = 0; from < count; from += ROWS_AT_ONCE) {
		const size_t n = count - from < ROWS_AT_ONCE ? count - from : ROWS_AT_ONCE;
		for (size_t i = 0; i < n; i++) {
			const struct closing_row *row = &rows[from + i];
			const struct param p[ROW_PARAMS] = {
				p_int(of->shard),    p_int(of->org_no),
				p_int(of->period),   p_int(row->account_no),
				p_int(row->opening), p_money(row->opening_value),
				p_int(row->in),      p_money(row->in_value),
				p_int(row->out),     p_money(row->out_value),
				p_int(row->closing), p_money(row->closing_value)};
			memcpy(&params[i * ROW_PARAMS], p, sizeof p);
		}
		SN_TRY(store_many(c->store, &closing_sql_account_add, params, n, NULL));
	}
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static struct closing from_row(const struct rows *r)
{
	struct closing k = {.closing_id = store_uuid(r, "closing_id"),
			    .shard = store_int(r, "shard"),
			    .org_no = store_int(r, "org_no"),
			    .period = (int32_t)store_int(r, "period"),
			    .accounts = store_int(r, "accounts"),
			    .in = store_money(r, "in_fen"),
			    .out = store_money(r, "out_fen"),
			    .closed_by = store_uuid(r, "closed_by"),
			    .confirmed_by = store_uuid(r, "confirmed_by"),
			    .closed_us = store_int(r, "closed_us"),
			    .confirmed_us = store_int(r, "confirmed_us"),
			    .back_us = store_int(r, "back_us")};
	const struct str digest = store_bytes(r, "digest");
	const bool period = closing_days(k.period, &k.from_day, &k.until_day);
	assert(digest.bytes == sizeof k.digest && period); /* CHECKs of the table */
	(void)period;
	memcpy(k.digest, digest.at, sizeof k.digest);
	return k;
}

struct sn_err closing_read(struct ctx *c, int64_t shard, int64_t org_no, int32_t period,
			   struct closing *out, bool *there)
{
	struct rows *r = store_query(c->store, &closing_sql_by_period,
				     PARAMS(p_int(shard), p_int(org_no), p_int(period)));
	*there = store_next(r);
	if (*there)
		*out = from_row(r);
	return store_done(r);
}

static struct sn_err take_list(struct ctx *c, struct rows *r, struct closing **out, size_t *count)
{
	struct closing *list = NULL;
	size_t n = 0;
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		if (!list)
			break;
		list[n++] = from_row(r);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	if (arena_ran_short(c->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err closing_list(struct ctx *c, int64_t org_no, struct closing **out, size_t *count)
{
	int64_t shard = 0;
	SN_TRY(ledger_shard_of(c, org_no, &shard));
	return take_list(
		c, store_query(c->store, &closing_sql_of_org, PARAMS(p_int(shard), p_int(org_no))),
		out, count);
}

struct sn_err closing_waiting(struct ctx *c, struct closing **out, size_t *count)
{
	return take_list(c, store_query(c->store, &closing_sql_waiting, NO_PARAMS), out, count);
}

struct sn_err closing_of_user(struct ctx *c, struct uuid user_id, struct closing **out,
			      size_t *count)
{
	return take_list(c, store_query(c->store, &closing_sql_of_user, PARAMS(p_uuid(user_id))),
			 out, count);
}

struct sn_err closing_backs(struct ctx *c, const struct closing *of, struct closing_back **out,
			    size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r =
		store_query(c->store, &closing_sql_backs,
			    PARAMS(p_int(of->shard), p_int(of->org_no), p_int(of->period)));
	while (memory && store_next(r)) {
		*out = ledger_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] = (struct closing_back){
				.by_id = store_uuid(r, "by_id"),
				.closed_by = store_uuid(r, "closed_by"),
				.at_us = store_int(r, "at_us"),
				.closed_us = store_int(r, "closed_us"),
				.accounts = store_int(r, "accounts"),
				.in = store_money(r, "in_fen"),
				.out = store_money(r, "out_fen"),
				.words = arena_str(c->mem, store_text(r, "words"))};
	}
	SN_TRY(store_done(r));
	return memory && !arena_ran_short(c->mem) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- verification ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t count;
};

static void found(struct verifying *v, const char *what, const struct closing *k, int64_t expected,
		  int64_t is)
{
	v->count++;
	v->each(v->self, &(const struct ledger_finding){.what = what,
							.shard = k->shard,
							.account_no = k->period,
							.id = k->closing_id,
							.expected = expected,
							.found = is});
}

/* The rows as they are stored, and as the transfers make them today, give the digest that was confirmed. */
static struct sn_err verify_one(struct ctx *c, struct verifying *v, const struct closing *k)
{
	struct row_list stored;
	struct closing_row *rows = NULL;
	struct closing now = *k;
	uint8_t digest[SHA256_BYTES];
	struct sha256 hands;
	size_t count = 0;
	bool stands = false;
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(closing_compute(c, &now, &rows, &count));
	SN_TRY(read_rows(c, k, k->period, &stored));
	SN_TRY(digest_of(k, &stored, digest));
	SN_TRY(closing_hands(k, &hands));
	const struct tlog_leaf leaf = closing_leaf(k, &hands);
	SN_TRY(ledger_leaf_stands(c, &leaf, k->shard, k->closing_id, &stands));
	if (memcmp(now.digest, k->digest, SHA256_BYTES) != 0)
		found(v, "closing", k, money_fen(k->in), money_fen(now.in));
	else if (memcmp(digest, k->digest, SHA256_BYTES) != 0)
		found(v, "closing", k, k->accounts, (int64_t)stored.count);
	else if (money_fen(now.out) != money_fen(k->out))
		found(v, "closing", k, money_fen(k->out), money_fen(now.out));
	else if (!stands)
		found(v, "closing-leaf", k, 0, 0);
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

/* Books that are shut though nobody closed them. */
static struct sn_err verify_shut(struct ctx *c, struct verifying *v)
{
	struct rows *r = store_query(c->store, &closing_sql_shut_alone, NO_PARAMS);
	while (store_next(r))
		found(v, "closing-shut", &(const struct closing){.org_no = store_int(r, "org_no")},
		      0, store_int(r, "day"));
	return store_done(r);
}

struct sn_err closing_verify(struct ctx *c,
			     void (*each)(void *self, const struct ledger_finding *f), void *self,
			     int64_t *findings)
{
	struct verifying v = {each, self, 0};
	struct closing *list = NULL;
	size_t count = 0;
	SN_TRY(take_list(c, store_query(c->store, &closing_sql_confirmed, NO_PARAMS), &list,
			 &count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(verify_one(c, &v, &list[i]));
		/* By period: years are smaller numbers, so the months follow each other behind them. */
		const bool last = i + 1 == count || list[i + 1].org_no != list[i].org_no;
		const bool month = !closing_is_year(list[i].period);
		int32_t open = 0;
		if (!last && month && list[i + 1].period != closing_month_after(list[i].period))
			found(&v, "closing", &list[i], closing_month_after(list[i].period),
			      list[i + 1].period);
		if (!last)
			continue;
		SN_TRY(ledger_books_open(c, list[i].org_no, &open));
		if (open != list[i].until_day)
			found(&v, "closing-shut", &list[i], list[i].until_day, open);
	}
	SN_TRY(verify_shut(c, &v));
	*findings += v.count;
	return SN_SUCCESS;
}
