#include "ledger/budget.h"
#include "ledger/document_priv.h"
#include "ledger/donation.h"
#include "ledger/purchase.h"

#include <assert.h>

static struct sn_err require(struct ctx *c, struct document_roles roles, int64_t org_no)
{
	return rights_require(c, roles.roles, roles.count, org_no);
}

/* ---- making ---- */

/* Most often the second is a key pressed twice, or a connection that broke after the first. */
static struct sn_err no_twin(struct ctx *c, const struct document_row *row)
{
	struct uuid twin_id;
	char id[UUID_TEXT_BYTES];
	int64_t made_us = 0;
	SN_TRY(document_twin(c, row, now_us(c) - DOCUMENT_TWIN_US, &twin_id, &made_us));
	if (uuid_is_null(twin_id))
		return SN_SUCCESS;
	uuid_text(twin_id, id);
	return sn_err_with_text(SN_FAIL(DOCUMENT_TWIN, .arg = {(now_us(c) - made_us) / 1000000}),
				"%s", id);
}

/* An id is all that people are handed, so that it names one document in all shards: the key knows its own shard only. */
static struct sn_err not_elsewhere(struct ctx *c, struct uuid document_id)
{
	struct document other;
	const struct sn_err e = document_read(c, document_id, &other);
	if (!sn_failed(e))
		return SN_FAIL(DOCUMENT_DIFFERS, .field = "document_id");
	return e.reason == SN_R_DOCUMENT_GONE ? SN_SUCCESS : e;
}

struct sn_err document_begin(struct ctx *c, struct document_draft *draft,
			     const struct sha256 *asked, bool *done)
{
	struct document *d = &draft->row.document;
	*done = false;
	if (uuid_is_null(d->document_id))
		return SN_FAIL(MISSING_FIELD, .field = "document_id");
	SN_TRY(ledger_shard_of(c, d->org_no, &d->shard));
	struct document_row there = {0};
	SN_TRY(document_row_read(c, d->shard, d->document_id, &there, done));
	if (*done && !sha256_eq(there.asked, *asked))
		return SN_FAIL(DOCUMENT_DIFFERS, .field = "document_id");
	if (*done) {
		draft->row = there;
		return SN_SUCCESS;
	}
	SN_TRY(not_elsewhere(c, d->document_id));
	draft->row.asked = *asked;
	d->state = DOCUMENT_MADE;
	d->signatures = (struct signatures){.by = {[HAND_MAKER] = c->actor_id}};
	if (d->day == 0)
		d->day = day_of(now_us(c));
	SN_TRY(ledger_day_open(c, d->org_no, d->day));
	return draft->refuse_twin ? no_twin(c, &draft->row) : SN_SUCCESS;
}

static struct sn_err needed_of(struct ctx *c, const struct document_draft *draft, unsigned *needed)
{
	const struct document *d = &draft->row.document;
	const unsigned maker = 1U << HAND_MAKER;
	if (d->kind == DOCUMENT_KIT)
		*needed = maker | 1U << HAND_CHECKER;
	else if (d->kind == DOCUMENT_RECEIVE && !draft->cash)
		*needed = maker | 1U << HAND_APPROVER | DOCUMENT_NEEDS_RECEIVER;
	else if (d->kind == DOCUMENT_LOSS || (d->kind == DOCUMENT_SENDBACK && !draft->cash))
		*needed = maker | 1U << HAND_APPROVER;
	else if (d->kind == DOCUMENT_GIVEBACK || d->kind == DOCUMENT_MOVE ||
		 (d->kind == DOCUMENT_ISSUE && !draft->cash))
		*needed = maker | DOCUMENT_NEEDS_RECEIVER;
	else
		SN_TRY(rights_signatures_needed(c, d->org_no, d->declared_total, needed));
	if (d->kind == DOCUMENT_ISSUE)
		*needed |= DOCUMENT_NEEDS_RECEIVER;
	return SN_SUCCESS;
}

