/* Sizes: what there is to choose from, and what people say. */
#include "base/name.h"
#include "base/text.h"
#include "care/size_priv.h"
#include "care/size_sql.h"

#include <assert.h>
#include <stdlib.h>

/* ---- the scope ---- */

static int by_size(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	const int size = size_compare(x->size, y->size);
	return size ? size : str_compare(x->code, y->code);
}

static size_t sizes_of(const struct benefit *benefit, const struct item *items, size_t count,
		       struct item *out)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (items[i].size.bytes > 0 && care_benefit_has(benefit, items[i].code))
			out[n++] = items[i];
	return n;
}

/* "S、M、L", or the codes of benefits. */
static bool add_name(struct arena *mem, struct str *names, struct str one)
{
	const char *more = names->bytes == 0 ? arena_printf(mem, STR_FMT, STR_ARG(one))
					     : arena_printf(mem, STR_FMT "、" STR_FMT,
							    STR_ARG(*names), STR_ARG(one));
	*names = str_of(more);
	return more != NULL;
}

/* The benefit that is asked for, or the only one that has sizes. */
static struct sn_err choose_benefit(struct ctx *c, const struct programme *p,
				    const struct size_scope_ask *ask, struct size_scope *out)
{
	struct item *items = NULL;
	struct str names = STR_NULL;
	size_t count = 0, sized = 0;
	SN_TRY(goods_items(c, &items, &count));
	for (size_t i = 0; i < p->benefits_count; i++) {
		const struct benefit *b = &p->benefits[i];
		struct item *sizes = ARENA_ARRAY(c->mem, struct item, count + 1);
		if (!sizes)
			return SN_FAIL(OUT_OF_MEMORY);
		const size_t n = sizes_of(b, items, count, sizes);
		if (n == 0)
			continue;
		sized++;
		if (!add_name(c->mem, &names, b->code))
			return SN_FAIL(OUT_OF_MEMORY);
		if (!str_is_null(ask->benefit) && !str_eq(ask->benefit, b->code))
			continue;
		out->benefit = b->code;
		out->sizes = sizes;
		out->count = n;
		qsort(sizes, n, sizeof *sizes, by_size);
	}
	if (sized == 0)
		return sn_err_with_text(SN_FAIL(SIZE_NONE, .field = "cycle"), STR_FMT,
					STR_ARG(out->cycle.code));
	if (out->count == 0 || (sized > 1 && str_is_null(ask->benefit)))
		return sn_err_with_text(SN_FAIL(SIZE_BENEFIT, .field = "benefit"), STR_FMT,
					STR_ARG(names));
	return SN_SUCCESS;
}

struct sn_err size_scope_read(struct ctx *c, const struct size_scope_ask *ask,
			      struct size_scope *out)
{
	struct programme p;
	*out = (struct size_scope){.org = ask->org};
	SN_TRY(care_cycle_by_code(c, ask->cycle, &out->cycle));
	SN_TRY(care_programme_read(c, out->cycle.programme, out->cycle.programme_version, 0, &p));
	SN_TRY(choose_benefit(c, &p, ask, out));
	for (size_t i = 0; i < out->count; i++) {
		char one[SIZE_KEY_BYTES], next[SIZE_KEY_BYTES];
		if (!add_name(c->mem, &out->names, out->sizes[i].size))
			return SN_FAIL(OUT_OF_MEMORY);
		for (size_t k = i + 1; k < out->count; k++)
			if (size_key(out->sizes[i].size, one) &&
			    size_key(out->sizes[k].size, next) && strcmp(one, next) == 0)
				return sn_err_with_text(
					SN_FAIL(SIZE_ITEMS_TWICE, .field = "benefit"), STR_FMT,
					STR_ARG(out->sizes[i].size));
	}
	return SN_SUCCESS;
}

int64_t size_at(const struct size_scope *scope, int64_t item_no)
{
	for (size_t i = 0; i < scope->count; i++)
		if (scope->sizes[i].item_no == item_no)
			return (int64_t)i;
	return NOWHERE;
}

