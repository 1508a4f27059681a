/* Purchases among what people sign: one waits for whom its domain lets take the next step. */
#include "http/approval.h"

#include "care/care.h"
#include "ledger/purchase.h"

static struct sn_err add(struct approvals *w, const struct purchase *p, const char *step)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(p->purchase_id, id);
	return approval_add(w, (struct approval){.kind = APPROVAL_purchase,
						 .step = step,
						 .state = "made",
						 .key = arena_str(w->c->mem, str_of(id)),
						 .title = p->words,
						 .org_no = p->org_no,
						 .cycle_no = p->cycle_no,
						 .since_us = day_start_us(p->day),
						 .amount = p->limit,
						 .has_amount = true,
						 .maker_id = p->maker_id});
}

/* ---- waiting ---- */

static struct sn_err add_turn(struct approvals *w, const struct purchase *p)
{
	struct purchase_turn turn;
	struct cycle cycle;
	int next = 0;
	SN_TRY(care_cycle_by_no(w->c, p->cycle_no, &cycle));
	if (cycle.state > CYCLE_OPEN) /* its papers are not drafted any more */
		return SN_SUCCESS;
	SN_TRY(purchase_turn(w->c, p, &turn));
	if (turn.mine == 0)
		return SN_SUCCESS;
	while (!(turn.mine & 1U << next))
		next++;
	return add(w, p, purchase_next_words((enum purchase_next)next)->word);
}
static struct sn_err waiting_of(struct approvals *w, struct str path)
{
	struct purchase *list = NULL;
	size_t count = 0;
	SN_TRY(purchase_list(w->c, &(const struct purchase_filter){.path = path}, &list, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(add_turn(w, &list[i]));
	return SN_SUCCESS;
}
struct sn_err approval_purchase_waiting(struct approvals *w)
{
	return approval_each_union(w, waiting_of);
}

/* ---- started, done ---- */

static struct sn_err has_signed(struct approvals *w, const struct purchase *p, bool *has)
{
	struct purchase_step *steps = NULL;
	size_t count = 0;
	SN_TRY(purchase_steps(w->c, p, &steps, &count));
	for (size_t i = 0; i < count; i++)
		*has = *has || uuid_eq(steps[i].first_id, w->c->actor_id) ||
		       uuid_eq(steps[i].second_id, w->c->actor_id);
	return SN_SUCCESS;
}
static struct sn_err mine_of(struct approvals *w, struct str path)
{
	struct purchase *list = NULL;
	size_t count = 0;
	SN_TRY(purchase_list(w->c, &(const struct purchase_filter){.path = path}, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const bool made = uuid_eq(list[i].maker_id, w->c->actor_id);
		bool in = made && w->box == APPROVAL_STARTED;
		if (!made && w->box == APPROVAL_DONE)
			SN_TRY(has_signed(w, &list[i], &in));
		if (in)
			SN_TRY(add(w, &list[i], NULL));
	}
	return SN_SUCCESS;
}
struct sn_err approval_purchase_mine(struct approvals *w)
{
	return approval_each_union(w, mine_of);
}
