/* The kinds of what people sign, as their domains know them: whose turn it is, who made it, who signed it. */
#include "http/approval.h"

#include "care/payout.h"
#include "http/api_priv.h"
#include "http/money.h"
#include "ledger/budget.h"
#include "ledger/closing.h"

static struct str id_text(struct ctx *c, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	return arena_str(c->mem, str_of(text));
}

static struct sn_err place(struct ctx *c, int64_t org_no, struct rights_at *at)
{
	struct org org;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	*at = (struct rights_at){org_no, org.path};
	return SN_SUCCESS;
}

/* ---- the unions that are the actor's ---- */

static struct sn_err each_root(struct approvals *w, approval_each *each)
{
	const struct org_tree *tree = NULL;
	SN_TRY(call_tree(w->c, w->q, &tree));
	for (int32_t at = 0; at < org_tree_count(tree); at = org_tree_end(tree, at))
		SN_TRY(each(w, org_tree_org(tree, at)->path));
	return SN_SUCCESS;
}

struct sn_err approval_each_union(struct approvals *w, approval_each *each)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	SN_TRY(rights_grants(w->c, w->c->actor_id, &grants, &count));
	struct str *paths = ARENA_ARRAY(w->c->mem, struct str, count + 1);
	if (!paths)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		struct rights_at at;
		if (grants[i].org_no == 0)
			return each_root(w, each);
		SN_TRY(place(w->c, grants[i].org_no, &at));
		paths[i] = at.path;
	}
	for (size_t i = 0; i < count; i++) {
		bool inside = false;
		for (size_t k = 0; k < count && !inside;
		     k++) /* of two grants at one union the first */
			inside = k != i && str_starts(paths[i], paths[k]) &&
				 (paths[k].bytes < paths[i].bytes || k < i);
		if (!inside)
			SN_TRY(each(w, paths[i]));
	}
	return SN_SUCCESS;
}

/* ---- papers of money and goods ---- */

static struct approval of_document(struct ctx *c, const struct document *d, const char *step)
{
	return (struct approval){.kind = APPROVAL_document,
				 .step = step,
				 .state = document_state_words(d->state)->word,
				 .key = id_text(c, d->document_id),
				 .title = d->words,
				 .detail = str_of(document_kind_words(d->kind)->word),
				 .org_no = d->org_no,
				 .cycle_no = d->cycle_no,
				 .since_us = d->made_us,
				 .amount = d->declared_total,
				 .has_amount = true,
				 .maker_id = d->signatures.by[HAND_MAKER]};
}

