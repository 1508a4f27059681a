/* Batches, lines and acts as they are stored; what their leaves bind. */
#include "care/payout_priv.h"
#include "care/payout_sql.h"

#include <inttypes.h>

/* ---- rows ---- */

static struct str kept(struct arena *mem, const struct rows *r, const char *column)
{
	return store_is_null(r, column) ? STR_NULL : arena_str(mem, store_text(r, column));
}

static void take_bytes(const struct rows *r, const char *column, void *out, size_t bytes)
{
	const struct str stored = store_bytes(r, column);
	if (stored.bytes == bytes)
		memcpy(out, stored.at, bytes);
}

struct payout payout_from_row(struct arena *mem, const struct rows *r)
{
	struct payout b = {.batch_id = store_uuid(r, "batch_id"),
			   .shard = store_int(r, "shard"),
			   .org_no = store_int(r, "org_no"),
			   .cycle_no = store_int(r, "cycle_no"),
			   .number = kept(mem, r, "number"),
			   .benefit = kept(mem, r, "benefit"),
			   .source = (enum fund_source)store_int(r, "source"),
			   .purpose = kept(mem, r, "purpose"),
			   .words = kept(mem, r, "words"),
			   .budget = kept(mem, r, "budget"),
			   .day = (int32_t)store_int(r, "day"),
			   .state = (enum payout_state)store_int(r, "state"),
			   .lines_count = store_int(r, "lines_count"),
			   .total = store_money(r, "total_fen"),
			   .signatures.by = {[HAND_MAKER] = store_uuid(r, "maker_id"),
					     [HAND_CHECKER] = store_uuid(r, "checker_id"),
					     [HAND_APPROVER] = store_uuid(r, "approver_id"),
					     [HAND_TREASURER] = store_uuid(r, "treasurer_id")},
			   .needed = (unsigned)store_int(r, "needed"),
			   .exporter_id = store_uuid(r, "exporter_id"),
			   .made_us = store_int(r, "made_us"),
			   .exported_us = store_int(r, "exported_us")};
	take_bytes(r, "file_sha256", b.file_sha256.bytes, SHA256_BYTES);
	take_bytes(r, "asked_hash", b.asked.bytes, SHA256_BYTES);
	return b;
}

static struct payout_line line_from_row(struct arena *mem, const struct rows *r)
{
	struct payout_line l = {
		.shard = store_int(r, "shard"),
		.serial = store_int(r, "line_no"),
		.org_no = store_int(r, "org_no"),
		.holds = store_int(r, "holds"),
		.line_id = store_uuid(r, "line_id"),
		.entitlement_id = store_uuid(r, "entitlement_id"),
		.person_id = store_uuid(r, "person_id"),
		.benefit = kept(mem, r, "benefit"),
		.value = store_money(r, "value_fen"),
		.card = {store_int(r, "card_shard"), store_uuid(r, "card_id")},
		.state = (enum payout_line_state)store_int(r, "state"),
		.why = (enum payout_why)store_int(r, "why"),
		.words = kept(mem, r, "words"),
		.bank_ref = kept(mem, r, "bank_ref"),
		.day = (int32_t)store_int(r, "day"),
		.doubled = store_int(r, "doubled") == 1,
		.act_id = store_uuid(r, "act_id"),
		.back_act_id = store_uuid(r, "back_act_id"),
		.reversal_id = store_uuid(r, "reversal_id"),
		.back_day = (int32_t)store_int(r, "back_day"),
		.back_words = kept(mem, r, "back_words"),
	};
	take_bytes(r, "card_hash", l.card_hash.bytes, sizeof l.card_hash.bytes);
	const struct str last4 = store_text(r, "last4");
	if (last4.bytes == CARD_LAST_DIGITS)
		memcpy(l.last4, last4.at, last4.bytes);
	return l;
}

/* ---- batches ---- */

static struct sn_err read_one(struct ctx *c, struct rows *r, struct payout *out)
{
	*out = (struct payout){.shard = 0};
	while (store_next(r))
		*out = payout_from_row(c->mem, r);
	SN_TRY(store_done(r));
	return uuid_is_null(out->batch_id) ? SN_FAIL(NO_SUCH_PAYOUT, .field = "batch") : SN_SUCCESS;
}

struct sn_err payout_read(struct ctx *c, struct uuid batch_id, struct payout *out)
{
	return read_one(c, store_query(c->store, &payout_sql_by_id, PARAMS(p_uuid(batch_id))), out);
}

