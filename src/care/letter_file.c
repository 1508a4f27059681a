/* Letters as the printer gets them: a printing read again, and its pages as one file. */
#include "care/letter_priv.h"
#include "care/letter_sql.h"
#include "org/partner.h"

#include <assert.h>

enum { SHEET_BYTES_MAX = 1 << 20 }; /* a team of LETTER_PRINT_MAX names is some 300 KB */

struct sn_err letter_sender(struct ctx *c, const struct letter *l, struct str *out)
{
	struct partner partner;
	struct org org;
	if (l->sender_org_no != 0) {
		SN_TRY(org_by_no(c, l->sender_org_no, 0, &org));
		*out = org.name;
		return SN_SUCCESS;
	}
	SN_TRY(partner_by_no(c, l->sender_partner_no, 0, &partner));
	*out = partner.name;
	return SN_SUCCESS;
}

/* ---- a printing, read again ---- */

/* The tables' CHECKs have the same lists. */
static enum letter_way way_from(const struct rows *r)
{
	enum letter_way way = LETTER_BY_NAME;
	const bool known = letter_way_parse(&way, store_text(r, "way"));
	assert(known);
	(void)known;
	return way;
}
static enum letter_lang lang_from(const struct rows *r)
{
	enum letter_lang lang = LETTER_ZH;
	const bool known = letter_lang_parse(&lang, store_text(r, "lang"));
	assert(known);
	(void)known;
	return lang;
}

static struct sn_err run_find(struct ctx *c, struct uuid run_id, struct letter_run *run,
			      int64_t *letter_shard)
{
	bool there = false;
	struct rows *r = store_query(c->store, &letter_sql_run_by_id, PARAMS(p_uuid(run_id)));
	while (store_next(r)) {
		there = true;
		*letter_shard = store_int(r, "letter_shard");
		*run = (struct letter_run){.run_id = run_id,
					   .letter_id = store_uuid(r, "letter_id"),
					   .shard = store_int(r, "shard"),
					   .org_no = store_int(r, "org_no"),
					   .cycle_no = store_int(r, "cycle_no"),
					   .letters = store_int(r, "letters"),
					   .again = store_int(r, "again"),
					   .way = way_from(r)};
	}
	SN_TRY(store_done(r));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_LETTER, .field = "run");
}

static struct sn_err letter_of_run(struct ctx *c, const struct letter_run *run,
				   int64_t letter_shard, struct letter *out)
{
	struct sn_err e = SN_SUCCESS;
	bool there = false;
	struct rows *r = store_query(c->store, &letter_sql_by_id,
				     PARAMS(p_int(letter_shard), p_uuid(run->letter_id)));
	while (!sn_failed(e) && store_next(r)) {
		there = true;
		e = letter_from_row(c->mem, r, out);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_LETTER, .field = "run");
}

/* Who stands on one page follow each other. */
static void page_take(struct letter_printed *p, const struct rows *r, size_t target)
{
	const int64_t page_no = store_int(r, "page_no");
	if (p->plan.count > 0 && page_no == (int64_t)p->plan.count - 1) {
		p->plan.pages[p->plan.count - 1].count++;
		return;
	}
	p->plan.pages[p->plan.count++] = (struct letter_page){
		.shard = store_int(r, "shard"),
		.org_no = store_int(r, "org_no"),
		.subject_id = store_uuid(r, "subject_id"),
		.team_id = store_uuid(r, "team_id"),
		.team = p->targets[target].team,
		.benefit = p->targets[target].benefit,
		.first = target,
		.count = 1,
		.reached = store_int(r, "reached"),
		.again = store_int(r, "again") != 0,
	};
}

static struct sn_err pages_read(struct ctx *c, struct uuid run_id, struct letter_printed *p)
{
	size_t n = 0;
	bool memory = true;
	p->targets = ARENA_ARRAY(c->mem, struct letter_target, LETTER_PRINT_MAX);
	p->plan.pages = ARENA_ARRAY(c->mem, struct letter_page, LETTER_PRINT_MAX);
	if (!p->targets || !p->plan.pages)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &letter_sql_run_targets, PARAMS(p_uuid(run_id)));
	while (memory && n < LETTER_PRINT_MAX && store_next(r)) {
		struct letter_target *t = &p->targets[n];
		*t = (struct letter_target){.shard = store_int(r, "shard"),
					    .org_no = store_int(r, "org_no"),
					    .entitlement_id = store_uuid(r, "entitlement_id"),
					    .team_id = store_uuid(r, "team_id"),
					    .name = arena_str(c->mem, store_text(r, "name")),
					    .team = arena_str(c->mem, store_text(r, "team")),
					    .benefit = arena_str(c->mem, store_text(r, "benefit")),
					    .had = store_int(r, "had") != 0};
		memory = t->benefit.at != NULL;
		if (memory)
			page_take(p, r, n++);
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err letter_run_read(struct ctx *c, struct uuid run_id, struct letter_ask *ask,
			      struct letter_printed *out)
{
	static const enum rights_role roles[] = {ROLE_MAKER, ROLE_KEEPER};
	struct letter_run run = {.org_no = 0};
	int64_t letter_shard = 0;
	*out = (struct letter_printed){.run_id = run_id};
	SN_TRY(run_find(c, run_id, &run, &letter_shard));
	SN_TRY(rights_require(c, roles, 2, run.org_no));
	SN_TRY(letter_of_run(c, &run, letter_shard, &out->letter));
	*ask = (struct letter_ask){.code = out->letter.code,
				   .team = STR_NULL,
				   .lang = out->letter.lang,
				   .way = run.way};
	SN_TRY(care_cycle_by_no(c, run.cycle_no, &ask->cycle));
	SN_TRY(org_by_no(c, run.org_no, 0, &ask->org));
	SN_TRY(pages_read(c, run_id, out));
	out->letters = run.letters;
	out->again = run.again;
	for (size_t i = 0; i < out->plan.count; i++)
		out->reached += out->plan.pages[i].reached;
	return SN_SUCCESS;
}

struct sn_err letter_runs(struct ctx *c, int64_t cycle_no, struct str org_path,
			  struct letter_run_row **out, size_t *count)
{
	const char *end = arena_printf(c->mem, STR_FMT "g", STR_ARG(org_path));
	struct letter_run_row *list = ARENA_ARRAY(c->mem, struct letter_run_row, LETTER_RUNS_MAX);
	size_t n = 0;
	if (!end || !list)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &letter_sql_runs_below,
				     PARAMS(p_int(cycle_no), p_text(org_path), p_text(str_of(end)),
					    p_int(LETTER_RUNS_MAX)));
	while (n < LETTER_RUNS_MAX && store_next(r))
		list[n++] =
			(struct letter_run_row){.run_id = store_uuid(r, "run_id"),
						.by_id = store_uuid(r, "by_id"),
						.org_no = store_int(r, "org_no"),
						.version = store_int(r, "version"),
						.letters = store_int(r, "letters"),
						.again = store_int(r, "again"),
						.at_us = store_int(r, "at_us"),
						.code = arena_str(c->mem, store_text(r, "code")),
						.lang = lang_from(r),
						.way = way_from(r)};
	*out = list;
	*count = n;
	return store_done(r);
}

