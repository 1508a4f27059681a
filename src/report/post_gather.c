/* What a person has in hand at a union: read from the domains that know it, as it stands now. */
#include "care/care.h"
#include "care/handover.h"
#include "ledger/document.h"
#include "ledger/goods.h"
#include "people/clerk.h"
#include "people/intake.h"
#include "report/post_priv.h"

enum { PAGE_ROWS = 200 };

struct gathering {
	struct ctx *c; /* the giver's own */
	const struct org *org;
	struct post_item *items;
	size_t count, room;
};

/* ---- rows ---- */

static void *grown(struct arena *mem, const void *rows, size_t count, size_t room, size_t size)
{
	void *more = arena_alloc(mem, room * size);
	if (more && count > 0)
		memcpy(more, rows, count * size);
	return more;
}
static struct sn_err add(struct gathering *g, struct post_item item)
{
	if (g->count == g->room) {
		g->room = g->room == 0 ? 32 : g->room * 2;
		g->items = grown(g->c->mem, g->items, g->count, g->room, sizeof item);
	}
	item.object_id = arena_str(g->c->mem, item.object_id);
	item.words = arena_str(g->c->mem, item.words);
	if (!g->items || !item.object_id.at || !item.words.at)
		return SN_FAIL(OUT_OF_MEMORY);
	g->items[g->count++] = item;
	return SN_SUCCESS;
}
static struct sn_err add_by_id(struct gathering *g, struct uuid id, struct post_item item)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	item.object_id = str_of(text);
	return add(g, item);
}
static struct sn_err is_below(const struct gathering *g, int64_t org_no, bool *below)
{
	struct org org;
	SN_TRY(org_by_no(g->c, org_no, 0, &org));
	*below = str_starts(org.path, g->org->path);
	return SN_SUCCESS;
}

/* ---- papers ---- */

