/* Custody that is not zero when the cycle closes: the holder says why, an approver signs. */
#include "care/handover_priv.h"
#include "care/handover_sql.h"

/* ---- reading ---- */

struct explained_row {
	struct handover_explanation part; /* quantity and value: of this account */
	int64_t account_no;
};

static struct sn_err read_rows(struct ctx *c, struct rows *r, struct explained_row **out,
			       size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		(*out)[(*count)++] = (struct explained_row){
			.account_no = store_int(r, "account_no"),
			.part = {.explanation_id = store_uuid(r, "explanation_id"),
				 .shard = store_int(r, "shard"),
				 .org_no = store_int(r, "org_no"),
				 .cycle_no = store_int(r, "cycle_no"),
				 .holder_id = store_uuid(r, "holder_id"),
				 .approver_id = store_uuid(r, "approver_id"),
				 .quantity = store_int(r, "quantity"),
				 .value = store_money(r, "value_fen"),
				 .words = arena_str(c->mem, store_text(r, "words"))}};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* The accounts of one explanation as one: those of an id stand together. */
static struct sn_err sum(const struct explained_row *rows, size_t count,
			 struct handover_explanation *out)
{
	*out = rows[0].part;
	for (size_t i = 1; i < count; i++) {
		out->quantity += rows[i].part.quantity;
		if (!money_add(&out->value, out->value, rows[i].part.value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
	}
	return SN_SUCCESS;
}

static size_t rows_of_one(const struct explained_row *rows, size_t count)
{
	size_t n = 1;
	while (n < count && uuid_eq(rows[n].part.explanation_id, rows[0].part.explanation_id))
		n++;
	return n;
}

struct sn_err handover_explanations(struct ctx *c, int64_t cycle_no,
				    struct handover_explanation **out, size_t *count)
{
	struct explained_row *rows = NULL;
	size_t n = 0;
	*count = 0;
	SN_TRY(read_rows(c,
			 store_query(c->store, &handover_sql_explanations, PARAMS(p_int(cycle_no))),
			 &rows, &n));
	*out = ARENA_ARRAY(c->mem, struct handover_explanation, n + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i += rows_of_one(rows + i, n - i))
		SN_TRY(sum(rows + i, rows_of_one(rows + i, n - i), &(*out)[(*count)++]));
	return SN_SUCCESS;
}

static struct sn_err read_one(struct ctx *c, struct uuid id, struct explained_row **rows,
			      size_t *count)
{
	return read_rows(c, store_query(c->store, &handover_sql_explanation, PARAMS(p_uuid(id))),
			 rows, count);
}

static struct sn_err is_signed(struct ctx *c, const struct sn_statement *which,
			       const struct account *a, bool *out)
{
	*out = false;
	struct rows *r = store_query(c->store, which,
				     PARAMS(p_int(a->shard), p_int(a->account_no),
					    p_int(a->quantity), p_money(a->value)));
	while (store_next(r))
		*out = store_int(r, "signed") > 0;
	return store_done(r);
}

struct sn_err handover_is_explained(struct ctx *c, const struct account *custody, bool *explained)
{
	return is_signed(c, &handover_sql_explained_as, custody, explained);
}

struct sn_err handover_was_explained(struct ctx *c, const struct account *custody, bool *explained)
{
	return is_signed(c, &handover_sql_explained_once, custody, explained);
}

/* ---- explaining ---- */

struct holdings {
	struct arena *mem;
	struct account *list;
	size_t count;
};
static struct sn_err see_custody(void *self, const struct account *a)
{
	struct holdings *h = self; /* empty accounts are left out by the filter */
	h->list = care_grow(h->mem, h->list, h->count, sizeof *a);
	if (!h->list)
		return SN_FAIL(OUT_OF_MEMORY);
	h->list[h->count++] = *a;
	return SN_SUCCESS;
}

static struct sn_err custody_of(struct ctx *c, int64_t cycle_no, struct uuid holder_id,
				struct holdings *out)
{
	*out = (struct holdings){.mem = c->mem};
	return ledger_accounts(c,
			       &(const struct account_filter){.cycle_no = cycle_no,
							      .class = ACCOUNT_CUSTODY,
							      .holder_id = holder_id},
			       see_custody, out);
}

/* Does each account hold exactly what the rows say, and no other account anything? */
static bool agree(const struct explained_row *rows, size_t count, const struct holdings *h)
{
	if (h->count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;
		while (at < h->count && (h->list[at].account_no != rows[i].account_no ||
					 h->list[at].shard != rows[i].part.shard))
			at++;
		if (at == h->count || h->list[at].quantity != rows[i].part.quantity ||
		    money_fen(h->list[at].value) != money_fen(rows[i].part.value))
			return false;
	}
	return true;
}

struct sn_err handover_explain(struct ctx *c, const struct cycle *cycle, struct uuid explanation_id,
			       struct str words)
{
	struct explained_row *rows = NULL;
	struct holdings h;
	size_t count = 0;
	if (uuid_is_null(c->actor_id))
		return SN_FAIL(NO_ACTOR);
	if (uuid_is_null(explanation_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (str_trim(words).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (words.bytes > HANDOVER_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {HANDOVER_WORDS_BYTES_MAX});
	SN_TRY(custody_of(c, cycle->cycle_no, c->actor_id, &h));
	SN_TRY(read_one(c, explanation_id, &rows, &count));
	if (count > 0)
		return uuid_eq(rows[0].part.holder_id, c->actor_id) &&
				       rows[0].part.cycle_no == cycle->cycle_no &&
				       str_eq(rows[0].part.words, words) && agree(rows, count, &h)
			       ? SN_SUCCESS
			       : SN_FAIL(EXPLANATION_DIFFERS, .field = "id");
	if (h.count == 0)
		return SN_FAIL(CUSTODY_NONE, .field = "cycle");
	for (size_t i = 0; i < h.count; i++) {
		const struct account *a = &h.list[i];
		SN_TRY(store_run(c->store, &handover_sql_explain_add,
				 PARAMS(p_int(a->shard), p_int(a->account_no),
					p_uuid(explanation_id), p_int(a->key.org_no),
					p_int(cycle->cycle_no), p_uuid(c->actor_id),
					p_int(a->quantity), p_money(a->value), p_text(words),
					p_int(now_us(c))),
				 NULL));
	}
	return SN_SUCCESS;
}

/* ---- signing ---- */

/* cm binds who holds what, his words and who signed; the id is random, so nobody guesses the words from it. */
static struct sn_err leaf_of(struct ctx *c, const struct explained_row *rows, size_t count,
			     struct uuid approver_id, struct tlog_leaf *out, struct sha256 *digest)
{
	struct handover_explanation all;
	struct cycle cycle;
	struct buf *text = buf_new(STORE_SQL_BYTES_MAX);
	char id[UUID_TEXT_BYTES], holder[UUID_TEXT_BYTES], approver[UUID_TEXT_BYTES];
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	uuid_text(rows[0].part.explanation_id, id);
	uuid_text(rows[0].part.holder_id, holder);
	uuid_text(approver_id, approver);
	buf_printf(text, "songnuan-custody/v1\nid %s\nholder %s\napprover %s\n", id, holder,
		   approver);
	for (size_t i = 0; i < count; i++)
		buf_printf(text, "account %lld/%lld qty %lld fen %lld\n",
			   (long long)rows[i].part.shard, (long long)rows[i].account_no,
			   (long long)rows[i].part.quantity,
			   (long long)money_fen(rows[i].part.value));
	const struct sha256 words = crypto_sha256(rows[0].part.words);
	buf_add(text, (struct str){(const char *)words.bytes, SHA256_BYTES});
	*digest = crypto_sha256(buf_str(text));
	const bool full = buf_full(text);
	buf_free(text);
	if (full)
		return SN_FAIL(TOO_LONG, .field = "custody", .arg = {STORE_SQL_BYTES_MAX});
	SN_TRY(sum(rows, count, &all));
	SN_TRY(care_cycle_by_no(c, all.cycle_no, &cycle));
	*out = (struct tlog_leaf){.kind = TLOG_CUSTODY,
				  .cycle = cycle.code,
				  .quantity = all.quantity,
				  .value = all.value,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
	return SN_SUCCESS;
}

static struct sn_err check_signing(struct ctx *c, const struct explained_row *rows, size_t count)
{
	struct holdings h;
	for (size_t i = 0; i < count; i++)
		SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, rows[i].part.org_no));
	if (uuid_eq(rows[0].part.holder_id, c->actor_id))
		return SN_FAIL(SAME_HAND);
	if (!uuid_is_null(rows[0].part.approver_id))
		return uuid_eq(rows[0].part.approver_id, c->actor_id)
			       ? SN_SUCCESS
			       : SN_FAIL(EXPLANATION_SIGNED, .field = "id");
	SN_TRY(custody_of(c, rows[0].part.cycle_no, rows[0].part.holder_id, &h));
	return agree(rows, count, &h) ? SN_SUCCESS : SN_FAIL(EXPLANATION_DIFFERS, .field = "id");
}

struct sn_err handover_explain_sign(struct ctx *c, struct uuid explanation_id)
{
	struct explained_row *rows = NULL;
	struct tlog_leaf leaf;
	struct sha256 digest;
	size_t count = 0;
	const int64_t at_us = now_us(c);
	SN_TRY(read_one(c, explanation_id, &rows, &count));
	if (count == 0)
		return SN_FAIL(NO_SUCH_EXPLANATION, .field = "id");
	SN_TRY(check_signing(c, rows, count));
	if (!uuid_is_null(rows[0].part.approver_id))
		return SN_SUCCESS;
	for (size_t i = 0; i < count; i++)
		SN_TRY(store_run(c->store, &handover_sql_explain_sign,
				 PARAMS(p_int(rows[i].part.shard), p_int(rows[i].account_no),
					p_uuid(explanation_id), p_uuid(c->actor_id), p_int(at_us)),
				 NULL));
	SN_TRY(leaf_of(c, rows, count, c->actor_id, &leaf, &digest));
	leaf.day = day_of(at_us);
	return tlog_append(c, &leaf, rows[0].part.shard, explanation_id);
}

/* ---- checking ---- */

static struct sn_err verify_signed(struct ctx *c, const struct explained_row *rows, size_t count,
				   bool *stands)
{
	struct tlog_leaf leaf;
	struct sha256 digest;
	int64_t approved_us = 0;
	struct rows *r = store_query(c->store, &handover_sql_signed_at,
				     PARAMS(p_int(rows[0].part.shard), p_int(rows[0].account_no),
					    p_uuid(rows[0].part.explanation_id)));
	while (store_next(r))
		approved_us = store_int(r, "approved_us");
	SN_TRY(store_done(r));
	SN_TRY(leaf_of(c, rows, count, rows[0].part.approver_id, &leaf, &digest));
	leaf.day = day_of(approved_us);
	return care_leaf_stands(c, rows[0].part.shard, rows[0].part.explanation_id, &leaf, stands);
}

struct sn_err handover_explanations_verify(struct ctx *c, handover_each_wrong *each, void *self)
{
	struct explained_row *rows = NULL;
	size_t count = 0;
	SN_TRY(read_rows(c, store_query(c->store, &handover_sql_explained_signed, NO_PARAMS), &rows,
			 &count));
	for (size_t i = 0; i < count; i += rows_of_one(rows + i, count - i)) {
		bool stands = false;
		SN_TRY(verify_signed(c, rows + i, rows_of_one(rows + i, count - i), &stands));
		if (!stands)
			each(self, rows[i].part.shard, rows[i].part.explanation_id);
	}
	return SN_SUCCESS;
}
