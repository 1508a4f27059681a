/* What becomes of a batch before the bank has it: signed, exported, cancelled. */
#include "care/payout_priv.h"
#include "care/payout_sql.h"

/* ---- freeing money ---- */

static struct sn_err free_page(struct ctx *c, const struct payout *batch,
			       const struct payout_line *const *lines, size_t count)
{
	struct hold_ref *refs = NULL;
	size_t holds = 0, n = 0;
	for (size_t i = 0; i < count; i++)
		holds += (size_t)lines[i]->holds;
	refs = ARENA_ARRAY(c->mem, struct hold_ref, holds + 1);
	if (!refs)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		for (size_t part = 0; part < (size_t)lines[i]->holds; part++)
			refs[n++] = (struct hold_ref){batch->shard, payout_hold_id(lines[i], part)};
	return ledger_hold_void(c, refs, n);
}

struct sn_err payout_free(struct ctx *c, const struct payout *batch,
			  const struct payout_line *const *lines, size_t count)
{
	for (size_t at = 0; at < count; at += PAYOUT_PAGE_ROWS) {
		const struct arena_mark mark = arena_mark(c->mem);
		const size_t left = count - at;
		SN_TRY(free_page(c, batch, &lines[at],
				 left < PAYOUT_PAGE_ROWS ? left : PAYOUT_PAGE_ROWS));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}

/* Takes lines out of the batch: their money (act's value) is free, and each says why. The lines in memory say so too. */
static struct sn_err drop_lines(struct ctx *c, const struct payout *batch,
				struct payout_line *const *lines, size_t count,
				const struct payout_act *act)
{
	enum { ENDED_PARAMS = 7 };
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * ENDED_PARAMS + 1);
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, count + 1);
	if (!params || !changed)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(payout_free(c, batch, (const struct payout_line *const *)lines, count));
	SN_TRY(payout_budget_back(c, batch, act, act->value));
	for (size_t i = 0; i < count; i++) {
		lines[i]->state = PAYOUT_LINE_DROPPED;
		lines[i]->act_id = act->act_id;
		const struct param row[ENDED_PARAMS] = {p_int(lines[i]->shard),
							p_uuid(lines[i]->line_id),
							p_int(PAYOUT_LINE_DROPPED),
							p_int(lines[i]->why),
							p_null(),
							p_null(),
							p_uuid(act->act_id)};
		memcpy(&params[i * ENDED_PARAMS], row, sizeof row);
	}
	SN_TRY(store_many(c->store, &payout_sql_line_ended, params, count, changed));
	for (size_t i = 0; i < count; i++)
		if (changed[i] != 1)
			return SN_FAIL(PAYOUT_CHANGED, .field = "batch");
	return SN_SUCCESS;
}