/* ---- collecting: who ---- */

/* One line on its way. */
struct collecting {
	const struct size_line *line;
	struct sn_err why;
	bool blank;
	size_t size; /* of the scope */
	struct person_ref who;
	struct id_hash id_hash;
	bool has_id;
	/* as the entitlement has it */
	bool entitled, given;
	int64_t shard, org_no;
	struct uuid person_id;
	struct str path;
	int64_t item_no, order_item_no, changes;
	size_t at; /* in the file */
	struct uuid order_id;
	bool moves;
};
struct collection {
	struct ctx *c;
	const struct size_scope *scope;
	const struct size_lines *what;
	struct collecting *lines;
	struct size_order *orders;
	size_t orders_count;
};

/* Somebody of the name, on a roster of the scope. */
struct namesake {
	struct person_ref who;
	size_t line;
};

static struct sn_err namesake_fits(const struct size_line *line, const struct rows *r,
				   struct arena *mem, bool *fits)
{
	struct str team = STR_NULL;
	*fits = line->org.bytes == 0 || str_eq(line->org, store_text(r, "org"));
	if (!*fits || line->team.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(text_normalise(mem, line->team, &team));
	*fits = !store_is_null(r, "team") && str_eq(team, store_text(r, "team"));
	return SN_SUCCESS;
}

/* Of several people of one name the ones whose ID numbers end so. */
static struct sn_err keep_last4(struct collection *x, struct namesake *list, size_t *count)
{
	struct person_ref *who = ARENA_ARRAY(x->c->mem, struct person_ref, *count + 1);
	struct id_number *ids = ARENA_ARRAY(x->c->mem, struct id_number, *count + 1);
	bool *has = ARENA_ARRAY(x->c->mem, bool, *count + 1);
	size_t n = 0;
	if (!who || !ids || !has)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < *count; i++)
		who[i] = list[i].who;
	SN_TRY(people_open_ids(x->c, who, *count, ids, has));
	for (size_t i = 0; i < *count; i++) {
		struct collecting *l = &x->lines[list[i].line];
		const struct str last4 = l->line->last4;
		const char *tail = ids[i].digits + ID_NUMBER_DIGITS - 4;
		const bool asked = last4.bytes == 4;
		if (asked && has[i] && memcmp(tail, last4.at, 4) != 0)
			l->why = SN_FAIL(SIZE_LAST4, .field = "last4");
		else
			list[n++] = list[i];
	}
	*count = n;
	return SN_SUCCESS;
}

static void settle_namesakes(struct collection *x, const struct namesake *list, size_t count)
{
	for (size_t i = 0; i < count;) {
		struct collecting *l = &x->lines[list[i].line];
		size_t n = 1;
		while (i + n < count && list[i + n].line == list[i].line)
			n++;
		l->why = n == 1 ? SN_SUCCESS
				: SN_FAIL(SIZE_AMBIGUOUS, .field = "name", .arg = {(int64_t)n});
		l->who = list[i].who;
		i += n;
	}
}

/* The lines that say a name and no number. */
static struct sn_err find_named(struct collection *x)
{
	struct ctx *c = x->c;
	const size_t room = x->what->count + 1;
	struct param *params = ARENA_ARRAY(c->mem, struct param, room * 2);
	size_t *lines = ARENA_ARRAY(c->mem, size_t, room);
	struct namesake *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0, count = 0;
	if (!params || !lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++) {
		struct collecting *l = &x->lines[i];
		struct str key;
		if (sn_failed(l->why) || l->blank || l->line->has_id)
			continue;
		SN_TRY(name_key(c->mem, l->line->name, &key));
		l->why = key.bytes == 0 ? SN_FAIL(SIZE_WHO, .field = "name")
					: SN_FAIL(SIZE_NOT_ENTITLED, .field = "name");
		params[n * 2] = p_text(x->scope->org.path);
		params[n * 2 + 1] = p_text(key);
		lines[n] = i;
		n += key.bytes > 0;
	}
	if (n == 0)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &size_sql_named, params, n);
	while (!sn_failed(e) && store_next(r)) {
		const size_t line = lines[store_set(r)];
		bool fits = false;
		e = namesake_fits(x->lines[line].line, r, c->mem, &fits);
		if (sn_failed(e) || !fits)
			continue;
		list = care_grow(c->mem, list, count, sizeof *list);
		if (!list)
			e = SN_FAIL(OUT_OF_MEMORY);
		else
			list[count++] = (struct namesake){
				{store_int(r, "shard"), store_uuid(r, "person_id")}, line};
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	SN_TRY(keep_last4(x, list, &count));
	settle_namesakes(x, list, count);
	return SN_SUCCESS;
}