static struct sn_err maker_may(struct ctx *c, const struct document_draft *draft)
{
	const struct document_row *row = &draft->row;
	const struct document *d = &row->document;
	if (d->kind == DOCUMENT_GIVEBACK)
		return uuid_eq(row->holder_id, c->actor_id) ? SN_SUCCESS : SN_FAIL(NOT_THE_HOLDER);
	if ((d->needed & DOCUMENT_NEEDS_RECEIVER) && uuid_eq(d->receiver_id, c->actor_id))
		return SN_FAIL(SAME_HAND);
	return require(c, document_roles(d->kind, HAND_MAKER, draft->cash), d->org_no);
}

/* What may be negative needs no reserve: nothing can be taken from it twice. */
static bool needs_hold(enum account_class from)
{
	return from == ACCOUNT_FUND || from == ACCOUNT_STOCK || from == ACCOUNT_CUSTODY;
}

static struct sn_err hold_lines(struct ctx *c, struct document_draft *draft)
{
	struct hold *holds = ARENA_ARRAY(c->mem, struct hold, draft->count);
	struct posting *out = ARENA_ARRAY(c->mem, struct posting, draft->count);
	if (!holds || !out)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	for (size_t i = 0; i < draft->count; i++) {
		struct document_line *line = &draft->lines[i];
		line->held = needs_hold(line->transfer.from.class);
		if (line->held)
			holds[n++] = (struct hold){.transfer = line->transfer};
	}
	if (n == 0)
		return SN_SUCCESS;
	SN_TRY(ledger_hold(c, holds, n, out));
	for (size_t i = 0; i < n; i++)
		SN_TRY(out[i].outcome);
	return SN_SUCCESS;
}

