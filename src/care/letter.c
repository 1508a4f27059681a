/* Letters: their versions, printing and counting. */
#include "base/text.h"
#include "care/letter_priv.h"
#include "care/letter_sql.h"
#include "org/partner.h"

#include <assert.h>
#include <stdlib.h>

/* ---- rows ---- */

static bool copy_text(struct arena *mem, const struct rows *r, const char *column, struct str *out)
{
	*out = STR_NULL;
	if (store_is_null(r, column))
		return true;
	*out = arena_str(mem, store_text(r, column));
	return out->at != NULL;
}
/* The table's CHECK has the same list: otherwise somebody has gone round it. */
static struct sn_err lang_from(const struct rows *r, enum letter_lang *out)
{
	return letter_lang_parse(out, store_text(r, "lang"))
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(ROW_DAMAGED), "letter");
}

struct sn_err letter_from_row(struct arena *mem, const struct rows *r, struct letter *out)
{
	*out = (struct letter){.letter_id = store_uuid(r, "letter_id"),
			       .shard = store_int(r, "shard"),
			       .org_no = store_int(r, "org_no"),
			       .cycle_no = store_int(r, "cycle_no"),
			       .version = store_int(r, "version"),
			       .day = (int32_t)store_int(r, "day"),
			       .sender_org_no = store_int(r, "sender_org_no"),
			       .sender_partner_no = store_int(r, "sender_partner_no"),
			       .uses = (unsigned)store_int(r, "uses"),
			       .maker_id = store_uuid(r, "maker_id"),
			       .checker_id = store_uuid(r, "checker_id"),
			       .made_us = store_int(r, "made_us"),
			       .checked_us = store_int(r, "checked_us")};
	SN_TRY(lang_from(r, &out->lang));
	const bool copied = copy_text(mem, r, "code", &out->code) &&
			    copy_text(mem, r, "title", &out->title) &&
			    copy_text(mem, r, "body", &out->body);
	return copied ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* The first of what was asked for. */
static struct sn_err first_letter(struct ctx *c, struct rows *r, struct letter *out, bool *there)
{
	struct sn_err e = SN_SUCCESS;
	*there = store_next(r);
	if (*there)
		e = letter_from_row(c->mem, r, out);
	SN_TRY(store_done(r));
	return e;
}

static struct sn_err read_version(struct ctx *c, const struct letter_key *key, struct letter *out,
				  bool *there)
{
	return first_letter(c,
			    store_query(c->store, &letter_sql_find,
					PARAMS(p_int(key->cycle_no), p_text(key->code),
					       p_text(str_of(letter_lang_words(key->lang)->word)),
					       p_int(key->version))),
			    out, there);
}

struct sn_err letter_find(struct ctx *c, const struct letter_key *key, struct letter *out)
{
	bool there = false;
	SN_TRY(read_version(c, key, out, &there));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_LETTER);
}