struct sn_err payout_find(struct ctx *c, struct str text, struct payout *out)
{
	struct uuid batch_id;
	const struct sn_err e = read_one(
		c, store_query(c->store, &payout_sql_by_number, PARAMS(p_text(text))), out);
	if (e.reason != SN_R_NO_SUCH_PAYOUT || sn_failed(uuid_parse(&batch_id, text, "batch")))
		return e;
	return payout_read(c, batch_id, out);
}

struct sn_err payout_wrong_state(const struct payout *batch)
{
	return sn_err_with_text(SN_FAIL(PAYOUT_STATE, .field = "batch"), STR_FMT " %s (%s)",
				STR_ARG(batch->number), payout_state_words(batch->state)->zh,
				payout_state_words(batch->state)->en);
}

static struct sn_err batches_read(struct ctx *c, struct rows *r, struct payout **out, size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] = payout_from_row(c->mem, r);
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
struct sn_err payout_list(struct ctx *c, struct str org_path, int64_t cycle_no, struct payout **out,
			  size_t *count)
{
	return batches_read(
		c,
		store_query(c->store, &payout_sql_below,
			    PARAMS(p_text(org_path), p_int(cycle_no), p_int(PAYOUT_LIST_MAX))),
		out, count);
}
struct sn_err payout_of_user(struct ctx *c, struct uuid user_id, struct payout **out, size_t *count)
{
	return batches_read(c,
			    store_query(c->store, &payout_sql_of_user,
					PARAMS(p_uuid(user_id), p_int(PAYOUT_LIST_MAX))),
			    out, count);
}

struct sn_err payout_bound(struct ctx *c, int64_t org_no, int64_t cycle_no, struct str budget,
			   struct money *out)
{
	*out = MONEY_FEN(0);
	struct rows *r = store_query(c->store, &payout_sql_bound,
				     PARAMS(p_int(org_no), p_int(cycle_no), p_text(budget)));
	while (store_next(r))
		*out = store_money(r, "value_fen");
	return store_done(r);
}

/* ---- lines ---- */

struct sn_err payout_lines(struct ctx *c, struct uuid batch_id, struct payout_line **out,
			   size_t *count)
{
	const struct param batch = p_uuid(batch_id);
	size_t room = 0, n = 0;
	struct rows *r = store_query(c->store, &payout_sql_sums, &batch);
	while (store_next(r))
		room += (size_t)store_int(r, "lines_count");
	SN_TRY(store_done(r));
	struct payout_line *lines = ARENA_ARRAY(c->mem, struct payout_line, room + 1);
	if (!lines)
		return SN_FAIL(OUT_OF_MEMORY);
	r = store_query(c->store, &payout_sql_lines, &batch);
	while (store_next(r) && n < room)
		lines[n++] = line_from_row(c->mem, r);
	*out = lines;
	*count = n;
	return store_done(r);
}

struct sn_err payout_lines_from(struct ctx *c, const struct payout_lines_page *page,
				struct payout_line **out, size_t *count)
{
	struct payout_line *lines =
		ARENA_ARRAY(c->mem, struct payout_line, (size_t)page->rows_max + 1);
	size_t n = 0;
	if (!lines)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &payout_sql_lines_page,
				     PARAMS(p_uuid(page->batch_id), p_int(page->state),
					    p_int(page->after), p_int(page->rows_max)));
	while (store_next(r) && n < (size_t)page->rows_max)
		lines[n++] = line_from_row(c->mem, r);
	*out = lines;
	*count = n;
	return store_done(r);
}

struct sn_err payout_sums(struct ctx *c, const struct payout *batch, struct payout_sums *out)
{
	*out = (struct payout_sums){.doubled = 0};
	struct rows *r = store_query(c->store, &payout_sql_sums, PARAMS(p_uuid(batch->batch_id)));
	while (store_next(r)) {
		const int64_t state = store_int(r, "state");
		if (state < 0 || state >= PAYOUT_LINE_STATES_COUNT)
			continue; /* the table's CHECK has the same list */
		out->lines[state] = store_int(r, "lines_count");
		out->value[state] = store_money(r, "value_fen");
		out->doubled += store_int(r, "doubled");
	}
	return store_done(r);
}

struct uuid payout_hold_id(const struct payout_line *line, size_t part)
{
	return care_share_id(line->line_id, part);
}

/* ---- what others ask ---- */

static struct sn_err one_number(struct ctx *c, struct rows *r, struct str *number)
{
	*number = STR_NULL;
	while (store_next(r))
		*number = arena_str(c->mem, store_text(r, "number"));
	return store_done(r);
}

struct sn_err payout_pending(struct ctx *c, int64_t cycle_no, struct str *number)
{
	return one_number(c, store_query(c->store, &payout_sql_pending, PARAMS(p_int(cycle_no))),
			  number);
}

