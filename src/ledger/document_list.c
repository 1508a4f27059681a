/* Documents as lists: of unions, of a person, of what waits for somebody; what happened to one, and what is signed. */
#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_priv.h"

#include <assert.h>

/* ---- pages ---- */

static struct sn_err documents_from(struct ctx *c, struct rows *r, int64_t rows_max,
				    struct document **out, size_t *count)
{
	bool kept = true;
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct document, (size_t)rows_max + 1);
	while (*out && store_next(r)) /* the statement has the limit */
		(*out)[(*count)++] = document_row_from(c->mem, r, &kept).document;
	SN_TRY(store_done(r));
	return *out && kept ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static int64_t before_us(const struct document_page *page)
{
	return page->before_us != 0 ? page->before_us : INT64_MAX;
}

struct sn_err document_of_subtree(struct ctx *c, const struct document_subtree *filter,
				  const struct document_page *page, struct document **out,
				  size_t *count)
{
	const int32_t until_day = filter->until_day != 0 ? filter->until_day : INT32_MAX;
	return documents_from(c,
			      store_query(c->store, &goods_sql_documents_of_subtree,
					  PARAMS(p_text(filter->path), p_int(filter->cycle_no),
						 p_int(filter->state), p_int(filter->kind),
						 p_int(filter->from_day), p_int(until_day),
						 p_int(before_us(page)), p_uuid(page->before_id),
						 p_int(page->rows_max))),
			      page->rows_max, out, count);
}

static struct sn_err of_actor(struct ctx *c, const struct sn_statement *which,
			      const struct document_page *page, struct document **out,
			      size_t *count)
{
	return documents_from(c,
			      store_query(c->store, which,
					  PARAMS(p_uuid(c->actor_id), p_int(before_us(page)),
						 p_uuid(page->before_id), p_int(page->rows_max))),
			      page->rows_max, out, count);
}
struct sn_err document_of_maker(struct ctx *c, const struct document_page *page,
				struct document **out, size_t *count)
{
	return of_actor(c, &goods_sql_documents_of_maker, page, out, count);
}
struct sn_err document_of_hand(struct ctx *c, const struct document_page *page,
			       struct document **out, size_t *count)
{
	return of_actor(c, &goods_sql_documents_of_hand, page, out, count);
}

/* ---- whose turn it is ---- */

struct sn_err document_may(const struct document_open *open, const struct rights_held *held,
			   enum hand hand, struct uuid user_id)
{
	const struct document *d = &open->row.document;
	SN_TRY(document_turn(&open->row, hand, user_id));
	if (hand == HANDS_COUNT && !uuid_is_null(d->receiver_id))
		return SN_SUCCESS; /* he is named */
	const struct document_roles roles = hand == HANDS_COUNT
						    ? document_receiver_roles(open->cash)
						    : document_roles(d->kind, hand, open->cash);
	return rights_held_require(held, roles.roles, roles.count,
				   hand == HANDS_COUNT ? open->receiver_at : open->at);
}

struct sn_err document_open_read(struct ctx *c, const struct document_row *row,
				 struct document_open *out)
{
	const struct document *d = &row->document;
	struct document_line *lines;
	struct org org;
	size_t count;
	*out = (struct document_open){.row = *row};
	SN_TRY(document_lines_read(c, d, &lines, &count));
	out->cash = count > 0 && lines[0].transfer.from.item_no == 0;
	SN_TRY(org_by_no(c, d->org_no, 0, &org));
	out->at = (struct rights_at){d->org_no, org.path};
	if (d->receiver_org_no == 0)
		return SN_SUCCESS;
	SN_TRY(org_by_no(c, d->receiver_org_no, 0, &org));
	out->receiver_at = (struct rights_at){d->receiver_org_no, org.path};
	return SN_SUCCESS;
}