/* The lines that say a number; and whose numbers are known, for who is entitled elsewhere. */
static struct sn_err find_numbered(struct collection *x)
{
	const size_t room = x->what->count + 1;
	struct id_hash *hashes = ARENA_ARRAY(x->c->mem, struct id_hash, room);
	struct person *people = ARENA_ARRAY(x->c->mem, struct person, room);
	size_t *lines = ARENA_ARRAY(x->c->mem, size_t, room);
	size_t n = 0;
	if (!hashes || !people || !lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++)
		if (!sn_failed(x->lines[i].why) && !x->lines[i].blank && x->lines[i].line->has_id) {
			hashes[n] = x->lines[i].line->id_hash;
			lines[n++] = i;
		}
	if (n > 0)
		SN_TRY(people_by_hashes(x->c, hashes, n, people));
	for (size_t i = 0; i < n; i++) {
		struct collecting *l = &x->lines[lines[i]];
		l->who = (struct person_ref){people[i].shard, people[i].person_id};
		l->id_hash = hashes[i];
		l->has_id = true;
		if (uuid_is_null(people[i].person_id))
			l->why = SN_FAIL(WHO_UNKNOWN, .field = "id_number");
	}
	return SN_SUCCESS;
}

/* ---- collecting: what they are entitled to ---- */

