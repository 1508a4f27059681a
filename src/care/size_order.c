/* Orders by size: the totals frozen for the tailor, and what changed since. */
#include "base/text.h"
#include "care/size_priv.h"
#include "care/size_sql.h"

#include <inttypes.h>

/* ---- rows ---- */

static struct str kept(struct arena *mem, const struct rows *r, const char *column, bool *memory)
{
	if (store_is_null(r, column))
		return STR_NULL;
	const struct str out = arena_str(mem, store_text(r, column));
	*memory = *memory && out.at;
	return out;
}

struct size_order size_order_from_row(struct arena *mem, const struct rows *r, bool *memory)
{
	struct size_order o = {.order_id = store_uuid(r, "order_id"),
			       .shard = store_int(r, "shard"),
			       .org_no = store_int(r, "org_no"),
			       .cycle_no = store_int(r, "cycle_no"),
			       .order_no = store_int(r, "order_no"),
			       .late = store_int(r, "late") == 1,
			       .people = store_int(r, "people"),
			       .missing = store_int(r, "missing"),
			       .state = SIZE_ORDER_DRAFT,
			       .maker_id = store_uuid(r, "maker_id"),
			       .checker_id = store_uuid(r, "checker_id"),
			       .made_us = store_int(r, "made_us")};
	if (!store_is_null(r, "checked_us")) {
		o.state = SIZE_ORDER_CHECKED;
		o.checked_us = store_int(r, "checked_us");
	}
	if (!store_is_null(r, "cancelled_us"))
		o.state = SIZE_ORDER_CANCELLED;
	o.number = kept(mem, r, "number", memory);
	o.benefit = kept(mem, r, "benefit", memory);
	o.path = kept(mem, r, "path", memory);
	o.reserve = kept(mem, r, "reserve", memory);
	o.words = kept(mem, r, "words", memory);
	o.cancelled_words = kept(mem, r, "cancelled_words", memory);
	return o;
}

struct sn_err size_order_lines(struct ctx *c, struct size_order *order)
{
	struct size_order_line *list = NULL;
	bool memory = true;
	size_t n = 0;
	struct rows *r = store_query(c->store, &size_sql_lines,
				     PARAMS(p_int(order->shard), p_uuid(order->order_id)));
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct size_order_line){.item_no = store_int(r, "item_no"),
							     .pieces = store_int(r, "pieces"),
							     .reserve = store_int(r, "reserve")};
	}
	SN_TRY(store_done(r));
	order->lines = list;
	order->lines_count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* All of a cycle, union by union in the order of their numbers. */