struct sn_err payout_waits_for_card(struct ctx *c, struct uuid card_id, struct str *number)
{
	return one_number(
		c, store_query(c->store, &payout_sql_waiting_for_card, PARAMS(p_uuid(card_id))),
		number);
}

struct sn_err payout_not_by_bank(struct ctx *c, int64_t shard, struct uuid record_id)
{
	struct str number = STR_NULL;
	SN_TRY(one_number(
		c,
		store_query(c->store, &payout_sql_paid_by, PARAMS(p_int(shard), p_uuid(record_id))),
		&number));
	return str_is_null(number)
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(PAYOUT_BY_BANK), STR_FMT, STR_ARG(number));
}

struct sn_err payout_waiting(struct ctx *c, const struct payout_asked *asked, size_t count,
			     struct str *numbers)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		numbers[i] = STR_NULL;
		params[2 * i] = p_int(asked[i].shard);
		params[2 * i + 1] = p_uuid(asked[i].entitlement_id);
	}
	struct rows *r = store_query_many(c->store, &payout_sql_waiting, params, count);
	while (store_next(r))
		numbers[store_set(r)] = arena_str(c->mem, store_text(r, "number"));
	return store_done(r);
}

/* ---- acts and their leaves ---- */

struct sn_err payout_acts(struct ctx *c, const struct payout *batch, struct payout_act **out,
			  size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &payout_sql_acts,
				     PARAMS(p_int(batch->shard), p_uuid(batch->batch_id)));
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		struct payout_act *a = &(*out)[(*count)++];
		*a = (struct payout_act){.act_id = store_uuid(r, "act_id"),
					 .kind = (enum payout_act_kind)store_int(r, "kind"),
					 .hand = (enum hand)store_int(r, "hand"),
					 .by_id = store_uuid(r, "by_id"),
					 .at_us = store_int(r, "at_us"),
					 .lines_count = store_int(r, "lines_count"),
					 .value = store_money(r, "value_fen"),
					 .has_file = !store_is_null(r, "file_sha256")};
		take_bytes(r, "file_sha256", a->file.bytes, SHA256_BYTES);
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

enum { LINE_TEXT_BYTES = 512 };

static void id_text(struct uuid id, char out[UUID_TEXT_BYTES])
{
	uuid_text(id, out);
}

/* Whom, how much, which card: what those who sign have in front of them. */
static void add_line(struct sha256_stream *s, const struct payout_line *l)
{
	char text[LINE_TEXT_BYTES], line[UUID_TEXT_BYTES], entitlement[UUID_TEXT_BYTES],
		person[UUID_TEXT_BYTES], card[UUID_TEXT_BYTES],
		hash[2 * sizeof l->card_hash.bytes + 1];
	id_text(l->line_id, line);
	id_text(l->entitlement_id, entitlement);
	id_text(l->person_id, person);
	id_text(l->card.card_id, card);
	crypto_hex(l->card_hash.bytes, sizeof l->card_hash.bytes, hash);
	const int bytes = snprintf(text, sizeof text,
				   "%" PRId64 " %s %s %s %" PRId64 " %" PRId64 " %s %s %" PRId64
				   " " STR_FMT "\n",
				   l->serial, line, entitlement, person, l->org_no,
				   money_fen(l->value), card, hash, l->holds, STR_ARG(l->benefit));
	sha256_stream_add(s, (struct str){text, (size_t)bytes});
}

/* What an act settled: how each line ended, in the bank's words. */
static void add_settled(struct sha256_stream *s, const struct payout_line *l, struct uuid act_id)
{
	char text[LINE_TEXT_BYTES];
	if (uuid_eq(l->act_id, act_id)) {
		const bool paid = l->state == PAYOUT_LINE_PAID || l->state == PAYOUT_LINE_BACK;
		const int bytes =
			snprintf(text, sizeof text,
				 "%" PRId64 " %s %d %s %d %zu:" STR_FMT " %zu:", l->serial,
				 paid ? "paid" : payout_line_state_words(l->state)->word,
				 l->doubled, payout_why_words(l->why)->word, l->day,
				 l->bank_ref.bytes, STR_ARG(l->bank_ref), l->words.bytes);
		sha256_stream_add(s, (struct str){text, (size_t)bytes});
		sha256_stream_add(s, l->words);
		sha256_stream_add(s, STR("\n"));
	}
	if (uuid_eq(l->back_act_id, act_id)) {
		char reversal[UUID_TEXT_BYTES];
		id_text(l->reversal_id, reversal);
		const int bytes =
			snprintf(text, sizeof text, "%" PRId64 " back %d %s %zu:", l->serial,
				 l->back_day, reversal, l->back_words.bytes);
		sha256_stream_add(s, (struct str){text, (size_t)bytes});
		sha256_stream_add(s, l->back_words);
		sha256_stream_add(s, STR("\n"));
	}
}