struct sn_err letter_list(struct ctx *c, int64_t cycle_no, struct letter **out, size_t *count)
{
	struct letter *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r = store_query(c->store, &letter_sql_list, PARAMS(p_int(cycle_no)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		e = list ? letter_from_row(c->mem, r, &list[n++]) : SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

/* ---- entering a version ---- */

/* Whose letter it may be: of a union that takes part in the cycle, which is not over. */
static struct sn_err place_check(struct ctx *c, struct letter *l)
{
	struct cycle cycle;
	struct org org, runs;
	SN_TRY(care_cycle_by_no(c, l->cycle_no, &cycle));
	SN_TRY(org_by_no(c, l->org_no, 0, &org));
	SN_TRY(org_by_no(c, cycle.org_no, 0, &runs));
	if (!str_starts(org.path, runs.path))
		return sn_err_with_text(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "org"), STR_FMT,
					STR_ARG(org.code));
	if (cycle.state >= CYCLE_CLOSED)
		return care_cycle_wrong_state(&cycle, CYCLE_OPEN);
	l->shard = org.shard;
	return SN_SUCCESS;
}

static struct sn_err sender_check(struct ctx *c, const struct letter *l)
{
	struct org org;
	struct partner partner;
	assert((l->sender_org_no == 0) != (l->sender_partner_no == 0));
	return l->sender_org_no != 0 ? org_by_no(c, l->sender_org_no, 0, &org)
				     : partner_by_no(c, l->sender_partner_no, 0, &partner);
}

static struct sn_err content_check(struct ctx *c, struct letter *l)
{
	if (!care_code_is_good(l->code))
		return SN_FAIL(LETTER_CODE, .field = "letter", .arg = {CARE_CODE_BYTES_MAX});
	if (l->day != 0 && !day_is_valid(l->day))
		return SN_FAIL(BAD_DAY, .field = "day");
	SN_TRY(text_normalise(c->mem, l->title, &l->title));
	if (l->title.bytes > LETTER_TITLE_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "title", .arg = {LETTER_TITLE_BYTES_MAX});
	if (l->title.bytes == 0)
		l->title = STR_NULL;
	return letter_text_take(c->mem, l->body, l->lang, &l->body, &l->uses);
}

/* A code speaks for one union: it cannot be taken over by another. */
static struct sn_err owner_check(struct ctx *c, const struct letter *l)
{
	struct rows *r = store_query(c->store, &letter_sql_owner,
				     PARAMS(p_int(l->cycle_no), p_text(l->code)));
	const bool other = store_next(r) && store_int(r, "org_no") != l->org_no;
	SN_TRY(store_done(r));
	return other ? sn_err_with_text(SN_FAIL(LETTER_ELSEWHERE, .field = "letter"), STR_FMT,
					STR_ARG(l->code))
		     : SN_SUCCESS;
}

static bool same_content(const struct letter *a, const struct letter *b)
{
	return a->sender_org_no == b->sender_org_no &&
	       a->sender_partner_no == b->sender_partner_no && a->day == b->day &&
	       str_eq(a->title, b->title) && str_eq(a->body, b->body);
}

struct sn_err letter_add(struct ctx *c, const struct letter *what, struct letter *out)
{
	struct letter l = *what, last = {.version = 0};
	bool there = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, l.org_no));
	SN_TRY(place_check(c, &l));
	SN_TRY(sender_check(c, &l));
	SN_TRY(content_check(c, &l));
	SN_TRY(owner_check(c, &l));
	SN_TRY(read_version(
		c,
		&(const struct letter_key){.cycle_no = l.cycle_no, .code = l.code, .lang = l.lang},
		&last, &there));
	if (there && same_content(&l, &last)) {
		*out = last;
		return SN_SUCCESS;
	}
	l.letter_id = new_id(c);
	l.version = last.version + 1;
	l.maker_id = c->actor_id;
	l.made_us = now_us(c);
	l.checker_id = UUID_NULL;
	l.checked_us = 0;
	*out = l;
	return store_run(
		c->store, &letter_sql_add,
		PARAMS(p_int(l.shard), p_uuid(l.letter_id), p_int(l.org_no), p_int(l.cycle_no),
		       p_text(l.code), p_text(str_of(letter_lang_words(l.lang)->word)),
		       p_int(l.version), l.sender_org_no == 0 ? p_null() : p_int(l.sender_org_no),
		       l.sender_partner_no == 0 ? p_null() : p_int(l.sender_partner_no),
		       l.day == 0 ? p_null() : p_int(l.day), p_text(l.title), p_text(l.body),
		       p_int(l.uses), p_uuid_or_null(l.maker_id), p_int(l.made_us)),
		NULL);
}

/* ---- checking a version ---- */