/* Donated money goes where its donors bound it. All such lines of one paper leave one fund. */
static struct sn_err guard_donations(struct ctx *c, const struct document_draft *draft)
{
	const struct account_key *fund = NULL;
	struct money taken = MONEY_FEN(0);
	for (size_t i = 0; i < draft->count; i++) {
		const struct transfer *t = &draft->lines[i].transfer;
		if (t->from.class != ACCOUNT_FUND || t->from.source != FUND_DONATION)
			continue;
		fund = &t->from;
		if (!money_add(&taken, taken, t->value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "amount_fen");
	}
	return fund ? donation_guard(c, &draft->row.document, fund, taken) : SN_SUCCESS;
}

/* Where it goes back to a union above, that union's lines get it back, not this one's. */
static struct sn_err budget_above(struct ctx *c, const struct document_draft *draft)
{
	const struct document *d = &draft->row.document;
	for (size_t i = 0; i < draft->count; i++) {
		const struct transfer *t = &draft->lines[i].transfer;
		if (t->to.class != ACCOUNT_FUND)
			continue;
		SN_TRY(budget_note_return(
			c, &(const struct budget_return){.document_id = d->document_id,
							 .shard = d->shard,
							 .from = t->from,
							 .to = t->to,
							 .purpose = t->from.source == FUND_DONATION
									    ? d->purpose
									    : STR_NULL,
							 .amount = t->value}));
	}
	return SN_SUCCESS;
}

/* What is spent takes from its line; what comes back is noted for the line of the union whose fund gets it. */
static struct sn_err budget(struct ctx *c, const struct document_draft *draft)
{
	const struct document *d = &draft->row.document;
	struct budget_spending of = {.document_id = d->document_id,
				     .shard = d->shard,
				     .org_no = d->org_no,
				     .cycle_no = d->cycle_no,
				     .code = draft->budget,
				     .source = draft->source,
				     .amount = d->declared_total};
	if (d->kind == DOCUMENT_ALLOT || d->kind == DOCUMENT_PURCHASE ||
	    (d->kind == DOCUMENT_ISSUE && draft->cash))
		return budget_take(c, &of);
	if (draft->budget.bytes == 0)
		return d->kind == DOCUMENT_RETURN ? budget_above(c, draft) : SN_SUCCESS;
	if ((d->kind == DOCUMENT_GIVEBACK || d->kind == DOCUMENT_SENDBACK) && draft->cash)
		return budget_note_back(c, &of);
	return SN_FAIL(BUDGET_NOT_HERE, .field = "budget");
}

struct sn_err document_finish(struct ctx *c, struct document_draft *draft, struct document *out)
{
	struct document *d = &draft->row.document;
	struct money total = MONEY_FEN(0);
	if (draft->count == 0 || draft->count > DOCUMENT_LINES_MAX)
		return SN_FAIL(DOCUMENT_EMPTY, .arg = {DOCUMENT_LINES_MAX});
	for (size_t i = 0; i < draft->count; i++) {
		struct document_line *line = &draft->lines[i];
		assert(document_takes(d->kind, line->transfer.kind));
		line->transfer.document_id = d->document_id;
		line->transfer.day = d->day;
		line->transfer.at_us = now_us(c);
		if (line->counted && !money_add(&total, total, line->transfer.value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "declared_total_fen");
	}
	SN_TRY(document_envelope(d, draft->asks, total, draft->total_needed));
	d->declared_total = total;
	SN_TRY(needed_of(c, draft, &d->needed));
	SN_TRY(maker_may(c, draft));
	SN_TRY(guard_donations(c, draft));
	SN_TRY(hold_lines(c, draft));
	SN_TRY(budget(c, draft));
	SN_TRY(document_row_add(c, &draft->row));
	SN_TRY(document_lines_add(c, d, draft->lines, draft->count));
	*out = *d;
	return SN_SUCCESS;
}

/* ---- signing ---- */

static struct sn_err post_lines(struct ctx *c, const struct document *d)
{
	struct document_line *lines;
	size_t count, held = 0, free = 0;
	SN_TRY(document_lines_read(c, d, &lines, &count));
	struct hold_ref *refs = ARENA_ARRAY(c->mem, struct hold_ref, count);
	struct transfer *posts = ARENA_ARRAY(c->mem, struct transfer, count);
	if (!refs || !posts)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		lines[i].transfer.at_us = now_us(c);
		if (lines[i].held)
			refs[held++] = (struct hold_ref){d->shard, lines[i].transfer.transfer_id};
		else
			posts[free++] = lines[i].transfer;
	}
	if (held)
		SN_TRY(ledger_hold_post(c, refs, held));
	return free ? ledger_post_all(c, posts, free) : SN_SUCCESS;
}

static struct sn_err void_lines(struct ctx *c, const struct document *d)
{
	struct document_line *lines;
	size_t count, held = 0;
	SN_TRY(document_lines_read(c, d, &lines, &count));
	struct hold_ref *refs = ARENA_ARRAY(c->mem, struct hold_ref, count);
	if (!refs)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		if (lines[i].held)
			refs[held++] = (struct hold_ref){d->shard, lines[i].transfer.transfer_id};
	return held ? ledger_hold_void(c, refs, held) : SN_SUCCESS;
}

static struct sn_err row_there(struct ctx *c, int64_t shard, struct uuid document_id,
			       struct document_row *row)
{
	bool there = false;
	SN_TRY(document_row_read(c, shard, document_id, row, &there));
	return there ? SN_SUCCESS : SN_FAIL(DOCUMENT_GONE, .field = "document");
}

static struct sn_err step(struct ctx *c, struct document *d, enum document_event e, bool last)
{
	enum document_state next = d->state;
	SN_TRY(document_step(&next, e, last));
	SN_TRY(document_row_step(c, d, e, next));
	if (next == DOCUMENT_DONE) {
		SN_TRY(post_lines(c, d));
		SN_TRY(document_leaf_append(c, d));
	}
	if (next == DOCUMENT_CANCELLED)
		SN_TRY(void_lines(c, d));
	if (next == DOCUMENT_DONE && d->kind == DOCUMENT_SENDBACK)
		SN_TRY(purchase_back_settle(c, d->shard, d->document_id, false));
	if (next == DOCUMENT_DONE || next == DOCUMENT_CANCELLED)
		SN_TRY(budget_settle(c, d->document_id, next == DOCUMENT_CANCELLED));
	d->state = next;
	return SN_SUCCESS;
}

/* The step is this actor's to take: his turn, and his roles. */
static struct sn_err may_step(struct ctx *c, const struct document_row *row, enum hand hand)
{
	const struct rights_held *held;
	struct document_open open;
	SN_TRY(document_turn(row, hand, c->actor_id));
	SN_TRY(document_open_read(c, row, &open));
	SN_TRY(rights_held_read(c, &held));
	return document_may(&open, held, hand, c->actor_id);
}

struct sn_err document_sign(struct ctx *c, int64_t shard, struct uuid document_id, enum hand hand,
			    struct document *out)
{
	struct document_row row = {0};
	SN_TRY(row_there(c, shard, document_id, &row));
	struct document *d = &row.document;
	*out = *d;
	if (hand < HANDS_COUNT && !uuid_is_null(c->actor_id) &&
	    uuid_eq(d->signatures.by[hand], c->actor_id))
		return SN_SUCCESS;
	if (hand >= HANDS_COUNT)
		return SN_FAIL(HAND_NOT_NEEDED);
	SN_TRY(may_step(c, &row, hand));
	d->signatures.by[hand] = c->actor_id;
	SN_TRY(step(c, d, document_event_of(hand), document_is_last(d, hand)));
	*out = *d;
	return SN_SUCCESS;
}

struct sn_err document_accept(struct ctx *c, int64_t shard, struct uuid document_id,
			      struct document *out)
{
	struct document_row row = {0};
	SN_TRY(row_there(c, shard, document_id, &row));
	struct document *d = &row.document;
	*out = *d;
	if (d->accepted_us != 0 && uuid_eq(d->receiver_id, c->actor_id))
		return SN_SUCCESS;
	SN_TRY(may_step(c, &row, HANDS_COUNT));
	SN_TRY(step(c, d, DOCUMENT_ACCEPT, true));
	d->receiver_id = c->actor_id;
	d->accepted_us = now_us(c);
	*out = *d;
	return SN_SUCCESS;
}

/* A purchase or a credit note that is cancelled or taken back: its number is free; a purchase's pieces are accepted and not in the stock, its invoice is free. */
static struct sn_err purchase_back(struct ctx *c, const struct document *d)
{
	if (d->kind != DOCUMENT_PURCHASE && d->kind != DOCUMENT_SENDBACK)
		return SN_SUCCESS;
	if (d->kind == DOCUMENT_PURCHASE)
		SN_TRY(purchase_unstock(c, d->shard, d->document_id));
	else if (!uuid_is_null(d->reversal_id))
		SN_TRY(purchase_back_settle(c, d->shard, d->document_id, true));
	if (d->reference.bytes == 0)
		return SN_SUCCESS;
	return goods_invoice_free(
		c, &(struct invoice){.number = d->reference, .document_id = d->document_id});
}

static struct sn_err cancel(struct ctx *c, struct document *d)
{
	SN_TRY(step(c, d, DOCUMENT_CANCEL, false));
	d->cancelled_us = now_us(c);
	return purchase_back(c, d);
}

struct sn_err document_cancel(struct ctx *c, int64_t shard, struct uuid document_id,
			      struct document *out)
{
	struct document_row row = {0};
	SN_TRY(row_there(c, shard, document_id, &row));
	struct document *d = &row.document;
	*out = *d;
	if (d->state == DOCUMENT_CANCELLED)
		return SN_SUCCESS;
	if (!uuid_eq(d->signatures.by[HAND_MAKER], c->actor_id))
		SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, d->org_no));
	SN_TRY(cancel(c, d));
	*out = *d;
	return SN_SUCCESS;
}