static struct sn_err add_document(struct gathering *g, enum post_item_kind kind,
				  const struct document *d)
{
	bool below = false;
	SN_TRY(is_below(g, d->org_no, &below));
	if (!below)
		return SN_SUCCESS;
	const char *words =
		arena_printf(g->c->mem, "%s" STR_FMT STR_FMT, document_kind_words(d->kind)->zh,
			     STR_ARG(d->words.bytes > 0 ? STR("：") : STR("")), STR_ARG(d->words));
	return words ? add_by_id(g, d->document_id,
				 (struct post_item){.kind = kind,
						    .words = str_of(words),
						    .quantity = -1,
						    .has_value = true,
						    .value = d->declared_total})
		     : SN_FAIL(OUT_OF_MEMORY);
}
static struct sn_err papers(struct gathering *g)
{
	struct document_turn *turns = NULL;
	size_t count = 0;
	SN_TRY(document_waiting(g->c, &turns, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(add_document(g, POST_ITEM_PAPER, &turns[i].document));
	return SN_SUCCESS;
}
static struct sn_err drafts(struct gathering *g)
{
	struct document_page page = {.rows_max = PAGE_ROWS};
	struct document *list = NULL;
	size_t count = PAGE_ROWS;
	while (count == PAGE_ROWS) {
		SN_TRY(document_of_maker(g->c, &page, &list, &count));
		for (size_t i = 0; i < count; i++)
			if (list[i].state != DOCUMENT_DONE && list[i].state != DOCUMENT_CANCELLED)
				SN_TRY(add_document(g, POST_ITEM_DRAFT, &list[i]));
		if (count > 0) {
			page.before_us = list[count - 1].made_us;
			page.before_id = list[count - 1].document_id;
		}
	}
	return SN_SUCCESS;
}

/* ---- cycles and what is open in them ---- */

static struct sn_err cases_of(struct gathering *g, const struct cycle *cycle)
{
	struct care_case *cases = NULL;
	struct handover_case *proxies = NULL;
	size_t cases_count = 0, proxies_count = 0;
	int64_t open = 0;
	bool below = false;
	SN_TRY(care_cases(g->c, cycle->cycle_no, &cases, &cases_count));
	SN_TRY(handover_cases(g->c, cycle->cycle_no, &proxies, &proxies_count));
	for (size_t i = 0; i < cases_count; i++) {
		SN_TRY(is_below(g, cases[i].org_no, &below));
		open += cases[i].open && below;
	}
	for (size_t i = 0; i < proxies_count; i++) {
		SN_TRY(is_below(g, proxies[i].org_no, &below));
		open += proxies[i].open && below;
	}
	return open == 0 ? SN_SUCCESS
			 : add(g, (struct post_item){.kind = POST_ITEM_CASE,
						     .object_id = cycle->code,
						     .words = cycle->name,
						     .quantity = open});
}
static struct sn_err cycles(struct gathering *g)
{
	struct cycle *all = NULL;
	size_t count = 0;
	SN_TRY(care_cycles(g->c, &all, &count));
	for (size_t i = 0; i < count; i++) {
		enum cycle_state to;
		bool waits = false, below = false;
		SN_TRY(is_below(g, all[i].org_no, &below));
		if (below)
			SN_TRY(care_cycle_waits(g->c, &all[i], &to, &waits));
		if (waits)
			SN_TRY(add(g, (struct post_item){.kind = POST_ITEM_CYCLE,
							 .object_id = all[i].code,
							 .words = all[i].name,
							 .quantity = -1}));
		if (all[i].state == CYCLE_OPEN)
			SN_TRY(cases_of(g, &all[i]));
	}
	return SN_SUCCESS;
}

/* ---- custody ---- */

/* Lots and sources of one thing are one row; at the front of the list. */
static struct sn_err merge(struct account *list, size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		size_t at = 0;
		if (list[i].quantity == 0 && money_is_zero(list[i].value))
			continue;
		while (at < kept && (list[at].key.cycle_no != list[i].key.cycle_no ||
				     list[at].key.item_no != list[i].key.item_no))
			at++;
		if (at == kept) {
			list[kept++] = list[i];
			continue;
		}
		list[at].quantity += list[i].quantity;
		if (!money_add(&list[at].value, list[at].value, list[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value");
	}
	*count = kept;
	return SN_SUCCESS;
}
static struct sn_err held_read(struct ctx *c, struct uuid user_id, const struct org *org,
			       struct account **out, size_t *count)
{
	SN_TRY(ledger_accounts_of_subtree(c,
					  &(const struct subtree_filter){.path = org->path,
									 .class = ACCOUNT_CUSTODY,
									 .cycle_no = 0,
									 .item_no = -1,
									 .holder_id = user_id},
					  out, count));
	return merge(*out, count);
}
static struct sn_err custody(struct gathering *g, struct uuid user_id)
{
	struct account *held = NULL;
	size_t count = 0;
	SN_TRY(held_read(g->c, user_id, g->org, &held, &count));
	for (size_t i = 0; i < count; i++) {
		const struct account *a = &held[i];
		struct cycle cycle = {.code = STR("-"), .name = STR("-")};
		struct item item = {.name = STR("现金")};
		if (a->key.cycle_no != 0)
			SN_TRY(care_cycle_by_no(g->c, a->key.cycle_no, &cycle));
		if (a->key.item_no != 0)
			SN_TRY(goods_item_by_no(g->c, a->key.item_no, &item));
		const char *words = arena_printf(g->c->mem, STR_FMT "（" STR_FMT "）",
						 STR_ARG(item.name), STR_ARG(cycle.name));
		if (!words)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(add(g, (struct post_item){.kind = a->key.item_no == 0 ? POST_ITEM_CASH
									     : POST_ITEM_GOODS,
						 .object_id = cycle.code,
						 .words = str_of(words),
						 .quantity = a->key.item_no == 0 ? -1 : a->quantity,
						 .has_value = true,
						 .value = a->value}));
	}
	return SN_SUCCESS;
}

/* ---- rosters and links ---- */

static struct sn_err imports(struct gathering *g, struct uuid user_id)
{
	struct intake *list = NULL;
	struct uuid before = UUID_NULL;
	size_t count = PAGE_ROWS;
	while (count == PAGE_ROWS) {
		SN_TRY(intake_list(g->c, g->org, before, PAGE_ROWS, &list, &count));
		for (size_t i = 0; i < count; i++) {
			const struct intake *one = &list[i];
			const bool waits = one->state == INTAKE_UPLOADED ||
					   one->state == INTAKE_CHECKED ||
					   one->state == INTAKE_SENT;
			before = one->intake_id;
			if (waits && uuid_eq(one->maker_id, user_id))
				SN_TRY(add_by_id(g, one->intake_id,
						 (struct post_item){.kind = POST_ITEM_IMPORT,
								    .words = one->employer.bytes > 0
										     ? one->employer
										     : STR("名册"),
								    .quantity = -1}));
		}
	}
	return SN_SUCCESS;
}
static struct sn_err links(struct gathering *g, struct uuid user_id)
{
	struct clerk_link *list = NULL;
	struct uuid before = UUID_NULL;
	size_t count = PAGE_ROWS;
	while (count == PAGE_ROWS) {
		SN_TRY(clerk_links(g->c, g->org, before, PAGE_ROWS, &list, &count));
		for (size_t i = 0; i < count; i++) {
			before = list[i].link_id;
			if (uuid_eq(list[i].maker_id, user_id) && list[i].ended_us == 0 &&
			    list[i].expires_us > now_us(g->c))
				SN_TRY(add_by_id(g, list[i].link_id,
						 (struct post_item){.kind = POST_ITEM_LINK,
								    .words = list[i].employer,
								    .quantity = -1}));
		}
	}
	return SN_SUCCESS;
}

/* ---- all of it ---- */

struct sn_err post_gather(struct ctx *c, struct uuid user_id, const struct org *org,
			  struct post_item **out, size_t *count)
{
	struct ctx his = *c;
	struct gathering g = {.c = &his, .org = org};
	his.actor_id = user_id; /* what waits for him, is decided by what he may */
	SN_TRY(papers(&g));
	SN_TRY(drafts(&g));
	SN_TRY(cycles(&g));
	SN_TRY(custody(&g, user_id));
	SN_TRY(imports(&g, user_id));
	SN_TRY(links(&g, user_id));
	*out = g.items;
	*count = g.count;
	return SN_SUCCESS;
}
struct sn_err post_custody(struct ctx *c, struct uuid user_id, const struct org *org,
			   int64_t *count)
{
	struct account *held = NULL;
	size_t n = 0;
	SN_TRY(held_read(c, user_id, org, &held, &n));
	*count = (int64_t)n;
	return SN_SUCCESS;
}