static bool settles(enum payout_act_kind kind)
{
	return kind == PAYOUT_ACT_RETURN || kind == PAYOUT_ACT_CANCEL || kind == PAYOUT_ACT_DROP;
}

static struct sn_err digest_lines(const struct payout_line *lines, size_t count,
				  const struct payout_act *act, struct sha256 *out)
{
	struct sha256_stream *s = sha256_stream_new();
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		if (settles(act->kind))
			add_settled(s, &lines[i], act->act_id);
		else
			add_line(s, &lines[i]);
	}
	*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return SN_SUCCESS;
}

/* cm: the act in words, with what it binds. */
static struct sn_err act_digest(struct ctx *c, const struct payout *b, const struct payout_act *a,
				struct sha256 list, struct sha256 *out)
{
	char batch[UUID_TEXT_BYTES], by[UUID_TEXT_BYTES], file[2 * SHA256_BYTES + 1],
		lines[2 * SHA256_BYTES + 1], asked[2 * SHA256_BYTES + 1];
	id_text(b->batch_id, batch);
	id_text(a->by_id, by);
	crypto_hex(a->file.bytes, SHA256_BYTES, file);
	crypto_hex(list.bytes, SHA256_BYTES, lines);
	crypto_hex(b->asked.bytes, SHA256_BYTES, asked);
	const struct arena_mark mark = arena_mark(c->mem);
	const char *text = arena_printf(
		c->mem,
		"songnuan-payout/v1\nbatch %s\nnumber " STR_FMT
		"\nasked %s\nneeds %u\nact %s\nhand "
		"%d\nby %s\nat %" PRId64 "\nlines %" PRId64 "\nfen %" PRId64 "\nfile %s\nlist %s\n",
		batch, STR_ARG(b->number), asked, b->needed, payout_act_words(a->kind)->word,
		(int)a->hand, by, a->at_us, a->lines_count, money_fen(a->value),
		a->has_file ? file : "-", lines);
	if (text && b->budget.bytes > 0)
		text = arena_printf(c->mem, "%sbudget " STR_FMT "\n", text, STR_ARG(b->budget));
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = crypto_sha256(str_of(text));
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

struct act_leaf {
	struct cycle cycle;
	struct sha256 digest;
	struct tlog_leaf leaf;
};
static struct sn_err leaf_of(struct ctx *c, const struct payout *b, const struct payout_act *a,
			     const struct payout_line *lines, size_t count, struct act_leaf *out)
{
	struct sha256 list;
	SN_TRY(care_cycle_by_no(c, b->cycle_no, &out->cycle));
	SN_TRY(digest_lines(lines, count, a, &list));
	SN_TRY(act_digest(c, b, a, list, &out->digest));
	out->leaf = (struct tlog_leaf){.kind = TLOG_PAYOUT,
				       .day = day_of(a->at_us),
				       .cycle = out->cycle.code,
				       .quantity = a->lines_count,
				       .value = a->value,
				       .level = '-',
				       .reverses_index = -1,
				       .commitment = out->digest.bytes};
	return SN_SUCCESS;
}

struct sn_err payout_act_add(struct ctx *c, const struct payout *batch, const struct payout_act *a,
			     const struct payout_line *lines, size_t count)
{
	struct act_leaf l;
	SN_TRY(store_run(c->store, &payout_sql_act_add,
			 PARAMS(p_int(batch->shard), p_uuid(a->act_id), p_uuid(batch->batch_id),
				p_int(a->kind), p_int(a->hand), p_uuid_or_null(a->by_id),
				p_int(a->at_us),
				a->has_file ? p_bytes(a->file.bytes, SHA256_BYTES) : p_null(),
				p_int(a->lines_count), p_money(a->value)),
			 NULL));
	SN_TRY(leaf_of(c, batch, a, lines, count, &l));
	return tlog_append(c, &l.leaf, batch->shard, a->act_id);
}

struct sn_err payout_act_stands(struct ctx *c, const struct payout *batch,
				const struct payout_act *act, const struct payout_line *lines,
				size_t count, bool *stands)
{
	struct act_leaf l;
	SN_TRY(leaf_of(c, batch, act, lines, count, &l));
	return care_leaf_stands(c, batch->shard, act->act_id, &l.leaf, stands);
}
