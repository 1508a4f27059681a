#include "ledger/document_priv.h"

#include <assert.h>

static const struct document_words kind_words[] = {
#define X(name, word, zh, en) [DOCUMENT_##name] = {word, zh, en},
	DOCUMENT_KINDS(X)
#undef X
};
static const struct document_words state_words[] = {
#define X(name, word, zh, en) [DOCUMENT_##name] = {word, zh, en},
	DOCUMENT_STATES(X)
#undef X
};

const struct document_words *document_kind_words(enum document_kind kind)
{
	assert(kind < DOCUMENT_KINDS_COUNT);
	return &kind_words[kind];
}

const struct document_words *document_state_words(enum document_state state)
{
	assert(state < DOCUMENT_STATES_COUNT);
	return &state_words[state];
}

/* 0 is MADE: nothing leads there. */
static const unsigned char next_state[DOCUMENT_STATES_COUNT][DOCUMENT_EVENTS_COUNT] = {
	[DOCUMENT_MADE] = {[DOCUMENT_CHECK] = DOCUMENT_CHECKED,
			   [DOCUMENT_APPROVE] = DOCUMENT_APPROVED,
			   [DOCUMENT_TREASURE] = DOCUMENT_DONE,
			   [DOCUMENT_ACCEPT] = DOCUMENT_DONE,
			   [DOCUMENT_CANCEL] = DOCUMENT_CANCELLED},
	[DOCUMENT_CHECKED] = {[DOCUMENT_APPROVE] = DOCUMENT_APPROVED,
			      [DOCUMENT_TREASURE] = DOCUMENT_DONE,
			      [DOCUMENT_ACCEPT] = DOCUMENT_DONE,
			      [DOCUMENT_CANCEL] = DOCUMENT_CANCELLED},
	[DOCUMENT_APPROVED] = {[DOCUMENT_TREASURE] = DOCUMENT_DONE,
			       [DOCUMENT_ACCEPT] = DOCUMENT_DONE,
			       [DOCUMENT_CANCEL] = DOCUMENT_CANCELLED},
};

enum document_event document_event_of(enum hand hand)
{
	assert(hand > HAND_MAKER && hand < HANDS_COUNT);
	return (enum document_event)(DOCUMENT_CHECK + (hand - HAND_CHECKER));
}

struct sn_err document_step(enum document_state *s, enum document_event e, bool last)
{
	assert(*s < DOCUMENT_STATES_COUNT && e < DOCUMENT_EVENTS_COUNT);
	const enum document_state next = (enum document_state)next_state[*s][e];
	if (next == DOCUMENT_MADE)
		return sn_err_with_text(SN_FAIL(DOCUMENT_STATE), "%s (%s)", state_words[*s].zh,
					state_words[*s].en);
	if (e != DOCUMENT_CANCEL && last)
		*s = DOCUMENT_DONE;
	else if (next !=
		 DOCUMENT_DONE) /* else the treasurer has paid, the receiver is still to accept */
		*s = next;
	return SN_SUCCESS;
}

bool document_is_last(const struct document *d, enum hand hand)
{
	for (unsigned h = 0; h < HANDS_COUNT; h++)
		if (h != (unsigned)hand && (d->needed & 1U << h) &&
		    uuid_is_null(d->signatures.by[h]))
			return false;
	return hand == HANDS_COUNT || !(d->needed & DOCUMENT_NEEDS_RECEIVER);
}

struct sn_err document_turn(const struct document_row *row, enum hand hand, struct uuid user_id)
{
	struct document d = row->document;
	if (d.state == DOCUMENT_DONE || d.state == DOCUMENT_CANCELLED)
		return document_step(&d.state, DOCUMENT_CHECK, false);
	if (hand < HANDS_COUNT) {
		const unsigned hands = d.needed & ~(unsigned)DOCUMENT_NEEDS_RECEIVER;
		SN_TRY(rights_sign(&d.signatures, hand, user_id, hands));
		/* Nobody approves his own loss, nor cash to himself (product.md: nor for himself). */
		return uuid_eq(row->holder_id, user_id) || uuid_eq(d.receiver_id, user_id)
			       ? SN_FAIL(SAME_HAND)
			       : SN_SUCCESS;
	}
	if (!(d.needed & DOCUMENT_NEEDS_RECEIVER))
		return SN_FAIL(HAND_NOT_NEEDED);
	for (unsigned h = 0; h < HANDS_COUNT; h++)
		if (uuid_eq(d.signatures.by[h], user_id))
			return SN_FAIL(SAME_HAND);
	if (!document_is_last(&d, HANDS_COUNT))
		return SN_FAIL(OUT_OF_TURN);
	return uuid_is_null(d.receiver_id) || uuid_eq(d.receiver_id, user_id)
		       ? SN_SUCCESS
		       : SN_FAIL(NOT_THE_RECEIVER);
}

