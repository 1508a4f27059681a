/* Hand-overs that did not happen, and who has not yet received. */
#include "care/handover_priv.h"
#include "care/handover_sql.h"

#include <stdlib.h>

/* ---- attempts ---- */

static struct sn_err check_attempt(const struct handover_attempt *what)
{
	const bool words = str_trim(what->words).bytes > 0;
	if (uuid_is_null(what->attempt_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (what->outcome == HANDOVER_REFUSED && !words)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (what->words.bytes > HANDOVER_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {HANDOVER_WORDS_BYTES_MAX});
	if (!day_is_valid(what->day))
		return SN_FAIL(BAD_DAY, .field = "day");
	return SN_SUCCESS;
}

/* The same id again: the same answer, or other content. */
static struct sn_err find_attempt(struct ctx *c, const struct cycle *cycle,
				  struct handover_attempt *what, bool *there)
{
	bool same = false;
	*there = false;
	struct rows *r = store_query(c->store, &handover_sql_attempt_anywhere,
				     PARAMS(p_uuid(what->attempt_id)));
	while (store_next(r)) {
		*there = true;
		same = store_int(r, "shard") == what->who.shard &&
		       uuid_eq(store_uuid(r, "person_id"), what->who.person_id) &&
		       store_int(r, "cycle_no") == cycle->cycle_no &&
		       store_int(r, "outcome") == (int64_t)what->outcome &&
		       store_int(r, "item_no") == what->item_no &&
		       str_eq(store_text(r, "words"), what->words) &&
		       store_int(r, "day") == what->day &&
		       uuid_eq(store_uuid(r, "holder_id"), what->by_id);
		what->document_id = store_uuid(r, "document_id");
	}
	SN_TRY(store_done(r));
	return *there && !same ? SN_FAIL(ATTEMPT_DIFFERS, .field = "id") : SN_SUCCESS;
}

/* Of which union the custody is that the piece lies in. */
struct custody_search {
	int64_t item_no, cycle_no, org_no;
};
static struct sn_err see_custody(void *self, const struct account *a)
{
	struct custody_search *s = self;
	if (a->key.item_no == s->item_no && a->quantity > a->held_quantity &&
	    (a->key.cycle_no == s->cycle_no || a->key.cycle_no == 0))
		s->org_no = a->key.org_no;
	return SN_SUCCESS;
}

static struct sn_err write(struct ctx *c, const struct attempt_row *a)
{
	const struct handover_attempt *is = &a->is;
	struct bound_change bound = {.kind = BOUND_ATTEMPT, .shard = is->who.shard};
	SN_TRY(handover_attempt_value(c, a, &bound.now));
	SN_TRY(store_run(c->store, &handover_sql_attempt_add,
			 PARAMS(p_int(is->who.shard), p_uuid(is->who.person_id),
				p_uuid(is->attempt_id), p_int(a->cycle_no), p_int(a->org_no),
				p_int(is->outcome), p_int(is->item_no), p_text(is->words),
				p_int(is->day), p_uuid_or_null(is->by_id),
				p_uuid_or_null(a->actor_id), p_int(a->at_us),
				p_uuid_or_null(is->document_id), p_bound(&bound.now)),
			 NULL));
	return bound_put(c, &bound);
}

static struct sn_err draft_loss(struct ctx *c, const struct cycle *cycle, const struct person *p,
				struct handover_attempt *what)
{
	struct custody_search s = {
		.item_no = what->item_no, .cycle_no = cycle->cycle_no, .org_no = p->org_no};
	struct document made;
	if (!uuid_is_null(what->by_id))
		SN_TRY(ledger_accounts(c,
				       &(const struct account_filter){.class = ACCOUNT_CUSTODY,
								      .holder_id = what->by_id},
				       see_custody, &s));
	const struct goods_plan plan = {
		.plan.document = {.document_id = care_share_id(what->attempt_id, 1),
				  .kind = DOCUMENT_LOSS,
				  .org_no = s.org_no,
				  .cycle_no = cycle->cycle_no,
				  .declared_count = 1,
				  .words = what->words.bytes > 0 ? what->words : STR("damaged"),
				  .day = what->day},
		.holder_id = what->by_id};
	SN_TRY(document_make_goods(
		c, &plan, &(const struct goods_line){.item_no = what->item_no, .quantity = 1}, 1,
		&made));
	what->document_id = made.document_id;
	return SN_SUCCESS;
}

struct sn_err handover_attempt(struct ctx *c, const struct cycle *cycle,
			       struct handover_attempt *what)
{
	static const enum rights_role roles[] = {ROLE_DISTRIBUTOR, ROLE_MAKER, ROLE_KEEPER};
	struct cycle now;
	struct person p;
	bool there;
	if (what->day == 0)
		what->day = day_of(now_us(c));
	what->document_id = UUID_NULL;
	SN_TRY(check_attempt(what));
	SN_TRY(people_by_refs(c, &what->who, 1, &p));
	if (uuid_is_null(p.person_id))
		return SN_FAIL(NO_SUCH_PERSON);
	what->who = (struct person_ref){p.shard, p.person_id};
	SN_TRY(rights_require(c, roles, 3, p.org_no));
	SN_TRY(handover_foreman_of(c, &p));
	SN_TRY(find_attempt(c, cycle, what, &there));
	if (there)
		return SN_SUCCESS;
	SN_TRY(care_cycle_by_no(c, cycle->cycle_no, &now));
	if (now.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&now, CYCLE_OPEN);
	if (what->outcome == HANDOVER_DAMAGED && what->item_no != 0)
		SN_TRY(draft_loss(c, &now, &p, what));
	return write(c, &(const struct attempt_row){.is = *what,
						    .cycle_no = cycle->cycle_no,
						    .org_no = p.org_no,
						    .at_us = now_us(c),
						    .actor_id = c->actor_id});
}

/* ---- who has not yet received ---- */

struct tried {
	struct person_ref who;
	int64_t attempts[HANDOVER_OUTCOMES_COUNT];
};

static int by_who(const void *a, const void *b)
{
	const struct person_ref *x = &((const struct tried *)a)->who;
	const struct person_ref *y = &((const struct tried *)b)->who;
	const int order = (x->shard > y->shard) - (x->shard < y->shard);
	return order ? order : uuid_compare(x->person_id, y->person_id);
}

static struct sn_err read_tried(struct ctx *c, int64_t cycle_no, struct tried **out, size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &handover_sql_attempts, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		const struct tried one = {
			.who = {store_int(r, "shard"), store_uuid(r, "person_id")}};
		const bool next = *count == 0 || by_who(&(*out)[*count - 1], &one) != 0;
		if (next)
			*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		if (next)
			(*out)[(*count)++] = one;
		(*out)[*count - 1].attempts[store_int(r, "outcome")] = store_int(r, "attempts");
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct handover_missing_row missing_of_row(const struct rows *r, const struct tried *tried,
						  size_t count)
{
	struct handover_missing_row row = {.shard = store_int(r, "shard"),
					   .org_no = store_int(r, "org_no"),
					   .person_id = store_uuid(r, "person_id"),
					   .team_id = store_uuid(r, "team_id"),
					   .name = store_text(r, "name"),
					   .team = store_text(r, "team"),
					   .benefit = store_text(r, "benefit"),
					   .size_item_no = store_int(r, "size_item_no"),
					   .quantity = store_int(r, "quantity"),
					   .value = store_money(r, "value_fen")};
	const struct tried key = {.who = {row.shard, row.person_id}};
	const struct tried *found =
		count > 0 ? bsearch(&key, tried, count, sizeof key, by_who) : NULL;
	if (found)
		memcpy(row.attempts, found->attempts, sizeof row.attempts);
	return row;
}

struct sn_err handover_missing(struct ctx *c, const struct missing_filter *filter,
			       handover_each_missing *each, void *self)
{
	struct tried *tried = NULL;
	size_t count = 0;
	struct sn_err e = SN_SUCCESS;
	SN_TRY(read_tried(c, filter->cycle_no, &tried, &count));
	const char *until = arena_printf(c->mem, STR_FMT "g", STR_ARG(filter->path));
	if (!until)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(
		c->store, &handover_sql_missing,
		PARAMS(p_int(filter->cycle_no), p_text(filter->path), p_text(str_of(until))));
	while (!sn_failed(e) && store_next(r)) {
		const struct handover_missing_row row = missing_of_row(r, tried, count);
		if (uuid_is_null(filter->team_id) || uuid_eq(filter->team_id, row.team_id))
			e = each(self, &row);
	}
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}

struct sn_err handover_received(struct ctx *c, int64_t cycle_no, const struct person_ref *who,
				size_t count, int64_t *awards)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * 3 + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		awards[i] = 0;
		params[i * 3] = p_int(who[i].shard);
		params[i * 3 + 1] = p_int(cycle_no);
		params[i * 3 + 2] = p_uuid(who[i].person_id);
	}
	struct rows *r = store_query_many(c->store, &handover_sql_received, params, count);
	while (store_next(r))
		awards[store_set(r)] = store_int(r, "awards");
	return store_done(r);
}
