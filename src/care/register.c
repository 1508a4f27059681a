/* Registers: pages of a subtree are read shard by shard, each by its own index, and put together here. */
#include "care/register.h"

#include "care/care_priv.h"
#include "care/care_sql.h"

#include <assert.h>
#include <stdlib.h>

struct shards {
	int64_t *list;
	size_t count;
};

/* One past everything that begins with the path: its digits are hexadecimal. */
static struct str path_end(struct ctx *c, struct str path)
{
	return str_of(arena_printf(c->mem, STR_FMT "g", STR_ARG(path)));
}

static struct sn_err shards_below(struct ctx *c, struct str path, struct shards *out)
{
	bool memory = true;
	const struct str end = path_end(c, path);
	*out = (struct shards){.count = 0};
	if (str_is_null(end))
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &care_sql_shards_below, PARAMS(p_text(path), p_text(end)));
	while (memory && store_next(r)) {
		out->list = care_grow(c->mem, out->list, out->count, sizeof *out->list);
		memory = out->list != NULL;
		if (memory)
			out->list[out->count++] = store_int(r, "shard");
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- deliveries ---- */

static struct register_delivery delivery_from_row(struct ctx *c, const struct rows *r)
{
	return (struct register_delivery){.shard = store_int(r, "shard"),
					  .roster_no = store_int(r, "roster_no"),
					  .giver_no = store_int(r, "org_no"),
					  .record_id = store_uuid(r, "record_id"),
					  .person_id = store_uuid(r, "person_id"),
					  .name = arena_str(c->mem, store_text(r, "name")),
					  .benefit = arena_str(c->mem, store_text(r, "benefit")),
					  .item_no = store_int(r, "item_no"),
					  .quantity = store_int(r, "quantity"),
					  .value = store_money(r, "value_fen"),
					  .level = (enum evidence)store_int(r, "level"),
					  .at_us = store_int(r, "at_us"),
					  .received_us = store_int(r, "received_us"),
					  .by_id = store_uuid(r, "by_id"),
					  .actor_id = store_uuid(r, "actor_id"),
					  .over = store_int(r, "state") == 1,
					  .case_id = store_uuid(r, "case_id"),
					  .reversal_id = store_uuid(r, "reversal_id"),
					  .transfers = (size_t)store_int(r, "transfers")};
}

static int newest_first(const void *a, const void *b)
{
	const struct register_delivery *x = a, *y = b;
	const int order = (x->at_us < y->at_us) - (x->at_us > y->at_us);
	return order ? order : uuid_compare(y->record_id, x->record_id);
}

enum { PAGE_PARAMS = 10 };

static struct param *delivery_page_params(struct ctx *c, const struct register_delivery_filter *f,
					  const struct shards *shards)
{
	const bool first = f->before_us == 0;
	const int64_t until = f->until_day ? day_start_us(f->until_day) : INT64_MAX;
	const struct str end = path_end(c, f->path);
	struct param *all = ARENA_ARRAY(c->mem, struct param, shards->count * PAGE_PARAMS + 1);
	for (size_t i = 0; all && i < shards->count; i++) {
		const struct param one[PAGE_PARAMS] = {
			p_int(shards->list[i]),
			p_int(f->cycle_no),
			p_int(first ? until : f->before_us),
			p_uuid(first ? UUID_NULL : f->before_id),
			p_int(f->from_day ? day_start_us(f->from_day) : 0),
			p_text(f->path),
			p_text(end),
			p_int(f->level),
			p_uuid_or_null(f->by_id),
			p_int((int64_t)f->rows_max)};
		memcpy(&all[i * PAGE_PARAMS], one, sizeof one);
	}
	return all;
}

struct sn_err register_deliveries(struct ctx *c, const struct register_delivery_filter *filter,
				  struct register_delivery **out, size_t *count)
{
	struct shards shards;
	bool memory = true;
	*out = NULL;
	*count = 0;
	SN_TRY(shards_below(c, filter->path, &shards));
	const struct param *params = delivery_page_params(c, filter, &shards);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query_many(c->store, &care_sql_delivery_page, params, shards.count);
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] = delivery_from_row(c, r);
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	if (*count > 0)
		qsort(*out, *count, sizeof **out, newest_first);
	if (*count > filter->rows_max)
		*count = filter->rows_max;
	return SN_SUCCESS;
}

static struct sn_err read_posted(struct ctx *c, struct register_whole *w)
{
	w->posted = ARENA_ARRAY(c->mem, struct transfer, w->row.transfers + 1);
	if (!w->posted)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < w->row.transfers; i++)
		SN_TRY(ledger_transfer_by_id(c, w->row.shard, care_share_id(w->row.record_id, i),
					     &w->posted[w->posted_count++]));
	return SN_SUCCESS;
}