struct sn_err document_send_back(struct ctx *c, const struct document *which, struct str why,
				 struct document *out)
{
	struct document_row row = {0};
	struct document_mine mine;
	bool said = false;
	SN_TRY(row_there(c, which->shard, which->document_id, &row));
	struct document *d = &row.document;
	*out = *d;
	if (str_trim(why).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (d->state == DOCUMENT_CANCELLED) {
		SN_TRY(document_said(c, d, DOCUMENT_CANCEL, why, &said));
		return said ? SN_SUCCESS : document_step(&d->state, DOCUMENT_CANCEL, false);
	}
	if (d->state == DOCUMENT_DONE)
		return document_step(&d->state, DOCUMENT_CANCEL, false);
	if (uuid_eq(d->signatures.by[HAND_MAKER], c->actor_id))
		return SN_FAIL(SEND_BACK_OWN);
	SN_TRY(document_mine_read(c, d, &mine));
	if (!mine.send_back)
		return SN_FAIL(NOT_YOUR_TURN);
	SN_TRY(cancel(c, d));
	*out = *d;
	return document_word_add(c, d, DOCUMENT_CANCEL, why);
}

struct sn_err document_say(struct ctx *c, const struct document *d, enum hand hand,
			   struct str words)
{
	const enum document_event e =
		hand == HANDS_COUNT ? DOCUMENT_ACCEPT : document_event_of(hand);
	bool said = false;
	assert(uuid_eq(hand == HANDS_COUNT ? d->receiver_id : d->signatures.by[hand], c->actor_id));
	if (str_trim(words).bytes == 0)
		return SN_SUCCESS;
	SN_TRY(document_said(c, d, e, words, &said));
	return said ? SN_SUCCESS : document_word_add(c, d, e, words);
}

/* ---- taking back ---- */

/* The line's own reversal, so that the same request finds it again. */
static struct uuid line_reversal_id(struct uuid reversal_id, size_t line)
{
	if (line == 0)
		return reversal_id;
	char text[sizeof reversal_id.bytes + 2];
	memcpy(text, reversal_id.bytes, sizeof reversal_id.bytes);
	text[sizeof reversal_id.bytes] = (char)(line & 255);
	text[sizeof reversal_id.bytes + 1] = (char)(line >> 8);
	const struct sha256 digest = crypto_sha256((struct str){text, sizeof text});
	struct uuid id = reversal_id;
	memcpy(id.bytes + 8, digest.bytes, 8);
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80); /* RFC 9562: the variant */
	return id;
}