struct sn_err document_reverse_turn(const struct document_row *row, struct uuid user_id)
{
	const struct document *d = &row->document;
	if (uuid_eq(d->signatures.by[HAND_MAKER], user_id) || uuid_eq(row->holder_id, user_id) ||
	    uuid_eq(d->receiver_id, user_id))
		return SN_FAIL(SAME_HAND);
	if (!uuid_is_null(d->reversal_id))
		return SN_FAIL(REVERSED_ALREADY);
	return d->state == DOCUMENT_DONE ? SN_SUCCESS : SN_FAIL(DOCUMENT_NOT_DONE);
}

/* Source: product.md, Few hands. Accountant and cashier are the two treasurers; cash is given out by the cashier. */
struct document_roles document_roles(enum document_kind kind, enum hand hand, bool cash)
{
	static const struct document_roles money[HANDS_COUNT] = {
		[HAND_MAKER] = {{ROLE_MAKER}, 1},
		[HAND_CHECKER] = {{ROLE_CHECKER}, 1},
		[HAND_APPROVER] = {{ROLE_APPROVER}, 1},
		[HAND_TREASURER] = {{ROLE_ACCOUNTANT, ROLE_CASHIER}, 2}};
	const bool money_too = kind == DOCUMENT_ISSUE || kind == DOCUMENT_SENDBACK;
	const bool goods = kind >= DOCUMENT_KIT && !(money_too && cash);
	if (goods && hand == HAND_MAKER && kind == DOCUMENT_KIT)
		return (struct document_roles){{ROLE_KEEPER}, 1};
	if (goods && hand == HAND_MAKER)
		return (struct document_roles){{ROLE_KEEPER, ROLE_DISTRIBUTOR}, 2};
	if (kind == DOCUMENT_KIT && hand == HAND_CHECKER)
		return (struct document_roles){{ROLE_CHECKER, ROLE_KEEPER}, 2};
	return money[hand];
}

struct document_roles document_receiver_roles(bool cash)
{
	return cash ? (struct document_roles){{ROLE_CASHIER}, 1}
		    : (struct document_roles){{ROLE_KEEPER}, 1};
}

bool document_takes(enum document_kind kind, enum transfer_kind line)
{
	static const unsigned takes[DOCUMENT_KINDS_COUNT] = {
		[DOCUMENT_RECEIVE] = 1U << TRANSFER_RECEIVE | 1U << TRANSFER_SUPPLY,
		[DOCUMENT_ALLOT] = 1U << TRANSFER_ALLOT,
		[DOCUMENT_PURCHASE] = 1U << TRANSFER_PURCHASE | 1U << TRANSFER_SUPPLY,
		[DOCUMENT_RETURN] = 1U << TRANSFER_RETURN,
		[DOCUMENT_KIT] = 1U << TRANSFER_CONVERT,
		[DOCUMENT_ISSUE] = 1U << TRANSFER_ISSUE,
		[DOCUMENT_GIVEBACK] = 1U << TRANSFER_GIVEBACK,
		[DOCUMENT_MOVE] = 1U << TRANSFER_MOVE,
		[DOCUMENT_LOSS] = 1U << TRANSFER_LOSS,
		[DOCUMENT_SENDBACK] = 1U << TRANSFER_SUPPLY | 1U << TRANSFER_PURCHASE,
	};
	return takes[kind] & 1U << line;
}

struct sn_err document_envelope(const struct document *declared, int64_t count, struct money total,
				bool total_needed)
{
	if (declared->declared_count != count)
		return SN_FAIL(ENVELOPE_COUNT, .field = "declared_count",
			       .arg = {declared->declared_count, count});
	const int64_t said_fen = money_fen(declared->declared_total);
	if (said_fen != money_fen(total) && (total_needed || said_fen != 0))
		return SN_FAIL(ENVELOPE_TOTAL, .field = "declared_total_fen",
			       .arg = {said_fen, money_fen(total)});
	return SN_SUCCESS;
}