static struct sn_err take_entitled(struct collection *x, struct rows *r, const size_t *lines)
{
	bool memory = true;
	while (memory && store_next(r)) {
		struct collecting *l = &x->lines[lines[store_set(r)]];
		l->entitled = true;
		l->shard = store_int(r, "shard");
		l->person_id = store_uuid(r, "person_id");
		l->org_no = store_int(r, "org_no");
		l->path = arena_str(x->c->mem, store_text(r, "path"));
		l->given = !store_is_null(r, "record_id");
		l->item_no = store_int(r, "item_no"); /* NULL: 0, none */
		l->order_item_no = store_int(r, "order_item_no");
		l->changes = store_int(r, "changes");
		memory = l->path.at != NULL;
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static bool is_open(const struct collecting *l)
{
	return !sn_failed(l->why) && !l->blank;
}

static struct sn_err load_entitled(struct collection *x)
{
	const size_t room = x->what->count + 1;
	struct param *params = ARENA_ARRAY(x->c->mem, struct param, room * 4);
	size_t *lines = ARENA_ARRAY(x->c->mem, size_t, room);
	size_t n = 0;
	if (!params || !lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++) {
		const struct collecting *l = &x->lines[i];
		if (!is_open(l))
			continue;
		params[n * 4] = p_int(l->who.shard);
		params[n * 4 + 1] = p_int(x->scope->cycle.cycle_no);
		params[n * 4 + 2] = p_uuid(l->who.person_id);
		params[n * 4 + 3] = p_text(x->scope->benefit);
		lines[n++] = i;
	}
	if (n > 0)
		SN_TRY(take_entitled(
			x, store_query_many(x->c->store, &size_sql_entitled, params, n), lines));
	n = 0;
	for (size_t i = 0; i < x->what->count; i++) {
		const struct collecting *l = &x->lines[i];
		if (!is_open(l) || l->entitled || !l->has_id)
			continue;
		params[n * 3] = p_int(x->scope->cycle.cycle_no);
		params[n * 3 + 1] = p_bytes(l->id_hash.bytes, sizeof l->id_hash.bytes);
		params[n * 3 + 2] = p_text(x->scope->benefit);
		lines[n++] = i;
	}
	if (n == 0)
		return SN_SUCCESS;
	return take_entitled(x, store_query_many(x->c->store, &size_sql_entitled_hash, params, n),
			     lines);
}

/* ---- collecting: deciding ---- */

/* The latest order that covers the union; NULL: none. */
static const struct size_order *order_over(const struct collection *x, struct str path)
{
	const struct size_order *found = NULL;
	for (size_t i = 0; i < x->orders_count; i++)
		if (size_below(path, x->orders[i].path))
			found = &x->orders[i]; /* in the order of their numbers */
	return found;
}

static struct sn_err decide_line(struct collection *x, struct collecting *l,
				 struct size_result *out)
{
	const int64_t item_no = x->scope->sizes[l->size].item_no;
	struct org org;
	if (!l->entitled)
		return SN_FAIL(SIZE_NOT_ENTITLED, .field = l->has_id ? "id_number" : "name");
	if (!size_below(l->path, x->scope->org.path)) {
		SN_TRY(org_by_no(x->c, l->org_no, 0, &org));
		return sn_err_with_text(SN_FAIL(SIZE_ELSEWHERE, .field = "org"), STR_FMT,
					STR_ARG(org.code));
	}
	if (l->item_no == item_no) {
		out->outcome = SIZE_SAME;
		return SN_SUCCESS;
	}
	if (l->given)
		return SN_FAIL(SIZE_GIVEN, .field = "size");
	const struct size_order *order = order_over(x, l->path);
	if (order && x->what->why.bytes == 0)
		return sn_err_with_text(SN_FAIL(SIZE_WHY, .field = "why"), STR_FMT,
					STR_ARG(order->number));
	out->outcome = l->changes == 0 ? SIZE_TAKEN : SIZE_CHANGED;
	out->late = order != NULL;
	l->order_id = order ? order->order_id : UUID_NULL;
	l->moves = true;
	return SN_SUCCESS;
}

static int by_person(const void *a, const void *b)
{
	const struct collecting *x = *(struct collecting *const *)a;
	const struct collecting *y = *(struct collecting *const *)b;
	const int who = uuid_compare(x->person_id, y->person_id);
	return who ? who : (x->at > y->at) - (x->at < y->at);
}

/* Who stands in the lines twice: the same size is said once, two sizes are refused with both rows. */
static struct sn_err settle_doubles(struct collection *x, struct size_result *out)
{
	struct collecting **order = ARENA_ARRAY(x->c->mem, struct collecting *, x->what->count + 1);
	size_t n = 0;
	if (!order)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++)
		if (is_open(&x->lines[i]) && x->lines[i].entitled)
			order[n++] = &x->lines[i];
	qsort(order, n, sizeof(struct collecting *), by_person);
	for (size_t i = 0, last; i < n; i = last) {
		bool differ = false;
		for (last = i + 1; last < n && uuid_eq(order[last]->person_id, order[i]->person_id);
		     last++)
			differ = differ || order[last]->size != order[i]->size;
		for (size_t k = i; k < last && last - i > 1; k++) {
			struct collecting *other = order[k == i ? i + 1 : i];
			if (differ)
				order[k]->why = SN_FAIL(SIZE_TWICE, .field = "size",
							.arg = {other->line->row});
			else if (k > i && order[k]->moves) {
				order[k]->moves = false;
				out[order[k]->at].outcome = SIZE_SAME;
			}
		}
	}
	return SN_SUCCESS;
}

/* ---- collecting: writing ---- */

static struct sn_err write_roster(struct ctx *c, const struct collection *x)
{
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, x->what->count + 1);
	struct str *sizes = ARENA_ARRAY(c->mem, struct str, x->what->count + 1);
	size_t n = 0;
	if (!who || !sizes)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++)
		if (x->lines[i].moves) {
			who[n] = (struct person_ref){x->lines[i].who.shard,
						     x->lines[i].who.person_id};
			sizes[n++] = x->scope->sizes[x->lines[i].size].size;
		}
	return people_sizes_set(c, who, sizes, n);
}