/* Which steps he could take now. */
static unsigned hands_of(const struct document_open *open, const struct rights_held *held,
			 struct uuid user_id)
{
	unsigned hands = 0;
	for (int hand = HAND_CHECKER; hand <= HANDS_COUNT; hand++)
		if (!sn_failed(document_may(open, held, (enum hand)hand, user_id)))
			hands |= 1U << hand;
	return hands;
}

struct sn_err document_mine_read(struct ctx *c, const struct document *d, struct document_mine *out)
{
	static const enum rights_role approver[] = {ROLE_APPROVER};
	const struct rights_held *held;
	struct document_open open;
	struct document_row row;
	bool there = false;
	*out = (struct document_mine){.hands = 0};
	SN_TRY(document_row_read(c, d->shard, d->document_id, &row, &there));
	if (!there)
		return SN_FAIL(DOCUMENT_GONE, .field = "document");
	SN_TRY(document_open_read(c, &row, &open));
	SN_TRY(rights_held_read(c, &held));
	const bool is_open = row.document.state < DOCUMENT_DONE;
	const bool made = uuid_eq(row.document.signatures.by[HAND_MAKER], c->actor_id);
	const bool approves = !sn_failed(rights_held_require(held, approver, 1, open.at));
	out->hands = hands_of(&open, held, c->actor_id);
	out->send_back = out->hands != 0 && !made;
	out->cancel = is_open && (made || approves);
	out->reverse = approves && !sn_failed(document_reverse_turn(&row, c->actor_id));
	return SN_SUCCESS;
}

static struct document_open open_from_row(struct arena *mem, const struct rows *r, bool *kept)
{
	struct document_open open = {.row = document_row_from(mem, r, kept),
				     .cash = store_int(r, "first_item_no") == 0};
	open.at =
		(struct rights_at){open.row.document.org_no, ledger_text(mem, r, "org_path", kept)};
	open.receiver_at = (struct rights_at){open.row.document.receiver_org_no,
					      ledger_text(mem, r, "receiver_path", kept)};
	return open;
}

