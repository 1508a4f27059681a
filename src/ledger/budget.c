/* Budget lines: entered by one, approved by another. What uses them is budget_spend.c. */
#include "ledger/budget_priv.h"

#include "ledger/act_priv.h"
#include "ledger/budget_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* ---- rows ---- */

static struct budget_line line_from_row(struct arena *mem, const struct rows *r)
{
	return (struct budget_line){.shard = store_int(r, "shard"),
				    .org_no = store_int(r, "org_no"),
				    .cycle_no = store_int(r, "cycle_no"),
				    .code = arena_str(mem, store_text(r, "code")),
				    .words = arena_str(mem, store_text(r, "words")),
				    .source = (enum fund_source)store_int(r, "source"),
				    .amount = store_money(r, "amount_fen"),
				    .used = store_money(r, "used_fen"),
				    .roles = (unsigned)store_int(r, "roles"),
				    .users_count = store_int(r, "users_count")};
}

struct sn_err budget_whole_read(struct ctx *c, const struct budget_spending *of,
				struct budget_whole *out)
{
	*out = (struct budget_whole){.there = false};
	struct rows *r = store_query(
		c->store, &budget_sql_line,
		PARAMS(p_int(of->shard), p_int(of->org_no), p_int(of->cycle_no), p_text(of->code)));
	if (store_next(r))
		*out = (struct budget_whole){.line = line_from_row(c->mem, r),
					     .first_id = store_uuid(r, "first_id"),
					     .last_id = store_uuid(r, "last_id"),
					     .there = true};
	return store_done(r);
}

static struct budget_entry entry_from_row(struct arena *mem, const struct rows *r)
{
	return (struct budget_entry){
		.entry_id = store_uuid(r, "entry_id"),
		.shard = store_int(r, "shard"),
		.org_no = store_int(r, "org_no"),
		.cycle_no = store_int(r, "cycle_no"),
		.kind = (enum budget_entry_kind)store_int(r, "kind"),
		.code = arena_str(mem, store_text(r, "code")),
		.words = arena_str(mem, store_text(r, "words")),
		.source = (enum fund_source)store_int(r, "source"),
		.delta = store_money(r, "delta_fen"),
		.roles = (unsigned)store_int(r, "roles"),
		.users_count = (size_t)store_int(r, "users_count"),
		.before_id = store_uuid(r, "before_id"),
		.maker_id = store_uuid(r, "maker_id"),
		.approver_id = store_uuid(r, "approver_id"),
		.made_us = store_int(r, "made_us"),
		.approved_us = store_int(r, "approved_us"), /* NULL reads as 0: it waits */
		.refused_by_id = store_uuid(r, "refused_by_id"),
		.refused_words = arena_str(mem, store_text(r, "refused_words")),
		.refused_us = store_int(r, "refused_us"),
		.day = (int32_t)store_int(r, "day")};
}

static struct sn_err users_read(struct ctx *c, struct budget_entry *e)
{
	size_t n = 0;
	e->users = ARENA_ARRAY(c->mem, struct uuid, e->users_count + 1);
	if (!e->users)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &budget_sql_spenders,
				     PARAMS(p_int(e->shard), p_uuid(e->entry_id)));
	while (n < e->users_count && store_next(r))
		e->users[n++] = store_uuid(r, "user_id");
	e->users_count = n;
	return store_done(r);
}

static struct sn_err entry_read(struct ctx *c, struct uuid entry_id, struct budget_entry *out,
				bool *there)
{
	struct rows *r = store_query(c->store, &budget_sql_entry_by_id, PARAMS(p_uuid(entry_id)));
	*there = store_next(r);
	if (*there)
		*out = entry_from_row(c->mem, r);
	SN_TRY(store_done(r));
	return *there ? users_read(c, out) : SN_SUCCESS;
}

/* ---- entering ---- */

enum { ENTRY_BYTES_MAX = 1 << 16 };

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct uuid));
}