static struct sn_err sum_of(struct payout_line *const *lines, size_t count, struct money *out)
{
	*out = MONEY_FEN(0);
	for (size_t i = 0; i < count; i++)
		if (!money_add(out, *out, lines[i]->value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	return SN_SUCCESS;
}

/* ---- what all of them begin with ---- */

struct acting {
	struct payout batch;
	struct cycle cycle;
	struct payout_line *lines;
	size_t count;
};

static struct sn_err begin(struct ctx *c, struct uuid batch_id, struct acting *a)
{
	if (uuid_is_null(c->actor_id))
		return SN_FAIL(NO_ACTOR);
	SN_TRY(payout_read(c, batch_id, &a->batch));
	SN_TRY(care_cycle_by_no(c, a->batch.cycle_no, &a->cycle));
	return payout_lines(c, batch_id, &a->lines, &a->count);
}

/* ---- signing ---- */

/* As of other papers on money (document.h); the cashier who exports is not asked to have signed. */
static struct sn_err hand_right(const struct rights_held *held, enum hand hand, struct rights_at at)
{
	static const enum rights_role treasurers[] = {ROLE_ACCOUNTANT, ROLE_CASHIER};
	static const enum rights_role checker[] = {ROLE_CHECKER}, approver[] = {ROLE_APPROVER};
	if (hand == HAND_CHECKER)
		return rights_held_require(held, checker, 1, at);
	if (hand == HAND_APPROVER)
		return rights_held_require(held, approver, 1, at);
	return rights_held_require(held, treasurers, 2, at);
}

static struct sn_err sign_turn(const struct payout *batch, const struct rights_held *held,
			       struct rights_at at, struct uuid user_id, enum hand hand)
{
	struct signatures signatures = batch->signatures;
	SN_TRY(hand_right(held, hand, at));
	return rights_sign(&signatures, hand, user_id, batch->needed);
}

struct sn_err payout_turn(const struct payout *batch, const struct rights_held *held,
			  struct rights_at at, struct uuid user_id, struct payout_turn *out)
{
	static const enum rights_role cashier[] = {ROLE_CASHIER}, accountant[] = {ROLE_ACCOUNTANT};
	*out = (struct payout_turn){PAYOUT_NEXT_SIGN, HAND_MAKER};
	if (batch->state == PAYOUT_APPROVED) {
		out->next = PAYOUT_NEXT_EXPORT;
		return rights_held_require(held, cashier, 1, at);
	}
	if (batch->state == PAYOUT_EXPORTED) {
		out->next = PAYOUT_NEXT_RETURN;
		SN_TRY(rights_held_require(held, accountant, 1, at));
		return uuid_eq(batch->exporter_id, user_id) ? SN_FAIL(PAYOUT_OWN_RETURN)
							    : SN_SUCCESS;
	}
	if (batch->state != PAYOUT_MADE)
		return payout_wrong_state(batch);
	struct sn_err e = SN_FAIL(HAND_NOT_NEEDED);
	for (int hand = HAND_CHECKER; hand < HANDS_COUNT; hand++) {
		e = sign_turn(batch, held, at, user_id, (enum hand)hand);
		out->hand = (enum hand)hand;
		if (!sn_failed(e))
			return e;
	}
	return e;
}

static struct sn_err write_signature(struct ctx *c, struct acting *a, enum hand hand)
{
	struct payout *b = &a->batch;
	int64_t changed = 0;
	bool all = true;
	for (unsigned h = 0; h < HANDS_COUNT; h++)
		all = all && (!(b->needed & 1U << h) || !uuid_is_null(b->signatures.by[h]));
	b->state = all ? PAYOUT_APPROVED : PAYOUT_MADE;
	SN_TRY(store_run(c->store, &payout_sql_sign,
			 PARAMS(p_int(b->shard), p_uuid(b->batch_id),
				p_uuid_or_null(b->signatures.by[HAND_CHECKER]),
				p_uuid_or_null(b->signatures.by[HAND_APPROVER]),
				p_uuid_or_null(b->signatures.by[HAND_TREASURER]), p_int(b->state)),
			 &changed));
	if (changed != 1)
		return payout_wrong_state(b);
	const struct payout_act act = {.act_id = new_id(c),
				       .kind = PAYOUT_ACT_SIGN,
				       .hand = hand,
				       .by_id = c->actor_id,
				       .at_us = now_us(c),
				       .lines_count = b->lines_count,
				       .value = b->total};
	return payout_act_add(c, b, &act, a->lines, a->count);
}

struct sn_err payout_sign(struct ctx *c, struct uuid batch_id, enum hand hand, struct payout *out)
{
	const struct rights_held *held;
	struct acting a;
	struct org org;
	SN_TRY(begin(c, batch_id, &a));
	*out = a.batch;
	if (hand == HAND_MAKER || hand >= HANDS_COUNT)
		return SN_FAIL(HAND_NOT_NEEDED);
	SN_TRY(rights_held_read(c, &held));
	SN_TRY(org_by_no(c, a.batch.org_no, 0, &org));
	const struct rights_at at = {org.org_no, org.path};
	SN_TRY(hand_right(held, hand, at));
	if (uuid_eq(a.batch.signatures.by[hand], c->actor_id))
		return SN_SUCCESS;
	if (a.batch.state != PAYOUT_MADE)
		return payout_wrong_state(&a.batch);
	SN_TRY(rights_sign(&a.batch.signatures, hand, c->actor_id, a.batch.needed));
	SN_TRY(write_signature(c, &a, hand));
	*out = a.batch;
	return SN_SUCCESS;
}

/* ---- cancelling ---- */

static struct sn_err cancel(struct ctx *c, struct acting *a)
{
	struct payout *b = &a->batch;
	struct payout_line **open = ARENA_ARRAY(c->mem, struct payout_line *, a->count + 1);
	struct payout_act act = {.act_id = new_id(c),
				 .kind = PAYOUT_ACT_CANCEL,
				 .by_id = c->actor_id,
				 .at_us = now_us(c)};
	int64_t changed = 0;
	size_t n = 0;
	if (!open)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < a->count; i++)
		if (a->lines[i].state == PAYOUT_LINE_WAITING) {
			a->lines[i].why = PAYOUT_WHY_CANCELLED;
			open[n++] = &a->lines[i];
		}
	SN_TRY(store_run(c->store, &payout_sql_cancel, PARAMS(p_int(b->shard), p_uuid(b->batch_id)),
			 &changed));
	if (changed != 1)
		return payout_wrong_state(b);
	b->state = PAYOUT_CANCELLED;
	act.lines_count = (int64_t)n;
	SN_TRY(sum_of(open, n, &act.value));
	SN_TRY(drop_lines(c, b, open, n, &act));
	return payout_act_add(c, b, &act, a->lines, a->count);
}

static struct sn_err may_cancel(struct ctx *c, const struct payout *b)
{
	if (!uuid_eq(b->signatures.by[HAND_MAKER], c->actor_id))
		SN_TRY(RIGHTS_REQUIRE(c, ROLE_APPROVER, b->org_no));
	return b->state == PAYOUT_MADE || b->state == PAYOUT_APPROVED ||
			       b->state == PAYOUT_CANCELLED
		       ? SN_SUCCESS
		       : payout_wrong_state(b);
}

bool payout_may_cancel(struct ctx *c, const struct payout *batch)
{
	return batch->state != PAYOUT_CANCELLED && !sn_failed(may_cancel(c, batch));
}

struct sn_err payout_cancel(struct ctx *c, struct uuid batch_id, struct payout *out)
{
	struct acting a;
	SN_TRY(begin(c, batch_id, &a));
	SN_TRY(may_cancel(c, &a.batch));
	if (a.batch.state != PAYOUT_CANCELLED) {
		SN_TRY(cancel(c, &a));
	}
	*out = a.batch;
	return SN_SUCCESS;
}

/* ---- the bank's file ---- */

static struct sn_err exported_already(const struct payout *b)
{
	char file[2 * SHA256_BYTES + 1];
	enum { SHOWN = 12 };
	crypto_hex(b->file_sha256.bytes, SHA256_BYTES, file);
	return sn_err_with_text(
		SN_FAIL(PAYOUT_EXPORTED, .field = "batch", .arg = {day_of(b->exported_us)}),
		"sha256 %.*s…", SHOWN, file);
}

static struct sn_err may_export(struct ctx *c, const struct acting *a)
{
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_CASHIER, a->batch.org_no));
	if (a->batch.state == PAYOUT_EXPORTED || a->batch.state == PAYOUT_DONE)
		return exported_already(&a->batch);
	if (a->batch.state != PAYOUT_APPROVED)
		return payout_wrong_state(&a->batch);
	return a->cycle.state == CYCLE_OPEN ? SN_SUCCESS
					    : care_cycle_wrong_state(&a->cycle, CYCLE_OPEN);
}