struct waiting {
	const struct rights_held *held;
	struct document_turn *list;
	size_t count;
};
/* One page of what is open: keeps what waits for him. */
static struct sn_err waiting_page(struct ctx *c, struct waiting *w, struct document *last,
				  size_t *read)
{
	bool kept = true;
	*read = 0;
	struct rows *r = store_query(
		c->store, &goods_sql_documents_open,
		PARAMS(p_int(last->made_us), p_uuid(last->document_id), p_int(DOCUMENT_LIST_MAX)));
	while (store_next(r)) {
		const struct document_open open = open_from_row(c->mem, r, &kept);
		const unsigned hands = hands_of(&open, w->held, c->actor_id);
		last->made_us = open.row.document.made_us;
		last->document_id = open.row.document.document_id;
		++*read;
		if (hands == 0)
			continue;
		w->list = ledger_grow(c->mem, w->list, w->count, sizeof *w->list);
		if (!w->list)
			break;
		w->list[w->count++] = (struct document_turn){
			open.row.document, (enum hand)(__builtin_ffs((int)hands) - 1)};
	}
	SN_TRY(store_done(r));
	return kept && !arena_ran_short(c->mem) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err document_waiting(struct ctx *c, struct document_turn **out, size_t *count)
{
	struct waiting w = {.count = 0};
	struct document last = {.made_us = 0};
	size_t read = DOCUMENT_LIST_MAX;
	SN_TRY(rights_held_read(c, &w.held));
	while (read == DOCUMENT_LIST_MAX)
		SN_TRY(waiting_page(c, &w, &last, &read));
	*out = w.list;
	*count = w.count;
	return SN_SUCCESS;
}

/* ---- what was said ---- */

struct sn_err document_word_add(struct ctx *c, const struct document *d, enum document_event e,
				struct str words)
{
	return store_run(c->store, &goods_sql_document_word_add,
			 PARAMS(p_int(d->shard), p_uuid(d->document_id), p_int(e), p_text(words),
				p_uuid(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err document_said(struct ctx *c, const struct document *d, enum document_event e,
			    struct str words, bool *said)
{
	*said = false;
	struct rows *r = store_query(c->store, &goods_sql_document_words,
				     PARAMS(p_int(d->shard), p_uuid(d->document_id)));
	while (store_next(r))
		if (store_int(r, "step") == (int64_t)e)
			*said = uuid_eq(store_uuid(r, "user_id"), c->actor_id) &&
				str_eq(store_text(r, "words"), words);
	return store_done(r);
}

/* ---- what happened ---- */

const struct document_words *document_act_words(enum document_act_kind kind)
{
	static const struct document_words words[] = {
#define X(name, word, zh, en) [DOCUMENT_ACT_##name] = {word, zh, en},
		DOCUMENT_ACTS(X)
#undef X
	};
	assert(kind < DOCUMENT_ACTS_COUNT);
	return &words[kind];
}

static struct sn_err acts_words(struct ctx *c, const struct document *d,
				struct document_act acts[DOCUMENT_ACTS_COUNT])
{
	static const enum document_act_kind act_of[DOCUMENT_EVENTS_COUNT] = {
		[DOCUMENT_CHECK] = DOCUMENT_ACT_CHECK,
		[DOCUMENT_APPROVE] = DOCUMENT_ACT_APPROVE,
		[DOCUMENT_TREASURE] = DOCUMENT_ACT_PAY,
		[DOCUMENT_ACCEPT] = DOCUMENT_ACT_ACCEPT,
		[DOCUMENT_CANCEL] = DOCUMENT_ACT_CANCEL};
	bool kept = true;
	struct rows *r = store_query(c->store, &goods_sql_document_words,
				     PARAMS(p_int(d->shard), p_uuid(d->document_id)));
	while (store_next(r)) {
		struct document_act *act = &acts[act_of[store_int(r, "step")]];
		act->words = ledger_text(c->mem, r, "words", &kept);
		if (act->kind == DOCUMENT_ACT_CANCEL) /* a reason is what makes it a sending back */
			act->kind = DOCUMENT_ACT_SEND_BACK;
	}
	SN_TRY(store_done(r));
	return kept ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err document_acts(struct ctx *c, const struct document *d,
			    struct document_act out[DOCUMENT_ACTS_COUNT], size_t *count)
{
	static const struct {
		enum document_act_kind kind;
		const char *at, *by;
	} steps[] = {{DOCUMENT_ACT_MAKE, "made_us", "maker_id"},
		     {DOCUMENT_ACT_CHECK, "checked_us", "checker_id"},
		     {DOCUMENT_ACT_APPROVE, "approved_us", "approver_id"},
		     {DOCUMENT_ACT_PAY, "treasured_us", "treasurer_id"},
		     {DOCUMENT_ACT_ACCEPT, "accepted_us", "receiver_id"},
		     {DOCUMENT_ACT_CANCEL, "cancelled_us", "cancelled_by_id"},
		     {DOCUMENT_ACT_REVERSE, "reversed_us", "reversed_by_id"}};
	struct document_act acts[DOCUMENT_ACTS_COUNT] = {{.at_us = 0}};
	bool kept = true;
	*count = 0;
	struct rows *r = store_query(c->store, &goods_sql_document_steps,
				     PARAMS(p_int(d->shard), p_uuid(d->document_id)));
	if (store_next(r)) {
		for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
			acts[steps[i].kind] =
				(struct document_act){.kind = steps[i].kind,
						      .by_id = store_uuid(r, steps[i].by),
						      .at_us = store_int(r, steps[i].at)};
		acts[DOCUMENT_ACT_REVERSE].words = ledger_text(c->mem, r, "reversed_words", &kept);
	}
	SN_TRY(store_done(r));
	SN_TRY(acts_words(c, d, acts));
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if (acts[steps[i].kind].at_us != 0)
			out[(*count)++] = acts[steps[i].kind];
	return kept ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
