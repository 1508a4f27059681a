/* Sizes read: everybody who is entitled, the totals for the tailor, what was changed late. */
#include "care/size_priv.h"
#include "care/size_sql.h"

/* ---- people ---- */

static void kept(struct arena *mem, const struct rows *r, const char *column, struct str *out,
		 bool *memory)
{
	*out = STR_NULL;
	if (store_is_null(r, column))
		return;
	*out = arena_str(mem, store_text(r, column));
	*memory = *memory && out->at;
}

/* Its texts are the rows' own. */
static struct size_person person_from_row(const struct rows *r)
{
	struct size_person p = {.shard = store_int(r, "shard"),
				.org_no = store_int(r, "org_no"),
				.person_id = store_uuid(r, "person_id"),
				.team_id = store_uuid(r, "team_id"),
				.name = store_text(r, "name"),
				.team = store_text(r, "team"),
				.post = store_text(r, "post"),
				.known = store_text(r, "size"),
				.quantity = store_int(r, "quantity"),
				.item_no = store_int(r, "item_no"), /* NULL: 0, none */
				.order_item_no = store_int(r, "order_item_no"),
				.given_item_no = store_int(r, "given_item_no"),
				.served = !store_is_null(r, "given_item_no")};
	p.given = p.given_item_no != 0 ? store_int(r, "given") : 0;
	return p;
}

bool size_is_missing(const struct size_person *p)
{
	return p->item_no == 0 && !p->served;
}

struct sn_err size_people(struct ctx *c, const struct size_scope *scope, struct uuid team_id,
			  size_each *each, void *self)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &size_sql_people,
				     PARAMS(p_int(scope->cycle.cycle_no), p_text(scope->org.path),
					    p_text(scope->benefit)));
	while (!sn_failed(e) && store_next(r)) {
		const struct size_person p = person_from_row(r);
		if (uuid_is_null(team_id) || uuid_eq(team_id, p.team_id))
			e = each(self, &p);
	}
	const struct sn_err done = store_done(r);
	return sn_failed(e) ? e : done;
}

static bool keep_text(struct arena *mem, struct str *text)
{
	if (text->bytes == 0) {
		*text = STR_NULL;
		return true;
	}
	*text = arena_str(mem, *text);
	return text->at != NULL;
}

struct sn_err size_list_add(void *list, const struct size_person *p)
{
	struct size_list *l = list;
	if (l->missing && !size_is_missing(p))
		return SN_SUCCESS;
	l->people = care_grow(l->mem, l->people, l->count, sizeof *l->people);
	if (!l->people)
		return SN_FAIL(OUT_OF_MEMORY);
	struct size_person *kept_one = &l->people[l->count++];
	*kept_one = *p;
	const bool memory =
		keep_text(l->mem, &kept_one->name) && keep_text(l->mem, &kept_one->team) &&
		keep_text(l->mem, &kept_one->post) && keep_text(l->mem, &kept_one->known);
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- totals ---- */

/* What lies in the scope's unions, by size; a size that no account names stays unknown. */
static struct sn_err add_places(struct ctx *c, const struct size_scope *scope,
				enum account_class class, struct size_totals *out)
{
	struct rows *r = store_query(
		c->store, &size_sql_stock,
		PARAMS(p_int(scope->cycle.cycle_no), p_text(scope->org.path), p_int(class)));
	while (store_next(r)) {
		const int64_t at = size_at(scope, store_int(r, "item_no"));
		if (at == NOWHERE)
			continue;
		int64_t *place = class == ACCOUNT_STOCK ? &out->by[at].stock : &out->by[at].custody;
		*place = store_int(r, "quantity");
	}
	return store_done(r);
}

/* Orders of the scope's unions; one of a union above is for others too, so what of it is theirs is not known. */
static struct sn_err add_orders(struct ctx *c, const struct size_scope *scope,
				struct size_totals *out)
{
	struct size_order *orders = NULL;
	size_t count = 0;
	SN_TRY(size_orders_live(c, scope, &orders, &count));
	for (size_t i = 0; i < count; i++) {
		if (!size_below(orders[i].path, scope->org.path))
			continue;
		SN_TRY(size_order_lines(c, &orders[i]));
		for (size_t k = 0; k < scope->count; k++)
			if (out->by[k].ordered < 0)
				out->by[k].ordered = 0;
		for (size_t k = 0; k < orders[i].lines_count; k++) {
			const struct size_order_line *l = &orders[i].lines[k];
			const int64_t at = size_at(scope, l->item_no);
			if (at != NOWHERE)
				out->by[at].ordered += l->pieces + l->reserve;
		}
	}
	return SN_SUCCESS;
}

struct counting {
	const struct size_scope *scope;
	struct size_totals *out;
};
static struct sn_err count_person(void *self, const struct size_person *p)
{
	const struct counting *k = self;
	struct size_totals *out = k->out;
	const int64_t at = p->order_item_no == 0 ? NOWHERE : size_at(k->scope, p->order_item_no);
	const int64_t given = p->given == 0 ? NOWHERE : size_at(k->scope, p->given_item_no);
	out->entitled++;
	out->collected += p->item_no != 0;
	out->missing += size_is_missing(p);
	out->served_without += p->item_no == 0 && p->served;
	if (at != NOWHERE) {
		out->by[at].people++;
		out->by[at].pieces += p->quantity;
	}
	if (given != NOWHERE)
		out->by[given].given += p->given;
	return SN_SUCCESS;
}

struct sn_err size_totals(struct ctx *c, const struct size_scope *scope, struct size_totals *out)
{
	struct counting k = {scope, out};
	*out = (struct size_totals){.by = ARENA_ARRAY(c->mem, struct size_total, scope->count + 1)};
	if (!out->by)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < scope->count; i++)
		out->by[i] = (struct size_total){.ordered = -1, .stock = -1, .custody = -1};
	SN_TRY(size_people(c, scope, UUID_NULL, count_person, &k));
	SN_TRY(add_places(c, scope, ACCOUNT_STOCK, out));
	SN_TRY(add_places(c, scope, ACCOUNT_CUSTODY, out));
	return add_orders(c, scope, out);
}

/* ---- late changes ---- */

struct sn_err size_changes(struct ctx *c, const struct size_scope *scope, struct size_late **out,
			   size_t *count)
{
	struct size_late *list = NULL;
	bool memory = true;
	size_t n = 0;
	struct rows *r = store_query(c->store, &size_sql_changes,
				     PARAMS(p_int(scope->cycle.cycle_no), p_text(scope->org.path),
					    p_text(scope->benefit), p_int(SIZE_LATE_MAX)));
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list) {
			memory = false;
			break;
		}
		struct size_late *l = &list[n++];
		*l = (struct size_late){.shard = store_int(r, "shard"),
					.org_no = store_int(r, "org_no"),
					.person_id = store_uuid(r, "person_id"),
					.was_item_no = store_int(r, "was_item_no"), /* NULL: 0 */
					.item_no = store_int(r, "item_no"),
					.how = (enum size_how)store_int(r, "how"),
					.by_id = store_uuid(r, "by_id"),
					.at_us = store_int(r, "at_us")};
		kept(c->mem, r, "name", &l->name, &memory);
		kept(c->mem, r, "team", &l->team, &memory);
		kept(c->mem, r, "words", &l->words, &memory);
		kept(c->mem, r, "number", &l->number, &memory);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
