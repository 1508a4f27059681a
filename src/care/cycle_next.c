/* What comes next in a cycle's life, and what keeps it from being closed. */
#include "care/care_priv.h"
#include "care/handover.h"
#include "care/payout.h"

#include <assert.h>

static const struct ledger_words block_words[] = {
#define X(name, word, zh, en) [CYCLE_BLOCK_##name] = {word, zh, en},
	CYCLE_BLOCKS(X)
#undef X
};
const struct ledger_words *care_cycle_block_words(enum cycle_block_kind kind)
{
	assert(kind < CYCLE_BLOCKS_COUNT);
	return &block_words[kind];
}

/* ---- what is in the way of closing ---- */

/* Accounts of the cycle with something in custody, and those with something held. */
struct left {
	struct arena *mem;
	struct account *custody, *held;
	size_t custody_count, held_count;
};
static struct sn_err keep(struct left *left, struct account **list, size_t *count,
			  const struct account *a)
{
	*list = care_grow(left->mem, *list, *count, sizeof *a);
	if (!*list)
		return SN_FAIL(OUT_OF_MEMORY);
	(*list)[(*count)++] = *a;
	return SN_SUCCESS;
}
static struct sn_err see_account(void *self, const struct account *a)
{
	struct left *left = self;
	const bool holds = a->quantity > 0 || money_less(MONEY_FEN(0), a->value);
	const bool held = a->held_quantity > 0 || money_less(MONEY_FEN(0), a->held_value);
	if (held)
		SN_TRY(keep(left, &left->held, &left->held_count, a));
	if (a->key.class == ACCOUNT_CUSTODY && holds)
		SN_TRY(keep(left, &left->custody, &left->custody_count, a));
	return SN_SUCCESS;
}

struct blocks {
	struct cycle_block *list;
	size_t count;
};
static struct sn_err block_add(struct ctx *c, struct blocks *b, struct cycle_block one)
{
	b->list = care_grow(c->mem, b->list, b->count, sizeof *b->list);
	if (!b->list)
		return SN_FAIL(OUT_OF_MEMORY);
	b->list[b->count++] = one;
	return SN_SUCCESS;
}

/* A bank batch, custody that is neither zero nor explained and signed as it is now (handover.h), holds; in this order. */
static struct sn_err blocks_read(struct ctx *c, const struct cycle *cycle, struct blocks *out)
{
	struct left left = {.mem = c->mem};
	struct str batch = STR_NULL;
	SN_TRY(payout_pending(c, cycle->cycle_no, &batch));
	if (!str_is_null(batch))
		SN_TRY(block_add(c, out,
				 (struct cycle_block){.kind = CYCLE_BLOCK_PAYOUT, .batch = batch}));
	SN_TRY(ledger_accounts(
		c, &(const struct account_filter){.cycle_no = cycle->cycle_no, .class = -1},
		see_account, &left));
	for (size_t i = 0; i < left.custody_count; i++) {
		const struct account *a = &left.custody[i];
		bool explained = false;
		SN_TRY(handover_is_explained(c, a, &explained));
		if (!explained)
			SN_TRY(block_add(c, out,
					 (struct cycle_block){.kind = CYCLE_BLOCK_CUSTODY,
							      .org_no = a->key.org_no,
							      .holder_id = a->key.holder_id,
							      .item_no = a->key.item_no,
							      .quantity = a->quantity,
							      .value = a->value}));
	}
	for (size_t i = 0; i < left.held_count; i++) {
		const struct account *a = &left.held[i];
		SN_TRY(block_add(c, out,
				 (struct cycle_block){.kind = CYCLE_BLOCK_HOLD,
						      .org_no = a->key.org_no,
						      .holder_id = a->key.holder_id,
						      .item_no = a->key.item_no,
						      .quantity = a->held_quantity,
						      .value = a->held_value}));
	}
	return SN_SUCCESS;
}

static struct sn_err refusal(struct ctx *c, const struct cycle_block *b)
{
	struct user who = {.login = STR_NULL};
	struct org org = {.name = STR_NULL};
	switch (b->kind) {
	case CYCLE_BLOCK_PAYOUT:
		return sn_err_with_text(SN_FAIL(PAYOUT_PENDING, .field = "cycle"), STR_FMT,
					STR_ARG(b->batch));
	case CYCLE_BLOCK_CUSTODY:
		SN_TRY(rights_user_by_id(c, b->holder_id, &who));
		return sn_err_with_text(SN_FAIL(CUSTODY_LEFT, .field = "cycle",
						.arg = {b->quantity, money_fen(b->value)}),
					STR_FMT, STR_ARG(who.login));
	case CYCLE_BLOCK_HOLD:
		SN_TRY(org_by_no(c, b->org_no, 0, &org));
		return sn_err_with_text(SN_FAIL(HOLDS_LEFT, .field = "cycle",
						.arg = {b->quantity, money_fen(b->value)}),
					STR_FMT, STR_ARG(org.name));
	case CYCLE_BLOCKS_COUNT:
		break;
	}
	return SN_SUCCESS;
}

struct sn_err care_closing_check(struct ctx *c, const struct cycle *cycle)
{
	struct blocks blocks = {.list = NULL};
	SN_TRY(blocks_read(c, cycle, &blocks));
	return blocks.count > 0 ? refusal(c, &blocks.list[0]) : SN_SUCCESS;
}

/* ---- what comes next ---- */

struct sn_err care_cycle_next(struct ctx *c, const struct cycle *cycle, struct cycle_next *out)
{
	struct blocks blocks = {.list = NULL};
	*out = (struct cycle_next){.ended = cycle->state == CYCLE_AUDITED};
	if (out->ended)
		return SN_SUCCESS;
	out->to = care_cycle_next_state(cycle);
	out->role = care_cycle_step_role(out->to);
	out->why = rights_require(c, &out->role, 1, cycle->org_no);
	if (!sn_failed(out->why))
		out->why = care_cycle_turn(c, cycle, out->to);
	out->send_back = !sn_failed(out->why) && care_cycle_is_asked(cycle);
	if (out->to != CYCLE_CLOSED)
		return SN_SUCCESS;
	SN_TRY(blocks_read(c, cycle, &blocks));
	out->blocks = blocks.list;
	out->blocks_count = blocks.count;
	return SN_SUCCESS;
}
