/* Visits and needs compared with their check values, and links with what they point at. */
#include "care/care_priv.h"
#include "care/visit_priv.h"
#include "care/visit_sql.h"

#include <stdlib.h>

enum { PAGE_ROWS = 500 };

/* ---- check values ---- */

static int by_word_and_id(const void *a, const void *b)
{
	const struct visit_given *x = a, *y = b;
	const int order = strcmp(visit_given_word(x->kind), visit_given_word(y->kind));
	return order ? order : uuid_compare(x->id, y->id);
}

/* In the order of rows, whatever the order in which they were entered. */
static struct sn_err add_given(struct ctx *c, struct sha256_stream *s, const struct visit *v)
{
	struct visit_given *given = ARENA_ARRAY(c->mem, struct visit_given, v->given_count + 1);
	if (!given)
		return SN_FAIL(OUT_OF_MEMORY);
	if (v->given_count > 0) {
		memcpy(given, v->given, v->given_count * sizeof *given);
		qsort(given, v->given_count, sizeof *given, by_word_and_id);
	}
	for (size_t i = 0; i < v->given_count; i++) {
		bound_text(s, str_of(visit_given_word(given[i].kind)));
		bound_id(s, given[i].id);
	}
	return SN_SUCCESS;
}

static void add_row(struct sha256_stream *s, const struct visit *v, struct str sha256)
{
	bound_id(s, v->visit_id);
	bound_number(s, v->shard);
	bound_number(s, v->org_no);
	bound_number(s, v->cycle_no);
	bound_number(s, v->day);
	bound_text(s, v->leader);
	bound_text(s, v->post);
	bound_text(s, v->site);
	bound_text(s, v->team);
	bound_number(s, v->met);
	bound_number(s, v->met_is);
	bound_text(s, v->words);
	bound_text(s, sha256);
	bound_id(s, v->actor_id);
	bound_number(s, v->at_us);
}

struct sn_err visit_value(struct ctx *c, const struct visit *v, struct str sha256,
			  struct blind_index *out)
{
	struct sha256_stream *s;
	SN_TRY(bound_begin(&s));
	add_row(s, v, sha256);
	bound_number(s, (int64_t)v->bodies_count);
	for (size_t i = 0; i < v->bodies_count; i++) {
		bound_number(s, v->bodies[i].org_no);
		bound_number(s, v->bodies[i].partner_no);
		bound_number(s, v->bodies[i].role);
	}
	const struct sn_err e = add_given(c, s, v);
	*out = bound_end(c, BOUND_VISIT, s);
	return e;
}

struct sn_err visit_need_value(struct ctx *c, const struct visit_need *n, struct blind_index *out)
{
	struct sha256_stream *s;
	SN_TRY(bound_begin(&s));
	bound_id(s, n->need_id);
	bound_number(s, n->shard);
	bound_id(s, n->visit_id);
	bound_number(s, n->org_no);
	bound_text(s, n->who);
	bound_text(s, n->topic);
	bound_text(s, n->words);
	bound_id(s, n->actor_id);
	bound_number(s, n->at_us);
	bound_number(s, n->open);
	bound_number(s, n->closed_day);
	bound_id(s, n->closed_by);
	bound_text(s, n->answer);
	*out = bound_end(c, BOUND_NEED, s);
	return SN_SUCCESS;
}

/* ---- rows against them ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t count;
};
static void report(void *self, const struct ledger_finding *f)
{
	struct verifying *v = self;
	v->count++;
	v->each(v->self, f);
}

struct stored {
	struct visit is;
	struct bound_row row;
	struct str sha256;
};

/* In c->mem; the parts are read when the page's answer is done with. */
static struct sn_err read_page(struct ctx *c, const struct stored *after, struct stored *page,
			       size_t *count)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(
		c->store, &visit_sql_all,
		PARAMS(p_int(after->row.shard), p_uuid(after->row.id), p_int(PAGE_ROWS)));
	*count = 0;
	while (!sn_failed(e) && store_next(r)) {
		struct stored *s = &page[(*count)++];
		e = visit_from_row(c->mem, r, &s->is);
		s->sha256 = arena_str(c->mem, store_bytes(r, "sha256"));
		s->row = (struct bound_row){.shard = s->is.shard, .id = s->is.visit_id};
		s->row.has_value = bound_read(&s->row.stored, store_bytes(r, "check_value"));
		if (!sn_failed(e) && str_is_null(s->sha256))
			e = SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	return e;
}