struct sn_err register_delivery(struct ctx *c, struct uuid record_id, struct register_whole *out)
{
	*out = (struct register_whole){.cycle_no = 0};
	struct rows *r = store_query(c->store, &care_sql_delivery_whole, PARAMS(p_uuid(record_id)));
	while (store_next(r))
		*out = (struct register_whole){
			.row = delivery_from_row(c, r),
			.cycle_no = store_int(r, "cycle_no"),
			.entitlement_id = store_uuid(r, "entitlement_id"),
			.reversed_us = store_int(r, "reversed_us"),
			.reversed_by = store_uuid(r, "reversed_by"),
			.reversed_words = arena_str(c->mem, store_text(r, "reversed_words"))};
	SN_TRY(store_done(r));
	return out->cycle_no > 0 ? read_posted(c, out) : SN_FAIL(NO_SUCH_DELIVERY);
}

/* ---- entitlements ---- */

static const char *const state_words[] = {
#define X(name, word, zh, en) [REGISTER_##name] = (word),
	REGISTER_RIGHT_STATES(X)
#undef X
};
const char *register_right_word(enum register_right_state state)
{
	return state_words[state];
}
bool register_right_parse(enum register_right_state *out, struct str word)
{
	for (int i = 0; i < REGISTER_RIGHT_STATES_COUNT; i++)
		if (str_is(word, state_words[i])) {
			*out = (enum register_right_state)i;
			return true;
		}
	return false;
}

static struct register_right right_from_row(struct ctx *c, const struct rows *r)
{
	const bool given = !store_is_null(r, "record_id"), is_void = !store_is_null(r, "void_us");
	return (struct register_right){.key = {store_int(r, "shard"), store_uuid(r, "run_id"),
					       store_uuid(r, "entitlement_id")},
				       .org_no = store_int(r, "org_no"),
				       .quantity = store_int(r, "quantity"),
				       .person_id = store_uuid(r, "person_id"),
				       .name = arena_str(c->mem, store_text(r, "name")),
				       .team = arena_str(c->mem, store_text(r, "team")),
				       .benefit = arena_str(c->mem, store_text(r, "benefit")),
				       .value = store_money(r, "value_fen"),
				       .day = (int32_t)store_int(r, "day"),
				       .state = is_void ? REGISTER_VOID
						: given ? REGISTER_GIVEN
							: REGISTER_OPEN,
				       .void_words = arena_str(c->mem, store_text(r, "void_words")),
				       .record_id = store_uuid(r, "record_id"),
				       .level = given ? (enum evidence)store_int(r, "level")
						      : EVIDENCE_NONE,
				       .given_us = given ? store_int(r, "key_us") : 0};
}

/* One shard's rows behind the key, into what is there of the page already. */
static struct sn_err read_rights(struct ctx *c, const struct register_right_filter *f,
				 struct register_key after, struct register_right *out,
				 size_t *count)
{
	const struct str end = path_end(c, f->path);
	struct rows *r = store_query(
		c->store, &care_sql_entitlement_page,
		PARAMS(p_int(f->cycle_no), p_int(after.shard), p_uuid(after.run_id),
		       p_uuid(after.entitlement_id), p_uuid(UUID_NULL), p_text(f->path),
		       p_text(end), p_int(f->state), p_int((int64_t)(f->rows_max - *count))));
	while (*count < f->rows_max && store_next(r))
		out[(*count)++] = right_from_row(c, r);
	return store_done(r);
}

struct sn_err register_entitlements(struct ctx *c, const struct register_right_filter *filter,
				    struct register_right **out, size_t *count)
{
	struct shards shards;
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct register_right, filter->rows_max + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(shards_below(c, filter->path, &shards));
	for (size_t i = 0; i < shards.count && *count < filter->rows_max; i++) {
		struct register_key after = {.shard = shards.list[i]};
		if (after.shard < filter->after.shard)
			continue;
		if (after.shard == filter->after.shard)
			after = filter->after;
		SN_TRY(read_rights(c, filter, after, *out, count));
	}
	return SN_SUCCESS;
}