static struct sn_err read_orders(struct ctx *c, int64_t cycle_no, struct size_order **out,
				 size_t *count)
{
	struct size_order *list = NULL;
	bool memory = true;
	size_t n = 0;
	struct rows *r = store_query(c->store, &size_sql_orders, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = size_order_from_row(c->mem, r, &memory);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err size_orders_live(struct ctx *c, const struct size_scope *scope,
			       struct size_order **out, size_t *count)
{
	size_t all = 0;
	*count = 0;
	SN_TRY(read_orders(c, scope->cycle.cycle_no, out, &all));
	for (size_t i = 0; i < all; i++)
		if (str_eq((*out)[i].benefit, scope->benefit) &&
		    (*out)[i].state != SIZE_ORDER_CANCELLED)
			(*out)[(*count)++] = (*out)[i];
	return SN_SUCCESS;
}

struct sn_err size_orders(struct ctx *c, const struct cycle *cycle, struct str org_path,
			  struct size_order **out, size_t *count)
{
	size_t all = 0;
	*count = 0;
	SN_TRY(read_orders(c, cycle->cycle_no, out, &all));
	for (size_t i = 0; i < all && *count < SIZE_ORDERS_MAX; i++)
		if (size_below((*out)[i].path, org_path))
			(*out)[(*count)++] = (*out)[i];
	return SN_SUCCESS;
}

static struct sn_err find_order(struct ctx *c, struct str which, struct size_order *out,
				bool *there)
{
	struct uuid id = UUID_NULL;
	bool memory = true;
	const bool by_id = which.bytes == 36 && !sn_failed(uuid_parse(&id, which, "number"));
	struct rows *r =
		by_id ? store_query(c->store, &size_sql_order_by_id, PARAMS(p_uuid(id)))
		      : store_query(c->store, &size_sql_order_by_number, PARAMS(p_text(which)));
	*there = false;
	while (store_next(r)) {
		*out = size_order_from_row(c->mem, r, &memory);
		*there = true;
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	return *there ? size_order_lines(c, out) : SN_SUCCESS;
}

struct sn_err size_order_read(struct ctx *c, struct str which, struct size_order *out)
{
	bool there = false;
	SN_TRY(find_order(c, which, out, &there));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_SIZE_ORDER, .field = "number");
}

/* ---- the leaf ---- */

struct sn_err size_order_digest(struct ctx *c, const struct size_order *o, struct sha256 *out)
{
	enum { DIGEST_BYTES_MAX = 1 << 20 };
	char maker[UUID_TEXT_BYTES], checker[UUID_TEXT_BYTES];
	struct buf *b = buf_new(DIGEST_BYTES_MAX);
	struct sn_err e = SN_SUCCESS;
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	uuid_text(o->maker_id, maker);
	uuid_text(o->checker_id, checker);
	buf_printf(b,
		   "songnuan-size-order/v1\nnumber " STR_FMT "\nlate %d\nreserve " STR_FMT
		   "\npeople %" PRId64 "\nmissing %" PRId64 "\nmade %" PRId64
		   "\nmaker %s\nchecker %s\nwords %zu:" STR_FMT "\n",
		   STR_ARG(o->number), o->late, STR_ARG(o->reserve), o->people, o->missing,
		   o->made_us, maker, checker, o->words.bytes, STR_ARG(o->words));
	for (size_t i = 0; i < o->lines_count && !sn_failed(e); i++) {
		struct item item = {.code = STR("?")};
		e = goods_item_by_no(c, o->lines[i].item_no, &item);
		if (sn_err_code(e) == SN_NOT_FOUND) /* tampered with: then no leaf says it */
			e = SN_SUCCESS;
		buf_printf(b, "line " STR_FMT " %" PRId64 " %" PRId64 "\n", STR_ARG(item.code),
			   o->lines[i].pieces, o->lines[i].reserve);
	}
	if (!sn_failed(e) && buf_full(b))
		e = SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		*out = crypto_sha256(buf_str(b));
	buf_free(b);
	return e;
}

struct tlog_leaf size_order_leaf(struct str cycle, const struct size_order *o,
				 const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_SIZES,
				  .day = day_of(o->checked_us),
				  .cycle = cycle,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
}

/* ---- making ---- */

/* Orders of this union, of those above and of those below it. */
struct neighbours {
	const struct size_order *own; /* the last of this union; NULL: none */
	const struct size_order *other, *open;
};
static struct neighbours look_around(const struct size_scope *scope,
				     const struct size_order *orders, size_t count)
{
	struct neighbours n = {.own = NULL};
	for (size_t i = 0; i < count; i++) {
		const struct size_order *o = &orders[i];
		if (o->org_no == scope->org.org_no) {
			n.own = o;
			if (o->state == SIZE_ORDER_DRAFT)
				n.open = o;
		} else if (size_below(o->path, scope->org.path) ||
			   size_below(scope->org.path, o->path)) {
			n.other = o;
		}
	}
	return n;
}

static struct sn_err named(struct sn_err e, const struct size_order *o)
{
	return sn_err_with_text(e, STR_FMT, STR_ARG(o->number));
}

static struct sn_err may_order(const struct neighbours *n, const struct size_order_ask *ask)
{
	if (n->other)
		return named(SN_FAIL(SIZE_ORDER_OVERLAPS, .field = "org"), n->other);
	if (n->open)
		return named(SN_FAIL(SIZE_ORDER_OPEN, .field = "org"), n->open);
	if (ask->late && !n->own)
		return SN_FAIL(SIZE_NO_ORDER, .field = "org");
	if (!ask->late && n->own)
		return named(SN_FAIL(SIZE_ORDERED, .field = "org"), n->own);
	return ask->late && ask->reserve.words.bytes > 0
		       ? SN_FAIL(SIZE_RESERVE_LATE, .field = "reserve")
		       : SN_SUCCESS;
}

/* By size: what all orders of this union have said so far, without the reserve. */
static struct sn_err ordered_so_far(struct ctx *c, const struct size_scope *scope,
				    struct size_order *orders, size_t count, int64_t *by)
{
	for (size_t i = 0; i < count; i++) {
		if (orders[i].org_no != scope->org.org_no)
			continue;
		SN_TRY(size_order_lines(c, &orders[i]));
		for (size_t k = 0; k < orders[i].lines_count; k++) {
			const int64_t at = size_at(scope, orders[i].lines[k].item_no);
			if (at != NOWHERE)
				by[at] += orders[i].lines[k].pieces;
		}
	}
	return SN_SUCCESS;
}

static struct sn_err make_lines(struct ctx *c, const struct size_scope *scope,
				const struct size_order_ask *ask, const int64_t *before,
				struct size_order *o)
{
	struct size_totals totals;
	SN_TRY(size_totals(c, scope, &totals));
	o->people = totals.collected;
	o->missing = totals.missing;
	o->lines = ARENA_ARRAY(c->mem, struct size_order_line, scope->count + 1);
	if (!o->lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < scope->count; i++) {
		const int64_t pieces = totals.by[i].pieces - before[i];
		const int64_t reserve =
			ask->late ? 0 : size_reserve_of(&ask->reserve, i, totals.by[i].pieces);
		if (pieces != 0 || reserve != 0)
			o->lines[o->lines_count++] =
				(struct size_order_line){scope->sizes[i].item_no, pieces, reserve};
	}
	return o->lines_count > 0 ? SN_SUCCESS : SN_FAIL(SIZE_NOTHING);
}

/* Cancelled ones keep their numbers. */
static struct sn_err next_number(struct ctx *c, const struct size_scope *scope,
				 struct size_order *o)
{
	struct size_order *all = NULL;
	size_t count = 0;
	SN_TRY(read_orders(c, scope->cycle.cycle_no, &all, &count));
	o->order_no = 1;
	for (size_t i = 0; i < count; i++)
		if (all[i].org_no == o->org_no && str_eq(all[i].benefit, o->benefit) &&
		    all[i].order_no >= o->order_no)
			o->order_no = all[i].order_no + 1;
	o->number = str_of(arena_printf(c->mem, STR_FMT "/" STR_FMT "/" STR_FMT "/%" PRId64,
					STR_ARG(scope->cycle.code), STR_ARG(scope->org.code),
					STR_ARG(o->benefit), o->order_no));
	return o->number.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err write_order(struct ctx *c, const struct size_order *o)
{
	struct param *lines = ARENA_ARRAY(c->mem, struct param, o->lines_count * 5 + 1);
	if (!lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < o->lines_count; i++) {
		lines[i * 5] = p_int(o->shard);
		lines[i * 5 + 1] = p_uuid(o->order_id);
		lines[i * 5 + 2] = p_int(o->lines[i].item_no);
		lines[i * 5 + 3] = p_int(o->lines[i].pieces);
		lines[i * 5 + 4] = p_int(o->lines[i].reserve);
	}
	SN_TRY(store_run(c->store, &size_sql_order_add,
			 PARAMS(p_int(o->shard), p_uuid(o->order_id), p_text(o->number),
				p_int(o->org_no), p_int(o->cycle_no), p_text(o->benefit),
				p_int(o->order_no), p_int(o->late), p_text(o->reserve),
				p_int(o->people), p_int(o->missing), p_text(o->words),
				p_uuid_or_null(o->maker_id), p_int(o->made_us)),
			 NULL));
	return store_many(c->store, &size_sql_line_add, lines, o->lines_count, NULL);
}

static struct sn_err make_new(struct ctx *c, const struct size_scope *scope,
			      const struct size_order_ask *ask, struct size_order *o)
{
	struct size_order *orders = NULL;
	int64_t *before = ARENA_ARRAY(c->mem, int64_t, scope->count + 1);
	size_t count = 0;
	if (!before)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(size_orders_live(c, scope, &orders, &count));
	const struct neighbours n = look_around(scope, orders, count);
	SN_TRY(may_order(&n, ask));
	if (ask->late)
		SN_TRY(ordered_so_far(c, scope, orders, count, before));
	SN_TRY(make_lines(c, scope, ask, before, o));
	SN_TRY(next_number(c, scope, o));
	return write_order(c, o);
}

static struct sn_err cycle_takes_orders(struct ctx *c, int64_t cycle_no)
{
	struct cycle now;
	SN_TRY(care_cycle_by_no(c, cycle_no, &now));
	return now.state == CYCLE_APPROVED || now.state == CYCLE_OPEN
		       ? SN_SUCCESS
		       : care_cycle_wrong_state(&now, CYCLE_OPEN);
}

struct sn_err size_order_make(struct ctx *c, const struct size_scope *scope,
			      const struct size_order_ask *ask, struct size_order *out)
{
	char id[UUID_TEXT_BYTES];
	struct str words;
	bool there = false;
	uuid_text(ask->order_id, id);
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, scope->org.org_no));
	SN_TRY(text_normalise(c->mem, ask->words, &words));
	if (words.bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {CARE_WORDS_BYTES_MAX});
	SN_TRY(find_order(c, str_of(id), out, &there));
	if (there) {
		const bool same = out->org_no == scope->org.org_no &&
				  out->cycle_no == scope->cycle.cycle_no &&
				  str_eq(out->benefit, scope->benefit) && out->late == ask->late &&
				  str_eq(out->reserve, ask->reserve.words) &&
				  str_eq(out->words, words);
		return same ? SN_SUCCESS : SN_FAIL(SIZE_ORDER_DIFFERS, .field = "id");
	}
	SN_TRY(cycle_takes_orders(c, scope->cycle.cycle_no));
	*out = (struct size_order){.order_id = ask->order_id,
				   .shard = scope->org.shard,
				   .org_no = scope->org.org_no,
				   .cycle_no = scope->cycle.cycle_no,
				   .benefit = scope->benefit,
				   .path = scope->org.path,
				   .late = ask->late,
				   .reserve = ask->reserve.words,
				   .words = words,
				   .state = SIZE_ORDER_DRAFT,
				   .maker_id = c->actor_id,
				   .made_us = now_us(c)};
	return make_new(c, scope, ask, out);
}

/* ---- checking and cancelling ---- */

struct sn_err size_order_check(struct ctx *c, struct str which, struct size_order *out)
{
	struct sha256 digest;
	struct cycle cycle;
	int64_t changed = 0;
	SN_TRY(size_order_read(c, which, out));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_CHECKER, out->org_no));
	if (out->state == SIZE_ORDER_CANCELLED)
		return named(SN_FAIL(SIZE_ORDER_CANCELLED, .field = "number"), out);
	if (out->state == SIZE_ORDER_CHECKED)
		return SN_SUCCESS;
	if (uuid_eq(out->maker_id, c->actor_id))
		return SN_FAIL(SAME_HAND);
	out->state = SIZE_ORDER_CHECKED;
	out->checker_id = c->actor_id;
	out->checked_us = now_us(c);
	SN_TRY(care_cycle_by_no(c, out->cycle_no, &cycle));
	SN_TRY(size_order_digest(c, out, &digest));
	SN_TRY(store_run(c->store, &size_sql_order_check,
			 PARAMS(p_int(out->shard), p_uuid(out->order_id),
				p_uuid_or_null(out->checker_id), p_int(out->checked_us)),
			 &changed));
	if (changed != 1)
		return named(SN_FAIL(SIZE_ORDER_CHECKED, .field = "number"), out);
	const struct tlog_leaf leaf = size_order_leaf(cycle.code, out, &digest);
	return tlog_append(c, &leaf, out->shard, out->order_id);
}

struct sn_err size_order_cancel(struct ctx *c, struct str which, struct str why,
				struct size_order *out)
{
	static const enum rights_role roles[] = {ROLE_MAKER, ROLE_CHECKER};
	struct str words;
	int64_t changed = 0;
	SN_TRY(size_order_read(c, which, out));
	SN_TRY(rights_require(c, roles, 2, out->org_no));
	SN_TRY(text_normalise(c->mem, why, &words));
	if (words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	if (words.bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "why", .arg = {CARE_WORDS_BYTES_MAX});
	if (out->state == SIZE_ORDER_CANCELLED && str_eq(out->cancelled_words, words))
		return SN_SUCCESS;
	if (out->state == SIZE_ORDER_CANCELLED)
		return named(SN_FAIL(SIZE_ORDER_CANCELLED, .field = "number"), out);
	SN_TRY(store_run(c->store, &size_sql_order_cancel,
			 PARAMS(p_int(out->shard), p_uuid(out->order_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id), p_text(words)),
			 &changed));
	if (changed != 1)
		return named(SN_FAIL(SIZE_ORDER_CHECKED, .field = "number"), out);
	out->state = SIZE_ORDER_CANCELLED;
	out->cancelled_words = words;
	return SN_SUCCESS;
}
