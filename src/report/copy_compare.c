/* What has changed between a cycle and the one it was copied from, part by part. */
#include "ledger/fund.h"
#include "ledger/purchase.h"
#include "report/copy_priv.h"
#include "report/copy_sql.h"

#include <assert.h>

struct comparing {
	struct copy_state was, now;
	struct str kits; /* "was=now,…" */
	copy_each_row *each;
	void *self;
};

static struct sn_err tell(const struct comparing *x, const struct copy_row *row)
{
	return x->each(x->self, row);
}

/* ---- the cycle and its programme ---- */

static struct sn_err compare_cycle(struct ctx *c, const struct comparing *x)
{
	(void)c;
	const struct cycle *was = &x->was.cycle, *now = &x->now.cycle;
	SN_TRY(tell(x, &(const struct copy_row){.fact = COPY_FACT_FROM_DAY,
						.change = COPY_CHANGED,
						.unit = COPY_UNIT_DAY,
						.was = copy_known(was->from_day),
						.now = copy_known(now->from_day)}));
	struct copy_row until = {.fact = COPY_FACT_UNTIL_DAY,
				 .unit = COPY_UNIT_DAY,
				 .was = {was->until_day != 0, was->until_day},
				 .now = {now->until_day != 0, now->until_day}};
	until.change = copy_change_of(until.was, until.now);
	if (until.was.known || until.now.known)
		SN_TRY(tell(x, &until));
	return copy_programmes(&x->was.programme, &x->now.programme, x->each, x->self);
}

/* ---- goods: what the kit is made of, and what a piece cost ---- */

/* The first thing of the benefits' that is a kit, or that there is at all; a kit may stand in its sizes only. */
struct gift {
	struct item item; /* item_no 0: none */
	struct item_part *parts;
	size_t parts_count;
};

static bool is_size_of(struct str code, struct str item)
{
	return str_starts(code, item) && code.bytes > item.bytes && code.at[item.bytes] == '/';
}

static struct sn_err gift_read(struct ctx *c, const struct benefit *b, const struct item *items,
			       size_t count, struct gift *out)
{
	*out = (struct gift){.parts = NULL};
	for (size_t i = 0; i < b->items_count && out->item.item_no == 0; i++)
		for (size_t j = 0; j < count && out->item.item_no == 0; j++)
			if (!str_is_null(b->items[i]) && (str_eq(items[j].code, b->items[i]) ||
							  is_size_of(items[j].code, b->items[i])))
				out->item = items[j];
	if (out->item.item_no == 0)
		return SN_SUCCESS;
	return goods_parts(c, out->item.item_no, &out->parts, &out->parts_count);
}

static const struct item *item_of(const struct item *items, size_t count, int64_t item_no)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].item_no == item_no)
			return &items[i];
	return NULL;
}

static struct copy_side part_of(const struct gift *g, int64_t item_no)
{
	for (size_t i = 0; i < g->parts_count; i++)
		if (g->parts[i].part_no == item_no)
			return copy_known(g->parts[i].quantity);
	return (struct copy_side){.known = false};
}

static struct sn_err price_of(struct rows *r, struct copy_side *price, int32_t *day)
{
	*price = (struct copy_side){.known = false};
	if (store_next(r)) {
		*price = copy_known(store_int(r, "unit_cost_fen"));
		*day = (int32_t)store_int(r, "day");
	}
	return store_done(r);
}

/* What it cost the last time in the old cycle, and since then in any other. A price that nobody has asked for since is no
 * price of this year. */
static struct sn_err compare_price(struct ctx *c, const struct comparing *x,
				   const struct item *item)
{
	struct copy_row row = {.fact = COPY_FACT_PRICE,
			       .code = item->code,
			       .name = item->name,
			       .unit = COPY_UNIT_FEN};
	const int64_t cycle_no = x->was.cycle.cycle_no;
	int32_t day = x->was.cycle.from_day, since = 0;
	SN_TRY(price_of(store_query(c->store, &copy_sql_price_in,
				    PARAMS(p_int(item->item_no), p_int(cycle_no))),
			&row.was, &day));
	SN_TRY(price_of(store_query(c->store, &copy_sql_price_since,
				    PARAMS(p_int(item->item_no), p_int(cycle_no), p_int(day))),
			&row.now, &since));
	row.change = row.now.known ? copy_change_of(row.was, row.now) : COPY_ASK;
	return tell(x, &row);
}