struct sn_err register_entitlement_shard(struct ctx *c, const struct cycle *cycle,
					 struct uuid entitlement_id, int64_t *shard)
{
	struct shards shards;
	struct org org;
	SN_TRY(org_by_no(c, cycle->org_no, 0, &org));
	SN_TRY(shards_below(c, org.path, &shards));
	struct param *params = ARENA_ARRAY(c->mem, struct param, shards.count * 2 + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < shards.count; i++) {
		params[i * 2] = p_int(shards.list[i]);
		params[i * 2 + 1] = p_uuid(entitlement_id);
	}
	*shard = 0;
	struct rows *r =
		store_query_many(c->store, &care_sql_entitlement_by_id, params, shards.count);
	while (store_next(r))
		if (store_int(r, "cycle_no") == cycle->cycle_no)
			*shard = store_int(r, "shard");
	SN_TRY(store_done(r));
	return *shard > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_ENTITLEMENT);
}

/* ---- how far it is ---- */

struct progress {
	struct register_progress_row *rows;
	size_t count;
};

/* The row of this union: the last one, where rows come in the order of paths; NULL: no memory. */
static struct register_progress_row *next_row(struct ctx *c, struct progress *p,
					      const struct rows *r)
{
	const int64_t org_no = store_int(r, "org_no");
	if (p->count > 0 && p->rows[p->count - 1].org_no == org_no)
		return &p->rows[p->count - 1];
	p->rows = care_grow(c->mem, p->rows, p->count, sizeof *p->rows);
	if (!p->rows)
		return NULL;
	p->rows[p->count] = (struct register_progress_row){
		.org_no = org_no, .path = arena_str(c->mem, store_text(r, "path"))};
	return &p->rows[p->count++];
}

static struct sn_err read_rights_given(struct ctx *c, int64_t cycle_no, struct progress *p)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &care_sql_progress, PARAMS(p_int(cycle_no)));
	while (!sn_failed(e) && store_next(r)) {
		struct register_progress_row *row = next_row(c, p, r);
		const int64_t level = store_int(r, "level"), rights = store_int(r, "rights");
		if (!row) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		assert(level >= 0 && level < EVIDENCE_COUNT);
		row->rights += rights;
		row->given[level] += level == EVIDENCE_NONE ? 0 : rights;
		if (!money_add(&row->entitled, row->entitled, store_money(r, "entitled_fen")) ||
		    !money_add(&row->given_value, row->given_value, store_money(r, "given_fen")))
			e = SN_FAIL(AMOUNT_OVERFLOW, .field = "value");
	}
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct register_progress_row *)a)->path,
			   ((const struct register_progress_row *)b)->path);
}

/* Into the row that is there, or as one of its own: somebody got something whom nobody had entitled. */
static struct sn_err add_today(struct ctx *c, struct progress *p, size_t sorted,
			       const struct rows *r)
{
	const struct register_progress_row key = {.path = store_text(r, "path")};
	struct register_progress_row *row =
		sorted > 0 ? bsearch(&key, p->rows, sorted, sizeof key, by_path) : NULL;
	for (size_t i = sorted; !row && i < p->count; i++)
		row = by_path(&key, &p->rows[i]) == 0 ? &p->rows[i] : NULL;
	if (!row)
		row = next_row(c, p, r);
	if (!row)
		return SN_FAIL(OUT_OF_MEMORY);
	row->today += store_int(r, "deliveries");
	row->today_people += store_int(r, "people");
	return money_add(&row->today_value, row->today_value, store_money(r, "given_fen"))
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "value");
}

static struct sn_err read_today(struct ctx *c, const struct cycle *cycle, int64_t since_us,
				struct progress *p)
{
	struct shards shards;
	struct org org;
	struct sn_err e = SN_SUCCESS;
	const size_t sorted = p->count;
	SN_TRY(org_by_no(c, cycle->org_no, 0, &org));
	SN_TRY(shards_below(c, org.path, &shards));
	struct param *params = ARENA_ARRAY(c->mem, struct param, shards.count * 3 + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < shards.count; i++) {
		params[i * 3] = p_int(shards.list[i]);
		params[i * 3 + 1] = p_int(cycle->cycle_no);
		params[i * 3 + 2] = p_int(since_us);
	}
	struct rows *r = store_query_many(c->store, &care_sql_progress_since, params, shards.count);
	while (!sn_failed(e) && store_next(r))
		e = add_today(c, p, sorted, r);
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}

struct sn_err register_progress(struct ctx *c, const struct cycle *cycle, int64_t since_us,
				struct register_progress_row **out, size_t *count)
{
	struct progress p = {.count = 0};
	SN_TRY(store_snapshot(c->store));
	struct sn_err e = read_rights_given(c, cycle->cycle_no, &p);
	if (!sn_failed(e))
		e = read_today(c, cycle, since_us, &p);
	store_release(c->store);
	SN_TRY(e);
	if (p.count > 0)
		qsort(p.rows, p.count, sizeof *p.rows, by_path);
	*out = p.rows;
	*count = p.count;
	return SN_SUCCESS;
}