/* ---- the file ---- */

struct writing {
	const struct letter_ask *ask;
	const struct letter_printed *printed;
	struct programme programme;
	char year[8];
	struct org org; /* of the last page: pages of one union stand together */
};

/* What the gift is called: its first item, or money. */
static struct sn_err gift_name(struct ctx *c, const struct writing *w, struct str code,
			       struct str *out)
{
	static const char *const cash[] = {
		[LETTER_ZH] = "慰问金", [LETTER_MN] = "慰问金", [LETTER_EN] = "a sum of money"};
	struct item item;
	*out = str_of(cash[w->ask->lang]);
	for (size_t i = 0; i < w->programme.benefits_count; i++) {
		const struct benefit *b = &w->programme.benefits[i];
		if (!str_eq(b->code, code) || str_is_null(b->item_code))
			continue;
		SN_TRY(goods_item_by_code(c, b->item_code, &item));
		*out = item.name;
	}
	return SN_SUCCESS;
}

static struct sn_err sheet_of(struct ctx *c, struct writing *w, const struct letter_page *page,
			      struct letter_sheet *s)
{
	const bool by_team = w->ask->way == LETTER_BY_TEAM;
	const struct letter_target *first = &w->printed->targets[page->first];
	if (w->org.org_no != page->org_no)
		SN_TRY(org_by_no(c, page->org_no, 0, &w->org));
	s->values.of[LETTER_HAS_NAME] = by_team ? STR_NULL : first->name;
	s->values.of[LETTER_HAS_TEAM] = page->team;
	s->values.of[LETTER_HAS_UNION] = w->org.name;
	s->values.of[LETTER_HAS_YEAR] = str_of(w->year);
	s->names = by_team ? first : NULL;
	s->names_count = by_team ? page->count : 0;
	if ((w->printed->letter.uses & 1U << LETTER_HAS_ITEM) == 0)
		return SN_SUCCESS;
	return gift_name(c, w, page->benefit, &s->values.of[LETTER_HAS_ITEM]);
}

static struct sn_err piece(struct buf *room, const struct letter_file *out, int64_t done,
			   int64_t total)
{
	const struct sn_err e = buf_full(room) ? SN_FAIL(OUT_OF_MEMORY)
					       : out->each(out->self, buf_str(room), done, total);
	buf_reset(room);
	return e;
}

struct sn_err letter_file(struct ctx *c, const struct letter_ask *ask,
			  const struct letter_printed *printed, const struct letter_file *out)
{
	struct writing w = {.ask = ask, .printed = printed};
	struct letter_sheet sheet = {.letter = &printed->letter};
	const int64_t total = (int64_t)printed->plan.count;
	SN_TRY(care_programme_read(c, ask->cycle.programme, ask->cycle.programme_version, 0,
				   &w.programme));
	SN_TRY(letter_sender(c, &printed->letter, &sheet.sender));
	(void)snprintf(w.year, sizeof w.year, "%d", ask->cycle.from_day / 10000);
	struct buf *room = buf_new(SHEET_BYTES_MAX);
	if (!room)
		return SN_FAIL(OUT_OF_MEMORY);
	letter_html_head(room, &printed->letter);
	struct sn_err e = SN_SUCCESS;
	for (int64_t i = 0; i < total && !sn_failed(e); i++) {
		e = sheet_of(c, &w, &printed->plan.pages[i], &sheet);
		if (sn_failed(e))
			break;
		letter_html_page(room, &sheet);
		e = piece(room, out, i + 1, total);
	}
	if (!sn_failed(e)) {
		letter_html_tail(room);
		e = piece(room, out, total, total);
	}
	buf_free(room);
	return e;
}