/* Money leaves by what was signed: a list that was changed since is not exported, however it was changed. */
static struct sn_err list_is_signed(struct ctx *c, const struct acting *a)
{
	struct payout_act *acts = NULL;
	size_t count = 0;
	SN_TRY(payout_acts(c, &a->batch, &acts, &count));
	for (size_t i = 0; i < count; i++) {
		bool stands = true;
		if (acts[i].kind == PAYOUT_ACT_SIGN)
			SN_TRY(payout_act_stands(c, &a->batch, &acts[i], a->lines, a->count,
						 &stands));
		if (!stands)
			return SN_FAIL(PAYOUT_LIST_CHANGED, .field = "batch");
	}
	return SN_SUCCESS;
}

/* Who was given otherwise since, or whose entitlement is void, is taken out. */
static struct sn_err drop_moot(struct ctx *c, struct acting *a, int64_t *dropped)
{
	struct payout_line **moot = ARENA_ARRAY(c->mem, struct payout_line *, a->count + 1);
	struct payout_act act = {.act_id = new_id(c),
				 .kind = PAYOUT_ACT_DROP,
				 .by_id = c->actor_id,
				 .at_us = now_us(c)};
	size_t n = 0;
	if (!moot)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &payout_sql_lines_moot, PARAMS(p_uuid(a->batch.batch_id)));
	for (size_t at = 0; store_next(r) && at < a->count; at++) {
		const int64_t serial = store_int(r, "line_no");
		while (at + 1 < a->count && a->lines[at].serial < serial)
			at++;
		if (a->lines[at].serial != serial)
			continue;
		a->lines[at].why = store_int(r, "void") == 1 ? PAYOUT_WHY_VOIDED : PAYOUT_WHY_GIVEN;
		moot[n++] = &a->lines[at];
	}
	SN_TRY(store_done(r));
	*dropped = (int64_t)n;
	if (n == 0)
		return SN_SUCCESS;
	act.lines_count = (int64_t)n;
	SN_TRY(sum_of(moot, n, &act.value));
	SN_TRY(drop_lines(c, &a->batch, moot, n, &act));
	return payout_act_add(c, &a->batch, &act, a->lines, a->count);
}