static struct sn_err reverse_lines(struct ctx *c, const struct document *d, struct uuid reversal_id)
{
	struct document_line *lines;
	size_t count;
	SN_TRY(document_lines_read(c, d, &lines, &count));
	for (size_t i = count; i > 0; i--)
		SN_TRY(ledger_reverse(c, d->shard, lines[i - 1].transfer.transfer_id,
				      line_reversal_id(reversal_id, i - 1), day_of(now_us(c))));
	return SN_SUCCESS;
}

/* What donors bound stays there, and no receipt says what is no longer so. */
static struct sn_err guard_donations_reversed(struct ctx *c, const struct document *d)
{
	struct document_line *lines;
	size_t count;
	SN_TRY(document_lines_read(c, d, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		const struct account_key *lost = &lines[i].transfer.to;
		if (lost->source == FUND_DONATION &&
		    (lost->class == ACCOUNT_FUND || d->kind == DOCUMENT_RECEIVE))
			SN_TRY(donation_guard_reversed(c, d, lost));
	}
	return SN_SUCCESS;
}

struct sn_err document_reverse(struct ctx *c, const struct document *which, struct uuid reversal_id,
			       struct str why, struct document *out)
{
	struct document_row row = {0};
	SN_TRY(row_there(c, which->shard, which->document_id, &row));
	struct document *d = &row.document;
	*out = *d;
	if (str_trim(why).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, d->org_no));
	const struct sn_err turn = document_reverse_turn(&row, c->actor_id);
	if (turn.reason == SN_R_REVERSED_ALREADY && uuid_eq(d->reversal_id, reversal_id))
		return SN_SUCCESS;
	SN_TRY(turn);
	SN_TRY(reverse_lines(c, d, reversal_id));
	d->reversal_id = reversal_id;
	d->reversed_us = now_us(c);
	d->reversed_by_id = c->actor_id;
	d->reversed_words = why;
	SN_TRY(document_row_reverse(c, d));
	SN_TRY(document_leaf_reversed(c, d));
	SN_TRY(budget_settle(c, d->document_id, true));
	SN_TRY(purchase_back(c, d));
	SN_TRY(guard_donations_reversed(c, d));
	*out = *d;
	return SN_SUCCESS;
}