static struct sn_err entry_digest(const struct budget_entry *e, struct sha256 *out)
{
	struct buf *b = buf_new(ENTRY_BYTES_MAX);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	buf_printf(b, "songnuan-budget/v1\n%d %" PRId64 " %" PRId64 " %d %" PRId64 " %u %d",
		   (int)e->kind, e->org_no, e->cycle_no, (int)e->source, money_fen(e->delta),
		   e->roles, (int)e->day);
	ledger_digest_id(b, e->entry_id);
	ledger_digest_text(b, e->code);
	ledger_digest_text(b, e->words);
	for (size_t i = 0; i < e->users_count; i++)
		ledger_digest_id(b, e->users[i]);
	return ledger_digest_end(b, out);
}

static bool code_good(struct str code)
{
	if (code.bytes == 0 || code.bytes > BUDGET_CODE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < code.bytes; i++) {
		const char ch = code.at[i];
		const bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
		if (!letter && !(ch >= '0' && ch <= '9') && !memchr(":/-._", ch, 5))
			return false;
	}
	return true;
}

static struct sn_err entry_good(const struct budget_entry *e)
{
	const int64_t fen = money_fen(e->delta);
	const bool list = e->kind == BUDGET_CLOSED_LIST;
	assert(e->kind < BUDGET_ENTRIES_COUNT);
	if (uuid_is_null(e->entry_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (e->words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (e->words.bytes > PURCHASE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {PURCHASE_WORDS_BYTES_MAX});
	if (e->users_count > BUDGET_USERS_MAX)
		return SN_FAIL(TOO_LONG, .field = "users", .arg = {BUDGET_USERS_MAX});
	if (!list && !code_good(e->code))
		return SN_FAIL(BUDGET_BAD, .field = "code");
	if (!list && (fen == 0 || fen > LEDGER_FEN_MAX || fen < -LEDGER_FEN_MAX ||
		      (e->kind == BUDGET_ADD && fen < 0)))
		return SN_FAIL(BUDGET_BAD, .field = "amount");
	if (e->kind == BUDGET_ADD && (e->source <= FUND_NONE || e->source >= FUND_SOURCES_COUNT))
		return SN_FAIL(SOURCE_MISSING, .field = "source");
	return SN_SUCCESS;
}

struct sn_err budget_coded(struct sn_err e, struct str code)
{
	return sn_err_with_text(e, STR_FMT, STR_ARG(code));
}

static struct budget_spending place_of(const struct budget_entry *e)
{
	return (struct budget_spending){.shard = e->shard,
					.org_no = e->org_no,
					.cycle_no = e->cycle_no,
					.code = e->code,
					.source = e->source,
					.amount = e->delta};
}

/* Does the entry fit what there is? Asked when it is made, and again when it is approved. */
static struct sn_err entry_fits(struct ctx *c, const struct budget_entry *e,
				struct budget_whole *line)
{
	const struct budget_spending place = place_of(e);
	*line = (struct budget_whole){.there = false};
	if (e->kind == BUDGET_CLOSED_LIST)
		return SN_SUCCESS;
	SN_TRY(budget_whole_read(c, &place, line));
	if (e->kind == BUDGET_ADD)
		return line->there ? budget_coded(SN_FAIL(BUDGET_TAKEN, .field = "code"), e->code)
				   : SN_SUCCESS;
	if (!line->there)
		return budget_coded(SN_FAIL(BUDGET_GONE, .field = "code"), e->code);
	const int64_t after = money_fen(line->line.amount) + money_fen(e->delta);
	if (after < money_fen(line->line.used))
		return budget_coded(SN_FAIL(BUDGET_BELOW_USED, .field = "amount",
					    .arg = {money_fen(line->line.used), after}),
				    e->code);
	return after > LEDGER_FEN_MAX ? SN_FAIL(BUDGET_BAD, .field = "amount") : SN_SUCCESS;
}

static struct sn_err entry_write(struct ctx *c, const struct budget_entry *e, struct sha256 digest)
{
	SN_TRY(store_run(
		c->store, &budget_sql_entry_add,
		PARAMS(p_int(e->shard), p_uuid(e->entry_id), p_int(e->org_no), p_int(e->cycle_no),
		       p_int(e->kind), p_text(e->code), p_text(e->words), p_int(e->source),
		       p_money(e->delta), p_int(e->roles), p_int((int64_t)e->users_count),
		       p_uuid_or_null(e->before_id), p_int(e->day),
		       p_bytes(digest.bytes, SHA256_BYTES), p_uuid(e->maker_id), p_int(e->made_us)),
		NULL));
	for (size_t i = 0; i < e->users_count; i++)
		SN_TRY(store_run(c->store, &budget_sql_spender_add,
				 PARAMS(p_int(e->shard), p_uuid(e->entry_id), p_uuid(e->users[i])),
				 NULL));
	return SN_SUCCESS;
}

struct sn_err budget_enter(struct ctx *c, const struct budget_entry *what, struct budget_entry *out)
{
	struct budget_entry e = *what, earlier = {0};
	struct sha256 digest, before;
	struct budget_whole line;
	bool there = false;
	SN_TRY(entry_good(&e));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, e.org_no));
	SN_TRY(ledger_shard_of(c, e.org_no, &e.shard));
	e.day = e.day != 0 ? e.day : day_of(now_us(c));
	e.maker_id = c->actor_id;
	e.approver_id = e.before_id = UUID_NULL;
	e.made_us = now_us(c);
	e.approved_us = 0;
	if (e.users_count > 0) {
		e.users = ARENA_ARRAY(c->mem, struct uuid, e.users_count);
		if (!e.users)
			return SN_FAIL(OUT_OF_MEMORY);
		memcpy(e.users, what->users, e.users_count * sizeof *e.users);
		qsort(e.users, e.users_count, sizeof *e.users, by_bytes);
	}
	SN_TRY(entry_digest(&e, &digest));
	SN_TRY(entry_read(c, e.entry_id, &earlier, &there));
	if (there) {
		SN_TRY(entry_digest(&earlier, &before));
		*out = earlier;
		return sha256_eq(before, digest) ? SN_SUCCESS
						 : SN_FAIL(BUDGET_ENTRY_DIFFERS, .field = "id");
	}
	SN_TRY(entry_fits(c, &e, &line));
	e.before_id = line.last_id;
	*out = e;
	return entry_write(c, &e, digest);
}

/* ---- approving ---- */

static struct sn_err apply(struct ctx *c, const struct budget_entry *e)
{
	int64_t changed = 0;
	switch (e->kind) {
	case BUDGET_ADD:
		return store_run(c->store, &budget_sql_line_add,
				 PARAMS(p_int(e->shard), p_int(e->org_no), p_int(e->cycle_no),
					p_text(e->code), p_text(e->words), p_int(e->source),
					p_int(e->roles), p_int((int64_t)e->users_count),
					p_money(e->delta), p_uuid(e->entry_id)),
				 NULL);
	case BUDGET_CHANGE:
		SN_TRY(store_run(c->store, &budget_sql_line_change,
				 PARAMS(p_int(e->shard), p_int(e->org_no), p_int(e->cycle_no),
					p_text(e->code), p_money(e->delta), p_uuid(e->entry_id)),
				 &changed));
		assert(changed == 1); /* entry_fits() read it in the same work */
		return SN_SUCCESS;
	case BUDGET_CLOSED_LIST:
	case BUDGET_ENTRIES_COUNT:
		break;
	}
	bool closed = false;
	SN_TRY(budget_closed(c, e->org_no, e->cycle_no, &closed));
	if (closed)
		return SN_SUCCESS;
	return store_run(
		c->store, &budget_sql_close,
		PARAMS(p_int(e->shard), p_int(e->org_no), p_int(e->cycle_no), p_uuid(e->entry_id)),
		NULL);
}

/* The leaf says the entry, who made it, who approved it, and through its digest the line it changes. */
static struct sn_err act_of(const struct budget_entry *e, struct ledger_act *out)
{
	struct sha256 digest;
	SN_TRY(entry_digest(e, &digest));
	*out = (struct ledger_act){.kind = TLOG_BUDGET,
				   .shard = e->shard,
				   .cycle_no = e->cycle_no,
				   .at_us = e->approved_us,
				   .ref_id = e->entry_id,
				   .digest =
					   ledger_act_digest(digest, e->maker_id, e->approver_id)};
	return SN_SUCCESS;
}

struct sn_err budget_turn(const struct budget_entry *entry, const struct rights_held *held,
			  struct rights_at at, struct uuid user_id)
{
	static const enum rights_role approver[] = {ROLE_APPROVER};
	SN_TRY(rights_held_require(held, approver, 1, at));
	if (uuid_eq(entry->maker_id, user_id))
		return SN_FAIL(SAME_HAND);
	if (entry->refused_us != 0)
		return SN_FAIL(BUDGET_REFUSED, .field = "entry");
	return entry->approved_us != 0 ? SN_FAIL(SIGNED_ALREADY) : SN_SUCCESS;
}

struct sn_err budget_entry_by_id(struct ctx *c, struct uuid entry_id, struct budget_entry *out)
{
	bool there = false;
	*out = (struct budget_entry){.shard = 0};
	SN_TRY(entry_read(c, entry_id, out, &there));
	return there ? SN_SUCCESS : SN_FAIL(BUDGET_ENTRY_GONE, .field = "entry");
}

/* budget_turn() of the actor. */
static struct sn_err turn_of(struct ctx *c, const struct budget_entry *e)
{
	const struct rights_held *held;
	struct org org;
	SN_TRY(org_by_no(c, e->org_no, 0, &org));
	SN_TRY(rights_held_read(c, &held));
	return budget_turn(e, held, (struct rights_at){e->org_no, org.path}, c->actor_id);
}

struct sn_err budget_approve(struct ctx *c, struct uuid entry_id, struct budget_entry *out)
{
	struct budget_whole line;
	struct ledger_act act;
	int64_t changed = 0;
	SN_TRY(budget_entry_by_id(c, entry_id, out));
	const struct sn_err turn = turn_of(c, out);
	if (turn.reason == SN_R_SIGNED_ALREADY && uuid_eq(out->approver_id, c->actor_id))
		return SN_SUCCESS;
	SN_TRY(turn);
	SN_TRY(entry_fits(c, out, &line));
	out->before_id = line.last_id;
	out->approver_id = c->actor_id;
	out->approved_us = now_us(c);
	SN_TRY(store_run(c->store, &budget_sql_entry_approve,
			 PARAMS(p_int(out->shard), p_uuid(out->entry_id),
				p_uuid_or_null(out->before_id), p_uuid(c->actor_id),
				p_int(out->approved_us)),
			 &changed));
	assert(changed == 1);
	SN_TRY(apply(c, out));
	SN_TRY(act_of(out, &act));
	return ledger_act_append(c, &act);
}

struct sn_err budget_mine_read(struct ctx *c, const struct budget_entry *e, struct budget_mine *out)
{
	const bool waits = e->approved_us == 0 && e->refused_us == 0;
	const struct sn_err turn = turn_of(c, e);
	*out = (struct budget_mine){.approve = waits && !sn_failed(turn),
				    .withdraw = waits && uuid_eq(e->maker_id, c->actor_id)};
	return !sn_failed(turn) || sn_err_code(turn) == SN_DENIED ||
			       sn_err_code(turn) == SN_CONFLICT
		       ? SN_SUCCESS
		       : turn;
}

struct sn_err budget_refuse(struct ctx *c, struct uuid entry_id, struct str why,
			    struct budget_entry *out)
{
	const struct str words = str_trim(why);
	SN_TRY(budget_entry_by_id(c, entry_id, out));
	if (words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (words.bytes > PURCHASE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {PURCHASE_WORDS_BYTES_MAX});
	if (out->refused_us != 0 && uuid_eq(out->refused_by_id, c->actor_id) &&
	    str_eq(out->refused_words, words))
		return SN_SUCCESS;
	const struct sn_err turn = turn_of(c, out);
	const bool own = uuid_eq(out->maker_id, c->actor_id);
	if (own && (out->refused_us != 0 || out->approved_us != 0))
		return out->refused_us != 0 ? SN_FAIL(BUDGET_REFUSED, .field = "entry")
					    : SN_FAIL(SIGNED_ALREADY);
	if (!own)
		SN_TRY(turn);
	out->refused_by_id = c->actor_id;
	out->refused_us = now_us(c);
	out->refused_words = words;
	return store_run(c->store, &budget_sql_refuse,
			 PARAMS(p_int(out->shard), p_uuid(out->entry_id), p_uuid(c->actor_id),
				p_text(words), p_int(out->refused_us)),
			 NULL);
}

/* ---- reading ---- */

struct sn_err budget_closed(struct ctx *c, int64_t org_no, int64_t cycle_no, bool *closed)
{
	int64_t shard = 0;
	SN_TRY(ledger_shard_of(c, org_no, &shard));
	struct rows *r = store_query(c->store, &budget_sql_closed,
				     PARAMS(p_int(shard), p_int(org_no), p_int(cycle_no)));
	*closed = store_next(r);
	return store_done(r);
}

static const struct param *filter_params(const struct budget_filter *f, struct param out[3])
{
	out[0] = p_int(f->shard);
	out[1] = p_int(f->org_no);
	out[2] = p_int(f->cycle_no);
	return out;
}

struct sn_err budget_lines(struct ctx *c, const struct budget_filter *filter,
			   struct budget_line **out, size_t *count)
{
	struct param params[3];
	struct budget_line *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &budget_sql_lines, filter_params(filter, params));
	while (memory && n < BUDGET_LINES_MAX && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory) {
			list[n] = line_from_row(c->mem, r);
			list[n++].bound = store_money(r, "bound_fen");
		}
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err budget_line_read(struct ctx *c, const struct budget_line *place,
			       struct budget_line *out)
{
	struct budget_whole line;
	SN_TRY(budget_whole_read(c,
				 &(const struct budget_spending){.shard = place->shard,
								 .org_no = place->org_no,
								 .cycle_no = place->cycle_no,
								 .code = place->code},
				 &line));
	*out = line.line;
	return line.there ? SN_SUCCESS
			  : budget_coded(SN_FAIL(BUDGET_GONE, .field = "budget"), place->code);
}

static struct sn_err entries_read(struct ctx *c, struct rows *r, struct budget_entry **out,
				  size_t *count)
{
	struct budget_entry *list = NULL;
	size_t n = 0;
	bool memory = true;
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = entry_from_row(c->mem, r);
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < n && memory; i++)
		SN_TRY(users_read(c, &list[i]));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err budget_entries(struct ctx *c, const struct budget_filter *filter,
			     struct budget_entry **out, size_t *count)
{
	struct param params[3];
	return entries_read(
		c, store_query(c->store, &budget_sql_entries, filter_params(filter, params)), out,
		count);
}

struct sn_err budget_spenders(struct ctx *c, const struct budget_line *line, struct uuid **out,
			      size_t *count)
{
	struct budget_whole at;
	struct budget_entry first = {.shard = line->shard, .users_count = BUDGET_USERS_MAX};
	SN_TRY(budget_whole_read(c,
				 &(const struct budget_spending){.shard = line->shard,
								 .org_no = line->org_no,
								 .cycle_no = line->cycle_no,
								 .code = line->code},
				 &at));
	first.entry_id = at.first_id;
	SN_TRY(users_read(c, &first));
	*out = first.users;
	*count = first.users_count;
	return SN_SUCCESS;
}

struct sn_err budget_uses(struct ctx *c, const struct budget_line *line, struct budget_used **out,
			  size_t *count)
{
	struct budget_used *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r =
		store_query(c->store, &budget_sql_uses_of_line,
			    PARAMS(p_int(line->shard), p_int(line->org_no), p_int(line->cycle_no),
				   p_text(line->code), p_int(DOCUMENT_LIST_MAX)));
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct budget_used){
				.paper = (enum budget_paper)store_int(r, "paper"),
				.document_id = store_uuid(r, "document_id"),
				.amount = store_money(r, "amount_fen"),
				.state = (enum budget_use_state)store_int(r, "state")};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err budget_entries_waiting(struct ctx *c, struct budget_entry **out, size_t *count)
{
	return entries_read(c, store_query(c->store, &budget_sql_entries_waiting, NO_PARAMS), out,
			    count);
}
struct sn_err budget_entries_of(struct ctx *c, struct uuid user_id, struct budget_entry **out,
				size_t *count)
{
	return entries_read(
		c, store_query(c->store, &budget_sql_entries_of_user, PARAMS(p_uuid(user_id))), out,
		count);
}

/* ---- verify ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
	const char *what;
};

static struct sn_err verify_entries(struct ctx *c,
				    void (*each)(void *self, const struct ledger_finding *f),
				    void *self, int64_t *findings)
{
	struct budget_entry *list;
	size_t count;
	SN_TRY(entries_read(c, store_query(c->store, &budget_sql_entries_approved, NO_PARAMS),
			    &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct ledger_act act;
		bool stands = false;
		SN_TRY(act_of(&list[i], &act));
		SN_TRY(ledger_act_stands(c, &act, &stands));
		if (stands)
			continue;
		++*findings;
		each(self, &(const struct ledger_finding){.what = "budget-leaf",
							  .shard = list[i].shard,
							  .id = list[i].entry_id});
	}
	return SN_SUCCESS;
}

/* Rows that answer a shard and an entry: each is a finding. */
static struct sn_err verify_unlike(struct ctx *c, const struct sn_statement *which,
				   const struct verifying *v)
{
	struct rows *r = store_query(c->store, which, NO_PARAMS);
	while (store_next(r)) {
		++*v->findings;
		v->each(v->self, &(const struct ledger_finding){.what = v->what,
								.shard = store_int(r, "shard"),
								.id = store_uuid(r, "entry_id")});
	}
	return store_done(r);
}

struct sn_err budget_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings)
{
	struct rows *r = store_query(c->store, &budget_sql_lines_wrong, NO_PARAMS);
	while (store_next(r)) {
		const bool amount = store_int(r, "amount_fen") != store_int(r, "entries_fen");
		++*findings;
		each(self, &(const struct ledger_finding){
				   .what = amount ? "budget-amount" : "budget-used",
				   .shard = store_int(r, "shard"),
				   .id = store_uuid(r, "first_id"),
				   .expected = store_int(r, amount ? "entries_fen" : "uses_fen"),
				   .found = store_int(r, amount ? "amount_fen" : "used_fen")});
	}
	SN_TRY(store_done(r));
	r = store_query(c->store, &budget_sql_uses_wrong, NO_PARAMS);
	while (store_next(r)) {
		++*findings;
		each(self,
		     &(const struct ledger_finding){.what = "budget-document",
						    .shard = store_int(r, "shard"),
						    .id = store_uuid(r, "document_id"),
						    .expected = store_int(r, "declared_total_fen"),
						    .found = store_int(r, "amount_fen")});
	}
	SN_TRY(store_done(r));
	SN_TRY(verify_unlike(c, &budget_sql_lines_unlike,
			     &(const struct verifying){each, self, findings, "budget-line"}));
	SN_TRY(verify_unlike(c, &budget_sql_lists_unlike,
			     &(const struct verifying){each, self, findings, "budget-list"}));
	SN_TRY(verify_unlike(c, &budget_sql_refused_wrong,
			     &(const struct verifying){each, self, findings, "budget-refused"}));
	return verify_entries(c, each, self, findings);
}