static struct sn_err open_page(struct ctx *c, const struct payout_line *const *lines, size_t count,
			       struct payout_order *out)
{
	struct card_ref *refs = ARENA_ARRAY(c->mem, struct card_ref, count + 1);
	struct card_opened *opened = ARENA_ARRAY(c->mem, struct card_opened, count + 1);
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, count + 1);
	if (!refs || !opened || !who || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		refs[i] = lines[i]->card;
		who[i] = (struct person_ref){lines[i]->shard, lines[i]->person_id};
	}
	SN_TRY(card_open(c, refs, count, opened));
	SN_TRY(people_by_refs(c, who, count, people));
	for (size_t i = 0; i < count; i++) {
		if (memcmp(opened[i].hash.bytes, lines[i]->card_hash.bytes,
			   sizeof opened[i].hash.bytes) != 0)
			return SN_FAIL(PAYOUT_LIST_CHANGED, .field = "batch");
		out[i] = (struct payout_order){
			.serial = lines[i]->serial,
			.number = opened[i].number,
			.holder = str_is_null(opened[i].holder) ? people[i].name : opened[i].holder,
			.bank = opened[i].bank,
			.value = lines[i]->value};
	}
	return SN_SUCCESS;
}

struct sn_err payout_export_take(struct ctx *c, struct uuid batch_id, struct payout_orders *out)
{
	struct acting a;
	SN_TRY(begin(c, batch_id, &a));
	*out = (struct payout_orders){.batch = a.batch};
	SN_TRY(may_export(c, &a));
	SN_TRY(list_is_signed(c, &a));
	SN_TRY(drop_moot(c, &a, &out->dropped));
	const struct payout_line **open =
		ARENA_ARRAY(c->mem, const struct payout_line *, a.count + 1);
	out->orders = ARENA_ARRAY(c->mem, struct payout_order, a.count + 1);
	if (!open || !out->orders)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < a.count; i++) {
		if (a.lines[i].state != PAYOUT_LINE_WAITING)
			continue;
		if (!money_add(&out->total, out->total, a.lines[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
		open[out->count++] = &a.lines[i];
	}
	for (size_t at = 0; at < out->count; at += PAYOUT_PAGE_ROWS) {
		const size_t left = out->count - at;
		SN_TRY(open_page(c, &open[at], left < PAYOUT_PAGE_ROWS ? left : PAYOUT_PAGE_ROWS,
				 &out->orders[at]));
	}
	return SN_SUCCESS;
}

static struct sn_err write_export(struct ctx *c, struct acting *a,
				  const struct payout_orders *orders, struct sha256 file)
{
	struct payout *b = &a->batch;
	int64_t changed = 0;
	const struct payout_act act = {.act_id = new_id(c),
				       .kind = PAYOUT_ACT_EXPORT,
				       .by_id = c->actor_id,
				       .at_us = now_us(c),
				       .lines_count = (int64_t)orders->count,
				       .value = orders->total,
				       .has_file = true,
				       .file = file};
	b->state = PAYOUT_EXPORTED;
	b->exporter_id = c->actor_id;
	b->exported_us = act.at_us;
	b->file_sha256 = file;
	SN_TRY(store_run(c->store, &payout_sql_export,
			 PARAMS(p_int(b->shard), p_uuid(b->batch_id), p_uuid(c->actor_id),
				p_int(act.at_us), p_bytes(file.bytes, SHA256_BYTES)),
			 &changed));
	if (changed != 1)
		return payout_wrong_state(b);
	return payout_act_add(c, b, &act, a->lines, a->count);
}

struct sn_err payout_export_done(struct ctx *c, const struct payout_orders *orders,
				 struct sha256 file, struct payout *out)
{
	struct acting a;
	struct money total = MONEY_FEN(0);
	size_t waiting = 0;
	SN_TRY(begin(c, orders->batch.batch_id, &a));
	SN_TRY(may_export(c, &a));
	if (orders->count == 0)
		return SN_FAIL(PAYOUT_ALL_GIVEN, .arg = {a.batch.lines_count});
	for (size_t i = 0; i < a.count; i++)
		if (a.lines[i].state == PAYOUT_LINE_WAITING) {
			waiting++;
			if (!money_add(&total, total, a.lines[i].value))
				return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
		}
	if (waiting != orders->count || money_fen(total) != money_fen(orders->total))
		return SN_FAIL(PAYOUT_CHANGED, .field = "batch");
	SN_TRY(write_export(c, &a, orders, file));
	*out = a.batch;
	return SN_SUCCESS;
}