static struct sn_err compare_parts(struct ctx *c, const struct comparing *x,
				   const struct gift gifts[2], const struct item *items,
				   size_t count)
{
	for (size_t g = 0; g < 2; g++)
		for (size_t i = 0; i < gifts[g].parts_count; i++) {
			const int64_t part_no = gifts[g].parts[i].part_no;
			const struct item *part = item_of(items, count, part_no);
			struct copy_row row = {.fact = COPY_FACT_KIT_PART,
					       .unit = COPY_UNIT_PIECE,
					       .was = part_of(&gifts[0], part_no),
					       .now = part_of(&gifts[1], part_no)};
			if (!part || (g == 1 && row.was.known)) /* told with the old ones */
				continue;
			row.code = part->code;
			row.name = part->name;
			row.change = copy_change_of(row.was, row.now);
			SN_TRY(tell(x, &row));
			SN_TRY(compare_price(c, x, part));
		}
	return SN_SUCCESS;
}

/* A kit under its new code is of use when the programme names it. */
static struct sn_err compare_new_kits(const struct comparing *x)
{
	const struct programme *now = &x->now.programme;
	struct str rest = x->kits, pair, was;
	while (rest.bytes > 0 && str_split(&rest, ',', &pair)) {
		bool named = false;
		(void)str_split(&pair, '=', &was); /* what is left in pair is the new code */
		for (size_t i = 0; i < now->benefits_count; i++)
			for (size_t j = 0; j < now->benefits[i].items_count; j++)
				named = named || str_eq(now->benefits[i].items[j], pair);
		struct copy_row row = {
			.fact = COPY_FACT_NEW_KIT, .change = COPY_NEW, .code = was, .name = pair};
		if (!named)
			row.why = sn_err_with_text(SN_FAIL(COPY_KIT_UNNAMED), STR_FMT,
						   STR_ARG(now->code));
		SN_TRY(tell(x, &row));
	}
	return SN_SUCCESS;
}

/* Benefits go together by their codes; a new programme may name a kit that nobody has added yet. */
static struct sn_err compare_goods(struct ctx *c, const struct comparing *x)
{
	static const struct benefit none = {.items_count = 0};
	const struct programme *was = &x->was.programme, *now = &x->now.programme;
	struct item *items = NULL;
	size_t count = 0;
	SN_TRY(compare_new_kits(x));
	SN_TRY(goods_items(c, &items, &count));
	for (size_t i = 0; i < now->benefits_count; i++) {
		const struct benefit *b = &now->benefits[i], *before = &none;
		struct gift gifts[2];
		for (size_t j = 0; j < was->benefits_count; j++)
			if (str_eq(was->benefits[j].code, b->code))
				before = &was->benefits[j];
		SN_TRY(gift_read(c, before, items, count, &gifts[0]));
		SN_TRY(gift_read(c, b, items, count, &gifts[1]));
		if (gifts[1].item.item_no == 0 && !str_is_null(b->item_code))
			SN_TRY(tell(x, &(const struct copy_row){.fact = COPY_FACT_ITEM,
								.change = COPY_ANEW,
								.code = b->code,
								.name = b->item_code}));
		SN_TRY(compare_parts(c, x, gifts, items, count));
		if (gifts[1].item.item_no != 0 && gifts[1].parts_count == 0)
			SN_TRY(compare_price(c, x, &gifts[1].item));
	}
	return SN_SUCCESS;
}

/* ---- bodies, budget, actions ---- */

static bool same_role(const struct copy_role *a, const struct copy_role *b)
{
	return a->is.role == b->is.role && a->is.partner_no == b->is.partner_no &&
	       a->is.org_no == b->is.org_no;
}