static struct sn_err write_moves(struct ctx *c, const struct collection *x)
{
	struct size_move *moves = ARENA_ARRAY(c->mem, struct size_move, x->what->count + 1);
	size_t n = 0;
	if (!moves)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++) {
		const struct collecting *l = &x->lines[i];
		if (!l->moves)
			continue;
		const int64_t item_no = x->scope->sizes[l->size].item_no;
		moves[n++] = (struct size_move){.shard = l->shard,
						.cycle_no = x->scope->cycle.cycle_no,
						.org_no = l->org_no,
						.person_id = l->person_id,
						.benefit = x->scope->benefit,
						.was_item_no = l->item_no,
						.was_order_item_no = l->order_item_no,
						.was_changes = l->changes,
						.item_no = item_no,
						.order_item_no = item_no,
						.how = SIZE_COLLECTED,
						.order_id = l->order_id,
						.words = uuid_is_null(l->order_id) ? STR_NULL
										   : x->what->why};
	}
	return size_moves_write(c, moves, n);
}

/* What stood there before an import, on the roster too: by which it is taken back. */
static struct sn_err keep_before(struct ctx *c, const struct collection *x)
{
	enum { WIDTH = 11 };
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, x->what->count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, x->what->count + 1);
	struct param *params = ARENA_ARRAY(c->mem, struct param, WIDTH * x->what->count + 1);
	size_t n = 0;
	if (!who || !people || !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++)
		if (x->lines[i].moves)
			who[n++] = x->lines[i].who;
	if (n == 0)
		return SN_SUCCESS;
	SN_TRY(people_by_refs(c, who, n, people));
	n = 0;
	for (size_t i = 0; i < x->what->count; i++) {
		const struct collecting *l = &x->lines[i];
		if (!l->moves)
			continue;
		memcpy(&params[n * WIDTH],
		       PARAMS(p_int(l->shard), p_uuid(x->what->intake_id), p_uuid(l->person_id),
			      p_int(x->scope->cycle.cycle_no), p_text(x->scope->benefit),
			      p_int(l->changes + 1), p_int(l->item_no), p_int(l->order_item_no),
			      p_int(l->who.shard), p_uuid(l->who.person_id),
			      p_text(people[n].size)),
		       WIDTH * sizeof(struct param));
		n++;
	}
	return store_many(c->store, &size_sql_import_add, params, n, NULL);
}

enum { PICK_PARAMS = 5, CHANGE_PARAMS = 7, HISTORY_PARAMS = 13 };

static struct sn_err write_changed(struct ctx *c, const struct param *params, size_t count)
{
	int64_t *changed = ARENA_ARRAY(c->mem, int64_t, count + 1);
	if (!changed)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(store_many(c->store, &size_sql_pick_change, params, count, changed));
	for (size_t i = 0; i < count; i++)
		assert(changed[i] == 1); /* one writer: it was read in this work */
	return SN_SUCCESS;
}