struct sn_err letter_check(struct ctx *c, const struct letter_key *key, struct letter *out)
{
	struct sha256 digest;
	struct tlog_leaf leaf;
	int64_t changed = 0;
	SN_TRY(letter_find(c, key, out));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_CHECKER, out->org_no));
	if (out->checked_us != 0)
		return SN_SUCCESS;
	if (uuid_is_null(c->actor_id) || uuid_eq(c->actor_id, out->maker_id))
		return SN_FAIL(LETTER_OWN_TEXT);
	out->checker_id = c->actor_id;
	out->checked_us = now_us(c);
	SN_TRY(store_run(c->store, &letter_sql_check,
			 PARAMS(p_int(out->shard), p_uuid(out->letter_id), p_uuid(out->checker_id),
				p_int(out->checked_us)),
			 &changed));
	assert(changed == 1); /* one writer: nobody came between */
	SN_TRY(letter_checked_leaf(c, out, &digest, &leaf));
	return tlog_append(c, &leaf, out->shard, out->letter_id);
}

/* ---- printing ---- */

/* The ends of the subtree's paths, for a statement that takes both. */
static struct sn_err path_end(struct arena *mem, struct str path, struct str *end)
{
	*end = str_of(arena_printf(mem, STR_FMT "g", STR_ARG(path)));
	return end->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err may_print(struct ctx *c, const struct letter_ask *ask, struct letter *l)
{
	static const enum rights_role roles[] = {ROLE_MAKER, ROLE_KEEPER};
	struct org of;
	bool there = false;
	SN_TRY(rights_require(c, roles, 2, ask->org.org_no));
	SN_TRY(letter_find(c,
			   &(const struct letter_key){.cycle_no = ask->cycle.cycle_no,
						      .code = ask->code,
						      .lang = ask->lang},
			   l));
	SN_TRY(first_letter(c,
			    store_query(c->store, &letter_sql_checked,
					PARAMS(p_int(ask->cycle.cycle_no), p_text(ask->code),
					       p_text(str_of(letter_lang_words(ask->lang)->word)))),
			    l, &there));
	if (!there)
		return sn_err_with_text(SN_FAIL(LETTER_UNCHECKED), STR_FMT, STR_ARG(ask->code));
	SN_TRY(org_by_no(c, l->org_no, 0, &of));
	if (!str_starts(ask->org.path, of.path))
		return sn_err_with_text(SN_FAIL(LETTER_OUTSIDE, .field = "org"), STR_FMT,
					STR_ARG(ask->org.code));
	if (ask->cycle.state != CYCLE_APPROVED && ask->cycle.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&ask->cycle, CYCLE_OPEN);
	return ask->way == LETTER_BY_TEAM && (l->uses & 1U << LETTER_HAS_NAME) != 0
		       ? SN_FAIL(LETTER_TO_ONE)
		       : SN_SUCCESS;
}

static struct sn_err target_from_row(struct arena *mem, const struct rows *r,
				     struct letter_target *out)
{
	*out = (struct letter_target){.shard = store_int(r, "shard"),
				      .org_no = store_int(r, "org_no"),
				      .entitlement_id = store_uuid(r, "entitlement_id"),
				      .team_id = store_uuid(r, "team_id"),
				      .had = store_int(r, "had") != 0,
				      .page_had = store_int(r, "page_had") != 0};
	const bool copied = copy_text(mem, r, "name", &out->name) &&
			    copy_text(mem, r, "team", &out->team) &&
			    copy_text(mem, r, "benefit", &out->benefit);
	return copied ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_targets(struct ctx *c, const struct letter_ask *ask,
				  struct letter_target **out, size_t *count)
{
	struct letter_target *list = NULL;
	struct sn_err e = SN_SUCCESS;
	struct str end;
	size_t n = 0;
	SN_TRY(path_end(c->mem, ask->org.path, &end));
	struct rows *r = store_query(c->store, &letter_sql_targets,
				     PARAMS(p_int(ask->cycle.cycle_no), p_text(ask->org.path),
					    p_text(end), p_text(ask->code),
					    p_text(str_of(letter_lang_words(ask->lang)->word)),
					    p_text(ask->team), p_int(ask->way == LETTER_BY_TEAM),
					    p_int(LETTER_PRINT_MAX + 1)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		e = list ? target_from_row(c->mem, r, &list[n++]) : SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	if (n > LETTER_PRINT_MAX)
		return SN_FAIL(LETTER_MANY, .arg = {LETTER_PRINT_MAX});
	*out = list;
	*count = n;
	return SN_SUCCESS;
}

/* Digested in the order of the ids, which is the order of reading them again. */
static int by_id(const void *a, const void *b)
{
	const struct letter_target *const *x = a, *const *y = b;
	return uuid_compare((*x)->entitlement_id, (*y)->entitlement_id);
}

static struct sn_err digest_pages(struct ctx *c, const struct letter_run *run,
				  const struct letter_printed *p, struct sha256 *out)
{
	const struct letter_target **order =
		ARENA_ARRAY(c->mem, const struct letter_target *, LETTER_PRINT_MAX);
	struct sha256_stream *s = sha256_stream_new();
	if (!s || !order) {
		sha256_stream_free(s);
		return SN_FAIL(OUT_OF_MEMORY);
	}
	letter_run_begin(s, run);
	for (size_t i = 0; i < p->plan.count; i++) {
		const struct letter_page *page = &p->plan.pages[i];
		for (size_t j = 0; j < page->count; j++)
			order[j] = &p->targets[page->first + j];
		qsort(order, page->count, sizeof(void *), by_id);
		letter_run_page(s, (int64_t)i, page);
		for (size_t j = 0; j < page->count; j++)
			letter_run_given(s, order[j]->entitlement_id, order[j]->had);
	}
	*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return SN_SUCCESS;
}

enum { PAGE_PARAMS = 12, GIVEN_PARAMS = 5 };

static struct sn_err write_pages(struct ctx *c, const struct letter_ask *ask,
				 const struct letter_printed *p, size_t people)
{
	struct param *pages = ARENA_ARRAY(c->mem, struct param, p->plan.count * PAGE_PARAMS);
	struct param *given = ARENA_ARRAY(c->mem, struct param, people * GIVEN_PARAMS);
	size_t n = 0;
	if (!pages || !given)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < p->plan.count; i++) {
		const struct letter_page *l = &p->plan.pages[i];
		memcpy(&pages[i * PAGE_PARAMS],
		       PARAMS(p_int(l->shard), p_uuid(p->run_id), p_int((int64_t)i),
			      p_int(l->org_no), p_int(ask->cycle.cycle_no), p_text(ask->code),
			      p_text(str_of(letter_lang_words(ask->lang)->word)),
			      p_text(l->benefit), p_uuid(l->subject_id), p_uuid_or_null(l->team_id),
			      p_int(l->again), p_int(l->reached)),
		       PAGE_PARAMS * sizeof *pages);
		for (size_t j = 0; j < l->count; j++, n++) {
			const struct letter_target *t = &p->targets[l->first + j];
			memcpy(&given[n * GIVEN_PARAMS],
			       PARAMS(p_int(t->shard), p_uuid(t->entitlement_id), p_uuid(p->run_id),
				      p_int((int64_t)i), p_int(t->had)),
			       GIVEN_PARAMS * sizeof *given);
		}
	}
	SN_TRY(store_many(c->store, &letter_sql_page_add, pages, p->plan.count, NULL));
	return store_many(c->store, &letter_sql_given_add, given, n, NULL);
}

static struct sn_err write_run(struct ctx *c, const struct letter_ask *ask,
			       const struct letter_printed *p)
{
	const struct letter_run run = {.run_id = p->run_id,
				       .letter_id = p->letter.letter_id,
				       .by_id = c->actor_id,
				       .shard = ask->org.shard,
				       .org_no = ask->org.org_no,
				       .cycle_no = ask->cycle.cycle_no,
				       .letters = p->letters,
				       .again = p->again,
				       .at_us = now_us(c),
				       .way = ask->way,
				       .cycle = ask->cycle.code};
	struct sha256 digest;
	SN_TRY(store_run(c->store, &letter_sql_run_add,
			 PARAMS(p_int(run.shard), p_uuid(run.run_id), p_int(p->letter.shard),
				p_uuid(run.letter_id), p_int(run.cycle_no), p_int(run.org_no),
				p_text(str_of(letter_way_words(run.way)->word)), p_int(run.letters),
				p_int(run.again), p_int(run.at_us), p_uuid_or_null(run.by_id)),
			 NULL));
	SN_TRY(digest_pages(c, &run, p, &digest));
	const struct tlog_leaf leaf = letter_run_leaf(&run, &digest);
	return tlog_append(c, &leaf, run.shard, run.run_id);
}

struct sn_err letter_print(struct ctx *c, const struct letter_ask *ask, struct letter_printed *out)
{
	size_t count = 0;
	*out = (struct letter_printed){.letters = 0};
	SN_TRY(may_print(c, ask, &out->letter));
	SN_TRY(read_targets(c, ask, &out->targets, &count));
	out->plan.pages = ARENA_ARRAY(c->mem, struct letter_page, count > 0 ? count : 1);
	if (!out->plan.pages)
		return SN_FAIL(OUT_OF_MEMORY);
	letter_plan(out->targets, count, ask->way, (out->letter.uses & 1U << LETTER_HAS_TEAM) != 0,
		    &out->plan);
	if (out->plan.count == 0)
		return SN_FAIL(LETTER_NOBODY);
	for (size_t i = 0; i < out->plan.count; i++) {
		out->letters += !out->plan.pages[i].again;
		out->again += out->plan.pages[i].again;
		out->reached += out->plan.pages[i].reached;
	}
	out->run_id = new_id(c);
	SN_TRY(write_pages(c, ask, out, count));
	return write_run(c, ask, out);
}

/* ---- counting ---- */

struct sn_err letter_counts(struct ctx *c, int64_t cycle_no, struct str org_path,
			    struct letter_count **out, size_t *count)
{
	struct letter_count *list = NULL;
	struct sn_err e = SN_SUCCESS;
	struct str end;
	size_t n = 0;
	SN_TRY(path_end(c->mem, org_path, &end));
	struct rows *r = store_query(c->store, &letter_sql_counts,
				     PARAMS(p_int(cycle_no), p_text(org_path), p_text(end)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		struct letter_count *k = &list[n++];
		*k = (struct letter_count){.org_no = store_int(r, "org_no"),
					   .letters = store_int(r, "letters"),
					   .again = store_int(r, "again"),
					   .reached = store_int(r, "reached")};
		e = lang_from(r, &k->lang);
		if (!copy_text(c->mem, r, "code", &k->code) ||
		    !copy_text(c->mem, r, "team", &k->team))
			e = SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

struct sn_err letter_total(struct ctx *c, int64_t cycle_no, struct str org_path,
			   struct letter_total *out)
{
	struct str end;
	SN_TRY(path_end(c->mem, org_path, &end));
	struct rows *r = store_query(c->store, &letter_sql_total,
				     PARAMS(p_int(cycle_no), p_text(org_path), p_text(end)));
	*out = (struct letter_total){.letters = 0};
	if (store_next(r))
		*out = (struct letter_total){store_int(r, "letters"), store_int(r, "again")};
	return store_done(r);
}

struct sn_err letter_missing(struct ctx *c, const struct letter_missing_filter *filter,
			     struct letter_missing **out, size_t *count)
{
	struct letter_missing *list = NULL;
	struct sn_err e = SN_SUCCESS;
	struct str end;
	size_t n = 0;
	SN_TRY(path_end(c->mem, filter->org_path, &end));
	struct rows *r = store_query(
		c->store, &letter_sql_missing,
		PARAMS(p_int(filter->cycle_no), p_text(filter->org_path), p_text(end),
		       p_text(filter->code),
		       filter->one_lang ? p_text(str_of(letter_lang_words(filter->lang)->word))
					: p_null(),
		       p_int(LETTER_PRINT_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		struct letter_missing *m = &list[n++];
		*m = (struct letter_missing){.org_no = store_int(r, "org_no"),
					     .received = store_int(r, "received") != 0};
		if (!copy_text(c->mem, r, "name", &m->name) ||
		    !copy_text(c->mem, r, "team", &m->team) ||
		    !copy_text(c->mem, r, "benefit", &m->benefit))
			e = SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}