static struct sn_err tell_role(const struct comparing *x, const struct copy_role *r,
			       enum copy_change change)
{
	const struct org_words *w = cooperation_role_words(r->is.role);
	return tell(x, &(const struct copy_row){.fact = COPY_FACT_ROLE,
						.change = change,
						.of = {w->word, w->zh, w->en},
						.code = r->code,
						.name = r->name,
						.why = change == COPY_GONE ? r->why : SN_SUCCESS});
}

static struct sn_err compare_roles(struct ctx *c, const struct comparing *x)
{
	(void)c;
	for (size_t i = 0; i < x->was.roles_count; i++) {
		bool stays = false;
		for (size_t j = 0; j < x->now.roles_count; j++)
			stays = stays || same_role(&x->was.roles[i], &x->now.roles[j]);
		SN_TRY(tell_role(x, &x->was.roles[i], stays ? COPY_SAME : COPY_GONE));
	}
	for (size_t j = 0; j < x->now.roles_count; j++) {
		bool was = false;
		for (size_t i = 0; i < x->was.roles_count; i++)
			was = was || same_role(&x->was.roles[i], &x->now.roles[j]);
		if (!was)
			SN_TRY(tell_role(x, &x->now.roles[j], COPY_NEW));
	}
	return SN_SUCCESS;
}

static const struct copy_line *line_in(const struct copy_state *s, const struct copy_line *l)
{
	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].entry.org_no == l->entry.org_no &&
		    str_eq(s->lines[i].entry.code, l->entry.code))
			return &s->lines[i];
	return NULL;
}

static struct sn_err tell_line(const struct comparing *x, const struct copy_line *was,
			       const struct copy_line *now)
{
	const struct copy_line *l = was ? was : now;
	const struct ledger_words *w = ledger_source_words(l->entry.source);
	struct copy_row row = {.fact = COPY_FACT_LINE,
			       .of = {w->word, w->zh, w->en},
			       .code = l->org_code,
			       .name = l->entry.code,
			       .unit = COPY_UNIT_FEN};
	if (was)
		row.was = copy_known(money_fen(was->entry.delta));
	if (now)
		row.now = copy_known(money_fen(now->entry.delta));
	row.change = now && now->waits ? COPY_PROPOSED : copy_change_of(row.was, row.now);
	if (!now)
		row.why = was->why;
	return tell(x, &row);
}

static struct sn_err compare_lists(const struct comparing *x)
{
	for (size_t i = 0; i < x->was.lists_count; i++) {
		const struct copy_list *was = &x->was.lists[i], *now = NULL;
		for (size_t j = 0; j < x->now.lists_count; j++)
			if (x->now.lists[j].org_no == was->org_no)
				now = &x->now.lists[j];
		const enum copy_change change = !now         ? COPY_GONE
						: now->waits ? COPY_PROPOSED
							     : COPY_SAME;
		SN_TRY(tell(x, &(const struct copy_row){.fact = COPY_FACT_CLOSED_LIST,
							.change = change,
							.code = was->org_code,
							.why = now ? SN_SUCCESS : was->why}));
	}
	return SN_SUCCESS;
}

static struct sn_err compare_budget(struct ctx *c, const struct comparing *x)
{
	(void)c;
	for (size_t i = 0; i < x->was.lines_count; i++)
		if (!x->was.lines[i].waits) /* what was never approved was no line */
			SN_TRY(tell_line(x, &x->was.lines[i], line_in(&x->now, &x->was.lines[i])));
	for (size_t i = 0; i < x->now.lines_count; i++) {
		const struct copy_line *was = line_in(&x->was, &x->now.lines[i]);
		if (!was || was->waits)
			SN_TRY(tell_line(x, NULL, &x->now.lines[i]));
	}
	return compare_lists(x);
}

static bool holds_in(const struct action_figure *f, int32_t year)
{
	return f->role == ACTION_TARGET && f->from_year <= year &&
	       (f->until_year == 0 || year <= f->until_year);
}

static struct copy_side target_in(const struct action_figure *list, size_t count,
				  const struct action_figure *of, int32_t year)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].measure == of->measure && list[i].unit == of->unit &&
		    holds_in(&list[i], year))
			return copy_known(list[i].said.value);
	return (struct copy_side){.known = false};
}