struct sn_err approval_document_waiting(struct approvals *w)
{
	struct document_turn *turns = NULL;
	size_t count = 0;
	SN_TRY(document_waiting(w->c, &turns, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(approval_add(
			w, of_document(w->c, &turns[i].document, money_hand_word(turns[i].hand))));
	return SN_SUCCESS;
}

/* Read from the last row of the page before on: of these one has thousands. */
struct sn_err approval_document_mine(struct approvals *w)
{
	struct document_page page = {.rows_max = (int64_t)w->rows_max};
	struct document *rows = NULL;
	size_t count = 0;
	if (!str_is_null(w->last.key)) {
		page.before_us = w->last.since_us;
		if (w->last.kind == APPROVAL_document)
			SN_TRY(uuid_parse(&page.before_id, w->last.key, "after"));
	}
	SN_TRY(w->box == APPROVAL_STARTED ? document_of_maker(w->c, &page, &rows, &count)
					  : document_of_hand(w->c, &page, &rows, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(approval_add(w, of_document(w->c, &rows[i], NULL)));
	return SN_SUCCESS;
}

/* ---- cycles ---- */

static struct approval of_cycle(const struct cycle *cycle, const char *step, int64_t since_us)
{
	return (struct approval){.kind = APPROVAL_cycle,
				 .step = step,
				 .state = cycle->back_us != 0 ? "sent_back"
							      : care_cycle_state_word(cycle->state),
				 .key = cycle->code,
				 .title = cycle->name,
				 .org_no = cycle->org_no,
				 .cycle_no = cycle->cycle_no,
				 .since_us = since_us,
				 .maker_id = cycle->signatures.by[HAND_MAKER]};
}

struct sn_err approval_cycle_waiting(struct approvals *w)
{
	static const char *const steps[CYCLE_STATES_COUNT] = {[CYCLE_DRAFT] = "hand_in",
							      [CYCLE_CHECKED] = "checker",
							      [CYCLE_APPROVED] = "approver",
							      [CYCLE_OPEN] = "open",
							      [CYCLE_AUDITED] = "audit"};
	struct ctx *c = w->c;
	struct cycle *list = NULL;
	size_t count = 0;
	SN_TRY(care_cycles(c, &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct cycle_step *taken = NULL;
		size_t taken_count = 0;
		enum cycle_state to;
		bool waits = false;
		SN_TRY(care_cycle_waits(c, &list[i], &to, &waits));
		if (!waits)
			continue;
		SN_TRY(care_cycle_steps(c, list[i].cycle_no, &taken, &taken_count));
		const int64_t step_us = taken_count > 0 ? taken[taken_count - 1].at_us : 0;
		const int64_t since_us = list[i].back_us != 0 ? list[i].back_us : step_us;
		SN_TRY(approval_add(w, of_cycle(&list[i], steps[to], since_us)));
	}
	return SN_SUCCESS;
}

/* One row a cycle, however many of its steps he has taken. */
struct sn_err approval_cycle_mine(struct approvals *w)
{
	struct cycle_step *steps = NULL;
	size_t count = 0;
	int64_t before_no = 0;
	SN_TRY(care_cycle_steps_of(w->c, w->c->actor_id, &steps, &count));
	for (size_t i = 0; i < count; i++) {
		const bool started = steps[i].state == CYCLE_DRAFT;
		struct cycle cycle;
		if (started != (w->box == APPROVAL_STARTED) || steps[i].cycle_no == before_no)
			continue;
		before_no = steps[i].cycle_no;
		SN_TRY(care_cycle_by_no(w->c, steps[i].cycle_no, &cycle));
		SN_TRY(approval_add(w, of_cycle(&cycle, NULL, steps[i].made_us)));
	}
	return SN_SUCCESS;
}

/* ---- budgets ---- */

static const char *budget_state(const struct budget_entry *e)
{
	if (e->refused_us != 0)
		return uuid_eq(e->refused_by_id, e->maker_id) ? "withdrawn" : "refused";
	return e->approved_us != 0 ? "approved" : "made";
}
static struct approval of_budget(struct ctx *c, const struct budget_entry *e, const char *step)
{
	return (struct approval){.kind = APPROVAL_budget,
				 .step = step,
				 .state = budget_state(e),
				 .key = id_text(c, e->entry_id),
				 .title = e->words,
				 .detail = e->code,
				 .org_no = e->org_no,
				 .cycle_no = e->cycle_no,
				 .since_us = e->made_us,
				 .amount = e->delta,
				 .has_amount = e->kind != BUDGET_CLOSED_LIST,
				 .maker_id = e->maker_id};
}

struct sn_err approval_budget_waiting(struct approvals *w)
{
	struct budget_entry *list = NULL;
	size_t count = 0;
	SN_TRY(budget_entries_waiting(w->c, &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct rights_at at;
		SN_TRY(place(w->c, list[i].org_no, &at));
		if (!sn_failed(budget_turn(&list[i], w->held, at, w->c->actor_id)))
			SN_TRY(approval_add(w, of_budget(w->c, &list[i], "approver")));
	}
	return SN_SUCCESS;
}
struct sn_err approval_budget_mine(struct approvals *w)
{
	struct budget_entry *list = NULL;
	size_t count = 0;
	SN_TRY(budget_entries_of(w->c, w->c->actor_id, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(list[i].maker_id, w->c->actor_id) == (w->box == APPROVAL_STARTED))
			SN_TRY(approval_add(w, of_budget(w->c, &list[i], NULL)));
	return SN_SUCCESS;
}

/* ---- bank batches ---- */

static struct approval of_payout(const struct payout *b, const char *step)
{
	return (struct approval){.kind = APPROVAL_payout,
				 .step = step,
				 .state = payout_state_words(b->state)->word,
				 .key = b->number,
				 .title = b->words,
				 .org_no = b->org_no,
				 .cycle_no = b->cycle_no,
				 .since_us = b->made_us,
				 .amount = b->total,
				 .has_amount = true,
				 .maker_id = b->signatures.by[HAND_MAKER]};
}

static struct sn_err payouts_of(struct approvals *w, struct str path)
{
	static const char *const next[] = {
		[PAYOUT_NEXT_EXPORT] = "export", [PAYOUT_NEXT_RETURN] = "return"};
	struct payout *list = NULL;
	size_t count = 0;
	SN_TRY(payout_list(w->c, path, 0, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct payout *b = &list[i];
		struct payout_turn turn;
		struct rights_at at;
		if (b->state == PAYOUT_DONE || b->state == PAYOUT_CANCELLED)
			continue;
		SN_TRY(place(w->c, b->org_no, &at));
		if (sn_failed(payout_turn(b, w->held, at, w->c->actor_id, &turn)))
			continue;
		SN_TRY(approval_add(w, of_payout(b, turn.next == PAYOUT_NEXT_SIGN
							    ? money_hand_word(turn.hand)
							    : next[turn.next])));
	}
	return SN_SUCCESS;
}

struct sn_err approval_payout_waiting(struct approvals *w)
{
	return approval_each_union(w, payouts_of);
}

struct sn_err approval_payout_mine(struct approvals *w)
{
	struct payout *list = NULL;
	size_t count = 0;
	SN_TRY(payout_of_user(w->c, w->c->actor_id, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(list[i].signatures.by[HAND_MAKER], w->c->actor_id) ==
		    (w->box == APPROVAL_STARTED))
			SN_TRY(approval_add(w, of_payout(&list[i], NULL)));
	return SN_SUCCESS;
}

/* ---- closings ---- */

static const char *closing_state(const struct closing *k)
{
	if (k->confirmed_us != 0)
		return "confirmed";
	return k->back_us != 0 ? "sent_back" : "closed";
}
static struct sn_err add_closing(struct approvals *w, const struct closing *k, const char *step)
{
	struct org org;
	SN_TRY(org_by_no(w->c, k->org_no, 0, &org));
	const char *period = arena_printf(w->c->mem, "%d", (int)k->period);
	const char *key = arena_printf(w->c->mem, STR_FMT " %d", STR_ARG(org.code), (int)k->period);
	if (!period || !key)
		return SN_FAIL(OUT_OF_MEMORY);
	return approval_add(
		w, (struct approval){.kind = APPROVAL_closing,
				     .step = step,
				     .state = closing_state(k),
				     .key = str_of(key),
				     .detail = str_of(period),
				     .org_no = k->org_no,
				     .since_us = k->back_us != 0 ? k->back_us : k->closed_us,
				     .maker_id = k->closed_by});
}

/* To confirm, for an approver; to close anew what was sent back, for an accountant. */
struct sn_err approval_closing_waiting(struct approvals *w)
{
	static const enum rights_role hands[] = {ROLE_APPROVER, ROLE_ACCOUNTANT};
	struct closing *list = NULL;
	size_t count = 0;
	SN_TRY(closing_waiting(w->c, &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct closing_mine mine;
		struct rights_at at;
		SN_TRY(place(w->c, list[i].org_no, &at));
		if (sn_failed(rights_held_require(w->held, hands, 2, at)))
			continue;
		SN_TRY(closing_mine_read(w->c, &list[i], &mine));
		if (mine.confirm)
			SN_TRY(add_closing(w, &list[i], "confirm"));
		else if (mine.close && list[i].back_us != 0)
			SN_TRY(add_closing(w, &list[i], "close_again"));
	}
	return SN_SUCCESS;
}
struct sn_err approval_closing_mine(struct approvals *w)
{
	struct closing *list = NULL;
	size_t count = 0;
	SN_TRY(closing_of_user(w->c, w->c->actor_id, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(list[i].closed_by, w->c->actor_id) == (w->box == APPROVAL_STARTED))
			SN_TRY(add_closing(w, &list[i], NULL));
	return SN_SUCCESS;
}

/* ---- versions of programmes: in force when they are loaded, so they wait for nobody ---- */

struct sn_err approval_programme_waiting(struct approvals *w)
{
	(void)w;
	return SN_SUCCESS;
}
struct sn_err approval_programme_mine(struct approvals *w)
{
	struct programme_loaded *list = NULL;
	size_t count = 0;
	if (w->box != APPROVAL_STARTED)
		return SN_SUCCESS;
	SN_TRY(care_programmes_of(w->c, w->c->actor_id, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct programme *p = &list[i].programme;
		const char *version = arena_printf(w->c->mem, "%lld", (long long)p->version);
		const char *key = arena_printf(w->c->mem, STR_FMT " %lld", STR_ARG(p->code),
					       (long long)p->version);
		if (!version || !key)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(approval_add(
			w,
			(struct approval){.kind = APPROVAL_programme,
					  .state = "loaded",
					  .key = str_of(key),
					  .title = w->q->lang == LANG_ZH ? p->name_zh : p->name_en,
					  .detail = str_of(version),
					  .since_us = list[i].at_us,
					  .maker_id = w->c->actor_id}));
	}
	return SN_SUCCESS;
}