struct sn_err size_moves_write(struct ctx *c, const struct size_move *moves, size_t count)
{
	struct param *added = ARENA_ARRAY(c->mem, struct param, count * PICK_PARAMS + 1);
	struct param *changed = ARENA_ARRAY(c->mem, struct param, count * CHANGE_PARAMS + 1);
	struct param *history = ARENA_ARRAY(c->mem, struct param, count * HISTORY_PARAMS + 1);
	size_t a = 0, k = 0;
	if (!added || !changed || !history)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct param by = p_uuid_or_null(c->actor_id), at = p_int(now_us(c));
	for (size_t i = 0; i < count; i++) {
		const struct size_move *m = &moves[i];
		const struct param shard = p_int(m->shard), cycle = p_int(m->cycle_no),
				   benefit = p_text(m->benefit), who = p_uuid(m->person_id),
				   item = p_int(m->item_no);
		if (m->was_changes == 0)
			memcpy(&added[a++ * PICK_PARAMS], PARAMS(shard, cycle, benefit, who, item),
			       PICK_PARAMS * sizeof(struct param));
		else
			memcpy(&changed[k++ * CHANGE_PARAMS],
			       PARAMS(shard, cycle, benefit, who, item, p_int(m->order_item_no),
				      p_int(m->was_changes)),
			       CHANGE_PARAMS * sizeof(struct param));
		memcpy(&history[i * HISTORY_PARAMS],
		       PARAMS(shard, cycle, benefit, who, p_int(m->was_changes + 1),
			      p_int(m->org_no),
			      m->was_item_no == 0 ? p_null() : p_int(m->was_item_no), item,
			      p_int(m->how), p_uuid_or_null(m->order_id), p_text(m->words), by, at),
		       HISTORY_PARAMS * sizeof(struct param));
	}
	if (a > 0)
		SN_TRY(store_many(c->store, &size_sql_pick_add, added, a, NULL));
	if (k > 0)
		SN_TRY(write_changed(c, changed, k));
	return count == 0 ? SN_SUCCESS
			  : store_many(c->store, &size_sql_change_add, history, count, NULL);
}

/* ---- collecting ---- */

static struct sn_err read_lines(struct collection *x)
{
	x->lines = ARENA_ARRAY(x->c->mem, struct collecting, x->what->count + 1);
	if (!x->lines)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->what->count; i++) {
		struct collecting *l = &x->lines[i];
		l->line = &x->what->lines[i];
		l->at = i;
		l->blank = str_trim(l->line->size).bytes == 0;
		if (!l->blank)
			l->why = size_parse(x->scope, l->line->size, &l->size);
	}
	SN_TRY(find_numbered(x));
	SN_TRY(find_named(x));
	SN_TRY(load_entitled(x));
	return size_orders_live(x->c, x->scope, &x->orders, &x->orders_count);
}

static struct sn_err collectable(struct ctx *c, const struct size_scope *scope, struct str why)
{
	struct cycle now;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, scope->org.org_no));
	SN_TRY(care_cycle_by_no(c, scope->cycle.cycle_no, &now));
	if (now.state != CYCLE_APPROVED && now.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&now, CYCLE_OPEN);
	return why.bytes > CARE_WORDS_BYTES_MAX
		       ? SN_FAIL(TOO_LONG, .field = "why", .arg = {CARE_WORDS_BYTES_MAX})
		       : SN_SUCCESS;
}

static void tell_line(const struct collection *x, struct collecting *l, struct size_result *out)
{
	if (sn_failed(l->why)) {
		l->moves = false;
		*out = (struct size_result){.outcome = SIZE_REFUSED, .why = l->why};
		return;
	}
	out->person_id = l->person_id;
	out->item_no = l->blank ? 0 : x->scope->sizes[l->size].item_no;
}

struct sn_err size_collect(struct ctx *c, const struct size_scope *scope,
			   const struct size_lines *what, struct size_result *out)
{
	struct size_lines given = *what;
	struct collection x = {.c = c, .scope = scope, .what = &given};
	assert(what->count <= BATCH_ITEMS_MAX);
	SN_TRY(text_normalise(c->mem, what->why, &given.why));
	SN_TRY(collectable(c, scope, given.why));
	SN_TRY(read_lines(&x));
	for (size_t i = 0; i < what->count; i++) {
		struct collecting *l = &x.lines[i];
		out[i] = (struct size_result){.outcome = SIZE_BLANK};
		if (!is_open(l))
			continue;
		l->why = decide_line(&x, l, &out[i]);
		if (sn_err_code(l->why) == SN_NOMEM)
			return l->why;
	}
	SN_TRY(settle_doubles(&x, out));
	for (size_t i = 0; i < what->count; i++)
		tell_line(&x, &x.lines[i], &out[i]);
	if (what->look)
		return SN_SUCCESS;
	if (!uuid_is_null(what->intake_id))
		SN_TRY(keep_before(c, &x));
	SN_TRY(write_moves(c, &x));
	return write_roster(c, &x);
}