/* A target is a promise: it holds for its years, and nobody copies one. */
static struct sn_err compare_targets(struct ctx *c, const struct comparing *x,
				     const struct action *a)
{
	const int32_t was_year = x->was.cycle.from_day / 10000,
		      now_year = x->now.cycle.from_day / 10000;
	struct action_figure *list = NULL;
	size_t count = 0;
	SN_TRY(action_figures(c, a->action_no, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct report_words *w = action_measure_words(list[i].measure);
		if (!holds_in(&list[i], was_year))
			continue;
		struct copy_row row = {.fact = COPY_FACT_TARGET,
				       .of = {w->word, w->zh, w->en},
				       .code = a->code,
				       .name = str_of(unit_word(list[i].unit)),
				       .unit = list[i].unit == UNIT_FEN ? COPY_UNIT_FEN
									: COPY_UNIT_COUNT,
				       .was = copy_known(list[i].said.value),
				       .now = target_in(list, count, &list[i], now_year)};
		row.change = row.now.known ? copy_change_of(row.was, row.now) : COPY_ANEW;
		SN_TRY(tell(x, &row));
	}
	return SN_SUCCESS;
}

static struct sn_err compare_actions(struct ctx *c, const struct comparing *x)
{
	for (size_t i = 0; i < x->was.members_count; i++) {
		const struct copy_member *m = &x->was.members[i];
		bool stays = false;
		for (size_t j = 0; j < x->now.members_count; j++)
			stays = stays || x->now.members[j].action.action_no == m->action.action_no;
		SN_TRY(tell(x, &(const struct copy_row){.fact = COPY_FACT_MEMBER,
							.change = stays ? COPY_SAME : COPY_GONE,
							.code = m->action.code,
							.name = m->action.name,
							.why = stays ? SN_SUCCESS : m->why}));
		SN_TRY(compare_targets(c, x, &m->action));
	}
	return SN_SUCCESS;
}

/* ---- papers: what each year needs of its own ---- */

static struct sn_err tell_version(const struct comparing *x, enum copy_fact fact, int64_t was,
				  int64_t now)
{
	struct copy_row row = {.fact = fact,
			       .unit = COPY_UNIT_COUNT,
			       .was = {was > 0, was},
			       .now = {now > 0, now}};
	row.change = copy_change_of(row.was, row.now);
	return tell(x, &row);
}

enum { PAPER_KINDS_MAX = 32 };
_Static_assert((int)DOCUMENT_KINDS_COUNT <= PAPER_KINDS_MAX, "all kinds of documents");
_Static_assert((int)PURCHASE_STEPS_COUNT <= PAPER_KINDS_MAX, "all steps of purchases");
struct papers {
	int64_t count[PAPER_KINDS_MAX];
};

static struct sn_err papers_read(struct ctx *c, const struct sn_statement *which, int64_t cycle_no,
				 struct papers *out)
{
	*out = (struct papers){{0}};
	struct rows *r = store_query(c->store, which, PARAMS(p_int(cycle_no)));
	while (store_next(r)) {
		const int64_t kind = store_int(r, "kind");
		assert(kind >= 0 && kind < PAPER_KINDS_MAX);
		out->count[kind] = store_int(r, "count");
	}
	return store_done(r);
}

/* 0: there is none yet, which is known. */
static struct sn_err tell_papers(const struct comparing *x, enum copy_fact fact,
				 struct copy_words of, int64_t was, int64_t now)
{
	if (was == 0)
		return SN_SUCCESS;
	return tell(x, &(const struct copy_row){.fact = fact,
						.change = COPY_ANEW,
						.of = of,
						.unit = COPY_UNIT_COUNT,
						.was = copy_known(was),
						.now = copy_known(now)});
}

static struct sn_err lists_count(struct ctx *c, int64_t cycle_no, int64_t *out)
{
	struct rows *r = store_query(c->store, &copy_sql_lists, PARAMS(p_int(cycle_no)));
	*out = store_next(r) ? store_int(r, "count") : 0;
	return store_done(r);
}

static int64_t signatures_of(const struct cycle *cycle)
{
	return !uuid_is_null(cycle->signatures.by[HAND_CHECKER]) +
	       !uuid_is_null(cycle->signatures.by[HAND_APPROVER]);
}

static struct sn_err compare_counted(struct ctx *c, const struct comparing *x)
{
	const int64_t was_no = x->was.cycle.cycle_no, now_no = x->now.cycle.cycle_no;
	struct papers was, now;
	SN_TRY(papers_read(c, &copy_sql_steps, was_no, &was));
	SN_TRY(papers_read(c, &copy_sql_steps, now_no, &now));
	for (int k = 0; k < PURCHASE_STEPS_COUNT; k++) {
		const struct ledger_words *w = purchase_step_words((enum purchase_step_kind)k);
		SN_TRY(tell_papers(x, COPY_FACT_STEP, (struct copy_words){w->word, w->zh, w->en},
				   was.count[k], now.count[k]));
	}
	SN_TRY(papers_read(c, &copy_sql_documents, was_no, &was));
	SN_TRY(papers_read(c, &copy_sql_documents, now_no, &now));
	for (int k = 0; k < DOCUMENT_KINDS_COUNT; k++) {
		const struct document_words *w = document_kind_words((enum document_kind)k);
		SN_TRY(tell_papers(x, COPY_FACT_DOCUMENT,
				   (struct copy_words){w->word, w->zh, w->en}, was.count[k],
				   now.count[k]));
	}
	return SN_SUCCESS;
}

static struct sn_err compare_papers(struct ctx *c, const struct comparing *x)
{
	const struct cycle *was = &x->was.cycle, *now = &x->now.cycle;
	struct purchase_rules rules[2];
	struct fund_matrix matrix[2];
	int64_t lists[2];
	SN_TRY(purchase_rules_read(c, was->from_day, &rules[0]));
	SN_TRY(purchase_rules_read(c, now->from_day, &rules[1]));
	SN_TRY(fund_matrix_read(c, was->from_day, &matrix[0]));
	SN_TRY(fund_matrix_read(c, now->from_day, &matrix[1]));
	SN_TRY(tell_version(x, COPY_FACT_THRESHOLDS, rules[0].version, rules[1].version));
	SN_TRY(tell_version(x, COPY_FACT_MATRIX, matrix[0].version, matrix[1].version));
	SN_TRY(tell(x, &(const struct copy_row){.fact = COPY_FACT_SIGNED,
						.change = COPY_ANEW,
						.unit = COPY_UNIT_COUNT,
						.was = copy_known(signatures_of(was)),
						.now = copy_known(signatures_of(now))}));
	SN_TRY(lists_count(c, was->cycle_no, &lists[0]));
	SN_TRY(lists_count(c, now->cycle_no, &lists[1]));
	SN_TRY(tell_papers(x, COPY_FACT_LIST, (struct copy_words){.word = NULL}, lists[0],
			   lists[1]));
	return compare_counted(c, x);
}

/* ---- all of it ---- */

struct sn_err copy_compare(struct ctx *c, const struct copy_pair *pair, copy_each_row *each,
			   void *self)
{
	static struct sn_err (*const parts[])(struct ctx *, const struct comparing *) = {
		compare_cycle,  compare_goods,   compare_roles,
		compare_budget, compare_actions, compare_papers};
	struct comparing x = {.each = each, .self = self};
	if (pair->plan) {
		x.was = pair->plan->was;
		x.now = pair->plan->now;
		x.kits = pair->plan->kits_text;
	} else {
		struct copy_copied copied;
		SN_TRY(copy_copied_read(c, pair->now.cycle_no, &copied));
		x.kits = copied.kits;
		SN_TRY(copy_state_read(c, &pair->was, &x.was));
		SN_TRY(copy_state_whys(c, &x.was));
		SN_TRY(copy_state_read(c, &pair->now, &x.now));
	}
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		SN_TRY(parts[i](c, &x));
	return SN_SUCCESS;
}