/* check: outside of c->mem, which is given back. */
static struct sn_err verify_page(struct ctx *c, struct bound_check *check, struct stored *last,
				 bool *more)
{
	struct stored *page = ARENA_ARRAY(c->mem, struct stored, PAGE_ROWS);
	size_t count = 0;
	if (!page)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_page(c, last, page, &count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(visit_parts_read(c, &page[i].is));
		SN_TRY(visit_value(c, &page[i].is, page[i].sha256, &page[i].row.right));
		SN_TRY(bound_check_row(check, &page[i].row));
	}
	if (count > 0)
		last->row = page[count - 1].row;
	*more = count == PAGE_ROWS;
	return SN_SUCCESS;
}

static struct sn_err verify_visits(struct ctx *c, struct verifying *v)
{
	struct bound_check *check;
	struct stored last = {.row = {.shard = 0}};
	struct ctx paged = *c;
	struct sn_err e = SN_SUCCESS;
	SN_TRY(bound_check_new(c, BOUND_VISIT, report, v, &check));
	paged.mem = arena_child(c->mem, REQUEST_ARENA_BYTES);
	if (!paged.mem)
		return SN_FAIL(OUT_OF_MEMORY);
	for (bool more = true; more && !sn_failed(e);) {
		const struct arena_mark mark = arena_mark(paged.mem);
		e = verify_page(&paged, check, &last, &more);
		arena_rewind(paged.mem, mark);
	}
	arena_free(paged.mem);
	return sn_failed(e) ? e : bound_check_end(check);
}

static struct sn_err verify_need(struct ctx *c, const struct rows *r, struct bound_check *check)
{
	const struct arena_mark mark = arena_mark(c->mem);
	struct visit_need n;
	struct sn_err e = visit_need_from_row(c->mem, r, &n);
	struct bound_row row = {.shard = n.shard, .id = n.need_id};
	row.has_value = bound_read(&row.stored, store_bytes(r, "check_value"));
	if (!sn_failed(e))
		e = visit_need_value(c, &n, &row.right);
	arena_rewind(c->mem, mark);
	return sn_failed(e) ? e : bound_check_row(check, &row);
}

static struct sn_err verify_needs(struct ctx *c, struct verifying *v)
{
	struct bound_check *check;
	struct sn_err e = SN_SUCCESS;
	SN_TRY(bound_check_new(c, BOUND_NEED, report, v, &check));
	struct rows *r = store_query(c->store, &visit_sql_needs_all, NO_PARAMS);
	while (!sn_failed(e) && store_next(r))
		e = verify_need(c, r, check);
	SN_TRY(store_done(r));
	return sn_failed(e) ? e : bound_check_end(check);
}

/* ---- links ---- */

static struct sn_err verify_rows(struct ctx *c, struct verifying *v,
				 const struct sn_statement *which, const char *what,
				 const char *id_column)
{
	struct rows *r = store_query(c->store, which, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = what,
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, id_column)});
	return store_done(r);
}

struct sn_err visit_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			   void *self, int64_t *findings)
{
	struct verifying v = {.each = each, .self = self};
	SN_TRY(verify_visits(c, &v));
	SN_TRY(verify_needs(c, &v));
	SN_TRY(verify_rows(c, &v, &visit_sql_given_wrong, "visit-given", "visit_id"));
	SN_TRY(verify_rows(c, &v, &visit_sql_needs_wrong, "visit-need", "need_id"));
	*findings += v.count;
	return SN_SUCCESS;
}
